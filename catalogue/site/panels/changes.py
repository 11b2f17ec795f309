"""What was planned and spent, and what changed from one year to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ..pictures import Mark, cut_below, pairs, waterfall
from ..shelf import Document, Row, Shelf
from ..words import Reader
from .panel import OWN_PHASE, THREE_PUBLIC, Panel, cell_of, is_sure, mark, plain, year_and_phase


def execution_panel(shelf: Shelf, reader: Reader, packages: Sequence[str]) -> Panel | None:
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
            [mark(reader, kept[line][p], reader.named("phase", p), 1 if p == "approved" else 0) for p in phases],
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


def change_panel(shelf: Shelf, reader: Reader, documents: Sequence[Document]) -> Panel | None:
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
        year_and_phase(reader, start), start["amount"], reader.money(start["amount"]), cell_of(reader, start), 7
    )
    last = Mark(year_and_phase(reader, end), end["amount"], reader.money(end["amount"]), cell_of(reader, end), 7)
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
            ((plain(r["label"]), year_and_phase(reader, r)), r)
            for _, a, b in differences
            for r in (b, a)
            if r is not None
        ),
        note=note,
    )


def _classes(shelf: Shelf, document: Document) -> tuple[Row, dict[str, Row]] | None:
    """The classes of a document's own year, and the printed total that they add up to."""
    rows = shelf.rows(
        "summary-lines", package=document.package, year=document.year, phase=OWN_PHASE.get(document.kind, "approved")
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
        plain(row["label"]), change, sign + reader.money(abs(change)), cell_of(reader, row), 0 if change > 0 else 5
    )


def _change_title(reader: Reader, start: Row, end: Row, changes: Sequence[Mark]) -> str:
    base = reader.t(
        f"从 {year_and_phase(reader, start)}到 {year_and_phase(reader, end)}",
        f"From {year_and_phase(reader, start)} to {year_and_phase(reader, end)}",
    )
    if not changes or not (is_sure(start) and is_sure(end)):
        return base
    differs = start["phase"] != end["phase"]
    word = reader.t(
        "，相差最大的是" if differs else "，变化最大的是", ", largest difference: " if differs else ", most changed: "
    )
    return f"{base}{word}{changes[0].label}（{changes[0].text} {reader.unit_after}）"
