"""Wholes in the wrong place, as two columns exchanged: their sums still hold, other tables tell, nothing is proven."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from yusuan.datapackage.model import Fact

from .test_proof import document, fact

GENERAL, FUND = "general-public-budget", "government-fund"
REVENUE, EXPENDITURE, APPROPRIATION = "revenue-summary", "expenditure-summary", "appropriation-summary"
ECONOMIC = "basic-expenditure-by-economic"


def kinds(table: str, basic: str, project: str, **row: str) -> list[Fact]:
    """A row: total, basic and project expenditure, where they are not nought."""
    parts = [fact(table, a, category=c, **row) for a, c in ((basic, "basic"), (project, "project")) if a != "0"]
    return [fact(table, str(int(basic) + int(project)), **row), *parts]


def summary_row(line: str, general: str, fund: str) -> list[Fact]:
    parts = [fact(APPROPRIATION, a, line=line, fund=f) for a, f in ((general, GENERAL), (fund, FUND)) if a != "0"]
    return [fact(APPROPRIATION, str(int(general) + int(fund)), line=line, fund="fiscal-appropriation"), *parts]


#: A unit of 300 from the general budget (basic 200, projects 100), 50 from the government fund, 40 of its own.
UNIT: tuple[Fact, ...] = (
    fact("budget-summary", "300", flow="revenue", line=f"{GENERAL}-appropriation", fund=GENERAL, origin="current-year"),
    fact("budget-summary", "50", flow="revenue", line=f"{FUND}-appropriation", fund=FUND, origin="current-year"),
    fact("budget-summary", "30", flow="revenue", line="business-income", fund="business-income", origin="current-year"),
    fact("budget-summary", "10", flow="revenue", line="other-income", fund="other-income", origin="current-year"),
    fact("budget-summary", "150", line="total", category="personnel"),
    fact("budget-summary", "70", line="total", category="operating"),
    fact(REVENUE, "390", line="total", flow="revenue"),
    fact(REVENUE, "300", line="total", flow="revenue", fund=GENERAL),
    fact(REVENUE, "50", line="total", flow="revenue", fund=FUND),
    fact(REVENUE, "30", line="total", flow="revenue", fund="business-income"),
    fact(REVENUE, "10", line="total", flow="revenue", fund="other-income"),
    fact(EXPENDITURE, "300", line="total", fund=GENERAL),
    fact(EXPENDITURE, "50", line="total", fund=FUND),
    *kinds(EXPENDITURE, "220", "170", line="total"),
    *kinds(EXPENDITURE, "200", "120", function_code="201"),
    *kinds(EXPENDITURE, "20", "0", function_code="208"),
    *kinds(EXPENDITURE, "0", "50", function_code="212"),
    fact(APPROPRIATION, "300", flow="revenue", line=f"{GENERAL}-appropriation", fund=GENERAL, origin="current-year"),
    fact(APPROPRIATION, "50", flow="revenue", line=f"{FUND}-appropriation", fund=FUND, origin="current-year"),
    *summary_row("function-201", "280", "0"),
    *summary_row("function-208", "20", "0"),
    *summary_row("function-212", "0", "50"),
    *summary_row("total", "300", "50"),
    *kinds("general-budget-by-function", "200", "100", line="total", fund=GENERAL),
    *kinds("general-budget-by-function", "180", "100", function_code="201", fund=GENERAL),
    *kinds("general-budget-by-function", "20", "0", function_code="208", fund=GENERAL),
    fact(FUND, "50", line="total", fund=FUND),
    fact(FUND, "50", function_code="212", fund=FUND),
    fact(ECONOMIC, "200", line="total", fund=GENERAL, category="basic"),
    fact(ECONOMIC, "140", line="total", fund=GENERAL, category="personnel"),
    fact(ECONOMIC, "60", line="total", fund=GENERAL, category="operating"),
    fact(ECONOMIC, "140", economic_code="301", fund=GENERAL, category="basic"),
    fact(ECONOMIC, "140", economic_code="301", fund=GENERAL, category="personnel"),
    fact(ECONOMIC, "60", economic_code="302", fund=GENERAL, category="basic"),
    fact(ECONOMIC, "60", economic_code="302", fund=GENERAL, category="operating"),
)


def exchanged(facts: Sequence[Fact], table: str, dimension: str, one: str, other: str) -> list[Fact]:
    """The document with two columns of one table in each other's place, but for what is headed by its line."""
    instead = {one: other, other: one}

    def moved(printed: Fact) -> Fact:
        meant = str(getattr(printed, dimension))
        is_headed = printed.line.endswith("-appropriation") or printed.table != table
        return printed if is_headed or meant not in instead else replace(printed, **{dimension: instead[meant]})

    return [moved(f) for f in facts]


def told(facts: Sequence[Fact]) -> set[str]:
    return {f.check for f in document(facts).findings if f.severity in ("error", "warning")}


def test_as_it_should_be_printed_nothing_is_told() -> None:
    assert told(UNIT) == set()


COLUMNS = pytest.mark.parametrize(
    ("table", "dimension", "one", "other"),
    [
        (REVENUE, "fund", GENERAL, "business-income"),
        (REVENUE, "fund", "business-income", "other-income"),
        (REVENUE, "fund", GENERAL, FUND),
        (EXPENDITURE, "fund", GENERAL, FUND),
        (EXPENDITURE, "category", "basic", "project"),
        (APPROPRIATION, "fund", GENERAL, FUND),
        (APPROPRIATION, "fund", GENERAL, "state-capital"),
        ("budget-summary", "category", "personnel", "operating"),
        (ECONOMIC, "category", "personnel", "operating"),
    ],
)


@COLUMNS
def test_two_columns_in_each_others_place_are_told(table: str, dimension: str, one: str, other: str) -> None:
    assert told(exchanged(UNIT, table, dimension, one, other))


def proven(facts: Sequence[Fact], among: Sequence[Fact]) -> list[Fact]:
    """The amounts of the document that stand ``among`` others and that its sums confirm, taken from a file."""
    wanted = set(map(meaning, among))
    return [f for f in document([meaning(f) for f in facts]).facts if f.confirmations and meaning(f) in wanted]


def meaning(printed: Fact) -> Fact:
    cell = replace(printed.cell, reader="pdf")
    return replace(printed, observation_id="", confirmations=0, print_of_table=0, cell=cell)


def other_than_in_unit(facts: Sequence[Fact]) -> list[Fact]:
    right = set(map(meaning, UNIT))
    return [f for f in facts if meaning(f) not in right]


@COLUMNS
def test_amounts_of_exchanged_columns_are_not_proven(table: str, dimension: str, one: str, other: str) -> None:
    facts = exchanged(UNIT, table, dimension, one, other)
    assert proven(facts, other_than_in_unit(facts)) == []


@pytest.mark.parametrize("factor", [2, 10_000])
@pytest.mark.parametrize("table", [REVENUE, APPROPRIATION, EXPENDITURE, ECONOMIC, "general-budget-by-function"])
def test_a_table_of_another_year_or_unit_of_money_is_not_proven(table: str, factor: int) -> None:
    facts = [replace(f, amount=f.amount * factor) if f.table == table else f for f in UNIT]
    assert len(proven(UNIT, [f for f in UNIT if f.table == table])) > 2  # as it should be
    assert proven(facts, other_than_in_unit(facts)) == []


def test_rows_that_are_one_further_are_not_proven() -> None:
    codes = {"201": "208", "208": "212", "212": "201"}
    facts = [replace(f, function_code=codes.get(f.function_code, "")) if f.table == EXPENDITURE else f for f in UNIT]
    assert proven(facts, other_than_in_unit(facts)) == []


def test_what_is_withdrawn_is_told() -> None:
    told = [
        f
        for f in document(exchanged(UNIT, EXPENDITURE, "category", "basic", "project")).findings
        if f.check == "place-unproven"
    ]
    assert EXPENDITURE in {f.table for f in told}
    assert all(f.observation_ids and f.outcome == "not-checkable" for f in told)
    (of_table,) = (f for f in told if f.table == EXPENDITURE)
    assert "基本支出" in of_table.message and "Basic expenditure" in of_table.message_en


@pytest.mark.parametrize("wrong", [k for k, f in enumerate(UNIT) if f.function_code and f.category == "all"])
def test_one_misprint_contradicts_no_column(wrong: int) -> None:
    facts = [replace(f, amount=f.amount + 70_000) if k == wrong else f for k, f in enumerate(UNIT)]
    kept = proven(facts, UNIT)
    lost = [f for f in proven(UNIT, UNIT) if meaning(f) not in set(map(meaning, kept))]
    assert {(f.table, f.function_code) for f in lost} <= {(UNIT[wrong].table, UNIT[wrong].function_code)}


def test_what_no_slip_makes_of_an_amount_is_no_misprint_but_a_column_in_another_unit() -> None:
    revenue = fact(APPROPRIATION, "290", flow="revenue", line="total", fund="fiscal-appropriation")
    expenditure = [
        fact(APPROPRIATION, a, line=line, fund="fiscal-appropriation")
        for line, a in (("function-201", "200"), ("function-208", "90"), ("total", "290"))
    ]
    assert len(proven([revenue, *expenditure], expenditure)) == 3
    assert len(proven([replace(revenue, amount=revenue.amount + 70_000), *expenditure], expenditure)) == 3
    wrong = [replace(f, amount=f.amount * 10_000) for f in expenditure]
    assert proven([revenue, *wrong], wrong) == []


def test_two_tables_that_one_equation_ties_and_no_other_bears_out_are_both_unproven() -> None:
    lines = (("function-201", "280"), ("function-208", "20"), ("total", "300"))
    summary = [f for f in UNIT if f.table == "budget-summary" and f.fund == GENERAL]
    summary += [fact("budget-summary", amount, line=line) for line, amount in lines]
    summary += [fact("budget-summary", "300", flow="revenue", line="total")]
    other = [f for f in UNIT if f.table == APPROPRIATION and f.fund == GENERAL and f.flow == "revenue"]
    other += [fact(APPROPRIATION, amount, line=line, fund="fiscal-appropriation") for line, amount in lines]
    other += [
        fact(APPROPRIATION, "300", flow="revenue", line="total", fund=f) for f in ("fiscal-appropriation", GENERAL)
    ]
    assert len(proven([*summary, *other], summary)) == 5
    wrong = [replace(f, amount=f.amount * 12_345 / 10_000) for f in summary]
    assert proven([*wrong, *other], wrong) == []


PROJECTS = (("P1", "60", "10"), ("P2", "40", "30"))
#: Two projects, in their list by the year of their money and in a form of each, with what they purchase.
LISTED = (
    *(
        fact("project-expenditure", amount, project_code=code, category="project", fund=fund, origin=origin)
        for code, current, carried in PROJECTS
        for amount, fund, origin in (
            (str(int(current) + int(carried)), "all", "all"),
            (current, GENERAL, "current-year"),
            (carried, GENERAL, "carried-over"),
        )
    ),
    fact("project-expenditure", "140", line="total", category="project"),
    fact("project-expenditure", "100", line="total", category="project", fund=GENERAL, origin="current-year"),
    fact("project-expenditure", "40", line="total", category="project", fund=GENERAL, origin="carried-over"),
)
FORMS = tuple(
    fact("project-performance", str(int(current) + int(carried)), project_code=code, line=line, category="project")
    for code, current, carried in PROJECTS
    for line in ("current-budget", "funding-total", "purchase")
)


def test_what_only_usual_sums_of_a_table_in_the_wrong_place_bear_out_is_unproven() -> None:
    assert len(proven([*LISTED, *FORMS], FORMS)) == len(FORMS)
    wrong = [replace(f, amount=f.amount * 2) for f in FORMS]
    assert proven([*LISTED, *wrong], wrong) == []


def test_a_sum_of_both_columns_places_neither() -> None:
    of_fund = kinds("general-budget-by-function", "60", "140", line="total", fund=GENERAL)
    asked = [
        fact("project-performance", amount, project_code=code, line=line, category="project", fund=fund, origin=origin)
        for code, current, carried in PROJECTS
        for amount, line, fund, origin in (
            (current, "requested-this-year", GENERAL, "current-year"),
            (carried, "carried-over", "fiscal-appropriation", "carried-over"),
        )
    ]
    right = [f for f in LISTED if f.origin != "all"]
    assert len(proven([*LISTED, *of_fund, *FORMS, *asked], right)) == len(right)
    instead = {"current-year": "carried-over", "carried-over": "current-year"}
    turned = [replace(f, origin=instead.get(f.origin, f.origin)) for f in LISTED]
    assert proven([*turned, *of_fund, *FORMS, *asked], [f for f in turned if f.origin != "all"]) == []
