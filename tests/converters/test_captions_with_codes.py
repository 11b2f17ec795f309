"""Captions that name the unit of a table with its code, before or behind the name, with a label or without."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kinds_of_money import read

TABLE = """科目编码|科目名称|合计|基本支出|项目支出
|合计|{0}|{0}|
207|文化旅游体育与传媒支出|{0}|{0}|"""
OF_ALL, OF_ONE = TABLE.format("500.00"), TABLE.format("90.00")
CAPTIONS = {
    "[128]某市图书馆": "128",
    "[128001]某市图书馆": "128001",
    "128001-某市图书馆": "128001",
    "某市图书馆[128001]": "128001",
    "某市图书馆（128001） 单位：万元": "128001",
    "单位：某市图书馆[128001]": "128001",
    "单位名称：某市图书馆 128001": "128001",
    "预算单位：128001_某市图书馆": "128001",
    "编制单位：某市图书馆（128001）": "128001",
    "</p><table><tr><td>单位代码：128</td><td>单位：某市图书馆</td><td>单位：万元</td></tr></table><p>": "",
}


@pytest.mark.parametrize(("caption", "code"), CAPTIONS.items())
def test_a_table_is_the_unit_s_that_its_caption_names(tmp_path: Path, caption: str, code: str) -> None:
    """One caption below the first table was once taken for the name of the whole document."""
    conversion = read(
        tmp_path, ("支出总表", OF_ALL), (f"支出总表</p><p>{caption}", OF_ONE), title="某市文化和旅游局2024年部门预算"
    )
    assert conversion.disclosure.unit_name == "某市文化和旅游局"
    totals = {(f.unit_name, f.unit_code, int(f.amount)) for f in conversion.facts if f.line == "total"}
    assert totals == {("某市文化和旅游局", "", 5_000_000), ("某市图书馆", code, 900_000)}
    assert not [f for f in conversion.findings if f.severity != "info"]


@pytest.mark.parametrize("caption", [c for c in CAPTIONS if not c.startswith("<")])
def test_a_unit_s_own_document_has_its_name_without_the_code(tmp_path: Path, caption: str) -> None:
    conversion = read(tmp_path, (f"支出总表</p><p>{caption}", OF_ONE), title="某市图书馆2024年单位预算")
    assert conversion.disclosure.unit_name == "某市图书馆"
    assert {f.unit_name for f in conversion.facts} == {"某市图书馆"}


def test_the_name_below_a_table_is_not_its_owner(tmp_path: Path) -> None:
    """The next unit's name stands between the table before and the title of its own."""
    tables = (
        ("支出总表</p><p>[128001]某市图书馆", OF_ONE),
        ("[128002]某市博物馆</p><p>支出总表", TABLE.format("70.00")),
    )
    conversion = read(tmp_path, ("支出总表", OF_ALL), *tables, title="某市文化和旅游局2024年部门预算")
    totals = {f.unit_name: int(f.amount) for f in conversion.facts if f.line == "total"}
    assert totals == {"某市文化和旅游局": 5_000_000, "某市图书馆": 900_000, "某市博物馆": 700_000}


SUMMARY = """收入*2|支出*2
项目|预算数|项目|预算数
一、财政拨款收入|{0}|一、文化旅游体育与传媒支出|{0}
收入总计|{0}|支出总计|{0}"""


def test_a_table_of_one_kind_of_units_beside_that_of_another_is_not_of_all(tmp_path: Path) -> None:
    """事业单位收支总表 below 行政单位收支总表 was read as of the whole department; alone it is the unit's own."""
    administrative = ("行政单位收支总表", SUMMARY.format("400.00"))
    institutions = ("事业单位收支总表", SUMMARY.format("100.00"))
    both = read(tmp_path, ("支出总表", OF_ALL), administrative, institutions, title="某市文化和旅游局2024年部门预算")
    assert {f.table for f in both.facts} == {"expenditure-summary"}
    told = {f.label for f in both.findings if f.check == "unknown-table"}
    assert told == {"行政单位收支总表", "事业单位收支总表"}
    alone = read(tmp_path, institutions, title="某市图书馆2024年单位预算")
    assert {int(f.amount) for f in alone.facts} == {1_000_000}
    own = read(tmp_path, administrative, title="某市文化和旅游局2024年单位预算")
    assert {int(f.amount) for f in own.facts} == {4_000_000}
    # A department's may be of some of its units; so may one beside a table of the other kind.
    others = (administrative, ("支出总表", OF_ALL)), (administrative, institutions, ("支出总表", OF_ALL))
    for tables, scope in zip(others, ("部门", "单位"), strict=True):
        found = read(tmp_path, *tables, title=f"某市文化和旅游局2024年{scope}预算")
        assert {f.table for f in found.facts} == {"expenditure-summary"}


@pytest.mark.parametrize("caption", ["部门：某市文化和旅游局", "部门代码及名称：[128]某市文化和旅游局"])
def test_the_department_above_the_tables_of_a_units_document_is_not_whose_they_are(
    tmp_path: Path, caption: str
) -> None:
    """All of the unit's amounts were published as its department's."""
    tables = (
        (f"支出总表</p><p>{caption}", OF_ONE),
        (f"收支总表</p><p>{caption}", SUMMARY.format("90.00")),
    )
    conversion = read(tmp_path, *tables, title="某市图书馆2024年单位预算")
    assert {f.unit_name for f in conversion.facts} == {"某市图书馆"}
    beside = (f"支出总表</p><p>{caption}", OF_ALL), ("支出总表</p><p>单位：某市图书馆", OF_ONE)
    conversion = read(tmp_path, *beside, title="某市图书馆2024年单位预算")
    totals = {f.unit_name: int(f.amount) for f in conversion.facts if f.line == "total"}
    assert totals == {"某市文化和旅游局": 5_000_000, "某市图书馆": 900_000}


@pytest.mark.parametrize("label", ["单位名称", "预算单位", "编制单位"])
def test_a_table_below_the_names_of_a_department_and_a_unit_is_the_units(tmp_path: Path, label: str) -> None:
    """部门名称 stands first, and the unit's amounts were published as its department's."""
    captions = f"部门名称：某市文化和旅游局</p><p>{label}：某市图书馆"
    tables = ("支出总表", OF_ALL), (f"支出总表</p><p>{captions}", OF_ONE)
    conversion = read(tmp_path, *tables, title="某市文化和旅游局2024年部门预算")
    totals = {f.unit_name: int(f.amount) for f in conversion.facts if f.line == "total"}
    assert totals == {"某市文化和旅游局": 5_000_000, "某市图书馆": 900_000}


@pytest.mark.parametrize(("caption", "code"), [(c, code) for c, code in CAPTIONS.items() if not c.startswith("<")])
def test_the_units_own_code_in_its_captions_is_its_code(tmp_path: Path, caption: str, code: str) -> None:
    tables = (f"支出总表</p><p>{caption}", OF_ONE), (f"收支总表</p><p>{caption}", SUMMARY.format("90.00"))
    conversion = read(tmp_path, *tables, title="某市图书馆2024年单位预算")
    assert (conversion.disclosure.unit_code, conversion.disclosure.department_code) == (code, "")
    assert {f.unit_code for f in conversion.facts} == {code}
    other = (f"收支总表</p><p>{caption}".replace("128", "129"), SUMMARY.format("90.00"))
    conversion = read(tmp_path, tables[0], other, title="某市图书馆2024年单位预算")
    assert conversion.disclosure.unit_code == ""
    conversion = read(tmp_path, *tables, title="某市图书馆2024年部门预算")
    assert (conversion.disclosure.unit_code, conversion.disclosure.department_code) == (code, code)
