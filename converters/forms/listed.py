"""Rows of a list that only a name of their own tells from subtotals: projects, things bought.

They are read where they add up to the total that the list prints. A row that sums up others in every column is no part
of it: 小计 above or below them, 一、 above 1., 01 above 0101, a name that those below it are set further right of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, takewhile

from ...datapackage.accounting.lines import is_of_column
from ..codes import undo_spaces
from ..table import Cell
from . import doubts
from .form import is_below, is_numbered_heading
from .reading import Amount, Doubt

Row = tuple[Cell, ...]
Listed = tuple[Row, Sequence[Amount]]
#: How a row is named that is the sum of those above or below it.
_SUBTOTAL = re.compile("小计$")
_NAME = re.compile(r"[^\W\d]")
_CODE = re.compile(r"[0-9A-Z]*\d[0-9A-Z]*")


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
    """The places of rows that sum up others: 小计 those beside them, else those below them by how they stand."""
    ends = [k for k, (row, _) in enumerate(rows) if any(_SUBTOTAL.search(text) for _, text in _names(row))]
    if ends:
        above = [(end, range(start, end)) for start, end in zip([0, *(e + 1 for e in ends)], ends, strict=False)]
        below = [(start, range(start + 1, end)) for start, end in pairwise([*ends, len(rows)])]
        return set(ends) if _are_sums(rows, above) or _are_sums(rows, below) else set()
    for depths in (_by_number(rows), _by_code(rows), _by_column(rows)):
        heads = [k for k, (depth, below) in enumerate(pairwise(depths)) if below > depth]
        runs = [(k, _below(depths, k, heads)) for k in heads]
        if runs and _are_sums(rows, runs):
            return set(heads)
    return set()


def _below(depths: Sequence[int], head: int, heads: Sequence[int]) -> list[int]:
    """The places of the rows below a row that have none below them."""
    deeper = takewhile(lambda k: depths[k] > depths[head], range(head + 1, len(depths)))
    return [k for k in deeper if k not in heads]


def _are_sums(rows: Sequence[Listed], runs: Iterable[tuple[int, Sequence[int]]]) -> bool:
    """Whether each of some rows is what others come to, in every column."""
    return all(bool(run) and _columns([rows[at]]) == _columns([rows[k] for k in run]) for at, run in runs)


def _by_number(rows: Sequence[Listed]) -> list[int]:
    """How deep rows stand whose names are numbered: 1. below 一、; none where some are not."""
    depths: list[int] = []
    head = ""
    for label in (_label(row) for row, _ in rows):
        is_head = is_numbered_heading(label)
        if not is_head and not is_below(label, head):
            return []
        head = label if is_head else head
        depths.append(0 if is_head else 1)
    return depths


def _by_code(rows: Sequence[Listed]) -> list[int]:
    """How deep rows stand whose codes go on with those above them: 0101 below 01; none where some have no code."""
    codes = [next((t for c in row if _CODE.fullmatch(t := c.text.strip())), "") for row, _ in rows]
    if not all(codes):
        return []
    depths: list[int] = []
    above: list[str] = []
    for code in codes:
        above = [*(c for c in above if code.startswith(c) and code != c), code]
        depths.append(len(above))
    return depths


def _by_column(rows: Sequence[Listed]) -> list[int]:
    """How deep rows stand whose names are set one column further right than those above them."""
    return [max((k for k, _ in _names(row, found)), default=0) for row, found in rows]


def _names(row: Row, found: Sequence[Amount] = ()) -> list[tuple[int, str]]:
    """The texts of a row that are names, with their places; those left of its amounts, where these are given."""
    columns = {a.cell.column for a in found}
    cells = takewhile(lambda of: of[1].origin.column not in columns, enumerate(row))
    return [(k, text) for k, cell in cells if _NAME.search(text := undo_spaces(cell.text))]


def _label(row: Row) -> str:
    """The first text of a row that is a name."""
    return next((text for _, text in _names(row)), "")


def _columns(rows: Sequence[Listed]) -> dict[tuple[tuple[str, str], ...], Decimal]:
    """What rows add up to in each column that they print anything in."""
    sums: dict[tuple[tuple[str, str], ...], Decimal] = defaultdict(Decimal)
    for amount in (a for _, found in rows for a in found):
        sums[_column_of(amount)] += amount.value or 0
    return {column: value for column, value in sums.items() if value}
