"""The cells of a table drawn with rules, and which text of the page stands in which of them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ....datapackage.frozen import frozen
from ....datapackage.model import Origin
from ...table import BY_POSITION, IN_RED, NAMES_OVER, RUN_OVER, UNDECIDED, Table
from ..grid import Placed, rectangle
from . import cut_numbers, glyphs, rows_in_one
from .cell_text import AMOUNT, cell_text
from .glyphs import Box, Run, rounded

#: Rules closer than this (points) are one, as no text fits between them.
SLIVER = 4.0
#: In font sizes: how far from the rule before it the text of a cell may begin at the left.
_INDENT = 0.8
#: How much further from the edges and middles of others than from that of its own cell a number over a rule is.
_KEPT = 0.5
#: In font sizes: how far apart the lines of a heading are at most, and how far what is printed of a character
#: is above and below its base line.
_PITCH, _INK = 1.4, (0.75, 0.1)
#: How many rows a band of colour has at most that is no table of its own.
_BAND = 2
#: What is said of a cell that lacks a rule at one of its sides.
NOT_CLOSED = "cell is not closed by rules"

Position = tuple[int, int]


@frozen()
class Frame:
    """One closed rectangle of rules, by the grid lines that it runs between."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


class Grid:
    """The cells that the rules of one table part, and the runs that stand in them."""

    def __init__(self, boxes: Sequence[Box], sliver: float = SLIVER) -> None:
        self._xs = _grid_lines((x for box in boxes for x in (box[0], box[2])), sliver)
        self._ys = _grid_lines((y for box in boxes for y in (box[1], box[3])), sliver)
        self.box: Box = (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])
        self._frames: dict[Position, Frame] = {}  # every covered position → its frame
        for box in boxes:
            self._add(box)
        self._runs: dict[Position, list[Run]] = {}  # top left position → runs
        self._crossing: set[Position] = set()
        self._is_doubtful = False  # a number is over a rule and may be of the cell on either side
        self._is_over = False  # so is a heading
        self._names_over: int | None = None  # the column whose names are printed over each other
        self.is_shaded = False  # its cells are areas of colour, and no rule is drawn
        self.is_cut = False  # it reaches over the edge of the paper, where columns or rows may be lost

    @property
    def frames(self) -> list[Frame]:
        """The closed cells, each once."""
        return list({(frame.row, frame.column): frame for frame in self._frames.values()}.values())

    @property
    def prints_money(self) -> bool:
        """Whether any text in it is an amount with decimals."""
        return any(AMOUNT.fullmatch(run.text.strip()) for runs in self._runs.values() for run in runs)

    @property
    def is_band(self) -> bool:
        """Whether it is but a shaded row or two of numbers, without headings."""
        first = [run.text.strip() for (row, _), runs in self._runs.items() if row == 0 for run in runs]
        return self.is_shaded and self.rows <= _BAND and any(AMOUNT.fullmatch(text) for text in first)

    @property
    def columns(self) -> int:
        return len(self._xs) - 1

    @property
    def rows(self) -> int:
        return len(self._ys) - 1

    def _add(self, box: Box) -> None:
        left, right = _index(self._xs, box[0]), _index(self._xs, box[2])
        top, bottom = _index(self._ys, box[1]), _index(self._ys, box[3])
        frame = Frame(top, left, bottom - top, right - left, box)
        for row in range(top, bottom):
            for column in range(left, right):
                self._frames.setdefault((row, column), frame)

    def holds(self, run: Run) -> bool:
        """Whether the middle of ``run`` lies inside the table."""
        x0, top, x1, bottom = self.box
        return x0 - 1 <= (run.x0 + run.x1) / 2 <= x1 + 1 and top - 1 <= run.middle <= bottom + 1

    def put(self, run: Run) -> None:
        """Give ``run`` to its cell; a run that is two texts set tightly side by side is parted at the rule."""
        for piece in self._pieces(run):
            places = {self._at(span, run) for span in (piece.spans[0], piece.spans[-1])}
            if len(places) > 1:
                places = {self._at(span, run) for span in piece.spans}
                place, is_sure = self._aligned(piece, sorted(places))
                self._crossing.add(place)
                self._is_doubtful |= not is_sure
                self._runs.setdefault(place, []).append(_as_set(piece))
            else:
                self._runs.setdefault(places.pop(), []).append(piece)

    def _at(self, span: tuple[float, float], run: Run) -> Position:
        return self._place((span[0] + span[1]) / 2, run.middle)

    def _place(self, x: float, y: float) -> Position:
        row = min(max(bisect_right(self._ys, y) - 1, 0), self.rows - 1)
        column = min(max(bisect_right(self._xs, x) - 1, 0), self.columns - 1)
        frame = self._frames.get((row, column))
        return (frame.row, frame.column) if frame else (row, column)

    def _pieces(self, run: Run) -> Iterator[Run]:
        if self._at(run.spans[0], run) == self._at(run.spans[-1], run):
            yield run
            return
        start = 0
        for index in range(1, len(run.spans)):
            (_, a1), (b0, _) = (a, b) = run.spans[index - 1], run.spans[index]
            before, after = self._at(a, run), self._at(b, run)
            rule, last, first = self._box(after)[0], run.text[index - 1], run.text[index]
            # A blank is no ink: it may lie over the rule.
            a1, b0 = a[0] if last.isspace() else a1, b[1] if first.isspace() else b0
            clear = a1 <= rule + 0.1 * run.size and b0 >= rule - 0.1 * run.size
            apart = b0 - a1 > 0.05 * run.size or glyphs.is_figure(last) != glyphs.is_figure(first)
            if (before != after and clear and apart) or self._begins_cell(run, start, index, after):
                yield replace(run, text=run.text[start:index], spans=run.spans[start:index])
                start = index
        yield replace(run, text=run.text[start:], spans=run.spans[start:]) if start else run

    def _begins_cell(self, run: Run, start: int, index: int, place: Position) -> bool:
        """Whether words at the left of a cell follow a code that ran over into it, or a code follows words."""
        if index not in run.starts:
            return False
        changes = glyphs.is_figure(run.text[index - 1]) != glyphs.is_figure(run.text[index])
        at_left = 0 <= run.spans[index][0] - self._box(place)[0] < _INDENT * run.size
        return changes and at_left and self._at(run.spans[start], run) != place

    def _aligned(self, run: Run, places: Sequence[Position]) -> tuple[Position, bool]:
        """The cell that a text longer than its cell was set in: the one whose edge or middle it keeps to.

        Whether that is certain: a number may keep to one of several, as where it is as wide as two.
        """

        def distance(place: Position) -> float:
            x0, _, x1, _ = self._box(place)
            middle = abs((run.x0 + run.x1) / 2 - (x0 + x1) / 2)
            return min(abs(run.x0 - x0), abs(run.x1 - x1), middle)

        first, *others = sorted(places, key=distance)
        is_number = all(map(glyphs.is_figure, run.text))
        return first, not is_number or all(distance(o) > distance(first) + _KEPT * run.size for o in others)

    def _box(self, place: Position) -> Box:
        frame = self._frames.get(place)
        if frame:
            return frame.box
        row, column = place
        return self._xs[column], self._ys[row], self._xs[column + 1], self._ys[row + 1]

    def doubt_cut_numbers(self) -> None:
        """Mark the numbers whose last digits were left out where they did not fit."""
        columns: dict[int, list[cut_numbers.Fit]] = defaultdict(list)
        for frame in self.frames:
            runs = self._runs.get((frame.row, frame.column), ())
            if frame.colspan == 1 and len(runs) == 1 and cut_numbers.is_number(runs[0]):
                (run,), (x0, _, x1, _) = runs, frame.box
                left = (x1 - x0) - (run.x1 - run.x0)
                columns[frame.column].append(cut_numbers.Fit(run, left, min(run.x0 - x0, x1 - run.x1)))
        cut = {id(run) for run in cut_numbers.found(list(columns.values()))}
        for place, runs in self._runs.items() if cut else ():
            self._runs[place] = [cut_numbers.marked(run) if id(run) in cut else run for run in runs]

    def doubt_headings_over_rules(self) -> None:
        """Doubt a table with a heading whose lines run over the rule between one cell and others: it may be of any."""
        numbers = [row for (row, _), runs in self._runs.items() for run in runs if AMOUNT.fullmatch(run.text.strip())]
        heads = [
            (self._box(place), run)
            for place, runs in self._runs.items()
            for run in runs
            if place[0] < min(numbers, default=0) and not all(map(glyphs.is_figure, run.text))
        ]
        self._is_over |= any(
            above[::2] != below[::2] and _is_next_line(upper, lower) and _are_struck((upper, lower), below[1])
            for above, upper in heads
            for below, lower in heads
        )

    def doubt_texts_over_each_other(self) -> None:
        """Doubt a table whose names of several lines ran into the rows above and below: each may be of either row.

        Where they are all of one column that prints no figures, the others are as certain as ever.
        """
        if not glyphs.are_over_each_other(run for own in self._runs.values() for run in own):
            return
        columns = {column for _, column in self._runs}
        over = [c for c in columns if glyphs.are_over_each_other(self._in_columns({c}))]
        is_apart = len(over) == 1 and not glyphs.are_over_each_other(self._in_columns(columns - {*over}))
        if is_apart and not any(all(map(glyphs.is_figure, run.text)) for run in self._in_columns({*over})):
            (self._names_over,) = over
        else:
            self._is_over = True

    def _in_columns(self, columns: Container[int]) -> Iterator[Run]:
        return (run for (_, column), own in self._runs.items() if column in columns for run in own)

    def table(self, origin: Origin) -> Table:
        """The rectangular table, every cell with its own box."""
        cells = self._placed(origin)
        lacking = rows_in_one.found(cells)
        if lacking and (whole := self._parted(lacking)) is not None:
            return whole._told(whole._placed(origin), origin, f"{BY_POSITION}, a rule between rows is not drawn")
        doubt = f"{UNDECIDED}: a rule between rows" if lacking else ""
        over = RUN_OVER if self._is_over else doubt
        if self._is_doubtful or over or self._names_over is None:
            return self._told(cells, origin, f"{UNDECIDED}: numbers over rules" if self._is_doubtful else over)
        return self._told(cells, origin, NAMES_OVER, self._names_over)

    def _told(self, cells: list[Placed], origin: Origin, doubt: str, column: int | None = None) -> Table:
        """The table of ``cells``, which say what makes all of them, or those of a ``column``, doubtful."""
        if doubt:
            doubtful = (column is None or c.column == column for c in cells)
            cells = [
                replace(c, origin=replace(c.origin, note=doubt)) if d else c
                for c, d in zip(cells, doubtful, strict=True)
            ]
        blank = replace(origin, bbox=None)
        rows = rectangle(cells, self.rows, self.columns, blank)
        return Table(rows, origin, exact=not self.is_cut and not doubt)

    def _placed(self, origin: Origin) -> list[Placed]:
        places = {(frame.row, frame.column): frame for frame in self._frames.values()}
        cells: list[Placed] = []
        for place in sorted({*places, *self._runs}):
            frame = places.get(place)
            box = self._box(place)
            runs = self._runs.get(place, ())
            at = replace(
                origin,
                row=place[0] + 1,
                column=place[1] + 1,
                bbox=rounded(box),
                confidence=min((run.confidence for run in runs), default=origin.confidence),
                note=self._note(place),
            )
            text = cell_text(runs, box)
            spans = (frame.rowspan, frame.colspan) if frame else (1, 1)
            cells.append(Placed(*place, text, at, *spans))
        return cells

    def _parted(self, rows: dict[int, int]) -> Grid | None:
        """The grid with each of ``rows`` parted into so many; None where that is not told by its lines.

        Each of them has to have its name on one line with its amounts, and nothing may stand between them.
        """
        if self.is_cut:
            return None
        held = {row: [run for place, own in self._runs.items() if place[0] == row for run in own] for row in rows}
        cuts = {row: rows_in_one.parting(held[row], count) for row, count in rows.items()}
        boxes: list[Box] = []
        for frame in self.frames:
            inside = [cuts[row] for row in range(frame.row, frame.row + frame.rowspan) if row in cuts]
            if any(not levels for levels in inside) or (inside and frame.rowspan > 1):
                return None
            x0, top, x1, bottom = frame.box
            levels = [top, *(inside[0] if inside else ()), bottom]
            boxes += [(x0, above, x1, below) for above, below in pairwise(levels)]
        made = Grid(boxes)
        made.is_shaded = self.is_shaded
        for run in (run for runs in self._runs.values() for run in runs):
            made.put(run)
        return None if rows_in_one.found(made._placed(Origin(""))) else made

    def _note(self, place: Position) -> str:
        notes = [f"{BY_POSITION}, cut off by the edge of the page"] if self.is_cut else list[str]()
        if place in self._crossing:
            notes.append("text crosses a rule")
        if any(run.is_red for run in self._runs.get(place, ())):
            notes.append(IN_RED)
        if place not in self._frames:
            notes.append(NOT_CLOSED)
        return "; ".join(notes)


def _is_next_line(upper: Run, lower: Run) -> bool:
    """Whether a text is set below another as the next line of it."""
    is_below = 0 < lower.baseline - upper.baseline < _PITCH * upper.size
    return glyphs.is_even(upper, lower) and upper.size == lower.size and is_below


def _are_struck(runs: Iterable[Run], rule: float) -> bool:
    """Whether a rule goes through one of several texts."""
    return any(run.baseline - _INK[0] * run.size < rule < run.baseline + _INK[1] * run.size for run in runs)


def _as_set(run: Run) -> Run:
    """A text over a rule, with a blank between two numbers that were set one right behind the other in it."""
    at = run.starts[0] if len(run.starts) == 1 else 0
    if not 0 < at < len(run.text) or not all(map(glyphs.is_figure, run.text)):
        return run
    spans = [*run.spans[:at], (run.spans[at][0], run.spans[at][0]), *run.spans[at:]]
    return replace(run, text=f"{run.text[:at]} {run.text[at:]}", spans=spans)


def _grid_lines(values: Iterable[float], sliver: float) -> list[float]:
    lines: list[float] = []
    for value in sorted(set(values)):
        if not lines or value - lines[-1] >= sliver:
            lines.append(value)
    return lines


def _index(lines: Sequence[float], value: float) -> int:
    return max(bisect_right(lines, value) - 1, 0)
