"""Columns of codes that their headings do not tell: what stands above them is torn, cut or stands over the first alone.

They are known by the 类, 款 and 项 over their steps, or by codes that are each of the name beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..amounts import is_nothing
from ..codes import parse_code, undo_spaces
from ..table import Cell
from .form import fold_label
from .named import Named
from .naming import ANYWHERE, CodesBelow
from .stepped_codes import STEPS

Row = tuple[Cell, ...]

#: How many rows from the top may print the headings of steps.
_ROWS_OF_STEPS = 8
#: How many codes must be of the names beside them, and which share of all.
_FEWEST_CODES, _MOST = 3, 0.8


def known_by_content(
    named: Sequence[Named], headings: Sequence[Row], data: Sequence[Row], below: Mapping[str, CodesBelow]
) -> list[Named]:
    """The columns, those of codes known whose headings are not understood."""
    return _of_names(_of_steps(named, [*headings, *data]), data, below)


def _of_steps(named: Sequence[Named], rows: Sequence[Row]) -> list[Named]:
    """The columns, those of steps known by the 类, 款 and 项 that stand over them, be it in the row of the total."""
    steps = {n.index: step for n in named if (step := n.heading[-1:]) in STEPS}
    for row in rows[:_ROWS_OF_STEPS]:
        steps |= {k: s for k, cell in enumerate(row) for line in cell.text.splitlines() if (s := line.strip()) in STEPS}
    found = list(named)
    for first in [k for k, step in steps.items() if step == "类"]:
        group = [k for k, step in zip(range(first, len(named)), STEPS, strict=False) if steps.get(k) == step]
        texts = {k: [undo_spaces(row[k].text) for row in rows if k < len(row)] for k in group}
        is_of_codes = all(found[k].role in ("code", "unknown") and _are_steps(texts[k], steps[k]) for k in group)
        if len(group) < 2 or not is_of_codes or all(found[k].role == "code" for k in group):
            continue
        kind = next((k for k in (found[g].kind for g in group) if k in ("function", "economic")), "subject")
        for k in group:
            found[k] = replace(found[k], role="code", kind=kind, heading=steps[k])
    return found


def _are_steps(texts: Sequence[str], step: str) -> bool:
    """Whether a column prints steps of codes, but for what stands above them."""
    below = [t for t in texts if t[:1].isdigit()]
    return bool(below) and all(t.isdigit() and len(t) == STEPS[step] for t in below)


def _of_names(named: Sequence[Named], data: Sequence[Row], below: Mapping[str, CodesBelow]) -> list[Named]:
    """The columns, one before the names of rows known by its codes, where these are those of the names."""
    pairs = [
        (n, label) for n in named for label in named
        if n.role == "unknown" and label.role == "label" and label.index == n.index + 1
    ]  # fmt: skip
    if len(pairs) != 1 or any(n.role == "code" for n in named):
        return list(named)
    (column, label) = pairs[0]
    printed = [
        (undo_spaces(row[column.index].text), fold_label(row[label.index].text))
        for row in data
        if label.index < len(row)
    ]
    codes = [(code, name) for code, name in printed if not is_nothing(code)]
    kinds = [kind for kind in ("function", "economic") if kind in below and _are_of_names(codes, kind, below[kind])]
    if len(kinds) != 1:
        return list(named)
    return [replace(n, role="code", kind=kinds[0]) if n is column else n for n in named]


def _are_of_names(codes: Sequence[tuple[str, str]], kind: str, below: CodesBelow) -> bool:
    """Whether all texts are codes of a kind, most of them those that the names beside them stand for."""
    named = sum(code in below(ANYWHERE, name) for code, name in codes)
    return named >= max(_FEWEST_CODES, _MOST * len(codes)) and all(parse_code(code, kind) for code, _ in codes)
