"""Equations and places in words and numbers: as one would write them beside a pocket calculator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..classification import terms
from ..model import Fact
from ..units import UNIT_EN
from .equations.equation import Equation, allowance, residual
from .slots import Sheet, Slot
from .system import Change


def named(slot: Slot) -> str:
    """The code, the printed label and the column of a place."""
    place = slot.place
    code = place.function_code or place.economic_code or place.project_code
    return " ".join(p for p in (code, place.label, column_named(place)) if p)


def column_named(place: Fact, language: int = 0) -> str:
    """What tells the column of a place: fund, origin and category where they are not all; in English where it is 1."""
    told = (("fund", place.fund), ("origin", place.origin), ("category", place.category))
    return "/".join(terms(kind).get(value, (value, value))[language] for kind, value in told if value != "all")


def sums(equations: Iterable[Equation], sheet: Sheet, values: Mapping[Slot, int]) -> tuple[str, str]:
    """Equations with their numbers, each once, Chinese and English."""
    told = dict.fromkeys((_in_numbers(e, sheet, values), _unit(e)) for e in equations)
    return (
        "；".join(f"{numbers}（{unit}）" for numbers, unit in told),
        "; ".join(f"{numbers} ({UNIT_EN.get(unit, unit)})" for numbers, unit in told),
    )


def written(equation: Equation, sheet: Sheet, values: Mapping[Slot, int]) -> str:
    """The equation with its numbers, in the unit of its total; ``?`` for an amount that is not known."""
    return f"{_in_numbers(equation, sheet, values)}（{_unit(equation)}）"


def _unit(equation: Equation) -> str:
    return equation.total.place.reported_unit or "元"


def _in_numbers(equation: Equation, sheet: Sheet, values: Mapping[Slot, int]) -> str:
    unit = _unit(equation)

    def shown(slot: Slot) -> str:
        return sheet.written(values[slot], unit) if slot in values else "?"

    parts = [s for s in equation.parts if values.get(s) or s not in values] or list(equation.parts[:1])
    taken = [s for s in equation.minus if values.get(s) or s not in values]
    right = (" + ".join(shown(s) for s in parts) or "0") + "".join(f" − {shown(s)}" for s in taken)
    return f"{shown(equation.total)} {_relation(equation, values)} {right}"


def _relation(equation: Equation, values: Mapping[Slot, int]) -> str:
    """How the sides stand to each other: what fails, or misses a little, is not written as if it held."""
    wanted = equation.identity.relation.replace(">=", "≥")
    if any(s not in values for s in equation.slots):
        return wanted
    off = residual(equation, values)
    if wanted == "≥":
        return wanted if off >= -allowance(equation) else "<"
    return "=" if off == 0 else "≈" if abs(off) <= allowance(equation) else "≠"


def solved(equation: Equation, change: Change, sheet: Sheet, values: Mapping[Slot, int]) -> str:
    """The sum that gives the changed amount, or comes as near to it as roundings allow, that amount on one side."""
    slot, unit = change.slot, change.slot.place.reported_unit
    result = sheet.written(change.amount, unit)
    own = next((factor for s, factor in equation.signed if s is slot), 0)
    plus: list[str] = []
    minus: list[str] = []
    for other, factor in equation.signed:
        if other is not slot and values.get(other):
            (minus if factor == own else plus).append(sheet.written(values[other], unit))
    left, is_exact = " + ".join(plus) or "0", residual(equation, {**values, slot: change.amount}) == 0
    sign = "=" if is_exact else "≈"
    return f"{equation.identity.zh}：{left}{''.join(f' − {m}' for m in minus)} {sign} {result}（{unit}）"
