"""From identities to equations: each identity at each place of a document where it holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..identities import Identity, Term
from ..slots import DIMENSIONS, Slot
from . import lists, projects, trees
from .equation import AND, Equation
from .gaps import NO_GAPS, Gaps, left_out, may_lack, short_of_secrets, some_of_which
from .open_parts import completed, orphans, that_may
from .terms import TableSlots, collect, key, match, row_of

#: Tables whose rows no dimension may tell apart (units, things that are bought), with all parts of each in its row.
_ROWS_ALIKE = frozenset({"three-public", "procurement", "service-purchase", "project-expenditure", "transfer-payments"})
_NO_TABLE = TableSlots()
#: Sums of rows that are no codes above codes, by what a record names as its tree.
_OF_ROWS: Mapping[str, Callable[[Sequence[Slot], Identity, str], Iterator[Equation]]] = {
    "project_code": projects.totals,
    "project_row": projects.printed_again,
    "unit_name": lists.units_by_name,
    "item": lists.items,
    "line": lists.total_of_one_unit,
}


def equations(
    slots: Sequence[Slot],
    identities: Iterable[Identity],
    kind: str = "",
    gaps: Gaps = NO_GAPS,
) -> list[Equation]:
    """The equations that the identities become over ``slots``, in a stable order.

    ``kind`` is that of the document, budget or final; what is missing in the ``gaps`` of its reading says nothing.
    """
    tables: dict[str, TableSlots] = defaultdict(TableSlots)
    for slot in _totals_once(slots):
        tables[slot.dims["table"]].slots.append(slot)
    found: list[Equation] = []
    for identity in identities:
        if not kind or not identity.kinds or kind in identity.kinds:
            found += _equations(tables, identity, gaps.any)
    aside = left_out(found, slots) | some_of_which(found) | set(short_of_secrets(found) if gaps.has_secrets else ())
    return [replace(e, is_held_back=True) if may_lack(e, gaps) or e in aside else e for e in found]


def _totals_once(slots: Sequence[Slot]) -> Iterator[Slot]:
    """The slots without a total that its table prints again alike: above its rows and below them."""
    seen: set[tuple[object, ...]] = set()
    for slot in slots:
        if slot.state == "read" and slot.dims["line"] == "total" and slot.dims["table"] not in _ROWS_ALIKE:
            printed = (*key(slot, DIMENSIONS), slot.place.unit_name, slot.place.label, slot.amount)
            if printed in seen:
                continue
            seen.add(printed)
        yield slot


def _equations(tables: Mapping[str, TableSlots], identity: Identity, incomplete: Collection[str]) -> Iterator[Equation]:
    if identity.tree == "unit_row":
        yield from _of_units(tables, identity)
        return
    if not identity.tables:
        yield from _between(tables, identity, incomplete)
        return
    for table in identity.tables:
        rows = tables.get(table)
        if rows and _applies(rows, identity):
            yield from _down(rows, identity, table) if identity.tree else _within(rows, identity, table)


def _applies(rows: TableSlots, identity: Identity) -> bool:
    """Whether the table prints what the identity needs, and nothing that rules it out."""
    if any(rows.prints(condition) for condition in identity.unless):
        return False
    return all(rows.prints(condition) for condition in identity.needs)


def _down(rows: TableSlots, identity: Identity, table: str) -> Iterator[Equation]:
    """Equations of rows above other rows, down the columns of a table."""
    sums = _OF_ROWS.get(identity.tree, trees.classes)
    return sums(rows.slots, identity, table)


def _within(rows: TableSlots, identity: Identity, table: str) -> Iterator[Equation]:
    named = {d for term in (identity.left, *identity.right, *identity.minus) for d in term}
    left, right = rows.near(identity.left), rows.near(*identity.right, *identity.minus)
    open_parts = rows.near(*identity.may) if identity.may else orphans([rows], identity.right, identity)
    return _pair(left, right, identity, tuple(d for d in DIMENSIONS if d not in named), table, open_parts)


def _of_units(tables: Mapping[str, TableSlots], identity: Identity) -> Iterator[Equation]:
    """What a department's table says of each of its units, and that unit's own table, in one document.

    A unit of the name of the table's total may be the department's office or all of it.
    """
    (right,) = identity.right
    own = [slot for table in _tables_of(right) for slot in _selected(tables, table, right)]
    for table in _tables_of(identity.left):
        listed = _selected(tables, table, identity.left)
        totals = [s.place for s in tables.get(table, _NO_TABLE).slots if s.dims["line"] == "total"]
        departments = {(place.print_of_table, place.unit_name) for place in totals}
        listed = [s for s in listed if (s.place.print_of_table, s.place.unit_name) not in departments]
        yield from lists.of_units(listed, own, identity, AND.join((table, *_tables_of(right))))


def _selected(tables: Mapping[str, TableSlots], table: str, term: Term) -> list[Slot]:
    """The slots of one table that a term selects."""
    return [s for s in tables.get(table, _NO_TABLE).near(term) if match(s, term) is not None]


def _between(tables: Mapping[str, TableSlots], identity: Identity, incomplete: Collection[str]) -> Iterator[Equation]:
    """Equations between tables: unit, year and phase stay equal, and what the terms bind."""
    terms = (*identity.right, *identity.minus)
    lefts, rights = _tables_of(identity.left), tuple(dict.fromkeys(t for term in terms for t in _tables_of(term)))
    for condition, holds in (*((c, False) for c in identity.unless), *((c, True) for c in identity.needs)):
        if any(tables.get(t, _NO_TABLE).prints(condition) for t in _tables_of(condition)) is not holds:
            return
    left = [s for t in lefts for s in tables.get(t, _NO_TABLE).near(identity.left)]
    if not left:
        return
    right = [s for t in rights for s in tables.get(t, _NO_TABLE).near(*terms)]
    if identity.keeps_to_origins:
        left = [s for s in _of_every_origin(left) if s.dims["flow"] != "expenditure" or s.dims["origin"] == "all"]
        right = _of_every_origin(right)
    table = AND.join(dict.fromkeys((*lefts, *rights)))
    kept = tuple(d for d in ("unit_code", "fiscal_year", "phase") if d not in identity.left)
    absent_is_zero = identity.absent_is_zero and any(t in tables for t in rights) and not set(rights) & set(incomplete)
    open_parts = orphans([tables[t] for t in rights if t in tables], identity.right, identity)
    open_parts += (s for term in identity.may for t in _tables_of(term) for s in tables.get(t, _NO_TABLE).near(term))
    if identity.keeps_to_origins:
        open_parts = _of_every_origin(open_parts)
    yield from _pair(left, right, identity, kept, table, open_parts, absent_is_zero=absent_is_zero)


def _of_every_origin(slots: Sequence[Slot]) -> list[Slot]:
    """The slots without those of one origin beside one of all, in the same row."""
    rest = tuple(d for d in DIMENSIONS if d != "origin")
    whole = {key(s, rest) for s in slots if s.dims["origin"] == "all" and s.state != "blank"}
    return [s for s in slots if s.dims["origin"] == "all" or key(s, rest) not in whole]


def _tables_of(term: Term) -> tuple[str, ...]:
    pattern = term["table"]
    return (pattern.text,) if pattern.kind == "is" else tuple(sorted(pattern.many))


def _pair(
    left: Sequence[Slot],
    right: Sequence[Slot],
    identity: Identity,
    kept: tuple[str, ...],
    table: str,
    open_parts: Sequence[Slot] = (),
    *,
    absent_is_zero: bool = False,
) -> Iterator[Equation]:
    totals: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in left:
        bound = match(slot, identity.left)
        if bound is not None and match(slot, identity.only) is not None:
            totals[key(slot, kept, bound)].append(slot)
    if not totals:
        return
    is_complete = all(any(match(s, term) is not None for s in right) for term in identity.right)
    parts = collect(right, identity.right, kept, bind=not identity.sum_bound)
    minus = collect(right, identity.minus, kept, bind=not identity.sum_bound)
    orphaned = open_parts if identity.orphans else ()
    without_class = collect(orphaned, identity.right, kept, bind=not identity.sum_bound, of_class=identity.orphans)
    parts_that_may = that_may(open_parts, identity, kept)
    # Only where the other table prints anything of that unit, year and phase does a row that it lacks mean nothing.
    there = {alike[: len(kept)] for alike in parts} if absent_is_zero else set[tuple[str, ...]]()
    for alike, found in totals.items():
        total, own = found[0], tuple(parts.get(alike, ()))
        # Two prints of one total (a table printed twice) cannot be told apart here, but by the row that they share.
        if len(found) > 1 and table in _ROWS_ALIKE:
            yield from _row_by_row(identity, table, found, own, is_complete=is_complete)
        if len(found) > 1 and own and identity.is_over_funds:
            yield from (Equation(identity, table, each, own, (), is_complete) for each in _one_of_each_fund(found))
        if len(found) != 1 or total in own:
            continue
        if own or alike[: len(kept)] in there:
            equation = Equation(identity, table, total, own, tuple(minus.get(alike, ())), is_complete)
            of_class = without_class.get(alike)
            yield completed(equation, [of_class] if of_class else parts_that_may(total))


def _one_of_each_fund(totals: Sequence[Slot]) -> list[Slot]:
    """Each of several totals that is the only one of its fund."""
    of_fund: dict[str, list[Slot]] = defaultdict(list)
    for slot in totals:
        of_fund[slot.dims["fund"]].append(slot)
    return [slots[0] for slots in of_fund.values() if len(slots) == 1]


def _row_by_row(
    identity: Identity, table: str, totals: Sequence[Slot], parts: Sequence[Slot], *, is_complete: bool
) -> Iterator[Equation]:
    """Each of several totals that no dimension tells apart, as 合计 and a unit of the department's own name."""
    rows = {row_of(total): total for total in totals}
    if len(rows) < len(totals) or any(row[-1] is None for row in rows):
        return
    for row, total in rows.items():
        own = tuple(part for part in parts if row_of(part) == row and part is not total)
        if own:
            yield Equation(identity, table, total, own, (), is_complete)
