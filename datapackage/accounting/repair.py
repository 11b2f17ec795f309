"""Misread and lost amounts: put right only where the equations leave one answer that a reader could have spoilt.

The work goes in rounds over small sets of equations that fail or wait: those of one place, and of the lost cells in
them. For each, all cheapest explanations are looked for (``search``); an amount is put right when every one of them
gives it the same value, when the reader could have made that change, and when sums that hold afterwards show it. That
is uniqueness proven: to forbid the answer costs more misreadings than to take it. A lost or overlooked cell could
hold any amount, so that one misreading among its neighbours would change it unseen: for it the next dearer
explanations must agree as well. Where explanations differ the places stay as read, unproven.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from .equations.equation import Equation, is_coarse, residual
from .misreadings import explain, is_conceivable, is_legible
from .search import ALL_STEPS, UnfinishedError, cheapest, is_forced
from .slots import Sheet, Slot
from .system import Change, System, is_binding, is_sum, like_prints_of, system
from .text import TEXT_AGAINST_TABLE
from .workings import Question, Solution, Workings

#: At most so many misreadings are undone together; more would be a guess with extra steps.
MOST_AT_ONCE = 5
#: What one misreading explains is settled first, then two: what is left is the smaller for it. What one misreading
#: more would make another amount comes last, for all that follows from it is no surer.
_DEPTHS = tuple((most, sure) for sure in (True, False) for most in (1, 2, MOST_AT_ONCE))
#: At most so many equations are explained together.
_MOST_EQUATIONS = 8
#: So many like prints bear out an amount without any sum.
_LIKE_PRINTS = 3

Proposal = tuple[Change, ...]


def repair(sheet: Sheet, equations: Sequence[Equation]) -> System:
    """The system after every change that is proven; ``changed`` names them in the order of their proofs."""
    found = system(sheet, equations)
    workings = Workings(found)
    for most, sure in _DEPTHS:
        tried: set[tuple[object, ...]] = set()
        while _round(workings, most, tried, sure=sure):
            pass
    _promote(found)
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
            proposal = _proven(workings, asked, most, sure=sure)
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
    if not _is_cell(found, slot) or _is_vouched(found, slot):
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


def _is_cell(found: System, slot: Slot) -> bool:
    """Whether an amount was read from a picture and is as it was read; the text is asked and never changed."""
    return slot.is_seen and slot.place.table != "narrative" and slot not in found.changed


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


def _breaks_nothing(found: System, slot: Slot, agreed: Mapping[Slot, int]) -> bool:
    """Whether what holds for an amount as it was read holds after the changes too."""
    return all(_would_hold(found, e, agreed) for e in found.of[slot] if found.holds(e))


def _of(found: System, slot: Slot) -> list[Equation]:
    """The equations of a place that have something to say of it; for an empty one also those with a side unprinted."""
    if slot.state != "blank":
        return [e for e in found.of[slot] if found.is_asked(e)]
    return [e for e in found.of[slot] if is_binding(e) and found.needed(slot, e)]


# --- what is proven ---------------------------------------------------------------------------------------


def _proven(workings: Workings, asked: Sequence[Equation], most: int, *, sure: bool) -> Proposal:
    """The changes that every cheapest explanation makes, as far as sums show them."""
    found = workings.found
    try:
        cheap = _witnessed(found, cheapest(workings, asked, most))
        told = _agreed(found, cheap)
        agreed = {s: a for s, a in told.items() if _is_cell(found, s) and _breaks_nothing(found, s, told)}
        shown = _shown(found, agreed, told)
        forced = {c.slot for c in shown if _is_sure(workings, asked, c, cheap[0].cost + 1)}
        kept = {c.slot: c.amount for c in shown if c.slot in forced or (not sure and _is_bounded(found, c))}
        shown = shown if len(kept) == len(shown) else _shown(found, kept, told)
        shown = tuple(replace(c, is_sure=c.slot in forced) for c in shown)
    except UnfinishedError:
        return ()
    return shown


def _is_sure(workings: Workings, asked: Sequence[Equation], change: Change, dearer: int) -> bool:
    """Whether the answer stands even where one misreading more is allowed for: for a digit two sums are enough."""
    clean = [e for e in change.because if not _is_unsure(workings.found, e)]
    is_digit = change.slot.state == "read" and len(clean) > 1
    return is_digit or (bool(clean) and is_forced(workings, asked, change.slot, change.amount, dearer))


def _is_unsure(found: System, equation: Equation, but: Slot | None = None) -> bool:
    """Whether an amount of the equation, other than ``but``, was put right without being sure."""
    return any(s in found.changed and not found.changed[s].is_sure for s in equation.slots if s is not but)


def _promote(found: System) -> None:
    """Make sure the digits that two sums of sure amounts bear out now that all is put right."""
    unsure = [
        c for c in found.changed.values() if not c.is_sure and c.slot.state == "read" and c.kind == "misread-digit"
    ]
    for change in unsure:
        clean = [e for e in found.of[change.slot] if found.holds(e) and not _is_unsure(found, e, change.slot)]
        strong = [e for e in clean if is_binding(e) and _is_strong(found, e, {change.slot})]
        if len(strong) > 1:
            found.changed[change.slot] = replace(change, is_sure=True)


def _is_bounded(found: System, change: Change) -> bool:
    """Whether what was read bounds the answer, or two sums give it to the digit: a lost cell may hold anything."""
    if is_legible(change.slot, found.sheet):
        return True
    return len(change.because) > 1 or (change.slot.state == "read" and change.slot.amount != 0)


def _witnessed(found: System, solutions: Sequence[Solution]) -> Sequence[Solution]:
    """Of explanations that cost the same, those that an equation which documents usually keep bears out."""
    if len(solutions) < 2:
        return solutions
    told = [_witnesses(found, s.values) for s in solutions]
    common = frozenset[Equation].intersection(*told)
    return [s for s, own in zip(solutions, told, strict=True) if own - common] or solutions


def _witnesses(found: System, values: Mapping[Slot, int]) -> frozenset[Equation]:
    """The equations no document must keep that come to hold by one of ``values``, beside what they leave as read."""
    usual = (e for s, amount in values.items() if amount for e in found.of[s] if e.identity.advisory)
    failing = (e for e in usual if not found.holds(e) and sum(s in values for s in e.slots) == 1)
    return frozenset(e for e in failing if _would_hold(found, e, values))


def _agreed(found: System, solutions: Sequence[Solution]) -> dict[Slot, int]:
    """The amounts, other than those read, that all explanations have in common."""
    if not solutions:
        return {}
    first, *others = (s.values for s in solutions)
    return {
        slot: amount
        for slot, amount in first.items()
        if found.values.get(slot) != amount and all(o.get(slot) == amount for o in others)
    }


def _shown(found: System, agreed: Mapping[Slot, int], told: Mapping[Slot, int]) -> Proposal:
    """The changes with the sums that show them, once all of them are made; without those that no sum shows.

    ``told`` is what all explanations say, also of amounts that are not ours to change.
    """
    while agreed:
        changes = [_change(found, slot, agreed, told) for slot in agreed]
        kept = {c.slot: c.amount for c in changes if c.kind and _is_borne_out(found, c, agreed)}
        if len(kept) == len(agreed):
            return tuple(changes)
        agreed = kept
    return ()


def _change(found: System, slot: Slot, agreed: Mapping[Slot, int], told: Mapping[Slot, int]) -> Change:
    amount = agreed[slot]
    because = tuple(e for e in found.of[slot] if _would_hold(found, e, agreed))
    if found.rounds and slot.state == "read" and not any(map(is_binding, because)):
        because += tuple(e for e in found.of[slot] if _would_be_near(found, e, agreed))
    together = sum(any(slot in e.slots for e in because) for slot in agreed)
    kind = explain(slot, amount, found.sheet, found.usual) if amount >= 0 else ""
    is_doubted = slot.state != "read" or found.rounds
    if is_doubted and any(_contradicts(found, e, slot, {**told, **agreed}) for e in found.of[slot]):
        kind = ""
    for beside in found.sheet.neighbours.get(slot, ()):
        if not kind or slot.state == "blank":
            if amount == 0 and agreed.get(beside) == found.values.get(slot) and beside.state == "blank":
                return Change(slot, 0, "shifted-column", because, together)
            if slot.state == "blank" and agreed.get(beside) == 0 and found.values.get(beside) == amount:
                return Change(slot, amount, "shifted-column", because, together, beside)
    return Change(slot, amount, kind, because, together)


def _contradicts(found: System, equation: Equation, slot: Slot, agreed: Mapping[Slot, int]) -> bool:
    """Whether an equation that a document must keep would fail after the changes: a lost cell has no amount of its own
    that could be right in spite of it; where sums miss by their roundings, one digit is as good as the next to it.
    What asks for an amount that the digits of the print, or those left of it, rule out does not contradict."""
    if not is_binding(equation) or not equation.is_stated({*found.changed, *agreed}):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    values = {s: agreed.get(s, found.values.get(s, 0)) for s in equation.slots}
    off, factor = residual(equation, values), found.factor[equation, slot]
    if abs(off) <= found.rounding(equation, values) and (found.rounds or is_coarse(equation)):
        return False
    if off and (slot.state == "read" or is_legible(slot, found.sheet)):
        return not off % factor and bool(explain(slot, agreed[slot] - off // factor, found.sheet, found.usual))
    return bool(off)


def _would_hold(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> bool:
    """Whether the changes make the equation hold to the digit."""
    if equation.identity.relation != "=" or not equation.is_stated({*found.changed, *agreed}):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    return residual(equation, {s: agreed.get(s, found.values.get(s, 0)) for s in equation.slots}) == 0


def _would_be_near(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> bool:
    """Whether the changes bring a sum that rounding did not explain to where it does."""
    if not is_binding(equation) or found.is_near(equation) or not is_sum(found, equation):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    values = {s: agreed.get(s, found.values.get(s, 0)) for s in equation.slots}
    return abs(residual(equation, values)) <= found.rounding(equation, values)


def _is_borne_out(found: System, change: Change, agreed: Mapping[Slot, int]) -> bool:
    """Whether sums that a document must keep show a change, more than one like print does."""
    because = change.because
    if not any(is_binding(e) for e in because):
        return False
    if len(because) == 1 and not _is_whole(found, because[0]):
        return False
    if any(_has_rival(found, e, agreed) for e in because) or _is_against_a_sum(found, change, agreed):
        return False
    if found.rounds and change.slot.state != "read" and len(because) == 1 and _is_blurred(found, change):
        return False  # what rounding moves leaves no lost amount to be told from one sum
    if change.slot.state == "read" and _is_told_in_text(found, because, agreed):
        return True
    return len(because) >= _LIKE_PRINTS or any(_is_strong(found, e, agreed) for e in because)


def _is_blurred(found: System, change: Change) -> bool:
    """Whether the rounding of its one sum would allow another amount, one that the digits left of the print allow."""
    slot, (equation,) = change.slot, change.because
    most, step = found.rounding(equation), min((s.resolution for s in equation.printed if s.resolution), default=1)
    if not most or not is_legible(slot, found.sheet):
        return bool(most)
    near = (change.amount + by for off in range(step, most + 1, step) for by in (off, -off))
    return any(explain(slot, amount, found.sheet, found.usual) for amount in near)


def _has_rival(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> bool:
    """Whether another misreading would mend the equation as well, and an equation of its own asks for it too."""
    filled = {s: a for s, a in agreed.items() if s in found.unknown}
    for slot in dict.fromkeys(equation.slots):
        if slot in agreed or slot.state != "read" or not _is_cell(found, slot):
            continue
        amount = _asked_for(found, slot, equation, filled)
        if amount in (None, slot.amount) or not is_conceivable(slot, amount, found.sheet, found.usual):
            continue
        others = (e for e in found.of[slot] if not any(s in agreed and s not in filled for s in e.slots))
        if any(_asked_for(found, slot, e, filled) == amount for e in others):
            return True
    return False


def _asked_for(found: System, slot: Slot, equation: Equation, filled: Mapping[Slot, int]) -> int | None:
    """The amount at a place read that makes an equation hold with lost cells ``filled``; None if it tells none."""
    if equation.identity.relation != "=" or any(s in found.unknown and s not in filled for s in equation.slots):
        return None
    values = {s: filled.get(s, found.values.get(s, 0)) for s in equation.slots}
    off, factor = residual(equation, values), found.factor[equation, slot]
    return values[slot] - off // factor if factor and off % factor == 0 else None


def _is_strong(found: System, equation: Equation, own: Collection[Slot]) -> bool:
    """Whether an equation is more than one like print: like prints are misread alike, and so bear out each other."""
    filled = [s for s in dict.fromkeys(equation.slots) if s not in own and found.values.get(s)]
    alike = like_prints_of(found, filled[0], own) if len(filled) == 1 else ()
    return len(filled) != 1 or any(is_sum(found, e) for s in alike for e in found.of[s] if found.holds(e))


def _is_against_a_sum(found: System, change: Change, agreed: Mapping[Slot, int]) -> bool:
    """Whether only like prints show a change, and a sum of the place speaks for the amount as it was read.

    The sum fails either way; one misreading of another amount in it would make it hold with what was read, and none
    with the change. So the like print is as likely to be what was misread.
    """
    slot = change.slot
    if slot.state != "read" or any(_has_others(found, e, agreed, slot) for e in change.because):
        return False
    sums = (e for e in found.of[slot] if is_binding(e) and _has_others(found, e, agreed, slot))
    known = (e for e in sums if not any(s in found.unknown for s in e.slots))
    return any(_is_mended(found, e, slot, slot.amount) and not _is_mended(found, e, slot, change.amount) for e in known)


def _is_mended(found: System, equation: Equation, slot: Slot, amount: int) -> bool:
    """Whether an equation with ``amount`` at ``slot`` holds once at most one other amount was misread."""
    values = {**{s: found.values.get(s, 0) for s in equation.slots}, slot: amount}
    off = residual(equation, values)
    if not off:
        return True
    others = (
        (s, found.factor[equation, s]) for s in dict.fromkeys(equation.slots) if s is not slot and _is_cell(found, s)
    )
    mends = ((s, values[s] - off // f) for s, f in others if s.state == "read" and f and not off % f)
    return any(explain(s, wanted, found.sheet, found.usual) for s, wanted in mends)


def _has_others(found: System, equation: Equation, agreed: Mapping[Slot, int], slot: Slot) -> bool:
    """Whether two amounts or more that are not zero stand beside ``slot``."""
    others = dict.fromkeys(s for s in equation.slots if s is not slot)
    return sum(bool(agreed.get(s, found.values.get(s))) for s in others) > 1


def _is_told_in_text(found: System, because: Sequence[Equation], own: Collection[Slot]) -> bool:
    """Whether two prints that were set apart, a sentence and a table, agree against the one that was read.

    The table may print the amount as a sum with nothing else in it.
    """
    if 0 < sum(e.identity is TEXT_AGAINST_TABLE for e in because) < len(because):
        return True
    for equation in filter(is_binding, because):
        filled = [s for s in dict.fromkeys(equation.slots) if s not in own and found.values.get(s)]
        told = found.of[filled[0]] if len(filled) == 1 else []
        if any(e.identity is TEXT_AGAINST_TABLE and found.holds(e) for e in told):
            return True
    return False


def _is_whole(found: System, equation: Equation) -> bool:
    """Whether no part of a sum can have been overlooked: in a table of one row a lost column leaves no trace."""
    if equation.is_complete:
        return True
    table = equation.total.dims["table"]
    cells = (s.place.cell for s in found.sheet.slots if s.dims["table"] == table)
    return len({(c.file, c.page, c.line, c.row) for c in cells}) > 1


# --- zeros ------------------------------------------------------------------------------------------------


def _zeros(found: System) -> Iterator[Proposal]:
    """Lost parts of a sum that is full without them: none can be negative, so all are zero."""
    for equation in found.equations if found.unknown else ():
        lost = [s for s in equation.parts if s in found.unknown]
        if not 1 <= len(lost) <= MOST_AT_ONCE or equation.total in found.unknown or equation.minus:
            continue
        is_full = residual(equation, found.values) == 0
        is_vouched = all(found.held(s) for s in equation.slots if s not in lost)
        if is_full and is_vouched and all(s.is_seen and explain(s, 0, found.sheet, found.usual) for s in lost):
            yield tuple(Change(s, 0, "lost-cell", (equation,), len(lost)) for s in lost)
            return


# --- what another classification repeats ------------------------------------------------------------------


def _repeated(found: System) -> Iterator[Proposal]:
    """Lost cells that another table repeats under its own code, where every sum that waits for them allows it.

    What documents usually keep gives the amount to the digit, sums that miss by their roundings bear it out.
    """
    for equation in found.equations if found.unknown else ():
        lost = [s for s in dict.fromkeys(equation.slots) if s in found.unknown]
        if not equation.identity.advisory or len(lost) != 1 or not lost[0].is_seen:
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
