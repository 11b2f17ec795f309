"""Listings: what an OCR run does to them, and what is made of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yusuan.converters.forms import listing
from yusuan.converters.forms.form import Form, load_forms
from yusuan.converters.forms.reading import Interpretation
from yusuan.converters.table import Cell, Table
from yusuan.datapackage.model import Origin

Grid = Callable[[str], Table]


def form(name: str) -> Form:
    return next(f for f in load_forms() if f.id == name)


def meanings(reading: Interpretation, *names: str) -> dict[tuple[str, ...], str | None]:
    return {
        (a.code or a.label, *(a.means[n] for n in names)): None if a.value is None else str(a.value)
        for a in reading.amounts
    }


def checks(reading: Interpretation) -> list[str]:
    return [d.check for d in reading.doubts]


EXPENDITURE = """
科目编码|科目名称|合计|基本支出|项目支出
|合计|3, 120. 50|1, 020. 50|2, 100. 00
201|一般公共服务支出|3, 120. 50|1, 020. 50|2, 100. 00
20113|商贸事务|3, 120. 50|1, 020. 50|2, 100. 00
2011301|行政运行|1, 020. 50|1, 020. 50|0. 00
2011308|招商引资|2, 100. 00||2, 100. 00
"""


def test_every_amount_gets_its_code_and_category(grid: Grid) -> None:
    reading = listing.interpret(form("expenditure-summary"), [grid(EXPENDITURE)])
    assert meanings(reading, "category") == {
        ("合计", "all"): "3120.50",
        ("合计", "basic"): "1020.50",
        ("合计", "project"): "2100.00",
        ("201", "all"): "3120.50",
        ("201", "basic"): "1020.50",
        ("201", "project"): "2100.00",
        ("20113", "all"): "3120.50",
        ("20113", "basic"): "1020.50",
        ("20113", "project"): "2100.00",
        ("2011301", "all"): "1020.50",
        ("2011301", "basic"): "1020.50",
        ("2011301", "project"): "0.00",
        ("2011308", "all"): "2100.00",
        ("2011308", "project"): "2100.00",
    }
    assert not reading.doubts


def test_the_origin_points_at_the_number_itself(grid: Grid) -> None:
    source = EXPENDITURE.strip("\n").replace("|", "\t")
    for amount in listing.interpret(form("expenditure-summary"), [grid(EXPENDITURE)]).amounts:
        assert source[amount.cell.char_start : amount.cell.char_end] == amount.printed


def test_a_continued_table_without_heading_and_with_fewer_fields_is_proven_by_its_sums(grid: Grid) -> None:
    first = grid("""
科目编码|科目名称|合计|基本支出|项目支出|事业 单位 经营 支出|上缴上级支出
|合计|30.00|10.00|20.00||
201|一般公共服务支出|30.00|10.00|20.00||
""")
    second = grid("""
20113|商贸事务|30.00|10.00|20.00
2011301|行政运行|30.00|10.00|20.00
""")
    reading = listing.interpret(form("expenditure-summary"), [first, second])
    assert meanings(reading, "category")[("2011301", "basic")] == "10.00"
    assert all(a.cell.note for a in reading.amounts if a.code == "2011301")


def test_values_shifted_by_a_column_go_where_the_only_sum_puts_them(grid: Grid) -> None:
    reading = listing.interpret(
        form("general-budget-by-function"),
        [grid("""
科目编码|科目名称|合计|小计|人员经费|公用经费|项目支出
|合计|150.00|100.00|70.00|30.00|50.00
2010301|行政运行||150.00|100.00|70.00|30.00|50.00
""")],
    )  # fmt: skip
    assert meanings(reading, "category")[("2010301", "personnel")] == "70.00"
    assert meanings(reading, "category")[("2010301", "project")] == "50.00"


def test_a_row_that_no_sum_decides_is_held_back(grid: Grid) -> None:
    reading = listing.interpret(
        form("general-budget-by-function"),
        [grid("""
科目编码|科目名称|合计|小计|人员经费|公用经费|项目支出
|合计|150.00|100.00|70.00|30.00|50.00
2010301|行政运行|50.00|50.00
""")],
    )  # fmt: skip
    assert {a.code for a in reading.amounts} == {""}
    assert checks(reading) == ["columns-undecided"]


def test_a_column_of_unknown_heading_is_kept_out(grid: Grid) -> None:
    reading = listing.interpret(
        form("expenditure-summary"),
        [grid("""
科目编码|科目名称|合计|基本支出|项目支出|债务还本
|合计|30.00|10.00|20.00|7.00
2011301|行政运行|30.00|10.00|20.00|7.00
""")],
    )  # fmt: skip
    assert len(reading.amounts) == 6
    assert checks(reading) == ["unknown-heading"]


def test_a_heading_in_clear_words_is_not_overruled_by_its_place(grid: Grid) -> None:
    reading = listing.interpret(
        form("general-budget-by-function"),
        [grid("""
科目编码|科目名称|合计|小计|人员经费|公用经费|上年结转
|合计|150.00|100.00|70.00|30.00|50.00
""")],
    )  # fmt: skip
    assert ("合计", "project") not in meanings(reading, "category")
    assert checks(reading) == ["unknown-heading"]


def test_a_damaged_heading_is_named_by_its_place_where_sums_confirm_it(grid: Grid) -> None:
    text = """
科目编码|科目名称|合计|小计|人员经费|公用经费|坝日又
|合计|150.00|100.00|70.00|30.00|{}
"""
    proven = listing.interpret(form("general-budget-by-function"), [grid(text.format("50.00"))])
    assert meanings(proven, "category")[("合计", "project")] == "50.00"
    assert proven.assumed
    unproven = listing.interpret(form("general-budget-by-function"), [grid(text.format("49.00"))])
    assert ("合计", "project") not in meanings(unproven, "category")
    assert checks(unproven) == ["unknown-heading"]


def test_cut_headings_of_one_name_are_told_apart_by_order(grid: Grid) -> None:
    reading = listing.interpret(
        form("project-expenditure"),
        [grid("""
||||本年拨款||||财政拨款结转||
项目编码|项目名称|项目单位|合计|一般公共预算|政府性 基金预 算|国有资 本预算|一般公共预算|政府性 基金预|国有资 本经营|财政专户
|合计||100.00|60.00|0.00|0.00|40.00|0.00|0.00|0.00
42010023001T 000000001|平台运维|甲单位|100.00|60.00|0.00|0.00|40.00|0.00|0.00|0.00
""")],
    )  # fmt: skip
    found = meanings(reading, "fund", "origin")
    assert found[("42010023001T000000001", "general-public-budget", "carried-over")] == "40.00"
    assert found[("42010023001T000000001", "general-public-budget", "current-year")] == "60.00"


def test_a_code_broken_over_two_lines_is_joined(grid: Grid) -> None:
    reading = listing.interpret(
        form("project-expenditure"),
        [grid("""
项目编码|项目名称|项目单位|合计|一般公共预算
|合计||100.00|100.00
42010023001T|平台运维|甲单位|100.00|100.00
000000001||||
""")],
    )  # fmt: skip
    assert ("42010023001T000000001", "all") in meanings(reading, "fund")


def test_two_rows_fused_into_one_come_apart(grid: Grid) -> None:
    reading = listing.interpret(
        form("expenditure-summary"),
        [grid("""
科目编码|科目名称|合计|基本支出|项目支出
|合计|80.00|80.00|0.00
2080505 2080506|养老保险缴费 职业年金缴费|50.00 30. 00|50.00 30.00|0.00 0.00
""")],
    )  # fmt: skip
    found = meanings(reading, "category")
    assert (found[("2080505", "all")], found[("2080506", "all")]) == ("50.00", "30.00")


def test_a_row_printed_twice_is_taken_once(grid: Grid) -> None:
    reading = listing.interpret(
        form("expenditure-summary"),
        [grid("""
科目编码|科目名称|合计|基本支出|项目支出
|合计|50.00|50.00|0.00
2080505|养老保险缴费|50.00|50.00|0.00
2080505|养老保险缴费|50. 00|50.00|0.00
""")],
    )  # fmt: skip
    assert sum(a.code == "2080505" for a in reading.amounts) == 3
    assert checks(reading) == ["row-printed-twice"]


def test_a_blank_beside_printed_zeros_is_a_lost_cell_and_a_blank_among_blanks_is_not(grid: Grid) -> None:
    reading = listing.interpret(
        form("general-budget-by-unit"),
        [grid("""
单位编码|单位名称|合计|小计|人员经费|公用经费|项目支出
|合计|150.00|100.00|70.00|30.00|50.00
001|甲局||100.00|70.00|30.00|50.00
001001|乙中心|100.00|100.00|70.00|30.00|
""")],
    )  # fmt: skip
    found = meanings(reading, "category")
    assert found[("001", "all")] is None
    assert ("001001", "project") not in found


def test_an_unlabelled_first_row_is_the_total_only_if_it_is_the_sum(grid: Grid) -> None:
    text = """
项目编码|项目名称|项目单位|合计|一般公共预算
|||{0}|{0}
42010023001T000000001|平台运维|甲单位|60.00|60.00
42010023001T000000002|网站运维|甲单位|40.00|40.00
"""
    total = listing.interpret(form("project-expenditure"), [grid(text.format("100.00"))])
    assert [a.means.get("line") for a in total.amounts[:2]] == ["total", "total"]
    other = listing.interpret(form("project-expenditure"), [grid(text.format("99.00"))])
    assert checks(other) == ["unknown-row"]


def test_a_whole_unit_table_prints_its_lines_as_columns(grid: Grid) -> None:
    reading = listing.interpret(
        form("three-public"),
        [grid("""
"三公"经费合计|因公出国(境)费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费|
10.00|0.00|9. 00|0.00|9. 00|1.00
""")],
    )  # fmt: skip
    assert meanings(reading, "line") == {
        ("“三公”经费合计", "total"): "10.00",
        ("因公出国(境)费", "foreign-travel"): "0.00",
        ("小计", "vehicle"): "9.00",
        ("公务用车购置费", "vehicle-purchase"): "0.00",
        ("公务用车运行费", "vehicle-operation"): "9.00",
        ("公务接待费", "reception"): "1.00",
    }


def test_a_table_printed_empty_yields_nothing(grid: Grid) -> None:
    reading = listing.interpret(form("government-fund"), [grid("科目编码|科目名称|合计|基本支出|项目支出\n|||||\n")])
    assert not reading.amounts
    assert not reading.doubts


CODES = ["201", "20113", "2011301", "208", "20805", "2080505", "221", "22102", "2210201"]


@given(
    rows=st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 10**8), st.integers(1, 10**8)), min_size=1, max_size=9, unique_by=lambda r: r[0]),
    hole=st.integers(0, 4),
    damage=st.sampled_from(["drop-field", "insert-field", "none"]),
)  # fmt: skip
def test_whatever_border_is_lost_no_amount_lands_in_a_wrong_column(
    rows: list[tuple[str, int, int]], hole: int, damage: str
) -> None:
    """A field dropped or inserted anywhere in a row: its amounts are found where they were, or held back."""
    truth: dict[tuple[str, str], Decimal] = {}
    lines = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    for number, (code, basic, project) in enumerate(rows):
        amounts = [Decimal(basic + project) / 100, Decimal(basic) / 100, Decimal(project) / 100]
        truth |= {(code, c): a for c, a in zip(("all", "basic", "project"), amounts, strict=True)}
        fields = [code, "名称", *(f"{a:,.2f}" for a in amounts)]
        if number == len(rows) - 1 and damage == "drop-field" and hole >= 2:
            del fields[hole]
        elif number == len(rows) - 1 and damage == "insert-field" and hole >= 2:
            fields.insert(hole, "")
        lines.append(fields)
    table = Table(
        tuple(tuple(Cell(text, Origin("text", line=n)) for text in line) for n, line in enumerate(lines)),
        Origin("text"),
    )
    reading = listing.interpret(form("expenditure-summary"), [table])
    for amount in reading.amounts:
        if amount.value is not None:
            assert truth[(amount.code, amount.means["category"])] == amount.value


@pytest.mark.parametrize("name", [f.id for f in load_forms()])
def test_a_form_is_well_made(name: str) -> None:
    known = form(name)
    ids = [c.id for c in known.columns]
    assert len(ids) == len(set(ids))
    assert {n for total, parts in known.sums.items() for n in (total, *parts)} <= set(ids)
    assert known.titles


def test_the_kind_of_a_project_in_a_column_of_its_own_is_not_what_the_row_is(grid: Grid) -> None:
    """Each project was the total of its kind once."""
    printed = """
项目类别|项目名称|项目单位|合计
特定目标类|设施改造|某市体育局|24.21
特定目标类|赛事组织|某市体育局|8.92
合计|||33.13
"""
    reading = listing.interpret(form("project-expenditure"), [grid(printed)])
    assert {a.means.get("line") for a in reading.amounts} == {"total"}
    assert checks(reading) == ["unknown-row", "unknown-row"]
