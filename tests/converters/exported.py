"""Invented documents as PDF pages of programs that export tables without a grid, set as such programs set them.

Names wrap and their amounts stand beside their first line, their middle or their last; columns nearly touch; type is
letter-spaced; running heads and page numbers stand close; two tables share a page. A :class:`Setting` says which.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from layouts import Cell, Document, Grid, covered

#: What may vary, the plainest first.
CHOICES: dict[str, tuple[str, ...]] = {
    "rules": ("none", "rows", "three", "zebra", "boxes", "grouped", "dashed", "pictures", "all"),
    "numbers": ("right", "center"),
    "headings": ("center", "left"),
    "upright": ("middle", "first", "last"),
    "names": ("whole", "two lines", "three lines"),
    "gap": ("usual", "wide", "touching", "stretched"),
    "pitch": ("usual", "dense", "loose"),
    "text": ("plain", "spaced", "spaced amounts", "wide digits", "bold", "unseen"),
    "around": ("far", "page number", "running head", "both"),
    "pages": ("long", "short", "short without headings"),
    "sheet": ("one", "two beside", "turned"),
}  # fmt: skip
FONT, SIZE, MARGIN = "STSong-Light", 8.0, 36.0
GAPS = {"usual": 4.0, "wide": 12.0, "touching": 1.2, "stretched": 4.0}
PITCHES = {"usual": (1.25, 0.75), "dense": (1.15, 0.25), "loose": (1.3, 1.5)}  # leading, room between rows, in sizes
ROWS = {"long": 40, "short": 9, "short without headings": 9}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Setting:
    """One way to set pages; the fields are those of ``CHOICES``."""

    rules: str = "none"
    numbers: str = "right"
    headings: str = "center"
    upright: str = "middle"
    names: str = "whole"
    gap: str = "usual"
    pitch: str = "usual"
    text: str = "plain"
    around: str = "far"
    pages: str = "long"
    sheet: str = "one"


def drawn(seed: object, fixed: Mapping[str, str] | None = None) -> Setting:
    """A way to set pages thrown by dice, but for what is ``fixed``."""
    dice = random.Random(f"exported {seed}")
    values = {name: dice.choice(values) for name, values in CHOICES.items()} | dict(fixed or {})
    if values["sheet"] == "two beside" and values["rules"] != "all":
        values["pages"] = "long"  # without rules nothing tells what goes on beside a table
    return Setting(**values)


def write(document: Document, path: Path, setting: Setting) -> Path:
    """The document as a PDF file."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    canvas = Canvas(str(path), pagesize=(595, 842), invariant=1)
    canvas.setFont(FONT, 18)
    canvas.drawString(120, 700, document.title)
    canvas.showPage()
    sheets = [_Sheet(setting, grid, *part) for grid in document.grids for part in _parts(grid, setting)]
    number = 1
    while sheets:
        together = [sheets.pop(0)]
        if setting.sheet == "two beside" and sheets:
            together.append(sheets.pop(0))
        number += 1
        _print(canvas, together, number, setting)
    canvas.save()
    return path


def _parts(grid: Grid, setting: Setting) -> Iterator[tuple[Sequence[Sequence[Cell]], int, bool]]:
    """The rows of each page, how many of them are headings, and whether it is the first."""
    head, body = grid.rows[: grid.headings], grid.rows[grid.headings :]
    most = ROWS[setting.pages]
    for start in range(0, len(body), most):
        own = () if start and setting.pages == "short without headings" else head
        yield (*own, *body[start : start + most]), len(own), not start


def _print(canvas: Any, together: Sequence[_Sheet], number: int, setting: Setting) -> None:
    width = max(595.0, sum(sheet.width for sheet in together) + MARGIN * (len(together) + 1))
    height = max(595.0, *(sheet.height + 2 * MARGIN + 60 for sheet in together))
    canvas.setPageSize((width, height))
    canvas.setPageRotation(0)
    if setting.sheet == "turned":
        canvas.setPageSize((width, height))
        canvas.setPageRotation(90)
        canvas.translate(height, 0)
        canvas.rotate(90)
    x, bottom = MARGIN, height
    for sheet in together:
        top, end = sheet.draw(canvas, x, height - MARGIN)
        bottom = min(bottom, end)
        if setting.around in ("running head", "both"):
            canvas.setFont(FONT, 7)
            canvas.drawString(x, top + 4, "某市教育局部门预算公开")
        x += sheet.width + MARGIN
    canvas.setFont(FONT, 7)
    if setting.around in ("page number", "both"):
        canvas.drawCentredString(width / 2, bottom - 11, f"- {number} -")
    else:
        canvas.drawCentredString(width / 2, 14, str(number))
    canvas.showPage()


class _Sheet:
    """One part of a table that stands on one page."""

    def __init__(
        self, setting: Setting, grid: Grid, rows: Sequence[Sequence[Cell]], headings: int, is_first: bool
    ) -> None:
        self.setting, self.grid, self.headings, self.is_first = setting, grid, headings, is_first
        self.cells = list(covered(rows))
        self.count = len(rows)
        # All pages of a table have the same columns.
        every = list(covered(grid.rows))
        self.widths = self._widths(every, len(grid.rows[0]))
        self.leading, self.room = (SIZE * share for share in PITCHES[setting.pitch])
        self.depths = self._depths()
        self.width = max(sum(self.widths), *(13.0 * len(line) for line in grid.title.split("\n")))
        self.height = sum(self.depths) + 40

    def _length(self, text: str, is_amount: bool) -> float:
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return stringWidth(self._printed(text, is_amount), FONT, SIZE) + len(text) * self._space(text, is_amount)

    def _printed(self, text: str, is_amount: bool) -> str:
        kind = self.setting.text if is_amount else ""
        return text.translate(WIDE) if kind == "wide digits" else text.replace(",", " ") if kind == "blanks" else text

    def _space(self, text: str, is_amount: bool) -> float:
        words = 0.0 if is_amount or text.isascii() else 1.2
        return {"spaced": words, "spaced amounts": 0.5}.get(self.setting.text, 0.0)

    def _widths(self, cells: Sequence[tuple[int, int, Cell]], count: int) -> list[float]:
        inside = 2 * GAPS[self.setting.gap]
        widths = [8.0 + inside] * count
        for r, c, (text, _, across) in cells:
            if across == 1:
                widths[c] = max(widths[c], self._wanted(text, r < self.grid.headings) + inside)
        for r, c, (text, _, across) in cells:
            short = self._wanted(text, r < self.grid.headings) + inside - sum(widths[c : c + across])
            if across > 1 and short > 0:
                for k in range(c, c + across):
                    widths[k] += short / across
        if self.setting.gap == "stretched" and sum(widths) < 770:
            widths = [w + (770 - sum(widths)) / count for w in widths]
        return widths

    def _wanted(self, text: str, is_heading: bool) -> float:
        lines = {"whole": 1, "two lines": 2, "three lines": 3}[self.setting.names]
        lines = max(lines, 2) if is_heading and len(text) > 6 else lines
        whole = self._length(text, _is_amount(text))
        if lines == 1 or len(text) < 7 or text.isascii():
            return whole
        return whole / lines + 1.5 * SIZE

    def _lines(self, text: str, width: float) -> list[str]:
        room = width - 2 * GAPS[self.setting.gap] + 0.01
        lines = [""]
        for character in text:
            if lines[-1] and self._length(lines[-1] + character, _is_amount(text)) > room and not text.isascii():
                lines.append("")
            lines[-1] += character
        return lines

    def _depths(self) -> list[float]:
        depths = [0.0] * self.count
        for r, c, (text, down, across) in self.cells:
            lines = len(self._lines(text, sum(self.widths[c : c + across])))
            if down == 1:
                depths[r] = max(depths[r], lines * self.leading + self.room)
        for r, c, (text, down, across) in self.cells:
            lines = len(self._lines(text, sum(self.widths[c : c + across])))
            short = lines * self.leading + self.room - sum(depths[r : r + down])
            if down > 1 and short > 0:
                depths[r + down - 1] += short
        return depths

    def draw(self, canvas: Any, x: float, top: float) -> tuple[float, float]:
        """Print it with its upper left corner at ``x`` and ``top``; where its print begins and ends."""
        y = top
        if self.is_first:
            for text in self.grid.title.split("\n"):
                canvas.setFont(FONT, 12)
                canvas.drawCentredString(x + self.width / 2, y, text)
                y -= 18
            for text in self.grid.captions:
                canvas.setFont(FONT, SIZE)
                canvas.drawRightString(x + (self.width + sum(self.widths)) / 2, y, text)
                y -= 12
        x += (self.width - sum(self.widths)) / 2
        xs = [x + sum(self.widths[:k]) for k in range(len(self.widths) + 1)]
        ys = [y - sum(self.depths[:k]) for k in range(self.count + 1)]
        self._rule(canvas, xs, ys)
        for r, c, (text, down, across) in self.cells:
            self._set(canvas, text, (xs[c], ys[r + down], xs[c + across], ys[r]), is_heading=r < self.headings)
        for note in self.grid.notes if self.is_first else ():
            canvas.setFont(FONT, SIZE)
            canvas.drawString(x, ys[-1] - 14, note)
        return top + SIZE, ys[-1] - (14 if self.grid.notes and self.is_first else 0)

    def _rule(self, canvas: Any, xs: Sequence[float], ys: Sequence[float]) -> None:
        rules, head = self.setting.rules, self.headings
        canvas.setLineWidth(0.5)
        if rules == "zebra":
            canvas.setFillGray(0.9)
            for r in range(head, self.count, 2):
                canvas.rect(xs[0], ys[r + 1], xs[-1] - xs[0], ys[r] - ys[r + 1], stroke=0, fill=1)
            canvas.setFillGray(0)
        if rules in ("boxes", "all"):
            for r, c, (_, down, across) in self.cells:
                if r < head or rules == "all":
                    canvas.rect(xs[c], ys[r + down], xs[c + across] - xs[c], ys[r] - ys[r + down])
        at = {"rows": ys, "dashed": ys, "pictures": ys, "three": [ys[0], ys[head], ys[-1]], "grouped": [ys[0], ys[head], ys[-1]]}  # fmt: skip
        for y in at.get(rules, ()):
            if rules == "pictures":
                canvas.drawImage(_dot(), xs[0], y - 0.25, xs[-1] - xs[0], 0.5)
                continue
            canvas.setDash(*((2, 2) if rules == "dashed" else ()))
            canvas.line(xs[0], y, xs[-1], y)
        canvas.setDash()
        if rules == "grouped":
            for r, c, (_, down, across) in self.cells:
                if r + down < head and across > 1:
                    canvas.line(xs[c] + 2, ys[r + down], xs[c + across] - 2, ys[r + down])

    def _set(self, canvas: Any, text: str, box: tuple[float, float, float, float], *, is_heading: bool) -> None:
        x0, y0, x1, y1 = box
        lines = self._lines(text, x1 - x0)
        is_amount = not is_heading and _is_amount(text)
        side = self.setting.headings if is_heading else self.setting.numbers if is_amount else "left"
        upright = "middle" if is_heading else self.setting.upright
        deep = len(lines) * self.leading
        first = {
            "middle": (y0 + y1) / 2 + deep / 2,
            "first": y1 - self.room / 2,
            "last": y0 + self.room / 2 + deep,
        }[upright] - self.leading * 0.8
        for k, line in enumerate(lines):
            self._say(canvas, line, (x0, x1), first - k * self.leading, side, is_amount=is_amount)

    def _say(self, canvas: Any, text: str, at: tuple[float, float], y: float, side: str, *, is_amount: bool) -> None:
        gap, length, kind = GAPS[self.setting.gap], self._length(text, is_amount), self.setting.text
        x = {"left": at[0] + gap, "right": at[1] - gap - length, "center": (sum(at) - length) / 2}[side]
        text = self._printed(text, is_amount)
        canvas.setFont(FONT, SIZE)
        for by in (0.0, 0.25) if kind == "bold" else (0.0,):
            canvas.drawString(x + by, y, text, charSpace=self._space(text, is_amount))
        if kind == "unseen" and is_amount:
            canvas.drawString(x, y, text[::-1], mode=3)


def _dot() -> Any:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("L", (4, 1), 0))


def negated(document: Document, sign: str) -> Document:
    """The document with all its amounts below nought, as ``sign`` prints them: sums hold as before."""

    def printed(cell: Cell, *, is_heading: bool) -> Cell:
        text, down, across = cell
        return (
            (sign.replace("1", text), down, across)
            if not is_heading and _is_amount(text) and text.strip("0.-—/")
            else cell
        )

    grids = [
        replace(
            grid,
            rows=tuple(tuple(printed(c, is_heading=r < grid.headings) for c in row) for r, row in enumerate(grid.rows)),
        )
        for grid in document.grids
    ]
    return Document(document.title, grids, {(*key[:-1], -key[-1]) for key in document.truth})


def _is_amount(text: str) -> bool:
    if text.strip() in ("0", "-", "—", "/"):
        return True
    bare = text.strip("()（）△▲-－−").replace(",", "")
    return bare.replace(".", "", 1).isdigit() and "." in bare
