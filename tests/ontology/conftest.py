"""A disclosure made by hand that says a little of everything."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from yusuan.datapackage.model import (
    Check,
    Claim,
    Conversion,
    Disclosure,
    Fact,
    Finding,
    GlossaryTerm,
    Origin,
    PerformanceTarget,
    PrintedTable,
    Project,
    Repair,
    Unit,
    identify,
)
from yusuan.ontology.forms import Forms
from yusuan.ontology.rdf import write_rdf

DOCUMENT = "00112233445566aa"
PROJECT = "42990024101T000000001"
CELL = Origin(
    "text", page=3, table_on_page=1, row=4, column=2, line=120, char_start=4000, char_end=4006,
    bbox=(10.5, 20.0, 30.25, 40.123456789), confidence=0.95, note="由左右两格的和确定",
)  # fmt: skip

DISCLOSURE = Disclosure(
    document_id=DOCUMENT,
    sha256=DOCUMENT + "0" * 48,
    source="预算 2024.pdf",
    title="示例市档案馆2024年单位预算",
    region="420100",
    unit_code="901002",
    unit_name="示例市档案馆",
    department_code="901",
    department_name="示例市档案局",
    year=2024,
    kind="budget",
    scope="unit",
    publisher="示例市财政局",
    licence="https://creativecommons.org/licenses/by/4.0/",
    url="https://example.org/公开/2024 预算.pdf",
    retrieved="2024-02-20",
)

FACT = Fact(
    document_id=DOCUMENT,
    table="general-budget-by-function",
    unit_code="901002",
    unit_name="示例市档案馆",
    fiscal_year=2024,
    phase="approved",
    flow="expenditure",
    function_code="2012604",
    economic_code="",
    project_code="",
    line="",
    label="档案馆",
    fund="general-public-budget",
    origin="all",
    category="all",
    amount=Decimal("1234500"),
    reported="123. 45",
    reported_unit="万元",
    cell=CELL,
    confirmations=2,
)


def fact(**changes: Any) -> Fact:
    return replace(FACT, **changes)


def facts() -> list[Fact]:
    by_project = {"table": "project-expenditure", "function_code": "", "category": "project", "fund": "all"}
    return [
        fact(),
        fact(function_code="201", label="一般公共服务支出", amount=Decimal("1234500.50")),
        fact(function_code="2999977", label="清单里没有的科目", amount=Decimal(0)),
        fact(table="basic-expenditure-by-economic", function_code="", economic_code="30101", label="基本工资"),
        fact(table="budget-summary", function_code="", line="function-201", label="一、一般公共服务支出", fund="all"),
        fact(table="budget-summary", function_code="", line="total", label="收入总计", fund="all", flow="revenue"),
        fact(table="budget-summary", function_code="", line="new-line", label="新的一行", fund="all", flow="revenue"),
        fact(**by_project, project_code=PROJECT, label="档案数字化"),
        fact(**by_project, unit_code="901", unit_name="示例市档案局", label="示例市档案局"),
        fact(**by_project, project_code=PROJECT, line="purchase", label="扫描仪", amount=Decimal("-30000")),
        fact(
            **by_project,
            project_code=PROJECT,
            line="purchase",
            label="服务器",
            status="repaired",
            cell=replace(CELL, text_before_repair="123.45"),
        ),
        fact(table="three-public", function_code="", line="reception", unit_name="示例市档案馆（本级）"),
        fact(table="narrative", fiscal_year=2023, status="derived", confirmations=0, cell=Origin("ocr", line=300)),
        fact(table="narrative", unit_code="", unit_name='某乡 "镇"\n<级>', label="\\ 反斜线"),
    ]


def disclosure(**changes: Any) -> Disclosure:
    return replace(DISCLOSURE, **changes)


def conversion(observed: list[Fact] | None = None, **changes: Any) -> Conversion:
    """All kinds of things that a document can say; ``changes`` replaces parts of it."""
    identified = identify(facts() if observed is None else observed)
    first = identified[0].observation_id if identified else ""
    whole = Conversion(
        disclosure=DISCLOSURE,
        facts=tuple(identified),
        claims=(
            Claim(DOCUMENT, "支出情况", "档案馆", "2012604", "", "", 2024, "change-percent", Decimal("-1.5"), "percent",
                  "比上年下降1.5%。", CELL, first, "agrees"),
            Claim(DOCUMENT, "收入情况", "收入总计", "", "30101", "total", 2024, "amount", Decimal(5), "CNY", "", CELL),
        ),
        findings=(
            Finding(DOCUMENT, "sum", "error", "failed", "publisher", "合计不等", "the sum differs", "budget-summary",
                    "合计", "3", "2", "1", "CNY", 4, 12, (first,)),
        ),
        checks=(
            Check("category-split", "within-table", "budget-summary", "passed", 3, ""),
            Check("category-split", "within-table", "budget-summary", "passed", 3, ""),
            Check("sum", "within-table", "budget-summary", "not-checkable", 3, "缺一格"),
            Check("rows-of-item", "within-table", "project-expenditure", "not-applicable", 0, "项 = 各行"),
            Check("rows-of-item", "within-table", "procurement", "not-applicable", 0, "项 = 各行"),
            Check("levels", "within-table", "procurement", "not-applicable", 0, "总计 = 本级 + 上级"),
            Check("no-change", "within-table", "", "not-applicable", 0, "与上年持平"),
            Check("one-year", "within-table", "project-expenditure", "not-applicable", 2, "总额：10 ≠ 5"),
        ),
        repairs=(Repair(first, "lost-cell", "", "123.45", "row-sum, column-sum", 1),),
        projects=(_project(PROJECT, "档案数字化项目"), _project("", "无编码项目")),
        targets=(
            _target(PROJECT, "档案数字化项目", ">=", "95"),
            _target("", "无编码项目", "", "有所提高"),
            _target("", "", "=", "1.5"),
        ),
        units=(
            Unit(DOCUMENT, "901", "示例市档案局", "", "department", CELL),
            Unit(DOCUMENT, "901002", "示例市档案馆", "901", "unit", CELL),
            Unit(DOCUMENT, "901003", "示例市档案馆分馆", "999", "unit", CELL),
        ),
        glossary=(GlossaryTerm(DOCUMENT, "档案馆支出", "用于档案馆的支出。", "2012604", CELL),),
        tables=(
            PrintedTable("government-fund", "政府性基金预算支出表", "万元", 80, 6, (), "government-fund", 1.0,
                         ("单位是万元",), True, "本单位没有政府性基金预算。"),
        ),
        redactions={"name": 3, "phone": 2},
    )  # fmt: skip
    return replace(whole, **changes)


def _project(code: str, name: str) -> Project:
    return Project(
        document_id=DOCUMENT,
        project_code=code,
        form_code="1",
        name=name,
        name_in_table="档案数字化" if code else "",
        department="示例市档案局",
        executing_unit="示例市档案馆",
        attribute="持续性项目",
        kind="其他运转类",
        start_year=2023,
        end_year=2025,
        total_budget=Decimal("90000"),
        current_budget=Decimal("30000.5"),
        earlier_budgets=((2023, Decimal("30000")),),
        funding=(("一般公共预算", Decimal("30000.5")),),
        purchases=(("扫描仪", "2 台", Decimal("30000")), ("服务器", "", None)),
        basis="有关文件",
        plan="分两步",
        match="code",
        cell=CELL,
    )


def _target(code: str, name: str, operator: str, value: str) -> PerformanceTarget:
    return PerformanceTarget(
        DOCUMENT, "project-performance", code, name, "目标1", "产出指标", "数量指标", "数字化率", operator, value, "%",
        "计划标准", "annual", "90%", "88%", f"{operator}{value}%", CELL, 2024,
    )  # fmt: skip


@pytest.fixture
def rdf(tmp_path: Path) -> Path:
    """The folder with the RDF of :func:`conversion`."""
    write_rdf(conversion(), tmp_path, forms=Forms(json_ld=True, cube_link=True))
    return tmp_path / "rdf"
