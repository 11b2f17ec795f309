"""Headings over several columns in a grid that does not tell merged cells: which columns each may stand over.

A program that writes a table without spans puts such a heading into one of the columns that it stands over: the first,
the middle one, or a part of it into each of several. All ways are listed in which each heading stands over its own
column and those beside it that have headings below and none of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product

from ..codes import undo_spaces
from ..forms.words import is_word, understand
from ..table import Cell, Table
from .grids import first_printed

Row = tuple[Cell, ...]

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
                over.append(_Over((heads[row][k],), k, k))
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
    texts = ["".join(undo_spaces(c.text) for c in part.texts) for part in parts]
    whole = "".join(texts)
    return is_word(whole) or (understand(whole) is not None and None in map(understand, texts))
