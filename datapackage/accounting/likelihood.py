"""Which of several amounts, each of which would mend a sum, is most likely the slip: what a clerk would look at.

No proof: the sums leave the blame open, and an amount named here stays among its rivals. Evidence, strongest first: a
print unlike those around it (decimals, separators), the wanted amount printed elsewhere under the same name, an amount
that could not be less than nothing; then one slip of the keys (a digit, two digits changed about, one too many or too
few), counted by the optimal string alignment distance.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from rapidfuzz.distance import OSA

from ..classification import fold_name
from .misreadings import places, written
from .slots import Slot
from .system import System

Evidence = Literal["print", "repeated", "negative", "slip"]
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})*(?:\.\d+)?")
#: Of the amounts of a table so many are printed in one way before another way is odd.
_CUSTOM = 0.9
#: Fewer amounts show no custom.
_MANY = 5
_FOLD = str.maketrans("０１２３４５６７８９，．－", "0123456789,.-")


def likeliest(found: System, wanted: Mapping[Slot, int], slack: int = 0) -> tuple[Slot, Evidence] | None:
    """The one place for which there is evidence, and which; None where there is none, or for several.

    ``wanted`` are the amounts that would mend the sum, each by itself, to within ``slack``.
    """
    tests: tuple[tuple[Evidence, Sequence[Slot]], ...] = (
        ("print", [s for s in wanted if _is_odd(found, s)]),
        ("repeated", [s for s, amount in wanted.items() if _is_repeated(found, s, amount)]),
        ("negative", [s for s, amount in wanted.items() if amount >= 0]),
        ("slip", [s for s, amount in wanted.items() if _is_slip(found, s, amount, slack)]),
    )
    return next(((slots[0], evidence) for evidence, slots in tests if len(slots) == 1), None)


def odd_print(found: System, slots: Iterable[Slot]) -> Slot | None:
    """The one amount that is printed unlike those of its table; None where there is none, or several."""
    odd = [s for s in dict.fromkeys(slots) if s.state == "read" and _is_odd(found, s)]
    return odd[0] if len(odd) == 1 else None


def _is_odd(found: System, slot: Slot) -> bool:
    """Whether a number is printed unlike those of its table: more decimals, or separators that do not fit."""
    printed = slot.place.reported.translate(_FOLD).replace(" ", "")
    decimals, usual = places(printed), found.usual.get(slot.dims["table"], 2)
    if decimals > usual or (decimals < usual and slot.amount and _is_custom(found, slot, usual)):
        return True
    if "," in printed:
        return not _GROUPED.fullmatch(printed)
    if not _is_long(printed):
        return False
    others = [s.place.reported for s in found.sheet.slots if s is not slot and s.dims["table"] == slot.dims["table"]]
    long = [text for text in others if _is_long(text.translate(_FOLD).replace(",", ""))]
    return len(long) > 1 and sum("," in t.translate(_FOLD) for t in long) >= _CUSTOM * len(long)


def _is_custom(found: System, slot: Slot, usual: int) -> bool:
    """Whether the other amounts of the table keep to their decimals: workbooks leave out zeros at the end."""
    others = [s for s in found.sheet.slots if s is not slot and s.state == "read" and s.amount]
    printed = [places(s.place.reported) for s in others if s.dims["table"] == slot.dims["table"]]
    return len(printed) >= _MANY and all(n == usual for n in printed)


def _is_long(printed: str) -> bool:
    return bool(re.match(r"-?\d{4}", printed))


def _is_repeated(found: System, slot: Slot, amount: int) -> bool:
    """Whether another table prints the wanted amount under the same name."""
    name = _name(slot)
    return bool(amount) and any(
        s.state == "read"
        and found.values.get(s) == amount
        and s.dims["table"] != slot.dims["table"]
        and s.dims["fiscal_year"] == slot.dims["fiscal_year"]
        and _name(s) == name
        for s in found.sheet.slots
    )


def _name(slot: Slot) -> str:
    return fold_name(slot.place.label).removesuffix("支出")


def _is_slip(found: System, slot: Slot, amount: int, slack: int) -> bool:
    """Whether one slip of the keys turns the wanted amount, or one as near as rounding allows, into what is printed."""
    unit, step = slot.place.reported_unit, slot.resolution or 1
    was = _digits(slot.place.reported.translate(_FOLD))
    near = (amount + by for off in range(0, slack + 1, step) for by in {off, -off})
    decimals = places(slot.place.reported)
    spelt = (written(abs(a), unit, found.sheet, decimals) for a in near)
    return any(OSA.distance(was, _digits(text)) <= 1 for text in spelt if text)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
