"""Ask a question of the embedded store or of a SPARQL server, and lay the answer out.

An answer is the same values wherever the graph lives; a fault is a :class:`QueryError`, never a short table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from ..settings import DEFAULT_BASE
from .question import Column, QueryError, Question, Value, bind, find_question
from .sparql import QUERY_FORMS, UPDATE_WORDS, Term, meaningful, place, query_form, rebase

if TYPE_CHECKING:
    from pyoxigraph import Store

Row = tuple[Term | None, ...]
TRIPLE = ("subject", "predicate", "object")
URL_LIMIT_BYTES = 2000  # servers cut longer addresses; above it the query goes into the body


class EndpointError(QueryError):
    """A SPARQL server did not give a whole answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 server."""

    url: str
    timeout_s: int = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back. A graph has the columns subject, predicate, object; ASK has no columns and a ``truth``."""

    kind: Literal["table", "graph", "truth"]
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    truth: bool = False
    described: tuple[Column, ...] = ()  # what the question says of its columns, where it says anything

    def values(self) -> list[dict[str, str]]:
        """The rows as column -> text; "" where nothing is bound."""
        return [{name: term.value if term else "" for name, term in self._named(row)} for row in self.rows]

    def _named(self, row: Row) -> Iterator[tuple[str, Term | None]]:
        return zip(self.columns, row, strict=True)


def ask(
    question: str | Path | Question,
    parameters: Mapping[str, Value] | None = None,
    source: Store | Endpoint | None = None,
    *,
    base: str = DEFAULT_BASE,
) -> Answer:
    """The answer of ``source`` to a question given by name, path, text or value.

    ``base`` is the IRI under which the graph was built; questions are written for the default one.

    Raises:
        QueryError: the question, a parameter or the query is faulty.
        EndpointError: the server failed or did not answer in whole.
    """
    found = question if isinstance(question, Question) else find_question(question)
    # Rebased before binding: an IRI given as a value is the caller's own.
    text = bind(_rebased(found, base), parameters or {})
    form = permitted_form(text, embedded=not isinstance(source, Endpoint))
    if source is None:
        raise QueryError("没有给出数据库或服务地址", "neither a store nor an endpoint is given")
    answer = _ask_endpoint(text, form, source) if isinstance(source, Endpoint) else _ask_store(text, source)
    return Answer(answer.kind, answer.columns, answer.rows, answer.truth, found.returns)


def _rebased(question: Question, base: str) -> Question:
    from dataclasses import replace

    return replace(question, text=rebase(question.text, DEFAULT_BASE, base))


def permitted_form(text: str, *, embedded: bool) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE.

    Raises:
        QueryError: the text is an update or no query, or reaches for the network from the embedded store.
    """
    form = query_form(text)
    if form in UPDATE_WORDS:
        raise QueryError(f"只回答查询，不执行更新 {form}", f"updates are refused: {form}")
    if form not in QUERY_FORMS:
        raise QueryError(
            "第 1 行第 1 列: 不是 SELECT、ASK、CONSTRUCT 或 DESCRIBE 查询", "line 1, column 1: this is no SPARQL query"
        )
    kept = meaningful(text)
    service = next((token for token in kept if token.kind == "word" and token.text.upper() == "SERVICE"), None)
    if embedded and service:
        line, column = place(text, service.start)
        raise QueryError(
            f"第 {line} 行第 {column} 列: 内置数据库不执行 SERVICE，它会访问网络",
            f"line {line}, column {column}: SERVICE is refused, it would reach the network",
        )
    return form


# --- the embedded store


def _ask_store(text: str, store: Store) -> Answer:
    import pyoxigraph as ox

    try:
        # A store that keeps the merge of its graphs as default graph is asked there: Oxigraph counts a triple
        # of the union once for each graph that holds it (oxigraph#1919).
        merged = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
        found = store.query(text, use_default_graph_as_union=not merged)
        if isinstance(found, ox.QueryBoolean):
            return Answer("truth", truth=bool(found))
        if isinstance(found, ox.QueryTriples):
            return _graph((triple.subject, triple.predicate, triple.object) for triple in found)
        columns = tuple(variable.value for variable in found.variables)
        return Answer("table", columns, tuple(tuple(_term(value) for value in solution) for solution in found))
    except SyntaxError as error:
        raise _syntax_error(str(error), text) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"查询执行失败: {error}", "the query failed while it ran") from error


def _graph(triples: Iterable[tuple[Any, Any, Any]]) -> Answer:
    rows = {tuple(_term(term) for term in triple) for triple in triples}
    return Answer("graph", TRIPLE, tuple(sorted(rows, key=repr)))


def _term(value: Any) -> Term | None:
    """A pyoxigraph term as ours."""
    import pyoxigraph as ox

    if value is None:
        return None
    if isinstance(value, ox.NamedNode):
        return Term("iri", value.value)
    if isinstance(value, ox.Literal):
        language = value.language or ""
        datatype = "" if language or value.datatype.value.endswith("#string") else value.datatype.value
        return Term("literal", value.value, datatype, language)
    if isinstance(value, ox.BlankNode):
        return Term("blank", value.value)
    raise QueryError("结果里有不支持的 RDF 词项", "the result holds a term that is no IRI, literal or blank node")


def _syntax_error(message: str, text: str) -> QueryError:
    at = re.search(r"(\d+):(\d+)", message)
    line, column = (int(at[1]), int(at[2])) if at else (1, 1)
    reason = message.partition(": ")[2] or message
    lines = text.splitlines()
    shown = lines[line - 1].strip()[:120] if line <= len(lines) else ""
    return QueryError(
        f"SPARQL 语法错误，第 {line} 行第 {column} 列: {shown}",
        f"invalid SPARQL at line {line}, column {column}: {reason}",
    )


# --- a SPARQL server


def _ask_endpoint(text: str, form: str, endpoint: Endpoint) -> Answer:
    graph = form in ("CONSTRUCT", "DESCRIBE")
    body, content_type, state = _fetch(text, form, endpoint)
    if "html" in content_type or body.lstrip()[:1] == b"<":
        raise EndpointError(f"{endpoint.url} 返回的是网页，不是查询结果", "the server sent a page instead of results")
    if state == "S1TAT":
        raise EndpointError(f"{endpoint.url} 只返回了部分结果", "the server sent a partial answer")
    try:
        return _read_graph(body) if graph else _read_results(body)
    except (ValueError, KeyError, TypeError, SyntaxError, AttributeError) as error:
        raise EndpointError(
            f"{endpoint.url} 的结果不完整或格式不对", "the server's answer is cut off or malformed"
        ) from error


def _fetch(text: str, form: str, endpoint: Endpoint) -> tuple[bytes, str, str]:
    """Body, content type and Virtuoso's mark of a partial answer."""
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    try:
        wrapper = SPARQLWrapper(endpoint.url)
        wrapper.setTimeout(endpoint.timeout_s)
        wrapper.setOnlyConneg(True)
        if len(text.encode()) > URL_LIMIT_BYTES:
            wrapper.setMethod(POST)
        wrapper.setQuery(text)
        wrapper.queryType = form
        wrapper.setReturnFormat(TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON)
        response = cast("Any", wrapper.query()).response
        headers = response.info()
        return response.read(), str(headers.get("content-type", "")).lower(), str(headers.get("x-sql-state", ""))
    except HTTPError as error:
        raise EndpointError(
            f"{endpoint.url} 拒绝了查询: HTTP {error.code}", f"the server answered HTTP {error.code}"
        ) from error
    except SPARQLWrapperException as error:
        reason = " ".join(str(error).split())[:300]
        raise EndpointError(f"{endpoint.url} 没有执行查询: {reason}", "the server refused the query") from error
    except TimeoutError as error:
        raise _too_slow(endpoint) from error
    except (URLError, HTTPException, OSError, ValueError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _too_slow(endpoint) from error
        raise EndpointError(f"{endpoint.url} 连接不上: {error}", "the server cannot be reached") from error


def _too_slow(endpoint: Endpoint) -> EndpointError:
    return EndpointError(f"{endpoint.url} 在 {endpoint.timeout_s} 秒内没有回答", "the server did not answer in time")


def _read_results(body: bytes) -> Answer:
    import json

    said = json.loads(body)
    if "boolean" in said:
        return Answer("truth", truth=said["boolean"] is True)
    columns = tuple(said["head"]["vars"])
    rows = tuple(tuple(_json_term(row.get(name)) for name in columns) for row in said["results"]["bindings"])
    return Answer("table", columns, rows)


def _json_term(said: Mapping[str, str] | None) -> Term | None:
    if said is None:
        return None
    kinds: dict[str, Literal["iri", "literal", "blank"]] = {
        "uri": "iri", "literal": "literal", "typed-literal": "literal", "bnode": "blank",
    }  # fmt: skip
    datatype = said.get("datatype", "")
    return Term(
        kinds[said["type"]],
        said["value"],
        "" if datatype.endswith("XMLSchema#string") else datatype,
        said.get("xml:lang", "").lower(),
    )


def _read_graph(body: bytes) -> Answer:
    import pyoxigraph as ox

    parsed = ox.parse(body, format=ox.RdfFormat.TURTLE)
    return _graph((quad.subject, quad.predicate, quad.object) for quad in parsed)


# --- layouts


def lay_out(answer: Answer, layout: str = "table") -> str:
    """``answer`` as table, csv, json (SPARQL 1.1 Query Results JSON) or ttl; the text ends with a line break.

    Raises:
        QueryError: the layout is unknown, or ttl is asked of an answer that is no graph.
    """
    from .layouts import LAYOUTS

    if layout not in LAYOUTS:
        raise QueryError(f"没有 {layout} 这种格式；有 {'、'.join(LAYOUTS)}", f"unknown format {layout}")
    return LAYOUTS[layout](answer)
