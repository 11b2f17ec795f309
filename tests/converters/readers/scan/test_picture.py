"""The picture of a scanned page, cleaned of what the scanner put there."""

from __future__ import annotations

import numpy
from PIL import Image, ImageDraw, ImageFont
from yusuan.converters.readers.scan import picture

SCALE = 200 / 72


def test_dots_that_stand_for_grey_paper_are_no_ink() -> None:
    """A scanner of black and white that spreads its error: paper of 235 is a black dot on each twelfth pixel."""
    grey = Image.new("L", (900, 600), 235)
    draw = ImageDraw.Draw(grey)
    draw.rectangle((100, 100, 800, 103), 20)
    draw.text((120, 140), "1,234.50", 20, ImageFont.load_default(30))
    dotted = numpy.asarray(grey.convert("1").convert("RGB"))
    ink = picture.ink(picture.cleaned(numpy.ascontiguousarray(dotted), SCALE).grey, SCALE) > 0
    assert ink[101, 120:780].all()  # the rule
    assert ink[140:175, 120:250].mean() > 0.15  # the number
    assert ink[200:].mean() < 0.001  # the paper


def test_specks_of_a_fax_stay_as_they_are() -> None:
    """What is blurred is not read as well: print in black and white is left alone."""
    page = numpy.full((600, 900, 3), 255, numpy.uint8)
    page[100:104, 100:800] = 0
    page[numpy.random.default_rng(1).random((600, 900)) < 0.002] = 0
    assert (picture.cleaned(page, SCALE).grey < 30).sum() > 3500
