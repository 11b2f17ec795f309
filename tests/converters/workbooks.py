"""Small workbooks of one table."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook


def workbook(path: Path, title: str, *, total: str = "120.00") -> Path:
    """A workbook of one table of expenditure, below ``title`` where it has one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [
        [title] if title else [],
        ["单位：万元"],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["207", "文化旅游体育与传媒支出", total, "100.00", "20.00"],
        ["20701", "文化和旅游", total, "100.00", "20.00"],
        ["2070104", "图书馆", total, "100.00", "20.00"],
        ["", "合计", total, "100.00", "20.00"],
    ]
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
