"""Columns that name the units whose rows stand beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..amounts import is_nothing, parse_amount
from ..codes import split_code, undo_spaces
from ..table import Cell
from ..titles import is_unit_name
from .form import fold_label
from .named import Named

Row = tuple[Cell, ...]
#: The digits of a department's code, which a name may begin with; a mark between a code and a name.
_FEWEST, _PARTED = 3, re.compile(r"\W*\d+\W")
TOTALS = frozenset({"合计", "总计", "小计"})


def is_of_units(column: Named) -> bool:
    """Whether a column names units."""
    return column.role == "unit" or (column.role == "label" and column.kind == "unit")


def code_of_unit(name: str, code: str) -> tuple[str, str]:
    """The code and the name of a unit whose name has the code before it: 301001-某局本级; 301医院 has none."""
    glued = split_code(name, "unit") if not code else None
    is_told = glued and (len(glued[0]) > _FEWEST or _PARTED.match(name)) and is_unit_name(glued[1])
    return (glued[0], undo_spaces(glued[1])) if glued and is_told else (code, name)


def with_merged_units(named: Sequence[Named], rows: Sequence[Row], before: dict[int, Cell]) -> list[Row]:
    """The rows, each with the name of the unit whose merged cell stands beside it too.

    ``before`` holds the unit beside the last row of the grid before, by column, which a page break may have cut: its
    cell goes on where a grid begins with a blank one beside a row that is no total. It is left with that of these rows.
    """
    merged = {n.index: cut for n in named if is_of_units(n) and rows and (cut := _cut(n, named, rows[0], before))}
    filled: list[Row] = []
    for row in rows:
        cells = [*row]
        for n in named:
            if not is_of_units(n) or n.index >= len(row):
                continue
            cell, above = row[n.index], merged.get(n.index)
            if not is_nothing(cell.text):
                merged[n.index] = cell
            elif above and is_unit_name(above.text) and _covers(above, cell):
                cells[n.index] = replace(cell, text=above.text)
        filled.append(tuple(cells))
    for n in named:
        if rows and is_of_units(n) and n.index < len(filled[-1]):
            before[n.index] = filled[-1][n.index]
    return filled


def with_units_of_subtotals(named: Sequence[Named], rows: Sequence[Row]) -> list[Row]:
    """The rows, those below a unit's name with it where they add up to the 小计 that closes them, in every column."""
    units = [n for n in named if is_of_units(n)]
    amounts = [n for n in named if n.role == "amount"]
    filled = [*rows]
    if len(units) != 1 or not amounts:
        return filled
    column, first = units[0].index, 0
    for end, row in enumerate(rows):
        if not TOTALS.intersection(map(fold_label, _heads(named, row))):
            continue
        names = {rows[k][column].text for k in range(first, end) if not is_nothing(rows[k][column].text)}
        is_headed = len(names) == 1 and is_unit_name(*names) and not is_nothing(rows[first][column].text)
        if is_headed and _adds_up(rows[first:end], row, amounts):
            for k in range(first, end):
                filled[k] = tuple(replace(c, text=min(names)) if i == column else c for i, c in enumerate(rows[k]))
        first = end + 1
    return filled


def _adds_up(rows: Sequence[Row], total: Row, amounts: Sequence[Named]) -> bool:
    sums = [sum(parse_amount(row[n.index].text) or Decimal(0) for row in rows) for n in amounts]
    printed = [parse_amount(total[n.index].text) or Decimal(0) for n in amounts]
    return any(printed) and sums == printed


def rows_of_nobody(named: Sequence[Named], rows: Sequence[Row]) -> set[int]:
    """The rows that leave the column of units blank below one that names a unit beside something else.

    A unit's name may go on, or the row may be of all of them.
    """
    units = [n for n in named if is_of_units(n)]
    others = [n for n in named if n.role in ("code", "label") and n not in units]
    found: set[int] = set()
    is_below = False
    for index, row in enumerate(rows):
        has_other = any(not is_nothing(row[n.index].text) for n in others if n.index < len(row))
        names = [row[n.index].text for n in units if n.index < len(row) and not is_nothing(row[n.index].text)]
        is_below = is_below or (has_other and any(map(is_unit_name, names)))
        if (
            units
            and is_below
            and has_other
            and not names
            and not TOTALS.intersection(map(fold_label, _heads(named, row)))
        ):
            found.add(index)
    return found


def _heads(named: Sequence[Named], row: Row) -> list[str]:
    return [row[n.index].text for n in named if n.role in ("code", "label", "unit") and n.index < len(row)]


def _cut(column: Named, named: Sequence[Named], first: Row, before: Mapping[int, Cell]) -> Cell | None:
    """The cell of a unit that a page break cut, as if its name stood in its part beside the row after the break."""
    unit = before.get(column.index)
    if unit is None or column.index >= len(first) or not is_unit_name(unit.text):
        return None
    heads = _heads(named, first)
    is_blank = is_nothing(first[column.index].text)
    is_item = any(not is_nothing(text) for text in heads) and not TOTALS.intersection(map(fold_label, heads))
    return replace(first[column.index], text=unit.text) if is_blank and is_item else None


def _covers(above: Cell, cell: Cell) -> bool:
    """Whether a merged cell goes down as far as ``cell``, on the same page."""
    first, row = above.origin, cell.origin
    if first == row:
        return True  # the part of it that a page break left
    same = (first.file, first.page, first.table_on_page) == (row.file, row.page, row.table_on_page)
    return same and first.row is not None and row.row is not None and row.row < first.row + above.rowspan
