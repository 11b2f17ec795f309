"""Who does the documents of a build: this process, processes of this machine, or a Dask cluster.

Each hand out the results in the order of the tasks, whatever the order they are finished in, and hold only a few more
tasks than they can work on, so that memory does not grow with their number.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import forkserver
from typing import Any

from ..console import Console
from ..converters.readers.progress import listening
from ..document import Prepared, Task, collect_rarely, prepare
from ..machine import for_much_data
from ..outcomes import CommandError

#: Gives for each task what became of it.
Crew = Callable[[Iterable[Task]], Generator[Prepared]]

#: Seconds after which a document is given up; the longest disclosures take one.
MAX_SECONDS = 1800
#: Documents after which a process is replaced.
_DOCUMENTS = 500
#: Tasks handed out ahead, for each worker.
_AHEAD = 4
#: Fewer documents for each process are quicker done than processes are started.
_LEAST = 2
#: What a process would load by itself, the program that began the build among it, is loaded once for all of them.
_LOADED_ONCE = (
    "yusuan.cli", "pebble", "yusuan.converters.disclosure", "yusuan.datapackage.accounting.proof",
    "yusuan.ontology.rdf", "yusuan.catalogue.void",
)  # fmt: skip
_LOADED_BESIDE = ("yusuan.cli", "pebble", "pyoxigraph", "yusuan.queries.shards")


def choose(documents: int, jobs: int, scheduler: str, console: Console, *, store_beside: bool = False) -> Crew:
    """The crew for so many documents: the cluster at ``scheduler``, else up to ``jobs`` processes (0: one a core).

    With ``store_beside`` a store is made :func:`beside` afterwards.
    """
    if scheduler and documents:
        return lambda tasks: _on_cluster(tasks, scheduler)
    workers = min(jobs or len(os.sched_getaffinity(0)), documents // _LEAST)
    if workers > 1:
        return lambda tasks: _in_processes(tasks, workers, console)
    if documents and store_beside:
        _load_beside()
    return lambda tasks: _here(tasks, console)


def _here(tasks: Iterable[Task], console: Console) -> Generator[Prepared]:
    for task in tasks:
        yield _prepare(task, console)


def _prepare(task: Task, console: Console) -> Prepared:
    with listening(console.say):
        return prepare(task)


def _load_beside() -> None:
    """Have the program of the store loaded by the process that forks it, while this one converts."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(list(_LOADED_BESIDE))
    forkserver.ensure_running()


# --- processes of this machine ------------------------------------------------------------------------------


def _in_processes(tasks: Iterable[Task], workers: int, console: Console) -> Generator[Prepared]:
    from pebble import ProcessPool

    # A server that has loaded the program forks each process: nothing of this one's threads and files gets there.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_LOADED_ONCE))
    pool = ProcessPool(workers, max_tasks=_DOCUMENTS, context=context, initializer=_begin_documents)
    try:
        yield from _in_order(
            tasks,
            workers * _AHEAD,
            lambda task: pool.schedule(_prepare, args=[task, console], timeout=MAX_SECONDS),
            _awaited,
        )
    finally:
        pool.stop()
        pool.join()


def _awaited(task: Task, future: Any) -> Prepared:
    from pebble import ProcessExpired

    name = task.source.path
    try:
        return future.result()
    except TimeoutError:
        return Prepared(message=f"{name}: 超过 {MAX_SECONDS} 秒没有做完，已停止 / stopped after {MAX_SECONDS} s")
    except ProcessExpired as error:
        cause = _cause(error)
        return Prepared(message=f"{name}: 处理它的进程中断（{cause}） / its process broke off ({cause})")


@contextmanager
def beside(work: Callable[..., object], *arguments: object) -> Generator[Callable[[], bool]]:
    """Have ``work`` done in a process of its own while the body runs; on leaving, it is done.

    Its memory is given back with the process. What is yielded tells whether it has ended already.

    Raises:
        CommandError: the process broke off.
        Exception: whatever ``work`` raised.
    """
    from concurrent.futures.process import BrokenProcessPool

    from pebble import ProcessExpired, ProcessPool

    pool = ProcessPool(1, context=multiprocessing.get_context("forkserver"), initializer=_begin_beside)
    try:
        future = pool.schedule(work, args=arguments)
        yield future.done
        future.result()
    except (ProcessExpired, BrokenProcessPool) as error:
        cause = _cause(error) if isinstance(error, ProcessExpired) else str(error)
        message = (
            f"建问答库的进程中断（{cause}），可能内存不够，再跑会接着做 / the process of the store broke off; run again"
        )
        raise CommandError("partial", message) from error
    finally:
        pool.stop()
        pool.join()


def _cause(error: Any) -> str:
    """How a process ended: the name of the signal, or its exit code."""
    return signal.Signals(-error.exitcode).name if error.exitcode < 0 else f"exit {error.exitcode}"


def _end_with_parent() -> None:
    """A process whose build was killed must not go on writing. Interrupts are the build's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def _begin_documents() -> None:
    _end_with_parent()
    collect_rarely()


def _begin_beside() -> None:
    _end_with_parent()
    for_much_data()


# --- a cluster ----------------------------------------------------------------------------------------------


def _on_cluster(tasks: Iterable[Task], scheduler: str) -> Generator[Prepared]:
    client = _client(scheduler)
    try:
        workers = max(1, sum(client.nthreads().values()))
        yield from _in_order(
            tasks,
            workers * _AHEAD,
            lambda task: client.submit(prepare, _anywhere(task), pure=False),
            lambda task, future: _gathered(task, future, scheduler),
        )
    finally:
        client.close()


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise CommandError(
            "usage", "用 --scheduler 需要先安装 yusuan[cluster] / install yusuan[cluster] for --scheduler"
        ) from error
    try:
        return Client(scheduler, timeout=10)
    except (OSError, ValueError, TimeoutError) as error:
        raise CommandError(
            "remote", f"{scheduler}: 连不上 Dask 调度器（{error}）/ the Dask scheduler cannot be reached"
        ) from error


def _anywhere(task: Task) -> Task:
    """The task with paths that hold in every working folder."""
    source = replace(
        task.source, path=task.source.path.absolute(), more=tuple(path.absolute() for path in task.source.more)
    )
    return replace(task, source=source, out=task.out.absolute(), folder=task.folder.absolute())


def _gathered(task: Task, future: Any, scheduler: str) -> Prepared:
    from distributed import CancelledError, KilledWorker

    name = task.source.path
    try:
        prepared: Prepared = future.result()
        return replace(prepared, message=prepared.message.replace(str(name.absolute()), str(name)))
    except KilledWorker:
        return Prepared(message=f"{name}: 处理它的进程几次中断 / the workers that took it died")
    except (CancelledError, TimeoutError) as error:
        raise CommandError(
            "remote", f"{scheduler}: Dask 调度器中断了，重跑会接着做 / the scheduler went away; run again to go on"
        ) from error


# --- both ---------------------------------------------------------------------------------------------------


def _in_order(
    tasks: Iterable[Task], ahead: int, submit: Callable[[Task], Any], result: Callable[[Task, Any], Prepared]
) -> Generator[Prepared]:
    """The results in the order of the tasks; no more than ``ahead`` are handed out and not yet asked for."""
    waiting: deque[tuple[Task, Any]] = deque()
    for task in tasks:
        waiting.append((task, submit(task)))
        if len(waiting) >= ahead:
            yield result(*waiting.popleft())
    while waiting:
        yield result(*waiting.popleft())
