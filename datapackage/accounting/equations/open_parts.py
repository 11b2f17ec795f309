"""Open parts: what may be among the parts of a sum, all of it or nothing, where the sum misses just that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..identities import Identity, Term
from ..slots import Slot
from .equation import Equation, is_kept_as_printed
from .terms import CLASS, TableSlots, match


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


def that_may(slots: Iterable[Slot], total: Slot, identity: Identity, kept: Sequence[str]) -> list[Slot]:
    """The slots that may be parts of ``total``, by the terms that say so."""
    return [
        s
        for s in slots
        if s is not total
        and any(
            match(s, term) is not None and all(s.dims[d] == total.dims[d] for d in kept if d not in term)
            for term in identity.may
        )
    ]


def completed(equation: Equation, open_parts: Sequence[Slot]) -> Equation:
    """The equation, with what may be among its parts where it misses just that."""
    told = tuple(s for s in open_parts if s.state != "blank" and (s.amount or s.state == "lost"))
    if not told or is_kept_as_printed(equation):
        return equation
    full = replace(equation, parts=(*equation.parts, *told))
    return full if is_kept_as_printed(full) else replace(equation, either=told)
