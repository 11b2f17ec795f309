"""One Excel workbook of all tables: a sheet that explains them, then a sheet a table with typed columns."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from .tables import Column, Table

_SAVED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MONEY = "#,##0.00"
_ROWS_OF_A_SHEET = 1_048_575  # Excel's limit without the header


def write_workbook(found: Sequence[Table], path: Path) -> None:
    """Write the workbook. A table longer than a sheet goes on in a second one. Raises OSError, PackageError."""
    from openpyxl import Workbook

    book: Any = Workbook(write_only=True)
    book.properties.creator = "yusuan"
    book.properties.created = book.properties.modified = datetime(1980, 1, 1)
    _explain(book, found)
    for table in found:
        _write_table(book, table)
    made = path.with_name(f".{path.name}")
    book.save(made)
    _without_times(made, path)
    made.unlink()


def _explain(book: Any, found: Sequence[Table]) -> None:
    sheet = book.create_sheet("说明 Read me")
    for name, width in zip("ABCDE", (22, 24, 24, 12, 70), strict=True):
        sheet.column_dimensions[name].width = width
    sheet.append(["工作表 Sheet", "列 Column", "中文名 Name", "类型 Type", "说明 Description"])
    for table in found:
        for column in table.columns:
            sheet.append([table.name, column.name, column.title, column.type, column.description])


def _write_table(book: Any, table: Table) -> None:
    sheet, number = _sheet(book, table, 1), 1
    for row in table.rows():
        if number % _ROWS_OF_A_SHEET == 0:
            sheet = _sheet(book, table, number // _ROWS_OF_A_SHEET + 1)
        sheet.append([_cell(sheet, column, row[column.name]) for column in table.columns])
        number += 1


def _sheet(book: Any, table: Table, part: int) -> Any:
    sheet = book.create_sheet(f"{table.title} {table.name}"[:28] + ("" if part == 1 else f" {part}"))
    sheet.freeze_panes = "A2"
    sheet.append([f"{column.title} {column.name}" for column in table.columns])
    return sheet


def _cell(sheet: Any, column: Column, text: str) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not text:
        return None
    if column.type == "integer":
        return int(text)
    if column.type == "number":
        cell: Any = WriteOnlyCell(sheet, cast("Any", Decimal(text)))
        cell.number_format = _MONEY
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # a text that begins with = is no formula
    return cell


def _without_times(made: Path, path: Path) -> None:
    """The same archive with the time of no day, so that equal tables give equal bytes."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":  # openpyxl puts the moment of saving there
                target.writestr(info, _SAVED.sub(rb"\g<1>1980-01-01T00:00:00Z", source.read(name)))
                continue
            with source.open(name) as member, target.open(info, "w") as copy:
                while chunk := member.read(1 << 20):
                    copy.write(chunk)
