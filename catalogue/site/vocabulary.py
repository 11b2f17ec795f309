"""Our own vocabulary for people: classes, properties and code lists with labels and definitions, and for the editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ...ontology.terms import Term, schemes

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_QB = "http://purl.org/linked-data/cube#"
_OWL = "http://www.w3.org/2002/07/owl#"
#: What the editor offers before anything is typed; those of our own come with the base of the build.
_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "owl": _OWL,
    "prov": "http://www.w3.org/ns/prov#",
    "qb": _QB,
    "rdf": _RDF,
    "rdfs": _RDFS,
    "skos": _SKOS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: Kind of thing -> the types that make it one, the first kind that fits.
_KINDS = (
    ("classes", f"{_RDFS}Class"),
    ("dimensions", f"{_QB}DimensionProperty"),
    ("measures", f"{_QB}MeasureProperty"),
    ("attributes", f"{_QB}AttributeProperty"),
    ("properties", f"{_RDF}Property"),
    ("properties", f"{_OWL}ObjectProperty"),
    ("properties", f"{_OWL}DatatypeProperty"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A class or property: its IRI and short name, what it is called and means in both languages, what it leads to."""

    iri: str
    name: str
    zh: str
    en: str
    meaning_zh: str
    meaning_en: str
    range: str


def prefixes(base: str) -> dict[str, str]:
    """Prefix -> namespace, ours first."""
    own = {"yb": f"{base}def/", "code": f"{base}code/", "dataset": f"{base}dataset/", "unit": f"{base}unit/"}
    return own | _PREFIXES


@cache
def groups(base: str) -> list[tuple[str, list[Entry]]]:
    """The entries of the vocabulary by kind: classes, dimensions, measures, attributes, properties."""
    said = _statements(base)
    found: dict[str, list[Entry]] = {}
    for iri in sorted(said):
        types = said[iri].get(f"{_RDF}type", [])
        kind = next((kind for kind, wanted in _KINDS if any(value == wanted for value, _ in types)), None)
        if kind and iri.startswith(f"{base}def/"):
            found.setdefault(kind, []).append(_entry(base, iri, said[iri]))
    order = list(dict.fromkeys(kind for kind, _ in _KINDS))
    return [(kind, found[kind]) for kind in order if kind in found]


def lists() -> list[tuple[Term, list[Term]]]:
    """The closed code lists: what each is called, and its terms."""
    of = schemes()
    return [(named, list(of[key].values())) for key, named in of["scheme"].items() if len(of.get(key, {})) > 1]


def size(base: str) -> int:
    """How many statements the vocabulary has."""
    return turtle(base).count("\n")


@cache
def turtle(base: str) -> str:
    """The vocabulary as N-Triples, which is Turtle as well."""
    from ...ontology.vocabulary import vocabulary_triples

    return vocabulary_triples(base)


def for_editor(base: str) -> list[dict[str, str]]:
    """Each term with its label in both languages, for completion."""
    return [{"iri": e.iri, "zh": e.zh, "en": e.en} for _, entries in groups(base) for e in entries]


_Said = dict[str, list[tuple[str, str]]]


@cache
def _statements(base: str) -> dict[str, _Said]:
    """Subject -> predicate -> values with their language."""
    said: dict[str, _Said] = {}
    for subject, predicate, value, language in _parsed(base):
        said.setdefault(subject, {}).setdefault(predicate, []).append((value, language))
    return said


def _parsed(base: str) -> Iterator[tuple[str, str, str, str]]:
    import pyoxigraph

    for quad in pyoxigraph.parse(turtle(base).encode(), pyoxigraph.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, pyoxigraph.NamedNode):
            if isinstance(quad.object, pyoxigraph.Literal):
                yield quad.subject.value, quad.predicate.value, quad.object.value, quad.object.language or ""
            elif isinstance(quad.object, pyoxigraph.NamedNode):
                yield quad.subject.value, quad.predicate.value, quad.object.value, ""


def _entry(base: str, iri: str, said: _Said) -> Entry:
    def one(predicate: str, language: str = "") -> str:
        return next((value for value, tag in said.get(predicate, []) if tag == language), "")

    label, meaning, leads_to = f"{_RDFS}label", f"{_SKOS}definition", f"{_RDFS}range"
    return Entry(
        iri,
        "yb:" + iri.removeprefix(f"{base}def/"),
        one(label, "zh"),
        one(label, "en"),
        one(meaning, "zh"),
        one(meaning, "en"),
        one(leads_to).replace("#", "/").rsplit("/", 1)[-1],
    )
