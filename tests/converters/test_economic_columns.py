"""Economic classes in columns: beside 项目支出 they are of basic expenditure, and all of them are read."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kinds_of_money import SPENT, amounts, errors, read, unproven

BESIDE_PROJECTS = """科目编码|科目名称|合计|工资福利支出|商品和服务支出|对个人和家庭的补助|{}
|合计|500.00|200.00|50.00|50.00|200.00
213|农林水支出|500.00|200.00|50.00|50.00|200.00"""
TITLES = {"一般公共预算支出表": "general-budget-by-function", "财政专户管理资金支出表": "expenditure-summary"}


@pytest.mark.parametrize(("title", "table"), TITLES.items())
def test_classes_beside_projects_are_of_basic_expenditure(tmp_path: Path, title: str, table: str) -> None:
    """The total was said to be wrong, with 项目支出 left out of it or alone in it."""
    rows = BESIDE_PROJECTS.format("项目支出")
    conversion = read(tmp_path, SPENT, (title, rows))
    fund = next(f.fund for f in conversion.facts if f.line == "economic-301")
    assert amounts(conversion, table, "line", "category", function_code="213", fund=fund) == {
        ("", "all"): "500", ("economic-301", "basic"): "200", ("economic-302", "basic"): "50",
        ("economic-303", "basic"): "50", ("", "project"): "200",
    }  # fmt: skip
    assert not errors(conversion)
    assert not unproven(conversion, table)
    assert errors(read(tmp_path, SPENT, (title, rows.replace("|50.00|50.00|", "|51.00|50.00|"))))


def test_where_projects_are_a_part_of_the_classes_these_are_of_all_expenditure(tmp_path: Path) -> None:
    rows = BESIDE_PROJECTS.format("其中：项目支出").replace("|200.00|50.00|50.00|", "|300.00|150.00|50.00|")
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = {f.category for f in conversion.facts if f.line.startswith("economic-")}
    assert found == {"all"}
    assert not errors(conversion)


CLASSES = """科目编码|科目名称|合计|工资福利支出|商品和服务支出|对个人和家庭的补助|{}
|合计|500.00|200.00|150.00|50.00|100.00
213|农林水支出|500.00|200.00|150.00|50.00|100.00"""


def test_a_class_whose_name_governments_have_for_an_item_is_told_by_the_classes_beside_it(tmp_path: Path) -> None:
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", CLASSES.format("资本性支出")))
    lines = amounts(conversion, "general-budget-by-function", "line", function_code="213")
    assert lines["economic-310"] == "100"
    assert not unproven(conversion, "general-budget-by-function")
    assert not errors(conversion)


def test_other_expenditure_may_be_all_that_has_no_column_and_is_held_back(tmp_path: Path) -> None:
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", CLASSES.format("其他支出")))
    assert [f.label for f in conversion.findings if f.check == "unknown-heading"] == ["其他支出"]
    assert not [f for f in conversion.facts if f.line.startswith("economic-399")]
    assert not errors(conversion)


def test_one_fund_named_below_the_appropriation_is_some_of_it(tmp_path: Path) -> None:
    rows = """项目名称/2|合计/2|财政拨款*2|其他资金/2
    小计|其中：政府性基金
    合计|200.00|180.00|30.00|20.00
    水渠修缮|120.00|120.00|30.00|
    人才培训|80.00|60.00||20.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", rows))
    assert amounts(conversion, "project-expenditure", "fund", line="total") == {
        "all": "200", "fiscal-appropriation": "180", "government-fund": "30", "unit-funds": "20",
    }  # fmt: skip
    assert not errors(conversion)


def test_classes_below_business_expenditure_are_of_it(tmp_path: Path) -> None:
    """商品和服务支出 below 经营支出 was read as all that is spent on them."""
    rows = """收入*2|支出*4
    项目|预算数|项目（按功能）|预算数|项目（按用途）|预算数
    一、一般公共预算拨款|440.00|一、教育支出|450.00|一、基本支出|300.00
    二、单位资金|60.00|二、卫生健康支出|50.00|工资福利支出|250.00
    ||||商品和服务支出|50.00
    ||||二、项目支出|150.00
    ||||商品和服务支出|150.00
    ||||三、事业单位经营支出|50.00
    ||||商品和服务支出|50.00
    收入总计|500.00|支出总计|500.00|支出总计|500.00"""
    conversion = read(tmp_path, ("收支总表", rows), title="某市第一中学2024年单位预算")
    assert amounts(conversion, "budget-summary", "category", line="economic-302") == {
        "basic": "50", "project": "150", "business-operation": "50",
    }  # fmt: skip
    assert not errors(conversion)
    assert not unproven(conversion, "budget-summary")
