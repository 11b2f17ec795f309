"""Headings over several columns of a table without rules, level by level from the lowest.

Such a heading covers the columns around it that have no heading as high as it is, and whose middle, or left edge, it
keeps to; or those that a rule of its own goes along.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, pairwise, product

from .heading import Columns, Heading
from .pieces import Interval, overlap

#: In font sizes.
_CENTRED = 0.35
_SAME_EDGE = 0.25
_RAISED = 0.3
_MOST_WAYS = 5000
#: More ways than this to read a row of headings are none.
_MOST_READINGS = 48

Fit = Callable[[Heading, tuple[int, int]], bool]
Spans = tuple[tuple[int, int], ...]


def grouped(columns: Columns, upper: Sequence[Heading], fits: Fits) -> Columns | None:
    """The columns with each upper heading over its own, level by level from the lowest."""
    tops: list[Heading] = [leaf for leaf in columns.leaves if leaf]
    if len(tops) < len(columns.leaves):
        return None
    leaves = list(tops)
    levels = _levels(upper)
    for rank, level in enumerate(levels, start=1):
        ways = _spans(columns.intervals, tops, leaves, level, fits, (rank, len(levels)))
        if not 0 < len(ways) <= _MOST_READINGS:
            return None
        for heading, own in zip(level, zip(*ways, strict=True), strict=True):
            heading.columns = span = own[0]
            heading.ways = own if len(ways) > 1 else ()
            columns.is_plain &= len(ways) == 1 and not heading.surely
            tops[span[0] : span[1] + 1] = [heading] * (span[1] - span[0] + 1)
        columns.groups.append(level)
    return columns


def _levels(upper: Iterable[Heading]) -> list[list[Heading]]:
    """The upper headings by level from the lowest, each from left to right: those of a level stand side by side."""
    levels: list[list[Heading]] = []
    for heading in sorted(upper, key=lambda h: (-h.last, -h.first)):
        slack = 0.3 * heading.size
        if levels and any(h.first - slack <= heading.last and heading.first - slack <= h.last for h in levels[-1]):
            levels[-1].append(heading)
        else:
            levels.append([heading])
    return [sorted(level, key=lambda h: h.box[0]) for level in levels]


def _spans(
    intervals: Sequence[Interval],
    tops: Sequence[Heading],
    leaves: Sequence[Heading],
    level: Sequence[Heading],
    fits: Fits,
    rank: tuple[int, int],
) -> list[Spans]:
    """First and last column below each heading of a level, the nth from below of how many, in every way there is."""
    if all(h.extent for h in level):
        return _drawn_spans(intervals, level)
    seeds = [_seed(intervals, h) for h in level]
    if not all(seeds) or any(a[-1] >= b[0] for a, b in pairwise(seeds)):
        return []
    if any(tops[k].first <= h.last + 0.3 * h.size for h, seed in zip(level, seeds, strict=True) for k in seed):
        return []
    found: set[Spans] = set()
    lowest = [leaf.last for leaf in leaves]
    if max(lowest) - min(lowest) <= _RAISED * level[0].size:
        # All stand at the bottom of their cells, or none is of more height than another.
        found = fits.at_the_bottom(level, seeds, len(tops))
        if not found and (widest := fits.at_most(level, seeds, len(tops))):
            for heading, seed in zip(level, seeds, strict=True):
                heading.surely = seed[0], seed[-1]
            found = {widest}
    else:
        heights = [[measure(leaf) for leaf in leaves] for measure in (_middle, _first, _last)]
        slack = _RAISED * level[0].size
        # All cells keep their texts alike: at that height which has them in the fewest rows that explain the level.
        for count in sorted({len(_clusters(h, slack)) for h in heights}):
            for own in (h for h in heights if len(_clusters(h, slack)) == count):
                found |= _spans_where(own, level, seeds, fits, rank)
            if found:
                break
    return sorted(found)


def _middle(heading: Heading) -> float:
    return (heading.first + heading.last) / 2


def _first(heading: Heading) -> float:
    return heading.first


def _last(heading: Heading) -> float:
    return heading.last


def _drawn_spans(intervals: Sequence[Interval], level: Sequence[Heading]) -> list[Spans]:
    spans: list[tuple[int, int]] = []
    for heading in level:
        x0, x1 = heading.reach
        inside = [k for k, i in enumerate(intervals) if x0 - 1 <= (i[0] + i[1]) / 2 <= x1 + 1]
        if not inside:
            return []
        spans.append((inside[0], inside[-1]))
    return [tuple(spans)] if all(a[1] < b[0] for a, b in pairwise(spans)) else []


def _spans_where(
    heights: Sequence[float],
    level: Sequence[Heading],
    seeds: Sequence[Sequence[int]],
    fits: Fits,
    rank: tuple[int, int],
) -> set[Spans]:
    """The spans if the lowest headings stand at ``heights``: what stands higher is below fewer other headings."""
    slack = _RAISED * level[0].size
    clusters = _clusters(heights, slack)
    certain = {k for seed in seeds for k in seed}
    found: set[Spans] = set()
    # With a height for each number of levels above, each level is above as many heights as it is levels up.
    tried = clusters[rank[0] - 1 : rank[0]] if len(clusters) == rank[1] + 1 else clusters[: rank[0]]
    for lowest in tried:
        below = {k for k, height in enumerate(heights) if height >= lowest - slack}
        if certain <= below:
            ways = (spans for fit in fits.styles for spans in _combined(level, seeds, below, fit))
            found |= {spans for spans in ways if {k for a, b in spans for k in range(a, b + 1)} == below}
    # One that stands over one column alone, and no other beside it over more, would be that column's own.
    return {spans for spans in found if any(b > a for a, b in spans)}


def _clusters(heights: Iterable[float], slack: float) -> list[float]:
    """The different heights among some, the lowest on the page first."""
    clusters: list[float] = []
    for height in sorted(heights, reverse=True):
        if not clusters or clusters[-1] - height > slack:
            clusters.append(height)
    return clusters


def _combined(level: Sequence[Heading], seeds: Sequence[Sequence[int]], below: set[int], fit: Fit) -> Iterable[Spans]:
    """The spans that the headings of a level can have beside each other."""
    ways = [_ways(h, seed, below, fit) for h, seed in zip(level, seeds, strict=True)]
    for spans in islice(product(*ways), _MOST_WAYS):
        if all(a[1] < b[0] for a, b in pairwise(spans)):
            yield spans


def _ways(heading: Heading, seed: Sequence[int], below: set[int], fit: Fit) -> list[tuple[int, int]]:
    """The spans that a heading can have: around its own columns, none that stands higher among them."""
    first, last = seed[0], seed[-1]
    while first - 1 in below:
        first -= 1
    while last + 1 in below:
        last += 1
    spans = product(range(first, seed[0] + 1), range(seed[-1], last + 1))
    return [span for span in spans if fit(heading, span)]


class Fits:
    """Whether a heading stands over columns as the headings of a table stand in their cells."""

    def __init__(self, columns: Columns, is_head: Sequence[bool]) -> None:
        self._leaves = [leaf for leaf in columns.leaves if leaf]
        self._heads = list(is_head)
        self._edges = _edges(columns.intervals, self._leaves) if len(self._leaves) == len(columns.leaves) else []
        self.styles: tuple[Fit, ...] = self._styles(columns)

    def _styles(self, columns: Columns) -> tuple[Fit, ...]:
        """At the left of their cells, in the middle, or either: as the lines of one stand to each other, or the
        headings of codes and words to what is below them."""
        told = {side for leaf in self._leaves for side in leaf.sides}
        if len(told) == 1:
            return (self.is_left,) if told == {"left"} else (self.is_centred,)
        heads = [
            (interval, leaf)
            for interval, leaf, head in zip(columns.intervals, columns.leaves, self._heads, strict=True)
            if head and leaf
        ]
        if not heads or told:
            return (self.is_left, self.is_centred)
        left, right = (
            all(abs(leaf.box[side] - interval[end]) <= _SAME_EDGE * leaf.size for interval, leaf in heads)
            for end, side in enumerate((0, 2))
        )
        # Headings as wide as their cells begin where what is below them does, wherever they are set.
        return (self.is_left, self.is_centred) if left and right else (self.is_left,) if left else (self.is_centred,)

    def is_left(self, heading: Heading, span: tuple[int, int]) -> bool:
        """Whether a heading begins where that of its first column does."""
        return abs(heading.box[0] - self._leaves[span[0]].box[0]) <= _SAME_EDGE * heading.size

    def is_centred(self, heading: Heading, span: tuple[int, int]) -> bool:
        """Whether a heading stands in the middle of its columns, wherever between them their edges are."""
        (a0, a1), (b0, b1) = self._edges[span[0]], self._edges[span[1] + 1]
        slack = _CENTRED * heading.size
        return (a0 + b0) / 2 - slack <= heading.centre <= (a1 + b1) / 2 + slack

    def at_the_bottom(self, level: Sequence[Heading], seeds: Sequence[Sequence[int]], count: int) -> set[Spans]:
        """The spans where no column shows by its height whether it is below a heading of the level.

        In the middle of their columns headings show it. At the left only blocks side by side do, each of which
        begins with words.
        """
        blocks = self._blocks(count)
        is_fitting = len(blocks) == len(level) > 1
        for fit in self.styles:
            if is_fitting and all(fit(h, b) for h, b in zip(level, blocks, strict=True)):
                return {blocks}
        if self.styles == (self.is_left,):
            return set()
        ways = (spans for fit in self.styles for spans in _combined(level, seeds, set(range(count)), fit))
        return {spans for spans in ways if any(b > a for a, b in spans)}

    def _blocks(self, count: int) -> Spans:
        """The columns of each block of words and the numbers right of them."""
        starts = [k for k in range(count) if self._heads[k] and not (k and self._heads[k - 1])]
        if not starts or starts[0]:
            return ()
        return tuple(zip(starts, [*(k - 1 for k in starts[1:]), count - 1], strict=True))

    def at_most(self, level: Sequence[Heading], seeds: Sequence[Sequence[int]], count: int) -> Spans:
        """The widest spans of headings at the left of their columns, each as far as the next one; none elsewhere."""
        if self.styles != (self.is_left,):
            return ()
        starts = [next((k for k in range(count) if self.is_left(h, (k, k))), -1) for h in level]
        if any(start not in seed for start, seed in zip(starts, seeds, strict=True)):
            return ()
        return tuple(zip(starts, [*(start - 1 for start in starts[1:]), count - 1], strict=True))


def _edges(intervals: Sequence[Interval], leaves: Sequence[Heading]) -> list[Interval]:
    """Between what x the edge before each column is, and that after the last: headings are centred in their cells."""
    far = float("inf")
    edges: list[Interval] = [
        (-far, intervals[0][0]),
        *((min(a[1], b[0]), max(a[1], b[0])) for a, b in pairwise(intervals)),
        (intervals[-1][1], far),
    ]
    slack = 0.2 * leaves[0].size
    for _ in range(3):
        for k in (*range(len(leaves)), *reversed(range(len(leaves)))):
            middle = 2 * leaves[k].centre
            for one, other in ((k, k + 1), (k + 1, k)):
                low, high = edges[one]
                narrowed = max(edges[other][0], middle - high - slack), min(edges[other][1], middle - low + slack)
                if narrowed[0] <= narrowed[1]:
                    edges[other] = narrowed
    return edges


def _seed(intervals: Sequence[Interval], heading: Heading) -> list[int]:
    """The columns that a heading stands over for certain: those that it overlaps, or the two that it is between."""
    x0, x1 = heading.reach
    over = [k for k, i in enumerate(intervals) if overlap(i, (x0, x1)) > 0]
    if over:
        return over
    right = next((k for k, c in enumerate(intervals) if c[0] >= x1), len(intervals))
    return [right - 1, right] if 0 < right < len(intervals) else []
