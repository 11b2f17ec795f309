"""The same documents by one process, two, a local Dask cluster of two workers, and one whose worker is killed midway.

Seconds by the clock and of processors (the build, its processes and the workers), and whether the output is that of
the first, byte for byte (the store aside: its bytes are the engine's). One process takes as long as all the others:
without it they are held against two.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import arguments
import psutil
import scale
import synthetic

#: What is known of files by their number and times.
_ASIDE = {".lock", "states.json", "sources.json", ".places"}
HOWS = ("one process", "two processes", "cluster of two", "cluster of two, one killed")


def tree(folder: Path) -> str:
    """A hash of every file of a build but the store and what differs between two that are alike."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not {p.name, p.suffix} & _ASIDE):
        if path.relative_to(folder).parts[0] != "store":
            digest.update(f"{path.relative_to(folder)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


@contextmanager
def cluster() -> Iterator[tuple[str, Callable[[], float], Callable[[], None]]]:
    """The address of a scheduler with two workers; their processor seconds so far; and what kills one at its work."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1", silence_logs=50
        ) as running,
        Client(running.scheduler_address) as client,
    ):
        spent: dict[int, float] = {}

        def processor() -> float:
            for child in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    if "--multiprocessing-fork" in child.cmdline() or "spawn_main" in " ".join(child.cmdline()):
                        spent[child.pid] = sum(child.cpu_times()[:2])
            return sum(spent.values())

        def kill_one() -> None:
            processes = client.run(os.getpid)
            busy = next(worker for worker, tasks in client.processing().items() if tasks)
            processor()
            psutil.Process(processes[busy]).kill()

        yield running.scheduler_address, processor, kill_one


def measured(documents: Path, out: Path, kill_after: float = 0.0) -> tuple[float, float, str]:
    """Wall and processor seconds of a build on the cluster, and the hash of what it made."""
    with cluster() as (address, processor, kill_one):
        before = processor()
        killer = threading.Timer(kill_after, kill_one)
        if kill_after:
            killer.start()
        run = scale.build(documents, out, "--scheduler", address)
        killer.cancel()
        return run.wall, run.processor + processor() - before, tree(out)


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("--documents", type=int, default=200, help="how many are generated")
    parser.add_argument("--folder", type=Path, help="where the work is done (a temporary folder within)")
    parser.add_argument("--without-one", action="store_true", help="leave out the build by one process")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        documents = Path(name) / "in"
        synthetic.write_documents(documents, given.documents)
        print(f"| {given.documents} documents | wall s | processor s | speed-up | bytes |\n|---|---:|---:|---:|---|")
        wall, expected = 0.0, ""
        for how in HOWS[given.without_one :]:
            out = Path(name) / "out"
            if how.endswith(("process", "processes")):
                run = scale.build(documents, out, "--jobs", "1" if how.startswith("one") else "2")
                result = run.wall, run.processor, tree(out)
            else:
                result = measured(documents, out, wall / 4 if "killed" in how else 0.0)
            wall, expected = wall or result[0], expected or result[2]
            same = "the same" if result[2] == expected else "OTHERS"
            print(f"| {how} | {result[0]:.1f} | {result[1]:.1f} | {wall / result[0]:.2f} | {same} |", flush=True)
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
