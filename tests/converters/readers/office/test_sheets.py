"""Workbooks, new and old: what a visible sheet shows, and a word on what it hides."""

from __future__ import annotations

import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule, FormulaRule, IconSetRule, Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers.office import formats, xls, xlsx
from yusuan.converters.table import NOT_READ, Paragraph, Table


@pytest.fixture
def book(tmp_path):
    """An empty workbook, and a function that saves it."""
    workbook = openpyxl.Workbook()

    def save(name: str = "公开.xlsx"):
        path = tmp_path / name
        workbook.save(path)
        return path

    return workbook, save


def test_titles_and_notes_leave_the_grid_and_spans_stay(book):
    workbook, save = book
    sheet = workbook.active
    sheet.title = "收支总表"
    sheet["A1"], sheet["A2"], sheet["D2"] = "2025年收支预算总表", "编制单位：某市档案馆", "单位：元"
    sheet["A3"], sheet["C3"] = "本年收入", "本年支出"
    for column, text in enumerate(["项目", "预算数", "项目", "预算数"], start=1):
        sheet.cell(4, column, text)
    for column, value in enumerate(["一、财政拨款收入", 371514655, "一、一般公共服务支出", 0], start=1):
        cell = sheet.cell(5, column, value)
        cell.number_format = "#,##0.00"
    sheet["A7"] = "注：本表为预算数。"
    for area in ("A1:D1", "A3:B3", "C3:D3"):
        sheet.merge_cells(area)
    found = list(xlsx.read(save()))
    assert [block.text for block in found if not isinstance(block, Table)] == [
        "2025年收支预算总表", "编制单位：某市档案馆", "单位：元", "注：本表为预算数。",
    ]  # fmt: skip
    table = next(block for block in found if isinstance(block, Table))
    assert (table.name, table.exact) == ("收支总表", True)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["本年收入", "", "本年支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款收入", "371,514,655.00", "一、一般公共服务支出", "0.00"],
    ]
    assert table.rows[0][2].colspan == 2
    assert (table.rows[2][1].origin.row, table.rows[2][1].origin.column) == (5, 2)


def test_hidden_sheets_rows_and_columns_are_left_out_and_reported(book):
    workbook, save = book
    sheet = workbook.active
    for row in (["项目", "旧数", "预算数"], ["甲", 1, 2], ["乙", 3, 4]):
        sheet.append(row)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True
    workbook.create_sheet("2019年").append(["去年", 1])
    workbook["2019年"].sheet_state = "veryHidden"
    path = save()
    (table,) = xlsx.read(path)
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "预算数"], ["甲", "2"]]
    assert [cell.origin.column for cell in table.rows[1]] == [1, 3]
    report = "\n".join(xlsx.left_out(path))
    assert "2019年" in report
    assert "hidden rows 3" in report
    assert "hidden columns 2" in report


def test_a_merged_heading_over_a_hidden_column_still_shows(book):
    workbook, save = book
    sheet = workbook.active
    for row in (["项目", "支出", None], [None, "基本", "项目支出"], ["甲", 1, 2]):
        sheet.append(row)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    sheet.column_dimensions["B"].hidden = True
    (table,) = xlsx.read(save())
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "支出"], ["", "项目支出"], ["甲", "2"]]


def test_a_heading_centred_across_its_columns_stands_over_all_of_them(book, tmp_path):
    """跨列居中 looks like a merged heading and is none."""
    rows = (
        ["项目", "2023年", None, "2024年", None],
        [None, "基本", "项目支出", "基本", "项目支出"],
        ["甲", 1, 2, 3, 4],
    )
    workbook, save = book
    sheet = workbook.active
    for row in rows:
        sheet.append(row)
    old = xlwt.Workbook()
    older = old.add_sheet("表1")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            style = xlwt.easyxf("align: horiz center_across_selection") if r == 0 and c else xlwt.Style.default_style
            older.write(r, c, value, style)
    for column in range(2, 6):
        sheet.cell(1, column).alignment = Alignment(horizontal="centerContinuous")
    old.save(str(tmp_path / "旧.xls"))
    for (table,) in (xlsx.read(save()), xls.read(tmp_path / "旧.xls")):
        assert [(cell.text, cell.colspan) for cell in table.rows[0] if cell.text] == [
            ("项目", 1), ("2023年", 2), ("2024年", 2),
        ]  # fmt: skip


def test_several_tables_on_one_sheet_part_where_a_new_title_follows(book, blocks):
    workbook, save = book
    sheet = workbook.active
    for row in (
        ["收入预算表"],
        ["项目", "预算数"],
        ["甲", 1],
        [],
        ["乙", 2],
        [],
        ["支出预算表"],
        ["项目", "预算数"],
        ["丙", 3],
    ):
        sheet.append(row)
    assert blocks(save()) == (
        ["收入预算表", "支出预算表"],
        [[["项目", "预算数"], ["甲", "1"], ["乙", "2"]], [["项目", "预算数"], ["丙", "3"]]],
    )


def test_tables_right_below_each_other_part_where_a_title_is_set_across_them(book, blocks):
    workbook, save = book
    sheet = workbook.active
    for row in (
        ["收入预算表"],
        ["项目", "预算数"],
        ["甲", 1],
        ["表二 支出预算表（2025年度）"],
        ["项目", "预算数"],
        ["丙表", 3],
    ):
        sheet.append(row)
    sheet.merge_cells("A4:B4")
    assert blocks(save()) == (
        ["收入预算表", "表二 支出预算表（2025年度）"],
        [[["项目", "预算数"], ["甲", "1"]], [["项目", "预算数"], ["丙表", "3"]]],
    )


def test_thousands_of_styled_helper_columns_cost_nothing(book, blocks):
    workbook, save = book
    sheet = workbook.active
    sheet.append(["项目", "预算数"])
    sheet.append(["甲", 1])
    for column in range(3, 4000):
        sheet[f"{get_column_letter(column)}1"].number_format = "0.00"
    sheet["XFD1"].number_format = "0.00"
    assert blocks(save())[1] == [[["项目", "预算数"], ["甲", "1"]]]


def test_a_formula_shows_its_stored_value_and_one_without_is_reported(book):
    workbook, save = book
    for row in (["项目", "预算数"], ["甲", 1], ["合计", "=SUM(B2:B2)"]):
        workbook.active.append(row)
    path = save()
    table, told = xlsx.read(path)
    assert isinstance(table, Table) and isinstance(told, Paragraph)
    assert [cell.text for cell in table.rows[2]] == ["合计", ""]
    assert "B3" in told.text and told.origin.note == NOT_READ


def test_a_sheet_that_hides_zeros_shows_none(book, blocks):
    workbook, save = book
    sheet = workbook.active
    sheet.append(["项目", "预算数", "其中"])
    sheet.append(["甲", 1, 0])
    sheet.append(["乙", 2, 3])
    sheet.sheet_view.showZeros = False
    assert blocks(save())[1] == [[["项目", "预算数", "其中"], ["甲", "1", ""], ["乙", "2", "3"]]]


def test_what_the_sheet_rounds_is_noted(book):
    workbook, save = book
    workbook.active.append(["项目", "预算数"])
    workbook.active.append(["甲", 76842.4369])
    workbook.active["B2"].number_format = "#,##0"
    (table,) = xlsx.read(save())
    assert (table.rows[1][1].text, table.rows[1][1].origin.note) == ("76,842", "stored: 76842.4369")


def test_an_old_workbook_reads_like_a_new_one(tmp_path):
    workbook = xlwt.Workbook()
    sheet = workbook.add_sheet("表1")
    money = xlwt.easyxf(num_format_str="#,##0.00")
    sheet.write_merge(0, 0, 0, 2, "2021年支出表")
    sheet.write(1, 2, "单位：万元")
    sheet.write_merge(2, 3, 0, 0, "项目")
    sheet.write_merge(2, 2, 1, 2, "预算数")
    sheet.write(3, 1, "基本"), sheet.write(3, 2, "项目支出")
    sheet.write(4, 0, "教育"), sheet.write(4, 1, 1234.5, money), sheet.write(4, 2, 0, money)
    sheet.write(5, 0, "旧"), sheet.write(5, 1, 9)
    sheet.row(5).hidden = True
    workbook.add_sheet("旧表").write(0, 0, "x")
    workbook.get_sheet(1).visibility = 1
    path = tmp_path / "公开.xls"
    workbook.save(str(path))
    title, unit, table = xls.read(path)
    assert (title.text, unit.text) == ("2021年支出表", "单位：万元")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "预算数", ""], ["", "基本", "项目支出"], ["教育", "1,234.50", "0.00"],
    ]  # fmt: skip
    assert len(xls.left_out(path)) == 2


@pytest.mark.parametrize(
    ("value", "number_format", "printed"),
    [
        (0, "0.00", "0.00"),
        (1234567.895, "#,##0.00", "1,234,567.90"),
        (-1234.5, "#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-1234.5, "#,##0.00;[Red]-#,##0.00", "-1,234.50"),
        (-1234.5, "#,##0.00;[Red]#,##0.00", "-1,234.50"),  # below nought shown by its colour alone
        (-0.001, "#,##0.00;[Red]#,##0.00", "0.00"),
        (0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (5, "0;-0;;@", "5"),
        (0, "0;-0;;@", ""),
        (0.1 + 0.2, "General", "0.3"),
        (1234567.8900000001, "General", "1234567.89"),
        (0.4412, "0.00%", "44.12%"),
        (12345, '0!.0,"万"', "1.2万"),
        (12345678, "#,##0,", "12,346"),
        (7, "000", "007"),
        (1.5, "0.##", "1.5"),
        (2, "0.##", "2"),
        (-0.001, "0.00", "0.00"),
        (3.5, '"约"0.0"万元"', "约3.5万元"),
        (12.5, "[$¥-804]#,##0.00", "¥12.50"),
        ("201", "@", "201"),
        (2010101, "General", "2010101"),
        (True, "General", "TRUE"),
    ],
)
def test_a_value_is_printed_as_the_sheet_shows_it(value, number_format, printed):
    assert formats.shown(value, number_format) == printed


@given(st.decimals(-(10**12), 10**12, places=2))
def test_thousands_and_cents_never_change_an_amount(amount):
    printed = formats.shown(float(amount), "#,##0.00")
    assert Decimal(printed.replace(",", "")) == amount


@given(st.floats(), st.sampled_from(["General", "#,##0.00", "0.0%", '0!.0,"万"', "0.00_);[Red](0.00)", "@"]))
def test_whatever_number_a_damaged_file_holds_is_shown(value, number_format):
    assert isinstance(formats.shown(value, number_format), str)


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "炸弹.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 100_000_000)
    with pytest.raises(UnreadableError, match="zip bomb"):
        list(xlsx.read(path))


def test_a_truncated_workbook_says_so(book):
    _, save = book
    path = save()
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(UnreadableError, match="损坏"):
        list(xlsx.read(path))


def test_struck_out_cells_are_not_read_and_told(book, tmp_path):
    rows = [["项目", "预算数"], ["甲", 1], ["乙", 9]]
    workbook, save = book
    old = xlwt.Workbook()
    listed = old.add_sheet("表")
    workbook.active.title = "表"
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            struck = r == 2 and c == 1
            workbook.active.cell(r + 1, c + 1, value).font = Font(strike=struck)
            listed.write(r, c, value, xlwt.easyxf("font: struck_out on" if struck else ""))
    old.save(str(tmp_path / "公开.xls"))
    for reader, path in ((xlsx, save()), (xls, tmp_path / "公开.xls")):
        (table,) = reader.read(path)
        assert [[cell.text for cell in row] for row in table.rows] == [["项目", "预算数"], ["甲", "1"], ["乙", ""]]
        assert reader.left_out(path) == ["工作表“表”划掉的单元格 R3C2 / sheet '表': struck-out cells R3C2"]


def test_white_text_on_no_colour_is_not_read_and_told_and_white_headings_are_read(book, tmp_path):
    rows = [["项目", "预算数", None], ["甲", 1, 9]]
    workbook, save = book
    old = xlwt.Workbook()
    listed = old.add_sheet("表")
    workbook.active.title = "表"
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            cell = workbook.active.cell(r + 1, c + 1, value)
            look = ""
            if value == 9:
                cell.font, look = Font(color="FFFFFFFF"), "font: color white"
            elif r == 0:
                cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF4472C4")
                look = "font: color white; pattern: pattern solid, fore_colour blue"
            listed.write(r, c, value, xlwt.easyxf(look))
    old.save(str(tmp_path / "公开.xls"))
    for reader, path in ((xlsx, save()), (xls, tmp_path / "公开.xls")):
        (table,) = reader.read(path)
        assert [[cell.text for cell in row] for row in table.rows] == [["项目", "预算数"], ["甲", "1"]]
        assert reader.left_out(path) == ["工作表“表”看不见的字 R2C3 / sheet '表': unseen text R2C3"]


def test_type_that_is_tiny_or_as_white_as_its_cell_is_not_read_and_told(book, tmp_path):
    workbook, save = book
    old = xlwt.Workbook()
    listed = old.add_sheet("表")
    workbook.active.title = "表"
    looks = {
        (1, 1): (Font(sz=1), PatternFill(), "font: height 20"),
        (1, 2): (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FFFFFFFF"),
                 "font: color white; pattern: pattern solid, fore_colour white"),
        (2, 1): (Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF000000"),
                 "font: color white; pattern: pattern solid, fore_colour black"),
    }  # fmt: skip
    for r, row in enumerate([["项目", "预算数", "上年"], ["甲", 1, 2], ["乙", 3, 4]]):
        for c, value in enumerate(row):
            cell = workbook.active.cell(r + 1, c + 1, value)
            font, fill, look = looks.get((r, c), (None, None, ""))
            if font is not None and fill is not None:
                cell.font, cell.fill = font, fill
            listed.write(r, c, value, xlwt.easyxf(look))
    old.save(str(tmp_path / "公开.xls"))
    for reader, path in ((xlsx, save()), (xls, tmp_path / "公开.xls")):
        (table,) = reader.read(path)
        assert [[cell.text for cell in row] for row in table.rows] == [
            ["项目", "预算数", "上年"],
            ["甲", "", ""],
            ["乙", "3", "4"],
        ]
        assert reader.left_out(path) == ["工作表“表”看不见的字 R2C2, R2C3 / sheet '表': unseen text R2C2, R2C3"]


def test_a_row_or_column_too_small_to_show_anything_is_hidden(book):
    workbook, save = book
    for row in (["项目", "预算数", "上年"], ["甲", 1, 2], ["乙", 3, 4]):
        workbook.active.append(row)
    workbook.active.row_dimensions[2].height = 0.75
    workbook.active.column_dimensions["C"].width = 0.1
    path = save()
    (table,) = xlsx.read(path)
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "预算数"], ["乙", "3"]]
    assert len(xlsx.left_out(path)) == 2


def test_the_unit_of_money_in_the_page_header_stands_above_the_sheet(book, blocks):
    workbook, save = book
    for row in (["支出总表", None], ["项目", "预算数"], ["甲", 1]):
        workbook.active.append(row)
    workbook.active.oddHeader.left.text = "附件1"
    workbook.active.oddHeader.right.text = '&"宋体,常规"&10单位：万元'
    assert blocks(save())[0] == ["支出总表", "单位：万元"]


def test_raised_digits_of_a_text_are_the_mark_of_a_note(book):
    """123.45 with the mark 1 was 123.451 once."""
    workbook, save = book
    mark = TextBlock(InlineFont(vertAlign="superscript"), "1")
    workbook.active["A1"] = CellRichText("123.45", mark)
    workbook.active["B1"] = CellRichText(TextBlock(InlineFont(b=True), "12"), "3.45")
    (table,) = xlsx.read(save())
    assert [cell.text for cell in table.rows[0]] == ["123.45¹", "123.45"]


def test_raised_digits_of_the_texts_that_a_workbook_keeps_apart_are_marks_too(book):
    """Excel keeps texts in a list of their own, other programs in the cells."""
    workbook, save = book
    workbook.active["A1"], workbook.active["B1"] = "text", "123.45"
    main, office = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "application/vnd.openxmlformats-officedocument",
    )
    listed = '<si><r><t>123.45</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>'
    part, kind = "xl/sharedStrings.xml", f"{office}.spreadsheetml.sharedStrings+xml"
    path = save()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace('t="inlineStr"><is><t>123.45</t></is>', 't="s"><v>0</v>')
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'
    )
    parts[part] = f'<sst xmlns="{main}" count="1" uniqueCount="1">{listed}</sst>'
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    (table,) = xlsx.read(path)
    assert [cell.text for cell in table.rows[0]] == ["text", "123.45¹"]


def test_raised_digits_of_an_old_workbook_are_the_mark_of_a_note(tmp_path):
    workbook = xlwt.Workbook()
    plain, mark = xlwt.Font(), xlwt.Font()
    mark.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet = workbook.add_sheet("支出总表")
    sheet.write_rich_text(0, 0, (("123.45", plain), ("1", mark)))
    sheet.write(0, 1, "7.00")
    workbook.save(tmp_path / "公开.xls")
    (table,) = xls.read(tmp_path / "公开.xls")
    assert [cell.text for cell in table.rows[0]] == ["123.45¹", "7.00"]


@pytest.mark.parametrize(("between", "is_parted"), [(None, True), ("备注", False)])
def test_tables_side_by_side_under_a_title_each_are_read_one_after_the_other(book, between, is_parted):
    workbook, save = book
    workbook.active.append(["某县供销社2024年部门预算"])
    workbook.active.append(["支出总表", None, None, "收入总表"])
    workbook.active.append(["科目名称", "合计", between, "单位名称", "合计"])
    workbook.active.append(["住房保障支出", "10.00", None, "某县供销社", "10.00"])
    _, *found = xlsx.read(save())
    texts = [b.text if isinstance(b, Paragraph) else [[c.text for c in row] for row in b.rows] for b in found]
    spending = [["科目名称", "合计"], ["住房保障支出", "10.00"]]
    revenue = [["单位名称", "合计"], ["某县供销社", "10.00"]]
    assert (texts == ["支出总表", spending, "收入总表", revenue]) is is_parted


WHITE_TYPE = Font(color="FFFFFFFF")
HIDES = {
    "below a bound": CellIsRule(operator="lessThan", formula=["5"], font=WHITE_TYPE),
    "by a format": Rule("cellIs", operator="between", formula=["0", "5"], dxf=DifferentialStyle(numFmt=NumberFormat(200, ";;;"))),
    "in the colour of its ground": FormulaRule(["$B2=1"], font=Font(color="FF00B050"), fill=PatternFill(bgColor="FF00B050")),
    "behind an icon": IconSetRule("3Arrows", "num", [0, 2, 6], showValue=False),
    "struck out": CellIsRule(operator="equal", formula=["$B$2"], font=Font(strike=True)),
}  # fmt: skip


@pytest.mark.parametrize("rule", HIDES.values(), ids=HIDES)
def test_a_number_that_a_rule_of_the_sheet_hides_is_not_read_and_told(book, rule):
    workbook, save = book
    for row in (["项目", "预算数"], ["甲", 1], ["乙", 9]):
        workbook.active.append(row)
    workbook.active.conditional_formatting.add("B2:B2" if rule.type == "iconSet" else "B2:B3", rule)
    (table,) = xlsx.read(save())
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "预算数"], ["甲", ""], ["乙", "9"]]
    (told,) = xlsx.left_out(save())
    assert told.endswith("R2C2")


def test_what_a_rule_makes_visible_is_read_and_a_rule_that_is_not_settled_holds_its_numbers_back(book):
    workbook, save = book
    sheet = workbook.active
    for row in (["项目", "预算数", "上年"], ["甲", 1, 2], ["乙", 9, 3]):
        sheet.append(row)
    sheet["B2"].font = sheet["B3"].font = WHITE_TYPE
    sheet.conditional_formatting.add(
        "B2", CellIsRule(operator="greaterThan", formula=["0"], fill=PatternFill(bgColor="FF0070C0"))
    )
    sheet.conditional_formatting.add("A1:C3", FormulaRule(["SUM(A:A)>COLUMN()"], fill=PatternFill(bgColor="FFFFFF00")))
    sheet.conditional_formatting.add("C3", FormulaRule(["VLOOKUP(C3,Z:Z,1,0)=3"], font=WHITE_TYPE))
    (table,) = xlsx.read(save())
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "预算数", "上年"],
        ["甲", "1", "2"],
        ["乙", "9?", "3?"],
    ]
    assert xlsx.left_out(save()) == [
        "工作表“Sheet”不知是否看得见的数 R3C2, R3C3 / sheet 'Sheet': numbers that a rule may hide R3C2, R3C3"
    ]


def test_numbers_that_their_own_format_hides_and_black_ones_on_black_are_told(book, tmp_path):
    workbook, save = book
    sheet = workbook.active
    sheet.title = "表"
    old = xlwt.Workbook()
    listed = old.add_sheet("表")
    for r, row in enumerate([["项目", "预算数"], ["甲", 1], ["乙", 9], ["丙", 3], ["丁", 0]]):
        sheet.append(row)
        for c, value in enumerate(row):
            look = xlwt.easyxf("pattern: pattern solid, fore_colour black" if value == 3 else "")
            look.num_format_str = ";;;" if value in (0, 1) else "General"
            listed.write(r, c, value, look)
    old.save(str(tmp_path / "公开.xls"))
    sheet["B2"].number_format = sheet["B5"].number_format = ";;;"
    sheet["B4"].fill = PatternFill("solid", fgColor="FF000000")
    for reader, path in ((xlsx, save()), (xls, tmp_path / "公开.xls")):
        (table,) = reader.read(path)
        assert [row[1].text for row in table.rows] == ["预算数", "", "9", "", ""]
        assert reader.left_out(path) == ["工作表“表”看不见的字 R2C2, R4C2 / sheet '表': unseen text R2C2, R4C2"]
