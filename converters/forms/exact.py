"""Exact grids (ruled PDF, Word, Excel, web): columns named by the whole path of headings above them.

The grid is the medium's own, so nothing has to be restored: a column means what the headings over it say,
joined from top to bottom, and a heading that no vocabulary knows keeps its column out. Listings and
statements are one thing here: blocks side by side, each a head (codes, label) followed by its amounts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from ..amounts import is_nothing, is_too_wide, parse_amount
from ..codes import parse_code, undo_spaces
from ..table import IN_RED, Cell, Table
from ..titles import is_unit_name
from . import doubts
from .beside import of_one_table
from .cut_rows import cut_rows_joined
from .form import Form, Means, fold_label
from .headings import COUNTS, clean, is_counted, name_columns
from .heads import Head, Lines, Part, State, codes_in, how_units_stand, lines_of, printed_in, read_head
from .listed import told_by_name
from .named import Named
from .naming import CodesBelow, Names, codes_ahead
from .reading import Amount, ClassCode, Doubt, Interpretation, narrow
from .shared_amounts import of_one_row, without_year
from .stepped_codes import complete, is_torn, stepped_columns, with_lost_zeros, without_repeats
from .unit_columns import rows_of_nobody, with_merged_units, with_units_of_subtotals
from .unknown_columns import without_unknown
from .words import merge, understand

_SUMS = frozenset({"小计", "合计"})
_NUMBER = re.compile(r"^[\d\s.,=+\-()（）]*$")
#: Numbers one below the other in a cell.
_SEVERAL = re.compile(r"\d[ \t]*\n[ \t]*[-\d]")
#: How a label ends that counts people, cars or visits: 公务用车保有量（辆）.
_COUNTED = re.compile(
    r"[(（](?:个|人|辆|台|套|台[、/，,]?套|批次|人次|批|次|户|家|平方米|㎡)[)）]$|用车$|(?:机构|编制|人员|车辆|团组|批次|人次)数$"
)

#: A heading that says of its amounts that they were planned.
_PLANNED = re.compile("预算(?:总额|合计|总计)")

Row = tuple[Cell, ...]


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
    amounts: list[Amount] = []
    whole, cut = _over_page_breaks(form, tables, class_code)
    doubted = list(map(doubts.cut_row, cut))
    by_name: list[tuple[Row, list[Amount]]] = []  # rows that only their name tells from subtotals
    named: list[Named] = []
    parts: list[Part] = []
    width = 0
    lines: dict[int, Lines] = {}  # of each block
    above: dict[tuple[int, ...], tuple[str, ...]] = {}  # of each code in parts, those of the row read last
    units_before: dict[int, Cell] = {}  # beside the row read last, by column
    state = State(names={kind: Names(find) for kind, find in (below or {}).items()})
    for table in whole:
        headings, data = _separate(form, table, class_code)
        columns = max((len(row) for row in table.rows), default=0)
        if named and columns == width and not _says_anything(form, headings):
            headings, data = [], [*headings, *data]  # the rest of a row that the page break cut
        if headings:
            named, width = name_columns(form, headings, data, columns, below), columns
        elif columns != width:
            doubted.append(doubts.no_heading(table))
            continue
        named, unknown = without_unknown(form, named, data)
        doubted += unknown
        data = _completed(named, data, above, units_before, (below or {}).values())
        named, alike = _told_apart(named, data, {**form.base, "phase": phase}, this_year)
        doubted += alike
        blocks, others = of_one_table(_parts(named), data)
        doubted += others
        codes = [_codes_of(block, data, class_code, below or {}) for block in blocks]
        parts = [_sided(form, *e, data=data) for e in zip(blocks, codes, _sides_before(parts, blocks), strict=True)]
        ahead = [codes_ahead([codes_in(form, row, part) for row in data]) for part in parts]
        following = [_labels_below(part, data) for part in parts]
        units = [(how_units_stand(form, part, data), rows_of_nobody(part.head, data)) for part in parts]
        for r, printed in enumerate(data):
            row = _amount_beside_its_line(form, printed, parts, class_code)
            for k, (part, code) in enumerate(zip(parts, codes, strict=True)):
                state.lines = lines.setdefault(k, Lines())
                state.ahead, state.next_label = ahead[k][r], following[k][r]
                state.units, state.is_of_nobody = units[k][0], r in units[k][1]
                if told := _told_elsewhere(row, data[r + 1 : r + 2], part, state):
                    doubted.append(told)
                    continue
                head = _head_with_year(form, row, part, code, state)
                found, doubt = _read_own(form, row, data[r + 1 :], part, head, state)
                if head is not None and head.by_name and found:
                    by_name.append((row, found))
                else:
                    amounts += found
                doubted += doubt
    named_only, untold = told_by_name(by_name, amounts)
    amounts += named_only
    doubted += untold
    return Interpretation(tuple(amounts), tuple(doubted), tuple(state.assumed), _confidence(named))


def _head_with_year(form: Form, row: Row, part: Part, code: ClassCode, state: State) -> Head | None:
    """What a row stands for, the year that stands in a column of its own beside its name taken apart."""
    bare, year = without_year(row, part)
    head = read_head(form, bare, part, code, state)
    return replace(head, year=year) if head is not None and year else head


def _confidence(named: Sequence[Named]) -> float:
    """The share of the columns that are understood."""
    known = [n for n in named if n.role not in ("unknown", "serial")]
    return round(len(known) / len(named), 3) if named else 0.0


def _completed(
    named: Sequence[Named],
    data: Sequence[Row],
    above: dict[tuple[int, ...], tuple[str, ...]],
    units_before: dict[int, Cell],
    known: Collection[CodesBelow],
) -> list[Row]:
    """The rows with what they leave to those above: parts of a code, the unit whose merged cell stands beside them."""
    data = [with_lost_zeros(without_repeats(row, named), named, known) for row in data]
    rows = with_merged_units(named, with_units_of_subtotals(named, data), units_before)
    for columns in stepped_columns(named):
        rows = [complete(row, columns, above) for row in rows]
    return rows


def _over_page_breaks(form: Form, tables: Sequence[Table], class_code: ClassCode) -> tuple[list[Table], list[Row]]:
    """The grids with cut rows whole, and headings that stand alone above a break with the rows that follow it.

    Beside them the parts of rows that cannot be made whole.
    """
    joined: list[Table] = []
    whole, cut = cut_rows_joined(tables, lambda text: bool(lines_of(form, text, class_code)))
    for table in whole:
        before = joined[-1] if joined else None
        widths = {max(map(len, t.rows), default=0) for t in (before, table) if t}
        if before and len(widths) == 1 and not _separate(form, before, class_code)[1]:
            again = _separate(form, table, class_code)[0]
            if not _says_anything(form, again):
                joined[-1] = replace(table, rows=(*before.rows, *table.rows))
                continue
        joined.append(table)
    return joined, cut


def _says_anything(form: Form, headings: Sequence[Row]) -> bool:
    return any(understand(clean(c.text), form.groups) for row in headings for c in row if clean(c.text))


def columns(
    form: Form, table: Table, class_code: ClassCode, below: Mapping[str, CodesBelow] | None = None
) -> list[Named]:
    """What the columns of a grid with headings are taken for."""
    headings, data = _separate(form, table, class_code)
    return name_columns(form, headings, data, max((len(row) for row in table.rows), default=0), below)


def data_rows(form: Form, table: Table, class_code: ClassCode) -> list[Row]:
    """The rows of a grid below its headings that print anything."""
    return _separate(form, table, class_code)[1]


# --- headings ---------------------------------------------------------------------------------------------


def _separate(form: Form, table: Table, class_code: ClassCode) -> tuple[list[Row], list[Row]]:
    """The rows above the first row that carries a code, a known line or an amount, and the rows from there."""
    for index, row in enumerate(table.rows):
        if _is_data(form, row, class_code):
            return _printed(table.rows[:index]), _printed(table.rows[index:])
    return _printed(table.rows), []


def _printed(rows: Iterable[Row]) -> list[Row]:
    """The rows that print anything but counters of the columns (** 1 2 3), which a page may begin with."""
    return [row for row in rows if any(not is_nothing(c.text) for c in row) and not _only_counts(row)]


def _only_counts(row: Row) -> bool:
    texts = [c.text for c in row if c.text.strip()]
    words = [t for t in texts if not _NUMBER.match(t)]
    return bool(words) and is_counted(texts) and not any(clean(t) for t in words)


def _is_data(form: Form, row: Row, class_code: ClassCode) -> bool:
    """Whether a row is below the headings: it prints amounts, a code, or a line that the form knows.

    A row that only counts the columns, or that names them all, is a heading still.
    """
    texts = [c.text for c in row if not is_nothing(c.text)]
    words = [t for t in texts if not _NUMBER.match(t) and clean(t)]
    numbers = [
        t for t in texts if parse_amount(t) is not None or is_too_wide(t) or (_NUMBER.match(t) and _holds_several(t))
    ]
    if is_counted(texts) and (not words or any(undo_spaces(t) == COUNTS for t in texts)):
        return False
    if any(understand(t, form.groups) for t in words):
        return bool(numbers) or (len(words) == 1 == len(texts) and _opens(form, row, class_code))
    if any(lines_of(form, t, class_code) for t in words):
        return True
    return bool(numbers) or bool(form.rows != "whole" and texts and parse_code(texts[0], form.rows))


def _holds_several(text: str) -> bool:
    """Whether a cell holds the numbers of several rows, one below the other."""
    return bool(_SEVERAL.search(text)) and parse_amount(text) is None


def _opens(form: Form, row: Row, class_code: ClassCode) -> bool:
    """Whether a row that prints one text only is a line without an amount, and no group of headings."""
    cell = next(c for c in row if not is_nothing(c.text))
    return cell is row[0] and cell.colspan == 1 and bool(lines_of(form, cell.text, class_code))


def _told_apart(
    named: Sequence[Named], data: Sequence[Row], plain: Mapping[str, str], this_year: int
) -> tuple[list[Named], list[Doubt]]:
    """The columns, without those that would mean the same in one block although their amounts differ.

    ``plain`` is what a column means whose heading says nothing.
    """
    plain = dict(plain)
    against: dict[int, Cell] = {}
    for part in _parts(named):
        for left, right in combinations(part.amounts, 2):
            one, other = (plain | {**n.means, "year": _year_of(n, this_year)} for n in (left, right))
            if one == other and (cell := _differing(left, right, data)):
                sums = [n for n in (left, right) if _is_sum_of(n, right if n is left else left)]
                against |= {n.index: cell for n in (left, right) if len(sums) != 1 or n not in sums}
    kept = [replace(n, role="unknown") if n.index in against else n for n in named]
    first = next((n for n in named if n.index in against), None)
    return kept, [doubts.one_meaning(against[first.index], first.heading, len(against))] if first else []


def _year_of(column: Named, this_year: int) -> str:
    """The year that a column is of: 本年 and the document's own say no more than none."""
    return "" if column.year in ("0", str(this_year)) else column.year


def _is_sum_of(column: Named, other: Named) -> bool:
    """Whether a column is headed as the sum of a group that ``other`` is a named part of: 小计, 特定目标类."""
    (group, _, leaf), (beside, _, part) = (n.heading.rpartition("·") for n in (column, other))
    return bool(group) and group == beside and leaf in _SUMS and part not in _SUMS


def _differing(left: Named, right: Named, data: Sequence[Row]) -> Cell | None:
    """The first cell of the right column whose row prints something else in the left."""
    for row in data:
        values = [parse_amount(row[n.index].text) for n in (left, right) if n.index < len(row)]
        if len(values) == 2 and None not in values and values[0] != values[1]:
            return row[right.index]
    return None


# --- blocks and rows --------------------------------------------------------------------------------------


def _parts(named: Sequence[Named]) -> list[Part]:
    """The blocks side by side: each begins where a head stands right of amounts."""
    parts: list[Part] = []
    head: list[Named] = []
    amounts: list[Named] = []
    beside: list[Named] = []
    for column in named:
        if column.role in ("code", "label", "unit"):
            if amounts:
                parts.append(Part(tuple(head), tuple(amounts), beside=tuple(beside)))
                head, amounts, beside = [], [], []
            head.append(column)
        elif column.role == "amount":
            amounts.append(column)
        elif not amounts:
            beside.append(column)
    return [*parts, Part(tuple(head), tuple(amounts), beside=tuple(beside))] if amounts else parts


def _sides_before(before: Sequence[Part], parts: Sequence[Part]) -> list[str]:
    """The side of each block on the page before; "" where that has other blocks."""
    same = [len(p.head) for p in before] == [len(p.head) for p in parts]
    return [p.side for p in before] if same else [""] * len(parts)


def _codes_of(part: Part, data: Sequence[Row], class_code: ClassCode, below: Mapping[str, CodesBelow]) -> ClassCode:
    """The codes of the classes that a block's labels name: of departments or of governments, as its own labels tell."""
    labels = {fold_label(row[n.index].text) for row in data for n in part.head if n.index < len(row)}
    lists = [below.get(of, _no_code) for of in ("economic", "economic-government")]
    named = [{label for label in labels if known("", label)} for known in lists]
    told = [known for known, own, other in zip(lists, named, reversed(named), strict=True) if own - other]
    if len(told) != 1:
        return class_code
    return lambda code_list, name: next(
        iter(told[0]("", name) if code_list == "economic" else ()), class_code(code_list, name)
    )


def _no_code(_parent: str, _name: str) -> tuple[str, ...]:
    return ()


def _sided(form: Form, part: Part, class_code: ClassCode, before: str, *, data: Sequence[Row]) -> Part:
    """The block with the side that most of its labels name, so that a plain 总计 is told apart by its place.

    ``before`` is its side on the page before, which stands where the labels of a page do not tell.
    """
    labels = [row[n.index].text for row in data for n in part.head if n.role == "label" and n.index < len(row)]
    known = [{line.side for line, _ in lines_of(form, text, class_code)} - {""} for text in labels]
    counted = {side: [side in sides for sides in known] for side in form.sides if side}
    best = max(counted.values(), key=sum, default=list[bool]())
    likely = [side for side, told in counted.items() if sum(told) == sum(best) > 0]
    if before in likely:
        return replace(part, side=before)
    if form.shape == "listing" and len(likely) > 1:
        return replace(part, side=_side_of_headings(part) or before)
    # Sides that the same labels speak for print the same lines; the first stands for both.
    same = bool(likely) and all(counted[side] == counted[likely[0]] for side in likely)
    if same and {"revenue", "expenditure"} <= {*likely}:  # 总计 alone is of either: the headings tell, or nothing does
        return replace(part, side=_side_of_headings(part) or part.side or before)
    return replace(part, side=likely[0] if same else part.side or before)


def _side_of_headings(part: Part) -> str:
    """The side that the headings of a block name: 收入 or 支出, "" where they name both or neither."""
    headings = "".join(n.heading for n in (*part.head, *part.amounts))
    named = [side for side, word in (("revenue", "收入"), ("expenditure", "支出")) if word in headings]
    return named[0] if len(named) == 1 else ""


def _labels_below(part: Part, data: Sequence[Row]) -> list[str]:
    """For each row, the label of the block that is printed next below it; "" below the last."""
    below: list[str] = []
    label = ""
    for row in reversed(data):
        below.append(label)
        label = "".join(row[n.index].text for n in part.head if n.role == "label" and n.index < len(row)) or label
    return below[::-1]


def _amount_beside_its_line(form: Form, row: Row, parts: Sequence[Part], class_code: ClassCode) -> Row:
    """The row with the name of a line, printed across blocks (公用经费合计 over five columns), in its amount's block.

    The block that the name begins in prints no amount, and the next one no name: the amount is the line's.
    """
    for left, right in pairwise(parts):
        names = [row[n.index] for n in left.head if n.index < len(row) and not is_nothing(row[n.index].text)]
        label = next((n.index for n in right.head if n.role == "label"), len(row))
        amounts = (n for p in (left, right) for n in p.amounts)
        told = [n for n in amounts if n.index < len(row) and not is_nothing(row[n.index].text)]
        is_alone = all(is_nothing(row[n.index].text) for n in right.head if n.index < len(row))
        if len(names) == 1 and is_alone and told and label < len(row) and all(n in right.amounts for n in told):
            (name,) = names
            if lines_of(form, name.text, class_code):
                moved = {label: replace(row[label], text=name.text)}
                row = tuple(replace(c, text="") if c is name else moved.get(k, c) for k, c in enumerate(row))
    return row


def _told_elsewhere(row: Row, below: Sequence[Row], part: Part, state: State) -> Doubt | None:
    """What to say of a row without a name beside another, one that the next row prints again with its code, or one
    whose code has lost digits.
    """
    if is_torn(row, part.head) and (cells := [c for n in part.amounts for c in row[n.index : n.index + 1] if c.text]):
        return doubts.unknown_row(row, cells[0])
    if not part.head and state.nameless(part, row):
        return doubts.nameless(row)
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
        return [], _not_read(row, part, [cell for _, cell in cells], state)
    if any(_holds_several(cell.text) for _, cell in cells):
        # Several rows in one: what stands alone in another cell is of one of them.
        return [], [doubts.unread(cell, head.label or column.heading) for column, cell in cells]
    amounts: list[Amount] = []
    doubted: list[Doubt] = []
    for column, cell in cells:
        value = parse_amount(cell.text)
        means = merge(column.means, {**_phase_of_year(head, part), **_of_column(form, head, column)})
        if value is None:
            doubted.append(doubts.unread(cell, head.label or column.heading))
            if _is_seen(cell) and means is not None and "flow" in {**form.base, **means}:
                # What a picture does not show is no nought: sums wait for it.
                amounts.append(_amount(form, column, cell, head, means))
        elif "flow" not in {**form.base, **(means or {})}:
            doubted.append(doubts.unknown_row(row, cell))
        elif means is None and head.by_name and value in {a.value for a in amounts}:
            continue  # the same amount once more under its kind: 货物, 服务
        elif means is None or (head.year and column.year):
            doubted.append(doubts.contradiction(cell, head.label, column.heading))
        else:
            amounts.append(_amount(form, column, cell, head, means))
    if amounts and state.is_of_nobody and not any(a.unit_name or a.unit_code or a.code_kind == "unit" for a in amounts):
        return [], [doubts.of_nobody(row, amounts[0].cell)]
    return amounts, doubted


def _is_seen(cell: Cell) -> bool:
    """Whether a cell that cannot be read held a number in a picture; words of a text are none."""
    return cell.origin.reader == "ocr" or (cell.origin.reader == "text" and any(c.isdigit() for c in cell.text))


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


def _amount(form: Form, column: Named, cell: Cell, head: Head, means: Means) -> Amount:
    start = len(cell.text) - len(cell.text.lstrip())
    text = cell.text.strip()
    return Amount(
        {**form.base, **means},
        parse_amount(cell.text),
        text,
        narrow(cell, start, start + len(text), note=IN_RED if IN_RED in cell.origin.note else ""),
        head.code,
        head.kind,
        head.label or ("" if head.code else column.heading),
        head.unit,
        head.unit_code,
        column.year or head.year,
        column.unit,
        head.codes,
    )


def _not_read(row: Row, part: Part, cells: Sequence[Cell], state: State) -> list[Doubt]:
    """Why a row gives no amounts: it counts people or cars, it pads the block with zeros, or it is not known."""
    if _COUNTED.search(printed_in(row, part, "label")):
        return [doubts.counted(row, cells[0])]
    named = any(row[n.index].text.strip() for n in part.head if n.index < len(row))
    if not named and all(parse_amount(cell.text) == 0 for cell in cells):
        told, state.padded = state.padded, True
        return [] if told else [doubts.padding(cells[0])]
    own = {n.index for n in (*part.head, *part.beside, *part.amounts)}
    return [doubts.unknown_row(tuple(cell for k, cell in enumerate(row) if k in own), cells[0])]
