"""What a build holds, as the pages ask for it: the resources of all packages in one DuckDB, read once for each build.

A :class:`Shelf` never changes. When the build under it does, :func:`current` hands out a new one; who still works
with the old one keeps it, so that no request fails while a build is swapped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

from ...outcomes import CommandError
from ...queries.figures import answers

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from ...queries.compare import Answers

Row = dict[str, Any]

#: The resources that pages are made of. All columns stay text, but for these.
RESOURCES = (
    "observations", "provenance", "claims", "findings", "checks", "repairs", "projects", "performance_targets",
    "units", "glossary", "tables",
)  # fmt: skip
_TYPED = {
    "observations": {"amount": "DECIMAL(38,2)", "fiscal_year": "INTEGER", "confirmations": "INTEGER"},
    "tables": {"position": "INTEGER"},
    "claims": {"fiscal_year": "INTEGER"},
}


@dataclass(frozen=True, slots=True)
class Document:
    """One disclosure with its package: what its report says of it."""

    package: str
    document_id: str
    title: str
    region: str
    unit_code: str
    unit_name: str
    department_code: str
    department_name: str
    year: int
    kind: str
    scope: str
    licence: str
    url: str
    retrieved: str
    sources: Mapping[str, Path]  # its files that are still there by name; "" is the one of a document of one file
    amounts: Mapping[str, Any]
    checks: Mapping[str, int]
    covered: int  # personal values that the build covered

    def source(self, file: str) -> Path | None:
        """The file that a place is in, where it is still there; ``file`` as the provenance names it."""
        return self.sources.get(file)

    @property
    def unit_key(self) -> str:
        """What the address of the unit's page is made of: its code, or its name where it prints none."""
        return self.unit_code or self.unit_name

    @property
    def name(self) -> str:
        """Its title, with the unit before it where the title names the region alone, as 某市2025年部门预算 does."""
        return self.title if self.unit_name in self.title else f"{self.unit_name}《{self.title}》"

    @property
    def about(self) -> dict[str, str]:
        """What a comparison has to know of it."""
        return {
            "document_year": str(self.year),
            "kind": self.kind,
            "scope": self.scope,
            "department": self.department_code,
        }


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents of a build, newest first, and their resources."""

    folder: Path
    state: str
    base: str
    documents: tuple[Document, ...]
    _connection: DuckDBPyConnection = field(repr=False)
    _whole: dict[str, list[Row]] = field(default_factory=dict[str, "list[Row]"], repr=False)

    def rows(self, question: str, **parameters: Any) -> list[Row]:
        """The rows of ``sql/<question>.sql`` as column -> value; any number of threads may ask at once."""
        return self.select(_sql(question), parameters)

    def whole(self, question: str, **fixed: Any) -> list[Row]:
        """The rows of a question of the whole build, which is always asked alike: read once, for all to read only."""
        found = self._whole.get(question)
        if found is None:
            found = self._whole[question] = self.rows(question, **fixed)
        return found

    def row(self, question: str, **parameters: Any) -> Row | None:
        """The first row, or None."""
        return next(iter(self.rows(question, **parameters)), None)

    def select(self, sql: str, parameters: Mapping[str, Any] | Sequence[Any] = ()) -> list[Row]:
        """The rows of a query of ours; values go in as parameters only."""
        cursor = self._connection.cursor()
        try:
            cursor.execute(sql, parameters or None)
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        finally:
            cursor.close()

    def answers(self) -> Answers:
        """What a comparison can take for a store; it answers as the graph does."""
        said = {d.package: d for d in self.documents}
        return answers(self.select, lambda package: said[package].about)

    def document(self, package: str) -> Document | None:
        return next((d for d in self.documents if d.package == package), None)

    def of_unit(self, key: str) -> list[Document]:
        """The documents of a unit by its code or, where it prints none, its name; newest first."""
        return [d for d in self.documents if key in (d.unit_code, d.unit_name)]


@cache
def _sql(question: str) -> str:
    return (Path(__file__).parent / "sql" / f"{question}.sql").read_text("utf-8")


def open_shelf(folder: Path) -> Shelf:
    """Read a build.

    Raises:
        CommandError: the folder holds no finished build.
    """
    import duckdb

    try:
        books = json.loads((folder / "build.json").read_text("utf-8"))
        sources = {e["package"]: _sources(folder, name, e) for name, e in books["documents"].items() if "package" in e}
        packages = [folder / "packages" / name for name in sorted(sources)]
        documents = [_document(package, sources[package.name]) for package in packages]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            "usage", f"{folder}: 不是 build 的输出目录，先运行 yusuan build / no build here, run yusuan build first"
        ) from error
    connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"})
    for resource in RESOURCES:
        files = [str(p) for package in packages if (p := package / "data" / f"{resource}.csv").exists()]
        if files:
            _load(connection, resource, files)
        else:
            _lay_empty(connection, resource)
    _complete(connection)
    connection.execute(
        "CREATE TABLE documents AS SELECT unnest($1::VARCHAR[]) AS package, unnest($2::VARCHAR[]) AS unit_key",
        [[d.package for d in documents], [d.unit_key for d in documents]],
    )
    documents.sort(key=lambda d: (-d.year, d.unit_code, d.unit_name, d.kind))
    return Shelf(folder, str(books.get("state", "")), str(books["base"]), tuple(documents), connection)


def _load(connection: DuckDBPyConnection, resource: str, files: list[str]) -> None:
    typed = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in _TYPED.get(resource, {}).items())
    replaced = f"* REPLACE ({typed})" if typed else "*"
    connection.execute(
        f"CREATE TABLE {resource} AS SELECT {replaced}, "
        "regexp_extract(filename, 'packages/([^/]+)/data/', 1) AS package "
        "FROM read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
        "nullstr = '\\N', filename = true, union_by_name = true, max_line_size = 10000000)",
        [files],
    )


def _lay_empty(connection: DuckDBPyConnection, resource: str) -> None:
    """A table without rows, for a build of which no document has this resource, or that has no document at all."""
    from ...datapackage.records import columns

    typed = _TYPED.get(resource, {})
    said = ", ".join(f'"{name}" {typed.get(name, "VARCHAR")}' for name in (*columns(resource), "package"))
    connection.execute(f"CREATE TABLE {resource} ({said})")


#: Columns that earlier releases did not write, and what stands in them for a build of theirs.
_LATER = (("provenance", "file", ""), ("tables", "file", ""))


def _complete(connection: DuckDBPyConnection) -> None:
    for resource, column, default in _LATER:
        connection.execute(f"ALTER TABLE {resource} ADD COLUMN IF NOT EXISTS {column} VARCHAR DEFAULT '{default}'")
    _mark_disputed(connection)


def _mark_disputed(connection: DuckDBPyConnection) -> None:
    """Say of each observation whether a finding of its document names it as one of the figures that do not agree."""
    connection.execute("ALTER TABLE observations ADD COLUMN disputed BOOLEAN DEFAULT false")
    connection.execute(
        "UPDATE observations SET disputed = true WHERE (package, observation_id) IN ("
        "SELECT package, unnest(regexp_extract_all(observation_ids, '[0-9a-f]{16}')) FROM findings "
        "WHERE outcome = 'failed' AND severity IN ('error', 'warning'))"
    )


def _sources(folder: Path, name: str, entry: Mapping[str, Any]) -> dict[str, Path]:
    """The files a package was made from: as the build named them, from where we are or from beside the build."""
    named = {Path(each).name: each for each in entry["files"]} if "files" in entry else {"": name}
    tried = {file: (Path(each), folder.parent / each) for file, each in named.items()}
    return {file: path for file, paths in tried.items() for path in paths if path.is_file()}


def _document(package: Path, sources: Mapping[str, Path]) -> Document:
    report = json.loads((package / "report.json").read_text("utf-8"))
    said = report["document"]
    return Document(
        package=package.name,
        sources=sources,
        amounts=report["amounts"],
        checks=report["checks"]["by_outcome"],
        covered=sum(report["redactions"].values()),
        **{name: said[name] for name in (
            "document_id", "title", "region", "unit_code", "unit_name", "department_code", "department_name", "year",
            "kind", "scope", "licence", "url", "retrieved",
        )},
    )  # fmt: skip


class Shelves:
    """The current shelf of a folder, renewed in the background when the build in it has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._lock = folder, Lock()
        self._shelf, self._seen = open_shelf(folder), self._stamp()
        self._renewing: Thread | None = None

    def current(self) -> Shelf:
        """The shelf of the newest finished build that has been read; never waits for one that is being read."""
        if self._stamp() != self._seen:
            with self._lock:
                if self._renewing is None or not self._renewing.is_alive():
                    self._renewing = Thread(target=self._renew, name="renew", daemon=True)
                    self._renewing.start()
        return self._shelf

    def wait(self) -> Shelf:
        """The shelf of the build as it is now, once it has been read."""
        self.current()
        if self._renewing is not None:
            self._renewing.join()
        return self._shelf

    def _renew(self) -> None:
        """Read the build; one that cannot be read, or is changed while it is read, leaves the shelf as it was."""
        import duckdb

        stamp = self._stamp()
        try:
            shelf = open_shelf(self._folder)
        except (CommandError, OSError, duckdb.Error) as error:
            print(f"{self._folder}: {error}", file=sys.stderr)
            if self._stamp() == stamp:
                self._seen = stamp  # not tried again until it changes
            return
        self._shelf, self._seen = shelf, stamp

    def _stamp(self) -> int:
        try:
            return (self._folder / "build.json").stat().st_mtime_ns
        except OSError:
            return -1
