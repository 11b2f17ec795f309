"""For each shape a graph that keeps it and one that breaks all it asks for, in ``shapes/<name>``, with what is told.

``report.txt`` is what a publisher reads of the broken one; ``YUSUAN_UPDATE_GOLDEN=1`` writes it anew.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import RDF, SH
from yusuan.ontology.shapes import Shape, Violation, load_shapes, shape_files, violations
from yusuan.ontology.vocabulary import vocabulary_triples
from yusuan.settings import DEFAULT_BASE

FOLDER = Path(__file__).with_name("shapes")
SHAPES = {shape.iri.rpartition("/")[2][:-1]: shape for shape in load_shapes(DEFAULT_BASE)}
#: What is below what and of which kind, without which no example could be short.
VOCABULARY = {
    line for line in vocabulary_triples().splitlines(keepends=True) if "subClassOf> " in line or "#type> " in line
}


def _lines(path: Path) -> list[str]:
    quads = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
    return sorted(VOCABULARY | {f"{quad.triple} .\n" for quad in quads})


def _focus(path: Path) -> str:
    """The thing that the example is about: the first of its kind."""
    quads = list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    return str(quads[0].subject)


def _told(path: Path, shape: Shape) -> list[Violation]:
    """What our reader says of the example by this shape."""
    return [v for v in violations(_lines(path), [shape]) if v.focus == _focus(path)]


@cache
def _all_shapes() -> rdflib.Graph:
    shapes = rdflib.Graph()
    for each in shape_files():
        shapes.parse(each)
    return shapes


def _by_pyshacl(path: Path, shape: Shape) -> set[str]:
    """The paths that pyshacl finds broken by this shape in the example."""
    shapes = rdflib.Graph() + _all_shapes()
    for other in set(shapes.subjects(RDF.type, SH.NodeShape)) - {rdflib.URIRef(shape.iri[1:-1])}:
        shapes.remove((other, None, None))
    data = rdflib.Graph().parse(data="".join(_lines(path)), format="nt")
    _, report, _ = validate(data, shacl_graph=shapes)
    focus = rdflib.URIRef(_focus(path)[1:-1])
    return {f"<{report.value(result, SH.resultPath)}>" for result in report.subjects(SH.focusNode, focus)}


def test_every_shape_has_its_examples() -> None:
    assert {folder.name for folder in FOLDER.iterdir()} == set(SHAPES)
    assert len(SHAPES) == 28


@pytest.mark.parametrize("name", SHAPES)
def test_the_valid_example_is_valid(name: str) -> None:
    path = FOLDER / name / "valid.ttl"
    assert _told(path, SHAPES[name]) == []
    assert any(f"{_focus(path)} <{RDF.type}>" in line for line in _lines(path))
    stated = {line.split(" ", 2)[1] for line in _lines(path) if line.startswith(_focus(path))}
    assert {asked.path for asked in SHAPES[name].properties if asked.least} <= stated


@pytest.mark.parametrize("name", SHAPES)
def test_everything_that_the_shape_asks_for_is_found_broken_in_the_invalid_one(name: str) -> None:
    path = FOLDER / name / "invalid.ttl"
    told = _told(path, SHAPES[name])
    assert {v.path for v in told} == {asked.path for asked in SHAPES[name].properties}
    report = "".join(sorted({f"{v.message}\n  {v.message_en}\n" for v in told}))
    golden = path.with_name("report.txt")
    if os.environ.get("YUSUAN_UPDATE_GOLDEN"):
        golden.write_text(report, "utf-8")
    assert golden.read_text("utf-8") == report


@pytest.mark.parametrize("name", SHAPES)
def test_pyshacl_says_the_same_of_both(name: str) -> None:
    for example in ("valid.ttl", "invalid.ttl"):
        path = FOLDER / name / example
        assert _by_pyshacl(path, SHAPES[name]) == {v.path for v in _told(path, SHAPES[name])}, example
