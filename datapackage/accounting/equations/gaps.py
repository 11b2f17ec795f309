"""Gaps of the reading: which equations fail by what was not read, or by what a table leaves out, and say nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...classification import fold_name, terms
from ...model import PrintedTable
from ..identities import Identity
from ..slots import COLUMN, Slot
from .equation import Equation, allowance, is_kept_as_printed, residual_as_printed
from .terms import key, match, row_of

#: The sums of more amounts than these are so many that some of them come near anything.
_MANY = 10
_MANY_ROWS = 6
#: How the labels of parts begin of which the table prints only some.
_OF_WHICH = "其中"
#: In so many rows at least a sum of columns fails where one of them is not there.
_FEWEST_ROWS = 3
#: What tells the columns of a table that add up to another.
_OF_COLUMNS = ("category", "fund")
_AMOUNT = re.compile(r"-?(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+)")
_WORD_OR_CODE = re.compile(r"[^\W\d_]|^\d{3,}$")
#: What the heading of a column may leave out of its name, or say otherwise.
_BESIDE_THE_NAME = re.compile(r"^事业单位|(?:管理资金|资金|收入|支出|预算|经费)$")


@dataclass(frozen=True, slots=True)
class Gaps:
    """Canonical ids of the tables of which something was not read."""

    tables: frozenset[str] = frozenset()  # that the document ought to print and does not
    columns: frozenset[str] = frozenset()  # a column was not understood
    rows: frozenset[str] = frozenset()  # a row, or a cell of it
    amounts: Mapping[str, Sequence[int]] = field(default_factory=dict[str, Sequence[int]])  # of all those, if known
    whole: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict[str, Sequence[Sequence[int]]])  # rows
    grids: frozenset[str] = frozenset()  # a grid with all its rows
    unread: frozenset[str] = frozenset()  # a row that is held back with an amount that is no certain reading
    has_secrets: bool = False  # the document says that secret rows are not published

    def explain(self, tables: Collection[str], off: int, slack: int) -> bool:
        """Whether rows that were not read could be what sums over the rows of ``tables`` miss."""
        held = [t for t in tables if t in self.rows]
        if any(t in self.columns or t in self.tables or t not in self.amounts for t in held) or not held:
            return True
        amounts = [amount for t in held for amount in self.amounts[t]]
        if len(amounts) > _MANY:
            return True
        reached = {0}
        for amount in amounts:
            reached |= {r + amount for r in reached}
        return any(abs(abs(off) - r) <= slack for r in reached - {0})

    def account_for(self, tables: Collection[str], off: int, slack: int) -> bool:
        """Whether ``off`` may be what rows that were held back whole print, one amount of each."""
        rows = [row for t in tables for row in self.whole.get(t, ())]
        if len(rows) > _MANY_ROWS or any(t in self.unread for t in tables):
            return True
        reached = {0}
        for row in rows:
            reached |= {r + amount for r in reached for amount in row}
        return any(abs(abs(off) - r) <= slack for r in reached - {0})

    @property
    def any(self) -> frozenset[str]:
        return self.tables | self.columns | self.rows


NO_GAPS = Gaps()


def may_lack(equation: Equation, gaps: Gaps) -> bool:
    """Whether an equation fails as printed and may lack an amount of a row, a column or a table that was not read."""
    if is_kept_as_printed(equation):
        return False
    tables = equation.tables
    is_whole = equation.is_complete and (bool(equation.minus) or not equation.identity.minus)
    is_over_rows = _is_over_rows(equation)
    if (
        tables & gaps.tables
        or (tables & gaps.any and not is_whole)
        or (tables & gaps.grids and (is_over_rows or _prints_nothing(equation, gaps.grids)))
    ):
        return True
    if tables & gaps.columns and (_is_of_this_year(equation, gaps) if len(tables) > 1 else not is_over_rows):
        return True
    if not tables & gaps.any or not is_over_rows:
        return False
    off = residual_as_printed(equation)
    # In a picture a misreading is the likelier cause, and the repair's to find.
    if any(s.is_seen for s in equation.printed):
        is_open = any(s.state == "lost" for s in equation.printed)  # and what it misses not known
        return any(map(gaps.whole.get, tables)) if is_open else gaps.account_for(tables, off, allowance(equation))
    ways = {off, off - sum(s.amount for s in equation.either)}
    return bool(tables & gaps.columns) or any(gaps.explain(tables, way, allowance(equation)) for way in ways)


def _prints_nothing(equation: Equation, grids: frozenset[str]) -> bool:
    """Whether one of the tables has nothing of the equation: it may stand in a grid that was not read."""
    return bool((equation.tables & grids) - {s.place.table for s in equation.printed})


def _is_of_this_year(equation: Equation, gaps: Gaps) -> bool:
    """Whether an amount of this year's money alone, out of a table of which a column was not understood, stands for all
    money in another table: the column may be of what was carried over."""
    origins = {(s.place.origin, s.place.table in gaps.columns) for s in equation.printed}
    return ("current-year", True) in origins and ("all", False) in origins


def _is_over_rows(equation: Equation) -> bool:
    if len(equation.tables) > 1:
        return len(equation.printed) > 2
    return len({s.place.cell.printed_row for s in equation.slots}) > 1


def left_out(found: Iterable[Equation], slots: Sequence[Slot]) -> set[Equation]:
    """The equations that fail by what one of their tables leaves out: 上年结转, in a table of 当年拨款.

    What those of one identity miss must make up what is left out, all of it.
    """
    of: dict[str, list[Equation]] = defaultdict(list)
    for equation in found:
        if equation.identity.besides:
            of[equation.identity.id].append(equation)
    kept: set[Equation] = set()
    for group in of.values():
        off = {e: residual_as_printed(e) for e in group}
        failing = {e for e, missing in off.items() if abs(missing) > allowance(e)}
        if not failing:
            continue
        missed, slack = abs(sum(off.values())), sum(map(allowance, group))
        besides = (
            sum(s.amount for s in slots if s.state == "read" and match(s, term) is not None)
            for term in group[0].identity.besides
        )
        if any(amount and abs(missed - amount) <= slack for amount in besides):
            kept |= failing
    return kept


def some_of_which(found: Iterable[Equation]) -> set[Equation]:
    """The sums over codes that fail by what 其中 leaves out: the table prints some of the parts, and says so.

    Where another sum of the table that says 其中 is kept, its parts are all of them, and one that fails is an error.
    """
    of: dict[tuple[str, str], list[Equation]] = defaultdict(list)
    for equation in found:
        if equation.identity.tree and any(s.place.label.startswith(_OF_WHICH) for s in equation.parts):
            of[equation.identity.id, equation.table].append(equation)
    short: set[Equation] = set()
    for group in of.values():
        is_whole = any(is_kept_as_printed(e) and sum(s.amount != 0 for s in e.parts) > 1 for e in group)
        failing = {e for e in group if residual_as_printed(e) > allowance(e)}
        short |= set() if is_whole else failing
    return short


def short_of_secrets(found: Iterable[Equation]) -> list[Equation]:
    """The sums over rows of one table whose total is more than its parts: what is left out of them may be secret."""
    return [
        e
        for e in found
        if len(e.tables) == 1
        and _is_over_rows(e)
        and e.identity.relation == "="
        and e.total.amount > 0
        and residual_as_printed(e) > allowance(e)
    ]


def without_column(
    found: Sequence[Equation], slots: Iterable[Slot], printed: Iterable[PrintedTable]
) -> dict[Equation, tuple[str, ...]]:
    """The sums of columns that fail for a column that their table does not have, with the names of those it lacks.

    They fail row after row, the total is more than its parts, and what they miss adds up down the rows as the amounts
    of a column do. Of a column that is there and blank that is not said.
    """
    of: dict[tuple[str, str], list[Equation]] = defaultdict(list)
    for equation in found:
        if _is_of_columns(equation):
            of[equation.identity.id, equation.table].append(equation)
    short: dict[Equation, tuple[str, ...]] = {}
    for (_, table), group in of.items():
        failing = [e for e in group if not is_kept_as_printed(e)]
        if len(failing) < _FEWEST_ROWS or any(residual_as_printed(e) < 0 for e in failing):
            continue
        names = _names_lacking(group[0].identity, [s for s in slots if s.dims["table"] == table and s.state != "blank"])
        headings = [text for one in printed if one.table == table for text in _headings_of_amounts(one)]
        if not any(_BESIDE_THE_NAME.sub("", name) in text for name in names for text in headings) and _adds_up(
            group, failing, found
        ):
            short |= dict.fromkeys(failing, names)
    return short


def _is_of_columns(equation: Equation) -> bool:
    """Whether a table must keep a sum of amounts beside each other."""
    identity = equation.identity
    return (
        bool(identity.tables)
        and not (identity.tree or identity.advisory or equation.minus or equation.is_held_back)
        and identity.relation == "="
        and any(dimension in term for term in identity.right for dimension in _OF_COLUMNS)
        and len({row_of(s) for s in equation.printed}) == 1
    )


def _names_lacking(identity: Identity, slots: Sequence[Slot]) -> tuple[str, ...]:
    """The names of the columns that are parts of an identity, and of which a table prints no amount."""
    names: list[str] = []
    for dimension in _OF_COLUMNS:
        known = terms(dimension)
        there = {slot.dims[dimension] for slot in slots}
        for pattern in (term[dimension] for term in identity.right if dimension in term):
            if pattern.kind in ("is", "one-of"):
                names += (known[v][0] for v in known if pattern.matches(v, {}) and v not in there)
    return tuple(dict.fromkeys(names))


def _headings_of_amounts(table: PrintedTable) -> Iterator[str]:
    """What is printed above each column of a table in which no words and no codes stand."""
    first = next((k for k, row in enumerate(table.rows) if any(map(_AMOUNT.fullmatch, row))), 0)
    above, below = table.rows[:first], table.rows[first:]
    for column in range(max(map(len, table.rows), default=0)):
        if not any(_WORD_OR_CODE.search(text) for row in below for text in row[column : column + 1]):
            yield fold_name("".join(text for row in above for text in row[column : column + 1]))


def _adds_up(group: Sequence[Equation], failing: Iterable[Equation], found: Iterable[Equation]) -> bool:
    """Whether what the sums of columns miss is itself, row by row, the sum of what those of the rows below miss."""
    of = {e.total: e for e in group}
    left, table = group[0].identity.left, group[0].table
    kept: set[Slot] = set()
    for equation in (e for e in found if e.table == table and e.identity.relation == "="):
        slots = equation.printed
        is_down = len(slots) > 1 and len({key(s, COLUMN) for s in slots}) == 1
        if not is_down or any(match(s, left) is None for s in slots) or of.keys().isdisjoint(slots):
            continue
        # Where nothing is printed beside a total, all of it is in the column that is not there.
        off = sum(factor * (residual_as_printed(of[s]) if s in of else s.amount) for s, factor in equation.signed)
        if abs(off) > sum(allowance(of[s]) if s in of else s.resolution for s in slots):
            return False
        kept.update(slots)
    return all(e.total in kept for e in failing)
