"""Two pages on one sheet: read one after the other; blocks side by side and wide tables stay what they are."""

from __future__ import annotations

import pytest
from yusuan.converters.readers import read
from yusuan.converters.table import Table

from .conftest import Sheet

A3 = (1190, 842)
LEFT = [["项目", "预算数"], ["一般公共预算拨款", "1,685.32"], ["事业收入", "855.70"]]
RIGHT = [["项目", "合计"], ["社会保障和就业支出", "2,073.83"], ["卫生健康支出", "467.19"]]


def half(sheet: Sheet, x: float, title: str, rows: list[list[str]], *, ruled: bool = True) -> None:
    sheet.text(x + 180, 80, title)
    sheet.text(x + 60, 100, "部门：某局")
    xs, ys = [x + 60, x + 300, x + 480], [110, 140, 170, 200]
    (sheet.grid if ruled else sheet.fill)(xs, ys, rows)


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_spread_reads_as_its_left_page_and_then_its_right_page(pdf, blocks):
    def sheet(sheet: Sheet) -> None:
        half(sheet, 0, "收入预算表", LEFT)
        half(sheet, 595, "支出预算表", RIGHT)

    found = list(read(pdf(sheet, size=A3)))
    assert [block.text if not isinstance(block, Table) else texts(block) for block in found] == [
        "收入预算表", "部门：某局", LEFT, "支出预算表", "部门：某局", RIGHT,
    ]  # fmt: skip
    tables = [block for block in found if isinstance(block, Table)]
    assert [(table.origin.page, table.origin.table_on_page) for table in tables] == [(1, 1), (1, 2)]
    assert tables[1].origin.bbox[0] > 595


def test_a_cover_beside_a_page_is_a_page_too(pdf, blocks):
    def sheet(sheet: Sheet) -> None:
        sheet.text(180, 400, "某局2024年度部门预算", 20)
        half(sheet, 595, "支出预算表", RIGHT)

    assert blocks(pdf(sheet, size=A3))[0] == ["某局2024年度部门预算", "支出预算表", "部门：某局"]


@pytest.mark.parametrize("ruled", [True, False])
def test_a_title_over_both_blocks_of_a_table_makes_them_one_page(pdf, blocks, ruled: bool):
    def sheet(sheet: Sheet) -> None:
        sheet.text(450, 60, "某单位2024年部门收支预算总表（收入与支出）", 16)
        half(sheet, 0, "收入项目", LEFT, ruled=ruled)
        half(sheet, 595, "支出项目", RIGHT, ruled=ruled)

    paragraphs, _ = blocks(pdf(sheet, size=A3))
    assert paragraphs.index("收入项目") + 1 == paragraphs.index("支出项目")


def test_the_rest_of_a_table_with_two_blocks_is_one_page(pdf):
    """On a page after the first nothing stands above the blocks: rows without rules are no beginnings of pages."""
    rows = [[f"收入{i}", f"{i}1.50", "", f"支出{i}", f"{i}2.50"] for i in range(1, 9)]

    def sheet(sheet: Sheet) -> None:
        sheet.fill([60, 300, 480, 700, 900, 1080], range(100, 100 + 20 * 10, 20), rows)

    found = [block for block in read(pdf(sheet, size=A3)) if isinstance(block, Table)]
    assert len(found) == 1


def test_a_page_upright_has_no_gutter(pdf, blocks):
    def sheet(sheet: Sheet) -> None:
        sheet.text(60, 80, "收入合计一千万元")
        sheet.text(400, 80, "支出合计一千万元")
        sheet.text(60, 400, "左边的文字在此")
        sheet.text(400, 400, "右边的文字在此")

    assert blocks(pdf(sheet))[0] == ["收入合计一千万元", "支出合计一千万元", "左边的文字在此", "右边的文字在此"]


def test_columns_of_numbers_alone_are_no_page(pdf):
    """A wide table whose title is at the left, and whose right half begins with the heading over its amounts."""
    rows = [[f"20106{i:02}", f"科目{i}", "", f"{3 * i}1.50", f"{i}1.50", f"{2 * i}0.00"] for i in range(1, 9)]

    def sheet(sheet: Sheet) -> None:
        sheet.text(60, 60, "一般公共预算支出表")
        sheet.text(850, 90, "一般公共预算支出", align="center")
        sheet.fill(
            [60, 140, 400, 700, 800, 900, 1000], [100, 120], [["编码", "名称", "", "合计", "基本支出", "项目支出"]]
        )
        sheet.fill([60, 140, 400, 700, 800, 900, 1000], range(120, 120 + 20 * 9, 20), rows)

    (found,) = [block for block in read(pdf(sheet, size=A3)) if isinstance(block, Table)]
    assert [text for text in texts(found)[-1] if text] == [text for text in rows[-1] if text]
