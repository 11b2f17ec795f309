"""Lists of the units that a department's document covers."""

from __future__ import annotations

from yusuan.converters.table import Cell, Table
from yusuan.converters.units import is_list, read
from yusuan.datapackage.model import Disclosure, Origin

DISCLOSURE = Disclosure("d" * 16, "", "", "", "420100", "", "某某局", "", "某某局", 2024, "final", "department")


def grid(*rows: str) -> Table:
    return Table(
        tuple(tuple(Cell(text, Origin("made")) for text in row.split("|")) for row in rows), Origin("made"), True
    )


def test_the_names_of_a_list_are_units() -> None:
    table = grid("序号|单位名称|备注", "1|某某局（本级）|", "2|某某中心|预算不单列")
    assert is_list([table])
    assert [(u.unit_name, u.unit_code, u.role) for u in read([table], DISCLOSURE)] == [
        ("某某局（本级）", "", "unit"),
        ("某某中心", "", "unit"),
    ]


def test_codes_are_kept_and_the_department_is_told() -> None:
    table = grid("单位编码|单位名称", "157|某某局", "157003|某某中心", "|合计")
    assert [(u.unit_code, u.role) for u in read([table], DISCLOSURE)] == [("157", "department"), ("157003", "unit")]


def test_a_table_with_money_is_no_list_of_units() -> None:
    assert not is_list([grid("单位名称|合计|基本支出", "某某中心|12.00|10.00")])
    assert not is_list([grid("科目名称|备注", "教育支出|")]) and not is_list([])
