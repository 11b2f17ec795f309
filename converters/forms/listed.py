"""Rows of a list that only a name of their own tells from subtotals: projects, things bought.

They are read where they add up to the total that the list prints. A row that sums up those above it (小计) or below it
(一、 above 1.) in every column is no part of the total.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from ...datapackage.accounting.lines import is_of_column
from ..codes import undo_spaces
from ..table import Cell
from . import doubts
from .form import is_below, is_numbered_heading
from .reading import Amount, Doubt

Row = tuple[Cell, ...]
Listed = tuple[Row, Sequence[Amount]]
#: A row that is named as the sum of those above it.
_SUBTOTAL = re.compile("小计$")


def told_by_name(
    rows: Sequence[tuple[Row, Sequence[Amount]]], others: Sequence[Amount]
) -> tuple[list[Amount], list[Doubt]]:
    """The amounts of rows that only their name tells from subtotals, where they are parts; else a doubt for each."""
    gaps = _gaps(rows, others)
    if _are_parts(rows, gaps):
        return [amount for _, found in rows for amount in found], []
    sums = _subtotals(rows)
    parts = [row for k, row in enumerate(rows) if k not in sums]
    if sums and _are_parts(parts, _gaps(parts, others)):
        untold = [doubts.subtotal(row, row[-1]) for k, (row, _) in enumerate(rows) if k in sums]
        return [amount for _, found in parts for amount in found], untold
    told = "、".join(f"{total - gap} ≠ {total}" for total, gap in gaps.values() if gap)
    return [], [doubts.unknown_row(row, row[-1], told) for row, _ in rows]


def _gaps(
    rows: Iterable[tuple[Row, Sequence[Amount]]], others: Iterable[Amount]
) -> dict[tuple[tuple[str, str], ...], tuple[Decimal, Decimal]]:
    """The total of each column that prints one, and what the rows lack of it."""
    sums: dict[tuple[tuple[str, str], ...], Decimal] = defaultdict(Decimal)
    totals: dict[tuple[tuple[str, str], ...], Decimal] = {}
    for amount in (a for _, found in rows for a in found if not is_of_column(a.means.get("line", ""))):
        sums[_column_of(amount)] += amount.value or 0
    for amount in others:
        if amount.value is not None and amount.means.get("line") == "total":
            totals[_column_of(amount)] = amount.value
        elif amount.means.get("line") == "project":
            sums[_column_of(amount)] += amount.value or 0
    return {column: (total, total - sums.get(column, Decimal(0))) for column, total in totals.items()}


def _are_parts(
    rows: Sequence[tuple[Row, Sequence[Amount]]], gaps: Mapping[tuple[tuple[str, str], ...], tuple[Decimal, Decimal]]
) -> bool:
    """Whether rows are the parts of the total, none a subtotal: they add up to it in each column.

    Where they do not in some, it is enough that every row, and two or more, has a part in a column where they do.
    """
    exact = {column for column, (total, gap) in gaps.items() if total and not gap}
    if not rows or not gaps:
        return False
    if not any(gap for _, gap in gaps.values()):
        return True
    return len(rows) > 1 and all(any(a.value and _column_of(a) in exact for a in found) for _, found in rows)


def _column_of(amount: Amount) -> tuple[tuple[str, str], ...]:
    return (("year", amount.year), *sorted((d, v) for d, v in amount.means.items() if d != "line"))


def _subtotals(rows: Sequence[Listed]) -> set[int]:
    """The places of rows that sum up those above them, as 小计 do, or below them, as 一、 above 1. does."""
    labels = [_label(row) for row, _ in rows]
    if any(map(_SUBTOTAL.search, labels)):
        ends = [k for k, label in enumerate(labels) if _SUBTOTAL.search(label)]
        runs = [(end, range(start, end)) for start, end in zip([0, *(e + 1 for e in ends)], ends, strict=False)]
    else:
        heads = [k for k, label in enumerate(labels) if is_numbered_heading(label)]
        runs = [(head, range(head + 1, end)) for head, end in pairwise([*heads, len(rows)])]
        if not all(is_below(labels[k], labels[head]) for head, below in runs for k in below):
            return set()
    are_sums = [bool(run) and _columns([rows[at]]) == _columns([rows[k] for k in run]) for at, run in runs]
    return {at for at, _ in runs} if are_sums and all(are_sums) else set()


def _label(row: Row) -> str:
    """The first text of a row that is a name."""
    return next((text for cell in row if re.search(r"[^\W\d]", text := undo_spaces(cell.text))), "")


def _columns(rows: Sequence[Listed]) -> dict[tuple[tuple[str, str], ...], Decimal]:
    """What rows add up to in each column that they print anything in."""
    sums: dict[tuple[tuple[str, str], ...], Decimal] = defaultdict(Decimal)
    for amount in (a for _, found in rows for a in found):
        sums[_column_of(amount)] += amount.value or 0
    return {column: value for column, value in sums.items() if value}
