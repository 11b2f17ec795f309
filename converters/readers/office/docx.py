"""Word (.docx, .docm): paragraphs and tables of the body in order, merged cells, list numbers, embedded sheets.

The XML is read itself, as what a person sees includes tracked insertions, text boxes and content controls, and
excludes deletions and hidden text. A Word file has no pages; tables are counted through the document.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

from ....datapackage.model import Origin
from ...errors import UnreadableError
from ...table import IN_RED, NOT_READ, NOT_SHOWN, Block, Paragraph, Table
from .. import limits, red_type, signatures
from ..characters import tidy
from ..grid import Placed, below_heads, is_caption, is_number, lift_captions, names_money, rectangle
from ..look import UNKNOWN
from ..scan.pictures import Pictures
from . import looks, ooxml, word_table
from .grounds import Grounds
from .numbering import Numbering
from .ooxml import Element, attribute, local
from .shown_text import ShownText, count_struck, is_prompt

READER = "docx"
_DOCUMENT = "word/document.xml"
_HEADER = re.compile(r"header\d*\.xml$")
_MAX_DEPTH = 20
#: English metric units in a point.
_EMU = 12_700


@dataclass(slots=True)
class _Document:
    """What is needed while one document is read, and what was counted so far."""

    path: Path
    archive: ZipFile
    numbering: Numbering
    targets: dict[str, str]
    shown_text: ShownText
    grounds: Grounds
    pictures: Pictures
    ground: str = ""  # the colour behind what is read
    tables: int = 0
    shown: int = 0  # pictures
    left_out: list[str] = field(default_factory=list[str])


def read(path: Path) -> Iterator[Block]:
    """The paragraphs and tables of the document in reading order.

    Raises:
        UnreadableError: not a Word file, damaged, encrypted, or a zip bomb.
    """
    with limits.open_zip(path) as archive:
        body, document = _opened(path, archive)
        yield from below_heads(_flow(body, document, 0), _running_heads(document))
        yield from _not_shown(body, document)
        document.pictures.clear()


def left_out(path: Path) -> list[str]:
    """What is in the document but on no page that was read: embedded objects that no reader knows.

    Raises:
        UnreadableError: as :func:`read`.
    """
    with limits.open_zip(path) as archive:
        body, document = _opened(path, archive)
        for _ in _flow(body, document, 0):
            pass
        return document.left_out


def _opened(path: Path, archive: ZipFile) -> tuple[Element, _Document]:
    root = ooxml.parse(path, archive, _DOCUMENT)
    body = next((item for item in root if local(item.tag) == "body"), None) if root is not None else None
    if body is None:
        raise UnreadableError(path, "不是 Word 文档", "this is not a Word document")
    styles = ooxml.parse(path, archive, "word/styles.xml")
    numbering = Numbering(ooxml.parse(path, archive, "word/numbering.xml"), styles)
    targets = ooxml.relationships(path, archive, _DOCUMENT)
    shown, grounds = ShownText(looks.of_styles(styles)), Grounds(styles)
    document = _Document(path, archive, numbering, targets, shown, grounds, Pictures(path))
    document.ground = grounds.of_page(root, body) if root is not None else ""
    return body, document


def _flow(container: Iterable[Element], document: _Document, depth: int) -> Iterator[Block]:
    """The blocks of a body, a cell, a text box or a content control."""
    if depth > _MAX_DEPTH:
        raise UnreadableError(document.path, "表格嵌套过深", "tables are nested too deeply")
    for item in container:
        match local(item.tag):
            case "p":
                yield from _paragraph(item, document, depth)
            case "tbl":
                yield from _table(item, document, depth)
            case "sdt" if is_prompt(item):
                pass
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                yield from _flow(item, document, depth + 1)
            case _:
                pass


def _paragraph(item: Element, document: _Document, depth: int) -> Iterator[Block]:
    text = tidy(document.numbering.label(item) + document.shown_text.of(item, document.ground))
    for line in text.split("\n"):
        if line:
            yield Paragraph(line, Origin(READER))
    for inner in _parts(item, "txbxContent"):
        yield from _on(UNKNOWN, inner, document, depth)
    for inner in _parts(item, "object"):
        yield from _embedded(inner, document)
    for name in ("drawing", "pict"):
        for inner in _parts(item, name):
            yield from _picture(inner, document)


def _running_heads(document: _Document) -> list[Paragraph]:
    """The unit of money that stands above all pages, where the page headers tell one and no other."""
    headers = (part for part in document.targets.values() if _HEADER.search(part))
    roots = (ooxml.parse(document.path, document.archive, part) for part in headers)
    lines = [block for root in roots if root is not None for block in _flow(root, document, 0)]
    said = {b.text: b for b in lines if isinstance(b, Paragraph) and is_caption(b.text) and names_money(b.text)}
    return list(said.values()) if len(said) == 1 else []


def _on(ground: str, container: Iterable[Element], document: _Document, depth: int) -> Iterator[Block]:
    """The blocks of a container on a ground of that colour."""
    around, document.ground = document.ground, ground
    yield from _flow(container, document, depth + 1)
    document.ground = around


def _not_shown(body: Element, document: _Document) -> Iterator[Paragraph]:
    """What is said of text that is struck out, as its author took it back, or that nobody can read."""
    struck, unseen = count_struck(body), document.shown_text.unseen
    lines = [f"划掉的文字{struck}处 / pieces of struck-out text: {struck}"] * bool(struck)
    lines += [f"看不见的文字{unseen}处 / pieces of text as white as its paper or tiny: {unseen}"] * bool(unseen)
    yield from (Paragraph(line, Origin(READER, note=NOT_SHOWN)) for line in lines)


def _parts(item: Element, name: str) -> Iterator[Element]:
    """The outermost elements called ``name`` inside ``item``, of two alternatives only the first."""
    for inner in item:
        if local(inner.tag) == name:
            yield inner
        elif local(inner.tag) not in ("Fallback", "del", "moveFrom"):
            yield from _parts(inner, name)


@dataclass(slots=True)
class _Span:
    """A cell under construction."""

    row: int
    column: int
    colspan: int
    text: str
    note: str = ""
    rowspan: int = 1


def _table(item: Element, document: _Document, depth: int) -> Iterator[Block]:
    if word_table.lays_out(item):
        yield from _laid_out(item, document, depth)
        return
    document.tables += 1
    number = document.tables
    unseen = document.shown_text.unseen
    spans, rows, columns, nested = _spans(item, document, depth)
    limits.check_grid(document.path, rows, columns)
    at = Origin(READER, table_on_page=number)
    placed = (
        Placed(
            s.row, s.column, s.text, replace(at, row=s.row + 1, column=s.column + 1, note=s.note), s.rowspan, s.colspan
        )
        for s in spans
    )
    grid = rectangle(placed, rows, columns, at)
    is_unseen = document.shown_text.unseen > unseen
    if any(cell.text for row in grid for cell in row) or not (nested or is_unseen):
        yield from lift_captions(Table(grid, at, exact=True))
    yield from nested


def _laid_out(item: Element, document: _Document, depth: int) -> Iterator[Block]:
    """The blocks of a table around tables, cell by cell."""
    under = document.grounds.of_table(item, document.ground)
    lines = list(word_table.rows(item))
    for row, line in enumerate(lines):
        for column, cell in enumerate(word_table.cells(line)):
            ground = under.of_cell(cell, row, column, is_last=row == len(lines) - 1)
            yield from _on(ground, (inner for inner in cell if local(inner.tag) != "tcPr"), document, depth)


def _spans(item: Element, document: _Document, depth: int) -> tuple[list[_Span], int, int, list[Block]]:
    spans: list[_Span] = []
    nested: list[Block] = []
    open_spans: dict[int, _Span] = {}  # column → the cell that goes on downwards there
    row = width = 0
    lines = list(word_table.rows(item))
    under = document.grounds.of_table(item, document.ground)
    for line in lines:
        column = word_table.skipped(line, "gridBefore")
        for cell in word_table.cells(line):
            colspan, merge = word_table.merging(cell)
            above = open_spans.get(column)
            adjoins = above is not None and above.colspan == colspan and above.row + above.rowspan == row
            if merge == "continue" and above is not None and adjoins:
                above.rowspan += 1
            else:
                ground = under.of_cell(cell, row, column, is_last=row == len(lines) - 1)
                text, inner = _content(cell, document, ground, depth)
                is_red = is_number(text) and red_type.is_red_in_word(cell, document.shown_text.styles)
                span = _Span(row, column, colspan, text, IN_RED if is_red else "")
                spans.append(span)
                nested.extend(inner)
                open_spans[column] = span
            column += colspan
        width = max(width, column + word_table.skipped(line, "gridAfter"))
        row += 1
    return spans, row, width, nested


def _content(cell: Element, document: _Document, ground: str, depth: int) -> tuple[str, list[Block]]:
    texts: list[str] = []
    nested: list[Block] = []
    for block in _on(ground, (item for item in cell if local(item.tag) != "tcPr"), document, depth):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        else:
            nested.append(block)
    return "\n".join(texts), nested


def _picture(item: Element, document: _Document) -> Iterator[Block]:
    """What a picture prints, as a sheet that was pasted as one."""
    size: tuple[float, float] | None = None
    for inner in item.iter():
        if local(inner.tag) == "extent":
            size = int(attribute(inner, "cx", "0")) / _EMU, int(attribute(inner, "cy", "0")) / _EMU
        name = {"blip": "embed", "imagedata": "id"}.get(local(inner.tag), "")
        part = document.targets.get(attribute(inner, name), "") if name else ""
        if part in document.archive.NameToInfo:
            document.shown += 1
            data = document.archive.read(part)
            for block in document.pictures.within(data, document.shown, document.tables + 1, size):
                document.tables += isinstance(block, Table)
                yield block


def _embedded(item: Element, document: _Document) -> Iterator[Block]:
    """The tables of an embedded workbook, which the page shows as a picture."""
    for inner in item.iter():
        part = document.targets.get(attribute(inner, "id")) if local(inner.tag) == "OLEObject" else None
        if part is None or part not in document.archive.NameToInfo:
            continue
        program = attribute(inner, "ProgID")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / Path(part).name
            with document.archive.open(part) as source, copy.open("wb") as target:
                shutil.copyfileobj(source, target)
            try:
                yield from _active_sheet(copy)
            except UnreadableError:
                document.left_out.append(f"嵌入对象 {program} ({part}) 未能读取 / embedded object not read")
                yield Paragraph(f"嵌入对象 {program}", Origin(READER, note=NOT_READ))


def _active_sheet(copy: Path) -> list[Block]:
    """The sheet that the page shows; the others of the workbook are working papers, often of another year."""
    kind = signatures.kind_of(copy)
    if kind not in ("xlsx", "xls"):
        raise UnreadableError(copy, "不是表格", "not a workbook")
    return list(import_module(f".{kind}", __package__).read_active(copy))
