"""Self-evaluations (绩效自评表) of final accounts: money by phase, what was reached, and whether the scores hold."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Fact
from yusuan.datapackage.records import RESOURCE, columns, encode

WAN = Decimal(10_000)
Row = list[str | tuple[str, int]]  # a cell, or a cell and how many columns it takes

HEAD: list[Row] = [
    ["项目名称", ("测报站点维护", 7)],
    ["主管部门", ("江州市水务局", 3), "实施单位", ("江州市水文站", 3)],
    [("项目资金（万元）", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    [("年度资金总额", 2), "80.00", "75.00", "60.00", "10", "80.00%", "8"],
    [("其中：当年财政拨款", 2), "70.00", "65.00", "50.00", "—", "", "—"],
    [("上年结转资金", 2), "10.00", "10.00", "10.00", "—", "", "—"],
    [("年度总体目标", 2), ("预期目标", 3), ("实际完成情况", 3)],
    [("", 2), ("维护站点四十个。", 3), ("维护站点三十六个。", 3)],
]
INDICATORS: list[Row] = [
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
    ["产出指标（50分）", "数量指标", "维护站点", "≥40个", "36个", "50", "45", "道路中断"],
    ["满意度指标（40分）", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "40", "40", ""],
    [("总分", 5), "100", "93", ""],
]


ASKED: list[Row] = [
    ["项目名称", ("站点建设", 3)],
    ["项目资金（万元）", "项目总预算", "30.00", ""],
    ["", "项目当年预算", "30.00", ""],
    ["一级指标", "二级指标", "三级指标", "年度指标值"],
    ["产出指标", "数量指标", "新建站点", "≥4个"],
]


def page(*tables: tuple[str, list[Row]]) -> str:
    """Final accounts as a web page, with the self-evaluations under their titles."""
    body = ["<h1>江州市水文站2023年度单位决算</h1><h2>收入支出决算总表</h2><p>单位：万元</p>"]
    body.append(_html([["收入", "决算数", "支出", "决算数"], ["一、一般公共预算财政拨款收入", "90.00", "一、农林水支出", "90.00"],
                       ["本年收入合计", "90.00", "本年支出合计", "90.00"]]))  # fmt: skip
    body += [f"<h2>{title}</h2><p>（2023年度）</p>{_html(rows)}" for title, rows in tables]
    return f"<html><meta charset=utf-8><body>{''.join(body)}</body></html>"


def _html(rows: list[Row]) -> str:
    cells = [[cell if isinstance(cell, tuple) else (cell, 1) for cell in row] for row in rows]
    printed = ["".join(f"<td colspan={across}>{text}</td>" for text, across in row) for row in cells]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in printed)}</table>"


def read(folder: Path, *tables: tuple[str, list[Row]]) -> Conversion:
    path = folder / "决算.html"
    path.write_text(page(*tables), "utf-8")
    return prove(convert(path))


def said(conversion: Conversion, check: str) -> list[tuple[str, str, str]]:
    return [(f.label, f.expected, f.found) for f in conversion.findings if f.check == check]


def money(conversion: Conversion, table: str = "project-performance") -> dict[tuple[str, str], Fact]:
    return {(f.line, f.phase): f for f in conversion.facts if f.table == table}


@pytest.mark.parametrize("title", ["项目支出绩效自评表", "某某维护项目自评表"])
def test_a_self_evaluation_says_what_was_budgeted_adjusted_and_spent(title: str, tmp_path: Path) -> None:
    facts = money(read(tmp_path, (title, HEAD + INDICATORS)))
    amounts = {key: fact.amount / WAN for key, fact in facts.items()}
    assert amounts == {
        ("funding-total", "approved"): 80, ("funding-total", "revised"): 75, ("funding-total", "executed"): 60,
        ("fiscal-appropriation", "approved"): 70, ("fiscal-appropriation", "revised"): 65,
        ("fiscal-appropriation", "executed"): 50,
        ("carried-over", "approved"): 10, ("carried-over", "revised"): 10, ("carried-over", "executed"): 10,
    }  # fmt: skip
    assert facts["fiscal-appropriation", "approved"].origin == "current-year"
    assert all(fact.confirmations == 1 for fact in facts.values())


def test_each_indicator_has_what_was_reached_its_points_and_the_reason(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("项目支出绩效自评表", HEAD + INDICATORS))
    stations, public = conversion.targets
    assert (stations.level1, stations.level3, stations.operator, stations.target) == (
        "产出指标",
        "维护站点",
        ">=",
        "40",
    )
    assert (stations.actual, stations.weight, stations.score, stations.deviation) == ("36个", "50", "45", "道路中断")
    assert (public.level1, public.actual) == ("满意度指标", "95%")
    assert stations.goal == "维护站点四十个。"
    assert [f for f in conversion.findings if f.check.startswith("performance-")] == []
    assert conversion.projects[0].name == "测报站点维护"


@pytest.mark.parametrize(
    "row, column, text, check, expected, found",
    [
        (3, 5, "90.00%", "performance-rate", "80.00%", "90.00%"),
        (9, 6, "55", "performance-score", "≤50", "55"),
        (11, 2, "99", "performance-score-sum", "93", "99"),
        (4, 2, "66.00", "project-execution-sources", "76", "75"),
    ],
)
def test_what_does_not_hold_is_told(
    tmp_path: Path, row: int, column: int, text: str, check: str, expected: str, found: str
) -> None:
    rows = [list(r) for r in HEAD + INDICATORS]
    rows[row][column] = text
    conversion = read(tmp_path, ("项目支出绩效自评表", rows))
    assert [(e, f) for _, e, f in said(conversion, check)] == [(expected, found)]


def test_a_total_of_scores_is_rounded_to_the_digits_it_is_printed_with(tmp_path: Path) -> None:
    rows = [list(r) for r in HEAD + INDICATORS]
    rows[9][6] = "44.96"  # 40 + 44.96 + 8 are 92.96
    for total, told in (("93.0", []), ("93", []), ("92.4", [("92.96", "92.4")]), ("92.86", [("92.96", "92.86")])):
        rows[11][2] = total
        conversion = read(tmp_path, ("项目支出绩效自评表", rows))
        assert [(e, f) for _, e, f in said(conversion, "performance-score-sum")] == told


def test_without_a_unit_of_money_no_amount_is_published(tmp_path: Path) -> None:
    rows = [*HEAD[:2], [("项目资金", 2), *HEAD[2][1:]], *HEAD[3:], *INDICATORS]
    conversion = read(tmp_path, ("项目支出绩效自评表", rows))
    assert money(conversion) == {}
    assert len(said(conversion, "performance-no-money-unit")) == 3


def test_the_whole_units_self_evaluation_is_divided_by_use(tmp_path: Path) -> None:
    rows: list[Row] = [
        ["部门名称", ("江州市水文站", 6)],
        ["年度预算（万元）", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "90.00", "95.00", "90.00", "10", "94.74%", "9"],
        ["其中：基本支出", "10.00", "20.00", "30.00", "", "", ""],
        ["项目支出", "80.00", "75.00", "60.00", "", "", ""],
    ]
    facts = money(read(tmp_path, ("部门整体支出绩效自评表", rows + INDICATORS)), "overall-performance")
    assert {(line, fact.category) for (line, _), fact in facts.items()} == {
        ("funding-total", "all"), ("basic", "basic"), ("project", "project"),
    }  # fmt: skip
    assert all(fact.confirmations == 1 for fact in facts.values())


def test_two_projects_without_codes_are_not_proven_by_each_others_money(tmp_path: Path) -> None:
    other = [[("照明改造" if cell == ("测报站点维护", 7) else cell) for cell in row] for row in HEAD]
    other[3] = [("年度资金总额", 2), "5.00", "5.00", "5.00", "10", "100%", "10"]
    tables = (("项目支出绩效自评表", HEAD + INDICATORS), ("项目支出绩效自评表", other + INDICATORS))
    conversion = read(tmp_path, *tables)
    assert sorted(p.name for p in conversion.projects) == ["测报站点维护", "照明改造"]
    assert {f.confirmations for f in conversion.facts if f.table == "project-performance"} == {0}
    totals = {
        f.cell.note: f.amount / WAN for f in conversion.facts if (f.line, f.phase) == ("funding-total", "executed")
    }
    assert totals == {"项目“测报站点维护”": 60, "项目“照明改造”": 5}, "which is which, the provenance tells"
    assert not [f for f in conversion.findings if f.check == "project-execution-sources"]


def test_the_package_keeps_what_a_self_evaluation_adds(tmp_path: Path) -> None:
    target = read(tmp_path, ("项目支出绩效自评表", HEAD + INDICATORS)).targets[0]
    row = dict(zip(columns("performance_targets"), encode(RESOURCE["performance_targets"], target), strict=True))
    assert (row["actual"], row["weight"], row["score"]) == ("36个", "50", "45")


@pytest.mark.parametrize(
    ("title", "years"), [("项目支出绩效自评表（2022年度）", {2022}), ("项目支出绩效自评表", set[int]())]
)
def test_a_self_evaluation_behind_a_budget_is_of_the_year_before_or_held_back(
    tmp_path: Path, title: str, years: set[int]
) -> None:
    path = tmp_path / "预算.html"
    printed = page((title, HEAD + INDICATORS)).replace("<p>（2023年度）</p>", "").replace("决算", "预算")
    path.write_text(printed, "utf-8")
    conversion = convert(path)
    assert {f.fiscal_year for f in conversion.facts if f.table == "project-performance"} == years
    assert bool(years) or "performance-year-unknown" in {f.check for f in conversion.findings}
    assert {t.fiscal_year for t in conversion.targets} == years
    assert bool(years) or "performance-target-year-unknown" in {f.check for f in conversion.findings}


def test_targets_are_of_the_year_that_their_form_names(tmp_path: Path) -> None:
    path = tmp_path / "预算.html"
    forms = (
        ("项目支出绩效自评表（2022年度）", HEAD + INDICATORS),
        ("2023年项目支出绩效目标表", ASKED),
        ("2022年项目支出绩效目标表", ASKED),
    )
    path.write_text(page(*forms).replace("<p>（2023年度）</p>", "").replace("决算", "预算"), "utf-8")
    conversion = convert(path)
    assert [(t.fiscal_year, t.level3, t.actual) for t in conversion.targets] == [
        (2022, "维护站点", "36个"), (2022, "群众满意度", "95%"), (2023, "新建站点", ""), (2022, "新建站点", ""),
    ]  # fmt: skip
    asked = [f for f in conversion.facts if f.table == "project-performance" and f.fiscal_year == 2023]
    assert {f.amount / WAN for f in asked} == {30}, "the money of another year's form is held back"
    assert "performance-other-year" in {f.check for f in conversion.findings}


def test_a_source_whose_name_was_cut_makes_no_sum_wrong_and_is_told(tmp_path: Path) -> None:
    """其中：当年财 was taken for nothing, and the total said to differ from its sources."""
    cut: list[Row] = [[("其中：当年财", 2), "80.00", "75.00", "60.00", "—", "", "—"]]
    rest: list[Row] = [[("其他资金", 2), "0.00", "0.00", "0.00", "—", "", "—"]]
    conversion = read(tmp_path, ("项目支出绩效自评表", HEAD[:4] + cut + rest + HEAD[6:] + INDICATORS))
    assert not [f for f in conversion.findings if f.severity == "error"]
    told = [f.found for f in conversion.findings if f.check == "performance-amount-unread"]
    assert len(told) == 1 and told[0].startswith("其中：当年财 | 80.00 | 75.00 | 60.00")


OF_THE_WHOLE_UNIT: list[Row] = [
    [("单位名称", 1), ("江州市水文站", 6)],
    [("预算执行情况（万元）（20分）", 3), "预算数（A）", "执行数（B）", "执行率（B/A）", "得分（20分*执行率）"],
    [("部门整体支出总额", 3), "200.00", "190.00", "95.00%", "19"],
    ["年度绩效指标", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
    ["", "产出指标", "数量指标", "维护站点", "≥40个", "40个", "50"],
    ["", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "95%", "30"],
    ["总分", ("99", 6)],
]


def test_the_score_of_the_whole_spending_is_part_of_the_total(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("2023年度江州市水文站整体绩效自评表", OF_THE_WHOLE_UNIT))
    found = money(conversion, "overall-performance")
    assert {k: f.amount / WAN for k, f in found.items()} == {
        ("funding-total", "approved"): 200,
        ("funding-total", "executed"): 190,
    }
    assert not said(conversion, "performance-score-sum")


def test_money_of_a_source_that_is_not_known_is_told_and_makes_no_total_of_scores_wrong(tmp_path: Path) -> None:
    rows = [[("某某专款", 3), *row[1:]] if row[0] == ("部门整体支出总额", 3) else row for row in OF_THE_WHOLE_UNIT]
    conversion = read(tmp_path, ("2023年度江州市水文站整体绩效自评表", rows))
    assert not money(conversion, "overall-performance")
    assert said(conversion, "performance-amount-unread") and not said(conversion, "performance-score-sum")


def test_a_goal_without_words_may_stand_beside_the_headings_of_its_indicators(tmp_path: Path) -> None:
    """年度目标1：（80分） took the headings for its text, and the indicators below them were lost."""
    rows: list[Row] = [
        ["单位名称", ("江州市水文站", 6)],
        ["年度目标1：（80分）", "一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）", "得分"],
        ["", "产出指标", "数量指标", "检查站点", "≥40个", "42个", "80"],
    ]
    (target,) = read(tmp_path, ("江州市水文站整体绩效自评表", rows)).targets
    assert (target.level3, target.operator, target.target, target.target_unit) == ("检查站点", ">=", "40", "个")
    assert (target.actual, target.score, target.goal) == ("42个", "80", "年度目标1:")


@pytest.mark.parametrize("heading", ["未执行数", "非执行数", "上年预算执行数"])
def test_a_word_more_makes_it_another_column(heading: str, tmp_path: Path) -> None:
    """未执行数 was read as 执行数, what was not spent as what was."""
    head = [[heading if cell == "全年执行数" else cell for cell in row] for row in HEAD]
    assert {phase for _, phase in money(read(tmp_path, ("项目支出绩效自评表", head)))} == {"approved", "revised"}
