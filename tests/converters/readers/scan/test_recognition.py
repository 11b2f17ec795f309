"""Readings of numbers that may be of two columns."""

from __future__ import annotations

import numpy
from yusuan.converters.readers.scan import recognition

LINE = (10.0, 10.0, 110.0, 30.0)


def inked(*starts: int) -> numpy.ndarray:
    black = numpy.zeros((40, 120), numpy.uint8)
    for x in starts:
        black[14:26, x : x + 6] = 255
    return black


def kept(text: str, *starts: int) -> str:
    return next(recognition.kept_apart([(text, 0.9)], [LINE], [], inked(*starts)))[0]


def test_digits_with_room_for_an_end_of_a_column_between_them_are_no_number_where_no_rules_are():
    assert kept("123456", 20, 30, 40, 62, 72, 82) == "123456?"
    assert kept("123456", 20, 30, 40, 50, 60, 70) == "123456"
    assert kept("教育支出", 20, 30, 62, 72) == "教育支出"
    assert kept("- 12 -", 20, 50, 60, 90) == "- 12 -"  # the number of a page


def test_a_line_may_go_on_in_the_next_where_it_fills_its_cell():
    cells = [(0.0, 0.0, 120.0, 60.0), (120.0, 0.0, 240.0, 60.0)]
    full, short = (8.0, 5.0, 115.0, 25.0), (130.0, 5.0, 200.0, 25.0)
    assert recognition.wrapped([full, short, (60.0, 30.0, 115.0, 50.0), (130.0, 30.0, 235.0, 50.0)], cells) == {0: 2}


def test_a_line_that_is_a_number_with_the_one_below_it_ends_in_its_full_cell():
    cells = [(0.0, 0.0, 60.0, 60.0), (60.0, 0.0, 120.0, 60.0)]
    lines = [(8.0, 12.0, 60.0, 28.0), (61.0, 12.0, 115.0, 28.0), (30.0, 35.0, 56.0, 55.0)]
    black = inked(10, 20, 30, 40, 53, 62, 72, 82)
    read = [("1,234,567.", 0.9), ("89.50", 0.9), ("25", 0.9)]
    assert [text for text, _ in recognition.kept_apart(read, lines, cells, black)] == ["1,234,567.?", "89.50?", "25"]
    told = recognition.kept_apart(read, lines, cells, black, {0: 2})
    assert [text for text, _ in told] == ["1,234,567.", "89.50", "25"]
    two = [("1,234,567.8", 0.9), *read[1:]]  # a digit of the number beside it
    assert [text for text, _ in recognition.kept_apart(two, lines, cells, black, {0: 2})][:2] == [
        "1,234,567.8?",
        "89.50?",
    ]
