"""Figures by their looks: those of a font that says what it prints are taken for what they are, exchanged ones are not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
import reportlab
from PIL import Image, ImageDraw, ImageFont
from yusuan.converters.readers.pdf import figures, specimens

FONTS = sorted(Path(reportlab.__file__).parent.glob("fonts/Vera*.ttf"))
FONTS += sorted(Path("/usr/share/fonts/truetype").glob("*/*Sans*.ttf"))
FONTS += sorted(Path("/usr/share/fonts/truetype").glob("*/*Serif*.ttf"))
FONTS += sorted(Path("/usr/share/fonts/truetype").glob("wqy/*.ttc"))

SLANTED = ("DejaVuSans-BoldOblique", "DejaVuSansCondensed-Oblique")


def glyph(font, text):
    picture = Image.new("L", (120, 120))
    ImageDraw.Draw(picture).text((specimens.ORIGIN, 120 - specimens.ORIGIN), text, font=font, fill=255, anchor="ls")
    return picture


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_figures_are_told_from_each_other_in_every_face(path):
    font = ImageFont.truetype(str(path), specimens.EM)
    shapes = {digit: figures.shape(glyph(font, digit)) for digit in figures.DIGITS}
    assert not figures.are_others(shapes)
    assert not any(figures.are_others({digit: shapes[digit]}) for digit in shapes)
    exchanged = [shapes | {a: shapes[b], b: shapes[a]} for a, b in combinations(shapes, 2)]
    assert all(map(figures.are_others, exchanged))
    shifted = {
        digit: figures.shape(glyph(font, printed)) for digit, printed in zip("0123456789", ",01234567-", strict=True)
    }
    assert figures.are_others({digit: found for digit, found in shifted.items() if found})
    marks = {mark: glyph(font, mark) for mark in ".,-"}
    assert not figures.are_other_marks(marks)
    assert all(figures.are_other_marks(marks | {a: marks[b], b: marks[a]}) for a, b in combinations(marks, 2))


def test_what_is_no_figure_in_any_face_is_not_said_to_be_another():
    font = ImageFont.truetype(str(FONTS[0]), specimens.EM)
    shapes = [figures.shape(glyph(font, letter)) for letter in "KMWXAHNTYV"]
    assert not figures.are_others(dict(zip(figures.DIGITS, shapes, strict=True)))


@pytest.mark.parametrize("path", [path for path in FONTS if path.stem in SLANTED], ids=lambda path: path.stem)
def test_a_slanted_one_that_is_said_to_be_a_two_is_none_though_it_leans_as_the_two_of_an_upright_face(path):
    font = ImageFont.truetype(str(path), specimens.EM)
    assert figures.are_others({"2": figures.shape(glyph(font, "1"))})
