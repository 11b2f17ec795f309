"""What the ink of a number shows that a reading of it has to have: its digits, its separators, a minus before it.

A recognition that sees few pixels drops what it is not sure of: a minus, a point, one of two equal digits. Ink that
runs together shows fewer strokes than were printed, never more.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from typing import Any

from ..page.glyphs import Box

#: Heights of the ink of a line: a digit is at least so high, a point or comma at most so high and wide.
_DIGIT, _MARK_HIGH, _MARK_WIDE = 0.65, 0.45, 0.35
#: By how much of it a separator may stand above the base line, and what a dash is wide at least, for its height.
_ABOVE_BASE, _DASH, _FLAT = 0.15, 0.2, 1.8
#: Between which shares of the height of a line a dash stands.
_MIDDLE = (0.3, 0.7)
_MINUS = re.compile(r"\s*[-－−–—―─一(（]")
#: A minus that was taken for another stroke: 一1,234.56.
_STROKE = re.compile(r"[一—―─_]\s*(?=(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d+)?\s*$)")


def with_minus(text: str) -> str:
    """A number in one piece whose minus was read as another stroke, with a minus; any other text as it is."""
    return _STROKE.sub("-", text.strip(), count=1) if _STROKE.match(text.strip()) else text


def shows_more(line: Box, black: Any, text: str) -> bool:
    """Whether the ink of a line (``black``, in pixels) shows a digit, a separator or a minus that ``text`` lacks."""
    import cv2

    x0, top, x1, bottom = (max(0, round(value)) for value in line)
    band = black[top:bottom, x0:x1]
    inked = (band > 0).sum(axis=1) > 1
    if not inked.any():
        return False
    first, high = int(inked.argmax()), int(inked.nonzero()[0][-1] - inked.argmax()) + 1
    stats: Any = cv2.connectedComponentsWithStats(band, connectivity=8)[2]
    strokes = [(x, y, x + w, y + h) for x, y, w, h, _ in stats[1:].tolist() if y >= first - 1 and w * h > 1]
    tall = [s for s in strokes if s[3] - s[1] >= _DIGIT * high]
    if not tall:
        return False
    if len(tall) > sum(c.isdigit() or c in "()（）" for c in text):
        return True
    if not _MINUS.match(text) and any(_is_dash(s, tall, first, high) for s in strokes):
        return True
    return sum(_is_mark(s, tall, high) for s in strokes) > sum(c in ".,，．" for c in text)


def _is_dash(stroke: tuple[int, int, int, int], tall: list[tuple[int, int, int, int]], first: int, high: int) -> bool:
    """Whether a stroke is a minus: flat, in the middle of the line, before its first digit."""
    x0, y0, x1, y1 = stroke
    is_flat = x1 - x0 >= _DASH * high and x1 - x0 >= _FLAT * (y1 - y0)
    is_level = _MIDDLE[0] * high < (y0 + y1) / 2 - first < _MIDDLE[1] * high
    return is_flat and is_level and x1 <= min(s[0] for s in tall)


def _is_mark(stroke: tuple[int, int, int, int], tall: list[tuple[int, int, int, int]], high: int) -> bool:
    """Whether a stroke is a point or comma: small, on the base line, between two digits."""
    x0, y0, x1, y1 = stroke
    if y1 - y0 > _MARK_HIGH * high or x1 - x0 > _MARK_WIDE * high:
        return False
    base = sorted(s[3] for s in tall)[len(tall) // 2]
    is_between = any(s[2] <= x0 for s in tall) and any(x1 <= s[0] for s in tall)
    return is_between and y1 >= base - _ABOVE_BASE * high and not any(s[0] < x1 and x0 < s[2] for s in tall)
