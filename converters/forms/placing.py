"""Which column each field of a row belongs to, when an OCR run has dropped, added or cut fields.

A row whose fields fit the heading is taken as it stands, unless a sum over it says otherwise. Any other row
is placed only where one way is left: surplus empty fields taken out, its amounts put into the columns that
all rows fill, or the one order-keeping placement that every sum bears out. Everything else is held back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations
from math import comb

from ...datapackage.frozen import frozen
from ..amounts import is_nothing, parse_amount, parse_undivided
from ..table import Cell
from .form import Column, Form

Row = tuple[Cell, ...]

#: How many ways of placing a row's fields are tried before the row is held back.
_MOST_PLACEMENTS = 5000
#: More fields than any row has.
_NO_HEADINGS = 1000
#: Share of the fitting rows that have to fill the same columns before other rows are measured by it.
_USUAL = 0.8
_SHIFTED = "这一行的字段数与表头不同，各栏由本行的加总关系确定"
_FILLED = "这一行的字段数与表头不同，金额个数恰与本表各行都有数的栏数相同，依次归栏"
_SURPLUS = "这一行多出空字段，去掉后各栏只有一种归法"
_CUT = "这一行有数字被假的竖线切开、末位识别了两次，去掉重复的一次后与表头相合"


@frozen()
class Placed:
    """A data row with its cells assigned to columns; ``note`` says what was assumed.

    ``undivided`` holds the columns whose text is one number only because the row has no place for a second.
    """

    cells: Mapping[str, Cell]
    note: str = ""
    undivided: frozenset[str] = field(default_factory=frozenset[str])

    def value(self, column: str) -> Decimal | None:
        """The number printed in ``column``, in the printed unit; None where it prints none for certain."""
        cell = self.cells.get(column)
        if cell is None:
            return None
        return parse_undivided(cell.text) if column in self.undivided else parse_amount(cell.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """What the rows of a table are measured by: its columns by printed place, its width, its headed places.

    Of the places without a known column ``wordy`` are those in which rows print words, ``unknown`` those with amounts.
    """

    form: Form
    by_index: Mapping[int, Column]
    width: int
    headed: frozenset[int]
    wordy: frozenset[int] = frozenset()
    unknown: frozenset[int] = frozenset()

    @property
    def amount_places(self) -> list[int]:
        return sorted(k for k, column in self.by_index.items() if column.role == "amount")


@dataclass(frozen=True, slots=True)
class Usual:
    """The amount columns that the rows of a table fill as a rule, and those of them that print their zeros.

    ``often`` are those that most rows fill, whatever else they do.
    """

    places: tuple[int, ...] = ()
    zeros: frozenset[int] = frozenset()
    often: frozenset[int] = frozenset()


def width_of(headings: Sequence[Row], data: Sequence[Row], *, exact: bool) -> int:
    """The number of fields that the columns are counted by.

    In an exact grid those that any row fills. Elsewhere single rows may hold surplus fields, so that a width
    counts only when the heading or half of the rows have it.
    """
    if exact or len(data) < 3:
        return max(filled_to(row) for row in (*headings, *data))
    filled = sorted(filled_to(row) for row in data)
    return max([filled[len(filled) // 2], *(filled_to(row) for row in headings)])


def filled_to(row: Row) -> int:
    return max((i + 1 for i, c in enumerate(row) if c.text.strip()), default=0)


def usual_lengths(tables: Sequence[Sequence[Row]], headings: Sequence[Row]) -> dict[int | None, int]:
    """How many fields rows should have in the grid that a line of a text stands in.

    Those of most rows there, as a page break may lose the last, and no more than the headings have.
    """
    most = max((len(row) for row in headings), default=0) or _NO_HEADINGS
    usual = [(rows, min(most, Counter(map(len, rows)).most_common(1)[0][0])) for rows in tables if rows]
    return {row[0].origin.line: length for rows, length in usual for row in rows if row and row[0].origin.line}


def place_rows(
    grid: Grid, rows: Sequence[Row], *, exact: bool, lengths: Mapping[int | None, int] | None
) -> Iterator[tuple[Row, Placed | None]]:
    """Each row with its placement; None where several ways are open and nothing decides.

    ``lengths`` says by lines how many fields the rows around have, where that is not the same in all grids.
    """
    if exact:
        yield from ((row, Placed(_direct(grid, row))) for row in rows)
        return
    grid = _with_unmatched(grid, rows)
    usual = _usual(grid, [row for row in rows if _fits(grid, row)])
    length = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    for row in rows:
        surplus = len(row) - (lengths or {}).get(row[0].origin.line, length)
        yield row, None if _may_stand_left(grid, row, surplus) else _place(grid, row, usual, surplus)


def _with_unmatched(grid: Grid, rows: Sequence[Row]) -> Grid:
    """The grid with what the rows print in the headed places whose column is not known."""
    printed = {k: [r[k] for r in rows if k < len(r) and r[k].text.strip()] for k in grid.headed - grid.by_index.keys()}
    shares = {k: sum(_amount(c) is None for c in cells) / len(cells) for k, cells in printed.items() if cells}
    wordy = frozenset(k for k, share in shares.items() if share >= _USUAL)
    return replace(grid, wordy=wordy, unknown=frozenset(k for k, share in shares.items() if share <= 1 - _USUAL))


def sums_hold(form: Form, position: Placed) -> bool | None:
    """True when a sum over the row's columns holds and none fails, False when one fails, None when none tells."""
    told = False
    for total_id, part_ids in form.sums.items():
        total = position.value(total_id)
        parts = [v for v in (position.value(p) for p in part_ids) if v is not None]
        if total is None or not parts:
            continue
        if abs(total - sum(parts)) > Decimal("0.005") * (len(parts) + 1):
            return False
        told = told or total != 0
    return True if told else None


# --- one row ----------------------------------------------------------------------------------------------


def _place(grid: Grid, row: Row, usual: Usual, surplus: int) -> Placed | None:
    position = Placed(_direct(grid, row), undivided=_undivided(grid, row))
    moved = _leaves_usual(row, usual) or (surplus > 0 and _lacks_total(grid, row, usual))
    fits = _fits(grid, row)
    told = sums_hold(grid.form, position)
    if fits and told is not False and not moved:
        return _without_cut(grid, row, usual) or position
    if fits and told and moved:
        return None
    other = _without_cut(grid, row, usual) or _without_surplus(grid, row, usual)
    other = other or (None if fits else _in_usual_places(grid, row, usual)) or _by_sums(grid, row)
    if moved:
        return other if other and sums_hold(grid.form, other) else None
    # A sum that is wrong in print is the publisher's to explain; the columns themselves are not in doubt.
    return other or (position if fits else None)


def _may_stand_left(grid: Grid, row: Row, surplus: int) -> bool:
    """Whether a row has more fields than most, and sums say as much for it without a blank between its amounts."""
    places = [k for k in grid.amount_places if k < filled_to(row)]
    blank = [k for k in places if not row[k].text.strip()]
    told = sums_hold(grid.form, Placed(_direct(grid, row)))
    if surplus < 1 or len(blank) < surplus or told is False:
        return False
    ways = ({k for k in range(len(row)) if k not in gone} for gone in combinations(blank, surplus))
    moved = (Placed(_direct(grid, tuple(row[k] for k in sorted(kept)))) for kept in ways)
    return any(sums_hold(grid.form, other) is told for other in moved)


def _in_usual_places(grid: Grid, row: Row, usual: Usual) -> Placed | None:
    """The row's amounts in the columns that rows fill as a rule, where they are as many."""
    amounts = _amount_cells(grid, row)
    if not usual.places or len(amounts) != len(usual.places) or grid.unknown:
        return None
    cells = {grid.by_index[k].id: cell for k, cell in zip(usual.places, amounts, strict=True)}
    return Placed({**_head(grid, row), **cells}, _FILLED) if sums_hold(grid.form, Placed(cells)) is not False else None


def _by_sums(grid: Grid, row: Row) -> Placed | None:
    # One of the amounts may be of the column whose heading is not known.
    cells = None if grid.unknown else _other_placement(grid, _amount_cells(grid, row))
    return None if cells is None else Placed({**_head(grid, row), **cells}, _SHIFTED)


def _head(grid: Grid, row: Row) -> dict[str, Cell]:
    return {c.id: row[k] for k, c in grid.by_index.items() if c.role != "amount" and k < len(row)}


def _direct(grid: Grid, row: Row) -> dict[str, Cell]:
    return {column.id: row[k] for k, column in grid.by_index.items() if k < len(row)}


def _fits(grid: Grid, row: Row) -> bool:
    """Whether a row has the heading's fields, each of its kind, and prints no amount where none is headed."""
    stray = (k for k, c in enumerate(row) if _amount(c) is not None and (k not in grid.headed or k in grid.wordy))
    if len(row) < grid.width or any("." in row[k].text or k not in grid.headed for k in stray):
        return False
    return all(_suits(row[k], column) for k, column in grid.by_index.items())


def _suits(cell: Cell, column: Column) -> bool:
    """Whether the print can stand in the column: no words among amounts, no amount of money among words."""
    if column.role == "amount":
        return is_nothing(cell.text) or any(c.isdigit() for c in cell.text)
    return column.role == "code" or _amount(cell) is None or "." not in cell.text


def _undivided(grid: Grid, row: Row) -> frozenset[str]:
    """The amount columns whose print could be two numbers, where the row leaves no place free for the second."""
    if not _fits(grid, row) or any(is_nothing(row[k].text) for k in grid.amount_places):
        return frozenset()
    return frozenset(grid.by_index[k].id for k in grid.amount_places if parse_amount(row[k].text) is None)


def _usual(grid: Grid, fitting: Sequence[Row]) -> Usual:
    patterns = Counter(tuple(k for k in grid.amount_places if _amount(row[k]) is not None) for row in fitting)
    if not patterns:
        return Usual()
    filled = Counter(k for places, count in patterns.items() for k in places for _ in range(count))
    often = frozenset(k for k, count in filled.items() if count >= _USUAL * len(fitting))
    places, count = max(patterns.items(), key=lambda entry: (entry[1], entry[0]))
    if count < _USUAL * len(fitting):
        return Usual(often=often)
    zeros = frozenset(k for k in places for row in fitting if _amount(row[k]) == 0)
    return Usual(places, zeros, often)


def _lacks_total(grid: Grid, row: Row, usual: Usual) -> bool:
    """Whether a row prints parts without the total that most rows print: its fields may have moved by one.

    The total may be in a column whose heading is not known.
    """
    position = Placed(_direct(grid, row))
    often = {grid.by_index[k].id for k in usual.often}
    lacking = [t for t in grid.form.sums if t in often and position.value(t) is None]
    parts = [part for total in lacking for part in grid.form.sums[total]]
    return any(position.value(part) is not None for part in parts) or any(
        k < len(row) and _amount(row[k]) is None for k in grid.unknown
    )


def _leaves_usual(row: Row, usual: Usual) -> bool:
    """Whether a row prints an amount where others print none, and none where they print even their zeros.

    Its fields may have moved by one or its money may be of a rare kind: nothing in the row decides.
    """
    return bool(_rare(row, usual)) and bool(usual.zeros) and bool({*usual.places} - _filled(row))


def _rare(row: Row, usual: Usual) -> set[int]:
    """The places right of the row's head where it prints an amount and others as a rule do not."""
    first = min(usual.places, default=len(row))
    return {k for k in _filled(row) if k >= first} - {*usual.places}


def _filled(row: Row) -> set[int]:
    return {k for k, cell in enumerate(row) if _amount(cell) is not None}


def _amount(cell: Cell) -> Decimal | None:
    return parse_amount(cell.text)


def _amount_cells(grid: Grid, row: Row) -> list[Cell]:
    """The cells right of the row's head that print an amount."""
    first = max((k for k, c in grid.by_index.items() if c.role != "amount"), default=-1) + 1
    return [c for c in row[first:] if _amount(c) is not None]


# --- fields too many --------------------------------------------------------------------------------------


def _without_surplus(grid: Grid, row: Row, usual: Usual) -> Placed | None:
    """The one placement that is left when as few empty fields as possible are taken out of the row."""
    empty = [k for k, cell in enumerate(row[: filled_to(row)]) if not cell.text.strip()]
    for count in range(1, len(empty) + 1):
        if comb(len(empty), count) > _MOST_PLACEMENTS:
            return None
        shorter = [_padded(_left_out(row, chosen), grid.width) for chosen in combinations(empty, count)]
        fitting = [r for r in shorter if _fits(grid, r) and not _leaves_usual(r, usual)]
        positions = [p for r in fitting if sums_hold(grid.form, p := Placed(_direct(grid, r), _SURPLUS)) is not False]
        if positions:
            return _only(positions)
    return None


def _without_cut(grid: Grid, row: Row, usual: Usual) -> Placed | None:
    """The row without the glyph that a false border made to be read twice, where it then is as others are.

    Assumes that such a glyph repeats the end of the number left of it and makes the row one field too long, or
    moves an amount to where other rows print none.
    """
    if len(row) <= grid.width and not _rare(row, usual):
        return None
    twice = [
        k
        for k in range(1, filled_to(row))
        if _amount(row[k - 1]) is not None and repeats_end(row[k - 1].text.strip(), row[k].text.strip())
    ]
    rows = [_padded(_left_out(row, (k,)), grid.width) for k in twice]
    fitting = [r for r in rows if _fits(grid, r) and not _rare(r, usual)]
    return _only([p for r in fitting if sums_hold(grid.form, p := Placed(_direct(grid, r), _CUT)) is True])


def repeats_end(number: str, piece: str) -> bool:
    """Whether a piece is the last glyphs of the number left of it once more, cut off by a false border."""
    return 0 < len(piece) < 3 and piece.isdigit() and len(number) > len(piece) and number.endswith(piece)


def _left_out(row: Row, places: Iterable[int]) -> Row:
    dropped = set(places)
    return tuple(cell for k, cell in enumerate(row) if k not in dropped)


def _padded(row: Row, width: int) -> Row:
    """The row with the empty fields that its end has lost."""
    blank = Cell("", row[-1].origin)
    return (*row, *([blank] * (width - len(row))))


def _only(positions: Sequence[Placed]) -> Placed | None:
    """The placement that all are, or None."""
    told = {tuple(sorted((k, c.origin) for k, c in p.cells.items() if c.text.strip())): p for p in positions}
    return next(iter(told.values())) if len(told) == 1 else None


# --- placed by the sums -----------------------------------------------------------------------------------


def _other_placement(grid: Grid, amounts: Sequence[Cell]) -> dict[str, Cell] | None:
    """The one way to put the row's amounts, in order, into the amount columns so that every sum holds."""
    columns = [grid.by_index[k] for k in grid.amount_places]
    if not amounts or len(amounts) > len(columns) or comb(len(columns), len(amounts)) > _MOST_PLACEMENTS:
        return None
    found: dict[tuple[tuple[str, Decimal], ...], dict[str, Cell]] = {}
    for chosen in combinations(columns, len(amounts)):
        cells = {column.id: cell for column, cell in zip(chosen, amounts, strict=True)}
        if sums_hold(grid.form, Placed(cells)) is True and _all_told(grid.form, cells):
            found.setdefault(tuple((k, v) for k, c in cells.items() if (v := _amount(c))), cells)
    return next(iter(found.values())) if len(found) == 1 else None


def _all_told(form: Form, cells: Mapping[str, Cell]) -> bool:
    """Whether each amount other than zero stands in a sum that was checked: none may be placed on trust."""
    told = {
        name
        for total, parts in form.sums.items()
        if total in cells and any(p in cells for p in parts)
        for name in (total, *parts)
    }
    return all(name in told for name, cell in cells.items() if _amount(cell))
