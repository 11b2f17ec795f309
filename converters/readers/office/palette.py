"""The colours of a workbook: as they are, by their place in its list, or of its theme, lighter or darker."""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import hls_to_rgb, rgb_to_hls
from importlib import import_module
from typing import Any

from ..colours import WHITE, Light, light
from .ooxml import Element, attribute, local

BLACK: Light = (0.0, 0.0, 0.0)
#: Where a list of colours ends, the two of the system follow: of type and of paper.
_OF_SYSTEM = {64: BLACK, 65: WHITE}
_THEME_OF_OFFICE = (WHITE, BLACK)


class Palette:
    """The colours of one workbook, by the list and the theme that it has."""

    def __init__(self, listed: Sequence[str], theme: bytes | None) -> None:
        self._listed = listed
        self._theme = _of_theme(theme) or _THEME_OF_OFFICE

    def light(self, kind: str, value: str | int, tint: float = 0.0) -> Light | None:
        """The light of a colour; None where the workbook does not say which it is."""
        match kind:
            case "rgb":
                return _tinted(light(str(value)), tint)
            case "theme":
                place = int(value)
                return _tinted(self._theme[place], tint) if place < len(self._theme) else None
            case "indexed":
                place = int(value)
                if place in _OF_SYSTEM:
                    return _OF_SYSTEM[place]
                return _tinted(light(self._listed[place]), tint) if place < len(self._listed) else None
            case _:
                return None

    def of(self, colour: Any) -> Light | None:
        """The light of a colour of openpyxl."""
        return self.light(colour.type, colour.value, colour.tint) if colour is not None else None

    def of_element(self, element: Element) -> Light | None:
        """The light of a colour as the XML of a workbook writes it."""
        kind = next((name for name in ("rgb", "theme", "indexed") if attribute(element, name)), "auto")
        return self.light(kind, attribute(element, kind), float(attribute(element, "tint") or 0))


def _of_theme(theme: bytes | None) -> list[Light]:
    """The colours of a theme in the order in which cells count them: paper and type come before their order there."""
    if not theme:
        return []
    etree: Any = import_module("lxml.etree")  # costs every command that reads no office file
    try:
        root = etree.fromstring(theme, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError:
        return []
    scheme = next((item for item in root.iter() if local(item.tag) == "clrScheme"), ())
    found: dict[str, Light] = {}
    for item in scheme:
        colour = next(iter(item), None)
        written = (attribute(colour, "lastClr") or attribute(colour, "val")) if colour is not None else ""
        found[local(item.tag)] = light(written) or BLACK
    ordered = ("lt1", "dk1", "lt2", "dk2", *(name for name in found if name[:2] not in ("lt", "dk")))
    return [found[name] for name in ordered] if all(name in found for name in ordered) else []


def _tinted(colour: Light | None, tint: float) -> Light | None:
    """A colour made darker (below nought) or lighter by a share, as ECMA-376 18.8.19 works it out."""
    if colour is None or not tint:
        return colour
    hue, luminance, saturation = rgb_to_hls(*colour)
    luminance = luminance * (1 + tint) if tint < 0 else luminance * (1 - tint) + tint
    return hls_to_rgb(hue, min(max(luminance, 0.0), 1.0), saturation)
