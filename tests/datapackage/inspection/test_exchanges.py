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
