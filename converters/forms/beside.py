"""Blocks beside each other in one grid: another table without a title, the same money by two classifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ..amounts import is_nothing
from ..table import Cell
from .block import Part
from .doubts import beside_another, totals_of_blocks
from .reading import Amount, Doubt

Row = tuple[Cell, ...]


def of_one_table(parts: Sequence[Part], data: Sequence[Row]) -> tuple[list[Part], list[Doubt]]:
    """The blocks before one whose rows are units where those of the first are codes, and a doubt for the rest."""
    if not parts or _is_of_units(parts[0]) or not any(n.role == "code" for n in parts[0].head):
        return [*parts], []
    end = next((k for k, part in enumerate(parts) if _is_of_units(part)), len(parts))
    rest = [n for part in parts[end:] for n in part.amounts]
    cells = [row[n.index] for row in data for n in rest if n.index < len(row) and not is_nothing(row[n.index].text)]
    return [*parts[:end]], [beside_another(cells, rest[0].heading)] if cells else []


def with_one_total(amounts: Sequence[Amount]) -> tuple[list[Amount], list[Doubt]]:
    """The amounts of blocks that divide the same money; totals of one meaning that differ left out and told."""
    totals: defaultdict[tuple[object, ...], list[Amount]] = defaultdict(list)
    for amount in amounts:
        if amount.means.get("line") == "total" and not amount.code and amount.value is not None:
            totals[tuple(sorted(amount.means.items())), amount.year, amount.unit_name, amount.unit_code].append(amount)
    differing = [found for found in totals.values() if len({a.value for a in found}) > 1]
    gone = {id(a) for found in differing for a in found}
    return [a for a in amounts if id(a) not in gone], [*map(totals_of_blocks, differing)]


def _is_of_units(part: Part) -> bool:
    return any(n.role == "unit" or n.kind == "unit" for n in part.head)
