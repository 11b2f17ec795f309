"""An equation: an identity at one place of a document, and how far its amounts keep it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import field

from ...frozen import frozen
from ..identities import Identity
from ..slots import Slot

#: Between the names of the tables that an equation is about.
AND = " = "


@frozen(eq=False)
class Equation:
    """An identity at one place of a document: ``total`` = the sum of ``parts`` less ``minus``."""

    identity: Identity
    table: str
    total: Slot
    parts: tuple[Slot, ...]
    minus: tuple[Slot, ...] = ()
    is_complete: bool = True  # each term of the identity has an amount, or at least a blank, somewhere
    is_held_back: bool = False  # it fails, and amounts that may belong to it were held back or are not printed
    either: tuple[Slot, ...] = ()  # it fails with and without these among its parts: which was meant is open
    slots: tuple[Slot, ...] = field(init=False)
    signed: tuple[tuple[Slot, int], ...] = field(init=False)  # with their factors in total - parts + minus = 0
    printed: tuple[Slot, ...] = field(init=False)  # the slots in which the document prints something

    def __post_init__(self) -> None:
        signed = ((self.total, 1), *((s, -1) for s in self.parts), *((s, 1) for s in self.minus))
        slots = (self.total, *self.parts, *self.minus)
        object.__setattr__(self, "slots", slots)
        object.__setattr__(self, "signed", signed)
        object.__setattr__(self, "printed", tuple([s for s in slots if s.state != "blank"]))

    @property
    def tables(self) -> frozenset[str]:
        """Canonical ids of the tables that it is about: of one, or of those that it stands between."""
        return frozenset(self.table.split(AND))

    @property
    def is_printed(self) -> bool:
        """Whether the document prints both sides; where it does not, the sum may still tell what was overlooked."""
        return self.is_stated(())

    def is_stated(self, changed: Collection[Slot]) -> bool:
        """Whether both sides are printed, or among what was ``changed``."""
        if self.total.state == "blank" and self.total not in changed:
            return False
        others = len(self.printed) - (self.total.state != "blank")
        return others > 0 or len(self.slots) == 1 or any(s in changed for s in self.slots[1:])


Values = Mapping[Slot, int]


def residual(equation: Equation, values: Values) -> int:
    """What the sides differ by: total less parts plus what is taken off; slots without a value count as nothing."""
    known = values.get
    off = known(equation.total, 0)
    for slot in equation.parts:
        off -= known(slot, 0)
    for slot in equation.minus:
        off += known(slot, 0)
    return off


def is_kept(equation: Equation, values: Values) -> bool:
    """Whether the equation holds to its printed digits."""
    off = residual(equation, values)
    if equation.identity.relation == ">=":
        return off >= -allowance(equation)
    return abs(off) <= allowance(equation)


def residual_as_printed(equation: Equation) -> int:
    """What the sides differ by, as the document prints them."""
    return residual(equation, {s: s.amount for s in equation.slots})


def is_kept_as_printed(equation: Equation) -> bool:
    """Whether the equation holds to its printed digits, as the document prints them."""
    return is_kept(equation, {s: s.amount for s in equation.slots})


def is_coarse(equation: Equation) -> bool:
    """Whether one amount stands against another that is printed with fewer digits."""
    return len(equation.printed) == 2 and len({s.resolution for s in equation.printed if s.resolution}) == 2


def allowance(equation: Equation) -> int:
    """What rounding can explain: nothing where one amount stands against one alike, else half a digit for each."""
    resolutions = [s.resolution for s in equation.printed if s.resolution]
    if len(equation.printed) == 2 and len(set(resolutions)) == 1:
        return 0
    if len(equation.printed) == 2:
        return max(resolutions, default=0) // 2
    return sum(resolutions) // 2
