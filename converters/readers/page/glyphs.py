"""The glyphs of a PDF page put together again: glyphs → runs → lines.

A run is what the producer set in one go. Runs decide which cell a text belongs to, as a text may be longer than
its cell; cutting glyph by glyph would then cut numbers in two that look right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from ....datapackage.frozen import frozen
from ..characters import fold
from ..red_type import is_red

Char = dict[str, Any]
Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Printed = dict[tuple[str, int], list[tuple[float, float]]]  # glyph and row of points → x0 and baseline

#: Fractions of the font size. A gap below the first is inside a run, above the second a blank was meant.
_TOUCHING = 0.15
_OVERLAP = 0.3
_BLANK = 0.6
_BLANK_IN_NUMBER = 0.3
_SAME_BASELINE = 0.35
#: Two texts that reach further than this into each other are no one text.
_INTO = 0.15
#: How far a glyph is shifted that is printed again, for bold or as a shadow: of its width, of the font size.
_SHIFTED = 0.25
_SHADOW = 0.1
#: The least sine of the angle at which text is a mark across the page.
_SLANTED = 0.05
#: Glyphs reach from here above to here below the baseline, whatever the font file says of itself.
_ASCENT, _DESCENT = 0.85, 0.15
_UNMAPPED = "\ufffd"
#: What fonts that have one glyph for both say of a hyphen or minus; it is printed, or there were no glyph.
_SOFT_HYPHEN = "\xad"


@dataclass(slots=True)
class Run:
    """Glyphs set one after the other on one baseline. ``spans`` are the x0 and x1 of its characters."""

    text: str
    spans: list[tuple[float, float]]
    baseline: float
    size: float
    upright: bool = True
    after_blank: bool = False  # a blank was set before it
    confidence: float = 1.0  # below 1 where an OCR read it
    is_red: bool = False
    starts: list[int] = field(default_factory=list[int])  # where in it a string of the producer begins

    @property
    def x0(self) -> float:
        return self.spans[0][0]

    @property
    def x1(self) -> float:
        return self.spans[-1][1]

    @property
    def middle(self) -> float:
        """Half the height of the text, which the heights that fonts claim would put into the next row."""
        return self.baseline - self.size * (_ASCENT - _DESCENT) / 2


@frozen()
class Line:
    """Runs on one baseline, from left to right."""

    runs: tuple[Run, ...]
    text: str

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)

    @property
    def size(self) -> float:
        return max(run.size for run in self.runs)

    @property
    def top(self) -> float:
        return min(run.baseline - _ASCENT * run.size for run in self.runs)

    @property
    def bottom(self) -> float:
        return max(run.baseline + _DESCENT * run.size for run in self.runs)

    @property
    def confidence(self) -> float:
        """That of its least certain run."""
        return min(run.confidence for run in self.runs)

    @property
    def box(self) -> Box:
        return self.x0, self.top, self.x1, self.bottom


def runs(chars: Iterable[Char], visible: Box) -> list[Run]:
    """The runs of a page in the order in which they were set; what lies outside ``visible`` is not on paper.

    A glyph printed twice at (nearly) the same place, which is how bold is faked, counts once.
    """
    found: list[Run] = []
    printed: Printed = {}
    current: Run | None = None
    end = 0.0  # where the run ends with its blanks
    blank = False
    order = 0
    for char in chars:
        if _is_slanted(char):
            continue
        text, x0, x1, size = char["text"], char["x0"], char["x1"], char["size"]
        if text.startswith("(cid:") or (_says_nothing(text) and x1 - x0 > _SHADOW * size):
            text = _UNMAPPED if text != _SOFT_HYPHEN else "-"
        upright = char["upright"]
        baseline = _baseline(char, upright)
        gap = x0 - end
        joins = (
            current is not None
            and current.upright == upright
            and abs(baseline - current.baseline) < 0.1 * size
            and -_OVERLAP * size < gap < _TOUCHING * size
        )
        if not text.strip():
            if joins and current is not None and x1 - current.x1 < size:
                end = x1
            else:
                current = None
            blank = True
            continue
        if not _is_seen(char, visible) or _is_overprint(printed, text, x0, baseline, x1 - x0, size):
            continue
        if joins and current is not None:
            if blank:
                current.text += " "
                current.spans.append((current.x1, x0))
            if (char.get("mcid") or 0) - order != 1:
                current.starts.append(len(current.text))
            current.text += text
            current.spans.append((x0, x1))
            if len(text) > 1:  # a ligature is one glyph and several characters
                current.spans.extend([(x1, x1)] * (len(text) - 1))
        else:
            spans = [(x0, x1), *[(x1, x1)] * (len(text) - 1)]
            sure = char.get("confidence", 1.0)
            current = Run(
                text, spans, baseline, size, upright, after_blank=blank, confidence=sure, is_red=_is_red(char)
            )
            found.append(current)
        end, blank, order = x1, False, char.get("mcid") or 0
    return found


def _is_red(char: Char) -> bool:
    """Whether a glyph is painted in red, by its colour in RGB or CMYK."""
    colour = char.get("non_stroking_color")
    if not isinstance(colour, list | tuple) or len(colour := cast("Sequence[Any]", colour)) not in (3, 4):
        return False
    if not all(isinstance(part, int | float) for part in colour):
        return False
    light = 1 - float(colour[3]) if len(colour) == 4 else 1.0
    red, *others = ((1 - float(part)) * light if len(colour) == 4 else float(part) for part in colour[:3])
    return is_red(red, *others)


def is_figure(character: str) -> bool:
    """Whether a character is one that numbers are printed with."""
    return character.isdigit() or character in ",.-%"


def _says_nothing(text: str) -> bool:
    """Whether a glyph stands for nothing that is printed: the font says wrongly what it shows."""
    return not fold(text) or ord(text[0]) < 9


def _is_slanted(char: Char) -> bool:
    """Whether a glyph stands at an angle, as marks across a page do (仅供参考) and no text of a table or passage."""
    a, b = abs(char["matrix"][0]), abs(char["matrix"][1])
    return bool(min(a, b) > _SLANTED * max(a, b))


def _baseline(char: Char, upright: bool) -> float:
    if not upright:
        return (char["top"] + char["bottom"]) / 2
    # top = offset - y1 for every object of the page, so the matrix gives the baseline from the top as well.
    return char["bottom"] + char["y0"] - char["matrix"][5]


def _is_seen(char: Char, visible: Box) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return visible[0] <= x <= visible[2] and visible[1] <= y <= visible[3]


def _is_overprint(printed: Printed, text: str, x0: float, baseline: float, width: float, size: float) -> bool:
    """Whether the same glyph was printed as good as there already: for bold, for a shadow."""
    across, down = max(_SHIFTED * width, _SHADOW * size) or 0.5, _SHIFTED * size
    row = round(baseline)
    near = (place for key in (row - 1, row, row + 1) for place in printed.get((text, key), ()))
    if any(abs(x0 - x) < across and abs(baseline - y) < down for x, y in near):
        return True
    printed.setdefault((text, row), []).append((x0, baseline))
    return False


def lines(found: Iterable[Run]) -> list[Line]:
    """The lines of the upright runs from top to bottom, then what is set sideways, one line each."""
    rows: list[list[Run]] = []
    sideways: list[Run] = []
    for run in sorted(found, key=lambda r: (r.baseline, r.x0)):
        if not run.upright:
            sideways.append(run)
        elif rows and run.baseline - rows[-1][0].baseline < _SAME_BASELINE * min(run.size, rows[-1][0].size):
            rows[-1].append(run)
        else:
            rows.append([run])
    upright = [_line(row) for row in rows]
    return upright + [Line(tuple(group), "".join(r.text for r in group)) for group in _columns(sideways)]


def _line(row: list[Run]) -> Line:
    row.sort(key=lambda run: run.x0)
    return Line(tuple(row), join(row))


def _columns(sideways: list[Run]) -> Iterator[list[Run]]:
    """Glyphs that are turned by 90°, put together by column."""
    column: list[Run] = []
    for run in sorted(sideways, key=lambda r: (r.x0, r.baseline)):
        if column and run.x0 - column[0].x0 > 0.5 * run.size:
            yield column
            column = []
        column.append(run)
    if column:
        yield column


def join(row: Iterable[Run]) -> str:
    """The text of runs on one line, with a blank where the gap is one, and between texts printed over each other."""
    text, end, length = "", 0.0, 0
    for run in row:
        if text:
            gap = (run.x0 - end) / run.size if run.size else 0.0  # a damaged file may set type of no size
            apart = gap < -_INTO and min(length, len(run.text)) > 1
            blank = (run.after_blank and gap > _TOUCHING) or apart or _is_blank(text[-1], run.text[0], gap)
            text += " " if blank else ""
        text += run.text
        end, length = run.x1, len(run.text)
    return text


def _is_blank(before: str, after: str, gap: float) -> bool:
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        return gap > _BLANK_IN_NUMBER
    return gap > _BLANK
