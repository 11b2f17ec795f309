"""Among amounts that would each mend a sum, the likeliest slip: each kind of evidence alone, and where there is none."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from yusuan.datapackage.accounting.equations.equation import Equation
from yusuan.datapackage.accounting.explanation import explain_failures
from yusuan.datapackage.accounting.findings import contradiction
from yusuan.datapackage.accounting.identities import Identity
from yusuan.datapackage.accounting.slots import lay_out
from yusuan.datapackage.accounting.system import System, system
from yusuan.datapackage.model import Fact, Finding, Origin

SUM = Identity("sum", "合计 = 各项之和", "total = sum of items", "made")


def fact(table: str, label: str, printed: str) -> Fact:
    """An amount in 万元 of a born-digital document."""
    return Fact(
        "d", table, "", "", 2024, "approved", "expenditure", "", "", "", "", label, "all", "all", "all",
        Decimal(printed.replace(",", "")) * 10000, printed, "万元", Origin("pdf", page=1),
    )  # fmt: skip


def told(total: str, parts: Mapping[str, str], elsewhere: Mapping[str, str] | None = None) -> Finding:
    """What is told of a sum that does not hold; ``elsewhere`` is printed in another table."""
    facts = [fact("g", "合计", total), *(fact("g", k, v) for k, v in parts.items())]
    facts += [fact("h", k, v) for k, v in (elsewhere or {}).items()]
    sheet = lay_out(facts, (), with_blanks=False)
    slots = [s for s in sheet.slots if s.dims["table"] == "g"]
    failing = Equation(SUM, "g", slots[0], tuple(slots[1:]))
    like = [s for s in sheet.slots if s.dims["table"] == "h" and s.place.label == "合计"]
    found: System = system(sheet, [failing, *(Equation(SUM, "h", slots[0], (s,)) for s in like)])
    (explanation,) = explain_failures(found, [failing])
    assert not explanation.is_certain, "evidence is no proof"
    return contradiction(found, explanation, "d", {})


@pytest.mark.parametrize(
    ("total", "parts", "elsewhere", "name", "why"),
    [
        ("60.00", {"甲": "18.00", "乙": "25.005", "丙": "19.00"}, {}, "乙", "写法"),  # a decimal more
        ("6,000.00", {"甲": "1,800.00", "乙": "2,3000.00", "丙": "1,900.00"}, {}, "乙", "写法"),  # separators
        (
            "60.00",
            {"住房公积金": "13.90", "乙": "25.00", "丙": "19.10"},
            {"住房公积金支出": "15.90"},
            "住房公积金",
            "同名",
        ),
        ("60.00", {"甲": "1.00", "乙": "88.00", "丙": "4.77"}, {"合计": "60.00"}, "乙", "负数"),
        (
            "60.00",
            {"甲": "18.50", "乙": "32.00", "丙": "18.50"},
            {"合计": "60.00"},
            "乙",
            "一处",
        ),  # 23.00, digits changed about
    ],
)
def test_the_likeliest_slip_is_named_and_why(
    total: str, parts: dict[str, str], elsewhere: dict[str, str], name: str, why: str
) -> None:
    finding = told(total, parts, elsewhere)
    assert finding.label.startswith(name)
    assert why in finding.message
    assert "最可能" in finding.message


def test_where_several_could_be_the_slip_the_sum_is_told() -> None:
    finding = told("60.00", {"甲": "18.00", "乙": "23.00", "丙": "18.00"})  # 19.00 for either 18.00
    assert finding.label.startswith("合计")
    assert "不能断定" in finding.message
    assert "最可能" not in finding.message
