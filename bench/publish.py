"""Publishing many datasets to a real CKAN: time, requests, our memory, and the same for a second run.

Starts PostgreSQL, Redis, Solr and CKAN as the tests do, with small packages cut from the example; prints Markdown.
Several numbers of datasets show whether our memory grows with them.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import arguments

if TYPE_CHECKING:
    from ckan.servers import Ckan

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "tests" / "integration"))


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("version", nargs="?", default="2.12.0", help="the version of CKAN")
    parser.add_argument(
        "datasets", type=int, nargs="*", default=[200], help="how many, one publication after the other"
    )
    given = parser.parse_args()
    from ckan.builds import small, write_build
    from ckan.servers import Backing, Ckan

    version: str = given.version
    counts: list[int] = given.datasets
    with tempfile.TemporaryDirectory() as work:
        example = Path(work) / "example"
        subprocess.run(
            [_yusuan(), "build", str(REPO / "examples/wuhan-2024/disclosure.txt"), "--out", str(example), "-q"],
            check=True,
        )
        backing = Backing(Path(tempfile.mkdtemp(prefix="yusuan-bench-")))
        portal = Ckan(version, backing, backing.folder / "ckan")
        try:
            backing.start([version])
            portal.start()
            for number, count in enumerate(counts):
                units = [(f"9{number}{n:04d}", f"武汉市第{n}单位") for n in range(count)]
                base = f"https://data.example.org/budget/{number}/"
                build = write_build(Path(work) / f"build-{number}", [small(example, *unit) for unit in units], base)
                print(f"| CKAN {version}, {count} datasets | first run | second run |\n|---|---:|---:|", flush=True)
                _print(count, [_publish(build, portal, count) for _ in range(2)])
        finally:
            portal.stop()
            backing.stop()


def _yusuan() -> str:
    return str(Path(sys.executable).with_name("yusuan"))


def _publish(build: Path, portal: Ckan, count: int) -> dict[str, float]:
    """One run of the command as a process of its own."""
    before, spent = len(portal.requests()), _cpu_s(portal)
    command = [_yusuan(), "publish", str(build), "--to", portal.url, "--quiet"]
    environment = {**os.environ, "YUSUAN_CKAN_TOKEN": portal.token}
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    early, (status, usage) = _watch(process.pid, portal, before, count // 10)
    assert status == 0, status
    kinds = Counter("reads" if r.startswith("GET") else "writes" for r in portal.requests()[before:])
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "ckan": _cpu_s(portal) - spent,
        "early": early,
        "peak": usage.ru_maxrss / 1024,
        "reads": kinds["reads"],
        "writes": kinds["writes"],
    }


def _watch(pid: int, portal: Ckan, before: int, tenth: int) -> tuple[float, tuple[int, Any]]:
    """The peak of a process in MB when a tenth of the datasets were made, and how it ended."""
    early = 0.0
    while True:
        done, status, usage = os.wait4(pid, os.WNOHANG)
        if done:
            return early, (status, usage)
        made = sum(r.endswith("/package_create") for r in portal.requests()[before:])
        if made <= tenth and (found := re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())):
            early = int(found[1]) / 1024
        time.sleep(0.5)


def _cpu_s(portal: Ckan) -> float:
    """Processor seconds that CKAN's process has used."""
    assert portal.process
    fields = Path(f"/proc/{portal.process.handle.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _print(count: int, runs: list[dict[str, float]]) -> None:
    rows = (
        ("wall", "wall, s", 1), ("cpu", "our CPU, s", 1), ("ckan", "CKAN's CPU, s", 1),
        ("early", "our peak memory after a tenth of the datasets, MB", 0), ("peak", "our peak memory, MB", 0),
        ("reads", "reads", 0), ("writes", "writes", 0),
    )  # fmt: skip
    for key, name, places in rows:
        print(f"| {name} | {runs[0][key]:.{places}f} | {runs[1][key]:.{places}f} |")
    per = [(run["reads"] + run["writes"]) / count for run in runs]
    print(f"| requests a dataset | {per[0]:.1f} | {per[1]:.3f} |")
    print(f"| second run to first, wall | | {runs[1]['wall'] / runs[0]['wall']:.1%} |", flush=True)


if __name__ == "__main__":
    main()
