"""The process in which documents are read: what a parser does to memory and time ends here.

Started by :mod:`yusuan.converters.isolation`. It takes the path of a document a line, as JSON, and answers in frames:
a length of eight bytes and a pickled message. It ends when its input does.
"""

from __future__ import annotations

import copyreg
import io
import json
import os
import pickle
import resource
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain, islice
from operator import attrgetter
from pathlib import Path
from traceback import walk_tb
from typing import Any, BinaryIO

from ...datapackage.model import Origin
from ..errors import ConversionError
from ..table import NOT_SHOWN, Block, Cell, Paragraph, Table
from . import left_out, limits, progress, read

_BLOCKS_AT_ONCE = 64
_PACKAGE = __name__.partition(".converters.")[0]


def main() -> None:
    """Read documents until the input ends."""
    # What libraries print must not get among the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    _bound_memory()
    for line in sys.stdin.buffer:
        path = Path(json.loads(line))
        with progress.listening(lambda text: send(answers, "progress", text)):
            for message in _answers(path):
                send(answers, *message)


def send(stream: BinaryIO, *message: Any) -> None:
    """One message as a frame."""
    data = packed(message)
    stream.write(len(data).to_bytes(8) + data)
    stream.flush()


def packed(message: tuple[Any, ...]) -> bytes:
    """``message`` for :func:`pickle.loads`. Blocks are packed as calls of their classes, in a fifth of the time."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _CALLS
    pickler.dump(message)
    return stream.getvalue()


def _call_of(kind: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(kind)))
    return lambda value: (kind, values(value))


_CALLS = copyreg.dispatch_table | {kind: _call_of(kind) for kind in (Cell, Paragraph, Table, Origin)}


def _answers(path: Path) -> Iterator[tuple[Any, ...]]:
    try:
        blocks = chain(read(path), _not_shown(path))
        while batch := tuple(islice(blocks, _BLOCKS_AT_ONCE)):
            yield "blocks", batch
        yield ("done",)
    except ConversionError as error:
        yield "unreadable", error.zh, error.en
    except (MemoryError, RecursionError):
        shown = limits.MAX_MEMORY // limits.MEGABYTE
        yield (
            "unreadable",
            f"读取它需要的内存超过 {shown} MB，未读取",
            f"reading it takes more than {shown} MB: refused",
        )
    except OSError as error:
        yield "os-error", error.errno, error.strerror
    except Exception as error:
        name = type(error).__name__
        if _is_ours(error):
            yield "fault", f"{name}: {error}"
        else:
            # Libraries tell a damaged file by whatever error they happen to run into.
            yield (
                "unreadable",
                f"读不懂（{name}），文件多半已损坏",
                f"cannot be made sense of ({name}): it seems damaged",
            )


def _is_ours(error: BaseException) -> bool:
    """Whether an error was raised in a module of ours and not in a library."""
    frames = [frame for frame, _ in walk_tb(error.__traceback__)]
    return str(frames[-1].f_globals.get("__name__", "")).startswith((_PACKAGE, "__main__"))


def _not_shown(path: Path) -> Iterator[Block]:
    for line in left_out(path):
        yield Paragraph(line, Origin("worker", note=NOT_SHOWN))


def _bound_memory() -> None:
    """What the process and the programs that it starts may allocate, and how deep they may dump: not at all."""
    for kind, most in ((resource.RLIMIT_DATA, limits.MAX_MEMORY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
