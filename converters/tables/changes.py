"""Columns and rows of changes (增减额, 增减率) in the tables: recomputed from the two amounts that they compare.

They are no observations. Which two amounts a change is of, and whether it is a difference, a rate or a share, is told
by the arithmetic of the whole column: the one reading that most of its cells keep. A column that no reading explains
says nothing; a cell that breaks the reading of its column is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from itertools import permutations

from ...datapackage.accounting.slots import SEEING_READERS
from ...datapackage.model import Check, Disclosure, Finding, Outcome, format_decimal, grouped
from ..amounts import is_nothing, parse_amount, parse_percent
from ..codes import undo_spaces
from ..forms.named import Named
from ..forms.words import understand
from ..table import Cell
from .exhibits import Exhibit, columns_of, data_rows

#: What a change is called that is recomputed; 占比 is of a whole that stands elsewhere.
_CHANGE = re.compile(
    r"增减|增长|增幅|增加|减少|变动|变化|差异|差额|完成|调[整增减]|追[加减]|(?:比|较|与)(?:20\d\d年|上年|去年)|同比"
)
_NO_CHANGE = re.compile(r"原因|说明|占比|比重|备注")
_SHARE = re.compile(r"完成|(?:为|占).*(?:%|百分)")
#: What says that it is in per cent, or money; a heading that says neither can be both.
_RATE = re.compile(r"[%％率]|百分|幅|比例")
_AMOUNT = re.compile(r"[增减变差动调整加]额|金额|数额|差异$|调[整增减]数?$|追[加减]数?$")
_HUNDRED = Decimal(100)
#: A rate of one (0.1111) is printed with two decimals or more.
_FINE = Decimal("0.01")
#: So many rates tell to which digit all of them were rounded.
_SEVERAL = 3

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed, and one unit of its last digit; ``cell`` is None where nothing is printed."""

    value: Decimal
    digit: Decimal
    cell: Cell | None = None
    is_percent: bool = False


NOTHING = Printed(Decimal(0), Decimal(0))
#: The numbers of one column from top to bottom, or of one row from left to right; None where there is a text.
Line = Sequence[Printed | None]
#: Whether a change follows from two amounts; None where they say nothing of it.
Rule = Callable[[Printed, Printed, Printed], bool | None]


@dataclass(frozen=True, slots=True)
class Amounts:
    """A column or row of amounts that a change may compare: what they mean, of which year, in which unit."""

    name: str
    line: Line
    means: tuple[tuple[str, str], ...]
    stage: tuple[str, str]  # year and phase
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A column or row of changes, with the labels of its cells."""

    name: str
    line: Line
    labels: Sequence[str]
    unit: str = ""


def check_changes(exhibits: Iterable[Exhibit], disclosure: Disclosure) -> tuple[list[Check], list[Finding]]:
    """A line of the ledger for each change that was recomputed, and a finding for each that does not follow."""
    checks: list[Check] = []
    findings: list[Finding] = []
    for exhibit in exhibits:
        if exhibit.form is None or any(t.origin.reader in SEEING_READERS or not t.exact for t in exhibit.run.tables):
            continue
        for change, amounts in (*_in_columns(exhibit, disclosure), *_in_rows(exhibit, disclosure)):
            for told in _recomputed(change, amounts):
                checks.append(Check(told.check, "comparison", exhibit.table, told.outcome, 3, told.message))
                findings += [_finding(told, exhibit, disclosure)] if told.outcome == "failed" else []
    return checks, findings


# --- where changes are printed --------------------------------------------------------------------------------


def _in_columns(exhibit: Exhibit, disclosure: Disclosure) -> Iterator[tuple[Change, list[Amounts]]]:
    """The columns of changes of a table, each with the columns of amounts."""
    named = columns_of(exhibit, disclosure.year)
    rows = data_rows(exhibit, disclosure.year)
    if not any(_is_change(n) for n in named) or not rows:
        return
    heads = [n.index for n in named if n.role in ("code", "label", "unit")]
    labels = [" ".join(undo_spaces(row[k].text) for k in heads if k < len(row) and row[k].text.strip()) for row in rows]
    amounts = [
        Amounts(
            n.heading, line_of(rows, n.index),
            tuple(sorted((d, v) for d, v in n.means.items() if d not in ("phase", "origin"))),
            (n.year, n.means.get("phase", "")), n.unit,
        )
        for n in named if n.role == "amount"
    ]  # fmt: skip
    yield from ((Change(n.heading, line_of(rows, n.index), labels, n.unit), amounts) for n in named if _is_change(n))


def _in_rows(exhibit: Exhibit, disclosure: Disclosure) -> Iterator[tuple[Change, list[Amounts]]]:
    """The rows of changes of a table, each with its rows of one year: 2023年预算数, 2024年预算数, 增减额."""
    named = [n for n in columns_of(exhibit, disclosure.year) if n.role == "amount"]
    rows = data_rows(exhibit, disclosure.year)
    names = [next((undo_spaces(c.text) for c in row if c.text.strip()), "") for row in rows]
    across = [[printed_in(row[n.index]) if n.index < len(row) else None for n in named] for row in rows]
    words = [understand(name) for name in names]
    amounts = [
        Amounts(name, line, (), (word.year, word.means.get("phase", "")))
        for name, line, word in zip(names, across, words, strict=True)
        if word and word.year and word.role in ("amount", "neutral")
    ]
    headings = [n.heading for n in named]
    for name, line in zip(names, across, strict=True):
        if amounts and _CHANGE.search(name) and not _NO_CHANGE.search(name):
            yield Change(name, line, headings), amounts


def _is_change(column: Named) -> bool:
    told = column.role == "ignore" and _CHANGE.search(column.heading)
    return bool(told) and not _NO_CHANGE.search(column.heading)


def line_of(rows: Sequence[Row], column: int) -> Line:
    """The numbers of a column from top to bottom."""
    return [printed_in(row[column]) if column < len(row) else None for row in rows]


def printed_in(cell: Cell) -> Printed | None:
    """The number in a cell; a blank is nothing, and a text is no number."""
    if is_nothing(cell.text):
        return NOTHING
    percent = parse_percent(cell.text)
    value = parse_amount(cell.text) if percent is None else percent
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    return Printed(value, Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0), cell, percent is not None)


# --- arithmetic -----------------------------------------------------------------------------------------------


def is_difference(after: Printed, before: Printed, change: Printed) -> bool | None:
    """Whether ``change`` is ``after`` less ``before``, as far as the three are printed; None: nothing is said."""
    if change.is_percent or not (after.cell or before.cell):
        return None
    slack = (after.digit + before.digit + change.digit) / 2
    return abs(after.value - before.value - change.value) <= slack


def is_rate(after: Printed, before: Printed, change: Printed, *, of_whole: bool = False) -> bool | None:
    """Whether ``change`` is the change (or, ``of_whole``, all of ``after``) in per cent of ``before``.

    The sign may be left out, and the rate printed as a share of one.
    """
    least, most = before.value - before.digit / 2, before.value + before.digit / 2
    if least <= 0 or after.value < 0 or not change.cell:
        return None
    whole = Decimal(0 if of_whole else 1)
    low = (max(after.value - after.digit / 2, Decimal(0)) / most - whole) * _HUNDRED
    high = ((after.value + after.digit / 2) / least - whole) * _HUNDRED
    scales = (1,) if change.is_percent or change.digit > _FINE else (1, 100)
    return any(
        low - k * change.digit <= sign * k * change.value <= high + k * change.digit for k in scales for sign in (1, -1)
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """What a column of changes may be: a rule and the two lines it is of, and which cells keep and break it."""

    check: str
    rule: Rule
    after: Amounts
    before: Amounts
    kept: frozenset[int]
    broken: frozenset[int]


@dataclass(frozen=True, slots=True)
class Told:
    """One change that was recomputed."""

    check: str
    outcome: Outcome
    message: str
    message_en: str
    label: str
    expected: str
    found: str
    unit: str
    cell: Cell | None


def _recomputed(change: Change, amounts: Sequence[Amounts]) -> Iterator[Told]:
    """Each cell of a line of changes against the reading that most of them keep, if one does."""
    readings = list(_readings(change, amounts))
    most = max((len(r.kept) for r in readings), default=0)
    best = [r for r in readings if len(r.kept) == most > len(r.broken)]
    if not best:
        return
    first = min(best, key=lambda r: len(r.broken))
    broken = {k for k in first.broken if all(k in r.broken for r in best)}
    yield from (_told(change, first, k, broken=k in broken) for k in sorted(first.kept | broken))


def _readings(change: Change, amounts: Sequence[Amounts]) -> Iterator[Reading]:
    share = bool(_SHARE.search(change.name))
    leaf = change.name.rpartition("·")[2]
    rules: list[tuple[str, Rule]] = [] if _RATE.search(leaf) else [("table-change", is_difference)]
    rules += [] if _AMOUNT.search(leaf) else [("table-rate", is_rate)]
    rules += [("table-rate", partial(is_rate, of_whole=True))] if share else []
    for after, before in permutations(amounts, 2):
        if after.means != before.means or after.stage == before.stage or after.unit != before.unit:
            continue
        for check, rule in rules:
            if check == "table-change" and change.unit != after.unit:
                continue
            told = change if check == "table-change" else replace(change, line=_as_rounded(change.line))
            outcomes = dict(_outcomes(told, after, before, rule))
            # What is nought tells nothing of which two lines it is the difference of.
            kept = frozenset(k for k, is_kept in outcomes.items() if is_kept and _value(change.line[k]))
            yield Reading(check, rule, after, before, kept, frozenset(k for k, kept in outcomes.items() if not kept))


def _as_rounded(line: Line) -> Line:
    """Rates with the digit that they were rounded to: 8.20, 2.60 and 31.60 were rounded to one decimal."""
    places = [len(format_decimal(p.value).partition(".")[2].rstrip("0")) for p in line if p and p.value]
    if len(places) < _SEVERAL:
        return line
    digit = Decimal(1).scaleb(-max(places))
    return [p and replace(p, digit=digit) for p in line]


def _outcomes(change: Change, after: Amounts, before: Amounts, rule: Rule) -> Iterator[tuple[int, bool]]:
    for k, (a, b, c) in enumerate(zip(after.line, before.line, change.line, strict=True)):
        if a and b and c and c.cell and (outcome := rule(a, b, c)) is not None:
            yield k, outcome


def _value(printed: Printed | None) -> Decimal:
    return printed.value if printed else Decimal(0)


def _told(change: Change, reading: Reading, k: int, *, broken: bool) -> Told:
    after, before, printed = (line[k] or NOTHING for line in (reading.after.line, reading.before.line, change.line))
    a, b = grouped(after.value), grouped(before.value)
    label = change.labels[k] or change.name
    if reading.check == "table-change":
        expected = after.value - before.value
        sum_told, unit = f"{a} − {b} = {grouped(expected)}", ""
    else:
        is_whole = reading.rule is not is_rate
        part = after.value if is_whole else after.value - before.value
        expected = (part / before.value * _HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP)
        sum_told, unit = f"{a if is_whole else f'({a} − {b})'} ÷ {b} = {grouped(expected)}%", "percent"
    found = undo_spaces(printed.cell.text) if printed.cell else ""
    return Told(
        reading.check,
        "failed" if broken else "passed",
        f"“{label}”的“{change.name}”与表中的金额不符：{sum_told}，印的是 {found}" if broken else f"{label}：{sum_told}",
        f"{change.name!r} of {label!r} does not follow from the amounts of the table: {sum_told}, printed {found}",
        label,
        format_decimal(expected),
        found,
        unit,
        printed.cell,
    )


def _finding(told: Told, exhibit: Exhibit, disclosure: Disclosure) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check=told.check,
        severity="error",
        outcome="failed",
        cause="publisher",
        message=told.message,
        message_en=told.message_en,
        table=exhibit.table,
        label=told.label,
        expected=told.expected,
        found=told.found,
        unit=told.unit or exhibit.money_unit,
        page=told.cell.origin.page if told.cell else None,
        line=told.cell.origin.line if told.cell else None,
        file=told.cell.origin.file if told.cell else "",
    )
