"""Ten million observations: constraints of the cube, a scan of the Parquet files and comparisons, in bounded memory.

The rows are those of ``bench/cube.py``, a hundred thousand at a time under other documents, so that no more than a
part of the N-Triples is ever on the disk. Each step is a process of its own; its peak memory is the system's count.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import arguments
import cube

PART = 100_000
_YEARS = 7
_COLUMNS = """
    observation_id, document AS document_id, 'general-budget-by-function' AS "table", unit[8:] AS unit_code,
    '第' || unit[8:] || '单位' AS unit_name, phase, flow, "function" AS function_code,
    '' AS economic_code, '' AS project_code, '' AS line, label, 'all' AS fund, 'all' AS origin, category,
    amount::DECIMAL(20, 2) AS amount, amount AS reported, '元' AS reported_unit, status,
    confirmations::INTEGER AS confirmations
"""


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("--observations", type=int, default=10_000_000, help="how many")
    parser.add_argument("--memory", default="1500MB", help="the limit given to DuckDB")
    parser.add_argument("--folder", type=Path, help="where the work is done, and stays")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        STEPS[given.step](given.folder, given.observations, given.memory)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        print(f"| {given.observations:,} observations | result | s | CPU s | peak MB |\n|---|---|---:|---:|---:|")
        for step in STEPS:
            _measured(step, folder, given.observations, given.memory)


def _measured(step: str, folder: Path, observations: int, memory: str) -> None:
    """Run a step as a process and print a line of the table."""
    command = [sys.executable, __file__, "--step", step, "--folder", str(folder)]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    said = subprocess.run(
        [*command, "--observations", str(observations), "--memory", memory], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    result, peak = said[-1].rsplit("\t", 1)
    print(f"| {step} | {result} | {wall:.1f} | {cpu:.1f} | {peak} |", flush=True)


def _tell(result: str) -> None:
    print(f"{result}\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


# --- constraints ------------------------------------------------------------------------------------------


def constraints(folder: Path, observations: int, memory: str) -> None:
    from yusuan.ontology.integrity import check_parts

    with tempfile.TemporaryDirectory(dir=folder) as name:
        first = cube._cube_file(PART, Path(name))
        verdicts = check_parts(_parts(first, observations // PART), [], Path(name), memory)
    broken = [verdict.constraint for verdict in verdicts if verdict.count]
    _tell(f"{len(verdicts)} constraints, broken: {', '.join(broken) or 'none'}")


def _parts(first: Path, count: int) -> Iterator[list[Path]]:
    """The first part again and again, under other documents and observations."""
    data, path = first.read_bytes(), first.with_name("part.nt")
    for number in range(count):
        key = f"{number:04x}".encode()
        path.write_bytes(
            data.replace(b"/observation/0000", b"/observation/" + key).replace(b"/document/0000", b"/document/" + key)
        )
        yield [path]
    path.unlink()


# --- Parquet ----------------------------------------------------------------------------------------------


def parquet(folder: Path, observations: int, memory: str) -> None:
    import duckdb

    rows, out = folder / "rows.csv", folder / "out"
    cube._make(rows, PART)
    with duckdb.connect(config={"memory_limit": memory, "temp_directory": str(folder)}) as db:
        db.execute("SET preserve_insertion_order = false")
        db.execute(f"CREATE TABLE base AS SELECT {_COLUMNS} FROM read_csv(?, all_varchar = true)", [str(rows)])
        (out / "observations").mkdir(parents=True)
        # A part is a year of two hundred units, which come back seven parts later.
        for year in range(_YEARS):
            target = out / "observations" / f"fiscal_year={2020 + year}"
            target.mkdir()
            unit = f"format('{{:03d}}{{:s}}', part // {_YEARS}, base.unit_code[4:])"
            db.execute(f"""
                COPY (SELECT '420100-' || {unit} || '-{2020 + year}-budget' AS package, {unit} AS unit_code,
                    format('{{:04x}}', part) || observation_id[5:] AS observation_id,
                    format('{{:04x}}', part) || document_id[5:] AS document_id,
                    * EXCLUDE (observation_id, document_id, unit_code)
                    FROM (SELECT range AS part FROM range({year}, {observations // PART}, {_YEARS})), base)
                TO '{target}/part-420100.parquet' (FORMAT parquet, COMPRESSION zstd)""")
        names = db.execute(
            f"SELECT DISTINCT package, fiscal_year FROM read_parquet('{out}/observations/*/*.parquet')"
        ).fetchall()
    for package, year in names:
        place = out / "packages" / package
        place.mkdir(parents=True)
        said = {"year": year, "kind": "budget", "scope": "unit", "department_code": ""}
        (place / "datapackage.json").write_text(json.dumps({"disclosure": said}), "utf-8")
    size = sum(p.stat().st_size for p in (out / "observations").rglob("*.parquet"))
    _tell(f"{size / 1e6:.0f} MB, {len(names):,} packages")


def scan(folder: Path, observations: int, memory: str) -> None:
    from yusuan.queries.cube import Cube

    with Cube(folder / "out", memory) as whole:
        found = whole.arrow(
            "SELECT fiscal_year, function_code[1:3] AS class, count(*) AS n, sum(amount) FROM observations GROUP BY ALL"
        )
        assert sum(found["n"].to_pylist()) == observations
    _tell(f"sums by year and class: {found.num_rows} rows")


def comparison(folder: Path, observations: int, memory: str) -> None:
    from yusuan.queries.cube import Cube

    with Cube(folder / "out", memory) as whole:
        found = whole.changes(year=2025, before=2024)
    _tell(f"every code of every unit, two years: {found.num_rows:,} rows")


STEPS: dict[str, Callable[[Path, int, str], None]] = {
    "parquet": parquet,
    "scan": scan,
    "comparison": comparison,
    "constraints": constraints,
}


if __name__ == "__main__":
    main()
