"""For programs: the question library and the observations over HTTP, and what the data set is in VoID."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...datapackage.model import OBSERVATION_FIELDS, format_decimal
from ...queries.question import QueryError, Question, bind, load_question, load_questions
from ...queries.sparql import rebase
from ...settings import DEFAULT_BASE
from ..labels import meaning_of
from .protocol import Ask, refuse, told
from .shelf import Shelf

_MOST_ROWS = 10_000
_FILTERS = tuple(name for name in OBSERVATION_FIELDS if name not in ("amount", "reported", "confirmations", "label"))


def overview(shelf: Shelf, request: Request) -> Response:
    """What the interface offers."""
    return JSONResponse(
        {
            "questions": "api/questions",
            "question": "api/questions/{name}?{parameter}={value}&format=json|csv",
            "observations": "api/observations?{column}={value}&limit=&offset=&format=json|csv",
            "columns": list(_FILTERS),
            "sparql": "sparql?query=",
            "openapi": "api/openapi.json",
            "documents": len(shelf.documents),
        }
    )


_ONLY = {"type": "string"}


def described(server: str) -> dict[str, Any]:
    """The interface in OpenAPI 3.1."""
    filters = [_parameter(name, _column_titles()[name], _ONLY) for name in _FILTERS]
    paging = [
        _parameter("limit", "1–10000", {"type": "integer", "minimum": 1, "maximum": _MOST_ROWS, "default": 100}),
        _parameter("offset", "", {"type": "integer", "minimum": 0, "default": 0}),
        _parameter("format", "", {"type": "string", "enum": ["json", "csv"], "default": "json"}),
    ]
    paths: dict[str, Any] = {
        "/api/observations": _get(
            "观测：任何一列都可作条件 / observations, any column as a filter", [*filters, *paging]
        ),
        "/api/questions": _get("问题库 / the question library", []),
        "/sparql": _get(
            "SPARQL 1.1 协议 / the SPARQL 1.1 protocol", [_parameter("query", "SPARQL", _ONLY, is_required=True)]
        ),
        "/catalogue": _get("DCAT 目录，Turtle、N-Triples、JSON-LD 或 RDF/XML / the catalogue in DCAT", []),
        "/health": _get("是否在运行 / whether it runs", []),
    }
    for each in load_questions():
        asked = [
            _parameter(
                p.name, f"{p.zh} / {p.en}", {"type": "string", "examples": [str(p.example)]}, is_required=p.required
            )
            for p in each.parameters
        ]
        paths[f"/api/questions/{each.name}"] = _get(f"{each.zh} / {each.en}", [*asked, paging[-1]])
    return {
        "openapi": "3.1.0",
        "info": {"title": "yusuan 预算", "version": "1", "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        "servers": [{"url": server}],
        "paths": paths,
    }


@cache
def _column_titles() -> dict[str, str]:
    """What the columns of the observations hold, in Chinese and English."""
    schema = Path(__file__).parents[2] / "datapackage" / "schemas" / "observations.json"
    fields = json.loads(schema.read_text("utf-8"))["fields"]
    return {f["name"]: " / ".join(meaning_of("observations", f)) for f in fields}


def _parameter(name: str, said: str, schema: dict[str, Any], *, is_required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": is_required, "schema": schema, "description": said}


def _get(summary: str, parameters: Sequence[dict[str, Any]]) -> dict[str, Any]:
    answers = {
        "200": {"description": "结果 / the answer"},
        "304": {"description": "未改变 / not changed since the ETag given"},
        "400": {"description": "请求有误，说明在 error / the request is wrong, error says how"},
        "429": {"description": "太快，见 Retry-After / too fast, see Retry-After"},
        "503": {"description": "太忙或超过限制，见 Retry-After / too busy or over the limits, see Retry-After"},
    }
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": answers}}


def openapi(shelf: Shelf, request: Request) -> Response:
    """The interface in OpenAPI, for tools."""
    return JSONResponse(described(str(request.base_url).rstrip("/")))


def questions(shelf: Shelf, request: Request) -> Response:
    """The question library."""
    return JSONResponse([_public(question) for question in load_questions()])


def _public(question: Question) -> dict[str, Any]:
    return {
        "name": question.name,
        "zh": question.zh,
        "en": question.en,
        "level": {"zh": question.level_zh, "en": question.level_en},
        "parameters": [
            {"name": p.name, "type": p.type, "required": p.required, "example": p.example, "zh": p.zh, "en": p.en}
            for p in question.parameters
        ],
        "returns": [{"name": c.name, "zh": c.zh, "en": c.en, "unit": c.unit} for c in question.returns],
    }


def question(shelf: Shelf, request: Request, ask: Ask) -> Response:
    """The answer to one question, its parameters from the address."""
    given = {name: value for name, value in request.query_params.items() if name != "format"}
    as_csv = request.query_params.get("format") == "csv"
    try:
        asked = load_question(request.path_params["name"])
        text = bind(asked, given)
    except QueryError as error:
        return refuse(404 if "没有名为" in error.message else 400, str(error))
    reply = ask(rebase(text, DEFAULT_BASE, shelf.base), "csv" if as_csv else "json")
    return told(reply, "text/csv" if as_csv else "application/sparql-results+json")


def observations(shelf: Shelf, request: Request) -> Response:
    """Observations with any column as filter, in pages that the client sets."""
    asked = dict(request.query_params)
    form, limit, offset = asked.pop("format", "json"), asked.pop("limit", "100"), asked.pop("offset", "0")
    if unknown := sorted(set(asked) - set(_FILTERS)):
        return refuse(400, f"没有这一列 {', '.join(unknown)} / no such column; use {', '.join(_FILTERS)}")
    if not (limit.isdigit() and offset.isdigit() and 0 < int(limit) <= _MOST_ROWS and len(offset) < 12):
        return refuse(400, f"limit 为 1 到 {_MOST_ROWS}，offset 不小于 0 / limit 1 to {_MOST_ROWS}, offset from 0")
    where = " AND ".join(f'CAST("{name}" AS VARCHAR) = ?' for name in asked) or "true"
    columns = ", ".join(f'"{name}"' for name in OBSERVATION_FIELDS)
    chosen = f"FROM observations WHERE {where}"
    page = f"ORDER BY package, observation_id LIMIT {limit} OFFSET {offset}"
    rows = shelf.select(f"SELECT {columns} {chosen} {page}", list(asked.values()))
    (total,) = shelf.select(f"SELECT count(*) AS n {chosen}", list(asked.values()))
    for row in rows:
        row["amount"] = format_decimal(row["amount"])
    if form == "csv":
        return Response(_csv(rows), media_type="text/csv")
    return JSONResponse({"total": total["n"], "offset": int(offset), "observations": rows})


def _csv(rows: Sequence[dict[str, Any]]) -> str:
    output = io.StringIO()
    writer = csv.DictWriter(output, OBSERVATION_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue()


def void(shelf: Shelf, endpoint: str) -> str:
    """The data set in VoID and SPARQL 1.1 Service Description, as Turtle."""
    quality = shelf.row("quality") or {"amounts": 0}
    site = endpoint.removesuffix("sparql")
    formats = " , ".join(
        f"<http://www.w3.org/ns/formats/{name}>"
        for name in (
            "SPARQL_Results_JSON",
            "SPARQL_Results_XML",
            "SPARQL_Results_CSV",
            "SPARQL_Results_TSV",
            "Turtle",
            "N-Triples",
            "JSON-LD",
            "RDF_XML",
        )
    )
    vocabularies = " , ".join(f"<{iri}>" for iri in (f"{shelf.base}def/", *_VOCABULARIES))
    return (
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix foaf: <http://xmlns.com/foaf/0.1/> .\n\n"
        f"<{shelf.base}catalogue> a void:Dataset ;\n"
        '  dct:title "中国政府预决算公开数据"@zh , "Chinese government budget disclosures"@en ;\n'
        f"  foaf:homepage <{site}> ;\n  void:sparqlEndpoint <{endpoint}> ;\n"
        f'  void:uriSpace "{shelf.base}" ;\n  void:uriLookupEndpoint <{site}about/> ;\n'
        f"  void:dataDump <{site}catalogue> ;\n  void:vocabulary {vocabularies} ;\n"
        f"  void:documents {len(shelf.documents)} ;\n  void:entities {quality['amounts']} .\n\n"
        f"<{endpoint}> a sd:Service ;\n  sd:endpoint <{endpoint}> ;\n"
        "  sd:supportedLanguage sd:SPARQL11Query ;\n"
        f"  sd:resultFormat {formats} ;\n"
        "  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; "
        f"void:subset <{shelf.base}catalogue> ] ] .\n"
    )


_VOCABULARIES = (
    "http://purl.org/linked-data/cube#",
    "http://www.w3.org/2004/02/skos/core#",
    "http://www.w3.org/ns/prov#",
    "http://www.w3.org/ns/org#",
    "http://purl.org/dc/terms/",
)


def as_rdf(turtle: str, extension: str) -> bytes:
    """Turtle in another syntax, by the extension of its files."""
    import pyoxigraph

    form = pyoxigraph.RdfFormat.from_extension(extension) or pyoxigraph.RdfFormat.TURTLE
    if form == pyoxigraph.RdfFormat.TURTLE:
        return turtle.encode()
    return pyoxigraph.serialize(pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE), format=form) or b""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing said of an IRI: by which predicate, the value, whether that is an IRI, and what it is called."""

    predicate: str
    value: str
    is_iri: bool
    label: str
    language: str = ""


def statements(triples: bytes, iri: str, language: str = "zh") -> list[Statement]:
    """What a description in N-Triples says of ``iri``, and what the things it names are called in ``language``."""
    import pyoxigraph

    own: list[tuple[str, Any]] = []
    labels: dict[str, str] = {}
    for quad in pyoxigraph.parse(triples, pyoxigraph.RdfFormat.N_TRIPLES):
        subject = quad.subject.value if isinstance(quad.subject, pyoxigraph.NamedNode) else ""
        if subject == iri:
            own.append((quad.predicate.value, quad.object))
        elif isinstance(quad.object, pyoxigraph.Literal) and (
            subject not in labels or quad.object.language == language
        ):
            labels[subject] = quad.object.value
    said = {
        Statement(
            predicate,
            value.value,
            isinstance(value, pyoxigraph.NamedNode),
            labels.get(value.value, ""),
            getattr(value, "language", None) or "",
        )
        for predicate, value in own
        if isinstance(value, (pyoxigraph.NamedNode, pyoxigraph.Literal))
    }
    return sorted(said, key=lambda s: (s.predicate, s.value))
