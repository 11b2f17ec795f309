"""Keys of the resources of a package, checked in DuckDB: primary, unique and foreign keys at any number of rows.

Frictionless keeps keys in memory and does not know ``uniqueKeys``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .records import RESOURCES, schema

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class BrokenKey:
    """A row whose key is used before, or that points at nothing. Rows count from 1, the header being the first."""

    resource: str
    kind: str  # primary-key | unique-key | foreign-key
    fields: tuple[str, ...]
    values: tuple[str, ...]
    row: int
    points_at: str = ""


def broken_keys(folder: Path) -> Iterator[BrokenKey]:
    """The rows of the package in ``folder`` that break a key of their schema, in the order of resources and rows.

    Raises:
        duckdb.Error: a file is no CSV with the columns of its schema.
    """
    import duckdb

    with duckdb.connect() as db:
        db.execute("SET threads = 1")
        for resource in RESOURCES:
            _load(db, folder, resource.name)
        for resource in RESOURCES:
            described = schema(resource.name)
            if described.get("primaryKey"):
                yield from _repeated(db, resource.name, "primary-key", described["primaryKey"])
            for fields in described.get("uniqueKeys", []):
                yield from _repeated(db, resource.name, "unique-key", fields)
            for key in described.get("foreignKeys", []):
                yield from _dangling(db, resource.name, key)


def _load(db: Any, folder: Path, resource: str) -> None:
    columns = {field["name"]: "VARCHAR" for field in schema(resource)["fields"]}
    db.execute(
        f"CREATE TABLE {resource} AS SELECT *, row_number() OVER () + 1 AS row_number_ FROM read_csv(?, "
        f"columns = {columns}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
        "nullstr = '\\N', parallel = false, strict_mode = true, max_line_size = 4000000)",
        [str(folder / "data" / f"{resource}.csv")],
    )


def _repeated(db: Any, resource: str, kind: str, fields: Sequence[str]) -> Iterator[BrokenKey]:
    """Rows whose key is empty or stands in an earlier row."""
    names = ", ".join(f'"{name}"' for name in fields)
    empty = " AND ".join(f"\"{name}\" = ''" for name in fields) if kind == "primary-key" else "false"
    found = db.execute(
        f"SELECT {names}, row_number_ FROM {resource} QUALIFY ({empty}) OR "
        f"row_number() OVER (PARTITION BY {names} ORDER BY row_number_) > 1 ORDER BY row_number_ LIMIT {_SHOWN}"
    ).fetchall()
    for *values, row in found:
        yield BrokenKey(resource, kind, tuple(fields), tuple(values), row)


def _dangling(db: Any, resource: str, key: dict[str, Any]) -> Iterator[BrokenKey]:
    fields, other = key["fields"], key["reference"]["resource"].replace("-", "_") or resource
    own = ", ".join(f'r."{name}"' for name in fields)
    pairs = zip(fields, key["reference"]["fields"], strict=True)
    same = " AND ".join(f'r."{name}" = o."{theirs}"' for name, theirs in pairs)
    said = " OR ".join(f"r.\"{name}\" <> ''" for name in fields)
    found = db.execute(
        f"SELECT {own}, r.row_number_ FROM {resource} r ANTI JOIN {other} o ON {same} "
        f"WHERE {said} ORDER BY r.row_number_ LIMIT {_SHOWN}"
    ).fetchall()
    for *values, row in found:
        yield BrokenKey(resource, "foreign-key", tuple(fields), tuple(values), row, other)
