"""The places of one document that a calculation can name: amounts in whole numbers, lost cells, blanks.

Decimal yuan become whole numbers of the finest unit that the document prints (fen, or finer): every sum is exact.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Literal

from ..frozen import frozen
from ..model import PLACED_BY_SUMS, WRITTEN_OVER, YUAN_IN, Fact, LostCell

State = Literal["read", "lost", "blank"]
#: Readers that see a picture and may misread it; all others take the characters from the file itself.
SEEING_READERS = frozenset({"text", "ocr"})
#: Powers of ten in one unit of money.
EXPONENTS = {unit: yuan.adjusted() for unit, yuan in YUAN_IN.items()}
#: The dimensions that an identity may name; all others (labels, prints) do not matter to a sum.
DIMENSIONS: tuple[str, ...] = (
    "table", "unit_code", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code", "line",
    "fund", "origin", "category",
)  # fmt: skip
#: What tells the row of a printed table from the others.
ROW = ("table", "unit_code", "unit_name", "function_code", "economic_code", "project_code", "line", "label")
#: The labels of rows that print the sum of the others.
_TOTALS = frozenset({"合计", "总计", "小计"})
#: Tables whose line of projects is the sum of all, where it is one project elsewhere.
_SUMMARIES = frozenset({"budget-summary", "appropriation-summary", "expenditure-summary"})
#: Lines of sums over a whole block.
_SUMS = frozenset({"total", "current-year-revenue", "current-year-expenditure"})
#: What tells its column.
COLUMN = ("fiscal_year", "phase", "flow", "fund", "origin", "category")


@frozen(eq=False)
class Slot:
    """A place in a printed table: its dimensions, and whether an amount was read there.

    ``blank`` is a place where nothing is printed, in a row and a column that print amounts elsewhere.
    """

    place: Fact
    state: State
    amount: int  # in the sheet's unit; 0 where nothing was read
    resolution: int = 0  # one unit of the last printed digit; 0 where nothing was read
    source: Fact | LostCell | None = None  # None for a blank
    dims: dict[str, str] = field(default_factory=dict[str, str])
    again: frozenset[int] = frozenset()  # the other tables of the kind that print a project of this code alike

    @property
    def is_seen(self) -> bool:
        """Whether the digits were read from a picture."""
        return self.place.cell.reader in SEEING_READERS

    @property
    def is_mendable(self) -> bool:
        """Whether it can have been misread or overlooked where it is: what sums placed has no place of its own.

        What a pen has touched was not misread.
        """
        is_touched = WRITTEN_OVER in self.place.reported
        return self.is_seen and not is_touched and PLACED_BY_SUMS not in self.place.cell.note


@dataclass(frozen=True, slots=True)
class Sheet:
    """The slots of one document, and how many decimals of a yuan its whole numbers carry."""

    slots: tuple[Slot, ...]
    decimals: int
    neighbours: dict[Slot, tuple[Slot, ...]] = field(default_factory=dict["Slot", "tuple[Slot, ...]"])
    twins: dict[int, Slot] = field(default_factory=dict[int, "Slot"])  # id of a fact that a total row prints again

    def yuan(self, amount: int) -> Decimal:
        """A whole number of the sheet as Decimal yuan."""
        return Decimal(amount).scaleb(-self.decimals)

    def whole(self, amount: Decimal) -> int:
        """Decimal yuan as a whole number of the sheet."""
        return int(amount.scaleb(self.decimals))

    def printed(self, amount: int, unit: str) -> str:
        """A whole number in the unit of money ``unit``, in plain digits."""
        return _printed(amount, self.decimals + EXPONENTS[unit])

    def written(self, amount: int, unit: str) -> str:
        """A whole number in the unit of money ``unit`` as people read it, its thousands set apart."""
        return _printed(amount, self.decimals + EXPONENTS[unit], ",")


@lru_cache(maxsize=8192)  # an amount stands in several equations, and each is written
def _printed(amount: int, finer: int, separator: str = "") -> str:
    whole, part = divmod(abs(amount), 10**finer)
    text = f"{whole:{separator}}.{part:0{finer}d}".rstrip("0").rstrip(".")
    return f"-{text}" if amount < 0 else text


def lay_out(facts: Sequence[Fact], lost: Sequence[LostCell], *, with_blanks: bool = True) -> Sheet:
    """The slots of a document's tables; blanks only where a reader could have overlooked a print."""
    decimals = _decimals(facts)
    finest = _finest(facts)
    slots = [read_slot(f, decimals, finest[f.table, f.reported_unit]) for f in facts]
    slots += [Slot(c.place, "lost", 0, 0, c, _dims(c.place)) for c in lost]
    if _has_units_by_name(slots):
        slots = [replace(s, dims=s.dims | {"unit_code": s.place.unit_code or s.place.unit_name}) for s in slots]
    twins = {} if with_blanks else _twins(slots)
    again = _printed_again([s for s in slots if id(s.source) not in twins])
    twins = {fact: again.get(id(own.source), own) for fact, own in twins.items()} | again
    alone = tuple(s for s in slots if id(s.source) not in twins)
    alone, twins = _with_prints_of_projects(alone, twins, slots)
    if not with_blanks:
        return Sheet(alone, decimals, twins=twins)
    every = (*alone, *_blanks(slots))
    return Sheet(every, decimals, _neighbours(every), twins)


def _printed_again(slots: Iterable[Slot]) -> dict[int, Slot]:
    """The facts that another column, or another table of the kind, prints again: 支出总计 by function and by use.

    Two projects without a code are two, whatever their amounts; in a summary the line of projects is their sum.
    """
    prints: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.state == "read" and (slot.place.line != "project" or slot.place.table in _SUMMARIES):
            prints[(*slot.dims.values(), slot.amount)].append(slot)
    again: dict[int, Slot] = {}
    for first, *others in prints.values():
        places = {_column_of(slot) for slot in (first, *others)}
        if others and len(places) == len(others) + 1:
            again |= {id(other.source): first for other in others}
    return again


def _with_prints_of_projects(
    alone: Sequence[Slot], twins: Mapping[int, Slot], slots: Iterable[Slot]
) -> tuple[tuple[Slot, ...], dict[int, Slot]]:
    """The slots of coded projects with the other tables that print them: the department's and their unit's."""
    again: dict[Slot, set[int]] = defaultdict(set)
    for slot in slots:
        if id(slot.source) in twins and slot.dims["project_code"]:
            again[twins[id(slot.source)]].add(slot.place.print_of_table)
    changed = {s: replace(s, again=frozenset(prints)) for s, prints in again.items()}
    return tuple(changed.get(s, s) for s in alone), {fact: changed.get(s, s) for fact, s in twins.items()}


def _column_of(slot: Slot) -> tuple[object, ...]:
    """Where a print stands apart from another of its meaning; a sum may be printed under two names in one column."""
    name = slot.place.label if slot.place.line in _SUMS else ""
    return slot.place.print_of_table, slot.place.cell.column, name


def _twins(slots: Sequence[Slot]) -> dict[int, Slot]:
    """The facts of total rows that say of the one row below them the same again: 合计 above the only unit.

    A row without a line of its own has the headings of its columns as labels, 小计 among them.
    """
    alike: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    others: set[tuple[object, ...]] = set()
    for slot in slots:
        alike[tuple(slot.dims.values())].append(slot)
        if slot.place.label not in _TOTALS:
            others.add(_printed_row(slot))
    pairs = (sorted(pair, key=lambda s: _printed_row(s) not in others) for pair in alike.values() if len(pair) == 2)
    return {
        id(total.source): own
        for own, total in pairs
        if own.state == total.state == "read" and own.amount == total.amount
        if _printed_row(total) not in others and _printed_row(own) in others
    }


def _printed_row(slot: Slot) -> tuple[object, ...]:
    return (slot.place.table, *slot.place.cell.printed_row)


def _has_units_by_name(slots: Iterable[Slot]) -> bool:
    """Whether a document has the tables of several units that only their names tell apart."""
    own = [s for s in slots if not s.place.unit_code and s.place.unit_name]
    names: dict[tuple[str, ...], str] = {}
    return len({s.place.unit_name for s in own if s.place.line == "total"}) > 1 or any(
        names.setdefault(tuple(s.dims.values()), s.place.unit_name) != s.place.unit_name for s in own
    )


def _decimals(facts: Iterable[Fact]) -> int:
    """Decimals of a yuan that hold every printed amount exactly; two, a fen, at least."""
    exponents = (f.amount.as_tuple().exponent for f in facts)
    finest = max((-e for e in exponents if isinstance(e, int)), default=0)
    printed = max((-int(f.resolution.adjusted()) for f in facts), default=0)
    return max(2, finest, printed)


def _finest(facts: Iterable[Fact]) -> dict[tuple[str, str], Decimal]:
    """Yuan of one unit in the last digit of each table: spreadsheets drop zeros at the end, 471.5 is 471.50 there.

    The finest print counts that at least one amount in ten has. A zero tells nothing: 0.00 stands for nothing in a
    table of whole yuan, and 0 in one of fen.
    """
    counts: dict[tuple[str, str], Counter[Decimal]] = defaultdict(Counter)
    zeros: dict[tuple[str, str], Counter[Decimal]] = defaultdict(Counter)
    for fact in facts:
        (counts if fact.amount else zeros)[fact.table, fact.reported_unit][fact.resolution] += 1
    return {
        table: min(resolution for resolution, n in c.items() if 10 * n >= c.total() or n == max(c.values()))
        for table, c in (zeros | counts).items()
    }


def read_slot(fact: Fact, decimals: int, finest: Decimal | None = None) -> Slot:
    """The slot of an amount that was read; ``decimals`` are those of its sheet, ``finest`` its table's last digit."""
    resolution = min(fact.resolution, finest or fact.resolution)
    amount = int(fact.amount.scaleb(decimals))
    return Slot(fact, "read", amount, _whole(resolution, decimals), fact, _dims(fact))


@lru_cache(maxsize=1024)  # of the few there are
def _whole(resolution: Decimal, decimals: int) -> int:
    return int(resolution.scaleb(decimals))


_dims_of_place, _row_of_place, _column_of_place = attrgetter(*DIMENSIONS), attrgetter(*ROW), attrgetter(*COLUMN)


def _dims(place: Fact) -> dict[str, str]:
    dims = dict(zip(DIMENSIONS, _dims_of_place(place), strict=True))
    dims["fiscal_year"] = str(place.fiscal_year)  # the others are texts
    return dims


# --- the grid ---------------------------------------------------------------------------------------------


def _row(slot: Slot) -> tuple[object, ...]:
    return _row_of_place(slot.place)


def _column(slot: Slot) -> tuple[object, ...]:
    return _column_of_place(slot.place)


def _blanks(slots: Sequence[Slot]) -> Iterable[Slot]:
    """The empty places of grids that were read from a picture: same flow as the row, a column used twice or more."""
    tables: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        tables[slot.place.table].append(slot)
    for members in tables.values():
        if any(s.is_seen for s in members):
            yield from _blanks_of(members)


def _blanks_of(members: Sequence[Slot]) -> Iterable[Slot]:
    taken = {tuple(s.dims.values()) for s in members}
    rows: dict[tuple[object, ...], dict[tuple[object, ...], Slot]] = defaultdict(dict)
    patterns: dict[tuple[object, ...], Slot] = {}
    printed_in: dict[tuple[object, ...], Counter[int | None]] = defaultdict(Counter)
    for slot in members:
        rows[_row(slot)][_column(slot)] = slot
        patterns.setdefault(_column(slot), slot)
        printed_in[_column(slot)][slot.place.cell.column] += 1
    columns: dict[int, dict[tuple[object, ...], Slot]] = defaultdict(dict)
    for column, counts in printed_in.items():
        most = max(counts, key=lambda k: counts[k])
        if most is not None and None not in counts and counts.total() > 1:
            columns[most][column] = patterns[column]
    apart = _side_by_side(members)
    for printed in rows.values():
        flows = {s.place.flow for s in printed.values()}
        filled = {s.place.cell.column for s in printed.values()}
        for column, held in columns.items():
            if column in filled or any((column, c) in apart for c in filled):
                continue
            # Where one printed column holds several dimensions the flow of the row tells which, or it is a form.
            fitting = [s for key, s in held.items() if s.place.flow in flows and key not in printed]
            if len(fitting) == 1:
                place = _blank(next(iter(printed.values())).place, fitting[0].place)
                dims = _dims(place) | {"unit_code": next(iter(printed.values())).dims["unit_code"]}
                if tuple(dims.values()) not in taken:
                    yield Slot(place, "blank", 0, dims=dims)


def _side_by_side(members: Iterable[Slot]) -> set[tuple[int | None, int | None]]:
    """The pairs of printed columns that hold two rows in one line: what is in the one does not belong to the other."""
    lines: dict[tuple[object, ...], dict[int | None, tuple[object, ...]]] = defaultdict(dict)
    for slot in members:
        cell = slot.place.cell
        lines[cell.page, cell.line, cell.row][cell.column] = _row(slot)
    return {(a, b) for line in lines.values() for a, x in line.items() for b, y in line.items() if x != y}


def _blank(head: Fact, column: Fact) -> Fact:
    """The dimensions of an empty place: the row of one fact, the column of another."""
    named = {name: getattr(column, name) for name in COLUMN}
    cell = replace(head.cell, column=column.cell.column, char_start=None, char_end=None, bbox=None)
    return replace(head, **named, amount=Decimal(0), reported="", cell=cell, observation_id="", confirmations=0)


def _neighbours(slots: Sequence[Slot]) -> dict[Slot, tuple[Slot, ...]]:
    """The slots next to each in its printed row, left and right."""
    rows: dict[tuple[object, ...], list[Slot]] = defaultdict(list)
    for slot in slots:
        if slot.place.cell.column is not None:
            rows[_row(slot)].append(slot)
    found: dict[Slot, tuple[Slot, ...]] = {}
    for row in rows.values():
        row.sort(key=lambda s: s.place.cell.column or 0)
        for k, slot in enumerate(row):
            found[slot] = tuple(row[max(0, k - 1) : k] + row[k + 1 : k + 2])
    return found
