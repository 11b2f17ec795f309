"""Kinds of projects, revenue of one fund, basic expenditure of all funds: read as they were meant, or held back."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Fact

SPENT = (
    "支出总表",
    """科目编码|科目名称|合计|基本支出|项目支出
    |合计|500.00|300.00|200.00
    213|农林水支出|500.00|300.00|200.00""",
)


def _cell(text: str) -> str:
    """``小计`` is a cell, ``基本支出*2`` one over two columns, ``科目编码/2`` one over two rows."""
    across, down = ("1", "1")
    for mark in "*/":
        text, _, span = text.partition(mark)
        across, down = (span or across, down) if mark == "*" else (across, span or down)
    return f'<td colspan="{across}" rowspan="{down}">{text.strip()}</td>'


def _row(line: str) -> str:
    """A row of cells between bars; ``---`` ends a page, on which the next grid begins."""
    return "</table><table>" if line == "---" else f"<tr>{''.join(map(_cell, line.split('|')))}</tr>"


def read(folder: Path, *tables: tuple[str, str], title: str = "某县水利局2024年部门预算") -> Conversion:
    """What a page of ``tables`` says, each a title and its rows, a line each, cells between bars."""
    grids = (
        f"<p>{name}</p><p>单位：万元</p><table>" + "".join(map(_row, rows.splitlines())) + "</table>"
        for name, rows in tables
    )
    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>{title}</p>{''.join(grids)}", "utf-8")
    return prove(convert(path))


def amounts(conversion: Conversion, table: str, *dimensions: str, **only: str) -> dict[object, str]:
    """The amounts of a table in 万元 by ``dimensions``, of the facts that ``only`` selects."""
    facts = [f for f in conversion.facts if f.table == table and all(getattr(f, d) == v for d, v in only.items())]
    return {_key(f, dimensions): f"{float(f.amount) / 10_000:g}" for f in facts}


def _key(fact: Fact, dimensions: tuple[str, ...]) -> object:
    values = tuple(getattr(fact, d) for d in dimensions)
    return values[0] if len(values) == 1 else values


def unproven(conversion: Conversion, table: str) -> list[str]:
    return [f.label for f in conversion.facts if f.table == table and not f.confirmations]


def errors(conversion: Conversion) -> list[str]:
    return [f.message for f in conversion.findings if f.severity == "error"]


CLASSES = """科目编码/2|科目名称/2|合计/2|人员类/2|运转类*2|特定目标类/2
公用经费|其他运转类
|合计|500.00|240.00|60.00|50.00|150.00
213|农林水支出|500.00|240.00|60.00|50.00|150.00"""


def test_projects_with_a_target_are_not_all_projects(tmp_path: Path) -> None:
    """人员类, 运转类 and 特定目标类 in columns: no column is of all projects, each is a part of the total."""
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", CLASSES))
    assert amounts(conversion, "general-budget-by-function", "line", "category", function_code="213") == {
        ("", "all"): "500",
        ("", "personnel"): "240",
        ("", "operating"): "60",
        ("operating-projects", "project"): "50",
        ("specific-target-projects", "project"): "150",
    }
    assert not errors(conversion)
    assert not unproven(conversion, "general-budget-by-function")


def test_a_wrong_class_of_projects_is_told(tmp_path: Path) -> None:
    conversion = read(
        tmp_path,
        SPENT,
        (
            "一般公共预算支出表",
            CLASSES.replace("农林水支出|500.00|240.00|60.00|50.00", "农林水支出|500.00|240.00|60.00|51.00"),
        ),
    )
    assert any("51" in message for message in errors(conversion))


def test_the_sum_of_a_class_says_nothing_of_its_parts(tmp_path: Path) -> None:
    rows = """科目编码/2|科目名称/2|合计/2|人员类/2|运转类*3|特定目标类/2
    小计|公用经费|其他运转类
    |合计|500.00|240.00|110.00|60.00|50.00|150.00
    213|农林水支出|500.00|240.00|110.00|60.00|50.00|150.00"""
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = amounts(conversion, "general-budget-by-function", "line", "category", function_code="213")
    assert found["operating-projects", "all"] == "110"
    assert found["operating-projects", "project"] == "50"
    assert found["", "operating"] == "60"
    assert not unproven(conversion, "general-budget-by-function")


def test_kinds_of_projects_in_rows(tmp_path: Path) -> None:
    rows = """支出*3
    按支出性质|行次|决算数
    一、基本支出|1|300.00
    二、项目支出|2|200.00
    其中：基本建设类项目|3|120.00
    行政事业类项目|4|80.00
    本年支出合计|5|500.00"""
    title = "某县水利局2023年度部门决算"
    conversion = read(tmp_path, ("收入支出决算总表", rows), title=title)
    found = amounts(conversion, "budget-summary", "line")
    assert (found["project"], found["capital-construction-projects"], found["administrative-projects"]) == (
        "200",
        "120",
        "80",
    )
    assert not unproven(conversion, "budget-summary")


def test_kinds_of_projects_above_their_projects(tmp_path: Path) -> None:
    rows = """项目类别|项目名称|项目单位|合计|一般公共预算|上年结转
    合计|||200.00|180.00|20.00
    其他运转类|||50.00|50.00|
    其他运转类|办公楼维修|某县水利局|50.00|50.00|
    特定目标类|||150.00|130.00|20.00
    特定目标类|水库除险|某县水利局|150.00|130.00|20.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", rows))
    found = amounts(conversion, "project-expenditure", "label", fund="all", origin="all")
    assert found == {"合计": "200", "其他运转类": "50", "办公楼维修": "50", "特定目标类": "150", "水库除险": "150"}
    assert not errors(conversion)


FUND = """收入*2|支出*2
项目|预算数|项目|预算数
一、本年收入|30.00|一、其他支出|40.00
政府性基金预算拨款收入|30.00||
二、上年结转|10.00|二、结转下年|
收入总计|40.00|支出总计|40.00"""


def test_revenue_and_expenditure_of_a_fund_side_by_side(tmp_path: Path) -> None:
    conversion = read(tmp_path, SPENT, ("政府性基金预算收支表", FUND))
    assert amounts(conversion, "government-fund", "flow", "line") == {
        ("revenue", "current-year-revenue"): "30",
        ("revenue", "government-fund-appropriation"): "30",
        ("balance", "carried-over"): "10",
        ("revenue", "total"): "40",
        ("expenditure", "function-229"): "40",
        ("expenditure", "total"): "40",
    }
    assert not unproven(conversion, "government-fund")


def test_a_plain_total_is_of_the_side_that_it_stands_on(tmp_path: Path) -> None:
    rows = FUND.replace("收入总计", "合计").replace("支出总计|40.00", "合计|41.00")
    conversion = read(tmp_path, SPENT, ("政府性基金预算收支表", rows))
    found = amounts(conversion, "government-fund", "flow", line="total")
    assert found == {"revenue": "40", "expenditure": "41"}
    assert errors(conversion)


def test_a_unit_may_print_the_revenue_of_its_funds(tmp_path: Path) -> None:
    """Two tables that governments have make no government of a unit that says it is one."""
    rows = "项目|金额\n合计|30.00\n一、彩票公益金收入|30.00"
    conversion = read(tmp_path, SPENT, ("政府性基金预算收入表", rows), ("国有资本经营预算收入表", rows))
    assert conversion.disclosure.scope == "department"
    assert amounts(conversion, "government-fund", "flow", "line") == {("revenue", "total"): "30"}
    assert [f.found for f in conversion.findings if f.check == "unknown-row"] == ["一、彩票公益金收入 | 30.00"] * 2


BASIC = """支出项目类别（资金使用单位）/2|总计/2|财政拨款*2|其他资金/2
合计|一般公共预算
合计|300.00|280.00|280.00|20.00
工资福利支出|200.00|190.00|190.00|10.00
{unit}商品和服务支出|100.00|90.00|90.00|10.00"""


def test_basic_expenditure_of_all_funds(tmp_path: Path) -> None:
    conversion = read(tmp_path, SPENT, ("部门预算基本支出预算表", BASIC.format(unit="")))
    found = amounts(conversion, "expenditure-by-economic", "line", "fund", category="basic")
    assert (found["total", "all"], found["economic-301", "all"]) == ("300", "200")
    assert (found["total", "fiscal-appropriation"], found["economic-302", "unit-funds"]) == ("280", "10")
    assert not amounts(conversion, "expenditure-by-economic", "line", category="all")
    assert not unproven(conversion, "expenditure-by-economic")


def test_units_below_the_class_that_they_have_the_money_for_are_no_totals(tmp_path: Path) -> None:
    unit = "某县水利局|200.00|190.00|190.00|10.00\n"
    conversion = read(tmp_path, SPENT, ("部门预算基本支出预算表", BASIC.format(unit=unit)))
    assert amounts(conversion, "expenditure-by-economic", "label", fund="all") == {
        "合计": "300",
        "工资福利支出": "200",
        "商品和服务支出": "100",
    }


def test_basic_expenditure_of_untold_funds_is_held_back(tmp_path: Path) -> None:
    rows = "科目编码|科目名称|合计|人员经费|公用经费\n|合计|300.00|200.00|100.00\n301|工资福利支出|200.00|200.00|\n302|商品和服务支出|100.00||100.00"
    conversion = read(tmp_path, SPENT, ("基本支出预算表", rows))
    assert not amounts(conversion, "expenditure-by-economic", "line")
    assert "fund-unknown" in {f.check for f in conversion.findings}


OTHERS = """支出项目类别（资金使用单位）|总计|一般公共预算|其他资金
合计|200.00|180.00|20.00
某县水利局|200.00|180.00|20.00
水库除险|150.00|150.00|
{last}|50.00|30.00|20.00"""


def test_a_list_of_projects_and_of_other_expenditure(tmp_path: Path) -> None:
    """Where all are projects it is read; where one is none, the total is not of projects, and nothing is read."""
    title = "部门预算项目支出及其他支出预算表"
    conversion = read(tmp_path, SPENT, (title, OTHERS.format(last="堤防维护")))
    assert amounts(conversion, "project-expenditure", "label", fund="all")["堤防维护"] == "50"
    conversion = read(tmp_path, SPENT, (title, OTHERS.format(last="上缴上级支出")))
    assert not amounts(conversion, "project-expenditure", "label")
    assert "table-of-several-kinds" in {f.check for f in conversion.findings}


UNITS = """单位名称|科目编码|科目名称|合计|基本支出|项目支出
{own}/3|合计*2|400.00|250.00|150.00
213|农林水支出|400.00|250.00|150.00
21303|水利|400.00|250.00|150.00
{other}/2|213|农林水支出|100.00|50.00|50.00
21303|水利|100.00|50.00|50.00"""


def test_a_unit_named_once_beside_several_rows_is_the_unit_of_each(tmp_path: Path) -> None:
    rows = UNITS.format(own="某县水利局本级", other="某县水文站")
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = amounts(conversion, "general-budget-by-function", "unit_name", "function_code", category="all")
    assert found == {
        ("某县水利局本级", ""): "400",
        ("某县水利局本级", "213"): "400",
        ("某县水利局本级", "21303"): "400",
        ("某县水文站", "213"): "100",
        ("某县水文站", "21303"): "100",
    }
    assert {f.label for f in conversion.facts if f.function_code == "213"} == {"农林水支出"}
    assert not errors(conversion)


CUT = """单位名称|科目编码|科目名称|合计|基本支出|项目支出
某县水利局本级/2|213|农林水支出|400.00|250.00|150.00
21303|水利|400.00|250.00|150.00
某县水文站|213|农林水支出|100.00|50.00|50.00
---
单位名称|科目编码|科目名称|合计|基本支出|项目支出
{after}"""


def test_a_unit_whose_cell_a_page_break_cut_is_the_unit_of_the_rows_after_it(tmp_path: Path) -> None:
    rows = CUT.format(after="/2|21303|水利|100.00|50.00|50.00\n2130304|水利行业业务管理|100.00|50.00|50.00")
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = amounts(conversion, "general-budget-by-function", "function_code", category="all", unit_name="某县水文站")
    assert found == {"213": "100", "21303": "100", "2130304": "100"}


def test_a_total_after_a_page_break_is_not_of_the_unit_before_it(tmp_path: Path) -> None:
    rows = CUT.format(after="|合计|合计|500.00|300.00|200.00")
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = amounts(conversion, "general-budget-by-function", "unit_name", category="all", line="total")
    assert found == {"某县水利局": "500"}


def test_the_total_beside_the_name_of_the_only_unit_is_read(tmp_path: Path) -> None:
    rows = "\n".join(UNITS.format(own="某县水利局", other="").splitlines()[:4])
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    assert amounts(conversion, "general-budget-by-function", "line", category="all", function_code="") == {
        "total": "400"
    }
    assert not unproven(conversion, "general-budget-by-function")


def test_the_name_of_the_department_among_its_units_is_all_of_it_or_its_own_office(tmp_path: Path) -> None:
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", UNITS.format(own="某县水利局", other="某县水文站")))
    assert {f.unit_name for f in conversion.facts if f.table == "general-budget-by-function"} == {"某县水文站"}
    assert "owner-unknown" in {f.check for f in conversion.findings}


UNITS_ALONE = """单位名称|合计|财政拨款|其他资金
{first}|{own}
某县水文站|30.00|20.00|10.00
某县水库|60.00|60.00|"""


@pytest.mark.parametrize(
    ("first", "own", "whose"),
    [
        ("合计|90.00|80.00|10.00\n某县水利局", "90.00|80.00|10.00", "某县水利局"),
        ("合计|100.00|85.00|15.00\n某县水利局", "10.00|5.00|5.00", "某县水利局本级"),
        ("某县水利局", "90.00|80.00|10.00", "某县水利局"),
        # what no sum tells
        ("合计|100.00|85.00|15.00\n某县水利局", "10.00|6.00|4.00", ""),
        ("合计|90.00|80.00|10.00\n某县水利局", "50.00|50.00|", ""),
        ("某县水利局", "50.00|50.00|", ""),
    ],
)
def test_whose_the_row_of_the_department_is_among_its_units_is_told_by_sums(
    tmp_path: Path, first: str, own: str, whose: str
) -> None:
    """All of it, or its own office; a row that was neither the total nor a sum was the department's once."""
    conversion = read(tmp_path, SPENT, ("部门收入总表", UNITS_ALONE.format(first=first, own=own)))
    facts = [f for f in conversion.facts if f.table == "revenue-summary" and f.line != "total"]
    assert {f.unit_name for f in facts if f.label == "某县水利局"} == ({whose} if whose else set())
    assert {f.unit_name for f in facts if f.label == "某县水文站"} == {"某县水文站"}
    assert ("owner-unknown" in {f.check for f in conversion.findings}) == (not whose)
    assert not whose or all(f.confirmations for f in facts if f.label == "某县水利局")


def test_one_amount_of_one_other_unit_may_be_as_much_by_chance(tmp_path: Path) -> None:
    rows = "单位名称|合计\n某县水利局|30.00\n某县水文站|30.00"
    conversion = read(tmp_path, SPENT, ("机关运行经费预算表", rows))
    assert {f.unit_name for f in conversion.facts if f.table == "agency-operating"} == {"某县水文站"}


THIS_YEAR = """科目编码|科目名称|合计|其中：上年结转|{heading}
|合计|300.00|20.00|{this_year}
301|工资福利支出|300.00|20.00|{this_year}"""


@pytest.mark.parametrize("heading", ["本年预算", "2024年预算数"])
def test_a_column_of_this_year_is_no_second_total(tmp_path: Path, heading: str) -> None:
    """合计, of it carried over, and 本年预算: of this year where the sums say so, else neither of the two is read."""
    for this_year, origins in (("280.00", {"all", "current-year", "carried-over"}), ("290.00", {"carried-over"})):
        rows = THIS_YEAR.format(heading=heading, this_year=this_year)
        conversion = read(tmp_path, SPENT, ("一般公共预算基本支出表", rows))
        assert set(amounts(conversion, "basic-expenditure-by-economic", "origin")) == origins
        undecided = "columns-undecided" in {f.check for f in conversion.findings}
        assert undecided == (len(origins) == 1)
        assert undecided or not unproven(conversion, "basic-expenditure-by-economic")


def test_funds_that_come_to_the_total_have_what_was_carried_over_among_them(tmp_path: Path) -> None:
    """They were of this year once, and a false error said that they do not add up."""
    rows = """项目名称|合计|一般公共预算|政府性基金|其中：上年结转
    合计|200.00|180.00|20.00|30.00
    渠道整治|120.00|100.00|20.00|30.00
    水文站改造|80.00|80.00||"""
    conversion = read(tmp_path, SPENT, ("项目支出表", rows))
    found = amounts(conversion, "project-expenditure", "fund", "origin", line="total")
    assert found == {
        ("all", "all"): "200",
        ("general-public-budget", "all"): "180",
        ("government-fund", "all"): "20",
    }
    assert not errors(conversion)


def test_a_part_of_the_total_is_of_no_year_that_nothing_tells(tmp_path: Path) -> None:
    """其中：财政拨款 may have what was carried over in it or not; it was of this year once."""
    rows = """项目名称|合计|其中：财政拨款|上年结转
    合计|200.00|180.00|30.00
    渠道整治|120.00|100.00|30.00
    水文站改造|80.00|80.00|"""
    conversion = read(tmp_path, SPENT, ("项目支出表", rows))
    assert set(amounts(conversion, "project-expenditure", "fund")) == {"all"}
    assert not errors(conversion)
    proven = read(tmp_path, SPENT, ("项目支出表", rows.replace("180.00", "170.00").replace("100.00", "90.00")))
    found = amounts(proven, "project-expenditure", "origin", fund="fiscal-appropriation", line="total")
    assert found == {"current-year": "170"}


def test_what_goods_are_counted_in_is_no_unit(tmp_path: Path) -> None:
    rows = """采购项目|采购品目|单位|数量|预算金额
    合计|||12|36.00
    水文监测|监测仪|台|2|30.00
    办公|计算机|台|10|6.00"""
    conversion = read(tmp_path, SPENT, ("政府采购预算表", rows))
    assert {f.unit_name for f in conversion.facts if f.table == "procurement"} == {"某县水利局"}
    assert len(amounts(conversion, "procurement", "label")) == 3


def test_a_total_without_sides_is_what_the_table_is_of(tmp_path: Path) -> None:
    """Where 合计 is the only line that is known, nothing tells a side: the table is of expenditure."""
    rows = "科目名称|合计|基本支出|项目支出\n合计|30.00||30.00\n某项安排的支出|30.00||30.00"
    conversion = read(tmp_path, SPENT, ("政府性基金预算支出表", rows))
    assert amounts(conversion, "government-fund", "flow", line="total", category="all") == {"expenditure": "30"}


def test_a_project_whose_code_was_misread_is_held_back_and_not_one_without_a_code(tmp_path: Path) -> None:
    rows = "项目编码|项目名称|合计\n合计||90.00\n420100231570000001{}|渠道整治|60.00\n420100231570000002{}|水文站改造|30.00"
    conversion = read(tmp_path, SPENT, ("项目支出表", rows.format("05", "0§")))
    projects = {f.label for f in conversion.facts if f.table == "project-expenditure" and f.line != "total"}
    assert projects == {"渠道整治"}
    assert any("水文站改造" in f.message or f.label == "水文站改造" for f in conversion.findings)


ONE_KIND = "科目编码|科目名称|合计|基本支出|项目支出\n|合计|{0}||{0}\n213|农林水支出|{0}||{0}"


@pytest.mark.parametrize(
    ("title", "fund", "origin"),
    [
        ("财政专户管理资金支出预算表", "fiscal-special-account", "all"),
        ("单位资金支出预算表", "unit-funds", "all"),
        ("上年结转支出预算表", "all", "carried-over"),
    ],
)
def test_expenditure_of_one_kind_of_money_has_a_table_of_its_own(
    tmp_path: Path, title: str, fund: str, origin: str
) -> None:
    conversion = read(tmp_path, SPENT, (title, ONE_KIND.format("10.00")))
    found = amounts(conversion, "expenditure-summary", "fund", "origin", line="total", category="all")
    assert found == {("all", "all"): "500", (fund, origin): "10"}
    assert not unproven(conversion, "expenditure-summary")


@pytest.mark.parametrize(
    "said",
    [
        "（以下报表数据单位均为：万元）",
        "下列各表金额单位均为万元。",
        "本套报表均以万元为单位",
        "以下各表金额以万元列示",
    ],
)
def test_a_sentence_above_the_tables_tells_their_unit_of_money(tmp_path: Path, said: str) -> None:
    name, rows = SPENT
    table = "".join(map(_row, rows.splitlines()))
    path = tmp_path / "a.html"
    path.write_text(f"<p>某县水利局2024年部门预算</p><p>{said}</p><p>{name}</p><table>{table}</table>", "utf-8")
    assert {f.reported_unit for f in convert(path).facts} == {"万元"}


BLANK_UNIT = """单位名称|项目名称|合计|一般公共预算
某县水利局本级|渠道整治|120.00|120.00
|水文监测|80.00|80.00
{closed}某县水文站|站房维修|50.00|50.00
合计||250.00|250.00"""


def test_a_unit_left_blank_below_another_is_told_by_their_subtotal(tmp_path: Path) -> None:
    rows = BLANK_UNIT.format(closed="小计||200.00|200.00\n")
    conversion = read(tmp_path, SPENT, ("项目支出表", rows))
    found = amounts(conversion, "project-expenditure", "label", "unit_name", fund="all", line="project")
    assert found == {
        ("渠道整治", "某县水利局本级"): "120",
        ("水文监测", "某县水利局本级"): "80",
        ("站房维修", "某县水文站"): "50",
    }


@pytest.mark.parametrize("closed", ["", "小计||210.00|210.00\n"])
def test_a_row_whose_unit_is_left_blank_is_not_the_departments(tmp_path: Path, closed: str) -> None:
    """It was published under the department's name once, below a row of another unit's."""
    conversion = read(tmp_path, SPENT, ("项目支出表", BLANK_UNIT.format(closed=closed)))
    assert not [f for f in conversion.facts if f.label == "水文监测"]
    assert "owner-unknown" in {f.check for f in conversion.findings}


@pytest.mark.parametrize("brackets", ["[]", "【】", "［］", "〔〕"])
def test_codes_in_brackets_in_a_column_of_their_own_are_codes(tmp_path: Path, brackets: str) -> None:
    """Rows of such codes were once not known, and held back."""
    start, end = brackets
    rows = f"""科目编码|科目名称|合计|基本支出|项目支出
    |合计|500.00|300.00|200.00
    {start}213{end}|农林水支出|500.00|300.00|200.00
    {start}21303{end}|水利|500.00|300.00|200.00
    {start}2130301{end}|行政运行|500.00|300.00|200.00"""
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", rows))
    found = amounts(conversion, "general-budget-by-function", "function_code", category="project")
    assert found == {"": "200", "213": "200", "21303": "200", "2130301": "200"}
    assert not errors(conversion)
    assert not unproven(conversion, "general-budget-by-function")


@pytest.mark.parametrize(
    ("headings", "fund"),
    [
        ("财政拨款|财政专户管理资金|其他资金", "unit-funds"),
        ("财政拨款|财政专户管理资金|其他收入", "other-income"),
        # beside a kind of what the unit has itself it is what is left of that
        ("财政拨款|事业收入|其他资金", "other-income"),
        ("财政拨款|单位资金|其他资金收入", "other-income"),
    ],
)
def test_other_money_beside_appropriations_is_all_that_a_unit_has_itself(
    tmp_path: Path, headings: str, fund: str
) -> None:
    """It was published as 其他收入 once, with 事业收入 among it, and said to differ from that of 收支总表."""
    rows = f"单位名称|合计|{headings}\n合计|90.00|60.00|20.00|10.00\n某县水利局|90.00|60.00|20.00|10.00"
    found = amounts(read(tmp_path, SPENT, ("部门收入总表", rows)), "revenue-summary", "fund", line="total")
    assert (found[fund], len(found)) == ("10", 4)


def test_the_three_beside_money_that_is_no_appropriation(tmp_path: Path) -> None:
    """The total was called 财政拨款 once, and its sums said yes."""
    rows = """项目|合计|一般公共预算|其他资金
    合计|50.00|38.00|12.00
    因公出国（境）费|20.00|15.00|5.00
    公务接待费|30.00|23.00|7.00"""
    read_as = read(tmp_path, ("“三公”经费预算表", rows))
    found = amounts(read_as, "three-public", "fund", line="total")
    assert found == {"all": "50", "general-public-budget": "38", "unit-funds": "12"}


def test_amounts_under_a_heading_of_names_are_no_names(tmp_path: Path) -> None:
    rows = """功能科目/2|采购类别*3|资金来源*2
    合计|货物类|服务类|一般公共预算|其他
    2130301 行政运行|90.00|40.00|50.00|80.00|10.00"""
    read_as = read(tmp_path, SPENT, ("政府采购支出预算表", rows))
    labels = [f.label for f in read_as.facts if f.table == "procurement"]
    assert labels == ["行政运行"]
    assert {f.label for f in read_as.findings if f.check == "unknown-heading"} >= {"采购类别"}


def test_a_table_of_one_kind_of_money_is_of_it_in_whatever_words_its_title_says_so(tmp_path: Path) -> None:
    """财政专户管理资金预算支出表 was once read as a table of all expenditure."""
    rows = SPENT[1].replace("500.00", "90.00").replace("300.00", "60.00").replace("200.00", "30.00")
    conversion = read(tmp_path, SPENT, ("财政专户管理资金预算支出表", rows))
    of_account = amounts(conversion, "expenditure-summary", "line", "category", fund="fiscal-special-account")
    assert of_account["total", "all"] == "90"
    assert amounts(conversion, "expenditure-summary", "category", fund="all", line="total")["all"] == "500"
    assert not errors(conversion)


BY_BOTH = """政府预算经济分类*3|部门预算经济分类*3
    科目编码|科目名称|金额|科目编码|科目名称|金额
    501|机关工资福利支出|300.00|301|工资福利支出|300.00
    50101|工资奖金津补贴|300.00|30101|基本工资|300.00
    502|机关商品和服务支出|200.00|302|商品和服务支出|200.00
    合计*2|500.00|合计*2|500.00"""


def test_both_economic_classifications_beside_each_other_are_read(tmp_path: Path) -> None:
    """The amounts of the governments' one were once left out without a word."""
    conversion = read(tmp_path, SPENT, ("支出经济分类预算表", BY_BOTH))
    codes = amounts(conversion, "expenditure-by-economic", "economic_code")
    assert codes == {"501": "300", "50101": "300", "502": "200", "301": "300", "30101": "300", "302": "200", "": "500"}
    assert not unproven(conversion, "expenditure-by-economic")
    assert not errors(conversion)


KINDS_BY_BOTH = """部门预算支出经济分类*4|政府预算支出经济分类*4
    科目编码|科目名称|基本支出|项目支出|科目编码|科目名称|基本支出|项目支出
    301|工资福利支出|300.00||501|机关工资福利支出|300.00|
    30101|基本工资|200.00||50101|工资奖金津补贴|300.00|
    30102|津贴补贴|100.00||502|机关商品和服务支出||200.00
    302|商品和服务支出||200.00|50201|办公经费||200.00
    30201|办公费||200.00|||
    合计*2|300.00|200.00|合计*2|300.00|200.00"""
IN_ONE_ROW = "政府预算经济科目编码|政府预算经济科目名称|基本支出|项目支出|部门预算经济科目编码|部门预算经济科目名称|基本支出|项目支出"


def _governments_first(rows: str) -> str:
    cells = [line.split("|") for line in rows.splitlines()[2:-1]]
    turned = ["|".join([*(line + [""] * (8 - len(line)))[4:], *line[:4]]) for line in cells]
    return "\n".join([IN_ONE_ROW, *turned, rows.splitlines()[-1]])


@pytest.mark.parametrize("rows", [KINDS_BY_BOTH, _governments_first(KINDS_BY_BOTH)])
def test_amounts_of_the_governments_classification_are_none_of_the_departments_codes(tmp_path: Path, rows: str) -> None:
    """Projects under 502 were published as the department's 30102, whose row they stand in."""
    conversion = read(tmp_path, SPENT, ("支出经济分类预算表", rows))
    codes = amounts(conversion, "expenditure-by-economic", "economic_code", category="project")
    assert codes == {"502": "200", "50201": "200", "302": "200", "30201": "200", "": "200"}
    assert amounts(conversion, "expenditure-by-economic", "economic_code", category="basic")["30102"] == "100"
    assert not unproven(conversion, "expenditure-by-economic")
    assert not errors(conversion)


def test_of_it_announced_in_advance_is_no_whole(tmp_path: Path) -> None:
    """The total was said to be wrong wherever no column says what the own level appropriates."""
    printed = """科目编码|科目名称|合计|基本支出|项目支出|其中：上级提前下达
    |合计|500.00|300.00|200.00|50.00
    213|农林水支出|500.00|300.00|200.00|50.00"""
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", printed))
    found = amounts(conversion, "general-budget-by-function", "line", "category", function_code="213")
    assert found["advance-transfer-appropriation", "all"] == "50"
    assert not unproven(conversion, "general-budget-by-function")
    assert not errors(conversion)


@pytest.mark.parametrize(
    ("headings", "amount", "lines"),
    [
        ("合计|本年预算安排|上级提前下达|上年结转结余", "400.00", {"own-level-appropriation": "400"}),
        ("合计|当年财政拨款安排|上级提前通知专项转移支付|上年结转安排", "400.00", {"own-level-appropriation": "400"}),
        ("合计|本年预算安排|其中：上级提前下达|上年结转结余", "450.00", {"": "450"}),
        ("合计|本年预算安排|上级提前下达|上年结转结余", "450.00", {"": "450"}),
        ("合计|本年预算安排|上级提前下达|上年结转结余", "399.00", {}),
    ],
)
def test_this_years_beside_what_was_announced_in_advance_is_of_the_own_level(
    tmp_path: Path, headings: str, amount: str, lines: dict[str, str]
) -> None:
    """The advance is of this year too: this year's was said to be all of it, and the total to be wrong."""
    printed = f"""科目编码|科目名称|{headings}
    |合计|500.00|{amount}|50.00|50.00
    213|农林水支出|500.00|{amount}|50.00|50.00"""
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", printed))
    found = amounts(conversion, "general-budget-by-function", "line", function_code="213", origin="current-year")
    assert found == {**lines, "advance-transfer-appropriation": "50"}
    assert not errors(conversion)
    assert not unproven(conversion, "general-budget-by-function")


def test_totals_of_one_money_that_differ_are_held_back_and_told(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("支出经济分类预算表", BY_BOTH.replace("合计*2|500.00|", "合计*2|510.00|")))
    assert "" not in amounts(conversion, "expenditure-by-economic", "economic_code")
    (finding,) = [f for f in conversion.findings if f.check == "totals-of-blocks-differ"]
    assert "510.00、500.00" in finding.message


def test_the_one_table_of_a_unit_is_not_held_against_those_of_its_department(tmp_path: Path) -> None:
    """No table of the department's has the amounts that the unit's has: once the two were added up together."""
    of_unit = """收入*2|支出*2
    项目|预算数|项目|预算数
    一、财政拨款收入|100.00|一、农林水支出|300.00
    二、事业收入|200.00||
    收入总计|300.00|支出总计|300.00"""
    conversion = read(tmp_path, SPENT, ("某县水文站2024年单位收支总表", of_unit))
    assert {f.unit_name for f in conversion.facts if f.table == "budget-summary"} == {"某县水文站"}
    assert not unproven(conversion, "budget-summary")
    assert not errors(conversion)


def test_non_tax_revenue_and_transfers_announced_in_advance_are_lines_within_the_general_budget(tmp_path: Path) -> None:
    printed = """单位名称/2|合计/2|一般公共预算拨款收入*4|事业收入/2
    小计|经费拨款（补助）|非税收入安排|提前下达上级补助
    某县水利局|500.00|450.00|400.00|30.00|20.00|50.00
    合计|500.00|450.00|400.00|30.00|20.00|50.00"""
    conversion = read(tmp_path, SPENT, ("收入总表", printed))
    found = amounts(conversion, "revenue-summary", "line", "origin", fund="general-public-budget", label="合计")
    assert found == {
        ("total", "all"): "450",
        ("treasury-appropriation", "all"): "400",
        ("non-tax-appropriation", "all"): "30",
        ("advance-transfer-appropriation", "current-year"): "20",
    }
    assert not conversion.findings


def test_basic_and_project_appropriations_below_a_wider_kind_of_money_are_of_the_appropriation(tmp_path: Path) -> None:
    printed = """科目编码/2|科目名称/2|合计/2|财政性资金*2|其他资金/2
    财政基本拨款|财政项目拨款
    213|农林水支出|500.00|300.00|150.00|50.00
    合计||500.00|300.00|150.00|50.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "fund", "category", line="total")
    assert found["fiscal-appropriation", "basic"] == "300"
    assert found["fiscal-appropriation", "project"] == "150"


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("一般公共预算财政拨款支出", "general-budget-by-function"),
        ("预算支出一览", "expenditure-summary"),
        ("一般公共预算支出功能分类预算", "general-budget-by-function"),
        ("部门支出总体情况", "expenditure-summary"),
        ("2024年支出预算明细", "expenditure-summary"),
        ("其中：一般公共预算支出表", "general-budget-by-function"),
        ("支出总表2024", "expenditure-summary"),
        ("三、支出预算", "expenditure-summary"),
        ("2024年支出预算", "expenditure-summary"),
        ("附件2 2024年支出总体情况", "expenditure-summary"),
        ("部门支出总体情况（总表）", "expenditure-summary"),
    ],
)
def test_a_title_right_above_a_grid_may_leave_its_last_word_out(tmp_path: Path, title: str, table: str) -> None:
    conversion = read(tmp_path, ("收支预算表", "项目|预算数\n收入总计|500.00\n支出总计|500.00"), (title, SPENT[1]))
    assert amounts(conversion, table, "category", line="total") == {"all": "500", "basic": "300", "project": "200"}
    assert not conversion.findings


@pytest.mark.parametrize("title", ["部门支出总体情况说明", "支出总表（一）", "项目收支", "其他支出"])
def test_a_line_above_a_grid_that_is_no_title_of_all_is_none(tmp_path: Path, title: str) -> None:
    conversion = read(tmp_path, ("收支预算表", "项目|预算数\n收入总计|500.00\n支出总计|500.00"), (title, SPENT[1]))
    assert {f.table for f in conversion.facts} == {"budget-summary"}


def test_a_part_of_costs_that_are_not_known_is_not_the_units_own_kind_of_expenditure(tmp_path: Path) -> None:
    """其中：人员经费 below 医疗业务成本 was published as all personnel expenditure of the hospital."""
    printed = """收入*2|支出*2
    项目|预算数|项目|预算数
    一、医疗收入|450.00|一、医疗业务成本|380.00
    其中：门诊收入|200.00|其中：人员经费|200.00
    住院收入|250.00|公用经费|180.00
    二、财政补助收入|50.00|二、项目支出|120.00
    收入总计|500.00|支出总计|500.00"""
    conversion = read(tmp_path, SPENT, ("收支总表", printed), title="某县医院2024年单位预算")
    assert amounts(conversion, "budget-summary", "flow", "line") == {
        ("revenue", "medical-income"): "450", ("revenue", "fiscal-appropriation"): "50", ("revenue", "total"): "500",
        ("expenditure", "project"): "120", ("expenditure", "total"): "500",
    }  # fmt: skip
    known = printed.replace("医疗业务成本", "基本支出")
    conversion = read(tmp_path, SPENT, ("收支总表", known), title="某县医院2024年单位预算")
    found = amounts(conversion, "budget-summary", "line", flow="expenditure")
    assert (found["personnel"], found["operating"]) == ("200", "180")


def test_revenue_in_the_words_of_budget_accounting_is_the_same_revenue(tmp_path: Path) -> None:
    printed = """项目|决算数|项目|决算数
    一、财政拨款预算收入|400.00|一、教育支出|500.00
    二、事业预算收入|60.00||
    三、上级补助预算收入|30.00||
    四、其他预算收入|10.00||
    本年收入合计|500.00|本年支出合计|500.00"""
    conversion = read(tmp_path, ("收入支出决算总表", printed), title="某县第一中学2024年单位决算")
    assert amounts(conversion, "budget-summary", "fund", flow="revenue") == {
        "fiscal-appropriation": "400", "business-income": "60", "superior-subsidy": "30", "other-income": "10",
        "all": "500",
    }  # fmt: skip
    assert not conversion.findings


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        ("科目编码/2|科目名称/2|一般公共预算*2|政府性基金*2\n    基本|项目|基本|项目",
         [("general-public-budget", "basic"), ("general-public-budget", "project"), ("government-fund", "basic"), ("government-fund", "project")]),
        ("科目编码/2|科目名称/2|基本支出*2|项目/2|总计/2\n    人员|公用",
         [("all", "personnel"), ("all", "operating"), ("all", "project"), ("all", "all")]),
        ("科目编码/2|科目名称/2|2024年预算数*2|合计/2|备注/2\n    基本支出|项目",
         [("all", "basic"), ("all", "project"), ("all", "all")]),
    ],
)  # fmt: skip
def test_kinds_of_expenditure_in_short_are_those_kinds(
    tmp_path: Path, headings: str, columns: list[tuple[str, str]]
) -> None:
    """项目 below 政府性基金 was published as all that the fund pays for."""
    rows = "213|农林水支出|240.00|60.00|200.00|500.00\n    |合计|240.00|60.00|200.00|500.00"
    conversion = read(tmp_path, ("支出总表", f"{headings}\n    {rows}"))
    found = amounts(conversion, "expenditure-summary", "fund", "category", line="total")
    assert set(found) == set(columns)


@pytest.mark.parametrize("part", ["项目", "其中", "其中："])
def test_a_part_of_a_fund_without_a_name_is_not_all_of_it(tmp_path: Path, part: str) -> None:
    printed = f"""科目编码/2|科目名称/2|合计/2|一般公共预算*2|政府性基金/2
    {part}|其他项目
    213|农林水支出|500.00|60.00|240.00|200.00
    |合计|500.00|60.00|240.00|200.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "fund", line="total")
    assert found == {"all": "500", "government-fund": "200"}


def test_what_the_surplus_of_the_year_is_put_into_since_2019(tmp_path: Path) -> None:
    printed = """收入*2|支出*2
    项目|决算数|项目|决算数
    一、一般公共预算财政拨款收入|400.00|一、农林水支出|480.00
    二、事业收入|100.00||
    本年收入合计|500.00|本年支出合计|480.00
    ||结余分配|20.00
    ||其中：提取专用结余|15.00
    ||转入非财政拨款结余|5.00
    总计|500.00|总计|500.00"""
    conversion = read(tmp_path, ("收入支出决算总表", printed), title="某县水利局2023年度部门决算")
    found = amounts(conversion, "budget-summary", "line", flow="expenditure")
    assert found["surplus-distribution-special-surplus"] == "15"
    assert found["surplus-distribution-own-surplus"] == "5"
    assert not unproven(conversion, "budget-summary")
    assert errors(
        read(
            tmp_path,
            ("收入支出决算总表", printed.replace("|15.00", "|16.00")),
            title="某县水利局2023年度部门决算",
        )
    )


def test_columns_of_projects_may_say_which_government_pays(tmp_path: Path) -> None:
    """Four columns were held back, and without them the sums of a list could not tell projects from subtotals."""
    printed = """序号/2|项目名称/2|财政拨款*4
    小计|中央财政资金|省级财政资金|县级财政资金
    1|水库除险加固|120.00|50.00|20.00|50.00
    2|河道清淤|80.00||20.00|60.00
    |合计|200.00|50.00|40.00|110.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    assert amounts(conversion, "project-expenditure", "label", "line", fund="fiscal-appropriation") == {
        ("水库除险加固", "project"): "120",
        ("水库除险加固", "central-appropriation"): "50",
        ("水库除险加固", "provincial-appropriation"): "20",
        ("水库除险加固", "county-appropriation"): "50",
        ("河道清淤", "project"): "80",
        ("河道清淤", "provincial-appropriation"): "20",
        ("河道清淤", "county-appropriation"): "60",
        ("合计", "total"): "200",
        ("合计", "central-appropriation"): "50",
        ("合计", "provincial-appropriation"): "40",
        ("合计", "county-appropriation"): "110",
    }
    assert not unproven(conversion, "project-expenditure")
    assert not conversion.findings


@pytest.mark.parametrize("heading", ["单位（项目）", "单位、项目名称", "单位及项目名称", "项目（单位）"])
def test_units_above_their_projects_in_one_column(tmp_path: Path, heading: str) -> None:
    printed = f"""{heading}|合计|一般公共预算
    合计|200.00|200.00
    某县水利局|140.00|140.00
    水库除险加固|60.00|60.00
    河道清淤|80.00|80.00
    某县水质监测站|60.00|60.00
    水质监测|60.00|60.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    assert amounts(conversion, "project-expenditure", "unit_name", "label", "line", fund="all") == {
        ("某县水利局", "合计", "total"): "200",
        ("某县水利局", "某县水利局", ""): "140",
        ("某县水利局", "水库除险加固", "project"): "60",
        ("某县水利局", "河道清淤", "project"): "80",
        ("某县水质监测站", "某县水质监测站", ""): "60",
        ("某县水质监测站", "水质监测", "project"): "60",
    }
    assert not unproven(conversion, "project-expenditure")
    assert not conversion.findings


@pytest.mark.parametrize("classes", ["|", "防汛工程|"])
def test_projects_stand_below_classes_of_projects(tmp_path: Path, classes: str) -> None:
    """二级项目 alone was no heading of projects: all rows were held back."""
    printed = f"""一级项目|二级项目|合计|一般公共预算
    {classes}水库除险加固|120.00|120.00
    |河道清淤|80.00|80.00
    合计*2|200.00|200.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    found = amounts(conversion, "project-expenditure", "label", fund="all")
    assert found == {"水库除险加固": "120", "河道清淤": "80", "合计": "200"}
    assert not conversion.findings


def test_the_total_of_a_list_of_units_and_codes_is_read_below_a_short_heading(tmp_path: Path) -> None:
    """单位（科目） was not known, and all of the table was held back as rows without a name."""
    printed = """单位（科目）|合计|一般公共预算|上年结转结余
    合计|500.00|450.00|50.00
    134001-某县水利局|500.00|450.00|50.00"""
    conversion = read(tmp_path, SPENT, ("收入总表", printed))
    assert amounts(conversion, "revenue-summary", "fund", "origin", line="total") == {
        ("all", "all"): "500",
        ("general-public-budget", "current-year"): "450",
        ("all", "carried-over"): "50",
    }


@pytest.mark.parametrize(
    "printed",
    [
        "项目编码|项目名称|合计|一般公共预算\n01|防汛工程|120.00|120.00\n0101|水库除险|70.00|70.00\n0102|河道清淤|50.00|50.00"
        "\n02|水质监测|80.00|80.00\n0201|监测站运行|80.00|80.00\n|合计|200.00|200.00",
        "一级项目|二级项目|合计|一般公共预算\n防汛工程||120.00|120.00\n|水库除险|70.00|70.00\n|河道清淤|50.00|50.00"
        "\n水质监测||80.00|80.00\n|监测站运行|80.00|80.00\n合计||200.00|200.00",
        "一级项目名称|二级项目名称|合计|一般公共预算\n合计||200.00|200.00\n防汛工程|小计|120.00|120.00\n|水库除险|70.00|70.00"
        "\n|河道清淤|50.00|50.00\n水质监测|小计|80.00|80.00\n|监测站运行|80.00|80.00",
        "单位名称|一级项目|二级项目|合计|一般公共预算\n合计|||200.00|200.00\n|防汛工程||120.00|120.00\n||水库除险|70.00|70.00"
        "\n||河道清淤|50.00|50.00\n|水质监测||80.00|80.00\n||监测站运行|80.00|80.00",
    ],
)
def test_what_projects_are_kinds_of_is_no_project(tmp_path: Path, printed: str) -> None:
    """They added up to twice the total, so that all rows were held back, or those of the upper level were not known."""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    found = amounts(conversion, "project-expenditure", "label", fund="all", line="project")
    assert found == {"水库除险": "70", "河道清淤": "50", "监测站运行": "80"}
    assert not unproven(conversion, "project-expenditure")
    assert [f.check for f in conversion.findings] == ["subtotal-row", "subtotal-row"]


def test_a_wrong_sum_above_projects_holds_its_list_back(tmp_path: Path) -> None:
    printed = """项目编码|项目名称|合计
    01|防汛工程|120.00
    0101|水库除险|70.00
    0102|河道清淤|40.00
    02|水质监测|80.00
    0201|监测站运行|80.00
    |合计|200.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    assert not amounts(conversion, "project-expenditure", "label", line="project")
    assert [f.check for f in conversion.findings].count("unknown-row") == 5


OPERATING = """项目|预算数
合计|100.00
{}|20.00
{}|10.00
{}|70.00"""


def test_operating_expenses_are_read_by_the_names_of_their_items(tmp_path: Path) -> None:
    """Where no code is printed all of the table but its total was held back."""
    printed = OPERATING.format("办公费", "会议费", "委托业务费")
    conversion = read(tmp_path, SPENT, ("机关运行经费明细表", printed))
    assert amounts(conversion, "agency-operating", "line") == {
        "total": "100",
        "economic-30201": "20",
        "economic-30215": "10",
        "economic-30227": "70",
    }
    assert not unproven(conversion, "agency-operating")
    wrong = read(tmp_path, SPENT, ("机关运行经费明细表", printed.replace("70.00", "60.00")))
    assert [f.check for f in wrong.findings] == ["economic-total-named-items"]


def test_items_that_departments_and_governments_both_have_are_held_back(tmp_path: Path) -> None:
    printed = OPERATING.format("培训费", "会议费", "委托业务费")
    conversion = read(tmp_path, SPENT, ("机关运行经费明细表", printed))
    assert amounts(conversion, "agency-operating", "line") == {"total": "100"}
    assert {f.check for f in conversion.findings} == {"unknown-row"}


def test_operating_expenses_by_kind_of_unit_in_columns(tmp_path: Path) -> None:
    printed = "项目|合计|行政单位|参公事业单位\n机关运行经费|100.00|60.00|40.00"
    conversion = read(tmp_path, SPENT, ("机关运行经费预算表", printed))
    assert amounts(conversion, "agency-operating", "line") == {
        "total": "100",
        "administrative-unit": "60",
        "civil-service-managed-institution": "40",
    }
    assert not unproven(conversion, "agency-operating")


def test_economic_classes_between_basic_and_project_expenditure_are_of_the_basic(tmp_path: Path) -> None:
    """They were taken for classes of all that is spent, and missed its total."""
    printed = """科目编码|科目名称|总计|基本支出|工资福利支出|商品和服务支出|项目支出
    |合计|500.00|300.00|200.00|100.00|200.00
    213|农林水支出|500.00|300.00|200.00|100.00|200.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    assert amounts(conversion, "expenditure-summary", "category", line="economic-301") == {"basic": "200"}
    assert not unproven(conversion, "expenditure-summary")
    assert not conversion.findings


def test_the_revenue_of_the_year_beside_what_was_carried_over_is_not_all(tmp_path: Path) -> None:
    """本年收入合计 made all of the table of this year, so that 总计 was a second one of it: both were held back."""
    printed = """科目|总计|上年结转|本年收入合计|财政拨款收入|其他收入
    合计|500.00|50.00|450.00|430.00|20.00
    213 农林水支出|500.00|50.00|450.00|430.00|20.00"""
    conversion = read(tmp_path, SPENT, ("收入总表", printed))
    assert amounts(conversion, "revenue-summary", "fund", "origin", line="total") == {
        ("all", "all"): "500",
        ("all", "carried-over"): "50",
        ("all", "current-year"): "450",
        ("fiscal-appropriation", "current-year"): "430",
        ("other-income", "current-year"): "20",
    }
    assert not unproven(conversion, "revenue-summary")
    assert not conversion.findings


@pytest.mark.parametrize("heading", ["其中：财政拨款", "财政拨款"])
def test_an_appropriation_without_other_funds_beside_it_is_no_whole(tmp_path: Path, heading: str) -> None:
    """Projects paid for from the unit's own revenue made the total wrong."""
    printed = f"""项目名称|合计|{heading}
    水库除险|100.00|100.00
    合作办学|60.00|
    河道清淤|40.00|20.00
    合计|200.00|120.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    assert amounts(conversion, "project-expenditure", "fund", line="total") == {
        "all": "200",
        "fiscal-appropriation": "120",
    }
    assert not errors(conversion)


@pytest.mark.parametrize("heading", ["资金来源", "资金性质"])
def test_what_pays_for_a_class_in_a_column_of_words_is_no_part_of_its_name(tmp_path: Path, heading: str) -> None:
    """上年结转 among the names made the whole revenue."""
    printed = f"""科目编码|科目名称|{heading}|本年支出
    2082201|移民补助|上年结转|20.00
    2296002|用于社会福利的彩票公益金支出|本年安排|80.00
    合计|||100.00"""
    title = "某县水利局2024年度部门决算"
    conversion = read(tmp_path, ("政府性基金预算财政拨款支出决算表", printed), title=title)
    assert amounts(conversion, "government-fund", "label", "flow") == {
        ("移民补助", "expenditure"): "20",
        ("用于社会福利的彩票公益金支出", "expenditure"): "80",
        ("合计", "expenditure"): "100",
    }
    assert not conversion.findings


@pytest.mark.parametrize("heading", ["资金来源", "资金性质"])
def test_what_pays_for_a_project_may_stand_in_a_column_of_words(tmp_path: Path, heading: str) -> None:
    """Each part of a project was published as all the money that it has."""
    printed = f"""项目名称|{heading}|金额
    水库除险|一般公共预算|100.00
    水库除险|政府性基金预算|20.00
    河道清淤|一般公共预算|80.00
    合计||200.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    assert amounts(conversion, "project-expenditure", "label", "fund") == {
        ("水库除险", "general-public-budget"): "100",
        ("水库除险", "government-fund"): "20",
        ("河道清淤", "general-public-budget"): "80",
        ("合计", "all"): "200",
    }
    assert not unproven(conversion, "project-expenditure")
    assert not conversion.findings
    unknown = read(tmp_path, SPENT, ("项目支出表", printed.replace("政府性基金预算", "自筹等")))
    assert {f.fund for f in unknown.facts if f.table == "project-expenditure"} == {"all"}
    assert not unknown.findings


def test_personnel_by_economic_class_beside_classes_of_projects(tmp_path: Path) -> None:
    """A total was said to have no column for what two of them print."""
    printed = """科目/2|合计/2|人员类*2|运转类*2|特定目标类/2
    工资福利支出|对个人和家庭的补助|公用经费项目|其他运转类项目
    213农林水支出|500.00|220.00|30.00|50.00|100.00|100.00
    合计|500.00|220.00|30.00|50.00|100.00|100.00"""
    conversion = read(tmp_path, ("一般公共预算支出预算表", printed))
    assert not unproven(conversion, "general-budget-by-function")
    assert not conversion.findings


FINAL = "某县水利局2023年部门决算"
#: Titles of final accounts, the table that each is, and a code of its money.
SPENT_IN_FINAL = [
    ("支出决算表", "expenditure-summary", "2130301"),
    ("财政拨款支出决算表", "appropriation-by-function", "2130301"),
    ("一般公共预算财政拨款支出决算表", "general-budget-by-function", "2130301"),
    ("政府性基金预算财政拨款支出决算表", "government-fund", "2296003"),
]


@pytest.mark.parametrize("received", ["", "当年拨款|"])
@pytest.mark.parametrize(("opening", "closing"), [("年初结转", "年末结转"), ("上年结转", "结转下年")])
@pytest.mark.parametrize(("title", "table", "code"), SPENT_IN_FINAL)
def test_what_a_year_began_with_is_not_spent(
    tmp_path: Path, title: str, table: str, code: str, opening: str, closing: str, received: str
) -> None:
    """It was published as expenditure, and funds that print no revenue were told that they do not add up."""
    in_rows = "20.00|" if received else ""
    printed = f"""科目编码|科目名称|{opening}|{received}本年支出|{closing}
    {code}|某项支出|5.00|{in_rows}22.00|3.00
    合计||5.00|{in_rows}22.00|3.00"""
    conversion = read(tmp_path, (title, printed), title=FINAL)
    assert amounts(conversion, table, "flow", "origin", "category", line="total") == {
        ("balance", "carried-over", "all"): "5",
        ("expenditure", "all", "all"): "22",
        ("balance", "all", "carried-to-next-year"): "3",
    }
    assert not errors(conversion)


def test_what_was_carried_over_and_spent_stays_spent(tmp_path: Path) -> None:
    printed = """科目编码|科目名称|本年支出合计|其中：上年结转安排|年末结转和结余
    2130301|行政运行|22.00|5.00|3.00
    合计||22.00|5.00|3.00"""
    conversion = read(tmp_path, ("支出决算表", printed), title=FINAL)
    found = amounts(conversion, "expenditure-summary", "flow", "origin", line="total")
    assert found[("expenditure", "carried-over")] == "5"


@pytest.mark.parametrize(
    "headings",
    [
        "项目名称/2|资金来源*3|本年支出/2|年末结转和结余/2\n合计|上年结转|本年拨款",
        "项目名称|可用资金|上年结转|本年收入|本年支出|年末结转",
        "项目名称|合计|上年结转|本年安排|支出数|年末结转",
        "项目名称|合计|上年结转|财政拨款|支出数|年末结转",
    ],
)
def test_what_projects_received_is_not_spent(tmp_path: Path, headings: str) -> None:
    """It was published as their expenditure, and what they spent was held back."""
    rows = "\n水库除险|25.00|5.00|20.00|22.00|3.00\n河道清淤|14.00|2.00|12.00|10.00|4.00"
    conversion = read(tmp_path, ("项目支出决算表", f"{headings}{rows}\n合计|39.00|7.00|32.00|32.00|7.00"), title=FINAL)
    found = amounts(conversion, "project-expenditure", "label", "flow", "fund", "origin")
    spent = {"水库除险": "22", "河道清淤": "10", "合计": "32"}
    assert found == {(label, "expenditure", "all", "all"): amount for label, amount in spent.items()}


@pytest.mark.parametrize(("spent", "origins"), [("22.00", {"all"}), ("25.00", {"all", "carried-over", "current-year"})])
def test_sources_are_spending_where_they_come_to_it(tmp_path: Path, spent: str, origins: set[str]) -> None:
    """Beside what was spent, and nothing of what is left: what was received was published as expenditure."""
    rows = f"水库除险|25.00|5.00|20.00|{spent}\n河道清淤|14.00|2.00|12.00|14.00"
    total = f"合计|39.00|7.00|32.00|{float(spent) + 14:.2f}"
    printed = f"项目名称/2|资金来源*3|本年支出/2\n合计|上年结转|本年拨款\n{rows}\n{total}"
    conversion = read(tmp_path, ("项目支出决算表", printed), title=FINAL)
    found = amounts(conversion, "project-expenditure", "origin", label="水库除险")
    assert set(found) == origins
    assert found["all"] == f"{float(spent):g}"


@pytest.mark.parametrize(("received", "fails"), [("20.00", False), ("21.00", True)])
def test_a_fund_that_prints_its_revenue_is_checked(tmp_path: Path, received: str, *, fails: bool) -> None:
    printed = f"""科目编码|科目名称|上年结转|本年收入|本年支出|结转下年
    2296003|某项支出|5.00|{received}|22.00|3.00
    合计||5.00|{received}|22.00|3.00"""
    conversion = read(tmp_path, ("政府性基金预算财政拨款收入支出决算表", printed), title=FINAL)
    assert bool(errors(conversion)) is fails
