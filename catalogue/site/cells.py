"""The place a figure was printed in: a picture of the page with the cell marked, or the lines of a text around it.

Personal data are no part of either: pictures show the cell's own rows only, and lines go through the same cover as
everything else that leaves the converters.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 2.0
#: No side of a page becomes longer, however large a sheet a document claims.
_MOST_PIXELS = 4000
_READING = Lock()
_AROUND = 3
#: Points above and below the cell that the picture shows; on a narrow screen before it, where its row is named, too.
_MARGIN, _BEFORE, _BEHIND = 60.0, 150.0, 30.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text document: its number, its text before, within and after the marked characters."""

    number: int
    before: str
    marked: str
    after: str


def lines_around(path: Path, line: int, char_start: int | None, char_end: int | None) -> list[Line]:
    """The lines of a text around ``line`` (from 1), the characters of the figure marked, personal data covered."""
    return [
        Line(number, *_parts(text, offset, char_start, char_end) if number == line else (text, "", ""))
        for number, offset, text in _covered(path)
        if abs(number - line) <= _AROUND and text.strip()
    ]


def _parts(text: str, offset: int, start: int | None, end: int | None) -> tuple[str, str, str]:
    if start is None or end is None or not 0 <= start - offset <= len(text):
        return text, "", ""
    return text[: start - offset], text[start - offset : end - offset], text[end - offset :]


@lru_cache(maxsize=16)
def _covered(path: Path) -> list[tuple[int, int, str]]:
    """The lines of a document as they may be shown: number, offset in the original, text with personal data covered.

    A line whose cover changed its length keeps its offset; only the marked figure's own line has to fit.
    """
    from ...converters.privacy import redact
    from ...converters.readers import text
    from ...converters.table import Table

    blocks, _ = redact(list(text.read(path)))
    shown: list[tuple[int, int, str]] = []
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                first = row[0].origin
                shown.append((first.line or 0, first.char_start or 0, "\t".join(cell.text for cell in row)))
        else:
            shown.append((block.origin.line or 0, block.origin.char_start or 0, block.text))
    return shown


@dataclass(frozen=True, slots=True)
class Private:
    """What a picture of a PDF must not show: boxes by page, and pages on which some have no known place."""

    boxes: tuple[tuple[int, tuple[float, float, float, float]], ...]
    closed_pages: frozenset[int]


@lru_cache(maxsize=128)
def page_picture(
    path: Path,
    page: int,
    bbox: tuple[float, float, float, float],
    *,
    has_private: bool = True,
    beside: tuple[Path, ...] = (),
    narrow: bool = False,
) -> bytes:
    """PNG of the band of a PDF page around a cell (``bbox`` in points from the top left), the cell framed.

    A ``narrow`` one has what is near the cell, and not the whole width of the page.

    ``has_private`` is whether the build covered any personal value in this document; where it did, the places are
    worked out again, which for a scan takes as long as reading it. ``beside`` are the other files of the document:
    a name that one of them labels is covered in all.

    Raises:
        ValueError: the document has no such page, or the page holds personal data whose place is not known.
    """
    import pypdfium2 as pdfium
    from PIL import ImageDraw

    private = _private_once(path, beside) if has_private else Private((), frozenset())
    if page in private.closed_pages:
        raise ValueError(f"page {page} cannot be shown")
    document = pdfium.PdfDocument(path)
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"page {page}")
        rendered: Any = document[page - 1]
        scale = min(_SCALE, _MOST_PIXELS / max(*rendered.get_size(), 1.0))
        image: Image = rendered.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
    draw = ImageDraw.Draw(image)
    for number, box in private.boxes:
        if number == page:
            draw.rectangle([value * scale for value in box], fill=(29, 31, 36))
    x0, top, x1, bottom = (value * scale for value in bbox)
    draw.rectangle((x0, top, x1, bottom), outline=(163, 52, 28), width=4)
    margin = _MARGIN * scale
    left = int(max(x0 - _BEFORE * scale, 0)) if narrow else 0
    right = int(min(x1 + _BEHIND * scale, image.width)) if narrow else image.width
    band = image.crop((left, int(max(top - margin, 0)), right, int(min(bottom + margin, image.height))))
    output = io.BytesIO()
    band.save(output, "PNG", optimize=True)
    return output.getvalue()


def _private_once(path: Path, beside: tuple[Path, ...] = ()) -> Private:
    """What must not be shown, worked out by one thread at a time: who comes later finds it done."""
    with _READING:
        return _private(path, beside)


@lru_cache(maxsize=64)
def _private(path: Path, beside: tuple[Path, ...]) -> Private:
    from ...converters.parts import read
    from ...converters.privacy import redact
    from ...converters.readers.pdf import document as pdf
    from ...converters.table import Cell, Paragraph, Table

    def pieces(blocks: list[Table | Paragraph]) -> list[Cell | Paragraph]:
        return [
            piece
            for block in blocks
            for piece in ([c for row in block.rows for c in row] if isinstance(block, Table) else [block])
        ]

    blocks = list(pdf.read(path))
    covered, _ = redact([*blocks, *(read(beside) if beside else ())])
    covered = covered[: len(blocks)]
    changed = [a.origin for a, b in zip(pieces(blocks), pieces(covered), strict=True) if a.text != b.text]
    return Private(
        tuple((o.page, o.bbox) for o in changed if o.page and o.bbox),
        frozenset(o.page for o in changed if o.page and not o.bbox),
    )
