"""Every IRI of ours resolves: 303 from the thing to what is said of it, as a page or as RDF by negotiation.

What is said of a thing is a bounded description: its own statements, and the labels of what it names.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from .accept import choose
from .protocol import GRAPHS, Ask, refuse, told

_KEY = re.compile(r"[^\x00-\x20<>\"{}|^`\\]{1,300}")
_PAGE = "text/html"
_EXTENSIONS = {extension: media_type for media_type, extension in GRAPHS.items()}


def redirect(request: Request, iri_path: str, prefix: str) -> Response:
    """303 from an IRI to its description in the form that the client likes best."""
    media_type = choose(request.headers.get("accept", "*/*"), [_PAGE, *GRAPHS])
    if media_type is None:
        return refuse(406, f"只能给出 {', '.join([_PAGE, *GRAPHS])} / not acceptable")
    target = f"{prefix}/about/{iri_path}" + ("" if media_type == _PAGE else f".{GRAPHS[media_type]}")
    return RedirectResponse(target, 303, {"Vary": "Accept", "Access-Control-Allow-Origin": "*"})


def split_format(path: str) -> tuple[str, str | None]:
    """The path of an IRI and the media type that its extension asks for, None for the page."""
    suffix = PurePosixPath(path).suffix.removeprefix(".")
    media_type = _EXTENSIONS.get(suffix)
    return (path.removesuffix(f".{suffix}"), media_type) if media_type else (path, None)


async def describe(base: str, path: str, media_type: str, ask: Ask) -> Response:
    """The statements about an IRI in ``media_type``; 404 where there are none."""
    if not _KEY.fullmatch(path):
        return refuse(404, "没有这个标识 / no such identifier")
    iri = f"<{base}{path}>"
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    query = (
        f"CONSTRUCT {{ {iri} ?p ?o . ?o {label} ?l }} WHERE {{ "
        f"{{ {iri} ?p ?o OPTIONAL {{ ?o {label} ?l }} }} UNION "
        f"{{ GRAPH ?g {{ {iri} ?p ?o }} OPTIONAL {{ ?o {label} ?l }} }} }} LIMIT 5000"
    )
    outcome, value = await run_in_threadpool(ask, query, GRAPHS[media_type])
    if outcome == "answer" and not _says_something(value, media_type):
        return refuse(404, f"没有 {base}{path} / nothing is known of it")
    return told((outcome, value), media_type)


def _says_something(body: bytes, media_type: str) -> bool:
    if media_type == "application/ld+json":
        return body.strip() not in (b"", b"[]", b"{}")
    return b"<" in body.replace(b"<?xml", b"").replace(b"<rdf:RDF", b"")
