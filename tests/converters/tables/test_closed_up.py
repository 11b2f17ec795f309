"""Texts that left out the blank places of their tables: what sums prove is placed, the rest is held back."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.sources import Source
from yusuan.datapackage.model import Conversion
from yusuan.document import understand

_BUDGET = """某市某局2024年部门预算
2024年部门支出预算总表
编制部门：某市某局 单位：元

项目\t支出预算
功能分类科目编码\t功能分类科目名称\t合计\t基本支出\t项目支出
类\t款\t项
201\t一般公共服务支出\t14,147,000.00\t9,645,000.00\t4,502,000.00
201\t06\t财政事务\t14,147,000.00\t9,645,000.00\t4,502,000.00
201\t06\t01\t行政运行\t9,645,000.00\t9,645,000.00
201\t06\t02\t一般行政管理事务\t3,180,500.00\t3,180,500.00
201\t06\t99\t其他财政事务支出\t1,321,500.00\t1,321,500.00

208\t社会保障和就业支出\t1,863,000.00\t1,863,000.00
208\t05\t行政事业单位养老支出\t1,863,000.00\t1,863,000.00
208\t05\t05\t机关事业单位基本养老保险缴费支出\t1,863,000.00\t1,863,000.00
合计\t16,010,000.00\t11,508,000.00\t4,502,000.00
"""
_ACCOUNT = """某市某局2023年度部门决算
支出决算表
单位：万元

项目\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
功能分类科目编码\t科目名称
合计\t307.82\t105.58\t202.24
201\t一般公共服务支出\t264.87\t62.63\t202.24
20139\t社会工作事务\t264.87\t62.63\t202.24
2013901\t行政运行\t62.63\t62.63
2013999\t其他社会工作事务支出\t202.24\t202.24
208\t社会保障和就业支出\t42.95\t42.95
20805\t行政事业单位养老支出\t42.95\t42.95
2080505\t机关事业单位基本养老保险缴费支出\t42.95\t42.95
"""
_STATEMENT = """某市某局2023年度部门决算
财政拨款收入支出决算总表
单位：万元

收入\t支出
项目\t决算数\t项目\t合计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款
一、一般公共预算财政拨款\t307.82\t一、一般公共服务支出\t264.87\t264.87
二、政府性基金预算财政拨款\t二、外交支出
三、国有资本经营预算财政拨款\t三、国防支出
四、社会保障和就业支出\t42.95\t42.95
本年收入合计\t307.82\t本年支出合计\t307.82\t307.82
总计\t307.82\t总计\t307.82\t307.82
"""


def read(folder: Path, text: str) -> Conversion:
    path = folder / "disclosure.txt"
    path.write_text(text, encoding="utf-8")
    return understand(Source(path))


def printed(conversion: Conversion) -> Counter[tuple[str, str, str, Decimal]]:
    """What each amount is of, and how much it is, in ten thousand yuan."""
    return Counter((f.function_code, f.line, f.category, f.amount / 10_000) for f in conversion.facts)


def test_rows_over_others_place_the_amounts_of_these(tmp_path: Path) -> None:
    by_category = {
        "all": {"": "1601", "201": "1414.7", "20106": "1414.7", "2010601": "964.5", "2010602": "318.05",
                "2010699": "132.15", "208": "186.3", "20805": "186.3", "2080505": "186.3"},
        "basic": {"": "1150.8", "201": "964.5", "20106": "964.5", "2010601": "964.5", "208": "186.3", "20805": "186.3",
                  "2080505": "186.3"},
        "project": {"": "450.2", "201": "450.2", "20106": "450.2", "2010602": "318.05", "2010699": "132.15"},
    }  # fmt: skip
    wanted = Counter(
        (code, "" if code else "total", category, Decimal(amount))
        for category, amounts in by_category.items()
        for code, amount in amounts.items()
    )
    assert printed(read(tmp_path, _BUDGET)) == wanted


def test_of_more_columns_than_the_sums_tell_apart_the_total_alone_is_believed(tmp_path: Path) -> None:
    conversion = read(tmp_path, _ACCOUNT)
    assert {f.category for f in conversion.facts} == {"all"}
    assert {(f.function_code, f.amount / 10_000) for f in conversion.facts} >= {("201", Decimal("264.87"))}
    assert sum(f.check == "columns-undecided" for f in conversion.findings) == 8


@pytest.mark.parametrize("amount", ["1,863,000.00\t1,863,000.00\n合计", "1,863,000.00\n合计"])
def test_a_row_that_no_sum_places_gives_no_part(tmp_path: Path, amount: str) -> None:
    """The total over the rows is not printed in full, or a row lost one of its two amounts."""
    text = _BUDGET.replace("1,863,000.00\t1,863,000.00\n合计\t16,010,000.00\t11,508,000.00\t4,502,000.00", amount)
    found = printed(read(tmp_path, text))
    assert not any(code.startswith("208") and category != "all" for code, _, category, _ in found)


def test_of_a_statement_the_first_amount_behind_a_label_is_its_total(tmp_path: Path) -> None:
    facts = read(tmp_path, _STATEMENT).facts
    assert {f.fund for f in facts if f.flow == "expenditure"} == {"fiscal-appropriation"}
    assert {(f.flow, f.line, f.amount / 10_000) for f in facts} >= {
        ("expenditure", "function-201", Decimal("264.87")),
        ("expenditure", "function-208", Decimal("42.95")),
    }


#: 公务员医疗补助 prints 930.50 where 289.88 belongs: no sum tells in which columns its four amounts stand.
_EXCHANGED = """某市某局2024年单位预算
表3 一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
小计\t人员经费\t公用经费
210\t卫生健康支出\t1,000.00\t900.00\t700.00\t200.00\t100.00
21011\t行政事业单位医疗\t1,000.00\t900.00\t700.00\t200.00\t100.00
2101102\t事业单位医疗\t612.34\t512.34\t410.12\t102.22\t100.00
2101103\t公务员医疗补助\t387.66\t387.66\t930.50\t97.78
221\t住房保障支出\t640.50\t540.50\t440.30\t100.20\t100.00
22102\t住房改革支出\t640.50\t540.50\t440.30\t100.20\t100.00
2210201\t住房公积金\t440.50\t340.50\t240.30\t100.20\t100.00
2210203\t购房补贴\t200.00\t200.00\t200.00
合计\t1,640.50\t1,440.50\t1,140.30\t300.20\t200.00
"""


def test_what_sums_placed_is_neither_changed_nor_filled_up_by_sums(tmp_path: Path) -> None:
    facts = read(tmp_path, _EXCHANGED).facts
    assert len(facts) > 20
    assert {f.status for f in facts} == {"reported"}
    assert all(f.reported in _EXCHANGED for f in facts)


def test_what_counts_the_columns_beside_the_steps_of_a_code_is_no_row(tmp_path: Path) -> None:
    """The whole table was held back: its headings end a table, and the row of the counters began the next."""
    counted = _BUDGET.replace("类\t款\t项\n", "类\t款\t项\t栏次\t1\t2\t3\n")
    assert printed(read(tmp_path, counted)) == printed(read(tmp_path, _BUDGET))


_NAMED_AS_LINES = """某市某局2023年度部门决算
2023年财政拨款收入支出决算总表
金额单位：元
收入\t支出
项目\t行次\t金额\t项目\t行次\t金额
小计\t一般公共预算财政拨款\t政府性基金预算财政拨款
栏次\t1\t栏次\t2\t3\t4
一、一般公共预算财政拨款\t1\t3,000.00\t一、一般公共服务支出\t31\t2,700.00\t2,700.00\t0.00
二、政府性基金预算财政拨款\t2\t0.00\t二、外交支出\t32\t0.00\t0.00\t0.00
3\t八、社会保障和就业支出\t33\t300.00\t300.00\t0.00
本年收入合计\t24\t3,000.00\t本年支出合计\t77\t3,000.00\t3,000.00\t0.00
总计\t30\t3,000.00\t总计\t83\t3,000.00\t3,000.00\t0.00
"""


def test_headings_named_as_lines_are_no_lines_that_lost_their_amounts(tmp_path: Path) -> None:
    """Equations told what these came to: noughts were published that nothing prints."""
    path = tmp_path / "disclosure.txt"
    path.write_text(_NAMED_AS_LINES, encoding="utf-8")
    conversion = convert(path)
    assert not conversion.lost
    assert len(conversion.facts) == 7
