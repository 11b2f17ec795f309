"""The SPARQL 1.1 protocol over the store of a build: read-only, bounded, and whole or refused.

Source: W3C SPARQL 1.1 Protocol (2013). What a query may reach is the store only: SERVICE, LOAD and updates are
refused before a worker sees them, and FROM names graphs of the store.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...queries.question import QueryError
from ...queries.run import ask_shards, lay_out, permitted_form
from ...queries.shards import Shards, open_stores
from .accept import choose
from .pool import Reply

if TYPE_CHECKING:
    from pyoxigraph import Store

LONGEST_QUERY_BYTES = 100_000
_BODY_SECONDS = 15.0
#: What a SELECT or ASK, and what a CONSTRUCT or DESCRIBE can be had as; the first is the default.
RESULTS: dict[str, str] = {
    "application/sparql-results+json": "json",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/sparql-results+xml": "xml",
    "application/json": "json",
}
GRAPHS: dict[str, str] = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
}
GRAPH_FORMS = frozenset({"CONSTRUCT", "DESCRIBE"})
#: How a reply of the pool that is no answer is told: status, words, seconds to wait before trying again.
_REFUSALS: dict[str, tuple[int, str, int]] = {
    "busy": (503, "查询太多，请稍后再试 / too many queries, try again later", 10),
    "crowded": (
        503,
        "这个查询要很久，而已有别的长查询在运行，请缩小范围或稍后再试 / this takes long, and other long queries run; "
        "narrow it or try later",
        30,
    ),
    "timeout": (
        503,
        "查询超过时间限制，已终止，请加条件缩小范围 / the query took too long and was ended; narrow it",
        60,
    ),
    "memory": (503, "查询超过内存限制，已终止，请加条件缩小范围 / the query took too much memory; narrow it", 60),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A permitted query and the format its answer is wanted in."""

    query: str
    format: str


class BadRequestError(Exception):
    """A request that cannot be answered; the message says why, ``status`` is the HTTP code."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


#: Answers a permitted query in a format.
Ask = Callable[[str, str], Reply]


async def respond(request: Request, ask: Ask) -> Response:
    """Answer one protocol request; ``format`` in the address names a format where no header can be set."""
    try:
        query = await _query(request)
        form = permitted_form(query, embedded=True)
        offered = GRAPHS if form in GRAPH_FORMS else RESULTS
        media_type = _wanted(request, offered)
        if form == "ASK" and offered[media_type] in ("csv", "tsv"):
            raise BadRequestError("ASK 只有 JSON 和 XML / an ASK has JSON and XML only", 406)
    except BadRequestError as error:
        return refuse(error.status, str(error))
    except QueryError as error:
        return refuse(400, str(error))
    reply = await run_in_threadpool(ask, query, offered[media_type])
    return told(reply, media_type)


def _wanted(request: Request, offered: Mapping[str, str]) -> str:
    named = request.query_params.get("format", "")
    media_type = next((kind for kind, short in offered.items() if named and named in (kind, short)), None)
    media_type = media_type or choose(request.headers.get("accept", "*/*"), list(offered))
    if media_type is None:
        raise BadRequestError(f"只能给出 {', '.join(offered)} / not acceptable", 406)
    return media_type


def preflight() -> Response:
    """What a browser asks before it sends a query from another site."""
    allowed = {"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Content-Type, Accept"}
    return Response(
        status_code=204, headers={"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "86400", **allowed}
    )


def told(reply: Reply, media_type: str) -> Response:
    """The response for a reply of the pool."""
    outcome, value = reply
    if outcome == "answer":
        headers = {"Access-Control-Allow-Origin": "*", "Vary": "Accept", "Cache-Control": "public, max-age=60"}
        return Response(value, media_type=media_type, headers=headers)
    if outcome == "fault":
        return refuse(400, str(value))
    status, message, seconds = _REFUSALS[outcome]
    return refuse(status, message, {"Retry-After": str(seconds), "Cache-Control": "no-store"})


def words_for(outcome: str, value: object) -> str:
    """What a reply that is no answer says to people."""
    return str(value) if outcome == "fault" else _REFUSALS[outcome][1]


def refuse(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """An error in words, as JSON."""
    return JSONResponse({"error": message}, status, headers={"Access-Control-Allow-Origin": "*", **dict(headers or {})})


async def _query(request: Request) -> str:
    if request.method == "GET":
        query = request.query_params.get("query")
    else:
        body = await body_of(request)
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind == "application/sparql-query":
            query = _decoded(body)
        elif kind == "application/x-www-form-urlencoded":
            query = _form_field(body)
        else:
            raise BadRequestError(
                "POST 要用 application/sparql-query 或表单 / use application/sparql-query or a form", 415
            )
    if not query or not query.strip():
        raise BadRequestError("缺少参数 query / the parameter query is missing")
    if len(query.encode("utf-8", "surrogatepass")) > LONGEST_QUERY_BYTES:
        raise BadRequestError("查询太长 / the query is too long", 413)
    return query


async def body_of(request: Request) -> bytes:
    """What was sent, all of it within the time and size that a query needs.

    Raises:
        BadRequestError: it is too large, or comes too slowly.
    """
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await _received(request)
    except TimeoutError as error:
        raise BadRequestError("请求没有按时传完 / the request did not arrive in time", 408) from error


async def _received(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > 3 * LONGEST_QUERY_BYTES:
            raise BadRequestError("查询太长 / the query is too long", 413)
    return body


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequestError("查询不是 UTF-8 / the query is not UTF-8") from error


def _form_field(body: bytes) -> str | None:
    from urllib.parse import parse_qs

    try:
        return parse_qs(_decoded(body), max_num_fields=20).get("query", [None])[0]
    except ValueError as error:
        raise BadRequestError("表单无法解析 / the form cannot be read") from error


# --- in the worker ----------------------------------------------------------------------------------------


def answer(store: Path, base: str, task: Any) -> bytes:
    """Run one query to its end and return the serialised answer. The store is opened once in each worker."""
    from io import BytesIO

    from pyoxigraph import QueryResultsFormat, QuerySolutions, QueryTriples, RdfFormat

    wanted: Task = task
    held = _store(store)
    if isinstance(held, Shards):
        return _of_shards(held, base, wanted)
    results = held.query(wanted.query, use_default_graph_as_union=False)
    output = BytesIO()
    if isinstance(results, QueryTriples):
        results.serialize(output, RdfFormat.from_extension(wanted.format) or RdfFormat.TURTLE)
    else:
        assert isinstance(results, QuerySolutions) or wanted.format not in ("csv", "tsv")
        results.serialize(output, QueryResultsFormat.from_extension(_RESULT_EXTENSIONS[wanted.format]))
    return output.getvalue()


def _of_shards(held: Shards, base: str, wanted: Task) -> bytes:
    """The merged answer. Raises QueryError: the query is no question of the library, or of another format."""
    if wanted.format not in ("json", "csv"):
        raise QueryError("分片的问答库只给 JSON 和 CSV", "a store in shards answers in JSON and CSV")
    told = lay_out(ask_shards(wanted.query, held, base), wanted.format)
    return told.encode() if isinstance(told, str) else told


_RESULT_EXTENSIONS = {"json": "srj", "xml": "srx", "csv": "csv", "tsv": "tsv"}


@cache
def _store(folder: Path) -> Store | Shards:
    return open_stores(folder)
