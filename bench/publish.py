"""Publishing many datasets to a real CKAN: time, requests, our memory, and the same for a second run.

    .venv/bin/python bench/publish.py [DATASETS] [VERSION OF CKAN]

Starts PostgreSQL, Redis, Solr and CKAN as the tests do, with small packages cut from the example; prints Markdown.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "tests" / "integration"))


def main() -> None:
    from ckan.builds import small, write_build
    from ckan.servers import Backing, Ckan

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    version = sys.argv[2] if len(sys.argv) > 2 else "2.12.0"
    with tempfile.TemporaryDirectory() as work:
        example = Path(work) / "example"
        subprocess.run(
            [_yusuan(), "build", str(REPO / "examples/sources.toml"), "--out", str(example), "-q"], check=True
        )
        units = ((f"95{number:04d}", f"武汉市第{number}单位") for number in range(count))
        build = write_build(Path(work) / "build", [small(example, code, name) for code, name in units])
        backing = Backing(Path(tempfile.mkdtemp(prefix="yusuan-bench-")))
        portal = Ckan(version, backing, backing.folder / "ckan")
        try:
            backing.start([version])
            portal.start()
            print(f"| CKAN {version}, {count} datasets | first run | second run |\n|---|---:|---:|")
            _print(count, [_publish(build, portal), _publish(build, portal)])
        finally:
            portal.stop()
            backing.stop()


def _yusuan() -> str:
    return str(Path(sys.executable).with_name("yusuan"))


def _publish(build: Path, portal: object) -> dict[str, float]:
    """One run of the command as a process of its own."""
    before = len(portal.requests())  # type: ignore[attr-defined]
    command = [_yusuan(), "publish", str(build), "--to", portal.url, "--quiet"]  # type: ignore[attr-defined]
    environment = {**os.environ, "YUSUAN_CKAN_TOKEN": portal.token}  # type: ignore[attr-defined]
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, status
    requests = portal.requests()[before:]  # type: ignore[attr-defined]
    kinds = Counter("reads" if r.startswith("GET") else "writes" for r in requests)
    return {
        "wall": time.perf_counter() - started,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss / 1024,
        "reads": kinds["reads"],
        "writes": kinds["writes"],
    }


def _print(count: int, runs: list[dict[str, float]]) -> None:
    rows = (
        ("wall", "wall, s", 1), ("cpu", "our CPU, s", 1), ("peak", "our peak memory, MB", 0),
        ("reads", "reads", 0), ("writes", "writes", 0),
    )  # fmt: skip
    for key, name, places in rows:
        print(f"| {name} | {runs[0][key]:.{places}f} | {runs[1][key]:.{places}f} |")
    per = [(run["reads"] + run["writes"]) / count for run in runs]
    print(f"| requests a dataset | {per[0]:.1f} | {per[1]:.2f} |")
    print(f"| second run to first, wall | | {runs[1]['wall'] / runs[0]['wall']:.1%} |")


if __name__ == "__main__":
    main()
