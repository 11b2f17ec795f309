"""What the explanatory text claims, what the tables say to it, and what it says of the year before."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.narrative import Narrative, is_absence, read_claims
from yusuan.converters.narrative.outline import outline
from yusuan.converters.readers import read
from yusuan.converters.table import Paragraph
from yusuan.datapackage.accounting.ledger import TEXT_CHECKS
from yusuan.datapackage.model import Claim, Disclosure, Fact, Origin, identify

DISCLOSURE = Disclosure("d" * 16, "", "", "", "420100", "157003", "某某中心", "157", "某某局", 2024, "budget", "unit")
FINAL = replace(DISCLOSURE, kind="final")
FUND = "五、一般公共预算支出安排情况"
CHAIN = "一般公共服务支出(类)政府办公厅(室)及相关机构事务(款)事业运行(项)"


def fact(amount: str, **dimensions: str) -> Fact:
    """An observation of the unit's own year, printed in 万元."""
    given_here = {
        "table": "general-budget-by-function", "phase": "approved", "flow": "expenditure", "function_code": "",
        "economic_code": "", "project_code": "", "line": "", "label": "", "fund": "general-public-budget",
        "origin": "all", "category": "all", **dimensions,
    }  # fmt: skip
    return Fact(
        document_id=DISCLOSURE.document_id, unit_code="157003", unit_name="某某中心", fiscal_year=2024,
        amount=Decimal(amount) * 10000, reported=amount, reported_unit="万元", cell=Origin("text"), **given_here,
    )  # fmt: skip


def operation(amount: str = "852.53") -> Fact:
    return fact(amount, function_code="2010350", label="事业运行")


def told(text: str, *facts: Fact, heading: str = FUND, disclosure: Disclosure = DISCLOSURE) -> Narrative:
    """What one sentence below one heading says."""
    lines = ("第三部分 2024年单位预算情况说明", heading, text)
    blocks: list[Paragraph] = []
    offset = 0
    for number, line in enumerate(lines, start=1):
        blocks.append(Paragraph(line, Origin("text", line=number, char_start=offset, char_end=offset + len(line))))
        offset += len(line) + 1
    return read_claims(outline(blocks), disclosure, identify(facts))


def one(narrative: Narrative, measure: str) -> Claim:
    (claim,) = [c for c in narrative.claims if c.measure == measure]
    return claim


# --- claims -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fund", ["一般公共预算", "公共财政预算", "公共预算"])
def test_the_general_budget_is_known_by_the_names_it_had(fund: str):
    text = f"2024年度{fund}财政拨款支出852.53万元。"
    assert one(told(text, fact("852.53", line="total")), "amount").outcome == "agrees"


def test_an_amount_agrees_with_the_observation_of_the_same_subject() -> None:
    found = told(f"{CHAIN} 852. 53 万元。", operation())
    claim = one(found, "amount")
    assert (claim.function_code, claim.value, claim.unit, claim.outcome) == (
        "2010350", Decimal(8525300), "CNY", "agrees",
    )  # fmt: skip
    assert claim.observation_id == identify([operation()])[0].observation_id
    assert found.findings == ()


def test_an_amount_that_differs_from_the_table_is_a_finding() -> None:
    found = told(f"{CHAIN}852.35万元。", operation())
    assert one(found, "amount").outcome == "disagrees"
    (finding,) = found.findings
    assert (finding.check, finding.expected, finding.found) == ("text-against-table", "8525300", "8523500")


def test_what_a_budget_calls_a_final_amount_does_not_contradict_its_tables() -> None:
    found = told(f"{CHAIN}决算数为830.00万元，比年初预算节约5.00万元。", operation())
    assert one(found, "amount").outcome == "not-checkable" and not found.findings


@pytest.mark.parametrize(("printed", "outcome"), [("87.70", "agrees"), ("87.71", "agrees"), ("87.72", "disagrees")])
def test_the_text_may_round_or_cut_off_what_the_table_prints_in_yuan(printed: str, outcome: str) -> None:
    exact = replace(operation(), amount=Decimal(877080), reported="877,080.00", reported_unit="元")
    assert one(told(f"{CHAIN}{printed}万元。", exact), "amount").outcome == outcome


def test_observations_of_one_meaning_that_differ_are_not_chosen_from() -> None:
    other = fact("900.00", function_code="2010350", label="事业运行", table="appropriation-by-function")
    assert one(told(f"{CHAIN}852.53万元。", operation(), other), "amount").outcome == "not-checkable"


def test_the_shanghai_way_of_naming_a_subject() -> None:
    text = "1. “一般公共服务支出-政府办公厅（室）及相关机构事务-事业运行”科目852.53万元，主要用于基本支出。"
    assert one(told(text, operation(), heading="收支预算情况"), "amount").function_code == "2010350"


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("比2023年预算减少20.8万元", "change", "-208000"),
        ("下降20.49%", "change-percent", "-20.49"),
        ("较上年增长1,023.5万元", "change", "10235000"),
        ("与2023年持平", "change", "0"),
        ("比上年提高1.5亿元", "change", "150000000"),
    ],
)
def test_changes_are_signed(text: str, measure: str, value: str) -> None:
    assert one(told(f"{CHAIN}852.53万元，{text}。"), measure).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "房屋2020.17平方米，公务用车4辆，设备1台，人员3人。",
        "单位价值100万元(含)以上通用设备1台(套)。",
        "与预算数基本持平。",
        "支出1 93.37万元。",
    ],
)
def test_what_is_no_amount_makes_no_claim(text: str) -> None:
    assert told(text).claims == ()


def test_a_claim_leads_back_to_its_characters() -> None:
    lines = ("第三部分 2024年单位预算情况说明", FUND, f"{CHAIN} 852.53 万元，比 2023年预算增加6.82万元。")
    claim = one(told(lines[2], operation()), "change")
    assert "\n".join(lines)[claim.cell.char_start : claim.cell.char_end] == "6.82"
    assert claim.cell.line == 3


@pytest.mark.parametrize(
    ("change", "outcome"), [("减少2.00万元", "agrees"), ("减少3.00万元", "disagrees"), ("持平", "disagrees")]
)
def test_a_change_is_held_against_the_year_before_that_a_table_prints(change: str, outcome: str) -> None:
    now = fact("10.00", function_code="2010350", label="事业运行")
    before = replace(fact("12.00", function_code="2010350", label="事业运行"), fiscal_year=2023)
    narrative = told(f"{CHAIN}2024年预算数为10.00万元，比2023年预算数{change}，主要原因是厉行节约。", now, before)
    assert one(narrative, "change").outcome == outcome
    assert [f.check for f in narrative.findings] == ["change-against-table"] * (outcome == "disagrees")


@pytest.mark.parametrize("base", ["2023年", "上年", "2023年执行数"])
def test_a_change_is_not_held_against_figures_that_it_does_not_name(base: str) -> None:
    now = fact("10.00", function_code="2010350", label="事业运行")
    before = replace(fact("12.00", function_code="2010350", label="事业运行"), fiscal_year=2023)
    narrative = told(f"{CHAIN}2024年预算数为10.00万元，比{base}减少3.00万元，主要原因是厉行节约。", now, before)
    assert one(narrative, "change").outcome == "not-checkable" and not narrative.findings


def test_a_budget_is_compared_by_its_name_further_on_and_its_rate_with_it() -> None:
    lines = {"total": "10.00", "reception": "2.00"}
    facts = [fact(amount, table="three-public", line=line, label=line) for line, amount in lines.items()]
    text = "2024年“三公”经费预算数为10.00万元，其中：公务接待费2.00万元。2024年“三公”经费预算比2023年减少{}万元，下降20.00%。"
    good = told(text.format("2.50"), *facts, heading="七、“三公”经费预算情况说明")
    assert {c.measure: c.outcome for c in good.claims if "change" in c.measure} == {"change": "agrees", "change-percent": "agrees"}  # fmt: skip
    slip = told(text.format("3.50"), *facts, heading="七、“三公”经费预算情况说明")
    assert [f.check for f in slip.findings] == ["growth-rate"]


def test_an_amount_of_this_year_that_the_text_gives_to_the_last_is_told() -> None:
    facts = [
        fact("10.00", line="total", table="budget-summary", fund="all", flow=flow)
        for flow in ("revenue", "expenditure")
    ]
    text, heading = "某中心2023年收支总预算10.00万元。", "一、2024年收支预算总体情况说明"
    [slip] = told(text, *facts, heading=heading).findings
    assert (slip.check, slip.severity) == ("year-of-amount", "warning") and "2023 年" in slip.message
    earlier = [replace(f, fiscal_year=2023) for f in facts]
    assert not told(text, *facts, *earlier, heading=heading).findings, "both years may be alike"
    assert not told("2024年收支总预算10.00万元，2023年收支总预算10.00万元。", *facts, heading=heading).findings
    assert not told("2023年收支总预算10.00万元，与上年持平。", *facts, heading=heading).findings


def test_what_the_appropriation_had_left_is_held_against_its_table() -> None:
    left = fact(
        "3.00",
        line="general-public-budget-appropriation",
        table="appropriation-summary",
        flow="balance",
        origin="carried-over",
    )
    heading = "四、财政拨款收支预算总体情况说明"
    assert (
        one(told("收入包括：一般公共预算拨款上年结转3.00万元。", left, heading=heading), "amount").outcome == "agrees"
    )
    assert (
        one(told("收入包括：一般公共预算拨款上年结转3.10万元。", left, heading=heading), "amount").outcome
        == "disagrees"
    )


def test_a_change_without_a_unit_takes_that_of_its_sentence_and_says_so() -> None:
    found = told(f"{CHAIN}852.53万元，比上年增加6.82，主要是新增人员。", operation())
    assert one(found, "change").value == Decimal(68200)
    assert [f.check for f in found.findings] == ["unit-not-printed"]


def test_a_name_with_a_few_characters_left_out_is_known_and_told() -> None:
    text = "社会保障和就业支出(类)行政事业单位养老支出(款)事业单位离休(项)193.37万元。"
    found = told(text, fact("193.37", function_code="2080502", label="事业单位离退休"))
    assert one(found, "amount").outcome == "agrees"
    assert [f.check for f in found.findings] == ["name-not-in-classification"]


# --- what a part is a part of -------------------------------------------------------------------------------

ALL = "一、收支总体情况"
WHOLE = fact("1500.00", line="total", label="合计")
WHOLE_BASIC = fact("1100.00", line="total", label="合计", category="basic")
SCHOOL = fact("206.54", function_code="2050203", label="初中教育")
SCHOOL_BASIC = fact("180.00", function_code="2050203", label="初中教育", category="basic")


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("教育支出(类)普通教育(款)初中教育(项)206.54万元，其中：基本支出180.00万元，项目支出26.54万元。", FUND),
        ("初中教育支出206.54万元，其中：基本支出180.00万元，项目支出26.54万元。", FUND),
        ("初中教育支出206.54万元。其中：基本支出180.00万元。", FUND),
        ("2024年安排206.54万元，基本支出180.00万元。", "1.教育支出(类)普通教育(款)初中教育(项)"),
    ],
)
def test_the_basic_expenditure_of_one_class_is_not_that_of_the_whole(text: str, heading: str) -> None:
    found = told(text, WHOLE, WHOLE_BASIC, SCHOOL, SCHOOL_BASIC, heading=heading)
    (basic,) = [c for c in found.claims if c.label == "基本支出"]
    assert (basic.function_code, basic.outcome) == ("2050203", "agrees")
    assert found.findings == ()


def test_a_part_of_what_is_not_known_contradicts_nothing() -> None:
    found = told("某某专项工作180.00万元，其中：基本支出20.00万元，项目支出160.00万元。", WHOLE, WHOLE_BASIC)
    assert {c.outcome for c in found.claims} == {"not-checkable"}
    assert found.findings == ()


def test_a_part_of_the_whole_that_differs_is_still_a_finding() -> None:
    found = told("一般公共预算支出1500.00万元，其中：基本支出1200.00万元。", WHOLE, WHOLE_BASIC)
    assert [f.check for f in found.findings] == ["text-against-table"]


def test_the_side_that_parts_are_of_is_told_by_what_opens_them() -> None:
    revenue = fact(
        "1500.00", table="appropriation-summary", flow="revenue", line="general-public-budget-appropriation",
        label="一般公共预算拨款", origin="current-year",
    )  # fmt: skip
    text = "财政拨款收支总预算1600.00万元。收入包括：一般公共预算拨款1500.00万元；支出包括：教育支出206.54万元。"
    found = told(text, revenue, heading="二、财政拨款收支预算情况")
    assert [c.outcome for c in found.claims if c.label == "一般公共预算拨款"] == ["agrees"]


@pytest.mark.parametrize(
    "name", ["一般公共预算", "一般公共预算拨款", "一般公共预算拨款收入", "一般公共预算财政拨款收入"]
)
def test_parts_of_the_revenue_may_be_called_by_their_fund_alone(name: str) -> None:
    total = fact("1600.00", table="budget-summary", flow="revenue", line="total", fund="all")
    part = fact(
        "1500.00", table="budget-summary", flow="revenue", line="general-public-budget-appropriation",
        origin="current-year",
    )  # fmt: skip
    found = told(f"财务总收入1600.00万元，其中：{name}1500.00万元。", total, part, heading="二、收入情况")
    assert {c.outcome for c in found.claims} == {"agrees"}


@pytest.mark.parametrize("name", ["教育支出", "教育支出类科目", "教育(类)支出", "教育支出(类)", "教育(类)"])
def test_a_class_is_known_by_each_of_its_spellings(name: str) -> None:
    found = told(f"{name}206.54万元，占13.77%。", fact("206.54", function_code="205", label="教育支出"))
    assert (one(found, "amount").function_code, one(found, "amount").outcome) == ("205", "agrees")


def test_the_whole_document_comes_before_a_fund_of_it() -> None:
    whole = fact("306.54", table="budget-summary", line="function-205", label="教育支出", fund="all")
    part = fact("206.54", function_code="205", label="教育支出")
    for printed, outcome in (("306.54", "agrees"), ("206.54", "agrees"), ("256.54", "disagrees")):
        assert one(told(f"教育支出{printed}万元。", whole, part, heading=ALL), "amount").outcome == outcome


def test_another_amount_of_a_fund_that_is_only_second_best_contradicts_nothing() -> None:
    found = told("教育支出306.54万元。", fact("206.54", function_code="205"), heading="二、财政拨款收支预算情况")
    assert (one(found, "amount").outcome, found.findings) == ("not-checkable", ())


@pytest.mark.parametrize(
    ("printed", "whole", "outcome"),
    [("20.65", "支出总预算", "agrees"), ("21.65", "支出总预算", "disagrees"), ("21.65", "总支出", "not-checkable")],
)
def test_a_share_of_the_total_that_the_section_states_before(printed: str, whole: str, outcome: str) -> None:
    text = f"支出总预算1000.00万元。教育支出206.54万元，占{whole}{printed}%。"
    assert one(told(text, heading=ALL), "share-percent").outcome == outcome


@pytest.mark.parametrize(("printed", "outcome"), [("50.00", "agrees"), ("80.00", "agrees"), ("60.00", "disagrees")])
def test_a_share_of_what_tables_print_in_the_very_words(printed: str, outcome: str) -> None:
    means = {"line": "current-year-expenditure", "label": "本年支出合计", "phase": "executed"}
    both = (
        fact("800.00", table="budget-summary", fund="all", **means),
        fact("500.00", table="appropriation-summary", **means),
    )
    text = f"一般公共预算财政拨款支出400.00万元，占本年支出合计的{printed}%。"
    found = told(text, *both, heading="五、一般公共预算财政拨款支出决算情况", disclosure=FINAL)
    assert one(found, "share-percent").outcome == outcome


@pytest.mark.parametrize(("printed", "outcome"), [("20.65", "agrees"), ("21.65", "disagrees")])
def test_below_the_structure_of_a_fund_a_share_is_of_the_total_of_its_table(printed: str, outcome: str) -> None:
    facts = fact("1000.00", line="total", label="合计"), fact("206.54", function_code="205", label="教育支出")
    text = f"教育支出（类）206.54万元，占{printed}%。"
    found = told(text, *facts, heading="（二）一般公共预算当年拨款结构情况")
    assert one(found, "share-percent").outcome == outcome


@pytest.mark.parametrize(("printed", "outcome"), [("25.00", "agrees"), ("26.00", "disagrees")])
@pytest.mark.parametrize("line", ["total", "three-public"])
def test_a_share_of_the_three_is_of_their_total(line: str, printed: str, outcome: str) -> None:
    table = {"table": "three-public", "function_code": ""}
    facts = [
        fact("8.00", line=line, **table),
        fact("2.00", line="reception", **table),
        fact("6.00", line="vehicle", **table),
    ]
    if line == "three-public":
        facts.append(fact("11.50", line="total", **table))
    text = f"“三公”经费预算中，公务用车购置及运行费6.00万元，占75.00%；公务接待费2.00万元，占{printed}%。"
    shares = [c for c in told(text, *facts, heading="七、“三公”经费预算情况").claims if c.measure == "share-percent"]
    assert [c.outcome for c in shares] == ["agrees", outcome]


def test_the_three_are_meant_where_meetings_stand_beside_them() -> None:
    table = {"table": "three-public", "function_code": ""}
    facts = (
        fact("12.00", line="total", **table),
        fact("8.50", line="three-public", **table),
        fact("3.50", line="meeting", **table),
    )
    found = told("“三公”经费预算8.50万元，会议费3.50万元。", *facts, heading="五、“三公”经费预算情况")
    assert [c.outcome for c in found.claims] == ["agrees", "agrees"]


@pytest.mark.parametrize(("printed", "outcome"), [("20.65", "agrees"), ("26.05", "disagrees")])
def test_a_share_of_this_years_expenditure_that_section_and_table_state(printed: str, outcome: str) -> None:
    total = fact("413.10", table="budget-summary", line="current-year-expenditure", fund="all", phase="executed")
    text = (
        f"本年支出合计413.10万元。其中：基本支出85.30万元，占本年支出{printed}%；项目支出327.80万元，占本年支出79.35%。"
    )
    found = told(text, total, heading="三、支出决算情况说明", disclosure=FINAL)
    assert next(c.outcome for c in found.claims if c.measure == "share-percent") == outcome


@pytest.mark.parametrize(("printed", "outcome"), [("60.00", "agrees"), ("66.00", "disagrees")])
def test_what_a_fund_took_in_and_spent_is_held_against_its_own_table(printed: str, outcome: str) -> None:
    means = {"table": "government-fund", "line": "total", "fund": "government-fund", "phase": "executed"}
    facts = fact("60.00", flow="revenue", origin="current-year", **means), fact("58.00", **means)
    text = f"2024年度政府性基金预算财政拨款本年收入{printed}万元，本年支出58.00万元。"
    found = told(text, *facts, heading="七、政府性基金预算财政拨款收入支出决算情况说明", disclosure=FINAL)
    assert [c.outcome for c in found.claims if c.measure == "amount"] == [outcome, "agrees"]


@pytest.mark.parametrize(("printed", "outcome"), [("0", "not-checkable"), ("5.00", "agrees")])
def test_what_a_sentence_says_of_each_fund_in_turn_is_of_that_fund(printed: str, outcome: str) -> None:
    carried = {"table": "appropriation-summary", "flow": "balance", "origin": "carried-over"}
    general, fund = "general-public-budget-appropriation", "government-fund-appropriation"
    facts = [
        fact("74.57", line="carried-over", **carried | {"fund": "fiscal-appropriation"}),
        fact("74.57", line=general, **carried),
        *([fact("5.00", line=fund, **carried | {"fund": "government-fund"})] if outcome == "agrees" else []),
    ]
    text = f"收入包括：一般公共预算本年收入60.00万元、上年结转74.57万元；政府性基金预算本年收入9.00万元、上年结转{printed}万元。"
    found = told(text, *facts, heading="一、财政拨款收支预算情况的总体说明")
    outcomes = [c.outcome for c in found.claims if c.label == "上年结转"]
    assert outcomes == ["agrees", outcome] and not found.findings


def test_what_is_bought_is_held_against_the_total_of_all_money() -> None:
    table = {"table": "procurement", "line": "total"}
    facts = [
        fact("86.00", **table | {"fund": "all"}),
        fact("80.00", **table),
        fact("6.00", **table | {"fund": "other-income"}),
    ]
    found = told("2024年政府采购预算86.00万元。", *facts, heading="（二）政府采购安排情况")
    assert one(found, "amount").outcome == "agrees"


def test_what_follows_a_semicolon_without_a_name_goes_on_with_the_amount_before() -> None:
    text = "公务接待费支出预算为5.00万元，支出决算为1.50万元，完成预算的30.00%；较上年减少0.30万元，下降16.67%。"
    found = told(text, heading="七、“三公”经费支出决算情况", disclosure=FINAL)
    assert (one(found, "change-percent").outcome, one(found, "change").outcome) == ("agrees", "agrees")
    other = told("甲5.00万元；乙比上年减少0.30万元，下降16.67%。", heading=ALL)
    assert one(other, "change-percent").outcome == "not-checkable"


def test_shares_of_a_list_are_of_the_amount_that_opens_it() -> None:
    lines = ("一般公共预算支出1500.00万元，主要用于以下方面：", "1.教育支出206.54万元，占13.77%。")
    blocks = [
        Paragraph(line, Origin("text", line=n, char_start=n * 100, char_end=n * 100 + len(line)))
        for n, line in enumerate(("第三部分 2024年单位预算情况说明", FUND, *lines), start=1)
    ]
    found = read_claims(outline(blocks), DISCLOSURE, ())
    assert one(found, "share-percent").outcome == "agrees"


# --- recomputing ------------------------------------------------------------------------------------------


def test_a_wrong_rate_is_a_finding_with_the_sum_written_out() -> None:
    found = told(f"{CHAIN}16.54万元，比2023年预算增加0.09万元，增长0.05%。", operation("16.54"))
    (finding,) = found.findings
    assert (finding.check, finding.expected, finding.found, finding.cause) == (
        "growth-rate",
        "0.55",
        "0.05",
        "publisher",
    )
    assert "16.54 − 0.09 = 16.45" in finding.message
    assert one(found, "change-percent").outcome == "disagrees"


@given(st.integers(100, 10**7), st.integers(1, 10**7))
def test_a_rate_that_follows_from_its_amounts_is_never_a_finding(prior: int, now: int) -> None:
    if now == prior:
        return
    verb = "增加" if now > prior else "减少"
    rate = (Decimal(abs(now - prior)) / prior * 100).quantize(Decimal("0.01"))
    text = f"{CHAIN}{Decimal(now) / 100}万元，比2023年预算{verb}{Decimal(abs(now - prior)) / 100}万元，{verb}{rate}%。"
    found = told(text, operation(str(Decimal(now) / 100)))
    assert found.findings == ()
    assert [f.amount for f in found.facts] == [Decimal(prior) * 100]


def test_shares_are_of_the_amount_that_the_sentence_begins_with() -> None:
    text = "2024年收入预算100万元，其中：事业收入60万元，占60%；其他收入40万元，占45%。"
    found = told(text, heading="二、收入预算安排情况")
    (finding,) = found.findings
    assert (finding.check, finding.label, finding.expected) == ("share", "其他收入", "40.00")


def test_shares_without_a_whole_are_of_their_sum() -> None:
    text = "基本支出37.74万元，占37.74%，其中人员经费30万元、公用经费7.74万元；项目支出62.26万元，占62.26%。"
    found = told(text, heading="(二)一般公共预算拨款结构情况")
    assert [c.outcome for c in found.claims if c.measure == "share-percent"] == ["agrees", "agrees"]


# --- the year before --------------------------------------------------------------------------------------


def test_the_figure_of_the_year_before_is_derived_from_the_change() -> None:
    found = told(f"{CHAIN}852.53万元，比2023年预算增加6.82万元，增长0.81%。", operation())
    (prior,) = found.facts
    assert (prior.table, prior.fiscal_year, prior.phase, prior.status) == ("narrative", 2023, "approved", "derived")
    assert (prior.function_code, prior.fund, prior.category) == ("2010350", "general-public-budget", "all")
    assert (prior.amount, prior.reported, prior.reported_unit) == (Decimal(8457100), "6.82", "万元")
    assert prior.cell.note == "852.53 − 6.82 = 845.71 万元"


@pytest.mark.parametrize(
    "text",
    [
        f"{CHAIN}852.53万元，比年初预算增加6.82万元。",
        f"{CHAIN}852.53万元，比上年增长0.81%。",
        f"{CHAIN}852.53万元，主要原因是人员经费比上年增加6.82万元。",
        f"{CHAIN}852.53万元；其他事务比上年增加6.82万元。",
        "某种支出852.53万元，比2023年预算增加6.82万元。",
        f"{CHAIN}800.00万元，比2023年预算增加6.82万元。",
        "其中：人员800万元、公用52.53万元，比2023年预算增加6.82万元。",
    ],
)
def test_nothing_is_derived_where_the_meaning_is_not_certain(text: str) -> None:
    assert told(text, operation()).facts == ()


def test_a_comparison_with_the_outturn_of_last_year_gives_an_outturn() -> None:
    (prior,) = told(f"{CHAIN}852.53万元，比2023年预算执行数减少6.82万元。", operation()).facts
    assert (prior.phase, prior.amount) == ("executed", Decimal(8593500))


def test_both_sides_of_the_budget_are_derived_where_the_text_speaks_of_both() -> None:
    sides = [
        fact("100", table="budget-summary", flow=flow, line="total", fund="all", label="总计")
        for flow in ("revenue", "expenditure")
    ]
    found = told("2024年收支总预算100万元。比2023年预算增加10万元。", *sides, heading="一、收支预算总体安排情况")
    assert [(f.flow, f.amount) for f in found.facts] == [("expenditure", 900000), ("revenue", 900000)]


def test_the_total_of_three_public_keeps_its_name_beside_that_of_the_budget() -> None:
    total = fact("10", table="three-public", line="total", label="合计")
    found = told("2024年“三公”经费预算数为10万元，与2023年预算持平。", total, heading="七、“三公”经费情况")
    assert [(f.line, f.fiscal_year, f.amount) for f in found.facts] == [("three-public", 2023, 100000)]


@pytest.mark.parametrize(
    ("table", "line", "label"),
    [("budget-summary", "business-income", "三、事业收入"), ("revenue-summary", "total", "合计")],
)
def test_what_a_fund_had_is_the_line_of_it_whichever_table_was_read(table: str, line: str, label: str) -> None:
    income = fact("100", table=table, flow="revenue", line=line, label=label, fund="business-income")
    found = told("2024年事业收入100万元，比2023年预算增加10万元。", income, heading="一、收支预算总体安排情况")
    assert [(f.line, f.fund, f.amount) for f in found.facts] == [("business-income", "business-income", 900000)]
    assert {(c.line, c.outcome) for c in found.claims if c.measure == "amount"} == {("business-income", "agrees")}


# --- what only the text prints ----------------------------------------------------------------------------


def test_procurement_is_an_observation_of_its_own() -> None:
    text = "2024年政府采购预算支出合计30万元，比上年度增加10万元。其中：货物类1.5万元，服务类28.5万元。"
    found = told(text, heading="(二)政府采购预算情况")
    assert {(f.line, f.fiscal_year, f.amount, f.status) for f in found.facts} == {
        ("procurement", 2024, 300000, "reported"),
        ("procurement", 2023, 200000, "derived"),
        ("procurement-goods", 2024, 15000, "reported"),
        ("procurement-services", 2024, 285000, "reported"),
    }


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("2024年政府采购预算支出合计30万元，其中：货物类1.5万元，服务类28.5万元。", True),
        ("2024年政府采购预算支出合计30万元。其中：货物类1.5万元，服务类28.5万元。", True),
        ("2024年政府采购预算支出合计30万元。货物类1.5万元，服务类28.5万元。", False),
    ],
)
def test_which_sentence_states_a_part_is_kept(text: str, together: bool) -> None:
    found = told(text, heading="(二)政府采购预算情况")
    sentences = {f.line: f.print_of_table for f in found.facts}
    assert (sentences["procurement"] == sentences["procurement-services"]) is together
    assert sentences["procurement-goods"] == sentences["procurement-services"]


def test_what_a_table_prints_too_is_not_reported_twice() -> None:
    table = fact("169", table="three-public", line="agency-operating", category="operating")
    found = told("2024年机关运行经费169万元。", table, heading="(一)机关运行经费情况")
    assert found.facts == ()
    assert one(found, "amount").outcome == "agrees"


def test_two_amounts_for_one_thing_are_both_held_back() -> None:
    found = told("机关运行经费169万元。机关运行经费196万元。", heading="(一)机关运行经费情况")
    assert found.facts == ()
    assert [f.check for f in found.findings] == ["text-against-itself"]


def test_final_accounts_tell_the_budget_from_the_outturn() -> None:
    outturn = replace(operation("135.25"), phase="executed")
    found = told(f"{CHAIN}。年初预算为135.90万元，支出决算为135.25万元。", outturn, disclosure=FINAL)
    assert [(c.value, c.outcome) for c in found.claims] == [(1359000, "not-checkable"), (1352500, "agrees")]


def test_the_budget_of_the_whole_year_is_not_that_of_its_beginning() -> None:
    outturn = replace(operation("51.32"), phase="executed")
    text = f"{CHAIN}。全年预算为52.00万元，支出决算为51.32万元，完成全年预算数的98.69%。"
    found = told(text, outturn, disclosure=FINAL)
    assert [(c.label, c.value, c.outcome) for c in found.claims] == [
        ("事业运行（全年预算）", 520000, "not-checkable"),
        ("事业运行", 513200, "agrees"),
        ("事业运行（完成预算）", Decimal("98.69"), "agrees"),
    ]


def test_revenue_in_final_accounts_is_that_of_the_year() -> None:
    line = {"table": "budget-summary", "flow": "revenue", "fund": "all", "phase": "executed"}
    year = fact("4258.39", line="current-year-revenue", **(line | {"origin": "current-year"}))
    total = fact("4336.02", line="total", **line)
    found = told("收入决算4258.39万元。", year, total, heading="一、收入决算总体安排情况", disclosure=FINAL)
    assert [(c.line, c.outcome) for c in found.claims] == [("current-year-revenue", "agrees")]


def _whole(line: str, amount: str, flow: str = "revenue") -> Fact:
    return fact(amount, table="budget-summary", phase="executed", flow=flow, line=line, fund="all")


@pytest.mark.parametrize(
    ("printed", "outcome"), [("1250.00", "agrees"), ("1230.00", "agrees"), ("1240.00", "disagrees")]
)
def test_the_grand_total_of_final_accounts_has_what_was_carried_over(printed: str, outcome: str) -> None:
    facts = (_whole("total", "1250.00"), _whole("current-year-revenue", "1230.00"))
    found = told(f"2024年度收入总计{printed}万元。", *facts, heading="一、收入支出决算总体情况说明", disclosure=FINAL)
    assert one(found, "amount").outcome == outcome


THREE = (
    fact("6.50", table="three-public", phase="executed", line="total", fund="fiscal-appropriation"),
    fact("8.00", table="three-public", line="total", fund="fiscal-appropriation"),
)


@pytest.mark.parametrize(("rate", "outcome"), [("81.3", "agrees"), ("83.1", "disagrees")])
def test_the_budget_that_is_completed_stands_beside_its_share(rate: str, outcome: str) -> None:
    text = f"“三公”经费财政拨款支出决算为6.50万元，完成预算8.00万元的{rate}%，比上年决算数减少0.50万元，下降7.1%。"
    found = told(text, *THREE, heading="七、“三公”经费支出决算情况说明", disclosure=FINAL)
    assert [(c.measure, c.outcome) for c in found.claims] == [
        ("amount", "agrees"), ("amount", "agrees"), ("share-percent", outcome), ("change", "agrees"),
        ("change-percent", "agrees"),
    ]  # fmt: skip
    assert [f.amount for f in found.facts if f.status == "derived"] == [Decimal(70000)]


@pytest.mark.parametrize(("rate", "outcome"), [("81.25", "agrees"), ("81.52", "not-checkable")])
def test_a_completed_budget_that_is_not_said_is_that_of_the_table(rate: str, outcome: str) -> None:
    found = told(f"“三公”经费支出6.50万元，完成预算{rate}%。", *THREE, heading="七、“三公”经费说明", disclosure=FINAL)
    assert one(found, "share-percent").outcome == outcome


def test_a_share_of_the_outturn_is_not_of_the_budget_beside_it() -> None:
    text = "“三公”经费支出预算为8.00万元，支出决算为6.50万元。其中：公务接待费支出决算1.50万元，占“三公”经费支出决算总额的23.08%。"
    found = told(text, *THREE, heading="七、“三公”经费说明", disclosure=FINAL)
    assert one(found, "share-percent").outcome == "agrees"


def test_the_change_against_the_own_budget_is_apart_from_that_against_last_year() -> None:
    text = "支出决算1200.00万元，较上年决算数增加40.00万元，增长3.45%。较年初预算数增加20.00万元，增长1.69%。"
    found = told(text, heading="一、支出决算情况说明", disclosure=FINAL)
    assert [c.outcome for c in found.claims if c.measure == "change-percent"] == ["agrees", "agrees"]
    assert found.findings == ()


def test_a_figure_without_a_name_has_that_of_the_short_sentence_before() -> None:
    reception = fact("1.50", table="three-public", phase="executed", line="reception", fund="fiscal-appropriation")
    found = told("2.公务接待费。2024年决算数1.50万元。", reception, heading="七、“三公”经费说明", disclosure=FINAL)
    assert (one(found, "amount").label, one(found, "amount").outcome) == ("公务接待费", "agrees")


def test_the_levels_of_a_subject_may_stand_behind_quotation_marks() -> None:
    spent = fact("970.00", function_code="207", label="文化旅游体育与传媒支出", phase="executed")
    text = "“文化旅游体育与传媒支出”（类）2024年度决算970.00万元。"
    found = told(text, spent, heading="（二）一般公共预算财政拨款支出决算", disclosure=FINAL)
    assert (one(found, "amount").function_code, one(found, "amount").outcome) == ("207", "agrees")


def test_headings_of_the_second_level_alone_open_the_text() -> None:
    lines = (
        "（一）收入支出决算总体情况说明。",
        "2024年度收入总计1250.00万元。",
        "（二）支出决算情况说明。",
        "支出合计1230.00万元。",
    )
    blocks = [Paragraph(line, Origin("html", row=number)) for number, line in enumerate(lines, start=1)]
    assert [s.heading for s in outline(blocks).explanation] == [lines[0], lines[2]]


def test_the_name_may_stand_once_more_within_the_comparison() -> None:
    own = fact("8.00", table="three-public", line="total")
    text = "“三公”经费财政拨款预算8.00万元，比2023年“三公”经费财政拨款预算数9.00万元减少1.00万元。"
    found = told(text, own, heading="三、“三公”经费情况说明")
    assert [(c.measure, c.fiscal_year, c.value, c.outcome) for c in found.claims] == [
        ("amount", 2024, 80000, "agrees"), ("prior-year", 2023, 90000, "agrees"), ("change", 2024, -10000, "not-checkable"),
    ]  # fmt: skip
    assert found.findings == ()


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("total", "“三公”经费一般公共预算财政拨款支出年初预算为8.00万元，支出决算为6.50万元。"),
        ("vehicle", "公务用车购置及运行维护支出6.50万元。"),
        ("vehicle-operation", "公务用车运行维护支出6.50万元，主要用于燃料费、维修费。"),
        ("vehicle-purchase", "公务用车购置支出6.50万元。"),
    ],
)
def test_three_public_are_known_by_what_final_accounts_call_them(line: str, printed: str) -> None:
    spent_on = fact("6.50", table="three-public", phase="executed", line=line, fund="general-public-budget")
    found = told(printed, spent_on, heading="七、一般公共预算财政拨款“三公”经费支出决算情况说明", disclosure=FINAL)
    assert [c.outcome for c in found.claims][-1] == "agrees"


@pytest.mark.parametrize("printed", ["住房公积金（2210201）60.00万元", "工资福利支出（301）700.00万元"])
def test_a_class_may_be_told_by_the_code_behind_its_name(printed: str) -> None:
    facts = (
        fact("60.00", function_code="2210201", label="住房公积金"),
        fact(
            "50.00", table="basic-expenditure-by-economic", economic_code="30113", label="住房公积金", category="basic"
        ),
        fact(
            "700.00", table="basic-expenditure-by-economic", economic_code="301", label="工资福利支出", category="basic"
        ),
    )
    assert one(told(f"（3）{printed}，较上年增加2.00万元。", *facts), "amount").outcome == "agrees"


def test_a_fund_of_another_table_does_not_settle_that_of_three_public() -> None:
    whole = fact("7.80", table="three-public", line="total", fund="fiscal-appropriation")
    other = fact("213.28", table="three-public", line="agency-operating")
    found = told("“三公”经费预算数为7.80万元。", whole, other, heading="一、“三公”经费预算情况说明")
    assert one(found, "amount").outcome == "agrees"


def test_a_total_behind_its_parts_is_not_the_last_part() -> None:
    found = told("其中支持创新70.00万，支持商销稳增长30.00万，合计100.00万。", heading="六、年度预算安排")
    assert [(c.label, c.measure, c.value) for c in found.claims] == [
        ("支持创新", "amount", 700000),
        ("支持商销稳增长", "amount", 300000),
        ("合计", "amount", 1000000),
    ]


# --- absence ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2024年本单位没有使用政府性基金预算拨款安排的支出。",
        "注:本单位2025年无国有资本经营预算财政拨款安排的预算，故本表为空表。",
        "某某局无政府性基金预算财政拨款支出，故本表无数据。",
        "2024 年未安排政府性基金预算支出。",
    ],
)
def test_statements_of_absence(text: str) -> None:
    assert is_absence(text)


@pytest.mark.parametrize(
    "text",
    [
        "2023年补缴了养老保险，2024年无此项支出。",
        "“三公”经费没有超预算支出。",
        "支出与上年相比无变化。",
        "无线网络维护费3万元。",
    ],
)
def test_what_only_sounds_like_absence(text: str) -> None:
    assert not is_absence(text)


def test_absence_beside_money_disagrees() -> None:
    money = fact("5", table="government-fund", fund="government-fund", line="total")
    claim = one(told("2024年没有使用政府性基金预算拨款安排的支出。", money), "absence")
    assert (claim.outcome, claim.value) == ("disagrees", 0)


def test_the_real_document_states_what_was_read_by_hand(wuhan: Path) -> None:
    blocks = list(read(wuhan))
    disclosure = replace(DISCLOSURE, unit_name="")
    found = read_claims(outline(blocks), disclosure, identify([replace(operation(), unit_name="")]))
    assert {(f.label, f.expected, f.found) for f in found.findings if f.check == "growth-rate"} == {
        ("事业运行", "0.81", "0.80"),
        ("提租补贴", "0.55", "0.05"),
    }
    prior = {f.function_code: f.amount for f in found.facts if f.function_code}
    assert prior == {"2010350": Decimal(8457100)}


def test_the_national_way_of_comparing_both_sides() -> None:
    sides = [
        fact("90", table="budget-summary", flow=flow, line="total", fund="all", label="总计", phase="executed")
        for flow in ("revenue", "expenditure")
    ]
    text = "2024年度收、支总计90万元。与2023年度相比，收、支总计各减少10万元，下降10%。"
    found = told(text, *sides, heading="一、收入支出决算总体情况说明", disclosure=FINAL)
    assert [(f.flow, f.phase, f.amount) for f in found.facts] == [
        ("expenditure", "executed", 1000000),
        ("revenue", "executed", 1000000),
    ]
    assert one(found, "change-percent").outcome == "agrees"


@pytest.mark.parametrize("printed", ["比2023年预算数845.71万元增加6.82万元", "较上年（845.71万元）增加6.82万元"])
def test_the_amount_that_is_compared_with_is_one_of_the_year_before(printed: str) -> None:
    found = told(f"{CHAIN}852.53万元，{printed}，增长0.81%。", operation())
    prior = one(found, "prior-year")
    assert (prior.fiscal_year, prior.value, prior.function_code) == (2023, Decimal(8457100), "2010350")
    assert [f.amount for f in found.facts] == [Decimal(8457100)]
    assert found.findings == ()


def test_a_year_before_that_does_not_add_up_is_told_and_not_derived() -> None:
    found = told(f"{CHAIN}852.53万元，比2023年预算数854.71万元增加6.82万元。", operation())
    assert [(f.check, f.expected, f.found) for f in found.findings] == [("prior-year", "845.71", "854.71")]
    assert found.facts == ()


# --- the checks of the text in pairs ------------------------------------------------------------------------

AT_ODDS = fact("5", table="government-fund", fund="government-fund", line="total")
GROWN = f"{CHAIN}852.53万元，比2023年预算增加{{change}}万元，增长{{rate}}%。"
OF_TEXT = {
    "amount": (f"{CHAIN}852.53万元。", f"{CHAIN}852.35万元。"),
    "prior-year": (f"{CHAIN}852.53万元，比2023年845.71万元增加6.82万元。", f"{CHAIN}852.53万元，比2023年840.71万元增加6.82万元。"),
    "change": (GROWN.format(change="6.82", rate="0.81"), GROWN.format(change="68.20", rate="0.81")),
    "change-percent": (GROWN.format(change="6.82", rate="0.81"), GROWN.format(change="6.82", rate="0.80")),
    "share-percent": ("一般公共预算支出1500.00万元，其中：基本支出1100.00万元，占73.33%。", "一般公共预算支出1500.00万元，其中：基本支出1100.00万元，占73.43%。"),
    "absence": ("2024年没有使用国有资本经营预算拨款安排的支出。", "2024年没有使用政府性基金预算拨款安排的支出。"),
}  # fmt: skip


@pytest.mark.parametrize("measure", TEXT_CHECKS)
def test_each_check_of_the_text_passes_and_fails(measure: str) -> None:
    kept, broken = (told(text, operation(), WHOLE, WHOLE_BASIC, AT_ODDS) for text in OF_TEXT[measure])
    assert one(kept, measure).outcome in ("agrees", "not-checkable" if measure == "absence" else "agrees")
    assert not kept.findings
    assert any(c.outcome == "disagrees" for c in broken.claims)
    assert any(c.measure == measure for c in broken.claims)


# --- budgets of provinces ---------------------------------------------------------------------------------


def test_a_text_of_this_years_money_does_not_contradict_a_table_with_what_was_carried_over() -> None:
    carried = fact("45.20", table="appropriation-summary", line="carried-over", origin="carried-over", flow="balance")
    text, heading = "一般公共预算支出928.94万元。", "（一）一般公共预算当年拨款规模变化情况"
    assert one(told(text, fact("974.14", line="total"), carried, heading=heading), "amount").outcome == "not-checkable"
    other = told(text, fact("999.14", line="total"), carried, heading=heading)
    assert one(other, "amount").outcome == "disagrees", "another difference than just what was carried over"


def test_what_was_left_at_the_end_of_the_year_is_no_expenditure_of_final_accounts() -> None:
    """总计 of the statement has it; the table of the general budget may have been held back."""
    statement = fact("5674.87", table="appropriation-summary", phase="executed", line="total")
    table = fact("5651.96", phase="executed", line="total")
    text, heading = "2024年度一般公共预算财政拨款支出5651.96万元。", "五、一般公共预算财政拨款支出决算情况说明"
    for facts, outcome in (((statement,), "not-checkable"), ((statement, table), "agrees")):
        assert one(told(text, *facts, heading=heading, disclosure=FINAL), "amount").outcome == outcome
    spent = fact("6032.43", table="expenditure-summary", phase="executed", fund="all", line="total")
    found = told("2024年度收、支总计均为6100.55万元。", spent, heading="一、收入支出决算总体情况说明", disclosure=FINAL)
    assert one(found, "amount").outcome == "not-checkable"


CARRIED = (
    fact("93.23", table="appropriation-summary", line="carried-over", flow="balance", fund="fiscal-appropriation", origin="carried-over"),
    fact("81.67", table="appropriation-summary", line="general-public-budget-appropriation", flow="balance", origin="carried-over"),
    fact("11.56", table="appropriation-summary", line="government-fund-appropriation", flow="balance", fund="government-fund", origin="carried-over"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "printed", "outcome"),
    [
        (FUND, "81.67", "agrees"),
        (FUND, "81.76", "disagrees"),
        ("八、政府性基金预算支出安排情况", "11.56", "agrees"),
        ("八、政府性基金预算支出安排情况", "11.65", "disagrees"),
        ("四、财政拨款收支预算总体情况", "93.23", "agrees"),
    ],
)
def test_what_was_carried_over_is_of_the_fund_that_the_heading_names(heading: str, printed: str, outcome: str) -> None:
    assert one(told(f"其中：上年结转{printed}万元。", *CARRIED, heading=heading), "amount").outcome == outcome


def test_the_fund_of_projects_is_told_by_its_name() -> None:
    def project(amount: str, **dimensions: str) -> Fact:
        return fact(amount, table="project-expenditure", line="total", category="project", **dimensions)

    facts = (
        project("20.00", fund="all"), project("12.00", origin="current-year"),
        project("5.00", fund="government-fund", origin="current-year"), project("3.00", fund="fiscal-special-account"),
    )  # fmt: skip
    text = (
        "2024年项目支出20万元，其中：一般公共预算本年拨款12万元、政府性基金预算本年拨款5万元、财政专户管理资金3万元。"
    )
    found = told(text, *facts, heading="十、项目支出安排情况")
    assert [c.outcome for c in found.claims] == ["agrees"] * 4


def test_a_name_that_goes_on_with_digits_makes_no_amount_wrong() -> None:
    """某工程2 and 260.48: the digit belongs to the name, or to the amount."""

    def project(amount: str, code: str, name: str) -> Fact:
        return fact(amount, table="project-expenditure", project_code=code, label=name, fund="all", category="project")

    facts = (project("72.88", "T1", "河道整治"), project("260.48", "T2", "河道整治2"))
    heading = "十、项目支出安排情况"
    assert one(told("河道整治2260.48万元。", *facts, heading=heading), "amount").outcome == "not-checkable"
    assert one(told("河道整治2260.48万元。", facts[0], heading=heading), "amount").outcome == "disagrees"


def test_a_budget_that_opens_a_list_is_the_whole_of_its_items() -> None:
    facts = [
        fact("100.00", table="budget-summary", line="total", flow="revenue", fund="all"),
        fact("90.00", table="budget-summary", line="general-public-budget-appropriation", flow="revenue", origin="current-year"),
    ]  # fmt: skip
    lines = (
        "第三部分 2024年单位预算情况说明",
        "二、收入预算情况说明",
        "收入预算100万元，其中：",
        "一般公共预算90万元，占90%；",
    )
    blocks = [Paragraph(line, Origin("text", line=n)) for n, line in enumerate(lines, start=1)]
    claims = read_claims(outline(blocks), DISCLOSURE, identify(facts)).claims
    assert [(c.measure, c.outcome) for c in claims] == [("amount", "agrees")] * 2 + [("share-percent", "agrees")]


_CODED = [
    "2010350事业运行{}852.53万元。",
    "事业运行(2010350){}852.53万元。",
    "1.2010350 事业运行{}852.53万元。",
    "一般公共服务支出（201）政府办公厅（室）及相关机构事务（20103）事业运行（2010350）{}852.53万元。",
    "一般公共服务支出（201类）政府办公厅（室）及相关机构事务（03款）事业运行（50项）{}852.53万元。",
    "201（类）03（款）50（项）事业运行{}852.53万元。",
    "201类03款50项事业运行{}852.53万元。",
    "201一般公共服务支出（类）20103政府办公厅（室）及相关机构事务（款）2010350事业运行（项）{}852.53万元。",
    "一般公共服务支出201（类）政府办公厅（室）及相关机构事务03（款）事业运行50（项）{}852.53万元。",
    "事业运行{}852.53万元。",
]


@pytest.mark.parametrize("said", ["", "2024年预算数为", "安排"])
@pytest.mark.parametrize("text", _CODED)
def test_a_name_with_its_code_before_or_behind(text: str, said: str) -> None:
    """Behind the year most of them were read as 预算数 alone once, and held against no table."""
    (claim,) = told(text.format(said), operation()).claims
    assert (claim.outcome, claim.function_code, "事业运行" in claim.label) == ("agrees", "2010350", True)
    (other,) = told(text.format(said).replace("852", "582"), operation()).claims
    assert other.outcome == ("not-checkable" if text.startswith("事业运行{") else "disagrees")


@pytest.mark.parametrize("text", [_CODED[0], *_CODED[5:9]])
def test_the_code_of_another_name_says_nothing(text: str) -> None:
    said = text.format("2024年预算数为").replace("50", "02", 1).replace("50", "02", 1)
    assert {c.function_code for c in told(said, operation()).claims} == {""}


def test_a_name_that_begins_with_words_in_quotes_is_whole() -> None:
    """It was 建设 once."""
    courts = fact("12.00", function_code="2040506", label="“两庭”建设")
    text = "公共安全支出（类）法院（款）“两庭”建设（项）2024年预算数为12.00万元。"
    assert one(told(text, courts), "amount").outcome == "agrees"
    assert one(told("“公共安全支出（类）法院（款）“两庭”建设（项）”12.00万元。", courts), "amount").outcome == "agrees"


def test_a_figure_without_a_name_is_what_its_heading_names() -> None:
    reception = fact("4.00", table="three-public", line="reception")
    lines = (
        "第三部分 2024年单位预算情况说明",
        "五、一般公共预算“三公”经费支出情况",
        "（二）公务接待费",
        "2024年预算安排4万元。",
    )
    blocks = [Paragraph(line, Origin("text", line=n)) for n, line in enumerate(lines, start=1)]
    (claim,) = read_claims(outline(blocks), DISCLOSURE, identify([reception])).claims
    assert (claim.line, claim.outcome) == ("reception", "agrees")


def test_money_of_the_unit_keeps_its_name() -> None:
    own = fact(
        "50.00", table="budget-summary", line="unit-funds", flow="revenue", fund="unit-funds", origin="current-year"
    )
    found = told("单位资金50万元。", own, heading="二、收入预算情况说明")
    assert one(found, "amount").label == "单位资金"


# --- wordings of places -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("rate", "outcome"), [("25.00", "agrees"), ("33.33", "disagrees")])
def test_a_rate_beside_the_budget_that_an_amount_is_held_against_is_of_that_budget(rate: str, outcome: str) -> None:
    spent = fact("1862.76", function_code="2081601", label="行政运行", phase="executed")
    text = f"行政运行（2081601）1862.76万元，占14.18%，比年初预算数1490.20万元增加372.56万元，增长{rate}%。"
    found = told(text, spent, heading="三、一般公共预算财政拨款支出决算情况说明", disclosure=FINAL)
    assert one(found, "change-percent").outcome == outcome
    assert [c.label for c in found.claims if c.value == Decimal(14902000)] == ["行政运行（年初预算）"]
    assert found.facts == ()


def test_a_total_of_both_sides_is_not_the_revenue_of_the_year() -> None:
    dimensions = {"table": "appropriation-summary", "phase": "executed", "fund": "fiscal-appropriation"}
    tables = (
        fact("90", line="current-year-revenue", flow="revenue", **{**dimensions, "origin": "current-year"}),
        fact("100", line="total", flow="revenue", **dimensions),
        fact("100", line="total", **dimensions),
    )
    heading = "四、财政拨款收入支出决算总体情况说明"
    found = told("2024年度财政拨款收入、支出决算总计100.00万元。", *tables, heading=heading, disclosure=FINAL)
    assert (one(found, "amount").outcome, found.findings) == ("agrees", ())


@pytest.mark.parametrize("name", ["行政运行", "机关事业单位基本养老保险缴费支出"])
def test_a_class_may_be_named_in_brackets_behind_its_code(name: str) -> None:
    code = {"行政运行": "2040401"}.get(name, "2080505")
    spent = fact("17.47", function_code=code, label=name, phase="executed")
    heading = "二、一般公共预算拨款支出决算情况说明"
    found = told(
        f"（一）{code}（{name}）17.47万元，较上年决算数减少2.27万元。", spent, heading=heading, disclosure=FINAL
    )
    claim = one(found, "amount")
    assert (claim.function_code, claim.outcome) == (code, "agrees")
    assert [f.amount for f in found.facts] == [Decimal(197400)]


def test_a_name_before_a_colon_is_that_of_the_first_amount() -> None:
    tables = [fact(a, table="three-public", line=line) for a, line in (("3", "reception"), ("5", "vehicle"))]
    heading = "（九）一般公共预算“三公”经费支出情况说明"
    found = told("3．公务接待费：2024年预算数3.00万元，与2023年预算数持平。", *tables, heading=heading)
    assert [(c.line, c.outcome) for c in found.claims if c.measure == "amount"] == [("reception", "agrees")]


def test_the_budget_that_is_completed_is_held_against_the_table_but_contradicts_nothing() -> None:
    heading = "六、“三公”经费支出决算情况说明"
    for printed, outcome in (("5.00", "agrees"), ("6.00", "not-checkable")):
        tables = (
            fact("3", table="three-public", line="reception", phase="executed"),
            fact("5", table="three-public", line="reception"),
        )
        text = f"公务接待费3.00万元，完成预算{printed}万元。"
        found = told(text, *tables, heading=heading, disclosure=FINAL)
        assert ([c.outcome for c in found.claims], found.findings) == (["agrees", outcome], ())


def test_what_lottery_money_is_used_for_is_a_name_and_no_reason() -> None:
    spent = fact("49.80", function_code="2296003", label="用于体育事业的彩票公益金支出", fund="government-fund")
    text = "其他支出（类）彩票公益金安排的支出（款）用于体育事业的彩票公益金支出（项）49.80万元，主要用于健身设施。"
    found = told(text, spent, heading="（七）政府性基金预算支出情况说明")
    assert one(found, "amount").outcome == "agrees"


@pytest.mark.parametrize(
    ("printed", "function", "economic", "outcome"),
    [("65.17", "2210201", "", "agrees"), ("24.12", "", "30113", "agrees"), ("1.00", "", "30113", "not-checkable")],
)
def test_a_name_of_both_classifications_is_of_the_one_whose_amount_it_is(
    printed: str, function: str, economic: str, outcome: str
) -> None:
    tables = (
        fact("65.17", function_code="2210201", label="住房公积金"),
        fact(
            "24.12", table="basic-expenditure-by-economic", economic_code="30113", label="住房公积金", category="basic"
        ),
    )
    found = told(f"7.住房公积金{printed}万元，主要用于单位运转。", *tables)
    claim = one(found, "amount")
    assert (claim.function_code, claim.economic_code, claim.outcome) == (function, economic, outcome)
    assert found.findings == ()


@pytest.mark.parametrize(("side", "flow"), [("收入", "revenue"), ("支出", "expenditure")])
@pytest.mark.parametrize(("printed", "outcome"), [("100.00", "agrees"), ("90.00", "agrees"), ("95.00", "disagrees")])
def test_the_total_of_one_side_may_have_what_was_carried_over(side: str, flow: str, printed: str, outcome: str) -> None:
    dimensions = {"table": "appropriation-summary", "phase": "executed", "fund": "fiscal-appropriation", "flow": flow}
    tables = (
        fact(
            "90",
            line=f"current-year-{flow}",
            origin="current-year" if flow == "revenue" else "all",
            **dimensions,
        ),
        fact("100", line="total", **dimensions),
    )
    heading = "（四）财政拨款收入支出决算总体情况说明"
    found = told(f"2024年度财政拨款{side}总计{printed}万元。", *tables, heading=heading, disclosure=FINAL)
    assert one(found, "amount").outcome == outcome


@pytest.mark.parametrize(("share", "outcome"), [("40.00", "agrees"), ("41.00", "disagrees")])
def test_shares_of_what_the_sentence_before_divides(share: str, outcome: str) -> None:
    text = f"2024年收入预算100.00万元，同比持平。其中：一般公共预算拨款收入60.00万元，占60.00%；其他收入40.00万元，占{share}%。"
    outcomes = [
        c.outcome for c in told(text, heading="二、单位收入总体情况说明").claims if c.measure == "share-percent"
    ]
    assert outcomes == ["agrees", outcome]


@pytest.mark.parametrize(("share", "outcome"), [("60.00", "agrees"), ("61.00", "disagrees")])
def test_each_outturn_completes_the_budget_before_it(share: str, outcome: str) -> None:
    text = (
        "因公出国（境）费全年预算10.00万元，支出决算8.00万元，完成全年预算的80.00%；"
        f"公务接待费全年预算5.00万元，支出决算3.00万元，完成全年预算的{share}%。"
    )
    found = told(text, heading="（一）“三公”经费支出决算总体情况说明", disclosure=FINAL)
    assert [c.outcome for c in found.claims if c.measure == "share-percent"] == ["agrees", outcome]


@pytest.mark.parametrize(("printed", "outcomes"), [("60.00", ["agrees", "agrees"]), ("61.00", ["disagrees", "agrees"])])
def test_shares_of_items_that_add_up_to_what_opens_their_list_are_of_it(printed: str, outcomes: list[str]) -> None:
    lines = (
        "第三部分 2024年单位预算情况说明", "三、支出预算情况说明", "某某中心2024年支出预算50.00万元，其中：",
        f"基本支出30.00万元，占{printed}%，比上年增加1.00万元；", "项目支出20.00万元，占40.00%。",
    )  # fmt: skip
    read_as = read_claims(outline([Paragraph(t, Origin("text", line=n)) for n, t in enumerate(lines)]), DISCLOSURE, [])
    assert [c.outcome for c in read_as.claims if c.measure == "share-percent"] == outcomes


@pytest.mark.parametrize(("printed", "outcome"), [("98.00", "agrees"), ("78.00", "disagrees")])
def test_a_share_of_the_total_that_a_numbered_item_states(printed: str, outcome: str) -> None:
    lines = (
        "第三部分 2024年单位决算情况说明", "一、收入支出决算总体情况说明", "（一）收入总计50.00万元，包括：",
        f"1.财政拨款收入49.00万元，占收入总计的{printed}%。",
    )  # fmt: skip
    read_as = read_claims(outline([Paragraph(t, Origin("text", line=n)) for n, t in enumerate(lines)]), FINAL, [])
    assert [c.outcome for c in read_as.claims if c.measure == "share-percent"] == [outcome]


@pytest.mark.parametrize(
    ("initial", "revised", "completed", "outcome"),
    [
        ("0.00", "10.00", "年初预算", "not-checkable"),
        ("0.00", "10.00", "全年预算", "agrees"),
        ("0.00", "10.00", "预算", "agrees"),
        ("10.00", "12.00", "年初预算", "agrees"),
        ("10.00", "12.00", "全年预算", "disagrees"),
        ("12.00", "10.00", "年初预算数", "disagrees"),
        ("12.00", "10.00", "调整后预算", "agrees"),
    ],
)
def test_a_rate_is_of_the_budget_that_is_said_to_be_completed(
    initial: str, revised: str, completed: str, outcome: str
) -> None:
    spent = f"年初预算为{initial}万元，全年预算为{revised}万元，支出决算为9.589万元，完成{completed}的95.89%。"
    found = told(f"公务接待费{spent}", heading="七、“三公”经费说明", disclosure=FINAL)
    assert one(found, "share-percent").outcome == outcome


@pytest.mark.parametrize(
    ("completed", "outcome"), [("年初预算", "not-checkable"), ("全年预算", "agrees"), ("预算", "agrees")]
)
def test_a_rate_is_of_the_budget_of_that_stage_in_the_table(completed: str, outcome: str) -> None:
    table = {"table": "three-public", "line": "reception", "fund": "fiscal-appropriation"}
    budgets = (fact("12.00", phase="approved", **table), fact("10.00", phase="revised", **table))
    text = f"公务接待费支出决算为9.589万元，完成{completed}的95.89%。"
    found = told(text, *budgets, heading="七、“三公”经费说明", disclosure=FINAL)
    assert one(found, "share-percent").outcome == outcome


def test_a_finding_about_two_units_of_money_says_the_amount_in_both() -> None:
    found = told(f"{CHAIN}2024年预算数8,525,400.00元。", operation())
    (finding,) = [f for f in found.findings if f.check == "text-against-table"]
    assert "文中写 8,525,400.00 元，表中是 852.53 万元（即 8,525,300 元）" in finding.message
    assert "8,525,400.00 yuan, " in finding.message_en
    assert "852.53 × 10,000 yuan (that is 8,525,300 yuan)" in finding.message_en


def test_an_amount_that_grew_by_more_than_it_is_contradicts_itself() -> None:
    """With a digit misprinted so, the rate beside it was held against nothing once."""
    found = told("2010350事业运行852.53万元，比2023年预算增加925.53万元，增长10.00%。", operation())
    assert one(found, "change-percent").outcome == "disagrees"
    assert [f.check for f in found.findings] == ["growth-rate"]
    first = told("2010350事业运行852.53万元，比2023年预算增加852.53万元，增长100.00%。", operation())
    assert one(first, "change-percent").outcome == "not-checkable"


def test_a_total_that_was_not_read_is_not_contradicted_by_the_revenue_of_the_year() -> None:
    """What was carried over is between them: an error told so of a right document once."""
    year = fact("100.00", table="budget-summary", line="current-year-revenue", flow="revenue", fund="all",
                origin="current-year", phase="executed")  # fmt: skip
    total = fact("112.00", table="budget-summary", line="total", flow="revenue", fund="all", phase="executed")
    said, heading = "2024年度收入总计112.00万元。", "一、收入支出决算总体情况说明"
    assert one(told(said, year, heading=heading, disclosure=FINAL), "amount").outcome == "not-checkable"
    assert one(told(said, year, total, heading=heading, disclosure=FINAL), "amount").outcome == "agrees"
    other = told(said.replace("112", "121"), year, total, heading=heading, disclosure=FINAL)
    assert one(other, "amount").outcome == "disagrees"
