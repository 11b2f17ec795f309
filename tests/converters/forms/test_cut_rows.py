"""Rows that a page break cuts in two, grids of a PDF: of a tall row the words of several columns go on below."""

from __future__ import annotations

import pytest
from yusuan.converters.forms.cut_rows import cut_rows_joined
from yusuan.converters.table import UNKNOWN, Cell, Table
from yusuan.datapackage.model import Origin

HEADINGS = ("项目编码", "项目名称", "项目单位", "合计")
WHOLE = ("42010024501T000000100", "系统运行", "武汉市某某区某某街道办事处", "20.00")


def grid(*rows: tuple[str, ...]) -> Table:
    return Table(tuple(tuple(Cell(text, Origin("made")) for text in row) for row in rows), Origin("made"), exact=True)


def joined(cut: tuple[str, ...], below: tuple[str, ...], before: tuple[str, ...] = WHOLE) -> list[list[str]]:
    tables, lost = cut_rows_joined([grid(HEADINGS, before, cut), grid(HEADINGS, below)], lambda _: False)
    assert not lost
    return [[c.text for c in row] for t in tables for row in t.rows if row[0].text != HEADINGS[0]]


@pytest.mark.parametrize(("upper", "lower"), [("30.00", ""), ("", "30.00")])
def test_a_tall_row_is_one_row_wherever_its_amounts_stand(upper: str, lower: str) -> None:
    """It was published under a unit called 武汉市某, with half a code."""
    found = joined(("42010024", "历史遗", "武汉市某", upper), ("501T000000104", "留问题", "某区某某街道办事处", lower))
    assert found[-1] == ["42010024501T000000104", "历史遗留问题", "武汉市某某区某某街道办事处", "30.00"]


@pytest.mark.parametrize(
    ("cut", "below"),
    [
        (("42010024501T000000101", "网站维护", "武汉市某某区某某街道办事处", "30.00"), ("502", "某某学校", "", "")),
        (("42010024", "历史遗", "武汉市某", "30.00"), ("501T000000104", "留问题", "某区某某街道办事处", "5.00")),
    ],
)
def test_two_rows_stay_two(cut: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert joined(cut, below)[-2:] == [list(cut), list(below)]


def test_the_end_of_a_number_alone_on_the_next_page_is_no_number() -> None:
    found = joined(("", "社会科学", "", "2,978,201"), ("", "", "", ".32"))
    assert found[-1] == ["", "社会科学", "", "2,978,201.32"]


def test_the_last_digit_of_a_code_stands_on_the_next_page() -> None:
    found = joined(("201040", "行政运行", "", "20.00"), ("1", "", "", ""))
    assert found[-1] == ["2010401", "行政运行", "", "20.00"]
    assert joined(("20104", "行政运行", "", "20.00"), ("1", "", "", ""))[-2][0] == "20104"


@pytest.mark.parametrize("cut", ["7,365,910.4", "7,365", "0"])
def test_a_number_of_fewer_decimals_at_the_end_of_a_page_may_be_cut(cut: str) -> None:
    """7,365,910.4 of 7,365,910.48 was published where the next page had other columns."""
    tables, _ = cut_rows_joined([grid(HEADINGS, WHOLE, ("", "另一项", "", cut)), grid(("甲", "5.00"))], lambda _: False)
    assert (tables[0].rows[-1][-1].text == f"{cut}{UNKNOWN}") == (cut != "0")


def test_a_number_that_lost_its_last_digit_has_it_on_the_next_page() -> None:
    """It stood alone at the edge of its cell, and was taken for one of which the rest is nowhere."""
    found = joined(("", "事业运行", "", f"1,855,755.2{UNKNOWN}"), ("", "", "", "4"))
    assert found[-1] == ["", "事业运行", "", "1,855,755.24"]


@pytest.mark.parametrize("names", ["coded", "uncoded"])
def test_the_rest_of_one_name_is_no_heading_of_the_rows_below(names: str) -> None:
    """The columns of the second page had no headings then; without a code beside it the word may be a row's own."""
    headings = ("科目编码", "科目名称", "决算数", "科目编码", "科目名称", "决算数")
    cut = ("30109", "职业年金缴费", "88.20", "30299" if names == "coded" else "", "其他商品和服务", "110.25")
    tables, _ = cut_rows_joined(
        [
            grid(headings, cut),
            grid(("", "", "", "", "支出", ""), ("30110", "职工基本医疗保险缴费", "5.51", "307", "利息", "")),
        ],
        lambda _: False,
    )
    rows = [[c.text for c in row] for t in tables for row in t.rows]
    assert ("其他商品和服务支出" in rows[1]) == (names == "coded")
    assert (["", "", "", "", "支出", ""] in rows) == (names == "uncoded")


LINES = {
    "一、教育支出",
    "二、社会保障和就业支出",
    "一、一般公共预算",
    "一、一般公共预算财政拨款",
    "财政拨款",
    "本年支出合计",
}


@pytest.mark.parametrize(
    "rest, whole",
    [
        (("", "", "和就业支出", ""), ["一、一般公共预算", "9.00", "二、社会保障和就业支出", "9.00"]),
        (("财政拨款", "", "和就业支出", ""), ["一、一般公共预算财政拨款", "9.00", "二、社会保障和就业支出", "9.00"]),
        (("财政拨款", "", "", ""), None),  # the name above is whole without it
        (("", "", "本年支出合计", ""), None),
        (("", "", "和就业支出", "9.00"), None),
        (("", "", "其中：", ""), None),
    ],
)
def test_the_rest_of_names_that_are_lines_only_with_it_is_no_heading(
    rest: tuple[str, ...], whole: list[str] | None
) -> None:
    headings = ("项目", "金额", "项目", "金额")
    cut = ("一、一般公共预算", "9.00", "二、社会保障", "9.00")
    tables, _ = cut_rows_joined([grid(headings, cut), grid(headings, rest)], LINES.__contains__)
    rows = [[c.text for c in row] for t in tables for row in t.rows]
    assert (whole in rows, list(rest) in rows) == ((True, False) if whole else (False, True))


STEPS = [("", "20805", "", "行政事业单位养老支出", "9.00"), ("210", "", "", "卫生健康支", "9.00")]
GLUED = [("合计", "27.00"), ("208 社会保障和就业支出", "9.00"), ("20805 行政事", "9.00")]


@pytest.mark.parametrize(
    "rows, rest, after, whole",
    [
        (STEPS, ("", "", "", "出", ""), ("", "21011", "", "行政事业单位医疗", "9.00"), "卫生健康支出"),
        (GLUED, ("业单位养老支出", ""), ("2080502 事业单位离退休", "9.00"), "20805 行政事业单位养老支出"),
        (GLUED, ("业单位养老支出", ""), ("办公费", "9.00"), None),  # rows without codes: it may be the name of one
        (GLUED, ("合计", ""), ("2080502 事业单位离退休", "9.00"), None),
        (GLUED, ("221 住房保障支出", ""), ("2080502 事业单位离退休", "9.00"), None),
    ],
)
def test_the_rest_of_a_coded_name_is_its_rows_wherever_the_code_stands(
    rows: list[tuple[str, ...]], rest: tuple[str, ...], after: tuple[str, ...], whole: str | None
) -> None:
    tables, _ = cut_rows_joined([grid(*rows), grid(rest, after)], {"合计"}.__contains__)
    texts = [c.text for t in tables for row in t.rows for c in row]
    assert (whole in texts) == (whole is not None)
    assert ("".join(rest) in texts) == (whole is None)


@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize(
    "rest, after, whole",
    [
        (("", "", "级", ""), ("特定目标类", "校舍维修", "某市教育局本级", "2.00"), True),
        (("", "导", "级", ""), ("特定目标类", "校舍维修", "某市第一中学", "2.00"), None),  # by the headings alone
        (("", "", "某市第一中学", ""), ("特定目标类", "校舍维修", "某市第一中学", "2.00"), False),
        (("合计", "", "级", ""), ("特定目标类", "校舍维修", "某市第一中学", "2.00"), False),
        (("", "", "级", "3.00"), ("特定目标类", "校舍维修", "某市第一中学", "2.00"), False),
    ],
)
def test_the_rest_of_words_below_headings_that_are_printed_again_is_no_heading(
    *, again: bool, rest: tuple[str, ...], after: tuple[str, ...], whole: bool | None
) -> None:
    headings = ("类型", "项目名称", "项目单位", "合计")
    cut = ("特定目标类", "教育督" if rest[1] else "教育督导", "某市教育局本", "1.00")
    second = grid(headings, rest, after) if again else grid(rest, after)
    tables, _ = cut_rows_joined([grid(headings, cut), second], lambda _: False)
    rows = [[c.text for c in row] for t in tables for row in t.rows]
    joined = ["特定目标类", "教育督导", "某市教育局本级", "1.00"]
    assert (joined in rows, list(rest) in rows) == (
        (True, False) if (again if whole is None else whole) else (False, True)
    )
