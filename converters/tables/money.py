"""The unit of money of a table: from its caption, or from what the whole document says, never assumed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from ...datapackage.model import YUAN_IN
from ..codes import undo_spaces
from ..forms.reading import Doubt
from ..table import Block, Paragraph, Table
from .stitching import Run

_MONEY = "(百万元|千元|万元|亿元|元)"
_CAPTION = re.compile(
    rf"(?:单位|金额)(?:均|都|一律|统一)?(?:[:：]|[为是][:：]?)(?:人民币)?{_MONEY}|^[(（]?(?:人民币)?{_MONEY}[)）]?$"
    # 本表金额以万元为单位, 以下各表均以万元列示
    rf"|(?:表|金额|数据)(?:均|都|一律|统一)?以(?:人民币)?{_MONEY}(?:为(?:计量|金额|货币)?单位|列示|反映|填列)"
)
#: A unit in brackets behind other words: of a heading, where it is the column's, or of a title.
_BRACKETED = re.compile(rf"[(（](?:单位[:：])?(?:人民币)?{_MONEY}[)）]")
_HEADING_ROWS = 8


def settle(
    notes: Sequence[Paragraph], tables: Sequence[Table], blocks: Sequence[Block], title: str = ""
) -> tuple[str, tuple[str, ...]]:
    """The money unit of a table and what was assumed: its own caption or title, else that of all captions alike.

    An empty unit means that the document does not tell.
    """
    above = [c.text for t in tables for row in t.rows[:_HEADING_ROWS] for c in row]
    own = _captions([title, *(n.text for n in notes)], _CAPTION, _BRACKETED) | _captions(above, _CAPTION)
    if not all(t.exact for t in tables):
        own |= _captions(above, _BRACKETED)
    if len(own) == 1:
        return own.pop(), ()
    if own:
        return "", ()
    common = _captions([b.text for b in blocks if isinstance(b, Paragraph)], _CAPTION, _BRACKETED)
    if len(common) == 1:
        unit = common.pop()
        return unit, (f"表上没有印金额单位，按全文其他各表一致的“单位：{unit}”",)
    return "", ()


def _captions(texts: Sequence[str], *patterns: re.Pattern[str]) -> set[str]:
    found = (pattern.findall(undo_spaces(text)) for text in texts for pattern in patterns)
    return {unit for matches in found for match in matches for unit in _groups(match) if unit}


def _groups(match: str | tuple[str, ...]) -> tuple[str, ...]:
    return (match,) if isinstance(match, str) else match


def yuan(value: Decimal | None, unit: str) -> Decimal:
    """``value`` in yuan; 0 stands in for a lost amount, which is never published as such."""
    return Decimal(0) if value is None else value * YUAN_IN[unit]


def unknown(run: Run) -> Doubt:
    """The finding that a table's unit of money is not known."""
    return Doubt(
        "money-unit-unknown",
        f"“{run.title}”的金额单位不明或自相矛盾，整表金额未发布",
        f"the unit of money of {run.title!r} is unknown or contradictory; its amounts are held back",
        run.tables[0].origin,
        label=run.title,
    )


def contradiction(run: Run, caption: str, headings: Iterable[str]) -> Doubt:
    """The finding that caption and headings of a table name different units of money."""
    named = "、".join(sorted(headings))
    return Doubt(
        "money-unit-contradiction",
        f"“{run.title}”的表头写“{named}”，表上却写“单位：{caption}”，这些栏未发布",
        f"the headings of {run.title!r} say {named}, its caption says {caption}; these columns are held back",
        run.tables[0].origin,
        label=run.title,
        found=named,
    )
