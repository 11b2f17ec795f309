"""Which amounts are wrong when equations fail: the smallest set of places that explains all of them.

An amount costs one; so does each equation that holds now and would not if that amount were another: it is a witness
for the amount as printed. The cheapest set wins; where several are equally cheap, the blame is open between them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from .equations.equation import Equation, allowance, is_kept, residual
from .likelihood import Evidence, likeliest
from .slots import Slot
from .system import System

#: Beyond this cost, and this many steps, the search for the cheapest set gives way to the most telling single place.
_DEAREST = 4
_STEPS = 4000


@dataclass(frozen=True, slots=True)
class Explanation:
    """Failed equations and the places whose change would mend them; ``rivals`` are as good an explanation."""

    equations: tuple[Equation, ...]
    expected: Mapping[Slot, int]
    rivals: tuple[Slot, ...] = ()
    evidence: Evidence | None = None  # why, among rivals, the expected one is the likeliest slip

    @property
    def is_certain(self) -> bool:
        return not self.rivals


def explain_failures(found: System, failed: Sequence[Equation]) -> list[Explanation]:
    """An explanation for each group of failed equations; equations that share no printed amount are told apart.

    An equation that only amounts worked out by others and blanks stand in is explained by no print.
    """
    explained: list[Explanation] = []
    for group in _components([e for e in failed if is_explicable(found, e)]):
        left = list(group)
        while left:
            explanation = _cheapest(found, left) or _most_telling(found, left)
            for part in _apart(explanation):
                explained.append(part)
            left = [e for e in left if e not in explanation.equations]
    return explained


def is_explicable(found: System, equation: Equation) -> bool:
    """Whether another amount at one of its printed places would mend an equation."""
    return any(found.factor.get((equation, s)) and s not in found.unknown for s in equation.printed)


def _components(failed: Sequence[Equation]) -> list[list[Equation]]:
    groups: list[tuple[set[Slot], list[Equation]]] = []
    for equation in failed:
        slots = set(equation.printed)
        joined = [g for g in groups if g[0] & slots]
        rest = [g for g in groups if not g[0] & slots]
        together = [e for g in joined for e in g[1]]
        groups = [*rest, (slots.union(*(g[0] for g in joined)), [*together, equation])]
    order = {id(e): k for k, e in enumerate(failed)}
    members = [sorted(group, key=lambda e: order[id(e)]) for _, group in groups]
    return sorted(members, key=lambda group: order[id(group[0])])


# --- the cheapest set -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Search:
    found: System
    failed: Sequence[Equation]
    best: int
    solutions: list[dict[Slot, int]] = field(default_factory=list[dict[Slot, int]])
    steps: int = 0


def _cheapest(found: System, failed: Sequence[Equation]) -> Explanation | None:
    for cost in range(1, _DEAREST + 1):
        search = _Search(found, failed, cost)
        _extend(search, dict(found.values), {}, 0)
        if search.solutions:
            return _chosen(found, failed, search.solutions)
        if search.steps > _STEPS:
            return None
    return None


def _extend(search: _Search, values: dict[Slot, int], chosen: dict[Slot, int], cost: int) -> None:
    search.steps += 1
    broken = next((e for e in search.failed if not is_kept(e, values)), None)
    if broken is None:
        if chosen not in search.solutions:
            search.solutions.append(dict(chosen))
        return
    if cost >= search.best or search.steps > _STEPS:
        return
    for slot in broken.printed:
        if slot in chosen or slot in search.found.unknown:
            continue
        price = 1 + sum(_is_witness(search, e, values) for e in search.found.of[slot])
        if cost + price > search.best:
            continue
        for amount in dict.fromkeys(_mending(search, slot, values)):
            before = values[slot]
            values[slot] = chosen[slot] = amount
            _extend(search, values, chosen, cost + price)
            values[slot] = before
            del chosen[slot]


def _is_witness(search: _Search, equation: Equation, values: Mapping[Slot, int]) -> bool:
    return equation not in search.failed and not search.found.is_open(equation) and is_kept(equation, values)


def _mending(search: _Search, slot: Slot, values: Mapping[Slot, int]) -> Iterator[int]:
    """The amounts at ``slot`` that failed equations ask for."""
    for equation in search.failed:
        factor = search.found.factor.get((equation, slot), 0)
        if factor and not is_kept(equation, values):
            yield values[slot] - residual(equation, values) // factor


def _chosen(found: System, failed: Sequence[Equation], solutions: Sequence[dict[Slot, int]]) -> Explanation:
    """The cheapest set; among several, one whose reading was least certain; the others are its rivals."""
    sets = {frozenset(s): s for s in solutions}
    ranked = sorted(sets.values(), key=lambda s: (len(s), sum(slot.place.cell.confidence for slot in s)))
    first = ranked[0]
    tied = [s for s in ranked[1:] if len(s) == len(first) and _confidence(s) == _confidence(first)]
    rivals = dict.fromkeys(slot for s in tied for slot in s if slot not in first)
    totals = [s for s in (first, *tied) if any(slot is e.total for e in failed for slot in s)]
    shown = totals[0] if totals else first
    if shown is not first:
        rivals = dict.fromkeys([*first, *(r for r in rivals if r not in shown)])
    explanation = Explanation(tuple(failed), shown, tuple(rivals))
    wanted = {slot: amount for s in (first, *tied) for slot, amount in s.items()}
    return _weighed(found, explanation, wanted) if rivals and len(first) == 1 else explanation


def _weighed(found: System, explanation: Explanation, wanted: Mapping[Slot, int]) -> Explanation:
    """The explanation with the likeliest of its rivals in front, where evidence tells one."""
    slack = min(allowance(e) for e in explanation.equations)
    likely = likeliest(found, wanted, slack)
    if likely is None:
        return explanation
    slot, evidence = likely
    return replace(
        explanation,
        expected={slot: wanted[slot]},
        rivals=tuple(s for s in wanted if s is not slot),
        evidence=evidence,
    )


def _confidence(slots: Iterable[Slot]) -> float:
    return sum(s.place.cell.confidence for s in slots)


def _apart(explanation: Explanation) -> list[Explanation]:
    """One explanation for each wrong place, with the equations that it mends; together only where they cannot part."""
    if len(explanation.expected) == 1:
        return [explanation]
    of: dict[Slot, list[Equation]] = defaultdict(list)
    for equation in explanation.equations:
        for slot in explanation.expected:
            if slot in equation.slots:
                of[slot].append(equation)
                break
    return [Explanation(tuple(es), {s: explanation.expected[s]}, explanation.rivals) for s, es in of.items()]


# --- the most telling single place ------------------------------------------------------------------------


def _most_telling(found: System, failed: Sequence[Equation]) -> Explanation:
    """The place that mends most failed equations by one and the same amount."""
    votes: dict[tuple[Slot, int], list[Equation]] = defaultdict(list)
    for equation in failed:
        for slot in equation.printed:
            factor = found.factor.get((equation, slot), 0)
            if factor and slot not in found.unknown:
                votes[slot, found.values[slot] - residual(equation, found.values) // factor].append(equation)
    cost = {
        slot: sum(not found.is_open(e) and is_kept(e, found.values) for e in found.of[slot])
        for slot in dict.fromkeys(slot for slot, _ in votes)
    }
    ranked = sorted(votes.items(), key=lambda v: (-len(v[1]), cost[v[0][0]]))
    (slot, amount), mended = ranked[0]
    rivals = [
        s for (s, _), es in ranked[1:] if len(es) == len(mended) and cost[s] == cost[slot] and set(es) & set(mended)
    ]
    explanation = Explanation(tuple(mended), {slot: amount}, tuple(dict.fromkeys(rivals)))
    wanted = {s: a for (s, a), es in ranked if s is slot or (s in rivals and set(es) == set(mended))}
    return _weighed(found, explanation, wanted) if rivals else explanation
