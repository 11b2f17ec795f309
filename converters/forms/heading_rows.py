"""Which rows of an exact grid are its headings and which its data, also where a page break stands between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..amounts import is_nothing, is_too_wide, parse_amount
from ..codes import parse_code, undo_spaces
from ..table import Table
from ..titles import is_unit_name
from .block import Row
from .cut_rows import cut_rows_joined
from .form import Form
from .headings import COUNTS, clean, is_counted
from .lines import lines_of
from .named import Named
from .reading import ClassCode
from .words import understand

_NUMBER = re.compile(r"^[\d\s.,=+\-()（）]*$")
_DECIMALS = re.compile(r"^-?[\d,]+\.\d{2}$")
#: What the rows above the headings say: whose table it is or in what money, its number, its year.
_OWNER_OR_MONEY = re.compile(
    r"^(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?[:：](?![台套个件])|(?<![(（])(?:金额)?单位[:：](?:人民币)?[百千万亿]*元[)）]?$"
)
_CAPTION = re.compile(rf"{_OWNER_OR_MONEY.pattern}|^(?:公开|预算|决算|附)?表?\d+表?$|^[(（]?20\d\d年度?[)）]?$")
_CAPTION_ROWS = 4
#: Numbers one below the other in a cell.
_SEVERAL = re.compile(r"\d[ \t]*\n[ \t]*[-\d]")


def separate(form: Form, table: Table, class_code: ClassCode) -> tuple[list[Row], list[Row]]:
    """The rows above the first row that carries a code, a known line or an amount, and the rows from there.

    What a grid says above its headings of its number, unit, year and money is left out.
    """
    rows = table.rows[_captions_above(table.rows) :]
    for index, row in enumerate(rows):
        if _is_data(form, row, class_code) or _is_unit_below(form, rows[:index], row):
            return _printed(rows[:index]), _without_remarks(_printed(rows[index:]))
    return _printed(rows), []


def _captions_above(rows: Sequence[Row]) -> int:
    """How many rows a grid begins with that are captions, down to the last that tells a unit or its money."""
    count = 0
    for index, row in enumerate(rows[:_CAPTION_ROWS]):
        texts = [undo_spaces(c.text) for c in row if c.text.strip()]
        if not all(map(_CAPTION.search, texts)):
            break
        if any(map(_OWNER_OR_MONEY.search, texts)):
            count = index + 1
    return count


def _without_remarks(rows: list[Row]) -> list[Row]:
    """The rows without those at the end that only print a text where an amount stands above: signatures, remarks."""
    end = len(rows)
    while end > 1 and _is_text_alone(rows[end - 1]):
        end -= 1
    return rows[:end] if end and rows[end - 1] and _DECIMALS.match(rows[end - 1][0].text.strip()) else rows


def _is_text_alone(row: Row) -> bool:
    texts = [c.text for c in row if not is_nothing(c.text)]
    return len(texts) == 1 and bool(row) and texts[0] == row[0].text and parse_amount(texts[0]) is None


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
        t for t in texts if parse_amount(t) is not None or is_too_wide(t) or (_NUMBER.match(t) and holds_several(t))
    ]
    if is_counted(texts) and (not words or any(undo_spaces(t) == COUNTS for t in texts)):
        return False
    if any(understand(t, form.groups) for t in words):
        return bool(numbers) or (len(words) == 1 == len(texts) and _opens(form, row, class_code))
    if any(lines_of(form, t, class_code) for t in words):
        return True
    return bool(numbers) or bool(form.rows != "whole" and texts and parse_code(texts[0], form.rows))


def _is_unit_below(form: Form, headings: Sequence[Row], row: Row) -> bool:
    """Whether a row below the headings of a list prints the name of a unit alone, whose classes follow."""
    texts = [c.text for c in row if not is_nothing(c.text)]
    is_alone = len(texts) == 1 and row[0].text == texts[0] and is_unit_name(texts[0])
    return is_alone and form.shape == "listing" and form.rows != "whole" and say_anything(form, headings)


def holds_several(text: str) -> bool:
    """Whether a cell holds the numbers of several rows, one below the other."""
    return bool(_SEVERAL.search(text)) and parse_amount(text) is None


def _opens(form: Form, row: Row, class_code: ClassCode) -> bool:
    """Whether a row that prints one text only is a line without an amount, and no group of headings."""
    cell = next(c for c in row if not is_nothing(c.text))
    return cell is row[0] and cell.colspan == 1 and bool(lines_of(form, cell.text, class_code))


def say_anything(form: Form, headings: Sequence[Row]) -> bool:
    return any(understand(clean(c.text), form.groups) for row in headings for c in row if clean(c.text))


def are_lines_left_blank(form: Form, rows: Sequence[Row], named: Sequence[Named], class_code: ClassCode) -> bool:
    """Whether rows print known lines below columns of names, and nothing else: 结转下年 names a column elsewhere."""
    labels = {n.index for n in named if n.role == "label"}
    printed = [(index, c.text) for row in rows for index, c in enumerate(row) if not is_nothing(c.text)]
    return all(index in labels and lines_of(form, text, class_code) for index, text in printed)


def over_page_breaks(form: Form, tables: Sequence[Table], class_code: ClassCode) -> tuple[list[Table], list[Row]]:
    """The grids with cut rows whole, and headings that stand alone above a break with the rows that follow it.

    Beside them the parts of rows that cannot be made whole.
    """
    joined: list[Table] = []
    whole, cut = cut_rows_joined(tables, lambda text: bool(lines_of(form, text, class_code)))
    for table in whole:
        before = joined[-1] if joined else None
        widths = {max(map(len, t.rows), default=0) for t in (before, table) if t}
        if before and len(widths) == 1 and not separate(form, before, class_code)[1]:
            again = separate(form, table, class_code)[0]
            if not say_anything(form, again) or _goes_on(before.rows, again[0]):
                joined[-1] = replace(table, rows=(*before.rows, *table.rows))
                continue
        joined.append(table)
    return joined, cut


def _goes_on(above: Sequence[Row], row: Row) -> bool:
    """Whether a row of headings lacks those above a page break: it leaves columns without one, or they are groups."""
    covered = {k + n for k, cell in enumerate(row) for n in range(1, cell.colspan)}
    has_gaps = any(is_nothing(cell.text) and k not in covered for k, cell in enumerate(row))
    is_repeated = [clean(c.text) for c in row] in [[clean(c.text) for c in other] for other in above]
    return not is_repeated and (has_gaps or any(cell.colspan > 1 for cell in above[-1]))


def data_rows(form: Form, table: Table, class_code: ClassCode) -> list[Row]:
    """The rows of a grid below its headings that print anything."""
    return separate(form, table, class_code)[1]
