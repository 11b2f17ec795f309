"""Budgets of whole governments: recognised by their titles, kept whole, never given a unit's meaning."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.government import recognise
from yusuan.converters.identity import Hints


@pytest.mark.parametrize(
    ("title", "region", "year", "kind"),
    [
        ("武汉市2024年全市一般公共预算支出决算表", "420100", 2024, "final"),
        ("2021年海南省省级政府预算表", "460000", 2021, "budget"),
        ("关于常德市2025年预算执行情况与2026年全市及市级预算（草案）的报告", "430700", 2026, "budget"),
        ("关于湖北省2023年省级决算的报告", "420000", 2023, "final"),
        ("2023年上海市普陀区区级一般公共预算收入决算表", "310107", 2023, "final"),
        ("附件1：武汉市本级2023年政府性基金预算支出决算表", "420100", 2023, "final"),
        ("宜昌市人民政府2024年市级预算（草案）", "420500", 2024, "budget"),
        ("荆州市2024年预算", "421000", 2024, "budget"),
        ("石桥镇2025年政府预算公开", "", 2025, "budget"),
        ("石桥镇人民政府2024年财政决算", "", 2024, "final"),
        ("武汉市江岸区石桥镇2025年政府预算", "420102", 2025, "budget"),
        ("青石经济技术开发区2024年财政预算", "", 2024, "budget"),
        ("青石高新区管委会2024年财政决算", "", 2024, "final"),
        ("某县2023年度财政总决算", "", 2023, "final"),
        ("长沙市2022年财政决算和2023年上半年预算执行情况的报告", "430100", 2022, "final"),
    ],
)
def test_a_government_is_known_by_its_title(title: str, region: str, year: int, kind: str) -> None:
    found = recognise([title])
    assert found is not None
    assert (found.region, found.year, found.kind) == (region, year, kind)


@pytest.mark.parametrize(
    "title",
    [
        "上海市普陀区2025年区级单位预算",
        "武汉市财政局2024年部门决算",
        "2025年预算单位一般公共预算支出功能分类预算表",
        "一般公共预算支出表",
        "西南大学2021年度部门预算",
        "武汉市信息中心(武汉市大数据中心)2024年单位预算",
        "武汉市财政局2024年一般公共预算支出表",
        "武汉市江岸区教育局2024年预算",
        "武汉市人民政府办公厅2024年预算公开",
        "石桥镇中心小学2024年预算",
        "青石经济技术开发区管理委员会2024年部门预算",
        "石桥小学南校区2024年财政预算",
        "石桥镇2024年预算公开",  # its department's as well
        "表5 2024年市级一般公共预算支出表",
    ],
)
def test_a_unit_is_no_government(title: str) -> None:
    assert recognise([title]) is None


@pytest.mark.parametrize(
    ("folder", "region", "year", "kind", "tables"),
    [
        ("hb-wh-gov-2024-final", "420100", 2024, "final", 1),
        ("hi-gov-2021-budget", "460000", 2021, "budget", 21),
        ("hn-cd-gov-2025-exec", "430700", 2026, "budget", 10),
    ],
)
def test_a_governments_document_is_kept_whole_without_observations(
    disclosures: Path, folder: str, region: str, year: int, kind: str, tables: int
) -> None:
    (path,) = (disclosures / folder).iterdir()
    conversion = convert(path)
    told = conversion.disclosure
    assert (told.scope, told.region, told.year, told.kind) == ("government", region, year, kind)
    assert conversion.facts == conversion.claims == conversion.lost == ()
    assert [t.table for t in conversion.tables] == [f"other-{n}" for n in range(1, tables + 1)]
    assert all(t.title and t.money_unit and t.rows for t in conversion.tables[:20])
    (finding,) = conversion.findings
    assert finding.check == "government-budget" and str(tables) in finding.message


def test_a_township_whose_county_is_not_named_says_how_to_give_it(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    table = "<p>一般公共预算收入表</p><p>单位：万元</p><table><tr><td>项目<td>预算数<tr><td>税收收入<td>10.00</table>"
    path.write_text(f"<meta charset=utf-8><p>石桥镇2025年政府预算公开</p>{table}", "utf-8")
    conversion = convert(path)
    assert (conversion.disclosure.unit_name, conversion.disclosure.region) == ("石桥镇", "")
    assert [f.check for f in conversion.findings] == ["government-budget", "region-unknown"]
    assert "sources.toml" in conversion.findings[1].message
    known = convert(path, Hints(region="420102"))
    assert known.disclosure.region == "420102"
    assert [f.check for f in known.findings] == ["government-budget"]


_TABLES = {
    "department": ("收支预算总表", "支出预算总表"),
    "government": ("一般公共预算收入表", "税收返还和转移支付预算表"),
}


@pytest.mark.parametrize(
    ("tables", "below", "scope", "name"),
    [
        ("department", "武汉市江岸区第一中学", "unit", "武汉市江岸区第一中学"),
        ("department", "目录", "government", "武汉市江岸区"),
        ("government", "武汉市江岸区财政局", "government", "武汉市江岸区"),
    ],
)
def test_a_unit_below_the_title_of_its_place_is_whose_tables_of_a_department_are(
    tmp_path: Path, tables: str, below: str, scope: str, name: str
) -> None:
    page = tmp_path / "page.html"
    rows = (
        "<tr><td>收入</td><td>金额</td><td>支出</td><td>金额</td></tr>"
        "<tr><td>一般公共预算拨款收入</td><td>100.00</td><td>教育支出</td><td>100.00</td></tr>"
        "<tr><td>收入总计</td><td>100.00</td><td>支出总计</td><td>100.00</td></tr>"
    )
    printed = "".join(f"<p>{title}</p><p>单位：万元</p><table>{rows}</table>" for title in _TABLES[tables])
    page.write_text(f"<h1>武汉市江岸区2025年预算公开</h1><p>{below}</p>{printed}", "utf-8")
    disclosure = convert(page).disclosure
    assert (disclosure.scope, disclosure.unit_name) == (scope, name)
    assert (disclosure.region, disclosure.year, disclosure.kind) == ("420102", 2025, "budget")
