"""Texts of OCR runs: what a tab and an empty line tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.readers.text import read
from yusuan.converters.table import Paragraph, Table


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_captions_that_a_tab_parts_stand_above_the_grid(tmp_path: Path, between: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"支出决算表\n\n部门：某市某某局\t\t金额单位：万元{between}科目\t合计\n教育支出\t1.00\n", "utf-8")
    title, department, unit, grid = read(path)
    assert [b.text for b in (title, department, unit) if isinstance(b, Paragraph)] == [
        "支出决算表", "部门：某市某某局", "金额单位：万元",
    ]  # fmt: skip
    assert isinstance(grid, Table)
    assert [[c.text for c in row] for row in grid.rows] == [["科目", "合计"], ["教育支出", "1.00"]]
    assert unit.origin.char_start is not None
    text = path.read_text("utf-8")
    assert text[unit.origin.char_start : unit.origin.char_end] == "金额单位：万元"


def test_a_row_with_a_value_beside_a_caption_is_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("项目名称\t某某工程\n项目单位：\t某市某某局\n", "utf-8")
    (table,) = read(path)
    assert isinstance(table, Table)
    assert len(table.rows) == 2
