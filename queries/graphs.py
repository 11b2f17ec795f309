"""The packages of a build as named graphs for a server: one for each document version, none sharing a triple.

Codes, units and projects are spoken of by many documents. Servers that ask all their graphs at once count a triple as
often as graphs hold it, and sums with it; so what is not a document's own goes into one graph for all. Slices, which
grow with the amounts, go into a graph for each unit: Virtuoso refuses a graph of some hundred thousand triples at once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from itertools import chain
from pathlib import Path

from ..ontology.concepts import ALT_LABEL, PREF_LABEL
from ..ontology.forms import DATA, PROVENANCE
from ..ontology.identifiers import Identifiers
from ..ontology.ntriples import XSD, writing
from ..ontology.vocabulary import vocabulary_triples

#: Kinds of things that belong to one document; all others are shared.
OWN = frozenset({
    "cell", "check", "claim", "conversion", "document", "finding", "funding", "graph", "listing", "observation",
    "purchase", "repair", "statement", "table", "tally", "target", "term",
})  # fmt: skip
TRIPLES = "<http://rdfs.org/ns/void#triples>"
DIGEST = "<https://schema.org/sha256>"

_LABEL = re.compile(rf"(<[^>]*>) {re.escape(PREF_LABEL)} (\".*\"@([A-Za-z-]+)) \.\n")
_YEAR = re.compile(r'"(\d{4})"\^\^')


@dataclass(frozen=True)
class NamedGraph:
    """One graph to be put in a server: its IRI and the sorted lines of its N-Triples, read anew at each use."""

    iri: str
    sources: tuple[Path, ...] = ()
    lines_held: tuple[str, ...] = ()
    prefix: str = ""  # what the IRIs of things of ours start with

    def lines(self) -> Iterator[str]:
        """The triples of the graph, without what it says of itself."""
        yield from self.lines_held
        for path in self.sources:
            with path.open(encoding="utf-8", newline="\n") as file:
                yield from (line for line in file if is_own(line, self.prefix))

    def about(self) -> str:
        """What the graph says of itself, so that a later run can tell whether it is there, and whole."""
        digest, count = self._measured
        triples = f'<{self.iri}> {TRIPLES} "{count + 2}"^^<{XSD}integer> .\n'
        return f'{triples}<{self.iri}> {DIGEST} "{digest}" .\n'

    @property
    def digest(self) -> str:
        """The SHA-256 of the triples."""
        return self._measured[0]

    @property
    def triples(self) -> int:
        """How many triples the server holds when all are there, those of :meth:`about` included."""
        return self._measured[1] + 2

    @cached_property
    def _measured(self) -> tuple[str, int]:
        digest, count = sha256(), 0
        for line in self.lines():
            digest.update(line.encode())
            count += 1
        return digest.hexdigest(), count


def write_nquads(graphs: Iterable[NamedGraph], path: Path) -> int:
    """Write ``graphs`` whole into one N-Quads file, for the bulk loader of a server; returns the number of quads.

    They say of themselves what they say when they are put one by one, so that a later load finds them whole.

    Raises:
        OSError: the file cannot be written; there is none then.
    """
    count = 0
    with writing(path) as file:
        for graph in graphs:
            end = f" <{graph.iri}> .\n"
            for line in chain(graph.lines(), graph.about().splitlines(keepends=True)):
                file.write((line[:-3] + end).encode())
                count += 1
    return count


def write_ntriples(graphs: Iterable[NamedGraph], folder: Path) -> int:
    """Write ``graphs`` whole, each into a file with its name beside it (``.graph``), as Virtuoso's bulk loader reads
    them; returns the number of triples. They say of themselves what they say when they are put one by one.

    Raises:
        OSError: a file cannot be written; those before it stay.
    """
    count = 0
    folder.mkdir(parents=True, exist_ok=True)
    for number, graph in enumerate(graphs, 1):
        path = folder / f"{number:06d}.nt"
        with writing(path) as file:
            for line in chain(graph.lines(), graph.about().splitlines(keepends=True)):
                file.write(line.encode())
                count += 1
        path.with_suffix(".nt.graph").write_text(f"{graph.iri}\n", "utf-8")
    return count


def is_own(line: str, base: str) -> bool:
    """Whether a triple is of something that belongs to one document."""
    return line.startswith("<" + base) and line[len(base) + 1 :].partition("/")[0] in OWN


def named_graphs(packages: Iterable[Path], base: str) -> list[NamedGraph]:
    """The vocabulary, what is shared, the slices of each unit, then each package and its provenance.

    Raises:
        OSError: a package has no RDF; the error names the file.
        RdfError: ``base`` cannot be the start of an IRI.
    """
    ids = Identifiers(base)
    ordered = sorted(packages, key=lambda path: path.name)
    vocabulary = vocabulary_triples(base)
    held = {f"{base}def/": vocabulary.splitlines(keepends=True)}
    held |= _by_unit(_shared(ordered, base, set(held[f"{base}def/"])), base)
    graphs = [NamedGraph(iri, lines_held=tuple(lines), prefix=base) for iri, lines in held.items()]
    for package in ordered:
        graph = ids.thing("graph", package.name)[1:-1]
        graphs.append(NamedGraph(graph, (package / "rdf" / DATA,), prefix=base))
        graphs.append(NamedGraph(f"{graph}/provenance", (package / "rdf" / PROVENANCE,), prefix=base))
    return graphs


def _shared(packages: Iterable[Path], base: str, known: set[str]) -> list[str]:
    """Sorted lines of all that is no document's own, each once, with one preferred name for each thing."""
    dated: dict[str, int] = {}
    for package in packages:
        year = 0
        lines: set[str] = set()
        for name in (DATA, PROVENANCE):
            with (package / "rdf" / name).open(encoding="utf-8", newline="\n") as file:
                for line in file:
                    if not is_own(line, base):
                        lines.add(line)
                    elif f" <{base}def/year> " in line and (found := _YEAR.search(line)):
                        year = int(found[1])
        for line in lines - known:
            dated[line] = max(year, dated.get(line, 0))
    return sorted(_prefer_one_label(dated))


def _by_unit(lines: list[str], base: str) -> dict[str, list[str]]:
    """The lines by the graph that they go into: the slices of each unit into one of its own, all others together."""
    start, unit = f"<{base}slice/", f" <{base}def/ofUnit> <{base}unit/"
    units = {line.partition(" ")[0]: line.partition(unit)[2][:-4] for line in lines if unit in line}
    graphs: dict[str, list[str]] = {f"{base}graph/shared": []}
    for line in lines:
        of = units[line.partition(" ")[0]] if line.startswith(start) else ""
        graphs.setdefault(f"{base}graph/slices/{of}" if of else f"{base}graph/shared", []).append(line)
    return {iri: graphs[iri] for iri in sorted(graphs)}


def _prefer_one_label(dated: dict[str, int]) -> set[str]:
    """Of several preferred names in a language that of the newest document stays; the others become alternatives."""
    names: defaultdict[tuple[str, str], list[tuple[int, str, str]]] = defaultdict(list)
    kept: set[str] = set(dated)
    for line, year in dated.items():
        if label := _LABEL.fullmatch(line):
            names[label[1], label[3]].append((year, label[2], line))
    for (thing, _), found in names.items():
        *others, (_, newest, _) = sorted(found)
        for _, name, line in others:
            kept -= {line}
            kept.add(f"{thing} {ALT_LABEL} {name} .\n")
        if others:
            kept -= {f"{thing} {ALT_LABEL} {newest} .\n"}
    return kept
