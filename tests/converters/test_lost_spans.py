"""Markdown of programs that lose merged cells: a heading over several columns stands in one of them, or in pieces.

What a column is of is then told by sums, or not at all: no amount is of this year or carried over by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert

Rows = Sequence[Sequence[str]]
Meaning = tuple[str, str, str, str]

TITLE = "# 某市第一中学2024年单位预算\n\n## 表2 单位收入总表\n\n单位：万元\n\n"
LOWER = ["小计", "一般公共预算", "政府性基金预算", "事业收入", "小计", "一般公共预算", "单位资金"]
HEADS = ["部门代码", "单位名称", "合计"]
DATA = [
    ["", "合计", "1,000.00", "900.00", "700.00", "80.00", "120.00", "100.00", "60.00", "40.00"],
    ["101001", "某市第一中学", "1,000.00", "900.00", "700.00", "80.00", "120.00", "100.00", "60.00", "40.00"],
]
TRUTH = {
    ("all", "all", "total", "1,000.00"), ("all", "current-year", "total", "900.00"),
    ("general-public-budget", "current-year", "total", "700.00"), ("government-fund", "current-year", "total", "80.00"),
    ("business-income", "current-year", "total", "120.00"), ("all", "carried-over", "total", "100.00"),
    ("general-public-budget", "carried-over", "total", "60.00"), ("unit-funds", "carried-over", "total", "40.00"),
}  # fmt: skip
PROJECTS = ["项目名称", "合计"]
FUNDS = ["一般公共预算", "政府性基金预算"] * 2
OF_PROJECTS = [
    ["校舍维修", "100.00", "70.00", "30.00", "", ""],
    ["设备购置", "50.00", "20.00", "", "25.00", "5.00"],
    ["合计", "150.00", "90.00", "30.00", "25.00", "5.00"],
]


def pipes(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:], ""])


def upper(**places: int) -> list[str]:
    """A row of headings as wide as the table, each of ``places`` in its column among those of the amounts."""
    row = [*HEADS, *[""] * len(LOWER)]
    for text, place in places.items():
        row[len(HEADS) + place] = text
    return row


def meanings(folder: Path, text: str, table: str = "revenue-summary") -> set[Meaning]:
    path = folder / "预算.md"
    path.write_text(text, "utf-8")
    facts = [f for f in convert(path).facts if f.table == table]
    return {(f.fund, f.origin, f.line, f.reported) for f in facts if f.line == "total"}


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(upper(本年收入=0, 上年结转结余=4), id="over the first column"),
        pytest.param(upper(本年收入=1, 上年结转结余=5), id="over the middle column"),
        pytest.param(upper(本年收入=3, 上年结转结余=6), id="over the last column"),
        pytest.param(upper(本年=0, 收入=2, 上年结=4, 转结余=5), id="torn over its columns"),
    ],
)
def test_sums_tell_how_far_headings_reach(tmp_path: Path, row: Sequence[str]) -> None:
    lower = [*[""] * len(HEADS), *LOWER]
    assert meanings(tmp_path, TITLE + pipes([row, lower, *DATA])) == TRUTH


def test_a_fund_that_stands_in_two_groups_tells_where_the_second_begins(tmp_path: Path) -> None:
    row = [*PROJECTS, "", "本年拨款", "", "财政拨款结转结余"]
    title = "# 某市第一中学2024年单位预算\n\n## 表8 项目支出表\n\n单位：万元\n\n"
    text = title + pipes([row, ["", "", *FUNDS], *OF_PROJECTS])
    found = meanings(tmp_path, text, "project-expenditure")
    assert {m[:2] for m in found if m[3] == "90.00"} == {("general-public-budget", "current-year")}
    assert {m[:2] for m in found if m[3] == "25.00"} <= {("general-public-budget", "carried-over")}
    assert not {m for m in found if m[3] not in ("150.00", "90.00", "30.00", "25.00", "5.00")}


@pytest.mark.parametrize(
    "heads",
    [
        pytest.param([*HEADS, *LOWER], id="the groups are lost"),
        pytest.param([*HEADS, "本年收入<br>小计", *LOWER[1:4], "上年结转结余<br>小计", *LOWER[5:]], id="with the sums"),
        pytest.param(
            [*HEADS, *(f"本年收入<br>{t}" for t in LOWER[:4]), *(f"上年结转结余<br>{t}" for t in LOWER[4:])],
            id="with each",
        ),
    ],
)
def test_where_groups_are_lost_no_fund_is_of_all_years(tmp_path: Path, heads: Sequence[str]) -> None:
    assert meanings(tmp_path, TITLE + pipes([heads, *DATA])) <= TRUTH


def test_rows_that_lost_cells_are_no_grid(tmp_path: Path) -> None:
    def html(rows: Rows) -> str:
        cells = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>\n"

    rows = [[*HEADS, "本年收入", "上年结转结余"], LOWER, *DATA]
    found = meanings(tmp_path, TITLE + html(rows))
    assert found <= TRUTH
    assert {("all", "current-year", "total", "900.00"), ("all", "carried-over", "total", "100.00")} <= found
    wide = [[*row, *[""] * (len(rows[0]) - len(row))] for row in rows]
    assert meanings(tmp_path, TITLE + pipes(wide).replace(" |  |", "")) <= TRUTH


@pytest.mark.parametrize("torn", ["上年结轩", "上年结", "上年转结余额情"])
def test_beside_a_heading_of_years_that_cannot_be_read_no_fund_is_of_all_years(tmp_path: Path, torn: str) -> None:
    heads = [*HEADS, "一般公共预算", "事业收入", torn]
    row = ["101001", "某市第一中学", "1,000.00", "700.00", "200.00", "100.00"]
    text = TITLE + pipes([heads, ["", "合计", *row[2:]], row])
    assert meanings(tmp_path, text) <= {("all", "all", "total", "1,000.00")}
    clear = meanings(tmp_path, text.replace(torn, "上年结转"))
    assert ("general-public-budget", "current-year", "total", "700.00") in clear


def test_headings_torn_over_two_rows_mean_what_they_mean_whole(tmp_path: Path) -> None:
    """Funds below 本年收入合 and 计 were of all years once; that the year stands in the heading of the total tells it."""
    heads = ["部门代码", "单位名称", "本年收入合计", "财政拨款收入", "事业收入", "其他收入"]
    upper = ["部门代", "单位名称", "本年收入合", "财政拨款收", "事业收入", "其他收入"]
    row = ["101001", "某市第一中学", "1,000.00", "700.00", "200.00", "100.00"]
    rows = [["", "合计", *row[2:]], row]
    whole = meanings(tmp_path, TITLE + pipes([heads, *rows]))
    assert ("business-income", "current-year", "total", "200.00") in whole
    assert meanings(tmp_path, TITLE + pipes([upper, ["码", "", "计", "入", "", ""], *rows])) == whole
