"""The RDF of a package back as the conversion it was written from: every record, every amount, every place.

``read_rdf(write_rdf(conversion)) == canonical(conversion)``: nothing that a package holds is lost in its graphs.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, cast
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
from .ntriples import RDF, RdfError
from .resources import DCTERMS
from .structures import QB

#: The graphs by what may hold them, the first that is there is read.
SUFFIXES: tuple[str, ...] = (".nt", ".ttl", ".jsonld")
_NAMES = ("data", "provenance")
_TYPE = f"{RDF}type"
#: Places in the words of RFC 7111 (a cell, a row or a column) and of RFC 5147.
_ROW_AND_COLUMN = re.compile(
    r"cell=(?P<row>[0-9]+),(?P<column>[0-9]+)|row=(?P<only_row>[0-9]+)|col=(?P<only_column>[0-9]+)"
)
_CHARACTERS = re.compile(r"char=(?P<start>[0-9]*),(?P<end>[0-9]*)")

T = TypeVar("T")


def read_rdf(folder: Path) -> Conversion:
    """The conversion that ``data`` and ``provenance`` in ``folder`` hold, as N-Triples, Turtle or JSON-LD.

    Raises:
        RdfError: a graph is missing or damaged, or says less than a package does; the message names what.
    """
    return read_graph(folder).conversion()


def read_graph(folder: Path) -> Graph:
    """The statements of the graphs in ``folder``. Raises RdfError as :func:`read_rdf` does."""
    return Graph(_parse([_file(folder, name) for name in _NAMES]))


def _file(folder: Path, name: str) -> Path:
    found = next((path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()), None)
    if found is None:
        raise RdfError(f"没有 {name}.nt、.ttl 或 .jsonld / no such file in the folder")
    return found


def _parse(files: Iterable[Path]) -> dict[str, Thing]:
    import pyoxigraph as ox

    formats = dict(zip(SUFFIXES, (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD), strict=True))
    things: dict[str, Thing] = {}
    for file in files:
        try:
            for quad in ox.parse(path=str(file), format=formats[file.suffix]):
                iri = getattr(quad.subject, "value", str(quad.subject))
                thing = things.get(iri) or things.setdefault(iri, Thing(iri, {}))
                thing.said.setdefault(quad.predicate.value, []).append(quad.object)
        except (SyntaxError, OSError) as error:
            raise RdfError(f"{file}: 读不了 ({error}) / cannot be read") from error
    return things


@dataclass(frozen=True, slots=True)
class Thing:
    """What is said of one resource: predicate → values, as pyoxigraph terms."""

    iri: str
    said: dict[str, list[Any]]

    @property
    def key(self) -> str:
        """The last piece of its address."""
        return unquote(self.iri.rpartition("/")[2])


class Graph:
    """The statements of a package by subject, asked in the words of the vocabulary."""

    def __init__(self, things: Mapping[str, Thing]) -> None:
        self._things = things
        self._by_class: dict[str, list[Thing]] = {}
        for thing in things.values():
            for kind in thing.said.get(_TYPE, ()):
                self._by_class.setdefault(kind.value, []).append(thing)
        found = [(kind, of) for kind, of in self._by_class.items() if kind.endswith("def/Disclosure")]
        if len(found) != 1 or len(found[0][1]) != 1:
            raise RdfError("图里没有恰好一份公开文档 / the graph does not describe exactly one disclosure")
        ((kind, (document,)),) = found
        self.base, self._document = kind.removesuffix("def/Disclosure"), document

    def conversion(self) -> Conversion:
        """All of it, in :func:`~yusuan.datapackage.package.canonical` order."""
        return canonical(
            Conversion(
                disclosure=self.disclosure,
                facts=tuple(self._fact(thing) for thing in self._of(f"{QB}Observation")),
                claims=self._each("Claim", self._claim),
                findings=self._each("Finding", self._finding),
                checks=tuple(check for thing in self._ours("Check") for check in self._checks(thing)),
                repairs=self._each("Repair", self._repair),
                projects=self._each("ProjectStatement", self._project),
                targets=self._each("PerformanceTarget", self._target),
                units=self._each("UnitListing", self._unit),
                glossary=self._each("GlossaryTerm", self._term),
                tables=tuple(
                    self._table(thing)
                    for thing in sorted(self._ours("PrintedTable"), key=lambda t: self._integer(t, "position") or 0)
                ),
                redactions=dict(self._redactions()),
            )
        )

    # --- asking -------------------------------------------------------------------------------------------

    def _of(self, kind: str) -> list[Thing]:
        return self._by_class.get(kind, [])

    def _ours(self, kind: str) -> list[Thing]:
        return self._of(f"{self.base}def/{kind}")

    def _each(self, kind: str, read: Callable[[Thing], T]) -> tuple[T, ...]:
        return tuple(read(thing) for thing in self._ours(kind))

    def _values(self, thing: Thing, name: str) -> list[Any]:
        return thing.said.get(name if ":" in name else f"{self.base}def/{name}", [])

    def _text(self, thing: Thing, name: str, language: str | None = None) -> str:
        """The value of a property, or ""; several only where they differ in language."""
        found = [v.value for v in self._values(thing, name) if language in (None, getattr(v, "language", None))]
        if len(found) > 1:
            raise RdfError(f"{thing.iri} 的 {name} 有 {len(found)} 个 / has several values")
        return str(found[0]) if found else ""

    def _required(self, thing: Thing, name: str) -> str:
        if not self._values(thing, name):
            raise RdfError(f"{thing.iri} 缺少 {name} / lacks a property")
        return self._text(thing, name)

    def _integer(self, thing: Thing, name: str) -> int | None:
        text = self._text(thing, name)
        return int(text) if text else None

    def _decimal(self, thing: Thing, name: str) -> Decimal | None:
        text = self._text(thing, name)
        return Decimal(text) if text else None

    def _amount(self, thing: Thing, name: str) -> Decimal:
        return Decimal(self._required(thing, name))

    def _key(self, thing: Thing, name: str) -> str:
        """The last piece of the resource that a property names, or ""."""
        return unquote(self._text(thing, name).rpartition("/")[2])

    def _code(self, thing: Thing, name: str, scheme: str = "") -> str:
        """The code that a property names, without its list and edition; "" for "none"."""
        return self._notation(self._key(thing, name), scheme or name)

    def _notation(self, key: str, scheme: str) -> str:
        edition = f"{scheme}-{self._year:04d}-"
        if scheme in ("function", "economic") and key.startswith(edition):
            return key.removeprefix(edition)
        if scheme == "line" and key.startswith(f"line-function-{self._year:04d}-"):
            return f"function-{key.removeprefix(f'line-function-{self._year:04d}-')}"
        own = key.removeprefix(f"{scheme}-")
        return "" if own == "none" else own

    # --- the document -------------------------------------------------------------------------------------

    @cached_property
    def _year(self) -> int:
        return int(self._required(self._document, "year"))

    @cached_property
    def disclosure(self) -> Disclosure:
        """The document that the graphs are of."""
        d = self._document
        return Disclosure(
            document_id=self._required(d, f"{DCTERMS}identifier"),
            sha256=self._text(d, "sha256"),
            source=self._text(d, f"{DCTERMS}source"),
            title=self._text(d, f"{DCTERMS}title"),
            region=self._code(d, "region"),
            unit_code=self._text(d, "unitCode"),
            unit_name=self._text(d, "unitName"),
            department_code=self._text(d, "departmentCode"),
            department_name=self._text(d, "departmentName"),
            year=self._year,
            kind=cast("Any", self._code(d, "kind")),
            scope=cast("Any", self._code(d, "scope")),
            publisher=self._text(d, "publisherName"),
            licence=self._text(d, "licence"),
            url=self._text(d, "url"),
            retrieved=self._text(d, "retrieved"),
            files=tuple(self._files()),
        )

    def _files(self) -> Iterator[tuple[str, str]]:
        """Name and checksum of each file of a document that is several, in the document's order."""
        parts = (value.value.split(" ", 2) for value in self._values(self._document, "filePart"))
        for _, digest, name in sorted(parts, key=lambda part: int(part[0])):
            yield name, digest

    def _redactions(self) -> Iterator[tuple[str, int]]:
        for value in self._values(self._document, "redacted"):
            kind, _, count = value.value.rpartition(" ")
            yield kind, int(count)

    # --- amounts ------------------------------------------------------------------------------------------

    def _fact(self, thing: Thing) -> Fact:
        cell = self._things.get(f"{self.base}cell/{thing.iri.rpartition('/')[2]}")
        if cell is None:
            raise RdfError(f"{thing.iri} 没有单元格 / has no cell")
        unit_code, unit_name = self._unit_of(thing, cell)
        return Fact(
            document_id=self._key(thing, "document"),
            table=self._key(thing, f"{QB}dataSet"),
            unit_code=unit_code,
            unit_name=unit_name,
            fiscal_year=int(self._required(thing, "fiscalYear")),
            phase=self._code(thing, "phase"),
            flow=self._code(thing, "flow"),
            function_code=self._code(thing, "function"),
            economic_code=self._code(thing, "economic"),
            project_code=self._named(thing, "project", f"{SKOS}notation"),
            line=self._code(thing, "line"),
            label=self._text(thing, "label"),
            fund=self._code(thing, "fund"),
            origin=self._code(thing, "origin"),
            category=self._code(thing, "category"),
            amount=self._amount(thing, "amount"),
            reported=self._text(cell, "printed"),
            reported_unit=self._text(cell, "printedUnit"),
            cell=self._origin(cell),
            status=cast("Any", self._code(thing, "status")),
            confirmations=int(self._required(thing, "confirmations")),
            observation_id=thing.key,
        )

    def _unit_of(self, thing: Thing, cell: Thing) -> tuple[str, str]:
        """Code and name of the unit as the row has them; the name as the unit's own unless the cell says otherwise."""
        if self._text(thing, "unit") == f"{self.base}unit/none":
            return "", ""
        code = self._named(thing, "unit", f"{SKOS}notation")
        if self._values(cell, "printedUnitName"):
            return code, self._text(cell, "printedUnitName")
        return code, self._named(thing, "unit", f"{SKOS}prefLabel")

    def _named(self, thing: Thing, name: str, wanted: str) -> str:
        """What is said of the resource that a property names."""
        other = self._things.get(self._required(thing, name))
        if other is None:
            raise RdfError(f"{thing.iri}: {self._text(thing, name)} 没有说明 / is not described")
        return self._text(other, wanted, "zh" if wanted.endswith("Label") else None)

    def _origin(self, thing: Thing) -> Origin:
        box = self._text(thing, "bbox")
        cell = self._numbers(thing, "rowAndColumn", _ROW_AND_COLUMN)
        characters = self._numbers(thing, "characters", _CHARACTERS)
        return Origin(
            reader=self._text(thing if self._values(thing, "reader") else self._document, "reader"),
            page=self._integer(thing, "page"),
            table_on_page=self._integer(thing, "tableOnPage"),
            row=cell.get("row", cell.get("only_row")),
            column=cell.get("column", cell.get("only_column")),
            bbox=cast("Any", tuple(map(float, box.split()))) if box else None,
            line=self._integer(thing, "lineNumber"),
            char_start=characters.get("start"),
            char_end=characters.get("end"),
            confidence=float(self._text(thing, "readingConfidence") or 1),
            text_before_repair=self._text(thing, "textBeforeRepair"),
            note=self._text(thing, "note"),
            file=self._text(thing, "file"),
        )

    def _numbers(self, thing: Thing, name: str, form: re.Pattern[str]) -> dict[str, int]:
        """The numbers that one text holds, by the names that ``form`` gives them."""
        text = self._text(thing, name)
        found = form.fullmatch(text)
        if text and not found:
            raise RdfError(f"{thing.iri}: {text!r} 不是位置 / is no place")
        return {name: int(digits) for name, digits in found.groupdict().items() if digits} if found else {}

    # --- what is said and found ---------------------------------------------------------------------------

    def _claim(self, thing: Thing) -> Claim:
        concerned = [v.value.rpartition("/")[2] for v in self._values(thing, "concerns")]
        codes = {key.partition("-")[0]: self._notation(unquote(key), key.partition("-")[0]) for key in concerned}
        return Claim(
            document_id=self._key(thing, "document"),
            section=self._text(thing, "section"),
            label=self._text(thing, "label"),
            function_code=codes.get("function", ""),
            economic_code=codes.get("economic", ""),
            line=codes.get("line", ""),
            fiscal_year=int(self._required(thing, "statedYear")),
            measure=cast("Any", self._code(thing, "measure")),
            value=self._amount(thing, "value"),
            unit=self._text(thing, "valueUnit"),
            sentence=self._text(thing, "sentence"),
            cell=self._origin(thing),
            observation_id=self._key(thing, "observation"),
            outcome=cast("Any", self._code(thing, "outcome")),
        )

    def _finding(self, thing: Thing) -> Finding:
        return Finding(
            document_id=self._key(thing, "document"),
            check=self._text(thing, "check"),
            severity=cast("Any", self._code(thing, "severity")),
            outcome=cast("Any", self._code(thing, "outcome")),
            cause=cast("Any", self._code(thing, "cause")),
            message=self._text(thing, "message", "zh"),
            message_en=self._text(thing, "message", "en"),
            table=self._tables(thing),
            label=self._text(thing, "label"),
            expected=self._text(thing, "expected"),
            found=self._text(thing, "found"),
            difference=self._text(thing, "difference"),
            unit=self._text(thing, "valueUnit"),
            page=self._integer(thing, "page"),
            line=self._integer(thing, "lineNumber"),
            observation_ids=self._observations(thing),
            file=self._text(thing, "file"),
        )

    def _tables(self, thing: Thing) -> str:
        """The table of a finding or check, or the several that it names."""
        return self._text(thing, "tables") or self._key(thing, "inDataSet")

    def _observations(self, thing: Thing) -> tuple[str, ...]:
        """The observations of a finding, in the order that the finding gives where it gives one."""
        order = self._text(thing, "observationOrder")
        if order:
            return tuple(order.split(" "))
        return tuple(sorted(unquote(v.value.rpartition("/")[2]) for v in self._values(thing, "observation")))

    def _checks(self, thing: Thing) -> Iterator[Check]:
        """A line of the ledger for each equation; where a thing has several checks, each equation names its own."""
        for terms, message, *named in json.loads(self._required(thing, "equations")):
            check, table = named or (self._text(thing, "check"), self._tables(thing))
            yield Check(
                check=check,
                group=self._text(thing, "group"),
                table=table,
                outcome=cast("Any", self._code(thing, "outcome")),
                terms=int(terms),
                message=str(message),
            )

    def _repair(self, thing: Thing) -> Repair:
        return Repair(
            observation_id=self._key(thing, "observation"),
            kind=self._text(thing, "repairKind"),
            text_before=self._text(thing, "textBefore"),
            text_after=self._text(thing, "textAfter"),
            proof=self._text(thing, "proof"),
            cells_changed=int(self._required(thing, "cellsChanged")),
        )

    # --- projects, targets, units, terms, tables ----------------------------------------------------------

    @cached_property
    def _parts(self) -> dict[str, list[Thing]]:
        """What belongs to each statement of a project, in its order."""
        parts: dict[str, list[Thing]] = {}
        for kind in ("Purchase", "FundingSource", "EarlierBudget"):
            for thing in sorted(self._ours(kind), key=lambda t: self._integer(t, "position") or 0):
                parts.setdefault(self._required(thing, "inStatement"), []).append(thing)
        return parts

    def _parts_of(self, thing: Thing, kind: str) -> Iterator[Thing]:
        whole = f"{self.base}def/{kind}"
        for part in self._parts.get(thing.iri, ()):
            if whole in {each.value for each in part.said[_TYPE]}:
                yield part

    def _project(self, thing: Thing) -> Project:
        return Project(
            document_id=self._key(thing, "document"),
            project_code=self._text(thing, "projectCode"),
            form_code=self._text(thing, "formCode"),
            name=self._text(thing, "nameInForm"),
            name_in_table=self._text(thing, "nameInTable"),
            department=self._text(thing, "departmentName"),
            executing_unit=self._text(thing, "executingUnit"),
            attribute=self._text(thing, "projectAttribute"),
            kind=self._text(thing, "projectKind"),
            start_year=self._integer(thing, "startYear"),
            end_year=self._integer(thing, "endYear"),
            total_budget=self._decimal(thing, "totalBudget"),
            current_budget=self._decimal(thing, "currentBudget"),
            earlier_budgets=tuple(
                (int(self._required(p, "year")), self._amount(p, "fundingAmount"))
                for p in self._parts_of(thing, "EarlierBudget")
            ),
            funding=tuple(
                (self._text(p, "item"), self._amount(p, "fundingAmount"))
                for p in self._parts_of(thing, "FundingSource")
            ),
            purchases=tuple(
                (self._text(p, "item"), self._text(p, "quantity"), self._decimal(p, "purchaseAmount"))
                for p in self._parts_of(thing, "Purchase")
            ),
            basis=self._text(thing, "basis"),
            plan=self._text(thing, "plan"),
            match=self._text(thing, "match"),
            cell=self._origin(thing),
        )

    def _target(self, thing: Thing) -> PerformanceTarget:
        return PerformanceTarget(
            document_id=self._key(thing, "document"),
            table=self._key(thing, "inDataSet"),
            project_code=self._text(thing, "projectCode"),
            project_name=self._text(thing, "projectName"),
            goal=self._text(thing, "goal"),
            level1=self._text(thing, "level1"),
            level2=self._text(thing, "level2"),
            level3=self._text(thing, "level3"),
            operator=self._text(thing, "operator"),
            target=self._text(thing, "target"),
            target_unit=self._text(thing, "targetUnit"),
            basis=self._text(thing, "basis"),
            horizon=cast("Any", self._code(thing, "horizon")),
            year_before_last=self._text(thing, "yearBeforeLast"),
            last_year=self._text(thing, "lastYear"),
            this_year=self._text(thing, "thisYear"),
            cell=self._origin(thing),
            fiscal_year=int(self._required(thing, "targetYear")),
            actual=self._text(thing, "actual"),
            weight=self._text(thing, "weight"),
            score=self._text(thing, "score"),
            deviation=self._text(thing, "deviation"),
        )

    def _unit(self, thing: Thing) -> Unit:
        return Unit(
            document_id=self._key(thing, "document"),
            unit_code=self._text(thing, "unitCode"),
            unit_name=self._text(thing, "unitName"),
            parent_code=self._text(thing, "parentCode"),
            role=cast("Any", self._text(thing, "role")),
            cell=self._origin(thing),
        )

    def _term(self, thing: Thing) -> GlossaryTerm:
        return GlossaryTerm(
            document_id=self._key(thing, "document"),
            term=self._text(thing, f"{SKOS}prefLabel"),
            definition=self._text(thing, f"{SKOS}definition"),
            function_code=self._code(thing, f"{SKOS}related", "function"),
            cell=self._origin(thing),
        )

    def _table(self, thing: Thing) -> PrintedTable:
        copy = json.loads(self._required(thing, "cells"))
        return PrintedTable(
            table=self._key(thing, "inDataSet"),
            title=self._text(thing, f"{DCTERMS}title"),
            money_unit=self._text(thing, "moneyUnit"),
            first_line=self._integer(thing, "lineNumber"),
            page=self._integer(thing, "page"),
            rows=tuple(map(tuple, copy["rows"])),
            form=self._text(thing, "form"),
            confidence=float(self._required(thing, "formConfidence")),
            assumed=tuple(copy["assumed"]),
            empty=self._text(thing, "printedEmpty") == "true",
            statement=self._text(thing, "statement"),
            file=self._text(thing, "file"),
        )
