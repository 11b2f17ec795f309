"""Grids that print several tables below each other are cut at their numbered titles."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.forms.form import load_forms
from yusuan.converters.table import Cell, Paragraph, Table
from yusuan.converters.tables.sections import SECTION, divide
from yusuan.datapackage.model import Origin


def grid(*rows: str, exact: bool = True) -> Table:
    cells = tuple(tuple(Cell(text, Origin("made")) for text in row.split("|")) for row in rows)
    return Table(cells, Origin("made"), exact)


STATISTICS = (
    "一、政府采购情况|||",
    "项目|行次|采购预算|采购金额",
    "合计|1|10.00|9.00",
    "二、机关运行经费|||",
    "项目||统计数|",
    "（一）行政单位|5|8.00|",
    "三、国有资产占用情况|||",
    "（一）车辆数合计（辆）|7|20|",
)


def test_each_section_is_a_table_under_its_own_title() -> None:
    parts = divide([grid(*STATISTICS)], load_forms())
    titles = [p.text for p in parts if isinstance(p, Paragraph)]
    assert titles == ["一、政府采购情况", "二、机关运行经费", "三、国有资产占用情况"]
    assert {p.origin.note for p in parts if isinstance(p, Paragraph)} == {SECTION}
    assert [len(p.rows) for p in parts if isinstance(p, Table)] == [2, 2, 1]


def test_a_grid_whose_numbered_rows_are_no_titles_stays_whole() -> None:
    table = grid("项目|金额", "一、本年收入|", "一般公共预算|1.00", "二、上年结转|", "一般公共预算|2.00")
    assert divide([table], load_forms()) == [table]


def test_an_ocr_grid_is_not_cut_at_numbered_rows() -> None:
    table = grid(*STATISTICS, exact=False)
    assert divide([table], load_forms()) == [table]


@pytest.mark.parametrize("exact", [True, False])
def test_a_grid_with_the_title_of_another_table_in_its_midst_is_two(*, exact: bool) -> None:
    """Of a text all that followed was read into the first table, its numbers again as those of others."""
    rows = ("项目|预算数", "收入总计|10.00", "表四 财政拨款收支总表|", "项目|预算数", "收入总计|9.00")
    first, title, second = divide([grid(*rows, exact=exact)], load_forms())
    assert isinstance(first, Table) and isinstance(title, Paragraph) and isinstance(second, Table)
    assert (len(first.rows), title.text, len(second.rows)) == (2, "表四 财政拨款收支总表", 2)


def test_what_stands_between_the_title_in_the_midst_and_its_headings_is_no_heading() -> None:
    rows = (
        "项目|预算数",
        "收入总计|10.00",
        "财政拨款收支总表|",
        "|",
        "编制单位：某局|单位：元",
        "项目|预算数",
        "收入总计|9.00",
    )
    _, *above, table = divide([grid(*rows)], load_forms())
    assert [p.text for p in above if isinstance(p, Paragraph)] == ["财政拨款收支总表", "编制单位：某局", "单位：元"]
    assert isinstance(table, Table) and table.rows[0][0].text == "项目"


def test_a_row_that_names_a_table_among_the_headings_or_beside_amounts_cuts_nothing() -> None:
    for rows in (
        ("财政拨款收支总表|", "项目|预算数", "收入总计|9.00"),
        ("项目|预算数", "收入总计|9.00", "财政拨款收支总表|9.00"),
        ("项目|预算数", "收入总计|9.00", "某某明细表|"),
    ):
        assert divide([grid(*rows)], load_forms()) == [grid(*rows)]


def test_tables_pasted_below_each_other_are_apart_where_their_amounts_have_no_decimals() -> None:
    """Rows of the second were published as the first's, its 某局本级 as basic expenditure."""
    first = ("科目编码|科目名称|合计|基本支出", "207|文化支出|120|100", "合计||120|100")
    for title in ("财政拨款收支总表", "诉讼费收支情况表"):
        below = (f"{title}|||", "科目编码|科目名称|合计|某局本级", "207|文化支出|120|50", "合计||120|50")
        parts = divide([grid(*first, *below)], load_forms())
        assert [part.text if isinstance(part, Paragraph) else len(part.rows) for part in parts] == [3, title, 3]
    counted = ("科目编码|科目名称|合计|基本支出", "1|2|3|4", "支出总表|||", "207|文化支出|120|100")
    assert divide([grid(*counted)], load_forms()) == [grid(*counted)]


_MARKS = (
    ("一、", "二、", "三、"), ("壹、", "贰、", "叁、"), ("1.", "2.", "3."), ("（一）", "（二）", "（三）"), ("①", "②", "③"),
    ("Ⅰ、", "Ⅱ、", "Ⅲ、"), ("A.", "B.", "C."), ("1）", "2）", "3）"), ("", "", ""),
)  # fmt: skip
_PROCUREMENT = ("项目|行次|采购预算|采购金额", "合计|1|450.00|420.00", "货物|2|120.00|110.00", "服务|3|330.00|310.00")
_OPERATING = ("项目||统计数|", "（一）行政单位|4|99.00|", "（二）参照公务员法管理事业单位|5|1.00|")
_ASSETS = ("（一）车辆数合计（辆）|6|20|", "1.部级领导干部用车|7|0|")


@pytest.mark.parametrize("marks", _MARKS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_sections_are_tables_however_they_are_numbered(
    marks: tuple[str, str, str], *, is_turned: bool, tmp_path: Path
) -> None:
    """Procurement was read as rows of the table of “三公” where the number was another than 一、."""
    sections = [("政府采购情况", _PROCUREMENT), ("机关运行经费", _OPERATING), ("国有资产占用情况", _ASSETS)]
    if is_turned:
        sections[:2] = sections[1::-1]
    rows = ""
    for mark, (title, own) in zip(marks, sections, strict=True):
        rows += f"<tr><td colspan=4>{mark}{title}</td></tr>"
        rows += "".join(f"<tr><td>{row.replace('|', '</td><td>')}</td></tr>" for row in own)
    path = tmp_path / "决算.html"
    captions = "<h1>某市某局2016年部门决算</h1><p>部门决算公开相关信息统计表</p><p>公开08表</p><p>金额单位：元</p>"
    path.write_text(f"<meta charset=utf-8>{captions}<table>{rows}</table>", "utf-8")
    found = {(fact.table, fact.line, fact.phase, fact.amount) for fact in convert(path).facts}
    assert found == {
        ("procurement", line, phase, Decimal(amount))
        for line, phase, amount in (
            ("total", "approved", 450), ("total", "executed", 420), ("procurement-goods", "approved", 120),
            ("procurement-goods", "executed", 110), ("procurement-services", "approved", 330),
            ("procurement-services", "executed", 310),
        )
    } | {
        ("agency-operating", "administrative-unit", "executed", Decimal(99)),
        ("agency-operating", "civil-service-managed-institution", "executed", Decimal(1)),
    }  # fmt: skip


def test_groups_of_a_list_below_one_row_of_headings_are_no_sections() -> None:
    table = grid("项目|预算数", "政府采购情况|", "货物|1.00", "服务|2.00", "机关运行经费|", "行政单位|3.00")
    assert divide([table], load_forms()) == [table]


_BESIDE = (
    "一般公共预算财政拨款基本支出决算表|||||",
    "人员经费|||公用经费||",
    "经济分类科目编码|科目名称|金额|经济分类科目编码|科目名称|金额",
    "301|工资福利支出|90.00|302|商品和服务支出|30.00",
    "30101|基本工资|90.00|30201|办公费|30.00",
)


@pytest.mark.parametrize("between", ["", "<div> </div>"])
def test_rows_that_are_grids_of_their_own_are_those_of_one_table(between: str, tmp_path: Path) -> None:
    """A title alone in a grid ended the conversion; headings over several columns were of the first alone."""
    rows = [f"<table><tr><td>{row.replace('|', '</td><td>')}</td></tr></table>" for row in _BESIDE]
    path = tmp_path / "决算.html"
    path.write_text(f"<meta charset=utf-8><h1>某市某局2016年部门决算</h1><p>单位：元</p>{between.join(rows)}", "utf-8")
    found = {(fact.economic_code, fact.category, int(fact.amount)) for fact in convert(path).facts}
    assert found == {
        (code, category, amount)
        for codes, category, amount in ((("301", "30101"), "personnel", 90), (("302", "30201"), "operating", 30))
        for code in codes
    }


def test_the_title_of_the_next_table_is_no_row_of_the_one_above() -> None:
    rows = ("项目|预算数", "收入总计|10.00", "财政拨款收支总表|", "收入总计|9.00", "支出总计|9.00")
    parts = divide([grid(row) for row in rows], load_forms())
    assert [len(part.rows) for part in parts if isinstance(part, Table)] == [2, 1, 2]


@pytest.mark.parametrize("blank", ["", "——"])
def test_a_title_below_amounts_that_blanks_part_is_one(blank: str) -> None:
    """The rows of the second table were read into the first, with columns of other funds."""
    title = "财政拨款收支总表" + f"|{blank}"
    rows = ("项目|预算数", "收入总计|31 214 205.80", title, "项目|预算数", "收入总计|9.00")
    parts = divide([grid(*rows)], load_forms())
    assert [part.text if isinstance(part, Paragraph) else len(part.rows) for part in parts] == [
        2,
        "财政拨款收支总表",
        2,
    ]


def test_a_title_in_the_midst_may_stand_beside_the_heading_of_a_column() -> None:
    rows = ("项目|预算数|", "收入总计|10.00|", "财政拨款收支总表||占比（%）", "项目|预算数|", "收入总计|9.00|90.00")
    first, title, second = divide([grid(*rows)], load_forms())
    assert isinstance(first, Table) and isinstance(title, Paragraph) and isinstance(second, Table)
    assert (len(first.rows), title.text, len(second.rows)) == (2, "财政拨款收支总表", 2)
