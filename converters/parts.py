"""A disclosure that its unit published as several files: read in the order given, each block knowing its file.

A file's name titles its first table where the table prints no title of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from . import isolation, readers
from .errors import UnreadableError
from .forms.form import Form
from .readers import signatures
from .table import FILE_NAME, Block, Paragraph, by_file, named
from .titles import Titles

#: Bytes of text that are read in this process; disclosures have a tenth of it.
_HARMLESS = 1 << 20
_NUMBER = re.compile(r"^[\d\s._．、()（）-]+")


def read(paths: Sequence[Path]) -> list[Block]:
    """The blocks of all files, by the reader for what each is; of one file alone no block names it, but in an archive.

    Raises:
        UnreadableError: a file is missing, empty, damaged, or of a kind that no reader knows.
    """
    blocks: list[Block] = []
    for path in paths:
        if not path.exists():
            raise UnreadableError(path, "文件不存在", "there is no such file")
        own = list(readers.read(path)) if _is_harmless(path) else isolation.read(path)
        if len(paths) > 1:  # a file of an archive is named within it
            own = [named(block, "/".join(filter(None, (path.name, block.origin.file)))) for block in own]
        blocks += own
    return blocks


def _is_harmless(path: Path) -> bool:
    """Whether a file is plain text of a size that no memory and no patience ends at: handing it over takes longer."""
    return path.stat().st_size <= _HARMLESS and signatures.kind_of(path) == "text"


def with_names(blocks: Sequence[Block], forms: Iterable[Form]) -> list[Block]:
    """The blocks with the name of a file before those of the file, where it is the title of a known table."""
    titles = Titles(forms)
    found: list[Block] = []
    for own in by_file(blocks):
        origin = own[0].origin
        name = _NUMBER.sub("", PurePath(origin.file).stem)
        if origin.file and titles.of(name):
            found.append(Paragraph(name, replace(origin, note=FILE_NAME)))
        found += own
    return found
