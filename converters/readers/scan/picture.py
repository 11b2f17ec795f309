"""The picture of a scanned page: set upright, cleaned of paper and stamps.

Sizes are pixels here; ``scale`` of a :class:`Picture` turns them into points of the page.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

#: Grey levels darker than the paper around it from which a pixel is ink.
_INK = 24
#: Levels by which red ink is redder than grey, and from which it cannot be print below a stamp.
_RED, _PALE = 28, 120
#: Degrees: a page is not askew by more, and a smaller angle is left alone.
_MOST_ASKEW, _LEAST_ASKEW = 6.0, 0.05
#: Pixels across at which lines are looked for, degrees between two directions, and how many lines decide.
_SKEW_WIDTH, _SKEW_STEP, _LONGEST = 1200, 0.05, 25


@dataclass(frozen=True, slots=True)
class Picture:
    """A page on white paper in grey, ``scale`` pixels in a point."""

    grey: Any  # uint8, height × width
    scale: float
    stamped: Any  # the same with the stamps, whose removal may cut fine rules
    askew: float = 0.0  # degrees by which it was turned against the clock, around its middle

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.grey.shape[1] / self.scale, self.grey.shape[0] / self.scale


def cleaned(page: Any, scale: float) -> Picture:
    """The picture of ``page`` (blue, green, red) without red stamps, on white paper, upright."""
    stamped = _on_white(page[:, :, 2])
    degrees = _skew(stamped)
    white = _on_white(_without_red(page))
    if abs(degrees) < _LEAST_ASKEW:
        return Picture(white, scale, stamped)
    return Picture(_turned(white, degrees), scale, _turned(stamped, degrees), degrees)


def _without_red(page: Any) -> Any:
    """``page`` in grey with red ink taken for paper.

    Red ink reflects red light as paper does: in the red channel a stamp is pale and the print below it stays dark.
    """
    import cv2
    import numpy

    red = page[:, :, 2].copy()
    excess = red.astype(numpy.int16) - page[:, :, :2].min(axis=2)
    stamp = cv2.dilate((excess > _RED).astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8)) > 0
    # A blurred edge of black print below a stamp is reddish too; only what is pale is taken away.
    red[stamp & (red > _PALE)] = int(numpy.median(red))
    return red


def _on_white(grey: Any) -> Any:
    """``grey`` divided by the paper, whose shade is what a wide neighbourhood mostly has."""
    import cv2

    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    wide = min(51, (min(small.shape) - 1) | 1)
    paper = cv2.medianBlur(cv2.dilate(small, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5))), max(3, wide))
    return cv2.divide(grey, cv2.resize(paper, grey.shape[::-1]), scale=255)


def _skew(grey: Any) -> float:
    """Degrees by which the page has to be turned: the median of its longest near-level lines, 0 where it has none."""
    import cv2
    import numpy

    small = cv2.resize(grey, None, fx=(f := _SKEW_WIDTH / grey.shape[1]), fy=f, interpolation=cv2.INTER_AREA)
    edges = cv2.Canny(small, 50, 150)
    level, most = numpy.pi / 2, numpy.radians(_MOST_ASKEW)
    lines: Any = cv2.HoughLines(
        edges, 1, numpy.radians(_SKEW_STEP), _SKEW_WIDTH // 4, min_theta=level - most, max_theta=level + most
    )
    if lines is None:
        return 0.0
    angles = [float(numpy.degrees(line[1] - level)) for line in lines.reshape(-1, lines.shape[-1])[:_LONGEST]]
    return median(angles) if len(angles) > 2 else 0.0


def _turned(grey: Any, degrees: float) -> Any:
    import cv2

    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,))


def ink(grey: Any, scale: float) -> Any:
    """255 where there is ink."""
    import cv2

    block = int(30 * scale / 2.8) | 1
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(15, block), _INK)
