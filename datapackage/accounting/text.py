"""The sentences of a document as witnesses: an amount that the text repeats is one more print of its cell, and a
sentence that states a whole with its parts proves them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from ..frozen import changed
from ..model import YUAN_IN, Claim, Conversion, Fact
from .equations.equation import Equation, residual_as_printed
from .equations.matching import equations
from .identities import Identity
from .slots import Sheet, Slot, read_slot

TEXT_AGAINST_TABLE = Identity(
    "text-against-table",
    "文中的数 = 表中的数",
    "the text gives the amount of the table",
    "table-and-text",
    basis="财预〔2016〕143号：说明与表格一致",
)
_AMOUNT = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(亿元|百万元|万元|千元|元)")


def witnesses(conversion: Conversion, sheet: Sheet) -> list[Equation]:
    """An equation for each amount of this year that the text repeats for certain: the print in the text = the cell."""
    slots = {s.place.observation_id: s for s in sheet.slots if s.state == "read"}
    return list(_witnesses(conversion.claims, conversion.disclosure.year, slots, sheet))


def sums_of_sentences(conversion: Conversion, identities: Iterable[Identity], sheet: Sheet) -> list[Equation]:
    """An equation for each sentence whose own whole is, to the digit, the sum of two or more parts stated in it.

    That a sentence does not add up is told by the inspection, with the sentence; here it proves nothing.
    """
    own = [i for i in identities if i.tables == ("narrative",)]
    sentences: dict[int, list[Fact]] = defaultdict(list)
    for fact in conversion.facts:
        if fact.table == "narrative" and fact.status == "reported":
            sentences[fact.print_of_table].append(fact)
    found = (
        equations([read_slot(f, sheet.decimals) for f in facts], own, conversion.disclosure.kind)
        for facts in sentences.values()
    )
    return [e for group in found for e in group if len(e.parts) > 1 and not residual_as_printed(e)]


def _witnesses(claims: Sequence[Claim], year: int, slots: dict[str, Slot], sheet: Sheet) -> Iterator[Equation]:
    for claim in claims:
        slot = slots.get(claim.observation_id)
        if slot is None or claim.measure != "amount" or claim.fiscal_year != year:
            continue
        if printed := _printed(claim):
            reported, unit = printed
            place = changed(
                slot.place,
                table="narrative",
                amount=claim.value,
                reported=reported,
                reported_unit=unit,
                cell=claim.cell,
            )
            yield Equation(
                TEXT_AGAINST_TABLE, f"narrative = {slot.place.table}", slot, (read_slot(place, sheet.decimals),)
            )


def _printed(claim: Claim) -> tuple[str, str] | None:
    """The number of a claim as its sentence prints it, and its unit of money."""
    for number, unit in _AMOUNT.findall(claim.sentence):
        plain = re.sub("[,，]", "", number)
        if Decimal(plain) * YUAN_IN[unit] == abs(claim.value):
            return plain, unit
    return None
