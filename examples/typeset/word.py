"""Word: paragraphs and ruled tables with merged cells; equal blocks give equal bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from .archive import settled
from .content import Block, Caption, Grid, Line


def write(blocks: Sequence[Block], path: Path) -> None:
    """Write ``blocks`` as a ``.docx``."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10)
    for block in blocks:
        if isinstance(block, Grid):
            _table(document, block)
        elif isinstance(block, Caption):
            document.add_paragraph("\t".join(filter(None, (block.left, block.right))))
        else:
            _line(document, block)
    buffer = BytesIO()
    document.save(buffer)
    path.write_bytes(settled(buffer.getvalue()))


def _line(document: Document, line: Line) -> None:
    paragraph = document.add_paragraph(line.text)
    if line.kind in ("title", "heading"):
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif line.kind == "number":
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _table(document: Document, grid: Grid) -> None:
    table = document.add_table(grid.rows, grid.columns)
    table.style = "Table Grid"
    places = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        place = places[cell.row][cell.column]
        if cell.rowspan > 1 or cell.colspan > 1:
            place = place.merge(places[cell.row + cell.rowspan - 1][cell.column + cell.colspan - 1])
        place.text = cell.text
    document.add_paragraph("")
