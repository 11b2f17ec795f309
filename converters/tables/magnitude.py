"""Units of money held against each other: the same amount of two tables cannot differ by a power of ten.

Totals, and the classes that several tables print, are compared in yuan. A table whose amounts are a hundred, a
thousand or ten thousand times those of the others says the wrong unit of money, or lost its decimal points.
A table that prints no unit of money is in that of the other tables only where it has an amount in common with one that
prints it, or with the text; it is not where it has far more than there is at all. What the text says of an amount in
the digits of a table and another unit speaks against the tables of that unit, unless it bears others of them out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from ...datapackage.model import YUAN_IN, Claim, Disclosure, Fact
from ...datapackage.units import UNIT_EN
from ..amounts import parse_amount
from ..forms.form import fold
from ..forms.reading import Amount, Doubt, Interpretation
from ..stages import phase_of
from . import money
from .exhibits import Exhibit
from .periods import fiscal_year

FACTORS = tuple(Decimal(10) ** n for n in (2, 3, 4, 6, 8))
#: Units print rounded: 1,234.57 万元 is 12,345,678 元.
_ROUNDING = Decimal("0.002")
#: Dimensions that must agree before two amounts are the same money.
_SAME = ("flow", "fund", "origin", "category")
#: Where the fund stands in what an amount is of. Of all funds and of one it may be the same, but no power of ten apart.
_FUND = -3
#: So many amounts that are a power of ten apart, and none that is the same, are no chance.
_NO_CHANCE = 3

#: What the whole money of a unit is printed in: no other table has more.
WHOLE = frozenset({"budget-summary", "revenue-summary", "expenditure-summary", "appropriation-summary"})

#: An amount in a text, and a text about three public expenses, whose amounts are few and small.
_IN_TEXT = re.compile(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)\s*(亿元|百万元|万元|千元|元)")
_OF_THREE = re.compile("三公|接待|公务用车|出国")
#: Of so many digits an amount is no other's by chance.
_DIGITS = 3

#: What most of the money of a unit is printed in.
_MOST = WHOLE | {
    "general-budget-by-function", "general-budget-by-unit", "appropriation-by-function",
    "basic-expenditure-by-economic", "appropriation-basic-by-economic", "expenditure-by-economic",
}  # fmt: skip
#: Whose totals may be the same money. What all “三公” 经费 come to is in no other table.
_SAME_MONEY = _MOST | {"government-fund", "state-capital", "project-expenditure"}
#: How many of a unit of money the next larger one is.
_LARGER = {"元": 1000, "千元": 10, "万元": 100, "百万元": 100}

#: Tables that do not add up differ by less; units of money differ by ten at least, and parts are small.
FAR_MORE = 4

Key = tuple[str, ...]


def compare_tables(exhibits: Sequence[Exhibit], disclosure: Disclosure, texts: Iterable[str]) -> list[Exhibit]:
    """The exhibits of a disclosure without the amounts of tables that contradict others by a power of ten.

    Where most tables agree, the odd one is held back; where two stand against each other, both are. So is a table
    without a unit of money whose amounts neither another table nor ``texts`` have.
    """
    against: dict[int, set[int]] = defaultdict(set)
    values = [_values(e, disclosure) for e in exhibits]
    for a, b in combinations(range(len(exhibits)), 2):
        alike = exhibits[a].table == exhibits[b].table
        if _contradict(values[a], values[b], least=_NO_CHANCE if alike else 1):
            against[a].add(b)
            against[b].add(a)
    most = max((len(others) for others in against.values()), default=0)
    odd = {k for k, others in against.items() if len(others) == most}
    compared = [_held_back(e) if k in odd else e for k, e in enumerate(exhibits)]
    whole = max((largest(e) for e in compared if e.table in WHOLE), default=Decimal(0))
    compared = [_without_unit(e) if whole and _is_beyond(e, whole) else e for e in compared]
    printed = max((largest(e) for e in compared if e.table in WHOLE and not e.borrows_unit), default=Decimal(0))
    borne_out = _borne_out(compared, disclosure, texts) | {k for k, e in enumerate(compared) if _is_of_size(e, printed)}
    return [_without_witness(e) if e.borrows_unit and k not in borne_out else e for k, e in enumerate(compared)]


def told_otherwise(exhibits: Sequence[Exhibit], facts: Iterable[Fact], claims: Iterable[Claim]) -> list[Exhibit]:
    """The exhibits without the amounts of tables in a unit of money that the text contradicts by a power of ten.

    A unit stays where the text bears out a single amount in it: one sentence may have the wrong unit itself.
    """
    known = {fact.observation_id: fact for fact in facts if fact.table != "narrative"}
    units: dict[str, set[str]] = {"agrees": set(), "disagrees": set()}
    for claim in claims:
        fact = known.get(claim.observation_id)
        if fact is None or not claim.value or claim.measure not in ("amount", "prior-year"):
            continue
        is_off = any(is_times(claim.value, fact.amount, f) or is_times(fact.amount, claim.value, f) for f in FACTORS)
        if claim.outcome == "agrees" or (claim.outcome == "disagrees" and is_off):
            units[claim.outcome].add(fact.reported_unit)
    contradicted = units["disagrees"] - units["agrees"]
    return [_contradicted(e) if e.money_unit in contradicted and e.reading.amounts else e for e in exhibits]


def _borne_out(exhibits: Sequence[Exhibit], disclosure: Disclosure, texts: Iterable[str]) -> set[int]:
    """The places of tables without a unit of money of which an amount stands elsewhere with its unit."""
    texts = list(texts)
    of_text = {amount for text in texts for amount in told_in(text)}
    of_three = {amount for text in texts if _OF_THREE.search(text) for amount in told_in(text)}
    witnesses = [e for e in exhibits if e.money_unit and not e.borrows_unit]
    open_ = {k: e for k, e in enumerate(exhibits) if e.borrows_unit}
    known = {value for e in witnesses for value in telling(e)} | {v for v in of_text if _is_telling(v)}
    keyed = {pair for e in witnesses for pair in _values(e, disclosure).items()}
    found: set[int] = set()
    while more := {
        k
        for k, e in open_.items()
        if k not in found
        and (
            not any(a.value for a in e.reading.amounts)
            or telling(e) & known
            or set(_values(e, disclosure).items()) & keyed
            or (e.table == "three-public" and _yuan(e) & of_three)
        )
    }:
        found |= more
        known |= {value for k in more for value in telling(open_[k])}
        keyed |= {pair for k in more for pair in _values(open_[k], disclosure).items()}
    return found


def told_in(text: str) -> Iterator[Decimal]:
    """The amounts (yuan) that a text prints with their unit."""
    for match in _IN_TEXT.finditer(text):
        if (value := parse_amount(match[1])) is not None:
            yield (value * YUAN_IN[match[2]]).normalize()


def _yuan(exhibit: Exhibit) -> set[Decimal]:
    """The amounts other than zero (yuan)."""
    amounts = [a for a in exhibit.reading.amounts if a.value]
    return {money.yuan(a.value, a.money_unit or exhibit.money_unit).normalize() for a in amounts}


def telling(exhibit: Exhibit) -> set[Decimal]:
    return {value for value in _yuan(exhibit) if _is_telling(value)}


def _is_telling(value: Decimal) -> bool:
    """Whether a number has so many digits that two amounts are not the same by chance."""
    return len(value.normalize().as_tuple().digits) >= _DIGITS


def largest(exhibit: Exhibit) -> Decimal:
    """The largest amount (yuan) of a table that is in the unit of money above it, by its size."""
    amounts = [a.value for a in exhibit.reading.amounts if a.value and not a.money_unit]
    return (
        max((abs(money.yuan(a, exhibit.money_unit)) for a in amounts), default=Decimal(0))
        if exhibit.money_unit
        else Decimal(0)
    )


def _is_beyond(exhibit: Exhibit, whole: Decimal) -> bool:
    return exhibit.borrows_unit and exhibit.table not in WHOLE and largest(exhibit) > whole * FAR_MORE


def _is_of_size(exhibit: Exhibit, whole: Decimal) -> bool:
    """Whether a table can be in no other unit: in a larger one it had several times the ``whole``, and there is no
    smaller one, or in it the table had next to nothing of what it prints most of."""
    step = _LARGER.get(exhibit.money_unit)
    is_least = exhibit.money_unit == "元" or exhibit.table in _MOST
    return bool(step and is_least and whole and largest(exhibit) * step > whole * FAR_MORE)


def _values(exhibit: Exhibit, disclosure: Disclosure) -> dict[Key, Decimal]:
    """The amounts (yuan) of totals and codes, by whose they are and what they mean; zero tells nothing."""
    found: dict[Key, Decimal] = {}
    whose = fold(exhibit.owner.name) if exhibit.owner else ""
    of_what = "" if exhibit.table in _SAME_MONEY else exhibit.table
    for amount in exhibit.reading.amounts:
        unit = amount.money_unit or exhibit.money_unit
        if amount.value and unit and (key := _key(amount, disclosure)):
            found[whose, of_what, *key] = money.yuan(amount.value, unit)
    return found


def _key(amount: Amount, disclosure: Disclosure) -> Key | None:
    """What an amount is of: its year and stage are the disclosure's where its headings say nothing."""
    means = amount.means
    line, code = means.get("line", ""), amount.code if amount.code_kind in ("function", "economic") else ""
    if line.startswith("function-"):
        line, code = "", line.removeprefix("function-")
    if not code and line not in ("total", "current-year-expenditure", "current-year-revenue"):
        return None
    if line == "current-year-revenue":
        line = "total"  # of the year's revenue alone, as its origin says
    when = str(fiscal_year(amount, disclosure)), means.get("phase", phase_of(disclosure))
    return (code or line, *when, amount.unit_code, *(means.get(d, "") for d in _SAME))


def _contradict(a: dict[Key, Decimal], b: dict[Key, Decimal], *, least: int) -> bool:
    """Whether the amounts of two tables differ by one power of ten wherever both print the same.

    They print at least so many: the totals of one table of two units, whose names stand above, may do so by chance.
    """
    shared = a.keys() & b.keys()
    if 0 < len(shared) < least:
        return False
    if not shared:
        return _contradict_for_another_fund(a, b)
    return any(all(is_times(a[k], b[k], f) or is_times(b[k], a[k], f) for k in shared) for f in FACTORS)


def _contradict_for_another_fund(a: dict[Key, Decimal], b: dict[Key, Decimal]) -> bool:
    """Whether amounts of all funds and of one are one power of ten apart, code by code, and none is the same."""
    of_b: dict[Key, list[Decimal]] = defaultdict(list)
    for key, value in b.items():
        of_b[_without_fund(key)].append(value)
    pairs = {(value, other) for key, value in a.items() for other in of_b.get(_without_fund(key), ())}
    if len(pairs) < _NO_CHANCE or any(x == y for x, y in pairs):
        return False
    apart = ({x for x, y in pairs if _is_telling(x) and (is_times(x, y, f) or is_times(y, x, f))} for f in FACTORS)
    return any(len(values) >= _NO_CHANCE for values in apart)


def _without_fund(key: Key) -> Key:
    return (*key[:_FUND], *key[_FUND + 1 :])


def is_times(large: Decimal, small: Decimal, factor: Decimal) -> bool:
    return abs(large - small * factor) <= _ROUNDING * abs(large)


def _held_back(exhibit: Exhibit) -> Exhibit:
    return without_amounts(
        exhibit,
        f"“{exhibit.run.title}”的金额与其他表的同一金额正好差十的整数次方，金额单位或小数点有误，整表未发布",
        f"the amounts of {exhibit.run.title!r} are a power of ten off those of other tables: its unit of money or its "
        "decimal points are wrong; it is held back",
    )


def _without_unit(exhibit: Exhibit) -> Exhibit:
    return without_amounts(
        exhibit,
        f"“{exhibit.run.title}”没有印金额单位，按其他各表的“{exhibit.money_unit}”，就有金额是收支总数的几倍，整表未发布",
        f"{exhibit.run.title!r} prints no unit of money, and in the {UNIT_EN[exhibit.money_unit]} of the other tables "
        "it would have several times the whole budget; it is held back",
    )


def _without_witness(exhibit: Exhibit) -> Exhibit:
    if all(amount.money_unit for amount in exhibit.reading.amounts):  # each in that of its heading
        return exhibit
    return without_amounts(
        exhibit,
        f"“{exhibit.run.title}”没有印金额单位，也没有一个数在印着单位的表或文字里出现，是不是“{exhibit.money_unit}”无法确定，整表未发布",
        f"{exhibit.run.title!r} prints no unit of money, and no table or text that does has one of its amounts: "
        f"whether it is in {UNIT_EN[exhibit.money_unit]} is not certain; it is held back",
    )


def _contradicted(exhibit: Exhibit) -> Exhibit:
    return without_amounts(
        exhibit,
        f"“{exhibit.run.title}”的金额单位写的是“{exhibit.money_unit}”，文字里同一金额却差十的整数次方，没有一句与表相符，整表未发布",
        f"{exhibit.run.title!r} is in {UNIT_EN[exhibit.money_unit]}, the text has the same amount a power of ten off "
        "and no sentence agrees with the tables; it is held back",
    )


def without_amounts(exhibit: Exhibit, message: str, message_en: str) -> Exhibit:
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
