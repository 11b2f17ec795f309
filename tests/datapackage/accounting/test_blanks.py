"""A nought of the text against a blank of the tables: agreed where the sum holds without it, open elsewhere."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Claim, Conversion, Fact, Origin, PrintedTable, identify

from ..conversions import DISCLOSURE, fact

ROWS = (
    ("收入", "", "支出", ""),
    ("一、一般公共预算财政拨款收入", "25.00", "一、科学技术支出", "30.00"),
    ("四、上级补助收入", "", "1.因公出国（境）费用", ""),
    ("八、其他收入", "5.00", "", ""),
    ("本年收入合计", "30.00", "本年支出合计", "30.00"),
)


def revenue(amount: str, row: int, **of: Any) -> Fact:
    place = Origin("docx", table_on_page=1, row=row, column=2)
    return fact(
        "收入", amount, table="budget-summary", flow="revenue", origin="current-year", function_code="", economic_code="", project_code="", category="all", cell=place, **of,
    )  # fmt: skip


def told(sentence: str, label: str, value: str = "0", **more: Any) -> Claim:
    made = Claim(
        DISCLOSURE.document_id, "二、收入", label, "", "", "", DISCLOSURE.year, "amount", Decimal(value) * 10000, "CNY",
        sentence, Origin("docx"),
    )  # fmt: skip
    return replace(made, **more)


def outcome(claim: Claim, total: str = "30.00", *, empty: bool = True) -> str:
    facts = [
        revenue("25.00", 2, line="general-public-budget-appropriation", fund="general-public-budget"),
        revenue("5.00", 4, line="other-income", fund="other-income"),
        revenue(total, 5, line="current-year-revenue", fund="all"),
    ]
    summary = PrintedTable("budget-summary", "收支总表", "万元", None, None, ROWS, "x", 1.0, (), False, "")
    fund = PrintedTable(
        "government-fund", "政府性基金预算支出表", "万元", None, None, (("合计", ""),), "x", 1.0, (), empty,
        "注：本单位没有政府性基金，故本表无数据。" if empty else "",
    )  # fmt: skip
    proven = prove(Conversion(DISCLOSURE, tuple(identify(facts)), tables=(summary, fund), claims=(claim,)))
    return proven.claims[0].outcome


def test_a_blank_of_a_sum_that_holds_without_it_is_nothing() -> None:
    claim = told("上级补助收入0万元", "上级补助收入")
    assert outcome(claim) == "agrees"
    assert outcome(claim, total="31.00") == "not-checkable", "the sum leaves room for it"
    assert outcome(told("上级补助收入3万元", "上级补助收入", "3")) == "not-checkable"


@pytest.mark.parametrize("label", ["因公出国（境）费", "事业收入"])
def test_a_blank_that_no_sum_speaks_of_stays_open(label: str) -> None:
    assert outcome(told(f"{label}0万元", label)) == "not-checkable"


def test_a_table_that_is_printed_empty_and_says_so_agrees_that_there_is_none() -> None:
    claim = told("没有政府性基金预算财政拨款。", "没有政府性基金预算财政拨款", measure="absence")
    assert outcome(claim) == "agrees"
    assert outcome(claim, empty=False) == "not-checkable"
    both = "没有政府性基金预算，也没有国有资本经营预算。"
    assert outcome(told(both, both, measure="absence")) == "not-checkable", "one of the two tables is not there"
