"""Sentences in the styles of other authors: read, never falsely contradicted, and a slip in them is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_narrative import DISCLOSURE, FINAL, fact, told
from yusuan.converters.narrative import read_claims
from yusuan.converters.narrative.outline import outline
from yusuan.converters.table import Paragraph
from yusuan.datapackage.model import Fact, Origin, identify

ALL, THREE, APPROPRIATED = "一、收支总体情况说明", "三、“三公”经费说明", "四、财政拨款收支说明"


def three(line: str, amount: str, phase: str = "approved") -> Fact:
    return fact(amount, table="three-public", line=line, phase=phase, fund="fiscal-appropriation")


def paragraphs(*lines: str) -> list[Paragraph]:
    return [Paragraph(line, Origin("docx", line=n)) for n, line in enumerate(lines)]


def outcomes(text: str, *facts: Fact, heading: str, final: bool = False) -> list[tuple[str, str, str]]:
    """Value in 万元 or per cent, measure and outcome of each claim; a finding that failed stands behind them."""
    said = told(text, *facts, heading=heading, disclosure=FINAL if final else DISCLOSURE)
    values = ((c.value if c.unit == "percent" else c.value / 10_000, c) for c in said.claims)
    found = [(f"{value.normalize():f}", c.measure, c.outcome) for value, c in values]
    return [*found, *(("", f.check, f.outcome) for f in said.findings if f.outcome == "failed")]


@pytest.mark.parametrize(
    "of_before",
    [
        "较2023年的1300.00万元减少50.00万元",
        "与上年的1300.00万元相比减少50.00万元",
        "比2023年预算数1300.00万元减少50.00万元",
    ],
)
def test_the_amount_of_the_year_before_is_no_second_amount(of_before: str) -> None:
    """A right rate was told as wrong once: it was held against 1300 + 50."""
    spent = fact("1250.00", table="appropriation-summary", line="current-year-expenditure", fund="fiscal-appropriation")
    for rate, outcome in (("3.85", "agrees"), ("5.85", "disagrees")):
        found = outcomes(f"财政拨款支出1250.00万元，{of_before}，下降{rate}%。", spent, heading=APPROPRIATED)
        assert ("1250", "amount", "agrees") in found
        assert ("1300", "prior-year", "agrees") in found
        assert (f"-{rate}", "change-percent", outcome) in found


@pytest.mark.parametrize("before", ["上年的4.00", "2023年4.00", "2023年预算数4.00"])
@pytest.mark.parametrize(("now", "outcome"), [("3.00", "agrees"), ("3.50", "disagrees")])
def test_what_an_amount_came_to_is_of_what_it_was_before(before: str, now: str, outcome: str) -> None:
    text = f"公务接待费由{before}万元减少到{now}万元，减少1.00万元。"
    found = outcomes(text, three("reception", "3.00"), heading=THREE)
    assert ("4", "prior-year", "not-checkable") in found
    assert (f"{Decimal(now).normalize():f}", "amount", outcome) in found


@pytest.mark.parametrize(
    "name", ["公务用车运行支出", "公务用车运行经费", "公务用车运行维护支出", "公务用车运行维护费支出"]
)
def test_running_vehicles_has_many_names(name: str) -> None:
    for printed, outcome in (("27", "agrees"), ("29", "disagrees")):
        found = outcomes(f"{name}{printed}万元。", three("vehicle-operation", "27.00"), heading=THREE)
        assert found[0] == (printed, "amount", outcome)


@pytest.mark.parametrize("text", ["2024年总收入{}万元。", "2024年度收入总计{}万元。"])
def test_all_revenue_of_final_accounts_may_be_that_of_the_year(text: str) -> None:
    """总收入 without what was carried over was told as wrong once."""
    dimensions = {"table": "budget-summary", "phase": "executed", "fund": "all", "flow": "revenue"}
    tables = fact("90", line="current-year-revenue", origin="current-year", **dimensions), fact("99", line="total", **dimensions)  # fmt: skip
    for printed, outcome in (("90.00", "agrees"), ("99.00", "agrees"), ("95.00", "disagrees")):
        found = outcomes(text.format(printed), *tables, heading=ALL, final=True)
        assert found[0][1:] == ("amount", outcome)


@pytest.mark.parametrize(("share", "outcome"), [("80", "agrees"), ("75.79", "agrees"), ("85", "disagrees")])
def test_the_whole_of_a_share_may_be_of_the_fund_of_its_section(share: str, outcome: str) -> None:
    """Of the basic expenditure of the general budget it is 80 %, of that of all funds 75.79."""
    basic = {"line": "total", "category": "basic"}
    tables = (
        fact("950.00", table="expenditure-summary", fund="all", **basic),
        fact("900.00", **basic),
        fact("720.00", table="basic-expenditure-by-economic", line="total", category="personnel"),
    )
    text = f"人员经费720.00万元，占基本支出的{share}%。"
    found = outcomes(text, *tables, heading="六、一般公共预算基本支出情况说明")
    assert (share, "share-percent", outcome) in found


@pytest.mark.parametrize("name", ["公务接待费预算", "公务接待费支出预算", "公务接待费预算数为"])
def test_the_budget_in_final_accounts_is_not_the_outturn(name: str) -> None:
    tables = three("reception", "3.00", "executed"), three("reception", "5.00")
    for spent, outcome in (("3.00", "agrees"), ("3.50", "disagrees")):
        found = outcomes(f"{name}5.00万元，支出决算{spent}万元。", *tables, heading=THREE, final=True)
        assert found[:2] == [("5", "amount", "agrees"), (f"{Decimal(spent).normalize():f}", "amount", outcome)]


def test_what_was_saved_is_a_change() -> None:
    """节 was a name, and what is compared with last year was held against it."""
    text = "2024年度“三公”经费支出30.00万元，较预算35.00万元节约5.00万元，较上年32.00万元减少2.00万元，降低6.25%。"
    tables = three("total", "30.00", "executed"), three("total", "35.00")
    found = outcomes(text, *tables, heading=THREE, final=True)
    assert ("30", "amount", "agrees") in found
    assert not [f for f in found if f[2] in ("disagrees", "failed")]


@pytest.mark.parametrize(
    ("name", "flow", "line", "means"),
    [
        ("财政拨款本年收入", "revenue", "current-year-revenue", {"origin": "current-year"}),
        ("本年财政拨款支出", "expenditure", "current-year-expenditure", {}),
        ("年初财政拨款结转和结余", "balance", "carried-over", {"origin": "carried-over"}),
        ("年末财政拨款结转和结余", "balance", "carried-to-next-year", {"category": "carried-to-next-year"}),
    ],
)
def test_the_lines_of_the_summary_of_the_appropriation(name: str, flow: str, line: str, means: dict[str, str]) -> None:
    printed = fact(
        "20.00", table="appropriation-summary", phase="executed", fund="fiscal-appropriation", flow=flow, line=line, **means
    )  # fmt: skip
    for amount, outcome in (("20", "agrees"), ("25", "disagrees")):
        found = outcomes(f"{name}{amount}.00万元。", printed, heading=APPROPRIATED, final=True)
        assert found[0] == (amount, "amount", outcome)


@pytest.mark.parametrize("name", ["一般公共预算当年拨款规模为", "一般公共预算支出规模"])
def test_the_size_of_a_budget_is_its_amount(name: str) -> None:
    total = fact("1200.00", line="total")
    for amount, outcome in (("1200", "agrees"), ("1260", "disagrees")):
        assert outcomes(f"{name}{amount}万元。", total, heading="二、一般公共预算支出情况说明")[0] == (
            amount,
            "amount",
            outcome,
        )


def test_what_is_completed_of_the_budget_of_the_whole_year_is_held_against_the_one_that_the_table_prints() -> None:
    printed = (three("reception", "9.00"), three("reception", "3.09", "executed"))
    sentence = "公务接待费支出决算为3.09万元，完成全年预算的34.33%。"
    found = outcomes(sentence, *printed, heading=THREE, final=True)
    assert found == [("3.09", "amount", "agrees"), ("34.33", "share-percent", "agrees")]


def test_services_to_be_purchased_are_held_against_their_table() -> None:
    total = fact("162.92", table="service-purchase", line="total", fund="all")
    for amount, outcome in (("162.92", "agrees"), ("192.92", "disagrees")):
        sentence = f"2024年政府购买服务预算支出合计{amount}万元。"
        assert outcomes(sentence, total, heading="（三）政府购买服务预算情况")[0] == (amount, "amount", outcome)


def test_of_shares_said_for_several_at_once_the_first_is_of_the_first() -> None:
    """It was held against the last amount once, and a right share told as wrong."""
    parts = (
        fact("155.00", function_code="2012601", label="行政运行"),
        fact("100.00", function_code="2012604", label="档案馆"),
    )
    for share, outcome in (("60.78", "agrees"), ("39.22", "disagrees")):
        sentence = f"一般公共服务支出255.00万元，其中行政运行155.00万元、档案馆100.00万元，分别占{share}%和39.22%。"
        found = outcomes(sentence, *parts, heading="二、一般公共预算支出情况说明")
        assert (share, "share-percent", outcome) in found


def test_the_year_before_may_stand_beside_this_one_without_a_comparison() -> None:
    """上年 was taken for an amount of this year once, and the rate told as wrong."""
    for rate, outcome in (("25.00", "agrees"), ("52.00", "disagrees")):
        sentence = f"一般公共预算支出300.00万元，上年为400.00万元，减少100.00万元，下降{rate}%。"
        found = outcomes(sentence, fact("300.00", line="total"), heading="二、一般公共预算支出情况说明")
        assert ("400", "prior-year", "agrees") in found
        assert (f"-{rate.removesuffix('.00')}", "change-percent", outcome) in found


PART = "第三部分 2024年单位预算情况说明"
TOTALS = (
    fact("900.00", table="budget-summary", line="total", fund="all"),
    fact("900.00", table="expenditure-summary", line="total", fund="all"),
    fact("700.00", table="expenditure-summary", line="total", fund="all", category="basic"),
    fact("800.00", line="total"),
    fact("600.00", line="total", category="basic"),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024年支出预算900.00万元，其中：基本支出700.00万元。", [("900", "agrees"), ("700", "agrees")]),
        ("2024年支出预算910.00万元，其中：基本支出720.00万元。", [("910", "disagrees"), ("720", "disagrees")]),
        ("一般公共预算支出800.00万元，其中：基本支出600.00万元。", [("800", "agrees"), ("600", "agrees")]),
        ("一般公共预算支出800.00万元，其中：基本支出610.00万元。", [("800", "agrees"), ("610", "disagrees")]),
        ("基本支出600.00万元。", [("600", "not-checkable")]),
    ],
)
def test_a_text_without_headings_is_about_all_money_but_for_what_it_says_of_one_fund(
    text: str, found: list[tuple[str, str]]
) -> None:
    """None of it was checked once, and below 编制说明 the parts of a fund were told as wrong."""
    for part in (PART, "第三部分 2024年单位预算编制说明"):
        said = read_claims(outline(paragraphs(part, text)), DISCLOSURE, identify(TOTALS))
        assert [(f"{(c.value / 10_000).normalize():f}", c.outcome) for c in said.claims] == found
