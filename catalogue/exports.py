"""The downloads of a package, for every habit: Excel, Parquet, JSON Lines, SQLite, RDF, and all of it in one file.

They are made once into a folder of their own and kept until the package changes. Equal packages give equal bytes.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from ..datapackage.files import replacing_folder
from ..datapackage.package import DESCRIPTOR, file_hash, read_descriptor
from .chart import write_chart
from .labels import note_of
from .personal import personal_data
from .tables import Column, Table
from .workbook import write_workbook

MANIFEST = "manifest.json"
CHART, WORKBOOK = "chart.svg", "tables.xlsx"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
_NUMBERS = frozenset({"number", "integer"})
_NUMERIC = re.compile(r"[-+]?\d[\d,]*\.?\d*([eE][-+]?\d+)?%?")
_GROUP_ROWS = 20_000
_TURTLE = "rdf/data.ttl"


@dataclass(frozen=True, slots=True)
class Export:
    """One file to download: where it is, and what is known of its bytes."""

    path: str  # stable: what the resource is known by
    file: Path
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Staged:
    """The downloads of one package, and what was learned while they were made."""

    exports: tuple[Export, ...]
    tables: tuple[Table, ...]  # those with rows
    functions: tuple[str, ...]  # functional classes (类) that are spent on
    personal: Mapping[str, Sequence[str]]  # path → kinds of personal data that the second look met
    problems: tuple[str, ...]  # what is wrong with the package
    rows: Mapping[str, int]  # path of a table → how many rows it has


def tables(package: Path, descriptor: Mapping[str, Any]) -> list[Table]:
    """The tidy tables of a package that hold at least one row, in the order of its descriptor."""
    described = [r for r in descriptor["resources"] if re.fullmatch(r"data/\w+\.csv", str(r["path"]))]
    found = [_table(package, resource) for resource in described]
    return [table for table in found if next(table.rows(), None) is not None]


def _table(package: Path, resource: Mapping[str, Any]) -> Table:
    schema: Mapping[str, Any] = resource["schema"]
    name = Path(resource["path"]).stem
    columns = tuple(
        Column(f["name"], f["type"], str(f.get("title", f["name"])), note_of(name, f)) for f in schema["fields"]
    )
    return Table(name, str(resource["title"]), columns, tuple(schema.get("primaryKey", ())), package)


def stage(package: Path, folder: Path) -> Staged:
    """Make the downloads of ``package`` in ``folder``, or find them there made from the same package.

    Raises:
        PackageError: the package cannot be read.
        OSError: the folder cannot be written.
    """
    key = sha256((package / DESCRIPTOR).read_bytes() + _program()).hexdigest()
    manifest: dict[str, Any] = {}
    with suppress(OSError, ValueError):  # none yet, or cut short
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    descriptor = read_descriptor(package)
    if manifest.get("key") != key:
        with replacing_folder(folder) as making:
            manifest = {"key": key, **_make(package, descriptor, making)}
            (making / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), "utf-8")
    return _staged(package, descriptor, folder, manifest)


def _staged(package: Path, descriptor: Mapping[str, Any], folder: Path, manifest: Mapping[str, Any]) -> Staged:
    described = {str(r["path"]): r for r in descriptor["resources"]}
    return Staged(
        exports=tuple(
            Export(e["path"], (package if e["of_package"] else folder) / e["path"], e["bytes"], e["sha256"])
            for e in manifest["files"]
        ),
        tables=tuple(_table(package, described[path]) for path in manifest["tables"]),
        functions=tuple(manifest["functions"]),
        personal=manifest["personal"],
        problems=tuple(manifest["problems"]),
        rows=manifest["rows"],
    )


def _make(package: Path, descriptor: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    from ..datapackage.validate import validate_package

    found = tables(package, descriptor)
    counts, codes, known = _looked_through(found)
    files = list(_make_files(package, descriptor, found, folder))
    looked_at = {p.relative_to(package).as_posix(): p for p in _files(package)}
    looked_at |= {e["path"]: folder / e["path"] for e in files if not e["of_package"]}
    return {
        "files": files,
        "tables": [t.path for t in found],
        "rows": counts,
        "functions": sorted(codes),
        "personal": {path: kinds for path, file in looked_at.items() if (kinds := personal_data(file, known))},
        "problems": [str(problem) for problem in validate_package(package)],
    }


def _looked_through(found: Sequence[Table]) -> tuple[dict[str, int], set[str], set[str]]:
    """Rows of each table, functional classes (类), and the numbers of eleven digits that are no telephones."""
    counts: dict[str, int] = {}
    codes: set[str] = set()
    known: set[str] = set()
    for table in found:
        numbers = [c.name for c in table.columns if c.type in _NUMBERS]
        counts[table.path] = 0
        for row in table.rows():
            counts[table.path] += 1
            known |= {row[name] for name in numbers if len(row[name]) == 11}
            if code := row.get("function_code", "")[:3] if table.name == "observations" else "":
                codes.add(code)
    return counts, codes, known


def _make_files(
    package: Path, descriptor: Mapping[str, Any], found: Sequence[Table], folder: Path
) -> Iterator[dict[str, Any]]:
    """The files in the order in which a portal shows them: what people open first, then what programs read."""
    if (package / "report.html").exists():
        yield _entry(package, "report.html", of_package=True)
    observations = next((t for t in found if t.name == "observations"), None)
    if observations and write_chart(descriptor["disclosure"], observations.rows(), folder / CHART):
        yield _entry(folder, CHART)
    write_workbook(found, folder / WORKBOOK)
    yield _entry(folder, WORKBOOK)
    for table in found:
        yield _entry(package, table.path, of_package=True)
    if observations:
        for name, write_one in _OBSERVATIONS_WRITERS.items():
            write_one(observations, folder / name)
            yield _entry(folder, name)
    for name, write in _WRITERS.items():
        write(found, folder / name)
        yield _entry(folder, name)
    if (package / "report.json").exists():
        yield _entry(package, "report.json", of_package=True)
    for path in sorted(p.relative_to(package).as_posix() for p in (*package.glob("rdf/*.nt"), package / _TURTLE)):
        if (package / path).exists():
            yield _entry(package, path, of_package=True)
    _write_zip(folder / "package.zip", ((p.relative_to(package).as_posix(), p) for p in _files(package)))
    yield _entry(folder, "package.zip")


def _entry(root: Path, path: str, *, of_package: bool = False) -> dict[str, Any]:
    file = root / path
    return {"path": path, "bytes": file.stat().st_size, "sha256": file_hash(file), "of_package": of_package}


def _files(package: Path) -> list[Path]:
    return sorted(p for p in package.rglob("*") if p.is_file())


# --- one format each ---------------------------------------------------------------------------------------


def _write_excel_csv(found: Sequence[Table], path: Path) -> None:
    """Every table as a CSV that a double click opens right: a byte order mark, Chinese heads, codes kept as text."""
    members = [(f"{t.name}.csv", _excel_csv(t, path.with_name(f".{t.name}.csv"))) for t in found]
    _write_zip(path, members)
    for _, file in members:
        file.unlink()


def _excel_csv(table: Table, path: Path) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([c.title for c in table.columns])
        for row in table.rows():
            writer.writerow([row[c.name] if c.type in _NUMBERS else excel_text(row[c.name]) for c in table.columns])
    return path


def excel_text(text: str) -> str:
    """``text`` so that Excel keeps it: digits stay text, nothing becomes a formula."""
    if _NUMERIC.fullmatch(text):
        return f'="{text}"'
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _write_json_lines(found: Sequence[Table], path: Path) -> None:
    """Every table one JSON object a line; amounts as text, for JSON has no exact decimals."""
    members = [(f"{t.name}.jsonl", _json_lines(t, path.with_name(f".{t.name}.jsonl"))) for t in found]
    _write_zip(path, members)
    for _, file in members:
        file.unlink()


def _json_lines(table: Table, path: Path) -> Path:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in table.rows():
            values = {c.name: _json_value(c, row[c.name]) for c in table.columns}
            file.write(json.dumps(values, ensure_ascii=False) + "\n")
    return path


def _json_value(column: Column, text: str) -> Any:
    return int(text) if column.type == "integer" and text else text


def _write_parquet(found: Sequence[Table], path: Path) -> None:
    """Every table as Parquet with exact decimals, one file each in a zip that stores them as they are."""
    members = [(f"{t.name}.parquet", _parquet(t, path.with_name(f".{t.name}.parquet"))) for t in found]
    _write_zip(path, members, compression=zipfile.ZIP_STORED)
    for _, file in members:
        file.unlink()


def _parquet(table: Table, path: Path) -> Path:
    pa: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    kinds = {"number": pa.decimal128(38, 6), "integer": pa.int64(), "boolean": pa.bool_()}
    schema = pa.schema([(c.name, kinds.get(c.type, pa.string())) for c in table.columns])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(table.rows()):
            rows = [{c.name: _typed(c, row[c.name]) for c in table.columns} for row in group]
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    return path


def _typed(column: Column, text: str) -> Any:
    if column.type in ("number", "integer", "boolean") and not text:
        return None
    readers: dict[str, Callable[[str], Any]] = {"number": Decimal, "integer": int, "boolean": lambda t: t == "true"}
    return readers.get(column.type, str)(text)


def _groups(rows: Iterator[dict[str, str]]) -> Iterator[list[dict[str, str]]]:
    group: list[dict[str, str]] = []
    for row in rows:
        group.append(row)
        if len(group) == _GROUP_ROWS:
            yield group
            group = []
    if group:
        yield group


def _write_sqlite(found: Sequence[Table], path: Path) -> None:
    """Every table in one SQLite file, with a table ``columns`` that explains them."""
    kinds = {"number": "NUMERIC", "integer": "INTEGER"}
    connection = sqlite3.connect(path)
    try:
        connection.execute("create table columns (table_name text, column_name text, title text, description text)")
        for table in found:
            names = ", ".join(f'"{c.name}" {kinds.get(c.type, "TEXT")}' for c in table.columns)
            connection.execute(f'create table "{table.name}" ({names})')
            marks = ", ".join("?" for _ in table.columns)
            values = ([row[c.name] or None for c in table.columns] for row in table.rows())
            connection.executemany(f'insert into "{table.name}" values ({marks})', values)
            rows = [(table.name, c.name, c.title, c.description) for c in table.columns]
            connection.executemany("insert into columns values (?, ?, ?, ?)", rows)
        connection.commit()
    finally:
        connection.close()


def _write_zip(path: Path, members: Any, compression: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, file in members:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type, info.external_attr = compression, 0o644 << 16
            with file.open("rb") as source, archive.open(info, "w", force_zip64=False) as member:
                while chunk := source.read(1 << 20):
                    member.write(chunk)


#: The observations alone: what most readers want, and some programs read from afar.
_OBSERVATIONS_WRITERS: dict[str, Callable[[Table, Path], Path]] = {
    "observations.parquet": _parquet,
    "observations.jsonl": _json_lines,
}
_WRITERS: dict[str, Callable[[Sequence[Table], Path], None]] = {
    "tables-excel-csv.zip": _write_excel_csv,
    "tables-parquet.zip": _write_parquet,
    "tables-jsonl.zip": _write_json_lines,
    "tables.sqlite": _write_sqlite,
}


@cache
def _program() -> bytes:
    here = Path(__file__)
    names = (here.name, "chart.py", "notes.csv", "personal.py", "workbook.py")
    return b"".join(here.with_name(name).read_bytes() for name in names)
