"""Comparison over years, phases and units: the figures side by side, and what makes them comparable or not.

For each unit, year, phase and document one figure is taken, from the table that says it best; where documents give a
year differently, all are shown. Nothing is left out silently and nothing is compared without a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, cast

from .comparability import Figure, Remark, between, of_itself, vintage
from .correspondences import Correspondence, carried, linked
from .measures import Measures, rounded
from .question import Given, QueryError
from .run import DEFAULT_BASE, ask

__all__ = ["Answers", "Comparison", "Figure", "Proposal", "Remark", "compare"]

#: What answers the questions that a comparison asks (``figures-to-compare``, ``printed-units``, ``table-totals``,
#: ``project-codes``) where it is neither a store nor a server: name and parameters -> the rows of the answer.
Answers = Callable[[str, Mapping[str, Given]], Iterable[Mapping[str, str]]]

#: Which table says a figure best, by what is compared; figures of other tables are the same money printed again.
TABLES: dict[str, tuple[str, ...]] = {
    "function": ("general-budget-by-function", "appropriation-by-function", "expenditure-summary", "narrative"),
    "economic": ("basic-expenditure-by-economic", "narrative"),
    "project": ("project-expenditure", "project-performance", "narrative"),
    "unit": ("budget-summary", "expenditure-summary", "overall-performance", "narrative"),
}
#: What is compared where no code is given: the total of expenditure.
_TOTAL = {"line": "total", "flow": "expenditure", "function": "", "economic": "", "project": ""}
#: How many cells one query asks for.
_AT_ONCE = 200
_PROJECT_LINES = ("", "current-budget", "earlier-budget")
_OWN_PHASE = {"budget": "approved", "final": "executed"}
_LIKE = 80  # per cent of likeness from which a name is proposed


@dataclass(frozen=True, slots=True)
class Proposal:
    """A project that may be the one asked for under another code: to be confirmed by a person, never joined."""

    unit: str
    code: str
    name: str
    first_year: int
    last_year: int
    likeness: int  # per cent


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of a subject in the order of unit, phase, year and document."""

    subject: str
    figures: tuple[Figure, ...]
    proposals: tuple[Proposal, ...] = ()


def compare(
    source: Any,
    *,
    unit: str | Sequence[str] | None = None,
    function: str | None = None,
    economic: str | None = None,
    project: str | None = None,
    fund: str | None = None,
    years: Sequence[int] = (),
    phase: str | None = None,
    measures: Measures | None = None,
    correspondences: Iterable[Correspondence] = (),
    base: str = DEFAULT_BASE,
) -> Comparison:
    """The figures of units, of a functional or economic code, or of a project over ``years`` (all when empty).

    ``source`` is a store, an endpoint, or :data:`Answers`; a unit is named by its code or, where it has none, its name.
    Codes that correspond to the one asked for, in the carried table or in ``correspondences``, are compared with it.
    ``measures`` adds amounts in prices of one year, and per head.
    Percentages and quotients are rounded half up to two places; growth from zero has none and is said in words.

    Raises:
        QueryError: nothing or too much is asked for, or the source cannot answer.
    """
    codes = {k: v for k, v in (("function", function), ("economic", economic), ("project", project)) if v}
    units: tuple[str, ...] = (unit,) if isinstance(unit, str) else tuple(unit or ())
    if len(codes) > 1 or not (codes or units):
        raise QueryError(
            "请给出单位，或一个功能科目、经济科目或项目", "name units, or one function, economic code or project"
        )
    kind, code = next(iter(codes.items()), ("unit", ""))
    links = linked(kind, code, (*carried(), *correspondences))
    wanted = sorted({code, *(c for link in links for c in (link.from_code, link.to_code))})
    rows = [
        row
        for each in wanted
        for of_unit in units or (None,)
        for row in _rows(source, base, kind=kind, code=each, unit=of_unit, phase=phase)
    ]
    chosen = _best([r for r in rows if fund in (None, r["fund"])], TABLES[kind])
    of_years = [r for r in chosen if not years or int(r["year"][:4]) in years]
    printed_units = _printed_units(source, base, [r["observation"] for r in of_years])
    figures = [_figure(r, kind, printed_units.get(r["observation"], "")) for r in of_years]
    if not figures:
        asked = {**codes, "unit": "、".join(units), "fund": fund, "phase": phase}
        named = "，".join(f"{k}={v}" for k, v in asked.items() if v)
        raise QueryError(f"没有找到 {named} 在所问年份的数", f"no figures for {named} in the years asked for")
    measured = [(measures or Measures()).of(figure) for figure in figures]
    beside = _beside(measured, kind, links, _totals(source, base, measured))
    proposals = _proposals(source, base, wanted, beside) if kind == "project" else ()
    return Comparison(code or "、".join(units), tuple(beside), proposals)


# --- which figures ----------------------------------------------------------------------------------------


def _answers(source: Any, name: str, given: Mapping[str, Given], base: str) -> Iterable[Mapping[str, str]]:
    if callable(source):
        return cast("Answers", source)(name, given)
    return ask(name, given, source, base=base).values()


def _named(unit: str | None) -> dict[str, str]:
    """How the questions are told which unit is meant: by code, or by name."""
    return {"unit" if re.fullmatch(r"[0-9A-Za-z-]+", unit) else "unit_name": unit} if unit else {}


def _rows(
    source: Any, base: str, *, kind: str, code: str, unit: str | None, phase: str | None
) -> list[Mapping[str, str]]:
    subject = {kind: code} if code else {"line": _TOTAL["line"]}
    given = {**subject, **_named(unit), **({"phase": phase} if phase else {})}
    return [row for row in _answers(source, "figures-to-compare", given, base) if _is_asked(row, kind)]


def _is_asked(row: Mapping[str, str], kind: str) -> bool:
    if kind == "unit":
        return all(row[name] == value for name, value in _TOTAL.items()) and row["category"] == "all"
    if kind == "economic":
        return row["category"] in ("all", "basic")
    if kind == "project":
        return row["fund"] == "all" and row["line"] in _PROJECT_LINES
    return row["category"] == "all" and row["flow"] == "expenditure"


def _best(rows: Iterable[Mapping[str, str]], tables: Sequence[str]) -> list[Mapping[str, str]]:
    """One row for each unit, code, year, phase and document: that of the table that says it best."""
    best: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in rows:
        if row["table"] not in tables:
            continue
        names = ("unit", "unit_name", "function", "economic", "project", "year", "phase", "document")
        key = tuple(row[name] for name in names)
        rank = tables.index(row["table"])
        if key not in best or rank < tables.index(best[key]["table"]):
            best[key] = row
    return list(best.values())


def _printed_units(source: Any, base: str, observations: Sequence[str]) -> dict[str, str]:
    """The unit of money that each observation is printed in, where it was printed."""
    cells = [f"{base}cell/{observation}" for observation in observations]
    several = (tuple(cells[k : k + _AT_ONCE]) for k in range(0, len(cells), _AT_ONCE))
    rows = (row for cell in several for row in _answers(source, "printed-units", {"cell": cell}, base))
    return {row["observation"]: row["printed_unit"] for row in rows}


def _figure(row: Mapping[str, str], kind: str, printed_unit: str) -> Figure:
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
        document_kind=row["kind"],
        scope=row["scope"],
        department=row["department"],
        printed_unit=printed_unit,
        observation=row["observation"],
    )


_Totals = Mapping[tuple[str, str, str, int, str, str], Decimal]


def _totals(source: Any, base: str, figures: Iterable[Figure]) -> _Totals:
    """The total of each table, by unit, document, table, year, phase and fund: what a figure is a share of."""
    units = sorted({f.unit or f.unit_name for f in figures if f.code})
    if callable(source) and len(units) > 1:  # one pass over a table, where a store is quicker unit by unit
        rows = [(r["unit"] or r["unit_name"], r) for r in _answers(source, "table-totals", {}, base)]
    else:
        rows = [(unit, r) for unit in units for r in _answers(source, "table-totals", _named(unit), base)]
    return {
        (unit, r["document"], r["table"], int(r["year"][:4]), r["phase"], r["fund"]): Decimal(r["amount"])
        for unit, r in rows
    }


# --- side by side -----------------------------------------------------------------------------------------


def _beside(figures: Iterable[Figure], kind: str, links: Sequence[Correspondence], totals: _Totals) -> list[Figure]:
    """Each figure with its change against the year before of the same unit and phase."""
    figures = list(figures)
    subjects: defaultdict[tuple[str, str], list[Figure]] = defaultdict(list)
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for figure in figures:
        codes[figure.unit_name] |= {figure.unit} if figure.unit else set()
    for figure in figures:
        # A unit with a code keeps it under another name; documents that print no code may be those of the one that has.
        code = figure.unit or (min(codes[figure.unit_name]) if len(codes[figure.unit_name]) == 1 else "")
        subjects[code or figure.unit_name, figure.phase].append(figure)
    return [f for _, group in sorted(subjects.items()) for f in _over_years(group, kind, links, totals)]


def _over_years(group: Sequence[Figure], kind: str, links: Sequence[Correspondence], totals: _Totals) -> list[Figure]:
    years: defaultdict[int, defaultdict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in group:
        years[figure.year][figure.code].append(figure)
    done: list[Figure] = []
    before: list[Figure] = []
    for _, codes in sorted(years.items()):
        firsts: list[Figure] = []
        for _, told in sorted(codes.items()):
            first, *others = sorted(told, key=_is_second)
            firsts.append(first)
            done.append(_against(first, _earlier(before, first, links), others, kind, links, totals))
            for other in others:
                rest = [f for f in told if f is not other]
                said = (*of_itself(other), *vintage(other, rest))
                done.append(replace(other, share=_share(other, totals), remarks=said))
        before = firsts
    return done


def _is_second(figure: Figure) -> tuple[bool, int, str]:
    """Of several documents that give a year, that of the year itself comes first."""
    own = figure.document_year == figure.year and _OWN_PHASE.get(figure.document_kind) == figure.phase
    return not own, figure.document_year, figure.document


def _earlier(before: Sequence[Figure], figure: Figure, links: Sequence[Correspondence]) -> Figure | None:
    """What the year before has to be set beside ``figure``: the same code, else one that became it."""
    for earlier in before:
        if earlier.code == figure.code:
            return earlier
    became = {link.from_code for link in links if link.to_code == figure.code}
    return next((earlier for earlier in before if earlier.code in became), None)


def _against(
    figure: Figure,
    before: Figure | None,
    others: Sequence[Figure],
    kind: str,
    links: Sequence[Correspondence],
    totals: _Totals,
) -> Figure:
    said = [*of_itself(figure), *vintage(figure, others)]
    share = _share(figure, totals)
    if before is None:
        return replace(figure, share=share, remarks=tuple(said))
    change = figure.amount - before.amount
    whole = totals.get(_key(before))
    return replace(
        figure,
        change=change,
        percent=rounded(change * 100 / before.amount) if before.amount else None,
        share=share,
        contribution=rounded(change * 100 / whole) if whole else None,
        against=before.observation,
        remarks=(*between(before, figure, kind, links), *said),
    )


def _key(figure: Figure) -> tuple[str, str, str, int, str, str]:
    unit = figure.unit or figure.unit_name
    return unit, figure.document, figure.table, figure.year, figure.phase, figure.fund


def _share(figure: Figure, totals: _Totals) -> Decimal | None:
    whole = totals.get(_key(figure)) if figure.code else None
    return rounded(figure.amount * 100 / whole) if whole else None


# --- projects under other codes -----------------------------------------------------------------------------


def _proposals(source: Any, base: str, codes: Sequence[str], figures: Sequence[Figure]) -> tuple[Proposal, ...]:
    """Projects of the same units with like names and other codes."""
    from rapidfuzz.fuzz import ratio

    names = {f.label for f in figures}
    found: dict[str, Proposal] = {}
    for unit in sorted({f.unit for f in figures if f.unit}):
        for row in _answers(source, "project-codes", {"unit": unit}, base):
            likeness = round(max((ratio(row["name"], name) for name in names), default=0))
            if row["project"] in codes or likeness < _LIKE:
                continue
            if row["project"] not in found or found[row["project"]].likeness < likeness:
                span = int(row["first_year"]), int(row["last_year"])
                found[row["project"]] = Proposal(unit, row["project"], row["name"], *span, likeness)
    return tuple(sorted(found.values(), key=lambda p: (-p.likeness, p.code)))
