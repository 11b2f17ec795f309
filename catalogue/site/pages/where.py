"""One figure back to the cell it was printed in, with what confirms it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ....datapackage.package import PackageError
from ..cells import lines_around
from ..proofs import Proof, proofs
from ..shelf import Document, Row, Shelf
from ..words import Reader
from .documents import heading_rows, linked_tables
from .rows import Arguments, Context


def where(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One figure back to the cell it was printed in, with what confirms it."""
    observation = asked["key"]
    row = shelf.row("cell", observation=observation)
    document = shelf.document(row["package"]) if row else None
    if row is None or document is None:
        return None
    of: dict[str, Any] = {"package": document.package, "observation": observation}
    lines, has_picture = _lines(document, row), bool(row["bbox"] and row["page"] and document.source(row["file"]))
    tables = _tables(shelf, document, row)
    return {
        "row": row,
        "document": document,
        "lines": lines,
        "has_picture": has_picture,
        "excerpt": None if lines or has_picture or len(tables) != 1 else _excerpt(row, *tables.values()),
        "terms": [g for g in shelf.rows("document-glossary", package=document.package) if _is_named(g["term"], row)],
        "repair": shelf.row("cell-repair", **of),
        "findings": shelf.rows("cell-findings", **of),
        "claims": shelf.rows("cell-claims", **of),
        "proofs": _proofs(shelf, document, observation),
        "neighbours": shelf.row("cell-neighbours", **of) or {"before": None, "after": None},
        "position": next(iter(tables), None) if len(tables) == 1 else None,
        "iri": f"{shelf.base}observation/{observation}",
    }


def _tables(shelf: Shelf, document: Document, row: Row) -> dict[int, list[list[tuple[str, str]]]]:
    """The printed tables that a figure may stand in, by position: the very one, where its cell is found there."""
    tables = [t for t in shelf.rows("document-tables", package=document.package) if t["table"] == row["table"]]
    observations = shelf.rows("table-observations", package=document.package, table=row["table"])
    printed = linked_tables(shelf, document, tables, observations)
    return {p: rows for p, rows in printed.items() if _row_of(row, rows) is not None} or printed


def _row_of(row: Row, printed: Sequence[Sequence[tuple[str, str]]]) -> int | None:
    """In which row of a printed table a figure stands."""
    return next((i for i, line in enumerate(printed) if any(key == row["observation_id"] for _, key in line)), None)


def _excerpt(row: Row, printed: Sequence[Sequence[tuple[str, str]]]) -> Context | None:
    """The rows of the printed table around a figure, below its headings; None where nothing says which cell it is."""
    at = _row_of(row, printed)
    if at is None:
        return None
    heads = heading_rows(printed)
    return {"headings": printed[:heads], "rows": printed[max(heads, at - 2) : at + 3]}


def _is_named(term: str, row: Row) -> bool:
    """Whether a term of the document's glossary is what a figure is called, or stands in that."""
    fold = str.maketrans("", "", '“”"（）()：: 　')
    name, label = term.translate(fold), (row["label"] or "").translate(fold)
    return len(name) > 2 and name in label


def _proofs(shelf: Shelf, document: Document, observation: str) -> tuple[Proof, ...] | None:
    """The equations of a figure; None where its package is one that another release wrote, and cannot be read again."""
    try:
        return proofs(shelf.folder / "packages" / document.package, shelf.state, observation)
    except PackageError:
        return None


def _lines(document: Document, row: Row) -> list[Any]:
    path = document.source(row["file"])
    if not path or not row["text_line"] or row["reader"] != "text":
        return []
    start, end = (int(row[name]) if row[name] else None for name in ("char_start", "char_end"))
    return lines_around(path, int(row["text_line"]), start, end)
