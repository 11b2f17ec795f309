"""Grids too wide for their paper: parts on pages of their own are the columns of one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from yusuan.converters.readers.pdf import document as reader
from yusuan.converters.readers.pdf.widened import with_parts_beside
from yusuan.converters.table import NOT_SHOWN, Paragraph, Table

WHOLE = [
    ["科目编码", "科目名称", "合计", "财政拨款收入", "事业收入", "上年结转"],
    ["205", "教育支出", "1,685.32", "1,600.00", "80.00", "5.32"],
    ["210", "卫生健康支出", "467.19", "467.19", "", ""],
    ["221", "住房保障支出", "88.00", "60.00", "28.00", ""],
]
FIRST, LATER = WHOLE[:3], [WHOLE[0], WHOLE[3]]


def part(*columns: int, rows: Sequence[Sequence[str]] = WHOLE, above: str = "", number: str = ""):
    """A page with some columns of a table."""

    def page(sheet) -> None:
        xs = [40 + 110 * k for k in range(len(columns) + 1)]
        ys = [100 + 20 * k for k in range(len(rows) + 1)]
        sheet.grid(xs, ys, [[row[k] for k in columns] for row in rows])
        if above:
            sheet.text(300, 90, above)
        if number:
            sheet.text(40, 60, number)

    return page


def grouped(rows: Sequence[Sequence[str]], text: str, *, is_first: bool, title: str = "收入总表"):
    """A page with a heading over the columns that the page break parts, which rules close on the other page only."""

    def page(sheet) -> None:
        xs, ys = [40 + 110 * k for k in range(len(rows[0]) + 1)], [100 + 20 * k for k in range(len(rows) + 1)]
        sheet.grid(xs, ys, rows)
        begins, ends = (xs[-2], xs[-1]) if is_first else (xs[0], xs[-1])
        sheet.rule(begins, 80, ends, 80)
        closed = xs[:-1] if is_first else xs[-1:]
        for x in closed:
            sheet.rule(x, 80, x, 100)
        if is_first:
            sheet.rule(xs[0], 80, ends, 80)
        if text:
            sheet.text((begins + ends) / 2, 94, text)
        sheet.text(300, 70, title)

    return page


def read(path: Path) -> list[list[list[str]]]:
    tables = [block for block in reader.read(path) if isinstance(block, Table)]
    return [[[cell.text for cell in row] for row in table.rows] for table in tables]


@pytest.mark.parametrize("names", [(0, 1), ()], ids=["names again", "amounts alone"])
def test_columns_on_the_next_pages_are_of_the_table_before(pdf, names: tuple[int, ...]) -> None:
    pages = part(0, 1, 2, above="收入总表"), part(*names, 3, 4, above="单位：万元"), part(*names, 5)
    two = part(0, 1, 2), part(*names, 3, 4, 5, above="单位：万元")
    assert read(pdf(*two)) == [WHOLE]
    assert read(pdf(*pages)) == [WHOLE]


@pytest.mark.parametrize("names", [(0, 1), ()], ids=["names again", "amounts alone"])
@pytest.mark.parametrize("is_down_first", [True, False])
def test_a_table_of_several_pages_is_put_together_page_by_page(pdf, names, is_down_first: bool) -> None:
    later = [*LATER, ["229", "其他支出", "9.00", "4.00", "5.00", ""]]
    left = [part(0, 1, 2, rows=rows) for rows in (WHOLE, later)]
    right = [part(*names, 3, 4, 5, rows=rows) for rows in (WHOLE, later)]
    order = [*left, *right] if is_down_first else [left[0], right[0], left[1], right[1]]
    assert read(pdf(*order)) == [WHOLE, later]


LATER_ROWS = [["229", "其他支出", "9.00", "4.00", "5.00", ""], ["230", "转移支付", "7.00", "7.00", "", ""]]
#: Three pages of a sheet whose rows stand equally high; nothing is printed at the right of the last.
SHEET = [WHOLE[:3], [WHOLE[0], *LATER_ROWS], [WHOLE[0], ["231", "债务支出", "3.00", "3.00", "", ""], LATER_ROWS[1]]]


@pytest.mark.parametrize("title", ["", "收入总表"])
@pytest.mark.parametrize("is_down_first", [True, False])
def test_parts_that_stand_equally_high_are_put_together_by_their_order(pdf, title: str, is_down_first: bool) -> None:
    """A page was joined to the next but one, and to the page below it where the title is printed again above each."""
    left = [part(0, 1, 2, 3, rows=rows, above=title) for rows in SHEET]
    right = [part(4, 5, rows=rows) for rows in SHEET]
    order = [*left, *right] if is_down_first else [page for pair in zip(left, right, strict=True) for page in pair]
    assert read(pdf(*order)) == SHEET


@pytest.mark.parametrize("rows", [WHOLE, FIRST], ids=["no table before", "other rows"])
def test_a_column_that_is_no_part_of_a_table_is_text(pdf, rows: Sequence[Sequence[str]]) -> None:
    before = [] if rows is WHOLE else [part(0, 1, 2)]
    *tables, text = reader.read(pdf(*before, part(2, rows=[row for row in rows if row[2] != "467.19"])))
    assert isinstance(text, Paragraph)
    assert not any(isinstance(block, Table) and len(block.rows[0]) == 1 for block in tables)


@pytest.mark.parametrize("is_whole", [True, False])
def test_whole_yuan_in_a_column_of_its_own_are_of_the_table_before(pdf, is_whole: bool) -> None:
    rows = [
        ["科目", "合计", "项目支出"],
        ["201", "4,600,500", "1,000,000"],
        ["208", "820,300", "20,000"],
        ["合计", "5,420,800", ""],
    ]
    own = rows if is_whole else [rows[0], rows[1], rows[3]]
    tables = read(pdf(part(0, 1, rows=rows), part(2, rows=own)))
    assert tables == [rows if is_whole else [row[:2] for row in rows]]


@pytest.mark.parametrize("missing", range(6))
def test_of_a_run_without_one_of_its_pages_no_part_is_put_to_the_wrong_one(pdf, missing: int) -> None:
    left = [part(0, 1, 2, 3, rows=rows) for rows in SHEET]
    right = [part(4, 5, rows=rows) for rows in SHEET]
    pages = [page for k, page in enumerate([*left, *right]) if k != missing]
    parts = [[row[c] for c in columns] for columns in ((0, 1, 2, 3), (4, 5)) for rows in SHEET for row in rows]
    assert [row for table in read(pdf(*pages)) for row in table if row not in parts] == []


def test_headings_that_rules_part_on_one_page_only_are_as_deep_on_both(pdf) -> None:
    def upper(sheet) -> None:
        sheet.grid([40, 150, 260, 370], [80, 100], [["科目", "", ""]])
        part(0, 1, 2)(sheet)

    (table,) = read(pdf(upper, part(0, 1, 3, 4, 5)))
    assert [len(row) for row in table] == [6] * 5
    assert table[0][3:] == WHOLE[0][3:]
    assert table[2] == WHOLE[1]


@pytest.mark.parametrize(
    "pages",
    [
        (part(0, 1, 2), part(0, 1, 3, 4, above="支出总表")),  # a title of its own
        (part(0, 1, 2, above="收入总表"), part(3, 4, 5, above="支出总表")),
        (part(0, 1, 2, number="附表1"), part(0, 1, 3, 4, number="附表2")),  # another sheet with the same rows
        (part(0, 1, 2, 3), part(0, 1, 2, 3)),  # printed twice
        (part(0, 1, 2), part(3, 4, 5, rows=FIRST)),  # other rows
        (part(2, 3), part(4, 5)),  # nothing says whose the amounts are
        (part(0, 1, 2), part(0, 1, 3, rows=[WHOLE[0], ["205", "教育", "1.00", "1.00"], *WHOLE[2:]])),  # other names
    ],
)
def test_what_is_a_table_of_its_own_stays_so(pdf, pages) -> None:
    assert len(read(pdf(*pages))) == 2


def test_what_stands_above_a_part_at_the_right_is_read_before_the_table(pdf) -> None:
    blocks = list(reader.read(pdf(part(0, 1, 2), part(0, 1, 3, 4, above="单位：万元"))))
    assert [block.text if isinstance(block, Paragraph) else "table" for block in blocks] == ["单位：万元", "table"]


def test_what_the_edge_of_the_paper_cuts_off_stands_between_no_parts(pdf) -> None:
    """The note of characters that are not shown ended the table: of a wide sheet nearly every page has one."""
    blocks = list(reader.read(pdf(part(0, 1, 2, above="收入总表"), part(3, 4, 5, above="支出总表"))))
    assert [type(block) for block in blocks] == [Paragraph, Table, Paragraph, Table]
    noted = (replace(b, origin=replace(b.origin, note=NOT_SHOWN)) if isinstance(b, Paragraph) else b for b in blocks)
    *notes, table = with_parts_beside(noted)
    assert [type(note) for note in notes] == [Paragraph, Paragraph]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == WHOLE


@pytest.mark.parametrize(
    "pages",
    [
        (part(0, 1, 2), part(3, 4, 5, above="收入总表")),  # in the middle over all columns
        (part(0, 1, 2, above="收入总表"), part(3, 4, 5, above="收入总表")),
        (part(0, 1, 2, above="收入总表"), part(0, 1, 3, 4, 5, above="收入总表")),
        (part(0, 1, 2, above="收入总表"), part(0, 1, 3, 4, 5, above="收入")),  # cut where the columns go on
        (part(0, 1, 2, number="附表1"), part(0, 1, 3, 4, 5, above="收入总表", number="附表1")),
    ],
)
def test_a_title_over_all_columns_is_printed_above_any_part_or_above_each(pdf, pages) -> None:
    *above, table = reader.read(pdf(*pages))
    assert [block.text for block in above if isinstance(block, Paragraph)].count("收入总表") == 1
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == WHOLE


def test_words_at_the_right_are_columns_of_the_sheet(pdf) -> None:
    """Amounts on the third page went to the first, whose names they are not of, as the second was no part of it."""
    rows = [["项目", "金额", "支出", "合计", "一般公共预算", "政府性基金"], *WHOLE[1:]]
    rows = [rows[0], *([row[1], row[2], f"{row[1]}类", row[3], row[3], "1.00"] for row in WHOLE[1:])]
    pages = [part(*columns, rows=rows) for columns in ((0, 1), (2, 3), (4, 5))]
    assert read(pdf(*pages)) == [rows]


@pytest.mark.parametrize("texts", [("财政拨款", ""), ("", "财政拨款"), ("财政拨款", "财政拨款")])
def test_a_heading_that_the_page_break_parts_is_above_all_of_its_columns(pdf, texts: tuple[str, str]) -> None:
    left, right = [[row[:3] for row in WHOLE], [row[3:] for row in WHOLE]]
    (table,) = read(pdf(grouped(left, texts[0], is_first=True), grouped(right, texts[1], is_first=False)))
    assert table == [["", "", *["财政拨款"] * 4], *WHOLE]


def test_two_texts_are_of_no_heading_that_the_page_break_parts(pdf) -> None:
    left, right = [[row[:3] for row in WHOLE], [row[3:] for row in WHOLE]]
    pages = grouped(left, "财政拨款", is_first=True), grouped(right, "单位资金", is_first=False)
    assert len(read(pdf(*pages))) == 2


def test_a_part_without_headings_leaves_those_of_the_other_as_they_are(pdf) -> None:
    """The reading broke off."""
    (table,) = read(pdf(part(0, 1, 2, rows=WHOLE[1:]), part(0, 1, 3, 4)))
    assert table == [["", "", "", *WHOLE[0][3:5]], *(row[:5] for row in WHOLE[1:])]
