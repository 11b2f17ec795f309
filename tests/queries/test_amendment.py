"""A store amended by what has changed holds what a store built anew does."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from yusuan.queries import store as stores
from yusuan.queries.load import packages_of
from yusuan.queries.store import build_store, open_store
from yusuan.settings import DEFAULT_BASE


def content(folder: Path) -> set[str]:
    return {str(quad) for quad in open_store(folder)}


def packages(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir())


@pytest.fixture
def few_are_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the nine invented documents count as many."""
    monkeypatch.setattr("yusuan.queries.amendment._MOST", 9.0)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.usefixtures("few_are_few")
def test_documents_come_and_go(
    invented_build: Path, tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names differ between the documents of one unit and one code, so that the newest name changes with them."""
    everything = packages_of(invented_build)
    dice = random.Random(seed)
    first, then = (dice.sample(everything, dice.randrange(2, len(everything))) for _ in range(2))
    build_store(first, tmp_path / "store", retired=tmp_path)
    build_store(then, tmp_path / "anew")
    with monkeypatch.context() as patch:
        patch.setattr(stores, "fill", lambda *_: pytest.fail("built anew"))
        assert build_store(then, tmp_path / "store", retired=tmp_path) == (set(first) != set(then))
    assert content(tmp_path / "store") == content(tmp_path / "anew")


@pytest.mark.usefixtures("few_are_few")
def test_a_document_that_says_something_else(
    invented_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it said before is in the folder of what has been retired."""
    build = tmp_path / "packages"
    shutil.copytree(invented_build / "packages", build)
    build_store(packages(build), tmp_path / "store", retired=tmp_path / "retired")
    changed = packages(build)[0]
    shutil.copytree(changed, tmp_path / "retired" / changed.name)
    graph = changed / "rdf" / "data.nt"
    lines = graph.read_text("utf-8").splitlines(keepends=True)
    unit = next(i for i, line in enumerate(lines) if f"<{DEFAULT_BASE}unit/" in line[:60] and "prefLabel" in line)
    lines[unit] = lines[unit].replace('"示例市', '"改名市')
    graph.write_text("".join(lines[:3] + lines[5:]), "utf-8")
    descriptor = changed / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8") + " ", "utf-8")
    build_store(packages(build), tmp_path / "anew")
    with monkeypatch.context() as patch:
        patch.setattr(stores, "fill", lambda *_: pytest.fail("built anew"))
        assert build_store(packages(build), tmp_path / "store", retired=tmp_path / "retired")
    assert content(tmp_path / "store") == content(tmp_path / "anew")
    assert any("改名市" in quad for quad in content(tmp_path / "store"))


@pytest.mark.usefixtures("few_are_few")
def test_what_nobody_kept_is_built_anew(invented_build: Path, tmp_path: Path) -> None:
    build = tmp_path / "packages"
    shutil.copytree(invented_build / "packages", build)
    build_store(packages(build), tmp_path / "store", retired=tmp_path / "retired")
    descriptor = packages(build)[0] / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8") + " ", "utf-8")
    assert build_store(packages(build), tmp_path / "store", retired=tmp_path / "retired")
    build_store(packages(build), tmp_path / "anew")
    assert content(tmp_path / "store") == content(tmp_path / "anew")


def test_no_triple_of_one_document_is_another_ones(invented_build: Path) -> None:
    """Only what may be shared stands in graphs of its own; the rest is taken out with its document."""
    from yusuan.queries.contents import graphs_of
    from yusuan.queries.quads import shared

    owners: dict[bytes, str] = {}
    for package in packages_of(invented_build):
        for _, path in graphs_of(package, package.name, DEFAULT_BASE):
            lines = path.read_bytes().splitlines(keepends=True)
            for line in {*lines} - {*shared(lines, DEFAULT_BASE)}:
                assert owners.setdefault(line, package.name) == package.name
    assert owners
