"""A table without rules put together: its lines into columns and rows, with its headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...datapackage.model import Origin
from ..table import BY_POSITION, IN_RED, UNDECIDED, Table, over_one_of, surely_over
from . import header, wrapping
from .body import is_head, is_numeric, number_of, side_of, spacing_of, start_of
from .columns import columns_of, place
from .drawn import Drawn, partial_rules, separators
from .glyphs import Box
from .grid import Placed, rectangle
from .heading import Columns
from .heading_lines import headings_of
from .pieces import Interval, Piece, box_of, codes_joined, text_of, years_joined
from .ruled import rounded
from .table_lines import counts


@dataclass(frozen=True, slots=True)
class Loose:
    """A table as its lines stand: cells with their places, whether that is certain, and its columns."""

    cells: tuple[Placed, ...]
    rows: int
    columns: tuple[Interval, ...]
    box: Box

    @property
    def is_decided(self) -> bool:
        """Whether its rows, columns and headings are certain."""
        return not any(cell.origin.note.startswith(UNDECIDED) for cell in self.cells)

    def table(self, origin: Origin) -> Table:
        """The rectangular table; a heading over several columns is one wide cell."""
        blank = replace(origin, bbox=None)
        return Table(
            rectangle((replace(c, origin=_at(origin, c)) for c in self.cells), self.rows, len(self.columns), blank),
            origin,
        )


def _at(origin: Origin, cell: Placed) -> Origin:
    own = cell.origin
    return replace(
        origin, row=cell.row + 1, column=cell.column + 1, bbox=own.bbox, confidence=own.confidence, note=own.note
    )


def compose(
    block: Sequence[Sequence[Piece]], first: int, drawn: Drawn, before: Sequence[Interval], leading: float
) -> Loose | None:
    """The table of a block of lines whose first number stands on line ``first``."""
    box = box_of(piece for line in block for piece in line)
    parting = separators(drawn, box)
    start = start_of(block, first, parting)
    above, body = list(block[:start]), codes_joined(block[start:])
    counters = [line for line in above if counts(line)]
    above = [years_joined(line) for line in above if not counts(line)]
    named = _with_headings(above, body, drawn, leading) if above else None
    if named is None and before:
        known = columns_of([*above, *body], before)
        if len(known) == len(before):
            above, body = [], [*above, *body]
            named = Columns([c.interval for c in known], [None] * len(known))
    if named is None:
        return _undecided(block, box, "headings")
    intervals = named.intervals
    placed = [(place(intervals, piece), piece) for line in body for piece in line if not piece.is_nothing]
    numeric = {k for k in range(len(intervals)) if is_numeric([p for c, p in placed if c == k])}
    rows = wrapping.rows_of(placed, numeric, parting)
    widths = {k: max(p.x1 - p.x0 for c, p in placed if c == k) for k in numeric}
    numbers = {
        (n, k): number_of(cell, widths[k])
        for n, row in enumerate(rows or ())
        for k, cell in row.cells.items()
        if k in numeric and len(cell) > 1
    }
    if rows is None or not all(numbers.values()):
        return _undecided(block, box, "rows")
    cells = list(_heading_cells(named))
    depth = len(named.groups) + 1 if above else 0
    for line in counters:
        cells += [_cell(depth, place(intervals, piece), [piece]) for piece in line]
        depth += 1
    for number, row in enumerate(rows):
        cells += [
            _cell(depth + number, k, cell, text=numbers.get((number, k), "")) for k, cell in sorted(row.cells.items())
        ]
    return Loose(tuple(cells), depth + len(rows), tuple(intervals), box)


def _with_headings(
    above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]], drawn: Drawn, leading: float
) -> Columns | None:
    """The columns of a body with their headings; None where they are not certain."""
    columns = [column.interval for column in columns_of(body)]
    headings = headings_of(above, columns, drawn.frames, partial_rules(drawn, above, body), spacing_of(body, leading))
    heads = [is_head(body, column) for column in columns]
    return header.assign(columns, heads, [side_of(body, column) for column in columns], headings)


def _heading_cells(named: Columns) -> Iterable[Placed]:
    depth = len(named.groups)
    for k, leaf in enumerate(named.leaves):
        if leaf:
            yield _cell(depth, k, leaf.pieces, text=leaf.text)
    for level, groups in enumerate(named.groups):
        for heading in groups:
            first, last = heading.columns
            note = BY_POSITION if heading.surely is None else surely_over(first, *heading.surely)
            note = over_one_of(heading.ways) if heading.ways else note
            yield _cell(depth - 1 - level, first, heading.pieces, text=heading.text, across=last - first + 1, note=note)


def _cell(
    row: int, column: int, found: Sequence[Piece], *, text: str = "", across: int = 1, note: str = BY_POSITION
) -> Placed:
    note = f"{note}; {IN_RED}" if any(p.is_red for p in found) else note
    origin = Origin("", bbox=rounded(box_of(found)), confidence=min(p.confidence for p in found), note=note)
    return Placed(row, column, text or text_of(found), origin, colspan=across)


def _undecided(block: Sequence[Sequence[Piece]], box: Box, what: str) -> Loose:
    """The lines as they stand, each text in a column of its own kind, for the printed copy alone."""
    columns = [c.interval for c in columns_of(block)]
    cells: dict[tuple[int, int], list[Piece]] = {}
    for row, line in enumerate(block):
        for piece in line:
            cells.setdefault((row, place(columns, piece)), []).append(piece)
    placed = tuple(_cell(row, column, found, note=f"{UNDECIDED}: {what}") for (row, column), found in cells.items())
    return Loose(placed, len(block), tuple(columns), box)
