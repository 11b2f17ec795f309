"""What the codes of a font of a PDF stand for, where the parser takes them for other characters than are printed.

Without a map to Unicode the code of an embedded font is a character only where the font names an encoding (ISO
32000-1, 9.10.2). A font that was cut down to what is printed often counts its glyphs instead: the parser takes such
codes for Latin letters and digits, the numbers of a page for other numbers. They are no text, and the page is read as a
picture.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from io import BytesIO
from typing import Any, cast

from pdfminer.cmapdb import CMap, IdentityCMapByte
from pdfminer.encodingdb import name2unicode
from pdfminer.pdffont import PDFCIDFont, PDFSimpleFont, PDFType1Font, TrueTypeFont
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSLiteral

from .encodings import ByCode, Codes, codes_of, embedded
from .lettering import Lettering
from .noted import UNKNOWN
from .objects import array_of, dictionary_of, name_of

#: Bits of the flags of a font (ISO 32000-1, table 123): of glyphs outside the standard Latin set, and within it.
_SYMBOLIC, _STANDARD = 4, 32
#: The name of a font that was cut down to what is printed (9.6.4).
_SUBSET = re.compile(r"[A-Z]{6}\+")
_FILES = ("FontFile", "FontFile2", "FontFile3")
#: Character collections whose numbers are glyphs of the font itself.
_OWN = ("Adobe-Identity", "Adobe-UCS")


def correct(font: Any, spec: Mapping[str, Any]) -> None:
    """Have ``font`` say of its codes what ``spec``, from which it was made, does, and nothing of the others."""
    if "ToUnicode" in spec and _SUBSET.match(name_of(spec.get("BaseFont"))):
        _doubt_digits(font)
    if not hasattr(font, "lettering"):  # fonts are kept from page to page
        font.lettering = Lettering(spec, _codes(font, spec)) if _says_how_it_looks(spec) else None
    if isinstance(font, PDFCIDFont):
        known: Any = font
        if isinstance(known.cmap, CMap) and not isinstance(known.unicode_map, ByCode):
            encoding = resolve1(spec.get("Encoding"))
            glyphs = known.cmap.code2cid or (embedded(encoding) if isinstance(encoding, PDFStream) else {})
            known.decode = Codes(glyphs, name_of(encoding)).glyphs
            if "ToUnicode" in spec and known.unicode_map is not None:
                known.unicode_map = ByCode(known.unicode_map, glyphs)
        if "ToUnicode" not in spec and not isinstance(font.unicode_map, _Glyphs):
            _correct_glyphs(font, spec)
    elif isinstance(font, PDFType1Font):  # one of TrueType is of this kind too
        first, widths = resolve1(spec.get("FirstChar", 0)), array_of(spec.get("Widths"))
        if isinstance(first, int) and any(widths):  # the parser goes by the names of the standard fonts
            font.widths = dict(enumerate(widths, first))
        if "ToUnicode" not in spec and not _is_encoded(spec):
            named = dict(_named(dictionary_of(spec.get("Encoding"))))
            font.cid2unicode = {code: text for code, text in font.cid2unicode.items() if code in named}
    if isinstance(font, PDFSimpleFont) and "Differences" in (encoding := dictionary_of(spec.get("Encoding"))):
        _forget_unknown(font, encoding, is_drawn="CharProcs" in spec)


def _forget_unknown(font: PDFSimpleFont, encoding: Mapping[str, Any], *, is_drawn: bool) -> None:
    """Have a font say nothing of codes whose glyphs have names that nobody knows, which are not what the codes were.

    A font whose glyphs are ``is_drawn`` has no others than those that are named.
    """
    named = dict(_named(encoding))
    unknown = {code for code, name in named.items() if not _is_known(name)}
    told = {code: text for code, text in font.cid2unicode.items() if code not in unknown}
    font.cid2unicode = {code: text for code, text in told.items() if code in named} if is_drawn else told


@cache
def _is_known(name: str) -> bool:
    try:
        return bool(name2unicode(name))
    except (KeyError, ValueError):
        return False


def _doubt_digits(font: Any) -> None:
    """Have a font that was cut down to what is printed say of no glyph that it is a digit which another is as well."""
    told = getattr(font.unicode_map, "cid2unichr", None)
    if isinstance(told, dict):
        characters = cast("dict[int, str]", told)
        counts = Counter(text for text in characters.values() if text.isdigit())
        characters.update({code: UNKNOWN for code, text in characters.items() if counts[text] > 1})


def _says_how_it_looks(spec: Mapping[str, Any]) -> bool:
    """Whether a document says what the glyphs of a font look like: it holds them, or an encoding names them."""
    if "DescendantFonts" not in spec and "ToUnicode" in spec and "Encoding" in spec:
        return True
    own = dictionary_of(next(iter(array_of(spec.get("DescendantFonts"))), spec))
    return "CharProcs" in spec or any(file in dictionary_of(own.get("FontDescriptor")) for file in _FILES)


def _codes(font: Any, spec: Mapping[str, Any]) -> Callable[[int], bytes]:
    """How a string sets a glyph of a font."""
    if not isinstance(font, PDFCIDFont):
        return lambda cid: bytes((cid,))
    known: Any = font
    if not isinstance(known.cmap, CMap):
        length = 1 if isinstance(known.cmap, IdentityCMapByte) else 2
        return lambda cid: cid.to_bytes(length, "big")
    encoding = resolve1(spec.get("Encoding"))

    @cache
    def codes() -> Mapping[int, bytes]:
        return codes_of(known.cmap.code2cid or (embedded(encoding) if isinstance(encoding, PDFStream) else {}))

    return lambda cid: codes()[cid]


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


def _named(encoding: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """The codes whose glyphs an encoding names, and the names."""
    code = 0
    for item in array_of(encoding.get("Differences")):
        if isinstance(item, int):
            code = item
        else:
            yield code, name_of(item)
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
