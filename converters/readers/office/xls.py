"""Excel before 2007 (.xls): what each visible sheet shows, as :mod:`.xlsx`."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from ...errors import UnreadableError
from ...table import Block
from .. import limits
from ..characters import raised
from ..colours import WHITE, Light
from ..look import is_tiny
from ..red_type import is_red
from . import sheet
from .biff_conditions import read_rules
from .conditions import Conditions
from .dress import Dress
from .formats import Value, is_date, shown
from .sheet import LOW, NARROW

READER = "xls"
_TEXT, _NUMBER = 1, 2  # kinds of cells, as xlrd counts them
_MONTH, _DAY, _DATE = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
#: Horizontal alignment “center across selection” of a BIFF8 format record ([MS-XLS] 2.4.353, XF: alc).
_ACROSS = 6
#: Superscript of a font record ([MS-XLS] 2.4.122, Font: sss).
_RAISED = 1
#: Formats that a Chinese Excel builds in and a file names by number only.
_EAST_ASIAN = {
    27: _MONTH, 28: _DAY, 29: _DAY, 30: "m-d-yy", 31: _DATE, 32: "h:mm", 33: "h:mm:ss", 36: _MONTH, 50: _MONTH,
    51: _DAY, 52: _MONTH, 53: _DAY, 54: _DAY, 57: _MONTH, 58: _DAY,
}  # fmt: skip


def read(path: Path) -> Iterator[Block]:
    """The captions and tables of every visible sheet, in the order of the sheets.

    Raises:
        UnreadableError: not a workbook, damaged, or encrypted.
    """
    for one in _sheets(path):
        yield from sheet.blocks(path, one, READER)


def read_active(path: Path) -> Iterator[Block]:
    """The blocks of the sheet that is in front, which is the one that an embedded workbook shows on the page.

    Raises:
        UnreadableError: as :func:`read`.
    """
    for one in _sheets(path):
        if one.active:
            yield from sheet.blocks(path, one, READER)


def left_out(path: Path) -> list[str]:
    """What holds something and is not shown: hidden sheets, rows and columns.

    Raises:
        UnreadableError: as :func:`read`.
    """
    return [line for one in _sheets(path) for line in one.left_out()]


def _sheets(path: Path) -> Iterator[sheet.Sheet]:
    xlrd: Any = import_module("xlrd")  # only old workbooks need it
    limits.check_size(path)
    try:
        book: Any = xlrd.open_workbook(str(path), formatting_info=True, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypt" in str(error).lower():
            raise UnreadableError(
                path, "文件已加密，请先取消密码", "the file is encrypted; remove the password first"
            ) from error
        raise UnreadableError(path, "Excel 文件损坏或不是 .xls", "the workbook is damaged or not an .xls") from error
    except Exception as error:
        raise UnreadableError(path, "Excel 文件损坏或不完整", "the workbook is damaged or truncated") from error
    try:
        for index in range(book.nsheets):
            yield _sheet(book, book.sheet_by_index(index))
            book.unload_sheet(index)
    except (
        AttributeError,
        LookupError,
        struct.error,
    ) as error:  # a cell, a format or a sheet points at what is not there
        raise UnreadableError(path, "Excel 文件损坏或不完整", "the workbook is damaged or truncated") from error
    finally:
        book.release_resources()


def _sheet(book: Any, source: Any) -> sheet.Sheet:
    one = sheet.Sheet(source.name, hidden=source.visibility != 0, active=bool(source.sheet_visible))
    one.merged = [(r0 + 1, c0 + 1, r1, c1) for r0, r1, c0, c1 in source.merged_cells]
    one.hidden_rows = {r + 1 for r, info in source.rowinfo_map.items() if info.hidden or info.height < LOW * 20}
    one.hidden_columns = [
        (c + 1, c + 1) for c, info in source.colinfo_map.items() if info.hidden or info.width < NARROW * 256
    ]
    cells: dict[tuple[int, int], Any] = {}
    values: dict[tuple[int, int], Value] = {}
    for r in range(source.nrows):
        for c in range(source.row_len(r)):
            cell = source.cell(r, c)
            if book.xf_list[cell.xf_index].alignment.hor_align == _ACROSS:
                one.across.add((r + 1, c + 1))
            cell.value = _with_marks(book, cell, source.rich_text_runlist_map.get((r, c), ()))
            if (value := _value(book, cell)) is not None:
                cells[r + 1, c + 1], values[r + 1, c + 1] = cell, value
    conditions = Conditions(read_rules(book, source.number))
    for (row, column), value in values.items():
        cell = cells[row, column]
        if cell.ctype == _NUMBER and value == 0 and not source.show_zero_values:
            continue
        looks = conditions.dresses(row, column, _dress(book, cell), values)
        is_red = cell.ctype == _TEXT and _is_red(book, cell)
        one.show((row, column), value, {look.seen(value) for look in looks}, is_red=is_red)
    return one


def _with_marks(book: Any, cell: Any, looks: Sequence[tuple[int, int]]) -> Any:
    """The value of a cell, of a text of several looks the text with its raised digits as marks of notes."""
    if not looks:
        return cell.value
    text: str = cell.value
    starts = [start for start, _ in looks]
    above = [book.font_list[font].escapement == _RAISED for _, font in looks]
    pieces = (text[a:b] for a, b in pairwise([*starts, len(text)]))
    return text[: starts[0]] + "".join(raised(t) if up else t for t, up in zip(pieces, above, strict=True))


def _dress(book: Any, cell: Any) -> Dress:
    """How the format of a cell makes it look."""
    look = book.xf_list[cell.xf_index]
    font = book.font_list[look.font_index]
    colour = book.colour_map.get(font.colour_index) or (0, 0, 0)  # type of no colour is black
    return Dress(
        _light(colour), _ground(book, look.background), bool(font.struck_out), _number_format(book, cell),
        not is_tiny(font.height / 20),
    )  # fmt: skip


def _ground(book: Any, fill: Any) -> Light | None:
    if fill.fill_pattern == 0:
        return WHITE
    colour = book.colour_map.get(fill.pattern_colour_index) if fill.fill_pattern == 1 else None
    return _light(colour) if colour else None


def _light(colour: tuple[int, int, int]) -> Light:
    red, green, blue = colour
    return red / 255, green / 255, blue / 255


def _is_red(book: Any, cell: Any) -> bool:
    """Whether the type of a cell is red."""
    colour: tuple[int, int, int] | None = book.colour_map.get(
        book.font_list[book.xf_list[cell.xf_index].font_index].colour_index
    )
    return colour is not None and is_red(*_light(colour))


def _number_format(book: Any, cell: Any) -> str:
    key = book.xf_list[cell.xf_index].format_key
    return str(book.format_map[key].format_str or _EAST_ASIAN.get(key, "General"))


def _value(book: Any, cell: Any) -> Value:
    """What a cell holds, as a new workbook has it: dates as dates, errors by their name, None for a blank."""
    xlrd: Any = import_module("xlrd")  # only old workbooks need it
    match cell.ctype:
        case 1:
            return cell.value
        case 2 if not is_date(_number_format(book, cell)):
            return int(cell.value) if float(cell.value).is_integer() else float(cell.value)
        case 2 | 3:
            return _moment(cell.value, book.datemode) or shown(cell.value, "General")
        case 4:
            return bool(cell.value)
        case 5:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        case _:
            return None


def _moment(value: float, datemode: int) -> datetime | date | None:
    xlrd: Any = import_module("xlrd")  # only old workbooks need it
    try:
        return xlrd.xldate_as_datetime(value, datemode)
    except (xlrd.XLDateError, ValueError, OverflowError):
        return None
