"""The rows of a table without rules: which lines are one row, where names wrap over several.

Numbers and codes stand on one line each and mark the rows. A name goes on over the next line where that is as close
as the lines of one text are, and where the line before it is full. All names stand in the same way to the line of
their numbers: with their first line, their middle or their last.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from . import wrapped_numbers
from .page_breaks import SIGNS
from .pieces import Piece

#: In font sizes.
_SAME_LINE = 0.35
_LEADING = 1.8
_FULL = 1.6
#: How much further than the closest lines of a column two lines may stand apart and be one text.
_AS_CLOSE = 1.08
_ALIKE = 0.2
_TIGHT = 1.5
_FEWEST_BANDS = 3


@dataclass(slots=True)
class Row:
    """The pieces of a row by their column."""

    cells: dict[int, list[Piece]] = field(default_factory=dict[int, list[Piece]])
    is_rest: bool = False  # what the page before has left of its last row

    @property
    def top(self) -> float:
        return min(piece.baseline for cell in self.cells.values() for piece in cell)


Cell = list[Piece]


@dataclass(frozen=True, slots=True)
class Spacing:
    """How far apart two lines of one text stand in a body, and two lines of two rows at least; 0 where unknown."""

    within: float = 0.0
    between: float = 0.0

    @property
    def limit(self) -> float:
        """Up to how far apart two lines are of one text; infinite where that is not certain."""
        return (self.within + self.between) / 2 if 0 < self.within < self.between else float("inf")


def spacing_of(columns: Iterable[Sequence[Piece]]) -> Spacing:
    """What the numbers of columns tell of the lines of a body: where one wraps, and where two stand in two rows."""
    within: list[float] = []
    between: list[float] = []
    for column in columns:
        lines = [line[0] for line in _lines(column) if len(line) == 1]
        goes_on = [b.baseline - a.baseline <= _TIGHT * a.size and _goes_on(a.text, b.text) for a, b in pairwise(lines)]
        for k, (a, b) in enumerate(pairwise(lines)):
            whole = (k > 0 and goes_on[k - 1]) or _WHOLE.fullmatch(a.text)
            if goes_on[k]:
                within.append(b.baseline - a.baseline)
            elif whole and b.is_number:
                between.append(b.baseline - a.baseline)
    return Spacing(max(within, default=0.0), min(between, default=0.0))


def _goes_on(text: str, below: str) -> bool:
    """Whether a number goes on in the line below: 82,964. and 89."""
    return (
        text not in SIGNS
        and not _WHOLE.fullmatch(text)
        and bool(_WHOLE.fullmatch(text + below))
        and "." in text + below
    )


def rows_of(
    placed: Sequence[tuple[int, Piece]], numeric: set[int], separators: Sequence[float], *, goes_on: bool = False
) -> list[Row] | None:
    """The rows of a body of pieces in columns, of which ``numeric`` mark rows; None where that is not certain.

    No row goes across one of ``separators`` (y). Where the body ``goes_on`` from the page before it may begin with
    what is left of a name.
    """
    if banded := _banded(placed, separators):
        return banded
    if any(_is_cut([p for c, p in placed if c == k]) for k in numeric):
        return _wrapped(placed, numeric, goes_on=goes_on)
    anchors = _anchors([p for k, p in placed if k in numeric])
    return _by_pitch(placed, numeric, anchors, separators) or _by_place(placed, numeric, anchors, separators)


def _by_pitch(
    placed: Sequence[tuple[int, Piece]], numeric: set[int], anchors: Sequence[float], separators: Sequence[float]
) -> list[Row] | None:
    """The rows where lines of one text stand closer than those of two, or those of two begin otherwise."""
    rows = _numbered(placed, numeric, anchors)
    loose: list[tuple[int, Cell]] = []
    stands: set[str] = set()
    for column in sorted({k for k, _ in placed} - numeric):
        cells = _cells([p for k, p in placed if k == column], anchors, separators)
        if cells is None:
            return None
        for cell in cells:
            own = [i for i, a in enumerate(anchors) if _reaches(cell, a)]
            if len(own) > 1 or (own and column in rows[own[0]].cells):
                return None
            if own:
                rows[own[0]].cells[column] = cell
                stands |= _stands(cell, anchors[own[0]])
            else:
                loose.append((column, cell))
    if len(stands) > 1:
        return None
    return sorted([*rows, *_unanchored(loose)], key=lambda row: row.top)


def _numbered(placed: Sequence[tuple[int, Piece]], numeric: set[int], anchors: Sequence[float]) -> list[Row]:
    rows = [Row() for _ in anchors]
    for column, piece in placed:
        if column in numeric:
            rows[_nearest(anchors, piece)].cells.setdefault(column, []).append(piece)
    return rows


def _by_place(
    placed: Sequence[tuple[int, Piece]], numeric: set[int], anchors: Sequence[float], separators: Sequence[float]
) -> list[Row] | None:
    """The rows where all lines stand as close as each other, and each name has its middle beside its numbers.

    None where that leaves a line over, or another share of each name may be beside them as well.
    """
    columns = {k: _lines([p for c, p in placed if c == k]) for k in sorted({k for k, _ in placed} - numeric)}
    ways = {
        name: [_shared_out(lines, anchors, share, separators) for lines in columns.values()]
        for name, share in _PLACES.items()
    }
    middle = ways["middle"]
    if not all(middle) or any(all(way) and way != middle for way in ways.values()):
        return None
    rows = _numbered(placed, numeric, anchors)
    for column, cells in zip(columns, middle, strict=True):
        for row, cell in zip(rows, cells or (), strict=False):
            if cell:
                row.cells[column] = cell
    return rows


def _shared_out(
    lines: Sequence[Cell], anchors: Sequence[float], share: float, separators: Sequence[float]
) -> list[Cell] | None:
    """The lines beside each of some numbers, which stand at the ``share`` of its height; None where one is left."""
    right = max(line[-1].x1 for line in lines)
    slack = _ALIKE * lines[0][0].size
    cells: list[Cell] = []
    left = list(lines)
    for anchor, below in zip(anchors, (*anchors[1:], float("inf")), strict=True):
        fits = (
            n
            for n in range(len(left), 0, -1)
            if abs((1 - share) * left[0][0].baseline + share * left[n - 1][0].baseline - anchor) <= slack
            and left[n - 1][0].baseline < below - slack
            and all(_goes_below(a, b, right, separators) for a, b in pairwise(left[:n]))
        )
        count = next(fits, 0)
        cells.append([piece for line in left[:count] for piece in line])
        del left[:count]
    return None if left else cells


def _goes_below(line: Cell, below: Cell, right: float, separators: Sequence[float]) -> bool:
    """Whether a line is full, and the next one may be of the same text."""
    is_full = line[-1].x1 >= right - _FULL * line[0].size
    near = below[0].baseline - line[0].baseline <= _LEADING * line[0].size
    return is_full and near and not BEGINS.match(below[0].text) and not _parted(line, below, separators)


def _is_cut(column: Sequence[Piece]) -> bool:
    """Whether numbers of a column wrap; one decimal is a part of one where others have two, or a digit follows."""
    texts = [piece.text for piece in sorted(column, key=lambda p: p.baseline)]
    if any(_CUT_NUMBER.search(text) or text in SIGNS for text in texts):
        return True
    has_two = any(_TWO_DECIMALS.search(text) for text in texts)
    followed = any(_ONE_DECIMAL.search(a) and _ONE_DIGIT.fullmatch(b) for a, b in pairwise(texts))
    return followed or (has_two and any(_ONE_DECIMAL.search(text) for text in texts))


def _wrapped(placed: Sequence[tuple[int, Piece]], numeric: set[int], *, goes_on: bool) -> list[Row] | None:
    """The rows where also numbers wrap: as they come out whole, else by how close their lines stand."""
    columns = {k: _lines([p for c, p in placed if c == k]) for k in sorted({k for k, _ in placed})}
    if parts := wrapped_numbers.parts_of(columns, goes_on=goes_on):
        rest, whole = parts
        return [*([Row(rest, is_rest=True)] if rest else []), *map(Row, whole)]
    return _stacked(columns, spacing_of([p for c, p in placed if c == k] for k in numeric))


def _banded(placed: Sequence[tuple[int, Piece]], separators: Sequence[float]) -> list[Row]:
    """The rows where each stands between two separators; none where any band holds more than one text of a column."""
    bands: dict[int, Row] = {}
    for column, piece in sorted(placed, key=lambda item: (item[1].baseline, item[1].x0)):
        band = bisect_right(separators, piece.baseline - piece.size * 0.35)
        bands.setdefault(band, Row()).cells.setdefault(column, []).append(piece)
    tight = all(_is_tight(cell) for row in bands.values() for cell in row.cells.values())
    return [bands[band] for band in sorted(bands)] if tight and len(bands) >= _FEWEST_BANDS else []


def _stacked(columns: Mapping[int, Sequence[Cell]], spacing: Spacing) -> list[Row] | None:
    """The rows where lines as close as the closest are one cell, and cells side by side one row."""
    steps = [b[0].baseline - a[0].baseline for lines in columns.values() for a, b in pairwise(lines)]
    closest = min(steps, default=0.0)
    cells: list[tuple[int, Cell]] = []
    for column, lines in columns.items():
        cells.append((column, list(lines[0])))
        for before, line in pairwise(lines):
            if line[0].baseline - before[0].baseline <= min(_AS_CLOSE * closest, _TIGHT * line[0].size, spacing.limit):
                cells[-1][1].extend(line)
            else:
                cells.append((column, list(line)))
    rows: list[Row] = []
    for column, cell in sorted(cells, key=lambda item: item[1][0].baseline):
        if rows and cell[0].baseline <= _bottom(rows[-1]) + _SAME_LINE * cell[0].size:
            if column in rows[-1].cells:
                return None
            rows[-1].cells[column] = cell
        else:
            rows.append(Row({column: cell}))
    return rows


def _is_tight(cell: Cell) -> bool:
    """Whether the lines of a cell are as close as those of one text."""
    steps = [b.baseline - a.baseline for a, b in pairwise(cell)]
    return all(step <= _TIGHT * cell[0].size for step in steps)


def _anchors(pieces: Iterable[Piece]) -> list[float]:
    """The baselines on which numbers stand."""
    found: list[float] = []
    for piece in sorted(pieces, key=lambda p: p.baseline):
        if not found or piece.baseline - found[-1] > _SAME_LINE * piece.size:
            found.append(piece.baseline)
    return found


def _nearest(anchors: Sequence[float], piece: Piece) -> int:
    return min(range(len(anchors)), key=lambda i: abs(anchors[i] - piece.baseline))


def _lines(pieces: Iterable[Piece]) -> list[Cell]:
    """The pieces of a column by line, from left to right."""
    lines: list[Cell] = []
    for piece in sorted(pieces, key=lambda p: (p.baseline, p.x0)):
        if lines and piece.baseline - lines[-1][0].baseline <= _SAME_LINE * piece.size:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.x0) for line in lines]


def _cells(pieces: Sequence[Piece], anchors: Sequence[float], separators: Sequence[float]) -> list[Cell] | None:
    """The texts of a column, each with all its lines; None where it is not certain which are one."""
    lines = _lines(pieces)
    right = max(line[-1].x1 for line in lines)
    apart = [b[0].baseline - a[0].baseline for a, b in pairwise(lines) if not _parted(a, b, separators)]
    closest = min(apart, default=0.0)
    rows = [b[0].baseline - a[0].baseline for a, b in pairwise(lines) if all(_on_anchor(x, anchors) for x in (a, b))]
    limit = min(_AS_CLOSE * closest, Spacing(closest, min(rows, default=0.0)).limit)
    regular = min((b - a for a, b in pairwise(anchors)), default=float("inf"))
    cells: list[Cell] = [lines[0]]
    for before, line in pairwise(lines):
        pitch, size = line[0].baseline - before[0].baseline, line[0].size
        on = [_on_anchor(part, anchors) for part in (before, line)]
        close = pitch <= limit and pitch <= _LEADING * size
        full = before[-1].x1 >= right - _FULL * size
        coded = all(_CODED.match(part[0].text) for part in (cells[-1], line))
        begins = (
            bool(BEGINS.match(line[0].text))
            or coded
            or (
                not full
                and on[1]
                and any(_reaches(cells[-1], a) for a in anchors)  # its numbers are those of another row
            )
        )
        if (
            begins
            or _parted(before, line, separators)
            or all(on)
            or not close
            or (not full and regular <= 1.03 * pitch)
        ):
            cells.append(line)
        elif full:
            cells[-1] = [*cells[-1], *line]
        elif not separators or not _between(before, line, anchors):
            return None
        else:
            cells[-1] = [*cells[-1], *line]
    return cells


def _parted(above: Cell, below: Cell, separators: Sequence[float]) -> bool:
    top, bottom = above[0].baseline, below[0].baseline - below[0].size * 0.5
    return any(top <= y <= bottom for y in separators)


def _between(above: Cell, below: Cell, anchors: Sequence[float]) -> bool:
    return any(above[0].baseline <= a <= below[0].baseline for a in anchors)


def _on_anchor(line: Cell, anchors: Sequence[float]) -> bool:
    return any(abs(a - line[0].baseline) <= _SAME_LINE * line[0].size for a in anchors)


def _reaches(cell: Cell, anchor: float) -> bool:
    slack = _SAME_LINE * cell[0].size
    return cell[0].baseline - slack <= anchor <= cell[-1].baseline + slack


def _stands(cell: Cell, anchor: float) -> set[str]:
    """How a text of several lines stands to the line of its numbers; an empty set where it has one line."""
    first, last = cell[0].baseline, cell[-1].baseline
    if last - first < cell[0].size * 0.5:
        return set()
    at = (anchor - first) / (last - first)
    return {next((name for name, share in _PLACES.items() if abs(at - share) <= _ALIKE), "elsewhere")}


_CUT_NUMBER = re.compile(r"^[,.]\d|\d[,.]$|,\d{1,2}$")
_ONE_DECIMAL, _TWO_DECIMALS, _ONE_DIGIT = re.compile(r"\.\d$"), re.compile(r"\.\d\d$"), re.compile(r"\d")
#: A name with its code before it: 2080505-机关事业单位基本养老保险缴费支出.
_CODED = re.compile(r"\d{3}(?:\d\d){0,2}[-－—]?[^\d\s,.%年月]")
#: What a text begins with and no line of one does: 一、 （二）
BEGINS = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}、")
_WHOLE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d|0")
_PLACES = {"first": 0.0, "middle": 0.5, "last": 1.0}


def _unanchored(cells: Sequence[tuple[int, Cell]]) -> list[Row]:
    """The rows of texts without numbers: those that stand side by side are one."""
    rows: list[Row] = []
    for column, cell in sorted(cells, key=lambda item: item[1][0].baseline):
        last = rows[-1] if rows else None
        if last and column not in last.cells and cell[0].baseline <= _bottom(last) + _SAME_LINE * cell[0].size:
            last.cells[column] = cell
        else:
            rows.append(Row({column: cell}))
    return rows


def _bottom(row: Row) -> float:
    return max(piece.baseline for cell in row.cells.values() for piece in cell)
