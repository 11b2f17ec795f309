"""Texts that kept the blanks of their tables, copied from a sheet or a web page: read where their sums prove it."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from yusuan.converters.disclosure import convert
from yusuan.datapackage.model import Fact

_TITLE = "清溪县测试局2023年单位预算"
_APPROPRIATION = """二、财政拨款收支预算总表
单位：万元
收入\t\t支出
项目\t预算数\t项目\t合计\t一般公共预算\t政府性基金预算
一、本年收入\t1,700.00\t一、本年支出\t1,700.00\t1,500.00\t200.00
（一）一般公共预算拨款\t1,500.00\t（一）一般公共服务支出\t950.00\t950.00
（二）政府性基金预算拨款\t200.00\t（二）社会保障和就业支出\t300.00\t300.00
\t\t（三）城乡社区支出\t200.00\t\t200.00
\t\t（四）住房保障支出\t250.00\t250.00
收入总计\t1,700.00\t支出总计\t1,700.00\t1,500.00\t200.00
"""
_BY_FUNCTION = """三、一般公共预算支出表
单位：万元
科目编码\t科目名称\t2022年执行数\t2023年预算数\t\t\t2023年预算数比2022年执行数
\t\t\t小计\t基本支出\t项目支出\t增减额\t增减%
\t合计\t1,620.00\t1,500.00\t1,100.00\t400.00\t-120.00\t-7.41
201\t一般公共服务支出\t1,360.00\t1,250.00\t850.00\t400.00\t-110.00\t-8.09
20106\t财政事务\t1,360.00\t1,250.00\t850.00\t400.00\t-110.00\t-8.09
2010601\t行政运行\t910.00\t850.00\t850.00\t\t-60.00\t-6.59
2010602\t一般行政管理事务\t450.00\t400.00\t\t400.00\t-50.00\t-11.11
221\t住房保障支出\t260.00\t250.00\t250.00\t\t-10.00\t-3.85
22102\t住房改革支出\t260.00\t250.00\t250.00\t\t-10.00\t-3.85
2210201\t住房公积金\t260.00\t250.00\t250.00\t\t-10.00\t-3.85
"""


_FINAL = """清溪县测试局2023年度单位决算
收入支出决算总表
公开01表
部门：清溪县测试局\t金额单位：万元
收入\t\t\t支出
项目\t行次\t金额\t项目\t行次\t金额
栏次\t\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t2,000.00\t一、一般公共服务支出\t32\t1,500.00
二、政府性基金预算财政拨款收入\t2\t\t八、社会保障和就业支出\t39\t300.00
八、其他收入\t8\t100.00\t十九、住房保障支出\t50\t320.00
本年收入合计\t27\t2,100.00\t本年支出合计\t58\t2,120.00
年初结转和结余\t29\t50.00\t年末结转和结余\t60\t30.00
总计\t31\t2,150.00\t总计\t62\t2,150.00
"""


def read(folder: Path, table: str) -> tuple[Fact, ...]:
    path = folder / "disclosure.txt"
    path.write_text(f"{_TITLE}\n{table}", encoding="utf-8")
    return tuple(f for f in convert(path).facts if f.status == "reported")


def test_blanks_at_the_ends_of_rows_are_filled_up_where_those_between_texts_were_kept(tmp_path: Path) -> None:
    found = read(tmp_path, _APPROPRIATION)
    by_fund = {(f.line, f.fund): f.reported for f in found if f.flow == "expenditure"}
    assert by_fund["function-212", "government-fund"] == "200.00"
    assert by_fund["function-221", "general-public-budget"] == "250.00"
    assert ("function-212", "general-public-budget") not in by_fund
    assert len(found) == 18


def test_empty_last_columns_that_a_page_break_lost_are_filled_up_too(tmp_path: Path) -> None:
    """Sums of the rows below the break hold in any one column: 89.35 was taken for business income."""
    head = "收入决算表\n单位：万元\n\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\t上级补助收入\t事业收入\t经营收入\t其他收入\n"
    above = ["\t合计\t1,249.69\t1,172.36\t\t77.33\t\t"]
    below = [
        "205\t教育支出\t1,160.34\t1,083.01\t\t77.33", "20502\t普通教育\t1,160.34\t1,083.01\t\t77.33",
        "2050204\t高中教育\t1,160.34\t1,083.01\t\t77.33", "208\t社会保障和就业支出\t89.35\t89.35",
        "20805\t行政事业单位养老支出\t89.35\t89.35", "2080502\t事业单位离退休\t89.35\t89.35",
    ]  # fmt: skip
    path = tmp_path / "disclosure.txt"
    table = "\n".join([head + "\n".join(above), "", *below])
    path.write_text(f"清溪县测试学校2023年度单位决算\n{table}\n", encoding="utf-8")
    found = {(f.function_code, f.fund): f.reported for f in convert(path).facts}
    assert found["2080502", "fiscal-appropriation"] == "89.35"
    assert found["2050204", "business-income"] == "77.33"
    assert ("2080502", "business-income") not in found


_EXPENDITURE = """三、支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出\t事业单位经营支出\t上缴上级支出\t对附属单位补助支出
\t合计\t1,500.00\t1,100.00\t400.00\t\t\t
201\t一般公共服务支出\t1,250.00\t850.00\t400.00\t\t\t
20106\t财政事务\t1,250.00\t850.00\t400.00\t\t\t
2010601\t行政运行\t850.00\t850.00\t0.00\t\t\t
2010602\t一般行政管理事务\t400.00\t0.00\t400.00\t\t\t
221\t住房保障支出\t250.00\t250.00\t\t0.00\t\t\t
22102\t住房改革支出\t250.00\t250.00\t0.00\t\t\t
2210201\t住房公积金\t250.00\t250.00\t0.00\t\t\t
"""


@pytest.mark.parametrize("broken", [False, True])
def test_a_field_too_many_puts_no_nought_into_the_next_column(tmp_path: Path, broken: bool) -> None:
    head, rows = _EXPENDITURE.split("201\t", 1)
    below = "\n".join(row[:-2] for row in f"201\t{rows}".splitlines())  # a page break lost two of the last columns
    facts = read(tmp_path, f"{head}\n{below}\n" if broken else _EXPENDITURE)
    assert {f.function_code for f in facts if f.category == "basic"} > {"201", "2010601", "2210201"}
    assert not [f for f in facts if f.category == "business-operation"]


_BROKEN = """三、支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出\t事业单位经营支出\t上缴上级支出\t对附属单位补助支出
\t合计\t1,500.00\t1,100.00\t400.00\t\t\t
201\t一般公共服务支出\t1,250.00\t850.00\t400.00\t\t\t
20106\t财政事务\t1,250.00\t\t850.00\t400.00\t\t\t
2010601\t行政运行\t850.00\t850.00\t0.00\t\t\t
2010602\t一般行政管理事务\t100.00\t0.00\t100.00\t\t\t
2010603\t机关服务\t100.00\t0.00\t100.00\t\t\t
2010607\t信息化建设\t100.00\t0.00\t100.00\t\t\t

2010699\t其他财政事务支出\t100.00\t0.00\t100.00\t
221\t住房保障支出\t250.00\t250.00\t0.00\t
22102\t住房改革支出\t250.00\t\t250.00\t0.00\t
2210201\t住房公积金\t250.00\t250.00\t0.00\t
2210202\t提租补贴\t0.00\t0.00\t0.00\t
2210203\t购房补贴\t0.00\t0.00\t0.00\t
"""


def test_each_part_of_a_table_has_a_width_of_its_own_to_tell_a_field_too_many_by(tmp_path: Path) -> None:
    facts = read(tmp_path, _BROKEN)
    parts = {(f.function_code, f.category): f.amount for f in facts}
    assert {code for code, category in parts if category == "basic"} >= {"201", "2010601", "221", "2210201"}
    assert (parts["20106", "basic"], parts["20106", "project"]) == (Decimal("8500000.00"), Decimal("4000000.00"))
    assert (parts["22102", "basic"], parts["22102", "project"]) == (Decimal("2500000.00"), Decimal("0.00"))
    assert "business-operation" not in {category for _, category in parts}


_BY_UNIT = """五、一般公共预算支出表（分单位）
单位：万元
单位编码\t单位名称\t合计\t基本支出\t项目支出
\t合计\t900.00\t600.00\t300.00
101\t清溪县测试委员会\t900.00\t600.00\t300.00
{code}\t清溪县测试局\t900.00\t600.00\t300.00
"""


def test_the_code_of_a_unit_over_two_lines(tmp_path: Path) -> None:
    """The unit had no code once, and all its amounts with it."""
    broken = _BY_UNIT.format(code="1010") + "03\t\t\t\t\n"
    assert {f.unit_code for f in read(tmp_path, broken)} == {
        f.unit_code for f in read(tmp_path, _BY_UNIT.format(code="101003"))
    }


_PROJECTS = """十、项目支出表
单位：万元
项目编码\t项目名称\t项目单位\t合计\t本年拨款\t\t\t财政拨款结转\t\t\t财政专户管理资金\t单位资金
\t\t\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t

\t合计\t\t900.00\t600.00\t0.00\t0.00\t300.00\t0.00\t0.00\t0.00\t0.00
42010023157T000000105\t门户网站运维\t清溪县测试局\t500.00\t400.00\t0.00\t0.00\t100.00\t0.00\t0.00\t0.00\t0.00
42010023157T000000106\t机房运维\t清溪县测试局\t400.00\t200.00\t0.00\t0.00\t200.00\t0.00\t0.00\t0.00\t0.00
"""


def test_a_page_break_below_the_headings_takes_no_column_out_of_its_group(tmp_path: Path) -> None:
    """The noughts of both groups were of 政府性基金 as a whole, and proven, once."""
    facts = [f for f in read(tmp_path, _PROJECTS) if f.fund in ("government-fund", "state-capital")]
    assert len(facts) == 12
    assert Counter(f.origin for f in facts) == {"current-year": 6, "carried-over": 6}


def test_columns_that_compare_two_years_are_no_amounts_of_either(tmp_path: Path) -> None:
    found = read(tmp_path, _BY_FUNCTION)
    assert {f.reported for f in found if f.function_code == "2010601"} == {"910.00", "850.00"}
    assert {(f.fiscal_year, f.phase) for f in found} == {(2022, "executed"), (2023, "approved")}
    assert len(found) == 27


def test_a_text_that_closed_up_its_blanks_is_not_filled_up(tmp_path: Path) -> None:
    closed = "\n".join("\t".join(part for part in line.split("\t") if part) for line in _APPROPRIATION.splitlines())
    assert not [f for f in read(tmp_path, closed) if f.fund == "government-fund" and f.line == "function-221"]


def test_counters_of_rows_are_no_amounts_and_captions_no_headings(tmp_path: Path) -> None:
    path = tmp_path / "final.txt"
    path.write_text(_FINAL, encoding="utf-8")
    found = {f.reported for f in convert(path).facts}
    assert found == {
        "2,000.00",
        "100.00",
        "2,100.00",
        "50.00",
        "2,150.00",
        "1,500.00",
        "300.00",
        "320.00",
        "2,120.00",
        "30.00",
    }


def test_counters_of_rows_are_no_amounts_where_blanks_were_closed_up(tmp_path: Path) -> None:
    path = tmp_path / "final.txt"
    closed = "\n".join("\t".join(p for p in line.split("\t") if p) for line in _FINAL.splitlines())
    path.write_text(closed, encoding="utf-8")
    facts = convert(path).facts
    assert all("." in f.reported for f in facts)
    assert len(facts) > 8


def sheet(folder: Path, title: str, *rows: tuple[object, ...]) -> tuple[Fact, ...]:
    """What is read of a sheet whose headings are not merged."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (("清溪县测试局2023年度单位决算",), (title,), ("单位：万元",), *rows):
        page.append(row)
    for line in page.iter_rows():
        for cell in line:
            cell.number_format = "#,##0.00" if isinstance(cell.value, float) else "General"
    path = folder / "final.xlsx"
    book.save(path)
    return convert(path).facts


def test_headings_that_are_not_merged_go_on_over_their_columns_where_sums_prove_it(tmp_path: Path) -> None:
    half = ("合计", "因公出国（境）费", "公务用车购置及运行维护费", None, None, "公务接待费")
    parts = (None, None, "小计", "公务用车购置费", "公务用车运行维护费", None)
    found = sheet(
        tmp_path,
        "财政拨款“三公”经费支出决算表",
        ("预算数", *[None] * 5, "决算数", *[None] * 5),
        half * 2,
        parts * 2,
        (15.0, 0.0, 10.0, 0.0, 10.0, 5.0, 9.5, 0.0, 8.0, 0.0, 8.0, 1.5),
    )
    assert {(f.phase, f.line): f.reported for f in found if f.line in ("vehicle-operation", "reception")} == {
        ("approved", "vehicle-operation"): "10.00",
        ("approved", "reception"): "5.00",
        ("executed", "vehicle-operation"): "8.00",
        ("executed", "reception"): "1.50",
    }


def test_where_no_sum_proves_it_such_columns_are_held_back(tmp_path: Path) -> None:
    found = sheet(
        tmp_path,
        "一般公共预算财政拨款支出决算表",
        ("科目编码", "科目名称", "2022年决算数", None, "2023年决算数", None),
        (None, None, "基本支出", "项目支出", "基本支出", "项目支出"),
        ("2050203", "初中教育", 10.0, 20.0, 30.0, 40.0),
    )
    assert {f.reported for f in found} <= {"10.00", "30.00"}
    assert not [f for f in found if f.reported == "10.00" and f.fiscal_year == 2023]


def test_a_column_without_any_heading_takes_none_out_of_the_group_around_it(tmp_path: Path) -> None:
    """科目名称 is merged over two columns at the right; what stands behind it was of no group, and not 公用经费."""
    rows = [
        ("", "人员经费合计", "300.00", "", "公用经费合计", "", "90.00"),
        ("301", "工资福利支出", "300.00", "302", "商品和服务支出", "", "90.00"),
        ("30101", "基本工资", "200.00", "30201", "办公费", "", "60.00"),
        ("30102", "津贴补贴", "100.00", "30202", "印刷费", "", "30.00"),
    ]
    head = ["人员经费\t\t\t公用经费\t\t\t", "科目编码\t科目名称\t金额\t科目编码\t科目名称\t\t金额"]
    table = "\n".join(["一般公共预算基本支出表", "单位：万元", *head, *("\t".join(row) for row in rows)])
    found = {f.economic_code: f.category for f in read(tmp_path, table)}
    assert (found["30101"], found["30201"]) == ("personnel", "operating")
