"""Grids too wide for their paper: what their columns do not fit on is printed on pages of its own.

Programs print such a sheet page by page from left to right, or all that is at the left first. A part at the right
prints the same rows: it repeats their names, or prints amounts alone in as many rows of the same heights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...amounts import is_nothing, parse_amount
from ...table import NOT_SHOWN, Block, Cell, Paragraph, Table
from ..grid import is_caption

#: How far (points) apart rows stand that are the same on two pages.
_SAME_ROW = 2.0
#: How many grids are held to see whether one goes on at its right; how many captions may stand above a part.
_MOST_HELD, _MOST_CAPTIONS = 20, 2

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


def with_parts_beside(blocks: Iterator[Block]) -> Iterator[Block]:
    """The blocks of a document, each grid that goes on at its right on another page with all of its columns."""
    held: list[_Held] = []
    captions: list[Paragraph] = []
    last: int | None = None
    for block in blocks:
        if isinstance(block, Paragraph):
            captions.append(block)
            if block.origin.note == NOT_SHOWN:
                continue  # what the edge of the paper cuts off is nothing that stands between the parts
            printed = sum(one.origin.note != NOT_SHOWN for one in captions)
            if printed > _MOST_CAPTIONS or not is_caption(block.text):
                yield from _let_go(held, captions)
            continue
        follows = last is not None and block.origin.page == last + 1
        last = block.origin.page
        if not follows or not block.exact:
            yield from _let_go(held, captions if not held else [])
        for one in sorted(held, key=lambda one: one.parts):
            if wide := joined(one.table, block):
                one.table, one.parts = wide, one.parts + 1
                one.captions += captions
                break
        else:
            held.append(_Held(block, [*captions]))
        captions.clear()
        if len(held) > _MOST_HELD:
            yield from held.pop(0).blocks()
    yield from _let_go(held, captions)


def _let_go(held: list[_Held], captions: list[Paragraph]) -> Iterator[Block]:
    for one in held:
        yield from one.blocks()
    yield from captions
    held.clear()
    captions.clear()


def joined(left: Table, right: Table, *, is_moved: bool = True) -> Table | None:
    """Both grids as one, where the rows of the right one are those of the left one.

    Its columns count on from those at the left if they are ``is_moved``.
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
    is_again = _texts(above) == _texts(own_above) and (above or names == len(body[0]))
    is_named = names and _is_named(own_body, names) and (own_above or len(body) > 1)
    if is_again or not (is_named or (not names and _is_rest(body, own_body))):
        return None
    depth = max(len(above), len(own_above))
    rows = zip([*_deeper(above, depth), *body], [*_deeper(own_above, depth), *own_body], strict=True)
    more = len(left.rows[0]) - names if is_moved else 0
    return replace(left, rows=tuple((*one, *_going_on(other[names:], one, more)) for one, other in rows))


def _deeper(rows: Sequence[Row], depth: int) -> Sequence[Row]:
    """Rows of headings as deep as those of another part, where rules part more of them."""
    if not rows or len(rows) == depth:
        return [*rows, *([()] * (depth - len(rows)))]
    more = depth - len(rows)
    last = tuple(replace(cell, rowspan=cell.rowspan + more) for cell in rows[-1])
    blank = tuple(replace(cell, text="", rowspan=1, colspan=1) for cell in rows[-1])
    return [*rows[:-1], last, *[blank] * more]


def _names(left: Sequence[Row], right: Sequence[Row]) -> int:
    """How many columns both grids begin with that print the same."""
    columns = zip(zip(*left, strict=True), zip(*right, strict=True), strict=False)
    same = [[a.text for a in one] == [b.text for b in other] for one, other in columns]
    return same.index(False) if False in same else len(same)


def _is_named(rows: Sequence[Row], count: int) -> bool:
    """Whether each row prints words or codes in its first columns, not the same in all, and no more behind these."""
    texts = ["".join(cell.text for cell in row[:count]).strip() for row in rows]
    ends = all(_is_amount(cell) for row in rows for cell in row[count : count + 1])
    return ends and all(texts) and (len(texts) == 1 or len(set(texts)) > 1)


def _is_rest(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """Whether the right rows print nothing but amounts, and stand to each other as the left ones do."""
    levels = zip(_tops(left), _tops(right), strict=True)
    return (
        len(left) > 1
        and any(not _is_amount(cell) for row in left for cell in row)
        and any(map(_prints, right))
        and all(_is_amount(cell) for row in right for cell in row)
        and all(abs(a - b) <= _SAME_ROW for a, b in levels)
    )


def _is_amount(cell: Cell) -> bool:
    return is_nothing(cell.text) or parse_amount(cell.text) is not None


def _prints(row: Row) -> bool:
    """Whether a row prints an amount with decimals."""
    return any("." in cell.text and parse_amount(cell.text) is not None for cell in row)


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def _tops(rows: Sequence[Row]) -> list[float]:
    """How far below its first row each row of a grid begins."""
    tops = [min((cell.origin.bbox[1] for cell in row if cell.origin.bbox), default=float("inf")) for row in rows]
    return [top - tops[0] for top in tops]


def _going_on(cells: Row, left: Row, by: int) -> Iterator[Cell]:
    """Cells as those of the row at their left, so many columns further to the right."""
    note = left[0].origin.going_on() if left else ""
    for cell in cells:
        column = cell.origin.column
        notes = "; ".join(filter(None, (cell.origin.note, note)))
        yield replace(cell, origin=replace(cell.origin, column=column + by if column else None, note=notes))
