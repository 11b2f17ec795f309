"""Which lines of a page are a table without rules, by the look of their numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..grid import is_caption
from ..page.glyphs import Line
from .columns import columns_of, place
from .page_breaks import WHOLE
from .pieces import BESIDE_DIGITS, Piece

_FEWEST_ROWS = 3
_HEADING_LINES = 12
#: In font sizes: lines further apart are not of one table.
_FAR, _FURTHEST = 4.0, 8.0
_LARGER = 1.25  # times the size of a table's type is that of a title
_LETTERS = 2
_LEADING = 1.5
_SAME_PLACE = 0.2
_CELL_LINES = 3
#: The headings of the columns of one code.
STEPS = "类款项"
_FIGURES = re.compile(r"[\d,]*\.?\d*")
_NO_HEADING = re.compile(r"(?:表|情况|明细|一览)(?:[（(][^（()）]*[）)])?$|^(?:注|说明|备注)\s*\d*\s*[:：]|[。；]$")


def blocks(lines: Sequence[Line], split: Sequence[Sequence[Piece]]) -> list[tuple[int, int]]:
    """First and last line of each group of rows that is a table by the look of its numbers."""
    blocks: list[list[int]] = []
    for index, line in enumerate(split):
        if not is_row(line) or counts(line):
            continue
        if blocks and _bridged(lines, split, blocks[-1][1], index):
            blocks[-1][1] = index
        else:
            blocks.append([index, index])
    ends = [(a, b, _bottom(lines, split, a, b)) for a, b in blocks]
    return [
        (a, bottom)
        for a, b, bottom in ends
        if is_table(split[a : b + 1]) or _is_small_table(split[a : b + 1]) or _is_wrapped_row(split[a : bottom + 1])
    ]


def _bridged(lines: Sequence[Line], split: Sequence[Sequence[Piece]], last: int, index: int) -> bool:
    """Whether the lines between two rows are rows without numbers, or names that wrap."""
    between = range(last + 1, index)
    if any(is_end(split[k]) for k in between):
        return False
    steps = [lines[k + 1].top - lines[k].bottom for k in range(last, index)]
    return all(step < _FAR * lines[index].size for step in steps)


def _bottom(lines: Sequence[Line], split: Sequence[Sequence[Piece]], first: int, last: int) -> int:
    """The last line of a block with the names that wrap below its last number, and rows without one."""
    pitches = [b.top - a.top for a, b in pairwise(lines[first : last + 1])]
    usual = median(pitches) if pitches else lines[last].size * 2
    start = first
    while start and lines[start].top - lines[start - 1].top < lines[start].size:
        start -= 1  # a name beside the first number begins above it
    x0, x1 = min(line.x0 for line in lines[start : last + 1]), max(line.x1 for line in lines[start : last + 1])
    for index in range(last + 1, len(lines)):
        line = lines[index]
        fits = x0 - line.size <= line.x0 and line.x1 <= x1 + line.size
        wraps = _wraps(split[max(first, index - _CELL_LINES) : index], split[index])
        near = line.top - lines[index - 1].top <= max(1.3 * usual, _LEADING * line.size if wraps else 0.0)
        wide = len(split[index]) == 1 and line.x1 - line.x0 > 0.6 * (x1 - x0)
        if not (fits and near) or wide or is_end(split[index]):
            return index - 1
    return len(lines) - 1


def _wraps(above: Sequence[Sequence[Piece]], line: Sequence[Piece]) -> bool:
    """Whether each text of a line is short and begins, or has its middle, where one of the lines above does."""
    beside = [piece for other in above for piece in other]
    return all(
        len(piece.text) <= _LETTERS
        or any(min(abs(p.x0 - piece.x0), abs(p.centre - piece.centre)) < _SAME_PLACE * p.size for p in beside)
        for piece in line
    )


def top_of(lines: Sequence[Line], split: Sequence[Sequence[Piece]], first: int, taken: set[int]) -> tuple[int, bool]:
    """The line where the headings of a block start, below a caption or title; and whether that is certain.

    It is not where a text stands above it that may be a heading further up.
    """
    start, size = first, lines[first].size
    words = 0  # how many lines are not set letter by letter
    for index in range(first - 1, -1, -1):
        line = lines[index]
        if index in taken or is_end(split[index]) or line.size > _LARGER * size:
            break
        words += any(len(piece.text) > _LETTERS for piece in split[index])
        distance = lines[index + 1].top - line.bottom
        if words > _HEADING_LINES or distance > _FAR * size:
            return start, distance > _FURTHEST * size
        start = index
    return start, True


def is_row(line: Sequence[Piece]) -> bool:
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


def counts(line: Sequence[Piece]) -> bool:
    """Whether a line only counts the columns: 1 2 3, beside which the steps of a code may stand."""
    texts = ["".join(piece.text.split()) for piece in line]
    numbers = [text for text in texts if text not in ("栏次", "行次", *STEPS)]
    return len(numbers) > 1 and all(n.isdigit() and len(n) < 3 for n in numbers) and numbers[0] in ("1", "2")


def is_end(line: Sequence[Piece]) -> bool:
    """Whether a line is of no table: a caption, a title, a note, a sentence."""
    if all(is_caption(piece.text) for piece in line):
        return True
    text = "".join(piece.text for piece in line)
    return bool(len(line) < 3 and _NO_HEADING.search(text))


def is_table(block: Sequence[Sequence[Piece]]) -> bool:
    rows = [line for line in block if is_row(line)]
    money = sum(any(piece.is_money for piece in line) for line in rows)
    return len(rows) >= _FEWEST_ROWS and money >= 2 and len(rows) * 4 >= len(block)


def _is_small_table(block: Sequence[Sequence[Piece]]) -> bool:
    """Whether one or two rows may be a table, if headings turn out to stand over each of their columns."""
    return len(block) <= _FEWEST_ROWS and all(
        sum(piece.is_money for piece in line) > 1 for line in block if is_row(line) and not _is_rest(line)
    )


def _is_wrapped_row(block: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines are one row of nothing but amounts, all of which are whole when their lines are put together."""
    pieces = [piece for line in block for piece in line]
    if not all(_FIGURES.fullmatch(piece.text) for piece in pieces):
        return False
    columns = [column.interval for column in columns_of(block)]
    texts = ["".join(p.text for p in pieces if place(columns, p) == k) for k in range(len(columns))]
    return len(texts) >= _FEWEST_ROWS and all(WHOLE.fullmatch(text) for text in texts)


def _is_rest(line: Sequence[Piece]) -> bool:
    """Whether a line prints nothing but what is left of numbers in the line above: 89 5 39."""
    return all(piece.text.isdigit() and len(piece.text) <= _FEWEST_ROWS for piece in line)


def end_of_top(lines: Sequence[Line], split: Sequence[Sequence[Piece]]) -> int:
    """How many lines at the top of a page stand together above any caption, title or note."""
    for index, line in enumerate(lines):
        far = index and line.top - lines[index - 1].bottom > _FAR * lines[0].size
        if far or is_end(split[index]) or line.size > _LARGER * lines[0].size:
            return index
    return len(lines)


def is_rest(block: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines at the top of a page may be what is left of rows, whole or cut: they print parts of numbers."""
    figures = [piece for line in block for piece in line if _FIGURES.fullmatch(piece.text)]
    return len(figures) > 1 and not any(map(_is_sentence, block))


def headings_at_end(
    lines: Sequence[Line], split: Sequence[Sequence[Piece]], taken: set[int]
) -> Sequence[Sequence[Piece]]:
    """The lines below the last title or caption of a page that may be headings of a table on the next; none else."""
    start = next((k + 1 for k in range(len(lines) - 1, -1, -1) if k in taken or is_end(split[k])), 0)
    own = split[start:]
    near = all(b.top - a.bottom <= _FAR * b.size for a, b in pairwise(lines[max(start - 1, 0) :]))
    few = 0 < len(own) <= _HEADING_LINES and start and start - 1 not in taken
    is_heading = few and near and max(map(len, own)) > 1 and not any(map(_is_sentence, own))
    return own if is_heading and not any(p.is_money for line in own for p in line) else ()
