"""What a printed name in the text means, and the observation that states the same.

A meaning is what an observation must have in its dimensions. It is settled before any amount is looked at;
where observations of one meaning differ in their amounts, none of them is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from ...datapackage.classification import economic, fold_name, functional
from ...datapackage.frozen import frozen
from ...datapackage.model import YUAN_IN, Disclosure, Fact
from ..stages import phase_of
from .outline import Section
from .projects import project_named
from .sentences import Chain, Figure, chains, clean, fold, vocabulary

#: What these tables print of the whole unit's money is not what the text explains.
_ELSEWHERE = frozenset({"narrative", "project-performance", "overall-performance"})
#: Tables of one matter only, whose totals are nobody else's.
_NARROW = frozenset({"three-public", "project-expenditure", "agency-operating", "procurement", "service-purchase"})
#: What an observation of a project has, whatever its code and function.
_OF_PROJECT = ("table", "project_code", "function_code", "economic_code", "line", "label", "fund", "origin", "category")
#: Stands for each fund that the tables have.
ANY = "*"
#: Stands in the vocabulary for the funds that the heading names.
_CONTEXT = "context"
_NOTE = re.compile(r"\([^()]{5,}\)$")
_CODED = re.compile(
    r"^(?P<name>.+?)\((?P<code>\d{3}|\d{5}|\d{7})[类款项]?\)$"
    r"|^(?P<code_before>\d{3}|\d{5}|\d{7})(?:[、.-]?(?P<name_behind>[^\d(].*)|\((?P<name_within>[^()]+)\))$"
)
_YEARS = re.compile(r"^.*?20\d\d年(?:度)?")
#: 教育支出类科目 is called by the level of its class.
_LEVEL = re.compile("[类款项]$")
#: A name is taken for one of the list that has a few characters more.
_SHARED = 0.75

Means = Mapping[str, tuple[str, ...]]
NO_MEANS: dict[str, tuple[str, ...]] = {}


@frozen()
class Meaning:
    """The dimensions that a name stands for. Empty ``means``: the name is not known."""

    label: str
    means: Means = field(default_factory=dict[str, tuple[str, ...]])
    function_code: str = ""
    economic_code: str = ""
    project_code: str = ""
    line: str = ""
    own: Mapping[str, str] = field(default_factory=dict[str, str])  # dimensions of what only the text prints
    both: str = ""  # the dimension of which the text speaks of every value
    written_as: str = ""  # the name of the classification, where the text has another
    firm: bool = True  # False: the name may stand for something else, so that another amount contradicts nothing
    or_line: tuple[str, ...] = ()  # other lines that the name may stand for
    or_else: Meaning | None = None  # what else the name may stand for: 住房公积金 of either classification

    @property
    def is_specific(self) -> bool:
        """Whether it is about one class or project rather than a total."""
        return bool(self.function_code or self.economic_code or self.project_code)

    @property
    def flow(self) -> str:
        """The one flow that it is about, "" where it is about none or several."""
        flows = self.means.get("flow", ())
        return flows[0] if len(flows) == 1 and self.both != "flow" else ""


@dataclass(frozen=True)
class Context:
    """What the figures of a place in the text are about, as far as its heading tells."""

    name: str
    means: Means


@dataclass(frozen=True)
class _Label:
    name: re.Pattern[str]
    within: tuple[str, ...]
    means: Means
    own: Mapping[str, str]
    both: str
    kind: str  # budget or final, where the name means something else in the other
    firm: bool
    printed: re.Pattern[str]
    or_line: tuple[str, ...]
    side: str  # the flow of the whole, where the name means this only as a part of it


def _many(means: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {k: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in means.items()}  # pyright: ignore


@cache
def _labels() -> tuple[_Label, ...]:
    return tuple(
        _Label(
            re.compile(entry["name"]),
            tuple(entry.get("within", ())),
            _many(entry["means"]),
            entry.get("own", {}),
            entry.get("both", ""),
            entry.get("kind", ""),
            entry.get("firm", True),
            re.compile(entry.get("printed", "")),
            tuple(entry.get("or_line", ())),
            entry.get("side", ""),
        )
        for entry in vocabulary()["labels"]
    )


def context_of(section: Section, *texts: str) -> Context:
    """The context of a sentence: of the nearest heading that tells one, else of how one of ``texts`` begins.

    The title of the whole part (预算数据分析) comes last.
    """
    told = (_context(fold(heading), in_text=False) for heading in reversed(section.path[1:]))
    begun = (_context(fold(text)[:30], in_text=True) for text in texts)
    of_part = (_context(fold(title), in_text=False) for title in section.path[:1])
    return next((context for context in chain(told, begun, of_part) if context), Context("", NO_MEANS))


@lru_cache(maxsize=4096)
def _context(bare: str, *, in_text: bool) -> Context | None:
    """The context that a folded heading tells, or the beginning of a text; None where it tells none."""
    for entry in vocabulary()["contexts"]:
        if (entry.get("in_text") or not in_text) and re.search(entry["heading"], bare):
            means = _many(entry["means"])
            return Context(means["context"][0], {k: v for k, v in means.items() if k != "context"})
    return None


#: What an amount of another year has in common with this year's.
_SAME = (
    "table", "unit_code", "unit_name", "flow", "function_code", "economic_code", "project_code", "line", "fund",
    "origin", "category",
)  # fmt: skip


class Meanings:
    """The names of one disclosure: its own observations first, then the classifications of its year."""

    def __init__(self, disclosure: Disclosure, facts: Iterable[Fact]) -> None:
        self._disclosure = disclosure
        printed = [f for f in facts if f.table not in _ELSEWHERE]
        self._facts = [f for f in printed if _is_own(f, disclosure)]
        self._by_phase: dict[str, list[Fact]] = {}
        for fact in self._facts:
            self._by_phase.setdefault(fact.phase, []).append(fact)
        self._earlier = [f for f in printed if f.fiscal_year < disclosure.year]
        self._funds = sorted({f.fund for f in self._facts})
        self._functional = functional(disclosure.year)
        self._economic = economic(disclosure.year)
        self._by_width: dict[int, dict[str, tuple[str, str]]] = {}
        self._by_name: dict[tuple[int, str], Mapping[str, list[str]]] = {}
        self._names: dict[str, dict[str, str]] = {"function": {}, "economic": {}, "project": {}}
        for fact in self._facts:
            self._names["function"].setdefault(fact.function_code, fold_name(fact.label))
            self._names["economic"].setdefault(fact.economic_code, fold_name(fact.label))
            if fact.project_code:
                self._names["project"].setdefault(fact.project_code, fold_name(fact.label))

    def before(self, fact: Fact, year: int, phase: str) -> list[Fact]:
        """The observations of the same in ``year``, of one ``phase`` or, where it is "", of any."""
        key = tuple(getattr(fact, d) for d in _SAME)
        return [
            f
            for f in self._earlier
            if f.fiscal_year == year and f.phase in (phase or f.phase,) and tuple(getattr(f, d) for d in _SAME) == key
        ]

    # --- names --------------------------------------------------------------------------------------------

    def label(self, name: str) -> str:
        """``name`` as printed, without the unit's own name, years and remarks in brackets."""
        for own in (self._disclosure.unit_name, self._disclosure.department_name):
            if own:
                name = name.replace(fold(own), "")
        return _NOTE.sub("", _YEARS.sub("", name))

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
        if not bare or context.name in ("none", ""):
            return (None if context.name == "none" else self._of_project(figure)) or Meaning(label)
        if coded := self._of_code(figure.name, context):
            return replace(coded, label=label)
        found = self._of_label(bare, context, flow, label) or self._of_name(bare, context)
        if found and found.project_code and self._may_go_on(bare, figure):
            found = replace(found, firm=False)
        if found is None and context.name in ("projects", "all", "fund"):
            return self._of_project(figure) or Meaning(label)
        return replace(found, label=label) if found else Meaning(label)

    def _of_project(self, figure: Figure) -> Meaning | None:
        """A project that the list of projects prints once. Its amount contradicts what is said of its budget alone."""
        named = project_named(fold(figure.name), self._by_phase.get(self.phase(figure), ()))
        if named is None:
            return None
        fact = named.fact
        means = {d: (getattr(fact, d),) for d in _OF_PROJECT}
        is_firm = named.is_budget and not self._may_go_on(fact.label, figure)
        return Meaning(fact.label, means, project_code=fact.project_code, line=fact.line, firm=is_firm)

    def _of_label(self, label: str, context: Context, flow: str = "", printed: str = "") -> Meaning | None:
        for entry in _labels():
            if not entry.name.fullmatch(label) or not entry.printed.search(printed or label):
                continue
            fits = (not entry.within or context.name in entry.within) and entry.kind in ("", self._disclosure.kind)
            of_side = {flow, *entry.means.get("flow", ())} != {"revenue", "expenditure"} and entry.side in ("", flow)
            if fits and of_side:
                means = {**context.means, **_of_context(entry.means, context)}
                line = means.get("line", ("",))[0] if means.get("line") else ""
                return Meaning(
                    label, means, line=line, own=entry.own, both=entry.both, firm=entry.firm, or_line=entry.or_line
                )
        return None

    def _may_go_on(self, name: str, figure: Figure) -> bool:
        """Whether another project is called ``name`` and digits that the figure begins with: 某工程2, 260.48万元."""
        projects = {fold_name(f.label) for f in self._facts if f.project_code or f.line == "project"}
        longer = (p.removeprefix(fold_name(name)) for p in projects if p != fold_name(name))
        return any(rest.isdigit() and figure.printed.startswith(rest) for rest in longer)

    def _of_code(self, label: str, context: Context) -> Meaning | None:
        """A class that the text gives with its code: 住房公积金(2210201), 2210201住房公积金, 工资福利支出(301)."""
        match = _CODED.search(label)
        if match is None or context.name not in ("all", "fund"):
            return None
        code, name = (
            match["code"] or match["code_before"],
            fold_name(match["name"] or match["name_behind"] or match["name_within"]),
        )
        if self._names["function"].get(code) == name or fold_name(self._functional.name(code) or "") == name:
            return self._function(label, code, context)
        if self._names["economic"].get(code) == name:
            # Of the basic expenditure, or of all: the text does not say.
            means = {"fund": ("all", ANY), "economic_code": (code,), "category": ("basic", "all")}
            return Meaning(label, means, economic_code=code, firm=False)
        return None

    def _of_name(self, label: str, context: Context) -> Meaning | None:
        """A class of a classification, or a project, that is called by its name alone."""
        if context.name == "projects":
            # Only a project of the table, by its whole name.
            codes = [c for c, name in self._names["project"].items() if name == fold_name(label)]
            means = {
                "table": ("project-expenditure",),
                "project_code": tuple(codes),
                "fund": ("all",),
                "origin": ("all",),
            }
            return Meaning(label, means, project_code=codes[0]) if len(codes) == 1 else None
        if context.name not in ("all", "fund"):
            return None
        bare = _LEVEL.sub("", label)
        code = self._functional.code(bare, level=1)
        if code:
            return self._function(label, code, context)
        code = self._printed_code(bare)
        named = replace(self._function(label, code, context), firm=False) if code else None
        found = self._economic.code(label)
        if found:
            means = {**context.means, "economic_code": (found,), "category": ("basic", "all")}
            return Meaning(label, means, economic_code=found, firm=named is None, or_else=named)
        return named

    def _printed_code(self, name: str) -> str:
        """The functional code that the tables print beside a name, with or without 支出; "" where not just one."""
        wanted = {fold_name(name), fold_name(name.removesuffix("支出"))}
        found = {code for code, printed in self._names["function"].items() if code and printed in wanted}
        return found.pop() if len(found) == 1 else ""

    def of_heading(self, heading: str, context: Context) -> Meaning | None:
        """The class that a heading names alone: its text is about this and not about the whole. None: it names none."""
        named = list(chains(fold(heading)))
        if named:
            return self._of_chain(named[-1], context)
        bare = _LEVEL.sub("", self.bare(fold(heading)))
        code = self._functional.code(bare, level=1) or self._printed_code(bare)
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
        return replace(part, firm=bool(whole.means) and (part.firm or same_flow))

    def _of_chain(self, chain: Chain, context: Context) -> Meaning:
        code, written_as = self.resolve(chain)
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

    def resolve(self, chain: Chain) -> tuple[str, str]:
        """The code of a chain of names, and the name it has in the classification where that differs."""
        code, differs = "", ""
        for name, level in zip(chain.names, chain.levels, strict=True):
            found, known_as = self._code(name, level, code)
            if not found:
                return "", ""
            code, differs = found, known_as
        return code, differs

    def _code(self, name: str, level: int, under: str) -> tuple[str, str]:
        width, wanted = 1 + 2 * level, fold_name(name).replace("其它", "其他")
        among = self._under(width, under)
        spellings = {wanted, f"{wanted}支出", wanted.removesuffix("支出")}
        exact = among.get(wanted) or [c for n in spellings for c in among.get(n, ())]
        if exact:
            return (exact[0], "") if len(exact) == 1 else ("", "")
        close = [c for n, codes in among.items() if under and _abbreviates(wanted, n) for c in codes]
        return (close[0], self._named(width)[close[0]][0]) if len(close) == 1 else ("", "")

    def _under(self, width: int, under: str) -> Mapping[str, list[str]]:
        """Folded name → codes, of all classes with so many digits that begin with ``under``."""
        found = self._by_name.get((width, under))
        if found is None:
            listed, named = _listed(self._disclosure.year, width), self._named(width)
            own = (code for code in self._names["function"] if code.startswith(under) and len(code) == width)
            if all(listed.get(code) == named[code] for code in own):
                found = _listed_under(self._disclosure.year, width, under)
            else:
                found = _grouped(named, under)
            self._by_name[width, under] = found
        return found

    def _named(self, width: int) -> dict[str, tuple[str, str]]:
        """Code → name, as it is and folded, of all classes with so many digits."""
        if width not in self._by_width:
            own = _folded(self._names["function"].items(), width)
            self._by_width[width] = {**_listed(self._disclosure.year, width), **own}
        return self._by_width[width]

    # --- observations -------------------------------------------------------------------------------------

    def readings(self, meaning: Meaning, figure: Figure) -> list[list[Fact]]:
        """The observations of a meaning in the figure's year, for each fund that it may be of, the likeliest first."""
        if not meaning.means or (figure.year or self._disclosure.year) != self._disclosure.year:
            return []
        funds = [f for fund in meaning.means.get("fund", ()) for f in (self._funds if fund == ANY else (fund,))]
        apart = [replace(meaning, means={**meaning.means, "fund": (fund,)}) for fund in dict.fromkeys(funds)] or [
            meaning
        ]
        apart += [replace(one, means={**one.means, "line": (line,)}) for one in apart for line in meaning.or_line]
        found = [self._having(one, self.phase(figure)) for one in apart]
        return [facts for facts in found if facts]

    def budgets_of(self, meaning: Meaning, said: str) -> tuple[Decimal, ...]:
        """The amounts (yuan) that the tables of final accounts have as the budget of what ``meaning`` is about.

        One of the stage that is ``said`` ("budget", "revised"), or one of each where none is. Tables of “三公” 经费
        print the budget of the whole year under 预算数 alone: it is taken where no table has a revised one.
        """
        phases = {"budget": ("approved",), "revised": ("revised",)}.get(said, ("approved", "revised"))
        amounts = self._budgets(meaning, phases)
        return amounts if amounts or said != "revised" else self._budgets(meaning, ("approved",))

    def _budgets(self, meaning: Meaning, phases: Sequence[str]) -> tuple[Decimal, ...]:
        found = ({f.amount for f in self._having(meaning, phase)} for phase in phases if meaning.means)
        return tuple(amounts.pop() for amounts in found if len(amounts) == 1)

    @property
    def of_final_accounts(self) -> bool:
        """Whether the document is one of final accounts."""
        return self._disclosure.kind == "final"

    def amounts_of(self, name: str) -> tuple[Decimal, ...]:
        """The amounts (yuan) that the tables have under a name, of all funds and of each."""
        means = (NO_MEANS, *({"fund": (fund,)} for fund in self._funds))
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
        return {f.amount for f in self._having(meaning, phase_of(self._disclosure))} if meaning else set()

    def printed_as(self, name: str) -> tuple[Decimal, ...]:
        """The amounts (yuan) that this year's tables print under just this name."""
        phase = phase_of(self._disclosure)
        return tuple(sorted({f.amount for f in self._by_phase.get(phase, ()) if fold_name(f.label) == name}))

    def totals_of(self, fact: Fact) -> tuple[Decimal, ...]:
        """The totals (yuan) of the table, and the column, that print ``fact``."""
        alike = ("table", "fiscal_year", "phase", "flow", "fund", "origin", "category", "unit_code", "unit_name")
        beside = [
            f for f in self._facts if not f.function_code and all(getattr(f, d) == getattr(fact, d) for d in alike)
        ]
        # beside meetings and training the three have a total of their own
        line = "three-public" if any(f.line == "three-public" for f in beside) else "total"
        return tuple(f.amount for f in beside if f.line == line)

    def _having(self, meaning: Meaning, phase: str) -> list[Fact]:
        tables = meaning.means.get("table", ())
        is_named = meaning.line not in ("", "total")
        found = self._by_phase.get(phase, [])
        if not is_named:
            found = [f for f in found if f.table not in _NARROW or f.table in tables]
        if len(tables) == 1:
            # What another table has must not settle which fund is meant here.
            found = [f for f in found if f.table in tables]
        means = {"function_code": ("",), "economic_code": ("",), "project_code": ("",), **meaning.means}
        for name, allowed in means.items():
            if name != meaning.both:
                found = _each(found, meaning.both, name, allowed)
        return found

    def contradicts(self, meaning: Meaning, facts: Sequence[Fact]) -> bool:
        """Whether ``facts`` of another amount contradict what is said: not where they are of the second-best fund."""
        funds = meaning.means.get("fund", ())
        is_narrow = bool(set(meaning.means.get("table", ())) & _NARROW)
        return meaning.firm and (len(funds) < 2 or is_narrow or all(f.fund == funds[0] for f in facts))

    def leaves_out_carried(self, fact: Fact, figure: Figure) -> bool:
        """Whether ``figure`` is the amount of ``fact`` without just what the tables print as carried over."""
        rest = fact.amount - figure.yuan
        carried = {f.amount for f in self._facts if f.origin == "carried-over"}
        return fact.origin == "all" and any(rest > 0 and abs(rest - c) < resolution(figure) for c in carried)

    def phase(self, figure: Figure) -> str:
        """The phase of a figure of the document's own year."""
        if figure.phase == "revised":
            return "revised"
        is_planned = self._disclosure.kind == "final" and figure.phase == "budget"
        return "approved" if is_planned else phase_of(self._disclosure)

    def has_line(self, line: str) -> bool:
        """Whether some table of the document prints this line itself."""
        return any(f.line == line for f in self._facts)


def _of_context(means: Means, context: Context) -> Means:
    """``means`` with the funds of the place in the text where the entry says `context`, each fund once."""
    if _CONTEXT not in means.get("fund", ()):
        return means
    own = context.means.get("fund", ())
    funds = chain.from_iterable(own if fund == _CONTEXT else (fund,) for fund in means["fund"])
    return {**means, "fund": tuple(dict.fromkeys(funds))}


def _folded(names: Iterable[tuple[str, str]], width: int) -> dict[str, tuple[str, str]]:
    """Code → name, as it is and folded, of those with so many digits."""
    return {code: (name, fold_name(name)) for code, name in names if len(code) == width}


@cache
def _listed(edition: int, width: int) -> Mapping[str, tuple[str, str]]:
    return _folded(functional(edition).items(), width)


@cache
def _listed_under(edition: int, width: int, under: str) -> Mapping[str, list[str]]:
    return _grouped(_listed(edition, width), under)


def _grouped(named: Mapping[str, tuple[str, str]], under: str) -> dict[str, list[str]]:
    """Folded name → codes, of those that begin with ``under``."""
    found: dict[str, list[str]] = {}
    for code, (_, folded) in named.items():
        if code.startswith(under):
            found.setdefault(folded, []).append(code)
    return found


def _each(facts: Sequence[Fact], both: str, name: str, allowed: Sequence[str]) -> list[Fact]:
    """As :func:`_first`, for every value apart of the dimension of which the text speaks of each."""
    if not both:
        return _first(facts, name, allowed)
    values = sorted({str(getattr(f, both)) for f in facts})
    return [f for v in values for f in _first([f for f in facts if getattr(f, both) == v], name, allowed)]


def _first(facts: Sequence[Fact], name: str, allowed: Sequence[str]) -> list[Fact]:
    for value in allowed:
        found = _of_value(facts, name, value)
        if found:
            return found
    return []


def _of_value(facts: Sequence[Fact], name: str, value: str) -> list[Fact]:
    """The facts of one value of a dimension; a line of a code alone is of that code, a total has no line."""
    if name == "function_code" and value:
        line = f"function-{value}"
        return [f for f in facts if f.function_code == value or (f.line == line and not f.function_code)]
    if name == "line" and not value:
        return [f for f in facts if f.line in ("", "total")]
    return [f for f in facts if getattr(f, name) == value]


def _is_own(fact: Fact, disclosure: Disclosure) -> bool:
    """Whether it is this year's money of the whole document; a project's is, whichever of its units has it."""
    return fact.fiscal_year == disclosure.year and (
        bool(fact.project_code)
        or fact.unit_name == disclosure.unit_name
        or (bool(fact.unit_code) and fact.unit_code == disclosure.unit_code)
    )


def _abbreviates(short: str, name: str) -> bool:
    """Whether ``short`` is ``name`` with a few characters left out."""
    rest = iter(name)
    return len(short) >= _SHARED * len(name) and len(short) > 3 and all(c in rest for c in short)


def resolution(figure: Figure) -> Decimal:
    """Yuan of one unit in the figure's last printed digit."""
    places = len(figure.printed.partition(".")[2])
    return YUAN_IN["万元" if figure.unit == "万" else figure.unit].scaleb(-places)


def agree(fact: Fact, figure: Figure) -> bool:
    """Whether both state the same amount as far as the text prints it, rounded or cut off."""
    difference, unit = abs(fact.amount - figure.yuan), resolution(figure)
    return difference < unit if fact.resolution < unit else difference * 2 <= fact.resolution
