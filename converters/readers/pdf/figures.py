"""Whether a font prints the figures that it says it does: its glyphs beside those of the fonts that every viewer has.

A map to Unicode may have figures for each other, an 8 for a 3 and a 3 for an 8, throughout a document. All its tables
then agree with each other, and not with what is printed. Which glyph is which figure is decided for all figures of a
font at once: it says so wrongly only where another assignment of figures to its glyphs is much better.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from PIL import Image, ImageFilter

from ....datapackage.frozen import frozen
from . import specimens

DIGITS = "0123456789"
#: The marks of numbers.
MARKS = ".,-\u2212"
#: Fonts whose figures show how figures are drawn: without and with serifs and of one width, upright and slanted.
_FACES = tuple(
    family + style
    for family, styles in {
        "Helvetica": ("", "-Bold", "-Oblique", "-BoldOblique"),
        "Times": ("-Roman", "-Bold", "-Italic", "-BoldItalic"),
        "Courier": ("", "-Bold", "-Oblique", "-BoldOblique"),
    }.items()
    for style in styles
)
#: The faces that most fonts look like, which are asked first, how well the figures that a font says have to fit there,
#: and how much better than all others, for the rest not to be drawn.
_PLAIN, _LIKE, _CLEAR = ("Helvetica", "Times-Roman"), 0.22, 0.03
#: Light from which a pixel is ink, and pixels that a figure is high at least.
_INK, _LOW = 96, 8
#: Pixels that no dot reaches below the line, how wide by its height a minus is at least, and that no dot is taller than
#: a comma.
_TAIL, _LONG, _TALLER = 2, 1.4, 1.2
#: Points across and down by which glyphs are compared, the edge around them, and what the width counts beside them.
_ACROSS, _EDGE, _WIDTH, _WIDEST = 16, 2, 0.15, 1.5
#: How much better figures fit the glyphs otherwise in all, where a font is wrong; how well they have to fit then, and
#: which share of them more than.
_BETTER, _FITS, _SHARE = 0.11, 0.3, 0.67


@frozen()
class Shape:
    """A glyph whatever its size and weight: its light at points across and down, and how wide it is by its height."""

    light: tuple[float, ...]
    width: float


def shape(picture: Image.Image) -> Shape | None:
    """The shape of a glyph, light on dark; None where it shows nothing of the size of a figure."""
    box = ink(picture)
    if box is None or box[3] - box[1] < _LOW:
        return None
    size, edge = 2 * _ACROSS, 2 * _EDGE
    around = Image.new("L", (size + 2 * edge, size + 2 * edge))
    around.paste(picture.crop(box).resize((size, size), Image.Resampling.BICUBIC), (edge, edge))
    half = _ACROSS + 2 * _EDGE
    values = around.filter(ImageFilter.GaussianBlur(2)).resize((half, half), Image.Resampling.BOX).tobytes()
    mean = sum(values) / len(values)
    length = math.dist(values, (mean,) * len(values)) or 1.0
    return Shape(tuple((value - mean) / length for value in values), (box[2] - box[0]) / (box[3] - box[1]))


def ink(picture: Image.Image) -> tuple[int, int, int, int] | None:
    """The box of what a glyph leaves on paper, if it does."""
    return picture.point(_is_ink).getbbox()


def are_other_marks(pictures: Mapping[str, Image.Image]) -> bool:
    """Whether glyphs that are said to be these marks of numbers are plainly other ones: a dot with a tail is none."""
    boxes = {mark: box for mark, picture in pictures.items() if (box := ink(picture))}
    heights = {mark: box[3] - box[1] for mark, box in boxes.items()}
    widths = {mark: box[2] - box[0] for mark, box in boxes.items()}
    if any((widths[mark] > _LONG * heights[mark]) == (mark in ".,") for mark in boxes):
        return True
    if "." not in boxes:
        return False
    below = boxes["."][3] - (pictures["."].height - specimens.ORIGIN)
    has_tail = below > _TAIL and heights["."] > widths["."]
    return has_tail or heights["."] > _TALLER * heights.get(",", heights["."])


_is_ink = [255 * (value > _INK) for value in range(256)]


def are_others(shapes: Mapping[str, Shape]) -> bool:
    """Whether glyphs that are said to be these figures are plainly other ones."""
    said = sorted(shapes)
    if all(_is_clearly(digit, _unlike(shapes[digit], _PLAIN)) for digit in said):
        return False
    costs = [_unlike(shapes[digit], _FACES) for digit in said]
    if all(min(row) == row[int(digit)] for row, digit in zip(costs, said, strict=True)):
        return False
    best = _best(costs)
    others = [row[found] for row, digit, found in zip(costs, said, best, strict=True) if found != int(digit)]
    gain = sum(row[int(digit)] - row[found] for row, digit, found in zip(costs, said, best, strict=True))
    fitting = sum(cost < _FITS for cost in others)  # a mark among the figures fits nothing
    return gain > _BETTER and fitting > _SHARE * len(others)


def _is_clearly(digit: str, costs: Sequence[float]) -> bool:
    own, *others = costs[int(digit)], *costs[: int(digit)], *costs[int(digit) + 1 :]
    return own < _LIKE and own + _CLEAR < min(others)


@lru_cache(maxsize=4096)
def _unlike(one: Shape, faces: tuple[str, ...]) -> list[float]:
    """How unlike a glyph is to each figure in that of the faces in which they are most alike."""
    return [min(_difference(one, _face(face)[digit]) for face in faces) for digit in DIGITS]


def _difference(one: Shape, other: Shape) -> float:
    width = min(_WIDEST, abs(math.log(one.width / other.width)))
    return math.dist(one.light, other.light) ** 2 / 2 + _WIDTH * width  # of lengths of 1: 1 less their product


@cache
def _face(name: str) -> dict[str, Shape]:
    glyphs = map(shape, specimens.drawn_standard(name, DIGITS))
    return {digit: found for digit, found in zip(DIGITS, glyphs, strict=True) if found}


def _best(costs: Sequence[Sequence[float]]) -> tuple[int, ...]:
    """The figure of each glyph, no two the same, by which all together cost least."""
    ways: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}  # the figures taken → what it cost
    for row in costs:
        longer: dict[int, tuple[float, tuple[int, ...]]] = {}
        for taken, (cost, way) in ways.items():
            for figure, more in enumerate(row):
                with_it = taken | 1 << figure
                if with_it != taken and (with_it not in longer or cost + more < longer[with_it][0]):
                    longer[with_it] = cost + more, (*way, figure)
        ways = longer
    return min(ways.values())[1]
