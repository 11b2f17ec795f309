"""The equations of a document over the amounts as they are known so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .equations.equation import Equation, allowance, is_coarse, residual
from .misreadings import Usual, usual_places
from .slots import Sheet, Slot

#: A document rounds its parts where so many sums, and one in so many, miss by what rounding explains.
_ROUNDED, _ROUNDED_IN = 3, 50


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose amount is not what was read: what it was, by which equations, and what the reader did to it."""

    slot: Slot
    amount: int
    kind: str
    because: tuple[Equation, ...]
    together: int = 1  # places changed by the same argument
    came_from: Slot | None = None  # where a shifted amount was read
    is_sure: bool = True  # whether one more misreading elsewhere would not give another answer


@dataclass(slots=True)
class System:
    """The equations, each sum once, and what is known of each amount."""

    sheet: Sheet
    equations: tuple[Equation, ...]
    values: dict[Slot, int] = field(default_factory=dict[Slot, int])
    unknown: set[Slot] = field(default_factory=set[Slot])
    of: dict[Slot, list[Equation]] = field(default_factory=dict[Slot, list[Equation]])
    factor: dict[tuple[Equation, Slot], int] = field(default_factory=dict[tuple[Equation, Slot], int])
    usual: Usual = field(default_factory=dict[str, int])
    rounds: bool = False  # whether the sums of this document miss by their roundings
    changed: dict[Slot, Change] = field(default_factory=dict[Slot, Change])
    steps: int = 0  # what the searches have spent

    def is_open(self, equation: Equation) -> bool:
        """Whether an amount of the equation is not known or was held back, or one side of it is not printed."""
        is_stated = equation.is_stated(self.changed) and not equation.is_held_back
        return not is_stated or not self.unknown.isdisjoint(equation.slots)

    def holds(self, equation: Equation) -> bool:
        """Whether the amounts make the equation hold to the digit; that one amount is no less proves neither.

        A print of fewer digits bears out a finer one only where those were not read from a picture.
        """
        if self.is_open(equation) or equation.identity.relation != "=":
            return False
        off = residual(equation, self.values)
        return off == 0 or (not equation.total.is_seen and is_coarse(equation) and abs(off) <= allowance(equation))

    def stands(self, equation: Equation) -> bool:
        """Whether the equation holds as far as the sums of this document do, which may miss by their roundings."""
        return self.holds(equation) or ((self.rounds or is_coarse(equation)) and self.is_near(equation))

    def is_near(self, equation: Equation) -> bool:
        """Whether the equation misses by no more than rounding explains."""
        if self.is_open(equation) or equation.identity.relation != "=":
            return False
        return abs(residual(equation, self.values)) <= self.rounding(equation)

    def rounding(self, equation: Equation, values: Mapping[Slot, int] | None = None) -> int:
        """What rounding can explain with the amounts as they are known: half a digit for each that is not zero.

        A printed zero is nothing, rounded or not; so two amounts among zeros are to be equal.
        """
        if len(equation.printed) == 2:
            return allowance(equation)
        known = self.values if values is None else values
        resolutions = [s.resolution for s in equation.printed if s in self.unknown or known.get(s, 0)]
        if len(resolutions) == 2 and resolutions[0] == resolutions[1]:
            return 0
        return sum(resolutions) // 2

    def is_asked(self, equation: Equation) -> bool:
        """Whether a document must keep the equation, and it is not seen to hold: it fails, or an amount was lost."""
        if not is_binding(equation):
            return False
        if not self.unknown.isdisjoint(equation.slots):
            return True
        off = abs(residual(equation, self.values)) if equation.is_stated(self.changed) else 0
        return bool(off) and not (off <= self.rounding(equation) and (self.rounds or is_coarse(equation)))

    def needed(self, slot: Slot, equation: Equation) -> int | None:
        """The amount at ``slot`` that makes the equation hold; None where another amount is not known either."""
        if equation.identity.relation != "=":
            return None
        if is_coarse(equation) and slot.resolution < max(s.resolution for s in equation.slots):
            return None  # the coarser print does not tell the finer one's last digits
        if not equation.is_stated({*self.changed, slot}):
            return None
        if any(s in self.unknown and s is not slot for s in equation.slots):
            return None
        factor = self.factor[equation, slot]
        rest = residual(equation, self.values) - (0 if slot in self.unknown else factor * self.values[slot])
        return -rest // factor if factor and rest % factor == 0 else None

    def held(self, slot: Slot) -> bool:
        """Whether an equation that holds vouches for the amount as it stands."""
        return slot not in self.unknown and any(self.holds(e) for e in self.of[slot])

    def is_repairable(self, slot: Slot) -> bool:
        """Whether an amount can have been misread and is as it was read; the text is asked and never changed."""
        return slot.is_mendable and slot.place.table != "narrative" and slot not in self.changed

    def put(self, change: Change) -> None:
        self.changed[change.slot] = change
        self.values[change.slot] = change.amount
        self.unknown.discard(change.slot)


def is_binding(equation: Equation) -> bool:
    """Whether a document must keep the equation, and to the digit, and it is certain what its parts are."""
    return not equation.identity.advisory and equation.identity.relation == "=" and not equation.either


def is_sum(found: System, equation: Equation) -> bool:
    """Whether three amounts or more stand in the equation."""
    return sum(bool(found.values.get(s)) for s in dict.fromkeys(equation.slots)) > 2


def like_prints_of(found: System, slot: Slot, without: Collection[Slot] = ()) -> list[Slot]:
    """The amount and those that equations without any other amount hold equal to it; none of them in ``without``."""
    alike = {slot: None}
    waiting = [slot]
    while waiting:
        for equation in found.of[waiting.pop()]:
            filled = [s for s in dict.fromkeys(equation.slots) if found.values.get(s)]
            if len(filled) == 2 and found.holds(equation):
                new = [s for s in filled if s not in alike and s not in without]
                alike |= dict.fromkeys(new)
                waiting += new
    return list(alike)


def system(sheet: Sheet, equations: Sequence[Equation]) -> System:
    """The equations, each sum once, with the amounts as they were read."""
    distinct: dict[frozenset[tuple[Slot, int]], Equation] = {}
    for equation in equations:
        distinct.setdefault(_sum_of(equation), equation)
    found = System(sheet, tuple(distinct.values()), usual=usual_places(sheet.slots))
    found.of = defaultdict(list)
    for equation in distinct.values():
        for slot, factor in equation.signed:
            found.factor[equation, slot] = found.factor.get((equation, slot), 0) + factor
        for slot in dict.fromkeys(equation.slots):
            found.of[slot].append(equation)
    for slot in dict.fromkeys((*sheet.slots, *(s for e in equations for s in e.slots))):
        if slot.state == "lost":
            found.unknown.add(slot)
        else:
            found.values[slot] = slot.amount
    found.rounds = _rounds(found)
    return found


def _sum_of(equation: Equation) -> frozenset[tuple[Slot, int]]:
    """The equation as factors of slots, the sign such that A = B and B = A are one."""
    factors: dict[Slot, int] = defaultdict(int)
    for slot, factor in equation.signed:
        factors[slot] += factor
    if len(factors) == 2 and sorted(factors.values()) == [-1, 1]:
        first = min(factors, key=id)
        if factors[first] < 0:
            factors = {s: -f for s, f in factors.items()}
    return frozenset((s, f) for s, f in factors.items() if f)


def _rounds(found: System) -> bool:
    sums = [e for e in found.equations if is_binding(e) and is_sum(found, e) and found.is_near(e)]
    missed = sum(not found.holds(e) for e in sums)
    return missed >= _ROUNDED and missed * _ROUNDED_IN >= len(sums)
