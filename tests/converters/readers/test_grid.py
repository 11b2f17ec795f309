"""What stands below the rows of a grid and is none of them."""

from __future__ import annotations

import pytest
from yusuan.converters.readers.grid import notes_begin


@pytest.mark.parametrize(
    ("texts", "start"),
    [
        ((None, "注：1.本表反映年度收支情况。"), 1),
        (
            (None, "注：1.本表反映年度收支情况。", "2.本套报表转换单位时可能存在尾数误差。", ""),
            1,
        ),  # they were a row once
        ((None, "2.因公出国（境）费用支出"), 2),
        ((None, "其他支出", "注：本表为空表。"), 2),
        ((None, "注：本表为空表。", None), 3),
    ],
)
def test_a_note_goes_on_in_lines_with_numbers(texts: tuple[str | None, ...], start: int) -> None:
    assert notes_begin(texts, lambda text: text.startswith("注")) == start
