"""One figure back to the cell it was printed in, with what confirms it."""

from __future__ import annotations

from typing import Any

from ....datapackage.package import PackageError
from ..cells import lines_around
from ..proofs import Proof, proofs
from ..shelf import Document, Row, Shelf
from ..words import Reader
from .documents import heading_rows, linked, printed_rows
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
    return {
        "row": row,
        "document": document,
        "lines": lines,
        "has_picture": has_picture,
        "excerpt": None if lines or has_picture else _excerpt(shelf, document, row),
        "terms": [g for g in shelf.rows("document-glossary", package=document.package) if _is_named(g["term"], row)],
        "repair": shelf.row("cell-repair", **of),
        "findings": shelf.rows("cell-findings", **of),
        "claims": shelf.rows("cell-claims", **of),
        "proofs": _proofs(shelf, document, observation),
        "neighbours": shelf.row("cell-neighbours", **of) or {"before": None, "after": None},
        "position": _position(shelf, document, row),
        "iri": f"{shelf.base}observation/{observation}",
    }


def _excerpt(shelf: Shelf, document: Document, row: Row) -> Context | None:
    """The rows of the printed table around a figure, below its headings; None where nothing says which cell it is."""
    observations = shelf.rows("table-observations", package=document.package, table=row["table"])
    for table in shelf.rows("document-tables", package=document.package):
        printed = linked(printed_rows(shelf, document, table), observations) if table["table"] == row["table"] else []
        at = next((i for i, line in enumerate(printed) if any(k == row["observation_id"] for _, k in line)), None)
        if at is not None:
            heads = heading_rows(printed)
            return {"headings": printed[:heads], "rows": printed[max(heads, at - 2) : at + 3]}
    return None


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


def _position(shelf: Shelf, document: Document, row: Row) -> int | None:
    """Which of the document's tables a figure stands in."""
    of_kind = [t for t in shelf.rows("document-tables", package=document.package) if t["table"] == row["table"]]
    return of_kind[0]["position"] if of_kind else None


def _lines(document: Document, row: Row) -> list[Any]:
    path = document.source(row["file"])
    if not path or not row["text_line"] or row["reader"] != "text":
        return []
    start, end = (int(row[name]) if row[name] else None for name in ("char_start", "char_end"))
    return lines_around(path, int(row["text_line"]), start, end)
