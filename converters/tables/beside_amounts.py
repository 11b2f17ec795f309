"""What stands in the cell of an amount and is no part of it: the unit of money, ¥, the mark of a note, blanks.

The unit in 1,234.56万元 or 1,234.56万, mostly from the number format of a sheet, is that of its own amount alone. What
stands beside it without one has the unit that the table prints, or is held back as that of any table that prints none.
¥ says no more than that it is money. A blank or an apostrophe may part the thousands (1 234 567.89): where a table
prints all its thousands so it does, elsewhere 1 234.56 could be two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...datapackage.accounting.slots import SEEING_READERS
from ...datapackage.frozen import changed
from ...datapackage.model import Origin
from ..forms.reading import Interpretation
from ..table import Cell, Table
from . import money
from .run import Run

_NUMBER = r"[-－−]?[(（]?[-－−]?\d[\d,，]*(?:[.．]\d+)?[)）]?"
#: Digits that are raised, which a reader of files keeps apart from the number before them.
_MARK = r"(?:[⁰¹²³⁴-⁹]{1,2}|[①-⑳]|[*＊※]{1,3})"
_AMOUNT = re.compile(
    rf"(?:[¥￥]\s*)?(?P<amount>{_NUMBER})\s*(?P<unit>百万元|千元|万元?|亿元?|元)?\s*{_MARK}?"
    rf"|(?P<sign>[-－−]?)\s*[¥￥]\s*(?P<bare>{_NUMBER})\s*{_MARK}?"
)
_BESIDE = re.compile(rf"[¥￥]|(?:[元万亿]|{_MARK})\s*$")
#: A number with decimals whose thousands are parted by blanks or apostrophes; two such marks in no such order; another
#: way to print thousands.
_PARTED = re.compile(r"[-－−]?[1-9]\d{0,2}(?:(?:[ \u00a0\u2002-\u200a\u202f]\d{3})+|(?:['’]\d{3})+)\.\d{1,6}")
_TORN = re.compile(r"[-－−]?[\d.]+(?:\s+|['’])[\d.]*\.\d+")
_UNPARTED = re.compile(r"[-－−]?(?:\d{4,}|\d{1,3}(?:[,，]\d{3})+)\.\d+")
_MARKS = re.compile(r"[\s'’]")
#: So many numbers have to be parted for it to be how the table prints them.
_USUAL = 3
Place = tuple[int | None, int | None, int | None, int | None]


def undone(run: Run) -> tuple[Run, Mapping[Place, str]]:
    """The table with its amounts alone in their cells, and the unit of each by its place; of exact grids only."""
    units: dict[Place, str] = {}
    if not all(table.exact for table in run.tables):
        return run, units
    whole = tuple(map(_closed, run.tables)) if _parts_thousands(run.tables) else run.tables
    tables = tuple(_bare(table, units) for table in whole)
    return (replace(run, tables=tables), units) if units or whole is not run.tables else (run, units)


def _parts_thousands(tables: Sequence[Table]) -> bool:
    """Whether blanks or apostrophes part the thousands of all numbers that have some; seen ones may be two."""
    if any(table.origin.reader in SEEING_READERS for table in tables):
        return False
    texts = [cell.text.strip() for table in tables for row in table.rows for cell in row]
    parted = [text for text in texts if _PARTED.fullmatch(text)]
    contrary = (t for t in texts if _UNPARTED.fullmatch(t) or (_TORN.fullmatch(t) and not _PARTED.fullmatch(t)))
    return len(parted) >= _USUAL and not any(contrary)


def _closed(table: Table) -> Table:
    return replace(table, rows=tuple(tuple(map(_without_marks, row)) for row in table.rows))


def _without_marks(cell: Cell) -> Cell:
    text = cell.text.strip()
    return replace(cell, text=_MARKS.sub("", text)) if _PARTED.fullmatch(text) else cell


def told(reading: Interpretation, units: Mapping[Place, str], run: Run) -> Interpretation:
    """The reading whose amounts have the units behind them; without those of which a heading says another."""
    if not units:
        return reading
    own = [(a, units.get(_place(a.cell), "")) for a in reading.amounts]
    contrary = [a for a, unit in own if unit and a.money_unit not in ("", unit)]
    doubts = [money.contradiction(run, units[_place(a.cell)], {a.money_unit}) for a in contrary[:1]]
    kept = tuple(changed(a, money_unit=unit or a.money_unit) for a, unit in own if a not in contrary)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, *doubts))


def _bare(table: Table, units: dict[Place, str]) -> Table:
    return replace(table, rows=tuple(tuple(_alone(cell, units) for cell in row) for row in table.rows))


def _alone(cell: Cell, units: dict[Place, str]) -> Cell:
    if not _BESIDE.search(cell.text):
        return cell
    match = _AMOUNT.fullmatch(cell.text.strip())
    if match is None:
        return cell
    place, unit = _place(cell.origin), match["unit"] or ""
    unit += "元" if unit in ("万", "亿") else ""
    if units.setdefault(place, unit) != unit:
        return cell  # of another sheet at the same place: neither is certain
    return replace(cell, text=match["amount"] or match["sign"] + match["bare"])


def _place(cell: Origin) -> Place:
    return cell.page, cell.table_on_page, cell.row, cell.column
