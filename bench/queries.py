"""Questions on a made-up cube: how long each takes embedded, on Fuseki, on Virtuoso, and by DuckDB over Parquet.

The cube is written by our own RDF and Parquet writers: units with three budgets and two final accounts each, a thousand
observations a document, and what a document says beside them (``statements.py``). The servers are started as the tests
start them, and loaded as ``yusuan load`` loads them.
Prints Markdown tables; times are medians of three runs, in milliseconds, after one run that warms up. CPU is that of
the process that holds the data: ours for the embedded store, the server's otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import arguments

REPO = Path(__file__).resolve().parents[1]
PAPERS = ((2022, "budget"), (2022, "final"), (2023, "budget"), (2023, "final"), (2024, "budget"))
UNIT, CODE, PROJECT = "800000", "2010301", "42010080000022T000000"
ASKED: dict[str, Any] = {
    "unit": UNIT, "code": CODE, "function": CODE, "project": PROJECT, "department": "800", "year": 2024, "before": 2023,
    "word": "支出 5", "term": "名词 5",
}  # fmt: skip
#: The first of these that a question takes is given to it, beside what it must be given; what takes none is of all.
NARROW = ("unit", "project", "observation", "cell", "code", "function", "department")
#: What more a question is given: a comparison asks for the figures of a code, not for all that there is.
MORE = {"figures-to-compare": "function"}


# --- the cube ---------------------------------------------------------------------------------------------


def write_cube(folder: Path, observations: int) -> int:
    """A build of about ``observations`` made-up observations, without reports; how many there are."""
    from yusuan.ontology.rdf import write_rdf

    written = 0
    for number in range(max(1, observations // (1000 * len(PAPERS)))):
        for year, kind in PAPERS:
            conversion = _conversion(f"{800000 + number}", year, kind)
            package = folder / "packages" / conversion.disclosure.name
            write_rdf(conversion, package)
            _write_rows(conversion, package)
            written += len(conversion.facts)
    (folder / "build.json").write_text('{"base": "https://w3id.org/yusuan/"}\n')
    return written


def _write_rows(conversion: Any, package: Path) -> None:
    from yusuan.datapackage.records import RESOURCE, columns, encode_all

    (package / "data").mkdir()
    import csv

    with (package / "data" / "observations.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(columns("observations"))
        writer.writerows(encode_all(RESOURCE["observations"], conversion))
    from dataclasses import asdict

    said = {"disclosure": asdict(conversion.disclosure)}
    (package / "datapackage.json").write_text(json.dumps(said, ensure_ascii=False), "utf-8")


def _conversion(unit: str, year: int, kind: str) -> Any:
    from hashlib import sha256

    from statements import said
    from yusuan.datapackage.model import Conversion, Disclosure, Repair, Unit, identify

    digest = sha256(f"{unit} {year} {kind}".encode()).hexdigest()
    disclosure = Disclosure(
        document_id=digest[:16], sha256=digest, source=f"{unit}.txt", title=f"单位 {unit} {year} 年", region="420100",
        unit_code=unit, unit_name=f"单位 {unit}", department_code=unit[:3], department_name=f"部门 {unit[:3]}",
        year=year, kind=kind, scope="unit", publisher=f"部门 {unit[:3]}",  # pyright: ignore[reportArgumentType]
    )  # fmt: skip
    facts = [_checked(index, fact) for index, fact in enumerate(identify(_facts(disclosure)))]
    repairs = tuple(
        Repair(f.observation_id, "misread-digit", "1" + f.reported[1:], f.reported, "合计 = 基本支出 + 项目支出", 1)
        for f in facts
        if f.status == "repaired"
    )
    cell = facts[0].cell
    units = (
        Unit(digest[:16], disclosure.department_code, disclosure.department_name, "", "department", cell),
        Unit(digest[:16], unit, disclosure.unit_name, disclosure.department_code, "unit", cell),
    )
    beside = said(disclosure, facts)
    return Conversion(disclosure=disclosure, facts=tuple(facts), units=units, repairs=repairs, **beside)


def _checked(index: int, fact: Any) -> Any:
    """One in seven amounts is unproven, one in a hundred repaired."""
    return replace(fact, confirmations=index % 7, status="repaired" if index % 100 == 50 else fact.status)


def _facts(d: Any) -> Iterator[Any]:
    from yusuan.datapackage.model import Fact, Origin

    blank = Fact(
        document_id=d.document_id, table="", unit_code=d.unit_code, unit_name=d.unit_name, fiscal_year=d.year,
        phase="executed" if d.kind == "final" else "approved", flow="expenditure", function_code="", economic_code="",
        project_code="", line="", label="", fund="all", origin="all", category="all", amount=Decimal(0), reported="",
        reported_unit="元", cell=Origin("text"),
    )  # fmt: skip
    for index, printed in enumerate((*_rows(d), *_years_before(d))):
        amount = Decimal(int(d.unit_code) * 37 + d.year * 11 + index * 101) / 100
        cell = Origin("text", line=index, row=index, column=2, char_start=index * 20, char_end=index * 20 + 8)
        yield replace(blank, amount=amount, reported=f"{amount:.2f}", cell=cell, **printed)


def _years_before(d: Any) -> Iterator[dict[str, Any]]:
    """Amounts of the year before, derived from what the text says of six codes."""
    for number in range(1, 7):
        yield {
            "table": "narrative", "function_code": f"20100{number:02d}" if number > 1 else CODE,
            "label": f"支出 {number}", "fund": "general-public-budget", "fiscal_year": d.year - 1, "status": "derived",
        }  # fmt: skip


def _rows(d: Any) -> Iterator[dict[str, str]]:
    for table, fund in (("expenditure-summary", "all"), ("general-budget-by-function", "general-public-budget")):
        for number in range(75):
            code = f"20{1 + number // 30}{number // 10 % 3:02d}{number % 10:02d}" if number else ""
            if code == "2010001":
                code = CODE
            for category in ("all", "basic", "personnel", "operating", "project"):
                label, line = (f"支出 {number}", "") if code else ("合计", "total")
                yield {
                    "table": table, "function_code": code, "line": line, "label": label, "fund": fund,
                    "category": category,
                }  # fmt: skip
    for number in range(40):
        for category in ("basic", "personnel", "operating"):
            yield {
                "table": "basic-expenditure-by-economic", "economic_code": f"30{1 + number // 20}{number % 20 + 1:02d}",
                "label": f"经济 {number}", "fund": "general-public-budget", "category": category,
            }  # fmt: skip
    for number in range(30):
        for fund, origin in (
            ("all", "all"),
            ("general-public-budget", "current-year"),
            ("general-public-budget", "carried-over"),
        ):
            renamed = number % 10 == 0 and d.year == 2024
            yield {
                "table": "project-expenditure", "project_code": f"420100{d.unit_code}22T{number:06d}",
                "label": f"项目 {number}{' 续' if renamed else ''}", "fund": fund, "origin": origin,
                "category": "project",
            }  # fmt: skip
    for line in ("total", "foreign-travel", "vehicle", "vehicle-purchase", "vehicle-operation", "reception"):
        yield {"table": "three-public", "line": line, "label": line, "fund": "general-public-budget"}
    yield {"table": "budget-summary", "line": "total", "label": "收入总计", "flow": "revenue"}
    yield {"table": "budget-summary", "line": "total", "label": "支出总计"}
    yield {
        "table": "budget-summary",
        "line": "carried-over",
        "label": "上年结转",
        "flow": "balance",
        "origin": "carried-over",
    }
    for number in range(25):
        yield {
            "table": "revenue-summary", "line": "total", "label": f"收入 {number}", "flow": "revenue",
            "fund": "general-public-budget",
        }  # fmt: skip


# --- the engines ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Engine:
    """A loaded engine: what is asked, the CPU seconds it has used, and what loading took."""

    source: Any
    used: Callable[[], float]
    load_s: float
    load_cpu_s: float
    size: int
    is_server: bool = False


def _embedded(folder: Path) -> Engine:
    from yusuan.queries.load import packages_of
    from yusuan.queries.store import build_store, open_store

    begun, cpu = time.perf_counter(), time.process_time()
    build_store(packages_of(folder), folder / "store")
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Engine(open_store(folder / "store"), time.process_time, took, cpu, _size(folder / "store"))


def _server(name: str, folder: Path, stack: ExitStack, options: argparse.Namespace) -> Engine:
    """A server with the cube: graph by graph, or by its own bulk loader from one file of N-Quads."""
    from yusuan.queries.endpoint import Endpoint
    from yusuan.queries.graphs import named_graphs
    from yusuan.queries.load import load_graphs, packages_of
    from yusuan.settings import DEFAULT_BASE

    sys.path.insert(0, str(REPO / "tests" / "integration" / "sparql"))
    import servers  # pyright: ignore[reportMissingImports]

    place = options.keep / name if options.keep else Path(stack.enter_context(tempfile.TemporaryDirectory()))
    is_loaded = (place / _LOADED).exists()
    place.mkdir(parents=True, exist_ok=True)
    graphs = named_graphs(packages_of(folder), DEFAULT_BASE)
    begun, spent = time.perf_counter(), _children_cpu()
    if name == "fuseki" and options.bulk and not is_loaded:
        servers.bulk_load_fuseki(place, _nquads(graphs, folder, place), heap="3g")
    spent = _children_cpu() - spent
    taken: dict[str, Any] = {"fuseki": {"dataset": "disk", "heap": "3g"}, "virtuoso": {"buffers": 170_000}}[name]
    server = stack.enter_context(getattr(servers, name)(place, **taken))
    endpoint, used = Endpoint(server.sparql, 600, server.user, server.password), _cpu_of(server.process.pid)
    if name == "virtuoso" and options.bulk and not is_loaded:
        _bulk_load_virtuoso(servers, server, graphs)
    elif not options.bulk:
        for _ in load_graphs(graphs, endpoint, DEFAULT_BASE):
            pass
    took = time.perf_counter() - begun
    (place / _LOADED).touch()
    (place / "cube.nq").unlink(missing_ok=True)
    return Engine(replace(endpoint, timeout_s=60), used, took, spent + used(), _size(place), is_server=True)


_LOADED = "loaded"
#: Graphs written at a time: all of them would take as much room as the cube.
_GRAPHS = 200


def _bulk_load_virtuoso(servers: Any, server: Any, graphs: Any) -> None:
    from yusuan.queries.graphs import write_ntriples

    for at in range(0, len(graphs), _GRAPHS):
        place = server.folder / f"graphs-{at}"
        write_ntriples(graphs[at : at + _GRAPHS], place)
        servers.bulk_load_virtuoso(server, place)
        shutil.rmtree(place)


def _nquads(graphs: Any, folder: Path, place: Path) -> Path:
    from yusuan.queries.graphs import write_nquads

    begun, cpu = time.perf_counter(), time.process_time()
    count = write_nquads(graphs, place / "cube.nq")
    size = (place / "cube.nq").stat().st_size / 1e6
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{count} quads written in {took:.0f} s, {cpu:.0f} s of CPU, {size:.0f} MB", file=sys.stderr, flush=True)
    return place / "cube.nq"


def _children_cpu() -> float:
    """The CPU seconds of processes that were started and have ended."""
    used = os.times()
    return used.children_user + used.children_system


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@dataclass(frozen=True)
class Took:
    """What asking took: rows that came, milliseconds of the first time, then of wall (median) and of CPU (mean)."""

    rows: str
    first: float
    wall: float
    cpu: float


def _timed(work: Callable[[], Any], used: Callable[[], float] = time.process_time) -> Took:
    """Of three runs after one; of the first alone above two seconds twice."""
    from yusuan.queries.endpoint import EndpointError
    from yusuan.queries.question import QueryError

    times: list[float] = []
    begun, rows = used(), ""
    try:
        while len(times) < 4 and not (len(times) > 1 and min(times) > 2000):
            if len(times) == 1:
                begun = used()
            at = time.perf_counter()
            answer = work()
            times.append(1000 * (time.perf_counter() - at))
            rows = str(len(answer.rows)) if hasattr(answer, "rows") else ""
    except (QueryError, EndpointError) as error:
        print(error, file=sys.stderr)
        return Took("none in time", float("nan"), float("nan"), float("nan"))
    return Took(rows, times[0], median(times[1:]), 1000 * (used() - begun) / (len(times) - 1))


def _cpu_of(pid: int) -> Callable[[], float]:
    """The CPU seconds of another process."""
    import psutil

    process = psutil.Process(pid)
    return lambda: sum(process.cpu_times()[:2])


def main() -> None:
    """Write the cube, load the engines, ask, print."""
    from yusuan.queries.question import load_questions
    from yusuan.queries.run import ask

    options = arguments.parser(__doc__)
    options.add_argument("--observations", type=int, default=100_000, help="how many")
    options.add_argument("--engines", default="embedded,duckdb,fuseki,virtuoso", help="what is asked")
    options.add_argument("--folder", type=Path, help="a build to use, or where to make one")
    options.add_argument("--bulk", action="store_true", help="servers load one file by their own loaders")
    options.add_argument("--keep", type=Path, help="where the data of servers stay, and are found again")
    given = options.parse_args()
    engines = given.engines.split(",")
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        if not (folder / "build.json").exists():
            count = write_cube(folder, given.observations)
            print(f"{count} observations written in {time.perf_counter() - begun:.0f} s", flush=True)
        loaded: dict[str, Engine] = {}
        print("\n| engine | load, s | load, CPU s | size, MB |\n|---|---:|---:|---:|")
        for engine in engines:
            if engine == "duckdb":
                took = _parquet(folder)
            elif engine == "embedded":
                took = loaded[engine] = _embedded(folder)
            else:
                took = loaded[engine] = _server(engine, folder, stack, given)
            print(f"| {engine} | {took.load_s:.0f} | {took.load_cpu_s:.0f} | {took.size / 1e6:.0f} |", flush=True)
        heads = "".join(f"{f' {name}, first |' if e.is_server else ''} {name} | CPU |" for name, e in loaded.items())
        print(f"\n| question, ms | rows |{heads}\n|---|---:|{'---:|' * (heads.count('|'))}", flush=True)
        for question in load_questions():
            asked = _asked(question, folder)
            told = [_timed(partial(ask, question, asked, e.source), e.used) for e in loaded.values()]
            cells = "".join(
                f"{f' {took.first:.0f} |' if e.is_server else ''} {took.wall:.0f} | {took.cpu:.0f} |"
                for e, took in zip(loaded.values(), told, strict=True)
            )
            rows = "/".join(sorted({took.rows for took in told}))
            print(f"| {question.name}{'' if _narrow(question) else ' (all)'} | {rows} |{cells}", flush=True)
        if "duckdb" in engines:
            _ask_duckdb(folder)
        if given.folder is None:
            shutil.rmtree(folder, ignore_errors=True)


def _narrow(question: Any) -> str:
    """The parameter that keeps a question to one unit, code or project; empty where there is none."""
    taken = {p.name for p in question.parameters}
    return next((name for name in NARROW if name in taken), "")


def _asked(question: Any, folder: Path) -> dict[str, Any]:
    given = {p.name for p in question.parameters if p.required} | {_narrow(question), MORE.get(question.name, "")}
    return {p.name: _value(p, folder) for p in question.parameters if p.name in given}


def _value(parameter: Any, folder: Path) -> Any:
    if parameter.name in ("observation", "cell"):
        line = next((folder / "packages").glob(f"*{UNIT}-2024*/rdf/data.nt")).read_text("utf-8")
        found = line[line.index("<https://w3id.org/yusuan/observation/") + 1 :].partition(">")[0]
        return found.replace("/observation/", f"/{parameter.name}/")
    if parameter.name == "code" and parameter.example == "30101":
        return "30101"
    return ASKED.get(parameter.name, parameter.example)


def _parquet(folder: Path) -> Engine:
    from yusuan.datapackage.parquet import write_observations
    from yusuan.queries.load import packages_of

    begun, cpu = time.perf_counter(), time.process_time()
    write_observations(packages_of(folder), folder / "observations")
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Engine(None, time.process_time, took, cpu, _size(folder / "observations"))


def _ask_duckdb(folder: Path) -> None:
    from yusuan.queries.compare import compare
    from yusuan.queries.cube import Cube

    print("\n| by DuckDB over Parquet, ms | wall | CPU |\n|---|---:|---:|")
    with Cube(folder) as cube:
        works: dict[str, Callable[[], Any]] = {
            "changes of every code of every unit": lambda: cube.changes(year=2024, before=2023),
            "approved against executed, every code of every unit": lambda: cube.executions(year=2023),
            "total by year and phase": lambda: cube.sums("fiscal_year", "phase"),
            "every code by year and phase": lambda: cube.sums(
                "function_code", "fiscal_year", "phase", table="general-budget-by-function"
            ),
            "all figures of a unit (figures-to-compare)": lambda: list(
                cube.answers()("figures-to-compare", {"unit": UNIT})
            ),
            "compare a unit": lambda: compare(cube.answers(), unit=UNIT),
            "compare a code of a unit": lambda: compare(cube.answers(), unit=UNIT, function=CODE),
            "compare a code over all units": lambda: compare(cube.answers(), function=CODE),
        }
        for name, work in works.items():
            took = _timed(work)
            print(f"| {name} | {took.wall:.0f} | {took.cpu:.0f} |", flush=True)


if __name__ == "__main__":
    main()
