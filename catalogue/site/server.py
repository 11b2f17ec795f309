"""``yusuan serve``: the site on an address of this machine, until it is stopped."""

from __future__ import annotations

import socket
from pathlib import Path

from ...console import Console
from ...outcomes import CommandError
from .app import create_app
from .pool import Limits


def serve(folder: Path, host: str, port: int, sub_path: str, console: Console, limits: Limits | None = None) -> None:
    """Serve the build in ``folder``; returns when it is stopped.

    Raises:
        CommandError: there is no build, or the address is taken.
    """
    import uvicorn

    app = create_app(folder, limits)
    listener = _listen(host, port)
    bound = listener.getsockname()
    shown = f"[{bound[0]}]" if ":" in bound[0] else bound[0]
    console.say(f"打开 open  http://{shown}:{bound[1]}{sub_path}/   （Ctrl-C 停止 to stop）")
    config = uvicorn.Config(
        app, root_path=sub_path, log_level="warning", access_log=False, server_header=False, date_header=True,
        timeout_keep_alive=10, limit_concurrency=400, h11_max_incomplete_event_size=32_768, lifespan="on",
    )  # fmt: skip
    uvicorn.Server(config).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CommandError(
            "usage", f"{host}:{port} 不能使用（{error.strerror}），换一个 --port / the address cannot be used"
        ) from error
    return listener
