"""Codes that were read from pictures: an amount whose code its name, its place or another table contradicts is not told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from yusuan.converters import parts
from yusuan.converters.disclosure import convert
from yusuan.converters.forms.form import load_forms
from yusuan.converters.forms.reading import Amount, Interpretation
from yusuan.converters.table import Cell, Paragraph, Table
from yusuan.converters.tables.exhibits import Exhibit
from yusuan.converters.tables.seen_codes import certain
from yusuan.converters.tables.stitching import Run
from yusuan.datapackage.accounting.proof import prove
from yusuan.datapackage.model import Origin

FORM = next(form for form in load_forms() if form.id == "expenditure-summary")
TABLE = """
201 一般公共服务支出 900
20103 政府办公厅（室）及相关机构事务 900
2010301 行政运行 700
2010302 一般行政管理事务 200
208 社会保障和就业支出 90
20805 行政事业单位养老支出 90
2080505 机关事业单位基本养老保险缴费支出 60
2080506 机关事业单位职业年金缴费支出 30
"""


def exhibit(lines: str, reader: str = "ocr", unit: str = "") -> Exhibit:
    """A table of a code, a name and an amount in each row, or of two such blocks side by side (``;``)."""
    amounts = [
        Amount({"category": "all"}, Decimal(value), value, Origin(reader, page=1, row=n, column=3 * side + 2), code,
               "function" if code.startswith("2") else "economic", name, unit_name=unit)
        for n, line in enumerate(lines.strip().splitlines())
        for side, half in enumerate(line.split(";")) if half.strip()
        for code, name, value in [half.split()]
    ]  # fmt: skip
    return Exhibit("expenditure-summary", Run("", (), (), (), 0, 0), FORM, Interpretation(tuple(amounts)), "万元", ())


def held(*exhibits: Exhibit) -> list[list[str]]:
    """The codes that are held back of each table, all of which are told of."""
    found: list[list[str]] = []
    for before, after in zip(exhibits, certain(exhibits), strict=True):
        gone = [a.code for a in before.reading.amounts if a not in after.reading.amounts]
        assert [d.found.split(" | ")[0] for d in after.reading.doubts if d.check == "code-doubted"] == gone
        found.append(gone)
    return found


def test_a_table_that_says_the_same_thrice_is_told() -> None:
    assert held(exhibit(TABLE), exhibit(TABLE)) == [[], []]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2080505", "2080506"),  # another item's code: both rows have it now
        ("2080506", "2080508"),
        ("208 ", "203 "),
        ("2010301", "2010501"),  # 行政运行 is the name of items of many subdivisions
        ("20805 ", "20806 "),
    ],
)
def test_a_code_with_a_misread_digit_is_held_back(printed: str, read: str) -> None:
    (gone,) = held(exhibit(TABLE.replace(printed, read, 1)))
    assert gone == [read.strip()]
    assert held(exhibit(TABLE.replace(printed, read, 1), "pdf")) == [[]]  # a slip of the publisher is published


def test_below_a_subdivision_that_its_name_does_not_prove_neither_is_told() -> None:
    unnamed = TABLE.replace("20103 政府办公厅（室）及相关机构事务", "20199 ?")
    assert held(exhibit(unnamed)) == [["20199", "2010301"]]


def test_a_row_out_of_place_that_no_code_there_has_the_name_of_is_as_printed() -> None:
    assert held(exhibit(TABLE + "2010302 一般行政管理事务 200")) == [[]]


def test_the_places_of_rows_that_run_from_bottom_to_top_tell_nothing() -> None:
    first, *others = TABLE.strip().splitlines()
    assert held(exhibit("\n".join((first, *reversed(others))))) == [[]]


def test_where_no_subdivisions_are_printed_the_other_tables_tell() -> None:
    items = "\n".join(line for line in TABLE.splitlines() if len(line.split(" ")[0]) == 7)
    misread = exhibit(items.replace("2010301", "2010501"))
    assert held(exhibit(items), misread, exhibit(items)) == [[], ["2010501"], []]
    assert held(exhibit(items), misread) == [["2010301"], ["2010501"]]  # one against one
    both = exhibit(items + "\n2010501 行政运行 5")
    assert held(exhibit(items), both) == [[], []]


def test_one_code_for_two_amounts_of_a_unit_is_that_of_the_only_row_whose_name_is_its() -> None:
    local = TABLE.replace("2010302 一般行政管理事务", "2010301 某项专门的事务")
    assert held(exhibit(local)) == [["2010301"]]
    assert held(exhibit("2010301 行政运行 700\n2010301 行政运行 200")) == [["2010301", "2010301"]]
    assert held(exhibit("2010301 行政运行 700\n2010301 行政运行 700")) == [[]]  # printed again at the head of a page


@pytest.mark.parametrize(
    "line",
    [
        "210 医疗卫生与计划生育支出",
        "201 一般公共服务文出",
        "2080505 机关事业单位基本养老保险缴费支",
        "2080505 单位基本养老保险",
    ],
)
def test_names_of_other_editions_and_with_misread_or_lost_characters_are_names_of_their_code(line: str) -> None:
    assert held(exhibit(f"{line} 5")) == [[]]


def test_a_name_with_misread_characters_is_that_of_the_code_whose_name_it_is_most_like() -> None:
    assert held(exhibit("2080506 机关事业单位基本养老保险缴费支山 6")) == [["2080506"]]


def test_blocks_side_by_side_and_classes_with_two_zeros_are_each_in_their_order() -> None:
    blocks = """
    301 工资福利支出 90 ; 302 商品和服务支出 20
    30101 基本工资 50 ; 30201 办公费 15
    30102 津贴补贴 40 ; 30202 印刷费 5
    """
    assert held(exhibit(blocks)) == [[]]
    assert held(exhibit("30300 对个人和家庭的补助 8\n30302 退休费 8")) == [[]]


def test_a_document_tells_what_it_held_back_and_blames_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    origin = Origin("ocr", page=1, table_on_page=1)
    lines = [line.split() for line in TABLE.replace("2010301", "2010501").strip().splitlines()]
    rows = [["科目编码", "科目名称", "合计"], ["", "合计", "990"], *lines]
    grid = [[Cell(t, replace(origin, row=r, column=c)) for c, t in enumerate(row)] for r, row in enumerate(rows)]
    above = ["某市民政局2024年部门预算", "支出总表", "单位：万元"]
    blocks = [*(Paragraph(text, origin) for text in above), Table(tuple(map(tuple, grid)), origin, exact=True)]
    monkeypatch.setattr(parts, "read", lambda paths: blocks)
    (path := tmp_path / "a.pdf").write_bytes(b"%PDF")
    conversion = prove(convert(path))
    (told,) = [f for f in conversion.findings if f.check == "code-doubted"]
    assert told.found == "2010501 | 行政运行 | 700"
    assert "2010501" not in {f.function_code for f in conversion.facts}
    assert not [f for f in conversion.findings if f.outcome == "failed" and f.cause == "publisher"]


def test_codes_of_a_classification_gone_since_are_those_of_their_names_and_one_digit_off_is_none() -> None:
    gone = "210 医疗卫生与计划生育支出 7\n21005 医疗保障 7\n2100501 行政单位医疗 4\n2100502 事业单位医疗 3"
    assert held(exhibit(gone)) == [[]]
    assert held(exhibit(gone.replace("2100502", "2100592"))) == [["2100592"]]
