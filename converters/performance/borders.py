"""Rows of text cells, and how a text that false borders cut is put together again.

An OCR run sees borders where none are. It cuts a word in two, reads the glyph under the border twice, or
reads a whole cell once on either side. Joining assumes that pieces stand in printed order; where two
joins are possible, :func:`joins` returns both and a witness elsewhere in the document has to choose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ..table import Block, Cell, Paragraph, Table

_MARKUP = re.compile(r"</?[a-zA-Z]{1,6}>|\^\{([^{}]*)\}")
_SPACES = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")


@dataclass(frozen=True)
class Line:
    """One printed row: its cells, their texts without the reader's markup, and whether the grid is the medium's own."""

    cells: tuple[Cell, ...]
    fields: tuple[str, ...]
    exact: bool
    block: int
    ruled: bool  # False for a paragraph

    @cached_property
    def pieces(self) -> tuple[tuple[int, str], ...]:
        """(index, text) of the fields that are not blank."""
        return tuple((i, field) for i, field in enumerate(self.fields) if field)

    @cached_property
    def text(self) -> str:
        """All fields as one text, cut words joined."""
        return join(field for _, field in self.pieces)

    def field(self, index: int | None) -> str:
        """The text at ``index``, "" beyond the row's end."""
        return self.fields[index] if index is not None and 0 <= index < len(self.fields) else ""


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The rows of all tables, and the paragraphs as rows of one cell, in reading order."""
    for number, block in enumerate(blocks):
        match block:
            case Paragraph():
                yield Line((Cell(block.text, block.origin),), (unmark(block.text),), False, number, False)
            case Table():
                for row in block.rows:
                    yield Line(row, tuple(unmark(cell.text) for cell in row), block.exact, number, True)


def unmark(text: str) -> str:
    """``text`` without the markup that an OCR run puts around small print: ``^{...}``, ``<u>``, ``<i>``."""
    return (_MARKUP.sub(lambda m: m[1] or "", text) if "<" in text or "^" in text else text).strip()


@lru_cache(maxsize=16384)
def close(text: str) -> str:
    """``text`` without white space, except between two Latin words."""
    return _SPACES.sub("", text.strip())


def join(pieces: Iterable[str]) -> str:
    """The pieces as one text: a piece read twice counts once, two or more shared characters at a border too."""
    return _join(tuple(pieces))


@lru_cache(maxsize=16384)
def _join(pieces: tuple[str, ...]) -> str:
    joined = ""
    for piece in pieces:
        joined = _append(joined, close(piece), least=2)
    return joined


def joins(pieces: Sequence[str]) -> tuple[str, ...]:
    """All readings of the pieces, likeliest first: without and with one shared glyph at each border."""
    plain = join(pieces)
    shared = ""
    for piece in pieces:
        shared = _append(shared, close(piece), least=1)
    return (plain,) if plain == shared else (plain, shared)


def _append(left: str, right: str, *, least: int) -> str:
    if not left:
        return right
    if not right or (left.endswith(right) and len(right) > 1):
        return left
    if len(left) > 1 and right.startswith(left):
        return right
    for size in range(min(len(left), len(right)), least - 1, -1):
        if left.endswith(right[:size]):
            return left + right[size:]
    separator = " " if _latin(left[-1:]) and _latin(right[:1]) else ""
    return left + separator + right


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def once(text: str) -> str:
    """A text that was read twice, or begins in its own middle, read once: XX → X; else ``text`` itself."""
    half = len(text) // 2
    return text[:half] if len(text) >= 8 and len(text) % 2 == 0 and text[:half] == text[half:] else text
