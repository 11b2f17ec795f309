"""Documents of a few lines, to be inspected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from yusuan.datapackage.model import (
    YUAN_IN,
    Conversion,
    Fact,
    Origin,
    PerformanceTarget,
    PrintedTable,
    Project,
    TextBlock,
    identify,
)

from ..conversions import DISCLOSURE, DOCUMENT, fact

CELL = Origin(reader="pdf", page=1)
_PARTS = {"#": "explanation", "!": "glossary", "~": "", "@": "contents"}


def paper(
    *lines: str,
    facts: Sequence[Fact] = (),
    tables: Sequence[PrintedTable] = (),
    targets: Sequence[PerformanceTarget] = (),
    projects: Sequence[Project] = (),
    reader: str = "pdf",
    **disclosure: Any,
) -> Conversion:
    """A document of lines: ``# `` a heading of the explanation, ``! `` glossary, ``~ `` elsewhere, ``@ `` contents.

    A line without a mark is a paragraph of the explanation; ``p3 `` before it puts it on page 3.
    """
    return Conversion(
        replace(DISCLOSURE, **disclosure),
        facts=tuple(identify(facts)),
        tables=tuple(tables),
        targets=tuple(targets),
        projects=tuple(projects),
        texts=tuple(_blocks(lines, reader)),
    )


def _blocks(lines: Sequence[str], reader: str) -> list[TextBlock]:
    blocks: list[TextBlock] = []
    path: tuple[str, ...] = ("情况说明",)
    page = 1
    for number, given in enumerate(lines, 1):
        line = given
        if given.startswith("p") and given[1].isdigit():
            page = int(given[1 : given.index(" ")])
            line = given[given.index(" ") + 1 :]
        mark, text = (line[0], line[2:]) if line[:1] in _PARTS and line[1:2] == " " else ("", line)
        text = "".join(text.split())
        role = "heading" if mark == "#" else "paragraph"
        part: Any = _PARTS.get(mark, "explanation") if mark else "explanation"
        if mark == "#":
            path = ("情况说明",)
        blocks.append(
            TextBlock(part, path if part == "explanation" else (), role, text, Origin(reader, page=page, line=number))
        )
        if mark == "#":
            path = ("情况说明", text)
    return blocks


def amount(label: str, yuan: str, table: str = "general-budget-by-function", **more: Any) -> Fact:
    """An amount of ``table`` in 万元 with the code of 事业运行 unless told otherwise."""
    made = replace(fact(label, yuan, table=table, cell=CELL), **more)
    unit = more.get("reported_unit", "万元")
    return replace(made, amount=Decimal(yuan.replace(",", "")) * YUAN_IN[unit])


def table(
    name: str, title: str = "", *, empty: bool = False, page: int = 1, rows: Any = (), form: str = "x"
) -> PrintedTable:
    """A printed table."""
    return PrintedTable(name, title or name, "万元", None, page, rows, form, 1.0, (), empty, "")


def target(name: str, operator: str, value: str, unit: str = "%", **more: Any) -> PerformanceTarget:
    """A target of a project for the year."""
    made = PerformanceTarget(
        document_id=DOCUMENT, table="project-performance", project_code="", project_name="某项目", goal="", level1="产出指标",
        level2="质量指标", level3=name, operator=operator, target=value, target_unit=unit, basis="", horizon="annual",
        year_before_last="", last_year="", this_year=f"{value}{unit}" if value else "", cell=CELL,
        fiscal_year=2024,
    )  # fmt: skip
    return replace(made, **more)


def project(code: str, budget: str, **more: Any) -> Project:
    """A project's form with its budget of the year in yuan."""
    made = Project(
        document_id=DOCUMENT, project_code=code, form_code="", name="某项目", name_in_table="某项目", department="",
        executing_unit="", attribute="", kind="", start_year=None, end_year=None, total_budget=None,
        current_budget=Decimal(budget), earlier_budgets=(), funding=(), purchases=(), basis="", plan="", match="name", cell=CELL,
    )  # fmt: skip
    return replace(made, **more)
