"""Columns headed with economic classes and items: which code each names, and when it names none."""

from __future__ import annotations

import pytest
from yusuan.converters.forms.economics import economic_columns
from yusuan.converters.forms.form import load_forms
from yusuan.converters.forms.naming import codes_below
from yusuan.datapackage.classification import economic

FORMS = {form.id: form for form in load_forms()}
BELOW = {"economic": codes_below(economic(2024)), "economic-government": codes_below(economic(2024, "government"))}


def columns(*paths: str, form: str = "expenditure-summary") -> dict[int, str]:
    """The codes of columns; headings one below the other are parted by a slash."""
    found = economic_columns(FORMS[form], [tuple(path.split("/")) for path in paths], BELOW)
    return {index: column.code for index, column in found.items()}


def test_classes_and_items_are_known_by_name() -> None:
    assert columns("合计", "机关工资福利支出", "基本支出/基本工资") == {1: "501", 2: "30101"}


def test_what_both_classifications_have_is_told_by_the_other_headings() -> None:
    assert columns("基本工资", "津贴补贴", "住房公积金")[2] == "30113"
    assert columns("社会保障缴费", "住房公积金")[1] == "50103"


def test_a_name_of_both_alone_says_nothing() -> None:
    assert columns("合计", "住房公积金") == {}
    assert columns("单位资金/事业收入", "单位资金/其他支出") == {}


@pytest.mark.parametrize("others", [(), ("办公费", "印刷费", "差旅费")])
def test_a_name_with_another_meaning_is_an_item_only_among_items(others: tuple[str, ...]) -> None:
    """公务接待费 is a part of “三公” elsewhere."""
    assert columns("公务接待费", *others).get(0) == ("30217" if others else None)


def test_a_sum_is_of_the_class_that_its_items_belong_to() -> None:
    group = "工资福利支出"
    assert columns(f"{group}/小计", f"{group}/基本工资", f"{group}/津贴补贴", f"{group}/奖金")[0] == "301"
    own, public = ("小计", "工资奖金津补贴", "社会保障缴费"), "对事业单位经常性补助"
    government = columns(*(f"{group}/{heading}" for heading in own), f"{public}/小计", f"{public}/{group}")
    assert government == {0: "501", 1: "50101", 2: "50102", 3: "505", 4: "50501"}


def test_a_sum_over_items_of_another_class_is_not_named() -> None:
    assert 0 not in columns("商品和服务支出/小计", "商品和服务支出/基本工资", "津贴补贴")


def test_a_form_with_lines_of_its_own_has_no_economic_columns() -> None:
    assert columns("会议费", "办公费", "印刷费", "差旅费", form="three-public") == {}
