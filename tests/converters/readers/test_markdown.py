"""Markdown of programs that read scans: tables of pipes and of HTML in a text, and where each cell stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.disclosure import convert
from yusuan.converters.readers import READERS, read, signatures
from yusuan.converters.sources import collect_sources
from yusuan.converters.table import Paragraph, Table
from yusuan.datapackage.model import Conversion

PIPES = """# 某市图书馆2024年单位预算

1. 收支总表

单位：万元

| 收入项目 | 预算数 | 支出项目 | 预算数 |
|:---|---:|---|---:|
| 一、一般公共预算拨款收入 | **1,200.00** | 一、文化旅游体育与传媒支出 | 1,150.00 |
| 二、其他收入\\|捐赠 | | 二、住房保障支出 | 50.00 |
| 收入总计 | 1,200.00 | 支出总计 | 1,200.00 |

## 二、收支预算情况说明

2024年收支总预算1,200.00万元。
"""
HTML = """# 某市图书馆2024年单位预算

1. 收支总表

单位：万元

<html><body><table><tr><td colspan="2">收入</td><td colspan="2">支出</td></tr><tr><td>项目</td><td>预算数</td>
<td>项目</td><td>预算数</td></tr>

<tr><td>一、一般公共预算拨款收入</td><td>1,200.00</td><td>一、文化旅游体育与传媒支出</td><td>1,150.00</td></tr>
<tr><td>二、其他收入</td><td></td><td>二、住房保障支出</td><td>50.00</td></tr>
<tr><td>收入总计</td><td>1,200.00</td><td>支出总计</td><td>1,200.00</td></tr></table></body></html>

## 二、收支预算情况说明

2024年收支总预算1,200.00万元。
"""


def write(folder: Path, text: str, name: str = "预算.md") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def table(path: Path) -> Table:
    (found,) = [b for b in read(path) if isinstance(b, Table)]
    return found


def amounts(conversion: Conversion) -> list[tuple[str, str, str]]:
    return sorted((f.line, f.flow, f.reported) for f in conversion.facts if f.table == "budget-summary")


@pytest.mark.parametrize("text", [PIPES, HTML])
def test_each_cell_and_paragraph_is_at_its_place_in_the_file(tmp_path: Path, text: str) -> None:
    blocks = list(read(write(tmp_path, text)))
    shown = [(b.text, b.origin) for b in blocks if isinstance(b, Paragraph)]
    shown += [(c.text, c.origin) for b in blocks if isinstance(b, Table) for row in b.rows for c in row if c.text]
    for what, origin in shown:
        assert origin.line is not None
        assert what.replace("|", r"\|") in text[origin.char_start : origin.char_end]
        assert text.count("\n", 0, origin.char_start) == origin.line - 1


@pytest.mark.parametrize("text", [PIPES, HTML])
def test_the_grid_is_that_of_the_file_and_nothing_of_its_marks_is_left(tmp_path: Path, text: str) -> None:
    grid = table(write(tmp_path, text))
    assert grid.exact
    assert {len(row) for row in grid.rows} == {4}
    assert [c.text for c in grid.rows[-1]] == ["收入总计", "1,200.00", "支出总计", "1,200.00"]
    assert [b.text for b in read(tmp_path / "预算.md") if isinstance(b, Paragraph)] == [
        "某市图书馆2024年单位预算", "1. 收支总表", "单位：万元", "二、收支预算情况说明", "2024年收支总预算1,200.00万元。",
    ]  # fmt: skip


def test_escaped_pipes_and_emphasis_are_the_texts_own(tmp_path: Path) -> None:
    rows = table(write(tmp_path, PIPES)).rows
    assert (rows[1][1].text, rows[2][0].text) == ("1,200.00", "二、其他收入|捐赠")


def test_a_number_that_is_set_as_a_formula_is_a_number(tmp_path: Path) -> None:
    path = write(tmp_path, PIPES + "\n基本支出 $1{,}150.00$ 万元，占 $95.83\\%$。\n")
    assert [b.text for b in read(path) if isinstance(b, Paragraph)][-1] == "基本支出 1,150.00 万元，占 95.83%。"


@pytest.mark.parametrize(("text", "name"), [(PIPES, "预算.md"), (PIPES, "预算.txt"), (HTML, "预算.txt")])
def test_such_a_file_is_understood_whatever_its_name(tmp_path: Path, text: str, name: str) -> None:
    conversion = convert(write(tmp_path, text, name))
    assert amounts(conversion) == [
        ("function-207", "expenditure", "1,150.00"),
        ("function-221", "expenditure", "50.00"),
        ("general-public-budget-appropriation", "revenue", "1,200.00"),
        ("total", "expenditure", "1,200.00"),
        ("total", "revenue", "1,200.00"),
    ]
    assert [c.outcome for c in conversion.claims] == ["agrees"]


def test_a_text_with_tabs_stays_a_text(tmp_path: Path) -> None:
    path = write(tmp_path, "收支总表\n收入\t支出\n------\n一 | 二\n", "预算.txt")
    assert signatures.kind_of(path) == "text"


def test_a_readme_beside_the_documents_is_none(tmp_path: Path) -> None:
    write(tmp_path, "# 说明\n\n这里放各单位的公开文件。\n", "README.md")
    document = write(tmp_path, PIPES)
    assert [s.path for s in collect_sources([tmp_path])] == [document]
    assert ".md" in READERS


@pytest.mark.parametrize(
    "damage", ["<table><tr><td>收入", "| 一 | 二 |\n|---|", "<table></table>", "| a |\n|---|---|\n"]
)
def test_damaged_tables_break_nothing(tmp_path: Path, damage: str) -> None:
    blocks = list(read(write(tmp_path, f"{PIPES}\n{damage}\n")))
    assert sum(isinstance(b, Table) and len(b.rows) == 4 for b in blocks) == 1


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("1,200.00<sup>1</sup>", "1,200.00¹"),
        ("<s>1,300</s>1,200", "1,200"),
        ("<del>1,300.00</del> 1,200.00", "1,200.00"),
    ],
)
def test_marks_of_notes_and_what_is_struck_out_are_no_digits(tmp_path: Path, printed: str, read_as: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"| 项目 | 预算数 |\n|---|---|\n| 合计 | {printed} |\n", "utf-8")
    (table,) = (block for block in read(path) if isinstance(block, Table))
    assert table.rows[1][1].text == read_as


def test_what_stands_for_empty_cells_is_blank_and_a_text_in_each_of_them_is_one(tmp_path: Path) -> None:
    path = tmp_path / "预算.md"
    lines = ["| 项目 | Unnamed: 1 |", "|---|---|", "| 甲 | NaN |", "| 二、其他 | 二、其他 |", "| 3.00 | 3.00 |"]
    path.write_text("\n".join(lines), "utf-8")
    (table,) = read(path)
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["项目", ""], ["甲", ""], ["二、其他", ""], ["3.00", "3.00"],
    ]  # fmt: skip
    assert [row[0].colspan for row in table.rows] == [1, 1, 2, 1]
