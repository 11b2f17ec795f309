"""From a file to what it says: the whole conversion, one step a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..datapackage.model import Conversion, Disclosure, Fact, LostCell, PrintedTable, Unit, identify
from . import completion, government, identity, identity_findings, narrative, parts, privacy, shortfalls
from . import units as unit_list
from .belonging.governments import has_tables_of_department
from .belonging.settlement import Settlement, settle
from .belonging.units import texts_apart
from .checksums import checksum
from .codes import undo_spaces
from .errors import NoDisclosureError
from .forms.form import load_forms
from .narrative.glossary import read_glossary
from .narrative.outline import Outline, outline, texts
from .observations import observe, of_known_units, pointed, projects_in
from .performance import listed
from .performance.reading import Performance, read_performance
from .performance.vocabulary import meanings
from .table import NOT_READ, NOT_SHOWN, Block, Paragraph
from .tables import seen_codes
from .tables.changes import check_changes
from .tables.exhibits import Exhibit, read_exhibits
from .tables.magnitude import compare_tables, told_otherwise
from .tables.owners import captioned
from .tables.plausibility import compare_sizes
from .tables.products import check_products
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
    document = _open([path] if isinstance(path, Path) else list(path), hints)
    if document.is_of_government:
        disclosure = completion.of_government(document.disclosure, hints)
        kept = government.convert(disclosure, document.blocks, document.redactions)
        return replace(kept, findings=(*identity_findings.contradictions(disclosure, hints), *kept.findings))
    document = replace(document, blocks=parts.with_names(document.blocks, load_forms()))
    settled = _settled(document)
    read = _read(document, settled, settled.exhibits, hints)
    certain = told_otherwise(settled.exhibits, read.known, read.told.claims)
    if certain != settled.exhibits:
        read = _read(document, settled, certain, hints)
    return _conversion(document, settled, read, hints)


def read(path: Path) -> list[Block]:
    """The blocks of a file, by the reader for what it is.

    Raises:
        UnreadableError: the file is missing, empty, damaged, or of a kind that no reader knows.
    """
    return parts.read([path])


# --- the document -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Document:
    """What stands in the files, without personal data, and what document it is."""

    paths: Sequence[Path]
    blocks: Sequence[Block]
    disclosure: Disclosure
    redactions: dict[str, int]
    unread: Sequence[str]
    hidden: Sequence[str]

    @property
    def is_archive(self) -> bool:
        """Whether it is one file that holds several."""
        return len(self.paths) == 1 and any(block.origin.file for block in self.blocks)

    @property
    def is_of_government(self) -> bool:
        """Whether the tables are a whole government's, and none of a department beside them."""
        if self.disclosure.scope == "government":
            return True
        paragraphs = (b.text for b in self.blocks if isinstance(b, Paragraph))
        if not is_whole_government(paragraphs, self.disclosure.title):
            return False
        return not has_tables_of_department(self.blocks, load_forms(), self.disclosure.unit_name)


def _open(paths: Sequence[Path], hints: identity.Hints) -> _Document:
    blocks, redactions = privacy.redact(parts.read(paths))
    unread, hidden = (
        [b.text for b in blocks if isinstance(b, Paragraph) and b.origin.note == note] for note in (NOT_READ, NOT_SHOWN)
    )
    blocks = divide([b for b in blocks if b.origin.note not in (NOT_READ, NOT_SHOWN)], load_forms())
    if len(paths) == 1 and any(block.origin.file for block in blocks):
        identity.check_one(paths[0], blocks)
    digest, files = checksum(paths)
    disclosure = identity.identify(paths[0], digest, blocks, hints)
    disclosure = replace(disclosure, source="; ".join(p.name for p in paths), files=files)
    return _Document(paths, blocks, disclosure, redactions, unread, hidden)


# --- its tables and its text ------------------------------------------------------------------------------


def _settled(document: _Document) -> Settlement:
    blocks, disclosure = document.blocks, document.disclosure
    elsewhere = [title for _, title in meanings("titles")]
    exhibits = seen_codes.certain(read_exhibits(blocks, disclosure, load_forms(), elsewhere))
    paragraphs = [undo_spaces(block.text) for block in blocks if isinstance(block, Paragraph)]
    compared = compare_sizes(compare_tables(exhibits, disclosure, paragraphs), disclosure, paragraphs)
    settled = settle(compared, blocks, disclosure)
    if document.is_archive and (differing := [f.label for f in settled.copies if f.outcome == "failed"]):
        raise identity.several(document.paths[0], differing)
    if not any(e.form for e in settled.exhibits):
        path = document.paths[0]
        zh, en = "没有找到任何预决算表，不像是单位的预决算公开", "no budget table was found: not a disclosure"
        raise NoDisclosureError(path, zh, en)
    return settled


@dataclass(frozen=True, slots=True)
class _Read:
    """What tables, performance forms and text say, as the tables were understood."""

    exhibits: Sequence[Exhibit]
    disclosure: Disclosure
    units: dict[str, Unit]
    known: list[Fact]
    lost: list[LostCell]
    performed: Performance
    text: Outline
    told: narrative.Narrative


def _read(document: _Document, settled: Settlement, exhibits: Sequence[Exhibit], hints: identity.Hints) -> _Read:
    blocks, readings = document.blocks, [e.reading for e in exhibits]
    units = completion.read_units(document.disclosure, readings)
    captions = filter(None, (captioned(e.run) for e in exhibits))
    disclosure = completion.complete(document.disclosure, units, readings, hints, captions)
    exhibits = of_known_units(exhibits, disclosure, units)
    facts, lost = observe(disclosure, exhibits, units)
    performed = read_performance(settled.own(_outside(blocks, exhibits)), disclosure, *projects_in(facts))
    performed = replace(performed, facts=tuple(pointed(performed.facts, blocks)))
    text = outline(settled.own(blocks))
    known = list(identify([*facts, *performed.facts]))
    told = narrative.together(
        narrative.read_claims(text if own is blocks else outline(settled.own(own)), whose, its)
        for own, whose, its in texts_apart(blocks, exhibits, disclosure, known)
    )
    return _Read(exhibits, disclosure, units, known, lost, performed, text, told)


def _outside(blocks: Sequence[Block], exhibits: Sequence[Exhibit]) -> list[Block]:
    """The blocks that stand in no table that a form has read."""
    taken = {i for e in exhibits if e.form for i in range(e.run.first, e.run.last)}
    return [block for i, block in enumerate(blocks) if i not in taken]


# --- together ---------------------------------------------------------------------------------------------


def _conversion(document: _Document, settled: Settlement, read: _Read, hints: identity.Hints) -> Conversion:
    disclosure, exhibits, performed, told = read.disclosure, read.exhibits, read.performed, read.told
    (checks, changes), (of_products, products) = (f(exhibits, disclosure) for f in (check_changes, check_products))
    facts = identify([*read.known, *told.facts])
    return Conversion(
        disclosure=disclosure,
        facts=tuple(facts),
        lost=tuple(read.lost),
        claims=told.claims,
        checks=(*checks, *of_products),
        findings=(
            *identity_findings.contradictions(disclosure, hints),
            *identity_findings.from_file_name(disclosure, document.blocks, hints),
            *identity_findings.without_name(disclosure),
            *shortfalls.not_shown(disclosure, document.unread, document.hidden),
            *shortfalls.of_tables(disclosure, exhibits),
            *settled.copies,
            *changes,
            *products,
            *(f for f in performed.findings if f.check not in _PROVEN_LATER),
            *listed.differing(performed.projects, read.known, disclosure),
            *told.findings,
        ),
        projects=performed.projects,
        targets=performed.targets,
        units=(*read.units.values(), *_listed(exhibits, disclosure, read.units)),
        glossary=tuple(read_glossary(read.text, disclosure, facts)),
        tables=(*(_printed(e) for e in exhibits), *performed.tables),
        texts=tuple(texts(settled.own(document.blocks))),
        redactions=document.redactions,
    )


def _listed(exhibits: Sequence[Exhibit], disclosure: Disclosure, known: Mapping[str, Unit]) -> Iterator[Unit]:
    """The units of a list of names that no table names by its code."""
    names = {unit.unit_name for unit in known.values()}
    for exhibit in exhibits:
        if exhibit.table == "unit-list":
            yield from (u for u in unit_list.read(exhibit.run.tables, disclosure) if u.unit_name not in names)


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
