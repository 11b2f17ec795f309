"""The observations of a disclosure that the text speaks of, found by what a name in it means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ...datapackage.classification import fold_name
from ...datapackage.model import YUAN_IN, Disclosure, Fact
from ..stages import phase_of
from .labels import ANY, Meaning
from .sentences import Figure

#: What these tables print of the whole unit's money is not what the text explains.
_ELSEWHERE = frozenset({"narrative", "project-performance", "overall-performance"})
#: Tables of one matter only, whose totals are nobody else's.
_NARROW = frozenset(
    {"three-public", "project-expenditure", "agency-operating", "procurement", "service-purchase", "transfer-payments"}
)
#: What an amount of another year has in common with this year's.
_SAME = (
    "table", "unit_code", "unit_name", "flow", "function_code", "economic_code", "project_code", "line", "fund",
    "origin", "category",
)  # fmt: skip


class Observed:
    """This year's observations of the whole document, by phase, and those of earlier years."""

    def __init__(self, disclosure: Disclosure, facts: Iterable[Fact]) -> None:
        self._disclosure = disclosure
        printed = [f for f in facts if f.table not in _ELSEWHERE]
        self.own = [f for f in printed if _is_own(f, disclosure)]
        self._by_phase: dict[str, list[Fact]] = {}
        for fact in self.own:
            self._by_phase.setdefault(fact.phase, []).append(fact)
        self._earlier = [f for f in printed if f.fiscal_year < disclosure.year]
        self.funds = sorted({f.fund for f in self.own})

    def of_phase(self, phase: str) -> list[Fact]:
        """This year's observations of one phase."""
        return self._by_phase.get(phase, [])

    def before(self, fact: Fact, year: int, phase: str) -> list[Fact]:
        """The observations of the same in ``year``, of one ``phase`` or, where it is "", of any."""
        key = tuple(getattr(fact, d) for d in _SAME)
        return [
            f
            for f in self._earlier
            if f.fiscal_year == year and f.phase in (phase or f.phase,) and tuple(getattr(f, d) for d in _SAME) == key
        ]

    def readings(self, meaning: Meaning, figure: Figure) -> list[list[Fact]]:
        """The observations of a meaning in the figure's year, for each fund that it may be of, the likeliest first."""
        if not meaning.means or (figure.year or self._disclosure.year) != self._disclosure.year:
            return []
        funds = [f for fund in meaning.means.get("fund", ()) for f in (self.funds if fund == ANY else (fund,))]
        apart = [replace(meaning, means={**meaning.means, "fund": (fund,)}) for fund in dict.fromkeys(funds)] or [
            meaning
        ]
        apart += [replace(one, means={**one.means, "line": (line,)}) for one in apart for line in meaning.or_line]
        found = [self.having(one, self.phase(figure)) for one in apart]
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
        found = ({f.amount for f in self.having(meaning, phase)} for phase in phases if meaning.means)
        return tuple(amounts.pop() for amounts in found if len(amounts) == 1)

    @property
    def of_final_accounts(self) -> bool:
        """Whether the document is one of final accounts."""
        return self._disclosure.kind == "final"

    def printed_as(self, name: str) -> tuple[Decimal, ...]:
        """The amounts (yuan) that this year's tables print under just this name."""
        phase = phase_of(self._disclosure)
        return tuple(sorted({f.amount for f in self.of_phase(phase) if fold_name(f.label) == name}))

    def totals_of(self, fact: Fact) -> tuple[Decimal, ...]:
        """The totals (yuan) of the table, and the column, that print ``fact``."""
        alike = ("table", "fiscal_year", "phase", "flow", "fund", "origin", "category", "unit_code", "unit_name")
        beside = [f for f in self.own if not f.function_code and all(getattr(f, d) == getattr(fact, d) for d in alike)]
        # beside meetings and training the three have a total of their own
        line = "three-public" if any(f.line == "three-public" for f in beside) else "total"
        return tuple(f.amount for f in beside if f.line == line)

    def having(self, meaning: Meaning, phase: str) -> list[Fact]:
        """This year's observations of one phase that have all dimensions of a meaning."""
        tables = meaning.means.get("table", ())
        is_named = meaning.line not in ("", "total")
        found = self.of_phase(phase)
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
        """Whether ``facts`` of another amount contradict what is said.

        Not where they are of the second-best fund, or of another line that the name may stand for, its own being lost.
        """
        funds = meaning.means.get("fund", ())
        is_narrow = bool(set(meaning.means.get("table", ())) & _NARROW)
        is_other_line = not is_narrow and bool(meaning.or_line) and all(f.line in meaning.or_line for f in facts)
        return (
            meaning.firm
            and not is_other_line
            and (len(funds) < 2 or is_narrow or all(f.fund == funds[0] for f in facts))
        )

    def leaves_out_carried(self, fact: Fact, figure: Figure) -> bool:
        """Whether ``figure`` is the amount of ``fact`` without just what the tables print as carried over."""
        rest = fact.amount - figure.yuan
        carried = {f.amount for f in self.own if f.origin == "carried-over"}
        return fact.origin == "all" and any(rest > 0 and abs(rest - c) < resolution(figure) for c in carried)

    def phase(self, figure: Figure) -> str:
        """The phase of a figure of the document's own year."""
        if figure.phase == "revised":
            return "revised"
        is_planned = self._disclosure.kind == "final" and figure.phase == "budget"
        return "approved" if is_planned else phase_of(self._disclosure)

    def has_line(self, line: str) -> bool:
        """Whether some table of the document prints this line itself."""
        return any(f.line == line for f in self.own)


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


def resolution(figure: Figure) -> Decimal:
    """Yuan of one unit in the figure's last printed digit."""
    places = len(figure.printed.partition(".")[2])
    return YUAN_IN["万元" if figure.unit == "万" else figure.unit].scaleb(-places)


def agree(fact: Fact, figure: Figure) -> bool:
    """Whether both state the same amount as far as the text prints it, rounded or cut off."""
    difference, unit = abs(fact.amount - figure.yuan), resolution(figure)
    return difference < unit if fact.resolution < unit else difference * 2 <= fact.resolution
