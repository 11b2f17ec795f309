"""Fields too many, too few, cut or moved: a row is placed only where one way is left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from yusuan.converters.forms import listing
from yusuan.converters.forms.form import Form, load_forms
from yusuan.converters.table import Table

Grid = Callable[[str], Table]

HEAD = "科目编码|科目名称|合计|基本支出|项目支出|事业单位经营支出|上缴上级支出|对附属单位补助支出"
ROWS = (
    "|合计|90.00|60.00|30.00|||",
    "201|一般公共服务支出|50.00|40.00|10.00|||",
    "20103|政府办公厅(室)及相关机构事务|50.00|40.00|10.00|||",
    "2010350|事业运行|40.00|40.00|0.00|||",
    "2010399|其他政府办公厅(室)及相关机构事务支出|10.00|0.00|10.00|||",
)


@pytest.fixture(scope="module")
def form() -> Form:
    return next(f for f in load_forms() if f.id == "expenditure-summary")


def read(grid: Grid, form: Form, *rows: str) -> tuple[dict[tuple[str, str], str], list[str]]:
    reading = listing.interpret(form, [grid("\n".join((HEAD, *ROWS, *rows)))])
    amounts = {(a.code, a.means["category"]): str(a.value) for a in reading.amounts if a.code.startswith("208")}
    return amounts, [d.check for d in reading.doubts]


USUAL = {("208", "all"): "40.00", ("208", "basic"): "20.00", ("208", "project"): "20.00"}


@pytest.mark.parametrize(
    "row",
    [
        "208|社会保障和就业支出|40.00|20.00|20.00|||",
        "208||社会保障和就业支出|40.00|20.00|20.00|||",
        "208|社会保障和就业支出||40.00|20.00|20.00|||",
        "208|社会保障和就业支出|40.00|20.00|20.00",
        "208|社会保障和就业支出|40.00|0|20.00|20.00|||",
        "208|社会保障和就业支出|40.00|20.00|20.00|0|||",
        "208|社会保障和就业支出|40. 00|20 . 00|20.00|||",
    ],
    ids=["as headed", "empty before the name", "empty before the amounts", "short", "cut", "cut at the end", "spaces"],
)
def test_one_way_is_left(grid: Grid, form: Form, row: str) -> None:
    assert read(grid, form, row) == (USUAL, [])


def test_a_row_that_may_have_moved_or_may_be_of_a_rare_kind_is_held_back(grid: Grid, form: Form) -> None:
    amounts, doubts = read(grid, form, "208|社会保障和就业支出|40.00||20.00|20.00||")
    assert (amounts, doubts) == ({}, ["columns-undecided"])


def test_a_row_with_a_field_too_many_that_may_stand_further_left_is_held_back(grid: Grid) -> None:
    """Blanks are blank here: 40.00 is of projects where the last blank is surplus, basic where the one before is."""
    form = next(f for f in load_forms() if f.id == "general-budget-by-function")
    rows = ["201|一般公共服务支出|60.00|50.00|10.00", "20103|政府办公厅事务|60.00|50.00|10.00"]
    for row, found in (
        ("208|社会保障和就业支出|40.00|40.00|", {"basic"}),
        ("208|社会保障和就业支出|40.00||40.00|", set[str]()),
    ):
        reading = listing.interpret(form, [grid("\n".join(("科目编码|科目名称|合计|基本支出|项目支出", *rows, row)))])
        assert {
            a.means["category"] for a in reading.amounts if a.code == "208" and a.means["category"] != "all"
        } == found


def test_a_rare_kind_of_money_beside_all_that_others_print_is_taken(grid: Grid, form: Form) -> None:
    amounts, doubts = read(grid, form, "208|社会保障和就业支出|60.00|20.00|20.00|20.00||")
    assert doubts == []
    assert amounts[("208", "business-operation")] == "20.00"


def test_points_for_commas_are_one_number_where_the_row_has_no_place_for_two(grid: Grid) -> None:
    by_function = next(f for f in load_forms() if f.id == "basic-expenditure-by-economic")
    head = "科目编码|科目名称|合计|人员经费|公用经费"
    rows = (
        "|合计|2.910.06|2.900.06|10.00",
        "301|工资福利支出|2 900. 06|2.900.06|0.00",
        "302|商品和服务支出|10.00||2.910.06",
    )
    reading = listing.interpret(by_function, [grid("\n".join((head, *rows)))])
    values = {(a.code, a.means["category"]): str(a.value) for a in reading.amounts if a.value is not None}
    assert values[("", "basic")] == "2910.06"
    assert values[("301", "personnel")] == "2900.06"
    assert ("302", "operating") not in values, "beside a blank field the print may be two numbers"


@pytest.mark.parametrize(
    "broken",
    [
        ("20805|行政事业单位养老支出|40.00|20.00|20.00|||", "02|||||||"),
        ("20805|||||||", "02|行政事业单位养老支出|40.00|20.00|20.00|||"),
    ],
    ids=["the rest below", "the beginning above"],
)
def test_a_code_over_two_lines(grid: Grid, form: Form, broken: tuple[str, str]) -> None:
    amounts, doubts = read(grid, form, *broken)
    assert doubts == []
    assert {code for code, _ in amounts} == {"2080502"}


FINAL = "科目编码|科目名称|合计|基本支出|项目支出"
SPENT = (
    "|合计|90.00|60.00|30.00",
    "201|一般公共服务支出|50.00|20.00|30.00",
    "20103|政府办公厅事务|50.00|20.00|30.00",
    "2010301|行政运行|20.00|20.00|",
    "2010302|一般行政管理事务|30.00||30.00",
    "221|住房保障支出|40.00|40.00|",
)


def spent(grid: Grid, head: str, *rows: str) -> tuple[set[tuple[str, str, str]], list[str]]:
    form = next(f for f in load_forms() if f.id == "general-budget-by-function")
    reading = listing.interpret(form, [grid("\n".join((head, *SPENT, *rows)))])
    return {(a.code or "total", a.means["category"], str(a.value)) for a in reading.amounts if a.value}, [
        d.check for d in reading.doubts
    ]


@pytest.mark.parametrize("total", ["合计", "其他"], ids=["total known", "heading of the total unknown"])
def test_a_blank_too_many_where_rows_print_their_total_puts_none_into_the_next_column(grid: Grid, total: str) -> None:
    """Final accounts leave blank what is nothing: 40.00 | 40.00 was of basic and of projects once."""
    found, _ = spent(grid, FINAL.replace("合计", total), "22102|住房改革支出||40.00|40.00|")
    assert not {f for f in found if f[:2] == ("22102", "project")}
    assert ("22102", "basic", "40.00") in found or total != "合计"


def test_an_amount_does_not_move_below_the_heading_of_names(grid: Grid) -> None:
    """The heading 科目名称 is none of this form: the total went there, and the next column became the total, once."""
    form = next(f for f in load_forms() if f.id == "revenue-summary")
    head = (
        "功能分类科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入"
    )
    rows = (
        "|合计|564.70|557.54||3.99|||3.17", "205|教育支出|155.78|148.62||3.99|||3.17", "20502|普通教育|87.57|80.41||3.99|||3.17",
        "2050204|高中教育|87.57|80.41||3.99|||3.17", "20509|教育费附加安排的支出|67.21|67.21|||||",
    )  # fmt: skip
    reading = listing.interpret(form, [grid("\n".join((head, *rows)))])
    assert not [a for a in reading.amounts if str(a.value) == "557.54" and a.means["fund"] == "all"]


def test_an_amount_of_the_total_alone_in_its_column_is_held_back(grid: Grid) -> None:
    head = "科目编码|科目名称|合计|人员经费|公用经费"
    form = next(f for f in load_forms() if f.id == "basic-expenditure-by-economic")
    rows = [
        "|合计|90.00||90.00",
        "301|工资福利支出|60.00|60.00|",
        "30101|基本工资|60.00|60.00|",
        "303|补助|30.00|30.00|",
    ]
    reading = listing.interpret(form, [grid("\n".join((head, *rows)))])
    assert not [a for a in reading.amounts if a.means["category"] == "operating" and a.value]
    assert "columns-undecided" in [d.check for d in reading.doubts]
