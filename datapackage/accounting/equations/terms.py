"""Terms over the amounts of a table: which a term selects, what it binds, and what stays equal among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ..identities import Term
from ..slots import Slot

#: Digits of a class, functional or economic.
CLASS = 3


@dataclass(slots=True)
class TableSlots:
    """The slots of a table in their order, and by each dimension that a term asked for."""

    slots: list[Slot] = field(default_factory=list[Slot])
    by: dict[str, dict[str, list[Slot]]] = field(default_factory=dict[str, "dict[str, list[Slot]]"])

    def near(self, *terms: Term) -> list[Slot]:
        """The slots without those of which one dimension alone says that no term matches them."""
        found = [self._near(term) for term in terms]
        if len(found) == 1 or any(own is self.slots for own in found):
            return found[0] if len(found) == 1 else self.slots
        near = {slot for own in found for slot in own}
        return [slot for slot in self.slots if slot in near]

    def _near(self, term: Term) -> list[Slot]:
        """The fewest slots of which a dimension that has to be one text, or one of several, leaves it open."""
        fewest = self.slots
        for dimension, pattern in term.items():
            if pattern.kind == "is" and dimension != "table":
                own = self._of(dimension).get(pattern.text, [])
            elif pattern.kind == "one-of" and dimension != "table":
                own = [slot for slot in fewest if slot.dims[dimension] in pattern.many]
            else:
                continue
            fewest = own if len(own) < len(fewest) else fewest
        return fewest

    def _of(self, dimension: str) -> dict[str, list[Slot]]:
        known = self.by.get(dimension)
        if known is None:
            known = self.by[dimension] = {}
            for slot in self.slots:
                known.setdefault(slot.dims[dimension], []).append(slot)
        return known

    def codes(self, dimension: str) -> Collection[str]:
        """The codes of one kind that the table prints."""
        return self._of(dimension).keys()

    def prints(self, condition: Term) -> bool:
        """Whether the document prints anything there that meets a condition."""
        return any(s.state != "blank" and match(s, condition) is not None for s in self.near(condition))


def match(slot: Slot, term: Term) -> dict[str, str] | None:
    """What a term binds where it matches a slot, None where it does not."""
    return _match_of(slot.dims, term)


def _match_of(dims: Mapping[str, str], term: Term) -> dict[str, str] | None:
    bound: dict[str, str] = {}
    for dimension, pattern in term.items():
        if pattern.kind == "is":  # as most are
            if dims[dimension] != pattern.text:
                return None
        elif not pattern.matches(dims[dimension], bound):
            return None
    return bound


def _first_match(dims: Mapping[str, str], terms: Iterable[Term]) -> dict[str, str] | None:
    for term in terms:
        bound = _match_of(dims, term)
        if bound is not None:
            return bound
    return None


def collect(
    slots: Sequence[Slot], terms: Sequence[Term], kept: tuple[str, ...], *, bind: bool, of_class: str = ""
) -> dict[tuple[str, ...], list[Slot]]:
    """The slots that a term matches, by what stays equal; ``of_class`` is a kind of code that counts as its class."""
    collected: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        dims = {**slot.dims, of_class: slot.dims[of_class][:CLASS]} if of_class else slot.dims
        bound = _first_match(dims, terms)
        if bound is not None:
            collected[key(slot, kept, bound if bind else None)].append(slot)
    return collected


def key(slot: Slot, kept: tuple[str, ...], bound: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """What stays equal among the amounts of a sum: the dimensions ``kept``, and what a term ``bound``."""
    dims = slot.dims
    values = tuple([dims[d] for d in kept])
    return (*values, *[f"{k}={v}" for k, v in sorted(bound.items())]) if bound else values


def columns(slots: Iterable[Slot], kept: tuple[str, ...]) -> Iterable[list[Slot]]:
    """The amounts that stand in one column of a table, in their order: those alike in the dimensions ``kept``."""
    found: dict[tuple[str, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        found[key(slot, kept)].append(slot)
    return found.values()


def row_of(slot: Slot) -> tuple[str | int | None, ...]:
    """The printed row of an amount; its last part is None where the reader counts none."""
    place = slot.place
    return place.print_of_table, *place.cell.printed_row
