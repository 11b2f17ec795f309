"""Documents are read in a process of their own, with bounds on memory and time.

A document that breaks its parser is one line of the summary, and the others go on. The process is kept for the next
document, as its libraries take longer to load than most documents to read.
"""

from __future__ import annotations

import atexit
import json
import os
import pickle
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import Any

from .errors import UnreadableError
from .readers import limits
from .readers.progress import report
from .table import Block

#: The package is found as it was found here, also where it is not installed.
_PROGRAM = "import sys; sys.path[:] = {path!r}; from {package}.readers.worker import main; main()"
#: Documents after which a process is replaced, as parsers keep what they met.
_DOCUMENTS = 100


def read(path: Path) -> list[Block]:
    """The blocks of ``path``, read in the worker process.

    Raises:
        UnreadableError: no reader can read it, or reading it takes more memory or time than any disclosure.
        OSError: the file cannot be opened.
        ReadingFaultError: a reader met a fault of its own.
    """
    with _LOCK:
        return _Worker.at_work().read(path)


class ReadingFaultError(Exception):
    """A fault of ours in a reader, as it was told."""


class _Worker:
    """A process that reads one document after the other."""

    _current: _Worker | None = None

    def __init__(self) -> None:
        program = _PROGRAM.format(path=sys.path, package=__package__)
        self._process = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._owner = os.getpid()
        self._left = _DOCUMENTS

    @classmethod
    def at_work(cls) -> _Worker:
        """The running worker, or a new one."""
        worker = cls._current
        if worker is None or worker._owner != os.getpid() or worker._left < 1 or worker._process.poll() is not None:
            cls.dismiss()
            worker = cls._current = cls()
        return worker

    @classmethod
    def dismiss(cls) -> None:
        """End the running worker, whatever it does."""
        worker, cls._current = cls._current, None
        if worker is not None and worker._owner == os.getpid():
            worker._kill()

    def read(self, path: Path) -> list[Block]:
        """The blocks of ``path``; a worker that fell silent or died is not used again."""
        self._left -= 1
        assert self._process.stdin is not None
        blocks: list[Block] = []
        try:
            self._process.stdin.write(json.dumps(str(path.absolute())).encode() + b"\n")
            self._process.stdin.flush()
            for kind, *content in self._messages(path):
                if kind == "blocks":
                    blocks.extend(content[0])
                elif kind == "progress":
                    report(content[0])
                elif kind != "done":
                    raise _error(path, kind, content)
        except (BrokenPipeError, EOFError) as error:
            self._kill()
            raise UnreadableError(
                path,
                f"读取时进程中断（{self._cause()}），多半是文件损坏或过大",
                f"reading it broke off ({self._cause()}): the file is damaged or too large",
            ) from error
        except (UnreadableError, OSError, ReadingFaultError):
            raise
        except BaseException:
            self._kill()  # an answer that nobody waits for must not reach the next document
            raise
        return blocks

    def _messages(self, path: Path) -> Iterator[tuple[Any, ...]]:
        while True:
            length = int.from_bytes(self._bytes(8, path))
            message: tuple[Any, ...] = pickle.loads(self._bytes(length, path))
            yield message
            if message[0] not in ("blocks", "progress"):
                return

    def _bytes(self, count: int, path: Path) -> bytes:
        assert self._process.stdout is not None
        source, end = self._process.stdout.fileno(), monotonic() + limits.MAX_SILENCE
        data = b""
        while len(data) < count:
            if not select.select([source], [], [], max(0.0, end - monotonic()))[0]:
                self._kill()
                raise UnreadableError(
                    path,
                    f"读取超过 {limits.MAX_SILENCE} 秒没有进展，已停止",
                    f"reading it made no progress for {limits.MAX_SILENCE} s and was stopped",
                )
            part = os.read(source, min(count - len(data), 1 << 20))
            if not part:
                raise EOFError
            data += part
        return data

    def _cause(self) -> str:
        code = self._process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    def _kill(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not sent yet
                    stream.close()
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _error(path: Path, kind: str, content: list[Any]) -> Exception:
    if kind == "unreadable":
        return UnreadableError(path, *content)
    if kind == "os-error":
        return OSError(content[0], content[1], str(path))
    return ReadingFaultError(content[0])


_LOCK = threading.Lock()
atexit.register(_Worker.dismiss)
