"""Worker processes that answer SPARQL and are killed at a limit of time or memory.

pyoxigraph can neither time a query out nor cancel it, so each query runs in a process that can be ended. A worker
that is ended is replaced; the other workers and their clients notice nothing. An answer is whole or it is an error.

A query that is not done after a moment is a long one: it goes on at a low priority beside the others, in one of few
places, and its own place is free for the next. What looks long begins there; what was long once is known, and takes no
place of the quick ones again; what was ended at a limit is refused for a while. So that long queries, however many
come, keep no short one waiting. Among the quick ones too, who is expected to be done soon goes first, by what queries
of the same kind took before.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Lock, Semaphore
from typing import Any, Literal

Outcome = Literal["answer", "fault", "timeout", "memory", "busy", "crowded"]
Reply = tuple[Outcome, Any]
#: Runs one task in a worker: ``(store folder, base, task) -> value``; raises to report a fault.
Work = Callable[[Path, str, Any], Any]
#: Workers are forked from a small server of its own that has no threads and has the libraries loaded.
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["pyoxigraph", "yusuan.catalogue.site.protocol", "yusuan.queries.store"])
_LOW_PRIORITY = 15
#: How many queries are remembered as long, and for how long one that was ended is not tried again.
_REMEMBERED = 2000
_REFUSED_SECONDS = 60.0
#: For how many times what it takes itself a query lets those pass that are sooner done.
_PATIENCE = 20.0
_UNSEEN_SECONDS = 0.02
#: More workers than this have not been measured.
_MOST_WORKERS = 32


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take, and how many may run and wait."""

    seconds: float = 20.0
    megabytes: int = 512
    workers: int = 2
    wait_seconds: float = 5.0
    #: After so much work (seconds of a processor) a query is a long one, of which ``long`` may run beside the workers.
    quick_seconds: float = 0.4
    long: int = 2


def fitting(cores: int, free_bytes: int, megabytes: int) -> int:
    """How many queries to answer at once: one for each processor, as half of the memory holds them and long ones.

    Two at least, so that a quick query need not stand behind another, where the memory is not known or holds them.
    """
    room = free_bytes // 2 // (megabytes << 20) - Limits().long if free_bytes else 2
    return max(1, min(max(cores, 2), room, _MOST_WORKERS))


@dataclass(slots=True)
class Worker:
    process: Any
    pipe: Connection


class Pool:
    """``limits.workers`` processes over one store. Threads of the server call :meth:`run`."""

    def __init__(self, store: Path, base: str, work: Work, limits: Limits) -> None:
        self._store, self._base, self._work, self.limits = store, base, work, limits
        self._places = Places(limits.workers)
        self._durations = Durations()
        self._long = Semaphore(limits.long)
        self._known = Known()
        self._closed = False

    def run(self, task: Any, *, kind: Hashable = None, begins_long: bool = False) -> Reply:
        """The worker's reply. Tasks of one ``kind`` take about as long; ``begins_long`` is said of what is never quick.

        ``busy`` when no worker was free in time, ``crowded`` when too many long ones run already, ``timeout`` or
        ``memory`` when it was ended.
        """
        if (ended := self._known.ended(task)) is not None:
            return ended, None
        if begins_long or self._known.is_long(task):
            return self._at_length(task, None)
        place = self._places.take(self._durations.expected(kind), self.limits.wait_seconds)
        if place is None:
            return "busy", None
        worker, kept = place.worker, None
        try:
            if worker is None or not worker.process.is_alive():
                worker = self._start()
            started = time.monotonic()
            reply = self._ask(worker, task)
            self._durations.add(kind, time.monotonic() - started)
            if reply is not None and reply[0] != "memory":
                kept = worker
        finally:
            self._give_back(kept)
        if reply is None:
            self._known.add(task)
            return self._at_length(task, worker)
        if kept is None:
            _end(worker)
            self._known.add(task, "memory")
        return reply

    def warm(self) -> None:
        """Start the workers that are not running, so that the first to ask need not wait for it."""
        for place in self._places.take_idle():
            self._give_back(place.worker or (None if self._closed else self._start()))

    def close(self) -> None:
        """End all workers, each when it has answered; who still asks gets an answer from one of its own."""
        self._closed = True
        for place in self._places.take_idle():
            self._give_back(place.worker)

    def _give_back(self, worker: Worker | None) -> None:
        if self._closed and worker is not None:
            _end(worker)
            worker = None
        self._places.give_back(Place(worker))

    def _ask(self, worker: Worker, task: Any) -> Reply | None:
        """The reply, or None where there is none after the work of a quick query, which a busy machine stretches."""
        started, worked = time.monotonic(), _worked(worker)
        try:
            worker.pipe.send(task)
        except OSError:
            return "memory", None
        while time.monotonic() - started < self.limits.seconds:
            reply = _received(worker, min(self.limits.quick_seconds / 2, self.limits.seconds))
            if reply is not None or _worked(worker) - worked >= self.limits.quick_seconds:
                return reply
        return None

    def _at_length(self, task: Any, worker: Worker | None) -> Reply:
        """Wait for a long query, begun in ``worker`` or yet to begin; its worker ends with it."""
        if not self._long.acquire(blocking=False):
            if worker is not None:
                _end(worker)
            return "crowded", None
        try:
            if worker is None:
                worker = self._start()
                worker.pipe.send(task)
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, worker.process.pid, _LOW_PRIORITY)
            reply = _received(worker, self.limits.seconds) or ("timeout", None)
        except OSError:
            reply = "memory", None
        finally:
            self._long.release()
            if worker is not None:
                _end(worker)
        if reply[0] in ("timeout", "memory"):
            self._known.add(task, reply[0])
        return reply

    def _start(self) -> Worker:
        ours, theirs = _PROCESSES.Pipe()
        arguments = (theirs, self._store, self._base, self._work, self.limits.megabytes)
        process = _PROCESSES.Process(target=_serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return Worker(process, ours)


@dataclass(frozen=True, slots=True)
class Place:
    """A place for one query; its worker is started when first needed."""

    worker: Worker | None = None


class Places:
    """Places for a fixed number of queries, given to those who wait in the order in which they are due."""

    def __init__(self, number: int) -> None:
        self._idle = [Place()] * number
        self._waiting: list[_Waiting] = []
        self._lock, self._number = Lock(), count()

    def take(self, expected: float, wait_seconds: float) -> Place | None:
        """A place, or None where none comes free in time. Who needs longer lets others pass, but for so long only."""
        with self._lock:
            if self._idle:
                return self._idle.pop()
            due = time.monotonic() + min(_PATIENCE * expected, wait_seconds / 2)
            waiting = _Waiting(due, next(self._number))
            heappush(self._waiting, waiting)
        waiting.served.wait(wait_seconds)
        with self._lock:
            if waiting.place is None:
                self._waiting.remove(waiting)
                heapify(self._waiting)
            return waiting.place

    def take_idle(self) -> list[Place]:
        """All places that nobody has."""
        with self._lock:
            taken, self._idle = self._idle, []
        return taken

    def give_back(self, place: Place) -> None:
        """Let the next have ``place``."""
        with self._lock:
            if not self._waiting:
                self._idle.append(place)
                return
            following = heappop(self._waiting)
            following.place = place
            following.served.set()


@dataclass(order=True, slots=True)
class _Waiting:
    due: float
    number: int
    served: Event = field(default_factory=Event, compare=False)
    place: Place | None = field(default=None, compare=False)


class Durations:
    """How long the queries of each kind took of late."""

    def __init__(self) -> None:
        self._seconds: OrderedDict[Hashable, float] = OrderedDict()
        self._lock = Lock()

    def expected(self, kind: Hashable) -> float:
        """Seconds; of a kind that was never seen, those of a quick one."""
        with self._lock:
            return self._seconds.get(kind, _UNSEEN_SECONDS)

    def add(self, kind: Hashable, seconds: float) -> None:
        with self._lock:
            before = self._seconds.pop(kind, seconds)
            self._seconds[kind] = before + (seconds - before) / 4
            if len(self._seconds) > _REMEMBERED:
                self._seconds.popitem(last=False)


class Known:
    """What is known of queries from having run them: that they take long, and that they were ended at a limit."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._said: OrderedDict[Any, tuple[Outcome | None, float]] = OrderedDict()
        self._clock, self._lock = clock, Lock()

    def add(self, task: Any, ended: Outcome | None = None) -> None:
        """Remember that ``task`` is long, and where it was ended, by which limit."""
        with self._lock:
            self._said.pop(task, None)
            self._said[task] = ended, self._clock()
            if len(self._said) > _REMEMBERED:
                self._said.popitem(last=False)

    def is_long(self, task: Any) -> bool:
        with self._lock:
            return task in self._said

    def ended(self, task: Any) -> Outcome | None:
        """By which limit ``task`` was ended a short while ago; None where it may be tried."""
        with self._lock:
            ended, at = self._said.get(task, (None, 0.0))
        return ended if ended is not None and self._clock() - at < _REFUSED_SECONDS else None


def _worked(worker: Worker) -> float:
    """Seconds of a processor that a worker has used; where the system does not tell, the time of day."""
    try:
        told = Path(f"/proc/{worker.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return time.monotonic()


def _received(worker: Worker, seconds: float) -> Reply | None:
    try:
        return worker.pipe.recv() if worker.pipe.poll(seconds) else None
    except (EOFError, OSError):
        return "memory", None  # the kernel or the limit ended it


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
