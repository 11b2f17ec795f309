"""What machines ask for: SPARQL, the API, files, pictures of cells, descriptions of IRIs, health and counts."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from ... import __version__
from ...datapackage.model import format_decimal
from ...ontology.terms import schemes
from ...queries.question import Column, QueryError
from ...queries.run import permitted_form
from . import api as interface
from . import crawlers, linked, protocol, vocabulary
from .accept import choose
from .cells import page_picture
from .pages.comparison import compare
from .pages.files import file_of, whole_files
from .panels import PANELS
from .shelf import Shelf
from .site import Site, missing, reader_of
from .words import Reader, address

Answer = Callable[[Site, Request], Awaitable[Response]]
_OPEN = {"Access-Control-Allow-Origin": "*"}
_SHOWN_ROWS = 500


def tag_of(shelf: Shelf, request: Request) -> str:
    """The entity tag of an address: it changes with the build, with the address and with the release of the site."""
    return _tag(shelf, request, request.headers.get("accept", ""))


def page_tag(shelf: Shelf, request: Request) -> str:
    """The entity tag of a page: it has links to this host, as the client named it, and one form for all who accept."""
    return _tag(shelf, request, str(request.base_url))


def _tag(shelf: Shelf, request: Request, of: str) -> str:
    content = f"{__version__} {shelf.state} {request.url.path} {request.url.query} {of}"
    return f'"{sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client has what it asks for, by If-None-Match (RFC 9110, section 13.1.2)."""
    given = request.headers.get("if-none-match", "")
    return given.strip() == "*" or tag in [part.strip().removeprefix("W/") for part in given.split(",")]


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that was sent, each once.

    Raises:
        BadRequestError: it is too large, or no form.
    """
    body = await protocol.body_of(request)
    try:
        return {k: v[0] for k, v in parse_qs(body.decode("utf-8"), max_num_fields=20).items()}
    except ValueError as error:
        raise protocol.BadRequestError("表单无法解析 / the form cannot be read") from error


# --- SPARQL -----------------------------------------------------------------------------------------------


async def _sparql(site: Site, request: Request) -> Response:
    if request.method == "OPTIONS":
        return protocol.preflight()
    if request.method == "GET" and "query" not in request.query_params:
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{request.scope.get('root_path', '')}/sparql/editor", 303)
        return await _void(site, request)
    shelf = site.shelves.current()
    return await protocol.respond(request, partial(site.answer, shelf))


def shown_answer(
    site: Site, shelf: Shelf, reader: Reader, query: str, told_of: Sequence[Column] = ()
) -> dict[str, Any]:
    """An answer for the query page: headings, rows of (text, address), or text where it is a graph, or an error.

    ``told_of`` is what a question of the library says of its columns; its codes are shown by their names.
    """
    shown: dict[str, Any] = {"error": "", "is_ended": False, "headings": [], "rows": [], "total": 0, "text": ""}
    try:
        is_graph = permitted_form(query, embedded=True) in protocol.GRAPH_FORMS
    except QueryError as error:
        return {**shown, "error": str(error)}
    if len(query.encode("utf-8", "replace")) > protocol.LONGEST_QUERY_BYTES:
        return {**shown, "error": "查询太长 / the query is too long"}
    outcome, value = site.answer(shelf, query, "ttl" if is_graph else "json")
    if outcome != "answer":
        return {**shown, "error": protocol.words_for(outcome, value), "is_ended": outcome != "fault"}
    if is_graph:
        return {**shown, "text": value.decode()[:200_000]}
    parsed = json.loads(value)
    if "boolean" in parsed:
        return {**shown, "text": reader.t("是", "yes") if parsed["boolean"] else reader.t("否", "no")}
    names, rows = parsed["head"]["vars"], parsed["results"]["bindings"]
    columns = {column.name: column for column in told_of}
    filled = {name for row in rows for name, value in row.items() if value["value"]}
    # A column of the library that no row fills says nothing here; the CSV has it.
    names = [name for name in names if not rows or name in filled or name not in columns]
    amounts = [name for name in names if name in columns and columns[name].unit == "CNY"]
    is_pressed = len(amounts) == 1 and "observation" in names  # the one amount of a row leads to its own cell
    shown_names = [name for name in names if not (is_pressed and name == "observation")]
    told = [[_cell(shelf, reader, row.get(n), columns.get(n)) for n in shown_names] for row in rows[:_SHOWN_ROWS]]
    if is_pressed:
        at = shown_names.index(amounts[0])
        for cells, row in zip(told, rows, strict=False):
            cells[at] = (cells[at][0], _cell(shelf, reader, row.get("observation"), None)[1], True)
    headings = [_heading(reader, name, columns.get(name)) for name in shown_names]
    return {**shown, "headings": headings, "rows": told, "total": len(rows)}


def _heading(reader: Reader, name: str, column: Column | None) -> tuple[str, str]:
    """What stands above a column, and the unit of its amounts."""
    if column is None:
        return name, ""
    return reader.t(column.zh, column.en), reader.unit_name if column.unit == "CNY" else ""


def _cell(shelf: Shelf, reader: Reader, value: dict[str, str] | None, column: Column | None) -> tuple[str, str, bool]:
    """How one value of an answer reads, where it leads ("" for nowhere), and whether it is a number."""
    if value is None:
        return "", "", False
    text, key = value["value"], value["value"].removeprefix(shelf.base)
    is_number = value.get("datatype", "").rpartition("#")[2] in ("decimal", "integer", "double")
    if column and is_number and column.unit == "CNY":
        return reader.money(Decimal(text)), "", True
    if column and text and text in schemes().get(column.name, ()):
        return reader.named(column.name, text), "", False
    if value["type"] != "uri" or not text.startswith(shelf.base):
        return *_named(shelf, reader, text), is_number
    kind, _, rest = key.partition("/")
    return key, reader.link(f"where/{rest}" if kind in ("observation", "cell") else f"about/{key}"), False


def _named(shelf: Shelf, reader: Reader, text: str) -> tuple[str, str]:
    """An identifier of an observation or a document with its address, a document by its name; other text as it is."""
    if len(text) != 16 or text.isdigit() or not set(text) <= set("0123456789abcdef"):
        return text, ""
    if document := next((d for d in shelf.documents if d.document_id == text), None):
        return document.name, reader.link(f"disclosures/{document.package}")
    return text, reader.link(f"where/{text}") if shelf.row("cell", observation=text) else ""


async def _void(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    endpoint = f"{str(request.base_url).rstrip('/')}/sparql"
    media_type = choose(request.headers.get("accept", "*/*"), list(protocol.GRAPHS)) or "text/turtle"
    counted = shelf.folder / "void.ttl"  # what the build counted; beside it stands what only a server can say
    said = interface.void(shelf, endpoint) + (counted.read_text("utf-8") if counted.is_file() else "")
    text = await run_in_threadpool(interface.as_rdf, said, protocol.GRAPHS[media_type])
    return Response(
        text, media_type=media_type, headers={**_OPEN, "Vary": "Accept", "Cache-Control": "public, max-age=60"}
    )


async def _vocabulary(site: Site, request: Request) -> Response:
    """Our prefixes and terms, for the editor's completion; IRIs of ours lead to pages of this site."""
    base = site.shelves.current().base
    told = {"base": base, "prefixes": vocabulary.prefixes(base), "terms": vocabulary.for_editor(base)}
    return JSONResponse(told, headers={**_OPEN, "Cache-Control": "public, max-age=300"})


async def _ontology(site: Site, request: Request) -> Response:
    base = site.shelves.current().base
    return Response(
        vocabulary.turtle(base), media_type="text/turtle", headers={**_OPEN, "Cache-Control": "public, max-age=300"}
    )


# --- the API ----------------------------------------------------------------------------------------------


async def api(answer: Callable[[Shelf, Request], Response], site: Site, request: Request) -> Response:
    """An answer of the interface with its entity tag, or 304 where the client has it."""
    shelf = site.shelves.current()
    tag = tag_of(shelf, request)
    headers = {**_OPEN, "ETag": tag, "Vary": "Accept, Accept-Encoding", "Cache-Control": "public, max-age=60"}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    response = await run_in_threadpool(answer, shelf, request)
    if response.status_code < 300:
        response.headers.update(headers)
    return response


async def _question(site: Site, request: Request) -> Response:
    return await api(
        lambda shelf, request: interface.question(shelf, request, partial(site.answer, shelf)), site, request
    )


async def _panel(site: Site, request: Request) -> Response:
    """The figures of one picture as CSV: the words of its table, the exact amount, and the observation behind each."""

    shelf, reader = site.shelves.current(), reader_of(request)
    made = PANELS.get(request.path_params["kind"])
    if made is None or "key" not in request.query_params:
        return missing(site, request)
    panels = await run_in_threadpool(made, shelf, reader, request.query_params)
    panel = next((p for p in panels if p.name == request.path_params["name"]), None)
    if panel is None:
        return missing(site, request)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow([*panel.headings, "amount", "confirmations", "observation"])
    for words, row in panel.rows:
        observation = f"{shelf.base}observation/{row['observation_id']}"
        writer.writerow([*words, format_decimal(row["amount"]), row["confirmations"], observation])
    name = f"{request.path_params['kind']}-{panel.name}.csv"
    return Response(
        "\ufeff" + output.getvalue(),
        media_type="text/csv",
        headers={**_OPEN, "Content-Disposition": f'attachment; filename="{name}"'},
    )


# --- files and pictures -----------------------------------------------------------------------------------


async def _file(site: Site, request: Request) -> Response:

    path = file_of(site.shelves.current(), request.path_params["package"], request.path_params["path"])
    if path is None:
        return missing(site, request)
    headers = {**_OPEN, "Cache-Control": "public, max-age=300"}
    if path.suffix == ".html":  # our own report has its style within
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return FileResponse(path, headers=headers)


_TYPES = {
    "ttl": "text/turtle", "jsonld": "application/ld+json", "csv": "text/csv", "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip


async def _whole(site: Site, request: Request) -> Response:
    """A file of the build as a whole."""

    shelf, name = site.shelves.current(), request.path_params["name"]
    if name not in whole_files(shelf) or not (shelf.folder / name).is_file():
        return missing(site, request)
    headers = {**_OPEN, "Cache-Control": "public, max-age=300"}
    return FileResponse(shelf.folder / name, media_type=_TYPES[name.rpartition(".")[2]], headers=headers)


async def _compared(site: Site, request: Request) -> Response:
    """A comparison as CSV: every figure with its change, and in words whether they can be compared."""

    shelf, reader = site.shelves.current(), reader_of(request)
    found = await run_in_threadpool(compare, shelf, reader, request.query_params)
    if found["error"] or not found["figures"]:
        return protocol.refuse(400, found["error"] or "没有问什么 / nothing was asked for")
    columns = ("unit_code", "unit_name", "fiscal_year", "phase", "fund", "code", "label")
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow([*columns, "amount", "change", "percent", "comparability", "observation"])
    for row in found["figures"]:
        said = "；".join(reader.t(r.zh, r.en) for r in row["remarks"])
        amounts = [format_decimal(row[n]) if row[n] is not None else "" for n in ("amount", "change", "percent")]
        observation = f"{shelf.base}observation/{row['observation_id']}"
        writer.writerow([*(row[c] for c in columns), *amounts, said, observation])
    headers = {**_OPEN, "Content-Disposition": 'attachment; filename="compare.csv"'}
    return Response("\ufeff" + output.getvalue(), media_type="text/csv", headers=headers)


def _catalogue(shelf: Shelf, request: Request) -> Response:
    """The catalogue in DCAT in the form that the client likes best, Turtle if it does not say; its page by 303."""
    offered = [*protocol.GRAPHS, "text/html"]
    media_type = choose(request.headers.get("accept", "*/*"), offered)
    if media_type is None:
        return protocol.refuse(406, f"只能给出 {', '.join(offered)} / not acceptable")
    if media_type == "text/html":
        return RedirectResponse(f"{request.scope.get('root_path', '')}/downloads", 303, {**_OPEN, "Vary": "Accept"})
    extension = protocol.GRAPHS[media_type]
    written = shelf.folder / f"catalogue.{extension}"
    if written.is_file():
        return FileResponse(written, media_type=media_type)
    turtle = (shelf.folder / "catalogue.ttl").read_text("utf-8")
    return Response(interface.as_rdf(turtle, extension), media_type=media_type)


async def _robots(site: Site, request: Request) -> Response:
    root = str(request.base_url).rstrip("/")
    text = crawlers.robots(root, request.scope.get("root_path", ""))
    return PlainTextResponse(text, headers={"Cache-Control": "public, max-age=3600"})


async def _sitemap(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    tag = page_tag(shelf, request)
    headers = {"Cache-Control": "public, max-age=3600", "ETag": tag}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    root = str(request.base_url).rstrip("/")
    text = await run_in_threadpool(crawlers.sitemap, shelf, root, request.query_params.get("part", ""))
    return missing(site, request) if text is None else Response(text, media_type="application/xml", headers=headers)


async def _picture(site: Site, request: Request) -> Response:

    shelf = site.shelves.current()
    row = await run_in_threadpool(shelf.row, "cell", observation=request.path_params["observation"])
    document = shelf.document(row["package"]) if row else None
    path = document.source(row["file"]) if row and document else None
    if not row or not document or not path or not row["bbox"] or not row["page"]:
        return missing(site, request)
    tag = tag_of(shelf, request)
    headers = {"Cache-Control": "public, max-age=86400", "ETag": tag}
    if is_known(request, tag):
        return Response(status_code=304, headers=headers)
    x0, top, x1, bottom = (float(v) for v in row["bbox"].replace(",", " ").split())
    try:
        place, beside = (x0, top, x1, bottom), tuple(p for p in document.sources.values() if p != path)
        private = document.covered > 0
        png = await run_in_threadpool(
            page_picture, path, int(row["page"]), place,
            has_private=private, beside=beside, narrow="narrow" in request.query_params,
        )  # fmt: skip
    except (ValueError, OSError):
        return missing(site, request)
    return Response(png, media_type="image/png", headers=headers)


# --- identifiers ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of an IRI, for its page."""

    iri: str
    path: str
    statements: list[interface.Statement]

    def values(self) -> dict[str, Any]:
        return {"iri": self.iri, "path_of_iri": self.path, "statements": self.statements}


async def about(site: Site, shelf: Shelf, request: Request) -> Response | Description:
    """What is said of an IRI: RDF where the address has an extension, else what its page shows."""
    path, media_type = linked.split_format(request.path_params["path"])
    answer = partial(site.answer, shelf)
    if media_type:
        return await linked.describe(shelf.base, path, media_type, answer)
    kind, _, key = path.partition("/")
    root = request.scope.get("root_path", "")
    if kind in ("observation", "cell"):
        return RedirectResponse(f"{root}/{address('where/' + key)}", 303)
    if path == "def/":
        return RedirectResponse(f"{root}/ontology", 303)
    described = await linked.describe(shelf.base, path, "application/n-triples", answer)
    if described.status_code != 200:
        return described
    iri = shelf.base + path
    said = interface.statements(bytes(described.body), iri, reader_of(request).language)
    return Description(iri, path, said)


async def _thing(site: Site, request: Request) -> Response:
    path = address(f"{request.path_params['kind']}/{request.path_params['key']}")
    return linked.redirect(request, path, request.scope.get("root_path", ""))


# --- operation --------------------------------------------------------------------------------------------


async def _health(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    return PlainTextResponse(f"ok {len(shelf.documents)} {shelf.state[:12]}\n", headers={"Cache-Control": "no-store"})


async def _metrics(site: Site, request: Request) -> Response:
    text = (
        site.metrics.told()
        + f"# TYPE yusuan_documents gauge\nyusuan_documents {len(site.shelves.current().documents)}\n"
    )
    return PlainTextResponse(text, headers={"Cache-Control": "no-store"})


_READ = ["GET"]
#: Address -> (what answers, by which methods). The last one takes what no other does: IRIs of things.
ANSWERS: dict[str, tuple[Answer, list[str]]] = {
    "/sparql": (_sparql, ["GET", "POST", "OPTIONS"]),
    "/sparql/vocabulary.json": (_vocabulary, _READ),
    "/.well-known/void": (_void, _READ),
    "/robots.txt": (_robots, _READ),
    "/sitemap.xml": (_sitemap, _READ),
    "/ontology.ttl": (_ontology, _READ),
    "/api/openapi.json": (partial(api, interface.openapi), _READ),
    "/api/questions": (partial(api, interface.questions), _READ),
    "/api/questions/{name}": (_question, _READ),
    "/api/observations": (partial(api, interface.observations), _READ),
    "/panels/{kind}/{name}.csv": (_panel, _READ),
    "/files/{package}/{path:path}": (_file, _READ),
    "/packages/{package}/{path:path}": (_file, _READ),  # as the catalogue names it, where files lie in a build
    "/downloads/{name:path}": (_whole, _READ),
    "/compare.csv": (_compared, _READ),
    "/catalogue": (partial(api, _catalogue), _READ),
    "/pictures/{observation}.png": (_picture, _READ),
    "/health": (_health, _READ),
    "/metrics": (_metrics, _READ),
    "/{kind}/{key:path}": (_thing, _READ),
}
