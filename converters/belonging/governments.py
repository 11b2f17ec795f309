"""A township may print its government's budget beside that of its department: whose a table is that both have.

一般公共预算支出表, “三公”经费 and the tables of funds are printed in both, under one title. 收支总表 and its like are
a department's, tables of taxes, debts and the revenue of a fund a government's; those beside them tell of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..forms.form import Form, fold_label
from ..table import Block, Paragraph
from ..tables.exhibits import Exhibit
from ..tables.numbering import level_of
from ..titles import Titles, government_kinds, is_title_like
from .held_back import Reason, held_back

#: The tables of a department that no government has.
_OF_DEPARTMENTS = frozenset({"budget-summary", "revenue-summary", "expenditure-summary", "appropriation-summary"})
_DEPARTMENT, _GOVERNMENT = "department", "government"
#: The rows of a table of taxes; two of them tell it.
_TAXES = frozenset({"税收收入", "增值税", "企业所得税", "个人所得税", "城市维护建设税", "房产税", "契税"})
_OF_UNITS = re.compile("部门|单位")
#: Whoever may have a budget of a government: townships, street offices, committees of zones.
_MAY_GOVERN = re.compile("(?:[镇乡]|苏木|街道|街道办|街道办事处|人民政府|管理委员会|管委会|开发区|新区|园区)$")
_UNTOLD = Reason(
    "owner-unknown",
    "这份文档里也有一级政府的预算，“{title}”是政府的，或分不清是政府的还是部门的，{count} 个数未发布",
    "the budget of a whole government is printed here too; {title!r} is its, or may be; amounts held back: {count}",
)


def has_tables_of_department(blocks: Iterable[Block], forms: Iterable[Form], owner: str) -> bool:
    """Whether the titles of two tables are printed that a department has and no government."""
    titles = Titles(forms, owner)
    texts = (b.text for b in blocks if isinstance(b, Paragraph) and is_title_like(b.text))
    known = {form.id for text in texts for form in titles.of(text) or ()}
    return len(known & _OF_DEPARTMENTS) > 1


def without_government(exhibits: Sequence[Exhibit], blocks: Sequence[Block], unit_name: str) -> list[Exhibit]:
    """The tables, those of a government, and those that may be its as well as the department's, without amounts."""
    kinds = [_kind(e) for e in exhibits]
    if not {_DEPARTMENT, _GOVERNMENT} <= set(kinds) or not _is_certain(exhibits, unit_name):
        return list(exhibits)
    parts = _parts(exhibits, blocks)
    return [e if _is_of_department(k, kinds, parts) else held_back(e, _UNTOLD) for k, e in enumerate(exhibits)]


def _kind(exhibit: Exhibit) -> str:
    if exhibit.form and (exhibit.form.id in _OF_DEPARTMENTS or _OF_UNITS.search(exhibit.run.title)):
        return _DEPARTMENT
    return _GOVERNMENT if government_kinds([exhibit.run.title]) or _is_of_taxes(exhibit) else ""


def _is_certain(exhibits: Sequence[Exhibit], unit_name: str) -> bool:
    """Whether a government's budget is printed: a table of taxes, or by a township two that no unit has.

    A bureau may print what it transfers and owes.
    """
    kinds = government_kinds((e.run.title for e in exhibits), of_units="部门")
    return any(map(_is_of_taxes, exhibits)) or (len(kinds) > 1 and bool(_MAY_GOVERN.search(unit_name)))


def _is_of_taxes(exhibit: Exhibit) -> bool:
    labels = {fold_label(c.text) for table in exhibit.run.tables for row in table.rows for c in row}
    return len(labels & _TAXES) > 1


def _parts(exhibits: Sequence[Exhibit], blocks: Sequence[Block]) -> list[int]:
    """The part of the document that each table stands in, as numbered headings between tables divide it."""
    heads = [
        index
        for index, block in enumerate(blocks)
        if isinstance(block, Paragraph) and level_of(block.text) is not None and not is_title_like(block.text)
    ]
    return [sum(head < e.run.first for head in heads) for e in exhibits]


def _is_of_department(index: int, kinds: Sequence[str], parts: Sequence[int]) -> bool:
    """Whether a table is the department's: its own kind says so, all of its part do, or the ones around it."""
    if kinds[index]:
        return kinds[index] == _DEPARTMENT
    within = {kind for kind, part in zip(kinds, parts, strict=True) if part == parts[index]} - {""}
    if len(within) == 1:
        return within == {_DEPARTMENT}
    before = next((k for k in reversed(kinds[:index]) if k), _DEPARTMENT)
    after = next((k for k in kinds[index + 1 :] if k), _DEPARTMENT)
    return before == after == _DEPARTMENT
