"""Numbers printed over a rule of their cell: wider than their column, or printed over by the one beside them.

What stands in the cell is then a part of a number that looks like a whole one, or a number with a digit of another.
The rule itself says nothing; ink on both of its sides, no further apart than the characters of a number, does.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from ..page.glyphs import Box

#: Heights of the ink of a line: a stroke longer than this is a rule; how far beside a rule ink is looked for.
_RULE, _BESIDE = 1.5, 1.0
#: Heights of the ink of a line by which the characters of one number stand apart at most, its rule not counted.
_CHARACTERS = 0.4
#: Pixels of ink, one above the other, that are no speck.
_INKED = 2


def runs_over(line: Box, cell: Box, numbers: Iterable[Box], black: Any, whole: Collection[Box] = ()) -> bool:
    """Whether ink runs over the left or the right rule of the ``cell`` of a number, which stands in ``line``.

    ``numbers`` are the lines of numbers of the page, ``black`` is its ink, in the same pixels. What is printed over
    the right rule comes from a number beside it: words begin where their cell does. The ``whole`` lines end in their
    cell, as they go on in it one line below.
    """
    import numpy

    left, top, right, bottom = (max(0, round(value)) for value in line)
    rows = numpy.flatnonzero((black[top:bottom, left:right] > 0).sum(axis=1) > 1)
    if not len(rows):
        return False
    top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
    middle, high = (top + bottom) / 2, bottom - top
    most = _CHARACTERS * high
    is_after_whole = any(n[1] <= middle <= n[3] and abs(n[2] - cell[0]) <= _BESIDE * high for n in whole)
    if not is_after_whole and _apart(black, round(cell[0]), top, bottom) <= most:
        return True
    is_beside_one = line not in whole and any(
        n[1] <= middle <= n[3] and abs(n[0] - cell[2]) <= _BESIDE * high for n in numbers
    )
    return is_beside_one and _apart(black, round(cell[2]), top, bottom) <= most


def _apart(black: Any, rule: int, top: int, bottom: int) -> float:
    """How many pixels of paper lie between the ink before and behind a rule, from ``top`` to ``bottom``."""
    import numpy

    high = bottom - top
    reach = round(_BESIDE * high)
    left, above = max(0, rule - 2 * reach), max(0, top - 2 * high)
    part = black[above : bottom + 2 * high, left : rule + 2 * reach]
    upright, level = _rules(part, (1, round(_RULE * high))), _rules(part, (round(_RULE * high), 1))
    ink = ((part > 0) & ~upright & ~level)[top - above : bottom - above]
    inked, ruled = ink.sum(axis=0) >= _INKED, upright[top - above : bottom - above].any(axis=0)
    middle = rule - left
    before = numpy.flatnonzero(inked[:middle])
    behind = numpy.flatnonzero(inked[middle:])
    if not len(before) or not len(behind):
        return float("inf")
    between = slice(int(before[-1]) + 1, middle + int(behind[0]))
    return float((~ruled[between]).sum())


def _rules(part: Any, kernel: tuple[int, int]) -> Any:
    """Where strokes are as long as ``kernel`` (width, height), with a pixel around them."""
    import cv2
    import numpy

    long = cv2.morphologyEx(part, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel))
    return cv2.dilate(long, numpy.ones((3, 3), numpy.uint8)) > 0
