"""Names that wrap over more lines than their rows have room for, as spreadsheets with fixed heights print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from yusuan.converters.disclosure import convert

PROJECTS = [(("合计",), "90.00"), (("设备更新", "改造"), "60.00"), (("校园安全", "维护"), "30.00")]


def facts(pdf, height, *, ruled=True):
    """The amounts of a list of projects by name, and what is told; the lines of a name stand 12 points apart.

    They end at the foot of their row where that is ``ruled``, and begin at its top where it is not.
    """

    def page(sheet):
        ys = [150, 170, *(170 + height * (k + 1) for k in range(len(PROJECTS)))]
        sheet.text(60, 80, "某市第一中学2024年单位预算", 14)
        sheet.text(60, 120, "项目支出表")
        sheet.text(250, 140, "单位：万元")
        rows = [["项目名称", "合计"], *(["", amount if ruled else ""] for _, amount in PROJECTS)]
        (sheet.grid if ruled else sheet.fill)([50, 200, 350], ys, rows)
        for (name, amount), top, foot in zip(PROJECTS, ys[1:], ys[2:], strict=False):
            first = foot - 3 - 12 * (len(name) - 1) if ruled else top + 10
            for k, line in enumerate(name):
                sheet.text(52, first + 12 * k, line)
            if not ruled:
                sheet.text(348, top + 10, amount, align="right")

    conversion = convert(pdf(page))
    return {f.label: f.amount for f in conversion.facts}, [f.message for f in conversion.findings]


@pytest.mark.parametrize("ruled", [True, False])
def test_in_rows_high_enough_they_are_read(pdf, ruled):
    found, _ = facts(pdf, 30, ruled=ruled)
    assert found["设备更新改造"] == Decimal(600_000)


@pytest.mark.parametrize("ruled", [True, False])
@pytest.mark.parametrize("height", [11, 14, 17])
def test_in_rows_too_low_no_name_of_two_halves_is_published(pdf, height, ruled):
    found, told = facts(pdf, height, ruled=ruled)
    assert not found
    assert any("叠印" in message for message in told)
