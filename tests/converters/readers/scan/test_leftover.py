"""Ink in cells for which no text was found: a number that was overlooked is not a blank."""

from __future__ import annotations

import numpy
from yusuan.converters.readers.scan import leftover, recognition

CELL = (0.0, 0.0, 120.0, 60.0)
LINE = (58.0, 30.0, 102.0, 46.0)
SCALE = 2.0


def inked(*boxes: tuple[int, int, int, int]) -> numpy.ndarray:
    """A cell of 120 × 60 pixels, two in a point, with ink in the boxes."""
    black = numpy.zeros((60, 120), numpy.uint8)
    for x0, top, x1, bottom in boxes:
        black[top:bottom, x0:x1] = 255
    return black


def marks(black: numpy.ndarray, *lines: tuple[float, float, float, float]) -> list[leftover.Mark]:
    return list(leftover.marks(black, [CELL], lines, SCALE))


def test_a_blank_cell_has_none_and_neither_has_a_dash_a_speck_or_what_touches_a_rule():
    assert marks(inked()) == []
    assert marks(inked((50, 30, 70, 32), (20, 20, 22, 22), (0, 0, 3, 60))) == []


def test_ink_as_high_as_a_character_is_one_and_so_is_a_character_that_the_scanner_broke():
    ((x0, top, x1, bottom),) = [mark.box for mark in marks(inked((60, 30, 66, 42)))]
    assert (x0, top) < (60, 30)
    assert (x1, bottom) > (66, 42)
    assert marks(inked((60, 30, 66, 33), (60, 35, 66, 38), (60, 40, 66, 43)))


def test_beside_a_line_ink_of_the_line_itself_is_none_and_a_second_number_is_one():
    own, second = (60, 28, 90, 47), (60, 8, 90, 20)
    assert marks(inked(own), LINE) == []
    (mark,) = marks(inked(own, second), LINE)
    assert mark.beside == (0,)
    assert mark.box[3] < LINE[1]


def test_a_cell_whose_ink_cannot_be_read_is_no_blank_and_a_speck_beside_words_is_nothing(monkeypatch):
    grey, mark = numpy.full((60, 120), 255, numpy.uint8), leftover.Mark((60.0, 5.0, 90.0, 20.0), (0,))

    def said(text: str, score: float, beside: str) -> list[str]:
        monkeypatch.setattr(recognition, "_read", lambda crops: [(text, score) for _ in crops])
        return [told for _, told, _ in recognition._of_marks(grey, [mark], [beside])]

    assert said("", 0.0, "1,234.56") == [recognition.ILLEGIBLE]
    assert said("17.20", 0.4, "1,234.56") == [recognition.ILLEGIBLE]
    assert said("17.20", 0.99, "1,234.56") == ["17.20"]
    assert said("", 0.0, "公共安全支出") == said("一", 0.99, "公共安全支出") == []
    assert said("（款）", 0.99, "公共安全支出") == ["（款）"]
