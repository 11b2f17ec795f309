"""The encodings of the fonts of a PDF that turn codes of several bytes to glyphs (ISO 32000-1, 9.7.5).

A code that an encoding has no glyph for is one that the parser passes over, and some viewers print: a minus before a
number (U+2212 in UniGB-UCS2-H). It is told as a glyph of which nobody knows what it is. An encoding may also be a file
in the PDF (9.7.5.4), which the parser does not read: it passes over all that is set in such a font. And it looks for
glyphs in a map to Unicode, which goes by codes (9.10.3).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any, cast

from pdfminer.cmapdb import CMap, CMapBase, CMapParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSKeyword

#: A glyph that no font has.
_UNKNOWN = -1
#: Categories of characters that nobody sees.
UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")


class Codes:
    """The codes of an encoding that has a name or is a file, and the glyphs that they stand for."""

    def __init__(self, glyphs: Mapping[int, Any], name: str) -> None:
        self._glyphs = glyphs
        self._is_unicode = "UCS2" in name or "UTF16" in name

    def glyphs(self, text: bytes) -> Iterator[int]:
        """The glyphs of a string, none left out that may be seen."""
        at = 0
        while at < len(text):
            found, length = self._first(text[at : at + 4])
            if found is None:
                length = max(length, self._length(text[at]))
                found = _UNKNOWN if self._is_seen(text[at : at + length]) else None
            if found is not None:
                yield found
            at += length

    def _first(self, text: bytes) -> tuple[int | None, int]:
        """The glyph of the first code of ``text``, and of how many bytes it is; None where it has none."""
        below: Any = self._glyphs
        for length, byte in enumerate(text, 1):
            below = below.get(byte)
            if below is None or isinstance(below, int):
                return below, length
        return None, len(text)

    def _length(self, first: int) -> int:
        """Of how many bytes a code is that begins with ``first``."""
        if self._is_unicode:
            return 4 if 0xD8 <= first < 0xDC else 2
        return 2 if first > 0x80 or not self._glyphs else 1

    def _is_seen(self, code: bytes) -> bool:
        text = code.decode("utf-16-be" if self._is_unicode else "gb18030", "replace")
        return any(unicodedata.category(character) not in UNSEEN for character in text)


class ByCode:
    """A map to Unicode, which goes by codes, asked for the glyphs that an encoding turns these to."""

    def __init__(self, characters: Any, glyphs: Mapping[int, Any]) -> None:
        self._characters = characters
        self._codes: dict[int, int] = {}
        for glyph, code in codes_of(glyphs).items():
            self._codes[glyph] = int.from_bytes(code, "big")

    def get_unichr(self, cid: int) -> str:
        """Hook: the character of a glyph.

        Raises:
            KeyError: the map does not say.
        """
        return cast("str", self._characters.get_unichr(self._codes[cid]))


def codes_of(glyphs: Mapping[int, Any]) -> dict[int, bytes]:
    """The first code of each glyph of an encoding."""
    found: dict[int, bytes] = {}
    for code, glyph in _flat(glyphs, b""):
        found.setdefault(glyph, code)
    return found


def _flat(glyphs: Mapping[int, Any], above: bytes) -> Iterator[tuple[bytes, int]]:
    for byte, below in glyphs.items():
        code = above + bytes((byte,))
        if isinstance(below, int):
            yield code, below
        else:
            yield from _flat(below, code)


def embedded(encoding: PDFStream) -> Mapping[int, Any]:
    """The glyphs of codes by their bytes; empty where the file tells none."""
    read = _Encoding()
    with suppress(PSException, ValueError, TypeError, IndexError):
        _EncodingParser(read, BytesIO(encoding.get_data())).run()
    return read.code2cid


class _Encoding(CMap):
    """The glyphs of the codes of an encoding that is a file in the PDF."""

    def use_cmap(self, cmap: CMapBase) -> None:
        if isinstance(cmap, CMap):
            super().use_cmap(cmap)

    def add_cid2unichr(self, cid: int, code: Any) -> None:
        """Hook: ``cid`` is the glyph of ``code``, whose bytes these are."""
        below: Any = self.code2cid
        for byte in code[:-1]:
            below = below.setdefault(byte, {})
        below[code[-1]] = cid


class _EncodingParser(CMapParser):
    """The parser, which takes the two sides of single codes for each other."""

    def do_keyword(self, pos: int, token: PSKeyword) -> None:
        if token is not self.KEYWORD_ENDCIDCHAR:
            super().do_keyword(pos, token)
            return
        told = [item for _, item in self.popall()]
        for code, glyph in zip(told[::2], told[1::2], strict=False):
            if isinstance(code, bytes) and isinstance(glyph, int):
                self.cmap.add_cid2unichr(glyph, code)
