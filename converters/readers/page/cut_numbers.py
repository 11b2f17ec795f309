"""Numbers of which a program left out digits where they did not fit into their cell: they look like smaller ones.

What is lost is nowhere in the file. A number without its last digits fills its cell, and has fewer decimals than those
of its column that have room. One without its first digits fills its cell, and where it is cut in several places of a
table some of them begin as no number does: with a comma or with nought. Each is given a sign that nobody knows after
its last one, so that it is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ....datapackage.frozen import frozen
from ...table import UNKNOWN
from .glyphs import Run

_NUMBER = re.compile(r"[-－−]?\d[\d,]*(?:\.(\d*))?")
_PARTED, _PIECE = re.compile(r"[.,]"), re.compile(r"[-－−]?[\d.,]+")
_WHOLE = re.compile(r"[-－−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d")
#: What is left of a number without its first digits, and how such a one begins that cannot be whole.
_REST, _NO_BEGINNING = re.compile(r"[.,]?\d[\d,]*\.\d+"), re.compile(r"[.,]|0[\d,]")
#: Font sizes that a program keeps free on either side of a cell at most.
_MARGIN = 0.6
#: Widths of a digit that are left in a cell into which no further one fits; fractions of one that columns are apart.
_FULL, _APART = 1.1, 0.5
#: Numbers that a column of amounts has at least whose decimals are those of others, and how many of one without rules
#: are cut at least.
_SEVERAL = 2
#: In font sizes: how far apart the lines of a number over two are at most.
_PITCH = 1.4


@frozen()
class Fit:
    """A number, and how much wider than it its cell is."""

    run: Run
    left: float
    margin: float = 0.0  # what is free on that side of it that has less

    @property
    def decimals(self) -> int:
        match = _NUMBER.fullmatch(self.run.text.strip())
        return len(match[1] or "") if match else 0

    @property
    def digit(self) -> float:
        """The width of a digit."""
        return max(x1 - x0 for x0, x1 in self.run.spans)

    @property
    def is_open(self) -> bool:
        """Whether it ends with its point."""
        return self.run.text.strip().endswith(".")

    def is_full(self, margin: float) -> bool:
        """Whether no further digit fits into the cell, which keeps ``margin`` free on either side."""
        return self.left - 2 * min(margin, _MARGIN * self.run.size) < _FULL * self.digit


def is_number(run: Run) -> bool:
    """Whether a run is a number, the beginning of one or its end."""
    text = run.text.strip()
    return bool(_NUMBER.fullmatch(text) or _REST.fullmatch(text))


def found(columns: Sequence[Sequence[Fit]]) -> list[Run]:
    """The numbers of the columns of a table that are cut."""
    beheaded = _without_beginning([fit for column in columns for fit in column])
    return [fit.run for fit in beheaded] or _without_end(columns)


def _without_beginning(numbers: Sequence[Fit]) -> list[Fit]:
    """The numbers that fill their cells, where one of them begins as no number does."""
    full = [fit for fit in numbers if _REST.fullmatch(fit.run.text.strip()) and fit.is_full(fit.margin)]
    return full if any(_NO_BEGINNING.match(fit.run.text.strip()) for fit in full) else []


def _without_end(columns: Sequence[Sequence[Fit]]) -> list[Run]:
    """The numbers without their last digits: all that have fewer decimals than others fill their cells."""
    numbers = [fit for column in columns for fit in column]
    is_certain = any(fit.is_open for fit in numbers)
    most = max((fit.decimals for fit in numbers), default=0) or int(is_certain)
    cut: list[Run] = []
    for column in columns:
        own = max((fit.decimals for fit in column), default=0)
        is_of_amounts = is_certain or all(_PARTED.search(fit.run.text) for fit in column)
        decimals = most if own < most and is_of_amounts and len(column) >= _SEVERAL else own
        fewer = [fit for fit in column if fit.decimals < decimals and fit.run.text.strip("-－− ") != "0"]
        margin = min((fit.margin for fit in numbers if fit.decimals == decimals), default=_MARGIN * numbers[0].run.size)
        if fewer and all(fit.is_full(margin) for fit in fewer):
            cut += [fit.run for fit in fewer]
    return cut


def marked(run: Run) -> Run:
    """A number that is cut, with a sign that nobody knows at its end."""
    return replace(run, text=run.text + UNKNOWN, spans=[*run.spans, (run.x1, run.x1)])


def found_without_rules(runs: Iterable[Run]) -> list[Run]:
    """The numbers that are cut of columns without rules, whose cells are as wide as the widest of them."""
    columns = list(_columns(_in_one_line([run for run in runs if _PIECE.fullmatch(run.text.strip())])))
    cut = {id(run) for run in found([[_in_widest(fit, column) for fit in column] for column in columns])}
    several = (column for column in columns if sum(id(run) in cut for run in column) >= _SEVERAL)
    return [run for column in several for run in column if id(run) in cut]


def _in_one_line(pieces: Sequence[Run]) -> list[Run]:
    """The numbers that neither go on in the next line nor are what went on there.

    An end that looks like a number itself is one where most of its line are ends: other cells keep to the bottom.
    """
    wrapped = list(_over_lines(sorted(pieces, key=lambda run: run.baseline)))
    ends = {id(run): run for _, *rest in wrapped for run in rest}
    of_ends, of_others = (
        Counter(run.baseline for run in pieces if _PARTED.search(run.text) and (id(run) in ends) == is_end)
        for is_end in (True, False)
    )
    own = {key for key, end in ends.items() if _is_whole([end]) and of_ends[end.baseline] <= of_others[end.baseline]}
    parts = {id(run) for lines in wrapped if not any(id(run) in own for run in lines) for run in lines}
    return [run for run in pieces if id(run) not in parts and is_number(run)]


def _over_lines(ordered: Sequence[Run]) -> Iterator[list[Run]]:
    """What may be a number that goes on in the next line or two, none of which reaches over it."""
    heights = [run.baseline for run in ordered]

    def below(run: Run) -> Sequence[Run]:
        apart = _APART * run.size
        start, end = (bisect_right(heights, run.baseline + far) for far in (0, _PITCH * run.size))
        return [o for o in ordered[start:end] if o.x0 >= run.x0 - apart and o.x1 <= run.x1 + apart]

    for first in ordered:
        for second in below(first):
            candidates = [[first, second], *([first, second, third] for third in below(second))]
            yield from (lines for lines in candidates if _is_whole(lines))


def _is_whole(lines: Sequence[Run]) -> bool:
    return bool(_WHOLE.fullmatch("".join(run.text.strip() for run in lines)))


def _in_widest(run: Run, column: Sequence[Run]) -> Fit:
    return Fit(run, max(other.x1 - other.x0 for other in column) - (run.x1 - run.x0))


def _columns(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The numbers that stand above each other, none beyond the widest of them on either side."""
    parted = (run for run in runs if _PARTED.search(run.text))  # the others may number pages
    rest = sorted(parted, key=lambda run: run.x0 - run.x1)
    while rest:
        widest = rest[0]
        apart = _APART * (widest.x1 - widest.x0) / len(widest.spans)
        column = [run for run in rest if run.x0 >= widest.x0 - apart and run.x1 <= widest.x1 + apart]
        yield column
        taken = {id(run) for run in column}
        rest = [run for run in rest if id(run) not in taken]
