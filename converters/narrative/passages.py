"""Whole paragraphs: what a page break or an OCR run cut in two is joined, what a break prints twice is one.

Every character of a joined paragraph keeps the place it was printed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...datapackage.frozen import changed
from ...datapackage.model import Origin
from ..privacy import REDACTED
from ..table import PRINTED_AGAIN, Block, Paragraph
from .headings import MARKS, PART, heading_level, key_of, level_of, words

_SENTENCE_END = tuple("。；！？：!?;:")
#: What may be the heading of the paragraph that it begins.
_HEADING_WITHIN = re.compile(r"(?P<heading>[^。：:]{4,60})[。：:](?=.)")
#: A shorter paragraph may well be printed again on the next page.
_LONG_PARAGRAPH = 30


@dataclass(frozen=True, slots=True)
class Passage:
    """A whole paragraph, its white space undone, and for every character where it was printed."""

    text: str
    origins: tuple[Origin, ...]  # of the printed paragraphs that it was joined from
    places: tuple[tuple[int, int], ...]  # for every character: index into origins, offset in the file (-1 unknown)

    def origin(self, start: int, end: int) -> Origin:
        """Where the characters ``start`` to ``end`` were printed; the offsets are the paragraph's where unknown."""
        index, first = self.places[start]
        last_index, last = self.places[end - 1]
        origin = self.origins[index]
        if origin.char_start is None or first < 0 or last < 0:
            return origin
        stop = last + 1 if last >= first and last_index >= index else origin.char_end
        return changed(origin, char_start=first, char_end=stop)


def passages(blocks: Sequence[Block]) -> Iterator[Passage]:
    """The whole paragraphs; one that a text box over a page break prints again, unseen on paper, only once."""
    pages: dict[str, int | None] = {}
    for group in groups(blocks):
        passage = whole(group)
        page, before = passage.origins[0].page, pages.get(passage.text)
        pages[passage.text] = page
        if len(passage.text) < _LONG_PARAGRAPH or page is None or before != page - 1:
            yield from divided(passage)


def divided(passage: Passage) -> Iterator[Passage]:
    """A paragraph that begins with its heading (一、收支总体情况。2024年收入预算…) as heading and text."""
    end = _HEADING_WITHIN.match(passage.text)
    if end and heading_level(end[0]) is not None and words().heading_end.search(end["heading"]):
        for part in (slice(end.end()), slice(end.end(), None)):
            yield Passage(passage.text[part], passage.origins, passage.places[part])
    else:
        yield passage


def groups(blocks: Sequence[Block]) -> Iterator[list[Paragraph]]:
    """The paragraphs, those together that were one."""
    held: list[Paragraph] = []
    for block in (b for b in blocks if b.origin.note != PRINTED_AGAIN):
        if isinstance(block, Paragraph) and held and _goes_on(held, block):
            held.append(block)
            continue
        if held:
            yield held
        held = [block] if isinstance(block, Paragraph) and key_of(block.text) else []
    if held:
        yield held


def _goes_on(held: Sequence[Paragraph], after: Paragraph) -> bool:
    before, text = key_of(held[-1].text), key_of(after.text)
    begins = MARKS.match(after.text) or level_of(text) is not None or PART.match(text)
    is_heading = len(held) == 1 and heading_level(before) is not None
    is_open = not before.endswith(_SENTENCE_END) or words().goes_on.search(before) is not None
    return bool(text) and is_open and not begins and not is_heading


def whole(paragraphs: Sequence[Paragraph]) -> Passage:
    """The paragraphs as one, without white space except where it parts two numbers or two Latin words."""
    return _whole(tuple(paragraphs))


@lru_cache(maxsize=512)  # the outline and the texts of a document ask for the same ones
def _whole(paragraphs: tuple[Paragraph, ...]) -> Passage:
    text = ""
    places: list[tuple[int, int]] = []
    for index, paragraph in enumerate(paragraphs):
        marks = MARKS.match(paragraph.text)
        begin = marks.end() if marks else 0
        text += paragraph.text[begin:] + " "
        places += [(index, offset) for offset in _offsets(paragraph)[begin:]]
        places.append((index, -1))
    kept = [i for i, c in enumerate(text) if not c.isspace() or _parts_words(text, i)]
    return Passage(
        "".join([" " if text[i].isspace() else text[i] for i in kept]),
        tuple([p.origin for p in paragraphs]),
        tuple([places[i] for i in kept]),
    )


def _parts_words(text: str, position: int) -> bool:
    """Whether the white space at ``position`` keeps apart what would else become one number or word."""
    before, after = text[:position][-1:], text[position + 1 :].lstrip()[:1]
    both = before + after
    return len(both) == 2 and both.isascii() and (both.isdigit() or both.isalpha())


def _offsets(paragraph: Paragraph) -> Sequence[int]:
    """Where each character stands in the file; behind a redaction it is counted from the paragraph's end."""
    start, end, text = paragraph.origin.char_start, paragraph.origin.char_end, paragraph.text
    if start is not None and end is not None and len(text) == end - start:
        return range(start, end)
    first, last = text.find(REDACTED), text.rfind(REDACTED)
    if start is None or end is None or first < 0:
        return [-1] * len(text)
    before = first + len(REDACTED) - 1
    between = max(0, last + 1 - before)
    after = len(text) - before - between
    return [*range(start, start + before), *[-1] * between, *range(end - after, end)]
