"""Tables whose unit of money no other table has the same amount of, and that still cannot be in it.

No table has several times the money of the unit, and none that is printed in 元 beside tables in 万元 has a few yuan
throughout. “三公” of basic expenditure is no less than its codes there, and “三公” of one fund is no more than of all
that it is part of: where that fails by a power of ten, or several times over, the unit of money is not as printed.
And no unit buys cars without running any: 公务用车购置 beside no 运行 is what a low cell shows of 公务用车购置及运行费.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ...datapackage.model import Disclosure
from ...datapackage.units import UNIT_EN
from ..forms.reading import Amount, Doubt
from ..stages import phase_of
from . import money
from .exhibits import Exhibit
from .magnitude import FACTORS, FAR_MORE, WHOLE, is_times, largest, telling, told_in, without_amounts
from .periods import fiscal_year

#: No table has so many times the whole in the unit of money that it prints: the next one is ten times as large.
_BEYOND = 10
#: No budget table has but amounts below so many yuan.
_LEAST = Decimal(1000)
#: The economic codes of what “三公” has lines of.
_LINE_OF_CODE = {
    "30212": "foreign-travel", "30215": "meeting", "30216": "training", "30217": "reception",
    "30231": "vehicle-operation",
}  # fmt: skip
#: Funds that are part of the one named first.
_PARTS_OF = {
    "all": frozenset({"fiscal-appropriation", "general-public-budget", "government-fund", "state-capital"}),
    "fiscal-appropriation": frozenset({"general-public-budget", "government-fund", "state-capital"}),
}
#: The lines of which one at least stands beside the purchase of cars.
_RUNNING = frozenset({"vehicle", "vehicle-operation"})
#: The line of “三公”, the year, the stage and whose it is.
Key = tuple[str, int, str, str]
_BASIC, _THREE = "basic-expenditure-by-economic", "three-public"
#: What lower governments get is no expenditure of the unit, and may be many times that.
_BELOW = "transfer-payments"


def compare_sizes(exhibits: Sequence[Exhibit], disclosure: Disclosure, texts: Iterable[str]) -> list[Exhibit]:
    """The exhibits without the amounts of tables that cannot be in the unit of money that they print."""
    told = {amount for text in texts for amount in told_in(text)}
    units = {e.money_unit for e in exhibits if not e.borrows_unit and e.reading.amounts} - {""}
    kept = [_held_back(e) if units != {"元"} and _is_next_to_nothing(e, told) else e for e in exhibits]
    kept = _within_the_whole(kept)
    basic = {k: v for e in kept if e.table == _BASIC for k, v in _of_codes(e, disclosure).items()}
    kept = [_held_back(e) if _is_below(_of_lines(e, disclosure), basic) else e for e in kept]
    of_funds = [(k, fund, _of_lines(e, disclosure, fund)) for k, e in enumerate(kept) for fund in _funds(e)]
    odd = {
        k
        for a, wide, whole in of_funds
        for b, narrow, part in of_funds
        if narrow in _PARTS_OF.get(wide, ()) and _is_far_more(part, whole)
        for k in (a, b)
    }
    return [_without_cut_names(_held_back(e) if k in odd else e) for k, e in enumerate(kept)]


def _without_cut_names(exhibit: Exhibit) -> Exhibit:
    """The “三公” without purchases of cars, where it says nothing of running them."""
    reading = exhibit.reading
    lines = {a.means.get("line", "") for a in reading.amounts}
    if exhibit.table != _THREE or not lines.isdisjoint(_RUNNING):
        return exhibit
    cut = [a for a in reading.amounts if a.value and a.means.get("line") == "vehicle-purchase"]
    doubts = [
        Doubt(
            "unknown-row",
            f"有“{a.label}”而没有公务用车运行费，“{a.label}”可能没有印全（公务用车购置及运行费），未发布",
            f"{a.label!r} without running any vehicle may be a part of its name; it is held back",
            a.cell,
            label=a.label,
            found=f"{a.label} | {a.printed}",
        )
        for a in cut
    ]
    return replace(exhibit, reading=reading.without(cut, *doubts))


def _is_next_to_nothing(exhibit: Exhibit, told: set[Decimal]) -> bool:
    """Whether a table in 元 has but a few yuan, none of which the text has as well."""
    amounts = [a.value for a in exhibit.reading.amounts if a.value]
    if exhibit.money_unit != "元" or not amounts or any(a.money_unit for a in exhibit.reading.amounts):
        return False
    return all(abs(value) < _LEAST for value in amounts) and not told & {value.normalize() for value in amounts}


def _within_the_whole(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """Without the tables that have several times the whole, nor those of the whole where no other bears it out."""
    of_whole = {k for k, e in enumerate(exhibits) if e.table in WHOLE and not e.borrows_unit and largest(e)}
    whole = max((largest(exhibits[k]) for k in of_whole), default=Decimal(0))
    beyond = {
        k for k, e in enumerate(exhibits) if whole and e.table not in WHOLE | {_BELOW} and largest(e) > whole * _BEYOND
    }
    others = {
        v for k, e in enumerate(exhibits) if k not in of_whole | beyond and not e.borrows_unit for v in telling(e)
    }
    is_borne_out = len(of_whole) > len(beyond) or any(telling(exhibits[k]) & others for k in of_whole)
    odd = beyond if is_borne_out else beyond | of_whole
    return [_held_back(e) if k in odd else e for k, e in enumerate(exhibits)]


def _of_lines(exhibit: Exhibit, disclosure: Disclosure, fund: str = "") -> dict[Key, Decimal]:
    """The amounts (yuan) of “三公” by line, of one ``fund`` or of those that basic expenditure is paid from."""
    funds = {fund} if fund else {"general-public-budget", *_PARTS_OF}
    amounts = [a for a in exhibit.reading.amounts if a.means.get("fund", "") in funds and not a.code]
    found = ((a, a.means.get("line", "")) for a in amounts if exhibit.table == _THREE)
    return _keyed(found, exhibit, disclosure)


def _of_codes(exhibit: Exhibit, disclosure: Disclosure) -> dict[Key, Decimal]:
    found = ((a, _LINE_OF_CODE[a.code]) for a in exhibit.reading.amounts if a.code in _LINE_OF_CODE)
    return _keyed(found, exhibit, disclosure)


def _keyed(amounts: Iterable[tuple[Amount, str]], exhibit: Exhibit, disclosure: Disclosure) -> dict[Key, Decimal]:
    owner = exhibit.owner.code or exhibit.owner.name if exhibit.owner else ""
    return {
        (
            line,
            fiscal_year(a, disclosure),
            a.means.get("phase", phase_of(disclosure)),
            a.unit_code or owner,
        ): money.yuan(a.value, a.money_unit or exhibit.money_unit)
        for a, line in amounts
        if a.value and line
    }


def _funds(exhibit: Exhibit) -> set[str]:
    return {a.means.get("fund", "") for a in exhibit.reading.amounts} if exhibit.table == _THREE else set()


def _is_below(lines: Mapping[Key, Decimal], basic: Mapping[Key, Decimal]) -> bool:
    """Whether every line that basic expenditure has a code of is one power of ten less there."""
    shared = lines.keys() & basic.keys()
    return bool(shared) and any(all(is_times(basic[k], lines[k], f) for k in shared) for f in FACTORS)


def _is_far_more(part: Mapping[Key, Decimal], whole: Mapping[Key, Decimal]) -> bool:
    shared = part.keys() & whole.keys()
    return bool(shared) and all(part[k] > whole[k] * FAR_MORE for k in shared)


def _held_back(exhibit: Exhibit) -> Exhibit:
    if not exhibit.reading.amounts:
        return exhibit
    return without_amounts(
        exhibit,
        f"“{exhibit.run.title}”的金额单位写的是“{exhibit.money_unit}”，与其他表相比不可能是这么多，整表未发布",
        f"{exhibit.run.title!r} is in {UNIT_EN[exhibit.money_unit]}, and beside the other tables it cannot come to "
        "that; it is held back",
    )
