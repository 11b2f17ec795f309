"""What the glyphs of a font look like: a page of its own that prints some of them one beside the other, drawn in grey.

The page is a PDF that holds the font as it is in the document and nothing else, so that no rule, ground or neighbour of
the document is taken for a part of a glyph, and a font is drawn once for all pages that it is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import pypdfium2
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1
from pdfminer.psparser import PSLiteral
from PIL import Image, ImageOps

#: Pixels of an em, of the square in which a glyph is drawn, and from its left and lower edge to where the glyph begins.
EM, _SQUARE, ORIGIN = 40, 120, 40
#: Pixels that the width of a glyph takes whose font has an em of its own (type 3).
WIDTH = 22
#: Objects of a font beyond which it is not drawn.
_MOST = 4000
_STANDARD = "<</Type/Font/Subtype/Type1/BaseFont/%s>>"


def drawn(font: Mapping[str, Any], codes: Sequence[bytes], size: float = EM) -> list[Image.Image]:
    """The glyphs of the codes of a font, as its dictionary in a document describes it; light on dark.

    Raises:
        ValueError: the font has too many parts.
        pypdfium2.PdfiumError: it cannot be drawn.
    """
    copied = _Copied()
    return _printed(copied.added(font), copied.objects, codes, size)


def drawn_standard(name: str, text: str) -> list[Image.Image]:
    """The characters of ``text`` in a font that every viewer has (ISO 32000-1, 9.6.2.2)."""
    return _printed(1, [(_STANDARD % name).encode()], [character.encode() for character in text], EM)


def _printed(font: int, objects: list[bytes], codes: Sequence[bytes], size: float) -> list[Image.Image]:
    shown = "".join(f"1 0 0 1 {_SQUARE * at + ORIGIN} {ORIGIN} Tm <{code.hex()}> Tj\n" for at, code in enumerate(codes))
    content = f"BT /F {size:.4f} Tf\n{shown}ET".encode()
    first = len(objects) + 1
    paper = b"/MediaBox[0 0 %d %d]" % (_SQUARE * len(codes), _SQUARE)
    parts = [
        *objects,
        b"<</Type/Catalog/Pages %d 0 R>>" % (first + 1),
        b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (first + 2),
        b"<</Type/Page/Parent %d 0 R%b/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
        % (first + 1, paper, first + 3, font),
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
    ]
    document = pypdfium2.PdfDocument(_file(parts, root=first))
    try:
        page: Any = document[0]
        picture = ImageOps.invert(page.render(scale=1, grayscale=True).to_pil().convert("L"))
    finally:
        document.close()
    return [picture.crop((_SQUARE * at, 0, _SQUARE * (at + 1), _SQUARE)) for at in range(len(codes))]


def _file(parts: Sequence[bytes], root: int) -> bytes:
    data, places = bytearray(b"%PDF-1.4\n"), list[int]()
    for number, part in enumerate(parts, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(data) + b"trailer<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, root, start)


class _Copied:
    """Objects of a document written out again, each that is referred to once."""

    def __init__(self) -> None:
        self.objects: list[bytes] = []
        self._numbers: dict[int, int] = {}  # of the document → here

    def added(self, value: Any) -> int:
        """The number of an object that is written out with all that it refers to."""
        if len(self.objects) >= _MOST:
            raise ValueError
        self.objects.append(b"")
        number = len(self.objects)
        self.objects[number - 1] = self._stream(value) if isinstance(value, PDFStream) else self._written(value)
        return number

    def _written(self, value: Any) -> bytes:
        if isinstance(value, PDFObjRef):
            return b"%d 0 R" % self._number(value)
        if isinstance(value, PDFStream):
            return b"%d 0 R" % self.added(value)
        if isinstance(value, list):
            return b"[%b]" % b" ".join(map(self._written, cast("list[Any]", value)))
        return self._dictionary(cast("dict[str, Any]", value)) if isinstance(value, dict) else _plain(value)

    def _number(self, reference: PDFObjRef) -> int:
        if reference.objid not in self._numbers:
            self._numbers[reference.objid] = len(self.objects) + 1  # before what it holds, which may refer to it
            self.added(resolve1(reference))
        return self._numbers[reference.objid]

    def _dictionary(self, items: Mapping[str, Any]) -> bytes:
        return b"<<%b>>" % b"".join(self._pairs(items))

    def _pairs(self, items: Mapping[str, Any]) -> Iterator[bytes]:
        for key, value in items.items():
            yield _name(key) + b" " + self._written(value)

    def _stream(self, stream: PDFStream) -> bytes:
        attributes = cast("dict[str, Any]", dict(cast("Any", stream).attrs))
        data = cast("bytes | None", cast("Any", stream).rawdata)
        if data is None or cast("Any", stream).decipher:
            data = stream.get_data()
            attributes = {key: value for key, value in attributes.items() if key not in _OF_FILTERS}
        return b"%b\nstream\n%b\nendstream" % (self._dictionary({**attributes, "Length": len(data)}), data)


def _plain(value: Any) -> bytes:
    """A value that holds no other."""
    if isinstance(value, PSLiteral):
        return _name(value.name)
    if isinstance(value, bytes):
        return b"<%b>" % value.hex().encode()
    if isinstance(value, bool):
        return b"true" if value else b"false"
    if isinstance(value, float):
        return f"{value:.6f}".encode()
    return b"%d" % value if isinstance(value, int) else b"null"


_OF_FILTERS = ("Filter", "DecodeParms", "F", "DP")


def _name(name: Any) -> bytes:
    data = name if isinstance(name, bytes) else str(name).encode()
    return b"/" + b"".join(b"%c" % byte if chr(byte).isalnum() and byte < 128 else b"#%02X" % byte for byte in data)
