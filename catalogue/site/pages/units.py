"""Units: all of them, and one over its years."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..panels import of_unit
from ..panels.panel import THREE_PUBLIC, TOTALS, is_sure
from ..shelf import Row, Shelf
from ..words import Reader
from .rows import Arguments, Context, findings_of, grid, paged, units_of, with_totals


def units(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All units with the newest total of each; sorted as the address says."""
    newest: dict[str, Row] = {}
    for told in with_totals(shelf, shelf.documents):
        if told["total"] is not None:
            newest.setdefault(told["document"].unit_key, told["total"])
    rows: list[Row] = [{**u, "total": newest.get(u["key"])} for u in units_of(shelf)]
    sort = asked.get("sort", "")
    if sort == "total":
        rows.sort(key=lambda u: -(u["total"]["amount"] if u["total"] else Decimal(-1)))
    elif sort == "name":
        rows.sort(key=lambda u: u["unit_name"])
    return {**paged(rows, asked), "sort": sort}


def unit(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """All years of one unit: totals, structure, “三公”, projects, findings."""
    documents = shelf.of_unit(asked["key"])
    if not documents:
        return None
    packages, newest = [d.package for d in documents], documents[0]
    totals = shelf.rows("unit-totals", packages=packages, tables=TOTALS)
    expenditure = [r for r in totals if r["flow"] == "expenditure"]
    three_public = shelf.rows("unit-three-public", packages=packages, lines=THREE_PUBLIC)
    return {
        "documents": documents,
        "unit": newest,
        "totals": grid(totals, lambda r: r["flow"], lambda r: (r["fiscal_year"], r["phase"])),
        "sentence": _sentence(reader, expenditure),
        "panels": {p.name: p for p in of_unit(shelf, reader, asked)},
        "panels_of": ("unit", asked["key"]),
        "three_public": grid(three_public, lambda r: r["line"], lambda r: (r["fiscal_year"], r["phase"])),
        "projects": [p for p in shelf.whole("projects") if set(p["packages"]) & set(packages)],
        "findings": findings_of(shelf, documents, ("error", "warning"), limit=20),
        "tables": shelf.rows("document-tables", package=newest.package),
    }


def _sentence(reader: Reader, expenditure: Sequence[Row]) -> str:
    """The newest total in one sentence, against the year before in the same phase where there is one."""
    if not expenditure:
        return ""
    newest, year = expenditure[0], expenditure[0]["fiscal_year"]
    kind, amount = reader.named("phase", newest["phase"]), f"{reader.money(newest['amount'])} {reader.unit_after}"
    said = reader.t(f"{year} 年支出总计（{kind}）{amount}", f"Total expenditure {year} ({kind}): {amount}")
    same = (r for r in expenditure if r["fiscal_year"] == year - 1 and r["phase"] == newest["phase"])
    before = next(same, None)
    if not before or not before["amount"] or not (is_sure(before) and is_sure(newest)):
        return said  # a rate of change that rests on an unproven figure is not said
    change = (newest["amount"] - before["amount"]) / before["amount"] * Decimal(100)
    word = reader.t("比上年增", "up") if change >= 0 else reader.t("比上年减", "down")
    return said + reader.t(f"，{word} {abs(change):.1f}%", f", {word} {abs(change):.1f}% on the year before")
