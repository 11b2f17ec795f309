"""The accounting: each identity with a document that keeps it and one that breaks it, repairs, and what is never repaired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from yusuan.datapackage.accounting.identities import load_identities
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import (
    Conversion,
    Disclosure,
    Fact,
    Finding,
    LostCell,
    Origin,
    PrintedTable,
    identify,
)

DISCLOSURE = Disclosure(
    "d" * 16, "d" * 64, "made.txt", "甲中心2024年单位预算", "420100", "001001", "甲中心", "001", "甲局", 2024, "budget", "unit"
)  # fmt: skip


def fact(table: str, amount: str, **dimensions: Any) -> Fact:
    """One amount in 万元 of an invented unit."""
    given = {
        "unit_code": "001001", "unit_name": "甲中心", "fiscal_year": 2024, "phase": "approved", "flow": "expenditure",
        "function_code": "", "economic_code": "", "project_code": "", "line": "", "label": "", "fund": "all",
        "origin": "all", "category": "all", **dimensions,
    }  # fmt: skip
    return Fact(
        document_id=DISCLOSURE.document_id, table=table, amount=Decimal(amount) * 10000, reported=amount,
        reported_unit="万元", cell=Origin("text", line=1), **given,
    )  # fmt: skip


def document(facts: Sequence[Fact], lost: Sequence[Fact] = (), check: str = "") -> Conversion:
    disclosure = replace(DISCLOSURE, kind="final" if check in FINAL else "budget")
    return prove(Conversion(disclosure, tuple(identify(facts)), tuple(LostCell(f) for f in lost)))


def outcomes(conversion: Conversion, check: str) -> set[str]:
    return {c.outcome for c in conversion.checks if c.check == check}


def project(amount: str, **dimensions: Any) -> Fact:
    """One amount of a project."""
    return fact("project-expenditure", amount, project_code="1" * 20, category="project", **dimensions)


G = "general-budget-by-function"
B = "budget-summary"
SERVICES = "service-purchase"
E = "basic-expenditure-by-economic"
#: One small document for each identity: the facts that keep it, and the position of the one that is broken by a change.
KEPT: dict[str, list[Fact]] = {
    "category-split": [
        fact(G, "30.00", line="total"),
        fact(G, "10.00", line="total", category="basic"),
        fact(G, "20.00", line="total", category="project"),
    ],
    "category-split-parts": [
        fact(G, "30.00", line="total"),
        fact(G, "10.00", line="total", category="personnel"),
        fact(G, "20.00", line="total", category="project"),
    ],
    "summary-category-split": [
        fact(B, "30.00", line="function-201"),
        fact(B, "10.00", line="function-201", category="personnel"),
        fact(B, "20.00", line="function-201", category="project"),
    ],
    "summary-basic-project-split": [
        fact(B, "30.00", line="function-201"),
        fact(B, "10.00", line="function-201", category="basic"),
        fact(B, "20.00", line="function-201", category="project"),
    ],
    "basic-split": [
        fact(G, "30.00", line="total", category="basic"),
        fact(G, "10.00", line="total", category="personnel"),
        fact(G, "20.00", line="total", category="operating"),
    ],
    "function-tree": [
        fact(G, "30.00", function_code="20805"),
        fact(G, "10.00", function_code="2080505"),
        fact(G, "20.00", function_code="2080506"),
    ],
    "economic-tree": [
        fact("basic-expenditure-by-economic", "30.00", economic_code="301"),
        fact("basic-expenditure-by-economic", "30.00", economic_code="30101"),
    ],
    "unit-tree": [
        fact("general-budget-by-unit", "30.00", unit_code="001"),
        fact("general-budget-by-unit", "30.00", unit_code="001001"),
    ],
    "units-by-name": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", unit_code="", unit_name="甲局"),
        fact("revenue-summary", "10.00", flow="revenue", unit_code="", unit_name="甲局本级", label="甲局本级"),
        fact("revenue-summary", "20.00", flow="revenue", unit_code="", unit_name="甲馆", label="甲馆"),
    ],
    "function-total": [fact(G, "30.00", line="total"), fact(G, "30.00", function_code="208")],
    "economic-total": [
        fact("basic-expenditure-by-economic", "30.00", line="total"),
        fact("basic-expenditure-by-economic", "30.00", economic_code="301"),
    ],
    "economic-total-government": [
        fact("basic-expenditure-by-economic", "30.00", line="total"),
        fact("basic-expenditure-by-economic", "30.00", economic_code="501"),
    ],
    "unit-total": [
        fact("general-budget-by-unit", "30.00", line="total"),
        fact("general-budget-by-unit", "30.00", unit_code="001"),
    ],
    "origin-split": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over"),
    ],
    "origin-split-of-fund": [
        fact("general-budget-by-function", "30.00", line="total", fund="general-public-budget"),
        fact("general-budget-by-function", "10.00", line="total", fund="general-public-budget", origin="current-year"),
        fact("general-budget-by-function", "20.00", line="total", fund="general-public-budget", origin="carried-over"),
    ],
    "origin-split-of-expenditure": [
        fact("expenditure-summary", "30.00", line="total"),
        fact("expenditure-summary", "10.00", line="total", origin="current-year"),
        fact("expenditure-summary", "20.00", line="total", origin="carried-over"),
    ],
    "fund-and-origin-split": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over"),
    ],
    "fund-and-origin-split-unit-funds": [
        fact("revenue-summary", "35.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("revenue-summary", "5.00", line="total", flow="revenue", origin="current-year", fund="unit-funds"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over"),
    ],
    "appropriation-and-origin-split": [
        fact("revenue-summary", "35.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year", fund="fiscal-appropriation"),
        fact("revenue-summary", "5.00", line="total", flow="revenue", origin="current-year", fund="unit-funds"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over"),
    ],
    "fund-and-surplus-split": [
        fact("revenue-summary", "30.00", function_code="205", flow="revenue"),
        fact("revenue-summary", "10.00", function_code="205", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("revenue-summary", "20.00", function_code="205", flow="revenue", line="non-appropriation-surplus-used"),
    ],
    "fund-and-surplus-split-total": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("revenue-summary", "20.00", flow="revenue", line="non-appropriation-surplus-used"),
        fact("revenue-summary", "20.00", function_code="205", flow="revenue", line="non-appropriation-surplus-used"),
    ],
    "fund-split": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", origin="current-year", fund="general-public-budget"),
    ],
    "fund-split-unit-funds": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", origin="current-year"),
        fact("revenue-summary", "10.00", line="total", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="current-year", fund="unit-funds"),
    ],
    "unit-funds-split": [
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="current-year", fund="unit-funds"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="current-year", fund="business-income"),
    ],
    "fund-split-carried-over": [
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over"),
        fact("revenue-summary", "20.00", line="total", flow="revenue", origin="carried-over", fund="unit-funds"),
    ],
    "fund-split-appropriation": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "28.00", line="total", flow="revenue", fund="fiscal-appropriation"),
        fact("revenue-summary", "2.00", line="total", flow="revenue", fund="business-income"),
    ],
    "project-fund-split": [
        fact("project-expenditure", "30.00", line="total", category="project"),
        fact("project-expenditure", "10.00", line="total", category="project", fund="general-public-budget", origin="current-year"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="general-public-budget", origin="carried-over"),
    ],
    "project-tree": [
        fact("project-expenditure", "30.00", line="total", category="project"),
        fact("project-expenditure", "30.00", unit_code="001", category="project"),
        fact("project-expenditure", "10.00", project_code="P1", category="project"),
        fact("project-expenditure", "20.00", project_code="P2", category="project"),
    ],
    "three-public-total": [
        fact("three-public", "30.00", line="total"),
        fact("three-public", "10.00", line="reception"),
        fact("three-public", "20.00", line="vehicle"),
    ],
    "three-public-total-parts": [
        fact("three-public", "30.00", line="total"),
        fact("three-public", "10.00", line="reception"),
        fact("three-public", "15.00", line="vehicle-purchase"),
        fact("three-public", "5.00", line="vehicle-operation"),
    ],
    "three-public-beside": [
        fact("three-public", "30.00", line="three-public"),
        fact("three-public", "10.00", line="reception"),
        fact("three-public", "20.00", line="vehicle"),
    ],
    "three-public-beside-parts": [
        fact("three-public", "30.00", line="three-public"),
        fact("three-public", "10.00", line="reception"),
        fact("three-public", "20.00", line="vehicle-operation"),
    ],
    "three-public-and-meetings": [
        fact("three-public", "30.00", line="total"),
        fact("three-public", "10.00", line="three-public"),
        fact("three-public", "20.00", line="training"),
    ],
    "three-public-vehicle": [
        fact("three-public", "30.00", line="vehicle"),
        fact("three-public", "30.00", line="vehicle-operation"),
    ],
    "revenue-lines": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "30.00", line="general-public-budget-appropriation", flow="revenue", origin="current-year", fund="general-public-budget"),
    ],
    "revenue-lines-unit-funds": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "20.00", line="general-public-budget-appropriation", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact(B, "10.00", line="unit-funds", flow="revenue", origin="current-year", fund="unit-funds"),
    ],
    "unit-funds-lines": [
        fact(B, "30.00", line="unit-funds", flow="revenue", origin="current-year", fund="unit-funds"),
        fact(B, "20.00", line="business-income", flow="revenue", origin="current-year", fund="business-income"),
        fact(B, "10.00", line="other-income", flow="revenue", origin="current-year", fund="other-income"),
    ],
    "revenue-lines-appropriation": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "20.00", line="fiscal-appropriation", flow="revenue", origin="current-year", fund="fiscal-appropriation"),
        fact(B, "10.00", line="other-income", flow="revenue", origin="current-year", fund="other-income"),
    ],
    "special-account-parts": [
        fact(B, "30.00", line="fiscal-special-account", flow="revenue", fund="fiscal-special-account"),
        fact(B, "20.00", line="education-fees", flow="revenue", fund="fiscal-special-account"),
        fact(B, "10.00", line="other-special-account", flow="revenue", fund="fiscal-special-account"),
    ],
    "business-income-kinds": [
        fact(B, "30.00", line="business-income", flow="revenue", fund="business-income"),
        fact(B, "20.00", line="education-income", flow="revenue", fund="business-income"),
        fact(B, "10.00", line="other-business-income", flow="revenue", fund="business-income"),
    ],
    "unit-funds-parts": [
        fact(B, "30.00", line="unit-funds", flow="revenue", fund="unit-funds", origin="current-year"),
        fact(B, "10.00", line="business-income", flow="revenue", fund="business-income", origin="current-year"),
        fact(B, "20.00", line="superior-subsidy", flow="revenue", fund="superior-subsidy", origin="current-year"),
    ],
    "revenue-lines-appropriation-unit-funds": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "10.00", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation", origin="current-year"),
        fact(B, "20.00", line="unit-funds", flow="revenue", fund="unit-funds", origin="current-year"),
    ],
    "revenue-lines-total-by-fund": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact(
            B, "10.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget",
            origin="current-year",
        ),
        fact(B, "20.00", line="business-income", flow="revenue", fund="business-income", origin="current-year"),
    ],
    "revenue-lines-total-unit-funds": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact(
            B, "10.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget",
            origin="current-year",
        ),
        fact(B, "20.00", line="unit-funds", flow="revenue", fund="unit-funds", origin="current-year"),
    ],
    "revenue-lines-total-appropriation-unit-funds": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact(B, "10.00", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation", origin="current-year"),
        fact(B, "20.00", line="unit-funds", flow="revenue", fund="unit-funds", origin="current-year"),
    ],
    "carried-over-parts": [
        fact(B, "30.00", line="carried-over", flow="balance", origin="carried-over"),
        fact(
            B, "10.00", line="general-public-budget-appropriation", flow="balance", fund="general-public-budget",
            origin="carried-over",
        ),
        fact(B, "20.00", line="unit-funds", flow="balance", fund="unit-funds", origin="carried-over"),
    ],
    "business-income-parts": [
        fact(B, "30.00", line="business-income", flow="revenue", fund="business-income"),
        fact(B, "20.00", line="medical-income", flow="revenue", fund="business-income"),
        fact(B, "10.00", line="medical-research-income", flow="revenue", fund="business-income"),
    ],
    "other-income-parts": [
        fact(B, "30.00", line="other-income", flow="revenue", fund="other-income"),
        fact(B, "20.00", line="interest-income", flow="revenue", fund="other-income"),
        fact(B, "10.00", line="rent-income", flow="revenue", fund="other-income"),
    ],
    "economic-total-items": [
        fact("basic-expenditure-by-economic", "30.00", line="total", category="basic"),
        fact("basic-expenditure-by-economic", "20.00", economic_code="30101", category="basic"),
        fact("basic-expenditure-by-economic", "10.00", economic_code="30201", category="basic"),
    ],
    "revenue-total": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact(B, "10.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "20.00", line="carried-over", flow="balance", origin="carried-over"),
    ],
    "expenditure-total": [
        fact(B, "30.00", line="total"),
        fact(B, "10.00", line="current-year-expenditure"),
        fact(B, "20.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year"),
    ],
    "expenditure-lines": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact(B, "10.00", line="function-201"),
        fact(B, "20.00", line="function-208"),
    ],
    "expenditure-lines-total": [fact(B, "30.00", line="total"), fact(B, "30.00", line="function-201")],
    "balance": [fact(B, "30.00", line="total", flow="revenue"), fact(B, "30.00", line="total")],
    "appropriation-this-year": [
        fact("appropriation-summary", "30.00", line="current-year-revenue", flow="revenue", fund="fiscal-appropriation", origin="current-year"),
        fact("appropriation-summary", "30.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget", origin="current-year"),
    ],
    "appropriation-carried-over": [
        fact("appropriation-summary", "30.00", line="carried-over", flow="balance", fund="fiscal-appropriation", origin="carried-over"),
        fact("appropriation-summary", "30.00", line="general-public-budget-appropriation", flow="balance", fund="general-public-budget", origin="carried-over"),
    ],
    "appropriation-fund-columns": [
        fact("appropriation-summary", "30.00", line="function-201", fund="fiscal-appropriation"),
        fact("appropriation-summary", "30.00", line="function-201", fund="general-public-budget"),
    ],
    "performance-revenue": [
        fact("overall-performance", "30.00", line="total", flow="revenue"),
        fact("overall-performance", "30.00", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation"),
    ],
    "performance-expenditure": [
        fact("overall-performance", "30.00", line="total"),
        fact("overall-performance", "10.00", line="personnel-projects", category="personnel"),
        fact("overall-performance", "20.00", line="specific-target-projects", category="project"),
    ],
    "revenue-lines-total": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact(B, "10.00", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation", origin="current-year"),
        fact(B, "20.00", line="other-income", flow="revenue", fund="other-income", origin="current-year"),
    ],
    "summary-appropriation-parts": [
        fact(B, "30.00", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation", origin="current-year"),
        fact(
            B, "10.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget",
            origin="current-year",
        ),
        fact(
            B, "20.00", line="government-fund-appropriation", flow="revenue", fund="government-fund",
            origin="current-year",
        ),
    ],
    "revenue-total-agrees": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "1.00", line="total", flow="revenue", fund="unit-funds", origin="carried-over"),
    ],
    "columns-by-economic": [
        fact(G, "30.00", function_code="2010301", category="basic"),
        fact(G, "10.00", function_code="2010301", category="basic", line="economic-301"),
        fact(G, "20.00", function_code="2010301", category="basic", line="economic-302"),
    ],
    "columns-by-government-economic": [
        fact(G, "30.00", function_code="2010301", category="basic"),
        fact(G, "10.00", function_code="2010301", category="basic", line="economic-501"),
        fact(G, "20.00", function_code="2010301", category="basic", line="economic-502"),
    ],
    "columns-by-economic-items": [
        fact("basic-expenditure-by-economic", "30.00", function_code="2010301", category="basic", line="economic-301"),
        fact("basic-expenditure-by-economic", "10.00", function_code="2010301", category="basic", line="economic-30101"),
        fact("basic-expenditure-by-economic", "20.00", function_code="2010301", category="basic", line="economic-30102"),
    ],
    "use-by-economic": [
        fact(B, "30.00", line="basic", category="basic"),
        fact(B, "10.00", line="economic-301", category="basic"),
        fact(B, "20.00", line="economic-302", category="basic"),
    ],
    "summary-uses-total": [
        fact(B, "30.00", line="total"),
        fact(B, "10.00", line="basic", category="basic"),
        fact(B, "20.00", line="project", category="project"),
    ],
    "summary-uses-parts": [
        fact("budget-summary", "60.00", line="total", flow="expenditure"),
        fact("budget-summary", "10.00", line="personnel", flow="expenditure", category="personnel"),
        fact("budget-summary", "20.00", line="operating", flow="expenditure", category="operating"),
        fact("budget-summary", "30.00", line="project", flow="expenditure", category="project"),
    ],
    "expenditure-parts": [
        fact("budget-summary", "60.00", line="current-year-expenditure", flow="expenditure"),
        fact("budget-summary", "10.00", line="personnel", flow="expenditure", category="personnel"),
        fact("budget-summary", "20.00", line="operating", flow="expenditure", category="operating"),
        fact("budget-summary", "30.00", line="project", flow="expenditure", category="project"),
    ],
    "summary-basic": [
        fact(B, "30.00", line="basic", category="basic"),
        fact(B, "10.00", line="personnel", category="personnel"),
        fact(B, "20.00", line="operating", category="operating"),
    ],
    "summary-by-department-economic": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact(B, "10.00", line="economic-301"),
        fact(B, "20.00", line="economic-302"),
    ],
    "summary-by-government-economic": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact(B, "10.00", line="economic-501"),
        fact(B, "20.00", line="economic-502"),
    ],
    "appropriation-with-non-tax": [
        fact(B, "30.00", line="general-public-budget-appropriation", flow="revenue"),
        fact(B, "10.00", line="treasury-appropriation", flow="revenue"),
        fact(B, "20.00", line="non-tax-appropriation", flow="revenue"),
    ],
    "function-total-by-economic": [
        fact(G, "30.00", line="economic-301", category="basic"),
        fact(G, "10.00", line="economic-301", category="basic", function_code="201"),
        fact(G, "20.00", line="economic-301", category="basic", function_code="208"),
    ],
    "project-fund-split-unit-funds": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project"),
        fact("project-expenditure", "10.00", project_code="1" * 20, category="project", fund="general-public-budget"),
        fact("project-expenditure", "20.00", project_code="1" * 20, category="project", fund="unit-funds"),
    ],
    "project-fund-split-appropriation": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project"),
        fact("project-expenditure", "10.00", project_code="1" * 20, category="project", fund="fiscal-appropriation"),
        fact("project-expenditure", "20.00", project_code="1" * 20, category="project", fund="other-income"),
    ],
    "project-fund-split-two": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project"),
        fact("project-expenditure", "10.00", project_code="1" * 20, category="project", fund="fiscal-appropriation"),
        fact("project-expenditure", "20.00", project_code="1" * 20, category="project", fund="unit-funds"),
    ],
    "project-fund-split-carried": [
        project("60.00"),
        project("10.00", fund="general-public-budget", origin="current-year"),
        project("20.00", fund="fiscal-appropriation", origin="carried-over"),
        project("30.00", fund="other-income"),
    ],
    "project-fund-split-carried-unit-funds": [
        project("60.00"),
        project("10.00", fund="general-public-budget", origin="current-year"),
        project("20.00", fund="fiscal-appropriation", origin="carried-over"),
        project("30.00", fund="unit-funds"),
    ],
    "project-appropriation-split": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project", fund="fiscal-appropriation"),
        fact("project-expenditure", "10.00", project_code="1" * 20, category="project", fund="general-public-budget"),
        fact("project-expenditure", "20.00", project_code="1" * 20, category="project", fund="government-fund"),
    ],
    "project-current-split": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project", origin="current-year"),
        fact(
            "project-expenditure", "30.00", project_code="1" * 20, category="project", origin="current-year",
            fund="general-public-budget",
        ),
    ],
    "basic-of-projects": [
        fact("basic-expenditure-by-economic", "30.00", line="total", category="basic"),
        fact("basic-expenditure-by-economic", "10.00", project_code="1" * 20, economic_code="30101", category="basic"),
        fact("basic-expenditure-by-economic", "20.00", project_code="2" * 20, economic_code="30102", category="basic"),
    ],
    "project-unit-funds-split": [
        fact("project-expenditure", "30.00", project_code="1" * 20, category="project", fund="unit-funds"),
        fact("project-expenditure", "10.00", project_code="1" * 20, category="project", fund="business-income"),
        fact("project-expenditure", "20.00", project_code="1" * 20, category="project", fund="other-income"),
    ],
    "revenue-this-year-agrees": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", origin="current-year"),
    ],
    "revenue-only-total-agrees": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
    ],
    "revenue-fund-agrees": [
        fact(B, "30.00", line="business-income", flow="revenue", fund="business-income", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="business-income", origin="current-year"),
    ],
    "revenue-other-agrees": [
        fact(B, "30.00", line="other-income", flow="revenue", fund="other-income", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="other-income", origin="current-year"),
    ],
    "closing-split-columns": [
        fact(G, "30.00", function_code="201", flow="balance", category="carried-to-next-year"),
        fact(G, "10.00", function_code="201", flow="balance", category="basic"),
        fact(G, "20.00", function_code="201", flow="balance", category="project"),
    ],
    "carried-over-agrees": [
        fact(B, "30.00", line="carried-over", flow="balance", origin="carried-over"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", origin="carried-over"),
    ],
    "expenditure-agrees": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact("expenditure-summary", "30.00", line="total"),
    ],
    "expenditure-total-agrees": [fact(B, "30.00", line="total"), fact("expenditure-summary", "30.00", line="total")],
    "class-agrees": [
        fact(B, "30.00", line="function-201"),
        fact("expenditure-summary", "30.00", function_code="201"),
    ],
    "class-project-agrees": [
        fact(B, "30.00", line="function-201", category="project"),
        fact("expenditure-summary", "30.00", function_code="201", category="project"),
    ],
    "appropriation-class-agrees": [
        fact("appropriation-summary", "30.00", line="function-201", fund="fiscal-appropriation"),
        fact(G, "20.00", function_code="201", fund="general-public-budget"),
        fact("government-fund", "10.00", function_code="201", fund="government-fund"),
    ],
    "appropriation-class-general": [
        fact("appropriation-summary", "30.00", line="function-201", fund="general-public-budget"),
        fact(G, "30.00", function_code="201", fund="general-public-budget"),
    ],
    "appropriation-total-agrees": [
        fact("appropriation-summary", "30.00", line="current-year-expenditure", fund="fiscal-appropriation"),
        fact(G, "30.00", line="total", fund="general-public-budget"),
    ],
    "appropriation-revenue-agrees": [
        fact("appropriation-summary", "30.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget", origin="current-year"),
        fact(B, "30.00", line="general-public-budget-appropriation", flow="revenue", fund="general-public-budget", origin="current-year"),
    ],
    "basic-agrees": [
        fact(G, "30.00", line="total", category="personnel", fund="general-public-budget"),
        fact("basic-expenditure-by-economic", "30.00", line="total", category="personnel", fund="general-public-budget"),
    ],
    "unit-table-agrees": [
        fact(G, "30.00", line="total", category="project", fund="general-public-budget"),
        fact("general-budget-by-unit", "30.00", line="total", category="project", fund="general-public-budget"),
    ],
    "unit-row-agrees": [
        fact("general-budget-by-unit", "30.00", unit_code="001002", unit_name="甲馆", label="甲馆"),
        fact(G, "30.00", line="total", unit_code="", unit_name="甲馆"),
    ],
    "unit-row-of-summary-agrees": [
        fact("revenue-summary", "30.00", flow="revenue", unit_code="001002", unit_name="甲馆", label="甲馆"),
        fact(B, "30.00", line="total", flow="revenue", unit_code="", unit_name="甲馆"),
    ],
    "project-total-agrees": [
        fact("expenditure-summary", "30.00", line="total", category="project"),
        fact("project-expenditure", "30.00", line="total", category="project"),
    ],
    "project-form-agrees": [
        fact("project-expenditure", "30.00", project_code="P1", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
    ],
    "project-list-agrees": [
        fact("project-expenditure", "30.00", project_code="P1", category="project"),
        fact("overall-performance", "30.00", project_code="P1", line="current-budget", category="project"),
    ],
    "project-funding": [
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="funding-total", category="project"),
    ],
    "project-funding-sources": [
        fact("project-performance", "30.00", project_code="P1", line="funding-total", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="unit-funds", fund="unit-funds", category="project"),
    ],
    "project-execution-sources": [
        fact("project-performance", "30.00", project_code="P1", line="funding-total", category="project"),
        fact("project-performance", "20.00", project_code="P1", line="fiscal-appropriation", fund="fiscal-appropriation", origin="current-year", category="project"),
        fact("project-performance", "10.00", project_code="P1", line="carried-over", fund="fiscal-appropriation", origin="carried-over", category="project"),
    ],
    "project-appropriation-sources": [
        fact("project-performance", "30.00", project_code="P1", line="funding-total", category="project"),
        fact("project-performance", "20.00", project_code="P1", line="fiscal-appropriation", fund="fiscal-appropriation", category="project"),
        fact("project-performance", "10.00", project_code="P1", line="unit-funds", fund="unit-funds", category="project"),
    ],
    "project-budget-sources": [
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "20.00", project_code="P1", line="fiscal-appropriation", fund="fiscal-appropriation", category="project"),
        fact("project-performance", "10.00", project_code="P1", line="unit-funds", fund="unit-funds", category="project"),
    ],
    "overall-execution-uses": [
        fact("overall-performance", "30.00", line="funding-total"),
        fact("overall-performance", "20.00", line="basic", category="basic"),
        fact("overall-performance", "10.00", line="project", category="project"),
    ],
    "project-funding-general": [
        fact("project-performance", "30.00", project_code="P1", line="general-public-budget-appropriation", fund="general-public-budget", category="project"),
        fact("project-performance", "10.00", project_code="P1", line="requested-this-year", fund="general-public-budget", origin="current-year", category="project"),
        fact("project-performance", "20.00", project_code="P1", line="carried-over", fund="fiscal-appropriation", origin="carried-over", category="project"),
    ],
    "project-total-is-current": [
        fact("project-performance", "30.00", project_code="P1", line="total-budget", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
    ],
    "project-purchases": [
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "10.00", project_code="P1", line="purchase", label="甲", category="project"),
        fact("project-performance", "20.00", project_code="P1", line="purchase", label="乙", category="project"),
    ],
    "project-cost-items": [
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="cost-item", category="project"),
    ],
    "project-budget-of-the-year": [
        fact("project-performance", "30.00", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="earlier-budget", category="project"),
    ],
    "project-funding-this-year": [
        fact("project-expenditure", "30.00", project_code="P1", fund="general-public-budget", origin="current-year", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="requested-this-year", fund="general-public-budget", origin="current-year", category="project"),
    ],
    "project-funding-carried-over": [
        fact("project-expenditure", "30.00", project_code="P1", fund="general-public-budget", origin="carried-over", category="project"),
        fact("project-performance", "30.00", project_code="P1", line="carried-over", fund="fiscal-appropriation", origin="carried-over", category="project"),
    ],
    "project-total-budget": [
        fact("project-performance", "30.00", project_code="P1", line="total-budget", category="project"),
        fact("overall-performance", "30.00", project_code="P1", line="total-budget", category="project"),
    ],
    "performance-total-agrees": [
        fact(B, "30.00", line="total", flow="revenue"),
        fact("overall-performance", "30.00", line="total", flow="revenue"),
    ],
    "performance-class-agrees": [
        fact(G, "30.00", line="total", category="personnel", fund="general-public-budget"),
        fact("overall-performance", "30.00", line="personnel-projects", category="personnel"),
    ],
    "performance-project-agrees": [
        fact("expenditure-summary", "30.00", line="total", category="project"),
        fact("overall-performance", "30.00", line="specific-target-projects", category="project"),
    ],
    "economic-total-five": [
        fact("basic-expenditure-by-economic", "30.00", line="total", category="personnel"),
        fact("basic-expenditure-by-economic", "30.00", economic_code="30100", category="personnel"),
        fact("basic-expenditure-by-economic", "30.00", economic_code="30101", category="personnel"),
    ],
    "opening-split": [
        fact(B, "30.00", line="carried-over", flow="balance", origin="carried-over"),
        fact(B, "10.00", line="carried-over", flow="balance", origin="carried-over", category="basic"),
        fact(B, "20.00", line="carried-over", flow="balance", origin="carried-over", category="project"),
    ],
    "closing-split": [
        fact(B, "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year"),
        fact(B, "10.00", line="carried-to-next-year", flow="balance", category="basic"),
        fact(B, "20.00", line="carried-to-next-year", flow="balance", category="project"),
    ],
    "surplus-distribution-split": [
        fact(B, "30.00", line="surplus-distribution"),
        fact(B, "10.00", line="surplus-distribution-income-tax"),
        fact(B, "20.00", line="surplus-distribution-welfare-fund"),
    ],
    "fund-closing": [
        fact("government-fund", "30.00", line="total", flow="balance", category="carried-to-next-year"),
        fact("government-fund", "20.00", line="total", flow="balance", origin="carried-over"),
        fact("government-fund", "50.00", line="total", flow="revenue", origin="current-year"),
        fact("government-fund", "40.00", line="total"),
    ],
    "appropriation-closing": [
        fact("appropriation-summary", "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="fiscal-appropriation"),
        fact("appropriation-summary", "20.00", line="carried-over", flow="balance", origin="carried-over", fund="fiscal-appropriation"),
        fact("appropriation-summary", "50.00", line="current-year-revenue", flow="revenue", origin="current-year", fund="fiscal-appropriation"),
        fact("appropriation-summary", "40.00", line="current-year-expenditure", fund="fiscal-appropriation"),
    ],
    "appropriation-fund-closing": [
        fact("appropriation-summary", "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="government-fund"),
        fact("appropriation-summary", "20.00", line="government-fund-appropriation", flow="balance", origin="carried-over", fund="government-fund"),
        fact("appropriation-summary", "50.00", line="government-fund-appropriation", flow="revenue", origin="current-year", fund="government-fund"),
        fact("appropriation-summary", "40.00", line="current-year-expenditure", fund="government-fund"),
    ],
    "summary-closing": [
        fact(B, "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year"),
        fact(B, "20.00", line="carried-over", flow="balance", origin="carried-over"),
        fact(B, "50.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact(B, "38.00", line="current-year-expenditure"),
        fact(B, "2.00", line="surplus-distribution"),
    ],
    "appropriation-closing-funds": [
        fact("appropriation-summary", "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="fiscal-appropriation"),
        fact("appropriation-summary", "10.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="general-public-budget"),
        fact("appropriation-summary", "20.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="government-fund"),
    ],
    "procurement-total": [
        fact("procurement", "30.00", line="total"),
        fact("procurement", "10.00", line="procurement-goods"),
        fact("procurement", "20.00", line="procurement-services"),
    ],
    "total-of-one-unit": [
        fact("three-public", "30.00", line="reception", label="合计", unit_name="某市第三中学"),
        fact("three-public", "30.00", line="reception", label="某市第三中学", unit_name="某市第三中学"),
    ],
    "procurement-in-text": [
        fact("narrative", "30.00", line="procurement"),
        fact("narrative", "10.00", line="procurement-goods"),
        fact("narrative", "20.00", line="procurement-services"),
    ],
    "procurement-items": [
        fact("procurement", "30.00", line="total"),
        fact("procurement", "10.00", line="procurement-item", label="台式计算机"),
        fact("procurement", "20.00", line="procurement-item", label="物业管理服务"),
    ],
    "service-purchase-items": [
        fact(SERVICES, "30.00", line="total"),
        fact(SERVICES, "10.00", line="purchased-service", label="法律顾问服务", function_code="2010301"),
        fact(SERVICES, "20.00", line="purchased-service", label="物业管理服务", function_code="2010302"),
    ],
    "purchase-fund-split": [
        fact(SERVICES, "30.00", line="total"),
        fact(SERVICES, "10.00", line="total", fund="general-public-budget"),
        fact(SERVICES, "20.00", line="total", fund="government-fund"),
    ],
    "purchase-fund-split-unit-funds": [
        fact("procurement", "30.00", line="total"),
        fact("procurement", "10.00", line="total", fund="general-public-budget"),
        fact("procurement", "20.00", line="total", fund="unit-funds"),
    ],
    "purchase-fund-split-appropriation": [
        fact(SERVICES, "30.00", line="total"),
        fact(SERVICES, "10.00", line="total", fund="fiscal-appropriation"),
        fact(SERVICES, "20.00", line="total", fund="other-income"),
    ],
    "purchase-fund-split-two": [
        fact(SERVICES, "30.00", line="total"),
        fact(SERVICES, "10.00", line="total", fund="fiscal-appropriation"),
        fact(SERVICES, "20.00", line="total", fund="unit-funds"),
    ],
    "purchase-appropriation-split": [
        fact(SERVICES, "30.00", line="total", fund="fiscal-appropriation"),
        fact(SERVICES, "10.00", line="total", fund="general-public-budget"),
        fact(SERVICES, "20.00", line="total", fund="government-fund"),
    ],
    "service-purchase-within-expenditure": [
        fact("expenditure-summary", "30.00", line="total"),
        fact(SERVICES, "20.00", line="total"),
    ],
    "general-budget-sources": [
        fact("project-expenditure", "30.00", line="total", fund="general-public-budget"),
        fact("project-expenditure", "10.00", line="treasury-appropriation", fund="general-public-budget"),
        fact("project-expenditure", "20.00", line="non-tax-appropriation", fund="general-public-budget"),
    ],
    "general-budget-sources-by-kind": [
        fact(G, "30.00", line="total", fund="general-public-budget"),
        fact(G, "10.00", line="treasury-appropriation", fund="general-public-budget"),
        fact(G, "20.00", line="non-tax-10307", fund="general-public-budget"),
    ],
    "non-tax-by-kind": [
        fact(G, "30.00", line="non-tax-appropriation", fund="general-public-budget"),
        fact(G, "10.00", line="non-tax-10304", fund="general-public-budget"),
        fact(G, "20.00", line="non-tax-10307", fund="general-public-budget"),
    ],
    "business-income-columns": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="business-income"),
        fact("revenue-summary", "20.00", line="research-income", flow="revenue", fund="business-income"),
        fact("revenue-summary", "10.00", line="other-business-income", flow="revenue", fund="business-income"),
    ],
    "business-income-columns-parts": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="business-income"),
        fact("revenue-summary", "20.00", line="medical-income", flow="revenue", fund="business-income"),
        fact("revenue-summary", "10.00", line="medical-research-income", flow="revenue", fund="business-income"),
    ],
    "other-income-columns": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="other-income"),
        fact("revenue-summary", "20.00", line="interest-income", flow="revenue", fund="other-income"),
        fact("revenue-summary", "10.00", line="rent-income", flow="revenue", fund="other-income"),
    ],
    "project-fund-split-with-sources": [
        fact("project-expenditure", "30.00", line="total"),
        fact("project-expenditure", "10.00", line="total", fund="general-public-budget"),
        fact("project-expenditure", "10.00", line="treasury-appropriation", fund="general-public-budget"),
        fact("project-expenditure", "20.00", line="total", fund="government-fund"),
    ],
    "project-fund-split-sources": [
        fact("project-expenditure", "30.00", line="total"),
        fact("project-expenditure", "10.00", line="treasury-appropriation", fund="general-public-budget"),
        fact("project-expenditure", "20.00", line="total", origin="carried-over"),
    ],
    "project-kinds": [
        fact(G, "30.00", function_code="207", category="project"),
        fact(G, "10.00", function_code="207", category="project", line="ordinary-projects"),
        fact(G, "20.00", function_code="207", category="project", line="special-fund-projects"),
    ],
    "project-kinds-of-operation": [
        fact(B, "30.00", category="project", line="project"),
        fact(B, "10.00", category="project", line="operating-projects"),
        fact(B, "20.00", category="project", line="service-purchase-projects"),
    ],
    "project-kinds-by-use": [
        fact(G, "30.00", function_code="207", category="project"),
        fact(G, "10.00", function_code="207", category="project", line="operating-projects"),
        fact(G, "20.00", function_code="207", category="project", line="specific-target-projects"),
    ],
    "classes-of-projects": [
        fact(G, "60.00", function_code="207"),
        fact(G, "10.00", function_code="207", category="personnel"),
        fact(G, "20.00", function_code="207", category="project", line="operating-projects"),
        fact(G, "30.00", function_code="207", category="project", line="specific-target-projects"),
    ],
    "classes-of-projects-three": [
        fact(G, "60.00", function_code="207"),
        fact(G, "10.00", function_code="207", category="personnel"),
        fact(G, "20.00", function_code="207", line="operating-projects"),
        fact(G, "30.00", function_code="207", category="project", line="specific-target-projects"),
    ],
    "operation-and-its-parts": [
        fact(G, "30.00", function_code="207", line="operating-projects"),
        fact(G, "10.00", function_code="207", category="operating"),
        fact(G, "20.00", function_code="207", category="project", line="operating-projects"),
    ],
    "project-kinds-of-construction": [
        fact(G, "30.00", function_code="207", category="project"),
        fact(G, "10.00", function_code="207", category="project", line="capital-construction-projects"),
        fact(G, "20.00", function_code="207", category="project", line="administrative-projects"),
    ],
    "fund-summary-balance": [
        fact("government-fund", "30.00", line="total", flow="revenue", fund="government-fund"),
        fact("government-fund", "30.00", line="total", fund="government-fund"),
        fact("government-fund", "20.00", line="government-fund-appropriation", flow="revenue", fund="government-fund", origin="current-year"),
    ],
    "fund-revenue": [
        fact("government-fund", "30.00", line="current-year-revenue", flow="revenue", fund="government-fund", origin="current-year"),
        fact("government-fund", "30.00", line="government-fund-appropriation", flow="revenue", fund="government-fund", origin="current-year"),
    ],
    "fund-revenue-total": [
        fact("state-capital", "30.00", line="total", flow="revenue", fund="state-capital"),
        fact("state-capital", "10.00", line="state-capital-appropriation", flow="revenue", fund="state-capital", origin="current-year"),
        fact("state-capital", "20.00", line="carried-over", flow="balance", fund="state-capital", origin="carried-over"),
    ],
    "economic-total-named": [
        fact("expenditure-by-economic", "30.00", line="total", category="basic"),
        fact("expenditure-by-economic", "10.00", line="economic-301", category="basic"),
        fact("expenditure-by-economic", "20.00", line="economic-302", category="basic"),
    ],
    "economic-total-named-items": [
        fact("agency-operating", "30.00", line="total"),
        fact("agency-operating", "10.00", line="economic-30201"),
        fact("agency-operating", "20.00", line="economic-30211"),
    ],
    "operating-total-by-kind-of-unit": [
        fact("agency-operating", "30.00", line="total"),
        fact("agency-operating", "10.00", line="administrative-unit"),
        fact("agency-operating", "20.00", line="civil-service-managed-institution"),
    ],
    "levels-of-appropriation": [
        fact(G, "60.00", line="total"),
        fact(G, "10.00", line="own-level-appropriation", origin="current-year"),
        fact(G, "20.00", line="advance-transfer-appropriation", origin="current-year"),
        fact(G, "30.00", line="total", origin="carried-over"),
    ],
    "appropriation-columns": [
        fact("expenditure-by-economic", "30.00", line="total", fund="fiscal-appropriation"),
        fact("expenditure-by-economic", "10.00", line="total", fund="general-public-budget"),
        fact("expenditure-by-economic", "20.00", line="total", fund="government-fund"),
    ],
    "function-total-by-source": [
        fact(G, "30.00", line="treasury-appropriation"),
        fact(G, "10.00", line="treasury-appropriation", function_code="205"),
        fact(G, "20.00", line="treasury-appropriation", function_code="208"),
    ],
    "function-total-of-non-tax-kind": [
        fact(G, "30.00", line="non-tax-10307"),
        fact(G, "10.00", line="non-tax-10307", function_code="205"),
        fact(G, "20.00", line="non-tax-10307", function_code="208"),
    ],
    "function-total-by-kind-of-project": [
        fact(G, "30.00", line="special-fund-projects", category="project"),
        fact(G, "10.00", line="special-fund-projects", category="project", function_code="205"),
        fact(G, "20.00", line="special-fund-projects", category="project", function_code="208"),
    ],
    "economic-total-by-source": [
        fact("expenditure-by-economic", "30.00", line="own-level-appropriation"),
        fact("expenditure-by-economic", "10.00", line="own-level-appropriation", economic_code="301"),
        fact("expenditure-by-economic", "20.00", line="own-level-appropriation", economic_code="302"),
    ],
    "economic-total-items-by-source": [
        fact("expenditure-by-economic", "30.00", line="own-level-appropriation"),
        fact("expenditure-by-economic", "10.00", line="own-level-appropriation", economic_code="30101"),
        fact("expenditure-by-economic", "20.00", line="own-level-appropriation", economic_code="30201"),
    ],
    "receptions": [
        fact("three-public", "30.00", line="reception"),
        fact("three-public", "10.00", line="reception-domestic"),
        fact("three-public", "20.00", line="reception-abroad"),
    ],
    "personnel-covers-wages": [
        fact("basic-expenditure-by-economic", "30.00", line="total", category="personnel"),
        fact("basic-expenditure-by-economic", "20.00", economic_code="301", category="operating"),
    ],
    "operating-covers-goods": [
        fact(E, "30.00", line="total", category="operating"),
        fact(E, "20.00", economic_code="302", category="personnel"),
    ],
    "wages-are-personnel": [
        fact(E, "30.00", economic_code="301", category="basic"),
        fact(E, "30.00", economic_code="301", category="personnel"),
    ],
    "revenue-fund-agrees-undivided": [
        fact(B, "30.00", line="business-income", flow="revenue", fund="business-income", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="business-income"),
    ],
    "summary-covers-basic": [
        fact(B, "30.00", line="total", category="operating"),
        fact(E, "20.00", line="total", category="operating", fund="general-public-budget"),
    ],
    "appropriation-class-of-fund": [
        fact("appropriation-summary", "30.00", line="function-212", fund="government-fund"),
        fact("government-fund", "30.00", function_code="212", fund="government-fund"),
    ],
    "appropriation-fund-balance": [
        fact("appropriation-summary", "30.00", line="current-year-expenditure", fund="state-capital"),
        fact("appropriation-summary", "30.00", line="state-capital-appropriation", flow="revenue", fund="state-capital"),
    ],
    "appropriation-fund-balance-total": [
        fact("appropriation-summary", "30.00", line="total", fund="state-capital"),
        fact("appropriation-summary", "30.00", line="state-capital-appropriation", flow="revenue", fund="state-capital"),
    ],
    "kind-at-least-appropriation": [
        fact("expenditure-summary", "30.00", line="total", category="basic"),
        fact(G, "20.00", line="total", category="basic", fund="general-public-budget"),
    ],
    "code-basic-at-least-appropriation": [
        fact("expenditure-summary", "30.00", function_code="20105"),
        fact("expenditure-summary", "10.00", function_code="20105", category="project"),
        fact("expenditure-summary", "20.00", line="total", category="basic"),
        fact(G, "20.00", function_code="20105", category="basic", fund="general-public-budget"),
    ],
    "code-project-at-least-appropriation": [
        fact("expenditure-summary", "30.00", function_code="20105"),
        fact("expenditure-summary", "10.00", function_code="20105", category="basic"),
        fact("expenditure-summary", "20.00", line="total", category="project"),
        fact(G, "20.00", function_code="20105", category="project", fund="general-public-budget"),
    ],
    "fund-column-agrees": [
        fact("expenditure-summary", "30.00", line="total", fund="government-fund"),
        fact("government-fund", "30.00", line="total", fund="government-fund"),
    ],
    "receptions-of-foreign-guests": [
        fact("three-public", "30.00", line="reception-domestic"),
        fact("three-public", "20.00", line="reception-foreign-affairs"),
    ],
    "operating-by-kind-of-unit": [
        fact("three-public", "30.00", line="agency-operating"),
        fact("three-public", "10.00", line="administrative-unit"),
        fact("three-public", "20.00", line="civil-service-managed-institution"),
    ],
    "procurement-beside": [
        fact("three-public", "30.00", line="procurement"),
        fact("three-public", "10.00", line="procurement-goods"),
        fact("three-public", "20.00", line="procurement-services"),
    ],
    "procurement-of-micro-enterprises": [
        fact("three-public", "30.00", line="procurement-small-and-medium"),
        fact("three-public", "20.00", line="procurement-micro"),
    ],
    "agency-operating-by-economic": [
        fact("agency-operating", "30.00", line="total", fund="general-public-budget"),
        fact("basic-expenditure-by-economic", "30.00", line="total", category="operating", fund="general-public-budget"),
    ],
    "agency-operating-line-by-economic": [
        fact("three-public", "30.00", line="agency-operating", fund="general-public-budget"),
        fact("basic-expenditure-by-economic", "30.00", line="total", category="operating", fund="general-public-budget"),
    ],
    "performance-project-list": [
        fact("overall-performance", "30.00", line="specific-target-projects", category="project"),
        fact("overall-performance", "10.00", line="current-budget", project_code="P1", category="project"),
        fact("overall-performance", "20.00", line="current-budget", project_code="P2", category="project"),
    ],
    "fiscal-appropriation-agrees": [
        fact(B, "30.00", line="fiscal-appropriation", flow="revenue", origin="current-year", fund="fiscal-appropriation"),
        fact("appropriation-summary", "30.00", line="current-year-revenue", flow="revenue", origin="current-year", fund="fiscal-appropriation"),
    ],
    "government-fund-revenue-agrees": [
        fact("appropriation-summary", "30.00", line="government-fund-appropriation", flow="revenue", origin="current-year", fund="government-fund"),
        fact("government-fund", "30.00", line="total", flow="revenue", origin="current-year", fund="government-fund"),
    ],
    "government-fund-opening-agrees": [
        fact("appropriation-summary", "30.00", line="government-fund-appropriation", flow="balance", origin="carried-over", fund="government-fund"),
        fact("government-fund", "30.00", line="total", flow="balance", origin="carried-over", fund="government-fund"),
    ],
    "government-fund-closing-agrees": [
        fact("appropriation-summary", "30.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="government-fund"),
        fact("government-fund", "30.00", line="total", flow="balance", category="carried-to-next-year", fund="government-fund"),
    ],
    "fund-expenditure-agrees": [
        fact("appropriation-summary", "30.00", line="current-year-expenditure", fund="government-fund"),
        fact("government-fund", "30.00", line="total", fund="government-fund"),
    ],
    "fund-balance": [
        fact(G, "30.00", line="total", fund="general-public-budget"),
        fact("appropriation-summary", "25.00", line="general-public-budget-appropriation", flow="revenue", origin="current-year", fund="general-public-budget"),
        fact("appropriation-summary", "7.00", line="general-public-budget-appropriation", flow="balance", origin="carried-over", fund="general-public-budget"),
        fact("appropriation-summary", "2.00", line="carried-to-next-year", flow="balance", category="carried-to-next-year", fund="general-public-budget"),
    ],
    "appropriation-table-agrees": [
        fact("appropriation-summary", "30.00", line="current-year-expenditure", fund="fiscal-appropriation"),
        fact("appropriation-by-function", "30.00", line="total", fund="fiscal-appropriation"),
    ],
    "appropriation-codes-agree": [
        fact("appropriation-by-function", "30.00", function_code="2010101", fund="fiscal-appropriation"),
        fact(G, "10.00", function_code="2010101", fund="general-public-budget"),
        fact("government-fund", "20.00", function_code="2010101", fund="government-fund"),
    ],
    "appropriation-basic-agrees": [
        fact("appropriation-by-function", "30.00", line="total", category="basic", fund="fiscal-appropriation"),
        fact("appropriation-basic-by-economic", "30.00", line="total", category="basic", fund="fiscal-appropriation"),
    ],
    "general-of-basic-and-project": [
        fact(G, "50.00", line="total", fund="general-public-budget"),
        fact("basic-expenditure-by-economic", "30.00", line="total", category="basic", fund="general-public-budget"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="general-public-budget"),
    ],
    "general-revenue-agrees": [
        fact("budget-summary", "50.00", flow="revenue", line="general-public-budget-appropriation", fund="general-public-budget", origin="current-year"),
        fact(G, "50.00", line="total", fund="general-public-budget"),
    ],
    "project-general-agrees": [
        fact(G, "30.00", line="total", category="project", fund="general-public-budget"),
        fact("project-expenditure", "10.00", line="total", category="project", fund="general-public-budget", origin="current-year"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="general-public-budget", origin="carried-over"),
    ],
    "project-fund-agrees": [
        fact("government-fund", "30.00", line="total", category="project", fund="government-fund"),
        fact("project-expenditure", "30.00", line="total", category="project", fund="government-fund", origin="current-year"),
    ],
    "code-at-least-appropriation": [
        fact("expenditure-summary", "30.00", function_code="2010101"),
        fact(G, "20.00", function_code="2010101", fund="general-public-budget"),
    ],
    "class-at-least-appropriation": [
        fact("budget-summary", "30.00", line="function-208", flow="expenditure"),
        fact("appropriation-summary", "20.00", line="function-208", flow="expenditure", fund="fiscal-appropriation"),
    ],
    "code-agrees": [
        fact("expenditure-summary", "30.00", function_code="2010101"),
        fact(G, "30.00", function_code="2010101", fund="general-public-budget"),
    ],
    "project-code-agrees": [
        fact(G, "30.00", function_code="2010101", category="project", fund="general-public-budget"),
        fact("project-expenditure", "30.00", function_code="2010101", category="project", fund="general-public-budget"),
    ],
    "economic-table-agrees": [
        fact("expenditure-summary", "30.00", line="total"),
        fact("expenditure-by-economic", "30.00", line="total"),
    ],
    "general-economic-table-agrees": [
        fact("general-budget-by-function", "30.00", line="total", fund="general-public-budget", category="project"),
        fact("expenditure-by-economic", "30.00", line="total", fund="general-public-budget", category="project"),
    ],
    "appropriation-economic-table-agrees": [
        fact("appropriation-summary", "30.00", line="current-year-expenditure", fund="fiscal-appropriation"),
        fact("expenditure-by-economic", "30.00", line="total", fund="fiscal-appropriation"),
    ],
    "economic-code-agrees": [
        fact("basic-expenditure-by-economic", "30.00", economic_code="30201", fund="general-public-budget", category="basic"),
        fact("expenditure-by-economic", "30.00", economic_code="30201", fund="fiscal-appropriation", category="basic"),
    ],
    "revenue-appropriation-agrees": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="government-fund", origin="current-year"),
        fact("appropriation-summary", "30.00", line="government-fund-appropriation", flow="revenue", fund="government-fund", origin="current-year"),
        # 其中：经费拨款 is of the same fund, and not its appropriation
        fact("appropriation-summary", "20.00", line="treasury-appropriation", flow="revenue", fund="government-fund", origin="current-year"),
    ],
    "revenue-is-spent": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("expenditure-summary", "30.00", line="total"),
    ],
    "appropriation-by-level": [
        fact("project-expenditure", "30.00", line="project", category="project", label="甲"),
        fact("project-expenditure", "10.00", line="central-appropriation", category="project", label="甲"),
        fact("project-expenditure", "20.00", line="county-appropriation", category="project", label="甲"),
    ],
    "appropriation-by-level-and-other-money": [
        fact("project-expenditure", "35.00", line="project", category="project", label="甲"),
        fact("project-expenditure", "10.00", line="central-appropriation", category="project", label="甲"),
        fact("project-expenditure", "20.00", line="county-appropriation", category="project", label="甲"),
        fact("project-expenditure", "5.00", line="project", category="project", label="甲", fund="unit-funds"),
    ],
    "project-funding-central-and-local": [
        fact("project-performance", "35.00", line="funding-total", category="project"),
        fact("project-performance", "10.00", line="central-appropriation", category="project", fund="fiscal-appropriation"),
        fact("project-performance", "20.00", line="local-appropriation", category="project", fund="fiscal-appropriation"),
        fact("project-performance", "5.00", line="unit-funds", category="project", fund="unit-funds"),
    ],
    "project-funding-by-level": [
        fact("project-performance", "35.00", line="funding-total", category="project"),
        fact("project-performance", "10.00", line="central-appropriation", category="project", fund="fiscal-appropriation"),
        fact("project-performance", "20.00", line="county-appropriation", category="project", fund="fiscal-appropriation"),
        fact("project-performance", "5.00", line="unit-funds", category="project", fund="unit-funds"),
    ],
    "summary-economic-agrees": [
        fact(B, "30.00", line="economic-301", category="basic"),
        fact("expenditure-summary", "30.00", line="economic-301", category="basic"),
    ],
    "project-funding-by-listed-levels": [
        fact("project-performance", "30.00", line="funding-total", category="project"),
        fact("project-performance", "10.00", line="central-appropriation", category="project", fund="fiscal-appropriation"),
        fact("project-performance", "20.00", line="local-appropriation", category="project", fund="fiscal-appropriation"),
    ],
    "revenue-code-agrees": [
        fact("revenue-summary", "30.00", function_code="2010101", flow="revenue"),
        fact("expenditure-summary", "30.00", function_code="2010101"),
    ],
    "function-total-items": [
        fact(G, "30.00", line="total"),
        fact(G, "10.00", function_code="2010101"),
        fact(G, "20.00", function_code="2080505"),
    ],
    "class-items": [
        fact(B, "30.00", line="function-201"),
        fact("expenditure-summary", "10.00", function_code="2010101"),
        fact("expenditure-summary", "20.00", function_code="2010301"),
        fact("expenditure-summary", "5.00", function_code="2080505"),
    ],
    "appropriation-class-items": [
        fact("appropriation-summary", "30.00", line="function-201", fund="fiscal-appropriation"),
        fact(G, "10.00", function_code="2010101", fund="general-public-budget"),
        fact(G, "20.00", function_code="2010301", fund="general-public-budget"),
    ],
    "revenue-this-year-agrees-undivided": [
        fact(B, "30.00", line="current-year-revenue", flow="revenue", origin="current-year"),
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
    ],
    "unit-total-units": [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "10.00", unit_code="101001", flow="revenue"),
        fact("revenue-summary", "20.00", unit_code="101002", flow="revenue"),
    ],
    "expenditure-categories": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact(B, "10.00", line="basic", category="basic"),
        fact(B, "20.00", line="project", category="project"),
    ],
    "summary-category-agrees": [
        fact(B, "30.00", line="basic", category="basic"),
        fact("expenditure-summary", "30.00", line="total", category="basic"),
    ],
    "personnel-classes": [
        fact(E, "30.00", line="total", category="personnel"),
        fact(E, "10.00", economic_code="301", category="basic"),
        fact(E, "20.00", economic_code="303", category="basic"),
    ],
    "operating-classes": [
        fact(E, "30.00", line="total", category="operating"),
        fact(E, "10.00", economic_code="302", category="basic"),
        fact(E, "20.00", economic_code="310", category="basic"),
    ],
    "basic-total-agrees": [
        fact(E, "30.00", line="total", category="basic", fund="general-public-budget"),
        fact(G, "10.00", line="total", category="personnel", fund="general-public-budget"),
        fact(G, "20.00", line="total", category="operating", fund="general-public-budget"),
    ],
    "basic-parts-agree": [
        fact(G, "30.00", line="total", category="basic", fund="general-public-budget"),
        fact(E, "10.00", line="total", category="personnel", fund="general-public-budget"),
        fact(E, "20.00", line="total", category="operating", fund="general-public-budget"),
    ],
    **{
        check + suffix: [
            fact(E, "30.00", economic_code=economic, category=category, fund="general-public-budget"),
            fact(G, "30.00", function_code=function, category="basic", fund="general-public-budget"),
        ]
        for check, function, economic in (
            ("pension-by-economic", "2080505", "30108"),
            ("annuity-by-economic", "2080506", "30109"),
            ("housing-fund-by-economic", "2210201", "30113"),
            ("medical-by-economic", "2101101", "30110"),
        )
        for suffix, category in (("", "personnel"), ("-undivided", "basic"))
    },
    **{
        check: [
            fact("three-public", "30.00", line=line, fund="general-public-budget"),
            fact("basic-expenditure-by-economic", "20.00", economic_code=code, category="operating", fund="general-public-budget"),
        ]
        for check, line, code in (
            ("reception-covers-basic", "reception", "30217"),
            ("travel-covers-basic", "foreign-travel", "30212"),
            ("vehicle-covers-basic", "vehicle-operation", "30231"),
            ("meeting-covers-basic", "meeting", "30215"),
            ("training-covers-basic", "training", "30216"),
        )
    },
    "project-printed-again": [
        fact("project-expenditure", "30.00", line="project", label="甲项目", unit_name="甲馆", unit_code=""),
        fact("project-expenditure", "30.00", line="total", unit_name="甲局", unit_code="", fund="unit-funds"),
        fact("project-expenditure", "30.00", line="project", label="甲项目", unit_name="甲馆", unit_code="", print_of_table=1),
        fact("project-expenditure", "30.00", line="total", unit_name="甲馆", unit_code="", fund="unit-funds", print_of_table=1),
    ],
    "project-state-capital-agrees": [
        fact("state-capital", "30.00", line="total", category="project", fund="state-capital"),
        fact("project-expenditure", "30.00", line="total", category="project", fund="state-capital"),
    ],
    "project-fund-within-summary": [
        fact(B, "30.00", line="government-fund-appropriation", flow="revenue", fund="government-fund", origin="current-year"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="government-fund", origin="current-year"),
    ],
    "project-carried-within-summary": [
        fact(B, "30.00", line="carried-over", flow="balance", origin="carried-over"),
        fact("project-expenditure", "12.00", line="total", category="project", fund="general-public-budget", origin="carried-over"),
        fact("project-expenditure", "8.00", line="total", category="project", fund="government-fund", origin="carried-over"),
    ],
    **{
        f"project-{name}-within-summary": [
            fact(B, "30.00", line=line, flow="revenue", fund=fund, origin="current-year"),
            fact("project-expenditure", "20.00", line="total", category="project", fund=fund),
            fact(B, "4.00", line="carried-over", flow="balance", origin="carried-over"),
        ]
        for name, fund, line in (
            ("general", "general-public-budget", "general-public-budget-appropriation"),
            ("government-fund", "government-fund", "government-fund-appropriation"),
            ("state-capital", "state-capital", "state-capital-appropriation"),
            ("special-account", "fiscal-special-account", "fiscal-special-account"),
            ("unit-funds", "unit-funds", "unit-funds"),
        )
    },
    "project-within-revenue": [
        fact("revenue-summary", "30.00", line="total", flow="revenue", fund="government-fund", origin="carried-over"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="government-fund", origin="carried-over"),
    ],
    "project-fund-within-expenditure": [
        fact("expenditure-summary", "30.00", line="total", fund="unit-funds"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="unit-funds"),
    ],
    "project-within-table-of-fund": [
        fact("government-fund", "30.00", line="total", fund="government-fund"),
        fact("project-expenditure", "20.00", line="total", category="project", fund="government-fund"),
    ],
    "other-kinds-beside-appropriation": [
        fact(B, "30.00", line="current-year-expenditure"),
        fact("expenditure-summary", "4.00", line="total", category="remitted-to-superior"),
        fact(G, "12.00", line="total", fund="general-public-budget"),
        fact("government-fund", "8.00", line="total", fund="government-fund"),
    ],
    "three-public-covers-funds": [
        fact("three-public", "30.00", line="reception", fund="fiscal-appropriation"),
        fact("three-public", "20.00", line="reception", fund="general-public-budget"),
        fact("three-public", "5.00", line="reception", fund="government-fund"),
    ],
    "three-public-covers-appropriation": [
        fact("three-public", "30.00", line="reception"),
        fact("three-public", "20.00", line="reception", fund="fiscal-appropriation"),
    ],
}  # fmt: skip

AT_LEAST = {i.id for i in load_identities() if i.relation == ">="}
#: Those that only final accounts have to keep.
FINAL = {i.id for i in load_identities() if i.kinds == ("final",)}


@pytest.mark.parametrize(("row", "outcome"), [("甲馆", "failed"), ("甲局", "not-applicable")])
def test_the_tables_of_another_unit_in_a_book_are_told_by_the_department_s_list(row: str, outcome: str) -> None:
    """A row of the department's own name may be its office; its table is the whole department's."""
    listed = [
        fact("general-budget-by-unit", "50.00", line="total", unit_code="", unit_name="甲局"),
        fact("general-budget-by-unit", "30.00", unit_code="001002", unit_name=row, label=row),
    ]
    own = [
        fact(G, "20.00", line="total", unit_code="", unit_name=row),
        fact("general-budget-by-unit", "20.00", line="total", unit_code="", unit_name="甲馆", print_of_table=1),
    ]
    assert outcomes(document([*listed, *own]), "unit-row-agrees") == {outcome}


def test_every_identity_has_its_example() -> None:
    assert set(KEPT) == {i.id for i in load_identities()}


@pytest.mark.parametrize("check", KEPT)
def test_a_document_that_keeps_an_identity(check: str) -> None:
    assert outcomes(document(KEPT[check], check=check), check) == {"passed"}


@pytest.mark.parametrize("check", [i.id for i in load_identities() if not i.advisory])
def test_a_document_that_breaks_it_yields_one_finding_and_no_repair(check: str) -> None:
    facts = list(KEPT[check])
    wrong = "11.25" if check in AT_LEAST else "41.25"
    facts[0] = replace(facts[0], amount=Decimal(wrong) * 10000, reported=wrong)
    proven = document(facts, check=check)
    assert "failed" in outcomes(proven, check)
    (found,) = [f for f in proven.findings if f.check == check and f.outcome == "failed"]
    assert found.severity == "error"
    assert wrong in found.message
    assert not proven.repairs
    assert facts[0].amount in {f.amount for f in proven.facts}, "the publisher's own figure is what is published"


def test_what_documents_usually_keep_is_asked_and_never_an_error() -> None:
    """A project may buy less than its budget: a reader is told, nothing is decided."""
    facts = KEPT["project-purchases"]
    proven = document([replace(facts[0], amount=Decimal(412500), reported="41.25"), *facts[1:]])
    (found,) = [f for f in proven.findings if f.check == "project-purchases"]
    assert (found.severity, found.cause, found.found, found.expected) == ("warning", "unknown", "41.25", "30")


def test_what_a_table_does_not_print_of_a_phase_is_not_nought() -> None:
    """The summary prints budget and outturn, the table of expenditure the outturn alone."""
    summary = [fact(B, "30.00", line="function-201"), fact(B, "28.00", line="function-201", phase="executed")]
    proven = document([*summary, fact("expenditure-summary", "28.00", function_code="201", phase="executed")])
    assert not [f for f in proven.findings if f.check == "class-agrees"]


def test_a_coincidence_that_fails_is_no_finding() -> None:
    """A project of several years has a total above this year's budget."""
    facts = KEPT["project-total-is-current"]
    proven = document([replace(facts[0], amount=Decimal(412500), reported="41.25"), facts[1]])
    assert outcomes(proven, "project-total-is-current") == {"not-applicable"}
    assert not proven.findings


def test_a_sentence_proves_the_whole_and_the_parts_that_it_states() -> None:
    proven = document(KEPT["procurement-in-text"])
    assert [f.confirmations for f in proven.facts] == [1, 1, 1]


@pytest.mark.parametrize(
    ("position", "change"),
    [
        (0, {"amount": Decimal(412500), "reported": "41.25"}),
        (0, {"amount": Decimal(300001), "reported": "30.0001"}),
        (1, {"print_of_table": 1}),
        (1, {"fiscal_year": 2023}),
        (1, {"status": "derived"}),
    ],
    ids=["does not add up", "nearly adds up", "in another sentence", "of another year", "worked out"],
)
def test_a_sentence_that_does_not_state_it_all_proves_nothing(position: int, change: dict[str, Any]) -> None:
    facts = list(KEPT["procurement-in-text"])
    facts[position] = replace(facts[position], **change)
    proven = document(facts)
    assert outcomes(proven, "procurement-in-text") == {"not-applicable"}
    assert not any(f.confirmations for f in proven.facts)
    assert not proven.findings


def test_what_nothing_in_the_document_answers_to_is_not_applicable() -> None:
    assert outcomes(document(KEPT["balance"]), "project-tree") == {"not-applicable"}


@pytest.mark.parametrize("function", ["", "2010350"])
def test_projects_without_codes_are_proven_by_their_sum(function: str) -> None:
    """Two schools have a project of one name each; what tells them apart is their unit. A code may stand beside."""
    of = {"category": "project", "function_code": function, "line": "project"}
    total = fact("project-expenditure", "30.00", line="total", category="project")
    projects = [
        fact("project-expenditure", "10.00", label="校舍维修", unit_code="", unit_name="一小", **of),
        fact("project-expenditure", "12.00", label="校舍维修", unit_code="", unit_name="二小", **of),
        fact("project-expenditure", "8.00", label="图书购置", unit_code="", unit_name="二小", **of),
    ]
    proven = document([total, *projects])
    assert outcomes(proven, "project-tree") == {"passed"}
    assert all(f.confirmations for f in proven.facts)
    assert outcomes(document([total, projects[0], projects[2]]), "project-tree") == {"failed"}


def column_of_codes(amounts: Mapping[str, Mapping[str, str]]) -> list[Fact]:
    """A table of expenditure: the amounts of each row, by what kind of expenditure its column has."""
    return [
        replace(
            fact("expenditure-summary", amount, function_code=code, category=category), cell=Origin("html", row=row)
        )
        for row, (code, amounts_of_row) in enumerate(amounts.items())
        for category, amount in amounts_of_row.items()
    ]


def test_an_amount_printed_one_column_too_far_is_told_by_the_rows_below_it() -> None:
    """20805 stands under 项目支出, all that it consists of under 基本支出: its own row adds up in either column."""
    basic, project = {"all": "30.00", "basic": "30.00"}, {"all": "5.00", "project": "5.00"}
    rows = {"208": basic, "20805": basic, "2080505": basic, "205": project, "20502": project, "2050203": project}
    rows |= {"221": basic, "22102": basic, "2210201": basic}
    assert outcomes(document(column_of_codes(rows)), "function-tree") == {"passed"}
    rows["20805"] = {"all": "30.00", "project": "30.00"}
    found = document(column_of_codes(rows)).findings
    assert {(f.check, f.label.split()[0]) for f in found if f.outcome == "failed"} == {
        ("function-tree", "208"),
        ("function-tree", "20805"),
    }


def test_items_that_print_no_division_leave_that_of_their_class_alone() -> None:
    """Only the classes are divided into 基本支出 and 项目支出, as some print it: no column divides the items."""
    rows = {"208": {"all": "30.00", "basic": "30.00"}, "20805": {"all": "30.00"}}
    assert outcomes(document(column_of_codes(rows)), "function-tree") == {"passed"}


# --- what was held back -----------------------------------------------------------------------------------


def doubtful(facts: Sequence[Fact], table: str) -> Conversion:
    """A document of which the reading held something back in ``table``."""
    held = Finding("d" * 16, "unknown-heading", "warning", "not-checkable", "reading", "不认识", "unknown", table)
    return prove(Conversion(DISCLOSURE, tuple(identify(facts)), findings=(held,)))


def test_a_sum_without_a_column_that_was_held_back_is_not_called_wrong() -> None:
    """合计 = 财政拨款 + 其他: the heading of 其他 was not understood."""
    facts = [
        fact("revenue-summary", "1480.00", line="total", flow="revenue"),
        fact("revenue-summary", "1380.00", line="total", flow="revenue", fund="fiscal-appropriation"),
    ]
    assert outcomes(document(facts), "fund-split-appropriation") == {"failed"}
    proven = doubtful(facts, "revenue-summary")
    assert outcomes(proven, "fund-split-appropriation") == {"not-checkable"}
    assert [f.check for f in proven.findings] == ["unknown-heading"]


def test_this_years_money_may_lack_what_a_column_that_was_held_back_has_of_the_year_before() -> None:
    """结转结余 beside 本年拨款 was not understood; the other table has both."""
    facts = [
        fact("general-budget-by-function", "66.80", line="total", category="project", fund="general-public-budget"),
        fact("project-expenditure", "63.04", line="total", category="project", fund="general-public-budget", origin="current-year"),
    ]  # fmt: skip
    assert outcomes(document(facts), "project-general-agrees") == {"failed"}
    assert outcomes(doubtful(facts, "project-expenditure"), "project-general-agrees") == {"not-checkable"}
    assert outcomes(doubtful(facts, "general-budget-by-function"), "project-general-agrees") == {"failed"}


@pytest.mark.parametrize(
    ("row", "outcome"), [("行政经费 | 96.40", "failed"), ("其他 | 1.00", "not-checkable"), ("其他", "not-checkable")]
)
def test_a_row_that_was_held_back_explains_only_what_it_prints(row: str, outcome: str) -> None:
    lines = {"total": "29.40", "foreign-travel": "18.00", "vehicle": "8.00", "reception": "2.40"}
    facts = [
        replace(fact("three-public", a, line=n), cell=Origin("docx", row=r)) for r, (n, a) in enumerate(lines.items())
    ]
    held = Finding(
        "d" * 16, "unknown-row", "warning", "not-checkable", "reading", "不认识", "", "three-public", found=row
    )
    proven = prove(Conversion(DISCLOSURE, tuple(identify(facts)), findings=(held,)))
    assert outcomes(proven, "three-public-total") == {outcome}


def test_a_sum_less_what_was_held_back_is_not_called_wrong() -> None:
    """一般公共预算支出 = 拨款 + 上年结转 − 年末结转: of what was carried over only the row is known."""
    facts = KEPT["fund-balance"][:2]
    assert outcomes(document(facts), "fund-balance") == {"failed"}
    held = Finding(
        "d" * 16, "unread-amount", "warning", "not-checkable", "reading", "", "", "appropriation-summary", found="700"
    )
    proven = prove(Conversion(DISCLOSURE, tuple(identify(facts)), findings=(held,)))
    assert outcomes(proven, "fund-balance") == {"not-checkable"}


@pytest.mark.parametrize(
    ("check", "row", "outcome"),
    [
        ("unknown-row", "103 | 其他 | 1. 00 | 0.00", "not-checkable"),
        ("unknown-row", "103 | 其他 | 2.00", "failed"),
        ("columns-undecided", "103 | 其他 | 1. 00 | 0.00", "not-checkable"),
        ("columns-undecided", "103 | 其他 | 2.00", "failed"),
        ("unread-amount", "1", "not-checkable"),  # without decimals where all others have them
        ("unread-amount", "2", "failed"),
    ],
)
def test_in_a_picture_a_row_that_was_held_back_explains_just_what_it_prints(check: str, row: str, outcome: str) -> None:
    lines = {"total": "29.40", "foreign-travel": "18.00", "vehicle": "8.00", "reception": "2.40"}
    facts = [
        replace(fact("three-public", a, line=n), cell=Origin("text", row=r)) for r, (n, a) in enumerate(lines.items())
    ]
    held = Finding("d" * 16, check, "warning", "not-checkable", "reading", "未发布", "", "three-public", found=row)
    proven = prove(Conversion(DISCLOSURE, tuple(identify(facts)), findings=(held,)))
    assert outcomes(proven, "three-public-total") == {outcome}


@pytest.mark.parametrize(("row", "count"), [("103 | 其他 | 1.0?0", 1), ("103 | 其他 | 2.00", 7)])
def test_in_a_picture_rows_that_may_print_anything_explain_anything(row: str, count: int) -> None:
    """An amount that is no certain reading, or so many rows that their sums come near whatever is missing."""
    lines = {"total": "29.40", "foreign-travel": "18.00", "vehicle": "8.00", "reception": "2.40"}
    facts = [
        replace(fact("three-public", a, line=n), cell=Origin("text", row=r)) for r, (n, a) in enumerate(lines.items())
    ]
    held = Finding("d" * 16, "unknown-row", "warning", "not-checkable", "reading", "", "", "three-public", found=row)
    proven = prove(Conversion(DISCLOSURE, tuple(identify(facts)), findings=(held,) * count))
    assert outcomes(proven, "three-public-total") == {"not-checkable"}


@pytest.mark.parametrize(
    "part", [{"fund": "fiscal-special-account"}, {"line": "non-appropriation-surplus-used"}, {"origin": "carried-over"}]
)
def test_beside_the_appropriation_stand_the_special_account_and_what_was_left_before(part: Mapping[str, str]) -> None:
    """合计 | 财政拨款收入 | 财政专户管理资金收入, 使用非财政拨款结余 or 上年结转, as Shanghai's schools and hospitals print it."""
    row = {"flow": "revenue", "function_code": "205"}
    facts = [
        fact("revenue-summary", "30.00", **row),
        fact("revenue-summary", "28.00", **row, fund="fiscal-appropriation"),
        fact("revenue-summary", "2.00", **{**row, **part}),
    ]
    assert outcomes(document(facts), "fund-split-appropriation") == {"passed"}
    facts[-1] = fact("revenue-summary", "3.00", **{**row, **part})
    assert outcomes(document(facts), "fund-split-appropriation") == {"failed"}


def test_a_special_account_within_business_income_is_not_added_again() -> None:
    """合计 | 财政拨款收入 | 事业收入 | 其中：财政专户管理资金 | 上年结转, as a university of a ministry prints it."""
    row = {"flow": "revenue", "function_code": "205"}
    facts = [
        fact("revenue-summary", "40.00", **row),
        fact("revenue-summary", "28.00", **row, fund="fiscal-appropriation"),
        fact("revenue-summary", "9.00", **row, fund="business-income"),
        fact("revenue-summary", "7.00", **row, fund="fiscal-special-account"),
        fact("revenue-summary", "3.00", **row, origin="carried-over"),
    ]
    assert outcomes(document(facts), "fund-split-appropriation") == {"passed"}


def test_surplus_used_in_the_table_of_revenue_is_no_revenue_of_this_year() -> None:
    facts = [
        *KEPT["revenue-this-year-agrees-undivided"][:1],
        fact("revenue-summary", "35.00", line="total", flow="revenue"),
        fact("revenue-summary", "5.00", line="non-appropriation-surplus-used", flow="revenue"),
    ]
    assert outcomes(document(facts), "revenue-this-year-agrees-undivided") <= {"not-applicable"}


def test_where_no_appropriation_is_printed_its_sum_is_not_asked_for() -> None:
    facts = [
        fact("revenue-summary", "30.00", line="total", flow="revenue"),
        fact("revenue-summary", "28.00", line="total", flow="revenue", fund="government-fund"),
        fact("revenue-summary", "2.00", line="total", flow="revenue", fund="business-income"),
    ]
    assert outcomes(document(facts), "fund-split-appropriation") == {"not-applicable"}


@pytest.mark.parametrize(("printed", "outcome"), [("10.00", "not-checkable"), ("11.00", "failed")])
def test_what_was_carried_over_may_stand_in_the_list_of_projects_alone(printed: str, outcome: str) -> None:
    whole = {"line": "total", "category": "project", "fund": "general-public-budget"}
    facts = [
        fact("general-budget-by-function", printed, **whole),
        fact("project-expenditure", "10.00", **whole, origin="current-year"),
        fact("project-expenditure", "3.00", **whole, origin="carried-over"),
    ]
    assert outcomes(document(facts), "project-general-agrees") == {outcome}


def test_a_table_of_a_fund_that_the_document_lacks_makes_no_sum_wrong() -> None:
    facts = [
        fact("appropriation-summary", "17.00", line="current-year-expenditure", fund="fiscal-appropriation"),
        fact("appropriation-summary", "15.00", line="current-year-expenditure", fund="general-public-budget"),
        fact("appropriation-summary", "2.00", line="current-year-expenditure", fund="government-fund"),
        fact(G, "15.00", line="total", fund="general-public-budget"),
    ]
    printed = [
        PrintedTable(t, t, "万元", 1, None, (), t, 1.0, (), empty=False, statement="")
        for t in ("appropriation-summary", G)
    ]
    whole = Conversion(DISCLOSURE, tuple(identify(facts)))
    assert outcomes(prove(whole), "appropriation-total-agrees") == {"failed"}
    lacking = prove(replace(whole, tables=tuple(printed)))
    assert outcomes(lacking, "appropriation-total-agrees") == {"not-checkable"}
    assert not lacking.findings


def test_a_table_whose_amounts_were_all_held_back_makes_no_sum_wrong() -> None:
    facts = [
        fact("appropriation-summary", "17.00", line="function-205", fund="fiscal-appropriation"),
        fact(G, "15.00", function_code="205", fund="general-public-budget"),
    ]

    def read(*, empty: bool) -> Conversion:
        general = PrintedTable(G, "", "万元", 1, None, (), G, 1.0, (), empty=False, statement="")
        fund = replace(general, table="government-fund", form="government-fund", empty=empty)
        return prove(Conversion(DISCLOSURE, tuple(identify(facts)), tables=(general, fund)))

    assert "failed" in outcomes(read(empty=True), "appropriation-class-agrees")
    assert outcomes(read(empty=False), "appropriation-class-agrees") == {"not-checkable"}


def test_budget_and_outturn_in_one_row_are_no_blanks_of_each_other() -> None:
    """“三公” with its lines in columns: the places of the other phase are printed themselves."""
    lines = {"total": "15.00", "foreign-travel": "0.00", "vehicle": "10.00", "reception": "5.00"}
    facts = [
        replace(
            fact("three-public", amount, line=line, label=f"{phase}·{line}", phase=phase, fund="fiscal-appropriation"),
            cell=Origin("text", row=6, column=column, line=6),
        )
        for start, phase in ((1, "approved"), (5, "executed"))
        for column, (line, amount) in enumerate(lines.items(), start)
    ]
    proven = document(facts)
    assert outcomes(proven, "three-public-total") == {"passed"}
    assert all(f.confirmations for f in proven.facts)


# --- confirmations ----------------------------------------------------------------------------------------


def test_an_equation_that_follows_from_others_confirms_nothing_more() -> None:
    """A = B and B = C: that A = C is no third witness."""
    facts = [
        fact(G, "30.00", line="total", fund="general-public-budget", category="personnel"),
        fact("basic-expenditure-by-economic", "30.00", line="total", fund="general-public-budget", category="personnel"),
        fact("general-budget-by-unit", "30.00", line="total", fund="general-public-budget", category="personnel"),
        fact("overall-performance", "30.00", line="personnel-projects", category="personnel"),
    ]  # fmt: skip
    counts = {f.table: f.confirmations for f in document(facts).facts}
    assert sum(counts.values()) == 6, "three independent equations with two amounts each"


def test_an_amount_in_no_equation_is_unproven() -> None:
    assert [f.confirmations for f in document([fact("three-public", "1.00", line="reception")]).facts] == [0]


def test_rounding_passes_and_is_told() -> None:
    facts = [
        fact(G, "30.01", line="total"),
        fact(G, "10.00", line="total", category="basic"),
        fact(G, "20.00", line="total", category="project"),
    ]
    proven = document(facts)
    assert outcomes(proven, "category-split") == {"passed"}
    assert [f.check for f in proven.findings] == ["rounding"]


def test_one_wrong_amount_is_one_finding() -> None:
    facts = [
        fact("overall-performance", "2776.35", line="total", flow="revenue"),
        fact("overall-performance", "2776.35", line="fiscal-appropriation", flow="revenue", fund="fiscal-appropriation"),
        fact("overall-performance", "2726.74", line="total"),
        fact("overall-performance", "1246.01", line="personnel-projects", category="personnel"),
        fact("overall-performance", "1530.34", line="specific-target-projects", category="project"),
    ]  # fmt: skip
    (found,) = document(facts).findings
    assert (found.found, found.expected, found.cause) == ("2726.74", "2776.35", "publisher")


def test_one_digit_in_an_ocr_text_may_be_our_misreading() -> None:
    facts = [
        fact("project-expenditure", "326.38", project_code="P1", category="project"),
        fact("overall-performance", "326.38", project_code="P1", line="current-budget", category="project"),
        fact("project-performance", "316.38", project_code="P1", line="current-budget", category="project"),
    ]
    (found,) = document(facts).findings
    assert found.cause == "unknown"


# --- lost cells -------------------------------------------------------------------------------------------


def grid(*rows: tuple[str, str, str, str]) -> list[Fact]:
    """Rows of 合计, 基本支出 and 项目支出 by code; the code ``total`` is 合计."""
    return [
        fact(G, amount, category=category, **({"line": "total"} if code == "total" else {"function_code": code}))
        for code, *amounts in rows
        for category, amount in zip(("all", "basic", "project"), amounts, strict=True)
    ]


FULL = grid(
    ("total", "90.00", "31.00", "59.00"), ("201", "60.00", "11.00", "49.00"), ("208", "30.00", "20.00", "10.00")
)


def without(facts: Sequence[Fact], *places: int) -> Conversion:
    return document([f for i, f in enumerate(facts) if i not in places], [facts[i] for i in places])


@pytest.mark.parametrize("place", range(len(FULL)))
def test_a_lost_cell_is_put_in_where_row_and_column_give_one_answer(place: int) -> None:
    proven = without(FULL, place)
    (repaired,) = [f for f in proven.facts if f.status == "repaired"]
    assert (repaired.amount, repaired.reported) == (FULL[place].amount, FULL[place].reported)
    (repair,) = proven.repairs
    assert repair.observation_id == repaired.observation_id
    assert repair.proof.count("；") == 1, "row and column, each as a sum for a pocket calculator"
    assert repaired.confirmations >= 1


def test_what_a_pen_has_struck_out_is_not_put_in_again() -> None:
    """The sums give it, and whoever struck it out says that it does not hold."""
    proven = document(FULL[1:], [replace(FULL[0], reported="90.00〔笔迹〕")])
    assert not proven.repairs
    assert "lost-cell" in {f.check for f in proven.findings}


def test_one_sum_of_amounts_that_nothing_vouches_for_proves_no_lost_cell() -> None:
    """10 + 20 = 30 only if neither was misread, and nothing says so."""
    proven = document(
        [fact(G, "10.00", line="total", category="basic"), fact(G, "20.00", line="total", category="project")],
        lost=[fact(G, "0", line="total")],
    )
    assert not proven.repairs
    assert "lost-cell" in {f.check for f in proven.findings}


def test_two_answers_that_differ_leave_it_lost() -> None:
    proven = document(
        [
            fact(G, "10.00", line="total", category="basic"),
            fact(G, "20.00", line="total", category="project"),
            fact(G, "31.00", function_code="208"),
        ],
        lost=[fact(G, "0", line="total")],
    )
    assert not proven.repairs
    assert "lost-cell" in {f.check for f in proven.findings}


def test_a_negative_answer_is_none() -> None:
    proven = document(
        [fact(G, "10.00", line="total"), fact(G, "20.00", line="total", category="basic")],
        lost=[fact(G, "0", line="total", category="project")],
    )
    assert not proven.repairs


def test_several_lost_parts_of_a_full_sum_are_zero_and_too_many_are_left_alone() -> None:
    full = [
        fact(B, "30.00", line="total"),
        fact(B, "30.00", line="total", flow="revenue"),
        fact(B, "30.00", line="current-year-expenditure"),
        fact(B, "30.00", line="function-201"),
        fact("expenditure-summary", "30.00", line="total"),
        fact("expenditure-summary", "30.00", function_code="201"),
    ]
    few = document(full[:4] + full[4:], lost=[fact(B, "0", line=f"function-{c}") for c in (204, 205)])
    assert {f.amount for f in few.facts if f.status == "repaired"} == {Decimal(0)}
    no_list = [f for f in full if not f.function_code] + [fact(B, "30.00", line="function-201", category="project")]
    many = document(no_list, lost=[fact(B, "0", line=f"function-{c}") for c in range(204, 212)])
    assert not many.repairs


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=2, max_size=6),
    lost=st.sets(st.integers(0, 17), min_size=1, max_size=5),
)
def test_whatever_is_lost_nothing_wrong_is_put_in(amounts: list[tuple[int, int]], lost: set[int]) -> None:
    """A table that adds up in rows and columns, some cells lost: a repaired amount is the true one."""
    facts: list[Fact] = []
    for number, (basic, project) in enumerate(amounts):
        code = str(201 + number)
        for category, cents in (("all", basic + project), ("basic", basic), ("project", project)):
            facts.append(fact(G, f"{Decimal(cents) / 100:.2f}", function_code=code, category=category))
    for category, column in (("all", lambda b, p: b + p), ("basic", lambda b, p: b), ("project", lambda b, p: p)):
        total = sum(column(b, p) for b, p in amounts)
        facts.append(fact(G, f"{Decimal(total) / 100:.2f}", line="total", category=category))
    truth = {(f.function_code, f.line, f.category): f.amount for f in facts}
    gone = [f for i, f in enumerate(facts) if i in lost]
    proven = document([f for i, f in enumerate(facts) if i not in lost], lost=gone)
    for repaired in (f for f in proven.facts if f.status == "repaired"):
        assert truth[(repaired.function_code, repaired.line, repaired.category)] == repaired.amount


# --- misreadings ------------------------------------------------------------------------------------------


def misread(place: int, printed: str, reader: str = "ocr") -> Conversion:
    """FULL as ``reader`` read it, one amount wrong."""
    facts = [replace(f, cell=replace(f.cell, reader=reader)) for f in FULL]
    number = Decimal(printed.replace(",", "")) * 10000
    facts[place] = replace(facts[place], reported=printed, amount=number)
    return document(facts)


@pytest.mark.parametrize(
    ("place", "printed", "kind"),
    [
        (4, "17.00", "misread-digit"),
        (3, "80.00", "misread-digit"),
        (4, "1100", "moved-point"),
        (2, "5900", "moved-point"),
    ],
)
def test_what_a_reader_could_have_done_is_put_right_where_row_and_column_agree(
    place: int, printed: str, kind: str
) -> None:
    proven = misread(place, printed)
    (repair,) = proven.repairs
    assert (repair.kind, repair.text_before, repair.text_after) == (kind, printed, FULL[place].reported)
    assert [f.amount for f in proven.facts] == [f.amount for f in FULL]
    assert not [f for f in proven.findings if f.outcome == "failed"]


def test_what_no_reader_does_is_told_and_left() -> None:
    """41 for 11: two sums name the cell; 1 is not taken for 4 twice and 5 for 1 never."""
    proven = misread(4, "51.00")
    assert not proven.repairs
    (found,) = [f for f in proven.findings if f.outcome == "failed"]
    assert (found.found, found.expected) == ("51", "11")
    assert {f.confirmations for f in proven.facts if f.reported == "51.00"} == {0}


@pytest.mark.parametrize("reader", ["pdf", "docx", "xlsx", "html"])
def test_digits_taken_from_a_file_are_never_changed(reader: str) -> None:
    proven = misread(4, "17.00", reader)
    assert not proven.repairs
    (found,) = [f for f in proven.findings if f.outcome == "failed"]
    assert (found.cause, found.found, found.expected) == ("publisher", "17", "11")


def test_a_rounding_vouches_for_no_digit_that_was_read_from_a_picture() -> None:
    facts = [
        fact(G, "30.01", line="total"),
        fact(G, "10.00", line="total", category="basic"),
        fact(G, "20.00", line="total", category="project"),
    ]
    assert {f.confirmations for f in document(facts).facts} == {0}
    taken = [replace(f, cell=replace(f.cell, reader="pdf")) for f in facts]
    assert {f.confirmations for f in document(taken).facts} == {1}


@pytest.mark.parametrize(("total", "vouched"), [("75.18", True), ("75.17", True), ("75.10", False)])
def test_many_parts_do_not_all_round_the_same_way(total: str, vouched: bool) -> None:
    parts = [fact(G, "5.00", function_code=f"20805{n:02}") for n in range(1, 15)]
    facts = [fact(G, total, function_code="20805"), *parts, fact(G, "5.18", function_code="2080599")]
    proven = document([replace(f, cell=Origin("html", row=n)) for n, f in enumerate(facts)])
    whole = next(f for f in proven.facts if f.function_code == "20805")
    assert (whole.confirmations > 0) == vouched
    assert not [f for f in proven.findings if f.severity == "error"]


@pytest.mark.parametrize(("total", "vouched"), [("30.00", True), ("30.01", False)])
def test_one_part_and_its_total_are_rounded_alike(total: str, vouched: bool) -> None:
    """The sum of many parts would allow a last digit that the only part beside it in the row does not have."""
    table = "basic-expenditure-by-economic"
    facts = [
        fact(table, total, economic_code="302", category="basic"),
        fact(table, "0.00", economic_code="302", category="personnel"),
        fact(table, "30.00", economic_code="302", category="operating"),
        *(fact(table, "10.00", economic_code=f"3020{n}", category="basic") for n in (1, 2, 3)),
    ]
    proven = document([replace(f, cell=Origin("html", row=n)) for n, f in enumerate(facts)])
    assert (proven.facts[0].confirmations > 0) == vouched
    assert not [f for f in proven.findings if f.severity == "error"]


@pytest.mark.parametrize(("printed", "vouched"), [("30.00", True), ("30.03", False)])
def test_what_a_failed_sum_contradicts_is_not_proven_by_roundings(printed: str, vouched: bool) -> None:
    """The row says 30.00; that sixteen parts may all round to 30.03 is no proof against it."""
    table = "basic-expenditure-by-economic"
    parts = [fact(table, "2.00", economic_code=f"302{n:02}", category="operating") for n in range(1, 16)]
    facts = [
        fact(table, printed, economic_code="302", category="operating"),
        fact(table, "30.00", economic_code="302", category="basic"),
        fact(table, "0.00", economic_code="302", category="personnel"),
        *parts,
        *(replace(p, category="basic") for p in parts),
        *(replace(p, category="personnel", amount=Decimal(0), reported="0.00") for p in parts),
    ]
    proven = document([replace(f, cell=Origin("html", row=n)) for n, f in enumerate(facts)])
    assert (proven.facts[0].confirmations > 0) == vouched


@pytest.mark.parametrize(("again", "counts"), [("6.00", 1), ("7.00", 0)])
def test_a_total_row_above_the_only_unit_says_the_same_again(again: str, counts: int) -> None:
    """Where it says something else, the unit's own row has its sum still."""
    lines = {"foreign-travel": "0.00", "vehicle": "4.00", "reception": "2.00", "total": "6.00"}
    unit = [fact("three-public", amount, line=line, label=f"栏目{line}") for line, amount in lines.items()]
    row = [
        fact("three-public", again if line == "total" else amount, line=line, label="合计")
        for line, amount in lines.items()
    ]
    proven = document([replace(f, cell=Origin("html", row=1 + n // 4, column=n % 4)) for n, f in enumerate(unit + row)])
    totals = [f.confirmations for f in proven.facts if f.line == "total"]
    assert totals == [1, counts]
    assert bool([f for f in proven.findings if f.severity == "error"]) == (not counts)


def test_the_only_units_row_may_be_named_by_a_heading_that_reads_like_a_total() -> None:
    """“三公” by unit: 小计 stands above the vehicles, and a row without a line of its own has headings as labels."""
    lines = {"total": "10.00", "vehicle": "8.00", "vehicle-operation": "8.00", "reception": "2.00"}
    own = {
        "total": "“三公”经费合计",
        "vehicle": "小计",
        "vehicle-operation": "公务用车运行费",
        "reception": "公务接待费",
    }
    above = [fact("three-public", amount, line=line, label="合计") for line, amount in lines.items()]
    unit = [fact("three-public", amount, line=line, label=own[line]) for line, amount in lines.items()]
    proven = document(
        [replace(f, cell=Origin("docx", row=1 + n // 4, column=n % 4)) for n, f in enumerate(above + unit)]
    )
    assert outcomes(proven, "three-public-total") == {"passed"}


# --- one payment under two classifications ----------------------------------------------------------------

#: A table whose three sums miss by their roundings, and the pension that the functional table prints as well.
ROUNDED = {
    "301": "100.50", "30101": "79.31", "30102": "8.85", "30108": "12.35", "302": "30.00", "30201": "9.99",
    "30202": "20.02", "303": "7.00", "30302": "3.51", "30309": "3.48", "310": "9.00", "31002": "4.12", "31003": "4.89",
}  # fmt: skip


def rounded(changed: dict[str, str], lost: Sequence[str] = (), function: str = "12.35") -> Conversion:
    """A document read from a picture, with the prints of some codes ``changed`` or ``lost``."""
    of = {"category": "basic", "fund": "general-public-budget"}
    table = {**ROUNDED, **changed}
    economic = {code: fact(E, amount, economic_code=code, label=code, **of) for code, amount in table.items()}
    facts = [fact(G, function, function_code=code, label=code, **of) for code in ("208", "20805", "2080505")]
    facts += [f for code, f in economic.items() if code not in lost]
    return document(facts, [replace(economic[c], amount=Decimal(0), reported="") for c in lost])


def test_of_two_digits_that_would_mend_a_sum_the_one_that_another_table_bears_out() -> None:
    """12.85 may have been 12.35, or 8.85 have been 8.35: the pension by function says which."""
    (found,) = rounded({"30108": "12.85"}).repairs
    assert (found.kind, found.text_before, found.text_after) == ("misread-digit", "12.85", "12.35")
    assert not rounded({"30108": "12.85"}, function="15.85").repairs, "another table that says neither"


def test_a_lost_cell_that_another_table_repeats_is_put_in_where_the_rounded_sum_allows_it() -> None:
    proven = rounded({}, lost=["30108"])
    (found,) = proven.repairs
    assert (found.kind, found.text_after) == ("lost-cell", "12.35")
    assert {f.confirmations for f in proven.facts if f.status == "repaired"} == {0}
    assert not rounded({"30101": "79.61"}, lost=["30108"]).repairs, "the sum asks for another amount"


def test_a_sum_printed_under_two_names_and_in_two_blocks_is_one_amount() -> None:
    """一、部门预算 above the classes and 本年支出合计 below them, once by function and once by use."""

    def printed(label: str, column: int, **dimensions: Any) -> Fact:
        return replace(fact(B, "30.00", label=label, **dimensions), cell=Origin("xlsx", page=1, column=column, row=1))

    proven = document(
        [
            printed("一、部门预算", 4, line="current-year-expenditure"),
            printed("本年支出合计", 4, line="current-year-expenditure"),
            printed("一、部门预算", 6, line="current-year-expenditure"),
            printed("本年支出合计", 6, line="current-year-expenditure"),
            printed("支出总计", 4, line="total"),
            printed("支出总计", 6, line="total"),
        ]
    )
    assert proven.findings == ()
    assert all(f.confirmations for f in proven.facts)


def test_economic_classes_of_the_basic_expenditure_alone_are_not_those_of_the_whole() -> None:
    """一、基本支出 with its classes, 二、项目支出 without any."""
    kept = [
        fact(B, "50.00", line="current-year-expenditure"),
        fact(B, "30.00", line="basic", category="basic"),
        fact(B, "10.00", line="economic-301", category="basic"),
        fact(B, "20.00", line="economic-302", category="basic"),
        fact(B, "20.00", line="project", category="project"),
    ]
    proven = document(kept)
    assert proven.findings == ()
    assert all(f.confirmations for f in proven.facts)


def test_two_projects_of_one_name_and_amount_are_two_amounts() -> None:
    """What is alike in two rows of projects is added up."""
    projects = [
        replace(fact("project-expenditure", amount, line=line, label=label, category="project"), cell=Origin("xlsx", page=1, column=3, row=row))
        for row, (label, line, amount) in enumerate([("合计", "total", "20.00"), ("培训", "project", "10.00"), ("培训", "project", "10.00")])
    ]  # fmt: skip
    assert "failed" not in {c.outcome for c in document(projects).checks}


def test_a_unit_of_the_departments_own_name_is_proven_by_its_row() -> None:
    """The bureau's own office is printed under the department's name: only the row tells it from the total."""
    rows = {
        "合计": ("14.00", "10.00", "4.00"),
        "某市水利局": ("10.00", "7.00", "3.00"),
        "某市水文站": ("4.00", "3.00", "1.00"),
    }
    facts = [
        replace(
            fact(
                "three-public", amount, line=line, label=name, unit_name="某市水文站" if "站" in name else "某市水利局"
            ),
            cell=Origin("html", table_on_page=1, row=row, column=column),
        )
        for row, (name, amounts) in enumerate(rows.items())
        for column, (line, amount) in enumerate(zip(("total", "vehicle", "reception"), amounts, strict=True))
    ]
    assert all(f.confirmations for f in document(facts).facts)
    wrong = [replace(facts[0], amount=Decimal(150000), reported="15.00"), *facts[1:]]
    assert [f.check for f in document(wrong).findings if f.severity == "error"] == ["three-public-total"]


@pytest.mark.parametrize(("personnel", "outcome"), [("90.00", "passed"), ("30.00", "failed")])
def test_personnel_of_all_money_is_no_less_than_that_of_the_basic_table(personnel: str, outcome: str) -> None:
    """Columns in each other's place kept every sum, and no other table tells personnel from operating expenditure."""
    operating = "30.00" if personnel == "90.00" else "90.00"
    table = "expenditure-summary"
    spent = [
        fact(table, "120.00", line="total", category="basic"),
        fact(table, personnel, line="total", category="personnel"),
        fact(table, operating, line="total", category="operating"),
    ]
    own = [fact(E, a, line="total", category=c, fund="general-public-budget") for a, c in
           (("110.00", "basic"), ("85.00", "personnel"), ("25.00", "operating"))]  # fmt: skip
    assert outcome in outcomes(document([*spent, *own]), "summary-covers-basic")


def test_prints_that_agree_are_not_changed_for_the_digits_left_of_one_that_was_lost() -> None:
    """Nothing but these prints themselves would show it: one may have been mended by hand, or be the wrong one."""
    codes, funds = ("206", "20605", "2060503"), ("all", "fiscal-appropriation")
    cells = [
        fact("revenue-summary", "1700.00", flow="revenue", function_code=code, fund=fund)
        for code in codes
        for fund in funds
    ]
    proven = document([*cells[:3], *cells[4:]], [replace(cells[3], reported="17(6.00", amount=Decimal(0))])
    assert {f.amount for f in proven.facts} == {Decimal(17000000)}
    assert not proven.repairs


@pytest.mark.parametrize(("left", "repairs"), [("?", 0), ("0.?0", 1)])
def test_ink_that_says_nothing_is_no_zero(left: str, repairs: int) -> None:
    """A stroke of a pen in a blank cell: the sums hold without it, but nobody printed a zero."""
    cells = [
        fact("revenue-summary", amount, flow="revenue", function_code=code, fund=fund)
        for code, amount in (("208", "30.00"), ("20805", "30.00"), ("2080505", "10.00"), ("2080506", "20.00"))
        for fund in ("all", "fiscal-appropriation")
    ]
    lost = fact("revenue-summary", "0", flow="revenue", function_code="2080505", fund="business-income")
    proven = document(cells, [replace(lost, reported=left)])
    assert len(proven.repairs) == repairs


def test_lost_classes_that_the_other_table_has_not_are_nought() -> None:
    """No sum with them has an amount that was read, and none is changed that was."""
    printed = [
        fact("budget-summary", "9.00", line="function-201"),
        fact("expenditure-summary", "9.00", function_code="201"),
    ]
    lost = [fact("budget-summary", "0", line=line) for line in ("function-221", "function-222", "total")]
    proven = document(printed, [replace(f, reported="") for f in lost])
    repaired = {f.line: f.amount for f in proven.facts if f.status == "repaired"}
    assert repaired == {"function-221": Decimal(0), "function-222": Decimal(0)}
