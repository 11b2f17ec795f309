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


_BY_CODE = (
    ("", ("合计",), "90.00"), ("208", ("社会保障和", "就业支出"), "60.00"), ("20805", ("行政事业单位", "养老支出"), "60.00"),
    ("2080505", ("机关事业单位基本", "养老保险缴费支出"), "60.00"), ("210", ("卫生健康", "支出"), "30.00"),
    ("21011", ("行政事业单位", "医疗"), "30.00"), ("2101102", ("事业单位", "医疗"), "30.00"),
)  # fmt: skip


@pytest.mark.parametrize("height", [11, 14, 17])
@pytest.mark.parametrize("is_of_units", [False, True])
def test_rows_are_those_of_their_codes_where_names_of_classes_are_printed_over_each_other(pdf, height, is_of_units):
    """They were held back with their names; a unit's name is told by no code of the classification."""

    def page(sheet):
        ys = [150, 170, *(170 + height * (k + 1) for k in range(len(_BY_CODE)))]
        sheet.text(60, 80, "某市第一中学2024年单位预算", 14)
        sheet.text(60, 120, "支出总表")
        sheet.text(250, 140, "单位：万元")
        rows = [
            ["科目编码", "单位名称" if is_of_units else "科目名称", "合计"],
            *([code, "", amount] for code, _, amount in _BY_CODE),
        ]
        sheet.grid([50, 120, 220, 320], ys, rows)
        for (_, name, _), foot in zip(_BY_CODE, ys[2:], strict=True):
            for k, line in enumerate(("某市第一", "实验中学") if is_of_units else name):
                sheet.text(122, foot - 3 - 12 * (len(name) - 1 - k), line)

    conversion = convert(pdf(page))
    found = {(f.function_code, f.label): f.amount for f in conversion.facts}
    by_code = {code: Decimal(amount) * 10000 for code, _, amount in _BY_CODE if code}
    assert found == ({(code, ""): v for code, v in by_code.items()} if not is_of_units else {})
    assert any(word in f.message for f in conversion.findings for word in ("叠印", "不知道这一行"))
