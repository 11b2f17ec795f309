"""One sheet of a workbook, whatever its file format: what is visible, cut into captions and tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ....datapackage.frozen import frozen
from ....datapackage.model import Origin
from ...table import IN_RED, Block, Cell, Paragraph, Table
from .. import limits
from ..characters import tidy
from ..grid import Placed, is_caption, is_number, lift_captions, notes_begin, rectangle
from .formats import Value

#: How the title of a table ends: 支出总表（2025年度）.
_TITLE = re.compile(r"表\s*(?:[（(][^（()）]{1,20}[)）])?$")

#: How short a title is that does not end so.
_SHORTEST_TITLE = 6

#: A row lower (in points) and a column narrower (in characters) than that show nothing.
LOW, NARROW = 2.0, 0.5

#: Stands behind a number of which it is not known whether a reader sees it; it is no number then.
DOUBTFUL = "?"

Area = tuple[int, int, int, int]  # first row, first column, last row, last column, from 1


@frozen()
class Shown:
    """The text that a cell shows, and a note where the file stores something more exact."""

    text: str
    note: str = ""


def stored(value: Value, text: str) -> str:
    """A note of the number that the file stores, where the sheet shows it rounded or scaled."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return ""
    digits = re.sub(r"[^\d.]", "", text)
    exact = Decimal(format(float(value), ".15g"))
    try:
        same = abs(exact) == Decimal(digits or "0")
    except InvalidOperation:
        same = False
    return "" if same else f"stored: {exact:f}"


def is_something(value: Value) -> bool:
    """Whether a reader misses a value that a sheet does not show: any but a blank and nought."""
    return value is not None and value != 0 and bool(str(value).strip())


@dataclass(slots=True)
class Sheet:
    """The cells of one sheet by row and column (from 1), and what its author hid."""

    name: str
    cells: dict[tuple[int, int], Shown] = field(default_factory=dict[tuple[int, int], Shown])
    merged: list[Area] = field(default_factory=list[Area])
    hidden_rows: set[int] = field(default_factory=set[int])
    hidden_columns: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    hidden: bool = False
    active: bool = False  # in front when the workbook is opened
    struck: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # cells whose text is struck out
    unseen: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # cells whose text nobody can read
    in_doubt: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # numbers that a rule may hide
    across: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])  # cells set “center across selection”

    def show(self, place: tuple[int, int], value: Value, seen: Collection[tuple[str, bool]], *, is_red: bool) -> None:
        """Takes in what may be seen of a value, and whether struck out: in one way, or in several by rules not settled.

        ``is_red``: its type is; of a number that is stored as one the file has the sign itself.
        """
        text, is_struck = max(seen)
        if len(seen) > 1 and is_number(text):
            self.in_doubt.append(place)
            self.cells[place] = Shown(text + DOUBTFUL)
        elif is_struck and len(seen) == 1:
            self.struck.append(place)
        elif not text and is_something(value):
            self.unseen.append(place)
        elif text:
            self.cells[place] = Shown(text, IN_RED if is_red and is_number(text) else stored(value, text))

    def is_hidden_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.hidden_columns)

    def left_out(self) -> list[str]:
        """What was hidden and held something, one line each."""
        zh, en = (f"工作表“{self.name}”", f"sheet {self.name!r}: ") if self.name else ("表里", "")
        if self.hidden:
            return [f"{zh}已隐藏 / {en}hidden"] if self.cells else []
        filled = [place for place, cell in self.cells.items() if cell.text]
        rows = sorted({row for row, _ in filled} & self.hidden_rows)
        columns = sorted({column for _, column in filled if self.is_hidden_column(column)})
        left_out = (
            ("划掉的单元格", "struck-out cells", _named(self.struck)),
            ("看不见的字", "unseen text", _named(self.unseen)),
            ("不知是否看得见的数", "numbers that a rule may hide", _named(self.in_doubt)),
            ("隐藏行", "hidden rows", _numbers(rows)),
            ("隐藏列", "hidden columns", _numbers(columns)),
        )
        return [f"{zh}{what} {places} / {en}{what_en} {places}" for what, what_en, places in left_out if places]


def _named(places: Sequence[tuple[int, int]]) -> str:
    """Cells as R3C2, row and column of the sheet."""
    shown = ", ".join(f"R{row}C{column}" for row, column in places[:10])
    return shown + (" …" if len(places) > 10 else "")


def _numbers(values: Sequence[int]) -> str:
    shown = ", ".join(map(str, values[:10]))
    return shown + (" …" if len(values) > 10 else "")


@frozen()
class _Line:
    """A visible row: its number in the sheet and its cells."""

    number: int
    cells: tuple[Placed, ...]

    @property
    def texts(self) -> list[Placed]:
        return [cell for cell in self.cells if cell.text]


def blocks(path: Path, sheet: Sheet, reader: str, first: int = 1) -> Iterator[Block]:
    """The captions and tables of what is visible, top to bottom; the row and column of each cell are the sheet's.

    Tables are numbered from ``first`` on. Rows and columns without any text are dropped. A sheet may hold several
    tables one under the other, or side by side.

    Raises:
        UnreadableError: the sheet is too large to be a printed table.
    """
    if sheet.hidden:
        return
    lines = _lines(sheet, reader)
    number = first
    for chunk in (chunk for own in _side_by_side(lines) for chunk in _chunks(own)):
        for block in _table(path, chunk, sheet.name, reader, number):
            if isinstance(block, Table):
                number += 1
            yield block


def _lines(sheet: Sheet, reader: str) -> list[_Line]:
    """The visible rows with their texts; a span is counted in rows and columns of the sheet, hidden ones too."""
    by_row: dict[int, list[Placed]] = {}
    for (row, column, last_row, last_column), cell in sorted(_visible(sheet), key=lambda item: item[0]):
        text = tidy(cell.text)
        if text:
            origin = Origin(reader, row=row, column=column, note=cell.note)
            placed = Placed(row, column, text, origin, last_row - row + 1, last_column - column + 1)
            by_row.setdefault(row, []).append(placed)
    return [_Line(row, tuple(cells)) for row, cells in by_row.items()]


def _visible(sheet: Sheet) -> Iterator[tuple[Area, Shown]]:
    """Each cell with the area that it fills, from the first row and column of it that are not hidden."""
    merged = [*sheet.merged, *_across(sheet)]
    areas = {(area[0], area[1]): area for area in merged if _size(area) < limits.MAX_GRID_CELLS}
    covered = {place for area in areas.values() for place in _places(area, sheet)} - areas.keys()
    for (row, column), cell in sheet.cells.items():
        if (row, column) in covered:
            continue  # left over from before the cells were merged, and not shown
        area = areas.get((row, column), (row, column, row, column))
        first = next(_places(area, sheet), None)
        if first is not None:
            yield (*first, area[2], area[3]), cell


def _across(sheet: Sheet) -> Iterator[Area]:
    """The texts that are set across the blank cells right of them (跨列居中), which merges none."""
    for row, column in sorted(sheet.across & sheet.cells.keys()):
        last = column
        while (row, last + 1) in sheet.across and (row, last + 1) not in sheet.cells:
            last += 1
        if last > column:
            yield row, column, row, last


def _size(area: Area) -> int:
    return (area[2] - area[0] + 1) * (area[3] - area[1] + 1)


def _places(area: Area, sheet: Sheet) -> Iterator[tuple[int, int]]:
    for row in range(area[0], area[2] + 1):
        if row in sheet.hidden_rows:
            continue
        for column in range(area[1], area[3] + 1):
            if not sheet.is_hidden_column(column):
                yield row, column


def _side_by_side(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """The rows of tables side by side, one table after the other; all rows where none are.

    Two titles stand in one row, and from there on a column between them is blank. Above all else on the sheet they may
    be titles without the word.
    """
    for index, line in enumerate(lines):
        titles = line.texts
        is_first = all(is_caption(cell.text) for other in lines[:index] for cell in other.texts)
        if len(titles) > 1 and (all(map(_is_title_of, titles)) or (is_first and all(map(_may_be_title, titles)))):
            left, right = titles[0].column, titles[1].column
            filled = {c for other in lines[index:] for cell in other.cells for c in _covered(cell)}
            gap = next((c for c in range(left + 1, right) if c not in filled), None)
            if gap is not None:
                yield lines[:index]
                yield _within(lines[index:], 0, gap)
                yield from _side_by_side(_within(lines[index:], gap, limits.MAX_GRID_CELLS))
                return
    yield lines


def _is_title_of(cell: Placed) -> bool:
    return bool(_TITLE.search(cell.text))


def _may_be_title(cell: Placed) -> bool:
    """Whether a text can be the title of a table by its length: 一般公共预算支出, and not 收入."""
    return len(cell.text) >= _SHORTEST_TITLE and not is_caption(cell.text) and not is_number(cell.text)


def _covered(cell: Placed) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _within(lines: Sequence[_Line], first: int, end: int) -> list[_Line]:
    """The rows with their cells in the columns from ``first`` to before ``end``, without those that have none."""
    rows = (_Line(line.number, tuple(c for c in line.cells if first <= c.column < end)) for line in lines)
    return [row for row in rows if row.cells]


def _chunks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """The rows of one table each: a new one starts after an empty row, with a title and not with a number.

    Without an empty row it starts with what can be nothing but a title: 表三 支出总表, set across the columns.
    """
    chunk: list[_Line] = []
    for line in lines:
        gap = bool(chunk) and line.number > chunk[-1].number + 1
        starts = _starts_table(line) and (gap or _is_title(line.texts[0]))
        if starts and any(len(other.texts) > 1 for other in chunk):
            yield chunk
            chunk = []
        chunk.append(line)
    if chunk:
        yield chunk


def _starts_table(line: _Line) -> bool:
    texts = [cell.text for cell in line.texts]
    return len(texts) == 1 and not is_number(texts[0]) and not texts[0].startswith(("注", "备注", "说明"))


def _is_title(cell: Placed) -> bool:
    return cell.colspan > 1 and bool(_TITLE.search(cell.text))


def _table(path: Path, chunk: Sequence[_Line], name: str, reader: str, number: int) -> Iterator[Block]:
    """Titles, the grid under them, and notes."""
    start = 0
    # A title stands alone in its row; captions may stand two in a row.
    while start < len(chunk) and _is_above(chunk, start):
        start += 1
    yield from _paragraphs(chunk[:start], name)
    body = chunk[start:]
    end = notes_begin([line.texts[0].text if len(line.texts) == 1 else None for line in body], _is_note)
    if end:
        yield from _grid(path, body[:end], name, reader, number)
    yield from _paragraphs(body[end:], name)


def _is_above(chunk: Sequence[_Line], index: int) -> bool:
    texts = chunk[index].texts
    if all(is_caption(cell.text) for cell in texts):
        return True
    if len(texts) > 1:
        return is_caption(texts[-1].text) and not any(is_number(cell.text) for cell in texts)
    # One text alone is a title only above a heading, which has at least two.
    return texts[0].rowspan == 1 and not is_number(texts[0].text) and len(chunk) > index + 1


def _is_note(text: str) -> bool:
    return text.startswith(("注", "备注", "说明", "附注")) or len(text) > 40


def _paragraphs(lines: Iterable[_Line], name: str) -> Iterator[Paragraph]:
    for line in lines:
        for cell in line.texts:
            yield Paragraph(cell.text, cell.origin)


def _grid(path: Path, lines: Sequence[_Line], name: str, reader: str, number: int) -> Iterator[Block]:
    columns = sorted({cell.column for line in lines for cell in line.texts})
    numbers = [line.number for line in lines]
    limits.check_grid(path, len(lines), len(columns))
    placed = [
        Placed(
            bisect_left(numbers, cell.row),
            bisect_left(columns, cell.column),
            cell.text,
            cell.origin,
            bisect_left(numbers, cell.row + cell.rowspan) - bisect_left(numbers, cell.row),
            bisect_left(columns, cell.column + cell.colspan) - bisect_left(columns, cell.column),
        )
        for line in lines
        for cell in line.texts
    ]
    origin = Origin(reader, table_on_page=number)
    rows = rectangle(placed, len(lines), len(columns), origin)
    rows = tuple(_numbered(row, line.number, columns, reader) for row, line in zip(rows, lines, strict=True))
    yield from lift_captions(Table(rows, origin, exact=True, name=name))


def _numbered(row: Sequence[Cell], number: int, columns: Sequence[int], reader: str) -> tuple[Cell, ...]:
    """Empty cells with the row and column of the sheet, as all others have."""
    return tuple(
        cell if cell.text else Cell("", Origin(reader, row=number, column=column))
        for cell, column in zip(row, columns, strict=True)
    )
