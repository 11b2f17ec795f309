"""Parts of a web page behind tabs: the page shows one of them at first, each of the others once its tab is clicked.

A tab points to its part (``href="#part2"``), or a list has as many tabs as parts stand behind it, all but one hidden.
A part that holds a table counts where its tab is named as a table is; tabs of years and of units are no part of one
document.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from .styles import Styles

#: How a tab names the part that it shows.
_POINTING = ("href", "data-target", "data-bs-target", "aria-controls")
_TITLE = re.compile(r"表(?:[(（][^()（）]{1,20}[)）])?$")
_YEAR = re.compile(r"20\d\d")
_FEWEST = 2
_LONGEST_NAME = 60


def parts_behind_tabs(root: Any, styles: Styles) -> Mapping[Any, str]:
    """The parts of a page behind tabs, each with the name of its tab."""
    groups = (group for group in (*_pointed_to(root), *_counted(root, styles)) if _is_of_one_document(group))
    return {part: name for group in groups for part, name in group.items()}


def _pointed_to(root: Any) -> Iterator[dict[Any, str]]:
    """Parts beside each other that links of the page point to."""
    named = {element.get("id"): element for element in root.iterfind(".//*[@id]")}
    beside: dict[Any, dict[Any, str]] = defaultdict(dict)
    for tab in root.iter("a", "li", "button", "span"):
        for target in filter(None, map(tab.get, _POINTING)):
            part = named.get(target.removeprefix("#"))
            if part is not None and part.tag != "table":
                beside[part.getparent()].setdefault(part, _text(tab))
    yield from beside.values()


def _counted(root: Any, styles: Styles) -> Iterator[dict[Any, str]]:
    """Parts beside each other of which one alone is shown, behind a list of as many names."""
    for holder in root.iter("div", "section"):
        parts = [element for element in holder if isinstance(element.tag, str)]
        before = holder.getprevious()
        if before is None or len(parts) < _FEWEST or sum(map(styles.is_hidden, parts)) != len(parts) - 1:
            continue
        names = [_text(item) for item in _items(before)]
        if len(names) == len(parts):
            yield dict(zip(parts, names, strict=True))


def _items(tabs: Any) -> list[Any]:
    """The tabs in a list of them: its items, or what stands in it."""
    return tabs.findall(".//li") or [element for element in tabs if isinstance(element.tag, str)]


def _is_of_one_document(group: Mapping[Any, str]) -> bool:
    """Whether each part with a table is named as one, two parts at least, and no other is of a year of its own."""
    with_tables = [name for part, name in group.items() if part.find(".//table") is not None]
    others = set(group.values()).difference(with_tables)
    return (
        len(with_tables) >= _FEWEST
        and all(0 < len(name) <= _LONGEST_NAME for name in group.values())
        and all(map(_TITLE.search, with_tables))
        and not any(map(_YEAR.search, others))
    )


def _text(element: Any) -> str:
    return "".join(element.text_content().split())
