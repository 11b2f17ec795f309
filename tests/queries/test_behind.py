"""The observations behind each amount of an answer: their sum is the amount."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.queries.behind import with_observations
from yusuan.queries.question import QueryError, load_question, load_questions
from yusuan.queries.run import ask
from yusuan.queries.store import open_store

from .asked import of_invented
from .invented import conversions

SUMMED = [
    "basic-and-project",
    "budget-against-executed",
    "peers",
    "three-public-over-years",
    "whole-by-year",
    "projects",
]


@pytest.fixture(scope="module")
def store(invented_build: Path):
    return open_store(invented_build / "store")


@pytest.fixture(scope="module")
def amounts() -> dict[str, Decimal]:
    return {f.observation_id: f.amount for c in conversions() for f in c.facts}


@pytest.mark.parametrize("name", SUMMED)
def test_each_amount_is_the_sum_of_what_stands_behind_it(store, amounts: dict[str, Decimal], name: str) -> None:
    question = with_observations(load_question(name))
    behind = [c for c in question.returns if c.name.endswith("_observations")]
    answer = ask(question, of_invented(question, ""), store)
    assert behind
    assert answer.rows
    for row in answer.records():
        for column in behind:
            amount = row[column.name.removesuffix("_observations")]
            ids = (row[column.name] or "").split()
            assert (amount is None) == (not ids)
            assert sum((amounts[i] for i in ids), Decimal(0)) == (amount or 0)


def test_a_question_of_single_observations_has_them_already() -> None:
    question = load_question("three-public")
    assert with_observations(question) is question


def test_a_question_that_counts_says_that_nothing_stands_behind() -> None:
    with pytest.raises(QueryError):
        with_observations(load_question("quality-by-publisher"))


def test_most_questions_of_amounts_can_show_their_observations() -> None:
    money = [q for q in load_questions() if any(c.unit == "CNY" for c in q.returns)]
    able = 0
    for question in money:
        try:
            with_observations(question)
            able += 1
        except QueryError:
            continue
    assert able / len(money) > 0.7
