"""Markdown, as programs write it that read scans and PDFs today: tables of pipes or of HTML in a plain text.

The grid is the file's own; its characters may be misread like those of any OCR run, so they count as read from a
picture. Numbers of headings and lists stay as they are printed: they tell what is below what.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from ...datapackage.model import Origin
from ..table import Block, Cell, Paragraph, Table
from .characters import raised, tidy
from .grid import is_number, lift_captions
from .text import READER, decode
from .web import html

_HTML_TABLE = re.compile(r"<table\b.*?</table\s*>", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
#: Text above the line, as the mark of a note behind a number, and text that its author took back.
_RAISED = re.compile(r"<sup\b[^<>]*>([^<>]*)</sup\s*>", re.IGNORECASE)
_STRUCK = re.compile(r"<(del|s|strike)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE)
#: A number that a program set as a formula: $97.56\\%$, $1{,}200$.
_FORMULA = re.compile(r"\$\s*(?P<number>-?\d[\d.,%\\{}\s]*?)\s*\$")
_WORD = re.compile(r"\S+")
#: What programs write into a cell of a data frame that is empty.
_EMPTY = re.compile(r"NaN|nan|None|Unnamed: ?\d+(?:_level_\d+)?")
#: What parts the fields of a row.
_BAR = re.compile(r"(?<!\\)\|")


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of a Markdown file in reading order, with the lines they stand in.

    Raises:
        UnreadableError: the file is empty, not text, or in no encoding that we know.
    """
    text = decode(path)
    number, start = 0, 0
    for match in (*_HTML_TABLE.finditer(text), None):
        stop = match.start() if match else len(text)
        for block in _written(text, start, stop):
            number += isinstance(block, Table)
            yield _numbered(block, number)
        if match:
            number += 1
            yield from (_numbered(block, number) for block in _of_html(text, match, path))
            start = match.end()


def _numbered(block: Block, number: int) -> Block:
    """The block, its table counted through the file."""
    if isinstance(block, Paragraph):
        return block
    rows = tuple(tuple(replace(c, origin=_at_table(c.origin, number)) for c in row) for row in block.rows)
    return replace(block, rows=rows, origin=_at_table(block.origin, number))


def _at_table(origin: Origin, number: int) -> Origin:
    return replace(origin, table_on_page=number)


# --- text and tables of pipes ----------------------------------------------------------------------------


@cache
def _parser() -> Any:
    """A parser that knows headings, paragraphs and tables; 1. and - begin no list, and blanks no code."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["list", "code", "blockquote", "lheading", "reference"])


def _written(text: str, start: int, stop: int) -> Iterator[Block]:
    lines = text[start:stop].splitlines(keepends=True)
    first = text.count("\n", 0, start) + 1
    offsets = [start]
    for line in lines:
        offsets.append(offsets[-1] + len(line))
    tokens: Sequence[Any] = _parser().parse("".join(lines))
    for position, token in enumerate(tokens):
        if token.type == "table_open":
            yield from _of_pipes(tokens[position:], lines, first, offsets)
        elif token.type in ("paragraph_open", "heading_open", "html_block", "fence") and token.level == 0:
            for at in range(*token.map):
                yield from _paragraph(lines[at], first + at, offsets[at])


def _paragraph(line: str, number: int, offset: int) -> Iterator[Paragraph]:
    content = line.rstrip("\r\n")
    shown = _shown(content)
    if shown:
        yield Paragraph(shown, Origin(READER, line=number, char_start=offset, char_end=offset + len(content)))


def _shown(source: str) -> str:
    """What a reader of the page would see of a line: without marks of headings, emphasis, pictures and tags."""
    source = _RAISED.sub(lambda found: raised(found[1]), _STRUCK.sub("", source))
    bare = re.sub(r"^\s*#{1,6}\s+", "", _TAG.sub("", _BREAK.sub("\n", source)))
    bare = _FORMULA.sub(lambda found: re.sub(r"[\\{}\s]", "", found["number"]), bare)
    tokens: Sequence[Any] = _parser().parseInline(bare)[0].children or []
    return tidy("".join(t.content if t.type in ("text", "code_inline") else _between(t.type) for t in tokens))


def _between(kind: str) -> str:
    return "\n" if kind in ("softbreak", "hardbreak") else ""


def _of_pipes(tokens: Sequence[Any], lines: Sequence[str], first: int, offsets: Sequence[int]) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    printed: list[tuple[Cell, ...]] = []
    cells: list[Cell] = []
    at = cursor = 0
    is_even = True
    for token in tokens:
        if token.type == "tr_open":
            at, cursor, cells = token.map[0], 0, []
        elif token.type == "inline":
            written = token.content.replace("|", "\\|")
            begin = max(lines[at].find(written, cursor), 0)
            cursor = begin + len(written)
            origin = Origin(
                READER, row=len(rows) + 1, column=len(cells) + 1, line=first + at,
                char_start=offsets[at] + begin, char_end=offsets[at] + cursor,
            )  # fmt: skip
            cells.append(Cell(_printed(token.content), origin))
        elif token.type == "tr_close":
            fields = _fields(lines[at], first + at, offsets[at], row=len(rows) + 1)
            is_even = is_even and len(fields) == len(cells)
            rows.append(tuple(cells))
            printed.append(fields)
        elif token.type == "table_close":
            break
    if rows:
        rows = [_merged(row) for row in rows] if is_even else [row for row in printed if row]
        yield from lift_captions(Table(tuple(rows), _whole(rows), exact=is_even))


def _printed(source: str) -> str:
    """What a reader would see of a cell."""
    shown = _shown(source)
    return "" if _EMPTY.fullmatch(shown) else shown


def _merged(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """A row that says one text in each of its places: a cell over all of them, as which it was printed."""
    first, *others = row
    if not others or not first.text or is_number(first.text) or {cell.text for cell in others} != {first.text}:
        return row
    return (replace(first, colspan=len(row)), *(replace(cell, text="") for cell in others))


def _fields(line: str, number: int, offset: int, *, row: int) -> tuple[Cell, ...]:
    """The fields that a line of a table has, be they as many as its headings or not: then some cells are lost."""
    begin = len(line) - len(line.lstrip()) + line.lstrip().startswith("|")
    bars = [found.start() for found in _BAR.finditer(line, begin)]
    ends = bars if bars and not line[bars[-1] + 1 :].strip() else [*bars, len(line)]
    cells: list[Cell] = []
    for column, end in enumerate(ends, start=1):
        content = line[begin:end].strip()
        start = offset + line.find(content, begin)
        origin = Origin(READER, None, None, row, column, None, number, start, start + len(content))
        cells.append(Cell(_printed(content), origin))
        begin = end + 1
    return tuple(cells)


def _whole(rows: Sequence[Sequence[Cell]]) -> Origin:
    begin, end = rows[0][0].origin, rows[-1][-1].origin
    return Origin(READER, line=begin.line, char_start=begin.char_start, char_end=end.char_end)


# --- tables of HTML --------------------------------------------------------------------------------------


def _of_html(text: str, match: re.Match[str], path: Path) -> Iterator[Block]:
    """The table that ``match`` found, each cell at the place of its text in the file, as far as that can be found."""
    places = _Places(text, match.start(), match.end())
    for block in html.tables_of(match[0], path, is_recognised=True):
        if isinstance(block, Paragraph):
            yield replace(block, origin=places.of(block.text, block.origin))
        else:
            rows = tuple(tuple(replace(c, origin=places.of(c.text, c.origin)) for c in row) for row in block.rows)
            yield replace(block, rows=rows, origin=places.at(match.start(), match.end(), block.origin))


class _Places:
    """Where texts stand in a stretch of the file, each looked for behind the one before."""

    def __init__(self, text: str, start: int, stop: int) -> None:
        self._text, self._cursor, self._stop = text, start, stop

    def of(self, shown: str, origin: Origin) -> Origin:
        """The place of ``shown`` behind the last one; where it is written otherwise, of the cursor."""
        word = _WORD.search(shown)
        begin = self._text.find(word[0], self._cursor, self._stop) if word else -1
        if begin < 0 or word is None:
            return self.at(self._cursor, self._cursor, origin)
        whole = shown if self._text.startswith(shown, begin) else word[0]
        self._cursor = begin + len(whole)
        return self.at(begin, self._cursor, origin)

    def at(self, begin: int, end: int, origin: Origin) -> Origin:
        line = self._text.count("\n", 0, begin) + 1
        return replace(origin, reader=READER, line=line, char_start=begin, char_end=end)
