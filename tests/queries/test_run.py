"""Asking: parameters stay values, faults are told in one line, answers come in four layouts."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.queries.question import QueryError, bind, load_question, load_questions, parse_question
from yusuan.queries.run import Endpoint, EndpointError, ask, lay_out, quickened
from yusuan.queries.sparql import is_wide, outline
from yusuan.queries.store import open_store

TRIPLES = """
<urn:a> <urn:label> "事业运行" .
<urn:a> <urn:amount> "8525300.10"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:secret> <urn:label> "别的" .
"""
QUESTION = """#+ question:
#+   zh: 叫这个名字的是谁？
#+   en: who is called so?
#+ parameters:
#+   - {name: label, type: string, required: True, example: 事业运行, zh: 名称, en: name}
#+ returns:
#+   - {name: s, zh: 主语, en: subject}
#+ level:
#+   zh: 无
#+   en: none
#+ keywords: [test]
SELECT ?s WHERE { VALUES ?label { "事业运行" } ?s <urn:label> ?label }
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(TRIPLES.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


def test_a_parameter_is_bound(store: ox.Store) -> None:
    assert ask(parse_question(QUESTION, "q"), {"label": "事业运行"}, store).values() == [{"s": "urn:a"}]


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",)), max_size=40))
def test_whatever_is_given_stays_a_value(text: str) -> None:
    store = ox.Store()
    store.load(TRIPLES.encode(), format=ox.RdfFormat.N_TRIPLES)
    try:
        found = ask(parse_question(QUESTION, "q"), {"label": text}, store).values()
    except QueryError:
        return
    assert found == ([{"s": "urn:a"}] if text == "事业运行" else [{"s": "urn:secret"}] if text == "别的" else [])


@pytest.mark.parametrize(
    "attack",
    [
        '" } ?s ?p ?o #',
        '事业运行" "别的',
        "\\",
        "}\n} ; DROP ALL",
        '" } SERVICE <http://x/> { ?s ?p ?o } VALUES ?z { "',
    ],
)
def test_an_attack_is_a_name_that_nobody_has(store: ox.Store, attack: str) -> None:
    assert ask(parse_question(QUESTION, "q"), {"label": attack}, store).rows == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?x WHERE {", "行"),
        ("DELETE WHERE { ?s ?p ?o }", "不执行更新"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE"),
        ("", "不是"),
    ],
)
def test_a_query_that_is_not_run_says_why(store: ox.Store, text: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(parse_question(text, "-"), {}, store)
    assert told in str(caught.value)


@pytest.mark.parametrize(("parameters", "told"), [({}, "label"), ({"label": "x", "colour": "red"}, "colour")])
def test_missing_and_unknown_parameters_are_named(store: ox.Store, parameters: dict[str, str], told: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(parse_question(QUESTION, "q"), parameters, store)
    assert told in str(caught.value)


def test_an_unknown_question_names_its_neighbours() -> None:
    with pytest.raises(QueryError) as caught:
        ask("three-publik", {}, ox.Store())
    assert "three-public" in str(caught.value)


def test_layouts(store: ox.Store) -> None:
    answer = ask(parse_question("SELECT ?s ?a WHERE { ?s <urn:amount> ?a }", "-"), {}, store)
    assert lay_out(answer, "csv").splitlines() == ["s,a", "urn:a,8525300.1"]
    binding = json.loads(lay_out(answer, "json"))["results"]["bindings"][0]["a"]
    assert (binding["value"], binding["datatype"]) == ("8525300.1", "http://www.w3.org/2001/XMLSchema#decimal")
    assert "8,525,300.1" in lay_out(answer, "table")
    graph = ask(parse_question("CONSTRUCT WHERE { ?s <urn:label> ?l }", "-"), {}, store)
    assert len(list(ox.parse(lay_out(graph, "ttl"), format=ox.RdfFormat.TURTLE))) == 2


def test_a_terminal_shows_the_chinese_names_of_codes_and_files_the_codes(store: ox.Store) -> None:
    phases = parse_question(
        """
        #+ question: {zh: 阶段, en: phases}
        #+ returns:
        #+   - {name: phase, zh: 阶段, en: phase}
        #+   - {name: code, zh: 编码, en: code}
        #+ level: {zh: 阶段, en: phases}
        SELECT ?phase ?code { VALUES (?phase ?code) { ("approved" "approved") ("foreseen" "") } }
        """.replace("\n        ", "\n"),
        "phases",
    )
    answer = ask(phases, {}, store)
    assert [line.split() for line in lay_out(answer, "table").splitlines()[3:5]] == [
        ["预算数", "approved"],
        ["foreseen"],
    ]
    assert lay_out(answer, "csv").splitlines()[1:] == ["approved,approved", "foreseen,"]


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    from yusuan.queries.store import StoreError

    with pytest.raises(StoreError):
        open_store(tmp_path / "store")


def test_an_endpoint_that_does_not_answer_is_told() -> None:
    with pytest.raises(EndpointError):
        ask(parse_question("ASK { ?s ?p ?o }", "-"), {}, Endpoint("http://127.0.0.1:9/sparql", timeout_s=2))


def test_a_query_that_multiplies_everything_by_everything_looks_long_and_no_question_of_the_library_does() -> None:
    for wide in (
        "SELECT * { ?a ?b ?c . ?d ?e ?f }",
        "CONSTRUCT { ?a <x:p> ?f } { ?a ?b ?c . ?d ?e ?f }",
        "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f } }",
        "SELECT * { ?a (<x:a>|!<x:b>)* ?b }",
    ):
        assert is_wide(wide), wide
    for narrow in (
        "SELECT ?a ?b ?c { ?a ?b ?c }",
        "CONSTRUCT { ?a ?b ?c } WHERE { ?a ?b ?c }",
        "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o . ?s a <x:C> } GROUP BY ?p",
        'SELECT * { ?a <x:p> "?d ?e ?f . ?g ?h ?i" . ?a ?b ?c }',
        *(question.text for question in load_questions()),
    ):
        assert not is_wide(narrow), narrow


def test_only_questions_of_the_library_are_asked_row_by_row() -> None:
    text = bind(load_question("where-printed"), {"code": "2010350"})
    assert "LATERAL" in quickened(text)
    assert quickened(text.replace('"2010350"', "UNDEF")) == text.replace('"2010350"', "UNDEF")
    other = text.replace("OPTIONAL { ?cell yb:page ?page }", "OPTIONAL { ?cell yb:page ?page . ?x ?y ?z }")
    assert quickened(other) == other


def test_queries_that_ask_the_same_of_other_things_have_one_outline() -> None:
    asked = 'SELECT ?o { <x:1> <x:p> ?o FILTER(?o != "a") } # one'
    assert outline(asked) == outline('SELECT ?o {\n <x:2> <x:p> ?o FILTER(?o != "b")}')
    assert outline(asked) != outline('SELECT ?o { <x:1> <x:p> ?o FILTER(?o = "a") }')
