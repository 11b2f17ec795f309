"""Grids that a text or a page without rules kept: read like exact ones where the table's own sums prove it.

A text keeps its columns where every row has as many fields as the headings; a page without rules keeps them where
each number stands below its heading. Neither says so. The table is read as if it were exact, and believed only if
no equation of the accounting fails in it and each amount other than zero stands in one that holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from ...datapackage.model import Disclosure, Origin
from ..amounts import parse_amount, parse_undivided
from ..codes import undo_spaces
from ..forms import exact
from ..forms.broken_rows import rows_as_printed, whole_rows
from ..forms.doubts import row_printed_twice
from ..forms.form import Form
from ..forms.headings import is_counted
from ..forms.named import Named
from ..forms.naming import CodesBelow
from ..forms.reading import Amount, ClassCode, Doubt, Interpretation, narrow
from ..stages import phase_of
from ..table import BELOW_ONE, BY_POSITION, CLEAR_OF, UNDECIDED, Cell, Table
from . import signs
from .proof import Trial, meaning_of, try_out, unproven
from .straightening import straighten, usual_width
from .ways import ways_of

Row = tuple[Cell, ...]
Place = tuple[object, ...]

_NONE_LOST: Mapping[Place, Cell] = {}

_PLAIN = "每个数正在一个表头之下，表头各管一栏，按位置读取；没有加总关系否定"

_STRAIGHTENED = "有的行多出或缺少空栏，按同表其他行和加总关系归栏"
_STRAIGHT = re.compile(r'"([^"\n]*)"')


def interpret(
    form: Form,
    tables: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
    *,
    is_red_below: bool = False,
) -> Interpretation | None:
    """The amounts of tables that kept their columns; None where that is not proven.

    ``is_red_below`` takes what is printed in red without a sign for amounts below nought.
    """
    once = [_without_repeats(_with_whole_rows(form, table)) for table in tables]
    tables, repeats = [table for table, _ in once], tuple(d for _, doubts in once for d in doubts)
    if any(_breaks_codes(form, table) for table in tables):
        return None
    grids = _as_wide_as_the_first([_restored(table) for table in tables])
    straightened = partial(_straightened, form, tables, disclosure, class_code, below, repeats)
    if not all(grids) or len({len(g.rows[0]) for g in grids if g}) > 1:
        return straightened()
    ways, is_complete = ways_of([g for g in grids if g])
    readings = [_understood(form, way, disclosure, class_code, below) for way in ways]
    clear = [replace(r, amounts=tuple(map(_quoted, r.amounts))) for r in readings if _is_clear(r)]
    clear = [signs.below_nought(r) for r in clear] if is_red_below else clear
    trials = [try_out(replace(r, doubts=(*repeats, *r.doubts)), form, disclosure) for r in clear]
    if is_complete and len(ways) == len(clear) == 1 and not trials[0].is_refuted and _is_plain(tables):
        return replace(trials[0].reading, assumed=(*trials[0].reading.assumed, _PLAIN))
    if len(trials) == 1 and trials[0].is_refuted and not is_by_position(tables):
        lost = _tried_with_lost(trials[0], form, ways[0], disclosure, class_code, below)
        is_uneven = any(len(set(map(len, table.rows))) > 1 for table in tables)
        return (straightened() if is_uneven else None) or (lost.rest if lost else None)
    trials = [_across(trial, tables) for trial in trials]
    if not any(t.proof for t in trials) or not (is_complete or _is_clear(readings[0])):
        return None
    return _settled(trials, clear, disclosure, is_complete=is_complete)


def _settled(
    trials: Sequence[Trial], readings: Sequence[Interpretation], disclosure: Disclosure, *, is_complete: bool
) -> Interpretation | None:
    """What the readings of a table that may be meant tell alike, where some are proven."""
    if len(trials) == 1:
        return trials[0].proof
    if not is_complete:
        return _agreed([t.proof for t in trials if t.proof], readings, disclosure, is_complete=False)
    best = _best(trials, disclosure)
    return _agreed([t.proof for t in best if t.proof], [t.reading for t in best], disclosure, is_complete=True)


def _with_whole_rows(form: Form, table: Table) -> Table:
    """The table with rows that were broken over lines, or read as one, made whole."""
    if form.shape != "listing" or is_by_position([table]):
        return table
    first = _first_printed(table)
    headings, rows = table.rows[:first], table.rows[first:]
    return replace(table, rows=(*headings, *whole_rows(rows_as_printed(form, headings, rows), rows)))


def _straightened(
    form: Form,
    tables: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
    repeats: Sequence[Doubt],
) -> Interpretation | None:
    """The amounts of tables of which some rows have a field too many or too few, where sums tell which."""
    if is_by_position(tables):
        return None

    def attempt(grids: Sequence[Table]) -> Trial | None:
        spread = [grid for table in grids if (grid := _restored(table))]
        trial = _tried(form, spread, disclosure, class_code, below) if len(spread) == len(grids) else None
        return _tried_with_lost(trial, form, spread, disclosure, class_code, below)

    found = straighten(tables, _first_printed(tables[0]), attempt)
    if found is None:
        return None
    trials = [found.best, *found.rivals]
    agreed = _agreed([t.proof for t in trials if t.proof], [t.reading for t in trials], disclosure, is_complete=False)
    return replace(agreed, assumed=(*agreed.assumed, _STRAIGHTENED), doubts=(*repeats, *agreed.doubts))


def _tried(
    form: Form,
    grids: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
    lost: Mapping[Place, Cell] = _NONE_LOST,
) -> Trial | None:
    """The grids read as exact ones and tried; None where a heading is not known, or nothing read."""
    reading = _understood(form, grids, disclosure, class_code, below, lost)
    if not _is_clear(reading):
        return None
    return try_out(replace(reading, amounts=tuple(map(_quoted, reading.amounts))), form, disclosure)


def _tried_with_lost(
    trial: Trial | None,
    form: Form,
    grids: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
) -> Trial | None:
    """The trial, or where sums fail and blanks may have lost their print, one that leaves these open."""
    lost = _lost(grids) if trial and trial.is_refuted else {}
    other = _tried(form, grids, disclosure, class_code, below, lost) if lost else None
    return other if trial and other and other.failing < trial.failing else trial


def _understood(
    form: Form,
    grids: Sequence[Table],
    disclosure: Disclosure,
    class_code: ClassCode,
    below: Mapping[str, CodesBelow],
    lost: Mapping[Place, Cell] = _NONE_LOST,
) -> Interpretation:
    """The grids read as exact ones; a print that could be two numbers is one, as no cell is missing.

    The amounts of the blanks that ``lost`` their print have no value.
    """
    stage = (phase_of(disclosure), disclosure.year)
    if is_by_position(grids):
        return exact.interpret(form, grids, class_code, below, *stage)
    torn = {_place(c.origin): c for t in grids for row in t.rows for c in row if _is_torn(c)} | dict(lost)
    if not torn:
        return exact.interpret(form, grids, class_code, below, *stage)
    reading = exact.interpret(form, [_mended(table, torn) for table in grids], class_code, below, *stage)
    return replace(reading, amounts=tuple(_as_printed(a, torn.get(_place(a.cell))) for a in reading.amounts))


def _lost(grids: Sequence[Table]) -> dict[Place, Cell]:
    """The blanks beside amounts in columns that print their noughts: they lost their print."""
    rows = [row for table in grids for row in table.rows[_first_printed(table) :] if any(c.text.strip() for c in row)]
    zeros = {k for row in rows for k, cell in enumerate(row) if parse_amount(cell.text) == 0}
    return {_place(c.origin): c for row in rows for k, c in enumerate(row) if k in zeros and not c.text.strip()}


def _is_torn(cell: Cell) -> bool:
    return bool(cell.text.strip()) and parse_amount(cell.text) is None and parse_undivided(cell.text) is not None


def _mended(table: Table, torn: Mapping[Place, Cell]) -> Table:
    """The grid with the numbers that blanks or points tear, and noughts for those that are lost."""
    rows = [
        tuple(replace(c, text=str(parse_undivided(c.text) or "0.00")) if _place(c.origin) in torn else c for c in row)
        for row in table.rows
    ]
    return replace(table, rows=tuple(rows))


def _as_printed(amount: Amount, cell: Cell | None) -> Amount:
    if cell is None:
        return amount
    printed = cell.text.strip()
    start = cell.text.index(printed)
    value = amount.value if printed else None
    return replace(amount, value=value, printed=printed, cell=narrow(cell, start, start + len(printed)))


def _place(origin: Origin) -> Place:
    return origin.file, origin.page, origin.table_on_page, origin.line, origin.row, origin.column


def _is_clear(reading: Interpretation) -> bool:
    """Whether anything was read, and no heading is unknown: one that was cut may be that of the codes."""
    return bool(reading.amounts) and not any(d.check == "unknown-heading" for d in reading.doubts)


def _best(trials: Sequence[Trial], disclosure: Disclosure) -> list[Trial]:
    """The readings that may be meant, of all there can be: no sum refutes them, and no other proves more.

    A reading that leaves out what another proves, in which columns repeat each other that mean different things in
    another, or which explains only some of the sums that hold in another, has its headings over wrong columns.
    """
    most = max(_told(t.proof, disclosure) for t in trials if t.proof)
    left = [t for t in trials if not t.is_refuted and _told(t.proof or t.reading, disclosure) >= most]
    return [t for t in left if not any(o.proof and o.explains_more(t) for o in left)]


def _agreed(
    proofs: Sequence[Interpretation], readings: Sequence[Interpretation], disclosure: Disclosure, *, is_complete: bool
) -> Interpretation:
    """The amounts that all proven readings agree on, where these are all there can be; else, and for zeros, which no
    sum proves, those that all readings agree on."""
    in_all = _alike(readings, disclosure)
    in_proofs = _alike(proofs, disclosure) if is_complete else in_all
    contrary = [a for a in proofs[0].amounts if meaning_of(a, disclosure) not in (in_proofs if a.value else in_all)]
    kept = tuple(a for a in proofs[0].amounts if a not in contrary)
    return replace(proofs[0], amounts=kept, doubts=(*proofs[0].doubts, *map(_of_no_group, contrary)))


def _across(trial: Trial, tables: Sequence[Table]) -> Trial:
    """The trial, its proof without columns clear of their headings that no sum joins with others.

    A column adds up below any heading: only what it is beside others tells that it has its own.
    """
    clear = {c.origin.column for t in tables for row in t.rows for c in row if c.origin.note.startswith(CLEAR_OF)}
    joined = [{total.column, *(p.column for p in parts)} for total, parts in trial.sums]
    clear -= {column for columns in joined if len(columns) > 1 for column in columns}
    if trial.proof is None or not clear:
        return trial
    dropped = [a for a in trial.proof.amounts if a.cell.column in clear]
    kept = tuple(a for a in trial.proof.amounts if a.cell.column not in clear)
    doubts = (*trial.proof.doubts, *(unproven(a) for a in dropped if a.value))
    return replace(trial, proof=replace(trial.proof, amounts=kept, doubts=doubts) if kept else None)


def _told(reading: Interpretation, disclosure: Disclosure) -> int:
    """How many different things the amounts of a reading mean."""
    return len({(a.label, *meaning_of(a, disclosure)[1:]) for a in reading.amounts})


def _alike(readings: Sequence[Interpretation], disclosure: Disclosure) -> set[tuple[object, ...]]:
    """What all readings say alike."""
    first, *others = [{meaning_of(a, disclosure) for a in reading.amounts} for reading in readings]
    return first.intersection(*others)


def _quoted(amount: Amount) -> Amount:
    """The amount with the quotation marks of its label as documents print them; an OCR run reads straight ones."""
    label = _STRAIGHT.sub(r"“\1”", amount.label) if '"' in amount.label else amount.label
    return amount if label == amount.label else replace(amount, label=label)


def is_by_position(tables: Sequence[Table]) -> bool:
    """Whether the columns of tables were made from where their texts stand on pages without rules."""
    return any(c.origin.note.startswith(BY_POSITION) for t in tables for row in t.rows for c in row)


def _is_plain(tables: Sequence[Table]) -> bool:
    """Whether all cells of tables without rules stand below one heading alone."""
    cells = [c for t in tables for row in t.rows for c in row if c.text.strip()]
    return all(c.origin.note.startswith(BELOW_ONE) for c in cells)


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
    grids = _as_wide_as_the_first([_restored(table) for table in tables])
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
    other = exact.interpret(form, [t for t in spread if t], class_code, below, phase_of(disclosure), disclosure.year)
    alike = {meaning_of(a, disclosure) for a in other.amounts}
    contrary = [a for a in reading.amounts if meaning_of(a, disclosure) not in alike]
    kept = tuple(a for a in reading.amounts if meaning_of(a, disclosure) in alike)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, *map(_of_no_group, contrary)))


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
    first = _first_printed(grid)
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
        if (
            kept
            and any(parse_amount(c.text) is not None for c in row)
            and [c.text for c in row] == [c.text for c in kept[-1]]
        ):
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
    first = _first_printed(table)
    headings = [_spread(row, table.rows[k + 1 : first], table.rows[:k]) for k, row in enumerate(table.rows[:first])]
    return replace(table, rows=(*headings, *table.rows[first:]))


def _as_wide_as_the_first(grids: Sequence[Table | None]) -> list[Table | None]:
    """The grids, those that go on below a break with the empty last columns that they lost there.

    Blank places that a grid kept between its texts say that it lost none of them in the middle.
    """
    width = len(grids[0].rows[0]) if grids and grids[0] else 0
    return [
        _widened(grid, width) if grid and len(grid.rows[0]) < width and any(map(_has_gap, grid.rows)) else grid
        for grid in grids
    ]


def _filled_up(table: Table) -> Table:
    """The table with the empty cells at the ends of its rows, where it kept those between its texts.

    Not where a row has more fields than its headings, or more than most rows of a table that goes on without
    headings, where these kept their last blanks: it has one too many.
    """
    width = max((len(row) for row in table.rows), default=0)
    if not any(_has_gap(row) for row in table.rows) or all(len(row) == width for row in table.rows):
        return table
    first = _first_printed(table)
    usual = max((len(row) for row in table.rows[:first]), default=usual_width(table.rows) or width)
    if any(len(row) > usual for row in table.rows[first:]):
        return table
    return _widened(table, width)


def _widened(table: Table, width: int) -> Table:
    """The table with empty cells at the ends of its rows up to ``width``."""
    return replace(table, rows=tuple((*row, *[replace(row[-1], text="")] * (width - len(row))) for row in table.rows))


def _breaks_codes(form: Form, table: Table) -> bool:
    """Whether a row prints digits in its first place and nothing else: a code that was too long for its line."""
    rows = table.rows if form.rows != "whole" else ()
    return any(undo_spaces(row[0].text).isdigit() and not any(c.text.strip() for c in row[1:]) for row in rows)


def _has_gap(row: Row) -> bool:
    texts = [bool(cell.text.strip()) for cell in row]
    return any(texts) and not all(texts[texts.index(True) : len(texts) - texts[::-1].index(True)])


def _first_printed(table: Table) -> int:
    """Which row prints the first amounts: those above it are headings, all of them where a page break cut below."""
    return next((k for k, row in enumerate(table.rows) if _prints(row)), len(table.rows))


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


def _contrary(amount: Amount) -> Doubt:
    return Doubt(
        "heading-against-row",
        f"“{amount.label}”的 {amount.printed} 上方的表头说的不是一回事，未发布",
        f"the heading above {amount.printed} of {amount.label!r} says something else; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
