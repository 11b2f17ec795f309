"""Triples of the catalogue as texts that sort as they do, as Turtle and as JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

PREFIXES: dict[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """An object: an IRI, or a literal with its language or datatype."""

    value: str
    language: str = ""
    datatype: str = ""
    is_iri: bool = False


Triple = tuple[str, str, Term]


TURTLE_OPENING = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
JSON_LD_OPENING = f'{{\n"@context": {json.dumps(PREFIXES, indent=1, sort_keys=True)},\n"@graph": [\n'
JSON_LD_CLOSING = "\n]\n}\n"
#: Comes before every character of a triple, so that lines are in the order of their triples.
_BETWEEN = "\0"

#: A subject, and what is said of it.
Thing = tuple[str, Mapping[str, Sequence[Term]]]


def line_of(triple: Triple) -> str:
    """A triple as one text, which takes a third of its memory."""
    subject, predicate, term = triple
    kind = "iri" if term.is_iri else ""
    return _BETWEEN.join((subject, predicate, term.value, term.language, term.datatype, kind))


def triple_of(line: str) -> Triple:
    """The triple that :func:`line_of` made a text."""
    subject, predicate, rest = line.split(_BETWEEN, 2)
    value, language, datatype, kind = rest.rsplit(_BETWEEN, 3)
    return subject, predicate, Term(value, language, datatype, bool(kind))


def by_subject(triples: Iterable[Triple]) -> Iterator[Thing]:
    """Triples in their order by subject and predicate."""
    for subject, of_subject in groupby(triples, key=itemgetter(0)):
        pairs: dict[str, list[Term]] = {}
        for _, predicate, term in of_subject:
            pairs.setdefault(predicate, []).append(term)
        yield subject, pairs


def turtle(thing: Thing) -> str:
    """A thing in Turtle."""
    subject, pairs = thing
    written = [f"  {predicate} {_turtle_term(term)}" for predicate, terms in pairs.items() for term in terms]
    return f"\n<{subject}>\n" + " ;\n".join(written) + " .\n"


def _turtle_term(term: Term) -> str:
    if term.is_iri:
        return f"<{term.value}>"
    escaped = json.dumps(term.value, ensure_ascii=False)
    return escaped + (f"@{term.language}" if term.language else f"^^{term.datatype}" if term.datatype else "")


def json_node(thing: Thing) -> str:
    """A thing as a node of JSON-LD, in a line."""
    subject, pairs = thing
    node: dict[str, Any] = {"@id": subject}
    for predicate, terms in pairs.items():
        if predicate == "rdf:type":
            node["@type"] = [term.value for term in terms]
        else:
            node[predicate] = [_json_term(term) for term in terms]
    return json.dumps(node, ensure_ascii=False, sort_keys=True)


def in_list(nodes: Iterable[str]) -> Iterator[str]:
    """Nodes with what stands between them in a list of JSON."""
    return (f",\n{node}" if number else node for number, node in enumerate(nodes))


def _json_term(term: Term) -> dict[str, str]:
    if term.is_iri:
        return {"@id": term.value}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return {"@value": term.value, "@type": term.datatype} if term.datatype else {"@value": term.value}
