"""Rows of a table in each other's place: every sum above them holds, another table has them the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from ..frozen import changed
from ..model import Fact, format_decimal
from ..units import money
from .document import Document
from .rules import Slip

#: Of so many digits two amounts are not alike by chance; nor are others where so many rows of the two tables agree.
_TELLING, _AGREEING = 3, 2
#: One payment under two classifications: the functional code, and the economic code of it in basic expenditure.
_ECONOMIC_OF = {"2080505": "30108", "2080506": "30109", "2210201": "30113"}
_ECONOMIC = frozenset({"basic-expenditure-by-economic", "appropriation-basic-by-economic"})
#: The tables of functional codes that print the same money of a code.
_FUNCTIONS = frozenset(
    {"revenue-summary", "expenditure-summary", "general-budget-by-function", "appropriation-by-function"}
)
#: The tables whose rows may be units.
_UNITS = frozenset({"revenue-summary", "expenditure-summary", "general-budget-by-unit"})
#: Incomes that a summary has a line of and a table of revenue a column.
_INCOMES = frozenset(
    {"business-income", "operating-income", "superior-subsidy", "subordinate-remittance", "other-income"}
    | {"government-fund", "state-capital", "fiscal-special-account"}
)
#: Names of units are all of one level: as keys they are as long as the longest.
_NAME = 60

#: A column of a table: whose, and the table, the fund, the kind and the stage of its amounts.
Column = tuple[str, ...]
Rows = dict[str, Fact]


def rows_in_place(document: Document) -> Iterator[Slip | None]:
    """No rows of one level print in one table what others of them print in another."""
    by_function = _columns(document, "function_code", _FUNCTIONS)
    by_economic = _columns(document, "economic_code", _ECONOMIC)
    yield from _of_columns(by_function)
    yield from _of_columns(by_economic)
    yield from _of_columns(_columns_of_units(document))
    yield from _incomes_in_place(document)


def _incomes_in_place(document: Document) -> Iterator[Slip | None]:
    """No income of the summary stands beside the name of another that the table of revenue has nothing of."""
    summary, table = (_incomes(document, name) for name in ("budget-summary", "revenue-summary"))
    for one in (fund for fund in summary if fund not in table):
        yield None
        for other in (fund for fund in table if fund not in summary):
            here, there = summary[one], table[other]
            if here.amount == there.amount and _is_telling(here.amount):
                zh = f"“{here.label}”{_written(here)[0]}，收入总表里没有这项收入，同样的数在另一种收入的一栏"
                en = f"{here.label!r} is {_written(here)[1]}, which the table of revenue has under another income"
                ids = (here.observation_id, there.observation_id)
                yield Slip(zh, en, here.cell, here.table, here.label, found=format_decimal(here.amount), unit="CNY",
                           observation_ids=ids, cause="unknown")  # fmt: skip


def _incomes(document: Document, table: str) -> dict[str, Fact]:
    """What a table has of each fund as income of the year, where it has any."""
    return {
        fact.fund: fact
        for fact in document.facts.get(table, ())
        if fact.flow == "revenue" and fact.fund in _INCOMES and fact.origin in ("current-year", "all") and fact.amount
        and (table == "budget-summary" or fact.line == "total") and not (fact.function_code or fact.project_code)
        and fact.fiscal_year == document.year and fact.phase == document.own_phase
    }  # fmt: skip


def _of_columns(columns: Mapping[Column, Rows]) -> Iterator[Slip | None]:
    exchanged: dict[tuple[str, ...], Slip] = {}
    for (one, rows), (other, there) in combinations(columns.items(), 2):
        shared = rows.keys() & there.keys()
        if one[0] != other[0] or one[1] == other[1] or not shared:
            continue
        yield None
        for cycle in _cycles(there, rows, shared):
            level = len(cycle[0])
            alike = sum(rows[code].amount == there[code].amount for code in shared if len(code) == level)
            if slip := _exchanged(there, rows, cycle, is_certain=alike >= _AGREEING):
                exchanged.setdefault((one[0], one[1], other[1], *cycle), slip)
    # The classes above two items are exchanged with them.
    yield from (slip for pair, slip in exchanged.items() if not any(_is_above(pair, other) for other in exchanged))


def _cycles(there: Rows, rows: Rows, shared: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The codes of one level of which each has in one table what the next has in the other, and the last the first's.

    Two or three rows that were pasted one line further down, the last of them first.
    """
    differing = sorted(code for code in shared if rows[code].amount != there[code].amount)
    for level in sorted({len(code) for code in differing}):
        left = [code for code in differing if len(code) == level]
        while left:
            cycle = [left.pop(0)]
            while after := next((c for c in left if rows[c].amount == there[cycle[-1]].amount), ""):
                cycle.append(after)
                left.remove(after)
                if there[after].amount == rows[cycle[0]].amount:
                    yield tuple(cycle)
                    break


def _is_above(pair: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the codes of ``pair`` are classes above those of ``other``, in the same tables."""
    codes, below = pair[3:], other[3:]
    return pair[:3] == other[:3] and codes != below and all(any(b.startswith(c) for b in below) for c in codes)


def payments_in_place(document: Document) -> Iterator[Slip | None]:
    """What the unit pays for pensions, annuities and housing stands in the row of its own economic code."""
    economic = _columns(document, "economic_code", _ECONOMIC)
    functions = _columns(document, "function_code", {"general-budget-by-function"})
    for whose, codes in ((c[0], rows) for c, rows in functions.items() if c[3] == "basic"):
        for rows in (rows for c, rows in economic.items() if c[0] == whose):
            for function, code in _ECONOMIC_OF.items():
                if function not in codes or code not in rows or not _is_telling(codes[function].amount):
                    continue
                paid, own = codes[function], rows[code]
                elsewhere = [f for c, f in rows.items() if len(c) == len(code) and f.amount == paid.amount]
                yield _misplaced(own, elsewhere[0], paid) if elsewhere and own.amount != paid.amount else None


def _columns(document: Document, kind: str, tables: frozenset[str] | set[str]) -> Mapping[Column, Rows]:
    """The amounts of codes of one ``kind``, in each column of the ``tables`` in which every code stands once."""
    found: dict[Column, Rows] = defaultdict(dict)
    again: set[tuple[Column, str]] = set()
    for table in sorted(tables):
        for fact in document.facts.get(table, ()):
            code = fact.function_code if kind == "function_code" else fact.economic_code
            is_own = fact.fiscal_year == document.year and fact.phase == document.own_phase
            if not code or fact.line or fact.project_code or not is_own or fact.status != "reported":
                continue
            column = (fact.unit_code or fact.unit_name, table, fact.fund, fact.category, fact.flow, fact.origin)
            if code in found[column]:
                again.add((column, code))
            found[column].setdefault(code, fact)
    for column, code in again:
        found[column].pop(code, None)
    return found


def _columns_of_units(document: Document) -> Mapping[Column, Rows]:
    """The amounts of the units that the rows of tables are of: what each has of a fund, and what it spends of it.

    What is carried over counts to the revenue that is there to be spent.
    """
    found: dict[Column, Rows] = defaultdict(dict)
    for table in sorted(_UNITS):
        for fact in document.facts.get(table, ()):
            is_own = fact.fiscal_year == document.year and fact.phase == document.own_phase
            is_row = not (fact.line or fact.function_code or fact.economic_code or fact.project_code)
            if is_own and is_row and fact.unit_name and fact.status == "reported":
                found["", table, fact.fund, fact.category, fact.flow, fact.origin].setdefault(fact.unit_name, fact)
    for column, rows in list(found.items()):
        carried = found.get((*column[:-1], "carried-over"), {})
        if column[-1] == "current-year" and carried and (*column[:-1], "all") not in found:
            whole = {u: changed(f, amount=f.amount + carried[u].amount) if u in carried else f for u, f in rows.items()}
            found[(*column[:-1], "all")] = whole
    return {c: {unit.rjust(_NAME): f for unit, f in rows.items()} for c, rows in found.items() if len(rows) > 1}


def _exchanged(there: Rows, rows: Rows, cycle: Sequence[str], *, is_certain: bool) -> Slip | None:
    facts = [there[code] for code in cycle]
    if len({f.amount for f in facts}) < len(facts):
        return None
    if not (is_certain or all(_is_telling(f.amount) for f in facts)):
        return None
    first, table = facts[0], rows[cycle[0]].table
    printed = "、".join(f"“{f.label}”{_written(f)[0]}" for f in facts)
    others = "、".join(_written(rows[code])[0] for code in cycle)
    zh = f"{printed}，在另一张表（{table}）里" + ("正好相反" if len(cycle) == 2 else f"依次是 {others}")
    en = ", ".join(f"{f.label!r} {_written(f)[1]}" for f in facts)
    en += f"; the other way round in {table}" if len(cycle) == 2 else f"; in {table} they are {others}"
    ids = tuple(f.observation_id for f in (*facts, *(rows[code] for code in cycle)))
    return Slip(zh, en, first.cell, first.table, first.label, expected=format_decimal(rows[cycle[0]].amount),
                found=format_decimal(first.amount), unit="CNY", observation_ids=ids, cause="unknown")  # fmt: skip


def _misplaced(own: Fact, elsewhere: Fact, paid: Fact) -> Slip:
    code, there, here = paid.function_code, elsewhere.label, own.label
    zh = f"“{paid.label}”（{code}）是 {_written(paid)[0]}，这个数印在“{there}”一行，“{here}”是 {_written(own)[0]}"
    en = f"{code} is {_written(paid)[1]}, which stands beside {there!r}; {here!r} is {_written(own)[1]}"
    ids = tuple(f.observation_id for f in (own, elsewhere, paid))
    return Slip(zh, en, own.cell, own.table, own.label, expected=format_decimal(paid.amount),
                found=format_decimal(own.amount), unit="CNY", observation_ids=ids, cause="unknown")  # fmt: skip


def _written(fact: Fact) -> tuple[str, str]:
    return money(fact.reported, fact.reported_unit)


def _is_telling(amount: Decimal) -> bool:
    return len(amount.normalize().as_tuple().digits) >= _TELLING
