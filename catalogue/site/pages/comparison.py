"""Years of subjects side by side, with what makes them comparable or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ....queries.question import QueryError
from ..panels.years import code_years_panel
from ..shelf import Row, Shelf
from ..words import Reader
from .rows import Arguments, Context, units_of

if TYPE_CHECKING:
    from ....queries.compare import Comparison


_SUBJECTS = ("unit", "function", "economic", "project", "phase")


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
        "units": units_of(shelf),
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
    picture = code_years_panel(reader, rows[0]["label"] if rows else "", rows)
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
    from ....queries.compare import compare as compare_figures

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
            first, last = sorted((int(ends[0]), int(ends[-1])))
            years += range(first, min(last, first + 50) + 1)
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
