"""The money of the whole unit's performance form: the table of funds, and the list of its projects.

The table of funds has a side (收入构成, 支出构成), one row for each source or kind, and columns for the year,
its share in per cent and the two years before. A false border may stand anywhere in a label, so a label is
read over up to three fields. An amount counts only under a heading, or where its row has every column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any

from ...datapackage.model import YUAN_IN, Disclosure, Fact, Finding, format_decimal
from ..amounts import parse_amount, parse_percent
from .applications import Form, money_fact
from .borders import Line, close, join
from .linking import Named
from .scope import OVERALL, Scope
from .vocabulary import key, likeness, meanings, named, says_more, unbracketed, vocabulary

_ALIKE = 0.8
_YEAR = re.compile(r"^(20\d\d)年?度?(?:预算|决算)?$")
#: What numbers a source of money among the others: 其中：, （1）, 1、资金来源：（1）.
_COUNTED = re.compile(r"^(?:\d{1,2}[、.．]|[^:：]{2,6}[:：]|其中[:：]?|[(（]\d{1,2}[)）])+")
_SHARE_ERROR = Decimal("0.011")  # per cent: both prints are rounded


@dataclass(frozen=True, slots=True)
class Listed:
    """A project in the list of the whole unit's form, with the facts of its row."""

    named: Named
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Column index → fiscal year, and the column of the share."""

    years: dict[int, int]
    share: int | None


@dataclass(frozen=True, slots=True)
class _Row:
    side: str
    line: str
    label: str
    printed: Line
    amounts: dict[int, tuple[int, Decimal]]  # fiscal year → column index, yuan
    share: Decimal | None


def read_funds(form: Form, disclosure: Disclosure) -> tuple[list[Fact], list[Finding]]:
    """The amounts of the table of funds in yuan, and where its own arithmetic or its print is in doubt."""
    scope, unit = Scope(disclosure, OVERALL), YUAN_IN.get(form.money_unit)
    findings: list[Finding] = []
    rows: list[_Row] = []
    sources, findings_of_sources, told = _read_sources(form, scope)
    columns, side = _Columns({}, None), "revenue"
    above = _Columns({}, None)
    for line in form.lines[: form.first_target_line]:
        named = _named_columns(line, disclosure.year)
        if found := _resolve(named, above):
            columns = found
        above = named
        if _is_list_heading(line):
            break
        matched = _match_label(line, side) if columns.years else None
        if matched is None:
            findings.extend(_unread(scope, line) if line not in told else ())
            continue
        side, meaning, label = matched
        if not any(parse_amount(text) is not None for _, text in line.pieces):
            continue
        amounts, share = _place(line, columns, unit or Decimal(1))
        if unit is None or amounts is None:
            findings.append(_hold_back(scope, line, label, no_unit=unit is None))
            continue
        rows.append(_Row(side, meaning, label, line, amounts, share))
    findings.extend((*findings_of_sources, *_check(scope, rows)))
    return [*sources, *(fact for row in rows for fact in _facts(row, disclosure, form.money_unit))], findings


# --- the money of a form without a table of funds


def _read_sources(form: Form, scope: Scope) -> tuple[list[Fact], list[Finding], list[Line]]:
    """The unit's money by source and by use in a budget's form, what of it is held back, and the rows that print it.

    An amount stands alone behind its label, or alone below its heading; where one is printed twice and differs, no one
    knows which holds.
    """
    lines = form.lines[: form.first_target_line] if scope.disclosure.kind == "budget" else ()
    found: dict[str, list[tuple[str, Line, int]]] = {}
    told: list[Line] = []
    for above, line in zip((None, *lines), lines, strict=False):
        printed = _behind_label(line) or (_below_headings(above, line) if above else [])
        told += [line] if printed else []
        for meaning, label, column in printed:
            found.setdefault(meaning, []).append((label, line, column))
    facts: list[Fact] = []
    findings: list[Finding] = []
    for meaning, prints in found.items():
        label, line, column = prints[0]
        if form.money_unit not in YUAN_IN or len({parse_amount(at.field(i)) for _, at, i in prints}) > 1:
            findings.append(_hold_back(scope, line, label, no_unit=form.money_unit not in YUAN_IN))
            continue
        amount = (parse_amount(line.field(column)) or Decimal(0)) * YUAN_IN[form.money_unit]
        means, cell = vocabulary()["overall_sources"][meaning], line.cells[column]
        facts.append(money_fact(
            scope.disclosure, OVERALL, cell.origin, amount=amount, reported=cell.text, money_unit=form.money_unit,
            line=meaning, label=label, fund=means["fund"], category=means["category"],
        ))  # fmt: skip
    return facts, findings, told


def _behind_label(line: Line) -> list[tuple[str, str, int]]:
    """The one source that a row prints with its amount, behind at most a side label."""
    if not line.exact or not 2 <= len(line.pieces) <= 3 or parse_amount(line.pieces[-1][1]) is None:
        return []
    source = _source(line.pieces[-2][1])
    beside = [text for _, text in line.pieces[:-2] if _source(text) or parse_amount(text) is not None]
    return [(*source, line.pieces[-1][0])] if source and not beside else []


def _below_headings(above: Line, line: Line) -> list[tuple[str, str, int]]:
    """The sources that a row heads, two at least, with the amounts that alone stand in the row below."""
    named = {i: source for i, text in above.pieces if (source := _source(text))}
    amounts = [i for i, text in line.pieces if parse_amount(text) is not None]
    is_whole = line.exact and len(named) > 1 and len({m for m, _ in named.values()}) == len(named)
    alone = is_whole and len(amounts) == len(line.pieces) and set(amounts) <= set(named)
    return [(*named[i], i) for i in amounts] if alone else []


def _source(text: str) -> tuple[str, str] | None:
    """The meaning and the label of a source of money or a use of it that ``text`` names."""
    label = _COUNTED.sub("", unbracketed(close(text)))
    return next(((meaning, label) for meaning, term in _sources() if key(term) == key(label)), None)


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    listed = vocabulary()["overall_sources"].items()
    return tuple((meaning, str(term)) for meaning, row in listed for term in row["labels"])


def _named_columns(line: Line, year: int) -> _Columns:
    """The columns whose headings the line prints: of years, and of the share of this year's budget."""
    years: dict[int, int] = {}
    share: int | None = None
    for i, text in line.pieces:
        if match := _YEAR.match(close(text)):
            years[i] = int(match[1])
            continue
        word = named(text, meanings("overall_columns"), _ALIKE, exact=line.exact)
        if not word.score:
            continue
        if word.meaning == "percent":
            share = i
        else:
            years[i] = {"current": year, "last_year": year - 1, "year_before_last": year - 2}[word.meaning]
    return _Columns(years, share)


def _resolve(named: _Columns, above: _Columns) -> _Columns | None:
    """The columns of the table, where a line prints their headings; ``above`` are those of the line before it.

    当年预算收支 may stand a line above the two years that 近两年收支金额 spans.
    """
    if len(above.years) == 1 and len(named.years) == 2 and max(above.years) < min(named.years):
        named = _Columns({**above.years, **named.years}, above.share if named.share is None else named.share)
    is_settled = len(named.years) >= 2 and len(set(named.years.values())) == len(named.years)
    return named if is_settled else None


def _match_label(line: Line, side: str) -> tuple[str, str, str] | None:
    """(side, line id, label) of the row; a label of both sides (合计) belongs to the side of the rows above."""
    texts = [(i, text) for i, text in line.pieces if parse_amount(text) is None and parse_percent(text) is None]
    candidates: list[tuple[float, int, str, str, str]] = []
    for start in range(len(texts)):
        for width in range(1, 4):
            span = texts[start : start + width]
            if len(span) < width or any(b[0] - a[0] > 1 for a, b in pairwise(span)):
                break
            text = join(piece for _, piece in span)
            for its_side, meaning, term in _labels():
                score = likeness(text, term)
                is_alike = score >= _ALIKE and len(term) > 2 and not says_more(text, term)
                if score == 1.0 or is_alike:
                    candidates.append((score, its_side == side, its_side, meaning, term))
    if not candidates:
        return None
    _, _, its_side, meaning, term = max(candidates)
    return its_side, meaning, term


def _place(
    line: Line, columns: _Columns, unit: Decimal
) -> tuple[dict[int, tuple[int, Decimal]] | None, Decimal | None]:
    """The amounts of the row by year, None where it is uncertain which column one stands in; and the share."""
    numbers = [(i, amount) for i, text in line.pieces if (amount := parse_amount(text)) is not None]
    shares = [(i, share) for i, text in line.pieces if (share := parse_percent(text)) is not None]
    share = shares[0][1] if len(shares) == 1 else None
    strange = any(
        any(c.isdigit() for c in t) and parse_amount(t) is None and parse_percent(t) is None for _, t in line.pieces
    )
    if strange:
        return None, share
    if all(i in columns.years for i, _ in numbers):
        return {columns.years[i]: (i, amount * unit) for i, amount in numbers}, share
    if len(numbers) == len(columns.years):
        order = [columns.years[i] for i in sorted(columns.years)]
        return {year: (i, amount * unit) for year, (i, amount) in zip(order, numbers, strict=True)}, share
    return None, share


def _facts(row: _Row, disclosure: Disclosure, money_unit: str) -> Iterator[Fact]:
    meaning: Mapping[str, Any] = vocabulary()["overall_rows"][row.side][row.line]
    for year, (column, amount) in sorted(row.amounts.items()):
        cell = row.printed.cells[column]
        yield money_fact(
            disclosure, OVERALL, cell.origin, amount=amount, reported=cell.text, money_unit=money_unit, line=row.line,
            label=row.label, fiscal_year=year, flow=row.side, fund=meaning["fund"], category=meaning["category"],
        )  # fmt: skip


def _hold_back(scope: Scope, line: Line, label: str, *, no_unit: bool) -> Finding:
    check = "performance-no-money-unit" if no_unit else "performance-amount-uncertain"
    return scope.finding(check, line, label=label, found=" | ".join(text for _, text in line.pieces))


def _unread(scope: Scope, line: Line) -> Iterator[Finding]:
    """A finding for a row of an unknown kind that prints amounts; whole numbers alone may count anything."""
    if any("." in text and parse_amount(text) is not None for _, text in line.pieces):
        yield scope.finding("performance-amount-unread", line, found=" | ".join(text for _, text in line.pieces))


def _check(scope: Scope, rows: Sequence[_Row]) -> Iterator[Finding]:
    """Findings where parts do not add up to their total, the two totals differ, or a share does not fit."""
    totals = {row.side: row for row in rows if row.line == "total"}
    for side, total in sorted(totals.items()):
        parts = [row for row in rows if row.side == side and row.line != "total"]
        for year, (_, amount) in sorted(total.amounts.items()):
            printed = [part.amounts[year][1] for part in parts if year in part.amounts]
            if printed and sum(printed) != amount:
                yield _contradiction(scope, "performance-arithmetic", total, year, sum(printed, Decimal(0)))
        whole = total.amounts.get(scope.disclosure.year)
        if whole:
            yield from (_wrong_share(scope, part, whole[1]) for part in parts if _share_is_wrong(scope, part, whole[1]))
    if len(totals) == 2:
        for year, (_, amount) in sorted(totals["revenue"].amounts.items()):
            spent = totals["expenditure"].amounts.get(year)
            if spent and spent[1] != amount:
                yield _contradiction(scope, "performance-balance", totals["expenditure"], year, amount)


def _share_is_wrong(scope: Scope, row: _Row, whole: Decimal) -> bool:
    own = row.amounts.get(scope.disclosure.year)
    return bool(own and whole and row.share is not None and abs(own[1] / whole * 100 - row.share) > _SHARE_ERROR)


def _wrong_share(scope: Scope, row: _Row, whole: Decimal) -> Finding:
    share = row.amounts[scope.disclosure.year][1] / whole * 100
    return scope.finding(
        "performance-share", row.printed, label=row.label, expected=f"{share:.2f}%", found=f"{row.share}%"
    )


def _contradiction(scope: Scope, check: str, row: _Row, year: int, expected: Decimal) -> Finding:
    found = row.amounts[year][1]
    return scope.contradiction(
        check, row.printed, label=row.label, expected=expected, found=found, year=year,
        cause="unknown" if _could_be_misread(expected, found) else "publisher",
    )  # fmt: skip


def _could_be_misread(expected: Decimal, found: Decimal) -> bool:
    """Whether one misread digit, or a lost one, explains the difference."""
    one, other = format_decimal(expected), format_decimal(found)
    return len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) <= 1


# --- the list of projects


def read_list(form: Form, disclosure: Disclosure) -> tuple[list[Listed], list[Finding]]:
    """The projects that the whole unit's form lists, each with total and current budget in yuan."""
    scope, unit = Scope(disclosure, OVERALL), YUAN_IN.get(form.money_unit)
    listed: list[Listed] = []
    findings: list[Finding] = []
    columns: dict[str, int] | None = None
    for line in form.lines[: form.first_target_line]:
        if _is_list_heading(line):
            columns = _list_columns(line)
            continue
        if columns is None or not any(parse_amount(text) is not None for _, text in line.pieces):
            continue
        name = close(line.field(columns["name"]))
        amounts = {
            m: columns[m]
            for m in ("total", "current")
            if m in columns and parse_amount(line.field(columns[m])) is not None
        }
        numbers = [i for i, text in line.pieces if parse_amount(text) is not None]
        if not name or parse_amount(name) is not None or set(numbers) - set(amounts.values()) or unit is None:
            findings.append(_hold_back(scope, line, name, no_unit=unit is None))
            continue
        facts = tuple(
            _list_fact(line, name, f"{m}-budget", i, scope=scope, form=form) for m, i in sorted(amounts.items())
        )
        current = next((fact.amount for fact in facts if fact.line == "current-budget"), None)
        listed.append(Listed(Named(name, current), facts))
    return listed, findings


def _list_fact(line: Line, name: str, meaning: str, column: int, *, scope: Scope, form: Form) -> Fact:
    cell = line.cells[column]
    amount = parse_amount(line.field(column)) or Decimal(0)
    return money_fact(
        scope.disclosure, OVERALL, cell.origin, amount=amount * YUAN_IN[form.money_unit], reported=cell.text,
        money_unit=form.money_unit, line=meaning, label=name,
    )  # fmt: skip


def _is_list_heading(line: Line) -> bool:
    columns = _list_columns(line)
    return "name" in columns and ("current" in columns or "total" in columns)


def _list_columns(line: Line) -> dict[str, int]:
    columns: dict[str, int] = {}
    for i, text in line.pieces:
        match = named(text, meanings("overall_list_columns"), 0.85, exact=line.exact)
        if match.score:
            columns.setdefault(match.meaning, i)
    return columns


@cache
def _labels() -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (side, meaning, str(term))
        for side, rows in vocabulary()["overall_rows"].items()
        for meaning, row in rows.items()
        for term in row["labels"]
        if key(str(term))
    )
