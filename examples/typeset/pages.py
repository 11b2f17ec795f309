"""PDF with a text layer: A4, ruled tables that go over pages, the widest on landscape pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from .content import Block, Caption, Cell, Grid, Line

#: Debian: fonts-wqy-zenhei. Its licence allows embedding.
FONT_FILE = Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc")
FONT = "ZenHei"
_MARGIN, _PADDING = 50, 3
_WIDE = 9  # columns from which a table needs a landscape page


def write(blocks: Sequence[Block], path: Path) -> None:
    """Write ``blocks`` as a PDF; equal blocks give equal bytes."""
    pdfmetrics.registerFont(TTFont(FONT, str(FONT_FILE), subfontIndex=0))
    buffer = BytesIO()
    paper = BaseDocTemplate(buffer, pagesize=A4, invariant=1, title=_title(blocks), author="yusuan examples")
    paper.addPageTemplates([_template("portrait", A4), _template("landscape", landscape(A4))])
    paper.build(list(_flow(blocks)))
    path.write_bytes(buffer.getvalue())


def _title(blocks: Sequence[Block]) -> str:
    return next((b.text for b in blocks if isinstance(b, Line)), "")


def _template(name: str, size: tuple[float, float]) -> PageTemplate:
    frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)

    def number(canvas: Any, _: Any) -> None:
        canvas.setFont(FONT, 9)
        canvas.drawCentredString(size[0] / 2, 28, f"- {canvas.getPageNumber()} -")

    return PageTemplate(name, [frame], onPage=number, pagesize=size)


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=FONT, fontSize=size, leading=1.5 * size, wordWrap="CJK", **more)


def _flow(blocks: Sequence[Block]) -> Iterator[Any]:
    wide = False
    for index, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield _table(block, wide)
            yield Spacer(1, 8)
        elif isinstance(block, Caption):
            yield _caption(block, wide)
        elif block.kind in ("part", "heading") and index:
            if block.kind == "heading" or wide or _opens_part(blocks, index):
                wide = block.kind == "heading" and _is_wide(blocks, index)
                yield NextPageTemplate("landscape" if wide else "portrait")
                yield PageBreak()
            yield _line(block)
        else:
            yield _line(block)


def _opens_part(blocks: Sequence[Block], index: int) -> bool:
    """A part begins on a new page, but not where the table of contents only lists it."""
    text = blocks[index].text if isinstance(blocks[index], Line) else ""
    later = [b.text for b in blocks[index + 1 :] if isinstance(b, Line)]
    return text not in later


def _is_wide(blocks: Sequence[Block], index: int) -> bool:
    grid = next((b for b in blocks[index:] if isinstance(b, Grid)), None)
    return grid is not None and grid.columns >= _WIDE


def _line(line: Line) -> Paragraph:
    styles = {
        "title": _style("title", 18, alignment=TA_CENTER, spaceBefore=60, spaceAfter=40),
        "part": _style("part", 14, spaceBefore=10, spaceAfter=6),
        "heading": _style("heading", 15, alignment=TA_CENTER, spaceAfter=6),
        "number": _style("number", 9, alignment=TA_RIGHT),
        "text": _style("text", 11, firstLineIndent=22, spaceAfter=3),
    }
    return Paragraph(escape(line.text), styles[line.kind])


def _caption(caption: Caption, wide: bool) -> Table:
    width = _width(wide)
    right = _style("right", 9, alignment=TA_RIGHT)
    row = [Paragraph(escape(caption.left), _style("left", 9)), Paragraph(escape(caption.right), right)]
    return Table([row], [0.75 * width, 0.25 * width], style=[("LEFTPADDING", (0, 0), (-1, -1), 0)])


def _width(wide: bool) -> float:
    return (landscape(A4) if wide else A4)[0] - 2 * _MARGIN


def _table(grid: Grid, wide: bool) -> Table:
    size = 9.0 if grid.columns < _WIDE else 8.0 if grid.columns < 13 else 6.5
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONT", (0, 0), (-1, -1), FONT, size),
        *((f"{side}PADDING", (0, 0), (-1, -1), _PADDING) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")),
    ]
    fields: list[list[Any]] = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        fields[cell.row][cell.column] = _field(cell, grid, size)
        end = (cell.column + cell.colspan - 1, cell.row + cell.rowspan - 1)
        if cell.rowspan > 1 or cell.colspan > 1:
            style.append(("SPAN", (cell.column, cell.row), end))
        if cell.is_number and cell.row >= grid.heading:
            style.append(("ALIGN", (cell.column, cell.row), end, "RIGHT"))
    widths = _widths(grid, size, _width(wide))
    return Table(fields, widths, style=style, repeatRows=grid.heading, splitByRow=1)


def _field(cell: Cell, grid: Grid, size: float) -> Any:
    if not cell.text or cell.is_number:
        return cell.text
    style = _style(f"cell{size}", size, alignment=TA_CENTER) if cell.row < grid.heading else _style(f"c{size}", size)
    style.leading = 1.2 * size
    return Paragraph(escape(cell.text), style)


def _widths(grid: Grid, size: float, available: float) -> list[float]:
    """What each column needs, the columns of text giving way where all do not fit."""
    gap = 2 * _PADDING + 2
    numbers, texts = [2.2 * size + gap] * grid.columns, [0.0] * grid.columns
    for cell in grid.cells:
        if cell.colspan == 1 and cell.text:
            need = pdfmetrics.stringWidth(cell.text, FONT, size) + gap
            kind = numbers if cell.is_number else texts
            kind[cell.column] = max(kind[cell.column], need)
    spare = available - sum(numbers)
    wanted = [max(0.0, min(text, 22 * size) - number) for text, number in zip(texts, numbers, strict=True)]
    share = min(1.0, spare / sum(wanted)) if sum(wanted) else 1.0
    widths = [number + want * share for number, want in zip(numbers, wanted, strict=True)]
    stretch = available / sum(widths)
    return [w * stretch for w in widths] if stretch > 1 else widths
