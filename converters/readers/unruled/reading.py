"""Tables without a full grid of rules: columns and headings from where texts stand, never ``exact``.

What is drawn of such a table (three rules, shaded rows, a grid around the headings alone) parts its rows and tells
how far its headings reach. Where columns, rows or headings are not certain the table says so, and is not believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from typing import TypeGuard

from ...table import RUN_OVER
from ..page.glyphs import Box, Line, are_over_each_other
from . import by_order
from .body import spacing_of
from .composition import Loose, compose, undecided
from .drawn import Drawn
from .page_breaks import Layout
from .pieces import Piece, box_of, pieces
from .table_lines import blocks, end_of_top, headings_at_end, is_rest, is_table, top_of

#: Points by which a line may move that is printed at the same place of each page.
_SAME_PLACE = 1.0

Lines = Sequence[Sequence[Piece]]


@dataclass(frozen=True, slots=True)
class Foot:
    """The lines of a table that a page ends with, headings first, and the table where any was made of them."""

    lines: Lines
    first: int  # the line of its first number
    drawn: Drawn
    loose: Loose | None

    @property
    def box(self) -> Box:
        """The box around the lines."""
        return box_of(piece for line in self.lines for piece in line)


@dataclass(frozen=True, slots=True)
class Revision:
    """What stands in a ``box`` at the foot of a page, as the next page tells; None for headings that are told there."""

    box: Box
    loose: Loose | None


@dataclass(slots=True)
class Finder:
    """Finds the tables of one page after the other; one that goes on without headings keeps its columns."""

    in_order: bool = False  # whether lines keep the order of columns alone, and not where they are
    before: Layout | None = None
    is_open: bool = False  # whether the last table stood last on the page before
    leading: float = 0.0  # of the lines of one text, in font sizes, as a table before told it
    heads: Sequence[Line] = ()  # single texts at the top of the page before that belong to no table
    foot: Foot | None = None  # of the page before
    revised: Revision | None = None  # of the page before

    def find(self, lines: Sequence[Line], drawn: Drawn) -> tuple[list[Loose], list[Line]]:
        """The tables among ``lines``, and the lines that belong to none."""
        heads = list(takewhile(self._is_again, lines))
        found, rest = self._found(lines[len(heads) :], drawn)
        if not heads:
            top = min((table.box[1] for table in found), default=float("inf"))
            self.heads = [line for line in takewhile(lambda line: line.bottom <= top, rest) if len(pieces(line)) == 1]
        return found, [*heads, *rest]

    def _is_again(self, line: Line) -> bool:
        """Whether a line at the top of a page is a running head: the page before prints it at the same place."""
        return any(
            line.text == head.text and max(abs(line.x0 - head.x0), abs(line.top - head.top)) < _SAME_PLACE
            for head in self.heads
        )

    def _found(self, lines: Sequence[Line], drawn: Drawn) -> tuple[list[Loose], list[Line]]:
        split = [pieces(line) for line in lines]
        found: list[Loose] = []
        taken: set[int] = set()
        above, self.foot, self.revised = self.foot, None, None
        for first, last in self._blocks(lines, split):
            top, is_whole = top_of(lines, split, first, taken)
            block = split[top : last + 1]
            self._learn(split[first : last + 1])
            is_last = last == len(lines) - 1
            printed = (run for line in lines[top : last + 1] for run in line.runs)
            is_over = not self.in_order and are_over_each_other(printed)
            loose = self._composed(block, first - top, drawn, top, is_last) if is_whole else undecided(block)
            if is_over:
                loose = undecided(block, RUN_OVER)
            elif above and top == 0 and not found and not self.in_order:
                loose = self._below(above, loose, Foot(block, first - top, drawn, None), is_last=is_last)
            is_found = loose and len(loose.columns) > 1 and (loose.is_decided or is_table(split[first : last + 1]))
            if loose and is_found:
                found.append(loose)
                taken.update(range(top, last + 1))
                self.before = loose.layout
            if is_last and first > top and not is_over:
                self.foot = Foot(block, first - top, drawn, loose if is_found else None)
        self.is_open = bool(found) and len(lines) - 1 in taken
        if len(lines) - 1 not in taken and not self.foot and (own := headings_at_end(lines, split, taken)):
            self.foot = Foot(own, len(own), drawn, None)
        return found, [line for index, line in enumerate(lines) if index not in taken]

    def _blocks(self, lines: Sequence[Line], split: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
        """The blocks of rows; first that of what the page before leaves of a table, where it is too little for one."""
        found = blocks(lines, split)
        end = end_of_top(lines, split) if self.before and self.is_open else 0
        if end and not any(first < end for first, _ in found) and is_rest(split[:end]):
            return [(0, end - 1), *found]
        return found

    def _composed(
        self, block: Sequence[Sequence[Piece]], first: int, drawn: Drawn, top: int, is_last: bool
    ) -> Loose | None:
        goes_on = self.is_open and top == 0
        if self.in_order:
            return by_order.compose(block, first, goes_on=self.before is not None)
        return compose(block, first, drawn, self.before, self.leading, goes_on=goes_on, is_last=is_last)

    def _below(self, above: Foot, loose: Loose | None, own: Foot, *, is_last: bool) -> Loose | None:
        """The table at the top of a page, read with the lines of it that the page before ends with where these, or
        it, tell too little; they too are read anew."""
        is_own = loose is not None and (loose.is_told if own.first else loose.is_decided and self.is_open)
        if above.first == len(above.lines):
            return self._headed_above(above, loose, own, is_again=is_own and _begins_with(own.lines, above.lines))
        if is_own and (above.loose is None or above.loose.is_told):
            return loose
        layout = loose.layout if loose and is_own and own.first else None
        if layout is None:
            joint = compose(_joined(above, own), above.first, own.drawn, None, self.leading)
            if joint is None or not joint.is_decided:
                return loose
            layout = joint.layout
        before = compose(above.lines, above.first, above.drawn, layout, self.leading, goes_on=True, is_last=True)
        if not _is_as_wide(before, layout):
            return loose
        table = compose(own.lines, own.first, own.drawn, before.layout, self.leading, goes_on=True, is_last=is_last)
        if not _is_as_wide(table, layout):
            return loose
        self.revised = Revision(above.box, before)
        return table

    def _headed_above(self, above: Foot, loose: Loose | None, own: Foot, *, is_again: bool) -> Loose | None:
        """The table at the top of a page with headings that the page before ends with, which it may print again."""
        lines = _joined(above, own)
        joint = None if is_again else compose(lines, above.first + own.first, own.drawn, None, self.leading)
        if not is_again and (joint is None or not joint.is_decided):
            return loose
        self.revised = Revision(above.box, None)
        return joint.without_places_above(min(p.box[1] for p in own.lines[0])) if joint else loose

    def _learn(self, body: Sequence[Sequence[Piece]]) -> None:
        """Remember how far apart the lines of one text stand, where a body tells it."""
        if within := spacing_of(body).within:
            found = within / body[0][0].size
            self.leading = min(self.leading or found, found)  # a body in which nothing wraps tells that of its rows


def _is_as_wide(found: Loose | None, layout: Layout) -> TypeGuard[Loose]:
    return found is not None and found.is_decided and len(found.columns) == len(layout.columns)


def _begins_with(lines: Lines, above: Lines) -> bool:
    """Whether lines begin with the same texts as those of the page before."""
    texts = ([[piece.text for piece in line] for line in part] for part in (lines[: len(above)], above))
    return next(texts) == next(texts)


def _joined(above: Foot, own: Foot) -> Lines:
    """The lines that a page ends with right above those of the next, as far as its own lines stand apart."""
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(own.lines)] or [2 * own.lines[0][0].size]
    by = own.lines[0][0].baseline - max(steps) - above.lines[-1][0].baseline
    moved = [[replace(piece, baseline=piece.baseline + by) for piece in line] for line in above.lines]
    return [*moved, *own.lines]
