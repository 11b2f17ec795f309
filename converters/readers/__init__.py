"""From a file to blocks: one module for each kind of file, all with ``read(path) -> Iterator[Block]``."""

from __future__ import annotations

from . import text
from ..table import Reader

READERS: dict[str, Reader] = {
    ".txt": text.read,
}
