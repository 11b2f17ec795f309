"""Grids that print several tables below each other, each under a row of its own: a number and a name, or its title.

The statistics that go with final accounts (公开08表) put procurement, operating expenses and assets into one grid:
``一、政府采购情况`` ``二、机关运行经费`` ``三、国有资产占用情况``. Each section is a table, its row is the title.
Tables pasted right below each other are one grid too, in which the title of another stands in the midst, known or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ..amounts import parse_amount
from ..forms.form import Form, fold, fold_label
from ..forms.headings import is_counted
from ..readers.grid import lift_captions
from ..table import Block, Cell, Paragraph, Table
from ..titles import is_title_like

#: The note of a paragraph that was a row of a grid.
SECTION = "section"
_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]+\s*[、.．]")


def divide(blocks: Sequence[Block], forms: Iterable[Form]) -> list[Block]:
    """The blocks with each grid of several tables cut into these; a grid without a known section stays as it is."""
    titles = {fold(title) for form in forms for title in form.titles}
    tables = (part for b in blocks for part in (_at_titles(b) if isinstance(b, Table) else (b,)))
    return [part for block in tables for part in (_parts(block, titles) if isinstance(block, Table) else (block,))]


def _at_titles(table: Table) -> Iterator[Block]:
    """The grid, cut where the title of another table stands alone in a row below amounts."""
    starts, has_amounts = [0], False
    for index, row in enumerate(table.rows):
        printed = [cell.text for cell in row if cell.text.strip()]
        goes_on = index + 1 < len(table.rows)
        if has_amounts and goes_on and len(printed) == 1 and is_title_like(printed[0]):
            starts.append(index)
            has_amounts = False
        has_amounts = has_amounts or _prints_amounts(printed)
    if len(starts) == 1:
        yield table
        return
    yield replace(table, rows=table.rows[: starts[1]])
    for start, end in pairwise((*starts[1:], len(table.rows))):
        title = next(cell for cell in table.rows[start] if cell.text.strip())
        yield Paragraph(title.text, title.origin)
        yield from lift_captions(replace(table, rows=table.rows[start + 1 : end]))


def _prints_amounts(texts: Sequence[str]) -> bool:
    """Whether a row prints an amount with decimals, or several numbers that do not count its columns."""
    numbers = [text for text in texts if parse_amount(text) is not None]
    return any("." in text for text in numbers) or (len(numbers) > 1 and not is_counted(texts))


def _parts(table: Table, titles: set[str]) -> Iterator[Block]:
    sections = {i: title for i, row in enumerate(table.rows) if table.exact and (title := _section(row))}
    if len(sections) < 2 or not any(fold_label(cell.text) in titles for cell in sections.values()):
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


def _section(row: Sequence[Cell]) -> Cell | None:
    """The cell of a row that prints a numbered title and nothing else."""
    printed = [cell for cell in row if cell.text.strip()]
    return printed[0] if len(printed) == 1 and _NUMBERED.match(printed[0].text) else None
