"""The piece of the page that a finding speaks of, its cells marked, as a small PNG; the same bytes every time.

Nothing personal may be seen on it: a page on which anything was covered gives no picture, nor does a piece whose own
text has a label or a number that could be a person's, nor a page without text, which cannot be checked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from .inspection.document import bare, fold
from .model import Conversion, Fact, Finding

Box = tuple[float, float, float, float]  # left, top, right, bottom in points from the top left corner

#: So many findings get a picture, the worst first; a page for every one of hundreds helps nobody.
MOST = 12
_SCALE = 1.6
_TALLEST = 300.0
_MARGIN = 3.0
_LINE = 16.0
_COLOURS = 32
_MARK = (163, 52, 28)
#: A row of pixels brighter than this on average has no print on it; a cut line ends within so many pixels.
_PAPER = 253
_NEAR = 24
#: Tables whose rows hold money and names of subjects alone.
_MONEY_TABLES = frozenset({
    "budget-summary", "revenue-summary", "expenditure-summary", "appropriation-summary", "appropriation-by-function",
    "appropriation-basic-by-economic", "general-budget-by-function", "general-budget-by-unit",
    "basic-expenditure-by-economic", "expenditure-by-economic", "three-public", "government-fund", "state-capital",
    "project-expenditure", "agency-operating", "procurement", "service-purchase",
    "transfer-payments", "narrative",
})  # fmt: skip
_COVERED = "[redacted]"
_PERSONAL = re.compile(r"负责人|填报人|填表人|联系人|经办人|制表|审核人|电话|手机|邮箱|身份证|@|1[3-9]\d{9}|\d{15}")


@dataclass(frozen=True, slots=True)
class Crop:
    """A picture of a piece of a page, and what to say of it to those who cannot see it."""

    page: int
    png: bytes
    told: str


@dataclass(frozen=True, slots=True)
class _Piece:
    page: int
    whole: Box
    marked: tuple[Box, ...]


def crops(files: Sequence[Path], conversion: Conversion, findings: Sequence[Finding]) -> dict[str, Crop]:
    """Pictures for the first of ``findings``, by their id; none of a file that is no PDF, or that may show a person."""
    named = {path.name if len(files) > 1 else "": path for path in files if _is_pdf(path)}
    if not named:
        return {}
    opened = {name: _Pages(path) for name, path in named.items()}
    found: dict[str, Crop] = {}
    try:
        for finding in findings:
            pages = opened.get(finding.file)
            piece = _piece(finding, conversion, pages) if pages else None
            if pages and piece and len(found) < MOST:
                png = pages.picture(piece)
                if png:
                    found[finding.finding_id] = Crop(piece.page, png, _told(finding, piece))
    finally:
        for pages in opened.values():
            pages.close()
    return found


def _is_pdf(path: Path) -> bool:
    """Whether a file is one by its content: a name can say otherwise."""
    with path.open("rb") as file:
        return b"%PDF-" in file.read(1024)


def _told(finding: Finding, piece: _Piece) -> str:
    return f"第 {piece.page} 页，框出 {len(piece.marked)} 处：{finding.label}"


def _piece(finding: Finding, conversion: Conversion, pages: _Pages) -> _Piece | None:
    """Which piece of which page: the cells of the finding, or the words of the text that it quotes."""
    if finding.table not in _MONEY_TABLES or finding.page is None or _is_covered(conversion, finding.page):
        return None
    if finding.table == "narrative":
        return _words(finding, finding.page, conversion, pages)
    wanted = set(finding.observation_ids)
    place = (finding.file, finding.page)
    facts = [f for f in conversion.facts if f.observation_id in wanted and (f.cell.file, f.cell.page) == place]
    boxes = [box for f in sorted(facts, key=_order) if (box := f.cell.bbox)]
    return _Piece(finding.page, *_within(boxes)) if boxes else None


def _order(fact: Fact) -> tuple[float, float]:
    box = fact.cell.bbox or (0.0, 0.0, 0.0, 0.0)
    return box[1], box[0]


def _within(boxes: Sequence[Box]) -> tuple[Box, tuple[Box, ...]]:
    """The piece around as many of the boxes, from the top, as fit into one picture."""
    top = boxes[0][1]
    kept = tuple(b for b in boxes if b[3] - top <= _TALLEST)
    return _around(kept or boxes[:1]), kept or (boxes[0],)


def _around(boxes: Sequence[Box]) -> Box:
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def _words(finding: Finding, page: int, conversion: Conversion, pages: _Pages) -> _Piece | None:
    """The line or lines of a paragraph that hold what was found."""
    for said in (finding.found, finding.label):
        places = pages.search(page, said) if len(said) > 1 else []
        here = [t for t in conversion.texts if t.cell.page == page and t.cell.file == finding.file]
        holding = [t for t in here if t.cell.bbox and said in fold(t.text)]
        own = [t for t in holding if bare(t.section) == finding.label] or holding
        blocks = [box for t in own if (box := t.cell.bbox)]
        inside = [p for p in places if any(b[1] - _LINE <= p[1] <= b[3] + _LINE for b in blocks)] or places
        if inside:
            left, top, right, bottom = inside[0]
            return _Piece(page, (left, top - _LINE, right, bottom + _LINE), (inside[0],))
    return None


def _is_covered(conversion: Conversion, page: int) -> bool:
    """Whether anything personal was covered on a page, or in a table that may reach it."""
    if any(t.cell.page == page and _COVERED in t.text for t in conversion.texts):
        return True
    starts = sorted({t.page for t in conversion.tables if t.page})
    for table in conversion.tables:
        if table.page and any(_COVERED in cell for row in table.rows for cell in row):
            after = next((p for p in starts if p > table.page), page)
            if table.page <= page <= after:
                return True
    return False


class _Pages:
    """The pages of a PDF, each rendered when it is first asked for."""

    def __init__(self, source: Path) -> None:
        import pypdfium2

        self._document: Any = pypdfium2.PdfDocument(source)
        self._rendered: dict[int, Any] = {}

    def close(self) -> None:
        self._document.close()

    def search(self, page: int, words: str) -> list[Box]:
        """Where words stand on a page."""
        text = self._document[page - 1].get_textpage()
        searcher: Any = text.search(words)
        found: list[Box] = []
        height = self._document[page - 1].get_height()
        while match := searcher.get_next():
            start, count = match
            boxes = [text.get_charbox(start + i) for i in range(count)]
            found.append(_around([(b[0], height - b[3], b[2], height - b[1]) for b in boxes]))
        return found

    def picture(self, piece: _Piece) -> bytes | None:
        """The piece over the whole width of the page; None where its text may be personal or has none."""
        from PIL import ImageDraw

        page = self._document[piece.page - 1]
        width, height = page.get_width(), page.get_height()
        top, bottom = max(0.0, piece.whole[1] - _MARGIN), min(height, piece.whole[3] + _MARGIN)
        words = str(page.get_textpage().get_text_bounded(0, height - bottom, width, height - top))
        if not words.strip() or _PERSONAL.search("".join(words.split())):
            return None
        if piece.page not in self._rendered:
            self._rendered[piece.page] = page.render(scale=_SCALE).to_pil().convert("RGB")
        whole = self._rendered[piece.page]
        first, last = _between_lines(whole, round(top * _SCALE), round(bottom * _SCALE))
        image = whole.crop((0, first, whole.width, last))
        draw = ImageDraw.Draw(image)
        for left, above, right, below in piece.marked:
            corners = [round(x * _SCALE) for x in (left - 1, above - 1, right + 1, below + 1)]
            draw.rectangle((corners[0], corners[1] - first, corners[2], corners[3] - first), outline=_MARK, width=2)
        return _png(_trimmed(image))


def _between_lines(image: Any, top: int, bottom: int) -> tuple[int, int]:
    """Both ends of a piece moved inwards to where no line of print is cut, as far as that is near."""
    from PIL import Image

    rows = image.crop((0, top, image.width, bottom)).convert("L").resize((1, bottom - top), Image.Resampling.BOX)
    blank = [value > _PAPER for value in rows.tobytes()]
    down = next((i for i, is_blank in enumerate(blank[:_NEAR]) if is_blank), 0)
    up = next((i for i, is_blank in enumerate(reversed(blank[-_NEAR:])) if is_blank), 0)
    return top + down, bottom - up


def _trimmed(image: Any) -> Any:
    """The picture without the blank paper to its left and right."""
    from PIL import Image, ImageChops

    paper = image.getpixel((0, 0))
    box = ImageChops.difference(image, Image.new(image.mode, image.size, paper)).getbbox()
    if not box:
        return image
    room = round(_LINE * _SCALE)
    return image.crop((max(0, box[0] - room), 0, min(image.width, box[2] + room), image.height))


def _png(image: Any) -> bytes:
    from PIL import Image

    out = BytesIO()
    # By octree, not optimised: a fifth of the time of what is usual, for a picture no larger.
    image.quantize(_COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()
