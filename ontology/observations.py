"""Observations as text: the one part of the graph that grows with the amounts, so it is formatted from a template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from operator import add, itemgetter
from typing import NamedTuple

from ..datapackage.model import Disclosure, Fact
from .concepts import line_iri
from .identifiers import Identifiers
from .ntriples import XSD, A, Block, Lookup, RdfError, block, block_of, decimal, quoted, year
from .structures import QB, has

#: The dimensions in the order of ``observations.csv``; ``occurrence`` tells apart what all others leave alike.
DIMENSIONS = (
    "document", "unit", "fiscalYear", "phase", "flow", "function", "economic", "project", "line", "fund", "origin",
    "category", "occurrence",
)  # fmt: skip
ATTRIBUTES = ("label", "status", "confirmations")
MEASURE = "amount"
COMPONENTS = (*DIMENSIONS, *ATTRIBUTES, MEASURE)
#: Observations that a slice names once more, so that a question starts from them and need not look at each.
_CHOSEN: dict[str, Callable[[Fact], bool]] = {
    "repaired": lambda f: f.status == "repaired",
    "total": lambda f: f.line == "total",
    "unproven": lambda f: f.confirmations == 0,
}


class Amount(NamedTuple):
    """One amount: its IRI, and the terms of :data:`COMPONENTS`."""

    iri: str
    fact: Fact
    terms: tuple[str, ...]


def _in_order(facts: Sequence[Fact], ids: Identifiers) -> list[tuple[str, Fact]]:
    """The facts with their IRIs, in the order of these.

    Raises:
        RdfError: a fact has no ``observation_id``, or two share one and would melt into one observation.
    """
    pairs = sorted(((ids.observation(f.observation_id), f) for f in facts), key=lambda pair: pair[0])
    for (one, fact), (other, _) in pairwise(pairs):
        if one == other:
            raise RdfError(f"两条观测值用了同一个标识 {fact.observation_id} / two observations share one id")
    return pairs


def observation_blocks(amounts: Sequence[Amount], ids: Identifiers) -> Iterator[Block]:
    """The observations of one document, one block each, in the order of ``amounts``."""
    predicates = (A, f"<{QB}dataSet>", *map(ids.term, COMPONENTS))
    in_order = sorted((f"{predicate} ", place) for place, predicate in enumerate(predicates))
    begins, chosen = [begin for begin, _ in in_order], itemgetter(*(place for _, place in in_order))
    kind = f"<{QB}Observation>"
    cubes = Lookup[str, str](ids.dataset)
    for subject, fact, terms in amounts:
        yield block_of(subject, [*map(add, begins, chosen((kind, cubes[fact.table], *terms)))])


def amounts_of(disclosure: Disclosure, facts: Sequence[Fact], ids: Identifiers) -> list[Amount]:
    """The amounts of a document in the order of their addresses.

    Raises:
        RdfError: an amount is no number or has no ``observation_id``, or two share one.
    """
    pairs = _in_order(facts, ids)
    return [Amount(*pair, terms) for pair, terms in zip(pairs, _components(disclosure, pairs, ids), strict=True)]


def _components(
    disclosure: Disclosure, pairs: Sequence[tuple[str, Fact]], ids: Identifiers
) -> Iterator[tuple[str, ...]]:
    facts = [fact for _, fact in pairs]
    edition = disclosure.year
    document = ids.document(disclosure.document_id)
    labels, counts = Lookup[str, str](lambda text: f"{quoted(text)}@zh"), Lookup[int, str](_counted)
    functions = Lookup[str, str](lambda code: ids.edition_code("function", edition, code))
    economics = Lookup[str, str](lambda code: ids.edition_code("economic", edition, code))
    projects = Lookup[str, str](lambda code: ids.project(disclosure, code))
    lines = Lookup[str, str](lambda line: line_iri(ids, edition, line))
    phases, flows, funds, origins, categories, statuses = (
        Lookup[str, str](lambda code, scheme=scheme: ids.code(scheme, code))
        for scheme in ("phase", "flow", "fund", "origin", "category", "status")
    )
    unit = _units(disclosure, ids)
    years = {n: year(n) for n in {f.fiscal_year for f in facts}}
    again = _occurrences(facts)
    for f in facts:
        yield (
            document,
            unit(f),
            years[f.fiscal_year],
            phases[f.phase],
            flows[f.flow],
            functions[f.function_code],
            economics[f.economic_code],
            projects[f.project_code],
            lines[f.line],
            funds[f.fund],
            origins[f.origin],
            categories[f.category],
            counts[again.get(f.observation_id, 1)],
            labels[f.label],
            statuses[f.status],
            counts[f.confirmations],
            decimal(f.amount),
        )


def _counted(number: int) -> str:
    return f'"{number}"^^<{XSD}integer>'


def slice_blocks(disclosure: Disclosure, amounts: Sequence[Amount], ids: Identifiers) -> Iterator[Block]:
    """One slice for each table, unit and year, with its observations, and those of them that questions start from."""
    unit = _units(disclosure, ids)
    grouped: dict[tuple[str, str, int], list[tuple[str, Fact]]] = {}
    for subject, f, _ in amounts:
        grouped.setdefault((f.table, unit(f), f.fiscal_year), []).append((subject, f))
    chosen = [(ids.term(name), is_one) for name, is_one in _CHOSEN.items()]
    for iri, key in sorted((slice_iri(*key, ids), key) for key in grouped):
        _, of_unit, of_year = key
        yield block(
            iri,
            (A, f"<{QB}Slice>"),
            (f"<{QB}sliceStructure>", ids.thing("structure", "by-unit-and-year")),
            (ids.term("unit"), of_unit),
            (ids.term("ofUnit"), of_unit),
            (ids.term("fiscalYear"), year(of_year)),
            *((f"<{QB}observation>", observation) for observation, _ in grouped[key]),
            *((predicate, subject) for subject, f in grouped[key] for predicate, is_one in chosen if is_one(f)),
        )


def slices_of(disclosure: Disclosure, facts: Sequence[Fact], ids: Identifiers) -> dict[str, list[str]]:
    """The IRIs of the slices of each table, in order."""
    unit = _units(disclosure, ids)
    keys = {(f.table, unit(f), f.fiscal_year) for f in facts}
    found: dict[str, list[str]] = {}
    for table, of_unit, of_year in sorted(keys):
        found.setdefault(table, []).append(slice_iri(table, of_unit, of_year, ids))
    return found


def slice_iri(table: str, unit: str, fiscal_year: int, ids: Identifiers) -> str:
    """The slice of a unit's year; ``unit`` is an IRI in angle brackets."""
    return ids.thing("slice", f"{table}-{unit.rpartition('/')[2][:-1]}-{fiscal_year:04d}")


def _units(disclosure: Disclosure, ids: Identifiers) -> Callable[[Fact], str]:
    """Whose money a fact is, as an IRI: by its code, or by its name where none is printed."""
    coded = Lookup[str, str](lambda code: ids.unit(disclosure.region, code, ""))
    named = Lookup[str, str](lambda name: ids.unit(disclosure.region, "", name))
    return lambda f: coded[f.unit_code] if f.unit_code else named[f.unit_name]


def _occurrences(facts: Sequence[Fact]) -> dict[str, int]:
    """For rows of a table with equal dimensions, as printed one after the other: observation id → 1, 2, ...

    Only the dimensions of the table's own structure count, so that no two observations of a cube agree in all (IC-12).
    """
    first: dict[tuple[object, ...], Fact] = {}
    alike: dict[tuple[object, ...], list[Fact]] = {}
    coded = {t: [has(t, name) for name in ("function", "economic", "project")] for t in {f.table for f in facts}}
    for f in facts:
        by_function, by_economic, by_project = coded[f.table]
        key = (
            f.table, f.unit_code or f.unit_name, f.fiscal_year, f.phase, f.flow, f.function_code if by_function else "",
            f.economic_code if by_economic else "", f.project_code if by_project else "", f.line, f.fund, f.origin,
            f.category,
        )  # fmt: skip
        one = first.setdefault(key, f)
        if one is not f:
            alike.setdefault(key, [one]).append(f)
    return {
        fact.observation_id: number
        for group in alike.values()
        for number, fact in enumerate(sorted(group, key=_position), start=1)
    }


def _position(fact: Fact) -> tuple[object, ...]:
    cell = fact.cell
    places = (cell.page, cell.line, cell.table_on_page, cell.row, cell.column, cell.char_start)
    return (cell.file, *(place or 0 for place in places), fact.observation_id)
