"""Grids cut by a page break, one part of which shows fewer rules: both get the columns of the other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from yusuan.converters.readers.pdf.continued import with_columns_shared
from yusuan.converters.table import PRINTED_AGAIN, Block, Cell, Paragraph, Table
from yusuan.datapackage.model import Origin


def _table(page: int, *rows: list[tuple[str, float, float]]) -> Table:
    """A grid of 40 points a column from cells (text, x0, x1)."""
    found: list[tuple[Cell, ...]] = []
    edges = sorted({x for row in rows for _, x0, x1 in row for x in (x0, x1)})
    for number, row in enumerate(rows, start=1):
        cells: list[Cell] = []
        for text, x0, x1 in row:
            at, end = edges.index(x0), edges.index(x1)
            origin = Origin(
                "pdf", page=page, row=number, column=at + 1, bbox=(x0, 10.0 * number, x1, 10.0 * number + 10)
            )
            cells += [Cell(text, origin, colspan=end - at), *[Cell("", Origin("pdf", page=page))] * (end - at - 1)]
        found.append(tuple(cells))
    return Table(tuple(found), Origin("pdf", page=page), exact=True)


def _texts(table: Table) -> list[str]:
    return ["|".join(cell.text for cell in row) for row in table.rows]


ROWS = [
    [("类", 0, 20), ("款", 20, 40), ("名称", 40, 80), ("合计", 80, 120)],
    [("301", 0, 20), ("01", 20, 40), ("基本工资", 40, 80), ("5.00", 80, 120)],
]


def test_a_last_row_of_wide_cells_stands_in_the_columns_above() -> None:
    _, last = with_columns_shared(iter([_table(1, *ROWS), _table(2, [("合计", 0, 80), ("5.00", 80, 120)])]))
    assert isinstance(last, Table)
    assert _texts(last) == ["合计|||5.00"]
    assert (last.rows[0][0].colspan, last.rows[0][3].origin.column) == (3, 4)


def test_rows_below_a_page_number_stand_in_the_columns_above_as_do_those_of_the_next_page() -> None:
    """Codes of three columns in one cell; the rows of all pages but the first were held back."""
    blocks: list[Block] = [_table(1, *ROWS)]
    for page in (2, 3):
        number = Paragraph(f"- {page - 1} -", Origin("pdf", page=page - 1))
        blocks += [number, _table(page, [("30102", 0, 40), ("津贴补贴", 40, 80), ("2.00", 80, 120)])]
    tables = [block for block in with_columns_shared(iter(blocks)) if isinstance(block, Table)]
    assert [_texts(table)[-1] for table in tables[1:]] == ["30102||津贴补贴|2.00"] * 2


def test_a_rule_that_no_cell_ends_at_is_no_reason_to_part_two_pages() -> None:
    first = _table(1, *ROWS)
    wide = [replace(row[0], colspan=2, origin=row[1].origin) for row in first.rows]
    merged = Table(
        tuple(
            (
                replace(cell, origin=replace(row[0].origin, bbox=(0, 0, 40, 10))),
                Cell("", Origin("pdf", page=1)),
                *row[2:],
            )
            for cell, row in zip(wide, first.rows, strict=True)
        ),
        first.origin,
        exact=True,
    )
    below = _table(2, [("30102", 0, 40), ("津贴补贴", 40, 80), ("2.00", 80, 120)])
    _, last = with_columns_shared(iter([merged, below]))
    assert isinstance(last, Table)
    assert _texts(last) == ["30102||津贴补贴|2.00"]


@pytest.mark.parametrize("below", ["the rest", "blank", "again", "a title"])
def test_the_rest_of_the_headings_stands_on_the_next_page(below: str) -> None:
    headings = [("支出功能分类", 0, 80), ("本年收入", 80, 120)]
    rest = {
        "the rest": [("科目编码", 0, 80), ("", 80, 120)],
        "blank": [("", 0, 80), ("", 80, 120)],
        "again": headings,
        "a title": [("另一张表", 0, 120)],
    }[below]
    rows = [rest, [("205", 0, 80), ("5.00", 80, 120)]]
    number = Paragraph("1", Origin("pdf", page=1))
    found = list(with_columns_shared(iter([_table(1, headings), number, _table(2, *rows)])))
    assert (len([block for block in found if isinstance(block, Table)]) == 1) == (below in ("the rest", "blank"))


@pytest.mark.parametrize("note", [PRINTED_AGAIN, ""])
def test_a_running_head_stands_in_no_way_of_a_table(note: str) -> None:
    """Word cuts a row of headings at the foot of a page; what did not fit stands below the head of the next one."""
    headings = [("支出功能分类", 0, 80), ("对附属单位补助", 80, 120)]
    rows = [[("科目编码", 0, 80), ("支出", 80, 120)], [("205", 0, 80), ("5.00", 80, 120)]]
    head = Paragraph("某市某局2024年度部门决算", Origin("pdf", page=2, note=note))
    found = list(with_columns_shared(iter([_table(1, headings), head, _table(2, *rows)])))
    assert len([block for block in found if isinstance(block, Table)]) == (1 if note else 2)


def test_headings_alone_on_a_page_are_of_the_table_on_the_next() -> None:
    (table,) = with_columns_shared(iter([_table(1, [("科目", 0, 80), ("支出", 80, 120)]), _table(2, *ROWS)]))
    assert isinstance(table, Table)
    assert _texts(table) == ["科目|||支出", "类|款|名称|合计", "301|01|基本工资|5.00"]


def test_grids_with_other_rules_text_between_or_headings_of_their_own_stay_as_they_are() -> None:
    first, other = _table(1, *ROWS), _table(2, [("合计", 0, 70), ("5.00", 70, 120)])
    own = _table(2, [("名称", 0, 80), ("金额", 80, 120)], [("合计", 0, 80), ("5.00", 80, 120)])
    last, later = (_table(page, [("合计", 0, 80), ("5.00", 80, 120)]) for page in (2, 3))
    text = Paragraph("注", Origin("pdf", page=2))
    unrelated: list[list[Block]] = [[first, other], [first, own], [first, text, last], [first, later]]
    for blocks in unrelated:
        assert list(with_columns_shared(iter(blocks))) == blocks
