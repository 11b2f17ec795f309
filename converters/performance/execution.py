"""The head of a self-evaluation form (绩效自评表): its money by phase, and the goal beside what was reached.

One row of headings names the phases (budgeted at first, after adjustment, spent), each row below is a source; an amount
counts only under its heading and behind a label that is known. 财预〔2020〕10号 asks for these forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import pairwise

from ...datapackage.model import YUAN_IN, Disclosure, Fact, Finding, PerformanceTarget
from ..amounts import parse_amount, parse_percent
from ..titles import year_of
from .applications import Form, money_fact
from .borders import Line, close, join
from .headings import begins_indicator_table, is_total_of_scores, spans_indicators
from .scope import PROJECT, Scope
from .vocabulary import best, key, meanings, named, unbracketed, vocabulary

_ALIKE = 0.85
_PHASES = ("approved", "revised", "executed")
#: The row and label of what a line prints behind the headings of phases themselves.
_WHOLE = ("total", "预算执行情况")
#: Above a form the year may stand in a line of its own.
_HEAD, _YEAR_LINE = 3, re.compile(r"[(（]?(20\d\d)年度?[)）]?")
#: 2024-2026年: how long a project runs.
_SPAN = re.compile(r"20\d\d年?[-—–－~～至到]20\d\d年?")
_RATE_ERROR = Decimal("0.011")  # per cent: the printed rate is rounded


@dataclass(slots=True)
class Execution:
    """The amounts of one form, its goal, and the lines that they stand in, which have no other meaning."""

    facts: list[Fact] = field(default_factory=list[Fact])
    goal: str = ""
    score: Decimal = Decimal(0)  # of the rate of execution
    findings: list[Finding] = field(default_factory=list[Finding])
    lines: list[Line] = field(default_factory=list[Line])
    is_partial: bool = False  # money of a source that is not known was left out, and its score


def read_execution(form: Form, disclosure: Disclosure) -> Execution:
    """The amounts of ``form`` in yuan by source and phase; nothing where it prints no headings of phases."""
    read, scope = Execution(), Scope(disclosure, form.table)
    columns: Mapping[str, int] = {}
    goals: Mapping[str, int] = {}
    for line in form.lines[: form.first_target_line]:
        if found := _paired(line):
            columns = found
            _read_row(read, line, columns, _WHOLE, (form, scope))
        elif found := _columns(line):
            columns = found
        elif columns and (source := _source(line)):
            _read_row(read, line, columns, source, (form, scope))
        elif columns and _phases_printed(line, columns) > 1:
            read.is_partial = True
            read.findings.append(
                scope.finding("performance-amount-unread", line, found=" | ".join(t for _, t in line.pieces))
            )
        elif found := _goal_columns(line):
            goals = found
        elif goals and line.exact and line.field(goals["expected"]):
            read.goal, goals = close(line.field(goals["expected"])), {}
        else:
            continue
        read.lines.append(line)
    return _of_its_year(read, form, scope)


def _of_its_year(read: Execution, form: Form, scope: Scope) -> Execution:
    """What was read, of the year that the form is of: behind a budget, the one before, if the form says so.

    A form that names another year than it can be of, and one behind a budget that names none, has no amounts.
    """
    own, is_budget = scope.disclosure.year, scope.disclosure.kind == "budget"
    if not read.facts or not (is_budget or years_of(form)):
        return read
    wanted = own - 1 if is_budget else own
    if years_of(form) == {wanted}:
        read.facts = [replace(fact, fiscal_year=wanted) for fact in read.facts]
    else:
        read.findings.append(
            scope.finding("performance-year-unknown", read.facts[0].cell, label=form.title, count=len(read.facts))
        )
        read.facts = []
    return read


def years_of(form: Form) -> set[int]:
    """The years that the title of a form names, or a line above its table that names nothing else."""
    title = _SPAN.sub("", form.title)
    texts = [_text(line) for line in form.lines[:_HEAD]]
    bare = (m[1] for text in texts if (m := _YEAR_LINE.fullmatch(text)))
    return {year for year in (year_of(title), *map(int, bare)) if year}


def without_execution(form: Form, read: Execution) -> Form:
    """The form without the lines of ``read``; the lines of its indicators stay."""
    taken = {id(line) for line in read.lines}
    return replace(form, lines=tuple(line for line in form.lines if id(line) not in taken))


def _goal_columns(line: Line) -> dict[str, int]:
    """Where the line prints the headings of a goal and of what was reached of it, their columns."""
    found = {
        match.meaning: i for i, text in line.pieces if (match := best(text, meanings("goal_columns"))).score == 1.0
    }
    return found if len(found) == 2 else {}


def _columns(line: Line) -> dict[str, int]:
    """Meaning → column, where the line prints the headings of two phases at least."""
    found: dict[str, int] = {}
    for i, text in line.pieces:
        match = named(text, meanings("execution_columns"), _ALIKE, exact=line.exact)
        if match.score:
            found.setdefault(match.meaning, i)
    return found if sum(phase in found for phase in _PHASES) >= 2 else {}


def _paired(line: Line) -> dict[str, int]:
    """Phase → column, where the line prints each heading right before its amount: 预算数：100 执行数：90."""
    found: dict[str, int] = {}
    for (_, text), (i, amount) in pairwise(line.pieces):
        match = named(text, meanings("execution_columns"), 1.0, exact=True)
        if match.meaning in _PHASES and parse_amount(amount) is not None:
            found.setdefault(match.meaning, i)
    return found if len(found) >= 2 else {}


def _phases_printed(line: Line, columns: Mapping[str, int]) -> int:
    """Under how many headings of phases the line prints an amount."""
    return sum(parse_amount(line.field(columns[phase])) is not None for phase in _PHASES if phase in columns)


def _source(line: Line) -> tuple[str, str] | None:
    """(row of the vocabulary, label) of a source; side labels such as 项目资金 may stand before it."""
    words = [text for _, text in line.pieces if parse_amount(text) is None and parse_percent(text) is None]
    readings = (*words, *(join(words[start : start + 2]) for start in range(len(words) - 1)))
    matches = [named(text, _sources(), _ALIKE, exact=line.exact) for text in readings]
    found = max(matches, key=lambda match: match.score, default=None)
    return (found.meaning, found.term) if found and found.score else None


@cache
def _sources() -> tuple[tuple[str, str], ...]:
    return tuple((row, str(term)) for row, means in vocabulary()["execution"].items() for term in means["labels"])


def _read_row(
    read: Execution, line: Line, columns: Mapping[str, int], source: tuple[str, str], of: tuple[Form, Scope]
) -> None:
    form, scope = of
    row, label = source
    means = vocabulary()["execution"][row]
    amounts = {p: parse_amount(line.field(columns[p])) for p in _PHASES if p in columns and line.field(columns[p])}
    numbers = {i for i, text in line.pieces if parse_amount(text) is not None}
    certain = line.exact or numbers <= set(columns.values())
    unit = YUAN_IN.get(form.money_unit)
    if unit is None or not certain:
        if any(amounts.values()) or (numbers and not certain):
            check = "performance-no-money-unit" if unit is None else "performance-amount-uncertain"
            read.findings.append(scope.finding(check, line, label=label, found=_text(line)))
        return
    rate = parse_percent(line.field(columns["rate"])) if "rate" in columns else None
    read.score += (parse_amount(line.field(columns["score"])) or Decimal(0)) if "score" in columns else 0
    for phase, amount in amounts.items():
        if amount is None:
            continue
        cell = line.cells[columns[phase]]
        fact = money_fact(
            scope.disclosure, scope.table, cell.origin, amount=amount * unit, reported=cell.text,
            money_unit=form.money_unit, line=means["line"], label=label, fund=means["fund"], origin=means["origin"],
            category=means.get("category", "project" if scope.table == PROJECT else "all"),
        )  # fmt: skip
        read.facts.append(replace(fact, phase=phase))
    read.findings.extend(_check_rate(line, label, amounts, rate, scope))


def _check_rate(
    line: Line, label: str, amounts: Mapping[str, Decimal | None], rate: Decimal | None, scope: Scope
) -> Iterator[Finding]:
    """A rate of execution that follows neither from the adjusted nor from the first budget."""
    spent = amounts.get("executed")
    budgets = [b for phase in ("revised", "approved") if (b := amounts.get(phase))]
    if rate is None or spent is None or not budgets:
        return
    shares = [spent / budget * 100 for budget in budgets]
    if all(abs(share - rate) > max(_RATE_ERROR, _half_digit(rate)) for share in shares):
        yield scope.finding("performance-rate", line, label=label, expected=f"{shares[0]:.2f}%", found=f"{rate}%")


def _half_digit(number: Decimal) -> Decimal:
    """Half of one unit of the last printed digit."""
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)


def _rounding(total: Decimal, whole: Decimal, rate_score: Decimal) -> Decimal:
    """How far a total of fewer digits than its parts may be from them; the score of the rate is rounded itself."""
    return _half_digit(total) + _half_digit(rate_score) if _half_digit(total) > _half_digit(whole) else Decimal(0)


def check_scores(
    form: Form, read: Execution, targets: Sequence[PerformanceTarget], disclosure: Disclosure
) -> Iterator[Finding]:
    """A score above its points, and a total of scores that is not their sum."""
    project = next((t.project_name for t in targets), "")
    scope = Scope(disclosure, form.table, project)
    scores = [(t, parse_amount(t.weight), parse_amount(t.score)) for t in targets if t.score]
    for target, weight, score in scores:
        if weight is not None and score is not None and score > weight:
            yield scope.finding(
                "performance-score", target.cell, label=target.level3, expected=f"≤{target.weight}", found=target.score
            )
    total = next((line for line in reversed(form.lines) if is_total_of_scores(line)), None)
    printed = [n for _, text in total.pieces if (n := parse_amount(text)) is not None] if total else []
    complete = all(score is not None for *_, score in scores) and not (read.is_partial or _scores_elsewhere(form, read))
    if total and printed and scores and complete:
        whole = sum((score for *_, score in scores if score is not None), read.score)
        # One number is the score, two are points and score.
        if abs(whole - printed[-1]) > _rounding(printed[-1], whole, read.score) and len(printed) <= 2:
            yield scope.finding(
                "performance-score-sum", total, label=total.pieces[0][1], expected=str(whole), found=str(printed[-1])
            )


def _scores_elsewhere(form: Form, read: Execution) -> bool:
    """Whether a part of the form has scores of its own: 资金管理情况, with headings beside those that were read."""
    taken = {id(line) for line in read.lines}
    headed = (line for line in form.lines if any(key(unbracketed(t)) in _score_words() for _, t in line.pieces))
    return any(
        id(line) not in taken and not begins_indicator_table(line) and not spans_indicators(line) for line in headed
    )


@cache
def _score_words() -> frozenset[str]:
    return frozenset(key(term) for meaning, term in meanings("columns") if meaning == "score")


def _text(line: Line) -> str:
    return " | ".join(text for _, text in line.pieces)
