"""Codes above codes: a class is the sum of its items, in each column of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..identities import Identity
from ..lines import is_of_column
from ..slots import DIMENSIONS, Slot
from .equation import Equation
from .open_parts import completed
from .terms import CLASS, columns


def classes(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """A code equals the sum of the codes one step below it, column by column."""
    kept = tuple(d for d in DIMENSIONS if d != identity.tree)
    coded = (s for s in rows if s.dims[identity.tree] and (not s.dims["line"] or is_of_column(s.dims["line"])))
    for column in columns(coded, kept):
        yield from _classes_of_column(column, identity, table)


def _classes_of_column(column: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
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
            if above not in codes and len(above) > identity.steps[0]:
                orphans[code[: identity.steps[0]]].append(slot)
    for slot in column:
        children = below.get(slot.dims[identity.tree], ())
        if children:
            own_sum = Equation(identity, table, slot, tuple(children))
            yield completed(own_sum, orphans.get(slot.dims[identity.tree], ()))
