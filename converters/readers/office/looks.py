"""How the type of a Word file looks: hidden, struck out, in which colour, how small, on which ground.

What a run says holds over its style, that over the style of the paragraph; each style over the one that it is based on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..colours import light
from ..look import NOTHING, UNKNOWN, Look
from .ooxml import Element, attribute, local

STRUCK = frozenset({"strike", "dstrike"})
_NOT_VALID = STRUCK | {"vanish"}
#: The colours of the marker that cannot be told from paper or from black type; of all others the text can.
_MARKERS = {"none": "", "white": "FFFFFF", "black": "000000"}


def of_styles(root: Element | None) -> dict[str, Look]:
    """The look of each style of a Word file that says anything of it."""
    own: dict[str, Look] = {}
    based: dict[str, str] = {}
    for style in root if root is not None else ():
        name = attribute(style, "styleId")
        if below := next((attribute(item, "val") for item in style if local(item.tag) == "basedOn"), ""):
            based[name] = below
        said = of_type(style).over(Look(ground=shade(_inner(style, "pPr"))))
        if said != NOTHING:
            own[name] = said
    return {name: _inherited(name, own, based) for name in {*own, *based}}


def of_type(holder: Element) -> Look:
    """What a run or a style says of its type."""
    properties = _inner(holder, "rPr")
    hidden: bool | None = None
    raised: bool | None = None
    colour = marker = ""
    size: float | None = None
    for item in properties:
        match local(item.tag):
            case name if name in _NOT_VALID:
                hidden = bool(hidden) or is_on(item)
            case "color":
                colour = attribute(item, "val")
            case "sz":
                size = _points(attribute(item, "val"))
            case "vertAlign":
                raised = attribute(item, "val") == "superscript"
            case "highlight":
                marker = _MARKERS.get(attribute(item, "val"), UNKNOWN)
            case _:
                pass
    return Look(hidden, colour, size, marker or shade(properties), raised)


def shade(properties: Iterable[Element]) -> str:
    """The colour of the ground that properties give to a cell, a paragraph or a run, empty where they give none."""
    for item in properties:
        if local(item.tag) == "shd":
            pattern = attribute(item, "val", "clear")
            if pattern in ("clear", "nil"):
                fill = attribute(item, "fill")
                return fill if light(fill) is not None else ""
            colour = attribute(item, "color")
            return (colour if light(colour) else "000000") if pattern == "solid" else UNKNOWN
    return ""


def is_on(item: Element) -> bool:
    """Whether a property that can be on or off is on."""
    return attribute(item, "val", "1") not in ("0", "false")


def style_of(item: Element, holder: str, name: str, styles: Mapping[str, Look]) -> Look:
    """The look of the style that a paragraph or run names."""
    named = next((attribute(p, "val") for p in _inner(item, holder) if local(p.tag) == name), "")
    return styles.get(named, NOTHING)


def of_paragraph(item: Element, styles: Mapping[str, Look], ground: str) -> Look:
    """The look of the type of a paragraph on a ground of that colour, where its runs say nothing."""
    own = Look(ground=shade(_inner(item, "pPr")))
    return own.over(style_of(item, "pPr", "pStyle", styles)).over(Look(ground=ground))


def of_run(run: Element, styles: Mapping[str, Look], around: Look) -> Look:
    """The look of a run in a paragraph whose type looks like ``around``."""
    return of_type(run).over(style_of(run, "rPr", "rStyle", styles)).over(around)


def _inner(item: Element, name: str) -> Iterable[Element]:
    return next((inner for inner in item if local(inner.tag) == name), ())


def _points(half: str) -> float | None:
    return int(half) / 2 if half.isdecimal() else None


def _inherited(name: str, own: Mapping[str, Look], based: Mapping[str, str]) -> Look:
    look = own.get(name, NOTHING)
    for _ in based:
        if name not in based:
            break
        name = based[name]
        look = look.over(own.get(name, NOTHING))
    return look
