"""Numbers read off pictures: points that are commas, readings that are no number, two that do not agree."""

from __future__ import annotations

import numpy
import pytest
from PIL import Image, ImageDraw, ImageFont
from yusuan.converters.amounts import parse_amount
from yusuan.converters.readers.scan import separators


def settled(*texts: str, pieces: bool = True) -> list[str]:
    return separators.settled(texts, [pieces] * len(texts))


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("500.899.62", "500,899.62"),
        ("-44.349.015.24", "-44,349,015.24"),
        ("8,497.900.00", "8,497,900.00"),
        ("5.570.521", "5,570,521"),
        ("58.416,881", "58,416,881"),
        ("28,544, 130", "28,544,130"),
        ("2.910.06", "2,910.06"),
    ],
)
def test_the_groups_of_a_number_tell_its_commas(read, printed):
    assert settled(read) == [printed]


@pytest.mark.parametrize("read", ["21.117", "58,416.881", "-1.234"])
def test_a_point_before_three_last_digits_may_be_a_comma_and_is_no_reading(read):
    text, *_ = settled(read, "12.50", "1,234", "2,345", "3,456")
    assert text == read + "?"
    assert parse_amount(text) is None


def test_on_a_page_of_whole_numbers_it_is_a_comma():
    page = ["171,915,169", "370,000", "50,400", "1,200,000"]
    assert settled(*page, "21.117") == [*page, "21,117"]
    assert settled(*page[:2], "21.117")[-1] == "21.117?"


def test_on_a_page_of_numbers_with_commas_and_three_decimals_it_is_a_point():
    page = ["58,416.881", "1,234.567", "2,345.678", "9,876.543"]
    assert settled(*page, "21.117", "12.500") == [*page, "21.117", "12.500"]
    assert settled(*page, "1,200,000")[0] == "58,416.881?"
    assert settled(*page[:3])[0] == "58,416.881?"


def test_a_number_on_two_lines_keeps_the_commas_of_the_first():
    """The last group of the first line is cut, and looks as cents would whose point was read as a comma."""
    lines = ["306,098,71", "4.97", "-6,772,32", "0,258.73"]
    assert separators.settled(lines, [True] * 4, {0: 1, 2: 3}) == lines
    assert separators.settled(lines, [True] * 4)[:2] == ["306,098.71", "4.97"]


@pytest.mark.parametrize("lines", [["306,098,71", "234.97"], ["306.098,71", "4.97"], ["1,234,56", "7.8"]])
def test_two_lines_that_are_no_number_as_they_were_read_are_two(lines):
    assert separators.settled(lines, [True] * 2, {0: 1}) == [separators.settled([line], [True])[0] for line in lines]


@pytest.mark.parametrize("text", ["12.50", "0.123", "1234.5678", "8", "一、1.234", "(三)", "2050202", "12,50"])
def test_other_texts_are_as_they_were_read(text):
    assert settled(text) == [text]


def test_a_comma_of_a_number_in_a_text_is_one():
    assert settled("增加2，780.98万元，增长3.10%") == ["增加2,780.98万元，增长3.10%"]
    assert settled("共1，234，567.89元") == ["共1,234,567.89元"]
    assert settled("2022，2023，200.50，5，10.5") == ["2022，2023，200.50，5，10.5"]


def test_what_may_be_two_numbers_is_left_alone():
    assert settled("2.910.06", pieces=False) == ["2.910.06"]


def test_two_readings_agree_on_digits_and_sign_or_neither_is_one():
    assert separators.agreed("1,234.50", "1.234.50") == "1,234.50"
    for other in ("134.50", "-1,234.50", "1,234.5", "1,284.50"):
        assert parse_amount(separators.agreed("1,234.50", other)) is None


def test_a_gap_as_wide_as_a_digit_is_one_between_two_numbers():
    def line(*texts: tuple[int, str]) -> numpy.ndarray:
        image = Image.new("L", (300, 40), 0)
        for x, text in texts:
            ImageDraw.Draw(image).text((x, 5), text, 255, ImageFont.load_default(24))
        return numpy.asarray(image)

    box = (0.0, 0.0, 300.0, 40.0)
    assert separators.is_in_one_piece(box, line((10, "2,910.06")), 8)
    assert not separators.is_in_one_piece(box, line((10, "2.91"), (90, "0.06")), 8)
    assert not separators.is_in_one_piece(box, line(), 8)
