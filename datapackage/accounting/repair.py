"""Lost cells: an amount is put in only where the identities leave one answer, and all of them agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ..model import YUAN_IN, LostCell, format_decimal
from .identities import Cell, Equation, place, value

#: At most so many cells are put in together by one equation; more would be a guess with extra steps.
MOST_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Filled:
    """The amount of a lost cell in yuan, and the equations with their numbers that force it."""

    amount: Decimal
    proof: tuple[str, ...]
    cells_changed: int = 1


def fill(equations: Sequence[Equation]) -> dict[int, Filled]:
    """Amounts for lost cells, by the ``id`` of the cell, found one after the other until nothing more follows.

    A cell is filled when every equation in which it is the only unknown gives the same amount, and that amount
    is not negative. Several cells of one sum are filled with zero when the other parts already reach a proven
    total, since none of them can be negative.
    """
    filled: dict[int, Filled] = {}
    holding = [e for e in equations if e.lost]
    sound = _confirmed(equations)
    while found := _singles(holding, filled) or _zeros(holding, filled, sound):
        filled |= found
    return _agreeing(holding, filled)


def _agreeing(holding: Sequence[Equation], filled: dict[int, Filled]) -> dict[int, Filled]:
    """What no equation contradicts, each cell with all the equations that now confirm it."""
    kept = dict(filled)
    while True:
        complete = [e for e in holding if not _unknown(e, kept)]
        broken = {id(c) for e in complete if _rest(e, kept) != 0 for c in e.lost}
        if not broken & set(kept):
            break
        kept = {cell: found for cell, found in kept.items() if cell not in broken}
    confirming: dict[int, list[str]] = defaultdict(list)
    for equation in complete:
        for cell in equation.lost:
            confirming[id(cell)].append(_proof(equation, cell, kept[id(cell)].amount, kept))
    return {
        cell: replace(found, proof=tuple(dict.fromkeys((*found.proof, *confirming[cell]))))
        for cell, found in kept.items()
    }


def _singles(holding: Sequence[Equation], filled: Mapping[int, Filled]) -> dict[int, Filled]:
    answers: dict[int, list[tuple[Decimal, str]]] = defaultdict(list)
    for equation in holding:
        unknown = _unknown(equation, filled)
        if len(unknown) == 1 and sum(c is unknown[0] for c in equation.cells) == 1:
            answer = _solve(equation, unknown[0], filled)
            answers[id(unknown[0])].append((answer, _proof(equation, unknown[0], answer, filled)))
    return {
        cell: Filled(given[0][0], tuple(proof for _, proof in given))
        for cell, given in answers.items()
        if given[0][0] >= 0 and all(answer == given[0][0] for answer, _ in given)
    }


def _zeros(holding: Sequence[Equation], filled: Mapping[int, Filled], sound: set[int]) -> dict[int, Filled]:
    found: dict[int, Filled] = {}
    for equation in holding:
        unknown = _unknown(equation, filled)
        proven = id(equation.total) in sound or id(equation.total) in filled
        if not 1 < len(unknown) <= MOST_AT_ONCE or equation.total in unknown or not proven:
            continue
        if _rest(equation, filled) == 0:
            total = _shown(equation.total, equation, filled)
            proof = f"{equation.identity.zh}：其余各项之和已等于合计 {total}，所余各项不为负，只能是 0"
            found |= {id(cell): Filled(Decimal(0), (proof,), len(unknown)) for cell in unknown}
    return found


def _confirmed(equations: Sequence[Equation]) -> set[int]:
    """The cells that stand in an equation without lost cells that holds exactly."""
    return {id(c) for e in equations if not e.lost and e.difference == 0 for c in e.cells}


def _unknown(equation: Equation, filled: Mapping[int, Filled]) -> list[LostCell]:
    return [c for c in equation.lost if id(c) not in filled]


def _known(cell: Cell, filled: Mapping[int, Filled]) -> Decimal:
    return filled[id(cell)].amount if id(cell) in filled else value(cell)


def _rest(equation: Equation, filled: Mapping[int, Filled]) -> Decimal:
    return _known(equation.total, filled) - sum((_known(p, filled) for p in equation.parts), Decimal(0))


def _solve(equation: Equation, cell: LostCell, filled: Mapping[int, Filled]) -> Decimal:
    rest = _rest(equation, filled)
    return -rest if cell is equation.total else rest


def _proof(equation: Equation, cell: LostCell, answer: Decimal, filled: Mapping[int, Filled]) -> str:
    """The sum that gives the answer, as one would do it with a pocket calculator."""
    unit = place(cell).reported_unit
    result = format_decimal(answer / YUAN_IN[unit])
    if cell is equation.total:
        parts = " + ".join(_shown(p, equation, filled) for p in equation.parts if _known(p, filled) != 0) or "0"
        return f"{equation.identity.zh}：{parts} = {result}（{unit}）"
    others = [p for p in equation.parts if p is not cell and _known(p, filled) != 0]
    taken = "".join(f" − {_shown(p, equation, filled)}" for p in others)
    return f"{equation.identity.zh}：{_shown(equation.total, equation, filled)}{taken} = {result}（{unit}）"


def _shown(cell: Cell, equation: Equation, filled: Mapping[int, Filled]) -> str:
    return format_decimal(_known(cell, filled) / YUAN_IN[place(equation.total).reported_unit])
