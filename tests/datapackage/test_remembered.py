"""What was worked out of a package is used again as long as nothing has changed that it depends on."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from yusuan.datapackage import remembered
from yusuan.datapackage.package import DESCRIPTOR
from yusuan.datapackage.remembered import Remembered, note_states, recall_states, runs, state_of


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "module.py").write_text("one = 1\n", "utf-8")
    return folder


def counting() -> tuple[list[int], Callable[[], int]]:
    done: list[int] = []

    def work() -> int:
        done.append(1)
        return len(done)

    return done, work


def test_a_part_is_worked_out_once(tmp_path: Path, program: Path) -> None:
    done, work = counting()
    for _ in range(3):
        assert Remembered(tmp_path, "sums", program).part("a", "state", work) == 1
    assert len(done) == 1


@pytest.mark.parametrize("change", ["state", "program", "of", "damage"])
def test_and_again_where_what_it_depends_on_has_changed(tmp_path: Path, program: Path, change: str) -> None:
    done, work = counting()
    Remembered(tmp_path, "sums", program).part("a", "state", work)
    state, of = "state", ""
    if change == "state":
        state = "another"
    elif change == "of":
        of = "another"
    elif change == "program":
        (program / "module.py").write_text("one = 2\n", "utf-8")
        remembered.hash_of.cache_clear()  # as a new process begins
    else:
        (file,) = (tmp_path / remembered.FOLDER / "sums").iterdir()
        file.write_bytes(file.read_bytes()[:-3])
    assert Remembered(tmp_path, "sums", program, of).part("a", state, work) == 2
    assert len(done) == 2


def test_a_long_text_is_kept_as_it_is(tmp_path: Path, program: Path) -> None:
    written = ["第一行\n\n<a> <b> .\n", "", "无换行"]
    for text in written:
        for _ in range(2):
            assert Remembered(tmp_path, "texts", program).text("a", text, lambda text=text: text) == text.encode()
    with pytest.raises(ZeroDivisionError):
        Remembered(tmp_path, "texts", program).text("a", "another state", lambda: str(1 // 0))
    (file,) = (tmp_path / remembered.FOLDER / "texts").iterdir()
    file.write_bytes(file.read_bytes()[:-3])  # as a kill leaves it
    assert Remembered(tmp_path, "texts", program).text("a", written[-1], lambda: "made anew") == b"made anew"


def test_parts_that_nobody_asks_for_go(tmp_path: Path, program: Path) -> None:
    first = Remembered(tmp_path, "sums", program)
    for name in ("a", "b"):
        first.part(name, "state", lambda: 1)
    second = Remembered(tmp_path, "sums", program)
    second.part("a", "state", lambda: 1)
    second.forget_others()
    assert [p.name for p in (tmp_path / remembered.FOLDER / "sums").iterdir()] == ["a.json"]


def test_a_part_that_is_kept_does_not_go(tmp_path: Path, program: Path) -> None:
    Remembered(tmp_path, "sums", program).part("a", "state", lambda: 1)
    second = Remembered(tmp_path, "sums", program)
    second.keep("a")
    second.forget_others()
    assert second.part("a", "state", lambda: 2) == 1


@pytest.mark.parametrize("count", [0, 1, 5, 1000])
def test_runs_are_all_packages_in_their_order(count: int) -> None:
    packages = [Path(f"{number:06}-2024-budget") for number in range(count)]
    found = list(runs(packages))
    assert [package for run in found for package in run] == packages
    assert max(map(len, found), default=0) <= max(1, 8 * count**0.5)


def test_a_package_more_changes_the_run_it_is_in() -> None:
    packages = [Path(f"{number:06}-2024-budget") for number in range(600)]
    before = {tuple(run) for run in runs(packages[:300] + packages[301:])}
    now = {tuple(run) for run in runs(packages)}
    assert 1 <= len(now - before) <= 2


def test_the_next_run_knows_the_state_of_a_package_that_is_the_same_file(tmp_path: Path) -> None:
    one, other = tmp_path / "packages" / "one", tmp_path / "packages" / "other"
    for package in (one, other):
        package.mkdir(parents=True)
        (package / DESCRIPTOR).write_text(package.name, "utf-8")
    states = [state_of(package) for package in (one, other)]
    note_states([one, other], tmp_path)
    beside = other / "beside"
    beside.write_text("again", "utf-8")
    beside.replace(other / DESCRIPTOR)  # another file in the place of one that was as large
    remembered.STATES.clear()  # as a new process begins
    recall_states([one, other], tmp_path)
    known = remembered.STATES[str(one / DESCRIPTOR)]
    assert known[1] == states[0]
    remembered.STATES[str(one / DESCRIPTOR)] = known[0], "known"
    assert state_of(one) == "known"
    assert state_of(other) == sha256(b"again").hexdigest() != states[1]


@pytest.mark.parametrize("noted", ["", "[]", '{"one": 1}', '{"one": []}', '{"one": [1, 2, "x"]'])
def test_states_that_were_noted_by_half_are_worked_out(tmp_path: Path, noted: str) -> None:
    package = tmp_path / "packages" / "one"
    for folder in (package, tmp_path / remembered.FOLDER):
        folder.mkdir(parents=True)
    (package / DESCRIPTOR).write_text("{}", "utf-8")
    (tmp_path / remembered.FOLDER / "states.json").write_text(noted, "utf-8")
    recall_states([package], tmp_path)
    assert state_of(package) == sha256(b"{}").hexdigest()
