"""Every question gives the same answer on every engine, decimals to the last digit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from yusuan.queries.answers import Answer
from yusuan.queries.endpoint import Endpoint
from yusuan.queries.question import Given, load_questions
from yusuan.queries.run import ask
from yusuan.queries.store import open_store

from ...queries.asked import of_invented

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("sparql")]
QUESTIONS = {q.name: q for q in load_questions()}
#: Asked of all there is as well: those that take another way then, or could multiply.
UNRESTRICTED = (
    "documents", "units", "function-parts", "quality-by-publisher", "largest-projects", "project-targets",
    "target-kinds", "glossary",
)  # fmt: skip
FUZZED: dict[str, Given] = {"unit": "901001", "year": 2022}


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
@pytest.mark.parametrize("name", UNRESTRICTED)
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


@pytest.fixture(scope="module")
def found_words(embedded) -> frozenset[str]:
    return frozenset(str(row["label"]) for row in ask("find-label", FUZZED | {"word": ""}, embedded).values())


#: What ends a string, a group or a line, opens another, comments, escapes, reaches elsewhere or looks like any of these.
PIECES = st.sampled_from([
    '"', "'", '"""', "'''", "{", "}", "} }", "<", ">", "<urn:a>", "\n", "\r\n", "\t", "#", "\\", "\\u0022", "\\\\u0022",
    "\\n", ";", ".", "?s ?p ?o", "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "UNION", "; DROP ALL", "VALUES ?word", "$",
    "@zh", "^^xsd:integer", "%22", "救助", "支出", " ", "\u2028", "\x0b", "😀", "%s", "{0}", "{{", "--", "/*",
])  # fmt: skip


@pytest.mark.parametrize("engine", ["embedded", "fuseki", "virtuoso"])
@settings(
    max_examples=int(os.environ.get("YUSUAN_FUZZ", "25")),
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(word=st.lists(PIECES, max_size=6).map("".join))
def test_whatever_is_given_stays_a_value_on_every_engine(
    loaded: dict[str, Endpoint], embedded, found_words: frozenset[str], engine: str, word: str
) -> None:
    """The labels that hold the word come back, and nothing else, as Python finds them."""
    source = embedded if engine == "embedded" else loaded[engine]
    answer = ask("find-label", FUZZED | {"word": word}, source)
    assert {row["label"] for row in answer.values()} == {label for label in found_words if word in label}
