"""A table that two files of a disclosure, or two sheets of a workbook, print: read once, and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbooks import workbook
from yusuan.converters.disclosure import convert


@pytest.fixture
def cover(tmp_path: Path) -> Path:
    """The cover of a disclosure, as a file of its own."""
    path = tmp_path / "说明.html"
    path.write_text(
        "<html><head><meta charset='utf-8'></head><body><p>某市图书馆2024年单位预算</p></body></html>", "utf-8"
    )
    return path


def test_a_table_that_is_in_two_files_is_one(tmp_path: Path, cover: Path) -> None:
    first, again = (workbook(tmp_path / name, "部门支出总表") for name in ("a.xlsx", "b.xlsx"))
    conversion = convert([cover, first, again])
    assert {f.cell.file for f in conversion.facts} == {"a.xlsx"}
    assert [(f.check, f.severity, f.file) for f in conversion.findings] == [("table-in-two-files", "info", "b.xlsx")]
    assert [(t.file, t.empty) for t in conversion.tables] == [("a.xlsx", False), ("b.xlsx", False)]


def test_two_files_that_contradict_each_other_are_told(tmp_path: Path, cover: Path) -> None:
    other = workbook(tmp_path / "b.xlsx", "部门支出总表", total="121.00")
    conversion = convert([cover, workbook(tmp_path / "a.xlsx", "部门支出总表"), other])
    told = [f for f in conversion.findings if f.check == "table-in-two-files"]
    assert [(f.severity, f.outcome) for f in told] == [("warning", "failed")]


def test_a_table_that_is_on_two_sheets_is_one(tmp_path: Path, cover: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "部门支出总表")
    book = load_workbook(path)
    book.copy_worksheet(book.worksheets[0]).title = "Sheet1 (2)"
    book.save(path)
    conversion = convert([cover, path])
    assert len(conversion.facts) == 12
    assert [(f.check, f.severity) for f in conversion.findings if "一次" in f.message] == [
        ("table-printed-again", "info")
    ]


def test_what_a_copied_sheet_prints_otherwise_is_lost(tmp_path: Path, cover: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", "部门支出总表")
    book = load_workbook(path)
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title = "Sheet1 (2)"
    next(cell for row in copy.iter_rows() for cell in row if cell.value == "20.00").value = "25.00"
    book.save(path)
    conversion = convert([cover, path])
    assert len(conversion.facts) == 11
    assert not {f.reported for f in conversion.facts} & {"25.00"}
    assert len(conversion.lost) == 1
