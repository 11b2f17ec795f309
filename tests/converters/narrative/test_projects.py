"""A project's amount in the text beside the one of the list of projects."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

PAGE = """<meta charset=utf-8><p>某县水利局2024年部门预算</p><p>第二部分 2024年部门预算表</p>
<p>项目支出表</p><p>单位：万元</p><table>
<tr><td>项目名称<td>合计<td>一般公共预算</tr><tr><td>水库除险加固<td>60.00<td>60.00</tr>
<tr><td>河道清淤整治<td>40.00<td>40.00</tr><tr><td>合计<td>100.00<td>100.00</tr></table>
<p>第三部分 2024年部门预算情况说明</p><p>一、重点项目预算情况</p><p>{}</p>"""


def read(folder: Path, sentence: str) -> Conversion:
    path = folder / "a.html"
    path.write_text(PAGE.format(sentence), "utf-8")
    return convert(path)


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("水库除险加固项目年度预算安排60.00万元。", "agrees"),
        ("1.2024年水库除险加固项目预算60万元。", "agrees"),
        ("水库除险加固项目2024年预算安排65.00万元。", "disagrees"),
        ("河道清淤整治40.00万元。", "agrees"),
        ("河道清淤整治45.00万元。", "not-checkable"),  # it does not say that this is what the budget of the year has
        ("水库除险加固总投资300.00万元。", "not-checkable"),
        ("北河道清淤整治项目年度预算安排45.00万元。", "not-checkable"),  # another project
    ],
)
def test_a_project_is_held_against_the_list(tmp_path: Path, sentence: str, outcome: str) -> None:
    conversion = read(tmp_path, sentence)
    assert [claim.outcome for claim in conversion.claims] == [outcome]
    assert [f.check for f in conversion.findings] == ["text-against-table"] * (outcome == "disagrees")
