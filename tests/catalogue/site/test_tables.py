"""A figure leads to the very table that prints it, and the table to its own figures, where a document has two alike."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from yusuan.building.job import build
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits
from yusuan.console import Console

_SUMMARY = """<p>收支总表</p><p>单位：万元</p><table><tr><td colspan="2">收入</td><td colspan="2">支出</td></tr>
<tr><td>项目</td><td>预算数</td><td>项目</td><td>预算数</td></tr>
<tr><td>一般公共预算拨款收入</td><td>50.00</td><td>一般公共服务支出</td><td>50.00</td></tr>
<tr><td>收入总计</td><td>50.00</td><td>支出总计</td><td>50.00</td></tr></table>"""
_PROJECT = """<p>项目支出绩效目标表</p><p>单位：万元</p><table><tr><td>项目名称</td><td colspan="3">{name}</td></tr>
<tr><td>项目资金</td><td>年度资金总额</td><td colspan="2">{whole}</td></tr>
<tr><td></td><td>其中：财政拨款</td><td colspan="2">20.00</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>指标值</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>检查次数</td><td>≥3次</td></tr></table>"""
_PROJECTS = (("甲项目", "20.00"), ("乙项目", "30.00"))


@pytest.fixture(scope="module")
def two_alike(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    folder = tmp_path_factory.mktemp("two-alike")
    projects = "".join(_PROJECT.format(name=name, whole=whole) for name, whole in _PROJECTS)
    page = f'<html><head><meta charset="utf-8"></head><body><h1>某市某局2024年部门预算</h1>{_SUMMARY}{projects}</body></html>'
    (folder / "disclosure.html").write_text(page, "utf-8")
    build([folder / "disclosure.html"], folder / "out", "https://example.org/", Console(quiet=True), jobs=1)
    (package,) = (folder / "out" / "packages").iterdir()
    with TestClient(create_app(folder / "out", Limits(seconds=10, workers=1), Rate(0))) as client:
        yield client, package


def _projects_of_figures(package: Path) -> dict[str, str]:
    """The project that each figure of a performance table is of, which its note names."""
    with (package / "data" / "provenance.csv").open(encoding="utf-8-sig", newline="") as file:
        return {r["observation_id"]: r["note"][3:-1] for r in csv.DictReader(file) if r["note"].startswith("项目")}


def test_each_cell_of_two_tables_alike_leads_to_its_own_figure(two_alike: tuple[TestClient, Path]) -> None:
    site, package = two_alike
    of = _projects_of_figures(package)
    for position, (name, _) in enumerate(_PROJECTS, start=2):
        page = site.get(f"/disclosures/{package.name}/tables/{position}").text
        assert [of[key] for key in re.findall(r'href="/where/(\w+)"', page)] == [name, name]
        data = site.get(f"/disclosures/{package.name}/tables/{position}?view=data").text
        assert [of[key] for key in re.findall(r'href="/where/(\w+)"', data)] == [name, name]


def test_a_figure_leads_to_the_table_that_prints_it(two_alike: tuple[TestClient, Path]) -> None:
    site, package = two_alike
    positions = {name: position for position, (name, _) in enumerate(_PROJECTS, start=2)}
    for key, name in _projects_of_figures(package).items():
        page = site.get(f"/where/{key}").text
        assert f'href="/disclosures/{package.name}/tables/{positions[name]}"' in page


def test_units_of_money_are_named_in_the_language_of_the_page(two_alike: tuple[TestClient, Path]) -> None:
    site, package = two_alike
    page = site.get(f"/disclosures/{package.name}/tables/2?lang=en").text
    assert "Printed in: 10,000 yuan." in page
    assert ">100 million yuan</a>" in page
    assert "亿元" not in page
