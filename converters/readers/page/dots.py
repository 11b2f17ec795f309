"""Rules that a browser draws as rows of dots, each an area of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: Areas no larger than this (points) are dots; fewer of them than that make no rules.
_SIZE = 1.7
_FEWEST = 100
#: How many of its sizes the next dot is away at most, and how long (points) a rule is at least.
_APART = 3.0
_SHORTEST = 8.0


def is_dot(shape: Any) -> bool:
    """Whether an object of a page is an area as small as the dot of a line."""
    return shape["object_type"] == "rect" and max(shape["width"], shape["height"]) < _SIZE


def rules(page: Page) -> dict[str, list[dict[str, Any]]]:
    """The rules that the dots of a page are, as pdfplumber takes explicit ones; none where there are few dots."""
    dots = [rect for rect in cast("list[Any]", page.rects) if is_dot(rect)]
    if len(dots) < _FEWEST:
        return {}
    return {
        "explicit_vertical_lines": list(_edges(dots, "v")),
        "explicit_horizontal_lines": list(_edges(dots, "h")),
    }


def _edges(dots: Iterable[Any], orientation: str) -> Iterator[dict[str, Any]]:
    along, across = (("x0", "x1"), "top") if orientation == "h" else (("top", "bottom"), "x0")
    lines: dict[float, list[Any]] = {}
    for dot in dots:
        lines.setdefault(round(float(dot[across]), 1), []).append(dot)
    for line in lines.values():
        line.sort(key=lambda dot: dot[along[0]])
        for chain in _chains(line, along):
            if chain[-1][along[1]] - chain[0][along[0]] >= _SHORTEST:
                yield _edge(chain, orientation)


def _chains(line: Sequence[Any], along: tuple[str, str]) -> Iterator[list[Any]]:
    start, end = along
    chain = [line[0]]
    for dot in line[1:]:
        if dot[start] - chain[-1][end] > _APART * (dot[end] - dot[start]):
            yield chain
            chain = []
        chain.append(dot)
    yield chain


def _edge(chain: Sequence[Any], orientation: str) -> dict[str, Any]:
    x0, x1 = min(d["x0"] for d in chain), max(d["x1"] for d in chain)
    top, bottom = min(d["top"] for d in chain), max(d["bottom"] for d in chain)
    if orientation == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "object_type": "explicit_edge", "orientation": orientation, "x0": x0, "x1": x1, "top": top,
        "bottom": bottom, "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip
