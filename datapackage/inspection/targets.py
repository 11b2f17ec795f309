"""Performance targets: one value each, in the direction of their indicator, for every project, with its money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from ..classification import fold_name
from ..model import PerformanceTarget, format_decimal, grouped
from .document import Document
from .rules import Slip, load_rulebook


def one_value_each(document: Document) -> Iterator[Slip | None]:
    """One indicator of one project and horizon has one target value in one table."""
    same: dict[tuple[str, ...], dict[str, PerformanceTarget]] = defaultdict(dict)
    for target in document.conversion.targets:
        if target.level3 and target.target:
            of = (
                str(target.fiscal_year),
                target.table,
                target.project_name,
                target.goal,
                target.horizon,
                target.level1,
            )
            key = (*of, fold_name(target.level3))
            same[key].setdefault(f"{target.operator}{target.target}{target.target_unit}", target)
    for key, values in same.items():
        if len(values) == 1:
            yield None
            continue
        said = "、".join(t.this_year or t.target for t in values.values())
        yield _slip(list(values.values())[1], f"“{key[-1]}”：{said}", f"{key[-1]!r}: {said}", found=said)


def rates_at_most_whole(document: Document) -> Iterator[Slip | None]:
    """No target of a share, a rate of success or a satisfaction is more than 100 %."""
    for target in document.conversion.targets:
        name = fold_name(target.level3)
        value = _value(target)
        if (
            target.target_unit not in ("%", "％")
            or value is None
            or not _is("rate", name)
            or _is("rate_without_limit", name)
        ):
            continue
        told = f"“{target.level3}”{target.this_year or target.target}"
        yield _slip(target, told, told, found=target.target) if value > 100 else None


def directions(document: Document) -> Iterator[Slip | None]:
    """At least (≥) for what there should be much of, at most (≤) for what there should be little of."""
    for target in document.conversion.targets:
        name = fold_name(target.level3)
        value = _value(target)
        bad, good = _is("harm", name), _is("merit", name) and not _is("harm", name)
        if not target.operator or value is None or bad == good:
            continue
        wrong = (bad and target.operator in (">=", ">") and value > 0) or (good and target.operator in ("<=", "<"))
        told = f"“{target.level3}”{target.this_year or target.operator + target.target}"
        yield _slip(target, told, told, found=target.operator) if wrong else None


def values_given(document: Document) -> Iterator[Slip | None]:
    """An indicator that is named has a target."""
    for target in document.conversion.targets:
        if target.level3:
            told = f"“{target.level3}”"
            empty = not target.target and not target.this_year
            slip = _slip(target, told, told, found="")
            # An OCR run may have lost the value.
            yield (slip if document.is_born_digital else replace(slip, outcome="not-checkable")) if empty else None


def projects_have_targets(document: Document) -> Iterator[Slip | None]:
    """Each project of the project table has targets, where the document publishes any for projects."""
    with_targets = {t.project_code for t in document.conversion.targets if t.table == "project-performance"}
    named = {fold_name(t.project_name) for t in document.conversion.targets if t.table == "project-performance"}
    if not named or not with_targets - {""}:
        return
    facts = {f.project_code: f for f in document.facts.get("project-expenditure", ()) if f.project_code}
    for code, fact in facts.items():
        if _is_sum_of_others(code, document):
            continue
        told = f"{code} {fact.label}"
        found = code in with_targets or fold_name(fact.label) in named
        yield None if found else Slip(told, told, fact.cell, fact.table, fact.label,
                                      observation_ids=(fact.observation_id,))  # fmt: skip


def _is_sum_of_others(code: str, document: Document) -> bool:
    """A project of the first level, whose amount is that of the projects below it."""
    whole: dict[str, Decimal] = {}
    for fact in document.facts.get("project-expenditure", ()):
        if fact.project_code and fact.fund == fact.origin == "all":
            whole.setdefault(fact.project_code, fact.amount)
    own = whole.pop(code, None)
    return own is not None and len(whole) > 1 and own == sum(whole.values())


def money_agrees(document: Document) -> Iterator[Slip | None]:
    """The budget of a project in its target table is that of the project table."""
    whole = {
        f.project_code: f
        for f in reversed(document.facts.get("project-expenditure", []))
        if f.project_code and f.fund == f.origin == "all"
    }
    for project in document.conversion.projects:
        fact = whole.get(project.project_code)
        if fact is None or project.current_budget is None or "amount" in project.match:
            continue
        wan = Decimal(10_000)
        here, there = project.current_budget / wan, fact.amount / wan
        zh = f"“{project.name}”目标表 {grouped(here)} 万元，项目支出表 {grouped(there)} 万元"
        en = f"{project.name!r}: {grouped(here)} in the target table, {grouped(there)} in the project table"
        slip = Slip(zh, en, project.cell, "project-performance", project.name, expected=format_decimal(there),
                    found=format_decimal(here), difference=format_decimal(here - there), unit="万元",
                    observation_ids=(fact.observation_id,))  # fmt: skip
        yield None if abs(project.current_budget - fact.amount) <= fact.resolution / 2 else slip


def _is(word: str, name: str) -> bool:
    return bool(re.search(load_rulebook().words[word], name))


def _value(target: PerformanceTarget) -> Decimal | None:
    try:
        return Decimal(target.target.replace(",", ""))
    except InvalidOperation:
        return None


def _slip(target: PerformanceTarget, zh: str, en: str, *, found: str) -> Slip:
    of = f"（{target.project_name}）" if target.project_name else ""
    where = (target.cell, target.table, target.level3)
    return Slip(zh + of, en, *where, found=found, unit=target.target_unit)
