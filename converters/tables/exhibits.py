"""The printed tables of a document, each with the form that reads it and what that form made of it.

What a table says of itself is held against the document here: its unit of money, its year, whose it is. Amounts
about which two places of the document disagree leave the reading and become doubts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ...datapackage.classification import CodeList, economic, functional
from ...datapackage.model import Disclosure, Origin
from .. import units
from ..codes import parse_code, split_code, undo_spaces
from ..forms import exact, heading_rows, listing, loose, statement
from ..forms.contradictions import without_contradictions, without_other_of_no_class
from ..forms.cut_words import without_cut_codes
from ..forms.form import Form, fold, fold_label
from ..forms.headings import cut_in_two
from ..forms.named import Named
from ..forms.naming import CodesBelow, codes_below
from ..forms.reading import Amount, Doubt, Interpretation
from ..stages import Stage, phase_of
from ..table import Block, Cell, Table
from ..titles import is_title_like, known_as
from . import beside_amounts, closed_up, evidence, gridding, mending, money, periods, proof, scopes, signs, spreading
from .grids import is_by_position
from .owners import Owner, departments_above, owner_of, stand_apart
from .run import Run
from .stitching import stitch

#: An amount right behind words: two cells read as one.
_FUSED = re.compile(r"[\u4e00-\u9fff)）]\d[\d,]*\.\d{2}$")
#: An amount before words, which may as well count something: 12.00圆, 12.00台.
_BEFORE_WORDS = re.compile(r"^\d[\d,]*\.\d{2}\s*[A-Za-z\u4e00-\u9fff]{1,3}$")
#: How many columns from the left can print codes.
_CODES_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A printed table with its canonical id, the form it was read by, and what that form made of it."""

    table: str
    run: Run
    form: Form | None
    reading: Interpretation
    money_unit: str
    assumed: tuple[str, ...]
    owner: Owner | None = None  # None: the document's own unit
    again: bool = False  # prints again what a table of another file of the document prints
    borrows_unit: bool = False  # prints no unit of money: that of the other tables is taken


def read_exhibits(
    blocks: Sequence[Block], disclosure: Disclosure, forms: Iterable[Form], elsewhere: Iterable[str]
) -> list[Exhibit]:
    """The tables of a document in reading order; ``elsewhere`` are titles of tables that others read."""
    forms = tuple(forms)
    runs = stitch(blocks, forms, elsewhere, owner=disclosure.unit_name, is_unit=disclosure.scope == "unit")
    apart = stand_apart(runs, disclosure)
    above = periods.stages_above(blocks)
    units = money.settle(runs, blocks)
    exhibits = [
        _exhibit(run, disclosure, forms, above[run.first], settled, apart=apart)
        for run, settled in zip(runs, units, strict=True)
    ]
    basic = scopes.basic_totals((e.reading.amounts, e.money_unit) for e in exhibits)
    for k, (exhibit, settled) in enumerate(zip(exhibits, units, strict=True)):
        if exhibit.form and exhibit.form.untold == "fund" and not exhibit.reading.amounts and exhibit.money_unit:
            reading = _interpret(exhibit.form, exhibit.run, disclosure)
            if fund := scopes.fund_of_basic(reading, exhibit.money_unit, basic):
                base = {**exhibit.form.base, "fund": fund}
                form = replace(exhibit.form, base=base, untold="")
                run = exhibit.run
                exhibits[k] = _exhibit(run, disclosure, forms, above[run.first], settled, apart=apart, form=form)
    departments = departments_above(runs, disclosure)
    own = (replace(e, owner=None) if e.owner and fold(e.owner.name) in departments else e for e in exhibits)
    return _number(list(own))


def _exhibit(
    run: Run, disclosure: Disclosure, forms: Sequence[Form], above: Stage, settled: money.Settled, *,
    apart: bool, form: Form | None = None,
) -> Exhibit:  # fmt: skip
    """A table as its form reads it, below headings that say ``above`` of an adjustment of the budget.

    ``apart``: the document has tables of the department and of its units. ``form``: one with the fund that sums told.
    """
    told_by_sums, printed = form, run
    run, in_cells = beside_amounts.undone(replace(run, tables=spreading.with_whole_headings(run.tables)))
    form = told_by_sums or _choose(run, disclosure.year)
    if form and not told_by_sums:
        form = _within(form, run)
    reading = _interpret(form, run, disclosure) if form else Interpretation()
    if form is None and evidence.is_untitled(run) and (known := _by_evidence(run, disclosure, forms)):
        form, reading = known
    if form:
        reading = scopes.of_told_units(form, scopes.certain(form, run.title, run.tables, reading), disclosure)
    if form:
        reading = beside_amounts.told(reading, in_cells, run)
        settled, reading = _of_certain_money(run, reading, form, disclosure, settled)
    reading = periods.certain(run, reading, disclosure, above)
    owner = owner_of(run, disclosure, apart=apart)
    unknown = "unit-list" if units.is_list(run.tables) else "other"
    table = form.id if form else unknown
    assumed = (*reading.assumed, *settled.assumed)
    return Exhibit(table, printed, form, reading, settled.unit, assumed, owner, borrows_unit=settled.is_borrowed)


def _by_evidence(run: Run, disclosure: Disclosure, forms: Sequence[Form]) -> tuple[Form, Interpretation] | None:
    """The form of a table without a title and what it reads, where headings, lines and sums all say so."""
    found = evidence.recognise(run.tables, forms)
    if found is None:
        return None
    form = _within(found, run)
    reading = proof.proven(_interpret(form, run, disclosure), form, disclosure, evidence.ASSUMED)
    return (form, reading) if reading else None


def _within(form: Form, run: Run) -> Form:
    """The form as title and headings narrow it; a sheet's name may say less than the title printed on it.

    A title is known in other words or with a damaged one, and says then what the title says that it is known as.
    """
    titles = (run.title, *(note.text for note in run.notes if is_title_like(note.text)))
    told = (*titles, known_as(form.titles, run.title))
    headings = [row for table in run.tables[:1] for row in table.rows[:4]]
    return form.within(" ".join(told), [*(c.text for row in headings for c in row), *cut_in_two(form, headings)])


def _number(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """Give the tables that no form knows their ids other-1, other-2 ..."""
    numbered: list[Exhibit] = []
    for exhibit in exhibits:
        unknown = 1 + sum(e.table.startswith("other-") for e in numbered)
        numbered.append(replace(exhibit, table=f"other-{unknown}") if exhibit.table == "other" else exhibit)
    return numbered


# --- form -------------------------------------------------------------------------------------------------


def _choose(run: Run, year: int) -> Form | None:
    """The candidate whose headings and words fit best; the title alone decides where only one bears it."""
    if len(run.forms) < 2:
        return next((form for form in run.forms if form.rows != "function" or not _codes_only_against(form, run)), None)
    return max(run.forms, key=lambda form: _fit(form, run, year))


def _fit(form: Form, run: Run, year: int) -> float:
    if form.shape == "statement":
        return statement.vocabulary_share(form, run.tables, _class_code(year, run.tables))
    return listing.title_likeness(form, run.tables) - _codes_against(form, run)


def _codes_against(form: Form, run: Run) -> bool:
    """Whether a table prints functional codes where the form has economic ones, or the reverse."""
    counts = _codes_printed(run)
    return form.rows in counts and counts[form.rows] * 2 < max(counts.values())


def _codes_only_against(form: Form, run: Run) -> bool:
    """Whether all codes of a table are of the other kind: it is another table, whatever its title."""
    counts = _codes_printed(run)
    return not counts[form.rows] and max(counts.values()) > 1


def _codes_printed(run: Run) -> dict[str, int]:
    """How many functional and economic codes stand in the first columns."""
    texts = [cell.text for table in run.tables for row in table.rows for cell in row[:_CODES_WITHIN]]
    return {
        kind: sum(bool(parse_code(t, kind) or split_code(t, kind)) for t in texts) for kind in ("function", "economic")
    }


def _interpret(form: Form, run: Run, disclosure: Disclosure) -> Interpretation:
    reading = _signed(form, run, disclosure)
    reading = without_contradictions(reading, form)
    return without_other_of_no_class(reading) if form.shape == "statement" else reading


def _signed(form: Form, run: Run, disclosure: Disclosure) -> Interpretation:
    if signs.is_told_by_red(run.tables):
        return signs.settled(lambda below: _read(form, run, disclosure, is_red_below=below), form, disclosure)
    return _read(form, run, disclosure)


def _read(form: Form, run: Run, disclosure: Disclosure, *, is_red_below: bool = False) -> Interpretation:
    year = disclosure.year
    class_code = _class_code(year, run.tables)
    if by_codes := mending.without_names_over(form, run.tables, _names(year), class_code, _codes_below(year)):
        reading = _read(form, replace(run, tables=by_codes), disclosure, is_red_below=is_red_below)
        return replace(reading, assumed=(*reading.assumed, mending.BY_CODES))
    if all(table.exact for table in run.tables):
        reading = exact.interpret(form, run.tables, class_code, _codes_below(year), phase_of(disclosure), year)
        reading = gridding.settle_groups(reading, form, run.tables, disclosure, class_code, _codes_below(year))
        reading = _with_fused(reading, run.tables)
        return signs.below_nought(reading) if is_red_below else reading
    grids = loose.in_order([loose.without_captions(table) for table in run.tables])
    if is_by_position(grids):
        kept = gridding.interpret(form, grids, disclosure, class_code, _codes_below(year), is_red_below=is_red_below)
        kept = kept or _by_order(form, grids, disclosure)
        return loose.without_remnants(kept, is_proven=True) if kept else gridding.not_proven(grids)
    whole = [mending.with_whole_words(form, table, _names(year)) for table in grids]
    reading = without_cut_codes(_read_text(form, whole, disclosure))
    reading = loose.without_lone_totals(reading) if form.shape == "listing" else reading
    return reading if whole == grids else replace(reading, assumed=(*reading.assumed, mending.WHOLE_WORDS))


def _by_order(form: Form, grids: Sequence[Table], disclosure: Disclosure) -> Interpretation | None:
    """The tables of a text by the order of the fields in its lines, where their places prove nothing and sums do."""
    if form.shape != "listing" or any(table.origin.line is None for table in grids):
        return None
    year = disclosure.year
    for ways in (grids, closed_up.with_headings_in_line(grids)):
        fields = [loose.without_places(table) for table in ways]
        if fields:
            reading = closed_up.interpret(form, fields, disclosure, _class_code(year, grids), _codes_below(year))
            if reading.amounts:
                return reading
    return None


def _read_text(form: Form, grids: Sequence[Table], disclosure: Disclosure) -> Interpretation:
    """The tables of a text, by what their sums prove of its columns, else by order and likeness."""
    year = disclosure.year
    class_code = _class_code(year, grids)
    is_closed_up = closed_up.is_closed_up(grids)
    if is_closed_up and form.shape == "listing":
        return closed_up.interpret(form, grids, disclosure, class_code, _codes_below(year))
    if kept := None if is_closed_up else gridding.interpret(form, grids, disclosure, class_code, _codes_below(year)):
        return loose.without_remnants(kept, is_proven=True)
    tables, doubt = loose.prepare(grids, year)
    if doubt:
        return Interpretation(doubts=(doubt,))
    if form.shape == "statement":
        return loose.without_remnants(statement.interpret(form, tables, _class_code(year, tables)))
    reading = gridding.held_against_headings(listing.interpret(form, tables), form, grids, class_code)
    return loose.without_remnants(reading)


def _with_fused(reading: Interpretation, tables: Sequence[Table]) -> Interpretation:
    """The reading with a doubt for each amount that is printed behind words in one cell and was not taken from it.

    A table of which nothing else is read is not empty where its amounts stand before words.
    """
    is_silent = not reading.amounts and not reading.doubts
    taken = {(a.cell.page, a.cell.table_on_page, a.cell.row, a.cell.column) for a in reading.amounts}
    texts = [(c, undo_spaces(c.text)) for table in tables for row in table.rows for c in row if c.text]
    cells = [c for c, text in texts if _FUSED.search(text) or (is_silent and _BEFORE_WORDS.match(text))]
    missed = [c for c in cells if (c.origin.page, c.origin.table_on_page, c.origin.row, c.origin.column) not in taken]
    return replace(reading, doubts=(*reading.doubts, *map(_fused, missed)))


def _fused(cell: Cell) -> Doubt:
    text = undo_spaces(cell.text)
    return Doubt(
        "unread-amount",
        f"“{text}”一格里文字和金额印在一起，金额未发布",
        f"words and an amount are printed in one cell: {text!r}; the amount is held back",
        cell.origin,
        found=text,
    )


def _class_code(year: int, tables: Sequence[Table]) -> Callable[[str, str], str | None]:
    """The code that a list (classes: functional, economic; all: economic-any) has for a folded name.

    Departments and governments have economic classes of one name (对个人和家庭的补助): which of the two is meant
    is told by the other names of the ``tables``; where they do not tell, such a name has no code.
    """
    printed = {fold_label(c.text) for table in tables for row in table.rows for c in row}
    codes = {"functional": _functional_classes(year)} | {
        code_list: _of_one_classification(*names, printed) for code_list, names in _economic_names(year).items()
    }
    return lambda code_list, name: codes[code_list].get(name)


def _of_one_classification(
    departments: Mapping[str, str], governments: Mapping[str, str], printed: Collection[str]
) -> dict[str, str]:
    """The codes of names in the classification whose other names are printed; else of names that one alone has."""
    of_departments = not departments.keys().isdisjoint(printed - governments.keys())
    of_governments = not governments.keys().isdisjoint(printed - departments.keys())
    shared = departments.keys() & governments.keys() if of_departments == of_governments else set[str]()
    first, second = (governments, departments) if of_departments else (departments, governments)
    return {name: code for name, code in {**first, **second}.items() if name not in shared}


#: What names of classes without 支出 mean of themselves, which is another thing.
_NO_CLASSES = frozenset({"其他", "国有资本经营预算", "社会保险基金", "转移性"})


@cache
def _functional_classes(year: int) -> dict[str, str]:
    """Under their names, and without 支出 as many still print them: 一般公共服务."""
    functions = functional(year)
    whole = {fold(name): code for code in functions.classes for name in functions.names(code)}
    bare = {name.removesuffix("支出"): code for name, code in whole.items()}
    return {name: code for name, code in bare.items() if name not in _NO_CLASSES} | whole


@cache
def _economic_names(year: int) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """The names of departments and of governments: of classes, and of all that is the only one of its name."""
    lists = (economic(year), economic(year, "government"))
    return {
        "economic": (_names_of(lists[0], lists[0].classes), _names_of(lists[1], lists[1].classes)),
        "economic-any": (_names_of_one(lists[0]), _names_of_one(lists[1])),
    }


def _names_of(known: CodeList, codes: Iterable[str]) -> dict[str, str]:
    return {fold(name): code for code in codes for name in known.names(code)}


def _names_of_one(known: CodeList) -> dict[str, str]:
    often = Counter(name for code in known for name in set(map(fold, known.names(code))))
    return {name: code for name, code in _names_of(known, known).items() if often[name] == 1}


@cache
def _names(year: int) -> frozenset[str]:
    """What functions and economic items are called, folded."""
    lists = (functional(year), economic(year), economic(year, "government"))
    return frozenset(fold(name) for known in lists for code in known for name in known.names(code))


@cache
def _codes_below(year: int) -> dict[str, CodesBelow]:
    return {
        "function": codes_below(functional(year)),
        "economic": codes_below(economic(year)),
        "economic-government": codes_below(economic(year, "government")),
    }


def columns_of(exhibit: Exhibit, year: int) -> list[Named]:
    """What each column of an exact grid was taken for; empty for other tables."""
    if exhibit.form is None or not all(table.exact for table in exhibit.run.tables):
        return []
    return exact.columns(exhibit.form, exhibit.run.tables[0], _class_code(year, exhibit.run.tables), _codes_below(year))


def data_rows(exhibit: Exhibit, year: int) -> list[tuple[Cell, ...]]:
    """The rows below the headings of an exact grid, with those of grids as wide that go on with it; else none."""
    run, form = exhibit.run, exhibit.form
    if form is None or not all(table.exact for table in run.tables):
        return []
    class_code = _class_code(year, run.tables)
    width = max(map(len, run.tables[0].rows), default=0)
    alike = (table for table in run.tables if max(map(len, table.rows), default=0) == width)
    return [row for table in alike for row in heading_rows.data_rows(form, table, class_code)]


# --- money -----------------------------------------------------------------------------------------------


def _of_certain_money(
    run: Run, reading: Interpretation, form: Form, disclosure: Disclosure, settled: money.Settled
) -> tuple[money.Settled, Interpretation]:
    """The unit of money, and the reading without amounts of which it is unknown or told in two ways.

    The unit in the heading of some columns is that of others where sums of the printed digits join them.
    """
    told = [a for a in reading.amounts if a.money_unit]
    named = {a.money_unit for a in told}
    if settled.is_borrowed and named - {settled.unit}:
        settled = money.Settled("")  # the other tables are no witness for one that has units of its own
    if named and not settled.unit:
        joined = _joined(told, reading, form, disclosure) if len(named) == 1 else frozenset[Origin]()
        unknown = [a for a in reading.amounts if not a.money_unit and a.value and a.cell not in joined]
        return money.Settled(named.pop() if len(named) == 1 else ""), reading.without(unknown, money.unknown(run))
    if not settled.unit or money.is_scaled_otherwise(run.tables, settled.unit):
        return settled, reading.without(reading.amounts, money.unknown(run))
    contrary = [a for a in told if a.money_unit != settled.unit]
    if not contrary:
        return settled, reading
    joined = _joined(contrary, reading, form, disclosure)
    doubtful = [a for a in reading.amounts if a in contrary or a.cell in joined]
    return settled, reading.without(doubtful, money.contradiction(run, settled.unit, {a.money_unit for a in contrary}))


def _joined(told: Iterable[Amount], reading: Interpretation, form: Form, disclosure: Disclosure) -> frozenset[Origin]:
    """The cells of ``told`` and those that sums of the printed digits join them with: all are of one unit."""
    found = {a.cell for a in told}
    trial = proof.try_out(reading, form, disclosure)
    sums = [] if trial.is_refuted else [{total, *parts} for total, parts in trial.sums]
    while more := [cells for cells in sums if cells & found and not cells <= found]:
        found.update(*more)
    return frozenset(found)
