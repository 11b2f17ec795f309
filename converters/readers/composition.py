"""A table without rules put together: its lines into columns and rows, with its headings above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ...datapackage.model import Origin
from ..table import BELOW_ONE, BY_POSITION, CLEAR_OF, IN_RED, UNDECIDED, Table, over_one_of, surely_over
from . import cell_edges, header, wrapping
from .body import is_head, is_numeric, number_of, side_of, spacing_of, start_of
from .columns import columns_of, place
from .drawn import Drawn, ends_of, partial_rules, separators
from .glyphs import Box
from .grid import Placed, rectangle
from .heading import Columns
from .heading_lines import headings_of
from .pieces import Interval, Piece, box_of, codes_joined, overlap, text_of, years_joined
from .ruled import rounded
from .table_lines import counts

#: In font sizes.
_SAME_LINE = 0.35
_CUT = re.compile(r"-?\d[\d,]*[.,]")


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

    @property
    def is_cut(self) -> bool:
        """Whether numbers of its last row end elsewhere: 6983. and 1,"""
        return any(cell.row == self.rows - 1 and _CUT.fullmatch(cell.text) for cell in self.cells)

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
        return undecided(block, "headings")
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
        return undecided(block, "rows")
    is_fitting = bool(above) and _fit(rows, numeric, named, ends_of(drawn, box))
    is_plain = is_fitting and named.is_plain and not any(map(_wraps, rows))
    named.clear = [] if is_fitting else named.clear
    cells = list(_heading_cells(named))
    depth = len(named.groups) + 1 if above else 0
    for line in counters:
        cells += [_cell(depth, place(intervals, piece), [piece]) for piece in line]
        depth += 1
    for number, row in enumerate(rows):
        cells += [
            _cell(depth + number, k, cell, text=numbers.get((number, k), "")) for k, cell in sorted(row.cells.items())
        ]
    if is_plain:
        cells = [replace(c, origin=replace(c.origin, note=f"{BELOW_ONE}{_more(c)}")) for c in cells]
    return Loose(tuple(cells), depth + len(rows), tuple(intervals), box)


def _more(cell: Placed) -> str:
    """What the note of a cell says beside how its column was found."""
    return cell.origin.note.removeprefix(BY_POSITION)


def _fit(rows: Sequence[wrapping.Row], numeric: set[int], named: Columns, ends: Interval | None) -> bool:
    """Whether each number stands in one column, on one line, and where a cell of that column can be."""
    cells = [(k, cell) for row in rows for k, cell in row.cells.items()]
    told = [(k, p) for k, cell in cells if k in numeric for p in cell]
    if not told or any(k in numeric and len(cell) > 1 for k, cell in cells):
        return False
    if any(sum(overlap(i, (p.x0, p.x1)) > 0 for i in named.intervals) != 1 for _, p in told):
        return False
    headings = [(leaf.box[0], leaf.box[2]) for leaf in named.leaves if leaf]
    numbers = {k: [(p.x0, p.x1) for c, p in told if c == k] for k, _ in told}
    words = {k: [(p.x0, p.x1) for c, cell in cells if c == k for p in cell] for k, _ in cells if k not in numeric}
    groups = {h.columns: (h.box[0], h.box[2]) for level in named.groups for h in level if not h.extent}
    return cell_edges.fit(cell_edges.Texts(headings, numbers, words, groups, ends, told[0][1].size))


def _wraps(row: wrapping.Row) -> bool:
    """Whether the texts of a row do not all stand on one line."""
    at = [piece.baseline for cell in row.cells.values() for piece in cell]
    return max(at) - min(at) > _SAME_LINE * next(iter(row.cells.values()))[0].size


def _with_headings(
    above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]], drawn: Drawn, leading: float
) -> Columns | None:
    """The columns of a body with their headings; None where they are not certain."""
    columns = [column.interval for column in columns_of(body)]
    headings = headings_of(above, columns, drawn.frames, partial_rules(drawn, above, body), spacing_of(body, leading))
    heads = [is_head(body, column) for column in columns]
    # Codes are at the left whatever the numbers are.
    sides = [0 if head else side_of(body, column) for head, column in zip(heads, columns, strict=True)]
    return header.assign(columns, heads, sides, headings)


def _heading_cells(named: Columns) -> Iterable[Placed]:
    depth = len(named.groups)
    for k, leaf in enumerate(named.leaves):
        if leaf:
            yield _cell(depth, k, leaf.pieces, text=leaf.text, note=CLEAR_OF if leaf in named.clear else BY_POSITION)
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


def undecided(block: Sequence[Sequence[Piece]], what: str = "headings") -> Loose:
    """The lines as they stand, each text in a column of its own kind, for the printed copy alone."""
    box = box_of(piece for line in block for piece in line)
    columns = [c.interval for c in columns_of(block)]
    cells: dict[tuple[int, int], list[Piece]] = {}
    for row, line in enumerate(block):
        for piece in line:
            cells.setdefault((row, place(columns, piece)), []).append(piece)
    placed = tuple(_cell(row, column, found, note=f"{UNDECIDED}: {what}") for (row, column), found in cells.items())
    return Loose(placed, len(block), tuple(columns), box)
