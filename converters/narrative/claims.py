"""The claims of the text: one of each figure, and one of nought where it says that there is none of something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from ...datapackage.model import Claim, Disclosure, Fact
from ..stages import phase_of
from .outline import Section
from .passages import Passage
from .sentences import Figure, figures, sentences
from .stated import Outcome, Stated
from .vocabulary import fold, vocabulary

_MEASURES = {"prior": "prior-year", "even": "change", "completion": "share-percent"}


def claim_of(item: Stated, stated: Sequence[Stated], disclosure: Disclosure) -> Claim:
    figure, meaning = item.figure, item.meaning
    subject = item if item.base is None else stated[item.base]
    measure = _MEASURES.get(figure.role, figure.role)
    year = figure.year or subject.figure.year or disclosure.year
    if figure.role == "prior":
        year = (figure.comparison.year if figure.comparison else None) or disclosure.year - 1
    if measure == "amount" and year < disclosure.year:
        measure = "prior-year"
    elif measure == "prior-year" and year == disclosure.year:
        measure = "amount"  # final accounts are compared with the budget of their own year
    percent = measure.endswith("percent")
    value = figure.value if percent or figure.role == "even" else figure.yuan
    label = subject.label or item.section.heading
    fact_id = subject.facts[0].observation_id if subject.facts else ""
    return Claim(
        disclosure.document_id,
        item.section.heading,
        _qualified(label, figure, disclosure),
        meaning.function_code,
        meaning.economic_code,
        subject.line_of(subject.facts[0]) if subject.facts else meaning.line,
        year,
        measure,  # pyright: ignore[reportArgumentType]
        value,
        "percent" if percent else "CNY",
        item.sentence,
        item.cell,
        fact_id,
        item.outcome,
    )


def _qualified(label: str, figure: Figure, disclosure: Disclosure) -> str:
    """The label of a claim; in final accounts it tells the budget from the outturn."""
    if figure.role == "completion":
        return f"{label}（完成预算）"
    named = {"budget": "年初预算", "revised": "全年预算"}.get(figure.phase, "")
    is_budget = disclosure.kind == "final" and named and "预算" not in label[-4:]
    return f"{label}（{named}）" if is_budget else label


def absences(passage: Passage, section: Section, disclosure: Disclosure, facts: Sequence[Fact]) -> Iterator[Claim]:
    """The statements that there is none of something, as claims of nought."""
    stated = {f.sentence for f in figures(passage)}
    for number, sentence in enumerate(sentences(passage)):
        if number in stated or not is_absence(sentence.text):
            continue
        text = fold(sentence.text)
        means = _absent(text)
        of_it = [f for f in facts if _is_of(f, means, disclosure)] if means else []
        outcome: Outcome = "not-checkable"
        if of_it:
            outcome = "disagrees" if any(f.amount for f in of_it) else "agrees"
        yield Claim(
            disclosure.document_id,
            section.heading,
            sentence.text.strip("。 "),
            "",
            "",
            means.get("line", ""),
            disclosure.year,
            "absence",
            Decimal(0),
            "CNY",
            sentence.text.strip(),
            passage.origin(sentence.start, sentence.end),
            of_it[0].observation_id if len(of_it) == 1 else "",
            outcome,
        )


def _absent(text: str) -> dict[str, str]:
    """The dimensions of what a folded sentence says is not there; empty where that is not certain."""
    for entry in vocabulary()["absent"]:
        if re.search(entry["text"], text):
            return dict(entry["means"])
    return {}


def _is_of(fact: Fact, means: Mapping[str, str], disclosure: Disclosure) -> bool:
    phase = phase_of(disclosure)
    is_now = fact.fiscal_year == disclosure.year and fact.phase == phase and fact.table != "project-performance"
    return is_now and all(getattr(fact, name) == value for name, value in means.items())


def is_absence(text: str) -> bool:
    """Whether ``text`` states that there is none of something: 没有…安排的支出, 故本表为空表."""
    words = vocabulary()["sentence"]
    for part in re.split("[。！？；]", fold("".join(text.split()))):
        cleared = re.sub(words["not_absence"], "", part)
        if re.search(words["none"], cleared) and re.search(words["absence_of"], cleared):
            return True
    return False
