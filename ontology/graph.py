"""The statements of a package by subject, asked in the words of the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from .ntriples import RDF, RdfError

#: The graphs by what may hold them, the first that is there is read.
SUFFIXES: tuple[str, ...] = (".nt", ".ttl", ".jsonld")
_NAMES = ("data", "provenance")
_TYPE = f"{RDF}type"

T = TypeVar("T")


def read_graph(folder: Path) -> Graph:
    """The statements of ``data`` and ``provenance`` in ``folder``, as N-Triples, Turtle or JSON-LD.

    Raises:
        RdfError: a graph is missing or damaged, or describes no document; the message names what.
    """
    return Graph(_parse([_file(folder, name) for name in _NAMES]))


def _file(folder: Path, name: str) -> Path:
    found = next((path for suffix in SUFFIXES if (path := folder / f"{name}{suffix}").is_file()), None)
    if found is None:
        raise RdfError(
            f"没有 {name}.nt、.ttl 或 .jsonld，请给出一个数据包或其 rdf 文件夹"
            f" / there is no {name}.nt, .ttl or .jsonld; give the folder of one package, or its rdf folder"
        )
    return found


def _parse(files: Iterable[Path]) -> dict[str, Thing]:
    import pyoxigraph as ox

    formats = dict(zip(SUFFIXES, (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD), strict=True))
    things: dict[str, Thing] = {}
    for file in files:
        try:
            for quad in ox.parse(path=str(file), format=formats[file.suffix]):
                iri = getattr(quad.subject, "value", str(quad.subject))
                thing = things.get(iri) or things.setdefault(iri, Thing(iri, {}))
                thing.said.setdefault(quad.predicate.value, []).append(quad.object)
        except (SyntaxError, OSError) as error:
            raise RdfError(f"{file}: 读不了 ({error}) / cannot be read") from error
    return things


@dataclass(frozen=True, slots=True)
class Thing:
    """What is said of one resource: predicate → values, as pyoxigraph terms."""

    iri: str
    said: dict[str, list[Any]]

    @property
    def key(self) -> str:
        """The last piece of its address."""
        return unquote(self.iri.rpartition("/")[2])


class Graph:
    """The statements of a package by subject, asked in the words of the vocabulary."""

    def __init__(self, things: Mapping[str, Thing]) -> None:
        self._things = things
        self._by_class: dict[str, list[Thing]] = {}
        for thing in things.values():
            for kind in thing.said.get(_TYPE, ()):
                self._by_class.setdefault(kind.value, []).append(thing)
        found = [(kind, of) for kind, of in self._by_class.items() if kind.endswith("def/Disclosure")]
        if len(found) != 1 or len(found[0][1]) != 1:
            raise RdfError("图里没有恰好一份公开文档 / the graph does not describe exactly one disclosure")
        ((kind, (document,)),) = found
        self.base, self.document = kind.removesuffix("def/Disclosure"), document

    @cached_property
    def year(self) -> int:
        """The document's year, in whose edition its codes are."""
        return int(self.required(self.document, "year"))

    def thing(self, iri: str) -> Thing | None:
        """What is said of the resource with this address."""
        return self._things.get(iri)

    def of(self, kind: str) -> list[Thing]:
        """The resources of a class."""
        return self._by_class.get(kind, [])

    def ours(self, kind: str) -> list[Thing]:
        """The resources of a class of our vocabulary."""
        return self.of(f"{self.base}def/{kind}")

    def each(self, kind: str, read: Callable[[Graph, Thing], T]) -> tuple[T, ...]:
        """What ``read`` makes of each resource of a class of ours."""
        return tuple(read(self, thing) for thing in self.ours(kind))

    def values(self, thing: Thing, name: str) -> list[Any]:
        """The values of a property, which is of our vocabulary unless ``name`` is a whole IRI."""
        return thing.said.get(name if ":" in name else f"{self.base}def/{name}", [])

    def text(self, thing: Thing, name: str, language: str | None = None) -> str:
        """The value of a property, or ""; several only where they differ in language."""
        found = [v.value for v in self.values(thing, name) if language in (None, getattr(v, "language", None))]
        if len(found) > 1:
            raise RdfError(f"{thing.iri} 的 {name} 有 {len(found)} 个 / has several values")
        return str(found[0]) if found else ""

    def required(self, thing: Thing, name: str) -> str:
        """The value of a property without which nothing can be restored."""
        if not self.values(thing, name):
            raise RdfError(f"{thing.iri} 缺少 {name} / lacks a property")
        return self.text(thing, name)

    def integer(self, thing: Thing, name: str) -> int | None:
        """A value as a whole number; None where there is none."""
        text = self.text(thing, name)
        return int(text) if text else None

    def decimal(self, thing: Thing, name: str) -> Decimal | None:
        """A value as a number; None where there is none."""
        text = self.text(thing, name)
        return Decimal(text) if text else None

    def amount(self, thing: Thing, name: str) -> Decimal:
        """An amount, which must be there."""
        return Decimal(self.required(thing, name))

    def key(self, thing: Thing, name: str) -> str:
        """The last piece of the resource that a property names, or ""."""
        return unquote(self.text(thing, name).rpartition("/")[2])

    def code(self, thing: Thing, name: str, scheme: str = "") -> str:
        """The code that a property names, without its list and edition; "" for "none"."""
        return self.notation(self.key(thing, name), scheme or name)

    def notation(self, key: str, scheme: str) -> str:
        """The code that the last piece of a concept's address holds."""
        edition = f"{scheme}-{self.year:04d}-"
        if scheme in ("function", "economic") and key.startswith(edition):
            return key.removeprefix(edition)
        if scheme == "line" and key.startswith(f"line-function-{self.year:04d}-"):
            return f"function-{key.removeprefix(f'line-function-{self.year:04d}-')}"
        own = key.removeprefix(f"{scheme}-")
        return "" if own == "none" else own

    def named(self, thing: Thing, name: str, wanted: str) -> str:
        """What is said of the resource that a property names."""
        other = self.thing(self.required(thing, name))
        if other is None:
            raise RdfError(f"{thing.iri}: {self.text(thing, name)} 没有说明 / is not described")
        return self.text(other, wanted, "zh" if wanted.endswith("Label") else None)

    def numbers(self, thing: Thing, name: str, form: re.Pattern[str]) -> dict[str, int]:
        """The numbers that one text holds, by the names that ``form`` gives them."""
        text = self.text(thing, name)
        found = form.fullmatch(text)
        if text and not found:
            raise RdfError(f"{thing.iri}: {text!r} 不是位置 / is no place")
        return {name: int(digits) for name, digits in found.groupdict().items() if digits} if found else {}

    @cached_property
    def _parts(self) -> dict[str, list[Thing]]:
        """What belongs to each statement of a project, in its order."""
        parts: dict[str, list[Thing]] = {}
        for kind in ("Purchase", "FundingSource", "EarlierBudget"):
            for thing in sorted(self.ours(kind), key=lambda t: self.integer(t, "position") or 0):
                parts.setdefault(self.required(thing, "inStatement"), []).append(thing)
        return parts

    def parts_of(self, thing: Thing, kind: str) -> Iterator[Thing]:
        """What belongs to the statement of a project and is of this class."""
        whole = f"{self.base}def/{kind}"
        for part in self._parts.get(thing.iri, ()):
            if whole in {each.value for each in part.said[_TYPE]}:
                yield part
