"""The embedded store: the triples of all packages in one Oxigraph folder, built beside its place and swapped in whole.

Every package has a named graph, and another one for its provenance. The default graph is all of them merged: Oxigraph
would otherwise match a triple once for each graph that has it, and sums would count it as often.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from ..datapackage.files import replacing_folder
from ..ontology.concepts import SKOS
from ..ontology.identifiers import Identifiers
from ..ontology.rdf import DATA, PROVENANCE
from ..ontology.vocabulary import vocabulary_triples
from ..settings import DEFAULT_BASE

if TYPE_CHECKING:
    from pyoxigraph import NamedNode, Store

INPUTS = "inputs.json"
#: The form of what is loaded; a new one makes every store be built again.
_FORM = 1
_MARK = "CURRENT"  # the file by which RocksDB knows a database
_CHUNK = 1 << 20
_OPENINGS = 3  # a store may be swapped while its files are opened
_OURS = 9999  # labels of the vocabulary come before those of any document


class StoreError(Exception):
    """The store cannot be built or opened; ``message`` says why in Chinese, ``message_en`` in English."""

    def __init__(self, message: str, message_en: str) -> None:
        super().__init__(f"{message} / {message_en}")
        self.message = message
        self.message_en = message_en


def build_store(packages: Iterable[Path], folder: Path, base: str = DEFAULT_BASE) -> bool:
    """Make ``folder`` the store of ``packages``; False where it already is, and nothing was written.

    Who has the old store open keeps it until it is closed.

    Raises:
        StoreError: a package has no RDF, its RDF is damaged, or two packages have one name.
        RdfError: ``base`` cannot be the start of an IRI.
        OSError: the folder cannot be written.
    """
    graphs = _graphs(packages, Identifiers(base))
    inputs = _inputs(graphs, base)
    if _is_store(folder) and _read_inputs(folder) == inputs:
        return False
    with replacing_folder(folder) as making:
        _load(making, graphs, base)
        (making / INPUTS).write_text(inputs, "utf-8")
    return True


def open_store(folder: Path) -> Store:
    """The store at ``folder``, or in the folder ``store`` of a build, for reading; any number may read at once.

    Raises:
        StoreError: there is no store, or it cannot be read.
    """
    from pyoxigraph import Store

    place = next((each for each in (folder, folder / "store") if _is_store(each)), None)
    if place is None:
        raise StoreError(
            f"{folder} 不是问答库，请先运行 yusuan build", f"{folder} is no store; run yusuan build to make one"
        )
    for attempt in range(1, _OPENINGS + 1):
        try:
            before = place.stat().st_ino
            store = Store.read_only(str(place))
            if place.stat().st_ino == before:
                return store
        except OSError as error:
            if attempt == _OPENINGS:
                raise StoreError(f"问答库 {place} 打不开: {error}", f"the store {place} cannot be opened") from error
    # A new store took this one's place while it was opened, file by file, and every time again.
    raise StoreError(f"问答库 {place} 正在更换，请重试", f"the store {place} is being replaced, try again")


def _is_store(folder: Path) -> bool:
    return (folder / _MARK).is_file()


# --- what goes in -----------------------------------------------------------------------------------------


def _graphs(packages: Iterable[Path], ids: Identifiers) -> dict[str, Path]:
    """The named graphs, by IRI in angle brackets, and the files that they are loaded from."""
    graphs: dict[str, Path] = {}
    for package in sorted(packages, key=lambda path: path.name):
        graph = ids.thing("graph", package.name)
        if graph in graphs:
            raise StoreError(f"两个数据包都叫 {package.name}", f"two packages have the name {package.name}")
        graphs[graph] = package / "rdf" / DATA
        graphs[f"{graph[:-1]}/provenance>"] = package / "rdf" / PROVENANCE
    return graphs


def _inputs(graphs: Mapping[str, Path], base: str) -> str:
    """What a store is made of: equal texts mean equal stores."""
    made_of = {
        "form": _FORM,
        "base": base,
        "vocabulary": sha256(vocabulary_triples(base).encode()).hexdigest(),
        "graphs": {graph[1:-1]: _digest(path) for graph, path in graphs.items()},
    }
    return json.dumps(made_of, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise StoreError(f"数据包缺少 {path}", f"the package lacks {path}") from error


def _read_inputs(folder: Path) -> str:
    try:
        return (folder / INPUTS).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


# --- loading ----------------------------------------------------------------------------------------------


def _load(folder: Path, graphs: Mapping[str, Path], base: str) -> None:
    from pyoxigraph import RdfFormat, Store

    store = Store(str(folder))
    quads = io.BufferedReader(_Stream(_quads(graphs, base)), _CHUNK)
    try:
        store.bulk_load(input=cast("Any", quads), format=RdfFormat.N_QUADS)
    except SyntaxError as error:
        raise _damaged(graphs) or error from error
    _prefer_one_label(store, base)
    store.flush()


def _quads(graphs: Mapping[str, Path], base: str) -> Iterator[bytes]:
    """All as N-Quads, each triple once for its own graph and once for the default graph."""
    vocabulary = vocabulary_triples(base).encode()
    yield vocabulary
    yield _into(f"<{base}def/>", vocabulary)
    for graph, path in graphs.items():
        with path.open("rb") as file:
            while lines := file.read(_CHUNK):
                lines += file.readline()
                yield lines
                yield _into(graph, lines)


def _into(graph: str, lines: bytes) -> bytes:
    # Literals have their line ends escaped, so that only the end of a triple looks like one.
    return lines.replace(b" .\n", f" {graph} .\n".encode())


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


def _damaged(graphs: Mapping[str, Path]) -> StoreError | None:
    """The first file that is no N-Triples, and where."""
    from pyoxigraph import RdfFormat, parse

    for path in graphs.values():
        try:
            for _ in parse(path=str(path), format=RdfFormat.N_TRIPLES):
                pass
        except SyntaxError as error:
            return StoreError(f"{path} 第 {error.lineno} 行不是 N-Triples", f"{path} is damaged at line {error.lineno}")
    return None


# --- names ------------------------------------------------------------------------------------------------


def _prefer_one_label(store: Store, base: str) -> None:
    """In the default graph, of several preferred labels in a language keep that of the newest document.

    A unit or project may be named otherwise in another year; two names would make queries count its amounts twice.
    """
    from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

    preferred, alternative = NamedNode(f"{SKOS}prefLabel"), NamedNode(f"{SKOS}altLabel")
    years = _years(store, base)
    for subject, language in _with_several_labels(store):
        dated: list[tuple[int, str]] = []
        for quad in store.quads_for_pattern(subject, preferred, None):
            name, graph = cast("Literal", quad.object), quad.graph_name
            if name.language == language and not isinstance(graph, DefaultGraph):
                dated.append((years.get(str(graph), _OURS), name.value))
        newest = max(dated)[1]
        for name in sorted({name for _, name in dated} - {newest}):
            store.remove(Quad(subject, preferred, Literal(name, language=language)))
            store.add(Quad(subject, alternative, Literal(name, language=language)))
        store.remove(Quad(subject, alternative, Literal(newest, language=language)))


def _with_several_labels(store: Store) -> list[tuple[NamedNode, str]]:
    found = cast("Iterable[Any]", store.query(_SEVERAL_LABELS))
    return [(row["s"], row["language"].value) for row in found]


def _years(store: Store, base: str) -> dict[str, int]:
    """The year of the document of each named graph."""
    question = f"SELECT ?g ?year {{ GRAPH ?g {{ ?d a <{base}def/Disclosure> ; <{base}def/year> ?year }} }}"
    return {str(row["g"]): int(row["year"].value) for row in cast("Iterable[Any]", store.query(question))}


_SEVERAL_LABELS = f"""
SELECT ?s ?language {{
  {{ SELECT ?s ?language (COUNT(?name) AS ?names) {{
      ?s <{SKOS}prefLabel> ?name BIND(LANG(?name) AS ?language)
  }} GROUP BY ?s ?language }}
  FILTER(?names > 1)
}}
"""
