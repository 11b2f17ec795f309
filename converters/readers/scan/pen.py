"""What a pen left on a printed number: a line through it, or ink of another colour over its digits.

Whoever strikes a number out takes it back, and a digit written over another makes a number that nobody printed. A tick
changes nothing, but looks like a stroke of a digit: what a pen has touched is held back.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from math import ceil
from typing import Any

from ..page.glyphs import Box

#: Levels by which ink of a colour differs from grey, and the points that the stroke of a pen is broad at least: the
#: coloured edges that a scanner or a lens gives to black print are narrower.
_COLOURED, _BROAD = 60, 0.9
_THIN = 128
#: The share of the ink of a page from which its colours are those of the print, or of a scanner that sees them apart.
_ALL_OVER = 0.3
#: The grey level below which a pixel is ink; shares of the ink of a number from which a pen was there, and from which
#: the number itself is of that colour.
_DARK, _SOME, _MOST = 170, 0.04, 0.65
#: Heights of a number: how long a stroke of a line through it is, between which it runs, and how far it may slope.
_LONG, _WITHIN, _SLOPE = 1.2, (0.15, 0.85), 0.1
#: The share of the width of a number that a line through it covers.
_THROUGH = 0.6


def coloured(lights: tuple[Any, Any, Any], seals: Any, scale: float) -> Any:
    """255 where a page has a colour in strokes as broad as those of a pen, half of it in others.

    Of ``lights``, blue, green and red on paper of no colour, without ``seals``; ``scale`` pixels are in a point.
    """
    import cv2
    import numpy

    blue, green, red = lights
    darkest = cv2.min(cv2.min(blue, green), red)
    mask = (cv2.subtract(cv2.max(cv2.max(blue, green), red), darkest) > _COLOURED) & ~seals
    mask = mask.astype(numpy.uint8)
    if not mask.any():
        return mask
    broad = max(2, ceil(_BROAD * scale))
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, numpy.ones((broad, broad), numpy.uint8))
    ink = darkest < _DARK
    if float((opened[ink] > 0).mean() if ink.any() else 0) > _ALL_OVER:
        return numpy.zeros_like(mask)
    return _THIN * mask + (255 - _THIN) * opened


def touches(line: Box, black: Any, grey: Any, colours: Any) -> bool:
    """Whether a pen was on the number in ``line``; ``black`` is the ink of the page, ``colours`` what is not black."""
    return _is_struck(line, black) or _is_written_over(line, grey, colours)


def _is_written_over(line: Box, grey: Any, colours: Any) -> bool:
    x0, top, x1, bottom = (max(0, round(value)) for value in line)
    colours = colours[top:bottom, x0:x1][grey[top:bottom, x0:x1] < _DARK]
    if not colours.size:
        return False
    return float((colours > _THIN + 60).mean()) > _SOME and float((colours >= _THIN - 60).mean()) < _MOST


def _is_struck(line: Box, black: Any) -> bool:
    """Whether strokes much longer than a digit cover most of a number, neither above nor below its digits."""
    import cv2
    import numpy

    x0, top, x1, bottom = (max(0, round(value)) for value in line)
    band = black[top:bottom, x0:x1]
    rows, columns = numpy.flatnonzero((band > 0).sum(axis=1) > 1), numpy.flatnonzero((band > 0).any(axis=0))
    if not len(rows) or not len(columns):
        return False
    first, high = int(rows[0]), int(rows[-1] - rows[0]) + 1
    wide = int(columns[-1] - columns[0]) + 1
    long, slope = max(3, round(_LONG * high)), max(1, round(_SLOPE * high))
    if wide < long:
        return False
    joined = cv2.dilate(band, numpy.ones((slope, 1), numpy.uint8))
    through = cv2.morphologyEx(joined, cv2.MORPH_OPEN, numpy.ones((1, long), numpy.uint8))
    middle = through[first + round(_WITHIN[0] * high) : first + round(_WITHIN[1] * high)]
    return int((middle > 0).any(axis=0).sum()) > _THROUGH * wide
