"""The embedded store: a reader has the old store or the new one, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from yusuan.queries import contents
from yusuan.queries.load import packages_of
from yusuan.queries.run import ask
from yusuan.queries.store import StoreError, build_store, open_store


def test_a_reader_keeps_its_store_while_another_takes_its_place(invented_build: Path, tmp_path: Path) -> None:
    packages = packages_of(invented_build)
    build_store(packages, tmp_path / "store")
    reader = open_store(tmp_path / "store")
    build_store(packages[:2], tmp_path / "store")
    assert len(ask("documents", {}, reader).rows) == len(packages)
    assert len(ask("documents", {}, open_store(tmp_path / "store")).rows) == 2


def test_a_container_is_loaded_in_pieces_that_fit_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "free_bytes", lambda: 2_400_000_000)
    assert contents._load_size() == 100_000_000
    monkeypatch.setattr(contents, "free_bytes", lambda: 13_000_000_000)
    assert contents._load_size() == contents._MOST_LOAD
    monkeypatch.setattr(contents, "free_bytes", lambda: 0)
    assert contents._load_size() == contents._LEAST_LOAD


def test_threads_and_portions_make_the_same_store(
    invented_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads share the documents; where an index has many files they are merged before the next is loaded."""
    packages = packages_of(invented_build)
    for name, shares, most in (
        ("one", (1, contents._MOST_LOAD), 64),
        ("two", (2, contents._MILLION), 64),
        ("many", (2, 100_000), 2),
    ):
        monkeypatch.setattr(contents, "_shares", lambda _, shares=shares: shares)
        monkeypatch.setattr(contents, "_MOST_FILES", most)
        build_store(packages, tmp_path / name)
    one, two, many = ({str(quad) for quad in open_store(tmp_path / name)} for name in ("one", "two", "many"))
    assert one == two == many


def test_a_build_that_fails_leaves_the_old_store(invented_build: Path, tmp_path: Path) -> None:
    packages = packages_of(invented_build)
    build_store(packages, tmp_path / "store")
    broken = tmp_path / "broken"
    shutil.copytree(packages[0], broken)
    (broken / "rdf" / "data.nt").write_text("this is no triple\n")
    with pytest.raises(StoreError):
        build_store([broken], tmp_path / "store")
    assert len(ask("documents", {}, open_store(tmp_path / "store")).rows) == len(packages)
