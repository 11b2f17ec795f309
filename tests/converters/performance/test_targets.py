"""The performance part: every target of every form, with the damage that OCR does to indicator tables."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.performance.borders import join, joins, once
from yusuan.converters.performance.measures import measure
from yusuan.converters.performance.reading import Performance, read_performance
from yusuan.converters.readers import text
from yusuan.converters.table import Block, Cell, Paragraph, Table
from yusuan.datapackage.model import Disclosure, Fact, Origin, PerformanceTarget

REPO = Path(__file__).resolve().parents[3]
WUHAN = REPO.parent / "shared" / "disclosures" / "wuhan-information-center-2024" / "disclosure.txt"


def disclosure(year: int = 2024) -> Disclosure:
    return Disclosure(
        "0" * 16, "0" * 64, "a.txt", "", "420100", "301002", "江州市图书馆", "301", "江州市文化局", year, "budget",
        "unit",
    )  # fmt: skip


def read(lines: str, tmp_path: Path, projects: dict[str, str] | None = None, amounts: dict[str, Decimal] | None = None):
    """What is read of an OCR text; ``|`` stands for the border of a cell."""
    path = tmp_path / "disclosure.txt"
    path.write_text(lines.replace("|", "\t"), encoding="utf-8")
    return read_performance(list(text.read(path)), disclosure(), projects or {}, amounts or {})


def exact(*rows: list[str]) -> Table:
    """A ruled grid, as a Word or PDF reader yields it."""
    cells = (
        tuple(Cell(t, Origin("docx", row=r, column=c)) for c, t in enumerate(row, 1)) for r, row in enumerate(rows, 1)
    )
    return Table(tuple(cells), Origin("docx"), exact=True)


def row(fields: str) -> list[str]:
    """A row of an exact grid; two spaces stand for a blank cell."""
    return fields.split(" ")


def paragraph(words: str) -> Paragraph:
    return Paragraph(words, Origin("docx"))


def values(target: PerformanceTarget) -> tuple[str, str, str]:
    return target.year_before_last, target.last_year, target.this_year


def parts(target: PerformanceTarget) -> tuple[str, str, str]:
    return target.operator, target.target, target.target_unit


def checks(performance: Performance) -> Counter[str]:
    return Counter(finding.check for finding in performance.findings)


# --- values


@pytest.mark.parametrize(
    ("printed", "operator", "number", "unit"),
    [
        ("≥2 次", ">=", "2", "次"),
        ("≪3 小时", "<=", "3", "小时"),
        ("≥336 ↑", ">=", "336", "个"),
        ("99. 95%", "=", "99.95", "%"),
        ("≤ 0. 2%", "<=", "0.2", "%"),
        ("<7 个工作 日", "<", "7", "个工作日"),
        ("95 万人次", "=", "95", "万人次"),
        ("全年不低于 40 场次", ">=", "40", "场次"),
        ("100万元以内", "<=", "100", "万元"),
        ("90%以上", ">=", "90", "%"),
        ("1,200 人", "=", "1200", "人"),
        ("≤10", "<=", "10", ""),
        ("７天", "=", "7", "天"),
    ],
)
def test_a_value_is_taken_apart(printed: str, operator: str, number: str, unit: str):
    taken = measure(printed)
    assert (taken.operator, taken.number, taken.unit) == (operator, number, unit)


@pytest.mark.parametrize("words", ["7*24h", "3月底前完成", "10-20个", "2024年", "逐步提高", "≥90分以内", "2024年12月"])
def test_what_is_no_single_value_stays_a_target_in_words(words: str):
    assert (measure(words).operator, measure(words).number) == ("", words)


@given(
    st.sampled_from(["≥", "≤", ">", "<", "=", "不低于", "不超过"]),
    st.integers(0, 99999),
    st.integers(0, 99),
    st.sampled_from(["次", "人", "%", "小时", "个工作日", "万人次", "元/人"]),
)
def test_spaces_inside_a_value_do_not_change_it(sign: str, whole: int, cents: int, unit: str):
    plain, spaced = f"{sign}{whole}.{cents:02}{unit}", f" {sign} {whole}. {cents:02} {unit}"
    assert measure(spaced) == measure(plain)
    assert measure(plain).number == f"{whole}.{cents:02}"
    assert measure(plain).unit == unit


@given(st.text(max_size=30))
def test_any_text_is_a_value_or_words(anything: str):
    taken = measure(anything)
    assert taken.numeric or taken.number == taken.printed


# --- borders


@given(
    st.lists(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=20, unique=True), st.data()
)
def test_a_word_cut_by_a_border_is_among_its_readings(word: list[str], data: st.DataObject):
    cut = data.draw(st.integers(2, len(word) - 2))
    left, right, doubled = "".join(word[:cut]), "".join(word[cut:]), "".join(word[cut - 1 :])
    assert join((left, right)) == "".join(word)
    assert "".join(word) in joins((left, doubled))
    assert join(("".join(word), "".join(word))) == "".join(word)


def test_a_text_read_twice_is_read_once():
    assert once("做好面对读者的服务做好面对读者的服务") == "做好面对读者的服务"
    assert once("次次") == "次次"


# --- the whole unit's form

OVERALL = """
部门整体支出绩效目标申报表

部门名称|江州市图书馆|||||
长期目标 1:|保障馆藏|保障馆藏图书安全完好。||||
|一级指标|二级指标|三级指标|指标值|指标值确定依 据|
|产出指标|数量指标|每日巡查|≥2 次|行业标准|
长期绩效指标|产出指标|质量指标|借阅 差错率|≪ 0. 1%|计划数 据|

|效益指标|社会效益 指标|便民服务|做好面向读者的服务|计划数据|
年度目标 2:

1、更新馆藏书目;2、举办读书活动。

||||指标值|||
|一级指标|二级指标|三级指标|近两年指标值||预期当年实|指标值确定依据
||||前年|上年|现值|
|产出指标|数量指标|读书活动||38 场|40 场|计划数据
|产出指标||海报(含电子版)||516 个|≥336 ↑|计划数据
年度绩效指标|产出指标|时效指标|报修响应||≤1 小时|≤1 小时|计划数据

产出指标||新书编目上架时限|5 天|≤7 天|计划数据
"""


def test_levels_values_basis_horizon_and_goal(tmp_path: Path):
    targets = read(OVERALL, tmp_path).targets
    assert [t.level3 for t in targets] == [
        "每日巡查", "借阅差错率", "便民服务", "读书活动", "海报(含电子版)", "报修响应", "新书编目上架时限",
    ]  # fmt: skip
    assert [t.horizon for t in targets] == ["long-term"] * 3 + ["annual"] * 4
    assert {t.goal for t in targets} == {
        "长期目标1:保障馆藏图书安全完好。", "年度目标2:1、更新馆藏书目;2、举办读书活动。",
    }  # fmt: skip
    assert parts(targets[1]) == ("<=", "0.1", "%")
    assert targets[1].basis == "计划数据"
    assert parts(targets[2]) == ("", "做好面向读者的服务", "")
    assert values(targets[4]) == ("", "516个", "≥336个")
    assert {t.project_name for t in targets} == {""}


def test_a_merged_level_is_carried_down_and_says_so(tmp_path: Path):
    posters = read(OVERALL, tmp_path).targets[4]
    assert (posters.level2, posters.cell.note) == ("数量指标", "level2 carried down")


def test_a_blank_column_lost_at_a_page_break_is_placed_by_the_rows_above(tmp_path: Path):
    last = read(OVERALL, tmp_path).targets[-1]
    assert (last.level1, last.level2) == ("产出指标", "时效指标")
    assert values(last) == ("", "5天", "≤7天")


def test_a_lost_column_that_could_be_either_year_is_held_back(tmp_path: Path):
    printed = OVERALL.replace("|读书活动||38 场|", "|读书活动|35 场|38 场|")
    performance = read(printed, tmp_path)
    assert values(performance.targets[-1]) == ("", "", "≤7天")
    assert checks(performance)["performance-column-uncertain"] == 1


CUT = """
部门项目申报表(含绩效目标)

申报日期: 2023.11.30 单位: 万元

项目名称|江州市图书馆馆舍维护项目|项目编码|2024-001|||

长期绩效|效目标表|||||
目标名称|一级指|标|二级指标|三级指标|指标值|指标值确定依据
|产出指标数量指标|||每日巡查|≥2 次|行业标准
|产出指|·标|质量指标|漏水|水点修复率|100%|计划]数据
下|产出指标).|时效指标|故障恢复时间||≪2 小时|计划|J数据
|产出指标|时效效益|重大事故率||≤1%|计划数扩|居
|效益指标|社会效益指标|培训完成率|培训完成率||计划数据

年度绩效目标表

||||<i>→ /a</i> ;||指标值|||
目标名称|一级指标|二级指标|三级 指标|前年|上年|预计当年 实现|指标值 确定依据
V. 베/か|产出指标|质量指标|漏水点修复率|100%|100%|100%|计划数 据
|效益指标|社会效益指标|便民服务|服务做好面|做好面向读者的服务|做好面向读者的 服务做好面向读者的服务|计划数据
|产出指标|质量指标|质量指标 KPI 考核||≥95分|≥95 分|历史数据
"""


def test_cells_cut_fused_and_read_twice_by_false_borders(tmp_path: Path):
    performance = read(CUT, tmp_path)
    long_term = [t for t in performance.targets if t.horizon == "long-term"]
    assert [(t.level1, t.level2, t.level3, t.this_year, t.basis) for t in long_term] == [
        ("产出指标", "数量指标", "每日巡查", "≥2次", "行业标准"),
        ("产出指标", "质量指标", "漏水点修复率", "100%", "计划数据"),
        ("产出指标", "时效指标", "故障恢复时间", "≤2小时", "计划数据"),
        ("产出指标", "时效效益", "重大事故率", "≤1%", "计划数据"),
        ("效益指标", "社会效益指标", "培训完成率", "", "计划数据"),
    ]
    assert {t.project_name for t in performance.targets} == {"江州市图书馆馆舍维护项目"}


def test_a_lost_value_is_not_guessed(tmp_path: Path):
    performance = read(CUT, tmp_path)
    lost = next(f for f in performance.findings if f.check == "performance-lost-value")
    assert (lost.label, lost.outcome, lost.cause) == ("培训完成率", "not-checkable", "reading")


def test_a_level_that_is_no_standard_one_is_kept_as_printed(tmp_path: Path):
    performance = read(CUT, tmp_path)
    found = next(f for f in performance.findings if f.check == "performance-nonstandard-level")
    assert (found.label, found.found, found.cause) == ("重大事故率", "时效效益", "publisher")


def test_words_read_twice_count_once_and_their_fragments_are_held_back(tmp_path: Path):
    performance = read(CUT, tmp_path)
    service = next(t for t in performance.targets if t.level3 == "便民服务")
    assert service.this_year == service.target == "做好面向读者的服务"
    assert values(service) == ("", "做好面向读者的服务", "做好面向读者的服务")
    assert checks(performance)["performance-value-cut"] == 1


def test_the_level_read_again_before_the_name_is_dropped(tmp_path: Path):
    assert read(CUT, tmp_path).targets[-1].level3 == "KPI考核"


FUSED = """
整体支出绩效目标表

年度目标 1:|提升服务。||||||
||||指标值|||
|一级指标|二级指标|三级指标|||预期当年实|指标值确定依 据
|一级指标|二级指标数量指标|三级指标 接入站点数|近两年指标|植||
年度绩效指标||||近两年指标|上年|现值|据
年度绩效指标|产出指标|数量指标|接入站点数|近两年指标|上年 55 家|现值 ≥60 家|据 计划数据

|产出指标|质量指标|开馆率|≥90%|≥95%|≥95%|计划数据||
|产出指标|质量指标|开馆率|≥90%|≥95%|≥95%|计划数据||
|效益指标|||做好服务|做好服务|计划数据|||
"""


def test_headings_fused_onto_the_first_row_are_undone_and_a_row_read_twice_counts_once(tmp_path: Path):
    performance = read(FUSED, tmp_path)
    first, second, nameless = performance.targets
    assert (first.level3, values(first), first.basis) == ("接入站点数", ("", "55家", "≥60家"), "计划数据")
    assert values(second) == ("≥90%", "≥95%", "≥95%")
    assert checks(performance)["performance-row-twice"] == 1
    assert checks(performance)["performance-unread-row"] == 0
    assert (nameless.level3, nameless.this_year) == ("", "做好服务")
    assert checks(performance)["performance-lost-name"] == 1


def test_a_text_among_the_headings_that_no_row_accounts_for_is_a_finding(tmp_path: Path):
    performance = read(FUSED.replace("三级指标 接入站点数", "三级指标 失踪的指标"), tmp_path)
    assert [f.found for f in performance.findings if f.check == "performance-unread-row"] == ["失踪的指标"]


TWICE = """
整体支出绩效目标表

长期目标 1:|保障安全。||||
|一级指标|二级指标|三级指标|指标值|指标值确定依据
|产出指标|数量指标|每日巡查|≥3 次|行业标准
|产出指标|质量指标|修复率|100%|计划数据

项目支出绩效目标申报表

项目名称|馆舍维护|项目编码|2024-001||
长期绩效目标表|||||
目标名称|一级指标|二级指标|三级指标|指标值|指标值确定依据
|产出指标|数量指标|每日巡查|≥2 次|行业标准
|产出指标|质量指标|修复率|100%|行业标准
|产出指标|时效指标|响应时间|≤1 小时|行业标准
"""


def test_one_indicator_with_two_values_in_two_forms(tmp_path: Path):
    found = {f.check: f for f in read(TWICE, tmp_path).findings}
    assert (found["performance-two-values"].found, found["performance-two-values"].expected) == ("≥3次", "≥2次")
    assert found["performance-two-bases"].label == "修复率"
    assert found["performance-rows-missing"].found == "响应时间"


# --- other provinces


def test_value_sign_and_unit_in_columns_of_their_own_and_many_projects_in_one_table():
    blocks: list[Block] = [
        paragraph("部门预算项目绩效目标表"),
        exact(
            row("单位名称 项目名称 年度绩效目标 一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重"),
            row("某县图书馆 图书购置 购置图书一批 产出指标 数量指标 购书册数 ≥ 5000 册 30"),
            row("某县图书馆 图书购置 购置图书一批 效益指标 社会效益指标 阅读氛围 定性 良好  20"),
            row(" 馆舍维修 修缮屋面 成本指标 经济成本指标 单位成本 ≤ 1,200 元/平方米 20"),
            row("   满意度指标 服务对象满意度指标 读者满意度 ≥ 95 % 10"),
        ),
    ]  # fmt: skip
    performance = read_performance(blocks, disclosure(2025), {"P1": "图书购置", "P2": "馆舍维修项目"}, {})
    assert [(t.project_code, t.goal, *parts(t)) for t in performance.targets] == [
        ("P1", "购置图书一批", ">=", "5000", "册"),
        ("P1", "购置图书一批", "", "良好", ""),
        ("P2", "修缮屋面", "<=", "1200", "元/平方米"),
        ("P2", "修缮屋面", ">=", "95", "%"),
    ]
    assert [(p.name, p.project_code) for p in performance.projects] == [("图书购置", "P1"), ("馆舍维修", "P2")]


def test_the_national_form_with_merged_cells():
    blocks: list[Block] = [
        paragraph("项目支出绩效目标表"),
        paragraph("(2025年度)"),
        paragraph("单位:万元"),
        exact(
            ["项目名称", "河道清淤专项", "", "", "", ""],
            ["主管部门", "某市水务局", "", "实施单位", "某市河道管理所", ""],
            ["项目资金(万元)", "年度资金总额:", "", "120.50", "执行率分值(10)", ""],
            ["", "其中:财政拨款", "", "100.50", "", ""],
            ["", "其他资金", "", "20.00", "", ""],
            ["年度总体目标", "完成三条河道的清淤。", "", "", "", ""],
            ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "分值权重(90)"],
            ["绩效指标", "产出指标", "数量指标", "清淤河道条数", "≥3条", "20"],
            ["绩效指标", "", "", "清淤土方量", "≥2.5万立方米", "10"],
            ["绩效指标", "", "时效指标", "完成时间", "2025年12月底前", "10"],
            ["绩效指标", "满意度指标", "服务对象满意度指标", "居民满意度", "≥95%", "10"],
        ),
    ]
    performance = read_performance(blocks, disclosure(2025), {"P1": "河道清淤专项"}, {})
    assert [(t.level1, t.level2, *parts(t)) for t in performance.targets] == [
        ("产出指标", "数量指标", ">=", "3", "条"),
        ("产出指标", "数量指标", ">=", "2.5", "万立方米"),
        ("产出指标", "时效指标", "", "2025年12月底前", ""),
        ("满意度指标", "服务对象满意度指标", ">=", "95", "%"),
    ]
    assert {t.goal for t in performance.targets} == {"年度总体目标:完成三条河道的清淤。"}
    assert {(f.line, f.amount) for f in performance.facts} == {
        ("current-budget", Decimal("1205000")),
        ("fiscal-appropriation", Decimal("1005000")),
        ("unit-funds", Decimal("200000")),
    }
    assert performance.findings == ()


def test_the_goal_of_a_unit_whose_form_prints_it_in_a_row_of_its_own():
    blocks: list[Block] = [
        paragraph("部门整体支出绩效目标表"),
        exact(
            ["整体绩效目标", "做好档案保管。", "", "", ""],
            ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
            ["年度绩效指标", "产出指标", "质量指标", "档案完好率", "≥9 9%"],
        ),
    ]
    performance = read_performance(blocks, disclosure(), {}, {})
    assert [t.goal for t in performance.targets] == ["整体绩效目标:做好档案保管。"]
    assert [f.found for f in performance.findings] == ["≥9 9%"]


def test_a_title_in_a_table_of_contents_opens_no_form(tmp_path: Path):
    contents = (
        "- 十一、整体支出绩效目标表\n- 十二、项目支出绩效目标表\n\n收支总表\n\n单位: 万元\n\n收入|1. 50|支出|1. 50\n"
    )
    performance = read(contents + OVERALL, tmp_path)
    assert len(performance.tables) == 1
    assert "performance-amount-unread" not in checks(performance)


def test_a_document_without_performance_forms_says_nothing():
    assert read_performance([paragraph("收支总表"), exact(["收入", "1.00"])], disclosure(), {}, {}) == Performance()


# --- the real document


@pytest.fixture(scope="module")
def wuhan() -> Performance:
    if not WUHAN.exists():
        pytest.skip("../shared is absent")
    blocks = list(text.read(WUHAN))
    return read_performance(blocks, disclosure(), {}, {})


def test_every_target_of_the_wuhan_disclosure(wuhan: Performance):
    counted = Counter((t.table, t.horizon) for t in wuhan.targets)
    assert counted == {
        ("overall-performance", "long-term"): 25,
        ("overall-performance", "annual"): 27,
        ("project-performance", "long-term"): 26,
        ("project-performance", "annual"): 29,
    }
    assert checks(wuhan)["performance-unread-row"] == 0
    assert sum(1 for t in wuhan.targets if not t.this_year) == 1
    assert sum(1 for t in wuhan.targets if not t.level3) == 1


def test_the_amounts_of_the_wuhan_forms_add_up_but_for_the_total_that_the_publisher_misprinted(wuhan: Performance):
    contradicted = [f for f in wuhan.findings if f.check in ("performance-arithmetic", "performance-balance")]
    assert {(f.expected, f.found, f.cause) for f in contradicted} == {("27763500", "27267400", "publisher")}
    assert sum(f.table == "overall-performance" for f in wuhan.facts) == 28
    assert not [f for f in wuhan.findings if f.check == "project-arithmetic"]


def test_two_runs_give_the_same(wuhan: Performance):
    def shown(facts: tuple[Fact, ...]) -> list[str]:
        return [repr(fact) for fact in facts]

    again = read_performance(list(text.read(WUHAN)), disclosure(), {}, {})
    assert shown(again.facts) == shown(wuhan.facts)
    assert [t.target_id for t in again.targets] == [t.target_id for t in wuhan.targets]


@pytest.mark.parametrize("heading", ["指标方向性", "指标方向", "方向", "比较符号", "运算符号"])
@pytest.mark.parametrize(
    ("sign", "operator", "number", "unit"),
    [
        ("≥", ">=", "5000", "册"), ("小于等于", "<=", "5000", "册"), ("＞＝", ">=", "5000", "册"),
        ("正向", "=", "5000", "册"), ("", "=", "5000", "册"), ("↓", "", "5000册", ""), ("优于", "", "5000册", ""),
    ],
)  # fmt: skip
def test_a_column_of_directions_may_print_the_sign(heading: str, sign: str, operator: str, number: str, unit: str):
    """The sign was passed over: ≥ 5000 was published as exactly 5000. One that is not known leaves a target in words."""
    blocks: list[Block] = [
        paragraph("部门预算项目绩效目标表"),
        exact(
            row(f"项目名称 一级指标 二级指标 三级指标 指标类型 {heading} 指标值 计量单位"),
            row(f"图书购置 产出指标 数量指标 购书册数 定量 {sign} 5000 册"),
        ),
    ]
    target, = read_performance(blocks, disclosure(2025), {}, {}).targets  # fmt: skip
    assert parts(target) == (operator, number, unit)


# --- columns of horizons and of years


def of_each(target: PerformanceTarget) -> tuple[str, str, str, str, str]:
    return target.horizon, target.level1, target.level2, target.level3, target.this_year


def of_headings(*rows: list[str], goals: tuple[list[str], ...] = ()) -> Performance:
    blocks: list[Block] = [paragraph("项目支出绩效目标表"), exact(["项目名称", "图书购置", *[""] * 6], *goals, *rows)]
    return read_performance(blocks, disclosure(2024), {}, {})


@pytest.mark.parametrize("reverse", [False, True])
def test_indicators_of_two_horizons_stand_side_by_side(*, reverse: bool):
    """The national form has them so; every row was held back."""
    long, year = (["数量指标", "购书册数", "≥3000册"], ["质量指标", "完好率", "≥99%"])
    headed = ["中期目标（2024年—2026年）", "", "", "年度目标", "", "", ""]
    goals = ["三年购书。", "", "", "本年购书。", "", "", ""]
    if reverse:
        long, year = year, long
        headed, goals = [[*texts[3:6], *texts[:3], ""] for texts in (headed, goals)]
    found = of_headings(
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", *long, *year],
        ["", "", *long[:1], "到馆人次", "≥900人次", "", "", ""],
        goals=(["总体目标", *headed], ["", *goals]),
    )
    first, second = ("annual", "long-term") if reverse else ("long-term", "annual")
    assert [of_each(target) for target in found.targets] == [
        (first, "产出指标", *long), (second, "产出指标", *year), (first, "产出指标", long[0], "到馆人次", "≥900人次"),
    ]  # fmt: skip
    assert {t.horizon: t.goal for t in found.targets} == {
        "long-term": "中期目标（2024年—2026年）:三年购书。", "annual": "年度目标:本年购书。",
    }  # fmt: skip
    assert not found.findings


def test_horizons_that_nothing_tells_apart_are_held_back():
    found = of_headings(
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
        ["", "产出指标", "数量指标", "购书册数", "≥3000册", "数量指标", "购书册数", "≥1000册"],
    )
    assert not found.targets
    assert checks(found) == {"performance-unread-row": 1}


@pytest.mark.parametrize("heading", ["中长期指标值", "实施周期指标值", "长期目标值"])
def test_values_of_two_horizons_stand_beside_one_name(heading: str):
    """The value of all years was passed over; where it stood alone it was taken for the year's."""
    rows = [
        ["一级指标", "二级指标", "三级指标", heading, "年度指标值"],
        ["产出指标", "数量指标", "购书册数", "≥3000册", "≥1000册"],
        ["产出指标", "质量指标", "完好率", "≥99%", ""],
    ]
    found = of_headings(*rows)
    assert [(t.horizon, t.level3, t.target) for t in found.targets] == [
        ("long-term", "购书册数", "3000"), ("annual", "购书册数", "1000"), ("long-term", "完好率", "99"),
    ]  # fmt: skip
    alone = of_headings(*(row[:4] for row in rows))
    assert [(t.horizon, t.target) for t in alone.targets] == [("long-term", "3000"), ("long-term", "99")]


@pytest.mark.parametrize(
    ("headings", "values_of_years"),
    [
        (("2022年实际值", "2023年预计值", "2024年目标值"), ("1100册", "1150册", "≥1200册")),
        (("前年实际", "上年预计", "本年目标"), ("1100册", "1150册", "≥1200册")),
        (("上年完成值", "年度指标值"), ("", "1100册", "1150册")),
        (("2023年度实际完成值", "2024年度指标值"), ("", "1100册", "1150册")),
        (("指标值", "上年完成情况"), ("", "1150册", "1100册")),
        (("2020年实际值", "指标值"), ("", "", "1150册")),
    ],
)
def test_headings_say_the_years_of_their_values(headings: tuple[str, ...], values_of_years: tuple[str, str, str]):
    printed = ("1100册", "1150册", "≥1200册")[: len(headings)]
    found = of_headings(
        ["绩效指标", "一级指标", "二级指标", "三级指标", *headings, "备注"],
        ["", "产出指标", "数量指标", "购书册数", *printed, ""],
    )
    assert [values(target) for target in found.targets] == [values_of_years]
