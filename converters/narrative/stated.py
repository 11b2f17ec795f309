"""A figure of the explanatory text in its place, with what it means and what was found of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from ...datapackage.model import Disclosure, Fact, Origin
from .labels import Meaning
from .outline import Section
from .passages import Passage
from .sentences import Figure

Outcome = Literal["agrees", "disagrees", "not-checkable"]
#: The phase of the amounts of each kind of document.
PHASES = {"budget": "approved", "final": "executed"}


@dataclass(frozen=True)
class Stated:
    """A figure in its place, what it means, and what was found of it."""

    figure: Figure
    passage: Passage
    section: Section
    sentence: str
    meaning: Meaning
    facts: tuple[Fact, ...] = ()  # the observations of the same meaning, all of one amount
    outcome: Outcome = "not-checkable"
    base: int | None = None  # position, in the section, of the amount that a change, rate or share belongs to

    @property
    def cell(self) -> Origin:
        """Where its number is printed."""
        return self.passage.origin(self.figure.start, self.figure.end)

    @property
    def label(self) -> str:
        return self.meaning.label or self.figure.name

    def line_of(self, fact: Fact) -> str:
        """The line of ``fact``. What a fund has is its line in one table and the total of its column in another:
        whichever was read, the line of the fund that the name says.
        """
        funds, lines = (self.meaning.means.get(d, ()) for d in ("fund", "line"))
        is_of_fund = len(funds) == 1 and funds == lines[:1] and fact.line in ("", "total")
        return lines[0] if is_of_fund else fact.line

    def is_own(self, disclosure: Disclosure) -> bool:
        """Whether it is an amount of this year that may be an observation of its own."""
        year = self.figure.year or disclosure.year
        return self.figure.role == "amount" and bool(self.meaning.own) and year == disclosure.year


def yuan_of(figure: Figure) -> Decimal:
    """The yuan in the unit that ``figure`` is printed in."""
    return replace(figure, value=Decimal(1)).yuan
