"""A table of contents: which paragraphs are its entries, so that no heading is taken from it."""

from __future__ import annotations

from collections.abc import Sequence

from ..table import Block, Paragraph
from .headings import LEADERS, PART, is_short, key_of, level_of, without_number, words

#: A shorter entry may well return as something else.
_SHORTEST_ENTRY = 4


def entries_of_contents(blocks: Sequence[Block]) -> set[int]:
    """The positions of the entries of a table of contents."""
    listed = {i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and LEADERS.search(b.text)}
    begins = (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and key_of(b.text) in words().contents)
    begin = next(begins, None)
    if begin is None:
        return listed
    seen: list[str] = []
    parts: set[str] = set()
    for index in range(begin + 1, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Paragraph) or not is_short(block.text):
            break
        key = key_of(block.text)
        if key.endswith("。"):
            # The first sentence of the text: what stands right above it is its heading.
            listed.discard(index - 1)
            break
        bare = without_number(key)
        part = PART.match(key)
        if part and part[0] in parts:
            break  # the first part itself, which may be called by the unit's name
        parts |= {part[0]} if part else set()
        if any(bare == entry or (level_of(key) is None and bare.endswith(entry)) for entry in seen):
            break
        seen += [bare] if len(bare) >= _SHORTEST_ENTRY else []
        listed.add(index)
    return listed
