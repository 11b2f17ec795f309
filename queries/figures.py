"""What a comparison asks, answered from tables: the same rows as the question library gives, in milliseconds.

A comparison of a unit reads every figure of it, which the graph gives in a second and a table in a moment. The tests
hold both to the same comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..datapackage.model import format_decimal
from .compare import Answers
from .question import Given

Row = dict[str, Any]
#: The rows of an SQL text with its ``$parameters`` over a table ``observations``, columns as in ``observations.csv``.
Select = Callable[[str, Mapping[str, Any]], list[Row]]
#: What is said of the document of a package: ``document_year``, ``kind``, ``scope``, ``department``.
About = Callable[[str], dict[str, str]]

#: The order in which the question gives its rows.
_ORDER = (
    "unit", "unit_name", "year", "phase", "document_year", "document", "table", "function", "economic", "project",
    "line", "category", "observation",
)  # fmt: skip
_ASKED = ("unit", "unit_name", "function", "economic", "project", "phase", "line")


def answers(select: Select, about: About) -> Answers:
    """What :func:`yusuan.queries.compare.compare` can take for a store."""

    def answer(name: str, given: Mapping[str, Given]) -> Iterable[Mapping[str, str]]:
        if name == "figures-to-compare":
            return _figures(select, about, given)
        return _written(select(_SQL[name], _parameters(name, given)))

    return answer


def _figures(select: Select, about: About, given: Mapping[str, Given]) -> list[Row]:
    rows = _written(select(_SQL["figures-to-compare"], _parameters("figures-to-compare", given)))
    documents = {package: about(package) for package in {row["package"] for row in rows}}
    return sorted((row | documents[row["package"]] for row in rows), key=lambda row: [row[name] for name in _ORDER])


def _parameters(name: str, given: Mapping[str, Given]) -> dict[str, Any]:
    """What is not given is asked for by "", which restricts nothing."""
    if name == "printed-units":
        cells = given["cell"]
        several = cells if isinstance(cells, tuple) else (cells,)
        return {"observations": [str(cell).rpartition("/")[2] for cell in several]}
    names = {"figures-to-compare": _ASKED, "table-totals": ("unit", "unit_name"), "project-codes": ("unit",)}[name]
    return {each: given.get(each, "") for each in names}


def _written(rows: list[Row]) -> list[Row]:
    """Amounts as the graph writes them: no zeros at the end."""
    return [row | {"amount": format_decimal(row["amount"])} if "amount" in row else row for row in rows]


#: Each as the question of its name answers.
_SQL = {
    "figures-to-compare": """
        SELECT observation_id AS observation, unit_code AS unit, unit_name, CAST(fiscal_year AS VARCHAR) AS year, phase,
          function_code AS function, economic_code AS economic, project_code AS project, line, label, fund, category,
          flow, "table", amount, status, CAST(confirmations AS VARCHAR) AS confirmations, document_id AS document,
          package
        FROM observations
        WHERE origin = 'all'
          AND ($unit = '' OR unit_code = $unit) AND ($unit_name = '' OR unit_name = $unit_name)
          AND ($function = '' OR function_code = $function) AND ($economic = '' OR economic_code = $economic)
          AND ($project = '' OR project_code = $project)
          AND ($phase = '' OR phase = $phase) AND ($line = '' OR line = $line)
    """,
    "printed-units": """
        SELECT observation_id AS observation, reported_unit AS printed_unit FROM observations
        WHERE observation_id IN (SELECT unnest($observations)) AND reported_unit != ''
    """,
    "project-codes": """
        SELECT project_code AS project, label AS name,
          CAST(min(fiscal_year) AS VARCHAR) AS first_year, CAST(max(fiscal_year) AS VARCHAR) AS last_year
        FROM observations
        WHERE unit_code = $unit AND "table" = 'project-expenditure' AND fund = 'all' AND project_code != ''
        GROUP BY project_code, label ORDER BY project, first_year, name
    """,
    "table-totals": """
        SELECT unit_code AS unit, unit_name, document_id AS document, "table", CAST(fiscal_year AS VARCHAR) AS year,
          phase, fund, amount
        FROM observations
        WHERE ($unit = '' OR unit_code = $unit) AND ($unit_name = '' OR unit_name = $unit_name)
          AND line = 'total' AND flow = 'expenditure' AND category = 'all' AND origin = 'all'
          AND function_code = '' AND economic_code = ''
        ORDER BY year, phase, document, "table", fund, observation_id
    """,
}
