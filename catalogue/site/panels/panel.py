"""A picture with what it rests on: a sentence as title, the figures in a table, the question to ask for more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..pictures import Mark
from ..shelf import Row
from ..words import Reader

#: The tables that say a total, a class and a kind best, best first; the others print the same money again.
TOTALS = ["budget-summary", "expenditure-summary", "revenue-summary", "overall-performance", "narrative"]


CLASSES = ["expenditure-summary", "general-budget-by-function", "appropriation-by-function"]


THREE_PUBLIC = [
    "three-public",
    "total",
    "foreign-travel",
    "vehicle",
    "vehicle-purchase",
    "vehicle-operation",
    "reception",
]


CODES = [
    "general-budget-by-function", "appropriation-by-function", "government-fund", "state-capital",
    "expenditure-summary", "expenditure-by-economic", "basic-expenditure-by-economic",
    "appropriation-basic-by-economic",
]  # fmt: skip


KINDS = ("personnel", "operating", "project")


KIND_COLOR = {"personnel": 2, "operating": 1, "project": 5, "basic": 4}


OWN_PHASE = {"budget": "approved", "final": "executed"}


_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十廿]+[)）、.]\s*|^\d+[.、]\s*")


@dataclass(frozen=True, slots=True)
class Panel:
    """One picture: ``draw(width)`` gives its SVG; each row of the table has its words and the observation behind it."""

    name: str
    title: str
    draw: Callable[[int], str]
    headings: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], Row], ...]
    note: str = ""
    question: str = ""
    parameters: Mapping[str, str] | None = None
    wide: int = 720

    @property
    def is_askable(self) -> bool:
        """Whether the question can be asked of what the picture shows: units without a code cannot be named in one."""
        return bool(self.question) and all((self.parameters or {}).values())

    @property
    def is_drawn(self) -> bool:
        return bool(self.draw(self.wide))


def drawn(panels: Sequence[Panel | None]) -> list[Panel]:
    return [p for p in panels if p is not None and p.is_drawn]


def mark(reader: Reader, row: Row, label: str, color: int = 0) -> Mark:
    return Mark(label, row["amount"], reader.money(row["amount"]), cell_of(reader, row), color)


def cell_of(reader: Reader, row: Row) -> str:
    return reader.link("where/" + row["observation_id"])


def named(row: Row) -> str:
    return plain(row["label"])


def plain(label: str) -> str:
    """A printed label without its numbering."""
    return _NUMBERING.sub("", label)


def is_sure(row: Row) -> bool:
    """Whether equations confirm a figure and no finding names it as one of those that do not agree."""
    return bool(row["confirmations"]) and not row["disputed"]


def year_and_phase(reader: Reader, row: Row) -> str:
    return reader.t(
        f"{row['fiscal_year']} 年{reader.named('phase', row['phase'])}",
        f"{row['fiscal_year']} {reader.named('phase', row['phase'])}",
    )
