"""Tables held against the document and each other: year, stage, owner, unit of money."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Conversion

PAGE = "<meta charset=utf-8><p>某市教育局2024年{kind}</p>{tables}"
ROWS = (
    "<tr><td>科目编码<td>科目名称<td>{total}<td>基本支出<td>项目支出</tr>"
    "<tr><td>205<td>教育支出<td>{amount}<td>{amount}<td></tr><tr><td><td>合计<td>{amount}<td>{amount}<td></tr>"
)


def table(title: str, amount: str = "300.00", unit: str = "单位：万元", total: str = "合计", above: str = "") -> str:
    return f"<p>{title}</p><p>{above}</p><p>{unit}</p><table>{ROWS.format(amount=amount, total=total)}</table>"


def converted(folder: Path, *tables: str, kind: str = "部门预算") -> Conversion:
    path = folder / "a.html"
    path.write_text(PAGE.format(kind=kind, tables="".join(tables)), "utf-8")
    return convert(path)


def checks(conversion: Conversion) -> list[str]:
    return sorted({f.check for f in conversion.findings})


def test_a_table_left_from_the_year_before_is_held_back(tmp_path: Path) -> None:
    conversion = converted(tmp_path, table("2024年支出总表"), table("2023年一般公共预算支出表"))
    assert {f.table for f in conversion.facts} == {"expenditure-summary"}
    assert "table-of-another-year" in checks(conversion)


@pytest.mark.parametrize(
    ("kind", "caption", "is_read"),
    [
        ("部门预算", "2023年度　　单位：万元", False),
        ("部门预算", "预算年度：2023　　单位：万元", False),
        ("部门预算", "编制单位：甲局　2023年　金额单位：万元", False),
        ("部门预算", "编制日期：2023年1月15日　单位：万元", False),
        ("部门预算", "填报时间：2023.01.15　单位：万元", False),
        ("部门预算", "编制日期：2023年12月15日　单位：万元", True),
        ("部门预算", "编制日期：2024-01-15　单位：万元", True),
        ("部门预算", "2024年度　　单位：万元", True),
        ("部门决算", "编制日期：2024年8月15日　单位：万元", False),
        ("部门决算", "编制日期：2025年8月15日　单位：万元", True),
        ("部门决算", "2023年度　　金额单位：万元", False),
    ],
)
@pytest.mark.parametrize("is_row", [False, True])
def test_so_is_one_whose_caption_is_of_the_year_before(
    tmp_path: Path, kind: str, caption: str, is_read: bool, is_row: bool
) -> None:
    title = "支出总表" if kind == "部门预算" else "支出决算表"
    stale = table(title, unit="" if is_row else caption)
    if is_row:
        stale = stale.replace("<table>", f"<table><tr><td colspan=5>{caption}</td></tr>")
    conversion = converted(tmp_path, stale, kind=kind)
    assert bool(conversion.facts) == is_read
    assert is_read or "table-of-another-year" in checks(conversion)


def test_a_column_of_another_year_without_a_stage_is_held_back(tmp_path: Path) -> None:
    conversion = converted(tmp_path, table("支出总表", total="2023年"))
    assert {f.category for f in conversion.facts} == {"basic"}
    assert "year-or-phase-unknown" in checks(conversion)


def test_a_table_of_final_accounts_in_a_budget_is_held_back(tmp_path: Path) -> None:
    conversion = converted(tmp_path, table("支出总表"), table("一般公共预算财政拨款支出决算表"))
    assert {f.table for f in conversion.facts} == {"expenditure-summary"}
    assert "table-of-another-stage" in checks(conversion)


def test_caption_and_heading_that_name_two_units_of_money(tmp_path: Path) -> None:
    conversion = converted(tmp_path, table("支出总表", total="合计（元）"))
    assert not conversion.facts, "the same digits in total and parts: one of the two units is wrong, for all of them"
    assert "money-unit-contradiction" in checks(conversion)


def test_a_unit_of_money_that_is_ten_thousand_times_off(tmp_path: Path) -> None:
    """Three tables say 300 万元, one prints the same in yuan below a caption that was not changed."""
    for stage in ("", "2024年预算"):  # year and stage of the document are those of a table that names none
        wrong = table("部门支出总体情况表", amount="3,000,000.00", total=f"{stage}合计")
        wrong = wrong.replace("<td>基本支出", f"<td>{stage}基本支出")
        conversion = converted(tmp_path, table("支出总表"), table("支出预算表"), wrong)
        assert {f.amount for f in conversion.facts} == {3_000_000}
        assert "money-unit-contradiction" in checks(conversion)


def test_a_table_under_another_heading_of_the_text_is_not_that_of_the_heading_before(tmp_path: Path) -> None:
    rows = (
        "<tr><td>项目名称<td>金额（万元）<tr><td>训练基地建设<td>200.00<tr><td>装备购置<td>100.00<tr><td>合计<td>300.00"
    )
    text = "<p>{0}政府采购情况</p><p>2024年安排12.00万元。</p>{1}<table>{2}</table>"
    for number, heading, published in (
        ("四、", "", {"procurement"}),
        ("四、", "<p>1.采购项目</p>", {"procurement"}),
        ("四、", "<p>五、重点项目情况</p><p>重点项目如下：</p>", set[str]()),
        ("（二）", "<p>（三）重点项目情况</p>", set[str]()),
        ("（二）", "<p>五、重点项目情况</p>", set[str]()),
    ):
        conversion = converted(tmp_path, table("支出总表"), text.format(number, heading, rows))
        assert {f.table for f in conversion.facts} - {"expenditure-summary", "narrative"} == published


def test_a_table_without_a_unit_of_money_that_would_have_more_than_there_is_at_all(tmp_path: Path) -> None:
    headings = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    amounts = ("45,600.00", "0.00", "40,000.00", "5,600.00")
    rows = [f"<tr>{''.join(f'<td>{cell}' for cell in row)}</tr>" for row in (headings, amounts)]
    for unit, published in (("", set[str]()), ("单位：元", {"three-public"})):
        vehicles = f"<p>一般公共预算“三公”经费支出表</p><p>{unit}</p><table>{''.join(rows)}</table>"
        conversion = converted(tmp_path, table("支出总表"), vehicles)
        assert {f.table for f in conversion.facts} - {"expenditure-summary"} == published
        assert ("money-unit-contradiction" in checks(conversion)) == (not unit)


def test_the_tables_of_each_unit_are_that_units(tmp_path: Path) -> None:
    conversion = converted(
        tmp_path, table("支出总表"), table("支出总表", amount="200.00", above="部门：101002-某市第二中学")
    )
    assert {(f.unit_name, f.unit_code, f.amount) for f in conversion.facts} == {
        ("某市教育局", "", 3_000_000), ("某市第二中学", "101002", 2_000_000),
    }  # fmt: skip


def test_a_heading_for_another_table_under_a_text_of_its_own_begins_one_that_nobody_knows(tmp_path: Path) -> None:
    other = "<p>本单位各科室情况如下</p><table><tr><td>科室<td>人数<tr><td>办公室<td>5</table>"
    conversion = converted(tmp_path, table("支出总表"), other)
    assert [t.table for t in conversion.tables] == ["expenditure-summary", "other-1"]


def test_projects_without_codes_are_their_own_units(tmp_path: Path) -> None:
    rows = (
        "<table><tr><td>项目名称<td>项目单位<td>合计</tr><tr><td>校舍维修<td>某市第二中学<td>5.00</tr>"
        "<tr><td>督导评估<td>某市教育局<td>2.00</tr><tr><td>重点类<td><td>7.00</tr><tr><td>合计<td><td>7.00</tr></table>"
    )
    conversion = converted(tmp_path, f"<p>项目支出表</p><p>单位：万元</p>{rows}")
    assert {(f.line, f.label, f.unit_name, f.amount) for f in conversion.facts} == {
        ("project", "校舍维修", "某市第二中学", 50_000), ("project", "督导评估", "某市教育局", 20_000), ("total", "合计", "某市教育局", 70_000),
    }  # fmt: skip
    assert checks(conversion) == ["owner-unknown"]


def test_a_project_is_of_the_unit_beside_it_where_a_text_names_one_that_is_listed(tmp_path: Path) -> None:
    rows = [
        "单位编码\t单位名称\t合计\t基本支出\t项目支出", "\t合计\t8.00\t1.00\t7.00", "101\t某市教育局\t8.00\t1.00\t7.00",
        "101001\t某市教育局本级\t3.00\t1.00\t2.00", "101002\t某市第二中学\t5.00\t0.00\t5.00",
    ]  # fmt: skip
    projects = [
        "项目编码\t项目名称\t项目单位\t合计\t一般公共预算", "\t合计\t\t7.00\t7.00",
        "42010024101T000000101\t校舍维修\t某市第二 中学\t5.00\t5.00", "42010024101T000000102\t督导\t某市教育局本级\t2.00\t2.00",
        "42010024101T000000103\t评估\t某市第三中学\t0.00\t0.00",
    ]  # fmt: skip
    path = tmp_path / "a.txt"
    tables = ("一般公共预算支出表(分单位)\n\n单位:万元\n", *rows, "\n项目支出表\n\n单位:万元\n", *projects)
    path.write_text("\n".join(("某市教育局2024年部门预算\n", *tables)), "utf-8")
    whose = {(f.label, f.unit_code, f.unit_name) for f in convert(path).facts if f.project_code}
    assert whose == {
        ("校舍维修", "101002", "某市第二中学"), ("督导", "101001", "某市教育局本级"), ("评估", "101", "某市教育局"),
    }  # fmt: skip


def test_a_subordinate_is_not_the_unit_whose_name_it_begins_with(tmp_path: Path) -> None:
    conversion = converted(
        tmp_path,
        table("支出总表", above="部门：某市教育局本级"),
        table("支出总表", amount="200.00", above="部门：某市教育局考试中心"),
    )
    assert {(f.unit_name, f.amount) for f in conversion.facts} == {
        ("某市教育局本级", 3_000_000), ("某市教育局考试中心", 2_000_000),
    }  # fmt: skip


def test_an_amount_behind_words_in_one_cell_is_told_and_makes_no_sum_wrong(tmp_path: Path) -> None:
    """Two cells read as one: the amount is not lost without a word, and the total not called wrong."""
    rows = (
        ("项目", "预算数", "项目", "预算数"),
        ("一、一般公共预算拨款收入", "1,500.00", "一、一般公共服务支出", "1,000.00"),
        ("二、政府性基金预算拨款收入200.00", "", "二、城乡社区支出", "700.00"),
        ("本年收入合计", "1,700.00", "本年支出合计", "1,700.00"),
    )
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    path = tmp_path / "budget.html"
    path.write_text(
        f"<h1>某某县测试局2023年部门预算</h1><p>一、收支总表</p><p>单位：万元</p><table>{cells}</table>", "utf-8"
    )
    proven = prove(convert(path))
    assert [f.label or f.found for f in proven.findings if f.check == "unread-amount"]
    assert [c.outcome for c in proven.checks if c.check == "revenue-lines"] == ["not-checkable"]


def test_the_tables_of_several_units_are_told_apart_by_the_names_above_them(tmp_path: Path) -> None:
    def of(unit: str, amount: str) -> str:
        return table("支出总表", amount, above=f"单位名称：{unit}") + table(
            "一般公共预算支出表", amount, above=f"单位名称：{unit}"
        )

    office, school = of("某市教育局本级", "300.00"), of("某市第一中学", "700.00")
    conversion = prove(converted(tmp_path, office, school, kind="部门预算（含所属单位）"))
    totals = {f.unit_name: f.reported for f in conversion.facts if f.line == "total" and f.category == "all"}
    assert totals == {"某市教育局本级": "300.00", "某市第一中学": "700.00"}
    assert (conversion.disclosure.unit_name, conversion.disclosure.scope) == ("某市教育局", "department")
    assert all(f.confirmations for f in conversion.facts)
    assert not {"table-printed-again", "code-printed-twice"} & set(checks(conversion))


def test_the_fund_of_a_table_of_basic_expenditure_that_its_title_does_not_name(tmp_path: Path) -> None:
    """Its total is told by the tables that name a fund: all, one of them, or it is held back."""
    rows = "<tr><td>科目编码<td>科目名称<td>合计<tr><td>301<td>工资福利支出<td>{0}<tr><td><td>合计<td>{0}"
    basic = "<p>部门基本支出预算表</p><p>单位：万元</p><table>" + rows + "</table>"
    general = table("一般公共预算支出表", amount="213.45")
    for total, fund in (("323.45", "all"), ("213.45", "general-public-budget"), ("111.11", "")):
        conversion = converted(tmp_path, table("支出总表", amount="323.45"), general, basic.format(total))
        found = {f.fund for f in conversion.facts if f.table == "expenditure-by-economic"}
        assert found == ({fund} if fund else set())
        assert ("fund-unknown" in checks(conversion)) == (not fund)
