"""Checksums of sources that are remembered: only of a file that is certain to be the one that was read."""

from __future__ import annotations

import json
import os
import time
from hashlib import sha256
from pathlib import Path

import pytest
from yusuan.building import known_files
from yusuan.building.known_files import KnownFiles

HASHED, REMEMBERED = sha256(b"100.00").hexdigest(), "remembered"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that was written a minute ago, as the clock has it."""
    now = time.time_ns() + 60 * 10**9
    monkeypatch.setattr(known_files.time, "time_ns", lambda: now)
    path = tmp_path / "disclosure.txt"
    path.write_bytes(b"100.00")
    return path


def asked(folder: Path, source: Path, *, fresh: bool = False) -> str:
    """What a build is told, and notes for the next one under another name: what comes from the note is seen by it."""
    known = KnownFiles(folder, fresh=fresh)
    digest = known.sha256(source)
    known.note()
    noted = folder / ".parts" / "sources.json"
    if noted.exists():
        noted.write_text(noted.read_text().replace(HASHED, REMEMBERED))
    return digest


def test_a_file_in_the_same_state_is_not_read_again(source: Path, tmp_path: Path) -> None:
    assert [asked(tmp_path, source) for _ in range(3)] == [HASHED, REMEMBERED, REMEMBERED]
    assert asked(tmp_path, source, fresh=True) == HASHED


def test_other_content_of_the_same_size_and_date_is_read(source: Path, tmp_path: Path) -> None:
    asked(tmp_path, source)
    dated = source.stat()
    source.write_bytes(b"100.01")
    os.utime(source, ns=(dated.st_atime_ns, dated.st_mtime_ns))
    assert asked(tmp_path, source) == sha256(b"100.01").hexdigest()


def test_another_file_put_in_its_place_is_read(source: Path, tmp_path: Path) -> None:
    asked(tmp_path, source)
    other = source.with_name("other.txt")
    other.write_bytes(b"100.01")
    other.replace(source)
    assert asked(tmp_path, source) == sha256(b"100.01").hexdigest()


def test_a_file_that_was_just_written_is_read_again(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It could be written once more before the clock of its file system ticks."""
    monkeypatch.setattr(known_files.time, "time_ns", lambda: source.stat().st_ctime_ns + 10**9)
    assert [asked(tmp_path, source) for _ in range(2)] == [HASHED, HASHED]


@pytest.mark.parametrize("noted", ["", "[]", '{"disclosure.txt": 1}', '{"disclosure.txt": []}', '{"disclosure'])
def test_what_is_no_note_of_ours_is_not_used(source: Path, tmp_path: Path, noted: str) -> None:
    asked(tmp_path, source)
    place = tmp_path / ".parts" / "sources.json"
    place.write_text(noted)
    assert asked(tmp_path, source) == HASHED
    assert json.loads(place.read_text())


def test_a_file_that_is_gone_is_told(source: Path, tmp_path: Path) -> None:
    asked(tmp_path, source)
    source.unlink()
    with pytest.raises(FileNotFoundError):
        asked(tmp_path, source)
