"""The graph of provenance beside the cells: what was claimed, checked, found and repaired, and by what software."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache

from .. import __version__
from ..datapackage.accounting.identities import load_identities
from ..datapackage.model import Check, Claim, Conversion, Disclosure, Fact, Finding, Repair, content_id
from .concepts import line_iri
from .identifiers import Identifiers, numbered
from .ntriples import RDF, RDFS, A, Block, Statement, block, decimal, en, integer, plain, quoted, web_iri, year, zh
from .performance import numbered_projects, numbered_targets, numbered_terms
from .places import DERIVED, PROV, origin, usual_reader
from .resources import DCTERMS, tables_of

GENERATED_BY = f"<{PROV}wasGeneratedBy>"
#: The outcome of a check that nothing in the document answers to.
_IDLE = "not-applicable"


def target_places(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Where the performance targets were printed."""
    reader = usual_reader(conversion)
    for key, target in numbered_targets(conversion):
        yield block(ids.thing("target", key), *origin(target.cell, reader, ids))


def statement_places(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Where the descriptions of projects were printed."""
    reader = usual_reader(conversion)
    for key, project in numbered_projects(conversion):
        yield block(ids.thing("statement", key), *origin(project.cell, reader, ids))


def term_places(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Where the terms of the glossary were printed."""
    reader = usual_reader(conversion)
    for key, term in numbered_terms(conversion):
        yield block(ids.thing("term", key), *origin(term.cell, reader, ids))


def listing_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """What one place of the document says of a unit; the unit itself is the same wherever it is named."""
    d, reader = conversion.disclosure, usual_reader(conversion)
    for key, u in numbered(conversion.units, lambda u: content_id(u.unit_code, u.unit_name, u.parent_code, u.role)):
        yield block(
            ids.thing("listing", content_id(d.document_id, key)),
            (A, ids.term("UnitListing")),
            (ids.term("document"), ids.document(u.document_id)),
            (ids.term("ofUnit"), ids.unit(d.region, u.unit_code, u.unit_name) if u.unit_code or u.unit_name else None),
            (ids.term("unitCode"), plain(u.unit_code)),
            (ids.term("unitName"), zh(u.unit_name)),
            (ids.term("parentCode"), plain(u.parent_code)),
            (ids.term("role"), quoted(u.role)),
            *origin(u.cell, reader, ids),
        )


def tally_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """How many amounts each kind of table gave, and how many of them are proven, repaired, derived."""
    d = conversion.disclosure
    by_table: dict[str, list[Fact]] = {}
    for fact in conversion.facts:
        by_table.setdefault(fact.table, []).append(fact)
    for table, facts in by_table.items():
        yield block(
            ids.thing("tally", content_id(d.document_id, table)),
            (A, ids.term("Tally")),
            (ids.term("ofDisclosure"), ids.document(d.document_id)),
            (ids.term("inDataSet"), ids.dataset(table)),
            (ids.term("amounts"), integer(len(facts))),
            (ids.term("provenAmounts"), integer(sum(f.confirmations > 0 for f in facts))),
            (ids.term("repairedAmounts"), integer(sum(f.status == "repaired" for f in facts))),
            (ids.term("derivedAmounts"), integer(sum(f.status == "derived" for f in facts))),
        )


def claim_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """What sentences say of amounts, each with its place."""
    reader = usual_reader(conversion)
    for key, claim in numbered(conversion.claims, lambda c: c.claim_id):
        yield _claim_block(conversion.disclosure, key, claim, reader, ids)


def _claim_block(disclosure: Disclosure, key: str, c: Claim, reader: str, ids: Identifiers) -> Block:
    """What a sentence says of an amount, and whether the tables bear it out."""
    edition = disclosure.year
    return block(
        ids.thing("claim", key),
        (A, ids.term("Claim")),
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
        *origin(c.cell, reader, ids),
    )


def finding_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """What checks found, or could not decide."""
    for key, finding in numbered(conversion.findings, lambda f: f.finding_id):
        yield _finding_block(key, finding, ids)


def _finding_block(key: str, f: Finding, ids: Identifiers) -> Block:
    return block(
        ids.thing("finding", key),
        (A, ids.term("Finding")),
        (ids.term("document"), ids.document(f.document_id)),
        (ids.term("check"), plain(f.check)),
        (ids.term("identity"), _identity(f.check, ids)),
        (ids.term("severity"), ids.code("severity", f.severity)),
        (ids.term("outcome"), ids.code("outcome", f.outcome)),
        (ids.term("cause"), ids.code("cause", f.cause)),
        (ids.term("message"), zh(f.message)),
        (ids.term("message"), en(f.message_en)),
        *_tables(f.table, ids),
        (ids.term("label"), zh(f.label)),
        (ids.term("expected"), plain(f.expected)),
        (ids.term("found"), plain(f.found)),
        (ids.term("difference"), plain(f.difference)),
        (ids.term("valueUnit"), plain(f.unit)),
        (ids.term("file"), plain(f.file)),
        (ids.term("page"), integer(f.page)),
        (ids.term("lineNumber"), integer(f.line)),
        *((ids.term("observation"), ids.observation(o)) for o in f.observation_ids),
        (ids.term("observationOrder"), _order(f.observation_ids)),
    )


def _tables(table: str, ids: Identifiers) -> Iterator[Statement]:
    """The table that a check looked at; one over several (``A = B``) keeps how it names them."""
    several = tables_of(table)
    yield from ((ids.term("inDataSet"), ids.dataset(each)) for each in several)
    yield ids.term("tables"), plain(table) if len(several) > 1 else None


def _order(observation_ids: tuple[str, ...]) -> str | None:
    """The order of a finding's observations, where it is another one than that of their ids."""
    return None if observation_ids == tuple(sorted(set(observation_ids))) else plain(" ".join(observation_ids))


def repair_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Proven corrections, each with its proof and the text it replaced."""
    for key, repair in numbered(conversion.repairs, lambda r: r.repair_id):
        yield _repair_block(key, repair, ids)


def _repair_block(key: str, r: Repair, ids: Identifiers) -> Block:
    return block(
        ids.thing("repair", key),
        (A, ids.term("Repair")),
        (A, f"<{PROV}Activity>"),
        (f"<{PROV}used>", ids.thing("cell", r.observation_id)),
        (f"<{PROV}generated>", ids.observation(r.observation_id)),
        (ids.term("observation"), ids.observation(r.observation_id)),
        (ids.term("repairKind"), plain(r.kind)),
        (ids.term("textBefore"), quoted(r.text_before)),
        (ids.term("textAfter"), quoted(r.text_after)),
        (ids.term("proof"), plain(r.proof)),
        (ids.term("cellsChanged"), integer(r.cells_changed)),
    )


def check_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """The ledger: one block for each check of a table and its outcome, with all the equations that ended so.

    Of what nothing in the document answers to there is a block for each group of checks, which looked at no table.
    """
    applied: dict[tuple[str, str, str, str], list[Check]] = {}
    idle: dict[tuple[str, str], list[Check]] = {}
    for c in conversion.checks:
        if c.outcome == _IDLE and not c.terms:
            idle.setdefault((c.group, c.check), []).append(c)
        else:
            applied.setdefault((c.check, c.group, c.table, c.outcome), []).append(c)
    document_id = conversion.disclosure.document_id
    for key, checks in applied.items():
        yield _check_block(document_id, key, checks, ids)
    alike: dict[tuple[str, int], list[Check]] = {}
    for (group, _), checks in idle.items():
        alike.setdefault((group, len(checks)), []).extend(checks)
    for (group, times), checks in alike.items():
        yield _idle_block(document_id, group, times, checks, ids)


def _check_block(document_id: str, key: tuple[str, str, str, str], checks: list[Check], ids: Identifiers) -> Block:
    check, group, table, outcome = key
    return block(
        ids.thing("check", content_id(document_id, *key)),
        (A, ids.term("Check")),
        (ids.term("document"), ids.document(document_id)),
        (ids.term("check"), plain(check)),
        (ids.term("identity"), _identity(check, ids)),
        (ids.term("group"), plain(group)),
        *_tables(table, ids),
        (ids.term("outcome"), ids.code("outcome", outcome)),
        (ids.term("times"), integer(len(checks))),
        (ids.term("terms"), integer(sum(c.terms for c in checks))),
        (ids.term("equations"), _json([(c.terms, c.message) for c in checks])),
    )


def _idle_block(document_id: str, group: str, times: int, checks: list[Check], ids: Identifiers) -> Block:
    """Checks that found nothing to apply to, each ``times`` times; an equation names its check and where it looked."""
    return block(
        ids.thing("check", content_id(document_id, _IDLE, group, str(times))),
        (A, ids.term("Check")),
        (ids.term("document"), ids.document(document_id)),
        *((ids.term("check"), plain(c.check)) for c in checks),
        (ids.term("group"), plain(group)),
        (ids.term("outcome"), ids.code("outcome", _IDLE)),
        (ids.term("times"), integer(times)),
        (ids.term("terms"), integer(0)),
        (ids.term("equations"), _json([(c.terms, c.message, c.check, c.table) for c in checks])),
    )


def _json(equations: Sequence[tuple[object, ...]]) -> str:
    return f"{quoted(json.dumps(equations, ensure_ascii=False, separators=(',', ':')))}^^<{RDF}JSON>"


def _identity(check: str, ids: Identifiers) -> str | None:
    return ids.thing("identity", check) if check in _identities() else None


@cache
def _identities() -> frozenset[str]:
    return frozenset(identity.id for identity in load_identities())


def activity_blocks(disclosure: Disclosure, ids: Identifiers) -> Iterator[Block]:
    """The conversion that made the graphs of the package, and the software at work in it."""
    document = ids.document(disclosure.document_id)
    conversion = ids.thing("conversion", disclosure.document_id)
    software = ids.thing("software", f"yusuan-{__version__}")
    graph = ids.thing("graph", disclosure.name)
    yield block(
        graph,
        (A, f"<{PROV}Entity>"),
        (DERIVED, document),
        (GENERATED_BY, conversion),
        (f"<{DCTERMS}license>", web_iri(disclosure.licence)),
    )
    yield block(
        conversion,
        (A, f"<{PROV}Activity>"),
        (f"<{PROV}used>", document),
        (f"<{PROV}wasAssociatedWith>", software),
    )
    yield block(software, (A, f"<{PROV}SoftwareAgent>"), (f"<{RDFS}label>", quoted(f"yusuan {__version__}")))
