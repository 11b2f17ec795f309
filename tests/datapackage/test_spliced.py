"""Files put together of a text for each of many things: the same bytes as if all had been written anew."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from yusuan.datapackage.spliced import Spliced, Text

PROGRAM = Path(__file__).parent


class Writer:
    """Writes texts, whose state is their content, and remembers which it was asked to work out."""

    def __init__(self, path: Path, of: str = "") -> None:
        self.path, self.of = path, of
        self.asked: list[str] = []

    def write(self, texts: Mapping[str, str], head: str = "head\n") -> str:
        self.asked.clear()
        some = [Text(name, content, self._work(name, content)) for name, content in texts.items()]
        Spliced(self.path, PROGRAM, self.of).write([head], some, "tail\n")
        return self.path.read_text("utf-8")

    def _work(self, name: str, content: str) -> Callable[[], bytes]:
        def work() -> bytes:
            self.asked.append(name)
            return content.encode()

        return work


@pytest.fixture
def writer(tmp_path: Path) -> Writer:
    made = Writer(tmp_path / "file.txt")
    assert made.write(dict.fromkeys("abcde", "") | {n: f"text of {n}\n" for n in "abcde"})
    return made


BEFORE = {name: f"text of {name}\n" for name in "abcde"}


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (BEFORE, ""),
        (BEFORE | {"c": "another, longer text of c\n"}, "c"),
        (BEFORE | {"a": "", "e": "short\n"}, "ae"),
        ({"b": BEFORE["b"], "bb": "new\n", "c": BEFORE["c"], "e": BEFORE["e"]}, ""),
        ({name: BEFORE[name] for name in "edcba"}, ""),
        ({}, ""),
    ],
    ids=["nothing changed", "one", "first and last", "one more and two less", "another order", "none left"],
)
def test_what_changed_alone_is_worked_out_and_all_is_there(writer: Writer, now: Mapping[str, str], asked: str) -> None:
    assert writer.write(now, "another head\n") == "another head\n" + "".join(now.values()) + "tail\n"
    assert writer.asked == [name for name in now if name in asked or name == "bb"]
    assert writer.write(now) == "head\n" + "".join(now.values()) + "tail\n"
    assert writer.asked == []


@pytest.mark.parametrize("by", ["somebody wrote into it", "it is gone", "the index was cut", "another program"])
def test_a_file_that_is_not_the_one_that_was_written_is_not_used(writer: Writer, by: str) -> None:
    index = writer.path.parent / ".parts" / "file.txt.places"
    if by == "somebody wrote into it":
        writer.path.write_text(writer.path.read_text("utf-8").replace("text", "TEXT"), "utf-8")
        os.utime(writer.path, (1, 1))  # whatever the clock says
    elif by == "it is gone":
        writer.path.unlink()
    elif by == "the index was cut":
        index.write_bytes(index.read_bytes()[:-9])
    else:
        writer.of = "another program"
    assert writer.write(BEFORE) == "head\n" + "".join(BEFORE.values()) + "tail\n"
    assert writer.asked == list("abcde")


def test_a_build_that_was_moved_or_copied_with_its_times_goes_on(writer: Writer, tmp_path: Path) -> None:
    for path in (writer.path, tmp_path / ".parts" / "file.txt.places"):
        copy = tmp_path / "copy" / path.relative_to(tmp_path)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        times = path.stat()
        os.utime(copy, ns=(times.st_atime_ns, times.st_mtime_ns))
    moved = Writer(tmp_path / "copy" / "file.txt")
    assert moved.write(BEFORE) == writer.path.read_text("utf-8")
    assert moved.asked == []


def test_a_text_that_cannot_be_worked_out_leaves_the_file_as_it_was(writer: Writer) -> None:
    def broken() -> bytes:
        raise OSError("no")

    before = writer.path.read_bytes()
    with pytest.raises(OSError, match="no"):
        Spliced(writer.path, PROGRAM).write([], [Text("a", "another state", broken)])
    assert writer.path.read_bytes() == before
    assert writer.write(BEFORE).encode() == before
    assert writer.asked == []
