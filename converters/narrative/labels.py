"""What the vocabulary's names and headings mean: the dimensions that an observation must have to be meant by them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from ...datapackage.frozen import frozen
from .outline import Section
from .vocabulary import fold, vocabulary

#: Stands for each fund that the tables have.
ANY = "*"
#: Stands in the vocabulary for the funds that the heading names.
_CONTEXT = "context"

Means = Mapping[str, tuple[str, ...]]
NO_MEANS: dict[str, tuple[str, ...]] = {}


@frozen()
class Meaning:
    """The dimensions that a name stands for. Empty ``means``: the name is not known."""

    label: str
    means: Means = field(default_factory=dict[str, tuple[str, ...]])
    function_code: str = ""
    economic_code: str = ""
    project_code: str = ""
    line: str = ""
    own: Mapping[str, str] = field(default_factory=dict[str, str])  # dimensions of what only the text prints
    both: str = ""  # the dimension of which the text speaks of every value
    written_as: str = ""  # the name of the classification, where the text has another
    firm: bool = True  # False: the name may stand for something else, so that another amount contradicts nothing
    or_line: tuple[str, ...] = ()  # other lines that the name may stand for
    or_else: Meaning | None = None  # what else the name may stand for: 住房公积金 of either classification

    @property
    def is_specific(self) -> bool:
        """Whether it is about one class or project rather than a total."""
        return bool(self.function_code or self.economic_code or self.project_code)

    @property
    def flow(self) -> str:
        """The one flow that it is about, "" where it is about none or several."""
        flows = self.means.get("flow", ())
        return flows[0] if len(flows) == 1 and self.both != "flow" else ""


@dataclass(frozen=True)
class Context:
    """What the figures of a place in the text are about, as far as its heading tells."""

    name: str
    means: Means
    is_of_section: bool = True  # False: it is told by the title of the whole part alone


@dataclass(frozen=True)
class Label:
    """A name of the vocabulary, where in the text it means something, and what."""

    name: re.Pattern[str]
    within: tuple[str, ...]
    means: Means
    own: Mapping[str, str]
    both: str
    kind: str  # budget or final, where the name means something else in the other
    firm: bool
    printed: re.Pattern[str]
    or_line: tuple[str, ...]
    side: str  # the flow of the whole, where the name means this only as a part of it


def _many(means: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {k: tuple(map(str, v)) if isinstance(v, list) else (str(v),) for k, v in means.items()}  # pyright: ignore


@cache
def labels() -> tuple[Label, ...]:
    """The names that the vocabulary has, the first that fits being the one that is meant."""
    return tuple(
        Label(
            re.compile(entry["name"]),
            tuple(entry.get("within", ())),
            _many(entry["means"]),
            entry.get("own", {}),
            entry.get("both", ""),
            entry.get("kind", ""),
            entry.get("firm", True),
            re.compile(entry.get("printed", "")),
            tuple(entry.get("or_line", ())),
            entry.get("side", ""),
        )
        for entry in vocabulary()["labels"]
    )


def context_of(section: Section, *texts: str) -> Context:
    """The context of a sentence: of the nearest heading that tells one, else of how one of ``texts`` begins.

    The title of the whole part (预算数据分析) comes last.
    """
    told = (_context(fold(heading), in_text=False) for heading in reversed(section.path[1:]))
    begun = (_context(fold(text)[:30], in_text=True) for text in texts)
    of_part = (_context_of_part(fold(title), is_alone=len(section.path) == 1) for title in section.path[:1])
    return next((context for context in chain(told, begun, of_part) if context), Context("", NO_MEANS))


def _context_of_part(title: str, *, is_alone: bool) -> Context | None:
    """The context that the title of a part tells; 部门预算情况说明 tells one where no heading stands below it."""
    context = _context(title, in_text=False)
    if context is None and is_alone and re.search(vocabulary()["context_of_part"], title):
        context = Context("all", {"fund": ("all",)})
    return replace(context, is_of_section=False) if context else None


@lru_cache(maxsize=4096)
def _context(bare: str, *, in_text: bool) -> Context | None:
    """The context that a folded heading tells, or the beginning of a text; None where it tells none."""
    for entry in vocabulary()["contexts"]:
        if (entry.get("in_text") or not in_text) and re.search(entry["heading"], bare):
            means = _many(entry["means"])
            return Context(means["context"][0], {k: v for k, v in means.items() if k != "context"})
    return None


def in_context(means: Means, context: Context) -> Means:
    """``means`` with the funds of the place in the text where the entry says `context`, each fund once."""
    if _CONTEXT not in means.get("fund", ()):
        return means
    own = context.means.get("fund", ())
    funds = chain.from_iterable(own if fund == _CONTEXT else (fund,) for fund in means["fund"])
    return {**means, "fund": tuple(dict.fromkeys(funds))}
