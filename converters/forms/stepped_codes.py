"""Codes printed step by step: 201 in the row of the class, 03 in that of its item, 01 below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..amounts import is_nothing
from ..codes import undo_spaces
from ..table import Cell
from .named import Named

#: Headings of the columns of one code, from left to right, and the digits that each prints.
_STEPS = {"类": 3, "款": 2, "项": 2}

Row = tuple[Cell, ...]


def stepped_columns(named: Sequence[Named]) -> list[tuple[int, ...]]:
    """The columns of each code that is printed in parts under 类, 款 and 项."""
    groups: list[list[int]] = []
    for column in named:
        step = column.heading.rpartition("·")[2]
        if column.role != "code" or step not in _STEPS:
            continue
        if step == "类":
            groups.append([])
        if groups and len(groups[-1]) == list(_STEPS).index(step):
            groups[-1].append(column.index)
    return [tuple(group) for group in groups if len(group) > 1]


def complete(row: Row, columns: Sequence[int], above: dict[tuple[int, ...], tuple[str, ...]]) -> Row:
    """The row with the parts of its code that only rows above print; ``above`` keeps those of the row read last.

    A row that prints a class begins anew; one that prints just a lower part goes on with what stands over it.
    """
    key = tuple(columns)
    parts = ["" if is_nothing(row[k].text) else undo_spaces(row[k].text) for k in columns if k < len(row)]
    if len(parts) < len(columns) or not all(_is_part(p, d) for p, d in zip(parts, _STEPS.values(), strict=False)):
        return row
    filled = [i for i, part in enumerate(parts) if part]
    if not filled:
        return row
    first = filled[0]
    known = above.get(key, ())[:first]
    if filled != list(range(first, first + len(filled))) or len(known) < first or not all(known):
        return row
    above[key] = (*known, *parts[first : first + len(filled)])
    if not first:
        return row
    whole = dict(zip(columns, known, strict=False))
    return tuple(replace(cell, text=whole[k]) if k in whole else cell for k, cell in enumerate(row))


def _is_part(text: str, digits: int) -> bool:
    return not text or (text.isdigit() and len(text) == digits)
