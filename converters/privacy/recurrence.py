"""Names and numbers that a label gave away, where they stand again without one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..codes import undo_spaces
from .rows import Kind, Mark, Row
from .shapes import ALONE, NO_MORE, is_amount_in_row
from .vocabulary import HAN, is_strictly_name, words


def mark_again(rows: Sequence[Row]) -> None:
    """Mark the names and numbers that labels gave away where they stand again without one."""
    names: set[str] = set()
    numbers: set[str] = set()
    for row in rows:
        for text, marks in zip(row.texts, row.marks, strict=True):
            if not marks:
                continue
            found = [(m.kind, undo_spaces(text[m.start : m.end])) for m in marks]
            names |= {t for kind, t in found if kind == "name" and (is_strictly_name(t) or len(t) > 4)}
            numbers |= {t for kind, t in found if kind == "telephone" and t.isdigit()}
    #: What a text must hold, to be searched at all; the pattern; its kind.
    patterns: list[tuple[str, re.Pattern[str], Kind]] = [
        *((name[0], _again(name), "name") for name in sorted(names)),
        *((number, re.compile(ALONE + number + NO_MORE), "telephone") for number in sorted(numbers)),
    ]
    any_of_them = re.compile("|".join(re.escape(held) for held in dict.fromkeys(held for held, *_ in patterns)))
    for row in rows if patterns else ():
        if not any_of_them.search(row.together):
            continue
        for text, marks in row.printed:
            near = [p for p in patterns if p[0] in text] if any_of_them.search(text) else []
            if near and not is_amount_in_row(row, text):
                marks.extend(Mark(*m.span(1 if k == "name" else 0), k) for _, p, k in near for m in p.finditer(text))


def _again(name: str) -> re.Pattern[str]:
    """The name where it stands alone, or between a label or a title and the next word."""
    spaced = r"\s?".join(re.escape(c) for c in name)
    titles = words().role.pattern.partition("|(?:")[2].removesuffix(")$")
    labels = "|".join(sorted((k for k, kind in words().kinds.items() if kind == "name"), key=len, reverse=True))
    return re.compile(
        rf"(?:(?<![{HAN}])|(?<=人)|(?<=员)|(?<=长)|(?<=主任)|(?<=书记))({spaced})(?=[^{HAN}]|$|{titles}|{labels}|签)"
    )
