"""The pages: each reads the shelf, and hands rows to one template. One page, one question; one address, one state."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ...queries.compare import compare as compare_figures
from ...queries.question import QueryError, load_questions
from ...queries.store import open_store
from .cells import lines_around
from .pictures import Bar, Point, bars, lines
from .shelf import Document, Row, Shelf
from .words import Reader, code_name

Context = dict[str, Any]
Arguments = Mapping[str, str]
#: Makes the values of one page: (shelf, reader, path and query values) -> template values; None where nothing is.
Page = Callable[[Shelf, Reader, Arguments], "Context | None"]

SEVERITIES = ("error", "warning", "info")
#: The tables that say a total, a class and a code best, best first; the others print the same money again.
_TOTALS = ["budget-summary", "expenditure-summary", "revenue-summary", "overall-performance", "narrative"]
_CLASSES = ["expenditure-summary", "general-budget-by-function", "appropriation-by-function"]
_CODES = [
    "general-budget-by-function", "appropriation-by-function", "government-fund", "state-capital",
    "expenditure-summary", "basic-expenditure-by-economic", "appropriation-basic-by-economic",
]  # fmt: skip
_THREE_PUBLIC = [
    "three-public", "total", "foreign-travel", "vehicle", "vehicle-purchase", "vehicle-operation", "reception",
]  # fmt: skip
_SUBJECTS = ("unit", "function", "economic", "project", "phase")
_MOST_FINDINGS = 1000


def home(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """What is here: newest documents, units, and how well the figures are proven."""
    return {
        "documents": shelf.documents[:20],
        "units": _units(shelf),
        "quality": shelf.row("quality"),
        "findings": shelf.rows("findings-by-severity"),
    }


def search(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Units, codes, projects, amounts and sentences that hold the words asked for."""
    text = asked.get("q", "").strip()[:100]
    if not text:
        return {"words": "", "units": [], "codes": [], "projects": [], "figures": [], "claims": []}
    words = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    digits = text.replace(",", "").replace("，", "") if text[0].isdigit() else ""
    return {
        "words": text,
        "units": [u for u in _units(shelf) if text in u["unit_name"] or u["unit_code"].startswith(text)],
        "codes": shelf.rows("search-codes", words=words, digits=digits),
        "projects": shelf.rows("search-projects", words=words, text=text),
        "figures": shelf.rows("search-figures", digits=digits) if digits else [],
        "claims": shelf.rows("search-claims", words=words),
    }


def units(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    return {"units": _units(shelf)}


def unit(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """All years of one unit: totals, structure, “三公”, projects, findings."""
    documents = shelf.of_unit(asked["key"])
    if not documents:
        return None
    packages, newest = [d.package for d in documents], documents[0]
    totals = shelf.rows("unit-totals", packages=packages, tables=_TOTALS)
    expenditure = [r for r in totals if r["flow"] == "expenditure"]
    classes = shelf.rows("unit-classes", package=newest.package, year=newest.year, tables=_CLASSES)
    return {
        "documents": documents,
        "unit": newest,
        "totals": totals,
        "sentence": _sentence(reader, expenditure),
        "years": lines(
            reader.t("支出总计的历年变化", "Total expenditure over the years"), _series(reader, expenditure)
        ),
        "classes": classes,
        "structure": bars(
            reader.t(f"{newest.year} 年各类支出", f"Expenditure by class, {newest.year}"),
            [Bar(r["label"], r["amount"], reader.money(r["amount"])) for r in classes],
        ),
        "three_public": shelf.rows("unit-three-public", packages=packages, lines=_THREE_PUBLIC),
        "projects": shelf.rows("unit-projects", packages=packages),
        "findings": shelf.rows("findings", packages=packages, severities=["error", "warning"]),
    }


def disclosure(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One document: its tables as printed, what its text says, findings, downloads."""
    document = shelf.document(asked["key"])
    if document is None:
        return None
    return {
        "document": document,
        "tables": shelf.rows("document-tables", package=document.package),
        "claims": shelf.rows("document-claims", package=document.package),
        "findings": shelf.rows("findings", packages=[document.package], severities=list(SEVERITIES)),
        "glossary": shelf.rows("document-glossary", package=document.package),
        "files": _files(shelf, document),
    }


def table(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One printed table, each understood figure pressed through to its cell."""
    document = shelf.document(asked["key"])
    row = shelf.row("table", package=asked["key"], position=asked["position"])
    if document is None or row is None:
        return None
    observations = shelf.rows("table-observations", package=document.package, table=row["table"])
    return {
        "document": document,
        "table": row,
        "printed": _linked(_printed(shelf, document, row), observations),
        "observations": observations,
    }


def code(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One functional or economic code over units and years."""
    wanted = asked["key"]
    rows = shelf.rows("code", code=wanted, tables=_CODES)
    if not rows:
        return None
    newest = max(r["fiscal_year"] for r in rows)
    return {
        "code": wanted,
        "name": code_name(wanted, newest) or rows[-1]["label"],
        "names": sorted({r["label"] for r in rows if r["label"]}),
        "rows": rows,
        "parent": wanted[:-2] if len(wanted) > 3 else "",
        "children": shelf.rows("code-children", code=wanted),
    }


def project(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One project: its descriptions, money and targets in every document that names it."""
    described = shelf.rows("project", code=asked["key"])
    if not described:
        return None
    return {
        "code": asked["key"],
        "described": described,
        "money_rows": shelf.rows("project-money", code=asked["key"]),
        "targets": shelf.rows("project-targets", code=asked["key"]),
    }


def findings(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All findings, by severity and kind."""
    severity, check = asked.get("severity", ""), asked.get("check", "")
    severities = [severity] if severity in SEVERITIES else list(SEVERITIES)
    rows = shelf.rows("findings", packages=[d.package for d in shelf.documents], severities=severities)
    return {
        "rows": [r for r in rows if not check or r["check"] == check][:_MOST_FINDINGS],
        "kinds": shelf.rows("findings-by-kind"),
        "severity": severity,
        "check": check,
    }


def where(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One figure back to the cell it was printed in, with what confirms it."""
    observation = asked["key"]
    row = shelf.row("cell", observation=observation)
    document = shelf.document(row["package"]) if row else None
    if row is None or document is None:
        return None
    of: dict[str, Any] = {"package": document.package, "observation": observation}
    return {
        "row": row,
        "document": document,
        "lines": _lines(document, row),
        "has_picture": bool(row["bbox"] and row["page"] and document.source),
        "repair": shelf.row("cell-repair", **of),
        "findings": shelf.rows("cell-findings", **of),
        "claims": shelf.rows("cell-claims", **of),
        "same": shelf.rows("same-amount", **of, year=row["fiscal_year"], amount=row["amount"]),
        "neighbours": shelf.row("cell-neighbours", **of) or {"before": None, "after": None},
        "iri": f"{shelf.base}observation/{observation}",
    }


def compare(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Years of a subject side by side; the address holds the whole state."""
    chosen: dict[str, Any] = {name: asked[name].strip() for name in _SUBJECTS if asked.get(name, "").strip()}
    said = asked.get("years", "")
    years = tuple(int(y) for y in said.replace("，", ",").split(",") if y.strip().isdigit())
    page: Context = {
        "chosen": {name: chosen.get(name, "") for name in _SUBJECTS},
        "years": said,
        "comparison": None,
        "error": "",
        "units": _units(shelf),
    }
    if not chosen:
        return page
    try:
        comparison = compare_figures(open_store(shelf.folder), years=years, base=shelf.base, **chosen)
    except QueryError as error:
        return {**page, "error": str(error)}
    rows = [{"fiscal_year": f.year, "amount": f.amount, "phase": f.phase} for f in comparison.figures]
    chart = lines(reader.t("历年金额", "Amounts over the years"), _series(reader, rows))
    return {**page, "comparison": comparison, "chart": chart}


def downloads(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    return {"documents": shelf.documents, "files": {d.package: _files(shelf, d) for d in shelf.documents}}


def sparql(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The query page; its form posts to the protocol's address and works without JavaScript."""
    questions = load_questions()
    chosen = next((q for q in questions if q.name == asked.get("question")), None)
    text = asked.get("query") or (chosen or questions[0]).text
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    return {"questions": questions, "query": query, "chosen": chosen}


def about(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    return {"quality": shelf.row("quality")}


#: Address -> (template, what fills it).
PAGES: dict[str, tuple[str, Page]] = {
    "/": ("home.html", home),
    "/search": ("search.html", search),
    "/units": ("units.html", units),
    "/units/{key:path}": ("unit.html", unit),
    "/disclosures/{key}": ("disclosure.html", disclosure),
    "/disclosures/{key}/tables/{position}": ("table.html", table),
    "/codes/{key}": ("code.html", code),
    "/projects/{key}": ("project.html", project),
    "/findings": ("findings.html", findings),
    "/where/{key}": ("where.html", where),
    "/compare": ("compare.html", compare),
    "/downloads": ("downloads.html", downloads),
    "/sparql/editor": ("sparql.html", sparql),
    "/about": ("about.html", about),
}


# --- rows of pages ----------------------------------------------------------------------------------------


def _units(shelf: Shelf) -> list[Row]:
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


def _series(reader: Reader, rows: Sequence[Row]) -> list[tuple[str, list[Point]]]:
    """One line for each phase; where several documents give a year, the one that stands first."""
    series: dict[str, dict[int, Point]] = {}
    for row in rows:
        point = Point(row["fiscal_year"], row["amount"], reader.money(row["amount"]))
        series.setdefault(row["phase"], {}).setdefault(row["fiscal_year"], point)
    return [(reader.named("phase", phase), list(points.values())) for phase, points in series.items()]


def _sentence(reader: Reader, expenditure: Sequence[Row]) -> str:
    """The newest total in one sentence, against the year before in the same phase where there is one."""
    if not expenditure:
        return ""
    newest, year = expenditure[0], expenditure[0]["fiscal_year"]
    kind, amount = reader.named("phase", newest["phase"]), f"{reader.money(newest['amount'])} {reader.unit_name}"
    said = reader.t(f"{year} 年支出总计（{kind}）{amount}", f"Total expenditure {year} ({kind}): {amount}")
    same = (r for r in expenditure if r["fiscal_year"] == year - 1 and r["phase"] == newest["phase"])
    before = next(same, None)
    if not before or not before["amount"] or not (before["confirmations"] and newest["confirmations"]):
        return said  # a rate of change that rests on an unproven figure is not said
    change = (newest["amount"] - before["amount"]) / before["amount"] * Decimal(100)
    word = reader.t("比上年增", "up") if change >= 0 else reader.t("比上年减", "down")
    return said + reader.t(f"，{word} {abs(change):.1f}%", f", {word} {abs(change):.1f}% on the year before")


def _printed(shelf: Shelf, document: Document, row: Row) -> list[list[str]]:
    """The faithful copy of a printed table, as rows of texts."""
    import csv

    path = file_of(shelf, document.package, row["path"] or "")
    if path is None:
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _linked(printed: Sequence[Sequence[str]], observations: Iterable[Row]) -> list[list[tuple[str, str]]]:
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


def _lines(document: Document, row: Row) -> list[Any]:
    if not document.source or not row["text_line"] or row["reader"] != "text":
        return []
    start, end = (int(row[name]) if row[name] else None for name in ("char_start", "char_end"))
    return lines_around(document.source, int(row["text_line"]), start, end)


def _files(shelf: Shelf, document: Document) -> list[Row]:
    """The files of a package with title, size and checksum, as its descriptor lists them."""
    folder = shelf.folder / "packages" / document.package
    descriptor = json.loads((folder / "datapackage.json").read_text("utf-8"))
    listed: list[Row] = [
        {
            "path": str(r["path"]),
            "title": str(r.get("title", r["name"])),
            "hash": str(r.get("hash", "")),
            "bytes": r.get("bytes"),
        }
        for r in descriptor["resources"]
        if isinstance(r.get("path"), str)
    ]
    known = {r["path"] for r in listed}
    others = [folder / name for name in ("datapackage.json", "report.html", "report.json") if name not in known]
    return listed + [
        {"path": p.name, "title": p.name, "hash": "", "bytes": p.stat().st_size} for p in others if p.exists()
    ]


def address(path: str, **parameters: str) -> str:
    """A path with its query, percent-encoded."""
    query = "&".join(f"{quote(k)}={quote(v)}" for k, v in parameters.items() if v)
    return quote(path) + (f"?{query}" if query else "")


def file_of(shelf: Shelf, package: str, path: str) -> Path | None:
    """A file of a package; None where there is none, or the path leads out of the package."""
    if not path or shelf.document(package) is None:
        return None
    folder = (shelf.folder / "packages" / package).resolve()
    wanted = (folder / path).resolve()
    return wanted if wanted.is_relative_to(folder) and wanted.is_file() else None
