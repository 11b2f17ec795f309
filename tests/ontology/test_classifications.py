"""Classifications: an edition each, levels, what became of codes, and how sure each row is."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import RDF, SKOS
from yusuan.datapackage.classification import load
from yusuan.ontology.__main__ import write_ontology
from yusuan.ontology.classifications import editions, write_classifications
from yusuan.ontology.shapes import load_shapes, violations
from yusuan.settings import DEFAULT_BASE

from .graphs import YB, graph, strict

XKOS = rdflib.Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
CODE = f"{DEFAULT_BASE}code/"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("classifications")
    write_classifications(place)
    return place


@pytest.fixture(scope="module")
def correspondences(folder: Path) -> rdflib.Graph:
    return graph(folder / "correspondences.nt")


def test_every_file_is_strict_sorted_and_without_repeats(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} >= {"edition-2024.nt", "regions.nt", "correspondences.nt"}
    for path in folder.iterdir():
        lines = path.read_bytes().splitlines()
        assert lines == sorted(set(lines)) and len(strict(path)) == len(lines)


def test_concepts_are_keyed_by_edition_because_codes_are_reused(folder: Path) -> None:
    names = {}
    for edition in (2017, 2024):
        concept = rdflib.URIRef(f"{CODE}economic-{edition}-30311")
        names[edition] = str(graph(folder / f"edition-{edition}.nt").value(concept, SKOS.prefLabel))
    assert names == {2017: "住房公积金", 2024: "代缴社会保险费"}


def test_only_rows_that_can_be_shown_are_published_without_a_mark(folder: Path) -> None:
    letters: dict[str, str] = {}
    for row in load("functional"):
        letters[row["code"]] = letters.get(row["code"], "") + row["confidence"]
    listed = graph(folder / "edition-2024.nt")
    for concept, verified in listed.subject_objects(rdflib.URIRef(f"{YB}verified")):
        if "function" in str(concept) and not verified.toPython():
            assert list(listed.subjects(SKOS.broader, concept)), "an unverified code without a verified one below it"
    shown = {str(listed.value(c, SKOS.notation)) for c in listed.subjects(RDF.type, SKOS.Concept) if "function" in c}
    recalled = {code for code, found in letters.items() if len(code) == 7 and not set(found) & set("ABL")}
    assert shown & recalled == set()


def test_levels_are_a_list_of_three_with_their_members(folder: Path) -> None:
    listed = graph(folder / "edition-2024.nt")
    scheme = rdflib.URIRef(f"{DEFAULT_BASE}scheme/function-2024")
    levels = list(listed.items(listed.value(scheme, XKOS.levels)))
    assert [int(listed.value(level, XKOS.depth)) for level in levels] == [1, 2, 3]
    assert rdflib.URIRef(f"{CODE}function-2024-2010350") in set(listed.objects(levels[2], SKOS.member))


def test_every_code_has_its_parent_in_the_same_edition(folder: Path) -> None:
    listed = graph(folder / "edition-2024.nt")
    for concept, above in listed.subject_objects(SKOS.broader):
        assert (above, RDF.type, SKOS.Concept) in listed, concept


def test_a_renaming_a_reuse_and_a_retirement_are_associations_with_source(correspondences: rdflib.Graph) -> None:
    relation, found = rdflib.URIRef(f"{YB}relation"), {}
    for association, how in correspondences.subject_objects(relation):
        for end in (XKOS.sourceConcept, XKOS.targetConcept):
            concept = correspondences.value(association, end)
            found.setdefault(str(how), set()).add(str(concept).removeprefix(CODE))
    assert "economic-2017-30307" in found["renamed"] and "economic-2018-30307" in found["renamed"]
    assert "economic-2022-30311" in found["reused"]
    assert "function-2018-2040404" in found["retired"]
    for association in correspondences.subjects(RDF.type, XKOS.ConceptAssociation):
        assert correspondences.value(association, rdflib.URIRef(f"{YB}confidence")) is not None


def test_alignments_say_that_they_are_reasoned(correspondences: rdflib.Graph) -> None:
    cofog = rdflib.URIRef(f"{DEFAULT_BASE}scheme/cofog-1999")
    assert any(correspondences.subjects(XKOS.compares, cofog))
    for association, target in correspondences.subject_objects(XKOS.targetConcept):
        if "cofog" in str(target) or "gfsm" in str(target):
            assert (association, rdflib.URIRef(f"{YB}verified"), rdflib.Literal(False)) in correspondences
    assert not list(correspondences.triples((None, rdflib.OWL.sameAs, None)))


def test_classifications_keep_the_shapes(folder: Path) -> None:
    lines = (folder / "edition-2024.nt").read_text("utf-8").splitlines(keepends=True)
    schemes = [f"<{DEFAULT_BASE}scheme/{name}> <{RDF.type}> <{SKOS.ConceptScheme}> .\n" for name in
               ("function", "economic", "revenue")]  # fmt: skip
    names = [f'{line.split()[0]} <{SKOS.prefLabel}> "x"@zh .\n' for line in schemes]
    assert list(violations(sorted([*lines, *schemes, *names]), load_shapes(DEFAULT_BASE))) == []


def test_editions_are_years_that_were_seen() -> None:
    assert 2024 in editions() and 2022 not in editions()


def test_all_of_the_ontology_is_written_under_another_base(tmp_path: Path) -> None:
    written = write_ontology(tmp_path, "https://example.org/b/")
    assert {path.suffix for path in written} == {".nt", ".ttl"}
    assert all("w3id.org/yusuan" not in path.read_text("utf-8") for path in written)
