"""Areas that a PDF page fills: their colours, what lies on them, what they hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from .painting import SHADING, SHEER

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Share of light, in grey or RGB, from which nobody sees a colour on white paper; of ink in CMYK.
_WHITE, _NO_INK = 0.97, 0.03
#: Share of light by which two colours differ that are told from each other.
_SAME = 0.03
#: Areas thinner than this (points) are rules and cover nothing.
THIN = 2.5
#: From the middle of a character to where it has to be hidden too, in its width and height, under an area of any shape.
_OUTWARDS = 0.25

Tone = tuple[float, ...]
_PAPER: Tone = (1.0, 1.0, 1.0)


class Backdrop:
    """What is painted on a page before its characters, and which of them are of the colour of what they stand on."""

    def __init__(self, page: Page) -> None:
        filled = [s for s in _shapes(page) if s.get("fill") and min(s["width"], s["height"]) > THIN]
        self._areas = sorted([*filled, *cast("list[Any]", page.images)], key=order, reverse=True)
        self._tones = {tone for area in filled if (tone := tone_of(area)) and tone != _PAPER} | {_PAPER}

    def may_hide(self, char: Any) -> bool:
        """Whether a character is of the colour of anything that it could stand on."""
        tone = tone_of(char)
        return tone is not None and any(_is_same(tone, other) for other in self._tones)

    def hides(self, char: Any) -> bool:
        """Whether a character is of the colour of what it stands on."""
        if not self.may_hide(char):
            return False
        tone, own = cast("Tone", tone_of(char)), order(char)
        for area in self._areas:
            if order(area) > own or not is_over(char, area):
                continue
            ground = tone_of(area) if area["object_type"] != "image" else None
            if ground is None or not _is_same(tone, ground):
                return False
            if is_hidden_under(char, area):
                return True
        return _is_same(tone, _PAPER)


def grounds(page: Page) -> list[Any]:
    """What white shapes are seen on."""
    return [*(g for g in _shapes(page) if g.get("fill") and not is_white(g)), *cast("list[Any]", page.images)]


def covers(page: Page, first: float) -> list[Any]:
    """The rectangles painted after the ``first`` object, where what lies below them cannot shine through."""
    areas = [*cast("list[Any]", page.rects), *shadings(page)]
    return [*(r for r in areas if _is_cover(r, first)), *_broad_strokes(page, first)]


def shadings(page: Page) -> list[Any]:
    """The areas that are painted in colours that run into each other."""
    return cast("list[Any]", page.objects.get(SHADING, []))


def _broad_strokes(page: Page, first: float) -> Iterator[Any]:
    """What strokes of a broad pen hide along and across the page, whatever their colour."""
    for shape in cast("list[Any]", [*page.lines, *page.curves]):
        broad = shape.get("stroke") and (shape["linewidth"] or 0) > THIN
        if not broad or order(shape) <= first or shape["tag"] == SHEER:
            continue
        half = shape["linewidth"] / 2
        for (ax, ay), (bx, by) in pairwise(shape["pts"]):
            across, down = (0, half) if ay == by else (half, 0)
            if ax == bx or ay == by:
                ends = {"x0": min(ax, bx) - across, "x1": max(ax, bx) + across}
                ends |= {"top": min(ay, by) - down, "bottom": max(ay, by) + down}
                yield {**shape, "object_type": "rect", **ends}


def irregular_covers(page: Page, first: float) -> list[Any]:
    """The areas of another shape that cover so."""
    return [c for c in cast("list[Any]", page.curves) if _is_cover(c, first)]


def _is_cover(area: Any, first: float) -> bool:
    is_filled = area.get("fill") and order(area) > first and area["tag"] != SHEER
    return bool(is_filled) and min(area["width"], area["height"]) > THIN


def is_hidden_under(char: Any, area: Any) -> bool:
    """Whether an area is all over the middle of a character, of whatever shape it is."""
    if not is_over(char, area):
        return False
    if area["object_type"] != "curve":
        return True
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    across, down = _OUTWARDS * (char["x1"] - char["x0"]), _OUTWARDS * (char["bottom"] - char["top"])
    return all(_is_within((x + i * across, y + j * down), area["pts"]) for i in (-1, 1) for j in (-1, 1))


def _is_within(point: tuple[float, float], corners: Sequence[tuple[float, float]]) -> bool:
    """Whether a point is within a polygon."""
    x, y = point
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    crossed = (ax + (y - ay) * (bx - ax) / (by - ay) for (ax, ay), (bx, by) in sides if (ay > y) != (by > y))
    return sum(at > x for at in crossed) % 2 == 1


def is_over(char: Any, ground: Any) -> bool:
    """Whether the middle of an object lies in an area."""
    x, y = (float(char["x0"]) + char["x1"]) / 2, (float(char["top"]) + char["bottom"]) / 2
    return bool(ground["x0"] <= x <= ground["x1"] and ground["top"] <= y <= ground["bottom"])


def order(shape: Any) -> float:
    """When an object was painted; what does not say was painted first."""
    return shape["mcid"] or 0


def is_white(shape: Any, colour: str = "non_stroking_color") -> bool:
    """Whether a character or a filled shape is white, in shades of grey, RGB or CMYK; or a stroke, by its colour."""
    return _shows_white(_numbers(shape.get(colour)))


def tone_of(shape: Any) -> Tone | None:
    """The colour of a character or a filled shape as shares of light; None for a pattern."""
    return _tone(_numbers(shape.get("non_stroking_color")))


def _numbers(value: Any) -> tuple[Any, ...]:
    return tuple(cast("list[Any]", value)) if isinstance(value, list | tuple) else (value,)


@lru_cache(maxsize=256)
def _shows_white(numbers: tuple[Any, ...]) -> bool:
    if not all(isinstance(number, int | float) for number in numbers):
        return False
    return max(numbers) <= _NO_INK if len(numbers) == 4 else len(numbers) in (1, 3) and min(numbers) >= _WHITE


@lru_cache(maxsize=256)
def _tone(numbers: tuple[Any, ...]) -> Tone | None:
    if len(numbers) not in (1, 3, 4) or not all(isinstance(number, int | float) for number in numbers):
        return None
    if _shows_white(numbers):
        return _PAPER
    *inks, black = numbers
    return (
        tuple((1 - ink) * (1 - black) for ink in inks)
        if len(numbers) == 4
        else tuple((*numbers, *numbers, *numbers)[:3])
    )


def _is_same(one: Tone, other: Tone) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def _shapes(page: Page) -> list[Any]:
    return cast("list[Any]", [*page.rects, *page.curves, *shadings(page)])
