"""Amounts printed in red without a sign: below nought by an old habit of accountants, or only set off.

The ink alone does not say which. The sums of the table do, where they hold with one of the two and not with the
other; else such an amount is held back. Where a whole table is red its colour says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ...datapackage.model import Disclosure, Origin
from ..amounts import parse_amount
from ..forms.form import Form
from ..forms.reading import Amount, Doubt, Interpretation
from ..table import IN_RED, Table
from .proof import try_out

#: From how many amounts on, all red, a table is red throughout.
_FEWEST = 3


def is_told_by_red(tables: Sequence[Table]) -> bool:
    """Whether some amounts of a table, and not all, are printed in red without a sign."""
    cells = [c for t in tables for row in t.rows for c in row if parse_amount(c.text)]
    told = [_is_red(c.text, c.origin) for c in cells]
    money = [is_red for c, is_red in zip(cells, told, strict=True) if "." in c.text or "," in c.text]
    return any(told) and not (all(money) and len(money) >= _FEWEST)


def below_nought(reading: Interpretation) -> Interpretation:
    """The reading with each amount in red without a sign below nought."""
    return replace(
        reading,
        amounts=tuple(replace(a, value=-a.value) if a.value and _is_told(a) else a for a in reading.amounts),
    )


def settled(read: Callable[[bool], Interpretation], form: Form, disclosure: Disclosure) -> Interpretation:
    """The reading of a table with the signs that its sums prove; ``read`` takes red for below nought, or not."""
    readings = read(False), read(True)
    proven = [_proven_cells(reading, form, disclosure) for reading in readings]
    best = max((0, 1), key=lambda k: len(proven[k]))
    pairs = zip(readings, proven, strict=True)
    told = [{a.cell: a for a in reading.amounts if a.cell in own} for reading, own in pairs]
    kept: list[Amount] = []
    doubts: list[Doubt] = []
    for amount in readings[best].amounts:
        ways = [own[amount.cell] for own in told if amount.cell in own]
        if not _is_told(amount):
            kept.append(amount)
        elif len(ways) == 1:
            kept += ways
        else:
            doubts.append(_unsure(amount))
    return replace(readings[best], amounts=tuple(kept), doubts=(*readings[best].doubts, *doubts))


def _proven_cells(reading: Interpretation, form: Form, disclosure: Disclosure) -> set[Origin]:
    """The cells that stand in a sum which holds; none where another fails."""
    trial = try_out(reading, form, disclosure)
    return set() if trial.is_refuted else {cell for total, parts in trial.sums for cell in (total, *parts)}


def _is_told(amount: Amount) -> bool:
    return _is_red(amount.printed, amount.cell)


def _is_red(text: str, cell: Origin) -> bool:
    return IN_RED in cell.note and (parse_amount(text) or 0) > 0


def _unsure(amount: Amount) -> Doubt:
    return Doubt(
        "sign-undecided",
        f"“{amount.label}”的 {amount.printed} 印成红色而没有负号，是不是负数没有加总证实，未发布",
        f"{amount.printed} of {amount.label!r} is printed in red without a sign: no sum says whether it is negative",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
