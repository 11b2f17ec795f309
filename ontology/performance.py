"""Projects and performance targets as the document states them, its glossary and its printed tables."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from ..datapackage.model import (
    Conversion,
    Disclosure,
    GlossaryTerm,
    PerformanceTarget,
    PrintedTable,
    Project,
    content_id,
)
from .concepts import ALT_LABEL, CONCEPT, CONCEPT_SCHEME, DEFINITION, IN_SCHEME, NOTATION, PREF_LABEL, RELATED
from .identifiers import Identifiers, numbered
from .ntriples import RDF, A, Block, block, boolean, decimal, integer, plain, quoted, year, zh
from .resources import FOAF, TITLE, none_block

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def project_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Every project that an amount, a form or a target speaks of, with its code and its names."""
    d = conversion.disclosure
    codes: dict[str, str] = {}
    names: dict[str, list[str]] = {}
    for code, name in _named_projects(conversion):
        iri = ids.project(d, code, name)
        codes.setdefault(iri, code)
        names.setdefault(iri, []).append(name)
    for iri, found in names.items():
        preferred = next((name for name in found if name), "")
        yield block(
            iri,
            (A, ids.term("Project")),
            (NOTATION, plain(codes[iri])),
            (PREF_LABEL, zh(preferred)),
            *((ALT_LABEL, zh(name)) for name in found if name != preferred),
        )
    yield none_block("project", f"<{FOAF}Project>", ids)


def _named_projects(conversion: Conversion) -> Iterator[tuple[str, str]]:
    """Code and name of every project, the names of the money tables first: they stand beside the code."""
    rows = Counter((f.project_code, f.label) for f in conversion.facts if f.project_code and not f.line)
    yield from sorted(rows, key=lambda row: (row[0], -rows[row], row[1]))
    for p in conversion.projects:
        yield from ((p.project_code, name) for name in (p.name_in_table, p.name) if p.project_code and name)
        if not p.project_code and p.name:
            yield "", p.name
    for t in conversion.targets:
        if t.project_code or t.project_name:
            yield t.project_code, t.project_name
    yield from ((code, "") for code in sorted({f.project_code for f in conversion.facts} - {""}))


def numbered_projects(conversion: Conversion) -> Iterator[tuple[str, Project]]:
    """The descriptions of projects, each with what names the place."""
    return numbered(conversion.projects, _statement_key)


def numbered_targets(conversion: Conversion) -> Iterator[tuple[str, PerformanceTarget]]:
    """The targets, each with a key of its own."""
    return numbered(conversion.targets, lambda t: t.target_id)


def numbered_terms(conversion: Conversion) -> Iterator[tuple[str, GlossaryTerm]]:
    """The terms of the glossary, each with a key of its own."""
    return numbered(conversion.glossary, lambda g: content_id(g.document_id, g.term))


def _statement_key(project: Project) -> str:
    cell = project.cell
    return content_id(project.document_id, project.form_code, project.name, cell.page, cell.line, cell.row)


def statement_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """What places of the document say of projects; their amounts are observations too."""
    for key, project in numbered_projects(conversion):
        yield _statement_block(conversion.disclosure, key, project, ids)


def _statement_block(disclosure: Disclosure, key: str, p: Project, ids: Identifiers) -> Block:
    project = ids.project(disclosure, p.project_code, p.name)
    return block(
        ids.thing("statement", key),
        (A, ids.term("ProjectStatement")),
        (ids.term("document"), ids.document(p.document_id)),
        (ids.term("projectCode"), plain(p.project_code)),
        (ids.term("describes"), project if p.project_code or p.name else None),
        (ids.term("formCode"), plain(p.form_code)),
        (ids.term("nameInForm"), zh(p.name)),
        (ids.term("nameInTable"), zh(p.name_in_table)),
        (ids.term("departmentName"), zh(p.department)),
        (ids.term("executingUnit"), zh(p.executing_unit)),
        (ids.term("projectAttribute"), zh(p.attribute)),
        (ids.term("projectKind"), zh(p.kind)),
        (ids.term("startYear"), year(p.start_year)),
        (ids.term("endYear"), year(p.end_year)),
        (ids.term("totalBudget"), decimal(p.total_budget)),
        (ids.term("currentBudget"), decimal(p.current_budget)),
        (ids.term("basis"), zh(p.basis)),
        (ids.term("plan"), zh(p.plan)),
        (ids.term("match"), plain(p.match)),
    )


def purchase_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """What projects mean to buy."""
    for key, p in numbered_projects(conversion):
        for number, (item, quantity, amount) in enumerate(p.purchases, start=1):
            yield block(
                ids.thing("purchase", content_id(key, number, item)),
                (A, ids.term("Purchase")),
                (ids.term("inStatement"), ids.thing("statement", key)),
                (ids.term("position"), integer(number)),
                (ids.term("item"), zh(item)),
                (ids.term("quantity"), plain(quantity)),
                (ids.term("purchaseAmount"), decimal(amount)),
            )


def funding_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Where the money of projects comes from, and what they had in earlier years."""
    for key, p in numbered_projects(conversion):
        statement = ids.thing("statement", key)
        for number, (source, amount) in enumerate(p.funding, start=1):
            yield block(
                ids.thing("funding", content_id(key, "source", number)),
                (A, ids.term("FundingSource")),
                (ids.term("inStatement"), statement),
                (ids.term("position"), integer(number)),
                (ids.term("item"), zh(source)),
                (ids.term("fundingAmount"), decimal(amount)),
            )
        for number, (of_year, amount) in enumerate(p.earlier_budgets, start=1):
            yield block(
                ids.thing("funding", content_id(key, "earlier", number)),
                (A, ids.term("EarlierBudget")),
                (ids.term("inStatement"), statement),
                (ids.term("position"), integer(number)),
                (ids.term("year"), year(of_year)),
                (ids.term("fundingAmount"), decimal(amount)),
            )


def target_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Targets with their three levels, the value asked for, and the values of earlier years as printed."""
    for key, target in numbered_targets(conversion):
        yield _target_block(conversion.disclosure, key, target, ids)


def _target_block(disclosure: Disclosure, key: str, t: PerformanceTarget, ids: Identifiers) -> Block:
    d = disclosure
    of_project = bool(t.project_code or t.project_name)
    return block(
        ids.thing("target", key),
        (A, ids.term("PerformanceTarget")),
        (ids.term("document"), ids.document(t.document_id)),
        (ids.term("inDataSet"), ids.dataset(t.table)),
        (ids.term("ofProject"), ids.project(d, t.project_code, t.project_name) if of_project else None),
        (ids.term("projectName"), zh(t.project_name)),
        (ids.term("projectCode"), plain(t.project_code)),
        (ids.term("ofUnit"), None if of_project else ids.unit(d.region, d.unit_code, d.unit_name)),
        (ids.term("targetYear"), year(t.fiscal_year)),
        (ids.term("goal"), zh(t.goal)),
        (ids.term("level1"), zh(t.level1)),
        (ids.term("level2"), zh(t.level2)),
        (ids.term("level3"), zh(t.level3)),
        (ids.term("operator"), plain(t.operator)),
        (ids.term("target"), zh(t.target)),
        (ids.term("targetValue"), decimal(Decimal(t.target)) if _NUMBER.fullmatch(t.target) else None),
        (ids.term("targetUnit"), zh(t.target_unit)),
        (ids.term("basis"), zh(t.basis)),
        (ids.term("horizon"), ids.code("horizon", t.horizon)),
        (ids.term("yearBeforeLast"), zh(t.year_before_last)),
        (ids.term("lastYear"), zh(t.last_year)),
        (ids.term("thisYear"), zh(t.this_year)),
        (ids.term("actual"), zh(t.actual)),
        (ids.term("weight"), plain(t.weight)),
        (ids.term("score"), plain(t.score)),
        (ids.term("deviation"), zh(t.deviation)),
    )


def term_scheme_block(disclosure: Disclosure, ids: Identifiers) -> Block:
    """The glossary of a document as a list of its own: the same word may mean something else elsewhere."""
    return block(
        ids.scheme(f"glossary-{disclosure.document_id}"),
        (A, CONCEPT_SCHEME),
        (PREF_LABEL, zh("名词解释")),
        (ids.term("document"), ids.document(disclosure.document_id)),
    )


def term_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Terms with the document's own definitions."""
    for key, term in numbered_terms(conversion):
        yield _term_block(conversion.disclosure, key, term, ids)


def _term_block(disclosure: Disclosure, key: str, g: GlossaryTerm, ids: Identifiers) -> Block:
    code = g.function_code
    return block(
        ids.thing("term", key),
        (A, CONCEPT),
        (A, ids.term("GlossaryTerm")),
        (PREF_LABEL, zh(g.term)),
        (DEFINITION, zh(g.definition)),
        (IN_SCHEME, ids.scheme(f"glossary-{g.document_id}")),
        (RELATED, ids.edition_code("function", disclosure.year, code) if code else None),
        (ids.term("document"), ids.document(g.document_id)),
    )


def table_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """Printed tables: what they were taken for, and the statements of absence of empty ones."""
    d = conversion.disclosure
    keyed = numbered(conversion.tables, lambda t: content_id(d.document_id, t.table, t.title, t.first_line, t.page))
    for position, (key, table) in enumerate(keyed, start=1):
        yield _table_block(d, key, position, table, ids)


def _table_block(disclosure: Disclosure, key: str, position: int, t: PrintedTable, ids: Identifiers) -> Block:
    return block(
        ids.thing("table", key),
        (A, ids.term("PrintedTable")),
        (ids.term("document"), ids.document(disclosure.document_id)),
        (ids.term("inDataSet"), ids.dataset(t.table)),
        (ids.term("position"), integer(position)),
        (TITLE, zh(t.title)),
        (ids.term("moneyUnit"), plain(t.money_unit)),
        (ids.term("file"), plain(t.file)),
        (ids.term("page"), integer(t.page)),
        (ids.term("lineNumber"), integer(t.first_line)),
        (ids.term("form"), plain(t.form)),
        (ids.term("formConfidence"), decimal(Decimal(str(t.confidence)))),
        *((ids.term("assumed"), plain(text)) for text in t.assumed),
        (ids.term("printedEmpty"), boolean(t.empty)),
        (ids.term("statement"), zh(t.statement)),
    )


def cells_blocks(conversion: Conversion, ids: Identifiers) -> Iterator[Block]:
    """The faithful copy of each printed table, for the graph of provenance."""
    d = conversion.disclosure
    for key, t in numbered(
        conversion.tables, lambda t: content_id(d.document_id, t.table, t.title, t.first_line, t.page)
    ):
        copy = {"assumed": t.assumed, "rows": t.rows}
        text = json.dumps(copy, ensure_ascii=False, separators=(",", ":"))
        yield block(ids.thing("table", key), (ids.term("cells"), f"{quoted(text)}^^<{RDF}JSON>"))
