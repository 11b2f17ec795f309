"""The runs and grids of a page in reading order: tables, and the paragraphs around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...datapackage.model import Origin
from ..table import Block, Table
from . import side_by_side, spread
from .grid import lift_captions
from .page import glyphs, prose, text_columns
from .page.frames import Grid
from .unruled import reading as unruled
from .unruled.drawn import Drawn
from .unruled.part_grids import whole_grids


def arrange(
    runs: Sequence[glyphs.Run],
    grids: Sequence[Grid],
    drawn: Drawn,
    finder: unruled.Finder,
    size: tuple[float, float],
    at: Origin,
) -> list[Block | prose.Passage]:
    """The blocks of a page of ``size`` (width, height in points); ``grids`` hold their runs already."""
    blocks: list[Block | prose.Passage] = []
    sheets = spread.parts(spread.Part(runs, grids, drawn, size))
    for part in (part for sheet in sheets for part in side_by_side.parts(sheet)):
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
        origin = replace(at, table_on_page=number, bbox=glyphs.rounded(grid.box))
        table = grid.table(origin)
        # A single column may be the last of a sheet too wide for its paper: nothing in it is a title.
        blocks = lift_captions(table) if len(table.rows[0]) > 1 or grid in loose else (table,)
        placed.extend((grid.box[1], grid.box[0], block) for block in blocks)
    placed += _passages(lines, width, [grid.box[1] for grid in tables], at)
    placed.sort(key=lambda item: item[:2])
    return [block for *_, block in placed]


def _passages(
    lines: Sequence[glyphs.Line], width: float, stops: Sequence[float], at: Origin
) -> Iterator[tuple[float, float, prose.Passage]]:
    """The paragraphs around the tables, each with where it is read: all of a column where that begins."""
    held: tuple[float, float, prose.Passage] | None = None
    for part in text_columns.parts(lines, width):
        for index, passage in enumerate(prose.passages(part.lines, part.width or width, stops, at)):
            if held and part.width and not index and prose.goes_over(held[2], passage):
                held = (*held[:2], prose.joined(held[2], passage))
                continue
            if held:
                yield held
            held = (part.top, part.x0, passage) if part.width else (passage.top, passage.x0, passage)
    if held:
        yield held


def _outside(runs: Sequence[glyphs.Run], grids: Sequence[Grid]) -> list[glyphs.Run]:
    return [run for run in runs if not any(grid.holds(run) for grid in grids)]
