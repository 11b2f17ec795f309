"""A project's form → what it says of the project.

The form is read in sections (head, funding, cost, purchase, goals), each opened by its title. Labels and values
of the head are found by the vocabulary, wherever false borders put them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from ...datapackage.frozen import changed
from ...datapackage.model import Disclosure, Fact, Finding, Origin
from ..stages import phase_of, stage_of
from .applications import Form, money_fact, title_of
from .borders import Line, close, join
from .project_money import (
    PARTS,
    Amount,
    Money,
    Piece,
    read_costs,
    read_earlier,
    read_funding,
    read_purchases,
    take_below_headings,
    take_beside,
)
from .scope import PROJECT, Scope
from .targets import goal_headings, horizon_of, section
from .vocabulary import best, is_remnant, key, likeness, meanings, named, same_brackets, vocabulary

_LABEL = 0.85
_SECTION = 0.75
_GOAL_HEADINGS = "名称目标说明"
_ZERO = Decimal(0)
#: Labels that another word makes those of other money: 上年度资金总额.
_OF_MONEY = ("total_budget", "current_budget", "last_year_budget")
#: What is a label by its colon alone, though nobody knows it: what follows is no value of the label before it.
_UNKNOWN = re.compile(r"[^\d:;,，。；]{2,14}(?:\([^()]{1,8}\))?:")
#: A year, or a date: 2024年度, 2024-01-01, 2024年1月.
_YEAR = re.compile(r"(20\d\d)(?:年?度?|[-/.年]\d{1,2}(?:[-/.月]\d{0,2}日?)?)$")


@dataclass(slots=True)
class Application:
    """What one project's form says: texts by label, goals by horizon, money."""

    scope: Scope
    cell: Origin
    money: Money
    texts: dict[str, str] = field(default_factory=dict[str, str])
    goals: dict[str, str] = field(default_factory=dict[str, str])
    phase: str = ""  # of its amounts, "" where the form does not say it
    findings: list[Finding] = field(default_factory=list[Finding])

    @property
    def name(self) -> str:
        """The project's name as the form prints it."""
        return self.texts.get("name", "")

    @property
    def budget(self) -> Decimal | None:
        """The budget of the year in yuan, where the form prints it for certain."""
        return self.money.value("current-budget")

    def year(self, label: str) -> int | None:
        """The year that the form prints for ``label``."""
        match = _YEAR.match(self.texts.get(label, ""))
        return int(match[1]) if match else None


def read_application(form: Form, disclosure: Disclosure) -> Application:
    """The project that ``form`` describes, with findings for what is damaged or does not add up."""
    scope = Scope(disclosure, PROJECT)
    application = Application(scope, form.lines[0].cells[0].origin, Money(scope, form.money_unit))
    application.phase = _phase(disclosure, form.title)
    parts = _sections(form)
    _read_head(application, parts["head"])
    money = application.money
    below = {id(line) for line in take_below_headings(money, parts["head"])}
    unlabelled = [line for line in parts["head"] if id(line) not in below and not list(labelled(line))]
    read_funding(money, parts["funding"] or unlabelled, form.lines[: form.first_target_line])
    read_costs(money, parts["cost"])
    read_purchases(money, parts["purchase"])
    _read_goals(application, parts["goals"])
    application.findings.extend((*money.findings, *_check(application), *_doubt_phase(application)))
    return application


def facts(application: Application) -> Iterator[Fact]:
    """The form's amounts as facts, without the project's code; none where it does not say of which phase they are."""
    money, words = application.money, vocabulary()
    if not application.phase:
        return
    for line, (label, amount) in money.lines.items():
        means = words["funding"].get(line, {"fund": "all", "origin": "all"})
        yield _fact(application, amount, line, label, fund=means["fund"], origin=means["origin"])
    for year, label, amount in money.earlier:
        yield _fact(application, amount, "earlier-budget", label, fiscal_year=year)
    for label, amount in money.costs:
        yield _fact(application, amount, "cost-item", label)
    for item, _, amount in money.purchases:
        if amount:
            yield _fact(application, amount, "purchase", item)


def _fact(application: Application, amount: Amount, line: str, label: str, **dimensions: Any) -> Fact:
    fact = money_fact(
        application.scope.disclosure, PROJECT, amount.cell, amount=amount.value, reported=amount.reported,
        money_unit=amount.unit, line=line, label=label, **dimensions,
    )  # fmt: skip
    return changed(fact, phase=application.phase)


def _phase(disclosure: Disclosure, title: str) -> str:
    """The phase of the form's money, "" where neither the form nor the document tells."""
    if disclosure.kind == "final":
        return "approved" if _asks(title) else ""
    stage = stage_of(title)
    return {"": phase_of(disclosure), "initial": "approved", "adjusted": "revised"}.get(stage, "")


def _asks(title: str) -> bool:
    """Whether a form in final accounts is one of targets, and its money what was asked for: 绩效目标表, no 自评表."""
    return "目标" in title and not any(word in title for word in ("自评", "完成", "执行", "评价"))


def _doubt_phase(application: Application) -> Iterator[Finding]:
    """A finding where amounts of a form of final accounts may be the budget's or what was spent."""
    lines = application.money.lines
    if lines and not application.phase:
        found = " | ".join(f"{label} {amount.reported}" for label, amount in lines.values())
        yield application.scope.finding("performance-phase-unknown", application.cell, found=found)


def _sections(form: Form) -> dict[str, list[Line]]:
    """The lines by section, up to the first table of indicators."""
    parts: dict[str, list[Line]] = {name: [] for name in ("head", *vocabulary()["sections"])}
    current = "head"
    for line in form.lines[: form.first_target_line]:
        match = best(line.text, meanings("sections")) if 3 <= len(key(line.text)) <= 12 else None
        if match and match.score >= _SECTION and not section(line) and not title_of(line):
            current = match.meaning
        else:
            parts[current].append(line)
    return parts


# --- the head: labels and their values


def _read_head(application: Application, lines: Sequence[Line]) -> None:
    application.goals.update(goals_below(lines))
    for line in lines:
        for meaning, label, values in labelled(line):
            if values:
                _take(application, line, meaning, label, values)


def labelled(line: Line) -> Iterator[tuple[str, str, list[Piece]]]:
    """(meaning, label, pieces up to the next label) for each label that a ruled row prints."""
    pieces = list(line.pieces) if line.ruled else []
    found: list[tuple[int, int, str, str]] = []  # start, end, meaning, label
    position = 0
    while position < len(pieces):
        match = _label_at(pieces, position, exact=line.exact)
        if match:
            found.append((position, *match))
        position = match[0] if match else position + 1
    starts = [*(start for start, *_ in found), len(pieces)]
    for (_, end, meaning, label), following in zip(found, starts[1:], strict=True):
        yield meaning, label, pieces[end:following]


def _label_at(pieces: Sequence[Piece], start: int, *, exact: bool) -> tuple[int, str, str] | None:
    """(end, meaning, label) of the label that begins at ``start``, over up to three adjacent fields."""
    found: tuple[float, int, str, str] | None = None
    for width in range(1, 4):
        span = pieces[start : start + width]
        if len(span) < width or (width > 1 and span[-1][0] - span[-2][0] > 1):
            break
        text = join(piece for _, piece in span)
        match = best(text, _labels())
        if match.meaning in _OF_MONEY:
            match = named(text, _labels(), _LABEL, exact=exact)
        if match.score < _LABEL:
            remnant = _cut_label(text)
            candidate = (_LABEL, start + width, *remnant) if remnant else None
        else:
            candidate = (match.score, start + width, match.meaning, match.term)
        if candidate is None and width == 1 and _UNKNOWN.fullmatch(same_brackets(text)):
            candidate = (_LABEL, start + 1, "unread", text)
        if candidate and (found is None or candidate[0] > found[0]):
            found = candidate
    return found[1:] if found else None


@lru_cache(maxsize=8192)
def _cut_label(text: str) -> tuple[str, str] | None:
    """The label, and what it means, of which ``text`` is what a border left."""
    return next((pair for pair in meanings("project_labels") if is_remnant(text, pair[1])), None)


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    horizons = ((f"goal:{horizon}", term) for horizon, term in meanings("horizons") if not term.endswith("表"))
    return (*meanings("project_labels"), *horizons)


def _take(application: Application, line: Line, meaning: str, label: str, values: Sequence[Piece]) -> None:
    texts = [text for _, text in values]
    if meaning.startswith("goal:"):
        _take_goal(application, line, (meaning.removeprefix("goal:"), label, texts))
    elif meaning == "earlier_budgets":
        read_earlier(application.money, line, values)
    elif meaning == "last_year_budget":
        application.money.take_last_year(line, label, values)
    elif meaning in ("total_budget", "current_budget"):
        values = take_beside(application.money, line, values) if meaning == "current_budget" else values
        application.money.take_single(line, meaning.replace("_", "-"), label, values)
    elif meaning != "unread":
        application.texts.setdefault(meaning, _one_text(meaning, texts))
        if meaning in ("basis", "plan") and len(texts) > 1 and not line.exact:
            application.findings.append(application.scope.finding("project-text-cut", line, label=label))


def _one_text(meaning: str, texts: Sequence[str]) -> str:
    """The value of a label: the piece that the vocabulary knows where a cell was read twice, else all joined."""
    known = [close(text) for text in texts if close(text) in vocabulary()["project_attributes"]]
    return known[0] if meaning == "attribute" and known else join(texts)


# --- goals


def goals_in_rows(form: Form) -> dict[str, str]:
    """Horizon → goal, of the rows before the indicators that print a goal behind its label in an exact grid."""
    goals: dict[str, str] = {}
    for line in form.lines[: form.first_target_line]:
        for meaning, label, values in labelled(line) if line.exact else ():
            if meaning.startswith("goal:") and values:
                goals.setdefault(meaning.removeprefix("goal:"), f"{label}:{join(text for _, text in values)}")
    return goals


def goals_below(lines: Sequence[Line]) -> dict[str, str]:
    """Horizon → goal, where both are headed side by side and stand in the row below."""
    goals: dict[str, str] = {}
    for line, below in pairwise(lines):
        for column, horizon in goal_headings(line).items() if below.exact else ():
            if text := below.field(column):
                goals[horizon] = f"{close(line.field(column))}:{close(text)}"
    return goals


def _read_goals(application: Application, lines: Sequence[Line]) -> None:
    open_goal: tuple[str, str] | None = None  # the text of a goal may follow its label in a paragraph
    for line in lines:
        texts = [text for _, text in line.pieces]
        if not texts or likeness(line.text, _GOAL_HEADINGS) >= 0.6:
            continue
        if open_goal and not line.ruled:
            application.goals.setdefault(open_goal[0], f"{open_goal[1]}:{close(line.text)}")
            open_goal = None
        elif goal := _goal(texts):
            open_goal = None if goal[2] else goal[:2]
            _take_goal(application, line, goal)
        else:
            _take_general_goal(application, line, texts)


def _take_goal(application: Application, line: Line, goal: tuple[str, str, Sequence[str]]) -> None:
    horizon, label, texts = goal
    if texts:
        application.goals.setdefault(horizon, f"{label}:{join(texts)}")
    if len(texts) > 1 and not line.exact:
        application.findings.append(
            application.scope.finding("performance-goal-cut", line, label=label, found=join(texts))
        )


def _goal(texts: Sequence[str]) -> tuple[str, str, Sequence[str]] | None:
    """(horizon, label, texts) of a row with a goal behind its label, which may be cut, or fused to the text."""
    for start in range(min(2, len(texts))):
        for width in (1, 2):
            label = join(texts[start : start + width])
            if len(texts) >= start + width and (horizon := horizon_of(label)):
                return horizon, label, texts[start + width :]
        head, _, tail = texts[start].partition(" ")
        if tail and (horizon := horizon_of(head)):
            return horizon, head, [tail, *texts[start + 1 :]]
    return None


def _take_general_goal(application: Application, line: Line, texts: Sequence[str]) -> None:
    """A goal without a horizon counts for both; a row that names both horizons at once cannot be divided."""
    named = {horizon for horizon, term in meanings("horizons") if term[:4] in close(texts[0])}
    if len(named) > 1:
        application.findings.append(application.scope.finding("performance-goal-fused", line, found=" | ".join(texts)))
    elif len(texts) >= 2 and line.ruled:
        for horizon in ("long-term", "annual"):
            application.goals.setdefault(horizon, f"{close(texts[0])}:{join(texts[1:])}")


# --- arithmetic


def _check(application: Application) -> Iterator[Finding]:
    """Findings where the form's amounts contradict each other, or its number the year."""
    yield from _check_form_code(application)
    yield from _check_funding(application)
    current = application.budget
    if current is None:
        return
    money, year = application.money, application.scope.disclosure.year
    for its_year, _, amount in money.earlier:
        if its_year == year and amount.value != current:
            yield _contradiction(application, f"{year}年预算", current, amount.value)
    purchases = [amount.value for _, _, amount in money.purchases if amount]
    costs = [amount.value for _, amount in money.costs]
    for label, amounts in (("采购金额", purchases), ("支出明细", costs)):
        total = sum(amounts, _ZERO)
        if amounts and total > current:
            yield _contradiction(application, label, current, total)
        elif amounts and total < current:
            yield _contradiction(application, label, current, total, check="project-incomplete-sum")


def _check_funding(application: Application) -> Iterator[Finding]:
    money, current = application.money, application.budget
    total, general = money.value("funding-total"), money.value(PARTS[0])
    carried, requested = money.value("carried-over"), money.value("requested-this-year")
    parts = money.parts
    if total is not None and current is not None and total != current:
        yield _contradiction(application, "资金合计", current, total)
    by_level = any(line in vocabulary()["levels"] for line in money.lines)
    if total is not None and parts and not by_level and total not in {parts, parts + (carried or _ZERO)}:
        yield _contradiction(application, "资金来源各项", total, parts)
    if general is not None and (carried is not None or requested is not None):
        both = (carried or _ZERO) + (requested or _ZERO)
        if general not in {both, requested}:
            yield _contradiction(application, "当年申请与结转之和", general, both)


def _check_form_code(application: Application) -> Iterator[Finding]:
    """A form's number that begins with another year than the document's and the project's own."""
    code, year = application.texts.get("form_code", ""), application.scope.disclosure.year
    begins = re.match(r"(20\d\d)-", code)
    if begins and int(begins[1]) not in {year, application.year("start_year")}:
        yield application.scope.finding(
            "project-form-code", application.cell, label=application.name, found=code, code=code
        )


def _contradiction(
    application: Application, label: str, expected: Decimal, found: Decimal, *, check: str = "project-arithmetic"
) -> Finding:
    return application.scope.contradiction(
        check, application.cell, label=label, expected=expected, found=found, project=application.name
    )
