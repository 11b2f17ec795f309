"""Pages printed or scanned sideways, upside down or askew: read as they would be upright, and shown where they are."""

from __future__ import annotations

import math
from pathlib import Path

import numpy
import pdfplumber
import pypdfium2
import pytest
from PIL import Image
from yusuan.converters.readers import read
from yusuan.converters.readers.page.upright import Turn
from yusuan.converters.readers.scan import ocr, picture
from yusuan.converters.table import Table

from ..conftest import Sheet

ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["208", "社会保障和就业支出", "1,685.32", "1,685.32"],
    ["210", "卫生健康支出", "855.70", "407.29"],
    ["213", "农林水支出", "-673.83", ""],
]


def table_page(sheet: Sheet) -> None:
    sheet.text(220, 80, "支出预算表")
    sheet.text(80, 100, "部门：某局")
    sheet.text(400, 100, "单位：万元")
    sheet.grid([80, 160, 300, 400, 500], [110, 140, 170, 200, 230], ROWS)


def turned(path: Path, degrees: int) -> Path:
    """The same file, each page of which a viewer shows turned clockwise."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        page.set_rotation(degrees)
    document.save(made := path.with_stem(f"{path.stem}-{degrees}"))
    return made


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_upright_and_its_boxes_are_where_the_text_is_shown(pdf, blocks, degrees):
    upright = pdf(table_page)
    sideways = turned(upright, degrees)
    assert blocks(sideways) == blocks(upright)
    with pdfplumber.open(sideways) as document:
        (page,) = document.pages
        for table in (block for block in read(sideways) if isinstance(block, Table)):
            for cell in (cell for row in table.rows for cell in row if cell.text):
                inside = page.crop(cell.origin.bbox).chars
                assert sorted(char["text"] for char in inside) == sorted(cell.text)


def test_a_cover_of_few_words_is_turned_too(pdf, blocks):
    cover = pdf(lambda sheet: sheet.text(200, 400, "某局2024年度部门预算", 20))
    assert blocks(turned(cover, 180)) == blocks(cover)


def test_a_text_set_sideways_beside_a_table_turns_no_page(pdf, blocks):
    def with_mark(sheet: Sheet) -> None:
        table_page(sheet)
        sheet.canvas.saveState()
        sheet.canvas.translate(40, 400)
        sheet.canvas.rotate(90)
        sheet.canvas.drawString(0, 0, "内部资料")
        sheet.canvas.restoreState()

    assert blocks(pdf(with_mark, name="带标.pdf"))[1] == blocks(pdf(table_page))[1]


@pytest.mark.parametrize("quarters", range(4))
@pytest.mark.parametrize("askew", [0.0, 2.5])
def test_a_place_on_the_upright_page_is_found_on_the_page_as_displayed(quarters: int, askew: float):
    """A dot is followed through the pictures that the page goes through."""
    shown = numpy.full((300, 200), 255, numpy.uint8)
    shown[60:64, 140:144] = 0
    upright = picture._turned(numpy.ascontiguousarray(numpy.rot90(shown, -quarters)), askew)
    y, x = (float(axis.mean()) for axis in numpy.nonzero(upright < 128))
    height, width = upright.shape
    turn = Turn(quarters, askew, (width, height))
    x0, top, x1, bottom = turn.displayed((x, y, x, y))
    assert math.dist((x0, top), (141.5, 61.5)) < 1.5
    assert (x1, bottom) == (x0, top)
    assert bool(turn) == bool(quarters or askew)


@pytest.mark.parametrize(("quarters", "askew"), [(1, 0.0), (2, 1.2), (3, 0.0)])
def test_a_page_scanned_the_wrong_way_round_reads_as_upright(pdf, tmp_path, monkeypatch, quarters: int, askew: float):
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))
    (page,) = pypdfium2.PdfDocument(pdf(table_page))
    image = (
        page.render(scale=200 / 72).to_pil().convert("RGB").rotate(askew, Image.Resampling.BICUBIC, fillcolor="white")
    )
    image = image.rotate(-90 * quarters, expand=True)
    image.save(path := tmp_path / "扫描.png", dpi=(200, 200))
    (table,) = (block for block in read(path) if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == ROWS
    x0, top, x1, bottom = table.rows[-1][2].origin.bbox  # -673.83
    box = tuple(round(value * 200 / 72) for value in (x0, top, x1, bottom))
    assert (numpy.asarray(image.crop(box).convert("L")) < 128).any()
    long, short = max(x1 - x0, bottom - top), min(x1 - x0, bottom - top)
    assert long < 106 and short < 36
    assert (x1 - x0 > bottom - top) == (quarters == 2)


def test_a_page_that_lies_upright_is_not_asked_which_way_it_lies(pdf, monkeypatch):
    (page,) = pypdfium2.PdfDocument(pdf(table_page))
    pixels = numpy.ascontiguousarray(page.render(scale=150 / 72).to_numpy()[:, :, :3])
    seen: list[str] = []
    monkeypatch.setattr(numpy, "rot90", lambda image, turns: seen.append(str(turns)) or image)
    assert not ocr.read_page(pixels, 150 / 72).turn
    assert seen == ["0"]
