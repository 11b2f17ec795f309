"""The whole job as one process: time and memory, and where the time goes.

Prints a table in Markdown.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import arguments
from yusuan.converters.sources import Source

REPO = Path(__file__).resolve().parents[1]
EXAMPLE = REPO / "examples" / "wuhan-2024" / "disclosure.txt"
RUNS = 5


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("document", type=Path, nargs="?", default=EXAMPLE, help="a document")
    document: Path = parser.parse_args().document
    wall, peak = _whole(document, fresh=True)
    again, _ = _whole(document, fresh=False)
    print(f"| the whole job, {RUNS} runs | median |\n|---|---:|")
    print(f"| first build, wall | {wall:.2f} s |")
    print(f"| second build, wall | {again:.2f} s ({again / wall:.0%} of the first) |")
    print(f"| peak memory | {peak:.0f} MB |\n")
    print("| step, in one process | ms |\n|---|---:|")
    for name, seconds in _steps(document):
        print(f"| {name} | {seconds * 1000:.0f} |")


def _whole(document: Path, *, fresh: bool) -> tuple[float, float]:
    """Median wall seconds and peak MB of ``yusuan build`` as a process of its own."""
    walls: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        for run in range(RUNS + 1):
            target = Path(folder) / str(run) if fresh else out
            started = time.perf_counter()
            command = [
                str(Path(sys.executable).with_name("yusuan")),
                "build",
                str(document),
                "--out",
                str(target),
                "-q",
            ]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            walls.append(time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return statistics.median(walls[1:]), peak


def _steps(document: Path) -> list[tuple[str, float]]:
    steps: list[tuple[str, float]] = []

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.perf_counter()
        result = work()
        steps.append((name, time.perf_counter() - started))
        return result

    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)

        def load() -> None:
            import yusuan.building.job  # noqa: F401

        def convert():
            from yusuan.converters.disclosure import convert

            return convert(Source(document).path)

        timed("import", load)
        conversion = timed("read and understand", convert)

        def prove():
            from yusuan.datapackage.accounting.proof import prove

            return prove(conversion)

        proven = timed("prove", prove)

        def package() -> None:
            from yusuan.datapackage.package import write_package

            write_package(proven, out / "packages" / "p")

        def rdf() -> None:
            from yusuan.ontology.rdf import write_rdf

            write_rdf(proven, out / "packages" / "p", "https://w3id.org/yusuan/")

        def parquet() -> None:
            from yusuan.datapackage.parquet import write_observations

            write_observations([out / "packages" / "p"], out / "observations")

        def store() -> None:
            from yusuan.queries.store import build_store

            build_store([out / "packages" / "p"], out / "store", "https://w3id.org/yusuan/")

        def catalogue() -> None:
            from yusuan.catalogue.dcat import write_catalogue

            write_catalogue([out / "packages" / "p"], out, "https://w3id.org/yusuan/")

        for name, work in (
            ("package and report", package),
            ("RDF", rdf),
            ("Parquet", parquet),
            ("store", store),
            ("catalogue", catalogue),
        ):
            timed(name, work)
    return steps


if __name__ == "__main__":
    main()
