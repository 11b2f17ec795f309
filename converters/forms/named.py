"""A printed column and what it is taken for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from ...datapackage.frozen import frozen

#: The headings of columns that say in words what pays for a row.
SOURCES = re.compile("(?:资金|经费)(?:来源|性质|类型)(?:名称)?")


@frozen()
class Named:
    """A printed column, with its role and what its amounts mean; role "unknown" keeps it out."""

    index: int
    role: str
    means: Mapping[str, str]
    heading: str
    kind: str = ""
    year: str = ""  # that its heading names, absolute or relative to the document's
    unit: str = ""  # of money, where the heading itself names one
    owner: str = ""  # the unit whose money it is, where the heading names it


def count_unlikely(columns: Iterable[Named]) -> int:
    """How many columns of amounts mean the same as another, or are of a fund of which others tell the years and it not.

    Of several ways in which headings may stand over their columns, the one that was printed has the fewest.
    """
    amounts = [n for n in columns if n.role == "amount"]
    told = {(n.means.get("fund"), n.year) for n in amounts if "origin" in n.means}
    has_sum = any(n.means.get("origin") == "current-year" and "fund" not in n.means for n in amounts)
    funds = [n for n in amounts if "fund" in n.means and "origin" not in n.means]
    untold = [n for n in funds if has_sum or (n.means["fund"], n.year) in told]
    return len(amounts) - len({(tuple(sorted(n.means.items())), n.year, n.owner) for n in amounts}) + len(untold)
