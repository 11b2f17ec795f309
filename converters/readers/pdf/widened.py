"""Grids too wide for their paper: what their columns do not fit on is printed on pages of its own.

Programs print such a sheet page by page from left to right, or all that is at the left first. A part at the right
prints the same rows: it repeats their names, or prints amounts alone in as many rows of the same heights. A title over
all columns is printed wherever its middle is, or again above each part; a heading over columns that a page break parts
is one cell, though its text stands on one of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ...amounts import is_nothing, parse_amount
from ...table import NOT_SHOWN, Block, Cell, Paragraph, Table
from ..grid import is_caption, is_title
from ..page.frames import NOT_CLOSED
from ..page.prose import can_be_page_number

#: How far (points) apart rows stand that are the same on two pages.
_SAME_ROW = 2.0
#: How many pages one after another may be of one wide sheet; how many captions may stand above a part.
_MOST_PAGES, _MOST_CAPTIONS, _MOST_ABOVE = 60, 2, 5
#: What the number of a table is printed with: 附表1, 公开02表.
_NUMBERED = re.compile(r"(?:表|附件)\s*[\d一二三四五六七八九十]|\d\s*表")
_POINT = re.compile(r"[.,，]\d")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """A grid with what is printed above it, with the parts at its right that were found."""

    table: Table
    captions: tuple[Paragraph, ...]

    def blocks(self) -> Iterator[Block]:
        """What is printed above the grid, and the grid; a column that is no part of one is text."""
        yield from self.captions
        if len(self.table.rows[0]) > 1:
            yield self.table
        else:
            yield from (Paragraph(cell.text, cell.origin) for (cell,) in self.table.rows if cell.text.strip())

    def above(self) -> list[Paragraph]:
        """What is printed above its parts, on their pages."""
        return [c for c in self.captions if (c.origin.page or 0) >= (self.table.origin.page or 0)]

    def with_part(self, other: _Page) -> _Page | None:
        """The grid with that of another page at its right, where it goes on there."""
        wide = _beside(self, other.table, other.captions)
        return _Page(wide, (*self.captions, *_further(other.captions, self))) if wide else None


def with_parts_beside(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a document, each grid that goes on at its right on another page with all of its columns."""
    run: list[_Page] = []
    captions: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if not run and captions and captions[-1].origin.page != block.origin.page:
                yield from captions  # pages of text are handed on as they are read
                captions.clear()
            captions.append(block)
            if block.origin.note == NOT_SHOWN:
                continue  # what the edge of the paper cuts off is nothing that stands between the parts
            if len(_printed(captions)) > _MOST_ABOVE:
                yield from _let_go(run)
                yield from captions
                captions.clear()
            continue
        page = _Page(block, tuple(captions))
        captions.clear()
        if run and not _follows(run, page):
            yield from _let_go(run)
        run.append(page)
    yield from _let_go(run)
    yield from captions


def _follows(run: Sequence[_Page], page: _Page) -> bool:
    """Whether a grid stands on the next page, under no title but that of those before or over their parts."""
    if not page.table.exact or page.table.origin.page != (run[-1].table.origin.page or 0) + 1:
        return False
    titles = {caption.text for one in run for caption in one.captions}
    return (
        _is_plain(page.captions)
        or all(caption.text in titles or is_caption(caption.text) for caption in _printed(page.captions))
        or any(one.with_part(page) for one in run)
    )


def _let_go(run: list[_Page]) -> Iterator[Block]:
    """The pages of a run, put together where one order alone says which are beside which."""
    pages = tuple(run)
    run.clear()
    while pages:
        ends = range(len(pages), 1, -1) if len(pages) <= _MOST_PAGES else ()
        end, split = next(((end, split) for end in ends if (split := _split(pages, end))), (0, None))
        for page in split or _with_only_parts(pages):
            yield from page.blocks()
        pages = pages[end:] if split else ()


def _split(pages: Sequence[_Page], end: int) -> list[_Page] | None:
    """The first pages up to an end as so many wide ones, whatever their order; nothing where two orders would do.

    All that is at the left is printed first, or each page with its parts. Each has as many parts.
    """
    found: list[list[_Page]] = []
    for count in (n for n in range(1, end // 2 + 1) if end % n == 0):
        orders = [[pages[k:end:count] for k in range(count)]]
        if count > 1:
            orders.append([pages[k : k + end // count] for k in range(0, end, end // count)])
        found += (wide for order in orders if (wide := _put_together(order)))
    if len(found) != 1 or any(_may_go_on(one, page) for page in pages[end : end + 1] for one in pages[:end]):
        return None
    return found[0]


def _may_go_on(one: _Page, page: _Page) -> bool:
    return one.with_part(page) is not None or _is_blank_beside(one, page)


def _put_together(groups: Sequence[Sequence[_Page]]) -> list[_Page] | None:
    """Each group of pages as a wide one; nothing where one does not go on, but that nothing may be printed there."""
    made: list[_Page] = []
    beside: list[_Page] = []
    is_any = False
    for first, *parts in groups:
        left = first
        for part in parts:
            if wide := left.with_part(part):
                left, is_any = wide, True
            elif not _is_blank_beside(first, part):
                return None
            elif blank := joined(left.table, part.table, is_blank=True):
                left = _Page(blank, (*left.captions, *_further(part.captions, left)))
            else:
                beside.append(part)
        made.append(left)
    return [*made, *beside] if is_any else None


def _is_blank_beside(one: _Page, part: _Page) -> bool:
    """Whether a grid prints no number, and is as high as the other and where that is."""
    box, own = one.table.origin.bbox, part.table.origin.bbox
    return (
        not any(_is_amount(cell) and not is_nothing(cell.text) for row in part.table.rows for cell in row)
        and box is not None
        and own is not None
        and all(abs(box[k] - own[k]) <= _SAME_ROW for k in (1, 3))
    )


def _with_only_parts(pages: Sequence[_Page]) -> Sequence[_Page]:
    """The pages with the parts that go on from one of them alone: from the one before, or where names are again."""
    held: list[_Page] = []
    for page in pages:
        wide = [(k, made) for k, one in enumerate(held) if (made := one.with_part(page))]
        k, made = wide[0] if len(wide) == 1 else (0, page)
        width = sum(len(one.table.rows[0]) for one in (*held[k : k + 1], page))
        if len(wide) == 1 and (k == len(held) - 1 or len(made.table.rows[0]) < width):
            held[k] = made
        else:
            held.append(page)
    return held


def _printed(captions: Sequence[Paragraph]) -> list[Paragraph]:
    return [one for one in captions if one.origin.note != NOT_SHOWN and not can_be_page_number(one.text)]


def _is_plain(captions: Sequence[Paragraph]) -> bool:
    """Whether nothing but units of money and the like is printed above a part."""
    printed = _printed(captions)
    return len(printed) <= _MOST_CAPTIONS and all(is_caption(one.text) for one in printed)


def _beside(one: _Page, table: Table, captions: Sequence[Paragraph]) -> Table | None:
    """The held grid with ``table`` at its right, where what is printed above that is no title of its own."""
    texts = {caption.text for caption in one.above()}
    if any(_NUMBERED.search(c.text) and c.text not in texts for c in _printed(captions) if is_caption(c.text)):
        return None
    if not _is_level(one.table, table):
        return joined(one.table, table) if _is_plain(captions) else None
    above, own = ([c for c in _printed(cs) if _is_above(c, one.table)] for cs in (one.above(), captions))
    titles, own_titles = ([c.text for c in cs if not is_caption(c.text)] for cs in (above, own))
    cut = zip(titles, own_titles, strict=False)  # a title printed again may be cut where the next part begins
    is_again = not own_titles or (len(titles) == len(own_titles) and all(t.startswith(o) for t, o in cut))
    if not is_again and (any(map(is_title, titles)) or not all(map(is_title, own_titles))):
        return None
    whole = _with_upper_headings(one.table, table, [c for c in _printed(captions) if c not in own])
    wide = (joined(one.table, whole) or (is_again and joined(one.table, whole, may_name=True))) if whole else None
    if not wide or not whole:
        return None
    is_whole = len(wide.rows[0]) == len(one.table.rows[0]) + len(table.rows[0])  # no names are printed again
    return wide if is_whole or texts & {c.text for c in own} or (is_again and joined(one.table, whole)) else None


def _further(captions: Sequence[Paragraph], one: _Page) -> list[Paragraph]:
    """What is printed above a part and was not above those at its left."""
    texts = tuple(caption.text for caption in one.captions)
    return [c for c in captions if not any(t.startswith(c.text) for t in texts) and _is_above(c, one.table)]


def joined(
    left: Table, right: Table, *, is_moved: bool = True, may_name: bool = False, is_blank: bool = False
) -> Table | None:
    """Both grids as one, where the rows of the right one are those of the left one.

    Its columns count on from those at the left if they are ``is_moved``. Words may stand in them if they
    ``may_name`` something, as where nothing else can be printed so; nothing may where one ``is_blank``.
    """
    if not (left.exact and right.exact):
        return None
    heads = [_headings(table) for table in (left, right)]
    if is_blank:
        heads[1] = max(0, len(right.rows) - len(left.rows) + heads[0])
    elif len(left.rows) == len(right.rows):
        heads = [min(heads)] * 2
    (above, body), (own_above, own_body) = (
        (table.rows[:k], table.rows[k:]) for table, k in zip((left, right), heads, strict=True)
    )
    if not body or len(body) != len(own_body):
        return None
    names = _names(body, own_body)
    is_copy = _is_copy(above, own_above, names) if above or own_above else names == len(body[0])
    is_named = names and _is_named(own_body, names, may_name=may_name) and (own_above or len(body) > 1)
    is_rest = not names and _is_rest(body, own_body, may_name=may_name and bool(own_above))
    if is_copy or names == len(own_body[0]) or not (is_named or (is_rest and any(map(_prints, own_body)) != is_blank)):
        return None
    depth = max(len(above), len(own_above))
    headings = _deeper(above, depth) if above else [_blank(left.rows[0])] * depth
    groups = _with_groups(headings, [row[names:] for row in _deeper(own_above, depth)])
    if groups is None:
        return None
    rows = [*groups, *((one, other[names:]) for one, other in zip(body, own_body, strict=True))]
    more = len(left.rows[0]) - names if is_moved else 0
    return replace(left, rows=tuple((*one, *_going_on(other, one, more)) for one, other in rows))


def _with_upper_headings(left: Table, right: Table, headings: Sequence[Paragraph]) -> Table | None:
    """The right grid with the rows of headings that the page break left open, whose texts are ``headings``."""
    first = _heights(right.rows)[0]
    count = sum(top < first - _SAME_ROW for top in _heights(left.rows))
    if not headings and not _is_open(left.rows[0][-1]):
        return right
    if (headings and count != 1) or not all(_is_above(heading, right) for heading in headings):
        return None
    texts: dict[int, Paragraph] = {}
    for heading in headings:
        x0, _, x1, _ = heading.origin.bbox or (0.0,) * 4
        boxes = [(k, cell.origin.bbox) for k, cell in enumerate(right.rows[0]) if cell.origin.bbox]
        place = next((k for k, box in boxes if box[0] <= (x0 + x1) / 2 <= box[2]), None)
        if place is None or place in texts:
            return None
        texts[place] = heading
    blank = replace(right.origin, bbox=None, note=NOT_CLOSED)
    row = tuple(
        Cell(texts[k].text, replace(texts[k].origin, note=NOT_CLOSED)) if k in texts else Cell("", blank)
        for k in range(len(right.rows[0]))
    )
    return replace(right, rows=(*[row] * count, *right.rows))


def _with_groups(left: Sequence[Row], right: Sequence[Row]) -> list[tuple[Row, Row]] | None:
    """The rows of headings, a cell that the page break parts with its text above each of its columns.

    Nothing where such a cell has two texts.
    """
    covered, own_covered = _covered(left), _covered(right)
    whole: list[tuple[Row, Row]] = []
    for r, (one, other) in enumerate(zip(left, right, strict=True)):
        if not other:
            whole.append((one, other))
            continue
        before = _seam(list(reversed(list(enumerate(one)))), {c for k, c in covered if k == r})
        after = _seam(list(enumerate(other)), {c for k, c in own_covered if k == r})
        if not any(_is_open(row[c]) for row, places in ((one, before), (other, after)) for c in places):
            whole.append((one, other))
            continue
        cells = [*(one[c] for c in sorted(before)), *(other[c] for c in sorted(after))]
        texts = {cell.text: cell for cell in cells if cell.text.strip()}
        if len(texts) > 1:
            return None
        if not texts:  # it may stand on a page further to the right
            whole.append((one, other))
            continue
        ((text, cell),) = texts.items()
        made = [
            tuple(
                replace(old, text=text, origin=replace(cell.origin, column=old.origin.column)) if c in places else old
                for c, old in enumerate(row)
            )
            for row, places in ((one, before), (other, after))
        ]
        whole.append((made[0], made[1]))
    return whole


def _seam(cells: Sequence[tuple[int, Cell]], covered: set[int]) -> set[int]:
    """Where what is printed of a cell at the page break is: all that no rules close, else the cell next to it."""
    if places := {c for c, _ in takewhile(lambda one: one[0] not in covered and _is_open(one[1]), cells)}:
        return places
    first = cells[0][0]
    return {c for c, cell in cells if c not in covered and c <= first < c + cell.colspan and cell.rowspan == 1}


def _is_open(cell: Cell) -> bool:
    return NOT_CLOSED in cell.origin.note or (cell.origin.bbox is None and not cell.text.strip())


def _covered(rows: Sequence[Row]) -> set[tuple[int, int]]:
    """The places that cells with spans cover."""
    return {
        (r + down, c + right)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        for down in range(cell.rowspan)
        for right in range(cell.colspan)
        if down or right
    }


def _deeper(rows: Sequence[Row], depth: int) -> Sequence[Row]:
    """Rows of headings as deep as those of another part, where rules part more of them."""
    if not rows or len(rows) == depth:
        return [*rows, *([()] * (depth - len(rows)))]
    more = depth - len(rows)
    last = tuple(replace(cell, rowspan=cell.rowspan + more) for cell in rows[-1])
    return [*rows[:-1], last, *[_blank(rows[-1])] * more]


def _blank(row: Sequence[Cell]) -> Row:
    return tuple(replace(cell, text="", rowspan=1, colspan=1) for cell in row)


def _names(left: Sequence[Row], right: Sequence[Row]) -> int:
    """How many columns both grids begin with that print the same."""
    columns = zip(zip(*left, strict=True), zip(*right, strict=True), strict=False)
    same = [[a.text for a in one] == [b.text for b in other] for one, other in columns]
    return same.index(False) if False in same else len(same)


def _is_copy(above: Sequence[Row], own_above: Sequence[Row], names: int) -> bool:
    """Whether most columns behind the names have headings of the other grid: it goes on below, not beside."""
    columns, own = (list(zip(*_texts(rows), strict=True)) for rows in (above, own_above))
    for first in {0, max(0, len(columns) - len(own))}:
        same = [one == other for one, other in zip(columns[first:], own, strict=False)][names:]
        if 2 * sum(same) > len(own) - names:
            return True
    return False


def _is_named(rows: Sequence[Row], count: int, *, may_name: bool) -> bool:
    """Whether each row prints words or codes in its first columns, not the same in all, and no more behind these."""
    texts = ["".join(cell.text for cell in row[:count]).strip() for row in rows]
    ends = may_name or all(_is_amount(cell) for row in rows for cell in row[count : count + 1])
    return ends and (may_name or all(texts)) and (len(texts) == 1 or len(set(texts)) > 1)


def _is_rest(left: Sequence[Row], right: Sequence[Row], *, may_name: bool) -> bool:
    """Whether the right rows print nothing but amounts, and stand to each other as the left ones do."""
    levels = zip(*([top - tops[0] for top in tops] for tops in map(_heights, (left, right))), strict=True)
    return (
        len(left) > 1
        and any(not _is_amount(cell) for row in left for cell in row)
        and (may_name or all(_is_amount(cell) for row in right for cell in row))
        and all(abs(a - b) <= _SAME_ROW for a, b in levels)
    )


def _headings(table: Table) -> int:
    """How many rows a grid begins with that print no amount."""
    return next((k for k, row in enumerate(table.rows) if _prints(row)), 0)


def _is_amount(cell: Cell) -> bool:
    return is_nothing(cell.text) or parse_amount(cell.text) is not None


def _prints(row: Row) -> bool:
    """Whether a row prints an amount with decimals or separators."""
    return any(_POINT.search(cell.text) and parse_amount(cell.text) is not None for cell in row)


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _is_level(left: Table, right: Table) -> bool:
    """Whether the rows of a part stand as high on their page as those at the left, but for headings that rules part."""
    tops, own = _heights(left.rows), _heights(right.rows)
    count = max(1, min(len(tops), len(own)) - 1)
    pairs = zip(tops[-count:], own[-count:], strict=True)
    first = tops[: max(2, _headings(left))]  # what a page break leaves open above is no row there
    return all(abs(a - b) <= _SAME_ROW for a, b in pairs) and any(abs(own[0] - top) <= _SAME_ROW for top in first)


def _heights(rows: Sequence[Row]) -> list[float]:
    """How far below the edge of the paper each row of a grid begins."""
    return [min((cell.origin.bbox[1] for cell in row if cell.origin.bbox), default=float("inf")) for row in rows]


def _is_above(caption: Paragraph, table: Table) -> bool:
    """Whether a text stands higher on its page than a grid on its own."""
    top = caption.origin.bbox[1] if caption.origin.bbox else 0.0
    return top < _heights(table.rows)[0] - _SAME_ROW


def _going_on(cells: Row, left: Row, by: int) -> Iterator[Cell]:
    """Cells as those of the row at their left, so many columns further to the right."""
    note = left[0].origin.going_on() if left else ""
    for cell in cells:
        column = cell.origin.column
        notes = "; ".join(filter(None, (cell.origin.note, note)))
        yield replace(cell, origin=replace(cell.origin, column=column + by if column else None, note=notes))
