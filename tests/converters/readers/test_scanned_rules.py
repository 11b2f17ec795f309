"""Rules of scanned pages: strokes of ink, and hairlines that the scanner has blurred away."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter
from yusuan.converters.readers import picture
from yusuan.converters.readers.scanned_rules import find_tables

SCALE = 200 / 72
ACROSS, DOWN = (100, 140, 180, 220, 260, 300, 340), (100, 300, 500, 900)


def page(shade: int, *, faint: tuple[int, ...] = ACROSS, noise: float = 3.0, askew: float = 0.0) -> picture.Picture:
    """A grid of three columns and six rows of lines one dot wide; those across in ``faint`` and all down in ``shade``."""
    image = Image.new("L", (1000, 500), 250)
    draw = ImageDraw.Draw(image)
    for x in DOWN:
        draw.line((x, ACROSS[0], x, ACROSS[-1]), shade)
    for y in ACROSS:
        draw.line((DOWN[0], y, DOWN[-1], y), shade if y in faint else 30, 1 if y in faint else 3)
    image = image.rotate(askew, Image.Resampling.BICUBIC, fillcolor=250).filter(ImageFilter.GaussianBlur(0.8))
    grey = numpy.asarray(image).astype(float) + numpy.random.default_rng(4).normal(0, noise, image.size[::-1])
    return picture.Picture(grey.clip(0, 255).astype(numpy.uint8), SCALE, None)


def cells(found: picture.Picture) -> list[int]:
    return [len(table) for table in find_tables(found.grey, picture.ink(found.grey, SCALE), SCALE)[0]]


@pytest.mark.parametrize("shade", [200, 170, 120, 30])
@pytest.mark.parametrize("askew", [0.0, 0.06])
def test_a_grid_of_hairlines_is_found_however_faint(shade: int, askew: float):
    assert cells(page(shade, askew=askew)) == [18]


def test_the_faintest_are_not_found_by_their_ink():
    blank = numpy.full((500, 1000), 255, numpy.uint8)
    assert find_tables(blank, picture.ink(page(200).grey, SCALE), SCALE) == ([], [])


def test_one_faint_rule_among_black_ones_parts_its_rows():
    assert cells(page(190, faint=(220,))) == [18]


def test_paper_with_grain_has_no_rules():
    grain = numpy.random.default_rng(5).normal(235, 6, (700, 900)).clip(0, 255).astype(numpy.uint8)
    assert find_tables(grain, picture.ink(grain, SCALE), SCALE) == ([], [])


@pytest.mark.parametrize("stroke", [(105, 135), (104, 139)], ids=["between the rules", "from rule to rule"])
def test_a_stroke_of_a_character_is_no_rule(stroke: tuple[int, int]):
    """It stops short of the rules or has other strokes right beside it."""
    found = page(190)
    grey = found.grey.copy()
    grey[stroke[0] : stroke[1], 400] = 60
    if stroke == (104, 139):
        grey[stroke[0] + 4 : stroke[1] : 6, 392:409] = 60
    assert cells(picture.Picture(grey, SCALE, None)) == [18]
