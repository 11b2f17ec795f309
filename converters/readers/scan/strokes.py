"""What the ink of a number shows that a reading of it has to have: its digits, its separators, a minus before it.

A recognition that sees few pixels drops what it is not sure of: a minus, a point, one of two equal digits. Ink that
runs together shows fewer characters than were printed, never more; a character that a scanner broke is put together.
A minus is looked for in the grey of the picture too, as thin strokes are the first that black and white loses.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import median
from typing import Any

from ..page.glyphs import Box

#: Heights of the ink of a line: a digit is at least so high, a point or comma at most so high and wide.
_DIGIT, _MARK_HIGH, _MARK_WIDE = 0.65, 0.45, 0.35
#: Heights by which the pieces of a broken character stand apart at most; widths of a digit that it has at most.
_BROKEN, _ONE_WIDE = 0.1, 1.25
#: Heights that a speck is high and wide at most: a point is larger, and specks one above the other are no digit.
_SPECK = 0.12
#: Heights that a digit is wide at least, unless it is a 1, and as a rule.
_WIDE, _AS_A_RULE = 0.4, 0.6
#: Heights that what is left of an upright rule at an end of the line is wide at most.
_THIN = 0.15
#: By how much of it a separator may stand above the base line; what a dash is long at least, for its height.
_ABOVE_BASE, _DASH, _FLAT = 0.15, 0.2, 1.8
#: Between which shares of the height of a line a dash stands, and how thick it is at most.
_MIDDLE, _THICK = (0.3, 0.7), 0.15
#: Heights before the first digit within which a minus stands. Shares of the darkness of the digits that it has at
#: least where it is faint, and that the paper above and below it has at most.
_BEFORE, _FAINT, _CLEAN = 0.9, 0.3, 0.15
_MINUS = re.compile(r"\s*[-－−–—―─一(（]")
#: A minus that was taken for another stroke: 一1,234.56.
_STROKE = re.compile(r"[一—―─]\s*(?=(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,]\d+)?\s*$)")

#: A number that has all the separators that it can have.
_COMPLETE = re.compile(r"[-(（]?\d{1,3}(?:,\d{3})*\.\d{2}[)）]?")

#: From where to where a stroke or character goes: left, top, right, bottom.
_Ink = tuple[int, int, int, int]


def with_minus(text: str) -> str:
    """A number in one piece whose minus was read as another stroke, with a minus; any other text as it is."""
    return _STROKE.sub("-", text.strip(), count=1) if _STROKE.match(text.strip()) else text


def shows_more(line: Box, black: Any, grey: Any, text: str) -> bool:
    """Whether the ink of a line shows a digit, a separator or a minus that ``text`` lacks.

    ``black`` is the ink of the page, ``grey`` the page itself, in the same pixels as the line.
    """
    import cv2

    x0, top, x1, bottom = (max(0, round(value)) for value in line)
    band = black[top:bottom, x0:x1]
    inked = (band > 0).sum(axis=1) > 1
    if not inked.any():
        return False
    first, high = int(inked.argmax()), int(inked.nonzero()[0][-1] - inked.argmax()) + 1
    stats: Any = cv2.connectedComponentsWithStats(band, connectivity=8)[2]
    strokes = [
        (x, y, x + w, y + h)
        for x, y, w, h, _ in stats[1:].tolist()
        if y >= first - 1 and w * h > 1 and not (w <= _THIN * high and (x == 0 or x + w == band.shape[1]))
    ]
    characters = _together(strokes, high)
    tall = [c for c in characters if c[3] - c[1] >= _DIGIT * high]
    if not tall:
        return False
    if len(tall) > sum(c.isdigit() or c in "()（）" for c in text):
        return True
    if not _MINUS.match(text):
        start, _, end, _ = min(tall)
        if any(_is_dash(s, start, first, high) for s in characters) or _begins_flat(band[:, start:end], first, high):
            return True
        if _is_faint_dash(grey, (x0 + start, top + first, high), _darkness(grey[top:bottom, x0:x1], band)):
            return True
    marks = [s for s in characters if _is_mark(s, tall, high)]
    if _COMPLETE.fullmatch(text.strip()):
        marks = [s for s in marks if not _is_speck(s, high)]
    return len(marks) > sum(c in ".,，．" for c in text)


def _together(strokes: Iterable[_Ink], high: int) -> list[_Ink]:
    """The strokes, pieces of one digit put together: right beside each other, and no wider than it."""
    strokes = sorted(strokes)
    wide = [x1 - x0 for x0, y0, x1, y1 in strokes if y1 - y0 >= _DIGIT * high and x1 - x0 >= _WIDE * high]
    most = _ONE_WIDE * (median(wide) if wide else _AS_A_RULE * high)
    whole: list[_Ink] = []
    for stroke in (s for s in strokes if not _is_speck(s, high)):
        last = whole[-1] if whole else None
        if last and stroke[0] - last[2] <= max(1, _BROKEN * high) and max(stroke[2], last[2]) - last[0] <= most:
            whole[-1] = (last[0], min(last[1], stroke[1]), max(last[2], stroke[2]), max(last[3], stroke[3]))
        else:
            whole.append(stroke)
    return whole + [s for s in strokes if _is_speck(s, high)]


def _is_speck(stroke: _Ink, high: int) -> bool:
    x0, y0, x1, y1 = stroke
    return max(x1 - x0, y1 - y0) <= _SPECK * high


def _is_dash(stroke: _Ink, start: int, first: int, high: int) -> bool:
    """Whether a stroke is a minus: flat, in the middle of the line, before its first digit."""
    x0, y0, x1, y1 = stroke
    is_flat = x1 - x0 >= _DASH * high and x1 - x0 >= _FLAT * (y1 - y0)
    return is_flat and _is_level((y0 + y1) / 2 - first, high) and x1 <= start


def _is_level(y: float, high: int) -> bool:
    return _MIDDLE[0] * high < y < _MIDDLE[1] * high


def _begins_flat(digit: Any, first: int, high: int) -> bool:
    """Whether a digit begins with a stroke as thin and as long as a minus: one that runs into it."""
    columns = (digit > 0).T
    for length, column in enumerate(columns):
        rows = column.nonzero()[0]
        if not len(rows) or rows[-1] - rows[0] > _THICK * high or not _is_level(float(rows.mean()) - first, high):
            return length >= _DASH * high
    return False


def _is_faint_dash(grey: Any, digit: tuple[int, int, int], ink: float) -> bool:
    """Whether the paper before the first digit (left, top, height) is darker along a line in its middle.

    Above and below that line it is bare. What stands before an upright rule is of another cell.
    """
    import numpy

    right, top, high = digit
    length = max(3, round(_DASH * high))
    above = max(0, top - high // 2)  # a rule goes on above and below the line, a digit does not
    around = grey[above : top + high + high // 2, max(0, right - round(_BEFORE * high)) : right - 1]
    around = around.astype(numpy.float32)
    area = around[top - above : top - above + high]
    if area.shape[0] < high or area.shape[1] < length:
        return False
    paper = float(numpy.percentile(area, 80))
    ruled = numpy.flatnonzero((paper - around).min(axis=0) > _CLEAN * (paper - ink))
    area = area[:, int(ruled[-1]) + 1 :] if len(ruled) else area
    if area.shape[1] < length:
        return False
    runs = numpy.apply_along_axis(
        lambda row: numpy.convolve(row, numpy.ones(length) / length, "valid"), 1, paper - area
    )
    middle = runs[round(_MIDDLE[0] * high) : round(_MIDDLE[1] * high) + 1].max(axis=0)
    edge = max(1, round(_THICK * high))
    bare = numpy.maximum(abs(runs[:edge]).max(axis=0), abs(runs[-edge:]).max(axis=0))
    contrast = paper - ink
    return bool(((middle > _FAINT * contrast) & (bare < _CLEAN * contrast)).any())


def _darkness(area: Any, ink: Any) -> float:
    """How dark the ink of a line is, as a grey level."""
    import numpy

    return float(numpy.median(area[ink > 0]))


def _is_mark(stroke: _Ink, tall: list[_Ink], high: int) -> bool:
    """Whether a stroke is a point or comma: small, on the base line, between two digits."""
    x0, y0, x1, y1 = stroke
    if y1 - y0 > _MARK_HIGH * high or x1 - x0 > _MARK_WIDE * high:
        return False
    base = sorted(s[3] for s in tall)[len(tall) // 2]
    is_between = any(s[2] <= x0 for s in tall) and any(x1 <= s[0] for s in tall)
    return is_between and y1 >= base - _ABOVE_BASE * high and not any(s[0] < x1 and x0 < s[2] for s in tall)
