"""Titles of printed tables: many ways to write one, and words that make it another table's."""

from __future__ import annotations

import pytest
from yusuan.converters.forms.form import load_forms
from yusuan.converters.titles import (
    Titles,
    is_title_like,
    is_unit_name,
    is_whole_government,
    known_as,
    normalise,
    year_of,
)

TITLES = Titles(load_forms(), "某市第一中学")


def form_of(text: str) -> str | None:
    known = TITLES.of(text)
    return known[0].id if known else None


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("收支总表", "budget-summary"),
        ("附件1-1 2024年部门收支总体情况表", "budget-summary"),
        ("表1：收支总表", "budget-summary"),
        ("表壹 二〇二四年部门收支总表", "budget-summary"),
        ("表一 二〇二四年部门收支总表", "budget-summary"),
        ("表拾贰：收支总表", "budget-summary"),
        ("表伍　二〇二四年一般公共预算支出表", "general-budget-by-function"),
        ("公开01表 收入支出决算总表", "budget-summary"),
        ("收入支出决算总表 公开01表", "budget-summary"),
        ("2016年一般公共预算财政拨款支出决算表（一）公开05表", "general-budget-by-function"),
        ("GK01 收入支出决算总表", "budget-summary"),
        ("某市第一中学2024年收支总表（单位：万元）", "budget-summary"),
        ("某县教育局2024年部门预算收支总表", "budget-summary"),
        ("收支总表（续）", "budget-summary"),
        ("附表8 一般公共预算支出经济分类情况表（本级支出）", "expenditure-by-economic"),
        ("部门决算相关信息统计表", "three-public"),
        ("“三公”经费及会议费、培训费支出决算表", "three-public"),
        ("单位收入总表", "revenue-summary"),
        ("部门支出总体情况表（按功能分类）", "expenditure-summary"),
        ("表四 财政拨款收支总表", "appropriation-summary"),
        ("一般公共预算当年拨款支出表", "general-budget-by-function"),
        ("一般公共预算支出表（分单位）", "general-budget-by-unit"),
        ("2022年一般公共预算支出情况表（按单位）", "general-budget-by-unit"),
        ("附：财政拨款“三公”经费预算对比表", "three-public"),
        ("“三公”经费及机构运行信息决算表", "three-public"),
        ("表3 支出决算表（分单位分科目）", "expenditure-summary"),
        ("政府性基金2024年支出预算表", "government-fund"),
        ("九、国有资本经营预算支出表", "state-capital"),
        ("一般公共预算财政拨款“三公”经费支出情况表", "three-public"),
        ("财政拨款“三公”经费、会议费、培训费支出预算表", "three-public"),
        ("一般公共预算拨款“三公”经费及会议费和培训费预算表", "three-public"),
        ("会议费、培训费支出表", None),
        ("一般公共预算支出表（按经济分类）", "expenditure-by-economic"),
        ("一般公共预算项目支出表", "project-expenditure"),  # of that fund alone, as the form's scopes say
        ("公共预算财政拨款基本支出决算明细表", "basic-expenditure-by-economic"),  # as it was called before 2015
        ("公共财政预算财政拨款支出决算表", "general-budget-by-function"),
        ("般公共预算支出表", "general-budget-by-function"),  # 一 was taken for a rule
        ("某县部门收支总表", "budget-summary"),
        ("某市教育局部门决算公开01表 收入支出决算总表", "budget-summary"),
        ("附件2：2024年度部门预算公开表格（某县民政局）支出总表", "expenditure-summary"),
        ("某县部门（含所属单位）收入总表", "revenue-summary"),
        ("2024年部门年度预算支出总表", "expenditure-summary"),
        ("某市事业单位登记管理局收支总表", "budget-summary"),
        ("某市教育局机关及所属事业单位收支总表", "budget-summary"),
        ("某市总工会2024年收支总表", "budget-summary"),
        ("表1 收支总表（某县水文站）", "budget-summary"),
        ("一般公共预算支出表——某市实验小学", "general-budget-by-function"),
        ("支出总表（专项资金项目库）", None),  # no unit, though it ends as the names of some do
    ],
)
def test_a_title_is_known_in_whatever_dress(text: str, form: str) -> None:
    assert form_of(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "会议费支出表",  # ends like 支出表, and is not of all expenditure
        "项目支出绩效目标表",
        "某市一般公共预算支出表",  # a place: the whole government's
        "2024年全市一般公共预算支出决算表",
        "市级一般公共预算支出决算表",
        "一般公共预算支出表反映本部门当年一般公共预算的支出情况。",
        # 部门 and 单位 alone say whose a table is, not that what follows them is all of it
        "部门民生支出预算表",
        "部门（民生）支出预算表",
        "部门重点支出预算表",
        "单位自有支出表",
        "单位利息收入表",
        "单位非财政拨款支出表",  # the very opposite of 财政拨款支出表
        "某市第一中学单位食堂收支预算表",
        "某市教育局单位工会收支预算表",
        "所属单位支出总表",  # of others
        "某市教育局下属事业单位收支预算表",
        "部门资金支出表",
        "某市第一中学下属幼儿园收支预算表",
        "内部收支表",
    ],
)
def test_a_title_of_another_table_is_not_taken(text: str) -> None:
    assert form_of(text) is None


@pytest.mark.parametrize(
    "text", ["财政专户管理资金预算支出表", "某市第一中学2024年财政专户资金支出情况表", "财政专户管理资佥支出表"]
)
def test_a_title_in_other_words_says_what_the_known_one_says(text: str) -> None:
    form = next(form for form in load_forms() if form.id == "expenditure-summary")
    assert form.within(known_as(form.titles, text), ()).base["fund"] == "fiscal-special-account"


def test_two_forms_that_share_a_title_are_told_apart_by_their_codes() -> None:
    forms: dict[str, dict[str, str]] = {}
    for form in load_forms():
        for title in form.titles:
            forms.setdefault(normalise(title), {})[form.id] = form.rows
    shared = {title: set(rows.values()) for title, rows in forms.items() if len(rows) > 1}
    assert normalise("一般公共预算支出明细表") in shared
    assert {title: rows for title, rows in shared.items() if rows != {"function", "economic"}} == {}


def test_a_number_alone_is_no_title() -> None:
    assert not is_title_like("公开02表")
    assert is_title_like("部门决算公开相关信息统计表")


def test_tables_that_only_a_government_has() -> None:
    assert is_whole_government(["一般公共预算收入表", "政府一般债务限额和余额情况表"])
    assert not is_whole_government(["一般公共预算支出表", "政府性基金预算支出表"])
    funds = ["政府性基金预算收入表", "国有资本经营预算收入表"]
    assert is_whole_government(funds)
    assert not is_whole_government(funds, "某县民政局2024年部门预算")
    assert not is_whole_government(["拟订政府债务管理制度，编制社会保险基金预算。"])


def test_the_year_of_a_title() -> None:
    assert year_of("2023年度收入支出决算总表") == 2023
    assert year_of("收支总表") is None


@pytest.mark.parametrize("kind", ["行政单位", "（一）行政单位", "2.参照公务员法管理的事业单位", "其他事业单位"])
def test_a_kind_of_units_is_no_unit(kind: str) -> None:
    assert not is_unit_name(kind)
    assert is_unit_name(f"某市{kind[-2:]}")
