"""A table without rules put together: its lines into columns and rows, with its headings above them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ....datapackage.model import Origin
from ...table import (
    BELOW_ONE,
    BY_POSITION,
    CLEAR_OF,
    CUT_ROW,
    IN_RED,
    REST_OF_ROW,
    UNDECIDED,
    Table,
    over_one_of,
    surely_over,
)
from ..grid import Placed, rectangle
from ..page.glyphs import Box, rounded
from . import cell_edges, header, wrapping
from .body import Body, is_head, is_numeric, read, side_of, spacing_of, start_of, without_merged
from .columns import columns_of, place
from .drawn import Drawn, ends_of, partial_rules, separators
from .heading import Columns, Heading
from .heading_lines import headings_of
from .page_breaks import Layout
from .pieces import Interval, Piece, box_of, codes_joined, overlap, text_of, years_joined
from .table_lines import STEPS, counts

#: In font sizes.
_SAME_LINE = 0.35
_FEWEST_STEPS = 2


@dataclass(frozen=True, slots=True)
class Loose:
    """A table as its lines stand: cells with their places, whether that is certain, and its columns."""

    cells: tuple[Placed, ...]
    rows: int
    layout: Layout
    box: Box
    is_lent: bool = False  # whether it has the columns of the table before it, and its headings told none

    @property
    def columns(self) -> tuple[Interval, ...]:
        """Where its columns are."""
        return self.layout.columns

    @property
    def is_told(self) -> bool:
        """Whether that is certain by its own headings."""
        return self.is_decided and not self.is_lent

    @property
    def is_decided(self) -> bool:
        """Whether its rows, columns and headings are certain."""
        return not any(cell.origin.note.startswith(UNDECIDED) for cell in self.cells)

    def without_places_above(self, top: float) -> Loose:
        """The table with cells of no place where they are printed on the page before, which ends at ``top``."""
        cells = (
            replace(c, origin=replace(c.origin, bbox=None)) if c.origin.bbox and c.origin.bbox[1] < top else c
            for c in self.cells
        )
        return replace(self, cells=tuple(cells), box=(self.box[0], top, *self.box[2:]))

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
    block: Sequence[Sequence[Piece]],
    first: int,
    drawn: Drawn,
    before: Layout | None,
    leading: float,
    *,
    goes_on: bool = False,
    is_last: bool = False,
) -> Loose | None:
    """The table of a block of lines whose first number stands on line ``first``.

    ``before`` is the table above; where the block ``goes_on`` with it from the page before it may begin with the rest
    of a row, and where it ``is_last`` on its page it may end with a row that goes on.
    """
    box = box_of(piece for line in block for piece in line)
    parting = separators(drawn, box)
    head = _headed(block, start_of(block, first, parting), drawn, before, leading, goes_on=goes_on)
    if head is None:
        return undecided(block)
    named, intervals = head.named, head.named.intervals
    left = before.rest_of(head.body) if before and goes_on else 0
    rest = head.body[:left]
    found = read(head.body[left:], intervals, parting, goes_on=goes_on and not rest, is_last=is_last)
    if found is None:
        return undecided(block, f"{UNDECIDED}: rows")
    is_fitting = bool(head.above) and not rest and _fit(found.rows, found.numeric, named, ends_of(drawn, box))
    is_plain = is_fitting and named.is_plain and not any(map(_wraps, found.rows))
    named.clear = [] if is_fitting else named.clear
    cells = list(_heading_cells(named))
    depth = len(named.groups) + 1 if head.above else 0
    for line in head.counters:
        cells += [_cell(depth, place(intervals, piece), [piece]) for piece in line]
        depth += 1
    if rest:
        cells += _rest_cells(depth, rest, before, intervals)
        depth += 1
    cells += _body_cells(depth, found)
    if is_plain:
        cells = [replace(c, origin=replace(c.origin, note=f"{BELOW_ONE}{_more(c)}")) for c in cells]
    layout = Layout(tuple(intervals), head.lines, named, found.cut)
    if not head.above:
        layout = replace(before or Layout(()), columns=tuple(intervals), begun=found.cut)
    return Loose(tuple(cells), depth + len(found.rows), layout, box, is_lent=not head.above)


@dataclass(frozen=True, slots=True)
class _Headed:
    """A block of lines parted in headings and body: all lines of headings, those with words, those that count."""

    named: Columns
    lines: tuple[tuple[Piece, ...], ...]
    above: Sequence[Sequence[Piece]]
    counters: Sequence[Sequence[Piece]]
    body: Sequence[Sequence[Piece]]


def _headed(
    block: Sequence[Sequence[Piece]], start: int, drawn: Drawn, before: Layout | None, leading: float, *, goes_on: bool
) -> _Headed | None:
    """The block with its columns, whose body begins on line ``start`` if it does not repeat headings; None if unclear.

    Without headings it has the columns of the table ``before``.
    """
    named, start = (before and goes_on and before.again(block)) or (None, start)
    steps, first = _steps_apart(block[start]) if start < len(block) else ((), ())
    lines, body = tuple(tuple(line) for line in block[:start]), codes_joined([first, *block[start + 1 :]])
    body = [line for line in body if line]
    counters = [[piece for piece in line if piece.text not in STEPS] for line in lines if counts(line)]
    words = ([p for p in line if p.text in STEPS] if counts(line) else line for line in (*lines, steps))
    texts = [years_joined(line) for line in words]
    above = [line for line in _without_steps(texts, body) if line]
    if named is None and above:
        ways = (_with_headings(above, body, drawn, leading, apart=apart) for apart in (False, True))
        named = next((columns for columns in ways if columns), None)
    if named:
        return _Headed(named, lines, above, counters, body)
    known = _going_on(before, [*above, *body], leading) if before else None
    return _Headed(Columns(known, [None] * len(known)), (), (), counters, [*above, *body]) if known else None


def _steps_apart(line: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The headings of the steps of a code that final accounts print in or above the row of the total, and its rest."""
    steps = [piece for piece in line if piece.text in STEPS]
    return (steps, [piece for piece in line if piece not in steps]) if _are_steps(steps) else ((), line)


def _are_steps(found: Sequence[Piece]) -> bool:
    return len(found) >= _FEWEST_STEPS and "".join(piece.text for piece in found) in STEPS


def _without_steps(lines: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]]) -> Iterable[Sequence[Piece]]:
    """The lines of headings without the steps of a code below its heading, where codes are whole, in one column."""
    printed: list[Piece] = []
    for line in lines:
        steps = [piece for piece in line if piece.text in STEPS]
        reach = (steps[0].x0, steps[-1].x1) if _are_steps(steps) else None
        is_headed = reach and any(overlap((piece.x0, piece.x1), reach) > 0 for piece in printed)
        is_over_one = reach and is_headed and _columns_up_to(reach[1], body) < _FEWEST_STEPS
        left = [piece for piece in line if piece not in steps] if is_over_one else line
        printed += left
        yield left


def _columns_up_to(end: float, body: Sequence[Sequence[Piece]]) -> int:
    """How many columns begin left of where the steps end: headings in the middle of theirs may be clear of codes."""
    return sum(column.interval[0] < end for column in columns_of(without_merged(body)))


def _going_on(before: Layout, body: Sequence[Sequence[Piece]], leading: float) -> list[Interval] | None:
    """The columns of a table that goes on without headings: those above, or what the headings there are above here.

    Where the part above has few rows, some of its columns may print nothing, and stand clear of what they print here.
    """
    known = columns_of(without_merged(body), before.columns)
    if len(known) == len(before.columns):
        return [c.interval for c in known]
    if not before.named:
        return None
    named = _assigned(before.named.every, body, leading)
    is_same = named and [h and h.text for h in named.leaves] == [h and h.text for h in before.named.leaves]
    return named.intervals if named and is_same and not named.is_doubtful else None


def _body_cells(depth: int, found: Body) -> Iterable[Placed]:
    """The cells of rows, the first of which is row ``depth`` of the table."""
    for number, row in enumerate(found.rows):
        is_cut = found.cut and number == len(found.rows) - 1
        more = REST_OF_ROW if row.is_rest else CUT_ROW if is_cut else ""
        for k, cell in sorted(row.cells.items()):
            yield _cell(depth + number, k, cell, text=found.numbers.get((number, k), ""), more=more)


def _rest_cells(
    row: int, rest: Sequence[Sequence[Piece]], before: Layout | None, intervals: Sequence[Interval]
) -> Iterable[Placed]:
    """The cells of what is left of a row that the page before has begun."""
    own: dict[int, list[Piece]] = {}
    for piece in (piece for line in rest for piece in line if not piece.is_nothing):
        own.setdefault(place(intervals, piece), []).append(piece)
    amounts = set(before.begun) if before else set[int]()
    for k, cell in sorted(own.items()):
        text = "".join(piece.text for piece in cell) if k in amounts or is_numeric(cell) else ""
        yield _cell(row, k, cell, text=text, more=REST_OF_ROW)


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
    above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]], drawn: Drawn, leading: float, *, apart: bool
) -> Columns | None:
    """The columns of a body with their headings; None where they are not certain.

    ``apart`` takes what stands alone on its line for a heading of its own.
    """
    columns = [column.interval for column in columns_of(without_merged(body))]
    rules, spacing = partial_rules(drawn, above, body), spacing_of(body, leading)
    named = _assigned(headings_of(above, columns, drawn.frames, rules, spacing, apart=apart), body, leading)
    if named and apart:
        named.doubt()
    return named


def _assigned(headings: Sequence[Heading], body: Sequence[Sequence[Piece]], leading: float) -> Columns | None:
    """The columns of a body below headings; None where they are not certain."""
    columns = [column.interval for column in columns_of(without_merged(body))]
    heads = [is_head(body, column) for column in columns]
    # Codes are at the left whatever the numbers are.
    sides = [0 if head else side_of(body, column) for head, column in zip(heads, columns, strict=True)]
    spacing = spacing_of(body, leading)
    within = spacing.within if spacing.limit < float("inf") else 0.0
    return header.assign(columns, heads, sides, headings, within)


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
    row: int,
    column: int,
    found: Sequence[Piece],
    *,
    text: str = "",
    across: int = 1,
    note: str = BY_POSITION,
    more: str = "",
) -> Placed:
    note = f"{note}; {more}" if more else note
    note = f"{note}; {IN_RED}" if any(p.is_red for p in found) else note
    origin = Origin("", bbox=rounded(box_of(found)), confidence=min(p.confidence for p in found), note=note)
    return Placed(row, column, text or text_of(found), origin, colspan=across)


def undecided(block: Sequence[Sequence[Piece]], note: str = f"{UNDECIDED}: headings") -> Loose:
    """The lines as they stand, each text in a column of its own kind, for the printed copy alone."""
    box = box_of(piece for line in block for piece in line)
    columns = [c.interval for c in columns_of(block)]
    cells: dict[tuple[int, int], list[Piece]] = {}
    for row, line in enumerate(block):
        for piece in line:
            cells.setdefault((row, place(columns, piece)), []).append(piece)
    placed = tuple(_cell(row, column, found, note=note) for (row, column), found in cells.items())
    return Loose(placed, len(block), Layout(tuple(columns)), box)
