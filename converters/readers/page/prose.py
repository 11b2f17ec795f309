"""The text around the tables of a page: page numbers dropped, captions kept apart, wrapped lines joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ....datapackage.frozen import frozen
from ....datapackage.model import Origin
from ...table import PRINTED_AGAIN, Block, Paragraph
from ..characters import tidy
from ..grid import is_caption, is_title
from .glyphs import Line, join

#: Part of the page height at its top and bottom where a page number may stand.
_MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-—–－_·~.\s]*(?:第?\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5}|[ivxlc]{1,6})\s*页?"
    r"(?:\s*[,，/／|]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?)[-—–－_·~.\s]*",
    re.IGNORECASE,
)
#: What a browser prints above and below each page of paper: when, beside the title; from where, beside the page number.
_PRINTED_ON = re.compile(
    r"(?:\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{4}年\d{1,2}月\d{1,2}日),?\s*(?:[上下]午)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?:[AP]M)?",
    re.IGNORECASE,
)
_PRINTED_FROM = re.compile(r"(?:https?|(?:fi|ﬁ)le)://\S+?(?:\s*\d{1,4}\s*/\s*\d{1,4})?")
#: A page number that nothing else looks like, wherever the last line of its page stands.
_SURELY_NUMBER = re.compile(r"[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?")
_FIGURES = re.compile(r"[\d,.]+")
#: In font sizes: how far a page number at least is from the text of its page.
_APART = 0.6
#: What only the beginning of a paragraph looks like.
_BEGINNING = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[)）、.．]|[（(]?\d{1,2}(?:[)）、]|[.．](?=\D|(?:19|20)\d\d年))|第[一二三四五六七八九十\d]+[部章节条]"
    r"|(?:注|说明|备注|附件|附表)\s*\d*\s*[:：]|[①-⑳●■◆★▪•]"
    r"|(?:编制|填报|公开|预算|金额|计量)?(?:部门|单位)(?:名称)?\s*[:：]"
)
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|·{4,}|．{4,})\s*\d*$")
#: What a line break never parts: a number or word, a sign and what it opens or closes.
_UNBREAKABLE = re.compile(r"[（(《〈“‘「『【\[]*(?:[0-9A-Za-z.,%/+-]+|.)[，。、；：？！）)》〉”’」』】\],.;:?!%％]*")
#: In font sizes: texts further apart stand beside each other; lines further apart are no paragraph.
_BESIDE = 2.5
_SLACK = 1.0
_INDENT = 0.8
_LEADING = 2.6
#: Part of the page width that a single line must fill to show where the margins are.
_WIDE = 0.75
#: Part that several lines of text must fill.
_NARROW = 0.5


@frozen()
class Passage:
    """A paragraph, and whether it could go on on the next page or go on from the page before."""

    paragraph: Paragraph
    x0: float
    top: float
    size: float
    room: float  # what its last line leaves free before the right margin
    lead: float  # how wide the beginning of its first line is that could not have been parted
    at_margin: bool  # its first line starts at the left margin
    is_centred: bool = False  # its line stands in the middle between the margins, away from both

    @property
    def text(self) -> str:
        return self.paragraph.text


@dataclass(frozen=True, slots=True)
class _Column:
    """The left and right margins that the lines of a page keep to."""

    left: float
    right: float


def without_page_numbers(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines without a page number at the top or bottom of the page, nor what a browser prints there."""
    kept = list(lines)
    if kept and kept[0].bottom < _MARGIN * height:
        first, *beside = _beside(kept[0])
        kept[:1] = beside if _PRINTED_ON.fullmatch(first.text.strip()) else kept[:1]
    if kept and kept[-1].top > (1 - _MARGIN) * height and _PRINTED_FROM.fullmatch(tidy(kept[-1].text).strip()):
        del kept[-1]
    if kept and kept[0].bottom < _MARGIN * height and _is_page_number(kept[0], kept[1:2]):
        del kept[0]
    is_low = bool(kept) and kept[-1].top > (1 - _MARGIN) * height
    if kept and (
        _SURELY_NUMBER.fullmatch(kept[-1].text.strip()) or (is_low and _is_page_number(kept[-1], kept[-2:-1]))
    ):
        del kept[-1]
    return kept


def can_be_page_number(text: str) -> bool:
    """Whether a line is worded like a page number: 7, - 7 -, 第7页 共9页, iv."""
    return bool(_PAGE_NUMBER.fullmatch(text.strip()))


def _is_page_number(line: Line, beside: Sequence[Line]) -> bool:
    """Whether a line is a page number: plain figures as near to the next line as in a text are a part of one."""
    near = any(max(line.top, other.top) - min(line.bottom, other.bottom) < _APART * line.size for other in beside)
    return can_be_page_number(line.text) and not (near and _FIGURES.fullmatch(line.text.strip()))


def passages(lines: Sequence[Line], width: float, stops: Iterable[float], origin: Origin) -> Iterator[Passage]:
    """The paragraphs of a page, none of which goes across one of ``stops`` (the tops of the tables)."""
    column = _column(lines, width)
    limits = sorted(stops)
    held: Passage | None = None
    end = 0.0
    for line in lines:
        parts = list(_beside(line))
        for part in parts:
            passage = _passage(part, column, origin)
            if passage is None:
                continue
            near = part.top - end < (_LEADING - 1) * part.size
            apart = any(end <= stop <= part.top for stop in limits)
            if held is not None and len(parts) == 1 and near and not apart and goes_on(held, passage):
                held = joined(held, passage)
            else:
                if held is not None:
                    yield held
                held = passage
            end = part.bottom
        if len(parts) > 1 and held is not None:
            yield held
            held = None
    if held is not None:
        yield held


def goes_on(before: Passage, after: Passage) -> bool:
    """Whether ``after`` is clearly the wrapped rest of ``before``."""
    same_size = abs(before.size - after.size) < 0.15 * before.size
    is_full = before.room < after.lead + _SLACK * after.size
    begins = _BEGINNING.match(after.text) or _LEADERS.search(before.text) or (_ends(before) and is_title(after.text))
    return is_full and same_size and not begins and (after.at_margin or _is_rest_of_heading(before, after))


def _is_rest_of_heading(before: Passage, after: Passage) -> bool:
    """Whether a line in the middle is what did not fit on the full line above: 部门决算情况说, 明."""
    box = before.paragraph.origin.bbox
    is_one_line = box is not None and box[3] - box[1] < 1.5 * before.size
    return after.is_centred and is_one_line and not _ends(before) and not is_title(after.text)


def with_lines_again(pages: Iterable[Sequence[Block | Passage]]) -> Iterator[list[Block | Passage]]:
    """The blocks of each page, noted where the first or last line stands at that place on one of two pages before."""
    before: list[set[tuple[str, float]]] = [set(), set()]  # running heads of left and right pages may differ
    for page in pages:
        blocks = [*page]
        ends = {0, len(blocks) - 1} if blocks else set[int]()
        lines = {k: (block.text, round(block.top)) for k in ends if isinstance(block := blocks[k], Passage)}
        for k, line in lines.items():
            of_table = is_title(line[0]) or is_caption(line[0])  # each page of a table may begin with them
            if not of_table and any(line in known for known in before):
                blocks[k] = _noted(blocks[k])
        before = [before[1], {*lines.values()}]
        yield blocks


def _noted(block: Block | Passage) -> Block | Passage:
    if not isinstance(block, Passage):
        return block
    origin = replace(block.paragraph.origin, note=PRINTED_AGAIN)
    return replace(block, paragraph=replace(block.paragraph, origin=origin))


def goes_over(before: Passage, after: Passage) -> bool:
    """Whether ``after``, first on its page, is the rest of the sentence that ``before`` broke off."""
    return goes_on(before, after) and not _ends(before)


def _ends(passage: Passage) -> bool:
    """Whether a passage ends where a sentence does."""
    return passage.text[-1] in "。！？；：!?;:"


def joined(before: Passage, after: Passage) -> Passage:
    """The two as one paragraph, at the place of the first."""
    one, other = before.text, after.text
    blank = " " if one[-1].isascii() and one[-1].isalpha() and other[0].isascii() and other[0].isalpha() else ""
    origin = before.paragraph.origin
    if origin.page == after.paragraph.origin.page:
        origin = replace(origin, bbox=_union(origin.bbox, after.paragraph.origin.bbox))
    return replace(before, paragraph=Paragraph(one + blank + other, origin), room=after.room)


def _union(
    one: tuple[float, float, float, float] | None, other: tuple[float, float, float, float] | None
) -> tuple[float, float, float, float] | None:
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _column(lines: Sequence[Line], width: float) -> _Column:
    """The margins of a page; no line is full where only one reaches the right margin, as under a table, or all are
    as short as titles are."""
    left = min((line.x0 for line in lines if len(line.text) > 10), default=0.0)
    right = max((line.x1 for line in lines), default=0.0)
    reaching = sum(line.x1 > right - 2 * line.size for line in lines)
    is_text = right - left > (_NARROW if reaching > 1 else _WIDE) * width
    return _Column(left, right if is_text else float("inf"))


def _beside(line: Line) -> Iterator[Line]:
    """The texts that stand side by side on one line, as a unit on the left and its money unit on the right."""
    start = 0
    for index in range(1, len(line.runs)):
        before, after = line.runs[index - 1], line.runs[index]
        left, right = join(line.runs[start:index]), join(line.runs[index:])
        gap, shorter = (after.x0 - before.x1) / after.size, min(len(left), len(right))
        if (gap > _BESIDE and shorter > 2) or (gap > 2 * _BESIDE and shorter > 1):
            yield Line(line.runs[start:index], left)
            start = index
    yield Line(line.runs[start:], join(line.runs[start:])) if start else line


def _lead(text: str) -> float:
    """The width, in font sizes, of what stands before the first possible line break of ``text``."""
    token = _UNBREAKABLE.match(text)
    return sum(0.55 if character.isascii() else 1.0 for character in token.group()) if token else 0.0


def _passage(line: Line, column: _Column, origin: Origin) -> Passage | None:
    text = tidy(line.text).replace("\n", " ")
    if not text:
        return None
    x0, top, x1, bottom = (round(float(value), 2) for value in line.box)
    return Passage(
        Paragraph(text, replace(origin, bbox=(x0, top, x1, bottom), confidence=line.confidence)),
        x0,
        top,
        line.size,
        room=column.right - line.x1,
        lead=_lead(text) * line.size,
        at_margin=line.x0 < column.left + _INDENT * line.size,
        is_centred=abs((x0 + x1) - (column.left + column.right)) < line.size and x0 - column.left > 2 * line.size,
    )
