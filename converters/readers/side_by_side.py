"""Tables side by side on one sheet, each below a title of its own: read one after the other.

Titles that stand on one line in one size are those of as many tables. The gap between two of these goes from the
titles to the foot of the sheet; of several gaps it is the one that leaves the titles in the middle of their tables.
A table beside one with a title may go on from the sheet before and have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .characters import tidy
from .grid import is_caption, is_title
from .page.frames import Grid
from .page.glyphs import Line, Run, join, lines
from .spread import Part, between
from .unruled.drawn import Drawn
from .unruled.pieces import Interval

#: In font sizes: between two titles, how far one may stand from the middle of its table, the narrowest gap.
_APART, _OFF, _GAP = 0.8, 3.0, 0.8
#: Share of a title's size by which another on its line may be larger.
_ALIKE = 0.05
_PAGE_NUMBER = re.compile(r"[-—–－第/ \d共页]+")

#: Points by which a grid may seem to reach into the gap beside it.
_EDGE = 1.0
_AMOUNT = re.compile(r"\d[,.]\d")

Title = tuple[Run, ...]


def parts(whole: Part) -> Iterator[Part]:
    """The tables of a sheet from left to right, with what stands around each; the sheet itself where it is one."""
    told = titles(whole)
    if not any(len(found) > 1 for _, found in told):
        found = list(_beside(whole, *told[0])) if told else [whole]
        yield from found if len(found) > 1 else _below_own_texts(whole)
        return
    starts = [_start(whole, line) for line in _first_ones(whole, [line for line, _ in told])]
    tops = [top for top in starts if not any(grid.box[1] < top < grid.box[3] for grid in whole.grids)]
    edges = [float("-inf"), *tops[1:], float("inf")]
    for top, bottom in pairwise(edges):
        band = _band(whole, top, bottom)
        ways = (list(_beside(band, *own)) for own in titles(band))
        yield from next((found for found in ways if len(found) > 1), None) or _below_own_texts(band)


def _below_own_texts(whole: Part) -> Iterator[Part]:
    """The ruled tables of a sheet from left to right where each has a text of its own above it, a title or not.

    One that begins as high as the texts of the others goes on from the sheet before.
    """
    rest = whole
    for tables in _side_by_side(whole.grids):
        bottom = max(grid.box[3] for grid in tables)
        outside = [run for run in rest.runs if run.middle < bottom and not any(g.holds(run) for g in rest.grids)]
        gaps = _gaps(sorted((grid.box[0], grid.box[2]) for grid in tables), 0.0)
        edges = [0.0, *(sum(gap) / 2 for gap in gaps), whole.size[0]]
        crossed = any(run.x0 < x < run.x1 for run in outside for x in edges[1:-1])
        if not crossed and _are_own(outside, tables, edges):
            band, rest = _band(rest, float("-inf"), bottom), _band(rest, bottom, float("inf"))
            yield from (between(band, a, b) for a, b in pairwise(edges))
    yield rest


def _are_own(outside: Sequence[Run], tables: Sequence[Grid], edges: Sequence[float]) -> bool:
    """Whether what stands between two edges across a sheet is a table of its own, for all of them."""
    tops = [min(grid.box[1] for grid in tables if a <= grid.box[0] < b) for a, b in pairwise(edges)]
    texts = [_lowest_text(outside, *reach, top) for reach, top in zip(pairwise(edges), tops, strict=True)]
    told = [text for text in texts if text is not None]
    return bool(told) and all(text is not None or top < min(told) for text, top in zip(texts, tops, strict=True))


def _side_by_side(grids: Sequence[Grid]) -> Iterator[list[Grid]]:
    """The ruled tables that stand beside each other, from the top of a sheet to its foot."""
    found: list[list[Grid]] = []
    for grid in sorted(grids, key=lambda grid: grid.box[1]):
        if found and grid.box[1] < max(other.box[3] for other in found[-1]):
            found[-1].append(grid)
        else:
            found.append([grid])
    yield from (together for together in found if len(together) > 1)


def _lowest_text(outside: Sequence[Run], left: float, right: float, top: float) -> float | None:
    """Where the lowest text above ``top`` ends that is no caption, between two places across a sheet."""
    own = lines([run for run in outside if left <= run.x0 < right])
    above = (line for line in own if line.bottom <= top)
    told = [line.bottom for line in above if not all(is_caption(tidy(join(group))) for group in _groups(line))]
    return max(told, default=None)


def _beside(whole: Part, line: Line, found: Sequence[Title]) -> Iterator[Part]:
    """What stands below the titles of one line, from left to right."""
    edges = [0.0, *_gutters(whole, line, found), whole.size[0]]
    yield from (between(whole, a, b) for a, b in pairwise(edges)) if len(edges) > 2 else [whole]


def _first_ones(whole: Part, told: Sequence[Line]) -> Iterator[Line]:
    """The lines of titles with a table between them and the one before."""
    prints = [run.middle for run in whole.runs if _AMOUNT.search(run.text)]
    before = float("-inf")
    for line in told:
        if before == float("-inf") or any(before < y < line.top for y in prints):
            before = line.bottom
            yield line


def _start(whole: Part, line: Line) -> float:
    """Where what belongs to the titles of a line begins: with the captions right above them."""
    top = line.top
    for other in reversed(lines(whole.runs)):
        if other.top < top:
            if not all(is_caption(tidy(join(group))) for group in _groups(other)):
                break
            top = other.top
    return top


def _band(whole: Part, top: float, bottom: float) -> Part:
    """What stands between two heights of a sheet."""

    def inside(y: float) -> bool:
        return top <= y < bottom

    return replace(
        whole,
        runs=[run for run in whole.runs if inside(run.middle)],
        grids=[grid for grid in whole.grids if inside(grid.box[1])],
        drawn=Drawn(
            tuple(rule for rule in whole.drawn.rules if inside(rule[0])),
            tuple(frame for frame in whole.drawn.frames if inside(frame[1])),
        ),
    )


def titles(whole: Part) -> list[tuple[Line, list[Title]]]:
    """The lines of a sheet that print nothing but titles, each with these."""
    outside = [run for run in whole.runs if not any(grid.holds(run) for grid in whole.grids)]
    told = ((line, beside(line)) for line in lines(outside))
    return [(line, found) for line, found in told if found]


def beside(line: Line) -> list[Title]:
    """The titles that a line prints beside each other; none where it prints anything else."""
    groups = _groups(line)
    sizes = [run.size for run in line.runs]
    alike = max(sizes) - min(sizes) <= _ALIKE * max(sizes)
    found = [tuple(group) for group in groups]
    return found if alike and all(is_title(tidy(join(group))) for group in found) else []


def _groups(line: Line) -> list[list[Run]]:
    """The texts of a line that stand apart."""
    groups: list[list[Run]] = [[line.runs[0]]]
    for before, run in pairwise(line.runs):
        if run.x0 - before.x1 > _APART * run.size:
            groups.append([])
        groups[-1].append(run)
    return groups


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
