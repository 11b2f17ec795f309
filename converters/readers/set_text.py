"""Text whose columns blanks part, as programs write it that copy the text of a PDF or of a terminal.

Where the blanks vary so that texts stand below each other, the lines are set on pages of a fixed pitch, on which texts
of full width take two places, and read as a page without rules. Where the same blank parts all fields, they are the
fields of a row, and what was empty is left out: nothing tells their columns but sums.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from ...datapackage.model import Origin
from ..table import Block, Cell, Paragraph, Table
from .grid import is_caption, is_title, lift_captions
from .page.glyphs import Box, Run, lines
from .unruled.drawn import Drawn
from .unruled.reading import Finder

READER = "text"

#: In points: how wide a character of half width is set, its size, and how far apart lines are.
_PITCH, _SIZE, _LEADING = 5.0, 12.0, 16.0
_ASCENT, _DESCENT = 0.85, 0.15
_FIELD = re.compile(r"\S+")
_NUMBER = re.compile(r"[-－−△▲(（]?\d[\d,]*(?:[.．]\d+)?%?[)）]?")
_AMOUNT = re.compile(r"[-－−△▲(（]?(?:\d[\d,]*[.．]\d{1,6}|\d{1,3}(?:,\d{3})+)[)）]?")
_SENTENCE = re.compile("[。；;！？]|，.*，|[万亿]元[，、（]")
#: The columns of the steps of a code, side by side.
_STEPS = {"类", "款", "项"}
#: Places that a character of full width takes: of a terminal, and where programs count characters.
_WIDE = (2, 1)
_ORDINAL = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.．、)）]")
#: Places between a number and what it counts, and between the letters of a word.
_BEHIND_ORDINAL, _LETTERS = 2, 6
#: Fewest fields of a row, and rows of a stretch of them that is a table.
_FEWEST_FIELDS, _FEWEST_ROWS = 3, 2
#: Lines of headings below a caption.
_MOST_HEADINGS = 8
#: Share of the blanks between fields that differ from the usual one where texts stand below each other.
_VARY = 0.1


@dataclass(frozen=True, slots=True)
class _Field:
    """A text between blanks: its place in its line, and where it is set."""

    text: str
    start: int
    x0: int
    x1: int


@dataclass(frozen=True, slots=True)
class _Set:
    """A line of the file as it is set: its number, its place in the file, and its fields."""

    text: str
    number: int
    offset: int
    fields: tuple[_Field, ...]

    @property
    def is_row(self) -> bool:
        """Whether it may be a row of amounts, which no sentence is."""
        return len(self.fields) >= _FEWEST_FIELDS and self.prints_amounts and not _SENTENCE.search(self.text)

    @property
    def prints_amounts(self) -> bool:
        """Whether one of its texts is an amount."""
        return any(_AMOUNT.fullmatch(f.text) for f in self.fields)

    @property
    def may_be_a_row(self) -> bool:
        """Whether it may stand among rows: a name, with an amount or without, that is no title of a table."""
        return self.may_head and not is_title(self.text) and not _NUMBER.fullmatch(self.fields[0].text)

    @property
    def is_heading(self) -> bool:
        """Whether it may stand among the headings of a table."""
        return len(self.fields) > 1 and self.may_head

    @property
    def may_head(self) -> bool:
        """Whether it may be a part of headings."""
        return bool(self.fields) and not _SENTENCE.search(self.text) and not self.is_caption

    @property
    def is_caption(self) -> bool:
        """Whether it holds a caption of a table."""
        return any(map(_is_caption, self.fields))


def _is_caption(field: _Field) -> bool:
    return is_caption(field.text)


def has_columns(text: str) -> bool:
    """Whether a text without tabs holds tables whose columns blanks part."""
    rows = [line.is_row for line in _lines(text, _WIDE[0])]
    return any(sum(rows[k : k + _FEWEST_ROWS]) == _FEWEST_ROWS for k in range(len(rows)))


def read(text: str) -> Iterator[Block]:
    """The paragraphs and tables of a text, with the lines and characters at which they stand."""
    found = min((_lines(text, wide) for wide in _WIDE), key=_edges)
    blanks = Counter(gap for line in found if line.is_row for gap in _gaps(line))
    usual = max(blanks.values(), default=0)
    is_set = usual < (1 - _VARY) * blanks.total()
    yield from _of_pages(text, found) if is_set else _of_rows(found)


def _edges(found: Sequence[_Set]) -> int:
    """At how many places amounts end: the fewer, the better they stand below each other."""
    return len({f.x1 for line in found if line.is_row for f in line.fields if _AMOUNT.fullmatch(f.text)})


def _gaps(line: _Set) -> list[int]:
    return [after.x0 - before.x1 for before, after in pairwise(line.fields)]


# --- fields -----------------------------------------------------------------------------------------------


def _lines(text: str, wide: int) -> list[_Set]:
    found: list[_Set] = []
    offset = 0
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        content = line.rstrip()
        found.append(_Set(content, number, offset, tuple(_fields(content, wide))))
        offset += len(line)
    return found


def _fields(line: str, wide: int) -> list[_Field]:
    """The texts that blanks part: several, or one beside a number; one blank alone may stand within a name."""
    places = [0]
    for character in line:
        places.append(places[-1] + _width(character, wide))
    words = [_Field(w[0], w.start(), places[w.start()], places[w.end()]) for w in _FIELD.finditer(line)]
    is_tight = len(words) >= _FEWEST_FIELDS
    fields: list[_Field] = []
    for word in words:
        before = fields[-1] if fields else None
        if before and _is_one(before, word, line, is_tight=is_tight):
            whole = line[before.start : word.start + len(word.text)]
            fields[-1] = _Field(whole, before.start, before.x0, word.x1)
        else:
            fields.append(word)
    return fields


def _is_one(before: _Field, word: _Field, line: str, *, is_tight: bool) -> bool:
    """Whether two words are one text: a name set with blanks within (合　计), or words of a text with one between."""
    if _ORDINAL.fullmatch(before.text):
        return word.x0 - before.x1 <= _BEHIND_ORDINAL and not _NUMBER.fullmatch(word.text)
    is_number = any(map(_NUMBER.fullmatch, (before.text, word.text)))
    if is_number:
        return False
    if len(word.text) == 1 and len(before.text) == 1:
        return word.x0 - before.x1 <= _LETTERS and not {before.text, word.text} <= _STEPS
    return word.x0 - before.x1 == 1 and not is_tight


def _width(character: str, wide: int) -> int:
    return wide if unicodedata.east_asian_width(character) in "WFA" else 1


# --- fields of rows ---------------------------------------------------------------------------------------


def _of_rows(found: Sequence[_Set]) -> Iterator[Block]:
    """Each stretch of rows with the headings above it as a table of fields, which are all that it prints."""
    at = 0
    while at < len(found):
        first = next((k for k in range(at, len(found)) if found[k].is_row), len(found))
        last = _rows_end(found, first)
        top = _headings_begin(found, at, first) if first < last else first
        yield from (_paragraph(line) for line in found[at:top] if line.text.strip())
        if top < last:
            own = [line for line in (*map(_parted, found[top:first]), *found[first:last]) if line.fields]
            rows = tuple(tuple(_cells(line, row)) for row, line in enumerate(own, start=1))
            begin, end = rows[0][0].origin, rows[-1][-1].origin
            yield Table(rows, Origin(READER, line=begin.line, char_start=begin.char_start, char_end=end.char_end))
        at = max(last, top)


def _rows_end(found: Sequence[_Set], first: int) -> int:
    """Where the rows from ``first`` on end; names that print nothing, and those with one amount, are rows too."""
    end = first
    for index, line in enumerate(islice(found, first, None), start=first):
        if line.is_row or (line.may_be_a_row and line.prints_amounts):
            end = index + 1
        elif not line.may_be_a_row:
            break
    return end


def _headings_begin(found: Sequence[_Set], at: int, first: int) -> int:
    """Where the headings begin of the row ``first``: all that stands between it and captions above, as a heading over
    others may stand alone in its line; else the lines of several fields right above it."""
    top = first
    while at < top and (found[top - 1].may_head or not found[top - 1].fields):
        top -= 1
    if at < top and found[top - 1].is_caption and first - top <= _MOST_HEADINGS:
        return top
    top = first
    while at < top and found[top - 1].is_heading:
        top -= 1
    return top


def _parted(line: _Set) -> _Set:
    """A line of headings each of whose words is one, where it was taken for one text."""
    if len(line.fields) > 1:
        return line
    words = [w for field in line.fields for w in _FIELD.finditer(line.text, field.start)]
    return replace(line, fields=tuple(_Field(w[0], w.start(), w.start(), w.end()) for w in words))


def _cells(line: _Set, row: int) -> Iterator[Cell]:
    for column, field in enumerate(line.fields, start=1):
        start = line.offset + field.start
        yield Cell(
            field.text, Origin(READER, None, None, row, column, None, line.number, start, start + len(field.text))
        )


def _paragraph(line: _Set) -> Paragraph:
    return Paragraph(
        line.text, Origin(READER, line=line.number, char_start=line.offset, char_end=line.offset + len(line.text))
    )


# --- lines set on pages -----------------------------------------------------------------------------------


def _of_pages(text: str, found: Sequence[_Set]) -> Iterator[Block]:
    """The tables of pages on which the lines are set, and each of the lines around them."""
    finder = Finder(in_order=True)
    tables = 0
    for page in _pages(text, found):
        by_baseline = dict(_placed(page))
        loose, rest = finder.find(lines(run for at, line in by_baseline.items() for run in _runs(line, at)), Drawn())
        blocks: list[tuple[float, Block]] = [
            (line.runs[0].baseline, _paragraph(by_baseline[line.runs[0].baseline])) for line in rest
        ]
        for one in sorted(loose, key=lambda table: table.box[1]):
            tables += 1
            table = one.table(Origin(READER, table_on_page=tables, bbox=one.box))
            blocks += [(one.box[1], block) for block in lift_captions(_at_lines(table, by_baseline))]
        blocks.sort(key=lambda item: item[0])
        yield from (block for _, block in blocks)


def _pages(text: str, found: Sequence[_Set]) -> Iterator[list[_Set]]:
    """The lines of each page; a page that is never broken is one."""
    page: list[_Set] = []
    for line in found:
        if page and text[line.offset - 1 : line.offset] == "\f":
            yield page
            page = []
        page.append(line)
    yield page


def _placed(page: Sequence[_Set]) -> Iterator[tuple[float, _Set]]:
    """The lines of a page that print something, each with the place at which it is set.

    Blank lines above a row, as for those of the other side of its table, are as one.
    """
    at, before = 0, 0
    for line in (line for line in page if line.fields):
        at += min(line.number - before, 2) if line.is_row else line.number - before
        before = line.number
        yield at * _LEADING, line


def _runs(line: _Set, baseline: float) -> Iterator[Run]:
    for field in line.fields:
        step = (field.x1 - field.x0) * _PITCH / len(field.text)
        ends = [field.x0 * _PITCH + k * step for k in range(len(field.text) + 1)]
        yield Run(field.text, list(pairwise(ends)), baseline, _SIZE)


def _at_lines(table: Table, by_baseline: dict[float, _Set]) -> Table:
    """The table with the lines and characters of its cells for the places at which they were set."""
    rows = tuple(tuple(replace(c, origin=_at(c.origin, by_baseline)) for c in row) for row in table.rows)
    return replace(table, rows=rows, origin=_at(table.origin, by_baseline))


def _at(origin: Origin, by_baseline: dict[float, _Set]) -> Origin:
    if origin.bbox is None:
        return origin
    first, last = (_line_at(y, by_baseline) for y in _baselines(origin.bbox))
    start = next((f.start for f in first.fields if f.x0 * _PITCH >= origin.bbox[0] - _PITCH / 2), 0)
    ends = [f.start + len(f.text) for f in last.fields if f.x1 * _PITCH <= origin.bbox[2] + _PITCH / 2]
    end = max(last.offset + max(ends, default=0), first.offset + start)
    return replace(origin, bbox=None, line=first.number, char_start=first.offset + start, char_end=end)


def _baselines(box: Box) -> tuple[float, float]:
    return box[1] + _ASCENT * _SIZE, box[3] - _DESCENT * _SIZE


def _line_at(baseline: float, by_baseline: dict[float, _Set]) -> _Set:
    return by_baseline[min(by_baseline, key=lambda known: abs(known - baseline))]
