"""Rows of a ruled table between which no rule is drawn: their amounts stand in one cell, one below the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from ..grid import Placed
from .cell_text import AMOUNT
from .glyphs import Run

#: Font sizes by which the middles of texts on one line are apart at most.
_ONE_LINE = 0.35
_DIGITS = re.compile(r"[-－−]?[\d,.]+")


def found(cells: Iterable[Placed]) -> dict[int, int]:
    """The rows in which several stand, and how many: several cells of it hold whole amounts one below the other."""
    doubled: dict[int, list[int]] = {}
    for cell in cells:
        lines = cell.text.splitlines()
        if len(lines) > 1 and all(map(AMOUNT.fullmatch, lines)):
            doubled.setdefault(cell.row, []).append(len(lines))
    return {row: max(counts) for row, counts in doubled.items() if len(counts) > 1}


def parting(runs: Iterable[Run], count: int) -> list[float]:
    """Where the ``count`` lines of a row part.

    Nothing where it has more or fewer, as a name of two lines has, or one without a name.
    """
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if lines and run.middle - lines[-1][-1].middle < _ONE_LINE * run.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    are_named = all(any(not _DIGITS.fullmatch(run.text) for run in line) for line in lines)
    if len(lines) != count or not are_named:
        return []
    return [(above[-1].middle + below[0].middle) / 2 for above, below in pairwise(lines)]
