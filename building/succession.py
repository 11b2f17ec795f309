"""Which of two disclosures of one unit, year and kind holds: the one that the operator, its words or its day say.

Nothing is guessed: where none of these tells the two apart, the one that is there already stays, and the other is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ..datapackage.model import Disclosure

#: What a title or the name of a file says of a disclosure that takes the place of another.
_CORRECTED = re.compile(
    r"更正|订正|勘误|修正[版稿本后)）]|[(（]修正|修订|重新(?:公开|公布|发布)|更新[版后)）]|[(（]更新|修改[版后)）]|[(（]修改"
)
#: A correction's own name for what it replaces: 更正前, and a title that says that nothing was.
_NOT_CORRECTED = re.compile(r"(?:更正|修订|修改|更新)前|(?:未|无|没有)(?:更正|修订|修改)")
_DAY = re.compile(r"(?<!\d)(20\d\d)(?:(\d\d)(\d\d)|[-_.年](\d{1,2})[-_.月](\d{1,2}))(?!\d)")


@dataclass(frozen=True, slots=True)
class Issue:
    """A disclosure as it was issued in the file at ``path``, and the standard tables that it has amounts of."""

    path: str
    disclosure: Disclosure
    tables: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Later:
    """That one of two disclosures takes the place of the other, and by what that is told.

    ``lacking`` are tables of the other that it does not print: it corrects a part, and the rest would be lost.
    """

    is_second: bool
    zh: str
    en: str
    lacking: tuple[str, ...] = ()


def later_of(first: Issue, second: Issue, replaces: Mapping[Path, Path]) -> Later | None:
    """Which of two holds; ``replaces`` is what the operator says: by a document's path, that of the one it replaces.

    None where nothing tells, or where what tells is said of both.
    """
    one, other = Path(first.path).resolve(), Path(second.path).resolve()
    said = (replaces.get(one) == other, replaces.get(other) == one)
    if any(said):
        return None if all(said) else Later(said[1], "sources.toml 写明", "sources.toml says so")
    corrected = (_is_correction(first), _is_correction(second))
    by_word = corrected[1] if corrected[0] != corrected[1] else None
    days = (_day_in(first.path), _day_in(second.path))
    by_day = days[1] > days[0] if days[0] and days[1] and days[0] != days[1] else None
    if by_word is not None and by_day in (None, by_word):
        return _told(by_word, "题目或文件名写明更正", "its title or name says that it is a correction", first, second)
    if by_word is None and by_day is not None:
        return _told(by_day, "文件名里的日期较晚", "the day in its name is later", first, second)
    return None


def _told(is_second: bool, zh: str, en: str, first: Issue, second: Issue) -> Later:
    gone, holding = (first, second) if is_second else (second, first)
    return Later(is_second, zh, en, tuple(sorted(gone.tables - holding.tables)))


def _is_correction(issue: Issue) -> bool:
    names = (issue.disclosure.title, Path(issue.path).stem)
    return any(_CORRECTED.search(name) and not _NOT_CORRECTED.search(name) for name in names)


def _day_in(path: str) -> date | None:
    """The one day that the name of a file has."""
    found = ([int(n) for n in match.groups() if n] for match in _DAY.finditer(Path(path).stem))
    days = {day for numbers in found if (day := _day(*numbers))}
    return days.pop() if len(days) == 1 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
