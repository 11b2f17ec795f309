"""What a reader of pictures could have done to an amount: the only changes that a repair may undo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..model import YUAN_IN
from .slots import EXPONENTS, Sheet, Slot

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
#: For each table the number of decimals that most of its amounts are printed with.
Usual = Mapping[str, int]
_FOLD = str.maketrans("０１２３４５６７８９，．－", "0123456789,.-")


@cache
def vocabulary() -> dict[str, Any]:
    """``misreadings.yaml``."""
    return yaml.safe_load((Path(__file__).parent / "misreadings.yaml").read_text("utf-8"))


@cache
def confusable() -> Mapping[str, frozenset[str]]:
    """The digits that each digit may be a misreading of."""
    pairs: list[str] = vocabulary()["confusable"]
    both = [(p[0], p[1]) for p in pairs] + [(p[1], p[0]) for p in pairs]
    return {d: frozenset(b for a, b in both if a == d) for d in "0123456789"}


def usual_places(slots: Iterable[Slot]) -> dict[str, int]:
    """For each table the number of decimals that most of its amounts are printed with."""
    counts: dict[str, Counter[int]] = {}
    for slot in slots:
        if slot.state == "read":
            counts.setdefault(slot.dims["table"], Counter())[places(slot.place.reported)] += 1
    return {table: max(sorted(c), key=lambda n: c[n]) for table, c in counts.items()}


@lru_cache(maxsize=65_536)
def places(printed: str) -> int:
    """Decimals of a printed number."""
    return sum(c.isdigit() for c in printed.rpartition(".")[2]) if "." in printed else 0


def explain(slot: Slot, amount: int, sheet: Sheet, usual: Usual) -> str:
    """The kind of misreading that turns ``amount`` (the sheet's unit) into what was read at ``slot``; '' for none."""
    if amount < 0 <= slot.amount:
        return ""
    if slot.state != "read":
        return _kind_of_loss(slot, amount, sheet, usual)
    was = _plain(slot.place.reported)
    if _one_digit(was, written(abs(amount), slot.place.reported_unit, sheet, places(was))):
        return "misread-digit"
    return "moved-point" if _is_point_moved(slot, was, amount, sheet, usual) else ""


def _is_point_moved(slot: Slot, was: str, amount: int, sheet: Sheet, usual: Usual) -> bool:
    decimals = usual.get(slot.dims["table"], 2)
    if places(was) == decimals:
        return False
    wanted = written(abs(amount), slot.place.reported_unit, sheet, decimals)
    return wanted is not None and _digits(was) == _digits(wanted)


def candidates(slot: Slot, sheet: Sheet, usual: Usual, *, confusable_only: bool = True) -> tuple[int, ...]:
    """The amounts that one misreading turns into what was read at ``slot``; any digit counts unless confusable ones."""
    was, unit = _plain(slot.place.reported), slot.place.reported_unit
    sign = -1 if slot.amount < 0 else 1
    decimals = usual.get(slot.dims["table"], 2)
    spelt = [
        was[:k] + digit + was[k + 1 :]
        for k, read in enumerate(was)
        if read.isdigit()
        for digit in (sorted(confusable()[read]) if confusable_only else "0123456789")
        if digit != read
    ]
    if places(was) != decimals and len(digits := was.replace(".", "")) > decimals > 0:
        spelt.append(f"{digits[:-decimals]}.{digits[-decimals:]}")
    return tuple(dict.fromkeys(sign * sheet.whole(Decimal(text) * YUAN_IN[unit]) for text in spelt))


def _kind_of_loss(slot: Slot, amount: int, sheet: Sheet, usual: Usual) -> str:
    """What became of a print that was not read, if what is left of it allows ``amount``."""
    garbled, unit = slot.place.reported, slot.place.reported_unit
    if garbled and not amount and not _has_digits(garbled):
        return ""  # ink that says nothing may be none of a number: a blank is no zero
    fused = "" if garbled else _fused_before(slot, sheet)
    spellings = {
        wanted
        for decimals in (usual.get(slot.dims["table"], 2), 0, 1, 2)
        if (wanted := written(amount, unit, sheet, decimals)) is not None
    }
    if fused:
        return "fused-cells" if any(_is_end(fused, wanted) for wanted in spellings) else ""
    if any(not garbled or _fits(garbled, wanted) for wanted in spellings):
        return "lost-cell"
    return "fused-cells" if any(_is_end(garbled, wanted) for wanted in spellings) else ""


def _fused_before(slot: Slot, sheet: Sheet) -> str:
    """The print in the cell before, where two points show that it ran together with that of this cell."""
    column = slot.place.cell.column or 0
    before = (s for s in sheet.neighbours.get(slot, ()) if s.state == "lost" and (s.place.cell.column or 0) < column)
    return next((s.place.reported for s in before if s.place.reported.count(".") == 2), "")


def is_legible(slot: Slot, sheet: Sheet) -> bool:
    """Whether two digits or more are left of a print that was not read: an amount that they fit is no guess."""
    left = slot.place.reported or _fused_before(slot, sheet)
    return slot.state == "lost" and sum(c.isdigit() for c in left) > 1


def _digits(text: str) -> str:
    return text.replace(".", "").lstrip("0")


def is_conceivable(slot: Slot, amount: int, sheet: Sheet, usual: Usual) -> bool:
    """Whether ``amount`` could be what is printed at ``slot`` at all: no less than nothing, and near what was read.

    Wider than :func:`explain`: any one digit may be wrong. What is not even conceivable is no rival to a repair.
    """
    if amount < 0 <= slot.amount:
        return False
    if slot.state != "read":
        return True
    was = _plain(slot.place.reported)
    wanted = written(abs(amount), slot.place.reported_unit, sheet, places(was))
    return _difference(was, wanted) is not None or _is_point_moved(slot, was, amount, sheet, usual)


def written(amount: int, unit: str, sheet: Sheet, decimals: int) -> str | None:
    """An amount as its table prints it, without commas; None where it has digits that the table does not print."""
    finer = sheet.decimals + EXPONENTS[unit] - decimals  # digits of the whole number that the table does not print
    kept, lost = divmod(abs(amount), 10**finer) if finer > 0 else (abs(amount) * 10**-finer, 0)
    if lost:
        return None
    digits, sign = f"{kept:0{decimals + 1}d}", "-" if amount < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits


@lru_cache(maxsize=65_536)
def _plain(printed: str) -> str:
    """A printed number without commas, spaces and sign."""
    found = _NUMBER.search(re.sub(r"[,\s]", "", printed.translate(_FOLD)))
    return found[0] if found else ""


def _one_digit(was: str, wanted: str | None) -> bool:
    """Whether the two differ in one digit, and that is a confusable one."""
    different = _difference(was, wanted)
    return different is not None and different[1] in confusable().get(different[0], ())


def _difference(was: str, wanted: str | None) -> tuple[str, str] | None:
    """The one character in which two prints of one length differ, as it was and as it is wanted."""
    if wanted is None or len(was) != len(wanted):
        return None
    for k, (read, meant) in enumerate(zip(was, wanted, strict=True)):
        if read != meant:
            return (read, meant) if was[k + 1 :] == wanted[k + 1 :] else None
    return None


def _fits(garbled: str, wanted: str) -> bool:
    """Whether what was left of a print is ``wanted``: signs that are no digits stand for one digit or for none."""
    text = re.sub(r"[\s,，]", "", garbled.translate(_FOLD))
    letters: dict[str, str] = vocabulary()["letters"]
    pattern = ""
    for sign in text:
        if sign.isdigit():
            pattern += sign
        elif sign in letters:
            pattern += letters[sign]
        elif sign == ".":
            pattern += "[.]?"
        else:
            pattern += r"[\d.]?"
    return re.fullmatch(pattern, wanted) is not None or text.replace(".", "") == wanted.replace(".", "")


def _has_digits(garbled: str) -> bool:
    letters: dict[str, str] = vocabulary()["letters"]
    return any(sign.isdigit() or sign in letters for sign in garbled)


def _is_end(garbled: str, wanted: str) -> bool:
    """Whether two prints were read as one and ``wanted`` is one of them."""
    text = re.sub(r"[\s,，]", "", garbled.translate(_FOLD))
    return len(text) > len(wanted) and (text.startswith(wanted) or text.endswith(wanted))
