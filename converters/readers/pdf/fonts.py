"""What the codes of a font of a PDF stand for, where the parser takes them for other characters than are printed.

Without a map to Unicode the code of an embedded font is a character only where the font names an encoding (ISO
32000-1, 9.10.2). A font that was cut down to what is printed often counts its glyphs instead: the parser takes such
codes for Latin letters and digits, the numbers of a page for other numbers. They are no text, and the page is read as a
picture.

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
from pdfminer.pdffont import PDFCIDFont, PDFType1Font, TrueTypeFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psexceptions import PSException
from pdfminer.psparser import PSKeyword, PSLiteral

from .objects import array_of, dictionary_of, name_of

#: Bits of the flags of a font (ISO 32000-1, table 123): of glyphs outside the standard Latin set, and within it.
_SYMBOLIC, _STANDARD = 4, 32
_FILES = ("FontFile", "FontFile2", "FontFile3")
#: Character collections whose numbers are glyphs of the font itself.
_OWN = ("Adobe-Identity", "Adobe-UCS")
#: A glyph that no font has.
_UNKNOWN = -1
#: Categories of characters that nobody sees.
_UNSEEN = ("Zs", "Zl", "Zp", "Cc", "Cf")


def correct(font: Any, spec: Mapping[str, Any]) -> None:
    """Have ``font`` say of its codes what ``spec``, from which it was made, does, and nothing of the others."""
    if isinstance(font, PDFCIDFont):
        known: Any = font
        if isinstance(known.cmap, CMap) and not isinstance(known.unicode_map, _ByCode):
            encoding = resolve1(spec.get("Encoding"))
            glyphs = known.cmap.code2cid or (_embedded(encoding) if isinstance(encoding, PDFStream) else {})
            known.decode = _Codes(glyphs, name_of(encoding)).glyphs
            if "ToUnicode" in spec and known.unicode_map is not None:
                known.unicode_map = _ByCode(known.unicode_map, glyphs)
        if "ToUnicode" not in spec and not isinstance(font.unicode_map, _Glyphs):  # fonts are kept from page to page
            _correct_glyphs(font, spec)
    elif isinstance(font, PDFType1Font):  # one of TrueType is of this kind too
        first, widths = resolve1(spec.get("FirstChar", 0)), array_of(spec.get("Widths"))
        if isinstance(first, int) and any(widths):  # the parser goes by the names of the standard fonts
            font.widths = dict(enumerate(widths, first))
        if "ToUnicode" not in spec and not _is_encoded(spec):
            named = set(_named(dictionary_of(spec.get("Encoding"))))
            font.cid2unicode = {code: text for code, text in font.cid2unicode.items() if code in named}


def _is_encoded(spec: Mapping[str, Any]) -> bool:
    """Whether the codes of a font of single bytes are those of an encoding that is known."""
    described = dictionary_of(spec.get("FontDescriptor"))
    flags = resolve1(described.get("Flags", _STANDARD))
    is_symbolic = isinstance(flags, int) and bool(flags & _SYMBOLIC) and not flags & _STANDARD
    encoding = resolve1(spec.get("Encoding"))
    names_one = isinstance(encoding, PSLiteral) or "BaseEncoding" in dictionary_of(encoding)
    if names_one or not is_symbolic or not any(file in described for file in _FILES):
        return True
    return encoding is None and "FontFile" in described  # the parser reads the encoding in such a file


def _named(encoding: Mapping[str, Any]) -> Iterator[int]:
    """The codes whose glyphs an encoding names."""
    code = 0
    for item in array_of(encoding.get("Differences")):
        if isinstance(item, int):
            code = item
        else:
            yield code
            code += 1


def _correct_glyphs(font: Any, spec: Mapping[str, Any]) -> None:
    """Go by the glyphs of the file of a font of TrueType, which know their characters, where codes are its glyphs."""
    own = dictionary_of(next(iter(array_of(spec.get("DescendantFonts"))), None))
    file = resolve1(dictionary_of(own.get("FontDescriptor")).get("FontFile2"))
    places = resolve1(own.get("CIDToGIDMap"))
    if not isinstance(file, PDFStream) or not name_of(spec.get("Encoding")).startswith("Identity"):
        return
    if isinstance(places, PDFStream) == (font.cidcoding in _OWN):
        font.unicode_map = _Glyphs(file, places.get_data() if isinstance(places, PDFStream) else None)


class _Glyphs:
    """The characters of the glyphs of a font file; ``places`` are the glyphs of codes that are none."""

    def __init__(self, file: PDFStream, places: bytes | None) -> None:
        self._places = places
        self._characters: Any = None
        with suppress(TrueTypeFont.CMapNotFound):
            self._characters = TrueTypeFont("", BytesIO(file.get_data())).create_unicode_map()

    def get_unichr(self, cid: int) -> str:
        """Hook: the character of a code.

        Raises:
            KeyError: the font does not say.
        """
        glyph = cid if self._places is None else int.from_bytes(self._places[2 * cid : 2 * cid + 2], "big")
        if self._characters is None:
            raise KeyError(cid)
        return cast("str", self._characters.get_unichr(glyph))


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


def _embedded(encoding: PDFStream) -> Mapping[int, Any]:
    """The glyphs of codes by their bytes; empty where the file tells none."""
    read = _Encoding()
    with suppress(PSException, ValueError, TypeError, IndexError):
        _EncodingParser(read, BytesIO(encoding.get_data())).run()
    return read.code2cid


class _ByCode:
    """A map to Unicode, which goes by codes, asked for the glyphs that an encoding turns these to."""

    def __init__(self, characters: Any, glyphs: Mapping[int, Any]) -> None:
        self._characters = characters
        self._codes: dict[int, int] = {}
        for code, glyph in _flat(glyphs, 0):
            self._codes.setdefault(glyph, code)

    def get_unichr(self, cid: int) -> str:
        """Hook: the character of a glyph.

        Raises:
            KeyError: the map does not say.
        """
        return cast("str", self._characters.get_unichr(self._codes[cid]))


def _flat(glyphs: Mapping[int, Any], above: int) -> Iterator[tuple[int, int]]:
    for byte, below in glyphs.items():
        code = above << 8 | byte
        if isinstance(below, int):
            yield code, below
        else:
            yield from _flat(below, code)


class _Codes:
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
        return any(unicodedata.category(character) not in _UNSEEN for character in text)
