"""The characters of the numbers of a page by font and glyph, and which of them a font calls what it does not print."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .encodings import UNSEEN
from .figures import DIGITS, MARKS

#: The text of a glyph of which the font does not say what it is.
UNKNOWN = "\ufffd"
#: What is said of a character of a number where its font says other figures than it prints.
MISNAMED = "misnamed"
#: What fonts that have one glyph for both say of a hyphen or minus.
_SOFT_HYPHEN = "\xad"
_FOLDED = {ord(digit) + 0xFEE0: digit for digit in DIGITS}

Painted = dict[int, list[Any]]  # glyph → where it is painted


@dataclass(slots=True)
class NotedFont:
    """What of a font stands in the numbers of a page: by what the font says it is, and by glyph."""

    font: Any
    figures: dict[str, Painted] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    marks: dict[str, Painted] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    blanks: dict[str, Painted] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    beside: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])  # blanks next to a figure
    within: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])  # blanks between two


Blank = tuple[NotedFont, tuple[str, int]]


class NotedCharacters:
    """What a page prints, as far as numbers are made of it, in the order in which it is painted."""

    def __init__(self) -> None:
        self._fonts: dict[int, NotedFont] = {}
        self._before: Blank | None = None  # a blank painted last
        self._follows_figure = False
        self._is_figure = False

    def note(self, font: Any, cid: int, text: str, item: Any) -> None:
        """Note a character that is painted after those noted before."""
        own = self._fonts.get(id(font)) or self._fonts.setdefault(id(font), NotedFont(font))
        if text.isdigit():
            own.figures[text][cid].append(item)
            if self._before:
                noted, blank = self._before
                noted.beside.add(blank)
                if self._follows_figure:
                    noted.within.add(blank)
            self._before, self._is_figure = None, True
            return
        if text in MARKS and text:
            own.marks[text][cid].append(item)
        if _is_unseen(text):
            own.blanks[text][cid].append(item)
            self._before, self._follows_figure = (own, (text, cid)), self._is_figure
            if self._is_figure:
                own.beside.add((text, cid))
        else:
            self._before = None
        self._is_figure = False

    def tell_unknown(self) -> None:
        """Have the characters be unknown that are said to be what they are not."""
        for noted in self._fonts.values():
            _doubt_figures(noted)
            _doubt_blanks(noted)


def _is_unseen(text: str) -> bool:
    return text != _SOFT_HYPHEN and all(unicodedata.category(character) in UNSEEN for character in text)


def _doubt_figures(noted: NotedFont) -> None:
    """Where a font says of several glyphs that they are one digit, or by their looks are others, they are unknown."""
    several = [glyphs for glyphs in noted.figures.values() if len(glyphs) > 1]
    for item in (item for glyphs in several for made in glyphs.values() for item in made):
        item._text = UNKNOWN
    if not noted.font.lettering or not noted.figures:
        return
    said = _said(noted.figures) | _said(noted.marks)
    if noted.font.lettering.is_wrong(said, _width(noted)):
        for item in (i for kind in (noted.figures, noted.marks) for g in kind.values() for m in g.values() for i in m):
            item._text, item.tag = UNKNOWN, item.tag or MISNAMED


def _said(kind: Mapping[str, Painted]) -> dict[str, int]:
    """The one glyph of each of the characters that a font has one of."""
    return {text.translate(_FOLDED): next(iter(glyphs)) for text, glyphs in kind.items() if len(glyphs) == 1}


def _width(noted: NotedFont) -> float:
    return max(noted.font.char_width(glyph) for glyphs in noted.figures.values() for glyph in glyphs)


def _doubt_blanks(noted: NotedFont) -> None:
    """Where a font says of several glyphs that they are the same blank, one within numbers may be a digit.

    So may one that shows anything.
    """
    for text, glyphs in noted.blanks.items():
        for cid, made in glyphs.items():
            is_one_of_several = text.isspace() and len(glyphs) > 1 and (text, cid) in noted.within
            if is_one_of_several or ((text, cid) in noted.beside and _shows(noted, cid)):
                for item in made:
                    item._text = UNKNOWN


def _shows(noted: NotedFont, cid: int) -> bool:
    lettering = noted.font.lettering
    return bool(lettering and noted.figures and lettering.shows(cid, _width(noted)))
