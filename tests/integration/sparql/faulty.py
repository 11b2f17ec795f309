"""A server that speaks HTTP and fails in one chosen way."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RESULTS = json.dumps({
    "head": {"vars": ["s"]},
    "results": {"bindings": [{"s": {"type": "uri", "value": f"urn:{n}"}} for n in range(200)]},
}).encode()  # fmt: skip
JSON = "application/sparql-results+json"
Fault = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers every request with the fault of its server."""

    def do_GET(self) -> None:
        self.server.asked += 1  # pyright: ignore[reportAttributeAccessIssue]
        self.server.fault(self)  # pyright: ignore[reportAttributeAccessIssue]

    do_POST = do_PUT = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests look at what the client says."""

    def send(self, code: int, body: bytes = b"", content_type: str = JSON, length: int | None = None, **headers: str):
        self.send_response(code)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    asked = 0
    fault: Fault


@contextmanager
def faulty(fault: Fault) -> Generator[Server]:
    """A server with ``fault`` on a free port; ``server.url`` is its address, ``server.asked`` counts requests."""
    server = Server(("127.0.0.1", 0), Handler)
    server.fault = fault  # pyright: ignore[reportAttributeAccessIssue]
    server.url = f"http://127.0.0.1:{server.server_port}/sparql"  # pyright: ignore[reportAttributeAccessIssue]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def status(code: int, **headers: str) -> Fault:
    return lambda handler: handler.send(code, b"no", "text/plain", **headers)


def html(handler: Handler) -> None:
    handler.send(200, b"<!DOCTYPE html><html><body>Please log in</body></html>", "text/html")


def html_called_json(handler: Handler) -> None:
    handler.send(200, b"<html>login</html>")


def malformed(handler: Handler) -> None:
    handler.send(200, b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": }]}}')


def no_results(handler: Handler) -> None:
    handler.send(200, b'{"error": "quota"}')


def stray_column(handler: Handler) -> None:
    handler.send(200, RESULTS.replace(b'"vars": ["s"]', b'"vars": ["t"]'))


def cut(handler: Handler) -> None:
    """Half of what was announced, then the connection is closed."""
    handler.send(200, RESULTS[: len(RESULTS) // 2], length=len(RESULTS))
    handler.close_connection = True


def cut_chunked(handler: Handler) -> None:
    """One chunk of two, and no last one."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    half = RESULTS[: len(RESULTS) // 2]
    handler.wfile.write(f"{len(half):x}\r\n".encode() + half + b"\r\n")
    handler.close_connection = True


def cut_without_length(handler: Handler) -> None:
    """As old servers answer: the end of the connection is the end of the answer."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    handler.wfile.write(RESULTS[:-40])
    handler.close_connection = True


def triples_without_length(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/turtle")
    handler.end_headers()
    handler.wfile.write(b"<urn:a> <urn:b> <urn:c> .\n")
    handler.close_connection = True


def partial(handler: Handler) -> None:
    handler.send(200, RESULTS, X_SQL_State="S1TAT")


def row_limit(handler: Handler) -> None:
    handler.send(200, RESULTS, X_SPARQL_MaxRows="200")


def silent(handler: Handler) -> None:
    time.sleep(6)


def dripping(handler: Handler) -> None:
    """A byte now and then: never idle long enough for the timeout of a socket."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(RESULTS)))
    handler.end_headers()
    try:
        for byte in RESULTS[:30]:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.3)
    except OSError:
        handler.close_connection = True


def busy_once(handler: Handler) -> None:
    """429 at first, then the answer."""
    if handler.server.asked == 1:  # pyright: ignore[reportAttributeAccessIssue]
        handler.send(429, b"slow down", "text/plain", Retry_After="0")
    else:
        handler.send(200, RESULTS)


def hang_up_once(handler: Handler) -> None:
    if handler.server.asked == 1:  # pyright: ignore[reportAttributeAccessIssue]
        cut(handler)
    else:
        handler.send(200, RESULTS)
