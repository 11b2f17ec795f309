"""Remote stores in ``sources.toml``: read with care, told before anything is done, without a password in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.commands.asking import write_graphs
from yusuan.commands.loading import RemoteStore, load_stores, read_stores
from yusuan.console import Console
from yusuan.outcomes import CommandError
from yusuan.settings import Settings


def sources(folder: Path, text: str) -> Path:
    file = folder / "sources.toml"
    file.write_text(text, "utf-8")
    return file


def test_each_address_is_one_store(tmp_path: Path) -> None:
    file = sources(tmp_path, '[[store]]\nendpoint = "http://a/sparql"\nprune = true\n' * 2)
    assert read_stores([file, tmp_path]) == (RemoteStore("http://a/sparql", prune=True),)


def test_without_stores_there_is_nothing_to_load(tmp_path: Path) -> None:
    assert read_stores([sources(tmp_path, '[[document]]\npath = "x"\n'), tmp_path / "a.pdf"]) == ()


def test_a_password_comes_from_a_file_beside_or_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("p-w-d\n")
    text = '[[store]]\nendpoint = "http://a/sparql"\nuser = "u"\n'
    (named,) = read_stores([sources(tmp_path, f'{text}password_env = "OURS"\n')])
    assert named.password({"OURS": "o", "YUSUAN_ENDPOINT_PASSWORD": "y"}) == "o"
    (usual,) = read_stores([sources(tmp_path, text)])
    assert usual.password({"YUSUAN_ENDPOINT_PASSWORD": "y"}) == "y"
    (kept,) = read_stores([sources(tmp_path, f'{text}password_file = "secret"\n')])
    assert kept.password({}) == "p-w-d"


@pytest.mark.parametrize(
    "entry",
    ['endpont = "http://a"', 'endpoint = "http://a"\nprune = "yes"', 'endpoint = ""', 'endpoint = "x"\npassword = "p"'],
)
def test_a_store_that_is_written_wrongly_is_told(tmp_path: Path, entry: str) -> None:
    with pytest.raises(CommandError, match=r"\[\[store\]\]"):
        read_stores([sources(tmp_path, f"[[store]]\n{entry}\n")])


def test_a_password_does_not_go_over_plain_http(tmp_path: Path) -> None:
    store = RemoteStore("http://sparql.example.org/ds/sparql", user="u")
    (outcome,) = load_stores([store], [tmp_path], "https://x/", Console(quiet=True), timeout_s=1, whole=True)
    assert "https" in outcome.trouble
    assert load_stores([store], [], "https://x/", Console(quiet=True), timeout_s=1, whole=True) == []


def test_all_graphs_go_into_one_file_for_a_bulk_loader(invented_build: Path, tmp_path: Path) -> None:
    told, text = write_graphs(invented_build, tmp_path / "all.nq", Settings())
    lines = (tmp_path / "all.nq").read_text("utf-8").splitlines()
    assert told["quads"] == len(lines)
    assert len({line.split()[-2] for line in lines}) == told["graphs"]
    assert "all.nq" in text


def test_a_file_that_cannot_be_written_is_told_and_none_is_left(invented_build: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="写不了"):
        write_graphs(invented_build, tmp_path / "nowhere" / "all.nq", Settings())
    assert list(tmp_path.iterdir()) == []
