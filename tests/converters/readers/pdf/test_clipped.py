"""Texts of several lines in cells too low for them, as programs clip them. All amounts are invented."""

from __future__ import annotations

import pytest
from yusuan.converters.table import UNKNOWN

XS, YS = [50, 120, 300, 420], [100, 120, 140, 160]
ROWS = [["科目编码", "科目名称", ""], ["205", "教育支出", "1,234.00"], ["208", "社会保障和就业支出", "56.00"]]
#: The cell of the heading that is missing, and that of the last amount, as a path to clip by.
HEADING, AMOUNT = (300, 842 - 120, 120, 20), (300, 842 - 160, 120, 20)


def clipped(sheet, box, lines):
    path = sheet.canvas.beginPath()
    path.rect(*box)
    sheet.canvas.saveState()
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    for x, y, text in lines:
        sheet.text(x, y, text)
    sheet.canvas.restoreState()


@pytest.mark.parametrize(
    ("lines", "seen_before", "whole"),
    [
        ([(305, 99, "政府性基金预算拨款"), (305, 114, "收入")], None, "政府性基金预算拨款收入"),
        ([(305, 114, "一般公共预算"), (305, 129, "结转")], None, "一般公共预算结转"),
        ([(305, 129, "结转")], (305, 114, "一般公共预算"), "一般公共预算结转"),
        ([(305, 84, "国有资本"), (305, 99, "经营预算"), (305, 114, "收入")], None, "国有资本经营预算收入"),
    ],
)
def test_a_heading_in_a_row_too_low_for_it_is_read_whole(pdf, blocks, lines, seen_before, whole: str):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        if seen_before:
            sheet.text(*seen_before)
        clipped(sheet, HEADING, lines)

    paragraphs, (table,) = blocks(pdf(page))
    assert paragraphs == []
    assert table[0][2] == whole


def test_a_last_line_as_long_as_the_others_may_not_be_the_last(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, ROWS)
        clipped(sheet, HEADING, [(305, 114, "一般公共"), (305, 129, "预算拨款")])

    assert blocks(pdf(page))[1][0][0][2] == f"一般公共预算拨款{UNKNOWN}"


def test_what_is_seen_of_a_number_that_wraps_is_not_a_number(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [*ROWS[:2], ["208", "社会保障和就业支出", ""]])
        clipped(sheet, AMOUNT, [(305, 139, "12,3"), (305, 154, "56.00")])

    assert UNKNOWN in blocks(pdf(page))[1][0][2][2]


def test_columns_that_are_clipped_together_are_no_text_of_lines(pdf, blocks):
    def page(sheet):
        sheet.grid(XS, YS, [*ROWS[:2], ["", "", ""]])
        row = [(55, 154, "208"), (125, 154, "社会保障支出"), (305, 154, "56.00")]
        clipped(sheet, (50, 842 - 160, 370, 20), [*row, *((x, y + 15, text) for x, y, text in row)])

    assert blocks(pdf(page))[1][0][2] == ["208", "社会保障支出", "56.00"]
