"""The ledger: every check that applies to a document, and how it ended; unfinished never counts as passed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..model import Check, Claim, Outcome
from .equations.equation import Equation, is_kept
from .identities import Identity
from .system import System
from .wording import named, written

#: What is recomputed of a sentence, by the measure of its claim.
TEXT_CHECKS = {
    "amount": ("text-against-table", "文中的数与表中的数一致"),
    "prior-year": ("prior-year", "文中的上年数由本年数与增减额得出"),
    "change": ("change", "文中的增减额与增减幅度相符"),
    "change-percent": ("growth-rate", "文中的增减幅度由金额得出"),
    "share-percent": ("share", "文中的占比由金额得出"),
    "absence": ("absence", "文中说没有的，表中也没有"),
}


def verdict(equation: Equation, found: System) -> Outcome:
    """How the equation ended with the amounts as they stand after repair."""
    if found.is_open(equation):
        return "not-checkable"
    if is_kept(equation, found.values):
        return "passed"
    return "not-applicable" if equation.identity.advisory == "silent" else "failed"


def keep(equations: Sequence[Equation], identities: Iterable[Identity], found: System) -> Iterator[Check]:
    """A line for each equation, and one for each identity that nothing in the document answers to."""
    for e in equations:
        if not e.is_stated(found.changed):
            continue
        told = f"{named(e.total)}：{written(e, found.sheet, found.values)}"
        yield Check(e.identity.id, e.identity.group, e.table, verdict(e, found), len(e.printed), told)
    answered = {e.identity.id for e in equations if e.is_stated(found.changed)}
    for i in identities:
        if i.id not in answered:
            yield Check(i.id, i.group, ",".join(i.tables), "not-applicable", 0, i.zh)


def keep_claims(claims: Sequence[Claim]) -> Iterator[Check]:
    """A line for each thing that a sentence states, and one for each kind that no sentence states."""
    outcomes: dict[str, Outcome] = {"agrees": "passed", "disagrees": "failed", "not-checkable": "not-checkable"}
    for claim in claims:
        check, _ = TEXT_CHECKS[claim.measure]
        yield Check(
            check, "table-and-text", "narrative", outcomes[claim.outcome], 2, f"{claim.label}：{claim.sentence}"
        )
    for measure, (check, zh) in TEXT_CHECKS.items():
        if not any(c.measure == measure for c in claims):
            yield Check(check, "table-and-text", "narrative", "not-applicable", 0, zh)
