"""Worker processes that answer SPARQL and are killed at a limit of time or memory.

pyoxigraph can neither time a query out nor cancel it, so each query runs in a process that can be ended. A worker
that is ended is replaced; the other workers and their clients notice nothing. An answer is whole or it is an error.
"""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Literal

Outcome = Literal["answer", "fault", "timeout", "memory", "busy"]
Reply = tuple[Outcome, Any]
#: Runs one task in a worker: ``(store folder, base, task) -> value``; raises to report a fault.
Work = Callable[[Path, str, Any], Any]
_FORK = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how many may run and wait."""

    seconds: float = 20.0
    megabytes: int = 1024
    workers: int = 2
    wait_seconds: float = 5.0


@dataclass(slots=True)
class Worker:
    process: Any
    pipe: Connection


class Pool:
    """``limits.workers`` processes over one store. Threads of the server call :meth:`run`."""

    def __init__(self, store: Path, base: str, work: Work, limits: Limits) -> None:
        self._store, self._base, self._work, self.limits = store, base, work, limits
        self._idle: Queue[Worker | None] = Queue()
        self._closed = False
        for _ in range(limits.workers):
            self._idle.put(None)  # started when first needed

    def run(self, task: Any) -> Reply:
        """The worker's reply; ``busy`` when none was free in time, ``timeout`` or ``memory`` when it was ended."""
        try:
            worker = self._idle.get(timeout=self.limits.wait_seconds)
        except Empty:
            return "busy", None
        try:
            if worker is None or not worker.process.is_alive():
                worker = self._start()
            reply = self._ask(worker, task)
            if reply[0] in ("timeout", "memory"):
                _end(worker)
                worker = None
            return reply
        finally:
            if self._closed and worker is not None:
                _end(worker)
                worker = None
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers, each when it has answered; who still asks gets an answer from one of its own."""
        self._closed = True
        for _ in range(self.limits.workers):
            with suppress(Empty):
                worker = self._idle.get_nowait()
                if worker is not None:
                    _end(worker)
                self._idle.put(None)

    def _ask(self, worker: Worker, task: Any) -> Reply:
        try:
            worker.pipe.send(task)
            if not worker.pipe.poll(self.limits.seconds):
                return "timeout", None
            return worker.pipe.recv()
        except (EOFError, OSError):
            return "memory", None  # the kernel or the limit ended it

    def _start(self) -> Worker:
        ours, theirs = _FORK.Pipe()
        arguments = (theirs, self._store, self._base, self._work, self.limits.megabytes)
        process = _FORK.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return Worker(process, ours)


def _end(worker: Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(pipe: Connection, store: Path, base: str, work: Work, megabytes: int) -> None:
    """Answer tasks until the pipe closes."""
    limit = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            task = pipe.recv()
            try:
                pipe.send(("answer", work(store, base, task)))
            except MemoryError:
                pipe.send(("memory", None))
            except Exception as error:
                pipe.send(("fault", str(error)))
