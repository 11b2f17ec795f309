"""The explanatory text → claims, each beside the observation that states the same; what it says of the year before.

The text repeats the tables in words and compares them with last year. Both are checked: an amount against
the table, a rate against the two amounts it rests on. A figure of the year before is derived only where the
amount of this year is certain; a figure that only the text prints becomes an observation of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...datapackage.model import Claim, Disclosure, Fact, Finding
from .checks import check
from .claims import absences, claim_of, is_absence
from .facts import derived, own, without_conflicts
from .figures import state
from .meanings import Meanings
from .outline import Outline

__all__ = ["Narrative", "is_absence", "read_claims", "together"]


@dataclass(frozen=True, slots=True)
class Narrative:
    """What the text says: its claims, the observations that it alone gives, and what does not hold."""

    claims: tuple[Claim, ...] = ()
    facts: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_claims(outline: Outline, disclosure: Disclosure, facts: Iterable[Fact]) -> Narrative:
    """What the explanatory text states, checked against ``facts`` (identified) and against itself."""
    known = list(facts)
    meanings = Meanings(disclosure, known)
    claims: list[Claim] = []
    told: list[Fact] = []
    sentence_of: dict[tuple[int, int], int] = {}
    findings: list[Finding] = []
    for section in outline.explanation:
        stated, doubts = check(state(section, meanings), disclosure, meanings)
        claims += [claim_of(s, stated, disclosure) for s in stated]
        claims += [c for p in section.passages for c in absences(p, section, disclosure, known)]
        told += [*own(stated, disclosure, meanings, sentence_of), *derived(stated, disclosure, meanings)]
        findings += doubts
    kept, conflicts = without_conflicts(told, disclosure)
    return Narrative(_distinct(claims), tuple(kept), (*findings, *conflicts))


def together(parts: Iterable[Narrative]) -> Narrative:
    """What the text of each unit says, as one."""
    told = list(parts)
    return Narrative(
        _distinct(c for part in told for c in part.claims),
        tuple(f for part in told for f in part.facts),
        tuple(f for part in told for f in part.findings),
    )


def _distinct(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({c.claim_id: c for c in claims}.values())
