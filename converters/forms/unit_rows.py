"""Rows that name the unit whose classes stand below them, in a list of codes that has no column of units.

The code of a unit, or none, stands where the others print the code of a class. They are believed where the classes
below most such rows add up to them in every column.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, undo_spaces
from ..titles import is_unit_name
from .block import Head, Part, Row, printed_in
from .form import Form, fold_label
from .reading import ClassCode
from .unit_columns import TOTALS, is_of_units

#: The list of classes that rows with a kind of code are of.
_LISTS = {"function": "functional", "economic": "economic"}


@dataclass(frozen=True, slots=True)
class _Section:
    """A row that names a unit, and the rows below it down to the next."""

    row: int
    name: str
    code: str
    below: range


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
    has_column = any(is_of_units(n) for n in part.head if n.role != "code") and len(part.head) > 2
    if form.shape != "listing" or form.rows not in _LISTS or len(codes) != 1 or has_column:
        return Units()
    sections = _sections(form, part, rows, class_code)
    owners = [s for s in sections if s.below]
    below = {r: s for s in owners for r in s.below if _code(form, part, rows[r])}
    proven = [s for s in owners if _adds_up(form, part, rows, s)]
    if 2 * len(proven) <= len(owners):
        return Units(of_nobody=set(below) if len(sections) > 1 else ())
    heads = {s.row: _of_unit(s) for s in sections} | {r: _of_class(form, part, rows[r], s) for r, s in below.items()}
    return Units(heads, _ahead_of_units(form, part, rows, sections[0].row))


def _ahead_of_units(form: Form, part: Part, rows: Sequence[Row], first: int) -> set[int]:
    """The classes above the first unit, where they are not those of the whole: of a unit on the page before."""
    ahead = {r: code for r in range(first) if (code := _code(form, part, rows[r]))}
    totals = [row for row in rows if fold_label(_label(part, row)) in TOTALS]
    is_whole = any(_is_sum(part, total, [rows[r] for r in _uppermost(ahead)]) for total in totals)
    return set() if is_whole else set(ahead)


def _uppermost(codes: Mapping[int, str]) -> list[int]:
    """The rows of codes that no other code stands above."""
    return [r for r, code in codes.items() if not any(o != code and code.startswith(o) for o in codes.values())]


def _sections(form: Form, part: Part, rows: Sequence[Row], class_code: ClassCode) -> list[_Section]:
    """The units in turn, each with the rows down to the next unit or the total."""
    marks = [(r, *_unit(form, part, row, class_code)) for r, row in enumerate(rows)]
    named = [(r, name, code) for r, name, code in marks if name]
    ends = [r for r, row in enumerate(rows) if fold_label(_label(part, row)) in TOTALS]
    found: list[_Section] = []
    for k, (r, name, code) in enumerate(named):
        stop = min([*(e for e in ends if e > r), *(n[0] for n in named[k + 1 : k + 2]), len(rows)])
        found.append(_Section(r, name, code, range(r + 1, stop)))
    return found


def _unit(form: Form, part: Part, row: Row, class_code: ClassCode) -> tuple[str, str]:
    """The name and the code of the unit that a row is of, ("", "") where it is of none."""
    name, printed = undo_spaces(_label(part, row)), printed_in(row, part, "code")
    of_class = _code(form, part, row)
    is_class = len(of_class) > 3 or class_code(_LISTS[form.rows], fold_label(name)) is not None
    code = parse_code(printed, "unit") or ""
    if not is_unit_name(name) or is_class or not (code or is_nothing(printed)):
        return "", ""
    return name, code


def _label(part: Part, row: Row) -> str:
    return printed_in(row, part, "label") or printed_in(row, part, "unit")


def _code(form: Form, part: Part, row: Row) -> str:
    """The code of a class that a row prints, "" without one."""
    return parse_code(printed_in(row, part, "code"), form.rows) or ""


def _adds_up(form: Form, part: Part, rows: Sequence[Row], section: _Section) -> bool:
    """Whether the uppermost classes below a unit add up to its row, every row below it having a code."""
    codes = {r: _code(form, part, rows[r]) for r in section.below}
    if not all(codes.values()) or len(set(codes.values())) != len(codes):
        return False
    return _is_sum(part, rows[section.row], [rows[r] for r in _uppermost(codes)])


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


def _of_class(form: Form, part: Part, row: Row, section: _Section) -> Head:
    label = undo_spaces(_label(part, row))
    return Head({}, _code(form, part, row), form.rows, label, section.name, section.code)
