"""Documents that print a second disclosure, or what a correction replaces: none of it becomes an observation."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Conversion

BUDGET = "第{n}部分 2025年部门预算"
FINAL = "第{n}部分 2024年度部门决算"


def page(tmp_path: Path, title: str, *parts: str) -> Conversion:
    path = tmp_path / "disclosure.html"
    body = f"<h1>{title}</h1>" + "".join(parts)
    path.write_text(f"<html><head><meta charset='utf-8'></head><body>{body}</body></html>", "utf-8")
    return convert(path)


def said(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def table(title: str, *rows: tuple[str, ...]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return said(title, "单位：万元") + f"<table border=1>{cells}</table>"


def basic(title: str, heading: str, *amounts: str) -> str:
    names = (("301", "工资福利支出"), ("30101", "基本工资"), ("302", "商品和服务支出"), ("30201", "办公费"))
    rows = [(*name, amount) for name, amount in zip(names, amounts, strict=True)]
    total = f"{Decimal(amounts[0]) + Decimal(amounts[2]):.2f}"
    return table(title, ("科目编码", "科目名称", heading), *rows, ("", "合计", total))


BUDGET_TABLE = basic("一般公共预算基本支出表", "预算数", "80.00", "80.00", "20.00", "20.00")
FINAL_TABLE = basic("一般公共预算财政拨款基本支出决算表", "决算数", "66.00", "66.00", "11.00", "11.00")
FINAL_TEXT = said(
    "第四部分 2024年度部门决算情况说明",
    "一、一般公共预算财政拨款基本支出决算情况说明",
    "某市林业局2024年度一般公共预算财政拨款基本支出77.00万元。",
)


def years(conversion: Conversion) -> set[tuple[int, str]]:
    return {(f.fiscal_year, f.phase) for f in conversion.facts}


@pytest.mark.parametrize("title", ["某市林业局2025年部门预算及2024年度部门决算公开", "某市林业局2025年部门预算"])
def test_final_accounts_behind_a_budget_are_not_of_its_year(tmp_path: Path, title: str) -> None:
    parts = (said(BUDGET.format(n="一")), BUDGET_TABLE, said(FINAL.format(n="三")), FINAL_TABLE, FINAL_TEXT)
    read = page(tmp_path, title, *parts)
    assert (read.disclosure.unit_name, read.disclosure.year, read.disclosure.kind) == ("某市林业局", 2025, "budget")
    assert years(read) == {(2025, "approved")}
    assert {f.amount for f in read.facts if f.line == "total"} == {1_000_000}
    assert "year-or-phase-unknown" in {f.check for f in read.findings}, "it is told, not only left out"
    assert not [c for c in read.claims if c.outcome == "disagrees"]


def test_a_budget_behind_final_accounts_is_another_disclosure(tmp_path: Path) -> None:
    parts = (said(FINAL.format(n="一")), FINAL_TABLE, said(BUDGET.format(n="二")), BUDGET_TABLE)
    read = page(tmp_path, "某市林业局2024年度部门决算和2025年部门预算公开", *parts)
    assert (read.disclosure.unit_name, read.disclosure.year, read.disclosure.kind) == ("某市林业局", 2024, "final")
    assert {f.amount for f in read.facts} == {660_000, 110_000, 770_000}
    [told] = [f for f in read.findings if f.check == "table-of-another-disclosure"]
    assert told.label == "一般公共预算基本支出表" and "另一份公开" in told.message
    assert len(read.tables) == 2, "both tables are kept as printed"


def test_what_was_executed_is_never_of_the_year_of_a_budget(tmp_path: Path) -> None:
    read = page(tmp_path, "某市林业局2025年部门预算", BUDGET_TABLE, FINAL_TABLE)
    assert years(read) == {(2025, "approved")}
    assert "year-or-phase-unknown" in {f.check for f in read.findings}


@pytest.mark.parametrize("title", ["某市林业局2025年单位预算", "某市林业局2025年部门预算公开"])
def test_tables_of_last_year_below_a_heading_of_their_own_are_no_rivals(tmp_path: Path, title: str) -> None:
    older = basic("一般公共预算基本支出表", "预算数", "50.00", "50.00", "10.00", "10.00")
    read = page(tmp_path, title, BUDGET_TABLE, said("附件 某市林业局2024年部门预算表"), older)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}
    assert [f.check for f in read.findings if f.check.startswith("table-of")] == ["table-of-another-disclosure"]


@pytest.mark.parametrize(
    "heading",
    ["附：上年度公开的预算表", "附件2：上年度部门预算公开表", "附：2024年度预算公开表", "附件 上一年度决算表"],
)
def test_an_annex_of_last_year_is_never_read_as_this_years(tmp_path: Path, heading: str) -> None:
    """Its amounts were published as this year's once, where the annex does not print its year."""
    older = basic("一般公共预算基本支出表", "金额", "50.00", "50.00", "10.00", "10.00")
    other = table(
        "部门收入总表", ("科目编码", "科目名称", "合计"), ("213", "农林水支出", "77.00"), ("", "合计", "77.00")
    )
    for tables in (older, other, older + other):
        read = page(tmp_path, "某市林业局2025年部门预算", BUDGET_TABLE, said(heading), tables)
        assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}
        assert {f.check for f in read.findings if f.check.startswith("table-of")} == {"table-of-another-disclosure"}


def test_behind_an_annex_the_documents_own_part_goes_on(tmp_path: Path) -> None:
    older = basic("一般公共预算基本支出表", "金额", "50.00", "50.00", "10.00", "10.00")
    parts = (said("附：上年度公开的预算表"), older, said("第三部分 2025年部门预算表"), BUDGET_TABLE)
    read = page(tmp_path, "某市林业局2025年部门预算", *parts)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


def test_a_slip_of_the_pen_in_a_heading_takes_no_table_away(tmp_path: Path) -> None:
    read = page(tmp_path, "某市林业局2025年部门预算", said("第二部分 2024年部门预算表"), BUDGET_TABLE)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


def test_the_link_to_another_disclosure_takes_no_table_away(tmp_path: Path) -> None:
    read = page(tmp_path, "某市林业局2025年部门预算", said("某市林业局2024年度部门决算公开"), BUDGET_TABLE)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


@pytest.mark.parametrize(
    "title",
    [
        "某市林业局关于更正2025年部门预算公开信息的公告",
        "关于某市林业局2025年部门预算公开的更正公告",
        "某市林业局2025年部门预算更正说明",
    ],
)
@pytest.mark.parametrize("marks", [("一、更正前", "二、更正后"), ("附：原公开的表", "更正后")])
def test_of_a_correction_only_what_is_valid_is_read(tmp_path: Path, title: str, marks: tuple[str, str]) -> None:
    older = basic("一般公共预算基本支出表", "预算数", "50.00", "50.00", "10.00", "10.00")
    before, after = marks
    read = page(tmp_path, title, said(before), older, said(after), BUDGET_TABLE)
    assert (read.disclosure.unit_name, read.disclosure.year, read.disclosure.kind) == ("某市林业局", 2025, "budget")
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}
    assert [f.check for f in read.findings if f.check == "table-replaced"] == ["table-replaced"]


def test_titles_tell_which_print_of_a_correction_they_are_of(tmp_path: Path) -> None:
    older = basic("更正前表六 一般公共预算基本支出表", "预算数", "50.00", "50.00", "10.00", "10.00")
    valid = basic("更正后表六 一般公共预算基本支出表", "预算数", "80.00", "80.00", "20.00", "20.00")
    read = page(tmp_path, "某市林业局2025年部门预算", valid, older)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


GOVERNMENT = (
    table("2025年一般公共预算收入预算表", ("项目", "预算数"), ("一、税收收入", "900.00"), ("收入总计", "900.00"))
    + basic("2025年一般公共预算基本支出表", "预算数", "500.00", "500.00", "100.00", "100.00")
    + table("2025年社会保险基金收支预算表", ("项目", "预算数"), ("收入总计", "0.00"))
)


@pytest.mark.parametrize("mark", ["第一部分 石桥镇2025年政府预算", "一、石桥镇2025年财政预算", "四本预算"])
def test_the_budget_of_a_township_stays_apart_from_its_office(tmp_path: Path, mark: str) -> None:
    parts = (said(mark), GOVERNMENT, said("第二部分 石桥镇人民政府2025年部门预算"), BUDGET_TABLE)
    read = page(tmp_path, "某市石桥镇人民政府2025年部门预算", *parts)
    assert (read.disclosure.unit_name, read.disclosure.scope) == ("某市石桥镇人民政府", "department")
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}
    assert "table-of-government" in {f.check for f in read.findings}


def test_a_bureau_may_print_one_fund_that_it_is_in_charge_of(tmp_path: Path) -> None:
    fund = table("2025年社会保险基金收支预算表", ("项目", "预算数"), ("收入总计", "0.00"))
    read = page(tmp_path, "某市人力资源和社会保障局2025年部门预算", fund, BUDGET_TABLE)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


def test_a_title_of_both_budgets_names_the_unit(tmp_path: Path) -> None:
    title = "某市石桥镇人民政府2025年政府预算和部门预算公开"
    read = page(tmp_path, title, said("单位：万元", "第二部分 石桥镇人民政府2025年部门预算"), BUDGET_TABLE)
    assert read.disclosure.unit_name == "某市石桥镇人民政府"


def test_a_part_has_no_place_in_the_name_of_the_unit(tmp_path: Path) -> None:
    heading = said("第三部分 某市林业局2025年部门预算情况说明")
    read = page(tmp_path, "预算公开", heading, BUDGET_TABLE)
    assert read.disclosure.unit_name == "某市林业局"


THREE = (
    table("财政拨款“三公”经费支出决算表", ("项目", "预算数", "决算数"), ("合计", "9.00", "7.00"), ("公务接待费", "9.00", "7.00"))
)  # fmt: skip


def test_what_was_planned_in_final_accounts_is_not_of_the_year_of_the_budget_they_are_printed_with(
    tmp_path: Path,
) -> None:
    read = page(tmp_path, "某市林业局2025年部门预算公开", BUDGET_TABLE, FINAL_TABLE, THREE)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}, "neither 7.00 nor 9.00"


def test_the_text_of_other_final_accounts_is_not_held_against_the_budget_whose_tables_stand_before(
    tmp_path: Path,
) -> None:
    text = FINAL_TEXT.replace("第四部分 ", "第三部分 ") + said("其中：工资福利支出66.00万元，办公费11.00万元。")
    read = page(tmp_path, "某市林业局2025年部门预算公开", BUDGET_TABLE, FINAL_TABLE, text)
    assert not read.claims


BUDGET_REVENUE = table(
    "部门收入总表", ("科目编码", "科目名称", "合计"), ("213", "农林水支出", "100.00"), ("", "合计", "100.00")
)
FINAL_REVENUE = table(
    "收入决算表", ("科目编码", "科目名称", "本年收入合计"), ("213", "农林水支出", "77.00"), ("", "合计", "77.00")
)
PROJECTS = table("项目支出表", ("项目名称", "合计"), ("造林", "40.00"), ("合计", "40.00"))


def test_tables_of_a_budget_behind_final_accounts_are_known_without_a_heading(tmp_path: Path) -> None:
    parts = (FINAL_REVENUE, FINAL_TABLE, BUDGET_REVENUE, BUDGET_TABLE, PROJECTS)
    read = page(tmp_path, "某市林业局2024年度部门决算", *parts)
    assert {f.amount for f in read.facts} == {770_000, 660_000, 110_000}
    told = [f.label for f in read.findings if f.check == "table-of-another-disclosure"]
    assert told == ["部门收入总表", "一般公共预算基本支出表", "项目支出表"]


def test_what_final_accounts_print_once_more_is_their_own(tmp_path: Path) -> None:
    again = basic("一般公共预算基本支出表", "金额", "66.00", "66.00", "11.00", "11.00")
    read = page(tmp_path, "某市林业局2024年度部门决算", FINAL_REVENUE, FINAL_TABLE, again)
    assert not [f for f in read.findings if f.check == "table-of-another-disclosure"]


def test_a_title_of_both_kinds_begins_neither(tmp_path: Path) -> None:
    read = page(tmp_path, "某市林业局2025年部门预算及2024年部门决算", BUDGET_TABLE, FINAL_TABLE)
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}


@pytest.mark.parametrize("title", ["某市林业局2024年部门预算及决算公开", "某市林业局2024年部门预算"])
def test_budget_and_final_accounts_of_one_year_are_two_disclosures(tmp_path: Path, title: str) -> None:
    parts = (said("第一部分 2024年部门预算"), BUDGET_TABLE, said(FINAL.format(n="二")), FINAL_TABLE, FINAL_TEXT)
    read = page(tmp_path, title, *parts)
    assert years(read) == {(2024, "approved")}
    assert {f.amount for f in read.facts} == {800_000, 200_000, 1_000_000}
    assert not [c for c in read.claims if c.outcome == "disagrees"]


def workbook(tmp_path: Path, **sheets: str) -> Conversion:
    """A budget of 2025 with a table on each sheet, by its name; each is (title, amounts) as :func:`basic` prints."""
    book = openpyxl.Workbook()
    cover = book.active
    assert cover is not None
    cover.title = "封面"
    cover["A1"] = "某市林业局2025年部门预算"
    for name, amount in sheets.items():
        sheet = book.create_sheet(name)
        for row in (
            ["一般公共预算基本支出表"],
            [None, None, "单位：万元"],
            ["科目编码", "科目名称", "预算数"],
            ["301", "工资福利支出", amount],
            [None, "合计", amount],
        ):
            sheet.append(row)
    book.save(tmp_path / "disclosure.xlsx")
    return convert(tmp_path / "disclosure.xlsx")


@pytest.mark.parametrize("name", ["2024年基本支出", "附表6-2024年基本支出", "基本支出2024", "备份", "基本支出（作废）"])
def test_a_sheet_that_its_name_sets_aside_is_not_of_the_year(tmp_path: Path, name: str) -> None:
    alone = workbook(tmp_path, **{name: "80.00"})
    assert not alone.facts
    assert "table-left-over" in {f.check for f in alone.findings}
    beside = workbook(tmp_path, **{"基本支出": "90.00", name: "80.00"})
    assert {f.amount for f in beside.facts} == {900_000}


@pytest.mark.parametrize("name", ["2025年基本支出", "基本支出2024.12.30", "2024年12月30日", "基本支出", "上年结转"])
def test_the_name_of_a_sheet_that_says_nothing_else_sets_no_table_aside(tmp_path: Path, name: str) -> None:
    assert {f.amount for f in workbook(tmp_path, **{name: "80.00"}).facts} == {800_000}
