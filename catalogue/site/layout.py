"""Where things stand in a picture: areas and lengths in proportion to amounts, and labels that do not touch.

Everything here is arithmetic on rectangles; :mod:`.pictures` turns it into SVG. Lengths are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from its top left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    def inset(self, left: float, top: float, right: float, bottom: float) -> Box:
        """The rectangle within, never smaller than nothing."""
        width, height = max(self.width - left - right, 0.0), max(self.height - top - bottom, 0.0)
        return Box(self.x + left, self.y + top, width, height)


# --- tree maps --------------------------------------------------------------------------------------------


def treemap(amounts: Sequence[Decimal], box: Box) -> list[Box]:
    """A rectangle for each amount, all above zero and the largest first: together they are ``box``.

    The squarified tree map of Bruls, Huizing and van Wijk (2000): rows along the shorter side, each as long as its
    rectangles grow more square by it.
    """
    total = float(sum(amounts))
    areas = [float(amount) / total * box.area for amount in amounts]
    placed: list[Box] = []
    left = box
    while len(placed) < len(areas):
        rest = areas[len(placed) :]
        row = rest[: _row_length(rest, min(left.width, left.height))]
        boxes, left = _row(row, left, is_last=len(row) == len(rest))
        placed += boxes
    return placed


def _row_length(areas: Sequence[float], side: float) -> int:
    """How many of ``areas`` stand in one row along ``side``: until the worst of them would grow longer again."""
    best, count, taken = float("inf"), 0, 0.0
    for area in areas:
        taken += area
        row = [*areas[:count], area]
        worst = max(max(side**2 * a / taken**2, taken**2 / (side**2 * a)) for a in row) if side else 0.0
        if count and worst > best:
            break
        best, count = worst, count + 1
    return count


def _row(areas: Sequence[float], box: Box, *, is_last: bool) -> tuple[list[Box], Box]:
    """The rectangles of one row along the shorter side of ``box``, and what is left of it."""
    upright = box.width >= box.height
    side = box.height if upright else box.width
    thick = (box.width if upright else box.height) if is_last else sum(areas) / side if side else 0.0
    boxes: list[Box] = []
    at = 0.0
    for area in areas:
        long = area / sum(areas) * side
        boxes.append(Box(box.x, box.y + at, thick, long) if upright else Box(box.x + at, box.y, long, thick))
        at += long
    rest = box.inset(thick, 0, 0, 0) if upright else box.inset(0, thick, 0, 0)
    return boxes, rest


# --- flows ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flow:
    """An amount that goes from a node of one column to a node of the next, both by their place in it."""

    source: int
    target: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Where a flow leaves and arrives: the tops of both ends, and its thickness."""

    column: int
    flow: Flow
    start: float
    end: float
    thickness: float


def columns(amounts: Sequence[Sequence[Decimal]], height: float, gap: float) -> list[list[tuple[float, float]]]:
    """Top and length of each node in each column, on one scale, each column centred in ``height``.

    The fullest column, with its gaps, fills the height.
    """
    room = min(height - gap * (len(column) - 1) for column in amounts)
    most = max(float(sum(column)) for column in amounts)
    scale = max(room, 1.0) / most if most else 0.0
    return [list(_stacked(column, scale, height, gap)) for column in amounts]


def _stacked(column: Sequence[Decimal], scale: float, height: float, gap: float) -> Iterator[tuple[float, float]]:
    long = float(sum(column)) * scale + gap * (len(column) - 1)
    at = (height - long) / 2
    for amount in column:
        yield at, float(amount) * scale
        at += float(amount) * scale + gap


def ribbons(
    placed: Sequence[Sequence[tuple[float, float]]],
    amounts: Sequence[Sequence[Decimal]],
    flows: Sequence[Sequence[Flow]],
) -> list[Ribbon]:
    """Both ends of each flow: those of one node lie under one another, in the order of the other ends."""
    found: list[Ribbon] = []
    for column, between in enumerate(flows):
        leaving = [top for top, _ in placed[column]]
        arriving = [top for top, _ in placed[column + 1]]
        for flow in sorted(between, key=lambda f: (f.source, f.target)):
            _, long = placed[column][flow.source]
            whole = amounts[column][flow.source]
            thickness = long * float(flow.amount / whole) if whole else 0.0
            found.append(Ribbon(column, flow, leaving[flow.source], arriving[flow.target], thickness))
            leaving[flow.source] += thickness
            arriving[flow.target] += thickness
    return found


# --- labels -----------------------------------------------------------------------------------------------


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near ``wanted`` (ascending), ``apart`` from one another, between ``low`` and ``high`` if there is room.

    Neighbours that come too close move as one group around their common middle (pool adjacent violators).
    """
    groups: list[list[float]] = []  # the wanted places of each, less what stands before them in the group
    for place in wanted:
        groups.append([place])
        while len(groups) > 1 and _first(groups[-1], apart, low, high) < _first(
            groups[-2], apart, low, high
        ) + apart * len(groups[-2]):
            last = groups.pop()
            groups[-1] += last
    return [_first(group, apart, low, high) + apart * index for group in groups for index in range(len(group))]


def _first(group: Sequence[float], apart: float, low: float, high: float) -> float:
    """Where the first of a group stands: the group's middle where its members would like it, within the bounds."""
    middle = sum(place - apart * index for index, place in enumerate(group)) / len(group)
    return max(min(middle, high - apart * (len(group) - 1)), low)


def text_width(text: str, size: float) -> float:
    """How wide a text is at most at a font size: full-width characters one em, all others 0.62."""
    return size * sum(1.0 if east_asian_width(c) in "WFA" else 0.62 for c in text)


def fitted(text: str, size: float, width: float) -> str:
    """As much of ``text`` as fits, an ellipsis where it is cut; "" where not even two characters and that fit."""
    if text_width(text, size) <= width:
        return text
    for length in range(len(text) - 1, 1, -1):
        cut = text[:length].rstrip("（(、") + "…"
        if text_width(cut, size) <= width:
            return cut
    return ""
