"""Tables that a document shows as pictures: read where they stand, told where they cannot be, others passed over."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.shared import Pt
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from yusuan.converters.readers import read
from yusuan.converters.readers.page.upright import Turn
from yusuan.converters.readers.scan import ocr, page_results, pictures, recognition
from yusuan.converters.table import NOT_READ, Paragraph, Table

from ..conftest import Sheet

ROWS = [["项目", "预算数", "决算数"], ["公用经费", "1,685.32", "1,540.10"], ["项目支出", "855.70", "407.29"]]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def screenshot(pdf) -> Image.Image:
    """A sheet as a picture of 150 dots per inch, 440 points wide."""

    def draw(sheet: Sheet) -> None:
        sheet.text(160, 20, "支出决算表", 14)
        sheet.grid([10, 170, 300, 430], [30, 60, 90, 120], ROWS, 12)

    (page,) = pypdfium2.PdfDocument(pdf(draw, size=(440, 130), name="截图.pdf"))
    return page.render(scale=150 / 72).to_pil().convert("RGB")


def png(image: Image.Image) -> bytes:
    image.save(buffer := BytesIO(), "PNG")
    return buffer.getvalue()


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def in_word(path: Path, image: bytes, width: float = 440) -> Path:
    document = docx.Document()
    document.add_paragraph("某局2024年度部门决算")
    document.add_picture(BytesIO(image), width=Pt(width))
    document.add_paragraph("情况说明如下。")
    document.save(path)
    return path


def test_a_sheet_that_was_pasted_into_word_as_a_picture_is_read_where_it_stands(tmp_path, screenshot):
    before, title, table, after = read(in_word(tmp_path / "公开.docx", png(screenshot)))
    assert (before.text, title.text, after.text) == ("某局2024年度部门决算", "支出决算表", "情况说明如下。")
    assert isinstance(table, Table)
    assert texts(table) == ROWS
    amount = table.rows[1][1].origin
    assert (amount.reader, amount.page, amount.bbox, amount.table_on_page) == ("ocr", None, None, 1)
    assert (amount.row, amount.column, amount.note) == (2, 2, "picture 1")
    assert 0.5 < amount.confidence <= 1


def test_a_picture_within_a_web_page_is_read_and_nothing_is_fetched(tmp_path, screenshot):
    page = tmp_path / "公开.html"
    own = base64.b64encode(png(screenshot)).decode("ascii")
    page.write_text(
        f'<!DOCTYPE html><html><body><p>某局<img src="图标.png">2024年度部门决算</p><p><img src="data:image/png;base64,{own}">'
        '<img src="http://example.invalid/表.png"><img src="data:image/png;base64,坏">'
        "<table><tr><td>合计</td><td>1.00</td></tr></table>",
        "utf-8",
    )
    title, caption, table, own_table, missing = read(page)
    assert missing.origin.note == NOT_READ
    assert "2张图片不在旁边" in missing.text
    assert (title.text, caption.text) == ("某局2024年度部门决算", "支出决算表")
    assert texts(table) == ROWS
    assert [t.origin.table_on_page for t in (table, own_table)] == [1, 2]


@pytest.mark.parametrize(
    ("printed", "told"),
    [("某局2024年度部门决算", ["某局2024年度部门决算"]), ("某局办公楼", [])],
)
def test_a_cover_as_a_picture_is_read_however_short_it_is(tmp_path, monkeypatch, printed, told):
    word = recognition.Word(printed, (100.0, 100.0, 300.0, 120.0), 0.99)
    reading = page_results.Reading(Turn(0, 0.0, (440.0, 600.0), None), (), (), (word,))
    monkeypatch.setattr(ocr, "read_page", lambda *_: reading)
    document = docx.Document()
    document.add_picture(BytesIO(png(Image.new("RGB", (440, 600), "white"))), width=Pt(440))
    document.save(tmp_path / "公开.docx")
    assert [block.text for block in read(tmp_path / "公开.docx") if isinstance(block, Paragraph)] == told


def test_a_picture_on_a_page_of_text_is_read_where_it_stands(pdf, screenshot):
    upper, lower = screenshot.crop((0, 0, screenshot.width, 100)), screenshot.crop((0, 100, *screenshot.size))

    def draw(sheet: Sheet) -> None:
        sheet.text(80, 80, "某局2024年度部门决算")
        for image, y in ((upper, 120), (lower, 120 + 48)):  # a program may cut a picture into bands
            height = image.height * 72 / 150
            sheet.canvas.drawImage(ImageReader(image), 80, sheet.height - y - height, 440, height)
        sheet.text(80, 400, "情况说明如下。")

    before, title, table, after = read(pdf(draw))
    assert (before.text, title.text, after.text) == ("某局2024年度部门决算", "支出决算表", "情况说明如下。")
    assert texts(table) == ROWS
    x0, top, x1, bottom = table.rows[1][1].origin.bbox
    assert (x0, top) == pytest.approx((80 + 170, 120 + 60), abs=3)
    assert (x1, bottom) == pytest.approx((80 + 300, 120 + 90), abs=3)


def test_text_over_a_picture_makes_it_a_background(pdf, monkeypatch):
    monkeypatch.setattr(ocr, "read_page", lambda *_: pytest.fail("was read"))

    def draw(sheet: Sheet) -> None:
        sheet.canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "#eef")), 0, 0, sheet.width, sheet.height)
        sheet.text(80, 80, "某局2024年度部门决算")

    assert [block.text for block in read(pdf(draw))] == ["某局2024年度部门决算"]


def test_text_of_an_ocr_that_lies_unseen_over_a_part_of_a_page_does_not_hide_it(pdf, monkeypatch):
    shown(monkeypatch, *("本部门2024年度收入总计四千九百零二万元，比上年增加。",) * 3)

    def draw(sheet: Sheet) -> None:
        sheet.text(80, 80, "某局2024年度部门决算")
        sheet.canvas.drawImage(ImageReader(Image.new("RGB", (60, 40), "white")), 80, 300, 430, 300)
        unseen = sheet.canvas.beginText(90, 400)
        unseen.setTextRenderMode(3)
        unseen.textOut("本部门2024年度收入总计9999.99万元")
        sheet.canvas.drawText(unseen)

    texts = [block.text for block in read(pdf(draw))]
    assert "某局2024年度部门决算" in texts
    assert "收入总计四千九百零二万元" in "".join(texts)
    assert "9999.99" not in "".join(texts)


def shown(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    """Let every picture show these words and no table."""
    found = tuple(recognition.Word(text, (10, 20 * k, 300, 20 * k + 12), 0.9) for k, text in enumerate(words))
    monkeypatch.setattr(ocr, "read_page", lambda *_: page_results.Reading(Turn(0, 0.0, (400, 300)), (), (), found))


def test_a_photograph_or_a_chart_is_passed_over_and_a_page_of_text_is_not(tmp_path, monkeypatch):
    image = png(Image.new("RGB", (900, 500), "white"))
    shown(monkeypatch, "欢迎光临")
    assert len(list(read(in_word(tmp_path / "照片.docx", image)))) == 2
    shown(monkeypatch, *("本部门2024年度收入总计四千九百零二万元，比上年增加。",) * 3)
    assert len(list(read(in_word(tmp_path / "整页.docx", image)))) > 2


def test_a_seal_is_not_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr, "read_page", lambda *_: pytest.fail("was read"))
    assert len(list(read(in_word(tmp_path / "印章.docx", png(Image.new("RGB", (900, 900), "red")), width=120)))) == 2


@pytest.mark.parametrize("damage", ["extra", "file"])
def test_a_picture_that_cannot_be_read_is_told_and_the_rest_is_read(tmp_path, monkeypatch, damage):
    image = Image.new("RGB", (900, 500), "white")
    ImageDraw.Draw(image).line((0, 0, 900, 500), "black", 3)
    path = in_word(tmp_path / "公开.docx", png(image))
    if damage == "extra":
        monkeypatch.setattr(ocr, "is_installed", lambda: False)
    else:
        monkeypatch.setattr(pictures, "_pixels", lambda *_: (_ for _ in ()).throw(ValueError(path)))
    before, told, after = read(path)
    assert isinstance(told, Paragraph)
    assert told.text.startswith("第 1 张图片")
    assert ("yusuan[ocr]" in told.text) == (damage == "extra")
    assert told.origin.note == NOT_READ
    assert (before.text, after.text) == ("某局2024年度部门决算", "情况说明如下。")
