"""The picture of a scanned page: set upright, cleaned of paper and seals.

Sizes are pixels here; ``scale`` of a :class:`Picture` turns them into points of the page.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import Any

from ..page.upright import View
from . import pen, perspective, show_through
from .red_ink import RedInk, lights, red_ink

#: Grey levels darker than the paper around it from which a pixel is ink.
_INK = 24
#: The level from which red ink cannot be print below a seal.
_PALE = 120
#: Degrees: a page is not askew by more, and a smaller angle is left alone.
_MOST_ASKEW, _LEAST_ASKEW = 6.0, 0.05
#: The share of a page that single dots take where dots stand for its greys, and the points over which they are spread.
_DOTTED, _SPREAD = 0.01, 0.4
_BLACK = 128
#: Pixels across at which lines are looked for, degrees between two directions, and how many lines decide.
_SKEW_WIDTH, _SKEW_STEP, _LONGEST = 1200, 0.05, 25


@dataclass(frozen=True, slots=True)
class Picture:
    """A page on white paper in grey, ``scale`` pixels in a point."""

    grey: Any  # uint8, height × width
    scale: float
    stamped: Any  # the same with the seals, whose removal may cut fine rules
    printed_red: Any = None  # 255 where the print itself is red
    coloured: Any = None  # 255 where it has broad strokes of any colour
    askew: float = 0.0  # degrees by which it was turned against the clock, around its middle
    seen: View | None = None  # how it was seen at an angle, before it was turned

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.grey.shape[1] / self.scale, self.grey.shape[0] / self.scale


def cleaned(page: Any, scale: float) -> Picture:
    """The picture of ``page`` (blue, green, red) without seals, on white paper, flat and upright."""
    page, view = perspective.flattened(_without_dots(page, scale), scale)
    light = lights(page)
    red = red_ink(light, scale)
    inked = _with_red_type(page, red)
    stamped = _on_white(inked)
    seen, printed = _on_white(_without_seals(inked, red)), _levels(red.printed)
    white, coloured = show_through.without(seen, scale), pen.coloured(light, red.seals, scale)
    stamped[white > seen] = 255
    degrees = _skew(stamped)
    if abs(degrees) < _LEAST_ASKEW:
        return Picture(white, scale, stamped, printed, coloured, seen=view)
    white, stamped = _turned(white, degrees), _turned(stamped, degrees)
    printed, coloured = _turned(printed, degrees, 0.0), _turned(coloured, degrees, 0.0)
    return Picture(white, scale, stamped, printed, coloured, degrees, view)


def _without_dots(page: Any, scale: float) -> Any:
    """``page`` in greys again where a scanner of black and white has put them as single dots."""
    import cv2
    import numpy

    dark = (perspective.darkest(page) < _BLACK).astype(numpy.uint8)
    beside = numpy.array([[1, 1, 1], [1, 0, 1], [1, 1, 1]], numpy.uint8)
    single = (dark > 0) & (cv2.filter2D(dark, -1, beside) == 0)
    return cv2.GaussianBlur(page, (0, 0), _SPREAD * scale) if single.mean() > _DOTTED else page


def _with_red_type(page: Any, red: RedInk) -> Any:
    """``page`` by its red light, in which seals are pale and the print below them is dark; red type by the others."""
    import cv2
    import numpy

    grey = page[:, :, 2].copy()
    if not red.printed.any():
        return grey
    printed = cv2.dilate(_levels(red.printed), numpy.ones((3, 3), numpy.uint8)) > 0
    grey[printed] = page[:, :, :2].min(axis=2)[printed]
    return grey


def _without_seals(grey: Any, red: RedInk) -> Any:
    """``grey`` with the seals taken for paper."""
    import numpy

    bare = grey.copy()
    # A blurred edge of black print below a seal is reddish too; only what is pale is taken away.
    bare[red.seals & (grey > _PALE)] = int(numpy.median(grey))
    return bare


def _levels(mask: Any) -> Any:
    return mask.astype("uint8") * 255


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


def _turned(grey: Any, degrees: float, paper: float = 255.0) -> Any:
    import cv2

    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    return cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))


def ink(grey: Any, scale: float) -> Any:
    """255 where there is ink."""
    import cv2

    block = int(30 * scale / 2.8) | 1
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, max(15, block), _INK)
