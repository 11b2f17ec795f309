"""A year of nights at a portal: a changed dataset is published in each round, and nothing grows.

``YUSUAN_ENDURANCE`` is how many rounds there are.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
import pytest
from yusuan.console import Console
from yusuan.publishing import Request, publish

from .builds import small, with_amount, write_build
from .portals import client, purge
from .servers import Ckan

pytestmark = [pytest.mark.service, pytest.mark.xdist_group("ckan")]
NAME = "420100-900090-2024-budget"
ROUNDS = int(os.environ.get("YUSUAN_ENDURANCE", "3"))
#: Rounds in which caches fill, and what an allocator may keep after them.
FIRST, MEGABYTES = 2 if ROUNDS < 20 else 10, 20


@dataclass(frozen=True)
class Held:
    """What the process that publishes, and the folder of its build, hold."""

    megabytes: float
    descriptors: int
    threads: int
    temporary: int
    files: int


def held(out: Path, temporary: Path) -> Held:
    gc.collect()
    process = psutil.Process()
    return Held(
        process.memory_info().rss / 1e6, process.num_fds(), process.num_threads(),
        len(list(temporary.iterdir())), len(list(out.rglob("*"))),
    )  # fmt: skip


def rounds(example: Path, folder: Path, address: str) -> tuple[Held, Held]:
    """What is held after the first rounds, and after all: an amount changes in each, and is published twice."""
    temporary = folder / "temporary"
    temporary.mkdir()
    tempfile.tempdir = str(temporary)
    conversion = small(example, "900090", "武汉市第九十单位")
    seen: list[Held] = []
    for number in range(FIRST + ROUNDS):
        out = write_build(folder / "out", [with_amount(conversion, 0, 10_000 + number)])
        told = [
            [o.outcome for o in publish(Request(out, address, allow_http=True), Console(quiet=True)).outcomes]
            for _ in range(2)
        ]
        assert told == [["created" if number == 0 else "updated"], ["unchanged"]]
        if number + 1 in (FIRST, FIRST + ROUNDS):
            seen.append(held(out, temporary))
    return seen[0], seen[1]


def test_publishing_in_a_loop_leaves_nothing_behind(portal: Ckan, example_build: Path, tmp_path: Path) -> None:
    """In a process of its own, which holds nothing of other tests."""
    environment = {**os.environ, "YUSUAN_CKAN_TOKEN": portal.token, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "integration.ckan.test_endurance", str(example_build), str(tmp_path), portal.url]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
        assert run.returncode == 0, run.stderr
        before, after = (Held(**one) for one in json.loads(run.stdout))
        print(f"\n{before}\n{after}")
        resources = (client(portal).show(NAME) or {})["resources"]
    finally:
        purge(portal, NAME)
    assert after.megabytes < before.megabytes + MEGABYTES
    assert (after.descriptors, after.threads, after.temporary) == (before.descriptors, before.threads, 0)
    assert after.files == before.files
    assert len(resources) < 60


if __name__ == "__main__":
    print(json.dumps([asdict(one) for one in rounds(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])]))
