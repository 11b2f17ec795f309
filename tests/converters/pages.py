"""Invented documents as pages of PDF: with all rules, with three, with none; upright and across, turned, headings set vertically."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from layouts import Cell, Document, Grid, covered

FONT = "STSong-Light"
SIZE, STEP, MARGIN = 8.0, 16.0, 36.0
A4 = (595.0, 842.0)


def write(
    document: Document,
    path: Path,
    *,
    rules: str = "all",
    turned: int = 0,
    vertical: bool = False,
    rows: int = 26,
    repeated: bool = True,
    canvas: Callable[[str], Any] | None = None,
) -> Path:
    """The document as PDF: ``rules`` are all, three or none; wide tables stand across, ``turned`` by degrees.

    ``vertical`` sets long headings one character a line; a table of more than ``rows`` rows goes on over pages, with
    its headings ``repeated`` or not. ``canvas`` makes what it is drawn on, that of reportlab without.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    drawing = (canvas or Canvas)(str(path))
    drawing.setPageSize(A4)
    drawing.setFont(FONT, 18)
    drawing.drawString(120, 700, document.title)
    drawing.showPage()
    for grid in document.grids:
        for number, part in enumerate(_parts(grid, rows, repeated=repeated)):
            _page(drawing, grid, part, number, rules, turned, vertical=vertical)
    drawing.save()
    return path


def _parts(grid: Grid, most: int, *, repeated: bool) -> Iterator[tuple[Sequence[Sequence[Cell]], int]]:
    """The rows of each page, and how many of them are headings."""
    head, body = grid.rows[: grid.headings], grid.rows[grid.headings :]
    for start in range(0, len(body), most):
        own = head if repeated or not start else ()
        yield (*own, *body[start : start + most]), len(own)


def _widths(rows: Sequence[Sequence[Cell]], headings: int, *, vertical: bool) -> list[float]:
    """A width for each column that holds its longest text in one line."""
    widths = [24.0] * len(rows[0])
    for r, _, (text, _, across), c in ((r, 0, cell, c) for r, c, cell in covered(rows)):
        if across == 1 and not (vertical and r < headings):
            widths[c] = max(widths[c], _length(text) + 8)
    for r, c, (text, _, across) in covered(rows):
        short = sum(widths[c : c + across])
        if across > 1 and short < _length(text) + 8 and r < headings:
            widths[c] += _length(text) + 8 - short
    return widths


def _length(text: str) -> float:
    return sum(SIZE if ord(ch) > 0x2000 else SIZE * 0.55 for ch in text)


def _page(
    drawing: Any,
    grid: Grid,
    part: tuple[Sequence[Sequence[Cell]], int],
    number: int,
    rules: str,
    turned: int,
    *,
    vertical: bool,
) -> None:
    rows, headings = part
    widths = _widths(rows, headings, vertical=vertical)
    needed = sum(widths) + 2 * MARGIN
    portrait = needed <= A4[0]
    width, height = A4 if portrait else (max(A4[1], needed), A4[0])
    deep = _depth(rows, headings) if vertical else STEP
    if turned and not portrait:
        # The page stands upright in the file and is shown across: its text runs upwards, or downwards.
        drawing.setPageSize((width, height))
        drawing.setPageRotation(turned)
        drawing.translate(*((height, 0) if turned == 90 else (0, width)))
        drawing.rotate(90 if turned == 90 else -90)
    else:
        drawing.setPageSize((width, height))
        drawing.setPageRotation(0)
    y = height - MARGIN
    if not number:
        for text in grid.title.split("\n"):
            drawing.setFont(FONT, 12)
            drawing.drawString(width / 2 - _length(text) * 0.75, y, text)
            y -= 20
        for caption in grid.captions:
            drawing.setFont(FONT, SIZE)
            drawing.drawString(width - MARGIN - _length(caption), y, caption)
            y -= 14
    edges = [MARGIN + sum(widths[:k]) for k in range(len(widths) + 1)]
    tops = [y - deep * min(r, headings) - STEP * max(0, r - headings) for r in range(len(rows) + 1)]
    for r, c, (text, down, across) in covered(rows):
        box = edges[c], tops[r + down], edges[c + across], tops[r]
        if rules == "all":
            drawing.rect(box[0], box[1], box[2] - box[0], box[3] - box[1])
        _say(
            drawing,
            text,
            box,
            vertical=vertical and r < headings and across == 1,
            right=r >= headings and _is_amount(text),
        )
    if rules == "three":
        for line in (tops[0], tops[headings], tops[-1]):
            drawing.line(edges[0], line, edges[-1], line)
    for note in grid.notes if number == 0 else ():
        drawing.setFont(FONT, SIZE)
        drawing.drawString(MARGIN, tops[-1] - 16, note)
    drawing.showPage()


def _depth(rows: Sequence[Sequence[Cell]], headings: int) -> float:
    longest = max((len(text) / down for row in rows[:headings] for text, down, across in row if across == 1), default=1)
    return max(STEP, longest * (SIZE + 1) + 6)


def _is_amount(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("-", "").isdigit() and "." in text


def _say(drawing: Any, text: str, box: tuple[float, float, float, float], *, vertical: bool, right: bool) -> None:
    drawing.setFont(FONT, SIZE)
    x0, y0, x1, y1 = box
    if vertical and len(text) > 2:
        top = (y0 + y1) / 2 + len(text) * (SIZE + 1) / 2
        for k, character in enumerate(text):
            drawing.drawString((x0 + x1 - SIZE) / 2, top - (k + 1) * (SIZE + 1), character)
    elif right:
        drawing.drawRightString(x1 - 3, (y0 + y1) / 2 - SIZE / 3, text)
    elif box[2] - box[0] > 3 * _length(text) or not text.isascii():
        drawing.drawString(x0 + 3, (y0 + y1) / 2 - SIZE / 3, text)
    else:
        drawing.drawString(x0 + 3, (y0 + y1) / 2 - SIZE / 3, text)
