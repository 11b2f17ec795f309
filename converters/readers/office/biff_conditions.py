"""Conditional formatting of an old workbook (.xls): its records read in the terms of that of a new one.

xlrd passes these records over. They are CONDFMT with a CF for each rule, and since Excel 2007 CONDFMT12 with CF12
for what the old cannot say, and CFEX for what it adds to a CF ([MS-XLS] 2.4.42 to 2.4.44, 2.4.56, 2.4.57, 2.5.95).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum
from importlib import import_module
from struct import unpack_from
from typing import Any

from ..colours import WHITE, Light
from .dress import Change
from .palette import BLACK
from .rule import Rule
from .sheet import Area


class _Record(IntEnum):
    EOF = 0x000A
    CONDFMT = 0x01B0
    CF = 0x01B1
    BOF = 0x0809
    CONDFMT12 = 0x0879
    CF12 = 0x087A
    CFEX = 0x087B


_RULES = frozenset({_Record.CONDFMT, _Record.CF, _Record.CONDFMT12, _Record.CF12, _Record.CFEX})
_BIFF8 = 80
#: Bytes that records of Excel 2007 begin with, before what the old ones hold too.
_FUTURE_HEADER = 12
_KINDS = {1: "cellIs", 2: "expression", 3: "colorScale", 4: "dataBar", 6: "iconSet"}
_OPERATORS = {
    1: "between", 2: "notBetween", 3: "equal", 4: "notEqual", 5: "greaterThan", 6: "lessThan",
    7: "greaterThanOrEqual", 8: "lessThanOrEqual",
}  # fmt: skip
#: Questions that a new workbook names and an old one writes as a formula, by the template of the rule.
_TEMPLATES = {0x09: "containsBlanks", 0x0A: "notContainsBlanks", 0x0B: "containsErrors", 0x0C: "notContainsErrors"}
#: Flags of a differential format: what of the fill and the number it leaves alone, and the parts that it has.
_KEEPS_PATTERN, _, _KEEPS_BACK, _KEEPS_NUMBER = (1 << bit for bit in range(16, 20))
_HAS_NUMBER, _HAS_FONT, _HAS_ALIGNMENT, _HAS_BORDER, _HAS_PATTERN, _HAS_PROTECTION = (1 << bit for bit in range(25, 31))
_FONT_SIZE, _ALIGNMENT_SIZE, _BORDER_SIZE = 118, 8, 8
_STRUCK = 0x80
_NO_FILL, _SOLID = 0, 1
_NO_COLOUR = -1
#: Colours of the system: of type and of paper, and type of no colour of its own.
_OF_SYSTEM = {0x40: BLACK, 0x41: WHITE, 0x7FFF: BLACK}


def read_rules(book: Any, index: int) -> list[Rule]:
    """The rules of a sheet of a workbook that xlrd opened; before Excel 97 there were none.

    Raises:
        struct.error: a record is cut short.
    """
    if book.biff_version < _BIFF8:
        return []
    reader = _Reader(book)
    for kind, data in _records(book.mem, book._sh_abs_posn[index]):
        reader.take(kind, data)
    return reader.rules


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of the rules of the sheet that begins at ``start``, not those of a chart within it."""
    depth, at = 0, start
    while at + 4 <= len(stream):
        kind, size = unpack_from("<HH", stream, at)
        depth += (kind == _Record.BOF) - (kind == _Record.EOF)
        if depth == 0:
            return
        if depth == 1 and kind in _RULES:
            yield kind, bytes(stream[at + 4 : at + 4 + size])
        at += 4 + size


@dataclass(slots=True)
class _Reader:
    """Takes the records of one sheet in their order."""

    book: Any
    rules: list[Rule] = field(default_factory=list[Rule])
    _areas: tuple[Area, ...] = ()
    _groups: dict[int, tuple[int, tuple[Area, ...]]] = field(default_factory=dict[int, tuple[int, tuple[Area, ...]]])

    def take(self, kind: int, data: bytes) -> None:
        match kind:
            case _Record.CONDFMT:
                self._areas = _areas(data)
                self._groups[unpack_from("<H", data, 2)[0] >> 1] = len(self.rules), self._areas
            case _Record.CONDFMT12:
                self._areas = _areas(data[_FUTURE_HEADER:])
            case _Record.CF:
                self._take_old(data)
            case _Record.CF12:
                self._take_new(data[_FUTURE_HEADER:])
            case _:
                self._extend(data[_FUTURE_HEADER:])

    def _take_old(self, data: bytes) -> None:
        change, size = _change(self.book, data[6:])
        # Before Excel 2007 the first rule of a cell that holds is the only one.
        self._add(data, data[6 + size :], change, priority=len(self.rules) + 1, is_last=True)

    def _take_new(self, data: bytes) -> None:
        change, at = _extended_change(self.book, data, 6)
        _, _, size1, size2 = unpack_from("<BBHH", data)
        formulas = data[at : at + size1 + size2]
        at += size1 + size2
        at += 2 + unpack_from("<H", data, at)[0]
        flags, priority, template = unpack_from("<BHH", data, at)
        shown = _shown(data[0], data[at + 22 :])
        self._add(data, formulas, shown or change, priority=priority, is_last=bool(flags & 2), template=template)

    def _add(
        self, head: bytes, formulas: bytes, change: Change, *, priority: int, is_last: bool, template: int = 0
    ) -> None:
        kind, operator, size1, size2 = unpack_from("<BBHH", head)
        if not self._areas:
            return
        texts = (
            _formula(self.book, part, self._areas) for part in (formulas[:size1], formulas[size1:][:size2]) if part
        )
        asked = _TEMPLATES.get(template) or _KINDS.get(kind, "")
        self.rules.append(
            Rule(self._areas, priority, is_last, asked, _OPERATORS.get(operator, ""), "", tuple(texts), change)
        )

    def _extend(self, data: bytes) -> None:
        """What Excel 2007 adds to a rule: its place among all of the sheet, and how it looks since."""
        is_new, group = unpack_from("<IH", data)
        first, areas = self._groups.get(group, (len(self.rules), self._areas))
        if is_new:
            self._areas = areas  # those of the rule that follows
            return
        place, _, template, priority, flags, has_looks = unpack_from("<HBBHBB", data, 6)
        if first + place >= len(self.rules):
            return
        rule = self.rules[first + place]
        change = _extended_change(self.book, data, 14)[0] if has_looks else rule.change
        kind = _TEMPLATES.get(template, rule.kind)
        self.rules[first + place] = replace(rule, priority=priority, is_last=bool(flags & 2), kind=kind, change=change)


def _areas(data: bytes) -> tuple[Area, ...]:
    (count,) = unpack_from("<H", data, 12)
    found = (unpack_from("<4H", data, 14 + 8 * n) for n in range(count))
    return tuple((y0 + 1, x0 + 1, y1 + 1, x1 + 1) for y0, y1, x0, x1 in found)


def _formula(book: Any, tokens: bytes, areas: tuple[Area, ...]) -> str:
    """A formula as it is typed for the first cell of the rule; "" where it cannot be told."""
    formula: Any = import_module("xlrd.formula")
    row, column = min(area[0] for area in areas) - 1, min(area[1] for area in areas) - 1
    try:
        found = formula.decompile_formula(book, tokens, len(tokens), formula.FMLA_TYPE_COND_FMT, row, column)
    except Exception:  # tokens that xlrd does not know: a rule of which it is not known whether it holds
        return ""
    return str(found or "")


def _shown(kind: int, data: bytes) -> Change | None:
    """What a scale of colours, bars or icons changes; None for rules that name a look."""
    match _KINDS.get(kind):
        case "colorScale":
            return Change(any_ground=True)
        case "dataBar":
            return Change(hides_value=not data[3] & 2)
        case "iconSet":
            return Change(hides_value=bool(data[5] & 1))
        case _:
            return None


def _extended_change(book: Any, data: bytes, at: int) -> tuple[Change, int]:
    """The look whose size stands before it, and where it ends."""
    (size,) = unpack_from("<I", data, at)
    return (_change(book, data[at + 4 : at + 4 + size])[0], at + 4 + size) if size else (Change(), at + 6)


def _change(book: Any, data: bytes) -> tuple[Change, int]:
    """The look of a rule, and the bytes that it takes."""
    flags, more = unpack_from("<IH", data)
    at = 6
    text = ground = struck = number_format = None
    any_ground = False
    if flags & _HAS_NUMBER:
        number_format, size = _number_format(book, data, at, is_own=bool(more & 1))
        number_format = None if flags & _KEEPS_NUMBER else number_format
        at += size
    if flags & _HAS_FONT:
        text, struck = _type(book, data, at)
        at += _FONT_SIZE
    at += _ALIGNMENT_SIZE * bool(flags & _HAS_ALIGNMENT) + _BORDER_SIZE * bool(flags & _HAS_BORDER)
    if flags & _HAS_PATTERN:
        ground, any_ground = _ground(book, unpack_from("<I", data, at)[0], flags)
        at += 4
    return Change(text, ground, any_ground, struck, number_format), at + 2 * bool(flags & _HAS_PROTECTION)


def _number_format(book: Any, data: bytes, at: int, *, is_own: bool) -> tuple[str | None, int]:
    if not is_own:
        listed = book.format_map.get(data[at + 1])
        return (listed.format_str if listed else None), 2
    biff: Any = import_module("xlrd.biffh")
    return biff.unpack_unicode(data, at + 2), unpack_from("<H", data, at)[0]


def _type(book: Any, data: bytes, at: int) -> tuple[Light | None, bool | None]:
    """The colour of type and whether it is struck out, None where the rule says nothing of it."""
    (looks,), (colour,), (kept,) = (unpack_from("<i", data, at + offset) for offset in (68, 80, 88))
    return (None if colour == _NO_COLOUR else _colour(book, colour)), (
        None if kept & _STRUCK else bool(looks & _STRUCK)
    )


def _ground(book: Any, fill: int, flags: int) -> tuple[Light | None, bool]:
    """The ground of a fill, and whether it has one that is not one colour: a solid one is of its background colour."""
    pattern = None if flags & _KEEPS_PATTERN else fill >> 10 & 0x3F
    if pattern == _NO_FILL:
        return WHITE, False
    if pattern in (None, _SOLID) and not flags & _KEEPS_BACK:
        return _colour(book, fill >> 23 & 0x7F), False
    return None, pattern is not None


def _colour(book: Any, place: int) -> Light | None:
    if place in _OF_SYSTEM:
        return _OF_SYSTEM[place]
    found: tuple[int, int, int] | None = book.colour_map.get(place)
    return (found[0] / 255, found[1] / 255, found[2] / 255) if found else None
