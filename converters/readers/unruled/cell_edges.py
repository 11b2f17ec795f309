"""Whether the texts of a table without rules can all have been set in one row of cells, which no rule shows.

Cells stand side by side with the same margin inside each. Headings keep to the left or the middle of theirs, numbers
to the left, the middle or the right: all alike. Each text is then an equation between the edges of its cell and the
margin. A number that was set in another cell than it seems to stand in, or out of its place, satisfies none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from .pieces import Interval

#: In font sizes: how exactly texts are set, and the widest margin.
_EXACT = 0.05
_WIDEST_MARGIN = 1.5
_NOUGHT = 1e-6

Equation = tuple[list[float], float]  # coefficients of the edges from left to right and of the margin; their sum


@dataclass(frozen=True, slots=True)
class Texts:
    """Where the texts of a table stand, by column: its headings, numbers, words; ``ends`` where rules show them."""

    headings: Sequence[Interval]
    numbers: Mapping[int, Sequence[Interval]]
    words: Mapping[int, Sequence[Interval]]
    groups: Mapping[tuple[int, int], Interval]  # first and last column → heading over them
    ends: Interval | None
    size: float


def fit(texts: Texts) -> bool:
    """Whether one way to set them explains where all texts stand, and tells where each lonely number has to."""
    # At the left of its cells a heading does not tell how many it is over.
    ways = product(("center",) if texts.groups else ("center", "left"), ("right", "center", "left"), (True, False))
    return any(_explains(texts, *way) for way in ways)


def _explains(texts: Texts, headings: str, numbers: str, has_words: bool) -> bool:
    count = len(texts.headings)
    known = [_set(count, k, at, headings) for k, at in enumerate(texts.headings)]
    if has_words:
        known += [_set(count, k, min(at), "left") for k, at in texts.words.items()]
    if texts.ends:
        known += [(_row(count, {0: 1}), texts.ends[0]), (_row(count, {count: 1}), texts.ends[1])]
    groups = [(_row(count, {a: 1, b + 1: 1}), sum(at)) for (a, b), at in texts.groups.items()]
    own = {k: [_set(count, k, at, numbers) for at in all_at] for k, all_at in texts.numbers.items()}
    exact = _EXACT * texts.size
    solved = _solved([*known, *(e for found in own.values() for e in found)], exact)
    if (
        solved is None
        or not -exact <= (_told(solved, _row(count, {count + 1: 1})) or 0.0) <= _WIDEST_MARGIN * texts.size
    ):
        return False
    if not all(_is_told(group, known, exact) for group in groups):
        return False
    lonely = [k for k, found in own.items() if len(found) == 1]
    return all(_is_told(own[k][0], [*known, *_others(own, k)], exact) for k in lonely)


def _others(own: Mapping[int, Sequence[Equation]], column: int) -> Iterator[Equation]:
    return (e for k, found in own.items() if k != column for e in found)


def _is_told(equation: Equation, others: Iterable[Equation], exact: float) -> bool:
    """Whether other texts tell alone where one has to stand, and it stands there."""
    solved = _solved(others, exact)
    told = _told(solved, equation[0]) if solved is not None else None
    return told is not None and abs(told - equation[1]) <= exact


def _set(count: int, column: int, at: Interval, side: str) -> Equation:
    """The equation of a text that was set at one side of its cell."""
    if side == "left":
        return _row(count, {column: 1, count + 1: 1}), at[0]
    if side == "right":
        return _row(count, {column + 1: 1, count + 1: -1}), at[1]
    return _row(count, {column: 1, column + 1: 1}), at[0] + at[1]


def _row(count: int, of: Mapping[int, float]) -> list[float]:
    return [of.get(k, 0.0) for k in range(count + 2)]


def _solved(equations: Iterable[Equation], exact: float) -> list[tuple[int, Equation]] | None:
    """The equations reduced to one for each unknown that they tell, by its place; None where they contradict."""
    solved: list[tuple[int, Equation]] = []
    for equation in equations:
        row, value = _reduced(equation, solved)
        pivot = max(range(len(row)), key=lambda k: abs(row[k]))
        if abs(row[pivot]) > _NOUGHT:
            solved.append((pivot, ([c / row[pivot] for c in row], value / row[pivot])))
        elif abs(value) > exact:
            return None
    return solved


def _reduced(equation: Equation, solved: Iterable[tuple[int, Equation]]) -> Equation:
    row, value = equation
    for pivot, (other, own) in solved:
        if factor := row[pivot]:
            row, value = [a - factor * b for a, b in zip(row, other, strict=True)], value - factor * own
    return row, value


def _told(solved: Iterable[tuple[int, Equation]], row: list[float]) -> float | None:
    """What solved equations say of a sum of unknowns; None where they leave it open."""
    rest, value = _reduced((row, 0.0), solved)
    return None if any(abs(c) > _NOUGHT for c in rest) else -value
