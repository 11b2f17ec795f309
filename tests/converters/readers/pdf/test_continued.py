"""Grids cut by a page break, one part of which shows fewer rules: both get the columns of the other."""

from __future__ import annotations

from yusuan.converters.readers.pdf.continued import with_columns_shared
from yusuan.converters.table import Block, Cell, Paragraph, Table
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
