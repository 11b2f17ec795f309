"""Whether the sums that a table prints prove a reading of it: each amount other than zero stands in one that holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ...datapackage.accounting.equations.equation import Equation, is_kept, residual
from ...datapackage.accounting.equations.matching import equations
from ...datapackage.accounting.identities import Identity, load_identities
from ...datapackage.accounting.slots import Sheet, Slot, lay_out
from ...datapackage.model import Disclosure, Fact, LostCell, Origin
from ..amounts import parse_amount
from ..forms.form import Form
from ..forms.reading import Amount, Doubt, Interpretation
from ..stages import phase_of

#: Share of the amounts other than zero that sums must prove; the others are held back.
_PROVEN = 0.5
#: Share of the sums that may fail where some amounts were misread.
_FEW = 0.25
#: Share of the amounts with decimals from which on one without has lost its point.
_EXACT = 0.8
_ASSUMED = "各行栏数一致，按原有栏目读取，并由表内加总关系证实"


@dataclass(frozen=True)
class Trial:
    """A reading of a table with what its sums say of it."""

    reading: Interpretation
    #: The reading with the amounts alone that sums prove; None where a sum fails, or too few are proven.
    proof: Interpretation | None
    #: Where few sums fail, as when some amounts were misread: the reading without what these leave in doubt.
    rest: Interpretation | None
    #: How many of its sums fail.
    failing: int
    #: The cells of the amounts that sums which hold bear out.
    borne_out: frozenset[Origin]
    #: The cells of each sum that holds: of the total, and of its parts other than zero.
    sums: frozenset[tuple[Origin, frozenset[Origin]]]

    @property
    def is_refuted(self) -> bool:
        """Whether a sum fails."""
        return self.failing > 0

    def explains_more(self, other: Trial) -> bool:
        """Whether all sums that hold in another reading hold in this one, and further ones."""
        return self.sums > other.sums


def proven(
    reading: Interpretation, form: Form, disclosure: Disclosure, assumed: str = _ASSUMED
) -> Interpretation | None:
    """The reading with the amounts that its own sums prove; None where a sum fails, or too few are proven."""
    return try_out(reading, form, disclosure, assumed).proof


def try_out(reading: Interpretation, form: Form, disclosure: Disclosure, assumed: str = _ASSUMED) -> Trial:
    """The reading, tried by the sums within its table."""
    facts = [_fact(form, amount, disclosure) for amount in reading.amounts]
    lost = {id(f) for f, a in zip(facts, reading.amounts, strict=True) if a.value is None}
    sheet, values, found, opened = _checked(facts, lost, disclosure)
    telling = [e for e in found if _tells(e, values)]
    sums = frozenset(
        (e.total.place.cell, frozenset(s.place.cell for s in e.printed if s is not e.total and values[s]))
        for e in telling
    )
    failing, holding = _parted(found, lambda e: is_kept(e, values))
    holding = [e for e in holding if _tells(e, values)]
    borne_out = _facts_of(sheet, (s for e in holding for s in e.printed))
    proof = _kept(reading, [id(f) in borne_out for f in facts], assumed) if found and not failing else None
    cells = frozenset(f.cell for f in facts if id(f) in borne_out)
    if not (failing or opened) or len(failing) > _FEW * len(telling):
        return Trial(reading, proof, proof, len(failing), cells, sums)
    told = borne_out | _misread(reading, facts, (failing, opened), values, borne_out)
    told -= _shifted(failing, holding, borne_out)
    rest = _kept(reading, [id(f) in told for f in facts], assumed)
    return Trial(reading, proof, rest, len(failing), cells, sums)


def _facts_of(sheet: Sheet, slots: Iterable[Slot]) -> set[int]:
    """The facts, by their ids, that stand in slots."""
    standing = {id(slot.source) for slot in slots}
    return standing | {fact for fact, own in sheet.twins.items() if id(own.source) in standing}


def _misread(
    reading: Interpretation,
    facts: Sequence[Fact],
    doubtful: tuple[Sequence[Equation], Sequence[Equation]],
    values: Mapping[Slot, int],
    told: set[int],
) -> set[int]:
    """Amounts that stand in failing sums alone, or in such that lost a print, and in their own places for all that
    these tell: as when misread.

    What a sum lacks, or has too much, is then none of the table's amounts, which would have moved; and no second
    amount of its line is in doubt. A print that could be two numbers, or has no decimals where most have,
    is not believed without a sum.
    """
    failing, opened = doubtful
    are_exact = _EXACT * len(facts) <= sum("." in a.printed for a in reading.amounts)
    printed = {abs(value) for value in values.values() if value}
    untold = Counter(_line_of(f) for f in facts if f.amount and id(f) not in told)
    moved = {id(s.source) for e in failing if abs(residual(e, values)) in printed for s in e.printed}
    failed = {id(s.source) for e in (*failing, *opened) for s in e.printed} - moved
    return {
        id(fact)
        for fact, amount in zip(facts, reading.amounts, strict=True)
        if id(fact) in failed and untold[_line_of(fact)] == 1 and _is_certain(amount.printed, are_exact=are_exact)
    }


def _is_certain(printed: str, *, are_exact: bool) -> bool:
    return parse_amount(printed) is not None and ("." in printed or not are_exact)


def _shifted(failing: Sequence[Equation], holding: Sequence[Equation], told: set[int]) -> set[int]:
    """The amounts of failing sums over rows of which each stands in another sum: one is in another's column.

    All but those that a sum over rows bears out.
    """
    within = {id(s.source) for e in holding if _is_over_rows(e) for s in e.printed}
    unexplained = (e for e in failing if all(id(s.source) in told for s in e.printed if s.amount))
    return {id(s.source) for e in unexplained for s in e.printed} - within


def _is_over_rows(equation: Equation) -> bool:
    return len({_row_of(s.place) for s in equation.printed}) > 1


def _line_of(fact: Fact) -> tuple[object, ...]:
    """The row of a fact and, where tables stand side by side, which of them."""
    return *_row_of(fact), fact.flow, fact.function_code, fact.economic_code, fact.label


def _row_of(fact: Fact) -> tuple[object, ...]:
    return fact.cell.printed_row


def _kept(reading: Interpretation, is_proven: Sequence[bool], assumed: str) -> Interpretation | None:
    """The reading with its zeros and the amounts that are proven; None where these are too few."""
    amounts = list(zip(reading.amounts, is_proven, strict=True))
    told = [a for a in reading.amounts if a.value]
    dropped = [a for a, is_sure in amounts if a.value and not is_sure]
    if len(dropped) > (1 - _PROVEN) * len(told):
        return None
    return replace(
        reading,
        amounts=tuple(a for a, is_sure in amounts if is_sure or not a.value),
        doubts=(*reading.doubts, *map(unproven, dropped)),
        assumed=(*reading.assumed, assumed),
    )


def _checked(
    facts: Sequence[Fact], lost: Collection[int], disclosure: Disclosure
) -> tuple[Sheet, dict[Slot, int], list[Equation], list[Equation]]:
    """The facts of one table laid out, with their values and the equations within the table that they print.

    Apart from them those with a place that ``lost`` its print: they say nothing.
    """
    read, unread = [f for f in facts if id(f) not in lost], [LostCell(f) for f in facts if id(f) in lost]
    sheet = lay_out(read, unread, with_blanks=False)
    known = _within(facts[0].table) if facts else ()
    found = [e for e in equations(sheet.slots, known, disclosure.kind) if e.is_printed]
    opened, read_whole = _parted(found, lambda e: all(s.state != "lost" for s in e.slots))
    return sheet, {slot: slot.amount for slot in sheet.slots}, read_whole, opened


def _parted(found: Iterable[Equation], is_so: Callable[[Equation], bool]) -> tuple[list[Equation], list[Equation]]:
    """The equations of which something is not so, and those of which it is."""
    parted: tuple[list[Equation], list[Equation]] = ([], [])
    for equation in found:
        parted[is_so(equation)].append(equation)
    return parted


@cache
def _within(table: str) -> tuple[Identity, ...]:
    """The identities that the sums within a table must keep."""
    return tuple(i for i in load_identities() if table in i.tables and i.group == "within-table" and not i.advisory)


def _tells(equation: Equation, values: Mapping[Slot, int]) -> bool:
    """Whether an equation says anything: amounts other than zero stand on both of its sides."""
    return bool(values[equation.total]) and any(values[p] for p in equation.parts)


def _fact(form: Form, amount: Amount, disclosure: Disclosure) -> Fact:
    means, kind = amount.means, amount.code_kind
    return Fact(
        document_id="",
        table=form.id,
        unit_code=amount.code if kind == "unit" else amount.unit_code,
        unit_name=amount.unit_name,
        fiscal_year=_year(amount, disclosure.year),
        phase=means.get("phase", phase_of(disclosure)),
        flow=means["flow"],
        function_code=amount.code if kind == "function" else "",
        economic_code=amount.code if kind == "economic" else "",
        project_code=amount.code if kind == "project" else "",
        line=means.get("line", ""),
        label=amount.label,
        fund=means["fund"],
        origin=means["origin"],
        category=means["category"],
        amount=amount.value or Decimal(0),
        reported=amount.printed,
        reported_unit="元",
        cell=amount.cell,
    )


def meaning_of(amount: Amount, disclosure: Disclosure) -> tuple[object, ...]:
    """Where an amount stands and what it is of, with what its headings leave to the document filled in."""
    means = {"phase": phase_of(disclosure), **amount.means}
    return amount.cell, amount.code, _year(amount, disclosure.year), tuple(sorted(means.items()))


def _year(amount: Amount, year: int) -> int:
    """The year that an amount of a document of ``year`` is for."""
    return int(amount.year) if len(amount.year) == 4 else year + int(amount.year or 0)


def unproven(amount: Amount) -> Doubt:
    """What is said of an amount that no sum proves."""
    return Doubt(
        "columns-undecided",
        f"“{amount.label}”的 {amount.printed} 没有加总关系证实它在哪一栏，未发布",
        f"no sum proves in which column {amount.printed} of {amount.label!r} stands; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
