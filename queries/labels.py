"""The names of things that documents of several years name: the newest is preferred, the others are alternatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, cast

from ..ontology.concepts import SKOS
from .quads import HAS_PART

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store, Triple

_OURS = 9999  # labels of the vocabulary come before those of any document


def settle_labels(store: Store, base: str, named: Iterable[tuple[NamedNode, str]]) -> None:
    """In the default graph, of several preferred labels in a language keep that of the newest document.

    A unit or project may be named otherwise in another year; two names would make queries count its amounts twice.
    """
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

    preferred, alternative = NamedNode(f"{SKOS}prefLabel"), NamedNode(f"{SKOS}altLabel")
    things = list(named)
    if not things:
        return
    year_of = _years(store, base)
    for subject, language in things:
        dated: dict[str, int] = {}
        for quad in store.quads_for_pattern(subject, preferred, None):
            name, graph = cast("Literal", quad.object), quad.graph_name
            if name.language == language and not isinstance(graph, DefaultGraph):
                dated[name.value] = max(dated.get(name.value, 0), year_of(graph))
        newest = max(dated, key=lambda name: (dated[name], name), default=None)
        for name in sorted(dated):
            word = Literal(name, language=language)
            fits, other = (preferred, alternative) if name == newest else (alternative, preferred)
            store.add(Quad(subject, fits, word))
            if len(dated) > 1 or not is_said(store, Triple(subject, other, word)):
                store.remove(Quad(subject, other, word))


def is_said(store: Store, triple: Triple) -> bool:
    """Whether a named graph has it."""
    from pyoxigraph import DefaultGraph

    quads = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(not isinstance(quad.graph_name, DefaultGraph) for quad in quads)


def with_several_labels(store: Store) -> list[tuple[NamedNode, str]]:
    found = cast("Iterable[Any]", store.query(_SEVERAL_LABELS))
    return [(row["s"], row["language"].value) for row in found]


def _years(store: Store, base: str) -> Callable[[Any], int]:
    """Tells the year of the document of a named graph, of a description the newest of all documents that have it."""
    from pyoxigraph import NamedNode

    question = f"SELECT ?g ?year {{ GRAPH ?g {{ ?d a <{base}def/Disclosure> ; <{base}def/year> ?year }} }}"
    rows = cast("Iterable[Any]", store.query(question))
    years: dict[Any, int] = {row["g"]: int(row["year"].value) for row in rows}
    has_part = NamedNode(HAS_PART)

    def year_of(graph: Any) -> int:
        if graph in years:
            return years[graph]
        whole = (quad.graph_name for quad in store.quads_for_pattern(None, has_part, graph, None))
        return max((years[each] for each in whole if each in years), default=_OURS)

    return year_of


_SEVERAL_LABELS = f"""
SELECT ?s ?language {{
  {{ SELECT ?s ?language (COUNT(?name) AS ?names) {{
      ?s <{SKOS}prefLabel> ?name BIND(LANG(?name) AS ?language)
  }} GROUP BY ?s ?language }}
  FILTER(?names > 1)
}}
"""
