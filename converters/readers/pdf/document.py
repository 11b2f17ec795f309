"""PDF with a text layer: ruled grids as tables, the text around them as paragraphs, page by page.

Each page is parsed once and let go before the next, so memory stays flat. A table that goes on over a page
break is yielded once per page; :mod:`yusuan.converters.tables.stitching` decides what continues what.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ....datapackage.model import Origin
from ....datapackage.units import counted
from ...errors import UnreadableError
from ...table import NOT_READ, NOT_SHOWN, PRINTED_AGAIN, Block, Paragraph, Table
from .. import limits
from ..arrangement import arrange
from ..grid import lift_captions
from ..page import cut_numbers, glyphs, marks, prose, ruled, upright
from ..scan import ocr, pictures
from ..unruled import reading as unruled
from ..unruled.drawn import Drawn, rules
from .continued import with_columns_shared
from .widened import with_parts_beside

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

READER = "pdf"
#: Pages after which the file is opened anew, as the parser keeps every object that it ever met.
_PAGES_AT_ONCE = 50
#: Share of characters without a meaning above which a text layer is no text.
_UNMAPPED_SHARE = 0.3
_UNMAPPED = "\ufffd"
#: How many drawn shapes may be letters: an empty grid has fewer.
_OUTLINES = 200


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of every page in reading order, with page and box of each cell in points.

    A page that shows something but has no text layer goes to :mod:`..scan.ocr`.

    Raises:
        UnreadableError: encrypted, damaged, cut off, without pages, far too long, or a scan without the extra for it.
    """
    from . import attachments

    yield from with_columns_shared(with_parts_beside(_in_order(path)))
    yield from attachments.told(path, READER)


def _in_order(path: Path) -> Iterator[Block]:
    held: prose.Passage | None = None
    for blocks in prose.with_lines_again(_by_page(path)):
        is_first = True
        for block in blocks:
            if isinstance(block, prose.Passage):
                if block.paragraph.origin.note == PRINTED_AGAIN:
                    yield block.paragraph  # neither ends a paragraph or a table nor goes on with one
                    continue
                if held is not None and is_first and prose.goes_over(held, block):
                    held, is_first = prose.joined(held, block), False
                    continue
                if held is not None:
                    yield held.paragraph
                held = block
            else:
                if held is not None:
                    yield held.paragraph
                    held = None
                yield block
            is_first = False
    if held is not None:
        yield held.paragraph


def _by_page(path: Path) -> Iterator[list[Block | prose.Passage]]:
    """The blocks of each page, the table at its end as the next page tells it."""
    scanned, shown = ocr.ScannedPages(path), pictures.Pictures(path)
    finder = unruled.Finder()
    held: list[Block | prose.Passage] = []
    for page, turn in _pages(path):
        is_scan = _needs_ocr(page)
        finder.revised = None
        blocks = scanned.blocks(page.page_number, finder) if is_scan else _blocks(page, turn, finder)
        if fault := _misnamed(page, is_scan=is_scan):
            blocks = [fault, *blocks]
        if page.images and not turn and not is_scan:
            blocks = _with_pictures(blocks, shown.on_page(page))
        if held:
            yield _revised(held, finder.revised) if finder.revised else held
        held = blocks if finder.foot and not turn else []
        if not held:
            yield blocks
    yield held
    scanned.clear()
    shown.clear()


def _revised(blocks: list[Block | prose.Passage], revision: unruled.Revision) -> list[Block | prose.Passage]:
    """The blocks of a page, its foot as the page after it tells what it is."""
    box = glyphs.rounded(revision.box)
    origins = [block.paragraph.origin if isinstance(block, prose.Passage) else block.origin for block in blocks]
    inside = [bool(o.bbox and box[1] <= o.bbox[1] and o.bbox[3] <= box[3]) for o in origins]
    kept = [block for block, is_in in zip(blocks, inside, strict=True) if not is_in]
    if revision.loose is None:
        return kept
    number = 1 + sum(isinstance(block, Table) for block in kept)
    at = Origin(READER, page=origins[-1].page, table_on_page=number, bbox=glyphs.rounded(revision.loose.box))
    return [*kept, *lift_captions(revision.loose.table(at))]


def _with_pictures(
    blocks: list[Block | prose.Passage], found: Iterable[tuple[float, list[Block | prose.Passage]]]
) -> list[Block | prose.Passage]:
    """The blocks of a page with those of its pictures, each before what stands below it."""
    for top, own in found:
        boxes = [
            block.paragraph.origin.bbox if isinstance(block, prose.Passage) else block.origin.bbox for block in blocks
        ]
        place = next((index for index, box in enumerate(boxes) if box and box[1] > top), len(blocks))
        blocks = [*blocks[:place], *own, *blocks[place:]]
    return blocks


def _needs_ocr(page: Page) -> bool:
    """Whether a page shows something but has no text that can be read, or only what another OCR took it for."""
    from . import visibility  # loads the parser

    characters = "".join(char["text"] for char in page.chars if not char["text"].isspace())
    unmapped = sum(text in _UNMAPPED or unicodedata.category(text) in ("Co", "Cn", "Cc") for text in characters)
    unmapped += sum(char["text"].startswith("(cid:") for char in page.chars)
    if len(characters) > unmapped:
        if ocr.is_installed() and (visibility.has_misnamed(page) or visibility.is_of_an_ocr(page)):
            return True
        return unmapped > _UNMAPPED_SHARE * len(page.chars)
    shapes = len(page.curves) + len(page.rects) + len(page.lines)
    return bool(characters) or bool(page.images) or shapes > _OUTLINES


def _misnamed(page: Page, *, is_scan: bool) -> Paragraph | None:
    """What is said of a page whose text has other figures than are printed."""
    from . import visibility  # loads the parser

    if not visibility.has_misnamed(page):
        return None
    number = page.page_number
    line = f"第{number}页文字层的数字与印出的字形不符 / page {number}: figures of the text layer are not those printed"
    return Paragraph(line, Origin(READER, page=number, note=NOT_SHOWN if is_scan else NOT_READ))


def _blocks(page: Page, turn: upright.Turn, finder: unruled.Finder) -> list[Block | prose.Passage]:
    from . import edges, form_fields, outlines, visibility  # these load the parser

    chars, hidden = visibility.shown(page)
    visible = _visible(page)
    runs = marks.with_marks_of_notes(glyphs.runs([*chars, *form_fields.values(page)], visible))
    told: list[Block | prose.Passage] = [_hidden(page, hidden)] if hidden else []
    if not runs:
        return told
    size = float(page.width), float(page.height)
    edges.keep_seen(page)
    drawn = Drawn(tuple(rules(page)))
    grids = ruled.find(page, runs, visible)
    cut = {id(run) for run in cut_numbers.found_without_rules(r for r in runs if not any(g.holds(r) for g in grids))}
    runs = [cut_numbers.marked(run) if id(run) in cut else run for run in runs]
    told += [_cut_off(page)] if any(grid.is_cut for grid in grids) else []
    told += [_outlined(page, count)] if (count := outlines.cells(page, grids, runs)) else []
    found = arrange(runs, grids, drawn, finder, size, Origin(READER, page=page.page_number))
    return [*told, *(upright.as_displayed(found, turn) if turn else found)]


def _cut_off(page: Page) -> Paragraph:
    """What is said of a table that goes over the edge of the paper."""
    number = page.page_number
    line = (
        f"第{number}页的表印到了纸边以外，切掉的栏和行 / page {number}: what a table prints over the edge of the paper"
    )
    return Paragraph(line, Origin(READER, page=number, note=NOT_SHOWN))


def _outlined(page: Page, count: int) -> Paragraph:
    """What is said of texts of tables that are drawn as shapes."""
    number = page.page_number
    cells = counted(count, "cell")
    line = f"第{number}页表格有{count}格的字画成了图形 / page {number}: text drawn as shapes in {cells}"
    return Paragraph(line, Origin(READER, page=number, note=NOT_READ))


def _hidden(page: Page, count: int) -> Paragraph:
    """What is said of text that the file holds and the paper does not show."""
    number = page.page_number
    characters = "1 character is" if count == 1 else f"{count} characters are"
    seen = f"{characters} covered, struck out or not painted"
    line = f"第{number}页有{count}个字符被盖住、划掉或不可见 / page {number}: {seen}"
    return Paragraph(line, Origin(READER, page=number, note=NOT_SHOWN))


def _visible(page: Page) -> glyphs.Box:
    """The part of the page that is printed."""
    one, other = page.bbox, page.cropbox
    if page.rotation:
        return one
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def _pages(path: Path) -> Iterator[tuple[Page, upright.Turn]]:
    """Every page set upright, one after the other; what a page holds is let go when the next one is asked for."""
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
                    painted, turn = _painted(page)
                yield painted, turn
                painted.close()
        number += _PAGES_AT_ONCE


def _painted(page: Page) -> tuple[Page, upright.Turn]:
    """The page with what is on it, set upright where its text runs another way."""
    from .interpreter import paint  # loads the parser

    paint(page)
    quarters = upright.quarters_of(page.chars)
    if not quarters:
        return page, upright.Turn()
    page.close()
    page = upright.turned(page, quarters)
    paint(page)
    return page, upright.Turn(quarters, size=(float(page.width), float(page.height)))


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
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of fonts, page by page
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
