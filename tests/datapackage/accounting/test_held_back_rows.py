"""A row that was held back may be what a sum misses: no blank is filled with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove

PAGE = """某市某局2024年单位预算

2024年单位支出预算总表
编制单位：某市某局\t\t\t\t单位：元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t4{g}600{g}500\t3{g}600{g}500\t1{g}000{g}000
20103\t政府办公厅（室）及相关机构事务\t4{g}600{g}500\t3{g}600{g}500\t1{g}000{g}000
2010301\t行政运行\t3{g}600{g}500\t3{g}600{g}500\t
2010302\t一般行政管理事务\t1{g}000{g}000\t\t1{g}000{g}000
208\t社会保障和就业支出\t820{g}300\t800{g}300\t20{g}000
20805\t行政事业单位养老支出\t820{g}300\t800{g}300\t20{g}000
2080505\t机关事业单位基本养老保险缴费支出\t800{g}300\t800{g}300\t
2080599\t其他支出\t20{g}000\t\t20{g}000
合计\t\t5{g}420{g}800\t4{g}400{g}800\t1{g}020{g}000
"""


@pytest.mark.parametrize("grouping", [",", ""])
def test_a_sum_that_misses_a_row_held_back_fills_no_blank(grouping: str, tmp_path: Path) -> None:
    """20,000 of 2080599, whose name and code disagree, was put to 2080505, which has no projects, and confirmed."""
    path = tmp_path / "预算.txt"
    path.write_text(PAGE.format(g=grouping), "utf-8")
    conversion = prove(convert(path))
    assert "code-doubted" in {f.check for f in conversion.findings}
    assert [f.function_code for f in conversion.facts if f.status == "repaired"] == []
    assert [f.check for f in conversion.findings if f.severity == "error"] == []
