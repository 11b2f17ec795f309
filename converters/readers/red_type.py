"""Which colours are red, and which cells of Word files print their figures in it: it may be all that says below nought.

The colour of a text is that of the run or element that it stands in, else of its style, else of what is around it.
"""

from __future__ import annotations

from collections.abc import Mapping

from .colours import light
from .look import Look
from .office import looks
from .office.ooxml import Element, local

#: How much red a red colour has at least, and how much of that its green and blue have at most.
_RED, _NOT_RED = 0.5, 0.4


def is_red(red: float, green: float, blue: float) -> bool:
    """Whether a colour is red, given as shares of light from 0 to 1."""
    return red > _RED and max(green, blue) < _NOT_RED * red


def names_red(colour: str) -> bool:
    """Whether a colour as files write it is red: FF0000, #c00, red, rgb(192, 0, 0)."""
    found = light(colour)
    return found is not None and is_red(*found)


def is_red_in_word(cell: Element, styles: Mapping[str, Look]) -> bool:
    """Whether figures of a cell are printed in red."""
    for paragraph in (item for item in cell.iter() if local(item.tag) == "p"):
        around = looks.of_paragraph(paragraph, styles, "")
        for run in (item for item in paragraph.iter() if local(item.tag) == "r"):
            text = "".join(item.text or "" for item in run if local(item.tag) == "t")
            if any(map(str.isdigit, text)) and names_red(looks.of_run(run, styles, around).colour):
                return True
    return False
