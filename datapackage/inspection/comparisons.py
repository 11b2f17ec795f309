"""Figures of the text beside one another: years, bases, words of comparison, rates that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ..model import YUAN_IN, Origin, TextBlock, format_decimal, grouped
from ..units import money
from .document import Document, bare, fold, slip_in, sums
from .rules import Slip, load_rulebook

_TEN_THOUSAND = Decimal(10_000)
_SLIPS = frozenset({_TEN_THOUSAND, 1 / _TEN_THOUSAND})
_TABLES = (
    "general-budget-by-function", "government-fund", "state-capital", "project-expenditure",
    "basic-expenditure-by-economic", "three-public",
)  # fmt: skip


def comparison_years(document: Document) -> Iterator[Slip | None]:
    """What is compared with a year by its number is compared with the year before."""
    for text, match in _found(document, "vs_year"):
        year, before = int(match["year"]), str(document.year - 1)
        told = f"写的是 {year} 年，上一年是 {before} 年：“{fold(text.text)[match.start() : match.start() + 24]}…”"
        slip = slip_in(text, told, f"{year}, the year before is {before}", expected=before, found=str(year))
        # Final accounts are held against the budget of their own year.
        of_final = document.disclosure.kind == "final" and bool(match["budget"])
        own_budget = year == document.year and ("预算执行" in text.section or of_final)
        yield None if year == document.year - 1 or own_budget else slip


def comparison_bases(document: Document) -> Iterator[Slip | None]:
    """The changes of one paragraph are against one base: the budget of the year before, or its outturn."""
    for text in document.paragraphs:
        words = fold(text.text)
        bases = re.findall(r"(?:比|较|与)(?:20\d\d年|上年)(?:度)?(预算执行数|执行数|决算数|预算数?)", words)
        if len(bases) < 2:
            continue
        kinds = {"预算" if b.startswith("预算") and "执行" not in b else "执行" for b in bases}
        told = "、".join(dict.fromkeys(bases))
        yield slip_in(text, told, told, found=told) if len(kinds) > 1 else None


def growth_bases(document: Document) -> Iterator[Slip | None]:
    """A rate needs a base: where the rise is the whole amount, the year before was zero."""
    for text, match in _found(document, "growth_from"):
        words = fold(text.text)
        before = [(n, u) for n, u, _ in sums(words[: match.start()]) if u != "%"]
        change = (match["change"].replace(",", ""), match["unit"])
        if not before:
            continue
        told = f"增加 {match['change']} {match['unit']} 就是全部金额，上年为零，却写增长 {match['rate']}%"
        en = f"the rise is the whole amount of {match['change']}; the rate of {match['rate']} % has no base"
        from_zero = before[-1] == change and Decimal(change[0]) > 0
        yield slip_in(text, told, en, found=match["rate"], unit="percent") if from_zero else None


def completion_bases(document: Document) -> Iterator[Slip | None]:
    """A budget of zero has no completion rate."""
    words = load_rulebook().words
    for text in document.paragraphs:
        folded = fold(text.text)
        zero = re.search(words["zero_budget"], folded)
        rate = re.search(words["completion"], folded[zero.end() :]) if zero else None
        if zero:
            told = f"年初预算为 0，却写完成 {rate['rate']}%" if rate else ""
            en = f"budget 0, completion {rate['rate']} %" if rate else ""
            yield slip_in(text, told, en, found=rate["rate"], unit="percent") if rate else None


def verdicts(document: Document) -> Iterator[Slip | None]:
    """决算数大于（小于、等于）预算数 is what the two amounts of the paragraph say."""
    words = load_rulebook().words
    for text in document.paragraphs:
        folded = fold(text.text)
        budgets = {m["which"] or "": m for m in re.finditer(words["budget_of_item"], folded)}
        finals = list(re.finditer(words["final_of_item"], folded))
        verdict = re.search(words["verdict"], folded)
        if not verdict or len(finals) != 1 or not budgets or (verdict["word"] == "与" and not verdict["even"]):
            continue
        chosen = budgets.get(verdict["which"] or "") or (next(iter(budgets.values())) if len(budgets) == 1 else None)
        if chosen is None:
            continue
        budget, final = _yuan(chosen), _yuan(finals[0])
        if (final > budget) - (final < budget) == _SIGN[verdict["word"]]:
            yield None
        else:
            a, b, unit = chosen["amount"], finals[0]["amount"], finals[0]["unit"]
            zh = f"预算 {a}、决算 {b} {unit}，写的是“{verdict[0]}”"
            yield slip_in(text, zh, f"budget {a}, outturn {b}: “{verdict[0]}”", expected=a, found=b, unit=unit)


_SIGN = {"大于": 1, "高于": 1, "小于": -1, "低于": -1, "等于": 0, "与": 0}


def _yuan(match: re.Match[str]) -> Decimal:
    return Decimal(match["amount"].replace(",", "").rstrip(".")) * YUAN_IN[match["unit"]]


def rates_possible(document: Document) -> Iterator[Slip | None]:
    """A part is at most the whole, and nothing falls by more than all of it."""
    for name in ("share_of", "fall"):
        for text, match in _found(document, name):
            rate = Decimal(match["rate"].rstrip("."))
            told = f"“{match[0]}”"
            yield slip_in(text, told, told, found=match["rate"], unit="percent") if rate > 100 else None


def units_of_text(document: Document) -> Iterator[Slip | None]:
    """An amount of the text that is ten thousand times that of the table, or the reverse, has the wrong unit."""
    known = {f.observation_id: f for f in document.conversion.facts}
    for claim in document.conversion.claims:
        fact = known.get(claim.observation_id)
        if claim.measure != "amount" or fact is None or not fact.amount or not claim.value:
            continue
        ratio = claim.value / fact.amount
        if not any(abs(ratio / slip - 1) < Decimal("0.001") for slip in _SLIPS):
            yield None
            continue
        said, there = grouped(claim.value), money(fact.reported, fact.reported_unit)
        zh = f"“{claim.label}”文中合 {said} 元，表中是 {there[0]}"
        yield Slip(
            zh, f"{claim.label!r}: {said} yuan here, {there[1]} in the table", claim.cell,
            label=claim.label, expected=format_decimal(fact.amount), found=format_decimal(claim.value), unit="CNY",
            observation_ids=(fact.observation_id,),
        )  # fmt: skip


def magnitudes(document: Document) -> Iterator[Slip | None]:
    """No table that tells a part of the expenditure comes to a hundred times the whole."""
    whole = document.total("expenditure-summary") or document.total("budget-summary")
    if whole is None or not whole.amount:
        return
    for table in _TABLES:
        part = document.total(table)
        if part is None:
            continue
        here, there = (money(fact.reported, fact.reported_unit) for fact in (part, whole))
        slip = Slip(
            f"合计 {here[0]}，支出总计 {there[0]}", f"total {here[1]}, the whole {there[1]}", part.cell,
            table, part.label, found=part.reported, unit=part.reported_unit,
            observation_ids=(part.observation_id, whole.observation_id),
        )  # fmt: skip
        yield slip if abs(part.amount) >= 100 * abs(whole.amount) else None


def vehicles(document: Document) -> Iterator[Slip | None]:
    """Where the state assets name no vehicle, none is paid for; one that is hired or borrowed is told elsewhere."""
    costs = [f for f in document.facts.get("three-public", ()) if f.line == "vehicle-operation" and f.amount]
    costs = [f for f in costs if f.fiscal_year == document.year]
    for text, match in _found(document, "no_vehicle"):
        told = f"“{match[0]}”，{costs[0].label} {costs[0].reported} {costs[0].reported_unit}" if costs else ""
        yield slip_in(text, told, told, found=match[0]) if costs else None
        return


def vehicle_kinds(document: Document) -> Iterator[Slip | None]:
    """The vehicles of all kinds are those of the unit: 共有车辆32辆，其中：机要通信用车5辆、其他用车27辆."""
    yield from _kinds_of_count(document, "vehicle_kinds", "辆", "vehicles")


def staff_kinds(document: Document) -> Iterator[Slip | None]:
    """The posts of all kinds are those of the unit: 编制60人，其中：行政编制40人、事业编制20人."""
    yield from _kinds_of_count(document, "staff_kinds", "人", "posts")


def _kinds_of_count(document: Document, name: str, measure: str, things: str) -> Iterator[Slip | None]:
    for text, match in _found(document, name):
        count, kinds = int(match["count"]), [int(n) for n in re.findall(r"\d+", match["kinds"])]
        told = f"{' + '.join(map(str, kinds))} = {sum(kinds)} {measure}，写的是 {count} {measure}"
        en = f"{' + '.join(map(str, kinds))} = {sum(kinds)} {things}, the text says {count}"
        yield None if sum(kinds) == count else slip_in(text, told, en, expected=str(sum(kinds)), found=str(count))


def vehicle_counts(document: Document) -> Iterator[Slip | None]:
    """The vehicles of the state assets beside the official vehicles kept (公务用车保有量): these are among those."""
    owned = _vehicles(document, "assets_vehicles", r"车辆(?:数|总数)?(?:合计|总计|共计)")
    kept = _vehicles(document, "kept_vehicles", r"公务用车保有量")
    if owned is None or kept is None:
        return
    (count, slip), (other, _) = owned, kept
    told = f"国有资产占用中车辆 {count} 辆，公务用车保有量 {other} 辆"
    en = f"{count} vehicles among the state assets, {other} official vehicles kept"
    severity = "warning" if other > count else None
    yield (
        None
        if count == other
        else replace(slip, zh=told, en=en, expected=str(count), found=str(other), severity=severity)
    )


def _vehicles(document: Document, word: str, row: str) -> tuple[int, Slip] | None:
    """A number of vehicles, as a sentence gives it or the row of a table, and where."""
    for text, match in _found(document, word):
        return int(next(n for n in match.groups() if n)), slip_in(text, "", "")
    for table in document.conversion.tables:
        for cells in table.rows:
            if re.search(row, fold(cells[0])) and "购置" not in cells[0]:
                numbers = [c for c in cells[1:] if re.fullmatch(r"\d+", c.strip())]
                if numbers:
                    return int(numbers[-1]), Slip("", "", Origin("", page=table.page), table.table, bare(cells[0]))
    return None


def amounts_not_negative(document: Document) -> Iterator[Slip | None]:
    """A budget approves no negative amount; balances and changes may be below zero."""
    for fact in document.printed:
        if fact.flow == "balance" or fact.fiscal_year != document.year:
            continue
        if fact.amount >= 0:
            yield None
            continue
        told = f"{fact.label} {fact.reported} {fact.reported_unit}"
        yield Slip(told, told, fact.cell, fact.table, fact.label, found=fact.reported, unit=fact.reported_unit,
                   observation_ids=(fact.observation_id,))  # fmt: skip


def _found(document: Document, word: str) -> Iterator[tuple[TextBlock, re.Match[str]]]:
    pattern = re.compile(load_rulebook().words[word])
    for text in document.paragraphs:
        for match in pattern.finditer(fold(text.text)):
            yield text, match
