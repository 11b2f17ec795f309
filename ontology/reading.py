"""The RDF of a package back as the conversion it was written from: every record, every amount, every place.

``read_rdf(write_rdf(conversion)) == canonical(conversion)``: nothing that a package holds is lost in its graphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from ..datapackage.model import (
    Check,
    Claim,
    Conversion,
    Disclosure,
    Fact,
    Finding,
    GlossaryTerm,
    Origin,
    PerformanceTarget,
    PrintedTable,
    Project,
    Repair,
    Unit,
)
from ..datapackage.package import canonical
from .concepts import SKOS
from .graph import Graph, Thing, read_graph
from .ntriples import RdfError
from .resources import DCTERMS
from .structures import QB

#: Places in the words of RFC 7111 (a cell, a row or a column) and of RFC 5147.
_ROW_AND_COLUMN = re.compile(
    r"cell=(?P<row>[0-9]+),(?P<column>[0-9]+)|row=(?P<only_row>[0-9]+)|col=(?P<only_column>[0-9]+)"
)
_CHARACTERS = re.compile(r"char=(?P<start>[0-9]*),(?P<end>[0-9]*)")


def read_rdf(folder: Path) -> Conversion:
    """The conversion that ``data`` and ``provenance`` in ``folder`` hold, as N-Triples, Turtle or JSON-LD.

    Raises:
        RdfError: a graph is missing or damaged, or says less than a package does; the message names what.
    """
    return conversion_of(read_graph(folder))


def conversion_of(graph: Graph) -> Conversion:
    """All that the graph holds, in :func:`~yusuan.datapackage.package.canonical` order."""
    return canonical(
        Conversion(
            disclosure=_disclosure(graph),
            facts=tuple(_fact(graph, thing) for thing in graph.of(f"{QB}Observation")),
            claims=graph.each("Claim", _claim),
            findings=graph.each("Finding", _finding),
            checks=tuple(check for thing in graph.ours("Check") for check in _checks(graph, thing)),
            repairs=graph.each("Repair", _repair),
            projects=graph.each("ProjectStatement", _project),
            targets=graph.each("PerformanceTarget", _target),
            units=graph.each("UnitListing", _unit),
            glossary=graph.each("GlossaryTerm", _term),
            tables=tuple(
                _table(graph, thing)
                for thing in sorted(graph.ours("PrintedTable"), key=lambda t: graph.integer(t, "position") or 0)
            ),
            redactions=dict(_redactions(graph)),
        )
    )


def _disclosure(graph: Graph) -> Disclosure:
    """The document that the graphs are of."""
    d = graph.document
    return Disclosure(
        document_id=graph.required(d, f"{DCTERMS}identifier"),
        sha256=graph.text(d, "sha256"),
        source=graph.text(d, f"{DCTERMS}source"),
        title=graph.text(d, f"{DCTERMS}title"),
        region=graph.code(d, "region"),
        unit_code=graph.text(d, "unitCode"),
        unit_name=graph.text(d, "unitName"),
        department_code=graph.text(d, "departmentCode"),
        department_name=graph.text(d, "departmentName"),
        year=graph.year,
        kind=cast("Any", graph.code(d, "kind")),
        scope=cast("Any", graph.code(d, "scope")),
        publisher=graph.text(d, "publisherName"),
        licence=graph.text(d, "licence"),
        url=graph.text(d, "url"),
        retrieved=graph.text(d, "retrieved"),
        files=tuple(_files(graph)),
    )


def _files(graph: Graph) -> Iterator[tuple[str, str]]:
    """Name and checksum of each file of a document that is several, in the document's order."""
    parts = (value.value.split(" ", 2) for value in graph.values(graph.document, "filePart"))
    for _, digest, name in sorted(parts, key=lambda part: int(part[0])):
        yield name, digest


def _redactions(graph: Graph) -> Iterator[tuple[str, int]]:
    for value in graph.values(graph.document, "redacted"):
        kind, _, count = value.value.rpartition(" ")
        yield kind, int(count)


def _fact(graph: Graph, thing: Thing) -> Fact:
    cell = graph.thing(f"{graph.base}cell/{thing.iri.rpartition('/')[2]}")
    if cell is None:
        raise RdfError(f"{thing.iri} 没有单元格 / has no cell")
    unit_code, unit_name = _unit_of(graph, thing, cell)
    return Fact(
        document_id=graph.key(thing, "document"),
        table=graph.key(thing, f"{QB}dataSet"),
        unit_code=unit_code,
        unit_name=unit_name,
        fiscal_year=int(graph.required(thing, "fiscalYear")),
        phase=graph.code(thing, "phase"),
        flow=graph.code(thing, "flow"),
        function_code=graph.code(thing, "function"),
        economic_code=graph.code(thing, "economic"),
        project_code=graph.named(thing, "project", f"{SKOS}notation"),
        line=graph.code(thing, "line"),
        label=graph.text(thing, "label"),
        fund=graph.code(thing, "fund"),
        origin=graph.code(thing, "origin"),
        category=graph.code(thing, "category"),
        amount=graph.amount(thing, "amount"),
        reported=graph.text(cell, "printed"),
        reported_unit=graph.text(cell, "printedUnit"),
        cell=_origin(graph, cell),
        status=cast("Any", graph.code(thing, "status")),
        confirmations=int(graph.required(thing, "confirmations")),
        observation_id=thing.key,
    )


def _unit_of(graph: Graph, thing: Thing, cell: Thing) -> tuple[str, str]:
    """Code and name of the unit as the row has them; the name as the unit's own unless the cell says otherwise."""
    if graph.text(thing, "unit") == f"{graph.base}unit/none":
        return "", ""
    code = graph.named(thing, "unit", f"{SKOS}notation")
    if graph.values(cell, "printedUnitName"):
        return code, graph.text(cell, "printedUnitName")
    return code, graph.named(thing, "unit", f"{SKOS}prefLabel")


def _origin(graph: Graph, thing: Thing) -> Origin:
    box = graph.text(thing, "bbox")
    cell = graph.numbers(thing, "rowAndColumn", _ROW_AND_COLUMN)
    characters = graph.numbers(thing, "characters", _CHARACTERS)
    return Origin(
        reader=graph.text(thing if graph.values(thing, "reader") else graph.document, "reader"),
        page=graph.integer(thing, "page"),
        table_on_page=graph.integer(thing, "tableOnPage"),
        row=cell.get("row", cell.get("only_row")),
        column=cell.get("column", cell.get("only_column")),
        bbox=cast("Any", tuple(map(float, box.split()))) if box else None,
        line=graph.integer(thing, "lineNumber"),
        char_start=characters.get("start"),
        char_end=characters.get("end"),
        confidence=float(graph.text(thing, "readingConfidence") or 1),
        text_before_repair=graph.text(thing, "textBeforeRepair"),
        note=graph.text(thing, "note"),
        file=graph.text(thing, "file"),
    )


def _claim(graph: Graph, thing: Thing) -> Claim:
    concerned = [v.value.rpartition("/")[2] for v in graph.values(thing, "concerns")]
    codes = {key.partition("-")[0]: graph.notation(unquote(key), key.partition("-")[0]) for key in concerned}
    return Claim(
        document_id=graph.key(thing, "document"),
        section=graph.text(thing, "section"),
        label=graph.text(thing, "label"),
        function_code=codes.get("function", ""),
        economic_code=codes.get("economic", ""),
        line=codes.get("line", ""),
        fiscal_year=int(graph.required(thing, "statedYear")),
        measure=cast("Any", graph.code(thing, "measure")),
        value=graph.amount(thing, "value"),
        unit=graph.text(thing, "valueUnit"),
        sentence=graph.text(thing, "sentence"),
        cell=_origin(graph, thing),
        observation_id=graph.key(thing, "observation"),
        outcome=cast("Any", graph.code(thing, "outcome")),
    )


def _finding(graph: Graph, thing: Thing) -> Finding:
    return Finding(
        document_id=graph.key(thing, "document"),
        check=graph.text(thing, "check"),
        severity=cast("Any", graph.code(thing, "severity")),
        outcome=cast("Any", graph.code(thing, "outcome")),
        cause=cast("Any", graph.code(thing, "cause")),
        message=graph.text(thing, "message", "zh"),
        message_en=graph.text(thing, "message", "en"),
        table=_tables(graph, thing),
        label=graph.text(thing, "label"),
        expected=graph.text(thing, "expected"),
        found=graph.text(thing, "found"),
        difference=graph.text(thing, "difference"),
        unit=graph.text(thing, "valueUnit"),
        page=graph.integer(thing, "page"),
        line=graph.integer(thing, "lineNumber"),
        observation_ids=_observations(graph, thing),
        file=graph.text(thing, "file"),
    )


def _tables(graph: Graph, thing: Thing) -> str:
    """The table of a finding or check, or the several that it names."""
    return graph.text(thing, "tables") or graph.key(thing, "inDataSet")


def _observations(graph: Graph, thing: Thing) -> tuple[str, ...]:
    """The observations of a finding, in the order that the finding gives where it gives one."""
    order = graph.text(thing, "observationOrder")
    if order:
        return tuple(order.split(" "))
    return tuple(sorted(unquote(v.value.rpartition("/")[2]) for v in graph.values(thing, "observation")))


def _checks(graph: Graph, thing: Thing) -> Iterator[Check]:
    """A line of the ledger for each equation; where a thing has several checks, each equation names its own."""
    for terms, message, *named in json.loads(graph.required(thing, "equations")):
        check, table = named or (graph.text(thing, "check"), _tables(graph, thing))
        yield Check(
            check=check,
            group=graph.text(thing, "group"),
            table=table,
            outcome=cast("Any", graph.code(thing, "outcome")),
            terms=int(terms),
            message=str(message),
        )


def _repair(graph: Graph, thing: Thing) -> Repair:
    return Repair(
        observation_id=graph.key(thing, "observation"),
        kind=graph.text(thing, "repairKind"),
        text_before=graph.text(thing, "textBefore"),
        text_after=graph.text(thing, "textAfter"),
        proof=graph.text(thing, "proof"),
        cells_changed=int(graph.required(thing, "cellsChanged")),
    )


def _project(graph: Graph, thing: Thing) -> Project:
    return Project(
        document_id=graph.key(thing, "document"),
        project_code=graph.text(thing, "projectCode"),
        form_code=graph.text(thing, "formCode"),
        name=graph.text(thing, "nameInForm"),
        name_in_table=graph.text(thing, "nameInTable"),
        department=graph.text(thing, "departmentName"),
        executing_unit=graph.text(thing, "executingUnit"),
        attribute=graph.text(thing, "projectAttribute"),
        kind=graph.text(thing, "projectKind"),
        start_year=graph.integer(thing, "startYear"),
        end_year=graph.integer(thing, "endYear"),
        total_budget=graph.decimal(thing, "totalBudget"),
        current_budget=graph.decimal(thing, "currentBudget"),
        earlier_budgets=tuple(
            (int(graph.required(p, "year")), graph.amount(p, "fundingAmount"))
            for p in graph.parts_of(thing, "EarlierBudget")
        ),
        funding=tuple(
            (graph.text(p, "item"), graph.amount(p, "fundingAmount")) for p in graph.parts_of(thing, "FundingSource")
        ),
        purchases=tuple(
            (graph.text(p, "item"), graph.text(p, "quantity"), graph.decimal(p, "purchaseAmount"))
            for p in graph.parts_of(thing, "Purchase")
        ),
        basis=graph.text(thing, "basis"),
        plan=graph.text(thing, "plan"),
        match=graph.text(thing, "match"),
        cell=_origin(graph, thing),
    )


def _target(graph: Graph, thing: Thing) -> PerformanceTarget:
    return PerformanceTarget(
        document_id=graph.key(thing, "document"),
        table=graph.key(thing, "inDataSet"),
        project_code=graph.text(thing, "projectCode"),
        project_name=graph.text(thing, "projectName"),
        goal=graph.text(thing, "goal"),
        level1=graph.text(thing, "level1"),
        level2=graph.text(thing, "level2"),
        level3=graph.text(thing, "level3"),
        operator=graph.text(thing, "operator"),
        target=graph.text(thing, "target"),
        target_unit=graph.text(thing, "targetUnit"),
        basis=graph.text(thing, "basis"),
        horizon=cast("Any", graph.code(thing, "horizon")),
        year_before_last=graph.text(thing, "yearBeforeLast"),
        last_year=graph.text(thing, "lastYear"),
        this_year=graph.text(thing, "thisYear"),
        cell=_origin(graph, thing),
        fiscal_year=int(graph.required(thing, "targetYear")),
        actual=graph.text(thing, "actual"),
        weight=graph.text(thing, "weight"),
        score=graph.text(thing, "score"),
        deviation=graph.text(thing, "deviation"),
    )


def _unit(graph: Graph, thing: Thing) -> Unit:
    return Unit(
        document_id=graph.key(thing, "document"),
        unit_code=graph.text(thing, "unitCode"),
        unit_name=graph.text(thing, "unitName"),
        parent_code=graph.text(thing, "parentCode"),
        role=cast("Any", graph.text(thing, "role")),
        cell=_origin(graph, thing),
    )


def _term(graph: Graph, thing: Thing) -> GlossaryTerm:
    return GlossaryTerm(
        document_id=graph.key(thing, "document"),
        term=graph.text(thing, f"{SKOS}prefLabel"),
        definition=graph.text(thing, f"{SKOS}definition"),
        function_code=graph.code(thing, f"{SKOS}related", "function"),
        cell=_origin(graph, thing),
    )


def _table(graph: Graph, thing: Thing) -> PrintedTable:
    copy = json.loads(graph.required(thing, "cells"))
    return PrintedTable(
        table=graph.key(thing, "inDataSet"),
        title=graph.text(thing, f"{DCTERMS}title"),
        money_unit=graph.text(thing, "moneyUnit"),
        first_line=graph.integer(thing, "lineNumber"),
        page=graph.integer(thing, "page"),
        rows=tuple(map(tuple, copy["rows"])),
        form=graph.text(thing, "form"),
        confidence=float(graph.required(thing, "formConfidence")),
        assumed=tuple(copy["assumed"]),
        empty=graph.text(thing, "printedEmpty") == "true",
        statement=graph.text(thing, "statement"),
        file=graph.text(thing, "file"),
    )
