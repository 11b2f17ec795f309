"""What a code is called depends on the year."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from yusuan.datapackage import classification
from yusuan.datapackage.classification import CodeList, Concept, economic, functional, load, regions, revenue, terms
from yusuan.datapackage.model import TABLE_IDS


def test_a_code_has_a_name_a_level_and_a_parent() -> None:
    codes = functional(2024)
    assert codes.name("2010350") == "事业运行"
    assert (codes.level("201"), codes.level("20103"), codes.level("2010350")) == (1, 2, 3)
    assert (codes.parent("2010350"), codes.parent("201")) == ("20103", "")
    assert codes.name("9999999") is None
    assert codes.parent("9999999") is None


def test_names_are_compared_without_width_and_space() -> None:
    codes = functional(2024)
    assert codes.code("政府办公厅(室) 及相关机构事 务") == "20103"
    assert codes.code("政府办公厅（室）及相关机构事务") == "20103"


def test_an_ambiguous_name_has_no_code_until_it_is_placed() -> None:
    codes = functional(2024)
    assert codes.code("事业运行") is None
    assert codes.code("事业运行", under="20103") == "2010350"
    assert codes.code("其他社会保障和就业支出") is None
    assert codes.code("其他社会保障和就业支出", level=2) == "20899"


def test_classes_stand_in_the_order_of_the_printed_tables() -> None:
    names = [functional(2024).name(code) for code in functional(2024).classes]
    assert names[:3] == ["一般公共服务支出", "外交支出", "国防支出"]
    assert names.index("住房保障支出") < names.index("灾害防治及应急管理支出") < names.index("债务发行费用支出")


@pytest.mark.parametrize(
    ("codes", "code", "name"),
    [
        (economic(2017), "30311", "住房公积金"),
        (economic(2024), "30311", "代缴社会保险费"),
        (economic(2024), "30113", "住房公积金"),
        (functional(2018), "207", "文化体育与传媒支出"),
        (functional(2024), "207", "文化旅游体育与传媒支出"),
        (functional(2019), "20805", "行政事业单位离退休"),
        (functional(2024), "20805", "行政事业单位养老支出"),
        (functional(2019), "2080501", "归口管理的行政单位离退休"),
        (functional(2024), "2080501", "行政单位离退休"),
        (economic(2024, "government"), "50101", "工资奖金津补贴"),
        (revenue(2024), "10101", "增值税"),
    ],
)
def test_the_name_is_that_of_the_edition(codes: CodeList, code: str, name: str) -> None:
    assert codes.name(code) == name


def test_a_code_that_an_edition_does_not_have_is_unknown() -> None:
    assert "20139" not in functional(2023)
    assert "20139" in functional(2024)


def test_a_renaming_of_unknown_year_leaves_the_name_undecided() -> None:
    codes = functional(2024)
    assert codes.names("22402") == ("消防事务", "消防救援事务")
    assert codes.name("22402") is None
    assert codes.code("消防事务") == codes.code("消防救援事务") == "22402"
    assert functional(2026).name("22402") == "消防救援事务"


def test_recalled_rows_say_that_they_are_unverified() -> None:
    codes = functional(2024)
    assert codes.verified("2010350")
    assert not codes.verified("20141")


def test_divisions_are_known_by_their_six_digits() -> None:
    assert regions().name("420100") == "武汉市"
    assert regions().parent("420100") == "420000"
    assert regions().code("武汉市") == "420100"
    assert ("420000", "湖北省") in list(regions().items())


def test_a_list_that_is_not_carried_is_an_error() -> None:
    with pytest.raises(FileNotFoundError, match="no-such-list"):
        load("no-such-list")


def test_every_id_of_the_model_has_a_name_in_both_languages() -> None:
    assert set(terms("table")) == set(TABLE_IDS)
    assert all(zh and en for zh, en in terms("table").values())


@pytest.mark.parametrize("edition", [2017, 2020, 2024, 2026])
def test_levels_follow_the_length_of_the_code(edition: int) -> None:
    for codes in (functional(edition), economic(edition), economic(edition, "government"), revenue(edition)):
        for concept in codes.concepts:
            assert len(concept.code) == 1 + 2 * concept.level
            assert concept.code.startswith(concept.parent)


def test_every_source_of_a_row_is_listed() -> None:
    folder = Path(classification.__file__).parent / "codelists"
    listed = {row["source_id"] for row in load("sources")} | {"recalled"}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        assert all(None not in row and None not in row.values() for row in rows), path.name
        if "source" in rows[0]:
            assert {row["source"] for row in rows} <= listed, path.name


def test_no_edition_has_one_name_twice_for_a_code() -> None:
    for concept in functional(2024).concepts:
        assert isinstance(concept, Concept)
        names = functional(2024).names(concept.code)
        assert len(set(names)) == len(names)
