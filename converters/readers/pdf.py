"""PDF with a text layer: ruled grids as tables, the text around them as paragraphs, page by page.

Each page is parsed once and let go before the next, so memory stays flat. A table that goes on over a page
break is yielded once per page; :mod:`yusuan.converters.stitching` decides what continues what.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...datapackage.model import Origin
from ..errors import UnreadableError
from ..table import Block
from . import glyphs, limits, prose, ruled, unruled
from .grid import lift_captions

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

READER = "pdf"
#: Pages after which the file is opened anew, as the parser keeps every object that it ever met.
_PAGES_AT_ONCE = 50
#: Share of characters without a meaning above which a text layer is no text.
_UNMAPPED_SHARE = 0.3
#: Kinds of page objects, and how many drawn shapes may be letters: an empty grid has fewer.
_PATH, _IMAGE = 2, 3
_OUTLINES = 200


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of every page in reading order, with page and box of each cell in points.

    A page without text yields nothing: see :func:`pages_without_text`.

    Raises:
        UnreadableError: encrypted, damaged, cut off, without pages, or far too long.
    """
    held: prose.Passage | None = None
    for page in _pages(path):
        blocks = _blocks(page)
        for index, block in enumerate(blocks):
            if isinstance(block, prose.Passage):
                if held is not None and index == 0 and prose.goes_over(held, block):
                    held = prose.joined(held, block)
                    continue
                if held is not None:
                    yield held.paragraph
                held = block
            else:
                if held is not None:
                    yield held.paragraph
                    held = None
                yield block
    if held is not None:
        yield held.paragraph


def pages_without_text(path: Path) -> list[int]:
    """The numbers of the pages that show something but have no text that can be read: those need OCR.

    Raises:
        UnreadableError: as :func:`read`.
    """
    import pypdfium2

    limits.check_size(path)
    _check_ends(path)
    with _opened(path, range(1, 2)) as pdf:
        _count(path, pdf)
    document: Any = pypdfium2.PdfDocument(str(path))
    try:
        return [number for number in range(1, len(document) + 1) if _needs_ocr(document[number - 1])]
    finally:
        document.close()


def _needs_ocr(page: Any) -> bool:
    text = page.get_textpage()
    try:
        characters = "".join(text.get_text_range().split())
        unmapped = sum(unicodedata.category(character) in ("Co", "Cn", "Cc") for character in characters)
        if len(characters) > unmapped:
            return unmapped > _UNMAPPED_SHARE * len(characters)
        kinds = [item.type for item in page.get_objects(max_depth=3)]
        return bool(characters) or _IMAGE in kinds or kinds.count(_PATH) > _OUTLINES
    finally:
        text.close()
        page.close()


def _blocks(page: Page) -> list[Block | prose.Passage]:
    runs = glyphs.runs(page.chars, _visible(page))
    if not runs:
        return []
    grids = ruled.find(page, runs)
    outside = [run for run in runs if not any(grid.holds(run) for grid in grids)]
    lines = prose.without_page_numbers(glyphs.lines(outside), float(page.height))
    loose, lines = unruled.find(page, lines)
    tables = sorted([*grids, *loose], key=lambda grid: (grid.box[1], grid.box[0]))
    at = Origin(READER, page=page.page_number)
    placed: list[tuple[float, float, Block | prose.Passage]] = []
    for number, grid in enumerate(tables, start=1):
        origin = replace(at, table_on_page=number, bbox=ruled.rounded(grid.box))
        placed.extend((grid.box[1], grid.box[0], block) for block in lift_captions(grid.table(origin)))
    for passage in prose.passages(lines, float(page.width), [grid.box[1] for grid in tables], at):
        placed.append((passage.top, passage.x0, passage))
    placed.sort(key=lambda item: item[:2])
    return [block for *_, block in placed]


def _visible(page: Page) -> glyphs.Box:
    """The part of the page that is printed."""
    one, other = page.bbox, page.cropbox
    if page.rotation:
        return one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _pages(path: Path) -> Iterator[Page]:
    """Every page, one after the other; what a page holds is let go when the next one is asked for."""
    limits.check_size(path)
    _check_ends(path)
    number, count = 0, 1
    while number < count:
        with _opened(path, range(number + 1, number + _PAGES_AT_ONCE + 1)) as pdf:
            if number == 0:
                count = _count(path, pdf)
            pages = pdf.pages
            if len(pages) < min(count - number, _PAGES_AT_ONCE):
                found = number + len(pages)
                raise UnreadableError(
                    path, f"PDF 应有 {count} 页，只找到 {found} 页", f"the PDF has {found} of its {count} pages"
                )
            for page in pages:
                with _explained(path, page.page_number):
                    _ = page.objects  # parses the page, once
                yield page
                page.close()
        number += _PAGES_AT_ONCE


def _check_ends(path: Path) -> None:
    """A file cut off on its way would be read as a shorter one, and its last pages be missed by nobody."""
    with path.open("rb") as stream:
        if b"%PDF-" not in stream.read(1024):
            raise UnreadableError(path, "不是 PDF 文件", "this is not a PDF file")
        size = path.stat().st_size
        stream.seek(max(0, size - 4096))
        if b"startxref" not in stream.read():
            raise UnreadableError(path, "PDF 不完整（末尾缺失），请重新下载", "the PDF is truncated; download it again")


@contextmanager
def _opened(path: Path, numbers: range) -> Generator[PDF, None, None]:
    import pdfplumber

    with _explained(path, None):
        pdf = pdfplumber.open(path, pages=list(numbers))
    try:
        yield pdf
    finally:
        pdf.close()


def _count(path: Path, pdf: PDF) -> int:
    """The number of pages that the file says it has."""
    from pdfminer.pdftypes import resolve1

    with _explained(path, None):
        count = resolve1(resolve1(pdf.doc.catalog["Pages"])["Count"])
    if not isinstance(count, int) or count < 1:
        raise UnreadableError(path, "PDF 没有页面", "the PDF has no pages")
    if count > limits.MAX_PAGES:
        raise UnreadableError(path, f"页数过多（{count} 页）", f"too many pages ({count})")
    return count


@contextmanager
def _explained(path: Path, page: int | None) -> Generator[None, None, None]:
    """What the parser raises, as one line that says what to do."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        yield
    except UnreadableError:
        raise
    except Exception as error:
        causes = (error, *error.args, error.__cause__)
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise UnreadableError(
                path, "PDF 已加密，请先取消密码", "the PDF is encrypted; remove the password first"
            ) from error
        where = ("", "") if page is None else (f"第 {page} 页", f" on page {page}")
        raise UnreadableError(path, f"PDF {where[0]}已损坏", f"the PDF is damaged{where[1]}") from error
