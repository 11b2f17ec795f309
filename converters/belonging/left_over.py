"""Sheets and files that were left over: 备份, or named after another year, where nothing printed on them names one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..table import Block, Paragraph, Table
from ..tables.exhibits import Exhibit
from ..titles import year_of
from .held_back import Part, Reason

_HEADING_ROWS = 4
#: 2024年收支总表, 三公2024: what a sheet or a file is called; 2024.12.30 and 2024年12月 are when it was saved.
_YEAR_OF_NAME = re.compile(r"(?<!\d)20\d\d(?=年度?(?!\d))|(?<![\d.\-])20\d\d(?![\d.\-年])")
_SET_ASIDE = re.compile("备份|副本|作废|废弃|旧表|旧版|底稿|勿用")
_LEFT_OVER = Reason(
    "table-left-over",
    "“{title}”在工作表（文件）“{heading}”里，表上没有写本年度，像是留下的旧表，{count} 个数未发布",
    "{title!r} is on a sheet (in a file) named {heading!r} and prints no year: it was left over; "
    "amounts held back: {count}",
)


def left_over(blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure) -> Iterator[Part]:
    """The tables of sheets, or of files among several, whose name says that they are of another year or set aside."""
    tables = {id(table): e for e in exhibits for table in e.run.tables}
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            exhibit = tables.get(id(block))
            first, end = (exhibit.run.first, exhibit.run.last) if exhibit else (index, index + 1)
            printed = [b.text if isinstance(b, Paragraph) else _first_texts(b) for b in blocks[first:end]]
            if (name := _aside(block, disclosure)) and not any(year_of(t) == disclosure.year for t in printed):
                yield Part(range(first, end), name, _LEFT_OVER)


def _aside(table: Table, disclosure: Disclosure) -> str:
    """The name of the sheet or the file of a table where that says that it is none of this disclosure."""
    for name in (table.name, PurePath(table.origin.file).stem):
        years = {int(year) for year in _YEAR_OF_NAME.findall(undo_spaces(name))}
        if years and disclosure.year not in years:
            return name
    return table.name if _SET_ASIDE.search(table.name) else ""


def _first_texts(table: Table) -> str:
    return " ".join(cell.text for row in table.rows[:_HEADING_ROWS] for cell in row)
