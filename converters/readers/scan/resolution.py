"""Dots per inch of the paper that a picture shows, where what a file says of its size cannot be.

Telephones and programs that know nothing of paper write a page of 1,654 pixels as one of 1,654 points, or of 200: the
print on it is of no size that print has, nor are its rules. Such a page is taken for A4.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Any

#: Points of the longest side of a sheet, from a small notebook to A2; of A4, and its short side.
_SHEETS, _A4, _A4_ACROSS = (350.0, 1700.0), 842.0, 595.0
#: Dots per inch that a picture has at least on sheets up to A4 and a little more, on larger ones, and at most.
_LEAST, _LEAST_OF_LARGE, _MOST = 75.0, 100.0, 1200.0
_LARGE = 900.0
#: How many times longer than wide a picture is that is more than one page.
_STRIP = 2.0
#: Share of a page that pictures take which are the page, and of the largest picture that one of them has.
_WHOLE, _AS_LARGE = 0.5, 0.5
_IMAGE = 3


@dataclass(frozen=True, slots=True)
class Resolution:
    """Dots in an inch of paper, and how many times larger than the paper the file says that it is."""

    dots: float
    enlarged: float = 1.0


def of_picture(size: tuple[float, float], dots: float) -> Resolution:
    """The resolution of a picture of this ``size`` in pixels of which its file says that it has so many ``dots``."""
    width, height = size
    longest = 72 * max(size) / max(dots, 1.0)
    is_sheet = _SHEETS[0] <= longest <= _SHEETS[1]
    if is_sheet and (_LEAST if longest <= _LARGE else _LEAST_OF_LARGE) <= dots <= _MOST:
        return Resolution(dots)
    found = 72 * (width / _A4_ACROSS if height > _STRIP * width else max(size) / _A4)
    return Resolution(found, found / dots if dots else 1.0)


def of_page(page: Any) -> Resolution:
    """The resolution of the pictures of a page of a PDF (pypdfium2): 0 dots where it has none."""
    width, height = page.get_size()
    found: list[tuple[float, float]] = []
    for item in page.get_objects(filter=[_IMAGE], max_depth=3):
        across, down = item.get_px_size()
        x0, bottom, x1, top = (0, 0, width, height) if item.level else item.get_bounds()
        if (area := (x1 - x0) * (top - bottom)) > 0:
            found.append((area, 72 * sqrt(across * down / area)))
    largest = max((area for area, _ in found), default=0.0)
    dots = max((dots for area, dots in found if area >= _AS_LARGE * largest), default=0.0)
    if not dots or sum(area for area, _ in found) < _WHOLE * width * height:
        return Resolution(dots)
    return of_picture((width * dots / 72, height * dots / 72), dots)
