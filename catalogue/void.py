"""The graphs of a build in VoID: how many statements and things, of which kinds, where they are and under what licence.

A package's graphs are subsets, named as on a server. The counts of the whole are those of its merged graph: what
several packages say alike (codes, units) counts once. Source: W3C, Describing Linked Datasets with the VoID Vocabulary
(Interest Group Note, 2011).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Self, TextIO, cast
from urllib.parse import quote

from ..datapackage.files import write_text
from ..datapackage.package import read_descriptor
from ..datapackage.remembered import Remembered, state_of
from ..ontology.concepts import SKOS
from ..ontology.ntriples import A, quoted
from ..ontology.places import OA, PROV
from ..ontology.rdf import FILES
from ..ontology.resources import DCTERMS, FOAF, ORG
from ..ontology.serialisations import by_subject
from ..ontology.statistics import Statistics, predicates_of
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
#: Subjects held in memory at most, of those that several packages may speak of; each has some ten lines.
_HELD = 20_000
#: Kinds of things whose addresses are hashes of what one document says: no other package can have the same.
_OF_ONE_DOCUMENT = frozenset({
    "observation", "cell", "selector", "claim", "check", "finding", "repair", "statement", "purchase", "funding",
    "target", "term", "table", "listing", "tally",
})  # fmt: skip


@dataclass(slots=True)
class Count:
    """How many distinct statements and subjects there are, in all and by property and class."""

    triples: int = 0
    subjects: int = 0
    properties: Counter[str] = field(default_factory=Counter[str])
    classes: Counter[str] = field(default_factory=Counter[str])
    examples: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, lines: Sequence[str]) -> None:
        """Count lines of N-Triples about subjects that nothing else was counted of."""
        parted = [line.split(" ", 2) for line in lines]
        self.triples += len(parted)
        self.subjects += len({subject for subject, _, _ in parted})
        self.properties.update(Counter([predicate for _, predicate, _ in parted]))
        of_class: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicate, value in parted:
            if predicate == A:
                of_class[value[:-3]].append(subject)
        for name, subjects in of_class.items():
            self.classes[name] += len(subjects)
            self.examples.setdefault(name, min(subjects))

    def add_counted(self, count: Mapping[str, Any]) -> None:
        """Add a count of other subjects, as :meth:`Statistics.own` gives it."""
        self.triples += count["triples"]
        self.subjects += count["subjects"]
        self.properties.update(count["properties"])
        self.classes.update(count["classes"])
        self.examples = {**count["examples"], **self.examples}


def write_void(packages: Sequence[Path], folder: Path, base: str) -> None:
    """Write ``folder/void.ttl`` about ``packages``. Raises OSError."""
    whole, subsets = Count(), dict[str, str]()
    vocabulary = vocabulary_triples(base).splitlines(keepends=True)
    remembered = _remembered(folder, base)
    with _Distinct(folder) as shared:
        shared.add(by_subject(vocabulary))
        for package in sorted(packages):
            part = remembered.part(package.name, state_of(package), lambda p=package: _part(p, base))
            whole.add_counted(part["own"])
            shared.add(part["shared"])
            subsets |= dict(_subsets(package.name, part, base))
        remembered.forget_others()
        for lines in shared.by_subject():
            whole.add(lines)
    own = f"<{base}def/>"
    subsets[own] = _block(own, [("a", "void:Dataset"), ("void:triples", str(len(vocabulary)))])
    write_text(folder / VOID, _HEAD + _whole(whole, list(subsets), base) + "".join(subsets.values()))


def prepare_void(package: Path, name: str, folder: Path, base: str, statistics: Statistics | None = None) -> None:
    """Count ahead of :func:`write_void` what ``package`` holds, which is to be called ``name``. Raises OSError.

    ``statistics`` is the count of its graphs, where it was made when they were written.
    """
    _remembered(folder, base).part(name, state_of(package), lambda: _part(package, base, statistics))


def new_statistics(base: str) -> Statistics:
    """A count of the graphs of a package, to be given to :func:`prepare_void`."""
    return Statistics(base, _OF_ONE_DOCUMENT)


def _remembered(folder: Path, base: str) -> Remembered:
    return Remembered(folder, "void", Path(__file__).parent, base)


def _part(package: Path, base: str, statistics: Statistics | None = None) -> dict[str, Any]:
    """The count of what only this package can say, the blocks that any may, and what tells of its graphs."""
    statistics = statistics or _statistics(package, base)
    disclosure: dict[str, Any] = read_descriptor(package)["disclosure"]
    return {
        "own": statistics.own(),
        "shared": sorted(statistics.shared),
        "triples": dict(statistics.triples),
        "document_id": disclosure["document_id"],
        "licence": licence_of(str(disclosure["licence"])).iri,
    }


def _statistics(package: Path, base: str) -> Statistics:
    """The graphs of a package as their files have them."""
    statistics = new_statistics(base)
    for name in _GRAPHS:
        with (package / "rdf" / f"{name}.nt").open(encoding="utf-8", newline="\n") as lines:
            for block in by_subject(lines):
                statistics.add(name, block, predicates_of(block))
    return statistics


class _Distinct:
    """Blocks of subjects; more than fit in memory go to sorted files that nobody sees, and are merged."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: set[str] = set()
        self._files: list[TextIO] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files:
            file.close()

    def add(self, blocks: Iterable[str]) -> None:
        self._held.update(blocks)
        if len(self._held) >= _HELD:
            # Closed with all others at the end; it has no name, so that nothing stays of a killed run.
            file = cast("TextIO", TemporaryFile("w+", encoding="utf-8", newline="\n", dir=self._folder))  # noqa: SIM115
            file.writelines(line for lines in _by_subject(sorted(self._held)) for line in lines)
            file.seek(0)
            self._files.append(file)
            self._held.clear()

    def by_subject(self) -> Iterator[list[str]]:
        """The lines without repeats, all those of a subject together."""
        return _by_subject(merge(*map(by_subject, self._files), sorted(self._held)))


def _by_subject(blocks: Iterable[str]) -> Iterator[list[str]]:
    """The lines of each subject from sorted blocks, of which several may be of one."""
    for _, same in groupby(blocks, key=lambda block: block.partition(" ")[0]):
        first, *others = dict.fromkeys(same)
        lines = first.splitlines(keepends=True)
        yield sorted({*lines, *"".join(others).splitlines(keepends=True)}) if others else lines


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
