"""Which of the characters that a font says it prints in numbers it does not print, by what its glyphs look like."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pypdfium2
from PIL import Image

from . import figures, specimens
from .objects import name_of

Glyphs = Mapping[str, int]  # character → glyph


class Lettering:
    """The glyphs of a font that a document holds; ``codes`` says how a string sets one."""

    def __init__(self, spec: Mapping[str, Any], codes: Callable[[int], bytes]) -> None:
        self._spec = spec
        self._codes = codes
        self._pictures: dict[int, Image.Image | None] = {}
        self._shapes: dict[int, figures.Shape | None] = {}
        self._is_wrong: dict[frozenset[tuple[str, int]], bool] = {}

    def is_wrong(self, said: Glyphs, width: float) -> bool:
        """Whether what the font says of the characters of numbers is not what it prints; ``width`` is that of one."""
        key = frozenset(said.items())
        if key not in self._is_wrong:
            self._draw(said.values(), width)
            shapes = {text: self._shapes[glyph] for text, glyph in said.items() if text in figures.DIGITS}
            marks = {text: self._pictures[glyph] for text, glyph in said.items() if text in figures.MARKS}
            self._is_wrong[key] = figures.are_others({t: s for t, s in shapes.items() if s is not None}) or (
                self._is_level and figures.are_other_marks({t: picture for t, picture in marks.items() if picture})
            )
        return self._is_wrong[key]

    def shows(self, glyph: int, width: float) -> bool:
        """Whether a glyph leaves ink."""
        self._draw((glyph,), width)
        picture = self._pictures[glyph]
        return picture is not None and figures.ink(picture) is not None

    @property
    def _is_level(self) -> bool:
        """Whether the glyphs stand on a line, which those of type 3 may do anywhere."""
        return "CharProcs" not in self._spec and not name_of(self._spec.get("Encoding")).endswith("V")

    def _draw(self, glyphs: Any, width: float) -> None:
        new = [glyph for glyph in dict.fromkeys(glyphs) if glyph not in self._pictures]
        if not new:
            return
        self._pictures |= dict.fromkeys(new)
        self._shapes |= dict.fromkeys(new)
        size = specimens.WIDTH / width if "CharProcs" in self._spec and width > 0 else specimens.EM
        try:
            codes = {glyph: self._codes(glyph) for glyph in new}
            drawn = specimens.drawn(self._spec, list(codes.values()), size)
        except (KeyError, ValueError, OverflowError, pypdfium2.PdfiumError):
            return  # nothing is known of how it prints
        for glyph, picture in zip(codes, drawn, strict=True):
            self._pictures[glyph], self._shapes[glyph] = picture, figures.shape(picture)
