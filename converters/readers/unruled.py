"""Tables without a full grid of rules: columns and headings from where texts stand, never ``exact``.

What is drawn of such a table (three rules, shaded rows, a grid around the headings alone) parts its rows and tells
how far its headings reach. Where columns, rows or headings are not certain the table says so, and is not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .body import spacing_of
from .composition import Loose, compose, undecided
from .drawn import Drawn
from .glyphs import Line
from .pieces import Interval, Piece, pieces
from .table_lines import blocks, is_table, top_of


@dataclass(slots=True)
class Finder:
    """Finds the tables of one page after the other; one that goes on without headings keeps its columns."""

    before: tuple[Interval, ...] = field(default=())
    goes_on: bool = False  # whether the last row of the page before has numbers that end on this one
    leading: float = 0.0  # of the lines of one text, in font sizes, as a table before told it

    def find(self, lines: Sequence[Line], drawn: Drawn) -> tuple[list[Loose], list[Line]]:
        """The tables among ``lines``, and the lines that belong to none."""
        split = [pieces(line) for line in lines]
        found: list[Loose] = []
        taken: set[int] = set()
        for first, last in blocks(lines, split, goes_on=self.goes_on):
            top, is_whole = top_of(lines, split, first, taken)
            block = split[top : last + 1]
            self._learn(split[first : last + 1])
            loose = compose(block, first - top, drawn, self.before, self.leading) if is_whole else undecided(block)
            if loose and len(loose.columns) > 1 and (loose.is_decided or is_table(split[first : last + 1])):
                found.append(loose)
                taken.update(range(top, last + 1))
                self.before = loose.columns
        self.goes_on = bool(found) and found[-1].is_cut
        return found, [line for index, line in enumerate(lines) if index not in taken]

    def _learn(self, body: Sequence[Sequence[Piece]]) -> None:
        """Remember how far apart the lines of one text stand, where a body tells it."""
        if within := spacing_of(body).within:
            found = within / body[0][0].size
            self.leading = min(self.leading or found, found)  # a body in which nothing wraps tells that of its rows
