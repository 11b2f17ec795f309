"""A document is read in a process of its own: whatever it does to its parser, the next one is read."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from yusuan.converters import isolation
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import progress, worker
from yusuan.converters.table import Paragraph


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "公开 说明.txt"
    path.write_text("一、收支预算总体安排情况\n", "utf-8")
    return path


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Let the worker read by some lines of Python; ``path`` is the document, ``read`` the real reader."""
    isolation._Worker.dismiss()

    def use(lines: str) -> None:
        package = isolation.__package__
        body = "\n".join(f"    {line}" for line in lines.strip().splitlines())
        program = (
            "import sys, os, time; sys.path[:] = {path!r}\n"
            f"from {package}.readers import worker, progress, limits\n"
            "real = worker.read\n"
            f"def read(path):\n{body}\n"
            "worker.read = read\nworker.main()\n"
        )
        monkeypatch.setattr(isolation, "_PROGRAM", program.replace("{package}", "{package!s}"))

    yield use
    isolation._Worker.dismiss()


def told(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        isolation.read(path)
    assert "\n" not in caught.value.zh
    return f"{caught.value.zh} / {caught.value.en}"


def test_blocks_come_as_they_were_read(document: Path) -> None:
    (block,) = isolation.read(document)
    assert isinstance(block, Paragraph)
    assert (block.text, block.origin.line) == ("一、收支预算总体安排情况", 1)


def test_one_process_reads_many_documents_and_is_replaced_in_time(document: Path) -> None:
    isolation._Worker.dismiss()  # what earlier tests had it read counts for its replacement
    isolation.read(document)
    first = isolation._Worker.at_work()
    isolation.read(document)
    assert isolation._Worker.at_work() is first
    first._left = 0
    assert isolation._Worker.at_work() is not first
    assert len(isolation.read(document)) == 1


def test_what_a_reader_says_of_a_file_is_said_and_the_next_one_is_read(document: Path, tmp_path: Path) -> None:
    empty = tmp_path / "空.pdf"
    empty.touch()
    assert told(empty) == "文件是空的 / the file is empty"
    assert len(isolation.read(document)) == 1


def test_a_document_that_kills_its_reader_is_one_line(document: Path, reader) -> None:
    reader("if 'bad' in path.name: os.kill(os.getpid(), 11)\nyield from real(path)")
    bad = document.with_name("bad.txt")
    assert "SIGSEGV" in told(bad)
    assert len(isolation.read(document)) == 1


def test_a_document_that_takes_forever_is_stopped(document: Path, reader, monkeypatch) -> None:
    monkeypatch.setattr(isolation.limits, "MAX_SILENCE", 3)
    reader("if 'bad' in path.name: time.sleep(600)\nyield from real(path)")
    assert "没有进展" in told(document.with_name("bad.txt"))
    assert len(isolation.read(document)) == 1


def test_a_document_that_takes_all_memory_is_refused(document: Path, reader) -> None:
    reader("if 'bad' in path.name: held = bytearray(limits.MAX_MEMORY)\nyield from real(path)")
    assert "内存" in told(document.with_name("bad.txt"))
    assert len(isolation.read(document)) == 1


def test_what_libraries_print_does_not_get_among_the_answers(document: Path, reader) -> None:
    reader("print('noise'); os.write(1, b'more noise')\nyield from real(path)")
    assert len(isolation.read(document)) == 1


def test_a_library_that_stumbles_over_a_damaged_file_is_no_fault_of_ours(document: Path, reader) -> None:
    reader("import json\njson.loads('[')")
    assert "读不懂（JSONDecodeError）" in told(document)


def test_a_fault_of_ours_is_told_as_one(document: Path, reader) -> None:
    reader("if 'bad' in path.name: raise KeyError('x')\nyield from real(path)")
    with pytest.raises(isolation.ReadingFaultError, match="KeyError"):
        isolation.read(document.with_name("bad.txt"))
    assert len(isolation.read(document)) == 1


def test_progress_reaches_the_listener(document: Path, reader) -> None:
    reader("progress.report('第 1 页')\nyield from real(path)")
    heard: list[str] = []
    with progress.listening(heard.append):
        isolation.read(document)
    assert heard == ["第 1 页"]


def test_a_run_that_is_broken_off_leaves_no_answer_behind(document: Path, reader) -> None:
    reader("progress.report('x')\nyield from real(path)")

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), progress.listening(interrupt):
        isolation.read(document)
    assert [block.text for block in isolation.read(document)] == ["一、收支预算总体安排情况"]


def test_no_process_is_left_when_the_program_ends(document: Path) -> None:
    import subprocess

    lines = (
        f"from yusuan.converters import isolation; from pathlib import Path; isolation.read(Path({str(document)!r}))"
    )
    program = f"{lines}; print(isolation._Worker.at_work()._process.pid)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    with pytest.raises(ProcessLookupError):
        os.kill(int(run.stdout), 0)


def test_the_worker_bounds_its_memory() -> None:
    import subprocess

    lines = "from yusuan.converters.readers import worker; worker._bound_memory(); import resource; "
    program = lines + "print(resource.getrlimit(resource.RLIMIT_DATA)[0])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(run.stdout) == worker.limits.MAX_MEMORY
