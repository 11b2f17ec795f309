"""Another table beside one in the same grid, without a title of its own: it is none of the first one's."""

from __future__ import annotations

from collections.abc import Sequence

from ..amounts import is_nothing
from ..table import Cell
from .block import Part
from .doubts import beside_another
from .reading import Doubt

Row = tuple[Cell, ...]


def of_one_table(parts: Sequence[Part], data: Sequence[Row]) -> tuple[list[Part], list[Doubt]]:
    """The blocks before one whose rows are units where those of the first are codes, and a doubt for the rest."""
    if not parts or _is_of_units(parts[0]) or not any(n.role == "code" for n in parts[0].head):
        return [*parts], []
    end = next((k for k, part in enumerate(parts) if _is_of_units(part)), len(parts))
    rest = [n for part in parts[end:] for n in part.amounts]
    cells = [row[n.index] for row in data for n in rest if n.index < len(row) and not is_nothing(row[n.index].text)]
    return [*parts[:end]], [beside_another(cells, rest[0].heading)] if cells else []


def _is_of_units(part: Part) -> bool:
    return any(n.role == "unit" or n.kind == "unit" for n in part.head)
