"""What bears a change out, or speaks against it: sums that a document must keep, like prints, the text, rivals."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .equations.equation import Equation, is_coarse, residual
from .misreadings import explain, is_conceivable, is_legible
from .slots import Slot
from .system import Change, System, is_binding, is_sum, like_prints_of
from .text import TEXT_AGAINST_TABLE

#: So many like prints bear out an amount without any sum.
_LIKE_PRINTS = 3


def is_borne_out(found: System, change: Change, agreed: Mapping[Slot, int]) -> bool:
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
    return len(because) >= _LIKE_PRINTS or any(is_strong(found, e, agreed) for e in because)


def would_hold(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> bool:
    """Whether the changes make the equation hold to the digit."""
    if equation.identity.relation != "=" or not equation.is_stated({*found.changed, *agreed}):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    return residual(equation, _values(found, equation, agreed)) == 0


def _values(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> dict[Slot, int]:
    """The amounts of an equation once ``agreed`` are put in their places; nothing stands for what is not known."""
    return {s: agreed.get(s, found.values.get(s, 0)) for s in equation.slots}


def would_be_near(found: System, equation: Equation, agreed: Mapping[Slot, int]) -> bool:
    """Whether the changes bring a sum that rounding did not explain to where it does."""
    if not is_binding(equation) or found.is_near(equation) or not is_sum(found, equation):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    values = _values(found, equation, agreed)
    return abs(residual(equation, values)) <= found.rounding(equation, values)


def contradicts(found: System, equation: Equation, slot: Slot, agreed: Mapping[Slot, int]) -> bool:
    """Whether an equation that a document must keep would fail after the changes: a lost cell has no amount of its own
    that could be right in spite of it; where sums miss by their roundings, one digit is as good as the next to it.
    What asks for an amount that the digits of the print, or those left of it, rule out does not contradict."""
    if not is_binding(equation) or not equation.is_stated({*found.changed, *agreed}):
        return False
    if any(s in found.unknown and s not in agreed for s in equation.slots):
        return False
    values = _values(found, equation, agreed)
    off, factor = residual(equation, values), found.factor[equation, slot]
    if abs(off) <= found.rounding(equation, values) and (found.rounds or is_coarse(equation)):
        return False
    if off and (slot.state == "read" or is_legible(slot, found.sheet)):
        return not off % factor and bool(explain(slot, agreed[slot] - off // factor, found.sheet, found.usual))
    return bool(off)


def is_strong(found: System, equation: Equation, own: Collection[Slot]) -> bool:
    """Whether an equation is more than one like print: like prints are misread alike, and so bear out each other."""
    filled = [s for s in dict.fromkeys(equation.slots) if s not in own and found.values.get(s)]
    alike = like_prints_of(found, filled[0], own) if len(filled) == 1 else ()
    return len(filled) != 1 or any(is_sum(found, e) for s in alike for e in found.of[s] if found.holds(e))


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
        if slot in agreed or slot.state != "read" or not found.is_repairable(slot):
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
    values = _values(found, equation, filled)
    off, factor = residual(equation, values), found.factor[equation, slot]
    return values[slot] - off // factor if factor and off % factor == 0 else None


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
        (s, found.factor[equation, s])
        for s in dict.fromkeys(equation.slots)
        if s is not slot and found.is_repairable(s)
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
    return len({c.printed_row for c in cells}) > 1
