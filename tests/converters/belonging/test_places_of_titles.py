"""Tables side by side below one title, titles that may stand below their tables: read right, or held back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

Rows = Sequence[Sequence[str]]
HEADS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")
GENERAL: Rows = [HEADS, ("205", "教育支出", "520.50", "400.50", "120.00"), ("208", "社会保障和就业支出", "80.25", "80.25", ""), (
    "", "合计", "600.75", "480.75", "120.00",
)]  # fmt: skip
FUND: Rows = [HEADS, ("212", "城乡社区支出", "90.50", "", "90.50"), ("", "合计", "90.50", "", "90.50")]
ALL: Rows = [*GENERAL[:3], FUND[1], ("", "合计", "691.25", "480.75", "210.50")]
COVER = "某市教育局2024年部门预算"


def page(folder: Path, *blocks: str | Rows) -> Conversion:
    def html(block: str | Rows) -> str:
        if isinstance(block, str):
            return f"<p>{block}</p>"
        return f"<table>{''.join('<tr><td>' + '<td>'.join(row) for row in block)}</table>"

    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>{COVER}</p>{''.join(map(html, blocks))}", "utf-8")
    return convert(path)


def beside(left: Rows, right: Rows, *, gap: int) -> Rows:
    """One grid with the rows of both."""
    rows = range(max(len(left), len(right)))
    blank = ("",) * len(HEADS)
    return [
        (*(left[k] if k < len(left) else blank), *[""] * gap, *(right[k] if k < len(right) else blank)) for k in rows
    ]


def checks(conversion: Conversion) -> list[str]:
    return [f.check for f in conversion.findings]


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("right", [FUND, FUND[:2], [*FUND[:2], ("", "合计", "", "", "90.50")]])
def test_two_tables_below_one_title_are_held_back(right: Rows, gap: int, tmp_path: Path) -> None:
    """The fund was read as the general public budget's once, each with sums that hold."""
    found = page(
        tmp_path, "支出总表", "单位：万元", ALL, "一般公共预算支出表", "单位：万元", beside(GENERAL, right, gap=gap)
    )
    assert {f.table for f in found.facts} == {"expenditure-summary"}
    assert checks(found).count("columns-undecided") == 1


def test_a_list_that_goes_on_beside_itself_is_one_table(tmp_path: Path) -> None:
    rows: Rows = [*ALL[:3], ("", "", "", "", ""), ("", "", "", "", "")]
    rest: Rows = [HEADS, ALL[3], ALL[4]]
    found = page(tmp_path, "支出总表", "单位：万元", beside(rows[:3], rest, gap=0))
    assert {f.reported for f in found.facts if f.category == "all"} == {"520.50", "80.25", "90.50", "691.25"}


@pytest.mark.parametrize("money", ["{}", "{}（单位：万元）"])
def test_titles_that_may_stand_below_their_tables(money: str, tmp_path: Path) -> None:
    """Each table had the title of the one before it once: the fund's was the general public budget's, and confirmed."""
    titles = [money.format(t) for t in ("支出总表", "一般公共预算支出表", "政府性基金预算支出表")]
    below = [block for pair in zip((ALL, GENERAL, FUND), titles, strict=True) for block in ("单位：万元", *pair)]
    found = page(tmp_path, *below)
    assert not found.facts
    assert checks(found).count("title-of-another-table") == 2
    above = [
        block for pair in zip(titles, (ALL, GENERAL, FUND), strict=True) for block in (pair[0], "单位：万元", pair[1])
    ]
    assert {f.table for f in page(tmp_path, *above).facts} == {
        "expenditure-summary", "general-budget-by-function", "government-fund",
    }  # fmt: skip
    # The last table may be left out where it is empty, and say so or not.
    assert page(tmp_path, *above[:6], titles[2]).facts
    assert page(tmp_path, *above[:6], titles[2], "本单位没有政府性基金预算支出。").facts


@pytest.mark.parametrize("merged", [True, False])
def test_titles_beside_each_other_on_a_sheet_need_no_last_word(merged: bool, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.active["A1"] = COVER
    sheet = workbook.create_sheet("表")
    for first, title, rows in ((1, "一般公共预算支出表", GENERAL), (7, "政府性基金预算支出", FUND)):
        sheet.cell(1, first, title)
        if merged:
            sheet.merge_cells(start_row=1, start_column=first, end_row=1, end_column=first + 4)
        sheet.cell(2, first + 4, "单位：万元")
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                sheet.cell(3 + r, first + c, text or None)
    workbook.save(tmp_path / "a.xlsx")
    found = convert(tmp_path / "a.xlsx")
    assert {(f.table, f.function_code) for f in found.facts} == {
        ("general-budget-by-function", "205"), ("general-budget-by-function", "208"), ("general-budget-by-function", ""),
        ("government-fund", "212"), ("government-fund", ""),
    }  # fmt: skip
    assert not checks(found)
