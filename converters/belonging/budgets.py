"""A budget among final accounts, where no heading tells: titles tell the tables of the one from the other's."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..tables import money
from ..tables.exhibits import Exhibit
from .held_back import Reason, held_back

_FINAL = "决算"
#: A table of which most amounts stand in another prints that once more.
_MOSTLY = 0.5
_OF_BUDGET = Reason(
    "table-of-another-disclosure",
    "“{title}”的表名没有写决算，同一种表另有决算的，数字不同：像是另一份预算公开的，{count} 个数未发布",
    "{title!r} is not titled 决算, another table of its kind is, with other amounts: it may be of a budget; "
    "amounts held back: {count}",
)


def without_budget(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> list[Exhibit]:
    """The tables of final accounts, those of a budget that is printed with them without their amounts.

    A kind of table of which one is titled 决算 and another, with other amounts, is not, is printed for a budget too;
    where two kinds are, so is every table that is neither titled so nor prints what was executed.
    """
    if disclosure.kind != "final":
        return list(exhibits)
    titled = [e for e in exhibits if e.form and _is_titled_final(e)]
    printed = [e for e in exhibits if e.form and e.reading.amounts]
    others = [e for e in printed if not _is_titled_final(e) and not _prints_executed(e)]
    others = [e for e in others if not any(_is_print_of(e, t) for t in titled)]
    twice = [e for e in others if any(t.table == e.table and t.owner == e.owner for t in titled)]
    ids = set(map(id, others if len({e.table for e in twice}) > 1 else twice))
    return [held_back(e, _OF_BUDGET) if id(e) in ids else e for e in exhibits]


def _is_titled_final(exhibit: Exhibit) -> bool:
    return _FINAL in undo_spaces(exhibit.run.title)


def _prints_executed(exhibit: Exhibit) -> bool:
    """Whether a heading says 决算数 or 执行数, of no other year than the document's."""
    return any(a.means.get("phase") == "executed" and not a.year for a in exhibit.reading.amounts)


def _is_print_of(exhibit: Exhibit, other: Exhibit) -> bool:
    """Whether a table prints once more what another prints, of which it may be a part."""
    values, known = _values(exhibit), set(_values(other))
    return sum(v in known for v in values) > _MOSTLY * len(values)


def _values(exhibit: Exhibit) -> list[Decimal]:
    return [money.yuan(a.value, a.money_unit or exhibit.money_unit) for a in exhibit.reading.amounts if a.value]
