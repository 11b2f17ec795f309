"""Readings of numbers that may be of two columns."""

from __future__ import annotations

import numpy
import pytest
from yusuan.converters.readers.scan import recognition
from yusuan.converters.readers.scan.picture import Picture

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


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("功能分类科日编码", "功能分类科目编码"),
        ("项日", "项目"),
        ("合让", "合计"),
        ("财政拔款", "财政拨款"),
        ("一项日常工作，由综合科日常维护", "一项日常工作，由综合科日常维护"),
        ("选拔", "选拔"),
    ],
)
def test_a_glyph_that_is_like_another_is_that_of_the_word_that_it_makes(read: str, printed: str) -> None:
    assert recognition.with_words(read) == printed


def test_a_number_that_a_pen_has_touched_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = Picture(numpy.where(inked(20, 30, 40) > 0, 0, 255).astype(numpy.uint8), 2.0, None, coloured=inked())
    monkeypatch.setattr(recognition, "_read", lambda crops: [("12.5", 0.99) for _ in crops])
    read = recognition.read_words(picture, [LINE], inked(20, 30, 40), [])
    assert [word.text.rstrip("?") for word in read] == ["12.5"]
    monkeypatch.setattr(recognition.pen, "touches", lambda *_: True)
    assert [word.text for word in recognition.read_words(picture, [LINE], inked(20, 30, 40), [])] == ["12.5〔笔迹〕"]
