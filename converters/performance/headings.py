"""The headings of an indicator table: which column holds what.

Headings are read column by column over all heading rows, because a false border or a line break cuts them
(``三级`` over ``指标``, ``预计当年`` over ``实现``). A column whose heading is damaged beyond likeness gets no
meaning; the row reader then works from the row itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from .borders import Line
from .vocabulary import best, key, meanings, unbracketed, vocabulary

Horizon = Literal["long-term", "annual"]

#: Below this a heading is too damaged to give its column a meaning.
_ALIKE = 0.8
#: Meanings of columns that tell of the row and take no part in the target: there may be several.
_BESIDE = frozenset({"remark", "owner"})
#: What an upper row of headings has beside 绩效指标.
_ABOVE = frozenset({"project", "goal", "value", "actual", "weight", "score"})
_HISTORY = ("year_before_last", "last_year", "this_year")
#: What is printed once for each horizon where a table has the indicators of both side by side.
_TWICE = frozenset({"level2", "level3", "value", "sign", "direction", "unit"})


@dataclass(frozen=True, slots=True)
class Columns:
    """Meaning → column index (from 0), and the columns of values that the headings announce."""

    index: dict[str, int]
    slots: tuple[str, ...]  # the meanings of the value columns from left to right
    clashing: tuple[str, ...]  # meanings that two columns claim
    horizon: Horizon | None = None  # where the headings tell it
    own: frozenset[int] = frozenset()  # columns that another horizon beside this one has no part in

    def get(self, meaning: str) -> int | None:
        """The column of ``meaning``, None where no heading says."""
        return self.index.get(meaning)

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


def resolve(headings: Sequence[Line], year: int, above: Sequence[Horizon] = ()) -> tuple[Columns, ...]:
    """The meanings of the columns under ``headings``, the heading rows from top to bottom; for each horizon its own.

    ``year`` is the document's; ``above`` are the horizons that a row above the headings has from left to right.
    """
    width = max((len(line.fields) for line in headings), default=0)
    claims: dict[str, list[int]] = {}
    for column in range(width):
        meaning = _meaning([line.field(column) for line in headings if line.field(column)], year)
        if meaning:
            claims.setdefault(meaning, []).append(column)
    values = claims.get("value", [])
    claims = {meaning: _foremost(meaning, columns, headings) for meaning, columns in claims.items()}
    if len(claims.get("budget", ())) > 1:
        del claims["budget"]  # 资金总额 beside 财政拨款: neither is read for the other
    if sides := _sides({**claims, "value": values}, headings, above):
        return sides
    return (_columns(claims, headings),)


def _columns(claims: Mapping[str, list[int]], headings: Sequence[Line]) -> Columns:
    claims = dict(claims)
    slots = _slots(claims, headings)
    if "value" not in slots:
        claims.pop("value", None)
    index = {meaning: columns[0] for meaning, columns in claims.items()}
    clashing = tuple(m for m, columns in claims.items() if len(columns) > 1 and m not in _BESIDE)
    told = _horizon_among(claims.get("value", []), headings)
    return Columns(index, slots, clashing, "long-term" if told == "long-term" else None)


def _slots(claims: Mapping[str, list[int]], headings: Sequence[Line]) -> tuple[str, ...]:
    """The value columns: one, or those of the years before too, of which a whole grid may print one alone."""
    years = tuple(meaning for meaning in _HISTORY if meaning in claims)
    if all(line.exact for line in headings) and years and not _prints_two_years(headings):
        return years if "this_year" in claims else (*years, "value")
    return _HISTORY if _prints_history(headings) else ("value",)


def _sides(claims: Mapping[str, list[int]], headings: Sequence[Line], above: Sequence[Horizon]) -> tuple[Columns, ...]:
    """The columns of the long-term and of the annual indicators where a grid has them side by side, else nothing."""
    twice = {meaning: columns for meaning, columns in claims.items() if meaning in _TWICE and len(columns) == 2}
    if "value" not in twice or not all(line.exact for line in headings):
        return ()
    first, second = ([columns[k] for columns in twice.values()] for k in (0, 1))
    if max(first) >= min(second):
        return ()
    spans = (range(min(side), max(side) + 1) for side in (first, second))
    told: list[Horizon] = [horizon for span in spans if (horizon := _horizon_among(span, headings))]
    horizons = told if len(told) == 2 else above
    if set(horizons) != {"annual", "long-term"}:
        return ()
    once = {m: columns for m, columns in claims.items() if columns and m not in twice}
    return tuple(
        Columns(
            {**{m: columns[0] for m, columns in once.items()}, **{m: columns[k] for m, columns in twice.items()}},
            ("value",),
            tuple(m for m, columns in once.items() if len(columns) > 1 and m not in _BESIDE),
            horizon,
            frozenset((first, second)[k]),
        )
        for k, horizon in enumerate(horizons)
    )


def _horizon_among(columns: Sequence[int], headings: Sequence[Line]) -> Horizon | None:
    """The horizon that a heading over one of ``columns`` begins with, None where none or both do."""
    texts = [line.field(column) for line in headings for column in columns]
    found: set[Horizon] = {horizon for text in texts if (horizon := _marked(text)[0])}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=16_384)
def _marked(text: str) -> tuple[Horizon | None, str]:
    """The horizon that a heading begins with, and the rest: 中长期指标值 → long-term, 指标值."""
    printed = key(text)
    for horizon, mark in meanings("horizon_marks"):
        if printed.startswith(mark):
            return ("long-term" if horizon == "long-term" else "annual"), printed[len(mark) :]
    return None, text


def _foremost(meaning: str, columns: Sequence[int], headings: Sequence[Line]) -> list[int]:
    """The columns that claim a meaning, the one alone that is headed with its first name: 三级指标 beside 指标内容."""
    first = str(vocabulary()["columns"][meaning][0])
    own = [c for c in columns if any(key(line.field(c)) == key(first) for line in headings)]
    return own if len(own) == 1 else list(columns)


def _meaning(texts: Sequence[str], year: int) -> str:
    """The meaning of a column: the lowest heading that is one by itself, else all of them read as one word."""
    for text in reversed(texts):
        for printed in (text, unbracketed(text), _marked(unbracketed(text))[1]):
            match = best(printed, _leaves())
            if match.score == 1.0:
                return match.meaning
            if of_a_year := _of_year(printed, year):
                return of_a_year
    texts = [text for text in texts if key(text) not in vocabulary()["spanning"]]
    readings = ["".join(texts[start:]) for start in range(len(texts))] + list(texts)
    match = max((best(reading, _leaves()) for reading in readings), key=lambda m: m.score, default=None)
    return match.meaning if match and match.score >= _ALIKE else ""


@lru_cache(maxsize=4096)
def _of_year(text: str, year: int) -> str:
    """The meaning of a heading that says which year its values are of: 2022年实际值, 上年预计; "" of any other."""
    match = _year_heading().fullmatch(key(text))
    if match is None:
        return ""
    before = year - int(match["number"]) if match["number"] else vocabulary()["year_words"][match["word"]]
    if before == 0 and match["what"] in vocabulary()["year_values"]["reached"]:
        return "actual"
    return _HISTORY[2 - before] if 0 <= before <= 2 else ""


@cache
def _year_heading() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary()["year_words"]))
    values = "|".join(value for _, value in meanings("year_values"))
    return re.compile(rf"(?:(?P<number>20\d\d)年?度?|(?P<word>{words}))(?P<what>{values})")


def _prints_two_years(headings: Sequence[Line]) -> bool:
    """Whether a heading says that the two years before are both printed, though the heading of one may be lost."""
    return any(key(text).endswith(str(vocabulary()["spans_two_years"])) for h in headings for _, text in h.pieces)


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
