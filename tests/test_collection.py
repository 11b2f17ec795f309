"""The public face: a build opened for programs, its documented examples, and the whole cube by DuckDB."""

from __future__ import annotations

import doctest
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
import yusuan
from yusuan import collection
from yusuan.queries.cube import Cube
from yusuan.queries.question import QueryError
from yusuan.queries.where import tell


@pytest.fixture(scope="module")
def examples(example_build: Path) -> collection.Collection:
    return yusuan.open(example_build)


@pytest.fixture(scope="module")
def invented(invented_build: Path) -> collection.Collection:
    return yusuan.open(invented_build)


def test_the_documented_examples(example_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "out").symlink_to(example_build)
    monkeypatch.chdir(tmp_path)
    assert doctest.testmod(collection).failed == 0


def test_a_folder_that_is_no_build(tmp_path: Path) -> None:
    with pytest.raises(QueryError):
        yusuan.open(tmp_path)


def test_observations_in_three_kinds_of_frame(examples: collection.Collection) -> None:
    table = examples.arrow(table="three-public")
    amounts = table["amount"].to_pylist()
    assert all(isinstance(amount, Decimal) for amount in amounts)
    assert examples.polars(table="three-public")["amount"].to_list() == amounts
    assert list(examples.pandas(table="three-public")["amount"]) == amounts


def test_several_values_of_a_column(invented: collection.Collection) -> None:
    both = invented.arrow(table="three-public", line=["reception", "foreign-travel"]).num_rows
    assert both == sum(invented.arrow(table="three-public", line=x).num_rows for x in ("reception", "foreign-travel"))


def test_an_unknown_column_is_told(examples: collection.Collection) -> None:
    with pytest.raises(QueryError, match="colour"):
        examples.arrow(colour="red")


def test_where_a_number_was_printed(examples: collection.Collection) -> None:
    place = examples.where(examples.compare(function="2010350", years=(2024,)).figures[0].observation)
    assert (place.printed, place.printed_unit, place.amount) == ("852.53", "万元", Decimal(8525300))
    marked = [line for line in examples.lines(place) if line[2]]
    assert [(number, text) for number, _, text, _ in marked] == [(place.line, "852.53")]


def test_the_place_of_a_number_is_told_in_chinese_words(examples: collection.Collection) -> None:
    place = examples.where(examples.compare(function="2010350", years=(2024,)).figures[0].observation)
    said = tell(place)
    assert "2024 预算数 · 一般公共预算支出表（分功能科目） · 事业运行" in said
    assert "8,525,300 元" in said
    assert "other-3 · " in tell(replace(place, table="other-3"))


@pytest.mark.parametrize("wrong", ["", "xyz", "0" * 16, "> } DROP ALL"])
def test_an_observation_that_is_not_there(examples: collection.Collection, wrong: str) -> None:
    with pytest.raises(QueryError):
        examples.where(wrong)


class TestCube:
    """DuckDB over Parquet and SPARQL over the store say the same."""

    def test_the_whole_by_year(self, invented: collection.Collection) -> None:
        told = {(r["year"], r["phase"]): (r["whole"], r["units"]) for r in invented.ask("whole-by-year").records()}
        summed = invented.cube.sums("fiscal_year", "phase").to_pylist()
        assert {(r["fiscal_year"], r["phase"]): (r["amount"], r["units"]) for r in summed} == told

    def test_every_change_of_every_code(self, invented: collection.Collection) -> None:
        rows = invented.ask("large-changes", year=2024, before=2023, least=0).records()
        told = {(r["unit"], r["code"]): (r["amount"], r["before_amount"], r["change"], r["percent"]) for r in rows}
        cube = invented.cube.changes(year=2024, before=2023).to_pylist()
        found = {
            (r["unit_code"], r["code"]): (r["amount"], r["before_amount"], r["change"], r["percent"]) for r in cube
        }
        assert found == told

    def test_every_execution_of_every_code(self, invented: collection.Collection) -> None:
        rows = invented.ask("budget-against-executed", year=2022).records()
        told = {(r["unit"], r["code"]): (r["executed"], r["approved"]) for r in rows}
        cube = invented.cube.executions(year=2022).to_pylist()
        assert {(r["unit_code"], r["code"]): (r["amount"], r["before_amount"]) for r in cube} == told

    def test_a_build_without_observations(self, tmp_path: Path) -> None:
        with pytest.raises(QueryError):
            Cube(tmp_path)

    def test_an_unknown_dimension(self, invented: collection.Collection) -> None:
        with pytest.raises(QueryError):
            invented.cube.sums("1; DROP TABLE observations")
