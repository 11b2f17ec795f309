"""A proxy between us and a portal that does to requests what networks and servers do: loses, delays, refuses."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

#: What becomes of a request: it passes; it is lost on its way there, or its answer on the way back; or it is answered.
Fate = Literal["pass", "lost", "answer-lost"] | tuple[int, dict[str, str]]
Rule = Callable[[int, str], Fate]  # number of the request from 1, "METHOD path"
_HOP = {"connection", "transfer-encoding", "keep-alive"}


@dataclass
class Proxy:
    url: str
    rule: Rule
    seen: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def proxy(target: str, rule: Rule) -> Iterator[Proxy]:
    """A proxy for ``target`` on a free port, with ``rule`` deciding each request's fate."""
    state = Proxy("", rule)
    host, port = target.removeprefix("http://").split(":")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            with state.lock:
                state.seen.append(f"{self.command} {self.path.split('?')[0]}")
                fate = state.rule(len(state.seen), state.seen[-1])
            if fate == "lost":
                return self.cut()
            if isinstance(fate, tuple):
                return self.reply(fate[0], list(fate[1].items()), b"{}")
            status, headers, answer = self.forward(body)
            return self.cut() if fate == "answer-lost" else self.reply(status, headers, answer)

        do_GET = do_POST = do_HEAD = handle_one  # noqa: N815

        def forward(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
            connection = http.client.HTTPConnection(host, int(port), timeout=120)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
            try:
                connection.request(self.command, self.path, body, headers)
                answer = connection.getresponse()
                return answer.status, answer.getheaders(), answer.read()
            finally:
                connection.close()

        def reply(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers:
                if name.lower() not in (*_HOP, "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def cut(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
