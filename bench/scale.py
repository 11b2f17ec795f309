"""How cost grows with the number of documents: time, processors and memory of ``yusuan build``, and what follows it.

For each number of documents (100 and 300 without; 0 for the steps alone): the first build, a second one, one with a
changed document, and where the time of a document goes. Processor seconds stand beside the clock, as the machine may
have other work; and beside them its pace, a fixed loop timed every two seconds meanwhile, as a machine that is shared
with others takes up to twice the processor seconds for the same work.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any

import arguments
import psutil
import synthetic

YUSUAN = str(Path(sys.executable).with_name("yusuan"))
#: Compiled modules are kept, as they are wherever nobody forbids it: else each process compiles the program anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Run:
    """A build as a process of its own: seconds by the clock and of processors, most MB of it and of one it began."""

    wall: float
    processor: float
    peak: float
    others_peak: float
    pace: float


def build(documents: Path, out: Path, *options: str) -> Run:
    """Raises RuntimeError where the build fails."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = psutil.Popen(
        [YUSUAN, "build", str(documents), "--out", str(out), "-q", *options],
        stdout=subprocess.DEVNULL,
        env=ENVIRONMENT,
    )
    peak = _watched(process)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"the build ended with {process.returncode}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, processor + peak.others, peak.megabytes, peak.others_megabytes, median(peak.paces))


@dataclass
class _Watched:
    megabytes: float = 0.0
    others: float = 0.0  # processor seconds of processes that nobody waited for
    others_megabytes: float = 0.0  # of the largest of them: a worker, or the one that makes the store
    paces: list[float] = field(default_factory=lambda: [pace()])


def pace() -> float:
    """Processor milliseconds that this machine takes just now for a hundred thousand additions."""
    started, total = time.thread_time(), 0
    for number in range(100_000):
        total += number
    return (time.thread_time() - started) * 1000


def _watched(process: psutil.Popen) -> _Watched:
    """The most memory of the main process, and the processor time of those below it, ten times a second."""
    watched, times = _Watched(), dict[int, float]()
    done = threading.Event()

    def watch() -> None:
        for tick in count():
            if done.wait(0.1):
                break
            if tick % 20 == 19:
                watched.paces.append(pace())
            try:
                watched.megabytes = max(watched.megabytes, process.memory_info().rss / 1e6)
                for child in process.children(recursive=True):
                    used = child.cpu_times()
                    times[child.pid] = used.user + used.system
                    watched.others_megabytes = max(watched.others_megabytes, child.memory_info().rss / 1e6)
            except psutil.Error:
                continue

    watcher = threading.Thread(target=watch)
    watcher.start()
    process.wait()
    done.set()
    watcher.join()
    watched.others = sum(times.values())
    return watched


def change_one(documents: Path) -> None:
    """A line more in the middle document."""
    paths = sorted(p for p in documents.rglob("*.txt"))
    path = paths[len(paths) // 2]
    path.write_text(path.read_text("utf-8") + "\n备注: 补充说明一行。\n", "utf-8")


def measure(number: int, formats: list[str], jobs: int, folder: Path) -> Iterator[tuple[str, Run, int]]:
    documents, out = folder / f"in-{number}", folder / f"out-{number}"
    synthetic.write_documents(documents, number, formats, jobs=os.cpu_count() or 1)
    options = ("--jobs", str(jobs)) if jobs else ()
    yield "first", build(documents, out, *options), _size(out)
    yield "again", build(documents, out, *options), _size(out)
    if "txt" in formats:
        change_one(documents)
        yield "one changed", build(documents, out, *options), _size(out)
    shutil.rmtree(out)


def _size(folder: Path) -> int:
    """Bytes on disk; a file with several names counts once."""
    seen = {(s.st_dev, s.st_ino): s.st_blocks * 512 for s in (p.stat() for p in folder.rglob("*") if p.is_file())}
    return sum(seen.values())


def steps(formats: list[str], folder: Path) -> Counter[str]:
    """Processor milliseconds of each step for a document, over twelve of them, in this process as in a worker.

    What is done to each document is done three times, and the quickest counts: other work on the machine is the less.
    """
    from yusuan.catalogue.dcat import write_catalogue
    from yusuan.catalogue.schema_org import write_descriptions
    from yusuan.catalogue.void import new_statistics, prepare_void, write_void
    from yusuan.converters.disclosure import convert
    from yusuan.converters.sources import Source
    from yusuan.datapackage.accounting.across import write_across
    from yusuan.datapackage.accounting.proof import prove
    from yusuan.datapackage.inspection.inspection import inspect
    from yusuan.datapackage.model import Conversion
    from yusuan.datapackage.package import write_package
    from yusuan.datapackage.parquet import write_observations
    from yusuan.document import Task, prepare, rarely_collecting
    from yusuan.ontology.rdf import write_rdf
    from yusuan.ontology.statistics import Statistics
    from yusuan.queries.store import build_store
    from yusuan.settings import DEFAULT_BASE

    used, number = Counter[str](), 12
    synthetic.write_documents(folder / "in", number, formats)
    out = folder / "out"

    def timed(name: str, work: Callable[..., Any], *arguments: Any, times: int = 1) -> Any:
        result, spent = None, list[float]()
        for _ in range(times):
            started = time.process_time()
            result = work(*arguments)
            spent.append(time.process_time() - started)
        used[name] += round(min(spent) * 1e6)
        return result

    counted = dict[str, Statistics]()

    def written(conversion: Conversion, package: Path) -> None:
        shutil.rmtree(package / "rdf", ignore_errors=True)
        counted[package.name] = new_statistics(DEFAULT_BASE)
        write_rdf(conversion, package, DEFAULT_BASE, counted[package.name])

    packages: list[Path] = []
    paths = sorted(p for p in (folder / "in").rglob("*") if p.is_file())
    prepare(Task(Source(paths[0]), folder, folder / "first", DEFAULT_BASE))  # what is loaded once
    write_observations([folder / "first"], folder / "first-observations")
    for path in paths:
        with rarely_collecting():
            conversion = timed("read (text) and understand", convert, path, times=3)
            conversion = timed("prove", prove, conversion, times=3)
            conversion = timed("inspect", inspect, conversion, times=3)
            packages.append(out / "packages" / conversion.disclosure.name)
            timed("write package and report", write_package, conversion, packages[-1], times=3)
            timed("write RDF and count it", written, conversion, packages[-1], times=3)
            name = packages[-1].name
            timed("count for VoID", prepare_void, packages[-1], name, out, DEFAULT_BASE, counted[name])
    timed("Parquet", write_observations, packages, out / "observations")
    timed("catalogue", write_catalogue, packages, out, DEFAULT_BASE)
    timed("descriptions", write_descriptions, packages, out, DEFAULT_BASE)
    timed("VoID", write_void, packages, out, DEFAULT_BASE)
    timed("across documents", write_across, packages, out)
    timed("store", build_store, packages, out / "store", DEFAULT_BASE)
    return Counter({name: round(value / number / 1000) for name, value in used.items()})


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument(
        "counts",
        type=int,
        nargs="*",
        default=[100, 300],
        help="numbers of documents; 0 for the steps of a document alone",
    )
    parser.add_argument("--formats", default="txt", help="kinds of file, in turn")
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0 for one of each processor")
    given = parser.parse_args()
    formats = given.formats.split(",")
    columns = ("documents", "build", "wall s", "processor s", "processor ms a document", "main process MB")
    print(f"| {' | '.join(columns)} | largest other MB | MB on disk | pace |")
    print("|---:|---|---:|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for number in filter(None, given.counts):  # none: the steps alone
            for what, run, size in measure(number, formats, given.jobs, Path(name)):
                each = run.processor / number * 1000
                print(
                    f"| {number} | {what} | {run.wall:.1f} | {run.processor:.1f} | {each:.0f} | {run.peak:.0f} |"
                    f" {run.others_peak:.0f} | {size / 1e6:.0f} | {run.pace:.1f} |",
                    flush=True,
                )
        print("\n| step, one process | processor ms a document |\n|---|---:|")
        before = pace()
        for step, milliseconds in steps(formats, Path(name) / "steps").items():
            print(f"| {step} | {milliseconds} |")
        print(f"| pace before, after | {before:.1f}, {pace():.1f} |")


if __name__ == "__main__":
    main()
