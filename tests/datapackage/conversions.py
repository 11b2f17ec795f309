"""Made-up conversions: one that a person can read, and strategies for any."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st
from yusuan.datapackage.model import (
    TABLE_IDS,
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

DOCUMENT = "0123456789abcdef"
DISCLOSURE = Disclosure(
    document_id=DOCUMENT,
    sha256=DOCUMENT * 4,
    source="budget.txt",
    title="某市测试中心2024年单位预算",
    region="420100",
    unit_code="901001",
    unit_name="某市测试中心",
    department_code="901",
    department_name="某市测试局",
    year=2024,
    kind="budget",
    scope="unit",
    publisher="某市测试局",
    licence="CC-BY-4.0",
    url="https://example.org/2024/budget.txt",
    retrieved="2024-03-01",
)
CELL = Origin(reader="text", line=12, row=3, column=2, char_start=100, char_end=106)


def fact(label: str, amount: str, **changes: object) -> Fact:
    """An amount of 支出总表 in 万元, with the code of 事业运行 unless told otherwise."""
    made = Fact(
        document_id=DOCUMENT,
        table="expenditure-summary",
        unit_code="901001",
        unit_name="某市测试中心",
        fiscal_year=2024,
        phase="approved",
        flow="expenditure",
        function_code="2010350",
        economic_code="",
        project_code="",
        line="",
        label=label,
        fund="all",
        origin="all",
        category="all",
        amount=Decimal(amount) * 10_000,
        reported=amount,
        reported_unit="万元",
        cell=CELL,
    )
    return replace(made, **changes)  # pyright: ignore[reportArgumentType]


def small() -> Conversion:
    """A conversion that has something in every part."""
    total, running, repaired = identify([
        fact("合计", "852.53", line="total", function_code="", confirmations=2),
        fact("事业运行", "852.53", confirmations=1),
        fact("住房公积金", "77.60", function_code="2210201", status="repaired"),
    ])  # fmt: skip
    return Conversion(
        disclosure=DISCLOSURE,
        facts=(total, running, repaired),
        claims=(
            Claim(
                document_id=DOCUMENT,
                section="三、支出预算安排情况",
                label="事业运行",
                function_code="2010350",
                economic_code="",
                line="",
                fiscal_year=2024,
                measure="change-percent",
                value=Decimal("-0.8"),
                unit="percent",
                sentence="事业运行比上年下降0.8%。",
                cell=CELL,
                observation_id=running.observation_id,
                outcome="agrees",
            ),
        ),
        findings=(
            Finding(
                document_id=DOCUMENT,
                check="total-is-sum",
                severity="error",
                outcome="failed",
                cause="publisher",
                message="合计与各项之和不符 <b>",
                message_en="The total is not the sum of its parts",
                table="expenditure-summary",
                label="合计",
                expected="9301300",
                found="8525300",
                difference="-776000",
                unit="CNY",
                line=12,
                observation_ids=(total.observation_id, running.observation_id),
            ),
        ),
        checks=(
            Check("total-is-sum", "table", "expenditure-summary", "failed", 3),
            Check("tables-agree", "cross-table", "expenditure-summary", "passed", 2),
        ),
        repairs=(Repair(repaired.observation_id, "misread-digit", "77.6O", "77.60", "total-is-sum", 1),),
        projects=(
            Project(
                document_id=DOCUMENT,
                project_code="42010024901T000000001",
                form_code="",
                name="信息化运维",
                name_in_table="信息化运维项目",
                department="某市测试局",
                executing_unit="某市测试中心",
                attribute="延续",
                kind="其他运转类",
                start_year=2024,
                end_year=None,
                total_budget=Decimal("1200000.5"),
                current_budget=None,
                earlier_budgets=((2022, Decimal(1000000)), (2023, Decimal("1100000.25"))),
                funding=(("财政拨款", Decimal(1200000)),),
                purchases=(("服务器, 二手", "3台", Decimal(30000)), ("软件", "", None)),
                basis="第一行\n第二行",
                plan="",
                match="name",
                cell=CELL,
            ),
        ),
        targets=(
            PerformanceTarget(
                document_id=DOCUMENT,
                table="project-performance",
                project_code="42010024901T000000001",
                project_name="信息化运维",
                goal="系统稳定运行",
                level1="产出指标",
                level2="质量指标",
                level3="系统可用率",
                operator=">=",
                target="99",
                target_unit="%",
                basis="计划标准",
                horizon="annual",
                year_before_last="98%",
                last_year="",
                this_year=">=99%",
                cell=CELL,
                fiscal_year=2024,
            ),
        ),
        units=(Unit(DOCUMENT, "901001", "某市测试中心", "901", "unit", CELL),),
        glossary=(GlossaryTerm(DOCUMENT, "基本支出", "保障机构运转的支出。", "", CELL),),
        tables=(
            PrintedTable(
                table="expenditure-summary",
                title="支出总表",
                money_unit="万元",
                first_line=10,
                page=None,
                rows=(("科目", "合计"), ("合计",), (), ("2010350", "852. 53")),
                form="expenditure-summary",
                confidence=0.97,
                assumed=("第二列是合计",),
                empty=False,
                statement="",
            ),
            PrintedTable(
                table="government-fund",
                title="政府性基金预算支出表",
                money_unit="万元",
                first_line=None,
                page=None,
                rows=(),
                form="government-fund",
                confidence=1.0,
                assumed=(),
                empty=True,
                statement="没有使用政府性基金预算拨款安排的支出。",
            ),
        ),
        redactions={"telephone": 2, "name": 3},
    )


_hex = st.text("0123456789abcdef", min_size=16, max_size=16)
_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_code = st.sampled_from(["", "201", "2010350", "30101"])
_money = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
_place = st.none() | st.integers(1, 999)
_origin = st.builds(
    Origin,
    reader=st.sampled_from(["text", "pdf"]),
    page=_place,
    table_on_page=_place,
    row=_place,
    column=_place,
    bbox=st.none() | st.tuples(*[st.floats(0, 2000)] * 4),
    line=_place,
    char_start=st.none() | st.integers(0, 10**9),
    char_end=st.none() | st.integers(0, 10**9),
    confidence=st.floats(0, 1),
    text_before_repair=_text,
    note=_text,
    file=_text,
)
_table = st.sampled_from([*TABLE_IDS, "other-1", "other-2"])
_document = st.just(DOCUMENT)
_disclosure = st.builds(
    Disclosure,
    document_id=_document,
    year=st.integers(2000, 2100),
    region=st.sampled_from(["", "420100"]),
    unit_code=st.sampled_from(["", "901001"]),
    files=st.lists(st.tuples(_text, _hex), max_size=2).map(tuple),
)
_fact = st.builds(
    fact,
    _text,
    _money.map(str),
    table=_table,
    fiscal_year=st.integers(2000, 2100),
    phase=st.sampled_from(["approved", "revised", "executed"]),
    function_code=_code,
    confirmations=st.integers(0, 9),
    status=st.sampled_from(["reported", "repaired", "derived"]),
    cell=_origin,
)
_claim = st.builds(Claim, document_id=_document, value=_money, cell=_origin)
_finding = st.builds(Finding, document_id=_document, file=_text, observation_ids=st.lists(_hex, max_size=3).map(tuple))
_project = st.builds(
    Project,
    total_budget=st.none() | _money,
    current_budget=st.none() | _money,
    earlier_budgets=st.lists(st.tuples(st.integers(2000, 2100), _money), max_size=2).map(tuple),
    funding=st.lists(st.tuples(_text, _money), max_size=2).map(tuple),
    purchases=st.lists(st.tuples(_text, _text, st.none() | _money), max_size=2).map(tuple),
    cell=_origin,
)
_printed = st.builds(
    PrintedTable,
    table=_table,
    rows=st.lists(st.lists(_text, max_size=4).map(tuple), max_size=4).map(tuple),
    confidence=st.floats(0, 1),
)


def _some(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(strategy, max_size=3).map(tuple)


#: Any conversion whose facts have their ids.
conversions = st.builds(
    Conversion,
    disclosure=_disclosure,
    facts=st.lists(_fact, max_size=4).map(identify).map(tuple),
    claims=_some(_claim),
    findings=_some(_finding),
    checks=_some(st.builds(Check)),
    repairs=_some(st.builds(Repair)),
    projects=_some(_project),
    targets=_some(st.builds(PerformanceTarget, cell=_origin)),
    units=_some(st.builds(Unit, cell=_origin)),
    glossary=_some(st.builds(GlossaryTerm, cell=_origin)),
    tables=_some(_printed),
    redactions=st.dictionaries(_text, st.integers(0, 99), max_size=2),
)
