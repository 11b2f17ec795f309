"""Whose the blocks below a heading are: titles and covers of a unit's own disclosure, names right above a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..forms.form import fold
from ..table import Block, Paragraph, Table
from ..titles import is_listed, is_unit_name, unnumbered
from .numbering import LONGEST_HEADING, PART, level_of, number_of, numbered_within
from .owners import LABEL, NOBODY, SAYS_MORE, SHORTEST_NAME, UNTOLD, Owner, other
from .run import Run
from .stitching import is_caption, running_heads

#: 某中心2024年单位预算表, below the number of a part or alone on a cover.
_UNIT_TITLE = re.compile(
    r"^(?P<name>[^，。；：:\d]{2,40}?)(?:20\d\d年?度?)?(?:部门|单位)?(?:收支)?(?:预算|决算)(?:信息|公开|草案|情况|收支|附|套|报|表格?|说明|[（(][^（()）]{1,8}[）)])*$"
)
_BELOW_NAME = re.compile(
    r"^[(（]?20\d\d年度?[)）]?(?:部门|单位)(?:收支)?(?:预算|决算)(?:信息|公开|草案|情况|报表|说明)*$"
)
_FRAMED = re.compile(r"^[【\[](?P<name>[^【】\[\]\d]+)[】\]]$")
#: 2024年某中心单位预算
_YEAR_AHEAD = re.compile(r"^20\d\d年度?(?=.{4,40}(?:部门|单位)(?:预算|决算))")
#: 302001-某中心: its code before the name.
_CODED = re.compile(r"^[\[【(（]?(?P<code>\d{3}|\d{6,12})[\]】)）]?[-—_]*(?=[^\d年月日、.．])")
#: What a part of a document is called that is of the whole department.
_OF_ALL = re.compile("部门|汇总|合并|全部|综合|总表|[全总]体|说明|解释|附件")
#: Such a title is of the text below it; tables may stand below that, or be the next unit's.
_EXPLAINS = re.compile("说明$")
#: 局本级, 机关: the own office of the unit that the document is of.
_OWN_OFFICE = re.compile(r"(?:局|厅|委|部|办|院)?[(（]?(?:本级|机关|本部)[)）]?")


def headed(
    blocks: Sequence[Block], runs: Sequence[Run], disclosure: Disclosure, *, tables: bool = False
) -> list[Owner | None]:
    """The unit that the headings above each block say it is of; None for the document's own.

    A heading is the title of a unit's own disclosure, or a unit's name right above a table. Lines of a list or a
    table of contents are none. Whose ``tables`` are, titles of texts do not tell where the last has none below it:
    each unit's text stands behind its tables then. Below a line that ends the part of a unit and names no other (二、
    所属单位预算 behind 一、局机关预算) it is ``UNTOLD``.
    """
    firsts = {run.first for run in runs}
    headings = {h.index: h for h in _headings(blocks, firsts, disclosure.unit_name)}
    of_texts = [h.index for h in headings.values() if h.explains]
    if tables and of_texts and of_texts[-1] > max(firsts, default=0):
        headings = {index: h for index, h in headings.items() if not h.explains}
    found: list[Owner | None] = []
    above: list[_Heading] = []  # those that the block stands below, the upper level first
    lines = {
        i: (level, number_of(b.text))
        for i, b in enumerate(blocks)
        if isinstance(b, Paragraph) and i not in firsts and (level := level_of(b.text))
    }
    within = numbered_within(lines, {i: h.level for i, h in headings.items() if i in lines})
    for index, block in enumerate(blocks):
        heading = headings.get(index)
        level = heading.level if heading else lines[index][0] if index in lines and index not in within else None
        if level is not None:
            ends = any(h.level == level and _unit(h, disclosure) for h in above) and not heading
            above = [h for h in above if h.level < level and not _goes_on(lines, h, index)]
            is_untold = ends and isinstance(block, Paragraph) and not _OF_ALL.search(block.text)
            above += [_Heading(index, "", level)] if is_untold else []
        above += [heading] if heading else []
        found.append(_unit(above[-1], disclosure) if above else None)
    return found


def _goes_on(lines: Mapping[int, tuple[int, int]], heading: _Heading, index: int) -> bool:
    """Whether a numbered line goes on with those above a title that has none: 四、 behind 某校报表, 二、 above it."""
    if heading.level or index not in lines:
        return False
    level, number = lines[index]
    below = (i for i, line in lines.items() if heading.index < i < index and line[0] <= level)
    before = [line[1] for i, line in lines.items() if i < heading.index and line[0] == level]
    return next(below, None) is None and bool(before) and 0 < before[-1] < number


@dataclass(frozen=True, slots=True)
class _Heading:
    index: int
    name: str
    level: int  # by the kind of number that it bears; 0 for a title on a cover of its own
    code: str = ""
    explains: bool = False  # the title of a text


def _headings(blocks: Sequence[Block], firsts: Collection[int], own: str) -> Iterator[_Heading]:
    heads = {index for index, _ in running_heads(blocks)}
    named = {
        i: h for i, b in enumerate(blocks) if i not in heads and isinstance(b, Paragraph) and (h := _named(i, b.text))
    }
    for index, (heading, is_title) in named.items():
        listed_above = any(
            i < index - 1 and h.name == heading.name and h.level == heading.level for i, (h, _) in named.items()
        )
        # Below a table of contents that names it stands the heading itself.
        beside = (named[i] for i in ((index + 1,) if listed_above else (index - 1, index + 1)) if i in named)
        if any(fold(h.name) != fold(heading.name) for h, title in beside if not (title and _is_above(h, heading, own))):
            continue  # an item of a list
        if is_title or _is_on_a_cover(blocks, index) or _is_above_a_table(blocks, index, firsts):
            yield heading


def _is_above(title: _Heading, heading: _Heading, own: str) -> bool:
    """Whether a title is the document's own, which its first part stands right below: 第一部分 某局本级单位预算."""
    return 0 == title.level < heading.level and fold(title.name) == fold(own)


def _named(index: int, text: str) -> tuple[_Heading, bool] | None:
    """The unit that a line names and nothing else, and whether it is the title of that unit's disclosure."""
    bare = LABEL.sub("", _FRAMED.sub(r"\g<name>", undo_spaces(text)))
    if len(bare) > LONGEST_HEADING or is_listed(text) or SAYS_MORE.search(bare):
        return None
    level = level_of(text) or 0
    part = PART.match(bare)
    bare = _YEAR_AHEAD.sub("", unnumbered(bare[part.end() :] if part else bare))
    coded = _CODED.match(bare)
    bare = bare[coded.end() :] if coded else bare
    title = _UNIT_TITLE.match(bare)
    name = title["name"] if title else bare
    shortest = SHORTEST_NAME - 1 if level and title else SHORTEST_NAME  # 二、水文站预算
    if _OWN_OFFICE.fullmatch(name) or (len(name) >= shortest and is_unit_name(name) and not NOBODY.search(name)):
        code = coded["code"] if coded else ""
        return _Heading(index, name, level, code, bool(title and _EXPLAINS.search(bare))), title is not None
    return None


def _is_on_a_cover(blocks: Sequence[Block], index: int) -> bool:
    """Whether what a cover prints below a name stands there: 2024年单位预算, or the year and 单位预算 in two lines."""
    below = [undo_spaces(b.text) for b in blocks[index + 1 : index + 3] if isinstance(b, Paragraph)]
    return bool(below) and bool(_BELOW_NAME.match(below[0]) or _BELOW_NAME.match("".join(below)))


def _is_above_a_table(blocks: Sequence[Block], index: int, firsts: Collection[int]) -> bool:
    below = next((i for i in range(index + 1, len(blocks)) if not _is_caption(blocks[i])), None)
    if below is None or blocks[below].origin.file != blocks[index].origin.file:
        return False  # the last line of one file says nothing of what the next begins with
    return below in firsts or isinstance(blocks[below], Table)


def _is_caption(block: Block) -> bool:
    return isinstance(block, Paragraph) and is_caption(block.text)


def _unit(heading: _Heading, disclosure: Disclosure) -> Owner | None:
    if not heading.name:
        return UNTOLD
    own = _OWN_OFFICE.fullmatch(heading.name) is not None
    name = disclosure.unit_name + re.sub(r"^[局厅委部办院]", "", heading.name) if own else heading.name
    return other(Owner(name, heading.code), disclosure)
