"""Statements of two sides, and what a page break in an OCR run does to them."""

from __future__ import annotations

from collections.abc import Callable

from yusuan.converters.forms import statement
from yusuan.converters.forms.form import Form, load_forms, numbering
from yusuan.converters.forms.reading import Interpretation
from yusuan.converters.table import Table

Grid = Callable[[str], Table]
CLASSES = {
    "一般公共服务支出": "201",
    "教育支出": "205",
    "住房保障支出": "221",
    "其他支出": "229",
    "债务付息支出": "232",
}


def form(name: str) -> Form:
    return next(f for f in load_forms() if f.id == name)


def class_code(_: str, name: str) -> str | None:
    return CLASSES.get(name)


def interpret(name: str, *tables: Table) -> Interpretation:
    return statement.interpret(form(name), tables, class_code)


def lines(reading: Interpretation) -> dict[tuple[str, str, str], str | None]:
    return {
        (a.means["flow"], a.means["line"], a.means["origin"]): None if a.value is None else str(a.value)
        for a in reading.amounts
    }


def test_each_side_gets_its_lines(grid: Grid) -> None:
    reading = interpret(
        "budget-summary",
        grid("""
收 入||支|出
项 目|预算数|项 目|预算数
一、一般公共预算拨款收入|2, 910. 06|一、一般公共服务支出|2, 800. 00
二、事业收入|0.00|二、教育支出|110.06
本年收入合计|2,910.06|本年支出合计|2,910.06
上年结转结余|0.00|年终结转结余|0.00
收 入 总 计|2,910.06|支 出 总 计|2,910.06
"""),
    )
    assert lines(reading) == {
        ("revenue", "general-public-budget-appropriation", "current-year"): "2910.06",
        ("expenditure", "function-201", "all"): "2800.00",
        ("revenue", "business-income", "current-year"): "0.00",
        ("expenditure", "function-205", "all"): "110.06",
        ("revenue", "current-year-revenue", "current-year"): "2910.06",
        ("expenditure", "current-year-expenditure", "all"): "2910.06",
        ("balance", "carried-over", "carried-over"): "0.00",
        ("balance", "carried-to-next-year", "all"): "0.00",
        ("revenue", "total", "all"): "2910.06",
        ("expenditure", "total", "all"): "2910.06",
    }
    assert not reading.doubts


def test_a_row_read_from_right_to_left_is_turned_round(grid: Grid) -> None:
    """The amount fused to the right label belongs to the left one; the right one lost its own."""
    reading = interpret(
        "budget-summary",
        grid("一、一般公共预算拨款收入|30.00|一、教育支出|0.00\n"),
        grid("30.00本年支出合计|本年收入合计\n12. 50 年终结转结余|上年结转结余\n"),
    )
    found = lines(reading)
    assert found[("revenue", "current-year-revenue", "current-year")] == "30.00"
    assert found[("expenditure", "current-year-expenditure", "all")] is None
    assert found[("balance", "carried-over", "carried-over")] == "12.50"


def test_an_amount_fused_to_the_next_label_stays_with_its_own(grid: Grid) -> None:
    reading = interpret("appropriation-summary", grid("收 入 总 计|3842.35 支 出 总 计|3842. 36\n"))
    assert lines(reading) == {("revenue", "total", "all"): "3842.35", ("expenditure", "total", "all"): "3842.36"}


def test_rows_in_reverse_order_keep_their_heading(grid: Grid) -> None:
    """Read upwards, a child would stand before the heading that says what it is a part of."""
    reading = interpret(
        "appropriation-summary",
        grid("""
|二、年终结转结余|
|(四) 债务付息支出|3.00
|(三) 其他支出|2.00
|(二) 住房保障支出|1.00
"""),
        grid("""
(三) 教育支出|5.00
(二) 住房保障支出|1.00
一、本年支出|9.00
"""),
    )
    assert lines(reading)[("expenditure", "function-221", "all")] == "1.00"
    assert lines(reading)[("expenditure", "function-205", "all")] == "5.00"


def test_the_same_words_under_two_headings_mean_two_things(grid: Grid) -> None:
    reading = interpret(
        "appropriation-summary",
        grid("""
一、本年收入|80.00|一、本年支出|100.00
(一) 一般公共预算拨款|80.00|(一) 教育支出|100.00
二、上年结转|20.00||
(一) 一般公共预算拨款|20.00||
"""),
    )
    found = lines(reading)
    assert found[("revenue", "general-public-budget-appropriation", "current-year")] == "80.00"
    assert found[("balance", "general-public-budget-appropriation", "carried-over")] == "20.00"


def test_a_child_without_its_heading_is_held_back(grid: Grid) -> None:
    reading = interpret("appropriation-summary", grid("(一) 一般公共预算拨款|80.00||\n"))
    assert not reading.amounts
    assert [d.check for d in reading.doubts] == ["unknown-line"]


def test_blank_cells_are_lost_only_where_the_side_prints_its_zeros(grid: Grid) -> None:
    printed = interpret("budget-summary", grid("一、教育支出|0.00\n二、住房保障支出|\n"))
    blank = interpret("budget-summary", grid("一、教育支出|5.00\n二、住房保障支出|\n"))
    assert lines(printed)[("expenditure", "function-221", "all")] is None
    assert ("expenditure", "function-221", "all") not in lines(blank)


def test_labels_read_again_into_one_cell_are_not_taken_twice(grid: Grid) -> None:
    reading = interpret(
        "budget-summary",
        grid("一、教育支出|5.00\n二、住房保障支出|6.00\n|一、教育支出 二、住房保障支出 二、住房保障支出\n"),
    )
    assert len(reading.amounts) == 2
    assert [d.check for d in reading.doubts] == ["row-printed-twice"]


def test_an_unknown_line_is_held_back(grid: Grid) -> None:
    reading = interpret("budget-summary", grid("一、教育支出|5.00\n二、星际探索支出|6.00\n"))
    assert len(reading.amounts) == 1
    assert [d.check for d in reading.doubts] == ["unknown-line"]


def test_a_second_amount_behind_one_label_is_held_back(grid: Grid) -> None:
    reading = interpret("budget-summary", grid("一、教育支出|5.00|6.00\n"))
    assert [d.check for d in reading.doubts] == ["amount-without-label"]


def test_numerals_count_as_they_are_spoken() -> None:
    printed = ["一、", "(十二)", "十九、", "二十、", "廿一、", "(廿四)", "卅、", "3."]
    assert [numbering(p) for p in printed] == [1, 12, 19, 20, 21, 24, 30, 3]
