"""What a comparison asks, answered from the shelf: the same rows as the question library gives, in milliseconds.

A comparison over all units reads every figure of a code, which the graph gives in seconds and a table in a moment. The
tests hold both to the same comparisons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...queries.compare import Answers
from ...queries.question import Given
from .shelf import Row, Shelf

#: The order in which the question gives its rows.
_ORDER = (
    "unit", "unit_name", "year", "phase", "document_year", "document", "table", "function", "economic", "project",
    "line", "category", "observation",
)  # fmt: skip
_ASKED = ("unit", "unit_name", "function", "economic", "project", "phase", "line")


def answers(shelf: Shelf) -> Answers:
    """What :func:`yusuan.queries.compare.compare` can take for a store."""

    def answer(name: str, given: Mapping[str, Given]) -> Iterable[Mapping[str, str]]:
        return _QUESTIONS[name](shelf, given)

    return answer


def _figures(shelf: Shelf, given: Mapping[str, Given]) -> Iterable[Row]:
    said = {d.document_id: d for d in shelf.documents}
    rows: list[Row] = []
    for row in shelf.rows("figures-to-compare", **{name: given.get(name, "") for name in _ASKED}):
        of = said[row["document"]]
        about = {"document_year": str(of.year), "kind": of.kind, "scope": of.scope, "department": of.department_code}
        rows.append(row | about)
    return sorted(rows, key=lambda row: [row[name] for name in _ORDER])


def _printed_units(shelf: Shelf, given: Mapping[str, Given]) -> Iterable[Row]:
    cells = given["cell"]
    several = cells if isinstance(cells, tuple) else (cells,)
    return shelf.rows("printed-units", observations=[str(cell).rpartition("/")[2] for cell in several])


def _table_totals(shelf: Shelf, given: Mapping[str, Given]) -> Iterable[Row]:
    return shelf.rows("table-totals", unit=given.get("unit", ""), unit_name=given.get("unit_name", ""))


def _project_codes(shelf: Shelf, given: Mapping[str, Given]) -> Iterable[Row]:
    return shelf.rows("project-codes", unit=given["unit"])


_QUESTIONS = {
    "figures-to-compare": _figures,
    "printed-units": _printed_units,
    "table-totals": _table_totals,
    "project-codes": _project_codes,
}
