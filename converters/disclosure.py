"""From a file to what it says: the whole conversion, one step a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from ..datapackage.frozen import changed
from ..datapackage.model import (
    Conversion,
    Disclosure,
    Fact,
    Finding,
    LostCell,
    PrintedTable,
    Severity,
    Unit,
    identify,
)
from . import government, identity, narrative, parts, privacy
from . import units as unit_list
from .amounts import parse_amount
from .belonging.governments import has_tables_of_department
from .belonging.settlement import Settlement, settle
from .belonging.units import texts_apart
from .checksums import checksum
from .codes import undo_spaces
from .errors import NoDisclosureError
from .forms.form import fold, load_forms
from .forms.reading import Amount, Doubt
from .narrative.glossary import read_glossary
from .narrative.outline import Outline, outline, texts
from .performance import listed
from .performance.reading import Performance, read_performance
from .performance.vocabulary import meanings
from .stages import phase_of
from .table import NOT_READ, NOT_SHOWN, Block, Paragraph, Table
from .tables import money, seen_codes
from .tables.changes import check_changes
from .tables.exhibits import Exhibit, read_exhibits
from .tables.magnitude import compare_tables, told_otherwise
from .tables.owners import is_own_level, is_same_unit
from .tables.periods import fiscal_year
from .tables.sections import divide
from .titles import is_whole_government

#: What the accounting finds again, with the equation and its witnesses; told once.
_PROVEN_LATER = frozenset({"performance-arithmetic", "performance-balance", "project-arithmetic"})


def convert(path: Path | Sequence[Path], hints: identity.Hints = identity.NO_HINTS) -> Conversion:
    """All that the document at ``path`` says, or the one that the files at the paths are together.

    Raises:
        UnreadableError: the file cannot be read, or no reader knows its kind.
        NoDisclosureError: it was read, and it is no disclosure of a budget unit.
    """
    paths = [path] if isinstance(path, Path) else list(path)
    blocks, redactions = privacy.redact(parts.read(paths))
    unread, hidden = (
        [b.text for b in blocks if isinstance(b, Paragraph) and b.origin.note == note] for note in (NOT_READ, NOT_SHOWN)
    )
    blocks = divide([b for b in blocks if b.origin.note not in (NOT_READ, NOT_SHOWN)], load_forms())
    is_archive = len(paths) == 1 and any(block.origin.file for block in blocks)
    if is_archive:
        identity.check_one(paths[0], blocks)
    digest, files = checksum(paths)
    disclosure = identity.identify(paths[0], digest, blocks, hints)
    disclosure = replace(disclosure, source="; ".join(p.name for p in paths), files=files)
    if disclosure.scope == "government" or _is_of_government(blocks, disclosure):
        disclosure = identity.of_government(disclosure, hints)
        kept = government.convert(disclosure, blocks, redactions)
        return replace(kept, findings=(*identity.contradictions(disclosure, hints), *kept.findings))
    blocks = parts.with_names(blocks, load_forms())
    elsewhere = [title for _, title in meanings("titles")]
    exhibits = seen_codes.certain(read_exhibits(blocks, disclosure, load_forms(), elsewhere))
    settled = settle(compare_tables(exhibits, disclosure, _texts(blocks)), blocks, disclosure)
    exhibits = settled.exhibits
    if is_archive and (differing := [f.label for f in settled.copies if f.outcome == "failed"]):
        raise identity.several(paths[0], differing)
    if not any(e.form for e in exhibits):
        raise NoDisclosureError(
            paths[0], "没有找到任何预决算表，不像是单位的预决算公开", "no budget table was found: not a disclosure"
        )
    read = _read(blocks, exhibits, disclosure, settled, hints)
    certain = told_otherwise(exhibits, read.known, read.told.claims)
    if certain != exhibits:
        exhibits = certain
        read = _read(blocks, exhibits, disclosure, settled, hints)
    disclosure, known, performed, told = read.disclosure, read.known, read.performed, read.told
    checks, changes = check_changes(exhibits, disclosure)
    all_facts = identify([*known, *told.facts])
    return Conversion(
        disclosure=disclosure,
        facts=tuple(all_facts),
        lost=tuple(read.lost),
        claims=told.claims,
        checks=tuple(checks),
        findings=(
            *identity.contradictions(disclosure, hints),
            *identity.from_file_name(disclosure, blocks, hints),
            *identity.without_name(disclosure),
            *_not_shown(disclosure, unread, hidden),
            *_findings(disclosure, exhibits),
            *settled.copies,
            *changes,
            *(f for f in performed.findings if f.check not in _PROVEN_LATER),
            *listed.differing(performed.projects, known, disclosure),
            *told.findings,
        ),
        projects=performed.projects,
        targets=performed.targets,
        units=(*read.units.values(), *_listed(exhibits, disclosure, read.units)),
        glossary=tuple(read_glossary(read.text, disclosure, all_facts)),
        tables=(*(_printed(e) for e in exhibits), *performed.tables),
        texts=tuple(texts(settled.own(blocks))),
        redactions=redactions,
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """What tables, performance forms and text say, as the tables were understood."""

    disclosure: Disclosure
    units: dict[str, Unit]
    known: list[Fact]
    lost: list[LostCell]
    performed: Performance
    text: Outline
    told: narrative.Narrative


def _read(
    blocks: Sequence[Block],
    exhibits: Sequence[Exhibit],
    disclosure: Disclosure,
    settled: Settlement,
    hints: identity.Hints,
) -> _Read:
    units = identity.read_units(disclosure, [e.reading for e in exhibits])
    disclosure = identity.complete(disclosure, units, [e.reading for e in exhibits], hints)
    facts, lost = _observations(disclosure, exhibits, units)
    outside = _outside(blocks, exhibits)
    performed = read_performance(settled.own(outside), disclosure, *_projects_in(facts))
    performed = replace(performed, facts=tuple(_pointed(performed.facts, blocks)))
    text = outline(settled.own(blocks))
    known = list(identify([*facts, *performed.facts]))
    told = narrative.together(
        narrative.read_claims(text if own is blocks else outline(settled.own(own)), whose, its)
        for own, whose, its in texts_apart(blocks, exhibits, disclosure, known)
    )
    return _Read(disclosure, units, known, lost, performed, text, told)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    return (undo_spaces(block.text) for block in blocks if isinstance(block, Paragraph))


def read(path: Path) -> list[Block]:
    """The blocks of a file, by the reader for what it is.

    Raises:
        UnreadableError: the file is missing, empty, damaged, or of a kind that no reader knows.
    """
    return parts.read([path])


def _is_of_government(blocks: Sequence[Block], disclosure: Disclosure) -> bool:
    """Whether the tables are a whole government's, and none of a department beside them."""
    paragraphs = (b.text for b in blocks if isinstance(b, Paragraph))
    if not is_whole_government(paragraphs, disclosure.title):
        return False
    return not has_tables_of_department(blocks, load_forms(), disclosure.unit_name)


def _outside(blocks: Sequence[Block], exhibits: Sequence[Exhibit]) -> list[Block]:
    """The blocks that stand in no table that a form has read."""
    taken = {i for e in exhibits if e.form for i in range(e.run.first, e.run.last)}
    return [block for i, block in enumerate(blocks) if i not in taken]


def _pointed(facts: Sequence[Fact], blocks: Sequence[Block]) -> Iterator[Fact]:
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


# --- tables -----------------------------------------------------------------------------------------------


def _printed(exhibit: Exhibit) -> PrintedTable:
    run, reading = exhibit.run, exhibit.reading
    rows = tuple(tuple(c.text.strip() for c in row) for table in run.tables for row in table.rows)
    empty = bool(exhibit.form) and not exhibit.again and not reading.amounts and not reading.doubts
    return PrintedTable(
        table=exhibit.table,
        title=run.title,
        money_unit=exhibit.money_unit,
        first_line=run.tables[0].origin.line,
        file=run.tables[0].origin.file,
        page=run.tables[0].origin.page,
        rows=rows,
        form=exhibit.form.id if exhibit.form else "",
        confidence=reading.confidence,
        assumed=exhibit.assumed,
        empty=empty,
        statement=_absence(run.notes) if empty else "",
    )


def _absence(notes: Sequence[Paragraph]) -> str:
    """The statement that a table is empty on purpose, as printed."""
    return next((n.text.strip() for n in notes if narrative.is_absence(n.text)), "")


# --- observations -----------------------------------------------------------------------------------------


def _observations(
    disclosure: Disclosure, exhibits: Sequence[Exhibit], units: dict[str, Unit]
) -> tuple[list[Fact], list[LostCell]]:
    facts: list[Fact] = []
    lost: list[LostCell] = []
    printed = Counter[str]()
    for exhibit in exhibits:
        named = frozenset(amount.unit_name for amount in exhibit.reading.amounts)
        for amount in exhibit.reading.amounts:
            whose = _whose(disclosure, exhibit, amount, units, named)
            fact = _fact(disclosure, exhibit, amount, whose, printed[exhibit.table])
            if amount.value is None:
                lost.append(LostCell(fact))
            else:
                facts.append(fact)
        printed[exhibit.table] += 1
    return facts, lost


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
    disclosure: Disclosure, exhibit: Exhibit, amount: Amount, units: dict[str, Unit], named: Collection[str]
) -> tuple[str, str]:
    """Code and name of the unit whose money it is: the row's, else the table's, else the document's.

    A name of the row counts where the document lists just that unit, or where the table's grid is the file's own.
    ``named`` are the units that the rows of the table name.
    """
    code = amount.code if amount.code_kind == "unit" else amount.unit_code
    if code:
        name = units[code].unit_name if code in units else amount.unit_name
        return code, name or disclosure.unit_name
    own = amount.unit_name
    alike = [u for u in units.values() if own and fold(u.unit_name) == fold(own)]
    if len(alike) == 1:
        return alike[0].unit_code, alike[0].unit_name
    is_certain = bool(own) and all(t.exact for t in exhibit.run.tables)
    if is_certain and (not is_same_unit(own, disclosure) or is_own_level(own, disclosure, named)):
        return "", own
    if exhibit.owner:
        return exhibit.owner.code, exhibit.owner.name
    return disclosure.unit_code, disclosure.unit_name


def _listed(exhibits: Sequence[Exhibit], disclosure: Disclosure, known: Mapping[str, Unit]) -> Iterator[Unit]:
    """The units of a list of names that no table names by its code."""
    names = {unit.unit_name for unit in known.values()}
    for exhibit in exhibits:
        if exhibit.table == "unit-list":
            yield from (u for u in unit_list.read(exhibit.run.tables, disclosure) if u.unit_name not in names)


def _projects_in(facts: Sequence[Fact]) -> tuple[dict[str, str], dict[str, Decimal]]:
    """The names and the whole amounts (yuan) of the projects in the project table, by code."""
    whole = [f for f in facts if f.table == "project-expenditure" and f.project_code and f.fund == f.origin == "all"]
    return {f.project_code: f.label for f in whole}, {f.project_code: f.amount for f in whole}


# --- findings ---------------------------------------------------------------------------------------------


def _findings(disclosure: Disclosure, exhibits: Sequence[Exhibit]) -> list[Finding]:
    found = [_finding(disclosure, e.table, doubt) for e in exhibits for doubt in e.reading.doubts]
    unknown = (e for e in exhibits if e.table.startswith("other-") and not _is_contents(e))
    found += [_unknown_table(disclosure, e) for e in unknown]
    counts = Counter((e.table, e.owner.name if e.owner else "") for e in exhibits if e.form and not e.again)
    return found + [_printed_again(disclosure, table, n) for (table, _), n in sorted(counts.items()) if n > 1]


def _is_contents(exhibit: Exhibit) -> bool:
    """Whether a table lists the titles of tables and prints no number but theirs: a sheet 目录."""
    rows = [[c.text.strip() for c in row if c.text.strip()] for table in exhibit.run.tables for row in table.rows]
    listed = [row for row in rows if any(t.endswith("表") for t in row)]
    return 2 * len(listed) > len(rows) and not any("." in t and parse_amount(t) is not None for r in rows for t in r)


def _not_shown(disclosure: Disclosure, unread: Sequence[str], hidden: Sequence[str]) -> Iterator[Finding]:
    """What the document holds and nobody has read: objects that no reader knows, hidden sheets, rows and columns."""
    for text in unread:
        zh, _, en = text.partition(" / ")
        yield _of_file(
            disclosure, "object-not-read", "warning", zh,
            f"{zh}：读不了，那里如有金额就没有取数", f"{en or zh}: could not be read; its amounts are missing",
        )  # fmt: skip
    for line in hidden:
        zh, _, en = line.partition(" / ")
        yield _of_file(
            disclosure, "hidden-left-out", "info", zh, f"{zh}，没有取数", f"{zh} ({en or 'hidden'}): not read"
        )


def _of_file(disclosure: Disclosure, check: str, severity: Severity, label: str, zh: str, en: str) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check=check,
        severity=severity,
        outcome="not-checkable",
        cause="unknown",
        message=zh,
        message_en=en,
        label=label,
    )


def _finding(disclosure: Disclosure, table: str, doubt: Doubt) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check=doubt.check,
        severity="info" if doubt.severity == "info" else "warning",
        outcome="not-checkable",
        cause="reading",
        message=doubt.message,
        message_en=doubt.message_en,
        table=table,
        label=undo_spaces(doubt.label),
        found=doubt.found,
        file=doubt.cell.file,
        page=doubt.cell.page,
        line=doubt.cell.line,
    )


def _unknown_table(disclosure: Disclosure, exhibit: Exhibit) -> Finding:
    origin = exhibit.run.tables[0].origin
    prints = any("." in c.text and parse_amount(c.text) for t in exhibit.run.tables for row in t.rows for c in row)
    return Finding(
        document_id=disclosure.document_id,
        check="unknown-table",
        severity="warning" if prints else "info",
        outcome="not-checkable",
        cause="unknown",
        message=f"没有表式认识这张表“{exhibit.run.title}”，原样保留，不作观测值发布",
        message_en=f"no form knows the table {exhibit.run.title!r}; it is kept as printed, without observations",
        table=exhibit.table,
        label=exhibit.run.title,
        file=origin.file,
        page=origin.page,
        line=origin.line,
    )


def _printed_again(disclosure: Disclosure, table: str, count: int) -> Finding:
    return Finding(
        document_id=disclosure.document_id,
        check="table-printed-again",
        severity="info",
        outcome="not-checkable",
        cause="unknown",
        message=f"同一种表印了 {count} 次，都已取数",
        message_en=f"{count} tables of this kind are printed; all were read",
        table=table,
    )
