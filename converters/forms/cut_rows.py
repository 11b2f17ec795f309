"""Rows of exact grids that a page break cut in two, joined again: their words stand below them, or their amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from ...datapackage.model import Origin
from ..amounts import parse_amount
from ..codes import parse_code, undo_spaces
from ..table import CUT_ROW, REST_OF_ROW, UNKNOWN, Cell, Table
from .form import numbering

#: A number whose end stands elsewhere: 24,2 and 12,417. and 5,
_CUT_NUMBER = re.compile(r"^-?(?:\d{1,3}(?:,\d{3})*,\d{0,2}|(?:\d{1,3}(?:,\d{3})*|\d+)\.)$")
_TWO_DECIMALS = re.compile(r"^-?[\d,]*\.\d{2}$")
_CUT_CENTS, _ONE_DIGIT = re.compile(r"\d\.\d$"), re.compile(r"^\d$")
_PARTED = re.compile("[.,]")
_FIGURES = re.compile(r"^-?[\d,.]+$")
_END_OF_NUMBER = re.compile(r"^(?:\.\d{1,2}|,\d{3}(?:,\d{3})*(?:\.\d*)?)$")
#: The code of a project, a unit or a thing to be bought, longer than that of a class.
_LONG_CODE = re.compile(r"^[\dA-Z]{8,}$")
#: The code of a function or an economic class.
_CODE = re.compile(r"^\d{3,7}$")
#: One of the steps of a code, each in a column of its own.
_STEP = re.compile(r"^\d{2}$")
#: A name with its code before it: 208 社会保障和就业支出.
_CODED = re.compile(r"\d{3,7}\s*[^\d\s年月]")

Row = tuple[Cell, ...]


def cut_rows_joined(tables: Sequence[Table], is_line: Callable[[str], bool]) -> tuple[list[Table], list[Row]]:
    """The grids with each row whole that a page break cut: its words below it, or its amounts; and the parts left over.

    ``is_line`` says whether a text is the name of a line by itself.
    """
    joined: list[Table] = []
    lost: list[Row] = []
    for table in tables:
        rows = table.rows
        before = joined[-1] if joined else None
        again = _headings_again(before.rows, rows) if before else 0
        rest = next((k for k, row in enumerate(rows) if _is_noted(row, REST_OF_ROW)), -1)
        below, at = (rows[rest], rest) if rest >= 0 else (rows[again], again) if again < len(rows) else (None, 0)
        if before and before.rows and below:
            cut = before.rows[-1]
            whole = (
                _with_rest(cut, below)
                if rest >= 0
                else _cut(cut, below)
                or _of_words(cut, below, (*before.rows[:-1], *rows[at + 1 :]))
                or (None if again else _whole(cut, below, is_line))
                or _with_name(cut, below)
                or _with_code(cut, below)
                or _with_coded_name(cut, below, (*before.rows[again:-1], *rows[at + 1 :]), is_line)
                or _with_lines(cut, below, is_line)
                or _with_words(cut, below, (*before.rows[:-1], *rows[at + 1 :]), is_line, below_headings=again > 0)
            )
            if whole:
                joined[-1] = replace(before, rows=(*before.rows[:-1], whole))
                rows = (*rows[:at], *rows[at + 1 :])
            elif not _is_noted(cut, CUT_ROW):
                joined[-1] = replace(before, rows=(*before.rows[:-1], _with_cut_numbers_marked(before.rows)))
        joined.append(replace(table, rows=rows))
    kept: list[Table] = []
    for table in joined:
        parts = [row for row in table.rows if _is_noted(row, REST_OF_ROW) or _is_noted(row, CUT_ROW)]
        kept.append(replace(table, rows=tuple(row for row in table.rows if row not in parts)))
        lost += parts
    return [table for table in kept if table.rows], lost


def _with_cut_numbers_marked(rows: Sequence[Row]) -> Row:
    """The last row of a page, its numbers that have fewer decimals than all above them marked as cut."""
    numbers = [undo_spaces(cell.text) for row in rows[:-1] for cell in row if _FIGURES.match(undo_spaces(cell.text))]
    decimals = {len(number.partition(".")[2]) for number in numbers if "." in number or "," in number}
    if len(decimals) != 1:
        return rows[-1]
    (usual,) = decimals
    return tuple(
        replace(cell, text=cell.text + UNKNOWN) if _lacks_decimals(undo_spaces(cell.text), usual) else cell
        for cell in rows[-1]
    )


def _lacks_decimals(text: str, usual: int) -> bool:
    """Whether a text is an amount with fewer decimals than ``usual``; a plain whole number may be a code or count."""
    return bool(_FIGURES.match(text) and _PARTED.search(text)) and len(text.partition(".")[2]) < usual


def _is_noted(row: Row, note: str) -> bool:
    """Whether a reader found of a row that it is but a part of one."""
    return any(note in cell.origin.note for cell in row)


def _with_rest(above: Row, below: Row) -> Row | None:
    """A row with the rest of it; None where a number is not whole together."""
    if len(above) != len(below) or any(_is_split_wrongly(a.text, b.text) for a, b in zip(above, below, strict=True)):
        return None
    return tuple(
        replace(a if a.text.strip() else b, text=a.text + b.text, origin=_whole_now(a if a.text.strip() else b))
        for a, b in zip(above, below, strict=True)
    )


def _whole_now(cell: Cell) -> Origin:
    note = cell.origin.note.replace(f"; {CUT_ROW}", "").replace(f"; {REST_OF_ROW}", "")
    return replace(cell.origin, note=note)


def _is_split_wrongly(above: str, below: str) -> bool:
    """Whether two texts are parts of a number, and no number together."""
    texts = "".join(above.split()), "".join(below.split())
    is_amount = all(not t or _FIGURES.match(t) for t in texts) and any("." in t or "," in t for t in texts)
    return is_amount and not _TWO_DECIMALS.match("".join(texts))


def _lacks_its_cents(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether no amount of a row has its two decimals, and each has them with what stands below, beside no code."""
    amounts = [(a, b) for a, b in pairs[1:] if a and b and _FIGURES.match(a) and _FIGURES.match(b)]
    return (
        len(amounts) > 1
        and not pairs[0][1]
        and all(not _TWO_DECIMALS.match(a) and _TWO_DECIMALS.match(a + b) for a, b in amounts)
    )


def _headings_again(rows: Sequence[Row], following: Sequence[Row]) -> int:
    """How many of the rows that a grid begins with print again what the grid before it began with."""
    same = [[c.text for c in a] == [c.text for c in b] for a, b in zip(rows, following, strict=False)]
    return same.index(False) if False in same else len(same)


def _cut(above: Row, below: Row) -> Row | None:
    """One row out of two, where numbers are cut off in the upper and what they lack stands below."""
    pairs = [_parts(a.text, b.text) for a, b in zip(above, below, strict=False)]
    cut = [(a, b) for a, b in pairs if _is_cut_number(a, b)]
    if len(above) != len(below) or not (cut or _lacks_its_cents(pairs)):
        return None
    texts = [a + b for a, b in pairs]
    fitting = all(parse_amount(a + b) is not None for a, b in cut)
    if not fitting or any(a and b and _FIGURES.match(a) and parse_amount(a + b) is None for a, b in pairs):
        return None
    return tuple(replace(a if a.text.strip() else b, text=text) for a, b, text in zip(above, below, texts, strict=True))


def _is_cut_number(upper: str, lower: str) -> bool:
    """Whether the upper of two texts is a number that lost its end, or the lower no number but the end of one."""
    ends = _CUT_CENTS.search(upper) and _ONE_DIGIT.match(lower)
    return bool(_CUT_NUMBER.match(upper) or ends or (_FIGURES.match(upper) and _END_OF_NUMBER.match(lower)))


def _parts(above: str, below: str) -> tuple[str, str]:
    """Two texts one below the other; what stands below a number that lost its end is the end."""
    upper, lower = "".join(above.split()), "".join(below.split())
    return (upper.removesuffix(UNKNOWN), lower) if _FIGURES.match(lower) else (upper, lower)


def _of_words(above: Row, below: Row, others: Sequence[Row]) -> Row | None:
    """One row out of two, where words of several columns go on below and no column has an amount in both.

    Shown by a word that is whole only so: it is the same as in another row then, or a code as long as those of others.
    """
    if len(above) != len(below):
        return None
    pairs = [("".join(a.text.split()), "".join(b.text.split())) for a, b in zip(above, below, strict=True)]
    on = [k for k, (upper, lower) in enumerate(pairs) if upper and lower]
    if len(on) < 2 or any(_TWO_DECIMALS.match(text) for k in on for text in pairs[k]):
        return None
    if any(lower and not upper and parse_amount(lower) is None for upper, lower in pairs):
        return None  # a word of its own begins below
    if not any(_is_whole_only_so(*pairs[k], {"".join(r[k].text.split()) for r in others if k < len(r)}) for k in on):
        return None
    return tuple(
        replace(a, text=a.text + b.text) if k in on else b if b.text.strip() else a
        for k, (a, b) in enumerate(zip(above, below, strict=True))
    )


def _with_name(above: Row, below: Row) -> Row | None:
    """A row with the rest of the one name that stands below it, where another row would print its code beside it.

    Columns of 类, 款 and 项 that the row leaves blank may stand between them.
    """
    words = [k for k, cell in enumerate(below) if cell.text.strip()]
    if len(above) != len(below) or len(words) != 1 or not words[0]:
        return None
    (k,) = words
    left = ["".join(cell.text.split()) for cell in above[:k]]
    is_coded = bool(_CODE.match(left[-1])) or (
        any(left) and all(not text or _CODE.match(text) or _STEP.match(text) for text in left)
    )
    if (
        not is_coded
        or not above[k].text.strip()
        or any(parse_amount(row[k].text) is not None for row in (above, below))
    ):
        return None
    return (*above[:k], replace(above[k], text=above[k].text + below[k].text), *above[k + 1 :])


def _with_code(above: Row, below: Row) -> Row | None:
    """A row with the end of its code, which alone stands below it, where the code is none without it."""
    ends = [k for k, cell in enumerate(below) if cell.text.strip()]
    if len(above) != len(below) or len(ends) != 1:
        return None
    upper, lower = (undo_spaces(row[ends[0]].text) for row in (above, below))
    kinds = [kind for kind in ("function", "economic") if parse_code(upper + lower, kind)]
    if not (upper and lower.isdigit() and kinds) or any(parse_code(upper, kind) for kind in kinds):
        return None
    return tuple(replace(a, text=upper + lower) if k == ends[0] else a for k, a in enumerate(above))


def _with_coded_name(above: Row, below: Row, others: Sequence[Row], is_line: Callable[[str], bool]) -> Row | None:
    """A row with the rest of its name below it, where the code stands before the name in each row that has amounts."""
    rest = below[0].text if below else ""
    if len(above) != len(below) or not rest.strip() or any(cell.text.strip() for cell in below[1:]):
        return None
    named = [row[0].text for row in (above, *others) if row and any(_FIGURES.match(c.text.strip()) for c in row[1:])]
    is_coded = bool(_CODED.match(above[0].text)) and all(_CODED.match(name) or is_line(name) for name in named)
    if not is_coded or not others or is_line(rest) or any(c.isdigit() for c in rest):
        return None
    return (replace(above[0], text=above[0].text + rest), *above[1:])


def _with_lines(above: Row, below: Row, is_line: Callable[[str], bool]) -> Row | None:
    """A row with the rest of its names, where only words stand below and all are lines with what is above.

    What stands below one of them is no line by itself; of a single name neither is what stands above.
    """
    pairs = [("".join(a.text.split()), "".join(b.text.split())) for a, b in zip(above, below, strict=False)]
    cut = [(a, b) for a, b in pairs if b]
    if len(above) != len(below) or not all(a and is_line(a + b) for a, b in cut):
        return None
    if any(parse_amount(text) is not None for pair in cut for text in pair):
        return None
    if not any(not is_line(b) and (len(cut) > 1 or not is_line(a)) for a, b in cut):
        return None
    return tuple(replace(a, text=a.text + b.text) if b.text.strip() else a for a, b in zip(above, below, strict=True))


def _with_words(
    above: Row, below: Row, others: Sequence[Row], is_line: Callable[[str], bool], *, below_headings: bool
) -> Row | None:
    """A row of amounts with the rest of its words, where nothing but these stands below it and no row begins there.

    Right below headings that are printed again they can be nothing else; elsewhere one is whole only so.
    """
    pairs = [("".join(a.text.split()), "".join(b.text.split())) for a, b in zip(above, below, strict=False)]
    cut = [(a, b) for a, b in pairs if b]
    if len(above) != len(below) or not cut or not pairs[0][0] or pairs[0][1]:
        return None
    texts = {"".join(cell.text.split()) for row in others for cell in row}
    if any(not a or b in texts or is_line(b) or any(c.isdigit() for c in a + b) for a, b in cut):
        return None
    if any(numbering(b) is not None or b.endswith(("：", ":")) for _, b in cut):
        return None
    if not any(_TWO_DECIMALS.match(a) for a, _ in pairs):
        return None
    if not (below_headings or any(_is_whole_only_so(a, b, texts) for a, b in cut)):
        return None
    return tuple(replace(a, text=a.text + b.text) if b.text.strip() else a for a, b in zip(above, below, strict=True))


def _is_whole_only_so(upper: str, lower: str, others: set[str]) -> bool:
    if upper in others or lower in others:
        return False
    if upper + lower in others:
        return True
    lengths = {len(text) for text in others if _LONG_CODE.match(text)}
    return len(lengths) == 1 and bool(_LONG_CODE.match(upper + lower)) and len(upper + lower) in lengths


def _whole(above: Row, below: Row, is_line: Callable[[str], bool]) -> Row | None:
    """One row out of two, where a word goes on from the upper to the lower and all amounts right of it are below.

    Without a word that goes on nothing shows that the two are one row; below a name alone, a text that begins with a
    code or names a line by itself is the name of another row.
    """
    upper = {k for k, c in enumerate(above) if c.text.strip()}
    lower = {k for k, c in enumerate(below) if c.text.strip()}
    both = upper & lower
    if len(above) != len(below) or len(both) != 1 or len(lower) < 2:
        return None
    word = both.pop()
    if not word:
        return None  # two rows that begin with their names are two rows
    texts = [above[word].text, below[word].text]
    begins = _CODED.match(texts[1]) or (is_line(texts[1]) and not is_line("".join(texts)))
    if begins and (len(upper) == 1 or numbering(texts[1]) is not None):
        return None
    if any(parse_amount(t) is not None for t in texts) or max(upper) > word or min(lower) < word:
        return None
    return tuple(
        replace(a, text=a.text + b.text) if k == word else b if k in lower else a
        for k, (a, b) in enumerate(zip(above, below, strict=True))
    )
