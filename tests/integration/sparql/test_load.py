"""Loading: each graph replaced whole, counted, left alone when it is there; an interrupted load leaves the old one."""

from __future__ import annotations

import os
import random
import shutil
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import requests
from requests.auth import HTTPDigestAuth
from yusuan.queries.endpoint import Endpoint, EndpointError
from yusuan.queries.graphs import NamedGraph, named_graphs, write_nquads, write_ntriples
from yusuan.queries.load import load_graphs, packages_of, store_address
from yusuan.queries.question import parse_question
from yusuan.queries.run import ask
from yusuan.settings import DEFAULT_BASE

from . import faulty, servers
from .cutting import cutting

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
        store_address(server), params={"graph": graph.iri}, data=body, auth=auth, timeout=120,
        headers={"Content-Type": "application/n-triples"},
    ).raise_for_status()  # fmt: skip
    assert outcomes([graph], server) == {"loaded": 1}
    assert said(server, "a") == {"1", "2"}
    outcomes([], server)


NEW = tuple(f'<{BASE}a> <{BASE}says> "new {n:04d}" .\n' for n in range(2000))


@pytest.mark.parametrize("between_statements", [True, False])
def test_a_load_that_is_cut_anywhere_leaves_the_old_graph(server: Endpoint, between_statements: bool) -> None:
    """The connection breaks at random places, in the middle of a statement or between two; a second run goes on."""
    graph = NamedGraph(f"{BASE}graph/a", lines_held=NEW, prefix=BASE)
    outcomes([a_graph("a", "old")], server)
    chosen = random.Random(8)
    for _ in range(int(os.environ.get("YUSUAN_CUTS", "4"))):
        with cutting(server, partial(_cut, chosen, between_statements)) as (through, cuts):
            with pytest.raises(EndpointError) as caught:
                outcomes([graph], through)
            assert cuts() > 0, caught.value
        assert said(server, "a") == {"old"}
    assert outcomes([graph], server) == {"loaded": 1}
    assert len(said(server, "a")) == len(NEW)
    outcomes([], server)


def _cut(chosen: random.Random, between_statements: bool, body: bytes) -> int:
    """Somewhere behind the first triple, at the end of a line or in the middle of one."""
    ends = [at for at, byte in enumerate(body) if byte == 10][2:-3]
    return chosen.choice(ends) + (1 if between_statements else -20)


def test_what_a_bulk_loader_took_is_whole(invented_build: Path, tmp_path: Path) -> None:
    """A server that was filled by its own loader holds what a load would have put there, to the last triple."""
    graphs = named_graphs(packages_of(invented_build), DEFAULT_BASE)
    count = write_nquads(graphs, tmp_path / "all.nq")
    assert count == sum(graph.triples for graph in graphs)
    servers.bulk_load_fuseki(tmp_path / "fuseki", tmp_path / "all.nq")
    with servers.fuseki(tmp_path / "fuseki", dataset="disk", heap="512m") as started:
        assert whole(graphs, started) == {"unchanged"}
    with servers.virtuoso(tmp_path / "virtuoso", buffers=10_000) as started:
        assert write_ntriples(graphs, started.folder / "graphs") == count
        servers.bulk_load_virtuoso(started, started.folder / "graphs")
        assert whole(graphs, started) == {"unchanged"}


def whole(graphs: list[NamedGraph], started: servers.Server) -> set[str]:
    server = Endpoint(started.sparql, 120, started.user, started.password)
    return {each.outcome for each in load_graphs(graphs, server, DEFAULT_BASE)}


def test_fuseki_without_updates_is_loaded_too(tmp_path: Path) -> None:
    with servers.fuseki(tmp_path, heap="256m", updates=False) as started:
        server = Endpoint(started.sparql, 120, started.user, started.password)
        assert outcomes([a_graph("a", "1", "2")], server) == {"loaded": 1}
        assert outcomes([a_graph("a", "1", "2")], server) == {"unchanged": 1}


def test_text_that_looks_like_an_escape_arrives_as_it_was(server: Endpoint) -> None:
    outcomes([a_graph("a", "C:\\\\users\\\\U0001", 'a\\"b\\n}}', "# no comment")], server)
    assert said(server, "a") == {"C:\\users\\U0001", 'a"b\n}}', "# no comment"}
    outcomes([], server)


def test_a_wrong_password_is_told_before_anything_is_written(server: Endpoint) -> None:
    with pytest.raises(EndpointError) as caught:
        outcomes([a_graph("a", "1")], replace(server, password="wrong"))
    assert "密码" in caught.value.message


def test_a_server_of_unknown_kind_asks_for_its_graph_store() -> None:
    fault = lambda handler: handler.send(200, b'{"boolean": true}')  # noqa: E731
    with faulty.faulty(fault) as unknown, pytest.raises(EndpointError) as caught:
        store_address(Endpoint(unknown.url, 20))
    assert "--graph-store" in caught.value.message


def test_no_triple_is_in_two_graphs(invented_build: Path) -> None:
    seen: Counter[str] = Counter()
    for graph in named_graphs(packages_of(invented_build), DEFAULT_BASE):
        seen.update(set(graph.lines()))
    assert max(seen.values()) == 1


def test_what_all_share_grows_little_with_the_amounts(invented_build: Path) -> None:
    """A graph is put at once, and servers refuse what is too large: the slices of each unit are a graph of its own."""
    graphs = {graph.iri: list(graph.lines()) for graph in named_graphs(packages_of(invented_build), DEFAULT_BASE)}
    assert not any(line.startswith(f"<{DEFAULT_BASE}slice/") for line in graphs[f"{DEFAULT_BASE}graph/shared"])
    slices = graphs[f"{DEFAULT_BASE}graph/slices/420100-901001"]
    assert all(line.startswith(f"<{DEFAULT_BASE}slice/") and "-420100-901001-" in line.split()[0] for line in slices)


def test_a_renamed_unit_has_one_preferred_name(invented_build: Path) -> None:
    shared = named_graphs(packages_of(invented_build), DEFAULT_BASE)[1]
    names = Counter(line.split()[0] for line in shared.lines() if "prefLabel" in line and '"@zh' in line)
    assert max(names.values()) == 1


def test_an_incomplete_package_is_told(invented_build: Path, tmp_path: Path) -> None:
    shutil.copytree(invented_build / "packages", tmp_path / "packages")
    (packages_of(tmp_path)[0] / "rdf" / "data.nt").unlink()
    with pytest.raises(OSError, match=r"data\.nt"):
        named_graphs(packages_of(tmp_path), DEFAULT_BASE)
