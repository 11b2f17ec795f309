"""Grids that a text kept: how wide their rows are, where their headings end, what a page break took from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from ..amounts import parse_amount
from ..forms.doubts import row_printed_twice
from ..forms.headings import is_counted
from ..forms.reading import Doubt
from ..table import BY_POSITION, UNDECIDED, Cell, Table

Row = tuple[Cell, ...]


def is_by_position(tables: Sequence[Table]) -> bool:
    """Whether the columns of tables were made from where their texts stand on pages without rules."""
    return any(c.origin.note.startswith(BY_POSITION) for t in tables for row in t.rows for c in row)


def restored(table: Table) -> Table | None:
    """The rectangular grid with its headings spread over the blank places right of them; None where rows differ."""
    if is_by_position([table]):
        return None if any(c.origin.note.startswith(UNDECIDED) for row in table.rows for c in row) else table
    table = _filled_up(table)
    if not table.rows or len({len(row) for row in table.rows}) > 1 or len(table.rows[0]) < 2:
        return None
    first = first_printed(table)
    headings = [_spread(row, table.rows[k + 1 : first], table.rows[:k]) for k, row in enumerate(table.rows[:first])]
    return replace(table, rows=(*headings, *table.rows[first:]))


def as_wide_as_the_first(grids: Sequence[Table | None]) -> list[Table | None]:
    """The grids, those that go on below a break with the empty last columns that they lost there.

    Blank places that a grid kept between its texts say that it lost none of them in the middle.
    """
    width = len(grids[0].rows[0]) if grids and grids[0] else 0
    return [
        _widened(grid, width) if grid and len(grid.rows[0]) < width and any(map(_has_gap, grid.rows)) else grid
        for grid in grids
    ]


def _filled_up(table: Table) -> Table:
    """The table with the empty cells at the ends of its rows, where it kept those between its texts.

    Not where a row has more fields than its headings, or more than most rows of a table that goes on without
    headings, where these kept their last blanks: it has one too many.
    """
    width = max((len(row) for row in table.rows), default=0)
    if not any(_has_gap(row) for row in table.rows) or all(len(row) == width for row in table.rows):
        return table
    first = first_printed(table)
    usual = max((len(row) for row in table.rows[:first]), default=usual_width(table.rows) or width)
    if any(len(row) > usual for row in table.rows[first:]):
        return table
    return _widened(table, width)


def _widened(table: Table, width: int) -> Table:
    """The table with empty cells at the ends of its rows up to ``width``."""
    return replace(table, rows=tuple((*row, *[replace(row[-1], text="")] * (width - len(row))) for row in table.rows))


def _has_gap(row: Row) -> bool:
    texts = [bool(cell.text.strip()) for cell in row]
    return any(texts) and not all(texts[texts.index(True) : len(texts) - texts[::-1].index(True)])


def first_printed(table: Table) -> int:
    """Which row prints the first amounts: those above it are headings, all of them where a page break cut below."""
    return next((k for k, row in enumerate(table.rows) if _prints(row)), len(table.rows))


def _prints(row: Row) -> bool:
    """Whether a row prints an amount that does not count its column."""
    texts = [c.text for c in row if c.text.strip()]
    return any(parse_amount(t) is not None for t in texts) and not is_counted(texts)


def _spread(row: Row, below: Sequence[Row], above: Sequence[Row]) -> Row:
    """A row of headings, each as wide as the blank places right of it that have headings below and none above.

    A column without any heading is one that a heading below is over as well.
    """
    cells = list(row)
    owner: int | None = None
    covered = 0
    for k, cell in enumerate(row):
        if cell.text.strip():
            owner, covered = k, k + cell.colspan
            continue
        if k < covered or not any(other[k].text.strip() for other in (*below, *above)):
            continue
        goes_on = any(b[k].text.strip() for b in below) and not any(a[k].text.strip() for a in above)
        if owner is None or not goes_on or not any(b[owner].text.strip() for b in below):
            owner = None
            continue
        cells[owner] = replace(cells[owner], colspan=k - owner + 1)
    return tuple(cells)


def usual_width(rows: Sequence[Row]) -> int | None:
    """How many fields most rows have; None where rows lost the blanks at their ends, so that it says nothing."""
    keeps = any(not row[-1].text.strip() for row in rows if row)
    return Counter(map(len, rows)).most_common(1)[0][0] if keeps else None


def without_repeats(table: Table) -> tuple[Table, list[Doubt]]:
    """The grid without rows that print again, word for word, what the row before them prints."""
    kept: list[Row] = []
    doubts: list[Doubt] = []
    for row in table.rows:
        if (
            kept
            and any(parse_amount(c.text) is not None for c in row)
            and [c.text for c in row] == [c.text for c in kept[-1]]
        ):
            doubts.append(row_printed_twice(row))
        else:
            kept.append(row)
    return replace(table, rows=tuple(kept)), doubts
