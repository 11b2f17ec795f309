"""Delimited text is read as the sheet it was saved from, and never believed where a number may have been cut."""

from __future__ import annotations

from pathlib import Path

import pytest
from yusuan.converters.errors import UnreadableError
from yusuan.converters.readers import limits, read
from yusuan.converters.readers.signatures import kind_of
from yusuan.converters.sources import SourceError, collect_sources
from yusuan.converters.table import UNDECIDED, Table

TITLE = "2024年支出决算表,,"
CAPTION = ",,单位：万元"
ROWS = [["项目", "预算数", "决算数"], ["公用经费", "1,685.32", "1,540.10"], ["项目支出", "855.70", ""]]
LINES = [TITLE, CAPTION, "项目,预算数,决算数", '公用经费,"1,685.32","1,540.10"', "项目支出,855.70,"]


def save(folder: Path, lines: list[str], name: str = "公开.csv", encoding: str = "utf-8", end: str = "\r\n") -> Path:
    path = folder / name
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def texts(table: object) -> list[list[str]]:
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_a_table_with_its_title_and_captions(tmp_path, encoding, end):
    title, caption, table = read(save(tmp_path, LINES, encoding=encoding, end=end))
    assert (title.text, caption.text) == ("2024年支出决算表", "单位：万元")
    assert texts(table) == ROWS
    assert table.exact
    at = table.rows[1][1].origin
    assert (at.reader, at.row, at.column) == ("csv", 4, 2)


@pytest.mark.parametrize("mark", [";", "\t", "|"])
@pytest.mark.parametrize("name", ["公开.csv", "公开.tsv", "公开.xls", "公开.XLSX"])
def test_other_delimiters_and_names(tmp_path, mark, name):
    lines = [line.replace('"', "") if "," not in line[5:] else line for line in LINES]
    lines = ["2024年支出决算表", *(mark.join(row) for row in ROWS)]
    path = save(tmp_path, lines, name)
    assert kind_of(path) == "csv"
    assert texts(list(read(path))[1]) == ROWS


def test_excel_may_say_what_separates_and_fields_may_have_several_lines(tmp_path):
    lines = ["sep=;", '"2024年""支出""决算表";;', "项目;预算数;决算数", '"公用\n经费";1,0;2,0', "合计;1,0;2,0"]
    title, table = read(save(tmp_path, lines))
    assert title.text == '2024年"支出"决算表'
    assert texts(table)[1] == ["公用\n经费", "1,0", "2,0"]


def test_several_tables_in_one_file(tmp_path):
    second = ["2024年收入决算表", "项目,决算数", "合计,5.00"]
    found = list(read(save(tmp_path, [*LINES, "", *second])))
    assert [b.origin.table_on_page if isinstance(b, Table) else b.text for b in found] == [
        "2024年支出决算表", "单位：万元", 1, "2024年收入决算表", 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["项目,预算数,决算数,备注,说明", "公用经费,1,685.32", "项目支出,855.70,407.29,,"],
        [
            "项目,预算数,决算数",
            "公用经费,1.00,2.00",
            "项目支出,855.70,407.29,3.00",
            "其他,1.00",
            "合计,1,2",
            "共计,1,2",
        ],
    ],
)
def test_a_table_with_numbers_that_may_have_been_cut_is_not_exact(tmp_path, rows):
    *_, table = read(save(tmp_path, ["2024年支出决算表", *rows]))
    assert isinstance(table, Table)
    assert not table.exact


def test_numbers_cut_at_their_separators_are_whole_again_where_all_rows_come_out_even(tmp_path):
    rows = ["项目,预算数,决算数", "合计,1,234,541.02,-1,947.39", "公用经费,1,685.32,1,540.10", "项目支出,855.70,"]
    *_, table = read(save(tmp_path, ["2024年支出决算表", *rows]))
    assert table.exact
    assert texts(table)[1:] == [
        ["合计", "1,234,541.02", "-1,947.39"], ["公用经费", "1,685.32", "1,540.10"], ["项目支出", "855.70", ""],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["项目,预算数,决算数", "公用经费,1,685,1,540", "项目支出,855,407"],
        ["项目,人数,决算数", "公用经费,5,123.45", "项目支出,8,1,855.70"],
        ["项目,预算数,决算数,说明,备注", "公用经费,1,685.32,", "项目支出,855.70,407.29,,"],
    ],
)
def test_nothing_is_believed_of_a_table_whose_numbers_stay_cut(tmp_path, rows):
    *_, table = read(save(tmp_path, ["2024年支出决算表", *rows]))
    assert not table.exact
    assert {cell.origin.note for row in table.rows for cell in row} == {UNDECIDED}


def test_rows_that_end_early_leave_the_rest_blank(tmp_path):
    *_, table = read(save(tmp_path, ["2024年支出决算表", "项目,预算数,决算数", "公用经费,1685.32", "合计,2.00,3.00"]))
    assert table.exact
    assert texts(table)[1] == ["公用经费", "1685.32", ""]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd6\xd0\x00\x01", "不是文本"),
        (b'a,b\n"c,d\n', "引号"),
        ("一行文字".encode(), "分隔符"),
        (b" \n", "不是文本"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, told):
    path = tmp_path / "公开.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match=told):
        list(read(path))


def test_a_table_too_large_for_memory_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_GRID_CELLS", 5)
    with pytest.raises(UnreadableError, match="过大"):
        list(read(save(tmp_path, LINES)))


def test_tables_of_packages_and_builds_are_no_disclosures(tmp_path):
    own = save(tmp_path, LINES)
    for name in ("build.json", "packages/甲/datapackage.json"):
        made = tmp_path / "out" / name
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_text("{}")
        save(made.parent, LINES, "observations.csv")
    assert [source.path for source in collect_sources([tmp_path])] == [own]
    with pytest.raises(SourceError):
        collect_sources([tmp_path / "out"])


def test_a_text_in_utf_16_is_a_text(tmp_path):
    path = tmp_path / "公开.txt"
    path.write_text("某局2024年度部门决算\n项目\t1.00\n", "utf-16")
    assert [block.text for block in read(path) if not isinstance(block, Table)] == ["某局2024年度部门决算"]
