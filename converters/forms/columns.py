"""Which printed column is which: headings, order, content and arithmetic as witnesses.

A heading that OCR has cut or misread is not enough to name a column, and a column is not named by its place
alone: the columns of a form are aligned with the printed ones in order, headings that are certain pin the
alignment, and what lies between two pins is accepted only where as many columns are printed as the form has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import LCSseq

from .form import Column, Form, fold, likeness, load_forms

#: From here on a heading names its column by itself.
SURE = 0.75
#: Below this a heading says nothing.
_HEARD = 0.45
#: Share of a cut heading's characters that must stand in the full heading in the same order.
_CUT = 0.8
#: From this share of known character pairs on, a heading is in clear words.
_CLEAR = 0.5
_SKIP_PRINTED = 0.6
_SKIP_EXPECTED = 0.02
_PLACE_ONLY = 0.02

Content = str  # "code" | "text" | "amount" | "blank"


@dataclass(frozen=True, slots=True)
class Match:
    """A printed column and the form's column it was taken for."""

    printed: int
    column: Column
    likeness: float
    by_place: bool


@dataclass(frozen=True, slots=True)
class Alignment:
    """The printed columns of a table, named as far as they are certain."""

    matches: tuple[Match, ...]
    unknown: tuple[int, ...]  # printed columns with a heading or content that no column of the form explains

    @property
    def score(self) -> float:
        """Mean likeness of the headings that were matched; 0 without any."""
        return sum(m.likeness for m in self.matches) / len(self.matches) if self.matches else 0.0

    @property
    def sure(self) -> int:
        return sum(not m.by_place for m in self.matches)


def align(
    form: Form, headings: Sequence[Sequence[str]], content: Sequence[Content], *, exact: bool = False
) -> Alignment:
    """Align printed columns with the form's. ``headings`` holds the texts above each printed column.

    In an exact grid a heading is what it says: a column is never named by its place there.
    """
    likenesses = [
        [_heard(texts, column, kind) for column in form.columns] for texts, kind in zip(headings, content, strict=True)
    ]
    pairs = _best_path(likenesses)
    paired = {printed for printed, _ in pairs}
    matches = tuple(
        m
        for m in _trusted(form, likenesses, pairs)
        if not m.by_place or (not exact and _is_damaged(headings[m.printed], m.column))
    )
    certain = {m.printed for m in matches}
    unknown = tuple(
        k
        for k in range(len(headings))
        if k not in certain and (k in paired or content[k] != "blank" or any(fold(t) for t in headings[k]))
    )
    return Alignment(matches, unknown)


def _is_damaged(texts: Sequence[str], column: Column) -> bool:
    """Whether the heading can be a damaged print of the column's own: cut glyphs, or no word of the field.

    A heading in clear words that is not the column's is another column, whatever its place.
    """
    folded = [fold(text) for text in texts if fold(text)]
    if any(_common(text, fold(heading)) >= _CUT * len(text) for text in folded for heading in column.headings):
        return True
    return all(_known_share(text) < _CLEAR for text in folded)


def _known_share(text: str) -> float:
    """Share of a text's character pairs that occur in the words of the field."""
    pairs = [text[k : k + 2] for k in range(len(text) - 1)]
    return sum(pair in _words() for pair in pairs) / len(pairs) if pairs else 0.0


def _common(a: str, b: str) -> int:
    return LCSseq.similarity(a, b)


@cache
def _words() -> frozenset[str]:
    """Each two neighbouring characters of the words that forms know: headings, groups, titles and labels."""
    texts = [
        fold(text)
        for form in load_forms()
        for text in (
            *form.titles,
            *(t for c in form.columns for t in (*c.headings, *c.group)),
            *(t for line in form.lines for t in line.labels),
        )
    ]
    return frozenset(text[k : k + 2] for text in texts for k in range(len(text) - 1))


def _heard(texts: Sequence[str], column: Column, content: Content) -> float:
    """How well the texts above a printed column name ``column``; -1 where its content rules that out."""
    if (content == "amount" and column.role != "amount") or (content in ("code", "text") and column.role == "amount"):
        return -1.0
    if content == "code" and column.role != "code":
        return -1.0
    best = max((likeness(fold(text), fold(heading)) for text in texts for heading in column.headings), default=0.0)
    if content == "code" and column.role == "code":
        return max(best, SURE)
    return best if best >= _HEARD else 0.0


def _best_path(likenesses: list[list[float]]) -> list[tuple[int, int]]:
    """The pairs (printed, expected) of the best order-keeping alignment."""
    n, m = len(likenesses), len(likenesses[0]) if likenesses else 0
    score = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            if i == n and j == m:
                continue
            score[i][j] = max(value for value, _ in _steps(likenesses, score, i, j))
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < n or j < m:
        _, step = max(_steps(likenesses, score, i, j), key=lambda option: option[0])
        if step == "pair":
            pairs.append((i, j))
        i, j = i + (step != "expected"), j + (step != "printed")
    return pairs


def _steps(likenesses: list[list[float]], score: list[list[float]], i: int, j: int) -> list[tuple[float, str]]:
    n, m = len(likenesses), len(likenesses[0]) if likenesses else 0
    options: list[tuple[float, str]] = []
    if i < n and j < m and likenesses[i][j] >= 0:
        options.append((score[i + 1][j + 1] + max(likenesses[i][j], _PLACE_ONLY), "pair"))
    if i < n:
        options.append((score[i + 1][j] - _SKIP_PRINTED, "printed"))
    if j < m:
        options.append((score[i][j + 1] - _SKIP_EXPECTED, "expected"))
    return options


def _trusted(form: Form, likenesses: list[list[float]], pairs: list[tuple[int, int]]) -> list[Match]:
    """The pairs that are sure by their heading, and those that are tight between two sure ones."""
    trusted: list[Match] = []
    sure = [likenesses[i][j] >= SURE for i, j in pairs]
    for index, (i, j) in enumerate(pairs):
        if sure[index] or _tight(form, likenesses, pairs, sure, index):
            trusted.append(Match(i, form.columns[j], max(likenesses[i][j], 0.0), not sure[index]))
    return trusted


def _tight(
    form: Form, likenesses: list[list[float]], pairs: list[tuple[int, int]], sure: list[bool], index: int
) -> bool:
    """Whether no column is missing or surplus between the sure neighbours of a pair, on both sides."""
    before = next((pairs[k] for k in range(index - 1, -1, -1) if sure[k]), (-1, -1))
    after = next((pairs[k] for k in range(index + 1, len(pairs)) if sure[k]), (len(likenesses), len(form.columns)))
    i, j = pairs[index]
    return i - before[0] == j - before[1] and after[0] - i == after[1] - j and any(sure)
