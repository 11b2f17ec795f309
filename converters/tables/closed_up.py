"""Tables of a text that left out their blank places: each row is shorter by what it does not print.

Nothing in such a row says which places are blank. Its amounts keep their order, so that they stand in the columns of
the headings in one of a few ways; the sums over its columns, and those of the rows above it over their parts, leave
one of these or several. What stands alike in all that are left is opened to the grid that was printed; the rest is
held back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, islice, product
from math import comb, prod

from ...datapackage.model import PLACED_BY_SUMS, Disclosure
from ..amounts import is_nothing, parse_amount
from ..codes import parse_code, undo_spaces
from ..forms import exact
from ..forms.broken_rows import line_of, rows_as_printed
from ..forms.form import Form
from ..forms.headings import is_counted
from ..forms.named import Named, count_unlikely
from ..forms.naming import CodesBelow
from ..forms.reading import Amount, ClassCode, Doubt, Interpretation
from ..forms.words import narrows, understand
from ..table import Cell, Table
from . import gridding
from .grids import first_printed, is_by_position
from .proof import meaning_of, unproven

Row = tuple[Cell, ...]
#: The amounts of a row by the places of their columns.
Placed = tuple[Cell | None, ...]

#: How many ways of a row, and of the parts of one row together, are tried.
_MOST_WAYS, _MOST_TOGETHER = 500, 60_000
#: How many ways of the headings.
_MOST_HEADINGS = 200
#: The headings of the columns of one code.
_STEPS = frozenset("类款项")
#: How far a sum may be off for each of its parts, by rounding.
_ROUNDING = Decimal("0.005")


@dataclass(frozen=True)
class Opened:
    """The tables with the blank places that rows must have had, and what is said of the amounts held back."""

    tables: tuple[Table, ...]
    doubts: tuple[Doubt, ...]


def interpret(
    form: Form,
    tables: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
) -> Interpretation:
    """The amounts of closed up tables whose places sums prove, in whichever way their headings may have stood."""
    found = [
        replace(reading, doubts=(*way.doubts, *reading.doubts))
        for way in opened(form, tables, class_code, below)
        if (reading := gridding.interpret(form, way.tables, disclosure, class_code, below))
    ]
    if not found:
        return Interpretation(doubts=(_not_opened(tables[0].rows[0][0]),))
    meanings = [{meaning_of(a, disclosure) for a in reading.amounts} for reading in found]
    alike = set[tuple[object, ...]].intersection(*meanings)
    contrary = [a for a in found[0].amounts if meaning_of(a, disclosure) not in alike]
    reading = found[0].without(contrary, *map(unproven, contrary))
    return replace(reading, amounts=tuple(map(_placed, reading.amounts)))


def _placed(amount: Amount) -> Amount:
    """The amount, noted as one that stands in its column by what the sums say."""
    note = "；".join(filter(None, (amount.cell.note, PLACED_BY_SUMS)))
    return replace(amount, cell=replace(amount.cell, note=note))


def is_closed_up(tables: Sequence[Table]) -> bool:
    """Whether rows and headings differ in length, and blanks were left out: no row keeps any, or no heading does."""
    rows = [row for table in tables for row in table.rows]
    if any(table.exact for table in tables) or is_by_position(tables) or len(set(map(len, rows))) < 2:
        return False
    return all(map(_is_full, rows)) or _is_below_full_headings(tables)


def _is_below_full_headings(tables: Sequence[Table]) -> bool:
    """Whether all rows of amounts are of one length, and the headings shorter and without a blank place.

    A table that goes on without headings is the rest of the one before.
    """
    firsts = [first_printed(table) for table in tables]
    headings = [row for table, first in zip(tables, firsts, strict=True) for row in table.rows[:first]]
    widths = {len(row) for table, first in zip(tables, firsts, strict=True) for row in table.rows[first:]}
    return (
        len(widths) == 1 and len(headings) > 1
        and all(_is_full(row) for row in headings)
        and all(len(row) < width for row in headings for width in widths)
    )  # fmt: skip


def _is_full(row: Row) -> bool:
    return all(cell.text.strip() for cell in row)


def opened(form: Form, tables: Sequence[Table], class_code: ClassCode, below: Mapping[str, CodesBelow]) -> list[Opened]:
    """The grids that closed up tables may have been, one for each way that their headings may have stood."""
    first = first_printed(tables[0])
    headings = [[c for c in row if c.text.strip()] for row in tables[0].rows[:first] if not _counts(row)]
    counters = (row for table in tables for row in table.rows if _counts(row))
    steps = next(([c for c in row if undo_spaces(c.text) in _STEPS] for row in counters), list[Cell]())
    headings += [steps] if steps else []
    data = [row for table in tables for row in _below_headings(table, tables[0].rows[:first])]
    form = rows_as_printed(form, tables[0].rows[:first], data)
    grids: dict[object, _Grid] = {}
    longest = max(map(len, data), default=0)
    for paths in (paths for paths in _arrangements(headings) if len(paths) >= longest):
        if grid := _Grid.of(form, tables[0], paths, class_code, below):
            grids.setdefault(grid.meaning, grid)
    told = [(one, count_unlikely(grid.amounts)) for grid in grids.values() if (one := grid.opened(data))]
    fewest = min((count for _, count in told), default=0)
    return [one for one, count in told if count == fewest]


def with_headings_in_line(tables: Sequence[Table]) -> list[Table]:
    """Tables by position with all headings in one row, as one over several rows stands between the lines of others.

    Nothing where rows do not print all columns, or amounts have headings over each other.
    """
    first = first_printed(tables[0])
    columns: defaultdict[int, list[Cell]] = defaultdict(list)
    for row in tables[0].rows[:first]:
        for column, cell in enumerate(() if _counts(row) else row):
            if cell.text.strip() and undo_spaces(cell.text) not in _STEPS:
                columns[column].append(cell)
    headings = tuple(cells[-1] for _, cells in sorted(columns.items()))
    bodies = [[row for row in _below_headings(table, tables[0].rows[:first]) if row] for table in tables]
    counts = {sum(_is_amount(c) for c in row) for body in bodies for row in body}
    is_over_others = any(len(cells) > 1 and not _is_head(cells[-1]) for cells in columns.values())
    if is_over_others or counts != {sum(not _is_head(c) for c in headings)}:
        return []
    rows = [(headings, *bodies[0]), *map(tuple, bodies[1:])]
    return [replace(table, rows=own) for table, own in zip(tables, rows, strict=True) if own]


def _is_amount(cell: Cell) -> bool:
    text = undo_spaces(cell.text)
    return not text.isdigit() and parse_amount(text) is not None


def _below_headings(table: Table, headings: Sequence[Row]) -> Sequence[Row]:
    """The rows of a table below its headings: those of the first, or the same again, and what counts columns."""
    printed = {tuple(undo_spaces(c.text) for c in row) for row in headings}
    return [row for row in table.rows if tuple(undo_spaces(c.text) for c in row) not in printed and not _counts(row)]


def _counts(row: Row) -> bool:
    """Whether a row counts the columns, beside the steps of a code or not."""
    return is_counted([text for c in row if (text := undo_spaces(c.text)) not in _STEPS])


# --- headings ---------------------------------------------------------------------------------------------

Path = tuple[Cell, ...]


def _arrangements(rows: Sequence[Sequence[Cell]]) -> list[list[Path]]:
    """The ways in which rows of headings may have stood over each other: each row below one or two of the row above.

    None where these are too many to try them all.
    """
    ways: list[list[Path]] = [[(cell,) for cell in rows[0]]] if rows else []
    for below in rows[1:]:
        ways = list(islice((way for above in ways for way in _under(above, below)), _MOST_HEADINGS + 1))
    return ways if len(ways) <= _MOST_HEADINGS else []


def _under(above: Sequence[Path], below: Sequence[Cell]) -> Iterator[list[Path]]:
    """The ways of one more row of headings: what heads rows stands below what does, the rest below the others."""
    heads = next((k for k, cell in enumerate(below) if not _is_head(cell)), len(below))
    own = next((k for k, path in enumerate(above) if not _is_head(path[-1])), len(above))
    first, others = range(min(own + 1, len(above))), range(own, len(above))
    if 0 < heads < len(below):
        for one, other in product(first, others):
            if one < other:
                yield _spread(above, {one: below[:heads], other: below[heads:]})
        return
    places = first if heads else others
    for at in places:
        yield _spread(above, {at: below})
    for (one, other), cut in product(combinations(places, 2), range(1, len(below))):
        yield _spread(above, {one: below[:cut], other: below[cut:]})


def _spread(above: Sequence[Path], below: Mapping[int, Sequence[Cell]]) -> list[Path]:
    """The headings with those that stand below some of them."""
    return [
        path for k, upper in enumerate(above)
        for path in ([(*upper, cell) for cell in below[k]] if k in below else [upper])
    ]  # fmt: skip


def _is_head(cell: Cell) -> bool:
    """Whether a heading is of codes or names, and not of amounts."""
    word = understand(undo_spaces(cell.text))
    return word is not None and word.role in ("code", "label", "unit", "serial")


# --- one way of the headings ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Grid:
    """The columns that one way of the headings makes: those of the rows' heads, and those of amounts."""

    form: Form
    table: Table
    headings: tuple[Row, ...]
    codes: tuple[int, ...]
    label: int | None
    amounts: tuple[Named, ...]

    @classmethod
    def of(
        cls, form: Form, table: Table, paths: Sequence[Path], class_code: ClassCode, below: Mapping[str, CodesBelow]
    ) -> _Grid | None:
        """The grid, where each of its columns is known and the heads of rows stand left of all amounts."""
        depth = max(map(len, paths))
        rows = tuple(
            tuple(path[k] if k < len(path) else replace(path[-1], text="") for path in paths) for k in range(depth)
        )
        named = exact.columns(form, replace(table, rows=rows), class_code, below)
        amounts = tuple(n for n in named if n.role == "amount")
        heads = named[: len(named) - len(amounts)]
        labels = [n.index for n in heads if n.role == "label"]
        codes = tuple(n.index for n in heads if n.role == "code")
        if (
            not amounts
            or len(labels) + len(codes) < len(heads)
            or len(labels) > 1
            or codes + tuple(labels) != tuple(range(len(heads)))
        ):
            return None
        return cls(form, table, rows, codes, labels[0] if labels else None, amounts)

    @property
    def meaning(self) -> object:
        """What its columns are of: ways of the headings that say the same are one."""
        return self.codes, self.label, tuple((tuple(sorted(n.means.items())), n.year, n.unit) for n in self.amounts)

    def opened(self, data: Sequence[Row]) -> Opened | None:
        """The table with each row opened; None where a row has more fields than columns, or another's kind."""
        parted = [self._parted(row) for row in data]
        if not all(parted) or not data:
            return None
        rows = [part for part in parted if part]
        sums = self._sums([part.amounts for part in rows])
        ways = [[part.placed] if part.placed else self._ways(part.amounts, sums) for part in rows]
        ways = _held_against_parts([self._depth(part) for part in rows], ways)
        settled = [_alike(own, len(self.amounts)) for own in ways]
        doubts = [
            _undecided(row, part.amounts)
            for row, part, placed in zip(data, rows, settled, strict=True)
            if len([c for c in placed if c]) < len(part.amounts)
        ]
        body = [part.row(placed, self) for part, placed in zip(rows, settled, strict=True)]
        return Opened((replace(self.table, rows=(*self.headings, *body)),), tuple(doubts))

    def _parted(self, row: Row) -> _Parted | None:
        """The row's codes, its label and its amounts; None where these are not all that it prints."""
        if not _is_full(row):
            return self._in_place(row)
        codes: list[Cell] = []
        rest = [c for c in row if c.text.strip()]
        while rest and len(codes) < len(self.codes) and undo_spaces(rest[0].text).isdigit():
            codes.append(rest.pop(0))
        label = rest.pop(0) if self.label is not None and rest and parse_amount(rest[0].text) is None else None
        amounts = tuple(rest)
        if (self.label is not None and label is None) or len(amounts) > len(self.amounts):
            return None
        if any(parse_amount(c.text) is None and not is_nothing(c.text) for c in amounts):
            return None
        return _Parted(tuple(codes), label, amounts, row[0])

    def _in_place(self, row: Row) -> _Parted | None:
        """The same of a row that kept its blank places."""
        heads = len(self.codes) + (self.label is not None)
        if len(row) != heads + len(self.amounts):
            return None
        placed = tuple(c if c.text.strip() else None for c in row[heads:])
        amounts = tuple(c for c in placed if c)
        if any(parse_amount(c.text) is None and not is_nothing(c.text) for c in amounts):
            return None
        label = row[self.label] if self.label is not None else None
        return _Parted(row[: len(self.codes)], label, amounts, row[0], placed)

    def _depth(self, part: _Parted) -> int:
        """How far below the total a row stands: 0 for that itself, else by its code; -1 where neither tells."""
        code = parse_code("".join(undo_spaces(c.text) for c in part.codes), self.form.rows) if part.codes else ""
        if code and self.form.rows in ("function", "economic"):
            return (len(code) - 1) // 2
        line = line_of(self.form, part.label.text) if part.label else None
        return 0 if line is not None and line.means.get("line") == "total" else -1

    def _sums(self, rows: Sequence[Sequence[Cell]]) -> list[tuple[int, list[int]]]:
        """The columns that are sums of others by what they mean, and no row with all its amounts speaks against."""
        means = [
            {d: n.means.get(d, self.form.base.get(d, "all")) for d in ("fund", "origin", "category")}
            for n in self.amounts
        ]
        places = range(len(means))
        wider = {
            (a, b) for a, b in product(places, places)
            if means[a] != means[b] and all(narrows(means[a][d], means[b][d]) for d in means[a])
        }  # fmt: skip
        parts = {
            a: [b for b in places if (a, b) in wider and not any((a, c) in wider and (c, b) in wider for c in places)]
            for a in places
        }
        full = [[parse_amount(c.text) or Decimal(0) for c in row] for row in rows if len(row) == len(means)]
        return [
            (total, own) for total, own in parts.items()
            if own and all(_adds_up(row[total], [row[k] for k in own]) for row in full)
        ]  # fmt: skip

    def _ways(self, amounts: Sequence[Cell], sums: Sequence[tuple[int, list[int]]]) -> list[Placed]:
        """The ways in which a row's amounts can stand in their columns so that the sums over them hold."""
        width = len(self.amounts)
        if comb(width, len(amounts)) > _MOST_WAYS:
            return []
        return [
            placed for chosen in combinations(range(width), len(amounts))
            if _keeps(sums, placed := _at(width, chosen, amounts))
        ]  # fmt: skip


@dataclass(frozen=True)
class _Parted:
    """What a row prints, by kind."""

    codes: tuple[Cell, ...]
    label: Cell | None
    amounts: tuple[Cell, ...]
    first: Cell
    #: Its amounts in their places, where it kept its blanks.
    placed: Placed = ()

    def row(self, placed: Placed, grid: _Grid) -> Row:
        """The row with a blank place for each that it does not print."""
        blank = replace(self.first, text="")
        codes = (*self.codes, *[blank] * (len(grid.codes) - len(self.codes)))
        label = () if grid.label is None else (self.label or blank,)
        return (*codes, *label, *(cell or blank for cell in placed))


def _at(width: int, places: Sequence[int], amounts: Sequence[Cell]) -> Placed:
    by_place = dict(zip(places, amounts, strict=True))
    return tuple(by_place.get(k) for k in range(width))


def _keeps(sums: Sequence[tuple[int, list[int]]], placed: Placed) -> bool:
    """Whether each sum over the columns is printed and comes to its parts, where one of these or it is no zero."""
    values = [_value(c) for c in placed]
    return all(
        (placed[total] is not None or not any(values[k] for k in parts))
        and _adds_up(values[total], [values[k] for k in parts])
        for total, parts in sums
    )


def _value(cell: Cell | None) -> Decimal:
    return (parse_amount(cell.text) if cell else None) or Decimal(0)


def _adds_up(total: Decimal, parts: Sequence[Decimal]) -> bool:
    return abs(total - sum(parts, Decimal(0))) <= _ROUNDING * (len(parts) + 1)


# --- rows held against their parts ------------------------------------------------------------------------


def _held_against_parts(depths: Sequence[int], ways: Sequence[list[Placed]]) -> list[list[Placed]]:
    """The ways of each row, without those in which the parts of a row that stands for certain do not come to it."""
    left = [list(own) for own in ways]
    for above in sorted(range(len(left)), key=lambda k: depths[k]):
        below = _parts_of(above, depths)
        if len(left[above]) != 1 or not below or prod(len(left[k]) for k in below) > _MOST_TOGETHER:
            continue
        values = [_value(c) for c in left[above][0]]
        together = [
            chosen for chosen in product(*(left[k] for k in below))
            if all(_adds_up(value, [_value(p[c]) for p in chosen]) for c, value in enumerate(values))
        ]  # fmt: skip
        for place, k in enumerate(below):
            left[k] = [w for w in left[k] if any(chosen[place] is w for chosen in together)] or left[k]
    return left


def _parts_of(row: int, depths: Sequence[int]) -> list[int]:
    """The rows right below one: the classes of a total, wherever it stands, the items of a class down to the next."""
    if depths[row] < 0 or -1 in depths:
        return []
    if depths[row] == 0:
        return [k for k, depth in enumerate(depths) if depth == 1]
    end = next((k for k in range(row + 1, len(depths)) if depths[k] <= depths[row]), len(depths))
    return [k for k in range(row + 1, end) if depths[k] == depths[row] + 1]


def _alike(ways: Sequence[Placed], width: int) -> Placed:
    """What stands alike in all ways."""
    if not ways:
        return (None,) * width
    return tuple(cells[0] if all(c is cells[0] for c in cells) else None for cells in zip(*ways, strict=True))


def _not_opened(cell: Cell) -> Doubt:
    return Doubt(
        "columns-undecided",
        "文本没有留下空栏，各行的数属于哪一栏没有加总关系可以证实，整表未发布，只保留原文",
        "the text left out blank places, and no sums prove in which columns the amounts stand; the table is held back",
        cell.origin,
    )


def _undecided(row: Row, amounts: Sequence[Cell]) -> Doubt:
    printed = " | ".join(undo_spaces(c.text) for c in row)
    return Doubt(
        "columns-undecided",
        f"文本没有留下空栏，也没有加总关系说明这一行的数各在哪一栏，未全部发布：{printed}",
        f"the text left out blank places, and no sum tells in which columns this row's amounts stand: {printed}",
        amounts[0].origin,
        found=printed,
    )
