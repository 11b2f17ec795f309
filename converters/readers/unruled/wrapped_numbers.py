"""The rows of a table without rules in which numbers wrap, and rows stand as close as the lines of one text.

The lines of a column of amounts are put together until each is whole: 10 / 6,6 / 05. / 04 is 106,605.04. All texts of
a row keep to one height: their last lines, their first or their middles stand alike, as they do in every other row.
Where the numbers do not come out even, or two heights would make other rows, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from .pieces import Piece

Cell = list[Piece]
Row = dict[int, Cell]  # by column
Height = Callable[[Piece, Piece], float]  # of a text, from its first and its last line

#: In font sizes.
_SAME_LINE = 0.35
_TIGHT = 1.5
#: How much further than the closest lines of a column two lines stand apart and are surely one text.
_AS_CLOSE = 1.06
#: How many lines a part of a row has at most.
_MOST_LINES = 24
_WHOLE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d|0")
_BEGUN = re.compile(r"[-－−]?\d*(?:,\d{3})*(?:,\d{0,2})?(?:(?<=\d)\.\d?)?")


def parts_of(columns: Mapping[int, Sequence[Cell]], *, goes_on: bool = False) -> tuple[Row, list[Row]] | None:
    """What is left of a row of the page before, and the rows of columns of lines; None where that is not certain.

    The last row may be one that a page break cuts: all its texts begin on one line, wherever the others stand. Where
    the table ``goes_on`` from the page before it may begin with what is left of a name.
    """
    for limit in (_AS_CLOSE, _TIGHT) if goes_on else (_TIGHT,):
        if rows := _rows(columns, limit):
            return {}, rows
        if rows := _with_last_cut(columns, limit):
            return {}, rows
        found = (
            [(rest, rows) for rest, left in _begun(columns, limit) if (rows := _either(left, limit))] if goes_on else []
        )
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _either(columns: Mapping[int, Sequence[Cell]], limit: float) -> list[Row] | None:
    return _rows(columns, limit) or _with_last_cut(columns, limit)


def _rows(columns: Mapping[int, Sequence[Cell]], limit: float) -> list[Row] | None:
    amounts = {k: lines for k, lines in columns.items() if any(p.is_money for line in lines for p in line)}
    whole = {k: numbers for k, lines in amounts.items() if (numbers := _numbers(lines))}
    if not amounts or len(whole) < len(amounts):
        return None
    found: list[list[Row]] = []
    for height in _HEIGHTS:
        rows = _alike(whole, height)
        if rows and all(_fill(rows, k, lines, height, limit) for k, lines in columns.items() if k not in whole):
            found.append(rows)
    return found[0] if found and all(rows == found[0] for rows in found) else None


def _with_last_cut(columns: Mapping[int, Sequence[Cell]], limit: float) -> list[Row] | None:
    """The rows where the last begins on one line and ends on the next page; None where that is not certain."""
    found: list[list[Row]] = []
    for at in _heights(columns)[:0:-1][:_MOST_LINES]:
        above, below = _parted(columns, at)
        slack = _SAME_LINE * next(iter(columns.values()))[0][0].size
        row = {k: [piece for line in lines for piece in line] for k, lines in below.items()}
        if len(row) < 2 or any(cell[0].baseline - at > slack or not _is_tight(cell) for cell in row.values()):
            continue
        amounts = [k for k, lines in columns.items() if any(p.is_money for line in lines for p in line)]
        texts = ["".join(p.text for p in row[k]) for k in amounts if k in row]
        if texts and all(_WHOLE.fullmatch(t) or _BEGUN.fullmatch(t) for t in texts) and (rows := _rows(above, limit)):
            found.append([*rows, row])
    return found[0] if len(found) == 1 else None


def _begun(columns: Mapping[int, Sequence[Cell]], limit: float) -> Iterator[tuple[Row, dict[int, Sequence[Cell]]]]:
    """The first lines that may be what is left of a name, none of which prints a number, and all below them."""
    for at in _heights(columns)[1:_MOST_LINES]:
        above, below = _parted(columns, at)
        pieces = [piece for lines in above.values() for line in lines for piece in line]
        if any(piece.is_number for piece in pieces):
            return
        gaps = [(k, below[k][0][0].baseline - lines[-1][0].baseline) for k, lines in above.items() if k in below]
        if any(gap <= _furthest(columns[k], limit) for k, gap in gaps if limit < _TIGHT):
            continue
        yield {k: [piece for line in lines for piece in line] for k, lines in above.items()}, below


def _heights(columns: Mapping[int, Sequence[Cell]]) -> list[float]:
    """The different baselines of columns, the first on the page first."""
    found: list[float] = []
    for line in sorted((line for lines in columns.values() for line in lines), key=lambda cell: cell[0].baseline):
        if not found or line[0].baseline - found[-1] > _SAME_LINE * line[0].size:
            found.append(line[0].baseline)
    return found


def _parted(
    columns: Mapping[int, Sequence[Cell]], at: float
) -> tuple[dict[int, Sequence[Cell]], dict[int, Sequence[Cell]]]:
    """The lines of columns above a baseline, and those from it on."""
    above = {k: [line for line in lines if line[0].baseline < at] for k, lines in columns.items()}
    below = {k: [line for line in lines if line[0].baseline >= at] for k, lines in columns.items()}
    return {k: lines for k, lines in above.items() if lines}, {k: lines for k, lines in below.items() if lines}


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


def _is_tight(cell: Cell, furthest: float = float("inf")) -> bool:
    return all(b.baseline - a.baseline <= min(furthest, _TIGHT * a.size) for a, b in pairwise(cell))


def _furthest(lines: Sequence[Cell], limit: float) -> float:
    """How far apart lines of one text may stand: ``limit`` times as far as the closest, or only tightly."""
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(lines)]
    return limit * min(steps, default=0.0) if limit < _TIGHT else float("inf")


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


def _fill(rows: Sequence[Row], column: int, lines: Sequence[Cell], height: Height, limit: float) -> bool:
    """Give each row its text of a column of words or codes; False where a line of it is left."""
    start, furthest = 0, _furthest(lines, limit)
    for row in rows:
        numbers = next(iter(row.values()))
        at = height(numbers[0], numbers[-1])
        slack = _SAME_LINE * numbers[0].size
        fitting = [
            stop
            for stop in range(start + 1, len(lines) + 1)
            if abs(height(lines[start][0], lines[stop - 1][0]) - at) <= slack
            and _is_tight([line[0] for line in lines[start:stop]], furthest)
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
