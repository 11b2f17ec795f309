"""Wholes that stand in the wrong place: what adds up within a column, a row or a table does not say which one it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from .equations.equation import Equation, residual
from .explanation import Explanation
from .slots import COLUMN, ROW, Slot
from .system import System, is_sum

Place = tuple[Hashable, ...]
PlaceOf = Callable[[Slot], Place]


def table_of(slot: Slot) -> Place:
    """The printed table of an amount."""
    return (slot.place.table, slot.place.print_of_table)


def column_of(slot: Slot) -> Place:
    """The column of an amount, by what it means."""
    return (*table_of(slot), *(getattr(slot.place, name) for name in COLUMN))


def row_of(slot: Slot) -> Place:
    """The row of an amount, by what it means."""
    return (*table_of(slot), *(getattr(slot.place, name) for name in ROW))


#: The wholes that are asked about within tables, each with what an equation must lead out of to speak of it.
_WHOLES: tuple[tuple[PlaceOf, PlaceOf], ...] = (
    (column_of, table_of),
    (column_of, column_of),
    (row_of, table_of),
    (row_of, row_of),
)
#: How many times an amount is at most what a slip makes of it, and how many of its digits are others then.
_FURTHEST = 100
_SLIPS = 2


@dataclass(frozen=True, slots=True)
class _Witnesses:
    """The equations that a document must keep and that say something of places."""

    holding: Mapping[Equation, tuple[Slot, ...]]  # with the amounts that are not nought: nought may stand anywhere
    failing: Sequence[Equation]
    misprints: Mapping[Equation, Slot]  # what explains a failed equation by itself and has none that holds
    sums: frozenset[Equation]  # of three amounts or more: two that are equal may change places
    printed: frozenset[Slot]  # all that any equation is about


def misplaced(found: System, failed: Iterable[Equation], explained: Iterable[Explanation]) -> set[Slot]:
    """The amounts that may stand in the wrong place: those of wholes that equations leading out of them contradict.

    A sum down a column proves its digits and not what the column is; an equation with another column, or with another
    table, does. So for a column, a row and a table only equations that lead out of it count, and those that leave
    its table apart from the others. An amount of a whole that more of them contradict than bear out stays proven only
    by one of its own, and so does each amount that one contradicts. What one misprint explains contradicts no whole;
    where two are in one whole, they are no misprints.
    """
    failing = _failing(found, failed)
    if not failing:
        return set()
    seen = _witnesses(found, failing, explained)
    misprints = seen.misprints
    if len(misprints) == len(failing) and len(set(misprints.values())) == 1:
        return set()
    tables = _tables_in_doubt(seen)
    doubted = _unplaced(seen, failing, tables, table_of, table_of)
    failing = [e for e in failing if tables.isdisjoint(map(table_of, e.printed))]
    for place, level in _WHOLES:
        doubted |= _contradicted(seen, failing, place, level)
    return doubted


def _failing(found: System, failed: Iterable[Equation]) -> list[Equation]:
    """The failed equations that a document must keep; a difference in the last digits is of no other place."""
    return [
        e
        for e in failed
        if not e.identity.advisory and abs(residual(e, found.values)) > sum(s.resolution for s in e.printed)
    ]


def _witnesses(found: System, failing: Sequence[Equation], explained: Iterable[Explanation]) -> _Witnesses:
    holding: dict[Equation, tuple[Slot, ...]] = {}
    for equation in found.equations:
        if equation.identity.advisory or residual(equation, found.values) or found.is_open(equation):
            continue
        if there := tuple(s for s in equation.printed if found.values.get(s)):
            holding[equation] = there
    sums = frozenset(e for e in holding if is_sum(found, e))
    printed = frozenset(s for e in found.equations for s in e.printed)
    return _Witnesses(holding, failing, _misprints(holding, failing, explained), sums, printed)


def _misprints(
    holding: Iterable[Equation], failing: Iterable[Equation], explained: Iterable[Explanation]
) -> dict[Equation, Slot]:
    """The failed equations that stand on one amount which is certain to be wrong and which nothing bears out."""
    borne_out = {s for e in holding for s in e.slots}
    certain = ((s, amount) for x in explained if x.is_certain for s, amount in x.expected.items())
    wrong = {s for s, amount in certain if s not in borne_out and _is_slip(s, amount)}
    return {e: s for e in failing for s in e.printed if s in wrong} if wrong else {}


def _is_slip(slot: Slot, expected: int) -> bool:
    """Whether who meant an amount may have printed another: of its sign, two digits of it at most not as they were.

    A sentence may have meant something else.
    """
    printed = slot.amount
    if not printed or not expected or slot.place.table == "narrative":
        return True
    is_near = abs(printed) < _FURTHEST * abs(expected) < _FURTHEST**2 * abs(printed)
    return printed * expected > 0 and is_near and OSA.distance(_digits(printed), _digits(expected)) <= _SLIPS


def _digits(amount: int) -> str:
    return str(abs(amount)).rstrip("0")


def _tables_in_doubt(seen: _Witnesses) -> set[Place]:
    """The tables that contradict others more than they agree; the one that contradicts most tables explains them."""
    left = seen.failing
    borne_out = _bearing_out(seen, table_of, table_of)
    doubted: set[Place] = set()
    while True:
        against = _against(seen, left, table_of, table_of)
        others: dict[Place, set[Place]] = defaultdict(set)
        for members in ({table_of(s) for s in e.printed} for e in left):
            for one in members:
                if against[one] > borne_out[one]:
                    others[one] |= members - {one}
        most = max(map(len, others.values()), default=0)
        worst = {one for one, tables in others.items() if len(tables) == most}
        if not worst:
            return doubted
        doubted |= worst
        left = [e for e in left if worst.isdisjoint(map(table_of, e.printed))]


def _contradicted(seen: _Witnesses, failing: Sequence[Equation], place: PlaceOf, level: PlaceOf) -> set[Slot]:
    """The amounts of the places that more equations beyond their ``level`` contradict than bear out."""
    against, borne_out = _against(seen, failing, place, level), _bearing_out(seen, place, level)
    # Within a table as many are too many: a sum of several columns holds as well with two of them exchanged.
    doubted = {one for one, n in against.items() if n + (level is not table_of) > borne_out[one]}
    if (place, level) == (column_of, table_of):
        doubted |= _beside(seen, doubted, borne_out)
    return _unplaced(seen, failing, doubted, place, level)


def _beside(seen: _Witnesses, doubted: Collection[Place], borne_out: Mapping[Place, int]) -> set[Place]:
    """The columns of which nothing but columns in doubt, of their own table, tells what they are."""
    beside: dict[Place, set[Place]] = defaultdict(set)
    for equation in (*seen.holding, *seen.failing):
        columns = set(map(column_of, equation.printed))
        if len(columns) > 1 and len(set(map(table_of, equation.printed))) == 1:
            for one in columns:
                beside[one] |= columns
    found: set[Place] = set()
    waiting = list(doubted)
    while waiting:
        new = {one for one in beside[waiting.pop()] if not borne_out.get(one)} - found
        found |= new
        waiting += new
    return found


def _against(seen: _Witnesses, failing: Iterable[Equation], place: PlaceOf, level: PlaceOf) -> Counter[Place]:
    """How many equations contradict each place; misprints only where there are two of them."""
    against: Counter[Place] = Counter()
    misprints: dict[Place, set[Slot]] = defaultdict(set)
    for equation in failing:
        misprint = seen.misprints.get(equation)
        for one in _leading_out(equation.printed, place, level):
            if misprint is None:
                against[one] += 1
            else:
                misprints[one].add(misprint)
    for one, slots in misprints.items():
        if len(slots) > 1:
            against[one] += len(slots)
    return against


def _bearing_out(seen: _Witnesses, place: PlaceOf, level: PlaceOf) -> Counter[Place]:
    """How many equations bear out each place."""
    telling = (there for e, there in seen.holding.items() if level is table_of or e in seen.sums)
    return Counter(one for there in telling for one in _leading_out(there, place, level))


def _unplaced(
    seen: _Witnesses, failing: Iterable[Equation], doubted: Collection[Place], place: PlaceOf, level: PlaceOf
) -> set[Slot]:
    """The amounts of doubted places, and those that an equation contradicts, without an equation of their own."""
    leading = [e for e, there in seen.holding.items() if _leading_out(there, place, table_of)]
    placed = {s for e in leading for s in _told_apart(e, doubted, place)}
    slots = {s for s in seen.printed if place(s) in doubted}
    for equation in failing:
        if equation not in seen.misprints and _leading_out(equation.printed, place, level):
            slots.update(equation.printed)
    return slots - placed


def _leading_out(slots: Collection[Slot], place: PlaceOf, level: PlaceOf) -> Collection[Place]:
    """The places of the amounts of an equation that ties them to what is beyond their ``level``."""
    return tuple(dict.fromkeys(map(place, slots))) if len(slots) == 1 or len(set(map(level, slots))) > 1 else ()


def _told_apart(equation: Equation, doubted: Collection[Place], place: PlaceOf) -> Iterator[Slot]:
    """The amounts that an equation places: those that it adds up of doubted places of one table may change places."""
    added: dict[tuple[int, Place], set[Hashable]] = defaultdict(set)
    for slot, sign in equation.signed:
        if slot.state != "blank" and place(slot) in doubted:
            added[sign, table_of(slot)].add(slot if place is table_of else place(slot))
    for slot, sign in equation.signed:
        if place(slot) not in doubted or len(added[sign, table_of(slot)]) == 1:
            yield slot
