"""Noughts that the text states, against places where the tables print nothing.

A blank is no zero by itself and never becomes an observation. But where a sum holds to the digit without a blank that
belongs to it, the blank stands for nothing, and so does a table that is printed empty with the statement why: a
sentence that says 0, or that there is none, then agrees with it. 机关运行经费, which no table prints, agrees where it
is the operating expenditure of the tables, as it is by its definition wherever all of a department are agencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..classification import fold_name
from ..model import Claim, Conversion, PrintedTable
from .equations.equation import Equation
from .system import System, is_binding

_NUMBERED = re.compile(r"^(?:其中[:：]|[一二三四五六七八九十]+、|\([一二三四五六七八九十\d]+\)|\d+[.、])+")
_ENDING = re.compile(r"(?:预算|决算|支出|费用|费|数)+$")
_NUMBER = re.compile(r"-?[\d,]+\.\d+|-?\d{1,3}(?:,\d{3})+|\d+")
#: The table that all money of a kind is in.
_TABLES = {"政府性基金": "government-fund", "国有资本经营": "state-capital"}


def settle(conversion: Conversion, found: System, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """The claims of nought that no amount answers to: agreeing where the tables leave it blank and add up so."""
    return tuple(
        replace(c, outcome="agrees") if _is_open(c, conversion) and _agrees(conversion, found, c) else c for c in claims
    )


def _is_open(claim: Claim, conversion: Conversion) -> bool:
    is_told = claim.measure in ("amount", "absence") and claim.fiscal_year == conversion.disclosure.year
    return is_told and claim.outcome == "not-checkable" and not claim.observation_id


def _agrees(conversion: Conversion, found: System, claim: Claim) -> bool:
    if claim.value:
        return claim.line == "agency-operating" and _is_operating(conversion, claim)
    return _is_nothing(conversion, found, claim)


def _is_operating(conversion: Conversion, claim: Claim) -> bool:
    """Whether the amount is the operating part of the basic expenditure of the general public budget."""
    return any(
        f.amount == claim.value
        for f in conversion.facts
        if f.table == "basic-expenditure-by-economic" and f.line == "total" and f.category == "operating"
    )


def _is_nothing(conversion: Conversion, found: System, claim: Claim) -> bool:
    subject = claim.sentence if claim.measure == "absence" else claim.label
    asked = [table for word, table in _TABLES.items() if word in subject]
    if asked and all(_is_printed_empty(conversion.tables, table) for table in asked):
        return True
    return claim.measure == "amount" and any(_adds_up_without(t, claim.label, found) for t in conversion.tables)


def _is_printed_empty(tables: Sequence[PrintedTable], name: str) -> bool:
    printed = [t for t in tables if t.table == name]
    return bool(printed) and all(t.empty and t.statement for t in printed)


def _adds_up_without(table: PrintedTable, label: str, found: System) -> bool:
    """Whether the table has a blank row or column of that name, and a sum it belongs to holds without it."""
    sums = [e for e in found.equations if e.table == table.table and is_binding(e) and len(e.printed) > 1]
    held = [e for e in sums if found.holds(e)]
    return any(
        any(_columns(e) == ({column} if down else set(_columns(e)) - {column}) and _is_down(e) == down for e in held)
        for column, down in _blanks(table, label)
    )


def _columns(equation: Equation) -> set[int | None]:
    return {s.place.cell.column for s in equation.printed}


def _is_down(equation: Equation) -> bool:
    """Whether a sum goes down a column, and not along a row."""
    return len({s.place.cell.printed_row for s in equation.printed}) > 1


def _blanks(table: PrintedTable, label: str) -> Iterator[tuple[int, bool]]:
    """The columns, from 1, of blank amounts beside a name, and of blank columns below it; whether the sum goes down."""
    name = _bare(label)
    for r, row in enumerate(table.rows):
        for c, text in enumerate(row):
            if _bare(text) != name:
                continue
            beside = _beside(row, c)
            if beside and not any(row[k].strip() and k != beside[0] for k in beside):
                yield from ((k + 1, True) for k in beside if not row[k].strip())
            below = [other[c].strip() for other in table.rows[r + 1 :] if c < len(other)]
            if below and not any(_NUMBER.fullmatch(t) and "." in t for t in below):
                yield c + 1, False


def _beside(row: Sequence[str], label: int) -> list[int]:
    """The places right of a name up to the next one; the first may count the row."""
    found: list[int] = []
    for k in range(label + 1, len(row)):
        text = row[k].strip()
        if text and not (k == label + 1 and text.isdigit()):
            return [] if _NUMBER.fullmatch(text) else found
        found.append(k)
    return found


def _bare(text: str) -> str:
    """A name without its number and without what may be left out: 1、因公出国（境）费用 is 因公出国（境）费."""
    return _ENDING.sub("", _NUMBERED.sub("", fold_name(text)))
