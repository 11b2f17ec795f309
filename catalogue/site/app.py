"""The site as one ASGI application over the folder of a build: its addresses, its pages, what all of them share."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from anyio import to_thread
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from ...queries.run import quickened
from ...queries.sparql import is_wide, outline
from . import editor, machines, protocol, vocabulary
from .guard import Metrics, Rate, RateLimit, SecureHeaders, Watch
from .pages import PAGES, Page
from .pages.method import sparql
from .panels.panel import plain
from .pool import Limits, Pool, Reply
from .shelf import Shelf, Shelves
from .words import MONEY_UNITS, Reader, address, bytes_read, checks, code_name, exact

_HERE = Path(__file__).parent
_PAGE_HEADERS = {"Cache-Control": "public, max-age=60", "Vary": "Accept-Encoding"}
#: Bytes of finished pages that are kept, so that a page much read is made once for each build.
_KEPT_BYTES = 48_000_000
#: Answers to queries are kept with them, but for large ones.
_KEPT_ANSWER_BYTES = 500_000
#: How many pages are made at once: more would only make all of them wait for each other.
_MAKERS = 4
#: Threads: those who wait for a place of the pool must not keep pages waiting.
_THREADS = 120


@dataclass(slots=True)
class Site:
    """What the handlers share: the shelves, the pool over the current store, the templates, finished pages."""

    shelves: Shelves
    templates: Environment
    limits: Limits
    metrics: Metrics
    _pool: Pool | None = None
    _pool_state: str = ""
    _lock: Lock = field(default_factory=Lock)
    _kept: OrderedDict[str, bytes] = field(default_factory=OrderedDict[str, bytes])
    _kept_bytes: int = 0
    _making: dict[str, asyncio.Future[bytes | None]] = field(default_factory=dict[str, "asyncio.Future[bytes | None]"])
    _makers: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MAKERS))

    def pool(self, shelf: Shelf) -> Pool:
        """The workers over the shelf's store; a new build gets new ones, the old ones end with their last query."""
        with self._lock:
            if self._pool is None or self._pool_state != shelf.state:
                old, self._pool = self._pool, Pool(shelf.folder / "store", shelf.base, protocol.answer, self.limits)
                self._pool_state = shelf.state
                if old is not None:
                    old.close()
            return self._pool

    def answer(self, shelf: Shelf, query: str, form: str) -> Reply:
        """What the pool says to a permitted query, counted; waits as long as the limits let it.

        Answers are kept as pages are: a build does not change, and a link to a query is opened by many.
        """
        key = f"sparql {shelf.state} {form} {sha256(query.encode('utf-8', 'surrogatepass')).hexdigest()}"
        reply: Reply = "answer", self.kept(key)
        if reply[1] is None:
            task = protocol.Task(quickened(query, shelf.base), form)
            reply = self.pool(shelf).run(task, kind=outline(query), begins_long=is_wide(query))
            if reply[0] == "answer" and len(reply[1]) <= _KEPT_ANSWER_BYTES:
                self.keep(key, reply[1])
        self.metrics.count_query(reply[0])
        return reply

    async def page(self, key: str, make: Callable[[], bytes | None]) -> bytes | None:
        """The finished page of that key, made once however many ask for it at the same time; None where nothing is."""
        if (page := self.kept(key)) is not None:
            return page
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.ensure_future(self._make(key, make))
            making.add_done_callback(lambda _: self._making.pop(key, None))
        return await asyncio.shield(making)  # who leaves does not take the page from the others

    async def _make(self, key: str, make: Callable[[], bytes | None]) -> bytes | None:
        async with self._makers:
            page = await run_in_threadpool(make)
        if page is not None:
            self.keep(key, page)
        return page

    def kept(self, key: str) -> bytes | None:
        """A finished page, if it is still kept."""
        with self._lock:
            page = self._kept.get(key)
            if page is not None:
                self._kept.move_to_end(key)
            return page

    def keep(self, key: str, page: bytes) -> None:
        """Keep a finished page; those not asked for longest make room."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = page
                self._kept_bytes += len(page)
            while self._kept_bytes > _KEPT_BYTES:
                _, gone = self._kept.popitem(last=False)
                self._kept_bytes -= len(gone)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def create_app(
    folder: Path, limits: Limits | None = None, rate: Rate | None = None, log: Callable[[str], None] | None = None
) -> Starlette:
    """The application that serves the build in ``folder``, at the root or below a proxy's sub-path.

    ``log`` gets a line for every request, without addresses.

    Raises:
        CommandError: there is no finished build in the folder.
    """
    metrics = Metrics()
    site = Site(Shelves(folder), _templates(), limits or Limits(), metrics)

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


def render(site: Site, request: Request, template: str, shelf: Shelf, reader: Reader, values: Mapping[str, Any]) -> str:
    """A page from its template and values, with the words and links of its reader."""

    def here(**changed: str) -> str:
        parameters = {**request.query_params, **changed}
        query = urlencode({k: v for k, v in parameters.items() if v}, errors="replace")
        return request.url.path + (f"?{query}" if query else "")

    return site.templates.get_template(template).render(
        **values, shelf=shelf, reader=reader, t=reader.t, link=reader.link, here=here, root=reader.root,
        money=reader.money, exact=exact, named=reader.named, mark=reader.mark, code_name=code_name,
        money_units=MONEY_UNITS, bytes_read=bytes_read, plain=plain, address=address, check_names=checks(),
        path=request.url.path.removeprefix(reader.root), origin=str(request.base_url).rstrip("/"),
    )  # fmt: skip


def missing(site: Site, request: Request) -> Response:
    """The page for what is not there: in words, with what to do next."""
    html = render(site, request, "missing.html", site.shelves.current(), reader_of(request), {"is_fault": False})
    return Response(html, 404, media_type="text/html")


def reader_of(request: Request) -> Reader:
    """Language and unit of money as the address says."""
    unit = request.query_params.get("money", "")
    language = "en" if request.query_params.get("lang") == "en" else "zh"
    return Reader(language, unit if unit in MONEY_UNITS else "万元", request.scope.get("root_path", "").rstrip("/"))


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


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
        values["answer"] = answer = await run_in_threadpool(machines.shown_answer, site, shelf, reader, values["query"])
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
