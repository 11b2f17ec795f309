"""The graphs of documents as N-Quads of the store: what is a document's own, and what it shares with others.

Codes, code lists and data sets, which most documents describe in the same words, have a graph for each such
description; the graph of a document names it as its part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from ..ontology.resources import DCTERMS
from ..ontology.structures import QB
from .graphs import OWN

#: Bytes of a file that are read at once: of more each piece would be memory that is new to the process.
CHUNK = 1 << 18
#: From the graph of a document to that of a description which it shares with others.
HAS_PART = f"{DCTERMS}hasPart"
#: Kinds of things of which most documents say the same.
_ALIKE = ("code", "dataset", "scheme")


def quads(graphs: Iterable[tuple[str, Path]], base: str) -> Iterator[bytes]:
    """Files as N-Quads: each triple for the default graph, and what documents share for graphs of their own too."""
    known = set[str]()
    for graph, path in graphs:
        alike = list[bytes]()
        with path.open("rb") as file:
            while text := file.read(CHUNK) + file.readline():
                for run, is_own in _runs(text, base):
                    if is_own:
                        yield run
                        continue
                    lines = run.splitlines(keepends=True)
                    of_others = shared(lines, base)
                    described = set(descriptions(of_others, base))
                    alike += sorted(described)
                    yield b"".join(line for line in lines if line not in described) if described else run
                    yield into(graph, b"".join(line for line in of_others if line not in described))
        for part, text in parts(alike, base):
            yield has_part(graph, part)
            if part not in known:
                known.add(part)
                yield text
                yield into(part, text)


def _runs(text: bytes, base: str) -> Iterator[tuple[bytes, bool]]:
    """Lines in runs, and whether all of one are of a kind of which no other document says anything.

    Lines are sorted, so that the end of a kind is found by bisection and nine in ten lines need no look.
    """
    start = others = 0
    kinds = _own_kinds(base)
    while start < len(text):
        kind = kinds.match(text, start)
        end = _end_of_kind(text, start, kind[0]) if kind else text.find(b"\n", start) + 1 or len(text)
        if kind:
            if others < start:
                yield text[others:start], False
            yield text[start:end], True
            others = end
        start = end
    if others < start:
        yield text[others:start], False


def _end_of_kind(text: bytes, start: int, kind: bytes) -> int:
    """Where the lines that begin with ``kind``, as the one at ``start`` does, end."""
    low, high = start, len(text)
    while (middle := text.find(b"\n", (low + high) // 2, high) + 1) and middle < high:
        low, high = (middle, high) if text.startswith(kind, middle) else (low, middle)
    while text.startswith(kind, low):
        low = text.find(b"\n", low) + 1 or len(text)
    is_sorted = text.count(b"\n" + kind, start, low) + 1 == text.count(b"\n", start, low)
    return low if is_sorted else text.find(b"\n", start) + 1 or len(text)


def shared(lines: Iterable[bytes], base: str) -> list[bytes]:
    """The lines that other documents may say too, or that tell which document a graph is of.

    A slice may be of several documents; that an observation is in it only the observation's own document says.
    """
    own, of_others = _own(base), _own_statements(base)
    return [line for line in lines if not line.startswith(own) and line.split(b" ", 2)[1] not in of_others]


def descriptions(lines: Iterable[bytes], base: str) -> list[bytes]:
    """Of what documents share, the lines that most of them have alike: codes and data sets, but for their own of them.

    How a code is printed, and the slices of a data set, are a document's own.
    """
    alike, own = tuple(f"<{base}{kind}/".encode() for kind in _ALIKE), _own_of_alike(base)
    return [line for line in lines if line.startswith(alike) and line.split(b" ", 2)[1] not in own]


def parts(lines: Iterable[bytes], base: str) -> Iterator[tuple[str, bytes]]:
    """Sorted lines by subject, each with the graph that these lines have wherever they are said."""
    for _, same in groupby(lines, key=lambda line: line[: line.index(b" ")]):
        text = b"".join(same)
        yield f"<{base}graph/description/{sha256(text).hexdigest()[:32]}>", text


def has_part(graph: str, part: str) -> bytes:
    """That a description is of a document too; it stands in the document's graph only."""
    return f"{graph} <{HAS_PART}> {part} {graph} .\n".encode()


@cache
def _own(base: str) -> tuple[bytes, ...]:
    return tuple(f"<{base}{kind}/".encode() for kind in sorted(OWN - {"document"}))


@cache
def _own_kinds(base: str) -> re.Pattern[bytes]:
    return re.compile(b"|".join(map(re.escape, _own(base))))


@cache
def _own_of_alike(base: str) -> frozenset[bytes]:
    """What a document says in its own words, or of its own, of what most describe alike."""
    return frozenset((f"<{base}def/printedName>".encode(), f"<{QB}slice>".encode()))


@cache
def _own_statements(base: str) -> frozenset[bytes]:
    """What is said of single observations by things that documents share: slices, and codes in their tables."""
    said = (f"{base}def/{name}" for name in ("headline", "repaired", "total", "unproven"))
    return frozenset(f"<{iri}>".encode() for iri in (f"{QB}observation", *said))


def into(graph: str, lines: bytes) -> bytes:
    """Lines of N-Triples as quads of a graph, whose IRI stands in angle brackets."""
    # Literals have their line ends escaped, so that only the end of a triple looks like one.
    return lines.replace(b" .\n", f" {graph} .\n".encode())
