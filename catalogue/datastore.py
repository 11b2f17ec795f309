"""Tables in CKAN's DataStore: rows that can be asked, and a dictionary that explains the columns in Chinese.

Every table has a key. Rows are put by key and surplus ones taken out after, so that a table is never empty while it
is renewed, and two publishers of the same package end with the same rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .portal import Portal, PortalError
from .tables import Column, Table

#: Column of a table that has no key of its own: the place of the row, from 1.
ROW = "row_number"
_KINDS = {"number": "numeric", "integer": "int8", "boolean": "bool"}
_UNITS = {"amount": "元", "total_budget": "元", "current_budget": "元"}
_ROWS_AT_ONCE = 2000
_KEYS_AT_ONCE = 500
_PAGE = 30_000


def load(portal: Portal, resource_id: str, table: Table, *, new: bool = False) -> None:
    """Make the DataStore of ``resource_id`` hold exactly the rows of ``table``; ``new`` says that there is none yet.

    Raises:
        PortalError: the portal does not take it.
        PackageError: the table cannot be read.
    """
    wanted, records = list(_fields(table)), _records(table)
    request = {"resource_id": resource_id, "force": True}
    create = {**request, "fields": wanted, "primary_key": list(_key(table))}
    if new and _created(portal, create, list(islice(records, _ROWS_AT_ONCE))):
        for rows in _batches(records):
            portal.write("datastore_upsert", {**request, "method": "upsert", "records": rows})
        return
    _renew(portal, resource_id, table, create)


def _created(portal: Portal, create: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    """Make the table with its first rows in one request; False where a run before this one has made it."""
    try:
        portal.write("datastore_create", {**create, "records": rows})
    except PortalError as error:
        if error.trouble != "invalid":
            raise
        return False
    return True


def _renew(portal: Portal, resource_id: str, table: Table, create: dict[str, Any]) -> None:
    there = _fits(portal, resource_id, create["fields"])
    portal.write("datastore_create", create)
    kept: set[tuple[str, ...]] = set()
    for rows in _batches(_records(table)):
        portal.write(
            "datastore_upsert", {"resource_id": resource_id, "force": True, "method": "upsert", "records": rows}
        )
        kept |= {tuple(str(row[name]) for name in _key(table)) for row in rows}
    if there:
        _remove_surplus(portal, resource_id, _key(table), kept)


def _fits(portal: Portal, resource_id: str, wanted: list[dict[str, Any]]) -> bool:
    """Whether a table with these columns is there; one with others is taken away."""
    try:
        info = portal.read("datastore_info", id=resource_id)
    except PortalError as error:
        if error.trouble == "missing":
            return False
        raise
    there = [(f["id"], f["type"]) for f in info["fields"] if f["id"] != "_id"]
    if there == [(f["id"], f["type"]) for f in wanted]:
        return True
    portal.write("datastore_delete", {"resource_id": resource_id, "force": True})
    return False


def _fields(table: Table) -> Iterator[dict[str, Any]]:
    if not table.key:
        yield {"id": ROW, "type": "int8", "info": {"label": "行号", "notes": "The place of the row in the table"}}
    for column in table.columns:
        info = {"label": column.title, "notes": column.description}
        if column.name in _UNITS:
            info["unit"] = _UNITS[column.name]
        yield {"id": column.name, "type": _KINDS.get(column.type, "text"), "info": info}


def _key(table: Table) -> tuple[str, ...]:
    return table.key or (ROW,)


def _records(table: Table) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(table.rows(), 1):
        values = {c.name: _value(c, row[c.name]) for c in table.columns}
        yield values if table.key else {ROW: number, **values}


def _value(column: Column, text: str) -> Any:
    """Amounts go as text, which PostgreSQL reads exactly; a blank is no value."""
    if column.type in _KINDS:
        return text or None
    return text


def _batches(records: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while batch := list(islice(records, _ROWS_AT_ONCE)):
        yield batch


def _remove_surplus(portal: Portal, resource_id: str, key: tuple[str, ...], kept: set[tuple[str, ...]]) -> None:
    surplus = sorted(set(_keys(portal, resource_id, key)) - kept)
    if len(key) == 1:
        for start in range(0, len(surplus), _KEYS_AT_ONCE):
            filters: dict[str, Any] = {key[0]: [k[0] for k in surplus[start : start + _KEYS_AT_ONCE]]}
            portal.write("datastore_delete", {"resource_id": resource_id, "force": True, "filters": filters})
        return
    for values in surplus:
        filters = dict(zip(key, values, strict=True))
        portal.write("datastore_delete", {"resource_id": resource_id, "force": True, "filters": filters})


def _keys(portal: Portal, resource_id: str, key: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    start = 0
    while True:
        found = portal.read(
            "datastore_search", resource_id=resource_id, fields=",".join(key), sort=",".join(key), limit=_PAGE,
            offset=start,
        )  # fmt: skip
        records = found["records"]
        yield from (tuple(str(record[name]) for name in key) for record in records)
        start += len(records)
        if not records or start >= found["total"]:
            return
