"""Tables of “三公” of several funds, one of them in a unit of money that it cannot be in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove

HEADS = ("“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "公务用车运行费", "公务接待费")
BASIC = [
    ("经济分类科目编码", "经济分类科目名称", "合计", "人员经费", "公用经费"),
    ("", "合计", "314.00", "300.00", "14.00"),
    ("301", "工资福利支出", "300.00", "300.00", ""),
    ("302", "商品和服务支出", "14.00", "", "14.00"),
    ("30217", "公务接待费", "6.00", "", "6.00"),
    ("30231", "公务用车运行维护费", "8.00", "", "8.00"),
]
SPENT = [("科目编码", "科目名称", "合计", "基本支出", "项目支出"), ("", "合计", "414.00", "314.00", "100.00")]
WIDE, NARROW, FUND = ("财政拨款“三公”经费支出表", "一般公共预算“三公”经费支出表", "政府性基金预算“三公”经费支出表")
OF_WIDE, OF_NARROW = ("25.00", "5.00", "12.00", "12.00", "8.00"), ("14.00", "", "8.00", "8.00", "6.00")


def printed(
    folder: Path, *three: tuple[str, str, Sequence[str]], basic: bool = True, text: str = ""
) -> tuple[set[str], list[str]]:
    """The titles' funds of which “三公” are published, and the checks of the errors and doubts that are told."""
    tables = [("支出总表", "万元", SPENT), *([("一般公共预算基本支出表", "万元", BASIC)] if basic else [])]
    body = "".join(
        f"<p>{title}</p><p>单位：{unit}</p><table>"
        + "".join(f"<tr>{''.join(f'<td>{t}</td>' for t in row)}</tr>" for row in rows)
        + "</table>"
        for title, unit, rows in (*tables, *((title, unit, [HEADS, row]) for title, unit, row in three))
    )
    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>某市文化馆2024年单位预算</p>{body}<p>{text}</p>", "utf-8")
    proven = prove(convert(path))
    assert {f.table for f in proven.facts} >= {"expenditure-summary"}
    told = [f.check for f in proven.findings if f.severity != "info"]
    return {f.fund for f in proven.facts if f.table == "three-public"}, told


HELD_BACK = ["money-unit-contradiction"]


def test_three_public_of_two_funds_are_published(tmp_path: Path) -> None:
    tables = (
        (WIDE, "万元", OF_WIDE),
        (NARROW, "万元", OF_NARROW),
        (FUND, "万元", ("11.00", "5.00", "4.00", "4.00", "2.00")),
    )
    assert printed(tmp_path, *tables) == ({"fiscal-appropriation", "general-public-budget", "government-fund"}, [])


IN_YUAN = ("140000.00", "", "80000.00", "80000.00", "60000.00")


@pytest.mark.parametrize(
    ("wide", "narrow", "row", "kept", "basic"),
    [
        ("万元", "元", OF_NARROW, {"fiscal-appropriation"}, True),
        ("万元", "元", OF_NARROW, {"fiscal-appropriation"}, False),
        ("元", "万元", OF_NARROW, {"general-public-budget"}, True),
        ("元", "万元", OF_NARROW, {"general-public-budget"}, False),
        ("万元", "万元", IN_YUAN, {"fiscal-appropriation"}, True),
    ],
)
def test_the_one_in_another_unit_of_money_is_held_back(
    wide: str, narrow: str, row: Sequence[str], kept: set[str], basic: bool, tmp_path: Path
) -> None:
    """Each was published once, its own sum confirming it, and nothing was told."""
    assert printed(tmp_path, (WIDE, wide, OF_WIDE), (NARROW, narrow, row), basic=basic) == (kept, HELD_BACK)


def test_a_power_of_ten_below_basic_expenditure_is_another_unit(tmp_path: Path) -> None:
    """In 千元 none is next to nothing."""
    assert printed(tmp_path, (NARROW, "千元", ("0.14", "", "0.08", "0.08", "0.06"))) == (set(), HELD_BACK)


def test_two_of_which_the_part_is_several_times_the_whole_are_both_held_back(tmp_path: Path) -> None:
    tables = (WIDE, "千元", OF_WIDE), (NARROW, "万元", OF_NARROW)
    assert printed(tmp_path, *tables, basic=False) == (set(), HELD_BACK * 2)


def test_a_few_yuan_that_the_text_has_as_well_are_a_few_yuan(tmp_path: Path) -> None:
    row = ("500.00", "", "", "", "500.00")
    assert printed(tmp_path, (NARROW, "元", row), basic=False, text="公务接待费500元。")[0] == {"general-public-budget"}
    assert printed(tmp_path, (NARROW, "元", row), basic=False) == (set(), HELD_BACK)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("24.00", "", "18.00", "18.00", "6.00"), {"three-public-covers-funds"}),
        (("13.00", "", "8.00", "8.00", "5.00"), {"reception-covers-basic"}),
    ],
)
def test_each_fund_is_held_against_what_it_covers(row: Sequence[str], told: set[str], tmp_path: Path) -> None:
    funds, checks = printed(tmp_path, (WIDE, "万元", OF_WIDE), (NARROW, "万元", row))
    assert (len(funds), set(checks)) == (2, told)


@pytest.mark.parametrize(
    ("name", "others", "is_read"),
    [
        ("公务用车购置", [], False),  # the first line of 公务用车购置及运行费
        ("公务用车购置费", ["公务用车运行费"], True),
        ("公务用车购置及运行费", [], True),
    ],
)
def test_no_unit_buys_cars_without_running_any(name: str, others: list[str], is_read: bool, tmp_path: Path) -> None:
    rows = [("合计", "18.00"), ("因公出国（境）费", "2.00"), (name, "10.00"), *((o, "0.00") for o in others)]
    grid = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in [("项目", "预算数"), *rows, ("公务接待费", "6.00")])
    path = tmp_path / "a.html"
    head = f"<meta charset=utf-8><p>某市文化馆2024年单位预算</p><p>{NARROW}</p><p>单位：万元</p>"
    path.write_text(f"{head}<table>{grid}</table>", "utf-8")
    proven = prove(convert(path))
    assert any(f.amount == 100_000 for f in proven.facts) == is_read
    assert ("unknown-row" in {f.check for f in proven.findings}) == (not is_read)
