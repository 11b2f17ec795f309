"""What a machine or a container gives, and what the site makes of it."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
from yusuan.catalogue.site.pool import fitting
from yusuan.machine import cores, free_bytes, last


def test_a_container_has_what_it_is_given(tmp_path: Path) -> None:
    (tmp_path / "cpu.max").write_text("50000 100000\n", "ascii")
    assert cores(tmp_path) == 1
    (tmp_path / "memory.max").write_text("2000000\n", "ascii")
    assert free_bytes(tmp_path) == 2_000_000


def test_an_older_container_too(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text("3000000\n", "ascii")
    assert free_bytes(tmp_path) == 3_000_000


@pytest.mark.parametrize("said", ["max 100000\n", "max 1\n"])
def test_without_a_limit_the_machine_counts(tmp_path: Path, said: str) -> None:
    for name in ("cpu.max", "memory.max"):
        (tmp_path / name).write_text(said, "ascii")
    assert cores(tmp_path) == len(os.sched_getaffinity(0))
    assert free_bytes(tmp_path) > 50_000_000


@pytest.mark.skipif(not hasattr(os, "SCHED_IDLE"), reason="threads have no such class here")
def test_threads_stand_back_and_come_forward_again(tmp_path: Path) -> None:
    """Where the system would not let them come forward they stay where they are."""
    from pyoxigraph import Store

    def classes() -> set[int]:
        tasks = [task for task in Path("/proc/self/task").iterdir() if "rocksdb:low" in (task / "comm").read_text()]
        return {os.sched_getscheduler(int(task.name)) for task in tasks}

    store = Store(str(tmp_path / "store"))
    with last("rocksdb:low"):
        assert classes() in ({os.SCHED_IDLE}, {os.SCHED_OTHER})
    assert classes() == {os.SCHED_OTHER}
    with last("no such thread"):
        assert classes() == {os.SCHED_OTHER}
    del store


#: Eight threads that all have memory of their own at once, and how many heaps they had it from.
THREADS = """
import ctypes, sys, threading
from yusuan.machine import for_many_threads
exec(sys.argv[1])
libc, all_there = ctypes.CDLL(None), threading.Barrier(8)
libc.malloc.restype, libc.free.argtypes, libc.fopen.restype = ctypes.c_void_p, [ctypes.c_void_p], ctypes.c_void_p
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
def work():
    had = [libc.malloc(60_000) for _ in range(50)]
    all_there.wait()
    for each in had: libc.free(each)
threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
told = libc.fopen(b"/dev/stdout", b"w")
libc.malloc_info(0, told)
libc.fclose(told)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="another allocator")
def test_threads_share_the_memory_that_others_gave_back() -> None:
    def heaps(before: str) -> int:
        run = subprocess.run([sys.executable, "-c", THREADS, before], capture_output=True, text=True, check=True)
        return run.stdout.count("<heap nr=")

    assert heaps("") > 2
    assert heaps("for_many_threads()") <= 2


@pytest.mark.parametrize(
    ("processors", "gigabytes", "megabytes", "workers"),
    [
        (2, 8, 512, 2),
        (1, 8, 512, 2),
        (8, 64, 512, 8),
        (8, 8, 512, 6),
        (8, 2, 512, 1),
        (64, 512, 512, 32),
        (4, 0, 512, 2),
    ],
)
def test_queries_at_once_follow_from_cores_and_memory(
    processors: int, gigabytes: int, megabytes: int, workers: int
) -> None:
    assert fitting(processors, gigabytes << 30, megabytes) == workers
