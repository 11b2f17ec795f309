"""What of the program an output depends on, as hashes: a package is made again where its own part of it has changed.

A new version alone makes nothing anew: what an older one converted stays, and its provenance names that one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from .. import __version__
from ..converters.forms.own import own_folder

_ROOT = Path(__file__).parents[1]
#: Code, forms, code lists, identities, vocabularies, pages and questions.
_SUFFIXES = frozenset({".py", ".yaml", ".csv", ".json", ".ttl", ".html", ".rq"})
_MAKE_PACKAGES = ("converters", "datapackage", "ontology")
_MAKE_ALL = (*_MAKE_PACKAGES, "catalogue", "queries")
#: What stands in those folders and has no part in any package.
ASIDE = (
    "converters/inspection.py", "datapackage/accounting/across.py", "datapackage/accounting/across.yaml",
    "datapackage/build_report.py", "datapackage/exchange.py", "datapackage/keys.py", "datapackage/object_store.py",
    "datapackage/parquet.py", "datapackage/remembered.py", "datapackage/validate.py", "ontology/__main__.py",
    "ontology/classifications.py", "ontology/constraints/", "ontology/coverage.csv", "ontology/coverage.py",
    "ontology/example.ttl", "ontology/graph.py", "ontology/identities.py", "ontology/integrity.py", "ontology/pages.py",
    "ontology/reading.py", "ontology/shapes.py", "ontology/shapes/", "ontology/validate.py", "ontology/vocabulary.html",
)  # fmt: skip


@cache
def of_packages() -> str:
    """A hash of all that makes packages of documents: readers, forms, code lists, identities, vocabulary."""
    return _hash(name for name in files_of(_MAKE_PACKAGES) if not name.startswith(ASIDE))


@cache
def of_program() -> str:
    """A hash of all that makes a build, its version included."""
    return sha256(f"{__version__} {_hash(files_of(_MAKE_ALL))}".encode()).hexdigest()


def files_of(folders: Iterable[str]) -> Iterator[str]:
    """The files of the program in these folders, in order."""
    for folder in folders:
        found = (p for p in (_ROOT / folder).rglob("*") if p.suffix in _SUFFIXES)
        yield from sorted(p.relative_to(_ROOT).as_posix() for p in found)


def _hash(names: Iterable[str]) -> str:
    """A hash of these files and of an operator's own forms."""
    digest = sha256()
    for name in names:
        digest.update(name.encode() + (_ROOT / name).read_bytes())
    own = own_folder()
    for path in sorted(own.iterdir()) if own else ():
        if path.suffix in _SUFFIXES:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
