"""A heading of a table without rules, and the columns of one with their headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from .glyphs import Box
from .pieces import Interval, Piece, box_of


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


@dataclass(slots=True)
class Columns:
    """The columns of a table with their headings: the lowest one of each, and those that stand over several."""

    intervals: list[Interval]
    leaves: list[Heading | None]
    bare: list[bool] = field(default_factory=list[bool])  # whether it has a heading and nothing below
    groups: list[list[Heading]] = field(default_factory=list[list[Heading]])  # by level, the lowest first
    sides: list[int] = field(default_factory=list[int])  # on which side of its heading its numbers stand clear of it
