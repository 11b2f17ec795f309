"""Grids that a page break cuts: on one of the pages fewer of the rules between columns may be drawn.

A last row whose name goes over several columns has fewer cells than the rows on the page before, and so have the
upper headings of a table whose lower ones stand on the next page. Where all rules of the one stand on those of the
other, and nothing but numbers of pages and running heads is printed between them, both have the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ...amounts import parse_amount
from ...table import PRINTED_AGAIN, Block, Cell, Paragraph, Table
from ..grid import is_heading
from ..page.prose import can_be_page_number

#: How far (points) apart rules of one column stand on two pages.
_SAME_RULE = 2.0

Row = tuple[Cell, ...]


def with_columns_shared(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a document, grids that go on over a page break with the columns of both of their parts."""
    held: list[Block] = []  # a grid, and the numbers of pages and running heads below it
    for block in blocks:
        if isinstance(block, Paragraph):
            if held and (block.origin.note == PRINTED_AGAIN or can_be_page_number(block.text)):
                held.append(block)
                continue
            yield from held
            held = []
            yield block
            continue
        before, own = _shared(held[0], block) if held and isinstance(held[0], Table) else (None, block)
        yield from (before, *held[1:]) if before is not None else held[1:]
        held = [own]
    yield from held


def _follows(before: Table, table: Table) -> bool:
    """Whether a grid is on the page after another, at the very top, as nothing stands between them."""
    pages = before.rows[-1][0].origin.page, table.origin.page
    return before.exact and table.exact and pages[0] is not None and pages[0] + 1 == pages[1]


def _shared(before: Table, table: Table) -> tuple[Table | None, Table]:
    """Both grids in the columns of the one that shows more of them; one grid where headings alone stand on a page."""
    goes_on = _follows(before, table) and (not _prints(before.rows) or not is_heading(table.rows[0]))
    rules, own = (_rules(before), _rules(table)) if goes_on else ({}, {})
    if not rules or not own:
        return before, table
    if len(before.rows[0]) >= len(table.rows[0]) and _are_among(own, rules):
        table = _with_rules(table, own, rules)
    elif len(before.rows[0]) < len(table.rows[0]) and _are_among(rules, own):
        before = _with_rules(before, rules, own)
    else:
        return before, table
    if _prints(before.rows) or not any(cell.text.strip() for cell in before.rows[-1]) or _begins_anew(before, table):
        return before, table
    return None, replace(before, rows=(*before.rows, *table.rows))


def _begins_anew(before: Table, table: Table) -> bool:
    """Whether a grid begins with the headings of the one before, or with a text over all its columns."""
    first, own = ([cell.text for cell in grid.rows[0]] for grid in (before, table))
    widest = max((cell.colspan for cell in table.rows[0] if cell.text.strip()), default=0)
    return first == own or widest == len(own)


def _prints(rows: Sequence[Row]) -> bool:
    """Whether any row prints an amount."""
    return any(parse_amount(cell.text) is not None for row in rows for cell in row)


def _rules(table: Table) -> dict[int, float]:
    """Where the columns of a grid begin, and the last one ends, as far as known; nothing where they are in disorder."""
    starts: dict[int, float] = {}
    for row in table.rows:
        for k, cell in enumerate(row):
            if cell.origin.bbox:
                starts.setdefault(k, cell.origin.bbox[0])
                starts.setdefault(k + cell.colspan, cell.origin.bbox[2])
    known = dict(sorted(starts.items()))
    in_order = list(known.values()) == sorted(known.values()) and {0, len(table.rows[0])} <= known.keys()
    return known if in_order else {}


def _are_among(rules: Mapping[int, float], others: Mapping[int, float]) -> bool:
    """Whether each of the rules stands where one of the others does, the outermost on the outermost."""
    one, other = [*rules.values()], [*others.values()]
    ends = abs(one[0] - other[0]) <= _SAME_RULE and abs(one[-1] - other[-1]) <= _SAME_RULE
    return ends and all(min(abs(x - y) for y in other) <= _SAME_RULE for x in one)


def _with_rules(table: Table, rules: Mapping[int, float], others: Mapping[int, float]) -> Table:
    """The grid with columns between ``others``, its cells as wide as they are, without those that no cell ends at."""
    at = {k: min(others, key=lambda other: abs(others[other] - x)) for k, x in rules.items()}
    return replace(table, rows=tuple(_row(row, at) for row in table.rows))


def _row(row: Row, at: Mapping[int, int]) -> Row:
    cells: list[Cell] = []
    for k, following in pairwise(at):
        cell = row[k]
        end = min(k + cell.colspan, len(row))
        origin = replace(cell.origin, column=at[k] + 1) if cell.origin.column else cell.origin
        cells.append(replace(cell, origin=origin, colspan=at[end] - at[k] if cell.origin.bbox else 1))
        cells += [Cell("", replace(origin, column=place + 1, bbox=None)) for place in range(at[k] + 1, at[following])]
    return tuple(cells)
