"""Checksums of source files, remembered for as long as each is the same file in the same state.

Reading ten thousand sources to find that one has changed takes seconds, and of scans minutes.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from hashlib import file_digest
from pathlib import Path

from ..datapackage.files import write_text
from ..datapackage.remembered import FOLDER

_NOTED = "sources.json"
#: A file that was written so short a time before it was read might be written again with both times alike: clocks of
#: file systems tick, that of FAT every two seconds.
_TICK_NS = 3 * 10**9


class KnownFiles:
    """The checksums that a build into ``folder`` took, by what tells a file from every other state of it.

    That is its device, number and size, and when its content and when anything of it was last changed.
    """

    def __init__(self, folder: Path, *, fresh: bool = False) -> None:
        """With ``fresh`` nothing is remembered, and every file is read."""
        self._path = folder / FOLDER / _NOTED
        self._before = {} if fresh else _noted(self._path)
        self._now = dict[str, list[int | str]]()

    def sha256(self, path: Path) -> str:
        """The SHA-256 of a file in hex digits. Raises OSError where it cannot be opened or read."""
        # Opened all the same: it may be closed to us now, and a network's file system looks again when one is opened.
        with path.open("rb") as file:
            found, looked = os.fstat(file.fileno()), time.time_ns()
            state = [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]
            *known, digest = self._before.get(str(path), [""])
            if known != state:
                digest = file_digest(file, "sha256").hexdigest()
                if max(found.st_mtime_ns, found.st_ctime_ns) > looked - _TICK_NS:
                    return digest
        self._now[str(path)] = [*state, digest]
        return str(digest)

    def note(self) -> None:
        """Note for the next build what was asked of this one. Raises OSError."""
        if self._now != self._before or not self._path.exists():
            self._path.parent.mkdir(exist_ok=True)
            write_text(self._path, json.dumps(self._now))


def _noted(path: Path) -> dict[str, list[int | str]]:
    """What a build noted; nothing where there was none, or where something else is there."""
    with suppress(OSError, ValueError, AttributeError, TypeError):
        noted: dict[str, list[int | str]] = json.loads(path.read_bytes())
        return {name: [*known] for name, known in noted.items() if known}
    return {}
