"""Red ink on the picture of a page: seals, which are taken off it, and type and rules, which are read.

A seal is one stroke around it, or pieces of one, wider and higher than any character; whatever red stands inside is
of the seal. Red of any other shape was printed with the page.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..page.glyphs import Box

#: Levels by which red ink is redder than grey, and than the blurred edge of black print may be.
_RED, _CERTAIN = 28, 60
#: Points: gaps in a stroke, what is wider and higher than a character, the largest seal, how near pieces of one are.
_GAP, _CHARACTER, _SEAL, _NEAR = 2.0, 29.0, 170.0, 14.0
#: Points: how long a straight stroke of seals is at most that touch, and how wide and high these are; rules are longer.
_STRAIGHT, _TOUCHING = 60.0, (70.0, 340.0)
#: The grey level below which a pixel is of a character, and the share of those of a text in red that are red.
_DARK, _MOST = 170, 0.5


@dataclass(frozen=True, slots=True)
class RedInk:
    """Which pixels of a page are red: those of seals (a little wider), and those that were printed with it."""

    seals: Any  # bool, height × width
    printed: Any


def lights(page: Any) -> tuple[Any, Any, Any]:
    """The blue, green and red light of ``page`` on paper of no colour: yellowed paper is not red."""
    import cv2
    import numpy

    levels = numpy.arange(256)
    blue, green, red = cv2.split(page)
    paper = [max(1.0, float(numpy.median(light[::8, ::8]))) for light in (blue, green, red)]
    blue, green, red = (
        cv2.LUT(light, (levels * (255 / white)).clip(0, 255).round().astype(numpy.uint8))
        for light, white in zip((blue, green, red), paper, strict=True)
    )
    return blue, green, red


def red_ink(page: tuple[Any, Any, Any], scale: float) -> RedInk:
    """The red ink of the ``lights`` of a page, ``scale`` pixels in a point."""
    import cv2
    import numpy

    blue, green, light = page
    red = (cv2.subtract(light, cv2.min(blue, green)) > _RED).astype(numpy.uint8)
    inside = numpy.zeros(red.shape, bool)
    if not red.any():
        return RedInk(inside, inside)
    for x0, top, x1, bottom in _seals(red, scale):
        inside[top:bottom, x0:x1] = True
    wider = cv2.dilate(red, numpy.ones((3, 3), numpy.uint8)) > 0
    certain = cv2.subtract(light, cv2.max(blue, green)) > _CERTAIN  # a yellow marker is no red ink
    return RedInk(wider & inside, certain & ~inside)


def is_red(box: Box, grey: Any, printed: Any) -> bool:
    """Whether the text in ``box`` (pixels) is printed in red."""
    x0, top, x1, bottom = (max(0, round(value)) for value in box)
    ink = grey[top:bottom, x0:x1] < _DARK
    count = int(ink.sum())
    return count > 0 and int((ink & (printed[top:bottom, x0:x1] > 0)).sum()) > _MOST * count


def _seals(red: Any, scale: float) -> list[tuple[int, int, int, int]]:
    """The boxes of seals, in pixels."""
    import cv2
    import numpy

    gap = max(3, round(_GAP * scale)) | 1
    closed = cv2.morphologyEx(red, cv2.MORPH_CLOSE, numpy.ones((gap, gap), numpy.uint8))
    labels: Any
    _, labels, stats, _ = cv2.connectedComponentsWithStats(closed, connectivity=8)
    ruled = _ruled(closed, labels, round(_STRAIGHT * scale))
    pieces = [
        (x, y, x + w, y + h)
        for label, (x, y, w, h, _) in enumerate(stats.tolist())
        if label and _is_seal(w / scale, h / scale, is_ruled=label in ruled)
    ]
    return _joined(pieces, round(_NEAR * scale))


def _is_seal(width: float, height: float, *, is_ruled: bool) -> bool:
    """Whether a red shape of so many points is of a seal, or of seals that touch."""
    least, most = _TOUCHING
    if min(width, height) >= _CHARACTER and max(width, height) <= _SEAL:
        return True
    return min(width, height) >= least and max(width, height) <= most and not is_ruled


def _ruled(red: Any, labels: Any, length: int) -> set[int]:
    """The shapes that have a level or upright stroke of such a length."""
    import cv2
    import numpy

    found: set[int] = set()
    for size in ((1, length), (length, 1)):
        found |= set(numpy.unique(labels[cv2.morphologyEx(red, cv2.MORPH_OPEN, numpy.ones(size, numpy.uint8)) > 0]))
    return found


def _joined(pieces: Iterable[tuple[int, int, int, int]], near: int) -> list[tuple[int, int, int, int]]:
    """The boxes around pieces that are near each other."""
    joined: list[tuple[int, int, int, int]] = []
    for piece in pieces:
        box = piece
        while touching := [
            other
            for other in joined
            if box[0] - near < other[2] and other[0] - near < box[2]
            if box[1] - near < other[3] and other[1] - near < box[3]
        ]:
            joined = [other for other in joined if other not in touching]
            box = (
                min(box[0], *(o[0] for o in touching)), min(box[1], *(o[1] for o in touching)),
                max(box[2], *(o[2] for o in touching)), max(box[3], *(o[3] for o in touching)),
            )  # fmt: skip
        joined.append(box)
    return joined
