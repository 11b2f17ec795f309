"""``yusuan serve``: the site on an address of this machine, until it is stopped."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ...console import Console
from ...outcomes import CommandError
from .app import create_app
from .guard import Below, Rate
from .pool import Limits

#: Whoever has not sent the head of a request after so long is let go.
_HEAD_SECONDS = 15.0


class PatientProtocol(H11Protocol):
    """HTTP for clients that may be slow, but not without end: uvicorn itself waits for a head for ever."""

    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._stop_waiting()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_HEAD_SECONDS, self._let_go)

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _let_go(self) -> None:
        self._waiting = None
        if self.conn.their_state is h11.IDLE:
            self.transport.close()


def serve(
    folder: Path,
    host: str,
    port: int,
    sub_path: str,
    console: Console,
    limits: Limits | None = None,
    rate: Rate | None = None,
    *,
    with_log: bool = False,
) -> None:
    """Serve the build in ``folder``; returns when it is stopped. ``with_log`` writes a line for each request.

    Raises:
        CommandError: there is no build, or the address is taken.
    """
    import uvicorn

    app = create_app(folder, limits, rate, _log if with_log else None)
    listener = _listen(host, port)
    bound = listener.getsockname()
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    console.say(f"打开 open  http://{shown}:{bound[1]}{sub_path}/   （Ctrl-C 停止 to stop）")
    below: Any = Below(app, sub_path) if sub_path else app
    config = uvicorn.Config(
        below, log_level="warning", access_log=False, server_header=False, date_header=True, timeout_keep_alive=10,
        limit_concurrency=1000, h11_max_incomplete_event_size=32_768, lifespan="on", http=PatientProtocol,
        timeout_graceful_shutdown=10,
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)  # whoever comes before the first answer waits, and is not turned away
    except OSError as error:
        listener.close()
        raise CommandError(
            "usage", f"{host}:{port} 不能使用（{error.strerror}），换一个 --port / the address cannot be used"
        ) from error
    return listener
