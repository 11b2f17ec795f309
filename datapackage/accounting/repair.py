"""Misread and lost amounts: put right only where the equations leave one answer that a reader could have spoilt.

The work goes in rounds, each on the smallest component there is, one place: a change is made when all equations that
can judge it agree on one amount, when it breaks none that holds, when a reader could have turned that amount into what
was read, and when no other single change explains the same equations. So fewest changes are made and no other answer
of that size exists. Where two or more places hide each other nothing is changed: they stay as read, unproven.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .matching import Equation, allowance, is_coarse, residual
from .misreadings import explain, is_conceivable, usual_places
from .slots import Sheet, Slot

#: At most so many places are changed together; more would be a guess with extra steps.
MOST_AT_ONCE = 5
#: So many like prints bear out an amount without any sum.
_LIKE_PRINTS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """A place whose amount is not what was read: what it was, by which equations, and what the reader did to it."""

    slot: Slot
    amount: int
    kind: str
    because: tuple[Equation, ...]
    together: int = 1  # places changed by the same argument
    came_from: Slot | None = None  # where a shifted amount was read


@dataclass(slots=True)
class System:
    """The equations of a document over the amounts as they are known so far."""

    sheet: Sheet
    equations: tuple[Equation, ...]
    values: dict[Slot, int] = field(default_factory=dict[Slot, int])
    unknown: set[Slot] = field(default_factory=set[Slot])
    of: dict[Slot, list[Equation]] = field(default_factory=dict[Slot, list[Equation]])
    factor: dict[tuple[Equation, Slot], int] = field(default_factory=dict[tuple[Equation, Slot], int])
    usual: Mapping[str, int] = field(default_factory=dict[str, int])
    changed: dict[Slot, Change] = field(default_factory=dict[Slot, Change])

    def is_open(self, equation: Equation) -> bool:
        """Whether an amount of the equation is not known, or one side of it is not printed."""
        return not equation.is_stated(self.changed) or any(s in self.unknown for s in equation.slots)

    def holds(self, equation: Equation) -> bool:
        """Whether the amounts make the equation hold to the digit; that one amount is no less proves neither.

        A print of fewer digits bears out a finer one only where those were not read from a picture.
        """
        if self.is_open(equation) or equation.identity.relation != "=":
            return False
        return self._is_even(equation) and not (residual(equation, self.values) and equation.total.is_seen)

    def is_broken(self, equation: Equation) -> bool:
        """Whether an equation that a document must keep does not hold."""
        return not self.is_open(equation) and is_binding(equation) and not self._is_even(equation)

    def _is_even(self, equation: Equation) -> bool:
        off = abs(residual(equation, self.values))
        return off == 0 or (is_coarse(equation) and off <= allowance(equation))

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

    def put(self, change: Change) -> None:
        self.changed[change.slot] = change
        self.values[change.slot] = change.amount
        self.unknown.discard(change.slot)


def is_binding(equation: Equation) -> bool:
    """Whether a document must keep the equation, and to the digit."""
    return not equation.identity.advisory and equation.identity.relation == "="


def system(sheet: Sheet, equations: Sequence[Equation]) -> System:
    """The equations, each sum once, with the amounts as they were read."""
    distinct: dict[frozenset[tuple[Slot, int]], Equation] = {}
    for equation in equations:
        distinct.setdefault(_sum_of(equation), equation)
    found = System(sheet, tuple(distinct.values()), usual=usual_places(sheet.slots))
    found.of = defaultdict(list)
    for equation in distinct.values():
        for slot, factor in equation.signed():
            found.factor[equation, slot] = found.factor.get((equation, slot), 0) + factor
        for slot in dict.fromkeys(equation.slots):
            found.of[slot].append(equation)
    for slot in dict.fromkeys((*sheet.slots, *(s for e in equations for s in e.slots))):
        if slot.state == "lost":
            found.unknown.add(slot)
        else:
            found.values[slot] = slot.amount
    return found


def _sum_of(equation: Equation) -> frozenset[tuple[Slot, int]]:
    """The equation as factors of slots, the sign such that A = B and B = A are one."""
    factors: dict[Slot, int] = defaultdict(int)
    for slot, factor in equation.signed():
        factors[slot] += factor
    if len(factors) == 2 and sorted(factors.values()) == [-1, 1]:
        first = min(factors, key=id)
        if factors[first] < 0:
            factors = {s: -f for s, f in factors.items()}
    return frozenset((s, f) for s, f in factors.items() if f)


def repair(sheet: Sheet, equations: Sequence[Equation]) -> System:
    """The system after every change that is proven; ``changed`` names them in the order of their proofs."""
    found = system(sheet, equations)
    while _round(found):
        pass
    return found


def _round(found: System) -> bool:
    """Make the changes that are proven as things stand; False when there is none."""
    proposals = [p for p in (*_single(found), *_shifted(found)) if _stands_alone(found, p)]
    if not proposals:
        proposals = list(_zeros(found))
    taken: set[Equation] = set()
    for proposal in sorted(proposals, key=lambda p: -len(p[0].because)):
        if not taken & set(proposal[0].because):
            taken |= set(proposal[0].because)
            for change in proposal:
                found.put(change)
    return bool(proposals)


Proposal = tuple[Change, ...]


# --- one place --------------------------------------------------------------------------------------------


def _single(found: System) -> Iterator[Proposal]:
    """For each place in an equation that fails or waits: the amount that most equations want there."""
    for slot in _suspects(found):
        if not _may_change(found, slot):
            continue
        for amount, wanting in _wanted(found, slot).items():
            kind = explain(slot, amount, found.sheet, found.usual) if amount >= 0 else ""
            is_bound = any(is_binding(e) for e in wanting)
            if kind and is_bound and (len(wanting) > 1 or slot.state != "blank"):
                yield (Change(slot, amount, kind, tuple(wanting)),)


def _may_change(found: System, slot: Slot) -> bool:
    """Whether an amount was read from a picture, and nothing vouches for it; the text is asked and never changed."""
    is_cell = slot.is_seen and slot.place.table != "narrative"
    return is_cell and slot not in found.changed and not _is_vouched(found, slot)


def _suspects(found: System) -> list[Slot]:
    seen: dict[Slot, None] = {}
    for equation in found.equations:
        if is_binding(equation) and not found.holds(equation):
            seen.update(dict.fromkeys(equation.slots))
    return list(seen)


def _is_vouched(found: System, slot: Slot) -> bool:
    return slot not in found.unknown and found.held(slot)


def _wanted(found: System, slot: Slot) -> dict[int, list[Equation]]:
    """The amounts that the equations want at a place; lost cells only where all of them want the same."""
    wanted: dict[int, list[Equation]] = defaultdict(list)
    for equation in found.of[slot]:
        amount = found.needed(slot, equation)
        if amount is not None and (slot in found.unknown or amount != found.values[slot]):
            wanted[amount].append(equation)
    return wanted


def _stands_alone(found: System, proposal: Proposal) -> bool:
    """Whether nothing else explains the same equations: no other place, and no error that all of them share."""
    because = proposal[0].because
    own = {c.slot for c in proposal} | {proposal[0].came_from}
    if any(_speaks_against(found, e, c) for c in proposal for e in found.of[c.slot] if e not in because):
        return False
    if len(because) == 1 and not _is_whole(found, because[0]):
        return False
    if len(because) < _LIKE_PRINTS and not any(_is_strong(found, e, own) for e in because):
        return False
    others = dict.fromkeys(s for e in because for s in e.slots if s not in own)
    if any(c.slot in found.unknown for c in proposal):
        # What is put in has any value; it takes over an error that all its equations share.
        doubtful = [s for s in others if s.state != "blank" and (s in found.unknown or not _is_vouched(found, s))]
        return not any(all(s in e.slots for e in because) for s in doubtful)
    if any(_explains(found, s, because) for s in others):
        return False
    return any(not any(_is_backed_rival(found, s, e, because) for s in e.slots if s not in own) for e in because)


def _is_backed_rival(found: System, rival: Slot, equation: Equation, because: Sequence[Equation]) -> bool:
    """Whether another place explains one of the equations, and may: nothing vouches for it, or others want the same."""
    if not _explains(found, rival, (equation,)):
        return False
    amount = found.needed(rival, equation)
    backing = [e for e in found.of[rival] if e not in because and not found.holds(e)]
    return len(because) == 1 or any(found.needed(rival, e) == amount for e in backing)


def _is_strong(found: System, equation: Equation, own: Collection[Slot | None]) -> bool:
    """Whether an equation is more than one like print: like prints are misread alike, and so bear out each other."""
    filled = [s for s in dict.fromkeys(equation.slots) if s not in own and found.values.get(s)]
    return len(filled) != 1 or any(is_sum(found, e) for e in found.of[filled[0]] if found.holds(e))


def is_sum(found: System, equation: Equation) -> bool:
    """Whether three amounts or more stand in the equation."""
    return sum(bool(found.values.get(s)) for s in dict.fromkeys(equation.slots)) > 2


def _is_whole(found: System, equation: Equation) -> bool:
    """Whether no part of a sum can have been overlooked: in a table of one row a lost column leaves no trace."""
    if equation.is_complete:
        return True
    table = equation.total.dims["table"]
    cells = (s.place.cell for s in found.sheet.slots if s.dims["table"] == table)
    return len({(c.page, c.line, c.row) for c in cells}) > 1


def _speaks_against(found: System, equation: Equation, change: Change) -> bool:
    """Whether an equation wants another amount, and nothing else in it is to blame for that."""
    amount = found.needed(change.slot, equation)
    if amount is None or amount == change.amount or not is_binding(equation):
        return False
    return all(s is change.slot or _is_vouched(found, s) for s in equation.slots)


def _explains(found: System, rival: Slot, because: Sequence[Equation]) -> bool:
    """Whether a conceivable change at another place would do for all the equations, and break none that holds.

    A second place may have to change with it: two prints that vouch for each other alone can be misread alike.
    """
    return any(
        set(because) <= set(wanting)
        and is_conceivable(rival, amount, found.sheet, found.usual)
        and _can_be(found, rival, amount)
        for amount, wanting in _wanted(found, rival).items()
    )


def _can_be(found: System, slot: Slot, amount: int) -> bool:
    """Whether ``amount`` at ``slot`` breaks no equation that holds, by itself or with one other change."""
    holding = [e for e in found.of[slot] if found.holds(e)]
    if not holding:
        return True
    first = holding[0]
    moved = found.factor[first, slot] * (amount - found.values[slot])
    for other in first.slots:
        factor = found.factor[first, other]
        if other is slot or other not in found.values or moved % factor:
            continue
        there = found.values[other] - moved // factor
        if is_conceivable(other, there, found.sheet, found.usual):
            trial = {**{s: found.values[s] for e in holding for s in e.slots}, slot: amount}
            if _still_holds(found, slot, other, {**trial, other: there}):
                return True
    return False


def _still_holds(found: System, slot: Slot, other: Slot, changed: Mapping[Slot, int]) -> bool:
    for equation in dict.fromkeys((*found.of[slot], *found.of[other])):
        if found.holds(equation):
            off = sum(f * changed.get(s, found.values.get(s, 0)) for s, f in equation.signed())
            if off and not (is_coarse(equation) and abs(off) <= allowance(equation)):
                return False
    return True


# --- an amount in the wrong column ------------------------------------------------------------------------


def _shifted(found: System) -> Iterator[Proposal]:
    """Amounts that belong into the empty place beside them: the sums of both columns say so."""
    for slot in _suspects(found):
        if slot.state != "read" or not slot.is_seen or slot in found.changed or not found.values[slot]:
            continue
        for beside in found.sheet.neighbours.get(slot, ()):
            if beside.state == "read" or beside in found.changed:
                continue
            here, there = found.of[slot], found.of[beside]
            only_here = [e for e in here if e not in there]
            only_there = [e for e in there if e not in here]
            if not only_here or not only_there:
                continue
            amount = found.values[slot]
            leaves = [e for e in only_here if found.needed(slot, e) == 0]
            comes = [e for e in only_there if found.needed(beside, e) == amount]
            breaks = any(found.holds(e) for e in (*only_here, *only_there))
            if leaves and comes and not breaks:
                because = (*leaves, *comes)
                yield (
                    Change(beside, amount, "shifted-column", because, 2, slot),
                    Change(slot, 0, "shifted-column", because, 2),
                )


# --- zeros ------------------------------------------------------------------------------------------------


def _zeros(found: System) -> Iterator[Proposal]:
    """Lost parts of a sum that is full without them: none can be negative, so all are zero."""
    for equation in found.equations:
        lost = [s for s in equation.parts if s in found.unknown]
        if not 1 <= len(lost) <= MOST_AT_ONCE or equation.total in found.unknown or equation.minus:
            continue
        is_full = residual(equation, found.values) == 0
        is_vouched = all(_is_vouched(found, s) for s in equation.slots if s not in lost)
        if is_full and is_vouched and all(s.is_seen and explain(s, 0, found.sheet, found.usual) for s in lost):
            yield tuple(Change(s, 0, "lost-cell", (equation,), len(lost)) for s in lost)
            return
