"""A PDF written from scratch: pages of content streams, pictures, and fonts that say only what their glyphs mean.

No glyph is drawn by it: it is made to be read, and by nobody but :mod:`..pdf`.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

#: Millimetres to points.
SCALE = 72 / 25.4
#: Width of a character in font sizes where no text tells how far the next one stands.
_WIDE, _NARROW = 1.0, 0.5
#: No character is narrower.
_LEAST = 0.15


@dataclass(slots=True)
class Font:
    """The characters that were set in a font, numbered as they came, and how far apart each stands from the next."""

    name: str
    numbers: dict[str, int] = field(default_factory=dict[str, int])
    _advances: dict[str, Counter[float]] = field(default_factory=dict[str, Counter[float]])
    _widths: dict[str, float] = field(default_factory=dict[str, float])

    def number(self, character: str) -> int:
        """The code of a character in the strings of this font."""
        return self.numbers.setdefault(character, len(self.numbers) + 1)

    def tell(self, character: str, advance: float) -> None:
        """Note that the next character stood ``advance`` font sizes further."""
        self._advances.setdefault(_alike(character), Counter())[round(advance, 3)] += 1

    def width(self, character: str) -> float:
        """How wide a character is, in font sizes: as far as the next one mostly stands, if that is no gap.

        It stays what it was when it was asked for first.
        """
        if character not in self._widths:
            told = self._advances.get(_alike(character), Counter[float]())
            likely = [(n, -at) for at, n in told.items() if _LEAST < at <= _WIDE]
            usual = _NARROW if character.isascii() else _WIDE
            self._widths[character] = -max(likely)[1] if likely else usual
        return self._widths[character]


def _alike(character: str) -> str:
    """What stands for all characters that are as wide: digits are, in every font that tables are set in."""
    return "0" if character.isdigit() and character.isascii() else character


class Paper:
    """The objects of a PDF that is being written."""

    def __init__(self) -> None:
        self._objects: list[bytes] = [b"", b""]  # the catalog and the pages come last, and stand first
        self._pages: list[int] = []
        self._fonts: dict[str, Font] = {}
        self._pictures: dict[str, int] = {}
        self._states: dict[float, int] = {}
        self._content: list[tuple[tuple[float, float], bytes]] = []

    def font(self, key: str) -> Font:
        """The font known by ``key``."""
        return self._fonts.setdefault(key, Font(f"F{len(self._fonts) + 1}"))

    def picture(self, key: str, size: tuple[int, int], rgb: bytes, alpha: bytes = b"") -> str:
        """The name of a picture of 8 bits a colour; ``alpha`` has its mask, where it has one."""
        if key not in self._pictures:
            head = f"/Type /XObject /Subtype /Image /Width {size[0]} /Height {size[1]} /BitsPerComponent 8"
            mask = f" /SMask {self._stream(f'{head} /ColorSpace /DeviceGray', alpha)} 0 R" if alpha else ""
            self._pictures[key] = self._stream(f"{head} /ColorSpace /DeviceRGB{mask}", rgb)
        return f"I{self._pictures[key]}"

    def has_picture(self, key: str) -> str:
        """The name of a picture that stands on the paper already, or nothing."""
        return f"I{self._pictures[key]}" if key in self._pictures else ""

    def opacity(self, share: float) -> str:
        """The name of the state in which what is painted hides so much of what is below."""
        if share not in self._states:
            self._states[share] = self._add(f"<< /Type /ExtGState /ca {share:.3f} /CA {share:.3f} >>".encode())
        return f"G{self._states[share]}"

    def add_page(self, size: tuple[float, float], content: bytes) -> None:
        """Add a page of ``size`` in millimetres."""
        self._content.append((size, content))

    def as_bytes(self) -> bytes:
        """The whole file."""
        resources = self._add(self._resources().encode())
        for (width, height), content in self._content:
            stream = self._stream("", content)
            box = f"[0 0 {width * SCALE:.4f} {height * SCALE:.4f}]"
            page = f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Resources {resources} 0 R /Contents {stream} 0 R >>"
            self._pages.append(self._add(page.encode()))
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
        self._objects[1] = f"<< /Type /Pages /Kids [{kids}] /Count {len(self._pages)} >>".encode()
        return _file(self._objects)

    def _resources(self) -> str:
        fonts = {font.name: self._font(font) for font in self._fonts.values()}
        pictures = {f"I{number}": number for number in self._pictures.values()}
        states = {f"G{number}": number for number in self._states.values()}
        return f"<< /Font {_names(fonts)} /XObject {_names(pictures)} /ExtGState {_names(states)} >>"

    def _font(self, font: Font) -> int:
        meant = self._stream("", _meanings(font.numbers))
        widths = " ".join(f"{code} [{1000 * font.width(c):.0f}]" for c, code in font.numbers.items())
        descriptor = self._add(
            f"<< /Type /FontDescriptor /FontName /{font.name} /Flags 4 /FontBBox [0 -150 1000 850] /ItalicAngle 0"
            " /Ascent 850 /Descent -150 /CapHeight 850 /StemV 80 >>".encode()
        )
        inner = self._add(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font.name} /FontDescriptor {descriptor} 0 R /DW 1000"
            f" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [{widths}] >>".encode()
        )
        return self._add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{font.name} /Encoding /Identity-H"
            f" /DescendantFonts [{inner} 0 R] /ToUnicode {meant} 0 R >>".encode()
        )

    def _stream(self, head: str, data: bytes) -> int:
        packed = zlib.compress(data)
        return self._add(
            f"<< {head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed + b"\nendstream"
        )

    def _add(self, content: bytes) -> int:
        self._objects.append(content)
        return len(self._objects)


def _names(numbers: Mapping[str, int]) -> str:
    return "<< " + " ".join(f"/{name} {number} 0 R" for name, number in numbers.items()) + " >>"


def _meanings(numbers: Mapping[str, int]) -> bytes:
    """The map from the codes of a font to Unicode."""
    lines = [f"<{code:04X}> <{character.encode('utf-16-be').hex()}>" for character, code in numbers.items()]
    parts = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    maps = "\n".join(f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /Meant def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{maps}\nendcmap\nend\nend"
    ).encode()


def _file(objects: list[bytes]) -> bytes:
    pieces, offsets, at = [b"%PDF-1.7\n"], list[int](), 9
    for number, content in enumerate(objects, start=1):
        offsets.append(at)
        pieces.append(f"{number} 0 obj\n".encode() + content + b"\nendobj\n")
        at += len(pieces[-1])
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    )
    return b"".join([*pieces, tail.encode()])
