"""Marks of notes on a page: small digits that stand above the line right behind a text are no part of its number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ..characters import raised
from .glyphs import Run

#: Fractions of the font size of the text before: how small a mark is, how far above its line, how near behind it.
_SMALL = 0.8
_ABOVE = (0.12, 0.7)
_BEFORE, _BEHIND = 0.15, 0.35
_LONGEST = 2
#: Points of the strips in which the ends of texts are looked up.
_STRIP = 8.0


def with_marks_of_notes(runs: Sequence[Run]) -> list[Run]:
    """The runs of a page, those of raised digits set as such on the line of the text that they stand behind."""
    largest = max((run.size for run in runs), default=0.0)
    if not any(_may_be_mark(run, largest) for run in runs):
        return list(runs)
    ends: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        ends[int(run.x1 // _STRIP)].append(run)
    return [_marked(run, ends) if _may_be_mark(run, largest) else run for run in runs]


def _may_be_mark(run: Run, largest: float) -> bool:
    return run.upright and run.text.isdecimal() and len(run.text) <= _LONGEST and run.size < _SMALL * largest


def _marked(run: Run, ends: dict[int, list[Run]]) -> Run:
    at = int(run.x0 // _STRIP)
    before = next((o for k in (at - 1, at, at + 1) for o in ends.get(k, ()) if _stands_behind(run, o)), None)
    return replace(run, text=raised(run.text), baseline=before.baseline) if before else run


def _stands_behind(mark: Run, text: Run) -> bool:
    above, gap = text.baseline - mark.baseline, mark.x0 - text.x1
    return (
        mark.size < _SMALL * text.size
        and _ABOVE[0] * text.size < above < _ABOVE[1] * text.size
        and -_BEFORE * text.size < gap < _BEHIND * text.size
    )
