"""The rows of a table without rules in which numbers wrap, and rows stand as close as the lines of one text.

The lines of a column of amounts are put together until each is whole: 10 / 6,6 / 05. / 04 is 106,605.04. All texts of
a row keep to one height: their last lines, their first or their middles stand alike, as they do in every other row.
Where the numbers do not come out even, or two heights would make other rows, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from .pieces import Piece

Cell = list[Piece]
Row = dict[int, Cell]  # by column
Height = Callable[[Piece, Piece], float]  # of a text, from its first and its last line

#: In font sizes.
_SAME_LINE = 0.35
_TIGHT = 1.5
_WHOLE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d|0")
_BEGUN = re.compile(r"[-－−]?\d*(?:,\d{3})*(?:,\d{0,2})?(?:(?<=\d)\.\d?)?")


def rows_of(columns: Mapping[int, Sequence[Cell]]) -> list[Row] | None:
    """The rows of columns of lines; None where that is not certain."""
    amounts = {k: lines for k, lines in columns.items() if any(p.is_money for line in lines for p in line)}
    whole = {k: numbers for k, lines in amounts.items() if (numbers := _numbers(lines))}
    if not amounts or len(whole) < len(amounts):
        return None
    found: list[list[Row]] = []
    for height in _HEIGHTS:
        rows = _alike(whole, height)
        if rows and all(_fill(rows, k, lines, height) for k, lines in columns.items() if k not in whole):
            found.append(rows)
    return found[0] if found and all(rows == found[0] for rows in found) else None


def _numbers(lines: Sequence[Cell]) -> list[Cell]:
    """The numbers that the lines of a column are, one after the other; none where they are not all whole."""
    numbers: list[Cell] = []
    begun: Cell = []
    for line in lines:
        begun = [*begun, *line]
        text = "".join(piece.text for piece in begun)
        if len(line) > 1 or not _is_tight(begun) or not (_WHOLE.fullmatch(text) or _BEGUN.fullmatch(text)):
            return []
        if _WHOLE.fullmatch(text):
            numbers.append(begun)
            begun = []
    return [] if begun else numbers


def _is_tight(cell: Cell) -> bool:
    return all(b.baseline - a.baseline <= _TIGHT * a.size for a, b in pairwise(cell))


def _alike(whole: Mapping[int, Sequence[Cell]], height: Height) -> list[Row]:
    """The rows of numbers that stand at one height, none of which begins before the one above ends."""
    cells = [(height(cell[0], cell[-1]), k, cell) for k, numbers in whole.items() for cell in numbers]
    rows: list[Row] = []
    last = float("-inf")
    for at, k, cell in sorted(cells, key=lambda item: item[:2]):
        if at - last > _SAME_LINE * cell[0].size:
            rows.append({})
            last = at
        if k in rows[-1]:
            return []
        rows[-1][k] = cell
    ends = [(min(c[0].baseline for c in r.values()), max(c[-1].baseline for c in r.values())) for r in rows]
    return rows if all(a[1] + _SAME_LINE * cells[0][2][0].size < b[0] for a, b in pairwise(ends)) else []


def _fill(rows: Sequence[Row], column: int, lines: Sequence[Cell], height: Height) -> bool:
    """Give each row its text of a column of words or codes; False where a line of it is left."""
    start = 0
    for row in rows:
        numbers = next(iter(row.values()))
        at = height(numbers[0], numbers[-1])
        slack = _SAME_LINE * numbers[0].size
        fitting = [
            stop
            for stop in range(start + 1, len(lines) + 1)
            if abs(height(lines[start][0], lines[stop - 1][0]) - at) <= slack
            and _is_tight([line[0] for line in lines[start:stop]])
        ]
        if height is _first and fitting:
            below = [k for k in range(start + 1, len(lines)) if _begins(rows, lines[k], slack)]
            fitting = [stop for stop in fitting if stop <= min(below, default=len(lines))][-1:]
        if len(fitting) > 1:
            return False
        if fitting:
            row[column] = [piece for line in lines[start : fitting[0]] for piece in line]
            start = fitting[0]
    return start == len(lines)


def _begins(rows: Sequence[Row], line: Cell, slack: float) -> bool:
    """Whether a line stands where the numbers of a row begin."""
    return any(abs(next(iter(row.values()))[0].baseline - line[0].baseline) <= slack for row in rows)


def _first(first: Piece, last: Piece) -> float:
    return first.baseline


def _last(first: Piece, last: Piece) -> float:
    return last.baseline


def _middle(first: Piece, last: Piece) -> float:
    return (first.baseline + last.baseline) / 2


_HEIGHTS: tuple[Height, ...] = (_last, _first, _middle)
