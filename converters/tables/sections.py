"""Grids that print several tables below each other, each under a row of its own: a number and a name, or its title.

The statistics that go with final accounts (公开08表) put procurement, operating expenses and assets into one grid:
``一、政府采购情况`` ``二、机关运行经费`` ``三、国有资产占用情况``, numbered in any way or not.
Each section is a table, its row is the title.
Tables pasted right below each other are one grid too, in which the title of another stands in the midst, known or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ..amounts import is_nothing, parse_amount, parse_undivided
from ..forms.form import Form, fold, fold_label
from ..forms.headings import is_counted
from ..readers.grid import lift_captions
from ..table import Block, Cell, Paragraph, Table
from ..titles import is_title_like

#: The note of a paragraph that was a row of a grid.
SECTION = "section"
#: What may number a title: 一、 （1） 第二部分 A. ③.
_MARK = re.compile(
    r"\s*(第|\W*)(?:[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾甲乙丙丁\dA-Z]{1,3}(部分\W*|\W+)|[①-⑳Ⅰ-Ⅻ](\W*))"
)
#: How many characters of it are left where titles are compared.
_LONGEST_MARK = 5
#: Narrower grids of one row are no rows of a table of money.
_FEWEST_COLUMNS = 2
_SENTENCE = re.compile(r"^\s*[(（]?(?:注|说明|备注|其中)|[，。；：:]")


def divide(blocks: Sequence[Block], forms: Iterable[Form]) -> list[Block]:
    """The blocks with each grid of several tables cut into these; a grid without a known section stays as it is."""
    titles = {fold(title) for form in forms for title in form.titles}
    parts: list[Block] = []
    for block in (part for b in _rows_joined(blocks) for part in (_at_titles(b) if isinstance(b, Table) else (b,))):
        if not isinstance(block, Table) or not block.exact:
            parts.append(block)
            continue
        lifted = _first_row(parts[-1], block) if parts else None
        whole = replace(block, rows=(lifted, *block.rows)) if lifted else block
        sections = _sections(whole, titles)
        if lifted and 0 in sections:
            parts.pop()
        elif lifted:
            whole, sections = block, {i - 1: cell for i, cell in sections.items()}
        parts += _parts(whole, sections)
    return parts


def _rows_joined(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, grids of a row each right below each other as one: headings in some of them are over all."""
    for key, same in groupby(blocks, key=_as_row):
        if key is None:
            yield from same
            continue
        first, *others = (block for block in same if isinstance(block, Table))
        yield replace(first, rows=(*first.rows, *(row for table in others for row in table.rows)))


def _as_row(block: Block) -> tuple[object, ...] | None:
    """What grids of one row have in common that are rows of one table; None for all others."""
    if not isinstance(block, Table) or not block.exact or len(block.rows) != 1 or len(block.rows[0]) < _FEWEST_COLUMNS:
        return None
    printed = [cell.text for cell in block.rows[0] if cell.text.strip()]
    is_title = len(printed) == 1 and is_title_like(printed[0])  # of what stands below it
    return None if is_title else (block.origin.file, block.name, len(block.rows[0]))


def _first_row(above: Block, table: Table) -> tuple[Cell, ...] | None:
    """The first row of a grid, where a reader took its only text for a title: that of the first section, maybe."""
    at, own = above.origin, table.origin
    if (
        not isinstance(above, Paragraph)
        or at.row is None
        or (at.file, at.page, at.table_on_page) != (own.file, own.page, own.table_on_page)
    ):
        return None
    width = len(table.rows[0])
    return (Cell(above.text, at, colspan=width), *(Cell("", at) for _ in range(width - 1)))


def _at_titles(table: Table) -> Iterator[Block]:
    """The grid, cut where the title of another table stands in a row below amounts."""
    starts, has_amounts = [0], False
    for index, row in enumerate(table.rows):
        printed = [cell.text for cell in row if not is_nothing(cell.text)]
        goes_on = index + 1 < len(table.rows)
        if has_amounts and goes_on and _is_title(printed):
            starts.append(index)
            has_amounts = False
        has_amounts = has_amounts or _prints_amounts(printed)
    if len(starts) == 1:
        yield table
        return
    yield replace(table, rows=table.rows[: starts[1]])
    for start, end in pairwise((*starts[1:], len(table.rows))):
        title = next(cell for cell in table.rows[start] if not is_nothing(cell.text))
        yield Paragraph(title.text, title.origin)
        yield from lift_captions(replace(table, rows=table.rows[start + 1 : end]))


def _is_title(printed: Sequence[str]) -> bool:
    """Whether a row prints a title, alone or with the heading of a column beside the table."""
    first, *beside = printed or ("",)
    is_alone = not beside or (len(beside) == 1 and first.endswith("表") and parse_amount(beside[0]) is None)
    return is_alone and is_title_like(first)


def _prints_amounts(texts: Sequence[str]) -> bool:
    """Whether a row prints an amount with decimals, or several numbers that do not count its columns."""
    numbers = [text for text in texts if parse_undivided(text) is not None]
    return any("." in text for text in numbers) or (len(numbers) > 1 and not is_counted(texts))


def _parts(table: Table, sections: Mapping[int, Cell]) -> Iterator[Block]:
    if len(sections) < 2:
        yield table
        return
    starts = sorted(sections)
    if starts[0]:
        yield replace(table, rows=table.rows[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(table.rows)], strict=True):
        title = sections[start]
        yield Paragraph(title.text, replace(title.origin, note=SECTION))
        if end > start + 1:
            yield replace(table, rows=table.rows[start + 1 : end])


def _sections(table: Table, titles: set[str]) -> dict[int, Cell]:
    """The rows that print nothing but the title of a section: a known one above headings of its own, and its like.

    Below one row of headings for all, such rows are groups of one list.
    """
    lone = {i: cell for i, row in enumerate(table.rows) if (cell := _lone(row))}
    known = {i for i, cell in lone.items() if _is_known(cell.text, titles) and _are_headings(table.rows[i + 1 : i + 2])}
    marks = {mark for i in known if (mark := _mark(lone[i].text))}
    width = len(table.rows[0])
    return {
        i: cell
        for i, cell in lone.items()
        if i in known
        or (known and _mark(cell.text) in marks)
        or (known and cell.colspan == width and i > min(known) and not _SENTENCE.search(cell.text))
    }


def _lone(row: Sequence[Cell]) -> Cell | None:
    """The cell of a row that prints one text, once or in every cell."""
    printed = [cell for cell in row if cell.text.strip()]
    is_one = len(printed) == 1 or (len(printed) == len(row) and len({cell.text for cell in printed}) == 1)
    return printed[0] if printed and is_one else None


def _is_known(text: str, titles: set[str]) -> bool:
    """Whether a text is the title of a table, without its last word or behind any number."""
    bare = fold_label(text).removesuffix("表")
    return any(f"{bare[k:]}{last}" in titles for k in range(min(_LONGEST_MARK, len(bare))) for last in ("", "表"))


def _mark(text: str) -> tuple[str, ...]:
    """What stands around the number of a title: ``（``, ``）`` of ``（二）某某``; nothing where it has none."""
    match = _MARK.match(text)
    return tuple(part or "" for part in match.groups()) if match else ()


def _are_headings(rows: Sequence[Sequence[Cell]]) -> bool:
    texts = [cell.text for row in rows for cell in row if cell.text.strip()]
    return len(set(texts)) > 1 and not any(parse_amount(text) is not None for text in texts)
