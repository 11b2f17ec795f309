"""How a command can end: the exit codes of the contract, and the failures that people can mend."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

EXIT: dict[str, int] = {
    "done": 0,
    "internal": 1,
    "usage": 2,
    "invalid": 3,
    "partial": 4,
    "remote": 5,
    "pending": 6,
}


class CommandError(Exception):
    """One line that says what, where and what to do; ``kind`` is a key of :data:`EXIT`."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.exit_code = EXIT[kind]


def require_files(paths: Iterable[Path]) -> None:
    """Let pass what are files; what is none is told with what it is. Raises CommandError."""
    for path in paths:
        if not path.is_file():
            raise CommandError("usage", f"{path}: {_what_it_is(path)}")


def _what_it_is(path: Path) -> str:
    if path.is_dir():
        return "是文件夹，请给出一份文档的文件 / a folder; name the files of one document"
    return "不是普通文件 / no regular file" if path.exists() else "文件不存在 / there is no such file"
