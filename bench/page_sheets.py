"""PDFs as workbooks with a sheet for each page, as programs write that turn the one into the other.

What pdfplumber finds on a page is written down its sheet: lines as they stand, the cells of tables as text, a merged
one at its top left and nothing in the places that it covers. Each workbook is read against its PDF; amounts of nought
are not counted.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import arguments
import openpyxl
import pdfplumber
from reprinted import read
from sheet_pages import score
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove

#: Points around a table in which a line is part of it.
_EDGE = 4


def write(document: Path, path: Path) -> Path:
    """The workbook of a PDF's pages."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    with pdfplumber.open(document) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            sheet: Any = workbook.create_sheet(f"Page {number}")
            for row in _rows(page):
                sheet.append(row)
    workbook.save(path)
    return path


def _rows(page: Any) -> Iterator[list[str | None]]:
    """The lines and the rows of tables of a page, from its top down."""
    top = 0.0
    for table in sorted(page.find_tables(), key=lambda found: found.bbox[1]):
        yield from _lines(page, top, table.bbox[1])
        yield from table.extract()
        top = table.bbox[3] + _EDGE
    yield from _lines(page, top, page.height)


def _lines(page: Any, top: float, bottom: float) -> Iterator[list[str | None]]:
    if bottom - top > _EDGE:
        text = page.crop((0, top, page.width, bottom)).extract_text() or ""
        yield from ([line] for line in text.splitlines())


def measure(documents: Sequence[Path], folder: Path) -> None:
    """A line for each document."""
    for number, document in enumerate(documents):
        s = score(prove(convert(document)), read(write(document, folder / f"{number}.xlsx")))
        print(f"| {document.stem} | {s.facts} | {s.found} | {s.wrong} | {s.errors} |", flush=True)


def main() -> None:
    parser = arguments.parser(__doc__)
    parser.add_argument("documents", type=Path, nargs="+", help="PDFs with full rules")
    given = parser.parse_args()
    print("| 文档 · document | 事实 · facts | 取到 · found | 错 · wrong | 误报 · false |")
    print("|---|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        measure(given.documents, Path(folder))


if __name__ == "__main__":
    main()
