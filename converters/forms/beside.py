"""Blocks beside each other in one grid: another table without a title, the same money by two classifications."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from ..amounts import is_nothing
from ..table import Cell
from .block import Part
from .doubts import beside_another, totals_of_blocks
from .form import Form
from .reading import Amount, Doubt

Row = tuple[Cell, ...]
#: Digits of a class.
_CLASS = 3


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


def are_two_tables(form: Form, blocks: Sequence[Sequence[Amount]]) -> bool:
    """Whether blocks of coded rows are no one list that goes on beside itself: tables with one title between them.

    Two of them print one code, or the total, and other amounts; or the total of one is that of its own rows, and the
    other has more. By economic class blocks may have a total of their own each.
    """
    if len(blocks) < 2 or form.rows not in ("function", "economic"):
        return False
    alike: defaultdict[tuple[object, ...], dict[int, Decimal]] = defaultdict(dict)
    for k, amounts in enumerate(blocks):
        for a in amounts:
            is_total = a.means.get("line") == "total" and not a.code and form.rows == "function"
            if a.value and (a.code or is_total):
                alike[a.code, _column_of(a)].setdefault(k, a.value)
    if any(len(set(values.values())) > 1 for values in alike.values()):
        return True
    return form.rows == "function" and any(_is_whole(own, blocks) for own in blocks)


def _is_whole(own: Sequence[Amount], blocks: Sequence[Sequence[Amount]]) -> bool:
    """Whether the total of a block is that of its own classes, in a column in which others have amounts as well."""
    totals = {_column_of(a): a.value for a in own if a.means.get("line") == "total" and not a.code and a.value}
    others = {_column_of(a) for block in blocks if block is not own for a in block if a.value and a.code}
    sums: defaultdict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for a in own:
        if len(a.code) == _CLASS and not a.means.get("line") and a.value:
            sums[_column_of(a)] += a.value
    return any(column in others and sums[column] == total for column, total in totals.items())


def _column_of(amount: Amount) -> tuple[object, ...]:
    means = tuple(sorted((d, v) for d, v in amount.means.items() if d != "line"))
    return means, amount.year, amount.unit_name, amount.unit_code, tuple(sorted(amount.codes.items()))


def _is_of_units(part: Part) -> bool:
    return any(n.role == "unit" or n.kind == "unit" for n in part.head)
