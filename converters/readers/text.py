"""Plain text from an OCR run: a tab is a cell border, a line a row, an empty line a break.

Assumes that consecutive lines with a tab belong to one grid and that a break may cut a grid anywhere, so
nothing is joined here: :mod:`yusuan.converters.tables.stitching` decides what continues what. The grid is never
``exact``; columns have to be proven later.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ...datapackage.model import Origin
from ..errors import UnreadableError
from ..table import Block, Cell, Paragraph, Table
from . import set_text
from .grid import is_captions

READER = "text"
_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: Share of control characters above which a file is taken for binary noise under a text name.
_NOISE = 0.01
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of a text file in reading order, with line and character offsets.

    Raises:
        UnreadableError: the file is empty, not text, or in no encoding that we know.
    """
    yield from blocks(decode(path))


def has_columns(text: str) -> bool:
    """Whether a text holds tables whose columns tabs or blanks part."""
    rows = [line.strip().count("\t") > 1 for line in text.splitlines()]
    return any(map(all, pairwise(rows))) if "\t" in text else set_text.has_columns(text)


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text in reading order, with line and character offsets."""
    if "\t" not in text and set_text.has_columns(text):
        yield from set_text.read(text)
        return
    rows: list[tuple[Cell, ...]] = []
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        content = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        if "\t" in content:
            rows.append(_cells(content, number, offset, row=len(rows) + 1))
        else:
            yield from _blocks(rows)
            rows = []
            if content.strip():
                yield Paragraph(content, _origin(number, offset, content))
        offset += len(line)
    yield from _blocks(rows)


def decode(path: Path) -> str:
    """The text of ``path``, whichever of the encodings in use it has."""
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableError(path, "文件是空的", "the file is empty")
    for encoding in ("utf-16",) if data.startswith(_UTF_16) else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROL.findall(text)) > _NOISE * len(text):
            break
        return text
    raise UnreadableError(
        path, "不是文本，也不是认识的文件种类", "this is neither text nor any kind of file that is known"
    )


def _cells(content: str, number: int, offset: int, *, row: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    start = 0
    for column, field in enumerate(content.split("\t"), start=1):
        end = start + len(field)
        # By position, as a document has thousands: page, table on page, row, column, box, line, characters.
        origin = Origin(READER, None, None, row, column, None, number, offset + start, offset + end)
        cells.append(Cell(field, origin))
        start = end + 1
    return tuple(cells)


def _blocks(rows: list[tuple[Cell, ...]]) -> Iterator[Block]:
    """The captions that rows begin with (部门：…, 单位：万元, which a tab may part), and the grid below them."""
    first = 0
    while first < len(rows) and is_captions(rows[first]):
        yield from (Paragraph(c.text, c.origin) for c in rows[first] if c.text.strip())
        first += 1
    if rows[first:]:
        yield _table(rows[first:])


def _table(rows: list[tuple[Cell, ...]]) -> Table:
    first, last = rows[0][0].origin, rows[-1][-1].origin
    return Table(tuple(rows), Origin(READER, line=first.line, char_start=first.char_start, char_end=last.char_end))


def _origin(number: int, offset: int, content: str) -> Origin:
    return Origin(READER, line=number, char_start=offset, char_end=offset + len(content))
