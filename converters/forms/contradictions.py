"""Rows of a statement of which their words do not tell what they are: two of one meaning, 其他支出 among no classes."""

from __future__ import annotations

from collections import defaultdict

from .doubts import classes_told_again, other_of_no_class, told_twice
from .form import Form
from .reading import Amount, Interpretation

#: The codes of classes, and the lines that are classes, called by their names.
_KINDS, _LINES = frozenset({"function", "economic"}), ("function-", "economic-")
#: The line of 其他支出 as a functional class.
_OTHER = "function-229"


def without_contradictions(reading: Interpretation, form: Form) -> Interpretation:
    """The same without amounts that others of the same meaning contradict, each meaning with one doubt.

    Where 上年结转 stands above 本年收入 and neither is numbered, the funds of both have the same words. A list that
    prints its classes again has them of several units, and says of none whose it is.
    """
    named = [a for a in reading.amounts if form.shape == "statement" or _is_class(a)]
    by_meaning: dict[tuple[object, ...], list[Amount]] = defaultdict(list)
    for amount in named:
        if amount.value is not None:
            by_meaning[_meaning(amount)].append(amount)
    contested = [same for same in by_meaning.values() if len({a.value for a in same}) > 1]
    if form.shape == "listing":
        return reading.without(named, classes_told_again(contested)) if contested else reading
    return reading.without([a for same in contested for a in same], *map(told_twice, contested))


def _is_class(amount: Amount) -> bool:
    """Whether it is of a class by its code or name alone, of no unit."""
    if amount.unit_name or amount.unit_code:
        return False
    line = amount.means.get("line", "")
    return amount.code_kind in _KINDS if amount.code else line.startswith(_LINES)


def without_other_of_no_class(reading: Interpretation) -> Interpretation:
    """The same without 其他支出 as a functional class where no other row is of one and the table has rows unknown.

    Below 医疗业务成本 and 管理费用 it is a kind of costs.
    """
    classes = {line for a in reading.amounts if (line := a.means.get("line", "")).startswith(_LINES[0])}
    others = [a for a in reading.amounts if a.means.get("line") == _OTHER]
    if classes != {_OTHER} or not any(doubt.check == "unknown-row" for doubt in reading.doubts):
        return reading
    return reading.without(others, other_of_no_class(others))


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
