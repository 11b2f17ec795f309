"""The vocabulary of performance forms, as ``performance.yaml`` lists it, and how a damaged word finds its term."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

_IDLE = re.compile(r"[\s()（）\[\]【】:：;；,，.。、·'\"“”‘’_\-—－|/\\]+")
_OF_WHICH = "其中"
#: Two words for a year are no misprints of each other.
_YEARS = re.compile("[本当上前去往]年")
#: What may stand behind the name of a source.
_SAYS_NOTHING = ("", "资金", "收入", "金额", "数额", "数", "小计", "合计")
_ADDED = re.compile(r"(?:\s*[(（][^()（）]*[)）])+\s*$")


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """``text`` without white space and punctuation: what two prints of one label have in common."""
    return _IDLE.sub("", text)


@lru_cache(maxsize=65536)
def likeness(text: str, term: str) -> float:
    """How alike two words are, 0 to 1, by their common characters in order; punctuation does not count."""
    from rapidfuzz import fuzz

    return fuzz.ratio(key(text), key(term)) / 100


@lru_cache(maxsize=8192)
def unbracketed(text: str) -> str:
    """``text`` without what stands in brackets at its end: 年初目标值（A）, 得分（20分*执行率）."""
    return _ADDED.sub("", text) or text


def is_remnant(text: str, term: str) -> bool:
    """Whether ``text`` is ``term`` with its middle or tail lost at a border; the first four characters must stand."""
    part = key(text)
    if len(part) < 6 or not key(term).startswith(part[:4]):
        return False
    rest = iter(key(term))
    return all(char in rest for char in part)


@dataclass(frozen=True, slots=True)
class Match:
    """A term, what it stands for, and how alike the printed word is."""

    meaning: str
    term: str
    score: float


_NONE = Match("", "", 0.0)
Terms = tuple[tuple[str, str], ...]
#: Lists of terms with what finds the best of each. They are told apart by where they are: hashing one takes longer
#: than the answer.
_FINDERS: dict[int, tuple[Terms, Callable[[str], Match]]] = {}
_LISTS = 64


def best(text: str, terms: Terms) -> Match:
    """The (meaning, term) most like ``text``; of equally alike terms the first. Score 0 where nothing is alike.

    It is quick for lists that are made once.
    """
    known = _FINDERS.get(id(terms))
    if known is None:
        if len(_FINDERS) >= _LISTS:
            _FINDERS.clear()
        keys = tuple(key(term) for _, term in terms)
        known = _FINDERS[id(terms)] = terms, lru_cache(maxsize=16384)(partial(_best, terms, keys))
    return known[1](text)


def _best(terms: Terms, keys: tuple[str, ...], text: str) -> Match:
    from rapidfuzz import fuzz, process

    longest = 3 * max(len(term) for _, term in terms)
    if not key(text) or len(text) > max(longest, 40):
        return _NONE
    _, score, first = process.extractOne(key(text), keys, scorer=fuzz.ratio)
    return Match(*terms[first], score / 100) if score else _NONE


def named(text: str, terms: Terms, least: float, *, exact: bool) -> Match:
    """The source of money that ``text`` names; score 0 where it may be another one.

    What stands before a name or behind it makes it another source (非财政拨款, 地方财政资金, 财政拨款结转), and so may
    any other character: only where borders cut words, one that begins alike and is ``least`` alike counts.
    """
    match = best(text, terms)
    if match.score == 1.0:
        return match
    said = key(unbracketed(text)).removeprefix(_OF_WHICH)
    same = _sources(terms)
    if found := next((same[k] for end in _SAYS_NOTHING if (k := said.removesuffix(end)) in same), None):
        return Match(*found, 1.0)
    is_damaged = match.score >= least and not exact and said[:2] == key(match.term).removeprefix(_OF_WHICH)[:2]
    is_of_its_year = _YEARS.findall(said) == _YEARS.findall(match.term)
    return match if is_damaged and is_of_its_year and not says_more(said, match.term) else _NONE


def says_more(text: str, term: str) -> bool:
    """Whether ``text`` is ``term`` with more before it or behind it, which may make it another thing."""
    said, short = key(text).removeprefix(_OF_WHICH), key(term).removeprefix(_OF_WHICH)
    return short in said and not (said.startswith(short) and said.removeprefix(short) in _SAYS_NOTHING)


@cache
def _sources(terms: Terms) -> dict[str, tuple[str, str]]:
    return {key(term).removeprefix(_OF_WHICH): (meaning, term) for meaning, term in reversed(terms)}


def meanings(section: str) -> tuple[tuple[str, str], ...]:
    """(meaning, term) of a section of the vocabulary whose entries are lists of terms."""
    return _pairs(section)


@cache
def _pairs(section: str) -> tuple[tuple[str, str], ...]:
    return tuple((meaning, str(term)) for meaning, listed in vocabulary()[section].items() for term in listed)


@cache
def vocabulary() -> dict[str, Any]:
    """The whole vocabulary; a misspelt section is a ``KeyError``, never a default."""
    import yaml

    text = (Path(__file__).parent / "performance.yaml").read_text(encoding="utf-8")
    words = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for line, levels in words["levels"].items():
        labels = [level + end for level in levels for end in words["level_endings"]]
        means = {"labels": labels, "line": line, "fund": "fiscal-appropriation", "origin": "all"}
        words["funding"][line] = words["execution"][line] = means
    return words


def same_brackets(text: str) -> str:
    """``text`` with half-width brackets and colons."""
    return text.replace("（", "(").replace("）", ")").replace("：", ":")  # twice as quick as a translation
