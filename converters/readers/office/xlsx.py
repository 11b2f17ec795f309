"""Excel (.xlsx, .xlsm): what each visible sheet shows. Macros and formulas are never run; cached values count.

Cells come from openpyxl row by row; merged areas and what is hidden, which it does not tell while streaming,
from the XML of the sheet.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZipFile

from ....datapackage.model import Origin
from ...errors import UnreadableError
from ...table import NOT_READ, Block, Paragraph
from .. import limits
from ..characters import raised
from ..grid import below_heads, is_caption, names_money
from ..red_type import is_red
from . import ooxml, sheet
from .cell_looks import of_sheet
from .conditions import Conditions, RuleReader
from .ooxml import attribute, local
from .palette import Palette
from .rule import Rule

if TYPE_CHECKING:
    from openpyxl import Workbook

READER = "xlsx"
_WORKBOOK = "xl/workbook.xml"
_STRUCTURE = frozenset({"mergeCell", "col", "row", "sheetView", "c", "oddHeader", "conditionalFormatting"})
#: What parts the texts of a page header, and what says how they look: &L, &"宋体,常规", &12, &K000000.
_PLACES, _LOOKS = re.compile("&[LCR]"), re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&\d+|&[A-Z]')
_OFF = ("0", "false", "")


@dataclass(slots=True)
class _Layout:
    """What a sheet's XML says beside its values."""

    palette: Palette
    merged: list[sheet.Area] = field(default_factory=list[sheet.Area])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    shows_zeros: bool = True
    heads: list[str] = field(default_factory=list[str])  # units of money in the page header
    not_calculated: list[str] = field(default_factory=list[str])
    marked: dict[str, str] = field(default_factory=dict[str, str])  # texts with raised digits that stand in cells
    rules: list[Rule] = field(default_factory=list[Rule])


def read(path: Path) -> Iterator[Block]:
    """The captions and tables of every visible sheet, in the order of the sheets, and which formulas have no value.

    Raises:
        UnreadableError: not a workbook, damaged, encrypted, a zip bomb, or too large.
    """
    for one, layout in _sheets(path):
        heads = [Paragraph(text, Origin(READER)) for text in layout.heads]
        yield from below_heads(sheet.blocks(path, one, READER), heads)
        if layout.not_calculated and not one.hidden:
            cells = ", ".join(layout.not_calculated[:10]) + " …" * (len(layout.not_calculated) > 10)
            line = (
                f"工作表“{one.name}”的公式没有存值：{cells} / formulas of sheet {one.name!r} without a value: {cells}"
            )
            yield Paragraph(line, Origin(READER, note=NOT_READ))


def read_active(path: Path) -> Iterator[Block]:
    """The blocks of the sheet that is in front, which is the one that an embedded workbook shows on the page.

    Raises:
        UnreadableError: as :func:`read`.
    """
    for one, _ in _sheets(path):
        if one.active:
            yield from sheet.blocks(path, one, READER)


def left_out(path: Path) -> list[str]:
    """What holds something and is not shown: hidden sheets, rows and columns.

    Raises:
        UnreadableError: as :func:`read`.
    """
    return [line for one, _ in _sheets(path) for line in one.left_out()]


def _sheets(path: Path) -> Iterator[tuple[sheet.Sheet, _Layout]]:
    with limits.open_zip(path) as archive, _opened(path) as book:
        targets = ooxml.relationships(path, archive, _WORKBOOK)
        root = ooxml.parse(path, archive, _WORKBOOK)
        listed = [item for item in root.iter() if local(item.tag) == "sheet"] if root is not None else []
        active = _active(root)
        rules = RuleReader(path, archive, Palette([str(c) for c in cast("Any", book)._colors], book.loaded_theme))
        for index, item in enumerate(listed):
            name = attribute(item, "name")
            part = targets.get(_relationship(item), "")
            if "worksheets" not in part:
                continue  # a chart or a macro sheet of old
            layout = _layout(path, archive, part, rules)
            one = sheet.Sheet(name, {}, layout.merged, layout.hidden_rows, layout.hidden_columns)
            one.hidden = attribute(item, "state") in ("hidden", "veryHidden")
            one.active = index == active
            _fill(path, book, one, layout)
            yield one, layout


def _active(root: Any) -> int:
    views = [item for item in root.iter() if local(item.tag) == "workbookView"] if root is not None else []
    return int(attribute(views[0], "activeTab", "0") or 0) if views else 0


def _relationship(item: Any) -> str:
    return next((str(value) for key, value in item.attrib.items() if str(key).endswith("}id")), "")


@contextmanager
def _opened(path: Path) -> Generator[Workbook, None, None]:
    import openpyxl

    with warnings.catch_warnings():
        # It warns of parts that it does not keep when it writes; nothing is written here.
        warnings.simplefilter("ignore")
        # As a stream: by its path a workbook under another name (.xls, .pdf) would be turned away.
        with path.open("rb") as stream:
            try:
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False, rich_text=True)
            except Exception as error:
                raise UnreadableError(path, "Excel 文件损坏或不完整", "the workbook is damaged or truncated") from error
            try:
                yield book
            finally:
                book.close()


def _fill(path: Path, book: Workbook, one: sheet.Sheet, layout: _Layout) -> None:
    """Takes the texts of a sheet into ``one``; those set across their neighbours, struck out or not seen are noted."""
    worksheet: Any = book[one.name]
    worksheet.reset_dimensions()  # a wrong dimension would cut the sheet off, or fill it up to column XFD
    of_book: Any = book
    values = _values(worksheet) if layout.rules else {}
    looks = of_sheet(layout.palette, of_book._fonts, of_book._fills, Conditions(layout.rules), values)
    for cell in _filled(worksheet, one):
        value = layout.marked.get(cell.coordinate) or _marked(cell.value)
        if not layout.shows_zeros and value == 0 and cell.data_type == "n":
            continue
        is_red = cell.data_type == "s" and _is_red(cell.font, layout.palette)
        one.show((cell.row, cell.column), value, {look.seen(value) for look in looks.of(cell)}, is_red=is_red)
        if len(one.cells) > limits.MAX_GRID_CELLS:
            limits.check_grid(path, len(one.cells), 1)


def _filled(worksheet: Any, one: sheet.Sheet) -> Iterator[Any]:
    """The cells that hold something; of all cells it is noted which are set across their neighbours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for row in worksheet.iter_rows():
            for cell in row:
                if getattr(cell, "alignment", None) and cell.alignment.horizontal == "centerContinuous":
                    one.across.add((cell.row, cell.column))
                if cell.value is not None:
                    yield cell


def _values(worksheet: Any) -> dict[tuple[int, int], Any]:
    """All values of a sheet, of which its rules may ask."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        cells = (cell for row in worksheet.iter_rows() for cell in row)
        return {(cell.row, cell.column): _marked(cell.value) for cell in cells if cell.value is not None}


def _marked(value: Any) -> Any:
    """The value of a cell, of a text of several looks the text with its raised digits as marks of notes."""
    from openpyxl.cell.rich_text import CellRichText

    if not isinstance(value, CellRichText):
        return value
    pieces: list[Any] = list(value)
    return "".join(
        piece if isinstance(piece, str) else raised(piece.text) if piece.font.vertAlign == "superscript" else piece.text
        for piece in pieces
    )


def _with_marks(cell: Any) -> str:
    """The text that stands in a cell itself, its raised digits as marks of notes; "" where it has none."""
    pieces: list[tuple[bool, str]] = []
    for piece in (inner for inner in cell.iter() if local(inner.tag) == "r"):
        looks = [attribute(inner, "val") for inner in piece.iter() if local(inner.tag) == "vertAlign"]
        text = "".join(inner.text or "" for inner in piece if local(inner.tag) == "t")
        pieces.append((looks == ["superscript"], text))
    return "".join(raised(t) if above else t for above, t in pieces) if any(above for above, _ in pieces) else ""


def _is_red(font: Any, palette: Palette) -> bool:
    """Whether the type of a cell is red."""
    colour = palette.of(font.color) if font is not None else None
    return colour is not None and is_red(*colour)


def _layout(path: Path, archive: ZipFile, part: str, rules: RuleReader) -> _Layout:
    from openpyxl.utils import range_boundaries

    layout = _Layout(rules.palette)
    if part not in archive.NameToInfo:
        return layout
    with archive.open(part) as stream:
        for item in ooxml.walk(path, stream, _STRUCTURE):
            match local(item.tag):
                case "mergeCell":
                    x0, y0, x1, y1 = (int(value or 1) for value in range_boundaries(attribute(item, "ref")))
                    layout.merged.append((y0, x0, y1, x1))
                case "col" if attribute(item, "hidden") not in _OFF or _below(item, "width", sheet.NARROW):
                    layout.hidden_columns.append((int(attribute(item, "min")), int(attribute(item, "max"))))
                case "row" if attribute(item, "hidden") not in _OFF or _below(item, "ht", sheet.LOW):
                    layout.hidden_rows.add(int(attribute(item, "r")))
                case "sheetView":
                    layout.shows_zeros = attribute(item, "showZeros", "1") not in _OFF
                case "conditionalFormatting":
                    layout.rules += rules.of(item)
                case "oddHeader":
                    texts = (_LOOKS.sub("", text).strip() for text in _PLACES.split(item.text or ""))
                    layout.heads += [text for text in texts if is_caption(text) and names_money(text)]
                case "c":
                    parts = {local(inner.tag): inner.text for inner in item}
                    if "is" in parts and (marked := _with_marks(item)):
                        layout.marked[attribute(item, "r")] = marked
                    if "f" in parts and not parts.get("v"):
                        layout.not_calculated.append(attribute(item, "r"))
                case _:
                    pass
    return layout


def _below(item: Any, name: str, least: float) -> bool:
    """Whether a row or column is so low or narrow that it shows nothing."""
    size = attribute(item, name)
    return bool(size) and float(size) < least
