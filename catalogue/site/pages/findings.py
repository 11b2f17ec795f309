"""Findings by unit, year, kind, gravity and whose they are."""

from __future__ import annotations

from ..shelf import Shelf
from ..words import Reader, checks
from .rows import OF_A_PAGE, SEVERITIES, Arguments, Context, findings_of, page_number, units_of


def findings(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All findings, by unit, year, kind, gravity and whose they are."""
    chosen = {name: asked.get(name, "") for name in ("severity", "check", "unit_key", "year", "cause")}
    documents = [
        d for d in shelf.documents if chosen["unit_key"] in ("", d.unit_key) and chosen["year"] in ("", str(d.year))
    ]
    severities = [chosen["severity"]] if chosen["severity"] in SEVERITIES else list(SEVERITIES)
    at = page_number(asked)
    rows = findings_of(
        shelf,
        documents,
        severities,
        limit=OF_A_PAGE,
        offset=at * OF_A_PAGE,
        check=chosen["check"],
        cause=chosen["cause"],
    )
    total = rows[0]["of_all"] if rows else 0
    names = checks()
    kinds = [
        {**k, "zh": names.get(k["check"], (k["check"],) * 2)[0], "en": names.get(k["check"], (k["check"],) * 2)[1]}
        for k in shelf.whole("findings-by-kind")
    ]
    return {
        "rows": rows,
        "total": total,
        "at": at,
        "pages": -(-total // OF_A_PAGE),
        "kinds": kinds,
        "chosen": chosen,
        "units": units_of(shelf),
        "years": sorted({d.year for d in shelf.documents}, reverse=True),
    }
