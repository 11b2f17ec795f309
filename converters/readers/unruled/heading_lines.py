"""Which lines above a table without rules are one heading: by the cells drawn, else by how close they stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..page.glyphs import Box
from .heading import Heading
from .pieces import Interval, Piece, overlap
from .wrapping import Spacing

#: In font sizes.
_LEADING = 1.6
_LEADING_UNSEEN = 1.5  # where no text of the body wraps
_CENTRED = 0.35
_UNDERLINED = 1.6
_AS_CLOSE = 1.1
_SPACED = 5.0
_LETTERS = 1.5
_SAME_START = 0.1
_EVEN = 0.2
#: How much further than the lines of one text two lines may stand apart and surely be one.
_SURELY = 1.03

#: The columns of the steps of a code, side by side below one heading, which no line of that heading is.
_STEPS = {"类", "款", "项"}

Rule = tuple[float, float, float]  # y, x0, x1 of a horizontal one


def headings_of(
    lines: Sequence[Sequence[Piece]],
    body: Sequence[Interval],
    frames: Sequence[Box],
    rules: Sequence[Rule],
    spacing: Spacing,
    *,
    apart: bool,
) -> list[Heading]:
    """The headings among lines of pieces: by the cells that are drawn, else by how close their lines stand.

    ``body`` are the columns below; ``rules`` are those that are drawn under a part of the table; ``spacing`` says
    how far apart lines stand there. ``apart`` takes what stands alone on its line for a heading over others.
    """
    framed: dict[Box, list[Piece]] = {}
    free: list[list[Piece]] = []
    for line, below in zip(lines, [*lines[1:], ()], strict=True):
        rest: list[Piece] = []
        for piece in line:
            frame = next((f for f in frames if _holds(f, piece)), None)
            if frame:
                framed.setdefault(frame, []).append(piece)
            else:
                rest.append(piece)
        free.append(rest if _is_upright(rest, below) else _letters_joined(rest, body))
    drawn = [Heading(pieces, (frame[0], frame[2])) for frame, pieces in framed.items()]
    found = [*drawn, *_stacked([line for line in free if line], body, spacing, apart=apart)]
    for heading, reach in _underlined(found, rules):
        heading.extent = reach
    return found


def _underlined(headings: Sequence[Heading], rules: Sequence[Rule]) -> Iterator[tuple[Heading, Interval]]:
    """The headings with a rule of their own below them, and how far it reaches: over the columns of a group."""
    own: dict[Rule, list[Heading]] = {}
    for heading in headings:
        below = [
            r for r in rules if 0 < r[0] - heading.last < _UNDERLINED * heading.size and r[1] < heading.centre < r[2]
        ]
        if below and not heading.extent:
            own.setdefault(min(below), []).append(heading)
    for (_, x0, x1), above in own.items():
        if len(above) == 1 and above[0].box[2] - above[0].box[0] <= x1 - x0:
            yield above[0], (x0, x1)


def _is_upright(line: Sequence[Piece], below: Sequence[Piece]) -> bool:
    """Whether the letters of a line are those of words that are set from top to bottom."""
    return any(
        len(a.text) == len(b.text) == 1
        and abs(a.centre - b.centre) < _EVEN * a.size
        and b.baseline - a.baseline < _LEADING_UNSEEN * a.size
        for a in line
        for b in below
    )


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


def _stacked(
    lines: Sequence[Sequence[Piece]], body: Sequence[Interval], spacing: Spacing, *, apart: bool
) -> list[Heading]:
    leading = spacing.within
    pitches = [
        b.baseline - a.baseline
        for i, above in enumerate(lines)
        for a in above
        for below in lines[i + 1 :]
        for b in below
        if _touch(a, b) and _covers(a, body) == _covers(b, body)
    ]
    closest = min([p for p in (*pitches, leading) if p > 0], default=0.0)
    furthest = (_LEADING if leading else _LEADING_UNSEEN) * lines[0][0].size if lines else 0.0
    closest = min(_AS_CLOSE * closest, furthest, spacing.limit)
    headings: list[Heading] = []
    lonely = {line[0].baseline for line in lines if apart and len(line) == 1}
    for line in lines:
        for piece in line:
            open_ = (h for h in reversed(headings) if h.last not in lonely)
            same = (h for h in open_ if _covers(h.pieces[-1], body) == _covers(piece, body))
            is_step = piece.text in _STEPS and {other.text for other in line} >= _STEPS
            over = None if is_step else next((h for h in same if _goes_on(h, piece, closest, line)), None)
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


def lines_joined(upper: Sequence[Heading], within: float) -> list[Heading]:
    """The headings over others, each with the line below it that is no longer than it and centred below it.

    Below its beginning a line is its next one where they stand ``within`` as much as the lines of one text do.
    """
    joined: list[Heading] = []
    for heading in sorted(upper, key=lambda h: h.first):
        for above in joined:
            is_near = 0.5 * heading.size < heading.first - above.last <= _LEADING_UNSEEN * heading.size
            fits = above.box[0] <= heading.box[0] and heading.box[2] <= above.box[2]
            centred = abs(above.centre - heading.centre) <= _CENTRED * heading.size
            begins = abs(above.box[0] - heading.box[0]) <= _SAME_START * heading.size
            wraps = begins and 0 < heading.first - above.last <= _SURELY * within
            if is_near and fits and (centred or wraps) and not heading.extent:
                above.pieces += heading.pieces
                break
        else:
            joined.append(heading)
    return joined
