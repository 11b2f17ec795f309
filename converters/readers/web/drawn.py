"""Elements of a web page that are no table and are shown as one: by ``display: table``, by their role, or as a grid.

They are made the elements of a table, and keep the kind that style sheets know them by. What does not tell the place
of each of its texts is left as it is: rows of other elements, text between cells, rows of a grid or of a role that
differ in length, rows that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from .styles import KIND, Styles

_ROLES = {
    "table": "table", "grid": "table", "rowgroup": "tbody", "row": "tr", "cell": "td", "gridcell": "td",
    "columnheader": "td", "rowheader": "td", "caption": "caption",
}  # fmt: skip
_DISPLAYS = {
    "table": "table", "inline-table": "table", "table-row-group": "tbody", "table-header-group": "thead",
    "table-footer-group": "tfoot", "table-row": "tr", "table-cell": "td", "table-caption": "caption",
}  # fmt: skip
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_NATIVE = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup"})
_NOT_SHOWN = frozenset({"script", "style", "template"})
#: What takes an element out of the place that its order gives it.
_PLACING = frozenset({"float", "order", "grid-column", "grid-row", "grid-area", "grid-column-start", "grid-row-start"})
_GRIDS = frozenset({"grid", "inline-grid"})
_TRACK = re.compile(
    r"repeat\(\s*(\d{1,3})\s*,\s*(?:[^()\s,]+|minmax\([^()]*\))\s*\)"
    r"|(?:minmax|fit-content)\([^()]*\)|[\d.]+(?:[a-z]+|%)|auto|(?:min|max)-content"
)
_FEWEST = 2  # rows, and columns


def make_tables(root: Any, styles: Styles) -> None:
    """Make what is shown as a table the elements of one, the inner before those around them."""
    for element in reversed(list(root.iter())) if _may_hold_some(root, styles) else ():
        if not isinstance(element.tag, str) or element.tag in _NATIVE:
            continue
        if element.get("role") in ("table", "grid"):
            _make(element, styles, _by_role)
        elif _DISPLAYS.get(styles.of(element).get("display", "")) == "table":
            _make(element, styles, _by_display)
        else:
            _make_of_grids(element, styles)


def _may_hold_some(root: Any, styles: Styles) -> bool:
    """Whether anything on the page may be shown as a table."""
    displays = {rule.get("display", "") for rule in styles.rules.values()}
    marked = "//*[@role='table' or @role='grid' or contains(@style, 'table') or contains(@style, 'grid')]"
    return not displays.isdisjoint(_DISPLAYS.keys() | _GRIDS) or bool(root.xpath(marked))


def _by_role(element: Any, _: Styles) -> str:
    return _ROLES.get(element.get("role", ""), "")


def _by_display(element: Any, styles: Styles) -> str:
    return _DISPLAYS.get(styles.of(element).get("display", ""), "")


def _make(table: Any, styles: Styles, kind: Callable[[Any, Styles], str]) -> None:
    """Make an element a table where all within it are parts of one."""
    parts = [(table, "table")]
    rows: list[list[Any]] = []
    for part in _children(table, styles):
        groups = [part] if kind(part, styles) in _GROUPS else []
        for row in _children(part, styles) if groups else [part]:
            if not groups and kind(row, styles) == "caption":
                parts.append((row, "caption"))
                continue
            cells = _children(row, styles)
            if kind(row, styles) != "tr" or not _is_bare(row) or any(kind(cell, styles) != "td" for cell in cells):
                return
            rows.append(cells)
            parts += [(row, "tr"), *((cell, "td") for cell in cells)]
        if groups and not _is_bare(part):
            return
        parts += [(group, kind(group, styles)) for group in groups]
    is_by_role = kind is _by_role
    if _is_bare(table) and _is_a_grid(rows, styles, is_even=is_by_role) and (not is_by_role or _is_whole(table, rows)):
        for element, tag in parts:
            _rename(element, tag)


def _make_of_grids(around: Any, styles: Styles) -> None:
    """Put each run of rows of a grid within ``around``, each an element with a cell for each column, into a table."""
    for width, run in groupby(list(around), lambda row: _columns(row, around, styles)):
        rows = list(run)
        cells = [_children(row, styles) for row in rows]
        if not width or not _is_a_grid(cells, styles, is_even=True) or not all(map(_is_bare, rows)):
            continue
        if any((row.tail or "").strip() for row in rows[:-1]):
            continue
        table = around.makeelement("table")
        around.insert(around.index(rows[0]), table)
        table.tail, rows[-1].tail = rows[-1].tail, None
        table.extend(rows)
        for row, own in zip(rows, cells, strict=True):
            _rename(row, "tr")
            for cell in own:
                _rename(cell, "td")


def _columns(row: Any, around: Any, styles: Styles) -> int:
    """How many columns the grid has that an element is a whole row of, 0 where it is none."""
    if not isinstance(row.tag, str) or row.tag in _NATIVE:
        return 0
    own = styles.of(row)
    display, template = own.get("display", ""), own.get("grid-template-columns", "")
    if display == "contents" or (display in _GRIDS and template == "subgrid"):
        outer = styles.of(around)
        is_by_rows = not outer.get("grid-auto-flow", "row").startswith("column")
        display, template = outer.get("display", "") if is_by_rows else "", outer.get("grid-template-columns", "")
    width = _tracks(template) if display in _GRIDS else 0
    is_row = width >= _FEWEST and width == len(_children(row, styles)) and not styles.is_hidden(row)
    return width if is_row else 0


def _tracks(template: str) -> int:
    """How many columns a template has that says so, else 0."""
    if _TRACK.sub("", template).strip():
        return 0
    return sum(int(match[1] or 1) for match in _TRACK.finditer(template))


def _is_a_grid(rows: list[list[Any]], styles: Styles, *, is_even: bool) -> bool:
    """Whether each cell of the rows stands where its order puts it, in rows of one length; a title or a note may be
    alone in its row unless they ``is_even``: of other short rows nothing tells whether empty cells were left out."""
    lengths = {sum(int(cell.get("aria-colspan") or 1) for cell in row) for row in rows if _are_spans(row)}
    return (
        len(rows) >= _FEWEST
        and all(map(_are_spans, rows))
        and max(lengths) >= _FEWEST
        and len(lengths if is_even else lengths - {1}) == 1
        and not any(_is_placed(cell, styles) or cell.find(".//table") is not None for row in rows for cell in row)
    )


def _are_spans(row: list[Any]) -> bool:
    """Whether what cells say of the columns that they take can be read, and they take no rows of others."""
    return all(
        re.fullmatch(r"[1-9]\d?", cell.get("aria-colspan") or "1") and (cell.get("aria-rowspan") or "1") == "1"
        for cell in row
    )


def _is_placed(cell: Any, styles: Styles) -> bool:
    own = styles.of(cell)
    return bool(_PLACING & own.keys()) or own.get("position", "") in ("absolute", "fixed")


def _is_whole(table: Any, rows: list[list[Any]]) -> bool:
    """Whether all rows and columns are there that a table says it has: of long ones a page may hold what is in view."""
    says = [(table.get("aria-rowcount"), len(rows)), (table.get("aria-colcount"), len(rows[0]))]
    says += [(cell.get("aria-colindex"), n) for row in rows for n, cell in enumerate(row, start=1)]
    return all(said in (None, "", str(count)) for said, count in says)


def _children(element: Any, styles: Styles) -> list[Any]:
    return [i for i in element if isinstance(i.tag, str) and i.tag not in _NOT_SHOWN and not styles.is_removed(i)]


def _is_bare(element: Any) -> bool:
    """Whether an element has no text beside that of those within it."""
    return not any((text or "").strip() for text in (element.text, *(inner.tail for inner in element)))


def _rename(element: Any, tag: str) -> None:
    element.set(KIND, element.tag)
    element.tag = tag
    for name in ("rowspan", "colspan"):  # which say nothing of an element that is no cell
        element.attrib.pop(name, None)
    if tag == "td" and (wide := element.get("aria-colspan")):
        element.set("colspan", wide)
