"""A heading of a table without rules, and the columns of one with their headings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ..page.glyphs import Box
from .pieces import Interval, Piece, box_of

#: In font sizes: how far apart the ends or middles of lines are that stand alike.
_EVEN = 0.15


@dataclass(slots=True)
class Heading:
    """A heading with all its lines; ``extent`` is the cell that it was printed in, where that is drawn."""

    pieces: list[Piece]
    extent: Interval | None = None
    columns: tuple[int, int] = (0, 0)  # first and last
    surely: tuple[int, int] | None = None  # those of them that it stands over for certain, where that is not all
    ways: tuple[tuple[int, int], ...] = ()  # all that it may stand over, as those beside it do, where that is unclear

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
    def sides(self) -> set[str]:
        """Whether its lines, where they are not as long as each other, all begin alike or have one middle."""
        lines: dict[float, list[Piece]] = {}
        for piece in self.pieces:
            lines.setdefault(round(piece.baseline), []).append(piece)
        ends = [(min(p.x0 for p in line), max(p.x1 for p in line)) for line in lines.values()]
        starts, middles = [x0 for x0, _ in ends], [(x0 + x1) / 2 for x0, x1 in ends]
        if max(x1 - x0 for x0, x1 in ends) - min(x1 - x0 for x0, x1 in ends) < self.size:
            return set()
        told = {"left": max(starts) - min(starts), "centre": max(middles) - min(middles)}
        return {side for side, spread in told.items() if spread < _EVEN * self.size}

    @property
    def centre(self) -> float:
        return (self.box[0] + self.box[2]) / 2


@dataclass(slots=True)
class Columns:
    """The columns of a table with their headings: the lowest one of each, and those that stand over several."""

    intervals: list[Interval]
    leaves: list[Heading | None]
    bare: list[bool] = field(default_factory=list[bool])  # whether it has a heading and nothing below
    clear: list[Heading] = field(default_factory=list[Heading])  # the lowest ones that their numbers stand clear of
    groups: list[list[Heading]] = field(default_factory=list[list[Heading]])  # by level, the lowest first
    is_doubtful: bool = False  # whether the side on which numbers stand had to tell whose heading is whose
    is_plain: bool = True  # whether each heading is over its column by where it stands, and none over several
    sides: list[int] = field(default_factory=list[int])  # on which side of its heading its numbers stand clear of it

    @property
    def every(self) -> list[Heading]:
        """Its headings, each once, as they were before it was known what they stand over."""
        found = {id(h): h for h in (*self.leaves, *(h for level in self.groups for h in level)) if h}
        return [replace(h, columns=(0, 0), surely=None, ways=()) for h in found.values()]

    def doubt(self) -> None:
        """Ask for sums across columns, as the headings were read in a way that is tried where no other is left."""
        self.is_plain = False
        self.clear = [leaf for leaf in self.leaves if leaf]
