"""The site under load: what 50 people at once wait for pages, API and queries, and while runaways are thrown at it.

    .venv/bin/pip install oxigraph && .venv/bin/python bench/site.py
    [--folder DIR] [--observations 100000] [--clients 50] [--seconds 60] [--pause 1]

Every client asks one thing after the other and pauses between, as a reader does; addresses are drawn by a fixed seed.
No query is asked twice in the same words, so that none is answered from those kept. Rounds: reading when no page has
been made yet (a third as long); reading; the same while ten queries that never end are thrown at it again and again;
and the point queries and aggregates alone (half as long), on our service and on ``oxigraph serve-read-only`` over the
same data (PyPI ``oxigraph``). Takes under six minutes on two idle cores, the build included.
All servers are started here, on 127.0.0.1, and stopped here. Prints Markdown tables; times are milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlencode

import arguments

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "bench"))
BASE = "https://w3id.org/yusuan/"
PREFIXES = (
    f"PREFIX yb: <{BASE}def/> PREFIX code: <{BASE}code/> PREFIX qb: <http://purl.org/linked-data/cube#> "
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
)
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    'SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*a.*)*(.*b.*)*z$")) }',
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c DESC(?f) ?i",
    "SELECT (COUNT(*) AS ?n) { ?a (<x:a>|!<x:b>)* ?b . ?b (<x:a>|!<x:b>)* ?c }",
    "SELECT DISTINCT ?a ?e ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT ?c ?f (GROUP_CONCAT(?i) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?c ?f",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i FILTER(?i != ?f) } } }",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i FILTER(STR(?i) = STR(?c)) } }",
    "CONSTRUCT { ?a <x:p> ?i } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)


# --- what is served ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class World:
    """A made-up build, and what there is to ask for in it."""

    folder: Path
    units: list[str]
    packages: list[str]
    observations: list[str]
    codes: list[str]


def make(folder: Path, observations: int) -> None:
    """A build of about ``observations`` made-up observations, whole, with reports and store."""
    from yusuan.queries.store import build_store

    from queries import PAPERS  # pyright: ignore

    units = [f"{800000 + number}" for number in range(max(1, observations // (1000 * len(PAPERS))))]
    with ProcessPoolExecutor() as crew:
        packages = [path for paths in crew.map(partial(_write_unit, folder), units) for path in paths]
    build_store(packages, folder / "store", BASE)
    books = {"base": BASE, "state": "bench", "documents": {p.name: {"package": p.name} for p in packages}}
    (folder / "build.json").write_text(json.dumps(books), "utf-8")


def _write_unit(folder: Path, unit: str) -> list[Path]:
    from yusuan import document

    from queries import PAPERS, _conversion  # pyright: ignore

    packages: list[Path] = []
    for year, kind in PAPERS:
        conversion = _conversion(unit, year, kind)
        packages.append(folder / "packages" / conversion.disclosure.name)
        document.write(conversion, packages[-1], BASE)
    return packages


def survey(folder: Path) -> World:
    import csv

    packages = sorted(p.name for p in (folder / "packages").iterdir())
    observations: list[str] = []
    codes: set[str] = set()
    for name in packages[::7]:
        with (folder / "packages" / name / "data" / "observations.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                observations.append(row["observation_id"])
                codes |= {row["function_code"]} - {""}
    units = sorted({re.sub(r"^\d{6}-(\d+)-.*", r"\1", name) for name in packages})
    return World(folder, units, packages, observations[::37], sorted(codes)[:60])


#: Numbers the queries, so that no two are the same.
_ASKED = count()
Draw = Callable[[World, random.Random], str]


def _sparql(query: str) -> str:
    return "/sparql?" + urlencode({"query": f"{PREFIXES}{query} # {next(_ASKED)}"})


KINDS: dict[str, Draw] = {
    "home": lambda w, r: "/",
    "unit": lambda w, r: f"/units/{r.choice(w.units)}",
    "document": lambda w, r: f"/disclosures/{r.choice(w.packages)}",
    "code": lambda w, r: f"/codes/{r.choice(w.codes)}",
    "cell": lambda w, r: f"/where/{r.choice(w.observations)}",
    "search": lambda w, r: f"/search?q={quote(r.choice(w.units)[-3:])}",
    "findings": lambda w, r: f"/findings?year={r.choice((2022, 2023, 2024))}",
    "API": lambda w, r: f"/api/observations?unit_code={r.choice(w.units)}&fiscal_year=2024&limit=100",
}
QUERIES: dict[str, Draw] = {
    "point query": lambda w, r: _sparql(f"SELECT ?p ?o {{ <{BASE}observation/{r.choice(w.observations)}> ?p ?o }}"),
    "aggregate": lambda w, r: _sparql(
        f'SELECT ?year (SUM(?a) AS ?sum) {{ ?u skos:notation "{r.choice(w.units)}" . '
        "?o yb:unit ?u ; yb:fiscalYear ?year ; yb:amount ?a } GROUP BY ?year"
    ),
}


# --- servers ----------------------------------------------------------------------------------------------


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def _running(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(600):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.2)
            yield server
        finally:
            server.terminate()
            server.wait(30)


def ours(folder: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "yusuan.cli", "serve", str(folder), "--port", str(port), "--per-minute", "0"]


def oxigraph(store: Path, port: int) -> list[str]:
    command = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}")
    if command is None:
        raise SystemExit("pip install oxigraph")
    return [command, "serve-read-only", "--location", str(store), "--bind", f"127.0.0.1:{port}", "--timeout-s", "20"]


def peak_megabytes(server: subprocess.Popen[bytes]) -> float:
    import psutil

    total = 0
    for process in [psutil.Process(server.pid), *psutil.Process(server.pid).children(recursive=True)]:
        with suppress(psutil.Error):  # a worker that has just ended
            total += process.memory_info().rss
    return total / 1e6


# --- clients ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Seen:
    """Milliseconds by kind of what was answered, and the statuses of what was not."""

    times: dict[str, list[float]] = field(default_factory=dict[str, list[float]])
    failed: dict[str, int] = field(default_factory=dict[str, int])
    runaways: list[tuple[int, float]] = field(default_factory=list[tuple[int, float]])
    megabytes: float = 0.0


async def _ask(port: int, target: str, method: str = "GET", body: bytes = b"") -> int:
    """One request on a connection of its own; the status."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = (
        f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
        "Accept: application/sparql-results+json, text/turtle;q=0.5, text/html\r\n"
    )
    if body:
        head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    writer.write(head.encode() + b"\r\n" + body)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return int(answer[9:12] or b"0")


async def _client(
    number: int, port: int, world: World, kinds: dict[str, Draw], end: float, pause: float, seen: Seen
) -> None:
    drawn = random.Random(number)
    await asyncio.sleep(drawn.random() * pause)
    names = list(kinds)
    while time.monotonic() < end:
        name = drawn.choice(names)
        target = kinds[name](world, drawn)
        started = time.perf_counter()
        status = await _ask(port, target)
        if status == 200:
            seen.times.setdefault(name, []).append((time.perf_counter() - started) * 1000)
        else:
            seen.failed[name] = seen.failed.get(name, 0) + 1
        await asyncio.sleep(pause * (0.5 + drawn.random()))


async def _thrower(query: str, port: int, end: float, seen: Seen) -> None:
    """Throws one runaway again and again, five seconds after each refusal."""
    body = urlencode({"query": query}).encode()
    while time.monotonic() < end:
        started = time.perf_counter()
        status = await _ask(port, "/sparql", "POST", body)
        seen.runaways.append((status, time.perf_counter() - started))
        await asyncio.sleep(5)


async def _watch(server: subprocess.Popen[bytes], end: float, seen: Seen) -> None:
    while time.monotonic() < end:
        seen.megabytes = max(seen.megabytes, peak_megabytes(server))
        await asyncio.sleep(0.5)


def round_of(
    server: subprocess.Popen[bytes],
    port: int,
    world: World,
    kinds: dict[str, Draw],
    options: argparse.Namespace,
    *,
    share: float = 1.0,
    runaways: bool = False,
) -> Seen:
    """``options.clients`` people for that share of ``options.seconds``."""
    seen = Seen()
    end = time.monotonic() + options.seconds * share

    async def all_of_them() -> None:
        people = [_client(n, port, world, kinds, end, options.pause, seen) for n in range(options.clients)]
        attackers = [_thrower(query, port, end, seen) for query in RUNAWAYS] if runaways else []
        await asyncio.gather(_watch(server, end, seen), *people, *attackers)

    asyncio.run(all_of_them())
    return seen


# --- tables -----------------------------------------------------------------------------------------------


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def table(columns: dict[str, Seen]) -> None:
    print("| kind | " + " | ".join(f"{name}: n | median | p99" for name in columns) + " |")
    print("|---|" + "---:|" * 3 * len(columns))
    for kind in dict.fromkeys(k for seen in columns.values() for k in seen.times):
        cells: list[str] = []
        for seen in columns.values():
            times = seen.times.get(kind, [])
            cells.append(f"{len(times)} | {median(times):.1f} | {_percentile(times, 0.99):.0f}" if times else " | | ")
        print(f"| {kind} | " + " | ".join(cells) + " |")
    everything = {name: [t for times in seen.times.values() for t in times] for name, seen in columns.items()}
    print(
        "| all | "
        + " | ".join(f"{len(v)} | {median(v):.1f} | {_percentile(v, 0.99):.0f}" for v in everything.values())
        + " |"
    )
    print("\nnot 200: " + "; ".join(f"{name} {seen.failed or 0}" for name, seen in columns.items()) + "  ")
    print(
        "memory of server and workers, MB at most: " + "; ".join(f"{n} {s.megabytes:.0f}" for n, s in columns.items())
    )


def main() -> None:
    options = arguments.parser(__doc__)
    options.add_argument("--folder", type=Path, help="a build to use, or where to make one")
    options.add_argument("--observations", type=int, default=100_000, help="how many, where a build is made")
    options.add_argument("--clients", type=int, default=50, help="readers at once")
    options.add_argument("--seconds", type=float, default=60, help="the length of a round")
    options.add_argument("--pause", type=float, default=1.0, help="seconds between what a reader asks")
    given: Any = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch) / "out"
        if not (folder / "build.json").exists():
            make(folder, given.observations)
        world = survey(folder)
        port = _port()
        with _running(ours(folder, port), port) as server:
            first = round_of(server, port, world, KINDS | QUERIES, given, share=1 / 3)
            reading = round_of(server, port, world, KINDS | QUERIES, given)
            attacked = round_of(server, port, world, KINDS | QUERIES, given, runaways=True)
            queries = round_of(server, port, world, QUERIES, given, share=1 / 2)
            assert server.poll() is None, "the server was restarted"
        table({"nothing kept": first, "reading": reading, "under ten runaways": attacked})
        statuses: dict[int, int] = {}
        for status, _ in attacked.runaways:
            statuses[status] = statuses.get(status, 0) + 1
        print(f"\nrunaways thrown: {len(attacked.runaways)}, by status {statuses}, the longest ended after ")
        print(f"{max(s for _, s in attacked.runaways):.1f} s\n")
        copy = Path(scratch) / "store"
        shutil.copytree(folder / "store", copy)
        port = _port()
        names = {k: (lambda w, r, d=d: d(w, r).replace("/sparql?", "/query?", 1)) for k, d in QUERIES.items()}
        with _running(oxigraph(copy, port), port) as server:
            other = round_of(server, port, world, names, given, share=1 / 2)
        table({"yusuan serve": queries, "oxigraph serve-read-only": other})
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"\nCPU of the servers: {used.ru_utime + used.ru_stime:.0f} s")


if __name__ == "__main__":
    main()
