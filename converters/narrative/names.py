"""Printed names in a sentence: what a number is about, and the chains of functional classes (类, 款, 项)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .vocabulary import pattern, strip

_NAMED = re.compile(r"(?:[^，；：。()]|\([^()，；：。]{1,12}\)|(?<=\d)\([^()，；：。\d]{13,40}\))*$")
_MARKED = re.compile(
    r"\"?(?P<name>(?:[^()，；：。\"]|\"[^()，；：。\"]{1,6}\"(?=[^(\"])|\((?!类\)|款\)|项\))[^()]{1,16}\))+)\"?"
    r"\((?P<level>[类款项])\)"
)
_DASHED = re.compile(r"\"(?P<names>[^\"]+)\"科目")
_DASH = re.compile(r"\s*[-—–－]+\s*")


@dataclass(frozen=True, slots=True)
class Chain:
    """The names of a functional classification from 类 down, as the text prints them."""

    names: tuple[str, ...]
    levels: tuple[int, ...]
    start: int
    end: int


def name_before(lead: str) -> str:
    """The name that ends ``lead``: behind the last punctuation mark, without comparison and year."""
    return without_lead(pattern("own_budget").sub("", pattern("comparison").sub("", printed_name(lead))))


def printed_name(lead: str) -> str:
    """The words that end ``lead``, up to the last punctuation mark."""
    match = _NAMED.search(lead)
    return match[0] if match else ""


def without_lead(name: str) -> str:
    """``name`` without what leads to it (numbers of items, years, 其中) and the particles behind it."""
    name = strip("lead").sub("", name.strip("，、；：。 "))
    name = strip("particles").sub("", name).strip("，、；：。 ")
    return f'"{name}' if name.count('"') % 2 else name


def clean(name: str) -> str:
    """The bare name, also without what makes it a figure: 预算数为, 支出决算, 总额."""
    return strip("tail").sub("", without_lead(name)).strip("，、；：。 ")


def chains(text: str) -> Iterator[Chain]:
    """The function chains of a paragraph: A(类)B(款)C(项), or "A-B-C"科目."""
    held: list[re.Match[str]] = []
    for match in _MARKED.finditer(text):
        if held and (match.start() != held[-1].end() or _rank(match) <= _rank(held[-1])):
            yield _chain(held)
            held = []
        held.append(match)
    if held:
        yield _chain(held)
    for match in _DASHED.finditer(text):
        names = tuple(n for n in _DASH.split(match["names"]) if n)
        if "(类)" not in match["names"] and len(names) > 1:
            yield Chain(names, tuple(range(1, len(names) + 1)), match.start(), match.end())


def _rank(match: re.Match[str]) -> int:
    return "类款项".index(match["level"]) + 1


def _chain(matches: Sequence[re.Match[str]]) -> Chain:
    names = tuple(strip("lead").sub("", m["name"]) for m in matches)
    return Chain(names, tuple(_rank(m) for m in matches), matches[0].start(), matches[-1].end())
