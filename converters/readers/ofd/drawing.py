"""The objects of an OFD page as the content stream of a PDF: texts, paths, pictures and groups of them.

Millimetres from the top left corner are kept; one matrix at the beginning makes points from the bottom of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import zip_longest
from warnings import catch_warnings

from ...errors import UnreadableError
from ..office.ooxml import attribute, local
from .container import Container, Element, Page, Resource, inner, numbers
from .paper import SCALE, Font, Paper

#: How deep groups may hold groups.
_DEEPEST = 16
_OBJECTS = frozenset({"TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock"})
#: Millimetres of a line that does not say how wide it is.
_LINE = 0.353
_PIXELS = 100_000_000
_OBJECTS_ON_A_PAGE = 300_000
_PICTURE = ("一张图片", "a picture")
_NESTED = ("嵌套过深的内容", "what is nested too deeply")
_STEP = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


class Drawing:
    """Draws pages on a paper; ``unread`` are those of their parts that could not be drawn."""

    def __init__(self, paper: Paper, container: Container) -> None:
        self._paper, self._container = paper, container
        self.unread: list[tuple[str, str]] = []
        self._resources: dict[str, Resource] = {}
        self._drawn_objects = 0

    def content(self, page: Page) -> bytes:
        """The content stream of a page."""
        self._resources = page.resources
        left, top, _, height = page.box
        base = (SCALE, 0, 0, -SCALE, -left * SCALE, (height + top) * SCALE)
        for layer in page.layers:
            for text in layer.iter():
                if local(text.tag) == "TextObject":
                    self._measure(text)
        pieces = [f"q {_written(base)} cm"]
        for layer in page.layers:
            # The appearance of an annotation is placed by its own boundary.
            placed = _placed(layer) if attribute(layer, "Boundary") else ()
            pieces += ["q", *placed, *self._objects(layer, (self._style(layer),), 0), "Q"]
        return "\n".join([*pieces, "Q"]).encode("latin-1")

    def _objects(self, holder: Element, styles: Sequence[Element | None], depth: int) -> Iterator[str]:
        if depth > _DEEPEST:
            self.unread.append(_NESTED)
            return
        for item in holder:
            kind = local(item.tag)
            if kind not in _OBJECTS or attribute(item, "Visible", "true") == "false":
                continue
            self._count()
            own = (item, self._style(item), *styles)
            yield "q"
            yield from self._state(item, own)
            if kind == "PageBlock":
                yield from self._objects(item, styles, depth + 1)
            else:
                yield from _placed(item)
                yield from _clips(item)
            if kind == "TextObject":
                yield from self._text(item)
            elif kind == "PathObject":
                yield from _path(item)
            elif kind == "ImageObject":
                yield from self._picture(item)
            elif kind == "CompositeObject" and (unit := self._resources.get(attribute(item, "ResourceID"))):
                for content in inner(unit.element, "Content"):
                    yield from self._objects(content, own, depth + 1)
            yield "Q"

    def _count(self) -> None:
        """Units that draw each other many times over would never come to an end."""
        self._drawn_objects += 1
        if self._drawn_objects > _OBJECTS_ON_A_PAGE:
            raise UnreadableError(self._container.path, "OFD 的一页内容过多", "a page of the OFD has too much on it")

    # --- colours and lines --------------------------------------------------------------------------------

    def _style(self, item: Element) -> Element | None:
        """The parameters that an object or a layer draws with by name."""
        found = self._resources.get(attribute(item, "DrawParam"))
        return found.element if found else None

    def _state(self, item: Element, styles: Sequence[Element | None]) -> Iterator[str]:
        for name, fill in (("FillColor", True), ("StrokeColor", False)):
            colour = next(self._told(styles, name), None)
            yield _colour(colour, fill=fill)
            if fill and colour is not None and (alpha := attribute(colour, "Alpha")):
                yield f"/{self._paper.opacity(min(1.0, max(0.0, numbers(alpha)[0] / 255)))} gs"
        width = next((attribute(s, "LineWidth") for s in styles if s is not None and attribute(s, "LineWidth")), "")
        yield f"{numbers(width)[0] if width.strip() else _LINE:.4f} w"
        if alpha := attribute(item, "Alpha"):
            yield f"/{self._paper.opacity(min(1.0, max(0.0, numbers(alpha)[0] / 255)))} gs"

    def _told(self, styles: Sequence[Element | None], name: str) -> Iterator[Element]:
        """The colours of that name that an object, its parameters and those around it tell, the nearest first."""
        for own in styles:
            style = own
            for _ in range(_DEEPEST):
                if style is None:
                    break
                yield from inner(style, name)
                parent = self._resources.get(attribute(style, "Relative"))
                style = parent.element if parent else None

    # --- text ---------------------------------------------------------------------------------------------

    def _font(self, text: Element) -> tuple[Font, float]:
        return self._paper.font(attribute(text, "Font")), next(iter(numbers(attribute(text, "Size"))), 0.0)

    def _measure(self, text: Element) -> None:
        """Learn from a text how wide the characters of its font are."""
        font, size = self._font(text)
        scale = _number(text, "HScale", 1.0)
        for code in inner(text, "TextCode"):
            for character, advance in zip(code.text or "", _deltas(attribute(code, "DeltaX")), strict=False):
                if size > 0 and scale > 0:
                    font.tell(character, advance / size / scale)

    def _text(self, text: Element) -> Iterator[str]:
        font, size = self._font(text)
        if size <= 0:
            return
        scale = _number(text, "HScale", 1.0)
        turned = {"90": (0, 1, -1, 0), "180": (-1, 0, 0, -1), "270": (0, -1, 1, 0)}
        a, b, c, d = turned.get(attribute(text, "CharDirection"), (1, 0, 0, 1))
        filled, stroked = attribute(text, "Fill", "true") != "false", attribute(text, "Stroke") == "true"
        mode = (2 if stroked else 0) if filled else (1 if stroked else 3)
        yield f"BT /{font.name} {size:.4f} Tf {mode} Tr"
        x = y = 0.0
        for code in inner(text, "TextCode"):
            x, y = _number(code, "X", x), _number(code, "Y", y)
            for pieces, at_x, at_y in _strings(code, font, size, scale, (x, y), upright=(a, b) == (1, 0)):
                yield f"{_written((a * scale, b * scale, -c, -d, at_x, at_y))} Tm [{pieces}] TJ"
        yield "ET"

    # --- pictures -----------------------------------------------------------------------------------------

    def _picture(self, item: Element) -> Iterator[str]:
        name = self._drawn(attribute(item, "ResourceID"))
        if not name:
            self.unread.append(_PICTURE)
        elif attribute(item, "CTM"):
            yield f"1 0 0 -1 0 1 cm /{name} Do"
        else:
            _, _, width, height = _boundary(item)
            yield f"{_written((width, 0, 0, -height, 0, height))} cm /{name} Do"

    def _drawn(self, key: str) -> str:
        """The name on the paper of the picture that a resource has."""
        resource = self._resources.get(key)
        file = next((item.text or "" for item in inner(resource.element, "MediaFile")), "") if resource else ""
        if resource is None or not file:
            return ""
        place = f"{resource.folder}/{file}"
        if name := self._paper.has_picture(place):
            return name
        found = _pixels(self._container.data(resource.folder, file))
        return self._paper.picture(place, *found) if found else ""


def _pixels(data: bytes) -> tuple[tuple[int, int], bytes, bytes] | None:
    """Size, colours and mask of a picture; None where nothing here opens it."""
    from PIL import Image

    try:
        with catch_warnings(action="error", category=Image.DecompressionBombWarning), Image.open(BytesIO(data)) as file:
            if file.width * file.height > _PIXELS:
                return None
            if "A" in file.getbands() or "transparency" in file.info:
                clear = file.convert("RGBA")
                return clear.size, clear.convert("RGB").tobytes(), clear.getchannel("A").tobytes()
            return file.size, file.convert("RGB").tobytes(), b""
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, OSError, SyntaxError, ValueError):
        return None


def _strings(
    code: Element, font: Font, size: float, scale: float, at: tuple[float, float], *, upright: bool
) -> Iterator[tuple[str, float, float]]:
    """The strings of a text for TJ, each with the place where it begins; a new one where the next is not beside."""
    characters = code.text or ""
    across, down = _deltas(attribute(code, "DeltaX")), _deltas(attribute(code, "DeltaY"))
    x, y = at
    begun, pieces = at, list[str]()
    for character, right, below in zip_longest(characters, across[: len(characters)], down[: len(characters)]):
        if character is None:
            break
        own = font.width(character) * size * scale
        # A text without offsets goes on as its font does; one set downwards has none to the right.
        step = right if right is not None else 0.0 if below is not None or not upright else own
        pieces.append(f"<{font.number(character):04X}>")
        x, y = x + step, y + (below or 0.0)
        if below or not upright:
            yield "".join(pieces), begun[0], begun[1]
            begun, pieces = (x, y), []
        elif step != own:
            pieces.append(f"{1000 * (own - step) / size / scale:.2f}")
    if pieces:
        yield "".join(pieces), begun[0], begun[1]


def _deltas(text: str) -> list[float]:
    """The offsets from each character to the next; ``g 3 5`` stands for 5 5 5."""
    found: list[float] = []
    parts = text.split()
    while parts:
        if parts[0].lower() == "g" and len(parts) >= 3:
            count, value = numbers(" ".join(parts[1:3]))
            found += [value] * min(max(0, int(count)), 100_000)
            del parts[:3]
        else:
            found += numbers(parts.pop(0))
    return found


def _number(item: Element, name: str, default: float) -> float:
    return next(iter(numbers(attribute(item, name))), default)


def _boundary(item: Element) -> tuple[float, float, float, float]:
    values = [*numbers(attribute(item, "Boundary")), 0.0, 0.0, 0.0, 0.0]
    return values[0], values[1], values[2], values[3]


def _placed(item: Element) -> Iterator[str]:
    """The matrices that place an object: its own, then the corner of its boundary."""
    x, y, *_ = _boundary(item)
    yield f"{_written((1, 0, 0, 1, x, y))} cm"
    matrix = numbers(attribute(item, "CTM"))
    if len(matrix) == 6:
        yield f"{_written(matrix)} cm"


def _clips(item: Element) -> Iterator[str]:
    """The areas outside which an object is not painted."""
    for clips in inner(item, "Clips"):
        for clip in inner(clips, "Clip"):
            paths = [
                step
                for area in inner(clip, "Area")
                for path in inner(area, "Path")
                for step in _steps(path, _boundary(path)[:2])
            ]
            if paths:
                yield from (*paths, "W n")


def _path(item: Element) -> Iterator[str]:
    steps = list(_steps(item))
    stroked, filled = attribute(item, "Stroke", "true") != "false", attribute(item, "Fill") == "true"
    if steps and (stroked or filled):
        odd = "*" if filled and attribute(item, "Rule") == "Even-Odd" else ""
        yield from steps
        yield ("B" if stroked else "f") + odd if filled else "S"


def _steps(item: Element, at: tuple[float, float] = (0.0, 0.0)) -> Iterator[str]:
    """The path of an object in the operators of PDF."""
    text = " ".join(data.text or "" for data in inner(item, "AbbreviatedData"))
    tokens = _STEP.findall(text)
    taken = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
    here = (0.0, 0.0)
    index = 0
    while index < len(tokens):
        step = tokens[index].upper()
        values = numbers(" ".join(t for t in tokens[index + 1 : index + 1 + taken.get(step, 0)] if not t.isalpha()))
        index += 1 + len(values)
        if step == "C":
            yield "h"
        if step not in taken or step == "C" or len(values) < taken[step]:
            continue
        points = [(values[k] + at[0], values[k + 1] + at[1]) for k in range(0, len(values) - 1, 2)]
        if step == "A":  # its end is where the path goes on; how it bows is of no interest
            points = [(values[5] + at[0], values[6] + at[1])]
        if step == "Q":
            control, end = points
            points = [_between(here, control), _between(end, control), end]
        here = points[-1]
        operator = {"S": "m", "M": "m", "L": "l", "A": "l"}.get(step, "c")
        yield " ".join(f"{x:.4f} {y:.4f}" for x, y in points) + f" {operator}"


def _between(end: tuple[float, float], control: tuple[float, float]) -> tuple[float, float]:
    """The control of a cubic curve for that of a quadratic one."""
    return end[0] + 2 * (control[0] - end[0]) / 3, end[1] + 2 * (control[1] - end[1]) / 3


def _colour(colour: Element | None, *, fill: bool) -> str:
    """The operator for a colour of 1, 3 or 4 values from 0 to 255; black where none is told."""
    told = attribute(colour, "Value") if colour is not None else ""
    values = [min(1.0, max(0.0, value / 255)) for value in numbers(told)]
    operator = {1: "g", 3: "rg", 4: "k"}.get(len(values))
    if operator is None:
        values, operator = [0.0], "g"
    shown = " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
    return f"{shown} {operator if fill else operator.upper()}"


def _written(values: Sequence[float]) -> str:
    return " ".join(f"{value:.5f}".rstrip("0").rstrip(".") for value in values)
