"""Whether the sums that a table prints prove a reading of it: each amount other than zero stands in one that holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from ...datapackage.accounting.identities import Identity, load_identities
from ...datapackage.accounting.matching import Equation, equations, is_kept
from ...datapackage.accounting.slots import Sheet, Slot, lay_out
from ...datapackage.model import Disclosure, Fact, Origin
from ..forms.form import Form
from ..forms.reading import Amount, Doubt, Interpretation
from ..stages import phase_of

#: Share of the amounts other than zero that sums must prove; the others are held back.
_PROVEN = 0.5
_ASSUMED = "各行栏数一致，按原有栏目读取，并由表内加总关系证实"


@dataclass(frozen=True)
class Trial:
    """A reading of a table with what its sums say of it."""

    reading: Interpretation
    #: The reading with the amounts alone that sums prove; None where a sum fails, or too few are proven.
    proof: Interpretation | None
    is_refuted: bool
    #: The cells of each sum that holds: of the total, and of its parts other than zero.
    sums: frozenset[tuple[Origin, frozenset[Origin]]]

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
    sheet, values, found = _checked(facts, disclosure)
    telling = [e for e in found if _tells(e, values)]
    sums = frozenset(
        (e.total.place.cell, frozenset(s.place.cell for s in e.printed if s is not e.total and values[s]))
        for e in telling
    )
    if not all(is_kept(e, values) for e in found):
        return Trial(reading, None, True, sums)
    borne_out = {id(slot.source) for e in telling for slot in e.printed}
    borne_out |= {fact for fact, own in sheet.twins.items() if id(own.source) in borne_out}
    proof = _kept(reading, [id(f) in borne_out for f in facts], assumed) if found else None
    return Trial(reading, proof, False, sums)


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


def _checked(facts: Sequence[Fact], disclosure: Disclosure) -> tuple[Sheet, dict[Slot, int], list[Equation]]:
    """The facts of one table laid out, with their values and the equations within the table that they print."""
    sheet = lay_out(facts, (), with_blanks=False)
    known = _within(facts[0].table) if facts else ()
    found = [e for e in equations(sheet.slots, known, disclosure.kind) if e.is_printed]
    return sheet, {slot: slot.amount for slot in sheet.slots}, found


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
