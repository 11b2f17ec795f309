"""Tables as delimited text (CSV): commas, semicolons, tabs or bars, in any charset of exports, as a sheet.

The fields are the file's own, so the grid is ``exact``; but not where a number without quotes may have been cut in two
at its thousands separator, which moves all columns behind it. Such a table is put together where that gives all of its
rows as many fields; else nothing of it is believed.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from pathlib import Path

from ..errors import UnreadableError
from ..table import UNDECIDED, Block, Table
from . import limits
from .charset import decode
from .grid import is_number
from .office import sheet

READER = "csv"
_DELIMITERS = ",;\t|"
#: Lines by which the delimiter is told.
_SEEN = 400
#: Two fields that may be one number: what stands before and after a thousands separator.
_BEFORE, _AFTER = re.compile(r"[-－(（]?\d{1,3}"), re.compile(r"\d{3}(?:\.\d+)?[)）]?")
#: A number that may go on so.
_OPEN = re.compile(r"[-－(（]?\d{1,3}(?:,\d{3})*")
_SEPARATOR_LINE = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")

Row = list[str]


def read(path: Path) -> Iterator[Block]:
    """The captions and tables of the file, top to bottom; row and column are those that a sheet would show.

    Raises:
        UnreadableError: empty, not text, or without any delimiter.
    """
    limits.check_size(path)
    text = decode(path.read_bytes())
    if not text.strip() or _CONTROL.search(text[:4096]):
        raise UnreadableError(
            path, "不是文本，也不是认识的文件种类", "this is neither text nor a kind of file that is known"
        )
    rows, cut = _put_together(_rows(path, text))
    width = max(map(len, rows), default=0)
    limits.check_grid(path, len(rows), width)
    one = sheet.Sheet(path.stem)
    for number, row in enumerate(rows, start=1):
        one.cells.update({(number, column): sheet.Shown(field) for column, field in enumerate(row, start=1) if field})
    doubtful = _doubtful(rows)
    for block in sheet.blocks(path, one, READER):
        if isinstance(block, Table):
            numbers = {cell.origin.row for row in block.rows for cell in row}
            whole = replace(block, exact=not (doubtful | cut) & numbers, name="")
            yield _undecided(whole) if cut & numbers else whole
        else:
            yield block


def delimiter(text: str) -> str:
    """What stands between the fields of a text, or nothing where it is no table."""
    lines = [line for line in text.splitlines()[:_SEEN] if line.strip()]
    if lines and (told := _SEPARATOR_LINE.fullmatch(lines[0])):
        return told[1]
    best = max(_DELIMITERS, key=lambda mark: _regularity(lines, mark))
    return best if _regularity(lines, best) > 0 else ""


def _regularity(lines: Sequence[str], mark: str) -> float:
    """How many lines have one same number of fields, times how many these are."""
    counts = Counter(len(row) for row in csv.reader(lines, delimiter=mark) if len(row) > 1)
    return max((lines_of * (fields - 1) ** 0.5 for fields, lines_of in counts.items()), default=0.0)


def _rows(path: Path, text: str) -> list[Row]:
    mark = delimiter(text)
    if not mark:
        raise UnreadableError(path, "看不出各栏之间的分隔符", "what separates the columns cannot be told")
    try:
        # A quote that is never closed would take all that follows for one field, and nobody miss the rows.
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
        rows = [[field.strip() for field in row] for row in lines]
    except csv.Error as error:
        raise UnreadableError(path, f"表格文本的引号不成对或已损坏（{error}）", f"damaged quotes ({error})") from error
    if rows and _SEPARATOR_LINE.fullmatch(mark.join(rows[0])):
        rows[0] = []
    return rows


def _put_together(rows: Sequence[Row]) -> tuple[list[Row], set[int | None]]:
    """The rows with numbers whole again that were cut at their separators, and those, counted from 1, that stay cut.

    Putting together too much would leave a row fewer fields than there are columns, so that what gives all rows of a
    table as many fields is right.
    """
    found, cut = list(rows), set[int | None]()
    for table in _tables(rows):
        if _is_even(table) or not any(_is_cut(fields) for _, fields in table):
            continue
        whole = [(number, _whole(fields)) for number, fields in table]
        if _is_even(whole):
            for number, fields in whole:
                found[number - 1] = fields
        else:
            cut.update(number for number, _ in table)
    return found, cut


def _whole(row: Row) -> Row:
    """A row in which each number takes in what follows that may be its next three digits."""
    fields: Row = []
    for field in row:
        if fields and _OPEN.fullmatch(fields[-1]) and _AFTER.fullmatch(field):
            fields[-1] += f",{field}"
        else:
            fields.append(field)
    return fields


def _undecided(table: Table) -> Table:
    """The table, kept as printed."""
    rows = tuple(tuple(replace(c, origin=replace(c.origin, note=UNDECIDED)) for c in row) for row in table.rows)
    return replace(table, rows=rows)


def _doubtful(rows: Sequence[Row]) -> set[int | None]:
    """The rows, counted from 1, of tables one of whose rows reaches further than its headings.

    Programs write the same number of fields in each row.
    """
    doubtful: set[int | None] = set()
    for table in _tables(rows):
        headings = takewhile(lambda row: not any(map(is_number, row)), (fields for _, fields in table))
        reaches_on = max((_length(f) for _, f in table), default=0) > max(map(_length, headings), default=0)
        if reaches_on and not _is_even(table):
            doubtful.update(number for number, _ in table)
    return doubtful


def _tables(rows: Sequence[Row]) -> Iterator[list[tuple[int, Row]]]:
    """The rows that stand below each other, numbered from 1, what is one text alone between them."""
    numbered = groupby(enumerate(rows, start=1), key=lambda row: len(row[1]) > 1)
    return (list(table) for is_table, table in numbered if is_table)


def _is_even(table: Sequence[tuple[int, Row]]) -> bool:
    return len({len(fields) for _, fields in table}) < 2


def _length(row: Row) -> int:
    """How many fields a row has up to the last that holds something."""
    return max((index for index, field in enumerate(row, start=1) if field), default=0)


def _is_cut(row: Row) -> bool:
    return any(_BEFORE.fullmatch(one) and _AFTER.fullmatch(next_) for one, next_ in pairwise(row))
