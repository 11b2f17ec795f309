"""Numbers held against their ink: what a reading dropped is seen, what runs together is no doubt."""

from __future__ import annotations

import numpy
import pytest
from yusuan.converters.readers.scan import strokes

LINE = (0.0, 0.0, 120.0, 40.0)
#: -12.50 in digits of 6 × 12 pixels.
MINUS, POINT = (8, 19, 14, 21), (46, 24, 48, 27)
DIGITS = [(20, 14, 26, 26), (32, 14, 38, 26), (54, 14, 60, 26), (66, 14, 72, 26)]


def inked(*boxes: tuple[int, int, int, int]) -> numpy.ndarray:
    black = numpy.zeros((40, 120), numpy.uint8)
    for x0, top, x1, bottom in boxes:
        black[top:bottom, x0:x1] = 255
    return black


@pytest.mark.parametrize("text", ["12.50", "-1250", "-12.5"])
def test_a_minus_a_point_or_a_digit_that_the_reading_lacks_is_seen(text: str):
    assert strokes.shows_more(LINE, inked(MINUS, POINT, *DIGITS), text)


def test_a_reading_with_all_of_it_stands_and_so_does_one_with_more_than_the_ink_keeps_apart():
    assert not strokes.shows_more(LINE, inked(MINUS, POINT, *DIGITS), "-12.50")
    assert not strokes.shows_more(LINE, inked(*DIGITS), "-12.50")  # no minus and no point left
    assert not strokes.shows_more(LINE, inked((20, 14, 38, 26), POINT, (54, 14, 72, 26)), "12.50")  # digits touch
    assert not strokes.shows_more(LINE, inked(), "12.50")


def test_specks_beside_and_above_the_number_are_no_points():
    beside, above, on_a_digit = (90, 24, 92, 27), (46, 15, 48, 18), (34, 27, 36, 29)
    assert not strokes.shows_more(LINE, inked(*DIGITS, beside, above, on_a_digit), "1250")


def test_a_minus_that_was_taken_for_another_stroke_is_one_before_a_number_alone():
    assert strokes.with_minus("一1,234.56") == strokes.with_minus("— 1,234.56") == "-1,234.56"
    for text in ("一般公共预算", "一", "—", "1,234.56", "一1,234.56万元", "一2、3"):
        assert strokes.with_minus(text) == text
