"""Small documents of every kind, made when a test needs them. All names and amounts are invented."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from yusuan.converters.table import Block, Paragraph, Table

Page = Callable[["Sheet"], None]


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


class Sheet:
    """A page to set text and rules on, in points from its top left corner."""

    def __init__(self, canvas: object, width: float, height: float) -> None:
        self.canvas, self.width, self.height = canvas, width, height

    def text(self, x: float, y: float, text: str, size: float = 10, align: str = "left") -> None:
        self.canvas.setFont("STSong-Light", size)
        draw = {"left": "drawString", "right": "drawRightString", "center": "drawCentredString"}[align]
        getattr(self.canvas, draw)(x, self.height - y, text)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def grid(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10) -> None:
        """A table with all its rules; a number stands at the right of its cell, other text at the left."""
        for x in xs:
            self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            self.rule(xs[0], y, xs[-1], y)
        self.fill(xs, ys, rows, size)

    def fill(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], size: float = 10) -> None:
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if not text:
                    continue
                number = text[-1].isdigit()
                x = xs[c + 1] - 2 if number else xs[c] + 2
                self.text(x, ys[r + 1] - 0.3 * size, text, size, "right" if number else "left")


@pytest.fixture
def pdf(tmp_path: Path) -> Callable[..., Path]:
    """A PDF with one page for each function that draws one."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def make(*pages: Page, size: tuple[float, float] = (595, 842), name: str = "公开.pdf", **options: object) -> Path:
        path = tmp_path / name
        paper = canvas.Canvas(str(path), pagesize=size, invariant=1, **options)
        for draw in pages:
            draw(Sheet(paper, *size))
            paper.showPage()
        paper.save()
        return path

    return make


@pytest.fixture
def blocks() -> Callable[[Path], tuple[list[str], list[list[list[str]]]]]:
    """What any reader makes of a file: the texts of its paragraphs, and the texts of its tables."""
    from yusuan.converters.readers import read

    def split(path: Path) -> tuple[list[str], list[list[list[str]]]]:
        found: list[Block] = list(read(path))
        return (
            [block.text for block in found if isinstance(block, Paragraph)],
            [texts(block) for block in found if isinstance(block, Table)],
        )

    return split
