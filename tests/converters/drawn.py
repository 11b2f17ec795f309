"""Documents drawn cell by cell, each amount with its meaning: for forms that no generator prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from layouts import IN_YUAN, Cell, Document, Grid
from provinces import means_of

#: What an amount means where neither its row nor its column nor its table says otherwise.
PLAIN = {"flow": "expenditure", "function": "", "economic": "", "line": "", "fund": "all", "origin": "all", "category": "all"}  # fmt: skip
#: The meaning of a row, or None where none of its amounts may be read; its cells.
Row = tuple[str | None, Sequence[str]]


class Drawing:
    """A document in the making: ``document`` has the grids drawn so far and what they mean."""

    def __init__(self, title: str, year: int, phase: str = "approved") -> None:
        self.document = Document(title)
        self.year, self.phase = year, phase

    def table(
        self,
        title: str,
        headings: Sequence[Sequence[str]],
        rows: Sequence[Row],
        columns: Sequence[str | None],
        table: str = "",
        base: str = "",
        *,
        unit: str = "万元",
        captions: Sequence[str] = ("单位：万元",),
        notes: Sequence[str] = (),
    ) -> Drawing:
        """Add a table. In headings and rows ``<`` goes on with the cell on the left, in headings ``^`` with the one above.

        An amount means what ``base``, its column and its row say together; without a ``table`` nothing may be read.
        """
        cells = [*_spread(headings), *(_row(texts, len(columns)) for _, texts in rows)]
        for means, texts in rows:
            for column, text in zip(columns, texts, strict=False):
                if table and means is not None and column is not None:
                    self._note(table, text, {**means_of(base), **means_of(column), **means_of(means)}, unit)
        self.document.grids.append(Grid(title, tuple(captions), tuple(cells), len(headings), tuple(notes)))
        return self

    def means(self, table: str, *amounts: tuple[str, str], unit: str = "万元") -> Drawing:
        """Note what amounts of the last table mean, where neither row nor column alone says it."""
        for means, text in amounts:
            self._note(table, text, means_of(means), unit)
        return self

    def _note(self, table: str, text: str, means: Mapping[str, str], unit: str) -> None:
        amount = _amount(text)
        if amount is None:
            return
        said = {**PLAIN, "year": str(self.year), "phase": self.phase, **means}
        self.document.truth.add(
            (table, int(said["year"]), said["phase"], said["flow"], said["function"], said["economic"], said["line"],
             said["fund"], said["origin"], said["category"], amount * IN_YUAN[unit])
        )  # fmt: skip


def _spread(headings: Sequence[Sequence[str]]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for r, row in enumerate(headings):
        cells: list[Cell] = []
        for c, text in enumerate(row):
            across = 1 + next((k for k, t in enumerate(row[c + 1 :]) if t != "<"), len(row) - c - 1)
            below = [other[c] for other in headings[r + 1 :]]
            down = 1 + next((k for k, t in enumerate(below) if t != "^"), len(below))
            cells.append(("", 1, 1) if text in ("<", "^") else (text, down, across))
        rows.append(tuple(cells))
    return rows


def _row(texts: Sequence[str], width: int) -> tuple[Cell, ...]:
    padded = [*texts, *[""] * (width - len(texts))]
    spans = [1 + next((k for k, t in enumerate(padded[c + 1 :]) if t != "<"), width - c - 1) for c in range(width)]
    return tuple(("", 1, 1) if t == "<" else (t, 1, s) for t, s in zip(padded, spans, strict=True))


def _amount(text: str) -> Decimal | None:
    bare = text.strip().replace(",", "").translate(str.maketrans("（）－△", "()--"))
    sign = -1 if bare[:1] in ("(", "-") and len(bare) > 1 else 1
    try:
        return sign * Decimal(bare.strip("()-"))
    except InvalidOperation:
        return None
