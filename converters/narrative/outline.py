"""The text part of a disclosure: its parts and sections, and paragraphs that are whole again.

Headings that a table of contents prints first are passed over; a paragraph that a page break or an OCR run
cut in two is joined. Every character of a joined paragraph keeps the place it was printed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from ...datapackage.frozen import changed
from ...datapackage.model import Origin, TextBlock
from ..privacy import REDACTED
from ..table import FILE_NAME, Block, Paragraph, Table, by_file

Kind = Literal["explanation", "glossary"]
Style = Literal["part", "bare", "numbered", "lower"]

_MARKS = re.compile(r"^\s*(?:#+\s+|[-*]\s+)")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d*\s*$")
_SENTENCE_END = tuple("。；！？：!?;:")
_NUMERAL = "一二三四五六七八九十百"
_PART = re.compile(rf"第[{_NUMERAL}\d]+部分")
#: How headings and list items are numbered, from the upper level to the lower.
_LEVELS: tuple[re.Pattern[str], ...] = (
    re.compile(rf"(?:[{_NUMERAL}]{{1,3}}[、.．]|第[{_NUMERAL}]+[章节条])"),
    re.compile(rf"[(（][{_NUMERAL}]{{1,3}}[)）]"),
    re.compile(r"\d{1,2}(?:[、]|[.．](?!\d{2,}(?!\d|年)))"),
    re.compile(r"[(（]\d{1,2}[)）]"),
)
_MONEY = re.compile(r"\d\s*(?:亿|万|千|元|%|％)")
_LONGEST_HEADING = 60
#: A shorter paragraph may well be printed again on the next page.
_LONG_PARAGRAPH = 30
#: A shorter entry of a table of contents may well return as something else.
_SHORTEST_ENTRY = 4
_TABLE_TITLE = re.compile(r"表(?:[(（][^()（）]{1,20}[)）])?$")
#: So many paragraphs (caption, unit of money, a wrapped name) may stand between a table's title and the table.
_TITLE_TO_TABLE = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of ``narrative.yaml`` that titles and headings are known by."""

    contents: frozenset[str]
    explanation_title: re.Pattern[str]
    numbered_title: re.Pattern[str]
    further_part: re.Pattern[str]
    glossary_title: re.Pattern[str]
    goes_on: re.Pattern[str]
    heading_end: re.Pattern[str]
    own_heading: re.Pattern[str]


@cache
def words() -> _Words:
    """The titles that open the text part, compiled once."""
    text = Path(__file__).with_name("narrative.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["outline"]
    patterns = {name: re.compile(data[name]) for name in _Words.__dataclass_fields__ if name != "contents"}
    return _Words(frozenset(data["contents"]), **patterns)


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


def _outlined(blocks: Sequence[Block]) -> list[Section]:
    listed = _contents(blocks)
    parts = _parts(blocks, listed)
    sections: list[Section] = []
    for part in parts:
        if part.kind:
            sections += _sections(part.kind, part.title, blocks[part.start : part.stop])
    return sections


def texts(blocks: Sequence[Block]) -> Iterator[TextBlock]:
    """All headings and paragraphs of a document in reading order, those of its table of contents marked so."""
    return (text for own in _printed_by_file(blocks) for text in _texts(own))


def _texts(blocks: Sequence[Block]) -> Iterator[TextBlock]:
    listed = _contents(blocks)
    parts = {p.start: p for p in _parts(blocks, listed) if p.kind}
    position = 0
    while position < len(blocks):
        part = parts.get(position)
        stop = part.stop if part else min((s for s in parts if s > position), default=len(blocks))
        if part:
            yield from _texts_in(part, blocks[position:stop])
        else:
            yield from _texts_outside(blocks, range(position, stop), listed)
        position = max(stop, position + 1)


def _texts_in(part: _Part, blocks: Sequence[Block]) -> Iterator[TextBlock]:
    path: tuple[tuple[int, str], ...] = ()
    for passage in map(whole, _groups(blocks)):
        level = _heading_level(passage.text)
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
        if isinstance(block, Paragraph) and _key(block.text):
            role = "heading" if _is_short(block.text) and _heading_level(_key(block.text)) is not None else "paragraph"
            text = whole([block]).text
            yield TextBlock("contents" if index in listed else "", (), role, text, block.origin)


# --- characters -------------------------------------------------------------------------------------------


def whole(paragraphs: Sequence[Paragraph]) -> Passage:
    """The paragraphs as one, without white space except where it parts two numbers or two Latin words."""
    return _whole(tuple(paragraphs))


@lru_cache(maxsize=512)  # the outline and the texts of a document ask for the same ones
def _whole(paragraphs: tuple[Paragraph, ...]) -> Passage:
    text = ""
    places: list[tuple[int, int]] = []
    for index, paragraph in enumerate(paragraphs):
        marks = _MARKS.match(paragraph.text)
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


# --- parts ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    kind: Kind | None  # None: neither explanation nor glossary
    title: str
    start: int  # of the first block below the title
    stop: int


def _contents(blocks: Sequence[Block]) -> set[int]:
    """The positions of the entries of a table of contents."""
    listed = {i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and _LEADERS.search(b.text)}
    begins = (i for i, b in enumerate(blocks) if isinstance(b, Paragraph) and _key(b.text) in words().contents)
    begin = next(begins, None)
    if begin is None:
        return listed
    seen: list[str] = []
    parts: set[str] = set()
    for index in range(begin + 1, len(blocks)):
        block = blocks[index]
        if not isinstance(block, Paragraph) or not _is_short(block.text):
            break
        key = _key(block.text)
        if key.endswith("。"):
            # The first sentence of the text: what stands right above it is its heading.
            listed.discard(index - 1)
            break
        bare = _bare(key)
        part = _PART.match(key)
        if part and part[0] in parts:
            break  # the first part itself, which may be called by the unit's name
        parts |= {part[0]} if part else set()
        if any(bare == entry or (_level(key) is None and bare.endswith(entry)) for entry in seen):
            break
        seen += [bare] if len(bare) >= _SHORTEST_ENTRY else []
        listed.add(index)
    return listed


def _bare(key: str) -> str:
    """A title without its number."""
    level = _level(key)
    return key if level is None else _LEVELS[level].sub("", key, count=1)


def _parts(blocks: Sequence[Block], listed: set[int]) -> list[_Part]:
    """The parts of the document that can be told by their titles, those without a sentence left out."""
    places = [
        (index, *_title(blocks, index))
        for index, block in enumerate(blocks)
        if index not in listed and isinstance(block, Paragraph) and _is_short(block.text)
    ]
    style = _style(title for _, title, _ in places)
    opens: list[tuple[int, str, int]] = []
    for index, title, used in places:
        is_entry = bool(opens) and _is_bare_glossary(opens[-1][1]) and style != "part" and _kind_of(title) is None
        if _opens(style, title, blocks, index) and not (is_entry and _level(title) is not None):
            opens.append((index, title, used))
    stops = [*(i for i, _, _ in opens[1:]), len(blocks)][: len(opens)]
    kind_of = _kind_below if style == "lower" else _kind_of
    parts = [_Part(kind_of(t), t, i + used, stop) for (i, t, used), stop in zip(opens, stops, strict=True)]
    return [p for p in parts if p.kind is None or _has_sentence(blocks[p.start : p.stop])]


def _style(titles: Iterable[str]) -> Style:
    """How the document marks its parts: 第…部分, bare titles, numbers of the upper level, or only of the one below.

    名词解释 may stand without a number behind a text that is numbered.
    """
    found = list(titles)
    if any(_PART.match(t) and _kind_of(t) for t in found):
        return "part"
    if any(_level(t) is None and _kind_of(t) == "explanation" for t in found):
        return "bare"
    numbered = any(_level(t) == 0 and _kind_of(t) for t in found)
    lower = [t for t in found if _level(t) == 1 and _kind_below(t)]
    if len(lower) > 1 and not numbered:
        return "lower"
    return "numbered" if numbered or not any(map(_is_bare_glossary, found)) else "bare"


def _is_bare_glossary(title: str) -> bool:
    """Whether a title without a number opens the glossary."""
    return _level(title) is None and _kind_of(title) == "glossary"


def _opens(style: Style, title: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether a title opens a part, or ends one: what it opens may be neither explanation nor glossary."""
    if _PART.match(title):
        return True
    if style != "bare" and _is_bare_glossary(title):
        return True
    if style == "part":
        return False
    if style == "bare":
        return _level(title) is None and (_kind_of(title) is not None or _opens_table(blocks, index))
    return _level(title) == (1 if style == "lower" else 0)


def _title(blocks: Sequence[Block], index: int) -> tuple[str, int]:
    """The title that starts at ``index`` and over how many paragraphs it goes: a long one wraps."""
    text = _key(_text(blocks[index]))
    if _PART.match(text) and not _kind_of(text) and index + 1 < len(blocks):
        rest = _key(_text(blocks[index + 1]))
        if rest and len(rest) <= 12 and _level(rest) is None and _kind_of(text + rest):
            return text + rest, 2
    return text, 1


def _kind_of(title: str) -> Kind | None:
    """What a title opens. A numbered one of a lower level (（一）…情况说明) opens nothing."""
    level = _level(title)
    if level is not None and level > 0:
        return None
    is_part = _PART.match(title) is not None
    bare = _PART.sub("", title) if is_part else title
    bare = _LEVELS[0].sub("", bare, count=1) if level == 0 else bare
    if words().glossary_title.search(bare):
        return "glossary"
    if is_part and words().further_part.search(bare):
        return "explanation"
    pattern = words().numbered_title if level == 0 else words().explanation_title
    return "explanation" if pattern.search(bare) else None


def _kind_below(title: str) -> Kind | None:
    """What a title of the level below (（一）收入支出决算总体情况说明。) opens in a document that has none above it."""
    bare = _bare(title).rstrip("。：:")
    if words().glossary_title.search(bare):
        return "glossary"
    return "explanation" if words().explanation_title.search(bare) else None


def _opens_table(blocks: Sequence[Block], index: int) -> bool:
    """Whether the title of a printed table stands here, which ends a text that has no numbered parts."""
    if not _TABLE_TITLE.search(_key(_text(blocks[index]))):
        return False
    return any(isinstance(b, Table) for b in blocks[index + 1 : index + 1 + _TITLE_TO_TABLE])


def _has_sentence(blocks: Sequence[Block]) -> bool:
    return any("。" in _text(b) or "；" in _text(b) or len(_text(b)) > _LONGEST_HEADING for b in blocks)


def _text(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else ""


@lru_cache(maxsize=16_384)
def _key(text: str) -> str:
    return "".join(_MARKS.sub("", _LEADERS.sub("", text)).split())


@lru_cache(maxsize=16_384)
def _is_short(text: str) -> bool:
    key = _key(text)
    return len(key) <= _LONGEST_HEADING and not any(c in key[:-1] for c in "。；;")


# --- sections ---------------------------------------------------------------------------------------------


def _sections(kind: Kind, title: str, blocks: Sequence[Block]) -> Iterator[Section]:
    path: list[tuple[int, str]] = []
    gathered: list[Passage] = []
    for passage in _passages(blocks):
        level = _heading_level(passage.text)
        if level is None:
            gathered.append(passage)
            continue
        if gathered:
            yield Section(kind, (title, *(t for _, t in path)), tuple(gathered))
        gathered = []
        path = [*((above, t) for above, t in path if above < level), (level, passage.text.rstrip("。：:"))]
    if gathered:
        yield Section(kind, (title, *(t for _, t in path)), tuple(gathered))


def _passages(blocks: Sequence[Block]) -> Iterator[Passage]:
    """The whole paragraphs; one that a text box over a page break prints again, unseen on paper, only once."""
    pages: dict[str, int | None] = {}
    for group in _groups(blocks):
        passage = whole(group)
        page, before = passage.origins[0].page, pages.get(passage.text)
        pages[passage.text] = page
        if len(passage.text) < _LONG_PARAGRAPH or page is None or before != page - 1:
            yield passage


def _groups(blocks: Sequence[Block]) -> Iterator[list[Paragraph]]:
    """The paragraphs, those together that were one."""
    held: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and held and _goes_on(held, block):
            held.append(block)
            continue
        if held:
            yield held
        held = [block] if isinstance(block, Paragraph) and _key(block.text) else []
    if held:
        yield held


def _goes_on(held: Sequence[Paragraph], after: Paragraph) -> bool:
    before, text = _key(held[-1].text), _key(after.text)
    begins = _MARKS.match(after.text) or _level(text) is not None or _PART.match(text)
    is_heading = len(held) == 1 and _heading_level(before) is not None
    is_open = not before.endswith(_SENTENCE_END) or words().goes_on.search(before) is not None
    return bool(text) and is_open and not begins and not is_heading


@lru_cache(maxsize=16_384)
def _level(text: str) -> int | None:
    """The level of the number that a heading or list item begins with."""
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.match(text)), None)


@lru_cache(maxsize=16_384)
def _heading_level(text: str) -> int | None:
    """The level of a heading; None for a sentence, also for one that is numbered."""
    level = _level(text)
    if level is None:
        return len(_LEVELS) if words().own_heading.search(text) and len(text) <= _LONGEST_HEADING else None
    body = text.rstrip("。：:")
    is_sentence = any(c in body for c in "。；;：:") or _MONEY.search(body) or len(body) > _LONGEST_HEADING
    ends_so = text.endswith("。") and not words().heading_end.search(body)
    return None if is_sentence or ends_so or text.endswith(("；", ";", "，")) else level
