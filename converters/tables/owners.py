"""Whose a printed table is: the unit that its captions, its title or the headings above it name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..forms.form import fold
from ..table import Block, Paragraph, Table
from ..titles import OF_ITSELF, is_listed, is_unit_name, name_behind, normalise, unnumbered, without_number
from .stitching import Run, is_caption, running_heads

_OWNER = re.compile(
    r"^(?:(?:财决|财预|预算|决算)?(?:公开|附表?|表)\d{1,2}表?)?(?:(?:预算|部门|单位)?[代编]码[:：]\d{3,12})?(?:编制|填报|公开|预算|填表|报送)?(?:部门|单位)(?:[(（]单位[)）]|[/／]单位)?"
    r"(?:[代编]码[及和与])?(?:名称)?[:：][\[【(（]?(?P<code>\d{3,12})?[\]】)）]?[-—_]*"
    r"(?P<name>[^:：\d][^:：]{2,40}?)(?:[\[【(（]?(?P<behind>\d{6,12}|(?<=[\[【(（])\d{3,5})[\]】)）]?)?"
    r"(?:(?:20\d\d年|(?:财决|财预|预算|决算)?(?:公开|附表?|表)\d{1,2}|(?:金额)?单位[:：]).*)?$"
)
#: [128]某中心, 128001-某中心, 某中心[128001]: a caption without a label is told by the code beside the name.
_CODE_AND_NAME = tuple(
    re.compile(rf"^{pattern}(?:(?:金额)?单位[:：].*)?$")
    for pattern in (
        r"[\[【(（](?P<code>\d{3}|\d{6,12})[\]】)）][-—_]*(?P<name>[^:：\d][^:：]{2,40}?)",
        r"(?P<code>\d{6,12})[-—_]+(?P<name>[^:：\d][^:：]{2,40}?)",
        r"(?P<name>[^:：\d][^:：]{2,40}?)[\[【(（](?P<code>\d{3}|\d{6,12})[\]】)）]",
    )
)
_LEVEL = re.compile(r"\(?(?:本级|机关|本部|汇总|部门|单位|合计)\)?")
#: Share of the longer of two names that stands in the shorter in the same order: one name, misread.
_SAME_NAME = 0.9
_SHORTEST_NAME, _LONGEST_HEADING = 4, 60
#: 市级部门, 所属单位: some units, none by name.
_NOBODY = re.compile(r"(?:部门|单位)(?:[(（][^()（）]*[)）])?$")
#: 某中心2024年单位预算表, below the number of a part or alone on a cover.
_UNIT_TITLE = re.compile(
    r"^(?P<name>[^，。；：:\d]{2,40}?)(?:20\d\d年?度?)?(?:部门|单位)?(?:收支)?(?:预算|决算)(?:信息|公开|草案|情况|收支|附|套|报|表格?|说明|[（(][^（()）]{1,8}[）)])*$"
)
_BELOW_NAME = re.compile(
    r"^[(（]?20\d\d年度?[)）]?(?:部门|单位)(?:收支)?(?:预算|决算)(?:信息|公开|草案|情况|报表|说明)*$"
)
_PART = re.compile(r"^\s*(?:#+\s*)?第[一二三四五六七八九十]+(?:部分|篇|章)[:：、\s]*")
_NUMBER = re.compile(r"^\s*(?:([一二三四五六七八九十]+[、.．])|([(（][一二三四五六七八九十]+[)）])|(\d{1,2}[、.．]))")
_NUMERALS = "一二三四五六七八九"
_DIGITS = re.compile(rf"[{_NUMERALS}]?十[{_NUMERALS}]?|[{_NUMERALS}]|\d+")
#: The level of 第一部分.
_PART_LEVEL = 1
#: 第三部分：某中心, 附件2：某中心2024年单位预算, 二级预算单位一：某中心: what a part is, before whose it is.
_LABEL = re.compile(
    rf"^(?:第[{_NUMERALS}十]+(?:部分|篇|章)|附[件表]?(?:\d+|[{_NUMERALS}十]+)?"
    rf"|(?:[一二三]级(?:预算)?|下属|所属)单位(?:\d+|[{_NUMERALS}十]+)?|单位(?:\d+|[{_NUMERALS}十]+))[:：]"
)
_FRAMED = re.compile(r"^[【\[](?P<name>[^【】\[\]\d]+)[】\]]$")
#: 2024年某中心单位预算
_YEAR_AHEAD = re.compile(r"^20\d\d年度?(?=.{4,40}(?:部门|单位)(?:预算|决算))")
#: No line that is a name and nothing else.
_SAYS_MORE = re.compile("[:：，。；]")
#: 302001-某中心: its code before the name.
_CODED = re.compile(r"^[\[【(（]?(?P<code>\d{3}|\d{6,12})[\]】)）]?[-—_]*(?=[^\d年月日、.．])")
#: What a part of a document is called that is of the whole department.
_OF_ALL = re.compile("部门|汇总|合并|全部|综合|总表|[全总]体|说明|解释|附件")
#: Such a title is of the text below it; tables may stand below that, or be the next unit's.
_EXPLAINS = re.compile("说明$")
#: 局本级, 机关: the own office of the unit that the document is of.
_OWN_OFFICE = re.compile(r"(?:局|厅|委|部|办|院)?[(（]?(?:本级|机关|本部)[)）]?")


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit other than the document's that a table says it is of."""

    name: str
    code: str = ""


#: Whose a table is that stands in a part of its own, which does not name its unit.
UNTOLD = Owner("")


def stand_apart(runs: Iterable[Run], disclosure: Disclosure) -> bool:
    """Whether captions name a department's units, its own office among them where that is what they name beside it."""
    names = {undo_spaces(owner.name) for owner in map(captioned, runs) if owner}
    is_department = disclosure.scope == "department" or any(
        _is_level_of(name, own) for name in names for own in names - {name}
    )
    return is_department and len({fold(name) for name in names}) > 1


def owner_of(run: Run, disclosure: Disclosure, *, apart: bool) -> Owner | None:
    """The unit that the captions or the title of a table name, where it is not the document's.

    ``apart``: the document has tables of the department and of its units, so that 某局本级 is one of these.
    """
    owner = captioned(run)
    if owner is None:
        owner = titled(run)
        return None if owner is None or _is_short_for_own(owner.name, disclosure) else other(owner, disclosure)
    return other(owner, disclosure, apart=apart)


def other(owner: Owner, disclosure: Disclosure, *, apart: bool = True) -> Owner | None:
    """``owner`` where it is another unit than the document's; 某局本级 is one where tables stand ``apart``."""
    if not is_same_unit(owner.name, disclosure):
        return owner
    # 某局本级 beside 某局 and its schools is a unit among them; where nobody else is named it is the document's own.
    return owner if apart and any(_is_level_of(owner.name, own) for own in _own_names(disclosure)) else None


def captioned(run: Run) -> Owner | None:
    """The unit that the captions of a table name."""
    texts = [n.text for n in run.notes] + [c.text for t in run.tables for row in t.rows[:3] for c in row]
    for match in (_OWNER.match(undo_spaces(t)) for t in texts):
        if match and is_unit_name(match["name"]):
            return Owner(match["name"], match["code"] or match["behind"] or "")
    above = [undo_spaces(n.text) for n in run.notes[: run.above]]
    for match in (pattern.match(text) for text in above for pattern in _CODE_AND_NAME):
        if match and is_unit_name(match["name"]):
            return Owner(match["name"], match["code"])
    return None


def titled(run: Run) -> Owner | None:
    """The unit whose name stands before the title of a table that a form knows, or behind it: 某中心2024年支出总表."""
    if name := name_behind(run.title)[1]:
        return Owner(name)
    title = unnumbered(without_number(_LABEL.sub("", undo_spaces(run.title))))
    known = {normalise(t) for form in run.forms for t in form.titles}
    for end in range(_SHORTEST_NAME, len(title) - 1):
        name, rest = title[:end], title[end:]
        if is_unit_name(name) and not _SAYS_MORE.search(name) and not _NOBODY.search(name) and normalise(rest) in known:
            level = re.match(rf"(?=[(（]){OF_ITSELF.pattern}", rest)
            return Owner(name + (level[0] if level else ""))
    return None


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
        i: (level, _number_of(b.text))
        for i, b in enumerate(blocks)
        if isinstance(b, Paragraph) and i not in firsts and (level := level_of(b.text))
    }
    within = _numbered_within(lines, {i: h.level for i, h in headings.items() if i in lines})
    for index, block in enumerate(blocks):
        heading = headings.get(index)
        level = heading.level if heading else lines[index][0] if index in lines and index not in within else None
        if level is not None:
            ends = any(h.level == level and _unit(h, disclosure) for h in above) and not heading
            above = [h for h in above if h.level < level]
            is_untold = ends and isinstance(block, Paragraph) and not _OF_ALL.search(block.text)
            above += [_Heading(index, "", level)] if is_untold else []
        above += [heading] if heading else []
        found.append(_unit(above[-1], disclosure) if above else None)
    return found


def _numbered_within(lines: Mapping[int, tuple[int, int]], headings: Mapping[int, int]) -> set[int]:
    """The numbered lines that begin anew in the part of each unit: 一、 below every （一）某中心2024年单位预算.

    A line that as well goes on with the numbers around the parts is none of them. ``lines``: level and number of each,
    those of ``headings``, which have a level, among them.
    """
    within: set[int] = set()
    others = {i: line for i, line in lines.items() if i not in headings}
    for level in set(headings.values()):
        parts = [i for i, own in headings.items() if own == level]
        around = _numbers([lines[i] for i in sorted(lines) if i <= parts[-1] and (i < parts[0] or i in parts)])
        found = [
            _begun_anew(others, range(start + 1, end), level, around)
            for start, end in pairwise([*parts, max(lines, default=0) + 1])
        ]
        if len(parts) > 1 and all(found[:-1]):  # the last may have no text of its own
            within.update(*found)
    return within


def _begun_anew(lines: Mapping[int, tuple[int, int]], part: range, level: int, around: Mapping[int, int]) -> list[int]:
    """The lines of a part that count from one on, and are of no level below its heading's."""
    within: list[int] = []
    last: dict[int, int] = {}
    for index in part:
        own, number = lines.get(index, (level + 1, 0))
        if own > level:
            continue
        if own == _PART_LEVEL or number != last.get(own, 0) + 1 or 1 < number == around.get(own, 0) + 1:
            break
        last[own] = number
        within.append(index)
    return within


def _numbers(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """The last number of each level, those below the last line of an upper level."""
    last: dict[int, int] = {}
    for level, number in lines:
        last = {k: n for k, n in last.items() if k < level} | {level: number}
    return last


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
    bare = _LABEL.sub("", _FRAMED.sub(r"\g<name>", undo_spaces(text)))
    if len(bare) > _LONGEST_HEADING or is_listed(text) or _SAYS_MORE.search(bare):
        return None
    level = level_of(text) or 0
    part = _PART.match(bare)
    bare = _YEAR_AHEAD.sub("", unnumbered(bare[part.end() :] if part else bare))
    coded = _CODED.match(bare)
    bare = bare[coded.end() :] if coded else bare
    title = _UNIT_TITLE.match(bare)
    name = title["name"] if title else bare
    shortest = _SHORTEST_NAME - 1 if level and title else _SHORTEST_NAME  # 二、水文站预算
    if _OWN_OFFICE.fullmatch(name) or (len(name) >= shortest and is_unit_name(name) and not _NOBODY.search(name)):
        code = coded["code"] if coded else ""
        return _Heading(index, name, level, code, bool(title and _EXPLAINS.search(bare))), title is not None
    return None


def level_of(text: str) -> int | None:
    """The level of a short numbered line, 第一部分 being the uppermost; None for other lines."""
    bare = undo_spaces(text)
    if len(bare) > _LONGEST_HEADING:
        return None
    if _PART.match(bare):
        return _PART_LEVEL
    match = _NUMBER.match(bare)
    return _PART_LEVEL + (match.lastindex or 0) if match else None


def _number_of(text: str) -> int:
    """The number that a numbered line begins with: 12 of 十二、 and of 12.; 0 where it counts no further."""
    found = _DIGITS.search(undo_spaces(text))
    numeral = found[0] if found else "0"
    if numeral.isdigit():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    return (10 * (_NUMERALS.index(tens or "一") + 1) if ten else 0) + (_NUMERALS.index(ones) + 1 if ones else 0)


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


def _own_names(disclosure: Disclosure) -> list[str]:
    return [name for name in (disclosure.unit_name, disclosure.department_name) if name]


def _is_level_of(name: str, own: str) -> bool:
    level = fold(name).removeprefix(fold(own))
    return level != fold(name) and OF_ITSELF.fullmatch(level) is not None


def is_own_level(name: str, disclosure: Disclosure, named: Collection[str]) -> bool:
    """Whether ``name`` is 某局本级 in a table that names 某局 or its units too: one of those of the department."""
    own = [o for o in _own_names(disclosure) if _is_level_of(name, o)]
    beside_units = disclosure.scope == "department" and any(n and not is_same_unit(n, disclosure) for n in named)
    return bool(own) and (beside_units or any(fold(n) == fold(o) for o in own for n in named))


def is_same_unit(name: str, disclosure: Disclosure) -> bool:
    """Whether ``name`` can be the name of the document's own unit or department, shortened or spelt out."""
    return any(_alike(fold(name), fold(own)) for own in _own_names(disclosure))


def _is_short_for_own(name: str, disclosure: Disclosure) -> bool:
    """Whether ``name`` is the document's unit with characters left out: 规资局 for 规划和自然资源局."""
    for own in map(fold, _own_names(disclosure)):
        shorter, longer = sorted((fold(name), own), key=len)
        if shorter[-1:] == longer[-1:] and LCSseq.similarity(shorter, longer) == len(shorter):
            return True
    return not _own_names(disclosure)


def _alike(a: str, b: str) -> bool:
    """Whether two folded names are one unit's: with or without the place before it and 本级 behind it, or misread.

    A name that goes on with more than that is a subordinate's: 某市财政局国库支付中心.
    """
    shorter, longer = sorted((a, b), key=len)
    if longer.endswith(shorter) or _LEVEL.fullmatch(longer.removeprefix(shorter)):
        return True
    return LCSseq.similarity(a, b) >= _SAME_NAME * len(longer)
