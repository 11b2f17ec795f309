"""The fields of a form on a web page: what a browser shows in them. Buttons, boxes to tick and secrets show no text."""

from __future__ import annotations

import re
from typing import Any

_SHOWS_NO_TEXT = frozenset(
    {"hidden", "password", "checkbox", "radio", "submit", "reset", "button", "image", "file", "color", "range"}
)
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?")


def shown(element: Any) -> str:
    """What an ``input``, ``textarea`` or ``select`` shows to whoever opens the page; "" of any other element."""
    match element.tag:
        case "input":
            return _value(element)
        case "textarea":
            return (element.text or "").strip()
        case "select" if element.get("multiple") is None and element.get("size", "1").strip() in ("", "0", "1"):
            return _chosen(element)
        case _:
            return ""


def _value(field: Any) -> str:
    """The value of a field; one for numbers shows nothing where it was given something else."""
    kind = (field.get("type") or "text").strip().lower()
    value = (field.get("value") or "").strip()
    if kind in _SHOWS_NO_TEXT:
        return ""
    return "" if kind == "number" and not _NUMBER.fullmatch(value) else value


def _chosen(field: Any) -> str:
    """The option that is chosen: the last that says so, else the first that can be."""
    options = list(field.iter("option"))
    said = [option for option in options if option.get("selected") is not None]
    free = [option for option in options if option.get("disabled") is None]
    option = next(iter((*said[::-1], *free)), None)
    return "" if option is None else (option.get("label") or option.text_content()).strip()
