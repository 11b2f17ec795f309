"""Amounts over the years: of a unit, a code, a project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import groupby

from ..pictures import Point, bars, lines
from ..shelf import Document, Row
from ..words import Reader
from .panel import Panel, is_sure, mark, year_and_phase

#: More lines than this cannot be told apart.
_MOST_LINES = 6


def years_panel(reader: Reader, rows: Sequence[Row], newest: Document) -> Panel | None:
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
    marks = [mark(reader, r, year_and_phase(reader, r), 1 if r["phase"] == "executed" else 0) for r in firsts]
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


def code_years_panel(reader: Reader, code: str, rows: Sequence[Row]) -> Panel | None:
    """One code over the years, a line for each unit and phase: those that spend most where there are many."""

    def name(row: Row) -> str:
        return f"{row['unit_name']} · {reader.named('phase', row['phase'])}"

    shown = _one_fund(rows)
    if not shown:
        return None
    of_all = series_of(reader, shown, name)
    series = sorted(of_all, key=_newest_amount, reverse=True)[:_MOST_LINES]
    left, kept = len(of_all) - len(series), {said for said, _ in series}
    title = _years_title(reader, code, shown if len(of_all) == 1 else [])
    return Panel(
        "years",
        title,
        lambda width: lines(title, series, width),
        (reader.t("单位", "Unit"), reader.t("年度", "Year"), reader.t("口径", "Phase")),
        tuple(
            ((r["unit_name"], str(r["fiscal_year"]), reader.named("phase", r["phase"])), r)
            for r in shown
            if name(r) in kept
        ),
        note=reader.t(
            f"只画金额最大的 {len(series)} 条线，另有 {left} 条；全部数据见下面的表。",
            f"The {len(series)} largest lines; {left} more are in the table below.",
        )
        if left
        else "",
        question="function-over-years" if code.startswith("2") else "",
        parameters={"code": code},
    )


def _newest_amount(line: tuple[str, list[Point]]) -> Decimal:
    return max(line[1], key=lambda point: point.year).amount


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


def code_units_panel(reader: Reader, rows: Sequence[Row]) -> Panel | None:
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
        lambda width: bars(title, [mark(reader, r, s) for r, s in zip(shown, said, strict=True)], width),
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
