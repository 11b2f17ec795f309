"""Grids that a text or a page without rules kept: read like exact ones where the table's own sums prove it.

A text keeps its columns where every row has as many fields as the headings; a page without rules keeps them where
each number stands below its heading. Neither says so. The table is read as if it were exact, and believed only if
no equation of the accounting fails in it and each amount other than zero stands in one that holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from ..datapackage.accounting.identities import load_identities
from ..datapackage.accounting.matching import Equation, equations, is_kept
from ..datapackage.accounting.slots import Slot, lay_out
from ..datapackage.model import Disclosure, Fact
from .amounts import parse_amount
from .forms import exact
from .forms.doubts import row_printed_twice
from .forms.form import Form
from .forms.headings import Named
from .forms.naming import CodesBelow
from .forms.reading import Amount, ClassCode, Doubt, Interpretation
from .table import Cell, Table

Row = tuple[Cell, ...]

#: Share of the amounts other than zero that sums must prove; the others are held back.
_PROVEN = 0.5
_ASSUMED = "各行栏数一致，按原有栏目读取，并由表内加总关系证实"


def interpret(
    form: Form, tables: Sequence[Table], disclosure: Disclosure, class_code: ClassCode, below: Mapping[str, CodesBelow]
) -> Interpretation | None:
    """The amounts of tables that kept their columns; None where that is not proven."""
    grids = [_restored(table) for table in tables]
    if not all(grids) or len({len(g.rows[0]) for g in grids if g}) > 1:
        return None
    once = [_without_repeats(g) for g in grids if g]
    reading = exact.interpret(form, [g for g, _ in once], class_code, below)
    if not reading.amounts or any(d.check == "unknown-heading" for d in reading.doubts):
        return None  # a heading that was cut may be that of the codes
    doubts = (*(d for _, repeats in once for d in repeats), *reading.doubts)
    return _proven(replace(reading, doubts=doubts), form, disclosure)


def held_against_headings(
    reading: Interpretation, form: Form, tables: Sequence[Table], class_code: ClassCode
) -> Interpretation:
    """A reading by likeness without the amounts whose column, where the table kept its columns, is headed otherwise."""
    grids = [_restored(table) for table in tables]
    if not grids or not grids[0] or form.shape != "listing" or len({len(r) for g in grids if g for r in g.rows}) > 1:
        return reading
    if not _keeps_groups(grids[0]):
        return reading
    named = {n.index: n for n in exact.columns(form, grids[0], class_code) if n.role == "amount"}
    contrary = [a for a in reading.amounts if _is_contrary(form, a, named)]
    if not contrary:
        return reading
    gone = {id(a) for a in contrary}
    kept = tuple(a for a in reading.amounts if id(a) not in gone)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, *(_contrary(a) for a in contrary)))


def _keeps_groups(grid: Table) -> bool:
    """Whether each heading that has others below it stands over several: a text may close up the blank places."""
    first = next((k for k, row in enumerate(grid.rows) if any(parse_amount(c.text) is not None for c in row)), 0)
    return all(
        cell.colspan > 1 or not any(below[k].text.strip() for below in grid.rows[r + 1 : first])
        for r, row in enumerate(grid.rows[:first])
        for k, cell in enumerate(row)
        if cell.text.strip()
    )


def _is_contrary(form: Form, amount: Amount, named: Mapping[int, Named]) -> bool:
    """Whether the heading over an amount says something else than its reading, where the row adds nothing itself."""
    column = named.get((amount.cell.column or 0) - 1)
    if column is None or not (amount.code or amount.means.get("line") == "total"):
        return False
    said = {**form.base, **column.means}
    return any(said.get(d) != amount.means.get(d) for d in ("fund", "origin", "category"))


def _without_repeats(table: Table) -> tuple[Table, list[Doubt]]:
    """The grid without rows that print again, word for word, what the row before them prints."""
    kept: list[Row] = []
    doubts: list[Doubt] = []
    for row in table.rows:
        if kept and any(parse_amount(c.text) for c in row) and [c.text for c in row] == [c.text for c in kept[-1]]:
            doubts.append(row_printed_twice(row))
        else:
            kept.append(row)
    return replace(table, rows=tuple(kept)), doubts


def _restored(table: Table) -> Table | None:
    """The rectangular grid with its headings spread over the blank places right of them; None where rows differ."""
    if not table.rows or len({len(row) for row in table.rows}) > 1 or len(table.rows[0]) < 2:
        return None
    first = next((k for k, row in enumerate(table.rows) if any(parse_amount(c.text) is not None for c in row)), 0)
    headings = [_spread(row, table.rows[k + 1 : first], table.rows[:k]) for k, row in enumerate(table.rows[:first])]
    return replace(table, rows=(*headings, *table.rows[first:]))


def _spread(row: Row, below: Sequence[Row], above: Sequence[Row]) -> Row:
    """A row of headings, each as wide as the blank places right of it that have headings below and none above."""
    cells = list(row)
    owner: int | None = None
    for k, cell in enumerate(row):
        if cell.text.strip():
            owner = k if cell.colspan == 1 else None
            continue
        goes_on = any(b[k].text.strip() for b in below) and not any(a[k].text.strip() for a in above)
        if owner is None or not goes_on or not any(b[owner].text.strip() for b in below):
            owner = None
            continue
        cells[owner] = replace(cells[owner], colspan=k - owner + 1)
    return tuple(cells)


def _proven(reading: Interpretation, form: Form, disclosure: Disclosure) -> Interpretation | None:
    """The reading with the amounts that its own sums prove; None where a sum fails, or too few are proven."""
    facts = [_fact(form, amount, disclosure) for amount in reading.amounts]
    sheet = lay_out(facts, (), with_blanks=False)
    values = {slot: slot.amount for slot in sheet.slots}
    within = [i for i in load_identities() if i.tables and i.group == "within-table" and not i.advisory]
    found = [e for e in equations(sheet.slots, within, disclosure.kind) if e.is_printed]
    if not found or not all(is_kept(e, values) for e in found):
        return None
    proven = {id(slot.source) for e in found if _tells(e, values) for slot in e.printed}
    told = [(a, f) for a, f in zip(reading.amounts, facts, strict=True) if a.value]
    kept = [a for a, f in zip(reading.amounts, facts, strict=True) if not a.value or id(f) in proven]
    dropped = [a for a, f in told if id(f) not in proven]
    if len(dropped) > (1 - _PROVEN) * len(told):
        return None
    return replace(
        reading,
        amounts=tuple(kept),
        doubts=(*reading.doubts, *(_unproven(a) for a in dropped)),
        assumed=(*reading.assumed, _ASSUMED),
    )


def _tells(equation: Equation, values: Mapping[Slot, int]) -> bool:
    """Whether an equation says anything: amounts other than zero stand on both of its sides."""
    return bool(values[equation.total]) and any(values[p] for p in equation.parts)


def _fact(form: Form, amount: Amount, disclosure: Disclosure) -> Fact:
    means, kind = amount.means, amount.code_kind
    return Fact(
        document_id="",
        table=form.id,
        unit_code=amount.code if kind == "unit" else amount.unit_code,
        unit_name=amount.unit_name,
        fiscal_year=int(amount.year) if len(amount.year) == 4 else disclosure.year + int(amount.year or 0),
        phase=means.get("phase", "approved" if disclosure.kind == "budget" else "executed"),
        flow=means["flow"],
        function_code=amount.code if kind == "function" else "",
        economic_code=amount.code if kind == "economic" else "",
        project_code=amount.code if kind == "project" else "",
        line=means.get("line", ""),
        label=amount.label,
        fund=means["fund"],
        origin=means["origin"],
        category=means["category"],
        amount=amount.value or Decimal(0),
        reported=amount.printed,
        reported_unit="元",
        cell=amount.cell,
    )


def _contrary(amount: Amount) -> Doubt:
    return Doubt(
        "heading-against-row",
        f"“{amount.label}”的 {amount.printed} 上方的表头说的不是一回事，未发布",
        f"the heading above {amount.printed} of {amount.label!r} says something else; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )


def _unproven(amount: Amount) -> Doubt:
    return Doubt(
        "columns-undecided",
        f"“{amount.label}”的 {amount.printed} 没有加总关系证实它在哪一栏，未发布",
        f"no sum proves in which column {amount.printed} of {amount.label!r} stands; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
