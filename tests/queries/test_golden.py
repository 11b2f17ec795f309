"""Every question over the examples, held against its golden answer.

``YUSUAN_UPDATE_GOLDEN=1`` rewrites the golden answers; look at the diff before you commit it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from yusuan.queries.question import load_questions
from yusuan.queries.run import ask, lay_out
from yusuan.queries.store import open_store

GOLDEN = Path(__file__).parent / "golden"
QUESTIONS = {q.name: q for q in load_questions()}


@pytest.fixture(scope="module")
def store(example_build: Path):
    return open_store(example_build / "store")


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_gives_its_golden_answer(store, name: str) -> None:
    examples = {k: v for k, v in QUESTIONS[name].examples.items() if v != ""}
    answer = lay_out(ask(name, examples, store), "csv")
    golden = GOLDEN / f"{name}.csv"
    if os.environ.get("YUSUAN_UPDATE_GOLDEN"):
        golden.write_text(answer, "utf-8", newline="")
    assert golden.exists(), "run once with YUSUAN_UPDATE_GOLDEN=1 and look at the file"
    with golden.open(encoding="utf-8", newline="") as lines:
        assert answer == lines.read()


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_explains_itself_in_two_languages(name: str) -> None:
    question = QUESTIONS[name]
    assert question.zh
    assert question.en
    assert question.level_zh
    assert question.keywords
    assert all(c.zh and c.en for c in question.returns)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_has_the_columns_that_are_promised(store, name: str) -> None:
    examples = {k: v for k, v in QUESTIONS[name].examples.items() if v != ""}
    answer = ask(name, examples, store)
    assert answer.columns == tuple(c.name for c in QUESTIONS[name].returns)
    assert answer.rows
