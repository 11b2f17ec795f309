"""Web pages: the text in order and the tables with their rowspan and colspan. Nothing is fetched, no script is run.

Old pages lay their text out in tables: a table around tables is read as the flow of its cells. Pictures, and the sheets
of a workbook that was saved as a page, are read where they are at hand (:mod:`.files`).
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from ....datapackage.model import Origin
from ...errors import UnreadableError
from ...table import IN_RED, NOT_READ, NOT_SHOWN, Block, Paragraph, Table
from .. import limits
from .. import text as plain
from ..characters import raised, tidy
from ..charset import decode
from ..grid import Placed, Row, is_number, lift_captions, rectangle
from ..look import NOTHING, Look, behind_a_table
from ..office import sheet
from ..scan.pictures import Pictures
from . import cells, drawn, fields, files, workbook
from .styles import NO_STYLES, Styles, of_page
from .tabs import parts_behind_tabs

READER = "html"
_DROPPED = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "object", "embed", "button", "nav", "math", "audio",
     "video", "canvas"}
)  # fmt: skip
_INLINE = frozenset(
    {"a", "abbr", "b", "bdo", "big", "cite", "code", "em", "font", "i", "ins", "label", "mark", "o:p", "p:p", "q",
     "small", "span", "strong", "sub", "sup", "tt", "u", "st1:chsdate", "img", "wbr", "nobr", "var"}
)  # fmt: skip
#: Fields of forms, which are read in tables alone: elsewhere they are for searching and going to other pages.
_FIELDS = frozenset({"input", "textarea", "select"})
#: A part of a page that may be a table: widgets and advertisements have other addresses.
_DOCUMENT = re.compile(r"\.(?:html?|pdf|docx?|xlsx?|et|wps|ofd)$", re.IGNORECASE)
_MAX_DEPTH = 400


@dataclass(slots=True)
class _Page:
    """What was counted while one page is read, and what it is read by."""

    path: Path
    styles: Styles
    pictures: Pictures
    files: files.Files
    is_sheet: bool = False
    is_recognised: bool = False  # written by a program that read a picture, and may have lost cells
    in_cell: bool = False  # of a table that is none for layout
    is_set: bool = False  # text whose blanks and line breaks are shown
    tables: int = 0
    shown: int = 0  # pictures
    missing: int = 0  # of them
    struck: int = 0  # pieces of text
    unseen: int = 0  # of them
    look: Look = NOTHING  # of the text that is read
    hidden: list[str] = field(default_factory=list[str])
    hidden_tables: int = 0  # that print figures
    tabs: Mapping[Any, str] = field(default_factory=dict[Any, str])  # parts of the page → the names of their tabs


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of the page in reading order; tables are counted through the page.

    Raises:
        UnreadableError: empty, in no known charset, or not a web page.
    """
    yield from blocks(_text(path), path, files.beside(path))


def blocks(text: str, path: Path, at_hand: files.Files) -> Iterator[Block]:
    """The blocks of a page of the document at ``path`` and of the pages in its frames, with the files ``at_hand``.

    Raises:
        UnreadableError: as :func:`read`.
    """
    page = _Page(path, NO_STYLES, Pictures(path), at_hand)
    framed = workbook.framed(text)
    for part in framed:
        yield from _framed(part, page)
    if not framed:
        yield from _whole(text, page, workbook.own_name(text) if workbook.is_of_excel(text) else "")
    if page.missing:
        yield Paragraph(
            f"网页上有{page.missing}张图片不在旁边的文件里"
            f" / pictures of the page that are not in the files beside it: {page.missing}",
            Origin(READER, note=NOT_READ),
        )
    if page.struck:
        line = f"划掉的文字{page.struck}处 / pieces of struck-out text: {page.struck}"
        yield Paragraph(line, Origin(READER, note=NOT_SHOWN))
    if page.unseen:
        line = f"看不见的文字{page.unseen}处 / pieces of text as white as its paper or tiny: {page.unseen}"
        yield Paragraph(line, Origin(READER, note=NOT_SHOWN))
    if page.hidden_tables:
        line = f"隐藏的表格{page.hidden_tables}张 / hidden tables: {page.hidden_tables}"
        yield Paragraph(line, Origin(READER, note=NOT_SHOWN))
    page.pictures.clear()


def _framed(part: workbook.Framed, page: _Page) -> Iterator[Block]:
    """The blocks of a page in a frame; what it calls stands beside it."""
    name, data = part.name or part.address, page.files(part.address)
    text = decode(data)
    if not data:
        yield Paragraph(f"网页的“{name}”不在旁边的文件里 / the part {name!r} of the page is not in the files beside it",
                        Origin(READER, note=NOT_READ))  # fmt: skip
    elif part.hidden or workbook.is_hidden(text):
        yield Paragraph(f"工作表“{name}”已隐藏 / sheet {name!r}: hidden", Origin(READER, note=NOT_SHOWN))
    else:
        folder, outer = posixpath.dirname(part.address), page.files
        page.files = lambda address: outer(files.joined(folder, address))
        yield from _whole(text, page, part.name)
        page.files = outer


def _whole(text: str, page: _Page, name: str) -> Iterator[Block]:
    """All blocks of one page, whose tables are sheets of that ``name`` where Excel wrote it."""
    root, page.styles = _opened(text, page.path, page.files)
    page.is_sheet = workbook.holds_sheets(text)
    page.tabs = parts_behind_tabs(root, page.styles)
    for block in _flow(root, page, 0):
        yield replace(block, name=name) if name and isinstance(block, Table) else block


def _opened(text: str, path: Path, at_hand: files.Files) -> tuple[Any, Styles]:
    """The page, where all that is shown as a table is one, and its styles."""
    root = _parsed(text, path)
    styles = _styles(root, at_hand)
    drawn.make_tables(root, styles)
    return root, styles


def _styles(root: Any, at_hand: files.Files) -> Styles:
    links = [link for link in root.iter("link") if (link.get("rel") or "").lower() == "stylesheet"]
    sheets = [at_hand(link.get("href") or "") for link in links]
    return of_page(root, [decode(sheet) for sheet in sheets if sheet], lacks_some=not all(sheets))


def tables_of(markup: str, path: Path, *, is_recognised: bool = False) -> Iterator[Block]:
    """The tables, with what they are captioned by, of a piece of HTML that stands in the file at ``path``.

    Where it ``is_recognised`` from a picture, a table whose rows differ in length has lost cells and is no grid.

    Raises:
        UnreadableError: it cannot be parsed.
    """
    root = _parsed(markup, path)
    page = _Page(path, of_page(root), Pictures(path), lambda _: b"", is_recognised=is_recognised)
    yield from _flow(root, page, 0)


def left_out(path: Path) -> list[str]:
    """The beginnings of texts that the page holds but does not show.

    Raises:
        UnreadableError: as :func:`read`.
    """
    root, styles = _opened(_text(path), path, files.beside(path))
    page = _Page(path, styles, Pictures(path), lambda _: b"")
    page.tabs = parts_behind_tabs(root, page.styles)
    for _ in _flow(root, page, 0):
        pass
    return page.hidden


def _text(path: Path) -> str:
    limits.check_size(path)
    return decode(path.read_bytes())


def _parsed(text: str, path: Path) -> Any:
    etree: Any = import_module("lxml.etree")  # only web pages need it
    html: Any = import_module("lxml.html")
    # The parser would believe a declaration of the charset that has been undone already.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    try:
        parser = html.HTMLParser(
            encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
        )
        root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError(path, "网页是空的或已损坏", "the web page is empty or damaged") from error
    return root


def _flow(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    """The blocks inside ``element``: text up to the next block element is one paragraph."""
    pieces: list[str] = []
    yield from _walk(element, page, depth, pieces)
    yield from _flush(pieces)


def _walk(element: Any, page: _Page, depth: int, pieces: list[str]) -> Iterator[Block]:
    if depth > _MAX_DEPTH:
        raise UnreadableError(page.path, "网页嵌套过深", "the web page is nested too deeply")
    around, page.look = page.look, page.styles.look(element, page.look)
    pieces.append(_seen(element.text, page))
    for inner in element:
        tag = inner.tag if isinstance(inner.tag, str) else ""
        if not tag or tag in _DROPPED or _is_not_shown(inner, page):
            pass
        elif tag in _FIELDS:
            pieces.append(_filled_in(inner, page))
        elif tag == "br":
            pieces.append("\n")
        elif tag == "iframe":
            yield from _flush(pieces)
            yield from _inner_page(inner, page, depth)
        elif tag == "img":
            if found := _picture(inner, page):
                yield from _flush(pieces)
                yield from found
        elif tag in _INLINE and not inner.xpath(".//table"):
            start = len(pieces)
            yield from _walk(inner, page, depth + 1, pieces)
            pieces[start:] = map(raised, pieces[start:]) if page.styles.is_raised(inner) else pieces[start:]
        elif page.is_set:
            pieces.append(_line_end(pieces))
            yield from _walk(inner, page, depth + 1, pieces)
            pieces.append(_line_end(pieces))
        else:
            yield from _flush(pieces)
            yield from _name_of_tab(inner, page)
            yield from _in_columns(inner, page, depth) or _walk(inner, page, depth + 1, pieces)
            yield from _flush(pieces)
        pieces.append(_seen(inner.tail, page))
    page.look = around


def _line_end(pieces: Sequence[str]) -> str:
    """What ends the line that the pieces of a text end with, nothing where it has ended."""
    return "" if next((p for p in reversed(pieces) if p), "\n").endswith("\n") else "\n"


def _in_columns(element: Any, page: _Page, depth: int) -> Iterator[Block] | None:
    """The blocks of an element that is a table or a text set as one, None of any other."""
    if element.tag == "table":
        return _table(element, page, depth)
    return _columns(element, page, depth) if not page.in_cell and _has_columns(element, page) else None


def _has_columns(element: Any, page: _Page) -> bool:
    """Whether an element is a text set in columns by its blanks or tabs, whose lines are all that it holds."""
    if not page.styles.keeps_blanks(element) or element.xpath(".//table|.//img|.//iframe"):
        return False
    texts = list(element.itertext())
    return any(plain.has_columns(between.join(texts)) for between in ("", "\n"))


def _columns(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    """The paragraphs and tables of a text set in columns; as none where text is left out, as what follows it moves."""
    pieces: list[str] = []
    left_out, page.is_set = (page.struck, page.unseen, len(page.hidden)), True
    for _ in _walk(element, page, depth + 1, pieces):
        pass  # it holds nothing but text
    page.is_set = False
    if left_out != (page.struck, page.unseen, len(page.hidden)):
        yield from _flush(pieces)
        return
    for block in plain.blocks("".join(pieces).strip("\n")):
        if isinstance(block, Paragraph):
            yield from _flush([block.text])
            continue
        page.tables += 1
        at = Origin(READER, table_on_page=page.tables)
        rows = (
            tuple(replace(cell, origin=replace(at, row=r, column=c)) for c, cell in enumerate(row, start=1))
            for r, row in enumerate(block.rows, start=1)
        )
        yield replace(block, rows=tuple(rows), origin=at)


def _name_of_tab(part: Any, page: _Page) -> Iterator[Paragraph]:
    """The name of the tab that a part is behind, which titles it, unless the part begins with it."""
    name = page.tabs.get(part)
    if name and not "".join(part.text_content().split()).startswith(name):
        yield Paragraph(name, Origin(READER))


def _filled_in(element: Any, page: _Page) -> str:
    """What a field shows that stands in a cell, where a reader can see it."""
    around, page.look = page.look, page.styles.look(element, page.look)
    text = _seen(fields.shown(element), page) if page.in_cell else ""
    page.look = around
    return text


def _inner_page(frame: Any, page: _Page, depth: int) -> Iterator[Block]:
    """The blocks of a page that is shown within this one: what stands in the frame itself or in a file at hand."""
    address = (frame.get("src") or "").strip()
    text = frame.get("srcdoc") or decode(page.files(address))
    if text.strip():
        styles, look = page.styles, page.look
        root, page.styles = _opened(text, page.path, page.files)
        page.look = NOTHING
        yield from _flow(root, page, depth + 1)
        page.styles, page.look = styles, look
    elif _DOCUMENT.search(address):
        line = f"网页里的“{address}”不在旁边的文件里 / the part {address!r} of the page is not in the files beside it"
        yield Paragraph(line, Origin(READER, note=NOT_READ))


def _picture(image: Any, page: _Page) -> list[Block]:
    """What a picture prints that is in the page or at hand; nothing is fetched."""
    page.shown += 1
    address = (image.get("src") or "").strip()
    data = files.of_data_url(address) or page.files(address)
    page.missing += not data and files.may_be_a_table(image)
    found = page.pictures.within(data, page.shown, page.tables + 1) if data else []
    page.tables += sum(isinstance(block, Table) for block in found)
    return found


def _seen(text: str | None, page: _Page) -> str:
    """A text of the page where a reader can see it."""
    if text and not text.isspace() and page.look.is_unseen:
        page.unseen += 1
        return ""
    return (text or "") if page.is_set else _squeezed(text)


def _squeezed(text: str | None) -> str:
    """Line breaks in the source are blanks on the page, and none at all between Chinese characters."""
    squeezed = re.sub(r"(?<=[^\x00-\xff])[ \t]*[\r\n]+[ \t]*(?=[^\x00-\xff])", "", text or "")
    return re.sub(r"[\r\n\t]+", " ", squeezed)


def _is_not_shown(element: Any, page: _Page) -> bool:
    """Whether an element is hidden or struck out, which is noted."""
    if page.styles.is_hidden(element) and element not in page.tabs:
        page.hidden.extend(_beginning(element))
        page.hidden_tables += sum(map(_prints_figures, element.iter("table")))
        return True
    is_struck = page.styles.is_struck(element)
    page.struck += is_struck and bool(_beginning(element))
    return is_struck


def _prints_figures(table: Any) -> bool:
    return table.find(".//table") is None and any(is_number("".join(cell.itertext())) for cell in table.iter("td"))


def _beginning(element: Any) -> list[str]:
    text = " ".join(element.text_content().split())
    return [f"隐藏的“{text[:30]}” / hidden {text[:30]!r}"] if text else []


def _flush(pieces: list[str]) -> Iterator[Paragraph]:
    text = tidy("".join(pieces))
    pieces.clear()
    for line in text.split("\n"):
        if line:
            yield Paragraph(line, Origin(READER))


def _table(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    around = page.look
    page.look = page.styles.look(element, replace(around, ground=behind_a_table(around.ground)))
    yield from _read_table(element, page, depth)
    page.look = around


def _read_table(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    rows = [row for row in cells.rows(element, page.styles) if not page.styles.is_hidden(row)]
    count = sum(len(cells.of_row(row, page.styles)) for row in rows)
    inner = element.xpath(".//table")
    if inner and max(len(table.xpath(".//td|.//th")) for table in inner) >= count:
        yield from _layout(element, page, depth)
        return
    for caption in element.xpath("./caption"):
        yield from _flow(caption, page, depth + 1)
    if page.is_sheet:
        yield from _sheet(element, page, depth)
        return
    page.tables += 1
    at = Origin(READER, table_on_page=page.tables)
    nested: list[Block] = []
    unseen = page.unseen
    placed, height, width = _placed(rows, page, depth, at, nested)
    if width and (page.unseen == unseen or any(cell.text for cell in placed)):
        grid, is_whole = rectangle(placed, height, width, at), True
        if page.is_recognised:
            grid, is_whole = _without_lost_cells(grid, placed)
        yield from lift_captions(Table(grid, at, exact=is_whole))
    yield from nested


def _without_lost_cells(grid: Sequence[Row], placed: Sequence[Placed]) -> tuple[tuple[Row, ...], bool]:
    """The rows as far as cells cover them, and whether these cover all: else cells or spans are lost."""
    lengths = [0] * len(grid)
    for cell in placed:
        for r in range(cell.row, min(cell.row + cell.rowspan, len(grid))):
            lengths[r] = max(lengths[r], cell.column + cell.colspan)
    told = [row[:length] for row, length in zip(grid, lengths, strict=True) if length]
    return tuple(told), len({len(row) for row in told}) < 2


def _sheet(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    """The tables and captions of a sheet, with the rows and columns that it has in the workbook."""
    rows, nested = list(cells.rows(element, page.styles)), list[Block]()
    placed, _, _ = _placed(rows, page, depth, Origin(READER), nested)
    one = sheet.Sheet(
        "", hidden_rows={number for number, row in enumerate(rows, start=1) if page.styles.is_hidden(row)}
    )
    for cell in placed:
        row, column = cell.row + 1, cell.column + 1
        if cell.text:
            one.cells[row, column] = sheet.Shown(cell.text, cell.origin.note)
        if cell.rowspan > 1 or cell.colspan > 1:
            one.merged.append((row, column, row + cell.rowspan - 1, column + cell.colspan - 1))
    for line in one.left_out():
        yield Paragraph(line, Origin(READER, note=NOT_SHOWN))
    for block in sheet.blocks(page.path, one, READER, page.tables + 1):
        page.tables += isinstance(block, Table)
        yield block
    yield from nested


def _layout(element: Any, page: _Page, depth: int) -> Iterator[Block]:
    for row in cells.rows(element, page.styles):
        around, page.look = page.look, _look_of_row(row, page)
        for cell in cells.of_row(row, page.styles):
            yield from _flow(cell, page, depth + 1)
        page.look = around


def _look_of_row(row: Any, page: _Page) -> Look:
    holder = row.getparent()
    return page.styles.look(row, page.look if holder.tag == "table" else page.styles.look(holder, page.look))


def _placed(rows: list[Any], page: _Page, depth: int, at: Origin, nested: list[Block]) -> tuple[list[Placed], int, int]:
    """The cells where a browser would put them, and the height and width of the grid."""
    placed: list[Placed] = []
    taken: dict[int, int] = {}  # column → the row down to which a cell from above covers it
    width = 0
    for r, (row, line) in enumerate(zip(rows, cells.spans(rows, page.styles), strict=True)):
        column = 0
        around, page.look = page.look, _look_of_row(row, page)
        for cell, rowspan, colspan in line:
            while taken.get(column, 0) > r:
                column += 1
            limits.check_grid(page.path, len(rows), column + colspan)
            is_shown = not _is_not_shown(cell, page) and not _is_taken_back(cell, page)
            text = _printed(cell, page, depth, nested) if is_shown else ""
            note = IN_RED if is_number(text) and page.styles.is_red(cell) else ""
            origin = replace(at, row=r + 1, column=column + 1, note=note)
            placed.append(Placed(r, column, text, origin, rowspan, colspan))
            taken.update(dict.fromkeys(range(column, column + colspan), r + rowspan))
            column += colspan
            width = max(width, column)
        page.look = around
    return placed, len(rows), width


def _is_taken_back(cell: Any, page: _Page) -> bool:
    """Whether the row of a cell or the rows around it are struck out, which is noted."""
    row = cell.getparent()
    is_struck = page.styles.is_struck(row) or page.styles.is_struck(row.getparent())
    page.struck += is_struck and bool(_beginning(cell))
    return is_struck


def _printed(cell: Any, page: _Page, depth: int, nested: list[Block]) -> str:
    texts: list[str] = []
    around, page.in_cell = page.in_cell, True
    for block in _flow(cell, page, depth + 1):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            nested.append(block)
    page.in_cell = around
    return "\n".join(texts)
