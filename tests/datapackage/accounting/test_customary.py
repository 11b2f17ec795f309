"""Correct tables as publishers are used to print them, for which a sum could fail falsely: rows left out, rows more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from yusuan.datapackage.model import Fact

from .test_proof import B, E, G, document, fact, outcomes

REVENUE: dict[str, Any] = {"flow": "revenue", "origin": "current-year"}
NEXT: dict[str, Any] = {"flow": "balance", "line": "carried-to-next-year", "category": "carried-to-next-year"}
SUMMARY = "appropriation-summary"
BASIC: dict[str, Any] = {"fund": "general-public-budget", "category": "basic"}


def by_code(table: str, total: str, rows: dict[str, str], kind: str = "function_code", **means: Any) -> list[Fact]:
    return [
        fact(table, total, line="total", **means),
        *(fact(table, amount, **{kind: code}, **means) for code, amount in rows.items()),
    ]


#: The check that could fail, by what is customary; the table that keeps it, and its total first.
CUSTOMARY: dict[str, tuple[str, list[Fact]]] = {
    "items without their class beside a class with its items": (
        "economic-total",
        by_code(E, "120.00", {"30101": "60.00", "30102": "40.00", "302": "20.00", "30201": "20.00"}, "economic_code", **BASIC),
    ),
    "the same once more by the classes of governments": (
        "economic-total",
        by_code(E, "120.00", {"301": "90.00", "302": "30.00", "501": "90.00", "502": "30.00"}, "economic_code", **BASIC),
    ),
    "a division without its class": (
        "function-total",
        by_code(G, "130.00", {"205": "120.00", "20501": "120.00", "22102": "10.00", "2210201": "10.00"}),
    ),
    "an item without its division": (
        "function-tree",
        by_code(G, "130.00", {"205": "130.00", "20501": "100.00", "2050101": "100.00", "2050299": "30.00"})[1:],
    ),
    "a class in the summary, its division alone in the table": (
        "class-agrees",
        [
            fact(B, "10.00", line="function-221"),
            *by_code("expenditure-summary", "130.00", {"205": "120.00", "22102": "10.00", "2210201": "10.00"})[1:],
        ],
    ),
    "uses and what is carried to next year": (
        "summary-uses-total",
        [
            fact(B, "130.00", line="total"),
            fact(B, "100.00", line="basic", category="basic"),
            fact(B, "20.00", line="project", category="project"),
            fact(B, "10.00", **NEXT),
        ],
    ),
    "classes and what is carried to next year": (
        "expenditure-lines-total",
        [
            fact(B, "130.00", line="total"),
            fact(B, "110.00", line="function-205"),
            fact(B, "10.00", line="function-221"),
            fact(B, "10.00", **NEXT),
        ],
    ),
    "a column of what is carried to next year": (
        "category-split",
        [
            fact(G, "130.00", line="total"),
            fact(G, "100.00", line="total", category="basic"),
            fact(G, "20.00", line="total", category="project"),
            fact(G, "10.00", line="total", category="carried-to-next-year"),
        ],
    ),
    "meetings and training in the total of the three public expenses": (
        "three-public-total",
        [fact("three-public", amount, line=line) for line, amount in
         {"total": "20.00", "reception": "3.00", "vehicle": "7.00", "meeting": "4.00", "training": "6.00"}.items()],
    ),
    "meetings and training beside the total": (
        "three-public-total",
        [fact("three-public", amount, line=line) for line, amount in
         {"total": "10.00", "reception": "3.00", "vehicle": "7.00", "meeting": "4.00", "training": "6.00"}.items()],
    ),
    "what was carried over among the revenues of the table": (
        "fund-split-appropriation",
        [
            fact("revenue-summary", "130.00", flow="revenue", line="total"),
            fact("revenue-summary", "100.00", flow="revenue", line="total", fund="fiscal-appropriation"),
            fact("revenue-summary", "20.00", flow="revenue", line="total", fund="business-income"),
            fact("revenue-summary", "10.00", flow="revenue", line="total", origin="carried-over"),
        ],
    ),
    "donations beside the other revenues": (
        "revenue-lines-appropriation",
        [
            fact(B, "130.00", line="current-year-revenue", **REVENUE),
            fact(B, "120.00", line="fiscal-appropriation", fund="fiscal-appropriation", **REVENUE),
            fact(B, "4.00", line="other-income", fund="other-income", **REVENUE),
            fact(B, "6.00", line="donation-income", fund="other-income", **REVENUE),
        ],
    ),
    "funds of the unit as one line": (
        "revenue-lines-appropriation-unit-funds",
        [
            fact(B, "130.00", line="current-year-revenue", **REVENUE),
            fact(B, "120.00", line="fiscal-appropriation", fund="fiscal-appropriation", **REVENUE),
            fact(B, "10.00", line="unit-funds", fund="unit-funds", **REVENUE),
        ],
    ),
    "what is carried to next year, and a table of expenditure without it": (
        "expenditure-total-agrees",
        [
            fact(B, "130.00", line="total"),
            fact(B, "10.00", **NEXT),
            fact("expenditure-summary", "120.00", line="total"),
        ],
    ),
    "what was carried over, and a table of the year's revenue": (
        "revenue-only-total-agrees",
        [
            fact(B, "130.00", line="total", flow="revenue"),
            fact(B, "10.00", line="carried-over", flow="balance", origin="carried-over"),
            fact("revenue-summary", "120.00", line="total", flow="revenue"),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("custom", CUSTOMARY)
def test_a_customary_table_is_proven_and_fails_no_sum(custom: str) -> None:
    check, facts = CUSTOMARY[custom]
    proven = document(facts)
    assert outcomes(proven, check) == {"passed"}
    assert not [f.message for f in proven.findings if f.severity == "error"]


@pytest.mark.parametrize("custom", CUSTOMARY)
def test_a_wrong_amount_in_it_is_told(custom: str) -> None:
    check, facts = CUSTOMARY[custom]
    wrong = replace(facts[0], amount=facts[0].amount + Decimal(30_000))
    assert "failed" in outcomes(document([wrong, *facts[1:]]), check)


def _summary(general: str, funds: str) -> Sequence[Fact]:
    """财政拨款收支总表 with what was carried over of each fund, as the year's expenditure has it."""
    return [
        fact(SUMMARY, "110.00", line="current-year-expenditure", fund="general-public-budget"),
        fact(SUMMARY, "25.00", line="current-year-expenditure", fund="government-fund"),
        fact(SUMMARY, "15.00", line="carried-over", flow="balance", fund="fiscal-appropriation", origin="carried-over"),
        fact(SUMMARY, "10.00", line="general-public-budget-appropriation", flow="balance",
             fund="general-public-budget", origin="carried-over"),
        fact(SUMMARY, "5.00", line="government-fund-appropriation", flow="balance", fund="government-fund",
             origin="carried-over"),
        fact(G, general, line="total", fund="general-public-budget"),
        fact("government-fund", funds, line="total", fund="government-fund"),
    ]  # fmt: skip


@pytest.mark.parametrize(("general", "funds"), [("100.00", "20.00"), ("100.00", "25.00"), ("110.00", "20.00")])
def test_the_table_of_one_fund_may_leave_out_what_was_carried_over(general: str, funds: str) -> None:
    proven = document(_summary(general, funds))
    assert "failed" not in outcomes(proven, "fund-expenditure-agrees")
    assert "failed" in outcomes(document(_summary("104.00", "25.00")), "fund-expenditure-agrees")


@pytest.mark.parametrize("beside", ["unit-funds", "fiscal-special-account"])
def test_persons_may_be_paid_from_other_funds_too(beside: str) -> None:
    facts = [
        fact(G, "70.00", line="total", category="personnel", fund="general-public-budget"),
        fact("overall-performance", "90.00", line="personnel-projects", category="personnel"),
    ]
    assert outcomes(document(facts), "performance-class-agrees") == {"failed"}
    other = fact("overall-performance", "50.00", line=beside, fund=beside, flow="revenue")
    assert "failed" not in outcomes(document([*facts, other]), "performance-class-agrees")
