"""Columns and rows of changes in the tables: what follows from the amounts passes, what does not is told."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import layouts
import pytest
from drawn import Drawing
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.disclosure import convert
from yusuan.converters.tables.changes import Printed, is_difference, is_rate
from yusuan.datapackage.model import Conversion

CODES = [("213", "农林水支出"), ("21302", "林业和草原"), ("2130201", "行政运行"), ("2130205", "森林资源培育")]
BY_CODE = [
    ["900.00", "1,000.00", "600.00", "400.00", "100.00", "11.11%"],
    ["900.00", "1,000.00", "600.00", "400.00", "100.00", "11.11%"],
    ["580.00", "600.00", "600.00", "", "20.00", "3.45%"],
    ["320.00", "400.00", "", "400.00", "80.00", "25.00%"],
]
HEADINGS = [
    ["科目编码", "科目名称", "2022年执行数", "2023年预算数", "<", "<", "2023年预算数比2022年执行数", "<"],
    ["^", "^", "^", "小计", "基本支出", "项目支出", "增减额", "增减%"],
]


def conversion_of(drawing: Drawing, medium: str = "html") -> Conversion:
    with tempfile.TemporaryDirectory() as folder:
        return convert(layouts.write({"medium": medium, "pages": "one"}, drawing.document, Path(folder)))


def by_code(amounts: Sequence[Sequence[str]], medium: str = "html") -> Conversion:
    rows = [(None, [*code, *line]) for code, line in zip(CODES, amounts, strict=True)]
    drawing = Drawing("某省林业局2023年度部门预算", 2023)
    return conversion_of(drawing.table("一般公共预算支出预算表", HEADINGS, rows, [None] * 8), medium)


def outcomes(conversion: Conversion) -> Counter[tuple[str, str]]:
    return Counter((c.check, c.outcome) for c in conversion.checks if c.check in ("table-change", "table-rate"))


def told(conversion: Conversion) -> list[tuple[str, str, str, str]]:
    own = [f for f in conversion.findings if f.check in ("table-change", "table-rate")]
    return [(f.check, f.label, f.expected, f.found) for f in own]


@pytest.mark.parametrize("medium", ["html", "xlsx", "pdf"])
def test_changes_that_follow_from_the_amounts_pass(medium: str) -> None:
    conversion = by_code(BY_CODE, medium)
    assert outcomes(conversion) == {("table-change", "passed"): 4, ("table-rate", "passed"): 4}
    assert not told(conversion)


@pytest.mark.parametrize(
    ("row", "column", "printed", "finding"),
    [
        (2, 4, "30.00", ("table-change", "2130201 行政运行", "20", "30.00")),
        (0, 4, "-100.00", ("table-change", "213 农林水支出", "100", "-100.00")),
        (3, 5, "20.00%", ("table-rate", "2130205 森林资源培育", "25", "20.00%")),
        (1, 5, "10.00%", ("table-rate", "21302 林业和草原", "11.11", "10.00%")),
    ],
)
def test_a_change_that_does_not_follow_names_its_cell(
    row: int, column: int, printed: str, finding: tuple[str, ...]
) -> None:
    amounts = [list(line) for line in BY_CODE]
    amounts[row][column] = printed
    assert told(by_code(amounts)) == [finding]


def test_an_amount_that_was_changed_breaks_what_was_worked_out_from_it() -> None:
    amounts = [list(line) for line in BY_CODE]
    amounts[3][0] = "330.00"
    assert {check for check, *_ in told(by_code(amounts))} == {"table-change", "table-rate"}


def test_rates_of_one_decimal_without_a_sign_or_a_percent_sign() -> None:
    amounts = [[*line[:5], rate] for line, rate in zip(BY_CODE, ("11.1", "11.1", "3.4", "25.0"), strict=True)]
    assert outcomes(by_code(amounts)) == {("table-change", "passed"): 4, ("table-rate", "passed"): 4}


def test_a_column_that_compares_with_what_is_not_printed_says_nothing() -> None:
    amounts = [
        [*line[:4], change, ""] for line, change in zip(BY_CODE, ("55.00", "57.00", "61.00", "3.00"), strict=True)
    ]
    conversion = by_code(amounts)
    assert not outcomes(conversion)
    assert not told(conversion)


def test_years_one_below_the_other_with_a_row_of_changes() -> None:
    def three_public(change: str) -> Conversion:
        lines = [
            (None, ["2022年预算数", "20.00", "0.00", "15.00", "0.00", "15.00", "5.00"]),
            (None, ["2023年预算数", "18.00", "0.00", "14.00", "0.00", "14.00", "4.00"]),
            (None, ["增减变化", "-2.00", "0.00", change, "0.00", "-1.00", "-1.00"]),
        ]
        headings = [
            ["年度", "“三公”经费合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"],
            ["^", "^", "^", "小计", "购置费", "运行费", "^"],
        ]
        drawing = Drawing("某省林业局2023年度部门预算", 2023)
        return conversion_of(drawing.table("一般公共预算“三公”经费支出表", headings, lines, [None] * 7))

    assert outcomes(three_public("-1.00"))["table-change", "passed"] == 4
    ((check, _, expected, found),) = told(three_public("1.00"))
    assert (check, expected, found) == ("table-change", "-1", "1.00")


CENTS = st.decimals(min_value=1, max_value=10**6, places=2)


def printed(value: Decimal, digit: str = "0.01") -> Printed:
    from yusuan.converters.table import Cell
    from yusuan.datapackage.model import Origin

    return Printed(value, Decimal(digit), Cell(str(value), Origin(reader="html")))


@given(CENTS, CENTS)
def test_what_is_worked_out_from_rounded_amounts_is_never_told(after: Decimal, before: Decimal) -> None:
    rounded, earlier = (round(v, 1) for v in (after, before))
    change = printed(round(after - before, 1), "0.1")
    assert is_difference(printed(rounded, "0.1"), printed(earlier, "0.1"), change)
    if earlier > 0:
        rate = printed(round((after - before) / before * 100, 2))
        assert is_rate(printed(rounded, "0.1"), printed(earlier, "0.1"), rate)
