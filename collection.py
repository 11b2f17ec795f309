"""A build, opened for programs: its observations as Arrow, polars or pandas, questions, comparisons, and provenance.

>>> import yusuan
>>> budgets = yusuan.open("out")
>>> budgets.ask("three-public", year=2024, unit="157003").records()[0]["unit_name"]
'武汉市信息中心(武汉市大数据中心)'
>>> budgets.compare(function="2010350", years=(2023, 2024)).figures[1].change
Decimal('68200')
>>> figure = budgets.compare(function="2010350", years=(2024,)).figures[0]
>>> budgets.where(figure.observation).printed
'852.53'
>>> budgets.arrow(table="three-public", line="reception", unit_code="157003")["amount"].to_pylist()
[Decimal('10000.00')]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .queries.question import QueryError, Value
from .settings import DEFAULT_BASE

if TYPE_CHECKING:
    import pandas
    import polars
    from pyoxigraph import Store

    from .queries.answers import Answer
    from .queries.compare import Comparison
    from .queries.correspondences import Correspondence
    from .queries.cube import Cube
    from .queries.measures import Measures
    from .queries.shards import Shards
    from .queries.where import Place


class Collection:
    """The documents of one build. Everything is read when it is first asked for; nothing is ever written."""

    def __init__(self, folder: str | Path) -> None:
        """Open ``folder``, which ``yusuan build`` wrote.

        Raises:
            QueryError: it holds no build.
        """
        self.folder = Path(folder)
        try:
            books = cast("dict[str, Any]", json.loads((self.folder / "build.json").read_text("utf-8")))
        except (OSError, ValueError) as error:
            raise QueryError(
                f"{self.folder} 不是 build 的输出目录，请先运行 yusuan build", "no build here; run yusuan build first"
            ) from error
        self.base = str(books.get("base", DEFAULT_BASE))
        documents = cast("dict[str, dict[str, Any]]", books.get("documents", {}))
        self._sources = {
            (entry["package"], file): named
            for name, entry in documents.items()
            if "package" in entry
            for file, named in _files(name, entry).items()
        }

    def __repr__(self) -> str:
        return f"yusuan.open({str(self.folder)!r})"

    @cached_property
    def store(self) -> Store | Shards:
        """The embedded RDF store, for SPARQL of your own, or its shards. Raises StoreError where there is none."""
        from .queries.shards import open_stores

        return open_stores(self.folder / "store")

    @cached_property
    def cube(self) -> Cube:
        """All observations as DuckDB tables, for SQL of your own. Raises QueryError where there are none."""
        from .queries.cube import Cube

        return Cube(self.folder)

    def arrow(self, **equal: Value | Sequence[Value]) -> Any:
        """The observations as an Arrow table in the columns of ``observations.csv``; amounts are decimals, in yuan.

        Each keyword is a column that has to equal the value, or one of several. A total and its parts are both among
        the rows: choose ``table``, ``category``, ``fund`` and ``line`` before you add.

        Raises:
            QueryError: a keyword is no column.
        """
        from .datapackage.records import columns

        known = ("package", *columns("observations"))
        if unknown := sorted(set(equal) - set(known)):
            raise QueryError(f"没有列 {'、'.join(unknown)}", f"no such column: {', '.join(unknown)}")
        conditions: list[str] = []
        values: list[Value] = []
        for name, value in equal.items():
            wanted = [value] if isinstance(value, (str, int)) else list(value)
            conditions.append(f'"{name}" IN ({", ".join("?" * len(wanted))})' if wanted else "false")
            values += wanted
        named = ", ".join(f'"{name}"' for name in known)
        where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
        order = 'ORDER BY package, "table", observation_id'
        return self.cube.arrow(f"SELECT {named} FROM observations {where}{order}", values)

    def polars(self, **equal: Value | Sequence[Value]) -> polars.DataFrame:
        """The observations of :meth:`arrow` as a polars frame. Raises ImportError without ``yusuan[frames]``."""
        polars: Any = import_module("polars")
        return polars.from_arrow(self.arrow(**equal))

    def pandas(self, **equal: Value | Sequence[Value]) -> pandas.DataFrame:
        """The observations of :meth:`arrow` as a pandas frame. Raises ImportError without ``yusuan[frames]``."""
        import_module("pandas")  # Arrow's own message would not say what is missing
        return self.arrow(**equal).to_pandas()

    def ask(self, question: str | Path, *, with_sources: bool = False, **parameters: Value) -> Answer:
        """The answer to a question of the library (``yusuan query --list``), a ``.rq`` file, or SPARQL itself.

        Raises:
            QueryError: the question or a parameter is faulty.
        """
        from .queries.behind import with_observations
        from .queries.question import find_question
        from .queries.run import ask

        found = find_question(question)
        return ask(with_observations(found) if with_sources else found, parameters, self.store, base=self.base)

    def compare(
        self,
        *,
        unit: str | Sequence[str] | None = None,
        function: str | None = None,
        economic: str | None = None,
        project: str | None = None,
        fund: str | None = None,
        years: Sequence[int] = (),
        phase: str | None = None,
        measures: Measures | None = None,
        correspondences: Iterable[Correspondence] = (),
    ) -> Comparison:
        """Years, phases and units side by side, each figure with what makes it comparable or not.

        It is answered from the Parquet files of the build, by the store where there are none: alike, but in a moment.

        Raises:
            QueryError: nothing or too much is asked for, or there are no such figures.
        """
        from .queries.compare import compare
        from .queries.cube import has_observations

        source = self.cube.answers() if has_observations(self.folder) else self.store
        return compare(
            source, unit=unit, function=function, economic=economic, project=project, fund=fund, years=years,
            phase=phase, measures=measures, correspondences=correspondences, base=self.base,
        )  # fmt: skip

    def where(self, observation: str) -> Place:
        """Where an observation was printed: document, page, cell, printed text, confirmations.

        Raises:
            QueryError: there is no such observation.
        """
        from .queries.where import find_place

        return find_place(observation, self.store, self.base)

    def source_of(self, place: Place) -> Path | None:
        """The file that a place is in, where it still is: as the build named it, or beside the build."""
        named = self._sources.get((place.package, place.file), place.file or place.source)
        found = (p for p in (Path(named), self.folder.parent / named) if p.is_file())
        return next(found, None)

    def lines(self, place: Place) -> list[tuple[int, str, str, str]]:
        """For a text: the lines around the figure as number, text before it, the figure, text after it.

        Empty where the file is gone or is no text. Personal data are covered.
        """
        from .catalogue.site.cells import lines_around

        path = self.source_of(place)
        if path is None or place.line is None or path.suffix.lower() not in (".txt", ".md"):
            return []
        found = lines_around(path, place.line, place.char_start, place.char_end)
        return [(line.number, line.before, line.marked, line.after) for line in found]

    def picture(self, place: Place) -> bytes | None:
        """For a PDF: a PNG of the page around the figure, its cell framed. Personal data are covered.

        None where the file is gone, is no PDF, or the place on the page is not known.
        """
        from .catalogue.site.cells import page_picture

        path = self.source_of(place)
        if path is None or path.suffix.lower() != ".pdf" or place.page is None or place.bbox is None:
            return None
        return page_picture(path, place.page, place.bbox)


def _files(name: str, entry: Mapping[str, Any]) -> dict[str, str]:
    """The files of a document by the names that places bear: "" where it is one file, and what that shows beside it."""
    return {"": name, **{Path(each).name: each for each in entry.get("files", ())}}
