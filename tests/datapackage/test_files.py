"""Writing leaves the old or the new, whatever happens in between."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from yusuan.datapackage import files
from yusuan.datapackage.files import recover, recover_all, replacing_folder, write_bytes, write_text


def _put(folder: Path, content: str, count: int = 3) -> None:
    with replacing_folder(folder) as new:
        for number in range(count):
            (new / f"{number}.txt").write_text(content, "utf-8")


def _content(folder: Path) -> set[str]:
    return {p.read_text("utf-8") for p in folder.iterdir()}


def _hidden(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.startswith("."))


def test_a_text_is_written_with_its_own_line_ends(tmp_path: Path) -> None:
    write_text(tmp_path / "a.csv", "一,二\n三,四\n")
    assert (tmp_path / "a.csv").read_bytes() == "一,二\n三,四\n".encode()
    assert _hidden(tmp_path) == []


def test_a_folder_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    _put(folder, "old", count=5)
    _put(folder, "new", count=2)
    assert sorted(p.name for p in folder.iterdir()) == ["0.txt", "1.txt"]
    assert _content(folder) == {"new"}
    assert _hidden(tmp_path) == []


def test_names_are_swapped_in_two_steps_where_the_system_cannot_exchange_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_renameat2", lambda: None)
    _put(tmp_path / "p", "old")
    _put(tmp_path / "p", "new")
    assert _content(tmp_path / "p") == {"new"}
    assert _hidden(tmp_path) == []


def test_an_error_while_writing_keeps_the_old_folder(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    _put(folder, "old")
    with pytest.raises(ZeroDivisionError), replacing_folder(folder) as new:
        (new / "0.txt").write_text("new", "utf-8")
        raise ZeroDivisionError
    assert _content(folder) == {"old"}
    assert _hidden(tmp_path) == []


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (("name", ".name.9.tmp"), "name"),
        (("name", ".name.new"), ".name.new"),
        ((".name.old", ".name.new"), ".name.new"),
        (("name", ".name.old"), "name"),
        ((".name.old",), ".name.old"),
        ((".name.9.tmp",), None),
    ],
)
def test_what_a_kill_left_is_finished_or_undone(tmp_path: Path, left: tuple[str, ...], expected: str | None) -> None:
    for name in left:
        (tmp_path / name).mkdir()
        (tmp_path / name / "which").write_text(name, "utf-8")
    assert recover(tmp_path / "name")
    assert _hidden(tmp_path) == []
    assert (_content(tmp_path / "name") == {expected}) if expected else not (tmp_path / "name").exists()
    assert not recover(tmp_path / "name")


def test_all_that_a_kill_left_in_a_folder_is_found_by_its_names(tmp_path: Path) -> None:
    for name in ("one", ".one.9.tmp", ".two.b.old", ".three.new", ".journal"):
        (tmp_path / name).mkdir()
    recover_all(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".journal", "one", "three", "two.b"]


def test_the_folder_of_a_living_run_is_left_alone(tmp_path: Path) -> None:
    with replacing_folder(tmp_path / "p") as new:
        assert not recover(tmp_path / "p")
        assert new.is_dir()
        (new / "0.txt").write_text("new", "utf-8")
    assert _content(tmp_path / "p") == {"new"}


def test_a_temporary_of_another_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".build.json.9.tmp").write_text("", "utf-8")
    assert not recover(tmp_path / "build")
    assert recover(tmp_path / "build.json")
    assert _hidden(tmp_path) == []


def test_a_failed_write_of_a_file_names_it_and_keeps_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write_text(tmp_path / "a", "old")
    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(OSError, match="No space") as caught:
        write_bytes(tmp_path / "a", b"new")
    assert caught.value.errno == errno.ENOSPC
    assert str(caught.value.filename).startswith(str(tmp_path))
    assert (tmp_path / "a").read_text("utf-8") == "old"
    assert _hidden(tmp_path) == []


def test_a_place_that_cannot_be_made_is_an_error_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(OSError, match="file") as caught, replacing_folder(tmp_path / "file" / "p"):
        pass
    assert "file" in str(caught.value.filename)


_WRITER = """
import sys
from pathlib import Path
from yusuan.datapackage import files
if sys.argv[2] == "two-steps":
    files._renameat2 = lambda: None
folder = Path(sys.argv[1])
for round in range(100_000):
    with files.replacing_folder(folder) as new:
        for number in range(4):
            (new / f"{number}.txt").write_text(str(round))
    if round == 0:
        print("ready", flush=True)
"""


@pytest.mark.parametrize("steps", ["one-step", "two-steps"])
def test_a_kill_at_any_moment_leaves_a_whole_folder(tmp_path: Path, steps: str) -> None:
    folder = tmp_path / "p"
    for delay in (0.0, 0.003, 0.007, 0.011):
        with subprocess.Popen([sys.executable, "-c", _WRITER, str(folder), steps], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(delay)
            writer.send_signal(signal.SIGKILL)
        if steps == "one-step":
            assert len(_content(folder)) == 1, "the folder is whole even before anything is recovered"
        recover(folder)
        assert len(_content(folder)) == 1
        assert len(list(folder.iterdir())) == 4
        assert _hidden(tmp_path) == []
