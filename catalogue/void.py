"""The graphs of a build in VoID: how many statements and things, of which kinds, where they are and under what licence.

A package's graphs are subsets, named as on a server. The counts of the whole are those of its merged graph: what
several packages say alike (codes, units) counts once. Source: W3C, Describing Linked Datasets with the VoID Vocabulary
(Interest Group Note, 2011).
"""

from __future__ import annotations

import sys
from array import array
from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO, NamedTuple, Self, cast
from urllib.parse import quote

from ..datapackage.files import write_text
from ..datapackage.package import read_descriptor
from ..datapackage.remembered import Remembered, of_runs, state_of
from ..ontology.concepts import SKOS
from ..ontology.forms import Forms
from ..ontology.ntriples import A, Block, quoted
from ..ontology.places import OA, PROV
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
#: Statements and subjects held in memory at most, of those that several packages may speak of; 12 bytes each.
_HELD = 2_000_000
#: So many first bits of a hash say to which file the rest goes.
_BITS = 5
#: How what is said begins where it is a type; the class follows.
TYPE = f"{A} "
#: What a subject counts as, beside the predicates of its statements.
_SUBJECT = ""
#: Kinds of things whose addresses are hashes of what one document says: no other package can have the same.
_OF_ONE_DOCUMENT = frozenset({
    "observation", "cell", "claim", "check", "finding", "repair", "statement", "purchase", "funding",
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

    def add_counted(self, count: Mapping[str, Any]) -> None:
        """Add a count of other subjects, as :meth:`Statistics.own` gives it."""
        self.triples += count["triples"]
        self.subjects += count["subjects"]
        self.properties.update(count["properties"])
        self.classes.update(count["classes"])
        self.examples = {**count["examples"], **self.examples}

    def add_distinct(self, count: Mapping[str, int], examples: Mapping[str, str]) -> None:
        """Add how often each predicate (a type with its class) was met, and :data:`_SUBJECT`."""
        for said, number in count.items():
            if said == _SUBJECT:
                self.subjects += number
                continue
            self.triples += number
            self.properties[said.partition(" ")[0]] += number
            if said.startswith(TYPE):
                self.classes[said.removeprefix(TYPE)] += number
        self.examples = {**examples, **self.examples}


def write_void(packages: Sequence[Path], folder: Path, base: str) -> None:
    """Write ``folder/void.ttl`` about ``packages``. Raises OSError."""
    whole, subsets = Count(), dict[str, str]()
    vocabulary = vocabulary_triples(base).splitlines(keepends=True)
    single, together = _remembered(folder, base), _remembered(folder, base, "void-runs")
    with _Distinct(folder) as shared:
        shared.add(_hashed(by_subject(vocabulary)))
        for part in of_runs(
            sorted(packages), single, together, lambda p: _part(p, base), lambda parts: _together(parts, folder, base)
        ):
            whole.add_counted(part["own"])
            shared.add(part["shared"])
            subsets |= part["subsets"]
        whole.add_distinct(shared.count(), shared.examples)
    own = f"<{base}def/>"
    subsets[own] = _block(own, [("a", "void:Dataset"), ("void:triples", str(len(vocabulary)))])
    write_text(folder / VOID, _HEAD + _whole(whole, list(subsets), base) + "".join(subsets.values()))


def _together(parts: Iterable[tuple[str, Any]], folder: Path, base: str) -> dict[str, Any]:
    """What the packages of a run say together, what several say alike once."""
    own, subsets = Count(), dict[str, str]()
    with _Distinct(folder) as shared:
        for name, part in parts:
            own.add_counted(part["own"])
            shared.add(part["shared"])
            subsets |= dict(_subsets(name, part, base))
        counted = {each.name: getattr(own, each.name) for each in fields(own)}
        return {"own": counted, "shared": shared.hashed(), "subsets": subsets}


def prepare_void(package: Path, name: str, folder: Path, base: str, statistics: Statistics | None = None) -> None:
    """Count ahead of :func:`write_void` what ``package`` holds, which is to be called ``name``. Raises OSError.

    ``statistics`` is the count of its graphs, where it was made when they were written.
    """
    _remembered(folder, base).part(name, state_of(package), lambda: _part(package, base, statistics))


def new_statistics(base: str) -> Statistics:
    """A count of the graphs of a package, to be given to :func:`prepare_void`."""
    return Statistics(base, _OF_ONE_DOCUMENT)


def _remembered(folder: Path, base: str, kind: str = "void") -> Remembered:
    return Remembered(folder, kind, Path(__file__).parent, base)


def _part(package: Path, base: str, statistics: Statistics | None = None) -> dict[str, Any]:
    """The count of what only this package can say, hashes of what any may, and what tells of its graphs."""
    statistics = statistics or _statistics(package, base)
    disclosure: dict[str, Any] = read_descriptor(package)["disclosure"]
    return {
        "own": statistics.own(),
        "shared": _hashed(statistics.shared()),
        "triples": dict(statistics.triples),
        "document_id": disclosure["document_id"],
        "licence": licence_of(str(disclosure["licence"])).iri,
        "files": list(Forms.of(package / "rdf").files),
    }


def _statistics(package: Path, base: str) -> Statistics:
    """The graphs of a package as their files have them."""
    statistics = new_statistics(base)
    for name in _GRAPHS:
        with (package / "rdf" / f"{name}.nt").open(encoding="utf-8", newline="\n") as lines:
            for block in by_subject(lines):
                statistics.add(name, [block], [predicates_of(block)])
    return statistics


def _hashed(blocks: Iterable[Block]) -> dict[str, Any]:
    """Statements and subjects by their hashes, eight bytes each, and what is said of each: a place in ``said``.

    Of each subject there is the hash of all that is said of it (``wordings``), and where its hashes end.

    Of a thousand million different ones two have the same hash by a chance of one in forty: then one counts for both.
    """
    said: dict[str, int] = {_SUBJECT: 0}
    wordings, ends = array("Q"), array("I")
    hashes, places, examples = array("Q"), array("H"), dict[str, str]()
    for block in blocks:
        counted = _counted(block)
        wordings.append(counted.wording)
        hashes.extend(counted.hashes)
        places.extend([said.setdefault(predicate, len(said)) for predicate in counted.predicates])
        for name in counted.classes:
            examples[name] = min(block.subject, examples.get(name, block.subject))
        ends.append(len(hashes))
    numbers = {"wordings": wordings, "ends": ends, "hashes": hashes, "places": places}
    return {"said": list(said), "examples": examples, **_encoded(numbers)}


class _Counted(NamedTuple):
    """The hashes of a block: of all of it, then of its subject and of each statement, and how these begin."""

    wording: int
    hashes: tuple[int, ...]
    predicates: tuple[str, ...]
    classes: tuple[str, ...]


@lru_cache(maxsize=1 << 12)  # most documents say the same of codes
def _counted(block: Block) -> _Counted:
    predicates = predicates_of(block)
    lines = (f"{block.subject} {said} ." for said in block.said)
    classes = tuple(said.removeprefix(TYPE) for said in predicates if said.startswith(TYPE))
    return _Counted(_hash(block), tuple(map(_hash, (block.subject, *lines))), (_SUBJECT, *predicates), classes)


def _encoded(numbers: Mapping[str, array[int]]) -> dict[str, str]:
    return {name: b64encode(values.tobytes()).decode() for name, values in numbers.items()}


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), sys.byteorder)


class _Distinct:
    """What :func:`_hashed` gives of many packages, each statement once; more than fits in memory goes to files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._said: dict[str, int] = {}
        self._held: list[Any] = []
        self._rows = 0
        self._known: set[int] = set()
        self._spilled: list[tuple[BinaryIO, Any]] = []
        self.examples: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file, _writer in self._spilled:
            file.close()

    def add(self, hashed: Mapping[str, Any]) -> None:
        ours = [self._said.setdefault(said, len(self._said)) for said in hashed["said"]]
        # Where packages have been counted together, each statement is there once, and no wording of a subject.
        found = self._new(hashed) if "wordings" in hashed else _decoded(hashed, ("Q", "hashes"), ("H", "places"))
        hashes, places = found
        numbers = array("H", [ours[place] for place in places])
        self._held.append(_table(hashes.tobytes(), numbers.tobytes()))
        for name, subject in hashed["examples"].items():
            self.examples[name] = min(subject, self.examples.get(name, subject))
        self._rows += len(hashes)
        if self._rows >= _HELD:
            self._held = [_once(self._held)]
            self._rows = self._held[0].num_rows
            if self._rows >= _HELD // 2:
                self._spill()

    def _new(self, hashed: Mapping[str, Any]) -> tuple[array[int], array[int]]:
        """The hashes and places of the subjects of which no package before has said just the same."""
        wordings, ends = _decoded(hashed, ("Q", "wordings"), ("I", "ends"))
        hashes, places = _decoded(hashed, ("Q", "hashes"), ("H", "places"))
        new_hashes, new_places, start = array("Q"), array("H"), 0
        for wording, end in zip(wordings, ends, strict=True):
            if wording not in self._known:
                new_hashes += hashes[start:end]
                new_places += places[start:end]
            start = end
        if len(self._known) > _HELD // 4:
            self._known.clear()  # what comes again is then counted out by its hash
        self._known.update(wordings)
        return new_hashes, new_places

    def _spill(self) -> None:
        pa, compute, ipc = map(import_module, ("pyarrow", "pyarrow.compute", "pyarrow.ipc"))
        (table,) = self._held
        if not self._spilled:
            # Closed with all others at the end; they have no names, so that nothing stays of a killed run.
            files = [TemporaryFile(dir=self._folder) for _ in range(1 << _BITS)]  # noqa: SIM115
            self._spilled = [(cast("BinaryIO", file), ipc.new_stream(file, table.schema)) for file in files]
        buckets = compute.shift_right(table["hash"], pa.scalar(64 - _BITS, pa.uint64()))
        for bucket, (_, writer) in enumerate(self._spilled):
            writer.write_table(table.filter(compute.equal(buckets, bucket)))
        self._held, self._rows = [], 0

    def count(self) -> dict[str, int]:
        """How many different ones there are of each predicate, and of subjects."""
        counts, names = Counter[int](), list(self._said)
        for table in self._parts():
            counted = _once([table])["said"].value_counts()
            counts.update(dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True)))
        return {names[number]: count for number, count in counts.items()}

    def hashed(self) -> dict[str, Any]:
        """All of it in the form that :meth:`add` takes."""
        hashes, places = array("Q"), array("H")
        for table in self._parts():
            once = _once([table])
            hashes.extend(once["hash"].to_pylist())
            places.extend(once["said"].to_pylist())
        numbers = _encoded({"hashes": hashes, "places": places})
        return {"said": list(self._said), "examples": self.examples, **numbers}

    def _parts(self) -> Iterator[Any]:
        """Tables that have no hash in common."""
        if not self._spilled:
            yield _once(self._held)
            return
        if self._held:
            self._held = [_once(self._held)]
            self._spill()
        for file, writer in self._spilled:
            writer.close()
            file.seek(0)
            yield import_module("pyarrow.ipc").open_stream(file).read_all()


def _decoded(hashed: Mapping[str, Any], *wanted: tuple[str, str]) -> Iterator[array[int]]:
    return (array(kind, b64decode(hashed[name])) for kind, name in wanted)


def _table(hashes: bytes, said: bytes) -> Any:
    pa: Any = import_module("pyarrow")
    columns = [
        pa.Array.from_buffers(kind, len(hashes) // 8, [None, pa.py_buffer(data)])
        for kind, data in ((pa.uint64(), hashes), (pa.uint16(), said))
    ]
    return pa.table(columns, names=["hash", "said"])


def _once(tables: Sequence[Any]) -> Any:
    """The rows of all, each hash once, in the order of the hashes."""
    pa, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    together = pa.concat_tables(tables).combine_chunks()
    if together.num_rows < 2:
        return together
    # A group_by would load the half of Arrow that loads pandas.
    ordered = together.take(compute.array_sort_indices(together["hash"].chunk(0))).combine_chunks()
    hashes = ordered["hash"].chunk(0)
    differs = compute.not_equal(hashes.slice(1), hashes.slice(0, len(hashes) - 1))
    return pa.concat_tables([ordered.slice(0, 1), ordered.slice(1).filter(differs)])


def _subsets(name: str, part: dict[str, Any], base: str) -> Iterator[tuple[str, str]]:
    """The two graphs of a package, by IRI."""
    graph = f"{base}graph/{quote(name)}"
    for of_graph, iri in zip(_GRAPHS, (f"<{graph}>", f"<{graph}/provenance>"), strict=True):
        dumps = (file for file in part["files"] if file.startswith(f"{of_graph}."))
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
