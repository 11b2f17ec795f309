"""A store in shards answers as the store in one piece, or says in one line that it cannot."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
import yusuan
from starlette.testclient import TestClient
from yusuan.building import job
from yusuan.catalogue.site.app import create_app
from yusuan.catalogue.site.guard import Rate
from yusuan.catalogue.site.pool import Limits
from yusuan.commands.asking import answer
from yusuan.console import Console
from yusuan.outcomes import CommandError
from yusuan.queries.answers import Answer
from yusuan.queries.compare import compare
from yusuan.queries.load import packages_of
from yusuan.queries.question import QueryError, load_questions, parse_question
from yusuan.queries.run import ask, lay_out
from yusuan.queries.shards import Shards, build_stores, open_stores, part_of
from yusuan.queries.store import StoreError, is_store, open_store
from yusuan.settings import DEFAULT_BASE, Settings

from .asked import of_examples, of_invented

REPO = Path(__file__).parents[2]
QUESTIONS = {q.name: q for q in load_questions()}
#: What joins several years of a unit, or all documents there are.
JOINING = {name for name, question in QUESTIONS.items() if question.shards in ("unit", "none")}


def opened(packages: list[Path], folder: Path, way: str) -> Shards:
    assert build_stores(packages, folder, way=way)
    found = open_stores(folder)
    assert isinstance(found, Shards)
    return found


@pytest.fixture(scope="module")
def by_year(invented_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Shards:
    folder = tmp_path_factory.mktemp("shards") / "store"
    return opened(packages_of(invented_build), folder, "region-year")


@pytest.fixture(scope="module")
def by_region(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Shards:
    return opened(packages_of(example_build), tmp_path_factory.mktemp("shards") / "store", "region")


@pytest.fixture(scope="module")
def invented(invented_build: Path):
    return open_store(invented_build / "store")


@pytest.fixture(scope="module")
def examples(example_build: Path):
    return open_store(example_build / "store")


def rows(answer: Answer) -> list[str]:
    return sorted(repr(row) for row in answer.rows)


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - {"reclassified"}))
@pytest.mark.parametrize("narrow", [True, False])
def test_shards_of_regions_answer_every_question(by_region: Shards, examples, name: str, narrow: bool) -> None:
    asked = of_examples(QUESTIONS[name])
    if not narrow:
        asked = {p.name: asked[p.name] for p in QUESTIONS[name].parameters if p.required}
    assert rows(ask(name, asked, by_region)) == rows(ask(name, asked, examples))


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - JOINING))
@pytest.mark.parametrize("narrow", [True, False])
def test_shards_of_years_answer_what_joins_no_years(
    by_year: Shards, invented, invented_observation: str, name: str, narrow: bool
) -> None:
    asked = of_invented(QUESTIONS[name], invented_observation)
    if not narrow:
        asked = {p.name: asked[p.name] for p in QUESTIONS[name].parameters if p.required}
    answer, whole = ask(name, asked, by_year), ask(name, asked, invented)
    assert rows(answer) == rows(whole)
    assert answer.columns == whole.columns
    assert answer.described == whole.described


@pytest.mark.parametrize("name", sorted(JOINING))
def test_what_joins_years_is_refused_where_years_are_apart(
    by_year: Shards, invented_observation: str, name: str
) -> None:
    with pytest.raises(QueryError, match="分片") as caught:
        ask(name, of_invented(QUESTIONS[name], invented_observation), by_year)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["documents", "three-public", "largest-projects", "quality-by-publisher", "units"])
def test_rows_come_in_the_order_that_is_asked_for(by_year: Shards, invented, name: str) -> None:
    asked = {p.name: p.example for p in QUESTIONS[name].parameters if p.required}
    assert ask(name, asked, by_year).rows == ask(name, asked, invented).rows


def test_a_comparison_over_shards_is_that_of_the_whole(by_year: Shards, invented) -> None:
    assert compare(by_year, unit="901001", function="2080201") == compare(invented, unit="901001", function="2080201")


def test_a_query_of_ones_own_is_refused(by_year: Shards) -> None:
    with pytest.raises(QueryError, match="--store"):
        ask(parse_question("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "-"), {}, by_year)


def test_only_the_shard_of_what_has_changed_is_made_anew(invented_build: Path, tmp_path: Path) -> None:
    packages = packages_of(invented_build)
    folder = tmp_path / "store"
    build_stores(packages, folder, way="region-year")
    assert not build_stores(packages, folder, way="region-year")
    before = {place.name: place.stat().st_ino for place in folder.iterdir()}
    assert set(before) == {"-".join(part_of(package.name)) for package in packages}
    left = [package for package in packages if "-2017-" not in package.name]
    assert build_stores(left, folder, way="region-year")
    assert {place.name: place.stat().st_ino for place in folder.iterdir()} == {
        name: number for name, number in before.items() if not name.endswith("2017")
    }


def test_a_store_becomes_shards_and_one_again(invented_build: Path, tmp_path: Path) -> None:
    packages = packages_of(invented_build)[:2]
    for way in ("", "region", ""):
        assert build_stores(packages, tmp_path / "store", way=way)
        assert is_store(tmp_path / "store") == (way == "")
        assert isinstance(open_stores(tmp_path / "store"), Shards) == (way == "region")


def test_a_shard_that_cannot_be_made_ends_the_others_and_leaves_what_was_there(
    invented_build: Path, tmp_path: Path
) -> None:
    packages = packages_of(invented_build)
    build_stores(packages, tmp_path / "store", way="region-year")
    before = {p.name: (p / "inputs.json").read_bytes() for p in (tmp_path / "store").iterdir()}
    broken = tmp_path / packages[0].name
    shutil.copytree(packages[0], broken)
    (broken / "rdf" / "data.nt").write_text("this is no triple\n")
    (broken / "datapackage.json").write_text("{}")
    with pytest.raises(StoreError, match=r"data\.nt"):
        build_stores([broken, *packages[1:]], tmp_path / "store", way="region-year")
    assert {p.name: (p / "inputs.json").read_bytes() for p in (tmp_path / "store").iterdir()} == before


def test_a_folder_of_builds_is_asked_as_one(example_build: Path, invented_build: Path, tmp_path: Path) -> None:
    (tmp_path / "one").symlink_to(example_build)
    (tmp_path / "other").symlink_to(invented_build)
    together = open_stores(tmp_path)
    assert isinstance(together, Shards)
    apart = [ask("documents", {}, open_store(each)) for each in (example_build, invented_build)]
    assert rows(ask("documents", {}, together)) == sorted(row for answer in apart for row in rows(answer))


@pytest.fixture(scope="module")
def parted_build(example_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples once more, with a store in shards."""
    out = tmp_path_factory.mktemp("parted") / "out"
    shutil.copytree(example_build, out)
    sources = [REPO / "examples" / "sources.toml"]
    result = job.build(sources, out, DEFAULT_BASE, Console(quiet=True), shards="region")
    assert result.exit_code == 0
    return out


def test_a_build_makes_shards_and_everything_asks_them(parted_build: Path, examples) -> None:
    assert sorted(place.name for place in (parted_build / "store").iterdir()) == ["310107", "420100"]
    budgets = yusuan.open(parted_build)
    for name in ("three-public", "quality-by-publisher"):
        asked = of_examples(QUESTIONS[name])
        assert rows(budgets.ask(name, **asked)) == rows(ask(name, asked, examples))
    told = answer("documents", [], "csv", Settings(store=str(parted_build)), StringIO())
    assert told == lay_out(ask("documents", {}, examples), "csv")
    observation = ask("three-public", of_examples(QUESTIONS["three-public"]), examples).records()[0]["observation"]
    assert budgets.where(observation).observation == observation


def test_the_site_answers_the_questions_from_shards_and_refuses_others(parted_build: Path, examples) -> None:
    app = create_app(parted_build, Limits(seconds=30, workers=1), Rate(0))
    with TestClient(app) as client:
        asked = of_examples(QUESTIONS["three-public"])
        reply = client.get("/api/questions/three-public", params={**asked, "format": "csv"})
        assert reply.text == lay_out(ask("three-public", asked, examples), "csv")
        refused = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"})
        assert refused.status_code == 400
        assert "分片" in refused.text


def test_a_way_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="region-year"):
        job.build([REPO / "examples"], tmp_path, DEFAULT_BASE, Console(quiet=True), shards="month")


def test_a_folder_without_stores_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="yusuan build"):
        open_stores(tmp_path)
