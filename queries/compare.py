"""Comparison over years: the figures of one subject side by side, and what makes them comparable or not.

For each unit, year, phase and document one figure is taken, from the table that says it best; where two documents
give a year differently, both are shown. Nothing is left out silently and nothing is compared without a word.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..datapackage.classification import CodeList, economic, fold_name, functional
from ..datapackage.model import format_decimal
from .layouts import ruled
from .question import QueryError
from .run import DEFAULT_BASE, ask

#: Which table says a figure best, by what is compared; figures of other tables are the same money printed again.
TABLES: dict[str, tuple[str, ...]] = {
    "function": ("general-budget-by-function", "appropriation-by-function", "expenditure-summary", "narrative"),
    "economic": ("basic-expenditure-by-economic", "narrative"),
    "project": ("project-expenditure", "project-performance", "narrative"),
    "unit": ("budget-summary", "expenditure-summary", "overall-performance", "narrative"),
}
#: What is compared where no code is given: the total of expenditure.
_TOTAL = {"line": "total", "flow": "expenditure", "function": "", "economic": "", "project": ""}
_PROJECT_LINES = ("", "current-budget", "earlier-budget")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Remark:
    """Why two figures can or cannot be set beside each other."""

    comparable: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure (yuan), with its change against the figure before it and what that comparison is worth."""

    unit: str
    unit_name: str
    year: int
    phase: str
    code: str
    label: str
    amount: Decimal
    fund: str
    table: str
    status: str
    confirmations: int
    document: str
    document_year: int
    scope: str
    observation: str
    change: Decimal | None = None
    percent: Decimal | None = None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of a subject in the order of unit, phase and year."""

    subject: str
    figures: tuple[Figure, ...]


def compare(
    source: Any,
    *,
    unit: str | None = None,
    function: str | None = None,
    economic: str | None = None,
    project: str | None = None,
    years: Sequence[int] = (),
    phase: str | None = None,
    base: str = DEFAULT_BASE,
) -> Comparison:
    """The figures of a unit, a functional or economic code, or a project over ``years`` (all when empty).

    Percentages are rounded half up to two places; growth from zero has none and is said in words.

    Raises:
        QueryError: nothing or too much is asked for, or the source cannot answer.
    """
    codes = {k: v for k, v in (("function", function), ("economic", economic), ("project", project)) if v}
    if len(codes) > 1 or not (codes or unit):
        raise QueryError(
            "请给出一个单位、功能科目、经济科目或项目", "name one unit, function, economic code or project"
        )
    asked: dict[str, str] = {**codes, **({"unit": unit} if unit else {}), **({"phase": phase} if phase else {})}
    rows = ask("figures-to-compare", asked, source, base=base).values()
    kind = next(iter(codes), "unit")
    chosen = _best([r for r in rows if _is_asked(r, kind)], TABLES[kind])
    figures = [_figure(r, kind) for r in chosen if not years or int(r["year"][:4]) in years]
    if not figures:
        named = "，".join(f"{k}={v}" for k, v in asked.items())
        raise QueryError(f"没有找到 {named} 在所问年份的数", f"no figures for {named} in the years asked for")
    ordered = sorted(figures, key=lambda f: (f.unit, f.unit_name, f.phase, f.year, f.document_year, f.document))
    return Comparison(next(iter(codes.values()), unit or ""), tuple(_beside(ordered, kind)))


def _is_asked(row: Mapping[str, str], kind: str) -> bool:
    if kind == "unit":
        return all(row[name] == value for name, value in _TOTAL.items()) and row["category"] == "all"
    if kind == "economic":
        return row["category"] in ("all", "basic")
    if kind == "project":
        return row["fund"] == "all" and row["line"] in _PROJECT_LINES
    return row["category"] == "all" and row["flow"] == "expenditure"


def _best(rows: Iterable[Mapping[str, str]], tables: Sequence[str]) -> list[Mapping[str, str]]:
    """One row for each unit, year, phase and document: that of the table that says it best."""
    best: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in rows:
        if row["table"] not in tables:
            continue
        key = tuple(row[name] for name in ("unit", "unit_name", "year", "phase", "document"))
        rank = tables.index(row["table"])
        if key not in best or rank < tables.index(best[key]["table"]):
            best[key] = row
    return list(best.values())


def _figure(row: Mapping[str, str], kind: str) -> Figure:
    return Figure(
        unit=row["unit"],
        unit_name=row["unit_name"],
        year=int(row["year"][:4]),
        phase=row["phase"],
        code=row[kind] if kind != "unit" else "",
        label=row["label"],
        amount=Decimal(row["amount"]),
        fund=row["fund"],
        table=row["table"],
        status=row["status"],
        confirmations=int(row["confirmations"]),
        document=row["document"],
        document_year=int(row["document_year"][:4]),
        scope=row["scope"],
        observation=row["observation"],
    )


# --- side by side -----------------------------------------------------------------------------------------


def _beside(figures: Sequence[Figure], kind: str) -> list[Figure]:
    """Each figure with its change against the one before it of the same unit and phase."""
    compared: list[Figure] = []
    for figure in figures:
        before = compared[-1] if compared and _same_subject(compared[-1], figure) else None
        compared.append(_against(figure, before, kind))
    return compared


def _same_subject(a: Figure, b: Figure) -> bool:
    return (a.unit, a.unit_name, a.phase) == (b.unit, b.unit_name, b.phase)


def _against(figure: Figure, before: Figure | None, kind: str) -> Figure:
    own = _own_remarks(figure)
    if before is None:
        return replace(figure, remarks=own)
    if before.year == figure.year:
        return replace(figure, remarks=(*own, _vintage(before, figure)))
    change = figure.amount - before.amount
    percent = None
    remarks = [*_remarks(before, figure, kind)]
    if before.amount == 0:
        remarks.append(Remark(True, "上年为零，不计增长率", "growth from zero has no rate"))
    else:
        percent = (change * 100 / before.amount).quantize(_CENT, ROUND_HALF_UP)
    return replace(figure, change=change, percent=percent, remarks=(*remarks, *own))


def _own_remarks(figure: Figure) -> tuple[Remark, ...]:
    if figure.status == "derived":
        zh = f"{figure.year} 年数由 {figure.document_year} 年文件的文字推算"
        return (Remark(True, zh, f"derived from the text of the document of {figure.document_year}"),)
    if figure.confirmations == 0:
        return (Remark(True, "没有等式印证", "no equation bears it out"),)
    if figure.status == "repaired":
        return (Remark(True, "丢失的单元格由等式算出", "a lost cell, put in by proof"),)
    return ()


def _vintage(before: Figure, figure: Figure) -> Remark:
    if before.amount == figure.amount:
        return Remark(True, "另一份文件给出同样的数", "another document says the same")
    return Remark(False, "两份文件给出的数不同，都列出", "two documents differ; both are shown")


def _remarks(before: Figure, figure: Figure, kind: str) -> list[Remark]:
    remarks = [_concept(before, figure, kind)]
    if before.fund != figure.fund:
        remarks.append(Remark(False, f"资金范围不同：{before.fund} 与 {figure.fund}", "the funds differ"))
    if before.scope != figure.scope:
        remarks.append(Remark(False, f"口径不同：{before.scope} 与 {figure.scope}", "unit against department"))
    if figure.year - before.year > 1:
        remarks.append(
            Remark(True, f"与 {before.year} 年比，中间年份没有数", f"against {before.year}, years are missing")
        )
    return remarks


def _concept(before: Figure, figure: Figure, kind: str) -> Remark:
    """Whether a code means the same in both years: by what was printed, then by the editions of the code list."""
    if kind not in ("function", "economic"):
        return Remark(True, "同一对象", "the same subject")
    if fold_name(before.label) == fold_name(figure.label):
        return Remark(True, "同一科目", "the same concept")
    lists = _lists(kind, before), _lists(kind, figure)
    names = [set(map(fold_name, known.names(f.code))) for known, f in zip(lists, (before, figure), strict=True)]
    if names[0] and names[1] and not names[0] & names[1]:
        said = f"编码改作他用：{before.label} → {figure.label}"
        return Remark(False, said, "the code was reused for something else")
    return Remark(False, f"名称不同：{before.label} → {figure.label}，须核对是否改名", "the names differ")


def _lists(kind: str, figure: Figure) -> CodeList:
    return functional(figure.document_year) if kind == "function" else economic(figure.document_year)


# --- layouts ----------------------------------------------------------------------------------------------

_HEADS = (
    ("单位", "unit"), ("年度", "year"), ("阶段", "phase"), ("名称", "label"), ("金额(元)", "amount"),
    ("增减额", "change"), ("增减 %", "percent"), ("可比性", "comparability"), ("出处", "table"),
    ("观测", "observation"),
)  # fmt: skip
_RIGHT = (False, False, False, False, True, True, True, False, False, False)


def lay_out(comparison: Comparison, layout: str = "table") -> str:
    """``comparison`` as table, csv or json; the text ends with a line break.

    Raises:
        QueryError: the layout is unknown.
    """
    if layout not in _LAYOUTS:
        raise QueryError(f"没有 {layout} 这种格式；有 {'、'.join(_LAYOUTS)}", f"unknown format {layout}")
    return _LAYOUTS[layout](comparison)


def _table(comparison: Comparison) -> str:
    rows = [_cells(figure) for figure in comparison.figures]
    columns = [list(column) for column in zip(*rows, strict=True)]
    return ruled(list(_HEADS), columns, _RIGHT) + "\n"


def _cells(figure: Figure) -> tuple[str, ...]:
    said = "；".join(("" if r.comparable else "△ ") + r.zh for r in figure.remarks)
    return (
        figure.unit or figure.unit_name,
        str(figure.year),
        figure.phase,
        figure.label,
        _grouped(figure.amount),
        _grouped(figure.change),
        "" if figure.percent is None else f"{figure.percent:+}",
        said,
        figure.table,
        figure.observation,
    )


def _grouped(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    whole, point, rest = format_decimal(amount).partition(".")
    return f"{int(whole):,}{point}{rest}"


def _csv(comparison: Comparison) -> str:
    names = [name for name in Figure.__dataclass_fields__ if name != "remarks"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*names, "comparable", "remarks_zh", "remarks_en"])
    for figure in comparison.figures:
        remarks = figure.remarks
        said = (all(r.comparable for r in remarks), "；".join(r.zh for r in remarks), "; ".join(r.en for r in remarks))
        writer.writerow([*(_plain(getattr(figure, name)) for name in names), *said])
    return text.getvalue()


def _json(comparison: Comparison) -> str:
    figures = [{k: _plain(v) for k, v in asdict(figure).items()} for figure in comparison.figures]
    return json.dumps({"subject": comparison.subject, "figures": figures}, ensure_ascii=False, indent=2) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format_decimal(value)
    return "" if value is None else value


_LAYOUTS = {"table": _table, "csv": _csv, "json": _json}
