"""An embedded store made from an older one: what has changed in a few packages, and nothing of all the others.

The older store is copied by links to its files, which are never written again, so that the time it takes follows from
what has changed and hardly from what there is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..ontology.concepts import SKOS
from .contents import Contents, StoreError, digest, graphs_of, load_quads
from .labels import is_said, settle_labels
from .quads import HAS_PART, descriptions, has_part, into, parts, shared

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store, Triple

_COPY = ".copy"
#: The share of its packages above which a store is quicker built anew.
_MOST = 0.25
#: Triples that are taken out at once.
_TOGETHER = 10_000


@dataclass(frozen=True)
class Changes:
    """The packages whose triples differ: folders with what they said before, and with what they say now."""

    before: Mapping[str, Path]
    now: Mapping[str, Path]


def changes_between(before: Mapping[str, Any], contents: Contents, retired: Path) -> Changes | None:
    """What has changed since a store was made of ``before``; None where it has to be built anew.

    What a package said before is taken from ``retired``, or from its own place if it is still there.
    """
    old: Mapping[str, str] = before.get("packages", {})
    new: Mapping[str, str] = contents.inputs["packages"]
    if not old or {**before, "packages": 0} != {**contents.inputs, "packages": 0}:
        return None
    gone = [name for name in old if new.get(name) != old[name]]
    come = {name: contents.packages[name] for name in new if old.get(name) != new[name]}
    if len({*gone, *come}) > _MOST * len(old):
        return None
    beside = next(iter(contents.packages.values())).parent
    left: dict[str, Path] = {}
    for name in gone:
        folder = next((f for f in (retired / name, beside / name) if _is_state(f, old[name])), None)
        if folder is None:
            return None
        left[name] = folder
    return Changes(left, come)


def _is_state(folder: Path, state: str) -> bool:
    try:
        return digest(folder) == state
    except StoreError:
        return False


def amend(old: Path, making: Path, changes: Changes, contents: Contents) -> None:
    """Write into ``making`` the store at ``old`` with ``changes``.

    Raises:
        StoreError: the RDF of a package is damaged.
    """
    from pyoxigraph import Store

    Store.read_only(str(old)).backup(str(making / _COPY))
    for file in (making / _COPY).iterdir():
        file.rename(making / file.name)
    (making / _COPY).rmdir()
    store = Store(str(making))
    labelled: set[tuple[NamedNode, str]] = set()
    for name in sorted({*changes.before, *changes.now}):
        gone, come = _difference(name, changes, contents.base)
        load_quads(store, _quads(come), contents.graphs(changes.now))
        labelled |= _labelled(store, come) | _remove(store, gone)
    settle_labels(store, contents.base, sorted(labelled, key=str))
    store.flush()


#: Lines of N-Triples by the graph of the document and by the description of several that they belong to: both empty for
#: what no other document says, the latter for what is in the document's own words.
Lines = dict[tuple[str, str], set[bytes]]


def _difference(name: str, changes: Changes, base: str) -> tuple[Lines, Lines]:
    """What the package ``name`` no longer says, and what it did not say before."""
    before = _lines(changes.before.get(name), name, base)
    now = _lines(changes.now.get(name), name, base)
    places = sorted({*before, *now})
    gone = {place: before.get(place, set()) - now.get(place, set()) for place in places}
    come = {place: now.get(place, set()) - before.get(place, set()) for place in places}
    return {p: lines for p, lines in gone.items() if lines}, {p: lines for p, lines in come.items() if lines}


def _lines(folder: Path | None, name: str, base: str) -> Lines:
    lines: Lines = {}
    for graph, path in graphs_of(folder, name, base) if folder else ():
        triples = path.read_bytes().splitlines(keepends=True)
        of_others = set(shared(triples, base))
        described = set(descriptions(of_others, base))
        lines.setdefault(("", ""), set()).update(set(triples) - of_others)
        lines.setdefault((graph, ""), set()).update(of_others - described)
        lines |= {(graph, part): {*text.splitlines(keepends=True)} for part, text in parts(sorted(described), base)}
    return lines


def _quads(lines: Lines) -> Iterator[bytes]:
    for graph, part in sorted(lines):
        triples = b"".join(sorted(lines[graph, part]))
        yield triples
        if graph:
            yield into(part or graph, triples)
        if part:
            yield has_part(graph, part)


def _remove(store: Store, lines: Lines) -> set[tuple[NamedNode, str]]:
    """Take triples out of the store that no document says any more; returns whose name may be another one now."""
    from pyoxigraph import Literal, NamedNode, Quad, Triple

    preferred, alternative = NamedNode(f"{SKOS}prefLabel"), NamedNode(f"{SKOS}altLabel")
    named: set[tuple[NamedNode, str]] = set()
    _delete(store, sorted(lines.get(("", ""), ())))
    for graph, part in sorted(place for place in lines if place[0]):
        is_of_others = part and _leave(store, graph, part)
        for triple in _parsed(lines[graph, part]):
            if not is_of_others:
                store.remove(Quad(triple.subject, triple.predicate, triple.object, NamedNode((part or graph)[1:-1])))
            if not is_said(store, triple):
                store.remove(Quad(triple.subject, triple.predicate, triple.object))
            if triple.predicate == preferred and isinstance(triple.object, Literal):
                named.add((cast("NamedNode", triple.subject), triple.object.language or ""))
                former = Triple(triple.subject, alternative, triple.object)
                if not is_said(store, former):
                    store.remove(Quad(former.subject, former.predicate, former.object))
    return named


def _leave(store: Store, graph: str, part: str) -> bool:
    """Take a description from the graph of a document; whether others have it too."""
    from pyoxigraph import NamedNode, Quad

    whole, of = NamedNode(graph[1:-1]), NamedNode(part[1:-1])
    store.remove(Quad(whole, NamedNode(HAS_PART), of, whole))
    return any(True for _ in store.quads_for_pattern(None, NamedNode(HAS_PART), of, None))


def _delete(store: Store, lines: Sequence[bytes]) -> None:
    """Take out triples that no other document can say, many in one step."""
    for start in range(0, len(lines), _TOGETHER):
        some = b"".join(lines[start : start + _TOGETHER]).decode()
        store.update(f"DELETE DATA {{\n{some}}}")


def _labelled(store: Store, lines: Lines) -> set[tuple[NamedNode, str]]:
    """The things, and languages, that have got a preferred label beside another one."""
    from pyoxigraph import DefaultGraph, Literal, NamedNode

    preferred = NamedNode(f"{SKOS}prefLabel")
    found: set[tuple[NamedNode, str]] = set()
    labels = {line for of_graph in lines.values() for line in of_graph if b"prefLabel" in line}
    for triple in _parsed(labels):
        if triple.predicate == preferred and isinstance(triple.object, Literal):
            names = store.quads_for_pattern(triple.subject, preferred, None, DefaultGraph())
            others = {cast("Literal", quad.object).value for quad in names} - {triple.object.value}
            if others:
                found.add((cast("NamedNode", triple.subject), triple.object.language or ""))
    return found


def _parsed(lines: Iterable[bytes]) -> list[Triple]:
    from pyoxigraph import RdfFormat, parse

    return [quad.triple for quad in parse(b"".join(sorted(lines)), format=RdfFormat.N_TRIPLES)]
