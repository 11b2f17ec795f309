"""Every question over the examples and over invented documents, held against its golden answers.

``YUSUAN_UPDATE_GOLDEN=1`` rewrites the golden answers; look at the diff before you commit it.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from yusuan.queries.question import load_questions
from yusuan.queries.run import Answer, ask, lay_out
from yusuan.queries.store import open_store

from .asked import of_examples, of_invented

GOLDEN = Path(__file__).parent / "golden"
QUESTIONS = {q.name: q for q in load_questions()}


@pytest.fixture(scope="module")
def examples(example_build: Path):
    return open_store(example_build / "store")


@pytest.fixture(scope="module")
def invented(invented_build: Path):
    return open_store(invented_build / "store")


def hold(answer: Answer, golden: Path) -> None:
    told = lay_out(answer, "csv")
    if os.environ.get("YUSUAN_UPDATE_GOLDEN"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, "utf-8", newline="")
    assert golden.exists(), "run once with YUSUAN_UPDATE_GOLDEN=1 and look at the file"
    with golden.open(encoding="utf-8", newline="") as lines:
        assert told == lines.read()


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_of_the_examples(examples, name: str) -> None:
    hold(ask(name, of_examples(QUESTIONS[name]), examples), GOLDEN / f"{name}.csv")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_of_the_invented_documents(invented, invented_observation: str, name: str) -> None:
    answer = ask(name, of_invented(QUESTIONS[name], invented_observation), invented)
    assert answer.rows, "the invented documents are made to have an answer to every question"
    hold(answer, GOLDEN / "invented" / f"{name}.csv")


def test_there_are_many_questions() -> None:
    assert len(QUESTIONS) >= 40


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_explains_itself_in_two_languages(name: str) -> None:
    question = QUESTIONS[name]
    assert question.zh
    assert question.en
    assert question.level_zh
    assert question.level_en
    assert question.keywords
    assert all(c.zh and c.en for c in question.returns)
    assert all(p.zh and p.en for p in question.parameters)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_has_the_columns_that_are_promised(invented, invented_observation: str, name: str) -> None:
    answer = ask(name, of_invented(QUESTIONS[name], invented_observation), invented)
    assert answer.columns == tuple(c.name for c in QUESTIONS[name].returns)


@pytest.mark.parametrize("name", QUESTIONS)
def test_what_is_called_yuan_is_a_number(invented, invented_observation: str, name: str) -> None:
    answer = ask(name, of_invented(QUESTIONS[name], invented_observation), invented)
    measures = {c.name for c in answer.described if c.unit}
    for row in answer.rows:
        told = dict(zip(answer.columns, row, strict=True))
        assert all(term is None or term.is_number for column, term in told.items() if column in measures)


#: Their rows sum over what a parameter leaves, so that another value gives other rows.
SUMMING = {"quality-by-publisher", "quality-by-table", "findings-by-cause", "reclassified", "units"}


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - SUMMING))
def test_an_optional_parameter_only_takes_rows_away(invented, invented_observation: str, name: str) -> None:
    """What is answered for one unit, code or phase is among what is answered for all: nothing takes on its name."""
    question = QUESTIONS[name]
    asked = of_invented(question, invented_observation)
    required = {p.name: asked[p.name] for p in question.parameters if p.required}
    whole = set(ask(name, required, invented).rows)
    for parameter in question.parameters:
        if parameter.name in asked and not parameter.required and parameter.default is None:
            narrowed = ask(name, required | {parameter.name: asked[parameter.name]}, invented).rows
            assert set(narrowed) <= whole, parameter.name


@pytest.mark.parametrize("name", sorted(n for n, q in QUESTIONS.items() if "OPTIONAL" in q.text))
def test_an_optional_part_answered_row_by_row_gives_the_same(invented, invented_observation: str, name: str) -> None:
    question, asked = QUESTIONS[name], of_invented(QUESTIONS[name], invented_observation)
    assert ask(replace(question, well_designed=False), asked, invented) == ask(question, asked, invented)
