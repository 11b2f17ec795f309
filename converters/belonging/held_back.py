"""A table that is not this disclosure's, or may not be: it keeps its print, gives no amounts, and says why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..forms.reading import Doubt
from ..tables.exhibits import Exhibit


@dataclass(frozen=True, slots=True)
class Reason:
    """Why amounts are held back: the check that says so, and what it says of ``title``, ``heading`` and ``count``."""

    check: str
    message: str
    message_en: str


def held_back(exhibit: Exhibit, reason: Reason, heading: str = "") -> Exhibit:
    """The table without its amounts, where it has any; ``heading`` is the text that gives it to another."""
    reading = exhibit.reading
    if not reading.amounts:
        return exhibit
    title = exhibit.run.title
    told = {"title": title, "heading": heading, "count": len(reading.amounts)}
    doubt = Doubt(
        reason.check,
        reason.message.format_map(told),
        reason.message_en.format_map(told),
        exhibit.run.tables[0].origin,
        label=title,
    )
    return replace(exhibit, reading=replace(reading, amounts=(), doubts=(*reading.doubts, doubt)))


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document that is not its own: its blocks, the text that says so, and why they are not."""

    blocks: range
    heading: str
    reason: Reason
