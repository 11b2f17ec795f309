"""The site as one ASGI application over the folder of a build."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from . import api, linked, protocol
from .cells import page_picture
from .pages import PAGES, Page, address, file_of
from .pool import Limits, Pool
from .shelf import Shelf, Shelves
from .words import MONEY_UNITS, Reader, code_name, exact

_HERE = Path(__file__).parent
#: A page holds no script of its own and takes nothing from elsewhere.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: dict[bytes, bytes] = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}


@dataclass(slots=True)
class Site:
    """What the handlers share: the shelves, the pool over the current store, the templates."""

    shelves: Shelves
    templates: Environment
    limits: Limits
    _pool: Pool | None = None
    _pool_state: str = ""
    _lock: Lock = field(default_factory=Lock)

    def pool(self, shelf: Shelf) -> Pool:
        """The workers over the shelf's store; a new build gets new ones, the old ones end with their last query."""
        with self._lock:
            if self._pool is None or self._pool_state != shelf.state:
                old, self._pool = self._pool, Pool(shelf.folder / "store", shelf.base, protocol.answer, self.limits)
                self._pool_state = shelf.state
                if old is not None:
                    old.close()
            return self._pool

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()


def create_app(folder: Path, limits: Limits | None = None) -> Starlette:
    """The application that serves the build in ``folder``, at the root or below a proxy's sub-path.

    Raises:
        CommandError: there is no finished build in the folder.
    """
    site = Site(Shelves(folder), _templates(), limits or Limits())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        site.close()

    async def not_found(request: Request, error: Exception) -> Response:
        return _missing(site, request)

    app = Starlette(
        routes=_routes(site),
        middleware=[Middleware(GZipMiddleware, minimum_size=1000), Middleware(SecureHeaders)],
        exception_handlers={404: not_found},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    return app


def _routes(site: Site) -> list[BaseRoute]:
    pages = [Route(path, _page(site, template, page)) for path, (template, page) in PAGES.items()]
    return [
        *pages,
        Route("/sparql", partial(_sparql, site), methods=["GET", "POST"]),
        Route("/.well-known/void", partial(_void, site)),
        Route("/api", partial(_api, site, api.overview)),
        Route("/api/questions", partial(_api, site, api.questions)),
        Route("/api/questions/{name}", partial(_question, site)),
        Route("/api/observations", partial(_api, site, api.observations)),
        Route("/files/{package}/{path:path}", partial(_file, site)),
        Route("/catalogue", partial(_catalogue, site)),
        Route("/pictures/{observation}.png", partial(_picture, site)),
        Route("/about/{path:path}", partial(_about, site)),
        Route("/health", partial(_health, site)),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        Route("/{kind}/{key:path}", partial(_thing, site)),
    ]


# --- pages ------------------------------------------------------------------------------------------------


def _page(site: Site, template: str, page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def handler(request: Request) -> Response:
        shelf = site.shelves.current()
        tag = _tag(shelf, request)
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers={"ETag": tag})
        reader, asked = _reader(request), {**request.query_params, **request.path_params}
        values = await run_in_threadpool(page, shelf, reader, asked)
        if values is None:
            return _missing(site, request)
        html = await run_in_threadpool(_render, site, request, template, shelf, reader, values)
        return Response(html, media_type="text/html", headers={"ETag": tag, "Cache-Control": "public, max-age=60"})

    return handler


def _render(
    site: Site, request: Request, template: str, shelf: Shelf, reader: Reader, values: Mapping[str, Any]
) -> str:
    root = request.scope.get("root_path", "")

    def link(path: str, **parameters: str) -> str:
        kept = {"lang": "en" if reader.language == "en" else "", "unit": "" if reader.unit == "万元" else reader.unit}
        return f"{root}/" + address(path, **{**parameters, **kept})

    def here(**changed: str) -> str:
        parameters = {**request.query_params, **changed}
        return request.url.path + "?" + urlencode({k: v for k, v in parameters.items() if v})

    return site.templates.get_template(template).render(
        **values, shelf=shelf, reader=reader, t=reader.t, link=link, here=here, root=root, money=reader.money,
        exact=exact, named=reader.named, mark=reader.mark, code_name=code_name, money_units=MONEY_UNITS,
        path=request.url.path,
    )  # fmt: skip


def _missing(site: Site, request: Request) -> Response:
    reader = _reader(request)
    html = _render(site, request, "missing.html", site.shelves.current(), reader, {})
    return Response(html, 404, media_type="text/html")


def _reader(request: Request) -> Reader:
    unit = request.query_params.get("unit", "")
    language = "en" if request.query_params.get("lang") == "en" else "zh"
    return Reader(language, unit if unit in MONEY_UNITS else "万元")


def _tag(shelf: Shelf, request: Request) -> str:
    content = f"{shelf.state} {request.url.path} {request.url.query}"
    return f'"{sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]}"'


def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


# --- machines ---------------------------------------------------------------------------------------------


async def _sparql(site: Site, request: Request) -> Response:
    if request.method == "GET" and "query" not in request.query_params:
        if "text/html" in request.headers.get("accept", ""):
            return RedirectResponse(f"{request.scope.get('root_path', '')}/sparql/editor", 303)
        return await _void(site, request)
    return await protocol.respond(request, site.pool(site.shelves.current()))


async def _void(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    endpoint = str(request.url.replace(path=f"{request.scope.get('root_path', '')}/sparql", query=""))
    return Response(api.void(shelf, endpoint), media_type="text/turtle")


async def _api(site: Site, answer: Callable[[Shelf, Request], Response], request: Request) -> Response:
    shelf = site.shelves.current()
    tag = _tag(shelf, request)
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"ETag": tag})
    response = await run_in_threadpool(answer, shelf, request)
    response.headers["ETag"] = tag
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


async def _question(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    return await run_in_threadpool(api.question, shelf, request, site.pool(shelf))


async def _file(site: Site, request: Request) -> Response:
    path = file_of(site.shelves.current(), request.path_params["package"], request.path_params["path"])
    if path is None:
        return _missing(site, request)
    headers = {"Access-Control-Allow-Origin": "*"}
    if path.suffix == ".html":  # our own report has its style within
        headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return FileResponse(path, headers=headers)


async def _catalogue(site: Site, request: Request) -> Response:
    from .accept import choose

    folder = site.shelves.current().folder
    offered = {"text/turtle": "catalogue.ttl", "application/ld+json": "catalogue.jsonld"}
    media_type = choose(request.headers.get("accept", "*/*"), list(offered)) or "text/turtle"
    return FileResponse(
        folder / offered[media_type], media_type=media_type, headers={"Access-Control-Allow-Origin": "*"}
    )


async def _picture(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    row = shelf.row("cell", observation=request.path_params["observation"])
    document = shelf.document(row["package"]) if row else None
    if not row or not document or not document.source or not row["bbox"] or not row["page"]:
        return _missing(site, request)
    x0, top, x1, bottom = (float(v) for v in row["bbox"].replace(",", " ").split())
    try:
        png = await run_in_threadpool(page_picture, document.source, int(row["page"]), (x0, top, x1, bottom))
    except (ValueError, OSError):
        return _missing(site, request)
    return Response(png, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


async def _about(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    path, media_type = linked.split_format(request.path_params["path"])
    if media_type:
        return await linked.describe(shelf.base, path, media_type, site.pool(shelf))
    kind, _, key = path.partition("/")
    if kind == "observation":
        return RedirectResponse(f"{request.scope.get('root_path', '')}/{address('where/' + key)}", 303)
    described = await linked.describe(shelf.base, path, "application/n-triples", site.pool(shelf))
    if described.status_code != 200:
        return _missing(site, request) if described.status_code == 404 else described
    values = {
        "iri": shelf.base + path,
        "path_of_iri": path,
        "statements": api.statements(bytes(described.body), shelf.base),
    }
    html = await run_in_threadpool(_render, site, request, "thing.html", shelf, _reader(request), values)
    return Response(html, media_type="text/html")


async def _thing(site: Site, request: Request) -> Response:
    path = address(f"{request.path_params['kind']}/{request.path_params['key']}")
    return linked.redirect(request, path, request.scope.get("root_path", ""))


async def _health(site: Site, request: Request) -> Response:
    shelf = site.shelves.current()
    return PlainTextResponse(f"ok {len(shelf.documents)} {shelf.state[:12]}\n", headers={"Cache-Control": "no-store"})


class SecureHeaders:
    """Adds the security headers to every response that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in _HEADERS.items() if name not in present),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
