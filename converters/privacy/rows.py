"""The texts in which personal data is looked for, row by row, and the marks of what is personal in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from ...datapackage.frozen import frozen
from ..table import Block, Paragraph

Kind = Literal["name", "telephone", "mobile", "identity", "email"]
KINDS: tuple[Kind, ...] = ("name", "telephone", "mobile", "identity", "email")
#: Full-width forms that a print may have; one character for one, so that offsets stay.
FOLD = str.maketrans({0xFF01 + i: chr(0x21 + i) for i in range(94)} | {0x3000: " ", 0xA0: " "})
_FOLDED = re.compile("[\uff01-\uff5e\u3000\xa0]")
#: Between the texts of a row that is searched at once: in no pattern, and no space.
_APART = "\0"


@frozen()
class Mark:
    """A piece of one text that is personal."""

    start: int
    end: int
    kind: Kind
    continues: bool = False  # the rest of what another cell begins; not counted again


@frozen()
class Row:
    """The texts of one row of a table, or of one paragraph."""

    texts: tuple[str, ...]
    table: int  # -1 outside of tables
    marks: tuple[list[Mark], ...]
    printed: tuple[tuple[str, list[Mark]], ...]  # the texts that are not empty, each with its marks
    together: str  # all of them, to be searched at once for what few hold


def rows_of(blocks: Sequence[Block]) -> Iterator[Row]:
    """The rows of all tables, and each paragraph as one."""
    for number, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            yield _row((block.text,), -1)
        else:
            yield from (_row([c.text for c in row], number) for row in block.rows)


def _row(texts: Sequence[str], table: int) -> Row:
    together = _APART.join(texts)
    folded = tuple(texts)
    if _FOLDED.search(together):
        folded, together = tuple([t.translate(FOLD) for t in texts]), together.translate(FOLD)
    marks: tuple[list[Mark], ...] = tuple([[] for _ in texts])
    printed = tuple([pair for pair in zip(folded, marks, strict=True) if pair[0]])
    return Row(folded, table, marks, printed, together)
