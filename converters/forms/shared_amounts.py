"""Amounts that are of more than the row and the column where their merged cell begins, and rows of one year each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..amounts import is_nothing, parse_amount
from ..codes import undo_spaces
from ..table import Cell
from . import doubts
from .block import Part
from .reading import Doubt

#: A column that tells what money an amount is of, and not what it is for.
_OF_FUNDS = re.compile("(?:资金|经费)(?:来源|性质|类型)")
_YEAR = re.compile(r"(20\d\d)年?度?")

Row = tuple[Cell, ...]


def of_one_row(row: Row, below: Sequence[Row], part: Part) -> tuple[Row, list[Doubt]]:
    """The row without the amounts whose cell is merged with others that mean something else, and a doubt for each.

    What is merged downwards is of all the rows that have a name of their own there, what is merged across of all the
    columns. Nor is an amount that of a name whose cell goes on beside the next amount: it is of one source, or year.
    """
    shared = [
        n.index
        for n in part.amounts
        if n.index < len(row)
        and parse_amount(row[n.index].text) is not None
        and (
            _is_over_rows(n.index, row, below, part)
            or _is_over_columns(n.index, row, part)
            or _is_one_of_several(n.index, row, below, part)
        )
    ]
    told = [
        doubts.shared(row[k], undo_spaces("".join(row[n.index].text for n in part.head if n.index < len(row))))
        for k in shared
    ]
    return tuple(replace(c, text="") if k in shared else c for k, c in enumerate(row)), told


def _is_over_rows(column: int, row: Row, below: Sequence[Row], part: Part) -> bool:
    covered = below[: row[column].rowspan - 1]
    heads = [n.index for n in part.head]
    return any(
        column < len(other)
        and is_nothing(other[column].text)
        and any(k < len(other) and not is_nothing(other[k].text) for k in heads)
        for other in covered
    )


def _is_one_of_several(column: int, row: Row, below: Sequence[Row], part: Part) -> bool:
    heads = [n.index for n in part.head if n.index < len(row) and not _OF_FUNDS.search(n.heading)]
    names = [row[k] for k in heads if not is_nothing(row[k].text)]
    covered = below[: min((name.rowspan for name in names), default=1) - 1]
    return any(
        column < len(other)
        and parse_amount(other[column].text) is not None
        and all(is_nothing(other[k].text) for k in heads if k < len(other))
        for other in covered
    )


def _is_over_columns(column: int, row: Row, part: Part) -> bool:
    over = range(column, column + row[column].colspan)
    meant = [(n.means, n.year, n.unit) for n in part.amounts if n.index in over]
    return any(m != meant[0] for m in meant[1:])


def without_year(row: Row, part: Part) -> tuple[Row, str]:
    """The row without the year that stands beside its name in a column of its own, and that year; "" without one."""
    labels = [n.index for n in part.head if n.role == "label" and n.index < len(row)]
    years = [(k, m[1]) for k in labels if (m := _YEAR.fullmatch(undo_spaces(row[k].text)))]
    if len(years) != 1 or len(labels) < 2:
        return row, ""
    at, year = years[0]
    return tuple(replace(c, text="") if k == at else c for k, c in enumerate(row)), year
