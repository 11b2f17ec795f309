"""The columns of a table without rules: which texts of its rows stand below each other.

Two texts on one line stand in two columns, and texts that overlap in one: a long text that runs over into empty
places beside it overlaps columns that stand side by side elsewhere, and belongs to that in which it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .pieces import Interval, Piece, overlap, union


@dataclass(slots=True)
class Column:
    """A column in the making: from where to where its texts reach, and on which lines it has any."""

    interval: Interval
    lines: set[int] = field(default_factory=set[int])
    numbers: int = 0
    texts: int = 0

    @property
    def is_numeric(self) -> bool:
        return self.numbers >= self.texts

    def join(self, other: Column) -> None:
        """Take in another column."""
        self.interval = union([self.interval, other.interval])
        self.lines |= other.lines
        self.numbers += other.numbers
        self.texts += other.texts


def columns_of(lines: Sequence[Sequence[Piece]], known: Iterable[Interval] = ()) -> list[Column]:
    """The columns of the lines of a table's body, from left to right; ``known`` ones are kept apart."""
    columns = [Column(interval, {-1}) for interval in known]
    pieces = [(number, piece) for number, line in enumerate(lines) for piece in line if not piece.is_nothing]
    # Narrow texts first: what is wide may run over.
    for number, piece in sorted(pieces, key=lambda item: (item[1].x1 - item[1].x0, item[0], item[1].x0)):
        _take(columns, number, piece)
    return sorted(columns, key=lambda column: column.interval)


def _take(columns: list[Column], number: int, piece: Piece) -> None:
    own = Column((piece.x0, piece.x1), {number}, int(piece.is_number), int(not piece.is_number))
    over = [c for c in columns if overlap(c.interval, own.interval) > 0.05 * piece.size]
    free = [c for c in over if number not in c.lines]
    apart = any(a.lines & b.lines for i, a in enumerate(over) for b in over[:i])
    if not over:
        columns.append(own)
    elif len(over) > 1 and apart:
        first = min(over, key=lambda c: c.interval)
        first.lines.add(number)
        first.texts += own.texts
    elif free:
        first, *others = free
        first.join(own)
        for other in others:
            first.join(other)
            columns.remove(other)
    else:
        columns.append(own)


def place(columns: Sequence[Interval], piece: Piece, *, strict: bool = False) -> int:
    """The column that a text of a row stands in: the first that it overlaps, the one it overlaps most for a number.

    The nearest where it overlaps none; -1 then if ``strict``.
    """
    over = [(k, overlap(c, (piece.x0, piece.x1))) for k, c in enumerate(columns)]
    found = [(k, shared) for k, shared in over if shared > 0]
    if strict and not found:
        return -1
    if not found:
        return max(over, key=lambda item: item[1])[0]
    return max(found, key=lambda item: item[1])[0] if piece.is_number else found[0][0]
