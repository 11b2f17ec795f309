"""Colours as files write them, and whether a text in one can be told from the ground that it stands on."""

from __future__ import annotations

import re
from collections.abc import Sequence

Light = tuple[float, float, float]  # red, green and blue, each from 0 to 1

WHITE: Light = (1.0, 1.0, 1.0)
#: How much red, green or blue of a text and its ground differ where a reader can tell them apart.
_TOLD_APART = 0.1
_HEX = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{6})|#([0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)", re.IGNORECASE)
_NAMES: dict[str, Light] = {
    "white": WHITE, "snow": (1, 0.98, 0.98), "whitesmoke": (0.96, 0.96, 0.96), "ivory": (1, 1, 0.94),
    "ghostwhite": (0.97, 0.97, 1), "floralwhite": (1, 0.98, 0.94), "black": (0, 0, 0), "red": (1, 0, 0),
    "darkred": (0.55, 0, 0), "crimson": (0.86, 0.08, 0.24), "firebrick": (0.7, 0.13, 0.13), "maroon": (0.502, 0, 0),
}  # fmt: skip


def light(colour: str) -> Light | None:
    """The light of a colour as files write it: FF0000, #c00, white, rgb(192, 0, 0); None where it is no such colour."""
    colour = colour.strip().lower()
    if is_transparent(colour):
        return None
    if match := _RGB.match(colour):
        return _light([min(int(part) / 255, 1.0) for part in match.groups()[:3]])
    if match := _HEX.fullmatch(colour):
        digits = match[1] or "".join(digit * 2 for digit in match[2])
        return _light([int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)])
    return _NAMES.get(colour)


def is_transparent(colour: str) -> bool:
    """Whether what is painted in a colour is not seen at all."""
    match = _RGB.match(colour.strip())
    return colour.strip().lower() == "transparent" or bool(match and match[4] and float(match[4]) == 0)


def blends(text: Light, ground: Light) -> bool:
    """Whether a text cannot be told from its ground: white on white, black on black."""
    return all(abs(one - other) < _TOLD_APART for one, other in zip(text, ground, strict=True))


def _light(parts: Sequence[float]) -> Light:
    red, green, blue = parts
    return red, green, blue
