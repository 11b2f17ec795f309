"""The picture of a disclosure: one table at one level, unproven amounts told apart."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from yusuan.catalogue.chart import classes, write_chart
from yusuan.datapackage.package import read_descriptor, read_rows

ROW = {
    "table": "expenditure-summary", "fiscal_year": "2024", "phase": "approved", "flow": "expenditure",
    "function_code": "201", "economic_code": "", "project_code": "", "line": "", "label": "一般公共服务支出",
    "fund": "all", "origin": "all", "category": "all", "amount": "38423500", "confirmations": "2",
}  # fmt: skip
DISCLOSURE: dict[str, Any] = {"unit_name": "武汉市<某>中心", "year": 2024}


def words(path: Path) -> list[str]:
    root = ElementTree.fromstring(path.read_text("utf-8"))
    return ["".join(e.itertext()) for e in root.iter("{http://www.w3.org/2000/svg}text")]


def test_a_bar_says_its_amount_with_no_digit_lost(tmp_path: Path) -> None:
    rows = [ROW, ROW | {"function_code": "208", "label": "社会保障和就业支出", "amount": "3326400.5"}]
    assert write_chart(DISCLOSURE, rows, tmp_path / "chart.svg")
    assert {"3,842.35", "332.64005"} <= set(words(tmp_path / "chart.svg"))
    assert words(tmp_path / "chart.svg")[0] == "武汉市<某>中心 2024 年支出，按功能分类"


def test_an_unproven_amount_is_hollow_and_said_to_be(tmp_path: Path) -> None:
    write_chart(DISCLOSURE, [ROW], tmp_path / "proven.svg")
    write_chart(DISCLOSURE, [ROW | {"confirmations": "0"}], tmp_path / "unproven.svg")
    assert "空心" not in (tmp_path / "proven.svg").read_text("utf-8")
    assert "空心" in (tmp_path / "unproven.svg").read_text("utf-8")


def test_nothing_is_chosen_between_two_amounts_of_a_class() -> None:
    other = [ROW | {"table": "general-budget-by-function", "amount": "5"}]
    assert classes([ROW, ROW | {"amount": "1"}, *other], "2024")[0] == "general-budget-by-function"
    assert classes([ROW, ROW | {"amount": "1"}], "2024") == ("", "", [])


def test_parts_and_other_years_are_left_out() -> None:
    parts = [ROW | {"category": "basic"}, ROW | {"function_code": "20103"}, ROW | {"fiscal_year": "2023"}]
    assert classes([ROW, *parts], "2024")[2] == [ROW]


def test_executed_comes_before_approved() -> None:
    executed = ROW | {"phase": "executed", "amount": "7"}
    assert classes([ROW, executed], "2024")[1:] == ("executed", [executed])


def test_no_table_of_classes_no_chart(tmp_path: Path) -> None:
    assert not write_chart(DISCLOSURE, [], tmp_path / "chart.svg")
    assert not (tmp_path / "chart.svg").exists()


def test_the_bars_of_the_example_add_up_to_its_total(example_build: Path) -> None:
    package = example_build / "packages/420100-157003-2024-budget"
    year = str(read_descriptor(package)["disclosure"]["year"])
    table, phase, bars = classes(read_rows(package, "observations"), year)
    assert (table, phase) == ("expenditure-summary", "approved")
    assert sum(int(row["amount"]) for row in bars) == 38423500
