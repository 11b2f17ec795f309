"""Two rows of a table in each other's place: every sum above them holds, another table has them the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from ..model import Fact, format_decimal
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

#: A column of a table: whose, and the table, the fund, the kind and the stage of its amounts.
Column = tuple[str, ...]
Rows = dict[str, Fact]


def rows_in_place(document: Document) -> Iterator[Slip | None]:
    """No two codes of one level print in one table what the other prints in another."""
    columns = _columns(document, "function_code", _FUNCTIONS)
    exchanged: dict[tuple[str, ...], Slip] = {}
    for (one, rows), (other, there) in combinations(columns.items(), 2):
        shared = rows.keys() & there.keys()
        if one[0] != other[0] or one[1] == other[1] or not shared:
            continue
        yield None
        differing = sorted(code for code in shared if rows[code].amount != there[code].amount)
        for a, b in ((a, b) for a, b in combinations(differing, 2) if len(a) == len(b)):
            alike = sum(len(code) == len(a) and code not in differing for code in shared)
            if slip := _exchanged(there, rows, a, b, is_certain=alike >= _AGREEING):
                exchanged.setdefault((one[0], one[1], other[1], a, b), slip)
    # The classes above two items are exchanged with them.
    yield from (slip for pair, slip in exchanged.items() if not any(_is_above(pair, other) for other in exchanged))


def _is_above(pair: tuple[str, ...], other: tuple[str, ...]) -> bool:
    (*where, a, b), (*there, c, d) = pair, other
    return where == there and a != c and c.startswith(a) and d.startswith(b)


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


def _exchanged(there: Rows, rows: Rows, a: str, b: str, *, is_certain: bool) -> Slip | None:
    first, second = there[a], there[b]
    if first.amount != rows[b].amount or second.amount != rows[a].amount or first.amount == second.amount:
        return None
    if not (is_certain or (_is_telling(first.amount) and _is_telling(second.amount))):
        return None
    one, other, table = _written(first), _written(second), rows[a].table
    zh = f"“{first.label}”{one}、“{second.label}”{other}，在另一张表（{table}）里正好相反"
    en = f"{first.label!r} {one}, {second.label!r} {other}; the other way round in {table}"
    ids = tuple(f.observation_id for f in (first, second, rows[a], rows[b]))
    return Slip(zh, en, first.cell, first.table, first.label, expected=format_decimal(rows[a].amount),
                found=format_decimal(first.amount), unit="CNY", observation_ids=ids, cause="unknown")  # fmt: skip


def _misplaced(own: Fact, elsewhere: Fact, paid: Fact) -> Slip:
    code, there, here = paid.function_code, elsewhere.label, own.label
    zh = f"“{paid.label}”（{code}）是 {_written(paid)}，这个数印在“{there}”一行，“{here}”是 {_written(own)}"
    en = f"{code} is {_written(paid)}, which stands beside {there!r}; {here!r} is {_written(own)}"
    ids = tuple(f.observation_id for f in (own, elsewhere, paid))
    return Slip(zh, en, own.cell, own.table, own.label, expected=format_decimal(paid.amount),
                found=format_decimal(own.amount), unit="CNY", observation_ids=ids, cause="unknown")  # fmt: skip


def _written(fact: Fact) -> str:
    return f"{fact.reported} {fact.reported_unit}"


def _is_telling(amount: Decimal) -> bool:
    return len(amount.normalize().as_tuple().digits) >= _TELLING
