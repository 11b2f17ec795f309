"""Excel: a sheet for each table with its title and caption, a sheet for each stretch of text; numbers are numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .archive import settled
from .content import Block, Caption, Cell, Grid, Line

_RULE = Side(style="thin")
_BORDER = Border(left=_RULE, right=_RULE, top=_RULE, bottom=_RULE)
#: Numbers that Excel would print otherwise stay text: codes, and what does not survive a double.
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+|0|[1-9]\d{0,4}")


def write(blocks: Sequence[Block], path: Path) -> None:
    """Write ``blocks`` as an ``.xlsx``."""
    book = Workbook()
    book.remove(book.active)
    for number, group in enumerate(_sheets(blocks), start=1):
        sheet = book.create_sheet(_name(number, group))
        _fill(sheet, group)
    buffer = BytesIO()
    book.save(buffer)
    path.write_bytes(settled(buffer.getvalue()))


def _sheets(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each sheet: a heading or a part begins one."""
    groups: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Line) and block.kind in ("heading", "part") and groups[-1]:
            groups.append([])
        groups[-1].append(block)
    return groups


def _name(number: int, group: Sequence[Block]) -> str:
    text = next((b.text for b in group if isinstance(b, Line)), "")
    return f"{number}-{re.sub(r'[^0-9A-Za-z㐀-鿿]', '', text)[:20]}"


def _fill(sheet: Worksheet, group: Sequence[Block]) -> None:
    width = max((b.columns for b in group if isinstance(b, Grid)), default=1)
    top = 1
    for block in group:
        if isinstance(block, Grid):
            for cell in block.cells:
                _set(sheet, top, cell)
            top += block.rows + 1
        elif isinstance(block, Caption):
            sheet.cell(top, 1, block.left or None)
            sheet.cell(top, max(2, width), block.right)
            top += 1
        else:
            place = sheet.cell(top, 1, block.text)
            if block.kind == "heading" and width > 1:
                sheet.merge_cells(start_row=top, end_row=top, start_column=1, end_column=width)
                place.alignment = Alignment(horizontal="center")
            top += 1
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 18


def _set(sheet: Worksheet, top: int, cell: Cell) -> None:
    row, column = top + cell.row, 1 + cell.column
    place = sheet.cell(row, column)
    if cell.rowspan > 1 or cell.colspan > 1:
        sheet.merge_cells(
            start_row=row, start_column=column, end_row=row + cell.rowspan - 1, end_column=column + cell.colspan - 1
        )
    for r in range(row, row + cell.rowspan):
        for c in range(column, column + cell.colspan):
            sheet.cell(r, c).border = _BORDER
    if _AMOUNT.fullmatch(cell.text):
        places = len(cell.text.partition(".")[2])
        place.value = float(cell.text.replace(",", "")) if places else int(cell.text)
        place.number_format = ("#,##0" if "," in cell.text else "0") + ("." + "0" * places if places else "")
    else:
        place.value = cell.text or None
        place.data_type = "s" if cell.text else "n"
