"""What the rows of a whole form, and of several forms, prove of each other.

A row alone may leave two readings: a name cut by a border, a value read twice, a value column lost at a page
break, a unit that lost its end. Other rows are the witnesses. What they do not settle is held back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ...datapackage.frozen import frozen
from ...datapackage.model import Disclosure, Finding, PerformanceTarget
from .borders import Line, once
from .indicators import Row
from .measures import is_damaged, measure
from .scope import OVERALL, PROJECT, Scope

_EARLIER = ("year_before_last", "last_year")


@frozen()
class ReadRow:
    """A target, the row it was read from, and the printed line."""

    target: PerformanceTarget
    row: Row
    line: Line


def settle(rows: Sequence[ReadRow], scope: Scope) -> tuple[list[PerformanceTarget], list[Finding]]:
    """The targets of one form, each once, with what could be settled; and findings for what could not."""
    names = {one.row.names[0] for one in rows if len(one.row.names) == 1}
    targets: list[PerformanceTarget] = []
    findings: list[Finding] = []
    seen: set[tuple[str, ...]] = set()
    for one in rows:
        target, doubts = _settle_row(one, rows, names, scope)
        findings.extend(doubts)
        if _content(target) in seen:
            findings.append(scope.finding("performance-row-twice", one.line, label=target.level3))
            continue
        seen.add(_content(target))
        targets.append(target)
        if is_damaged(target.this_year) and not target.operator:
            findings.append(
                scope.finding("performance-value-damaged", one.line, label=target.level3, found=target.this_year)
            )
        if not target.this_year:
            findings.append(scope.finding("performance-lost-value", one.line, label=target.level3))
    return targets, findings


def _settle_row(
    one: ReadRow, rows: Sequence[ReadRow], names: set[str], scope: Scope
) -> tuple[PerformanceTarget, list[Finding]]:
    findings: list[Finding] = []
    target = _choose_name(one, names, scope, findings)
    target = _read_once(target, one.line, scope, findings)
    if "lost-column" in one.row.doubts and target.last_year and not _only_blank_column_lost(target, rows):
        findings.append(
            scope.finding("performance-column-uncertain", one.line, label=target.level3, found=target.last_year)
        )
        target = replace(target, last_year="")
    return _complete_unit(target), findings


def _content(target: PerformanceTarget) -> tuple[str, ...]:
    return (
        target.project_name, target.goal, target.horizon, target.level1, target.level2, target.level3,
        target.year_before_last, target.last_year, target.this_year,
    )  # fmt: skip


def _choose_name(one: ReadRow, names: set[str], scope: Scope, findings: list[Finding]) -> PerformanceTarget:
    """Of two readings of a cut name the one that another row prints whole; without a witness the plain one."""
    if len(one.row.names) < 2:
        return one.target
    for reading in one.row.names:
        if reading in names:
            return replace(one.target, level3=reading)
    plain, other, *_ = one.row.names
    findings.append(scope.finding("performance-name-cut", one.line, label=plain, found=plain, expected=other))
    return one.target


def _read_once(target: PerformanceTarget, line: Line, scope: Scope, findings: list[Finding]) -> PerformanceTarget:
    """A value in words that was read twice, once; earlier values that are fragments of the two are held back."""
    whole = target.this_year
    phrase = once(whole)
    if phrase == whole:
        return target
    findings.append(scope.finding("performance-text-twice", line, label=target.level3, found=whole, expected=phrase))
    target = replace(target, this_year=phrase, target=target.target if target.operator else phrase)
    for name in _EARLIER:
        value: str = getattr(target, name)
        if value and value != phrase and value in whole:
            findings.append(scope.finding("performance-value-cut", line, label=target.level3, found=value))
            target = _without(target, name)
    return target


def _without(target: PerformanceTarget, name: str) -> PerformanceTarget:
    return replace(target, last_year="") if name == "last_year" else replace(target, year_before_last="")


def _only_blank_column_lost(target: PerformanceTarget, rows: Sequence[ReadRow]) -> bool:
    """Whether the value column that a row lacks can only be the year before last.

    Assumes that a column vanishes at a page break only where it is blank; so it is blank in all other rows of
    the same indicator table. One row alone would be no witness.
    """
    others = [
        other.target
        for other in rows
        if _table_of(other.target) == _table_of(target) and "lost-column" not in other.row.doubts
    ]
    return len(others) >= 2 and not any(other.year_before_last for other in others)


def _table_of(target: PerformanceTarget) -> tuple[str, str, str]:
    return target.project_name, target.goal, target.horizon


def _complete_unit(target: PerformanceTarget) -> PerformanceTarget:
    """A target whose unit lost its end, completed from an earlier year of the same row that prints it in full."""
    if target.operator or not target.this_year:
        return target
    for value in (target.last_year, target.year_before_last):
        full = measure(value)
        if full.numeric and value.startswith(target.this_year) and len(value) - len(target.this_year) <= 2:
            note = "; ".join(filter(None, (target.cell.note, "unit completed from an earlier year")))
            cell = replace(target.cell, note=note)
            return replace(target, operator=full.operator, target=full.number, target_unit=full.unit, cell=cell)
    return target


# --- between forms


def compare_forms(targets: Sequence[PerformanceTarget], disclosure: Disclosure) -> Iterator[Finding]:
    """Findings where the whole unit's form and a project's form print one indicator with different values.

    A goal of the whole unit and a project are taken for the same where at least half of the indicator names of
    the shorter table, and no fewer than two, are in both, and no second project shares as many.
    """
    goals = _grouped((t for t in targets if t.table == OVERALL), lambda t: (_when(t), t.goal))
    projects = _grouped((t for t in targets if t.table == PROJECT), lambda t: (_when(t), t.project_name))
    for (when, _), stated in goals.items():
        twin = _twin(stated, [group for (of, _), group in projects.items() if of == when])
        if twin:
            yield from _differences(Scope(disclosure, OVERALL, twin[0].project_name), stated, twin)


def _when(target: PerformanceTarget) -> str:
    """What two targets that can be of one thing share: the year and the horizon."""
    return f"{target.fiscal_year} {target.horizon}"


def _grouped(
    targets: Iterable[PerformanceTarget], by: Callable[[PerformanceTarget], tuple[str, str]]
) -> dict[tuple[str, str], list[PerformanceTarget]]:
    groups: dict[tuple[str, str], list[PerformanceTarget]] = {}
    for target in targets:
        groups.setdefault(by(target), []).append(target)
    return groups


def _twin(
    stated: Sequence[PerformanceTarget], groups: Sequence[Sequence[PerformanceTarget]]
) -> Sequence[PerformanceTarget]:
    names = {target.level3 for target in stated if target.level3}
    shared = sorted(((len(names & {t.level3 for t in group}), i) for i, group in enumerate(groups)), reverse=True)
    if not shared or shared[0][0] < 2 or (len(shared) > 1 and shared[1][0] == shared[0][0]):
        return ()
    count, index = shared[0]
    return groups[index] if count * 2 >= min(len(names), len(groups[index])) else ()


def _differences(
    scope: Scope, stated: Sequence[PerformanceTarget], twin: Sequence[PerformanceTarget]
) -> Iterator[Finding]:
    by_name = {target.level3: target for target in twin if target.level3}
    for target in stated:
        other = by_name.get(target.level3)
        if other:
            yield from _compare(scope, target, other)
    missing = [name for name in by_name if name not in {target.level3 for target in stated}]
    if missing:
        yield scope.finding("performance-rows-missing", stated[0].cell, label=stated[0].goal, found="、".join(missing))


def _compare(scope: Scope, target: PerformanceTarget, other: PerformanceTarget) -> Iterator[Finding]:
    if _parts(target) != _parts(other) and target.this_year and other.this_year:
        yield _disagreement(scope, target, target.this_year, other.this_year)
    for name in _EARLIER:
        here, there = getattr(target, name), getattr(other, name)
        if here and there and here != there:
            yield _disagreement(scope, target, here, there)
    if target.basis and other.basis and target.basis != other.basis:
        yield scope.finding(
            "performance-two-bases", target.cell, label=target.level3, found=target.basis, expected=other.basis
        )


def _parts(target: PerformanceTarget) -> tuple[str, str, str]:
    return target.operator, target.target, target.target_unit


def _disagreement(scope: Scope, target: PerformanceTarget, here: str, there: str) -> Finding:
    return scope.finding("performance-two-values", target.cell, label=target.level3, found=here, expected=there)
