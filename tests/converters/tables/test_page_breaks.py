"""Whether a grid on the next page goes on with the one above or begins a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.table import Cell, Table
from yusuan.converters.tables.page_breaks import begins
from yusuan.datapackage.model import Origin


@pytest.mark.parametrize(
    ("row", "is_heading"),
    [
        (("科目编码", "科目名称", "合计", "基本支出"), True),
        (("", "", ".32", ""), False),  # the end of a number that the break cut: all that followed was of no table
        (("", "务支出", "", ""), False),
        (("205", "教育支出", "5.00", "5.00"), False),
    ],
)
def test_what_is_left_of_a_cut_row_is_no_heading(row: tuple[str, ...], *, is_heading: bool) -> None:
    grid = Table((tuple(Cell(text, Origin("made")) for text in row),), Origin("made"), exact=True)
    assert begins(grid) == is_heading


HEADINGS = ["收入", "行次", "金额", "支出", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"]
STATEMENT = [
    ["一、一般公共预算财政拨款", "1", "90.00", "一、教育支出", "11", "80.00", "80.00", ""],
    ["二、政府性基金预算财政拨款", "2", "10.00", "二、其他支出", "12", "20.00", "", "20.00"],
    ["本年收入合计", "3", "100.00", "本年支出合计", "13", "100.00", "80.00", "20.00"],
    ["", "4", "", "", "14", "", "", ""],
    ["年初财政拨款结转和结余", "5", "25.00", "年末财政拨款结转和结余", "15", "25.00", "10.00", "15.00"],
    ["一、一般公共预算财政拨款", "6", "", "", "16", "", "", ""],
    ["二、政府性基金预算财政拨款", "7", "25.00", "", "17", "", "", ""],
    ["合计", "8", "125.00", "合计", "18", "125.00", "90.00", "35.00"],
]


def test_a_statement_goes_on_over_pages_below_titles_and_notes_printed_again(tmp_path: Path) -> None:
    """What was carried over of the fund was read as its revenue of the year."""
    title = "2024年度财政拨款收入支出决算总表"
    pages = [
        f"<p>注：本表反映部门取得的收入。</p><p>{title}</p><p>公开04表</p><p>单位：万元</p><table>"
        + "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in (HEADINGS, *STATEMENT[k:end]))
        + "</table>"
        for k, end in ((0, 2), (2, 6), (6, 8))
    ]
    page = tmp_path / "公开.html"
    page.write_text(f"<html><body><h1>某市某局2024年度部门决算</h1>{''.join(pages)}</body></html>", "utf-8")
    facts = [f for f in convert(page).facts if f.amount in (250_000, 100_000) and f.fund == "government-fund"]
    assert {(f.flow, f.origin, f.amount) for f in facts if f.flow != "expenditure"} == {
        ("revenue", "current-year", 100_000),
        ("balance", "carried-over", 250_000),
    }


CLASSES = ["科目编码", "科目名称", "合计", "财政拨款收入", "事业收入"]
REVENUE = [
    ["208", "社会保障和就业支出", "30.00", "30.00", None],
    ["20805", "行政事业单位养老支出", "30.00", "30.00", None],
    ["2080505", "机关事业单位基本养老保险缴费支出", "30.00", "30.00", None],
    ["210", "卫生健康支出", "12.00", "12.00", None],
    ["21011", "行政事业单位医疗", "12.00", "12.00", None],
    ["2101101", "行政单位医疗", "12.00", "12.00", None],
]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (REVENUE[3:], 6),
        ([CLASSES, *REVENUE[3:]], 6),
        ([row[:4] for row in REVENUE[3:]], 6),  # columns in which a page prints nothing are not in its sheet
        (REVENUE[2:], 3),  # a row that is there already: of another table
        ([CLASSES, ["合计", None, "12.00", "12.00", None], *REVENUE[3:]], 3),  # a table of its own, whose title is lost
        ([["科目编码", "科目名称", "合计", "基本支出", "项目支出"], *REVENUE[3:]], 3),
    ],
)
def test_a_table_goes_on_over_the_sheets_of_a_workbook_made_from_pages(
    page: list[list[str | None]], found: int, tmp_path: Path
) -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.active, workbook.create_sheet("Page 2")
    assert first is not None
    first.title = "Page 1"
    for row in (["某市某局2024年部门预算"], ["部门收入总表"], ["单位：元"], CLASSES, *REVENUE[:3]):
        first.append(row)
    for row in page:
        second.append(row)
    workbook.save(tmp_path / "公开.xlsx")
    facts = convert(tmp_path / "公开.xlsx").facts
    assert len({f.function_code for f in facts if f.fund == "fiscal-appropriation" and f.amount}) == found


LEVELS = (
    "<tr><td colspan=3>科目编码</td><td rowspan=2>科目名称</td><td rowspan=2>合计</td><td rowspan=2>财政拨款收入</td></tr>"
    "<tr><td>类</td><td>款</td><td>项</td></tr>"
    "<tr><td colspan=3>208</td><td>社会保障和就业支出</td><td>30.00</td><td>30.00</td></tr>"
)


HEALTH = [["210", "卫生健康支出", "12.00", "12.00"], ["21011", "行政事业单位医疗", "12.00", "12.00"]]


@pytest.mark.parametrize(
    ("below", "found"),
    [
        (HEALTH, 3),
        ([["", "", ".00", ""], *HEALTH], 3),  # what a page break left of a number is of no row
        (
            [["卫生健康支出", "210", "12.00", "12.00"], ["行政事业单位医疗", "21011", "12.00", "12.00"]],
            1,
        ),  # others, as many
    ],
)
def test_a_table_goes_on_where_nothing_parts_the_columns_of_its_codes(
    below: list[list[str]], found: int, tmp_path: Path
) -> None:
    """Below headings of three columns a code is merged over them; on the next page it stands in one."""
    grids = [LEVELS, "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in below)]
    tables = "".join(f"<table>{grid}</table>" for grid in grids)
    page = tmp_path / "公开.html"
    page.write_text(
        f"<html><body><h1>某市某局2024年部门预算</h1><p>部门收入总表</p><p>单位：万元</p>{tables}</body></html>",
        "utf-8",
    )
    facts = convert(page).facts
    assert len({f.function_code for f in facts if f.fund == "fiscal-appropriation" and f.amount}) == found


LISTINGS = {
    "codes": [["科目编码", "科目名称"], ["201", "一般公共服务支出"], ["20106", "财政事务"], ["2010601", "行政运行"]],
    "codes before names": [["科目名称"], ["[201]一般公共服务支出"], ["[20106]财政事务"], ["[2010601]行政运行"]],
    "levels": [
        ["类", "款", "项", "科目名称"],
        ["201", "", "", "一般公共服务支出"],
        ["201", "06", "", "财政事务"],
        ["201", "06", "01", "行政运行"],
    ],
}


def _as_table(rows: list[list[str]]) -> str:
    return f"<table>{''.join(map(_row, rows))}</table>"


def _as_text(rows: list[list[str]]) -> str:
    return "<pre>" + "\n".join("│".join(row) for row in rows) + "</pre>"


@pytest.mark.parametrize("heads", LISTINGS.values(), ids=LISTINGS)
@pytest.mark.parametrize("write", [_as_table, _as_text])
def test_classes_below_a_statement_are_no_rows_of_it(
    write: Callable[[list[list[str]]], str], heads: list[list[str]], tmp_path: Path
) -> None:
    """The classes of 收入总表, whose title was lost, were read again as expenditure of 收支总表."""
    statement = [
        ["收入", "预算数", "支出", "预算数"],
        ["一、财政拨款", "90.00", "一、一般公共服务支出", "90.00"],
        ["收入总计", "90.00", "支出总计", "90.00"],
    ]
    listing = [[*heads[0], "合计", "财政拨款收入"], *([*head, "90.00", "90.00"] for head in heads[1:])]
    listing.insert(0, [""] * len(listing[0]))
    if write is _as_text:  # which has its title and unit of money in it
        statement[:0] = [["2024年收支总表", "", "", ""], ["单位：万元", "", "", ""]]
    tables = "".join(map(write, (statement, listing)))
    page = tmp_path / "公开.html"
    page.write_text(
        f"<html><body><h1>某市某局2024年部门预算</h1><p>收支总表</p><p>单位：万元</p>{tables}</body></html>", "utf-8"
    )
    read = [f for f in convert(page).facts if f.table == "budget-summary"]
    assert len([f for f in read if f.flow == "expenditure" and f.function_code == "201"]) <= 1
    assert {f.fund for f in read} <= {"all", "fiscal-appropriation"}
    assert not any(f.fund == "fiscal-appropriation" for f in read if f.flow == "expenditure")


@pytest.mark.parametrize("heads", LISTINGS.values(), ids=LISTINGS)
def test_so_are_those_of_a_text_with_kinds_of_expenditure(heads: list[list[str]], tmp_path: Path) -> None:
    """What was spent on each class stood in 收支总表 twice."""
    statement = [
        ["2024年收支总表", "", "", "", ""],
        ["单位：万元", "", "", "", ""],
        ["收入", "", "支出", "", ""],
        ["项目", "预算数", "项目", "预算数", ""],
        ["", "", "", "合计", "项目支出"],
        ["一、财政拨款", "90.00", "一、一般公共服务支出", "90.00", "40.00"],
        ["收入总计", "90.00", "支出总计", "90.00", "40.00"],
    ]
    listing = [
        ["", "", "", "", ""],
        ["项目", *[""] * (len(heads[0]) - 1), "支出预算", ""],
        [*heads[0], "合计", "项目支出"],
        *([*head, "90.00", "40.00"] for head in heads[1:]),
    ]
    page = tmp_path / "公开.html"
    texts = "".join(map(_as_text, (statement, listing)))
    page.write_text(f"<html><body><h1>某市某局2024年部门预算</h1>{texts}</body></html>", "utf-8")
    read = [f for f in convert(page).facts if f.table == "budget-summary" and f.flow == "expenditure"]
    assert len({(f.function_code, f.line, f.category) for f in read}) == len(read) <= 4


def _row(cells: list[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
