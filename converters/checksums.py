"""The checksum that names a document."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from ..datapackage.package import file_hash
from .readers.web.files import companions


def checksum(
    paths: Sequence[Path], sha256_of: Callable[[Path], str] = file_hash
) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The SHA-256 of a document in hex digits, and name and SHA-256 of each of its files where they are several.

    That of several files is the SHA-256 of theirs in their order, a line each. Raises OSError.
    """
    files = tuple((name, sha256_of(path)) for name, path in contents(paths))
    if len(files) == 1:
        return files[0][1], ()
    return sha256("".join(f"{digest}\n" for _, digest in files).encode()).hexdigest(), files


def contents(paths: Sequence[Path]) -> tuple[tuple[str, Path], ...]:
    """All that a document consists of, by name: its files, and after a web page what it shows that lies beside it.

    Raises OSError.
    """
    for path in paths:
        _check(path)
    return tuple(
        (file.relative_to(path.parent).as_posix(), file) for path in paths for file in (path, *companions(path))
    )


def _check(path: Path) -> None:
    """Raise OSError where there is no file to be read: reading a pipe or a device would wait for ever."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        os.scandir(path).close()  # a folder that may not be opened says so
    if not stat.S_ISREG(mode):
        raise OSError(None, "不是普通文件 / no regular file", str(path))
