"""The vocabulary as triples: classes and properties, the structure of the cubes, and the closed code lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ..datapackage.accounting.identities import Identity, load_identities
from ..settings import DEFAULT_BASE
from .concepts import IN_SCHEME, NOTATION, PREF_LABEL, scheme_block, term_block
from .identifiers import Identifiers
from .ntriples import A, block, en, plain, quoted, zh
from .resources import FOAF, ORG, dataset_block, none_block
from .terms import schemes, terms

_FOLDER = Path(__file__).parent
#: What is not a list of concepts: kinds of tables are cubes, and "none" of these stands among things of their own.
_NO_CONCEPTS = frozenset({"scheme", "table", "project", "unit"})


@cache
def vocabulary_triples(base: str = DEFAULT_BASE) -> str:
    """All of the vocabulary under ``base`` as sorted N-Triples.

    Raises:
        RdfError: ``base`` cannot be the start of an IRI.
    """
    ids = Identifiers(base)
    lines = {line for block in _blocks(ids) for line in block.splitlines(keepends=True)}
    for path in vocabulary_files():
        lines.update(_parsed(path, base))
    return "".join(sorted(lines))


def vocabulary_files() -> list[Path]:
    """The Turtle files that the vocabulary is written in."""
    return [_FOLDER / "budget.ttl", *sorted((_FOLDER / "dsd").glob("*.ttl"))]


def vocabulary_text(path: Path, base: str = DEFAULT_BASE) -> str:
    """One of :func:`vocabulary_files` as Turtle under ``base``."""
    return path.read_text("utf-8").replace(DEFAULT_BASE, base)


def _parsed(path: Path, base: str) -> Iterator[str]:
    import pyoxigraph as ox

    for quad in ox.parse(vocabulary_text(path, base), ox.RdfFormat.TURTLE):
        yield f"{quad.triple} .\n"


def identity_block(identity: Identity, ids: Identifiers) -> str:
    """One equation of the accounting, so that checks and findings can point at it."""
    return block(
        ids.thing("identity", identity.id),
        (A, ids.term("Identity")),
        (NOTATION, quoted(identity.id)),
        (PREF_LABEL, zh(identity.zh)),
        (PREF_LABEL, en(identity.en)),
        (IN_SCHEME, ids.scheme("identity")),
        (ids.term("group"), plain(identity.group)),
    )


def _blocks(ids: Identifiers) -> Iterator[str]:
    yield from (scheme_block(ids, term) for term in terms("scheme").values())
    yield from (dataset_block(table, ids) for table in terms("table"))
    yield from (identity_block(identity, ids) for identity in load_identities())
    yield none_block("project", f"<{FOAF}Project>", ids)
    yield none_block("unit", f"<{ORG}Organization>", ids)
    for scheme, listed in schemes().items():
        if scheme not in _NO_CONCEPTS:
            yield from (term_block(ids, term) for term in listed.values())
