"""A comparison from tables is the comparison from the graph, figure by figure, word by word and byte by byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from yusuan import document
from yusuan import open as open_collection
from yusuan.catalogue.site.shelf import Shelf, open_shelf
from yusuan.datapackage.parquet import write_observations
from yusuan.queries.compare import Comparison, compare
from yusuan.queries.comparison_layouts import lay_out
from yusuan.queries.cube import Cube
from yusuan.queries.question import QueryError
from yusuan.queries.store import build_store, open_store
from yusuan.settings import DEFAULT_BASE

from . import invented


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented documents, with what makes figures incomparable planted in them, as a build that can be served."""
    out = tmp_path_factory.mktemp("planted")
    packages: list[Path] = []
    for conversion in invented.conversions():
        packages.append(out / "packages" / conversion.disclosure.name)
        document.write(conversion, packages[-1], DEFAULT_BASE)
    build_store(packages, out / "store", DEFAULT_BASE)
    write_observations(packages, out / "observations")
    books = {"base": DEFAULT_BASE, "state": "planted", "documents": {p.name: {"package": p.name} for p in packages}}
    (out / "build.json").write_text(json.dumps(books), "utf-8")
    return out


def told(source: Any, subject: dict[str, Any]) -> Comparison | str:
    try:
        return compare(source, **subject)
    except QueryError as error:
        return str(error)


def subjects(shelf: Shelf) -> Iterator[dict[str, Any]]:
    """Every unit alone and all together, every code over all units and in each, every project."""
    units = sorted({d.unit_key for d in shelf.documents})
    yield from ({"unit": unit} for unit in units)
    yield {"unit": units, "phase": "approved"}
    for name, first in (("function", "2"), ("economic", "3")):
        codes = [row["code"] for row in shelf.rows("codes") if row["code"].startswith(first)]
        yield from ({name: code} for code in codes)
        yield from ({name: code, "unit": units} for code in codes[:5])
    yield from ({"project": row["project_code"]} for row in shelf.rows("projects"))


@pytest.mark.parametrize("build", ["example_build", "planted"])
def test_all_tell_the_same(build: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(build)
    shelf, store = open_shelf(folder), open_store(folder)
    asked = list(subjects(shelf))
    assert len(asked) > 20
    with Cube(folder) as cube:
        for subject in asked:
            by_graph = told(store, subject)
            for tables in (shelf.answers(), cube.answers()):
                by_table = told(tables, subject)
                assert by_table == by_graph, subject
                if isinstance(by_table, Comparison) and isinstance(by_graph, Comparison):
                    assert lay_out(by_table, "csv") == lay_out(by_graph, "csv")


def test_a_unit_without_a_code_is_found_by_its_name(example_build: Path) -> None:
    figures = compare(open_shelf(example_build).answers(), unit="上海市普陀区财政局").figures
    assert {f.unit for f in figures} == {""}
    assert {f.unit_name for f in figures} == {"上海市普陀区财政局"}


def test_a_build_without_parquet_is_compared_by_its_store(planted: Path, tmp_path: Path) -> None:
    subject: dict[str, Any] = {"unit": "901001", "function": "2080201"}
    for name in ("build.json", "store", "packages"):
        (tmp_path / name).symlink_to(planted / name)
    assert open_collection(tmp_path).compare(**subject) == open_collection(planted).compare(**subject)


@pytest.mark.parametrize("asked", ['901001" OR 1=1 --', "'; DROP TABLE observations; --", "x') OR ('1'='1", "901001\n"])
def test_values_stay_values(planted: Path, asked: str) -> None:
    with Cube(planted) as cube:
        assert isinstance(told(cube.answers(), {"unit": asked}), str)
        assert isinstance(told(cube.answers(), {"function": asked}), str)
        assert isinstance(told(cube.answers(), {"unit": "901001"}), Comparison)
