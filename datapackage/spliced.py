"""Long files that hold a text for each of many things, where what has not changed is taken from the file as it was.

The file is its own memory: beside it is only noted which text of which state begins and ends where. Where one text of
ten thousand has changed the others are copied, many at once, and neither read one by one nor kept a second time.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from .files import replacing_file
from .remembered import FOLDER, hash_of

#: Bytes that are copied at once: of more each piece would be memory that is new to the process.
_PIECE = 1 << 18


@dataclass(frozen=True, slots=True)
class Text:
    """What a thing has in the file; ``work`` returns it, and is called only where there is none of this state."""

    name: str
    state: str
    work: Callable[[], bytes]


#: Where a text is, and the hash of the state that it is of.
_Place = tuple[str, int, int]


class Spliced:
    """The file at ``path``, with what is known of it in ``.parts`` beside it.

    ``program`` is the folder of the modules that work the texts out, ``of`` what else they depend on beside the state
    of each: texts that were worked out by another program or of something else are not used, and none where the file
    is not the one that was written.
    """

    def __init__(self, path: Path, program: Path, of: str = "") -> None:
        self._path = path
        self._index = path.parent / FOLDER / f"{path.name}.places"
        self._of = f"{hash_of(program)} {of}"
        self._before = self._read_index()

    def has(self, name: str, state: str) -> bool:
        """Whether the file has the text of ``name`` as it is in this state."""
        return self._before.get(name, ("", 0, 0))[0] == self._hash(state)

    def write(self, head: Iterable[str | bytes], texts: Iterable[Text], tail: str = "") -> None:
        """Put ``head``, the texts and ``tail`` at the path, as :func:`.files.write_pieces`. Raises OSError."""
        now: dict[str, _Place] = {}
        with replacing_file(self._path) as file:
            for piece in head:
                file.write(piece.encode() if isinstance(piece, str) else piece)
            self._put(texts, file, now)
            file.write(tail.encode())
        self._before = now
        noted = {"of": self._of, "file": _identity(self._path), "texts": now}
        self._index.parent.mkdir(exist_ok=True)
        self._index.write_text(json.dumps(noted), "utf-8")

    def _put(self, texts: Iterable[Text], file: BinaryIO, now: dict[str, _Place]) -> None:
        """Write the texts and note where they are; those that stand one after the other in the old file at once."""
        position, first, end = file.tell(), 0, 0
        for text in texts:
            state, old, old_end = self._before.get(text.name, ("", 0, 0))
            wanted = self._hash(text.state)
            if state != wanted:
                self._copy(first, end, file)
                content = text.work()
                file.write(content)
                first = end = 0
                size = len(content)
            else:
                if old != end:
                    self._copy(first, end, file)
                    first = old
                end, size = old_end, old_end - old
            now[text.name] = wanted, position, position + size
            position += size
        self._copy(first, end, file)

    def _copy(self, start: int, end: int, file: BinaryIO) -> None:
        for piece in _pieces(self._path, start, end) if end > start else ():
            file.write(piece)

    def _hash(self, state: str) -> str:
        return sha256(f"{self._of} {state}".encode()).hexdigest()[:32]

    def _read_index(self) -> dict[str, _Place]:
        try:
            noted: dict[str, Any] = json.loads(self._index.read_bytes())
            if noted["of"] == self._of and noted["file"] == _identity(self._path):
                return {name: (state, start, end) for name, (state, start, end) in noted["texts"].items()}
        except (OSError, ValueError, KeyError, TypeError):
            pass  # none yet, or what a killed run had begun
        return {}


def _identity(path: Path) -> list[int]:
    """What a file has kept where nobody wrote into it, on another machine too."""
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (piece := file.read(min(_PIECE, end - start))):
            yield piece
            start += len(piece)
    if start < end:
        raise OSError(f"{path} ends too early")
