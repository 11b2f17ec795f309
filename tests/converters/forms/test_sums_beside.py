"""Rows whose sum stands beside that of the whole table, and lists of projects with the year before beside this one."""

from __future__ import annotations

import tempfile
from pathlib import Path

import layouts
import pytest
from drawn import Drawing
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion


def conversion_of(drawing: Drawing) -> Conversion:
    with tempfile.TemporaryDirectory() as folder:
        return prove(convert(layouts.write({"medium": "html", "pages": "one"}, drawing.document, Path(folder))))


@pytest.mark.parametrize(
    ("others", "whole", "lines"),
    [
        ((("二、会议费", "2.00"), ("三、培训费", "3.00")), "15.00", {"three-public": "10.00", "total": "15.00"}),
        ((), "10.00", {"total": "10.00"}),
    ],
)
def test_the_sum_of_three_is_not_that_of_meetings_and_trainings_too(
    others: tuple[tuple[str, str], ...], whole: str, lines: dict[str, str]
) -> None:
    """Both were the total of “三公” once, and one told as wrong."""
    d = Drawing("清溪县档案馆2024年单位预算", 2024)
    rows = (("一、“三公”经费", "10.00"), ("公务接待费", "4.00"), ("公务用车费", "6.00"), *others, ("合计", whole))
    d.table("“三公”经费支出表", [["项目", "金额"]], [("", row) for row in rows], [None] * 2)
    found = conversion_of(d)
    assert {f.line: f.reported for f in found.facts if f.line in ("three-public", "total")} == lines
    assert not [f for f in found.findings if f.severity == "error"]


def test_projects_are_added_up_within_their_year() -> None:
    """Both years were added to one sum once, and all projects held back."""
    d = Drawing("清溪县档案馆2024年单位预算", 2024)
    rows = (("合计", "90.00", "100.00"), ("档案数字化", "50.00", "60.00"), ("库房维护", "40.00", "40.00"))
    d.table("项目支出表", [["项目名称", "2023年", "2024年"]], [("", row) for row in rows], [None] * 3)
    assert {(f.label, f.fiscal_year, f.reported) for f in conversion_of(d).facts} == {
        (name, 2024, amount) for name, _, amount in rows
    }
