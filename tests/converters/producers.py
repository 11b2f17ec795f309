"""Invented documents as pages of PDF, drawn in the ways of many programs that make PDFs.

A program differs from the next in how it sets text (glyph by glyph, bold printed twice, blanks that push numbers to the
right), draws rules (strokes, thin areas, dashes, two lines for one), orders what it draws, and describes the page. A
:class:`Maker` is one such program; what it prints looks the same on paper.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pages
from layouts import Document

#: What may vary, the plainest first.
CHOICES: dict[str, tuple[str, ...]] = {
    "text": (
        "whole", "glyphs", "kerned", "spaced", "matrix", "condensed", "twice", "twice each", "four times", "stroked",
        "padded", "wide digits", "shadow",
    ),
    "font": ("named", "embedded", "holes", "private"),
    "order": ("rows", "columns", "random", "text first"),
    "rules": ("outlines", "lines", "areas", "no area", "dashes", "double", "cells", "gaps", "erased", "ghosts"),
    "page": (
        "plain", "flipped", "offset", "cropped", "form", "scaled form", "watermark", "watermark above", "layer",
        "running head", "turned 90", "turned 180", "turned 270", "stamp",
    ),
}  # fmt: skip
EMBEDDED = "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Maker:
    """A program that makes PDFs; the fields are those of ``CHOICES``."""

    text: str = "whole"
    font: str = "named"
    order: str = "rows"
    rules: str = "outlines"
    page: str = "plain"


def drawn(seed: object, fixed: Mapping[str, str] | None = None) -> Maker:
    """A program thrown by dice, but for what is ``fixed``."""
    dice = random.Random(f"maker {seed}")
    values = {name: dice.choice(values) for name, values in CHOICES.items()} | dict(fixed or {})
    if values["rules"] in ("cells", "erased") and values["order"] == "text first":
        values["order"] = "rows"  # nothing of the text would be seen
    return Maker(**values)


def write(document: Document, path: Path, maker: Maker, *, seed: object = 0, **options: Any) -> Path:
    """The document as ``maker`` makes it; ``options`` are those of :func:`pages.write`."""
    pages.write(document, path, canvas=lambda file: Paper(file, maker, seed), **options)
    _describe(path, maker)
    return path


@dataclass
class Paper:
    """Takes what a canvas of reportlab takes and draws it page by page as a program of its own."""

    path: str
    maker: Maker
    seed: object
    texts: list[tuple[float, float, str, float, bool]] = field(
        default_factory=list[tuple[float, float, str, float, bool]]
    )
    boxes: list[Box] = field(default_factory=list[Box])
    lines: list[Box] = field(default_factory=list[Box])

    def __post_init__(self) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont
        from reportlab.pdfgen import canvas

        self.font, self.size = pages.FONT, 8.0
        if self.maker.font != "named":
            odd = {"private": (_secret, 1), "holes": (_forgotten, 2)}.get(self.maker.font)
            pdfmetrics.registerFont(_odd_font(self.maker.font, *odd) if odd else TTFont("embedded", EMBEDDED))
            self.font = self.maker.font
        self.canvas = canvas.Canvas(self.path, invariant=1)
        self.dice = random.Random(f"paper {self.seed}")
        self.page, self.title = 0, ""

    # --- what is asked for ----------------------------------------------------------------------------

    def setPageSize(self, size: tuple[float, float]) -> None:
        self.width, self.height = size

    def setPageRotation(self, _: int) -> None:
        pass

    def setFont(self, _: str, size: float) -> None:
        self.size = size

    def drawString(self, x: float, y: float, text: str) -> None:
        self.title = self.title or text
        self.texts.append((x, y, text, self.size, False))

    def drawRightString(self, x: float, y: float, text: str) -> None:
        self.texts.append((x, y, text, self.size, True))

    def rect(self, x: float, y: float, width: float, height: float) -> None:
        self.boxes.append((x, y, x + width, y + height))

    def line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.lines.append((x0, y0, x1, y1))

    def save(self) -> None:
        self.canvas.save()

    # --- how it is drawn ------------------------------------------------------------------------------

    def showPage(self) -> None:
        """Draw what was asked for."""
        page = self.maker.page
        turned = int(page.split()[1]) if page.startswith("turned") else 0
        self.canvas.setPageSize((self.width, self.height))  # turned by 90° the library turns the size as well
        self.canvas.setPageRotation(turned)
        form = page in ("form", "scaled form")
        if form:
            self.canvas.beginForm(f"page{self.page}", 0, 0, 2 * self.width, 2 * self.height)
        self.canvas.saveState()
        self._turn(turned)
        if page == "offset":
            self.canvas.translate(100, 150)
        if page == "scaled form":
            self.canvas.scale(2, 2)
        if page == "flipped":
            self.canvas.transform(1, 0, 0, -1, 0, self.height)
        self._draw()
        self.canvas.restoreState()
        if form:
            self.canvas.endForm()
            if page == "scaled form":
                self.canvas.scale(0.5, 0.5)
            self.canvas.doForm(f"page{self.page}")
        self.canvas.showPage()
        self.texts, self.boxes, self.lines = [], [], []
        self.page += 1

    def _turn(self, turned: int) -> None:
        if turned == 90:
            self.canvas.translate(self.height, 0)
        elif turned == 180:
            self.canvas.translate(self.width, self.height)
        elif turned == 270:
            self.canvas.translate(0, self.width)
        if turned:
            self.canvas.rotate(turned)

    def _draw(self) -> None:
        page, order = self.maker.page, self.maker.order
        if page == "watermark":
            self._watermark()
        if order != "text first":
            self._rule()
        for text in self._ordered():
            self._say(*text)
        if order == "text first":
            self._rule()
        if page == "watermark above":
            self._watermark()
        if page == "layer":
            self._layer()
        if page == "stamp":
            self._stamp()
        if page == "running head":
            self._set(pages.MARGIN, self.height - 12, self.title, 7)
            self._set(self.width / 2 - 10, 10, f"- {self.page + 1} -", 7)

    def _y(self, y: float) -> float:
        return self.height - y if self.maker.page == "flipped" else y

    def _ordered(self) -> list[tuple[float, float, str, float, bool]]:
        if self.maker.order == "columns":
            return sorted(self.texts, key=lambda text: (text[0], -text[1]))
        if self.maker.order == "random":
            return self.dice.sample(self.texts, len(self.texts))
        return self.texts

    def _watermark(self) -> None:
        self.canvas.saveState()
        self.canvas.setFillColorRGB(0.85, 0.85, 0.85)
        for x in range(60, int(self.width), 180):
            for y in range(60, int(self.height), 140):
                self.canvas.saveState()
                self.canvas.translate(x, y)
                self.canvas.rotate(35)
                self._set(0, 0, "仅供公开使用2024", 16)
                self.canvas.restoreState()
        self.canvas.restoreState()

    def _layer(self) -> None:
        """Amounts of a draft over the table, on a layer that is switched off."""
        self.canvas._code.append("/OC /Draft BDC")
        for x, y, _, size, right in self.texts:
            if right:
                self._set(x - 30, y, "99,999.99", size)
        self.canvas._code.append("EMC")

    def _stamp(self) -> None:
        self.canvas.saveState()
        self.canvas.setStrokeColorRGB(0.9, 0.1, 0.1)
        self.canvas.circle(self.width - 150, 150, 60)
        self.canvas.circle(self.width - 150, 150, 56)
        self.canvas.restoreState()

    # --- text -----------------------------------------------------------------------------------------

    def _say(self, x: float, y: float, text: str, size: float, right: bool) -> None:  # noqa: PLR0912 - a case for each way
        if self.maker.text == "wide digits" and right:
            text = text.translate({ord("0") + k: 0xFF10 + k for k in range(10)} | {ord(","): "，", ord("."): "．"})
            size *= 0.55
        length = self._length(text, size)
        x = x - length if right else x
        match self.maker.text:
            case "glyphs":
                for at, character in self._glyphs(x, text, size):
                    self._set(at, y, character, size)
            case "kerned":
                for at, part in self._parts(x, text, size):
                    self._set(at, y, part, size)
            case "spaced":
                self._set(x - (0.06 * size * len(text) if right else 0), y, text, size, space=0.06 * size)
            case "matrix":
                self._set(x, y, text, 1, scale=size)
            case "condensed":
                self._set(x + (0.2 * length if right else 0), y, text, size, stretch=80)
            case "twice":
                self._set(x, y, text, size)
                self._set(x + 0.25, y, text, size)
            case "twice each":
                for at, character in self._glyphs(x, text, size):
                    self._set(at, y, character, size)
                    self._set(at + 0.3, y, character, size)
            case "four times":
                for dx, dy in ((0, 0), (0.2, 0), (0, 0.2), (0.2, 0.2)):
                    self._set(x + dx, y + dy, text, size)
            case "stroked":
                self._set(x, y, text, size, mode=2)
            case "padded" if right:
                blanks = int(20 / self._length(" ", size))
                self._set(x - blanks * self._length(" ", size), y, " " * blanks + text, size)
            case "shadow":
                self.canvas.setFillColorRGB(0.7, 0.7, 0.7)
                self._set(x + 0.6, y - 0.6, text, size)
                self.canvas.setFillColorRGB(0, 0, 0)
                self._set(x, y, text, size)
            case _:
                self._set(x, y, text, size)

    def _length(self, text: str, size: float) -> float:
        from reportlab.pdfbase import pdfmetrics

        return float(pdfmetrics.stringWidth(text, self.font, size))

    def _glyphs(self, x: float, text: str, size: float) -> Iterator[tuple[float, str]]:
        """Each character with its place; blanks are not set."""
        for k, character in enumerate(text):
            if not character.isspace():
                yield x + self._length(text[:k], size) + self.dice.uniform(-0.02, 0.02) * size, character

    def _parts(self, x: float, text: str, size: float) -> Iterator[tuple[float, str]]:
        start = 0
        while start < len(text):
            stop = start + self.dice.randint(1, 3)
            yield x + self._length(text[:start], size) + self.dice.uniform(-0.03, 0.03) * size, text[start:stop]
            start = stop

    def _set(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        space: float = 0,
        stretch: float = 100,
        scale: float = 1,
        mode: int = 0,
    ) -> None:
        made = self.canvas.beginText()
        made.setTextTransform(scale, 0, 0, -scale if self.maker.page == "flipped" else scale, x, self._y(y))
        made.setFont(self.font, size)
        if space:
            made.setCharSpace(space)
        if stretch != 100:
            made.setHorizScale(stretch)
        if mode:
            made.setTextRenderMode(mode)
        made.textOut(text)
        if space:
            made.setCharSpace(0)
        if stretch != 100:
            made.setHorizScale(100)
        if mode:
            made.setTextRenderMode(0)
        self.canvas.drawText(made)

    # --- rules ----------------------------------------------------------------------------------------

    def _rule(self) -> None:
        rules = self.maker.rules
        self.canvas.setLineWidth(0.5)
        if rules in ("erased", "ghosts") and self.boxes:
            self._lattice(white=rules == "ghosts")
        for x0, y0, x1, y1 in self.boxes:
            self._box(x0, y0, x1, y1)
        for x0, y0, x1, y1 in self.lines:
            self.canvas.line(x0, self._y(y0), x1, self._y(y1))

    def _lattice(self, *, white: bool) -> None:
        """Every rule through the whole table, as a sheet has them: later erased, or white from the start."""
        xs, ys = ({value for box in self.boxes for value in box[k::2]} for k in (0, 1))
        if white:
            self.canvas.setStrokeColorRGB(1, 1, 1)
        for x in xs:
            self.canvas.line(x, self._y(min(ys)), x, self._y(max(ys)))
        for y in ys:
            self.canvas.line(min(xs), self._y(y), max(xs), self._y(y))
        self.canvas.setStrokeColorRGB(0, 0, 0)

    def _box(self, x0: float, y0: float, x1: float, y1: float) -> None:  # noqa: PLR0912 - a case for each way
        sides = ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1))
        match self.maker.rules:
            case "lines":
                for side in sides:
                    self._line(*side)
            case "areas":
                for a0, b0, a1, b1 in sides:
                    self._area(a0 - 0.25, b0 - 0.25, a1 + 0.25, b1 + 0.25)
            case "no area":
                for a0, b0, a1, b1 in sides:
                    self.canvas.setLineWidth(0)
                    self._path(a0, b0, a1, b1)
            case "dashes":
                self.canvas.setLineWidth(0.5)
                for a0, b0, a1, b1 in sides:
                    self._dash(a0, b0, a1, b1)
            case "double":
                for a0, b0, a1, b1 in sides:
                    self._line(a0, b0, a1, b1)
                    shift = (0, 1.5) if b0 == b1 else (1.5, 0)
                    self._line(a0 + shift[0], b0 + shift[1], a1 + shift[0], b1 + shift[1])
            case "cells":
                self.canvas.setFillColorRGB(0.93, 0.95, 0.98)
                self._area(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5)
                self.canvas.setFillColorRGB(0, 0, 0)
            case "gaps":
                for a0, b0, a1, b1 in sides:
                    level = b0 == b1
                    self._line(a0 + 1.2 * level, b0 + 1.2 * (not level), a1 - 1.2 * level, b1 - 1.2 * (not level))
            case "erased":
                self.canvas.setFillColorRGB(1, 1, 1)
                self.canvas.rect(x0, min(self._y(y0), self._y(y1)), x1 - x0, y1 - y0, stroke=1, fill=1)
                self.canvas.setFillColorRGB(0, 0, 0)
            case _:
                self.canvas.rect(x0, min(self._y(y0), self._y(y1)), x1 - x0, y1 - y0)

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.line(x0, self._y(y0), x1, self._y(y1))

    def _area(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.canvas.rect(x0, min(self._y(y0), self._y(y1)), x1 - x0, y1 - y0, stroke=0, fill=1)

    def _path(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule as a path that closes on itself."""
        path = self.canvas.beginPath()
        path.moveTo(x0, self._y(y0))
        path.lineTo(x1, self._y(y1))
        path.close()
        self.canvas.drawPath(path, stroke=1, fill=0)

    def _dash(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule as many strokes, each drawn on its own."""
        length = max(x1 - x0, y1 - y0)
        along = ((x1 - x0) / length, (y1 - y0) / length) if length else (0, 0)
        at = 0.0
        while at < length:
            end = min(at + 3, length)
            self._line(x0 + along[0] * at, y0 + along[1] * at, x0 + along[0] * end, y0 + along[1] * end)
            at += 4.5


def _odd_font(name: str, code_of: Callable[[int], int], number: int) -> Any:
    """A font, the one of that ``number`` in the file, that says of its characters what ``code_of`` makes of theirs."""
    from reportlab.pdfbase import ttfonts

    class Odd(ttfonts.TTFont):
        def addObjects(self, doc: Any) -> None:
            usual = ttfonts.makeToUnicodeCMap
            ttfonts.makeToUnicodeCMap = lambda name, subset: usual(name, [code_of(code) for code in subset])
            try:
                super().addObjects(doc)
            finally:
                ttfonts.makeToUnicodeCMap = usual

    return Odd(name, EMBEDDED, subfontIndex=number)


def _secret(code: int) -> int:
    """Digits as codes of symbols, all else as it is."""
    return 0xF000 + code if chr(code).isdigit() and code < 128 else code


def _forgotten(code: int) -> int:
    """The digits 3 and 7 as blanks, all else as it is."""
    return ord(" ") if chr(code) in "37" else code


def _describe(path: Path, maker: Maker) -> None:
    """Give the pages boxes that are not where their content begins."""
    if maker.page == "layer":
        path.write_bytes(_switched_off(path.read_bytes()))
    if maker.page not in ("offset", "cropped"):
        return
    import pypdfium2

    with pypdfium2.PdfDocument(path.read_bytes()) as pdf:
        for page in pdf:
            _, _, width, height = page.get_mediabox()
            if maker.page == "offset":
                page.set_mediabox(100, 150, 100 + width, 150 + height)
            else:
                page.set_mediabox(-80, -60, width + 90, height + 70)
                page.set_cropbox(0, 0, width, height)
        pdf.save(str(path))


def _switched_off(content: bytes) -> bytes:
    """The layer of drafts declared, and off: an update is added at the end of the file, as programs do it."""
    count = int(re.findall(rb"/Size (\d+)", content)[-1])
    parts = {count: b"<< /Type /OCG /Name (Draft) >>"}
    for number, body in re.findall(rb"(?s)(\d+) 0 obj\s*(<<.*?>>)\s*endobj", content):
        if b"/Type /Page\n" in body:
            parts[int(number)] = body.replace(
                b"/Resources <<", b"/Resources << /Properties << /Draft %d 0 R >>" % count, 1
            )
        elif b"/Type /Catalog" in body:
            off = b"<< /OCProperties << /OCGs [%d 0 R] /D << /OFF [%d 0 R] >> >>" % (count, count)
            parts[int(number)] = body.replace(b"<<", off, 1)
    made = content if content.endswith(b"\n") else content + b"\n"
    places: dict[int, int] = {}
    for number, body in sorted(parts.items()):
        places[number] = len(made)
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(made)
    root = re.findall(rb"/Root (\d+ 0 R)", content)[-1]
    before = re.findall(rb"startxref\s+(\d+)", content)[-1]
    table = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in sorted(places.items()))
    end = b"trailer\n<< /Size %d /Root %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n" % (count + 1, root, before, start)
    return made + b"xref\n" + table + end
