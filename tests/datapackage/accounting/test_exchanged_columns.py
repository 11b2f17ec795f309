"""Two columns of a table printed in each other's place: their sums still hold, other tables tell."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from yusuan.datapackage.model import Fact

sys.path.insert(0, str(Path(__file__).parent))
from test_proof import document, fact

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


@pytest.mark.parametrize(
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
def test_two_columns_in_each_others_place_are_told(table: str, dimension: str, one: str, other: str) -> None:
    assert told(exchanged(UNIT, table, dimension, one, other))
