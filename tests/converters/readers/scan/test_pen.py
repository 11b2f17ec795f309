"""Numbers that a pen has touched: struck out, written over in another colour; what is printed in a colour is not."""

from __future__ import annotations

import cv2
import numpy
import pytest
from yusuan.converters.readers.scan import pen, picture

SCALE = 200 / 72
LINE = (60.0, 38.0, 250.0, 72.0)
BLACK, BLUE, RED = (20, 20, 20), (170, 50, 20), (40, 30, 200)


def page(colour: tuple[int, int, int] = BLACK) -> numpy.ndarray:
    image = numpy.full((120, 320, 3), 250, numpy.uint8)
    cv2.putText(image, "2,849,034", (64, 66), cv2.FONT_HERSHEY_SIMPLEX, 1.1, colour, 2, cv2.LINE_AA)
    return image


def is_touched(image: numpy.ndarray) -> bool:
    clean = picture.cleaned(image, SCALE)
    return pen.touches(LINE, picture.ink(clean.grey, SCALE), clean.grey, clean.coloured)


@pytest.mark.parametrize("colour", [BLACK, BLUE, RED])
def test_a_number_with_a_line_through_it_is_touched(colour: tuple[int, int, int]) -> None:
    image = page()
    wavy = numpy.array([(58 + 8 * k, 55 + (k % 3)) for k in range(24)])
    cv2.polylines(image, [wavy], isClosed=False, color=colour, thickness=3)
    assert is_touched(image)


@pytest.mark.parametrize("colour", [BLUE, RED])
def test_a_digit_written_over_another_in_a_colour_is_seen(colour: tuple[int, int, int]) -> None:
    image = page()
    cv2.putText(image, "7", (128, 66), cv2.FONT_HERSHEY_SIMPLEX, 1.1, colour, 4, cv2.LINE_AA)
    assert is_touched(image)


@pytest.mark.parametrize("colour", [BLACK, BLUE, RED])
def test_a_number_is_printed_in_any_colour(colour: tuple[int, int, int]) -> None:
    assert not is_touched(page(colour))


def test_a_line_below_a_number_and_edges_that_a_scanner_colours_are_no_pen() -> None:
    image = page()
    cv2.line(image, (60, 76), (250, 76), RED, 2)
    assert not is_touched(image)
    image[:, :, 2] = numpy.roll(image[:, :, 2], 2, axis=1)
    assert not is_touched(image)
