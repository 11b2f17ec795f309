"""The cubes of cube-link: valid by its profile, closed over their own observations, and of the amounts of the package."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF
from yusuan.ontology.forms import CUBE_LINK, Forms
from yusuan.ontology.rdf import write_rdf

from .conftest import conversion, disclosure, fact
from .graphs import YB

CUBE, SCHEMA, SH = (
    rdflib.Namespace(base) for base in ("https://cube.link/", "http://schema.org/", "http://www.w3.org/ns/shacl#")
)
PROFILE = Path(__file__).parent / "cube_link" / "profile.ttl"


@pytest.fixture
def cubes(rdf: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(rdf / CUBE_LINK)


def _broken(data: rdflib.Graph, shapes: rdflib.Graph) -> set[tuple[str, str]]:
    """Focus node and path of each violation."""
    _, report, _ = validate(data, shacl_graph=shapes, advanced=True)
    results = report.subjects(RDF.type, SH.ValidationResult)
    return {(str(report.value(r, SH.focusNode)), str(report.value(r, SH.resultPath))) for r in results}


def _constraints(cubes: rdflib.Graph) -> rdflib.Graph:
    """The constraints as shapes of every observation of their cube, as a reader of cube-link takes them."""
    shapes = rdflib.Graph()
    for triple in cubes:
        shapes.add(triple)
    for cube in cubes.subjects(RDF.type, CUBE.Cube):
        constraint = cubes.value(cube, CUBE.observationConstraint)
        for observation in cubes.objects(cubes.value(cube, CUBE.observationSet), CUBE.observation):
            shapes.add((constraint, SH.targetNode, observation))
    return shapes


def test_the_cubes_keep_the_profile(cubes: rdflib.Graph) -> None:
    profile = rdflib.Graph().parse(PROFILE)
    assert _broken(cubes, profile) == set()
    assert len(set(cubes.subjects(RDF.type, CUBE.Cube))) == len({f.table for f in conversion().facts})


def test_every_observation_keeps_the_constraint_of_its_cube(cubes: rdflib.Graph) -> None:
    assert _broken(cubes, _constraints(cubes)) == set()


@pytest.mark.parametrize(
    ("predicate", "value"),
    [
        (f"{YB}amount", rdflib.Literal("much")),
        (f"{YB}unit", rdflib.URIRef("https://example.org/another")),
        (f"{YB}strange", rdflib.Literal(1)),
    ],
)
def test_an_observation_that_does_not_is_found(cubes: rdflib.Graph, predicate: str, value: rdflib.term.Node) -> None:
    observation = sorted(cubes.subjects(RDF.type, CUBE.Observation))[0]
    cubes.add((observation, rdflib.URIRef(predicate), value))
    assert (str(observation), predicate) in _broken(cubes, _constraints(cubes))


def test_a_cube_without_a_needed_statement_is_found_by_the_profile(cubes: rdflib.Graph) -> None:
    cube = sorted(cubes.subjects(RDF.type, CUBE.Cube))[0]
    for needed in (SCHEMA.publisher, SCHEMA.dateCreated, CUBE.observationConstraint, SCHEMA.creativeWorkStatus):
        left = rdflib.Graph()
        for triple in cubes:
            left.add(triple)
        left.remove((cube, needed, None))
        assert (str(cube), str(needed)) in _broken(left, rdflib.Graph().parse(PROFILE))


def test_dates_are_left_out_where_no_date_is_known(tmp_path: Path) -> None:
    write_rdf(conversion(disclosure=disclosure(retrieved="")), tmp_path, forms=Forms(cube_link=True))
    cubes = rdflib.Graph().parse(tmp_path / "rdf" / CUBE_LINK)
    broken = {path.rpartition("/")[2] for _, path in _broken(cubes, rdflib.Graph().parse(PROFILE))}
    assert broken == {"dateCreated", "datePublished", "dateModified"}


def test_amounts_are_those_of_the_package_exactly(cubes: rdflib.Graph) -> None:
    found = {
        str(observation).rpartition("/")[2]: amount.toPython()
        for observation, amount in cubes.subject_objects(rdflib.URIRef(f"{YB}amount"))
    }
    assert found == {f.observation_id: f.amount for f in conversion().facts}
    assert all(isinstance(amount, Decimal) for amount in found.values())


def test_every_value_has_a_name_and_every_cube_the_licence_of_its_source(cubes: rdflib.Graph) -> None:
    for constraint in cubes.subjects(RDF.type, CUBE.Constraint):
        for shape in cubes.objects(constraint, SH.property):
            if cubes.value(shape, SH.path) != RDF.type and (values := cubes.value(shape, SH["in"])):
                for value in rdflib.collection.Collection(cubes, values):
                    assert cubes.value(value, SCHEMA.name, any=True) is not None, value
    for cube in cubes.subjects(RDF.type, CUBE.Cube):
        assert cubes.value(cube, SCHEMA.license) == rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_labels_have_no_language(tmp_path: Path) -> None:
    write_rdf(conversion([fact(label='引号 "与"\n换行')]), tmp_path, forms=Forms(cube_link=True))
    cubes = rdflib.Graph().parse(tmp_path / "rdf" / CUBE_LINK)
    (observation,) = cubes.subjects(RDF.type, CUBE.Observation)
    assert cubes.value(observation, rdflib.RDFS.label) == rdflib.Literal('引号 "与"\n换行')
