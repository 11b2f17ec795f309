"""The site as one ASGI application over the folder of a build: its addresses, its pages, what all of them share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from anyio import to_thread
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from . import editor, machines, protocol, vocabulary
from .guard import Metrics, Rate, RateLimit, SecureHeaders, Watch
from .pages import PAGES, Page
from .pages.method import sparql
from .pool import Limits
from .shelf import Shelf, Shelves
from .site import Site, missing, reader_of, render, templates

_HERE = Path(__file__).parent
_PAGE_HEADERS = {"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding"}
#: Threads: those who wait for a place of the pool must not keep pages waiting.
_THREADS = 120


def create_app(
    folder: Path, limits: Limits | None = None, rate: Rate | None = None, log: Callable[[str], None] | None = None
) -> Starlette:
    """The application that serves the build in ``folder``, at the root or below a proxy's sub-path.

    ``log`` gets a line for every request, without addresses.

    Raises:
        CommandError: there is no finished build in the folder.
    """
    metrics = Metrics()
    site = Site(Shelves(folder), templates(), limits or Limits(), metrics)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        to_thread.current_default_thread_limiter().total_tokens = _THREADS
        warming = asyncio.ensure_future(run_in_threadpool(site.pool(site.shelves.current()).warm))
        yield
        await warming
        site.close()

    async def not_found(request: Request, error: Exception) -> Response:
        return missing(site, request)

    async def failed(request: Request, error: Exception) -> Response:
        html = render(site, request, "missing.html", site.shelves.current(), reader_of(request), {"is_fault": True})
        return Response(html, 500, media_type="text/html", headers={"Cache-Control": "no-store"})

    app = Starlette(
        routes=_routes(site),
        middleware=[
            Middleware(Watch, metrics, log),
            Middleware(SecureHeaders),
            Middleware(RateLimit, rate or Rate()),
            Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
        ],
        exception_handlers={404: not_found, 500: failed},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.site = site
    return app


def _routes(site: Site) -> list[BaseRoute]:
    pages = [Route(path, _page(site, template, page)) for path, (template, page) in PAGES.items()]
    answers = [
        Route(path, partial(answer, site), methods=methods) for path, (answer, methods) in machines.ANSWERS.items()
    ]
    browser = [Mount("/static/yasgui", StaticFiles(directory=folder))] if (folder := editor.installed()) else []
    return [
        *pages,
        Route("/sparql/editor", partial(_editor, site), methods=["GET", "POST"]),
        Route("/api", partial(_api_page, site)),
        Route("/about/{path:path}", partial(_about, site)),
        *browser,
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        *answers,
    ]


# --- pages ------------------------------------------------------------------------------------------------


def _page(site: Site, template: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        shelf = site.shelves.current()
        tag = machines.page_tag(shelf, request)
        headers = {**_PAGE_HEADERS, "ETag": tag}
        if machines.is_known(request, tag):
            return Response(status_code=304, headers=headers)
        html = await site.page(tag, partial(_made, site, request, template, page, shelf))
        if html is None:
            return missing(site, request)
        return Response(html, media_type="text/html", headers=headers)

    return handler


def _made(site: Site, request: Request, template: str, page: Page, shelf: Shelf) -> bytes | None:
    reader = reader_of(request)
    values = page(shelf, reader, {**request.query_params, **request.path_params})
    return None if values is None else render(site, request, template, shelf, reader, values).encode("utf-8", "replace")


# --- pages that ask the store -----------------------------------------------------------------------------


async def _editor(site: Site, request: Request) -> Response:
    """The query page; with ``run`` in the address it shows the answer as well, so that a link shows what was seen."""
    shelf, reader = site.shelves.current(), reader_of(request)
    asked = {**request.query_params}
    if request.method == "POST":
        try:
            asked |= await machines.form_of(request)
        except protocol.BadRequestError as error:
            return protocol.refuse(error.status, str(error))
    values = sparql(shelf, reader, asked)
    status = 200
    if asked.get("run"):
        told_of = values["chosen"].returns if values["chosen"] else ()
        values["answer"] = answer = await run_in_threadpool(
            machines.shown_answer, site, shelf, reader, values["query"], told_of
        )
        status = 503 if answer["is_ended"] else 400 if answer["error"] else 200
    values["has_editor"] = editor.installed() is not None
    html = await run_in_threadpool(render, site, request, "sparql.html", shelf, reader, values)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": editor.POLICY}
    return Response(html, status, media_type="text/html", headers=headers)


async def _api_page(site: Site, request: Request) -> Response:
    """What the interface offers: a page for people, OpenAPI for machines."""
    from . import api
    from .accept import choose

    described = api.described(str(request.base_url).rstrip("/"))
    if choose(request.headers.get("accept", "*/*"), ["application/json", "text/html"]) != "text/html":
        return await machines.api(api.overview, site, request)
    shelf = site.shelves.current()
    html = await run_in_threadpool(render, site, request, "api.html", shelf, reader_of(request), {"api": described})
    return Response(html, media_type="text/html", headers={**_PAGE_HEADERS, "Vary": "Accept, Accept-Encoding"})


async def _about(site: Site, request: Request) -> Response:
    """What is said of an IRI: as a page, or as RDF by the extension of the address."""
    shelf, reader = site.shelves.current(), reader_of(request)
    answer = await machines.about(site, shelf, request)
    if not isinstance(answer, machines.Description):
        return (
            missing(site, request)
            if answer.status_code == 404 and "html" in request.headers.get("accept", "")
            else answer
        )
    names = {e.iri: reader.t(e.zh, e.en) for _, entries in vocabulary.groups(shelf.base) for e in entries}
    html = await run_in_threadpool(
        render, site, request, "thing.html", shelf, reader, {**answer.values(), "term_names": names}
    )
    return Response(html, media_type="text/html", headers=_PAGE_HEADERS)
