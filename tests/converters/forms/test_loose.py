"""Grids that are not exact: what counts rows and columns is no money."""

from __future__ import annotations

from decimal import Decimal

from yusuan.converters.forms.loose import in_order, prepare, without_lone_totals, without_remnants
from yusuan.converters.forms.reading import Amount, Interpretation
from yusuan.converters.table import Cell, Table
from yusuan.datapackage.model import Origin


def grid(text: str) -> Table:
    rows = [tuple(Cell(field, Origin("text")) for field in line.split("|")) for line in text.strip().splitlines()]
    return Table(tuple(rows), Origin("text"))


def test_counters_of_rows_are_left_out_where_a_side_is_blank_too() -> None:
    """A counter beside a blank label was taken for the amount of the label at the left."""
    (table,), doubt = prepare(
        [
            grid("""
收入|||支出||
项目|行次|金额|项目|行次|金额
栏次||1|栏次||2
一、财政拨款|1|4023.96|一、教育支出|32|62
本年收入|29|76.71|本年支出|60|8.11
一般公共预算财政拨款|30|76.71||61|
政府性基金预算财政拨款|31|||62|
""")
        ],
        2024,
    )
    assert doubt is None
    printed = [[c.text for c in row if c.text] for row in table.rows[-4:]]
    assert printed == [
        ["一、财政拨款", "4023.96", "一、教育支出", "62"], ["本年收入", "76.71", "本年支出", "8.11"],
        ["一般公共预算财政拨款", "76.71"], ["政府性基金预算财政拨款"],
    ]  # fmt: skip


def test_rows_whose_counters_count_down_were_read_from_the_last_to_the_first() -> None:
    """政府性基金 stood before the heading that it is a part of, and was taken for revenue of the year."""
    counted = grid("收入||\n项目|行次|金额\n一、财政拨款|1|4023.96")
    _, table = in_order(
        [counted, grid("总计|32|4102.67\n政府性基金|30|\n一般公共预算|29|78.71\n年初结转和结余|28|78.71")]
    )
    assert [row[0].text for row in table.rows] == ["年初结转和结余", "一般公共预算", "政府性基金", "总计"]


def amounts(*printed: str) -> Interpretation:
    return Interpretation(
        tuple(Amount({}, Decimal(p.replace(",", "")), p, Origin("text", row=k)) for k, p in enumerate(printed))
    )


def test_a_short_whole_number_where_all_others_have_decimals_is_held_back() -> None:
    reading = without_remnants(amounts("1,234.50", "20.00", "31.75", "8.10", "5.00", "6.25", "9"))
    assert [a.printed for a in reading.amounts] == ["1,234.50", "20.00", "31.75", "8.10", "5.00", "6.25"]
    assert [d.found for d in reading.doubts] == ["9"]


def test_whole_numbers_stay_where_a_table_prints_several_or_few_decimals() -> None:
    for printed in (("1,234.50", "20.00", "9"), ("1234", "20", "31", "8", "5", "6.25", "7.10", "9")):
        assert len(without_remnants(amounts(*printed)).amounts) == len(printed)


def test_a_number_that_may_have_lost_its_point_is_held_back_where_no_sums_prove_the_table() -> None:
    read = amounts("1,234.50", "20.00", "31.75", "8.10", "5.00", "6.25", "7956")
    assert [d.found for d in without_remnants(read).doubts] == ["7956"]
    assert without_remnants(read, is_proven=True) == read


def test_numbers_that_count_the_rows_are_held_back_where_no_heading_says_so() -> None:
    """Text without its blank cells leaves 三、国防支出 33 where nothing else is printed, and loses the headings."""

    def reading(*rows: tuple[str, str]) -> Interpretation:
        return Interpretation(tuple(Amount({}, Decimal(n), n, Origin("text"), label=label) for label, n in rows))

    counted = reading(
        ("二、外交支出", "32"), ("三、国防支出", "33"), ("十、节能环保支出", "40"), ("本年支出合计", "77")
    )
    assert [d.found for d in without_remnants(counted).doubts] == ["32", "33", "40", "77"]
    printed = reading(
        ("二、外交支出", "32"), ("三、国防支出", "33"), ("十、节能环保支出", "45"), ("本年支出合计", "110")
    )
    assert without_remnants(printed) == printed


def test_a_total_of_a_column_in_which_no_row_prints_anything_is_held_back() -> None:
    def amount(printed: str, line: str, category: str) -> Amount:
        return Amount({"line": line, "category": category}, Decimal(printed), printed, Origin("text"), label=line)

    rows = [amount("8.00", "total", "basic"), amount("8.00", "", "basic"), amount("0.00", "", "project")]
    lone = amount("3.00", "total", "project")
    reading = without_lone_totals(Interpretation((*rows, lone)))
    assert list(reading.amounts) == rows
    assert [d.found for d in reading.doubts] == ["3.00"]
    totals = Interpretation((rows[0], lone))
    assert without_lone_totals(totals) == totals
