"""The rows and cells of a table on a web page, and how many rows and columns a cell takes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import add
from typing import Any

from .. import limits
from .styles import Styles


def rows(table: Any, styles: Styles) -> Iterator[Any]:
    """The rows of a table, but for those of a part of it that is hidden."""
    for inner in table:
        if inner.tag == "tr":
            yield inner
        elif inner.tag in ("thead", "tbody", "tfoot") and not styles.is_hidden(inner):
            yield from (row for row in inner if row.tag == "tr")


def of_row(row: Any, styles: Styles) -> list[Any]:
    """The cells of a row that have a place in it."""
    return [cell for cell in row if cell.tag in ("td", "th") and not styles.is_removed(cell)]


def spans(table_rows: Sequence[Any], styles: Styles) -> list[list[tuple[Any, int, int]]]:
    """The cells of each row with the rows and columns that they take.

    Where a row has cells for all columns by itself and cells from above push some of them out of the table, these were
    given a row too many: they end above it.
    """
    found = [
        [(cell, span(cell, "rowspan", len(table_rows) - r), span(cell, "colspan", limits.MAX_SPAN)) for cell in cells]
        for r, cells in enumerate(of_row(row, styles) for row in table_rows)
    ]
    own = [sum(colspan for _, _, colspan in row) for row in found]
    change = [0] * (len(found) + 1)  # of the columns that cells from above take, from one row to the next
    for r, row in enumerate(found):
        for _, rowspan, colspan in row:
            change[min(r + 1, len(found))] += colspan
            change[min(r + rowspan, len(found))] -= colspan
    above = list(accumulate(change))
    (width, rows), *_ = *Counter(map(add, own, above)).most_common(1), (0, 0)
    full = [r for r, wide in enumerate(own) if above[r] and wide == width and rows > 1]
    return [
        [(cell, _above(full, r, rowspan), colspan) for cell, rowspan, colspan in row] for r, row in enumerate(found)
    ]


def _above(full: Sequence[int], row: int, rowspan: int) -> int:
    """How many rows a cell takes that ends above the next of the full rows."""
    index = bisect_right(full, row)
    return min(rowspan, full[index] - row) if index < len(full) else rowspan


def span(cell: Any, name: str, most: int) -> int:
    """A span as browsers read it: 0 rows means all the rest, and nonsense means 1."""
    match = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    value = int(match[1]) if match else 1
    if value == 0:
        return max(most, 1) if name == "rowspan" else 1
    return min(value, max(most, 1))
