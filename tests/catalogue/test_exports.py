"""Downloads: the same bytes each time, codes that stay text, amounts that stay exact."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import time
import zipfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import rdflib
from pyarrow import parquet
from yusuan.catalogue.exports import Staged, excel_text, stage
from yusuan.catalogue.openness import licence_of, refusal
from yusuan.datapackage.package import read_rows

REPO = Path(__file__).parents[2]
SCHEMAS = sorted((REPO / "datapackage" / "schemas").glob("*.json"))


@pytest.fixture(scope="module")
def package(example_build: Path) -> Path:
    return example_build / "packages" / "420100-157003-2024-budget"


@pytest.fixture(scope="module")
def staged(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Staged:
    return stage(package, tmp_path_factory.mktemp("exports") / "one")


def file(staged: Staged, path: str) -> Path:
    return next(e.file for e in staged.exports if e.path == path)


def amounts(package: Path) -> list[Decimal]:
    return [Decimal(row["amount"]) for row in read_rows(package, "observations")]


def test_equal_packages_give_equal_bytes(package: Path, staged: Staged, tmp_path: Path) -> None:
    time.sleep(1.1)  # a time of day in a file would show
    again = stage(package, tmp_path / "two")
    assert [(e.path, e.sha256) for e in again.exports] == [(e.path, e.sha256) for e in staged.exports]


def test_they_are_made_once_and_anew_when_the_package_changes(package: Path, tmp_path: Path) -> None:
    copy = tmp_path / "package"
    shutil.copytree(package, copy)
    first = stage(copy, tmp_path / "staged")
    made = (tmp_path / "staged/tables.xlsx").stat().st_mtime_ns
    assert stage(copy, tmp_path / "staged") == first
    assert (tmp_path / "staged/tables.xlsx").stat().st_mtime_ns == made
    descriptor = copy / "datapackage.json"
    descriptor.write_text(descriptor.read_text("utf-8").replace("单位预算", "单位預算"), "utf-8")
    stage(copy, tmp_path / "staged")
    assert (tmp_path / "staged/tables.xlsx").stat().st_mtime_ns != made


def test_parquet_keeps_every_amount_exact(package: Path, staged: Staged) -> None:
    table = parquet.read_table(file(staged, "observations.parquet"))
    assert table["amount"].to_pylist() == amounts(package)
    with zipfile.ZipFile(file(staged, "tables-parquet.zip")) as archive:
        assert parquet.read_table(io.BytesIO(archive.read("observations.parquet"))).equals(table)


def test_each_table_is_there_in_each_form(staged: Staged) -> None:
    names = {t.name for t in staged.tables}
    for path, suffix in (
        ("tables-excel-csv.zip", ".csv"),
        ("tables-parquet.zip", ".parquet"),
        ("tables-jsonl.zip", ".jsonl"),
    ):
        with zipfile.ZipFile(file(staged, path)) as archive:
            assert set(archive.namelist()) == {f"{name}{suffix}" for name in names}


def test_what_is_staged_is_valid_and_counted(package: Path, staged: Staged) -> None:
    assert staged.problems == ()
    assert staged.personal == {}
    assert staged.rows["data/observations.csv"] == len(amounts(package))


def test_sqlite_and_json_lines_hold_every_row(package: Path, staged: Staged) -> None:
    connection = sqlite3.connect(file(staged, "tables.sqlite"))
    stored = [Decimal(str(a)) for (a,) in connection.execute("select amount from observations")]
    explained = connection.execute("select title from columns where column_name = 'amount'").fetchone()
    connection.close()
    assert stored == amounts(package)
    assert explained == ("金额(元)",)
    lines = [json.loads(line) for line in file(staged, "observations.jsonl").read_text("utf-8").splitlines()]
    assert [Decimal(line["amount"]) for line in lines] == amounts(package)


def test_the_workbook_has_numbers_as_numbers_and_codes_as_text(package: Path, staged: Staged) -> None:
    with closing(openpyxl.load_workbook(file(staged, "tables.xlsx"), read_only=True)) as book:
        sheet = next(book[n] for n in book.sheetnames if n.endswith("observations"))
        rows = sheet.iter_rows(values_only=True)
        heads = [str(h).split()[-1] for h in next(rows)]
        values = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [Decimal(str(v["amount"])) for v in values] == amounts(package)
    assert {type(v["function_code"]) for v in values} <= {str, type(None)}
    book.close()


def test_the_csv_for_excel_has_a_mark_and_keeps_codes(staged: Staged) -> None:
    with zipfile.ZipFile(file(staged, "tables-excel-csv.zip")) as archive:
        raw = archive.read("observations.csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    assert {row["功能分类科目编码"] for row in rows if row["功能分类科目编码"]} >= {'="2010350"'}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2010350", '="2010350"'),
        ("12e45", '="12e45"'),
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("事业运行", "事业运行"),
        ("", ""),
    ],
)
def test_nothing_becomes_a_number_or_a_formula_in_excel(text: str, shown: str) -> None:
    assert excel_text(text) == shown


def test_turtle_says_what_n_triples_say(staged: Staged) -> None:
    turtle = rdflib.Graph().parse(file(staged, "rdf/data.ttl"))
    assert set(turtle) == set(rdflib.Graph().parse(file(staged, "rdf/data.nt"), format="nt"))


def test_only_what_is_open_without_conditions_leaves() -> None:
    assert refusal("无条件开放") == ""
    assert refusal("") and refusal("有条件开放") and refusal("不予开放")
    assert refusal("有条件开放", ("无条件开放", "有条件开放")) == ""


def test_a_licence_is_known_by_its_id_or_address_and_unknown_ones_pass_nothing_on() -> None:
    assert licence_of("CC-BY-4.0").copies and licence_of("https://creativecommons.org/licenses/by/4.0/").copies
    assert licence_of("").ckan_id == "notspecified"
    assert not licence_of("仅供查阅").copies


def test_every_note_is_of_a_column_and_no_table_misses_one_it_names(staged: Staged) -> None:
    fields = [
        (f"{path.stem}.{f['name']}", f["name"]) for path in SCHEMAS for f in json.loads(path.read_text())["fields"]
    ]
    known = {name for pair in fields for name in pair}
    with (REPO / "catalogue" / "notes.csv").open(encoding="utf-8", newline="") as notes:
        noted = {row["column"] for row in csv.DictReader(notes)}
    assert noted <= known
    assert [full for full, name in fields if not noted & {full, name}] == []
    amount = next(c for t in staged.tables for c in t.columns if c.name == "amount")
    assert amount.description == "金额，单位元，精确小数；合计与分项都在，不要相加 · Amount in CNY yuan, exact"
