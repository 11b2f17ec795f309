"""Documents: all of them, one with its text and findings, and each of its tables as printed."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import islice

from ..panels import of_document
from ..shelf import Document, Row, Shelf
from ..words import Reader
from .files import described, file_of, files_of
from .rows import SEVERITIES, Arguments, Context, findings_of, paged, with_totals

_VIEWS = ("printed", "data")


def disclosures(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All documents, newest first."""
    return paged(with_totals(shelf, shelf.documents), asked)


def disclosure(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One document: its tables as printed, what its text says, findings, downloads."""
    document = shelf.document(asked["key"])
    if document is None:
        return None
    return {
        "document": document,
        "total": with_totals(shelf, [document])[0]["total"],
        "tables": shelf.rows("document-tables", package=document.package),
        "claims": shelf.rows("document-claims", package=document.package),
        "findings": findings_of(shelf, [document], SEVERITIES, limit=200),
        "glossary": shelf.rows("document-glossary", package=document.package),
        "panels": {p.name: p for p in of_document(shelf, reader, document)},
        "panels_of": ("disclosure", document.package),
        "files": files_of(shelf, document, reader),
        "described": described(shelf, document),
    }


def table(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One printed table, each understood figure pressed through to its cell."""
    document = shelf.document(asked["key"])
    row = shelf.row("table", package=asked["key"], position=asked["position"])
    if document is None or row is None:
        return None
    tables = shelf.rows("document-tables", package=document.package)
    observations = shelf.rows("table-observations", package=document.package, table=row["table"])
    alike = linked_tables(shelf, document, [t for t in tables if t["table"] == row["table"]], observations)
    printed = alike.pop(row["position"])
    elsewhere = {key for rows in alike.values() for line in rows for _, key in line if key}
    observations = [r for r in observations if r["observation_id"] not in elsewhere]
    view = asked.get("view", "")
    return {
        "document": document,
        "table": row,
        "tables": tables,
        "printed": printed,
        "heading_rows": heading_rows(printed),
        "number_columns": {i for row in printed for i, (_, key) in enumerate(row) if key},
        "observations": observations,
        "marks": {r["observation_id"]: reader.mark(r) for r in observations},
        "view": view if view in _VIEWS else "printed" if printed else "data",
    }


def heading_rows(printed: Sequence[Sequence[tuple[str, str]]]) -> int:
    """How many rows stand above the first that prints an amount; 0 where none does, or it is far down."""
    first = next((index for index, row in enumerate(printed) if any(key for _, key in row)), 0)
    return first if first <= 4 else 1


def linked_tables(
    shelf: Shelf, document: Document, tables: Iterable[Row], observations: Sequence[Row]
) -> dict[int, list[list[tuple[str, str]]]]:
    """All printed tables of one kind by position, their cells linked to the observations of that kind.

    Together, as the observations do not say which of the tables they are of.
    """
    copies = {t["position"]: _printed_rows(shelf, document, t) for t in tables}
    cells = iter(linked([line for rows in copies.values() for line in rows], observations))
    return {position: list(islice(cells, len(rows))) for position, rows in copies.items()}


def _printed_rows(shelf: Shelf, document: Document, row: Row) -> list[list[str]]:
    """The faithful copy of a printed table, as rows of texts."""
    path = file_of(shelf, document.package, row["path"] or "")
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def linked(printed: Sequence[Sequence[str]], observations: Iterable[Row]) -> list[list[tuple[str, str]]]:
    """The printed cells, each with the observation that it prints, or "".

    Cells and observations are both in printing order. Cells of one text are told apart by that order, as long as there
    are as many observations; where a cell was held back nothing says which, and none of its text is linked.
    """
    waiting: dict[str, list[str]] = {}
    for row in observations:
        waiting.setdefault("".join(row["reported"].split()), []).append(row["observation_id"])
    count = Counter("".join(cell.split()) for row in printed for cell in row)
    sure = {text: iter(ids) for text, ids in waiting.items() if text and len(ids) == count[text]}
    return [[(cell, next(sure.get("".join(cell.split()), iter(())), "")) for cell in row] for row in printed]
