"""The glyphs of a PDF page put together again: glyphs → runs → lines.

A run is what the producer set in one go. Runs decide which cell a text belongs to, as a text may be longer than
its cell; cutting glyph by glyph would then cut numbers in two that look right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, pairwise, takewhile
from typing import Any, cast

from ....datapackage.frozen import frozen
from ..characters import fold
from ..red_type import is_red

_AMOUNT = re.compile(r"[-－−(（]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}[)）]?")

Char = dict[str, Any]
Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Printed = dict[tuple[str, int], list[tuple[float, float]]]  # glyph and row of points → x0 and baseline

#: Fractions of the font size. A gap below the first is inside a run, above the second a blank was meant.
_TOUCHING = 0.15
_OVERLAP = 0.3
_BLANK = 0.6
_BLANK_IN_NUMBER = 0.3
_SAME_BASELINE = 0.35
#: Up to how far apart letters and figures of one string are set that make one word, and how evenly.
_SPACED, _SPACED_FIGURES, _EVENLY = 0.6, 0.3, 0.02
#: Two texts that reach further than this into each other are no one text.
_INTO = 0.15
#: How near the edges or middles of texts of one column are, and the base lines of those printed over each other.
_SAME_EDGE, _OVER = 0.1, 0.75
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
    rises: bool = False  # set sideways, from the foot of the page upwards
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
    setting = _Setting(visible)
    for char in chars:
        if not _is_slanted(char):
            setting.put(char)
    between = _Between(setting.found)
    return [part for run in setting.found for own in between.cut(run) for part in _apart(own)]


class _Between:
    """The runs of a page by where they stand: texts of another font stand in the gaps of those that seem spaced."""

    def __init__(self, found: Iterable[Run]) -> None:
        self._on: dict[int, list[Run]] = {}
        for run in found:
            self._on.setdefault(round(run.baseline), []).append(run)

    def cut(self, run: Run) -> Iterator[Run]:
        """The parts of a run that others stand between: of 年“三公” the marks may be set after all the rest."""
        start = 0
        for k, ((_, end), (x0, _)) in enumerate(pairwise(run.spans), start=1):
            if x0 - end > _TOUCHING * run.size and any(self._stands_in(end, x0, other) for other in self._near(run)):
                yield _cut(run, start, k)
                start = k
        yield _cut(run, start, len(run.text)) if start else run

    def _near(self, run: Run) -> Iterator[Run]:
        for baseline in (round(run.baseline) + step for step in (-1, 0, 1)):
            yield from (r for r in self._on.get(baseline, ()) if r is not run and abs(r.baseline - run.baseline) < 1)

    @staticmethod
    def _stands_in(x0: float, x1: float, other: Run) -> bool:
        slack = _SHADOW * other.size
        return any(x0 - slack <= a and b <= x1 + slack for a, b in other.spans)


def _apart(run: Run) -> Iterator[Run]:
    """The numbers of a run that were set one by one so tightly that they touch, or the run itself."""
    ends = [*run.starts, len(run.text)]
    start = 0
    for end, following in pairwise(ends):
        if _AMOUNT.fullmatch(run.text[start:end]) and _AMOUNT.fullmatch(run.text[end:following]):
            yield _cut(run, start, end)
            start = end
    yield _cut(run, start, len(run.text)) if start else run


def _cut(run: Run, start: int, end: int) -> Run:
    """A part of a run."""
    starts = [at - start for at in run.starts if start < at < end]
    return replace(run, text=run.text[start:end], spans=run.spans[start:end], starts=starts)


class _Setting:
    """Glyphs put together to runs, one after the other."""

    def __init__(self, visible: Box) -> None:
        self.found: list[Run] = []
        self._visible = visible
        self._printed: Printed = {}
        self._current: Run | None = None
        self._again: Run | None = None  # what is printed on glyphs that were there before: for bold, or by chance
        self._end = 0.0  # where the run ends with its blanks
        self._blank = False
        self._order = 0

    def put(self, char: Char) -> None:
        text, x0, x1, size = char["text"], char["x0"], char["x1"], char["size"]
        if text.startswith("(cid:") or (_says_nothing(text) and x1 - x0 > _SHADOW * size):
            text = _UNMAPPED if text != _SOFT_HYPHEN else "-"
        baseline = _baseline(char, char["upright"])
        run = self._current
        joins = run is not None and (_goes_on(run, char, baseline, self._end) or self._is_spaced(run, char, baseline))
        if not text.strip():
            if joins and run is not None and x1 - run.x1 < size:
                self._end = x1
            else:
                self._current = None
            self._blank = True
        elif _is_seen(char, self._visible):
            if run is not None and joins and _is_stacked(run, char, text):
                text = _UNMAPPED
            if not _is_overprint(self._printed, text, x0, baseline, x1 - x0, size):
                self._add(char, text, baseline, run if joins else None)
            elif run is not None and _is_twice(run, char):
                self._order, self._again = char.get("mcid") or 0, None
            elif joins and run is not None and is_figure(text) and is_figure(run.text[-1]):
                self._add(char, text, baseline, run)
            else:
                self._overprint(char, text, baseline)

    def _is_spaced(self, run: Run, char: Char, baseline: float) -> bool:
        """Whether a glyph follows the one before in the string of the producer, as far from it as that from its own."""
        if (char.get("mcid") or 0) - self._order != 1 or self._blank or abs(baseline - run.baseline) > 0.1 * run.size:
            return False
        gap = char["x0"] - run.x1
        before = run.spans[-1][0] - run.spans[-2][1] if len(run.spans) > 1 else gap
        furthest = _SPACED_FIGURES if is_figure(char["text"]) or is_figure(run.text[-1]) else _SPACED
        is_even = abs(gap - before) < _EVENLY * run.size
        return run.upright and char["upright"] and is_even and 0 < gap < furthest * run.size

    def _add(self, char: Char, text: str, baseline: float, run: Run | None) -> None:
        """Put a glyph behind ``run``, or begin one with it."""
        x0, x1, again = char["x0"], char["x1"], self._again
        self._again = None
        if run is None and again is not None and _goes_on(again, char, baseline, again.x1):
            self.found.append(run := again)
            self._blank = False
        order = char.get("mcid") or 0
        spans = [(x0, x1), *[(x1, x1)] * (len(text) - 1)]  # a ligature is one glyph and several characters
        if run is None:
            run = _run(char, text, baseline, spans, after_blank=self._blank)
            self.found.append(run)
        else:
            if self._blank:
                run.text += " "
                run.spans.append((run.x1, x0))
            if order - self._order != 1:
                run.starts.append(len(run.text))
            run.text += text
            run.spans.extend(spans)
        self._current, self._end, self._blank, self._order = run, x1, False, order

    def _overprint(self, char: Char, text: str, baseline: float) -> None:
        """Keep a glyph that is printed on an equal one: what follows says whether it is one of its own.

        A number that is wider than its column may have a digit by chance where its neighbour has the same: what
        stands behind that was not there before.
        """
        x0, x1 = char["x0"], char["x1"]
        again, self._again = self._again, None
        self._order = char.get("mcid") or 0
        if again is not None and _goes_on(again, char, baseline, again.x1):
            self._again = replace(again, text=again.text + text, spans=[*again.spans, (x0, x1)])
        elif len(text) == 1:
            self._again = _run(char, text, baseline, [(x0, x1)], after_blank=False)


def _run(char: Char, text: str, baseline: float, spans: list[tuple[float, float]], *, after_blank: bool) -> Run:
    return Run(
        text,
        spans,
        baseline,
        char["size"],
        char["upright"],
        not char["upright"] and char["matrix"][1] > 0,
        after_blank,
        char.get("confidence", 1.0),
        _is_red(char),
    )


def _is_twice(run: Run, char: Char) -> bool:
    """Whether a glyph stands on the last one of a run, as where each is set twice in turn."""
    x0, x1 = char["x0"], char["x1"]
    return abs(x0 - run.spans[-1][0]) < max(_SHIFTED * (x1 - x0), _SHADOW * char["size"])


def _is_stacked(run: Run, char: Char, text: str) -> bool:
    """Whether a figure stands on another one, as all do of a font that gives them no width: nobody can read either."""
    differs = run.text[-1] != text or char["x1"] <= char["x0"]
    return is_figure(text) and differs and abs(char["x0"] - run.spans[-1][0]) < _SHADOW * char["size"]


def _goes_on(run: Run, char: Char, baseline: float, end: float) -> bool:
    """Whether a glyph stands right behind a run that ends at ``end``."""
    size = char["size"]
    on_it = run.upright == char["upright"] and abs(baseline - run.baseline) < 0.1 * size
    return on_it and -_OVERLAP * size < char["x0"] - end < _TOUCHING * size


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
    for key in (row - 1, row, row + 1):
        for x, y in printed.get((text, key), ()):
            if abs(x0 - x) < across and abs(baseline - y) < down:
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
            yield _in_order(column)
            column = []
        column.append(run)
    if column:
        yield _in_order(column)


def _in_order(column: list[Run]) -> list[Run]:
    """The glyphs of a column as they are read: downwards, or upwards where they are set so."""
    rises = sum(run.rises for run in column) > len(column) / 2
    return sorted(column, key=lambda run: run.baseline, reverse=rises)


def are_over_each_other(found: Iterable[Run]) -> bool:
    """Whether texts of one column are printed over each other, as names of more lines than their rows have room for."""
    upright = sorted((run for run in found if run.upright), key=lambda run: run.baseline)
    for index, upper in enumerate(upright):
        near = takewhile(partial(_is_printed_into, upper), islice(upright, index + 1, None))
        if any(upper.text != lower.text and is_even(upper, lower) for lower in near):
            return True
    return False


def is_even(one: Run, other: Run) -> bool:
    """Whether two texts begin at one place or have one middle."""
    middles = abs(one.x0 + one.x1 - other.x0 - other.x1) / 2
    return min(abs(one.x0 - other.x0), middles) < _SAME_EDGE * one.size


def _is_printed_into(upper: Run, lower: Run) -> bool:
    """Whether a text below another begins at a height where that is printed."""
    return lower.baseline - upper.baseline < _OVER * min(upper.size, lower.size)


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


def rounded(box: Box) -> Box:
    """``box`` to a hundredth of a point, so that it prints the same on every machine."""
    x0, top, x1, bottom = (round(float(value), 2) for value in box)
    return x0, top, x1, bottom
