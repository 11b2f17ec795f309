"""The graphs of a package in Turtle and JSON-LD, made line by line of its sorted N-Triples.

A subject's statements stand together in sorted lines, so that a graph of any size is written without being held, and
equal lines give equal bytes. Source: W3C, RDF 1.1 Turtle (2014); W3C, JSON-LD 1.1 (2020).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from .ntriples import LITERAL, RDF, RDFS, XSD, A, text_of, write_blocks

_VOCABULARIES = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": XSD,
}
#: The kinds of things of ours, each with a prefix of its own; ``yb:`` is the vocabulary.
_KINDS = (
    "agent", "cell", "check", "claim", "code", "conversion", "dataset", "document", "finding", "funding", "graph",
    "identity", "listing", "observation", "project", "purchase", "repair", "scheme", "selector", "slice", "software",
    "statement", "structure", "table", "target", "term", "unit",
)  # fmt: skip
#: What may follow a prefix in Turtle without escapes; a part of what may.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_NEXT = " ;\n    "
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")

Statements = tuple[str, list[tuple[str, list[str]]]]
Short = Callable[[str], str | None]


def write_turtle(source: Path, target: Path, base: str) -> None:
    """Write the sorted N-Triples of ``source`` as Turtle. Raises OSError."""
    write_blocks(target, _turtle(_subjects(source), prefixes(base)))


def write_json_ld(source: Path, target: Path, base: str) -> None:
    """Write the sorted N-Triples of ``source`` as JSON-LD, a line for each subject. Raises OSError."""
    write_blocks(target, _json_ld(_subjects(source), prefixes(base)))


def prefixes(base: str) -> dict[str, str]:
    """Prefix → namespace, those of others before ours."""
    return _VOCABULARIES | {"yb": f"{base}def/"} | {kind: f"{base}{kind}/" for kind in _KINDS}


def _subjects(source: Path) -> Iterator[Statements]:
    """Every subject with its predicates and their objects, as text of N-Triples, in the order of the lines."""
    with source.open(encoding="utf-8", newline="\n") as lines:
        parted = (line[:-3].split(" ", 2) for line in lines)
        for subject, own in groupby(parted, key=lambda parts: parts[0]):
            yield (
                subject,
                [(predicate, [o for _, _, o in same]) for predicate, same in groupby(own, key=lambda parts: parts[1])],
            )


def shortener(known: dict[str, str]) -> Short:
    """A function that turns an IRI in angle brackets into a prefixed name, or into None where it has none."""
    by_namespace = {namespace: prefix for prefix, namespace in known.items()}

    @lru_cache(maxsize=65_536)
    def short(term: str) -> str | None:
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix, local = by_namespace.get(term[1:cut]), term[cut:-1]
        return f"{prefix}:{local}" if prefix and _LOCAL.fullmatch(local) else None

    return short


# --- Turtle -----------------------------------------------------------------------------------------------


def _turtle(subjects: Iterable[Statements], known: dict[str, str]) -> Iterator[str]:
    short = shortener(known)

    @lru_cache(maxsize=65_536)
    def term(text: str) -> str:
        return turtle_term(text, short)

    yield heading(known)
    for subject, statements in subjects:
        ordered = sorted(statements, key=lambda statement: statement[0] != A)
        said = [f"{'a' if p == A else term(p)} {', '.join(map(term, objects))}" for p, objects in ordered]
        yield f"\n{term(subject)} {_NEXT.join(said)} .\n"


def heading(known: dict[str, str]) -> str:
    """The prefixes of a Turtle file."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in known.items())


def turtle_term(term: str, short: Short) -> str:
    """``term`` as Turtle has it shortest; the escapes of N-Triples are Turtle's too."""
    if term[0] == "<":
        return short(term) or term
    if not term.endswith(">"):
        return term
    text, _, datatype = term.rpartition("^^")
    if datatype == f"<{XSD}integer>" and _INTEGER.fullmatch(text[1:-1]):
        return text[1:-1]
    return f"{text}^^{short(datatype) or datatype}"


# --- JSON-LD ----------------------------------------------------------------------------------------------


def _json_ld(subjects: Iterable[Statements], known: dict[str, str]) -> Iterator[str]:
    short = shortener(known)

    @lru_cache(maxsize=65_536)
    def value(term: str) -> str:
        return _json_value(term, short)

    @lru_cache(maxsize=65_536)
    def named(term: str) -> str:
        return json.dumps(short(term) or term[1:-1])

    yield f'{{"@context": {json.dumps(known)},\n"@graph": ['
    between = "\n"
    for subject, statements in subjects:
        said = [f'"@id": {named(subject)}']
        for predicate, objects in statements:
            if predicate == A:
                said.append(f'"@type": [{", ".join(map(named, objects))}]')
            else:
                said.append(f"{named(predicate)}: {_one_or_list([value(o) for o in objects])}")
        yield f"{between}{{{', '.join(said)}}}"
        between = ",\n"
    yield "\n]}\n"


def _one_or_list(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"[{', '.join(values)}]"


def _json_value(term: str, short: Short) -> str:
    """``term`` as a value object. Numbers stay text with their datatype: those of JSON have no decimals."""
    if term[0] == "<":
        return f'{{"@id": {json.dumps(short(term) or term[1:-1])}}}'
    text = json.dumps(text_of(term), ensure_ascii=False)
    match = LITERAL.fullmatch(term)
    language, datatype = (match[2], match[3]) if match else (None, None)
    if language:
        return f'{{"@value": {text}, "@language": "{language}"}}'
    if datatype:
        return f'{{"@value": {text}, "@type": {json.dumps(short(datatype) or datatype[1:-1])}}}'
    return text
