"""Loading: each graph replaced whole, counted, left alone when it is there; an interrupted load leaves the old one."""

from __future__ import annotations

import http.client
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import requests
from requests.auth import HTTPDigestAuth
from yusuan.queries.endpoint import Endpoint, EndpointError
from yusuan.queries.graphs import NamedGraph, named_graphs
from yusuan.queries.load import load_graphs, packages_of, store_address
from yusuan.queries.question import parse_question
from yusuan.queries.run import ask
from yusuan.settings import DEFAULT_BASE

from . import faulty

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("sparql")]
BASE = "https://example.org/loading/"


@pytest.fixture(params=["fuseki", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Endpoint:
    return request.getfixturevalue(request.param)


def a_graph(name: str, *objects: str) -> NamedGraph:
    lines = tuple(f'<{BASE}{name}> <{BASE}says> "{each}" .\n' for each in sorted(objects))
    return NamedGraph(f"{BASE}graph/{name}", lines_held=lines, prefix=BASE)


def outcomes(graphs: list[NamedGraph], server: Endpoint, *, prune: bool = True) -> Counter[str]:
    return Counter(each.outcome for each in load_graphs(graphs, server, BASE, prune=prune))


def said(server: Endpoint, name: str) -> set[str]:
    text = f"SELECT ?o WHERE {{ GRAPH <{BASE}graph/{name}> {{ ?s <{BASE}says> ?o }} }}"
    return {row["o"] for row in ask(parse_question(text, "-"), {}, server).values()}


def test_a_second_load_changes_nothing(server: Endpoint) -> None:
    graphs = [a_graph("a", "1", "2"), a_graph("b", "3")]
    assert outcomes(graphs, server) == {"loaded": 2}
    assert outcomes(graphs, server) == {"unchanged": 2}
    assert outcomes([], server) == {"removed": 2}


def test_a_graph_is_replaced_whole(server: Endpoint) -> None:
    outcomes([a_graph("a", "1", "2")], server)
    assert outcomes([a_graph("a", "2", "3")], server) == {"loaded": 1}
    assert said(server, "a") == {"2", "3"}
    outcomes([], server)


def test_what_was_interrupted_goes_on(server: Endpoint) -> None:
    graphs = [a_graph("a", "1"), a_graph("b", "2"), a_graph("c", "3")]
    going = load_graphs(graphs, server, BASE, prune=True)
    next(going)
    next(going)
    going.close()
    assert outcomes(graphs, server) == {"unchanged": 2, "loaded": 1}
    outcomes([], server)


def test_graphs_of_other_builds_are_not_touched_unasked(server: Endpoint) -> None:
    outcomes([a_graph("other", "1")], server)
    with pytest.raises(EndpointError) as caught:
        outcomes([a_graph("a", "1")], server, prune=False)
    assert f"{BASE}graph/other" in caught.value.message
    assert "--prune" in caught.value.message_en
    assert said(server, "other") == {"1"}
    outcomes([], server)


def test_what_someone_changed_since_is_loaded_again(server: Endpoint) -> None:
    """A graph that says it is whole and is not: its triples are counted."""
    graph = a_graph("a", "1", "2")
    outcomes([graph], server)
    lying = replace(graph, lines_held=graph.lines_held[:1])
    body = (lying.lines_held[0] + graph.about()).encode()
    digest = HTTPDigestAuth(server.user, server.password)
    auth = digest if "sparql-graph-crud" in store_address(server) else (server.user, server.password)
    requests.put(
        store_address(server), params={"graph": graph.iri}, data=body, auth=auth, timeout=30,
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()  # fmt: skip
    assert outcomes([graph], server) == {"loaded": 1}
    assert said(server, "a") == {"1", "2"}
    outcomes([], server)


def test_a_connection_that_breaks_leaves_the_old_graph(server: Endpoint) -> None:
    """Broken inside a statement: between two, a server may take what it has for the whole, which the count then tells."""
    outcomes([a_graph("a", "old")], server)
    address = urlsplit(store_address(server))
    path = f"{address.path}?graph={quote(BASE + 'graph/a', safe='')}"
    # The login is that of a request of the same kind which was let in.
    prepared = _let_in(server, path)
    line = f'<{BASE}a> <{BASE}says> "new" .\n'.encode() * 2000
    connection = http.client.HTTPConnection(address.netloc, timeout=10)
    connection.putrequest("PUT", path)
    for name, value in {"Content-Type": "application/n-triples", "Content-Length": str(len(line)), **prepared}.items():
        connection.putheader(name, value)
    connection.endheaders()
    connection.send(line[: len(line) // 2 - 9])
    connection.close()
    assert said(server, "a") == {"old"}
    outcomes([], server)


def _let_in(server: Endpoint, path: str) -> dict[str, str]:
    import base64

    if "sparql-graph-crud" not in path:
        return {"Authorization": "Basic " + base64.b64encode(f"{server.user}:{server.password}".encode()).decode()}
    url = f"http://{urlsplit(server.url).netloc}{path}"
    auth = HTTPDigestAuth(server.user, server.password)
    requests.get(url, auth=auth, timeout=30)
    return {"Authorization": auth.build_digest_header("PUT", url) or ""}


def test_a_wrong_password_is_told_before_anything_is_written(server: Endpoint) -> None:
    with pytest.raises(EndpointError) as caught:
        outcomes([a_graph("a", "1")], replace(server, password="wrong"))
    assert "密码" in caught.value.message


def test_a_server_of_unknown_kind_asks_for_its_graph_store() -> None:
    fault = lambda handler: handler.send(200, b'{"boolean": true}')  # noqa: E731
    with faulty.faulty(fault) as unknown, pytest.raises(EndpointError) as caught:
        store_address(Endpoint(unknown.url, 2))
    assert "--graph-store" in caught.value.message


def test_no_triple_is_in_two_graphs(invented_build: Path) -> None:
    seen: Counter[str] = Counter()
    for graph in named_graphs(packages_of(invented_build), DEFAULT_BASE):
        seen.update(set(graph.lines()))
    assert max(seen.values()) == 1


def test_a_renamed_unit_has_one_preferred_name(invented_build: Path) -> None:
    shared = named_graphs(packages_of(invented_build), DEFAULT_BASE)[1]
    names = Counter(line.split()[0] for line in shared.lines() if "prefLabel" in line and '"@zh' in line)
    assert max(names.values()) == 1


def test_an_incomplete_package_is_told(invented_build: Path, tmp_path: Path) -> None:
    shutil.copytree(invented_build / "packages", tmp_path / "packages")
    (packages_of(tmp_path)[0] / "rdf" / "data.nt").unlink()
    with pytest.raises(OSError, match=r"data\.nt"):
        named_graphs(packages_of(tmp_path), DEFAULT_BASE)
