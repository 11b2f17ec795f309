"""The graphs of a package in N-Triples, Turtle and, where asked for, JSON-LD, in one pass over the sorted lines of its
subjects.

A subject's statements stand together in sorted lines, so that a graph of any size is written without being held, and
equal lines give equal bytes. Much is said of many subjects, and most have the predicates of another one: what a
statement looks like is worked out once, and so is what stands around the objects of a subject.
Source: W3C, RDF 1.1 Turtle (2014); W3C, JSON-LD 1.1 (2020).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from .ntriples import RDF, RDFS, XSD, A, Block, Lookup, block_of, text_of, writing
from .statistics import Statistics

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
    "identity", "listing", "observation", "project", "purchase", "repair", "scheme", "slice", "software",
    "statement", "structure", "table", "tally", "target", "term", "unit",
)  # fmt: skip
#: What may follow a prefix in Turtle without escapes; a part of what may.
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
_NEXT = " ;\n    "
_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
_XSD_INTEGER = f"<{XSD}integer>"

#: Subjects that are written at once.
_TOGETHER = 256

Short = Callable[[str], str | None]
Grouped = Sequence[tuple[str, list[str]]]
"""Predicates, each with all that is said with it: a type with its class."""


@dataclass(frozen=True, slots=True)
class _Syntax:
    """How a subject and an object are written, and what stands around the objects of a subject, with a place for each.

    ``begin``, ``between`` and ``end`` stand around and between the subjects of a file.
    """

    suffix: str
    begin: Callable[[dict[str, str]], str]
    between: str
    end: str
    subject: Callable[[str, Short], str]
    term: Callable[[str, Short], str]
    shape: Callable[[Grouped, Short], str]


def write_graph(
    path: Path, blocks: Iterable[Block], base: str, statistics: Statistics | None, *, json_ld: bool
) -> None:
    """Put a graph at ``path`` as N-Triples, and beside it as Turtle and, where it is asked for, as JSON-LD, a line of
    this for each subject.

    ``blocks`` come in order, all that is said of a subject in one. They are counted in ``statistics``.

    Raises:
        OSError: a file cannot be written.
    """
    syntaxes = (_TURTLE, _JSON_LD) if json_ld else (_TURTLE,)
    left, write, graph = iter(blocks), _writer(base, syntaxes), path.stem
    with ExitStack() as stack:
        n_triples, *others = (
            stack.enter_context(writing(path.with_suffix(s))) for s in (path.suffix, *_suffixes(syntaxes))
        )
        between = [""] * len(syntaxes)
        for file, syntax in zip(others, syntaxes, strict=True):
            file.write(syntax.begin(prefixes(base)).encode())
        while some := list(islice(left, _TOGETHER)):
            n_triples.write("".join(some).encode())
            predicates, *written = zip(*map(write, some), strict=True)
            for number, (file, syntax) in enumerate(zip(others, syntaxes, strict=True)):
                file.write((between[number] + syntax.between.join(written[number])).encode())
                between[number] = syntax.between
            if statistics:
                statistics.add(graph, some, predicates)
        for file, syntax in zip(others, syntaxes, strict=True):
            file.write(syntax.end.encode())


def _suffixes(syntaxes: Iterable[_Syntax]) -> list[str]:
    return [syntax.suffix for syntax in syntaxes]


@lru_cache(maxsize=1)
def _writer(base: str, syntaxes: tuple[_Syntax, ...]) -> Callable[[Block], tuple[Any, ...]]:
    """A function that gives of the block of a subject its predicates, a type with its class, and the block in each of
    the syntaxes; it knows what it has seen before."""
    short = shortener(prefixes(base))
    known = Lookup[str, tuple[str, ...]](lambda said: _said(said, syntaxes, short)).__getitem__
    shapes = Lookup[tuple[str, ...], list[str]](lambda predicates: _shapes(predicates, syntaxes, short)).__getitem__
    names = [syntax.subject for syntax in syntaxes]

    def write(block: Block) -> tuple[Any, ...]:
        predicates, *said = zip(*map(known, block.said))  # noqa: B905 (the inmost loop)
        written: list[Any] = [predicates]
        for shape, name, objects in zip(shapes(predicates), names, said):  # noqa: B905
            written.append(shape % (name(block.subject, short), *objects))
        return tuple(written)

    return write


def _said(text: str, syntaxes: Sequence[_Syntax], short: Short) -> tuple[str, ...]:
    """Of a statement without its subject its predicate (a type with its class), and its object in each syntax."""
    predicate, _, term = text.partition(" ")
    if predicate == A:
        return text, *("" for _ in syntaxes)  # stands in the shape
    return predicate, *(syntax.term(term, short) for syntax in syntaxes)


def _shapes(predicates: tuple[str, ...], syntaxes: Sequence[_Syntax], short: Short) -> list[str]:
    grouped = [
        (predicate, list(same)) for predicate, same in groupby(predicates, key=lambda said: said.partition(" ")[0])
    ]
    return [syntax.shape(grouped, short) for syntax in syntaxes]


def by_subject(lines: Iterable[str]) -> Iterator[Block]:
    """Sorted lines as blocks, one for each subject."""
    for subject, same in groupby(lines, key=lambda line: line[: line.index(" ")]):
        yield block_of(subject, [line[len(subject) + 1 : -3] for line in same])


def prefixes(base: str) -> dict[str, str]:
    """Prefix → namespace, those of others before ours."""
    return _VOCABULARIES | {"yb": f"{base}def/"} | {kind: f"{base}{kind}/" for kind in _KINDS}


def shortener(known: dict[str, str]) -> Short:
    """A function that turns an IRI in angle brackets into a prefixed name, or into None where it has none."""
    by_namespace = {namespace: prefix for prefix, namespace in known.items()}

    def short(term: str) -> str | None:
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = by_namespace.get(term[1:cut])
        if prefix is None:
            return None
        local = term[cut:-1]
        # Hashes are the most of them.
        is_plain = (local.isascii() and local.isalnum()) or _LOCAL.fullmatch(local)
        return f"{prefix}:{local}" if is_plain else None

    return short


def _kept(text: str) -> str:
    """``text`` as a template that has no places."""
    return text.replace("%", "%%")


#: The place of a type: it stands in the shape, so that its object is passed over.
_PASSED = "%.0s"


# --- Turtle -----------------------------------------------------------------------------------------------


def _turtle_shape(grouped: Grouped, short: Short) -> str:
    types, others, passed = "", list[str](), ""
    for predicate, said in grouped:
        if predicate == A:
            types = f"a {', '.join(_kept(turtle_term(of[len(A) + 1 :], short)) for of in said)}"
            passed = _PASSED * len(said)
        else:
            others.append(f"{passed}{_kept(turtle_term(predicate, short))} {', '.join(['%s'] * len(said))}")
            passed = ""
    return f"\n%s {_NEXT.join([types, *others] if types else others)}{passed} .\n"


def heading(known: dict[str, str]) -> str:
    """The prefixes of a Turtle file."""
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in known.items())


def turtle_term(term: str, short: Short) -> str:
    """``term`` as Turtle has it shortest; the escapes of N-Triples are Turtle's too."""
    if term[0] == "<":
        return short(term) or term
    if term[-1] != ">":
        return term
    text, _, datatype = term.rpartition("^^")
    if datatype == _XSD_INTEGER and _INTEGER.fullmatch(text, 1, len(text) - 1):
        return text[1:-1]
    return f"{text}^^{short(datatype) or datatype}"


# --- JSON-LD ----------------------------------------------------------------------------------------------


def _json_shape(grouped: Grouped, short: Short) -> str:
    written = ['"@id": %s']
    for predicate, said in grouped:
        if predicate == A:
            types = ", ".join(_kept(_json_name(of[len(A) + 1 :], short)) for of in said)
            written.append(f'"@type": [{types}]{_PASSED * len(said)}')
        else:
            places = ", ".join(["%s"] * len(said))
            written.append(f"{_kept(_json_name(predicate, short))}: {places if len(said) == 1 else f'[{places}]'}")
    return f"{{{', '.join(written)}}}"


def _json_name(term: str, short: Short) -> str:
    name = short(term)
    return f'"{name}"' if name else json.dumps(term[1:-1])


def _json_term(term: str, short: Short) -> str:
    return f'{{"@id": {_json_name(term, short)}}}' if term[0] == "<" else _json_literal(term, short)


def _json_literal(term: str, short: Short) -> str:
    """``term`` as a value object. Numbers stay text with their datatype: those of JSON have no decimals."""
    end = term.rindex('"') + 1
    # JSON has the escapes of N-Triples, but for the one of eight digits.
    text = json.dumps(text_of(term[:end]), ensure_ascii=False) if "\\U" in term else term[:end]
    if end == len(term):
        return text
    if term[end] == "@":
        return f'{{"@value": {text}, "@language": "{term[end + 1 :]}"}}'
    return f'{{"@value": {text}, "@type": {_json_name(term[end + 2 :], short)}}}'


_TURTLE = _Syntax(".ttl", heading, "", "", turtle_term, turtle_term, _turtle_shape)
_JSON_LD = _Syntax(
    ".jsonld",
    lambda known: f'{{"@context": {json.dumps(known)},\n"@graph": [\n',
    ",\n",
    "\n]}\n",
    _json_name,
    _json_term,
    _json_shape,
)
