"""What a document spends on: its classes and items, people and operations."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..pictures import bars, tree
from ..shelf import Document, Row
from ..words import Reader
from .panel import KIND_COLOR, KINDS, Panel, is_sure, mark, named


def structure_panel(reader: Reader, document: Document, functions: Sequence[Row]) -> Panel | None:
    """The classes and, where they add up to them, their items (项)."""
    rows = [r for r in functions if r["category"] == "all" and r["amount"] > 0]
    classes = sorted((r for r in rows if len(r["function_code"]) == 3), key=lambda r: -r["amount"])
    if not classes:
        return None
    items = [(c, _items(c, rows)) for c in classes]
    groups = [(mark(reader, c, named(c)), [mark(reader, i, named(i)) for i in its]) for c, its in items]
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


def kinds_panel(reader: Reader, document: Document, rows: Sequence[Row]) -> Panel | None:
    """People, operations and projects; shares only where they add up to the printed total."""
    of = {r["category"]: r for r in rows}
    whole = of.get("all")
    if whole is None:
        return None
    shown = [of[k] for k in KINDS if k in of]
    if sum((r["amount"] for r in shown), Decimal(0)) != whole["amount"]:
        shown = [of[k] for k in ("basic", "project") if k in of]
    if sum((r["amount"] for r in shown), Decimal(0)) != whole["amount"] or len(shown) < 2:
        return None
    marks = [mark(reader, r, reader.named("category", r["category"]), KIND_COLOR[r["category"]]) for r in shown]
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
