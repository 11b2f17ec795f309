"""Units of money held against each other: the same amount of two tables cannot differ by a power of ten.

Totals, and the classes that several tables print, are compared in yuan. A table whose amounts are a hundred, a
thousand or ten thousand times those of the others says the wrong unit of money, or lost its decimal points.
A table that prints no unit of money and has far more than there is at all is not in that of the other tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ..forms.reading import Amount, Doubt, Interpretation
from . import money
from .exhibits import Exhibit

_FACTORS = tuple(Decimal(10) ** n for n in (2, 3, 4, 6, 8))
#: Units print rounded: 1,234.57 万元 is 12,345,678 元.
_ROUNDING = Decimal("0.002")
#: Dimensions that must agree before two amounts are the same money.
_SAME = ("phase", "flow", "fund", "origin", "category")

#: What the whole money of a unit is printed in: no other table has more.
_WHOLE = frozenset({"budget-summary", "revenue-summary", "expenditure-summary", "appropriation-summary"})

#: Tables that do not add up differ by less; units of money differ by ten at least, and parts are small.
_FAR_MORE = 4

Key = tuple[str, ...]


def compare_tables(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits without the amounts of tables that contradict others by a power of ten.

    Where most tables agree, the odd one is held back; where two stand against each other, both are.
    """
    against: dict[int, set[int]] = defaultdict(set)
    values = [_values(e) for e in exhibits]
    for a, b in combinations(range(len(exhibits)), 2):
        if _contradict(values[a], values[b]):
            against[a].add(b)
            against[b].add(a)
    most = max((len(others) for others in against.values()), default=0)
    odd = {k for k, others in against.items() if len(others) == most}
    compared = [_held_back(e) if k in odd else e for k, e in enumerate(exhibits)]
    whole = max((_largest(e) for e in compared if e.table in _WHOLE), default=Decimal(0))
    return [_without_unit(e) if whole and _is_beyond(e, whole) else e for e in compared]


def _largest(exhibit: Exhibit) -> Decimal:
    """The largest amount (yuan) of a table that is in the unit of money above it."""
    amounts = [a.value for a in exhibit.reading.amounts if a.value and not a.money_unit]
    return (
        max((money.yuan(a, exhibit.money_unit) for a in amounts), default=Decimal(0))
        if exhibit.money_unit
        else Decimal(0)
    )


def _is_beyond(exhibit: Exhibit, whole: Decimal) -> bool:
    return exhibit.borrows_unit and exhibit.table not in _WHOLE and _largest(exhibit) > whole * _FAR_MORE


def _values(exhibit: Exhibit) -> dict[Key, Decimal]:
    """The amounts (yuan) of totals and codes, by what they mean; zero tells nothing."""
    found: dict[Key, Decimal] = {}
    for amount in exhibit.reading.amounts:
        unit = amount.money_unit or exhibit.money_unit
        if amount.value and unit and (key := _key(amount)):
            found[key] = money.yuan(amount.value, unit)
    return found


def _key(amount: Amount) -> Key | None:
    means = amount.means
    line, code = means.get("line", ""), amount.code if amount.code_kind in ("function", "economic") else ""
    if line.startswith("function-"):
        line, code = "", line.removeprefix("function-")
    if not code and line not in ("total", "current-year-expenditure", "current-year-revenue"):
        return None
    return (code or line, amount.year, amount.unit_code, *(means.get(d, "") for d in _SAME))


def _contradict(a: dict[Key, Decimal], b: dict[Key, Decimal]) -> bool:
    """Whether the amounts of two tables differ by one power of ten wherever both print the same."""
    shared = a.keys() & b.keys()
    return bool(shared) and any(
        all(_is_times(a[k], b[k], f) or _is_times(b[k], a[k], f) for k in shared) for f in _FACTORS
    )


def _is_times(large: Decimal, small: Decimal, factor: Decimal) -> bool:
    return abs(large - small * factor) <= _ROUNDING * abs(large)


def _held_back(exhibit: Exhibit) -> Exhibit:
    return _without_amounts(
        exhibit,
        f"“{exhibit.run.title}”的金额与其他表的同一金额正好差十的整数次方，金额单位或小数点有误，整表未发布",
        f"the amounts of {exhibit.run.title!r} are a power of ten off those of other tables: its unit of money or its "
        "decimal points are wrong; it is held back",
    )


def _without_unit(exhibit: Exhibit) -> Exhibit:
    return _without_amounts(
        exhibit,
        f"“{exhibit.run.title}”没有印金额单位，按其他各表的“{exhibit.money_unit}”，就有金额是收支总数的几倍，整表未发布",
        f"{exhibit.run.title!r} prints no unit of money, and in the {exhibit.money_unit} of the other tables it would "
        "have several times the whole budget; it is held back",
    )


def _without_amounts(exhibit: Exhibit, message: str, message_en: str) -> Exhibit:
    reading = exhibit.reading
    doubt = Doubt(
        "money-unit-contradiction",
        message,
        message_en,
        exhibit.run.tables[0].origin,
        label=exhibit.run.title,
        found=exhibit.money_unit,
    )
    held = Interpretation((), (*reading.doubts, doubt), reading.assumed, reading.confidence, reading.names)
    return replace(exhibit, reading=held)
