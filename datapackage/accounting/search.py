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

from .equations.equation import Equation
from .slots import Slot
from .system import is_binding
from .workings import Answer, Solution, Sum, Workings

#: What an explanation costs that is no misreading: a wrong print, an equation that the document does not keep.
MISTAKE = 2
#: Nodes of one search; beyond it nothing is proven.
STEPS = 500
#: Nodes of all searches over one document, so that a document full of errors ends in good time.
ALL_STEPS = 40_000


class UnfinishedError(Exception):
    """The search took more steps than it may: what it has found says nothing."""


@dataclass(slots=True)
class _Search:
    workings: Workings
    asked: tuple[Sum, ...]
    bound: int
    forbidden: tuple[Slot, int] | None = None
    steps: int = 0
    now: dict[Slot, int] = field(default_factory=dict[Slot, int])
    watched: dict[Sum, None] = field(default_factory=dict[Sum, None])  # asked about, or held before what changed now
    broken: set[Sum] = field(default_factory=set[Sum])
    solutions: dict[tuple[object, ...], Solution] = field(default_factory=dict[tuple[object, ...], Solution])
    seen: dict[tuple[object, ...], int] = field(default_factory=dict[tuple[object, ...], int])
    waits: bool = False  # whether a lost cell stands in what is asked
    is_paired: bool = False  # whether such a sum has two amounts, which could be misread alike

    def count(self) -> None:
        self.steps += 1
        if self.steps > STEPS:
            raise UnfinishedError


@dataclass(slots=True)
class _Conflict:
    """A sum that fails, by how much, how much of that one unit at each place would mend, and what else fails."""

    sum: Sum
    off: int
    pull: Mapping[Slot, int]
    others: Sequence[Mapping[Slot, int]]


def solve(workings: Workings, asked: Sequence[Equation], bound: int) -> Sequence[Solution]:
    """Every explanation of ``asked`` that costs no more than ``bound``.

    Raises:
        UnfinishedError: it takes too many steps to look at all of them.
    """
    answer = _answer(workings, asked, bound, None)
    if not answer.is_finished:
        raise UnfinishedError
    return answer.solutions


def cheapest(workings: Workings, asked: Sequence[Equation], most: int) -> Sequence[Solution]:
    """The explanations of the lowest cost; [] where none costs ``most`` or less.

    Raises:
        UnfinishedError: it takes too many steps to look at all of them.
    """
    for bound in range(most + 1):
        solutions = solve(workings, asked, bound)
        if solutions:
            return solutions
    return []


def is_forced(workings: Workings, asked: Sequence[Equation], slot: Slot, amount: int, bound: int) -> bool:
    """Whether no explanation that costs ``bound`` or less leaves another amount than ``amount`` at ``slot``."""
    answer = _answer(workings, asked, bound, (slot, amount))
    return answer.is_finished and not answer.solutions


def _answer(workings: Workings, asked: Sequence[Equation], bound: int, forbidden: tuple[Slot, int] | None) -> Answer:
    """What a search finds; the same question asked again, before anything has changed, costs nothing."""
    key = (tuple(asked), bound, forbidden)
    answer = workings.answers.get(key)
    if answer is None:
        answer = workings.answers[key] = _searched(workings, asked, bound, forbidden)
        workings.found.steps += answer.steps
    return answer


def _searched(workings: Workings, asked: Sequence[Equation], bound: int, forbidden: tuple[Slot, int] | None) -> Answer:
    sums = tuple(map(workings.sum_of, asked))
    search = _Search(workings, sums, bound, forbidden, watched=dict.fromkeys(sums))
    lost = [s for s in sums if s.lost]
    search.waits, search.is_paired = bool(lost), any(s.is_pair for s in lost)
    try:
        _extend(search, 0)
    except UnfinishedError:
        _move(workings, search.now, -1)
        return Answer((), search.steps, is_finished=False)
    return Answer(list(search.solutions.values()), search.steps, is_finished=True)


def _extend(search: _Search, cost: int) -> None:
    if search.forbidden and search.solutions:
        return  # one other answer is enough
    search.count()
    left = search.bound - cost
    key = (frozenset(search.now.items()), frozenset(search.broken))
    if search.seen.get(key, search.bound + 1) <= cost:
        return
    search.seen[key] = cost
    filled, reasons = dict[Slot, int](), dict[Slot, Sum]()
    conflict = _conflict(search, filled, reasons)
    if conflict is None:
        if search.forbidden and filled.get(search.forbidden[0]) == search.forbidden[1]:
            _unsettle(search, cost, reasons)
            return
        search.solutions[key] = Solution(cost, {**search.now, **filled})
        return
    rounds = search.workings.found.rounds
    if not left and not rounds and not conflict.sum.is_pair:
        return  # only what is misread alike is free
    hope = _Hope(search, conflict, left)
    for price, moves in _options(search, conflict, left, hope):
        if search.forbidden and search.forbidden in moves.items():
            continue
        _try(search, cost + price, moves)
    price = _price_of_breaking(conflict, rounds=rounds)
    if price <= left and hope.after((), price):
        search.broken.add(conflict.sum)
        _extend(search, cost + price)
        search.broken.discard(conflict.sum)


def _unsettle(search: _Search, cost: int, reasons: Mapping[Slot, Sum]) -> None:
    """Look for a misreading, hidden so far, that would leave another amount for the lost cell that is asked about."""
    assert search.forbidden is not None
    workings, left = search.workings, search.bound - cost
    found = workings.found
    lost = search.forbidden[0]
    alone = [s for s in search.asked if s.lost == (lost,) and s not in search.broken]
    for slot in _pull(workings, reasons[lost], reasons) if left else ():
        if left == 1 and not found.rounds and not all(slot in s.equation.slots for s in alone):
            continue  # an equation without it would still say what the lost cell holds
        if slot in search.now or slot in found.changed or not slot.is_mendable:
            continue
        if left == 1 and _is_summed(workings, slot):
            continue  # a sum vouches for it: a second misreading would have to hide the first
        for amount in dict.fromkeys((*workings.candidates(slot), *workings.possibilities(slot))):
            _try(search, cost + 1, {slot: amount})


def _is_summed(workings: Workings, slot: Slot) -> bool:
    """Whether a sum vouches for an amount or for a like print of it, with which it could be misread alike."""
    alike = [s for own in workings.standing_at(slot) if own.is_pair for s in own.filled]
    return any(len(own.filled) > 2 for s in (slot, *alike) for own in workings.standing_at(s))


# --- one step ---------------------------------------------------------------------------------------------


def _try(search: _Search, cost: int, moves: Mapping[Slot, int]) -> None:
    if cost == search.bound and _is_dead(search, moves):
        if not (search.forbidden and search.solutions):
            search.count()
        return
    workings, before = search.workings, len(search.watched)
    for slot in moves:
        for own in workings.standing_at(slot):
            search.watched.setdefault(own)
    _move(workings, moves, 1)
    search.now.update(moves)
    _extend(search, cost)
    for slot in moves:
        del search.now[slot]
    _move(workings, moves, -1)
    while len(search.watched) > before:
        search.watched.popitem()


def _move(workings: Workings, moves: Mapping[Slot, int], sign: int) -> None:
    """Set other amounts into the sums, or take them out again."""
    for slot, amount in moves.items():
        by = sign * (amount - workings.found.values[slot])
        for own, factor in workings.sums_at(slot):
            own.off += factor * by


def _is_dead(search: _Search, moves: Mapping[Slot, int]) -> bool:
    """Whether one more move, the last that may be paid for, leaves a sum that fails and that nothing free can mend."""
    workings = search.workings
    if len(moves) > 1 or search.is_paired or workings.found.rounds:
        return False
    ((slot, amount),) = moves.items()
    by, fails = amount - workings.found.values[slot], False
    watched, standing = search.watched, workings.standing_at(slot)
    for own, factor in workings.sums_at(slot):
        is_broken = abs(own.off + factor * by) > own.slack and own not in search.broken
        if is_broken and not own.lost and (own in watched or own in standing):
            if own.is_pair:
                return False
            fails = True
    return fails


# --- what fails -------------------------------------------------------------------------------------------


def _conflict(search: _Search, filled: dict[Slot, int], reasons: dict[Slot, Sum]) -> _Conflict | None:
    """The shortest sum that fails; what the others leave for lost cells, and which does, is added to the dicts."""
    if search.waits:
        failing = _failing(search, filled, reasons)
    else:
        failing = [(s, s.off) for s in search.watched if s.off and abs(s.off) > s.slack and s not in search.broken]
    if not failing:
        return None
    shortest, off = failing[0]
    for own, missed in failing:
        if own.length < shortest.length:
            shortest, off = own, missed
    others = [_pull(search.workings, s, reasons) for s, _ in failing if s is not shortest]
    return _Conflict(shortest, off, _pull(search.workings, shortest, reasons), others)


def _failing(search: _Search, filled: dict[Slot, int], reasons: dict[Slot, Sum]) -> list[tuple[Sum, int]]:
    """The sums that fail, with what they miss, once what the others leave is filled into the lost cells."""
    found, failing = search.workings.found, list[tuple[Sum, int]]()
    waiting, before = [s for s in search.watched if s not in search.broken], -1
    while waiting and len(waiting) != before:
        before, later = len(waiting), list[Sum]()
        for own in waiting:
            lost = [s for s in own.lost if s not in filled]
            if len(lost) > 1:
                later.append(own)
                continue
            off = own.off
            for slot in own.lost:
                off += found.factor[own.equation, slot] * filled.get(slot, 0)
            if not lost:
                if abs(off) > own.slack:
                    failing.append((own, off))
                continue
            factor = found.factor[own.equation, lost[0]]
            amount = -off // factor
            if off % factor or not search.workings.explain(lost[0], amount):
                failing.append((own, off))
            else:
                filled[lost[0]], reasons[lost[0]] = amount, own
        waiting = later
    return failing


def _pull(workings: Workings, asked: Sum, reasons: Mapping[Slot, Sum]) -> Mapping[Slot, int]:
    """By how much one unit at each place moves a sum, through the lost cells that others fill as well."""
    if not asked.lost:
        return asked.pull
    found = workings.found
    pull: dict[Slot, int] = {}
    waiting = [(asked, 1)]
    while waiting:
        now, weight = waiting.pop()
        for slot in dict.fromkeys(now.equation.slots):
            factor = weight * found.factor[now.equation, slot]
            reason = reasons.get(slot)
            if reason is not None and reason is not now:
                # The lost cell takes up what its own equation leaves: factors are 1 and -1.
                waiting.append((reason, -factor * found.factor[reason.equation, slot]))
            elif slot not in found.unknown:
                pull[slot] = pull.get(slot, 0) + factor
    return {slot: factor for slot, factor in pull.items() if factor}


# --- what would mend it -----------------------------------------------------------------------------------


class _Hope:
    """Whether what is left can pay for the sums that a move does not touch: one place more touches them all."""

    __slots__ = ("around", "is_sure", "left", "near", "others")

    def __init__(self, search: _Search, conflict: _Conflict, left: int) -> None:
        self.others, self.left, self.around = conflict.others, left, search.workings.around
        self.near: dict[int, frozenset[Slot]] = {}
        self.is_sure = search.workings.found.rounds or not conflict.others

    def after(self, moved: Sequence[Slot], price: int) -> bool:
        left = self.left - price
        if left < 0 or left > 1 or self.is_sure:
            return left >= 0
        untouched = self.others
        for slot in moved:
            untouched = [places for places in untouched if slot not in places]
        return len(untouched) <= left or (left == 1 and self._is_one_place(untouched))

    def _is_one_place(self, untouched: Sequence[Mapping[Slot, int]]) -> bool:
        """Whether a place, or one beside it, is a member of all the sums that nothing has touched."""
        first, *others = [self.near.get(id(places)) or self._near(places) for places in untouched]
        return bool(first.intersection(*others))

    def _near(self, places: Mapping[Slot, int]) -> frozenset[Slot]:
        known = self.near[id(places)] = self.around(frozenset(places))
        return known


def _options(search: _Search, conflict: _Conflict, left: int, hope: _Hope) -> Iterator[tuple[int, dict[Slot, int]]]:
    """What may be changed for what is left to pay, each with its price, as far as there is hope for the rest."""
    workings, now, own = search.workings, search.now, conflict.sum
    changed = workings.found.changed
    is_pair = bool(now) and own.is_pair
    for slot, factor in conflict.pull.items():
        if slot in now or slot in changed:
            continue
        amounts: tuple[int, ...] = ()
        is_hopeful = hope.after((slot,), 1)
        if left > 1 or is_pair or is_hopeful:
            amounts = _mending(workings, conflict, slot, factor)
        for amount in amounts:
            price = _price(search, own, slot, amount)
            if is_hopeful if price == 1 else hope.after((slot,), price):
                yield price, {slot: amount}
        for here, there, amount in workings.shifts_at(slot) if left else ():
            if (there if here is slot else here) not in now and hope.after((here, there), 1):
                yield 1, {here: 0, there: amount}
        if left > 1 and is_hopeful and slot.is_mendable and slot.state == "read":
            for amount in workings.candidates(slot):
                if amount not in amounts:
                    yield 1, {slot: amount}


def _mending(workings: Workings, conflict: _Conflict, slot: Slot, factor: int) -> tuple[int, ...]:
    """The amounts at ``slot`` that mend the sum by themselves."""
    before, own = workings.found.values[slot], conflict.sum
    exact = (before - conflict.off // factor,) if conflict.off % factor == 0 else ()
    if own.is_coarse and slot in own.equation.slots and _is_finer(slot, own.equation):
        return _nearing(workings, conflict, slot, factor)
    if not workings.found.rounds or own.lost or (exact and workings.is_conceivable(slot, exact[0])):
        return exact
    return _nearing(workings, conflict, slot, factor) or exact


def _nearing(workings: Workings, conflict: _Conflict, slot: Slot, factor: int) -> tuple[int, ...]:
    """The amounts one digit away that bring the sum to where rounding explains the rest."""
    before, room = workings.found.values[slot], conflict.sum.allowance
    return tuple(a for a in workings.possibilities(slot) if abs(conflict.off + factor * (a - before)) <= room)


def _is_finer(slot: Slot, equation: Equation) -> bool:
    return slot.resolution < max(s.resolution for s in equation.slots)


def _price(search: _Search, own: Sum, slot: Slot, amount: int) -> int:
    """One for what a reader could have done, nothing where a like print was misread alike, more for a wrong print."""
    if not slot.is_mendable or not search.workings.is_conceivable(slot, amount):
        return MISTAKE
    if not search.now or not own.is_pair or slot not in own.filled:
        return 1
    values = search.workings.found.values
    (other,) = (s for s in own.filled if s is not slot)
    return 0 if search.now.get(other) == amount and values[other] == values[slot] else 1


def _price_of_breaking(conflict: _Conflict, *, rounds: bool) -> int:
    """What it costs to leave an equation as it is: little where rounding explains it, or none has to keep it."""
    if abs(conflict.off) <= conflict.sum.allowance:
        return 0 if rounds else 1
    return MISTAKE if is_binding(conflict.sum.equation) else 1
