"""Columns that are headed with the names of units, one beside another: each row's amount divided among them.

They are believed where the amounts of every row add up to the column beside them, which they are shares of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ...datapackage.frozen import changed
from ..amounts import is_nothing, parse_amount
from ..table import Cell
from ..titles import is_of_many, is_unit_name
from .named import Named
from .words import understand

Row = tuple[Cell, ...]
#: One column is no division, and 小学 or 中学 may be a kind of units.
_FEWEST, _SHORTEST_NAME = 2, 4


def with_units_across(named: Sequence[Named], data: Sequence[Row]) -> list[Named]:
    """The columns, those of units known by the sum that stands beside them, each with the unit that it is of."""
    owned: dict[int, Named] = {}
    for run in _runs(named):
        beside = [n for n in named if n.role == "amount" and n.index in (run[0].index - 1, run[-1].index + 1)]
        sums = [n for n in beside if _are_shares(run, n, data)]
        if len(sums) == 1:
            owned |= {n.index: changed(sums[0], index=n.index, heading=n.heading, owner=_leaf(n)) for n in run}
    return [owned.get(n.index, n) for n in named]


def _runs(named: Sequence[Named]) -> Iterator[list[Named]]:
    """The unknown columns that stand together, where each of them names a unit of its own and nothing else."""
    unknown = [n for n in named if n.role == "unknown"]
    starts = [0, *(k for k, (a, b) in enumerate(pairwise(unknown), 1) if b.index != a.index + 1), len(unknown)]
    for first, end in pairwise(starts):
        run = unknown[first:end]
        names = {_leaf(n) for n in run}
        if len(names) == len(run) >= _FEWEST and all(map(_is_of_unit, run)):
            yield run


def _leaf(column: Named) -> str:
    return column.heading.rpartition("·")[2]


def _is_of_unit(column: Named) -> bool:
    *above, leaf = column.heading.split("·")
    groups = [understand(text) for text in above]
    is_plain = all(word and word.role in ("amount", "neutral") for word in groups)
    return is_plain and len(leaf) >= _SHORTEST_NAME and is_unit_name(leaf) and not is_of_many(leaf)


def _are_shares(run: Sequence[Named], whole: Named, data: Sequence[Row]) -> bool:
    """Whether the columns add up to another in every row that prints an amount, in some to more than one of them."""
    divided = False
    for row in data:
        texts = [row[n.index].text for n in (whole, *run) if n.index < len(row)]
        values = [Decimal(0) if is_nothing(text) else parse_amount(text) for text in texts]
        total, *parts = [value for value in values if value is not None]
        if len(parts) < len(run):
            return False
        step = min(Decimal(1).scaleb(int(v.as_tuple().exponent)) for v in (total, *parts))
        if abs(total - sum(parts)) > step * len(parts) / 2:
            return False
        divided = divided or sum(map(bool, parts)) > 1
    return divided
