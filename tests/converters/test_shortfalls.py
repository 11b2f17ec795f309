"""What a document prints and nothing reads: told what it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kinds_of_money import SPENT, read

ROWS = """项目|数量|金额
某项|4|96.00
合计|4|96.00"""


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("政府债务情况表", "债务"),
        ("新增资产配置表", "要购置的资产"),
        ("国有资产占用情况表", "存量"),
        ("人员情况表", "人员"),
        ("会议费预算明细表", "会议"),
        ("公务用车情况表", "公务用车"),
        ("部门预算支出三年规划表", "规划"),
        ("重点项目预算表", "一部分项目"),
        ("预算增减变动表", "两年的对比"),
        ("某项事务表", "没有表式认识"),
        ("“三公”经费会议费杂项表", "没有表式认识"),
        ("人员经费杂项表", "没有表式认识"),
    ],
)
def test_a_table_that_is_not_read_is_told_with_what_it_is(title: str, told: str, tmp_path: Path) -> None:
    found = [f for f in read(tmp_path, SPENT, (title, ROWS)).findings if f.check == "unknown-table"]
    assert [(f.label, told in f.message) for f in found] == [(title, True)]
