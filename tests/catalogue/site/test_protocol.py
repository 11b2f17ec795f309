"""The SPARQL protocol: whole answers, everything else refused in words; and every IRI resolves."""

from __future__ import annotations

import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient
from yusuan.catalogue.site.accept import choose
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.pool import Limits

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


@pytest.mark.parametrize(
    ("accept", "media_type", "holds"),
    [
        ("application/sparql-results+json", "application/sparql-results+json", '"bindings"'),
        ("text/csv", "text/csv", "n\r\n"),
        ("text/tab-separated-values", "text/tab-separated-values", "?n"),
        ("application/sparql-results+xml;q=0.9, text/html;q=0.1", "application/sparql-results+xml", "<sparql"),
        ("nonsense", "application/sparql-results+json", '"bindings"'),
    ],
)
def test_a_table_in_each_format(site: TestClient, accept: str, media_type: str, holds: str) -> None:
    answer = site.get("/sparql", params={"query": COUNT}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)
    assert holds in answer.text
    assert answer.headers["access-control-allow-origin"] == "*"


def test_by_post_as_form_and_as_query(site: TestClient) -> None:
    by_form = site.post("/sparql", data={"query": COUNT})
    as_query = site.post("/sparql", content=COUNT, headers={"content-type": "application/sparql-query"})
    assert by_form.json() == as_query.json()


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_graph_in_each_format(site: TestClient, accept: str) -> None:
    answer = site.get("/sparql", params={"query": "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 3"}, headers={"accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(accept)


@pytest.mark.parametrize(
    "accept", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_the_catalogue_in_each_format(site: TestClient, example_build: Path, accept: str) -> None:
    answer = site.get("/catalogue", headers={"accept": f"{accept}, */*;q=0.1"})
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(accept)
    quads = ox.parse(answer.content, ox.RdfFormat.from_media_type(accept))
    written = ox.parse(path=str(example_build / "catalogue.ttl"), format=ox.RdfFormat.TURTLE)
    assert {str(q.triple) for q in quads} == {str(q.triple) for q in written}
    again = site.get("/catalogue", headers={"accept": f"{accept}, */*;q=0.1", "if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_the_catalogue_is_turtle_for_who_does_not_say_a_page_for_browsers_and_no_picture(site: TestClient) -> None:
    assert site.get("/catalogue").headers["content-type"].startswith("text/turtle")
    page = site.get("/catalogue", headers={"accept": "text/html,*/*;q=0.8"}, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, "/downloads")
    assert "Accept" in page.headers["vary"]
    refused = site.get("/catalogue", headers={"accept": "image/png"})
    assert refused.status_code == 406 and "application/rdf+xml" in refused.json()["error"]


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "LOAD <http://127.0.0.1:1/x>",
        "SELECT * { SERVICE <http://127.0.0.1:1/sparql> { ?s ?p ?o } }",
        "DROP ALL",
        "SELECT * {",
        "",
        "x" * 200_000,
    ],
)
def test_what_is_no_query_of_the_store_is_refused_in_words(site: TestClient, query: str) -> None:
    answer = site.post("/sparql", data={"query": query})
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]


def test_bytes_that_are_no_text(site: TestClient) -> None:
    answer = site.post("/sparql", content=b"\xff\xfe", headers={"content-type": "application/sparql-query"})
    assert answer.status_code == 400
    assert site.post("/sparql", content=b"x", headers={"content-type": "image/png"}).status_code == 415


def test_a_runaway_query_is_ended_and_the_next_one_is_answered(example_build: Path) -> None:
    with TestClient(create_app(example_build, Limits(seconds=1.5, workers=1))) as client:
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200
        started = time.monotonic()
        cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        ended = client.get("/sparql", params={"query": cross})
        assert ended.status_code == 503
        assert ended.headers["retry-after"]
        assert time.monotonic() - started < 20
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_a_query_that_eats_memory_is_ended(example_build: Path) -> None:
    with TestClient(create_app(example_build, Limits(seconds=60, megabytes=300, workers=1))) as client:
        greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
        assert client.get("/sparql", params={"query": greedy}).status_code == 503
        assert client.get("/sparql", params={"query": COUNT}).status_code == 200


# --- identifiers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "ending"),
    [("text/html,*/*;q=0.8", ""), ("text/turtle", ".ttl"), ("application/ld+json", ".jsonld"), ("*/*", "")],
)
def test_an_identifier_leads_to_what_is_said_of_it(site: TestClient, accept: str, ending: str) -> None:
    answer = site.get("/unit/420100-157003", headers={"accept": accept})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/about/unit/420100-157003{ending}"
    described = site.get(answer.headers["location"])
    assert described.status_code == 200
    assert "武汉市信息中心" in described.text or "420100-157003" in described.text


def test_an_identifier_of_every_kind_resolves_as_a_page_and_as_data(site: TestClient) -> None:
    base = "https://w3id.org/yusuan/"
    query = f"SELECT DISTINCT ?s {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} FILTER(STRSTARTS(STR(?s), '{base}')) }}"
    found = site.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    paths = sorted(row["s"]["value"].removeprefix(base) for row in found)
    kinds = {path.partition("/")[0]: path for path in paths}
    assert len(kinds) > 20
    for path in kinds.values():
        for accept in ("text/html", "text/turtle"):
            answer = site.get(f"/{path}", headers={"accept": accept})
            assert answer.status_code == 303, path
            while answer.status_code == 303:
                answer = site.get(answer.headers["location"], headers={"accept": accept})
            assert answer.status_code == 200, (path, accept)


def test_an_identifier_that_is_none(site: TestClient) -> None:
    assert site.get("/about/unit/000000-nobody.ttl").status_code == 404
    assert site.get("/about/unit/x%3E%20%7B%7D.ttl").status_code == 404
    assert site.get("/unit/x", headers={"accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(("language", "title"), [("zh", "全部资金"), ("en", "all funds")])
def test_the_page_of_an_iri_is_called_as_its_reader_calls_it(site: TestClient, language: str, title: str) -> None:
    page = site.get(f"/about/code/fund-all?lang={language}", headers={"Accept": "text/html"})
    assert f"<h1>{title}</h1>" in page.text


def test_the_most_specific_range_decides() -> None:
    offered = ["text/html", "text/turtle"]
    assert choose("text/*;q=0.5, text/turtle;q=0.9", offered) == "text/turtle"
    assert choose("text/turtle;q=0, */*", offered) == "text/html"
    assert choose("image/png", offered) is None
    assert choose("", offered) == "text/html"


# --- for programs -----------------------------------------------------------------------------------------


def test_a_question_by_name(site: TestClient) -> None:
    answer = site.get("/api/questions/function-over-years", params={"code": "2010350", "format": "csv"})
    assert "8525300" in answer.text
    assert site.get("/api/questions/function-over-years", params={"code": "x } INSERT"}).status_code == 400
    assert site.get("/api/questions/no-such").status_code == 404


def test_observations_by_any_column_in_pages(site: TestClient) -> None:
    first = site.get("/api/observations", params={"fiscal_year": "2024", "limit": 5}).json()
    second = site.get("/api/observations", params={"fiscal_year": "2024", "limit": 5, "offset": 5}).json()
    assert first["total"] == second["total"] > 400
    ids = {row["observation_id"] for page in (first, second) for row in page["observations"]}
    assert len(ids) == 10
    assert site.get("/api/observations", params={"colour": "red"}).status_code == 400
    assert site.get("/api/observations", params={"limit": "1e9"}).status_code == 400
