"""What a table is of where its title leaves it open, its funds or its kind of expenditure: told, or held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..amounts import parse_amount
from ..codes import undo_spaces
from ..forms.form import Form, fold_label
from ..forms.reading import Doubt, Interpretation
from ..forms.words import understand
from ..table import Cell, Table

#: Kinds of expenditure that are no projects.
_NO_PROJECTS = frozenset(
    {"business-operation", "remitted-to-superior", "subsidy-to-subordinate", "reserve", "carried-to-next-year"}
)


def certain(form: Form, title: str, tables: Sequence[Table], reading: Interpretation) -> Interpretation:
    """The reading, without its amounts where it is not certain of what money or of what expenditure all of them are."""
    doubt = _fund_untold(form, title, tables, reading) or _other_kinds(form, title, tables)
    return replace(reading, amounts=(), doubts=(*reading.doubts, doubt)) if doubt and reading.amounts else reading


def _fund_untold(form: Form, title: str, tables: Sequence[Table], reading: Interpretation) -> Doubt | None:
    """The doubt of a title that names no fund, over columns none of which is of a fund either."""
    if form.untold != "fund" or any(a.means.get("fund", "all") != "all" for a in reading.amounts):
        return None
    return Doubt(
        "fund-unknown",
        f"表名“{title}”和表头都没有说是哪种资金，{len(reading.amounts)} 个数未发布",
        f"neither title {title!r} nor a heading says of which funds the amounts are; {len(reading.amounts)} held back",
        tables[0].origin,
        label=title,
    )


def _other_kinds(form: Form, title: str, tables: Sequence[Table]) -> Doubt | None:
    """The doubt of a list of projects that other expenditure stands in, so that its total is no total of projects."""
    rows = (row for table in tables for row in table.rows if any(parse_amount(c.text) is not None for c in row))
    others = [cell for row in rows for cell in row if _names_no_project(cell)]
    if form.rows != "project" or not others:
        return None
    return Doubt(
        "table-of-several-kinds",
        f"项目支出表“{title}”里有“{undo_spaces(others[0].text)}”，合计不只是项目支出，整张表未发布",
        f"the list of projects {title!r} has {undo_spaces(others[0].text)!r} in it: its total is not of projects alone",
        others[0].origin,
        label=title,
        found=undo_spaces(others[0].text),
    )


def _names_no_project(cell: Cell) -> bool:
    word = understand(fold_label(cell.text)) if cell.text.strip() else None
    return bool(word and word.means.get("category") in _NO_PROJECTS)
