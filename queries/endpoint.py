"""A SPARQL 1.1 server as a source of answers: a whole answer, or an error that says what happened.

A query may be asked again without harm, so what passes by itself (a server that is busy or restarting, a connection
that is lost) is tried again; a refusal, a page, a partial or cut answer is told at once.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from .answers import Answer, graph_answer
from .question import QueryError
from .sparql import Term, meaningful

URL_LIMIT_BYTES = 2000  # servers cut longer addresses; above it the query goes into the body
ATTEMPTS = 3
LONGEST_WAIT_S = 10.0
#: Jena's name for the merge of all graphs; other servers merge them by themselves.
_UNION = "urn:x-arq:UnionGraph"
_PASSING = frozenset({429, 502, 503, 504})
_CHUNK = 1 << 16


class EndpointError(QueryError):
    """A SPARQL server did not give a whole answer."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A SPARQL 1.1 server. ``timeout_s`` bounds one question from its first byte to its last, attempts included."""

    url: str
    timeout_s: float = 60
    user: str = ""
    password: str = ""


@dataclass(frozen=True, slots=True)
class _Reply:
    body: bytes
    content_type: str
    headers: Mapping[str, str]


def ask_endpoint(text: str, form: str, endpoint: Endpoint, disclosures: str = "") -> Answer:
    """The answer of ``endpoint`` to the query ``text`` of that ``form`` (SELECT, ASK, CONSTRUCT, DESCRIBE).

    ``disclosures`` is the class of documents in the graph that is asked. Where it is given, and the query names no
    graph of its own, the server is asked over all its graphs, whether it merges them by itself or not.

    Raises:
        EndpointError: the server failed, refused, or did not answer in whole.
    """
    graphs = _default_graphs(endpoint, disclosures) if disclosures and not _names_graphs(text) else ()
    return _answer(text, form, endpoint, graphs)


def _answer(text: str, form: str, endpoint: Endpoint, graphs: tuple[str, ...] = ()) -> Answer:
    reply = _fetch(text, form, endpoint, graphs)
    if "html" in reply.content_type or reply.body.lstrip()[:1] == b"<":
        raise EndpointError(f"{endpoint.url} 返回的是网页，不是查询结果", "the server sent a page instead of results")
    if state := reply.headers.get("x-sql-state", ""):
        said = "只返回了部分结果" if state == "S1TAT" else "没有执行完查询"
        raise EndpointError(f"{endpoint.url} {said} ({state})", "the server sent a partial answer")
    try:
        answer = _read_graph(reply.body) if form in ("CONSTRUCT", "DESCRIBE") else _read_results(reply.body, form)
    except (ValueError, KeyError, TypeError, SyntaxError, AttributeError) as error:
        raise EndpointError(
            f"{endpoint.url} 的结果不完整或格式不对", "the server's answer is cut off or malformed"
        ) from error
    _refuse_full(answer, reply, endpoint)
    return answer


def _refuse_full(answer: Answer, reply: _Reply, endpoint: Endpoint) -> None:
    """Virtuoso cuts answers at a number of rows and says so only in a header."""
    most = reply.headers.get("x-sparql-maxrows", "")
    if most.isdigit() and 0 < int(most) <= len(answer.rows):
        raise EndpointError(
            f"{endpoint.url} 最多给 {most} 行，结果可能不全；请缩小范围",
            f"the server gives at most {most} rows, there may be more; ask for less",
        )


# --- which graphs are asked


def _names_graphs(text: str) -> bool:
    return any(token.kind == "word" and token.text.upper() in ("FROM", "GRAPH") for token in meaningful(text))


@lru_cache(maxsize=64)
def _default_graphs(endpoint: Endpoint, disclosures: str) -> tuple[str, ...]:
    """The graphs that hold our documents, for servers that do not ask all graphs by themselves."""
    held = f"ASK {{ ?document a <{disclosures}> }}"
    for graphs in ((), (_UNION,)):
        if _answer(held, "ASK", endpoint, graphs).truth:
            return graphs
    found = _answer("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", "SELECT", endpoint)
    graphs = tuple(row[0].value for row in found.rows if row[0] and row[0].kind == "iri")
    if graphs and _answer(held, "ASK", endpoint, graphs).truth:
        return graphs
    raise EndpointError(
        f"{endpoint.url} 里没有公开文档，请先运行 yusuan load", "the server holds no disclosures; run yusuan load first"
    )


# --- over the wire


def _fetch(text: str, form: str, endpoint: Endpoint, graphs: tuple[str, ...]) -> _Reply:
    """One whole reply; what passes by itself is tried again while there is time."""
    deadline = time.monotonic() + endpoint.timeout_s
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _fetch_once(text, form, endpoint, graphs, deadline)
        except _PassingError as passing:
            wait = passing.wait_s if passing.wait_s is not None else 0.25 * 2**attempt
            if attempt == ATTEMPTS or wait > LONGEST_WAIT_S or time.monotonic() + wait >= deadline:
                raise passing.told from passing
            time.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


class _PassingError(Exception):
    """A fault that may be gone at the next attempt; ``told`` is what to say if it is not."""

    def __init__(self, told: EndpointError, wait_s: float | None = None) -> None:
        super().__init__(str(told))
        self.told = told
        self.wait_s = wait_s


def _fetch_once(text: str, form: str, endpoint: Endpoint, graphs: tuple[str, ...], deadline: float) -> _Reply:
    from http.client import HTTPException
    from urllib.error import HTTPError, URLError

    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    try:
        left = max(deadline - time.monotonic(), 0.001)
        with closing(_wrapper(text, form, endpoint, graphs, left).query().response) as response:
            headers = {name.lower(): value for name, value in response.info().items()}
            body = _read_whole(response, form, endpoint, deadline)
        return _Reply(body, headers.get("content-type", "").lower(), headers)
    except HTTPError as error:
        error.close()
        raise _refused(error.code, error.headers.get("Retry-After"), "", endpoint) from error
    except SPARQLWrapperException as error:
        if isinstance(error.__context__, HTTPError):
            error.__context__.close()
        # SPARQLWrapper has names for 400, 401, 404, 414 and 500, and tells the server's words in its own.
        reason = " ".join(str(error).partition("Response:")[2].strip(" \nb'\"").split("\\n")[0].split())[:300]
        code = {"Unauthorized": 401, "EndPointNotFound": 404, "URITooLong": 414, "EndPointInternalError": 500}
        raise _refused(code.get(type(error).__name__, 400), None, reason, endpoint) from error
    except TimeoutError as error:
        raise _too_slow(endpoint) from error
    except (URLError, HTTPException, OSError) as error:
        if isinstance(getattr(error, "reason", None), TimeoutError):
            raise _too_slow(endpoint) from error
        reason = getattr(error, "reason", error)
        said = getattr(reason, "strerror", None) or reason
        told = EndpointError(f"{endpoint.url} 连接不上或中途断开: {said}", "the server cannot be reached, or hung up")
        raise _PassingError(told) from error
    except ValueError as error:
        raise EndpointError(f"服务地址 {endpoint.url} 不能用: {error}", "this address cannot be used") from error


def _wrapper(text: str, form: str, endpoint: Endpoint, graphs: tuple[str, ...], left_s: float) -> Any:
    from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

    wrapper = SPARQLWrapper(endpoint.url)  # one for each question: it is not safe between threads
    wrapper.setTimeout(max(round(left_s), 1))
    wrapper.setOnlyConneg(True)
    if endpoint.user:
        wrapper.setCredentials(endpoint.user, endpoint.password)
    for graph in graphs:
        wrapper.addDefaultGraph(graph)
    if len(text.encode()) + sum(len(graph) + 24 for graph in graphs) > URL_LIMIT_BYTES:
        wrapper.setMethod(POST)
    wrapper.setQuery(text)
    wrapper.queryType = form
    wrapper.setReturnFormat(TURTLE if form in ("CONSTRUCT", "DESCRIBE") else JSON)
    return wrapper


def _read_whole(response: Any, form: str, endpoint: Endpoint, deadline: float) -> bytes:
    """The body up to its announced end. A server that drips is cut off at ``deadline``."""
    if form in ("CONSTRUCT", "DESCRIBE") and response.length is None and not response.chunked:
        # Triples that stop early look like fewer triples; only an announced length shows it.
        raise EndpointError(f"{endpoint.url} 没有说明结果的长度，无法确认完整", "the answer has no announced length")
    pieces: list[bytes] = []
    while piece := response.read1(_CHUNK):
        pieces.append(piece)
        if time.monotonic() > deadline:
            raise _too_slow(endpoint)
    if response.length:
        told = EndpointError(f"{endpoint.url} 的结果中途断开", "the server hung up in the middle of its answer")
        raise _PassingError(told)
    return b"".join(pieces)


def _refused(code: int, retry_after: str | None, reason: str, endpoint: Endpoint) -> Exception:
    words = {
        400: ("看不懂这个查询", "did not understand the query"),
        401: ("要求登录，请给出用户名和密码", "asks for a user and a password"),
        403: ("不允许这样查询", "does not permit this"),
        404: ("没有这个地址", "has nothing at this address"),
        429: ("说请求太多，请稍后再试", "says that there are too many requests; try later"),
        500: ("执行查询时出错", "failed while it ran the query"),
        503: ("暂时不能服务", "is not available at the moment"),
    }
    zh, en = words.get(code, ("拒绝了查询", "refused the query"))
    told = EndpointError(f"{endpoint.url} {zh}: HTTP {code} {reason}".rstrip(), f"the server {en}")
    if code not in _PASSING:
        return told
    return _PassingError(told, float(retry_after) if retry_after and retry_after.isdigit() else None)


def _too_slow(endpoint: Endpoint) -> EndpointError:
    return EndpointError(f"{endpoint.url} 在 {endpoint.timeout_s:g} 秒内没有答完", "the server did not answer in time")


# --- reading


def _read_results(body: bytes, form: str) -> Answer:
    said = json.loads(body)
    if form == "ASK":
        if not isinstance(said["boolean"], bool):
            raise ValueError("boolean")
        return Answer("truth", truth=said["boolean"])
    columns = tuple(str(name) for name in said["head"]["vars"])
    bindings = said["results"]["bindings"]
    if not isinstance(bindings, list) or any(set(row) - set(columns) for row in cast("list[Any]", bindings)):
        raise ValueError("bindings")
    rows = tuple(tuple(_json_term(row.get(name)) for name in columns) for row in cast("list[Any]", bindings))
    return Answer("table", columns, rows)


def _json_term(said: Mapping[str, str] | None) -> Term | None:
    if said is None:
        return None
    kinds: dict[str, Literal["iri", "literal", "blank"]] = {
        "uri": "iri", "literal": "literal", "typed-literal": "literal", "bnode": "blank",
    }  # fmt: skip
    datatype = said.get("datatype", "")
    value = said["value"]
    if not isinstance(value, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError("value")
    return Term(
        kinds[said["type"]],
        value,
        "" if datatype.endswith("XMLSchema#string") else datatype,
        said.get("xml:lang", "").lower(),
    )


def _read_graph(body: bytes) -> Answer:
    import pyoxigraph as ox

    parsed = ox.parse(body, format=ox.RdfFormat.TURTLE)
    return graph_answer((quad.subject, quad.predicate, quad.object) for quad in parsed)
