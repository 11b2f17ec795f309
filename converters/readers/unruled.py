"""Tables without a full grid of rules: columns and headings from where texts stand, never ``exact``.

What is drawn of such a table (three rules, shaded rows, a grid around the headings alone) parts its rows and tells
how far its headings reach. Where columns, rows or headings are not certain the table says so, and is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ...datapackage.model import Origin
from ..table import BY_POSITION, UNDECIDED, Table, over_one_of, surely_over
from . import header, wrapping
from .columns import columns_of, place
from .glyphs import Box, Line
from .grid import Placed, is_caption, rectangle
from .heading import Columns
from .heading_lines import Rule, headings_of
from .pieces import BESIDE_DIGITS, Interval, Piece, box_of, codes_joined, overlap, pieces, years_joined
from .ruled import Grid, is_one_amount, rounded, unwrapped

if TYPE_CHECKING:
    from pdfplumber.page import Page

_FEWEST_ROWS = 3
_HEADING_LINES = 12
#: Rules closer than this (points) are one; how much of a table's width parts its rows.
_SAME_RULE = 2.5
_MOST = 0.8
#: In font sizes: lines further apart are not of one table.
_FAR = 4.0
_RAGGED = 0.3
_EVEN = 0.1
_NO_HEADING = re.compile(r"(?:表|情况|明细|一览)(?:[（(][^（()）]*[）)])?$|^(?:注|说明|备注)\s*\d*\s*[:：]|[。；]$")


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn on a page without making a grid: rules and edges across it, and cells that have frames."""

    rules: tuple[Rule, ...] = ()
    frames: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Loose:
    """A table as its lines stand: cells with their places, whether that is certain, and its columns."""

    cells: tuple[Placed, ...]
    rows: int
    columns: tuple[Interval, ...]
    box: Box

    @property
    def is_decided(self) -> bool:
        """Whether its rows, columns and headings are certain."""
        return not any(cell.origin.note.startswith(UNDECIDED) for cell in self.cells)

    def table(self, origin: Origin) -> Table:
        """The rectangular table; a heading over several columns is one wide cell."""
        blank = replace(origin, bbox=None)
        return Table(
            rectangle((replace(c, origin=_at(origin, c)) for c in self.cells), self.rows, len(self.columns), blank),
            origin,
        )


def _at(origin: Origin, cell: Placed) -> Origin:
    own = cell.origin
    return replace(
        origin, row=cell.row + 1, column=cell.column + 1, bbox=own.bbox, confidence=own.confidence, note=own.note
    )


@dataclass(slots=True)
class Finder:
    """Finds the tables of one page after the other; one that goes on without headings keeps its columns."""

    before: tuple[Interval, ...] = field(default=())
    leading: float = 0.0  # of the lines of one text, in font sizes, as a table before told it

    def find(self, lines: Sequence[Line], drawn: Drawn) -> tuple[list[Loose], list[Line]]:
        """The tables among ``lines``, and the lines that belong to none."""
        split = [pieces(line) for line in lines]
        found: list[Loose] = []
        taken: set[int] = set()
        for first, last in _blocks(lines, split, drawn):
            top = _top(lines, split, first, drawn, taken)
            block = split[top : last + 1]
            self._learn(split[first : last + 1])
            loose = _compose(block, first - top, drawn, self.before, self.leading)
            if loose and len(loose.columns) > 1 and (loose.is_decided or _is_table(split[first : last + 1])):
                found.append(loose)
                taken.update(range(top, last + 1))
                self.before = loose.columns
        return found, [line for index, line in enumerate(lines) if index not in taken]

    def _learn(self, body: Sequence[Sequence[Piece]]) -> None:
        """Remember how far apart the lines of one text stand, where a body tells it."""
        if within := _spacing(body).within:
            self.leading = within / body[0][0].size


# --- which lines ------------------------------------------------------------------------------------------


def rules(page: Page) -> list[Rule]:
    """The horizontal rules and edges of a page that are wide enough to belong to a table."""
    edges = page.edges if len(page.rects) + len(page.lines) < 5000 else []
    return sorted((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h" and e["width"] > 10)


def _is_row(line: Sequence[Piece]) -> bool:
    """Whether a line prints a number beside something else, with room between two of its texts."""
    if len(line) < 2 or not any(piece.is_number or piece.is_nothing for piece in line[1:]) or _is_sentence(line):
        return False
    gaps = [(b.x0 - a.x1) / a.size for a, b in pairwise(line) if a.size]
    return max(gaps, default=0) > 0.8 or sum(piece.is_money for piece in line) > 1


def _is_sentence(line: Sequence[Piece]) -> bool:
    """Whether a line is running text: nothing parts its words from its numbers but what word processors set there."""
    return all(
        b.x0 - a.x1 < BESIDE_DIGITS * a.size and not (a.is_number and b.is_number) for a, b in pairwise(line)
    ) and any(mark in piece.text for piece in line for mark in "，。；：")


def _counts(line: Sequence[Piece]) -> bool:
    """Whether a line only counts the columns: 1 2 3."""
    numbers = [piece.text.strip() for piece in line if piece.text.strip() not in ("栏次", "行次")]
    return len(numbers) > 1 and all(n.isdigit() and len(n) < 3 for n in numbers) and numbers[0] in ("1", "2")


def _blocks(lines: Sequence[Line], split: Sequence[Sequence[Piece]], drawn: Drawn) -> list[tuple[int, int]]:
    """First and last line of each group of rows that is a table by the look of its numbers."""
    blocks: list[list[int]] = []
    for index, line in enumerate(split):
        if not _is_row(line) or _counts(line):
            continue
        if blocks and _bridged(lines, split, blocks[-1][1], index):
            blocks[-1][1] = index
        else:
            blocks.append([index, index])
    found = [(a, b) for a, b in blocks if _is_table(split[a : b + 1]) or _is_small_table(split[a : b + 1])]
    return [(a, _bottom(lines, split, a, b)) for a, b in found]


def _bridged(lines: Sequence[Line], split: Sequence[Sequence[Piece]], last: int, index: int) -> bool:
    """Whether the lines between two rows are rows without numbers, or names that wrap."""
    between = range(last + 1, index)
    if any(_ends(split[k], lines[k]) for k in between):
        return False
    steps = [lines[k + 1].top - lines[k].bottom for k in range(last, index)]
    return all(step < _FAR * lines[index].size for step in steps)


def _ends(line: Sequence[Piece], _: Line) -> bool:
    """Whether a line is of no table: a caption, a title, a note, a sentence."""
    if all(is_caption(piece.text) for piece in line):
        return True
    text = "".join(piece.text for piece in line)
    return bool(len(line) < 3 and _NO_HEADING.search(text))


def _is_table(block: Sequence[Sequence[Piece]]) -> bool:
    rows = [line for line in block if _is_row(line)]
    money = sum(any(piece.is_money for piece in line) for line in rows)
    return len(rows) >= _FEWEST_ROWS and money >= 2 and len(rows) * 4 >= len(block)


def _is_small_table(block: Sequence[Sequence[Piece]]) -> bool:
    """Whether one or two rows may be a table, if headings turn out to stand over each of their columns."""
    return len(block) <= _FEWEST_ROWS and all(
        sum(piece.is_money for piece in line) > 1 for line in block if _is_row(line) and not _is_rest(line)
    )


def _is_rest(line: Sequence[Piece]) -> bool:
    """Whether a line prints nothing but what is left of numbers in the line above: 89 5 39."""
    return all(piece.text.isdigit() and len(piece.text) <= _FEWEST_ROWS for piece in line)


def _bottom(lines: Sequence[Line], split: Sequence[Sequence[Piece]], first: int, last: int) -> int:
    """The last line of a block with the names that wrap below its last number, and rows without one."""
    pitches = [b.top - a.top for a, b in pairwise(lines[first : last + 1])]
    usual = median(pitches) if pitches else lines[last].size * 2
    x0, x1 = min(line.x0 for line in lines[first : last + 1]), max(line.x1 for line in lines[first : last + 1])
    for index in range(last + 1, len(lines)):
        line = lines[index]
        fits = x0 - line.size <= line.x0 and line.x1 <= x1 + line.size
        near = line.top - lines[index - 1].top <= 1.3 * usual
        wide = len(split[index]) == 1 and line.x1 - line.x0 > 0.6 * (x1 - x0)
        if not (fits and near) or wide or _ends(split[index], line):
            return index - 1
    return len(lines) - 1


def _top(lines: Sequence[Line], split: Sequence[Sequence[Piece]], first: int, drawn: Drawn, taken: set[int]) -> int:
    """The line where the headings of a block start: below a caption or title, or far from what is above."""
    start = first
    size = lines[first].size
    for index in range(first - 1, -1, -1):
        line = lines[index]
        is_far = first - index > _HEADING_LINES and not all(len(piece.text) < 3 for piece in split[index])
        if is_far or index in taken or lines[index + 1].top - line.bottom > _FAR * size:
            break
        if _ends(split[index], line) or line.size > 1.25 * size:
            break
        start = index
    return start


# --- grids around a part of a table -----------------------------------------------------------------------


def whole_grids(grids: Sequence[Grid], lines: Sequence[Line]) -> list[Grid]:
    """The grids that are whole tables: not those around the headings alone, nor shaded rows between others."""
    rows = [line for line in lines if _is_row(pieces(line))]
    poor = [grid for grid in grids if grid.is_shaded or not grid.prints_money]
    parts: list[Grid] = []
    found = True
    while found:
        found = False
        for grid in poor:
            beside = [line.box for line in rows] + [other.box for other in parts]
            if grid not in parts and any(_is_beside(grid.box, box, lines[0].size) for box in beside):
                parts.append(grid)
                found = True
    return [grid for grid in grids if grid not in parts]


def _is_beside(grid: Box, row: Box, size: float) -> bool:
    """Whether a row stands right above or below a grid, over most of its width."""
    near = -size < row[1] - grid[3] < 1.5 * size or -size < grid[1] - row[3] < 1.5 * size
    return near and overlap((grid[0], grid[2]), (row[0], row[2])) > 0.5 * (grid[2] - grid[0])


# --- composing --------------------------------------------------------------------------------------------


def _compose(
    block: Sequence[Sequence[Piece]], first: int, drawn: Drawn, before: Sequence[Interval], leading: float
) -> Loose | None:
    """The table of a block of lines whose first number stands on line ``first``."""
    box = box_of(piece for line in block for piece in line)
    separators = _separators(drawn, box)
    start = _body_start(block, first, separators)
    above, body = list(block[:start]), codes_joined(block[start:])
    counters = [line for line in above if _counts(line)]
    above = [years_joined(line) for line in above if not _counts(line)]
    named = _with_headings(above, body, drawn, leading) if above else None
    if named is None and before:
        known = columns_of([*above, *body], before)
        if len(known) == len(before):
            above, body = [], [*above, *body]
            named = Columns([c.interval for c in known], [None] * len(known))
    if named is None:
        return _undecided(block, box, "headings")
    intervals = named.intervals
    placed = [(place(intervals, piece), piece) for line in body for piece in line if not piece.is_nothing]
    numeric = {k for k in range(len(intervals)) if _is_numeric([p for c, p in placed if c == k])}
    rows = wrapping.rows_of(placed, numeric, separators)
    widths = {k: max(p.x1 - p.x0 for c, p in placed if c == k) for k in numeric}
    numbers = {
        (n, k): _number(cell, widths[k])
        for n, row in enumerate(rows or ())
        for k, cell in row.cells.items()
        if k in numeric and len(cell) > 1
    }
    if rows is None or not all(numbers.values()):
        return _undecided(block, box, "rows")
    cells = list(_heading_cells(named))
    depth = len(named.groups) + 1 if above else 0
    for line in counters:
        cells += [_cell(depth, place(intervals, piece), [piece]) for piece in line]
        depth += 1
    for number, row in enumerate(rows):
        cells += [
            _cell(depth + number, k, cell, text=numbers.get((number, k), "")) for k, cell in sorted(row.cells.items())
        ]
    return Loose(tuple(cells), depth + len(rows), tuple(intervals), box)


def _with_headings(
    above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]], drawn: Drawn, leading: float
) -> Columns | None:
    """The columns of a body with their headings; None where they are not certain."""
    columns = [column.interval for column in columns_of(body)]
    headings = headings_of(above, columns, drawn.frames, _partial(drawn, above, body), _spacing(body, leading))
    heads = [_is_head(body, column) for column in columns]
    return header.assign(columns, heads, [_side(body, column) for column in columns], headings)


def _partial(drawn: Drawn, above: Sequence[Sequence[Piece]], body: Sequence[Sequence[Piece]]) -> list[Rule]:
    """The rules between the lines of headings that do not go through the whole table."""
    box = box_of(p for line in (*above, *body) for p in line)
    top, bottom = above[0][0].baseline, above[-1][0].baseline
    joined: list[Rule] = []
    for y, x0, x1 in sorted((round(rule[0]), *rule[1:]) for rule in drawn.rules if top < rule[0] < bottom):
        if joined and joined[-1][0] == y and x0 - joined[-1][2] < _SAME_RULE:
            joined[-1] = y, joined[-1][1], max(x1, joined[-1][2])
        else:
            joined.append((y, x0, x1))
    return [rule for rule in joined if rule[2] - rule[1] < _MOST * (box[2] - box[0])]


def _side(body: Sequence[Sequence[Piece]], column: Interval) -> int:
    """On which side of a heading that is clear of them the numbers of a column stand: 1 right, -1 left, 0 unknown.

    A heading keeps to the left or the middle of its cell, so that numbers at the right of it stand right of their
    heading, and numbers at its left stand left of one in the middle.
    """
    own = [p for line in body for p in line if p.is_number and overlap(column, (p.x0, p.x1)) > 0]
    if len(own) < _FEWEST_ROWS:
        return 0
    left, right = (max(ends) - min(ends) for ends in ([p.x0 for p in own], [p.x1 for p in own]))
    ragged, even = _RAGGED * own[0].size, _EVEN * own[0].size
    return 1 if right < even and left > ragged else -1 if left < even and right > ragged else 0


def _is_head(body: Sequence[Sequence[Piece]], column: Interval) -> bool:
    """Whether a column prints codes or words, and no money nor zeros alone."""
    own = [p for line in body for p in line if overlap(column, (p.x0, p.x1)) > 0]
    return not any(p.is_money for p in own) and not all(p.text == "0" for p in own)


def _separators(drawn: Drawn, box: Box) -> list[float]:
    """The heights at which something drawn parts rows: most of the width of the table."""
    near = [rule for rule in drawn.rules if box[1] - 3 <= rule[0] <= box[3] + 3 and rule[2] > rule[1]]
    groups: list[list[Rule]] = []
    for rule in near:
        if groups and rule[0] - groups[-1][0][0] < _SAME_RULE:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    return [group[0][0] for group in groups if _covered(group, box) > _MOST * (box[2] - box[0])]


def _covered(group: Sequence[Rule], box: Box) -> float:
    """How much of the width of a table rules at one height cover together."""
    covered, end = 0.0, box[0]
    for _, x0, x1 in sorted(group, key=lambda rule: rule[1]):
        covered += max(0.0, min(x1, box[2]) - max(x0, end))
        end = max(end, x1)
    return covered


def _body_start(block: Sequence[Sequence[Piece]], first: int, separators: Sequence[float]) -> int:
    """The first line of the body: that of its first number, or of the name that begins above it."""
    baseline = block[first][0].baseline
    counted = [k for k in range(first) if _counts(block[k])]
    if counted:
        return counted[-1] + 1
    above = [y for y in separators if y < baseline - 0.5 * block[first][0].size]
    if len(above) > 1 or (above and any(line[0].baseline < above[-1] for line in block[:first])):
        inside = [k for k in range(first) if block[k][0].baseline > above[-1]]
        if inside:
            return inside[0]
        return first
    spacing = _spacing(block[first:])
    close = min(1.08 * spacing.within, spacing.limit)
    start = first
    while start and spacing.within and not _counts(block[start - 1]):
        pitch = block[start][0].baseline - block[start - 1][0].baseline
        further = block[start - 1][0].baseline - block[start - 2][0].baseline if start > 1 else float("inf")
        if pitch > close or further <= close:
            break
        start -= 1
    return start


def _spacing(body: Sequence[Sequence[Piece]], leading: float = 0.0) -> wrapping.Spacing:
    """How far apart the lines of a body stand: of one text as ``leading`` (font sizes) says where all are rows."""
    columns = columns_of(body)
    own = [[p for line in body for p in line if place([c.interval], p, strict=True) == 0] for c in columns]
    told = wrapping.spacing_of(pieces for pieces, c in zip(own, columns, strict=True) if c.is_numeric)
    if told.within:
        return told
    rows = [b[0].baseline - a[0].baseline for a, b in pairwise(body) if _is_row(a) and _is_row(b)]
    closest = 0.0
    for found, column in zip(own, columns, strict=True):
        at = sorted(p.baseline for p in found)
        steps = [b - a for a, b in pairwise(at) if b - a > 0.5 * body[0][0].size]
        if not column.is_numeric and steps:
            closest = min(closest or steps[0], *steps)
    between = min(rows, default=0.0)
    known = leading * body[0][0].size
    within = next((w for w in (closest, known) if w and (not rows or w < 0.97 * between)), 0.0)
    return wrapping.Spacing(within, between)


def _is_numeric(found: Sequence[Piece]) -> bool:
    numbers = sum(piece.is_number for piece in found)
    return numbers > 0 and numbers * 2 >= len(found)


def _number(cell: Sequence[Piece], width: float) -> str:
    """The number that the lines of a cell are together, or its one number with words beside; "" where it has two."""
    if sum(piece.is_number for piece in cell) < 2:
        return _joined(cell)
    texts = [piece.text for piece in cell]
    if any(b.baseline - a.baseline < 0.5 * b.size for a, b in pairwise(cell)):
        return ""
    if is_one_amount(texts) and all(p.x1 - p.x0 > width / 2 for p in cell[:-1]):
        return "".join(texts)
    lines = list(unwrapped([(p.text, width - (p.x1 - p.x0) < 1.2 * p.size) for p in cell]))
    return lines[0] if len(lines) == 1 else ""


def _heading_cells(named: Columns) -> Iterable[Placed]:
    depth = len(named.groups)
    for k, leaf in enumerate(named.leaves):
        if leaf:
            yield _cell(depth, k, leaf.pieces, text=leaf.text)
    for level, groups in enumerate(named.groups):
        for heading in groups:
            first, last = heading.columns
            note = BY_POSITION if heading.surely is None else surely_over(first, *heading.surely)
            note = over_one_of(heading.ways) if heading.ways else note
            yield _cell(depth - 1 - level, first, heading.pieces, text=heading.text, across=last - first + 1, note=note)


def _cell(
    row: int, column: int, found: Sequence[Piece], *, text: str = "", across: int = 1, note: str = BY_POSITION
) -> Placed:
    origin = Origin("", bbox=rounded(box_of(found)), confidence=min(p.confidence for p in found), note=note)
    return Placed(row, column, text or _joined(found), origin, colspan=across)


def _joined(found: Sequence[Piece]) -> str:
    """The texts of a cell: those of one line with a blank between them, lines one after the other."""
    text = ""
    for before, piece in zip([None, *found], found, strict=False):
        beside = before is not None and abs(before.baseline - piece.baseline) < 0.35 * piece.size
        text += (" " if beside else "\n" if before else "") + piece.text
    return text


def _undecided(block: Sequence[Sequence[Piece]], box: Box, what: str) -> Loose:
    """The lines as they stand, each text in a column of its own kind, for the printed copy alone."""
    columns = [c.interval for c in columns_of(block)]
    cells: dict[tuple[int, int], list[Piece]] = {}
    for row, line in enumerate(block):
        for piece in line:
            cells.setdefault((row, place(columns, piece)), []).append(piece)
    placed = tuple(_cell(row, column, found, note=f"{UNDECIDED}: {what}") for (row, column), found in cells.items())
    return Loose(placed, len(block), tuple(columns), box)
