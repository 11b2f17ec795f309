"""Rows of a statement that mean the same and have different amounts: at most one of them can mean it."""

from __future__ import annotations

from collections import defaultdict

from .doubts import told_twice
from .reading import Amount, Interpretation


def without_contradictions(reading: Interpretation) -> Interpretation:
    """The same without amounts that others of the same meaning contradict, each meaning with one doubt.

    Where 上年结转 stands above 本年收入 and neither is numbered, the funds of both have the same words.
    """
    by_meaning: dict[tuple[object, ...], list[Amount]] = defaultdict(list)
    for amount in reading.amounts:
        if amount.value is not None:
            by_meaning[_meaning(amount)].append(amount)
    contested = [same for same in by_meaning.values() if len({a.value for a in same}) > 1]
    return reading.without([a for same in contested for a in same], *map(told_twice, contested))


def _meaning(amount: Amount) -> tuple[object, ...]:
    return (
        frozenset(amount.means.items()),
        amount.year,
        amount.money_unit,
        amount.code,
        amount.unit_code,
        amount.unit_name,
        frozenset(amount.codes.items()),
    )
