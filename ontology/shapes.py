"""The shapes of what we publish, compiled from ``shapes/*.ttl`` (SHACL Core) and applied to sorted triples in one pass.

A validator of graphs needs the whole graph in memory and asks it again for each shape. Our files are sorted, so that a
subject's statements come together and all its shapes are applied at once. The components of SHACL that they use are
all here; one that is not makes loading fail, so that nothing is left unchecked in silence. The tests hold the results
against pyshacl. Source: W3C, Shapes Constraint Language (2017).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from .ntriples import LITERAL, RDF, RDFS, XSD, text_of

_FOLDER = Path(__file__).parent / "shapes"
_SH = "http://www.w3.org/ns/shacl#"
_TYPE, _SUBCLASS = f"<{RDF}type>", f"<{RDFS}subClassOf>"
_LANG_STRING, _STRING = f"<{RDF}langString>", f"<{XSD}string>"

#: What the text of a literal must look like.
_LEXICAL: dict[str, re.Pattern[str]] = {
    f"<{XSD}{name}>": re.compile(pattern)
    for name, pattern in {
        "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
        "integer": r"[+-]?\d+",
        "nonNegativeInteger": r"\+?\d+|-0+",
        "gYear": r"-?(0\d{3}|[1-9]\d{3,})(Z|[+-]\d\d:\d\d)?",
        "boolean": r"true|false|1|0",
        "date": r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?",
    }.items()
}

#: Whether a value, as text of N-Triples, keeps a component of a shape.
Test = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Property:
    """What is asked of the values of one predicate. ``of_class`` values must be instances of all the classes named."""

    path: str
    message: str
    message_en: str
    least: int
    most: int | None
    tests: tuple[Test, ...]
    of_class: tuple[str, ...]
    unique_language: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of the instances of one class."""

    iri: str
    target: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Violation:
    """One value, or one lack of a value, that breaks a shape. Terms are text of N-Triples; ``value`` may be ""."""

    shape: str
    focus: str
    path: str
    value: str
    message: str
    message_en: str


class ShapeError(Exception):
    """A shapes file uses something that is not checked here."""


def violations(lines: Iterable[str], shapes: Iterable[Shape]) -> Iterator[Violation]:
    """What breaks the shapes in ``lines``: canonical N-Triples, all statements of a subject together. Read twice."""
    kept = lines if isinstance(lines, list) else list(lines)
    types, above = _types(kept)
    by_class: dict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        by_class[shape.target].append(shape)
    for subject, own in groupby(kept, key=lambda line: line[: line.index(" ")]):
        if subject not in types:
            continue
        classes = _closure(types[subject], above)
        asked = [shape for each in sorted(classes) for shape in by_class.get(each, ())]
        if asked:
            values = _values(own)
            for shape in asked:
                for each in shape.properties:
                    yield from _broken(shape, each, subject, values.get(each.path, ()), types, above)


def _broken(
    shape: Shape,
    asked: Property,
    subject: str,
    values: tuple[str, ...] | list[str],
    types: Mapping[str, tuple[str, ...]],
    above: Mapping[str, frozenset[str]],
) -> Iterator[Violation]:
    def told(value: str) -> Violation:
        return Violation(shape.iri, subject, asked.path, value, asked.message, asked.message_en)

    if len(values) < asked.least or (asked.most is not None and len(values) > asked.most):
        yield told("")
    if asked.unique_language:
        languages = [found for value in values if (found := _language(value))]
        yield from (told("") for language in sorted(set(languages)) if languages.count(language) > 1)
    for value in values:
        yield from (told(value) for test in asked.tests if not test(value))
        if asked.of_class:
            classes = _closure(types.get(value, ()), above)
            yield from (told(value) for each in asked.of_class if each not in classes)


def _types(lines: Iterable[str]) -> tuple[dict[str, tuple[str, ...]], dict[str, frozenset[str]]]:
    """The classes of each subject, and the classes above each class."""
    types: dict[str, tuple[str, ...]] = {}
    direct: dict[str, set[str]] = defaultdict(set)
    pooled: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in lines:
        if f" {_TYPE} " in line:
            subject, _, rest = line.partition(f" {_TYPE} ")
            if " " not in subject:
                found = (*types.get(subject, ()), rest.rstrip("\n")[:-2])
                types[subject] = pooled.setdefault(found, found)
        elif f" {_SUBCLASS} " in line:
            subject, _, rest = line.partition(f" {_SUBCLASS} ")
            direct[subject].add(rest.rstrip("\n")[:-2])
    return types, {each: _ancestors(each, direct) for each in list(direct)}


def _ancestors(start: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    found, todo = {start}, [start]
    while todo:
        new = direct.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return frozenset(found)


def _closure(classes: tuple[str, ...], above: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(classes).union(*(above[each] for each in classes if each in above))


def _values(lines: Iterable[str]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for line in lines:
        _, predicate, value = line.split(" ", 2)
        values.setdefault(predicate, []).append(value.rstrip("\n")[:-2])
    return values


# --- literals ---------------------------------------------------------------------------------------------


def _language(value: str) -> str:
    match = LITERAL.fullmatch(value)
    return (match[2] or "").lower() if match else ""


def _datatype(value: str) -> str:
    match = LITERAL.fullmatch(value)
    if not match:
        return ""
    return _LANG_STRING if match[2] else (match[3] or _STRING)


def _of_datatype(wanted: str) -> Test:
    lexical = _LEXICAL.get(wanted)
    if lexical is None and wanted not in (_STRING, _LANG_STRING):
        raise ShapeError(f"datatype {wanted}")
    return lambda value: _datatype(value) == wanted and (lexical is None or bool(lexical.fullmatch(text_of(value))))


def _number(value: str) -> Decimal | None:
    text = text_of(value)
    return Decimal(text) if value.startswith('"') and _LEXICAL[f"<{XSD}decimal>"].fullmatch(text) else None


def _at_least(bound: str) -> Test:
    return lambda value: (number := _number(value)) is not None and number >= Decimal(text_of(bound))


def _at_most(bound: str) -> Test:
    return lambda value: (number := _number(value)) is not None and number <= Decimal(text_of(bound))


def _matching(pattern: str) -> Test:
    compiled = re.compile(text_of(pattern))
    return lambda value: bool(compiled.search(text_of(value)))


def _long(length: str) -> Test:
    return lambda value: len(text_of(value)) >= int(text_of(length))


def _iri(kind: str) -> Test:
    if kind != f"<{_SH}IRI>":
        raise ShapeError(f"node kind {kind}")
    return lambda value: value.startswith("<")


#: The components that say something of each value by itself.
_TESTS: dict[str, Callable[[str], Test]] = {
    "datatype": _of_datatype,
    "minInclusive": _at_least,
    "maxInclusive": _at_most,
    "pattern": _matching,
    "minLength": _long,
    "nodeKind": _iri,
}


# --- loading ----------------------------------------------------------------------------------------------


def shape_files() -> list[Path]:
    """The Turtle files of the shapes."""
    return sorted(_FOLDER.glob("*.ttl"))


@cache
def load_shapes(base: str) -> tuple[Shape, ...]:
    """All shapes, for data under ``base``.

    Raises:
        ShapeError: a shape uses a component that is not checked here.
    """
    from .vocabulary import vocabulary_text

    return tuple(shape for path in shape_files() for shape in compile_shapes(vocabulary_text(path, base)))


def compile_shapes(turtle: str) -> list[Shape]:
    """The shapes of a Turtle text, in the order of their IRIs. Raises ShapeError as :func:`load_shapes` does."""
    import pyoxigraph as ox

    graph: dict[str, dict[str, list[Any]]] = {}
    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        graph.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value.removeprefix(_SH), []).append(
            quad.object
        )
    targets = {iri: found["targetClass"] for iri, found in graph.items() if "targetClass" in found}
    for iri in targets:
        _refuse_unknown(graph[iri], {"targetClass", "property", f"{RDF}type"})
    return [
        Shape(iri, str(target), tuple(_property(graph, node) for node in graph[iri].get("property", [])))
        for iri in sorted(targets)
        for target in targets[iri]
    ]


def _property(graph: Mapping[str, dict[str, list[Any]]], node: Any) -> Property:
    found = graph[str(node)]
    own = {"path", "message", "minCount", "maxCount", "class", "uniqueLang", "in"}
    _refuse_unknown(found, own | set(_TESTS))
    messages = {message.language: message.value for message in found["message"]}
    tests = [make(str(value)) for name, make in _TESTS.items() for value in found.get(name, [])]
    tests += [_one_of(_members(graph, head)) for head in found.get("in", [])]
    (path,) = found["path"]
    most = found.get("maxCount")
    return Property(
        path=str(path),
        message=messages["zh"],
        message_en=messages["en"],
        least=int(found["minCount"][0].value) if "minCount" in found else 0,
        most=int(most[0].value) if most else None,
        tests=tuple(tests),
        of_class=tuple(str(each) for each in found.get("class", [])),
        unique_language="uniqueLang" in found,
    )


def _one_of(members: frozenset[str]) -> Test:
    return lambda value: value in members


def _members(graph: Mapping[str, dict[str, list[Any]]], head: Any) -> frozenset[str]:
    found: set[str] = set()
    while str(head) != f"<{RDF}nil>":
        node = graph[str(head)]
        found.add(str(node[f"{RDF}first"][0]))
        head = node[f"{RDF}rest"][0]
    return frozenset(found)


def _refuse_unknown(found: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(found) - known)
    if unknown:
        raise ShapeError(f"sh:{unknown[0]} 没有实现 / is not checked here")
