"""What annotations of a PDF page show: filled in forms, notes written over a number. ISO 32000-1, 12.5.5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from pdfminer.pdftypes import PDFStream, resolve1

from ..page.glyphs import Box
from .objects import array_of, name_of, numbers_of

Annotation = tuple[PDFStream, Box]

#: Annotations that are printed and say something, strike something out or cover it; bits 2 and 6 of their flags hide
#: them.
_ANNOTATIONS = (
    "FreeText", "Widget", "Square", "Circle", "Polygon", "PolyLine", "Line", "Ink", "StrikeOut", "Stamp", "Redact",
    "Watermark",
)  # fmt: skip
_HIDDEN = 0b100010
#: Those that are lines, which take back what is below also where it shines through.
_LINES = ("PolyLine", "Line", "Ink", "StrikeOut")


#: Where an annotation keeps the colour of what it is filled with.
_FILLS = {"FreeText": "C", "Square": "IC", "Circle": "IC", "Polygon": "IC"}
_COLOURS = {1: "g", 3: "rg", 4: "k"}


def appearances(annotations: Any) -> Iterator[Annotation]:
    """How the annotations of a page look that say something and are printed, with the place of each."""
    for reference in cast("Iterable[Any]", resolve1(annotations) or ()):
        found = resolve1(reference)
        annotation = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        kind = name_of(annotation.get("Subtype"))
        if kind not in _ANNOTATIONS or (resolve1(annotation.get("CA", 1)) != 1 and kind not in _LINES):
            continue
        normal = resolve1(cast("dict[str, Any]", resolve1(annotation.get("AP")) or {}).get("N"))
        if isinstance(normal, dict):
            normal = resolve1(cast("dict[str, Any]", normal).get(name_of(annotation.get("AS"))))
        rect = numbers_of(annotation.get("Rect"), ())
        if not rect or int(resolve1(annotation.get("F", 0))) & _HIDDEN:
            continue
        box = min(rect[::2]), min(rect[1::2]), max(rect[::2]), max(rect[1::2])
        if normal is None and (drawn := _drawn(annotation, kind, box)):
            normal = PDFStream({"BBox": list(box)}, drawn.encode())
            normal.set_objid(0, 0)  # of no object of the file, which the parser would not run
        if isinstance(normal, PDFStream):
            yield normal, box


def _drawn(annotation: Mapping[str, Any], kind: str, box: Box) -> str:
    """What a viewer paints of an annotation that does not say how it looks: lines through text, the ground of a box."""
    if kind == "StrikeOut":
        quads = [resolve1(number) for number in array_of(annotation.get("QuadPoints"))]
        return " ".join(map(_line_through, zip(*[iter(quads)] * 8, strict=False)))
    fill = [float(resolve1(number)) for number in array_of(annotation.get(_FILLS.get(kind, "")))]
    if len(fill) not in _COLOURS:
        return ""
    colour = " ".join(f"{number:f}" for number in fill)
    return f"{colour} {_COLOURS[len(fill)]} {box[0]:f} {box[1]:f} {box[2] - box[0]:f} {box[3] - box[1]:f} re f"


def _line_through(quad: Sequence[float]) -> str:
    """A line through the middle of a piece of text, whose corners are told line by line."""
    middles = [(quad[i] + quad[i + 4]) / 2 for i in range(4)]
    return "0 G {:f} {:f} m {:f} {:f} l S".format(*middles)
