"""Tables drawn with rules: where a page has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from ..grid import is_number
from . import dots
from .frames import SLIVER, Grid
from .glyphs import Box, Run

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Rules down are one where they are as near (points) as both sides of a stroke: those of two tables on a page are not.
_SETTINGS: dict[str, Any] = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_x_tolerance": 1.5}
#: In small print, drawn in one stroke, rules closer than this (points) are one rather than closer than the usual.
_SLIVER_IN_SMALL_PRINT, _SMALL_PRINT = 3.0, 3.0
#: How far (points) rules must stick out beyond the outermost crossing ones for a side to count as open.
_OPEN = 8.0
_OPEN_SHARE = 0.6
#: Areas thinner than this (points) are rules.
_THIN = 2.5
#: A column of its own has so many rows at least.
_FEWEST_ROWS = 2
#: How near (points) to the edge of the paper a table that was cut off ends.
_EDGE = 0.5
#: Drawings (maps, seals, charts) with more edges than this are no table, and would take minutes to search.
_MAX_EDGES = 20_000


def find(page: Page, runs: Sequence[Run], visible: Box) -> list[Grid]:
    """The ruled tables of a page, top to bottom, with the runs of the page put into their cells.

    A table that goes over the edge of what is ``visible`` says so.
    """
    dotted = dots.rules(page)
    drawn = page.filter(lambda shape: not dots.is_dot(shape)) if dotted else page
    if not dotted and not _is_drawn(page):
        return []
    found = drawn.find_tables({**_SETTINGS, **dotted})
    ends = [] if dotted else _open_ends(page)
    if ends:
        found = page.find_tables({**_SETTINGS, "explicit_horizontal_lines": ends})
    if not dotted and (sides := _open_sides(page, [table.cells for table in found])):
        sides["explicit_horizontal_lines"] += ends
        found = page.find_tables({**_SETTINGS, **sides})
    grids = filled([table.cells for table in found], runs, is_dotted=bool(dotted), may_be_one_column=True)
    rules = _strokes(page)
    for grid in grids:
        grid.doubt_cut_numbers()
        grid.doubt_headings_over_rules()
        grid.doubt_texts_over_each_other()
        grid.is_shaded = not any(_lies_in(rule, grid.box) for rule in rules)
        grid.is_cut = _is_cut(grid.box, visible)
    return grids


def _is_cut(box: Box, visible: Box) -> bool:
    """Whether a table ends on the edge of the paper or beyond."""
    before = any(box[k] < visible[k] + _EDGE for k in (0, 1))
    return before or any(box[k] > visible[k] - _EDGE for k in (2, 3))


def _strokes(page: Page) -> list[Any]:
    """What is drawn as a rule: lines, outlines, and areas too thin to be anything else."""
    areas = [r for r in page.rects if (r.get("stroke") and r.get("linewidth")) or min(r["width"], r["height"]) < _THIN]
    return [*page.lines, *page.curves, *areas]


def _lies_in(rule: Any, box: Box) -> bool:
    x, y = (rule["x0"] + rule["x1"]) / 2, (rule["top"] + rule["bottom"]) / 2
    return bool(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1)


def filled(
    tables: Iterable[Sequence[Box]], runs: Sequence[Run], *, is_dotted: bool = False, may_be_one_column: bool = False
) -> list[Grid]:
    """The grids of the cells of each table, with the runs of the page put into them.

    One that is alone on its page and prints a number ``may_be_one_column``: the last one of a sheet too wide for paper.
    """
    # A grid with one row or column of slivers is a double rule, and one column is a box around text.
    is_small = runs and not is_dotted and median(run.size for run in runs) < _SMALL_PRINT
    made = [Grid(boxes, _SLIVER_IN_SMALL_PRINT if is_small else SLIVER) for boxes in tables]
    grids = [grid for grid in made if grid.columns > 1 and grid.rows > 0]
    if may_be_one_column and len(made) == 1 and _is_column_of_amounts(made[0], runs):
        grids = made
    for run in runs:
        for grid in grids:
            if grid.holds(run):
                grid.put(run)
                break
    return grids


def _is_column_of_amounts(grid: Grid, runs: Sequence[Run]) -> bool:
    """Whether a column prints a number, and hardly more lines than it has rows."""
    held = [is_number(run.text) for run in runs if grid.holds(run)]
    return grid.columns == 1 and grid.rows >= _FEWEST_ROWS and any(held) and len(held) < grid.rows + _FEWEST_ROWS


def _is_drawn(page: Page) -> bool:
    count = len(page.rects) * 4 + len(page.lines) + len(page.curves)
    return 0 < count <= _MAX_EDGES


def _open_ends(page: Page) -> list[dict[str, Any]]:
    """The rules above the first row of a page and below the last that a page break left away for some of the cells."""
    edges = page.edges
    ends = [min(e["top"] for e in edges), max(e["bottom"] for e in edges)] if edges else []
    return [rule for end in ends for rule in _rules_at(end, edges)]


def _rules_at(end: float, edges: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """A rule across where the rules at both sides of a cell end and none is drawn; what no rule closes is no cell."""
    near = [e for e in edges if abs(e["top"] - end) < _THIN or abs(e["bottom"] - end) < _THIN]
    down = sorted((e for e in near if e["orientation"] == "v" and e["height"] > _OPEN), key=lambda e: e["x0"])
    across = [(e["x0"] - _THIN, e["x1"] + _THIN, e["top"]) for e in edges if e["orientation"] == "h"]
    for left, right in pairwise(down):
        a, b = left["x0"], right["x0"]
        top, bottom = min(left["top"], right["top"]) - _THIN, max(left["bottom"], right["bottom"]) + _THIN
        over = [y for x0, x1, y in across if x0 <= (a + b) / 2 <= x1 and top <= y <= bottom]
        if b - a > _OPEN and over and not any(abs(y - end) < _THIN for y in over):
            yield _edge("h", a, b, end, end)


def _open_sides(page: Page, tables: Sequence[Sequence[Box]]) -> dict[str, list[dict[str, Any]]]:
    """The outer rules that were left away, as on pages cut from a longer table and on tables open at the sides."""
    vertical: list[dict[str, Any]] = []
    horizontal: list[dict[str, Any]] = []
    edges = [edge for edge in page.edges if max(edge["width"], edge["height"]) > _OPEN]
    for cells in tables:
        x0, x1 = min(c[0] for c in cells), max(c[2] for c in cells)
        top, bottom = min(c[1] for c in cells), max(c[3] for c in cells)
        rows = sorted({y for c in cells for y in (c[1], c[3])})
        columns = sorted({x for c in cells for x in (c[0], c[2])})
        across = [(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
        down = [(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
        for end in _reaches(across, rows, x0, x1):
            vertical.append(_edge("v", end, end, top, bottom))
        for end in _reaches(down, columns, top, bottom):
            horizontal.append(_edge("h", x0, x1, end, end))
    sides = {"explicit_vertical_lines": vertical, "explicit_horizontal_lines": horizontal}
    return sides if vertical or horizontal else {}


def _reaches(
    rules: Sequence[tuple[float, float, float]], places: Sequence[float], start: float, end: float
) -> Iterator[float]:
    """Where most of the rules at ``places`` end beyond ``start`` and beyond ``end``, if they do."""
    before: list[float] = []
    after: list[float] = []
    for place in places:
        near = [rule for rule in rules if abs(rule[0] - place) <= 3]
        before.extend(
            [min(r[1] for r in near if r[2] >= start - 3)]
            if any(r[1] < start - _OPEN and r[2] >= start - 3 for r in near)
            else []
        )
        after.extend(
            [max(r[2] for r in near if r[1] <= end + 3)]
            if any(r[2] > end + _OPEN and r[1] <= end + 3 for r in near)
            else []
        )
    for ends in (before, after):
        if len(places) > 1 and len(ends) >= max(2, _OPEN_SHARE * len(places)) and max(ends) - min(ends) < 10:
            yield median(ends)


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "explicit_edge", "orientation": orientation, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
