"""Rows that name a unit above its classes, or below each of them, in a list of codes that has no column of units.

The code of a unit, or none, stands where the others print the code of a class. They are believed where the classes
below most such rows add up to them in every column; so are units below each class.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import takewhile

from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, split_code, undo_spaces
from ..titles import is_unit_name
from .block import Head, Part, Row, printed_in, text_of
from .form import Form, fold_label
from .reading import ClassCode
from .unit_columns import TOTALS, code_of_unit, is_of_units

#: The kind of code of a form's classes, and the list that they are of.
_KINDS = {"function": "function", "unit": "function", "economic": "economic"}
_LISTS = {"function": "functional", "economic": "economic"}
#: The longest code of a class of the upper level, which may be a unit's too.
_UPPER = 3
_SUBTOTAL = "小计"
#: What stands before the first of several units: 其中：某县人民医院.
_AMONG = re.compile("^其中[:：]")


@dataclass(frozen=True, slots=True)
class _Printed:
    """What a row prints: a unit, or a class, or neither."""

    label: str
    unit: str = ""
    unit_code: str = ""
    code: str = ""  # of a class


@dataclass(frozen=True, slots=True)
class _Section:
    """A row that names a unit, and the rows below it down to the next."""

    row: int
    name: str
    code: str
    below: range
    total: int  # the row that has all of its money: its own, or the 小计 that closes it


@dataclass(frozen=True, slots=True)
class Units:
    """What the rows of units and the classes below them stand for, and the rows of which it is not certain whose."""

    heads: Mapping[int, Head] = field(default_factory=dict[int, Head])
    of_nobody: Collection[int] = ()

    def within(self, first: int, count: int) -> Units:
        """The same of ``count`` rows from ``first`` on, counted anew."""
        heads = {r - first: head for r, head in self.heads.items() if 0 <= r - first < count}
        return Units(heads, {r - first for r in self.of_nobody})


def units_in_rows(form: Form, part: Part, rows: Sequence[Row], class_code: ClassCode) -> Units:
    """What is of which unit in a list of codes that prints units as rows; nothing where it is no such list."""
    codes = [n for n in part.head if n.role == "code"]
    has_column = len(part.head) > 2 and any(is_of_units(n) for n in part.head) and not _stand_apart(part, rows)
    if form.shape != "listing" or form.rows not in _KINDS or len(codes) > 1 or not part.head:
        return Units()
    kind = _KINDS[form.rows]
    if has_column:
        return Units(_totals_of_units(kind, part, rows))
    printed = [_printed(kind, part, row, class_code) for row in rows]
    if of_classes := _units_below_classes(kind, part, rows, printed):
        return of_classes
    sections = _sections(part, rows, printed)
    owners = [s for s in sections if s.below]
    below = {r: s for s in owners for r in s.below if printed[r].code}
    proven = [s for s in owners if _adds_up(part, rows, printed, s)]
    if 2 * len(proven) <= len(owners):
        return Units(of_nobody=set(below) if len(sections) > 1 else ())
    heads = {s.total: _of_unit(s) for s in sections} | {r: _of_class(kind, printed[r], s) for r, s in below.items()}
    return Units(heads, _ahead_of_units(part, rows, printed, sections[0].row))


def _stand_apart(part: Part, rows: Sequence[Row]) -> bool:
    """Whether the column of units names each in a row of its own, and is blank beside classes."""
    units = [n for n in part.head if is_of_units(n)]
    others = [n for n in part.head if n not in units]
    told = [
        [any(not is_nothing(row[n.index].text) for n in ns if n.index < len(row)) for ns in (units, others)]
        for row in rows
    ]
    return [True, False] in told and [False, True] in told and [True, True] not in told


def _totals_of_units(kind: str, part: Part, rows: Sequence[Row]) -> dict[int, Head]:
    """The rows of a unit alone, or of its 小计, above rows that name it beside each class and add up to it."""
    units = [n for n in part.head if is_of_units(n) and n.role != "code"]
    names = [text_of(row, units) for row in rows]
    printed = [text_of(row, [n for n in part.head if n.role == "code"]) for row in rows]
    codes = [parse_code(text, kind) or "" for text in printed]
    labels = [text_of(row, [n for n in part.head if n.role == "label" and n not in units]) for row in rows]
    heads: dict[int, Head] = {}
    for r, name in enumerate(names):
        own_code, own_name = code_of_unit(name, "")
        is_alone = is_nothing(printed[r]) and (is_nothing(labels[r]) or fold_label(labels[r]) == _SUBTOTAL)
        if not is_alone or not is_unit_name(own_name):
            continue
        below = {
            k: codes[k] for k in takewhile(lambda k, own=name: names[k] == own and codes[k], range(r + 1, len(rows)))
        }
        is_told = len(set(below.values())) == len(below) > 0
        if is_told and _is_sum(part, rows[r], [rows[k] for k in _uppermost(below)]):
            heads[r] = Head({}, own_code, "unit", own_name) if own_code else Head({}, label=name, unit=name)
    return heads


def _printed(kind: str, part: Part, row: Row, class_code: ClassCode) -> _Printed:
    label = undo_spaces(printed_in(row, part, "label") or printed_in(row, part, "unit"))
    text = printed_in(row, part, "code")
    if not any(n.role == "code" for n in part.head):
        glued = split_code(label, kind) or split_code(label, "unit")
        text, label = (glued[0], undo_spaces(glued[1])) if glued else ("", label)
    elif is_nothing(label) and not any(c.isdigit() for c in text):
        text, label = "", undo_spaces(text)  # a name over both columns
    elif is_nothing(text) and (glued := split_code(label, "unit")):
        text, label = glued[0], undo_spaces(glued[1])
    code, unit_code = parse_code(text, kind) or "", parse_code(text, "unit") or ""
    is_class = len(code) > _UPPER or class_code(_LISTS[kind], fold_label(label)) is not None
    if is_unit_name(label) and not is_class and (unit_code or is_nothing(text)):
        return _Printed(label, unit=_AMONG.sub("", label), unit_code=unit_code)
    return _Printed(label, code=code)


def _sections(part: Part, rows: Sequence[Row], printed: Sequence[_Printed]) -> list[_Section]:
    """The units in turn, each with the rows down to the next unit or the total."""
    units = [r for r, row in enumerate(printed) if row.unit]
    ends = [r for r, row in enumerate(printed) if _is_total(row)]
    found: list[_Section] = []
    for k, r in enumerate(units):
        stop = min([*(e for e in ends if e > r), *units[k + 1 : k + 2], len(printed)])
        is_closed = stop in ends and not any(_amount(rows[r], n.index) for n in part.amounts)
        found.append(_Section(r, printed[r].unit, printed[r].unit_code, range(r + 1, stop), stop if is_closed else r))
    return found


def _units_below_classes(kind: str, part: Part, rows: Sequence[Row], printed: Sequence[_Printed]) -> Units | None:
    """What units stand for that are printed below each class, those that add up to it; None where most do not."""
    groups: list[tuple[int, list[int]]] = []
    for r, row in enumerate(printed):
        below = list(takewhile(lambda k: bool(printed[k].unit), range(r + 1, len(printed)))) if row.code else []
        groups += [(r, below)] if below else []
    proven = {r for r, below in groups if _is_sum(part, rows[r], [rows[k] for k in below])}
    if 2 * len(proven) <= len(groups):
        return None
    heads = {
        k: Head({}, printed[r].code, kind, printed[r].label, printed[k].unit, printed[k].unit_code)
        for r, below in groups
        if r in proven
        for k in below
    }
    return Units(heads, {k for r, below in groups if r not in proven for k in below})


def _ahead_of_units(part: Part, rows: Sequence[Row], printed: Sequence[_Printed], first: int) -> set[int]:
    """The classes above the first unit, where they are not those of the whole: of a unit on the page before."""
    ahead = {r: printed[r].code for r in range(first) if printed[r].code}
    totals = [row for row, said in zip(rows, printed, strict=True) if _is_total(said)]
    is_whole = any(_is_sum(part, total, [rows[r] for r in _uppermost(ahead)]) for total in totals)
    return set() if is_whole else set(ahead)


def _is_total(row: _Printed) -> bool:
    return fold_label(row.label) in TOTALS


def _adds_up(part: Part, rows: Sequence[Row], printed: Sequence[_Printed], section: _Section) -> bool:
    """Whether the uppermost classes below a unit add up to its row; what has no code stands below one that has."""
    codes = {r: printed[r].code for r in section.below if printed[r].code}
    if not codes or len(set(codes.values())) != len(codes):
        return False
    return _is_sum(part, rows[section.total], [rows[r] for r in _uppermost(codes)])


def _uppermost(codes: Mapping[int, str]) -> list[int]:
    """The rows of codes that no other code stands above."""
    return [r for r, code in codes.items() if not any(o != code and code.startswith(o) for o in codes.values())]


def _is_sum(part: Part, total: Row, rows: Sequence[Row]) -> bool:
    """Whether rows add up to another in each column, as far as their last digits tell."""
    for n in part.amounts:
        whole, *parts = [_amount(row, n.index) for row in (total, *rows)]
        step = min(Decimal(1).scaleb(int(v.as_tuple().exponent)) for v in (whole, *parts))
        if abs(whole - sum(parts)) > step * len(rows) / 2:
            return False
    return any(_amount(total, n.index) for n in part.amounts)


def _amount(row: Row, column: int) -> Decimal:
    return (parse_amount(row[column].text) if column < len(row) else None) or Decimal(0)


def _of_unit(section: _Section) -> Head:
    if section.code:
        return Head({}, section.code, "unit", section.name)
    return Head({}, label=section.name, unit=section.name)


def _of_class(kind: str, row: _Printed, section: _Section) -> Head:
    return Head({}, row.code, kind, row.label, section.name, section.code)
