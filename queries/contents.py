"""What the embedded store holds.

The default graph is all of it: over named graphs Oxigraph would match a triple once for each graph that has it, and
sums would count it as often. What several documents may say of one thing (a unit, a project) also stands in a graph for
each of them, so that it can go when the last of them does, and the newest name can be told. Codes, code lists and data
sets, which most documents describe in the same words, are loaded once: each such description has a graph of its own,
and the graph of a document names it as its part.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..datapackage.package import DESCRIPTOR
from ..datapackage.remembered import state_of
from ..machine import cores, free_bytes, last, open_files
from ..ontology.forms import DATA, PROVENANCE
from ..ontology.identifiers import Identifiers
from ..ontology.vocabulary import vocabulary_triples
from .labels import settle_labels, with_several_labels
from .quads import CHUNK, into, quads

if TYPE_CHECKING:
    from pyoxigraph import Store

#: The form of what is loaded; a new one makes every store be built again.
_FORM = 10
#: Bytes of N-Quads that are loaded at once, at least: Oxigraph sorts them in some ten times the memory, and each load
#: is a file more of every index. A thousand documents are 5 GB.
_LEAST_LOAD = 32 << 20
#: Bytes of N-Quads that are loaded at once at most, which two threads sort in 0.7 GB, be they of a million documents.
_MOST_LOAD = 48 << 20
#: Bytes of which the keys are sorted in the caches of a processor: a fifth quicker than a million statements are.
_QUICKEST = 16 << 20
#: So many files of one index are merged at once at most; a load is a file of each of eleven. More files are dearer to
#: merge, but what is sorted in smaller pieces gains more than that, and takes less memory.
_MOST_FILES, _INDEXES = 768, 11
#: The threads in which RocksDB merges them.
_MERGING = "rocksdb:low"
#: The share of the memory that is free, or that the container may have.
_SHARE = 24


class StoreError(Exception):
    """The store cannot be built or opened; ``message`` says why in Chinese, ``message_en`` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(f"{message} / {message_en}")
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type[StoreError], tuple[str, str]]:
        return StoreError, (self.message, self.message_en)  # as it comes back from another process


@dataclass(frozen=True)
class Contents:
    """What a store is made of: packages by name, the base of their IRIs, and ``inputs``, equal for equal stores."""

    packages: Mapping[str, Path]
    base: str
    inputs: Mapping[str, Any]

    def graphs(self, names: Iterable[str] | None = None) -> Iterator[tuple[str, Path]]:
        """The named graphs of the packages of these names (all), in angle brackets, and the file of each."""
        for name in self.packages if names is None else names:
            yield from graphs_of(self.packages[name], name, self.base)


def graphs_of(folder: Path, name: str, base: str) -> Iterator[tuple[str, Path]]:
    """The two graphs of the package ``name``, whose RDF is in ``folder``."""
    graph = Identifiers(base).thing("graph", name)
    yield graph, folder / "rdf" / DATA
    yield f"{graph[:-1]}/provenance>", folder / "rdf" / PROVENANCE


def made_of(packages: Iterable[Path], base: str, before: Mapping[str, Any] | None = None) -> Contents:
    """What a store of ``packages`` is to be made of. Raises StoreError, RdfError.

    ``before`` are the inputs of a store that is there: the RDF of what it has already is not looked for.
    """
    known: Mapping[str, str] = (before or {}).get("packages", {})
    named: dict[str, Path] = {}
    for package in sorted(packages, key=lambda path: path.name):
        if package.name in named:
            raise StoreError(f"两个数据包都叫 {package.name}", f"two packages have the name {package.name}")
        named[package.name] = package
    inputs = {
        "form": _FORM,
        "base": base,
        "vocabulary": sha256(vocabulary_triples(base).encode()).hexdigest(),
        "packages": {name: digest(package, known.get(name, "")) for name, package in named.items()},
    }
    return Contents(named, base, inputs)


def digest(package: Path, known: str = "") -> str:
    """What tells one state of a package from every other: its descriptor, which has the hash of each file.

    Raises:
        StoreError: the package has no RDF or no descriptor, and is not of the state ``known`` either.
    """
    with suppress(OSError):
        if known and state_of(package) == known:
            return known
    for needed in (package / "rdf" / DATA, package / "rdf" / PROVENANCE):
        if not needed.is_file():
            raise StoreError(f"数据包缺少 {needed}", f"the package lacks {needed}")
    descriptor = package / DESCRIPTOR
    if not descriptor.is_file():
        raise StoreError(f"数据包缺少 {descriptor}", f"the package lacks {descriptor}")
    return state_of(package)


# --- loading ----------------------------------------------------------------------------------------------


def nobody() -> None:
    """What is told to nobody."""


def fill(folder: Path, contents: Contents, together: int = 1, merging: Callable[[], object] = nobody) -> None:
    """Load all of ``contents``; ``together`` stores are being filled at the same time, in the memory of one.

    ``merging`` is called when all is loaded, and left to be merged.
    """
    from pyoxigraph import Store

    store = Store(str(folder))
    vocabulary = vocabulary_triples(contents.base).encode()
    ours = (vocabulary, into(f"<{contents.base}def/>", vocabulary))
    load_quads(store, iter(ours), ())
    most = _most_files(together)
    workers, size = _shares(together, sum(path.stat().st_size for _, path in contents.graphs()) // most)
    names = list(contents.packages)
    share = (quads(contents.graphs(names[n::workers]), contents.base) for n in range(workers))
    portions = [_loads(pieces, most // workers * size) for pieces in share]
    for number, loads in enumerate(zip_longest(*portions)):
        if number:
            store.optimize()
        # RocksDB would merge all that there is after every second file: that is left until there are many.
        with last(_MERGING), ThreadPoolExecutor(workers) as pool:
            work = (pool.submit(load_quads, store, some, contents.graphs(), size) for some in loads if some)
            for done in list(work):
                done.result()
    merging()
    settle_labels(store, contents.base, with_several_labels(store))
    # Compacted into few files: a question that reads some thousand rows is then five to ten times as fast.
    store.optimize()
    store.flush()


def _shares(together: int, size: int) -> tuple[int, int]:
    """How many load into a store at the same time, and how many bytes of N-Quads each at once.

    ``size`` bytes make as few files as are merged at once: less is sorted quicker, and more where there is more. One
    alone reads and sorts in turn; two keep two processors busy, be it for one store or for each of two.
    """
    workers = 2 if together == 1 and cores() > 1 else 1
    return workers, min(max(size, _QUICKEST), max(_load_size() // (workers * together), _QUICKEST), _MOST_LOAD)


def _most_files(together: int) -> int:
    """So many files of one index as can be open at once, those of all indexes and of ``together`` stores counted."""
    return max(2, min(_MOST_FILES, open_files() // (2 * _INDEXES * together)))


def load_quads(
    store: Store, pieces: Iterator[bytes], graphs: Iterable[tuple[str, Path]], size: int = _LEAST_LOAD
) -> None:
    """Load N-Quads. Raises StoreError where one of the files of ``graphs``, which they are of, is damaged.

    Oxigraph sorts what it is given in memory, so that it is given some at a time. It need not judge each IRI of what we
    have written ourselves: "lenient" lets a wrong character of one pass, and nothing that is no N-Quads.
    """
    from pyoxigraph import RdfFormat

    try:
        for some in _loads(pieces, size):
            stream = io.BufferedReader(_Stream(some), CHUNK)
            store.bulk_load(input=cast("Any", stream), format=RdfFormat.N_QUADS, lenient=True)
    except SyntaxError as error:
        raise _damaged(path for _, path in graphs) or error from error


def _load_size() -> int:
    """Bytes of N-Quads that may be loaded at once in the memory that is there; the least where that is not known."""
    return max(free_bytes() // _SHARE, _LEAST_LOAD)


def _loads(pieces: Iterator[bytes], most: int) -> Iterator[Iterator[bytes]]:
    """The pieces parted into loads of bounded size."""

    def load(piece: bytes) -> Iterator[bytes]:
        size = 0
        while True:
            yield piece
            size += len(piece)
            if size >= most or (following := next(pieces, None)) is None:
                return
            piece = following

    while (first := next(pieces, None)) is not None:
        yield load(first)


class _Stream(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _damaged(paths: Iterable[Path]) -> StoreError | None:
    """The first file that is no N-Triples, and where."""
    from pyoxigraph import RdfFormat, parse

    for path in paths:
        try:
            for _ in parse(path=str(path), format=RdfFormat.N_TRIPLES):
                pass
        except SyntaxError as error:
            return StoreError(f"{path} 第 {error.lineno} 行不是 N-Triples", f"{path} is damaged at line {error.lineno}")
    return None
