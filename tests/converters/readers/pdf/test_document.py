"""PDF: what is ruled is exact, what is not ruled is a guess that says so, and nothing printed is lost."""

from __future__ import annotations

import gc
import io
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers.pdf import document as reader
from yusuan.converters.readers.scan import ocr
from yusuan.converters.table import UNDECIDED, Paragraph, Table

XS, YS = [50, 120, 300, 400, 500], [100, 120, 140, 160]
ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["201", "一般公共服务支出", "1,234.56", "0.00"],
    ["合计", "", "1,234.56", ""],
]


def test_a_ruled_table_with_its_title_and_unit_is_read_in_order(pdf, blocks):
    def page(sheet):
        sheet.text(297, 60, "部门支出总表", 16, "center")
        sheet.text(500, 90, "单位：万元", 10, "right")
        sheet.grid(XS, YS, ROWS)
        sheet.text(297, 820, "- 3 -", 9, "center")

    path = pdf(page)
    assert blocks(path) == (["部门支出总表", "单位：万元"], [ROWS])
    table = next(block for block in reader.read(path) if isinstance(block, Table))
    cell = table.rows[1][2]
    assert table.exact
    assert (cell.origin.page, cell.origin.table_on_page, cell.origin.row, cell.origin.column) == (1, 1, 2, 3)
    assert cell.origin.bbox == (300.0, 120.0, 400.0, 140.0)


def test_a_merged_heading_keeps_every_column_in_its_place(pdf):
    def page(sheet):
        for y in (100, 140, 160):
            sheet.rule(50, y, 350, y)
        sheet.rule(150, 120, 350, 120)
        for x in (50, 150, 350):
            sheet.rule(x, 100, x, 160)
        sheet.rule(250, 120, 250, 160)
        sheet.text(60, 125, "项目")
        sheet.text(240, 115, "本年支出", 10, "center")
        sheet.text(160, 135, "基本支出")
        sheet.text(260, 135, "项目支出")
        sheet.fill([50, 150, 250, 350], [140, 160], [["教育支出", "12.30", "45.60"]])

    (table,) = reader.read(pdf(page))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", "本年支出", ""],
        ["", "基本支出", "项目支出"],
        ["教育支出", "12.30", "45.60"],
    ]
    assert (table.rows[0][0].rowspan, table.rows[0][1].colspan) == (2, 2)


def test_a_number_that_had_to_wrap_is_whole_and_two_numbers_are_not_one(pdf, blocks):
    def page(sheet):
        for x in (50, 100, 170):
            sheet.rule(x, 100, x, 130)
        for y in (100, 130):
            sheet.rule(50, y, 170, y)
        sheet.text(52, 112, "351,684,00")
        sheet.text(52, 126, "0.00")
        sheet.text(120, 112, "12")
        sheet.text(120, 126, "34")

    assert blocks(pdf(page))[1] == [[["351,684,000.00", "12\n34"]]]


def test_an_amount_of_several_narrow_lines_is_one(pdf, blocks):
    def page(sheet):
        for x in (50, 80, 110, 140):
            sheet.rule(x, 100, x, 142)
        for y in (100, 142):
            sheet.rule(50, y, 140, y)
        for x, texts in ((52, ("2037", "1.73")), (82, ("126,", "266.", "55")), (112, ("5.00", "1.73"))):
            for k, text in enumerate(texts):
                sheet.text(x, 112 + 12 * k, text)

    assert blocks(pdf(page))[1] == [[["20371.73", "126,266.55", "5.00\n1.73"]]]


def test_a_text_longer_than_its_cell_is_not_cut_at_the_rule(pdf):
    def page(sheet):
        sheet.grid(
            [50, 100, 200, 300], [100, 120, 140], [["公务用车购置及运行维护费", "", "8.00"], ["会议费", "", "1.50"]]
        )

    (table,) = reader.read(pdf(page))
    assert [cell.text for cell in table.rows[0]] == ["公务用车购置及运行维护费", "", "8.00"]
    assert table.rows[0][0].origin.note == "text crosses a rule"


TIGHT = [["项目", "2023年", "2024年", "增减"], ["办公费", "19,158.18", "17,590.99", "25,422.12"]]


def test_numbers_wider_than_their_cells_are_each_in_its_own(pdf, blocks) -> None:
    def page(sheet):
        sheet.grid([40, 120, 156, 192, 228], [100, 120, 140], TIGHT)

    assert blocks(pdf(page))[1] == [TIGHT]


def test_a_number_that_keeps_to_either_of_two_cells_makes_a_table_undecided(pdf) -> None:
    def page(sheet):
        sheet.grid([40, 120, 143, 166, 189], [100, 120, 140], TIGHT)

    table = next(block for block in reader.read(pdf(page)) if isinstance(block, Table))
    assert not table.exact
    assert all(cell.origin.note.startswith(UNDECIDED) for row in table.rows for cell in row if cell.text)


def test_a_long_text_that_runs_over_a_number_leaves_the_number_alone(pdf, blocks):
    def page(sheet):
        sheet.grid([50, 100, 200], [100, 120], [["机关事业单位基本养老保险缴费支出", "1,756.40"]])

    assert blocks(pdf(page))[1] == [[["机关事业单位基本养老保险缴费支出", "1,756.40"]]]


def test_bold_that_is_faked_by_printing_twice_counts_once(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.translate(0.3, 0)
        sheet.fill(XS, YS, ROWS)

    assert blocks(pdf(page))[1] == [ROWS]


@pytest.mark.parametrize("missing", ["left", "right", "both"])
def test_a_table_open_at_its_sides_keeps_its_outer_columns(pdf, blocks, missing):
    def page(sheet):
        inner = [x for x in XS if not (x == XS[0] and missing != "right") and not (x == XS[-1] and missing != "left")]
        for x in inner:
            sheet.rule(x, YS[0], x, YS[-1])
        for y in YS:
            sheet.rule(XS[0], y, XS[-1], y)
        sheet.fill(XS, YS, ROWS)

    assert blocks(pdf(page))[1] == [ROWS]


def test_a_table_cut_by_the_page_without_a_closing_rule_keeps_its_last_row(pdf, blocks):
    def page(sheet):
        for x in XS:
            sheet.rule(x, YS[0], x, YS[-1])
        for y in YS[:-1]:
            sheet.rule(XS[0], y, XS[-1], y)
        sheet.fill(XS, YS, ROWS)

    assert blocks(pdf(page))[1] == [ROWS]


@pytest.mark.parametrize("over_both", range(3))
def test_headings_over_both_rows_that_a_page_break_cuts_are_above_their_column(pdf, over_both):
    """A browser draws no rule at the foot of the page below a heading that goes on."""
    xs = [50, 150, 250, 350]

    def upper(sheet):
        sheet.rule(50, 780, 350, 780)
        for x in xs:
            sheet.rule(x, 780, x, 800)
        for k, (x0, x1) in enumerate(pairwise(xs)):
            if k != over_both:
                sheet.rule(x0, 800, x1, 800)
        sheet.fill(xs, [780, 800], [["项目", "合计", "其中"]])

    rows = [["" if k == over_both else text for k, text in enumerate(("名称", "小计", "基本支出"))]]
    rows += [["教育支出", "12.30", "12.30"]]
    (table,) = reader.read(pdf(upper, lambda sheet: sheet.grid(xs, [40, 60, 80], rows)))
    assert [[cell.text for cell in row] for row in table.rows] == [["项目", "合计", "其中"], *rows]


def test_the_rest_of_a_row_that_a_page_break_cuts_is_in_its_column_though_no_other_row_is_on_the_page(pdf, blocks):
    """The amounts of the row are on the page before: they were published as those of a unit with half its name."""

    def rest(sheet):
        for x in XS:
            sheet.rule(x, 40, x, 60)
        sheet.rule(XS[0], 60, XS[-1], 60)
        sheet.fill(XS, [40, 60], [["", "服务中心"]])

    assert blocks(pdf(rest)) == ([], [[["", "服务中心", "", ""]]])


def test_columns_of_a_table_stand_where_they_are_drawn_and_not_nearly_below_those_of_another(pdf):
    """Moved by the table above them, they were no longer the columns of the rows on the next page."""

    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.text(50, 190, "支出表")
        sheet.grid([50, 120, 302.5, 400, 500], [200, 220, 240, 260], ROWS)

    tables = [block for block in reader.read(pdf(page)) if isinstance(block, Table)]
    boxes = [table.rows[1][2].origin.bbox for table in tables]
    assert [box and box[0] for box in boxes] == [300.0, 302.5]


def test_captions_that_a_sheet_drew_into_the_grid_come_out_of_it(pdf, blocks):
    def page(sheet):
        ys = [60, 80, 100, 120, 140]
        for y in ys:
            sheet.rule(50, y, 350, y)
        for x in (50, 350):
            sheet.rule(x, 60, x, 140)
        sheet.rule(200, 80, 200, 140)
        sheet.text(120, 75, "2025年收入预算总表")
        sheet.text(52, 95, "编制单位：某市档案馆")
        sheet.text(348, 95, "单位：元", 10, "right")
        sheet.fill([50, 200, 350], [100, 120, 140], [["项目", "预算数"], ["事业收入", "1.00"]])

    paragraphs, tables = blocks(pdf(page))
    assert paragraphs == ["2025年收入预算总表", "编制单位：某市档案馆", "单位：元"]
    assert tables == [[["项目", "预算数"], ["事业收入", "1.00"]]]


def test_a_table_with_three_rules_is_read_by_position_and_says_so(pdf):
    rows = [
        ["项目", "上年预算数", "本年预算数"],
        ["教育支出", "1,200.00", "1,300.50"],
        ["卫生健康支出", "", "80.25"],
        ["住房保障支出", "60.10", "61.00"],
        ["合计", "1,260.10", "1,441.75"],
    ]

    def page(sheet):
        sheet.text(200, 80, "支出预算表", 14)
        for y in (100, 120, 200):
            sheet.rule(50, y, 500, y)
        sheet.fill([50, 250, 380, 500], [100, 120, 140, 160, 180, 200], rows)

    title, table = reader.read(pdf(page))
    assert isinstance(title, Paragraph)
    assert isinstance(table, Table)
    assert not table.exact
    assert [[cell.text for cell in row] for row in table.rows] == rows


def test_text_with_amounts_is_no_table(pdf, blocks):
    def page(sheet):
        for i in range(12):
            sheet.text(
                90, 100 + 20 * i, f"本年支出{i},234.50万元，其中基本支出{i}00.00万元，项目支出34.50万元，比上年增加", 12
            )

    assert blocks(pdf(page))[1] == []


def test_wrapped_lines_are_one_paragraph_also_over_a_page_break(pdf, blocks):
    line = "某市档案馆负责全市档案事业的统筹规划和监督指导工作并承担有关收支"

    def first(sheet):
        sheet.text(114, 100, line[:-2], 12)
        sheet.text(90, 120, line, 12)
        sheet.text(297, 815, "1", 9)

    def second(sheet):
        sheet.text(90, 100, "合计100.00万元。", 12)
        sheet.text(114, 120, "二、机构设置", 12)
        sheet.text(297, 815, "2", 9)

    assert blocks(pdf(first, second))[0] == [line[:-2] + line + "合计100.00万元。", "二、机构设置"]


def test_radicals_of_browsers_become_the_characters_they_look_like(pdf, blocks):
    def page(sheet):
        sheet.text(100, 100, "⻅附表，⼀般公共预算")

    assert blocks(pdf(page))[0] == ["见附表，一般公共预算"]


def test_what_lies_outside_the_paper_is_not_read(pdf, blocks):
    def page(sheet):
        sheet.text(100, 100, "在纸上")
        sheet.text(100, 900, "在纸外")
        sheet.canvas.setCropBox((50, 50, 545, 792))

    assert blocks(pdf(page))[0] == ["在纸上"]


def test_white_text_is_read_only_where_something_dark_lies_behind_it(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.setFillColorRGB(1, 1, 1)
        sheet.text(420, 134, "9.99")  # white on white, in an empty cell
        sheet.text(100, 300, "白纸上的白字")
        sheet.canvas.setFillColorRGB(0.1, 0.2, 0.5)
        sheet.canvas.rect(80, 380, 300, 60, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(1, 1, 1)
        sheet.text(100, 430, "深色底上的白字")

    assert blocks(pdf(page)) == (["深色底上的白字"], [ROWS])


def test_a_landscape_page_turned_by_its_rotation_reads_the_same(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.setPageRotation(0)

    def turned(sheet):
        sheet.canvas.setPageRotation(90)
        sheet.canvas.translate(595, 0)
        sheet.canvas.rotate(90)
        sheet.height = 595
        sheet.grid(XS, YS, ROWS)

    assert blocks(pdf(page))[1] == blocks(pdf(turned, name="横.pdf"))[1] == [ROWS]


def test_pages_that_show_something_without_text_go_to_ocr(pdf, monkeypatch):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "grey").save(picture, "PNG")

    def scan(sheet):
        from reportlab.lib.utils import ImageReader

        sheet.canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)

    path = pdf(lambda sheet: sheet.text(90, 90, "封面"), scan, lambda sheet: None)
    scanned: list[int] = []
    monkeypatch.setattr(ocr.ScannedPages, "blocks", lambda _, number, finder: scanned.append(number) or [])
    assert [block.origin.page for block in reader.read(path)] == [1]
    assert scanned == [2]


def damaged(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        list(reader.read(path))
    return f"{caught.value.zh} / {caught.value.en}"


def test_an_encrypted_pdf_says_that_it_is(pdf):
    assert "加密" in damaged(pdf(lambda sheet: sheet.text(90, 90, "密"), encrypt="secret"))


def test_a_truncated_pdf_is_not_read_as_a_shorter_one(pdf):
    path = pdf(*[lambda sheet: sheet.grid(XS, YS, ROWS)] * 5)
    path.write_bytes(path.read_bytes()[:-1500])
    assert "truncated" in damaged(path)


def raw_pdf(path: Path, kids: str, count: int) -> Path:
    """A PDF of which only the page tree matters."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
               "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>"]  # fmt: skip
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{len(data)}\n%%EOF\n"
    path.write_bytes(data + tail.encode())
    return path


def test_a_pdf_without_pages_says_so(tmp_path):
    assert "没有页面" in damaged(raw_pdf(tmp_path / "空.pdf", "", 0))


def test_a_pdf_of_ten_thousand_pages_is_refused_at_once(tmp_path):
    assert "10000" in damaged(raw_pdf(tmp_path / "长.pdf", "3 0 R", 10_000))


def test_a_pdf_whose_pages_are_gone_is_damaged(tmp_path):
    assert "4" in damaged(raw_pdf(tmp_path / "缺.pdf", "3 0 R", 4))


def test_memory_does_not_grow_with_the_number_of_pages(pdf):
    path = pdf(*[lambda sheet: sheet.grid(XS, YS, ROWS)] * 160)
    held: dict[int, int] = {}
    tracemalloc.start()
    for block in reader.read(path):
        page = block.origin.page
        if page in (110, 160):
            gc.collect()
            held[page] = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert held[160] < 1.1 * held[110]


cell = st.one_of(
    st.just(""),
    st.decimals(0, 9_999_999, places=2).map(lambda d: f"{d:,.2f}"),
    st.sampled_from(["教育支出", "合计", "其中：捐赠", "201", "20101", "—", "小计"]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), columns=st.integers(2, 7), rows=st.integers(2, 12), size=st.sampled_from([7, 9, 10.5, 12]))
def test_any_ruled_grid_comes_back_cell_by_cell(pdf, blocks, data, columns, rows, size):
    content = data.draw(st.lists(st.lists(cell, min_size=columns, max_size=columns), min_size=rows, max_size=rows))
    content[0] = [f"栏{i}" for i in range(columns)]
    widths = data.draw(st.lists(st.integers(70, 110), min_size=columns, max_size=columns))
    heights = data.draw(st.lists(st.integers(16, 40), min_size=rows, max_size=rows))
    xs = [30 + sum(widths[:i]) for i in range(columns + 1)]
    ys = [60 + sum(heights[:i]) for i in range(rows + 1)]
    path = pdf(lambda sheet: sheet.grid(xs, ys, content, size), size=(842, 595))
    assert blocks(path)[1] == [content]


# --- text that the paper does not show --------------------------------------------------------------------


def test_text_under_an_area_drawn_later_is_not_read_and_that_is_said(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.text(100, 300, "2023年支出9.99万元")
        sheet.canvas.setFillColorRGB(1, 1, 1)
        sheet.canvas.rect(90, sheet.height - 310, 200, 20, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.text(100, 304, "改后的一句")

    assert blocks(pdf(page)) == (["第1页有13个字符被盖住、划掉或不可见 / page 1: 13 characters are covered, struck out or not painted", "改后的一句"], [ROWS])  # fmt: skip


@pytest.mark.parametrize("is_seal", [False, True])
def test_text_under_a_picture_is_not_read_but_under_a_seal(pdf, blocks, is_seal):
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.text(100, 300, "2023年支出9.99万元")
        picture = Image.new("RGBA", (40, 4), (255, 255, 255, 0 if is_seal else 255))
        picture = picture if is_seal else picture.convert("RGB")
        sheet.canvas.drawImage(ImageReader(picture), 90, sheet.height - 310, 200, 20, mask="auto")

    paragraphs, tables = blocks(pdf(page))
    assert tables == [ROWS]
    assert paragraphs == (
        ["2023年支出9.99万元"]
        if is_seal
        else ["第1页有13个字符被盖住、划掉或不可见 / page 1: 13 characters are covered, struck out or not painted"]
    )


def test_a_number_in_a_cell_that_was_painted_over_is_not_that_of_the_cell(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], ["201", "一般公共服务支出", "9,999.99", "0.00"], ROWS[2]])
        sheet.canvas.setFillColorRGB(0.9, 0.9, 0.9)
        sheet.canvas.rect(301, sheet.height - 139, 98, 18, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.text(398, 137, "1,234.56", align="right")

    assert blocks(pdf(page))[1] == [ROWS]


def test_a_mark_that_text_shines_through_hides_nothing(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.setFillColorRGB(1, 1, 0)
        sheet.canvas.setFillAlpha(0.4)
        sheet.canvas.rect(300, sheet.height - 140, 100, 20, stroke=0, fill=1)

    assert blocks(pdf(page))[1] == [ROWS]


def test_a_number_painted_over_is_not_read_though_a_mark_shines_through(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [ROWS[0], ["201", "一般公共服务支出", "9,999.99", "0.00"], ROWS[2]])
        sheet.canvas.saveState()
        sheet.canvas.setFillAlpha(0.4)
        sheet.canvas.setBlendMode("Multiply")
        sheet.canvas.rect(300, sheet.height - 120, 100, 20, stroke=0, fill=1)
        sheet.canvas.restoreState()
        sheet.canvas.setFillColorRGB(1, 1, 1)
        sheet.canvas.rect(301, sheet.height - 139, 98, 18, stroke=0, fill=1)
        sheet.canvas.setFillColorRGB(0, 0, 0)
        sheet.text(398, 137, "1,234.56", align="right")

    assert blocks(pdf(page))[1] == [ROWS]


def invisible(sheet, x: float, y: float, text: str) -> None:
    set_text = sheet.canvas.beginText(x, sheet.height - y)
    set_text.setFont("STSong-Light", 10)
    set_text.setTextRenderMode(3)
    set_text.textOut(text)
    sheet.canvas.drawText(set_text)


def test_text_that_is_not_painted_is_not_read(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        invisible(sheet, 420, 134, "9.99")

    assert blocks(pdf(page))[1] == [ROWS]


@pytest.fixture
def searchable(pdf):
    """A scan of 12.50, with what another OCR took it for unseen over it or, with ``under``, behind it.

    A program may cut the picture into ``bands``, or write that text in ``white``.
    """
    from PIL import Image, ImageDraw, ImageFont
    from reportlab.lib.utils import ImageReader

    picture = Image.new("L", (1190, 1684), 250)
    for line in range(8):
        ImageDraw.Draw(picture).text((200, 300 + 60 * line), "TOTAL 12.50", 0, ImageFont.load_default(28))

    def made(*, under: bool, bands: int = 1, white: bool = False):
        high = 1684 // bands

        def scanned(sheet):
            for top in range(0, 1684, high):
                band = ImageReader(picture.crop((0, top, 1190, top + high)))
                sheet.canvas.drawImage(band, 0, 842 - (top + high) / 2, 595, high / 2)

        def page(sheet):
            if not under:
                scanned(sheet)
            if white:
                sheet.canvas.setFillColorRGB(1, 1, 1)
                sheet.text(100, 300, "TOTAL 72.50")
            else:
                invisible(sheet, 100, 300, "TOTAL 72.50")
            if under:
                sheet.text(100, 320, "TOTAL 72.50")
                scanned(sheet)

        return pdf(page)

    return made


@pytest.mark.parametrize(
    "how", [{"under": False}, {"under": True}, {"under": True, "bands": 4}, {"under": False, "white": True}]
)
def test_of_a_scan_with_the_text_of_another_ocr_the_picture_is_read(searchable, how):
    found = list(reader.read(searchable(**how)))
    assert {block.origin.reader for block in found} == {"ocr"}
    printed = "".join(block.text for block in found if isinstance(block, Paragraph))
    assert printed.count("12.50") == 8
    assert "72.50" not in printed


@pytest.mark.parametrize("how", [{"under": False}, {"under": True}, {"under": False, "white": True}])
def test_without_the_extra_that_text_is_read_with_less_confidence(searchable, how, monkeypatch):
    monkeypatch.setattr(reader.ocr, "is_installed", lambda: False)
    texts = [block for block in reader.read(searchable(**how)) if isinstance(block, Paragraph)]
    assert {block.text for block in texts if not block.origin.note} == {"TOTAL 72.50"}
    assert all(block.origin.confidence < 1 for block in texts if not block.origin.note)


@pytest.mark.parametrize("right", [595, 640])
def test_a_table_over_the_edge_of_the_paper_says_so_and_has_to_be_proven(pdf, right):
    def page(sheet):
        sheet.grid([50, 120, 300, 480, right], YS, ROWS)

    told, table = reader.read(pdf(page))
    assert isinstance(told, Paragraph)
    assert "第1页的表印到了纸边以外" in told.text
    assert isinstance(table, Table)
    assert not table.exact
    assert {cell.origin.note for row in table.rows for cell in row} == {"column by position, cut off by the edge of the page"}  # fmt: skip


# --- tables without a grid of rules ------------------------------------------------------------------------


def position_table(path: Path) -> Table:
    (table,) = (block for block in reader.read(path) if isinstance(block, Table))
    return table


HEADED = [
    ("科目", 80, 107), ("合计", 250, 107), ("本年支出", 380, 100), ("基本支出", 330, 114), ("项目支出", 430, 114),
]  # fmt: skip


def headings(sheet, height: float = 0) -> None:
    for text, middle, y in HEADED:
        sheet.text(middle, y + height, text, 10, "center")


def amounts(sheet, y: float, *numbers: str) -> None:
    for right, number in zip((275, 355, 455), numbers, strict=True):
        sheet.text(right, y, number, 10, "right")


def test_a_heading_over_columns_is_over_those_that_have_none_as_high(pdf):
    def page(sheet):
        headings(sheet)
        for k, name in enumerate(("教育支出", "住房保障支出", "其他支出")):
            sheet.text(40, 140 + 20 * k, name)
            amounts(sheet, 140 + 20 * k, "3,000.00", "1,000.00", "2,000.00")

    table = position_table(pdf(page))
    assert [cell.text for cell in table.rows[1]] == ["科目", "合计", "基本支出", "项目支出"]
    assert [(cell.text, cell.colspan) for cell in table.rows[0]] == [("", 1), ("", 1), ("本年支出", 2), ("", 1)]
    assert not table.exact


def test_a_name_on_two_lines_is_that_of_the_numbers_between_them(pdf):
    def page(sheet):
        headings(sheet)
        for k in range(3):
            sheet.text(40, 140 + 40 * k, "机关事业单位基本养老")
            sheet.text(40, 152 + 40 * k, "保险缴费支出")
            amounts(sheet, 146 + 40 * k, "3,000.00", "1,000.00", "2,000.00")

    assert [row[0].text for row in position_table(pdf(page)).rows[2:]] == ["机关事业单位基本养老\n保险缴费支出"] * 3


def test_blank_cells_stay_blank_and_a_column_without_numbers_a_column(pdf):
    def page(sheet):
        headings(sheet)
        sheet.text(530, 107, "备注", 10, "center")
        for k, numbers in enumerate(
            (("3,000.00", "", "3,000.00"), ("5.00", "5.00", ""), ("3,005.00", "5.00", "3,000.00"))
        ):
            sheet.text(40, 140 + 20 * k, "教育支出")
            amounts(sheet, 140 + 20 * k, *numbers)

    rows = position_table(pdf(page)).rows[2:]
    assert [[cell.text for cell in row[1:]] for row in rows] == [
        ["3,000.00", "", "3,000.00", ""],
        ["5.00", "5.00", "", ""],
        ["3,005.00", "5.00", "3,000.00", ""],
    ]


def test_the_next_page_without_headings_keeps_the_columns(pdf):
    def first(sheet):
        headings(sheet)
        for k in range(4):
            sheet.text(40, 140 + 20 * k, "教育支出")
            amounts(sheet, 140 + 20 * k, "3,000.00", "1,000.00", "2,000.00")

    def second(sheet):
        for k in range(3):
            sheet.text(40, 60 + 20 * k, "其他支出")
            amounts(sheet, 60 + 20 * k, "7.00", "", "7.00")

    _, table = (block for block in reader.read(pdf(first, second)) if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [["其他支出", "7.00", "", "7.00"]] * 3


def test_shaded_rows_are_rows_of_one_table_and_no_tables(pdf):
    def page(sheet):
        headings(sheet)
        for k in range(6):
            if k % 2:
                sheet.canvas.setFillColorRGB(0.9, 0.93, 0.97)
                for x0, x1 in ((30, 200), (200, 290), (290, 370), (370, 470)):
                    sheet.canvas.rect(x0, sheet.height - 146 - 20 * k, x1 - x0, 20, stroke=0, fill=1)
                sheet.canvas.setFillColorRGB(0, 0, 0)
            sheet.text(40, 140 + 20 * k, "教育支出")
            amounts(sheet, 140 + 20 * k, "3,000.00", "1,000.00", "2,000.00")

    assert len(position_table(pdf(page)).rows) == 8


def test_headings_that_may_stand_over_other_columns_are_not_believed(pdf):
    def page(sheet):
        for text, x in (("科目", 40), ("合计", 230), ("基本支出", 320), ("项目支出", 420)):
            sheet.text(x, 114, text)
        sheet.text(290, 100, "本年")
        for k in range(3):
            sheet.text(40, 140 + 20 * k, "教育支出")
            amounts(sheet, 140 + 20 * k, "3,000.00", "1,000.00", "2,000.00")

    notes = {cell.origin.note for row in position_table(pdf(page)).rows for cell in row if cell.text}
    assert any("undecided" in note for note in notes)


def test_rules_that_are_rows_of_dots_are_rules(pdf, blocks):
    def page(sheet):
        def dot(x: float, y: float) -> None:
            sheet.canvas.rect(x - 0.3, sheet.height - y - 0.3, 0.6, 0.6, stroke=0, fill=1)

        for x in XS:
            for k in range(50):
                dot(x, YS[0] + 1.2 * k)
        for y in YS:
            for k in range(376):
                dot(XS[0] + 1.2 * k, y)
        sheet.fill(XS, YS, ROWS)

    assert blocks(pdf(page))[1] == [ROWS]


def two_in_one(pdf, *first: str) -> Table:
    """Two rows of a ruled table without a rule between them, the upper one beginning with the cells ``first``."""

    def page(sheet):
        sheet.grid(XS, [100, 120, 160], [ROWS[0], ["", "", "", ""]])
        sheet.fill(XS, [120, 140, 160], [[*first, "1,234.56", "5.00"], ["205", "教育支出", "9.00", "7.00"]])

    (table,) = (block for block in reader.read(pdf(page)) if isinstance(block, Table))
    assert not table.exact
    assert all("a rule between rows" in cell.origin.note for row in table.rows for cell in row)
    return table


def test_two_rows_without_a_rule_between_them_are_parted_and_have_to_be_proven(pdf):
    table = two_in_one(pdf, "201", "一般公共服务支出")
    assert [[cell.text for cell in row] for row in table.rows[1:]] == [
        ["201", "一般公共服务支出", "1,234.56", "5.00"],
        ["205", "教育支出", "9.00", "7.00"],
    ]
    assert not any(cell.origin.note.startswith(UNDECIDED) for row in table.rows for cell in row)


def test_two_rows_without_a_rule_of_which_one_has_no_name_are_not_believed(pdf):
    table = two_in_one(pdf, "", "")
    assert len(table.rows) == 2
    assert all(cell.origin.note.startswith(UNDECIDED) for row in table.rows for cell in row)
