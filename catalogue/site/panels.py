"""Pictures with what they rest on: a sentence as title, the figures in a table, the question to ask for more.

A picture of parts is drawn only where the parts add up to a whole that the document prints. A share, a change or a
rate is said only of figures that equations confirm and no finding disputes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from .layout import Flow
from .pictures import Mark, Point, Sankey, bars, cut_below, lines, pairs, sankey, tree, waterfall
from .shelf import Document, Row, Shelf
from .words import Reader

#: The tables that say a total, a class and a kind best, best first; the others print the same money again.
TOTALS = ["budget-summary", "expenditure-summary", "revenue-summary", "overall-performance", "narrative"]
CLASSES = ["expenditure-summary", "general-budget-by-function", "appropriation-by-function"]
THREE_PUBLIC = [
    "three-public",
    "total",
    "foreign-travel",
    "vehicle",
    "vehicle-purchase",
    "vehicle-operation",
    "reception",
]
_KINDS = ("personnel", "operating", "project")
_OWN_PHASE = {"budget": "approved", "final": "executed"}
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十廿]+[)）、.]\s*|^\d+[.、]\s*")
_KIND_COLOR = {"personnel": 2, "operating": 1, "project": 5, "basic": 4}


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: ``draw(width)`` gives its SVG; each row of the table has its words and the observation behind it."""

    name: str
    title: str
    draw: Callable[[int], str]
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Row], ...]
    note: str = ""
    question: str = ""
    parameters: Mapping[str, str] | None = None
    wide: int = 720

    @property
    def is_askable(self) -> bool:
        """Whether the question can be asked of what the picture shows: units without a code cannot be named in one."""
        return bool(self.question) and all((self.parameters or {}).values())

    @property
    def is_drawn(self) -> bool:
        return bool(self.draw(self.wide))


Panels = Callable[[Shelf, Reader, Mapping[str, str]], Sequence[Panel]]


def of_unit(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of a unit: its newest document, its years, what was planned and spent, what changed."""
    documents = shelf.of_unit(asked["key"])
    if not documents:
        return []
    packages = [d.package for d in documents]
    totals = shelf.rows("unit-totals", packages=packages, tables=TOTALS)
    newest = documents[0]
    return _drawn([
        *of_document(shelf, reader, newest),
        _years(reader, [r for r in totals if r["flow"] == "expenditure"], newest),
        _execution(shelf, reader, packages),
        _change(shelf, reader, documents),
    ])  # fmt: skip


def of_document(shelf: Shelf, reader: Reader, document: Document) -> list[Panel]:
    """The pictures of one document's own year: sources and uses, classes, people and operations."""
    of: dict[str, object] = {
        "package": document.package,
        "year": document.year,
        "phase": _OWN_PHASE.get(document.kind, "approved"),
    }
    lines_of_both = shelf.rows("summary-lines", **of)
    functions = shelf.rows("functions", **of, tables=CLASSES)
    kinds = shelf.rows("total-by-category", **of, tables=[*CLASSES, "budget-summary", "basic-expenditure-by-economic"])
    return _drawn([
        _flows(reader, document, lines_of_both, functions),
        _structure(reader, document, functions),
        _kinds(reader, document, kinds),
    ])  # fmt: skip


def of_document_named(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of the document that ``key`` names."""
    document = shelf.document(asked["key"])
    return of_document(shelf, reader, document) if document else []


def of_code(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The pictures of one code: its amounts over the years for each unit, and units beside one another."""
    rows = shelf.rows("code", code=asked["key"], tables=CODES)
    return _drawn([code_years(reader, asked["key"], rows), _code_units(reader, rows)])


def of_project(shelf: Shelf, reader: Reader, asked: Mapping[str, str]) -> list[Panel]:
    """The picture of one project: its whole amounts over the years."""
    which = project_named(shelf, asked)
    described = shelf.row("project", **which)
    return _drawn(
        [code_years(reader, described["name"], yearly(shelf.rows("project-money", **which)))] if described else []
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
CODES = [
    "general-budget-by-function", "appropriation-by-function", "government-fund", "state-capital",
    "expenditure-summary", "basic-expenditure-by-economic", "appropriation-basic-by-economic",
]  # fmt: skip


def _drawn(panels: Sequence[Panel | None]) -> list[Panel]:
    return [p for p in panels if p is not None and p.is_drawn]


# --- sources and uses -------------------------------------------------------------------------------------


def _flows(reader: Reader, document: Document, rows: Sequence[Row], functions: Sequence[Row]) -> Panel | None:
    """From each source through the whole to each class, and on to its kinds where the document tells them."""
    total = next((r for r in rows if r["line"] == "total" and r["flow"] == "expenditure"), None)
    if total is None or total["amount"] <= 0:
        return None
    sources = adding_up([r for r in rows if _is_source(r)], total["amount"])
    uses = adding_up([r for r in rows if _is_use(r)], total["amount"])
    if not sources or not uses:
        return None
    given = _sankey(reader, sources, total, uses, _kinds_of_classes(uses, functions))
    title = _flows_title(reader, document, sources, uses, total)
    return Panel(
        "flows",
        title,
        lambda width: sankey(title, given, width),
        (reader.t("来源或用途", "Source or use"), reader.t("名称", "Name")),
        tuple(
            ((side, plain(r["label"])), r)
            for side, group in ((reader.t("来源", "source"), sources), (reader.t("用途", "use"), uses))
            for r in group
        ),
        question="totals-over-years",
        parameters={"unit": document.unit_code},
        wide=1180,
    )


def _is_source(row: Row) -> bool:
    is_own = row["flow"] == "revenue" and row["line"] not in ("total", "current-year-revenue")
    return row["amount"] > 0 and (is_own or (row["flow"] == "balance" and row["line"] == "carried-over"))


def _is_use(row: Row) -> bool:
    is_class = row["flow"] == "expenditure" and row["line"].startswith("function-")
    return row["amount"] > 0 and (is_class or (row["flow"] == "balance" and row["line"] == "carried-to-next-year"))


def adding_up(rows: Sequence[Row], whole: Decimal) -> list[Row]:
    """The rows that are the parts of ``whole``: all, or all but those that only sum up others; [] where none do."""
    for chosen in (list(rows), *([r for r in rows if r is not left] for left in rows)):
        if sum((r["amount"] for r in chosen), Decimal(0)) == whole:
            return chosen
    return []


def _kinds_of_classes(uses: Sequence[Row], functions: Sequence[Row]) -> list[list[Row]]:
    """For each use the kinds that it is made of; [] where some class does not tell them, or not to the last fen."""
    of: dict[str, dict[str, Row]] = {}
    for row in functions:
        of.setdefault(row["function_code"], {})[row["category"]] = row
    found: list[list[Row]] = []
    for use in uses:
        told = of.get(use["line"].removeprefix("function-"), {})
        parts = [told[k] for k in _KINDS if k in told]
        if sum((p["amount"] for p in parts), Decimal(0)) != use["amount"]:
            parts = [told[k] for k in ("basic", "project") if k in told]
        if sum((p["amount"] for p in parts), Decimal(0)) != use["amount"]:
            return []
        found.append(parts)
    return found


def _sankey(
    reader: Reader, sources: Sequence[Row], total: Row, uses: Sequence[Row], kinds: Sequence[Sequence[Row]]
) -> Sankey:
    ordered = sorted(range(len(uses)), key=lambda i: -uses[i]["amount"])
    uses, kinds = [uses[i] for i in ordered], [kinds[i] for i in ordered] if kinds else []
    first = sorted(sources, key=lambda r: -r["amount"])
    middle = _mark(reader, total, reader.t("收支总计", "Total"), 7)
    columns = [
        tuple(_mark(reader, r, plain(r["label"]), (0, 4, 7, 6)[i % 4]) for i, r in enumerate(first)),
        (middle,),
        tuple(_mark(reader, r, plain(r["label"]), (0, 1, 2, 3, 5, 4, 6, 7)[i % 8]) for i, r in enumerate(uses)),
    ]
    flows = [
        tuple(Flow(i, 0, r["amount"]) for i, r in enumerate(first)),
        tuple(Flow(0, i, r["amount"]) for i, r in enumerate(uses)),
    ]
    if kinds:
        names = [
            k
            for k in ("personnel", "operating", "basic", "project")
            if any(p["category"] == k for ps in kinds for p in ps)
        ]
        summed = [sum((p["amount"] for ps in kinds for p in ps if p["category"] == k), Decimal(0)) for k in names]
        columns.append(
            tuple(
                Mark(reader.named("category", k), n, reader.money(n), "", _KIND_COLOR[k])
                for k, n in zip(names, summed, strict=True)
            )
        )
        flows.append(tuple(Flow(i, names.index(p["category"]), p["amount"]) for i, ps in enumerate(kinds) for p in ps))
    return Sankey(tuple(columns), tuple(flows))


def _flows_title(reader: Reader, document: Document, sources: Sequence[Row], uses: Sequence[Row], total: Row) -> str:
    source, use = (max(rows, key=lambda r: r["amount"]) for rows in (sources, uses))
    amount = f"{reader.money(total['amount'])} {reader.unit_after}"
    if not all(is_sure(r) for r in (source, use, total)):
        return reader.t(
            f"{document.year} 年 {amount} 从哪里来，用到哪里去", f"Where {amount} of {document.year} came from and went"
        )
    paid, spent = reader.percent(source["amount"], total["amount"]), reader.percent(use["amount"], total["amount"])
    if source["amount"] == total["amount"]:
        paid = reader.t("全部", "all of it")
    return reader.t(
        f"{document.year} 年 {amount}：{paid}来自{plain(source['label'])}，{spent} 用于{plain(use['label'])}",
        f"{document.year}: of {amount}, {paid} came from {plain(source['label'])}, "
        f"{spent} went to {plain(use['label'])}",
    )


# --- classes and kinds ------------------------------------------------------------------------------------


def _structure(reader: Reader, document: Document, functions: Sequence[Row]) -> Panel | None:
    """The classes and, where they add up to them, their items (项)."""
    rows = [r for r in functions if r["category"] == "all" and r["amount"] > 0]
    classes = sorted((r for r in rows if len(r["function_code"]) == 3), key=lambda r: -r["amount"])
    if not classes:
        return None
    items = [(c, _items(c, rows)) for c in classes]
    groups = [(_mark(reader, c, _named(c)), [_mark(reader, i, _named(i)) for i in its]) for c, its in items]
    whole = sum((c["amount"] for c in classes), Decimal(0))
    title = reader.t(f"{document.year} 年支出按功能分类", f"Expenditure of {document.year} by function")
    largest = max((i for c, its in items for i in (its or [c])), key=lambda r: r["amount"])
    if all(is_sure(r) for r in [*classes, largest]):
        title += reader.t(
            f"：最大的一项是{largest['label']}，占 {reader.percent(largest['amount'], whole)}",
            f": the largest item is {largest['label']} with {reader.percent(largest['amount'], whole)}",
        )
    shown = [r for c, its in items for r in (c, *its)]
    return Panel(
        "structure",
        title,
        lambda width: tree(title, groups, width),
        (reader.t("编码", "Code"), reader.t("功能科目", "Function")),
        tuple(((r["function_code"], r["label"]), r) for r in shown),
        note=reader.t("面积与金额成正比；同色的属于同一类。", "Areas are as amounts; one colour is one class."),
        question="shares",
        parameters={"unit": document.unit_code, "year": str(document.year)},
    )


def _items(parent: Row, rows: Sequence[Row]) -> list[Row]:
    below = [r for r in rows if len(r["function_code"]) == 7 and r["function_code"].startswith(parent["function_code"])]
    return below if sum((r["amount"] for r in below), Decimal(0)) == parent["amount"] else []


def _kinds(reader: Reader, document: Document, rows: Sequence[Row]) -> Panel | None:
    """People, operations and projects; shares only where they add up to the printed total."""
    of = {r["category"]: r for r in rows}
    whole = of.get("all")
    if whole is None:
        return None
    shown = [of[k] for k in _KINDS if k in of]
    if sum((r["amount"] for r in shown), Decimal(0)) != whole["amount"]:
        shown = [of[k] for k in ("basic", "project") if k in of]
    if sum((r["amount"] for r in shown), Decimal(0)) != whole["amount"] or len(shown) < 2:
        return None
    marks = [_mark(reader, r, reader.named("category", r["category"]), _KIND_COLOR[r["category"]]) for r in shown]
    title = reader.t(f"{document.year} 年支出按用途", f"Expenditure of {document.year} by kind")
    if all(is_sure(r) for r in [*shown, whole]):
        parts = [
            f"{reader.named('category', r['category'])} {reader.percent(r['amount'], whole['amount'])}" for r in shown
        ]
        title += reader.t("：" + "，".join(parts), ": " + ", ".join(parts))
    return Panel(
        "kinds",
        title,
        lambda width: bars(title, marks, width),
        (reader.t("用途", "Kind"),),
        tuple(((reader.named("category", r["category"]),), r) for r in [*shown, whole]),
        question="personnel-and-operating",
        parameters={"unit": document.unit_code, "year": str(document.year)},
    )


# --- over years -------------------------------------------------------------------------------------------


def _years(reader: Reader, rows: Sequence[Row], newest: Document) -> Panel | None:
    series = series_of(reader, rows, lambda r: reader.named("phase", r["phase"]))
    title = reader.t("历年支出总计", "Total expenditure over the years")
    firsts = [r for _, group in groupby(rows, key=lambda r: (r["fiscal_year"], r["phase"])) for r in list(group)[:1]]
    same = [r for r in firsts if r["phase"] == rows[0]["phase"]] if rows else []
    if len(same) > 1 and all(is_sure(r) for r in same):
        old, new = same[-1], same[0]
        title = reader.t(
            f"{reader.named('phase', new['phase'])}从 {old['fiscal_year']} 年的 {reader.money(old['amount'])} 变为"
            f" {new['fiscal_year']} 年的 {reader.money(new['amount'])} {reader.unit_after}",
            f"{reader.named('phase', new['phase'])}: from {reader.money(old['amount'])} in {old['fiscal_year']} to "
            f"{reader.money(new['amount'])} {reader.unit_after} in {new['fiscal_year']}",
        )
    is_line = any(len(points) > 1 for _, points in series)
    marks = [_mark(reader, r, _year_and_phase(reader, r), 1 if r["phase"] == "executed" else 0) for r in firsts]
    doubtful = is_line and any(not is_sure(r) for r in firsts)
    return Panel(
        "years",
        title,
        lambda width: lines(title, series, width) if is_line else bars(title, marks, width),
        (reader.t("年度", "Year"), reader.t("口径", "Phase"), reader.t("出处", "Table")),
        tuple(
            ((str(r["fiscal_year"]), reader.named("phase", r["phase"]), reader.named("table", r["table"])), r)
            for r in firsts
        ),
        note=reader.t(
            "空心点、虚线：没有等式证实，或文档在此自相矛盾。",
            "Hollow points and broken lines: unproven, or the document contradicts itself there.",
        )
        if doubtful
        else "",
        question="whole-by-year",
        parameters={"unit": newest.unit_code},
    )


def code_years(reader: Reader, code: str, rows: Sequence[Row]) -> Panel | None:
    """One code over the years, a line for each unit, fund and phase."""

    def name(row: Row) -> str:
        return f"{row['unit_name']} · {reader.named('phase', row['phase'])}"

    shown = _one_fund(rows)
    if not shown:
        return None
    series = series_of(reader, shown, name)
    title = _years_title(reader, code, shown if len(series) == 1 else [])
    return Panel(
        "years",
        title,
        lambda width: lines(title, series, width),
        (reader.t("单位", "Unit"), reader.t("年度", "Year"), reader.t("口径", "Phase")),
        tuple(((r["unit_name"], str(r["fiscal_year"]), reader.named("phase", r["phase"])), r) for r in shown),
        question="function-over-years" if code.startswith("2") else "",
        parameters={"code": code},
    )


def _years_title(reader: Reader, name: str, rows: Sequence[Row]) -> str:
    """What one line says: its first and last amount, and the change between them where both are proven."""
    of: dict[int, Row] = {}
    for row in rows:
        of.setdefault(row["fiscal_year"], row)
    if len(of) < 2:
        return reader.t(f"{name} 历年金额", f"{name} over the years")
    old, new = of[min(of)], of[max(of)]
    amounts = [f"{reader.money(row['amount'])} {reader.unit_after}" for row in (old, new)]
    said = reader.t(
        f"{name}：{old['fiscal_year']} 年 {amounts[0]}，{new['fiscal_year']} 年 {amounts[1]}",
        f"{name}: {amounts[0]} in {old['fiscal_year']}, {amounts[1]} in {new['fiscal_year']}",
    )
    if not (is_sure(old) and is_sure(new) and old["amount"] > 0):
        return said
    change = abs(new["amount"] - old["amount"])
    rate = reader.percent(change, old["amount"])
    up = new["amount"] >= old["amount"]
    return said + reader.t(f"，{'增' if up else '减'} {rate}", f", {'up' if up else 'down'} {rate}")


def _code_units(reader: Reader, rows: Sequence[Row]) -> Panel | None:
    """The newest figure of each unit, where there are several units."""
    newest: dict[str, Row] = {}
    for row in sorted(_one_fund(rows), key=lambda r: (-r["fiscal_year"], r["phase"] != "executed")):
        newest.setdefault(row["unit_name"], row)
    if len(newest) < 2:
        return None
    shown = sorted(newest.values(), key=lambda r: -r["amount"])[:20]
    said = [f"{r['fiscal_year']} {reader.named('phase', r['phase'])} {r['unit_name']}" for r in shown]
    title = reader.t("各单位最近一年", "Each unit's latest year")
    return Panel(
        "units",
        title,
        lambda width: bars(title, [_mark(reader, r, s) for r, s in zip(shown, said, strict=True)], width),
        (reader.t("年度、口径、单位", "Year, phase, unit"),),
        tuple(((s,), r) for r, s in zip(shown, said, strict=True)),
        note=reader.t("年度和口径可能不同，见各行。", "Years and phases may differ, see each row."),
    )


def _one_fund(rows: Sequence[Row]) -> list[Row]:
    """Of each unit, year, phase and document one figure: that of all money, where it is printed."""
    best: dict[tuple[object, ...], Row] = {}
    for row in sorted(rows, key=lambda r: (r["fund"] != "all", r["fund"] != "general-public-budget", r["fund"])):
        best.setdefault((row["unit_name"], row["fiscal_year"], row["phase"]), row)
    return sorted(best.values(), key=lambda r: (r["unit_name"], r["phase"], r["fiscal_year"]))


def series_of(reader: Reader, rows: Sequence[Row], name: Callable[[Row], str]) -> list[tuple[str, list[Point]]]:
    """One line for each name; where several documents give a year, the one that stands first."""
    series: dict[str, dict[int, Point]] = {}
    for row in rows:
        year = row["fiscal_year"]
        link = reader.link("where/" + row["observation_id"])
        point = Point(year, row["amount"], reader.money(row["amount"]), link, not is_sure(row))
        series.setdefault(name(row), {}).setdefault(year, point)
    return [(said, list(points.values())) for said, points in series.items()]


# --- planned and spent, and what changed --------------------------------------------------------------------


def _execution(shelf: Shelf, reader: Reader, packages: Sequence[str]) -> Panel | None:
    """“三公” money as planned and as spent, for the newest year that has both."""
    rows = shelf.rows("unit-three-public", packages=list(packages), lines=THREE_PUBLIC)
    of: dict[tuple[int, str], dict[str, Row]] = {}
    for row in rows:
        of.setdefault((row["fiscal_year"], row["line"]), {}).setdefault(row["phase"], row)
    both = {key: told for key, told in of.items() if {"approved", "executed"} <= set(told)}
    if not both:
        return None
    year = max(y for y, _ in both)
    kept = {line: told for (y, line), told in both.items() if y == year and any(r["amount"] for r in told.values())}
    ordered = sorted(kept, key=THREE_PUBLIC.index)
    phases = ("approved", "executed")
    groups = [
        (
            reader.named("line", line),
            [_mark(reader, kept[line][p], reader.named("phase", p), 1 if p == "approved" else 0) for p in phases],
        )
        for line in ordered
    ]
    title = _execution_title(reader, year, kept)
    return Panel(
        "three-public",
        title,
        lambda width: pairs(title, groups, width),
        (reader.t("项目", "Item"), reader.t("口径", "Phase")),
        tuple(
            ((reader.named("line", line), reader.named("phase", p)), kept[line][p]) for line in ordered for p in phases
        ),
        note=reader.t(
            "每项上条为预算数，下条为决算数。", "Of each item the upper bar is the budget, the lower the outturn."
        ),
        question="three-public-budget-against-executed",
    )


def _execution_title(reader: Reader, year: int, kept: Mapping[str, Mapping[str, Row]]) -> str:
    whole = kept.get("three-public") or kept.get("total")
    if not whole or not all(is_sure(r) for r in whole.values()) or not whole["approved"]["amount"]:
        return reader.t(
            f"{year} 年“三公”经费：预算与决算", f"{year}: travel abroad, cars and receptions, planned and spent"
        )
    planned, spent = whole["approved"]["amount"], whole["executed"]["amount"]
    done = reader.percent(spent, planned)
    return reader.t(
        f"{year} 年“三公”经费预算 {reader.money(planned)} {reader.unit_after}，"
        f"决算 {reader.money(spent)}，为预算的 {done}",
        f"{year}: travel abroad, cars and receptions cost {reader.money(spent)} of "
        f"{reader.money(planned)} {reader.unit_after} planned ({done})",
    )


def _change(shelf: Shelf, reader: Reader, documents: Sequence[Document]) -> Panel | None:
    """From one document's year to the next by class; of the same phase if there are two such, else said to differ."""
    pair = next(
        (
            (a, b)
            for same in (True, False)
            for a in documents
            for b in documents
            if b.year == a.year - 1 and (a.kind == b.kind) is same
        ),
        None,
    )
    if pair is None:
        return None
    new, old = (_classes(shelf, d) for d in pair)
    if not new or not old:
        return None
    (start, before), (end, after) = old, new
    differences = sorted(
        ((code, after.get(code), before.get(code)) for code in {*after, *before}),
        key=lambda d: -abs(_amount(d[1]) - _amount(d[2])),
    )
    changes = [
        _difference(reader, a or b, _amount(a) - _amount(b))
        for _, a, b in differences
        if (a or b) and _amount(a) != _amount(b)
    ]
    first = Mark(
        _year_and_phase(reader, start), start["amount"], reader.money(start["amount"]), _cell(reader, start), 7
    )
    last = Mark(_year_and_phase(reader, end), end["amount"], reader.money(end["amount"]), _cell(reader, end), 7)
    title = _change_title(reader, start, end, changes)
    note = (
        ""
        if start["phase"] == end["phase"]
        else reader.t("口径不同：决算与预算不能当作增减。", "Not like for like: an outturn beside a budget.")
    )
    lows = [min(start["amount"], end["amount"])]
    if cut_below(lows, max(start["amount"], end["amount"])):
        note += reader.t("横轴不从零开始。", " The scale does not begin at zero.")
    return Panel(
        "change",
        title,
        lambda width: waterfall(title, first, changes, last, width),
        (reader.t("科目", "Class"), reader.t("年度与口径", "Year and phase")),
        tuple(
            ((plain(r["label"]), _year_and_phase(reader, r)), r)
            for _, a, b in differences
            for r in (b, a)
            if r is not None
        ),
        note=note,
    )


def _classes(shelf: Shelf, document: Document) -> tuple[Row, dict[str, Row]] | None:
    """The classes of a document's own year, and the printed total that they add up to."""
    rows = shelf.rows(
        "summary-lines", package=document.package, year=document.year, phase=_OWN_PHASE.get(document.kind, "approved")
    )
    classes = {
        r["line"]: r for r in rows if r["flow"] == "expenditure" and r["line"].startswith("function-") and r["amount"]
    }
    whole = sum((r["amount"] for r in classes.values()), Decimal(0))
    totals = [r for r in rows if r["flow"] == "expenditure" and r["line"] in ("total", "current-year-expenditure")]
    total = next((r for r in totals if r["amount"] == whole), None)
    return (total, classes) if total and classes else None


def _amount(row: Row | None) -> Decimal:
    return row["amount"] if row else Decimal(0)


def _difference(reader: Reader, row: Row | None, change: Decimal) -> Mark:
    assert row is not None
    sign = "+" if change > 0 else "−"
    return Mark(
        plain(row["label"]), change, sign + reader.money(abs(change)), _cell(reader, row), 0 if change > 0 else 5
    )


def _change_title(reader: Reader, start: Row, end: Row, changes: Sequence[Mark]) -> str:
    base = reader.t(
        f"从 {_year_and_phase(reader, start)}到 {_year_and_phase(reader, end)}",
        f"From {_year_and_phase(reader, start)} to {_year_and_phase(reader, end)}",
    )
    if not changes or not (is_sure(start) and is_sure(end)):
        return base
    differs = start["phase"] != end["phase"]
    word = reader.t(
        "，相差最大的是" if differs else "，变化最大的是", ", largest difference: " if differs else ", most changed: "
    )
    return f"{base}{word}{changes[0].label}（{changes[0].text} {reader.unit_after}）"


def _year_and_phase(reader: Reader, row: Row) -> str:
    return reader.t(
        f"{row['fiscal_year']} 年{reader.named('phase', row['phase'])}",
        f"{row['fiscal_year']} {reader.named('phase', row['phase'])}",
    )


# --- figures ----------------------------------------------------------------------------------------------


def _mark(reader: Reader, row: Row, label: str, color: int = 0) -> Mark:
    return Mark(label, row["amount"], reader.money(row["amount"]), _cell(reader, row), color)


def _cell(reader: Reader, row: Row) -> str:
    return reader.link("where/" + row["observation_id"])


def _named(row: Row) -> str:
    return plain(row["label"])


def plain(label: str) -> str:
    """A printed label without its numbering."""
    return _NUMBERING.sub("", label)


def is_sure(row: Row) -> bool:
    """Whether equations confirm a figure and no finding names it as one of those that do not agree."""
    return bool(row["confirmations"]) and not row["disputed"]
