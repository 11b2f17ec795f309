"""Files attached to a PDF stand on no page; that they are not read is told."""

from __future__ import annotations

import pypdfium2
from yusuan.converters.readers import read
from yusuan.converters.table import NOT_READ


def test_attached_files_are_told(pdf, tmp_path):
    path = tmp_path / "附件.pdf"
    document = pypdfium2.PdfDocument(pdf(lambda sheet: sheet.text(80, 80, "某局2024年度部门决算")))
    for name in ["0 附表.xlsx", *(f"{n}.pdf" for n in range(1, 12))]:
        document.new_attachment(name).set_data(b"x")
    document.save(str(path))
    text, *told = read(path)
    assert text.text == "某局2024年度部门决算"
    assert {block.origin.note for block in told} == {NOT_READ}
    assert any("附表.xlsx" in block.text for block in told)
    assert told[-1].text.startswith("PDF 附带的另外2个文件")


def test_a_pdf_without_attachments_says_nothing_of_them(pdf):
    assert len(list(read(pdf(lambda sheet: sheet.text(80, 80, "某局2024年度部门决算"))))) == 1
