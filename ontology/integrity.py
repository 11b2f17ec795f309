"""The integrity constraints of the RDF Data Cube vocabulary, at a cost that grows with the cube and not its square.

Source: W3C, The RDF Data Cube Vocabulary (2014), section 11. Published are 21 queries; some compare every observation
with every other (IC-12, IC-17). Here each is a statement of SQL over the triples as hashed columns, in
``constraints/ic-*.sql``, with the same verdict: the tests run both on small cubes, broken ones included. (Where IC-1 or
IC-2 is broken, IC-12 and IC-17 as published mix the data sets or structures of an observation; here each counts alone.)

Terms are compared by 64-bit hashes: of a million observations, that two differing ones are taken for one has a chance
below 1 in 10 million, and what is reported is looked up in the text.
"""

from __future__ import annotations

import csv
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .ntriples import RDF, RDFS, XSD

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FOLDER = Path(__file__).parent / "constraints"
_NAMESPACES = {
    "rdf": RDF,
    "rdfs": RDFS,
    "qb": "http://purl.org/linked-data/cube#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_BOOLEANS = {name: f'"{name}"^^<{XSD}boolean>' for name in ("true", "false")}
_NAME = re.compile(r"\$(?:(\w+):)?(\w+)")
_MAX_COMPONENTS = 120
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Constraint:
    """One of the 21: what it is called, and how a violation of it is told."""

    id: str
    name: str
    name_zh: str
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Violation:
    """What breaks a constraint: one or two terms as N-Triples text."""

    constraint: str
    focus: str
    other: str

    @property
    def message(self) -> str:
        return constraints()[self.constraint].message.format(focus=self.focus, other=self.other)

    @property
    def message_en(self) -> str:
        return constraints()[self.constraint].message_en.format(focus=self.focus, other=self.other)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one constraint came out: how often it is broken, the first violations, and the seconds it took."""

    constraint: str
    count: int
    violations: tuple[Violation, ...]
    seconds: float


class CubeError(Exception):
    """A cube cannot be checked; the message says why in Chinese and English."""


@cache
def constraints() -> dict[str, Constraint]:
    """The 21 constraints in their order."""
    with (_FOLDER / "constraints.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: Constraint(**row) for row in csv.DictReader(lines)}


class Cube:
    """Triples, normalised as section 10 of the specification says, ready to be asked. Use as a context manager."""

    def __init__(self, memory_limit: str = "1GB", threads: int | None = None, folder: Path | None = None) -> None:
        import duckdb

        self._db: DuckDBPyConnection = duckdb.connect()
        self._db.execute(f"SET memory_limit = '{memory_limit}'")
        self._db.execute("SET preserve_insertion_order = false")
        if threads:
            self._db.execute(f"SET threads = {threads}")
        if folder:
            self._db.execute("SET temp_directory = ?", [str(folder)])
        self._db.execute("CREATE TABLE triples (s UBIGINT, p UBIGINT, o UBIGINT)")
        self._db.execute("CREATE TABLE blank (term UBIGINT)")
        self._sources: list[Any] = []
        self.seconds = 0.0

    def __enter__(self) -> Cube:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add_files(self, paths: Sequence[Path]) -> None:
        """Load files of canonical N-Triples (one space between terms, as :mod:`.ntriples` writes them)."""
        if paths:
            self._add([str(path) for path in paths])

    def add_text(self, lines: str, folder: Path) -> None:
        """Load canonical N-Triples from memory; ``folder`` has room for a file of them."""
        path = folder / f"triples-{len(self._sources)}.nt"
        path.write_text(lines, "utf-8", newline="\n")
        self._add([str(path)])

    def _add(self, paths: list[str]) -> None:
        self._sources += paths
        started = time.perf_counter()
        self._db.execute(f"INSERT INTO triples SELECT hash(s), hash(p), hash(o) FROM ({_TERMS})", [paths])
        if any(_may_have_blank(Path(path)) for path in paths):
            self._add_blank(paths)
        self.seconds += time.perf_counter() - started

    def _add_blank(self, paths: list[str]) -> None:
        """Note which of the terms are blank nodes."""
        blank = f"SELECT DISTINCT hash(t) FROM (SELECT unnest([s, o]) AS t FROM ({_BLANK})) WHERE starts_with(t, '_:')"
        self._db.execute(f"INSERT INTO blank {blank}", [paths])

    def prepare(self) -> None:
        """Normalise and index what was added.

        Raises:
            CubeError: a structure has more components than can be told apart.
        """
        started = time.perf_counter()
        self._run("normalise")
        crowded = self._db.execute(
            f"SELECT 1 FROM components GROUP BY dsd HAVING count(DISTINCT prop) > {_MAX_COMPONENTS}"
        ).fetchone()
        if crowded:
            raise CubeError(
                f"数据结构的组成项多于 {_MAX_COMPONENTS} 个 / a structure has more than {_MAX_COMPONENTS} components"
            )
        self._run("points")
        self.seconds += time.perf_counter() - started

    def keep_observations(self, path: Path) -> None:
        """Put the hashes of all observations into a Parquet file at ``path``; call :meth:`prepare` first."""
        name = str(path).replace("'", "''")
        self._db.execute(f"COPY (SELECT DISTINCT obs FROM membership) TO '{name}' (FORMAT parquet)")

    def check(self) -> Iterator[Verdict]:
        """All constraints in their order; call :meth:`prepare` first."""
        for each in constraints():
            started = time.perf_counter()
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE broken AS {self._sql(each)}")
            count, *_ = self._db.execute("SELECT count(*) FROM broken").fetchone() or (0,)
            violations = tuple(self._violations(each)) if count else ()
            yield Verdict(each, int(count), violations, time.perf_counter() - started)

    def _violations(self, constraint: str) -> Iterator[Violation]:
        rows = self._db.execute(f"SELECT focus, other FROM broken ORDER BY ALL LIMIT {_SHOWN}").fetchall()
        texts = self._texts({term for row in rows for term in row if term is not None})
        yield from sorted(
            (Violation(constraint, texts.get(focus, "?"), texts.get(other, "")) for focus, other in rows),
            key=lambda violation: (violation.focus, violation.other),
        )

    def _texts(self, hashes: set[int]) -> dict[int, str]:
        """The text of hashed terms, from the files."""
        found = self._db.execute(
            f"SELECT DISTINCT hash(t), t FROM (SELECT unnest([s, p, o]) AS t FROM ({_TERMS})) "
            "WHERE hash(t) IN (SELECT unnest(?))",
            [self._sources, sorted(hashes)],
        ).fetchall()
        return dict(found)

    def _run(self, name: str) -> None:
        for statement in self._sql(name).split(";\n"):
            if statement.strip():
                self._db.execute(statement)

    def _sql(self, name: str) -> str:
        return _NAME.sub(self._term, (_FOLDER / f"{name}.sql").read_text("utf-8"))

    def _term(self, match: re.Match[str]) -> str:
        prefix, local = match.groups()
        return f"{self._hash(f'<{_NAMESPACES[prefix]}{local}>' if prefix else _BOOLEANS[local])}::UBIGINT"

    def _hash(self, term: str) -> int:
        ((value,),) = self._db.execute("SELECT hash(?)", [term]).fetchall()
        return int(value)


_LINES = """
SELECT line, split_part(line, ' ', 1) AS s, split_part(line, ' ', 2) AS p
FROM read_csv(?, columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, delim = '\x01', quote = '',
  escape = '', new_line = '\\n', max_line_size = 4000000)
"""
#: The terms of each line. Subjects and predicates hold no space; the object ends before `` .``.
_TERMS = f"SELECT s, p, line[length(s) + length(p) + 3 : length(line) - 2] AS o FROM ({_LINES})"
#: The terms of the lines in which a blank node may stand.
_BLANK = f"{_TERMS} WHERE starts_with(line, '_:') OR contains(line, '> _:')"


def _may_have_blank(path: Path) -> bool:
    """Whether the label of a blank node may stand in a file: to look takes a tenth of the time of parsing it again."""
    last = b""
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            if b"_:" in last + block:
                return True
            last = block[-1:]
    return False


def check_cube(files: Sequence[Path], texts: Iterable[str], folder: Path, threads: int | None = None) -> list[Verdict]:
    """The verdict on each constraint over the union of ``files`` and ``texts``, all canonical N-Triples.

    Raises:
        CubeError: see :meth:`Cube.prepare`.
        OSError: ``folder`` cannot hold temporary files.
    """
    with Cube(threads=threads, folder=folder) as cube:
        cube.add_files(files)
        for text in texts:
            cube.add_text(text, folder)
        cube.prepare()
        return list(cube.check())


#: Of what these find, each is one observation's; of what the others find, every part of a cube may tell the same.
_OF_OBSERVATIONS = frozenset({"ic-01", "ic-11", "ic-12", "ic-13", "ic-14", "ic-15", "ic-16", "ic-17"})


def check_parts(
    parts: Iterable[Sequence[Path]],
    texts: Sequence[str],
    folder: Path,
    memory_limit: str = "1GB",
    threads: int | None = None,
) -> list[Verdict]:
    """The verdict of :func:`check_cube` over a cube of any size, a part of it in memory at a time.

    Each part holds whole documents with all that they point at, as the data graphs of packages do, and ``texts`` what
    all share. The document is a dimension of every observation, so that none in one part can agree with one in another.
    Counts are sums for what each observation is asked; of what is asked of shared things, the count of the worst part.

    Raises:
        CubeError: two parts share an observation, or see :meth:`Cube.prepare`.
        OSError: ``folder`` cannot hold temporary files.
    """
    whole: dict[str, Verdict] = {}
    number = 0
    for number, files in enumerate(parts, start=1):
        with Cube(memory_limit, threads, folder) as cube:
            cube.add_files(files)
            for text in texts:
                cube.add_text(text, folder)
            cube.prepare()
            cube.keep_observations(folder / f"observations-{number}.parquet")
            for verdict in cube.check():
                whole[verdict.constraint] = _together(whole.get(verdict.constraint), verdict)
    if number and (shared := _in_several(folder, memory_limit)):
        raise CubeError(f"{shared} 条观测值出现在几份文件里 / {shared} observations stand in several documents")
    return list(whole.values())


def _together(one: Verdict | None, other: Verdict) -> Verdict:
    if one is None:
        return other
    add = sum if other.constraint in _OF_OBSERVATIONS else max
    told = sorted({*one.violations, *other.violations}, key=lambda violation: (violation.focus, violation.other))
    return Verdict(other.constraint, add((one.count, other.count)), tuple(told[:_SHOWN]), one.seconds + other.seconds)


def _in_several(folder: Path, memory_limit: str) -> int:
    """How many observations more than one part has."""
    import duckdb

    with duckdb.connect() as db:
        db.execute(f"SET memory_limit = '{memory_limit}'")
        db.execute("SET temp_directory = ?", [str(folder)])
        found = db.execute(
            "SELECT count(*) FROM (SELECT obs FROM read_parquet(?) GROUP BY obs HAVING count(*) > 1)",
            [str(folder / "observations-*.parquet")],
        ).fetchone()
    return int(found[0]) if found else 0
