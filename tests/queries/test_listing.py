"""The page of questions is current, and the Turtle for editors holds queries that run."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from yusuan.queries.listing import executables, questions_page
from yusuan.queries.question import load_questions
from yusuan.queries.store import open_store

SH = "http://www.w3.org/ns/shacl#"


def test_the_page_of_questions_is_current(repo: Path) -> None:
    said = (repo / "docs" / "questions.md").read_text("utf-8")
    assert said == questions_page(), "run python -m yusuan.queries.listing > docs/questions.md"


def test_every_question_is_an_executable_that_runs(example_build: Path) -> None:
    store = open_store(example_build / "store")
    base = "https://w3id.org/yusuan/"
    quads = list(ox.parse(executables(base), ox.RdfFormat.TURTLE))
    texts = [quad.object.value for quad in quads if str(quad.predicate) == f"<{SH}select>"]
    assert len(texts) == len(load_questions())
    for text in texts:
        store.query(text)


def test_executables_are_under_the_base_of_the_build() -> None:
    told = executables("https://example.org/b/")
    assert "https://w3id.org/yusuan/" not in told
