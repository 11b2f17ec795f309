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


def grey(black: numpy.ndarray) -> numpy.ndarray:
    """Clean paper with the same ink."""
    return 255 - black


def shows_more(black: numpy.ndarray, text: str) -> bool:
    return strokes.shows_more(LINE, black, grey(black), text)


@pytest.mark.parametrize("text", ["12.50", "-1250", "-12.5"])
def test_a_minus_a_point_or_a_digit_that_the_reading_lacks_is_seen(text: str):
    assert shows_more(inked(MINUS, POINT, *DIGITS), text)


def test_a_reading_with_all_of_it_stands_and_so_does_one_with_more_than_the_ink_keeps_apart():
    assert not shows_more(inked(MINUS, POINT, *DIGITS), "-12.50")
    assert not shows_more(inked(*DIGITS), "-12.50")  # no minus and no point left
    assert not shows_more(inked((20, 14, 38, 26), POINT, (54, 14, 72, 26)), "12.50")  # digits touch
    assert not shows_more(inked(), "12.50")


def test_specks_beside_and_above_the_number_are_no_points():
    beside, above, on_a_digit = (90, 24, 92, 27), (46, 15, 48, 18), (34, 27, 36, 29)
    assert not shows_more(inked(*DIGITS, beside, above, on_a_digit), "1250")


def test_a_minus_that_was_taken_for_another_stroke_is_one_before_a_number_alone():
    assert strokes.with_minus("一1,234.56") == strokes.with_minus("— 1,234.56") == "-1,234.56"
    for text in ("一般公共预算", "一", "—", "1,234.56", "一1,234.56万元", "一2、3"):
        assert strokes.with_minus(text) == text


def test_a_minus_that_runs_into_its_digit_or_is_too_faint_for_black_and_white_is_seen():
    assert shows_more(inked((12, 19, 20, 21), POINT, *DIGITS), "12.50")
    four = inked((24, 14, 26, 26), (20, 22, 26, 24), (22, 18, 24, 23))  # begins with a slant and a bar
    assert not shows_more(four, "4")
    page = grey(inked(POINT, *DIGITS))
    page[19:21, 8:16] = 160
    assert strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "12.50")
    assert not strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "-12.50")


def test_noise_an_upright_rule_and_a_dash_far_away_are_no_minus():
    page = grey(inked(POINT, *DIGITS))
    page[:, 12:15] = 120  # a rule that has faded
    page[19:21, 0:6] = 120
    page -= numpy.random.default_rng(1).integers(0, 30, page.shape, numpy.uint8).clip(0, page)
    assert not strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "12.50")


def test_what_stands_before_a_rule_is_no_minus_of_the_number_behind_it():
    page = grey(inked(POINT, *DIGITS))
    page[18:22, 7:13] = 60  # the point of the number in the cell before
    assert strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "12.50")
    page[:, 14:16] = 120
    assert not strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "12.50")
    page[19:21, 16:20] = 60  # a minus right behind the rule
    assert strokes.shows_more(LINE, inked(POINT, *DIGITS), page, "12.50")


def test_a_digit_that_the_scanner_broke_is_one_and_the_pieces_are_no_points():
    broken = (54, 14, 56, 26), (57, 14, 60, 23), (57, 24, 60, 26)
    assert not shows_more(inked(*DIGITS[:2], POINT, *broken, DIGITS[3]), "12.50")
    assert not shows_more(inked((54, 14, 56, 26), (57, 14, 60, 26)), "0")


def test_what_is_left_of_a_rule_at_an_end_of_the_line_is_no_digit():
    rule = [(0, 14, 1, 17), (0, 19, 1, 22), (0, 23, 1, 26), (119, 14, 120, 20), (119, 21, 120, 26)]
    assert not shows_more(inked(*rule, (20, 14, 26, 26)), "1")


def test_noise_before_a_thin_digit_is_no_minus():
    one = inked((20, 14, 22, 26))
    page = grey(one).astype(int) + numpy.random.default_rng(1).normal(-20, 8, one.shape)
    assert not strokes.shows_more(LINE, one, page.clip(0, 255).astype(numpy.uint8), "1")


def test_specks_one_above_the_other_are_no_digit_and_in_a_number_with_all_its_separators_no_point():
    large = [(x0, 2, x0 + 12, 38) for x0 in (20, 36, 60, 76)]
    point, column = (51, 33, 56, 38), [(100, 3, 102, 5), (100, 36, 102, 38)]
    assert not shows_more(inked(*large, point, *column), "12.50")
    assert not shows_more(inked(*large, point, (33, 35, 35, 38)), "12.50")
    assert shows_more(inked(*large, (33, 35, 35, 38)), "1250")  # it may be all that is left of a point
