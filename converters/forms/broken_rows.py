"""Rows of a text that an OCR run broke over two lines, or read two as one: made whole again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from ..amounts import is_nothing, parse_amount, split_amounts
from ..codes import looks_like_code, parse_code, undo_spaces
from ..table import Cell
from .form import Form, Line, fold_label
from .reading import narrow

Row = tuple[Cell, ...]


def whole_rows(form: Form, rows: Iterable[Row]) -> list[Row]:
    """The rows below the headings, those of them that go on in the next line joined, those read as one taken apart."""
    return [row for joined in _join_broken(form, rows) for row in _unfuse(form, joined)]


def rows_as_printed(form: Form, headings: Sequence[Row], data: Sequence[Row]) -> Form:
    """The form as printed: a table of units that prints 科目, or codes of five or seven digits, is by function."""
    if form.rows != "unit":
        return form
    subject = any("科目" in cell.text for row in headings for cell in row[:2])
    codes = [undo_spaces(row[0].text) for row in data if row and row[0].text.strip()]
    subject = subject or any(len(c) in (5, 7) and parse_code(c, "function") for c in codes)
    return replace(form, rows="function") if subject else form


def row_code(form: Form, text: str) -> str | None:
    if form.rows == "whole":
        return None
    code = parse_code(text, form.rows)
    if code is None and form.rows == "project":
        return parse_code(text, "unit")
    return code


def line_of(form: Form, text: str) -> Line | None:
    folded = fold_label(text)
    return next((line for line in form.lines if folded in line.folded), None)


def _join_broken(form: Form, rows: Iterable[Row]) -> list[Row]:
    """Join a row that only goes on with the words or the code of the row before it.

    Assumes that a row of its own prints an amount, a dash, or a whole code.
    """
    waiting = list(rows)
    joined: list[Row] = []
    for row, after in zip_longest(waiting, waiting[1:]):
        if joined and _begins(form, joined[-1], row):
            joined[-1] = (replace(row[0], text=joined[-1][0].text + row[0].text), *row[1:])
        elif joined and _continues(form, joined[-1], row) and not (after and _needs(form, row, after)):
            joined[-1] = _concatenate(joined[-1], row)
        else:
            joined.append(row)
    return joined


def _continues(form: Form, before: Row, row: Row) -> bool:
    filled = [i for i, c in enumerate(row) if c.text.strip()]
    if not filled or len(row) > len(before) or form.rows == "whole" or _prints_amounts(form, row):
        return False
    if 0 in filled and looks_like_code(row[0].text, form.rows):
        return _broken_code(form, before, row) and (len(filled) == 1 or row_code(form, row[0].text) is None)
    return (
        0 not in filled
        and 1 in filled
        and bool(before[1].text.strip() if len(before) > 1 else False)
        and line_of(form, row[1].text) is None
        and len(filled) == 1
    )


def _begins(form: Form, before: Row, row: Row) -> bool:
    """Whether ``before`` is only the first part of the code of ``row``, whose amounts stand with the second.

    Assumes that a code breaks where its cell is full: the first part is no shorter than the rest.
    """
    filled = [i for i, c in enumerate(before) if c.text.strip()]
    if filled != [0] or form.rows == "whole" or not looks_like_code(before[0].text, form.rows):
        return False
    first, rest = undo_spaces(before[0].text), undo_spaces(row[0].text)
    both_whole = row_code(form, first) and row_code(form, rest) and (first[:1] == "0" or rest[:1] != "0")
    return len(first) >= len(rest) and _broken_code(form, before, row) and not both_whole


def _needs(form: Form, row: Row, after: Row) -> bool:
    """Whether the next row has no code of its own without the piece that ``row`` prints."""
    return _begins(form, row, after) and row_code(form, after[0].text) is None


def _broken_code(form: Form, before: Row, row: Row) -> bool:
    """Whether the codes of two rows make one code together.

    Assumes that a code that is printed without words and amounts is no row of its own.
    """
    first, second = undo_spaces(before[0].text), undo_spaces(row[0].text)
    return bool(first and second) and row_code(form, first + second) is not None


def _prints_amounts(form: Form, row: Row) -> bool:
    return any(
        parse_amount(c.text) is not None and not (i == 0 and looks_like_code(c.text, form.rows))
        for i, c in enumerate(row)
    )


def _concatenate(before: Row, row: Row) -> Row:
    return tuple(
        replace(cell, text=cell.text + row[i].text) if i < len(row) and row[i].text.strip() else cell
        for i, cell in enumerate(before)
    )


def _unfuse(form: Form, row: Row) -> list[Row]:
    """Two rows that were read as one, taken apart where every filled field parts into as many pieces."""
    codes = _codes_in(form, row[0].text) if form.rows != "whole" else []
    if len(codes) < 2:
        return [row]
    parts: list[list[Cell]] = []
    for index, cell in enumerate(row):
        pieces = _pieces(cell, codes if index == 0 else [], len(codes))
        if pieces is None:
            return [row]
        parts.append(pieces)
    return [tuple(column[k] for column in parts) for k in range(len(codes))]


def _codes_in(form: Form, text: str) -> list[str]:
    codes = text.split()
    return codes if len(codes) > 1 and all(row_code(form, c) for c in codes) and not row_code(form, text) else []


def _pieces(cell: Cell, codes: list[str], count: int) -> list[Cell] | None:
    if codes:
        return [replace(cell, text=code) for code in codes]
    if is_nothing(cell.text):
        return [replace(cell, text="")] * count
    tokens = split_amounts(cell.text)
    if len(tokens) == count:
        return [Cell(t.text, narrow(cell, t.start, t.end)) for t in tokens]
    words = cell.text.split()
    return [replace(cell, text=word) for word in words] if len(words) == count else None
