"""A private S3 server on a free loopback port: S3Proxy over a folder, and a line to it that breaks."""

from __future__ import annotations

import os
import shutil
import socket
import socketserver
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
VERSION = "3.0.0"
KEY, SECRET = "only-for-tests", "only-for-tests-too"
_CONFIG = """
s3proxy.authorization=aws-v2-or-v4
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.identity={key}
s3proxy.credential={secret}
jclouds.provider=filesystem-nio2
jclouds.identity=none
jclouds.credential=none
jclouds.filesystem.basedir={folder}
"""
_QUIET = '<configuration><root level="WARN"/></configuration>'


@dataclass(frozen=True)
class Server:
    """A running server; each folder in ``folder`` is a bucket."""

    url: str
    port: int
    folder: Path


def missing() -> str:
    """What this machine lacks; empty where the server can run."""
    return " ".join(name for name in ("java", "mvn") if not shutil.which(name))


def jars() -> Path:
    """The folder of the server's jars, fetched once through Maven."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yusuan-tests"
    folder = cache / f"s3proxy-{VERSION}"
    if not folder.is_dir():
        beside = folder.with_name(f"{folder.name}.{os.getpid()}")
        command = ["mvn", "-q", "-B", "-f", str(POM), "package", f"-Dinto={beside}"]
        subprocess.run(command, check=True, timeout=600)
        with suppress(OSError):  # another run may have been quicker
            beside.rename(folder)
    return folder


@contextmanager
def s3proxy(folder: Path) -> Generator[Server]:
    """S3Proxy over ``folder/buckets``; its log is ``folder/log``."""
    (folder / "buckets").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (folder / "logback.xml").write_text(_QUIET)
    (folder / "conf").write_text(_CONFIG.format(port=port, key=KEY, secret=SECRET, folder=folder / "buckets"))
    command = [
        "java", "-Xmx256m", f"-Dlogback.configurationFile={folder / 'logback.xml'}", "-cp", f"{jars()}/*",
        "org.gaul.s3proxy.Main", "--properties", str(folder / "conf"),
    ]  # fmt: skip
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}", process, folder / "log")
            yield Server(f"http://127.0.0.1:{port}", port, folder / "buckets")
        finally:
            process.kill()
            process.wait()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 120) -> None:
    """Until the server answers, be it that it wants to know who asks."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            urllib.request.urlopen(url, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.2)
            continue
        return
    raise AssertionError(f"no answer from {url}")


# --- a line that breaks -----------------------------------------------------------------------------------


class _Line(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        server: _Breaking = self.server  # pyright: ignore[reportAssignmentType]
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=30) as there:
            back = threading.Thread(target=_pump, args=(there, self.request), daemon=True)
            back.start()
            while piece := self.request.recv(4096):
                server.left -= len(piece)
                if server.left < 0:
                    return
                there.sendall(piece)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            sink.sendall(piece)


class _Breaking(socketserver.ThreadingTCPServer):
    daemon_threads = True
    port = 0
    left = 0


@contextmanager
def breaking(server: Server, after_bytes: int) -> Generator[str]:
    """The address of a line to ``server`` that is dead for good after so many bytes to it."""
    with _Breaking(("127.0.0.1", 0), _Line) as line:
        line.port, line.left = server.port, after_bytes
        threading.Thread(target=line.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{line.server_address[1]}"
        line.shutdown()
