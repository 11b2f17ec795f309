"""Tables without rules that a page break cuts: what a part says of the one on the next page.

The next page may repeat the headings, line for line, or go on without. Its first lines may be what is left of a row:
of a name, or of numbers that its columns of amounts have begun on the page before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from .columns import columns_of, place
from .heading import Columns, Heading
from .pieces import Interval, Piece

#: How far (points) apart headings begin that are printed again.
_SAME_PLACE = 0.5
#: How many texts may be cut off headings that are printed again.
_MOST_CUT = 2
#: In font sizes; how much further than the closest lines two lines may stand apart and be one text.
_SAME_LINE = 0.35
_AS_CLOSE = 1.06
_FURTHER = 1.09
_TIGHT = 1.5
#: A number that its row ends with, one that certainly goes on, one that may.
WHOLE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d|0|[-—–]+")
_GOES_ON = re.compile(r"\d[.,]$|,\d{1,2}$")
BEGUN = re.compile(r"[-－−]?\d*(?:,\d{3})*(?:,\d{0,2})?(?:(?<=\d)\.\d?)?")

#: A sign that stands alone on its line: of the number below it, or of nothing.
SIGNS = ("-", "－", "−")

Line = Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of a table, its lines of headings, and what its last row has of numbers that the page break cuts."""

    columns: tuple[Interval, ...]
    headings: tuple[tuple[Piece, ...], ...] = ()
    named: Columns | None = None
    begun: Mapping[int, str] = field(default_factory=dict[int, str])

    def again(self, block: Sequence[Line]) -> tuple[Columns, int] | None:
        """The columns with the headings that a block of lines begins with, the same once more, and how many lines.

        Of headings printed again the end may be cut off.
        """
        pairs = zip(self.headings, block, strict=False)
        same = next((k for k, (one, other) in enumerate(pairs) if not _is_same(one, other)), len(self.headings))
        if not same or len(block) <= same or self.named is None or not _is_end(self.headings[same:], block[same]):
            return None
        known = columns_of(block[same:], self.columns)
        if len(known) != len(self.columns):
            return None
        down = block[0][0].baseline - self.headings[0][0].baseline
        return _moved(self.named, down, [c.interval for c in known]), same

    def rest_of(self, body: Sequence[Line]) -> int:
        """How many lines of a body complete the numbers that the page before has begun; 0 where none do."""
        texts = dict(self.begun)
        for count, line in enumerate(body if texts else (), start=1):
            for piece in line:
                column = place(self.columns, piece)
                if column in texts and (not piece.is_nothing or piece.text in SIGNS):
                    texts[column] += piece.text
            if all(not text or WHOLE.fullmatch(text) for text in texts.values()):
                return count + self._words_below(body, count)
            if not all(BEGUN.fullmatch(text) or WHOLE.fullmatch(text) for text in texts.values()):
                return 0
        return 0

    def _words_below(self, body: Sequence[Line], count: int) -> int:
        """How many lines below the rest of numbers are those of a name beside them."""
        steps = [b[0].baseline - a[0].baseline for a, b in pairwise(body[:count])]
        closest = min((step for step in steps if step > 0.5 * body[0][0].size), default=0.0)
        found = 0
        for before, line in pairwise(body[count - 1 :]):
            near = line[0].baseline - before[0].baseline <= _AS_CLOSE * closest
            if not near or any(place(self.columns, piece) in self.begun or piece.is_number for piece in line):
                break
            found += 1
        return found


def _is_end(lines: Sequence[Line], below: Line) -> bool:
    """Whether lines of headings are few enough to have been cut off at their end, above a line of a row."""
    prints = any(piece.text[:1].isdigit() or piece.text[:1] in ",." for piece in below)
    return not lines or (prints and sum(map(len, lines)) <= _MOST_CUT)


def _is_same(one: Line, other: Line) -> bool:
    """Whether two lines print the same at the same places."""
    return len(one) == len(other) and all(
        a.text == b.text and abs(a.x0 - b.x0) < _SAME_PLACE for a, b in zip(one, other, strict=True)
    )


def _moved(named: Columns, down: float, intervals: list[Interval]) -> Columns:
    """The columns with their headings printed further down."""
    every = [leaf for leaf in named.leaves if leaf] + [h for level in named.groups for h in level]
    moved: dict[int, Heading] = {}
    for heading in every:
        pieces = [replace(piece, baseline=piece.baseline + down) for piece in heading.pieces]
        moved.setdefault(id(heading), replace(heading, pieces=pieces))
    return replace(
        named,
        intervals=intervals,
        leaves=[leaf and moved[id(leaf)] for leaf in named.leaves],
        clear=[moved[id(leaf)] for leaf in named.clear if id(leaf) in moved],
        groups=[[moved[id(heading)] for heading in level] for level in named.groups],
    )


def signs_of(placed: Sequence[tuple[int, Piece]], within: float) -> set[int] | None:
    """The places among pieces in columns of dashes that are the first line of the number below; None where unclear.

    ``within`` is how far apart the lines of a number that wraps stand, 0 where none does: there a dash is a sign only
    where it stands alone on its line.
    """
    found: set[int] = set()
    told = {round(piece.baseline, 1) for _, piece in placed if not piece.is_nothing}
    for number, (column, piece) in enumerate(placed):
        if piece.text not in SIGNS:
            continue
        below = [p.baseline - piece.baseline for k, p in placed if k == column and p.text[:1].isdigit()]
        step = min((b for b in below if b > _SAME_LINE * piece.size), default=float("inf"))
        if within and _AS_CLOSE * within < step < _FURTHER * within:
            return None
        if step <= (_AS_CLOSE * within if within else _TIGHT * piece.size * (round(piece.baseline, 1) not in told)):
            found.add(number)
    return found


def begun(rows: Sequence[Mapping[int, Sequence[Piece]]]) -> dict[int, str]:
    """What the last of some rows has of its numbers, where some of them surely go on elsewhere; nothing else."""
    if len(rows) < 2:
        return {}
    texts = [{k: "".join(piece.text for piece in cell) for k, cell in row.items()} for row in rows]
    amounts = {k for row in texts[:-1] for k, text in row.items() if "." in text and WHOLE.fullmatch(text)}
    last = {k: texts[-1].get(k, "") for k in sorted(amounts)}
    surely = any(_GOES_ON.search(text) for text in last.values())
    fits = all(not text or BEGUN.fullmatch(text) or WHOLE.fullmatch(text) for text in last.values())
    return last if surely and fits else {}
