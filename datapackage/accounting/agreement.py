"""What is proven of misread amounts: the changes that every cheapest explanation makes, as far as sums show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .corroboration import contradicts, is_borne_out, is_strong, would_be_near, would_hold
from .equations.equation import Equation
from .misreadings import explain, is_legible
from .search import UnfinishedError, cheapest, is_forced
from .slots import Slot
from .system import Change, System, is_binding
from .workings import Solution, Workings

Proposal = tuple[Change, ...]


def proven(workings: Workings, asked: Sequence[Equation], most: int, *, sure: bool) -> Proposal:
    """The changes that every cheapest explanation makes, as far as sums show them."""
    found = workings.found
    try:
        cheap = _witnessed(found, cheapest(workings, asked, most))
        told = _agreed(found, cheap)
        agreed = {s: a for s, a in told.items() if found.is_repairable(s) and _breaks_nothing(found, s, told)}
        shown = _shown(found, agreed, told)
        forced = {c.slot for c in shown if _is_sure(workings, asked, c, cheap[0].cost + 1)}
        kept = {c.slot: c.amount for c in shown if c.slot in forced or (not sure and _is_bounded(found, c))}
        shown = shown if len(kept) == len(shown) else _shown(found, kept, told)
        shown = tuple(replace(c, is_sure=c.slot in forced) for c in shown)
    except UnfinishedError:
        return ()
    return shown


def promote(found: System) -> None:
    """Make sure the digits that two sums of sure amounts bear out now that all is put right."""
    unsure = [
        c for c in found.changed.values() if not c.is_sure and c.slot.state == "read" and c.kind == "misread-digit"
    ]
    for change in unsure:
        clean = [e for e in found.of[change.slot] if found.holds(e) and not _is_unsure(found, e, change.slot)]
        strong = [e for e in clean if is_binding(e) and is_strong(found, e, {change.slot})]
        if len(strong) > 1:
            found.changed[change.slot] = replace(change, is_sure=True)


def _is_sure(workings: Workings, asked: Sequence[Equation], change: Change, dearer: int) -> bool:
    """Whether the answer stands even where one misreading more is allowed for: for a digit two sums are enough."""
    clean = [e for e in change.because if not _is_unsure(workings.found, e)]
    is_digit = change.slot.state == "read" and len(clean) > 1
    return is_digit or (bool(clean) and is_forced(workings, asked, change.slot, change.amount, dearer))


def _is_unsure(found: System, equation: Equation, but: Slot | None = None) -> bool:
    """Whether an amount of the equation, other than ``but``, was put right without being sure."""
    return any(s in found.changed and not found.changed[s].is_sure for s in equation.slots if s is not but)


def _is_bounded(found: System, change: Change) -> bool:
    """Whether what was read bounds the answer, or two sums give it to the digit: a lost cell may hold anything."""
    if is_legible(change.slot, found.sheet):
        return True
    return len(change.because) > 1 or (change.slot.state == "read" and change.slot.amount != 0)


def _breaks_nothing(found: System, slot: Slot, agreed: Mapping[Slot, int]) -> bool:
    """Whether what holds for an amount as it was read holds after the changes too."""
    return all(would_hold(found, e, agreed) for e in found.of[slot] if found.holds(e))


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
    return frozenset(e for e in failing if would_hold(found, e, values))


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
        kept = {c.slot: c.amount for c in changes if c.kind and is_borne_out(found, c, agreed)}
        if len(kept) == len(agreed):
            return tuple(changes) if _rest_on_others(changes) else ()
        agreed = kept
    return ()


def _rest_on_others(changes: Sequence[Change]) -> bool:
    """Whether a sum that shows a change of a print has an amount that stays as read: changes do not show each other."""
    changed = {c.slot for c in changes}
    return all(s.state != "read" for s in changed) or any(
        s.state == "read" and s not in changed for c in changes for e in c.because for s in e.slots
    )


def _change(found: System, slot: Slot, agreed: Mapping[Slot, int], told: Mapping[Slot, int]) -> Change:
    amount = agreed[slot]
    because = tuple(e for e in found.of[slot] if would_hold(found, e, agreed))
    if found.rounds and slot.state == "read" and not any(map(is_binding, because)):
        because += tuple(e for e in found.of[slot] if would_be_near(found, e, agreed))
    together = sum(any(slot in e.slots for e in because) for slot in agreed)
    kind = explain(slot, amount, found.sheet, found.usual) if amount >= 0 else ""
    is_doubted = slot.state != "read" or found.rounds
    if is_doubted and any(contradicts(found, e, slot, {**told, **agreed}) for e in found.of[slot]):
        kind = ""
    for beside in found.sheet.neighbours.get(slot, ()):
        if not kind or slot.state == "blank":
            if amount == 0 and agreed.get(beside) == found.values.get(slot) and beside.state == "blank":
                return Change(slot, 0, "shifted-column", because, together)
            if slot.state == "blank" and agreed.get(beside) == 0 and found.values.get(beside) == amount:
                return Change(slot, amount, "shifted-column", because, together, beside)
    return Change(slot, amount, kind, because, together)
