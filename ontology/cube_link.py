"""The amounts once more as cube-link has them, for its tools: a cube for each kind of table of a document.

Observations keep their addresses. They carry the components of their table's structure and nothing else, since a
constraint of cube-link is closed; the label is plain text, as cube-link takes none with a language. Names of codes and
units stand beside them, so that the file is enough by itself. Where nobody told when the document was retrieved, the
dates that the profile of cube-link asks for are left out: no other date is known.
Source: Zazuko, Cube Schema (https://cube.link/), with its extension for visualisation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from operator import itemgetter
from pathlib import Path

from ..datapackage.model import Disclosure, format_decimal
from .concepts import NOTATION, PREF_LABEL
from .forms import CUBE_LINK
from .identifiers import Identifiers
from .ntriples import RDFS, Block, date, en, plain, quoted, text_of, web_iri, write_blocks, zh
from .observations import COMPONENTS, MEASURE, Amount
from .resources import FOAF, publisher_iri
from .serialisations import heading, prefixes, shortener, turtle_term
from .structures import structure, structures
from .terms import label

_CUBE, _SCHEMA, _SH = "https://cube.link/", "http://schema.org/", "http://www.w3.org/ns/shacl#"
_QUDT, _TIME = "http://qudt.org/schema/qudt/", "http://www.w3.org/2006/time#"
_PREFIXES = {
    "cube": _CUBE,
    "meta": f"{_CUBE}meta/",
    "qudt": _QUDT,
    "schema": _SCHEMA,
    "sh": _SH,
    "time": _TIME,
    "currency": "http://qudt.org/vocab/unit/",
}
#: What the application of the Swiss administration looks for in a cube that it shows.
_VISUALIZE = "<https://ld.admin.ch/application/visualize>"
_PUBLISHED = "<https://ld.admin.ch/vocabulary/CreativeWorkStatus/Published>"
_PRINTED_LABEL = f"<{RDFS}label>"
_YEAR_KIND = "meta:dataKind [ a time:GeneralDateTimeDescription ; time:unitType time:unitYear ]"
_MEASURED = ("cube:MeasureDimension", "qudt:scaleType qudt:RatioScale", "qudt:hasUnit currency:CCY_CNY")
#: Components that say something of an observation and do not tell it from others.
_BESIDE = frozenset({"label", "status", "confirmations"})

Said = Sequence[str]
"""The terms of one observation, in the order of the components of its table, as text of N-Triples."""


def write_cube_link(
    disclosure: Disclosure, amounts: Sequence[Amount], described: Iterable[Block], folder: Path, ids: Identifiers
) -> None:
    """Write ``folder/cube-link.ttl`` of the amounts of a document; ``described`` has the names of what they speak of.

    Raises:
        OSError: the file cannot be written.
    """
    write_blocks(folder / CUBE_LINK, _blocks(disclosure, amounts, described, ids))


def _blocks(d: Disclosure, amounts: Sequence[Amount], described: Iterable[Block], ids: Identifiers) -> Iterator[str]:
    known = prefixes(ids.base) | _PREFIXES
    short = shortener(known)

    @lru_cache(maxsize=65_536)
    def term(text: str) -> str:
        return turtle_term(text, short)

    yield heading(known)
    seen: set[str] = set()
    for table, observed in _tables(amounts).items():
        names = _components(table)
        observer = publisher_iri(d, ids)
        yield _cube(d, table, observed, ids, term)
        yield _constraint(d, table, names, observed.values(), observer, ids, term)
        yield from _observations(observed, names, observer, term)
        seen.update(*observed.values())
    named = _names(described)
    for iri in sorted({*seen, publisher_iri(d, ids)} & named.keys()):
        yield _named(iri, named[iri], term)
    yield _turtle(term(ids.document(d.document_id)), [("a", "schema:CreativeWork"), ("schema:name", zh(d.title))])
    yield _turtle("agent:yusuan", [("a", "schema:SoftwareApplication"), ("schema:name", '"yusuan"')])


def _components(table: str) -> list[str]:
    """The components that the observations of a table carry; their currency is the cube's."""
    return [name for name in structures()[structure(table)] if name != "currency"]


def _tables(amounts: Sequence[Amount]) -> dict[str, dict[str, Said]]:
    """The observations of each kind of table: IRI → terms."""
    tables: dict[str, dict[str, Said]] = {}
    chosen = {
        table: itemgetter(*map(COMPONENTS.index, _components(table))) for table in {a.fact.table for a in amounts}
    }
    for iri, fact, terms in amounts:
        tables.setdefault(fact.table, {})[iri] = chosen[fact.table](terms)
    return dict(sorted(tables.items()))


def _cube(d: Disclosure, table: str, observed: Iterable[str], ids: Identifiers, term: Callable[[str], str]) -> str:
    key = f"{d.name}-{table}"
    publisher, ours = publisher_iri(d, ids), f"<{ids.base}agent/yusuan>"
    day = date(d.retrieved)
    titles = zh(f"{d.unit_name}{d.year}年{label('table', table)}"), en(f"{d.name}: {label('table', table, 'en')}")
    statements = [
        ("a", "cube:Cube, schema:Dataset"),
        ("schema:name", ", ".join(filter(None, titles))),
        ("schema:identifier", plain(key)),
        *((f"schema:{role}", term(publisher)) for role in ("publisher", "creator", "contactPoint")),
        ("schema:contributor", term(ours)),
        *((f"schema:date{event}", term(day) if day else None) for event in ("Created", "Published", "Modified")),
        ("schema:license", web_iri(d.licence)),
        ("schema:creativeWorkStatus", _PUBLISHED),
        ("schema:workExample", _VISUALIZE),
        ("prov:wasDerivedFrom", term(ids.document(d.document_id))),
        ("schema:isBasedOn", term(ids.dataset(table))),
        ("cube:observationSet", ids.thing("observation-set", key)),
        ("cube:observationConstraint", ids.thing("constraint", key)),
    ]
    members = ",\n    ".join(term(iri) for iri in observed)
    observations = [("a", "cube:ObservationSet"), ("cube:observation", members)]
    return _turtle(ids.thing("cube", key), statements) + _turtle(ids.thing("observation-set", key), observations)


def _observations(
    observed: Mapping[str, Said], names: Sequence[str], observer: str, term: Callable[[str], str]
) -> Iterator[str]:
    predicates = ["rdfs:label" if name == "label" else f"yb:{name}" for name in names]
    said = "".join(f" ;\n    {predicate} %s" for predicate in predicates)
    template = f"\n%s a cube:Observation ;\n    cube:observedBy {term(observer).replace('%', '%%')}{said} .\n"
    label = names.index("label")
    for iri, terms in observed.items():
        shown = list(map(term, terms))
        shown[label] = _plain(terms[label])
        yield template % (term(iri), *shown)


def _plain(label: str) -> str:
    """The printed label as plain text."""
    return quoted(text_of(label))


# --- the constraint ---------------------------------------------------------------------------------------


def _constraint(
    d: Disclosure,
    table: str,
    names: Sequence[str],
    observed: Iterable[Said],
    observer: str,
    ids: Identifiers,
    term: Callable[[str], str],
) -> str:
    """A closed shape that says of every dimension what it is called, of what kind it is, and which values it has."""
    columns = list(zip(*observed, strict=True))
    properties = [
        _property("rdf:type", ["sh:nodeKind sh:IRI", "sh:in ( cube:Observation )"]),
        _property("cube:observedBy", ["sh:nodeKind sh:IRI", f"sh:in ( {term(observer)} )"]),
    ]
    for order, (name, column) in enumerate(zip(names, columns, strict=True), start=1):
        properties.append(_dimension(name, order, sorted(set(column)), term))
    head = f"\n{ids.thing('constraint', f'{d.name}-{table}')} a sh:NodeShape, cube:Constraint ;\n    sh:closed true ;\n"
    return f"{head}    sh:property {', '.join(properties)} .\n"


def _dimension(name: str, order: int, values: list[str], term: Callable[[str], str]) -> str:
    said = [f"schema:name {', '.join(_names_of(name))}", f"sh:order {order}"]
    if name not in _BESIDE and name != MEASURE:
        said.insert(0, "a cube:KeyDimension")
    if values[0].startswith("<"):
        said += ["sh:nodeKind sh:IRI", "qudt:scaleType qudt:NominalScale", f"sh:in ( {' '.join(map(term, values))} )"]
    elif name == "label":
        return _property("rdfs:label", [*said, "sh:nodeKind sh:Literal", "sh:datatype xsd:string"])
    elif name == "fiscalYear":
        said += ["sh:nodeKind sh:Literal", "sh:datatype xsd:gYear", "qudt:scaleType qudt:IntervalScale", _YEAR_KIND]
    else:
        said += _numeric(name, values)
    return _property(f"yb:{name}", said)


def _numeric(name: str, values: list[str]) -> list[str]:
    kind = "decimal" if name == MEASURE else "integer"
    numbers = [Decimal(text_of(value)) for value in values]
    bounds = [f'"{format_decimal(bound)}"^^xsd:{kind}' for bound in (min(numbers), max(numbers))]
    measured, *scale = _MEASURED if name == MEASURE else ("", "qudt:scaleType qudt:OrdinalScale")
    return [
        *([f"a {measured}"] if measured else []),
        "sh:nodeKind sh:Literal",
        f"sh:datatype xsd:{kind}",
        f"sh:minInclusive {bounds[0]}",
        f"sh:maxInclusive {bounds[1]}",
        *scale,
    ]


def _property(path: str, said: Iterable[str]) -> str:
    inside = " ;\n        ".join((f"sh:path {path}", "sh:minCount 1", "sh:maxCount 1", *said))
    return f"[\n        {inside}\n    ]"


@cache
def _labels() -> dict[str, list[str]]:
    """The names of the components, from the vocabulary."""
    from .vocabulary import vocabulary_triples

    found: dict[str, list[str]] = {}
    for line in vocabulary_triples().splitlines():
        subject, predicate, value = line[:-2].split(" ", 2)
        if predicate == _PRINTED_LABEL and "/def/" in subject:
            found.setdefault(subject.rpartition("/")[2][:-1], []).append(value)
    return found


def _names_of(component: str) -> list[str]:
    return _labels()[component]


# --- names ------------------------------------------------------------------------------------------------


def _names(described: Iterable[Block]) -> dict[str, list[tuple[str, str]]]:
    """What codes, units and projects are called: IRI → statements."""
    words = {PREF_LABEL: "schema:name", f"<{FOAF}name>": "schema:name", NOTATION: "schema:identifier"}
    found: dict[str, list[tuple[str, str]]] = {}
    for block in described:
        for predicate, _, value in (said.partition(" ") for said in block.said):
            if predicate in words and (words[predicate], value) not in found.setdefault(block.subject, []):
                found[block.subject].append((words[predicate], value))
    return found


def _named(iri: str, said: list[tuple[str, str]], term: Callable[[str], str]) -> str:
    return _turtle(term(iri), [("a", "schema:DefinedTerm"), *sorted(said)])


def _turtle(subject: str, statements: Iterable[tuple[str, str | None]]) -> str:
    said = " ;\n    ".join(f"{predicate} {value}" for predicate, value in statements if value)
    return f"\n{subject} {said} .\n"
