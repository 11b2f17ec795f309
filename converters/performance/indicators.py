"""One row of an indicator table → levels, name, values and basis.

Two readings. *By column*, where the headings give every column a meaning and the row agrees with them.
*From the ends*, where false borders moved or cut cells: the levels are found from the left by the
vocabulary, the basis from the right, and the values stand directly before the basis in the order of the
headings. What the second reading cannot settle is left blank and named in ``doubts``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from functools import cache, lru_cache

from ...datapackage.frozen import frozen
from .borders import Line, close, join, joins
from .headings import Columns
from .measures import looks_numeric, undo
from .vocabulary import best, key, likeness, meanings, vocabulary

Piece = tuple[int, str]  # column index, text

_LEVEL = 0.74  # three characters of 产出指标 stand
_BASIS = 0.65
_MARGIN = 0.15
_POINTS = re.compile(r"\s*[(（]\s*\d+(?:\.\d+)?\s*(?:分|%)?\s*[)）]\s*$")

#: What the columns of a self-evaluation say of an indicator.
EVALUATED = ("actual", "weight", "score", "deviation")


@frozen()
class Row:
    """An indicator as its row prints it. Levels are blank where the row prints none."""

    level1: str
    level2: str
    names: tuple[str, ...]  # readings of level3, likeliest first; () where it is lost
    values: dict[str, str]  # by meaning of the value column
    basis: str
    value_index: int  # column of the target value
    doubts: tuple[str, ...] = ()
    extra: dict[str, str] = field(default_factory=dict[str, str])  # sign, unit, project, goal


def level1_of(text: str) -> str:
    """The standard name of the level-1 indicator that ``text`` prints, "" where it prints none."""
    text = without_points(text)
    first = best(text, _level1())
    if first.score >= _LEVEL and first.score >= max(best(text, _level2()).score, best(text, _headings()).score):
        return first.term
    return _variants().get(key(text), "")


def without_points(text: str) -> str:
    """``text`` without the points that a self-evaluation prints behind a level: 产出指标（50分）."""
    return _POINTS.sub("", text)


def level2_of(text: str) -> str:
    """The standard name of the level-2 indicator that ``text`` prints, "" where it prints none."""
    text = without_points(text)
    second = best(text, _level2())
    if second.score >= _LEVEL and second.score >= max(best(text, _level1()).score, best(text, _headings()).score):
        return second.term
    return ""


def belongs(level1: str, level2: str) -> bool:
    """Whether the vocabulary knows ``level2`` under ``level1``."""
    return level2 in vocabulary()["level2"].get(level1, ())


def by_column(line: Line, columns: Columns) -> Row | None:
    """The row read by its headings, None where it does not agree with them."""
    if not columns.complete:
        return None
    at = {meaning: line.field(index) for meaning, index in columns.index.items()}
    level1, level2 = at.get("level1", ""), at.get("level2", "")
    standard1 = level1_of(level1)
    values = {slot: at[slot] for slot in columns.slots}
    if not at["level3"] or not any((*values.values(), at.get("basis", ""))):
        return None
    if not line.exact and not _agrees(line, columns, at):
        return None
    return Row(
        standard1 or close(without_points(level1)),
        level2_of(level2) or close(without_points(level2)),
        (_without_repeat(at["level3"], level2),),
        values,
        basis_of(at.get("basis", "")) or close(at.get("basis", "")),
        columns.index[columns.slots[-1]],
        extra={
            meaning: at[meaning]
            for meaning in ("sign", "direction", "unit", "project", "goal", "budget", *EVALUATED)
            if at.get(meaning)
        },
    )


def _agrees(line: Line, columns: Columns, at: dict[str, str]) -> bool:
    """Whether a row of an uncertain grid has in each column what its heading says, and nothing beside."""
    known = set(columns.index.values())
    beside = [text for i, text in line.pieces if i not in known and i > min(known)]
    level1, level2, basis = at.get("level1", ""), at.get("level2", ""), at.get("basis", "")
    return (
        not beside
        and (not level1 or bool(level1_of(level1)))
        and (not level2 or bool(level2_of(level2)) or (_is_level2_word(level2) and not level1_of(level2)))
        and bool(level1 or level2 or at.get(columns.slots[-1]))
        and (not basis or bool(basis_of(basis)) or not looks_numeric(basis))
        and not basis_of(at.get(columns.slots[-1], ""))
    )


def from_ends(line: Line, columns: Columns) -> Row | None:
    """The row read from its two ends, None where it prints no level-1 indicator and no basis."""
    pieces = [(i, text) for i, text in line.pieces if key(text)]
    found = _take_level1(pieces)
    if found is None:
        return None
    level1, rest = found
    level2, rest, exact = _take_level2(rest)
    basis, end, rest = _take_basis(rest, columns)
    if end is None:
        return None
    names, values, doubts = _divide(rest, end, columns)
    if not names and level2 and not exact and any(values.values()):
        names, level2 = [level2], ""
    readings = tuple(_without_repeat(reading, level2) for reading in joins(names)) if names else ()
    return Row(level1, level2_of(level2) or close(level2), readings, values, basis, end - 1, doubts)


def begins_with_level1(line: Line) -> bool:
    """Whether a level-1 indicator stands in the first fields of the row, fused or cut as it may be."""
    return _take_level1([(i, text) for i, text in line.pieces if key(text)]) is not None


def _take_level1(pieces: Sequence[Piece]) -> tuple[str, list[Piece]] | None:
    """The level-1 indicator among the first three fields (a side label may come before), and what follows it."""
    for start in range(min(3, len(pieces))):
        index, text = pieces[start]
        rest = list(pieces[start + 1 :])
        if level1 := level1_of(text):
            return level1, rest
        for _, term in _level1():
            if key(text).startswith(term):
                return term, [(index, _after(text, term)), *rest]
        if rest and rest[0][0] == index + 1 and (level1 := level1_of(join((text, rest[0][1])))):
            return level1, rest[1:]
    return None


def _take_level2(pieces: Sequence[Piece]) -> tuple[str, list[Piece], bool]:
    """The level-2 indicator at the head of ``pieces``, what follows it, and whether it is printed exactly."""
    if not pieces:
        return "", [], True
    (index, text), rest = pieces[0], list(pieces[1:])
    if level2 := level2_of(text):
        return text, rest, likeness(text, level2) == 1.0
    for _, term in _level2():
        if key(text).startswith(term):
            return term, [(index, _after(text, term)), *rest], True
    if rest and rest[0][0] == index + 1 and level2_of(join((text, rest[0][1]))):
        return join((text, rest[0][1])), rest[1:], True
    if _is_level2_word(text) and rest and not looks_numeric(rest[0][1]) and not basis_of(rest[0][1]):
        return text, rest, False
    return "", list(pieces), True


def _take_basis(pieces: Sequence[Piece], columns: Columns) -> tuple[str, int | None, list[Piece]]:
    """The basis at the end of ``pieces``, the column it starts in, and what stands before it."""
    if not pieces:
        return "", None, []
    index, text = pieces[-1]
    alone = basis_of(text)
    if alone and likeness(text, alone) >= 0.8:
        return alone, index, list(pieces[:-1])
    if len(pieces) > 1 and pieces[-2][0] == index - 1 and (both := basis_of(join((pieces[-2][1], text)))):
        return both, pieces[-2][0], list(pieces[:-2])
    if alone:
        return alone, index, list(pieces[:-1])
    if columns.get("basis") == index and not looks_numeric(text):
        return close(text), index, list(pieces[:-1])
    return "", None, list(pieces)


def _divide(rest: Sequence[Piece], end: int, columns: Columns) -> tuple[list[str], dict[str, str], tuple[str, ...]]:
    """The pieces before the basis in column ``end`` divided into the name's and the value columns'."""
    slots = columns.slots
    first = end - len(slots)
    at = dict(rest)
    values = {slot: at.get(first + offset, "") for offset, slot in enumerate(slots)}
    names = [text for index, text in rest if index < first]
    doubts: tuple[str, ...] = ()
    leftmost = values[slots[0]]
    if len(slots) > 1 and leftmost and (not names or _is_name(leftmost, values[slots[-1]])):
        # One value column fewer than announced: it was blank on this page, and no border was seen.
        names, values[slots[0]] = [*names, leftmost], ""
        doubts = ("lost-column",)
    return names, values, doubts


def _is_name(text: str, target: str) -> bool:
    return looks_numeric(target) and not looks_numeric(text)


@lru_cache(maxsize=4096)
def basis_of(text: str) -> str:
    """The standard basis that ``text`` prints, damaged at most so far that no other basis fits; else ""."""
    scores = sorted(((likeness(text, basis), basis) for basis in vocabulary()["bases"]), reverse=True)
    (first, basis), (second, _) = scores[:2]
    return basis if first >= _BASIS and first - second >= _MARGIN else ""


def without_heading(line: Line, headings: Sequence[Line]) -> Line:
    """The line without heading words that were fused onto its fields from the heading rows above it."""
    if not headings:
        return line
    fields = list(line.fields)
    for i, text in line.pieces:
        for heading in {above.field(i) for above in headings[-1:]} - {""}:
            if text == heading and not level1_of(text) and not level2_of(text):
                fields[i] = ""
            elif text.startswith(heading + " "):
                fields[i] = text[len(heading) :].strip()
    return Line(line.cells, tuple(fields), line.exact, line.block, line.ruled)


def _without_repeat(name: str, level2: str) -> str:
    """The name without the level-2 indicator that a false border read a second time before it."""
    head, _, tail = name.strip().partition(" ")
    return close(tail if tail and level2_of(head) and level2_of(head) == level2_of(level2) else name)


def _is_level2_word(text: str) -> bool:
    """Whether ``text`` is made of the words of level-2 names only: a level that is no standard one."""
    words = sorted(vocabulary()["level2_words"], key=len, reverse=True)
    return re.fullmatch(f"(?:{'|'.join(words)})+", key(text)) is not None


def _after(text: str, term: str) -> str:
    """What follows ``term`` in ``text``, whose characters may stand apart."""
    left = len(key(term))
    for position, char in enumerate(text):
        if left == 0:
            return text[position:].strip()
        left -= len(key(char))
    return ""


@cache
def _headings() -> tuple[tuple[str, str], ...]:
    return meanings("columns")


@cache
def _level1() -> tuple[tuple[str, str], ...]:
    return tuple(("1", term) for term in vocabulary()["level1"])


@cache
def _level2() -> tuple[tuple[str, str], ...]:
    listed = dict.fromkeys(term for terms in vocabulary()["level2"].values() for term in terms)
    return tuple(("2", term) for term in sorted(listed, key=len, reverse=True))


@cache
def _variants() -> dict[str, str]:
    return {str(printed): str(name) for printed, name in vocabulary()["level1_variants"].items()}


def printed(values: dict[str, str]) -> dict[str, str]:
    """The values with white space and misread signs undone."""
    return {slot: undo(text) for slot, text in values.items()}
