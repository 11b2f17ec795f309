"""Texts of a table that a program drew as shapes, glyph by glyph: they are seen on the page and are no text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from ..page.frames import Grid
from ..page.glyphs import Run

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Points that a drawn glyph is high, and at most wide.
_HEIGHTS, _WIDEST = (2.0, 30.0), 30.0
#: Shapes in a cell, and such cells on a page, from which on these are texts.
_GLYPHS, _CELLS = 2, 3
#: Shapes of a page that are looked at.
_MOST = 4000


def cells(page: Page, grids: Iterable[Grid], runs: Sequence[Run]) -> int:
    """How many cells of a page have shapes the size of glyphs and no text; 0 where they are too few to be texts."""
    shapes = [shape for shape in cast("list[Any]", page.curves) if _is_glyph(shape)][:_MOST]
    if len(shapes) < _GLYPHS * _CELLS:
        return 0
    boxes = [frame.box for grid in grids for frame in grid.frames]
    middles = [((shape["x0"] + shape["x1"]) / 2, (shape["top"] + shape["bottom"]) / 2) for shape in shapes]
    filled = Counter(_among(boxes, *middle) for middle in middles)
    written = {_among(boxes, (run.x0 + run.x1) / 2, run.middle) for run in runs}
    count = sum(n >= _GLYPHS for box, n in filled.items() if box is not None and box not in written)
    return count if count >= _CELLS else 0


def _is_glyph(shape: Any) -> bool:
    return bool(shape["fill"]) and _HEIGHTS[0] < shape["height"] < _HEIGHTS[1] and shape["width"] < _WIDEST


def _among(boxes: Sequence[tuple[float, float, float, float]], x: float, y: float) -> int | None:
    """Which of the boxes a point lies in."""
    return next((at for at, box in enumerate(boxes) if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
