"""Put the graphs of a build into a SPARQL server by the Graph Store Protocol, each replaced whole and then counted.

Fuseki takes a body that was cut between two statements for the whole. Where it serves updates it is therefore given
one: what was cut lacks its closing brace and is refused, so that the old graph stays. Virtuoso keeps it by itself.

A graph says of itself what it was made of and how many triples it has, in the same request that puts it there; so a
second run leaves alone what is already there and whole, and goes on where one was interrupted.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from .endpoint import Endpoint, EndpointError, ask_endpoint
from .graphs import DIGEST, TRIPLES, NamedGraph
from .sparql import readable_by_sparql

#: How a server's graph store is found from its query address: what its headers or its path say → the end of the path.
_STORES: tuple[tuple[str, str, str], ...] = (
    ("virtuoso", r"/sparql(-auth)?/?$", "/sparql-graph-crud-auth"),
    ("fuseki", r"(/sparql|/query)?/?$", "/data"),
    ("", r"(/repositories/[^/]+)/?$", r"\1/rdf-graphs/service"),
    ("oxigraph", r"/query/?$", "/store"),
)
#: Servers that need it, and where they take updates: as above.
_UPDATES = (("fuseki", r"(/sparql|/query)?/?$", "/update"),)
_ATTEMPTS = 2
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of one graph."""

    graph: str
    outcome: Literal["loaded", "unchanged", "removed", "left-behind"]
    triples: int


def load_graphs(
    graphs: Iterable[NamedGraph],
    endpoint: Endpoint,
    base: str,
    *,
    graph_store: str = "",
    prune: bool = False,
    leave: bool = False,
) -> Iterator[Loaded]:
    """Make the server hold ``graphs``; yields each when it is there and its triples are counted.

    A graph of ours that is none of these belongs to documents that the build does not have: with ``prune`` it goes,
    without it nothing is touched and the error names it, or with ``leave`` it stays and is named.

    Raises:
        EndpointError: the server cannot be reached, refuses, or holds another number of triples than it was given.
    """
    wanted = list(graphs)
    strangers = sorted(_held_graphs(endpoint, base) - {graph.iri for graph in wanted})
    if strangers and not (prune or leave):
        named = "、".join(strangers[:3]) + ("…" if len(strangers) > 3 else "")
        raise EndpointError(
            f"{endpoint.url} 里有 {len(strangers)} 个图不在这次的输出里: {named}；要删去请加 --prune",
            "the server holds graphs of documents that this build lacks; --prune removes them",
        )
    with _Store(
        graph_store or store_address(endpoint), endpoint, "" if graph_store else _address(endpoint, _UPDATES)
    ) as store:
        for graph in wanted:
            yield _put(graph, endpoint, store)
        for iri in strangers:
            if prune:
                store.delete(iri)
            yield Loaded(iri, "removed" if prune else "left-behind", 0)


def _put(graph: NamedGraph, endpoint: Endpoint, store: _Store) -> Loaded:
    if _is_whole(graph, endpoint):
        return Loaded(graph.iri, "unchanged", graph.triples)
    store.put(graph)
    count = _count(graph.iri, endpoint)
    if count != graph.triples:
        raise EndpointError(
            f"{graph.iri} 写入后有 {count} 条三元组，应为 {graph.triples}；请重新运行 load",
            f"{graph.iri} has {count} triples after loading instead of {graph.triples}; run load again",
        )
    return Loaded(graph.iri, "loaded", count)


# --- what is there


def _held_graphs(endpoint: Endpoint, base: str) -> set[str]:
    """The graphs of ours in the server, those that a load or a user of ours has put there."""
    text = f"SELECT ?g WHERE {{ GRAPH ?g {{ ?g {DIGEST} ?digest }} }}"
    found = ask_endpoint(text, "SELECT", endpoint)
    return {row[0].value for row in found.rows if row[0] and row[0].value.startswith(base)}


def _is_whole(graph: NamedGraph, endpoint: Endpoint) -> bool:
    text = f'ASK {{ GRAPH <{graph.iri}> {{ <{graph.iri}> {DIGEST} "{graph.digest}" ; {TRIPLES} {graph.triples} }} }}'
    return ask_endpoint(text, "ASK", endpoint).truth and _count(graph.iri, endpoint) == graph.triples


def _count(graph: str, endpoint: Endpoint) -> int:
    text = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    ((number,),) = ask_endpoint(text, "SELECT", endpoint).rows
    return int(number.value) if number else 0


# --- the graph store


def store_address(endpoint: Endpoint) -> str:
    """The address of the graph store of a server that is known by its query address.

    Raises:
        EndpointError: the server is of no known kind; its graph store has to be named.
    """
    if found := _address(endpoint, _STORES):
        return found
    raise EndpointError(
        f"不知道 {endpoint.url} 的图存储地址，请用 --graph-store 给出",
        "the address of its graph store is not known; name it with --graph-store",
    )


def _address(endpoint: Endpoint, known: tuple[tuple[str, str, str], ...]) -> str:
    """The address that follows from the query address by the first fitting line of ``known``; empty where none does."""
    kind = _kind(endpoint)
    parts = urlsplit(endpoint.url)
    for named, pattern, put in known:
        if named in kind and re.search(pattern, parts.path):
            return urlunsplit((parts.scheme, parts.netloc, re.sub(pattern, put, parts.path, count=1), "", ""))
    return ""


def _kind(endpoint: Endpoint) -> str:
    """What a server says of itself, in lower case."""
    import requests

    try:
        with requests.get(endpoint.url, params={"query": "ASK {}"}, timeout=endpoint.timeout_s, stream=True) as reply:
            said = " ".join((reply.headers.get("Server", ""), *reply.headers))
    except requests.RequestException as error:
        raise EndpointError(f"{endpoint.url} 连接不上: {error}", "the server cannot be reached") from error
    return said.lower()


class _Store:
    """A graph store, by whichever kind of login it asks for; ``update_url`` is used where updates are taken there."""

    def __init__(self, url: str, endpoint: Endpoint, update_url: str = "") -> None:
        import requests

        self._url, self._endpoint, self._update_url = url, endpoint, update_url
        self._session = requests.Session()

    def __enter__(self) -> _Store:
        self._log_in()
        if self._update_url and not self._takes_updates():
            self._update_url = ""
        return self

    def __exit__(self, *_: object) -> None:
        self._session.close()

    def put(self, graph: NamedGraph) -> None:
        """Replace one graph whole. The body is made beforehand: a server must know its length to notice a cut."""
        with tempfile.TemporaryFile() as body:
            for piece in as_update(graph) if self._update_url else chain(graph.lines(), (graph.about(),)):
                body.write(piece.encode())
            self._request("UPDATE" if self._update_url else "PUT", graph.iri, body)

    def delete(self, graph: str) -> None:
        """Remove one graph; nothing happens where there is none."""
        self._request("DELETE", graph)

    def _request(self, method: str, graph: str, body: IO[bytes] | None = None) -> None:
        import requests

        for attempt in range(1, _ATTEMPTS + 1):
            if body:
                body.seek(0)
            try:
                reply = self._send(method, graph, body)
            except requests.Timeout as error:
                raise EndpointError(f"{self._url} 写入 {graph} 超时", f"writing {graph} took too long") from error
            except requests.RequestException as error:
                if attempt == _ATTEMPTS:
                    raise EndpointError(
                        f"{self._url} 写入 {graph} 时断开: {error}", "the connection was lost"
                    ) from error
                continue
            if reply.status_code < 300 or (method == "DELETE" and reply.status_code == 404):
                return
            if reply.status_code not in (429, 502, 503, 504) or attempt == _ATTEMPTS:
                raise self._refused(reply, graph)

    def _send(self, method: str, graph: str, body: IO[bytes] | None) -> Any:
        if method == "UPDATE":
            return self._send_update(body)
        return self._session.request(
            method,
            self._url,
            params={"graph": graph},
            data=body,
            headers={"Content-Type": "application/n-triples"} if body else {},
            timeout=self._endpoint.timeout_s,
        )

    def _send_update(self, body: IO[bytes] | bytes | None) -> Any:
        headers = {"Content-Type": "application/sparql-update"}
        return self._session.post(self._update_url, data=body, headers=headers, timeout=self._endpoint.timeout_s)

    def _takes_updates(self) -> bool:
        """Whether an update that does nothing is taken."""
        import requests

        try:
            return self._send_update(b"# nothing").status_code < 300
        except requests.RequestException:
            return False

    def _log_in(self) -> None:
        """Ask for something small first: the big request can then carry its login from the start."""
        import requests
        from requests.auth import HTTPBasicAuth, HTTPDigestAuth

        try:
            reply = self._send("GET", "urn:yusuan:none", None)
            if reply.status_code == 401 and self._endpoint.user:
                digest = "digest" in reply.headers.get("WWW-Authenticate", "").lower()
                self._session.auth = (HTTPDigestAuth if digest else HTTPBasicAuth)(
                    self._endpoint.user, self._endpoint.password
                )
                reply = self._send("GET", "urn:yusuan:none", None)
        except requests.RequestException as error:
            raise EndpointError(f"{self._url} 连接不上: {error}", "the graph store cannot be reached") from error
        if reply.status_code in (401, 403):
            raise self._refused(reply, "")

    def _refused(self, reply: Any, graph: str) -> EndpointError:
        words = {
            401: ("用户名或密码不对，或没有给出", "the user or password is missing or wrong"),
            403: ("不允许写入", "writing is not permitted"),
            404: ("没有图存储", "there is no graph store"),
            413: ("图太大", "the graph is too large"),
        }
        zh, en = words.get(reply.status_code, ("没有写入", "it was not written"))
        return EndpointError(f"{self._url} {zh} {graph}: HTTP {reply.status_code}", en)


def as_update(graph: NamedGraph) -> Iterator[str]:
    """The update that replaces ``graph`` whole, in pieces. From the first triple on, what is cut is no valid update."""
    yield f"DROP SILENT GRAPH <{graph.iri}> ;\nINSERT DATA {{ GRAPH <{graph.iri}> {{\n"
    for line in graph.lines():
        yield readable_by_sparql(line)
    yield graph.about() + "} }\n"


def packages_of(build: Path) -> list[Path]:
    """The package folders of a build, sorted.

    Raises:
        OSError: it is no build.
    """
    return sorted(path for path in (build / "packages").iterdir() if (path / "datapackage.json").is_file())
