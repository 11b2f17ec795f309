"""The unit of money of a table: from its caption, or from what the whole document says, never assumed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ..datapackage.model import YUAN_IN
from .codes import undo_spaces
from .forms.reading import Doubt
from .stitching import Run
from .table import Block, Paragraph, Table

_CAPTION = re.compile(
    r"(?:金额)?单位[:：](?:人民币)?(百万元|千元|万元|亿元|元)|[(（](?:单位[:：])?(百万元|千元|万元|亿元)[)）]"
)


def settle(notes: Sequence[Paragraph], tables: Sequence[Table], blocks: Sequence[Block]) -> tuple[str, tuple[str, ...]]:
    """The money unit of a table and what was assumed: its own caption, else that of all other captions alike.

    An empty unit means that the document does not tell.
    """
    own = _captions([n.text for n in notes] + [c.text for t in tables for row in t.rows[:3] for c in row])
    if len(own) == 1:
        return own.pop(), ()
    if own:
        return "", ()
    common = _captions([b.text for b in blocks if isinstance(b, Paragraph)])
    if len(common) == 1:
        unit = common.pop()
        return unit, (f"表上没有印金额单位，按全文其他各表一致的“单位：{unit}”",)
    return "", ()


def _captions(texts: Sequence[str]) -> set[str]:
    found = (_CAPTION.findall(undo_spaces(text)) for text in texts)
    return {unit for matches in found for match in matches for unit in match if unit}


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
