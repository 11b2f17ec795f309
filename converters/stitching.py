"""Which grids and notes belong to which printed table.

A page break cuts a table into several grids, and an OCR run loses the headings of all but the first, so
grids are gathered under the title that they stand below: everything up to the next title is one table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .codes import undo_spaces
from .forms.form import Form, fold, fold_label, likeness
from .sections import SECTION
from .table import Block, Cell, Paragraph, Table

#: A damaged title is taken for a known one from here on.
_LIKE = 0.9
_LONGEST_TITLE = 60
#: What stands before the title proper: numbers of annexes and forms, the year, the publisher's name.
_AHEAD = re.compile(
    r"^(?:附[表件]?[一二三四五六七八九十\d\-—.]*[:：]?|表[一二三四五六七八九十\d]+[:：]?"
    r"|(?:预算|公开|决算|部门|表)?\d+(?:-\d+)*表?[:：]?)"
)
#: What may stand before a known title: a name and a year, the level, the word budget.
_BEFORE = re.compile(r"^(?:.{0,30}?20\d\d年度?)?(?:预算|决算)?(?:部门|单位|本级|区级|市级|省级|县级)*(?:预算|决算)?$")
_SENTENCE = re.compile(r"[。;；]|[,，].*[,，]")
#: A short line that ends so is the title of some table, known or not.
_TITLE_LIKE = re.compile(r"表(?:[(（][^()（）]{1,20}[)）])?$")
_PART = re.compile(r"^\s*(?:#+\s*)?第[一二三四五六七八九十]+部分")
_LISTED = re.compile(r"^\s*(?:-\s+|.*[.…·]{3,}\s*\d*\s*$)")


@dataclass(frozen=True, slots=True)
class Run:
    """A printed table: its title, its grids in reading order, and the paragraphs that stand among them."""

    title: str
    forms: tuple[Form, ...]  # candidates by title; several forms may share one, none may know it
    tables: tuple[Table, ...]
    notes: tuple[Paragraph, ...]
    first: int  # position of the title among the blocks
    last: int


def stitch(
    blocks: Sequence[Block], forms: Iterable[Form], closers: Iterable[str] = (), *, owner: str = ""
) -> list[Run]:
    """The printed tables of a document in reading order.

    ``closers`` are titles of tables that are read elsewhere: they end a table and open none.
    ``owner`` is the name of the document's unit, which may stand before a title.
    A title of a table of contents opens a run without grids; such runs are left out unless a note follows.
    """
    titles = _titles(forms)
    closing = {fold(c) for c in closers}
    owned = fold(owner)
    # A damaged title is only looked for where the medium damages titles.
    tolerant = not any(isinstance(b, Table) and b.exact for b in blocks)
    gathering = _Gathering()
    for index, block in enumerate(blocks):
        if isinstance(block, Paragraph):
            known = _title_of(block.text, titles, owned, tolerant=tolerant)
            if known is not None:
                gathering.open(index, block.text.strip(), known)
            elif _closes(block.text, closing):
                gathering.open(index, block.text.strip(), None)
            elif _PART.match(block.text):
                gathering.close(index)
            elif block.origin.note == SECTION or _is_title_like(block.text):
                gathering.open(index, block.text.strip(), ())
            else:
                gathering.note(index, block)
        else:
            inside, below = _title_inside(block, titles, owned, tolerant=tolerant)
            if inside is not None:
                gathering.open(index, *inside)
            gathering.add(index, below)
    gathering.close(len(blocks))
    return gathering.runs


class _Gathering:
    """The table that is being gathered, and those that are complete."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._title, self._first = "", 0
        self._forms: tuple[Form, ...] | None = ()  # None: a table that is read elsewhere
        self._titled = False
        self._tables: list[Table] = []
        self._notes: list[Paragraph] = []

    def open(self, index: int, title: str, forms: tuple[Form, ...] | None) -> None:
        self.close(index)
        self._title, self._forms, self._first, self._titled = title, forms, index, True

    def note(self, index: int, paragraph: Paragraph) -> None:
        if not self._titled:
            # Without a known title the paragraph right above a grid is its title, and a new one ends it.
            self.close(index)
            self._title, self._first = paragraph.text.strip(), index
        self._notes.append(paragraph)

    def add(self, index: int, table: Table) -> None:
        if not self._tables and not self._titled and not self._notes:
            self._first = index
        self._tables.append(table)

    def close(self, index: int) -> None:
        if self._tables and self._forms is not None:
            run = Run(self._title, self._forms, tuple(self._tables), tuple(self._notes), self._first, index)
            self.runs.append(run)
        self._title, self._forms, self._titled = "", (), False
        self._tables, self._notes = [], []


def _titles(forms: Iterable[Form]) -> dict[str, tuple[Form, ...]]:
    titles: dict[str, tuple[Form, ...]] = {}
    for form in forms:
        for title in form.titles:
            titles[fold(title)] = (*titles.get(fold(title), ()), form)
    return titles


def _is_title_like(text: str) -> bool:
    """Whether a paragraph is the title of a table that no form knows: it ends what stands above it."""
    bare = _AHEAD.sub("", undo_spaces(text))  # 公开02表 alone is the number of the table below
    if not 4 <= len(bare) <= _LONGEST_TITLE or not _TITLE_LIKE.search(bare):
        return False
    return not (_SENTENCE.search(bare) or _LISTED.match(text) or "：" in bare or ":" in bare)


def _title_of(text: str, titles: dict[str, tuple[Form, ...]], owner: str, *, tolerant: bool) -> tuple[Form, ...] | None:
    """The forms that a paragraph is the title of, or None where it is no title."""
    if len(text) > _LONGEST_TITLE or _SENTENCE.search(text) or _LISTED.match(text):
        return None
    bare = fold_label(text)
    bare = bare.removeprefix(owner) if owner else bare
    for candidate in dict.fromkeys((bare, fold_label(_AHEAD.sub("", bare)))):
        ends = [t for t in titles if candidate.endswith(t) and _BEFORE.match(candidate.removesuffix(t))]
        if ends:
            return titles[max(ends, key=len)]
    if len(bare) < 5 or not tolerant:
        return None
    best, title = max((likeness(bare, title), title) for title in titles)
    return titles[title] if best >= _LIKE and bare[-1] == title[-1] else None


def _closes(text: str, closing: set[str]) -> bool:
    bare = fold_label(text)
    return len(text) <= _LONGEST_TITLE and not _LISTED.match(text) and any(bare.endswith(c) for c in closing)


def _title_inside(
    table: Table, titles: dict[str, tuple[Form, ...]], owner: str, *, tolerant: bool
) -> tuple[tuple[str, tuple[Form, ...]] | None, Table]:
    """A title that stands in the first row of the grid itself, and the grid below it."""
    filled: list[Cell] = [c for c in table.rows[0] if c.text.strip()] if table.rows else []
    if len(filled) != 1:
        return None, table
    known = _title_of(filled[0].text, titles, owner, tolerant=tolerant)
    if known is None:
        return None, table
    return (filled[0].text.strip(), known), Table(table.rows[1:], table.origin, table.exact, table.name)
