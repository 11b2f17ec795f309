"""Misread and lost amounts: put right only where the equations leave one answer that a reader could have spoilt.

The work goes in rounds over small sets of equations that fail or wait: those of one place, and of the lost cells in
them. For each, all cheapest explanations are looked for (``search``); an amount is put right when every one of them
gives it the same value, when the reader could have made that change, and when sums that hold afterwards show it. That
is uniqueness proven: to forbid the answer costs more misreadings than to take it. A lost or overlooked cell could
hold any amount, so that one misreading among its neighbours would change it unseen: for it the next dearer
explanations must agree as well. Where explanations differ the places stay as read, unproven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from .agreement import Proposal, promote, proven
from .equations.equation import Equation, residual
from .misreadings import explain
from .search import ALL_STEPS
from .slots import Sheet, Slot
from .system import Change, System, is_binding, is_sum, like_prints_of, system
from .workings import Question, Workings

#: At most so many misreadings are undone together; more would be a guess with extra steps.
MOST_AT_ONCE = 5
#: What one misreading explains is settled first, then two: what is left is the smaller for it. What one misreading
#: more would make another amount comes last, for all that follows from it is no surer.
_DEPTHS = tuple((most, sure) for sure in (True, False) for most in (1, 2, MOST_AT_ONCE))
#: At most so many equations are explained together.
_MOST_EQUATIONS = 8


def repair(sheet: Sheet, equations: Sequence[Equation]) -> System:
    """The system after every change that is proven; ``changed`` names them in the order of their proofs."""
    found = system(sheet, equations)
    workings = Workings(found)
    for most, sure in _DEPTHS:
        tried: set[tuple[object, ...]] = set()
        while _round(workings, most, tried, sure=sure):
            pass
    promote(found)
    return found


def _round(workings: Workings, most: int, tried: set[tuple[object, ...]], *, sure: bool) -> bool:
    """Make the changes that are proven as things stand; False when there is none."""
    found = workings.found
    if workings.questions is None:
        workings.questions = [tuple(_questions(found, slot)) for slot in _suspects(found)]
    proposals = [p for asked in workings.questions if (p := _of_place(workings, asked, most, tried, sure=sure))]
    proposals = proposals or list(_zeros(found)) or list(_repeated(found))
    taken: set[Slot] = set()
    for proposal in sorted(proposals, key=lambda p: -min(len(c.because) for c in p)):
        members = {s for change in proposal for e in change.because for s in e.slots}
        if not taken & members:
            taken |= members
            for change in proposal:
                workings.put(change)
    return bool(proposals)


def _of_place(
    workings: Workings, questions: Sequence[Question], most: int, tried: set[tuple[object, ...]], *, sure: bool
) -> Proposal:
    """What is proven by the equations of one place, or else with those of the lost cells in them."""
    for asked, state in questions:
        if state not in tried and workings.found.steps < ALL_STEPS:
            tried.add(state)
            proposal = proven(workings, asked, most, sure=sure)
            if proposal:
                return proposal
    return ()


def _state(found: System, asked: Sequence[Equation]) -> tuple[object, ...]:
    """What an explanation of equations starts from; that it was tried needs no second look."""
    near = dict.fromkeys(e for own in asked for s in own.slots for e in found.of[s])
    changed = frozenset(s for e in near for s in e.slots if s in found.changed)
    return (frozenset(asked), changed)


# --- what is explained together ---------------------------------------------------------------------------


def _questions(found: System, slot: Slot) -> Iterator[Question]:
    """The sets of equations to explain: those that fail or wait at a place; with those of the lost cells there;
    with those of its like prints, misread alike; each by itself, where the others have more to explain."""
    if not found.is_repairable(slot) or _is_vouched(found, slot):
        return
    own = _of(found, slot)
    alike = dict.fromkeys(e for s in like_prints_of(found, slot) for e in _of(found, s))
    lost = (s for e in own for s in dict.fromkeys(e.slots) if s in found.unknown and s is not slot)
    wide = list(dict.fromkeys((*own, *(e for s in lost for e in _of(found, s)))))
    for group in (own, wide, list(alike), *([e] for e in own)):
        if 0 < len(group) <= _MOST_EQUATIONS:
            yield group, _state(found, group)


def _suspects(found: System) -> list[Slot]:
    return list(dict.fromkeys(s for e in found.equations if is_binding(e) and not found.holds(e) for s in e.slots))


def _is_vouched(found: System, slot: Slot) -> bool:
    """Whether a sum vouches for an amount and its place: a like print, or an empty place in the sum, does not."""
    if slot in found.unknown:
        return False
    near = set(found.sheet.neighbours.get(slot, ()))
    return any(is_sum(found, e) and not _is_exchangeable(e, slot, near) for e in found.of[slot] if found.holds(e))


def _is_exchangeable(equation: Equation, slot: Slot, near: Collection[Slot]) -> bool:
    """Whether the equation would hold as well with the amount in the empty place beside its own."""
    factors = dict(equation.signed)
    return any(s.state == "blank" and factors.get(s) == factors[slot] for s in near)


def _of(found: System, slot: Slot) -> list[Equation]:
    """The equations of a place that have something to say of it; for an empty one also those with a side unprinted."""
    if slot.state != "blank":
        return [e for e in found.of[slot] if found.is_asked(e)]
    return [e for e in found.of[slot] if is_binding(e) and not e.is_held_back and found.needed(slot, e)]


# --- lost cells that no misreading has to explain -----------------------------------------------------------


def _zeros(found: System) -> Iterator[Proposal]:
    """Lost parts of a sum that is full without them: none can be negative, so all are zero."""
    for equation in found.equations if found.unknown else ():
        lost = [s for s in equation.parts if s in found.unknown]
        if not 1 <= len(lost) <= MOST_AT_ONCE or equation.total in found.unknown or equation.minus:
            continue
        is_full = residual(equation, found.values) == 0
        is_vouched = all(found.held(s) for s in equation.slots if s not in lost)
        if is_full and is_vouched and all(s.is_mendable and explain(s, 0, found.sheet, found.usual) for s in lost):
            yield tuple(Change(s, 0, "lost-cell", (equation,), len(lost)) for s in lost)
            return


def _repeated(found: System) -> Iterator[Proposal]:
    """Lost cells that another table repeats under its own code, where every sum that waits for them allows it.

    What documents usually keep gives the amount to the digit, sums that miss by their roundings bear it out.
    """
    for equation in found.equations if found.unknown else ():
        lost = [s for s in dict.fromkeys(equation.slots) if s in found.unknown]
        if not equation.identity.advisory or len(lost) != 1 or not lost[0].is_mendable:
            continue
        (slot,) = lost
        amount, waiting = found.needed(slot, equation), [e for e in found.of[slot] if is_binding(e)]
        if not amount or not all(found.held(s) for s in equation.printed if s is not slot):
            continue
        kind = explain(slot, amount, found.sheet, found.usual)
        is_borne_out = any(is_sum(found, e) for e in waiting) and all(_allows(found, e, slot, amount) for e in waiting)
        if kind and is_borne_out:
            yield (Change(slot, amount, kind, (equation, *waiting), is_sure=False),)
            return


def _allows(found: System, equation: Equation, slot: Slot, amount: int) -> bool:
    """Whether an equation with all else known holds with ``amount`` at ``slot``, or misses by its roundings."""
    if any(s in found.unknown and s is not slot for s in equation.slots):
        return False
    values = {**{s: found.values.get(s, 0) for s in equation.slots}, slot: amount}
    return abs(residual(equation, values)) <= (found.rounding(equation, values) if found.rounds else 0)
