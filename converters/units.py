"""The list of the units that a department's document covers: names, and codes where they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..datapackage.model import Disclosure, Unit
from .codes import parse_code, undo_spaces
from .forms.form import fold
from .table import Cell, Table

_NAME = frozenset({"单位名称", "预算单位名称", "部门单位名称", "部门(单位)名称", "所属单位名称"})
_CODE = frozenset({"单位编码", "单位代码", "预算单位编码"})
#: What a list may print beside the names; any other heading makes it another table.
_BESIDE = frozenset(
    {
        "序号",
        "备注",
        "单位性质",
        "单位类型",
        "单位类别",
        "经费类型",
        "经费来源",
        "预算级次",
        "单位级次",
        "单位级别",
        "行政级别",
    }
)


def is_list(tables: Sequence[Table]) -> bool:
    """Whether a printed table is a list of units: a column of names, and nothing beside it that could be money."""
    return bool(tables) and _columns(tables[0]) is not None


def read(tables: Sequence[Table], disclosure: Disclosure) -> Iterator[Unit]:
    """The units of a list in printed order."""
    columns = _columns(tables[0]) if tables else None
    if columns is None:
        return
    name_at, code_at = columns
    for table in tables:
        for row in table.rows:
            name = undo_spaces(row[name_at].text) if name_at < len(row) else ""
            if name and fold(name) not in _NAME and not re.fullmatch(r"[\d.]+|合计|总计", name):
                yield _unit(name, row, name_at, code_at, disclosure)


def _unit(name: str, row: Sequence[Cell], name_at: int, code_at: int | None, disclosure: Disclosure) -> Unit:
    code = parse_code(row[code_at].text, "unit") if code_at is not None and code_at < len(row) else None
    return Unit(
        document_id=disclosure.document_id,
        unit_code=code or "",
        unit_name=name,
        parent_code="",
        role="department" if fold(name) == fold(disclosure.department_name) else "unit",
        cell=row[name_at].origin,
    )


def _columns(table: Table) -> tuple[int, int | None] | None:
    """Where the names stand, and the codes if there are any."""
    headings = [fold(cell.text) for cell in table.rows[0]] if table.rows else []
    names = [k for k, text in enumerate(headings) if text in _NAME]
    codes = [k for k, text in enumerate(headings) if text in _CODE]
    known = all(not text or text in _NAME | _CODE | _BESIDE for text in headings)
    return (names[0], codes[0] if codes else None) if known and len(names) == 1 and len(codes) < 2 else None
