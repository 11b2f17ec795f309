"""Grids that are not exact: what their headings say that the reading by order and likeness would not notice.

A column of another year, of another stage or of a change looks like the column that the form expects. Such a
table is held back as a whole; codes in three columns are put together first, and counters of columns and rows
(栏次, 行次) left out: they are no amounts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from ..amounts import is_nothing, parse_amount
from ..codes import undo_spaces
from ..table import Cell, Table
from . import doubts
from .form import numbering
from .headings import is_counted
from .reading import Amount, Doubt, Interpretation
from .words import DIMENSIONS, Word, understand

Row = tuple[Cell, ...]

_LEVELS = ["类", "款", "项"]
_COMPARED = ("增减", "增长", "比上年", "占比", "比例", "完成率", "％", "%")
_ROW_COUNTER = "行次"
_COUNTED = re.compile(r"^\d{1,3}$")
_WHOLE = re.compile(r"^[\d,]+$")
_DECIMALS = re.compile(r"\.\d{1,2}$")
#: How many row counters, each below the one before, tell that rows were read from the last to the first.
_FEWEST_FALLING = 3
#: How many rows that are as far apart by their numbers as by those of their labels tell that the numbers count rows.
_FEWEST_COUNTED = 3
#: How many amounts with decimals tell that a table prints them, and how many to one without.
_FEWEST_EXACT, _FEWER = 6, 4
#: What stands above the headings: whose table it is, in which unit of money, which form.
_CAPTION = re.compile(
    r"^(?:(?:编制|填报|公开|预算|填表|报送|决算)?(?:部门|单位)(?:\(单位\)|（单位）)?(?:名称|代码|编码)?[:：].*|(?:金额)?单位[:：].*|"
    r"(?:公开|预算|财决)\d{1,2}(?:-\d)?表|(?:编制|填报|批复)?(?:日期|时间)[:：].*)$"
)
#: How many rows from the top can be headings.
_HEADING_ROWS = 8


def prepare(tables: Sequence[Table], year: int) -> tuple[tuple[Table, ...], Doubt | None]:
    """The grids ready to be read, or without rows and with a doubt where their columns cannot be told apart."""
    told = _other_columns(tables, year)
    if told is not None:
        return (), _ambiguous(told)
    joined = [_with_whole_codes(table, _code_columns(tables)) for table in tables]
    if any(table is None for table in joined):
        return (), _ambiguous(tables[0].rows[0][0])
    whole = [_without_counters(table) for table in joined if table]
    counts_rows = _counts_rows(whole)
    return tuple(_without_row_counters(table) if counts_rows else table for table in whole), None


def in_order(tables: Sequence[Table]) -> list[Table]:
    """The grids; rows whose counters (行次) count down were read from the last to the first, and are turned round."""
    return [_turned_round(table) for table in tables] if _counts_rows(tables) else list(tables)


def _counts_rows(tables: Sequence[Table]) -> bool:
    return any(undo_spaces(c.text) == _ROW_COUNTER for t in tables for row in _headings(t) for c in row)


def _turned_round(table: Table) -> Table:
    start = len(_headings(table))
    firsts = [counters[0] for row in table.rows[start:] if (counters := _uncounted(row, ())[1])]
    falls = len(firsts) >= _FEWEST_FALLING and all(one > other for one, other in pairwise(firsts))
    return replace(table, rows=(*table.rows[:start], *reversed(table.rows[start:]))) if falls else table


def without_remnants(reading: Interpretation, *, is_proven: bool = False) -> Interpretation:
    """The reading without whole numbers where all other amounts have decimals: remnants, counters, lost points.

    A border that cuts 1,234.59 leaves a 9; a row counter whose heading a page break took is a number like any other.
    Longer numbers may have lost their points; those of tables that sums have proven are left.
    """
    shape = _COUNTED if is_proven else _WHOLE
    whole = [a for a in reading.amounts if a.value and shape.match(undo_spaces(a.printed))]
    other = [a for a in reading.amounts if a.value and a not in whole]
    exact = sum(bool(_DECIMALS.search(undo_spaces(a.printed))) for a in other)
    if not _count_rows(whole) and (not whole or exact < max(_FEWEST_EXACT, len(other), _FEWER * len(whole))):
        return reading
    return replace(
        reading,
        amounts=tuple(a for a in reading.amounts if a not in whole),
        doubts=(*reading.doubts, *map(doubts.remnant, whole)),
    )


def _count_rows(amounts: Sequence[Amount]) -> bool:
    """Whether numbers count the rows that they stand in: 二、外交支出 32, 三、国防支出 33, 五、教育支出 35."""
    short = [a for a in amounts if _COUNTED.match(undo_spaces(a.printed))]
    steps = Counter(int(a.value) - number for a in short if a.value and (number := numbering(a.label)))
    return bool(steps) and max(steps.values()) >= _FEWEST_COUNTED


def without_lone_totals(reading: Interpretation) -> Interpretation:
    """The reading of a listing without totals of columns in which no row prints anything: they stand in another's."""
    filled = {_column(a) for a in reading.amounts if a.value and a.means.get("line") != "total"}
    lone = [a for a in reading.amounts if a.value and a.means.get("line") == "total" and _column(a) not in filled]
    return reading.without(lone, *map(doubts.lone_total, lone)) if filled else reading


def _column(amount: Amount) -> tuple[str, ...]:
    """What a column is of."""
    return amount.year, *(amount.means.get(d, "") for d in DIMENSIONS if d != "line")


def without_places(table: Table) -> Table:
    """The grid with what each of its rows prints, wherever in the line it stands."""
    rows = [[replace(c, origin=replace(c.origin, note="")) for c in row if c.text.strip()] for row in table.rows]
    return replace(table, rows=tuple(tuple(row) for row in rows if row))


def without_captions(table: Table) -> Table:
    """The grid from its headings on: a text cuts no line between them and the captions above."""
    rows = table.rows
    while len(rows) > 1 and _is_caption(rows[0]):
        rows = rows[1:]
    return replace(table, rows=rows) if len(rows) < len(table.rows) else table


def _is_caption(row: Row) -> bool:
    texts = [undo_spaces(c.text) for c in row if c.text.strip()]
    return bool(texts) and all(_CAPTION.match(text) for text in texts)


def _headings(table: Table) -> list[Row]:
    """The rows above the first that prints an amount that does not count a column."""
    rows: list[Row] = []
    for row in table.rows[:_HEADING_ROWS]:
        texts = [c.text for c in row if not is_nothing(c.text)]
        if any(parse_amount(t) is not None for t in texts) and not is_counted(texts):
            break
        rows.append(row)
    return rows


def _other_columns(tables: Sequence[Table], year: int) -> Cell | None:
    """A heading of another year than the document's, of a stage beside another, or of a comparison."""
    stages: dict[str, Cell] = {}
    for cell in (c for table in tables for row in _headings(table) for c in row):
        text = undo_spaces(cell.text)
        word = understand(text)
        if any(sign in text for sign in _COMPARED) or (word and _is_other_year(word, year)):
            return cell
        if word and "phase" in word.means:
            stages[word.means["phase"]] = cell
    return next(iter(stages.values())) if len(stages) > 1 else None


def _is_other_year(word: Word, year: int) -> bool:
    """Whether a heading names another year; 上年 alone may be the first half of 上年结转."""
    return word.year not in ("", "0", str(year)) and (len(word.year) == 4 or "phase" in word.means)


def _code_columns(tables: Sequence[Table]) -> int | None:
    """The first of the three columns 类 款 项, or None."""
    for row in (row for table in tables for row in _headings(table)):
        texts = [undo_spaces(c.text) for c in row]
        for k in range(len(texts) - 2):
            if texts[k : k + 3] == _LEVELS:
                return k
    return None


def _with_whole_codes(table: Table, first: int | None) -> Table | None:
    """The grid with its three columns of codes in one; None where a row does not have them."""
    if first is None:
        return table
    rows: list[Row] = []
    for row in table.rows:
        parts = row[first : first + 3]
        texts = [undo_spaces(c.text) for c in parts]
        if len(parts) < 3 or not (all(t.isdigit() or not t for t in texts) or row in _headings(table)):
            return None
        is_heading = row in _headings(table) and not all(t.isdigit() for t in texts if t)
        whole = replace(parts[0], text=parts[0].text if is_heading and texts != _LEVELS else "".join(texts))
        rows.append((*row[:first], replace(whole, text="" if texts == _LEVELS else whole.text), *row[first + 3 :]))
    return replace(table, rows=tuple(rows))


def _without_counters(table: Table) -> Table:
    """The grid without the row that counts its columns: 栏次 1 2 3."""
    above = _headings(table)
    kept = [
        row for row in table.rows if not (row in above and is_counted([c.text for c in row if not is_nothing(c.text)]))
    ]
    return replace(table, rows=tuple(kept))


def _without_row_counters(table: Table) -> Table:
    """The grid with its row counters blanked: whole numbers that follow a label or go on from the row above."""
    start = len(_headings(table))
    rows: list[Row] = []
    expected: set[int] = set()
    for row in table.rows[start:]:
        bare, counters = _uncounted(row, expected)
        rows.append(bare)
        expected = {n + 1 for n in counters} or expected
    return replace(table, rows=(*table.rows[:start], *rows))


def _uncounted(row: Row, expected: Collection[int]) -> tuple[Row, list[int]]:
    """The row without its counters, and these; ``expected`` are those that would follow the row above's."""
    cells: list[Cell] = []
    counters: list[int] = []
    follows_label = True
    for cell in row:
        text = undo_spaces(cell.text)
        is_counter = bool(_COUNTED.match(text)) and (follows_label or int(text) in expected)
        if is_counter:
            counters.append(int(text))
        cells.append(replace(cell, text="") if is_counter else cell)
        if cell.text.strip():
            follows_label = parse_amount(cell.text) is None
    return tuple(cells), counters


def _ambiguous(cell: Cell) -> Doubt:
    text = undo_spaces(cell.text)
    return Doubt(
        "columns-undecided",
        f"表头“{text}”说明有别的年份、别的阶段或对比的栏，而文本里的栏目位置不可靠，整表未发布",
        f"the heading {text!r} tells of other years, stages or comparisons, and a text does not keep its columns;"
        " the table is held back",
        cell.origin,
        label=text,
    )
