"""The words of sentences (``narrative.yaml``), and the one form of characters that their patterns are written in."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

_FOLD = str.maketrans("０１２３４５６７８９％（）．－“”„‟＂〃", '0123456789%().-""""""')
_PUNCTUATION = {",": "，", ":": "：", ";": "；"}
#: Punctuation that is no comma between digits.
_NARROW = re.compile(r"(?<!\d),|,(?!\d)|[:;]")
#: What 一般公共预算 was called before the budget law of 2014, in as many characters.
_FORMER = re.compile("(?<!一般)公共财政预算")
#: 公共预算财政拨款 of years before 2015 is what 一般公共预算财政拨款 is now.
_NOW_OR_FORMERLY = "(?:一般)?公共预算"


@cache
def vocabulary() -> dict[str, Any]:
    """The content of ``narrative.yaml``."""
    text = Path(__file__).with_name("narrative.yaml").read_text("utf-8").replace("一般公共预算", _NOW_OR_FORMERLY)
    data: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of sentences, by its name in the vocabulary."""
    return re.compile(vocabulary()["sentence"][name])


@cache
def change_verb() -> re.Pattern[str]:
    """A word of rise or fall that ends what stands before a number."""
    words = vocabulary()["sentence"]
    up, down = "|".join(words["up"]), "|".join(words["down"])
    return re.compile(rf"(?:(?P<up>{up})|(?P<down>{down})){words['after_verb']}$")


@cache
def begins_change() -> re.Pattern[str]:
    """A word of rise or fall."""
    words = vocabulary()["sentence"]
    return re.compile("|".join((*words["up"], *words["down"])))


@cache
def strip(which: str) -> re.Pattern[str]:
    """What is no part of a name: before it, behind it, or what makes it a figure."""
    return re.compile(vocabulary()["strip"][which])


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """``text`` in the forms that the patterns are written in, character for character, and under today's name."""
    return _FORMER.sub("一般公共预算", _NARROW.sub(lambda mark: _PUNCTUATION[mark[0]], text.translate(_FOLD)))
