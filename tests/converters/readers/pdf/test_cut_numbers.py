"""Numbers that a program cut where they did not fit: none of them is read as the smaller number that is left."""

from __future__ import annotations

import pytest

XS, ROW = [50, 200, 239, 300], 20
HEAD = ["科目名称", "合计", "基本支出"]
#: What fits into a cell of the second column and no further digit does.
CUT = [
    ["教育支出", "12,345.6", "12,345.67"],
    ["卫生健康支出", "1,234.56", "1,234.56"],
    ["住房保障支出", "91.00", "91.00"],
]


def table(rows, xs=XS, *, ruled=True):
    def page(sheet):
        ys = [100 + ROW * k for k in range(len(rows) + 2)]
        (sheet.grid if ruled else sheet.fill)(xs, ys, [HEAD, *rows])
        sheet.text(290, 800, "2")

    return page


def amounts(tables, column=1):
    return [row[column] for row in tables[0][1:]]


def test_a_number_with_fewer_decimals_that_fills_its_cell_is_none(pdf, blocks):
    assert amounts(blocks(pdf(table(CUT)))[1]) == ["12,345.6\ufffd", "1,234.56", "91.00"]
    assert amounts(blocks(pdf(table(CUT)))[1], 2) == ["12,345.67", "1,234.56", "91.00"]


def test_so_is_one_in_a_column_whose_numbers_are_all_cut(pdf, blocks):
    rows = [[name, cut, whole] for (name, _, whole), cut in zip(CUT, ["2,345.6", "1,234.5", "8,291.0"], strict=True)]
    xs = [50, 200, 234, 300]
    assert amounts(blocks(pdf(table(rows, xs)))[1]) == ["2,345.6\ufffd", "1,234.5\ufffd", "8,291.0\ufffd"]


@pytest.mark.parametrize("number", ["12,345.6", "92.5", "1,234"])
def test_decimals_that_are_not_printed_where_there_is_room_are_noughts(pdf, blocks, number):
    rows = [[CUT[0][0], number, ""], *CUT[1:]]
    assert amounts(blocks(pdf(table(rows, [50, 200, 260, 320])))[1]) == [number, "1,234.56", "91.00"]


def test_a_column_that_leaves_noughts_out_is_not_cut(pdf, blocks):
    rows = [*CUT, ["农林水支出", "7.5", "7.50"]]
    assert amounts(blocks(pdf(table(rows)))[1]) == ["12,345.6", "1,234.56", "91.00", "7.5"]


def test_without_rules_columns_are_as_wide_as_their_widest_number(pdf, blocks):
    rows = [["教育支出", "12,345.6", "1.00"], ["卫生健康支出", "21,234.5", "2.00"], ["住房保障支出", "91.00", "3.00"]]
    printed = "".join(text for row in blocks(pdf(table(rows, [50, 200, 260, 320], ruled=False)))[1][0] for text in row)
    assert "12,345.6\ufffd" in printed and "21,234.5\ufffd" in printed and "91.00\ufffd" not in printed


def test_figures_that_are_clipped_one_by_one_are_of_their_number(pdf, blocks):
    """Each is set by itself, and the last two stand where nothing is painted."""

    def page(sheet):
        sheet.grid([50, 200, 300], [100, 120, 140], [["科目名称", "合计"], ["教育支出", ""]])
        sheet.canvas.saveState()
        path = sheet.canvas.beginPath()
        path.rect(200, 0, 42, 842)
        sheet.canvas.clipPath(path, stroke=0, fill=0)
        x = 210
        for figure in "12,345.67":
            sheet.text(x, 136, figure)
            x += sheet.canvas.stringWidth(figure, "STSong-Light", 10)
        sheet.canvas.restoreState()

    assert amounts(blocks(pdf(page))[1]) == ["12,345.67"]


def test_numbers_without_their_first_digits_are_none_where_some_begin_as_no_number_does(pdf, blocks):
    rows = [["教育支出", "345.67", "345.67"], ["卫生健康支出", "034.56", "34.56"], ["住房保障支出", "045.60", "45.60"], ["其他支出", "91.00", "91.00"]]  # fmt: skip
    tables = blocks(pdf(table(rows, [50, 200, 234, 300])))[1]
    assert amounts(tables) == ["345.67\ufffd", "034.56\ufffd", "045.60\ufffd", "91.00"]
    assert amounts(tables, 2) == ["345.67", "34.56", "45.60", "91.00"]
    whole = [["教育支出", "345.67", ""], ["卫生健康支出", "134.56", ""], ["住房保障支出", "0.60", ""]]
    assert amounts(blocks(pdf(table(whole, [50, 200, 234, 300])))[1]) == ["345.67", "134.56", "0.60"]


def test_numbers_that_go_on_in_the_next_line_are_not_cut(pdf, blocks):
    """The end of a number of two lines may look like one; another cell of its row may keep to the last line."""
    rows = [["教育支出", "45,928.39", "8,387.68"], ["卫生健康支出", "91.00", "3.00"], ["住房保障支出", "154,218,600.00", "2.00"]]  # fmt: skip
    lines = {"45,928.39": ["45,92", "8.39"], "8,387.68": ["8,387", ".68"], "154,218,600.00": ["154,2", "18,60", "0.00"]}

    def page(sheet):
        sheet.fill([50, 200, 239, 300], [100, 120, 160, 180, 220], [HEAD, *[[name, "", ""] for name, *_ in rows]])
        for top, (_, *numbers) in zip([120, 160, 180], rows, strict=True):
            for x, number in zip([203, 242], numbers, strict=True):
                for k, line in enumerate(lines.get(number, [number])):
                    sheet.text(x, top + 12 + 12 * k, line)

    printed = "".join(text for row in blocks(pdf(page))[1][0] for text in row)
    assert "\ufffd" not in printed
