"""Words of a text whose last glyph an OCR run lost, or read across the border into the next field: made whole.

A border that is seen too far left leaves 本年支 in its field and 出, or 出12.30, in the next. Only what no word of
the field is as it stands is touched, and only where all that it can have been says the same.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from ..amounts import parse_undivided
from ..codes import parse_code, undo_spaces
from ..table import Cell
from . import doubts
from .form import Form, fold, fold_label
from .headings import clean
from .reading import Interpretation, narrow
from .words import ends_of_words, is_word, understand

Row = tuple[Cell, ...]

#: How many projects whose codes are of one length tell that another length is a code that was cut.
_FEWEST_CODES = 3
#: A single glyph that is left of a heading tells too little of it, two that are left of a label.
_LEAST = 2
_LEAST_OF_LABEL = 3
_BEFORE_NAME = re.compile(r"\s*(?P<rest>[0-9A-Z]{1,3})(?P<name>[\u3400-\u9fff].*)", re.DOTALL)
_ACROSS = re.compile(r"\s*(?P<glyph>[\u3400-\u9fff])\s*(?P<rest>\S.*)?", re.DOTALL)


def whole_headings(form: Form, headings: Sequence[Row]) -> list[Row]:
    """The rows of headings, those that were cut made whole as far as that is certain."""
    return [_completed(form, _parted(form, row)) for row in headings]


def _parted(form: Form, row: Row) -> Row:
    """The row with glyphs that were read across a border back where they belong, on either side of it."""
    cells = list(row)
    for k, (left, right) in enumerate(pairwise(row)):
        found = [pair for pair in _other_borders(cells[k].text, right.text) if all(_is_known(form, t) for t in pair)]
        is_sure = len(found) == 1 or (found and not found[0][1])
        if is_sure and not (_is_known(form, cells[k].text) and _is_known(form, right.text)):
            cells[k], cells[k + 1] = replace(left, text=found[0][0]), replace(right, text=found[0][1])
    return tuple(cells)


def _other_borders(left: str, right: str) -> Iterator[tuple[str, str]]:
    """Two texts with the border between them a glyph further right, and one further left."""
    left, right = undo_spaces(left), undo_spaces(right)
    if len(left) >= _LEAST and right:
        yield left + right[0], right[1:]
    if len(left) > _LEAST and right:
        yield left[:-1], left[-1] + right


def _completed(form: Form, row: Row) -> Row:
    return tuple(replace(cell, text=whole) if (whole := _whole(form, cell.text)) else cell for cell in row)


def _whole(form: Form, text: str) -> str | None:
    """What a heading was before it lost its last glyph; None where it says something, or can have been two things."""
    text = undo_spaces(text)
    if len(fold(text)) < _LEAST or _is_known(form, text):
        return None
    said = {text + end: meaning for end in sorted(ends_of_words()) if (meaning := _meaning(form, text + end))}
    first = next(iter(said.values()), None)
    if not first or any(meaning != first for meaning in said.values()):
        return None
    return next((whole for whole in said if is_word(whole)), next(iter(said)))


def _is_known(form: Form, text: str) -> bool:
    return not clean(text) or _meaning(form, text) is not None


def _meaning(form: Form, text: str) -> object:
    """What a heading says in a form: a column of its own, or a word of the field; None where nothing."""
    folded = fold(text)
    own = next((column for column in form.columns if folded in column.folded), None)
    if own:
        return own.role, own.means
    word = understand(text, form.groups)
    return (word.role, word.means) if word else None


# --- labels -----------------------------------------------------------------------------------------------


def whole_labels(rows: Sequence[Row], names: frozenset[str]) -> list[Row]:
    """The rows below the headings, their labels made whole that have one of ``names``, folded, but for a glyph."""
    return [_with_whole_labels(row, names) for row in rows]


def _with_whole_labels(row: Row, names: frozenset[str]) -> Row:
    cells = list(row)
    for k, cell in enumerate(row):
        text = undo_spaces(cells[k].text)
        if len(text) < _LEAST or fold_label(text) in names or parse_undivided(text) is not None:
            continue
        across = _ACROSS.fullmatch(row[k + 1].text) if k + 1 < len(row) else None
        if across and _is_number(across["rest"]) and fold_label(text + across["glyph"]) in names:
            cells[k] = replace(cell, text=text + across["glyph"])
            cells[k + 1] = _without_glyph(row[k + 1], across)
        elif len(fold_label(text)) >= _LEAST_OF_LABEL and (ends := _ends(fold_label(text), names)):
            cells[k] = replace(cell, text=text + ends[0]) if len(ends) == 1 else cell
    return tuple(cells)


def _is_number(text: str | None) -> bool:
    return not text or parse_undivided(text) is not None


def _without_glyph(cell: Cell, across: re.Match[str]) -> Cell:
    if not across["rest"]:
        return replace(cell, text="")
    return Cell(across["rest"], narrow(cell, *across.span("rest")))


def _ends(folded: str, names: frozenset[str]) -> list[str]:
    """The glyphs that make a name of a label."""
    return [end for end in _last_glyphs(names) if folded + end in names]


@lru_cache(maxsize=256)
def _last_glyphs(names: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({name[-1] for name in names if name}))


# --- codes of projects ------------------------------------------------------------------------------------


def whole_codes(rows: Sequence[Row]) -> list[Row]:
    """The rows, codes of projects that stand partly before the name whole: as long as most codes of the table."""
    usual = _usual_length(code for row in rows for cell in row if (code := parse_code(cell.text, "project")))
    return [_with_whole_code(row, usual) for row in rows] if usual else list(rows)


def _with_whole_code(row: Row, usual: int) -> Row:
    cells = list(row)
    for k, (cell, name) in enumerate(pairwise(row)):
        code, rest = parse_code(cell.text, "project"), _BEFORE_NAME.fullmatch(name.text)
        if code and rest and len(code) + len(rest["rest"]) == usual:
            cells[k] = replace(cell, text=code + rest["rest"])
            cells[k + 1] = Cell(rest["name"], narrow(name, *rest.span("name")))
    return tuple(cells)


def without_cut_codes(reading: Interpretation) -> Interpretation:
    """The reading without amounts of projects whose code is longer or shorter than almost all others."""
    codes = dict.fromkeys(a.code for a in reading.amounts if a.code_kind == "project")
    usual = _usual_length(codes)
    cut = [a for a in reading.amounts if usual and a.code_kind == "project" and len(a.code) != usual]
    told = dict.fromkeys(a.code for a in cut)
    return reading.without(cut, *(doubts.cut_code(code, [a for a in cut if a.code == code]) for code in told))


def _usual_length(codes: Iterable[str]) -> int | None:
    """The length that almost all of several codes have; None where they differ."""
    lengths = Counter(map(len, set(codes))).most_common()
    return lengths[0][0] if lengths and lengths[0][1] >= _FEWEST_CODES * max(1, len(lengths) - 1) else None
