"""Lists of purchases whose rows print number and price: what they cost is recomputed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from test_kinds_of_money import SPENT, read
from yusuan.datapackage.model import Conversion

PURCHASES = """采购项目|采购品目|数量|单价{}|金额
    台式计算机|A02010105|10|{}|5.00
    打印机|A02021003|4|{}|1.00
    办公桌|A05010201|5|{}|0.50
    合计|||||6.50"""


def listed(folder: Path, *prices: str) -> Conversion:
    return read(folder, SPENT, ("政府采购预算表", PURCHASES.format(*prices)))


def outcomes(conversion: Conversion) -> Counter[str]:
    return Counter(c.outcome for c in conversion.checks if c.check == "table-product")


def told(conversion: Conversion) -> list[tuple[str, str, str]]:
    return [(f.label, f.expected, f.found) for f in conversion.findings if f.check == "table-product"]


@pytest.mark.parametrize(
    "prices", [("（元）", "5,000", "2,500", "1,000"), ("（万元）", "0.50", "0.25", "0.10"), ("", "5000.00", "2500.00", "1000.00")]
)  # fmt: skip
def test_each_row_costs_number_times_price_in_whatever_unit(tmp_path: Path, prices: tuple[str, ...]) -> None:
    conversion = listed(tmp_path, *prices)
    assert (outcomes(conversion), told(conversion)) == ({"passed": 3}, [])


def test_the_row_that_breaks_what_the_others_keep_is_told(tmp_path: Path) -> None:
    conversion = listed(tmp_path, "（元）", "5,000", "2,500", "10,000")
    assert outcomes(conversion) == {}  # of three rows one breaks it: two are not far more
    rows = PURCHASES.format("（元）", "5,000", "2,500", "10,000").replace(
        "    合计|||||6.50", "    椅子|A05010301|10|500|0.50\n    合计|||||7.00"
    )
    conversion = read(tmp_path, SPENT, ("政府采购预算表", rows))
    assert told(conversion) == [("办公桌 A05010201", "5", "0.50")]


def test_prices_that_no_reading_explains_say_nothing(tmp_path: Path) -> None:
    assert outcomes(listed(tmp_path, "", "7", "8", "9")) == {}
