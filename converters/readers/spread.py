"""Two pages on one sheet: a spread that was scanned or printed as one page across."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .page.frames import Grid
from .page.glyphs import Line, Run, lines
from .unruled.drawn import Drawn

#: Widths of a height from which a page lies across, and of the page: the gutter, and how far it is from the middle.
_ACROSS, _GUTTER, _ASIDE = 1.2, 0.03, 0.06
#: Characters of a line that is no heading of a column, and font sizes between the texts of one that has columns.
_TITLE, _APART = 5, 2.0
_AMOUNT, _WORD = re.compile(r"\d[,.]\d"), re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Part:
    """What stands on one of the pages of a sheet, ``size`` points wide and high."""

    runs: Sequence[Run]
    grids: Sequence[Grid]
    drawn: Drawn
    size: tuple[float, float]


def parts(whole: Part) -> Iterator[Part]:
    """The pages of a sheet from left to right; the sheet itself where it is one page."""
    middle = _gutter(whole)
    halves = [] if middle is None else [between(whole, 0, middle), between(whole, middle, whole.size[0])]
    yield from halves if halves and all(map(_begins, halves)) else [whole]


def _gutter(whole: Part) -> float | None:
    """Where nothing stands from the top of a page that lies across to its foot, near its middle."""
    width, height = whole.size
    if width < _ACROSS * height:
        return None
    spans = sorted([(run.x0, run.x1) for run in whole.runs] + [(grid.box[0], grid.box[2]) for grid in whole.grids])
    spans = sorted([*spans, *((x0, x1) for _, x0, x1 in whole.drawn.rules)])
    reached = 0.0
    for x0, x1 in spans:
        left, right = max(reached, (0.5 - _ASIDE) * width), min(x0, (0.5 + _ASIDE) * width)
        if reached and right - left > _GUTTER * width:
            return (left + right) / 2
        reached = max(reached, x1)
    return None


def between(whole: Part, left: float, right: float) -> Part:
    """What stands between two places across a sheet."""

    def inside(x0: float) -> bool:
        return left <= x0 < right

    return Part(
        [run for run in whole.runs if inside(run.x0)],
        [grid for grid in whole.grids if inside(grid.box[0])],
        Drawn(
            tuple(rule for rule in whole.drawn.rules if inside(rule[1])),
            tuple(frame for frame in whole.drawn.frames if inside(frame[0])),
        ),
        (right - left, whole.size[1]),
    )


def _begins(half: Part) -> bool:
    """Whether ``half`` begins as a page does, with a line of text or a grid; blocks side by side begin with a row.

    Rows of a page have words: those of numbers alone are the rest of rows.
    """
    outside = [run for run in half.runs if not any(grid.holds(run) for grid in half.grids)]
    printed = lines(outside)
    top: Line | None = min(printed, key=lambda line: line.top, default=None)
    rows = [line for line in printed if _AMOUNT.search(line.text)]
    if rows and not any(_WORD.search(line.text) for line in rows):
        return False
    if half.grids and (top is None or min(grid.box[1] for grid in half.grids) < top.top):
        return True
    return top is not None and len(top.text) >= _TITLE and not _has_columns(top)


def _has_columns(line: Line) -> bool:
    return any(after.x0 - before.x1 > _APART * line.size for before, after in pairwise(line.runs))
