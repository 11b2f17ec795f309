"""Observations: the amounts of tables with whose they are, of which year, in yuan, and where they are printed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from ..datapackage.frozen import changed
from ..datapackage.model import Disclosure, Fact, LostCell, Unit
from ..datapackage.units import counted
from .forms.form import fold
from .forms.reading import Amount, Doubt
from .stages import phase_of
from .table import Block, Table
from .tables import money
from .tables.exhibits import Exhibit
from .tables.periods import fiscal_year
from .tables.unit_names import is_own_level, is_same_unit
from .titles import is_unit_name


def observe(
    disclosure: Disclosure, exhibits: Sequence[Exhibit], units: dict[str, Unit]
) -> tuple[list[Fact], list[LostCell]]:
    """The amounts that the tables print, in their order, and the cells whose amount is lost."""
    facts: list[Fact] = []
    lost: list[LostCell] = []
    printed = Counter[str]()
    known = _names_printed_again(exhibits)
    for exhibit in exhibits:
        named = frozenset(amount.unit_name for amount in exhibit.reading.amounts)
        for amount in exhibit.reading.amounts:
            whose = _whose(disclosure, exhibit, amount, units, named, known)
            fact = _fact(disclosure, exhibit, amount, whose, printed[exhibit.table])
            if amount.value is None:
                lost.append(LostCell(fact))
            else:
                facts.append(fact)
        printed[exhibit.table] += 1
    return facts, lost


def of_known_units(exhibits: Sequence[Exhibit], disclosure: Disclosure, units: dict[str, Unit]) -> list[Exhibit]:
    """The tables without the amounts of classes and units beside a unit's name that may have been misread or moved.

    They are another unit's than the document's own, whichever it is.
    """
    known = _names_printed_again(exhibits)
    return [_of_known_units(exhibit, disclosure, units, known) for exhibit in exhibits]


def _of_known_units(
    exhibit: Exhibit, disclosure: Disclosure, units: dict[str, Unit], known: Collection[str]
) -> Exhibit:
    named = frozenset(amount.unit_name for amount in exhibit.reading.amounts)
    of_others = [
        a
        for a in exhibit.reading.amounts
        if a.unit_name
        and a.code_kind not in ("unit", "project")
        and a.means.get("line") != "project"
        and not a.unit_code
        and not is_same_unit(a.unit_name, disclosure)
        and fold(a.unit_name) != fold(_whose(disclosure, exhibit, a, units, named, known)[1])
    ]
    return (
        replace(exhibit, reading=exhibit.reading.without(of_others, _unit_doubted(of_others))) if of_others else exhibit
    )


def _unit_doubted(amounts: Sequence[Amount]) -> Doubt:
    name, count = amounts[0].unit_name, len(amounts)
    return Doubt(
        "owner-unknown",
        f"旁边的单位名称（“{name}”等）不能确定，{count} 个数未发布",
        f"beside names of units that are not certain ({name!r}): {counted(count, 'amount')} held back",
        amounts[0].cell,
        label=name,
    )


def _names_printed_again(exhibits: Sequence[Exhibit]) -> frozenset[str]:
    """The names of units, folded, that tables print more than once, letter for letter."""
    printed = Counter(fold(cell.text) for e in exhibits for t in e.run.tables for row in t.rows for cell in row)
    return frozenset(text for text, times in printed.items() if times > 1 and is_unit_name(text))


def _fact(
    disclosure: Disclosure, exhibit: Exhibit, amount: Amount, whose: tuple[str, str], print_of_table: int
) -> Fact:
    means, kind = amount.means, amount.code_kind
    unit_code, unit_name = whose
    money_unit = amount.money_unit or exhibit.money_unit
    return Fact(
        document_id=disclosure.document_id,
        table=exhibit.table,
        unit_code=unit_code,
        unit_name=unit_name,
        fiscal_year=fiscal_year(amount, disclosure),
        phase=means.get("phase", phase_of(disclosure)),
        flow=means["flow"],
        function_code=amount.code if kind == "function" else amount.codes.get("function", ""),
        economic_code=amount.code if kind == "economic" else amount.codes.get("economic", ""),
        project_code=amount.code if kind == "project" else amount.codes.get("project", ""),
        line=means.get("line", ""),
        label=unit_name if kind == "unit" else amount.label,
        fund=means["fund"],
        origin=means["origin"],
        category=means["category"],
        amount=money.yuan(amount.value, money_unit),
        reported=amount.printed,
        reported_unit=money_unit,
        cell=amount.cell,
        print_of_table=print_of_table,
    )


def _whose(
    disclosure: Disclosure,
    exhibit: Exhibit,
    amount: Amount,
    units: dict[str, Unit],
    named: Collection[str],
    known: Collection[str],
) -> tuple[str, str]:
    """Code and name of the unit whose money it is: the row's, else the table's, else the document's.

    A name of the row counts where the document lists just that unit, where the table's grid is the file's own, or
    where the name is ``known``: the tables print it again. ``named`` are the units that the rows of the table name.
    """
    code = amount.code if amount.code_kind == "unit" else amount.unit_code
    if code:
        name = units[code].unit_name if code in units else amount.unit_name
        return code, name or disclosure.unit_name
    own = amount.unit_name
    alike = [u for u in units.values() if own and fold(u.unit_name) == fold(own)]
    if len(alike) == 1:
        return alike[0].unit_code, alike[0].unit_name
    is_certain = bool(own) and (all(t.exact for t in exhibit.run.tables) or fold(own) in known)
    if is_certain and (not is_same_unit(own, disclosure) or is_own_level(own, disclosure, named)):
        return "", own
    if exhibit.owner:
        return exhibit.owner.code, exhibit.owner.name
    return disclosure.unit_code, disclosure.unit_name


def projects_in(facts: Sequence[Fact]) -> tuple[dict[str, str], dict[str, Decimal]]:
    """The names and the whole amounts (yuan) of the projects in the project table, by code."""
    whole = [f for f in facts if f.table == "project-expenditure" and f.project_code and f.fund == f.origin == "all"]
    return {f.project_code: f.label for f in whole}, {f.project_code: f.amount for f in whole}


def pointed(facts: Sequence[Fact], blocks: Sequence[Block]) -> Iterator[Fact]:
    """The facts with their origin drawn in to the number itself, where its cell prints more than that."""
    starts = {fact.cell.char_start for fact in facts} - {None}
    texts: dict[tuple[str, int | None, int | None], str] = {
        (cell.origin.file, cell.origin.char_start, cell.origin.char_end): cell.text
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell.origin.char_start in starts
    }
    for fact in facts:
        reported = fact.reported.removesuffix(fact.reported_unit).strip()
        text = texts.get((fact.cell.file, fact.cell.char_start, fact.cell.char_end), "")
        places = [m.start() for m in re.finditer(rf"(?<![\d.,]){re.escape(reported)}(?!\d)", text)]
        if len(places) == 1 and fact.cell.char_start is not None:
            start = fact.cell.char_start + places[0]
            origin = changed(fact.cell, char_start=start, char_end=start + len(reported))
            yield changed(fact, reported=reported, cell=origin)
        else:
            yield changed(fact, reported=reported)
