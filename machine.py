"""What the machine, or the container or service that this process is in, has to give: processors and memory."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")
_M_TRIM_THRESHOLD, _M_ARENA_MAX = -1, -8  # of malloc.h of glibc
#: Of what threads give back glibc keeps so many stores, each as large as it ever was, rather than eight a processor.
_ARENAS = 2


def cores(groups: Path = _GROUPS) -> int:
    """Processors that this process may use: those it is bound to, or the fewer that its control groups give it."""
    bound = len(os.sched_getaffinity(0))
    quotas = (said.split() for said in _told(groups, "cpu.max"))
    return max(1, min(bound, *(-(-int(quota) // int(period)) for quota, period in quotas if quota.isdigit()), bound))


def free_bytes(groups: Path = _GROUPS) -> int:
    """Memory that is free, or the less that its control groups give it; 0 where the machine does not say."""
    try:
        told = dict(line.split(":") for line in Path("/proc/meminfo").read_text("ascii").splitlines())
        free = int(told["MemAvailable"].split()[0]) << 10
    except (OSError, ValueError, LookupError):
        return 0
    limits = (said for name in ("memory.max", "memory/memory.limit_in_bytes") for said in _told(groups, name))
    return min(free, *(int(limit) for limit in limits if limit.isdigit()), free)


def address_space() -> int:
    """The bytes of addresses that ``ulimit -v`` leaves this process; 0 where it sets no limit."""
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    return most if most != resource.RLIM_INFINITY else 0


def open_files() -> int:
    """How many files this process may have open."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if most != resource.RLIM_INFINITY else 1 << 20


def for_much_data() -> None:
    """Let this process have as many files open as it is ever allowed to, and keep the memory that it has had.

    For a process that sorts and writes gigabytes and ends: glibc would give each MB back and ask for it again.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_TRIM_THRESHOLD, 2**31 - 1)


def for_many_threads() -> None:
    """Let the threads of this process take their memory from what others have given back.

    For a process that goes on building: each build begins new threads, and glibc keeps what sixteen of them had.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


@contextmanager
def last(name: str) -> Generator[None]:
    """Threads of this process that bear this name work only while a processor has nothing else to do.

    All stays as it is where the system has no such class of threads, or would not let them come back from it.
    """
    with ThreadPoolExecutor(1) as other:
        threads = _threads(name) if other.submit(_may_come_back).result() else []
    try:
        _schedule(threads, "SCHED_IDLE")
        yield
    finally:
        _schedule(threads, "SCHED_OTHER")


def _may_come_back() -> bool:
    """Tried by the thread that asks: what it may do follows from limits, capabilities and filters of calls."""
    try:
        for policy in (os.SCHED_IDLE, os.SCHED_OTHER):
            os.sched_setscheduler(0, policy, os.sched_param(0))
    except (OSError, AttributeError):
        return False
    return True


def _threads(name: str) -> list[int]:
    found: list[int] = []
    for folder in Path("/proc/self/task").iterdir():
        with suppress(OSError):
            if (folder / "comm").read_text("utf-8").strip() == name:
                found.append(int(folder.name))
    return found


def _schedule(threads: list[int], policy: str) -> None:
    for thread in threads:
        with suppress(OSError):
            os.sched_setscheduler(thread, getattr(os, policy), os.sched_param(0))


def _told(groups: Path, name: str) -> Iterator[str]:
    """What a file says in the control group of this process and in those around it; a container sees its own only."""
    for folder in _around(groups):
        try:
            yield (folder / name).read_text("ascii").strip()
        except (OSError, ValueError):
            continue


def _around(groups: Path) -> Iterator[Path]:
    yield groups
    try:
        own = Path("/proc/self/cgroup").read_text("utf-8").partition("0::/")[2].strip()
    except (OSError, ValueError):
        return
    for part in Path(own).parts:
        groups = groups / part
        yield groups
