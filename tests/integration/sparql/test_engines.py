"""Every question gives the same answer on every engine, decimals to the last digit."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.queries.answers import Answer
from yusuan.queries.endpoint import Endpoint
from yusuan.queries.question import load_questions
from yusuan.queries.run import ask
from yusuan.queries.store import open_store

from ...queries.asked import of_invented

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("sparql")]
QUESTIONS = {q.name: q for q in load_questions()}


@pytest.fixture(scope="module")
def embedded(invented_build: Path):
    return open_store(invented_build / "store")


def rows(answer: Answer) -> list[str]:
    """The rows without regard to their order: engines sort unequal texts unequally."""
    return sorted(repr(row) for row in answer.rows)


@pytest.mark.parametrize("engine", ["fuseki", "virtuoso"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_server_answers_as_the_embedded_store(
    loaded: dict[str, Endpoint], embedded, invented_observation: str, engine: str, name: str
) -> None:
    asked = of_invented(QUESTIONS[name], invented_observation)
    assert rows(ask(name, asked, loaded[engine])) == rows(ask(name, asked, embedded))


@pytest.mark.parametrize("engine", ["fuseki", "virtuoso"])
@pytest.mark.parametrize("name", ["documents", "units", "function-parts", "quality-by-publisher", "largest-projects"])
def test_a_server_answers_as_the_embedded_store_without_restrictions(
    loaded: dict[str, Endpoint], embedded, invented_observation: str, engine: str, name: str
) -> None:
    required = {p.name for p in QUESTIONS[name].parameters if p.required}
    asked = {n: v for n, v in of_invented(QUESTIONS[name], invented_observation).items() if n in required}
    assert rows(ask(name, asked, loaded[engine])) == rows(ask(name, asked, embedded))


@pytest.mark.parametrize("engine", ["fuseki", "virtuoso"])
def test_values_stay_values_on_servers(loaded: dict[str, Endpoint], engine: str) -> None:
    for attack in (
        '" } ?s ?p ?o #',
        '救助" } SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } #',
        "\\",
        "}\n} ; DROP ALL",
        "'''",
    ):
        assert ask("glossary", {"term": attack}, loaded[engine]).rows == ()
