"""Tables that print years and stages one below the other and what is spent beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kinds_of_money import amounts, errors, read, unproven

OF_STAGES = """项目|“三公”经费|因公出国（境）费|公务用车购置及运行费|公务接待费|会议费|培训费
    上年决算数|10.00|1.00|6.00|3.00|5.00|6.00
    {planned}|12.00|2.00|6.00|4.00|7.00|8.00
    {spent}|9.00|1.00|5.00|3.00|4.00|5.00
    比上年增减额|-1.00|0.00|-1.00|0.00|-1.00|-1.00
    增减率|-10.00%|0.00%|-16.67%|0.00%|-20.00%|-16.67%"""
WITH_A_TOTAL = """项目|合计|“三公”经费|因公出国（境）费|公务用车购置及运行费|公务接待费|会议费|培训费
    年初预算数|27.00|12.00|2.00|6.00|4.00|7.00|8.00
    决算数|18.00|9.00|1.00|5.00|3.00|4.00|5.00"""


@pytest.mark.parametrize(
    ("planned", "spent"), [("预算数", "决算数"), ("年初预算数", "本年决算数"), ("支出预算数", "支出决算数")]
)
def test_a_row_of_a_stage_is_of_that_stage_and_one_of_changes_is_none(tmp_path: Path, planned: str, spent: str) -> None:
    table = ("“三公”经费及会议费、培训费支出决算表", OF_STAGES.format(planned=planned, spent=spent))
    conversion = read(tmp_path, table, title="某市文化馆2024年部门决算")
    found = amounts(conversion, "three-public", "fiscal_year", "phase", line="total")
    assert found == {(2023, "executed"): "10", (2024, "approved"): "12", (2024, "executed"): "9"}
    assert len(amounts(conversion, "three-public", "fiscal_year", "phase", "line")) == 18
    assert not [f for f in conversion.findings if f.check in ("unknown-row", "unknown-heading")]
    assert not errors(conversion)


def test_a_total_beside_the_three_is_that_of_the_row(tmp_path: Path) -> None:
    table = ("“三公”经费及会议费、培训费支出决算表", WITH_A_TOTAL)
    conversion = read(tmp_path, table, title="某市文化馆2024年部门决算")
    assert amounts(conversion, "three-public", "line", phase="executed") == {
        "total": "18", "three-public": "9", "foreign-travel": "1", "vehicle": "5", "reception": "3", "meeting": "4",
        "training": "5",
    }  # fmt: skip
    assert not unproven(conversion, "three-public")


def test_funds_below_the_heading_of_a_year_are_of_it_where_the_rest_was_carried_over(tmp_path: Path) -> None:
    rows = """部门代码/2|部门名称/2|总计/2|2024年预算*3|上年结转/2
        小计|一般公共预算|事业收入
        |合计|500.00|450.00|400.00|50.00|50.00
        301001|某县水利局|500.00|450.00|400.00|50.00|50.00"""
    conversion = read(tmp_path, ("收入总表", rows))
    assert amounts(conversion, "revenue-summary", "fund", "origin", line="total") == {
        ("all", "all"): "500", ("all", "current-year"): "450", ("general-public-budget", "current-year"): "400",
        ("business-income", "current-year"): "50", ("all", "carried-over"): "50",
    }  # fmt: skip
    assert not unproven(conversion, "revenue-summary")


def test_a_row_that_only_sounds_like_a_change_is_told(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计\n|合计|500.00\n213|农林水支出|400.00\n|建设用地增减挂钩|100.00"
    conversion = read(tmp_path, ("支出总表", rows))
    assert [f.found for f in conversion.findings if f.check == "unknown-row"] == ["建设用地增减挂钩 | 100.00"]
