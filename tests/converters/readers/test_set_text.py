"""Texts whose columns blanks part: set below each other, or one blank between fields and none for what is empty."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.readers import read
from yusuan.converters.table import Paragraph, Table
from yusuan.datapackage.accounting.proof import prove

HEADS = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合　计", "1,350.00", "950.00", "400.00"],
    ["205", "教育支出", "1,200.00", "800.00", "400.00"],
    ["20502", "普通教育", "1,200.00", "800.00", "400.00"],
    ["2050203", "初中教育", "900.00", "800.00", "100.00"],
    ["2050204", "高中教育", "300.00", "", "300.00"],
    ["221", "住房保障支出", "150.00", "150.00", ""],
    ["22102", "住房改革支出", "150.00", "150.00", ""],
    ["2210201", "住房公积金", "150.00", "150.00", ""],
]
SENTENCE = "一、收支情况说明。2024年支出预算1,350.00 万元，其中基本支出 950.00 万元。"


def width(text: str, wide: int) -> int:
    return sum(wide if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def set_below(rows: Sequence[Sequence[str]], wide: int, gap: int) -> list[str]:
    """The rows with their numbers on the right of the columns and all else on the left."""
    sizes = [max(width(row[k], wide) for row in rows) for k in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        fields = [
            " " * (size - width(text, wide)) + text if k > 1 else text + " " * (size - width(text, wide))
            for k, (text, size) in enumerate(zip(row, sizes, strict=True))
        ]
        lines.append((" " * gap).join(fields).rstrip())
    return lines


def document(folder: Path, lines: Sequence[str]) -> Path:
    path = folder / "预算.txt"
    title = ["某市第一中学2024年单位预算", "", "表3 单位支出总表", " " * 30 + "单位：万元"]
    path.write_text("\n".join([*title, *lines, "", SENTENCE, ""]), "utf-8")
    return path


def amounts(path: Path) -> set[tuple[str, str, str]]:
    facts = [f for f in convert(path).facts if f.table == "expenditure-summary"]
    return {(f.function_code or f.line, f.category, f.reported) for f in facts if f.amount}


TRUTH = {
    (row[0] or "total", category, text)
    for row in ROWS
    for category, text in zip(("all", "basic", "project"), row[2:], strict=True)
    if text
}


@pytest.mark.parametrize("gap", [1, 3])
@pytest.mark.parametrize("wide", [2, 1], ids=["of a terminal", "counted in characters"])
def test_columns_of_texts_that_stand_below_each_other(tmp_path: Path, wide: int, gap: int) -> None:
    assert amounts(document(tmp_path, set_below([HEADS, *ROWS], wide, gap))) == TRUTH


def test_a_table_goes_on_over_the_page(tmp_path: Path) -> None:
    lines = set_below([HEADS, *ROWS], 1, 3)
    assert amounts(document(tmp_path, [*lines[:5], "", "- 1 -", "\f" + lines[5], *lines[6:]])) == TRUTH


@pytest.mark.parametrize("blank", [" ", "   ", "　"])
def test_where_one_blank_parts_all_fields_sums_tell_their_columns(tmp_path: Path, blank: str) -> None:
    found = amounts(document(tmp_path, [blank.join(t for t in row if t) for row in [HEADS, *ROWS]]))
    assert found <= TRUTH
    assert len(found) > len(TRUTH) / 2


@pytest.mark.parametrize("blank", [" ", "  "])
def test_a_row_whose_column_no_sum_tells_is_held_back(tmp_path: Path, blank: str) -> None:
    """The only amount beside its own sum may be of either column, where nothing is above or below it."""
    rows = [HEADS, ["205", "教育支出", "20.00", "20.00"], ["208", "社会保障和就业支出", "30.00", "30.00"]]
    path = document(tmp_path, [blank.join(row) for row in rows])
    assert not {m for m in amounts(path) if m[1] != "all"}


def test_each_cell_and_line_is_at_its_place_in_the_file(tmp_path: Path) -> None:
    path = document(tmp_path, set_below([HEADS, *ROWS], 2, 2))
    text = path.read_text("utf-8")
    blocks = list(read(path))
    (table,) = [b for b in blocks if isinstance(b, Table)]
    cells = [(c.text, c.origin) for row in table.rows for c in row if c.text]
    lines = [(b.text, b.origin) for b in blocks if isinstance(b, Paragraph)]
    assert len(cells) > len(ROWS) * 3
    for shown, origin in [*cells, *lines]:
        assert text[origin.char_start : origin.char_end].split() == shown.split()
        assert origin.line == text.count("\n", 0, origin.char_start) + 1


@pytest.mark.parametrize("blank", [" ", "   "])
def test_no_line_is_lost_and_words_behind_the_last_table_are_none(tmp_path: Path, blank: str) -> None:
    rows = [blank.join(t for t in row if t) for row in [HEADS, *ROWS]]
    path = document(tmp_path, [*rows, "填表 某市第一中学", "", *rows, SENTENCE])
    path.write_text(path.read_text("utf-8") + "公开 某市 第一中学", "utf-8")
    blocks = list(read(path))
    shown = [b.text for b in blocks if isinstance(b, Paragraph)]
    shown += [c.text for b in blocks if isinstance(b, Table) for row in b.rows for c in row]
    assert isinstance(blocks[-1], Paragraph)
    assert sorted("".join("".join(shown).split())) == sorted("".join(path.read_text("utf-8").split()))


def test_a_text_without_rows_of_amounts_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(f"某市第一中学 2024年 单位预算\n\n{SENTENCE}\n{SENTENCE}\n", "utf-8")
    assert all(isinstance(block, Paragraph) for block in read(path))


#: As programs write it that keep the order of columns and not their places, which differ from page to page.
IN_ORDER = """\
某市某局2024年单位预算
                          2024年单位支出预算总表
编制单位：某市某局                                                          单位：元

                    项目                                  支出预算
功能分类科目编码
                      功能分类科目名称         合计             基本支出        经营支        项目支出
                                                                  出
类     款    项

201            一般公共服务支出           4,600,500       3,600,500                   1,000,000
201   03       政府办公厅（室）及相关机构事务         4,600,500   3,600,500                1,000,000
201   03   01 行政运行                 3,600,500      3,600,500
201   03   02 一般行政管理事务             1,000,000                               1,000,000
\f                  项目                             支出预算
功能分类科目编码
                       功能分类科目名称     合计             基本支出        经营支        项目支出
                                                                出
类     款    项

208            社会保障和就业支出         820,300        800,300                       20,000
208   05       行政事业单位养老支出          820,300        800,300                       20,000
208   05   05 机关事业单位基本养老保险缴费支出    800,300        800,300
208   05   99 其他行政事业单位养老支出         20,000                                       20,000
                   合计           5,420,800      4,400,800                    1,020,000
"""
IN_ORDER_TRUTH = {
    *{(code, "all", text) for code, text in (
        ("201", "4,600,500"), ("20103", "4,600,500"), ("2010301", "3,600,500"), ("2010302", "1,000,000"),
        ("208", "820,300"), ("20805", "820,300"), ("2080505", "800,300"), ("2080599", "20,000"),
        ("total", "5,420,800"),
    )},
    *{(code, "basic", text) for code, text in (
        ("201", "3,600,500"), ("20103", "3,600,500"), ("2010301", "3,600,500"),
        ("208", "800,300"), ("20805", "800,300"), ("2080505", "800,300"), ("total", "4,400,800"),
    )},
    *{(code, "project", text) for code, text in (
        ("201", "1,000,000"), ("20103", "1,000,000"), ("2010302", "1,000,000"),
        ("208", "20,000"), ("20805", "20,000"), ("2080599", "20,000"), ("total", "1,020,000"),
    )},
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    path = folder / "预算.txt"
    path.write_text(text, "utf-8")
    return path


def test_columns_that_keep_their_order_alone(tmp_path: Path) -> None:
    """Numbers have no decimals, a heading stands clear of its numbers, one over nothing, and one is broken."""
    assert amounts(written(tmp_path, IN_ORDER)) == IN_ORDER_TRUTH


def test_a_part_without_headings_has_the_columns_that_sums_tell(tmp_path: Path) -> None:
    """It prints three columns of the four: which one has nothing there, no heading says."""
    above, _, below = IN_ORDER.partition("\f")
    assert amounts(written(tmp_path, above + "\f" + below[below.index("208") :])) == IN_ORDER_TRUTH


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("3,600,500      3,600,500\n", "3,600,500                     3,600,500\n"),
        (
            "4,600,500       3,600,500                   1,000,000",
            "4,600,500       1,000,000                   3,600,500",
        ),
        ("800,300        800,300\n", "800,300        800,400\n"),
    ],
    ids=["moved", "exchanged", "misread"],
)
def test_what_was_damaged_in_such_a_text_is_not_taken_for_proven(tmp_path: Path, printed: str, instead: str) -> None:
    assert printed in IN_ORDER
    path = written(tmp_path, IN_ORDER.replace(printed, instead, 1))
    proven = {
        (f.function_code or f.line, f.category, f.reported)
        for f in prove(convert(path)).facts
        if f.table == "expenditure-summary" and f.amount and f.confirmations
    }
    assert proven <= IN_ORDER_TRUTH


PUSHED = """\
某市某局2024年单位预算
                         2024年单位支出预算总表
                                                           单位：万元
         科目编码      科目名称         合计     基本支出     项目支出     经营支出
        205       教育支出        345,600.09 310,000.05 35,600.04
        20502      普通教育       345,600.09 310,000.05 35,600.04
        2050202 小学教育           9,129.71 8,638.71  491.00
        2050204 高中教育         336,470.38 301,361.34 35,109.04
                合计            345,600.09 310,000.05 35,600.04
"""


#: The amounts are of 上缴上级支出, those of the second table of 项目支出.
DRIFTED = [
    """\
科目编码   科目名称                     合计        基本支出       项目支出       经营支出    上缴上级支出        对附属单位补助支出
205    教育支出                         148.45                                       148.45
20502  普通教育                         148.45                                       148.45
2050201 学前教育                         17.03                                       17.03
2050202 小学教育                        131.42                                      131.42
""",
    """\
科目编码       科目名称        合计           基本支出    项目支出    上缴上级支出
205        教育支出             14,434.65       14,434.65
20502      普通教育             14,434.65       14,434.65
2050203    初中教育             14,434.65       14,434.65
               合计           14,434.65       14,434.65
""",
]


@pytest.mark.parametrize("table", DRIFTED, ids=["near-another", "below-none-of-the-total"])
def test_amounts_that_drifted_below_the_next_heading_are_held_back(tmp_path: Path, table: str) -> None:
    text = f"某市某局2024年单位预算\n  2024年单位支出预算总表\n    单位：万元\n{table}"
    found = {category for _, category, _ in amounts(written(tmp_path, text))}
    assert not found & {"basic", "subsidy-to-subordinate"}


def test_amounts_that_those_before_pushed_below_the_next_heading_are_held_back(tmp_path: Path) -> None:
    """Below 经营支出, which prints nothing, stand the amounts of 项目支出: the sums hold there as well."""
    assert not {m for m in amounts(written(tmp_path, PUSHED)) if m[1] != "all"}


def test_headings_that_stand_alone_in_their_lines_are_of_the_table_below(tmp_path: Path) -> None:
    """小计, 购置费 and 运行费 stood right above the row and were taken for its headings."""
    lines = ["“三公”经费预算数", "合计 因公出国(境)费 公务接待费", "公务用车购置及运行费", "小计 购置费 运行费"]
    title = ["某市某局2025年部门预算", "2025年“三公”经费预算表", "单位：万元"]
    path = tmp_path / "预算.txt"
    more = ["2025年部门支出预算表", "单位：万元", "科目名称 合计 基本支出 项目支出"]
    rows = ["合计 12.00 10.00 2.00", "教育支出 12.00 10.00 2.00"]
    path.write_text("\n".join([*title, *lines, "0.95 0.95 229.43", *more, *rows]), "utf-8")
    (table, *_), (text, *_) = ([b for b in read(path) if isinstance(b, kind)] for kind in (Table, Paragraph))
    assert [len(row) for row in table.rows] == [1, 3, 1, 3, 3]
    assert text.text == title[0]
    assert {f.table for f in convert(path).facts} == {"expenditure-summary"}


def test_names_with_one_amount_or_none_are_rows_among_others(tmp_path: Path) -> None:
    """A statement was cut at each of them, and said not to add up."""
    lines = [
        "某市某局2025年部门预算", "2025年部门收支预算总表", "单位：万元", "收入 支出", "项目 金额 项目 金额",
        "一、财政拨款收入 25.00 一、教育支出 15.00", "二、事业收入 5.00 二、科学技术支出 5.00",
        "三、卫生健康支出", "四、住房保障支出 10.00",
        "收入总计 30.00 支出总计 30.00", "2025年部门收入预算表", "单位：万元", "科目名称 合计 财政拨款收入 事业收入",
        "合计 30.00 25.00 5.00",
    ]  # fmt: skip
    path = tmp_path / "预算.txt"
    path.write_text("\n".join(lines), "utf-8")
    first, _ = (block for block in read(path) if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in first.rows[2:]] == [line.split(" ") for line in lines[5:10]]
    conversion = prove(convert(path))
    assert not [f for f in conversion.findings if f.severity == "error"]
    assert {(f.line, f.reported) for f in conversion.facts} >= {("function-205", "15.00"), ("function-221", "10.00")}


def test_where_places_prove_nothing_the_order_of_the_fields_may(tmp_path: Path) -> None:
    """The names of the national forms stand at the steps of a code that rows print in one."""
    heads = [
        ["项目", "", "", "", "本年支出合计", "基本支出", "项目支出"],
        ["支出功能分类科目编码", "", "", "科目名称", "", "", ""],
        ["类", "款", "项", "栏次", "1", "2", "3"],
    ]
    rows = [[row[0], "", "", *row[1:]] for row in ROWS]
    assert amounts(document(tmp_path, set_below([*heads, *rows], 2, 2))) == TRUTH
    moved = [[*row[:4], "1,250.00", *row[5:]] if row[0] == "205" else row for row in rows]
    assert ("205", "all", "1,250.00") not in amounts(document(tmp_path, set_below([*heads, *moved], 2, 2)))


def test_headings_over_several_rows_stand_between_the_lines_of_others(tmp_path: Path) -> None:
    heads = [
        ["项目", "", "", "", "", "", ""],
        ["", "", "", "", "本年支出合计", "基本支出", "项目支出"],
        ["支出功能分类科目编码", "", "", "科目名称", "", "", ""],
        ["类", "款", "项", "栏次", "1", "2", "3"],
    ]
    rows = [[row[0], "", "", row[1], *(amount or "0.00" for amount in row[2:])] for row in ROWS]
    lines = set_below([*heads, *rows], 2, 2)
    # The first rows of amounts are set further to the right than the others, and than their headings.
    for k, row in enumerate(rows[:4], start=len(heads)):
        lines[k] = lines[k].replace(row[4], " " * 12 + row[4])
    assert {fact for fact in amounts(document(tmp_path, lines)) if fact[2] != "0.00"} == TRUTH
    without = [[*row[:5], "", row[6]] if row[0] == "221" else row for row in rows]
    assert not amounts(document(tmp_path, set_below([*heads, *without], 2, 2))) & {("221", "project", "150.00")}
