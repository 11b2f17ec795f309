"""What titles and covers print: publishers word and set them in many ways, and not every line with a year is one."""

from __future__ import annotations

import pytest
from yusuan.converters.cover import Titled, as_line, title_among


def titled(*lines: str) -> Titled:
    bare = [as_line(line) for line in lines]
    found = title_among(bare, bare)
    assert found
    return found


@pytest.mark.parametrize("above", ["首页 > 政务公开", "当前位置：首页", "信息公开", "首页｜要闻｜互动"])
def test_where_a_web_page_says_that_one_is_belongs_to_no_name(above: str) -> None:
    """The unit was 首页>政务公开某市民政局 once."""
    for title in (["某市民政局2024年部门预算"], ["某市民政局", "2024年部门预算"]):
        assert titled(above, *title, "支出总表").name == "某市民政局"
    assert titled("首页 > 财政预决算 > 某市民政局2024年部门预算", "支出总表").name == "某市民政局"


@pytest.mark.parametrize(
    "cover",
    [
        ["2023年度", "上海市长宁区教育局", "部门决算"],
        ["上海市长宁区教育局", "部门决算", "（2023年度）"],
        ["上海市长宁区教育局", "2023年度", "部门决算公开"],
        ["上海市长宁区教育局部门决算", "（2023年度）"],
        ["2023年度", "上海市长宁区教育局部门决算"],
        ["上海市长宁区教育局", "年度部门决算", "2023"],
    ],
)
def test_a_cover_may_print_year_name_and_kind_in_lines_of_their_own(cover: list[str]) -> None:
    told = titled(*cover, "目录", "收入支出决算总表")
    assert (told.name, told.year, told.scope, told.kind) == ("上海市长宁区教育局", 2023, "部门", "决算")


def test_lines_of_a_cover_that_name_two_units_or_none_are_no_title() -> None:
    for lines in (["2023年度", "某市教育局", "某市民政局", "部门决算"], ["某市教育局", "2023年度", "工作总结"]):
        assert title_among(lines, lines) is None


@pytest.mark.parametrize(
    "title",
    [
        "某市教育局关于2024年部门预算公开的说明",
        "某市教育局关于公布2024年度部门预算的公告",
        "关于某市教育局2024年部门预算的公示",
        "关于公开某市教育局2024年部门预算的公告",
        "某市教育局部门2024年预算",
        "某市教育局部门预算公开（2024年）",
        "2024年部门预算公开——某市教育局",
        "2024年部门预算公开 某市教育局",
        "二〇二四年部门预算　某市教育局",
        "2024年部门预算公开（某市教育局）",
        "2024年度 部门预算 某市教育局 二〇二四年二月",
        "某市教育局2024年度部门整体预算",
        "某市教育局（汇总）2024年部门预算",
        "某市教育局（含所属单位）2024年部门预算",
        "某市教育局2024年部门预算安排情况",
        "某市教育局2024年收支预算",
        "某市教育局2024年度财政预算公开",
        "某市教育局2024年“三公”经费预算公开",
        "某市教育局2024年部门（单位）预算公开",
        "某市教育局2024年（部门预算）",
        "某市教育局2024部门预算",
        "某市教育局：2024年部门预算",
        "附件1：某市教育局2024年部门预算编报说明",
        "某市教育局2024年部门预算汇编",
        "某市教育局2024年部门预算和2024—2026年支出规划",
        "某市教育局2024年部门预算及2024-2026年部门中期财政规划公开",
    ],
)
def test_titles_as_publishers_word_them(title: str) -> None:
    told = titled(title, "收支总表")
    assert (told.name, told.year, told.kind) == ("某市教育局", 2024, "预算")


@pytest.mark.parametrize(
    "lines",
    [
        ("附件1", "某市教育局2024年部门预算"),
        ("附件", "2024年部门预算公开", "某市教育局"),
        ("2024年部门预算公开", "某市教育局"),
        ("2024年部门预算公开", "（某市教育局）"),
        ("2024年部门预算公开", "二〇二四年二月", "某市教育局"),
        ("2024年", "部门预算公开", "某市教育局"),
    ],
)
def test_the_number_of_an_annex_is_no_name_and_a_name_may_stand_below(lines: tuple[str, ...]) -> None:
    assert titled(*lines, "收支总表").name == "某市教育局"


@pytest.mark.parametrize(
    "below", ["公开部门：某市教育局", "来源：某市财政局", "（含所属单位）", "情况说明", "目录", "2024年2月8日"]
)
def test_what_else_stands_below_a_title_is_no_name(below: str) -> None:
    """The unit was 公开部门：某市教育局 once."""
    for lines in (("2024年部门预算公开", below), (f"2024年部门预算公开 {below}",)):
        bare = [as_line(line) for line in lines]
        assert not any(t.name for t in [title_among(bare, bare)] if t)


def test_a_document_without_lines_has_no_title() -> None:
    assert title_among([], []) is None


@pytest.mark.parametrize(
    "title", ["某市教育局2024-2026年部门预算", "2024年部门预算由某市教育局", "2024年部门预算绩效目标表"]
)
def test_what_is_no_title_of_one_year_names_nobody(title: str) -> None:
    assert title_among([title], [title]) is None


@pytest.mark.parametrize(
    "above", ["某市水务局是市政府工作部门。", "第一部分 某市水务局概况", "一、主要职责", "目录", "1", "—12—"]
)
def test_a_sentence_or_a_heading_is_no_first_half_of_the_title_below_it(above: str) -> None:
    """The unit was 某市水务局是市政府工作部门。第三部分某市水务局 once."""
    assert titled(above, "第三部分 某市水务局2025年部门预算情况说明").name == "某市水务局"


def test_a_title_of_a_budget_and_a_plan_does_not_go_on_in_the_line_below() -> None:
    """The whole line was the unit's name once."""
    title = "某市教育局2024年部门预算和2024—2026年支出规划"
    assert titled(title, "第二部分 2024年部门预算表").name == "某市教育局"


@pytest.mark.parametrize(
    "above", ["内设8个科室、6个管理部。", "负责住房公积金的归集，下设一个服务中心", "第一部分 部门概况"]
)
def test_a_sentence_above_a_title_that_names_nobody_is_no_name(above: str) -> None:
    """The text of a set of files may have no cover: its unit was 内设8个科室、6个管理部。"""
    assert titled("二、机构设置", above, "第三部分 2024年部门预算情况说明").name == ""
