"""The checksum that names a document."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import file_digest, sha256
from pathlib import Path


def checksum(paths: Sequence[Path]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The SHA-256 of a document in hex digits, and name and SHA-256 of each of its files where they are several.

    That of several files is the SHA-256 of theirs in their order, a line each. Raises OSError.
    """
    files = tuple((path.name, _of_file(path)) for path in paths)
    if len(files) == 1:
        return files[0][1], ()
    return sha256("".join(f"{digest}\n" for _, digest in files).encode()).hexdigest(), files


def _of_file(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
