"""The graph of provenance: cell ← document, and what was claimed, checked, found and repaired."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from .. import __version__
from ..datapackage.model import Check, Claim, Conversion, Disclosure, Fact, Finding, Origin, Repair, content_id
from .concepts import line_iri
from .identifiers import Identifiers
from .ntriples import RDFS, A, Statement, block, decimal, en, integer, plain, quoted, year, zh
from .performance import statement_key

PROV = "http://www.w3.org/ns/prov#"
DERIVED = f"<{PROV}wasDerivedFrom>"
GENERATED_BY = f"<{PROV}wasGeneratedBy>"


def cell_blocks(conversion: Conversion, pairs: Iterable[tuple[str, Fact]], ids: Identifiers) -> Iterator[str]:
    """The cell of each observation, in the order in which these come."""
    document = ids.document(conversion.disclosure.document_id)
    templates: dict[tuple[bool, ...], str] = {}
    for observation, fact in pairs:
        values = (plain(fact.reported), plain(fact.reported_unit), *_place(fact.cell))
        # The cells of a document lack the same things, so that a handful of templates writes them all.
        has = tuple([value is not None for value in values])
        if has not in templates:
            templates[has] = _cell_template(has, document, ids)
        yield templates[has].format(ids.thing("cell", fact.observation_id), observation, *values)


def link_blocks(pairs: Iterable[tuple[str, Fact]], ids: Identifiers) -> Iterator[str]:
    """From each observation to its cell, in the order in which these come."""
    for observation, fact in pairs:
        yield f"{observation} {DERIVED} {ids.thing('cell', fact.observation_id)} .\n"


def _cell_template(has: Sequence[bool], document: str, ids: Identifiers) -> str:
    """The lines of a cell that has what ``has`` says; ``{0}`` is its IRI, ``{1}`` its observation."""
    statements: list[Statement] = [
        (A, ids.term("Cell")),
        (A, f"<{PROV}Entity>"),
        (DERIVED, document),
        (ids.term("observation"), "{1}"),
    ]
    names = ("printed", "printedUnit", *_PLACE)
    statements += [(ids.term(name), f"{{{n}}}") for n, name in enumerate(names, start=2) if has[n - 2]]
    return block("{0}", *statements)


_PLACE = (
    "reader", "page", "tableOnPage", "row", "column", "lineNumber", "charStart", "charEnd", "bbox",
    "readingConfidence", "textBeforeRepair", "note",
)  # fmt: skip


def _place(cell: Origin) -> tuple[str | None, ...]:
    """The objects of :data:`_PLACE`; None for what is not known."""
    return (
        plain(cell.reader),
        integer(cell.page),
        integer(cell.table_on_page),
        integer(cell.row),
        integer(cell.column),
        integer(cell.line),
        integer(cell.char_start),
        integer(cell.char_end),
        quoted(" ".join(f"{v:g}" for v in cell.bbox)) if cell.bbox else None,
        _share(cell.confidence),
        plain(cell.text_before_repair),
        plain(cell.note),
    )


def origin(cell: Origin, ids: Identifiers) -> list[Statement]:
    """Where a text was printed, and how it was read."""
    return [(ids.term(name), value) for name, value in zip(_PLACE, _place(cell), strict=True)]


@lru_cache(maxsize=1024)
def _share(confidence: float) -> str | None:
    return decimal(Decimal(f"{confidence:.6f}"))


def target_places(conversion: Conversion, ids: Identifiers) -> Iterator[str]:
    """Where the performance targets were printed."""
    document = ids.document(conversion.disclosure.document_id)
    for target in conversion.targets:
        yield block(ids.thing("target", target.target_id), (DERIVED, document), *origin(target.cell, ids))


def statement_places(conversion: Conversion, ids: Identifiers) -> Iterator[str]:
    """Where the descriptions of projects were printed."""
    document = ids.document(conversion.disclosure.document_id)
    for project in conversion.projects:
        yield block(ids.thing("statement", statement_key(project)), (DERIVED, document), *origin(project.cell, ids))


def claim_block(disclosure: Disclosure, c: Claim, ids: Identifiers) -> str:
    """What a sentence says of an amount, and whether the tables bear it out."""
    edition = disclosure.year
    return block(
        ids.thing("claim", c.claim_id),
        (A, ids.term("Claim")),
        (A, f"<{PROV}Entity>"),
        (DERIVED, ids.document(c.document_id)),
        (ids.term("document"), ids.document(c.document_id)),
        (ids.term("section"), zh(c.section)),
        (ids.term("label"), zh(c.label)),
        (ids.term("concerns"), ids.edition_code("function", edition, c.function_code) if c.function_code else None),
        (ids.term("concerns"), ids.edition_code("economic", edition, c.economic_code) if c.economic_code else None),
        (ids.term("concerns"), line_iri(ids, edition, c.line) if c.line else None),
        (ids.term("statedYear"), year(c.fiscal_year)),
        (ids.term("measure"), ids.code("measure", c.measure)),
        (ids.term("value"), decimal(c.value)),
        (ids.term("valueUnit"), plain(c.unit)),
        (ids.term("sentence"), zh(c.sentence)),
        (ids.term("outcome"), ids.code("outcome", c.outcome)),
        (ids.term("observation"), ids.observation(c.observation_id) if c.observation_id else None),
        *origin(c.cell, ids),
    )


def finding_block(f: Finding, ids: Identifiers) -> str:
    """What a check found, or could not decide."""
    return block(
        ids.thing("finding", f.finding_id),
        (A, ids.term("Finding")),
        (ids.term("document"), ids.document(f.document_id)),
        (ids.term("check"), plain(f.check)),
        (ids.term("severity"), ids.code("severity", f.severity)),
        (ids.term("outcome"), ids.code("outcome", f.outcome)),
        (ids.term("cause"), ids.code("cause", f.cause)),
        (ids.term("message"), zh(f.message)),
        (ids.term("message"), en(f.message_en)),
        (ids.term("inDataSet"), ids.dataset(f.table) if f.table else None),
        (ids.term("label"), zh(f.label)),
        (ids.term("expected"), plain(f.expected)),
        (ids.term("found"), plain(f.found)),
        (ids.term("difference"), plain(f.difference)),
        (ids.term("valueUnit"), plain(f.unit)),
        (ids.term("page"), integer(f.page)),
        (ids.term("lineNumber"), integer(f.line)),
        *((ids.term("observation"), ids.observation(o)) for o in f.observation_ids),
    )


def repair_block(r: Repair, ids: Identifiers) -> str:
    """A proven correction, with its proof and the text it replaced."""
    return block(
        ids.thing("repair", r.repair_id),
        (A, ids.term("Repair")),
        (A, f"<{PROV}Activity>"),
        (ids.term("observation"), ids.observation(r.observation_id)),
        (ids.term("repairKind"), plain(r.kind)),
        (ids.term("textBefore"), quoted(r.text_before)),
        (ids.term("textAfter"), quoted(r.text_after)),
        (ids.term("proof"), plain(r.proof)),
        (ids.term("cellsChanged"), integer(r.cells_changed)),
    )


def check_block(disclosure: Disclosure, c: Check, ids: Identifiers) -> str:
    """One line of the ledger."""
    key = content_id(disclosure.document_id, c.check, c.group, c.table, c.outcome, c.terms, c.message)
    return block(
        ids.thing("check", key),
        (A, ids.term("Check")),
        (ids.term("document"), ids.document(disclosure.document_id)),
        (ids.term("check"), plain(c.check)),
        (ids.term("group"), plain(c.group)),
        (ids.term("inDataSet"), ids.dataset(c.table) if c.table else None),
        (ids.term("outcome"), ids.code("outcome", c.outcome)),
        (ids.term("terms"), integer(c.terms)),
        (ids.term("message"), zh(c.message)),
    )


def activity_blocks(disclosure: Disclosure, ids: Identifiers) -> Iterator[str]:
    """The conversion that made the graphs of the package, and the software at work in it."""
    document = ids.document(disclosure.document_id)
    conversion = ids.thing("conversion", disclosure.document_id)
    software = ids.thing("software", f"yusuan-{__version__}")
    graph = ids.thing("graph", disclosure.name)
    yield block(graph, (A, f"<{PROV}Entity>"), (DERIVED, document), (GENERATED_BY, conversion))
    yield block(
        conversion,
        (A, f"<{PROV}Activity>"),
        (f"<{PROV}used>", document),
        (f"<{PROV}wasAssociatedWith>", software),
    )
    yield block(software, (A, f"<{PROV}SoftwareAgent>"), (f"<{RDFS}label>", quoted(f"yusuan {__version__}")))
