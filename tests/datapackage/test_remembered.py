"""What was worked out of a package is used again as long as nothing has changed that it depends on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from yusuan.datapackage import remembered
from yusuan.datapackage.remembered import Remembered


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
        remembered._hash.cache_clear()  # as a new process begins
    else:
        (file,) = (tmp_path / remembered.FOLDER / "sums").iterdir()
        file.write_bytes(file.read_bytes()[:-3])
    assert Remembered(tmp_path, "sums", program, of).part("a", state, work) == 2
    assert len(done) == 2


def test_a_long_text_is_kept_as_it_is(tmp_path: Path, program: Path) -> None:
    written = ["第一行\n\n<a> <b> .\n", "", "无换行"]
    for text in written:
        for _ in range(2):
            assert Remembered(tmp_path, "texts", program).text("a", text, lambda text=text: text) == text
    with pytest.raises(ZeroDivisionError):
        Remembered(tmp_path, "texts", program).text("a", "another state", lambda: str(1 // 0))
    (file,) = (tmp_path / remembered.FOLDER / "texts").iterdir()
    file.write_bytes(file.read_bytes()[:-3])  # as a kill leaves it
    assert Remembered(tmp_path, "texts", program).text("a", written[-1], lambda: "made anew") == "made anew"


def test_parts_that_nobody_asks_for_go(tmp_path: Path, program: Path) -> None:
    first = Remembered(tmp_path, "sums", program)
    for name in ("a", "b"):
        first.part(name, "state", lambda: 1)
    second = Remembered(tmp_path, "sums", program)
    second.part("a", "state", lambda: 1)
    second.forget_others()
    assert [p.name for p in (tmp_path / remembered.FOLDER / "sums").iterdir()] == ["a.json"]
