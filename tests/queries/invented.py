"""Nine documents of an invented city over five years: every unit, project and figure in them is made up.

What is planted, for the questions and the comparison to find:

- 901001 publishes budgets of 2022 to 2024 and final accounts of 2022 and 2023; 901 (department) publishes 2024,
  which contains its units, so that adding both would count money twice;
- 2013804 is renamed in 2024 (市场主体管理 → 经营主体管理, in the code list); 2010308 moves to 2014004 in 2024;
- 30311 is 住房公积金 in the document of 2017 and 代缴社会保险费 in that of 2024: a code reused;
- 2080299 prints another name in 2023 than in 2022, which no list knows;
- the final accounts of 2022 say of the approved budget of 2022 something else than the budget did (2080201);
- 902001 is a unit of department 902 in 2023 and of department 901 in 2024;
- a project keeps its code and changes its name; another loses its code's meaning: same name, new code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

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

REGION = "420100"
NAMES = {
    "901": "示例市民政局",
    "901001": "示例市民政局本级",
    "901002": "示例市养老院",
    "902": "示例市水务局",
    "902001": "示例市水文站",
}
FAMILY = "42010022101T000000001"  # keeps its code, changes its name
CARE = ("42010022101T000000002", "42010024101T000000009")  # one project under two codes

#: label, basic, project (万元) by functional code
Items = dict[str, tuple[str, str, str]]


@dataclass(frozen=True)
class Paper:
    """What one invented document says, in 万元."""

    unit: str
    department: str
    year: int
    kind: str
    items: Items
    three_public: tuple[str, str, str, str]  # travel, purchase, operation, reception
    economics: dict[str, tuple[str, str, str]]  # code → label, personnel, operating
    projects: tuple[tuple[str, str, str, str], ...] = ()  # code, name, this year, carried over
    carried: str = "0"
    earlier: dict[str, str] = field(default_factory=dict[str, str])  # prior-year amounts that the text implies
    approved: dict[str, str] = field(default_factory=dict[str, str])  # what final accounts print as the budget
    procurement: str = "0"
    people: int = 0


def _items(running: str, management: tuple[str, str], relief: tuple[str, str], other: tuple[str, str]) -> Items:
    return {
        "2080201": ("行政运行", running, "0"),
        "2080208": ("基层政权建设和社区治理", relief[0], relief[1]),
        "2013804": (management[0], "0", management[1]),
        "2080299": (other[0], "0", other[1]),
    }


_MARKET, _BUSINESS, _OTHER = "市场主体管理", "经营主体管理", "其他民政管理事务支出"
_ECONOMICS = {"30101": ("基本工资", "120.5", "0"), "30201": ("办公费", "0", "30.25"), "30228": ("工会经费", "0", "4.5")}

PAPERS: tuple[Paper, ...] = (
    Paper(
        "901001", "901", 2022, "budget",
        {**_items("200", (_MARKET, "50"), ("10", "90"), (_OTHER, "12.34")), "2010308": ("信访事务", "0", "20")},
        ("5", "0", "8", "3"), _ECONOMICS,
        ((FAMILY, "困难家庭救助", "80", "0"), (CARE[0], "社区养老服务", "52.34", "20")), carried="20", procurement="40",
    ),
    Paper(
        "901001", "901", 2022, "final",
        {**_items("198.8", (_MARKET, "49.5"), ("10", "81"), (_OTHER, "12.3")), "2010308": ("信访事务", "0", "19")},
        ("0", "0", "7.6", "1.2"), _ECONOMICS, ((FAMILY, "困难家庭救助", "75", "0"),), approved={"2080201": "201"},
        carried="20", procurement="38",
    ),
    Paper(
        "901001", "901", 2023, "budget",
        {**_items("210", (_MARKET, "55"), ("11", "99"), ("养老服务补助", "15")), "2010308": ("信访事务", "0", "22")},
        ("5", "18", "8", "2.5"), {**_ECONOMICS, "30101": ("基本工资", "126.5", "0")},
        ((FAMILY, "困难家庭临时救助", "88", "0"), (CARE[0], "社区养老服务", "60", "11.2")),
        carried="11.2", earlier={"2080201": "200", "2080208": "100"}, procurement="44",
    ),
    Paper(
        "901001", "901", 2023, "final",
        {**_items("209.1", (_MARKET, "54"), ("11", "97.5"), ("养老服务补助", "14.8")), "2010308": ("信访事务", "0", "22")},
        ("3.3", "17.9", "7.7", "0.9"), {**_ECONOMICS, "30101": ("基本工资", "126.1", "0")},
        ((FAMILY, "困难家庭临时救助", "86.4", "0"),), approved={"2080201": "210"}, carried="11.2", procurement="43.5",
    ),
    Paper(
        "901001", "901", 2024, "budget",
        {**_items("220", (_BUSINESS, "50"), ("12", "110"), ("养老服务补助", "16")), "2014004": ("信访业务", "0", "24")},
        ("0", "0", "8", "2"), {**_ECONOMICS, "30101": ("基本工资", "131", "0")},
        ((FAMILY, "临时救助补助资金", "90", "0"), (CARE[1], "社区养老服务", "64", "8")),
        carried="8", earlier={"2080201": "210", "2080208": "110"}, procurement="41", people=40,
    ),
    Paper(
        "901002", "901", 2024, "budget", {"2080201": ("行政运行", "80", "0"), "2081006": ("养老服务", "30", "70")},
        ("0", "0", "4", "0.5"), {"30101": ("基本工资", "48", "0"), "30201": ("办公费", "0", "9")},
        (("42010024101T000000010", "床位补贴", "70", "0"),), procurement="12", people=25,
    ),
    Paper(
        "901", "901", 2024, "budget",
        {
            "2080201": ("行政运行", "300", "0"), "2080208": ("基层政权建设和社区治理", "12", "110"),
            "2013804": (_BUSINESS, "0", "50"), "2080299": ("养老服务补助", "0", "16"), "2014004": ("信访业务", "0", "24"),
            "2081006": ("养老服务", "30", "70"), "2130304": ("水利行业业务管理", "60", "40"),
        },
        ("0", "0", "15", "3"), {"30101": ("基本工资", "219", "0"), "30201": ("办公费", "0", "51")}, carried="8",
    ),
    Paper(
        "902001", "902", 2017, "budget", {"2130304": ("水利行业业务管理", "40", "20")},
        ("0", "0", "2", "1"), {"30311": ("住房公积金", "6", "0"), "30101": ("基本工资", "20", "0")},
    ),
    Paper(
        "902001", "901", 2024, "budget", {"2130304": ("水利行业业务管理", "60", "40")},
        ("0", "0", "3", "0.5"), {"30311": ("代缴社会保险费", "2", "0"), "30101": ("基本工资", "40", "0")}, people=20,
    ),
)  # fmt: skip


def conversions() -> list[Conversion]:
    """The invented documents as converters would hand them on, amounts in yuan."""
    return [_conversion(paper) for paper in PAPERS]


def write_packages(folder: Path) -> list[Path]:
    """The packages of the invented documents, with their RDF, below ``folder``."""
    from yusuan import document
    from yusuan.settings import DEFAULT_BASE

    written: list[Path] = []
    for conversion in conversions():
        written.append(folder / conversion.disclosure.name)
        document.write(conversion, written[-1], DEFAULT_BASE)
    return written


def build(out: Path) -> Path:
    """A build of the invented documents: packages, Parquet, store; ``out`` as ``yusuan build`` would leave it."""
    from yusuan.datapackage.parquet import write_observations
    from yusuan.queries.store import build_store
    from yusuan.settings import DEFAULT_BASE

    out.mkdir(parents=True, exist_ok=True)
    packages = write_packages(out / "packages")
    write_observations(packages, out / "observations")
    build_store(packages, out / "store", DEFAULT_BASE)
    (out / "build.json").write_text(f'{{"base": "{DEFAULT_BASE}"}}\n', "utf-8")
    return out


# --- one document -----------------------------------------------------------------------------------------


def _conversion(paper: Paper) -> Conversion:
    disclosure = _disclosure(paper)
    facts = identify(_numbered(_facts(paper, disclosure)))
    facts = [replace(f, confirmations=0 if f.line == "reception" or f.status == "derived" else 2) for f in facts]
    repaired = next((f for f in facts if f.status == "repaired"), None)
    return Conversion(
        disclosure=disclosure,
        facts=tuple(facts),
        claims=tuple(_claims(paper, facts)),
        findings=tuple(_findings(paper, facts)),
        checks=tuple(_checks(paper)),
        repairs=(
            Repair(repaired.observation_id, "misread-digit", "1O", repaired.reported, "合计 = 基本支出 + 项目支出", 1),
        )
        if repaired
        else (),
        projects=tuple(_projects(paper, disclosure)),
        targets=tuple(_targets(paper, disclosure)),
        units=tuple(_units(paper, disclosure)),
        glossary=(
            GlossaryTerm(
                disclosure.document_id, "行政运行", "反映机关的基本支出。", "2080201", Origin("text", line=900)
            ),
        ),
        tables=tuple(_tables(paper, facts)),
    )


def _disclosure(paper: Paper) -> Disclosure:
    said = "决算" if paper.kind == "final" else "预算"
    title = f"{NAMES[paper.unit]}{paper.year}年度{said}公开"
    digest = sha256(f"invented {title}".encode()).hexdigest()
    return Disclosure(
        document_id=digest[:16], sha256=digest, source=f"{paper.unit}-{paper.year}-{paper.kind}.txt", title=title,
        region=REGION, unit_code=paper.unit, unit_name=NAMES[paper.unit], department_code=paper.department,
        department_name=NAMES[paper.department], year=paper.year, kind=paper.kind,  # pyright: ignore[reportArgumentType]
        scope="department" if paper.unit == paper.department else "unit", publisher=NAMES[paper.department],
        licence="CC-BY-4.0", url=f"https://example.org/{paper.unit}/{paper.year}/{paper.kind}",
    )  # fmt: skip


def _numbered(facts: Iterator[Fact]) -> list[Fact]:
    """Each in a line of its own, as a text would print them."""
    return [
        replace(f, cell=replace(f.cell, line=at, row=at, column=2, char_start=at * 40, char_end=at * 40 + 6))
        for at, f in enumerate(facts, 1)
    ]


def _facts(paper: Paper, d: Disclosure) -> Iterator[Fact]:
    phase = "executed" if paper.kind == "final" else "approved"

    def fact(table: str, label: str, amount: Decimal | str, **said: Any) -> Fact:
        wan = Decimal(amount)
        made = Fact(
            document_id=d.document_id, table=table, unit_code=d.unit_code, unit_name=d.unit_name, fiscal_year=d.year,
            phase=phase, flow="expenditure", function_code="", economic_code="", project_code="", line="", label=label,
            fund="all", origin="all", category="all", amount=wan * 10_000, reported=f"{wan:.2f}", reported_unit="万元",
            cell=Origin("text"),
        )  # fmt: skip
        return replace(made, **said)

    yield from _summaries(paper, fact)
    yield from _by_function(paper, fact)
    yield from _by_economic(paper, fact)
    for line, label, amount in _three_public(paper):
        yield fact("three-public", label, amount, line=line, fund="general-public-budget")
    for code, name, new, old in paper.projects:
        yield fact("project-expenditure", name, Decimal(new) + Decimal(old), project_code=code, category="project")
        for origin, amount in (("current-year", new), ("carried-over", old)):
            yield fact(
                "project-expenditure", name, amount, project_code=code, category="project", origin=origin,
                fund="general-public-budget",
            )  # fmt: skip
    if paper.procurement != "0":
        yield fact("procurement", "政府采购支出总额", paper.procurement, line="total")
    yield fact("agency-operating", "机关运行经费", "30.25", line="agency-operating")
    for code, amount in paper.earlier.items():
        yield fact(
            "narrative", paper.items[code][0], amount, function_code=code, fund="general-public-budget",
            fiscal_year=d.year - 1, status="derived",
        )  # fmt: skip


def _summaries(paper: Paper, fact: Any) -> Iterator[Fact]:
    spent = sum(Decimal(b) + Decimal(p) for _, b, p in paper.items.values())
    revenue = spent - Decimal(paper.carried)
    yield fact("budget-summary", "收入总计", spent, line="total", flow="revenue")
    yield fact(
        "budget-summary", "本年收入合计", revenue, line="current-year-revenue", flow="revenue", origin="current-year"
    )
    yield fact("budget-summary", "上年结转", paper.carried, line="carried-over", flow="balance", origin="carried-over")
    yield fact("budget-summary", "支出总计", spent, line="total")
    yield fact(
        "budget-summary",
        "年终结转结余",
        "0",
        line="carried-to-next-year",
        flow="balance",
        category="carried-to-next-year",
    )
    yield fact("revenue-summary", "合计", spent, line="total", flow="revenue")
    yield fact(
        "revenue-summary",
        "一般公共预算",
        revenue,
        line="total",
        flow="revenue",
        fund="general-public-budget",
        origin="current-year",
    )
    yield fact("revenue-summary", "上年结转", paper.carried, line="total", flow="revenue", origin="carried-over")


def _by_function(paper: Paper, fact: Any) -> Iterator[Fact]:
    totals: dict[str, tuple[str, Decimal, Decimal]] = {}
    classes = {"201": "一般公共服务支出", "208": "社会保障和就业支出", "213": "农林水支出"}
    for code, (label, basic, project) in paper.items.items():
        for at, name in ((code, label), (code[:3], classes[code[:3]]), ("", "合计")):
            _, b, p = totals.get(at, ("", Decimal(0), Decimal(0)))
            totals[at] = (name, b + Decimal(basic), p + Decimal(project))
    for table, fund in (("expenditure-summary", "all"), ("general-budget-by-function", "general-public-budget")):
        for code, (label, basic, project) in sorted(totals.items()):
            row = {"function_code": code, "line": "" if code else "total", "fund": fund}
            status = "repaired" if (code, table, paper.year) == ("2080208", "expenditure-summary", 2023) else "reported"
            yield fact(table, label, basic + project, status=status, **row)
            yield fact(table, label, basic, category="basic", **row)
            yield fact(table, label, project, category="project", **row)
            if not code and table == "general-budget-by-function":
                running = sum(Decimal(o) for _, _, o in paper.economics.values())
                yield fact(table, label, basic - running, category="personnel", **row)
                yield fact(table, label, running, category="operating", **row)
    for code, amount in paper.approved.items():
        yield fact(
            "general-budget-by-function", paper.items[code][0], amount, function_code=code,
            fund="general-public-budget", phase="approved",
        )  # fmt: skip


def _by_economic(paper: Paper, fact: Any) -> Iterator[Fact]:
    for code, (label, personnel, operating) in paper.economics.items():
        row = {"economic_code": code, "fund": "general-public-budget"}
        yield fact(
            "basic-expenditure-by-economic", label, Decimal(personnel) + Decimal(operating), category="basic", **row
        )
        yield fact("basic-expenditure-by-economic", label, personnel, category="personnel", **row)
        yield fact("basic-expenditure-by-economic", label, operating, category="operating", **row)


def _three_public(paper: Paper) -> Iterator[tuple[str, str, Decimal]]:
    travel, purchase, operation, reception = map(Decimal, paper.three_public)
    yield "total", "合计", travel + purchase + operation + reception
    yield "foreign-travel", "因公出国（境）费", travel
    yield "vehicle", "公务用车购置及运行费", purchase + operation
    yield "vehicle-purchase", "公务用车购置费", purchase
    yield "vehicle-operation", "公务用车运行费", operation
    yield "reception", "公务接待费", reception


def _claims(paper: Paper, facts: Sequence[Fact]) -> Iterator[Claim]:
    """The sentence of each prior-year amount: its change in 万元 and, wrong for 2080208, in per cent."""
    for code, before in paper.earlier.items():
        now = next(
            f
            for f in facts
            if f.function_code == code and f.table == "general-budget-by-function" and f.category == "all"
        )
        change = now.amount - Decimal(before) * 10_000
        percent = Decimal("9.99") if code == "2080208" else round(change * 100 / (Decimal(before) * 10_000), 2)
        sentence = f"{now.label}{now.reported}万元，比上年增加{change / 10_000}万元，增长{percent}%。"
        for measure, value, unit in (("change", change, "CNY"), ("change-percent", percent, "percent")):
            wrong = code == "2080208" and measure == "change-percent"
            yield Claim(
                now.document_id, "一般公共预算支出说明", now.label, code, "", "", now.fiscal_year,
                measure, value, unit, sentence, Origin("text", line=800, char_start=32000), now.observation_id,  # pyright: ignore[reportArgumentType]
                "disagrees" if wrong else "agrees",
            )  # fmt: skip


def _findings(paper: Paper, facts: Sequence[Fact]) -> Iterator[Finding]:
    if "2080208" not in paper.earlier:
        return
    document = facts[0].document_id
    yield Finding(
        document, "claim-percent", "warning", "failed", "publisher", "文字所说的增长率与表不符",
        "the text states another rate than the tables", table="narrative", label="基层政权建设和社区治理", line=800,
    )  # fmt: skip


def _checks(paper: Paper) -> Iterator[Check]:
    yield Check("total-is-sum-of-classes", "sums", "expenditure-summary", "passed", 3)
    yield Check("three-public-sum", "sums", "three-public", "passed", 4)
    if paper.kind == "final":
        yield Check("carried-over-equals", "years", "budget-summary", "not-checkable", 0, "没有下一年的文档")


def _projects(paper: Paper, d: Disclosure) -> Iterator[Project]:
    for code, name, new, old in paper.projects:
        yield Project(
            d.document_id, code, "", name, name, NAMES[paper.department], NAMES[paper.unit], "延续项目", "特定目标类",
            2022, None, None, (Decimal(new) + Decimal(old)) * 10_000, (), (), (("办公设备", "3台", Decimal(15_000)),),
            "示例市有关办法", "按季度发放", "code", Origin("text", line=600),
        )  # fmt: skip


def _targets(paper: Paper, d: Disclosure) -> Iterator[PerformanceTarget]:
    said = {2022: "500", 2023: "520", 2024: "560"}
    for code, name, _, _ in paper.projects[:1]:
        if paper.kind != "budget" or code != FAMILY:
            continue
        yield PerformanceTarget(
            d.document_id, "project-performance", code, name, "救助困难家庭", "产出指标", "数量指标", "救助人次", ">=",
            said[d.year], "人次", "历史数据", "annual", "480", said.get(d.year - 1, "490"), said[d.year],
            Origin("text", line=700), d.year,
        )  # fmt: skip


def _units(paper: Paper, d: Disclosure) -> Iterator[Unit]:
    cell = Origin("text", line=5)
    yield Unit(d.document_id, paper.department, NAMES[paper.department], "", "department", cell)
    if paper.unit != paper.department:
        yield Unit(d.document_id, paper.unit, NAMES[paper.unit], paper.department, "unit", cell)


def _tables(paper: Paper, facts: Sequence[Fact]) -> Iterator[PrintedTable]:
    for number, table in enumerate(sorted({f.table for f in facts} - {"narrative"}), 1):
        yield PrintedTable(
            table, f"表{number}", "万元", number * 20, None, (("项目", "金额"),), table, 1.0, (), False, ""
        )
    absent = "本单位没有政府性基金预算拨款支出。"
    yield PrintedTable(
        "government-fund", "政府性基金预算支出表", "万元", 400, None, (), "government-fund", 1.0, (), True, absent
    )
