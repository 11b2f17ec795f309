"""Columns under headings that are not understood: what they print is kept out, and said to be.

A column whose heading no vocabulary knows keeps its own amounts out. Where it prints the names of rows, the amounts
right of it are kept out too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ...datapackage.units import counted
from ..amounts import is_nothing, parse_amount
from ..table import Cell
from .form import Form
from .named import Named
from .reading import Doubt

Row = tuple[Cell, ...]

#: Of so many columns of one group that are not understood one doubt tells: the places that a sum is divided among.
_MANY = 3
#: The digits of a subdivision: 02, 99.
_PIECE = re.compile(r"\d\d")
#: What counts rows below a heading that is left blank.
_COUNT = re.compile(r"\d{1,3}")


def without_unknown(form: Form, named: Sequence[Named], data: Sequence[Row]) -> tuple[list[Named], list[Doubt]]:
    """The columns whose amounts may be read, and a doubt for what prints others."""
    last = max((n.index for n in named if n.role == "amount"), default=0)
    among = [
        n for n in named if n.role == "unknown" and not n.heading and n.index < last
    ]  # others are beside the table
    lost = [cell for n in among for cell in _amounts_of(n, data)]
    if any(not _COUNT.fullmatch(cell.text.strip()) for cell in lost):
        return _without_upper_headings(named, data, lost)
    kept, unnamed = ([*named], []) if "flow" in form.base else _rows_unnamed(named, data)
    kept, cut = _codes_cut(kept, data)
    return kept, [*_unknown_headings(named, data), *unnamed, *cut]


def _without_upper_headings(
    named: Sequence[Named], data: Sequence[Row], lost: Sequence[Cell]
) -> tuple[list[Named], list[Doubt]]:
    """No column of a grid where some have no heading at all: a page break may have cut the upper headings off.

    Those were the headings of these columns, and stood over the others: 小计 and 一般公共预算 do not say of what.
    """
    cells = [cell for n in named if n.role == "amount" for cell in _amounts_of(n, data)]
    held = counted(len(cells) + len(lost), "amount")
    return [replace(n, role="unknown") if n.role == "amount" else n for n in named], [
        Doubt(
            "unknown-heading",
            f"有的栏没有表头（第一个数是“{lost[0].text.strip()}”），上一级表头可能被分页切掉了，"
            f"{len(cells) + len(lost)} 个数未发布，只保留原文",
            f"some columns have no heading (the first begins with {lost[0].text.strip()}): a page break may have cut "
            f"the upper headings off; kept as printed only: {held}",
            lost[0].origin,
            found=lost[0].text.strip(),
        )
    ]


def _unknown_headings(named: Iterable[Named], data: Sequence[Row]) -> list[Doubt]:
    """A doubt for each column that prints amounts under a heading that is not understood, one for many of a group."""
    unknown = [(column, cells) for column in named if column.role == "unknown" and (cells := _amounts_of(column, data))]
    groups = Counter(_group_of(column) for column, _ in unknown)
    doubts: list[Doubt] = []
    for of, columns in groupby(unknown, key=lambda found: _group_of(found[0])):
        if not of or groups[of] < _MANY:
            doubts += [_unknown_heading(column, cells) for column, cells in columns]
        else:
            doubts.append(_unknown_group(of, list(columns)))
    return doubts


def _group_of(column: Named) -> str:
    return column.heading.rpartition("·")[0]


def _unknown_heading(column: Named, cells: Sequence[Cell]) -> Doubt:
    return Doubt(
        "unknown-heading",
        f"表头“{column.heading}”不在词表里，该栏 {len(cells)} 个数未发布，只保留原文",
        f"the heading {column.heading!r} is not known; kept as printed only: {counted(len(cells), 'amount')}",
        cells[0].origin,
        label=column.heading,
        found=cells[0].text.strip(),
    )


def _unknown_group(group: str, columns: Sequence[tuple[Named, list[Cell]]]) -> Doubt:
    cells = [cell for _, own in columns for cell in own]
    return Doubt(
        "unknown-heading",
        f"“{group}”下的 {len(columns)} 个表头不在词表里，各栏共 {len(cells)} 个数未发布，只保留原文",
        f"{len(columns)} headings below {group!r} are not known; kept as printed only: {len(cells)} amounts",
        cells[0].origin,
        label=group,
        found=cells[0].text.strip(),
    )


def _rows_unnamed(named: Sequence[Named], data: Sequence[Row]) -> tuple[list[Named], list[Doubt]]:
    """The columns of a statement, without amounts whose rows are named below a heading that is not understood.

    Between its sides the names of the right one stand: where their heading is unknown, as a scan may misread it, what
    stands right of them would be taken for amounts of the rows on the left.
    """
    kept: list[Named] = []
    doubts: list[Doubt] = []
    unknown: Named | None = None
    for column in named:
        texts = [r[column.index].text for r in data if column.index < len(r)]
        if column.role in ("code", "label", "unit"):
            unknown = None
        elif column.role == "unknown" and any(n.role == "amount" for n in kept) and _are_names(texts):
            unknown = column
        if unknown is None or column.role != "amount":
            kept.append(column)
            continue
        kept.append(replace(column, role="unknown"))
        cells = _amounts_of(column, data)
        doubts += [_unnamed(unknown, column, cells)] if cells else []
    return kept, doubts


def _codes_cut(named: Sequence[Named], data: Sequence[Row]) -> tuple[list[Named], list[Doubt]]:
    """The columns, without amounts whose codes go on in a column under a heading that is not understood.

    Of a code in three columns the first alone would be that of the class, and stand for all of its subdivisions.
    """
    cut = next(
        (b for a, b in pairwise(named) if a.role == "code" and b.role == "unknown" and _are_pieces(b, data)), None
    )
    if cut is None:
        return [*named], []
    kept = [replace(n, role="unknown") if n.role == "amount" else n for n in named]
    cells = [cell for n in named if n.role == "amount" for cell in _amounts_of(n, data)]
    if not cells:
        return kept, []
    return kept, [
        Doubt(
            "unknown-heading",
            f"表头“{cut.heading}”不在词表里，那一栏像是编码的后几位，各行的编码不全，{len(cells)} 个数未发布",
            f"the heading {cut.heading!r} is not known, and its column seems to hold the last digits of the codes: "
            f"of rows whose codes are incomplete {counted(len(cells), 'amount')} held back",
            cells[0].origin,
            label=cut.heading,
            found=cells[0].text.strip(),
        )
    ]


def _are_pieces(column: Named, data: Sequence[Row]) -> bool:
    """Whether all that a column prints are parts of codes: 02, 99."""
    filled = [t for r in data if column.index < len(r) and not is_nothing(t := r[column.index].text)]
    return bool(filled) and all(map(_PIECE.fullmatch, map(str.strip, filled)))


def _unnamed(names: Named, amounts: Named, cells: Sequence[Cell]) -> Doubt:
    return Doubt(
        "unknown-heading",
        f"表头“{names.heading}”不在词表里，右边“{amounts.heading}”一栏的 {len(cells)} 个数是哪些行的不清楚，未发布",
        f"the heading {names.heading!r} is not known, and so not which rows those below "
        f"{amounts.heading!r} are of: {counted(len(cells), 'amount')} held back",
        cells[0].origin,
        label=amounts.heading,
        found=cells[0].text.strip(),
    )


def _amounts_of(column: Named, data: Sequence[Row]) -> list[Cell]:
    cells = [row[column.index] for row in data if column.index < len(row)]
    return [cell for cell in cells if parse_amount(cell.text) is not None]


def _are_names(texts: Sequence[str]) -> bool:
    """Whether most of what a column prints are texts, and more than one of them."""
    filled = [text for text in texts if not is_nothing(text)]
    named = sum(parse_amount(text) is None and not text.strip().isascii() for text in filled)
    return named > 1 and named > len(filled) / 2
