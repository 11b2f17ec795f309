"""The pages: each reads the shelf, and hands rows to one template. One page, one question; one address, one state."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...datapackage.classification import load
from ...datapackage.package import PackageError
from ...queries.question import QueryError, load_questions
from . import vocabulary
from .cells import lines_around
from .panels import (
    CODES,
    THREE_PUBLIC,
    TOTALS,
    code_years,
    is_sure,
    of_code,
    of_document,
    of_project,
    of_unit,
    project_named,
    yearly,
)  # fmt: skip
from .proofs import Proof, proofs
from .shelf import Document, Row, Shelf
from .words import Reader, checks, code_name

if TYPE_CHECKING:
    from ...queries.compare import Comparison

Context = dict[str, Any]
Arguments = Mapping[str, str]
#: Makes the values of one page: (shelf, reader, path and query values) -> template values; None where nothing is.
Page = Callable[[Shelf, Reader, Arguments], "Context | None"]

SEVERITIES = ("error", "warning", "info")
_SUBJECTS = ("unit", "function", "economic", "project", "phase")
_OF_A_PAGE = 100
_VIEWS = ("printed", "data")
#: Questions that a first visitor may have, and which of them are asked of a year.
_FIRST_QUESTIONS = {
    "largest-projects": True,
    "three-public": True,
    "shares": True,
    "findings-by-cause": False,
    "repaired-or-unproven": False,
}


def home(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """What is here: newest documents with their totals, and how well the figures are proven."""
    quality = next(iter(shelf.whole("quality")), None) or {"amounts": 0, "proven": 0, "repaired": 0}
    counts = {r["severity"]: r["n"] for r in shelf.whole("findings-by-severity")}
    return {
        "documents": _with_totals(shelf, shelf.documents[:12]),
        "units": _units(shelf),
        "quality": quality,
        "proven": reader.percent(Decimal(quality["proven"]), Decimal(quality["amounts"])),
        "counts": {s: counts.get(s, 0) for s in SEVERITIES},
        "findings": _findings(shelf, shelf.documents, ("error", "warning"), limit=5, cause="publisher"),
        "questions": [q for q in load_questions() if q.name in _FIRST_QUESTIONS],
        "year_of": {name: _fullest_year(shelf) for name, is_of_year in _FIRST_QUESTIONS.items() if is_of_year},
        "example": _example(shelf),
    }


def _fullest_year(shelf: Shelf) -> str:
    """The year of which the documents print most."""
    amounts: Counter[int] = Counter()
    for document in shelf.documents:
        amounts[document.year] += document.amounts["total"]
    return str(max(amounts, key=lambda year: (amounts[year], year), default=""))


def _example(shelf: Shelf) -> Row | None:
    """A figure to follow: the newest total that is proven."""
    rows = [r for r in shelf.whole("newest-totals", tables=TOTALS) if is_sure(r)]
    return max(rows, key=lambda r: (r["fiscal_year"], r["confirmations"], r["observation_id"]), default=None)


def _with_totals(shelf: Shelf, documents: Iterable[Document]) -> list[Row]:
    """Each document with the total expenditure of its own year, or None."""
    own = {(r["package"], r["fiscal_year"], r["phase"]): r for r in shelf.whole("newest-totals", tables=TOTALS)}
    phases = {"budget": "approved", "final": "executed"}
    return [{"document": d, "total": own.get((d.package, d.year, phases.get(d.kind, "")))} for d in documents]


def search(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Units, codes, projects, amounts and sentences that hold the words asked for."""
    text = asked.get("q", "").strip()[:100]
    if not text:
        return {"words": "", "units": [], "codes": [], "projects": [], "figures": [], "claims": []}
    words = "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%"
    digits = text.replace(",", "").replace("，", "") if text[0].isdigit() else ""
    return {
        "words": text,
        "units": [u for u in _units(shelf) if text in u["unit_name"] or u["unit_code"].startswith(text)][:50],
        "codes": shelf.rows("search-codes", words=words, digits=digits),
        "projects": shelf.rows("search-projects", words=words, text=text),
        "figures": shelf.rows("search-figures", digits=digits) if digits else [],
        "claims": shelf.rows("search-claims", words=words),
    }


def units(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All units with the newest total of each; sorted as the address says."""
    newest: dict[str, Row] = {}
    for told in _with_totals(shelf, shelf.documents):
        if told["total"] is not None:
            newest.setdefault(told["document"].unit_key, told["total"])
    rows: list[Row] = [{**u, "total": newest.get(u["key"])} for u in _units(shelf)]
    sort = asked.get("sort", "")
    if sort == "total":
        rows.sort(key=lambda u: -(u["total"]["amount"] if u["total"] else Decimal(-1)))
    elif sort == "name":
        rows.sort(key=lambda u: u["unit_name"])
    return {**_paged(rows, asked), "sort": sort}


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
        "totals": _grid(totals, lambda r: r["flow"], lambda r: (r["fiscal_year"], r["phase"])),
        "sentence": _sentence(reader, expenditure),
        "panels": {p.name: p for p in of_unit(shelf, reader, asked)},
        "panels_of": ("unit", asked["key"]),
        "three_public": _grid(three_public, lambda r: r["line"], lambda r: (r["fiscal_year"], r["phase"])),
        "projects": [p for p in shelf.whole("projects") if set(p["packages"]) & set(packages)],
        "findings": _findings(shelf, documents, ("error", "warning"), limit=20),
        "tables": shelf.rows("document-tables", package=newest.package),
    }


def disclosures(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All documents, newest first."""
    return _paged(_with_totals(shelf, shelf.documents), asked)


def disclosure(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One document: its tables as printed, what its text says, findings, downloads."""
    document = shelf.document(asked["key"])
    if document is None:
        return None
    return {
        "document": document,
        "total": _with_totals(shelf, [document])[0]["total"],
        "tables": shelf.rows("document-tables", package=document.package),
        "claims": shelf.rows("document-claims", package=document.package),
        "findings": _findings(shelf, [document], SEVERITIES, limit=200),
        "glossary": shelf.rows("document-glossary", package=document.package),
        "panels": {p.name: p for p in of_document(shelf, reader, document)},
        "panels_of": ("disclosure", document.package),
        "files": files_of(shelf, document),
        "described": _described(shelf, document),
    }


def table(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One printed table, each understood figure pressed through to its cell."""
    document = shelf.document(asked["key"])
    row = shelf.row("table", package=asked["key"], position=asked["position"])
    if document is None or row is None:
        return None
    observations = shelf.rows("table-observations", package=document.package, table=row["table"])
    printed = _linked(_printed(shelf, document, row), observations)
    view = asked.get("view", "")
    return {
        "document": document,
        "table": row,
        "tables": shelf.rows("document-tables", package=document.package),
        "printed": printed,
        "heading_rows": _heading_rows(printed),
        "number_columns": {i for row in printed for i, (_, key) in enumerate(row) if key},
        "observations": observations,
        "marks": {r["observation_id"]: reader.mark(r) for r in observations},
        "view": view if view in _VIEWS else "printed" if printed else "data",
    }


def _heading_rows(printed: Sequence[Sequence[tuple[str, str]]]) -> int:
    """How many rows stand above the first that prints an amount; 0 where none does, or it is far down."""
    first = next((index for index, row in enumerate(printed) if any(key for _, key in row)), 0)
    return first if first <= 4 else 1


def codes(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Every code that the documents print, by class."""
    rows = [dict(row) for row in shelf.whole("codes")]
    newest = max((r["last_year"] for r in rows), default=0)
    for row in rows:
        row["name"] = code_name(row["code"], row["last_year"]) or row["label"]
    kinds = (
        ("function", [r for r in rows if r["code"].startswith("2")]),
        ("economic", [r for r in rows if r["code"].startswith(("3", "5"))]),
    )
    return {"kinds": [(kind, _classes(found, newest)) for kind, found in kinds if found]}


def _classes(rows: Sequence[Row], newest: int) -> list[tuple[str, str, list[Row]]]:
    """Code, name and rows of each class (类)."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["code"][:3], []).append(row)
    return [(code, code_name(code, newest) or of[0]["label"], of) for code, of in found.items()]


def code(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One functional or economic code over units and years."""
    wanted = asked["key"]
    rows = shelf.rows("code", code=wanted, tables=CODES)
    if not rows:
        return None
    newest = max(r["fiscal_year"] for r in rows)
    return {
        "code": wanted,
        "name": code_name(wanted, newest) or rows[-1]["label"],
        "names": sorted({r["label"] for r in rows if r["label"]}),
        "rows": sorted(rows, key=lambda r: (r["unit_name"], -r["fiscal_year"], r["phase"], r["fund"], r["package"])),
        "unit_keys": {d.unit_key for d in shelf.documents},
        "panels": {p.name: p for p in of_code(shelf, reader, asked)},
        "panels_of": ("code", wanted),
        "above": [(c, code_name(c, newest)) for c in (wanted[:3], wanted[:5]) if len(c) < len(wanted)],
        "children": shelf.rows("code-children", code=wanted),
        "editions": _editions(wanted),
        "changes": [c for c in load("changes") if c["code"] == wanted],
        "cofog": [c for c in load("cofog_map") if c["code"] == wanted]
        or [c for c in load("cofog_map") if c["code"] == wanted[:5]],
    }


def _editions(wanted: str) -> list[Row]:
    """What the classification calls a code, and in which editions that was seen."""
    name = "functional" if wanted.startswith("2") else "economic_gov" if wanted.startswith("5") else "economic_dept"
    return [dict(row) for row in load(name) if row["code"] == wanted]


def projects(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All projects, the largest first."""
    return _paged(shelf.whole("projects"), asked)


def project(shelf: Shelf, reader: Reader, asked: Arguments) -> Context | None:
    """One project: its descriptions, money and targets in every document that names it."""
    which = project_named(shelf, asked)
    described = shelf.rows("project", **which)
    if not described:
        return None
    money_rows = shelf.rows("project-money", **which)
    return {
        "code": which["code"],
        "described": described,
        "newest": next(iter(yearly(money_rows)), None),
        "money_rows": money_rows,
        "targets": shelf.rows("project-targets", **which),
        "picture": next(iter(of_project(shelf, reader, asked)), None),
        "panel_key": {name: asked[name] for name in ("key", "unit", "name") if asked.get(name)},
    }


def findings(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """All findings, by unit, year, kind, gravity and whose they are."""
    chosen = {name: asked.get(name, "") for name in ("severity", "check", "unit_key", "year", "cause")}
    documents = [
        d for d in shelf.documents if chosen["unit_key"] in ("", d.unit_key) and chosen["year"] in ("", str(d.year))
    ]
    severities = [chosen["severity"]] if chosen["severity"] in SEVERITIES else list(SEVERITIES)
    at = _page_number(asked)
    rows = _findings(
        shelf,
        documents,
        severities,
        limit=_OF_A_PAGE,
        offset=at * _OF_A_PAGE,
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
        "pages": -(-total // _OF_A_PAGE),
        "kinds": kinds,
        "chosen": chosen,
        "units": _units(shelf),
        "years": sorted({d.year for d in shelf.documents}, reverse=True),
    }


def _findings(
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
        printed = _linked(_printed(shelf, document, table), observations) if table["table"] == row["table"] else []
        at = next((i for i, line in enumerate(printed) if any(k == row["observation_id"] for _, k in line)), None)
        if at is not None:
            heads = _heading_rows(printed)
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


def compare(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Years of one or more subjects side by side; the address holds the whole state."""
    chosen = {name: asked.get(name, "").strip() for name in _SUBJECTS}
    said = asked.get("years", "")
    page: Context = {
        "chosen": chosen,
        "years": said,
        "figures": [],
        "objects": [],
        "years_shown": [],
        "proposals": (),
        "picture": None,
        "error": "",
        "units": _units(shelf),
        "unit_keys": {d.unit_key for d in shelf.documents},
        "codes": shelf.whole("codes"),
        "is_asked": any(value for name, value in chosen.items() if name != "phase"),
    }
    if not page["is_asked"]:
        return page
    try:
        found = list(_comparisons(shelf, chosen, _years(said)))
    except QueryError as error:
        return {**page, "error": str(error)}
    rows = [_compared(f) for each in found for f in each.figures]
    picture = code_years(reader, rows[0]["label"] if rows else "", rows)
    return {
        **page,
        "figures": rows,
        "objects": _objects(rows),
        "years_shown": sorted({row["fiscal_year"] for row in rows}),
        "proposals": [p for each in found for p in each.proposals],
        "picture": picture if picture and picture.is_drawn else None,
    }


def _comparisons(shelf: Shelf, chosen: Mapping[str, str], years: Sequence[int]) -> Iterator[Comparison]:
    """A comparison for each code or project that is named, of the units that are named."""
    from ...queries.compare import compare as compare_figures

    units, phase = _listed(chosen["unit"]), chosen["phase"] or None
    codes = [(kind, code) for kind in ("function", "economic", "project") for code in _listed(chosen[kind])]
    for subject in [{kind: code} for kind, code in codes] or [{}]:
        wanted: dict[str, Any] = {**subject, "unit": units}
        yield compare_figures(shelf.answers(), years=years, phase=phase, base=shelf.base, **wanted)


def _listed(said: str) -> list[str]:
    """What is named, separated by commas of either kind."""
    return [each.strip() for each in said.replace("，", ",").replace("、", ",").split(",") if each.strip()]


def _years(said: str) -> tuple[int, ...]:
    """Years as they are typed: 2023,2024 or 2022..2024 or 2022-2024; what is no year is passed over."""
    years: list[int] = []
    for each in _listed(said.replace(" ", ",")):
        ends = [part for part in each.replace("..", "-").replace("—", "-").split("-") if part]
        if ends and len(ends) < 3 and all(part.isdigit() and len(part) == 4 for part in ends):
            years += range(int(ends[0]), min(int(ends[-1]), int(ends[0]) + 50) + 1)
    return tuple(years)


def _objects(rows: Iterable[Row]) -> list[Row]:
    """What is compared, a row each: its figures by year, its newest change, and what is to be said of each year."""
    found: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row["unit_code"] or row["unit_name"], row["code"], row["phase"])
        of = found.setdefault(key, {**row, "cells": {}, "newest": None, "said": {}, "funds": []})
        of["funds"] += [row["fund"]] if row["fund"] not in of["funds"] else []
        of["cells"].setdefault(row["fiscal_year"], []).append(row)
        if row["change"] is not None and (of["newest"] is None or row["fiscal_year"] >= of["newest"]["fiscal_year"]):
            of["newest"] = row
        for remark in row["remarks"]:
            of["said"].setdefault((remark.zh, remark.en), []).append((row["fiscal_year"], remark.comparable))
    return list(found.values())


def _compared(figure: Any) -> Row:
    """A figure of a comparison as the rows of the shelf have it, with what it is compared with."""
    return {
        "unit_name": figure.unit_name,
        "unit_code": figure.unit,
        "fiscal_year": figure.year,
        "phase": figure.phase,
        "fund": figure.fund,
        "label": figure.label,
        "code": figure.code,
        "amount": figure.amount,
        "observation_id": figure.observation,
        "confirmations": figure.confirmations,
        "status": figure.status,
        "disputed": False,
        "change": figure.change,
        "percent": figure.percent,
        "remarks": figure.remarks,
    }


def downloads(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Files for each kind of user: the whole build, and each document's package."""
    paged = _paged(list(shelf.documents), asked)
    return {
        **paged,
        "files": {d.package: files_of(shelf, d) for d in paged["rows"][:20]},
        "whole": [
            {"path": name, "bytes": path.stat().st_size}
            for name in whole_files(shelf)
            if (path := shelf.folder / name).is_file()
        ],
        "described": {d.package: _described(shelf, d) for d in paged["rows"]},
    }


def sparql(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The query page; its form works without JavaScript."""
    from ...queries.question import bind

    questions = load_questions()
    chosen = next((q for q in questions if q.name == asked.get("question")), None)
    text = asked.get("query") or (chosen or questions[0]).text
    given = {p.name: asked[p.name] for p in chosen.parameters if asked.get(p.name)} if chosen else {}
    if chosen and given and not asked.get("query"):
        try:
            text = bind(chosen, given)
        except QueryError:  # the text of the question stays, with its example
            text = chosen.text
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    return {"questions": questions, "query": query, "chosen": chosen, "given": given, "answer": None}


def ontology(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The vocabulary: classes, properties, code lists."""
    return {"groups": vocabulary.groups(shelf.base), "lists": vocabulary.lists(), "size": vocabulary.size(shelf.base)}


def about(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """Method, what the checks found here, licence, how it was measured."""
    outcomes: Counter[str] = Counter()
    for document in shelf.documents:
        outcomes.update(document.checks)
    return {
        "accuracy": _accuracy(),
        "quality": next(iter(shelf.whole("quality")), None),
        "outcomes": outcomes,
        "licences": Counter(d.licence for d in shelf.documents),
    }


def reference(shelf: Shelf, reader: Reader, asked: Arguments) -> Context:
    """The whole vocabulary with its diagram, code lists and shapes."""
    return {"body": _reference(reader.language, shelf.base)}


@cache
def _reference(language: str, base: str) -> str:
    from ...ontology.pages import body

    return body(language, base)


@cache
def _accuracy() -> dict[str, list[Row]]:
    """What bench/accuracy.py measured of this release, by measure."""
    found: dict[str, list[Row]] = {}
    with (Path(__file__).parent / "accuracy.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            counts = {name: Decimal(row[name]) for name in ("documents", "of", "right", "held_back", "wrong")}
            found.setdefault(row["measure"], []).append({**row, **counts})
    return found


#: Address -> (template, what fills it).
PAGES: dict[str, tuple[str, Page]] = {
    "/": ("home.html", home),
    "/search": ("search.html", search),
    "/units": ("units.html", units),
    "/units/{key:path}": ("unit.html", unit),
    "/disclosures": ("disclosures.html", disclosures),
    "/disclosures/{key}": ("disclosure.html", disclosure),
    "/disclosures/{key}/tables/{position}": ("table.html", table),
    "/codes": ("codes.html", codes),
    "/codes/{key}": ("code.html", code),
    "/projects": ("projects.html", projects),
    "/projects/named": ("project.html", project),
    "/projects/{key}": ("project.html", project),
    "/findings": ("findings.html", findings),
    "/where/{key}": ("where.html", where),
    "/compare": ("compare.html", compare),
    "/downloads": ("downloads.html", downloads),
    "/ontology": ("ontology.html", ontology),
    "/ontology/reference": ("reference.html", reference),
    "/about": ("about.html", about),
}


# --- rows of pages ----------------------------------------------------------------------------------------


def _page_number(asked: Arguments) -> int:
    given = asked.get("page", "")
    return max(int(given) - 1, 0) if given.isdigit() and len(given) < 6 else 0


def _paged(rows: Sequence[Any], asked: Arguments) -> Context:
    at = _page_number(asked)
    return {
        "rows": rows[at * _OF_A_PAGE : (at + 1) * _OF_A_PAGE],
        "total": len(rows),
        "at": at,
        "pages": -(-len(rows) // _OF_A_PAGE),
    }


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


def _grid(rows: Iterable[Row], line: Callable[[Row], str], column: Callable[[Row], tuple[int, str]]) -> Context:
    """Rows set out as a table: ``columns`` newest first, ``lines`` with the row in each column or None."""
    cells: dict[str, dict[tuple[int, str], Row]] = {}
    for row in rows:
        cells.setdefault(line(row), {}).setdefault(column(row), row)
    columns = sorted({c for of in cells.values() for c in of}, key=lambda c: (-c[0], c[1]))
    return {"columns": columns, "lines": [(name, [of.get(c) for c in columns]) for name, of in cells.items()]}


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


def _printed(shelf: Shelf, document: Document, row: Row) -> list[list[str]]:
    """The faithful copy of a printed table, as rows of texts."""
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
    path = document.source(row["file"])
    if not path or not row["text_line"] or row["reader"] != "text":
        return []
    start, end = (int(row[name]) if row[name] else None for name in ("char_start", "char_end"))
    return lines_around(path, int(row["text_line"]), start, end)


def _descriptor(shelf: Shelf, document: Document) -> Row:
    return json.loads((shelf.folder / "packages" / document.package / "datapackage.json").read_text("utf-8"))


def _described(shelf: Shelf, document: Document) -> Row:
    """What the descriptor says of a package as a whole: version, source file and its checksum, what was covered."""
    found = _descriptor(shelf, document)
    own = found.get("disclosure", {})
    covered = found.get("redactions", {})
    return {
        "version": str(found.get("version", "")),
        "source": str(own.get("source", "")),
        "sha256": str(own.get("sha256", "")),
        "covered": sum(int(n) for n in covered.values()),
    }


def files_of(shelf: Shelf, document: Document) -> list[Row]:
    """The files of a package with title, size and checksum, as its descriptor lists them."""
    folder = shelf.folder / "packages" / document.package
    listed: list[Row] = [
        {
            "path": str(r["path"]),
            "title": str(r.get("title", r["name"])),
            "hash": str(r.get("hash", "")),
            "bytes": r.get("bytes"),
        }
        for r in _descriptor(shelf, document)["resources"]
        if isinstance(r.get("path"), str)
    ]
    known = {r["path"] for r in listed}
    others = [folder / name for name in ("datapackage.json", "report.html", "report.json") if name not in known]
    return listed + [
        {"path": p.name, "title": p.name, "hash": "", "bytes": p.stat().st_size} for p in others if p.exists()
    ]


def whole_files(shelf: Shelf) -> list[str]:
    """The files of the build as a whole that may be downloaded, as paths within it."""
    parquet = sorted(p.relative_to(shelf.folder).as_posix() for p in (shelf.folder / "observations").rglob("*.parquet"))
    fixed = ("catalogue.ttl", "catalogue.jsonld", "identities.ttl", "questions.ttl", "across.csv", "build.json")
    return [*fixed, *parquet]


def file_of(shelf: Shelf, package: str, path: str) -> Path | None:
    """A file of a package; None where there is none, or the path leads out of the package."""
    if not path or "\0" in path or shelf.document(package) is None:
        return None
    folder = (shelf.folder / "packages" / package).resolve()
    wanted = (folder / path).resolve()
    return wanted if wanted.is_relative_to(folder) and wanted.is_file() else None
