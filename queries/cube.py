"""The whole cube at once, by DuckDB over the Parquet files: comparisons that touch every unit and every code.

Each function states the level at which it sums: one table, one category, documents of units only, so that no total is
added to its parts and no department to its units. The answers are those of the question library; tests hold them so.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from ..datapackage.object_store import DOCUMENTS, AddressError, is_address, open_place, said_of, telling
from ..datapackage.package import PackageError
from .compare import Answers
from .figures import answers
from .question import QueryError

#: Columns by which sums may be grouped.
DIMENSIONS = frozenset({
    "unit_code", "unit_name", "fiscal_year", "phase", "flow", "function_code", "economic_code", "project_code", "line",
    "fund", "origin", "category",
})  # fmt: skip
#: One amount by its own document: what a budget approves, what final accounts say was spent.
_OWN = """
    d.document_year = o.fiscal_year AND o.flow = 'expenditure' AND o.origin = 'all'
    AND ((d.kind = 'budget' AND o.phase = 'approved') OR (d.kind = 'final' AND o.phase = 'executed'))
"""


def has_observations(folder: Path) -> bool:
    """Whether a build has its observations as Parquet."""
    return next((folder / "observations").glob("*/*.parquet"), None) is not None


class Cube:
    """The observations of a build as a DuckDB table ``observations`` beside one of ``documents``."""

    def __init__(self, place: Path | str, memory: str = "") -> None:
        """Open the Parquet files of a build: in its folder, or at an address that they were sent to.

        ``memory`` (``2GB``) is what DuckDB may take, where it is to be less.

        Raises:
            QueryError: there are none, or a package or the address cannot be read.
        """
        import duckdb

        self._source = _Remote(str(place)) if is_address(place) else _Folder(Path(place))
        config: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self._connection: Any = duckdb.connect(config=config | ({"memory_limit": memory} if memory else {}))
        self._source.register(self._connection)
        with self._source.telling():
            self._connection.execute(f"CREATE VIEW observations AS SELECT * FROM {_parquet(self._source.observations)}")

    @property
    def base(self) -> str:
        """The IRI that the build was made under; "" where only its folder says."""
        return self._source.base

    def __enter__(self) -> Cube:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._connection.close()

    def answers(self) -> Answers:
        """What a comparison can take for a store; it answers as the graph does."""
        return answers(self.select, self._about)

    def select(self, text: str, parameters: Any = None) -> list[dict[str, Any]]:
        """The rows of an SQL text over ``observations`` alone, as column -> value."""
        with self._source.telling():
            found = self._connection.execute(text, parameters or None)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def _about(self, package: str) -> dict[str, str]:
        return dict(zip(DOCUMENTS[1:], map(str, self._source.document(package)), strict=True))

    @cached_property
    def connection(self) -> Any:
        """The DuckDB connection, with both tables."""
        columns = list(map(list, zip(*self._source.documents(), strict=True))) or [[] for _ in DOCUMENTS]
        self._connection.execute(
            "CREATE TABLE documents AS SELECT unnest($1::VARCHAR[]) AS package, unnest($2::INTEGER[]) AS document_year,"
            " unnest($3::VARCHAR[]) AS kind, unnest($4::VARCHAR[]) AS scope, unnest($5::VARCHAR[]) AS department",
            columns,
        )
        return self._connection

    def arrow(self, text: str, parameters: Any = None) -> Any:
        """The answer to an SQL text over ``observations`` and ``documents``, as an Arrow table."""
        with self._source.telling():
            return self.connection.sql(text, params=parameters or None).to_arrow_table()

    def sums(self, *by: str, table: str = "expenditure-summary", category: str = "all") -> Any:
        """Expenditure of all units by ``by``: total rows of ``table``, or rows of codes where ``by`` names codes.

        Raises:
            QueryError: a name of ``by`` is no dimension.
        """
        if unknown := [name for name in by if name not in DIMENSIONS]:
            raise QueryError(f"没有维度 {'、'.join(unknown)}", f"no such dimension: {', '.join(unknown)}")
        level = (
            "o.line = 'total'" if not {"function_code", "economic_code", "project_code"} & set(by) else "o.line = ''"
        )
        names = ", ".join(by)
        return self.arrow(
            f"""
            SELECT {names}, sum(amount) AS amount, count(DISTINCT (unit_code, unit_name)) AS units
            FROM observations o JOIN documents d USING (package)
            WHERE d.scope = 'unit' AND {_OWN} AND o."table" = ? AND o.category = ? AND {level}
            GROUP BY {names} ORDER BY {names}
            """,
            [table, category],
        )

    def changes(self, *, year: int, before: int, table: str = "general-budget-by-function") -> Any:
        """Every functional code of every unit and department: approved in two years, change and percentage."""
        return self._two_sides(
            "o.fiscal_year", year, before, f"o.phase = 'approved' AND o.fiscal_year IN ({year:d}, {before:d})", table
        )

    def executions(self, *, year: int, table: str = "general-budget-by-function") -> Any:
        """Every functional code of every unit and department: executed (``amount``) against approved."""
        return self._two_sides("o.phase", "executed", "approved", f"o.fiscal_year = {year:d}", table)

    def _two_sides(self, side: str, one: int | str, other: int | str, which: str, table: str) -> Any:
        return self.arrow(
            f"""
            SELECT unit_code, unit_name, function_code AS code, max(label) AS label,
              sum(amount) FILTER ({side} = $one) AS amount, sum(amount) FILTER ({side} = $other) AS before_amount,
              sum(CASE WHEN {side} = $one THEN amount ELSE -amount END) AS change,
              CASE WHEN before_amount <> 0 THEN
                (floor(10000.0 * change / before_amount + 0.5) / 100)::DECIMAL(18, 2) END AS percent
            FROM observations o JOIN documents d USING (package)
            WHERE {_OWN} AND {which} AND o."table" = $table AND o.category = 'all' AND o.function_code <> ''
            GROUP BY ALL HAVING count(DISTINCT {side}) = 2 ORDER BY ALL
            """,
            {"one": one, "other": other, "table": table},
        )


# --- where the files are ----------------------------------------------------------------------------------


class _Folder:
    """The folder of a build."""

    base = ""

    def __init__(self, folder: Path) -> None:
        if not has_observations(folder):
            raise QueryError(
                f"{folder} 里没有观测，请先运行 yusuan build", "no observations here; run yusuan build first"
            )
        self._packages = folder / "packages"
        self.observations = [str(folder / "observations" / "*" / "*.parquet")]

    def register(self, connection: Any) -> None:
        """Files of this machine are DuckDB's own to read."""

    @contextmanager
    def telling(self) -> Generator[None]:
        yield

    def documents(self) -> list[list[Any]]:
        """Rows of the columns :data:`DOCUMENTS`. Raises QueryError."""
        return [[package.name, *_said(package)] for package in sorted(self._packages.iterdir())]

    def document(self, package: str) -> list[Any]:
        """What :meth:`documents` says of one package. Raises QueryError."""
        return _said(self._packages / package)


class _Remote:
    """An address that ``yusuan build --observations`` sent them to."""

    def __init__(self, address: str) -> None:
        with _asking():
            self._place = open_place(address)
            said = self._place.manifest()
        if said is None or not said["observations"]:
            raise QueryError(
                f"{address} 里没有观测，请先运行 yusuan build --observations", "no observations here; send them first"
            )
        self.base = str(said["base"])
        self._documents = self._url(said["documents"])
        self.observations = [self._url(name) for name in said["observations"]]

    def _url(self, name: str) -> str:
        path = self._place.path(name)
        return path if self._place.is_local else str(self._place.files.unstrip_protocol(path))

    def register(self, connection: Any) -> None:
        self._connection = connection
        if not self._place.is_local:
            connection.register_filesystem(self._place.files)

    @contextmanager
    def telling(self) -> Generator[None]:
        """Files go when a newer build was sent, and a store may break off. Raises QueryError."""
        import duckdb

        with _asking(), telling(self._place.address):
            try:
                yield
            except duckdb.IOException as error:
                raise OSError(f"读的时候断了，或刚送来新的观测，请重试: {error}") from error

    def documents(self) -> list[list[Any]]:
        with self.telling():
            found = self._connection.execute(f"SELECT {', '.join(DOCUMENTS)} FROM {_parquet([self._documents])}")
            return [list(row) for row in found.fetchall()]

    @cached_property
    def _by_package(self) -> dict[str, list[Any]]:
        return {row[0]: row[1:] for row in self.documents()}

    def document(self, package: str) -> list[Any]:
        return self._by_package[package]


@contextmanager
def _asking() -> Generator[None]:
    try:
        yield
    except AddressError as error:
        raise QueryError(error.zh, error.en) from error


def _parquet(paths: list[str]) -> str:
    names = ", ".join("'{}'".format(path.replace("'", "''")) for path in paths)
    return f"read_parquet([{names}], hive_partitioning = true)"


def _said(package: Path) -> list[Any]:
    """What the descriptor of a package says of its document. Raises QueryError."""
    try:
        return list(said_of(package))
    except PackageError as error:
        raise QueryError(f"{error.file}: {error.zh}", error.en) from error
