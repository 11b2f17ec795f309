"""How the cells of a sheet look, by their own format and by the rules that change it, and which a reader can see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from ..colours import WHITE, Light, blends
from ..look import is_tiny
from .conditions import Conditions
from .dress import Dress
from .palette import BLACK, Palette
from .rule import Values


@dataclass(frozen=True, slots=True)
class CellLooks:
    """The looks of the cells of one sheet, whose rules may ask for any of its ``values``."""

    palette: Palette
    conditions: Conditions
    values: Values
    is_plain: bool  # black on white, or another pair that can be told apart

    def of(self, cell: Any) -> tuple[Dress, ...]:
        """The looks that a cell may have: one, or several where it is not known which rules hold for it."""
        if self.is_plain and not self.conditions:
            return (Dress(BLACK, WHITE, number_format=cell.number_format),)
        font, fill = cell.font, cell.fill
        base = Dress(
            _type(font, self.palette),
            _ground(fill, self.palette),
            bool(font and font.strike),
            cell.number_format,
            font is None or not is_tiny(font.sz),
        )
        return self.conditions.dresses(cell.row, cell.column, base, self.values)


def of_sheet(
    palette: Palette, fonts: Iterable[Any], fills: Iterable[Any], conditions: Conditions, values: Values
) -> CellLooks:
    """The looks of a sheet in a workbook that has these fonts and fills."""
    fonts = list(fonts)
    types: Sequence[Light | None] = [_type(font, palette) for font in fonts]
    grounds: Sequence[Light | None] = [WHITE, *(_ground(fill, palette) for fill in fills)]
    is_plain = not any(is_tiny(font.sz) or font.strike for font in fonts) and not any(
        text and ground and blends(text, ground) for text, ground in product(set(types), set(grounds))
    )
    return CellLooks(palette, conditions, values, is_plain)


def _type(font: Any, palette: Palette) -> Light | None:
    """The colour of type; type of no colour is black."""
    if font is None or font.color is None or font.color.type == "auto":
        return BLACK
    return palette.of(font.color)


def _ground(fill: Any, palette: Palette) -> Light | None:
    if fill is None or getattr(fill, "patternType", "") is None:
        return WHITE
    return palette.of(fill.fgColor) if getattr(fill, "patternType", "") == "solid" else None
