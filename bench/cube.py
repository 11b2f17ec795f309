"""Tidy rows → cube, the constraints and the shapes: triples a second, peak memory, beside others at the same job.

The rows are made up: documents of 500 observations each, as disclosures have them. Every tool is a process of its own
and gets the same CSV. With ``--peers`` rdflib, morph-kgc and pylindas do the job too, in environments that are
made in FOLDER when they are not there; one that takes longer than five minutes at a size is stopped, and larger
sizes are not tried. ``--published`` puts the queries as the W3C published them beside our constraints, each stopped
after a minute; ``--shapes`` puts pyshacl beside our reader of shapes, over the packages of a build. Prints tables in
Markdown.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from pathlib import Path

import arguments

BASE = "https://w3id.org/yusuan/"
PER_DOCUMENT = 500
COLUMNS = (
    "observation_id", "document", "unit", "fiscalYear", "phase", "flow", "function", "economic", "project", "line",
    "fund", "origin", "category", "occurrence", "label", "status", "confirmations", "amount",
)  # fmt: skip
LITERALS = {
    "fiscalYear": "gYear",
    "occurrence": "integer",
    "confirmations": "integer",
    "amount": "decimal",
    "label": "",
}
#: When a peer is stopped, in seconds of wall time, and one published query.
LIMIT_S, QUERY_LIMIT_S = 300, 60
PUBLISHED = Path(__file__).parents[1] / "tests" / "ontology" / "published"
PACKAGES = {"rdflib": "rdflib", "morph-kgc": "morph-kgc", "pylindas": "pylindas"}


@dataclass(frozen=True, slots=True)
class Run:
    """One tool at one size."""

    tool: str
    rows: int
    triples: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    exact: bool


def main() -> None:
    options = _options()
    if options.work:
        _work(*options.work)
        return
    with tempfile.TemporaryDirectory() as room:
        ours: dict[int, Run] = {}
        print("| tool | observations | triples | s | CPU s | triples/CPU s | peak MB | amounts exact | yusuan |")
        print("|---|---:|---:|---:|---:|---:|---:|---|---:|")
        for run in _runs(options, Path(room)):
            if run.tool == "yusuan":
                ours[run.rows] = run
            if not run.triples:
                said = f"stopped after {run.seconds:.0f} s" if run.seconds >= LIMIT_S else "failed"
                print(
                    f"| {run.tool} | {run.rows:,} | {said} | | {run.cpu_seconds:.0f} | | {run.megabytes:.0f} | | |",
                    flush=True,
                )
                continue
            rate = run.triples / run.cpu_seconds
            ratio = ours[run.rows].triples / ours[run.rows].cpu_seconds / rate
            cells = (
                run.tool, f"{run.rows:,}", f"{run.triples:,}", f"{run.seconds:.1f}", f"{run.cpu_seconds:.1f}",
                f"{rate:,.0f}", f"{run.megabytes:.0f}", "yes" if run.exact else "no", f"{ratio:.1f} × as fast",
            )  # fmt: skip
            print(f"| {' | '.join(cells)} |", flush=True)
        if options.constraints:
            _constraints(options.constraints, Path(room))
        if options.published:
            _published(options.published, Path(room))
        if options.shapes:
            _shapes(options.shapes)


def _options() -> argparse.Namespace:
    parser = arguments.parser(__doc__)
    parser.add_argument("--rows", default="10000,100000", help="numbers of observations")
    parser.add_argument("--peers", type=Path, help="the folder of the other tools' environments")
    parser.add_argument("--peer-rows", default="10000", help="numbers of observations for the other tools")
    parser.add_argument("--tools", default=",".join(PACKAGES), help="the peers that run")
    parser.add_argument("--constraints", type=int, default=0, help="observations checked against the constraints")
    parser.add_argument("--published", type=int, default=0, help="observations given to the queries of the W3C")
    parser.add_argument("--shapes", type=Path, help="a build whose packages the shapes are held against")
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    return parser.parse_args()


def _runs(options: argparse.Namespace, room: Path) -> Iterator[Run]:
    for rows in map(int, options.rows.split(",")):
        yield _run("yusuan", sys.executable, rows, room)
    stopped: set[str] = set()
    for rows in map(int, options.peer_rows.split(",")) if options.peers else ():
        for tool in (tool for tool in options.tools.split(",") if tool not in stopped):
            run = _run(tool, _environment(options.peers, tool), rows, room)
            if not run.triples:
                stopped.add(tool)  # a larger size would only take longer
            yield run


def _environment(folder: Path, tool: str) -> str:
    """The Python of a tool's own environment."""
    place = folder / tool
    if not (place / "bin" / "python").exists():
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", PACKAGES[tool]], check=True)
    return str(place / "bin" / "python")


def _run(tool: str, python: str, rows: int, room: Path) -> Run:
    source, target = room / f"{rows}.csv", room / f"{tool}-{rows}.nt"
    if not source.exists():
        _make(source, rows)
    started = time.perf_counter()
    command = [python, __file__, "--work", tool, str(source), str(target)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    stop = threading.Timer(LIMIT_S, process.kill)
    stop.start()
    error = process.stderr.read().decode() if process.stderr else ""
    _, status, usage = os.wait4(process.pid, 0)
    stop.cancel()
    seconds = time.perf_counter() - started
    if status:
        print(f"{tool}: {error[-500:]}", file=sys.stderr)
        target.unlink(missing_ok=True)
        return Run(tool, rows, 0, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, False)
    triples, exact = _judge(target, source)
    if tool != "yusuan" or rows < 1_000_000:
        target.unlink()
    cpu = usage.ru_utime + usage.ru_stime
    return Run(tool, rows, triples, seconds, cpu, usage.ru_maxrss / 1024, exact)


def _make(path: Path, rows: int) -> None:
    """Documents of 500 rows whose places in the cube all differ."""
    functions = [f"{200 + a}{b:02d}{c:02d}" for a in range(1, 30) for b in range(1, 12) for c in range(1, 12)]
    with path.open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(COLUMNS)
        for number in range(rows):
            document, row = divmod(number, PER_DOCUMENT)
            amount = Decimal(number * 7919 % 10**11) / 100
            write.writerow([
                f"{number:016x}", f"{document:016x}", f"420100-{document % 500:06d}", 2020 + document % 7, "approved",
                "expenditure", functions[row], "", "", "", "general-public-budget", "current-year", "all", 1,
                f"科目{row}", "reported", row % 7, amount,
            ])  # fmt: skip


def _judge(path: Path, source: Path) -> tuple[int, bool]:
    """How many triples there are, and whether the amounts are those of the rows, as decimals."""
    triples = found = 0
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            triples += line.endswith(".\n")
            found += "/amount> " in line and line.endswith("^^<http://www.w3.org/2001/XMLSchema#decimal> .\n")
    with source.open(encoding="utf-8") as lines:
        rows = sum(1 for _ in lines) - 1
    sampled = {row["amount"] for row in islice(csv.DictReader(source.open(encoding="utf-8")), 200)}
    with path.open(encoding="utf-8") as lines:
        values = {line.split(' "', 1)[1].split('"', 1)[0] for line in lines if '/amount> "' in line}
    exact = found == rows and {Decimal(each) for each in sampled} <= {Decimal(each) for each in values}
    return triples, exact


# --- the job, by each tool --------------------------------------------------------------------------------


def _work(tool: str, source: str, target: str) -> None:
    if tool == "ask":
        _asked(source, target)
        return
    {"yusuan": _yusuan, "rdflib": _rdflib, "morph-kgc": _morph, "pylindas": _pylindas}[tool](Path(source), Path(target))


def _yusuan(source: Path, target: Path) -> None:
    from yusuan.datapackage.model import Disclosure, Fact, Origin
    from yusuan.ontology.identifiers import Identifiers
    from yusuan.ontology.observations import amounts_of, observation_blocks

    ids, cell = Identifiers(BASE), Origin("bench")

    def fact(row: dict[str, str]) -> Fact:
        return Fact(
            row["document"], "general-budget-by-function", row["unit"][7:], "", int(row["fiscalYear"]), row["phase"],
            row["flow"], row["function"], row["economic"], row["project"], row["line"], row["label"], row["fund"],
            row["origin"], row["category"], Decimal(row["amount"]), row["amount"], "元", cell, "reported",
            int(row["confirmations"]), row["observation_id"],
        )  # fmt: skip

    with source.open(encoding="utf-8", newline="") as lines, target.open("w", encoding="utf-8") as file:
        rows = csv.DictReader(lines)
        while facts := [fact(row) for row in islice(rows, PER_DOCUMENT)]:
            first = facts[0]
            disclosure = Disclosure(
                first.document_id,
                "",
                "",
                "",
                "420100",
                first.unit_code,
                "",
                "",
                "",
                first.fiscal_year,
                "budget",
                "unit",
            )
            file.writelines(observation_blocks(amounts_of(disclosure, facts, ids), ids))


def _iri(column: str, value: str) -> str:
    kinds = {"document": "document/", "unit": "unit/", "project": "project/"}
    return BASE + kinds.get(column, f"code/{column}-") + (value or "none")


def _rdflib(source: Path, target: Path) -> None:
    from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef

    graph, qb = Graph(), Namespace("http://purl.org/linked-data/cube#")
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            subject = URIRef(f"{BASE}observation/{row['observation_id']}")
            graph.add((subject, RDF.type, qb.Observation))
            graph.add((subject, qb.dataSet, URIRef(f"{BASE}dataset/general-budget-by-function")))
            for column in COLUMNS[1:]:
                kind = LITERALS.get(column)
                if kind is None:
                    value = URIRef(_iri(column, row[column]))
                else:
                    value = Literal(row[column], datatype=XSD[kind]) if kind else Literal(row[column], lang="zh")
                graph.add((subject, URIRef(f"{BASE}def/{column}"), value))
    graph.serialize(str(target), format="nt", encoding="utf-8")


def _morph(source: Path, target: Path) -> None:
    import morph_kgc

    maps = []
    for column in COLUMNS[1:]:
        kind = LITERALS.get(column)
        if kind is None:
            value = f'rr:template "{_iri(column, "")[:-4]}{{{column}}}"'
        elif kind:
            value = f'rml:reference "{column}"; rr:datatype xsd:{kind}'
        else:
            value = f'rml:reference "{column}"; rr:language "zh"'
        maps.append(f"rr:predicateObjectMap [ rr:predicate <{BASE}def/{column}>; rr:objectMap [ {value} ] ]")
    mapping = target.with_suffix(".rml.ttl")
    mapping.write_text(
        "@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
        f'<#m> rml:logicalSource [ rml:source "{source}"; rml:referenceFormulation ql:CSV ];\n'
        f'rr:subjectMap [ rr:template "{BASE}observation/{{observation_id}}"; '
        "rr:class <http://purl.org/linked-data/cube#Observation> ];\n"
        "rr:predicateObjectMap [ rr:predicate <http://purl.org/linked-data/cube#dataSet>; "
        f"rr:object <{BASE}dataset/general-budget-by-function> ];\n" + ";\n".join(maps) + " .\n",
        "utf-8",
    )
    config = target.with_suffix(".ini")
    config.write_text(
        f"[CONFIGURATION]\noutput_file={target}\noutput_format=N-TRIPLES\nlogging_level=ERROR\nna_values=#none#\n"
        f"[source]\nmappings={mapping}\n"
    )
    graph = morph_kgc.materialize_set(str(config))
    with target.open("w", encoding="utf-8") as file:
        file.writelines(f"{triple} .\n" for triple in graph)


def _pylindas(source: Path, target: Path) -> None:
    import pandas as pd
    import yaml
    from pylindas.pycube import Cube

    frame = pd.read_csv(source, dtype=str, keep_default_na=False)
    frame["amount"] = frame["amount"].astype(float)  # pylindas types values by their column
    keys = [c for c in COLUMNS if c not in ("amount", "label", "status", "confirmations")]
    frame = frame[[*keys, "amount"]]  # what it has words for
    dimensions = {
        c: {
            "name": {"en": c, "de": c},
            "description": {"en": c, "de": c},
            "dimension-type": "Key Dimension",
            "scale-type": "nominal",
            "path": c,
        }
        for c in keys
    }
    dimensions["amount"] = {
        "name": {"en": "amount", "de": "amount"},
        "description": {"en": "amount", "de": "amount"},
        "dimension-type": "Measure Dimension",
        "scale-type": "ratio-scale",
        "path": "amount",
        "unit": "kilogramm",
        "datatype": "decimal",
    }
    description = {
        "Name": {"en": "bench", "de": "bench"}, "Description": {"en": "bench", "de": "bench"},
        "Publisher": [{"IRI": "https://example.org/publisher"}],
        "Creator": [{"IRI": "https://example.org/creator"}],
        "Contributor": [{"IRI": "https://example.org/c", "Name": "c"}],
        "Date Created": "2024-01-01", "Contact Point": {"E-Mail": "info@example.org", "Name": "c"},
        "Base-URI": "https://example.org/bench/", "Identifier": "bench", "Version": 1, "Work Status": "Draft",
        "Visualize": False, "Accrual Periodicity": "yearly", "Namespace": "bench", "dimensions": dimensions,
    }  # fmt: skip
    yaml.safe_dump(description)  # the form in which pylindas documents it
    cube = Cube(dataframe=frame, cube_yaml=description, environment="TEST", local=True)
    cube.prepare_data().write_cube().write_observations().write_shape()
    cube.get_graph().serialize(str(target), format="nt", encoding="utf-8") if hasattr(
        cube, "get_graph"
    ) else cube._graph.serialize(str(target), format="nt", encoding="utf-8")


# --- constraints ------------------------------------------------------------------------------------------


def _constraints(rows: int, room: Path) -> None:
    from yusuan.ontology.integrity import Cube, constraints

    data = _cube_file(rows, room)
    began = time.process_time()
    with Cube(memory_limit="1200MB", folder=room) as cube:
        cube.add_files([data])
        loaded = cube.seconds
        cube.prepare()
        prepared = cube.seconds - loaded
        verdicts = list(cube.check())
    print(f"\n| constraint, {rows:,} observations | name | violations | s |\n|---|---|---:|---:|")
    print(f"| load | | | {loaded:.2f} |\n| normalise and index | | | {prepared:.2f} |")
    for verdict in verdicts:
        name = constraints()[verdict.constraint].name
        print(f"| {verdict.constraint} | {name} | {verdict.count:,} | {verdict.seconds:.2f} |")
    cpu = time.process_time() - began
    total = loaded + prepared + sum(verdict.seconds for verdict in verdicts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| all | | | {total:.1f} |\n\nPeak memory {peak:.0f} MB, {cpu:.1f} CPU s on all cores together.")


def _published(rows: int, room: Path) -> None:
    """Our constraints beside the published queries over the same cube, in pyoxigraph, each with a limit."""
    from yusuan.ontology.integrity import Cube, constraints

    data = _cube_file(rows, room)
    with Cube(folder=room) as cube:
        cube.add_files([data])
        cube.prepare()
        ours = {verdict.constraint: verdict for verdict in cube.check()}
        before = cube.seconds
    print(f"\n| constraint, {rows:,} observations | name | ours, s | published, s |\n|---|---|---:|---:|")
    print(f"| load and normalise | | {before:.2f} | in each |")
    for name, verdict in ours.items():
        seconds = _ask(name, data)
        said = f"over {QUERY_LIMIT_S}" if seconds is None else f"{seconds:.2f}"
        print(f"| {name} | {constraints()[name].name} | {verdict.seconds:.2f} | {said} |", flush=True)


def _ask(constraint: str, data: Path) -> float | None:
    """Seconds that the published query takes once the cube is loaded; None where it was stopped."""
    command = [sys.executable, __file__, "--work", "ask", constraint, str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        process.stdout.readline()  # loaded and normalised
        started = time.perf_counter()
        try:
            process.communicate(timeout=QUERY_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return None
        return time.perf_counter() - started


def _asked(constraint: str, data: str) -> None:
    """Ask one constraint as published, in a process that can be stopped."""
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_load(path=data, format=ox.RdfFormat.N_TRIPLES)
    store.update((PUBLISHED / "normalise.ru").read_text("utf-8"))
    print("loaded", flush=True)
    ways = PUBLISHED / f"{constraint}-ways.rq"
    found = [str(way["p"]) for way in store.query(ways.read_text("utf-8"))] if ways.exists() else [""]
    for path in sorted(PUBLISHED.glob(f"{constraint}*.rq")):
        for way in found if path != ways else ():
            bool(store.query(path.read_text("utf-8").replace("<$p>", way)))


# --- shapes -----------------------------------------------------------------------------------------------


def _shapes(build: Path) -> None:
    """All shapes over each package of a build, with the vocabulary, beside pyshacl."""
    import rdflib
    from pyshacl import validate
    from yusuan.ontology.shapes import load_shapes, shape_files, violations
    from yusuan.ontology.vocabulary import vocabulary_triples

    print("\n| package | triples | violations | ours, CPU s | pyshacl, CPU s | ratio |\n|---|---:|---:|---:|---:|---:|")
    shapes = rdflib.Graph()
    for path in shape_files():
        shapes.parse(path)
    for package in sorted((build / "packages").iterdir()):
        files = [package / "rdf" / name for name in ("data.nt", "provenance.nt")]
        text = [line for file in files for line in file.read_text("utf-8").splitlines(keepends=True)]
        lines = sorted({*text, *vocabulary_triples(BASE).splitlines(keepends=True)})
        began = time.process_time()
        found = len(list(violations(lines, load_shapes(BASE))))
        ours = time.process_time() - began
        graph = rdflib.Graph().parse(data="".join(lines), format="nt")
        began = time.process_time()
        conforms, *_ = validate(graph, shacl_graph=shapes)
        theirs = time.process_time() - began
        assert conforms == (not found)
        print(f"| {package.name} | {len(lines):,} | {found} | {ours:.2f} | {theirs:.1f} | {theirs / ours:.0f} |")


def _cube_file(rows: int, room: Path) -> Path:
    """The observations with all that they point at, and the vocabulary."""
    from yusuan.ontology.vocabulary import vocabulary_triples

    source, data = room / f"{rows}.csv", room / f"cube-{rows}.nt"
    if not source.exists():
        _make(source, rows)
    _yusuan(source, data)
    kind, scheme = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "<http://www.w3.org/2004/02/skos/core#inScheme>"
    concept = "<http://www.w3.org/2004/02/skos/core#Concept>"
    with source.open(encoding="utf-8", newline="") as lines:
        codes = {(row["fiscalYear"], row["function"]) for row in csv.DictReader(lines)}
    with data.open("a", encoding="utf-8") as file:
        for edition, code in sorted(codes):
            iri = f"<{BASE}code/function-{edition}-{code}>"
            file.write(f"{iri} {kind} {concept} .\n{iri} {scheme} <{BASE}scheme/function> .\n")
        file.write(vocabulary_triples(BASE))
    return data


if __name__ == "__main__":
    main()
