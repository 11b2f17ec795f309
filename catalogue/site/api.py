"""For programs: the question library and the observations over HTTP, and what the data set is in VoID."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ...datapackage.model import OBSERVATION_FIELDS, format_decimal
from ...queries.question import QueryError, Question, bind, load_question, load_questions
from ...queries.sparql import rebase
from ...settings import DEFAULT_BASE
from .pool import Pool
from .protocol import Task, refuse, told
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
            "documents": len(shelf.documents),
        }
    )


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


def question(shelf: Shelf, request: Request, pool: Pool) -> Response:
    """The answer to one question, its parameters from the address."""
    given = {name: value for name, value in request.query_params.items() if name != "format"}
    as_csv = request.query_params.get("format") == "csv"
    try:
        asked = load_question(request.path_params["name"])
        text = bind(asked, given)
    except QueryError as error:
        return refuse(404 if "没有名为" in error.message else 400, str(error))
    reply = pool.run(Task(rebase(text, DEFAULT_BASE, shelf.base), "csv" if as_csv else "json"))
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
    quality = shelf.row("quality")
    return (
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
        "@prefix dct: <http://purl.org/dc/terms/> .\n\n"
        f"<{shelf.base}catalogue> a void:Dataset ;\n"
        '  dct:title "中国政府预决算公开数据"@zh ;\n'
        f'  void:sparqlEndpoint <{endpoint}> ;\n  void:uriSpace "{shelf.base}" ;\n'
        "  void:vocabulary <http://purl.org/linked-data/cube#>, <http://www.w3.org/2004/02/skos/core#> ;\n"
        f"  void:entities {quality['amounts'] if quality else 0} .\n\n"
        f"<{endpoint}> a sd:Service ;\n  sd:endpoint <{endpoint}> ;\n"
        "  sd:supportedLanguage sd:SPARQL11Query .\n"
    )


def statements(triples: bytes, base: str) -> list[tuple[str, str, bool]]:
    """Predicate, value and whether the value is an IRI, of a description in N-Triples."""
    import pyoxigraph

    parsed = pyoxigraph.parse(triples, pyoxigraph.RdfFormat.N_TRIPLES)
    said: list[tuple[str, str, bool]] = []
    for quad in parsed:
        is_iri = isinstance(quad.object, pyoxigraph.NamedNode)
        value = quad.object.value if isinstance(quad.object, (pyoxigraph.NamedNode, pyoxigraph.Literal)) else ""
        said.append((quad.predicate.value, value, is_iri))
    return sorted(set(said))
