"""Tables of lines of a fixed pitch, on which a program keeps the order of columns and not where they are.

Such a program sets what stands right of a column right of it, as close as it may: texts that overlap are of one
column, and what is clear of all columns is of one beside it. Which headings stand over others is left open, to be
told by sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ....datapackage.model import Origin
from ...table import BY_POSITION, CLEAR_OF, IN_ORDER, UNDECIDED
from ..grid import Placed
from ..page.glyphs import rounded
from .body import is_numeric, without_merged
from .columns import Column, columns_of, place
from .composition import Loose, undecided
from .page_breaks import Layout
from .pieces import Interval, Piece, box_of, overlap, text_of, union
from .table_lines import counts

Line = Sequence[Piece]

#: In font sizes, of which a blank is less than a half.
_PUSHED = 0.6
#: Share of a heading, or of its amounts, that are below it for certain.
_BELOW = 0.4
#: The columns of the steps of a code, and among how many lines below the first row their headings may be.
_STEPS, _NEAR_TOP = {"类", "款", "项"}, 3


@dataclass(slots=True)
class _Column:
    """A column with the texts of its rows from where to where, and the headings that are over it alone."""

    interval: Interval
    is_numeric: bool = False
    is_blank: bool = False
    own: list[Piece] | None = None
    is_clear: bool = False

    @property
    def lowest(self) -> float:
        return max((piece.baseline for piece in self.own or ()), default=0.0)


def compose(block: Sequence[Line], first: int, *, goes_on: bool) -> Loose:
    """The table of a block of lines whose first number stands on line ``first``.

    Where it may go on with another it may have no headings: in which of the other's columns its own are is left open.
    """
    headings, body = _parted(block, first)
    every = [piece for line in body for piece in line if not piece.is_nothing]
    found = columns_of(without_merged(body))
    intervals = [column.interval for column in found]
    numeric = [is_numeric([p for p in every if place(intervals, p) == k]) for k in range(len(found))]
    columns = _whole(found, numeric)
    heads = [piece for line in headings if not counts(line) for piece in line]
    if heads or not goes_on:
        columns = _headed(columns, heads)
    if not columns or _may_be_pushed(columns, headings, body):
        return undecided(block)
    cells = [*_heading_cells(columns, headings), *_body_cells(columns, body, len(headings))]
    if len({(c.row, c.column) for c in cells}) < len(cells):
        return undecided(block, f"{UNDECIDED}: columns")
    reach = tuple(column.interval for column in columns)
    return Loose(tuple(cells), len(block), Layout(reach), box_of(piece for line in block for piece in line))


def _parted(block: Sequence[Line], first: int) -> tuple[list[Line], list[Line]]:
    """The lines of headings and those of rows; the steps of a code may stand below the first row."""
    steps = [
        k for k in range(first, min(first + _NEAR_TOP, len(block)))
        if len(block[k]) > 1 and {piece.text for piece in block[k]} <= _STEPS
    ]  # fmt: skip
    above = [*range(first), *steps]
    return [block[k] for k in above], [line for k, line in enumerate(block) if k not in above]


def _may_be_pushed(columns: Sequence[_Column], headings: Sequence[Line], body: Sequence[Line]) -> bool:
    """Whether an amount, or the heading over some, has but a blank before it: what is in front may have pushed it.

    It may then have got to a column behind its own, where one of them prints no amounts; as it has where two headings
    of one line are over one column.
    """
    if not any(column.is_blank for column in columns):
        return False
    over = [p for c in columns if c.is_numeric and not c.is_blank for p in c.own or ()]
    close = [b for line in (*headings, *body) for a, b in pairwise(line) if b.x0 - a.x1 < _PUSHED * b.size]
    if any(_is_near_another(columns, k) for k in range(len(columns))):
        return True
    return any(piece.is_money or any(piece is p for p in over) for piece in close) or any(
        sum(overlap((p.x0, p.x1), column.interval) > 0 for p in line) > 1
        for line in headings
        for column in columns
        if not column.is_blank
    )


def _is_near_another(columns: Sequence[_Column], at: int) -> bool:
    """Whether amounts are little below their heading, and beside it is another that has none."""
    column = columns[at]
    if not column.is_numeric or column.is_blank or not column.own:
        return False
    own = max((p for p in column.own), key=lambda p: p.baseline)
    x0, x1 = column.interval
    if overlap((own.x0, own.x1), (x0, x1)) > _BELOW * min(own.x1 - own.x0, x1 - x0):
        return False
    return any(columns[k].is_blank for k in (at - 1, at + 1) if 0 <= k < len(columns))


def _whole(found: Sequence[Column], numeric: Sequence[bool]) -> list[_Column]:
    """The columns, one where words stand beside each other on no line: 收入总计 is in the middle of its cell."""
    columns: list[_Column] = []
    lines: set[int] = set()
    for column, own in zip(found, numeric, strict=True):
        if columns and not own and not columns[-1].is_numeric and not lines & column.lines:
            columns[-1].interval = union([columns[-1].interval, column.interval])
            lines |= column.lines
        else:
            columns.append(_Column(column.interval, own))
            lines = set(column.lines)
    return columns


def _headed(columns: list[_Column], heads: Sequence[Piece]) -> list[_Column]:
    """The columns with their headings, and those that have nothing below theirs; none where one has no heading."""
    loose: list[list[Piece]] = [[] for _ in range(len(columns) + 1)]
    shared: list[Piece] = []
    for piece in heads:
        over = _columns_below(piece, columns, heads)
        if len(over) == 1:
            columns[over[0]].own = [*(columns[over[0]].own or ()), piece]
        elif over:
            shared.append(piece)
        else:
            loose[sum(column.interval[1] <= piece.x0 for column in columns)].append(piece)
    clear = [_clusters(pieces) for pieces in loose]
    _settle(columns, clear)
    below = {k for piece in shared for k in _columns_below(piece, columns, heads)}
    if any(column.own is None and k not in below for k, column in enumerate(columns)):
        return []
    return _with_blank(columns, clear)


def _columns_below(piece: Piece, columns: Sequence[_Column], heads: Iterable[Piece]) -> list[int]:
    """The columns that a heading overlaps, without those that another of its line overlaps more."""
    beside = [p for p in heads if p.baseline == piece.baseline and p is not piece]
    reach = [overlap((piece.x0, piece.x1), column.interval) for column in columns]
    most = [max((overlap((p.x0, p.x1), c.interval) for p in beside), default=0.0) for c in columns]
    return [k for k, (own, other) in enumerate(zip(reach, most, strict=True)) if own > max(0.0, other)]


def _clusters(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The texts that overlap each other, from left to right."""
    found: list[list[Piece]] = []
    reached = float("-inf")
    for piece in sorted(pieces, key=lambda p: p.x0):
        if piece.x0 < reached:
            found[-1].append(piece)
        else:
            found.append([piece])
        reached = max(reached, piece.x1)
    return found


def _settle(columns: Sequence[_Column], clear: Sequence[list[list[Piece]]]) -> None:
    """Give each column without a heading the nearest that is clear of all: words that right of it, numbers the other.

    A heading left of the numbers of a column is right of those of the column before: the last of these is its own.
    """
    for numeric in (False, True):
        for k, column in enumerate(columns):
            if column.own is not None or column.is_numeric != numeric:
                continue
            for at in (k, k + 1) if numeric else (k + 1, k):
                upper = _upper(columns, clear, at)
                lowest = [pieces for pieces in clear[at] if pieces not in upper] or clear[at]
                if lowest:
                    column.own, column.is_clear = lowest[-1 if at == k else 0], numeric
                    clear[at].remove(column.own)
                    break


def _upper(columns: Sequence[_Column], clear: Sequence[list[list[Piece]]], gap: int) -> list[list[Piece]]:
    """The headings before a column and clear of all that stand above what is beside them: they are over others."""
    left = next((column.own for column in reversed(columns[:gap]) if column.own), None)
    right = next((column.own for column in columns[gap:] if column.own), None)
    found: list[list[Piece]] = []
    for pieces, after in pairwise([*clear[gap], right]):
        if pieces and left and after and _is_above(pieces, left) and _is_above(pieces, after):
            found.append(pieces)
        else:
            left = pieces
    return found


def _with_blank(columns: list[_Column], clear: Sequence[list[list[Piece]]]) -> list[_Column]:
    """The columns, and between them those that print headings alone."""
    found: list[_Column] = []
    for k, clusters in enumerate(clear):
        upper = _upper(columns, clear, k)
        for pieces in clusters:
            if found and pieces in upper:
                found[-1].own = [*(found[-1].own or ()), *pieces]
            else:
                reach = union((p.x0, p.x1) for p in pieces)
                found.append(_Column(reach, is_numeric=True, is_blank=True, own=pieces))
        found += columns[k : k + 1]
    return found


def _is_above(pieces: Sequence[Piece], own: Sequence[Piece]) -> bool:
    return max(p.baseline for p in pieces) < max(p.baseline for p in own)


def _heading_cells(columns: Sequence[_Column], lines: Sequence[Line]) -> Iterator[Placed]:
    intervals = [column.interval for column in columns]
    for row, line in enumerate(lines):
        for piece in line:
            own = next((k for k, c in enumerate(columns) if any(piece is p for p in c.own or ())), None)
            over = _columns_below(piece, columns, line) if own is None else [own]
            k = over[0] if over else place(intervals, piece)
            is_lowest = own is not None and columns[own].is_clear and piece.baseline == columns[own].lowest
            note = f"{CLEAR_OF if is_lowest else BY_POSITION}; {IN_ORDER}"
            yield _cell(row, k, [piece], note, across=max(1, len(over)))


def _body_cells(columns: Sequence[_Column], body: Sequence[Line], depth: int) -> Iterator[Placed]:
    """The cells of rows, the first of which is row ``depth`` of the table."""
    printed = [k for k, column in enumerate(columns) if not column.is_blank]
    intervals = [columns[k].interval for k in printed]
    for row, line in enumerate(body, start=depth):
        cells: dict[int, list[Piece]] = {}
        for piece in (p for p in line if not p.is_nothing):
            cells.setdefault(printed[place(intervals, piece)], []).append(piece)
        for k, found in cells.items():
            apart = columns[k].is_numeric or any(p.is_number for p in found)
            yield from (_cell(row, k, own, BY_POSITION) for own in ([[p] for p in found] if apart else [found]))


def _cell(row: int, column: int, found: Sequence[Piece], note: str, *, across: int = 1) -> Placed:
    origin = Origin("", bbox=rounded(box_of(found)), note=note)
    return Placed(row, column, text_of(found), origin, colspan=across)
