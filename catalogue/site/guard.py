"""What stands before every answer: security headers, a limit on requests for each address, counts and a log.

The log holds no addresses, and the limit keeps them in memory only, for as long as it counts.
"""

from __future__ import annotations

import math
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: A page holds no script of its own and takes nothing from elsewhere.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: dict[bytes, bytes] = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"same-origin",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
#: Seconds, upper bounds of the histogram of response times.
_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


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
                    *((name, value) for name, value in HEADERS.items() if name not in present),
                ]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class Below:
    """The application below a sub-path, whether the proxy before it takes the sub-path off or leaves it on."""

    def __init__(self, app: ASGIApp, sub_path: str) -> None:
        self._app, self._sub_path = app, sub_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            path: str = scope["path"]
            is_whole = path == self._sub_path or path.startswith(self._sub_path + "/")
            scope = {**scope, "root_path": self._sub_path, "path": path if is_whole else self._sub_path + path}
        await self._app(scope, receive, send)


# --- a limit for each address -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in a minute from one address, and so many of them at once; 0 in a minute is no limit."""

    per_minute: int = 600
    burst: int = 120


@dataclass(slots=True)
class _Bucket:
    left: float
    filled: float


class RateLimit:
    """Answers 429 with Retry-After to an address that asks more than ``rate`` allows; queries count five times."""

    _MOST = 20_000

    def __init__(self, app: ASGIApp, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._rate, self._clock = app, rate, clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not self._rate.per_minute or path.startswith("/static/"):
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("", 0))[0]
        wait = self._wait(address, 5.0 if _is_query(path) else 1.0)
        if not wait:
            await self._app(scope, receive, send)
            return
        message = f"请求太快，请 {wait} 秒后再试 / too many requests, try again in {wait} s"
        await JSONResponse({"error": message}, 429, headers={"Retry-After": str(wait)})(scope, receive, send)

    def _wait(self, address: str, cost: float) -> int:
        """Take ``cost`` from the address's bucket; the seconds to wait where it does not hold so much, else 0."""
        now, per_second = self._clock(), self._rate.per_minute / 60
        bucket = self._buckets.pop(address, None) or _Bucket(self._rate.burst, now)
        bucket.left = min(bucket.left + (now - bucket.filled) * per_second, self._rate.burst)
        bucket.filled = now
        self._buckets[address] = bucket
        if len(self._buckets) > self._MOST:
            self._buckets.popitem(last=False)
        if bucket.left >= cost:
            bucket.left -= cost
            return 0
        return max(math.ceil((cost - bucket.left) / per_second), 1)


def _is_query(path: str) -> bool:
    return path.rstrip("/").endswith("/sparql") or "/api/questions/" in path


# --- counts and log ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class Metrics:
    """Requests by kind of page and status, how long they took, and how queries ended; as Prometheus reads them."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter[tuple[str, int]])
    slower: Counter[float] = field(default_factory=Counter[float])
    seconds: float = 0.0
    queries: Counter[str] = field(default_factory=Counter[str])
    _lock: Lock = field(default_factory=Lock)

    def count(self, kind: str, status: int, seconds: float) -> None:
        with self._lock:
            self.requests[kind, status] += 1
            self.seconds += seconds
            self.slower.update(bound for bound in _BOUNDS if seconds <= bound)

    def count_query(self, outcome: str) -> None:
        with self._lock:
            self.queries[outcome] += 1

    def told(self) -> str:
        """The counts in Prometheus's text format."""
        with self._lock:
            total = sum(self.requests.values())
            lines = [
                "# TYPE yusuan_requests_total counter",
                *(
                    f'yusuan_requests_total{{kind="{k}",status="{s}"}} {n}'
                    for (k, s), n in sorted(self.requests.items())
                ),
                "# TYPE yusuan_request_seconds histogram",
                *(f'yusuan_request_seconds_bucket{{le="{bound}"}} {self.slower[bound]}' for bound in _BOUNDS),
                f'yusuan_request_seconds_bucket{{le="+Inf"}} {total}',
                f"yusuan_request_seconds_sum {self.seconds:.6f}",
                f"yusuan_request_seconds_count {total}",
                "# TYPE yusuan_queries_total counter",
                *(f'yusuan_queries_total{{outcome="{o}"}} {n}' for o, n in sorted(self.queries.items())),
            ]
        return "\n".join(lines) + "\n"


class Watch:
    """Counts every request, and writes a line for it where a log is asked for: never the address, never the query."""

    def __init__(self, app: ASGIApp, metrics: Metrics, log: Callable[[str], None] | None = None) -> None:
        self._app, self._metrics, self._log = app, metrics, log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status, size = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            taken = time.monotonic() - started
            self._metrics.count(_kind(scope["path"].removeprefix(scope.get("root_path", ""))), status, taken)
            if self._log:
                path = "".join(c if c.isprintable() else "?" for c in scope["path"])
                at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
                self._log(f"{at} {scope['method']} {path} {status} {size} {taken:.3f}")


_KINDS = frozenset(
    {
        "api", "about", "catalogue", "codes", "compare", "disclosures", "downloads", "files", "findings", "health",
        "metrics", "ontology", "panels", "pictures", "projects", "search", "sparql", "static", "units", "where",
    }
)  # fmt: skip


def _kind(path: str) -> str:
    """The kind of page of a path: one of a closed list, so that strangers cannot fill the counts."""
    first = path.strip("/").partition("/")[0]
    return first if first in _KINDS else "home" if not first else "other"
