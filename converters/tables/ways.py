"""The ways in which headings of a page without rules can be read, where it is unclear which columns they stand over.

The reader notes what each may stand over; all of a row, and of the rows that repeat it on other pages, keep to one
way. Sums tell which it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod

from ..table import BY_POSITION, Cell, Table

Row = tuple[Cell, ...]
Texts = tuple[str, ...]
Spans = tuple[tuple[int, int], ...]

#: Ways in which headings of uncertain width can be read, above which none is tried.
_MOST_WAYS = 256
_SURELY = re.compile(r"surely over (\d+) from the (\d+)\.(?:;|$)")
_OVER = re.compile(r"over \d+-\d+(?: or \d+-\d+)+(?:;|$)")
_SPAN = re.compile(r"(\d+)-(\d+)")


def ways_of(tables: Sequence[Table]) -> tuple[list[list[Table]], bool]:
    """The tables with each heading of which it is unclear how far it reaches read in every way, the widest first.

    And whether these are all ways; where there are more than can be tried, two.
    """
    ends: dict[tuple[int, str], range] = {}
    for table in tables:
        for row in table.rows:
            for k, cell in enumerate(row):
                if match := _SURELY.search(cell.origin.note):
                    ends[k, cell.text] = range(cell.colspan, int(match[1]) + int(match[2]) - 2, -1)
    levels = _levels(tables)
    if prod(map(len, (*ends.values(), *levels.values()))) > _MOST_WAYS:
        return ([list(tables), [_narrowed(table, {}, {}) for table in tables]] if not levels else []), False
    ways = (dict(zip(ends, way, strict=True)) for way in product(*ends.values()))
    placed = [dict(zip(levels, way, strict=True)) for way in product(*levels.values())]
    return [[_narrowed(table, widths, spans) for table in tables] for widths in ways for spans in placed], True


def _levels(tables: Sequence[Table]) -> dict[Texts, list[Spans]]:
    """What the headings of a row may stand over, all in one way; on each page that repeats them, in the same."""
    levels: dict[Texts, list[Spans]] = {}
    for row in (row for table in tables for row in table.rows):
        over = [_spans(cell) for cell in row if _OVER.search(cell.origin.note)]
        if over:
            ways = list(zip(*over, strict=True))
            levels[_open_in(row)] = [way for way in levels.get(_open_in(row), ways) if way in ways]
    return levels


def _spans(cell: Cell) -> list[tuple[int, int]]:
    """First and last column of each span that a heading may have."""
    return [(int(first) - 1, int(last) - 1) for first, last in _SPAN.findall(cell.origin.note)]


def _open_in(row: Row) -> Texts:
    """The texts of a row of headings, and those of them that may stand over several spans."""
    texts = [(cell.text.strip(), _OVER.search(cell.origin.note)) for cell in row if cell.text.strip()]
    return *(text for text, _ in texts), *("", *(text for text, over in texts if over))


def _narrowed(table: Table, widths: Mapping[tuple[int, str], int], spans: Mapping[Texts, Spans]) -> Table:
    """The grid with the headings of which it is not certain how far they reach over the columns that are said."""
    return replace(table, rows=tuple(_narrowed_row(row, widths, spans.get(_open_in(row), ())) for row in table.rows))


def _narrowed_row(row: Row, widths: Mapping[tuple[int, str], int], spans: Spans) -> Row:
    cells = list(row)
    for k, cell in enumerate(row):
        if match := _SURELY.search(cell.origin.note):
            sure = int(match[1]) + int(match[2]) - 1
            cells[k] = replace(cell, colspan=widths.get((k, cell.text), sure))
    if spans:
        moved = [k for k, cell in enumerate(row) if _OVER.search(cell.origin.note)]
        for k in moved:
            cells[k] = Cell("", replace(row[k].origin, note=BY_POSITION))
        for k, (first, last) in zip(moved, spans, strict=True):
            cells[first] = replace(row[k], colspan=last - first + 1)
    return tuple(cells)
