"""What stands below a label that is the head of a column."""

from __future__ import annotations

from collections.abc import Sequence

from ..amounts import is_nothing
from ..codes import undo_spaces
from .rows import Kind, Mark, Row
from .shapes import LABELLED_IDENTITY, TELEPHONE, shapes
from .vocabulary import is_strictly_name, words


def mark_columns(rows: Sequence[Row]) -> None:
    """Mark what stands below a label that is the head of a column, and has no value beside it."""
    for number, row in enumerate(rows):
        if row.table < 0:
            continue
        for column, text in enumerate(row.texts):
            kind = words().kinds.get(undo_spaces(text).strip(":：")) if text else None
            if kind and not _has_value_beside(row, column):
                below = [r for r in rows[number + 1 :] if r.table == row.table and column < len(r.texts)]
                _read_down(below, column, kind)


def _has_value_beside(row: Row, column: int) -> bool:
    for text, marks in zip(row.texts[column + 1 :], row.marks[column + 1 :], strict=True):
        if not is_nothing(text.strip()):
            return bool(marks)
    return False


def _read_down(below: Sequence[Row], column: int, kind: str) -> None:
    for row in below:
        text = row.texts[column]
        if is_nothing(text.strip()):
            continue
        found = list(shapes(text))
        if kind == "name" and is_strictly_name(text):
            found.append(_whole(text, "name"))
        elif kind == "telephone" and TELEPHONE.fullmatch(text.strip()):
            found.append(_whole(text, "telephone"))
        elif kind == "identity" and LABELLED_IDENTITY.fullmatch(text.strip()):
            found.append(_whole(text, "identity"))
        if not found:
            return
        row.marks[column].extend(found)


def _whole(text: str, kind: Kind) -> Mark:
    start = len(text) - len(text.lstrip())
    return Mark(start, len(text.rstrip()), kind)
