"""Colours by ink: what a tint of black prints is black, what no ink prints is not there. All amounts are invented."""

from __future__ import annotations

import pytest
from reportlab.lib.colors import CMYKColorSep
from yusuan.converters.readers.pdf.inks import inks_of

XS, YS = [50, 120, 300, 420], [100, 120, 140, 160]
ROWS = [["科目编码", "科目名称", "合计"], ["205", "教育支出", "1,234.00"], ["208", "社会保障和就业支出", ""]]


def black(density: float) -> CMYKColorSep:
    return CMYKColorSep(0, 0, 0, 1, spotName="Black", density=density)


def test_text_in_all_of_an_ink_is_read(pdf, blocks):
    def page(sheet):
        sheet.canvas.setFillColor(black(1))
        sheet.grid(XS, YS, ROWS)

    assert blocks(pdf(page)) == ([], [ROWS])


def test_a_number_in_no_ink_is_not_printed(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.setFillColor(black(0))
        sheet.text(418, 157, "56.00", align="right")

    assert blocks(pdf(page)) == ([], [ROWS])


@pytest.mark.parametrize("grey, size", [(0.99, 10), (0, 0.5)], ids=["nearly white", "too small to be seen"])
def test_a_number_that_nobody_sees_is_not_read(pdf, blocks, grey, size):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.setFillGray(grey)
        sheet.text(418, 157, "56.00", size, align="right")

    assert blocks(pdf(page))[1] == [ROWS]


def test_a_form_is_set_in_the_colour_of_what_draws_it(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        sheet.canvas.beginForm("part", 0, 0, 595, 842)
        sheet.text(418, 157, "56.00", align="right")
        sheet.canvas.endForm()
        sheet.canvas.setFillGray(1)
        sheet.canvas.doForm("part")

    assert blocks(pdf(page)) == ([], [ROWS])


def test_a_place_in_a_palette_is_its_colour():
    from pdfminer.psparser import LIT

    palette = inks_of([LIT("Indexed"), LIT("DeviceRGB"), 1, bytes([0, 0, 0, 255, 0, 0])])
    assert palette is not None
    assert (palette.light([0]), palette.light([1]), palette.light([2])) == ((0, 0, 0), (1, 0, 0), (0,))
