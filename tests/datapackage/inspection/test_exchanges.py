"""Rows in each other's place: told once, for the items and not for the classes above them."""

from __future__ import annotations

from typing import Any

from yusuan.datapackage.inspection.inspection import inspect

from .papers import amount, paper

EDUCATION = {"205": "教育支出", "20503": "职业教育", "2050302": "中等职业教育"}
SCIENCE = {"206": "科学技术支出", "20699": "其他科学技术支出", "2069999": "其他科学技术支出"}
OTHERS = (("2080505", "养老保险缴费", "40"), ("2210201", "住房公积金", "20"))


def column(first: str, second: str, **more: Any) -> list[Any]:
    rows = [*((c, n, first) for c, n in EDUCATION.items()), *((c, n, second) for c, n in SCIENCE.items()), *OTHERS]
    return [amount(name, yuan, function_code=code, **more) for code, name, yuan in rows]


def told(*facts: Any) -> list[str]:
    return [f.label for f in inspect(paper(facts=facts)).findings if f.check == "rows-exchanged"]


def test_items_are_told_and_their_classes_are_not() -> None:
    assert told(*column("500", "300"), *column("300", "500", table="expenditure-summary")) == ["中等职业教育"]


def test_round_amounts_need_rows_that_agree() -> None:
    other = [
        f for f in column("300", "500", table="expenditure-summary") if f.function_code not in ("2080505", "2210201")
    ]
    assert not told(*column("500", "300"), *other)


def test_columns_of_one_table_may_have_each_others_amounts() -> None:
    assert not told(*column("512.25", "338.75", category="basic"), *column("338.75", "512.25", category="project"))


def test_rows_pasted_one_line_further_down_are_told() -> None:
    """Only pairs were told once: three rows moved round kept every sum and were confirmed."""
    codes = (("2050201", "学前教育"), ("2050202", "小学教育"), ("2050203", "初中教育"))
    printed, moved = ("512.25", "338.75", "127.5"), ("127.5", "512.25", "338.75")

    def rows(amounts: tuple[str, ...], table: str) -> list[Any]:
        return [amount(n, yuan, function_code=c, table=table) for (c, n), yuan in zip(codes, amounts, strict=True)]

    assert told(*rows(printed, "general-budget-by-function"), *rows(moved, "revenue-summary")) == ["学前教育"]
    other = ("127.5", "338.75", "600")
    assert not told(*rows(printed, "general-budget-by-function"), *rows(other, "revenue-summary"))


def test_economic_items_are_told_where_another_table_prints_them_too() -> None:
    def rows(first: str, second: str, table: str) -> list[Any]:
        names = (("30213", "维修（护）费", first), ("30215", "会议费", second))
        return [amount(n, yuan, economic_code=c, table=table) for c, n, yuan in names]

    assert told(*rows("31.25", "18.5", "basic-expenditure-by-economic"),
                *rows("18.5", "31.25", "appropriation-basic-by-economic")) == ["维修（护）费"]  # fmt: skip


def test_units_are_told_whose_revenue_and_expenditure_stand_in_each_others_row() -> None:
    """What is carried over is there to be spent too."""
    names = ("某市福利院", "某市殡仪馆管理处")

    def rows(table: str, amounts: tuple[str, str], **more: Any) -> list[Any]:
        said = {"table": table, "function_code": "", **more}
        return [amount(n, yuan, unit_name=n, **said) for n, yuan in zip(names, amounts, strict=True)]

    revenue = [
        *rows("revenue-summary", ("500.25", "300.75"), flow="revenue", origin="current-year"),
        *rows("revenue-summary", ("10.5", "20.25"), flow="revenue", origin="carried-over"),
    ]
    assert told(*revenue, *rows("general-budget-by-unit", ("321", "510.75")))
    assert not told(*revenue, *rows("general-budget-by-unit", ("510.75", "321")))


def test_an_income_beside_the_name_of_another_is_told() -> None:
    def income(fund: str, **more: Any) -> Any:
        return amount("其他收入", "7.45", function_code="", flow="revenue", fund=fund, origin="current-year", **more)

    total = income("other-income", table="revenue-summary", line="total")
    assert told(income("subordinate-remittance", table="budget-summary", line="subordinate-remittance"), total)
    assert not told(income("other-income", table="budget-summary", line="other-income"), total)
