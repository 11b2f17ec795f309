"""The runs and grids of a page in reading order: tables, and the paragraphs around them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...datapackage.model import Origin
from ..table import Block, Table
from . import spread
from .grid import lift_captions
from .page import glyphs, prose, ruled
from .unruled import reading as unruled
from .unruled.drawn import Drawn
from .unruled.part_grids import whole_grids


def arrange(
    runs: Sequence[glyphs.Run],
    grids: Sequence[ruled.Grid],
    drawn: Drawn,
    finder: unruled.Finder,
    size: tuple[float, float],
    at: Origin,
) -> list[Block | prose.Passage]:
    """The blocks of a page of ``size`` (width, height in points); ``grids`` hold their runs already."""
    blocks: list[Block | prose.Passage] = []
    for part in spread.parts(spread.Part(runs, grids, drawn, size)):
        blocks += _arranged(part, finder, at, sum(isinstance(block, Table) for block in blocks) + 1)
    return blocks


def _arranged(part: spread.Part, finder: unruled.Finder, at: Origin, first: int) -> list[Block | prose.Passage]:
    """The blocks of one page of a sheet, whose tables are numbered from ``first``."""
    runs, (width, height) = part.runs, part.size
    grids = whole_grids(part.grids, glyphs.lines(_outside(runs, part.grids)), goes_on=finder.is_open)
    frames = [frame.box for grid in part.grids if grid not in grids for frame in grid.frames]
    drawn = replace(part.drawn, frames=(*part.drawn.frames, *frames))
    lines = prose.without_page_numbers(glyphs.lines(_outside(runs, grids)), height)
    loose, lines = finder.find(lines, drawn)
    tables = sorted([*grids, *loose], key=lambda grid: (grid.box[1], grid.box[0]))
    placed: list[tuple[float, float, Block | prose.Passage]] = []
    for number, grid in enumerate(tables, start=first):
        origin = replace(at, table_on_page=number, bbox=ruled.rounded(grid.box))
        placed.extend((grid.box[1], grid.box[0], block) for block in lift_captions(grid.table(origin)))
    for passage in prose.passages(lines, width, [grid.box[1] for grid in tables], at):
        placed.append((passage.top, passage.x0, passage))
    placed.sort(key=lambda item: item[:2])
    return [block for *_, block in placed]


def _outside(runs: Sequence[glyphs.Run], grids: Sequence[ruled.Grid]) -> list[glyphs.Run]:
    return [run for run in runs if not any(grid.holds(run) for grid in grids)]
