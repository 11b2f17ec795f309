"""Colours that are told by ink: a tint of a named ink, of several, or a place in a palette (ISO 32000-1, 8.6).

The parser gives the numbers as they are set. 1 is white as a shade of grey, but all of an ink as a tint of it: black
text of a printing house would be taken for white, and what no ink prints for black.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pdfminer.pdfcolor import PDFColorSpace
from pdfminer.pdftypes import PDFStream, resolve1

from .objects import array_of, dictionary_of, name_of

Colour = tuple[float, ...]
_BLACK, _WHITE = (0.0,), (1.0,)
#: How many numbers make a colour of a space.
_NUMBERS = {"DeviceGray": 1, "CalGray": 1, "G": 1, "DeviceRGB": 3, "CalRGB": 3, "RGB": 3, "DeviceCMYK": 4, "CMYK": 4}
#: The most inks that a page has, and of what a palette or an ink may be one again.
_DEEPEST = 4


class Inks(PDFColorSpace):
    """A space of colours whose numbers are not light."""

    def __init__(self, described: Sequence[Any]) -> None:
        family = name_of(described[0])
        inks = len(array_of(described[1])) if family == "DeviceN" else 1
        super().__init__(family, 3 if family == "Lab" else inks)
        self._described = described

    def light(self, numbers: Sequence[Any]) -> Colour:
        """The colour as a shade of grey, RGB or CMYK."""
        return _light(self._described, tuple(n for n in numbers if isinstance(n, int | float)), _DEEPEST)


def inks_of(described: Any) -> Inks | None:
    """The space of colours described so; None where its numbers are light, or those of a pattern."""
    told = array_of(described)
    is_of_ink = len(told) > 1 and name_of(told[0]) in ("Separation", "DeviceN", "Indexed", "Lab")
    return Inks(told) if is_of_ink else None


def _light(space: Any, numbers: Colour, deepest: int) -> Colour:
    told = array_of(space) or [space]
    family = name_of(told[0])
    if not numbers or not deepest:
        return _BLACK
    if family == "Lab":
        return (numbers[0] / 100,)
    if family == "Indexed" and len(told) > 3:
        return _of_palette(told, int(numbers[0]), deepest)
    if family in ("Separation", "DeviceN") and len(told) > 3:
        return _of_tints(told, numbers, deepest)
    return numbers


def _of_tints(told: Sequence[Any], tints: Colour, deepest: int) -> Colour:
    """What tints of inks look like; where that is not told by a simple function, any ink is black."""
    if not any(tints) or name_of(told[1]) == "None":
        return _WHITE
    function = dictionary_of(told[3])
    power = resolve1(function.get("N"))
    if resolve1(function.get("FunctionType")) != 2 or len(tints) != 1 or not isinstance(power, int | float):
        return _BLACK
    bare, full = array_of(function.get("C0")) or [0.0], array_of(function.get("C1")) or [1.0]
    share = max(0.0, tints[0]) ** power
    mixed = tuple(float(a) + share * (float(b) - float(a)) for a, b in zip(bare, full, strict=False))
    return _light(told[2], mixed, deepest - 1)


def _of_palette(told: Sequence[Any], place: int, deepest: int) -> Colour:
    palette = told[3].get_data() if isinstance(told[3], PDFStream) else told[3]
    size = _size(told[1])
    if not isinstance(palette, bytes) or not size or not 0 <= place < len(palette) // size:
        return _BLACK
    return _light(told[1], tuple(value / 255 for value in palette[place * size : (place + 1) * size]), deepest - 1)


def _size(space: Any) -> int:
    """How many numbers make a colour of ``space``; 0 where that is not known."""
    told = array_of(space) or [space]
    profile = told[1] if name_of(told[0]) == "ICCBased" and len(told) > 1 else None
    size = resolve1(profile.get("N")) if isinstance(profile, PDFStream) else _NUMBERS.get(name_of(told[0]))
    return size if isinstance(size, int) else 0
