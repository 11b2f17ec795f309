"""The shapes find what pyshacl finds, and say what to do about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from heapq import merge
from pathlib import Path

import pyshacl
import pytest
import rdflib
from yusuan.ontology.rdf import write_rdf
from yusuan.ontology.shapes import (
    Shape,
    ShapeError,
    compile_shapes,
    load_shapes,
    shape_files,
    text_of,
    violations,
)
from yusuan.ontology.vocabulary import vocabulary_triples
from yusuan.settings import DEFAULT_BASE

from .conftest import conversion
from .graphs import YB

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = load_shapes(DEFAULT_BASE)


def _lines(rdf: Path) -> list[str]:
    files = ((rdf / name).read_text("utf-8").splitlines(keepends=True) for name in ("data.nt", "provenance.nt"))
    return list(dict.fromkeys(merge(*files, vocabulary_triples().splitlines(keepends=True))))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("sound")
    write_rdf(conversion(), folder)
    return _lines(folder / "rdf")


def _pyshacl(lines: Iterable[str]) -> set[tuple[str, str, str]]:
    """Shape's target path, focus and value of each result of pyshacl."""
    shapes = rdflib.Graph()
    for path in shape_files():
        shapes.parse(path)
    data = rdflib.Graph().parse(data="".join(lines), format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=False, inference="none")
    assert isinstance(results, rdflib.Graph)
    return {
        (
            results.value(result, SH.focusNode).n3(),
            results.value(result, SH.resultPath).n3(),
            value.n3() if (value := results.value(result, SH.value)) is not None else "",
        )
        for result in results.subjects(rdflib.RDF.type, SH.ValidationResult)
    }


def _ours(lines: list[str]) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for each in violations(lines, SHAPES):
        value = rdflib.util.from_n3(each.value) if each.value else None
        found.add((each.focus, each.path, value.n3() if value is not None else ""))
    return found


def test_every_class_of_the_vocabulary_has_a_shape() -> None:
    classes = set(
        re.findall(r"^(yb:\w+) a owl:Class", (shape_files()[0].parents[1] / "budget.ttl").read_text("utf-8"), re.M)
    )
    targets = {shape.target.replace(f"<{YB}", "yb:").rstrip(">") for shape in SHAPES}
    assert classes - targets == set()


def test_what_we_write_keeps_all_shapes(sound: list[str]) -> None:
    assert list(violations(sound, SHAPES)) == []


def test_pyshacl_agrees_that_it_does(sound: list[str]) -> None:
    assert _pyshacl(sound) == set()


def test_a_build_keeps_all_shapes(example_build: Path) -> None:
    for rdf in example_build.glob("packages/*/rdf"):
        assert list(violations(_lines(rdf), SHAPES)) == []


def _without(lines: list[str], shape: Shape, path: str) -> list[str]:
    """The lines with every statement of ``path`` of the shape's instances taken out."""
    instances = {line.split(" ", 1)[0] for line in lines if line.endswith(f"#type> {shape.target} .\n")}
    return [line for line in lines if not (line.split(" ", 1)[0] in instances and line.split(" ", 2)[1] == path)]


def _twice(lines: list[str], shape: Shape, path: str) -> list[str]:
    """The lines with a second and third value of another kind beside each value of ``path``."""
    instances = {line.split(" ", 1)[0] for line in lines if line.endswith(f"#type> {shape.target} .\n")}
    doubled: list[str] = []
    for line in lines:
        doubled.append(line)
        subject, predicate, _ = line.split(" ", 2)
        if subject in instances and predicate == path:
            doubled.append(f'{subject} {predicate} "not \\u00ABa\\u00BB value"@zh .\n')
            doubled.append(f'{subject} {predicate} "-9.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n')
    return doubled


CASES = [(shape, each) for shape in SHAPES for each in shape.properties]


def _name(value: object) -> str:
    return re.split(r"[/#]", value.iri if isinstance(value, Shape) else value.path)[-1].rstrip(">")  # type: ignore[union-attr]


@pytest.mark.parametrize(("shape", "asked"), CASES, ids=_name)
def test_a_violation_planted_for_each_property_is_found_with_its_message(shape: Shape, asked, sound: list[str]) -> None:
    missing = _without(sound, shape, asked.path)
    if asked.least:
        assert missing != sound
        found = [v for v in violations(missing, [shape]) if v.path == asked.path]
        assert found and found[0].message == asked.message and found[0].message_en == asked.message_en
    doubled = _twice(sound, shape, asked.path)
    if asked.tests or asked.of_class or asked.most == 1:
        assert doubled != sound, "the example has no such statement"
        assert [v for v in violations(doubled, [shape]) if v.path == asked.path]


def test_messages_tell_people_what_to_do() -> None:
    for _, asked in CASES:
        assert re.search("[\u4e00-\u9fff]", asked.message) and "sh:" not in asked.message
        assert re.fullmatch(r"[ -~]{12,}", asked.message_en), asked.message_en


@pytest.mark.parametrize("change", ["without", "twice"])
def test_pyshacl_finds_the_same_in_a_broken_graph(change: str, sound: list[str]) -> None:
    """All properties of every third shape are broken at once."""
    broken = sound
    for number, (shape, asked) in enumerate(CASES):
        if number % 3 == 0:
            broken = (_without if change == "without" else _twice)(broken, shape, asked.path)
    assert _ours(broken) == _pyshacl(broken) != set()


def test_two_names_for_one_code_are_told(sound: list[str]) -> None:
    code = f"<{DEFAULT_BASE}code/fund-all>"
    named = [*sound, f'{code} <http://www.w3.org/2004/02/skos/core#prefLabel> "另一个名称"@zh .\n']
    (told,) = violations(sorted(named), SHAPES)
    assert (told.focus, "两个名称" in told.message) == (code, True)


def test_a_unit_that_nobody_describes_is_told(sound: list[str]) -> None:
    dangling = [line for line in sound if not line.startswith(f"<{DEFAULT_BASE}unit/420100-901002>")]
    assert {v.message for v in violations(dangling, SHAPES) if v.path == f"<{YB}unit>"} >= {
        "金额缺少单位，或单位没有说明：请给出一个已描述的预算单位",
        "公开文档的单位没有说明",
    }


def test_a_component_that_is_not_checked_is_refused() -> None:
    turtle = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://example.org/> .
    :s a sh:NodeShape ; sh:targetClass :C ; sh:property [ sh:path :p ; sh:equals :q ; sh:message "好"@zh, "good"@en ] ."""
    with pytest.raises(ShapeError, match="sh:equals"):
        compile_shapes(turtle)


def test_texts_are_compared_without_their_escapes() -> None:
    assert text_of('"a\\u00ABb\\n\\"\\\\"@zh') == 'a\u00abb\n"\\'
    assert not list(violations([], SHAPES))


def test_a_department_of_its_own_document_is_described_as_one(tmp_path: Path) -> None:
    """A department publishes for itself and its units: it is its own department and nobody's unit."""
    whole = conversion()
    own = replace(
        whole.disclosure,
        scope="department",
        unit_code=whole.disclosure.department_code,
        unit_name=whole.disclosure.department_name,
    )
    write_rdf(replace(whole, disclosure=own, units=(), facts=()), tmp_path)
    lines = _lines(tmp_path / "rdf")
    assert [v for v in violations(lines, SHAPES) if v.path.endswith("department>")] == []
