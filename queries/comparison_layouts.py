"""A comparison laid out: for a terminal, as CSV, JSON, Parquet, and as a chart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from decimal import Decimal
from importlib import import_module
from typing import Any

from ..datapackage.model import format_decimal, grouped
from .comparability import Figure
from .compare import Comparison
from .layouts import named, printable, ruled
from .question import QueryError

#: Head, attribute, whether it stands right; columns that no figure fills are left out.
_COLUMNS: tuple[tuple[tuple[str, str], str, bool], ...] = (
    (("单位", "unit"), "unit", False),
    (("年度", "year"), "year", False),
    (("阶段", "phase"), "phase", False),
    (("编码", "code"), "code", False),
    (("名称", "label"), "label", False),
    (("金额(元)", "amount"), "amount", True),
    (("增减额", "change"), "change", True),
    (("增减 %", "percent"), "percent", True),
    (("不变价", "real"), "real", True),
    (("人均", "per_head"), "per_head", True),
    (("占比 %", "share"), "share", True),
    (("贡献 %", "contribution"), "contribution", True),
    (("可比性", "comparability"), "remarks", False),
    (("出处", "table"), "table", False),
    (("观测", "observation"), "observation", False),
)
_SIGNED = frozenset({"percent", "contribution"})


def lay_out(comparison: Comparison, layout: str = "table") -> str | bytes:
    """``comparison`` in a layout of :data:`LAYOUTS`; text ends with a line break, Parquet and PNG are bytes.

    Raises:
        QueryError: the layout is unknown, or what it needs is not installed.
    """
    if layout not in LAYOUTS:
        raise QueryError(f"没有 {layout} 这种格式；有 {'、'.join(LAYOUTS)}", f"unknown format {layout}")
    return LAYOUTS[layout](comparison)


# --- for people -------------------------------------------------------------------------------------------


def _table(comparison: Comparison) -> str:
    shown = [c for c in _COLUMNS if any(_shown(f, c[1]) for f in comparison.figures)]
    columns = [[_shown(figure, name) for figure in comparison.figures] for _, name, _ in shown]
    return ruled([head for head, _, _ in shown], columns, [right for *_, right in shown]) + "".join(_notes(comparison))


def _shown(figure: Figure, name: str) -> str:
    if name == "remarks":
        return "；".join(("" if r.comparable else "△ ") + printable(r.zh) for r in figure.remarks)
    if name == "unit":
        return printable(figure.unit or figure.unit_name)
    value = getattr(figure, name)
    if isinstance(value, Decimal):
        return f"{value:+}" if name in _SIGNED else grouped(value)
    return named(name, printable(str(value))) if value is not None else ""


def _notes(comparison: Comparison) -> Iterator[str]:
    if any(not r.comparable for f in comparison.figures for r in f.remarks):
        yield "△ 不可直接比较 / not comparable as it stands\n"
    for p in comparison.proposals:
        yield (
            f"可能是同一项目（名称相似 {p.likeness}%），请核实: {p.code} {printable(p.name)}"
            f" {p.first_year}–{p.last_year}"
            " / may be the same project; to be checked\n"
        )


# --- for programs -----------------------------------------------------------------------------------------

_NAMES = tuple(f.name for f in fields(Figure) if f.name != "remarks")


def rows(comparison: Comparison) -> list[dict[str, Any]]:
    """The figures as flat rows: amounts Decimal, ``comparable`` null where there is nothing to compare with."""
    return [
        {name: getattr(figure, name) for name in _NAMES}
        | {
            "comparable": figure.comparable,
            "reasons": " ".join(r.kind for r in figure.remarks),
            "remarks_zh": "；".join(r.zh for r in figure.remarks),
            "remarks_en": "; ".join(r.en for r in figure.remarks),
        }
        for figure in comparison.figures
    ]


def _csv(comparison: Comparison) -> str:
    text = io.StringIO()
    found = rows(comparison)
    writer = csv.DictWriter(text, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.items()} for row in found)
    return text.getvalue()


def _json(comparison: Comparison) -> str:
    figures = [
        {name: _plain(value) for name, value in asdict(figure).items()} | {"comparable": figure.comparable}
        for figure in comparison.figures
    ]
    said = {
        "subject": comparison.subject,
        "figures": figures,
        "proposals": [asdict(proposal) for proposal in comparison.proposals],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format_decimal(value)
    return str(value).lower() if isinstance(value, bool) else "" if value is None else value


def _parquet(comparison: Comparison) -> bytes:
    pa, pq = import_module("pyarrow"), import_module("pyarrow.parquet")
    kinds: dict[str, Any] = {name: pa.decimal128(38, 6) for name in _DECIMALS}
    kinds |= {"year": pa.int32(), "document_year": pa.int32(), "confirmations": pa.int32(), "comparable": pa.bool_()}
    found = rows(comparison)
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in found[0]])
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(found, schema=schema), sink, compression="zstd")
    return sink.getvalue()


_DECIMALS = ("amount", "change", "percent", "real", "per_head", "share", "contribution")


def _svg(comparison: Comparison) -> str:
    from .charts import draw

    return draw(comparison, "svg").decode()


def _png(comparison: Comparison) -> bytes:
    from .charts import draw

    return draw(comparison, "png")


LAYOUTS: dict[str, Callable[[Comparison], str | bytes]] = {
    "table": _table, "csv": _csv, "json": _json, "parquet": _parquet, "svg": _svg, "png": _png,
}  # fmt: skip
