"""What the machine, or the container or service that this process is in, has to give: processors and memory."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_GROUPS = Path("/sys/fs/cgroup")


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
