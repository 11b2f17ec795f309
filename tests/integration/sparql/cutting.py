"""A line to a real server that breaks in the middle of what is written, at a chosen place."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from yusuan.queries.endpoint import Endpoint

#: Bodies above this are graphs; questions and logins pass.
GRAPH_BYTES = 20_000
Place = Callable[[bytes], int]


class _Line(socketserver.StreamRequestHandler):
    """One connection: requests are passed on whole, but of a graph only its beginning."""

    def handle(self) -> None:
        server: _Broken = self.server  # pyright: ignore[reportAssignmentType]
        with suppress(OSError), socket.create_connection(server.to, timeout=30) as there:
            threading.Thread(target=_pump, args=(there, self.connection), daemon=True).start()
            while head := self._head():
                length = next((int(h.partition(b":")[2]) for h in head if h.lower().startswith(b"content-length:")), 0)
                body = self.rfile.read(length)
                if length > GRAPH_BYTES:
                    server.cuts += 1
                    there.sendall(b"".join(head) + body[: server.place(body)])
                    there.shutdown(socket.SHUT_WR)
                    return
                there.sendall(b"".join(head) + body)

    def _head(self) -> list[bytes]:
        lines: list[bytes] = []
        while line := self.rfile.readline():
            lines.append(line)
            if line == b"\r\n":
                return lines
        return []


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)


class _Broken(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    cuts = 0
    to: tuple[str, int]
    place: Place


@contextmanager
def cutting(server: Endpoint, place: Place) -> Generator[tuple[Endpoint, Callable[[], int]]]:
    """``server`` over a line that breaks ``place(body)`` bytes into each graph, and how often it has broken."""
    parts = urlsplit(server.url)
    line = _Broken(("127.0.0.1", 0), _Line)
    line.to, line.place = (parts.hostname or "", parts.port or 80), place  # pyright: ignore[reportAttributeAccessIssue]
    thread = threading.Thread(target=line.serve_forever, daemon=True)
    thread.start()
    try:
        netloc = f"127.0.0.1:{line.server_address[1]}"
        yield replace(server, url=urlunsplit((parts.scheme, netloc, parts.path, "", ""))), lambda: line.cuts
    finally:
        line.shutdown()
        line.server_close()
        thread.join()
