"""What a document holds and nobody could read, or what it hides: told, never passed over."""

from __future__ import annotations

from pathlib import Path

import docx
import openpyxl
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from yusuan.converters.disclosure import convert

TITLE = "武汉市某某中心2024年单位预算"
SUMMARY = (("项目", "预算数", "项目", "预算数"), ("一、财政拨款收入", "12.00", "一、教育支出", "12.00"))


def test_an_embedded_object_that_no_reader_knows_is_a_finding(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TITLE)
    part = Part(PackURI("/word/embeddings/o.bin"), "application/x", b"\x00\x01noise", document.part.package)
    identifier = document.part.relate_to(part, RELATIONSHIP_TYPE.OLE_OBJECT)
    holder = OxmlElement("w:object")
    inner = holder.makeelement("{urn:schemas-microsoft-com:office:office}OLEObject")
    inner.set("ProgID", "Equation.3")
    inner.set(qn("r:id"), identifier)
    holder.append(inner)
    document.add_paragraph("公开01表").add_run()._r.append(holder)
    document.add_paragraph("收支总表")
    document.add_paragraph("单位：万元")
    table = document.add_table(rows=2, cols=4)
    for row, texts in zip(table.rows, SUMMARY, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(str(tmp_path / "disclosure.docx"))

    conversion = convert(tmp_path / "disclosure.docx")
    (finding,) = [f for f in conversion.findings if f.check == "object-not-read"]
    assert finding.severity == "warning" and "Equation.3" in finding.message
    assert len(conversion.facts) == 2


def test_hidden_sheets_are_told_and_not_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "收支总表"
    for row in ((TITLE,), ("收支总表",), ("单位：万元",), *SUMMARY):
        sheet.append(row)
    stale = book.create_sheet("2019年")
    stale.append(("项目", "预算数"))
    stale.sheet_state = "hidden"
    book.save(tmp_path / "disclosure.xlsx")

    conversion = convert(tmp_path / "disclosure.xlsx")
    (finding,) = [f for f in conversion.findings if f.check == "hidden-left-out"]
    assert finding.severity == "info" and "2019年" in finding.message
    assert len(conversion.facts) == 2
