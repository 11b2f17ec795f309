"""What made-up documents of the cube say beside their amounts: targets, purchases, claims, checks, findings, terms.

As many of each as a document of a unit prints: 40 targets of 8 projects, 10 purchases, 60 claims, 15 findings, 80 lines
of the ledger, 20 terms and 15 tables, three of them empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yusuan.datapackage.model import (
        Check,
        Claim,
        Disclosure,
        Fact,
        Finding,
        GlossaryTerm,
        PerformanceTarget,
        PrintedTable,
        Project,
    )

PROJECTS, TARGETS, PURCHASES, CLAIMS, FINDINGS, CHECKS, TERMS = 8, 40, 10, 60, 15, 80, 20
_TABLES = (
    "expenditure-summary",
    "general-budget-by-function",
    "project-expenditure",
    "three-public",
    "government-fund",
)
_LEVELS = ("产出指标", "效益指标", "满意度指标")
_KINDS = ("数量指标", "质量指标", "时效指标", "社会效益指标", "服务对象满意度指标")


def said(d: Disclosure, facts: Sequence[Fact]) -> dict[str, Any]:
    """The fields of a conversion that hold no amounts, from the amounts that they speak of."""
    coded = [f for f in facts if f.table == "general-budget-by-function" and f.category == "all" and f.function_code]
    return {
        "targets": tuple(_targets(d)),
        "projects": tuple(_projects(d)),
        "claims": tuple(_claims(d, coded)),
        "findings": tuple(_findings(d, facts)),
        "checks": tuple(_checks()),
        "glossary": tuple(_terms(d, coded)),
        "tables": tuple(_tables()),
    }


def _project(d: Disclosure, number: int) -> str:
    return f"420100{d.unit_code}22T{number:06d}"


def _targets(d: Disclosure) -> Iterator[PerformanceTarget]:
    from yusuan.datapackage.model import Origin, PerformanceTarget

    for number in range(TARGETS):
        project, value = number % PROJECTS, d.year % 100 + number
        yield PerformanceTarget(
            document_id=d.document_id, table="project-performance", project_code=_project(d, project),
            project_name=f"项目 {project}", goal=f"目标 {number // 10}", level1=_LEVELS[number % 3],
            level2=_KINDS[number % 5], level3=f"指标 {number}", operator=">=" if number % 4 else "",
            target=str(value) if number % 4 else "按期完成", target_unit="个" if number % 4 else "", basis="工作计划",
            horizon="annual" if number % 8 else "long-term", year_before_last=str(value - 2), last_year=str(value - 1),
            this_year=f"≥{value}", cell=Origin("text", line=2000 + number, row=number + 1, column=4),
            fiscal_year=d.year,
        )  # fmt: skip


def _projects(d: Disclosure) -> Iterator[Project]:
    from yusuan.datapackage.model import Origin, Project

    each = PURCHASES // 5
    for number in range(PROJECTS):
        code, name = _project(d, number), f"项目 {number}"
        bought = tuple((f"设备 {number}-{item}", f"{item + 1} 台", Decimal(5000 * (item + 1))) for item in range(each))
        yield Project(
            document_id=d.document_id, project_code=code, form_code=code, name=name, name_in_table=name,
            department=d.department_name, executing_unit=d.unit_name, attribute="经常性项目", kind="部门项目",
            start_year=d.year - 1, end_year=d.year + 1, total_budget=Decimal(300_000), current_budget=Decimal(100_000),
            earlier_budgets=((d.year - 1, Decimal(90_000)),), funding=(("一般公共预算", Decimal(100_000)),),
            purchases=bought if number < 5 else (), basis="有关文件", plan="按季度实施", match="code",
            cell=Origin("text", line=2100 + number),
        )  # fmt: skip


def _claims(d: Disclosure, coded: Sequence[Fact]) -> Iterator[Claim]:
    """Three of each code: the amount, the change, and the change in per cent; one in ten disagrees."""
    from yusuan.datapackage.model import Claim, Origin

    for number in range(CLAIMS):
        fact, cell = coded[number // 3], Origin("text", line=3000 + number, char_start=90_000 + 40 * number)
        measure = ("amount", "change", "change-percent")[number % 3]
        yield Claim(
            document_id=d.document_id, section="一般公共预算支出", label=fact.label, function_code=fact.function_code,
            economic_code="", line="", fiscal_year=d.year, measure=measure,  # pyright: ignore[reportArgumentType]
            value=(fact.amount, Decimal(1100), Decimal("2.5"))[number % 3],
            unit="percent" if measure == "change-percent" else "CNY", cell=cell, observation_id=fact.observation_id,
            sentence=f"{fact.label} {d.year} 年 {fact.amount} 元，比上年增加。",
            outcome=("not-checkable" if number % 7 == 0 else "agrees") if number % 10 else "disagrees",
        )  # fmt: skip


def _findings(d: Disclosure, facts: Sequence[Fact]) -> Iterator[Finding]:
    from yusuan.datapackage.model import Finding

    for number in range(FINDINGS):
        yield Finding(
            document_id=d.document_id, check=f"sum-{number % 6}",
            severity=("error", "warning", "info")[number % 3],  # pyright: ignore[reportArgumentType]
            outcome="failed" if number % 4 else "not-checkable",
            cause=("publisher", "reading", "unknown")[number % 5 % 3],  # pyright: ignore[reportArgumentType]
            message=f"第 {number} 处合计不符", message_en=f"sum {number} does not hold", table=_TABLES[number % 5],
            label=f"支出 {number}", expected="100.00", found="101.00", difference="1.00", unit="CNY",
            line=1 + number, observation_ids=(facts[number].observation_id,),
        )  # fmt: skip


def _checks() -> Iterator[Check]:
    from yusuan.datapackage.model import Check

    outcomes = ("passed", "passed", "passed", "not-applicable", "failed", "not-checkable")
    for number in range(CHECKS):
        yield Check(
            f"sum-{number % 20}", "within-table", _TABLES[number % 5],
            outcomes[number % 6], 2 + number, f"第 {number} 条",  # pyright: ignore[reportArgumentType]
        )  # fmt: skip


def _terms(d: Disclosure, coded: Sequence[Fact]) -> Iterator[GlossaryTerm]:
    from yusuan.datapackage.model import GlossaryTerm, Origin

    for number in range(TERMS):
        fact, cell = coded[number], Origin("text", line=4000 + number)
        yield GlossaryTerm(d.document_id, f"名词 {number}", f"指第 {number} 类支出", fact.function_code, cell)


def _tables() -> Iterator[PrintedTable]:
    from yusuan.datapackage.model import PrintedTable

    for number in range(15):
        empty = number % 5 == 4
        yield PrintedTable(
            table=_TABLES[number % 5], title=f"表 {number}", money_unit="元", first_line=100 * number + 1, page=None,
            rows=(("科目", "合计"),), form="", confidence=1.0, assumed=(), empty=empty,
            statement="本表为空" if empty else "",
        )  # fmt: skip
