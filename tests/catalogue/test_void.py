"""VoID: the counts are those of the merged graph, every dump is a file of the build, licences are the sources'."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import DCTERMS, RDF, VOID
from yusuan import document
from yusuan.catalogue.void import new_statistics, prepare_void, write_void
from yusuan.datapackage.model import Conversion, identify
from yusuan.ontology.vocabulary import vocabulary_triples
from yusuan.settings import DEFAULT_BASE

from ..ontology.conftest import conversion, disclosure

CATALOGUE = rdflib.URIRef(f"{DEFAULT_BASE}catalogue")


def _of_document(whole: Conversion, document: str) -> Conversion:
    """All of it as another document says it."""
    facts = identify(replace(f, document_id=document, observation_id="") for f in whole.facts)
    parts = {
        part: tuple(replace(value, document_id=document) for value in getattr(whole, part))
        for part in ("claims", "findings", "projects", "targets", "units", "glossary")
    }
    repairs = tuple(replace(r, observation_id=facts[0].observation_id) for r in whole.repairs)
    return replace(whole, facts=tuple(facts), repairs=repairs, **parts)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of one unit: much of what they say is the same."""
    out = tmp_path_factory.mktemp("void")
    for number, year in enumerate((2023, 2024)):
        identity = f"{number}0112233445566aa"
        d = disclosure(year=year, document_id=identity, licence="" if number else disclosure().licence)
        made = _of_document(conversion(disclosure=d), identity)
        document.write(made, out / "packages" / d.name, DEFAULT_BASE)
    write_void(list((out / "packages").iterdir()), out, DEFAULT_BASE)
    return out


@pytest.fixture(scope="module")
def void(build: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(build / "void.ttl")


@pytest.fixture(scope="module")
def merged(build: Path) -> rdflib.Graph:
    graph = rdflib.Graph().parse(data=vocabulary_triples(), format="nt")
    for path in build.glob("packages/*/rdf/*.nt"):
        graph.parse(path, format="nt")
    return graph


def test_statements_and_subjects_are_counted_once(void: rdflib.Graph, merged: rdflib.Graph) -> None:
    assert int(void.value(CATALOGUE, VOID.triples)) == len(merged)
    assert int(void.value(CATALOGUE, VOID.distinctSubjects)) == len(set(merged.subjects()))


def test_what_is_counted_while_it_is_written_is_what_the_files_hold(tmp_path: Path) -> None:
    made, statistics = conversion(), new_statistics(DEFAULT_BASE)
    document.write(made, tmp_path / "package", DEFAULT_BASE, statistics=statistics)
    prepare_void(tmp_path / "package", "package", tmp_path / "writer", DEFAULT_BASE, statistics)
    prepare_void(tmp_path / "package", "package", tmp_path / "files", DEFAULT_BASE)
    parts = [tmp_path / place / ".parts/void/package.json" for place in ("writer", "files")]
    assert parts[0].read_text("utf-8") == parts[1].read_text("utf-8")


def test_what_does_not_fit_in_memory_is_counted_alike(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (build / "void.ttl").read_bytes()
    monkeypatch.setattr("yusuan.catalogue.void._HELD", 3)
    write_void(list((build / "packages").iterdir()), build, DEFAULT_BASE)
    assert (build / "void.ttl").read_bytes() == before


@pytest.mark.parametrize("alone", [True, False])
def test_whatever_is_counted_together_the_count_is_the_same(
    build: Path, monkeypatch: pytest.MonkeyPatch, *, alone: bool
) -> None:
    before = (build / "void.ttl").read_bytes()
    monkeypatch.setattr("yusuan.datapackage.remembered.runs", lambda ps: [[p] for p in ps] if alone else [ps])
    for _ in range(2):  # worked out, and remembered
        write_void(list((build / "packages").iterdir()), build, DEFAULT_BASE)
        assert (build / "void.ttl").read_bytes() == before


def test_a_package_that_has_gone_is_counted_no_more(build: Path, tmp_path: Path) -> None:
    one, other = sorted((build / "packages").iterdir())
    write_void([one], tmp_path / "alone", DEFAULT_BASE)
    for packages in ([one, other], [one]):
        write_void(packages, tmp_path, DEFAULT_BASE)
    assert (tmp_path / "void.ttl").read_bytes() == (tmp_path / "alone" / "void.ttl").read_bytes()
    assert [path.name for path in (tmp_path / ".parts/void").iterdir()] == [f"{one.name}.json"]


def test_every_class_and_property_has_its_count(void: rdflib.Graph, merged: rdflib.Graph) -> None:
    classes = {
        void.value(p, VOID["class"]): int(void.value(p, VOID.entities))
        for p in void.objects(CATALOGUE, VOID.classPartition)
    }
    assert classes == {c: len(set(merged.subjects(RDF.type, c))) for c in set(merged.objects(None, RDF.type))}
    properties = {
        void.value(p, VOID.property): int(void.value(p, VOID.triples))
        for p in void.objects(CATALOGUE, VOID.propertyPartition)
    }
    assert properties == {p: sum(1 for _ in merged.triples((None, p, None))) for p in set(merged.predicates())}


def test_dumps_are_files_and_examples_are_there(void: rdflib.Graph, merged: rdflib.Graph, build: Path) -> None:
    dumps = [str(dump).removeprefix(DEFAULT_BASE) for dump in void.objects(None, VOID.dataDump)]
    assert len(dumps) == 8 and all((build / dump).is_file() for dump in dumps)
    examples = set(void.objects(CATALOGUE, VOID.exampleResource))
    assert len(examples) == 5 and examples <= set(merged.subjects())


def test_each_graph_has_the_licence_of_its_source_and_its_own_count(void: rdflib.Graph, build: Path) -> None:
    for package in (build / "packages").iterdir():
        graph = rdflib.URIRef(f"{DEFAULT_BASE}graph/{package.name}")
        lines = (package / "rdf" / "data.nt").read_text("utf-8").splitlines()
        assert int(void.value(graph, VOID.triples)) == len(lines)
        licence = void.value(graph, DCTERMS.license)
        assert (licence is None) == ("2024" in package.name)
