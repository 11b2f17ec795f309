"""Tables that a document shows as pictures, as screenshots of sheets on a page of text: read as a scan is.

A picture is of interest where it is as large as a table and holds one, or a page of text; logos, seals, photographs
and charts are passed over. What was found in a picture stands where the picture stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings

from ....datapackage.model import Origin
from ...table import NOT_READ, Block, Paragraph, Table
from ..page.glyphs import Box
from ..page.prose import Passage
from ..page.upright import with_origins
from ..progress import report
from ..unruled import reading as unruled
from . import ocr
from .page_results import PageResults, Reading

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Points: a picture less wide or high shows no table.
_WIDTH, _HEIGHT = 200.0, 50.0
#: Characters from which a picture without a table is a page of text, and characters of a page that may lie on it.
_TEXT, _ON_IT = 60, 3
#: What a cover says, however short it is.
_COVER = re.compile(r"20\d\d年.*[预决]算|[预决]算.*20\d\d年")
#: Points between the parts into which a program cut one picture.
_TOUCHING = 1.5
#: Dots per inch at which a picture is read whose size on paper is not known.
_DOTS = 150.0

Picture = Block | Passage


class Pictures:
    """The pictures of the document at ``path``, each read once for all runs that are broken off."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._results: PageResults | None = None

    def on_page(self, page: Page) -> Iterator[tuple[float, list[Picture]]]:
        """How far down each picture of a page of a PDF stands that prints a table, and what it prints."""
        number = page.page_number
        for index, box in enumerate(_boxes(page), start=1):

            def cut(box: Box = box) -> tuple[Any, float]:
                pixels, scale, _ = ocr.rendered(self._path, number)
                x0, top, x1, bottom = (round(value * scale) for value in box)
                return pixels[max(0, top) : bottom, max(0, x0) : x1], scale

            at = Origin(ocr.READER, page=number)
            told = f"第{number}页上的图片 / a picture on page {number}"
            if found := [_shifted(block, box) for block in self._blocks(f"{number}-{index}", cut, at, told)]:
                yield box[1], found

    def within(self, data: bytes, place: int, table: int, size: tuple[float, float] | None = None) -> list[Block]:
        """What a picture prints that a document without pages shows as its ``place``-th, in ``size`` (in points).

        Its tables are numbered from ``table`` on.
        """
        size = size or _size(data)
        if size is None or not _is_large(*size):
            return []
        at, told = Origin(ocr.READER, note=f"picture {place}"), f"第 {place} 张图片 / picture {place}"
        width = size[0]
        name = f"picture-{place}-{sha256(data).hexdigest()[:16]}"  # a picture beside a page changes by itself
        found = self._blocks(name, lambda: _pixels(self._path, data, width), at, told)
        numbers = count(table)
        return [_within(block, at.note, next(numbers) if isinstance(block, Table) else None) for block in found]

    def clear(self) -> None:
        """Forget what was kept for a run that is broken off."""
        if self._results is not None:
            self._results.clear()

    def _blocks(self, name: str, pixels: Callable[[], tuple[Any, float]], at: Origin, told: str) -> list[Picture]:
        if not ocr.is_installed():
            zh, _, en = told.partition(" / ")
            needed = f"{zh}（要装 yusuan[ocr]） / {en} (it needs yusuan[ocr])"
            return [Paragraph(needed, replace(at, note=NOT_READ))]
        if self._results is None:
            self._results = PageResults(self._path)
        report(f"{self._path.name}: 文字识别 {told.replace(' / ', ' / OCR of ')}")

        def read() -> Reading:
            return ocr.read_page(*pixels())

        try:
            found = ocr.blocks(self._results.of(name, read), at, unruled.Finder())
        except ValueError:
            return [Paragraph(told, replace(at, note=NOT_READ))]
        return found if _is_printed(found) else []


def _size(data: bytes) -> tuple[float, float] | None:
    """Width and height in points of a picture whose size on paper is not told; None where it is no picture."""
    from PIL import Image

    try:
        with Image.open(BytesIO(data)) as file:
            return 72 * file.width / _DOTS, 72 * file.height / _DOTS
    except (Image.DecompressionBombError, OSError):  # an unknown kind is an OSError too
        return None


def _within(block: Picture, note: str, table: int | None) -> Block:
    """A block of a picture in a document that has no pages, where a place says nothing."""
    bare = with_origins(block, lambda at: replace(at, bbox=None, table_on_page=table, note=at.note or note))
    return bare.paragraph if isinstance(bare, Passage) else bare


def _is_printed(blocks: Sequence[Picture]) -> bool:
    """Whether a picture shows a table, a page of text, or a cover."""
    tables = [block for block in blocks if isinstance(block, Table)]
    if any(len(table.rows) > 1 and len(table.rows[0]) > 1 for table in tables):
        return True
    text = "".join(block.text for block in blocks if not isinstance(block, Table))
    return len(text) >= _TEXT or bool(_COVER.search(re.sub(r"\s", "", unicodedata.normalize("NFKC", text))))


def _boxes(page: Page) -> list[Box]:
    """The pictures on a page that are as large as a table and have no text over them, each with all its parts."""
    boxes: list[Box] = []
    for image in sorted(page.images, key=lambda image: (image["top"], image["x0"])):
        box = image["x0"], image["top"], image["x1"], image["bottom"]
        near = [other for other in boxes if _touch(box, other)]
        boxes = [other for other in boxes if other not in near] + [_around([box, *near])]
    width, height = page.width, page.height
    return [
        (max(0.0, x0), max(0.0, top), min(width, x1), min(height, bottom))
        for x0, top, x1, bottom in boxes
        if _is_large(x1 - x0, bottom - top)
        if sum(_inside(char, (x0, top, x1, bottom)) for char in page.chars) <= _ON_IT
    ]


def _is_large(width: float, height: float) -> bool:
    return width > _WIDTH and height > _HEIGHT


def _touch(one: Box, other: Box) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return min(across, down) > -_TOUCHING and max(across, down) > 0


def _around(boxes: Sequence[Box]) -> Box:
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def _inside(char: dict[str, Any], box: Box) -> bool:
    """Whether a character is seen in a box: what an OCR took a picture for lies over it unseen."""
    if char["tag"]:
        return False
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(char["text"].strip()) and box[0] < x < box[2] and box[1] < y < box[3]


def _shifted(block: Picture, box: Box) -> Picture:
    """A block of the picture at ``box`` with the places that it has on the page."""

    def moved(origin: Origin) -> Origin:
        if origin.bbox is None:
            return origin
        x0, top, x1, bottom = origin.bbox
        dx, dy = box[:2]
        return replace(origin, bbox=(round(x0 + dx, 2), round(top + dy, 2), round(x1 + dx, 2), round(bottom + dy, 2)))

    return with_origins(block, moved)


def _pixels(path: Path, data: bytes, width: float) -> tuple[Any, float]:
    """The pixels of a picture ``width`` points wide, and how many are in a point.

    Raises:
        ValueError: a kind of picture that is not known, damaged, or far too large.
    """
    from PIL import Image

    try:
        with catch_warnings(action="error", category=Image.DecompressionBombWarning), Image.open(BytesIO(data)) as file:
            return ocr.pixels_of(file, 72 * file.width / width)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError) as error:
        raise ValueError(path) from error
