"""The performance part of a disclosure divided into its forms: one of the whole unit, one of each project.

A form begins with its title, with a caption (申报日期) or with its row 项目名称; whichever of the three comes
first opens it, and those that follow before the first ruled row belong to it. It ends where the next begins
or a new part of the document does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property

from ...datapackage.model import Disclosure, Fact, Origin
from ..stages import phase_of
from .borders import Line, close
from .headings import begins_indicator_table, spans_indicators
from .scope import OVERALL, PROJECT
from .targets import goal_of, section
from .vocabulary import best, key, likeness, meanings, same_brackets

#: An entry of a table of contents: a list mark before it, or leaders and a page number behind.
_LISTED = re.compile(r"^\s*(?:[-*•·]\s+|.*[.…·]{3,}\s*\d*\s*$)")
_PART = re.compile(r"^第[一二三四五六七八九十]+部分")
_CAPTION = re.compile(r"^(申报|填报|填表)(日期|时间)")
_YEAR = re.compile(r"\((?:20\d\d)?年?度?\)$|^20\d\d年度?")
_UNIT = re.compile(r"单位:(元|千元|万元|亿元)|\((?:单位:)?(元|千元|万元|亿元)\)")


@dataclass(frozen=True)
class Form:
    """The lines of one form, and the unit of money that it prints ("" where none, or two)."""

    table: str
    title: str
    lines: tuple[Line, ...]
    money_unit: str

    @cached_property
    def first_target_line(self) -> int:
        """Index of the first line of the indicator part: a goal, a title or headings of indicators."""
        for i, line in enumerate(self.lines):
            if (goal_of(line) and self.table == OVERALL) or section(line) or begins_indicator_table(line):
                return i - (i > 0 and begins_indicator_table(line) and spans_indicators(self.lines[i - 1]))
        return len(self.lines)


@dataclass(slots=True)
class _Open:
    table: str
    title: str
    lines: list[Line]
    named: bool = False

    @property
    def begun(self) -> bool:
        return any(line.ruled for line in self.lines)


def forms(lines: Iterable[Line]) -> list[Form]:
    """The forms in printed order; titles without a ruled row below (a table of contents) are none."""
    opened: list[_Open] = []
    current: _Open | None = None
    for line in lines:
        if _is_elsewhere(line):
            current = None
            continue
        start = _start(line, current)
        if start is not None:
            current = start
            opened.append(current)
        if current is not None:
            current.lines.append(line)
            current.named = current.named or _is_name_row(line)
    return [Form(o.table, o.title, tuple(o.lines), money_unit(o.lines)) for o in opened if o.begun]


def _is_elsewhere(line: Line) -> bool:
    """Whether another part of the document begins here, or another table has its title."""
    text = close(line.text)
    if line.ruled or not text:
        return False
    bare = re.sub(r"\(.*?\)$", "", same_brackets(text))
    is_title = bare.endswith("表") and len(text) <= 40
    return bool(_PART.match(text)) or (is_title and not section(line) and title_of(line) is None)


def _start(line: Line, current: _Open | None) -> _Open | None:
    """The form that the line begins, None where it continues the current one."""
    if title := title_of(line):
        table, text = title
        return _Open(table, text, [])
    if current is None:
        return None
    if _CAPTION.match(close(line.text)):
        return _Open(PROJECT, current.title, []) if current.begun else None
    if _is_name_row(line) and (current.named or (current.table == OVERALL and _labels_in(line) >= 2)):
        return _Open(PROJECT, current.title if current.table == PROJECT else "", [])
    return None


def title_of(line: Line) -> tuple[str, str] | None:
    """(table id, title) where the line is the title of a performance form, else None."""
    if len(line.pieces) != 1 or section(line) or _LISTED.match(line.text):
        return None
    text = close(line.text)
    bare = key(_YEAR.sub("", same_brackets(text)))
    if not 5 <= len(bare) <= 45:
        return None
    known = _titles()
    if bare.endswith(_endings()):
        _, table = max((len(term), table) for table, term in known if bare.endswith(term))
        return table, text
    match = best(bare, known)
    return (match.meaning, text) if match.score >= 0.9 else None


def _is_name_row(line: Line) -> bool:
    """A row 项目名称 with a name behind it; the heading of a list has another heading there."""
    if not line.ruled or len(line.pieces) < 2 or begins_indicator_table(line):
        return False
    label, name = line.pieces[0][1], line.pieces[1][1]
    return key(label) == "项目名称" and best(name, _labels()).score < 0.85


def _labels_in(line: Line) -> int:
    return sum(any(likeness(text, term) == 1.0 for _, term in _labels()) for _, text in line.pieces)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(term for _, term in _titles())


@cache
def _titles() -> tuple[tuple[str, str], ...]:
    return tuple((table, key(term)) for table, term in meanings("titles"))


@cache
def _labels() -> tuple[tuple[str, str], ...]:
    return meanings("project_labels") + meanings("overall_list_columns")


def money_unit(lines: Sequence[Line]) -> str:
    """The unit of money that captions and headings print: 单位: 万元, or 情况(万元); "" where none or two."""
    found: set[str] = set()
    for line in lines:
        texts = [line.text] if not line.ruled else [text for _, text in line.pieces if len(text) <= 30]
        for text in (t for t in texts if "元" in t):
            found.update(one or other for one, other in _UNIT.findall(same_brackets(close(text))))
    return found.pop() if len(found) == 1 else ""


def money_fact(
    disclosure: Disclosure, table: str, cell: Origin, *, amount: Decimal, reported: str, money_unit: str, line: str,
    label: str, fiscal_year: int | None = None, flow: str = "expenditure", fund: str = "all", origin: str = "all",
    category: str = "project",
) -> Fact:  # fmt: skip
    """The fact of one amount (yuan) of a performance form, of the disclosing unit and without codes."""
    return Fact(
        document_id=disclosure.document_id,
        table=table,
        unit_code=disclosure.unit_code,
        unit_name=disclosure.unit_name,
        fiscal_year=disclosure.year if fiscal_year is None else fiscal_year,
        phase=phase_of(disclosure),
        flow=flow,
        function_code="",
        economic_code="",
        project_code="",
        line=line,
        label=label,
        fund=fund,
        origin=origin,
        category=category,
        amount=amount,
        reported=reported.strip(),
        reported_unit=money_unit,
        cell=cell,
    )
