"""How many independent equations vouch for each amount."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from .equations.equation import Equation, residual
from .slots import Sheet, Slot
from .system import Change

#: A large prime: independence is decided by elimination over the integers modulo it.
_PRIME = (1 << 61) - 1


def confirm(
    passed: Sequence[Equation],
    sheet: Sheet,
    values: Mapping[Slot, int],
    changed: Mapping[Slot, Change],
    suspected: Collection[Slot],
    failed: Iterable[Equation],
    *,
    rounds: bool,
) -> dict[Slot, int]:
    """For each amount the number of independent equations that hold and contain it.

    An equation that follows from others already counted (A = B, B = C, so A = C) is not counted again. An equation
    that was used to work out a repaired amount says nothing of its other members, nor does one with an amount put
    right that one misreading more would change. Where columns were read from a
    picture, a row's sum says nothing of an amount that could as well stand in the empty place beside it. Where sums
    miss by their roundings (``rounds``), a misread last digit may make one hold by chance: one alone proves nothing.
    What an equation contradicts, be it one of the ``failed``, needs one that holds to the digit.
    """
    counts: Counter[Slot] = Counter()
    pivots: dict[int, dict[int, int]] = {}
    order: dict[Slot, int] = {}
    used: dict[Equation, set[Slot]] = defaultdict(set)
    for change in changed.values():
        used[change.because[-1]].add(change.slot)
    unsure = {s for s, change in changed.items() if not change.is_sure}
    for equation in (e for e in passed if unsure.isdisjoint(e.slots) and _is_explained(e, values)):
        row: dict[int, int] = defaultdict(int)
        for slot, factor in equation.signed:
            if slot.state != "blank" or slot in changed:
                row[order.setdefault(slot, len(order))] += factor
        if _is_independent({k: v % _PRIME for k, v in row.items() if v % _PRIME}, pivots):
            only = used.get(equation)
            counts.update(s for s in _vouched(equation, sheet, changed) if only is None or s in only)
    unsure |= _only_repeated(passed, values) | _contradicted(passed, failed, values)
    return {
        s: n
        for s, n in counts.items()
        if s not in suspected and s not in unsure and (n > 1 or not (rounds and s.is_seen))
    }


def _only_repeated(passed: Sequence[Equation], values: Mapping[Slot, int]) -> set[Slot]:
    """Amounts read from a picture that nothing but one like print vouches for: like prints are misread alike."""
    summed = {s for e in passed if len(_filled(e, values)) != 2 for s in e.slots}
    alone = [g for g in like_prints(passed, values) if len(g) == 2 and not g & summed]
    return {slot for group in alone for slot in group if slot.is_seen}


def _contradicted(passed: Sequence[Equation], failed: Iterable[Equation], values: Mapping[Slot, int]) -> set[Slot]:
    """Amounts of equations that miss by what no rounding explains, where none with them holds to the digit."""
    missed = [*failed, *(e for e in passed if not _is_explained(e, values))]
    exact = {s for e in passed if residual(e, values) == 0 for s in e.slots} if missed else set[Slot]()
    return {s for e in missed for s in e.slots} - exact


def _is_explained(equation: Equation, values: Mapping[Slot, int]) -> bool:
    """Whether what the sides differ by can be the rounding of amounts that are there.

    Of the many that are printed as 0.00 each could hide half a digit, and all of them together a misread 0.06. One that
    is printed with fewer digits than others of its table may have lost one, which is no rounding. And that all of many
    parts are rounded the same way is no explanation: three standard deviations of evenly spread roundings are. The one
    part that is not 0.00 is the total, and both are rounded alike.
    """
    off = abs(residual(equation, values))
    if off == 0:
        return True
    finest: dict[str, int] = {}
    there = [s for s in equation.printed if values.get(s) and s.resolution]
    for slot in there:
        finest[slot.place.table] = min(slot.resolution, finest.get(slot.place.table, slot.resolution))
    digits = [finest[s.place.table] for s in there]
    if len(there) == 2 and len(set(digits)) == 1:
        return False
    likely = 4 * off**2 <= 3 * sum(d**2 for d in digits) or off <= max(digits, default=0)
    return likely and off <= sum(digits) // 2


def like_prints(passed: Iterable[Equation], values: Mapping[Slot, int]) -> list[set[Slot]]:
    """The groups of amounts that equations without any other amount hold equal."""
    groups: dict[Slot, set[Slot]] = {}
    for equation in passed:
        filled = _filled(equation, values)
        if len(filled) == 2:
            joined = groups.get(filled[0], {filled[0]}) | groups.get(filled[1], {filled[1]})
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())


def _filled(equation: Equation, values: Mapping[Slot, int]) -> list[Slot]:
    """The members of an equation that are not zero."""
    return [s for s in dict.fromkeys(equation.slots) if values.get(s)]


def _vouched(equation: Equation, sheet: Sheet, changed: Mapping[Slot, Change]) -> Iterable[Slot]:
    """The members of an equation whose amount and place it proves."""
    factors = dict(equation.signed)
    empty = {s for s in factors if s.state == "blank" and s not in changed}
    for slot, factor in factors.items():
        beside = sheet.neighbours.get(slot, ()) if empty and slot.is_seen else ()
        if not beside or not any(s in empty and factors[s] == factor for s in beside):
            yield slot


def _is_independent(row: dict[int, int], pivots: dict[int, dict[int, int]]) -> bool:
    """Reduce a row by those kept before; keep it where something is left."""
    while row:
        lead = max(row)
        pivot = pivots.get(lead)
        if pivot is None:
            inverse = pow(row[lead], -1, _PRIME)
            pivots[lead] = {k: v * inverse % _PRIME for k, v in row.items()}
            return True
        factor = row[lead]
        for k, v in pivot.items():
            left = (row.get(k, 0) - factor * v) % _PRIME
            if left:
                row[k] = left
            else:
                row.pop(k, None)
    return False
