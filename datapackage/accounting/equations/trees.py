"""Codes above codes: a class is the sum of its items, in each column of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from ..identities import Identity
from ..lines import is_of_column
from ..slots import DIMENSIONS, Slot
from .equation import Equation, is_kept_as_printed
from .open_parts import completed
from .terms import CLASS, columns, row_of

#: A row of codes: its unit, its code and where it is printed.
_Row = tuple[str, str, tuple[str | int | None, ...]]


def classes(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """A code equals the sum of the codes one step below it, column by column."""
    kept = tuple(d for d in DIMENSIONS if d != identity.tree)
    coded = [s for s in rows if s.dims[identity.tree] and (not s.dims["line"] or is_of_column(s.dims["line"]))]
    printed: dict[str, set[str]] = defaultdict(set)  # the codes of each unit, in whatever column
    for slot in coded:
        printed[slot.dims["unit_code"]].add(slot.dims[identity.tree])
    by_column = [
        (column, list(_classes_of_column(column, identity, table, printed))) for column in columns(coded, kept)
    ]
    for _, sums in by_column:
        yield from sums
    complete = {_row(e.total, identity) for _, sums in by_column for e in sums if is_kept_as_printed(e)}
    for column, sums in by_column:
        yield from _without_items(column, sums, complete, identity, table)


def _classes_of_column(
    column: Sequence[Slot], identity: Identity, table: str, printed: Mapping[str, Collection[str]]
) -> Iterator[Equation]:
    below: dict[str, list[Slot]] = defaultdict(list)
    orphans: dict[str, list[Slot]] = defaultdict(list)  # below a class, without what would stand between
    codes = {slot.dims[identity.tree] for slot in column}
    for slot in column:
        code = slot.dims[identity.tree]
        own = code[:CLASS]
        if len(code) == identity.steps[-1] and own + "00" in codes - {code} and own not in codes:
            below[own + "00"].append(slot)  # the code list before 2018 prints a class with two zeros: 30100
            continue
        if len(code) in identity.steps and len(code) > identity.steps[0]:
            above = code[: identity.steps[identity.steps.index(len(code)) - 1]]
            below[above].append(slot)
            # A row that is printed and blank in this column is not missing: it says that there is nothing.
            if above not in printed[slot.dims["unit_code"]] and len(above) > identity.steps[0]:
                orphans[code[: identity.steps[0]]].append(slot)
    for slot in column:
        children = below.get(slot.dims[identity.tree], ())
        if children:
            own_sum = Equation(identity, table, slot, tuple(children))
            yield completed(own_sum, [orphans.get(slot.dims[identity.tree], ())])


def _without_items(
    column: Sequence[Slot], sums: Sequence[Equation], complete: Collection[_Row], identity: Identity, table: str
) -> Iterator[Equation]:
    """Amounts of which no item below has a part, though the items add up to the same row in another column.

    So an amount shows that was printed one column too far. It is asked only where the column divides other codes of
    that step, and where no print could have been overlooked: in a picture a blank may be a loss.
    """
    divided = {len(e.total.dims[identity.tree]) for e in sums}
    with_items = {e.total for e in sums}
    for slot in column:
        is_bare = slot not in with_items and len(slot.dims[identity.tree]) in divided and bool(slot.amount)
        if is_bare and slot.state == "read" and not slot.is_seen and _row(slot, identity) in complete:
            yield Equation(identity, table, slot, ())


def _row(slot: Slot, identity: Identity) -> _Row:
    return slot.dims["unit_code"], slot.dims[identity.tree], row_of(slot)
