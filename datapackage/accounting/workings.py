"""What the searches over one document ask again and again: the sums with what they are off by, and likely amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .equations.equation import Equation, is_coarse, residual
from .misreadings import candidates, explain, is_conceivable
from .slots import Slot
from .system import Change, System


@dataclass(slots=True, eq=False)
class Sum:
    """An equation with the amounts that a search tries just now."""

    equation: Equation
    off: int  # what the sides differ by, lost cells taken for nothing
    allowance: int  # what rounding can explain
    slack: int  # what they may differ by: nothing, unless one amount is printed with fewer digits than the other
    lost: tuple[Slot, ...]
    filled: tuple[Slot, ...]  # where an amount that is not zero was read
    pull: Mapping[Slot, int]  # the factors of the places that a search may change
    length: int
    is_coarse: bool  # whether one amount is printed with fewer digits than the other
    is_pair: bool  # whether two amounts that are not zero stand in it, which could be misread alike


#: Equations to explain together, and the state that they are in.
Question = tuple[Sequence[Equation], tuple[object, ...]]


@dataclass(slots=True, eq=False)
class Workings:
    """The sums of a system, each made when it is first asked for; what a change of the system touches is made anew."""

    found: System
    sums: dict[Equation, Sum] = field(default_factory=dict[Equation, Sum])
    at: dict[Slot, tuple[tuple[Sum, int], ...]] = field(default_factory=dict[Slot, "tuple[tuple[Sum, int], ...]"])
    standing: dict[Slot, tuple[Sum, ...]] = field(default_factory=dict[Slot, tuple[Sum, ...]])
    shifts: dict[Slot, tuple[tuple[Slot, Slot, int], ...]] = field(
        default_factory=dict[Slot, "tuple[tuple[Slot, Slot, int], ...]"]
    )
    likely: dict[Slot, tuple[int, ...]] = field(default_factory=dict[Slot, tuple[int, ...]])
    possible: dict[Slot, tuple[int, ...]] = field(default_factory=dict[Slot, tuple[int, ...]])
    conceivable: dict[tuple[Slot, int], bool] = field(default_factory=dict[tuple[Slot, int], bool])
    explained: dict[tuple[Slot, int], str] = field(default_factory=dict[tuple[Slot, int], str])
    near: dict[frozenset[Slot], frozenset[Slot]] = field(default_factory=dict[frozenset[Slot], frozenset[Slot]])
    questions: Sequence[Sequence[Question]] | None = None  # at each place; None: not looked for yet
    answers: dict[tuple[object, ...], Answer] = field(default_factory=dict[tuple[object, ...], "Answer"])

    def put(self, change: Change) -> None:
        """Make a change: what was worked out from the amounts as they were is forgotten."""
        self.found.put(change)
        for known in (self.sums, self.at, self.standing, self.shifts, self.answers):
            known.clear()
        self.questions = None

    def sum_of(self, equation: Equation) -> Sum:
        known = self.sums.get(equation)
        if known is None:
            known = self.sums[equation] = self._sum(equation)
        return known

    def _sum(self, equation: Equation) -> Sum:
        found, slots = self.found, tuple(dict.fromkeys(equation.slots))
        filled = tuple([s for s in slots if found.values.get(s)])
        rounding, is_rough = found.rounding(equation), is_coarse(equation)
        return Sum(
            equation,
            residual(equation, found.values),
            rounding,
            rounding if is_rough else 0,
            tuple([s for s in slots if s in found.unknown]),
            filled,
            {s: f for s in slots if s not in found.unknown and (f := found.factor[equation, s])},
            len(equation.parts),
            is_rough,
            len(filled) == 2,
        )

    def sums_at(self, slot: Slot) -> tuple[tuple[Sum, int], ...]:
        """The sums that an amount moves, each with its factor."""
        known = self.at.get(slot)
        if known is None:
            every = ((self.sum_of(e), self.found.factor[e, slot]) for e in self.found.of[slot])
            known = self.at[slot] = tuple((s, f) for s, f in every if f)
        return known

    def standing_at(self, slot: Slot) -> tuple[Sum, ...]:
        """The sums of a place that hold as far as their digits go."""
        known = self.standing.get(slot)
        if known is None:
            known = tuple(self.sum_of(e) for e in self.found.of[slot] if self.found.stands(e))
            self.standing[slot] = known
        return known

    def shifts_at(self, slot: Slot) -> tuple[tuple[Slot, Slot, int], ...]:
        """The amounts, here or beside, that may belong into an empty place: from where, to where, how much."""
        known = self.shifts.get(slot)
        if known is None:
            known = self.shifts[slot] = tuple(self._shifts(slot))
        return known

    def _shifts(self, slot: Slot) -> Iterator[tuple[Slot, Slot, int]]:
        found = self.found
        for beside in found.sheet.neighbours.get(slot, ()):
            if beside in found.changed or beside in found.unknown:
                continue
            for here, there in ((slot, beside), (beside, slot)):
                if here.state == "read" and there.state == "blank" and here.is_mendable and found.values[here]:
                    yield here, there, found.values[here]

    def around(self, places: frozenset[Slot]) -> frozenset[Slot]:
        """The places, and those beside them."""
        if places not in self.near:
            self.near[places] = places.union(*(self.found.sheet.neighbours.get(s, ()) for s in places))
        return self.near[places]

    def candidates(self, slot: Slot) -> tuple[int, ...]:
        """The amounts that one misreading turns into what was read."""
        if slot not in self.likely:
            self.likely[slot] = candidates(slot, self.found.sheet, self.found.usual)
        return self.likely[slot]

    def possibilities(self, slot: Slot) -> tuple[int, ...]:
        """The amounts that differ from what was read in any one digit."""
        if slot.state != "read":
            return ()
        if slot not in self.possible:
            self.possible[slot] = candidates(slot, self.found.sheet, self.found.usual, confusable_only=False)
        return self.possible[slot]

    def is_conceivable(self, slot: Slot, amount: int) -> bool:
        key = (slot, amount)
        known = self.conceivable.get(key)
        if known is None:
            known = self.conceivable[key] = is_conceivable(slot, amount, self.found.sheet, self.found.usual)
        return known

    def explain(self, slot: Slot, amount: int) -> str:
        key = (slot, amount)
        known = self.explained.get(key)
        if known is None:
            known = self.explained[key] = explain(slot, amount, self.found.sheet, self.found.usual)
        return known


@dataclass(frozen=True, slots=True)
class Solution:
    """One explanation: what it costs, and the amounts that differ from what was read or that fill what was lost."""

    cost: int
    values: Mapping[Slot, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """How a search ended, and what it took: the same question, asked before anything has changed, needs no other."""

    solutions: Sequence[Solution]
    steps: int
    is_finished: bool
