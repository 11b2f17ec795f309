"""Photographs of pages: seen at an angle, rules of tables run together, and the page is set as if seen from above.

A view of a flat page is undone by one projective map (Hartley and Zisserman, Multiple View Geometry, 2.7). In
coordinates around the middle of the page it is ``x' = (x + a·y) / w``, ``y' = (b·x + y) / w``, ``w = c·x + d·y + 1``.
That a line becomes level is then linear in ``b`` and ``b·d − c``, that one becomes upright in ``a`` and ``d − a·c``.
"""

# OpenCV's arrays have no types to speak of.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from itertools import combinations
from typing import Any

from ..page.upright import View

#: Pixels across at which lines are looked for, and the share of that from which a line is long.
_WIDTH, _LONG = 1600, 0.04
#: By how much a line may lean (its slope), how many there have to be of a kind, and how far apart (share of the page).
_LEANING, _FEWEST, _SPREAD = 0.35, 3, 0.05
#: Degrees between the directions in which lines are looked for, pixels that a line may be broken for, pixels beside it
#: in which its ink is, and how much of that there is at least.
_STEP, _BREAK, _ASIDE, _INK = 0.25, 8, 3, 60.0
#: The share of a rule that has ink, and by how many pixels it is not straight at most.
_DRAWN, _STRAIGHT = 0.85, 0.6
_SWAPPED = [1, 0, 3, 2]
#: By how much a line may miss (of half the page, and of its own length), and the share of all, by length, that may do.
_MISS, _MISS_OF_LENGTH, _STRANGE = 0.0015, 0.0015, 0.5
#: How many lines say how the page was seen, two together, which may not be nearly one line.
_LONGEST, _APART = 30, 1e-3
#: How far the corner of a page moves, as a share of half of it, from which it was photographed and not scanned.
_SEEN = 0.006
#: A page is not made larger than this.
_LARGEST = 1.6


def flattened(page: Any, scale: float) -> tuple[Any, View | None]:
    """``page`` (blue, green, red; ``scale`` pixels in a point) as from above, white around it, and how it was seen.

    As it is, and None, where its lines do not say that it was seen at an angle.
    """
    import cv2
    import numpy

    found = _flattening(darkest(page))
    if found is None:
        return page, None
    matrix, size = found
    flat = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_CUBIC, borderValue=(255.0,) * 3)
    points = numpy.diag([scale, scale, 1])
    back = numpy.linalg.inv(points) @ numpy.linalg.inv(matrix) @ points
    rows = tuple((float(a), float(b), float(c)) for a, b, c in back / back[2, 2])
    return flat, View(rows, (page.shape[1] / scale, page.shape[0] / scale))


def darkest(page: Any) -> Any:
    """The darkest of the blue, green and red light of each pixel."""
    import cv2

    blue, green, red = cv2.split(page)
    return cv2.min(cv2.min(blue, green), red)


def _flattening(grey: Any) -> tuple[Any, tuple[int, int]] | None:
    """The map that shows a page as from above (3 × 3, pixels to pixels), and the width and height of the result."""
    import numpy

    height, width = grey.shape
    level, upright = _lines(grey)
    across, down = _fitted(level), _fitted(upright[:, _SWAPPED])
    if across is None or down is None:
        return None
    (b, m), (a, n) = across, (down[0], -down[1])
    d = (n - a * m) / (1 - a * b)
    c = b * d - m
    if abs(c) + abs(d) < _SEEN and abs(a + b) < _SEEN:  # turned, or not even that
        return None
    half = max(width, height) / 2
    inward = numpy.array([[1 / half, 0, -width / 2 / half], [0, 1 / half, -height / 2 / half], [0, 0, 1]])
    seen = numpy.diag([half, half, 1]) @ numpy.array([[1, a, 0], [b, 1, 0], [c, d, 1]]) @ inward
    corners = numpy.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ seen.T
    if corners[:, 2].min() < 0.5:
        return None  # seen from so far aside that nothing could be read
    corners = corners[:, :2] / corners[:, 2:]
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    if x1 - x0 > _LARGEST * width or y1 - y0 > _LARGEST * height:
        return None
    return numpy.array([[1, 0, -x0], [0, 1, -y0], [0, 0, 1]]) @ seen, (round(x1 - x0), round(y1 - y0))


def _lines(grey: Any) -> tuple[Any, Any]:
    """The long lines of a page that are nearly level, and those nearly upright: x0, y0, x1, y1 around its middle."""
    import cv2
    import numpy

    height, width = grey.shape
    shrink = min(1.0, _WIDTH / max(width, height))
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    least = round(_LONG * max(small.shape))
    found: Any = cv2.HoughLinesP(
        cv2.Canny(small, 50, 150), 1, numpy.radians(_STEP), least // 2, minLineLength=least, maxLineGap=_BREAK
    )
    if found is None:
        return numpy.zeros((0, 4)), numpy.zeros((0, 4))
    lines = found.reshape(-1, 4).astype(float)
    across, down = numpy.abs(lines[:, 2] - lines[:, 0]), numpy.abs(lines[:, 3] - lines[:, 1])
    dark = 255.0 - small
    level = _traced(lines[down < _LEANING * across], dark)
    upright = _traced(lines[across < _LEANING * down][:, _SWAPPED], dark.T)[:, _SWAPPED]
    middle = numpy.array([small.shape[1], small.shape[0]] * 2) / 2
    return (level - middle) / (max(small.shape) / 2), (upright - middle) / (max(small.shape) / 2)


def _traced(lines: Any, dark: Any) -> Any:
    """Nearly level lines through the middle of their ink, to parts of a pixel."""
    import numpy

    reach = numpy.arange(-_ASIDE, _ASIDE + 1)
    traced: list[list[float]] = []
    for x0, y0, x1, y1 in lines:
        xs = numpy.arange(round(min(x0, x1)), round(max(x0, x1)) + 1)
        ys = (y0 + (xs - x0) * (y1 - y0) / (x1 - x0)).round().astype(int)
        inside = (ys >= _ASIDE) & (ys < len(dark) - _ASIDE)
        xs, ys = xs[inside], ys[inside]
        window = dark[ys[:, None] + reach, xs[:, None]] if len(xs) > _ASIDE else numpy.zeros((0, len(reach)))
        weights = (window - window.min(axis=1, keepdims=True)) if len(window) else window
        has_ink = weights.sum(axis=1) > _INK
        if has_ink.sum() > max(_ASIDE, _DRAWN * len(xs)):
            middle = ys[has_ink] + (weights[has_ink] @ reach) / weights[has_ink].sum(axis=1)
            slope, start = numpy.polyfit(xs[has_ink], middle, 1)
            if numpy.std(middle - slope * xs[has_ink] - start) > _STRAIGHT:
                continue  # a line of text
            a, b = float(xs[0]), float(xs[-1])
            traced.append([a, slope * a + start, b, slope * b + start])
    return numpy.array(traced).reshape(-1, 4)


def _fitted(lines: Any) -> tuple[float, float] | None:
    """``b`` and ``b·d − c`` by which these lines become level; None where too few of them agree.

    Each two of the longest lines say how; the pair that most others agree with is right (Fischler and Bolles, 1981).
    """
    import numpy

    if len(lines) < _FEWEST or numpy.ptp(lines[:, [1, 3]]) < 2 * _SPREAD:
        return None
    x0, y0, x1, y1 = lines[numpy.argsort(-numpy.abs(lines[:, 2] - lines[:, 0]), kind="stable")].T
    length, rise = numpy.abs(x1 - x0), y1 - y0
    terms = numpy.stack([x0 - x1, x0 * y1 - x1 * y0], axis=1)
    bound = _MISS + _MISS_OF_LENGTH * length

    def agreeing(way: Any) -> Any:
        return numpy.abs(terms @ way - rise) <= bound

    count = min(_LONGEST, len(terms))
    pairs = [numpy.array(pair) for pair in combinations(range(count), 2)]
    ways = [
        numpy.linalg.solve(terms[pair], rise[pair]) for pair in pairs if abs(numpy.linalg.det(terms[pair])) > _APART
    ]
    best = max((agreeing(way) for way in ways), key=lambda agree: float(length[agree].sum()), default=None)
    if best is None or best.sum() < _FEWEST or length[best].sum() < (1 - _STRANGE) * length.sum():
        return None
    (b, m), *_ = numpy.linalg.lstsq(terms[best], rise[best], rcond=None)
    return float(b), float(m)
