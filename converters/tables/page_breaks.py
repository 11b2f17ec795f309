"""Page breaks in exact grids: whether a grid goes on with the one above, or begins a table of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ..amounts import parse_amount
from ..forms.form import fold
from ..readers.grid import is_heading
from ..table import Cell, Table

_MOSTLY = 0.6
#: The names of sums, and what a code is known by.
_TOTAL = re.compile("[合总小]计$")
_CODE = re.compile(r"\d{3,}")
_CODE_DIGITS = 3
#: In how many columns a code may stand, level by level; one of a class within another; any one.
_CODE_COLUMNS = 3
_LEADING_CODE = re.compile(r"\W*[1-6]\d{4,6}(?![\d.,])")
_CODE_ALONE = re.compile(r"\W*\d{3,7}(?![\d.,年])")


def is_cut(above: Sequence[Table], below: Table) -> bool:
    """Whether a page break cut a table whose headings are printed again: no total at the break, and other rows.

    Only rows without codes need those above them.
    """
    heads = _depth(below)
    rows = [*(row for table in above for row in table.rows[heads:]), *below.rows[heads:]]
    are_totals = any(map(_is_total, (above[-1].rows[-1], below.rows[heads])))
    has_codes = any(_CODE.match(c.text.strip()) for row in rows for c in row[:1])
    known = {_head(row) for table in above for row in table.rows[heads:]}
    is_again = all(_head(row) in known for row in below.rows[heads:])
    return same_headings(above[0], below) and not (are_totals or has_codes or is_again or starts_over(above, below))


def same_headings(first: Table, table: Table) -> bool:
    """Whether a grid begins with the headings of another, all of them."""
    heads = _depth(table)
    one, other = ([[fold(c.text) for c in row] for row in grid.rows[:heads]] for grid in (first, table))
    return heads > 0 and one == other


def has_total(table: Table) -> bool:
    """Whether a row of a grid is named as a sum of others."""
    return any(map(_is_total, table.rows[_depth(table) :]))


def _depth(table: Table) -> int:
    """How many rows of headings a grid begins with."""
    return next((k for k, row in enumerate(table.rows) if not _are_words(row)), 0)


def _is_total(row: Sequence[Cell]) -> bool:
    return any(_TOTAL.search(fold(c.text)) for c in row)


def begins(table: Table) -> bool:
    """Whether the first row of a grid is one of headings: words, and no amount."""
    row = table.rows[0] if table.rows else ()
    texts = [c.text for c in row if c.text.strip()]
    return bool(texts) and (is_heading(row) if table.exact else all(parse_amount(t) is None for t in texts))


def has_headings(table: Table) -> bool:
    """Whether the first row that prints anything is one of headings: several words, and no amount."""
    return _are_words(next((row for row in table.rows if any(c.text.strip() for c in row)), ()))


def headings_differ(first: Table, table: Table) -> bool:
    """Whether an exact grid begins with headings that ``first`` does not have."""
    if not (first.exact and table.exact and begins(first) and begins(table)):
        return False
    one, other = ({fold(c.text) for row in grid.rows[:2] for c in row} - {""} for grid in (first, table))
    return len(other) > 1 and bool(other - one)


def starts_over(before: Sequence[Table], table: Table) -> bool:
    """Whether an exact grid prints mostly rows that are there already: the next table, headed alike."""
    if not table.exact or not begins(table):
        return False
    known = {_head(row) for grid in before for row in grid.rows[1:]}
    heads = [head for row in table.rows[1:] if any(head := _head(row))]
    return len(heads) > 2 and sum(head in known for head in heads) > _MOSTLY * len(heads)


def goes_over(above: Sequence[Table], below: Table) -> bool:
    """Whether a grid on a page of its own has other rows of a table: below its headings again, without a total at the
    break, or below none.
    """
    heads = _depth(below) if same_headings(above[0], below) else 0
    body = below.rows[heads:]
    known = {_head(row) for table in above for row in table.rows}
    if not body or not any(parse_amount(c.text) is not None for c in body[0][1:]):
        return False
    is_next = bool(heads) and any(map(_is_total, (above[-1].rows[-1], body[0])))
    return not is_next and not any(any(head := _head(row)) and head in known for row in body)


def in_columns_of(above: Table, table: Table) -> Table:
    """An exact grid without headings, in the columns of the one that it goes on with.

    A code may be merged over the three columns 类, 款, 项 of the headings, which nothing parts on the next page: then
    each row above has as many cells, merged or not, as the grid has columns, and of the same kinds. Any other grid is
    left as it is.
    """
    row, width = above.rows[-1], len(table.rows[0])
    starts = _starts(row)
    if not (above.exact and table.exact) or begins(table) or not len(starts) == width < len(row):
        return table
    spans = [after - start for start, after in pairwise([*starts, len(row)])]
    rows = table.rows[1:] or table.rows  # of the first a page break may have cut all but the last digit of a number
    for column, start in enumerate(starts):
        own, known = ({_kind(r[k].text) for r in some} - {""} for some, k in ((rows, column), (above.rows, start)))
        if known and not own <= known:
            return table
    return replace(table, rows=tuple(_spread(own, spans) for own in table.rows))


def _starts(row: Sequence[Cell]) -> list[int]:
    """The columns in which the cells of a row begin."""
    starts: list[int] = []
    column = 0
    while column < len(row):
        starts.append(column)
        column += row[column].colspan
    return starts


def _spread(row: Sequence[Cell], spans: Sequence[int]) -> tuple[Cell, ...]:
    """A row whose columns are as wide as ``spans`` says."""
    cells: list[Cell] = []
    for column, (cell, span) in enumerate(zip(row, spans, strict=True)):
        whole = replace(cell, colspan=sum(spans[column : column + cell.colspan]))
        cells += [whole, *([Cell("", cell.origin)] * (span - 1))]
    return tuple(cells)


def _kind(text: str) -> str:
    """What a cell prints: digits alone, an amount, words, or nothing."""
    bare = "".join(text.split())
    return "" if not bare else "digits" if bare.isdigit() else "amount" if parse_amount(bare) is not None else "words"


def lists_classes(table: Table) -> bool:
    """Whether rows of a grid begin with codes of classes within others: 20106, [2010601], 201 06."""
    heads = (_LEADING_CODE.match("".join(fold(c.text) for c in row[:_CODE_COLUMNS])) for row in table.rows)
    return sum(bool(head) for head in heads) > 1


def has_codes(table: Table) -> bool:
    """Whether any row of a grid begins with a code, or a heading says that rows have one."""
    texts = [c.text.strip() for row in table.rows for c in row[:_CODE_COLUMNS]]
    return any("编码" in text or _CODE_ALONE.match(text) for text in texts)


def same_beginning(first: Table, table: Table) -> bool:
    return [fold(c.text) for c in first.rows[0]] == [fold(c.text) for c in table.rows[0]]


def _are_words(row: Sequence[Cell]) -> bool:
    """Whether a row is one of headings: words, or the numbers of its columns."""
    texts = [c.text.strip() for c in row if c.text.strip()]
    return all((t.isdigit() and len(t) < _CODE_DIGITS) or parse_amount(t) is None for t in texts) and len(texts) > 1


def _head(row: Sequence[Cell]) -> tuple[str, ...]:
    """The words and codes that a row begins with."""
    texts: list[str] = []
    for cell in row[:4]:
        if "." in cell.text and parse_amount(cell.text) is not None:
            break
        texts.append(fold(cell.text))
    return tuple(texts)
