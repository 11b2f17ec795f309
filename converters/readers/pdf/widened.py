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
#: How many grids are held to see whether one goes on at its right; how many captions may stand above a part.
_MOST_HELD, _MOST_CAPTIONS, _MOST_ABOVE = 20, 2, 5
#: What the number of a table is printed with: 附表1, 公开02表.
_NUMBERED = re.compile(r"(?:表|附件)\s*[\d一二三四五六七八九十]|\d\s*表")

Row = tuple[Cell, ...]


@dataclass(slots=True)
class _Held:
    """A grid with the parts at its right that were found, and how many it is put together from."""

    table: Table
    captions: list[Paragraph]
    parts: int = 1

    def blocks(self) -> Iterator[Block]:
        """What is printed above the grid, and the grid."""
        yield from self.captions
        yield self.table

    def above(self) -> list[Paragraph]:
        """What is printed above its parts, on their pages."""
        return [c for c in self.captions if (c.origin.page or 0) >= (self.table.origin.page or 0)]


def with_parts_beside(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a document, each grid that goes on at its right on another page with all of its columns."""
    held: list[_Held] = []
    captions: list[Paragraph] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            if not held and captions and captions[-1].origin.page != block.origin.page:
                yield from _let_go(held, captions)  # pages of text are handed on as they are read
            captions.append(block)
            if block.origin.note == NOT_SHOWN:
                continue  # what the edge of the paper cuts off is nothing that stands between the parts
            if len(_printed(captions)) > _MOST_ABOVE:
                yield from _let_go(held, captions)
            continue
        follows = last is not None and block.origin.page == last + 1
        last = block.origin.page
        if not follows or not block.exact:
            yield from _let_go(held, [])
        for one in sorted(held, key=lambda one: one.parts):
            if wide := _beside(one, block, captions):
                one.table, one.parts = wide, one.parts + 1
                one.captions += _further(captions, one)
                break
        else:
            if not _is_plain(captions) or any(_parts_sheet(one, block) for one in held):
                yield from _let_go(held, [])
            held.append(_Held(block, [*captions]))
        captions.clear()
        if len(held) > _MOST_HELD:
            yield from held.pop(0).blocks()
    yield from _let_go(held, captions)


def _printed(captions: Sequence[Paragraph]) -> list[Paragraph]:
    return [one for one in captions if one.origin.note != NOT_SHOWN and not can_be_page_number(one.text)]


def _is_plain(captions: Sequence[Paragraph]) -> bool:
    """Whether nothing but units of money and the like is printed above a part."""
    printed = _printed(captions)
    return len(printed) <= _MOST_CAPTIONS and all(is_caption(one.text) for one in printed)


def _beside(one: _Held, table: Table, captions: Sequence[Paragraph]) -> Table | None:
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


def _parts_sheet(one: _Held, table: Table) -> bool:
    """Whether a grid that is no part at the right of ``one`` stands as if it were: what follows may go on either."""
    first = table.rows[0]
    return _is_level(one.table, table) and _texts([first]) != _texts([one.table.rows[0][: len(first)]])


def _further(captions: Sequence[Paragraph], one: _Held) -> list[Paragraph]:
    """What is printed above a part and was not above those at its left."""
    texts = tuple(caption.text for caption in one.captions)
    return [c for c in captions if not any(t.startswith(c.text) for t in texts) and _is_above(c, one.table)]


def _let_go(held: list[_Held], captions: list[Paragraph]) -> Iterator[Block]:
    for one in held:
        yield from one.blocks()
    yield from captions
    held.clear()
    captions.clear()


def joined(left: Table, right: Table, *, is_moved: bool = True, may_name: bool = False) -> Table | None:
    """Both grids as one, where the rows of the right one are those of the left one.

    Its columns count on from those at the left if they are ``is_moved``. Words may stand in them if they
    ``may_name`` something, as where nothing else can be printed so.
    """
    if not (left.exact and right.exact):
        return None
    heads = [next((k for k, row in enumerate(table.rows) if _prints(row)), 0) for table in (left, right)]
    if len(left.rows) == len(right.rows):
        heads = [min(heads)] * 2
    (above, body), (own_above, own_body) = (
        (table.rows[:k], table.rows[k:]) for table, k in zip((left, right), heads, strict=True)
    )
    if not body or len(body) != len(own_body):
        return None
    names = _names(body, own_body)
    is_copy = _texts(above) == _texts(own_above) and (above or names == len(body[0]))
    is_named = names and _is_named(own_body, names, may_name=may_name) and (own_above or len(body) > 1)
    if (
        is_copy
        or names == len(own_body[0])
        or not (is_named or (not names and _is_rest(body, own_body, may_name=may_name and bool(own_above))))
    ):
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
    if count > 1 or (headings and not count) or not all(_is_above(heading, right) for heading in headings):
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
        and any(map(_prints, right))
        and (may_name or all(_is_amount(cell) for row in right for cell in row))
        and all(abs(a - b) <= _SAME_ROW for a, b in levels)
    )


def _is_amount(cell: Cell) -> bool:
    return is_nothing(cell.text) or parse_amount(cell.text) is not None


def _prints(row: Row) -> bool:
    """Whether a row prints an amount with decimals."""
    return any("." in cell.text and parse_amount(cell.text) is not None for cell in row)


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _is_level(left: Table, right: Table) -> bool:
    """Whether the rows of a part stand as high on their page as those at the left, but for headings that rules part."""
    tops, own = _heights(left.rows), _heights(right.rows)
    count = max(1, min(len(tops), len(own)) - 1)
    pairs = zip(tops[-count:], own[-count:], strict=True)
    return all(abs(a - b) <= _SAME_ROW for a, b in pairs) and any(abs(own[0] - top) <= _SAME_ROW for top in tops[:2])


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
