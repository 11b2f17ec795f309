"""What a project's own form says it costs, against the list of projects that prints its name and no code."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert

PAGE = """<meta charset=utf-8><p>某县水利局2024年部门预算</p>
<p>项目支出表</p><p>单位：万元</p><table>
<tr><td>项目名称<td>项目单位<td>合计<td>一般公共预算</tr><tr><td>合计<td><td>200.00<td>200.00</tr>
<tr><td>水库除险<td>某县水利局<td>120.00<td>120.00</tr><tr><td>堤防维护<td>某县水利局<td>80.00<td>80.00</tr></table>
<p>项目支出绩效目标表</p><table>
<tr><td>项目名称<td colspan=3>水库除险</tr><tr><td>主管部门<td>某县水利局<td>实施单位<td>某县水利局</tr>
<tr><td rowspan=3>项目资金（万元）<td>年度资金总额<td colspan=2>{amount}</tr>
<tr><td>其中：财政拨款<td colspan=2>{amount}</tr><tr><td>其他资金<td colspan=2></tr>
<tr><td>年度目标<td colspan=3>完成水库除险</tr>
<tr><td>一级指标<td>二级指标<td>三级指标<td>指标值</tr>
<tr><td>产出指标<td>数量指标<td>除险水库数量<td>3座</tr></table>"""


@pytest.mark.parametrize(("amount", "difference"), [("120.00", []), ("150.00", ["300000"])])
def test_a_project_that_costs_more_in_its_form_than_in_the_list(
    tmp_path: Path, amount: str, difference: list[str]
) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE.format(amount=amount), "utf-8")
    conversion = convert(path)
    found = [f for f in conversion.findings if f.check == "project-form-agrees"]
    assert [f.difference for f in found] == difference
    ids = {f.observation_id for f in conversion.facts}
    assert all(len(f.observation_ids) == 2 and ids.issuperset(f.observation_ids) for f in found)


INFORMATION = """<meta charset=utf-8><p>某省监测中心2025年单位预算</p>
<p>部门收入总表</p><p>单位：万元</p><table><tr><td>科目编码<td>科目名称<td>合计</tr><tr><td>220<td>自然资源海洋气象等支出<td>30.00</tr>
<tr><td><td>合计<td>30.00</tr></table>
<p>表十  项目支出绩效信息表</p><table>
<tr><td>项目名称<td>项目资金（万元）<td>绩效目标<td>一级指标<td>二级指标<td>三级指标<td>指标值</tr>
<tr><td>海域监测<td>20.00<td>完成监测<td>产出指标<td>数量指标<td>监测点位<td>≥60个</tr>
<tr><td><td><td><td>产出指标<td>质量指标<td>数据合格率<td>≥98%</tr>
<tr><td>礁石调查<td>10.00<td>完成普查<td>产出指标<td>数量指标<td>调查面积<td>≥12公顷</tr></table>"""


def test_a_list_of_what_projects_are_to_reach_called_information(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(INFORMATION, "utf-8")
    conversion = convert(path)
    assert [(p.name, p.current_budget) for p in conversion.projects] == [("海域监测", 200_000), ("礁石调查", 100_000)]
    assert [t.level3 for t in conversion.targets] == ["监测点位", "数据合格率", "调查面积"]


def test_the_first_project_of_a_list_is_no_second_line_of_its_headings(tmp_path: Path) -> None:
    rows = (
        "项目名称\t项目资金（万元）\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值",
        "海域监测\t20.00\t完成监测\t产出指标\t数量指标\t监测点位\t≥60个",
        "\t\t\t产出指标\t质量指标\t数据合格率\t≥98%",
    )
    path = tmp_path / "a.txt"
    revenue = (
        "部门收入总表",
        "单位：万元",
        "科目编码\t科目名称\t合计",
        "220\t自然资源海洋气象等支出\t30.00",
        "\t合计\t30.00",
    )
    path.write_text("\n".join(("某省监测中心2025年单位预算", *revenue, "项目支出绩效目标表", *rows)), "utf-8")
    conversion = convert(path)
    assert [(t.project_name, t.level3) for t in conversion.targets] == [
        ("海域监测", "监测点位"),
        ("海域监测", "数据合格率"),
    ]
