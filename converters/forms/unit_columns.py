"""Columns that name the units whose rows stand beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..amounts import is_nothing
from ..table import Cell
from ..titles import is_unit_name
from .headings import Named

Row = tuple[Cell, ...]


def is_of_units(column: Named) -> bool:
    """Whether a column names units."""
    return column.role == "unit" or (column.role == "label" and column.kind == "unit")


def with_merged_units(named: Sequence[Named], rows: Sequence[Row]) -> list[Row]:
    """The rows, each with the name of the unit whose merged cell stands beside it too."""
    merged: dict[int, Cell] = {}
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
    return filled


def _covers(above: Cell, cell: Cell) -> bool:
    """Whether a merged cell goes down as far as ``cell``, on the same page."""
    first, row = above.origin, cell.origin
    same = (first.file, first.page, first.table_on_page) == (row.file, row.page, row.table_on_page)
    return same and first.row is not None and row.row is not None and row.row < first.row + above.rowspan
