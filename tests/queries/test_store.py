"""The embedded store: a reader has the old store or the new one, whole."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from yusuan.queries import contents, quads
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
    monkeypatch.setattr(contents, "cores", lambda: 2)
    shares, much = contents._shares, 100 << 30
    monkeypatch.setattr(contents, "free_bytes", lambda: 2_400_000_000)
    assert shares(1, much) == (2, 50_000_000)
    assert shares(2, much) == (1, 50_000_000)
    monkeypatch.setattr(contents, "free_bytes", lambda: 13_000_000_000)
    assert shares(1, much) == (2, contents._MOST_LOAD)
    assert shares(1, 40 << 20) == (2, 40 << 20)
    assert shares(1, 1 << 20) == (2, contents._QUICKEST)
    monkeypatch.setattr(contents, "free_bytes", lambda: 0)
    assert shares(1, much) == (2, contents._LEAST_LOAD // 2)


def test_files_of_all_indexes_can_be_open_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for allowed, most in ((1 << 20, 768), (1024, 46), (64, 2)):
        monkeypatch.setattr(contents, "open_files", lambda allowed=allowed: allowed)
        assert contents._most_files(1) == most


def test_lines_of_one_document_are_told_in_runs_whatever_their_order() -> None:
    """Sorted lines are bisected; where they are not sorted each is looked at."""
    base = "http://example.org/"
    lines = [f"<{base}{kind}/{n}> <p> <{base}cell/1> .\n".encode() for kind in ("cell", "code", "slice", "term", "x")
             for n in range(7)]  # fmt: skip
    cut = [*lines[:4], lines[4][:-9]]
    for some in (lines, lines[::-1], lines[::3] + lines[::2], lines[:3] + lines[20:22] + lines[3:9], cut, cut[-1:], []):
        found = list(quads._runs(b"".join(some), base))
        assert b"".join(run for run, _ in found) == b"".join(some)
        told = [(line, own) for run, own in found for line in run.splitlines(keepends=True)]
        assert told == [(line, b"/cell/" in line.split()[0] or b"/term/" in line.split()[0]) for line in some]


def test_threads_and_portions_make_the_same_store(
    invented_build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two threads share the documents; where an index has many files they are merged before the next is loaded."""
    packages = packages_of(invented_build)
    for name, shares, most in (
        ("one", (1, contents._MOST_LOAD), 64),
        ("two", (2, contents._MOST_LOAD), 64),
        ("many", (2, 100_000), 2),
    ):
        monkeypatch.setattr(contents, "_shares", lambda *_, shares=shares: shares)
        monkeypatch.setattr(contents, "_MOST_FILES", most)
        build_store(packages, tmp_path / name)
    one, two, many = ({str(quad) for quad in open_store(tmp_path / name)} for name in ("one", "two", "many"))
    assert one == two == many


def test_a_file_that_was_cut_is_told(invented_build: Path, tmp_path: Path) -> None:
    cut = tmp_path / packages_of(invented_build)[0].name
    shutil.copytree(packages_of(invented_build)[0], cut)
    path = cut / "rdf" / "provenance.nt"
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(StoreError, match=r"provenance\.nt"):
        build_store([cut], tmp_path / "store")


def test_rdf_that_is_gone_is_missed_when_a_store_is_to_be_made_of_it(invented_build: Path, tmp_path: Path) -> None:
    """A store that has it already need not look for it, also where another package has changed."""
    packages = [shutil.copytree(each, tmp_path / each.name) for each in packages_of(invented_build)]
    build_store(packages, tmp_path / "store")
    shutil.rmtree(packages[0] / "rdf")
    assert not build_store(packages, tmp_path / "store")
    with pytest.raises(StoreError, match=packages[0].name):
        build_store(packages, tmp_path / "another")
    with pytest.raises(StoreError, match=packages[0].name):
        build_store(packages[:1], tmp_path / "store")


def test_a_build_that_fails_leaves_the_old_store(invented_build: Path, tmp_path: Path) -> None:
    packages = packages_of(invented_build)
    build_store(packages, tmp_path / "store")
    broken = tmp_path / "broken"
    shutil.copytree(packages[0], broken)
    (broken / "rdf" / "data.nt").write_text("this is no triple\n")
    with pytest.raises(StoreError):
        build_store([broken], tmp_path / "store")
    assert len(ask("documents", {}, open_store(tmp_path / "store")).rows) == len(packages)
