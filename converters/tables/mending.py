"""What an OCR run tore, cut or lost of a text, put so that grids can be read; numbers are put back as printed after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...datapackage.model import Origin
from ..amounts import parse_amount, parse_undivided
from ..forms import exact
from ..forms.cut_words import whole_codes, whole_headings, whole_labels
from ..forms.form import Form, fold
from ..forms.naming import CodesBelow
from ..forms.reading import Amount, ClassCode, narrow
from ..table import NAMES_OVER, Cell, Table
from .grids import first_printed

Place = tuple[object, ...]

BY_CODES = "名称叠印在一起，各行按编码认"
#: How long a line has to be to tell of what it is part, and how many of them have to be of classes.
_TELLING, _MOST = 4, 2 / 3
WHOLE_WORDS = "表头和项目丢失或错入邻格的字按词表补回"


def with_whole_words(form: Form, table: Table, names: frozenset[str]) -> Table:
    """The table with what was cut of its headings, labels and codes of projects made whole.

    That is as far as one word alone can be meant. ``names`` are those that labels may have, folded, beside the
    lines of the form.
    """
    first = first_printed(table)
    headings, rows = table.rows[:first], table.rows[first:]
    rows = whole_labels(rows, form.labels | names)
    whole = whole_codes(rows) if form.rows == "project" else rows
    return replace(table, rows=(*whole_headings(form, headings), *whole))


def without_names_over(
    form: Form, tables: Sequence[Table], names: frozenset[str], class_code: ClassCode, below: Mapping[str, CodesBelow]
) -> tuple[Table, ...] | None:
    """Tables whose names are printed over each other, without these: their rows are those of the codes beside them.

    None where no table is so, or what is printed there are not ``names`` of classes, with their codes beside them.
    """
    if form.rows not in ("function", "economic"):
        return None
    over = [c for t in tables for row in t.rows[first_printed(t) :] for c in row if c.origin.note == NAMES_OVER]
    told = [line for cell in over for line in map(fold, cell.text.split()) if len(line) >= _TELLING]
    if sum(any(line in name for name in names) for line in told) <= len(told) * _MOST:
        return None
    places = [{k for row in t.rows for k, c in enumerate(row) if c.origin.note == NAMES_OVER} for t in tables]
    if any(not t.exact and not own for t, own in zip(tables, places, strict=True)):
        return None
    named = exact.columns(form, _trusted(tables[0]), class_code, below)
    labels = {n.index for n in named if n.role == "label"}
    codes = [n.index for n in named if n.role == "code" and n.kind in ("subject", form.rows)]
    is_whole = len({len(row) for t in tables for row in t.rows}) == 1 and set[int]().union(*places) <= labels
    cells = [row[k] for t in tables for row in t.rows[first_printed(t) :] for k in codes if is_whole]
    if not cells or any(cell.rowspan > 1 for cell in cells):
        return None
    return tuple(_without_names(_trusted(t), own, codes) for t, own in zip(tables, places, strict=True))


def _trusted(table: Table) -> Table:
    """The table without what its names say of themselves."""
    rows = (
        tuple(replace(c, origin=replace(c.origin, note="")) if c.origin.note == NAMES_OVER else c for c in row)
        for row in table.rows
    )
    return replace(table, rows=tuple(rows), exact=True)


def _without_names(table: Table, columns: set[int], codes: Sequence[int]) -> Table:
    """The table without the texts of ``columns`` in rows that print a code."""
    first = first_printed(table)
    rows = (
        tuple(
            replace(c, text="") if k in columns and n >= first and any(row[i].text.strip() for i in codes) else c
            for k, c in enumerate(row)
        )
        for n, row in enumerate(table.rows)
    )
    return replace(table, rows=tuple(rows))


def lost_prints(grids: Sequence[Table]) -> dict[Place, Cell]:
    """The blanks in columns that print their noughts, and most of their rows: they lost their print."""
    rows = [row for table in grids for row in table.rows[first_printed(table) :] if any(c.text.strip() for c in row)]
    printed = Counter(k for row in rows for k, cell in enumerate(row) if cell.text.strip())
    zeros = {k for row in rows for k, cell in enumerate(row) if parse_amount(cell.text) == 0}
    full = {k for k in zeros if printed[k] > len(rows) / 2}
    return {place_of(c.origin): c for row in rows for k, c in enumerate(row) if k in full and not c.text.strip()}


def torn_prints(grids: Sequence[Table]) -> dict[Place, Cell]:
    """The numbers that blanks or points tear: where no cell is missing, each is one."""
    return {place_of(c.origin): c for t in grids for row in t.rows for c in row if _is_torn(c)}


def _is_torn(cell: Cell) -> bool:
    return bool(cell.text.strip()) and parse_amount(cell.text) is None and parse_undivided(cell.text) is not None


def mended(table: Table, torn: Mapping[Place, Cell]) -> Table:
    """The grid with the numbers that blanks or points tear, and noughts for those that are lost."""
    rows = [
        tuple(replace(c, text=str(parse_undivided(c.text) or "0.00")) if place_of(c.origin) in torn else c for c in row)
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def as_printed(amount: Amount, cell: Cell | None) -> Amount:
    """The amount of a mended cell with what the document prints; without a value where it prints nothing."""
    if cell is None:
        return amount
    printed = cell.text.strip()
    start = cell.text.index(printed)
    value = amount.value if printed else None
    return replace(amount, value=value, printed=printed, cell=narrow(cell, start, start + len(printed)))


def place_of(origin: Origin) -> Place:
    """Which cell an origin is of, or of a part of which."""
    return origin.file, origin.page, origin.table_on_page, origin.line, origin.row, origin.column
