"""Headings of a text: how they are numbered, of which level they are, and what tells one from a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from ..table import Block, Paragraph

#: What may stand before a heading or an item and is no part of it: the marks of a list, of Markdown.
MARKS = re.compile(r"^\s*(?:#+\s+|[-*]\s+)")
#: The dots that lead to a page number in a table of contents.
LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d*\s*$")
_NUMERAL = "一二三四五六七八九十百"
PART = re.compile(rf"第[{_NUMERAL}\d]+部分")
#: How headings and list items are numbered, from the upper level to the lower.
LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?:[{_NUMERAL}]{{1,3}}[、.．]|第[{_NUMERAL}]+[章节条])"),
    re.compile(rf"[(（][{_NUMERAL}]{{1,3}}[)）]"),
    re.compile(r"\d{1,2}(?:[、]|[.．](?!\d{2,}(?!\d|年)))"),
    re.compile(r"[(（]\d{1,2}[)）]"),
)
_ORDINAL = re.compile(
    r"(?=[一二三四五六七八九十])(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?[、.．]"
)
_MONEY = re.compile(r"\d\s*(?:亿|万|千|元|%|％)")
_NUMBER = re.compile(rf"\d+|[{_NUMERAL}]+")
LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of ``narrative.yaml`` that titles and headings are known by."""

    contents: frozenset[str]
    explanation_title: re.Pattern[str]
    numbered_title: re.Pattern[str]
    further_part: re.Pattern[str]
    glossary_title: re.Pattern[str]
    goes_on: re.Pattern[str]
    heading_end: re.Pattern[str]
    own_heading: re.Pattern[str]


@cache
def words() -> _Words:
    """The titles that open the text part, compiled once."""
    text = Path(__file__).with_name("narrative.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["outline"]
    patterns = {name: re.compile(data[name]) for name in _Words.__dataclass_fields__ if name != "contents"}
    return _Words(frozenset(data["contents"]), **patterns)


def text_of(block: Block) -> str:
    """The text of a paragraph; none of a table."""
    return block.text if isinstance(block, Paragraph) else ""


@lru_cache(maxsize=16_384)
def key_of(text: str) -> str:
    """A line as it is compared: without list marks, leaders and white space."""
    return "".join(MARKS.sub("", LEADERS.sub("", text)).split())


@lru_cache(maxsize=16_384)
def is_short(text: str) -> bool:
    """Whether a line can be a title by its length, and is no sentence with another behind it."""
    key = key_of(text)
    return len(key) <= LONGEST_HEADING and not any(c in key[:-1] for c in "。；;")


@lru_cache(maxsize=16_384)
def level_of(text: str) -> int | None:
    """The level of the number that a heading or list item begins with."""
    return next((level for level, pattern in enumerate(LEVELS) if pattern.match(text)), None)


def ordinal(title: str) -> int | None:
    """The number of a heading of the upper level (三、 is 3) up to 99; None for any other."""
    number = _ORDINAL.match(title)
    if number is None:
        return None
    tens, ten, ones = number["tens"], number["ten"], number["ones"]
    return (_NUMERAL.index(tens or "一") + 1) * 10 * bool(ten) + (_NUMERAL.index(ones) + 1 if ones else 0)


def number_of(text: str) -> int | None:
    """The number that a heading or list item begins with, at whatever level: 2 for （二）, 2. and 二、."""
    numeral = _NUMBER.search(text[:6])
    if level_of(text) is None or numeral is None:
        return None
    return int(numeral[0]) if numeral[0].isdecimal() else ordinal(f"{numeral[0]}、")


@lru_cache(maxsize=16_384)
def heading_level(text: str) -> int | None:
    """The level of a heading; None for a sentence, also for one that is numbered."""
    level = level_of(text)
    if level is None:
        return len(LEVELS) if words().own_heading.search(text) and len(text) <= LONGEST_HEADING else None
    body = text.rstrip("。：:")
    is_sentence = any(c in body for c in "。；;：:") or _MONEY.search(body) or len(body) > LONGEST_HEADING
    ends_so = text.endswith("。") and not words().heading_end.search(body)
    return None if is_sentence or ends_so or text.endswith(("；", ";", "，")) else level


def without_number(key: str) -> str:
    """A title without its number."""
    level = level_of(key)
    return key if level is None else LEVELS[level].sub("", key, count=1)
