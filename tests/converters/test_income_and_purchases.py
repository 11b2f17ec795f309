"""What a unit takes in by kind, and what it purchases by kind and by what pays for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kinds_of_money import SPENT, amounts, errors, read, unproven

KINDS = """收入*2|支出*2
    项目|预算数|项目|预算数
    一、一般公共预算拨款收入|300.00|一、教育支出|500.00
    二、事业收入|120.00||
    （一）教育事业收入|80.00||
    （二）科研事业收入|30.00||
    （三）其他事业收入|10.00||
    三、其他收入|80.00||
    其中：非同级财政拨款收入|40.00||
    投资收益|15.00||
    捐赠收入|10.00||
    利息收入|8.00||
    租金收入|7.00||
    本年收入合计|500.00|本年支出合计|500.00"""
BESIDE_EACH_OTHER = """收入*2|支出*2
    项目|预算数|项目|预算数
    一、财政拨款收入|300.00|一、教育支出|500.00
    二、教育事业收入|120.00||
    三、科研事业收入|30.00||
    四、非同级财政拨款收入|20.00||
    五、利息收入|8.00||
    六、捐赠收入|10.00||
    七、其他收入|12.00||
    收入总计|500.00|支出总计|500.00"""
OF_A_UNIVERSITY = "某大学2024年单位预算"


def test_income_is_read_by_kind_and_proven(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("收支总表", KINDS), title=OF_A_UNIVERSITY)
    lines = amounts(conversion, "budget-summary", "line", "fund", flow="revenue")
    assert {line: value for (line, fund), value in lines.items() if fund == "business-income"} == {
        "business-income": "120", "education-income": "80", "research-income": "30", "other-business-income": "10",
    }  # fmt: skip
    assert {line: value for (line, fund), value in lines.items() if fund == "other-income"} == {
        "other-income": "80", "other-level-income": "40", "investment-income": "15", "donation-income": "10",
        "interest-income": "8", "rent-income": "7",
    }  # fmt: skip
    assert not unproven(conversion, "budget-summary")
    assert not errors(conversion)


def test_kinds_of_income_beside_each_other_are_parts_of_the_total(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("收支总表", BESIDE_EACH_OTHER), title=OF_A_UNIVERSITY)
    assert not unproven(conversion, "budget-summary")
    assert not errors(conversion)


@pytest.mark.parametrize(
    ("table", "printed", "planted"),
    [
        (KINDS, "科研事业收入|30.00", "科研事业收入|31.00"),
        (KINDS, "二、事业收入|120.00", "二、事业收入|210.00"),
        (BESIDE_EACH_OTHER, "捐赠收入|10.00", "捐赠收入|11.00"),
    ],
)
def test_a_mistake_in_a_kind_of_income_is_told(tmp_path: Path, table: str, printed: str, planted: str) -> None:
    assert errors(read(tmp_path, ("收支总表", table.replace(printed, planted)), title=OF_A_UNIVERSITY))


def of_lines(*lines: str) -> str:
    """A table of revenue and expenditure with these lines of revenue, each with its amount."""
    first, *others = lines
    rows = [f"{first}|一、科学技术支出|500.00", *(f"{line}||" for line in others)]
    return "\n".join(["收入*2|支出*2", "项目|预算数|项目|预算数", *rows])


ALL_KINDS = (
    "{}事业收入|100.00",
    "{}经营收入|40.00",
    "{}上级补助收入|30.00",
    "{}附属单位上缴收入|20.00",
    "{}其他收入|10.00",
)
KINDS_OF_ITS_OWN = dict(zip(
    ("business-income", "operating-income", "superior-subsidy", "subordinate-remittance", "other-income"),
    ("100", "40", "30", "20", "10"), strict=True,
))  # fmt: skip
OF_ITS_OWN = [kind.format("") for kind in ALL_KINDS]
OWN_FUNDS = {
    "beside the appropriation": (*OF_ITS_OWN, "收入总计|500.00|支出总计|500.00"),
    "below their sum": (
        "二、单位资金|200.00",
        *(kind.format("（一）") for kind in ALL_KINDS),
        "收入总计|500.00|支出总计|500.00",
    ),
    "below their sum without numbers": ("二、单位资金|200.00", *OF_ITS_OWN, "收入总计|500.00|支出总计|500.00"),
    "above their sum": (*OF_ITS_OWN, "二、单位资金小计|200.00", "收入总计|500.00|支出总计|500.00"),
}


@pytest.mark.parametrize("first", ["一、一般公共预算拨款收入|300.00", "一、财政拨款收入|300.00"])
@pytest.mark.parametrize("others", OWN_FUNDS.values(), ids=OWN_FUNDS)
def test_kinds_of_a_unit_s_own_income_are_proven_without_a_sum_of_the_year(
    tmp_path: Path, first: str, others: tuple[str, ...]
) -> None:
    rows = of_lines(first, *others).replace("支出总计|500.00||", "支出总计|500.00")
    conversion = read(tmp_path, ("收支总表", rows), title=OF_A_UNIVERSITY)
    lines = amounts(conversion, "budget-summary", "line", flow="revenue")
    assert {line: lines[line] for line in KINDS_OF_ITS_OWN} == KINDS_OF_ITS_OWN
    assert lines.get("unit-funds", "200") == "200"
    assert not unproven(conversion, "budget-summary")
    assert not errors(conversion)
    planted = read(
        tmp_path, ("收支总表", rows.replace("上级补助收入|30.00", "上级补助收入|31.00")), title=OF_A_UNIVERSITY
    )
    assert errors(planted)


@pytest.mark.parametrize(
    "lines",
    [
        # one kind of a unit's own funds alone below them, as 其中
        ("一、财政拨款收入|300.00", "二、单位资金|200.00", "其中：事业收入|50.00", "本年收入合计|500.00"),
        ("一、一般公共预算拨款收入|300.00", "二、单位资金|200.00", "其中：事业收入|50.00", "收入总计|500.00"),
        # the two sources of the general budget, without their sum
        ("一、经费拨款|300.00", "二、纳入预算管理的非税收入拨款|100.00", "三、事业收入|100.00", "本年收入合计|500.00"),
        # what was carried over of each fund, without its sum
        ("一、一般公共预算拨款收入|300.00", "二、一般公共预算拨款结转|150.00", "三、政府性基金预算拨款结转|50.00", "收入总计|500.00"),
    ],
)  # fmt: skip
def test_lines_that_leave_out_a_sum_or_other_kinds_make_no_error(tmp_path: Path, lines: tuple[str, ...]) -> None:
    conversion = read(tmp_path, ("收支总表", of_lines(*lines)), title=OF_A_UNIVERSITY)
    assert not errors(conversion)
    assert set(unproven(conversion, "budget-summary")) <= {"一、科学技术支出", "其中：事业收入"}


@pytest.mark.parametrize("mark", ["", "其中："])
def test_lines_without_a_number_are_parts_of_the_numbered_one_above(tmp_path: Path, mark: str) -> None:
    """Funds below 三、上年结转 were once read as of this year where the year has none of them."""
    left = ("三、上年结转|100.00", f"{mark}一般公共预算拨款|10.00", "政府性基金预算拨款|40.00", "单位资金|50.00")
    rows = of_lines("一、一般公共预算拨款收入|300.00", *left, "四、事业收入|100.00", "收入总计|500.00")
    conversion = read(tmp_path, ("收支总表", rows), title=OF_A_UNIVERSITY)
    assert amounts(conversion, "budget-summary", "line", origin="carried-over") == {
        "carried-over": "100", "general-public-budget-appropriation": "10", "government-fund-appropriation": "40",
        "unit-funds": "50",
    }  # fmt: skip
    assert amounts(conversion, "budget-summary", "line", origin="current-year") == {
        "general-public-budget-appropriation": "300", "business-income": "100",
    }  # fmt: skip
    assert not errors(conversion)


def test_a_numbered_line_ends_the_parts_of_the_one_before_it(tmp_path: Path) -> None:
    """Funds below 二、本年收入 were once read as carried over, where 一、上年结转 has its own above."""
    left = ("一、上年结转|20.00", "一般公共预算拨款|12.00", "单位资金|8.00")
    this_year = ("二、本年收入|480.00", "一般公共预算拨款|400.00", "财政专户管理资金|60.00", "单位资金|20.00")
    rows = of_lines(*left, *this_year, "收入总计|500.00")
    conversion = read(tmp_path, ("收支总表", rows), title=OF_A_UNIVERSITY)
    lines = amounts(
        conversion, "budget-summary", "line", "origin", flow="revenue", line="general-public-budget-appropriation"
    )
    assert lines == {("general-public-budget-appropriation", "current-year"): "400"}
    assert amounts(conversion, "budget-summary", "line", origin="carried-over") == {
        "carried-over": "20", "general-public-budget-appropriation": "12", "unit-funds": "8",
    }  # fmt: skip
    assert amounts(conversion, "budget-summary", "line", origin="current-year", fund="unit-funds") == {
        "unit-funds": "20"
    }
    assert not errors(conversion)


def test_lines_that_say_the_same_of_two_years_are_held_back(tmp_path: Path) -> None:
    """What was carried over was once read as this year's, where it stands first and nothing is numbered."""
    left = ("上年结转|20.00", "一般公共预算拨款|12.00", "单位资金|8.00")
    this_year = ("本年收入|480.00", "一般公共预算拨款|400.00", "财政专户管理资金|60.00", "单位资金|20.00")
    rows = of_lines(*left, *this_year, "收入总计|500.00")
    conversion = read(tmp_path, ("收支总表", rows), title=OF_A_UNIVERSITY)
    assert amounts(conversion, "budget-summary", "line", flow="revenue") == {
        "current-year-revenue": "480", "fiscal-special-account": "60", "total": "500",
    }  # fmt: skip
    told = [f.found for f in conversion.findings if f.check == "unknown-line"]
    assert told == ["12.00、400.00", "8.00、20.00"]
    assert not errors(conversion)


def test_a_special_account_within_business_income_is_not_added_again(tmp_path: Path) -> None:
    rows = """收入*2|支出*2
    项目|预算数|项目|预算数
    一、财政拨款收入|300.00|一、教育支出|500.00
    二、事业收入|200.00||
    其中：财政专户管理资金|80.00||
    收入总计|500.00|支出总计|500.00"""
    assert not errors(read(tmp_path, ("收支总表", rows), title=OF_A_UNIVERSITY))
    assert errors(read(tmp_path, ("收支总表", rows.replace("|200.00|", "|210.00|")), title=OF_A_UNIVERSITY))


def test_rows_that_name_what_pays_for_purchases_are_no_things_bought(tmp_path: Path) -> None:
    """一般公共预算 below 合计 was once read as a thing that is bought."""
    rows = """项目|合计|货物|工程|服务
    合计|100.00|40.00|30.00|30.00
    一般公共预算|80.00|30.00|30.00|20.00
    其他资金|20.00|10.00||10.00"""
    conversion = read(tmp_path, SPENT, ("政府采购预算表", rows))
    assert amounts(conversion, "procurement", "line", "fund") == {
        ("total", "all"): "100", ("procurement-goods", "all"): "40", ("procurement-works", "all"): "30",
        ("procurement-services", "all"): "30", ("total", "general-public-budget"): "80",
        ("procurement-goods", "general-public-budget"): "30", ("procurement-works", "general-public-budget"): "30",
        ("procurement-services", "general-public-budget"): "20", ("total", "unit-funds"): "20",
        ("procurement-goods", "unit-funds"): "10", ("procurement-services", "unit-funds"): "10",
    }  # fmt: skip
    assert not errors(conversion)


def test_fiscal_money_over_its_funds_is_their_heading_and_alone_is_not_known(tmp_path: Path) -> None:
    """财政性资金 is wider than 财政拨款: what it comes to alone is held back."""
    rows = """项目/2|合计/2|财政性资金*3|非财政性资金/2
    小计|一般公共预算|政府性基金
    合计|100.00|90.00|80.00|10.00|10.00
    货物|60.00|60.00|50.00|10.00|
    服务|40.00|30.00|30.00||10.00"""
    conversion = read(tmp_path, SPENT, ("政府采购预算表", rows))
    assert amounts(conversion, "procurement", "fund", line="total") == {
        "all": "100", "general-public-budget": "80", "government-fund": "10",
    }  # fmt: skip
    held_back = [f.label for f in conversion.findings if f.check == "unknown-heading"]
    assert held_back == ["财政性资金·小计", "非财政性资金"]
    assert not errors(conversion)


def test_contracts_of_small_enterprises_are_lines_of_the_table_of_purchases(tmp_path: Path) -> None:
    rows = """项目|金额
    政府采购支出总额|100.00
    其中：政府采购货物支出|60.00
    政府采购服务支出|40.00
    授予中小企业合同金额|80.00
    其中：授予小微企业合同金额|50.00"""
    title = "某县水利局2023年度部门决算"
    conversion = read(tmp_path, SPENT, ("政府采购支出情况表", rows), title=title)
    lines = amounts(conversion, "procurement", "line")
    assert (lines["procurement-small-and-medium"], lines["procurement-micro"]) == ("80", "50")
    assert not errors(conversion)
    wrong = read(tmp_path, SPENT, ("政府采购支出情况表", rows.replace("|50.00", "|85.00")), title=title)
    assert errors(wrong)


KINDS_IN_COLUMNS = """科目编码/2|科目名称/2|合计/2|财政拨款收入/2|事业收入*4|其他收入*3
    小计|其中：教育收费|科研收入|其他事业收入|小计|利息收入|其中：捐赠收入
    |合计|500.00|300.00|120.00|80.00|30.00|10.00|80.00|60.00|20.00
    205|教育支出|500.00|300.00|120.00|80.00|30.00|10.00|80.00|60.00|20.00"""


def test_kinds_of_income_in_columns_below_their_sum_are_read_and_proven(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("收入总表", KINDS_IN_COLUMNS), title=OF_A_UNIVERSITY)
    assert amounts(conversion, "revenue-summary", "line", "fund", function_code="205") == {
        ("", "all"): "500", ("", "fiscal-appropriation"): "300", ("", "business-income"): "120",
        ("", "fiscal-special-account"): "80", ("research-income", "business-income"): "30",
        ("other-business-income", "business-income"): "10", ("", "other-income"): "80",
        ("interest-income", "other-income"): "60", ("donation-income", "other-income"): "20",
    }  # fmt: skip
    assert not unproven(conversion, "revenue-summary")
    assert not errors(conversion)


def test_a_mistake_in_a_column_of_a_kind_of_income_is_told(tmp_path: Path) -> None:
    planted = KINDS_IN_COLUMNS.replace("|30.00|10.00", "|31.00|10.00")
    assert errors(read(tmp_path, ("收入总表", planted), title=OF_A_UNIVERSITY))


def test_kinds_of_income_without_their_sum_are_held_back(tmp_path: Path) -> None:
    alone = """科目编码/2|科目名称/2|合计/2|财政拨款收入/2|事业收入*2
        教育事业收入|科研事业收入
        |合计|500.00|300.00|120.00|80.00
        205|教育支出|500.00|300.00|120.00|80.00"""
    conversion = read(tmp_path, ("收入总表", alone), title=OF_A_UNIVERSITY)
    assert set(amounts(conversion, "revenue-summary", "fund")) == {"all", "fiscal-appropriation"}
    assert not errors(conversion)


def test_what_a_fund_begins_and_ends_the_year_with_is_a_balance(tmp_path: Path) -> None:
    """上年结转 was expenditure of what was carried over once."""
    rows = """科目编码|科目名称|上年结转|本年收入|本年支出|年末结转
    |合计|10.00|40.00|45.00|5.00
    212|城乡社区支出|10.00|40.00|45.00|5.00"""
    found = read(tmp_path, SPENT, ("政府性基金预算支出表", rows))
    told = amounts(found, "government-fund", "flow", "origin", "category", line="total")
    assert told == {
        ("balance", "carried-over", "all"): "10", ("revenue", "current-year", "all"): "40",
        ("expenditure", "all", "all"): "45", ("balance", "all", "carried-to-next-year"): "5",
    }  # fmt: skip


COSTS = """收入*2|支出*2
项目|金额|项目|金额
一、一般公共预算拨款收入|600.25|一、{0}|400.00
||二、其他支出|200.25
收入总计|600.25|支出总计|600.25"""


@pytest.mark.parametrize(("first", "published"), [("医疗业务成本", False), ("卫生健康支出", True)])
def test_other_expenditure_among_costs_is_no_functional_class(first: str, published: bool, tmp_path: Path) -> None:
    """It was published as 229 once, below 医疗业务成本 of a hospital."""
    found = read(tmp_path, ("收支总表", COSTS.format(first)), title="某市人民医院2024年单位预算")
    assert ("function-229" in {f.line for f in found.facts}) is published
    assert ("unknown-line" in {f.check for f in found.findings}) is not published


def test_education_fees_within_business_income_break_no_sum(tmp_path: Path) -> None:
    """其中：教育收费 was added to 事业收入, and two errors told that were none."""
    rows = """科目编码|科目名称|合计|上年结转|一般公共预算|事业收入|其中：教育收费|其他收入
    |合计|400.25|20.00|300.25|70.00|{0}|10.00
    205|教育支出|400.25|20.00|300.25|70.00|{0}|10.00"""
    assert not errors(read(tmp_path, SPENT, ("收入总表", rows.format("60.00"))))
    broken = rows.format("60.00").replace("|300.25|", "|310.25|", 1)
    assert errors(read(tmp_path, SPENT, ("收入总表", broken)))
