"""What may lie in a folder of sources, or happen to it and to the output meanwhile: told, and the rest goes on."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from yusuan import document
from yusuan.building import job
from yusuan.console import Console, Step
from yusuan.converters.sources import SourceError, collect_sources
from yusuan.document import Task, prepare
from yusuan.ontology.forms import USUAL
from yusuan.outcomes import CommandError
from yusuan.settings import DEFAULT_BASE

from .test_job import EXAMPLE, yusuan

QUIET = Console(quiet=True)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "disclosure.txt"
    path.parent.mkdir()
    shutil.copy(EXAMPLE, path)
    return path


def test_what_is_no_file_is_told_and_the_rest_goes_on(source: Path, tmp_path: Path) -> None:
    """A pipe, links in a circle and to nowhere, and names with a line break, of 250 bytes, and of no text."""
    folder = source.parent
    os.mkfifo(folder / "pipe.txt")
    (folder / "circle.txt").symlink_to("circle.txt")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    (folder / "back").symlink_to(folder)
    source.rename(folder / ("预算\n😀" + "a" * 235 + ".txt"))
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.txt")).write_text("")
    result = job.build([folder], tmp_path / "out", DEFAULT_BASE, QUIET)
    told = {Path(o.source).name: o.message for o in result.outcomes if o.outcome == "failed"}
    assert result.exit_code == 4
    assert [o.outcome for o in result.outcomes if "😀" in o.source] == ["converted"]
    assert told.keys() == {"pipe.txt", "circle.txt", "nowhere.txt", "\\udcff.txt"}
    assert "不是普通文件" in told["pipe.txt"]
    assert "读不了" in told["circle.txt"] and "文件不存在" in told["nowhere.txt"]
    assert "请改名" in told["\\udcff.txt"]
    assert "\n\U0001f600" not in result.as_text(), "a file is told in one line"


def test_a_pipe_that_is_given_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    result = job.build([tmp_path / "pipe.html", Path("/dev/zero")], tmp_path / "out", DEFAULT_BASE, QUIET)
    assert ["不是普通文件" in o.message for o in result.outcomes] == [True, True]


def test_folders_that_links_lead_to_are_read_once(source: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    source.parent.rename(elsewhere)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("2023", "2024"):
        (folder / name).symlink_to(elsewhere)
    assert [s.path for s in collect_sources([folder])] == [folder / "2024" / "disclosure.txt"]
    assert [s.path for s in collect_sources([folder, elsewhere])] == [folder / "2024" / "disclosure.txt"]


def test_what_may_not_be_opened_is_told(source: Path, tmp_path: Path) -> None:
    """As an owner who has closed them: an administrator of the machine would be let in."""
    closed, inside = source.with_name("closed.txt"), source.parent / "folder" / "inside.txt"
    shutil.copy(source, closed)
    inside.parent.mkdir()
    shutil.copy(source, inside)
    for path in (closed, inside.parent):
        path.chmod(0)
    within = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    try:
        run = yusuan("build", source.parent, "--out", tmp_path / "out", "--json", within=within)
        given = yusuan("build", inside, "--out", tmp_path / "out", within=within)
    finally:
        for path in (closed, inside.parent):
            path.chmod(0o755)
    said = {Path(d["source"]).name: d for d in json.loads(run.stdout)["documents"]}
    assert run.returncode == 4
    assert {name: d["outcome"] for name, d in said.items()} == {
        "closed.txt": "failed", "disclosure.txt": "converted", "folder": "failed",
    }  # fmt: skip
    assert all("Permission denied" in said[name]["message"] for name in ("closed.txt", "folder"))
    assert given.returncode == 2
    assert "读不了" in given.stderr and "Traceback" not in given.stderr


def test_too_low_a_limit_of_addresses_is_told_before_any_work(source: Path, tmp_path: Path) -> None:
    within = ["sh", "-c", 'ulimit -v 1500000 && exec "$@"', "sh"]
    run = yusuan("build", source, "--out", tmp_path / "out", within=within)
    assert run.returncode == 2
    assert "ulimit -v" in run.stderr and "1464 MB" in run.stderr
    assert not (tmp_path / "out").exists()


# --- what happens meanwhile ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("changes", "is_read"), [(1, True), (9, False)])
def test_a_document_is_read_in_one_state_of_its_file(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: int, is_read: bool
) -> None:
    """Lines come to it while it is read: what was read then, and what its checksum says, are not of one state."""
    (entry,) = job._entries(collect_sources([source]), tmp_path, DEFAULT_BASE, {}, {}, None, forms=USUAL, flush=True)
    assert entry.task
    left = iter(range(changes))
    understand = document.understand

    def meanwhile(*given: object) -> object:
        if next(left, None) is not None:
            with source.open("a", encoding="utf-8") as file:
                file.write("备注: 补充说明。\n")
        return understand(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(document, "understand", meanwhile)
    prepared = prepare(entry.task)
    assert bool(prepared.package) == is_read
    assert is_read or "一直在变" in prepared.message


def test_a_task_of_nobody_who_looked_is_done(source: Path, tmp_path: Path) -> None:
    (given,) = collect_sources([source])
    assert prepare(Task(given, tmp_path, tmp_path / "package", DEFAULT_BASE)).package


@dataclass(frozen=True, slots=True)
class _Removing(Console):
    """A console at which somebody removes the output as soon as the first document is told."""

    out: Path = Path()

    @contextmanager
    def progress(self, total: int) -> Generator[Step]:
        yield lambda _: shutil.rmtree(self.out, ignore_errors=True)


def test_an_output_folder_that_is_removed_meanwhile_is_told(source: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(CommandError, match="被移走或删除") as raised:
        job.build([source], out, DEFAULT_BASE, _Removing(quiet=True, out=out))
    assert raised.value.exit_code == 4
    assert job.build([source], out, DEFAULT_BASE, QUIET).exit_code == 0


def test_an_output_folder_that_cannot_be_made_was_not_removed(source: Path) -> None:
    with pytest.raises(CommandError, match="cannot be written") as raised:
        job.build([source], Path("/proc/out"), DEFAULT_BASE, QUIET)
    assert "移走" not in str(raised.value) and raised.value.exit_code == 4


def test_what_a_kill_left_of_the_old_store_goes_where_the_new_one_was_in_its_place(
    source: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    job.build([source], out, DEFAULT_BASE, QUIET)
    left = out / ".store.99999999.tmp"
    left.mkdir()
    (left / "LOG").write_text("half deleted")
    (out / "build.json").unlink()  # the kill came before the books were closed
    job.build([source], out, DEFAULT_BASE, QUIET)
    assert not left.exists() and (out / "build.json").exists()


def test_a_source_that_is_gone_when_its_turn_comes_is_told(source: Path, tmp_path: Path) -> None:
    (entry,) = job._entries(collect_sources([source]), tmp_path, DEFAULT_BASE, {}, {}, None, forms=USUAL, flush=True)
    source.unlink()
    assert entry.task and "文件不存在" in prepare(entry.task).message


def test_an_output_folder_whose_name_is_no_text_and_a_closed_list_are_told(source: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="UTF-8"):
        job.build([source], Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff")), DEFAULT_BASE, QUIET)
    (tmp_path / "sources.toml").mkdir()
    with pytest.raises(SourceError):
        collect_sources([tmp_path / "sources.toml"])
