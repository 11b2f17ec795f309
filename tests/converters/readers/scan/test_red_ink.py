"""Red ink on a scan: a seal goes, what was printed in red stays and is known to be red."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from yusuan.converters.readers import read
from yusuan.converters.readers.scan import picture
from yusuan.converters.readers.scan.red_ink import is_red
from yusuan.converters.table import IN_RED, Table

SCALE = 200 / 72
RED = (200, 30, 40)
BLACK, MINUS = (110, 110, 190, 140), (310, 210, 390, 240)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YUSUAN_CACHE", str(tmp_path / "cache"))


def page(*, seals: Sequence[tuple[float, float]] = (), rules: object = "black", paper: object = "white") -> Image.Image:
    """A table of two columns and three rows, in inches of 200 dots: 12.50 in black, 37.50 in red, 25.00 in black."""
    image = Image.new("RGB", (900, 700), "white")
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(28)
    for x in (100, 300, 600):
        draw.line((x, 100, x, 400), rules, 3)
    for y in (100, 200, 300, 400):
        draw.line((100, y, 600, y), rules, 3)
    for y, text, colour in ((110, "12.50", "black"), (210, "37.50", RED), (310, "25.00", "black")):
        draw.text((120, y), f"A{y}", "black", font)
        draw.text((320, y), text, colour, font)
    for x, y in seals:
        ink = Image.new("RGB", image.size, "white")
        pen = ImageDraw.Draw(ink)
        pen.arc((x - 150, y - 150, x + 150, y + 150), 0, 345, fill=(225, 70, 80), width=9)  # the ring has a gap
        pen.text((x - 60, y - 10), "SEAL 99", (225, 70, 80), font)
        image = ImageChops.multiply(image, ink)
    image = ImageChops.multiply(image, Image.new("RGB", image.size, paper))
    return image.filter(ImageFilter.GaussianBlur(0.6))


def cleaned(image: Image.Image) -> picture.Picture:
    return picture.cleaned(numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1]), SCALE)


def darkest(clean: picture.Picture, box: tuple[int, int, int, int]) -> int:
    x0, top, x1, bottom = box
    return int(clean.grey[top:bottom, x0:x1].min())


@pytest.mark.parametrize("paper", ["white", (235, 225, 190), (200, 200, 200)])
def test_type_in_red_stays_and_is_red_on_paper_of_any_shade(paper):
    clean = cleaned(page(paper=paper))
    assert darkest(clean, MINUS) < 110
    assert is_red(MINUS, clean.grey, clean.printed_red)
    assert not is_red(BLACK, clean.grey, clean.printed_red)


def test_a_seal_goes_with_all_that_is_in_it_and_red_type_beside_it_stays():
    clean = cleaned(page(seals=[(620, 500)]))
    assert darkest(clean, (555, 480, 700, 540)) > 200  # its text
    assert darkest(clean, (500, 560, 760, 660)) > 200  # its ring
    assert is_red(MINUS, clean.grey, clean.printed_red)


def test_two_seals_that_touch_go_both():
    clean = cleaned(page(seals=[(620, 500), (520, 250)], paper=(245, 245, 245)))
    assert darkest(clean, (555, 480, 700, 540)) > 200
    assert darkest(clean, (610, 110, 690, 190)) > 200
    assert darkest(clean, (330, 312, 400, 342)) < 110


def test_black_print_below_a_seal_is_not_red():
    clean = cleaned(page(seals=[(330, 330)]))
    below = (318, 312, 400, 342)
    assert darkest(clean, below) < 110
    assert not is_red(below, clean.grey, clean.printed_red)


def test_rules_in_red_are_no_seal():
    clean = cleaned(page(rules=RED))
    assert darkest(clean, (150, 196, 280, 204)) < 130
    assert darkest(clean, MINUS) < 110


def test_a_number_in_red_on_a_scan_says_so(tmp_path):
    path = tmp_path / "表.png"
    page(seals=[(620, 500)]).save(path, dpi=(200, 200))
    (table,) = [block for block in read(path) if isinstance(block, Table)]
    assert [[cell.text for cell in row][1] for row in table.rows] == ["12.50", "37.50", "25.00"]
    assert [IN_RED in row[1].origin.note for row in table.rows] == [False, True, False]


def test_a_number_that_is_marked_in_yellow_stays_black_on_white() -> None:
    marked = page()
    marked.paste(
        ImageChops.multiply(marked.crop((305, 105, 420, 150)), Image.new("RGB", (115, 45), (255, 240, 90))), (305, 105)
    )
    clean = cleaned(marked)
    assert darkest(clean, (320, 110, 390, 140)) < 110
    assert int(clean.grey[110:145, 395:415].min()) > 200
    assert not is_red((315, 105, 400, 145), clean.grey, clean.printed_red)
