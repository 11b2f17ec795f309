"""The headings of a table without rules: over which column each stands, and over which the headings above them do.

Every column has a lowest heading of its own; :mod:`.groups` says what stands over several. Where that is not certain
there is no answer: a heading over the wrong columns would make numbers of another kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from . import groups
from .heading import Columns, Heading
from .heading_lines import lines_joined
from .pieces import Interval, overlap, union

#: Whether headings over others may have two lines, and one may be between two below it: the next as none before is.
_WAYS = ((True, False), (False, False), (True, True))


def assign(
    body: Sequence[Interval],
    heads: Sequence[bool],
    sides: Sequence[int],
    headings: Sequence[Heading],
    within: float = 0.0,
) -> Columns | None:
    """The columns with their headings; None where a heading could belong to other columns as well.

    ``heads`` says which columns of the body print codes or words: several of these may share their one heading.
    ``sides`` says where a column stands if it is clear of its heading: 1 right of it, -1 left, 0 either.
    ``within`` is how far apart the lines of one text stand, 0 where that is not known, or rows stand as close.
    """
    found: list[Columns] = []
    for is_joined, is_between in _WAYS:
        if found:
            break
        ways = (_Way(is_far, is_between, within if is_joined else None) for is_far in (False, True))
        read = (_assigned(body, heads, sides, [_copy(h) for h in headings], way) for way in ways)
        found = [columns for columns in read if columns]
        if (is_joined, is_between) != _WAYS[0]:
            for columns in found:
                columns.doubt()
    return next((columns for columns in found if not columns.is_doubtful), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to read headings, each where the ones before it leave no answer."""

    is_far: bool  # one clear of all columns may be above those beside it with columns between them
    is_between: bool  # one may be above those on both sides of it, and not that of the codes below it
    within: float | None  # how far apart the lines of a heading over others stand at most; None if it has one line


def _copy(heading: Heading) -> Heading:
    return replace(heading, pieces=list(heading.pieces))


def _assigned(
    body: Sequence[Interval],
    heads: Sequence[bool],
    sides: Sequence[int],
    headings: Sequence[Heading],
    way: _Way,
) -> Columns | None:
    columns = Columns(list(body), [None] * len(body), [False] * len(body), sides=list(sides))
    is_head = list(heads)
    upper: list[Heading] = []
    for heading in sorted(headings, key=lambda h: (-round(h.last, 1), h.box[0])):
        if (way.is_between and _is_between(columns, heading)) or not _is_leaf(columns, is_head, heading, way):
            upper.append(heading)
    if not _settle(columns, is_head):
        return None
    upper = upper if way.within is None else lines_joined(upper, way.within)
    shared = [h for h in upper if _shares(columns, is_head, h)]
    if not all(columns.leaves):
        return None
    return groups.grouped(columns, [h for h in upper if h not in shared], groups.Fits(columns, is_head))


#: In font sizes.
_EVEN = 0.1


def _over(columns: Columns, reach: Interval, slack: float) -> list[int]:
    return [k for k, interval in enumerate(columns.intervals) if overlap(interval, reach) > slack]


def _is_between(columns: Columns, heading: Heading) -> bool:
    """Whether a heading is over one column that has none, and above lower ones on both sides that are clear of all."""
    over = _over(columns, heading.reach, 0.1 * heading.size)
    if len(over) != 1 or columns.leaves[over[0]]:
        return False
    beside = [k for k in (over[0] - 1, over[0] + 1) if 0 <= k < len(columns.leaves) and columns.bare[k]]
    lower = [leaf for k in beside if (leaf := columns.leaves[k]) and leaf.first > heading.last + 0.5 * heading.size]
    return len(lower) == 2


def _is_leaf(columns: Columns, is_head: list[bool], heading: Heading, way: _Way) -> bool:
    """Give a heading to the column that it is the lowest of; a new one where there is none."""
    over = _over(columns, heading.reach, 0.1 * heading.size)
    if not over:
        middle = sum(heading.reach)
        right = next((k for k, c in enumerate(columns.intervals) if sum(c) >= middle), len(columns.intervals))
        sides = columns.leaves[:right][::-1], columns.leaves[right:]
        beside = [next((leaf for leaf in side[: None if way.is_far else 1] if leaf), None) for side in sides]
        if all(leaf and leaf.first > heading.last + 0.5 * heading.size for leaf in beside):
            return False  # between two columns, above their headings: over both
        columns.intervals.insert(right, heading.reach)
        columns.leaves.insert(right, heading)
        columns.bare.insert(right, True)
        columns.sides.insert(right, 0)
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
    of_heads: set[int] = set()
    doubtful: list[list[int]] = []
    for run in _runs([k for k in range(len(columns.intervals)) if columns.leaves[k] is None or columns.bare[k]]):
        members = list(range(run[0], run[1] + 1))
        bare, headless = ([k for k in members if bool(columns.leaves[k]) == has] for has in (True, False))
        if headless and len(bare) == len(headless):
            pairs += zip(bare, headless, strict=True)
            # Codes and words that are at the left of their cells say nothing of where numbers stand.
            sides += [below - above for above, below in zip(bare, headless, strict=True) if not is_head[below]]
            of_heads |= {below - above for above, below in zip(bare, headless, strict=True) if is_head[below]}
        elif headless and bare:
            doubtful.append(members)
    told = set(sides) | set(columns.sides) - {0}
    is_right = not told and (of_heads == {1} or _keeps_left(columns, is_head))
    side = told.pop() if len(told) == 1 else int(is_right)
    columns.is_doubtful = bool(doubtful)
    columns.is_plain = not doubtful
    for members in doubtful:
        of_words = _side_of_words(columns, is_head, members)
        for k in members:
            if columns.leaves[k] is None:
                own = columns.sides[k] or (is_head[k] and of_words) or side
                other = k - own
                if not own or other not in members or not columns.leaves[other]:
                    return False
                pairs.append((other, k))
    if any(abs(a - b) != 1 or columns.sides[b] == a - b for a, b in pairs) or len(
        {k for pair in pairs for k in pair}
    ) < 2 * len(pairs):
        return False
    for bare, headless in sorted(pairs, reverse=True):
        first = min(bare, headless)
        columns.leaves[first] = columns.leaves[bare]
        columns.clear += [leaf for leaf in [columns.leaves[bare]] if leaf and not is_head[headless]]
        columns.intervals[first] = union([columns.intervals[bare], columns.intervals[headless]])
        is_head[first] = is_head[headless]
        columns.bare[first] = False
        del columns.intervals[first + 1], columns.leaves[first + 1], columns.bare[first + 1], is_head[first + 1]
        del columns.sides[first + 1]
    columns.clear = [leaf for leaf in columns.clear if not _is_alone(columns, is_head, leaf)]
    return True


def _side_of_words(columns: Columns, is_head: Sequence[bool], members: Sequence[int]) -> int:
    """On which side of the headings beside them all codes and words of some columns can stand; 0 where unclear."""
    heads = [k for k in members if columns.leaves[k] is None and is_head[k]]
    sides = [side for side in (1, -1) if all(k - side in members and columns.leaves[k - side] for k in heads)]
    return sides[0] if heads and len(sides) == 1 else 0


def _is_alone(columns: Columns, is_head: Sequence[bool], leaf: Heading) -> bool:
    """Whether one column of amounts is all there is between those of codes and words: it has the one heading there."""
    at = next(k for k, other in enumerate(columns.leaves) if other is leaf)
    return all(is_head[k] for k in (at - 1, at + 1) if 0 <= k < len(is_head))


def _keeps_left(columns: Columns, is_head: Sequence[bool]) -> bool:
    """Whether headings stand at the left of their cells, as those of codes and words show that are not as wide."""
    headed = zip(columns.intervals, columns.leaves, is_head, strict=True)
    pairs = [(interval, leaf) for interval, leaf, head in headed if head and leaf]
    left = [abs(leaf.box[0] - i[0]) <= _EVEN * leaf.size for i, leaf in pairs]
    right = [abs(leaf.box[2] - i[1]) <= _EVEN * leaf.size for i, leaf in pairs]
    return bool(pairs) and all(left) and not all(right)


def _runs(columns: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for k in columns:
        if runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        else:
            runs.append((k, k))
    return runs
