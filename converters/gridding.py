"""Grids that a text or a page without rules kept: read like exact ones where the table's own sums prove it.

A text keeps its columns where every row has as many fields as the headings; a page without rules keeps them where
each number stands below its heading. Neither says so. The table is read as if it were exact, and believed only if
no equation of the accounting fails in it and each amount other than zero stands in one that holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product
from math import prod

from ..datapackage.accounting.identities import load_identities
from ..datapackage.accounting.matching import Equation, equations, is_kept
from ..datapackage.accounting.slots import Sheet, Slot, lay_out
from ..datapackage.model import Disclosure, Fact
from .amounts import parse_amount
from .forms import exact
from .forms.doubts import row_printed_twice
from .forms.form import Form
from .forms.headings import Named, is_counted
from .forms.naming import CodesBelow
from .forms.reading import Amount, ClassCode, Doubt, Interpretation
from .table import BY_POSITION, UNDECIDED, Cell, Table

Row = tuple[Cell, ...]
Texts = tuple[str, ...]
Spans = tuple[tuple[int, int], ...]

#: Share of the amounts other than zero that sums must prove; the others are held back.
_PROVEN = 0.5
#: Ways in which headings of uncertain width can be read, above which none is tried.
_MOST_WAYS = 256
_SURELY = re.compile(r"surely over (\d+) from the (\d+)\.$")
_OVER = re.compile(r"over \d+-\d+(?: or \d+-\d+)+$")
_SPAN = re.compile(r"(\d+)-(\d+)")
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_ASSUMED = "各行栏数一致，按原有栏目读取，并由表内加总关系证实"


def interpret(
    form: Form, tables: Sequence[Table], disclosure: Disclosure, class_code: ClassCode, below: Mapping[str, CodesBelow]
) -> Interpretation | None:
    """The amounts of tables that kept their columns; None where that is not proven."""
    grids = [_restored(table) for table in tables]
    if not all(grids) or len({len(g.rows[0]) for g in grids if g}) > 1:
        return None
    once = [_without_repeats(g) for g in grids if g]
    repeats = tuple(d for _, doubts in once for d in doubts)
    ways, is_complete = _ways([g for g, _ in once])
    readings = [exact.interpret(form, way, class_code, below, _phase(disclosure)) for way in ways]
    clear = [replace(r, amounts=tuple(map(_quoted, r.amounts))) for r in readings if _is_clear(r)]
    proofs = [p for r in clear if (p := proven(replace(r, doubts=(*repeats, *r.doubts)), form, disclosure))]
    if not proofs or not (is_complete or _is_clear(readings[0])):
        return None
    possible = [r for r in clear if not _is_refuted(r, form, disclosure)] if len(clear) > 1 else clear
    return _agreed(proofs, possible, disclosure.year, is_complete=is_complete)


def _is_clear(reading: Interpretation) -> bool:
    """Whether anything was read, and no heading is unknown: one that was cut may be that of the codes."""
    return bool(reading.amounts) and not any(d.check == "unknown-heading" for d in reading.doubts)


def _agreed(
    proofs: Sequence[Interpretation], readings: Sequence[Interpretation], year: int, *, is_complete: bool
) -> Interpretation:
    """The amounts that all proven readings agree on, where these are all there can be; else, and for zeros, which no
    sum proves, those that all readings agree on.

    A reading that leaves out what another proves has the headings over wrong columns: it is none of them.
    """
    if is_complete:
        most = max(len(p.amounts) for p in proofs)
        proofs = [p for p in proofs if len(p.amounts) == most]
        readings = [r for r in readings if len(r.amounts) >= most]
    in_all = _alike(readings, year)
    in_proofs = _alike(proofs, year) if is_complete else in_all
    contrary = [a for a in proofs[0].amounts if _meaning(a, year) not in (in_proofs if a.value else in_all)]
    kept = tuple(a for a in proofs[0].amounts if a not in contrary)
    return replace(proofs[0], amounts=kept, doubts=(*proofs[0].doubts, *map(_of_no_group, contrary)))


def _alike(readings: Sequence[Interpretation], year: int) -> set[tuple[object, ...]]:
    """What all readings say alike."""
    first, *others = [{_meaning(a, year) for a in reading.amounts} for reading in readings]
    return first.intersection(*others)


def _ways(tables: Sequence[Table]) -> tuple[list[list[Table]], bool]:
    """The tables with each heading of which it is unclear how far it reaches read in every way, the widest first.

    And whether these are all ways; where there are more than can be tried, two.
    """
    ends: dict[tuple[int, str], range] = {}
    for table in tables:
        for row in table.rows:
            for k, cell in enumerate(row):
                if match := _SURELY.search(cell.origin.note):
                    ends[k, cell.text] = range(cell.colspan, int(match[1]) + int(match[2]) - 2, -1)
    levels = _levels(tables)
    if prod(map(len, (*ends.values(), *levels.values()))) > _MOST_WAYS:
        return ([list(tables), [_narrowed(table, {}, {}) for table in tables]] if not levels else []), False
    ways = (dict(zip(ends, way, strict=True)) for way in product(*ends.values()))
    placed = [dict(zip(levels, way, strict=True)) for way in product(*levels.values())]
    return [[_narrowed(table, widths, spans) for table in tables] for widths in ways for spans in placed], True


def _levels(tables: Sequence[Table]) -> dict[Texts, list[Spans]]:
    """What the headings of a row may stand over, all in one way; on each page that repeats them, in the same."""
    levels: dict[Texts, list[Spans]] = {}
    for row in (row for table in tables for row in table.rows):
        over = [_spans(cell) for cell in row if _OVER.search(cell.origin.note)]
        if over:
            ways = list(zip(*over, strict=True))
            levels[_texts(row)] = [way for way in levels.get(_texts(row), ways) if way in ways]
    return levels


def _spans(cell: Cell) -> list[tuple[int, int]]:
    """First and last column of each span that a heading may have."""
    return [(int(first) - 1, int(last) - 1) for first, last in _SPAN.findall(cell.origin.note)]


def _texts(row: Row) -> Texts:
    return tuple(text for cell in row if (text := cell.text.strip()))


def _narrowed(table: Table, widths: Mapping[tuple[int, str], int], spans: Mapping[Texts, Spans]) -> Table:
    """The grid with the headings of which it is not certain how far they reach over the columns that are said."""
    return replace(table, rows=tuple(_narrowed_row(row, widths, spans.get(_texts(row), ())) for row in table.rows))


def _narrowed_row(row: Row, widths: Mapping[tuple[int, str], int], spans: Spans) -> Row:
    cells = list(row)
    for k, cell in enumerate(row):
        if match := _SURELY.search(cell.origin.note):
            sure = int(match[1]) + int(match[2]) - 1
            cells[k] = replace(cell, colspan=widths.get((k, cell.text), sure))
    if spans:
        moved = [k for k, cell in enumerate(row) if _OVER.search(cell.origin.note)]
        for k in moved:
            cells[k] = Cell("", replace(row[k].origin, note=BY_POSITION))
        for k, (first, last) in zip(moved, spans, strict=True):
            cells[first] = replace(row[k], colspan=last - first + 1)
    return tuple(cells)


def _quoted(amount: Amount) -> Amount:
    """The amount with the quotation marks of its label as documents print them; an OCR run reads straight ones."""
    label = _STRAIGHT.sub(r"“\1”", amount.label)
    return amount if label == amount.label else replace(amount, label=label)


def is_by_position(tables: Sequence[Table]) -> bool:
    """Whether the columns of tables were made from where their texts stand on pages without rules."""
    return any(c.origin.note.startswith(BY_POSITION) for t in tables for row in t.rows for c in row)


def not_proven(tables: Sequence[Table]) -> Interpretation:
    """What is said of a listing made from positions whose sums do not prove its columns."""
    cell = tables[0].rows[0][0]
    doubt = Doubt(
        "columns-undecided",
        "没有框线的表，按位置分出的栏目没有全部由加总关系证实，整表未发布，只保留原文",
        "a table without rules: its columns, made from positions, are not proven by sums; it is held back",
        cell.origin,
    )
    return Interpretation(doubts=(doubt,))


def held_against_headings(
    reading: Interpretation, form: Form, tables: Sequence[Table], class_code: ClassCode
) -> Interpretation:
    """A reading by likeness without the amounts whose column, where the table kept its columns, is headed otherwise."""
    grids = [_restored(table) for table in tables]
    if not grids or not grids[0] or form.shape != "listing" or len({len(r) for g in grids if g for r in g.rows}) > 1:
        return reading
    if not _keeps_groups(grids[0]) and form.rows != "project":
        return reading
    named = {n.index: n for n in exact.columns(form, grids[0], class_code) if n.role == "amount"}
    # A reading by likeness knows one code a row; projects that print another beside theirs would lose it.
    loses_codes = form.rows == "project" and any(
        n.role == "code" and n.kind in ("function", "economic") for n in exact.columns(form, grids[0], class_code)
    )
    contrary = [a for a in reading.amounts if loses_codes or _is_contrary(form, a, named)]
    if not contrary:
        return reading
    gone = {id(a) for a in contrary}
    kept = tuple(a for a in reading.amounts if id(a) not in gone)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, *(_contrary(a) for a in contrary)))


def settle_groups(
    reading: Interpretation,
    form: Form,
    tables: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
) -> Interpretation:
    """The reading of exact tables whose headings stand over columns without being merged over them.

    Such a heading is taken to go on over the blank places right of it where sums prove that; otherwise only those
    amounts are kept whose meaning is the same either way.
    """
    spread = [_restored(table) for table in tables]
    if not all(spread) or [t.rows for t in spread if t] == [t.rows for t in tables]:
        return reading
    if proven := interpret(form, tables, disclosure, class_code, below):
        return proven
    other = exact.interpret(form, [t for t in spread if t], class_code, below, _phase(disclosure))
    alike = {_meaning(a, disclosure.year) for a in other.amounts}
    contrary = [a for a in reading.amounts if _meaning(a, disclosure.year) not in alike]
    kept = tuple(a for a in reading.amounts if _meaning(a, disclosure.year) in alike)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, *map(_of_no_group, contrary)))


def _meaning(amount: Amount, year: int) -> tuple[object, ...]:
    return amount.cell, amount.code, _year(amount, year), tuple(sorted(amount.means.items()))


def _year(amount: Amount, year: int) -> int:
    """The year that an amount of a document of ``year`` is for."""
    return int(amount.year) if len(amount.year) == 4 else year + int(amount.year or 0)


def _of_no_group(amount: Amount) -> Doubt:
    return Doubt(
        "columns-undecided",
        f"“{amount.label}”的 {amount.printed} 上方有空白的表头，分不清属于左边哪一组，未发布",
        f"a blank heading stands over {amount.printed} of {amount.label!r}: of which group it is cannot be told",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )


def _keeps_groups(grid: Table) -> bool:
    """Whether each heading that has others below it stands over several: a text may close up the blank places."""
    first = next((k for k, row in enumerate(grid.rows) if _prints(row)), 0)
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
    if is_by_position([table]):
        return None if any(c.origin.note.startswith(UNDECIDED) for row in table.rows for c in row) else table
    table = _filled_up(table)
    if not table.rows or len({len(row) for row in table.rows}) > 1 or len(table.rows[0]) < 2:
        return None
    first = next((k for k, row in enumerate(table.rows) if _prints(row)), 0)
    headings = [_spread(row, table.rows[k + 1 : first], table.rows[:k]) for k, row in enumerate(table.rows[:first])]
    return replace(table, rows=(*headings, *table.rows[first:]))


def _filled_up(table: Table) -> Table:
    """The table with the empty cells at the ends of its rows, where it kept those between its texts."""
    width = max((len(row) for row in table.rows), default=0)
    if not any(_has_gap(row) for row in table.rows) or all(len(row) == width for row in table.rows):
        return table
    return replace(table, rows=tuple((*row, *[replace(row[-1], text="")] * (width - len(row))) for row in table.rows))


def _has_gap(row: Row) -> bool:
    texts = [bool(cell.text.strip()) for cell in row]
    return any(texts) and not all(texts[texts.index(True) : len(texts) - texts[::-1].index(True)])


def _prints(row: Row) -> bool:
    """Whether a row prints an amount that does not count its column."""
    texts = [c.text for c in row if c.text.strip()]
    return any(parse_amount(t) is not None for t in texts) and not is_counted(texts)


def _spread(row: Row, below: Sequence[Row], above: Sequence[Row]) -> Row:
    """A row of headings, each as wide as the blank places right of it that have headings below and none above."""
    cells = list(row)
    owner: int | None = None
    covered = 0
    for k, cell in enumerate(row):
        if cell.text.strip():
            owner, covered = k, k + cell.colspan
            continue
        if k < covered:
            continue
        goes_on = any(b[k].text.strip() for b in below) and not any(a[k].text.strip() for a in above)
        if owner is None or not goes_on or not any(b[owner].text.strip() for b in below):
            owner = None
            continue
        cells[owner] = replace(cells[owner], colspan=k - owner + 1)
    return tuple(cells)


def proven(
    reading: Interpretation, form: Form, disclosure: Disclosure, assumed: str = _ASSUMED
) -> Interpretation | None:
    """The reading with the amounts that its own sums prove; None where a sum fails, or too few are proven."""
    facts = [_fact(form, amount, disclosure) for amount in reading.amounts]
    sheet, values, found = _checked(facts, disclosure)
    if not found or not all(is_kept(e, values) for e in found):
        return None
    borne_out = {id(slot.source) for e in found if _tells(e, values) for slot in e.printed}
    borne_out |= {fact for fact, own in sheet.twins.items() if id(own.source) in borne_out}
    told = [(a, f) for a, f in zip(reading.amounts, facts, strict=True) if a.value]
    kept = [a for a, f in zip(reading.amounts, facts, strict=True) if not a.value or id(f) in borne_out]
    dropped = [a for a, f in told if id(f) not in borne_out]
    if len(dropped) > (1 - _PROVEN) * len(told):
        return None
    return replace(
        reading,
        amounts=tuple(kept),
        doubts=(*reading.doubts, *(_unproven(a) for a in dropped)),
        assumed=(*reading.assumed, assumed),
    )


def _is_refuted(reading: Interpretation, form: Form, disclosure: Disclosure) -> bool:
    """Whether a sum fails in a reading."""
    _, values, found = _checked([_fact(form, amount, disclosure) for amount in reading.amounts], disclosure)
    return not all(is_kept(e, values) for e in found)


def _checked(facts: Sequence[Fact], disclosure: Disclosure) -> tuple[Sheet, dict[Slot, int], list[Equation]]:
    """The facts of one table laid out, with their values and the equations within the table that they print."""
    sheet = lay_out(facts, (), with_blanks=False)
    within = [i for i in load_identities() if i.tables and i.group == "within-table" and not i.advisory]
    found = [e for e in equations(sheet.slots, within, disclosure.kind) if e.is_printed]
    return sheet, {slot: slot.amount for slot in sheet.slots}, found


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
        fiscal_year=_year(amount, disclosure.year),
        phase=means.get("phase", _phase(disclosure)),
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


def _phase(disclosure: Disclosure) -> str:
    return "approved" if disclosure.kind == "budget" else "executed"


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
