"""Tables side by side on one sheet, each below a title of its own: read one after the other.

Titles that stand on one line in one size are those of as many tables. The gap between two of these goes from the
titles to the foot of the sheet; of several gaps it is the one that leaves the titles in the middle of their tables.
A table beside one with a title may go on from the sheet before and have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .characters import tidy
from .grid import is_title
from .page.glyphs import Line, Run, join, lines
from .spread import Part, between
from .unruled.pieces import Interval

#: In font sizes: between two titles, how far one may stand from the middle of its table, the narrowest gap.
_APART, _OFF, _GAP = 0.8, 3.0, 0.8
#: Share of a title's size by which another on its line may be larger.
_ALIKE = 0.05
_PAGE_NUMBER = re.compile(r"[-—–－第/ \d共页]+")

#: Points by which a grid may seem to reach into the gap beside it.
_EDGE = 1.0

Title = tuple[Run, ...]


def parts(whole: Part) -> Iterator[Part]:
    """The tables of a sheet from left to right, with what stands around each; the sheet itself where it is one."""
    line, found = titles(whole)
    gutters = _gutters(whole, line, found) if line else []
    edges = [0.0, *gutters, whole.size[0]]
    yield from (between(whole, a, b) for a, b in pairwise(edges)) if gutters else [whole]


def titles(whole: Part) -> tuple[Line | None, list[Title]]:
    """The first line of a sheet that prints nothing but titles, and these."""
    outside = [run for run in whole.runs if not any(grid.holds(run) for grid in whole.grids)]
    for line in lines(outside):
        if found := beside(line):
            return line, found
    return None, []


def beside(line: Line) -> list[Title]:
    """The titles that a line prints beside each other; none where it prints anything else."""
    groups: list[list[Run]] = [[line.runs[0]]]
    for before, run in pairwise(line.runs):
        if run.x0 - before.x1 > _APART * run.size:
            groups.append([])
        groups[-1].append(run)
    sizes = [run.size for run in line.runs]
    alike = max(sizes) - min(sizes) <= _ALIKE * max(sizes)
    found = [tuple(group) for group in groups]
    return found if alike and all(is_title(tidy(join(group))) for group in found) else []


def _gutters(whole: Part, line: Line, found: Sequence[Title]) -> list[float]:
    """Where the tables below some titles part; nothing where that is not certain."""
    spans = list(_spans(whole, line))
    if not spans:
        return []
    gaps, end = _gaps(spans, _GAP * line.size), max(x1 for _, x1 in spans)
    left = min(x0 for x0, _ in spans)
    if len(found) == 1:
        return _beside_untitled(whole, found[0], gaps, (left, end))
    gutters: list[float] = []
    for title, following in pairwise(found):
        fits = [
            gap
            for gap in gaps
            if _middle(title) < gap[0]
            and gap[1] < _middle(following)
            and (
                _parts_grids(whole, gap)
                or (
                    _is_centred(title, left, gap[0])
                    and (following is not found[-1] or _is_centred(following, gap[1], end))
                )
            )
        ]
        if len(fits) != 1:
            return []
        gutters.append(sum(fits[0]) / 2)
        left = fits[0][1]
    return gutters


def _beside_untitled(whole: Part, title: Title, gaps: Sequence[Interval], ends: Interval) -> list[float]:
    """Where the one table with a title parts from a ruled one beside it that goes on from the sheet before."""
    if _is_centred(title, *ends):
        return []
    fits = [
        sum(gap) / 2
        for gap in gaps
        if _parts_grids(whole, gap) and (_is_centred(title, ends[0], gap[0]) or _is_centred(title, gap[1], ends[1]))
    ]
    return fits if len(fits) == 1 else []


def _parts_grids(whole: Part, gap: Interval) -> bool:
    """Whether there are ruled tables on both sides of a gap."""
    return len({grid.box[2] <= gap[0] + _EDGE for grid in whole.grids}) == 2


def _is_centred(title: Title, left: float, right: float) -> bool:
    return abs(_middle(title) - (left + right) / 2) <= _OFF * title[0].size


def _middle(title: Title) -> float:
    return (title[0].x0 + title[-1].x1) / 2


def _spans(whole: Part, line: Line) -> Iterator[Interval]:
    """From where to where each thing below a line reaches, but for the number of the page at its foot."""
    below = [other for other in lines(whole.runs) if other.top > line.bottom]
    if below and _PAGE_NUMBER.fullmatch(below[-1].text.strip()):
        del below[-1]
    yield from ((run.x0, run.x1) for other in below for run in other.runs)
    yield from ((grid.box[0], grid.box[2]) for grid in whole.grids if grid.box[3] > line.bottom)
    yield from ((x0, x1) for y, x0, x1 in whole.drawn.rules if y > line.bottom)


def _gaps(spans: Sequence[Interval], least: float) -> list[Interval]:
    found: list[Interval] = []
    reached = float("inf")
    for x0, x1 in sorted(spans):
        if x0 - reached > least:
            found.append((reached, x0))
        reached = max(reached, x1) if reached < float("inf") else x1
    return found
