"""The rows and cells of a table of a Word file that are printed, and how cells are merged."""

from __future__ import annotations

from collections.abc import Iterator

from .. import limits
from .looks import is_on
from .ooxml import Element, attribute, local

#: In twentieths of a point: a row of exactly less than that shows nothing.
_LOW = 40


def rows(item: Element) -> Iterator[Element]:
    """The rows of a table, but for those that a tracked change deletes, that are hidden or too low to show anything."""
    for inner in item:
        name = local(inner.tag)
        if name == "tr":
            properties = (p for holder in inner if local(holder.tag) == "trPr" for p in holder)
            if not any(_takes_out(p) for p in properties):
                yield inner
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from rows(inner)


def lays_out(table: Element) -> bool:
    """Whether a table stands around others to lay out the page: one within it has more cells."""
    inner = (_count(item) for item in table.iter() if item is not table and local(item.tag) == "tbl")
    return max(inner, default=0) > _count(table)


def _count(table: Element) -> int:
    return sum(1 for row in rows(table) for _ in cells(row))


def _takes_out(item: Element) -> bool:
    """Whether a property of a row takes it off the page."""
    match local(item.tag):
        case "del":
            return True
        case "hidden":
            return is_on(item)
        case "trHeight":
            return attribute(item, "hRule") == "exact" and int(attribute(item, "val", "0") or 0) < _LOW
        case _:
            return False


def cells(row: Element) -> Iterator[Element]:
    """The cells of a row, but for those that a tracked change deletes."""
    for inner in row:
        name = local(inner.tag)
        if name == "tc":
            if not _is_deleted(inner):
                yield inner
        elif name in ("sdt", "sdtContent", "ins", "customXml"):
            yield from cells(inner)


def _is_deleted(cell: Element) -> bool:
    """Whether a tracked change takes the cell out of its row."""
    return any(local(p.tag) == "cellDel" for holder in cell if local(holder.tag) == "tcPr" for p in holder)


def skipped(row: Element, name: str) -> int:
    """How many columns a row leaves free before its first cell (``gridBefore``) or after its last (``gridAfter``)."""
    for properties in row:
        if local(properties.tag) == "trPr":
            for item in properties:
                if local(item.tag) == name:
                    return min(int(attribute(item, "val", "0")), limits.MAX_SPAN)
    return 0


def merging(cell: Element) -> tuple[int, str]:
    """How many columns a cell takes, and whether it restarts or continues a vertical merge."""
    colspan, merge = 1, ""
    for properties in cell:
        if local(properties.tag) != "tcPr":
            continue
        for item in properties:
            if local(item.tag) == "gridSpan":
                colspan = min(max(int(attribute(item, "val", "1")), 1), limits.MAX_SPAN)
            elif local(item.tag) == "vMerge":
                merge = attribute(item, "val", "continue")
    return colspan, merge
