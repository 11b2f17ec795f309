"""Texts of OCR runs: what a tab and an empty line tell."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
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


_BARRED = (
    "某市某局2024年部门预算",
    "一般公共预算支出表",
    "单位：万元",
    "功能分类科目编码|科目名称|本年支出||",
    "||小计|基本支出|项目支出",
    "201|一般公共服务支出|130.00|100.00|30.00",
    "20103|政府办公厅（室）及相关机构事务|130.00|100.00|30.00",
    "2010301|行政运行|100.00|100.00|",
    "2010302|一般行政管理事务|30.00||30.00",
    "|合计|130.00|100.00|30.00",
    "一、预算情况。2024年支出130.00万元。二、其中基本支出100.00万元。",
)
_FRAME = "├──────┼──────┼──────┼──────┼──────┤"


def _framed(line: str, bar: str) -> list[str]:
    return [f"{bar}{line.replace('|', bar)}{bar}", _FRAME] if "|" in line else [line]


@pytest.mark.parametrize(
    "lines",
    [
        [line.replace("|", " | ") for line in _BARRED],
        [line.replace("|", "|") for line in _BARRED],
        *([part for line in _BARRED for part in _framed(line, bar)] for bar in "|│｜"),
    ],
)
def test_bars_border_cells_and_blank_ones_stay(tmp_path: Path, lines: list[str]) -> None:
    """Blank cells closed up between bars: amounts were read in the columns before their own, and proven."""
    path = tmp_path / "预算.txt"
    path.write_text("\n".join(lines), "utf-8")
    found = {(f.function_code, f.category, int(f.amount)) for f in convert(path).facts if f.table != "narrative"}
    assert found == {
        (code, category, amount * 10000)
        for code, *amounts in (
            ("201", 130, 100, 30),
            ("20103", 130, 100, 30),
            ("2010301", 100, 100, None),
            ("2010302", 30, None, 30),
            ("", 130, 100, 30),
        )
        for category, amount in zip(("all", "basic", "project"), amounts, strict=True)
        if amount is not None
    }
