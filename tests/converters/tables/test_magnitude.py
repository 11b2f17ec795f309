"""Units of money held against each other: also where one table is of all funds and the other of one."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert

HEADS = ("科目编码", "科目名称", "合计")
ROWS = (("201", "一般公共服务支出", "2611.30"), ("208", "社会保障和就业支出", "417.20"), ("", "合计", "3028.50"))


def units(folder: Path, first: tuple[str, ...], caption: str) -> set[str]:
    """The units of money of what is published of 支出总表, in 万元, and of a table of one fund with ``caption``."""
    path = folder / "a.html"
    tables = (("支出总表", "万元", (first, *ROWS[1:])), ("一般公共预算支出表", caption, ROWS))
    body = "".join(
        f"<p>{title}</p><p>单位：{unit}</p><table>"
        + "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in (HEADS, *rows))
        + "</table>"
        for title, unit, rows in tables
    )
    path.write_text(f"<meta charset=utf-8><p>清溪县测试局2024年部门预算</p>{body}", "utf-8")
    return {fact.reported_unit for fact in convert(path).facts}


@pytest.mark.parametrize(("caption", "kept"), [("元", set[str]()), ("万元", {"万元"})])
def test_a_table_of_one_fund_and_one_of_all_cannot_be_a_power_of_ten_apart(
    caption: str, kept: set[str], tmp_path: Path
) -> None:
    """Both were published once, one of them ten thousand times too small, and nothing was told."""
    assert units(tmp_path, ROWS[0], caption) == kept


def test_two_amounts_alike_are_no_proof_of_it(tmp_path: Path) -> None:
    assert units(tmp_path, ("201", "一般公共服务支出", "3000.00"), "元") == {"元", "万元"}
