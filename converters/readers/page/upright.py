"""Pages whose text runs up, down or upside down, set upright, and where what stands on them is as they are displayed.

A table too wide for its page is printed or scanned sideways, and nothing in the file tells so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any

from ....datapackage.model import Origin
from ...table import Block, Paragraph
from .glyphs import Box, Char
from .prose import Passage

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Pairs of neighbouring characters that have to run one way, and their share of those that run any way.
_FEWEST, _SHARE = 4, 0.8
#: How far, in font sizes, a character is from the one before.
_NEAR = 3.0


@dataclass(frozen=True, slots=True)
class View:
    """How a page was seen at an angle: the rows of the projective map from the page to what was seen, and its size.

    All in points; ``size`` is the width and height of what was seen.
    """

    rows: tuple[tuple[float, float, float], ...]
    size: tuple[float, float]

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page was seen."""
        across, down, depth = (row[0] * x + row[1] * y + row[2] for row in self.rows)
        return across / depth, down / depth


@dataclass(frozen=True, slots=True)
class Turn:
    """How a page was set upright: by quarters clockwise, flattened if it was seen at an angle, then turned by ``askew``
    degrees against the clock around its middle.

    ``size`` is the width and height, in points, of the upright page; ``seen`` where a point of the flattened page is on
    the one that was seen. It is displayed ``enlarged`` so many times.
    """

    quarters: int = 0
    askew: float = 0.0
    size: tuple[float, float] = (0.0, 0.0)
    seen: View | None = None
    enlarged: float = 1.0

    def __bool__(self) -> bool:
        return bool(self.quarters or self.askew or self.seen or self.enlarged != 1)

    def displayed(self, box: Box) -> Box:
        """The smallest box of the page as it is displayed that holds ``box`` of the upright page."""
        corners = [self._point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = zip(*corners, strict=True)
        return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        width, height = self.size
        across, down = x - width / 2, y - height / 2
        c, s = cos(radians(self.askew)), sin(radians(self.askew))
        across, down = c * across - s * down, s * across + c * down
        if self.seen:
            x, y = self.seen.point(across + width / 2, down + height / 2)
            width, height = self.seen.size
            across, down = x - width / 2, y - height / 2
        for _ in range(self.quarters):
            across, down = down, -across
        if self.quarters % 2:
            width, height = height, width
        return self.enlarged * (across + width / 2), self.enlarged * (down + height / 2)


def as_displayed(blocks: Iterable[Block | Passage], turn: Turn) -> Iterator[Block | Passage]:
    """The blocks of an upright page with the boxes that they have on the page as it is displayed."""

    def moved(origin: Origin) -> Origin:
        return replace(origin, bbox=turn.displayed(origin.bbox)) if origin.bbox else origin

    return (with_origins(block, moved) for block in blocks)


def with_origins(block: Block | Passage, changed: Callable[[Origin], Origin]) -> Block | Passage:
    """``block`` with each of its origins ``changed``."""
    if isinstance(block, Passage):
        return replace(block, paragraph=replace(block.paragraph, origin=changed(block.paragraph.origin)))
    if isinstance(block, Paragraph):
        return replace(block, origin=changed(block.origin))
    rows = tuple(tuple(replace(cell, origin=changed(cell.origin)) for cell in row) for row in block.rows)
    return replace(block, rows=rows, origin=changed(block.origin))


def quarters_of(chars: Sequence[Char]) -> int:
    """The quarters, clockwise, by which a page has to be turned for most of its text to run from left to right."""
    if all(char["matrix"][0] > 0 for char in chars):
        return 0
    runs = Counter(filter(None, (_run(one, other) for one, other in pairwise(chars))))
    way, count = max(runs.items(), key=lambda item: item[1], default=(4, 0))
    return way % 4 if count >= _FEWEST and count > _SHARE * runs.total() else 0


def _run(one: Char, other: Char) -> int:
    """The quarters by which two characters of one text have to be turned, 4 for none; 0 where they are not one text."""
    a, b = other["matrix"][:2]
    across, up = other["x0"] - one["x0"], one["top"] - other["top"]
    quarters = (4 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3)
    along, aside = {4: (across, up), 1: (up, across), 2: (-across, up), 3: (-up, across)}[quarters]
    near = 0 < along < _NEAR * max(one["size"], other["size"])
    return quarters if near and abs(aside) < 0.5 * other["size"] else 0


def turned(page: Page, quarters: int) -> Page:
    """The page of a PDF as if its file said that it is displayed turned clockwise, not parsed yet."""
    from pdfplumber.page import Page

    shown: Any = page.page_obj
    shown.rotate = (page.rotation + 90 * quarters) % 360
    shown.attrs = {**shown.attrs, "Rotate": shown.rotate}
    return Page(page.pdf, shown, page.page_number)
