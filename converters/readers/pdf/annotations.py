"""What annotations of a PDF page show: filled in forms, notes written over a number. ISO 32000-1, 12.5.5."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from pdfminer.pdftypes import PDFStream, resolve1

from ..page.glyphs import Box
from .objects import name_of, numbers_of

Annotation = tuple[PDFStream, Box]

#: Annotations that are printed and say something; bits 2 and 6 of their flags hide them.
_ANNOTATIONS = ("FreeText", "Widget", "Square", "Stamp")
_HIDDEN = 0b100010


def appearances(annotations: Any) -> Iterator[Annotation]:
    """How the annotations of a page look that say something and are printed, with the place of each."""
    for reference in cast("Iterable[Any]", resolve1(annotations) or ()):
        found = resolve1(reference)
        annotation = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
        is_clear = resolve1(annotation.get("CA", 1)) != 1
        if name_of(annotation.get("Subtype")) not in _ANNOTATIONS or is_clear:
            continue
        normal = resolve1(cast("dict[str, Any]", resolve1(annotation.get("AP")) or {}).get("N"))
        if isinstance(normal, dict):
            normal = resolve1(cast("dict[str, Any]", normal).get(name_of(annotation.get("AS"))))
        rect = numbers_of(annotation.get("Rect"), ())
        if isinstance(normal, PDFStream) and rect and not int(resolve1(annotation.get("F", 0))) & _HIDDEN:
            yield normal, (min(rect[::2]), min(rect[1::2]), max(rect[::2]), max(rect[1::2]))
