"""Characters of a PDF page that are struck out: whoever drew a line through a number took it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from .areas import THIN, is_white

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Height (points) of the strips by which characters are looked up.
_STRIP = 24.0
#: The width (points) of a pen that marks or covers text and strikes none out.
_BROAD = 4.0
#: The part of a character's height that a line through it crosses, and how much higher than it one aslant may be.
_ABOVE, _BELOW, _HIGHER = 0.2, 0.7, 1.3
#: The part of a line that is over what it strikes out, and by how many font sizes it may run on at either end.
_SHARE, _BEYOND = 0.7, 0.6


def struck(page: Page, chars: Sequence[Any]) -> Iterator[Any]:
    """The characters that a line is drawn through which is as long as they are, which no rule of a table is."""
    lines = list(_lines(page))
    if not lines:
        return
    strips: dict[int, list[Any]] = defaultdict(list)
    for char in chars:
        strips[int((char["top"] + char["bottom"]) / 2 // _STRIP)].append(char)
    for line in lines:
        at = int((line["top"] + line["bottom"]) / 2 // _STRIP)
        crossed = [c for near in (at - 1, at, at + 1) for c in strips.get(near, ()) if _crosses(line, c)]
        if _is_as_long(line, [c for c in crossed if c["text"].strip()]):
            yield from crossed


def _lines(page: Page) -> Iterator[Any]:
    """What may be a line through text, a stroke of a pen or an area as thin as one; a frame around it is none."""
    for shape in cast("list[Any]", [*page.lines, *page.rects, *page.curves]):
        is_area = bool(shape.get("fill")) and shape["object_type"] != "line"
        is_thin = shape["height"] < THIN
        is_open = is_thin or (shape["object_type"] != "rect" and shape["pts"][0] != shape["pts"][-1])
        is_drawn = is_thin if is_area else is_open and shape.get("stroke")
        colour = "non_stroking_color" if is_area else "stroking_color"
        is_drawn = is_drawn and (is_area or (shape["linewidth"] or 0) < _BROAD)  # a broader pen marks or covers
        if is_drawn and shape["width"] > THIN and not is_white(shape, colour):
            yield shape


def _crosses(line: Any, char: Any) -> bool:
    height = char["bottom"] - char["top"]
    middle = (line["top"] + line["bottom"]) / 2 - char["top"]
    is_low = line["bottom"] - line["top"] <= _HIGHER * height
    is_beside = line["x0"] <= (char["x0"] + char["x1"]) / 2 <= line["x1"]
    return is_low and is_beside and _ABOVE * height < middle < _BELOW * height


def _is_as_long(line: Any, crossed: Sequence[Any]) -> bool:
    if len(crossed) < 2:
        return False
    size = max(char["size"] for char in crossed)
    first, last = min(char["x0"] for char in crossed), max(char["x1"] for char in crossed)
    over = _length((char["x0"], char["x1"]) for char in crossed)
    is_within = line["x0"] > first - _BEYOND * size and line["x1"] < last + _BEYOND * size
    return is_within and over >= _SHARE * line["width"]


def _length(parts: Iterable[tuple[float, float]]) -> float:
    """How long what parts make up is, which may lie on each other."""
    total, end = 0.0, float("-inf")
    for x0, x1 in sorted(parts):
        total += max(0.0, x1 - max(x0, end))
        end = max(end, x1)
    return total
