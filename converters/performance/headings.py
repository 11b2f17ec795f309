"""The headings of an indicator table: which column holds what.

Headings are read column by column over all heading rows, because a false border or a line break cuts them
(``三级`` over ``指标``, ``预计当年`` over ``实现``). A column whose heading is damaged beyond likeness gets no
meaning; the row reader then works from the row itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from .borders import Line
from .vocabulary import best, key, meanings, unbracketed, vocabulary

#: Below this a heading is too damaged to give its column a meaning.
_ALIKE = 0.8
#: Meanings of columns that tell of the row and take no part in the target: there may be several.
_BESIDE = frozenset({"remark", "owner"})
#: What an upper row of headings has beside 绩效指标.
_ABOVE = frozenset({"project", "goal", "value", "actual", "weight", "score"})
_HISTORY = ("year_before_last", "last_year", "this_year")


@dataclass(frozen=True, slots=True)
class Columns:
    """Meaning → column index (from 0), and how many columns of values the headings announce."""

    index: dict[str, int]
    values: int  # 1, or 3 where the two years before are printed too
    clashing: tuple[str, ...]  # meanings that two columns claim

    def get(self, meaning: str) -> int | None:
        """The column of ``meaning``, None where no heading says."""
        return self.index.get(meaning)

    @property
    def slots(self) -> tuple[str, ...]:
        """The meanings of the value columns from left to right."""
        return _HISTORY if self.values == 3 else ("value",)

    @property
    def complete(self) -> bool:
        """Whether name and all value columns are known."""
        return not self.clashing and "level3" in self.index and all(slot in self.index for slot in self.slots)


def is_heading(line: Line) -> bool:
    """Whether the row prints headings of an indicator table: one of its fields is a heading word."""
    return any(len(key(text)) >= 2 and best(text, _words()).score >= _ALIKE for _, text in line.pieces)


def begins_indicator_table(line: Line) -> bool:
    """Whether the row prints the heading of a level, which no other table of a performance form has."""
    return any(_is_level(text) for _, text in line.pieces)


@lru_cache(maxsize=16_384)
def _is_level(text: str) -> bool:
    match = best(text, _words())
    return match.score >= _ALIKE and match.meaning.startswith("level")


def spans_indicators(line: Line) -> bool:
    """Whether the row is the upper one of two: headings of project, goal or what was reached beside 绩效指标."""
    meanings_of = [best(text, _words()) for _, text in line.pieces]
    known = {match.meaning for match in meanings_of if match.score == 1.0}
    return line.ruled and "spanning" in known and bool(known & _ABOVE)


def is_total_of_scores(line: Line) -> bool:
    """Whether the row ends a self-evaluation: 总分, with the points there are and those given."""
    return bool(line.pieces) and key(line.pieces[0][1]) in vocabulary()["evaluation_total"]


def resolve(headings: Sequence[Line]) -> Columns:
    """The meanings of the columns under ``headings``, the heading rows from top to bottom."""
    width = max((len(line.fields) for line in headings), default=0)
    claims: dict[str, list[int]] = {}
    for column in range(width):
        meaning = _meaning([line.field(column) for line in headings if line.field(column)])
        if meaning:
            claims.setdefault(meaning, []).append(column)
    claims = {meaning: _foremost(meaning, columns, headings) for meaning, columns in claims.items()}
    if len(claims.get("budget", ())) > 1:
        del claims["budget"]  # 资金总额 beside 财政拨款: neither is read for the other
    values = 3 if _prints_history(headings) else 1
    if values == 3:
        claims.pop("value", None)
    index = {meaning: columns[0] for meaning, columns in claims.items()}
    clashing = tuple(m for m, columns in claims.items() if len(columns) > 1 and m not in _BESIDE)
    return Columns(index, values, clashing)


def _foremost(meaning: str, columns: Sequence[int], headings: Sequence[Line]) -> list[int]:
    """The columns that claim a meaning, the one alone that is headed with its first name: 三级指标 beside 指标内容."""
    first = str(vocabulary()["columns"][meaning][0])
    own = [c for c in columns if any(key(line.field(c)) == key(first) for line in headings)]
    return own if len(own) == 1 else list(columns)


def _meaning(texts: Sequence[str]) -> str:
    """The meaning of a column: the lowest heading that is one by itself, else all of them read as one word."""
    for text in reversed(texts):
        for printed in (text, unbracketed(text)):
            match = best(printed, _leaves())
            if match.score == 1.0:
                return match.meaning
    texts = [text for text in texts if key(text) not in vocabulary()["spanning"]]
    readings = ["".join(texts[start:]) for start in range(len(texts))] + list(texts)
    match = max((best(reading, _leaves()) for reading in readings), key=lambda m: m.score, default=None)
    return match.meaning if match and match.score >= _ALIKE else ""


def _prints_history(headings: Sequence[Line]) -> bool:
    return any(best(text, _history()).score >= _ALIKE for line in headings for _, text in line.pieces)


@cache
def _leaves() -> tuple[tuple[str, str], ...]:
    return meanings("columns")


@cache
def _history() -> tuple[tuple[str, str], ...]:
    return tuple(("year", word) for word in vocabulary()["year_headings"])


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return _leaves() + tuple(("spanning", word) for word in vocabulary()["spanning"])
