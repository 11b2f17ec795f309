"""Observations at an address: content under its hash, a manifest last, nothing of others touched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest
from yusuan.datapackage.object_store import MANIFEST, AddressError, Place, deposit, open_place
from yusuan.queries.compare import compare
from yusuan.queries.cube import Cube
from yusuan.queries.question import QueryError
from yusuan.settings import DEFAULT_BASE


@pytest.fixture(params=["file", "memory"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    yield open_place(f"file://{tmp_path}/away" if request.param == "file" else "memory://budget/all")
    fsspec.filesystem("memory").store.clear()


def send(build: Path, place: Place, **changed: Any) -> Any:
    packages = sorted((build / "packages").iterdir())
    return deposit(changed.get("observations", build / "observations"), packages, place, DEFAULT_BASE)


def test_a_cube_at_an_address_answers_as_the_one_of_the_folder(invented_build: Path, place: Place) -> None:
    sent = send(invented_build, place)
    assert sent.sent == len(list((invented_build / "observations").glob("*/*.parquet"))) + 1
    with Cube(invented_build) as here, Cube(place.address) as there:
        assert there.base == DEFAULT_BASE
        assert there.changes(year=2023, before=2022).equals(here.changes(year=2023, before=2022))
        for subject in ({"unit": "901001"}, {"function": "2080201"}):
            assert compare(there.answers(), **subject) == compare(here.answers(), **subject)


def test_a_second_time_sends_nothing(invented_build: Path, place: Place) -> None:
    first = send(invented_build, place)
    second = send(invented_build, place)
    assert (second.sent, second.removed, second.unchanged) == (0, 0, first.sent)


def test_a_partition_that_is_gone_here_goes_there(invented_build: Path, place: Place, tmp_path: Path) -> None:
    send(invented_build, place)
    files = sorted((invented_build / "observations").glob("*/*.parquet"))
    for path in files[1:]:
        kept = tmp_path / "less" / path.parent.name / path.name
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(path.read_bytes())
    sent = send(invented_build, place, observations=tmp_path / "less")
    assert (sent.sent, sent.removed) == (0, 1)
    assert len([n for n in place.sizes() if n.startswith("fiscal_year")]) == len(files) - 1


def test_what_broke_off_counts_for_nothing_and_is_taken_up(
    invented_build: Path, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write in turn is the last one: readers see what was there before, and the next time completes it."""
    from yusuan.datapackage import object_store

    put, left = object_store._put, 0

    def breaking(to: Place, name: str, data: bytes) -> None:
        nonlocal left
        if not left:
            raise ConnectionResetError("reset")
        left -= 1
        put(to, name, data)

    monkeypatch.setattr(object_store, "_put", breaking)
    for allowed in range(2):
        left = allowed
        with pytest.raises(AddressError, match="连接失败或中断"):
            send(invented_build, place)
        with pytest.raises(QueryError, match="没有观测"):
            Cube(place.address)
    left = 1000
    assert send(invented_build, place).unchanged >= 1
    Cube(place.address).close()


def test_what_others_put_there_stays(invented_build: Path, place: Place, tmp_path: Path) -> None:
    place.files.makedirs(f"{place.root}/theirs", exist_ok=True)
    place.files.pipe_file(place.path("theirs/notes.txt"), b"theirs")
    send(invented_build, place)
    assert "theirs/notes.txt" in place.sizes()
    place.files.pipe_file(place.path("theirs/sales.parquet"), b"theirs")
    with pytest.raises(AddressError, match=r"不是本程序写的 Parquet（theirs/sales.parquet）"):
        send(invented_build, place)


def test_the_observations_of_another_region_are_not_replaced(
    invented_build: Path, place: Place, tmp_path: Path
) -> None:
    send(invented_build, place)
    for path in (invented_build / "observations").glob("*/*.parquet"):
        other = tmp_path / "other" / path.parent.name / "part-310107.parquet"
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(path.read_bytes())
    before = place.sizes()
    with pytest.raises(AddressError, match="别的地区的观测"):
        send(invented_build, place, observations=tmp_path / "other")
    assert place.sizes() == before


def test_a_manifest_of_another_form_is_not_read(place: Place) -> None:
    place.files.makedirs(place.root, exist_ok=True)
    place.files.pipe_file(place.path(MANIFEST), json.dumps({"form": 99}).encode())
    with pytest.raises(QueryError, match="another program's manifest"):
        Cube(place.address)


@pytest.mark.parametrize(
    ("address", "words"),
    [("s4://a/b", "不认识这样的地址"), ("memory://", "没有桶或文件夹"), ("gs://bucket/x", "yusuan\\[objects\\]")],
)
def test_an_address_that_cannot_be_opened_is_the_usage(address: str, words: str) -> None:
    with pytest.raises(AddressError, match=words) as refused:
        open_place(address)
    assert refused.value.fault == "usage"
