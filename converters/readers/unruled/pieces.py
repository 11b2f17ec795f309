"""Texts of a line that stand in one cell at most: what columns without rules are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from ....datapackage.frozen import frozen
from ..characters import tidy
from ..grid import is_number
from ..page.glyphs import Box, Line, Run, join

Interval = tuple[float, float]

#: In font sizes: runs closer than this are one text.
_TOUCHING = 0.16
#: Between words and digits, as word processors set them.
BESIDE_DIGITS = 0.45
_SHORT_NUMBER = re.compile(r"(?:^|(?<=\D))\d{1,4}$|^\d{1,4}(?=\D|$)")
_CODE = re.compile(r"\d{3}(?:\d\d)*")
_SIGN = re.compile(r"[=＝:：]")
_YEAR = re.compile(r"(?<!\d)20\d\d$")
_NOTHING = re.compile(r"[-—–－/／]+")
_MONEY = re.compile(r"[-－−△▲(（]?\d[\d,]*(?:,\d{3}|\.\d+)[)）]?")
_ASCENT, _DESCENT = 0.85, 0.15


@frozen()
class Piece:
    """A text on one baseline, with its x0 and x1."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    confidence: float = 1.0
    is_red: bool = False

    @property
    def is_number(self) -> bool:
        return is_number(self.text)

    @property
    def is_nothing(self) -> bool:
        """Whether it is a dash or a slash, which stand for an empty cell."""
        return bool(_NOTHING.fullmatch(self.text))

    @property
    def is_money(self) -> bool:
        return bool(_MONEY.fullmatch(self.text))

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def box(self) -> Box:
        return self.x0, self.baseline - _ASCENT * self.size, self.x1, self.baseline + _DESCENT * self.size


def pieces(line: Line) -> tuple[Piece, ...]:
    """The texts of a line, parted at every gap that can be one between two cells."""
    groups: list[list[Run]] = [[line.runs[0]]]
    for run in line.runs[1:]:
        if _is_one(groups[-1], run):
            groups[-1].append(run)
        else:
            groups.append([run])
    made = (_piece(group) for group in groups)
    return tuple(piece for piece in made if piece.text)


def _is_one(before: Sequence[Run], run: Run) -> bool:
    gap = (run.x0 - before[-1].x1) / run.size if run.size else 0.0
    text, other = join(before).strip(), run.text.strip()
    if not text or not other or (_SIGN.fullmatch(other) and gap < 1):
        return True
    if _YEAR.search(text) and other[0] == "年":
        return gap < BESIDE_DIGITS
    if is_number(text) and is_number(other):
        return gap < _TOUCHING and (text[-1] in ",.，．" or other[0] in ",.，．")
    if _is_figure(text[-1]) and _is_figure(other[0]):
        return gap < _TOUCHING
    if is_number(text) != is_number(other):
        return gap < _TOUCHING / 2
    return gap < _TOUCHING


def _is_figure(character: str) -> bool:
    return character.isdigit() or character in ",."


def _piece(group: Sequence[Run]) -> Piece:
    text = tidy(join(group)).replace("\n", " ")
    confidence = min(run.confidence for run in group)
    x1, size = max(run.x1 for run in group), max(run.size for run in group)
    return Piece(text, group[0].x0, x1, group[0].baseline, size, confidence, any(run.is_red for run in group))


def years_joined(line: Sequence[Piece]) -> tuple[Piece, ...]:
    """The texts of a line of headings, a year or number joined with the words beside it: 2024 年预算数."""
    joined: list[Piece] = []
    for piece in line:
        before = joined[-1] if joined else None
        near = before is not None and piece.x0 - before.x1 < BESIDE_DIGITS * piece.size
        if before and near and (_SHORT_NUMBER.search(before.text) or _SHORT_NUMBER.match(piece.text)):
            joined[-1] = replace(before, text=before.text + piece.text, x1=piece.x1)
        else:
            joined.append(piece)
    return tuple(joined)


def codes_joined(lines: Sequence[Sequence[Piece]]) -> list[tuple[Piece, ...]]:
    """The lines of a body, each code whole with its name where both are one text: names begin where codes end.

    Codes and names of two columns begin at two places, however long the codes are.
    """
    pairs = [(a, b) for line in lines for a, b in pairwise(line) if _is_code_beside(a, b)]
    ends = [a.x1 for a, _ in pairs]
    beside = ((a, b) for line in lines for a, b in pairwise(line) if _CODE.fullmatch(a.text))
    apart = any(not (b.is_number or b.is_nothing or _is_code_beside(a, b)) for a, b in beside)
    if not pairs or apart or max(ends) - min(ends) < pairs[0][0].size:
        return [tuple(line) for line in lines]
    return [_with_code_joined(line) for line in lines]


def _with_code_joined(line: Sequence[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in line:
        before = joined[-1] if joined else None
        if before and _is_code_beside(before, piece):
            joined[-1] = replace(before, text=before.text + piece.text, x1=piece.x1)
        else:
            joined.append(piece)
    return tuple(joined)


def _is_code_beside(code: Piece, name: Piece) -> bool:
    near = name.x0 - code.x1 < BESIDE_DIGITS * code.size
    return near and bool(_CODE.fullmatch(code.text)) and not name.is_number and not name.is_nothing


def overlap(one: Interval, other: Interval) -> float:
    """How long both intervals are together; not above 0 where they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])


def union(intervals: Iterable[Interval]) -> Interval:
    """The interval from the first beginning to the last end."""
    found = list(intervals)
    return min(x0 for x0, _ in found), max(x1 for _, x1 in found)


def box_of(found: Iterable[Piece]) -> Box:
    """The box around pieces."""
    boxes = [piece.box for piece in found]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def text_of(found: Sequence[Piece]) -> str:
    """The texts of a cell: those of one line with a blank between them, lines one after the other."""
    text = ""
    for before, piece in zip([None, *found], found, strict=False):
        beside = before is not None and abs(before.baseline - piece.baseline) < 0.35 * piece.size
        text += (" " if beside else "\n" if before else "") + piece.text
    return text
