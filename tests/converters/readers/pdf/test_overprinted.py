"""Names that wrap over more lines than their rows have room for, as spreadsheets with fixed heights print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from yusuan.converters.disclosure import convert

PROJECTS = [(("合计",), "90.00"), (("设备更新", "改造"), "60.00"), (("校园安全", "维护"), "30.00")]


def facts(pdf, height):
    """The amounts of a list of projects by name; the lines of a name stand at the foot of its row, 12 points apart."""

    def page(sheet):
        ys = [150, 170, *(170 + height * (k + 1) for k in range(len(PROJECTS)))]
        sheet.text(60, 80, "某市第一中学2024年单位预算", 14)
        sheet.text(60, 120, "项目支出表")
        sheet.text(250, 140, "单位：万元")
        sheet.grid([50, 200, 350], ys, [["项目名称", "合计"], *(["", amount] for _, amount in PROJECTS)])
        for (name, _), y in zip(PROJECTS, ys[2:], strict=True):
            for k, line in enumerate(reversed(name)):
                sheet.text(52, y - 3 - 12 * k, line)

    conversion = convert(pdf(page))
    return {f.label: f.amount for f in conversion.facts}, [f.message for f in conversion.findings]


def test_in_rows_high_enough_they_are_read(pdf):
    found, _ = facts(pdf, 30)
    assert found["设备更新改造"] == Decimal(600_000)


@pytest.mark.parametrize("height", [11, 14, 17])
def test_in_rows_too_low_no_name_of_two_halves_is_published(pdf, height):
    found, told = facts(pdf, height)
    assert not found
    assert any("叠印" in message for message in told)
