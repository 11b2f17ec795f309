"""What viewers paint and do not paint, beside the order of a page's content. All amounts are invented."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from yusuan.converters.table import Paragraph

XS, YS = [50, 120, 300, 420], [100, 120, 140, 160]
ROWS = [["科目编码", "科目名称", "合计"], ["205", "教育支出", "1,234.00"], ["208", "社会保障和就业支出", "56.00"]]


def test_text_outside_a_clipping_path_is_not_printed(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        path = sheet.canvas.beginPath()
        path.rect(50, 842 - 400, 100, 100)
        sheet.canvas.saveState()
        sheet.canvas.clipPath(path, stroke=0, fill=0)
        sheet.text(430, 134, "9.99")
        sheet.canvas.restoreState()
        sheet.text(430, 154, "（注）")

    paragraphs, tables = blocks(pdf(page))
    assert tables == [ROWS]
    assert paragraphs == [
        "第1页有4个字符被盖住、划掉或不可见 / page 1: 4 characters are covered, struck out or not painted",
        "（注）",
    ]


def test_a_name_that_is_cut_at_the_edge_of_its_cell_is_read_whole(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [row if row[0] != "208" else [row[0], "", row[2]] for row in ROWS])
        path = sheet.canvas.beginPath()
        path.rect(120, 842 - 160, 60, 20)
        sheet.canvas.saveState()
        sheet.canvas.clipPath(path, stroke=0, fill=0)
        sheet.text(122, 157, "社会保障和就业支出")
        sheet.canvas.restoreState()

    assert blocks(pdf(page)) == ([], [ROWS])


def test_a_form_is_printed_within_its_box(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.beginForm("part", 0, 842 - 300, 595, 842)
        sheet.text(200, 250, "在内")
        sheet.text(200, 350, "在外")
        sheet.canvas.endForm()
        sheet.canvas.doForm("part")

    assert blocks(pdf(page))[0][-1] == "在内"


def test_text_of_no_opacity_is_not_read(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.saveState()
        sheet.canvas.setFillAlpha(0)
        sheet.text(430, 134, "9.99")
        sheet.canvas.restoreState()

    assert blocks(pdf(page))[1] == [ROWS]


def test_a_number_typed_over_another_is_that_which_is_seen(pdf, blocks, tmp_path: Path):
    """Programs for notes on PDFs paint an area over a number, and another number on it, as annotations."""
    from reportlab.pdfbase import pdfdoc

    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.text(370, 200, "见")  # so that the font is among the page's own
        look = pdfdoc.PDFStream(content=b"1 g 0 0 118 18 re f 0 g BT /F1 10 Tf 60 5 Td (7,777.00) Tj ET", filters=[])
        fonts = pdfdoc.PDFDictionary({"F1": pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Font"), "Subtype": pdfdoc.PDFName("Type1"), "BaseFont": pdfdoc.PDFName("Helvetica"),
        })})  # fmt: skip
        look.dictionary.dict |= {
            "Type": pdfdoc.PDFName("XObject"), "Subtype": pdfdoc.PDFName("Form"), "BBox": pdfdoc.PDFArray([0, 0, 118, 18]),
            "Resources": pdfdoc.PDFDictionary({"Font": fonts}),
        }  # fmt: skip
        note = pdfdoc.PDFDictionary({
            "Type": pdfdoc.PDFName("Annot"), "Subtype": pdfdoc.PDFName("FreeText"), "F": 4,
            "Rect": pdfdoc.PDFArray([301, 842 - 139, 419, 842 - 121]), "Contents": pdfdoc.PDFString("7,777.00"),
            "AP": pdfdoc.PDFDictionary({"N": sheet.canvas._doc.Reference(look)}),
        })  # fmt: skip
        sheet.canvas._addAnnotation(note)

    _, (table,) = blocks(pdf(page))
    assert table == [ROWS[0], ["205", "教育支出", "7,777.00"], ROWS[2]]


@pytest.mark.parametrize("angle", [20, 45, -30])
def test_a_mark_across_the_page_is_no_text_of_the_table(pdf, blocks, angle: int):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.saveState()
        sheet.canvas.translate(150, 842 - 160)
        sheet.canvas.rotate(angle)
        sheet.canvas.setFont("STSong-Light", 20)
        sheet.canvas.drawString(0, 0, "仅供公开使用2024")
        sheet.canvas.restoreState()

    assert blocks(pdf(page)) == ([], [ROWS])


def test_rules_that_merged_cells_are_painted_over_part_nothing(pdf, blocks):
    rows = [["支出", "", ""], *ROWS[1:]]

    def page(sheet):
        for x in XS:
            sheet.rule(x, YS[0], x, YS[-1])
        for y in YS:
            sheet.rule(XS[0], y, XS[-1], y)
        sheet.canvas.setFillGray(1)
        sheet.canvas.rect(XS[0], 842 - YS[1], XS[-1] - XS[0], YS[1] - YS[0], stroke=1, fill=1)
        sheet.canvas.setFillGray(0)
        sheet.fill(XS, YS, rows)

    assert blocks(pdf(page))[1] == [rows]


def test_white_rules_on_white_paper_part_nothing(pdf):
    from yusuan.converters.readers.pdf import document as reader

    def page(sheet):
        sheet.canvas.setStrokeGray(1)
        for x in XS:
            sheet.rule(x, YS[0], x, YS[-1])
        sheet.canvas.setStrokeGray(0)
        for y in YS:
            sheet.rule(XS[0], y, XS[-1], y)
        for x in XS:
            sheet.rule(x, YS[0] if x != XS[2] else YS[1], x, YS[-1])
        sheet.fill(XS, YS, [["科目编码", "支出", ""], *ROWS[1:]])

    (table,) = (block for block in reader.read(pdf(page)) if not isinstance(block, Paragraph))
    assert [cell.colspan for cell in table.rows[0]] == [1, 2, 1]


def test_the_ground_of_runs_of_text_makes_no_table(pdf, blocks):
    """A title whose runs each keep the white of a web page was a table of one row, and the document nobody's."""

    def page(sheet):
        runs = ["关于某市某局", "2024", "年部门预算的说明"]
        left = 50.0
        for run in runs:
            width = sheet.canvas.stringWidth(run, "STSong-Light", 16)
            sheet.canvas.setFillGray(1)
            sheet.canvas.rect(left, 842 - 66, width, 22, stroke=0, fill=1)
            sheet.canvas.setFillGray(0)
            sheet.text(left, 60, run, 16)
            left += width
        sheet.grid(XS, YS, ROWS)

    assert blocks(pdf(page)) == (["关于某市某局2024年部门预算的说明"], [ROWS])


def test_two_numbers_printed_over_each_other_are_no_number(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.text(385, 134, "98,765.00")

    _, (table,) = blocks(pdf(page))
    assert " " in table[1][2]


def test_a_hyphen_that_a_font_calls_soft_is_a_minus():
    from yusuan.converters.readers.page import glyphs

    def char(text: str, x0: float) -> dict[str, object]:
        return {
            "text": text, "x0": x0, "x1": x0 + 5, "size": 10, "upright": True, "top": 0, "bottom": 10, "y0": 0,
            "matrix": (1, 0, 0, 1, x0, 0),
        }  # fmt: skip

    (run,) = glyphs.runs([char(c, 5 * k) for k, c in enumerate("\xad12.00")], (0, 0, 100, 100))
    assert run.text == "-12.00"


@pytest.mark.parametrize("key", [b"/AP", b"/XP"])
def test_the_value_of_a_form_field_is_read_once_whether_its_appearance_is_kept_or_not(pdf, blocks, key):
    def page(sheet):
        sheet.grid(XS, YS, [row if row[0] != "208" else [*row[:2], ""] for row in ROWS])
        sheet.canvas.acroForm.textfield(
            name="amount", x=302, y=842 - 158, width=116, height=16, fontSize=10, value="56.00", borderWidth=0
        )

    path = pdf(page)
    path.write_bytes(path.read_bytes().replace(b"/AP", key))
    assert blocks(path) == ([], [ROWS])


def test_a_password_and_a_hidden_field_are_not_read(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        for flags, hidden in (("password", ""), ("", "hidden")):
            sheet.canvas.acroForm.textfield(
                name=flags or hidden, x=430, y=842 - 158, width=60, height=16, value="9.99", fieldFlags=flags,
                annotationFlags=hidden,
            )  # fmt: skip

    assert blocks(pdf(page))[1] == [ROWS]


@pytest.mark.parametrize("degrees", [90, -90], ids=["upwards", "downwards"])
def test_a_number_set_sideways_is_read_the_way_it_runs(pdf, blocks, degrees: int):
    def page(sheet):
        sheet.grid(XS, [100, 120, 180, 240], [ROWS[0], ["205", "教育支出", ""], ["208", "社会保障和就业支出", ""]])
        sheet.canvas.setFont("STSong-Light", 9)
        for y, text in ((180, "1,234.00"), (240, "56.00")):
            sheet.canvas.saveState()
            sheet.canvas.translate(360, 842 - y + (8 if degrees > 0 else 52))
            sheet.canvas.rotate(degrees)
            sheet.canvas.drawString(0, 0, text)
            sheet.canvas.restoreState()

    assert blocks(pdf(page)) == ([], [ROWS])


def test_a_digit_printed_on_an_equal_one_of_the_number_beside_it_is_not_lost(pdf, blocks):
    def page(sheet):
        sheet.grid([60, 130, 170, 210], [100, 120, 140], [["项目", "甲", "乙"], ["教育", "", ""]], 9)
        sheet.text(167, 135, "12,345,678.90", 9, "right")
        sheet.text(207, 135, "98,765,432.10", 9, "right")

    (_, row) = blocks(pdf(page))[1][0]
    assert row == ["教育", "12,345,678.90", "98,765,432.10"]


def test_whole_numbers_of_two_columns_that_touch_over_a_rule_are_not_one(pdf, blocks):
    def page(sheet):
        sheet.grid([50, 120, 160, 200], [100, 120, 140], [["项目", "甲", "乙"], ["教育", "", ""]], 9)
        width = sheet.canvas.stringWidth("1234567890", "STSong-Light", 9)
        sheet.text(168 - width, 135, "1234567890", 9)
        sheet.text(168, 135, "9876543210", 9)

    (_, row) = blocks(pdf(page))[1][0]
    assert "".join(row) == "教育1234567890 9876543210"


def test_shapes_are_described_as_pdfplumber_describes_them(pdf):
    import pdfplumber
    from pdfminer.layout import LTContainer
    from yusuan.converters.readers.pdf.interpreter import paint

    def page(sheet):
        sheet.canvas.setCropBox((20, 30, 500, 800))
        sheet.canvas.setStrokeColorRGB(1, 0, 0)
        sheet.canvas.line(50, 700, 300, 700)
        sheet.canvas.setFillGray(0.5)
        sheet.canvas.rect(50, 600, 100, 40, stroke=0, fill=1)
        sheet.canvas.bezier(50, 500, 90, 540, 120, 520, 200, 500)

    with pdfplumber.open(pdf(page)) as opened:
        (drawn,) = opened.pages
        paint(drawn)
        ours = [shape for kind in ("line", "rect", "curve") for shape in drawn.objects[kind]]
        theirs = [drawn.process_object(item) for item in drawn.layout if not isinstance(item, LTContainer)]
    assert [shape["object_type"] for shape in ours] == ["line", "rect", "curve"]
    assert ours == [{key: shape[key] for key in ours[0]} for shape in theirs]


def test_white_grounds_of_runs_on_that_of_their_line_part_no_title(pdf, blocks):
    def page(sheet):
        paint = sheet.canvas
        paint.setFillGray(1)
        for top in (90, 120):
            paint.rect(50, 842 - top - 30, 442, 30, stroke=0, fill=1)
        for x0, x1 in pairwise((62, 322, 326, 377, 481)):
            paint.rect(x0, 842 - 118, x1 - x0, 25, stroke=0, fill=1)
        paint.setFillGray(0)
        sheet.text(190, 110, "清溪县测试局", size=22)
        sheet.text(330, 110, "2023")
        sheet.text(380, 110, "年部门决算", size=16)

    paragraphs, tables = blocks(pdf(page))
    assert tables == []
    assert [text.replace(" ", "") for text in paragraphs] == ["清溪县测试局2023年部门决算"]


@pytest.mark.parametrize("ground", ["its cell's", "another"])
def test_a_ground_on_a_ground_of_its_colour_parts_nothing(pdf, blocks, ground):
    """Word shades a heading's cell, its paragraph and its text one by one; a heading was cut into three rows."""

    def page(sheet):
        paint = sheet.canvas
        paint.setFillGray(0.75)
        for x0, x1 in pairwise(XS):
            paint.rect(x0, 842 - 120, x1 - x0, 20, stroke=0, fill=1)
        paint.setFillGray(0.6 if ground == "another" else 0.75)
        paint.rect(122, 842 - 114, 176, 8, stroke=0, fill=1)
        paint.setFillGray(0)
        sheet.grid(XS, YS, ROWS)

    _, tables = blocks(pdf(page))
    assert (tables == [ROWS]) == (ground == "its cell's")


LEFT, RIGHT, BASE = 385, 418, 137  # of the number 1,234.00 in ROWS


def line_through(sheet, base=BASE, left=LEFT, right=RIGHT):
    sheet.rule(left, base - 3.5, right, base - 3.5)


def line_of_an_area(sheet):
    sheet.canvas.rect(LEFT, sheet.height - BASE + 3, RIGHT - LEFT, 0.6, stroke=0, fill=1)


def line_of_a_pen(sheet):
    path = sheet.canvas.beginPath()
    path.moveTo(LEFT, sheet.height - BASE + 2)
    path.curveTo(392, sheet.height - BASE + 6, 404, sheet.height - BASE + 1, RIGHT, sheet.height - BASE + 6)
    sheet.canvas.drawPath(path)


def line_of_two_digits(sheet):
    line_through(sheet, left=391, right=401)


def rounded_area(sheet):
    sheet.canvas.setFillGray(1)
    sheet.canvas.roundRect(LEFT - 4, sheet.height - 139, 38, 18, 3, stroke=0, fill=1)


def slanted_area(sheet):
    sheet.canvas.setFillGray(1)
    path = sheet.canvas.beginPath()
    for index, (x, y) in enumerate([(LEFT - 4, 139), (LEFT - 2, 122), (RIGHT + 1, 121), (RIGHT + 1, 139)]):
        (path.lineTo if index else path.moveTo)(x, sheet.height - y)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def broad_pen(sheet):
    sheet.canvas.setStrokeGray(1)
    sheet.canvas.setLineWidth(12)
    sheet.rule(LEFT - 2, BASE - 4, RIGHT + 1, BASE - 4)


def shading(sheet):
    path = sheet.canvas.beginPath()
    path.rect(LEFT - 4, sheet.height - 139, 38, 18)
    sheet.canvas.saveState()
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.canvas.linearGradient(0, 0, 595, 842, ("#ffffff", "#eeeeff"))
    sheet.canvas.restoreState()


def picture_with_a_mask_that_masks_nothing(sheet):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = ImageReader(Image.new("RGBA", (40, 20), (255, 255, 255, 255)))
    sheet.canvas.drawImage(picture, LEFT - 4, sheet.height - 139, 38, 18, mask="auto")


def area_over_half(sheet):
    sheet.canvas.rect(LEFT + 16, sheet.height - 139, 17, 17, stroke=0, fill=1)


@pytest.mark.parametrize(
    "draw",
    [
        line_through, line_of_an_area, line_of_a_pen, line_of_two_digits, rounded_area, slanted_area, area_over_half,
        broad_pen, shading, picture_with_a_mask_that_masks_nothing,
    ],
)  # fmt: skip
def test_a_number_that_is_struck_out_or_covered_is_not_read_nor_what_is_left_of_it(pdf, blocks, draw):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        draw(sheet)

    paragraphs, tables = blocks(pdf(page))
    assert tables == [[ROWS[0], [*ROWS[1][:2], ""], ROWS[2]]]
    assert paragraphs == [
        "第1页有8个字符被盖住、划掉或不可见 / page 1: 8 characters are covered, struck out or not painted"
    ]


def ring(sheet):
    path = sheet.canvas.beginPath()
    for radius in (40, 37):
        path.circle(400, sheet.height - 132, radius)
    sheet.canvas.setFillColorRGB(1, 0, 0)
    sheet.canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def underline(sheet):
    line_through(sheet, BASE + 4.5)


def frame(sheet):
    sheet.canvas.setStrokeColorRGB(1, 0, 0)
    sheet.canvas.rect(LEFT, sheet.height - BASE - 1, RIGHT - LEFT, 9, stroke=1, fill=0)


def oval(sheet):
    sheet.canvas.ellipse(LEFT, sheet.height - BASE - 1, RIGHT, sheet.height - BASE + 9, stroke=1, fill=0)


def marker(sheet):
    sheet.canvas.setStrokeAlpha(0.4)
    sheet.canvas.setStrokeColorRGB(1, 1, 0)
    sheet.canvas.setLineWidth(12)
    sheet.rule(LEFT - 2, BASE - 4, RIGHT + 1, BASE - 4)


def seal(sheet):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    picture = Image.new("RGBA", (40, 20), (255, 0, 0, 0))
    picture.putpixel((3, 3), (255, 0, 0, 255))
    sheet.canvas.drawImage(ImageReader(picture), LEFT - 4, sheet.height - 139, 38, 18, mask="auto")


@pytest.mark.parametrize("draw", [ring, underline, frame, oval, marker, seal])
def test_a_number_that_is_underlined_or_in_a_ring_or_frame_is_read(pdf, blocks, draw):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        draw(sheet)

    paragraphs, tables = blocks(pdf(page))
    assert not paragraphs and tables[0][1][:3] == ROWS[1]


@pytest.mark.parametrize(
    ("grounds", "ink"), [(["#000000"], "#000000"), (["#cce6ff"], "#cce6ff"), (["#204080", "#ffffff"], "#ffffff")]
)
def test_a_number_in_the_colour_of_what_it_stands_on_is_not_read(pdf, blocks, grounds, ink):
    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], [*ROWS[1][:2], ""], ROWS[2]])
        for ground in grounds:
            sheet.canvas.setFillColor(ground)
            sheet.canvas.rect(301, sheet.height - 139, 118, 18, stroke=0, fill=1)
        sheet.canvas.setFillColor(ink)
        sheet.text(RIGHT, BASE, "1,234.00", align="right")

    assert blocks(pdf(page))[1] == [[ROWS[0], [*ROWS[1][:2], ""], ROWS[2]]]


@pytest.mark.parametrize("has_look", [True, False])
def test_a_number_that_a_note_on_a_page_strikes_out_is_not_read(pdf, blocks, has_look):
    from reportlab.pdfbase import pdfdoc

    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        left, right, low, high = LEFT, RIGHT, 842 - 139, 842 - 128
        note = {
            "Type": pdfdoc.PDFName("Annot"), "Subtype": pdfdoc.PDFName("StrikeOut"), "F": 4,
            "Rect": pdfdoc.PDFArray([left, low, right, high]),
            "QuadPoints": pdfdoc.PDFArray([left, high, right, high, left, low, right, low]),
        }  # fmt: skip
        if has_look:
            look = pdfdoc.PDFStream(content=b"1 0 0 RG 0 5.5 m 33 5.5 l S", filters=[])
            look.dictionary.dict |= {
                "Type": pdfdoc.PDFName("XObject"), "Subtype": pdfdoc.PDFName("Form"), "BBox": pdfdoc.PDFArray([0, 0, 33, 11])
            }  # fmt: skip
            note["AP"] = pdfdoc.PDFDictionary({"N": sheet.canvas._doc.Reference(look)})
        sheet.canvas._addAnnotation(pdfdoc.PDFDictionary(note))

    assert blocks(pdf(page))[1] == [[ROWS[0], [*ROWS[1][:2], ""], ROWS[2]]]


def test_a_number_that_is_not_painted_is_not_read_on_paper_with_a_picture(pdf, blocks):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def page(sheet):
        sheet.canvas.drawImage(ImageReader(Image.new("RGB", (8, 12), "#fffff4")), 0, 0, sheet.width, sheet.height)
        sheet.grid(XS, YS, [ROWS[0], [*ROWS[1][:2], ""], ROWS[2]])
        text = sheet.canvas.beginText(LEFT, sheet.height - BASE)
        text.setFont("STSong-Light", 10)
        text.setTextRenderMode(3)
        text.textOut("1,234.00")
        sheet.canvas.drawText(text)

    assert blocks(pdf(page))[1] == [[ROWS[0], [*ROWS[1][:2], ""], ROWS[2]]]
