"""Plain text from an OCR run: a tab is a cell border, a line a row, an empty line a break; so is a bar without tabs.

Assumes that consecutive lines with a tab belong to one grid and that a break may cut a grid anywhere, so
nothing is joined here: :mod:`yusuan.converters.tables.stitching` decides what continues what. The grid is never
``exact``; columns have to be proven later.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
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
#: What programs that write tables as text put between two cells, and the rules that some draw between rows.
_TAB = re.compile("\t")
_BAR = re.compile(r"[|｜│┃║]")
_RULE = re.compile(r"[\s+|｜│┃║─━═—\-=┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝]+")
#: A field of a row that holds a number, and how many rows have one.
_BARRED_NUMBER = re.compile(r"[|｜│┃║]\s*[-－−(（]?\d[\d,.]*[)）]?\s*(?:[|｜│┃║]|$)")
_FEWEST_ROWS = 2
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
    return any(map(all, pairwise(rows))) if "\t" in text else is_barred(text) or set_text.has_columns(text)


def is_barred(text: str) -> bool:
    """Whether bars stand between the cells of the rows of a text without tabs."""
    rows = sum(bool(_BARRED_NUMBER.search(line)) for line in text.splitlines())
    return rows >= _FEWEST_ROWS and "\t" not in text


def blocks(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text in reading order, with line and character offsets."""
    barred = is_barred(text)
    framed = barred and _is_framed(text)
    if "\t" not in text and not barred and set_text.has_columns(text):
        yield from set_text.read(text)
        return
    rows: list[tuple[Cell, ...]] = []
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        content = line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
        if fields := _barred_fields(content, framed=framed) if barred else _fields(content, _TAB):
            rows.append(_cells(content, fields, number, offset, row=len(rows) + 1))
        elif not barred or not content.strip() or not _RULE.fullmatch(content):
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


def _fields(content: str, border: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where the fields of a line begin and end; none where nothing borders them."""
    borders = [match.span() for match in border.finditer(content)]
    if not borders:
        return []
    return list(zip([0, *(end for _, end in borders)], [*(start for start, _ in borders), len(content)], strict=True))


def _barred_fields(content: str, *, framed: bool) -> list[tuple[int, int]]:
    """The fields between bars, without the blanks that pad them; ``framed``: bars stand at both edges too."""
    fields = [] if _RULE.fullmatch(content) else _fields(content, _BAR)
    return [_stripped(content, *field) for field in (fields[1:-1] if framed else fields)]


def _is_framed(text: str) -> bool:
    rows = [line.strip() for line in text.splitlines() if _BAR.search(line) and not _RULE.fullmatch(line)]
    return all(_BAR.match(row) and _BAR.match(row[-1]) for row in rows)


def _stripped(content: str, start: int, end: int) -> tuple[int, int]:
    text = content[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip()) if text.strip() else end


def _cells(content: str, fields: Iterable[tuple[int, int]], number: int, offset: int, *, row: int) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for column, (start, end) in enumerate(fields, start=1):
        # By position, as a document has thousands: page, table on page, row, column, box, line, characters.
        origin = Origin(READER, None, None, row, column, None, number, offset + start, offset + end)
        cells.append(Cell(content[start:end], origin))
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
