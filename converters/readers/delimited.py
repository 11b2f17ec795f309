"""Tables as delimited text (CSV): commas, semicolons, tabs or bars, in any charset of exports, as a sheet.

The fields are the file's own, so the grid is ``exact``; but not where a number without quotes may have been cut in two
at its thousands separator, which moves all columns behind it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from pathlib import Path

from ..errors import UnreadableError
from ..table import Block, Table
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
    rows = _rows(path, text)
    width = max(map(len, rows), default=0)
    limits.check_grid(path, len(rows), width)
    one = sheet.Sheet(path.stem)
    for number, row in enumerate(rows, start=1):
        one.cells.update({(number, column): sheet.Shown(field) for column, field in enumerate(row, start=1) if field})
    doubtful = _doubtful(rows)
    for block in sheet.blocks(path, one, READER):
        if isinstance(block, Table):
            numbers = {cell.origin.row for row in block.rows for cell in row}
            yield replace(block, exact=not doubtful & numbers, name="")
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


def _doubtful(rows: Sequence[Row]) -> set[int | None]:
    """The rows, counted from 1, of tables in which a number may have been cut in two.

    Programs write the same number of fields in each row. Where rows of a table differ, it is in doubt if one of them
    reaches further than its headings, or has two fields that read like one number.
    """
    doubtful: set[int | None] = set()
    table: list[tuple[int, Row]] = []
    for number, row in [*enumerate(rows, start=1), (0, list[str]())]:
        if len(row) > 1:
            table.append((number, row))
            continue
        headings = takewhile(lambda row: not any(map(is_number, row)), (fields for _, fields in table))
        reaches_on = max((_length(f) for _, f in table), default=0) > max(map(_length, headings), default=0)
        is_even = len({len(fields) for _, fields in table}) < 2
        if not is_even and (reaches_on or any(map(_is_cut, (fields for _, fields in table)))):
            doubtful.update(n for n, _ in table)
        table = []
    return doubtful


def _length(row: Row) -> int:
    """How many fields a row has up to the last that holds something."""
    return max((index for index, field in enumerate(row, start=1) if field), default=0)


def _is_cut(row: Row) -> bool:
    return any(_BEFORE.fullmatch(one) and _AFTER.fullmatch(next_) for one, next_ in pairwise(row))
