"""Titles that may stand below their tables: each table would then be read as the one before it is titled.

Where the first table with amounts has no title, the last title no table, and just one title stands between any two
tables, each right below the first of them, it is not told which of its neighbours a title is of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..table import Block, Paragraph, Table
from ..tables.exhibits import Exhibit
from ..tables.grids import first_printed
from ..tables.stitching import is_caption
from ..titles import is_title_like
from .held_back import Reason, held_back

#: What a title may say behind itself: （单位：万元）.
_MONEY = re.compile(r"[(（]\s*(?:金额)?单位[:：][^()（）]{1,8}[)）]\s*$")
#: Of fewer tables one may be without a title by chance.
_FEWEST = 2
_BELOW = Reason(
    "title-of-another-table",
    "第一张表上面没有题目，最后一个题目下面没有表：“{title}”是上面那张表的还是下面这张表的，分不清，{count} 个数未发布",
    "the first table has no title and the last title no table: whether {title!r} is of the table above it or below it "
    "is not certain; amounts held back: {count}",
)


def without_titles_below(exhibits: Sequence[Exhibit], blocks: Sequence[Block]) -> list[Exhibit]:
    """The tables, without the amounts of those whose title may be of the table above it."""
    reach = _reach(blocks)
    return [held_back(e, _BELOW) if e.run.first in reach else e for e in exhibits]


def _reach(blocks: Sequence[Block]) -> range:
    """The blocks in which titles may stand below their tables."""
    tables = [i for i, b in enumerate(blocks) if isinstance(b, Table) and first_printed(b) < len(b.rows)]
    nothing = range(0)
    if len(tables) < _FEWEST or not isinstance(blocks[tables[-1]], Table):
        return nothing
    between = [_telling(blocks, a + 1, b) for a, b in pairwise([-1, *tables, len(blocks)])]
    above, *others = between
    if above and _is_title(above[-1]):
        return nothing
    is_each_below = all(len(texts) == 1 and _is_title(texts[0]) for texts in others)
    return range(tables[0], len(blocks)) if is_each_below else nothing


def _is_title(text: str) -> bool:
    return is_title_like(_MONEY.sub("", text))


def _telling(blocks: Sequence[Block], start: int, end: int) -> list[str]:
    """The texts between two tables that are no captions."""
    texts = [b.text for b in blocks[start:end] if isinstance(b, Paragraph)]
    return [text for text in texts if text.strip() and (_is_title(text) or not is_caption(text))]
