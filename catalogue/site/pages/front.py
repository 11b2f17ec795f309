"""The first page, and what a search finds."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from ....queries.question import load_questions
from ..panels.panel import TOTALS, is_sure
from ..shelf import Row, Shelf
from ..words import Reader
from .rows import SEVERITIES, Arguments, Context, findings_of, units_of, with_totals

#: Questions that a first visitor may have, and of those that are asked of a year the table that answers them.
_FIRST_QUESTIONS = {
    "largest-projects": "project-expenditure",
    "three-public": "three-public",
    "shares": "expenditure-summary",
    "findings-by-cause": "",
    "repaired-or-unproven": "",
}


#: What a search finds, in the order of the page.
_FOUND = ("units", "codes", "projects", "figures", "claims")


def home(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """What is here: newest documents with their totals, and how well the figures are proven."""
    quality = next(iter(shelf.whole("quality")), None) or {"amounts": 0, "proven": 0, "repaired": 0}
    years = _years(shelf)
    counts = {r["severity"]: r["n"] for r in shelf.whole("findings-by-severity")}
    return {
        "documents": with_totals(shelf, shelf.documents[:12]),
        "units": units_of(shelf),
        "quality": quality,
        "proven": reader.percent(Decimal(quality["proven"]), Decimal(quality["amounts"])),
        "counts": {s: counts.get(s, 0) for s in SEVERITIES},
        "findings": findings_of(shelf, shelf.documents, ("error", "warning"), limit=5, cause="publisher"),
        "questions": [q for q in load_questions() if q.name in years or not _FIRST_QUESTIONS.get(q.name, "none")],
        "year_of": years,
        "example": _example(shelf),
    }


def _years(shelf: Shelf) -> dict[str, str]:
    """The year to ask each question of: the one of which most documents print its table."""
    printed: dict[str, Counter[int]] = defaultdict(Counter)
    for row in shelf.whole("years-of-tables"):
        printed[row["table"]][row["fiscal_year"]] = row["documents"]
    fullest = {table: max(years, key=lambda year: (years[year], year)) for table, years in printed.items()}
    return {name: str(fullest[table]) for name, table in _FIRST_QUESTIONS.items() if table in fullest}


def _example(shelf: Shelf) -> Row | None:
    """A figure to follow: the newest total that is proven."""
    rows = [r for r in shelf.whole("newest-totals", tables=TOTALS) if is_sure(r)]
    return max(rows, key=lambda r: (r["fiscal_year"], r["confirmations"], r["observation_id"]), default=None)


def search(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Units, codes, projects, amounts and sentences that hold the words asked for."""
    text = asked.get("q", "").strip()[:100]
    if not text:
        return {"words": "", **dict.fromkeys(_FOUND, ()), "example": _example(shelf)}
    words = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    digits = text.replace(",", "").replace("，", "") if text[0].isdigit() else ""
    found = {
        "units": [u for u in units_of(shelf) if text in u["unit_name"] or u["unit_code"].startswith(text)][:50],
        "codes": shelf.rows("search-codes", words=words, digits=digits),
        "projects": shelf.rows("search-projects", words=words, text=text),
        "figures": shelf.rows("search-figures", digits=digits) if digits else [],
        "claims": shelf.rows("search-claims", words=words),
    }
    return {"words": text, **found, "example": None if any(found.values()) else _example(shelf)}
