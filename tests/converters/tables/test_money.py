"""The unit of money of tables: whose a caption is, what may stand in for one, and what speaks against it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

TEN_THOUSANDS, YUAN = ("300.00", "200.00", "100.00"), ("3,000,000.00", "2,000,000.00", "1,000,000.00")
FUND = ("50,000.00", "20,000.00", "30,000.00")
HEADINGS = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def grid(amounts: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> str:
    rows = (headings, ("205", "教育支出", *amounts), ("", "合计", *amounts))
    return f"<table>{''.join('<tr>' + ''.join(f'<td>{c}' for c in row) for row in rows)}</table>"


def three(*amounts: str) -> str:
    rows = (("合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"), amounts)
    body = "".join("<tr>" + "".join(f"<td>{c}" for c in row) for row in rows)
    return f"<p>一般公共预算“三公”经费支出表</p><table>{body}</table>"


def line(text: str) -> str:
    return f"<p>{text}</p>"


def converted(folder: Path, *parts: str) -> Conversion:
    path = folder / "a.html"
    path.write_text(f"<meta charset=utf-8><p>某市教育局2024年部门预算</p>{''.join(parts)}", "utf-8")
    return convert(path)


def totals(conversion: Conversion) -> dict[str, int]:
    """The largest amount (yuan) of each table."""
    largest: dict[str, int] = {}
    for fact in conversion.facts:
        largest[fact.table] = max(largest.get(fact.table, 0), int(fact.amount))
    return largest


def checks(conversion: Conversion) -> set[str]:
    return {f.check for f in conversion.findings}


SUMMARY, GENERAL, FUNDS = map(line, ("支出总表", "一般公共预算支出表", "政府性基金预算支出表"))
WAN, YUAN_CAPTION = map(line, ("单位：万元", "单位：元"))


def test_captions_above_the_titles_are_of_the_table_below_them(tmp_path: Path) -> None:
    parts = (WAN, SUMMARY, grid(TEN_THOUSANDS), YUAN_CAPTION, FUNDS, grid(FUND))
    assert totals(converted(tmp_path, *parts)) == {"expenditure-summary": 3_000_000, "government-fund": 50_000}


def test_captions_below_the_grids_are_of_the_table_above_them(tmp_path: Path) -> None:
    parts = (SUMMARY, grid(TEN_THOUSANDS), WAN, FUNDS, grid(FUND), YUAN_CAPTION)
    assert totals(converted(tmp_path, *parts)) == {"expenditure-summary": 3_000_000, "government-fund": 50_000}


def test_a_caption_between_two_tables_that_nothing_assigns_is_nobodys(tmp_path: Path) -> None:
    conversion = converted(tmp_path, SUMMARY, grid(TEN_THOUSANDS), YUAN_CAPTION, FUNDS, grid(FUND))
    assert totals(conversion) == {}
    assert checks(conversion) == {"money-unit-unknown"}


def test_a_caption_above_all_tables_is_not_of_all_where_another_says_otherwise(tmp_path: Path) -> None:
    """What stands below the last table may be of it or of a text behind it: nothing assigns the one in the middle."""
    parts = (WAN, SUMMARY, grid(TEN_THOUSANDS), YUAN_CAPTION, FUNDS, grid(FUND), YUAN_CAPTION)
    assert totals(converted(tmp_path, *parts)) == {}


def test_one_caption_above_all_tables_is_of_all(tmp_path: Path) -> None:
    said = line("以下各表金额单位均为万元")
    for leading in (said, WAN + line("一、部门预算表")):
        conversion = converted(tmp_path, leading, SUMMARY, grid(TEN_THOUSANDS), three("2.00", "0.00", "0.00", "2.00"))
        assert totals(conversion) == {"expenditure-summary": 3_000_000, "three-public": 20_000}


@pytest.mark.parametrize(
    ("amounts", "text", "published"),
    [
        (("560.00", "0.00", "0.00", "560.00"), "", False),  # 560 yuan as well as 5.6 millions
        (("2.00", "0.00", "0.00", "2.00"), "2024年“三公”经费预算2.00万元。", True),
        (("560.00", "0.00", "0.00", "560.00"), "2024年“三公”经费预算0.056万元。", False),
        (("0.00", "0.00", "0.00", "0.00"), "", True),
        (("200.00", "0.00", "200.00", "0.00"), "", False),  # one digit is like another table's by chance
    ],
)
def test_a_table_without_a_unit_of_money_needs_a_witness(
    tmp_path: Path, amounts: tuple[str, ...], text: str, published: bool
) -> None:
    summary = line("支出总表") + WAN + grid(TEN_THOUSANDS)
    conversion = converted(tmp_path, summary, three(*amounts), line("第二部分 情况说明"), line(text))
    assert ("three-public" in totals(conversion)) == published
    assert ("money-unit-contradiction" in checks(conversion)) != published


def test_a_table_without_a_unit_of_money_that_prints_the_total_of_another(tmp_path: Path) -> None:
    general = GENERAL + grid(("123.45", "100.00", "23.45"))
    conversion = converted(tmp_path, SUMMARY + WAN + grid(("123.45", "100.00", "23.45")), general)
    assert totals(conversion)["general-budget-by-function"] == 1_234_500


def test_the_unit_in_one_heading_is_that_of_the_columns_that_add_up_to_it(tmp_path: Path) -> None:
    headings = (*HEADINGS[:2], "合计（元）", *HEADINGS[3:])
    other = GENERAL + WAN + grid(TEN_THOUSANDS)
    conversion = converted(tmp_path, SUMMARY, grid(YUAN, headings), other)
    assert totals(conversion) == {"expenditure-summary": 3_000_000, "general-budget-by-function": 3_000_000}
    apart = ("3,000,000.00", "200.00", "100.00")
    conversion = converted(tmp_path, SUMMARY, grid(apart, headings), other)
    assert {(f.category, int(f.amount)) for f in conversion.facts if f.table == "expenditure-summary"} == {
        ("all", 3_000_000)
    }
    assert "money-unit-unknown" in checks(conversion)


@pytest.mark.parametrize("caption", ["单位：万元/元", "单位：元、万元", "单位：元（万）"])
def test_a_caption_that_names_two_units_of_money_names_none(tmp_path: Path, caption: str) -> None:
    conversion = converted(tmp_path, SUMMARY, line(caption), grid(TEN_THOUSANDS))
    assert not conversion.facts
    assert checks(conversion) == {"money-unit-unknown"}


TEXT = line("第二部分 情况说明") + line("一、支出情况说明")


@pytest.mark.parametrize(("caption", "amounts"), [(YUAN_CAPTION, TEN_THOUSANDS), (WAN, YUAN)])
def test_a_caption_that_the_text_contradicts(tmp_path: Path, caption: str, amounts: tuple[str, ...]) -> None:
    text = TEXT + line("2024年支出总计300.00万元。")
    conversion = converted(tmp_path, SUMMARY, caption, grid(amounts), text)
    assert not conversion.facts
    assert checks(conversion) == {"money-unit-contradiction"}


def test_one_sentence_in_the_wrong_unit_does_not_speak_against_the_table(tmp_path: Path) -> None:
    text = TEXT + line("2024年支出总计300.00万元，其中基本支出200.00元。")
    conversion = converted(tmp_path, SUMMARY, WAN, grid(TEN_THOUSANDS), text)
    assert totals(conversion) == {"expenditure-summary": 3_000_000}
    assert "money-unit-contradiction" not in checks(conversion)


@pytest.mark.parametrize(
    ("caption", "number_format", "stored", "total"),
    [
        ("单位：万元", "#,##0.00", 3000, 30_000_000),
        ("单位：万元", "0!.0,", 30_000_000, 30_000_000),  # thousands, a point set before the last of their digits
        ("单位：千元", "#,##0,", 30_000_000, 30_000_000),
        ("单位：百万元", "0.00,,", 30_000_000, 30_000_000),
        ("单位：万元", "#,##0,", 30_000_000, None),
        ("单位：万元", "0.00,,", 30_000_000, None),
        ("单位：元", "0.00,,", 30_000_000, None),
    ],
)
def test_a_workbook_scales_by_what_its_caption_says(
    tmp_path: Path, caption: str, number_format: str, stored: int, total: int | None
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in ("某市教育局2024年部门预算", "支出总表", caption):
        sheet.append([line])
    sheet.append(list(HEADINGS))
    for code, name in (("205", "教育支出"), ("", "合计")):
        sheet.append([code, name, stored, stored * 2 // 3, stored // 3])
        for cell in sheet[sheet.max_row][2:]:
            cell.number_format = number_format
    book.save(tmp_path / "a.xlsx")
    conversion = convert(tmp_path / "a.xlsx")
    assert totals(conversion) == ({} if total is None else {"expenditure-summary": total})
    assert total is not None or "money-unit-unknown" in {f.check for f in conversion.findings}
