"""The rules of a page as a reader of the paper sees them: not those that are painted over, nor white ones on white.

Sheets and reports rule a table through and then paint merged cells over the rules, or give them white borders.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from .areas import THIN, covers, grounds, is_over, is_white

if TYPE_CHECKING:
    from pdfplumber.page import Page

#: How far (points) inside an area a rule must lie to be hidden by it; shorter rests are dropped.
_INSIDE = 0.8
_SHORTEST = 1.0
_LONGEST_DOT = 8.0
#: The part of a page above which a white area is the paper.
_OF_PAGE = 0.3
#: Height (points) of the strips by which areas are looked up, and how many edges are looked at.
_STRIP = 24.0
_MOST = 20_000
_ALONG = {"h": ("x0", "x1", "top"), "v": ("top", "bottom", "x0")}
_ACROSS = {"h": ("top", "bottom"), "v": ("x0", "x1")}


def keep_seen(page: Page) -> None:
    """Leave to a page those of its edges, and parts of them, that are seen."""
    edges = [*cast("list[Any]", page.edges), *_pictured(page)]
    if not edges or len(edges) > _MOST:
        return
    found = list(_without_ghosts(page, _without_shading(page, _without_tone_on_tone(page, edges))))
    areas = covers(page, min(map(_order, edges)))
    if areas:
        strips = _strips(areas)
        found = [part for edge in found for part in _seen(edge, strips)]
    page._edges = found  # pyright: ignore[reportPrivateUsage] - where the page keeps its own


def _pictured(page: Page) -> Iterator[Any]:
    """Rules that are pictures of a rule."""
    for picture in cast("list[Any]", page.images):
        width, height = picture["width"], picture["height"]
        if min(width, height) < THIN and max(width, height) > _LONGEST_DOT:
            yield {**picture, "object_type": "picture_edge", "orientation": "h" if width > height else "v"}


def _without_ghosts(page: Page, edges: Sequence[Any]) -> Sequence[Any]:
    """The edges but for white strokes on white paper, where other rules are drawn."""
    ghosts = [edge for edge in edges if _is_ghost(edge)]
    if not ghosts or len(ghosts) == len(edges):
        return edges
    under = [g for g in grounds(page) if min(g["width"], g["height"]) > _INSIDE]
    gone = {id(edge) for edge in ghosts if not any(is_over(edge, ground) for ground in under)}
    return [edge for edge in edges if id(edge) not in gone]


def _without_shading(page: Page, edges: Sequence[Any]) -> Sequence[Any]:
    """The edges but for those of areas that are no more than the ground of a run of characters.

    Text that was copied from a page of the web keeps its ground, white mostly, which is painted run by run.
    """
    areas = [r for r in cast("list[Any]", page.rects) if r.get("fill") and not r.get("stroke") and r["height"] < _STRIP]
    if not areas:
        return edges
    lines: dict[int, list[Any]] = {}
    for char in cast("list[Any]", page.chars):
        lines.setdefault(int((char["top"] + char["bottom"]) / 2 // _STRIP), []).append(char)
    shading = {_order(area) for area in areas if _is_shading(area, lines)}
    return [e for e in edges if e["object_type"] != "rect_edge" or _order(e) not in shading]


def _without_tone_on_tone(page: Page, edges: Sequence[Any]) -> Sequence[Any]:
    """The edges but for those of areas on an area of their own colour, as a paragraph's ground is on its cell's.

    White areas on a white page part cells that have no other rules.
    """
    most = _OF_PAGE * float(page.width) * float(page.height)
    filled = (r for r in cast("list[Any]", page.rects) if r.get("fill"))
    areas = sorted((r for r in filled if not is_white(r) or r["width"] * r["height"] < most), key=_order)
    strips = _strips(areas)
    unseen = {
        _order(area)
        for area in areas
        if not area.get("stroke") and _is_of_its_ground(area, strips[int(area["top"] // _STRIP)])
    }
    return [e for e in edges if e["object_type"] != "rect_edge" or _order(e) not in unseen] if unseen else edges


def _is_of_its_ground(area: Any, near: Iterable[Any]) -> bool:
    """Whether what was painted last below all of an area has its colour; ``near`` in the order of painting."""
    below = [other for other in near if _order(other) < _order(area) and _overlap(other, area)]
    return (
        bool(below)
        and below[-1]["non_stroking_color"] == area["non_stroking_color"]
        and below[-1]["x0"] <= area["x0"] + _INSIDE
        and below[-1]["x1"] >= area["x1"] - _INSIDE
        and below[-1]["top"] <= area["top"] + _INSIDE
        and below[-1]["bottom"] >= area["bottom"] - _INSIDE
    )


def _overlap(one: Any, other: Any) -> bool:
    """Whether two areas share more than an edge."""
    return (
        min(one["x1"], other["x1"]) - max(one["x0"], other["x0"]) > _INSIDE
        and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > _INSIDE
    )


def _is_shading(area: Any, lines: dict[int, list[Any]]) -> bool:
    """Whether an area begins and ends where the characters on it do."""
    own = range(int(area["top"] // _STRIP), int(area["bottom"] // _STRIP) + 1)
    on = [c for strip in own for c in lines.get(strip, ()) if _stands_on(c, area)]
    return (
        bool(on)
        and abs(min(c["x0"] for c in on) - area["x0"]) < _INSIDE
        and abs(max(c["x1"] for c in on) - area["x1"]) < _INSIDE
    )


def _stands_on(char: Any, area: Any) -> bool:
    """Whether the middle of a character is within an area."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return area["x0"] < x < area["x1"] and area["top"] < y < area["bottom"]


def _is_ghost(edge: Any) -> bool:
    """Whether an edge is a white stroke, and not that of an area of another colour."""
    strokes = edge.get("stroke") and is_white(edge, "stroking_color")
    return bool(strokes) and (not edge.get("fill") or is_white(edge))


def _order(shape: Any) -> float:
    """When a shape was painted; the sides of a curve do not say, and are taken to lie above all else."""
    return shape.get("mcid") or float("inf")


def _strips(areas: Iterable[Any]) -> dict[int, list[Any]]:
    strips: dict[int, list[Any]] = {}
    for area in areas:
        for strip in range(int(area["top"] // _STRIP), int(area["bottom"] // _STRIP) + 1):
            strips.setdefault(strip, []).append(area)
    return strips


def _seen(edge: Any, strips: dict[int, list[Any]]) -> Iterator[Any]:
    """The parts of an edge that no area painted later hides; all of one that runs aslant."""
    if edge["orientation"] not in _ALONG:
        yield edge
        return
    start, end, at = _ALONG[edge["orientation"]]
    near, far = _ACROSS[edge["orientation"]]
    own = range(int(edge["top"] // _STRIP), int(edge["bottom"] // _STRIP) + 1)
    hidden = sorted(
        (area[start], area[end])
        for area in {id(a): a for strip in own for a in strips.get(strip, ())}.values()
        if _order(area) > _order(edge)
        and area[near] + _INSIDE < edge[at] < area[far] - _INSIDE
        and area[start] < edge[end] and edge[start] < area[end]
    )  # fmt: skip
    if not hidden:
        yield edge
        return
    begun = edge[start]
    for first, last in [*hidden, (edge[end], edge[end])]:
        if first - begun > _SHORTEST:
            length = {"h": "width", "v": "height"}[edge["orientation"]]
            yield {**edge, start: begun, end: first, length: first - begun}
        begun = max(begun, last)
