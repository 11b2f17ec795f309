"""Open parts: what may be among the parts of a sum, where the sum misses just that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations

from ..identities import Identity, Term
from ..slots import Slot
from .equation import Equation, is_kept_as_printed
from .terms import CLASS, TableSlots, collect, key


def orphans(tables: Iterable[TableSlots], terms: Sequence[Term], identity: Identity) -> list[Slot]:
    """The slots with a code of which the table prints no class, nor anything else above it."""
    if not identity.orphans:
        return []
    open_terms = [{d: p for d, p in term.items() if d != identity.orphans} for term in terms]
    found: list[Slot] = []
    for table in tables:
        printed = table.codes(identity.orphans)
        found += (s for s in table.near(*open_terms) if _is_orphan(s.dims[identity.orphans], printed))
    return found


def _is_orphan(code: str, printed: Collection[str]) -> bool:
    return len(code) > CLASS and not any(code[:end] in printed for end in range(CLASS, len(code)))


def that_may(slots: Sequence[Slot], identity: Identity, kept: Sequence[str]) -> Callable[[Slot], list[Sequence[Slot]]]:
    """What finds the slots that may be parts of a total, term by term of those that say so.

    The slots are matched once, not for each total: a table of a city has thousands of them.
    """
    of_terms: list[tuple[tuple[str, ...], dict[tuple[str, ...], list[Slot]]]] = []
    for term in identity.may:
        same = tuple(d for d in kept if d not in term)
        of_terms.append((same, collect(slots, (term,), same, bind=False)))

    def found(total: Slot) -> list[Sequence[Slot]]:
        return [[s for s in alike.get(key(total, same), ()) if s is not total] for same, alike in of_terms]

    return found


def completed(equation: Equation, open_parts: Iterable[Sequence[Slot]]) -> Equation:
    """The equation, with what may be among its parts where it misses just that: all of it, or what a few terms say."""
    told = [[s for s in some if s.state != "blank" and (s.amount or s.state == "lost")] for some in open_parts]
    told = [some for some in told if some]
    if not told or is_kept_as_printed(equation):
        return equation
    for some in (some for size in range(len(told), 0, -1) for some in combinations(told, size)):
        full = replace(equation, parts=(*equation.parts, *dict.fromkeys(chain(*some))))
        if is_kept_as_printed(full):
            return full
    return replace(equation, either=tuple(dict.fromkeys(chain(*told))))
