"""What a table is of where its title leaves it open, its funds or its kind of expenditure: told, or held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...datapackage.model import Disclosure
from ..amounts import parse_amount
from ..codes import undo_spaces
from ..forms.form import Form, fold_label
from ..forms.reading import Amount, Doubt, Interpretation
from ..forms.words import understand
from ..table import Cell, Table
from .owners import is_own_level, is_same_unit

#: Kinds of expenditure that are no projects.
_NO_PROJECTS = frozenset(
    {"business-operation", "remitted-to-superior", "subsidy-to-subordinate", "reserve", "carried-to-next-year"}
)


def certain(form: Form, title: str, tables: Sequence[Table], reading: Interpretation) -> Interpretation:
    """The reading, without its amounts where it is not certain of what money or of what expenditure all of them are."""
    doubt = _fund_untold(form, title, tables, reading) or _other_kinds(form, title, tables)
    return replace(reading, amounts=(), doubts=(*reading.doubts, doubt)) if doubt and reading.amounts else reading


def of_told_units(form: Form, reading: Interpretation, disclosure: Disclosure) -> Interpretation:
    """The reading without what stands beside the department's name in a table of several units: all of it or its own.

    A row of the name alone is the department's where it prints what the total prints.
    """
    named = {a.unit_name for a in reading.amounts if a.unit_name and not a.unit_code}
    own = {n for n in named if is_same_unit(n, disclosure) and not is_own_level(n, disclosure, named)}
    if len(named) < 2 or form.rows == "project" or form.item:
        return reading
    beside = [a for a in reading.amounts if a.unit_name in own and not a.unit_code]
    if form.rows in ("unit", "whole"):
        totals = {_column(a): a.value for a in reading.amounts if not (a.unit_name or a.unit_code or a.code)}
        beside = beside if any(totals.get(_column(a), a.value) != a.value for a in beside) else []
    if not beside:
        return reading
    name = beside[0].unit_name
    doubt = Doubt(
        "owner-unknown",
        f"表里有几个单位，“{name}”旁边的 {len(beside)} 个数是部门全部的还是它本级的，分不清，未发布",
        f"several units are in the table: whether {len(beside)} amounts beside {name!r} are the department's or its "
        "own office's is not told; held back",
        beside[0].cell,
        label=name,
    )
    gone = {id(a) for a in beside}
    kept = tuple(a for a in reading.amounts if id(a) not in gone)
    return replace(reading, amounts=kept, doubts=(*reading.doubts, doubt))


def _column(amount: Amount) -> tuple[int | None, int | None, int | None]:
    cell = amount.cell
    return cell.page, cell.table_on_page, cell.column


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
