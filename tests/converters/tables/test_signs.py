"""Amounts in red without a sign: negative or positive as sums prove it, never published on the word of the ink."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert

XS = [50, 130, 290, 370, 450, 530]
HEADINGS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "970.00", "700.00", "270.00"],
    ["205", "教育支出", "970.00", "700.00", "270.00"],
    ["20502", "普通教育", "1,000.00", "700.00", "300.00"],
    ["2050203", "初中教育", "1,000.00", "700.00", "300.00"],
    ["20599", "其他教育支出", "30.00", "", "30.00"],
    ["2059999", "其他教育支出", "30.00", "", "30.00"],
]
RED = {(4, 2), (4, 4), (5, 2), (5, 4)}


def drawn(path: Path, rows: list[list[str]], red: set[tuple[int, int]], *, ruled: bool) -> Path:
    """A budget of one table, some of whose amounts are red."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page = canvas.Canvas(str(path), pagesize=(595, 842))
    page.setFont("STSong-Light", 16)
    page.drawString(150, 800, "清溪县测试局2023年单位预算")
    page.setFont("STSong-Light", 10)
    page.drawString(230, 770, "一般公共预算支出表")
    page.drawString(450, 755, "单位：万元")
    height = 18.0
    ys = [745 - height * k for k in range(len(rows) + 2)]
    for y in ys if ruled else (ys[0], ys[1], ys[-1]):
        page.line(XS[0], y, XS[-1], y)
    for x in XS if ruled else ():
        page.line(x, ys[0], x, ys[-1])
    for r, row in enumerate([HEADINGS, *rows]):
        for c, text in enumerate(row):
            page.setFillColorRGB(*((1, 0, 0) if (r - 1, c) in red else (0, 0, 0)))
            if c < 2 or r == 0:
                page.drawString(XS[c] + 3, ys[r + 1] + 5, text)
            else:
                page.drawRightString(XS[c + 1] - 3, ys[r + 1] + 5, text)
    page.save()
    return path


@pytest.mark.parametrize("ruled", [True, False])
def test_red_alone_is_negative_where_sums_prove_it(tmp_path: Path, *, ruled: bool) -> None:
    facts = convert(drawn(tmp_path / "a.pdf", ROWS, RED, ruled=ruled)).facts
    found = {(f.function_code, f.category): (str(f.amount), f.reported) for f in facts}
    assert found["20599", "all"] == ("-300000.00", "30.00")
    assert found["2059999", "project"] == ("-300000.00", "30.00")
    assert found["205", "all"] == ("9700000.00", "970.00")
    assert len(found) == 16


@pytest.mark.parametrize("ruled", [True, False])
def test_red_is_only_set_off_where_sums_prove_that(tmp_path: Path, *, ruled: bool) -> None:
    rows = [[*row[:2], *(t.replace("970", "1,030").replace("270", "330") for t in row[2:])] for row in ROWS]
    facts = convert(drawn(tmp_path / "a.pdf", rows, RED, ruled=ruled)).facts
    assert {(f.function_code, f.category): str(f.amount) for f in facts}["20599", "all"] == "300000.00"
    assert len(facts) == 16


@pytest.mark.parametrize("ruled", [True, False])
def test_red_that_no_sum_explains_is_held_back_and_told(tmp_path: Path, *, ruled: bool) -> None:
    alone = [*ROWS[1:4], ["2080505", "机关事业单位基本养老保险缴费支出", "5.00", "", ""]]
    conversion = convert(drawn(tmp_path / "a.pdf", alone, {(3, 2)}, ruled=ruled))
    assert not [f for f in conversion.facts if f.reported == "5.00"]
    assert [f for f in conversion.findings if f.check in ("sign-undecided", "columns-undecided")]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_that_is_red_throughout_says_nothing(tmp_path: Path, *, ruled: bool) -> None:
    every = {(r, c) for r in range(len(ROWS)) for c in range(5)}
    rows = [[*row[:2], *(t.replace("970", "1,030").replace("270", "330") for t in row[2:])] for row in ROWS]
    assert len(convert(drawn(tmp_path / "a.pdf", rows, every, ruled=ruled)).facts) == 16


def written(path: Path, rows: list[list[str]], red: set[tuple[int, int]]) -> Path:
    """The same budget as a Word file, a workbook, or a web page in one of two ways to colour type."""
    lines = [HEADINGS, *rows]
    places = {(r + 1, c) for r, c in red}
    if path.suffix == ".docx":
        _write_docx(path, lines, places)
    elif path.suffix == ".xlsx":
        _write_xlsx(path, lines, places)
    elif path.suffix == ".xls":
        _write_xls(path, lines, places)
    else:
        ways = {"class": ("class='n r'", ""), "style": ("style='color:#C00000'", ""), "font": ("", "<font color=red>")}
        marked, inner = ways[path.stem]
        red_cell, cell = f"<td {marked}>{inner}{{}}</td>", "<td>{}</td>"
        cells = "".join(
            "<tr>" + "".join((red_cell if (r, c) in places else cell).format(t) for c, t in enumerate(line)) + "</tr>"
            for r, line in enumerate(lines)
        )
        path.write_text(
            "<meta charset='utf-8'><style>td{color:black} .r {font-size: 9pt; color: rgb(255, 0, 0)}</style>"
            f"<p>清溪县测试局2023年单位预算</p><p>一般公共预算支出表</p><p>单位：万元</p><table>{cells}</table>",
            "utf-8",
        )
    return path


def _write_docx(path: Path, lines: list[list[str]], places: set[tuple[int, int]]) -> None:
    from docx import Document
    from docx.shared import RGBColor

    word = Document()
    for text in ("清溪县测试局2023年单位预算", "一般公共预算支出表", "单位：万元"):
        word.add_paragraph(text)
    table = word.add_table(len(lines), len(HEADINGS))
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            run = table.cell(r, c).paragraphs[0].add_run(text)
            if (r, c) in places:
                run.font.color.rgb = RGBColor(0xFF, 0, 0)
    word.save(str(path))


def _write_xlsx(path: Path, lines: list[list[str]], places: set[tuple[int, int]]) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for text in ("清溪县测试局2023年单位预算", "一般公共预算支出表", "单位：万元"):
        sheet.append([text])
    for line in lines:
        sheet.append(line)
    for r, c in places:
        sheet.cell(r + 4, c + 1).font = Font(color="FFFF0000")
    book.save(path)


def _write_xls(path: Path, lines: list[list[str]], places: set[tuple[int, int]]) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    for r, text in enumerate(("清溪县测试局2023年单位预算", "一般公共预算支出表", "单位：万元")):
        sheet.write(r, 0, text)
    red, plain = xlwt.easyxf("font: colour red"), xlwt.Style.default_style
    for r, line in enumerate(lines):
        for c, text in enumerate(line):
            sheet.write(r + 3, c, text, red if (r, c) in places else plain)
    book.save(str(path))


FILES = ["a.docx", "a.xlsx", "a.xls", "class.html", "style.html", "font.html"]


@pytest.mark.parametrize("name", FILES)
def test_red_type_of_other_files_is_settled_by_sums_too(tmp_path: Path, name: str) -> None:
    facts = convert(written(tmp_path / name, ROWS, RED)).facts
    found = {(f.function_code, f.category): (str(f.amount), f.reported) for f in facts}
    assert found["20599", "all"] == ("-300000.00", "30.00")
    assert len(found) == 16


@pytest.mark.parametrize("name", FILES)
def test_red_type_of_other_files_that_no_sum_explains_is_held_back(tmp_path: Path, name: str) -> None:
    alone = [*ROWS[1:4], ["2080505", "机关事业单位基本养老保险缴费支出", "5.00", "", ""]]
    conversion = convert(written(tmp_path / name, alone, {(3, 2)}))
    assert not [f for f in conversion.facts if f.reported == "5.00"]
    assert [f for f in conversion.findings if f.check == "sign-undecided"]
