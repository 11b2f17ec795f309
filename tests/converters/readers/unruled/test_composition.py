"""Tables without rules put together from where their texts stand. All names and amounts are invented."""

from __future__ import annotations

import pytest
from yusuan.converters.readers import read

_XS = (40.0, 80.0, 120.0, 150.0, 350.0, 440.0, 530.0)
_HEADINGS = ["类", "款", "项", "功能分类科目名称", "合计", "基本支出"]
_ROWS = [
    ["201", "", "", "一般公共服务支出", "14,147.00", "9,645.00"],
    ["201", "06", "", "财政事务", "14,147.00", "9,645.00"],
    ["201", "06", "01", "行政运行", "9,645.00", "9,645.00"],
    ["201", "06", "02", "一般行政管理事务", "4,502.00", ""],
]
_TOTAL = ["合计", "", "", "", "14,147.00", "9,645.00"]


def _page(rows):
    """A page with rows whose codes and amounts stand at the right of their cells, their headings at the left."""

    def draw(sheet):
        ys = [60.0 + 18 * k for k in range(len(rows) + 1)]
        sheet.fill(_XS, ys, rows, 9)

    return draw


def test_the_word_for_the_total_makes_no_column_where_it_stands_over_those_of_codes(pdf, blocks):
    """It stood where 类 does, so that the codes right of it had no heading."""
    (table,) = blocks(pdf(_page([_HEADINGS, *_ROWS, _TOTAL])))[1]
    assert table[0] == _HEADINGS
    assert table[3] == _ROWS[2]
    assert table[-1] == _TOTAL


def test_a_table_goes_on_below_headings_that_its_first_part_has_nothing_under(pdf, blocks):
    """The page before has a class alone, and no code under 款 and 项."""
    first, second = blocks(pdf(_page([_HEADINGS, _ROWS[0]]), _page([*_ROWS[1:], _TOTAL])))[1]
    assert first[1] == _ROWS[0]
    assert second == [*_ROWS[1:], _TOTAL]


def test_the_steps_of_codes_are_headings_where_they_stand_in_the_row_of_the_total(pdf, blocks):
    """As the forms of final accounts have it: 类, 款, 项, then 合计 with its amounts."""
    above = ["科目编码", "", "", "科目名称", "本年支出合计", "基本支出"]
    (table,) = blocks(pdf(_page([above, ["类", "款", "项", *_TOTAL[:1], *_TOTAL[4:]], *_ROWS])))[1]
    assert table[1] == ["类", "款", "项", *above[3:]]
    assert table[2] == ["", "", "", *_TOTAL[:1], *_TOTAL[4:]]
    assert table[3:] == _ROWS


def test_numbers_stand_right_of_their_headings_where_codes_do(pdf, blocks):
    """Of three rows whose amounts are as wide as each other, none tells whether they stand right of their headings."""
    xs = (40.0, 90.0, 140.0, 300.0, 420.0, 540.0)
    headings = ["类", "款", "经济分类科目名称", "合计", "人员经费", "公用经费"]
    rows = [["301", "", "工资", "98,950.00", "98,950.00"], ["301", "01", "奖金", "13,150.00", "13,150.00"],
            ["301", "02", "津贴", "57,583.00", "57,583.00"]]  # fmt: skip

    def draw(sheet):
        sheet.fill((*xs, 660.0), [60.0 + 18 * k for k in range(5)], [headings, *rows], 9)

    (table,) = blocks(pdf(draw, size=(842, 595)))[1]
    assert table == [headings, *([*row, ""] for row in rows)]


_WHOLE = [
    ["201", "一般公共服务支出", "14,147.00", "9,645.00"],
    ["20106", "财政事务", "14,147.00", "9,645.00"],
    ["2010601", "行政运行", "9,645.00", "9,645.00"],
    ["2010602", "一般行政管理事务", "4,502.00", "0.00"],
]


@pytest.mark.parametrize("is_beside_counters", [True, False])
def test_the_steps_of_a_code_head_no_columns_where_codes_are_whole(pdf, blocks, is_beside_counters):
    """As the forms of final accounts have it: 类, 款, 项 in cells below that of the code, beside the counters or not."""
    xs, headings = (40.0, 150.0, 350.0, 440.0, 530.0), ["科目编码", "科目名称", "本年支出合计", "基本支出"]

    def draw(sheet):
        sheet.fill(xs, [60.0, 78.0], [headings], 9)
        for x, step in zip((42.0, 80.0, 118.0), "类款项", strict=True):
            sheet.text(x, 93.0 if is_beside_counters else 101.0, step, 9)
        for x, counter in zip(xs[1:], ("栏 次", "1", "2"), strict=False):
            sheet.text(x + 2, 93.0, counter, 9)
        rows = [["", "合计", "14,147.00", "9,645.00"], *_WHOLE]
        sheet.fill(xs, [96.0 + 18 * k for k in range(len(rows) + 1)], rows, 9)

    (table,) = blocks(pdf(draw))[1]
    assert table[0] == headings
    assert table[-4:] == _WHOLE


def test_names_have_their_middle_beside_their_numbers_where_all_lines_are_as_close(pdf, blocks):
    """The last line of a name stands as far from the next name as from its own first line."""
    xs, headings = (40.0, 100.0, 150.0, 240.0, 330.0), ["科目编码", "科目名称", "合计", "基本支出"]
    names = ["财政事务", "行政运行", "一般行政", "管理事务", "一般公共", "服务支出"]
    rows = [*_WHOLE[1:], _WHOLE[0]]

    def draw(sheet):
        sheet.fill(xs, [40.0, 58.0], [headings], 9)
        for k, name in enumerate(names):
            sheet.text(102.0, 90.0 + 10 * k, name, 9)
        for y, row in zip((90.0, 100.0, 115.0, 135.0), rows, strict=True):
            for x, text in zip((xs[0], xs[2], xs[3]), (row[0], *row[2:]), strict=True):
                sheet.text(x + 2, y, text, 9)

    (table,) = blocks(pdf(draw))[1]
    assert [[text.replace("\n", "") for text in row] for row in table[1:]] == rows


def test_steps_in_the_middle_of_their_cells_head_columns_of_codes_at_their_left(pdf, blocks):
    """类 is clear of the codes at the left of its cell, and the only column of codes below the steps is that of 款."""
    xs = (40.0, 120.0, 190.0, 430.0, 520.0)
    rows = [
        ["301", "", "工资福利支出", "150.00"],
        ["301", "01", "基本工资", "100.00"],
        ["301", "02", "津贴补贴", "50.00"],
    ]

    def draw(sheet):
        for x, y, text in (
            (115, 56, "经济分类科目编码"), (80, 70, "类"), (155, 70, "款"), (310, 64, "科目名称"), (475, 64, "合计"),
        ):  # fmt: skip
            sheet.text(x, y, text, 9, "center")
        for r, row in enumerate(rows):
            for k, text in enumerate(row):
                sheet.text(xs[k + 1] - 2 if k == 3 else xs[k] + 2, 85 + 15 * r, text, 9, "right" if k == 3 else "left")

    (table,) = blocks(pdf(draw))[1]
    assert table[-4:] == [["类", "款", "科目名称", "合计"], *rows]


_SIDES = (40.0, 120.0, 190.0, 380.0, 460.0, 540.0)
_LOWEST = ["类", "款", "科目名称", "合计", "人员经费"]
_ECONOMIC = [
    ["", "", "合计", "150.00", "150.00"], ["301", "", "工资福利支出", "150.00", "150.00"],
    ["301", "01", "基本工资", "100.00", "100.00"], ["301", "02", "津贴补贴", "50.00", "50.00"],
]  # fmt: skip


def _head(sheet, y):
    """A title, and headings in the middle of their cells."""
    sheet.text(200, y - 40, "一般公共预算基本支出表")
    sheet.text(115, y, "经济分类科目编码", 9, "center")
    for k, text in enumerate(_LOWEST):
        sheet.text((_SIDES[k] + _SIDES[k + 1]) / 2, y + (14 if k < 2 else 8), text, 9, "center")


def _body(sheet, y, rows):
    for r, row in enumerate(rows):
        for k, text in enumerate(row):
            x = _SIDES[k + 1] - 2 if k > 2 else _SIDES[k] + 2
            sheet.text(x, y + 15 * r, text, 9, "right" if k > 2 else "left")


def test_headings_at_the_foot_of_a_page_are_those_of_the_rows_on_the_next(pdf):
    path = pdf(lambda sheet: _head(sheet, 780), lambda sheet: _body(sheet, 60, _ECONOMIC))
    title, table = read(path)
    assert title.text == "一般公共预算基本支出表"
    assert [[c.text for c in row] for row in table.rows[-5:]] == [_LOWEST, *_ECONOMIC]
    assert {c.origin.page for row in table.rows for c in row} == {2}
    assert [c.origin.bbox is None for c in table.rows[-5]] == [True] * 5
    assert all(c.origin.bbox for c in table.rows[-1])


def test_a_row_at_the_foot_of_a_page_has_the_columns_that_the_next_page_tells(pdf):
    """It is that of the total and prints no code, so that there it is unclear whose the headings are."""

    def first(sheet):
        _head(sheet, 740)
        _body(sheet, 770, _ECONOMIC[:1])

    rows = [*_ECONOMIC[1:], ["303", "", "对个人和家庭的补助", "70.00", "70.00"]]
    _, table, rest = read(pdf(first, lambda sheet: _body(sheet, 60, rows)))
    assert [[c.text for c in row] for row in table.rows[-2:]] == [_LOWEST, _ECONOMIC[0]]
    assert [[c.text for c in row] for row in rest.rows] == rows


@pytest.mark.parametrize("is_again", [False, True])
def test_headings_that_a_page_break_parts_are_of_one_table(pdf, is_again):
    """The upper one alone stands at the foot of a page: it was left there as a text, and could be taken for a title."""

    def upper(sheet, y):
        sheet.text(460, y, "一般公共预算支出", 9, "center")
        sheet.text(115, y, "经济分类科目编码", 9, "center")

    def first(sheet):
        sheet.text(200, 760, "支出表")
        upper(sheet, 800)

    def second(sheet):
        if is_again:
            upper(sheet, 52)
        for k, text in enumerate(_LOWEST):
            sheet.text((_SIDES[k] + _SIDES[k + 1]) / 2, 66, text, 9, "center")
        _body(sheet, 84, _ECONOMIC)

    title, table = read(pdf(first, second))
    assert title.text == "支出表"
    assert [[c.text for c in row if c.text] for row in table.rows[:2]] == [
        ["经济分类科目编码", "一般公共预算支出"],
        _LOWEST,
    ]
    assert [[c.text for c in row] for row in table.rows[2:]] == _ECONOMIC
