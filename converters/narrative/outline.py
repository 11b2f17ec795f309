"""The text part of a disclosure: its parts, their sections, and the whole paragraphs of each.

Headings that a table of contents prints first are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...datapackage.model import TextBlock
from ..table import FILE_NAME, Block, Paragraph, by_file
from .contents import entries_of_contents
from .headings import heading_level, is_short, key_of, level_of, number_of
from .parts import Kind, Part, parts_of
from .passages import Passage, divided, groups, passages, whole


@dataclass(frozen=True, slots=True)
class Section:
    """The paragraphs below one heading. ``path`` are the headings above them, the part first."""

    kind: Kind
    path: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def heading(self) -> str:
        """The nearest heading."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True)
class Outline:
    """The sections of the explanatory text and of the glossary, in reading order."""

    sections: tuple[Section, ...] = ()

    @cached_property
    def explanation(self) -> tuple[Section, ...]:
        """The sections that explain the figures."""
        return tuple(s for s in self.sections if s.kind == "explanation")

    @cached_property
    def glossary(self) -> tuple[Section, ...]:
        """The sections that define terms."""
        return tuple(s for s in self.sections if s.kind == "glossary")


def outline(blocks: Sequence[Block]) -> Outline:
    """The explanatory text and the glossary of a document; empty where it has neither."""
    return Outline(tuple(section for own in _printed_by_file(blocks) for section in _outlined(own)))


def _printed_by_file(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    return by_file(b for b in blocks if b.origin.note != FILE_NAME)


def _outlined(blocks: Sequence[Block]) -> Iterator[Section]:
    for part in parts_of(blocks, entries_of_contents(blocks)):
        if part.kind:
            yield from _sections(part.kind, part.title, blocks[part.start : part.stop])


def texts(blocks: Sequence[Block]) -> Iterator[TextBlock]:
    """All headings and paragraphs of a document in reading order, those of its table of contents marked so."""
    return (text for own in _printed_by_file(blocks) for text in _texts(own))


def _texts(blocks: Sequence[Block]) -> Iterator[TextBlock]:
    listed = entries_of_contents(blocks)
    parts = {p.start: p for p in parts_of(blocks, listed) if p.kind}
    position = 0
    while position < len(blocks):
        part = parts.get(position)
        stop = part.stop if part else min((s for s in parts if s > position), default=len(blocks))
        if part:
            yield from _texts_in(part, blocks[position:stop])
        else:
            yield from _texts_outside(blocks, range(position, stop), listed)
        position = max(stop, position + 1)


def _texts_in(part: Part, blocks: Sequence[Block]) -> Iterator[TextBlock]:
    path: tuple[tuple[int, str], ...] = ()
    for passage in (own for group in groups(blocks) for own in divided(whole(group))):
        level = heading_level(passage.text)
        if level is not None:
            path = tuple((above, t) for above, t in path if above < level)
        above = (part.title, *(t for _, t in path))
        role = "paragraph" if level is None else "heading"
        yield TextBlock(part.kind or "", above, role, passage.text, passage.origins[0])
        if level is not None:
            path = (*path, (level, passage.text.rstrip("。：:")))


def _texts_outside(blocks: Sequence[Block], places: Iterable[int], listed: set[int]) -> Iterator[TextBlock]:
    """What stands neither in the explanation nor in the glossary, paragraph by paragraph as printed."""
    for index in places:
        block = blocks[index]
        if isinstance(block, Paragraph) and key_of(block.text):
            role = "heading" if is_short(block.text) and heading_level(key_of(block.text)) is not None else "paragraph"
            text = whole([block]).text
            yield TextBlock("contents" if index in listed else "", (), role, text, block.origin)


def _sections(kind: Kind, title: str, blocks: Sequence[Block]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    gathered: list[Passage] = []
    for passage in passages(blocks):
        level = heading_level(passage.text)
        beside = _goes_on_counting(passage.text, path, gathered)
        if level is None and not beside:
            gathered.append(passage)
            continue
        if gathered:
            yield Section(kind, (title, *(t for _, t in path)), tuple(gathered))
        gathered = []
        if level is None:
            path = [(above, t) for above, t in path if above < (level_of(passage.text) or 0)]
            gathered.append(passage)
            continue
        path = [*((above, t) for above, t in path if above < level), (level, passage.text.rstrip("。：:"))]
    if gathered:
        yield Section(kind, (title, *(t for _, t in path)), tuple(gathered))


def _goes_on_counting(text: str, path: Sequence[tuple[int, str]], below: Sequence[Passage]) -> bool:
    """Whether a numbered sentence stands beside the last heading and not below it: （一）收支情况, （二）2024年支出….

    A list below a heading may have numbers of the same kind; it begins with the first.
    """
    level = level_of(text)
    heading = next((t for above, t in path if above == level), "")
    if level is None or not heading or any(level_of(p.text) == level for p in below):
        return False
    own, before = number_of(text), number_of(heading)
    return own is not None and before is not None and own == before + 1
