"""Values of PDF objects: names, numbers, boxes and what two boxes have in common."""

from __future__ import annotations

from typing import Any, cast

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from ..page.glyphs import Box

EVERYWHERE: Box = (float("-inf"), float("-inf"), float("inf"), float("inf"))
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def name_of(value: Any) -> str:
    """The name that a value is; "" where it is something else."""
    resolved = resolve1(value)
    return str(resolved.name) if isinstance(resolved, PSLiteral) else ""


def dictionary_of(value: Any) -> dict[str, Any]:
    """The dictionary that a value is; an empty one where it is something else."""
    resolved = resolve1(value)
    return cast("dict[str, Any]", resolved) if isinstance(resolved, dict) else {}


def array_of(value: Any) -> list[Any]:
    """The items of the array that a value is, each as it is; none where it is something else."""
    resolved = resolve1(value)
    return [resolve1(item) for item in cast("list[Any]", resolved)] if isinstance(resolved, list) else []


def numbers_of(value: Any, without: Any) -> Any:
    """The numbers of an array; ``without`` where there is none."""
    found = [resolve1(item) for item in cast("list[Any]", resolve1(value) or [])]
    return tuple(found) if len(found) in (4, 6) and all(isinstance(n, int | float) for n in found) else without


def both(one: Box, other: Box) -> Box:
    """What lies in both of two boxes."""
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])


def is_inside(box: Box, clip: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3]


def meets(box: Box, clip: Box) -> bool:
    """Whether any of a box lies in another."""
    return box[0] <= clip[2] and box[2] >= clip[0] and box[1] <= clip[3] and box[3] >= clip[1]
