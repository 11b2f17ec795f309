"""A department's list of projects and those of its units in one document: whose they are, and that they agree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

BUREAU, FIRST, SECOND = "某市农业农村局", "某市农业技术推广站", "某市种子管理站"
HEADS = ("单位名称", "项目名称", "合计", "本年一般公共预算", "上年结转")
SOIL, SEED, TEST = (FIRST, "测土配方", "60.00", "50.00", "10.00"), (FIRST, "良种推广", "40.00", "30.00", "10.00"), (
    SECOND, "种子检测", "100.00", "70.00", "30.00",
)  # fmt: skip
Rows = Sequence[Sequence[str]]
ALL: Rows = [("", "合计", "200.00", "150.00", "50.00"), SOIL, SEED, TEST]
OF_FIRST: Rows = [("", "合计", "100.00", "80.00", "20.00"), SOIL, SEED]
OF_SECOND: Rows = [("", "合计", "100.00", "70.00", "30.00"), TEST]
PARTS = ("第一部分 {}2024年部门预算", "第二部分 {}2024年单位预算", "第三部分 {}2024年单位预算")
SPENT: Rows = [("科目编码", "科目名称", "合计", "基本支出", "项目支出"), ("", "合计", "400.00", "200.00", "200.00")]


def table(title: str, rows: Rows) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in rows)
    return f"<p>{title}</p><p>单位：万元</p><table>{cells}</table>"


def book(
    folder: Path, lists: Sequence[Rows] = (ALL, OF_FIRST, OF_SECOND), *, named: bool = True, parts: bool = True
) -> Conversion:
    """The lists of a bureau and its two units; their rows ``named`` by unit, and each in a part of its own."""
    own = [[row if named else row[1:] for row in (HEADS, *rows)] for rows in lists]
    headings = [part.format(name) if parts else "" for part, name in zip(PARTS, (BUREAU, FIRST, SECOND), strict=True)]
    first, *others = (
        f"<p>{heading}</p>|{table('项目支出表', rows)}" for heading, rows in zip(headings, own, strict=True)
    )
    body = first.replace("|", table("支出总表", SPENT)) + "".join(others).replace("|", "")
    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>{BUREAU}2024年部门预算</p>{body}", "utf-8")
    return prove(convert(path))


def totals(conversion: Conversion) -> set[tuple[str, str]]:
    facts = [f for f in conversion.facts if f.table == "project-expenditure" and f.line == "total"]
    return {(f.unit_name, f.reported) for f in facts if f.fund == f.origin == "all"}


EACH = {(BUREAU, "200.00"), (FIRST, "100.00"), (SECOND, "100.00")}


@pytest.mark.parametrize(("named", "parts"), [(True, True), (False, True), (True, False)])
def test_the_total_of_each_list_is_its_unit_s(named: bool, parts: bool, tmp_path: Path) -> None:
    """All three were the bureau's once, two of them with an equation, for their rows differ in nothing else."""
    found = book(tmp_path, named=named, parts=parts)
    assert totals(found) == EACH
    assert [f.check for f in found.findings if f.outcome == "failed"] == []


def test_lists_of_which_nothing_tells_whose_they_are_are_held_back(tmp_path: Path) -> None:
    found = book(tmp_path, named=False, parts=False)
    assert totals(found) == {(BUREAU, "200.00")}
    assert [f.check for f in found.findings if f.check == "owner-unknown"] == ["owner-unknown"] * 2


@pytest.mark.parametrize("parts", [True, False])
def test_tables_of_one_amount_are_of_the_unit_of_their_part_or_held_back(parts: bool, tmp_path: Path) -> None:
    """All three were the bureau's once."""
    body = "".join(
        f"<p>{part.format(name) if parts else ''}</p>"
        + table("机关运行经费预算表", [("项目", "金额"), ("机关运行经费", amount)])
        for part, name, amount in zip(PARTS, (BUREAU, FIRST, SECOND), ("14.00", "9.00", "5.00"), strict=True)
    )
    path = tmp_path / "a.html"
    spent = table("支出总表", SPENT)
    path.write_text(f"<meta charset=utf-8><p>{BUREAU}2024年部门预算</p>{spent}{body}", "utf-8")
    found = {(f.unit_name, f.reported) for f in convert(path).facts if f.table == "agency-operating"}
    assert found == ({(BUREAU, "14.00"), (FIRST, "9.00"), (SECOND, "5.00")} if parts else set())


def swapped(rows: Rows, row: int, one: int, other: int) -> Rows:
    texts = list(rows[row])
    texts[one], texts[other] = texts[other], texts[one]
    return [*rows[:row], texts, *rows[row + 1 :]]


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize(
    "lists",
    [
        (ALL, OF_FIRST, swapped(swapped(OF_SECOND, 1, 3, 4), 0, 3, 4)),  # the heads of two columns exchanged
        (ALL, [OF_FIRST[0], (*SOIL[:2], *SEED[2:]), (*SEED[:2], *SOIL[2:])], OF_SECOND),  # two projects exchanged
        (ALL, [OF_FIRST[0], (*SOIL[:3], "55.00", "5.00"), (*SEED[:3], "25.00", "15.00")], OF_SECOND),
    ],
)
def test_a_project_printed_otherwise_by_its_unit_is_told(lists: Sequence[Rows], named: bool, tmp_path: Path) -> None:
    """Every sum of both lists holds: nothing was told of it once."""
    found = book(tmp_path, lists, named=named)
    assert totals(found) == EACH
    assert {f.check for f in found.findings if f.outcome == "failed"} == {"project-printed-again"}


SUMMARY: Rows = [
    ("收入项目", "预算数", "支出项目", "预算数"),
    ("一般公共预算拨款收入", "500.00", "农林水支出", "735.00"),
    ("政府性基金预算拨款收入", "90.00", "", ""),
    ("国有资本经营预算拨款收入", "10.00", "", ""),
    ("财政专户管理资金收入", "30.00", "", ""),
    ("单位资金", "40.00", "", ""),
    ("本年收入合计", "670.00", "本年支出合计", "735.00"),
    ("上年结转", "65.00", "年终结转结余", ""),
    ("收入总计", "735.00", "支出总计", "735.00"),
]
LIST: Rows = [
    ("项目名称", "合计", "本年一般公共预算", "本年政府性基金预算", "本年国有资本经营预算", "一般公共预算结转", "财政专户管理资金", "单位资金"),
    ("合计", "525.00", "300.00", "80.00", "10.00", "65.00", "30.00", "40.00"),
    ("河道整治", "380.00", "220.00", "80.00", "", "50.00", "", "30.00"),
    ("防汛物资", "145.00", "80.00", "", "10.00", "15.00", "30.00", "10.00"),
]  # fmt: skip


def sources(folder: Path, rows: Rows) -> list[str]:
    path = folder / "a.html"
    body = table("收支总表", SUMMARY) + table("项目支出表", rows)
    path.write_text(f"<meta charset=utf-8><p>某市水务局2024年部门预算</p>{body}", "utf-8")
    found = prove(convert(path))
    assert sum(f.table == "project-expenditure" for f in found.facts) == 18
    return [f.check for f in found.findings if f.outcome == "failed"]


def test_projects_within_their_sources_are_no_finding(tmp_path: Path) -> None:
    assert sources(tmp_path, LIST) == []


@pytest.mark.parametrize(("one", "other"), [(2, 3), (2, 4), (3, 4), (2, 5), (3, 5)])
def test_two_sources_of_projects_exchanged_are_told(one: int, other: int, tmp_path: Path) -> None:
    """Every sum of the list holds with its columns exchanged; there is not so much of the source."""
    rows: Rows = LIST
    for row in range(1, len(LIST)):
        rows = swapped(rows, row, one, other)
    told = sources(tmp_path, rows)
    assert told
    assert all(re.fullmatch("project-.*-within-summary", check) for check in told)


@pytest.mark.parametrize("unit", ["", FIRST])
def test_a_number_beside_a_project_is_no_code_of_a_unit(unit: str, tmp_path: Path) -> None:
    """420100001 has the shape of one, and the project was published as a unit, with its amounts proven as a unit's."""
    rows = [
        ("项目编码", "项目名称", "项目单位", "合计"), ("", "合计", "", "200.00"), ("301001", f"{FIRST}(某市种子站)", "", "200.00"),
        ("420100001", "测土配方", unit, "120.00"), ("420100002", "良种推广", unit, "80.00"),
    ]  # fmt: skip
    path = tmp_path / "a.html"
    path.write_text(f"<meta charset=utf-8><p>{BUREAU}2024年部门预算</p>{table('项目支出表', rows)}", "utf-8")
    of = {f.label: (f.line, f.unit_name) for f in convert(path).facts if f.table == "project-expenditure"}
    assert of["测土配方"][0] == of["良种推广"][0] == "project"
    assert {"测土配方", "良种推广"}.isdisjoint(name for _, name in of.values())
    assert any(name.startswith(FIRST) for _, name in of.values())
