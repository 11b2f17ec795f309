"""Which characters of a PDF page a reader of the paper sees.

A file may hold text that is not printed: white on white, under an area drawn later, set in a mode that paints nothing.
None of it is read. The text of a scan, which lies unseen over or under the picture of the page, is what an OCR took
the picture for; the picture itself is read instead, and where it cannot be, this text with less confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from ..page import glyphs
from .noted import MISNAMED
from .painting import CLIPPED, OUTSIDE, SHEER, UNPAINTED

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Share of light, in grey or RGB, from which nobody sees a colour on white paper; of ink in CMYK.
_WHITE, _NO_INK = 0.97, 0.03
#: Points: print so small is not seen, on a page where other print is larger than that.
_TINY, _LEGIBLE = 1.0, 4.0
#: Areas thinner than this (points) are rules and cover nothing.
THIN = 2.5
#: Font sizes between figures that are set one by one and make one number.
_TOUCHING = 0.15
#: Share of the page from which on pictures are the picture of the page, and what its text is worth.
_WHOLE_PAGE = 0.5
_AS_READ_BY_OCR = 0.8


def shown(page: Page) -> tuple[list[Any], int]:
    """The characters that are seen, and how many are covered or not painted at all."""
    chars = _with_whole_numbers(cast("list[Any]", page.chars))
    pictures = _of_the_page(page)
    first = min((c["mcid"] or 0 for c in chars), default=0)
    above = [*covers(page, first), *_pictures_over(page, first)]
    smallest = _TINY if any(c["size"] > _LEGIBLE for c in chars) else 0.0
    if not above and not pictures and not any(is_white(c) or c["tag"] or c["size"] < smallest for c in chars):
        return chars, 0
    behind = grounds(page)
    seen: list[Any] = []
    hidden = 0
    for char in chars:
        unseen = char["tag"] == UNPAINTED
        if char["tag"] in (OUTSIDE, CLIPPED) or char["size"] < smallest:
            hidden += 1
        elif (unseen or is_white(char)) and not any(is_over(char, g) for g in (pictures if unseen else behind)):
            hidden += unseen
        elif _is_under(char, above):
            hidden += 1
        elif unseen or _is_under(char, pictures):
            seen.append({**char, "confidence": _AS_READ_BY_OCR})
        else:
            seen.append(char)
    return seen, hidden


def _with_whole_numbers(chars: list[Any]) -> list[Any]:
    """The characters, none clipped of a number that is seen in part: it would look like a smaller one."""
    if not any(char["tag"] == CLIPPED for char in chars):
        return chars
    found: list[Any] = []
    start = 0
    for index in range(1, len(chars) + 1):
        if index < len(chars) and _continues(chars[index - 1], chars[index]):
            continue
        number = chars[start:index]
        is_seen = any(char["tag"] != CLIPPED for char in number)
        found += [{**char, "tag": None} if is_seen and char["tag"] == CLIPPED else char for char in number]
        start = index
    return found


def _continues(char: Any, after: Any) -> bool:
    """Whether a figure goes on in that which is painted after it."""
    apart = max(abs(after["x0"] - char["x1"]), abs(after["y0"] - char["y0"]))
    return glyphs.is_figure(char["text"]) and glyphs.is_figure(after["text"]) and apart < _TOUCHING * char["size"]


def is_of_an_ocr(page: Page) -> bool:
    """Whether most of the text of a page lies unseen over or under the picture of the page."""
    pictures = _of_the_page(page)
    chars = [char for char in cast("list[Any]", page.chars) if char["text"].strip()]
    if not pictures or not chars:
        return False
    opaque = [i for i in pictures if not _shines_through(i)]
    unseen = sum(
        any(is_over(char, i) for i in pictures) if char["tag"] == UNPAINTED else _is_under(char, opaque)
        for char in chars
    )
    return unseen > len(chars) / 2


def has_misnamed(page: Page) -> bool:
    """Whether a font of a page says other figures than it prints."""
    return any(char["tag"] == MISNAMED for char in cast("list[Any]", page.chars))


def _of_the_page(page: Page) -> list[Any]:
    """The pictures that are the page together, as a scanner may cut it into bands; none where they are less."""
    images = cast("list[Any]", page.images)
    return images if sum(map(_area, images)) > _WHOLE_PAGE * page.width * page.height else []


def grounds(page: Page) -> list[Any]:
    """What white text is seen on."""
    filled = cast("list[Any]", [*page.rects, *page.curves])
    return [*(g for g in filled if g.get("fill") and not is_white(g)), *cast("list[Any]", page.images)]


def covers(page: Page, first: float) -> list[Any]:
    """The areas painted after the ``first`` object, where what lies below them cannot shine through."""
    return [
        r
        for r in cast("list[Any]", page.rects)
        if r.get("fill") and (r["mcid"] or 0) > first and min(r["width"], r["height"]) > THIN and r["tag"] != SHEER
    ]


def _pictures_over(page: Page, first: float) -> list[Any]:
    """The pictures painted after the ``first`` object that hide what lies below them; none where they are the page."""
    images = [] if _of_the_page(page) else cast("list[Any]", page.images)
    return [i for i in images if (i["mcid"] or 0) > first and not _shines_through(i)]


def _shines_through(image: Any) -> bool:
    """Whether what is below a picture is seen: it has a mask, as seals have, is one, or is painted so."""
    attributes = cast("dict[str, Any]", image["stream"].attrs)
    return image["tag"] == SHEER or any(attributes.get(name) for name in ("SMask", "Mask", "ImageMask", "IM"))


def is_white(shape: Any, colour: str = "non_stroking_color") -> bool:
    """Whether a character or a filled shape is white, in shades of grey, RGB or CMYK; or a stroke, by its colour."""
    value = shape.get(colour)
    return _shows_white(tuple(cast("list[Any]", value)) if isinstance(value, list | tuple) else (value,))


@lru_cache(maxsize=256)
def _shows_white(numbers: tuple[Any, ...]) -> bool:
    if not all(isinstance(number, int | float) for number in numbers):
        return False
    return max(numbers) <= _NO_INK if len(numbers) == 4 else len(numbers) in (1, 3) and min(numbers) >= _WHITE


def _is_under(char: Any, areas: Iterable[Any]) -> bool:
    return any((area["mcid"] or 0) > (char["mcid"] or 0) and is_over(char, area) for area in areas)


def is_over(char: Any, ground: Any) -> bool:
    """Whether the middle of an object lies in an area."""
    x, y = (float(char["x0"]) + char["x1"]) / 2, (float(char["top"]) + char["bottom"]) / 2
    return bool(ground["x0"] <= x <= ground["x1"] and ground["top"] <= y <= ground["bottom"])


def _area(shape: Any) -> float:
    return float(shape["width"]) * float(shape["height"])
