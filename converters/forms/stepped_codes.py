"""Codes printed step by step: 201 in the row of the class, 03 in that of its item, 01 below it.

A workbook that keeps the steps as numbers shows 201, 3, 1: joined they would be another code, 20131.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from ...datapackage.accounting.slots import SEEING_READERS
from ..amounts import is_nothing, parse_amount
from ..codes import undo_spaces
from ..table import Cell
from .form import fold_label
from .named import Named
from .naming import ANYWHERE, SURELY, CodesBelow

#: Headings of the columns of one code, from left to right, and the digits that each prints.
STEPS = {"类": 3, "款": 2, "项": 2}

#: A code in one cell whose steps are set apart: 208-05-05, 208.05.
_SET_APART = re.compile(r"(\d{3})([-－—.．])(\d\d)(?:\2(\d\d))?")

#: A code, or a step of one, that was read from a picture and may be another.
_DOUBTED = re.compile(r"(\d{2,7})\?")

Row = tuple[Cell, ...]


def without_marks(row: Row, named: Sequence[Named]) -> Row:
    """The row with its functional or economic codes without the strokes or points that set their steps apart."""
    apart = {
        n.index: "".join(part for part in match.group(1, 3, 4) if part)
        for n in named
        if n.role == "code" and n.kind not in ("unit", "project") and n.index < len(row)
        if (match := _SET_APART.fullmatch(undo_spaces(row[n.index].text)))
    }
    return tuple(replace(cell, text=apart[k]) if k in apart else cell for k, cell in enumerate(row)) if apart else row


def stepped_columns(named: Sequence[Named]) -> list[tuple[int, ...]]:
    """The columns of each code that is printed in parts under 类, 款 and 项, or under one heading over two or three."""
    groups = _below_one_heading(named)
    for column in named:
        step = column.heading.rpartition("·")[2]
        if column.role != "code" or step not in STEPS:
            continue
        if step == "类":
            groups.append([])
        if groups and len(groups[-1]) == list(STEPS).index(step):
            groups[-1].append(column.index)
    return [tuple(group) for group in groups if len(group) > 1]


def _below_one_heading(named: Sequence[Named]) -> list[list[int]]:
    codes = [n for n in named if n.role == "code" and n.kind not in ("unit", "project")]
    runs = [[n.index for n in run] for _, run in groupby(codes, key=lambda n: (n.heading, n.kind))]
    return [run for run in runs if 1 < len(run) <= len(STEPS) and run == list(range(run[0], run[0] + len(run)))]


def complete(row: Row, columns: Sequence[int], above: dict[tuple[int, ...], tuple[str, ...]]) -> Row:
    """The row with the parts of its code that only rows above print; ``above`` keeps those of the row read last.

    A row that prints a class begins anew; one that prints just a lower part goes on with what stands over it. Below a
    row of a scan that prints amounts and no part nothing is known: it may have lost its own.
    """
    key = tuple(columns)
    parts = ["" if is_nothing(row[k].text) else undo_spaces(row[k].text) for k in columns if k < len(row)]
    if len(parts) < len(columns) or not all(_is_part(p, d) for p, d in zip(parts, STEPS.values(), strict=False)):
        return row
    filled = [i for i, part in enumerate(parts) if part]
    if not filled:
        if any(cell.origin.reader == "ocr" and parse_amount(cell.text) is not None for cell in row):
            above.pop(key, None)
        return row
    first = filled[0]
    known = above.get(key, ())[:first]
    if filled != list(range(first, first + len(filled))) or len(known) < first or not all(known):
        return row
    above[key] = (*known, *parts[first : first + len(filled)])
    if not first:
        return row
    whole = dict(zip(columns, known, strict=False))
    return tuple(replace(cell, text=whole[k]) if k in whole else cell for k, cell in enumerate(row))


def with_lost_zeros(row: Row, named: Sequence[Named], known: Collection[CodesBelow]) -> Row:
    """The row with the noughts that its steps lost, where the code that this makes is of the name beside it."""
    columns = [k for k in _columns(named) if k < len(row)]
    torn = [k for k in columns[1:] if _is_torn(row[k].text)]
    if not torn:
        return row
    texts = {k: undo_spaces(row[k].text).rjust(2, "0") if k in torn else undo_spaces(row[k].text) for k in columns}
    code = "".join("" if is_nothing(text) else text for text in texts.values())
    labels = {fold_label(row[n.index].text) for n in named if n.role == "label" and n.index < len(row)}
    named_so = {found for below in known for label in labels for found in below(ANYWHERE, label)}
    is_whole = not is_nothing(row[columns[0]].text)
    if not any(found == code if is_whole else found.endswith(code) for found in named_so):
        return row
    return tuple(replace(cell, text=texts[k]) if k in torn else cell for k, cell in enumerate(row))


def without_doubts(rows: Sequence[Row], named: Sequence[Named], known: Collection[CodesBelow]) -> list[Row]:
    """The rows with the codes for certain that a picture leaves in doubt, where the name beside them is of no other.

    No other code of the classification that the column prints has the digits that are not in doubt; one that is longer
    or shorter is another, as a step may be lost or read twice. Or the row right above is that of the class which the
    code as it was read is a part of, or the one right below that of a part of it: 行政运行 below 20106.
    """
    settled = list(rows)
    for columns in _columns_of_codes(named):
        if any(n.index == columns[-1] + 1 and n.role == "label" for n in named):
            whole = [row for row in rows if columns[-1] + 1 < len(row)]
            kinds = {text[0] for row in whole if (text := undo_spaces(row[columns[0]].text)).isdigit()}
            for n, row in enumerate(settled):
                above, below = settled[n - 1 : n], settled[n + 1 : n + 2]
                beside = "".join(_code(r, columns) for r in above), "".join(_code(r, columns) for r in below)
                settled[n] = _without_doubt(row, columns, known, kinds, beside)
    return settled


def _code(row: Row, columns: Sequence[int]) -> str:
    """The code that a row prints for certain, else ""."""
    text = "".join("" if is_nothing(row[k].text) else undo_spaces(row[k].text) for k in columns if k < len(row))
    return text if text.isdigit() else ""


def _without_doubt(
    row: Row, columns: Sequence[int], known: Collection[CodesBelow], kinds: Collection[str], beside: tuple[str, str]
) -> Row:
    if columns[-1] + 1 >= len(row):
        return row
    texts = {k: "" if is_nothing(row[k].text) else undo_spaces(row[k].text) for k in columns}
    read = {k: match[1] for k, text in texts.items() if (match := _DOUBTED.fullmatch(text))}
    if not read or any(row[k].origin.reader not in SEEING_READERS for k in read):
        return row
    certain = "".join(" " * len(read[k]) if k in read else texts[k] for k in columns)
    name = fold_label(row[columns[-1] + 1].text)
    named_so = {code for below in known for code in below(ANYWHERE, name) if not kinds or code[0] in kinds}
    codes, code = {code for code in named_so if _may_be(code, certain)}, "".join((texts | read).values())
    is_last = not any(other.startswith(code) for other in codes - {code})
    if code in codes and ((code[:-2] == beside[0] and is_last) or code == beside[1][:-2]):
        codes = {code}
    if codes != {code} or not any(codes.issubset(below(SURELY, name)) for below in known):
        return row
    return tuple(replace(cell, text=read[k]) if k in read else cell for k, cell in enumerate(row))


def without_repeats(row: Row, named: Sequence[Named]) -> Row:
    """The row with the code of its item alone where the columns print 201, 20103 and 2010301, or it thrice."""
    printed = [k for k in _columns(named) if k < len(row) and not is_nothing(row[k].text)]
    codes = [undo_spaces(row[k].text) for k in printed]
    if len(codes) < 2 or not all(b.startswith(a) and len(a) >= STEPS["类"] for a, b in pairwise(codes)):
        return row
    return tuple(replace(cell, text="") if k in printed[:-1] else cell for k, cell in enumerate(row))


def is_torn(row: Row, named: Sequence[Named]) -> bool:
    """Whether a step below the class is one digit, so that the code that all of them make is not the printed one."""
    return any(_is_torn(row[k].text) for k in _columns(named)[1:] if k < len(row))


def _may_be(code: str, certain: str) -> bool:
    return all(digit in (" ", own) for own, digit in zip(code, certain, strict=False))


def _columns(named: Sequence[Named]) -> list[int]:
    """The first columns side by side that print steps of one code; none where one column prints all of it."""
    first = next(_columns_of_codes(named), list[int]())
    return first if len(first) > 1 else []


def _columns_of_codes(named: Sequence[Named]) -> Iterator[list[int]]:
    """The columns of each code, side by side where they print steps of it."""
    codes = [n.index for n in named if n.role == "code" and n.kind not in ("unit", "project")]
    for _, run in groupby(enumerate(codes), key=lambda numbered: numbered[1] - numbered[0]):
        yield [index for _, index in run]


def _is_torn(text: str) -> bool:
    bare = undo_spaces(text)
    return len(bare) == 1 and bare.isdigit()


def _is_part(text: str, digits: int) -> bool:
    return not text or (text.isdigit() and len(text) == digits)
