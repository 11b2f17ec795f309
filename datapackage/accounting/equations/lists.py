"""Totals above rows that no code orders: units by their names, things that are bought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from ..identities import Identity
from ..slots import DIMENSIONS, Slot
from .equation import Equation
from .projects import is_project
from .terms import columns, key

_TOTALS = frozenset({"合计", "总计"})
#: The lines of rows that are one thing of a list each, and what stands beside its name.
_ITEMS = frozenset({"procurement-item", "purchased-service"})
_OF_ITEMS = ("unit_code", "function_code", "economic_code", "project_code")


def units_by_name(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The total of each column is the department's, and the sum of its units, where rows have no code but their name.

    The unit of a slot is then its name; the total's is the document's own, and so is that of the department's row.
    Where no total is printed, the department's row is the one that the others add up to. A row of the department that
    is its own office's prints the department's name.
    """
    named = (s for s in rows if s.dims["line"] == "total" or _is_of_named_unit(s))
    for column in columns(named, tuple(d for d in DIMENSIONS if d not in ("unit_code", "line"))):
        totals = [s for s in column if s.dims["line"] == "total"]
        own = [s for s in column if not s.dims["line"] and any(s.place.unit_name == t.place.unit_name for t in totals)]
        others = tuple(s for s in column if not s.dims["line"] and s not in own)
        if not totals:
            yield from _department_without_total(others, identity, table)
        if len(totals) != 1 or len(own) > 1:
            continue
        if own and others and own[0].amount + sum(s.amount for s in others) == totals[0].amount:
            yield Equation(identity, table, totals[0], (*own, *others))  # its own office among its units
            continue
        yield from (Equation(identity, table, above, (below,)) for above, below in zip(totals, own, strict=False))
        if others:
            yield Equation(identity, table, (*own, *totals)[0], others)


def _is_of_named_unit(slot: Slot) -> bool:
    """Whether a row without a code has as label the name of its unit, or of the department whose own office that is."""
    place = slot.place
    is_named = bool(place.label) and place.unit_name.startswith(place.label)
    return is_named and not place.unit_code and not slot.dims["line"]


def _department_without_total(units: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The first of three or more rows as the sum of the others, where it is."""
    first, *others = units or (None,)
    if first and len(others) > 1 and first.amount == sum(s.amount for s in others):
        yield Equation(identity, table, first, tuple(others))


def of_units(listed: Sequence[Slot], own: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The row of each unit in a list of its department is the total of that unit's own table in the document.

    Two rows of one name cannot be told apart.
    """
    alike = tuple(d for d in DIMENSIONS if d not in ("table", "unit_code", "line"))
    rows: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    totals: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for found, slots in ((rows, listed), (totals, own)):
        for slot in slots:
            found[(slot.place.unit_name, *key(slot, alike))].append(slot)
    for meaning, (row, *more) in rows.items():
        total = totals.get(meaning, ())
        if not more and len(total) == 1 and total[0] is not row:
            yield Equation(identity, table, row, (total[0],))


def items(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """The total of each column of a list is the sum of the things listed, whoever buys them and from whatever code."""
    by_column: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    rest = tuple(d for d in DIMENSIONS if d not in (*_OF_ITEMS, "line"))
    for slot in rows:
        by_column[(slot.place.print_of_table, *key(slot, rest))].append(slot)
    for column in by_column.values():
        totals = [s for s in column if s.dims["line"] == "total"]
        listed = tuple(s for s in column if s.dims["line"] in _ITEMS)
        if len(totals) == 1 and listed:
            yield Equation(identity, table, totals[0], listed)


def total_of_one_unit(rows: Sequence[Slot], identity: Identity, table: str) -> Iterator[Equation]:
    """Where every column is of a line of its own, the total of each is that of the one unit below it.

    Of several units one may have the department's name and be only its own office.
    """
    with_line = (s for s in rows if s.dims["line"] and not is_project(s))
    for column in columns(with_line, tuple(d for d in DIMENSIONS if d != "unit_code")):
        totals = [s for s in column if s.place.label in _TOTALS]
        units = tuple(s for s in column if s not in totals)
        if len(totals) == len(units) == 1 and units[0].place.unit_name == totals[0].place.unit_name:
            yield Equation(identity, table, totals[0], units)
