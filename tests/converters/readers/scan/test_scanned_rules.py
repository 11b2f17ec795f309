"""Rules of scanned pages: strokes of ink, and hairlines that the scanner has blurred away."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFilter
from yusuan.converters.readers.scan import picture
from yusuan.converters.readers.scan.scanned_rules import find_tables, parted

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


@pytest.mark.parametrize("dark, wide", [(0.3, 4.0), (0.6, 1.0)], ids=["shadow", "crease"])
@pytest.mark.parametrize("axis, at", [(1, 400), (0, 200)], ids=["down", "across"])
def test_a_fold_parts_no_columns_and_no_rows(dark: float, wide: float, axis: int, at: int):
    """It goes over the edges of the table and the whole page, where rules end with the table."""
    grey = page(30).grey
    shade = 1 - dark * numpy.exp(-(((numpy.arange(grey.shape[axis]) - at) / wide) ** 2))
    folded = grey * (shade if axis else shade[:, numpy.newaxis])
    assert cells(picture.Picture(folded.astype(numpy.uint8), SCALE, None)) == [18]


def dashed(*, gap: int, merged: bool = False, words: bool = False) -> picture.Picture:
    """The grid in black and white with dashes of 45 dots for its inner level rules, ``gap`` dots between them.

    ``merged``: the middle cell of the second and third row is one; ``words``: something is printed across its middle.
    """
    image = Image.new("L", (1000, 500), 255)
    draw = ImageDraw.Draw(image)
    for x in DOWN:
        draw.line((x, ACROSS[0], x, ACROSS[-1]), 0, 2)
    for y in ACROSS:
        if y in (ACROSS[0], ACROSS[-1]):
            draw.line((DOWN[0], y, DOWN[-1], y), 0, 2)
            continue
        for x in range(DOWN[0] + y % 30, DOWN[-1] - 45, 45 + gap):
            if not (merged and y == 180 and x + 45 > 300 and x < 500):
                draw.line((x, y, x + 45, y), 0, 2)
    if words:
        draw.line((380, 172, 380, 188), 0, 3)
    return picture.Picture(numpy.asarray(image), SCALE, None)


@pytest.mark.parametrize("gap", [2, 12, 40])
def test_a_rule_of_which_dashes_are_left_is_whole(gap: int):
    assert cells(dashed(gap=gap)) == [18]


@pytest.mark.parametrize("words", [False, True])
def test_a_merged_cell_between_dashed_rules_stays_one(words: bool):
    assert cells(dashed(gap=40, merged=True, words=words)) == [17]


def test_specks_of_paper_in_a_rule_leave_it_whole():
    found = page(30)
    grey = found.grey.copy()
    grey[numpy.random.default_rng(2).random(grey.shape) > 0.99] = 255
    assert cells(picture.Picture(grey, SCALE, None)) == [18]


GRID = [(0.0, 0.0, 50.0, 16.0), (0.0, 16.0, 50.0, 32.0), (0.0, 32.0, 50.0, 48.0), (50.0, 0.0, 99.0, 48.0)]


@pytest.mark.parametrize(
    ("number", "rows"),
    [
        pytest.param((60, 34, 90, 46), 3, id="in the last row"),
        pytest.param((60, 2, 90, 14), 3, id="in the first row"),
        pytest.param((60, 18, 90, 30), 1, id="in the middle of all"),
        pytest.param((10, 34, 40, 46), 1, id="in another column"),
    ],
)
def test_a_number_in_one_of_the_rows_of_a_cell_has_lost_its_rule(number: tuple[float, ...], rows: int):
    found = list(parted(GRID, [number]))
    assert found[:3] == GRID[:3]
    assert [cell[1] for cell in found[3:]] == [0.0, 16.0, 32.0][:rows]


def test_a_number_between_two_rows_is_of_both():
    two = [(0.0, 0.0, 50.0, 16.0), (0.0, 16.0, 50.0, 32.0), (50.0, 0.0, 99.0, 32.0)]
    assert list(parted(two, [(60, 10, 90, 22)])) == two
