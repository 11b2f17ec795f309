"""Print that shines through a sheet is none of it; pale print is."""

from __future__ import annotations

from collections.abc import Iterable

import numpy
import pytest
from yusuan.converters.readers.scan import picture, show_through

SCALE = 2.0
Blot = tuple[int, int, int, int, int]  # left, top, right, bottom, grey


def page(*blots: Iterable[Blot]) -> numpy.ndarray:
    grey = numpy.full((400, 600), 255, numpy.uint8)
    for left, top, right, bottom, level in (blot for some in blots for blot in some):
        grey[top:bottom, left:right] = level
    return grey


def characters(top: int, *levels: int) -> list[Blot]:
    """A line of characters of 10 × 14 pixels."""
    return [(20 + 16 * k, top, 30 + 16 * k, top + 14, level) for k, level in enumerate(levels)]


PRINT = [*characters(20, *[10] * 30), *characters(50, *[20] * 30)]
SHINING = [*characters(120, *[200] * 30), *characters(150, *[190] * 10)]


def test_characters_that_shine_through_are_paper_and_print_stays_as_it_is():
    bare = show_through.without(page(PRINT, SHINING), SCALE)
    assert (bare == page(PRINT)).all()


def test_characters_that_shine_through_the_print_leave_it_alone():
    above = [(left + 6, top + 5, right + 6, bottom + 5, 195) for left, top, right, bottom, _ in PRINT[:20]]
    bare = show_through.without(page(above, SHINING, PRINT), SCALE)
    ink = page(PRINT) < 255
    assert (bare[ink] == page(PRINT)[ink]).all()
    assert (bare[120:] == 255).all()


@pytest.mark.parametrize("rule", [(10, 26, 560, 28, 195), (540, 20, 542, 300, 195)])
def test_a_rule_as_pale_as_what_shines_through_is_of_the_back(rule: Blot):
    bare = show_through.without(page([rule], SHINING, PRINT), SCALE)
    ink = page(PRINT) < 255
    assert (bare[ink] == page(PRINT)[ink]).all()
    assert (bare[:, 510:] == 255).all()


@pytest.mark.parametrize(
    "mark",
    [
        (12, 26, 17, 28, 180),  # a minus before a number
        (400, 300, 408, 302, 180),  # a minus far from any
        (32, 34, 35, 38, 180),  # a comma
        (20, 250, 500, 252, 165),  # a rule
        (540, 20, 542, 300, 165),
    ],
)
def test_a_rule_a_dash_and_a_small_mark_beside_print_stay(mark: Blot):
    left, top, right, bottom, level = mark
    bare = show_through.without(page(PRINT, SHINING, [mark]), SCALE)
    assert (bare[top:bottom, left:right] == level).all()
    assert (bare[120:164, 20:100] == 255).all()


@pytest.mark.parametrize(
    "pale",
    [
        characters(120, *range(40, 220, 6)),  # worn toner
        characters(120, *[200] * 10),  # a few grey words
        [],
    ],
)
def test_print_that_fades_and_grey_words_are_no_back_of_the_sheet(pale: list[Blot]):
    grey = page(PRINT, pale)
    assert show_through.without(grey, SCALE) is grey


def test_the_texts_of_a_picture_are_those_of_its_own_sheet():
    grey = page(PRINT, SHINING)
    clean = picture.cleaned(numpy.dstack([grey] * 3), SCALE)
    assert (clean.grey[120:164] > 250).all()
    assert clean.grey[20:34, 20:30].max() < 80
