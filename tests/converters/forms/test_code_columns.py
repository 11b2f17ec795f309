"""Headings of codes that a program tore over the columns below, and numbers that it cut over two cells."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

_TITLE = "# 某市某局2024年部门预算\n\n2024年部门支出预算总表\n\n编制部门：某市某局 单位：元\n\n"
_ROWS = [
    "|201|||一般公共服务支出|14,147,000.00|9,645,000.00|4,502,000.00|",
    "|201|06||财政事务|14,147,000.00|9,645,000.00|4,502,000.00|",
    "|201|06|01|行政运行|9,645,000.00|9,645,000.00||",
    "|201|06|02|一般行政管理事务|4,502,000.00||4,502,000.00|",
    "|208|||社会保障和就业支出|1,863,000.00|1,863,000.00||",
    "|208|05||行政事业单位养老支出|1,863,000.00|1,863,000.00||",
    "|208|05|05|机关事业单位基本养老保险缴费支出|1,863,000.00|1,863,000.00||",
]
_TOTAL = "||||合计|16,010,000.00|11,508,000.00|4,502,000.00|"
_RULE = "|---|---|---|---|---|---|---|"
_HEADINGS = {
    "torn over the columns": ["||||项目||支出预算||", _RULE, "|功能|分类科|目编码|功能分类科目名称|合计|基本支出|项目支出|",
                              "|类|款|项|||||"],
    "torn, with the steps in the cell": ["||||项目||支出预算||", _RULE,
                                         "|功能<br>类|分类科目<br>款|编码<br>项|功能分类科目名称|合计|基本支出|项目支出|"],
    "torn, with the steps above": ["||||项目||支出预算||", _RULE,
                                   "|类<br>功能|款<br>分类科|项<br>目编码|功能分类科目名称|合计|基本支出|项目支出|"],
    "over the first alone": ["|功能分类科目编码|||功能分类科目名称|合计|基本支出|项目支出|", _RULE, "|类|款|项|||||"],
}  # fmt: skip


def read(folder: Path, text: str) -> Conversion:
    path = folder / "budget.md"
    path.write_text(text, "utf-8")
    return prove(convert(path))


def told(conversion: Conversion) -> set[tuple[str, str, str, Decimal]]:
    return {(f.function_code, f.line, f.category, f.amount) for f in conversion.facts}


@pytest.mark.parametrize("how", _HEADINGS)
def test_codes_are_known_by_the_steps_over_them(tmp_path: Path, how: str) -> None:
    """Their rows were lines of the names once, function-2010601, or all items of one class."""
    found = told(read(tmp_path, _TITLE + "\n".join([*_HEADINGS[how], *_ROWS, _TOTAL])))
    assert ("2010601", "", "basic", Decimal(9_645_000)) in found
    assert ("2080505", "", "all", Decimal(1_863_000)) in found
    assert {line for code, line, _, _ in found if not code} == {"total"}
    assert len(found) == 19


def test_steps_may_stand_in_the_row_of_the_total(tmp_path: Path) -> None:
    headings = ["|项目||||合计|基本支出|项目支出|", _RULE, "|科目编码|||科目名称||||"]
    total = _TOTAL.replace("||||合计", "|类|款|项|合计")
    found = told(read(tmp_path, _TITLE + "\n".join([*headings, total, *_ROWS])))
    assert ("2010602", "", "project", Decimal(4_502_000)) in found
    assert ("", "total", "all", Decimal(16_010_000)) in found


def test_codes_below_half_a_heading_are_those_of_the_names_beside_them(tmp_path: Path) -> None:
    codes = ["201", "20106", "2010601", "2010602", "208", "20805", "2080505"]
    rows = [f"|{code}|{row.split('|', 4)[4]}" for code, row in zip(codes, _ROWS, strict=True)]
    headings = ["|科目编|科目名称|合计|基本支出|项目支出|", "|---|---|---|---|---|", "|码|||||"[:6]]
    found = told(
        read(tmp_path, _TITLE + "\n".join([*headings, *rows, "||合计|16,010,000.00|11,508,000.00|4,502,000.00|"]))
    )
    assert ("2010601", "", "basic", Decimal(9_645_000)) in found
    assert {line for code, line, _, _ in found if not code} == {"total"}


def test_a_number_that_goes_on_in_the_next_cell_is_held_back(tmp_path: Path) -> None:
    """705 and ,443.00 were seven hundred and five once."""
    cut = _ROWS[6].replace("1,863,000.00||", "1,863|,000.00|")
    conversion = read(tmp_path, _TITLE + "\n".join([*_HEADINGS["over the first alone"], *_ROWS[:6], cut, _TOTAL]))
    assert {f.amount for f in conversion.facts if f.function_code == "2080505"} == {Decimal(1_863_000)}
    assert {f.category for f in conversion.facts if f.function_code == "2080505" and f.status == "reported"} == {"all"}
    assert sum(f.check == "unread-amount" for f in conversion.findings) == 2
    assert not [f for f in conversion.findings if f.severity == "error"]


def test_of_a_table_with_a_grid_held_back_a_sum_over_rows_says_nothing(tmp_path: Path) -> None:
    narrow = ["|221|住房保障支出|500,000.00|", "|---|---|---|", "|22102|住房改革支出|500,000.00|"]
    total = _TOTAL.replace("16,010,000.00", "16,510,000.00")
    text = _TITLE + "\n".join([*_HEADINGS["over the first alone"], total, *_ROWS, "", *narrow])
    conversion = read(tmp_path, text)
    assert not [f for f in conversion.findings if f.severity == "error"]
    assert [f.check for f in conversion.findings if f.check == "columns-undecided"] == ["columns-undecided"]


def test_steps_alone_are_those_of_subjects_in_a_table_that_may_be_of_units(tmp_path: Path) -> None:
    """Where the heading above 类, 款 and 项 stands off the grid, 201 was the code of a unit of that name."""
    title = _TITLE.replace("支出预算总表", "收入预算总表")
    headings = ["|类|款|项|功能分类科目名称|合计|财政拨款收入|事业收入|", _RULE]
    conversion = read(tmp_path, title + "\n".join([*headings, *_ROWS, _TOTAL]))
    assert not conversion.units
    assert {f.function_code for f in conversion.facts} >= {"201", "20106", "2010601", "2080505"}
