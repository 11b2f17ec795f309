"""Exact grids (ruled PDF, Word, Excel, web): columns named by the whole path of headings above them.

The grid is the medium's own, so nothing has to be restored: a column means what the headings over it say,
joined from top to bottom, and a heading that no vocabulary knows keeps its column out. Listings and
statements are one thing here: blocks side by side, each a head (codes, label) followed by its amounts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...datapackage.model import GOES_ON
from ..amounts import ends_with_comma, is_nothing, parse_amount
from ..codes import parse_code
from ..table import IN_RED, UNKNOWN, Cell, Table
from ..titles import is_unit_name
from . import doubts
from .beside import are_two_tables, of_one_table, with_one_total
from .block import Head, Lines, Part, Row, State, printed_in
from .code_columns import known_by_content
from .code_heads import codes_in
from .form import Form, Means
from .heading_rows import are_lines_left_blank, holds_several, over_page_breaks, say_anything, separate
from .headings import name_columns
from .heads import money_beside, read_head
from .listed import told_by_name
from .named import Named
from .naming import CodesBelow, Names, codes_ahead
from .one_meaning import told_apart
from .project_heads import how_units_stand, rows_of_classes
from .reading import Amount, ClassCode, Doubt, Interpretation, narrow
from .shared_amounts import of_one_row, without_year
from .sides import amount_beside_its_line, blocks_of, codes_of, labels_below, sided, sides_before
from .stepped_codes import (
    complete,
    is_torn,
    stepped_columns,
    with_lost_zeros,
    without_doubts,
    without_marks,
    without_repeats,
)
from .sums_beside import told_from_the_whole
from .unit_columns import code_of_unit, rows_of_nobody, with_merged_units, with_units_of_subtotals
from .unit_rows import Units, units_in_rows
from .units_across import with_units_across
from .unknown_columns import without_unknown
from .words import merge, understand

#: How a label ends that counts people, cars or visits: 公务用车保有量（辆）.
_COUNTED = re.compile(
    r"[(（](?:个|人|辆|台|套|台[、/，,]?套|批次|人次|批|次|户|家|平方米|㎡)[)）]$|用车$|(?:机构|编制|人员|车辆|团组|批次|人次)数$"
    r"|单价\d+万元[^，。]{0,8}以上[^，。]{0,6}设备"
)
#: What is left of a number that a border cuts: ,443.00
_REST_OF_NUMBER = re.compile(r"\s*[,，]\s*\d{3}(?:[.,，]|\s*$)")
#: A heading that says of its amounts that they were planned.
_PLANNED = re.compile("预算(?:总额|合计|总计)")


def interpret(
    form: Form,
    tables: Sequence[Table],
    class_code: ClassCode,
    below: Mapping[str, CodesBelow] | None = None,
    phase: str = "",
    this_year: int = 0,
) -> Interpretation:
    """The amounts of a table of exact grids; a continued grid without headings takes those of the one before.

    ``below`` finds the codes of names, by kind of code, for tables that print names alone; ``phase`` and
    ``this_year`` are what a column is of whose heading names none.
    """
    plain = {**form.base, "phase": phase}
    found, state = _Found(), State()
    before = _Before(names=defaultdict(lambda: {kind: Names(find) for kind, find in (below or {}).items()}))
    whole, cut = over_page_breaks(form, tables, class_code)
    found.doubted += map(doubts.cut_row, cut)
    grids: list[_Grid] = []
    for table in whole:
        data = _under_headings(form, table, class_code, below, before, found)
        if data is None:
            continue
        data = _completed(before, data, (below or {}).values())
        before.named, alike = told_apart(before.named, data, plain, this_year)
        blocks, others = of_one_table(blocks_of(before.named), data)
        found.doubted += [*alike, *others]
        codes = [codes_of(block, data, class_code, below or {}) for block in blocks]
        sides = sides_before(before.parts, blocks)
        before.parts = [sided(form, *e, data=data) for e in zip(blocks, codes, sides, strict=True)]
        grids.append(_Grid(data, before.parts, codes))
    state.read_without_name = _are_several_nameless(grids)
    for grid, of_units in zip(grids, _units_in_rows(form, grids), strict=True):
        _read_rows(form, grid, class_code, of_units, before, state, found)
    amounts, untold = _told_by_sums(form, found, before.parts)
    return Interpretation(tuple(amounts), (*found.doubted, *untold), tuple(state.assumed), _confidence(before.named))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rows of one grid, its blocks, and the codes of the names of each."""

    data: Sequence[Row]
    parts: Sequence[Part]
    codes: Sequence[ClassCode]


def _are_several_nameless(grids: Sequence[_Grid]) -> bool:
    """Whether more than one row without a name prints amounts other than zero: none of them is known to be the one."""
    nameless = [(part, row) for grid in grids for part in grid.parts if not part.head for row in grid.data]
    return sum(any(map(parse_amount, (c.text for c in _amounts_in(row, part)))) for part, row in nameless) > 1


def _amounts_in(row: Row, part: Part) -> list[Cell]:
    return [c for n in part.amounts for c in row[n.index : n.index + 1]]


def _units_in_rows(form: Form, grids: Sequence[_Grid]) -> list[list[Units]]:
    """What is of which unit in each block of each grid: a page break may part classes from their unit."""
    if len({tuple(_columns_of(part) for part in grid.parts) for grid in grids}) > 1:
        return [units for grid in grids for units in _units_in_rows(form, [grid])]
    found: list[list[Units]] = [[] for _ in grids]
    rows = [row for grid in grids for row in grid.data]
    for part, code in zip(grids[0].parts, grids[0].codes, strict=True) if grids else ():
        units, first = units_in_rows(form, part, rows, code), 0
        for own, grid in zip(found, grids, strict=True):
            own.append(units.within(first, len(grid.data)))
            first += len(grid.data)
    return found


def _columns_of(part: Part) -> tuple[tuple[int, str, str], ...]:
    return tuple((n.index, n.role, n.kind) for n in (*part.head, *part.amounts))


def _told_by_sums(form: Form, found: _Found, parts: Sequence[Part]) -> tuple[list[Amount], list[Doubt]]:
    """The amounts with those of rows that only their name tells; what the sums speak against left out, a doubt each."""
    if are_two_tables(form, [*found.blocks.values()]):
        return [], [doubts.two_tables(found.amounts)]
    named_only, untold = told_by_name(found.by_name, found.amounts)
    amounts = found.paid([*told_from_the_whole(form, found.amounts), *named_only])
    if form.rows != "economic" or len(parts) < 2:
        return amounts, untold
    kept, contradicting = with_one_total(amounts)
    return kept, [*untold, *contradicting]


@dataclass(slots=True)
class _Found:
    """What the rows have given so far."""

    amounts: list[Amount] = field(default_factory=list[Amount])
    by_name: list[tuple[Row, list[Amount]]] = field(default_factory=list[tuple[Row, list[Amount]]])
    doubted: list[Doubt] = field(default_factory=list[Doubt])
    blocks: dict[int, list[Amount]] = field(default_factory=dict[int, list[Amount]])
    money: dict[Hashable, Means] = field(default_factory=dict[Hashable, Means])  # what pays for projects, by their rows

    def note(self, row: Row, money: Means | None) -> None:
        """Note what pays for the project of a row."""
        if money is not None:
            self.money |= {cell.origin.printed_row: money for cell in row}

    def paid(self, amounts: Sequence[Amount]) -> list[Amount]:
        """The amounts of projects with what pays for them, where the rows of all say so."""
        listed = [a for a in amounts if a.code_kind == "project" or a.means.get("line") == "project"]
        money = {id(a): self.money.get(a.cell.printed_row, {}) for a in listed}
        if not all(money.values()):
            return list(amounts)
        return [replace(a, means={**a.means, **money[id(a)]}) if id(a) in money else a for a in amounts]

    def add(self, row: Row, head: Head | None, block: int, amounts: list[Amount], doubted: Iterable[Doubt]) -> None:
        """Add what a row gives in a block; one that only its name tells from a subtotal waits for all the others."""
        if head is not None and head.by_name and amounts:
            self.by_name.append((row, amounts))
        else:
            self.amounts += amounts
            self.blocks.setdefault(block, []).extend(amounts)
        self.doubted += doubted


@dataclass(slots=True)
class _Before:
    """What the grids and rows above have said for those that go on with them."""

    names: Mapping[int, Mapping[str, Names]]  # the codes that are open in each block
    named: list[Named] = field(default_factory=list[Named])
    width: int = 0
    top: Sequence[Row] = ()  # the first grid with headings
    parts: Sequence[Part] = ()
    lines: dict[int, Lines] = field(default_factory=dict[int, Lines])  # of each block
    codes: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict[tuple[int, ...], tuple[str, ...]])
    units: dict[int, Cell] = field(default_factory=dict[int, Cell])  # beside the row read last, by column


def _under_headings(
    form: Form,
    table: Table,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow] | None,
    before: _Before,
    found: _Found,
) -> list[Row] | None:
    """The rows below the headings of a grid, which name the columns from here on; None where nothing names them."""
    headings, data = separate(form, table, class_code)
    width = max((len(row) for row in table.rows), default=0)
    if (
        before.named
        and width == before.width
        and (not say_anything(form, headings) or are_lines_left_blank(form, headings, before.named, class_code))
    ):
        headings, data = [], [*headings, *data]  # rows of the page before, or the rest of one that the page break cut
    if headings:
        # Titles of a sheet, which are printed on each page, may hold its total.
        data = data[max(0, _printed_again(before.top, [*headings, *data]) - len(headings)) :]
        before.top = before.top or [*headings, *data]
        named = name_columns(form, headings, data, width, below)
        before.named, before.width = known_by_content(named, headings, data, below or {}), width
    elif width != before.width:
        found.doubted.append(doubts.no_heading(table))
        return None
    before.named, unknown = without_unknown(form, with_units_across(before.named, data), data)
    found.doubted += unknown
    return data


def _printed_again(first: Sequence[Row], rows: Sequence[Row]) -> int:
    """How many of the rows that a grid begins with are those of the first grid; none where all of them are."""
    alike = [[c.text for c in one] == [c.text for c in other] for one, other in zip(first, rows, strict=False)]
    return alike.index(False) if False in alike else 0


def _read_rows(
    form: Form,
    grid: _Grid,
    class_code: ClassCode,
    of_units: Sequence[Units],
    before: _Before,
    state: State,
    found: _Found,
) -> None:
    """Read each row of a grid block by block; ``of_units`` tells of each block what is of which unit."""
    data, parts, codes = grid.data, grid.parts, grid.codes
    ahead = [codes_ahead([codes_in(form, row, part) for row in data]) for part in parts]
    following = [labels_below(part, data) for part in parts]
    units = [(how_units_stand(form, part, data), rows_of_nobody(part.head, data)) for part in parts]
    classes = [rows_of_classes(form, part, data, before.names[k].get("function")) for k, part in enumerate(parts)]
    for r, printed in enumerate(data):
        row = amount_beside_its_line(form, printed, parts, class_code)
        for k, (part, code) in enumerate(zip(parts, codes, strict=True)):
            state.lines, state.names = before.lines.setdefault(k, Lines()), before.names[k]
            state.ahead, state.next_label = ahead[k][r], following[k][r]
            state.is_class = r in classes[k]
            state.units, state.is_of_nobody = units[k][0], r in units[k][1] or r in of_units[k].of_nobody
            if told := _told_elsewhere(row, data[r + 1 : r + 2], part, state):
                found.doubted.append(told)
                continue
            head = of_units[k].heads.get(r) or _head_with_year(form, row, part, code, state)
            found.add(row, head, k, *_read_own(form, row, data[r + 1 :], part, head, state))
            found.note(row, money_beside(form, row, part))


def _head_with_year(form: Form, row: Row, part: Part, code: ClassCode, state: State) -> Head | None:
    """What a row stands for, the year that stands in a column of its own beside its name taken apart."""
    bare, year = without_year(row, part)
    head = read_head(form, bare, part, code, state)
    return replace(head, year=year) if head is not None and year else head


def _confidence(named: Sequence[Named]) -> float:
    """The share of the columns that are understood."""
    known = [n for n in named if n.role not in ("unknown", "serial")]
    return round(len(known) / len(named), 3) if named else 0.0


def _completed(before: _Before, data: Sequence[Row], known: Collection[CodesBelow]) -> list[Row]:
    """The rows with what they leave to those above: parts of a code, the unit whose merged cell stands beside them."""
    named = before.named
    data = without_doubts(data, named, known)
    data = [with_lost_zeros(without_repeats(without_marks(row, named), named), named, known) for row in data]
    rows = with_merged_units(named, with_units_of_subtotals(named, data), before.units)
    for columns in stepped_columns(named):
        rows = [complete(row, columns, before.codes) for row in rows]
    return rows


def columns(
    form: Form, table: Table, class_code: ClassCode, below: Mapping[str, CodesBelow] | None = None
) -> list[Named]:
    """What the columns of a grid with headings are taken for."""
    headings, data = separate(form, table, class_code)
    named = name_columns(form, headings, data, max((len(row) for row in table.rows), default=0), below)
    return known_by_content(named, headings, data, below or {})


# --- rows -------------------------------------------------------------------------------------------------


def _told_elsewhere(row: Row, below: Sequence[Row], part: Part, state: State) -> Doubt | None:
    """What to say of a row without a name beside another, which may only pad the table with zeros, one that the next
    row prints again with its code, or one whose code has lost digits.
    """
    if is_torn(row, part.head) and (cells := [c for c in _amounts_in(row, part) if c.text]):
        return doubts.unknown_row(row, cells[0])
    if not part.head and state.nameless(part, row):
        printed = [c for c in _amounts_in(row, part) if not is_nothing(c.text)]
        return doubts.nameless(row) if any(parse_amount(c.text) != 0 for c in printed) else doubts.padding(printed[0])
    return doubts.printed_with_code(row) if below and _goes_on_with_code(row, below[0], part) else None


def _goes_on_with_code(row: Row, below: Row, part: Part) -> bool:
    """Whether a row is a unit's name and amounts, and the next one the same with the unit's code before it."""
    codes = [n.index for n in part.head if n.role == "code"]
    names = [printed_in(r, part, "label") for r in (row, below)]
    if not codes or not is_unit_name(names[0]) or names[0] != names[1]:
        return False
    own, next_own = ([r[k].text for k in codes if k < len(r)] for r in (row, below))
    amounts = [[parse_amount(r[n.index].text) for n in part.amounts if n.index < len(r)] for r in (row, below)]
    return all(map(is_nothing, own)) and bool(parse_code("".join(next_own), "unit")) and amounts[0] == amounts[1]


def _read_own(
    form: Form, row: Row, below: Sequence[Row], part: Part, head: Head | None, state: State
) -> tuple[list[Amount], list[Doubt]]:
    """The amounts of a row that no merged cell shares with others."""
    own, shared = of_one_row(row, below, part)
    found, doubt = _read_row(form, own, part, head, state)
    return found, [*shared, *doubt]


def _read_row(form: Form, row: Row, part: Part, head: Head | None, state: State) -> tuple[list[Amount], list[Doubt]]:
    cells = [(n, row[n.index]) for n in part.amounts if n.index < len(row) and not is_nothing(row[n.index].text)]
    if not cells:
        return [], []
    if head is None:
        return [], _not_read(form, row, part, [cell for _, cell in cells], state)
    if any(holds_several(cell.text) for _, cell in cells):
        # Several rows in one: what stands alone in another cell is of one of them.
        return [], [doubts.unread(cell, head.label or column.heading) for column, cell in cells]
    amounts: list[Amount] = []
    doubted: list[Doubt] = []
    for column, cell in cells:
        if _is_cut_off(row, column.index):
            doubted.append(doubts.unread(cell, head.label or column.heading))
            continue  # of which of the two columns it is, nothing says
        value = None if ends_with_comma(cell.text) and not _is_seen(cell) else parse_amount(cell.text)
        means = merge(column.means, {**_phase_of_year(head, part), **_of_column(form, head, column)})
        if value is None:
            doubted.append(doubts.unread(cell, head.label or column.heading))
            if _is_lost(cell) and means is not None and "flow" in {**form.base, **means}:
                # What is not seen is no nought: sums wait for it.
                amounts.append(_amount(form, column, cell, head, means))
        elif "flow" not in {**form.base, **(means or {})}:
            doubted.append(doubts.unknown_row(row, cell))
        elif means is None and head.by_name and value in {a.value for a in amounts}:
            continue  # the same amount once more under its kind: 货物, 服务
        elif means is None or (head.year and column.year) or (head.unit and column.owner):
            doubted.append(doubts.contradiction(cell, head.label, column.heading))
        else:
            amounts.append(_amount(form, column, cell, head, means))
    if amounts and state.is_of_nobody and not any(a.unit_name or a.unit_code or a.code_kind == "unit" for a in amounts):
        return [], [doubts.of_nobody(row, amounts[0].cell)]
    return amounts, doubted


def _is_cut_off(row: Row, place: int) -> bool:
    """Whether a number goes on in the cell right of it, or is what goes on from the left: 705 and ,443.00."""
    right = row[place + 1].text if place + 1 < len(row) else ""
    goes_on = bool(_REST_OF_NUMBER.match(right)) and not is_nothing(row[place].text)
    return goes_on or bool(_REST_OF_NUMBER.match(row[place].text))


def _is_lost(cell: Cell) -> bool:
    """Whether a cell that cannot be read held a number, in a picture or cut off; words of a text are none."""
    return UNKNOWN in cell.text or (
        _is_seen(cell) and (cell.origin.reader != "text" or any(map(str.isdigit, cell.text)))
    )


def _is_seen(cell: Cell) -> bool:
    """Whether a cell may have been read from a picture, where a point looks like a comma."""
    return cell.origin.reader in ("ocr", "text")


def _phase_of_year(head: Head, part: Part) -> Means:
    """What a row of one year is of, where its block says so in the column of the sum alone: “三公”经费预算总额."""
    if not head.year:
        return {}
    phases = {column.means["phase"] for column in part.amounts if "phase" in column.means}
    if any(_PLANNED.search(column.heading) for column in part.amounts):
        phases.add("approved")
    return {"phase": phases.pop()} if len(phases) == 1 else {}


def _of_column(form: Form, head: Head, column: Named) -> Means:
    """What a row says beside its column: a total, or a project, of a column or table that is a line is of that line."""
    if head.means.get("line") in ("total", "project") and "line" in {**form.base, **column.means}:
        return {d: v for d, v in head.means.items() if d != "line"}
    return head.means


def _lasting(note: str) -> str:
    """What the note of a cell says that is still to be known of its amount."""
    return "; ".join(one for one in note.split("; ") if IN_RED in one or GOES_ON in one) if note else ""


def _amount(form: Form, column: Named, cell: Cell, head: Head, means: Means) -> Amount:
    start = len(cell.text) - len(cell.text.lstrip())
    text = cell.text.strip()
    unit_code, unit = code_of_unit(head.unit, head.unit_code)
    return Amount(
        {**form.base, **means},
        parse_amount(cell.text),
        text,
        narrow(cell, start, start + len(text), note=_lasting(cell.origin.note)),
        head.code,
        head.kind,
        head.label or ("" if head.code else column.heading),
        column.owner or unit,
        unit_code,
        column.year or head.year,
        column.unit,
        head.codes,
    )


def _not_read(form: Form, row: Row, part: Part, cells: Sequence[Cell], state: State) -> list[Doubt]:
    """Why a row gives no amounts: it counts people or cars, it pads the block with zeros, or it is not known."""
    if _COUNTED.search(printed_in(row, part, "label")):
        return [doubts.counted(row, cells[0])]
    word = understand(printed_in(row, part, "label")) if form.rows == "whole" else None
    if word and word.role == "ignore":
        return []  # a change or a rate, as in a column of such
    named = any(row[n.index].text.strip() for n in part.head if n.index < len(row))
    if not named and all(parse_amount(cell.text) == 0 for cell in cells):
        told, state.padded = state.padded, True
        return [] if told else [doubts.padding(cells[0])]
    own = {n.index for n in (*part.head, *part.beside, *part.amounts)}
    return [doubts.unknown_row(tuple(cell for k, cell in enumerate(row) if k in own), cells[0])]
