"""The parts of a document: which titles open its explanation and its glossary, and where these end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ..table import Block, Paragraph, Table
from .headings import LEVELS, LONGEST_HEADING, PART, is_short, key_of, level_of, ordinal, text_of, without_number, words

Kind = Literal["explanation", "glossary"]
Style = Literal["part", "bare", "numbered", "lower"]

_TABLE_TITLE = re.compile(r"表(?:[(（][^()（）]{1,20}[)）])?$")
#: An entry of a glossary: the term, and what it means.
_TERM = re.compile(r".[:：].")
#: So many paragraphs (caption, unit of money, a wrapped name) may stand between a table's title and the table.
_TITLE_TO_TABLE = 5


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the document below one title."""

    kind: Kind | None  # None: neither explanation nor glossary
    title: str
    start: int  # of the first block below the title
    stop: int


def parts_of(blocks: Sequence[Block], listed: set[int]) -> list[Part]:
    """The parts of the document that can be told by their titles, those without a sentence left out."""
    places = [
        (index, *_title(blocks, index))
        for index, block in enumerate(blocks)
        if index not in listed and isinstance(block, Paragraph) and is_short(block.text)
    ]
    style = _style(title for _, title, _ in places)
    opens: list[tuple[int, str, int]] = []
    inner = _restarted([title for _, title, _ in places]) if style == "numbered" else frozenset[int]()
    for place, (index, title, used) in enumerate(places):
        if place in inner:
            continue
        is_entry = bool(opens) and _is_bare_glossary(opens[-1][1]) and style != "part" and _kind_of(title) is None
        if _opens(style, title, blocks, index) and not (is_entry and level_of(title) is not None):
            opens.append((index, title, used))
    stops = [*(i for i, _, _ in opens[1:]), len(blocks)][: len(opens)]
    kind_of = _kind_below if style == "lower" else _kind_of
    parts = [Part(kind_of(t), t, i + used, stop) for (i, t, used), stop in zip(opens, stops, strict=True)]
    return [p for p in parts if p.kind is None or _has_sentence(blocks[p.start : p.stop])]


def _style(titles: Iterable[str]) -> Style:
    """How the document marks its parts: 第…部分, bare titles, numbers of the upper level, or only of the one below.

    名词解释 may stand without a number behind a text that is numbered.
    """
    found = list(titles)
    if any(PART.match(t) and _kind_of(t) for t in found):
        return "part"
    if any(level_of(t) is None and _kind_of(t) == "explanation" for t in found):
        return "bare"
    numbered = any(level_of(t) == 0 and _kind_of(t) for t in found)
    lower = [t for t in found if level_of(t) == 1 and _kind_below(t)]
    if len(lower) > 1 and not numbered:
        return "lower"
    return "numbered" if numbered or not any(map(_is_bare_glossary, found)) else "bare"


def _restarted(titles: Sequence[str]) -> frozenset[int]:
    """The places of headings that count from one again below a numbered title (三、…情况说明: 一、…).

    A title that is printed again further on (in a list of contents first) counts nothing below it.
    """
    inner: set[int] = set()
    outer = last = 0
    within: Kind | None = None
    for place, title in enumerate(titles):
        number = ordinal(title)
        if number is None:
            continue
        kind = _kind_of(title)
        is_term = within == "glossary" and _TERM.search(title)
        goes_on = number == outer + 1 and "glossary" in (kind, within)
        if within and (is_term or (number == last + 1 and not goes_on)):
            inner.add(place)
            last = number
        else:
            outer, last = number, 0
            within = kind if title not in titles[place + 1 :] else None
    return frozenset(inner)


def _is_bare_glossary(title: str) -> bool:
    """Whether a title without a number opens the glossary."""
    return level_of(title) is None and _kind_of(title) == "glossary"


def _opens(style: Style, title: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether a title opens a part, or ends one: what it opens may be neither explanation nor glossary."""
    if PART.match(title):
        return True
    if style != "bare" and _is_bare_glossary(title):
        return True
    if style == "part":
        return False
    if style == "bare":
        return level_of(title) is None and (_kind_of(title) is not None or _opens_table(blocks, index))
    return level_of(title) == (1 if style == "lower" else 0)


def _title(blocks: Sequence[Block], index: int) -> tuple[str, int]:
    """The title that starts at ``index`` and over how many paragraphs it goes: a long one wraps."""
    text = key_of(text_of(blocks[index]))
    if PART.match(text) and not _kind_of(text) and index + 1 < len(blocks):
        rest = key_of(text_of(blocks[index + 1]))
        if rest and len(rest) <= 12 and level_of(rest) is None and _kind_of(text + rest):
            return text + rest, 2
    return text, 1


def _kind_of(title: str) -> Kind | None:
    """What a title opens. A numbered one of a lower level (（一）…情况说明) opens nothing."""
    level = level_of(title)
    if level is not None and level > 0:
        return None
    is_part = PART.match(title) is not None
    bare = PART.sub("", title) if is_part else title
    bare = LEVELS[0].sub("", bare, count=1) if level == 0 else bare
    if words().glossary_title.search(bare):
        return "glossary"
    if is_part and words().further_part.search(bare):
        return "explanation"
    pattern = words().numbered_title if level == 0 else words().explanation_title
    return "explanation" if pattern.search(bare) else None


def _kind_below(title: str) -> Kind | None:
    """What a title of the level below (（一）收入支出决算总体情况说明。) opens in a document that has none above it."""
    bare = without_number(title).rstrip("。：:")
    if words().glossary_title.search(bare):
        return "glossary"
    return "explanation" if words().explanation_title.search(bare) else None


def _opens_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether the title of a printed table stands here, which ends a text that has no numbered parts."""
    if not _TABLE_TITLE.search(key_of(text_of(blocks[index]))):
        return False
    return any(isinstance(b, Table) for b in blocks[index + 1 : index + 1 + _TITLE_TO_TABLE])


def _has_sentence(blocks: Sequence[Block]) -> bool:
    return any("。" in text_of(b) or "；" in text_of(b) or len(text_of(b)) > LONGEST_HEADING for b in blocks)
