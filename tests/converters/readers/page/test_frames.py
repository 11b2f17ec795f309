"""Texts and the rules of the cells that they stand in."""

from __future__ import annotations

import pytest
from yusuan.converters.readers.page.frames import Grid
from yusuan.converters.readers.page.glyphs import Run, join
from yusuan.datapackage.model import Origin

RULE = 103.0


def row(text: str, *starts: float, width: float = 10.0) -> list[str]:
    """The two cells, parted at ``RULE``, of one run whose characters begin at ``starts``."""
    ends = (*starts[1:], starts[-1] + width)
    grid = Grid([(0.0, 0.0, RULE, 20.0), (RULE, 0.0, 200.0, 20.0)])
    grid.put(Run(text, list(zip(starts, ends, strict=True)), 10.0, 10.0))
    (cells,) = grid.table(Origin("pdf")).rows
    return [cell.text for cell in cells]


@pytest.mark.parametrize("blank", [" ", "\u00a0"])
def test_a_blank_over_the_rule_does_not_join_the_texts_of_two_cells(blank: str) -> None:
    assert row(f"收入{blank}20", 80.9, 90.9, 100.9, 104.5, 109.5) == ["收入", "20"]
    assert row(f"收入{blank}支出", 80.9, 90.9, 100.9, 104.5, 114.5) == ["收入", "支出"]


def test_one_text_over_a_rule_stays_one() -> None:
    assert "".join(row("一般公共预算", 80.9, 90.9, 100.9, 110.9, 120.9, 130.9)) == "一般公共预算"


def test_type_of_no_size_as_a_damaged_file_sets_it_is_joined_without_blanks() -> None:
    runs = [Run(text, [(x0, x0 + 5.0)], 10.0, 0.0) for text, x0 in (("收入", 10.0), ("合计", 40.0))]
    assert join(runs) == "收入合计"


def heading(*lines: tuple[str, float, float]) -> bool:
    """Whether a table is read whose headings are ``lines``, each with where it begins and its base line.

    One cell is over two; the rule between them is at 20.
    """
    boxes = [(0.0, 0.0, 200.0, 20.0), (0.0, 20.0, 100.0, 40.0), (100.0, 20.0, 200.0, 40.0)]
    boxes += [(0.0, 40.0, 100.0, 60.0), (100.0, 40.0, 200.0, 60.0)]
    grid = Grid(boxes)
    for text, x0, baseline in (*lines, ("1,234.00", 2.0, 54.0), ("56.00", 102.0, 54.0)):
        grid.put(Run(text, [(x0 + 10.0 * k, x0 + 10.0 * (k + 1)) for k in range(len(text))], baseline, 10.0))
    grid.doubt_headings_over_rules()
    return grid.table(Origin("pdf")).exact


def test_a_heading_of_several_lines_over_a_rule_is_of_no_certain_cell() -> None:
    over = ("政府性基金", 102.0, 19.5), ("预算", 102.0, 31.0)
    assert not heading(("金额", 2.0, 14.0), ("小计", 2.0, 34.0), *over)
    assert heading(("金额", 2.0, 14.0), ("小计", 2.0, 34.0), ("基金", 102.0, 34.0))
    two_lines = ("金额", 2.0, 17.0), ("小计", 2.0, 30.0), ("基金", 102.0, 30.0)
    assert heading(*two_lines)  # no rule goes through them


def names(*lines: tuple[str, float, float]) -> bool:
    """Whether a table of two rows is read whose names are ``lines``, each with where it begins and its base line."""
    boxes = [(x, y, x + 100.0, y + 16.0) for x in (0.0, 100.0) for y in (0.0, 16.0, 32.0)]
    grid = Grid(boxes)
    numbers = ("1,234.00", 102.0, 28.0), ("56.00", 102.0, 44.0)
    for text, x0, baseline in (("项目名称", 2.0, 12.0), ("金额", 102.0, 12.0), *lines, *numbers):
        grid.put(Run(text, [(x0 + 10.0 * k, x0 + 10.0 * (k + 1)) for k in range(len(text))], baseline, 10.0))
    grid.doubt_texts_over_each_other()
    return grid.table(Origin("pdf")).exact


def test_names_that_ran_into_each_other_are_of_no_certain_row() -> None:
    assert names(("合计", 2.0, 28.0), ("培训", 2.0, 44.0))
    assert names(("合计", 2.0, 22.0), ("经费", 2.0, 31.5), ("培训", 2.0, 44.0))  # lines that stand close are read
    assert not names(("合计", 2.0, 28.0), ("设备更新", 2.0, 31.5), ("改造", 2.0, 44.0))
    assert not names(("合计", 32.0, 28.0), ("设备更新", 22.0, 28.0), ("改造", 32.0, 40.0))  # centred
    assert names(("合计", 2.0, 28.0), ("（一）", 52.0, 31.5), ("培训", 2.0, 44.0))  # a mark beside a name
