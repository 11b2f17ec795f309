"""Sums of columns of which one is not in the table at all are not checkable; of one that is blank they are wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import pytest
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion, Disclosure, Fact, Origin, PrintedTable, identify

DISCLOSURE = Disclosure(
    "d" * 16, "d" * 64, "made.xlsx", "甲中心2024年单位预算", "420100", "001001", "甲中心", "001", "甲局", 2024, "budget", "unit"
)  # fmt: skip
HEADINGS = ("科目编码", "科目名称", "合计", "基本支出")
#: All but 2010301 have projects, 2010302 nothing else.
ROWS = {
    "": ("100.00", "70.00"), "201": ("60.00", "50.00"), "20103": ("60.00", "50.00"), "2010301": ("50.00", "50.00"),
    "2010302": ("10.00", ""), "208": ("40.00", "20.00"), "20805": ("40.00", "20.00"), "2080505": ("40.00", "20.00"),
}  # fmt: skip


def prove_rows(rows: Mapping[str, Sequence[str]], *headings: str) -> Conversion:
    """A table of total and basic expenditure; ``headings`` are of columns in which nothing is printed."""
    facts = [
        Fact(
            document_id=DISCLOSURE.document_id, table="expenditure-summary", unit_code="001001", unit_name="甲中心",
            fiscal_year=2024, phase="approved", flow="expenditure", function_code=code, economic_code="",
            project_code="", line="" if code else "total", label="", fund="all", origin="all", category=category,
            amount=Decimal(amount) * 10000, reported=amount, reported_unit="万元", cell=Origin("xlsx", row=r, column=c),
        )
        for r, (code, amounts) in enumerate(rows.items())
        for c, (category, amount) in enumerate(zip(("all", "basic"), amounts, strict=True))
        if amount
    ]  # fmt: skip
    blank = ("",) * len(headings)
    printed = ((*HEADINGS, *headings), *((code, "科目", *amounts, *blank) for code, amounts in rows.items()))
    table = PrintedTable("expenditure-summary", "支出总表", "万元", None, 1, printed, "made", 1, (), empty=False, statement="")  # fmt: skip
    return prove(Conversion(DISCLOSURE, tuple(identify(facts)), tables=(table,)))


def told(conversion: Conversion) -> set[tuple[str, str]]:
    return {(f.check, f.severity) for f in conversion.findings if f.severity != "info"}


def test_a_column_that_is_not_in_the_table_is_told_once() -> None:
    conversion = prove_rows(ROWS)
    (found,) = (f for f in conversion.findings if f.severity != "info")
    assert (found.check, found.severity, found.outcome) == ("column-not-there", "warning", "not-checkable")
    assert "没有“项目支出”、" in found.message and "6 行" in found.message and "多 30 万元" in found.message
    split = [c.outcome for c in conversion.checks if c.check == "category-split"]
    assert sorted(split) == ["not-checkable"] * 6 + ["passed"]


def test_that_a_column_is_not_there_proves_no_other() -> None:
    """What the sums down a column do not tell is which column it is: it may be the one that is missed."""
    facts = prove_rows(ROWS).facts
    assert [f.confirmations for f in facts if f.category == "basic" and f.function_code != "2010301"] == [0] * 6


@pytest.mark.parametrize("heading", ["项目支出", "项目", "经营支出"])
def test_of_a_column_that_is_blank_the_sums_are_wrong(heading: str) -> None:
    assert ("category-split", "error") in told(prove_rows(ROWS, heading))


@pytest.mark.parametrize(
    "wrong",
    [
        {code: (amounts[1] or amounts[0],) * 2 for code, amounts in ROWS.items()} | {"2080505": ("20.00", "10.00")},
        ROWS | {"2080505": ("40.00", "30.00")},
        {code: (amounts[1] or "10.00", amounts[0]) for code, amounts in ROWS.items()},
    ],
    ids=["one row fails", "what is missed does not add up", "the parts are more"],
)
def test_mistakes_are_told(wrong: Mapping[str, Sequence[str]]) -> None:
    assert ("category-split", "error") in told(prove_rows(wrong))


def test_rows_of_a_table_below_another_total_are_told() -> None:
    """That a total is more in two rows is no column."""
    assert ("category-split", "error") in told(prove_rows({code: ROWS[code] for code in ("208", "20805")}))
