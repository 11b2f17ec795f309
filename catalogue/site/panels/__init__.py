"""Pictures with what they rest on, by the kind of page that they stand on.

A picture of parts is drawn only where the parts add up to a whole that the document prints. A share, a change or a
rate is said only of figures that equations confirm and no finding disputes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..shelf import Document, Row, Shelf
from ..words import Reader
from .changes import change_panel, execution_panel
from .flows import flows_panel
from .panel import CLASSES, CODES, OWN_PHASE, TOTALS, Panel, drawn
from .structure import kinds_panel, structure_panel
from .years import code_units_panel, code_years_panel, years_panel

Panels = Callable[[Shelf, Reader, Mapping[str, str]], Sequence[Panel]]


def of_unit(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of a unit: its newest document, its years, what was planned and spent, what changed."""
    documents = shelf.of_unit(asked["key"])
    if not documents:
        return []
    packages = [d.package for d in documents]
    totals = shelf.rows("unit-totals", packages=packages, tables=TOTALS)
    newest = documents[0]
    return drawn([
        *of_document(shelf, reader, newest),
        years_panel(reader, [r for r in totals if r["flow"] == "expenditure"], newest),
        execution_panel(shelf, reader, packages),
        change_panel(shelf, reader, documents),
    ])  # fmt: skip


def of_document(shelf: Shelf, reader: Reader, document: Document) -> list[Panel]:
    """The pictures of one document's own year: sources and uses, classes, people and operations."""
    of: dict[str, object] = {
        "package": document.package,
        "year": document.year,
        "phase": OWN_PHASE.get(document.kind, "approved"),
    }
    lines_of_both = shelf.rows("summary-lines", **of)
    functions = shelf.rows("functions", **of, tables=CLASSES)
    kinds = shelf.rows("total-by-category", **of, tables=[*CLASSES, "budget-summary", "basic-expenditure-by-economic"])
    return drawn([
        flows_panel(reader, document, lines_of_both, functions),
        structure_panel(reader, document, functions),
        kinds_panel(reader, document, kinds),
    ])  # fmt: skip


def of_document_named(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of the document that ``key`` names."""
    document = shelf.document(asked["key"])
    return of_document(shelf, reader, document) if document else []


def of_code(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of one code: its amounts over the years for each unit, and units beside one another."""
    rows = shelf.rows("code", code=asked["key"], tables=CODES)
    return drawn([code_years_panel(reader, asked["key"], rows), code_units_panel(reader, rows)])


def of_project(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The picture of one project: its whole amounts over the years."""
    which = project_named(shelf, asked)
    described = shelf.row("project", **which)
    return drawn(
        [code_years_panel(reader, described["name"], yearly(shelf.rows("project-money", **which)))] if described else []
    )


#: What says the money of one year of a project, best first; the others print it again, or are of several years.
_YEARLY = (
    ("project-expenditure", ""),
    ("project-expenditure", "project"),
    ("project-performance", "current-budget"),
    ("project-performance", "requested-this-year"),
    ("project-performance", "earlier-budget"),
)


def yearly(rows: Sequence[Row]) -> list[Row]:
    """The whole amount of a project for each year and phase, from the place that says it best; newest first."""
    best: dict[tuple[int, str], Row] = {}
    for row in sorted((r for r in rows if _is_yearly(r)), key=lambda r: _YEARLY.index((r["table"], r["line"]))):
        best.setdefault((row["fiscal_year"], row["phase"]), row)
    return sorted(best.values(), key=lambda r: (-r["fiscal_year"], r["phase"]))


def _is_yearly(row: Row) -> bool:
    return (row["table"], row["line"]) in _YEARLY and row["fund"] == "all" and row["origin"] == "all"


def project_named(shelf: Shelf, asked: Mapping[str, str]) -> dict[str, Any]:
    """Which project an address means: one by its code, or one without a code by its unit and name."""
    code = asked.get("key", "")
    packages = [] if code else [d.package for d in shelf.of_unit(asked.get("unit", ""))]
    return {"code": code, "name": asked.get("name", ""), "packages": packages}


#: Kind of page -> the pictures on it, for their addresses.
PANELS: dict[str, Panels] = {
    "unit": of_unit,
    "disclosure": of_document_named,
    "code": of_code,
    "project": of_project,
}
