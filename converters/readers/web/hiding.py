"""Styles by which a web page leaves out what it holds: not displayed, clipped away, shrunk to nothing, moved off.

Only what nobody sees for certain: an element that is merely small, or moved by a part of the window, is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

NOUGHT = re.compile(r"0+(?:\.0*)?(?:px|pt|em|rem|%)?|\.0+")
_SAID: Mapping[str, frozenset[str]] = {"display": frozenset({"none"}), "visibility": frozenset({"hidden", "collapse"})}
_MOVED = frozenset({"absolute", "fixed"})
_CLIPS = frozenset({"hidden", "clip"})
#: How high and wide an element is, and what it is at least.
_EXTENTS = (("height", "min-height"), ("max-height", "min-height"), ("width", "min-width"), ("max-width", "min-width"))
#: What an element may have around its text that is seen where the text has no room.
_AROUND = re.compile(r"padding(?:-\w+)?")
_BLOCKS = frozenset(
    {"div", "p", "section", "article", "aside", "header", "footer", "main", "form", "pre"}
    | {"ul", "ol", "li", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"}
)
OF_TABLES = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th"})
_BLOCK_DISPLAYS = frozenset({"block", "inline-block", "flex", "grid", "list-item", "inline-flex"})
#: What an element or what stands in it is moved by to the left or upwards, and no page is as wide: pixels.
_AWAY, _PIXELS = 2000.0, {"px": 1.0, "pt": 4 / 3, "em": 10.0, "rem": 10.0}  # type of 10 pixels is the least
#: Pixels that a character takes at most in type that is not a title.
_WIDEST = 20
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%)?")
_FUNCTION = re.compile(r"([a-z0-9]+)\(([^()]*)\)")


def reasons(tag: str, own: Mapping[str, str]) -> Iterator[frozenset[str]]:
    """Why an element of which so much is said is not seen, nor what stands in it: the properties of each reason."""
    yield from (frozenset({name}) for name, values in _SAID.items() if own.get(name, "") in values)
    if _is_nought(own.get("opacity", "")):
        yield frozenset({"opacity"})
    if any(_is_all(*said) for said in _functions(own.get("clip-path", ""))):
        yield frozenset({"clip-path"})
    is_block, is_out = _is_block(tag, own), own.get("position") in _MOVED
    if (is_block or tag in OF_TABLES) and any(_is_nothing(*said) for said in _functions(own.get("transform", ""))):
        yield frozenset({"transform"})
    if is_out and any(map(_is_empty, _functions(own.get("clip", "")))):
        yield frozenset({"clip", "position"})
    if is_out or own.get("position") == "relative":
        yield from (frozenset({side, "position"}) for side in ("left", "top") if is_away(own.get(side, "")))
    if is_block and _shows_nothing_beyond(own):
        nothing = (name for name, least in _EXTENTS if _is_nought(own.get(name, "")) and not own.get(least))
        yield from (frozenset({name, "overflow"}) for name in nothing)


def leaves_its_place(own: Mapping[str, str]) -> bool:
    """Whether what follows an element stands as if it were not there."""
    return own.get("display") == "none" or own.get("position") in _MOVED


def indents_away(tag: str, own: Mapping[str, str], text: str) -> bool:
    """Whether a block begins its line far off the page, and has no second one."""
    indent = own.get("text-indent", "")
    is_block = _is_block(tag, own) or tag in ("td", "th")
    return is_block and is_away(indent) and len(text) * _WIDEST < -(_pixels(indent) or 0.0)


def _is_block(tag: str, own: Mapping[str, str]) -> bool:
    display = own.get("display", "block" if tag in _BLOCKS else "")
    return display in _BLOCK_DISPLAYS or own.get("position") in _MOVED


def _shows_nothing_beyond(own: Mapping[str, str]) -> bool:
    """Whether a block clips what has no room in it, and has no padding, in which text is seen."""
    clips = own.get("overflow", "").split()
    padding = [part for name, value in own.items() if _AROUND.fullmatch(name) for part in value.split()]
    return bool(clips) and all(clip in _CLIPS for clip in clips) and all(map(_is_nought, padding))


def _functions(value: str) -> Iterator[tuple[str, list[str]]]:
    """The functions of a value, each with its arguments."""
    yield from ((name, re.split(r"\s*,\s*|\s+", said.strip())) for name, said in _FUNCTION.findall(value))


def _is_nothing(name: str, values: list[str]) -> bool:
    """Whether an element is shrunk to nothing or moved far away."""
    if name in ("scale", "scalex", "scaley", "scale3d"):
        return any(map(_is_nought, values[:2]))
    return name in ("translate", "translatex", "translatey", "translate3d") and any(map(is_away, values[:2]))


def _is_all(name: str, values: list[str]) -> bool:
    """Whether all of an element is clipped away by a shape."""
    if name == "circle":
        return _is_nought(values[0])
    if name == "polygon":
        return len(values) > 1 and len(set(zip(values[::2], values[1::2], strict=False))) == 1
    values = values[: values.index("round")] if "round" in values else values
    shares = [float(v.removesuffix("%")) for v in values if re.fullmatch(r"[\d.]*\d%", v)]
    if name != "inset" or len(shares) != len(values) or not shares:
        return False
    top, right, bottom, left = _four(shares)
    return top + bottom >= 100 or left + right >= 100


def _four(values: list[float]) -> tuple[float, float, float, float]:
    """The sides that one to four values say, from the top clockwise."""
    top, right, bottom, left = (values * 4)[:4] if len(values) < 3 else [*values, values[1]][:4]
    return top, right, bottom, left


def _is_empty(said: tuple[str, list[str]]) -> bool:
    """Whether a rectangle shows nothing: its sides are no further apart than nothing."""
    sides = [_pixels(value) for value in said[1]]
    if len(sides) != 4 or None in sides:
        return False
    top, right, bottom, left = (side or 0.0 for side in sides)
    return bottom <= top or right <= left


def _is_nought(value: str) -> bool:
    return bool(NOUGHT.fullmatch(value))


def is_away(value: str) -> bool:
    """Whether a length is off the page at the left or above it."""
    return (_pixels(value) or 0.0) <= -_AWAY


def _pixels(value: str) -> float | None:
    """A length, where it is said by itself; one of type is at least this."""
    match = _LENGTH.fullmatch(value)
    if not match or match[2] == "%":
        return None
    return float(match[1]) * _PIXELS.get(match[2] or "px", 1.0) if match[2] or not float(match[1]) else None
