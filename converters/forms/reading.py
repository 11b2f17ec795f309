"""What a form makes of a printed table: rows of meaning, cells that were lost, and what it could not decide."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ...datapackage.frozen import frozen
from ...datapackage.model import Origin
from ..table import Cell

#: Gives the code of the top-level class that a name stands for, or None: ``(code list, name) -> code``.
ClassCode = Callable[[str, str], "str | None"]


@frozen()
class Amount:
    """A printed amount and what it means; ``value`` is None where the cell lost its print."""

    means: Mapping[str, str]
    value: Decimal | None
    printed: str
    cell: Origin
    code: str = ""
    code_kind: str = ""  # function | economic | unit | project
    label: str = ""
    unit_name: str = ""
    unit_code: str = ""  # of the row, where the table prints units beside another code
    year: str = ""  # that its heading names: 2023, or relative to the document's (-1, 0)
    money_unit: str = ""  # that its heading names
    codes: Mapping[str, str] = field(default_factory=dict[str, str])  # printed beside the row's own, by kind


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that no rule could decide, with the printed text that it is about."""

    check: str
    message: str
    message_en: str
    cell: Origin
    label: str = ""
    found: str = ""
    severity: str = "warning"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A table as understood."""

    amounts: tuple[Amount, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    assumed: tuple[str, ...] = ()
    confidence: float = 0.0
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def without(self, dropped: Sequence[Amount], *doubts: Doubt) -> Interpretation:
        """The same without the ``dropped`` of its amounts and with the ``doubts`` that tell of it; none for none."""
        if not dropped:
            return self
        gone = {id(a) for a in dropped}
        return replace(
            self, amounts=tuple(a for a in self.amounts if id(a) not in gone), doubts=(*self.doubts, *doubts)
        )


def narrow(cell: Cell, start: int, end: int, *, note: str = "", confidence: float | None = None) -> Origin:
    """The origin of a part of a cell's text."""
    origin = cell.origin
    begin = origin.char_start
    return Origin(
        reader=origin.reader,
        page=origin.page,
        table_on_page=origin.table_on_page,
        row=origin.row,
        column=origin.column,
        bbox=origin.bbox,
        line=origin.line,
        char_start=None if begin is None else begin + start,
        char_end=None if begin is None else begin + end,
        confidence=origin.confidence if confidence is None else confidence,
        note=note,
        file=origin.file,
    )
