"""Grids that are not exact: what counts rows and columns is no money."""

from __future__ import annotations

from yusuan.converters.forms.loose import prepare
from yusuan.converters.table import Cell, Table
from yusuan.datapackage.model import Origin


def grid(text: str) -> Table:
    rows = [tuple(Cell(field, Origin("text")) for field in line.split("|")) for line in text.strip().splitlines()]
    return Table(tuple(rows), Origin("text"))


def test_counters_of_rows_are_left_out_where_a_side_is_blank_too() -> None:
    """A counter beside a blank label was taken for the amount of the label at the left."""
    (table,), doubt = prepare(
        [
            grid("""
收入|||支出||
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
一、财政拨款|1|4023.96|一、教育支出|32|62
本年收入|29|76.71|本年支出|60|8.11
一般公共预算财政拨款|30|76.71||61|
政府性基金预算财政拨款|31|||62|
""")
        ],
        2024,
    )
    assert doubt is None
    printed = [[c.text for c in row if c.text] for row in table.rows[-4:]]
    assert printed == [
        ["一、财政拨款", "4023.96", "一、教育支出", "62"], ["本年收入", "76.71", "本年支出", "8.11"],
        ["一般公共预算财政拨款", "76.71"], ["政府性基金预算财政拨款"],
    ]  # fmt: skip
