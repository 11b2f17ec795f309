"""Rows of a text with a field too many or too few, put back under their headings where sums leave one way.

An OCR run sees a border where none is, or misses one: the fields right of it stand a place off. Each such row may
have been one of a few rows; what its columns print elsewhere rules most of them out, and the sums of the whole table
say which it was. What more than one way leaves open is held back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ..amounts import parse_undivided
from ..codes import undo_spaces
from ..forms.placing import repeats_end
from ..table import Cell, Table
from .grids import usual_width
from .proof import Trial

Row = tuple[Cell, ...]
#: Tries grids: None where nothing in them can be read.
Attempt = Callable[[Sequence[Table]], "Trial | None"]

#: How many fields more or fewer than its headings a row may have.
_MOST_OFF = 2
#: How many readings of a table are tried.
_MOST_TRIALS = 160
_ROUNDS = 2
_BLANK = {""}
_NUMBER = re.compile(r"[\d,.，．、\-—]+")


@dataclass(frozen=True)
class Straightened:
    """The reading of straightened rows that sums speak for, and others that they do not rule out."""

    best: Trial
    rivals: tuple[Trial, ...]
    open_lines: frozenset[int | None]  # of the rows that may have been another


def straighten(tables: Sequence[Table], first: int, attempt: Attempt) -> Straightened | None:
    """The rows of ``tables``, of which the first ``first`` are headings, as wide as these, tried by ``attempt``.

    A table below a break may have lost its last columns; its own rows say how many are left. None where a row
    cannot have stood under the headings, or there are too many ways.
    """
    width = max((len(row) for row in tables[0].rows[:first]), default=0)
    usual = [width, *(min(width, usual_width(table.rows) or width) for table in tables[1:])]
    parted = [(row, u) for table, u in zip(tables, usual, strict=True) for row in table.rows]
    kinds = _kinds(row for row, u in parted[first:] if len(row) == u)
    ways = [[row] if k < first else _ways(row, u, kinds) for k, (row, u) in enumerate(parted)]
    if not all(ways):
        return None
    return _Search(tables, [[_padded(row, width) for row in way] for way in ways], attempt).run()


class _Search:
    """The ways of the rows of a table, walked from the likeliest towards those in which more sums hold."""

    def __init__(self, tables: Sequence[Table], ways: Sequence[Sequence[Row]], attempt: Attempt) -> None:
        self.tables, self.ways, self.attempt = tables, ways, attempt
        self.open = [k for k, way in enumerate(ways) if len(way) > 1]
        self.tried: dict[tuple[int, ...], Trial | None] = {}

    def run(self) -> Straightened | None:
        chosen = self._likeliest()
        best = self._try(chosen)
        for _ in range(_ROUNDS):
            before = chosen
            for k in self.open:
                for other in self._others(chosen, [k]):
                    trial = self._try(other)
                    if trial is not None and (best is None or _rank(trial) < _rank(best)):
                        chosen, best = other, trial
            if chosen == before:
                break
        if best is None or best.rest is None or len(self.tried) > _MOST_TRIALS:
            return None
        alike = defaultdict[tuple[str, ...], list[int]](list)
        for k in self.open:
            alike[tuple(_texts(self.ways[k][0]))].append(k)
        together = [[k] for k in self.open] + [g for g in (self.open, *alike.values()) if len(g) > 1]
        others = [self._try(other) for group in together for other in self._others(chosen, group)]
        rivals = [t for t in others if t and t.failing <= best.failing and not best.explains_more(t)]
        lines = frozenset(self.ways[k][0][0].origin.line for k in self.open)
        return Straightened(best, tuple(rivals), lines) if len(self.tried) <= _MOST_TRIALS else None

    def _likeliest(self) -> tuple[int, ...]:
        """For each row the way that fills the columns that most rows fill."""
        usual = Counter(k for way in self.ways if len(way) == 1 for k, cell in enumerate(way[0]) if cell.text.strip())
        filled = [[sum(usual[k] for k, c in enumerate(row) if c.text.strip()) for row in way] for way in self.ways]
        return tuple(way.index(max(way)) for way in filled)

    def _others(self, chosen: tuple[int, ...], group: Iterable[int]) -> list[tuple[int, ...]]:
        """The choices that differ from ``chosen`` in the rows of ``group`` alone, each in the same way."""
        rows = list(group)
        most = max(len(self.ways[k]) for k in rows)
        others: list[tuple[int, ...]] = []
        for step in range(1, most):
            other = list(chosen)
            for k in rows:
                other[k] = (chosen[k] + step) % len(self.ways[k])
            others.append(tuple(other))
        return others

    def _try(self, chosen: tuple[int, ...]) -> Trial | None:
        if chosen not in self.tried:
            rows = iter([way[k] for way, k in zip(self.ways, chosen, strict=True)])
            grids = [replace(table, rows=tuple(next(rows) for _ in table.rows)) for table in self.tables]
            self.tried[chosen] = self.attempt(grids) if len(self.tried) <= _MOST_TRIALS else None
        return self.tried[chosen]


def _rank(trial: Trial) -> tuple[int, int]:
    """The lower the better: the more sums hold, and the fewer fail; one that is not printed any more says nothing."""
    return trial.failing - len(trial.sums), trial.failing


def _texts(row: Row) -> list[str]:
    """What a row prints behind its head: its amounts."""
    return [undo_spaces(cell.text) for cell in row if _kind(cell) == "number"]


# --- what a row may have been -----------------------------------------------------------------------------


def _kind(cell: Cell) -> str:
    """What kind of print stands in a cell: "" for none, digits (codes, counters), a number, words."""
    text = undo_spaces(cell.text)
    if not text:
        return ""
    if text.isdigit():
        return "digits"
    return "number" if _NUMBER.fullmatch(text) or parse_undivided(cell.text) is not None else "words"


def _kinds(rows: Iterable[Row]) -> dict[int, set[str]]:
    """What kinds of print the columns of straight rows hold."""
    kinds: dict[int, set[str]] = {}
    for row in rows:
        for k, cell in enumerate(row):
            kinds.setdefault(k, set()).add(_kind(cell))
    return kinds


def _ways(row: Row, width: int, kinds: Mapping[int, set[str]]) -> list[Row]:
    """The rows of ``width`` fields that a row may have been: blanks taken out, or put in, at one place or more."""
    off = len(row) - width
    if off == 0:
        return [row]
    if off > _MOST_OFF:
        return []
    if off < -_MOST_OFF:  # rows below a page break lose the blanks at their ends
        return [row] if _fits(row, kinds) else []
    made = _shortened(row, off) if off > 0 else _lengthened(row, -off)
    fitting = {tuple(c.text for c in r): r for r in made if _fits(r, kinds)}
    return list(fitting.values())


def _shortened(row: Row, off: int) -> list[Row]:
    """A row without blanks, or without the last glyphs of a number that a false border made to be read twice."""
    surplus = [k for k, cell in enumerate(row) if not cell.text.strip() or _repeats_end(row[:k], cell)]
    return [tuple(c for k, c in enumerate(row) if k not in gone) for gone in combinations(surplus, off)]


def _repeats_end(before: Row, cell: Cell) -> bool:
    return bool(before) and repeats_end(before[-1].text.strip(), cell.text.strip())


def _lengthened(row: Row, off: int) -> list[Row]:
    """A row with blanks before a field, or behind the last."""
    cells = [replace(row[min(k, len(row) - 1)], text="") for k in range(len(row) + 1)]
    return [(*row[:k], *[cells[k]] * off, *row[k:]) for k in range(len(row) + 1)]


def _fits(row: Row, kinds: Mapping[int, set[str]]) -> bool:
    """Whether each print of a row is of a kind that straight rows print in its column.

    Where these print nothing at all, money may stand: a column may be filled in few rows. Where no row is straight,
    none tells.
    """
    return not kinds or all(
        kind in (own := kinds.get(k, _BLANK)) or (own == _BLANK and kind == "number")
        for k, cell in enumerate(row)
        if (kind := _kind(cell))
    )


def _padded(row: Row, width: int) -> Row:
    """A row, a heading for one, with the empty cells that its end lost."""
    return (*row, *[replace(row[-1], text="")] * (width - len(row)))
