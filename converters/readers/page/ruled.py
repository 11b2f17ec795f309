"""Tables drawn with rules: which cells a page has, and which text stands in which cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from ....datapackage.frozen import frozen
from ....datapackage.model import Origin
from ...table import BY_POSITION, IN_RED, UNDECIDED, Table
from ..characters import tidy
from ..grid import Placed, rectangle
from . import dots, glyphs, rows_in_one
from .glyphs import Box, Run

if TYPE_CHECKING:
    from pdfplumber.page import Page

_SETTINGS: dict[str, Any] = {"vertical_strategy": "lines", "horizontal_strategy": "lines"}
#: Rules closer than this (points) are one, as no text fits between them; in small print, drawn in one stroke, closer.
_SLIVER, _SLIVER_IN_SMALL_PRINT, _SMALL_PRINT = 4.0, 3.0, 3.0
#: How far (points) rules must stick out beyond the outermost crossing ones for a side to count as open.
_OPEN = 8.0
_OPEN_SHARE = 0.6
#: In font sizes: how far from the rule before it the text of a cell may begin at the left.
_INDENT = 0.8
#: Areas thinner than this (points) are rules.
_THIN = 2.5
#: How many rows a band of colour has at most that is no table of its own.
_BAND = 2
#: How near (points) to the edge of the paper a table that was cut off ends.
_EDGE = 0.5
#: Drawings (maps, seals, charts) with more edges than this are no table, and would take minutes to search.
_MAX_EDGES = 20_000
_DIGITS = re.compile(r"[-－−]?[\d,.]+")
_AMOUNT = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")
_WHOLE_NUMBER = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?%?")

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
    """The rules of one table, and the runs that stand in its cells."""

    def __init__(self, boxes: Sequence[Box], sliver: float = _SLIVER) -> None:
        self._xs = _grid_lines((x for box in boxes for x in (box[0], box[2])), sliver)
        self._ys = _grid_lines((y for box in boxes for y in (box[1], box[3])), sliver)
        self.box: Box = (self._xs[0], self._ys[0], self._xs[-1], self._ys[-1])
        self._frames: dict[Position, Frame] = {}  # every covered position → its frame
        for box in boxes:
            self._add(box)
        self._runs: dict[Position, list[Run]] = {}  # top left position → runs
        self._crossing: set[Position] = set()
        self.is_shaded = False  # its cells are areas of colour, and no rule is drawn
        self.is_cut = False  # it reaches over the edge of the paper, where columns or rows may be lost

    @property
    def frames(self) -> list[Frame]:
        """The closed cells, each once."""
        return list({(frame.row, frame.column): frame for frame in self._frames.values()}.values())

    @property
    def prints_money(self) -> bool:
        """Whether any text in it is an amount with decimals."""
        return any(_AMOUNT.fullmatch(run.text.strip()) for runs in self._runs.values() for run in runs)

    @property
    def is_band(self) -> bool:
        """Whether it is but a shaded row or two of numbers, without headings."""
        first = [run.text.strip() for (row, _), runs in self._runs.items() if row == 0 for run in runs]
        return self.is_shaded and self.rows <= _BAND and any(_AMOUNT.fullmatch(text) for text in first)

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
                place = self._aligned(piece, sorted(places))
                self._crossing.add(place)
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

    def _aligned(self, run: Run, places: Sequence[Position]) -> Position:
        """The cell that a text longer than its cell was set in: the one whose edge or middle it keeps to."""

        def distance(place: Position) -> float:
            x0, _, x1, _ = self._box(place)
            middle = abs((run.x0 + run.x1) / 2 - (x0 + x1) / 2)
            return min(abs(run.x0 - x0), abs(run.x1 - x1), middle)

        return min(places, key=distance)

    def _box(self, place: Position) -> Box:
        frame = self._frames.get(place)
        if frame:
            return frame.box
        row, column = place
        return self._xs[column], self._ys[row], self._xs[column + 1], self._ys[row + 1]

    def table(self, origin: Origin) -> Table:
        """The rectangular table, every cell with its own box."""
        cells = self._placed(origin)
        lacking = rows_in_one.found(cells)
        if lacking and (whole := self._parted(lacking)) is not None:
            return whole._told(whole._placed(origin), origin, f"{BY_POSITION}, a rule between rows is not drawn")
        return self._told(cells, origin, f"{UNDECIDED}: a rule between rows" if lacking else "")

    def _told(self, cells: list[Placed], origin: Origin, doubt: str) -> Table:
        """The table of ``cells``, which say what makes them doubtful where something does."""
        if doubt:
            cells = [replace(c, origin=replace(c.origin, note=doubt)) for c in cells]
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
            notes.append("cell is not closed by rules")
        return "; ".join(notes)


def _as_set(run: Run) -> Run:
    """A text over a rule, with a blank between two numbers that were set one right behind the other in it."""
    at = run.starts[0] if len(run.starts) == 1 else 0
    if not 0 < at < len(run.text) or not all(map(glyphs.is_figure, run.text)):
        return run
    spans = [*run.spans[:at], (run.spans[at][0], run.spans[at][0]), *run.spans[at:]]
    return replace(run, text=f"{run.text[:at]} {run.text[at:]}", spans=spans)


def rounded(box: Box) -> Box:
    """``box`` to a hundredth of a point, so that it prints the same on every machine."""
    x0, top, x1, bottom = (round(float(value), 2) for value in box)
    return x0, top, x1, bottom


def _grid_lines(values: Iterable[float], sliver: float) -> list[float]:
    lines: list[float] = []
    for value in sorted(set(values)):
        if not lines or value - lines[-1] >= sliver:
            lines.append(value)
    return lines


def _index(lines: Sequence[float], value: float) -> int:
    return max(bisect_right(lines, value) - 1, 0)


def cell_text(runs: Iterable[Run], box: Box) -> str:
    """The text of one cell, a line break where one is printed, but no break inside a number that had to wrap."""
    width = box[2] - box[0]
    found = [(part, line) for line in glyphs.lines(runs) if (part := tidy(line.text))]
    texts = [part for part, _ in found]
    if is_one_amount(texts) and all(line.x1 - line.x0 > width / 2 for _, line in found[:-1]):
        return "".join(texts)
    # A line is full when the next digit would not have fitted into the cell with its usual margins.
    lines = [(part, width - (line.x1 - line.x0) < 1.2 * line.size) for part, line in found]
    return "\n".join(unwrapped(lines))


def is_one_amount(texts: Sequence[str]) -> bool:
    """Whether the lines of a cell are one amount: together it has two decimals, and none but the last alone."""
    whole = len(texts) > 1 and all(_DIGITS.fullmatch(text) for text in texts) and _AMOUNT.fullmatch("".join(texts))
    return bool(whole) and not any(_AMOUNT.fullmatch(text) for text in texts[:-1])


def unwrapped(lines: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """The lines of a cell, each with whether it is full, those together that are one number."""
    start = 0
    while start < len(lines):
        stop = start + 1
        while stop < len(lines) and lines[stop - 1][1] and all(_DIGITS.fullmatch(t) for t, _ in lines[stop - 1 : stop]):
            stop += 1
        texts = ["".join(text for text, _ in lines[start:end]) for end in range(stop, start + 1, -1)]
        number = next((text for text in texts if _WHOLE_NUMBER.fullmatch(text)), None)
        yield lines[start][0] if number is None else number
        start += 1 if number is None else stop - start - texts.index(number)


def find(page: Page, runs: Sequence[Run], visible: Box) -> list[Grid]:
    """The ruled tables of a page, top to bottom, with the runs of the page put into their cells.

    A table that goes over the edge of what is ``visible`` says so.
    """
    dotted = dots.rules(page)
    drawn = page.filter(lambda shape: not dots.is_dot(shape)) if dotted else page
    if not dotted and not _is_drawn(page):
        return []
    found = drawn.find_tables({**_SETTINGS, **dotted})
    if not dotted and (sides := _open_sides(page, [table.cells for table in found])):
        found = page.find_tables({**_SETTINGS, **sides})
    grids = filled([table.cells for table in found], runs, is_dotted=bool(dotted))
    rules = _strokes(page)
    for grid in grids:
        grid.is_shaded = not any(_lies_in(rule, grid.box) for rule in rules)
        grid.is_cut = _is_cut(grid.box, visible)
    return grids


def _is_cut(box: Box, visible: Box) -> bool:
    """Whether a table ends on the edge of the paper or beyond."""
    before = any(box[k] < visible[k] + _EDGE for k in (0, 1))
    return before or any(box[k] > visible[k] - _EDGE for k in (2, 3))


def _strokes(page: Page) -> list[Any]:
    """What is drawn as a rule: lines, outlines, and areas too thin to be anything else."""
    areas = [r for r in page.rects if (r.get("stroke") and r.get("linewidth")) or min(r["width"], r["height"]) < _THIN]
    return [*page.lines, *page.curves, *areas]


def _lies_in(rule: Any, box: Box) -> bool:
    x, y = (rule["x0"] + rule["x1"]) / 2, (rule["top"] + rule["bottom"]) / 2
    return bool(box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1)


def filled(tables: Iterable[Sequence[Box]], runs: Sequence[Run], *, is_dotted: bool = False) -> list[Grid]:
    """The grids of the cells of each table, with the runs of the page put into them."""
    # A grid with one row or column of slivers is a double rule, and one column is a box around text.
    is_small = runs and not is_dotted and median(run.size for run in runs) < _SMALL_PRINT
    made = (Grid(boxes, _SLIVER_IN_SMALL_PRINT if is_small else _SLIVER) for boxes in tables)
    grids = [grid for grid in made if grid.columns > 1 and grid.rows > 0]
    for run in runs:
        for grid in grids:
            if grid.holds(run):
                grid.put(run)
                break
    return grids


def _is_drawn(page: Page) -> bool:
    count = len(page.rects) * 4 + len(page.lines) + len(page.curves)
    return 0 < count <= _MAX_EDGES


def _open_sides(page: Page, tables: Sequence[Sequence[Box]]) -> dict[str, list[dict[str, Any]]]:
    """The outer rules that were left away, as on pages cut from a longer table and on tables open at the sides."""
    vertical: list[dict[str, Any]] = []
    horizontal: list[dict[str, Any]] = []
    edges = [edge for edge in page.edges if max(edge["width"], edge["height"]) > _OPEN]
    for cells in tables:
        x0, x1 = min(c[0] for c in cells), max(c[2] for c in cells)
        top, bottom = min(c[1] for c in cells), max(c[3] for c in cells)
        rows = sorted({y for c in cells for y in (c[1], c[3])})
        columns = sorted({x for c in cells for x in (c[0], c[2])})
        across = [(e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h"]
        down = [(e["x0"], e["top"], e["bottom"]) for e in edges if e["orientation"] == "v"]
        for end in _reaches(across, rows, x0, x1):
            vertical.append(_edge("v", end, end, top, bottom))
        for end in _reaches(down, columns, top, bottom):
            horizontal.append(_edge("h", x0, x1, end, end))
    sides = {"explicit_vertical_lines": vertical, "explicit_horizontal_lines": horizontal}
    return sides if vertical or horizontal else {}


def _reaches(
    rules: Sequence[tuple[float, float, float]], places: Sequence[float], start: float, end: float
) -> Iterator[float]:
    """Where most of the rules at ``places`` end beyond ``start`` and beyond ``end``, if they do."""
    before: list[float] = []
    after: list[float] = []
    for place in places:
        near = [rule for rule in rules if abs(rule[0] - place) <= 3]
        before.extend(
            [min(r[1] for r in near if r[2] >= start - 3)]
            if any(r[1] < start - _OPEN and r[2] >= start - 3 for r in near)
            else []
        )
        after.extend(
            [max(r[2] for r in near if r[1] <= end + 3)]
            if any(r[2] > end + _OPEN and r[1] <= end + 3 for r in near)
            else []
        )
    for ends in (before, after):
        if len(places) > 1 and len(ends) >= max(2, _OPEN_SHARE * len(places)) and max(ends) - min(ends) < 10:
            yield median(ends)


def _edge(orientation: str, x0: float, x1: float, top: float, bottom: float) -> dict[str, Any]:
    return {
        "object_type": "explicit_edge", "orientation": orientation, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
