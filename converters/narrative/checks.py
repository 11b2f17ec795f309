"""What the text says against the tables and against itself: amounts, changes, rates, shares, the year before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from ...datapackage.classification import terms
from ...datapackage.frozen import changed
from ...datapackage.model import YUAN_IN, Disclosure, Fact, Finding, Severity, format_decimal, grouped
from ...datapackage.units import UNIT_EN, in_english, money
from .attachment import Whole, whole_amount
from .meanings import Meanings
from .observed import agree, resolution
from .sentences import Figure, budget_completed, whole_of
from .stated import PHASES, Outcome, Stated, yuan_of
from .vocabulary import fold

_OF_THREE_PUBLIC = re.compile('三公[”"]?经费[^，。；]*中，')
_COMPARES = re.compile("比|较|持平|一致|相同|增|减|上年|去年")


def check(stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> tuple[list[Stated], list[Finding]]:
    """The figures with what recomputing them showed, and a finding for each that does not hold."""
    checked: list[Stated] = list(stated)
    findings: list[Finding] = []
    for index, item in enumerate(stated):
        outcome, found = item.outcome, []
        if item.figure.role == "amount" and item.outcome == "disagrees":
            outcome, found = _amount(item, disclosure)
        elif item.figure.role == "amount" and _is_of_wrong_year(item, stated, disclosure, meanings):
            found = [_year_slip(item, disclosure)]
        elif item.figure.role in ("change", "even"):
            outcome, found = _change(item, stated, disclosure, meanings)
        elif item.figure.role == "change-percent":
            outcome, found, change = _growth(index, stated, disclosure)
            if outcome == "agrees" and change is not None:
                checked[change] = changed(checked[change], outcome="agrees")
        elif item.figure.role == "prior":
            outcome, found = _prior_year(index, stated, disclosure)
        elif item.figure.role in ("share-percent", "completion"):
            outcome, found = _share(index, stated, disclosure, meanings)
        checked[index] = changed(item, outcome=outcome)
        findings += found
        if item.figure.unit_assumed:
            findings.append(_unit_assumed(item, disclosure))
        if item.figure.role == "amount" and item.meaning.written_as:
            findings.append(_written_as(item, disclosure))
    return checked, findings


def _amount(item: Stated, disclosure: Disclosure) -> tuple[Outcome, list[Finding]]:
    """An amount that the tables print otherwise. What a budget calls 决算 may be of the year before."""
    if disclosure.kind == "budget" and item.figure.phase == "final":
        return "not-checkable", []
    return "disagrees", [_differs(item, disclosure)]


def _change(
    item: Stated, stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings
) -> tuple[Outcome, list[Finding]]:
    """A change against two amounts that one table prints: of this year and of the one it is compared with.

    Only a comparison that says with which figures it is (比2024年执行数) is contradicted by those of the table.
    """
    comparison = item.figure.comparison
    if item.base is None or comparison is None:
        return item.outcome, []
    year, phase = comparison.year or disclosure.year - 1, PHASES.get(comparison.kind, "")
    change = Decimal(0) if item.figure.role == "even" else item.figure.yuan
    base = stated[item.base]
    pairs = [(now, then) for now in base.facts for then in meanings.observed.before(now, year, phase)]
    for now, then in pairs:
        printed = resolution(item.figure) if change else Decimal(0)
        rounding = (printed + now.resolution + then.resolution) / 2
        if abs(now.amount - then.amount - change) < rounding:
            return "agrees", []
    if not (pairs and phase and base.outcome == "agrees" and item.outcome == "not-checkable"):
        return item.outcome, []
    return "disagrees", [_change_differs(item, base, pairs[0], disclosure)]


def _is_of_wrong_year(item: Stated, stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings) -> bool:
    """Whether an amount that the text gives to the year before is just what the tables print for this one.

    Not where its sentence compares, or its section speaks of the same in this year too: both years may be alike.
    """
    figure = item.figure
    if figure.year != disclosure.year - 1 or not figure.value or _COMPARES.search(fold(item.sentence)):
        return False
    this_year = changed(figure, year=disclosure.year)
    facts = [f for reading in meanings.observed.readings(item.meaning, this_year) for f in reading]
    same = [s for s in stated if s is not item and s.meaning.label == item.meaning.label]
    alike = any(agree(then, figure) for f in facts for then in meanings.observed.before(f, disclosure.year - 1, ""))
    return bool(facts) and all(agree(f, figure) for f in facts) and not same and not alike


def _growth(index: int, stated: Sequence[Stated], disclosure: Disclosure) -> tuple[Outcome, list[Finding], int | None]:
    """A rate against the change and the amount that it belongs to, and where that change stands."""
    item = stated[index]
    place = next((i for i in range(index - 1, -1, -1) if stated[i].figure.role == "change"), None)
    if item.base is None or place is None or not _is_change_of(stated[place], item):
        return "not-checkable", [], None
    change = stated[place]
    amount = stated[item.base].figure
    prior = amount.yuan - change.figure.yuan
    if prior < -resolution(amount) - resolution(change.figure):
        return "disagrees", [_more_than_all(item, change, stated[item.base], disclosure)], place
    if prior <= 0:
        return "not-checkable", [], place
    if _holds(item.figure, change.figure, amount):
        return "agrees", [], place
    unit = yuan_of(amount)
    a, c, p = grouped(amount.value), grouped(abs(change.figure.yuan) / unit), grouped(prior / unit)
    rate = _rounded(abs(change.figure.yuan) / prior * 100, item.figure)
    sign = "−" if change.figure.value >= 0 else "+"
    sum_zh = f"{a} {sign} {c} = {p} {amount.unit}，{c} ÷ {p} = {rate}%"
    sum_en = f"{a} {sign} {c} = {p} ({UNIT_EN[amount.unit]}); {c} ÷ {p} = {rate}%"
    return "disagrees", [
        _finding(
            disclosure, item, "growth-rate", expected=rate, found=item.figure.printed, unit="percent",
            message=f"“{stated[item.base].label}”的增减幅度与金额不符：{sum_zh}，文中写的是 {item.figure.printed}%",
            message_en=f"stated rate {item.figure.printed}% does not follow from the amounts: {sum_en}",
        )
    ], place  # fmt: skip


def _prior_year(index: int, stated: Sequence[Stated], disclosure: Disclosure) -> tuple[Outcome, list[Finding]]:
    """A printed figure of the year before against this year's amount and the change that follows."""
    item = stated[index]
    change = next((s for s in stated[index + 1 :] if _is_change_of(s, item)), None)
    if item.base is None or change is None:
        return "not-checkable", []
    base = stated[item.base].figure
    exact = base.yuan - change.figure.yuan
    if abs(exact - item.figure.yuan) <= max(resolution(item.figure), resolution(change.figure)):
        return "agrees", []
    expected, printed, unit = exact / yuan_of(item.figure), item.figure.printed, item.figure.unit
    return "disagrees", [
        _finding(
            disclosure, item, "prior-year", expected=format_decimal(expected), found=printed, unit=unit,
            message=f"“{stated[item.base].label}”上年数与增减额不符：应为 {grouped(expected)} {unit}，"
            f"文中写的是 {printed} {unit}",
            message_en=f"amount and change give {in_english(grouped(expected), unit)} for the year before, "
            f"the text says {printed}",
        )
    ]  # fmt: skip


def _is_change_of(other: Stated, rate: Stated) -> bool:
    return other.figure.role == "change" and other.base == rate.base and other.passage is rate.passage


def _share(
    index: int, stated: Sequence[Stated], disclosure: Disclosure, meanings: Meanings
) -> tuple[Outcome, list[Finding]]:
    """A share against the part and the whole."""
    item = stated[index]
    if item.base is None:
        return "not-checkable", []
    part = stated[item.base].figure
    found = whole_amount(index, item.base, [s.figure for s in stated], [s.passage for s in stated], meanings)
    if found is None and item.figure.role == "completion":
        said = budget_completed(item.passage, item.figure)
        budgets = meanings.observed.budgets_of(stated[item.base].meaning, said)
        # 预算 may be the one of the start or the adjusted one; a table may have one of them.
        found = Whole(budgets[0], firm=False, others=budgets[1:]) if budgets else None
    if found is None and item.figure.role == "share-percent":
        found = _total_of_structure(item, stated[item.base], meanings)
    wholes = [amount for amount in (found.amount, *found.others) if amount > 0] if found else []
    if any(_is_share(item.figure, part, amount) for amount in wholes):
        return "agrees", []
    if not wholes or not (found and found.firm):
        return "not-checkable", []
    whole = wholes[0]
    expected = _rounded(part.yuan / whole * 100, item.figure)
    check = "completion-rate" if item.figure.role == "completion" else "share"
    shown = f"{grouped(part.value)} ÷ {grouped(whole / yuan_of(part))} = {expected}%"
    return "disagrees", [
        _finding(
            disclosure, item, check, expected=expected, found=item.figure.printed, unit="percent",
            message=f"“{stated[item.base].label}”的占比与金额不符：{shown}，文中写的是 {item.figure.printed}%",
            message_en=f"stated share {item.figure.printed}% does not follow from the amounts: {shown}",
        )
    ]  # fmt: skip


def _total_of_structure(item: Stated, part: Stated, meanings: Meanings) -> Whole | None:
    """Below 一般公共预算当年拨款结构情况 a share is of the total of the table that prints its part.

    So it is in a sentence that begins with “三公”经费支出决算中.
    """
    heading = item.section.path[-1] if item.section.path else ""
    if (
        ("结构" not in heading and not _OF_THREE_PUBLIC.search(fold(item.sentence)))
        or part.outcome != "agrees"
        or whole_of(item.passage, item.figure)
    ):
        return None
    totals = sorted({total for fact in part.facts for total in meanings.observed.totals_of(fact)})
    return Whole(totals[0], others=tuple(totals[1:])) if totals else None


def _is_share(rate: Figure, part: Figure, whole: Decimal) -> bool:
    half = resolution(part) / 2
    if whole <= half:
        return False
    return _within(rate, (part.yuan - half) / (whole + half) * 100, (part.yuan + half) / (whole - half) * 100)


def _holds(rate: Figure, change: Figure, amount: Figure) -> bool:
    """Whether a rate follows from its amounts, whatever their digits that are not printed."""
    half = min(resolution(change), resolution(amount)) / 2
    bounds: list[Decimal] = []
    for dc in (-half, half):
        for da in (-half, half):
            prior = amount.yuan + da - (change.yuan + dc)
            if prior <= 0:
                return True
            bounds.append((change.yuan + dc) / prior * 100)
    return _within(rate, min(bounds), max(bounds))


def _within(rate: Figure, low: Decimal, high: Decimal) -> bool:
    half = Decimal(1).scaleb(-_places(rate)) / 2
    return low - half <= rate.value <= high + half


def _places(figure: Figure) -> int:
    return len(figure.printed.partition(".")[2])


def _rounded(value: Decimal, like: Figure) -> str:
    return str(value.quantize(Decimal(1).scaleb(-max(_places(like), 2)), ROUND_HALF_UP))


# --- findings ---------------------------------------------------------------------------------------------


def _finding(
    disclosure: Disclosure, item: Stated, check: str, *, message: str, message_en: str, expected: str = "",
    found: str = "", unit: str = "", info: bool = False,
) -> Finding:  # fmt: skip
    cell = item.cell
    difference = ""
    severity: Severity = "info" if info else "warning"
    if expected and found and not info:
        difference = format_decimal(Decimal(found.replace(",", "")) - Decimal(expected))
        # One unit in the last printed digit is a rounding done twice.
        is_money = unit == "CNY" and item.figure.unit
        last_digit = resolution(item.figure) if is_money else Decimal(1).scaleb(-_places(item.figure))
        severity = "error" if abs(Decimal(difference)) > last_digit else "warning"
    return Finding(
        disclosure.document_id,
        check,
        severity,
        "not-checkable" if info else "failed",
        "reading" if info else "publisher",
        message,
        message_en,
        "narrative",
        item.label,
        expected,
        found,
        difference,
        unit,
        cell.page,
        cell.line,
        tuple(f.observation_id for f in item.facts[:1]),
        cell.file,
    )


def _differs(item: Stated, disclosure: Disclosure) -> Finding:
    fact, figure = item.facts[0], item.figure
    alike, alike_en = ("", "") if fact.reported_unit == figure.unit else _in_unit_of(figure, fact.amount)
    return _finding(
        disclosure, item, "text-against-table", unit="CNY",
        expected=format_decimal(fact.amount), found=format_decimal(figure.yuan),
        message=f"“{item.label}”文中写 {figure.printed} {figure.unit}，表中是 {fact.reported} {fact.reported_unit}"
        f"{alike and f'（即 {alike}）'}",
        message_en=f"the text says {in_english(figure.printed, figure.unit)}, "
        f"{_table(fact)} {in_english(fact.reported, fact.reported_unit)}{alike_en and f' (that is {alike_en})'}",
    )  # fmt: skip


def _table(fact: Fact) -> str:
    return f"the table {terms('table')[fact.table][1]!r}"


def _in_unit_of(figure: Figure, amount: Decimal) -> tuple[str, str]:
    """``amount`` (yuan) in the unit that a figure of the text has, so that the two can be compared at sight."""
    return money(grouped(amount / yuan_of(figure)), figure.unit)


def _change_differs(item: Stated, base: Stated, pair: tuple[Fact, Fact], disclosure: Disclosure) -> Finding:
    now, then = pair
    figure, unit = item.figure, now.reported_unit
    change = now.amount - then.amount
    is_even = figure.role == "even"
    said, said_en = ("持平", "none") if is_even else money(grouped(figure.value), figure.unit)
    shown = grouped(change / YUAN_IN[unit])
    told = [(f"{shown} {unit}", f"{shown} ({UNIT_EN[unit]})")]
    if not is_even and figure.unit != unit:
        told.append(_in_unit_of(figure, change))
    sum_zh, sum_en = (" = ".join([f"{now.reported} − {then.reported}", *each]) for each in zip(*told, strict=True))
    return _finding(
        disclosure, item, "change-against-table", unit="CNY",
        expected=format_decimal(change), found=format_decimal(figure.yuan if figure.unit else figure.value),
        message=f"“{base.label}”的增减与表中的两年数不符：{sum_zh}，文中写的是{said}",
        message_en=f"stated change ({said_en}) is not that of {_table(now)}: {sum_en}",
    )  # fmt: skip


def _more_than_all(item: Stated, change: Stated, base: Stated, disclosure: Disclosure) -> Finding:
    """An amount that grew by more than it is."""
    a, c = f"{base.figure.printed} {base.figure.unit}", f"{change.figure.printed} {change.figure.unit}"
    return _finding(
        disclosure, item, "growth-rate", expected="", found=item.figure.printed, unit="percent",
        message=f"“{base.label}”{a}，比上年增加的 {c} 比它自己还多，增长 {item.figure.printed}% 也就不成立",
        message_en=f"it is {a} and grew by {c}, which is more than all of it: {item.figure.printed}% cannot be",
    )  # fmt: skip


def _year_slip(item: Stated, disclosure: Disclosure) -> Finding:
    """To be asked: nothing else in the document tells what that year's was."""
    figure = item.figure
    return _finding(
        disclosure, item, "year-of-amount", expected=str(disclosure.year),
        message=f"“{item.label}”{figure.printed} {figure.unit}，文中写的是 {figure.year} 年的，"
        f"与表中 {disclosure.year} 年的数相同，年份疑有误",
        message_en=f"{figure.printed} {figure.unit} is given to {figure.year}, the tables print it for "
        f"{disclosure.year}",
    )  # fmt: skip


def _unit_assumed(item: Stated, disclosure: Disclosure) -> Finding:
    figure = item.figure
    return _finding(
        disclosure, item, "unit-not-printed", found=figure.printed, info=True,
        message=f"“{figure.printed}”后面没有印单位，按同句金额的单位“{figure.unit}”理解",
        message_en=f"no unit is printed behind {figure.printed!r}; read in {figure.unit} like its sentence",
    )  # fmt: skip


def _written_as(item: Stated, disclosure: Disclosure) -> Finding:
    return _finding(
        disclosure, item, "name-not-in-classification", found=item.meaning.label, info=True,
        expected=item.meaning.written_as,
        message=f"科目“{item.meaning.label}”在分类科目中的名称是“{item.meaning.written_as}”",
        message_en=f"the classification calls {item.meaning.label!r} {item.meaning.written_as!r}",
    )  # fmt: skip
