"""From placed cells to a rectangular table, and the captions that stand inside a grid taken out of it.

Every row of a table built here has the same number of fields and column k is column k: a merged cell stands at
its top left position, and each position that it covers holds an empty cell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from ...datapackage.frozen import frozen
from ...datapackage.model import Origin
from ..amounts import parse_amount
from ..table import Block, Cell, Paragraph, Table

Row = tuple[Cell, ...]

#: What stands above a grid although the file puts it inside: unit of money, who and when, number of the table.
_CAPTION = r"""
      [（(]?\s*(?:金额|货币|计量|数据)?\s*单\s*位\s*[:：]\s*(?:人民币)?\s*[千百万亿]*\s*元?\s*[）)]?
    | (?:编制|填报|填制|公开|预算|决算|汇总|主管)?\s*
      (?:部门\s*[/／]\s*单位|单位|部门|机构|日期|时间|年度|年份)(?:名称|代码)?\s*[:：].{0,60}
    | [^\s\d]{0,8}?\s*(?:表|附件)\s*[\d一二三四五六七八九十]+(?:[-－—.][\d一二三四五六七八九十]+)*
    | \S{0,6}公开\s*\d+(?:[-－—]\d+)?\s*表 | 财决\S{0,6}\s*\d*\s*表
    | \d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?
    """
_MONEY = re.compile(r"单\s*位\s*[:：]\s*(?:人民币)?\s*[千百万亿]*\s*元")
_HEADING_ROWS = 8
#: One caption, or several that share a cell.
_CAPTIONS = re.compile(rf"(?:{_CAPTION})(?:\s+(?:{_CAPTION}))*", re.VERBOSE)
_TITLE = re.compile(r"(?:表|情况|明细|一览)(?:[（(][^（()）]*[）)])?$")
_NOTE = re.compile(r"(?:备注|说明|注释|附注|注)\s*\d*\s*[:：.、]")
_NOTE_GOES_ON = re.compile(r"[（(]?\d{1,2}[)）]?\s*[.、．]?\s*[^\W\d_].{6,}", re.DOTALL)
_NUMBER = re.compile(r"[-－−△▲(（]?\s*[\d,，.．\s]+%?\s*[)）]?")


@frozen()
class Placed:
    """A cell with the position of its top left corner in the grid, counted from 0."""

    row: int
    column: int
    text: str
    origin: Origin
    rowspan: int = 1
    colspan: int = 1


def rectangle(cells: Iterable[Placed], rows: int, columns: int, blank: Origin) -> tuple[Row, ...]:
    """``rows`` × ``columns`` fields; a position that no cell names holds an empty cell with ``blank`` as its origin."""
    placed = {(cell.row, cell.column): cell for cell in cells}
    grid: list[Row] = []
    for r in range(rows):
        fields: list[Cell] = []
        for c in range(columns):
            cell = placed.get((r, c))
            if cell is None:
                fields.append(Cell("", replace(blank, row=r + 1, column=c + 1)))
            else:
                span = min(cell.rowspan, rows - r), min(cell.colspan, columns - c)
                fields.append(Cell(cell.text, cell.origin, *span))
        grid.append(tuple(fields))
    return tuple(grid)


def is_number(text: str) -> bool:
    """Whether the whole of ``text`` is one printed number."""
    return bool(_NUMBER.fullmatch(text)) and any(c.isdigit() for c in text)


def is_caption(text: str) -> bool:
    """Whether ``text`` is a caption by its wording alone: 单位：万元, 公开01表, 编制单位：…, a date."""
    return bool(_CAPTIONS.fullmatch(text.strip()))


def is_title(text: str) -> bool:
    """Whether ``text`` is a title of a table by its last word: 收支总表, 支出明细（一）."""
    return bool(_TITLE.search(text.strip())) and not is_caption(text)


def names_money(text: str) -> bool:
    """Whether ``text`` has a caption that names a unit of money: 单位：万元."""
    return bool(_MONEY.search(text))


def below_heads(blocks: Iterable[Block], heads: Sequence[Paragraph]) -> Iterator[Block]:
    """The blocks with the unit of money that the page header prints above each table that has none of its own."""
    is_told = False
    for block in blocks:
        if isinstance(block, Paragraph):
            is_told = is_told or names_money(block.text)
        else:
            rows = block.rows[:_HEADING_ROWS]
            if not is_told and not any(names_money(cell.text) for row in rows for cell in row):
                yield from heads
            is_told = False
        yield block


def is_captions(row: Row) -> bool:
    """Whether a row holds captions and nothing else."""
    filled = _filled(row)
    return bool(filled) and all(is_caption(cell.text) for cell in filled)


def is_heading(row: Row) -> bool:
    """Whether a row has words over most of its columns, and no amount: what a page break left of a row has few."""
    filled = _filled(row)
    return sum(cell.colspan for cell in filled) > len(row) / 2 and all(parse_amount(c.text) is None for c in filled)


def lift_captions(table: Table) -> Iterator[Block]:
    """The table's own captions, titles and notes as paragraphs, and the grid between them.

    A title is a first row with one text over the whole width; what stands alone in its row above captions goes with
    them. The rows of a grid that goes on from the page before are never taken for either.
    """
    rows = list(table.rows)
    first = _captions_end(rows)
    last = _notes_start(rows, first)
    yield from _paragraphs(rows[:first])
    body = rows[first:last]
    if body and len(body[0]) > 1 and not _is_text(body):
        yield replace(table, rows=tuple(body)) if len(body) < len(rows) else table
    else:
        yield from _paragraphs(body)
    yield from _paragraphs(rows[last:])


def _filled(row: Row) -> list[Cell]:
    return [cell for cell in row if cell.text.strip()]


def _captions_end(rows: Sequence[Row]) -> int:
    """The number of leading rows that hold nothing but titles and captions."""
    end = 0
    for index, row in enumerate(rows):
        filled = _filled(row)
        if not filled:
            continue
        below = rows[index + 1 :]
        if not is_captions(row) and not _is_title(row, filled) and not _is_above_captions(filled, below):
            break
        end = index + 1
    else:
        return 0 if end == 0 else end
    # Empty rows between the last caption and the heading belong to neither.
    while end and end < len(rows) and not _filled(rows[end]):
        end += 1
    return end


def _is_text(rows: Sequence[Row]) -> bool:
    """Whether rows print one text each: what a grid frames over the whole width, or ruled lines of a sheet."""
    texts = [filled for row in rows if (filled := _filled(row))]
    if any(len(cells) > 1 or is_number(cells[0].text) for cells in texts):
        return False
    return len(texts) > 1 or all(cell.colspan >= max(2, len(rows[0]) - 1) for cells in texts for cell in cells)


def _is_title(row: Row, filled: list[Cell]) -> bool:
    if len(filled) != 1 or is_number(filled[0].text):
        return False
    is_wide = len(row) > 1 and filled[0].colspan >= len(row) - 1
    return is_wide and bool(_TITLE.search(filled[0].text.strip()))


def _is_above_captions(filled: list[Cell], below: Iterable[Row]) -> bool:
    """Whether a text alone in its row has captions below it, with nothing but such texts between."""
    for cells in (filled, *map(_filled, below)):
        if cells and all(is_caption(cell.text) for cell in cells):
            return True
        if len(cells) > 1 or any(is_number(cell.text) or cell.rowspan > 1 for cell in cells):
            return False
    return False


def _notes_start(rows: Sequence[Row], first: int) -> int:
    """The index of the first of the trailing rows that hold only a note over (nearly) the whole width."""
    below = [_filled(row) for row in rows[first + 1 :]]
    texts = [None if len(cells) > 1 else cells[0].text.strip() if cells else "" for cells in below]
    return first + 1 + notes_begin(texts, lambda text: bool(_NOTE.match(text)))


def notes_begin(texts: Sequence[str | None], is_note: Callable[[str], bool]) -> int:
    """Where the notes begin with which the rows of a table end, its number of rows where it has none.

    ``texts`` has the text of each row, None of a row with several. A note goes on in lines with numbers: 注：1.… and
    2.… below it.
    """
    start = len(texts)
    for index in range(len(texts) - 1, -1, -1):
        text = texts[index]
        if text is None or (text and not is_note(text) and not _NOTE_GOES_ON.match(text)):
            break
        if text and is_note(text):
            start = index
    return start


def _paragraphs(rows: Iterable[Row]) -> Iterator[Paragraph]:
    for row in rows:
        for cell in _filled(row):
            yield Paragraph(cell.text, cell.origin)
