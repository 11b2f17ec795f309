"""Whether a grid on the next page goes on with the one above or begins a table."""

from __future__ import annotations

import pytest
from yusuan.converters.table import Cell, Table
from yusuan.converters.tables.page_breaks import begins
from yusuan.datapackage.model import Origin


@pytest.mark.parametrize(
    ("row", "is_heading"),
    [
        (("科目编码", "科目名称", "合计", "基本支出"), True),
        (("", "", ".32", ""), False),  # the end of a number that the break cut: all that followed was of no table
        (("", "务支出", "", ""), False),
        (("205", "教育支出", "5.00", "5.00"), False),
    ],
)
def test_what_is_left_of_a_cut_row_is_no_heading(row: tuple[str, ...], *, is_heading: bool) -> None:
    grid = Table((tuple(Cell(text, Origin("made")) for text in row),), Origin("made"), exact=True)
    assert begins(grid) == is_heading
