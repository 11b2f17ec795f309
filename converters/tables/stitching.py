"""Which grids and notes belong to which printed table.

A page break cuts a table into several grids, and an OCR run loses the headings of all but the first, so
grids are gathered under the title that they stand below. A grid that cannot go on with the table above it
(another sheet, other headings under a text of its own) begins a table that nobody has named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ..amounts import is_nothing
from ..codes import undo_spaces
from ..forms.form import Form, fold, fold_label
from ..table import Block, Cell, Paragraph, Table
from ..titles import Titles, is_listed, is_title_like, kind_of_units, normalise, unnumbered
from .page_breaks import (
    begins,
    goes_over,
    has_codes,
    has_headings,
    headings_differ,
    in_columns_of,
    is_cut,
    lists_classes,
    same_beginning,
    starts_over,
)
from .parted import with_parts_joined
from .run import Run
from .sections import SECTION

_LONGEST_TITLE = 60
_PART = re.compile(r"^\s*(?:#+\s*)?第[一二三四五六七八九十]+部分")
#: What stands between a title and its grid, or between the grids of one table, and is no text of its own.
_CAPTION = re.compile(
    r"(?:金额)?单位[:：]|^(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称|编码|代码)?[:：]|^(?:公开|预算|附|表).{0,8}表$|^\d*$|续表?[)）]?$"
    r"|^(?:注|说明|备注)\s*\d*[:：、.]|^20\d\d年(?:度|\d+月)?|^[-—第共页\d\s/]+$|^附[件表]"
)
_NOTE = re.compile(r"^(?:注|说明|备注)\s*\d*\s*[:：、.]")
#: The title of a table of the other kind of units.
_OF_INSTITUTIONS = re.compile(r"^[^，。]{0,12}(?<!行政)(?<!参公)(?<!额)(?<!支)(?<!拨款)(?<!补助)事业单位.{0,12}表$")
#: Paragraphs of prose between a title and a grid from which on the title was one of a list.
_PROSE = re.compile(r".{40,}[。；]")
_MOST_PROSE = 2
#: The numbers of headings, from the widest to the narrowest: 第二部分, 四、, （二）, 3., (1).
_LEVELS = tuple(
    re.compile(rf"^\s*{number}")
    for number in (
        "第[一二三四五六七八九十]+部分",
        "[一二三四五六七八九十]+[、.．]",
        "[(（][一二三四五六七八九十]+[)）]",
        r"\d{1,2}[、.．](?!\d)",
        r"[(（]\d{1,2}[)）]",
    )
)
#: On how many pages a text stands that is a running head; a title says that it is that of a table.
_FEWEST_PAGES = 3
_TITLE_OF_TABLE = re.compile(r"表\s*(?:[（(].*[）)])?$")
#: What a title says behind itself: （2023年度）.
_ADDED = re.compile(r"(?<=表)(?:\s*[（(][^（()）]{1,20}[）)])+$")
#: A title that leaves its last word out: 收入支出预算总体情况, 一般公共预算财政拨款支出, 附件1 2024年收入预算.
_MAY_BE_TITLE = re.compile(
    r"^(?P<title>(?:附[件表]\d{0,2}?[:：、.]?)?(?=20\d\d年|\D)(?=.{6,30}$|[收支][入出支][预决]算)(?:20\d\d年)?[^，。；：:\d（(]*(?:20\d\d年[^，。；：:（(]+)?"
    r"(?:情况|概况|一览|明细|(?<!无)(?<!其他)[收支][入出]|经费|(?:[收支][入出支]|分类|经费)(?:预算|决算)))"
    r"(?P<added>[（(][^（()）]{1,10}[)）])?$"
)
#: Names of sheets that are the pages of a document turned into a workbook: Page 11, Table 3, Sheet2, 第3页.
_PAGE = re.compile(r"(?P<kind>(?:page|table|sheet)[ _-]?|第)(?P<number>\d{1,4})页?(?:[ _-]\d{1,2})?", re.IGNORECASE)
#: How many rows above its headings a grid may hold for its own title.
_TITLE_ROWS = 4


def stitch(
    blocks: Sequence[Block],
    forms: Iterable[Form],
    closers: Iterable[str],
    *,
    owner: str,
    is_unit: bool,
) -> list[Run]:
    """The printed tables of a document in reading order.

    ``closers`` are titles of tables that are read elsewhere: they end a table and open none.
    ``owner`` is the name of the document's unit, which may stand before a title; so may its kind (行政单位收支总表) in
    the document of one unit (``is_unit``) that has tables of no other kind.
    A title of a table of contents opens a run without grids; such runs are left out unless a note follows.
    """
    kinds = {kind_of_units(b.text) for b in blocks if isinstance(b, Paragraph)} - {""}
    is_alone = (
        is_unit
        and len(kinds) == 1
        and not any(_OF_INSTITUTIONS.match(b.text) for b in blocks if isinstance(b, Paragraph))
    )
    titles = Titles(forms, owner, by_kind=bool(kinds), kind=kinds.pop() if is_alone else "")
    closing = {fold(c) for c in closers}
    # A damaged title is only looked for where the medium damages titles.
    tolerant = not any(isinstance(b, Table) and b.exact for b in blocks) or any(b.origin.confidence < 1 for b in blocks)
    gathering = _Gathering()
    heads = {index for index, text in running_heads(blocks) if not titles.of(text, tolerant=tolerant)}
    for index, block in ((k, b) for k, b in enumerate(blocks) if k not in heads):
        if index and block.origin.file != blocks[index - 1].origin.file:
            gathering.close(index)  # no table goes on from one file into the next
        if isinstance(block, Paragraph):
            known = titles.of(block.text, tolerant=tolerant) or _without_its_last_word(
                titles, block, blocks[index + 1 :]
            )
            if known is not None:
                gathering.open(index, block.text.strip(), known)
            elif _closes(block.text, closing):
                gathering.open(index, block.text.strip(), None)
            elif _PART.match(block.text):
                gathering.close(index)
            elif block.origin.note == SECTION or is_title_like(block.text):
                gathering.open(index, block.text.strip(), ())
            else:
                gathering.note(index, block)
        else:
            inside, above, below = _title_inside(block, titles, tolerant=tolerant)
            if inside is None and gathering.is_new_sheet(block) and (by_name := titles.of(block.name)) is not None:
                inside = (block.name, by_name)
            if inside is not None:
                gathering.open_at(index, *inside)
            for note in above:
                gathering.note(index, note)
            gathering.add(index, below)
    gathering.close(len(blocks))
    return with_parts_joined(gathering.runs, titles.of)


def running_heads(blocks: Sequence[Block]) -> list[tuple[int, str]]:
    """The texts that stand at one height first or last on several pages, each time: of no table."""
    pages: dict[object, list[int]] = {}
    for index, block in enumerate(blocks):
        pages.setdefault((block.origin.file, block.origin.page), []).append(index)
    alike: dict[tuple[str, int], list[int]] = {}
    for at in pages.values():
        for index in {at[0], at[-1]}:
            block = blocks[index]
            if isinstance(block, Paragraph) and (box := block.origin.bbox) and not _TITLE_OF_TABLE.search(block.text):
                alike.setdefault((block.text, round(box[1])), []).append(index)
    repeated = [(text, found) for (text, _), found in alike.items() if len(found) >= _FEWEST_PAGES]
    return [(index, text) for text, found in repeated for index in found]


class _Gathering:
    """The table that is being gathered, and those that are complete."""

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._title, self._first = "", 0
        self._forms: tuple[Form, ...] | None = ()  # None: a table that is read elsewhere
        self._titled = False
        self._tables: list[Table] = []
        self._notes: list[tuple[int, Paragraph]] = []
        self._first_grid = self._last_grid = -1
        self._above: int | None = None  # how many notes stand above the first grid of a table that goes on

    def open(self, index: int, title: str, forms: tuple[Form, ...] | None) -> None:
        self.close(index)
        self._title, self._forms, self._first, self._titled = title, forms, index, True

    def open_at(self, index: int, title: str, forms: tuple[Form, ...] | None) -> None:
        """Open a table by a title that its grid carries itself; what stands right above the grid is its caption."""
        captions = self._since_last_grid() if self._tables or not self._titled else self._notes
        if self._titled and not self._tables and self._forms == forms:
            return  # the title was printed above the grid, and in it again
        self._notes = [n for n in self._notes if n not in captions]
        self.open(captions[0][0] if captions else index, title, forms)
        self._notes = captions

    def is_new_sheet(self, table: Table) -> bool:
        """Whether a grid stands on a sheet that has no title yet."""
        if not table.name:
            return False
        # A title of a table that is read elsewhere (None) counts like one of a form; an unknown one (()) does not.
        return self._tables[-1].name != table.name if self._tables else not (self._titled and self._forms != ())

    def note(self, index: int, paragraph: Paragraph) -> None:
        if self._titled and not self._tables and _ends(self._title, paragraph.text):
            self.close(index)  # the title was the heading of a text, and another text begins
        if not self._titled:
            # Without a known title the paragraph right above a grid is its title, and a new one ends it.
            self.close(index)
            self._title, self._first = paragraph.text.strip(), index
        self._notes.append((index, paragraph))
        prose = sum(bool(_PROSE.match(undo_spaces(p.text))) for _, p in self._notes)
        if self._titled and not self._tables and prose > _MOST_PROSE:
            self.close(index)

    def add(self, index: int, table: Table) -> None:
        if not table.rows:
            return  # a grid of a title alone
        if self._continues_last_run(table):
            last = self.runs.pop()
            self._title, self._forms, self._first = last.title, last.forms, last.first
            self._first_grid, self._above = index, last.above
            self._tables = list(last.tables)
            self._notes = [*((last.first, n) for n in last.notes), *self._notes]
        elif self._tables and (page := self._page_after(table)):
            table = page
        elif self._tables and not self._goes_on(table):
            captions = self._since_last_grid()
            text = next((p.text.strip() for _, p in captions if not is_caption(p.text)), table.name)
            self._notes = [n for n in self._notes if n not in captions]
            self.open(captions[0][0] if captions else index, text, () if self._forms is not None else None)
            self._notes = captions
        if self._tables:
            table = in_columns_of(self._tables[-1], table)
        if not self._tables and not self._titled and not self._notes:
            self._first = index
        if not self._tables:
            self._first_grid = index
        self._tables.append(table)
        self._last_grid = index

    def close(self, index: int) -> None:
        if self._tables and self._forms is not None:
            notes = tuple(p for _, p in self._notes)
            above = sum(i < self._first_grid for i, _ in self._notes) if self._above is None else self._above
            run = Run(self._title, self._forms, tuple(self._tables), notes, self._first, index, above)
            self.runs.append(run)
        self._title, self._forms, self._titled = "", (), False
        self._tables, self._notes, self._above = [], [], None

    def _since_last_grid(self) -> list[tuple[int, Paragraph]]:
        return [(i, p) for i, p in self._notes if i > self._last_grid]

    def _goes_on(self, table: Table) -> bool:
        """Whether a grid can belong to the table that is being gathered."""
        last = self._tables[-1]
        if last.name != table.name:
            return False
        captioned = bool(self._since_last_grid())
        if _codes_of(self._tables[0]) | _codes_of(table) == {"功能", "经济"}:
            return False  # its title was lost
        if (table.exact or has_headings(table)) and lists_classes(table) and not any(map(has_codes, self._tables)):
            return False  # no rows of a statement: its title was lost
        if captioned and (headings_differ(self._tables[0], table) or starts_over(self._tables, table)):
            return False  # it has a caption of its own
        own_text = any(not is_caption(p.text) for _, p in self._since_last_grid())
        return not (own_text and table.exact and begins(table) and not same_beginning(self._tables[0], table))

    def _page_after(self, table: Table) -> Table | None:
        """A grid that goes on with the one above it on a sheet of its own, in the columns of that."""
        is_apart = any(not is_caption(p.text) for _, p in self._since_last_grid())
        page = None if is_apart else _as_page_after(self._tables[-1], table)
        return page if page and goes_over(self._tables, page) else None

    def _continues_last_run(self, table: Table) -> bool:
        """Whether a grid below a title that is printed again goes on with the table above it."""
        if self._tables or not self.runs or not self._titled or not self._forms or not table.exact:
            return False
        last = self.runs[-1]
        if last.tables[-1].origin.file != table.origin.file:
            return False
        again = last.forms == self._forms and normalise(last.title) == normalise(self._title)
        if not again or last.last != self._first or _width(last.tables[-1]) != _width(table):
            return False
        own = [p.text for _, p in self._notes]
        alike = [n.text for n in last.notes[: last.above]] == own
        between = (n.text for n in last.notes[last.above :] if n.text not in own)
        return not begins(table) or (alike and all(map(_NOTE.match, between)) and is_cut(last.tables, table))


def _without_its_last_word(titles: Titles, line: Paragraph, following: Sequence[Block]) -> tuple[Form, ...] | None:
    """The forms that a line is the title of but for its last word, with nothing but captions above the grid below."""
    below = (b for b in following if isinstance(b, Table) or not is_caption(b.text))
    told = _MAY_BE_TITLE.search(unnumbered(undo_spaces(line.text)))
    if told is None or not isinstance(next(below, None), Table):
        return None
    return titles.of(f"{told['title']}表{told['added'] or ''}")


def is_caption(text: str) -> bool:
    """Whether a line names a unit of money, an owner, a number or a date of a table, and is no title."""
    return bool(_CAPTION.search(undo_spaces(text)))


def _codes_of(table: Table) -> set[str]:
    """Which classification the headings of an exact grid name, where they name one of the two alone."""
    if not table.exact or not begins(table):
        return set()
    headings = "".join(c.text for row in table.rows[:2] for c in row)
    named = {word for word in ("功能", "经济") if word in headings}
    return named if len(named) == 1 else set()


def _width(table: Table) -> int:
    return max((len(row) for row in table.rows), default=0)


def _as_page_after(last: Table, table: Table) -> Table | None:
    """A sheet in the columns of the one before it, where programs that turn pages into sheets cut one table in two.

    None where the names of the sheets are no numbers of pages, or the sheet prints in other columns.
    """
    one, other = _PAGE.fullmatch(last.name), _PAGE.fullmatch(table.name)
    if one is None or other is None or one["kind"] != other["kind"]:
        return None
    columns = [cell.origin.column for cell in last.rows[-1]]
    own = [cell.origin.column for cell in table.rows[0]]
    if int(other["number"]) - int(one["number"]) not in (0, 1) or None in columns or not set(own) <= set(columns):
        return None
    rows = ({cell.origin.column: cell for cell in row} for row in table.rows)
    blank = Cell("", table.origin)
    return replace(table, rows=tuple(tuple(row.get(column, blank) for column in columns) for row in rows))


def _closes(text: str, closing: set[str]) -> bool:
    bare = {fold_label(text), fold_label(_ADDED.sub("", text.strip()))}
    return len(text) <= _LONGEST_TITLE and not is_listed(text) and any(b.endswith(c) for b in bare for c in closing)


def _ends(title: str, text: str) -> bool:
    """Whether ``text`` is a heading beside, or above, the numbered heading ``title``: what follows is not under it."""
    of_title, of_text = (next((k for k, p in enumerate(_LEVELS) if p.match(t)), None) for t in (title, text))
    return of_title is not None and of_text is not None and of_text <= of_title


def _title_inside(
    table: Table, titles: Titles, *, tolerant: bool
) -> tuple[tuple[str, tuple[Form, ...]] | None, list[Paragraph], Table]:
    """A title that stands in one of the first rows of the grid itself, captions around it as notes, the grid below."""
    notes: list[Paragraph] = []
    found: tuple[str, tuple[Form, ...]] | None = None
    for index, row in enumerate(table.rows[:_TITLE_ROWS]):
        filled: list[Cell] = [c for c in row if not is_nothing(c.text)]
        known = titles.of(filled[0].text, tolerant=tolerant) if len(filled) == 1 and not found else None
        if known is not None:
            found = filled[0].text.strip(), known
        elif (len(filled) > 1 or found) and not all(is_caption(c.text) for c in filled):
            return (found, notes, replace(table, rows=table.rows[index:])) if found else (None, [], table)
        else:
            notes += [Paragraph(c.text, c.origin) for c in filled]
    return (found, notes, replace(table, rows=table.rows[_TITLE_ROWS:])) if found else (None, [], table)
