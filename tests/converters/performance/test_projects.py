"""Project forms: what they say, their money, and the link to the project table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.performance.linking import Link, Named, link
from yusuan.converters.performance.reading import Performance, read_performance
from yusuan.converters.readers import text
from yusuan.converters.table import Block, Cell, Paragraph, Table
from yusuan.datapackage.model import Disclosure, Fact, Origin, Project

WAN = Decimal(10_000)


def read(lines: str, tmp_path: Path, table: dict[str, tuple[str, str]] | None = None) -> Performance:
    """What is read of an OCR text; ``|`` stands for the border of a cell, ``table`` is code → name, 万元."""
    path = tmp_path / "disclosure.txt"
    path.write_text(lines.replace("|", "\t"), encoding="utf-8")
    unit = Disclosure(
        "0" * 16, "0" * 64, "a.txt", "", "420100", "301002", "江州市图书馆", "301", "江州市文化局", 2024, "budget",
        "unit",
    )  # fmt: skip
    names = {code: name for code, (name, _) in (table or {}).items()}
    amounts = {code: Decimal(amount) * WAN for code, (_, amount) in (table or {}).items()}
    return read_performance(list(text.read(path)), unit, names, amounts)


def amounts(performance: Performance, table: str = "project-performance") -> list[tuple[str, int, Decimal]]:
    return [(f.line, f.fiscal_year, f.amount / WAN) for f in performance.facts if f.table == table]


def only(performance: Performance) -> Project:
    return next(p for p in performance.projects if p.form_code)


FORM = """
部门项目申报表(含绩效目标)

申报日期: 2023.11.30 单位: 万元

项目名称|江州市图书馆馆舍 维护项目|项目编码|2024-001||||
项目主管部门|江州市文化局|项目执行单位|江州市图书馆||||
项目负责人|张三|联系电话|13800000000||||
项目属性|延续性项目|近续性项目|||||
支出项目类别||常年性项目|||||
起始年度|2024 年|终止年度|2028||||

项目立项依据|《江州市公共文化服务办法》||||||
项目实|施方案|《馆舍维护方案》|||||
项目总|总预算||293. 07|项目当年预算||293. 07|
项目前两年 预算变||2022 年 280. 63 万元|E, 2023 年 237. 21|万元,2024 年 293. 07 万元|||
|||来源项目||金额||
||合计|||293. 07||
||一般公共预算财政指|发款||293. 07||
石口次|人士派|其中:申请当年到|页算拨款|||237|
项目资:|金米源|政府性基金预算财政|文 拨款||||
||单位资金|||||
||使用上年度财政拨款|次结转|||56. 07|
|项目支出明细测算||||||
项目活动|活动内容|支出经济|金额|测算依据及说|明|备注|
|馆舍 维护||293. 07 万元|根据招标结果。|||
||||项目采购|||
F|品名|数量|型 里|金额|||
|馆舍维护服务||1 293. 07|||||
||||项目绩效总目标|||
2|名称 目标说明||||||
长期组|长期绩效目标 保障馆舍安全;||||||

年度绩效目标

1、日常巡查;2、设备维修。

长期绩效目标表

目标名称|一级指标|二级指标|三级指标|指标值|指标值确定依据
|产出指标|数量指标|每日巡查|≥2 次|行业标准
"""


def test_what_the_form_says_of_the_project(tmp_path: Path):
    project = only(read(FORM, tmp_path))
    assert project.name == "江州市图书馆馆舍维护项目"
    assert (project.form_code, project.department, project.executing_unit) == (
        "2024-001", "江州市文化局", "江州市图书馆",
    )  # fmt: skip
    assert (project.attribute, project.kind) == ("延续性项目", "常年性项目")
    assert (project.start_year, project.end_year) == (2024, 2028)
    assert (project.basis, project.plan) == ("《江州市公共文化服务办法》", "《馆舍维护方案》")
    assert project.purchases == (("馆舍维护服务", "1", Decimal("2930700")),)


def test_the_goals_behind_their_labels(tmp_path: Path):
    assert [t.goal for t in read(FORM, tmp_path).targets] == ["长期绩效目标:保障馆舍安全;"]


def test_every_amount_with_its_meaning(tmp_path: Path):
    performance = read(FORM, tmp_path)
    assert amounts(performance) == [
        ("total-budget", 2024, Decimal("293.07")),
        ("current-budget", 2024, Decimal("293.07")),
        ("funding-total", 2024, Decimal("293.07")),
        ("general-public-budget-appropriation", 2024, Decimal("293.07")),
        ("requested-this-year", 2024, Decimal("237")),
        ("carried-over", 2024, Decimal("56.07")),
        ("earlier-budget", 2022, Decimal("280.63")),
        ("earlier-budget", 2023, Decimal("237.21")),
        ("earlier-budget", 2024, Decimal("293.07")),
        ("cost-item", 2024, Decimal("293.07")),
        ("purchase", 2024, Decimal("293.07")),
    ]
    assert not [f for f in performance.findings if f.severity != "info" and f.check != "project-link"]


def test_dimensions_of_funding(tmp_path: Path):
    def dimensions(fact: Fact) -> tuple[str, str, str, str, str]:
        return fact.fund, fact.origin, fact.category, fact.flow, fact.phase

    found = {f.line: dimensions(f) for f in read(FORM, tmp_path).facts}
    assert found["requested-this-year"] == (
        "general-public-budget",
        "current-year",
        "project",
        "expenditure",
        "approved",
    )
    assert found["carried-over"][:2] == ("fiscal-appropriation", "carried-over")
    assert found["funding-total"][:2] == ("all", "all")


@pytest.mark.parametrize(
    ("sentence", "certain"),
    [
        ("2022年658万元,2023年 358 万元", {2022: "658", 2023: "358"}),
        ("2022年658万元,2023年|F 358 万元、2024 年 293. 07 万元。", {2022: "658", 2023: "358", 2024: "293.07"}),
        ("2022 年预算 390 万元; 2023 年预算 39|90 万元;2024 年预算 33.|1.16万元。", {2022: "390"}),
        (
            "2022 年预算 84. 6 万元,2023 年|2022 年预算 84. 6 万元,2023 年预算 86. 57 万元",
            {2022: "84.6", 2023: "86.57"},
        ),
        ("2023年 467.48 万元。", {2023: "467.48"}),
    ],
)
def test_earlier_budgets_from_a_sentence_that_borders_cut(sentence: str, certain: dict[int, str], tmp_path: Path):
    row = next(line for line in FORM.splitlines() if line.startswith("项目前两年"))
    performance = read(FORM.replace(row, f"项目前两年预算及当年预算变动情况|{sentence}||||||"), tmp_path)
    assert dict(only(performance).earlier_budgets) == {year: Decimal(n) * WAN for year, n in certain.items()}
    damaged = [f.label for f in performance.findings if f.check == "project-amount-uncertain"]
    assert damaged == (["2023年预算", "2024年预算"] if "39|90" in sentence else [])


def test_a_total_that_lost_its_label_is_proven_by_the_arithmetic(tmp_path: Path):
    performance = read(FORM.replace("||合计|||293. 07||", "|||||293. 07||"), tmp_path)
    total = next(f for f in performance.facts if f.line == "funding-total")
    assert total.amount == Decimal("2930700")
    assert "label lost" in total.cell.note


def test_an_amount_without_label_that_nothing_proves_is_held_back(tmp_path: Path):
    performance = read(FORM.replace("||合计|||293. 07||", "|||||293. 17||"), tmp_path)
    assert "funding-total" not in {f.line for f in performance.facts}
    assert [f.found for f in performance.findings if f.check == "project-amount-uncertain"] == ["293. 17"]


@pytest.mark.parametrize("damage", ["29|3. 07", "293.|07", "2 93. 07"])
def test_a_damaged_amount_is_held_back(damage: str, tmp_path: Path):
    performance = read(FORM.replace("|项目当年预算||293. 07|", f"|项目当年预算|{damage}|"), tmp_path)
    assert "current-budget" not in {f.line for f in performance.facts}
    assert "project-amount-uncertain" in {f.check for f in performance.findings}


def test_sources_that_do_not_add_up_are_a_finding_and_stay_as_printed(tmp_path: Path):
    performance = read(FORM.replace("|||237|", "|||236|"), tmp_path)
    found = next(f for f in performance.findings if f.check == "project-arithmetic")
    assert (found.expected, found.found, found.difference) == ("2930700", "2920700", "-10000")
    assert ("requested-this-year", 2024, Decimal("236")) in amounts(performance)


def test_the_end_of_a_number_read_again_under_a_border(tmp_path: Path):
    performance = read(FORM.replace("|馆舍维护服务||1 293. 07|||||", "|馆舍维护服务 293. 07||||||7|"), tmp_path)
    assert only(performance).purchases == (("馆舍维护服务", "", Decimal("2930700")),)


def test_a_purchase_amount_under_no_heading_and_unlike_the_budget_is_held_back(tmp_path: Path):
    performance = read(FORM.replace("|馆舍维护服务||1 293. 07|||||", "|馆舍维护服务||1|||12. 50||"), tmp_path)
    assert only(performance).purchases == (("馆舍维护服务", "", None),)
    assert "purchase" not in {f.line for f in performance.facts}


def test_without_a_unit_of_money_no_amount_is_published(tmp_path: Path):
    bare = FORM.replace(" 单位: 万元", "").replace("293. 07 万元|根据", "293. 07|根据")
    performance = read(bare, tmp_path)
    assert {f.line for f in performance.facts} == {"earlier-budget"}  # the sentence prints its own unit
    assert "performance-no-money-unit" in {f.check for f in performance.findings}


# --- several forms

SECOND = (
    FORM.replace("部门项目申报表(含绩效目标)\n", "")
    .replace("2024-001", "2024-002")
    .replace("馆舍 维护项目", "书目更新")
)


def test_a_form_ends_where_the_next_caption_begins(tmp_path: Path):
    cut_caption = SECOND.replace("申报日期: 2023.11.30 单位: 万元", "申报日期:\n\n2023. 1\n\n1.30\n\n单位: 万元")
    performance = read(FORM + cut_caption, tmp_path)
    assert [p.form_code for p in performance.projects] == ["2024-001", "2024-002"]
    assert [t.project_name for t in performance.targets] == ["江州市图书馆馆舍维护项目", "江州市图书馆书目更新"]
    assert [t.money_unit for t in performance.tables] == ["万元", "万元"]


def test_a_number_of_another_year_is_named(tmp_path: Path):
    performance = read(FORM.replace("2024-001", "2004-001"), tmp_path)
    assert [f.found for f in performance.findings if f.check == "project-form-code"] == ["2004-001"]


# --- links

TABLE = {
    "T1": "江州市图书馆馆舍维护项目",
    "T2": "江州市数字阅览平台(二期)",
    "T3": "江州市馆藏网站集约化平台运维服务",
    "T4": "流动书车",
}
YUAN = {"T1": Decimal(100), "T2": Decimal(200), "T3": Decimal(300), "T4": Decimal(400)}


def found(*named: Named) -> list[Link]:
    return link(named, TABLE, YUAN, place="江州市")


def test_links_by_name_without_additions_and_by_amount():
    assert [(x.code, x.match.partition(" (")[0]) for x in found(
        Named("江州市图书馆馆舍维护项目", Decimal(100)),
        Named("市数字阅览平台（二期）建设项目", Decimal(200)),
        Named("市馆藏网站集约化平台改造及租赁服务项目", Decimal(300)),
    )] == [("T1", "name"), ("T2", "name without additions"), ("T3", "amount and likeness")]  # fmt: skip


@pytest.mark.parametrize(
    "named",
    [
        Named("毫无相似之处", Decimal(400)),  # the amount alone is no link
        Named("市馆藏网站集约化平台改造及租赁服务", Decimal(301)),  # alike, but the amount contradicts
        Named("数字阅览平台(二期)", Decimal(999)),
    ],
)
def test_what_is_not_certain_is_not_linked(named: Named):
    assert found(named) == [Link("", "no certain match")]


def test_two_forms_that_claim_one_project_are_both_left_unlinked():
    same = Named("馆藏网站集约化平台运维", Decimal(300))
    assert [x.code for x in found(same, Named("馆藏网站集约化平台运营", Decimal(300)))] == ["", ""]


def test_targets_facts_and_projects_carry_the_code(tmp_path: Path):
    performance = read(FORM, tmp_path, {"T1": ("馆舍维护", "293.07"), "T9": ("流动书车", "12")})
    assert {f.project_code for f in performance.facts} == {"T1"}
    assert {t.project_code for t in performance.targets} == {"T1"}
    assert [(p.project_code, p.match) for p in performance.projects][1:] == [("T9", "no form")]


# --- the whole unit's money

OVERALL = """
部门整体支出绩效目标申报表

部门名称|江州市图书馆||||||
|||总体资金|情况|||近两年收支金额|
||||当年预算收支|占比 -|2022|2023
|收入构成|财政拨款||3842. 35|100%|3192. 18|2776. 35
||财政|女 专户管理资金||||
部门总体资金|||单位资金||||
情况 (万元)||合计||3842. 35|100%|3192. 18|2776. 35
||人|员类项目支出|1281. 24|33. 34%|1149. 64|1246. 01
|士山松卍|运|转类项目支出|169|4. 40%|182.08|179. 56
|支出构成|特定|目标类项目支出|2392. 11|62. 26%|1860. 46|1350. 78
|||合计|3842. 35|100.00%|3192. 18|2776. 35
|项目名称|支出项目类别|项目总预算|项目本年度 预算|项目主要支出方向和用途||
项目支出情况|馆舍维护|维修费|293. 07|293. 07|巡查||
|流动书车|委托业务费|575|500|服务||
长期目标 1:|保障安全。||||||
|一级指标|二级指标|三级指标|指标值|指标值确定依 据||
"""


def test_the_year_may_stand_a_line_above_the_two_before_it(tmp_path: Path):
    heading = "|||总体资金|情况|||近两年收支金额|\n||||当年预算收支|占比 -|2022|2023\n"
    apart = OVERALL.replace(heading, "||总体资金情况||当年预算收支|占比|近两年收支金额|\n||||||2022年|2023年\n")
    assert apart != OVERALL

    def said(text: str) -> list[tuple[str, str, int, Decimal]]:
        return [(f.flow, f.line, f.fiscal_year, f.amount) for f in read(text, tmp_path).facts]

    assert said(apart) == said(OVERALL)


def test_funds_of_three_years_by_side(tmp_path: Path):
    performance = read(OVERALL, tmp_path)
    found = {
        (f.flow, f.line, f.fiscal_year): f.amount / WAN for f in performance.facts if not f.line.endswith("budget")
    }
    assert len(found) == 18
    assert found["revenue", "fiscal-appropriation", 2022] == Decimal("3192.18")
    assert found["expenditure", "personnel-projects", 2023] == Decimal("1246.01")
    assert found["expenditure", "operating-projects", 2024] == Decimal("169")
    assert found["expenditure", "specific-target-projects", 2024] == Decimal("2392.11")
    assert found["revenue", "total", 2023] == found["expenditure", "total", 2023] == Decimal("2776.35")
    assert not [f for f in performance.findings if f.check != "project-link"]


def test_the_list_of_projects_with_both_budgets_and_codes(tmp_path: Path):
    performance = read(OVERALL, tmp_path, {"T1": ("江州市图书馆馆舍维护", "293.07"), "T4": ("流动书车", "500")})
    listed = [(f.project_code, f.label, f.line, f.amount / WAN) for f in performance.facts if f.line.endswith("budget")]
    assert listed == [
        ("T1", "馆舍维护", "current-budget", Decimal("293.07")),
        ("T1", "馆舍维护", "total-budget", Decimal("293.07")),
        ("T4", "流动书车", "current-budget", Decimal("500")),
        ("T4", "流动书车", "total-budget", Decimal("575")),
    ]


def test_a_total_that_is_not_the_sum_of_its_parts(tmp_path: Path):
    printed = OVERALL.replace("|3842. 35|100.00%|3192. 18|2776. 35", "|3842. 35|100.00%|3192. 18|2726. 74")
    contradicted = [f for f in read(printed, tmp_path).findings if f.check.startswith("performance-")]
    assert [(f.check, f.cause) for f in contradicted] == [
        ("performance-arithmetic", "publisher"),
        ("performance-balance", "publisher"),
    ]


def test_a_share_that_does_not_fit(tmp_path: Path):
    findings = read(OVERALL.replace("4. 40%", "4. 80%"), tmp_path).findings
    assert [(f.label, f.expected) for f in findings if f.check == "performance-share"] == [("运转类项目支出", "4.40%")]


def test_amounts_that_stand_under_no_heading_are_held_back(tmp_path: Path):
    printed = OVERALL.replace(
        "|运|转类项目支出|169|4. 40%|182.08|179. 56", "|运|转类项目支出||169|4. 40%|182.08|179. 56||"
    )
    performance = read(printed.replace("|182.08|179. 56", "|182.08|"), tmp_path)
    assert "operating-projects" not in {f.line for f in performance.facts}
    assert "performance-amount-uncertain" in {f.check for f in performance.findings}


PERIODS = """
项目支出绩效目标表

（2024年度）

单位: 万元

项目名称|训练基地建设||||
项目资金（万元）|实施期资金总额：|5000.00|年度资金总额：|800.00
|其中：财政拨款|4500.00|其中：财政拨款|700.00
|其他资金|500.00|其他资金|100.00
一级指标|二级指标|三级指标|指标值|
产出指标|数量指标|建筑面积|≥5000平方米|
"""


def test_the_money_of_all_years_is_not_that_of_the_year(tmp_path: Path) -> None:
    found = amounts(read(PERIODS, tmp_path))
    assert found == [
        ("total-budget", 2024, Decimal(5000)),
        ("current-budget", 2024, Decimal(800)),
        ("fiscal-appropriation", 2024, Decimal(700)),
        ("unit-funds", 2024, Decimal(100)),
    ]


def test_money_that_may_be_of_all_years_is_held_back(tmp_path: Path) -> None:
    damaged = PERIODS.replace("|其中：财政拨款|700.00", "|其中：财政拨款700.00|").replace("|其他资金|100.00", "||")
    performance = read(damaged, tmp_path)
    assert amounts(performance) == [("total-budget", 2024, Decimal(5000)), ("current-budget", 2024, Decimal(800))]
    assert [f.check for f in performance.findings].count("project-amount-uncertain") == 2


SHANGHAI = """
财政项目支出绩效目标申报表

（2024年）

项目名称|信息系统运行维护|项目类别|经常性专项业务费
计划开始日期|2024-01-01|计划完成日期|2025年12月31日
项目总预算（元）|2,000,000|项目当年预算（元）|1,000,000
年度绩效目标|完成12个系统的维护。||
一级目标|二级目标|三级目标|指标目标值
产出目标|数量|维护系统数量|=12个
|质量|系统可用率|≥99.5%
效果目标|社会效益指标|用户投诉次数|≤3次
"""


def test_a_form_of_goals_in_three_levels_with_dates(tmp_path: Path) -> None:
    """None of its indicators was read, without a word, and neither was a date."""
    performance = read(SHANGHAI, tmp_path)
    assert [(t.level3, t.operator, t.target, t.target_unit) for t in performance.targets] == [
        ("维护系统数量", "=", "12", "个"),
        ("系统可用率", ">=", "99.5", "%"),
        ("用户投诉次数", "<=", "3", "次"),
    ]
    assert [(p.start_year, p.end_year) for p in performance.projects] == [(2024, 2025)]
    assert amounts(performance) == [
        ("total-budget", 2024, Decimal(200)),
        ("current-budget", 2024, Decimal(100)),
    ]


def exact_form(title: str, *rows: list[str], unit: str = "万元") -> Performance:
    """What is read of a form as a Word or Excel reader yields it."""
    cells = (
        tuple(Cell(t, Origin("docx", row=r, column=c)) for c, t in enumerate(one, 1)) for r, one in enumerate(rows, 1)
    )
    blocks: list[Block] = [
        *(Paragraph(words, Origin("docx")) for words in (title, f"单位：{unit}")),
        Table(tuple(cells), Origin("docx"), exact=True),
    ]
    library = Disclosure(
        "0" * 16, "0" * 64, "a.docx", "", "420100", "301002", "江州市图书馆", "301", "江州市文化局", 2024, "budget",
        "unit",
    )  # fmt: skip
    return read_performance(blocks, library, {}, {})


INDICATORS = (
    ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", ""],
    ["", "产出指标", "数量指标", "购书册数", "≥3000册", ""],
)


def test_a_project_may_print_its_money_of_last_year_and_what_nobody_knows():
    """What a label by its colon stands before is its own: the end of the project used to be lost with it."""
    found = exact_form(
        "财政项目支出绩效目标申报表",
        ["项目名称：", "图书购置", "", "计划开始日期：", "2024-01-01", ""],
        ["计划完成日期：", "2024-12-31", "", "同名项目上年预算额：", "900000.00", ""],
        ["项目当年投入资金：", "", "1100000.00", "其他说明事项：", "1200000.00", ""],
        ["同名项目上年预算执行数：", "880000.00", "", "", "", ""],
        *INDICATORS,
        unit="元",
    )
    assert amounts(found) == [("current-budget", 2024, Decimal(110)), ("earlier-budget", 2023, Decimal(90))]
    assert [fact.label for fact in found.facts] == ["项目当年投入资金", "同名项目上年预算额"]
    project, = found.projects  # fmt: skip
    assert (project.start_year, project.end_year) == (2024, 2024)
    assert project.earlier_budgets == ((2023, Decimal(900_000)),)


def test_the_money_of_all_years_beside_that_of_the_year_is_the_projects_total():
    found = exact_form(
        "项目支出绩效目标表",
        ["项目名称", "图书购置", "", "", "", ""],
        ["项目资金（万元）", "中期资金总额：", "330.00", "年度资金总额：", "", "110.00"],
        ["", "其中：财政拨款", "300.00", "其中：财政拨款", "", "100.00"],
        ["", "其他资金", "30.00", "其他资金", "", "10.00"],
        *INDICATORS,
    )
    assert {line: amount for line, _, amount in amounts(found)} == {
        "total-budget": 330, "current-budget": 110, "fiscal-appropriation": 100, "unit-funds": 10,
    }  # fmt: skip


def test_sources_that_nobody_knows_are_told_once_and_the_projects_total_is_found():
    """中央补助, 省级资金 were passed over in silence, and 年度金额 was not known."""
    found = exact_form(
        "项目支出绩效目标表",
        ["项目名称", "图书购置", "", "", "", ""],
        ["资金情况（万元）", "年度金额：", "", "110.00", "", ""],
        ["", "其中：彩票公益金", "", "60.00", "", ""],
        ["", "债券资金", "", "40.00", "", ""],
        ["", "其他资金", "", "10.00", "", ""],
        *INDICATORS,
    )
    assert amounts(found) == [("current-budget", 2024, Decimal(110)), ("unit-funds", 2024, Decimal(10))]
    (told,) = (f for f in found.findings if f.check == "performance-amount-unread")
    assert told.found == "其中：彩票公益金 | 60.00; 债券资金 | 40.00"


def test_whose_money_it_is_may_be_told_by_the_level_of_government():
    """地方财政资金 was read as 财政资金, all that is appropriated."""
    found = exact_form(
        "项目支出绩效目标表",
        ["项目名称", "图书购置", "", "", "", ""],
        ["项目资金（万元）", "年度资金总额：", "", "110.00", "", ""],
        ["", "其中：中央财政资金", "", "60.00", "", ""],
        ["", "地方财政资金", "", "40.00", "", ""],
        ["", "其他资金", "", "10.00", "", ""],
        *INDICATORS,
    )
    assert {line: amount for line, _, amount in amounts(found)} == {
        "current-budget": 110, "central-appropriation": 60, "local-appropriation": 40, "unit-funds": 10,
    }  # fmt: skip
    assert not found.findings


@pytest.mark.parametrize(
    "label", ["非财政拨款", "非财政资金", "财政拨款结余", "往年财政拨款", "其他财政资金", "上年度资金总额"]
)
def test_a_word_more_makes_it_another_source(label: str):
    """非财政拨款 was read as 财政拨款, and 上年度资金总额 as 年度资金总额: names alike are no misprints of each other."""
    found = exact_form(
        "项目支出绩效目标表",
        ["项目名称", "图书购置", "", "", "", ""],
        ["项目资金（万元）", label, "", "110.00", "", ""],
        *INDICATORS,
    )
    assert not amounts(found)


def test_sources_may_stand_with_their_amounts_beside_the_total():
    """The row was held back, as it prints two amounts and more."""
    found = exact_form(
        "项目支出绩效目标表",
        ["项目名称", "图书购置", "", "", "", ""],
        ["年度资金总额", "110.00", "其中：财政拨款", "100.00", "其他资金", "10.00"],
        *INDICATORS,
    )
    assert {line: amount for line, _, amount in amounts(found)} == {
        "current-budget": 110, "fiscal-appropriation": 100, "unit-funds": 10,
    }  # fmt: skip


def test_the_money_of_a_project_may_stand_below_headings():
    """Each amount was held back, as no label stands before it."""
    rows = (
        ["项目名称", "图书购置", "", "", "", ""],
        ["项目资金（万元）", "年度资金总额", "", "财政拨款", "其他资金", ""],
        ["", "110.00", "", "100.00", "10.00", ""],
    )
    found = exact_form("项目支出绩效目标表", *rows, *INDICATORS)
    assert {line: amount for line, _, amount in amounts(found)} == {
        "current-budget": 110, "fiscal-appropriation": 100, "unit-funds": 10,
    }  # fmt: skip
    assert not found.findings
    again = ["", "220.00", "", "200.00", "20.00", ""]
    assert not amounts(exact_form("项目支出绩效目标表", *rows, again, *INDICATORS))


def test_the_budget_of_last_year_in_a_list_of_projects_is_not_that_of_the_year(tmp_path: Path):
    """项目上年度预算 was read as 项目本年度预算, a misprint of it."""
    assert [f.amount for f in read(OVERALL, tmp_path).facts if f.line == "current-budget"]
    of_last_year = OVERALL.replace("项目本年度 预算", "项目上年度 预算")
    assert not [f for f in read(of_last_year, tmp_path).facts if f.line == "current-budget"]


OF_THE_UNIT = {
    "headings above amounts": (
        ["部门整体支出预算", "资金总额", "", "财政拨款", "其他资金", ""],
        ["", "500.00", "", "480.00", "20.00", ""],
    ),
    "labels before amounts": (
        ["预算情况", "部门预算总额（万元）", "500.00", "", "", ""],
        ["", "1、资金来源：（1）政府预算资金", "480.00", "", "", ""],
        ["", "（2）单位资金", "20.00", "", "", ""],
        ["", "2、资金结构：（1）基本支出", "300.00", "", "", ""],
        ["", "（2）项目支出", "200.00", "", "", ""],
    ),
}
SOURCES = {"funding-total": 500, "fiscal-appropriation": 480, "unit-funds": 20}


@pytest.mark.parametrize("way", OF_THE_UNIT)
def test_the_whole_units_money_stands_behind_labels_or_below_headings(way: str):
    """Each row was a finding of its own, and no amount of the form was published."""
    tasks = (
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", "", ""],
        ["", "", "", "资金总额", "财政拨款", "其他资金"],
        ["", "图书借阅", "开馆", "310.00", "300.00", "10.00"],
    )
    found = exact_form(
        "部门整体支出绩效目标表", ["部门名称", "江州市图书馆", "", "", "", ""], *OF_THE_UNIT[way], *tasks, *INDICATORS
    )
    uses = {"basic": 300, "project": 200} if way == "labels before amounts" else {}
    assert {line: amount for line, _, amount in amounts(found, "overall-performance")} == SOURCES | uses
    assert [f.check for f in found.findings] == ["performance-amount-unread"], "of the task"


def test_money_of_the_whole_unit_that_is_printed_twice_and_differs_is_held_back():
    rows = OF_THE_UNIT["labels before amounts"]
    again = ["", "单位资金", "25.00", "", "", ""]
    found = exact_form(
        "部门整体支出绩效目标表", ["部门名称", "江州市图书馆", "", "", "", ""], *rows, again, *INDICATORS
    )
    assert "unit-funds" not in {line for line, _, _ in amounts(found, "overall-performance")}
    assert [f.check for f in found.findings] == ["performance-amount-uncertain"]
