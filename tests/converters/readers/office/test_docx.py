"""Word: what a person sees on paper, merged cells and list numbers included."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers.office import docx as reader
from yusuan.converters.table import Table


@pytest.fixture
def word(tmp_path):
    """A function that saves a document under a name of its own."""

    def save(document, name: str = "公开.docx") -> Path:
        path = tmp_path / name
        document.save(str(path))
        return path

    return save


def test_paragraphs_and_tables_come_in_the_order_of_the_body(word, blocks):
    document = docx.Document()
    document.add_paragraph("收入支出决算总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells], ["项目", "决算数", "事业收入", "１２．３４"], strict=True
    ):
        cell.text = text
    document.add_paragraph("注：本表反映收支情况。")
    path = word(document)
    assert blocks(path) == (
        ["收入支出决算总表", "单位：万元", "注：本表反映收支情况。"],
        [[["项目", "决算数"], ["事业收入", "12.34"]]],
    )
    assert [type(block).__name__ for block in reader.read(path)] == ["Paragraph", "Paragraph", "Table", "Paragraph"]


def test_merged_cells_cover_their_places_with_empty_ones(word):
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "本年支出"
    for column, text in enumerate(["教育支出", "1.00", "2.00"]):
        table.cell(2, column).text = text
    (found,) = reader.read(word(document))
    assert isinstance(found, Table)
    assert found.exact
    assert [[c.text for c in row] for row in found.rows] == [
        ["项目", "本年支出", ""],
        ["", "", ""],
        ["教育支出", "1.00", "2.00"],
    ]
    assert (found.rows[0][0].rowspan, found.rows[0][1].colspan) == (2, 2)
    assert (found.rows[2][1].origin.row, found.rows[2][1].origin.column) == (3, 2)


def test_a_row_that_starts_later_keeps_its_columns(word, blocks):
    document = docx.Document()
    table = document.add_table(2, 3)
    for r in range(2):
        for c in range(3):
            table.cell(r, c).text = f"{r}{c}"
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row.get_or_add_trPr().append(before)
    assert blocks(word(document))[1] == [[["00", "01", "02"], ["", "11", "12"]]]


def test_a_table_in_a_cell_comes_after_the_table_around_it(word, blocks):
    document = docx.Document()
    outer = document.add_table(1, 2)
    outer.cell(0, 0).text = "附"
    inner = outer.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "1.00"
    assert blocks(word(document))[1] == [[["附", ""]], [["甲", "1.00"]]]


def test_a_table_around_larger_ones_lays_out_the_page(word, blocks):
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "2024年收入预算表"
    for name in ("甲", "乙"):
        inner = cell.add_table(2, 2)
        for place, text in zip(((0, 0), (0, 1), (1, 0), (1, 1)), ("项目", "金额", name, "1.00"), strict=True):
            inner.cell(*place).text = text
        cell.add_paragraph("2024年支出预算表")
    texts, tables = blocks(word(document))
    assert texts == ["2024年收入预算表", "2024年支出预算表", "2024年支出预算表"]
    assert tables == [[["项目", "金额"], [name, "1.00"]] for name in ("甲", "乙")]


def test_list_numbers_are_counted_as_word_prints_them(word, blocks):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for level, (form, text) in enumerate([("chineseCounting", "%1、"), ("decimal", "（%2）"), ("decimal", "%2.%3")]):
        lvl = OxmlElement("w:lvl")
        lvl.set(qn("w:ilvl"), str(level))
        for tag, value in (("w:start", "1"), ("w:numFmt", form), ("w:lvlText", text)):
            item = OxmlElement(tag)
            item.set(qn("w:val"), value)
            lvl.append(item)
        abstract.append(lvl)
    numbering.insert(0, abstract)
    num = numbering.add_num(90)
    for level, text in [(0, "主要职能"), (1, "机构"), (1, "编制"), (2, "细目"), (0, "机构设置"), (1, "概况")]:
        properties = document.add_paragraph(text)._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = num.numId
    assert blocks(word(document))[0] == [
        "一、主要职能",
        "（1）机构",
        "（2）编制",
        "2.1细目",
        "二、机构设置",
        "（1）概况",
    ]


def test_what_was_deleted_or_hidden_is_not_read_and_what_was_inserted_is(word, blocks):
    document = docx.Document()
    paragraph = document.add_paragraph("支出")
    for tag, text in (("w:ins", "12.00"), ("w:del", "99.00")):
        change = OxmlElement(tag)
        run = OxmlElement("w:r")
        inner = OxmlElement("w:t" if tag == "w:ins" else "w:delText")
        inner.text = text
        run.append(inner)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run("万元")
    paragraph.add_run("隐藏").font.hidden = True
    assert blocks(word(document))[0] == ["支出12.00万元"]


def test_what_a_style_hides_is_not_read_but_where_a_run_shows_it(word, blocks):
    document = docx.Document()
    styles = document.styles
    hidden = styles.add_style("隐", WD_STYLE_TYPE.CHARACTER)
    hidden.font.hidden = True
    below = styles.add_style("隐段", WD_STYLE_TYPE.PARAGRAPH)
    below.font.hidden = True
    styles.add_style("隐段二", WD_STYLE_TYPE.PARAGRAPH).base_style = below
    paragraph = document.add_paragraph("12.0")
    paragraph.add_run("9", style="隐")
    paragraph.add_run("万元")
    document.add_paragraph("66.66", style="隐段二")
    document.add_paragraph(style="隐段").add_run("可见").font.hidden = False
    assert blocks(word(document))[0] == ["12.0万元", "可见"]


def test_the_prompt_of_an_empty_content_control_is_no_text(word, blocks):
    document = docx.Document()
    control = OxmlElement("w:sdt")
    properties, content, run, text = (OxmlElement(f"w:{n}") for n in ("sdtPr", "sdtContent", "r", "t"))
    properties.append(OxmlElement("w:showingPlcHdr"))
    text.text = "单击此处输入文字"
    run.append(text)
    content.append(run)
    control.extend((properties, content))
    document.add_paragraph("支出")._p.append(control)
    assert blocks(word(document))[0] == ["支出"]


def test_a_cell_that_a_tracked_change_deletes_is_none(word):
    document = docx.Document()
    table = document.add_table(1, 3)
    for cell, text in zip(table.rows[0].cells, ("合计", "9.00", "8.00"), strict=True):
        cell.text = text
    table.cell(0, 1)._tc.get_or_add_tcPr().append(OxmlElement("w:cellDel"))
    (found,) = reader.read(word(document))
    assert isinstance(found, Table)
    assert [c.text for c in found.rows[0]] == ["合计", "8.00"]


def test_two_lines_in_a_cell_stay_two_lines(word, blocks):
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "基本支出\n项目支出"
    table.cell(0, 1).text = "1.00\n2.00"
    assert blocks(word(document))[1] == [[["基本支出\n项目支出", "1.00\n2.00"]]]


def packed(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_external_entities_are_refused(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    entity = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = f'{entity}<w:document xmlns:w="w"><w:body>&x;</w:body></w:document>'
    path = packed(tmp_path / "攻击.docx", {"word/document.xml": text})
    with pytest.raises(UnreadableError, match="entities"):
        list(reader.read(path))


def test_a_zip_bomb_is_refused(tmp_path):
    path = packed(tmp_path / "炸弹.docx", {"word/document.xml": " " * 100_000_000})
    with pytest.raises(UnreadableError, match="zip bomb"):
        list(reader.read(path))


def test_a_damaged_document_says_so(tmp_path):
    path = packed(tmp_path / "坏.docx", {"word/document.xml": "<w:document><w:body>"})
    with pytest.raises(UnreadableError, match="损坏"):
        list(reader.read(path))


def test_an_embedded_workbook_gives_the_sheet_that_the_page_shows(word, tmp_path):
    import openpyxl
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    book.active.append(["事业收入", 12.5])
    book.create_sheet("去年").append(["项目", "旧数"])
    book.save(tmp_path / "inner.xlsx")
    document = docx.Document()
    part = Part(
        PackURI("/word/embeddings/o.xlsx"),
        "application/x",
        (tmp_path / "inner.xlsx").read_bytes(),
        document.part.package,
    )
    identifier = document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
    holder = OxmlElement("w:object")
    inner = holder.makeelement("{urn:schemas-microsoft-com:office:office}OLEObject")
    inner.set("ProgID", "Excel.Sheet.12")
    inner.set(qn("r:id"), identifier)
    holder.append(inner)
    document.add_paragraph("公开01表").add_run()._r.append(holder)
    found = list(reader.read(word(document)))
    assert [
        block.text if not isinstance(block, Table) else [[c.text for c in row] for row in block.rows] for block in found
    ] == [
        "公开01表",
        [["项目", "金额"], ["事业收入", "12.5"]],
    ]


def test_what_is_struck_out_is_not_read_and_told(word):
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "合计"
    cell = table.cell(0, 1).paragraphs[0]
    cell.add_run("9.00").font.strike = True
    cell.add_run("8.00").font.strike = False
    document.add_paragraph("说明").add_run("旧文").font.double_strike = True
    found, text, told = reader.read(word(document))
    assert isinstance(found, Table)
    assert [c.text for c in found.rows[0]] == ["合计", "8.00"]
    assert (text.text, told.text[:7], told.origin.note) == ("说明", "划掉的文字2处", "not-shown")


WHITE, DARK = RGBColor(255, 255, 255), "1F4E79"


def shaded(properties, fill: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), fill)
    properties.append(shade)


def test_white_and_tiny_type_is_not_read_and_told(word):
    document = docx.Document()
    styles = document.styles
    styles.add_style("白", WD_STYLE_TYPE.PARAGRAPH).font.color.rgb = WHITE
    table = document.add_table(1, 3)
    table.cell(0, 0).text = "合计"
    cell = table.cell(0, 1).paragraphs[0]
    cell.add_run("9.0").font.color.rgb = RGBColor(254, 254, 254)
    cell.add_run("8.00")
    table.cell(0, 2).paragraphs[0].add_run("7.00").font.size = Pt(1)
    document.add_paragraph("旧文", style="白").add_run("可见").font.color.rgb = RGBColor(0, 0, 0)
    found, text, told = reader.read(word(document))
    assert isinstance(found, Table)
    assert [c.text for c in found.rows[0]] == ["合计", "8.00", ""]
    assert (text.text, told.text[:8], told.origin.note) == ("可见", "看不见的文字3处", "not-shown")


def test_white_type_on_a_colour_is_read(word):
    document = docx.Document()
    table = document.add_table(3, 2)
    table.style = "Medium Shading 1 Accent 1"
    for row in table.rows:
        for cell in row.cells:
            cell.paragraphs[0].add_run("1.00").font.color.rgb = WHITE
    shaded(table.cell(1, 1)._tc.get_or_add_tcPr(), DARK)
    paragraph = document.add_paragraph()
    paragraph.add_run("标题").font.color.rgb = WHITE
    shaded(paragraph._p.get_or_add_pPr(), DARK)
    found, text, *_ = reader.read(word(document))
    assert isinstance(found, Table)
    assert [c.text for c in found.rows[0]] == ["1.00", "1.00"]
    assert (found.rows[1][1].text, text.text) == ("1.00", "标题")


def test_the_unit_of_money_in_the_page_header_stands_above_tables_without_one(word):
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "清溪县测试局"
    header.add_paragraph("金额单位：万元")
    for caption in ("支出总表", "“三公”经费表\n单位：元"):
        document.add_paragraph(caption)
        document.add_table(1, 2).cell(0, 0).text = "甲"
    texts = [block.text for block in reader.read(word(document)) if not isinstance(block, Table)]
    assert texts == ["支出总表", "金额单位：万元", "“三公”经费表", "单位：元"]


def test_a_row_too_low_to_show_anything_is_not_read(word, blocks):
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, text in zip(table.rows, ("1.00", "9.00"), strict=True):
        row.cells[0].text, row.cells[1].text = "甲", text
    table.rows[1].height, table.rows[1].height_rule = Pt(1), WD_ROW_HEIGHT_RULE.EXACTLY
    assert blocks(word(document))[1] == [[["甲", "1.00"]]]


def test_raised_digits_are_the_mark_of_a_note(word, blocks):
    document = docx.Document()
    document.add_paragraph("支出12.00").add_run("1").font.superscript = True
    assert blocks(word(document))[0] == ["支出12.00¹"]
