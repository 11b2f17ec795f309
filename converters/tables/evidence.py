"""Tables that print no title, known by what they print: headings and labels that only one table has.

``evidence.yaml`` says which. What is found here is a candidate only: it is read like any table of that form and
believed as far as the sums of the table itself prove it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..amounts import parse_amount
from ..forms.form import Form, fold, fold_label
from ..table import Table
from ..titles import is_title_like
from .run import Run
from .stitching import is_caption

ASSUMED = "没有题目，按表头、各行和表内加总关系认出是哪张表"


def is_untitled(run: Run) -> bool:
    """Whether nothing above a table can be its title: nothing is printed there, or a caption alone."""
    is_caption_alone = is_caption(run.title) and not is_title_like(run.title)
    return not run.forms and (not run.title.strip() or is_caption_alone)


def recognise(tables: Sequence[Table], forms: Iterable[Form]) -> Form | None:
    """The one form whose evidence a table of exact grids prints; None where it is none's, or two forms'."""
    if not tables or not all(table.exact for table in tables):
        return None
    texts = _texts(tables)
    found = [form for form in forms if form.id in _evidence() and _fits(_evidence()[form.id], texts)]
    return found[0] if len(found) == 1 else None


def _texts(tables: Sequence[Table]) -> set[str]:
    cells = (cell.text for table in tables for row in table.rows for cell in row if cell.text.strip())
    words = [text for text in cells if parse_amount(text) is None]
    return {fold(text) for text in words} | {fold_label(text) for text in words}


def _fits(evidence: dict[str, list[re.Pattern[str]]], texts: set[str]) -> bool:
    def printed(pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(text) for text in texts)

    return (
        all(map(printed, evidence["all"]))
        and not any(map(printed, evidence.get("none", [])))
        and (not evidence.get("any") or any(map(printed, evidence["any"])))
    )


@cache
def _evidence() -> dict[str, dict[str, list[re.Pattern[str]]]]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("evidence.yaml").read_text("utf-8"))
    return {
        form: {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in kinds.items()}
        for form, kinds in data.items()
    }
