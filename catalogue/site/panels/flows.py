"""Where the money of a document comes from and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..layout import Flow
from ..pictures import Mark, Sankey, sankey
from ..shelf import Document, Row
from ..words import Reader
from .panel import KIND_COLOR, KINDS, Panel, is_sure, mark, plain


def flows_panel(reader: Reader, document: Document, rows: Sequence[Row], functions: Sequence[Row]) -> Panel | None:
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
        parts = [told[k] for k in KINDS if k in told]
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
    middle = mark(reader, total, reader.t("收支总计", "Total"), 7)
    columns = [
        tuple(mark(reader, r, plain(r["label"]), (0, 4, 7, 6)[i % 4]) for i, r in enumerate(first)),
        (middle,),
        tuple(mark(reader, r, plain(r["label"]), (0, 1, 2, 3, 5, 4, 6, 7)[i % 8]) for i, r in enumerate(uses)),
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
                Mark(reader.named("category", k), n, reader.money(n), "", KIND_COLOR[k])
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
    paid = reader.t("全部", "all of it") if source["amount"] == total["amount"] else reader.t(f"{paid} ", paid)
    return reader.t(
        f"{document.year} 年 {amount}：{paid}来自{plain(source['label'])}，{spent} 用于{plain(use['label'])}",
        f"{document.year}: of {amount}, {paid} came from {plain(source['label'])}, "
        f"{spent} went to {plain(use['label'])}",
    )
