"""Numbers printed over a rule: what is left of them in a cell looks like a number and is none."""

from __future__ import annotations

import numpy
import pytest
from yusuan.converters.readers.scan import crossing

#: Two cells side by side; digits are 6 × 12 pixels and stand 4 apart.
LEFT, RIGHT = (10.0, 10.0, 60.0, 40.0), (60.0, 10.0, 110.0, 40.0)
RULES = [(10, 0, 12, 60), (59, 0, 61, 60), (109, 0, 111, 60), (0, 9, 120, 11), (0, 39, 120, 41)]


def inked(*starts: int) -> numpy.ndarray:
    """The ink of the rules, and of a digit at each of ``starts``."""
    black = numpy.zeros((60, 120), numpy.uint8)
    for x0, top, x1, bottom in [*RULES, *((x, 19, x + 6, 31) for x in starts)]:
        black[top:bottom, x0:x1] = 255
    return black


def line(*starts: int) -> tuple[float, float, float, float]:
    return starts[0] - 2.0, 16.0, starts[-1] + 8.0, 34.0


@pytest.mark.parametrize("crossing_at", [57, 55, 62], ids=["through a digit", "before the rule", "behind it"])
def test_a_number_that_goes_on_beyond_a_rule_is_no_whole_one_on_either_side(crossing_at: int):
    starts = [crossing_at + 10 * k for k in range(-2, 3)]
    black, left, right = inked(*starts), line(*starts[:2]), line(*starts[3:])
    assert crossing.runs_over(right, RIGHT, [left, right], black)
    beside = (right[0] - 8, *right[1:])
    assert crossing.runs_over(left, LEFT, [left, beside], black)


def test_numbers_that_keep_clear_of_the_rule_are_whole():
    left, right = (32, 42), (75, 85)
    black = inked(*left, *right)
    assert not crossing.runs_over(line(*left), LEFT, [line(*left), line(*right)], black)
    assert not crossing.runs_over(line(*right), RIGHT, [line(*left), line(*right)], black)


def test_a_number_up_to_the_rule_before_words_that_begin_there_is_whole():
    left, words = (40, 50), (63, 73)
    assert not crossing.runs_over(line(*left), LEFT, [line(*left)], inked(*left, *words))


def test_a_blank_beside_a_full_cell_takes_nothing_from_it():
    starts = (63, 73, 83, 93)
    assert not crossing.runs_over(line(*starts), RIGHT, [line(*starts)], inked(*starts))


def test_a_number_that_goes_on_below_in_its_full_cell_is_whole_and_so_is_what_begins_behind_its_rule():
    left, right = (36, 46), (63, 73)  # the last digit and the first one stand as near as those of one number
    black, lines = inked(*left, 53, *right), [line(*left, 53), line(*right)]
    assert crossing.runs_over(lines[0], LEFT, lines, black)
    assert crossing.runs_over(lines[1], RIGHT, lines, black)
    assert not crossing.runs_over(lines[0], LEFT, lines, black, lines[:1])
    assert not crossing.runs_over(lines[1], RIGHT, lines, black, lines[:1])
