"""The redaction of a document: everything that is personal is marked, then replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..table import Block, Cell, Paragraph
from .columns import mark_columns
from .labels import mark_labelled
from .recurrence import mark_again
from .rows import KINDS, Mark, rows_of
from .shapes import mark_shapes

REDACTED = "[redacted]"


def redact(blocks: Iterable[Block]) -> tuple[list[Block], dict[str, int]]:
    """The blocks with ``[redacted]`` in place of personal data, and how many of each kind were replaced.

    Origins stay as they are: they point into the source.
    """
    kept = list(blocks)
    rows = list(rows_of(kept))
    mark_labelled(rows)
    mark_columns(rows)
    mark_shapes(rows)
    mark_again(rows)
    settled = [[_merged(marks) if marks else [] for marks in row.marks] for row in rows]
    counts = Counter(m.kind for row in settled for marks in row for m in marks if not m.continues)
    rest = iter(settled)
    return [_rebuilt(block, rest) for block in kept], {kind: counts[kind] for kind in KINDS if counts[kind]}


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """The marks in order, those that overlap as one of the first one's kind."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end, KINDS.index(m.kind))):
        if merged and mark.start < merged[-1].end:
            merged[-1] = replace(merged[-1], end=max(mark.end, merged[-1].end))
        else:
            merged.append(mark)
    return merged


def _rebuilt(block: Block, settled: Iterator[list[list[Mark]]]) -> Block:
    if isinstance(block, Paragraph):
        (marks,) = next(settled)
        return replace(block, text=_spliced(block.text, marks)) if marks else block
    rows = tuple(_rebuilt_row(row, next(settled)) for row in block.rows)
    return replace(block, rows=rows)


def _rebuilt_row(row: tuple[Cell, ...], marks: Sequence[Sequence[Mark]]) -> tuple[Cell, ...]:
    if not any(marks):
        return row
    cells = zip(row, marks, strict=True)
    return tuple(replace(cell, text=_spliced(cell.text, found)) if found else cell for cell, found in cells)


def _spliced(text: str, marks: Iterable[Mark]) -> str:
    pieces: list[str] = []
    end = 0
    for mark in marks:
        pieces += [text[end : mark.start], REDACTED]
        end = mark.end
    return "".join([*pieces, text[end:]])
