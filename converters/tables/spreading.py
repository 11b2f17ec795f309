"""Headings over several columns in a grid that does not tell merged cells: which columns each may stand over.

A program that writes a table without spans puts such a heading into one of the columns that it stands over: the first,
the middle one, or a part of it into each of several. All ways are listed in which each heading stands over its own
column and those beside it that have headings below and none of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, pairwise, product

from ..amounts import parse_amount
from ..codes import undo_spaces
from ..forms.words import is_word, understand
from ..table import IN_ORDER, Cell, Table
from .grids import first_printed

Row = tuple[Cell, ...]

_AMOUNT = re.compile(r"[-－−△▲(（]?(?:\d[\d,]*[.．]\d+|\d{1,3}(?:,\d{3})+)[)）]?")
#: How many ways of all headings are tried.
_MOST_WAYS = 200


@dataclass(frozen=True, slots=True)
class _Over:
    """A heading, maybe put together of several, with the columns in which it is printed."""

    texts: tuple[Cell, ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring columns that have headings below, and the headings printed over some of them."""

    first: int
    last: int
    over: tuple[_Over, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the first heading stands over the first column, and none may be a part of its neighbour."""
        return self.over[0].first == self.first and not any(True for _ in islice(self._joined(), 1, None))

    def ways(self) -> Iterator[list[tuple[_Over, int, int]]]:
        """Each heading with the first and last column that it stands over, in every way."""
        for over in self._joined():
            starts = [range(self.first, over[0].first + 1)]
            starts += [range(before.last + 1, own.first + 1) for before, own in pairwise(over)]
            for begins in product(*starts):
                for end in range(over[-1].last, self.last + 1):
                    ends = [*(begin - 1 for begin in begins[1:]), end]
                    yield list(zip(over, begins, ends, strict=True))

    def _joined(self) -> Iterator[tuple[_Over, ...]]:
        """The headings as printed, and with neighbours put together that say something as one."""
        yield from _put_together(self.over)


def is_unsure(table: Table) -> bool:
    """Whether a grid tells no merged cells, and its headings do not each begin with the columns that they are over."""
    first = first_printed(table)
    return not any(c.colspan > 1 for row in table.rows[:first] for c in row) and any(
        not stretch.is_plain for row in range(first - 1) for stretch in _stretches(table.rows[:first], row)
    )


def open_columns(table: Table) -> set[int]:
    """The columns that a heading may or may not reach over."""
    heads = table.rows[: first_printed(table)]
    found = (stretch for row in range(len(heads) - 1) for stretch in _stretches(heads, row))
    return {k for stretch in found for k in range(stretch.first, stretch.last + 1)}


def ways_of(tables: Sequence[Table]) -> list[list[Table]]:
    """The tables with their headings in every way; those that go on repeat the first one's or have none.

    None where there are too many, or a table that goes on has other headings.
    """
    heads = tables[0].rows[: first_printed(tables[0])]
    own = [table.rows[: first_printed(table)] for table in tables]
    if any(rows and _texts(rows) != _texts(heads) for rows in own):
        return []
    ways = list(islice(_ways(heads), _MOST_WAYS + 1))
    if len(ways) > _MOST_WAYS:
        return []
    return [
        [replace(t, rows=(*_laid(rows, way), *t.rows[len(rows) :])) for t, rows in zip(tables, own, strict=True)]
        for way in ways
    ]


def in_order(tables: Sequence[Table]) -> bool:
    """Whether the order of columns alone says where headings stand."""
    return any(IN_ORDER in c.origin.note for table in tables for row in table.rows for c in row)


def as_wide(tables: Sequence[Table]) -> Iterator[list[Table]]:
    """The tables as wide as the first, in every way in which what is printed may stand in its columns.

    A heading that has nothing below may be that of the column beside it, and the columns of a part without headings
    any of those of the first.
    """
    for way in islice(product(*map(_with_columns_joined, tables)), _MOST_WAYS):
        yield from _as_wide(way)


def _as_wide(tables: Sequence[Table]) -> Iterator[list[Table]]:
    first, width = tables[0].rows[: first_printed(tables[0])], len(tables[0].rows[0])
    heads = range(len(_heads(tables[0])))
    places: list[list[tuple[int, ...]]] = []
    same: list[Table] = []
    for table in tables:
        own = table.rows[: first_printed(table)]
        if own and (len(own[0]) != width or _printed(own) != _printed(first)):
            return
        if len(table.rows[0]) < width and (not heads or len(_heads(table)) != len(heads)):
            return
        same.append(replace(table, rows=(*(first if own else ()), *table.rows[len(own) :])))
        chosen = combinations(range(len(heads), width), len(table.rows[0]) - len(heads))
        places.append([(*heads, *c) for c in chosen] if len(table.rows[0]) < width else [tuple(range(width))])
    for ways in product(*places):
        yield [_placed(table, own, width) for table, own in zip(same, ways, strict=True)]


def _printed(rows: Sequence[Row]) -> list[str]:
    return [text for row in _texts(rows) for text in row if text]


def _with_columns_joined(table: Table) -> Iterator[Table]:
    """The table, and with columns that print a heading alone joined with the one beside whose headings are higher.

    Numbers are right of a heading that is clear of them, words left of it.
    """
    first = first_printed(table)
    beside: dict[int, int] = {}
    for k in range(len(table.rows[0]) if first else 0):
        if not any(row[k].text.strip() for row in table.rows[first:]):
            sides = [(k - 1, False), (k + 1, True)]
            fit = [at for at, numeric in sides if _takes(table, at, _lowest(table.rows[:first], k), is_numeric=numeric)]
            if fit:
                beside[k] = fit[0]
    for joined in product((False, True), repeat=len(beside)):
        taken = [pair for pair, is_joined in zip(beside.items(), joined, strict=True) if is_joined]
        if len({at for _, at in taken}) == len(taken):
            yield replace(table, rows=tuple(_joined_row(row, dict(taken)) for row in table.rows))


def _takes(table: Table, column: int, below: int, *, is_numeric: bool) -> bool:
    """Whether a column of the kind has headings, all of them above the row of one that may be its own."""
    first = first_printed(table)
    texts = [row[column].text.strip() for row in table.rows[first:]] if 0 <= column < len(table.rows[0]) else []
    kind = {parse_amount(text) is not None for text in texts if text}
    return kind == {is_numeric} and 0 <= _lowest(table.rows[:first], column) < below


def _lowest(heads: Sequence[Row], column: int) -> int:
    return max((k for k, row in enumerate(heads) if row[column].text.strip()), default=-1)


def _joined_row(row: Row, taken: Mapping[int, int]) -> Row:
    cells = list(row)
    for k, at in taken.items():
        if row[k].text.strip():
            cells[at] = row[k]
    for k, cell in enumerate(row):
        within = sum(k < gone < k + cell.colspan for gone in taken)
        cells[k] = replace(cells[k], colspan=cells[k].colspan - within) if within else cells[k]
    return tuple(cell for k, cell in enumerate(cells) if k not in taken)


def _heads(table: Table) -> list[int]:
    """The columns at the left that print codes or words; none where these do not all stand left of the amounts."""
    rows = table.rows[first_printed(table) :]
    kinds = [any(_AMOUNT.fullmatch(row[k].text.strip()) for row in rows) for k in range(len(table.rows[0]))]
    words = [any(parse_amount(row[k].text) is None for row in rows if row[k].text.strip()) for k in range(len(kinds))]
    heads = list(range(kinds.index(True) if any(kinds) else 0))
    return heads if not any(words[len(heads) :]) else []


def _placed(table: Table, columns: Sequence[int], width: int) -> Table:
    """The table with its columns at their places among so many."""
    if len(columns) == width:
        return table
    rows: list[Row] = []
    for row in table.rows:
        cells = [replace(row[0], text="")] * width
        for k, cell in zip(columns, row, strict=True):
            cells[k] = replace(cell, origin=replace(cell.origin, column=k + 1))
        rows.append(tuple(cells))
    return replace(table, rows=tuple(rows))


def with_whole_headings(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables whose columns stand in order with the headings whole that are broken over lines."""
    return tuple(map(_with_whole_headings, tables)) if in_order(tables) else tuple(tables)


def _with_whole_headings(table: Table) -> Table:
    """The table with each heading in the lowest of its lines."""
    heads = [list(row) for row in table.rows[: first_printed(table)]]
    for column in range(min(map(len, heads), default=0)):
        printed = [k for k, row in enumerate(heads) if row[column].text.strip()]
        while len(printed) > 1:
            texts = [undo_spaces(heads[k][column].text) for k in printed]
            count = next((n for n in range(len(texts), 1, -1) if _reads_as_one(texts[:n])), 1)
            lines, whole = printed[:count], "".join(texts[:count])
            across = max(heads[k][column].colspan for k in lines)
            for k in lines:
                text, colspan = (whole, across) if k == lines[-1] else ("", 1)
                heads[k][column] = replace(heads[k][column], text=text, colspan=colspan)
            printed = printed[count:]
    whole_rows = (tuple(row) for row in heads if any(cell.text.strip() for cell in row))
    return replace(table, rows=(*whole_rows, *table.rows[len(heads) :]))


Way = dict[int, list[tuple[_Over, int, int]]]


def _ways(heads: Sequence[Row]) -> Iterator[Way]:
    places = [(row, stretch) for row in range(len(heads) - 1) for stretch in _stretches(heads, row)]
    for chosen in product(*(list(islice(stretch.ways(), _MOST_WAYS + 1)) for _, stretch in places)):
        way: Way = {}
        for (row, _), one in zip(places, chosen, strict=True):
            way.setdefault(row, []).extend(one)
        yield way


def _laid(heads: Sequence[Row], way: Way) -> list[Row]:
    """The rows of headings, each heading at the first of the columns that it stands over, as wide as these."""
    rows = [list(row) for row in heads]
    for k, laid in way.items() if heads else ():
        for over, begin, end in laid:
            for column in range(begin, end + 1):
                rows[k][column] = replace(rows[k][column], text="", colspan=1)
            text = "".join(undo_spaces(heads[k][c].text) for c in range(over.first, over.last + 1))
            rows[k][begin] = replace(heads[k][over.first], text=text, colspan=end - begin + 1)
    return [tuple(row) for row in rows]


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[undo_spaces(c.text) for c in row] for row in rows]


def _stretches(heads: Sequence[Row], row: int) -> Iterator[_Stretch]:
    """The neighbouring columns of a row of headings in which a heading may reach from one to the next."""
    width = min(map(len, heads))
    first, over = 0, list[_Over]()
    for k in range(width + 1):
        if k < width and _is_open(heads, row, k):
            if heads[row][k].text.strip():
                over.append(_Over((heads[row][k],), k, k + heads[row][k].colspan - 1))
            continue
        if over and k - first > 1:
            yield _Stretch(first, k - 1, tuple(over))
        first, over = k + 1, []


def _is_open(heads: Sequence[Row], row: int, column: int) -> bool:
    """Whether a column has a heading below a row and none above it, so that what stands in the row may be over it."""
    below = any(other[column].text.strip() for other in heads[row + 1 :])
    return below and not any(other[column].text.strip() for other in heads[:row])


def _put_together(over: Sequence[_Over]) -> Iterator[tuple[_Over, ...]]:
    """Headings in all ways of putting neighbours together that say something as one and not all alone."""
    if not over:
        yield ()
        return
    for count in range(1, len(over) + 1):
        own = over[:count]
        if count > 1 and not _is_one(own):
            continue
        texts = tuple(c for o in own for c in o.texts)
        for rest in _put_together(over[count:]):
            yield _Over(texts, own[0].first, own[-1].last), *rest


def _is_one(parts: Sequence[_Over]) -> bool:
    """Whether headings beside each other read as one word, or say something as one where one of them does not."""
    return _reads_as_one(["".join(undo_spaces(c.text) for c in part.texts) for part in parts])


def _reads_as_one(texts: Sequence[str]) -> bool:
    whole = "".join(texts)
    return is_word(whole) or (understand(whole) is not None and None in map(understand, texts))
