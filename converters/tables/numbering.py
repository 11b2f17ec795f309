"""The numbers that lines begin with: of which level they are, and which begin anew in each part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from ..codes import undo_spaces

LONGEST_HEADING = 60
PART = re.compile(r"^\s*(?:#+\s*)?第[一二三四五六七八九十]+(?:部分|篇|章)[:：、\s]*")
_NUMBER = re.compile(r"^\s*(?:([一二三四五六七八九十]+[、.．])|([(（][一二三四五六七八九十]+[)）])|(\d{1,2}[、.．]))")
NUMERALS = "一二三四五六七八九"
_DIGITS = re.compile(rf"[{NUMERALS}]?十[{NUMERALS}]?|[{NUMERALS}]|\d+")
#: The level of 第一部分.
_PART_LEVEL = 1


def level_of(text: str) -> int | None:
    """The level of a short numbered line, 第一部分 being the uppermost; None for other lines."""
    bare = undo_spaces(text)
    if len(bare) > LONGEST_HEADING:
        return None
    if PART.match(bare):
        return _PART_LEVEL
    match = _NUMBER.match(bare)
    return _PART_LEVEL + (match.lastindex or 0) if match else None


def number_of(text: str) -> int:
    """The number that a numbered line begins with: 12 of 十二、 and of 12.; 0 where it counts no further."""
    found = _DIGITS.search(undo_spaces(text))
    numeral = found[0] if found else "0"
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (NUMERALS.index(tens or "一") + 1) if ten else 0) + (NUMERALS.index(ones) + 1 if ones else 0)


def numbered_within(lines: Mapping[int, tuple[int, int]], headings: Mapping[int, int]) -> set[int]:
    """The numbered lines that begin anew in the part of each unit: 一、 below every （一）某中心2024年单位预算.

    A line that as well goes on with the numbers around the parts is none of them. ``lines``: level and number of each,
    those of ``headings``, which have a level, among them.
    """
    within: set[int] = set()
    others = {i: line for i, line in lines.items() if i not in headings}
    for level in set(headings.values()):
        parts = [i for i, own in headings.items() if own == level]
        around = _numbers([lines[i] for i in sorted(lines) if i <= parts[-1] and (i < parts[0] or i in parts)])
        found = [
            _begun_anew(others, range(start + 1, end), level, around)
            for start, end in pairwise([*parts, max(lines, default=0) + 1])
        ]
        if len(parts) > 1 and all(found[:-1]):  # the last may have no text of its own
            within.update(*found)
    return within


def _begun_anew(lines: Mapping[int, tuple[int, int]], part: range, level: int, around: Mapping[int, int]) -> list[int]:
    """The lines of a part that count from one on, and are of no level below its heading's."""
    within: list[int] = []
    last: dict[int, int] = {}
    for index in part:
        own, number = lines.get(index, (level + 1, 0))
        if own > level:
            continue
        if own == _PART_LEVEL or number != last.get(own, 0) + 1 or 1 < number == around.get(own, 0) + 1:
            break
        last[own] = number
        within.append(index)
    return within


def _numbers(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The last number of each level, those below the last line of an upper level."""
    last: dict[int, int] = {}
    for level, number in lines:
        last = {k: n for k, n in last.items() if k < level} | {level: number}
    return last
