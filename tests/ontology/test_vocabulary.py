"""Every term of the vocabulary says what it is in two languages, in one order of statements."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS
from yusuan.ontology.structures import has, structure, structures
from yusuan.ontology.vocabulary import vocabulary_files, vocabulary_text

from .graphs import YB

SCHEMA = rdflib.Namespace("https://schema.org/")
ONTOLOGY = rdflib.URIRef(YB)
ORDER = (
    "a", "rdfs:label", "skos:definition", "rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "schema:domainIncludes",
    "rdfs:range", "qb:codeList", "qb:concept", "skos:example", "rdfs:isDefinedBy",
)  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> rdflib.Graph:
    merged = rdflib.Graph()
    for path in vocabulary_files():
        merged.parse(data=vocabulary_text(path), format="turtle")
    return merged


def _terms(vocabulary: rdflib.Graph) -> list[rdflib.term.Node]:
    return sorted(set(vocabulary.subjects(RDFS.isDefinedBy, ONTOLOGY)))


def test_every_term_has_name_definition_example_and_place(vocabulary: rdflib.Graph) -> None:
    found = _terms(vocabulary)
    assert len(found) > 140
    for term in found:
        for needed in (RDFS.label, SKOS.definition):
            languages = sorted(o.language for o in vocabulary.objects(term, needed))
            assert languages == ["en", "zh"], (term, needed)
        assert len(list(vocabulary.objects(term, SKOS.example))) == 1, term


def test_every_property_has_domain_and_range(vocabulary: rdflib.Graph) -> None:
    for term in vocabulary.subjects(RDF.type, RDF.Property):
        domains = {*vocabulary.objects(term, RDFS.domain), *vocabulary.objects(term, SCHEMA.domainIncludes)}
        assert domains, term
        assert len(list(vocabulary.objects(term, RDFS.range))) == 1, term


def test_what_a_property_takes_agrees_with_its_kind(vocabulary: rdflib.Graph) -> None:
    for term in vocabulary.subjects(RDF.type, RDF.Property):
        (taken,) = vocabulary.objects(term, RDFS.range)
        literal = str(taken).startswith((str(rdflib.XSD), str(RDF))) or taken == RDFS.Literal
        kind = OWL.DatatypeProperty if literal else OWL.ObjectProperty
        assert (term, RDF.type, kind) in vocabulary, term


def test_every_class_that_is_named_is_defined(vocabulary: rdflib.Graph) -> None:
    named = {*vocabulary.objects(None, RDFS.domain), *vocabulary.objects(None, SCHEMA.domainIncludes)}
    named |= {*vocabulary.objects(None, RDFS.range)}
    ours = {term for term in named if str(term).startswith(YB)}
    assert ours <= set(vocabulary.subjects(RDF.type, OWL.Class))


def test_statements_stand_in_one_order_in_every_block() -> None:
    text = (Path(vocabulary_files()[0])).read_text("utf-8")
    blocks = re.findall(r"^yb:\w+ (a .*?) \.$", text, re.M | re.S)
    assert len(blocks) > 140
    for block in blocks:
        predicates = [line.split()[0] for line in re.split(r" ;\n\s+", block)]
        places = [ORDER.index(p) for p in predicates]
        assert places == sorted(places), block


def test_coded_dimensions_have_a_code_list(vocabulary: rdflib.Graph) -> None:
    qb = rdflib.Namespace("http://purl.org/linked-data/cube#")
    for dimension in vocabulary.subjects(RDF.type, qb.DimensionProperty):
        if (dimension, RDFS.range, SKOS.Concept) in vocabulary:
            assert list(vocabulary.objects(dimension, qb.codeList)), dimension


def test_components_of_others_that_mean_the_same_are_named(vocabulary: rdflib.Graph) -> None:
    above = {str(o) for o in vocabulary.objects(None, RDFS.subPropertyOf)}
    assert "http://data.openbudgets.eu/ontology/dsd/dimension/functionalClassification" in above
    assert "http://purl.org/linked-data/sdmx/2009/measure#obsValue" in above
    assert "http://purl.org/linked-data/sdmx/2009/attribute#unitMeasure" in above


def test_each_kind_of_table_has_a_structure_of_its_own() -> None:
    assert structure("three-public") == "three-public"
    assert structure("other-3") == structure("unit-list") == "other"
    assert not has("three-public", "function") and has("general-budget-by-function", "function")
    assert has("other-3", "project")
    for components in structures().values():
        assert components[0] == "document" and components[-1] == "amount"


def test_a_code_of_our_lists_is_listed_once() -> None:
    path = vocabulary_files()[0].with_name("terms.csv")
    keys = [tuple(line.split(",")[:2]) for line in path.read_text("utf-8").splitlines()]
    assert len(keys) == len(set(keys))
