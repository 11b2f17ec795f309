"""Scans: pages and image files without a text layer, read by OCR (extra ``yusuan[ocr]``).

A page is rendered (pypdfium2), set upright and cleaned, its grid found (OpenCV), its texts read (RapidOCR) and given
to their cells. From there it is a page like any other. The grid of a scan can be trusted where its rules are found;
its characters cannot: each origin carries the confidence of the reading, and the accounting has to prove the amounts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from warnings import catch_warnings

from ....datapackage.model import Origin
from ...errors import UnreadableError
from ...table import Block
from .. import limits
from ..arrangement import arrange
from ..grid import is_number
from ..page import prose, ruled, upright
from ..page.glyphs import Box, Run
from ..progress import report
from ..unruled import reading as unruled
from ..unruled.drawn import Drawn
from . import picture, recognition, resolution, scanned_rules
from .page_results import PageResults, Reading

READER = "ocr"
#: Dots per inch at which a page is rendered: the picture's own where it lies between these.
_LEAST, _MOST = 150, 300
#: Heights of a text's box that its font size takes, and that stands below its baseline.
_SIZE, _BELOW = 0.75, 0.2
#: Pixels across or down that a page has at least.
_FEWEST = 100
_NEEDED = ("cv2", "onnxruntime", "rapidocr")


def read(path: Path) -> Iterator[Block]:
    """The blocks of an image file, one page for each picture in it.

    Raises:
        UnreadableError: the extra is not installed, or the file is damaged or too large.
    """
    check_installed(path)
    limits.check_size(path)
    results, finder = PageResults(path), unruled.Finder()
    for number, (page, scale) in enumerate(_images(path), start=1):
        reading = results.of(str(number), lambda page=page, scale=scale: read_page(page, scale))
        for block in blocks(reading, Origin(READER, page=number), finder):
            yield block.paragraph if isinstance(block, prose.Passage) else block
    results.clear()


def check_installed(path: Path) -> None:
    """Say in one line what is missing where OCR is not installed.

    Raises:
        UnreadableError: the extra ``yusuan[ocr]`` is not installed.
    """
    if not is_installed():
        raise UnreadableError(
            path,
            "是扫描件，需要安装文字识别：pip install 'yusuan[ocr]'",
            "a scan: install the text recognition with pip install 'yusuan[ocr]'",
        )


def is_installed() -> bool:
    """Whether the extra ``yusuan[ocr]`` is."""
    return all(map(find_spec, _NEEDED))


class ScannedPages:
    """The pages of a PDF that need OCR, read when asked for, each once for all runs that are broken off."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._results: PageResults | None = None

    def blocks(self, number: int, finder: unruled.Finder) -> list[Block | prose.Passage]:
        """The blocks of the page ``number``; ``finder`` has found what went before it.

        Raises:
            UnreadableError: the extra is not installed.
        """
        if self._results is None:
            check_installed(self._path)
            self._results = PageResults(self._path)
        report(f"{self._path.name}: 文字识别 第 {number} 页 / OCR of page {number}")
        reading = self._results.of(str(number), lambda: self._read(number))
        return blocks(reading, Origin(READER, page=number), finder)

    def _read(self, number: int) -> Reading:
        pixels, scale, enlarged = rendered(self._path, number)
        reading = read_page(pixels, scale * enlarged)
        return replace(reading, turn=replace(reading.turn, enlarged=enlarged))

    def clear(self) -> None:
        """Forget what was kept for a run that is broken off."""
        if self._results is not None:
            self._results.clear()


def read_page(page: Any, scale: float) -> Reading:
    """What stands on the picture of a page, ``scale`` pixels in a point."""
    clean, found, quarters = _upright(page, scale)
    tables, rules = scanned_rules.find_tables(clean.grey, picture.ink(clean.stamped, scale), scale)
    tables = [cells for cells in tables if len(cells) > 1]
    words = recognition.read_words(clean, found, picture.ink(clean.grey, scale), tables)
    numbers = [word.box for word in words if is_number(word.text)]
    tables = [list(scanned_rules.parted(cells, numbers)) for cells in tables]
    turn = upright.Turn(quarters, clean.askew, clean.size, clean.seen)
    return Reading(turn, tuple(map(tuple, tables)), tuple(rules), tuple(words))


def _upright(page: Any, scale: float) -> tuple[picture.Picture, list[Box], int]:
    """The picture of a page set upright, the boxes of its texts in pixels, and the quarters by which it was turned."""
    import numpy

    def seen(quarters: int) -> tuple[picture.Picture, list[Box], int]:
        clean = picture.cleaned(numpy.ascontiguousarray(numpy.rot90(page, -quarters)), scale)
        return clean, recognition.find_texts(clean), quarters

    clean, found, quarters = seen(0)
    if recognition.run_sideways(found):
        clean, found, quarters = seen(1)
    return seen(quarters + 2) if recognition.are_upside_down(clean, found) else (clean, found, quarters)


def blocks(reading: Reading, at: Origin, finder: unruled.Finder) -> list[Block | prose.Passage]:
    """The blocks of a page, as of one with a text layer; ``finder`` has found the tables of the pages before it."""
    runs = [_run(word) for word in reading.words]
    grids = ruled.filled(reading.tables, runs)
    drawn, size = Drawn(tuple(reading.rules)), reading.turn.size
    found = arrange(runs, grids, drawn, finder, size, at)
    return list(upright.as_displayed(found, reading.turn)) if reading.turn else found


def _run(word: recognition.Word) -> Run:
    """The word as a run whose characters share its width, full-width ones taking twice that of the others."""
    x0, top, x1, bottom = word.box
    weights = [1 if character.isascii() else 2 for character in word.text]
    step = (x1 - x0) / sum(weights)
    spans: list[tuple[float, float]] = []
    at = x0
    for weight in weights:
        spans.append((at, at + weight * step))
        at += weight * step
    height = bottom - top
    return Run(
        word.text, spans, bottom - _BELOW * height, _SIZE * height, confidence=word.confidence, is_red=word.is_red
    )


def rendered(path: Path, number: int) -> tuple[Any, float, float]:
    """The picture of a page of a PDF at the resolution of what is on it.

    How many pixels are in a point of the page, and how many times larger than its paper the page says that it is.
    """
    import numpy
    import pypdfium2

    with closing(pypdfium2.PdfDocument(str(path))) as document:
        page: Any = document[number - 1]
        width, height = page.get_size()
        found = resolution.of_page(page)
        dots = min(max(found.dots, _LEAST), _MOST)
        scale = limits.bounded_scale(dots / 72 / found.enlarged, width, height)
        pixels = page.render(scale=scale).to_numpy()
        return numpy.ascontiguousarray(pixels[:, :, :3]), scale, found.enlarged


def _images(path: Path) -> Iterator[tuple[Any, float]]:
    """The pictures in an image file, with their scale; the page is taken for A4 where the file gives no resolution."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with catch_warnings(action="error", category=Image.DecompressionBombWarning), Image.open(path) as file:
            for frame in ImageSequence.Iterator(file):
                if min(frame.size) < _FEWEST:
                    raise UnreadableError(path, "图片太小，不是一页", "the picture is too small to be a page")
                yield pixels_of(frame, resolution.of_picture(frame.size, float(frame.info.get("dpi", (0, 0))[0])).dots)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableError(path, "图片过大", "the picture is too large") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise UnreadableError(path, "图片损坏或格式不认识", "the image is damaged or of an unknown kind") from error


def pixels_of(image: Any, dots: float) -> tuple[Any, float]:
    """The pixels of a picture of so many dots per inch (blue, green, red), and how many of them are in a point."""
    import numpy

    dots, shrink = float(dots), min(1.0, _MOST / dots)
    size = round(image.width * shrink), round(image.height * shrink)
    pixels = numpy.asarray(image.convert("RGB").resize(size))
    return numpy.ascontiguousarray(pixels[:, :, ::-1]), dots * shrink / 72
