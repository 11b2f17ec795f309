"""Lines fitted to their ink: small print fills its crop, a minus that the box missed is part of the line."""

from __future__ import annotations

import numpy
from yusuan.converters.readers.scan import fitting

CELL = (2.0, 2.0, 118.0, 38.0)


def inked(*boxes: tuple[int, int, int, int]) -> numpy.ndarray:
    """A cell of 120 × 40 pixels with ink in the boxes."""
    black = numpy.zeros((40, 120), numpy.uint8)
    for x0, top, x1, bottom in boxes:
        black[top:bottom, x0:x1] = 255
    return black


DIGITS = [(x, 14, x + 6, 26) for x in range(60, 100, 8)]
LINE = (58.0, 6.0, 102.0, 34.0)


def test_the_paper_above_and_below_goes():
    _, top, _, bottom = fitting.fitted(LINE, inked(*DIGITS))
    assert 11 <= top < 14
    assert 26 < bottom <= 29


def test_a_line_of_dashes_and_one_without_ink_stay_as_they_are():
    assert fitting.fitted(LINE, inked((60, 19, 70, 21))) == LINE
    assert fitting.fitted(LINE, inked()) == LINE


def test_a_dash_before_the_line_is_of_it_near_or_at_the_edge_of_the_cell():
    for start in (50, 8):
        box = fitting.whole(LINE, CELL, inked(*DIGITS, (start, 19, start + 5, 21)))
        assert start - 2 <= box[0] < start
        assert box[1:] == LINE[1:]


def test_what_is_left_of_a_rule_and_specks_are_not():
    for stroke in ((4, 6, 6, 34), (50, 12, 52, 24), (50, 19, 51, 20), (40, 6, 52, 8), (2, 19, 9, 21)):
        assert fitting.whole(LINE, CELL, inked(*DIGITS, stroke)) == LINE


def test_characters_one_below_the_other_are_told_apart_by_the_paper_between_them():
    black = numpy.zeros((80, 20), numpy.uint8)
    for top, bottom in ((5, 15), (20, 22), (27, 29), (40, 50)):  # the second, of two strokes, as 二
        black[top:bottom, 4:15] = 255
    stacked = fitting.stacked((2.0, 0.0, 18.0, 80.0), black)
    assert [(top, bottom) for _, top, _, bottom in stacked] == [(4, 16), (19, 30), (39, 51)]


def test_a_line_across_and_a_tall_figure_are_not_stacked():
    assert fitting.stacked(LINE, inked(*DIGITS)) == []
    assert fitting.stacked((58.0, 0.0, 68.0, 40.0), inked((60, 4, 63, 36))) == []


def test_digits_before_and_behind_the_line_are_of_it():
    first, last = (44, 14, 50, 26), (108, 14, 114, 26)
    x0, _, x1, _ = fitting.whole(LINE, CELL, inked(first, *DIGITS, last))
    assert x0 < 44
    assert x1 > 114
    touching_the_rule, of_another_line = (112, 14, 118, 26), (20, 0, 26, 8)
    assert fitting.whole(LINE, CELL, inked(*DIGITS, touching_the_rule, of_another_line)) == LINE


def test_a_line_is_narrowed_to_its_ink_and_stays_as_high():
    assert fitting.narrowed(LINE, inked((62, 14, 68, 26), (80, 14, 86, 26))) == (62.0, LINE[1], 86.0, LINE[3])
    assert fitting.narrowed(LINE, inked()) == LINE
