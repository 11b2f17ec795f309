"""Grids that a text or a page without rules kept: read like exact ones where the table's own sums prove it.

A text keeps its columns where every row has as many fields as the headings; a page without rules keeps them where
each number stands below its heading. Neither says so. The table is read as if it were exact, and believed only if
no equation of the accounting fails in it and each amount other than zero stands in one that holds. In a text, where
few fail, what these leave in doubt is held back and the rest believed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...datapackage.model import Disclosure
from ..codes import undo_spaces
from ..forms import exact
from ..forms.broken_rows import rows_as_printed, whole_rows
from ..forms.form import Form
from ..forms.named import Named, count_unlikely
from ..forms.naming import CodesBelow
from ..forms.reading import Amount, ClassCode, Doubt, Interpretation
from ..forms.words import narrows
from ..stages import phase_of
from ..table import BELOW_ONE, CLEAR_OF, RUN_OVER, Cell, Table
from . import signs, spreading
from .grids import as_wide_as_the_first, first_printed, is_by_position, restored, without_repeats
from .mending import Place, as_printed, lost_prints, mended, place_of, torn_prints
from .proof import Trial, meaning_of, try_out, unproven
from .straightening import Straightened, straighten
from .ways import ways_of

Row = tuple[Cell, ...]

_DIVIDED = ("fund", "origin", "category")
#: How many ways of a table whose columns stand in order are tried.
_MOST_WAYS = 200
_PLAIN = "每个数正在一个表头之下，表头各管一栏，按位置读取；没有加总关系否定"

_STRAIGHTENED = "有的行多出或缺少空栏，按同表其他行和加总关系归栏"
_STRAIGHT = re.compile(r'"([^"\n]*)"')


@dataclass(frozen=True)
class _Reader:
    """What reads the grids of one table, and tries a reading by its sums."""

    form: Form
    disclosure: Disclosure
    class_code: ClassCode
    below: Mapping[str, CodesBelow]

    def read(self, grids: Sequence[Table], lost: Mapping[Place, Cell] | None = None) -> Interpretation:
        """The grids read as exact ones; in a text a print that could be two numbers is one, as no cell is missing.

        The amounts of the blanks that ``lost`` their print have no value.
        """
        torn = {} if is_by_position(grids) else torn_prints(grids) | dict(lost or {})
        whole = [mended(table, torn) for table in grids] if torn else grids
        stage = (phase_of(self.disclosure), self.disclosure.year)
        reading = exact.interpret(self.form, whole, self.class_code, self.below, *stage)
        amounts = [_quoted(as_printed(a, torn.get(place_of(a.cell)))) for a in reading.amounts]
        return replace(reading, amounts=tuple(amounts))

    def try_out(self, grids: Sequence[Table]) -> Trial | None:
        """The grids of a text read and tried; None where a heading is not known, or nothing read.

        Where sums fail and blanks may have lost their print, these are left open if fewer fail then.
        """
        reading = self.read(grids)
        if not _is_clear(reading):
            return None
        trial = self.by_sums(reading)
        lost = lost_prints(grids) if trial.is_refuted else {}
        other = self.by_sums(self.read(grids, lost)) if lost else trial
        return other if other.failing < trial.failing else trial

    def by_sums(self, reading: Interpretation) -> Trial:
        """A reading, tried by the sums within its table."""
        return try_out(reading, self.form, self.disclosure)


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
    once = [without_repeats(_with_whole_rows(form, table)) for table in tables]
    tables = [table for table, _ in once]
    if any(_breaks_codes(form, table) for table in tables):
        return None
    reader = _Reader(form, disclosure, class_code, below)
    kept = [restored(table) for table in tables]
    in_order = all(kept) and spreading.in_order(tables)
    grids = [grid for grid in (kept if in_order else as_wide_as_the_first(kept)) if grid]
    is_whole = in_order or (len(grids) == len(tables) and len({len(grid.rows[0]) for grid in grids}) == 1)
    if not is_by_position(tables):
        reading = _of_text(reader, tables, grids if is_whole else [])
    else:
        reading = _of_page(reader, tables, grids, is_red_below=is_red_below) if is_whole else None
    return replace(reading, doubts=(*(d for _, doubts in once for d in doubts), *reading.doubts)) if reading else None


def _of_text(reader: _Reader, tables: Sequence[Table], grids: Sequence[Table]) -> Interpretation | None:
    """The amounts of tables of a text that kept its columns (``grids``), or of which sums tell the columns."""
    trial = reader.try_out(grids) if grids else None
    is_uneven = any(len(set(map(len, table.rows))) > 1 for table in tables)
    if trial and not trial.is_refuted:
        return trial.rest
    return (_straightened(reader, tables) if is_uneven or not grids else None) or (trial.rest if trial else None)


def _straightened(reader: _Reader, tables: Sequence[Table]) -> Interpretation | None:
    """The amounts of tables of which some rows have a field too many or too few, where sums tell which."""

    def attempt(straight: Sequence[Table]) -> Trial | None:
        grids = [grid for table in straight if (grid := restored(table))]
        return reader.try_out(grids) if len(grids) == len(straight) else None

    found = straighten(tables, first_printed(tables[0]), attempt)
    if found is None:
        return None
    trials = [found.best, *found.rivals]
    rests = [t.rest for t in trials if t.rest]
    agreed = _agreed(rests, [t.reading for t in trials], reader.disclosure, is_complete=False)
    moved = {place_of(a.cell)[:-1] for a in agreed.amounts if a.value and _is_open(a, found)}
    dropped = [a for a in agreed.amounts if place_of(a.cell)[:-1] in moved and a.cell not in found.best.borne_out]
    kept = agreed.without(dropped, *(unproven(a) for a in dropped if a.value))
    return replace(kept, assumed=(*agreed.assumed, _STRAIGHTENED))


def _is_open(amount: Amount, found: Straightened) -> bool:
    """Whether an amount stands in a row that may have been another, and no sum bears it out where it stands."""
    return amount.cell.line in found.open_lines and amount.cell not in found.best.borne_out


def _of_page(
    reader: _Reader, tables: Sequence[Table], grids: Sequence[Table], *, is_red_below: bool
) -> Interpretation | None:
    """The amounts of tables of pages without rules, whose headings may stand over their columns in several ways."""
    ways, is_complete = _ways_in_order(reader, grids) if spreading.in_order(grids) else ways_of(grids)
    readings = [reader.read(way) for way in ways]
    clear = [r for r in readings if _is_clear(r)]
    clear = [signs.below_nought(r) for r in clear] if is_red_below else clear
    trials = [reader.by_sums(r) for r in clear]
    if is_complete and len(ways) == len(clear) == 1 and not trials[0].is_refuted and _is_plain(tables):
        return replace(trials[0].reading, assumed=(*trials[0].reading.assumed, _PLAIN))
    trials = [_across(trial, tables) for trial in trials]
    if not any(t.proof for t in trials) or not (is_complete or _is_clear(readings[0])):
        return None
    return _settled(trials, clear, reader.disclosure, is_complete=is_complete)


def _ways_in_order(reader: _Reader, grids: Sequence[Table]) -> tuple[list[list[Table]], bool]:
    """The tables whose columns stand in order with their headings over them in every way, one of those that say the
    same, and of these those with the fewest unlikely columns."""
    ways: dict[object, list[Table]] = {}
    for n, way in ((n, way) for n, own in enumerate(spreading.as_wide(grids)) for way in spreading.ways_of(own)):
        named = exact.columns(reader.form, way[0], reader.class_code, reader.below)
        if _lacks_a_total(reader.form, named, way):
            continue
        says = tuple((c.index, c.role, tuple(sorted(c.means.items())), c.year) for c in named)
        ways.setdefault((n, says), way)
    if not ways or len(ways) > _MOST_WAYS:
        return [], False
    counts = [_unlikely(reader, way) for way in ways.values()]
    return [way for way, count in zip(ways.values(), counts, strict=True) if count == min(counts)], True


def _lacks_a_total(form: Form, named: Sequence[Named], tables: Sequence[Table]) -> bool:
    """Whether a column prints nothing that is of all that another is a part of, which prints amounts."""
    rows = [row for table in tables for row in table.rows[first_printed(table) :]]
    columns = [n for n in named if n.role == "amount" and "line" not in n.means]
    printed = {n.index for n in columns if any(row[n.index].text.strip() for row in rows)}
    means = {n.index: {d: n.means.get(d, form.base.get(d, "all")) for d in _DIVIDED} for n in columns}
    return any(
        means[a.index] != means[b.index]
        and (a.year, a.means.get("phase"), a.owner) == (b.year, b.means.get("phase"), b.owner)
        and all(narrows(means[a.index][d], means[b.index][d]) for d in _DIVIDED)
        for a in columns
        if a.index not in printed
        for b in columns
        if b.index in printed
    )


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
    first = first_printed(table)
    headings, rows = table.rows[:first], table.rows[first:]
    return replace(table, rows=(*headings, *whole_rows(rows_as_printed(form, headings, rows), rows)))


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
    return proofs[0].without(contrary, *map(_of_no_group, contrary))


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
    kept = trial.proof.without(dropped, *(unproven(a) for a in dropped if a.value))
    return replace(trial, proof=kept if kept.amounts else None)


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


def _is_plain(tables: Sequence[Table]) -> bool:
    """Whether all cells of tables without rules stand below one heading alone."""
    cells = [c for t in tables for row in t.rows for c in row if c.text.strip()]
    return all(c.origin.note.startswith(BELOW_ONE) for c in cells)


def not_proven(tables: Sequence[Table]) -> Interpretation:
    """What is said of a listing made from positions whose sums do not prove its columns."""
    cells = [table.rows[0][0] for table in tables]
    zh = "没有框线的表，按位置分出的栏目没有全部由加总关系证实，整表未发布，只保留原文"
    en = "a table without rules: its columns, made from positions, are not proven by sums; it is held back"
    if any(cell.origin.note.startswith(RUN_OVER) for table in tables for cell in table.rows[0]):
        zh = "表里的字压过框线，或者叠印在一起，属于哪一格不清楚，整表未发布，只保留原文"
        en = "texts of the table run over its rules or over each other, into cells of others; it is held back"
    return Interpretation(doubts=(Doubt("columns-undecided", zh, en, cells[0].origin),))


def held_against_headings(
    reading: Interpretation, form: Form, tables: Sequence[Table], class_code: ClassCode
) -> Interpretation:
    """A reading by likeness without the amounts whose column, where the table kept its columns, is headed otherwise."""
    grids = as_wide_as_the_first([restored(table) for table in tables])
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
    return reading.without(contrary, *map(_contrary, contrary))


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
    if spreading.is_unsure(tables[0]):
        return _in_every_way(reading, _Reader(form, disclosure, class_code, below), tables)
    spread = [restored(table) for table in tables]
    if not all(spread) or [t.rows for t in spread if t] == [t.rows for t in tables]:
        return reading
    if proven := interpret(form, tables, disclosure, class_code, below):
        return proven
    other = exact.interpret(form, [t for t in spread if t], class_code, below, phase_of(disclosure), disclosure.year)
    alike = {meaning_of(a, disclosure) for a in other.amounts}
    contrary = [a for a in reading.amounts if meaning_of(a, disclosure) not in alike]
    return reading.without(contrary, *map(_of_no_group, contrary))


def _in_every_way(reading: Interpretation, reader: _Reader, tables: Sequence[Table]) -> Interpretation:
    """What the readings of a grid have alike in which its headings stand over columns in every way that they may.

    Those alone count that have the fewest unlikely columns; where sums prove some of them, those that none refutes.
    """
    readings = [(reader.read(way), _unlikely(reader, way)) for way in spreading.ways_of(tables)]
    fewest = min((count for _, count in readings), default=0)
    left = [r for r, count in readings if count == fewest]
    clear = [r for r in left if _is_clear(r)]
    trials = [reader.by_sums(r) for r in clear]
    if any(t.proof for t in trials):
        return _settled(trials, clear, reader.disclosure, is_complete=True) or reading
    alike = _alike(left, reader.disclosure) if left else set[tuple[object, ...]]()
    is_refuted = bool(trials) and all(t.is_refuted for t in trials)  # a heading stands over none of its own columns
    doubtful = spreading.open_columns(tables[0]) if is_refuted else set[int]()
    contrary = [
        a for a in reading.amounts
        if meaning_of(a, reader.disclosure) not in alike or (a.cell.column or 0) - 1 in doubtful
    ]  # fmt: skip
    return reading.without(contrary, *map(_of_no_group, contrary))


def _unlikely(reader: _Reader, tables: Sequence[Table]) -> int:
    """How many columns speak against a way in which the headings of a grid may stand."""
    return count_unlikely(exact.columns(reader.form, tables[0], reader.class_code, reader.below))


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
    first = first_printed(grid)
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


def _breaks_codes(form: Form, table: Table) -> bool:
    """Whether a row prints digits in its first place and nothing else: a code that was too long for its line."""
    rows = table.rows if form.rows != "whole" else ()
    return any(undo_spaces(row[0].text).isdigit() and not any(c.text.strip() for c in row[1:]) for row in rows)


def _contrary(amount: Amount) -> Doubt:
    return Doubt(
        "heading-against-row",
        f"“{amount.label}”的 {amount.printed} 上方的表头说的不是一回事，未发布",
        f"the heading above {amount.printed} of {amount.label!r} says something else; held back",
        amount.cell,
        label=amount.label,
        found=amount.printed,
    )
