"""Text set in two columns side by side: read down the left one first, not across both.

Read across, the change of one figure would stand behind another. Columns are told by paper that no text crosses over
several lines, and by sentences on both of its sides: a caption with its unit, a list or a table has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ....datapackage.frozen import frozen
from .glyphs import Line, Run, join

#: Shares of the width of a page between which its second column begins.
_FROM, _TO = 0.35, 0.65
#: In font sizes: the paper that is kept between columns at least.
_GUTTER = 1.0
#: Characters of a line of text, how many of these each column has at least, and in how many a sentence is parted.
_LONG, _LINES, _PARTED = 8, 3, 2
_PUNCTUATION = re.compile("[，。；]")
_FIGURES = re.compile(r"[\d\s,.%()（）\-]+")


@frozen()
class Part:
    """Lines that are read one after the other, from ``top`` and ``x0`` on; ``width`` is None for the whole page."""

    lines: tuple[Line, ...]
    top: float
    x0: float
    width: float | None = None


def parts(lines: Sequence[Line], width: float) -> list[Part]:
    """The lines of a page ``width`` points wide in the order in which they are read; one part without columns."""
    for middle in _middles(lines, width):
        for start, stop in _stretches(lines, middle):
            sides = [_side(lines[start:stop], middle, right=right) for right in (False, True)]
            if all(map(_is_text, sides)):
                columns = [_column(side, lines[start:stop]) for side in sides]
                return [*_whole(lines[:start]), *columns, *parts(lines[stop:], width)]
    return _whole(lines)


def _stretches(lines: Sequence[Line], middle: float) -> Iterator[tuple[int, int]]:
    """From which line to which no text crosses the middle."""
    start = 0
    for stop, line in enumerate(lines):
        if any(_crosses(run, middle) for run in line.runs):
            if start < stop:
                yield start, stop
            start = stop + 1
    if start < len(lines):
        yield start, len(lines)


def _middles(lines: Sequence[Line], width: float) -> Iterator[float]:
    """Where the paper between two columns may be: right before what begins in the middle of the page."""
    seen: set[int] = set()
    for line in lines:
        for run in line.runs:
            if _FROM * width < run.x0 < _TO * width and round(run.x0) not in seen:
                seen.add(round(run.x0))
                yield run.x0 - _GUTTER * run.size / 2


def _crosses(run: Run, middle: float) -> bool:
    reach = _GUTTER * run.size / 2 - 0.1
    return run.x0 < middle + reach and run.x1 > middle - reach


def _side(stretch: Sequence[Line], middle: float, *, right: bool) -> list[Line]:
    """What of each line stands on one side."""
    found = (tuple(run for run in line.runs if (run.x0 > middle) is right) for line in stretch)
    return [Line(runs, join(runs)) for runs in found if runs]


def _is_text(lines: Sequence[Line]) -> bool:
    texts = [line.text.strip() for line in lines]
    is_long = sum(len(text) >= _LONG for text in texts) >= _LINES
    return (
        is_long
        and sum(bool(_PUNCTUATION.search(text)) for text in texts) >= _PARTED
        and not any(map(_FIGURES.fullmatch, texts))
    )


def _column(lines: Sequence[Line], stretch: Sequence[Line]) -> Part:
    x0, x1 = min(line.x0 for line in lines), max(line.x1 for line in lines)
    return Part(tuple(lines), min(line.top for line in stretch), x0, x1 - x0)


def _whole(lines: Sequence[Line]) -> list[Part]:
    return [Part(tuple(lines), lines[0].top, lines[0].x0)] if lines else []
