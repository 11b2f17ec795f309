"""Exact grids: columns named by the whole path of headings, blocks side by side, several layouts."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.forms import exact
from yusuan.converters.forms.form import Form, load_forms
from yusuan.converters.forms.naming import codes_below
from yusuan.converters.forms.reading import Interpretation
from yusuan.converters.table import Cell, Table
from yusuan.datapackage.classification import economic, functional
from yusuan.datapackage.model import Origin

CLASSES = {"一般公共服务支出": "201", "教育支出": "205", "住房保障支出": "221"}


def form(name: str) -> Form:
    return next(f for f in load_forms() if f.id == name)


def grid(text: str, reader: str = "made") -> Table:
    """A grid of ``|`` separated cells; ``<2x3>`` behind a text is its rowspan and colspan."""
    rows: list[tuple[Cell, ...]] = []
    for line in text.strip("\n").splitlines():
        cells: list[Cell] = []
        for field in line.split("|"):
            content, _, span = field.partition("<")
            down, _, across = span.rstrip(">").partition("x")
            cells.append(Cell(content, Origin(reader), int(down or 1), int(across or 1)))
        rows.append(tuple(cells))
    return Table(tuple(rows), Origin(reader), exact=True)


def interpret(name: str, *tables: Table) -> Interpretation:
    return exact.interpret(
        form(name), tables, lambda code_list, label: CLASSES.get(label) if code_list == "functional" else None
    )


def found(reading: Interpretation, *names: str) -> dict[tuple[str, ...], str]:
    return {(a.code or a.label, *(a.means.get(n, "") for n in names)): a.printed for a in reading.amounts}


def test_codes_in_three_columns_are_one_code() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
项目<1x4>||||支出预算<1x3>||
功能分类科目编码<1x3>|||功能分类科目名称<2x1>|合计<2x1>|基本支出<2x1>|项目支出<2x1>
类|款|项||||
205|||教育支出|300.00|100.00|200.00
205|02||普通教育|300.00|100.00|200.00
205|02|01|学前教育|300.00|100.00|200.00
合计<1x4>||||300.00|100.00|200.00
"""),
    )
    assert found(reading, "category", "line") == {
        (code, category, line): amount
        for code, line in (("205", ""), ("20502", ""), ("2050201", ""), ("合计", "total"))
        for category, amount in (("all", "300.00"), ("basic", "100.00"), ("project", "200.00"))
    }
    assert not reading.doubts


def test_the_same_table_by_function_is_not_taken_for_units() -> None:
    """收入总表 has rows of units in one province and of functional codes in another; the heading tells."""
    reading = interpret(
        "revenue-summary",
        grid("""
功能分类科目编码<1x2>||功能分类科目名称<2x1>|合计<2x1>|财政拨款收入<2x1>|事业收入<2x1>
类|款||||
205||教育支出|9.00|8.00|1.00
"""),
    )
    assert {(a.code, a.code_kind) for a in reading.amounts} == {("205", "function")}
    assert found(reading, "fund")[("205", "business-income")] == "1.00"


def test_a_statement_with_several_amounts_on_one_side() -> None:
    reading = interpret(
        "budget-summary",
        grid("""
本年收入<1x2>||本年支出<1x5>||||
项目<3x1>|预算数<3x1>|项目<3x1>|预算数<1x4>|||
|||合计<2x1>|基本支出<1x2>||项目支出<2x1>
||||人员经费|公用经费|
一、财政拨款收入|30.00|一、教育支出|30.00|12.00|8.00|10.00
1、一般公共预算资金|30.00||||
收入总计|30.00|支出总计|30.00|12.00|8.00|10.00
"""),
    )
    assert found(reading, "flow", "line", "category") == {
        ("一、财政拨款收入", "revenue", "fiscal-appropriation", "all"): "30.00",
        ("1、一般公共预算资金", "revenue", "general-public-budget-appropriation", "all"): "30.00",
        ("收入总计", "revenue", "total", "all"): "30.00",
        ("一、教育支出", "expenditure", "function-205", "all"): "30.00",
        ("一、教育支出", "expenditure", "function-205", "personnel"): "12.00",
        ("一、教育支出", "expenditure", "function-205", "operating"): "8.00",
        ("一、教育支出", "expenditure", "function-205", "project"): "10.00",
        ("支出总计", "expenditure", "total", "all"): "30.00",
        ("支出总计", "expenditure", "total", "personnel"): "12.00",
        ("支出总计", "expenditure", "total", "operating"): "8.00",
        ("支出总计", "expenditure", "total", "project"): "10.00",
    }


def test_a_plain_total_belongs_to_the_side_it_stands_on() -> None:
    reading = interpret(
        "budget-summary",
        grid("""
收入<1x2>||支出<1x2>|
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|7.00|一、教育支出|6.00
总计|7.00|总计|6.50
"""),
    )
    assert found(reading, "flow")[("总计", "revenue")] == "7.00"
    assert found(reading, "flow")[("总计", "expenditure")] == "6.50"
    assert {a.means["phase"] for a in reading.amounts} == {"executed"}


def test_a_plain_total_alone_on_a_page_is_of_the_side_of_its_block() -> None:
    first = grid("""
收入<1x2>||支出<1x2>|
项目|决算数|项目|决算数
一、一般公共预算财政拨款收入|7.00|一、教育支出|6.50
""")
    reading = interpret("budget-summary", first, grid("总计|7.00|总计|6.50"))
    assert found(reading, "flow")[("总计", "revenue")] == "7.00"
    assert found(reading, "flow")[("总计", "expenditure")] == "6.50"


def test_three_blocks_of_economic_codes_side_by_side() -> None:
    reading = interpret(
        "basic-expenditure-by-economic",
        grid("""
人员经费<1x3>|||公用经费<1x3>||
经济分类科目编码|科目名称|决算数|经济分类科目编码|科目名称|决算数
301|工资福利支出|5.00|302|商品和服务支出|2.00
30101|基本工资|5.00|30201|办公费|2.00
人员经费合计<1x2>||5.00|公用经费合计<1x2>||2.00
"""),
    )
    assert found(reading, "category") == {
        ("301", "personnel"): "5.00",
        ("30101", "personnel"): "5.00",
        ("302", "operating"): "2.00",
        ("30201", "operating"): "2.00",
        ("人员经费合计", "personnel"): "5.00",
        ("公用经费合计", "operating"): "2.00",
    }


def test_a_total_named_across_blocks_has_its_amount_in_the_last_of_them() -> None:
    """The form of final accounts: 公用经费合计 over five columns, its amount below 资本性支出."""
    reading = interpret(
        "basic-expenditure-by-economic",
        grid("""
人员经费<1x3>|||公用经费<1x6>|||||
科目编码|科目名称|金额|科目编码|科目名称|金额|科目编码|科目名称|金额
301|工资福利支出|5.00|302|商品和服务支出|2.00|310|资本性支出|1.00
人员经费合计<1x2>||5.00|公用经费合计<1x5>|||||3.00
"""),
    )
    assert not reading.doubts
    assert found(reading, "category")["公用经费合计", "operating"] == "3.00"


def test_budget_and_outturn_of_each_line_side_by_side() -> None:
    reading = interpret(
        "three-public",
        grid("""
合计<1x2>||公务用车购置及运行费<1x4>||||公务接待费<1x2>|
预算数<2x1>|决算数<2x1>|购置费<1x2>||运行费<1x2>||预算数<2x1>|决算数<2x1>
||预算数|决算数|预算数|决算数||
5.00|4.00|0.00|0.00|3.00|2.50|2.00|1.50
"""),
    )
    assert found(reading, "line", "phase") == {
        ("合计·预算数", "total", "approved"): "5.00",
        ("合计·决算数", "total", "executed"): "4.00",
        ("公务用车购置及运行费·购置费·预算数", "vehicle-purchase", "approved"): "0.00",
        ("公务用车购置及运行费·购置费·决算数", "vehicle-purchase", "executed"): "0.00",
        ("公务用车购置及运行费·运行费·预算数", "vehicle-operation", "approved"): "3.00",
        ("公务用车购置及运行费·运行费·决算数", "vehicle-operation", "executed"): "2.50",
        ("公务接待费·预算数", "reception", "approved"): "2.00",
        ("公务接待费·决算数", "reception", "executed"): "1.50",
    }


def test_a_heading_that_no_vocabulary_knows_keeps_its_column_out() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
科目编码|科目名称|合计|星际支出
205|教育支出|3.00|1.00
"""),
    )
    assert found(reading, "category") == {("205", "all"): "3.00"}
    assert [d.check for d in reading.doubts] == ["unknown-heading"]


STATEMENT = """
本年收入<1x2>||本年支出<1x5>||||
项目<3x1>|预算数<3x1>|{heading}<3x1>|预算数<1x4>|||
|||合计<2x1>|基本支出<1x2>||项目支出<2x1>
||||人员经费|公用经费|
一、财政拨款收入|90.00|一、一般公共服务支出|60.00|40.00|15.00|5.00
二、事业收入|10.00|二、教育支出|40.00|20.00|10.00|10.00
收入总计|100.00|支出总计|100.00|60.00|25.00|15.00
"""


def test_a_misread_heading_of_names_does_not_give_their_amounts_to_the_rows_on_the_left() -> None:
    whole = found(interpret("budget-summary", grid(STATEMENT.format(heading="项目"))), "flow", "category")
    assert len(whole) == 15
    reading = interpret("budget-summary", grid(STATEMENT.format(heading="项目1")))
    kept = found(reading, "flow", "category")
    assert {flow for _, flow, _ in kept} == {"revenue"}
    assert kept.items() <= whole.items()
    assert [(d.check, d.found) for d in reading.doubts] == [
        ("unknown-heading", text) for text in ("60.00", "40.00", "15.00", "5.00")
    ]


def test_codes_that_go_on_under_a_heading_that_is_not_understood_are_no_codes() -> None:
    table = """
科目编码|{heading}|项|科目名称|合计
205|||教育支出|30.00
205|02||普通教育|30.00
205|02|03|初中教育|30.00
"""
    assert len(interpret("expenditure-summary", grid(table.format(heading="款"))).amounts) == 3
    reading = interpret("expenditure-summary", grid(table.format(heading="欤")))
    assert reading.amounts == ()
    assert "unknown-heading" in {d.check for d in reading.doubts}


@pytest.mark.parametrize("heading", ["依据", "测算过程"])
def test_texts_between_the_amounts_of_a_listing_keep_nothing_out(heading: str) -> None:
    reading = interpret(
        "expenditure-summary",
        grid(f"""
科目编码|科目名称|合计|{heading}|基本支出|项目支出
205|教育支出|30.00|按文件执行|10.00|20.00
221|住房保障支出|5.00|按比例缴存|5.00|
"""),
    )
    assert len(reading.amounts) == 5


def test_a_continued_grid_takes_the_headings_of_the_one_before_only_with_as_many_columns() -> None:
    first = grid("科目编码|科目名称|合计|基本支出\n205|教育支出|3.00|3.00\n")
    same, other = grid("20502|普通教育|3.00|3.00\n"), grid("2050201|学前教育|3.00\n")
    reading = interpret("expenditure-summary", first, same, other)
    assert ("20502", "basic") in found(reading, "category")
    assert not any(a.code == "2050201" for a in reading.amounts)
    assert [d.check for d in reading.doubts] == ["columns-undecided"]


def test_column_numbers_are_no_amounts() -> None:
    reading = interpret(
        "expenditure-summary", grid("科目编码|科目名称|合计|基本支出\n栏次||1|2\n205|教育支出|3.00|3.00\n")
    )
    assert len(reading.amounts) == 2
    assert not reading.doubts


def test_codes_under_a_heading_of_words_are_no_amounts() -> None:
    """科目 spans code and name here and has no heading of its own below: 2010350 is a code, not an amount."""
    reading = interpret(
        "expenditure-summary",
        grid("""
科目<1x2>||合计|基本支出|项目支出
2050201|学前教育|300|100|200
合计<1x2>||300|100|200
"""),
    )
    assert {a.printed for a in reading.amounts} == {"300", "100", "200"}
    assert {a.code for a in reading.amounts} == {"2050201", ""}


def test_a_total_in_whole_numbers_is_no_row_of_counters() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
科目编码|科目名称|合计|基本支出|项目支出
甲|乙|1=2+3|2|3
|合计|300|100|200
205|教育支出|300|100|200
"""),
    )
    assert len(reading.amounts) == 6
    assert not reading.doubts


def test_columns_of_two_years_keep_their_years() -> None:
    reading = interpret(
        "general-budget-by-function",
        grid("""
科目编码<2x1>|科目名称<2x1>|2023年预算数<1x3>|||2024年预算数<1x3>|||增减%<2x1>
||合计|基本支出|项目支出|合计|基本支出|项目支出|
205|教育支出|30.00|10.00|20.00|33.00|11.00|22.00|10.0
"""),
    )
    by_year = {(a.year, a.means["category"]): a.printed for a in reading.amounts}
    assert by_year == {
        ("2023", "all"): "30.00", ("2023", "basic"): "10.00", ("2023", "project"): "20.00",
        ("2024", "all"): "33.00", ("2024", "basic"): "11.00", ("2024", "project"): "22.00",
    }  # fmt: skip


def test_a_column_of_money_that_is_not_the_tables_is_held_back() -> None:
    reading = interpret(
        "general-budget-by-function",
        grid("""
科目编码|科目名称|合计|政府性基金
205|教育支出|30.00|5.00
"""),
    )
    assert {a.printed for a in reading.amounts} == {"30.00"}
    assert [d.check for d in reading.doubts] == ["unknown-heading"]


def test_units_beside_codes_are_not_run_together() -> None:
    """101 and 201 001 would be a code of a unit if they were read as one."""
    reading = interpret(
        "expenditure-summary",
        grid("""
单位编码|单位名称|科目编码|科目名称|合计
101001|某市第一中学|||300.00
101001|某市第一中学|205|教育支出|300.00
|||合计|300.00
"""),
    )
    assert [(a.code, a.code_kind, a.unit_code) for a in reading.amounts] == [
        ("101001", "unit", "101001"), ("205", "function", "101001"), ("", "", ""),
    ]  # fmt: skip


def test_a_project_that_begins_with_a_number_is_no_unit() -> None:
    reading = interpret("project-expenditure", grid("项目名称|合计\n110指挥中心运维|5.00"))
    assert not any(a.code for a in reading.amounts)


HEADED = "科目编码|科目名称|合计|基本支出|项目支出"


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        ("2050|高中|24,2|3,43|20,8", "204|教育|86.58|1.61|54.97", ["24,286.58", "3,431.61", "20,854.97"]),
        ("2050204|高中教育|12,417.|2,000.00|10,417.", "||66||66", ["12,417.66", "2,000.00", "10,417.66"]),
        ("2050204|高中教育|10,051.4|51.43|10,000.00", "||3||", ["10,051.43", "51.43", "10,000.00"]),
        ("2050204|高中|6453|6077.|376", "|教育|5.15|82|.15", ["64535.15", "6077.82", "376.15"]),
        ("2050204|高中|6453|607|5845", "|教育|5.15|7.82|7.33", ["64535.15", "6077.82", "58457.33"]),
    ],
)
@pytest.mark.parametrize("again", [False, True])
def test_numbers_that_a_page_break_cuts_are_whole(above: str, below: str, whole: list[str], again: bool) -> None:
    following = f"{HEADED}\n{below}" if again else below
    reading = interpret("expenditure-summary", grid(f"{HEADED}\n{above}"), grid(following))
    assert [a.printed for a in reading.amounts] == whole
    assert {a.code for a in reading.amounts} == {"2050204"}


def test_a_row_of_whole_numbers_takes_nothing_from_the_next_page() -> None:
    reading = interpret(
        "expenditure-summary",
        grid(f"{HEADED}\n2050203|初中教育|5.00|2.00|3.00"),
        grid("2050204|高中教育|3.00|1.00|2.00"),
    )
    assert [(a.code, a.printed) for a in reading.amounts][::3] == [("2050203", "5.00"), ("2050204", "3.00")]


def test_years_in_rows_are_the_years_of_their_amounts() -> None:
    reading = interpret(
        "three-public",
        grid("""
年度|合计|因公出国（境）费|公务接待费
2022年预算数|7.00|2.00|5.00
2023年预算数|6.00|2.00|4.00
增减变化|-1.00|0.00|-1.00
"""),
    )
    assert [(a.year, a.means["line"], a.printed) for a in reading.amounts] == [
        ("2022", "total", "7.00"), ("2022", "foreign-travel", "2.00"), ("2022", "reception", "5.00"),
        ("2023", "total", "6.00"), ("2023", "foreign-travel", "2.00"), ("2023", "reception", "4.00"),
    ]  # fmt: skip


def test_a_row_cut_by_a_page_break_is_one_row() -> None:
    first = grid("科目编码|科目名称|合计|基本支出\n205|教育支出|3.00|3.00\n20502|普通||")
    second = grid("|教育|3.00|3.00")
    reading = interpret("expenditure-summary", first, second)
    assert {(a.code, a.label) for a in reading.amounts} == {("205", "教育支出"), ("20502", "普通教育")}


def test_a_name_without_amounts_before_a_page_break_is_a_row_of_its_own() -> None:
    first = grid("收入项目|预算数|支出项目|预算数\n一、一般公共预算|3.00|基本支出|1.00\n||基本支出结转|")
    second = grid("||年终结转|2.00\n收入总计|3.00|支出总计|3.00")
    reading = interpret("budget-summary", first, second)
    assert [a.printed for a in reading.amounts] == ["3.00", "1.00", "2.00", "3.00", "3.00"]


def test_counts_and_padding_are_told_apart_from_rows_that_are_not_known() -> None:
    reading = interpret(
        "three-public",
        grid("""
项目|2016年度预算数|2016年度决算数
合计|66.01|7.79
公务接待费|4.81|0.49
相关统计数|——|——
公务用车保有量（辆）|——|16
|0.00|0.00
|0.00|0.00
不知何物|1.00|2.00
"""),
    )
    assert len(reading.amounts) == 4
    assert [(d.check, d.severity) for d in reading.doubts] == [
        ("not-money", "info"),
        ("unlabelled-zero", "info"),
        ("unknown-row", "warning"),
    ]


def test_a_column_without_heading_that_counts_the_rows_is_none_of_amounts() -> None:
    reading = interpret(
        "agency-operating", grid("项目||统计数\n（一）行政单位|5|399.94\n（二）参照公务员法管理事业单位|6|0.00")
    )
    assert found(reading, "line") == {
        ("（一）行政单位", "administrative-unit"): "399.94",
        ("（二）参照公务员法管理事业单位", "civil-service-managed-institution"): "0.00",
    }
    assert not reading.doubts


def test_names_without_codes_stand_for_the_one_code_that_has_them_there() -> None:
    """行政运行 is below many 款: it is the one below the 款 above it, and nothing where that one is not known."""
    reading = exact.interpret(
        form("expenditure-summary"),
        [
            grid("""
科目名称|合计|基本支出|项目支出
一般公共服务支出|9.00|5.00|4.00
  财政事务|4.00|1.00|3.00
    行政运行|4.00|1.00|3.00
  某种新事务|5.00|4.00|1.00
    行政运行|5.00|4.00|1.00
合计|9.00|5.00|4.00
""")
        ],
        lambda _, label: None,
        {"function": codes_below(functional(2024))},
    )
    assert [a.means["line"] for a in reading.amounts if a.means["category"] == "all"] == [
        "function-201", "function-20106", "function-2010601", "total",
    ]  # fmt: skip
    assert [d.check for d in reading.doubts] == ["unknown-row"] * 2
    assert not any(a.code for a in reading.amounts)


def test_a_line_of_a_statement_that_prints_a_class_with_its_code() -> None:
    reading = interpret(
        "budget-summary",
        grid("""
收入<1x2>||支出<1x2>|
项目|预算数|项目（按功能分类）|预算数
一、财政拨款收入|90.00|205 教育支出|90.00
二、事业收入|1.00|205 别的名称|1.00
收入总计|91.00|支出总计|91.00
"""),
    )
    assert [(a.means["line"], a.label) for a in reading.amounts if a.means["flow"] == "expenditure"] == [
        ("function-205", "205教育支出"),
        ("total", "支出总计"),
    ]
    assert [d.check for d in reading.doubts] == ["unknown-row"]


def test_headings_that_a_page_break_leaves_alone_go_with_the_rows_below() -> None:
    headings = """
收入<1x2>||支出<1x2>|
项目|预算数|项目|预算数
"""
    rows = """
一、财政拨款收入|30.00|一、教育支出|20.00
||二、住房保障支出|10.00
收入总计|30.00|支出总计|30.00
"""
    whole = interpret("budget-summary", grid(headings + rows.lstrip("\n")))
    apart = interpret("budget-summary", grid(headings), grid(rows))
    assert found(apart, "flow", "line") == found(whole, "flow", "line") and len(apart.amounts) == 5
    assert not apart.doubts


def test_a_numbered_name_above_a_page_break_does_not_go_on_below_it() -> None:
    reading = interpret(
        "budget-summary",
        grid("""
收入<1x2>||支出<1x2>|
项目|预算数|项目|预算数
一、财政拨款收入|30.00|一、教育支出|
"""),
        grid("""
||二、住房保障支出|30.00
收入总计|30.00|支出总计|30.00
"""),
    )
    assert found(reading, "line")[("二、住房保障支出", "function-221")] == "30.00"


def test_the_sum_of_a_group_is_read_where_its_kinds_are_not_told_apart() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
科目编码<2x1>|科目名称<2x1>|合计<2x1>|项目支出<1x3>||
|||小计|专项业务经费|专项业务经费支出
205|教育支出|30.00|30.00|10.00|20.00
"""),
        grid("""
**|**|1|2|3|4
20502|普通教育|30.00|30.00|10.00|20.00
"""),
    )
    assert found(reading, "category") == {(c, k): "30.00" for c in ("205", "20502") for k in ("all", "project")}
    assert {d.check for d in reading.doubts} == {"columns-undecided", "unknown-heading"}
    # no amount is told that would be all that was held back: sums over the rows of other pages lack each of them
    assert [d.found for d in reading.doubts if d.check == "columns-undecided"] == [""]


STEPS_AS_NUMBERS = """
科目编码<1x3>|||科目名称<2x1>|合计<2x1>|基本支出<2x1>|项目支出<2x1>
类|款|项||||
205|||教育支出|300.00|100.00|200.00
205|2||普通教育|300.00|100.00|200.00
205|2|1|{name}|300.00|100.00|200.00
"""


def test_steps_of_a_code_that_lost_their_noughts_have_them_again_where_the_name_is_of_that_code() -> None:
    """A workbook that keeps 205, 02 and 01 as numbers shows 205, 2 and 1, which joined are the code of another item."""
    tables = (grid(STEPS_AS_NUMBERS.format(name="学前教育")),)
    below = {"function": codes_below(functional(2025))}
    reading = exact.interpret(form("expenditure-summary"), tables, lambda *_: None, below)
    assert {a.code for a in reading.amounts} == {"205", "20502", "2050201"}
    assert not reading.doubts


def test_a_code_in_steps_that_no_name_bears_out_is_held_back() -> None:
    tables = (grid(STEPS_AS_NUMBERS.format(name="某某教育")),)
    below = {"function": codes_below(functional(2025))}
    reading = exact.interpret(form("expenditure-summary"), tables, lambda *_: None, below)
    assert {a.code for a in reading.amounts} == {"205", "20502"}
    assert {d.check for d in reading.doubts} == {"unknown-row"}


DOUBTED = """
功能分类科目编码<1x3>|||功能分类科目名称<2x1>|合计<2x1>
类|款|项||
205|||教育支出|600.00
{row}|300.00
"""


def of_doubted(row: str, reader: str = "ocr") -> Interpretation:
    tables = (grid(DOUBTED.format(row=row), reader),)
    below = {"function": codes_below(functional(2025)), "economic": codes_below(economic(2025))}
    return exact.interpret(form("expenditure-summary"), tables, lambda *_: None, below)


@pytest.mark.parametrize(
    "row", ["205?|02|01|学前教育", "205|02|01?|学前教育", "205|02?||普通教育", "201|03|01?|行政运行"]
)
def test_a_code_of_a_scan_with_a_doubtful_figure_is_the_one_code_that_the_name_beside_it_is_of(row: str) -> None:
    reading = of_doubted(row)
    assert {a.code for a in reading.amounts} == {"205", row.rpartition("|")[0].replace("|", "").replace("?", "")}
    assert not reading.doubts
    assert of_doubted(row, "made").doubts  # nothing that a file says itself is in doubt


@pytest.mark.parametrize(
    "row",
    [
        "205|99?||其他教育支出",  # 20599 and 2059999
        "205|99|99?|其他教育支出",
        "201?|03|01|行政运行",  # in most classes
        "205|02|07?|学前教育",  # misread
        "205|02|?|学前教育",
        "205|02|01?|某某教育",
    ],
)
def test_a_code_of_a_scan_with_a_doubtful_figure_that_may_be_another_is_held_back(row: str) -> None:
    reading = of_doubted(row)
    assert {a.code for a in reading.amounts} == {"205"}
    assert {d.check for d in reading.doubts} == {"unknown-row"}


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ("205|99?||其他教育支出|1.00\n205|99|99|其他教育支出", {"20599", "2059999"}),
        ("205|99||其他教育支出|1.00\n205|99|99?|其他教育支出", {"20599", "2059999"}),
        ("205|99?||其他教育支出|1.00\n205|99|99?|其他教育支出", set[str]()),
        ("201|06||财政事务|1.00\n201|06?|01|行政运行", {"20106", "2010601"}),
        ("201|06|02|一般行政管理事务|1.00\n201|06?|50|事业运行", {"2010602"}),  # or of 20108
        ("201|05||统计信息事务|1.00\n201|06?|01|行政运行", {"20105"}),
    ],
)
def test_the_row_above_or_below_tells_a_code_that_the_name_leaves_open(rows: str, codes: set[str]) -> None:
    assert {a.code for a in of_doubted(rows).amounts} == {"205"} | codes


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("2050201?|学前教育", {"205", "2050201"}),
        ("2059999?|其他教育支出", {"205"}),
        ("2210201?|住房公积金", {"205", "2210201"}),  # 30113 is of another classification
    ],
)
def test_a_doubtful_code_in_one_cell_is_of_its_name_alone(row: str, codes: set[str]) -> None:
    table = grid(f"功能分类科目编码|功能分类科目名称|合计\n205|教育支出|300.00\n{row}|300.00", "ocr")
    below = {"function": codes_below(functional(2025)), "economic": codes_below(economic(2025))}
    reading = exact.interpret(form("expenditure-summary"), (table,), lambda *_: None, below)
    assert {a.code for a in reading.amounts} == codes


def test_a_doubtful_code_that_may_be_of_another_classification_is_held_back() -> None:
    table = grid("功能分类科目编码|功能分类科目名称|合计\n2210201?|住房公积金|300.00", "ocr")
    below = {"function": codes_below(functional(2025)), "economic": codes_below(economic(2025))}
    assert exact.interpret(form("expenditure-summary"), (table,), lambda *_: None, below).amounts == ()


def test_an_amount_whose_cell_is_merged_over_rows_with_names_of_their_own_is_of_none_of_them() -> None:
    reading = interpret(
        "basic-expenditure-by-economic",
        grid("""
科目编码|科目名称|合计|人员经费|公用经费
301|工资福利支出|90.00|90.00|
30101|基本工资|90.00<2x1>|90.00<2x1>|
30102|津贴补贴|||
302|商品和服务支出|10.00||10.00
|合计|100.00|90.00|10.00
"""),
    )
    assert {a.code for a in reading.amounts} == {"301", "302", ""}
    assert [(d.check, d.found) for d in reading.doubts] == [("unread-amount", "90.00")] * 2


def test_an_amount_whose_cell_and_names_are_merged_over_rows_is_of_that_name() -> None:
    reading = interpret(
        "basic-expenditure-by-economic",
        grid("""
科目编码|科目名称|合计|人员经费|公用经费
30101<2x1>|基本工资<2x1>|90.00<2x1>|90.00<2x1>|
||||
30102|津贴补贴|10.00|10.00|
"""),
    )
    assert found(reading, "category")[("30101", "personnel")] == "90.00"
    assert not reading.doubts


def test_an_amount_whose_cell_is_merged_over_columns_that_differ_is_of_none_of_them() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
科目编码|科目名称|合计|基本支出|项目支出
205|教育支出|30.00|30.00<1x2>|
20502|普通教育|30.00||30.00
"""),
    )
    assert found(reading, "category") == {
        ("205", "all"): "30.00",
        ("20502", "all"): "30.00",
        ("20502", "project"): "30.00",
    }
    assert [d.found for d in reading.doubts] == ["30.00"]


def test_a_year_in_a_column_beside_the_names_is_the_year_of_the_row() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
科目编码|科目名称|年度|合计|基本支出|项目支出
205|教育支出|2024年|30.00|10.00|20.00
208|社会保障和就业支出|2025年|40.00|10.00|30.00
"""),
    )
    assert {(a.code, a.label, a.year) for a in reading.amounts} == {
        ("205", "教育支出", "2024"),
        ("208", "社会保障和就业支出", "2025"),
    }


def test_codes_that_each_column_prints_whole_are_that_of_the_last() -> None:
    reading = interpret(
        "expenditure-summary",
        grid("""
类|款|项|科目名称|合计|基本支出|项目支出
205|20502|2050201|学前教育|300.00|100.00|200.00
208|20805||行政事业单位养老支出|30.00|30.00|
"""),
    )
    assert {a.code for a in reading.amounts} == {"2050201", "20805"}
    assert not reading.doubts


def test_an_amount_beside_a_name_that_goes_on_beside_the_next_is_not_all_of_it() -> None:
    reading = interpret(
        "basic-expenditure-by-economic",
        grid("""
科目编码|科目名称|资金来源|合计
30101<2x1>|基本工资<2x1>|一般公共预算|60.00
||政府性基金预算|40.00
30102|津贴补贴|一般公共预算|50.00
"""),
    )
    assert {(a.code, a.printed) for a in reading.amounts} == {("30102", "50.00")}
    assert {d.found.split(" | ")[-1] for d in reading.doubts if d.check != "unknown-heading"} == {"60.00", "40.00"}


BY_STEPS = """
功能分类科目编码<1x3>|||功能分类科目名称<2x1>|合计<2x1>|基本支出<2x1>|项目支出<2x1>
类|款|项||||
205|||教育支出|300.00|100.00|200.00
|02||普通教育|100.00|100.00|
||01|学前教育|100.00|100.00|
|{code}||职业教育|200.00|{amount}|200.00
||02|中等职业教育|200.00||200.00
"""


def test_below_a_row_of_a_scan_that_lost_its_step_nothing_is_of_the_one_above() -> None:
    whole = interpret("expenditure-summary", grid(BY_STEPS.format(code="03", amount=""), "ocr"))
    lost = interpret("expenditure-summary", grid(BY_STEPS.format(code="", amount=""), "ocr"))
    assert [a.code for a in whole.amounts][-2:] == ["2050302", "2050302"]
    assert {a.code for a in lost.amounts} == {"205", "20502", "2050201"}
    assert lost.doubts


def test_an_amount_that_a_scan_does_not_show_is_lost_and_no_nought() -> None:
    reading = interpret("expenditure-summary", grid(BY_STEPS.format(code="03", amount="?"), "ocr"))
    (lost,) = [a for a in reading.amounts if a.value is None]
    assert (lost.code, lost.means["category"], lost.printed) == ("20503", "basic", "?")
    assert [d.check for d in reading.doubts] == ["unread-amount"]
    typed = interpret("expenditure-summary", grid(BY_STEPS.format(code="03", amount="见附件")))
    assert all(a.value is not None for a in typed.amounts)


@pytest.mark.parametrize("counters", ["||1?|2|3", "栏次||1|2?|8", "栏次||7|2|3"])
def test_a_row_that_counts_the_columns_is_no_amount_and_no_heading_however_it_was_read(counters: str) -> None:
    reading = interpret(
        "expenditure-summary",
        grid(f"""
科目编码|科目名称|本年支出合计|基本支出|项目支出
{counters}
205|教育支出|300.00|100.00|200.00
合计||300.00|100.00|200.00
"""),
    )
    assert set(found(reading)) == {("205",), ("合计",)}
    assert {a.printed for a in reading.amounts} == {"300.00", "100.00", "200.00"}
    assert len(reading.amounts) == 6
    assert not reading.doubts


def test_a_page_break_does_not_part_classes_from_the_unit_above_them() -> None:
    """What stood on the next page was the department's once."""
    rows = """
科目编码|科目名称|合计
301001|某县教育局机关|300.00
205|教育支出|200.00
2050101|行政运行|200.00
221|住房保障支出|100.00
301002|某县实验小学|50.00
205|教育支出|50.00
""".strip().splitlines()
    for cut in range(2, len(rows)):
        reading = interpret("expenditure-summary", grid("\n".join(rows[:cut])), grid("\n".join(rows[cut:])))
        units = [(a.unit_name, a.code) for a in reading.amounts if a.code_kind == "function"]
        office, school = "某县教育局机关", "某县实验小学"
        assert units == [(office, "205"), (office, "2050101"), (office, "221"), (school, "205")]


def test_names_without_codes_are_looked_for_below_the_class_of_their_own_side() -> None:
    """基本工资 beside 商品和服务支出 was looked for below that."""
    known = {"economic": codes_below(economic(2024))}
    reading = exact.interpret(
        form("basic-expenditure-by-economic"),
        [
            grid("""
人员经费<1x2>||公用经费<1x2>|
科目名称|金额|科目名称|金额
工资福利支出|9.00|商品和服务支出|5.00
基本工资|6.00|办公费|3.00
津贴补贴|3.00|印刷费|2.00
""")
        ],
        lambda _, __: None,
        known,
    )
    assert {a.label: a.means["line"].removeprefix("economic-") for a in reading.amounts} == {
        "工资福利支出": "301", "基本工资": "30101", "津贴补贴": "30102",
        "商品和服务支出": "302", "办公费": "30201", "印刷费": "30202",
    }  # fmt: skip


def test_the_levels_of_codes_may_stand_in_the_cell_of_their_heading() -> None:
    reading = interpret(
        "government-fund",
        grid("""
项目<1x2>||本年支出
支出功能分类科目编码 类 款 项|科目名称|合计
229|其他支出|5.00
"""),
    )
    assert found(reading) == {("229",): "5.00"}


def test_a_number_that_is_cut_is_no_nought() -> None:
    """What is left of it was held back, and the sum of its row said to be wrong."""
    reading = interpret(
        "expenditure-summary",
        grid("""
功能分类科目编码|功能分类科目名称|合计|基本支出|项目支出
205|教育支出|300.24|300.2\ufffd|0.00
"""),
    )
    assert [(a.printed, a.value) for a in reading.amounts][1] == ("300.2\ufffd", None)
    assert [doubt.check for doubt in reading.doubts] == ["unread-amount"]


def test_a_total_that_is_printed_again_below_the_headings_of_each_page_is_one() -> None:
    page = """
功能分类科目编码|功能分类科目名称|合计
|合计|300.00
{rows}
"""
    pages = [grid(page.format(rows=rows)) for rows in ("205|教育支出|200.00", "206|科学技术支出|100.00")]
    reading = interpret("expenditure-summary", *pages)
    assert [(a.label, a.printed) for a in reading.amounts] == [
        ("合计", "300.00"),
        ("教育支出", "200.00"),
        ("科学技术支出", "100.00"),
    ]


@pytest.mark.parametrize(("reader", "is_read"), [("pdf", False), ("xlsx", False), ("ocr", True), ("text", True)])
def test_a_comma_before_the_last_digits_is_a_point_only_where_it_was_seen(reader: str, *, is_read: bool) -> None:
    """1,032,25 is what a page break left of 1,032,253.00, and was 1,032.25."""
    table = grid("功能分类科目编码|功能分类科目名称|合计\n205|教育支出|1,032,25", reader)
    assert any(a.value for a in interpret("expenditure-summary", table).amounts) == is_read


def test_beside_an_empty_column_of_final_accounts_amounts_are_not_of_these() -> None:
    """金额 beside 决算数, in which nothing is printed, was taken for it: the budget as what was executed."""
    text = "项目|金额|决算数\n因公出国（境）费|0.00|{0}\n公务接待费|9,500.00|{0}\n合计|9,500.00|{0}"
    readings = [
        exact.interpret(form("three-public"), [grid(text.format(blank))], lambda _, __: None, None, "executed", 2024)
        for blank in ("", "1.00")
    ]
    assert [{a.means["phase"] for a in reading.amounts} for reading in readings] == [set(), set()]
    alone = exact.interpret(
        form("three-public"),
        [grid("项目|金额\n公务接待费|9,500.00\n合计|9,500.00")],
        lambda _, __: None,
        None,
        "executed",
    )
    assert len(alone.amounts) == 2


PURCHASES = """
合计                   | 90.00
1.政府采购货物支出     | 30.00
2.政府采购服务支出     | 60.00
"""
THREE_PUBLIC = """
合计                   | 12.00
1.因公出国（境）费     | 2.00
2.公务接待费           | 10.00
"""


@pytest.mark.parametrize(
    "three, purchases", [("壹、“三公”经费", "叁、政府采购"), ("相关经费", "采购信息"), ("1.支出", "2.采购")]
)
@pytest.mark.parametrize("is_first", [True, False])
def test_a_sum_in_a_list_of_several_things_is_of_what_follows_it(three: str, purchases: str, is_first: bool) -> None:
    parts = [f"{purchases} |\n{PURCHASES.strip()}", f"{three} |\n{THREE_PUBLIC.strip()}"]
    body = "\n".join(parts if is_first else parts[::-1])
    reading = interpret("three-public", grid(f"项目 | 统计数\n机关运行经费 | 80.00\n{body}\n支出合计 | 182.00"))
    sums = [(a.means["line"], a.printed) for a in reading.amounts if a.label.endswith("合计")]
    assert sorted(sums) == [("procurement", "90.00"), ("total", "12.00")]


def test_of_several_rows_without_a_name_none_is_known_to_be_the_units() -> None:
    headings = "合计 | 因公出国（境）费 | 公务接待费"
    one = interpret("three-public", grid(f"{headings}\n12.00 | 2.00 | 10.00\n0.00 | 0.00 | 0.00"))
    assert len(one.amounts) == 3
    assert interpret("three-public", grid(f"{headings}\n12.00 | 2.00 | 10.00\n9.00 | 2.00 | 7.00")).amounts == ()


@pytest.mark.parametrize(
    "captions",
    [
        "2024年度　　单位：万元<1x5>| | | |",
        "部门：某市某局<1x2>| | 2024年度 | | 单位：万元",
        "| | | | 公开05表\n部门：某市某局 | | | | 金额单位：万元",
        "公开05表<1x5>| | | |\n（2024年度） | | | | 单位：万元",
    ],
)
def test_what_a_grid_says_above_its_headings_is_no_heading(captions: str) -> None:
    headings = "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出"
    row = "205 | 教育支出 | 12.00 | 10.00 | 2.00"
    plain = interpret("general-budget-by-function", grid(f"{headings}\n{row}"))
    assert found(interpret("general-budget-by-function", grid(f"{captions}\n{headings}\n{row}")), "category") == found(
        plain, "category"
    )
    assert len(plain.amounts) == 3


def test_headings_that_all_name_their_money_are_headings() -> None:
    headings = "合计（单位：万元） | 因公出国（境）费（单位：万元） | 公务接待费（单位：万元）"
    assert len(interpret("three-public", grid(f"{headings}\n12.00 | 2.00 | 10.00")).amounts) == 3


def test_columns_below_one_heading_said_three_times_are_of_what_stood_over_it() -> None:
    rows = "预算数|决算数|预算数|决算数|预算数|决算数\n0.95|||||0.95"
    assert found(interpret("three-public", grid(rows))) == {}
    told = "合计<1x2>||公务接待费<1x2>|\n预算数|决算数|预算数|决算数\n0.95||0.95|"
    assert [a.means["line"] for a in interpret("three-public", grid(told)).amounts] == ["total", "reception"]


def test_no_column_is_of_both_ends_of_the_year(tmp_path: Path) -> None:
    """Of two headings side by side in a text the first was taken for one over both, and its amounts were proven."""
    heads = "<td rowspan=2>科目编码<td rowspan=2>科目名称<td rowspan=2>本年支出合计<td colspan=2>年末结转和结余"
    rows = "".join(f"<tr><td>{c}<td>{n}<td>130.00<td>42.00<td>55.00" for c, n in (("229", "其他支出"), ("", "合计")))
    path = tmp_path / "决算.html"
    path.write_text(
        "<meta charset=utf-8><h1>某市某局2016年部门决算</h1><p>政府性基金预算财政拨款收入支出决算表</p><p>单位：元</p>"
        f"<table><tr>{heads}<tr><td><td>上年结转和结余{rows}</table>",
        "utf-8",
    )
    found = {(f.function_code, f.category, f.origin, int(f.amount)) for f in convert(path).facts}
    assert ("229", "carried-to-next-year", "all", 42) in found
    assert not [one for one in found if one[3] == 55]
