"""Comparison: one figure a year from the table that says it best, and a word on what may be compared."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.queries.compare import Comparison, compare, lay_out
from yusuan.queries.question import QueryError
from yusuan.queries.store import open_store


@pytest.fixture(scope="module")
def store(example_build: Path):
    return open_store(example_build / "store")


def told(comparison: Comparison) -> list[tuple[int, Decimal, str]]:
    return [(f.year, f.amount, "；".join(r.zh for r in f.remarks)) for f in comparison.figures]


def test_one_item_of_two_years(store) -> None:
    comparison = compare(store, function="2010350", years=(2023, 2024))
    (before, now) = comparison.figures
    assert (before.amount, before.status) == (Decimal(8457100), "derived")
    assert (now.amount, now.table) == (Decimal(8525300), "general-budget-by-function")
    assert (now.change, now.percent) == (Decimal(68200), Decimal("0.81"))
    assert told(comparison)[1][2] == "同一科目"


def test_a_unit_over_three_years(store) -> None:
    assert [f.year for f in compare(store, unit="157003").figures] == [2022, 2023, 2024]


def test_a_project_over_its_earlier_budgets(store) -> None:
    comparison = compare(store, project="42010023157T000000105")
    assert [(f.year, f.amount) for f in comparison.figures] == [
        (2022, Decimal(6580000)),
        (2023, Decimal(3580000)),
        (2024, Decimal(5750000)),
    ]


@pytest.mark.parametrize("subject", [{}, {"function": "2010350", "project": "x"}, {"function": "2999999"}])
def test_what_cannot_be_compared_is_told(store, subject: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        compare(store, **subject)


@pytest.mark.parametrize("layout", ["table", "csv", "json"])
def test_layouts_carry_the_observation_behind_each_figure(store, layout: str) -> None:
    comparison = compare(store, function="2010350")
    text = lay_out(comparison, layout)
    assert all(f.observation in text for f in comparison.figures)


def test_an_unknown_layout(store) -> None:
    with pytest.raises(QueryError):
        lay_out(compare(store, function="2010350"), "xml")
