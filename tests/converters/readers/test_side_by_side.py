"""Tables side by side on a sheet, wherever it parts: each is read below its own title."""

from __future__ import annotations

import pytest
from yusuan.converters.readers import read
from yusuan.converters.table import Table

from .conftest import Sheet

ACROSS = (842, 595)
LEFT = [["项目", "预算数"], ["一般公共预算拨款", "1,685.32"], ["事业收入", "855.70"], ["合计", "2,541.02"]]
RIGHT = [
    ["科目", "合计", "基本支出", "项目支出"],
    ["社会保障和就业支出", "2,073.83", "2,000.00", "73.83"],
    ["卫生健康支出", "467.19", "400.00", "67.19"],
    ["合计", "2,541.02", "2,400.00", "141.02"],
]
#: Edges of columns: the sheet parts at a third of its width.
LEFTS, RIGHTS = [40, 170, 260], [300, 440, 550, 660, 770]


def put(sheet: Sheet, xs: list[float], top: float, rows: list[list[str]], *, ruled: bool) -> None:
    ys = [top + 20 * k for k in range(len(rows) + 1)]
    (sheet.grid if ruled else sheet.fill)(xs, ys, rows)


def title(sheet: Sheet, xs: list[float], text: str) -> None:
    sheet.text((xs[0] + xs[-1]) / 2 - 6 * len(text), 80, text, 12)


def tables(path) -> list[list[list[str]]]:
    found = [block for block in read(path) if isinstance(block, Table)]
    return [[[cell.text for cell in row] for row in table.rows] for table in found]


@pytest.mark.parametrize("ruled", [True, False])
def test_each_of_two_tables_is_below_its_own_title(pdf, ruled: bool) -> None:
    def sheet(sheet: Sheet) -> None:
        title(sheet, LEFTS, "收入预算表")
        title(sheet, RIGHTS, "支出预算表")
        put(sheet, LEFTS, 110, LEFT, ruled=ruled)
        put(sheet, RIGHTS, 110, RIGHT, ruled=ruled)
        sheet.text(215, 98, "预算01表", 8)  # a title by its last word
        sheet.text(725, 98, "预算02表", 8)
        sheet.text(415, 560, "- 3 -")

    path = pdf(sheet, size=ACROSS)
    found = [block if isinstance(block, Table) else block.text for block in read(path)]
    told = ["" if isinstance(block, Table) else block for block in found]
    assert [text for text in told if text != "- 3 -"] == ["收入预算表", "预算01表", "", "支出预算表", "预算02表", ""]
    assert tables(path) == [LEFT, RIGHT]


def in_order(path) -> list[object]:
    blocks = [block for block in read(path) if isinstance(block, Table) or block.text.strip("- 3")]
    return [block.rows[0][0].text if isinstance(block, Table) else block.text for block in blocks]


@pytest.mark.parametrize("at", [0, 1])
def test_ruled_tables_need_no_words_of_a_title_to_be_each_below_its_own(pdf, at: float) -> None:
    def sheet(sheet: Sheet) -> None:
        sheet.text(40, 80 + 8 * at, "收入安排", 12)
        sheet.text(300 + 100 * at, 80, "支出安排（按科目）", 12)
        put(sheet, LEFTS, 110, LEFT, ruled=True)
        put(sheet, RIGHTS, 110 + 12 * at, RIGHT, ruled=True)
        sheet.text(215, 98, "单位：万元", 8)
        sheet.text(415, 560, "- 3 -")

    assert in_order(pdf(sheet, size=ACROSS)) == ["收入安排", "单位：万元", "项目", "支出安排（按科目）", "科目"]


def test_a_ruled_table_that_goes_on_beside_one_below_a_text_is_not_below_that_text(pdf) -> None:
    def sheet(sheet: Sheet) -> None:
        sheet.text(100, 80, "收入安排", 12)
        put(sheet, LEFTS, 110, LEFT, ruled=True)
        put(sheet, RIGHTS, 70, RIGHT, ruled=True)

    assert in_order(pdf(sheet, size=ACROSS)) == ["收入安排", "项目", "科目"]


@pytest.mark.parametrize("title", ["收支安排", "2024年全部收入和支出的安排情况及说明"])
def test_ruled_blocks_with_captions_of_one_table_are_not_parted(pdf, title: str) -> None:
    def sheet(sheet: Sheet) -> None:
        sheet.text(300, 80, title, 12)
        sheet.text(40, 98, "部门：某市教育局", 8)
        sheet.text(725, 98, "单位：万元", 8)
        put(sheet, LEFTS, 110, LEFT, ruled=True)
        put(sheet, RIGHTS, 110, RIGHT, ruled=True)

    assert in_order(pdf(sheet, size=ACROSS))[-2:] == ["项目", "科目"]


@pytest.mark.parametrize("is_left", [True, False])
def test_a_table_that_goes_on_beside_the_next_one_with_a_title_comes_where_it_stands(pdf, is_left: bool) -> None:
    """What goes on begins higher on the sheet, as no title stands above it."""

    def sheet(sheet: Sheet) -> None:
        title(sheet, LEFTS if is_left else RIGHTS, "收入预算表")
        put(sheet, LEFTS, 110 if is_left else 80, LEFT, ruled=True)
        put(sheet, RIGHTS, 80 if is_left else 110, RIGHT, ruled=True)

    assert tables(pdf(sheet, size=ACROSS)) == [LEFT, RIGHT]


def test_blocks_below_one_title_over_both_are_one_sheet(pdf) -> None:
    def sheet(sheet: Sheet) -> None:
        title(sheet, [LEFTS[0], RIGHTS[-1]], "收支预算总表")
        put(sheet, LEFTS, 110, LEFT, ruled=False)
        put(sheet, RIGHTS, 110, RIGHT, ruled=False)

    assert [len(table[0]) for table in tables(pdf(sheet, size=ACROSS))] == [6]


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_table_over_the_whole_sheet_above_or_below_two(pdf, ruled: bool, is_first: bool) -> None:
    wide = [["单位", "合计", "基本支出", "项目支出"], *RIGHT[1:]]

    def sheet(sheet: Sheet) -> None:
        top, low = (310, 80) if is_first else (80, 310)
        xs = [40, 300, 500, 660, 770]
        sheet.text((xs[0] + xs[-1]) / 2 - 36, low, "支出总表", 12)
        put(sheet, xs, low + 30, wide, ruled=ruled)
        for edges, text, rows in ((LEFTS, "收入预算表", LEFT), (RIGHTS, "支出预算表", RIGHT)):
            sheet.text((edges[0] + edges[-1]) / 2 - 30, top, text, 12)
            sheet.text(edges[0], top - 18, f"公开0{len(edges)}表")
            put(sheet, edges, top + 30, rows, ruled=ruled)

    assert tables(pdf(sheet, size=ACROSS)) == ([wide, LEFT, RIGHT] if is_first else [LEFT, RIGHT, wide])
