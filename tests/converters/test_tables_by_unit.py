"""Expenditure by unit, tables of others, and codes whose steps are set apart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from test_kinds_of_money import SPENT, amounts, errors, read, unproven
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

BY_UNIT = """单位名称|合计|基本支出|项目支出
    合计|500.00|300.00|200.00
    某县水利局|200.00|150.00|50.00
    某县水文站|300.00|150.00|150.00"""
OF_OTHERS = """单位名称|合计|基本支出|项目支出
    合计|90.00|60.00|30.00
    某县水文站|50.00|40.00|10.00
    某县灌溉站|40.00|20.00|20.00"""
CODES = """科目编码|科目名称|合计|基本支出|项目支出
    合计||500.00|300.00|200.00
    208{0}05{0}05|机关事业单位基本养老保险缴费支出|100.00|100.00|
    213|农林水支出|400.00|200.00|200.00
    213{0}03|水利|400.00|200.00|200.00
    213{0}03{0}01|行政运行|400.00|200.00|200.00"""


@pytest.mark.parametrize("title", ["部门支出预算总表", "支出总表"])
def test_expenditure_with_a_row_for_each_unit_is_of_each(tmp_path: Path, title: str) -> None:
    conversion = read(tmp_path, (title, BY_UNIT))
    assert amounts(conversion, "expenditure-summary", "unit_name", "line", category="all") == {
        ("某县水利局", "total"): "500", ("某县水利局本级", ""): "200", ("某县水文站", ""): "300",
    }  # fmt: skip
    assert not unproven(conversion, "expenditure-summary")
    assert not errors(conversion)


@pytest.mark.parametrize(
    "title", ["部门外单位支出表", "水利局直属学校支出预算表", "县属高校支出总表", "代管单位支出表"]
)
def test_a_table_of_others_is_not_the_departments(tmp_path: Path, title: str) -> None:
    conversion = read(tmp_path, SPENT, (title, OF_OTHERS))
    assert amounts(conversion, "expenditure-summary", "unit_name", line="total", category="all") == {
        "某县水利局": "500"
    }
    assert [f.check for f in conversion.findings if f.label == title] == ["unknown-table"]


@pytest.mark.parametrize("mark", ["-", ".", " ", "－"])
def test_the_steps_of_a_code_may_be_set_apart(tmp_path: Path, mark: str) -> None:
    conversion = read(tmp_path, ("支出总表", CODES.format(mark)))
    codes = amounts(conversion, "expenditure-summary", "function_code", category="all")
    assert list(codes) == ["", "2080505", "213", "21303", "2130301"]
    assert not unproven(conversion, "expenditure-summary")


def in_parts(folder: Path, *parts: str) -> dict[object, str]:
    """Whose the totals are of a department's document in parts, each a heading above 支出总表."""
    tables = (
        f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|{n}00.00|{n}00.00|\n213|农林水支出|{n}00.00|{n}00.00|"
        for n in range(2, 2 + len(parts))
    )
    of_parts = ((f"{part}</p><p>支出总表", table) for part, table in zip(parts, tables, strict=True))
    return amounts(read(folder, *of_parts), "expenditure-summary", "unit_name", line="total", category="all")


def test_a_part_right_below_the_title_of_the_document_is_of_the_own_office_that_it_names(tmp_path: Path) -> None:
    found = in_parts(tmp_path, "第一部分 某县水利局本级2024年单位预算", "第二部分 某县水文站2024年单位预算")
    assert found == {"某县水利局本级": "200", "某县水文站": "300"}


def test_the_first_part_right_below_a_table_of_contents_is_a_part(tmp_path: Path) -> None:
    first, second = "第一部分 某县水利局本级2024年单位预算", "第二部分 某县水文站2024年单位预算"
    found = in_parts(tmp_path, f"目录</p><p>{first}</p><p>{second}</p><p>{first}", second)
    assert found == {"某县水利局本级": "200", "某县水文站": "300"}


def test_a_part_that_follows_a_units_and_names_none_is_nobodys_unless_it_is_of_all(tmp_path: Path) -> None:
    assert in_parts(tmp_path, "一、局机关预算", "二、水文站预算") == {"某县水利局机关": "200", "水文站": "300"}
    assert in_parts(tmp_path, "一、机关预算", "二、所属单位预算") == {"某县水利局机关": "200"}
    assert in_parts(tmp_path, "一、机关预算", "二、部门汇总预算") == {"某县水利局机关": "200", "某县水利局": "300"}


def test_a_table_of_personnel_or_of_operating_alone_is_of_these_and_not_all_basic_expenditure(tmp_path: Path) -> None:
    personnel = "科目编码|科目名称|合计\n|合计|250.00\n30101|基本工资|200.00\n30102|津贴补贴|50.00"
    operating = "科目编码|科目名称|合计\n|合计|50.00\n30201|办公费|50.00"
    named = ("一般公共预算基本支出表（人员经费）", personnel), ("一般公共预算基本支出表（公用经费）", operating)
    conversion = read(tmp_path, SPENT, *named)
    found = amounts(conversion, "basic-expenditure-by-economic", "line", "category", line="total")
    assert found == {("total", "personnel"): "250", ("total", "operating"): "50"}
    assert not unproven(conversion, "basic-expenditure-by-economic")
    assert not errors(conversion)


PROJECTS = """项目编码|项目名称|项目单位|合计|一般公共预算|单位资金
合计|||{0}|{0}|
{1}"""
OF_OFFICE, OF_STATION = (
    f"{number}|{name}|{unit}|{amount}|{amount}|"
    for number, name, unit, amount in (
        ("420100241010T000001", "防汛物资储备", "某县水利局本级", "30.00"),
        ("420100241010T000002", "水资源监测", "某县水文站", "20.00"),
    )
)


def of_projects(folder: Path, station: str, *, coded: bool) -> Conversion:
    """A department's list of projects, then that of each unit; the station's is as printed."""
    lists = (
        ("第一部分 部门预算", "50.00", f"{OF_OFFICE}\n{OF_STATION}"),
        ("第二部分 某县水利局本级2024年单位预算", "30.00", OF_OFFICE),
        ("第三部分 某县水文站2024年单位预算", "20.00", station),
    )
    grids = [("项目支出表", PROJECTS.format(total, rows)) for _, total, rows in lists]
    if not coded:
        grids = [(title, re.sub("^(?:(合计)|[^|]*)[|]", r"\1", grid, flags=re.M)) for title, grid in grids]
    spent = "科目编码|科目名称|合计|基本支出|项目支出\n|合计|{0}|0.00|{0}\n213|农林水支出|{0}|0.00|{0}"
    parts = [(f"{part}</p><p>支出总表", spent.format(total)) for part, total, _ in lists]
    return read(folder, *(grid for pair in zip(parts, grids, strict=True) for grid in pair))


@pytest.mark.parametrize("coded", [True, False])
def test_a_list_of_projects_of_each_unit_is_summed_by_itself(tmp_path: Path, *, coded: bool) -> None:
    conversion = of_projects(tmp_path, OF_STATION, coded=coded)
    assert amounts(conversion, "project-expenditure", "unit_name", line="total", fund="all") == {
        "某县水利局": "50", "某县水利局本级": "30", "某县水文站": "20",
    }  # fmt: skip
    assert not errors(conversion)
    assert not unproven(conversion, "project-expenditure")


@pytest.mark.parametrize("coded", [True, False])
def test_a_mistake_in_a_units_list_of_projects_is_told(tmp_path: Path, *, coded: bool) -> None:
    conversion = of_projects(tmp_path, OF_STATION.replace("20.00", "29.00"), coded=coded)
    assert "project-tree" in {f.check for f in conversion.findings if f.severity == "error"}


def test_the_parts_of_units_may_each_number_their_text_anew(tmp_path: Path) -> None:
    def part(heading: str, total: str) -> tuple[str, str]:
        grid = f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|{total}|{total}|\n213|农林水支出|{total}|{total}|"
        text = f"一、收支预算总体情况说明</p><p>2024年支出预算{total}万元。</p><p>二、其他情况说明</p><p>无。"
        return f"{heading}</p><p>{text}</p><p>支出总表", grid

    conversion = read(
        tmp_path,
        part("第一部分 部门预算", "500.00"),
        part("第二部分 单位预算</p><p>（一）某县水利局本级2024年单位预算", "200.00"),
        part("（二）某县水文站2024年单位预算", "300.00"),
    )
    said = {
        (f.unit_name, f"{float(c.value) / 10_000:g}", c.outcome)
        for c in conversion.claims
        for f in conversion.facts
        if f.observation_id == c.observation_id
    }
    assert said == {
        ("某县水利局", "500", "agrees"),
        ("某县水利局本级", "200", "agrees"),
        ("某县水文站", "300", "agrees"),
    }
    assert not errors(conversion)


@pytest.mark.parametrize("title", ["某县水利局2024年部门预算及所属单位预算公开", "某县水利局2024年预算公开"])
def test_captions_tell_the_own_office_from_its_department(tmp_path: Path, title: str) -> None:
    totals = {"某县水利局": "500", "某县水利局本级": "200", "某县水文站": "300"}
    grids = [
        (
            f"支出总表</p><p>部门（单位）：{name}",
            f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|{n}|{n}|\n213|农林水支出|{n}|{n}|",
        )
        for name, n in totals.items()
    ]
    assert (
        amounts(read(tmp_path, *grids, title=title), "expenditure-summary", "unit_name", line="total", category="all")
        == totals
    )


@pytest.mark.parametrize(
    "heading",
    [
        "{name}", "【{name}】", "{number}、{name}", "附件{number}：{name}2024年单位预算公开", "2024年{name}单位预算",
        "二级预算单位{number}：{name}", "第{number}部分：{name}", "30200{digit} {name}",
    ],
)  # fmt: skip
def test_a_part_is_the_units_whose_name_it_is_headed_with(tmp_path: Path, heading: str) -> None:
    """The text of each, numbered anew, is held against its own tables."""
    names = ("某县水利局", "某县水利局本级", "某县水文站")
    parts: list[tuple[str, str]] = []
    for digit, name in enumerate(names, start=1):
        total = f"{digit}00.00"
        grid = f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|{total}|{total}|\n213|农林水支出|{total}|{total}|"
        told = f"{heading.format(name=name, number='一二三'[digit - 1], digit=digit)}</p><p>支出总表"
        before = f"一、收支预算总体情况说明</p><p>2024年支出预算{digit - 1}00.00万元。</p><p>" if digit > 1 else ""
        parts.append((before + told, grid))
    conversion = read(tmp_path, *parts)
    found = amounts(conversion, "expenditure-summary", "unit_name", line="total", category="all")
    assert found == dict(zip(names, ("100", "200", "300"), strict=True))
    assert not errors(conversion)


@pytest.mark.parametrize(
    "head",
    [
        "支出总表（{}）", "支出总表——{}", "{}支出总表", "支出总表</p><p>部门：{}　　公开03表　　单位：万元",
        "支出总表</p><p>公开03表　部门：{}　2024年度　单位：万元", "支出总表</p><p>部门：{}　2024年度",
    ],
)  # fmt: skip
def test_a_title_or_caption_names_the_unit_wherever_it_stands(tmp_path: Path, head: str) -> None:
    totals = {"某县水利局": "500", "某县水利局本级": "200", "某县水文站": "300"}
    grids = (
        (head.format(name), f"科目编码|科目名称|合计|基本支出|项目支出\n|合计|{n}|{n}|\n213|农林水支出|{n}|{n}|")
        for name, n in totals.items()
    )
    found = amounts(read(tmp_path, *grids), "expenditure-summary", "unit_name", line="total", category="all")
    assert found == totals


#: A department's classes below each of its units, which stand where the codes and names of classes do.
BELOW_UNITS = """{0}|{1}|合计|基本支出|项目支出
    |合计|500.00|300.00|200.00
    {2}|某县水利局|500.00|300.00|200.00
    {2}001|某县水利局机关|200.00|150.00|50.00
    208|社会保障和就业支出|40.00|40.00|
    2080505|机关事业单位基本养老保险缴费支出|40.00|40.00|
    213|农林水支出|160.00|110.00|50.00
    2130301|行政运行|160.00|110.00|50.00
    {2}002|某县水文站|300.00|150.00|150.00
    213|农林水支出|300.00|150.00|150.00
    2130310|水土保持|300.00|150.00|150.00"""
HEADINGS = [
    ("科目编码", "科目名称"),
    ("单位（科目）编码", "单位（科目）名称"),
    ("编码", "名称"),
    ("单位编码", "单位名称"),
]


@pytest.mark.parametrize("unit", ["301", "213", ""])
@pytest.mark.parametrize("headings", HEADINGS)
def test_classes_below_a_row_of_a_unit_are_that_units(tmp_path: Path, headings: tuple[str, str], unit: str) -> None:
    """All were the department's once; 农林水支出 was a unit of that name where the heading says 单位."""
    printed = BELOW_UNITS.format(*headings, unit) if unit else re.sub(r"\{2\}\d*", "", BELOW_UNITS).format(*headings)
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "unit_name", "function_code", "line", category="all")
    assert found == {
        ("某县水利局", "", "total"): "500", ("某县水利局", "", ""): "500", ("某县水利局机关", "", ""): "200",
        ("某县水利局机关", "208", ""): "40", ("某县水利局机关", "2080505", ""): "40",
        ("某县水利局机关", "213", ""): "160", ("某县水利局机关", "2130301", ""): "160",
        ("某县水文站", "", ""): "300", ("某县水文站", "213", ""): "300", ("某县水文站", "2130310", ""): "300",
    }  # fmt: skip
    assert not unproven(conversion, "expenditure-summary")
    assert not errors(conversion)


def test_classes_that_are_printed_again_without_a_unit_are_held_back(tmp_path: Path) -> None:
    """Where the rows of units do not add up, or are not printed, nothing says whose the classes are."""
    lines = BELOW_UNITS.format(*HEADINGS[0], "301").splitlines()
    for printed, told in (
        ([x for x in lines if "|某县" not in x], "unknown-line"),
        ([x.replace("160.00", "170.00", 1) for x in lines], "owner-unknown"),
        ([*lines[:2], *lines[6:]], "owner-unknown"),  # what stands ahead of the first unit
    ):
        conversion = read(tmp_path, ("支出总表", "\n".join(printed)))
        found = amounts(conversion, "expenditure-summary", "unit_name", "function_code", category="all")
        assert not {(unit, code) for unit, code in found if code and unit != "某县水文站"}
        assert told in {f.check for f in conversion.findings}


def of_text(folder: Path, *tables: tuple[str, str]) -> Conversion:
    """A text whose fields are parted by tabs."""
    lines = ["某县水利局2024年部门预算"]
    for title, rows in tables:
        lines += ["", title, "单位：万元", *(row.strip().replace("|", "\t") for row in rows.splitlines())]
    (folder / "disclosure.txt").write_text("\n".join(lines), encoding="utf-8")
    return convert(folder / "disclosure.txt")


BESIDE_CLASSES = """单位名称|科目编码|科目名称|合计|基本支出|项目支出
    合计|||500.00|300.00|200.00
    某县水利局机关|208|社会保障和就业支出|40.00|40.00|
    某县水利局机关|213|农林水支出|160.00|110.00|50.00
    某县水文站|213|农林水支出|300.00|150.00|150.00"""


def test_what_a_text_prints_beside_a_unit_is_not_the_departments(tmp_path: Path) -> None:
    """All of it was the department's once: names of a text may be misread, and were passed over."""
    again = "单位名称|合计|基本支出|项目支出\n合计|500.00|300.00|200.00\n某县水文站|300.00|150.00|150.00"
    for tables, known in (
        ((("支出总表", BESIDE_CLASSES),), False),
        ((("支出总表", BESIDE_CLASSES), ("单位支出表", again)), True),
    ):
        conversion = of_text(tmp_path, *tables)
        found = amounts(
            conversion, "expenditure-summary", "unit_name", "function_code", function_code="213", category="all"
        )
        office = {("某县水利局机关", "213"): "160"}  # named in two rows
        assert found == {**office, ("某县水文站", "213"): "300"} if known else office
        held = [f.message for f in conversion.findings if f.check == "owner-unknown"]
        assert bool(held) is not known


@pytest.mark.parametrize("code", ["", "301002"])
def test_units_below_each_class_are_of_that_class(tmp_path: Path, code: str) -> None:
    """The classes themselves are the department's."""
    printed = f"""科目编码|科目名称|合计|基本支出|项目支出
    |合计|500.00|300.00|200.00
    208|社会保障和就业支出|40.00|40.00|
    2080505|机关事业单位基本养老保险缴费支出|40.00|40.00|
    301001|某县水利局机关|40.00|40.00|
    213|农林水支出|460.00|260.00|200.00
    2130301|行政运行|460.00|260.00|200.00
    301001|某县水利局机关|160.00|110.00|50.00
    {code}|某县水文站|300.00|150.00|150.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "unit_name", "function_code", category="all")
    assert found == {
        ("某县水利局", ""): "500", ("某县水利局", "208"): "40", ("某县水利局", "2080505"): "40",
        ("某县水利局", "213"): "460", ("某县水利局", "2130301"): "460", ("某县水利局机关", "2080505"): "40",
        ("某县水利局机关", "2130301"): "160", ("某县水文站", "2130301"): "300",
    }  # fmt: skip
    wrong = read(tmp_path, ("支出总表", printed.replace("|40.00|40.00|\n    213|", "|45.00|45.00|\n    213|")))
    assert not amounts(wrong, "expenditure-summary", "unit_name", function_code="2080505", unit_name="某县水利局机关")
    assert "unknown-row" in {f.check for f in wrong.findings}


def test_codes_and_names_in_one_cell_below_a_unit_and_revenue_are_that_units(tmp_path: Path) -> None:
    rows = """科目|合计|财政拨款收入|其他收入
    合计|90.00|60.00|30.00
    某县水利局机关|50.00|40.00|10.00
    213农林水支出|50.00|40.00|10.00
    某县水文站|40.00|20.00|20.00
    213农林水支出|40.00|20.00|20.00"""
    apart = (
        re.sub(r"(\d{3})(?=农)", r"\1|", rows)
        .replace("科目|合计", "科目编码|科目名称|合计")
        .replace("    某", "    |某")
    )
    conversion = read(tmp_path, ("支出总表", re.sub("财政拨款收入.其他收入", "基本支出|项目支出", rows)),
                      ("收入总表", apart.replace("    合计", "    |合计")))  # fmt: skip
    for table in ("expenditure-summary", "revenue-summary"):
        found = amounts(conversion, table, "unit_name", function_code="213", category="all", fund="all")
        assert found == {"某县水利局机关": "50", "某县水文站": "40"}


def test_a_row_that_prints_a_units_name_alone_heads_its_classes(tmp_path: Path) -> None:
    """The first was taken for a heading of the columns, and all of the table was held back."""
    printed = """科目编码|科目名称|合计|基本支出|项目支出
    某县水利局机关||||
    208|社会保障和就业支出|40.00|40.00|
    213|农林水支出|160.00|110.00|50.00
    小计||200.00|150.00|50.00
    某县水文站||||
    213|农林水支出|300.00|150.00|150.00
    小计||300.00|150.00|150.00
    合计||500.00|300.00|200.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "unit_name", "function_code", "line", category="all")
    assert found == {
        ("某县水利局机关", "208", ""): "40", ("某县水利局机关", "213", ""): "160", ("某县水利局机关", "", ""): "200",
        ("某县水文站", "213", ""): "300", ("某县水文站", "", ""): "300", ("某县水利局", "", "total"): "500",
    }  # fmt: skip
    assert not unproven(conversion, "expenditure-summary")


ACROSS = """科目编码/2|科目名称/2|合计*3|基本支出*3|项目支出*3
    小计|某县水利局|某县水文站|小计|某县水利局|某县水文站|小计|某县水利局|某县水文站
    208|社会保障和就业支出|90.00|60.00|30.00|90.00|60.00|30.00|||
    213|农林水支出|410.00|150.00|260.00|210.00|100.00|110.00|200.00|50.00|150.00
    合计||500.00|210.00|290.00|300.00|160.00|140.00|200.00|50.00|150.00"""


def test_columns_of_units_are_of_each_where_every_row_adds_up(tmp_path: Path) -> None:
    conversion = read(tmp_path, ("支出总表", ACROSS))
    found = amounts(conversion, "expenditure-summary", "unit_name", "category", line="total")
    assert found == {
        ("某县水利局", "all"): "500", ("某县水利局本级", "all"): "210", ("某县水文站", "all"): "290",
        ("某县水利局", "basic"): "300", ("某县水利局本级", "basic"): "160", ("某县水文站", "basic"): "140",
        ("某县水利局", "project"): "200", ("某县水利局本级", "project"): "50", ("某县水文站", "project"): "150",
    }  # fmt: skip
    assert not unproven(conversion, "expenditure-summary")
    assert not errors(conversion)


@pytest.mark.parametrize(
    ("printed", "instead"),
    [("|410.00|150.00|260.00", "|410.00|150.00|250.00"), ("某县水文站", "幼儿园"), ("某县水文站", "县直部门")],
)
def test_columns_of_units_that_are_not_certain_are_held_back(tmp_path: Path, printed: str, instead: str) -> None:
    conversion = read(tmp_path, ("支出总表", ACROSS.replace(printed, instead)))
    found = amounts(conversion, "expenditure-summary", "unit_name", line="total", category="all")
    assert found == {"某县水利局": "500"}
    assert "unknown-heading" in {f.check for f in conversion.findings}


def test_units_in_the_columns_of_a_statement_are_of_each(tmp_path: Path) -> None:
    printed = """项目|合计|某县水利局本级|某县水文站
    一般公共预算拨款收入|450.00|200.00|250.00
    事业收入|50.00||50.00
    收入总计|500.00|200.00|300.00
    基本支出|300.00|150.00|150.00
    项目支出|200.00|50.00|150.00
    支出总计|500.00|200.00|300.00"""
    conversion = read(tmp_path, ("收支总表", printed))
    found = amounts(conversion, "budget-summary", "unit_name", "flow", line="total")
    assert found == {
        (name, flow): total
        for name, total in (("某县水利局", "500"), ("某县水利局本级", "200"), ("某县水文站", "300"))
        for flow in ("revenue", "expenditure")
    }
    assert not unproven(conversion, "budget-summary")


@pytest.mark.parametrize("heading", ["部门（单位）", "单位/部门", "下属单位", "所属单位名称"])
def test_a_column_of_units_may_be_headed_in_many_ways(tmp_path: Path, heading: str) -> None:
    conversion = read(tmp_path, ("支出总表", BY_UNIT.replace("单位名称", heading)))
    assert amounts(conversion, "expenditure-summary", "unit_name", "line", category="all") == {
        ("某县水利局", "total"): "500", ("某县水利局本级", ""): "200", ("某县水文站", ""): "300",
    }  # fmt: skip


ABOVE_CLASSES = """部门（单位）|科目编码|科目名称|合计|基本支出|项目支出
    合计|||500.00|300.00|200.00
    {0}某县水利局|||500.00|300.00|200.00
    {1}某县水利局本级|||200.00|150.00|50.00
    |213|农林水支出|180.00|130.00|50.00
    |2130301|行政运行|180.00|130.00|50.00
    |208|社会保障和就业支出|20.00|20.00|
    {2}某县水文站|||300.00|150.00|150.00
    |213|农林水支出|290.00|140.00|150.00
    |2130309|水利执法监督|290.00|140.00|150.00
    |208|社会保障和就业支出|10.00|10.00|"""


@pytest.mark.parametrize("codes", [("", "", ""), ("301-", "301001-", "301002-"), ("[301]", "[301001]", "[301002]")])
def test_units_in_a_column_of_their_own_stand_above_their_classes(tmp_path: Path, codes: tuple[str, ...]) -> None:
    conversion = read(tmp_path, ("支出总表", ABOVE_CLASSES.format(*codes)))
    of_classes = amounts(conversion, "expenditure-summary", "unit_name", function_code="213", category="all")
    assert of_classes == {"某县水利局本级": "180", "某县水文站": "290"}
    assert len([f for f in conversion.facts if f.table == "expenditure-summary"]) == 28
    assert not unproven(conversion, "expenditure-summary")
    assert not errors(conversion)


def test_classes_that_do_not_add_up_to_their_units_are_held_back(tmp_path: Path) -> None:
    rows = ABOVE_CLASSES.format("", "", "")
    wrong = rows.replace("200.00|150.00|50.00", "210.00|150.00|60.00").replace("300.00|150.00", "290.00|140.00", 1)
    conversion = read(tmp_path, SPENT, ("一般公共预算支出表", wrong.replace("|10.00|10.00|", "|11.00|11.00|")))
    assert not [f for f in conversion.facts if f.table == "general-budget-by-function" and f.function_code]


def test_the_code_of_a_unit_may_stand_before_its_name_behind_the_classes(tmp_path: Path) -> None:
    printed = """科目编码|科目名称|单位编码及名称|合计|基本支出|项目支出
    |合计||500.00|300.00|200.00
    2130301|行政运行|301001-某县水利局本级|200.00|150.00|50.00
    2130301|行政运行|301002-某县水文站|300.00|150.00|150.00"""
    conversion = read(tmp_path, ("支出总表", printed))
    found = amounts(conversion, "expenditure-summary", "unit_name", function_code="2130301", category="all")
    assert found == {"某县水利局本级": "200", "某县水文站": "300"}


def test_the_code_before_the_name_of_a_unit_is_no_part_of_it(tmp_path: Path) -> None:
    """Units of projects were published as 301001-某县水利局本级, without a code."""
    printed = """类型|项目名称|项目单位|合计|一般公共预算
    合计|||50.00|50.00
    特定目标类|河道整治|301001-某县水利局本级|30.00|30.00
    特定目标类|水文监测|301002-某县水文站|20.00|20.00"""
    conversion = read(tmp_path, SPENT, ("项目支出表", printed))
    found = {(f.unit_code, f.unit_name) for f in conversion.facts if f.line == "project"}
    assert found == {("301001", "某县水利局本级"), ("301002", "某县水文站")}


@pytest.mark.parametrize("label", ["", "小计"])
def test_a_row_of_a_unit_alone_above_those_that_name_it_too_is_its_own(tmp_path: Path, label: str) -> None:
    rows = f"""单位名称|科目编码|科目名称|合计|基本支出|项目支出
    合计|||500.00|300.00|200.00
    301001-某县水利局本级||{label}|{{0}}|150.00|50.00
    301001-某县水利局本级|213|农林水支出|200.00|150.00|50.00
    301001-某县水利局本级|2130301|行政运行|200.00|150.00|50.00
    301002-某县水文站||{label}|300.00|150.00|150.00
    301002-某县水文站|213|农林水支出|300.00|150.00|150.00
    301002-某县水文站|2130309|水利执法监督|300.00|150.00|150.00"""
    conversion = read(tmp_path, ("支出总表", rows.format("200.00")))
    found = amounts(conversion, "expenditure-summary", "unit_name", function_code="", category="all")
    assert found == {"某县水利局": "500", "某县水利局本级": "200", "某县水文站": "300"}
    assert not errors(conversion)
    other = read(tmp_path, SPENT, ("一般公共预算支出表", rows.format("210.00")))
    found = amounts(other, "general-budget-by-function", "unit_name", function_code="", category="all")
    assert "某县水利局本级" not in found


def test_basic_expenditure_is_personnel_and_operating_in_a_table_of_appropriations(tmp_path: Path) -> None:
    """Nothing proved the two where no other table has them."""
    printed = """科目编码/2|科目名称/2|合计/2|基本支出*3|项目支出/2
    小计|人员经费|公用经费
    |合计|500.00|300.00|250.00|50.00|200.00
    213|农林水支出|500.00|300.00|250.00|50.00|200.00"""
    conversion = read(tmp_path, SPENT, ("财政拨款支出表", printed))
    assert not unproven(conversion, "appropriation-by-function")
    assert errors(read(tmp_path, SPENT, ("财政拨款支出表", printed.replace("|250.00|50.00|", "|251.00|50.00|"))))


@pytest.mark.parametrize("total", ["500.00|300.00|200.00", "400.00|250.00|150.00"])
def test_the_code_of_its_own_office_is_not_the_departments(tmp_path: Path, total: str) -> None:
    """An office under the name of its department gave its code to the total, whose sums then lacked the others."""
    printed = f"""科目编码|科目名称|合计|基本支出|项目支出
    |合计|{total}
    134001|某县水利局|400.00|250.00|150.00
    2130301|行政运行|400.00|250.00|150.00"""
    others = "134002|某县水土保持站|100.00|50.00|50.00\n2130310|水土保持|100.00|50.00|50.00"
    is_of_several = total.startswith("5")
    conversion = read(tmp_path, ("支出总表", f"{printed}\n{others}" if is_of_several else printed))
    assert conversion.disclosure.unit_code == ("" if is_of_several else "134001")
    assert not conversion.findings
    assert not unproven(conversion, "expenditure-summary")


@pytest.mark.parametrize("merged", [True, False])
def test_codes_in_one_cell_with_names_beside_units_are_no_units(tmp_path: Path, *, merged: bool) -> None:
    """2070104图书馆 beside a column of units was published as a unit of that code, 207 with its class as another."""
    unit, below = ("{}/2", "") if merged else ("{}", "|")
    printed = f"""单位名称|功能科目|总计|基本支出|项目支出
    {unit.format("某市图书馆")}|207文化旅游体育与传媒支出|400.00|250.00|150.00
    {below}2070104图书馆|400.00|250.00|150.00
    {unit.format("某市博物馆")}|207文化旅游体育与传媒支出|100.00|50.00|50.00
    {below}2070205博物馆|100.00|50.00|50.00
    合计||500.00|300.00|200.00"""
    conversion = read(tmp_path, ("一般公共预算支出表（分单位）", printed), title="某市文化局2024年部门预算")
    found = amounts(conversion, "general-budget-by-unit", "unit_name", "function_code", category="all")
    items = {("某市图书馆", "2070104"): "400", ("某市博物馆", "2070205"): "100"}
    classes = {("某市图书馆", "207"): "400", ("某市博物馆", "207"): "100", ("某市文化局", ""): "500"}
    assert found == classes | (items if merged else {})
    assert not errors(conversion)


@pytest.mark.parametrize(
    "below", ["207001|某市图书馆|500.00|300.00|200.00", "207|文化旅游体育与传媒支出|500.00|300.00|200.00"]
)
def test_a_units_code_that_a_class_has_too_is_the_units(tmp_path: Path, below: str) -> None:
    """207 某市文化局 was published as the functional class 207."""
    printed = (
        f"编码|名称|合计|基本支出|项目支出\n|合计|500.00|300.00|200.00\n207|某市文化局|500.00|300.00|200.00\n{below}"
    )
    conversion = read(tmp_path, ("部门支出总表", printed), title="某市文化局2024年部门预算")
    found = {(f.unit_code, f.function_code) for f in conversion.facts if f.line != "total"}
    assert found == {("207", ""), ("207001", "") if "图书馆" in below else ("207", "207")}
    assert not errors(conversion)


def test_classes_of_revenue_below_a_short_heading_are_no_units(tmp_path: Path) -> None:
    """207 was published as a unit of the name of the class, and the codes below it were not known."""
    printed = """编码|名称|合计|一般公共预算|单位资金
    |合计|500.00|450.00|50.00
    207|文化旅游体育与传媒支出|500.00|450.00|50.00
    20701|文化和旅游|500.00|450.00|50.00
    2070104|图书馆|500.00|450.00|50.00"""
    conversion = read(tmp_path, SPENT, ("部门收入总表", printed), title="某市文化局2024年部门预算")
    found = amounts(conversion, "revenue-summary", "function_code", fund="all")
    assert found == {"": "500", "207": "500", "20701": "500", "2070104": "500"}
    assert not unproven(conversion, "revenue-summary")


def test_what_is_bought_for_a_library_is_no_unit(tmp_path: Path) -> None:
    """Beside a column of units the thing and its class, 2070104图书馆, were published as the name of one."""
    printed = """单位名称|采购项目|科目|合计|一般公共预算
    某市图书馆|图书购置|2070104图书馆|80.00|80.00
    某市博物馆|展柜|2070205博物馆|30.00|30.00
    合计|||110.00|110.00"""
    conversion = read(tmp_path, SPENT, ("政府采购预算表", printed), title="某市文化局2024年部门预算")
    assert amounts(conversion, "procurement", "unit_name", "label", fund="all") == {
        ("某市图书馆", "图书购置"): "80",
        ("某市博物馆", "展柜"): "30",
        ("某市文化局", "合计"): "110",
    }
    assert not unproven(conversion, "procurement")


def test_what_units_have_themselves_is_among_their_revenue(tmp_path: Path) -> None:
    printed = """单位名称|合计|财政拨款|单位资金
    某市图书馆|400.00|380.00|20.00
    某市博物馆|100.00|70.00|30.00"""
    conversion = read(tmp_path, SPENT, ("收入总表", printed), title="某市文化局2024年部门预算")
    assert not errors(conversion)
    assert not unproven(conversion, "revenue-summary")


def test_things_bought_that_are_named_like_units_are_none(tmp_path: Path) -> None:
    """新建乡镇卫生院 below 项目名称 was published as a unit, and the other things were not known."""
    printed = "项目名称|金额|一般公共预算\n新建乡镇卫生院|100.00|100.00\n救护车|50.00|50.00\n合计|150.00|150.00"
    conversion = read(tmp_path, SPENT, ("政府采购预算表", printed))
    found = amounts(conversion, "procurement", "unit_name", "label", fund="all", line="procurement-item")
    assert found == {("某县水利局", "新建乡镇卫生院"): "100", ("某县水利局", "救护车"): "50"}
    assert not unproven(conversion, "procurement")


def test_among_which_is_no_part_of_the_name_of_a_unit(tmp_path: Path) -> None:
    printed = """科目编码|科目名称|合计|基本支出|项目支出
    210|卫生健康支出|500.00|300.00|200.00
    21002|公立医院|500.00|300.00|200.00
    2100201|综合医院|500.00|300.00|200.00
    |其中：某县人民医院|400.00|250.00|150.00
    |某县第二医院|100.00|50.00|50.00
    |合计|500.00|300.00|200.00"""
    conversion = read(tmp_path, ("一般公共预算支出表", printed), title="某县卫生健康局2024年部门预算")
    assert {f.unit_name for f in conversion.facts} == {"某县卫生健康局", "某县人民医院", "某县第二医院"}
    assert not errors(conversion)
