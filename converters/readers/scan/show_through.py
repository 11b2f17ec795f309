"""Print on the back of a sheet, or on the one below, that shines through: much paler than the print itself.

It is taken for texts, and spoils those that it meets. It goes where a page prints hardly anything in between: worn
toner fades by degrees. Dashes stay, and rules that are darker than what shines through, as do small marks beside dark
print, which may be a minus or a comma that the scanner saw little of.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from typing import Any

#: Grey levels darker than so many points around it from which a pixel is ink, however pale.
_INK, _AROUND, _SMOOTH = 10, 11.0, 0.5
#: Grey levels by which a mark is darker than paper.
_SEEN = 20
#: Shares of the darkness of the print: up to the first a character shines through, from the second it is print.
_PALE, _PRINT = 0.4, 0.6
#: The darkest per cent of the ink, which are as dark as print is.
_DARKEST = 3
#: Points: a character is at least so high and wide, at most so large; a rule is longer.
_HIGH, _WIDE, _LARGEST = 3.5, 2.0, 25.0
#: Points: how far beside and above print a mark of its own stands at most; how thick a dash is at most.
_BESIDE, _DASH = (8.0, 2.0), 1.5
#: How many characters shine through at least, and how many, for each of them, are neither pale nor print at most.
_FEWEST, _BETWEEN = 20, 0.25
#: For its other side, how long a dash is.
_FLAT = 1.8
#: The per cent of the ink of characters that shine through which are paler, and by how much a rule is darker.
_SHINE, _RULE = 90, 1.3


def without(grey: Any, scale: float) -> Any:
    """``grey``, ``scale`` pixels in a point, without the print that shines through."""
    import cv2
    import numpy

    black = _inked(cv2.GaussianBlur(grey, (0, 0), _SMOOTH * scale), scale)  # noise is no print
    if not black.any():
        return grey
    dark = 255 - float(numpy.percentile(grey[black > 0], _DARKEST))
    inked = (grey < 255 - _PALE * dark) & (black > 0)
    labels, wide, high = _parts(black, scale)
    is_character = (high >= _HIGH) & (wide >= _WIDE) & (numpy.maximum(wide, high) <= _LARGEST)
    is_print = is_character & _holding(labels, grey < 255 - _PRINT * dark, len(wide))
    is_pale = is_character & ~_holding(labels, inked, len(wide))
    if is_pale.sum() < _FEWEST or (is_character & ~is_pale & ~is_print).sum() > _BETWEEN * is_pale.sum():
        return grey
    pale = 255 * _mask(grey < 255 - _SEEN)
    print_ = cv2.dilate(_mask(inked), _box(3, 3)) > 0
    least = _RULE * float(numpy.percentile(255 - grey[is_pale[labels]], _SHINE))
    rules = numpy.zeros(grey.shape, bool)
    for size in _long(scale):
        long = cv2.morphologyEx(black, cv2.MORPH_OPEN, _box(*size))
        own = _darker(long, numpy.where(print_, 0, 255 - grey), least)
        rules |= own
        pale[cv2.dilate(_mask((long > 0) & ~own), _box(5, 5)) > 0] = 0
    pale[print_] = 0
    around = cv2.dilate(_mask(is_print[labels]), _box(*(2 * round(points * scale) + 1 for points in _BESIDE))) > 0
    labels, wide, high = _parts(pale, scale)
    is_mark = (numpy.maximum(wide, high) <= _HIGH) & _holding(labels, around, len(wide))
    is_kept = is_mark | ((high <= _DASH) & (wide > _FLAT * high))
    is_kept[0] = False
    kept = cv2.dilate(_mask(inked | is_kept[labels] | rules), _box(5, 5)) > 0
    return numpy.where(kept, grey, 255).astype(grey.dtype)


def _inked(grey: Any, scale: float) -> Any:
    """255 where there is ink, however pale."""
    import cv2

    block = max(15, int(_AROUND * scale) | 1)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _INK)


def _darker(rules: Any, darkness: Any, least: float) -> Any:
    """The pixels of ``rules`` that have, where they meet no print (of no ``darkness``), at least such a darkness."""
    import cv2
    import numpy

    _, labels = cv2.connectedComponents(rules, connectivity=8)
    labels = labels.ravel()
    apart = numpy.bincount(labels, darkness.ravel() > 0).clip(1)
    is_own = numpy.bincount(labels, darkness.ravel()) / apart > least
    is_own[0] = False
    return is_own[labels].reshape(rules.shape)


def _parts(black: Any, scale: float) -> tuple[Any, Any, Any]:
    """The connected parts of the ink, which pixel is of which, and how wide and high each is in points."""
    import cv2

    labels: Any
    _, labels, stats, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    return labels, stats[:, 2] / scale, stats[:, 3] / scale


def _long(scale: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Width and height of the shortest level and upright rule, in pixels."""
    length = round(_LARGEST * scale)
    return (length, 1), (1, length)


def _holding(labels: Any, mask: Any, count: int) -> Any:
    """Which components have a pixel in ``mask``."""
    import numpy

    held = numpy.zeros(count, bool)
    held[numpy.unique(labels[mask])] = True
    return held


def _mask(held: Any) -> Any:
    return held.astype("uint8")


def _box(wide: int, high: int) -> Any:
    import cv2

    return cv2.getStructuringElement(cv2.MORPH_RECT, (wide, high))
