"""Grids that a page break cuts: on one of the pages fewer of the rules between columns may be drawn.

A last row whose name goes over several columns has fewer cells than the rows on the page before, and so have the
upper headings of a table whose lower ones stand on the next page. Where all rules of the one stand on those of the
other, and nothing is printed between them, both have the same columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...amounts import parse_amount
from ...table import Block, Cell, Table

#: How far (points) apart rules of one column stand on two pages.
_SAME_RULE = 2.0

Row = tuple[Cell, ...]


def with_columns_shared(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a document, grids that go on over a page break with the columns of both of their parts."""
    held: Table | None = None
    for block in blocks:
        before, own = _shared(held, block) if held and isinstance(block, Table) else (held, block)
        if before is not None:
            yield before
        held = own if isinstance(own, Table) else None
        if held is None:
            yield own
    if held is not None:
        yield held


def _follows(before: Table, table: Table) -> bool:
    """Whether a grid is on the page after another, at the very top, as nothing stands between them."""
    pages = before.rows[-1][0].origin.page, table.origin.page
    return before.exact and table.exact and pages[0] is not None and pages[0] + 1 == pages[1]


def _shared(before: Table, table: Table) -> tuple[Table | None, Table]:
    """Both grids in the columns of the one that shows more of them; one grid where headings alone stand on a page."""
    goes_on = _follows(before, table) and (not _prints(before.rows) or _prints(table.rows[:1]))
    rules, own = (_rules(before), _rules(table)) if goes_on else ([], [])
    if not rules or not own or len(rules) == len(own):
        return before, table
    if len(rules) > len(own):
        return before, _with_rules(table, own, rules) if _are_among(own, rules) else table
    if not _are_among(rules, own):
        return before, table
    wider = _with_rules(before, rules, own)
    if _prints(before.rows) or not any(cell.text.strip() for cell in before.rows[-1]):
        return wider, table
    return None, replace(wider, rows=(*wider.rows, *table.rows))


def _prints(rows: Sequence[Row]) -> bool:
    """Whether any row prints an amount."""
    return any(parse_amount(cell.text) is not None for row in rows for cell in row)


def _rules(table: Table) -> list[float]:
    """Where the columns of a grid begin and end, from left to right; nothing where that is not known of all."""
    starts: dict[int, float] = {}
    for row in table.rows:
        for k, cell in enumerate(row):
            if cell.origin.bbox:
                starts.setdefault(k, cell.origin.bbox[0])
                starts.setdefault(k + cell.colspan, cell.origin.bbox[2])
    rules = [starts[k] for k in sorted(starts)]
    return rules if len(rules) == len(table.rows[0]) + 1 and rules == sorted(rules) else []


def _are_among(rules: Sequence[float], others: Sequence[float]) -> bool:
    """Whether each of the rules stands where one of the others does, the outermost on the outermost."""
    ends = abs(rules[0] - others[0]) <= _SAME_RULE and abs(rules[-1] - others[-1]) <= _SAME_RULE
    return ends and all(min(abs(x - other) for other in others) <= _SAME_RULE for x in rules)


def _with_rules(table: Table, rules: Sequence[float], others: Sequence[float]) -> Table:
    """The grid with columns between ``others``, its cells as wide as they are."""
    at = [min(range(len(others)), key=lambda k: abs(others[k] - x)) for x in rules]
    return replace(table, rows=tuple(_row(row, at) for row in table.rows))


def _row(row: Row, at: Sequence[int]) -> Row:
    cells: list[Cell] = []
    for k, cell in enumerate(row):
        end = min(k + cell.colspan, len(row))
        origin = replace(cell.origin, column=at[k] + 1) if cell.origin.column else cell.origin
        cells.append(replace(cell, origin=origin, colspan=at[end] - at[k] if cell.origin.bbox else 1))
        cells += [Cell("", replace(origin, column=place + 1)) for place in range(at[k] + 1, at[k + 1])]
    return tuple(cells)
