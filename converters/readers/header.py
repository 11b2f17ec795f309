"""The headings of a table without rules: which lines are one heading, and over which columns it stands.

Every column has a lowest heading of its own. A heading that stands over others covers the columns around it that
have no heading as high as it is, and whose middle, or left edge, it keeps to. Where that is not certain there is
no answer: a heading over the wrong columns would make numbers of another kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise, product

from .glyphs import Box
from .pieces import Interval, Piece, box_of, overlap, union

#: In font sizes.
_LEADING = 1.6
_LEADING_UNSEEN = 1.5  # where no text of the body wraps
_CENTRED = 0.35
_SAME_EDGE = 0.25
_MOST_WAYS = 5000
_RAISED = 0.3
_AS_CLOSE = 1.1
_SPACED = 5.0
_LETTERS = 1.5


@dataclass(slots=True)
class Heading:
    """A heading with all its lines; ``extent`` is the cell that it was printed in, where that is drawn."""

    pieces: list[Piece]
    extent: Interval | None = None
    columns: tuple[int, int] = (0, 0)  # first and last
    surely: tuple[int, int] | None = None  # those of them that it stands over for certain, where that is not all

    @property
    def text(self) -> str:
        return "\n".join(piece.text for piece in sorted(self.pieces, key=lambda p: (round(p.baseline), p.x0)))

    @property
    def box(self) -> Box:
        return box_of(self.pieces)

    @property
    def reach(self) -> Interval:
        return self.extent or (self.box[0], self.box[2])

    @property
    def size(self) -> float:
        return self.pieces[0].size

    @property
    def first(self) -> float:
        return min(p.baseline for p in self.pieces)

    @property
    def last(self) -> float:
        return max(p.baseline for p in self.pieces)

    @property
    def centre(self) -> float:
        return (self.box[0] + self.box[2]) / 2


Fit = Callable[[Heading, tuple[int, int]], bool]
Spans = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Columns:
    """The columns of a table with their headings: the lowest one of each, and those that stand over several."""

    intervals: list[Interval]
    leaves: list[Heading | None]
    bare: list[bool] = field(default_factory=list[bool])  # whether it has a heading and nothing below
    groups: list[list[Heading]] = field(default_factory=list[list[Heading]])  # by level, the lowest first


def headings_of(
    lines: Sequence[Sequence[Piece]], body: Sequence[Interval], frames: Sequence[Box], leading: float
) -> list[Heading]:
    """The headings among lines of pieces: by the cells that are drawn, else by how close their lines stand.

    ``body`` are the columns below; ``leading`` is the distance of two lines of one text there, 0 where none wraps.
    """
    framed: dict[Box, list[Piece]] = {}
    free: list[list[Piece]] = []
    for line in lines:
        rest: list[Piece] = []
        for piece in line:
            frame = next((f for f in frames if _holds(f, piece)), None)
            if frame:
                framed.setdefault(frame, []).append(piece)
            else:
                rest.append(piece)
        free.append(_letters_joined(rest, body))
    drawn = [Heading(pieces, (frame[0], frame[2])) for frame, pieces in framed.items()]
    return [*drawn, *_stacked([line for line in free if line], body, leading)]


def _letters_joined(line: Sequence[Piece], body: Sequence[Interval]) -> list[Piece]:
    """The texts of a line, words that are set letter by letter whole: 项  目, but not 类, 款 and 项 side by side."""
    gaps = [float("inf"), *(b.x0 - a.x1 for a, b in pairwise(line)), float("inf")]
    joined: list[Piece] = []
    for k, piece in enumerate(line):
        before = joined[-1] if joined else None
        apart = min(gaps[k - 1] if k else 0.0, gaps[k + 1]) > _LETTERS * gaps[k]
        if before and apart and gaps[k] < _SPACED * piece.size and _are_letters(before, piece, body):
            joined[-1] = replace(before, text=before.text + piece.text, x1=piece.x1)
        else:
            joined.append(piece)
    return joined


def _are_letters(before: Piece, piece: Piece, body: Sequence[Interval]) -> bool:
    over = [column for column in body if any(overlap((p.x0, p.x1), column) > 0 for p in (before, piece))]
    return len(before.text) == len(piece.text) == 1 and not before.is_number and not piece.is_number and len(over) < 2


def _holds(frame: Box, piece: Piece) -> bool:
    middle = piece.baseline - 0.35 * piece.size
    return frame[0] - 1 <= piece.centre <= frame[2] + 1 and frame[1] - 1 <= middle <= frame[3] + 1


def _stacked(lines: Sequence[Sequence[Piece]], body: Sequence[Interval], leading: float) -> list[Heading]:
    pitches = [
        b.baseline - a.baseline
        for i, above in enumerate(lines)
        for a in above
        for below in lines[i + 1 :]
        for b in below
        if _touch(a, b) and _covers(a, body) == _covers(b, body)
    ]
    closest = min([p for p in (*pitches, leading) if p > 0], default=0.0)
    closest = min(_AS_CLOSE * closest, (_LEADING if leading else _LEADING_UNSEEN) * lines[0][0].size) if lines else 0.0
    headings: list[Heading] = []
    for line in lines:
        for piece in line:
            same = (h for h in reversed(headings) if _covers(h.pieces[-1], body) == _covers(piece, body))
            over = next((h for h in same if _goes_on(h, piece, closest, line)), None)
            if over:
                over.pieces.append(piece)
            else:
                headings.append(Heading([piece]))
    return headings


def _covers(piece: Piece, body: Sequence[Interval]) -> bool:
    """Whether a text stands over several columns of the body, as no heading of one column does."""
    return sum(overlap((piece.x0, piece.x1), column) > 0 for column in body) > 1


def _touch(above: Piece, below: Piece) -> bool:
    return (
        above.baseline + 0.5 * above.size < below.baseline and overlap((above.x0, above.x1), (below.x0, below.x1)) > 0
    )


def _goes_on(heading: Heading, piece: Piece, closest: float, line: Sequence[Piece]) -> bool:
    """Whether a piece is the next line of a heading: as close as lines are, aligned, no longer than it."""
    last = heading.pieces[-1]
    pitch = piece.baseline - last.baseline
    if not 0.5 * piece.size < pitch <= closest:
        return False
    below = [p for p in line if overlap((p.x0, p.x1), (last.x0, last.x1)) > 0]
    aligned = min(abs(last.centre - piece.centre), abs(last.x0 - piece.x0), abs(last.x1 - piece.x1))
    narrower = piece.x1 - piece.x0 <= max(p.x1 - p.x0 for p in heading.pieces) + 1.2 * piece.size
    return len(below) == 1 and below[0] is piece and aligned <= _CENTRED * piece.size and narrower


def assign(body: Sequence[Interval], heads: Sequence[bool], headings: Sequence[Heading]) -> Columns | None:
    """The columns with their headings; None where a heading could belong to other columns as well.

    ``heads`` says which columns of the body print codes or words: several of these may share their one heading.
    """
    columns = Columns(list(body), [None] * len(body), [False] * len(body))
    is_head = list(heads)
    upper: list[Heading] = []
    for heading in sorted(headings, key=lambda h: (-round(h.last, 1), h.box[0])):
        if not _is_leaf(columns, is_head, heading):
            upper.append(heading)
    if not _settle(columns, is_head):
        return None
    upper = _lines_joined(upper)
    shared = [h for h in upper if _shares(columns, is_head, h)]
    if not all(columns.leaves):
        return None
    return _grouped(columns, [h for h in upper if h not in shared], Fits(columns, is_head))


def _lines_joined(upper: Sequence[Heading]) -> list[Heading]:
    """The headings over others, each with the line below it that is no longer than it and centred below it."""
    joined: list[Heading] = []
    for heading in sorted(upper, key=lambda h: h.first):
        for above in joined:
            is_near = 0.5 * heading.size < heading.first - above.last <= _LEADING_UNSEEN * heading.size
            fits = above.box[0] <= heading.box[0] and heading.box[2] <= above.box[2]
            if (
                is_near
                and fits
                and abs(above.centre - heading.centre) <= _CENTRED * heading.size
                and not heading.extent
            ):
                above.pieces += heading.pieces
                break
        else:
            joined.append(heading)
    return joined


def _over(columns: Columns, reach: Interval, slack: float) -> list[int]:
    return [k for k, interval in enumerate(columns.intervals) if overlap(interval, reach) > slack]


def _is_leaf(columns: Columns, is_head: list[bool], heading: Heading) -> bool:
    """Give a heading to the column that it is the lowest of; a new one where there is none."""
    over = _over(columns, heading.reach, 0.1 * heading.size)
    if not over:
        right = next((k for k, c in enumerate(columns.intervals) if c[0] >= heading.reach[1]), len(columns.intervals))
        beside = [columns.leaves[k] for k in (right - 1, right) if 0 <= k < len(columns.leaves)]
        if len(beside) == 2 and all(leaf and leaf.first > heading.last + 0.5 * heading.size for leaf in beside):
            return False  # between two columns, above their headings: over both
        columns.intervals.insert(right, heading.reach)
        columns.leaves.insert(right, heading)
        columns.bare.insert(right, True)
        is_head.insert(right, False)
        return True
    if len(over) == 1 and columns.leaves[over[0]] is None:
        columns.leaves[over[0]] = heading
        columns.intervals[over[0]] = union([columns.intervals[over[0]], heading.reach])
        return True
    return False


def _shares(columns: Columns, is_head: Sequence[bool], heading: Heading) -> bool:
    """Give a heading over several columns of codes and words that have no other to each of them."""
    over = _over(columns, heading.reach, 0.1 * heading.size)
    if len(over) < 2 or not all(is_head[k] and columns.leaves[k] is None for k in over):
        return False
    for k in over:
        columns.leaves[k] = heading
    return True


def _settle(columns: Columns, is_head: list[bool]) -> bool:
    """Put together what is one column: a heading clear of the numbers below it, and those numbers."""
    pairs: list[tuple[int, int]] = []
    sides: list[int] = []
    doubtful: list[list[int]] = []
    for run in _runs([k for k in range(len(columns.intervals)) if columns.leaves[k] is None or columns.bare[k]]):
        members = list(range(run[0], run[1] + 1))
        bare, headless = ([k for k in members if bool(columns.leaves[k]) == has] for has in (True, False))
        if headless and len(bare) == len(headless):
            pairs += zip(bare, headless, strict=True)
            sides += [h - b for h, b in zip(bare, headless, strict=True)]
        elif headless and bare:
            doubtful.append(members)
    side = -1 if sides and max(sides) < 0 else 1 if sides and min(sides) > 0 else 0
    for members in doubtful:
        for k in members:
            if columns.leaves[k] is None:
                other = k + side
                if not side or other not in members or not columns.leaves[other]:
                    return False
                pairs.append((other, k))
    if any(abs(a - b) != 1 for a, b in pairs) or len({k for pair in pairs for k in pair}) < 2 * len(pairs):
        return False
    for bare, headless in sorted(pairs, reverse=True):
        first = min(bare, headless)
        columns.leaves[first] = columns.leaves[bare]
        columns.intervals[first] = union([columns.intervals[bare], columns.intervals[headless]])
        is_head[first] = is_head[headless]
        columns.bare[first] = False
        del columns.intervals[first + 1], columns.leaves[first + 1], columns.bare[first + 1], is_head[first + 1]
    return True


# --- headings over several columns ------------------------------------------------------------------------


def _grouped(columns: Columns, upper: Sequence[Heading], fits: Fits) -> Columns | None:
    """The columns with each upper heading over its own, level by level from the lowest."""
    tops: list[Heading] = [leaf for leaf in columns.leaves if leaf]
    if len(tops) < len(columns.leaves):
        return None
    leaves = list(tops)
    levels = _levels(upper)
    for rank, level in enumerate(levels, start=1):
        spans = _spans(columns.intervals, tops, leaves, level, fits, (rank, len(levels)))
        if spans is None:
            return None
        for heading, span in zip(level, spans, strict=True):
            heading.columns = span
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
) -> list[tuple[int, int]] | None:
    """First and last column below each heading of a level, the nth from below of how many; None where not certain."""
    if all(h.extent for h in level):
        return _drawn_spans(intervals, level)
    seeds = [_seed(intervals, h) for h in level]
    if not all(seeds) or any(a[-1] >= b[0] for a, b in pairwise(seeds)):
        return None
    if any(tops[k].first <= h.last + 0.3 * h.size for h, seed in zip(level, seeds, strict=True) for k in seed):
        return None
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
        # All cells keep their texts alike: at that height which has them in the fewest rows.
        fewest = min(len(_clusters(h, slack)) for h in heights)
        for own in (h for h in heights if len(_clusters(h, slack)) == fewest):
            found |= _spans_where(own, level, seeds, fits, rank)
    return list(found.pop()) if len(found) == 1 else None


def _middle(heading: Heading) -> float:
    return (heading.first + heading.last) / 2


def _first(heading: Heading) -> float:
    return heading.first


def _last(heading: Heading) -> float:
    return heading.last


def _drawn_spans(intervals: Sequence[Interval], level: Sequence[Heading]) -> list[tuple[int, int]] | None:
    spans: list[tuple[int, int]] = []
    for heading in level:
        x0, x1 = heading.reach
        inside = [k for k, i in enumerate(intervals) if x0 - 1 <= (i[0] + i[1]) / 2 <= x1 + 1]
        if not inside:
            return None
        spans.append((inside[0], inside[-1]))
    return spans if all(a[1] < b[0] for a, b in pairwise(spans)) else None


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
    return found


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
        """With the words below them at the left, in the middle, or either."""
        heads = [
            (interval, leaf)
            for interval, leaf, head in zip(columns.intervals, columns.leaves, self._heads, strict=True)
            if head and leaf
        ]
        if not heads:
            return (self.is_left, self.is_centred)
        left = all(abs(leaf.box[0] - interval[0]) <= _SAME_EDGE * leaf.size for interval, leaf in heads)
        return (self.is_left,) if left else (self.is_centred,)

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
        if self.styles == (self.is_centred,):
            ways = _combined(level, seeds, set(range(count)), self.is_centred)
            return {spans for spans in ways if all(b > a for a, b in spans)}
        return set()

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


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for k in columns:
        if runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        else:
            runs.append((k, k))
    return runs
