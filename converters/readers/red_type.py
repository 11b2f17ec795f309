"""Which cells of Word files and web pages print their figures in red, which may be the only sign of a negative amount.

The colour of a text is that of the run or element that it stands in, else of its style, else of what is around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .office.ooxml import Element, attribute, local

#: How much red a red colour has at least, and how much of that its green and blue have at most.
_RED, _NOT_RED = 0.5, 0.4
_NAMES = {"red", "darkred", "crimson", "firebrick", "maroon"}
_HEX = re.compile(r"#?(?:[0-9a-f]{2})?([0-9a-f]{6})|#([0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)", re.IGNORECASE)
_COLOUR = re.compile(r"(?:^|[;{\s])color\s*:\s*([^;}!]+)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
#: What a rule is for: a kind of element, a class, or both.
_SIMPLE = re.compile(r"([a-z][\w-]*)?(?:\.([\w-]+))?", re.IGNORECASE)

Sheet = Mapping[tuple[str, str], str]  # element and class, either may be empty → colour


def is_red(red: float, green: float, blue: float) -> bool:
    """Whether a colour is red, given as shares of light from 0 to 1."""
    return red > _RED and max(green, blue) < _NOT_RED * red


def names_red(colour: str) -> bool:
    """Whether a colour as files write it is red: FF0000, #c00, red, rgb(192, 0, 0)."""
    colour = colour.strip().lower()
    if match := _RGB.match(colour):
        return is_red(*(int(part) / 255 for part in match.groups()))
    if match := _HEX.fullmatch(colour):
        digits = match[1] or "".join(digit * 2 for digit in match[2])
        return is_red(*(int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)))
    return colour in _NAMES


# --- Word -------------------------------------------------------------------------------------------------


def word_styles(root: Element | None) -> dict[str, str]:
    """The colour of the type of each style of a Word file that has one, its own or that of the style below it."""
    own: dict[str, str] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        name = attribute(style, "styleId")
        for item in style:
            if local(item.tag) == "basedOn":
                based[name] = attribute(item, "val")
            elif local(item.tag) == "rPr" and (colour := _value(item, "color")):
                own[name] = colour
    for name in based:
        parent = name
        for _ in range(len(based)):
            if parent in own or parent not in based:
                break
            parent = based[parent]
        if parent in own:
            own.setdefault(name, own[parent])
    return own


def is_red_in_word(cell: Element, styles: Mapping[str, str]) -> bool:
    """Whether figures of a cell are printed in red."""
    for paragraph in (item for item in cell.iter() if local(item.tag) == "p"):
        around = styles.get(_property(paragraph, "pPr", "pStyle"), "")
        for run in (item for item in paragraph.iter() if local(item.tag) == "r"):
            text = "".join(item.text or "" for item in run if local(item.tag) == "t")
            named = styles.get(_property(run, "rPr", "rStyle"), around)
            if any(map(str.isdigit, text)) and names_red(_property(run, "rPr", "color") or named):
                return True
    return False


def _property(item: Element, holder: str, name: str) -> str:
    return next((_value(inner, name) for inner in item if local(inner.tag) == holder), "")


def _value(holder: Element, name: str) -> str:
    return next((attribute(item, "val") for item in holder if local(item.tag) == name), "")


# --- web pages --------------------------------------------------------------------------------------------


def sheet_of(root: Any, linked: Iterable[str] = ()) -> Sheet:
    """The colours that the style sheets that a page links, and those in it, give to kinds of elements and classes.

    Later ones hold over earlier ones.
    """
    colours: dict[tuple[str, str], str] = {}
    for style in (*linked, *(own.text or "" for own in root.iter("style"))):
        for selectors, block in _RULE.findall(_COMMENT.sub(" ", style)):
            if colour := _COLOUR.search(block):
                for selector in selectors.split(","):
                    if (match := _SIMPLE.fullmatch(selector.strip())) and match[0]:
                        colours[(match[1] or "").lower(), match[2] or ""] = colour[1]
    return colours


def is_red_on_page(cell: Any, sheet: Sheet) -> bool:
    """Whether figures of a cell are printed in red."""
    return any(names_red(_colour_of(element, sheet)) for element in _with_figures(cell))


def _with_figures(cell: Any) -> Iterator[Any]:
    """The elements in a cell that print figures themselves."""
    for element in cell.iter():
        if not isinstance(element.tag, str):
            continue
        texts = [element.text, *(inner.tail for inner in element)]
        if any(character.isdigit() for text in texts for character in text or ""):
            yield element


def _colour_of(element: Any, sheet: Sheet) -> str:
    """The colour of the nearest element around a text that says one."""
    for around in (element, *element.iterancestors()):
        if colour := _own_colour(around, sheet):
            return colour
    return ""


def _own_colour(element: Any, sheet: Sheet) -> str:
    if colour := _COLOUR.search(element.get("style") or ""):
        return colour[1]
    tag, classes = str(element.tag).lower(), (element.get("class") or "").split()
    places = [*((tag, name) for name in classes), *(("", name) for name in classes), (tag, "")]
    named = next((sheet[place] for place in places if place in sheet), "")
    return named or (element.get("color") or "" if tag == "font" else "")
