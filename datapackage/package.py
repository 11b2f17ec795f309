"""A conversion as a Frictionless data package, and back: tidy CSV, faithful copies, one descriptor."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Any, cast

from .csvw import write_csvw
from .files import replacing_folder
from .indented import indented
from .model import Conversion, Disclosure, Origin, PrintedTable
from .records import RESOURCE, RESOURCES, columns, decode, decode_origin, encode, encode_all, ordered, schema
from .report import write_report

__all__ = ["DESCRIPTOR", "PackageError", "canonical", "read_package", "read_rows", "schema", "write_package"]

DESCRIPTOR = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"

_DIALECT = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
#: The csv module quotes what has a character of it; a lone carriage return left bare would break the row that holds it.
_LINE_END = "\r\n"
_MEDIATYPES = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".ttl": "text/turtle",
}


class PackageError(Exception):
    """A package cannot be read; ``zh`` and ``en`` say which file and why."""

    def __init__(self, file: Path, zh: str, en: str) -> None:
        super().__init__(f"{file}: {zh} / {en}")
        self.file, self.zh, self.en = file, zh, en


def write_package(
    conversion: Conversion, folder: Path, also: Callable[[Path], None] | None = None, *, flush: bool = True
) -> None:
    """Write the package of ``conversion`` so that ``folder`` holds the old package or the whole new one.

    ``also`` is called with the folder in the making and may put further files there (``rdf/``), which the
    descriptor then lists. Without ``flush`` whoever puts the folder into its place has the disk flushed.

    Raises:
        OSError: the folder cannot be written; the error names a file.
        ValueError: facts have no ``observation_id`` or share one, or a table id cannot be a file name.
    """
    _require_ids(conversion)
    with replacing_folder(folder, flush=flush) as making:
        resources = [*_write_resources(conversion, making), *_write_printed(conversion.tables, making)]
        write_csvw(making, conversion.disclosure)
        write_report(conversion, making)
        if also:
            also(making)
        resources += _other_resources(making, {r["path"] for r in resources})
        _write_json(making / DESCRIPTOR, _descriptor(conversion, resources))


def read_package(folder: Path) -> Conversion:
    """The conversion that a package holds, in :func:`canonical` order.

    Raises:
        PackageError: a file is missing or damaged; the message names it, and the row where there is one.
    """
    descriptor = read_descriptor(folder)
    try:
        disclosure = Disclosure.of(descriptor["disclosure"])
        redactions = {str(k): int(v) for k, v in descriptor["redactions"].items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PackageError(folder / DESCRIPTOR, f"公开文档的说明不完整: {error}", "incomplete disclosure") from error
    parts = {r.part: tuple(_read_values(folder, r.name)) for r in RESOURCES if r.name not in _READ_APART}
    return Conversion(
        disclosure=disclosure,
        facts=tuple(_read_facts(folder)),
        tables=tuple(_read_tables(folder)),
        redactions=redactions,
        **parts,
    )


def canonical(conversion: Conversion) -> Conversion:
    """``conversion`` in the order of its package: what :func:`read_package` gives back after writing it.

    A package holds no lost cells: those that no proof filled are among its findings.
    """
    values = {r.part: ordered(r, getattr(conversion, r.part)) for r in RESOURCES if r.name not in _READ_APART}
    facts = ordered(RESOURCE["observations"], conversion.facts)
    return replace(
        conversion,
        lost=(),
        facts=tuple(value for _, value in facts),
        tables=tuple(replace(t, rows=_rectangle(t.rows)) for t in conversion.tables),
        redactions=dict(sorted(conversion.redactions.items())),
        **{part: tuple(value for _, value in pairs) for part, pairs in values.items()},
    )


def read_descriptor(folder: Path) -> dict[str, Any]:
    """The ``datapackage.json`` of a package.

    Raises:
        PackageError: it is missing, or no JSON object.
    """
    path = folder / DESCRIPTOR
    try:
        descriptor = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise PackageError(path, f"无法读取: {error.strerror}", "cannot be read") from error
    except ValueError as error:
        raise PackageError(path, f"不是完整的 JSON: {error}", "is no whole JSON") from error
    if not isinstance(descriptor, dict):
        raise PackageError(path, "不是 JSON 对象", "is no JSON object")
    return cast("dict[str, Any]", descriptor)


def read_rows(folder: Path, resource: str) -> Iterator[dict[str, str]]:
    """The rows of one resource as text, by column.

    Raises:
        PackageError: the file is missing, cut off, or has other columns than its schema.
    """
    path = _path(folder, resource)
    expected = list(columns(resource))
    for number, row in _read_csv(path):
        if number == 1 and row != expected:
            raise PackageError(path, "表头与定义不符", "the header is not that of the schema")
        if number > 1 and len(row) != len(expected):
            raise PackageError(path, f"第 {number} 行有 {len(row)} 格,应为 {len(expected)}", "wrong number of cells")
        if number > 1:
            yield dict(zip(expected, row, strict=True))


#: Resources whose rows are read together with those of another file.
_READ_APART = frozenset({"observations", "provenance", "tables"})


def _read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Rows of a CSV, counted from 1; at least the header."""
    number = 0
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines, strict=True), 1):
                yield number, row
    except OSError as error:
        raise PackageError(path, f"无法读取: {error.strerror}", "cannot be read") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise PackageError(path, f"第 {number + 1} 行之后无法读取: {error}", "damaged from there on") from error
    if number == 0:
        raise PackageError(path, "文件是空的", "is empty")


def _read_values(folder: Path, resource: str) -> Iterator[Any]:
    for number, row in enumerate(read_rows(folder, resource), 2):
        yield _decoded(folder, resource, number, row)


def _decoded(folder: Path, resource: str, number: int, row: Mapping[str, str], **extra: Any) -> Any:
    with _at_row(folder, resource, number):
        return decode(RESOURCE[resource], row, extra)


@contextmanager
def _at_row(folder: Path, resource: str, number: int) -> Generator[None]:
    """A text that cannot be read as what its column holds is an error that names file and row."""
    try:
        yield
    except ValueError as error:
        raise PackageError(_path(folder, resource), f"第 {number} 行: {error}", f"row {number}: {error}") from error


def _read_facts(folder: Path) -> Iterator[Any]:
    origins: dict[str, Origin] = {}
    for number, row in enumerate(read_rows(folder, "provenance"), 2):
        with _at_row(folder, "provenance", number):
            origins[row["observation_id"]] = decode_origin(row)
    for number, row in enumerate(read_rows(folder, "observations"), 2):
        if row["observation_id"] not in origins:
            missing = row["observation_id"]
            raise PackageError(_path(folder, "provenance"), f"缺少 {missing} 的出处", f"has no row of {missing}")
        yield _decoded(folder, "observations", number, row, cell=origins[row["observation_id"]])


def _read_tables(folder: Path) -> Iterator[Any]:
    for number, row in enumerate(read_rows(folder, "tables"), 2):
        if row["path"] and not PurePosixPath(row["path"]).match("data/printed/*.csv"):
            raise PackageError(_path(folder, "tables"), f"第 {number} 行: path {row['path']!r}", f"row {number}: path")
        rows = tuple(tuple(cells) for _, cells in _read_csv(folder / row["path"])) if row["path"] else ()
        yield _decoded(folder, "tables", number, row, rows=rows)


def _path(folder: Path, resource: str) -> Path:
    return folder / "data" / f"{resource}.csv"


def _require_ids(conversion: Conversion) -> None:
    ids = [f.observation_id for f in conversion.facts]
    if "" in ids or len(set(ids)) != len(ids):
        raise ValueError("facts need one observation_id each: call model.identify first")


def _write_resources(conversion: Conversion, folder: Path) -> Iterator[dict[str, Any]]:
    for resource in RESOURCES:
        path = PurePosixPath("data") / f"{resource.name}.csv"
        rows = _table_rows(conversion.tables) if resource.name == "tables" else encode_all(resource, conversion)
        _write_csv(folder / path, [columns(resource.name), *rows])
        described = schema(resource.name)
        names = {"name": resource.name.replace("_", "-"), "title": described["title"]}
        yield _resource(folder, path, names, dialect=_DIALECT, schema=described)


def _write_printed(tables: Sequence[PrintedTable], folder: Path) -> Iterator[dict[str, Any]]:
    for table, path in zip(tables, _printed_paths(tables), strict=True):
        rows = _rectangle(table.rows)
        if rows:
            _write_csv(folder / path, rows)
            described = {"fields": [{"name": f"column-{n}", "type": "string"} for n in range(1, len(rows[0]) + 1)]}
            names = {"name": f"printed-{PurePosixPath(path).stem}", "title": table.title or table.table}
            dialect = {**_DIALECT, "header": False, "skipBlankRows": True}
            yield _resource(folder, PurePosixPath(path), names, dialect=dialect, schema=described)


def _printed_paths(tables: Iterable[PrintedTable]) -> list[str]:
    """Where the copy of each table goes, "" for one without rows; the second of one id is ``<id>-2``."""
    counts: dict[str, int] = {}
    paths: list[str] = []
    for table in tables:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", table.table):
            raise ValueError(f"not a table id: {table.table!r}")
        if not _rectangle(table.rows):
            paths.append("")
            continue
        count = counts[table.table] = counts.get(table.table, 0) + 1
        paths.append(f"data/printed/{table.table}{'' if count == 1 else f'-{count}'}.csv")
    return paths


def _table_rows(tables: Sequence[PrintedTable]) -> Iterator[list[str]]:
    for position, (table, path) in enumerate(zip(tables, _printed_paths(tables), strict=True), 1):
        rows = _rectangle(table.rows)
        width = len(rows[0]) if rows else 0
        extra = {"position": position, "row_count": len(rows), "column_count": width, "path": path}
        yield encode(RESOURCE["tables"], table, extra)


def _rectangle(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows padded on the right to the widest; none where no row has a cell."""
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows) if width else ()


def _other_resources(folder: Path, known: set[str]) -> list[dict[str, Any]]:
    """What else stands in the folder: reports, RDF."""
    found = (PurePosixPath(p.relative_to(folder).as_posix()) for p in sorted(folder.rglob("*")) if p.is_file())
    return [
        _resource(folder, path, {"name": re.sub(r"[^a-z0-9]+", "-", str(path).lower())})
        for path in found
        if str(path) not in known and path.name != DESCRIPTOR
    ]


def _resource(folder: Path, path: PurePosixPath, names: Mapping[str, str], **tabular: Any) -> dict[str, Any]:
    file = folder / path
    return {
        **names,
        "type": "table" if tabular else "file",
        "path": str(path),
        "format": path.suffix.removeprefix("."),
        "mediatype": _MEDIATYPES.get(path.suffix, "application/octet-stream"),
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{file_hash(file)}",
        **tabular,
    }


def file_hash(path: Path) -> str:
    """The SHA-256 of a file in hex digits. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _descriptor(conversion: Conversion, resources: list[dict[str, Any]]) -> dict[str, Any]:
    disclosure = conversion.disclosure
    described: dict[str, Any] = {
        "$schema": PROFILE,
        "name": disclosure.name.lower(),
        "title": disclosure.title,
        "homepage": disclosure.url,
        "licenses": [_licence(disclosure.licence)] if disclosure.licence else [],
        "sources": _sources(disclosure),
        "contributors": [{"title": disclosure.publisher, "roles": ["publisher"]}] if disclosure.publisher else [],
        "disclosure": {k: v for k, v in asdict(disclosure).items() if k != "files" or v},
        "redactions": dict(sorted(conversion.redactions.items())),
        "resources": resources,
    }
    return {key: value for key, value in described.items() if value or key in ("redactions", "title")}


def _licence(licence: str) -> dict[str, str]:
    if licence.startswith(("http://", "https://")):
        return {"path": licence}
    return {"name": licence} if re.fullmatch(r"[-A-Za-z0-9._]+", licence) else {"name": "other", "title": licence}


def _sources(disclosure: Disclosure) -> list[dict[str, str]]:
    source = {"title": disclosure.title or disclosure.source, "path": disclosure.url}
    files = [{"title": name, "hash": f"sha256:{digest}"} for name, digest in disclosure.files]
    return [{key: value for key, value in source.items() if value}, *files]


class _Lines(list[str]):
    """A file of which each row that the csv module writes is kept apart."""

    def write(self, line: str) -> None:
        self.append(line)


def _write_csv(path: Path, rows: Iterable[Sequence[str]]) -> None:
    lines = _Lines()
    csv.writer(lines, lineterminator=_LINE_END).writerows(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join([line.removesuffix(_LINE_END) + "\n" for line in lines]).encode())


def _write_json(path: Path, value: Any) -> None:
    path.write_text(indented(value) + "\n", "utf-8", newline="\n")
