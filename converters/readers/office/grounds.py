"""What colour is behind the text of a Word file: of the page, of a table by its style, of a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..look import BEHIND_PARAGRAPHS, UNKNOWN, behind_a_table
from .looks import shade
from .ooxml import Element, attribute, local

#: The part of a table that a style gives a colour of its own, which may be any cell where it is none of these.
_FIRST_ROW, _LAST_ROW, _FIRST_COLUMN = "firstRow", "lastRow", "firstCol"
_WHOLE = "wholeTable"

Parts = Mapping[str, str]  # part of a table → colour


@dataclass(frozen=True, slots=True)
class TableGround:
    """What is behind the cells of one table."""

    around: str
    parts: Parts

    def of_cell(self, cell: Element, row: int, column: int, *, is_last: bool) -> str:
        """The colour behind a cell at a row and column counted from 0, in the last row or not."""
        if own := shade(next((inner for inner in cell if local(inner.tag) == "tcPr"), ())):
            return own
        # What is so shaded is never more than some cells, and of them white type is as a rule the heading.
        here = {_FIRST_ROW: row == 0, _LAST_ROW: is_last, _FIRST_COLUMN: column == 0, _WHOLE: False}
        if any(here.get(part, True) for part in self.parts):
            return UNKNOWN
        return self.parts.get(_WHOLE, self.around)


class Grounds:
    """The colours behind the text of one document."""

    def __init__(self, styles: Element | None) -> None:
        tables = [s for s in (styles if styles is not None else ()) if attribute(s, "type") == "table"]
        self._own = {attribute(style, "styleId"): dict(_shaded_parts(style)) for style in tables}
        self._below = {attribute(style, "styleId"): _named(style, "basedOn") for style in tables}

    def of_page(self, root: Element, body: Element) -> str:
        """The colour behind the paragraphs of a document, whose pictures may be behind them."""
        if any(local(item.tag) == "anchor" and attribute(item, "behindDoc") in ("1", "true") for item in body.iter()):
            return BEHIND_PARAGRAPHS
        return next((attribute(item, "color") for item in root if local(item.tag) == "background"), "")

    def of_table(self, table: Element, around: str) -> TableGround:
        """What is behind the cells of a table; a picture behind a page is not taken to be behind its tables."""
        properties = next((inner for inner in table if local(inner.tag) == "tblPr"), ())
        parts = dict(self._parts(_named(properties, "tblStyle")))
        if own := shade(properties):
            parts[_WHOLE] = own
        return TableGround(behind_a_table(around), parts)

    def _parts(self, style: str) -> Parts:
        parts: Parts = {}
        for _ in self._own:
            parts = {**self._own.get(style, {}), **parts}
            style = self._below.get(style, "")
        return parts


def _named(holder: Iterable[Element], name: str) -> str:
    return next((attribute(item, "val") for item in holder if local(item.tag) == name), "")


def _shaded_parts(style: Element) -> Iterator[tuple[str, str]]:
    for item in style:
        if local(item.tag) == "tblStylePr" and (colour := _behind_cells(item)):
            yield attribute(item, "type"), colour
    if colour := _behind_cells(style):
        yield _WHOLE, colour


def _behind_cells(holder: Iterable[Element]) -> str:
    return next((shade(item) for item in holder if local(item.tag) == "tcPr"), "")
