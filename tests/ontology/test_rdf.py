"""Every RDF file is read back strictly by two libraries, is sorted, and has flat IRIs and no blank node."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.namespace import RDF, SKOS, XSD
from yusuan.datapackage.model import identify
from yusuan.ontology.ntriples import RdfError
from yusuan.ontology.rdf import write_rdf
from yusuan.ontology.vocabulary import vocabulary_files, vocabulary_text, vocabulary_triples

from .conftest import conversion, disclosure, fact
from .graphs import YB, graph, iris, strict

QB = rdflib.Namespace("http://purl.org/linked-data/cube#")
OURS = rdflib.Namespace(YB)
FLAT = re.compile(r"https://w3id\.org/yusuan/[a-z-]+/(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*")


def _files(rdf: Path) -> list[Path]:
    return sorted(rdf.glob("*.nt"))


def test_both_libraries_read_the_same_triples(rdf: Path) -> None:
    for path in _files(rdf):
        lines = path.read_text("utf-8").splitlines()
        assert len(strict(path)) == len(graph(path)) == len(lines) == len(set(lines)), path.name


def test_lines_are_sorted_bytes(rdf: Path) -> None:
    for path in _files(rdf):
        lines = path.read_bytes().splitlines()
        assert lines == sorted(lines), path.name


def test_no_blank_node_anywhere(rdf: Path) -> None:
    for path in _files(rdf):
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.N_TRIPLES):
            assert not any(isinstance(term, ox.BlankNode) for term in quad.triple)
    for triple in rdflib.Graph().parse(data=vocabulary_triples(), format="nt"):
        assert not any(isinstance(term, rdflib.BNode) for term in triple)


def test_our_iris_are_flat_and_made_of_codes_and_hashes(rdf: Path) -> None:
    ours = {iri for path in _files(rdf) for iri in iris(path) if iri.startswith("https://w3id.org/yusuan/")}
    assert {iri for iri in ours if not FLAT.fullmatch(iri)} == set()
    assert not any("%E" in iri for iri in ours), "a Chinese label has become part of an IRI"


def test_every_subject_of_the_data_is_ours(rdf: Path) -> None:
    for path in _files(rdf):
        assert {str(s) for s in graph(path).subjects() if not str(s).startswith("https://w3id.org/yusuan/")} == set()


def test_every_term_of_the_vocabulary_that_is_used_is_defined(rdf: Path) -> None:
    defined = {str(s) for s in rdflib.Graph().parse(data=vocabulary_triples(), format="nt").subjects()}
    used = {iri for path in _files(rdf) for iri in iris(path) if iri.startswith(YB)}
    assert used - defined == set()


def test_every_resource_that_is_pointed_at_is_described(rdf: Path) -> None:
    everything = graph(*_files(rdf)) + rdflib.Graph().parse(data=vocabulary_triples(), format="nt")
    described = set(everything.subjects())
    pointed = {o for o in everything.objects() if isinstance(o, rdflib.URIRef)}
    dangling = {str(o) for o in pointed - described if str(o).startswith("https://w3id.org/yusuan/")}
    assert dangling == set()


def test_an_observation_has_its_amount_exactly(rdf: Path) -> None:
    data = graph(rdf / "data.nt")
    amounts = {o for _, o in data.subject_objects(rdflib.URIRef(f"{YB}amount"))}
    assert rdflib.Literal("1234500.5", datatype=XSD.decimal) in amounts
    assert all(o.datatype == XSD.decimal and isinstance(o.toPython(), Decimal) for o in amounts)
    assert len(list(data.subjects(RDF.type, QB.Observation))) == len(conversion().facts)


def test_texts_come_back_as_they_were(rdf: Path) -> None:
    labels = {str(o) for o in graph(rdf / "data.nt").objects(None, rdflib.URIRef(f"{YB}label"))}
    assert "\\ 反斜线" in labels
    names = {str(o) for o in graph(rdf / "data.nt").objects(None, SKOS.prefLabel)}
    assert '某乡 "镇"\n<级>' in names


@pytest.mark.parametrize("text", ["\u2028行\u2029", "\x85\x1c\x1d", 'a"b\\c', "\t\r\n", "\U0001f600", "\x00"])
def test_any_text_survives_both_parsers(text: str, tmp_path: Path) -> None:
    write_rdf(conversion(observed=[fact(label=text)]), tmp_path)
    (oxigraph,) = [
        q.object.value
        for q in ox.parse(path=str(tmp_path / "rdf" / "data.nt"), format=ox.RdfFormat.N_TRIPLES)
        if q.predicate.value == f"{YB}label"
    ]
    (by_rdflib,) = graph(tmp_path / "rdf" / "data.nt").objects(None, rdflib.URIRef(f"{YB}label"))
    assert oxigraph == str(by_rdflib) == text


def test_another_base_moves_everything_that_is_ours(tmp_path: Path) -> None:
    write_rdf(conversion(), tmp_path, "https://example.org/budget/")
    for path in _files(tmp_path / "rdf"):
        assert "w3id.org/yusuan" not in path.read_text("utf-8")
    assert "w3id.org/yusuan" not in vocabulary_triples("https://example.org/budget/")


@pytest.mark.parametrize("base", ["", "example.org/", "https://example.org", "https://example.org/a b/", "ftp://x/"])
def test_a_base_that_is_no_base_is_refused(base: str, tmp_path: Path) -> None:
    with pytest.raises(RdfError, match="base"):
        write_rdf(conversion(), tmp_path, base)


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    write_rdf(conversion(), tmp_path / "one")
    write_rdf(conversion(), tmp_path / "two")
    for path in _files(tmp_path / "one" / "rdf"):
        assert path.read_bytes() == (tmp_path / "two" / "rdf" / path.name).read_bytes()


def test_an_empty_document_is_still_rdf(tmp_path: Path) -> None:
    write_rdf(conversion(observed=[], claims=(), findings=(), repairs=()), tmp_path)
    assert strict(tmp_path / "rdf" / "data.nt")


def test_observations_that_share_an_id_are_refused(tmp_path: Path) -> None:
    (one,) = identify([fact()])
    with pytest.raises(RdfError, match="同一个标识"):
        write_rdf(replace(conversion(), facts=(one, one)), tmp_path)


def test_rows_that_print_the_same_twice_are_two_observations(tmp_path: Path) -> None:
    write_rdf(conversion(observed=[fact(), fact()]), tmp_path)
    data = graph(tmp_path / "rdf" / "data.nt")
    assert sorted(int(o) for o in data.objects(None, rdflib.URIRef(f"{YB}occurrence"))) == [1, 2]


def test_a_code_outside_a_closed_list_is_refused_and_named(tmp_path: Path) -> None:
    with pytest.raises(RdfError, match="资金性质中没有 'gold'"):
        write_rdf(conversion(observed=[fact(fund="gold")]), tmp_path)


def test_an_unknown_subject_code_is_kept_and_said_to_be_unknown(tmp_path: Path) -> None:
    write_rdf(conversion(observed=[fact(function_code="2999977", label="清单里没有的科目")]), tmp_path)
    data = graph(tmp_path / "rdf" / "data.nt")
    concept = rdflib.URIRef("https://w3id.org/yusuan/code/function-2024-2999977")
    assert (concept, rdflib.URIRef(f"{YB}inCodeList"), rdflib.Literal(False)) in data
    assert (concept, SKOS.prefLabel, rdflib.Literal("清单里没有的科目", "zh")) in data


def test_the_web_address_of_the_source_is_an_iri_for_every_parser(rdf: Path) -> None:
    pages = set(graph(rdf / "data.nt").objects(None, rdflib.URIRef("http://xmlns.com/foaf/0.1/page")))
    assert pages == {rdflib.URIRef("https://example.org/%E5%85%AC%E5%BC%80/2024%20%E9%A2%84%E7%AE%97.pdf")}


def test_the_vocabulary_files_are_turtle_for_both_libraries() -> None:
    for path in vocabulary_files():
        text = vocabulary_text(path)
        quads = list(ox.parse(text, ox.RdfFormat.TURTLE))
        assert len({str(q) for q in quads}) == len(rdflib.Graph().parse(data=text, format="turtle"))


def test_the_graphs_of_a_whole_build_are_read_back(example_build: Path) -> None:
    found = sorted(example_build.glob("packages/*/rdf/*.nt"))
    assert found
    for path in found:
        lines = path.read_bytes().splitlines()
        assert lines == sorted(set(lines))
        assert len(strict(path)) == len(lines)


def test_a_document_of_no_known_region_has_units_of_their_own(tmp_path: Path) -> None:
    nowhere = replace(conversion(), disclosure=disclosure(region=""))
    write_rdf(nowhere, tmp_path)
    assert "<https://w3id.org/yusuan/unit/000000-901002>" in (tmp_path / "rdf" / "data.nt").read_text("utf-8")


@pytest.mark.parametrize(
    "printed", ["一般公共服务支出", "一、一般公共服务支出", "（一）一般公共服务支出", "1.一般公共服务支出"]
)
def test_a_name_as_the_list_has_it_needs_no_note(printed: str, tmp_path: Path) -> None:
    write_rdf(conversion(observed=[fact(function_code="201", label=printed)]), tmp_path)
    assert not list(graph(tmp_path / "rdf" / "provenance.nt").objects(None, SKOS.note))


def test_another_wording_than_the_list_s_is_a_note_on_the_observation(tmp_path: Path) -> None:
    write_rdf(conversion(observed=[fact(function_code="201", label="一般公共服务类支出")]), tmp_path)
    (note,) = graph(tmp_path / "rdf" / "provenance.nt").objects(None, SKOS.note)
    assert str(note) == "文档写作“一般公共服务类支出”，2024年代码表作“一般公共服务支出”"


def test_checks_that_found_nothing_to_apply_to_are_one_thing_of_their_group(rdf: Path) -> None:
    said_of = rdflib.Graph().parse(rdf / "provenance.nt")
    said = {
        (int(times), *sorted(map(str, said_of.objects(check, OURS.check))))
        for check, times in said_of.subject_objects(OURS.times)
        if (check, OURS.outcome, rdflib.URIRef("https://w3id.org/yusuan/code/outcome-not-applicable")) in said_of
    }
    # Each check of a thing ended so as often as its times say; one that amounts took part in stands by itself.
    assert said == {(1, "levels", "no-change"), (2, "rows-of-item"), (1, "one-year")}


def test_a_cell_says_which_characters_it_is(rdf: Path) -> None:
    said_of = rdflib.Graph().parse(rdf / "provenance.nt")
    cells = {cell for cell in said_of.subjects(RDF.type, OURS.Cell) if (cell, OURS.characters, None) in said_of}
    assert cells
    assert {said_of.value(cell, OURS.characters) for cell in cells} == {rdflib.Literal("char=4000,4006")}
    assert {said_of.value(cell, OURS.rowAndColumn) for cell in cells} == {rdflib.Literal("cell=4,2")}
