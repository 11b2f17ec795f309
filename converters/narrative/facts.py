"""The observations that the text alone gives: printed there, or of the year before by an amount and its change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...datapackage.frozen import changed
from ...datapackage.model import Disclosure, Fact, Finding, grouped
from ..stages import stage_of_document
from .meanings import Meanings
from .sentences import PLANNED
from .stated import PHASES, Stated, yuan_of

_DIMENSIONS = (
    "unit_code", "unit_name", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code",
    "line", "fund", "origin", "category",
)  # fmt: skip


def own(
    stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings, sentence_of: dict[tuple[int, int], int]
) -> Iterator[Fact]:
    """The amounts that only the text prints; their sentences are numbered in ``sentence_of``.

    A sentence that begins with 其中 goes on with the one before it.
    """
    for item in stated:
        if item.is_own(disclosure) and not item.facts and not meanings.observed.has_line(item.meaning.line):
            phase = meanings.observed.phase(item.figure)
            if not phase:
                continue  # before the adjustment of the budget or after it, nothing says
            first = item.figure.sentence - item.sentence.startswith("其中")
            number = sentence_of.setdefault((id(item.passage), first), len(sentence_of))
            yield _own_fact(item, disclosure, phase, number)


def _own_fact(item: Stated, disclosure: Disclosure, phase: str, number: int = 0) -> Fact:
    own, figure = item.meaning.own, item.figure
    return Fact(
        document_id=disclosure.document_id,
        table="narrative",
        unit_code=disclosure.unit_code,
        unit_name=disclosure.unit_name,
        fiscal_year=disclosure.year,
        phase=phase,
        flow=own["flow"],
        function_code="",
        economic_code="",
        project_code="",
        line=item.meaning.line,
        label=item.meaning.label,
        fund=own["fund"],
        origin=own["origin"],
        category=own["category"],
        amount=figure.yuan,
        reported=figure.printed,
        reported_unit="万元" if figure.unit == "万" else figure.unit,
        cell=item.cell,
        print_of_table=number,
    )


def derived(stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> Iterator[Fact]:
    """The figures of the year before that no table prints, from this year's amount and its change."""
    for item in stated:
        if item.figure.role not in ("change", "even") or item.base is None or not item.figure.comparison:
            continue
        if stage_of_document(disclosure) and not item.figure.comparison.kind:
            continue  # last year's budget as it was adjusted, or as it was approved
        base = stated[item.base]
        year = item.figure.comparison.year or disclosure.year - 1
        if year >= disclosure.year or (base.figure.year or disclosure.year) != disclosure.year:
            continue
        if disclosure.kind == "final" and base.figure.phase in PLANNED:
            continue
        if any(s.figure.role == "prior" and s.base == item.base and s.outcome == "disagrees" for s in stated):
            continue
        change = Decimal(0) if item.figure.role == "even" else item.figure.yuan
        if base.figure.yuan - change < 0:
            continue
        phase = PHASES[item.figure.comparison.kind or disclosure.kind]
        for subject in _subjects(base, disclosure):
            if meanings.observed.before(subject, year, phase):
                continue
            yield _prior(subject, base, item, year, phase, base.figure.yuan - change)


def _subjects(base: Stated, disclosure: Disclosure) -> list[Fact]:
    """The observations that an amount of the text is for certain; one, or one of each value that it speaks of."""
    if base.outcome == "agrees":
        free = base.meaning.both
        alike = {tuple(getattr(f, d) for d in _DIMENSIONS if d != free) for f in base.facts}
        if len(alike) == 1:
            return list({getattr(f, free) if free else "": f for f in base.facts}.values())
        return []
    if base.outcome == "not-checkable" and base.is_own(disclosure):
        return [_own_fact(base, disclosure, "")]
    return []


def _prior(subject: Fact, base: Stated, item: Stated, year: int, phase: str, amount: Decimal) -> Fact:
    figure = base.figure
    shown = grouped(amount / yuan_of(figure))
    if item.figure.role == "even":
        note = f"与 {year} 年持平：{figure.printed} {figure.unit}"
        reported, unit = figure.printed, figure.unit
    else:
        sign = "−" if item.figure.value >= 0 else "+"
        change = grouped(abs(item.figure.yuan) / yuan_of(figure))
        change = item.figure.printed if item.figure.unit == figure.unit else change
        note = f"{figure.printed} {sign} {change} = {shown} {figure.unit}"
        reported, unit = item.figure.printed, item.figure.unit
    line = base.line_of(subject)
    label = subject.label if line == subject.line else base.label
    if (subject.table, line) == ("three-public", "total"):
        line = "three-public"  # without its table, it would look like the total of the whole budget
    return changed(
        subject,
        table="narrative",
        line=line,
        label=label,
        fiscal_year=year,
        phase=phase,
        amount=amount,
        reported=reported,
        reported_unit="万元" if unit == "万" else unit,
        cell=changed(item.cell, note=note),
        status="derived",
        confirmations=0,
        observation_id="",
    )


def without_conflicts(facts: Sequence[Fact], disclosure: Disclosure) -> tuple[list[Fact], list[Finding]]:
    """Each observation once; none where the text gives two amounts for the same."""
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        groups.setdefault(tuple(getattr(fact, d) for d in (*_DIMENSIONS, "status")), []).append(fact)
    kept: list[Fact] = []
    findings: list[Finding] = []
    for group in groups.values():
        amounts = sorted({f.amount for f in group})
        if len(amounts) == 1:
            kept.append(group[0])
        else:
            findings.append(_conflict(group, amounts, disclosure))
    return kept, findings


def _conflict(group: Sequence[Fact], amounts: Sequence[Decimal], disclosure: Disclosure) -> Finding:
    shown = "、".join(f"{grouped(a)} 元" for a in amounts)
    first = group[0]
    return Finding(
        disclosure.document_id,
        "text-against-itself",
        "warning",
        "failed",
        "unknown",
        f"文中关于“{first.label}”{first.fiscal_year} 年的数字互相不一致：{shown}，都没有发布",
        f"the text gives {len(amounts)} amounts of {first.fiscal_year} for {first.label!r}; none is published",
        "narrative",
        first.label,
        unit="CNY",
        file=first.cell.file,
        page=first.cell.page,
        line=first.cell.line,
    )
