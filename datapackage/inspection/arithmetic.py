"""Figures that have to follow from one another where no table of money holds them: shares, parts, prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from ..model import YUAN_IN, Claim, PrintedTable, format_decimal, grouped
from ..units import money
from .document import Document, fold, slip_in, sums
from .rules import Slip, load_rulebook

_PERCENT = re.compile(r"^(\d+(?:\.\d+)?)[%％]$")
_TOTAL = re.compile("^(?:合计|总计|小计)$")


def basic_is_basic(document: Document) -> Iterator[Slip | None]:
    """Personnel and operating funds of the table by economic class make the basic expenditure, not the whole."""
    general = {f.category: f for f in document.facts.get("general-budget-by-function", ()) if f.line == "total"}
    parts = [
        f
        for f in document.facts.get("basic-expenditure-by-economic", ())
        if f.line == "total" and f.category in ("personnel", "operating") and f.phase == document.own_phase
    ]
    whole, basic = general.get("all"), general.get("basic")
    if not whole or not basic or len(parts) != 2 or whole.amount == basic.amount:
        return
    first, second = parts
    total = first.amount + second.amount
    added, all_, own = (grouped(n) for n in (total, whole.amount, basic.amount))
    zh = f"合计 {added} 元，全部支出 {all_} 元，基本支出 {own} 元"
    en = f"{added} yuan; the whole {all_}, basic {own}"
    slip = Slip(
        zh, en, first.cell, first.table, first.label, unit="CNY",
        expected=format_decimal(basic.amount), found=format_decimal(total),
        observation_ids=(first.observation_id, second.observation_id),
    )  # fmt: skip
    yield slip if total == whole.amount else None


def shares_of_tables(document: Document) -> Iterator[Slip | None]:
    """A share printed in a table is its amount over the total below it, to the printed digits."""
    for table in document.conversion.tables:
        waiting: list[tuple[str, Decimal, str]] = []
        for row in table.rows:
            label, amount, share = _shared(row)
            if amount is None:
                waiting = []
            elif not _TOTAL.match(label):
                waiting.append((label, amount, share))
            else:
                for part in waiting:
                    yield _share(table, *part, amount)
                waiting = []


def _shared(row: Sequence[str]) -> tuple[str, Decimal | None, str]:
    """The label, the amount and the share of a row that prints a share right of an amount."""
    if not any("%" in cell or "％" in cell for cell in row):
        return "", None, ""
    cells = [fold("".join(cell.split())) for cell in row]
    for k in range(2, len(cells)):
        share, number = _PERCENT.match(cells[k]), cells[k - 1].replace(",", "")
        if share and re.fullmatch(r"\d+(?:\.\d+)?", number):
            return cells[k - 2], Decimal(number), share[1]
    return "", None, ""


def _share(table: PrintedTable, label: str, amount: Decimal, share: str, total: Decimal) -> Slip | None:
    if not total or amount > total:
        return None
    exact = amount / total * 100
    expected = exact.quantize(Decimal(share), ROUND_HALF_UP)
    if expected == Decimal(share):
        return None
    sum_told = grouped(amount), grouped(total)
    told = f"{label}：{sum_told[0]} / {sum_told[1]} = {expected}%，印作 {share}%"
    return Slip(
        told, f"{label!r}: {sum_told[0]} of {sum_told[1]} is {expected} %, printed {share} %", table=table.table,
        label=label, expected=str(expected), found=share, difference=str(Decimal(share) - expected), unit="percent",
    )  # fmt: skip


def procurement_adds_up(document: Document) -> Iterator[Slip | None]:
    """Goods, works and services of a sentence add up to the procurement that it states, as far as they are rounded."""
    for text in document.paragraphs:
        match = re.search(load_rulebook().words["procurement"], fold(text.text))
        parts = list(re.finditer(load_rulebook().words["procured"], match["parts"])) if match else []
        if match is None or not parts:
            continue
        whole = _yuan(match["amount"], match["unit"])
        added = sum((_yuan(p["amount"], p["unit"]) for p in parts), Decimal(0))
        rounded = (1 + len(parts)) * _last_digit(match["amount"], match["unit"]) / 2
        unit = match["unit"]
        total = added / YUAN_IN[unit]
        sentence = " + ".join(p["amount"] for p in parts)
        slip = slip_in(
            text, f"{sentence} = {grouped(total)}，写的是 {match['amount']} {unit}",
            f"{sentence} = {grouped(total)}, stated {match['amount']}", format_decimal(total), match["amount"], unit,
        )  # fmt: skip
        yield slip if abs(whole - added) > rounded else None


def awards_within_total(document: Document) -> Iterator[Slip | None]:
    """What firms won of reserved and of other procurement is together no more than the whole procurement."""
    words = load_rulebook().words
    for texts in document.sections.values():
        wholes = [m for t in texts if (m := re.search(words["procurement"], fold(t.text)))]
        for text in texts:
            reserved, other = (re.search(words[w], fold(text.text)) for w in ("awarded_reserved", "awarded_other"))
            if not (wholes and reserved and other):
                continue
            whole, unit = _yuan(wholes[0]["amount"], wholes[0]["unit"]), wholes[0]["unit"]
            won = _yuan(reserved["amount"], reserved["unit"]) + _yuan(other["amount"], other["unit"])
            told = f"{reserved['amount']} + {other['amount']}，多于全部采购金额 {wholes[0]['amount']} {unit}"
            en = f"{reserved['amount']} + {other['amount']} is more than all procurement, {wholes[0]['amount']}"
            rounded = 3 * _last_digit(wholes[0]["amount"], unit) / 2
            slip = slip_in(text, told, en, wholes[0]["amount"], format_decimal(won / YUAN_IN[unit]), unit)
            yield slip if won > whole + rounded else None


def separators_alike(document: Document) -> Iterator[Slip | None]:
    """Where most amounts of the explanation have thousands separators, all have."""
    large = [(t, n) for t in document.paragraphs for n in _large(fold(t.text))]
    without = [(t, n) for t, n in large if "," not in n]
    if len(large) < 2:
        return
    if not without or len(without) * 5 > len(large):
        yield None
    else:
        usual = next(n for _, n in large if "," in n)
        for text, number in without:
            yield slip_in(text, f"{usual}、{number}", f"{usual}, {number}", usual, number, "")


def _large(words: str) -> list[str]:
    """The amounts of a thousand units and more, as printed."""
    printed = re.findall(r"(?<![\d.,])(\d[\d,]*(?:\.\d+)?)(?:亿元|万元|元)", words)
    return [n for n in printed if len(n.partition(".")[0].replace(",", "")) > 3]


def cuts_not_roundings(document: Document) -> Iterator[Slip | None]:
    """An amount that the text repeats with fewer digits is rounded half up, not cut off."""
    known = {f.observation_id: f for f in document.conversion.facts}
    for claim in document.conversion.claims:
        fact = known.get(claim.observation_id)
        printed = _printed(claim) if fact is not None and claim.measure == "amount" else None
        if fact is None or printed is None:
            continue
        number, unit = printed
        digit = _last_digit(number, unit)
        if digit <= fact.resolution:
            continue
        expected = (abs(fact.amount) / digit).quantize(Decimal(1), ROUND_HALF_UP) * digit / YUAN_IN[unit]
        is_cut = 0 < abs(fact.amount) - abs(claim.value) < digit and expected != Decimal(number)
        there, there_en = money(fact.reported, fact.reported_unit)
        slip = Slip(
            f"“{claim.label}”表中是 {there}，应写 {grouped(expected)} {unit}，写作 {number} {unit}",
            f"{claim.label!r}: {there_en} in the table is {grouped(expected)} rounded, {number} here", claim.cell,
            label=claim.label, expected=format_decimal(expected), found=number, unit=unit,
            observation_ids=(fact.observation_id,),
        )  # fmt: skip
        yield slip if is_cut else None


def _printed(claim: Claim) -> tuple[str, str] | None:
    """The number of a claim as its sentence prints it, and its unit of money."""
    for number, unit, _ in sums(fold(claim.sentence)):
        if unit in YUAN_IN and Decimal(number) * YUAN_IN[unit] == abs(claim.value):
            return number, unit
    return None


def _yuan(number: str, unit: str) -> Decimal:
    return Decimal(number.replace(",", "").rstrip(".")) * YUAN_IN[unit]


def _last_digit(number: str, unit: str) -> Decimal:
    """Yuan of one unit in the last digit of a printed number."""
    return YUAN_IN[unit].scaleb(-len(number.partition(".")[2]))
