"""The runs and grids of a page in reading order: tables, and the paragraphs around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...datapackage.model import Origin
from ..table import Block
from . import glyphs, prose, ruled, unruled
from .drawn import Drawn
from .grid import lift_captions
from .part_grids import whole_grids


def arrange(
    runs: Sequence[glyphs.Run],
    grids: Sequence[ruled.Grid],
    drawn: Drawn,
    finder: unruled.Finder,
    size: tuple[float, float],
    at: Origin,
) -> list[Block | prose.Passage]:
    """The blocks of a page of ``size`` (width, height in points); ``grids`` hold their runs already."""
    whole = whole_grids(grids, glyphs.lines(_outside(runs, grids)), goes_on=finder.is_open)
    frames = [frame.box for grid in grids if grid not in whole for frame in grid.frames]
    drawn = replace(drawn, frames=(*drawn.frames, *frames))
    grids = whole
    lines = prose.without_page_numbers(glyphs.lines(_outside(runs, grids)), size[1])
    loose, lines = finder.find(lines, drawn)
    tables = sorted([*grids, *loose], key=lambda grid: (grid.box[1], grid.box[0]))
    placed: list[tuple[float, float, Block | prose.Passage]] = []
    for number, grid in enumerate(tables, start=1):
        origin = replace(at, table_on_page=number, bbox=ruled.rounded(grid.box))
        placed.extend((grid.box[1], grid.box[0], block) for block in lift_captions(grid.table(origin)))
    for passage in prose.passages(lines, size[0], [grid.box[1] for grid in tables], at):
        placed.append((passage.top, passage.x0, passage))
    placed.sort(key=lambda item: item[:2])
    return [block for *_, block in placed]


def _outside(runs: Sequence[glyphs.Run], grids: Sequence[ruled.Grid]) -> list[glyphs.Run]:
    return [run for run in runs if not any(grid.holds(run) for grid in grids)]
