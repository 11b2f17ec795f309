"""The folder that a build writes: one build at a time, and its faults told in one line."""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ..document import DISK_FULL
from ..outcomes import CommandError

REMOVED = "输出目录在 build 途中被移走或删除，重跑即可 / the output folder was removed meanwhile; run again"


@contextmanager
def writing(out: Path) -> Generator[None]:
    """Tell in one line what is wrong with the output folder."""
    if not is_text(str(out)):
        raise CommandError("usage", f"{out}: 输出目录的名字不是 UTF-8，请换一个 / the name is not UTF-8")
    is_made = False
    try:
        out.mkdir(parents=True, exist_ok=True)
        is_made = True
        yield
    except OSError as error:
        where = error.filename or out
        # Oxigraph's own errors have a text and no number.
        if error.errno in DISK_FULL or os.strerror(errno.ENOSPC) in str(error):
            reason = "磁盘已满，已写完的数据包不受影响，腾出空间后重跑即可 / disk full; free some space and run again"
        elif not is_made or error.errno in (errno.EACCES, errno.EROFS, errno.EPERM, errno.ENOTDIR, errno.EEXIST):
            reason = "不能写入输出目录，请换一个或改权限 / the output folder cannot be written"
        elif error.errno == errno.ENOENT:
            reason = REMOVED
        else:
            reason = f"{error.strerror or error} / cannot be written"
        raise CommandError("partial", f"{where}: {reason}") from error


@contextmanager
def only_one(out: Path) -> Generator[None]:
    """Keep others from writing there meanwhile. Raises CommandError where another build does."""
    with (out / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"{out}: 另一个 build 正在写这个目录，等它结束再跑 / another build is writing here"
            raise CommandError("partial", message) from error
        yield


def is_text(name: str) -> bool:
    """Whether a name can be written down: the system takes any bytes for one."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
