"""A township prints its government's budget beside its department's: no amount of the one is published as the other's."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

#: What the department spends, and what the whole township does.
OWN, WHOLE = "500.00", "900.00"


def table(title: str, *rows: tuple[str, ...]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    return f"<p>{title}</p><p>单位：万元</p><table>{body}</table>"


def spending(title: str, amount: str) -> str:
    return table(title, ("科目编码", "科目名称", "合计"), ("", "合计", amount), ("201", "一般公共服务支出", amount))


DEPARTMENT = table("部门收入总表", ("合计", "一般公共预算"), (OWN, OWN)) + spending("部门支出总表", OWN)
REVENUE = (("项目", "预算数"), ("一、税收收入", "700.00"), ("增值税", "700.00"), ("收入合计", WHOLE))
GOVERNMENT = table("一般公共预算收入表", *REVENUE) + spending("一般公共预算支出表", WHOLE)
OWN_GENERAL = spending("一般公共预算支出表", OWN)


def converted(folder: Path, *body: str, title: str) -> Conversion:
    path = folder / "budget.html"
    path.write_text(f"<h1>{title}</h1>{''.join(body)}", "utf-8")
    return convert(path)


def general(conversion: Conversion) -> set[str]:
    """What is published as spent of the general budget."""
    return {f.reported for f in conversion.facts if f.table == "general-budget-by-function"}


TITLES = ["某县某某镇人民政府2024年部门预算", "某县某某镇2024年预算公开", "某市某区某某街道办事处2024年部门预算"]


@pytest.mark.parametrize("title", TITLES)
def test_a_governments_table_is_not_the_departments(tmp_path: Path, title: str) -> None:
    """What all the township spends was its department's once."""
    conversion = converted(tmp_path, DEPARTMENT, GOVERNMENT, title=title)
    assert not general(conversion)
    assert {f.reported for f in conversion.facts if f.table == "expenditure-summary"} == {OWN}
    assert "owner-unknown" in {f.check for f in conversion.findings}


@pytest.mark.parametrize("title", TITLES)
def test_headings_of_parts_tell_the_one_from_the_other(tmp_path: Path, title: str) -> None:
    parts = ("<p>一、政府预算</p>", GOVERNMENT, "<p>二、部门预算</p>", DEPARTMENT, OWN_GENERAL)
    assert general(converted(tmp_path, *parts, title=title)) == {OWN}


def test_a_table_between_both_is_held_back(tmp_path: Path) -> None:
    assert not general(converted(tmp_path, DEPARTMENT, OWN_GENERAL, GOVERNMENT, title=TITLES[0]))


def test_a_governments_budget_alone_is_no_units(tmp_path: Path) -> None:
    funds = table("政府性基金预算收入表", ("项目", "预算数"), ("合计", "0.00"))
    conversion = converted(tmp_path, GOVERNMENT, funds, title=TITLES[1])
    assert conversion.disclosure.scope == "government"
    assert not conversion.facts


def test_a_bureau_that_prints_what_it_transfers_and_owes_is_no_government(tmp_path: Path) -> None:
    """Its whole document was taken for a government's once, and none of its amounts read."""
    debts = table("政府债务情况表", ("项目", "限额", "余额"), ("一般债务", "100.00", "90.00"))
    transfers = table("转移支付表", ("项目名称", "合计"), ("水利补助", "60.00"), ("合计", "60.00"))
    conversion = converted(tmp_path, DEPARTMENT, OWN_GENERAL, debts, transfers, title="某县水利局2024年部门预算")
    assert conversion.disclosure.scope == "department"
    assert general(conversion) == {OWN}
