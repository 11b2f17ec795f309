"""Which columns are of this year, where others are of what was carried over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from ..amounts import parse_amount
from ..table import Cell
from .form import Form, fold
from .named import Named
from .words import narrows, understand

Row = tuple[Cell, ...]

#: 合计, 总计.
_TOTALS = frozenset({"合计", "总计", "总合计"})
_SPENT_THIS_YEAR = re.compile("(?:本年|当年)(?:支出|预算|预算支出|安排|支出预算)")
_SOURCES = frozenset({"资金来源", "按资金来源"})
#: What was spent in all, and what tells that a heading is of spending.
_SPENT = re.compile("(?:[本当]年)?(?:实际)?(?:财政拨款)?支出(?:合计|小计|总?数|总?额|决算数)?")
_OF_SPENDING = re.compile("支出|结转.*安排|使用|其中")
_OF_THIS_YEAR = re.compile("[本当]年")
#: 本年合计 is a sum of what stands beside it.
_SUM = re.compile("[小合总]计")
_OWN_LEVEL, _IN_ADVANCE = "own-level-appropriation", "advance-transfer-appropriation"
#: 其中：财政拨款 in one cell: of what, the heading does not say.
_PART_OF_TOTAL = re.compile("其中[:：]")
#: Columns of all funds, and of all that are appropriated: they have what was carried over among them.
_ALL_FUNDS, _APPROPRIATION = ("all",), ("fiscal-appropriation",)


def beside_carried(named: Sequence[Named], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns below 本年支出, each of this year where another group has the same ones of what was carried over.

    What the balances of a fund stand beside (年初结转和结余, 本年支出) is all that was spent.
    """
    tops = [path[0] if len(path) > 1 else "" for path in paths]
    is_carried = [n.means.get("origin") == "carried-over" and "flow" not in n.means for n in named]
    carried = Counter(top for top, is_it in zip(tops, is_carried, strict=True) if is_it and not top.startswith("其中"))
    spent = [top for top in dict.fromkeys(tops) if _SPENT_THIS_YEAR.fullmatch(fold(top)) and top not in carried]
    if not spent or max(carried.values(), default=0) < 2:
        return list(named)
    return [
        replace(n, means={**n.means, "origin": "current-year"})
        if n.role == "amount" and top in spent and "origin" not in n.means
        else n
        for n, top in zip(named, tops, strict=True)
    ]


def of_one_group(named: Sequence[Named], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns, 本年 and 当年安排 of this year where 上年结转 stands beside them below the same heading."""
    carried = [
        (path[:-1], _apart_from_time(n))
        for n, path in zip(named, paths, strict=True)
        if n.means.get("origin") == "carried-over" and len(path) > 1 and not path[-1].startswith("其中")
    ]
    return [
        replace(n, means={**n.means, "origin": "current-year"})
        if n.role == "amount"
        and _OF_THIS_YEAR.match(fold(path[-1] if path else ""))
        and "origin" not in n.means
        and (path[:-1], _apart_from_time(n)) in carried
        else n
        for n, path in zip(named, paths, strict=True)
    ]


def of_own_level(named: Sequence[Named], paths: Sequence[tuple[str, ...]], data: Sequence[Row]) -> list[Named]:
    """The columns, 本年 and 当年安排 of the own level alone where what was announced in advance stands beside them.

    Where the total is this year's and what was carried over, the advance is among this year's. Where no row has either
    come to the total, it is not known what this year's is of.
    """
    advance = next((n for n in named if n.role == "amount" and n.means.get("line") == _IN_ADVANCE), None)
    place = _place_of_advance(paths[advance.index]) if advance else None
    if advance is None or place is None:
        return list(named)
    above = paths[advance.index][:place]
    inside = [n for n in named if len(paths[n.index]) > place and paths[n.index][:place] == above]
    own = [n for n in inside if _is_of_this_year(n, paths[n.index][place])]
    if not own:
        return list(named)
    groups = {paths[n.index][place]: n for n in reversed(inside) if n.role in ("amount", "unknown")}
    beside, among, neither = _sums_of_levels([*reversed(groups.values())], own[0], advance, data)
    if among > beside or not (beside or "origin" in own[0].means):
        return list(named)
    of_level = {"origin": "current-year", "line": _OWN_LEVEL}
    if neither and not beside:
        return [replace(n, role="unknown") if n in own else n for n in named]
    return [replace(n, means={**n.means, **of_level}) if n in own else n for n in named]


def _place_of_advance(path: Sequence[str]) -> int | None:
    """Which of the headings over a column says that it was announced in advance; None for a part (其中：提前下达)."""
    words = map(understand, path)
    place = next((k for k, word in enumerate(words) if word and word.means.get("line") == _IN_ADVANCE), None)
    return None if place is None or path[place].startswith("其中") else place


def _is_of_this_year(column: Named, heading: str) -> bool:
    text, means = fold(heading), column.means
    is_plain = not means.keys() & {"line", "flow"} and means.get("origin", "current-year") == "current-year"
    return column.role == "amount" and is_plain and bool(_OF_THIS_YEAR.match(text)) and not _SUM.search(text)


def _sums_of_levels(groups: Sequence[Named], own: Named, advance: Named, data: Sequence[Row]) -> tuple[int, int, int]:
    """How many rows have this year's and the advance come to the total, this year's alone, or neither."""
    plain = [n for n in groups if not n.heading.startswith("其中") and n.means.get("category", "all") == "all"]
    total = next((n for n in plain if n.role == "amount" and not n.means.keys() & {"origin", "line"}), None)
    others = [n for n in plain if n not in (total, own, advance)]
    beside = among = neither = 0
    for row in data if total else ():
        whole, this, ahead, *rest = _values(row, [total, own, advance, *others])
        if ahead:
            beside += whole == this + ahead + sum(rest)
            among += whole == this + sum(rest)
            neither += whole not in (this + ahead + sum(rest), this + sum(rest))
    return beside, among, neither


def _apart_from_time(column: Named) -> dict[str, str]:
    return {dimension: value for dimension, value in column.means.items() if dimension not in ("origin", "phase")}


def as_flows(form: Form, named: Sequence[Named], data: Sequence[Row], paths: Sequence[tuple[str, ...]]) -> list[Named]:
    """The columns of a table of expenditure, told from what the year began with, received, and ended with.

    上年结转 is a balance beside 本年收入, and where what was spent stands between it and what is left (年末结转) or
    comes to something else than its sources do. There what names no kind of expenditure is what was received, not
    spent: it is held back. Projects have no balances.
    """
    flows = {n.means.get("flow", "") for n in named if n.role == "amount"}
    spent = [n for n, path in zip(named, paths, strict=True) if _is_spent(path)]
    is_settled = bool(spent) and (any(map(_is_left, paths)) or _differs_from_sources(spent, named, data, paths))
    opening = [n.index for n, path in zip(named, paths, strict=True) if _is_opening(n, path)]
    if form.base.get("flow") != "expenditure" or not ("revenue" in flows or (is_settled and opening)):
        return list(named)
    return [_as_flow(form, n, path, is_settled=is_settled) for n, path in zip(named, paths, strict=True)]


def _as_flow(form: Form, column: Named, path: tuple[str, ...], *, is_settled: bool) -> Named:
    if column.role != "amount" or "flow" in column.means:
        return column
    has_balances = form.rows != "project"
    if has_balances and _is_opening(column, path):
        return replace(column, means={**column.means, "flow": "balance"})
    if has_balances and is_settled and _is_left(path):
        return replace(column, means={**column.means, "flow": "balance"})
    is_kind = _OF_SPENDING.search("".join(path)) or column.means.keys() & {"category", "line"}
    return replace(column, role="unknown") if is_settled and not is_kind else column


def _differs_from_sources(
    spent: Sequence[Named], named: Sequence[Named], data: Sequence[Row], paths: Sequence[tuple[str, ...]]
) -> bool:
    """Whether 资金来源·合计 and 本年支出 are not the same in some row: sources are no division of what was spent."""
    sums = [
        n
        for n, path in zip(named, paths, strict=True)
        if n.role == "amount" and len(path) > 1 and fold(path[0]) in _SOURCES and fold(path[-1]) in _TOTALS
    ]
    whole = [n for n in spent if n.role == "amount" and len(paths[n.index]) == 1]
    pairs = [(s, w) for s in sums for w in whole if len(sums) == len(whole) == 1]
    return any(_values(row, [s]) != _values(row, [w]) for s, w in pairs for row in data)


def _is_opening(column: Named, path: tuple[str, ...]) -> bool:
    """Whether a column is of what was carried over, and does not say that it was spent: 其中：上年结转安排."""
    is_carried = column.role == "amount" and column.means.get("origin") == "carried-over" and "flow" not in column.means
    return is_carried and not _OF_SPENDING.search("".join(path))


def _is_spent(path: tuple[str, ...]) -> bool:
    """Whether a heading over a column says that it is all that was spent: 本年支出."""
    return any(_SPENT.fullmatch(fold(text)) for text in path)


def _is_left(path: tuple[str, ...]) -> bool:
    """Whether a heading over a column says that it is what the year ended with: 年末结转."""
    words = map(understand, path)
    return any(word and word.means.get("category") == "carried-to-next-year" for word in words)


def beside_total(
    form: Form, named: Sequence[Named], data: Sequence[Row], paths: Sequence[tuple[str, ...]]
) -> list[Named]:
    """The columns, one that is plain beside 合计 of this year where it and what was carried over come to the total.

    Every row has to say so, and one at least with something carried over. What stands below the heading of that column
    (2024年预算) is a part of it.
    """
    said = {n.index: {(d, v) for d, v in n.means.items() if d != "phase" and form.base.get(d) != v} for n in named}
    plain = [n for n in named if n.role == "amount" and not said[n.index]]
    carried = [n for n in named if n.role == "amount" and said[n.index] == {("origin", "carried-over")}]
    totals = [n for n in plain if fold(n.heading) in _TOTALS]
    if len(plain) != 2 or len(totals) != 1 or len(carried) != 1:
        return list(named)
    (own,) = (n for n in plain if n not in totals)
    rows = [_values(row, (totals[0], own, carried[0])) for row in data]
    if not all(whole == this + left for whole, this, left in rows) or not any(left for *_, left in rows):
        return list(named)
    top = paths[own.index][0] if len(paths[own.index]) > 1 else ""
    return [
        replace(n, means={**n.means, "origin": "current-year"})
        if n is own or (top and n.role == "amount" and paths[n.index][0] == top and "origin" not in n.means)
        else n
        for n in named
    ]


def of_this_year(form: Form, named: Sequence[Named], data: Sequence[Row]) -> Sequence[Named]:
    """The columns of funds, each of this year where all that was carried over stands in a column of its own.

    Where the funds alone come to the total, that column is a part of them (其中：上年结转), and they are of both.
    """
    told = {n.means["origin"] for n in named if n.role == "amount" and n.means.keys() >= {"origin", "fund"}}
    by_fund = form.base.get("flow") == "revenue" or form.rows == "project"  # total = each fund + what was carried over
    undivided = _ALL_FUNDS if by_fund else _APPROPRIATION
    carried = [n for n in named if n.role == "amount" and n.means.get("origin") == "carried-over"]
    if not any(n.means.keys() <= {"origin", "fund"} and n.means.get("fund", "all") in undivided for n in carried):
        return named
    if "current-year" in told or (undivided is _APPROPRIATION and form.id != "appropriation-summary"):
        return named
    funds = [
        n
        for n in named
        if n.role == "amount" and n.means.get("fund", "all") not in ("all", *undivided) and "origin" not in n.means
    ]
    sums = [n for n in named if n.role == "amount" and n.means.get("origin") == "current-year"]
    if sums and any(_last_before(fund, [*sums, *carried]) in carried for fund in funds):
        return named  # 本年收入小计, funds, 上年结转小计, funds: the groups over them were lost
    beside, among = _sums_with(carried, funds, named, data) if by_fund else (1, 0)
    if among > beside:
        # their sum has no place for a part of all of them in a list of projects
        return [replace(n, role="unknown") if n in carried and form.rows == "project" else n for n in named]
    untold = [n for n in funds if _PART_OF_TOTAL.match(n.heading)] if not beside else []
    this_year = [
        replace(n, role="unknown") if n in untold else replace(n, means={**n.means, "origin": "current-year"})
        for n in funds
    ]
    changed = {n.index: n for n in this_year}
    return [changed.get(n.index, n) for n in named]


def _last_before(column: Named, columns: Sequence[Named]) -> Named | None:
    return max((n for n in columns if n.index < column.index), key=lambda n: n.index, default=None)


def _sums_with(
    carried: Sequence[Named], funds: Sequence[Named], named: Sequence[Named], data: Sequence[Row]
) -> tuple[int, int]:
    """How many rows have the funds and what was carried over come to the total, and how many the funds alone."""
    total = next((n for n in named if n.role == "amount" and not n.means.keys() & {"fund", "origin", "line"}), None)
    outer = [n for n in funds if not any(_is_wider(other, n) for other in funds)]
    beside = among = 0
    for row in data if total else ():
        (whole,), left, parts = (_values(row, columns) for columns in ([total], carried, outer))
        if left_over := sum(left):
            beside += whole == sum(parts) + left_over
            among += whole == sum(parts)
    return beside, among


def _is_wider(column: Named, other: Named) -> bool:
    wide, narrow = column.means["fund"], other.means["fund"]
    return wide != narrow and narrows(wide, narrow)


def _values(row: Row, columns: Iterable[Named | None]) -> list[Decimal]:
    """What a row prints in columns, nothing being nought."""
    texts = [row[n.index].text if n and n.index < len(row) else "" for n in columns]
    return [parse_amount(text) or Decimal(0) for text in texts]
