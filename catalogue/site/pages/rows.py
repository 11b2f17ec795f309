"""What pages share: how a page is called, rows by the hundred, units, totals, findings, years side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ..panels.panel import TOTALS
from ..shelf import Document, Row, Shelf
from ..words import Reader

Context = dict[str, Any]


Arguments = Mapping[str, str]


#: Makes the values of one page: (shelf, reader, path and query values) -> template values; None where nothing is.
Page = Callable[[Shelf, Reader, Arguments], "Context | None"]


SEVERITIES = ("error", "warning", "info")


OF_A_PAGE = 100


def page_number(asked: Arguments) -> int:
    given = asked.get("page", "")
    return max(int(given) - 1, 0) if given.isdigit() and len(given) < 6 else 0


def paged(rows: Sequence[Any], asked: Arguments) -> Context:
    at = page_number(asked)
    return {
        "rows": rows[at * OF_A_PAGE : (at + 1) * OF_A_PAGE],
        "total": len(rows),
        "at": at,
        "pages": -(-len(rows) // OF_A_PAGE),
    }


def units_of(shelf: Shelf) -> list[Row]:
    """Each unit once, with the years and documents that there are of it."""
    grouped: dict[str, list[Document]] = {}
    for document in shelf.documents:
        grouped.setdefault(document.unit_key, []).append(document)
    rows: list[Row] = [
        {
            "key": key,
            "unit_code": documents[0].unit_code,
            "unit_name": documents[0].unit_name,
            "department": documents[0].department_name,
            "years": sorted({d.year for d in documents}),
            "documents": len(documents),
        }
        for key, documents in grouped.items()
    ]
    return sorted(rows, key=lambda r: (r["unit_code"], r["unit_name"]))


def with_totals(shelf: Shelf, documents: Iterable[Document]) -> list[Row]:
    """Each document with the total expenditure of its own year, or None."""
    own = {(r["package"], r["fiscal_year"], r["phase"]): r for r in shelf.whole("newest-totals", tables=TOTALS)}
    phases = {"budget": "approved", "final": "executed"}
    return [{"document": d, "total": own.get((d.package, d.year, phases.get(d.kind, "")))} for d in documents]


def findings_of(
    shelf: Shelf,
    documents: Iterable[Document],
    severities: Iterable[str],
    *,
    limit: int,
    offset: int = 0,
    check: str = "",
    cause: str = "",
) -> list[Row]:
    return shelf.rows(
        "findings-page",
        packages=[d.package for d in documents],
        severities=list(severities),
        limit=limit,
        offset=offset,
        check=check,
        cause=cause,
    )


def grid(rows: Iterable[Row], line: Callable[[Row], str], column: Callable[[Row], tuple[int, str]]) -> Context:
    """Rows set out as a table: ``columns`` newest first, ``lines`` with the row in each column or None."""
    cells: dict[str, dict[tuple[int, str], Row]] = {}
    for row in rows:
        cells.setdefault(line(row), {}).setdefault(column(row), row)
    columns = sorted({c for of in cells.values() for c in of}, key=lambda c: (-c[0], c[1]))
    return {"columns": columns, "lines": [(name, [of.get(c) for c in columns]) for name, of in cells.items()]}
