"""The graphs of a build in VoID: how many statements and things, of which kinds, where they are and under what licence.

A package's graphs are subsets, named as on a server. The counts of the whole are those of its merged graph: what
several packages say alike (codes, units) counts once. Source: W3C, Describing Linked Datasets with the VoID Vocabulary
(Interest Group Note, 2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ..datapackage.files import write_text
from ..datapackage.package import read_descriptor
from ..datapackage.remembered import Remembered, state_of
from ..ontology.concepts import SKOS
from ..ontology.ntriples import A, quoted
from ..ontology.places import OA, PROV
from ..ontology.rdf import FILES
from ..ontology.resources import DCTERMS, FOAF, ORG
from ..ontology.structures import QB
from ..ontology.vocabulary import vocabulary_triples
from .openness import licence_of

VOID = "void.ttl"
_GRAPHS = ("data", "provenance")
_VOCABULARIES = (QB, SKOS, DCTERMS, FOAF, ORG, PROV, OA)
_FORMATS = ("N-Triples", "Turtle", "JSON-LD")
_HEAD = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
#: Kinds of things whose addresses are hashes of what one document says: no other package can have the same.
_OF_ONE_DOCUMENT = frozenset({
    "observation", "cell", "selector", "claim", "check", "finding", "repair", "statement", "purchase", "funding",
    "target", "term", "table", "listing",
})  # fmt: skip


@dataclass(slots=True)
class Count:
    """How many distinct statements and subjects there are, in all and by property and class."""

    triples: int = 0
    subjects: int = 0
    properties: Counter[str] = field(default_factory=Counter[str])
    classes: Counter[str] = field(default_factory=Counter[str])
    examples: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, lines: Iterable[str]) -> None:
        """Count sorted lines of N-Triples."""
        before = ""
        for line in lines:
            subject, predicate, value = line[:-3].split(" ", 2)
            self.triples += 1
            self.subjects += subject != before
            self.properties[predicate] += 1
            if predicate == A:
                self.classes[value] += 1
                self.examples.setdefault(value, subject)
            before = subject

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}

    def add_json(self, count: Mapping[str, Any]) -> None:
        """Add a count of other subjects, as :meth:`as_json` gives it."""
        self.triples += count["triples"]
        self.subjects += count["subjects"]
        self.properties.update(count["properties"])
        self.classes.update(count["classes"])
        self.examples = {**count["examples"], **self.examples}


def write_void(packages: Sequence[Path], folder: Path, base: str) -> None:
    """Write ``folder/void.ttl`` about ``packages``. Raises OSError."""
    whole, subsets = Count(), dict[str, str]()
    vocabulary = vocabulary_triples(base).splitlines(keepends=True)
    shared = set(vocabulary)
    remembered = Remembered(folder, "void", Path(__file__).parent, base)
    for package in sorted(packages):
        part = remembered.part(package.name, state_of(package), lambda p=package: _part(p, base))
        whole.add_json(part["own"])
        shared.update(part["shared"])
        subsets |= dict(_subsets(package.name, part, base))
    remembered.forget_others()
    whole.add(sorted(shared))
    own = f"<{base}def/>"
    subsets[own] = _block(own, [("a", "void:Dataset"), ("void:triples", str(len(vocabulary)))])
    write_text(folder / VOID, _HEAD + _whole(whole, list(subsets), base) + "".join(subsets.values()))


def _part(package: Path, base: str) -> dict[str, Any]:
    """The count of what only this package can say, the lines that any may, and what tells of its graphs."""
    triples, own, shared = Counter[str](), Count(), list[str]()

    def only_own() -> Iterator[str]:
        for line in merge(*(_lines(package, name, triples) for name in _GRAPHS)):
            if line[len(base) + 1 :].partition("/")[0] in _OF_ONE_DOCUMENT:
                yield line
            else:
                shared.append(line)

    own.add(only_own())
    disclosure: dict[str, Any] = read_descriptor(package)["disclosure"]
    return {
        "own": own.as_json(),
        "shared": shared,
        "triples": dict(triples),
        "document_id": disclosure["document_id"],
        "licence": licence_of(str(disclosure["licence"])).iri,
    }


def _lines(package: Path, name: str, triples: Counter[str]) -> Iterator[str]:
    """The lines of a graph of a package, counted under its name."""
    with (package / "rdf" / f"{name}.nt").open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            triples[name] += 1
            yield line


def _subsets(name: str, part: dict[str, Any], base: str) -> Iterator[tuple[str, str]]:
    """The two graphs of a package, by IRI."""
    graph = f"{base}graph/{quote(name)}"
    for of_graph, iri in zip(_GRAPHS, (f"<{graph}>", f"<{graph}/provenance>"), strict=True):
        dumps = (file for file in FILES if file.startswith(f"{of_graph}."))
        addresses = (f"<{base}packages/{quote(name)}/rdf/{file}>" for file in dumps)
        said = [
            ("a", "void:Dataset"),
            ("dcterms:source", f"<{base}document/{part['document_id']}>"),
            ("dcterms:license", f"<{part['licence']}>" if part["licence"] else ""),
            ("void:triples", str(part["triples"].get(of_graph, 0))),
            ("void:dataDump", ", ".join(addresses)),
        ]
        yield iri, _block(iri, said)


def _whole(count: Count, graphs: Sequence[str], base: str) -> str:
    classes = [f"[ void:class {name} ; void:entities {n} ]" for name, n in sorted(count.classes.items())]
    properties = [f"[ void:property {name} ; void:triples {n} ]" for name, n in sorted(count.properties.items())]
    shown = ("Disclosure", "BudgetUnit", "Finding", "Claim")
    wanted = [f"<{QB}Observation>", *(f"<{base}def/{name}>" for name in shown)]
    description = [("a", "void:DatasetDescription"), ("foaf:primaryTopic", f"<{base}catalogue>")]
    return _block(f"<{base}{VOID}>", description) + _block(
        f"<{base}catalogue>",
        [
            ("a", "void:Dataset"),
            ("dcterms:title", '"中国政府预决算公开数据"@zh, "Chinese government budget disclosures"@en'),
            ("foaf:homepage", f"<{base}>"),
            ("void:uriSpace", quoted(base)),
            ("void:sparqlEndpoint", f"<{base}sparql>"),
            ("void:triples", str(count.triples)),
            ("void:entities", str(count.subjects)),
            ("void:distinctSubjects", str(count.subjects)),
            ("void:classes", str(len(count.classes))),
            ("void:properties", str(len(count.properties))),
            ("void:exampleResource", ", ".join(count.examples[c] for c in wanted if c in count.examples)),
            ("void:feature", ", ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)),
            ("void:vocabulary", ", ".join(f"<{name}>" for name in (*_VOCABULARIES, f"{base}def/"))),
            ("void:classPartition", ",\n        ".join(classes)),
            ("void:propertyPartition", ",\n        ".join(properties)),
            ("void:subset", ",\n        ".join(graphs)),
        ],
    )


def _block(subject: str, statements: Iterable[tuple[str, str]]) -> str:
    said = " ;\n    ".join(f"{predicate} {value}" for predicate, value in statements if value)
    return f"\n{subject} {said} .\n"
