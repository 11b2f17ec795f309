"""The text of one cell: lines as printed, but a number that had to wrap in one piece."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ..characters import tidy
from . import glyphs
from .glyphs import Box, Line, Run

_DIGITS = re.compile(r"[-－−]?[\d,.]+")
AMOUNT = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}")
#: Points that Word keeps free on either side of a cell (0.19 cm), and how wide a digit is at most, in font sizes.
_WORD_MARGIN, _DIGIT = 5.5, 0.65
_WHOLE_NUMBER = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?%?")


def cell_text(runs: Iterable[Run], box: Box) -> str:
    """The text of one cell, a line break where one is printed, but no break inside a number that had to wrap."""
    width = box[2] - box[0]
    found = [(part, line) for line in glyphs.lines(runs) if (part := tidy(line.text))]
    texts = [part for part, _ in found]
    if is_one_amount(texts) and all(_fills(line, width) for _, line in found[:-1]):
        return "".join(texts)
    # A line is full when the next digit would not have fitted into the cell with its usual margins.
    lines = [(part, width - (line.x1 - line.x0) < 1.2 * line.size) for part, line in found]
    return "\n".join(unwrapped(lines))


def _fills(line: Line, width: float) -> bool:
    """Whether a line is most of its cell, or the margins that Word gives a cell leave no room for one more digit."""
    return line.x1 - line.x0 > width / 2 or width - (line.x1 - line.x0) < 2 * _WORD_MARGIN + _DIGIT * line.size


def is_one_amount(texts: Sequence[str]) -> bool:
    """Whether the lines of a cell are one amount: together it has two decimals, and none but the last alone."""
    whole = len(texts) > 1 and all(_DIGITS.fullmatch(text) for text in texts) and AMOUNT.fullmatch("".join(texts))
    return bool(whole) and not any(AMOUNT.fullmatch(text) for text in texts[:-1])


def unwrapped(lines: Sequence[tuple[str, bool]]) -> Iterator[str]:
    """The lines of a cell, each with whether it is full, those together that are one number."""
    start = 0
    while start < len(lines):
        stop = start + 1
        while stop < len(lines) and lines[stop - 1][1] and all(_DIGITS.fullmatch(t) for t, _ in lines[stop - 1 : stop]):
            stop += 1
        texts = ["".join(text for text, _ in lines[start:end]) for end in range(stop, start + 1, -1)]
        number = next((text for text in texts if _WHOLE_NUMBER.fullmatch(text)), None)
        yield lines[start][0] if number is None else number
        start += 1 if number is None else stop - start - texts.index(number)
