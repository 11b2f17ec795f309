"""Tables without rules, or with three: columns from where the numbers stand, never ``exact``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from ...datapackage.model import Origin
from ..table import BY_POSITION, Table
from .characters import tidy
from .glyphs import Box, Line, Run, join
from .grid import Placed, is_caption, is_number, rectangle
from .ruled import rounded

if TYPE_CHECKING:
    from pdfplumber.page import Page

Interval = tuple[float, float]
Rule = tuple[float, float, float]  # top, x0, x1 of a horizontal one

_APART = 0.8  # font sizes between the texts of two columns
_APART_UNLIKE = 0.5  # where one of them is a number and the other is not
_MONEY = re.compile(r"[-－−(（]?\d[\d,]*(?:,\d{3}|\.\d+)[)）]?")
_FEWEST_ROWS = 3
_HEADING_LINES = 6
#: Lines without a number that may stand between two rows: a label that wraps.
_BETWEEN = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A text of one column of one line."""

    text: str
    box: Box
    confidence: float = 1.0

    @property
    def is_number(self) -> bool:
        return is_number(self.text)


@dataclass(frozen=True, slots=True)
class Loose:
    """Lines that form a table, with the x0 and x1 of its columns."""

    lines: tuple[tuple[Piece, ...], ...]
    columns: tuple[Interval, ...]

    @property
    def box(self) -> Box:
        boxes = [piece.box for line in self.lines for piece in line]
        return (
            min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
        )  # fmt: skip

    def table(self, origin: Origin) -> Table:
        """The table with a heading over several columns as one wide cell."""
        cells: dict[tuple[int, int], Placed] = {}
        for row, line in enumerate(self.lines):
            for piece in line:
                self._place(cells, row, piece, origin)
        blank = replace(origin, bbox=None)
        return Table(rectangle(cells.values(), len(self.lines), len(self.columns), blank), origin)

    def _place(self, cells: dict[tuple[int, int], Placed], row: int, piece: Piece, origin: Origin) -> None:
        over = [i for i, column in enumerate(self.columns) if _overlap(piece.box, column) > 0]
        if piece.is_number or not over:
            best = max(range(len(self.columns)), key=lambda i: _overlap(piece.box, self.columns[i]))
            over = [best]
        column = over[0]
        at = replace(
            origin,
            row=row + 1,
            column=column + 1,
            bbox=rounded(piece.box),
            confidence=piece.confidence,
            note=BY_POSITION,
        )
        before = cells.get((row, column))
        text = f"{before.text} {piece.text}" if before else piece.text
        cells[row, column] = Placed(row, column, text, at, colspan=len(over))


def find(lines: Sequence[Line], rules: Sequence[Rule]) -> tuple[list[Loose], list[Line]]:
    """The tables among ``lines``, and the lines that belong to none; ``rules`` may part heading from text above."""
    split = [_pieces(line) for line in lines]
    found: list[Loose] = []
    taken: set[int] = set()
    for top, last in _blocks(split):
        first = _with_heading(lines, split, top, rules, taken)
        block = split[first : last + 1]
        columns = _columns(block)
        if len(columns) > 1:
            found.append(Loose(tuple(block), columns))
            taken.update(range(first, last + 1))
    return found, [line for index, line in enumerate(lines) if index not in taken]


def _pieces(line: Line) -> tuple[Piece, ...]:
    groups: list[list[Run]] = [[line.runs[0]]]
    for run in line.runs[1:]:
        gap = run.x0 - groups[-1][-1].x1
        unlike = is_number(run.text.strip()) != is_number(join(groups[-1]).strip())
        if gap > (_APART_UNLIKE if unlike else _APART) * run.size:
            groups.append([run])
        else:
            groups[-1].append(run)
    pieces = (
        Piece(
            tidy(join(group)).replace("\n", " "),
            (group[0].x0, line.top, max(r.x1 for r in group), line.bottom),
            min(r.confidence for r in group),
        )
        for group in groups
    )
    return tuple(piece for piece in pieces if piece.text)


def _is_row(line: Sequence[Piece]) -> bool:
    return len(line) > 1 and any(piece.is_number for piece in line[1:])


def _blocks(split: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """First and last line of each group of rows that is a table by the look of its numbers."""
    blocks: list[tuple[int, int]] = []
    start: int | None = None
    last = -1
    for index, line in enumerate(split):
        if not _is_row(line):
            continue
        if start is not None and index - last > _BETWEEN + 1:
            blocks.append((start, last))
            start = None
        start = index if start is None else start
        last = index
    if start is not None:
        blocks.append((start, last))
    return [block for block in blocks if _is_table(split[block[0] : block[1] + 1])]


def _is_table(block: Sequence[Sequence[Piece]]) -> bool:
    rows = [line for line in block if _is_row(line)]
    money = sum(any(_MONEY.fullmatch(piece.text) for piece in line) for line in rows)
    return len(rows) >= _FEWEST_ROWS and money >= 2 and len(rows) * 2 >= len(block)


def rules(page: Page) -> list[Rule]:
    """The horizontal rules of a page that are wide enough to belong to a table."""
    edges = page.edges if len(page.rects) + len(page.lines) < 5000 else []
    return sorted((e["top"], e["x0"], e["x1"]) for e in edges if e["orientation"] == "h" and e["width"] > 50)


def _with_heading(
    lines: Sequence[Line],
    split: Sequence[Sequence[Piece]],
    first: int,
    rules: Sequence[Rule],
    taken: set[int],
) -> int:
    """The line where the heading of the block starts: below the rule above it, or where texts stand side by side."""
    width = split[first][-1].box[2] - split[first][0].box[0]
    start = first
    for index in range(first - 1, max(-1, first - 1 - _HEADING_LINES), -1):
        if index in taken or lines[index + 1].top - lines[index].bottom > 3 * lines[index].size:
            break
        if len(split[index]) < 2 and not _is_below_rule(lines[index], rules, width):
            break
        if all(is_caption(piece.text) for piece in split[index]):
            break
        start = index
    return start


def _is_below_rule(line: Line, rules: Iterable[Rule], width: float) -> bool:
    return any(line.top - 60 < y <= line.top + 2 and x1 - x0 > 0.8 * width for y, x0, x1 in rules)


def _columns(block: Sequence[Sequence[Piece]]) -> tuple[Interval, ...]:
    """Intervals of the numbers first, as those keep to their columns, then of the texts between them."""
    rows = [line for line in block if _is_row(line) and not _counts(line)]
    columns = _merged([(p.box[0], p.box[2]) for line in rows for p in line if p.is_number])
    columns = _with_texts(columns, rows)
    headings = [line for line in block if not _is_row(line) or _counts(line)]
    for line in headings:
        # A heading at the left of its column may stand clear of the numbers at the right of it.
        columns = _widened(columns, line) if len(line) == len(columns) else _reaching(columns, line)
    return tuple(_with_texts(columns, block))


def _counts(line: Sequence[Piece]) -> bool:
    """Whether a line only counts the columns: 1 2 3."""
    numbers = [piece.text.strip() for piece in line if piece.text.strip() != "栏次"]
    return len(numbers) > 1 and all(n.isdigit() and len(n) < 3 for n in numbers) and numbers[0] in ("1", "2")


def _reaching(columns: Sequence[Interval], line: Sequence[Piece]) -> list[Interval]:
    """The columns, each reaching left to a heading that stands clear of it and has no other column to belong to."""
    reached = list(columns)
    for number, piece in enumerate(line):
        if any(_overlap(piece.box, column) > 0 for column in reached):
            continue
        right = next((k for k, column in enumerate(reached) if column[0] >= piece.box[2]), None)
        following = line[number + 1].box[0] if number + 1 < len(line) else float("inf")
        if right is not None and following > reached[right][0]:
            reached[right] = (piece.box[0], reached[right][1])
    return reached


def _with_texts(columns: Sequence[Interval], lines: Sequence[Sequence[Piece]]) -> list[Interval]:
    texts = [(p.box[0], p.box[2]) for line in lines for p in line if not p.is_number]
    free = [text for text in texts if all(min(text[1], c[1]) - max(text[0], c[0]) <= 0 for c in columns)]
    return sorted([*columns, *_merged(free)])


def _widened(columns: Sequence[Interval], line: Sequence[Piece]) -> list[Interval]:
    """The columns with the texts of a heading of as many texts, as long as they stay apart."""
    wide = [(min(c[0], p.box[0]), max(c[1], p.box[2])) for c, p in zip(columns, line, strict=True)]
    apart = all(before[1] <= after[0] for before, after in pairwise(wide))
    return wide if apart else list(columns)


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    merged: list[Interval] = []
    for x0, x1 in sorted(intervals):
        if merged and x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(x1, merged[-1][1]))
        else:
            merged.append((x0, x1))
    return merged


def _overlap(box: Box, column: Interval) -> float:
    return min(box[2], column[1]) - max(box[0], column[0])
