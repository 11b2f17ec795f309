"""What the handlers of the site share: the build that is served, the pool over its store, and how a page is made."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ...queries.run import quickened
from ...queries.sparql import is_wide, outline
from . import protocol
from .guard import Metrics
from .panels.panel import plain
from .pool import Limits, Pool, Reply
from .shelf import Shelf, Shelves
from .words import MONEY_UNITS, Reader, address, bytes_read, checks, code_name, exact

_HERE = Path(__file__).parent
#: Bytes of finished pages that are kept, so that a page much read is made once for each build.
_KEPT_BYTES = 48_000_000
#: Answers to queries are kept with them, but for large ones.
_KEPT_ANSWER_BYTES = 500_000
#: How many pages are made at once: more would only make all of them wait for each other.
_MAKERS = 4


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


def templates() -> Environment:
    """The templates of the pages, everything in them escaped."""
    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
