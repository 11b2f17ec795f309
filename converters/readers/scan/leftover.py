"""Ink in the cells of tables for which no text was found: a blank has none, a print that was overlooked has some."""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from ..page.glyphs import Box

#: Inches: the smallest and tallest ink that can be a character.
_SMALLEST, _TALLEST = 0.045, 0.6
#: Points kept clear of rules.
_CLEAR = 2.0
#: Heights of a line above and below it in which ink is of the line, and that other ink beside it has at least.
_ITS_OWN, _AS_HIGH = 0.25, 0.5
#: Pixels by which the pieces of a character that a scanner broke stand apart.
_BROKEN = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """Ink that was not taken for text, and which of the lines stand in its cell."""

    box: Box
    beside: tuple[int, ...] = ()


def marks(black: Any, cells: Iterable[Box], lines: Sequence[Box], scale: float) -> Iterator[Mark]:
    """The ink of ``cells`` above, between and below the ``lines`` that were found there; all of it where none were.

    Boxes are pixels, ``scale`` of which are in a point.
    """
    margin = round(_CLEAR * scale)
    for x0, top, x1, bottom in cells:
        own = [i for i, b in enumerate(lines) if x0 <= (b[0] + b[2]) / 2 <= x1 and top <= (b[1] + b[3]) / 2 <= bottom]
        least = max((_AS_HIGH * (lines[i][3] - lines[i][1]) for i in own), default=0.0)
        left, right = round(x0) + margin, round(x1) - margin
        for above, below in _without(round(top) + margin, round(bottom) - margin, [lines[i] for i in own]):
            if box := _inked(black, (left, above, right, below), scale, least):
                yield Mark(box, tuple(own))


def has_characters(black: Any, box: Box, scale: float) -> bool:
    """Whether there is ink in ``box`` that is as high as a character: dashes are not."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    return _inked(black, (x0, top, x1, bottom), scale, 0.0) is not None


def _without(top: int, bottom: int, lines: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """From where to where there is no line between ``top`` and ``bottom``."""
    for line in sorted(lines, key=lambda line: line[1]):
        pad = _ITS_OWN * (line[3] - line[1])
        yield top, round(line[1] - pad)
        top = max(top, round(line[3] + pad))
    yield top, bottom


def _inked(black: Any, inside: tuple[int, int, int, int], scale: float, least: float) -> Box | None:
    """The box around all ink in a part of the page that is at least so high, and as high as a character."""
    import cv2
    import numpy

    left, above, right, below = inside
    low, high = max(_SMALLEST * 72 * scale, least), _TALLEST * 72 * scale
    if right - left < 1 or below - above < low:
        return None
    part = cv2.morphologyEx(
        black[above:below, left:right], cv2.MORPH_CLOSE, numpy.ones((_BROKEN, _BROKEN), numpy.uint8)
    )
    stats: Any = cv2.connectedComponentsWithStats(part, connectivity=8)[2]
    boxes = cast("list[list[int]]", stats[1:].tolist())
    found = [(x, y, x + w, y + h) for x, y, w, h, _ in boxes if low <= h <= high]
    if not found:
        return None
    x0, y0, x1, y1 = zip(*found, strict=True)
    return left + min(x0) - 2.0, above + min(y0) - 3.0, left + max(x1) + 2.0, above + max(y1) + 3.0
