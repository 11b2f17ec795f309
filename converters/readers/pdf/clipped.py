"""Texts of several lines in cells too low for them: lines that are clipped away leave another text behind.

A heading of two lines in a low row shows one of them: of 政府性基金预算拨款 and 收入 the word 收入 is left, which is a
heading too. The file holds both, clipped to one cell. What is seen of a number so is no number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from ....datapackage.frozen import frozen
from ..page.glyphs import Box
from .noted import UNKNOWN
from .objects import is_inside

#: What is said of a character that another one stands for.
SPOKEN_FOR = "spoken for"
#: How high a cell is at most, how far apart its lines are, and how far its characters are from those beside them, in
#: heights of its characters.
_LOW, _PITCH, _BESIDE = 4.0, (0.6, 1.9), 1.0
#: How much of the height of a character lies between the base lines of one line.
_LEVEL = 0.2


@frozen()
class _Line:
    """The characters on one base line, from left to right, and whether they are seen."""

    items: tuple[Any, ...]
    is_seen: bool

    @property
    def text(self) -> str:
        return "".join(item.get_text() for item in self.items)

    @property
    def level(self) -> float:
        return float(self.items[0].matrix[5])

    @property
    def size(self) -> float:
        return max(float(item.size) for item in self.items)

    @property
    def width(self) -> float:
        return float(self.items[-1].x1 - self.items[0].x0)

    def is_whole(self) -> bool:
        """Whether its characters stand one beside the other."""
        furthest = _BESIDE * self.size
        return all(b.x0 - a.x1 < furthest for a, b in pairwise(self.items))

    def is_over(self, other: _Line) -> bool:
        """Whether another one is the next below it."""
        pitch = (self.level - other.level) / max(self.size, other.size)
        meets = self.items[0].x0 < other.items[-1].x1 and other.items[0].x0 < self.items[-1].x1
        return meets and _PITCH[0] < pitch < _PITCH[1]


class ClippedTexts:
    """The strings of a page by the cell to which they are clipped."""

    def __init__(self) -> None:
        self._cells: dict[Box, list[Any]] = defaultdict(list)
        self._unseen: set[int] = set()
        self._before: Sequence[Any] = ()  # the string painted last: some programs clip none but the next line

    def note(self, made: Sequence[Any], clip: Box, *, is_seen: bool) -> None:
        """Note a string that is painted within ``clip``, which may be no cell."""
        before, self._before = self._before, made
        if made and clip[3] - clip[1] < _LOW * made[0].size and all(_is_upright(item) for item in made):
            if clip not in self._cells and all(_is_upright(i) and is_inside(i.bbox, clip) for i in before):
                self._cells[clip] += before
            self._cells[clip] += made
            self._unseen.update(() if is_seen else map(id, made))

    def tell_whole(self) -> None:
        """Have what is seen of a text of several lines say all of it."""
        for items in self._cells.values():
            unseen = sum(id(item) in self._unseen for item in items)
            if 0 < unseen < len(items) and (lines := self._lines(items)):
                _tell(lines)

    def _lines(self, items: Sequence[Any]) -> list[_Line]:
        """The lines of a cell from top to bottom; none where they are no text of lines below each other."""
        rows: list[list[Any]] = []
        for item in sorted(items, key=lambda i: -i.matrix[5]):
            if rows and rows[-1][0].matrix[5] - item.matrix[5] < _LEVEL * item.size:
                rows[-1].append(item)
            else:
                rows.append([item])
        lines: list[_Line] = []
        for row in rows:
            unseen = sum(id(item) in self._unseen for item in row)
            if unseen not in (0, len(row)):
                return []
            lines.append(_Line(tuple(sorted(row, key=lambda i: i.x0)), not unseen))
        return lines if all(line.is_whole() for line in lines) and all(a.is_over(b) for a, b in pairwise(lines)) else []


def _is_upright(item: Any) -> bool:
    across, rises, slants, up = item.matrix[:4]
    return across > 0 and up > 0 and not rises and not slants


def _tell(lines: Sequence[_Line]) -> None:
    """Have the characters that are seen say those of the lines above and below that are not.

    Where the last line is not seen and as long as the others, the program may have left out what follows it.
    """
    first = next(index for index, line in enumerate(lines) if line.is_seen)
    last = max(index for index, line in enumerate(lines) if line.is_seen)
    head, tail = lines[first].items[0], lines[last].items[-1]
    above = "".join(line.text for line in lines[:first])
    below = "".join(line.text for line in lines[last + 1 :])
    is_open = bool(below) and lines[-1].width > max(line.width for line in lines) - lines[-1].size
    head._text = above + head.get_text()
    tail._text = tail.get_text() + below + (UNKNOWN if is_open else "")
    for line in (*lines[:first], *lines[last + 1 :]):
        for item in line.items:
            item.tag = SPOKEN_FOR
