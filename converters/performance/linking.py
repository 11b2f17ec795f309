"""The name of a project as a form prints it → the code under which the project table lists it.

Names differ by section of a document. A link is made by the exact name, by the name without what forms add
(项目, 经费, the city), or by likeness where the amount is equal too; each only if it is unique both ways.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .borders import close
from .vocabulary import key, likeness, same_brackets

_TAIL = re.compile(r"(建设)?(项目经费|项目资金|项目|经费)$")
_ALIKE = 0.5
#: Without an equal amount only names that differ by a slip of the pen are the same.
_ALIKE_ALONE = 0.93


@dataclass(frozen=True, slots=True)
class Named:
    """A project as a form names it, with its budget of the year in yuan where that is certain."""

    name: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Link:
    """The code, "" where none is certain, and how it was found or why not."""

    code: str
    match: str


def link(
    named: Sequence[Named], table: Mapping[str, str], amounts: Mapping[str, Decimal], *, place: str = ""
) -> list[Link]:
    """A link for each of ``named``, in order. ``table`` and ``amounts`` (yuan) are by project code.

    ``place`` is the place name that some sections put before a name and others leave out (武汉市).
    """
    links: dict[int, Link] = {}
    for how, same in _steps(named, table, amounts, place):
        taken = {found.code for found in links.values()}
        open_ones = [i for i in range(len(named)) if i not in links]
        pairs = [(i, code) for i in open_ones for code in sorted(table) if code not in taken and same(i, code)]
        for i, code in pairs:
            if sum(i == one for one, _ in pairs) == 1 and sum(code == other for _, other in pairs) == 1:
                links[i] = Link(
                    code,
                    how if how.startswith("name") else f"{how} ({_likeness(named[i].name, table[code], place):.2f})",
                )
    return [links.get(i, Link("", "no certain match")) for i in range(len(named))]


def _steps(
    named: Sequence[Named], table: Mapping[str, str], amounts: Mapping[str, Decimal], place: str
) -> Sequence[tuple[str, Callable[[int, str], bool]]]:
    """The ways to find a code, surest first, each with its test of a named project and a code."""
    stated = Counter(one.amount for one in named)
    listed = Counter(amounts.get(code) for code in table)

    def exact(i: int, code: str) -> bool:
        return _plain(named[i].name) == _plain(table[code])

    def without_additions(i: int, code: str) -> bool:
        same = _core(named[i].name, place) == _core(table[code], place)
        return same and _agrees(named[i].amount, amounts.get(code))

    def by_amount(i: int, code: str) -> bool:
        amount = named[i].amount
        if not amount or amounts.get(code) != amount or stated[amount] > 1 or listed[amount] > 1:
            return False
        return _likeness(named[i].name, table[code], place) >= _ALIKE

    def by_likeness(i: int, code: str) -> bool:
        alike = _likeness(named[i].name, table[code], place) >= _ALIKE_ALONE
        return alike and _agrees(named[i].amount, amounts.get(code))

    return (
        ("name", exact),
        ("name without additions", without_additions),
        ("amount and likeness", by_amount),
        ("likeness", by_likeness),
    )


def _likeness(one: str, other: str, place: str) -> float:
    return max(likeness(_core(one, place), _core(other, place)), likeness(_plain(one), _plain(other)))


def _agrees(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two amounts do not contradict each other."""
    return one is None or other is None or one == other


def _plain(name: str) -> str:
    return same_brackets(close(name))


def _core(name: str, place: str) -> str:
    """The name without punctuation, without the place and without the closing words that forms add."""
    core = key(_plain(name))
    for start in (place, place[:-1], "市", "区", "县", "省"):
        if start and core.startswith(start) and len(core) - len(start) >= 4:
            core = core[len(start) :]
    shorter = _TAIL.sub("", core)
    return shorter if len(shorter) >= 4 else core
