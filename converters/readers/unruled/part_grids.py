"""Grids that are drawn around a part of a table: around its headings alone, or shaded rows between others."""

from __future__ import annotations

from collections.abc import Sequence

from ..grid import is_caption
from ..page.frames import Grid
from ..page.glyphs import Box, Line
from .pieces import overlap, pieces
from .table_lines import is_end, is_row

#: Share of a grid's width that a row beside it covers.
_MOST = 0.5
#: In font sizes: how far apart the lines of a body stand.
_NEAR = 1.5


def whole_grids(grids: Sequence[Grid], lines: Sequence[Line], *, goes_on: bool) -> list[Grid]:
    """The grids that are whole tables: not those around the headings alone, nor shaded rows between others.

    Where a table without rules ``goes_on`` from the page before, a shaded row at the very top is one of its.
    """
    lines = [line for line in lines if not all(is_caption(piece.text) for piece in pieces(line))]
    rows = [line for line in lines if is_row(pieces(line))]
    poor = [grid for grid in grids if grid.is_shaded or not grid.prints_money]
    top = min((box[1] for box in (*(line.box for line in lines), *(grid.box for grid in grids))), default=0.0)
    parts = [grid for grid in poor if goes_on and grid.is_band and grid.box[1] <= top]
    size = lines[0].size if lines else 0.0
    found = True
    while found:
        found = False
        for grid in poor:
            near = lines if grid.is_band else rows
            beside = [line.box for line in near] + [other.box for other in parts]
            least = 0.0 if grid.is_band else _MOST
            is_part = any(_is_beside(grid.box, box, size, least) for box in beside)
            if grid not in parts and (is_part or _has_body_below(grid, lines)):
                parts.append(grid)
                found = True
    return [grid for grid in grids if grid not in parts]


def _has_body_below(grid: Grid, lines: Sequence[Line]) -> bool:
    """Whether right below a grid there are lines as close as those of one table, the first of a name that wraps."""
    below = [line for line in lines if line.top > grid.box[3] - line.size]
    bottom = grid.box[3]
    for line in below:
        if line.top - bottom > _NEAR * line.size or is_end(pieces(line)) or grid.prints_money:
            return False
        if is_row(pieces(line)):
            return True
        bottom = line.bottom
    return False


def _is_beside(grid: Box, row: Box, size: float, least: float) -> bool:
    """Whether a line stands right above or below a grid, over more than the ``least`` share of its width."""
    near = -size < row[1] - grid[3] < 1.5 * size or -size < grid[1] - row[3] < 1.5 * size
    return near and overlap((grid[0], grid[2]), (row[0], row[2])) > least * (grid[2] - grid[0])
