"""A table that is printed in parts under titles of their own: 项目支出表（一）, 项目支出表（二）.

The parts hold either other columns of the same rows or more rows below the same headings. Two of which neither is
certain stay two tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..codes import undo_spaces
from ..forms.form import Form, fold
from ..readers.pdf.widened import joined
from ..table import Table
from .page_breaks import has_total, same_headings
from .run import Run

_PART = re.compile(r"(?P<base>.*表)(?:[(（](?P<number>[一二三四五六七八九]|[1-9]|续表?)[)）]|(?P<again>续表?))$")
_NUMBERS = ("", "一1", "二2", "三3", "四4", "五5", "六6", "七7", "八8", "九9")


def with_parts_joined(runs: Iterable[Run], forms_of: Callable[[str], tuple[Form, ...] | None]) -> list[Run]:
    """The runs, those that are parts of one table as one."""
    whole: list[Run] = []
    number = 0  # of the part that the last run ends with
    for run in runs:
        base, own = _part(run.title)
        if whole and own == number + 1 and (one := _joined(whole[-1], run, base, forms_of)):
            whole[-1], number = one, own
        else:
            whole.append(run)
            number = own or 1
    return whole


def _part(title: str) -> tuple[str, int]:
    """The title of the whole table, and which part of it ``title`` says that it is: 0 where it does not say."""
    match = _PART.match(undo_spaces(title))
    if match is None:
        return undo_spaces(title), 0
    number = next((k for k, names in enumerate(_NUMBERS) if match["number"] and match["number"] in names), 2)
    return match["base"], number


def _joined(one: Run, other: Run, base: str, forms_of: Callable[[str], tuple[Form, ...] | None]) -> Run | None:
    forms = forms_of(base)
    owned = {fold(note.text) for note in one.notes[: one.above]}
    alike = all(fold(note.text) in owned for note in other.notes[: other.above])
    if not forms or _part(one.title)[0] != base or len(one.tables) != 1 or len(other.tables) != 1 or not alike:
        return None
    grids = _beside(one.tables[0], other.tables[0]) or _below(one.tables[0], other.tables[0])
    if not grids:
        return None
    notes = (*one.notes, *other.notes[other.above :])
    return replace(one, title=base, forms=forms, tables=grids, notes=notes, last=other.last)


def _beside(left: Table, right: Table) -> tuple[Table, ...]:
    whole = joined(left, right, is_moved=False)
    return (whole,) if whole else ()


def _below(upper: Table, lower: Table) -> tuple[Table, ...]:
    """Both grids, where the lower one has more rows below the same headings, and not a sum of its own."""
    goes_on = same_headings(upper, lower) and not (has_total(upper) and has_total(lower))
    return (upper, lower) if goes_on else ()
