"""The body of a table without rules: where it begins, how far apart its lines stand, what its columns print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..page.cell_text import is_one_amount, unwrapped
from . import wrapping
from .columns import columns_of, place
from .page_breaks import SIGNS, begun, signs_of
from .pieces import Interval, Piece, overlap, text_of
from .table_lines import counts, is_row

_FEWEST_ROWS = 3
#: Over so many columns a text may be merged.
_FEWEST_HEADS = 2
#: In font sizes.
_RAGGED = 0.3
_SAME_LINE = 0.35
_EVEN = 0.1
_CODE_OF_LETTERS = re.compile(r"\d{6,}[A-Z]\d+")  # of a project


@dataclass(frozen=True, slots=True)
class Body:
    """The rows of a body, which of its columns print numbers, and the numbers that wrap or that a page break cuts."""

    rows: Sequence[wrapping.Row]
    numeric: set[int]
    numbers: Mapping[tuple[int, int], str]  # row and column → number that wraps
    cut: Mapping[int, str]  # column → what the last row has of its number, where the page break cuts any


def read(
    body: Sequence[Sequence[Piece]],
    intervals: Sequence[Interval],
    parting: Sequence[float],
    *,
    goes_on: bool,
    is_last: bool,
) -> Body | None:
    """The rows of a body; None where they are not certain."""
    every = [(place(intervals, piece), piece) for line in body for piece in line]
    columns = ([p for c, p in every if c == k] for k in range(len(intervals)))
    signs = signs_of(every, wrapping.spacing_of(columns).within)
    if signs is None:
        return None
    placed = [(k, piece) for n, (k, piece) in enumerate(every) if n in signs or not piece.is_nothing]
    numeric = {k for k in range(len(intervals)) if is_numeric([p for c, p in placed if c == k])}
    rows = wrapping.rows_of(placed, numeric, parting, goes_on=goes_on) if placed else []
    if rows is None:
        return None
    cut = begun([row.cells for row in rows]) if is_last else {}
    cut = begun([row.cells for row in _with_signs(rows, every)]) if cut else cut
    widths = {k: max(p.x1 - p.x0 for c, p in placed if c == k) for k in numeric}
    numbers = {
        (n, k): "".join(p.text for p in cell) if k in cut and n == len(rows) - 1 else number_of(cell, widths[k])
        for n, row in enumerate(rows)
        for k, cell in row.cells.items()
        if k in numeric and len(cell) > 1
    }
    return Body(rows, numeric, numbers, cut) if all(numbers.values()) else None


def _with_signs(rows: Sequence[wrapping.Row], every: Iterable[tuple[int, Piece]]) -> Sequence[wrapping.Row]:
    """The rows, the last with each dash in a column where it has no text: that may be the sign of a number cut off."""
    last = rows[-1]
    for k, piece in every:
        if piece.text in SIGNS and piece.baseline > last.top - _SAME_LINE * piece.size:
            last.cells.setdefault(k, [piece])
    return rows


def start_of(block: Sequence[Sequence[Piece]], first: int, separators: Sequence[float]) -> int:
    """The first line of the body: that of its first number, or of the name that begins above it."""
    baseline = block[first][0].baseline
    counted = [k for k in range(first) if counts(block[k])]
    if counted:
        return counted[-1] + 1
    above = [y for y in separators if y < baseline - 0.5 * block[first][0].size]
    if len(above) > 1 or (above and any(line[0].baseline < above[-1] for line in block[:first])):
        inside = [k for k in range(first) if block[k][0].baseline > above[-1]]
        if inside:
            return inside[0]
        return first
    spacing = spacing_of(block[first:])
    close = min(1.08 * spacing.within, spacing.limit)
    numbers = [column.interval for column in columns_of(block[first:]) if column.is_numeric]
    start = first
    while start and spacing.within and not counts(block[start - 1]):
        pitch = block[start][0].baseline - block[start - 1][0].baseline
        further = block[start - 1][0].baseline - block[start - 2][0].baseline if start > 1 else float("inf")
        begins = all(wrapping.BEGINS.match(piece.text) for piece in block[start - 1])
        # No name goes on over several columns of numbers.
        over = sum(any(overlap(c, (p.x0, p.x1)) > 0 for c in numbers) for p in block[start - 1])
        if pitch > close or (further <= close and not begins) or over > 1:
            break
        start -= 1
    return start


def spacing_of(body: Sequence[Sequence[Piece]], leading: float = 0.0) -> wrapping.Spacing:
    """How far apart the lines of a body stand: of one text as ``leading`` (font sizes) says where all are rows."""
    columns = columns_of(body)
    own = [[p for line in body for p in line if place([c.interval], p, strict=True) == 0] for c in columns]
    told = wrapping.spacing_of(pieces for pieces, c in zip(own, columns, strict=True) if c.is_numeric)
    if told.within:
        return told
    rows = [b[0].baseline - a[0].baseline for a, b in pairwise(body) if is_row(a) and is_row(b)]
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


def without_merged(body: Sequence[Sequence[Piece]]) -> Sequence[Sequence[Piece]]:
    """The lines without a text that is merged over the columns of codes and words, as 合计 is: it has no column.

    It stands alone left of the amounts of its line, in a place where no other line prints anything.
    """
    columns = [column for column in columns_of(body) if is_head(body, column.interval)]
    merged = [
        column
        for column in columns
        if len(column.lines) == 1 and not any(column.lines & other.lines for other in columns if other is not column)
    ]
    if not merged or len(columns) - len(merged) < _FEWEST_HEADS:
        return body
    lines = {number for column in merged for number in column.lines}
    return [
        [p for p in line if number not in lines or not any(overlap(c.interval, (p.x0, p.x1)) > 0 for c in merged)]
        for number, line in enumerate(body)
    ]


def side_of(body: Sequence[Sequence[Piece]], column: Interval) -> int:
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


def is_head(body: Sequence[Sequence[Piece]], column: Interval) -> bool:
    """Whether a column prints codes or words, and no money nor zeros alone."""
    own = [p for line in body for p in line if overlap(column, (p.x0, p.x1)) > 0]
    return not any(p.is_money for p in own) and not all(p.text == "0" for p in own)


def is_numeric(found: Sequence[Piece]) -> bool:
    numbers = sum(piece.is_number for piece in found)
    return numbers > 0 and numbers * 2 >= len(found)


def number_of(cell: Sequence[Piece], width: float) -> str:
    """The number that the lines of a cell are together, or its one number with words beside; "" where it has two."""
    if sum(piece.is_number for piece in cell) < 2 and cell[0].text not in SIGNS:
        return text_of(cell)
    texts = [piece.text for piece in cell]
    if len(cell) > 1 and cell[0].text in SIGNS and cell[0].baseline < cell[1].baseline:
        return f"-{number}" if (number := number_of(cell[1:], width)) else ""
    if any(b.baseline - a.baseline < 0.5 * b.size for a, b in pairwise(cell)):
        return ""
    if is_one_amount(texts) and all(p.x1 - p.x0 > width / 2 for p in cell[:-1]):
        return "".join(texts)
    full = [width - (p.x1 - p.x0) < 1.2 * p.size for p in cell]
    if all(full[:-1]) and _CODE_OF_LETTERS.fullmatch("".join(texts)):
        return "".join(texts)
    lines = list(unwrapped(list(zip(texts, full, strict=True))))
    return lines[0] if len(lines) == 1 else ""
