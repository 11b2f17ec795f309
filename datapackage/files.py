"""Writing that a kill, a full disk or a missing permission never leaves half done.

A file or folder is written beside its place under a hidden name, flushed to the disk, and then put into its
place by a rename. What a killed run leaves behind is cleared, or finished, by :func:`recover`.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import re
import shutil
import sys
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

#: The hidden names of what is written, or put aside, beside the place that the first group names.
_LEFT = re.compile(r"\.(.+)\.(?:\d+\.tmp|old|new)")
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
#: What ``renameat2`` says where the kernel or the file system cannot exchange two names.
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})


def write_text(path: Path, text: str) -> None:
    """Put ``text`` at ``path`` in UTF-8 with the line ends it has. Raises OSError, which names a file."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Put ``data`` at ``path``; a reader sees the old content or the new. Raises OSError, which names a file."""
    _write(path, [data])


def write_pieces(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Put the text of all ``pieces`` at ``path``, as :func:`write_bytes`; no more than a piece is held."""
    _write(path, (piece.encode() if isinstance(piece, str) else piece for piece in pieces))


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with replacing_file(path) as file:
        file.writelines(pieces)


@contextmanager
def replacing_file(path: Path) -> Generator[BinaryIO]:
    """Yield a file to write into; on leaving, it takes the place of the one at ``path``. Raises OSError, as above."""
    recover(path)
    beside = _beside(path)
    try:
        with _naming(beside), beside.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(path.parent)


@contextmanager
def replacing_folder(folder: Path, *, flush: bool = True) -> Generator[Path]:
    """Yield an empty folder to write into; on leaving, it takes the place of ``folder`` and of all that it held.

    Where the body raises, ``folder`` stays as it was and what had been written goes. Without ``flush`` it is whole for
    every reader, and the disk has it when :func:`put_in_place` has flushed it.

    Raises:
        OSError: the place cannot be written; the error names a file.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    recover(folder)
    beside = _beside(folder)
    beside.mkdir()
    try:
        # A kill frees the lock, so that recover() can tell a dead run's folder from a living one's.
        with _locked(beside):
            with _naming(beside):
                yield beside
            if flush:
                _sync_tree(beside)
            _swap(beside, folder, flush=flush)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def put_in_place(complete: Path, folder: Path, *, flush: bool) -> None:
    """Give ``complete``, a whole folder on the same file system, the place of ``folder`` in one step.

    What ``folder`` was is at ``complete`` afterwards, where the system can exchange two names, and gone elsewhere.
    ``flush`` is for one that was written without: the disk has it before it has its name.

    Raises:
        OSError: the place cannot be written; the error names a file.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    if _old(folder).exists() or _new(folder).exists():
        recover(folder)
    if flush:
        _sync_tree(complete)
    _swap(complete, folder)


def recover(folder: Path) -> bool:
    """Finish or undo what a killed run left of writing ``folder`` (or a file); True if there was anything.

    After this ``folder`` is whole (the old content or the new) or absent, and nothing of a dead run is beside it.
    """
    stale = [p for p in _temporaries(folder) if not _in_use(p)]
    old, new = _old(folder), _new(folder)
    found = bool(stale) or old.exists() or new.exists()
    if new.exists():
        _step_aside(new, folder)
    elif old.exists() and not folder.exists():
        old.rename(folder)
    for left in (old, *stale):
        _remove(left)
    return found


def recover_all(folder: Path) -> None:
    """:func:`recover` for all that a killed run left in ``folder``, however much else is there."""
    for name in sorted({found[1] for name in _names(folder) if (found := _LEFT.fullmatch(name))}):
        recover(folder / name)


def _swap(complete: Path, folder: Path, *, flush: bool = True) -> None:
    """Give ``complete`` the name of ``folder``; what had the name is deleted."""
    if not folder.exists():
        complete.rename(folder)
    elif not _exchange(complete, folder):
        complete.rename(_new(folder))
        _step_aside(_new(folder), folder)
    if flush:
        _sync(folder.parent)
    _remove(_old(folder))


def _step_aside(new: Path, folder: Path) -> None:
    """Two renames, where names cannot be exchanged in one; recover() finishes them after a kill in between."""
    if folder.exists():
        _remove(_old(folder))
        folder.rename(_old(folder))
    new.rename(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system cannot. Afterwards ``one`` is what ``other`` was."""
    rename = _renameat2()
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in _NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(other))


@cache
def _renameat2() -> Any | None:
    if not sys.platform.startswith("linux"):
        return None
    return getattr(_libc(), "renameat2", None)


@cache
def _libc() -> Any:
    return ctypes.CDLL(None, use_errno=True)


@contextmanager
def _locked(folder: Path) -> Generator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _in_use(path: Path) -> bool:
    """Whether a living run writes into ``path``."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


@contextmanager
def _naming(path: Path) -> Generator[None]:
    """An error of a write knows no file name (ENOSPC does not), and is given one here."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            raise OSError(error.errno, os.strerror(error.errno), str(path)) from error
        raise


def _sync_tree(folder: Path) -> None:
    """Flush all that is in ``folder``: at once where the system can, as each flush for itself waits for the disk."""
    if _sync_file_system(folder):
        return
    for path in sorted(folder.rglob("*")):
        _sync(path)
    _sync(folder)


def _sync_file_system(folder: Path) -> bool:
    """Flush the file system of ``folder``; False where the system cannot. Source: syncfs(2)."""
    if not sys.platform.startswith("linux"):
        return False
    sync = getattr(_libc(), "syncfs", None)
    if sync is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if sync(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _temporaries(path: Path) -> list[Path]:
    start, end = f".{path.name}.", ".tmp"
    found = (n for n in _names(path.parent) if n.startswith(start) and n.endswith(end))
    return sorted(path.parent / n for n in found if n[len(start) : -len(end)].isdecimal())


def _names(folder: Path) -> list[str]:
    """The names in a folder, of which there may be very many; none where it is no folder."""
    try:
        with os.scandir(folder) as entries:
            return [entry.name for entry in entries]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _old(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _new(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")
