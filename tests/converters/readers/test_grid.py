"""What stands below the rows of a grid and is none of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from yusuan.converters.readers.grid import lift_captions, notes_begin
from yusuan.converters.table import Cell, Paragraph, Table
from yusuan.datapackage.model import Origin


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


@pytest.mark.parametrize("below", ["编制单位：某市某局", "科目"])
def test_a_title_in_one_cell_of_a_sheet_is_one_above_captions(below: str) -> None:
    """The unit's name below it was a heading of the columns."""
    texts = [["", "收入支出决算表", ""], ["", "", ""], [below, "", ""], ["项目", "行次", "金额"], ["收入", "1", "5.00"]]
    rows = tuple(tuple(Cell(text, Origin("made")) for text in row) for row in texts)
    found = list(lift_captions(Table(rows, Origin("made"), exact=True)))
    lifted = [block.text for block in found if isinstance(block, Paragraph)]
    assert lifted == (["收入支出决算表", below] if below != "科目" else [])


@pytest.mark.parametrize(
    ("rows", "lifted"),
    [
        ([["第二部分 2024年部门决算表", ""], ["收支总表", ""], ["", "单位：万元"]], 3),
        ([["第二部分 2024年部门决算表", ""], ["收支总表", ""]], 0),  # a heading may be as long
        ([["2024年", ""], ["1.00", ""], ["单位：万元", ""]], 0),
        ([["科目", "甲"], ["收支总表", ""], ["单位：万元", ""]], 0),
    ],
)
def test_what_stands_alone_above_captions_is_above_the_table(rows: list[list[str]], lifted: int) -> None:
    """Who pastes a sheet into a page has all that stands above the table as rows of it."""
    below = [["项目", "决算数", "预算数"], ["教育支出", "5.00", "5.00"]]
    table = Table(
        tuple(tuple(map(_cell, row)) for row in (*((*row, "") for row in rows), *below)), Origin("made"), exact=True
    )
    found = list(lift_captions(table))
    assert len([block for block in found if isinstance(block, Paragraph)]) == lifted
    assert [len(block.rows) for block in found if isinstance(block, Table)] == [len(rows) - lifted + 2]


def test_a_grid_that_frames_a_title_is_no_table() -> None:
    """The document had no title then, and was refused."""
    blank, title = Cell("", Origin("made"), colspan=3), Cell("某市某局2023年部门\n决算", Origin("made"), colspan=3)
    covered = (Cell("", Origin("made")),) * 2
    framed = Table(((blank, *covered), (title, *covered)), Origin("made"), exact=True)
    assert [type(block) for block in lift_captions(framed)] == [Paragraph]
    contents = tuple(tuple(map(_cell, (text, "", ""))) for text in ("目录", "一、收支总表", ""))
    assert [type(block) for block in lift_captions(replace(framed, rows=contents))] == [Paragraph] * 2
    named = replace(framed, rows=((replace(title, text="合计"), *covered), tuple(map(_cell, ("甲", "乙", "5.00")))))
    assert list(lift_captions(named)) == [named]


def _cell(text: str) -> Cell:
    return Cell(text, Origin("made"))
