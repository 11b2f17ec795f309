"""Layers of a PDF (optional content, ISO 32000-1, 8.11), and which of them are off when the file is opened."""

from __future__ import annotations

from typing import Any, cast

from pdfminer.pdftypes import PDFObjRef, resolve1

from .objects import name_of


def layers_off(catalog: dict[str, Any]) -> frozenset[int]:
    """The object numbers of the layers that are off when the file is opened."""
    properties = cast("dict[str, Any]", resolve1(catalog.get("OCProperties")) or {})
    state = cast("dict[str, Any]", resolve1(properties.get("D")) or {})
    off = set(_references(state.get("OFF")))
    if name_of(state.get("BaseState")) == "OFF":
        off |= set(_references(properties.get("OCGs"))) - set(_references(state.get("ON")))
    return frozenset(off)


def is_off(group: Any, off: frozenset[int]) -> bool:
    """Whether a layer, or what depends on several layers, is not seen."""
    if not off or group is None:
        return False
    if isinstance(group, PDFObjRef) and group.objid in off:
        return True
    said = resolve1(group)
    depends = cast("dict[str, Any]", said) if isinstance(said, dict) else {}
    layers = [number in off for number in _references(depends.get("OCGs"))]
    policy = name_of(depends.get("P")) or "AnyOn"
    seen = {"AllOn": not any(layers), "AnyOff": any(layers), "AllOff": all(layers)}.get(policy, not all(layers))
    return bool(layers) and not seen


def _references(value: Any) -> list[int]:
    """The object numbers of a list of references, or of one."""
    items = [value] if isinstance(value, PDFObjRef) and not isinstance(resolve1(value), list) else resolve1(value)
    return [item.objid for item in cast("list[Any]", items or []) if isinstance(item, PDFObjRef)]
