"""A document of a department may print the tables of its units too: amounts of which it is not told whose they are.

Where two tables of one kind print other amounts in the same places, they are of two units, of two states of one
budget, or one of them is wrong. The headings above them tell whose they are, or their amounts are held back.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from pathlib import Path

from ...datapackage.frozen import changed, frozen
from ...datapackage.model import Disclosure, Fact
from .. import units
from ..codes import undo_spaces
from ..forms.form import fold
from ..forms.reading import Amount
from ..table import Block, Paragraph
from ..tables import money
from ..tables.exhibits import Exhibit
from ..tables.owners import UNTOLD, Owner, captioned, other
from ..tables.periods import fiscal_year
from ..tables.unit_headings import headed
from ..titles import is_unit_name, unnumbered
from .held_back import Reason, held_back

#: Amounts that are so much apart are two; what is less may be rounding.
_APART = Decimal("0.01")
#: How many rows have to differ, and what share of those that both print, for tables to be of two.
_ROWS, _MOSTLY = 2, 0.5
#: The name of a unit in a line of its own.
_SHORTEST, _LONGEST = 4, 40
#: 二级预算单位一：某中心 is no name as it stands.
_LABELLED = re.compile("[:：]")
#: A note of the table before, or what speaks of a unit among others.
_OF_SEVERAL = re.compile("^\\s*(?:注|说明|备注)|含|包括|汇总|合并|所属|下属|情况|说明|[和及、与]")
_UNTOLD = Reason(
    "owner-unknown",
    "这份文档里同一种表印了几次，数字不同，没有写明“{title}”是哪个单位的，{count} 个数未发布",
    "tables of one kind differ and nothing tells whose {title!r} is; amounts held back: {count}",
)


@frozen()
class _Place:
    """What an amount is of, by the words and codes of its row and the meaning of its column."""

    row: tuple[str, ...]
    year: int
    means: tuple[tuple[str, str], ...]


def tell_apart(exhibits: Sequence[Exhibit], blocks: Sequence[Block], disclosure: Disclosure) -> list[Exhibit]:
    """The tables, each with the unit that it is of; those of which nobody can tell without their amounts."""
    if not _differing(exhibits, disclosure) and not _with_other_totals(exhibits, disclosure):
        return list(exhibits)
    above = headed(blocks, [e.run for e in exhibits], disclosure, tables=True)
    # A caption tells it of the table itself, of the department's own too.
    exhibits = [
        e
        if e.owner or captioned(e.run)
        else held_back(e, _UNTOLD)
        if above[e.run.first] == UNTOLD
        else replace(e, owner=above[e.run.first])
        for e in exhibits
    ]
    listed = _listed(exhibits, blocks, disclosure)
    exhibits = [
        e if e.owner or not e.form or captioned(e.run) else _named_beside(e, blocks, listed, disclosure)
        for e in exhibits
    ]
    lists = _with_other_totals(exhibits, disclosure)
    exhibits = [_of_its_rows(e) if k in lists and not e.owner else e for k, e in enumerate(exhibits)]
    parts = _parts_of_others(exhibits, _with_other_totals(exhibits, disclosure))
    exhibits = [held_back(e, _UNTOLD) if k in parts else e for k, e in enumerate(exhibits)]
    differing = _differing(exhibits, disclosure)
    kinds = Counter(owner for owner, _ in differing)
    # Where tables of several kinds differ, those that are printed once may be anybody's too.
    return [
        held_back(e, _UNTOLD) if e.form and (_key(e) in differing or kinds[_key(e)[0]] > 1) else e for e in exhibits
    ]


def _with_other_totals(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> set[int]:
    """The places of tables of which another of the same kind and owner prints another total of the same.

    Lists of projects or purchases of a department and of its units print the same rows: only their totals differ.
    """
    totals: dict[tuple[object, ...], set[tuple[int, Decimal]]] = defaultdict(set)
    for k, exhibit in ((k, e) for k, e in enumerate(exhibits) if e.form):
        for amount in exhibit.reading.amounts:
            place = _place(amount, disclosure)
            code, _, *of_unit = place.row
            if amount.value and not (code or any(of_unit)) and amount.means.get("line") == "total":
                yuan = money.yuan(amount.value, amount.money_unit or exhibit.money_unit)
                totals[_key(exhibit), place.year, place.means].add((k, yuan))
    several = (found for found in totals.values() if len({yuan for _, yuan in found}) > 1)
    return {k for found in several for k, _ in found}


def _of_its_rows(exhibit: Exhibit) -> Exhibit:
    """The list as that of the one unit that each of its rows names."""
    rows = [a for a in exhibit.reading.amounts if a.means.get("line") != "total"]
    named = {(a.unit_name, a.unit_code) for a in rows}
    if len(named) != 1 or not (of := named.pop())[0]:
        return exhibit
    return replace(exhibit, owner=Owner(*of))


def _parts_of_others(exhibits: Sequence[Exhibit], lists: Iterable[int]) -> set[int]:
    """The lists of which a longer one of their kind prints every row: a unit's, of which it is not told which. So is
    each of several tables that print nothing but a total.
    """
    rows = {k: {_row(a) for a in exhibits[k].reading.amounts if a.means.get("line") != "total"} for k in lists}
    alike = ((k, other) for k in rows for other in rows if _key(exhibits[k]) == _key(exhibits[other]))
    return {
        k for k, other in alike if (rows[k] and rows[k] < rows[other]) or (k != other and not rows[k] | rows[other])
    }


def _row(amount: Amount) -> tuple[object, ...]:
    return amount.code, fold(amount.label), tuple(sorted(amount.means.items())), amount.value


def _listed(exhibits: Sequence[Exhibit], blocks: Sequence[Block], disclosure: Disclosure) -> frozenset[str]:
    """The units that the document lists: in a table of them, or each in a line of its own."""
    tables = [e.run.tables for e in exhibits if e.table == "unit-list"]
    names = {unit.unit_name for own in tables for unit in units.read(own, disclosure)}
    lines = (unnumbered(undo_spaces(b.text)) for b in blocks if isinstance(b, Paragraph) and len(b.text) <= _LONGEST)
    alone = (line for line in lines if len(line) >= _SHORTEST and not _LABELLED.search(line))
    return frozenset(names | set(filter(is_unit_name, alone)))


def _named_beside(exhibit: Exhibit, blocks: Sequence[Block], listed: Iterable[str], disclosure: Disclosure) -> Exhibit:
    """The table as that of a unit of the document's list whose whole name its sheet, file or the line above bears."""
    first = exhibit.run.first
    line = blocks[first - 1] if first and blocks[first - 1].origin.file == blocks[first].origin.file else None
    places = (
        ("工作表名", exhibit.run.tables[0].name),
        ("文件名", Path(exhibit.run.tables[0].origin.file).stem),
        ("表上面一行", line.text if isinstance(line, Paragraph) and not _OF_SEVERAL.search(line.text) else ""),
    )
    for place, text in places:
        bare = fold(text)
        named = [name for name in listed if fold(name) in bare]
        longest = max(named, key=len, default="")
        if (
            longest
            and all(fold(name) in fold(longest) for name in named)
            and (owner := other(Owner(longest), disclosure))
        ):
            note = f"属于哪个单位取自{place}“{undo_spaces(text)}”"
            amounts = tuple(
                changed(a, cell=changed(a.cell, note="; ".join(filter(None, (a.cell.note, note)))))
                for a in exhibit.reading.amounts
            )
            reading = replace(exhibit.reading, amounts=amounts)
            return replace(exhibit, owner=owner, reading=reading, assumed=(*exhibit.assumed, note))
    return exhibit


def texts_apart(
    blocks: Sequence[Block], exhibits: Sequence[Exhibit], disclosure: Disclosure, facts: Iterable[Fact]
) -> Iterator[tuple[Sequence[Block], Disclosure, list[Fact]]]:
    """The blocks of each unit together, the disclosure as that unit's own, and the amounts that are its.

    One part for a document whose tables are all of its own unit.
    """
    known = list(facts)
    units = {fold(e.owner.name): e.owner for e in exhibits if e.owner}
    named = headed(blocks, [e.run for e in exhibits], disclosure) if units else []
    owners = [fold(o.name) if o and fold(o.name) in units else "" for o in named]
    if not any(owners):
        yield blocks, disclosure, known
        return
    for name, places in groupby(range(len(blocks)), key=lambda i: owners[i]):
        unit = units.get(name)
        own = replace(disclosure, unit_name=unit.name, unit_code=unit.code, scope="unit") if unit else disclosure
        is_own = [f for f in known if (fold(f.unit_name) == name if unit else fold(f.unit_name) not in units)]
        yield [blocks[i] for i in places], own, is_own


def _key(exhibit: Exhibit) -> tuple[str, str]:
    return fold(exhibit.owner.name) if exhibit.owner else "", exhibit.table


def _differing(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> set[tuple[str, str]]:
    """The owners and kinds of table of which two tables print other amounts in most of the same places."""
    groups: dict[tuple[str, str], list[Exhibit]] = defaultdict(list)
    for exhibit in exhibits:
        if exhibit.form:
            groups[_key(exhibit)].append(exhibit)
    return {key for key, several in groups.items() if len(several) > 1 and _any_differ(several, disclosure)}


def _any_differ(exhibits: Sequence[Exhibit], disclosure: Disclosure) -> bool:
    several = [_amounts(exhibit, disclosure) for exhibit in exhibits]
    return any(_differ(one, two) for k, two in enumerate(several) for one in several[:k])


def _amounts(exhibit: Exhibit, disclosure: Disclosure) -> dict[_Place, Decimal]:
    """The amounts of a table that stand in a place of their own, in yuan."""
    placed = [(_place(a, disclosure), a) for a in exhibit.reading.amounts]
    places = Counter(place for place, _ in placed)
    return {
        place: money.yuan(a.value, a.money_unit or exhibit.money_unit)
        for place, a in placed
        if a.value and places[place] == 1
    }


def _place(amount: Amount, disclosure: Disclosure) -> _Place:
    codes = "".join(f"{kind}{code}" for kind, code in sorted(amount.codes.items()))
    row = (amount.code, fold(amount.label), amount.unit_code, fold(amount.unit_name), codes)
    return _Place(row, fiscal_year(amount, disclosure), tuple(sorted(amount.means.items())))


def _differ(one: dict[_Place, Decimal], two: dict[_Place, Decimal]) -> bool:
    shared = one.keys() & two.keys()
    other = [p for p in shared if abs(one[p] - two[p]) > _APART * max(abs(one[p]), abs(two[p]))]
    rows = {(place.row, dict(place.means).get("line", "")) for place in other}
    return len(rows) >= _ROWS and len(other) > _MOSTLY * len(shared)
