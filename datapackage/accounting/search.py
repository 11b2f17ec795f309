"""All cheapest explanations of equations that do not hold: an exact search over what a reader could have done.

An explanation changes amounts until every equation asked about holds and none that held before is broken. What it
costs is the number of misreadings it takes: one for a digit, a point, an overlooked print, an amount in the column
beside its own, and one for two like prints misread alike. An amount that the publisher got wrong, and an equation that
the document does not keep, cost two, so that no pair of misreadings is preferred to one mistake in print. Lost cells
take what the equations leave for them, free of cost. The search is depth first on the first equation that fails, in
whole numbers; it ends with all explanations up to a cost, or says that it could not look at all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .matching import Equation, allowance, is_coarse, residual
from .misreadings import candidates, explain, is_conceivable
from .slots import Slot
from .system import System, is_binding

#: What an explanation costs that is no misreading: a wrong print, an equation that the document does not keep.
MISTAKE = 2
#: Nodes of one search; beyond it nothing is proven.
STEPS = 500
#: Nodes of all searches over one document, so that a document full of errors ends in good time.
ALL_STEPS = 25_000


@dataclass(frozen=True, slots=True)
class Solution:
    """One explanation: what it costs, and the amounts that differ from what was read or that fill what was lost."""

    cost: int
    values: Mapping[Slot, int]
    broken: frozenset[Equation] = frozenset()


class UnfinishedError(Exception):
    """The search took more steps than it may: what it has found says nothing."""


@dataclass(slots=True)
class Facts:
    """What searches over one state of a system ask again and again."""

    found: System
    off: dict[Equation, int] = field(default_factory=dict[Equation, int])
    lost: dict[Equation, tuple[Slot, ...]] = field(default_factory=dict[Equation, tuple[Slot, ...]])
    stands: dict[Slot, tuple[Equation, ...]] = field(default_factory=dict[Slot, tuple[Equation, ...]])
    likely: dict[Slot, tuple[int, ...]] = field(default_factory=dict[Slot, tuple[int, ...]])
    pulls: dict[Equation, Mapping[Slot, int]] = field(default_factory=dict[Equation, Mapping[Slot, int]])
    near: dict[frozenset[Slot], frozenset[Slot]] = field(default_factory=dict[frozenset[Slot], frozenset[Slot]])
    possible: dict[tuple[Slot, int], bool] = field(default_factory=dict[tuple[Slot, int], bool])

    def residual(self, equation: Equation) -> int:
        if equation not in self.off:
            self.off[equation] = residual(equation, self.found.values)
        return self.off[equation]

    def lost_in(self, equation: Equation) -> tuple[Slot, ...]:
        if equation not in self.lost:
            self.lost[equation] = tuple(s for s in dict.fromkeys(equation.slots) if s in self.found.unknown)
        return self.lost[equation]

    def standing(self, slot: Slot) -> tuple[Equation, ...]:
        """The equations of a place that hold as far as their digits go."""
        if slot not in self.stands:
            self.stands[slot] = tuple(e for e in self.found.of[slot] if self.found.stands(e))
        return self.stands[slot]

    def pull_of(self, equation: Equation) -> Mapping[Slot, int]:
        """The factors of the places that a search may change."""
        if equation not in self.pulls:
            factors = ((s, self.found.factor[equation, s]) for s in dict.fromkeys(equation.slots))
            self.pulls[equation] = {s: f for s, f in factors if f and s not in self.found.unknown}
        return self.pulls[equation]

    def around(self, places: frozenset[Slot]) -> frozenset[Slot]:
        """The places, and those beside them."""
        if places not in self.near:
            self.near[places] = places.union(*(self.found.sheet.neighbours.get(s, ()) for s in places))
        return self.near[places]

    def candidates(self, slot: Slot) -> tuple[int, ...]:
        if slot not in self.likely:
            self.likely[slot] = candidates(slot, self.found.sheet, self.found.usual)
        return self.likely[slot]

    def possibilities(self, slot: Slot) -> tuple[int, ...]:
        """The amounts that differ from what was read in any one digit."""
        if slot.state != "read":
            return ()
        return candidates(slot, self.found.sheet, self.found.usual, confusable_only=False)

    def is_conceivable(self, slot: Slot, amount: int) -> bool:
        key = (slot, amount)
        if key not in self.possible:
            self.possible[key] = is_conceivable(slot, amount, self.found.sheet, self.found.usual)
        return self.possible[key]


@dataclass(slots=True)
class _Search:
    facts: Facts
    asked: tuple[Equation, ...]
    bound: int
    forbidden: tuple[Slot, int] | None = None
    steps: int = 0
    now: dict[Slot, int] = field(default_factory=dict[Slot, int])
    broken: set[Equation] = field(default_factory=set[Equation])
    solutions: dict[tuple[object, ...], Solution] = field(default_factory=dict[tuple[object, ...], Solution])
    seen: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])


@dataclass(frozen=True, slots=True)
class _Conflict:
    """An equation that fails, by how much, and how much of that one unit at each place would mend."""

    equation: Equation
    off: int
    pull: Mapping[Slot, int]
    others: tuple[frozenset[Slot], ...] = ()  # of each other equation that fails, the places that would mend it


def solve(facts: Facts, asked: Sequence[Equation], bound: int) -> list[Solution]:
    """Every explanation of ``asked`` that costs no more than ``bound``.

    Raises:
        UnfinishedError: it takes too many steps to look at all of them.
    """
    search = _Search(facts, tuple(asked), bound)
    _extend(search, 0)
    return list(search.solutions.values())


def cheapest(facts: Facts, asked: Sequence[Equation], most: int) -> list[Solution]:
    """The explanations of the lowest cost; [] where none costs ``most`` or less.

    Raises:
        UnfinishedError: it takes too many steps to look at all of them.
    """
    for bound in range(most + 1):
        solutions = solve(facts, asked, bound)
        if solutions:
            return solutions
    return []


def is_forced(facts: Facts, asked: Sequence[Equation], slot: Slot, amount: int, bound: int) -> bool:
    """Whether no explanation that costs ``bound`` or less leaves another amount than ``amount`` at ``slot``."""
    search = _Search(facts, tuple(asked), bound, (slot, amount))
    try:
        _extend(search, 0)
    except UnfinishedError:
        return False
    return not search.solutions


def _extend(search: _Search, cost: int) -> None:
    if search.forbidden and search.solutions:
        return  # one other answer is enough
    search.steps += 1
    search.facts.found.steps += 1
    if search.steps > STEPS:
        raise UnfinishedError
    key = (frozenset(search.now.items()), frozenset(search.broken))
    if search.seen.get(key, search.bound + 1) <= cost:
        return
    search.seen[key] = cost
    filled, reasons = dict[Slot, int](), dict[Slot, Equation]()
    conflict = _conflict(search, filled, reasons)
    if conflict is None:
        if search.forbidden and filled.get(search.forbidden[0]) == search.forbidden[1]:
            _unsettle(search, cost, reasons)
            return
        search.solutions[key] = Solution(cost, {**search.now, **filled}, frozenset(search.broken))
        return
    left = search.bound - cost
    for price, moves in _options(search, conflict, left):
        if search.forbidden and search.forbidden in moves.items():
            continue
        if price <= left and _is_hopeful(search, conflict, moves, left - price):
            _try(search, cost + price, moves)
    price = _price_of_breaking(search.facts.found, conflict)
    if price <= left and _is_hopeful(search, conflict, {}, left - price):
        search.broken.add(conflict.equation)
        _extend(search, cost + price)
        search.broken.discard(conflict.equation)


def _unsettle(search: _Search, cost: int, reasons: Mapping[Slot, Equation]) -> None:
    """Look for a misreading, hidden so far, that would leave another amount for the lost cell that is asked about."""
    assert search.forbidden is not None
    facts, left = search.facts, search.bound - cost
    lost = search.forbidden[0]
    alone = [e for e in search.asked if facts.lost_in(e) == (lost,) and e not in search.broken]
    for slot in _pull(facts, reasons[lost], reasons) if left else ():
        if left == 1 and not facts.found.rounds and not all(slot in e.slots for e in alone):
            continue  # an equation without it would still say what the lost cell holds
        if slot in search.now or slot in facts.found.changed or not slot.is_seen:
            continue
        if left == 1 and _is_summed(facts, slot):
            continue  # a sum vouches for it: a second misreading would have to hide the first
        for amount in dict.fromkeys((*facts.candidates(slot), *facts.possibilities(slot))):
            _try(search, cost + 1, {slot: amount})


def _is_summed(facts: Facts, slot: Slot) -> bool:
    """Whether a sum vouches for an amount or for a like print of it, with which it could be misread alike."""
    alike = [s for e in facts.standing(slot) if len(filled := _filled(facts.found, e)) == 2 for s in filled]
    return any(len(_filled(facts.found, e)) > 2 for s in (slot, *alike) for e in facts.standing(s))


def _filled(found: System, equation: Equation) -> list[Slot]:
    """The places of an equation at which an amount stands that is not zero."""
    return [s for s in dict.fromkeys(equation.slots) if found.values.get(s)]


def _is_hopeful(search: _Search, conflict: _Conflict, moves: Mapping[Slot, int], left: int) -> bool:
    """Whether what is left can pay for the equations that these moves do not touch: one more place touches them all."""
    if left > 1 or search.facts.found.rounds:
        return True
    untouched = [places for places in conflict.others if places.isdisjoint(moves)]
    if left == 0 or len(untouched) < 2:
        return left > 0 or not untouched
    first, *others = (search.facts.around(places) for places in untouched)
    return bool(first.intersection(*others))


def _try(search: _Search, cost: int, moves: Mapping[Slot, int]) -> None:
    search.now.update(moves)
    _extend(search, cost)
    for slot in moves:
        del search.now[slot]


def _price_of_breaking(found: System, conflict: _Conflict) -> int:
    """What it costs to leave an equation as it is: little where rounding explains it, or none has to keep it."""
    equation = conflict.equation
    if abs(conflict.off) <= allowance(equation):
        return 0 if found.rounds else 1
    return MISTAKE if is_binding(equation) else 1


# --- what fails -------------------------------------------------------------------------------------------


def _watched(search: _Search) -> list[Equation]:
    """The equations asked about, and those that held before what is changed now."""
    touched = (e for slot in search.now for e in search.facts.standing(slot))
    return [e for e in dict.fromkeys((*search.asked, *touched)) if e not in search.broken]


def _conflict(search: _Search, filled: dict[Slot, int], reasons: dict[Slot, Equation]) -> _Conflict | None:
    """The shortest equation that fails; what the others leave for lost cells, and which does, is added to the dicts."""
    found = search.facts.found
    failing: list[tuple[Equation, int]] = []
    waiting, before = _watched(search), -1
    while waiting and len(waiting) != before:
        before, later = len(waiting), list[Equation]()
        for equation in waiting:
            lost = [s for s in search.facts.lost_in(equation) if s not in filled]
            if len(lost) > 1:
                later.append(equation)
                continue
            off = _residual(search, equation, filled)
            if not lost:
                if _fails(equation, off):
                    failing.append((equation, off))
                continue
            factor = found.factor[equation, lost[0]]
            amount = -off // factor
            if off % factor or not explain(lost[0], amount, found.sheet, found.usual):
                failing.append((equation, off))
            else:
                filled[lost[0]], reasons[lost[0]] = amount, equation
        waiting = later
    if not failing:
        return None
    failing.sort(key=lambda f: len(f[0].parts))
    pulls = [_pull(search.facts, equation, reasons) for equation, _ in failing]
    return _Conflict(*failing[0], pulls[0], tuple(frozenset(p) for p in pulls[1:]))


def _residual(search: _Search, equation: Equation, filled: Mapping[Slot, int]) -> int:
    found, off = search.facts.found, search.facts.residual(equation)
    for slot, amount in search.now.items():
        factor = found.factor.get((equation, slot))
        if factor:
            off += factor * (amount - found.values[slot])
    for slot in search.facts.lost_in(equation):
        off += found.factor[equation, slot] * filled.get(slot, 0)
    return off


def _fails(equation: Equation, off: int) -> bool:
    return off != 0 and not (is_coarse(equation) and abs(off) <= allowance(equation))


def _pull(facts: Facts, equation: Equation, reasons: Mapping[Slot, Equation]) -> Mapping[Slot, int]:
    """By how much one unit at each place moves an equation, through the lost cells that others fill as well."""
    found = facts.found
    if not facts.lost_in(equation):
        return facts.pull_of(equation)
    pull: dict[Slot, int] = {}
    waiting = [(equation, 1)]
    while waiting:
        now, weight = waiting.pop()
        for slot in dict.fromkeys(now.slots):
            factor = weight * found.factor[now, slot]
            reason = reasons.get(slot)
            if reason is not None and reason is not now:
                # The lost cell takes up what its own equation leaves: factors are 1 and -1.
                waiting.append((reason, -factor * found.factor[reason, slot]))
            elif slot not in found.unknown:
                pull[slot] = pull.get(slot, 0) + factor
    return {slot: factor for slot, factor in pull.items() if factor}


# --- what would mend it -----------------------------------------------------------------------------------


def _options(search: _Search, conflict: _Conflict, left: int) -> Iterator[tuple[int, dict[Slot, int]]]:
    for slot, factor in conflict.pull.items():
        if slot in search.now or slot in search.facts.found.changed:
            continue
        amounts = _mending(search.facts.found, conflict, slot, factor)
        for amount in amounts:
            yield _price(search, conflict.equation, slot, amount), {slot: amount}
        yield from _moves(search, slot)
        if left > 1 and slot.is_seen and slot.state == "read":
            for amount in search.facts.candidates(slot):
                if amount not in amounts:
                    yield 1, {slot: amount}


def _mending(found: System, conflict: _Conflict, slot: Slot, factor: int) -> tuple[int, ...]:
    """The amounts at ``slot`` that mend the equation by themselves."""
    before, equation = found.values[slot], conflict.equation
    if is_coarse(equation) and slot in equation.slots and _is_finer(slot, equation):
        near = candidates(slot, found.sheet, found.usual, confusable_only=False)
        return tuple(a for a in near if abs(conflict.off + factor * (a - before)) <= allowance(equation))
    return (before - conflict.off // factor,) if conflict.off % factor == 0 else ()


def _is_finer(slot: Slot, equation: Equation) -> bool:
    return slot.resolution < max(s.resolution for s in equation.slots)


def _price(search: _Search, equation: Equation, slot: Slot, amount: int) -> int:
    """One for what a reader could have done, nothing where a like print was misread alike, more for a wrong print."""
    if not slot.is_seen or not search.facts.is_conceivable(slot, amount):
        return MISTAKE
    values = search.facts.found.values
    filled = _filled(search.facts.found, equation) if search.now else []
    is_alike = (
        len(filled) == 2
        and slot in filled
        and any(search.now.get(s) == amount and values[s] == values[slot] for s in filled if s is not slot)
    )
    return 0 if is_alike else 1


def _moves(search: _Search, slot: Slot) -> Iterator[tuple[int, dict[Slot, int]]]:
    """An amount that belongs into the empty place beside it, and the reverse."""
    found = search.facts.found
    for beside in found.sheet.neighbours.get(slot, ()):
        if beside in search.now or beside in found.changed or beside in found.unknown:
            continue
        for here, there in ((slot, beside), (beside, slot)):
            if here.state == "read" and there.state == "blank" and here.is_seen and found.values[here]:
                yield 1, {here: 0, there: found.values[here]}
