"""The rows and cells of a table on a web page, and how many rows and columns a cell takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .styles import Styles


def rows(table: Any, styles: Styles) -> Iterator[Any]:
    """The rows of a table, but for those of a part of it that is hidden."""
    for inner in table:
        if inner.tag == "tr":
            yield inner
        elif inner.tag in ("thead", "tbody", "tfoot") and not styles.is_hidden(inner):
            yield from (row for row in inner if row.tag == "tr")


def of_row(row: Any, styles: Styles) -> list[Any]:
    """The cells of a row that are shown."""
    return [cell for cell in row if cell.tag in ("td", "th") and not styles.is_hidden(cell)]


def span(cell: Any, name: str, most: int) -> int:
    """A span as browsers read it: 0 rows means all the rest, and nonsense means 1."""
    match = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    value = int(match[1]) if match else 1
    if value == 0:
        return max(most, 1) if name == "rowspan" else 1
    return min(value, max(most, 1))
