"""What a printed name in the text means, settled before any amount is looked at.

A meaning is what an observation must have in its dimensions; where observations of one meaning differ in their
amounts, none of them is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from ...datapackage.classification import fold_name
from ...datapackage.model import Disclosure, Fact
from ..stages import phase_of
from .classes import Classes
from .labels import ANY, NO_MEANS, Context, Meaning, Means, in_context, labels
from .names import Chain, chains, clean
from .observed import Observed
from .projects import project_named
from .sentences import Figure
from .vocabulary import fold, vocabulary

#: What an observation of a project has, whatever its code and function.
_OF_PROJECT = ("table", "project_code", "function_code", "economic_code", "line", "label", "fund", "origin", "category")
_ALL_FUNDS = ("all",)
_NOTE = re.compile(r"\([^()]{5,}\)$")
_CODED = re.compile(
    r"^(?P<name>.+?)\((?P<code>\d{3}|\d{5}|\d{7})[类款项]?\)$"
    r"|^(?P<code_before>\d{3}|\d{5}|\d{7})(?:[、.-]?(?P<name_behind>[^\d(].*)|\((?P<name_within>[^()]+)\))$"
)
#: The classes above one that is given with its code: 教育支出(205)普通教育(20502)高等教育(2050205).
_ABOVE = re.compile(r"^.*\((?:\d{3}|\d{5})\)(?=[^)])")
#: A class by the digits of each level: 205(类)02(款)05(项)高等教育, 205类02款05项高等教育.
_STEPPED = re.compile(r"^(?P<top>\d{3})\(?类\)?(?P<middle>\d\d)\(?款\)?(?:(?P<low>\d\d)\(?项\)?)?(?P<name>\D.*)$")
#: The digits of each level behind its name: 教育支出(205类)普通教育(02款)高等教育(05项).
_STEPS_BEHIND = re.compile(
    r"^.+?\((?P<top>\d{3})类\)(?:.+?\((?P<middle>\d\d)款\))(?:(?P<name>.+?)\((?P<low>\d\d)项\))$"
)
#: What is said of a class behind its name: 2050205高等教育2024年预算数为.
_OF_YEAR = re.compile(r"20\d\d年.*$")
_YEARS = re.compile(r"^.*?20\d\d年(?:度)?")


class Meanings:
    """The names of one disclosure: its own observations first, then the classifications of its year."""

    def __init__(self, disclosure: Disclosure, facts: Iterable[Fact]) -> None:
        self._disclosure = disclosure
        self.observed = Observed(disclosure, facts)
        self.classes = Classes(disclosure, self.observed.own)
        self._projects: dict[str, str] = {}  # code → folded name
        for fact in self.observed.own:
            if fact.project_code:
                self._projects.setdefault(fact.project_code, fold_name(fact.label))

    def label(self, name: str) -> str:
        """``name`` as printed, without the unit's own name, years and remarks in brackets."""
        for own in (self._disclosure.unit_name, self._disclosure.department_name):
            if own:
                name = name.replace(fold(own), "")
        of_year = _YEARS.sub("", name)
        return _NOTE.sub("", of_year if clean(of_year) else _before_year(name))

    def bare(self, name: str) -> str:
        """The words of ``name`` that say what it is about: what is compared, never shown."""
        return clean(re.sub(vocabulary()["strip"]["sides"], "", self.label(name)))

    def meaning(self, figure: Figure, context: Context, flow: str = "") -> Meaning:
        """What a figure is about; a meaning without ``means`` where its name is not known here.

        ``flow`` is that of the whole that it is printed as a part of, where that is known.
        """
        label, bare = self.label(figure.name), self.bare(figure.name)
        if figure.chain:
            return self._of_chain(figure.chain, context)
        if coded := self._of_code(figure.name, context):
            return coded
        if not bare or context.name in ("none", ""):
            return (None if context.name == "none" else self._of_project(figure)) or Meaning(label)
        found = self._of_label(bare, context, flow, label) or self._of_name(bare, context)
        if found and found.project_code and self._may_go_on(bare, figure):
            found = replace(found, firm=False)
        if found is None and context.name in ("projects", "all", "fund"):
            return self._of_project(figure) or Meaning(label)
        return replace(found, label=label) if found else Meaning(label)

    def _of_project(self, figure: Figure) -> Meaning | None:
        """A project that the list of projects prints once. Its amount contradicts what is said of its budget alone."""
        named = project_named(fold(figure.name), self.observed.of_phase(self.observed.phase(figure)))
        if named is None:
            return None
        fact = named.fact
        means = {d: (getattr(fact, d),) for d in _OF_PROJECT}
        is_firm = named.is_budget and not self._may_go_on(fact.label, figure)
        return Meaning(fact.label, means, project_code=fact.project_code, line=fact.line, firm=is_firm)

    def _of_label(self, label: str, context: Context, flow: str = "", printed: str = "") -> Meaning | None:
        for entry in labels():
            if not entry.name.fullmatch(label) or not entry.printed.search(printed or label):
                continue
            fits = (not entry.within or context.name in entry.within) and entry.kind in ("", self._disclosure.kind)
            of_side = {flow, *entry.means.get("flow", ())} != {"revenue", "expenditure"} and entry.side in ("", flow)
            if fits and of_side:
                means = {**context.means, **in_context(entry.means, context)}
                line = means.get("line", ("",))[0] if means.get("line") else ""
                firm = entry.firm and (context.is_of_section or not _is_of_use(means))
                return Meaning(
                    label, means, line=line, own=entry.own, both=entry.both, firm=firm, or_line=entry.or_line
                )
        return None

    def _may_go_on(self, name: str, figure: Figure) -> bool:
        """Whether another project is called ``name`` and digits that the figure begins with: 某工程2, 260.48万元."""
        projects = {fold_name(f.label) for f in self.observed.own if f.project_code or f.line == "project"}
        longer = (p.removeprefix(fold_name(name)) for p in projects if p != fold_name(name))
        return any(rest.isdigit() and figure.printed.startswith(rest) for rest in longer)

    def _of_code(self, label: str, context: Context) -> Meaning | None:
        """A class that the text gives with its code: 住房公积金(2210201), 2210201住房公积金, 工资福利支出(301)."""
        if context.name not in ("all", "fund"):
            return None
        printed = _before_year(label)
        coded = _coded(printed)
        if coded is None:
            return None
        (code, name), label = coded, self.label(printed)
        if self.classes.is_functional(code, name):
            return self._function(label, code, context)
        if self.classes.is_economic(code, name):
            # Of the basic expenditure, or of all: the text does not say.
            means = {"fund": ("all", ANY), "economic_code": (code,), "category": ("basic", "all")}
            return Meaning(label, means, economic_code=code, firm=False)
        return None

    def _of_name(self, label: str, context: Context) -> Meaning | None:
        """A class of a classification, or a project, that is called by its name alone."""
        if context.name == "projects":
            # Only a project of the table, by its whole name.
            codes = [c for c, name in self._projects.items() if name == fold_name(label)]
            means = {
                "table": ("project-expenditure",),
                "project_code": tuple(codes),
                "fund": ("all",),
                "origin": ("all",),
            }
            return Meaning(label, means, project_code=codes[0]) if len(codes) == 1 else None
        if context.name not in ("all", "fund"):
            return None
        code = self.classes.functional(label)
        if code:
            return self._function(label, code, context)
        code = self.classes.printed(label)
        named = replace(self._function(label, code, context), firm=False) if code else None
        found = self.classes.economic(label)
        if found:
            means = {**context.means, "economic_code": (found,), "category": ("basic", "all")}
            return Meaning(label, means, economic_code=found, firm=named is None, or_else=named)
        return named

    def of_heading(self, heading: str, context: Context) -> Meaning | None:
        """The class that a heading names alone: its text is about this and not about the whole. None: it names none."""
        named = list(chains(fold(heading)))
        if named:
            return self._of_chain(named[-1], context)
        bare = self.bare(fold(heading))
        code = self.classes.functional(bare) or self.classes.printed(bare)
        return self._function(bare, code, context) if code else None

    def of_title(self, heading: str, context: Context) -> Meaning | None:
        """The figure that a heading names alone: （二）公务接待费."""
        return self._of_label(self.bare(fold(heading)), context) if context.name == "three-public" else None

    def of_part(self, part: Meaning, whole: Meaning) -> Meaning:
        """What a part (其中：基本支出) is about, given what it is a part of."""
        if not part.means or part.is_specific:
            return part
        if {part.flow, whole.flow} == {"revenue", "expenditure"}:
            return Meaning(part.label)
        if whole.is_specific:
            fund = {k: v for k, v in whole.means.items() if k == "fund"}
            means = (
                {k: v for k, v in part.means.items() if k != "line"}
                | fund
                | {
                    "function_code": (whole.function_code,),
                    "economic_code": (whole.economic_code,),
                    "project_code": (whole.project_code,),
                }
            )
            return replace(
                part, means=means, line="", firm=part.firm and whole.firm, function_code=whole.function_code,
                economic_code=whole.economic_code, project_code=whole.project_code,
            )  # fmt: skip
        same_flow = bool(whole.flow) and part.flow == whole.flow
        # 一般公共预算支出…，其中：基本支出… is of that fund, also where the place in the text is of all funds.
        funds = whole.means.get("fund", ()) if part.means.get("fund") == _ALL_FUNDS else _ALL_FUNDS
        means = part.means if len(funds) != 1 or funds == _ALL_FUNDS else {**part.means, "fund": funds}
        return replace(part, means=means, firm=bool(whole.means) and (part.firm or same_flow))

    def _of_chain(self, chain: Chain, context: Context) -> Meaning:
        code, written_as = self.classes.resolve(chain)
        if not code:
            return Meaning(chain.names[-1])
        return self._function(chain.names[-1], code, context, written_as)

    def _function(self, label: str, code: str, context: Context, written_as: str = "") -> Meaning:
        funds = context.means.get("fund", ()) if context.name in ("fund", "all") else ()
        funds = ("all", ANY) if funds == ("all",) else funds
        means: dict[str, tuple[str, ...]] = {
            "flow": ("expenditure",),
            "origin": ("all",),
            "category": ("all",),
            "function_code": (code,),
        }
        if funds:
            means["fund"] = funds
        return Meaning(label, means, function_code=code, written_as=written_as)

    def amounts_of(self, name: str) -> tuple[Decimal, ...]:
        """The amounts (yuan) that the tables have under a name, of all funds and of each."""
        means = (NO_MEANS, *({"fund": (fund,)} for fund in self.observed.funds))
        found = (self._amounts_under(name, one) for one in means)
        return tuple(dict.fromkeys(amounts.pop() for amounts in found if len(amounts) == 1))

    def amount_of(self, name: str) -> Decimal | None:
        """The one amount (yuan) that the tables have under a name, of all funds or of the only one: 本年支出合计."""
        for means in ({"fund": ("all",)}, NO_MEANS):
            amounts = self._amounts_under(name, means)
            if amounts:
                return amounts.pop() if len(amounts) == 1 else None
        return None

    def _amounts_under(self, name: str, means: Means) -> set[Decimal]:
        meaning = self._of_label(self.bare(name), Context("all", means), printed=self.label(name))
        return {f.amount for f in self.observed.having(meaning, phase_of(self._disclosure))} if meaning else set()


def _before_year(name: str) -> str:
    """What stands before the year and the kind of figure: 行政运行2024年预算数."""
    return clean(_OF_YEAR.sub("", name))


def _coded(label: str) -> tuple[str, str] | None:
    """The code and the folded name of a class that is given with both."""
    if stepped := _STEPPED.match(label) or _STEPS_BEHIND.match(label):
        return stepped["top"] + stepped["middle"] + (stepped["low"] or ""), fold_name(stepped["name"])
    match = _CODED.search(_ABOVE.sub("", label))
    if match is None:
        return None
    name = match["name"] or match["name_behind"] or match["name_within"]
    return match["code"] or match["code_before"], fold_name(name)


def _is_of_use(means: Means) -> bool:
    """Whether it is what is spent for one use (基本支出), of all funds or of one, as the place in the text tells."""
    return means.get("fund") == _ALL_FUNDS and means.get("category", _ALL_FUNDS) != _ALL_FUNDS
