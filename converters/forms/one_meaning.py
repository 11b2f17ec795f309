"""Columns of one block that would mean the same although their amounts differ: which of them is which is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from ..amounts import parse_amount
from ..table import Cell
from . import doubts
from .block import Part, Row
from .named import Named
from .reading import Doubt
from .sides import blocks_of
from .words import understand

_SUMS = frozenset({"小计", "合计"})
#: Characters of 本年收入, 上年结转结余, 年初结转 that other headings have not, and how many of them tell such a one.
_OF_YEARS, _ENOUGH_OF_YEARS = frozenset("本年上初结转余"), 2
#: Columns below one same heading that tell that others stood over it.
_FEWEST_ALIKE = 3


def told_apart(
    named: Sequence[Named], data: Sequence[Row], plain: Mapping[str, str], this_year: int
) -> tuple[list[Named], list[Doubt]]:
    """The columns, without those that would mean the same in one block although their amounts differ.

    ``plain`` is what a column means whose heading says nothing.
    """
    plain = dict(plain)
    against: dict[int, Cell] = {}
    for part in blocks_of(named):
        for left, right in combinations(part.amounts, 2):
            one, other = (plain | {**n.means, "year": _year_of(n, this_year), "owner": n.owner} for n in (left, right))
            if one == other and (cell := _differing(left, right, data)):
                sums = [n for n in (left, right) if _is_sum_of(n, right if n is left else left)]
                against |= {n.index: cell for n in (left, right) if len(sums) != 1 or n not in sums}
            elif one == other:
                against |= _of_other_stage(left, right, data)
        against |= _of_lost_groups(part, plain, named, data)
        against |= _told_thrice(part, data)
    kept = [replace(n, role="unknown") if n.index in against else n for n in named]
    first = next((n for n in named if n.index in against), None)
    return kept, [doubts.one_meaning(against[first.index], first.heading, len(against))] if first else []


def _told_thrice(part: Part, data: Sequence[Row]) -> dict[int, Cell]:
    """The columns below one same heading, three at least: what stood over them is lost, alike as their amounts are."""
    below: defaultdict[tuple[str, str, str], list[Named]] = defaultdict(list)
    for column in part.amounts:
        below[column.heading, column.year, column.owner].append(column)
    same = (column for columns in below.values() if len(columns) >= _FEWEST_ALIKE for column in columns)
    return {n.index: cell for n in same if (cell := next(filter(_prints, _below(n, data)), None))}


def _of_other_stage(left: Named, right: Named, data: Sequence[Row]) -> dict[int, Cell]:
    """The column that names no stage beside an empty one that does: its amounts are of another, or they would stand
    there."""
    for silent, told in ((left, right), (right, left)):
        printed = [cell for cell in _below(silent, data) if _prints(cell)]
        is_told = "phase" in told.means and "phase" not in silent.means
        if is_told and printed and not any(map(_prints, _below(told, data))):
            return {silent.index: printed[0]}
    return {}


def _of_lost_groups(
    part: Part, plain: Mapping[str, str], named: Sequence[Named], data: Sequence[Row]
) -> dict[int, Cell]:
    """The columns of funds of which nothing says whether they are of this year, where two columns mean the same.

    These are a fund's or, beside others that say it, sums. One of the two is of what was carried over, and what stood
    over them is lost: so it may be over all of them. The same where a heading of years beside them cannot be read.
    """
    untold = [n for n in part.amounts if "origin" not in n.means]
    funds = [n for n in untold if "fund" in n.means]
    columns = {n.index for n in (*part.head, *part.amounts)}
    beside = [n for n in named if min(columns) < n.index <= max(columns) + 1 and _is_torn_year(n, data)]
    if plain.get("origin") != "all" or (
        not beside
        and not any(
            one.means == other.means
            and (one.year, one.owner) == (other.year, other.owner)
            and not _is_printed_twice(one, other, data)
            and not _are_below_one(one, other)
            for one, other in combinations(funds if len(untold) == len(part.amounts) else untold, 2)
        )
    ):
        return {}
    cells = [(n.index, next((c for c in _below(n, data) if _prints(c)), None)) for n in funds]
    return {index: cell for index, cell in cells if cell}


def _are_below_one(left: Named, right: Named) -> bool:
    """Whether one heading stands over two columns beside each other, of which only what stood below it is not known."""
    return right.index - left.index == 1 and left.heading == right.heading


def _is_torn_year(column: Named, data: Sequence[Row]) -> bool:
    """Whether a column of amounts has a heading that cannot be read, and seems to name this year or one before."""
    is_unread = column.role == "unknown" and any(map(_prints, _below(column, data)))
    is_torn = understand(column.heading.rpartition("·")[2]) is None  # 其中：上年结转 can be read, and is of no one fund
    return is_unread and is_torn and len(_OF_YEARS & set(column.heading)) >= _ENOUGH_OF_YEARS


def _is_printed_twice(left: Named, right: Named, data: Sequence[Row]) -> bool:
    """Whether two columns print the same in all rows, or one is the sum of a group that the other is a part of."""
    texts, others = ([c.text.strip() for c in _below(n, data)] for n in (left, right))
    alike = texts == others and any(map(_prints, _below(left, data)))
    return _is_sum_of(left, right) or _is_sum_of(right, left) or alike


def _below(column: Named, data: Sequence[Row]) -> list[Cell]:
    """The cells of a column."""
    return [row[column.index] for row in data if column.index < len(row)]


def _prints(cell: Cell) -> bool:
    return parse_amount(cell.text) is not None


def _year_of(column: Named, this_year: int) -> str:
    """The year that a column is of: 本年 and the document's own say no more than none."""
    return "" if column.year in ("0", str(this_year)) else column.year


def _is_sum_of(column: Named, other: Named) -> bool:
    """Whether a column is headed as the sum of a group that ``other`` is a named part of: 小计, 特定目标类."""
    (group, _, leaf), (beside, _, part) = (n.heading.rpartition("·") for n in (column, other))
    return bool(group) and group == beside and leaf in _SUMS and part not in _SUMS


def _differing(left: Named, right: Named, data: Sequence[Row]) -> Cell | None:
    """The first cell of the right column whose row prints something else in the left."""
    for row in data:
        values = [parse_amount(row[n.index].text) for n in (left, right) if n.index < len(row)]
        if len(values) == 2 and None not in values and values[0] != values[1]:
            return row[right.index]
    return None
