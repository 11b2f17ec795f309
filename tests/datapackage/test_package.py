"""A conversion written as a package, and read back."""

from __future__ import annotations

import csv
import errno
import json
import random
import shutil
import subprocess
import sys
from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from yusuan.datapackage import files
from yusuan.datapackage.model import OBSERVATION_FIELDS, Conversion, LostCell, PrintedTable, identify
from yusuan.datapackage.package import PackageError, canonical, read_package, read_rows, schema, write_package
from yusuan.datapackage.parquet import write_observations

from .conversions import conversions, fact, small

#: The columns that DESIGN.md lays down, in its order.
CONTRACT = {
    "observations": OBSERVATION_FIELDS,
    "provenance": (
        "observation_id", "page", "table_on_page", "row", "column", "bbox", "line", "char_start", "char_end", "reader",
        "reading_confidence", "text_before_repair",
    ),
    "claims": (
        "claim_id", "document_id", "section", "label", "function_code", "economic_code", "line", "fiscal_year",
        "measure", "value", "unit", "page", "char_start", "char_end", "observation_id", "outcome",
    ),
    "findings": (
        "finding_id", "document_id", "check", "severity", "outcome", "cause", "table", "label", "expected", "found",
        "difference", "unit", "page", "message", "message_en", "observation_ids",
    ),
    "checks": ("check", "group", "table", "outcome", "terms"),
    "repairs": ("repair_id", "observation_id", "kind", "text_before", "text_after", "proof", "cells_changed"),
}  # fmt: skip


def _bytes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def _printed(folder: Path, name: str) -> list[list[str]]:
    with (folder / "data" / "printed" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / small().disclosure.name
    write_package(small(), folder)
    return folder


@pytest.mark.parametrize("resource", CONTRACT)
def test_the_columns_are_those_of_the_contract(package: Path, resource: str) -> None:
    header = (package / "data" / f"{resource}.csv").read_text("utf-8").partition("\n")[0].split(",")
    assert tuple(header[: len(CONTRACT[resource])]) == CONTRACT[resource]


def test_an_observation_row_reads_as_it_was_printed(package: Path) -> None:
    (row,) = [r for r in read_rows(package, "observations") if r["label"] == "事业运行"]
    assert row["amount"] == "8525300"
    assert (row["reported"], row["reported_unit"]) == ("852.53", "万元")
    assert (row["function_code"], row["line"]) == ("2010350", "")


def test_what_was_written_is_read_back(package: Path) -> None:
    back, written = read_package(package), canonical(small())
    for part in fields(Conversion):
        assert getattr(back, part.name) == getattr(written, part.name), part.name


def test_a_package_of_the_package_is_the_same_bytes(package: Path, tmp_path: Path) -> None:
    write_package(read_package(package), tmp_path / "again")
    assert _bytes(tmp_path / "again") == _bytes(package)


def test_the_order_of_the_facts_does_not_show(package: Path, tmp_path: Path) -> None:
    given = small()
    write_package(replace(given, facts=given.facts[::-1], checks=given.checks[::-1]), tmp_path / "again")
    assert _bytes(tmp_path / "again") == _bytes(package)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(conversions)
def test_any_conversion_is_read_back(tmp_path_factory: pytest.TempPathFactory, conversion: Conversion) -> None:
    folder = tmp_path_factory.mktemp("any") / "package"
    write_package(conversion, folder)
    assert read_package(folder) == canonical(conversion)


def test_cells_that_were_lost_are_not_part_of_a_package(tmp_path: Path) -> None:
    lost = replace(small(), lost=(LostCell(fact("合计", "0")),))
    write_package(lost, tmp_path / "p")
    assert read_package(tmp_path / "p") == canonical(lost) == canonical(small())


def test_printed_tables_are_copied_and_padded(package: Path) -> None:
    assert _printed(package, "expenditure-summary.csv") == [
        ["科目", "合计"],
        ["合计", ""],
        ["", ""],
        ["2010350", "852. 53"],
    ]


def test_the_second_table_of_one_kind_has_a_number(tmp_path: Path) -> None:
    table = small().tables[0]
    twice = replace(small(), tables=(table, replace(table, rows=(("二",),))))
    write_package(twice, tmp_path / "p")
    assert _printed(tmp_path / "p", "expenditure-summary-2.csv") == [["二"]]
    assert [row["path"] for row in read_rows(tmp_path / "p", "tables")] == [
        "data/printed/expenditure-summary.csv",
        "data/printed/expenditure-summary-2.csv",
    ]


def test_a_claim_made_twice_has_two_ids(tmp_path: Path) -> None:
    (claim,) = small().claims
    write_package(replace(small(), claims=(claim, claim)), tmp_path / "p")
    first, second = (row["claim_id"] for row in read_rows(tmp_path / "p", "claims"))
    assert first == claim.claim_id != second
    assert read_package(tmp_path / "p").claims == (claim, claim)


def test_the_descriptor_says_what_the_package_is(package: Path) -> None:
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert descriptor["name"] == "420100-901001-2024-budget"
    assert descriptor["licenses"] == [{"name": "CC-BY-4.0"}]
    assert descriptor["contributors"] == [{"title": "某市测试局", "roles": ["publisher"]}]
    assert all({"path", "bytes", "hash", "mediatype", "encoding"} <= set(r) for r in descriptor["resources"])


def test_other_files_join_the_package_in_the_same_swap(tmp_path: Path) -> None:
    def rdf(folder: Path) -> None:
        (folder / "rdf").mkdir()
        (folder / "rdf" / "data.nt").write_text("", "utf-8")

    write_package(small(), tmp_path / "p", also=rdf)
    (listed,) = [
        r
        for r in json.loads((tmp_path / "p" / "datapackage.json").read_text("utf-8"))["resources"]
        if r["path"] == "rdf/data.nt"
    ]
    assert (listed["name"], listed["mediatype"]) == ("rdf-data-nt", "application/n-triples")


def test_frictionless_finds_the_package_valid(package: Path) -> None:
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", str(package / "datapackage.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_empty_conversion_is_a_valid_package(tmp_path: Path) -> None:
    write_package(Conversion(small().disclosure), tmp_path / "p")
    test_frictionless_finds_the_package_valid(tmp_path / "p")


def test_facts_without_ids_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="observation_id"):
        write_package(replace(small(), facts=(fact("合计", "1"),)), tmp_path / "p")
    assert not (tmp_path / "p").exists()


def test_a_table_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    table = replace(small().tables[0], table="../evil")
    with pytest.raises(ValueError, match="table id"):
        write_package(replace(small(), tables=(table,)), tmp_path / "p")


@pytest.mark.parametrize("at_once", [True, False])
def test_a_full_disk_leaves_the_old_package(package: Path, at_once: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the system flushes all that was written at once, or file by file."""

    def full(_: Path) -> bool:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = _bytes(package)
    monkeypatch.setattr(files, "_sync_file_system", full if at_once else lambda _: False)
    monkeypatch.setattr(files, "_sync", full)
    with pytest.raises(OSError, match="No space"):
        write_package(Conversion(small().disclosure), package)
    assert _bytes(package) == before
    assert [p.name for p in package.parent.iterdir()] == [package.name]


@pytest.mark.parametrize(
    ("file", "damage", "said"),
    [
        ("datapackage.json", b"{", "datapackage.json"),
        ("datapackage.json", b"[]", "datapackage.json"),
        ("datapackage.json", b'{"disclosure": {}, "redactions": {}}', "datapackage.json"),
        ("data/observations.csv", b"", "observations.csv"),
        ("data/observations.csv", b"a,b\n", "observations.csv"),
        ("data/claims.csv", b"\xff\xfe", "claims.csv"),
        ("data/provenance.csv", b"observation_id\n", "provenance.csv"),
    ],
)
def test_a_damaged_file_is_named(package: Path, file: str, damage: bytes, said: str) -> None:
    (package / file).write_bytes(damage)
    with pytest.raises(PackageError, match=said):
        read_package(package)


def test_a_damaged_cell_is_named_with_its_row(package: Path) -> None:
    path = package / "data" / "observations.csv"
    path.write_text(path.read_text("utf-8").replace("8525300", "85253oo", 1), "utf-8")
    with pytest.raises(PackageError, match=r"第 2 行.*amount"):
        read_package(package)


def test_a_package_cannot_make_us_read_other_files(package: Path) -> None:
    path = package / "data" / "tables.csv"
    path.write_text(path.read_text("utf-8").replace("data/printed/expenditure", "../../secret"), "utf-8")
    with pytest.raises(PackageError, match="第 2 行"):
        read_package(package)


def test_every_schema_gives_each_column_a_name_in_both_languages() -> None:
    for resource in CONTRACT:
        for column in schema(resource)["fields"]:
            assert column["title"], column["name"]
            assert column["description"], column["name"]


def test_observations_of_all_packages_are_parquet_by_year(package: Path, tmp_path: Path) -> None:
    from pyarrow import dataset

    older = replace(small().disclosure, year=2023)
    facts = identify([fact("合计", "1.23456789", fiscal_year=2023), fact("事业运行", "-3", fiscal_year=2024)])
    write_package(Conversion(older, facts=tuple(facts)), tmp_path / older.name)
    write_observations([package, tmp_path / older.name], tmp_path / "observations")
    table = dataset.dataset(tmp_path / "observations", partitioning="hive").to_table()
    rows = {(r["package"], r["fiscal_year"], r["label"]): r["amount"] for r in table.to_pylist()}
    assert rows == {
        (older.name, 2023, "合计"): Decimal("12345.6789"),
        (older.name, 2024, "事业运行"): Decimal(-30000),
        (package.name, 2024, "合计"): Decimal(8525300),
        (package.name, 2024, "事业运行"): Decimal(8525300),
        (package.name, 2024, "住房公积金"): Decimal(776000),
    }


def test_parquet_is_the_same_bytes_in_any_order(package: Path, tmp_path: Path) -> None:
    write_package(replace(small(), facts=()), tmp_path / "other")
    write_observations([package, tmp_path / "other"], tmp_path / "one")
    write_observations([tmp_path / "other", package], tmp_path / "two")
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "two")
    assert list(_bytes(tmp_path / "one")) == ["_inputs.json", "fiscal_year=2024/part-420100.parquet"]


def test_what_a_run_left_that_was_killed_when_its_files_were_in_place_goes(package: Path, tmp_path: Path) -> None:
    """The old files were exchanged for the new ones, and not yet taken away."""
    write_observations([package], tmp_path / "o")
    left = tmp_path / ".o.1234567.tmp"
    left.mkdir()
    write_observations([package], tmp_path / "o")
    assert not left.exists()


@pytest.mark.parametrize("seed", range(8))
def test_parquet_renewed_where_packages_changed_is_the_same_bytes_as_all_written_anew(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Packages come, go and change in three regions and three years; a row group takes five rows, a run two packages."""
    monkeypatch.setattr("yusuan.datapackage.parquet._GROUP", 5)
    monkeypatch.setattr("yusuan.datapackage.parquet._RUN", 2)
    dice = random.Random(seed)

    def draw() -> None:
        for name in dice.sample(names, 4):
            shutil.rmtree(tmp_path / "packages" / name, ignore_errors=True)
            if dice.random() < 0.8:
                facts = [
                    fact(f"款{n}", str(dice.randrange(99)), fiscal_year=dice.choice((2022, 2023, 2024)))
                    for n in range(dice.randrange(9))
                ]
                write_package(replace(small(), facts=tuple(identify(facts))), tmp_path / "packages" / name)

    names = [f"{region}-{unit}-2024-budget" for region in (420100, 420200, 310101) for unit in (1, 2, 3)]
    (tmp_path / "packages").mkdir()
    for turn in range(4):
        draw()
        packages = list((tmp_path / "packages").iterdir())
        write_observations(packages, tmp_path / "renewed")
        write_observations(packages, tmp_path / f"anew-{turn}")
        assert _bytes(tmp_path / "renewed") == _bytes(tmp_path / f"anew-{turn}")


def test_files_of_other_runs_of_a_region_are_not_written_again(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yusuan.datapackage.parquet._RUN", 2)
    packages = [tmp_path / "packages" / f"420100-{unit}-2024-budget" for unit in range(9)]
    for each in packages:
        shutil.copytree(package, each)
    write_observations(packages, tmp_path / "o")
    before = {path: path.stat().st_ino for path in (tmp_path / "o").glob("*/*.parquet")}
    write_package(replace(small(), facts=()), packages[4])
    write_observations(packages, tmp_path / "o")
    again = [path for path, node in before.items() if path.stat().st_ino != node]
    assert len(before) > 2
    assert len(again) == 1


def test_files_of_other_regions_are_not_written_again(package: Path, tmp_path: Path) -> None:
    other = tmp_path / "310101-1-2024-budget"
    shutil.copytree(package, other)
    write_observations([package, other], tmp_path / "o")
    (before,) = (tmp_path / "o").glob("*/part-420100.parquet")
    node = before.stat().st_ino
    shutil.rmtree(other)
    write_package(replace(small(), facts=()), other)
    write_observations([package, other], tmp_path / "o")
    assert before.stat().st_ino == node
    assert not list((tmp_path / "o").glob("*/part-310101.parquet"))


def test_amounts_keep_two_places_where_that_is_enough(package: Path, tmp_path: Path) -> None:
    from pyarrow import parquet

    write_observations([package], tmp_path / "o")
    found = parquet.read_schema(tmp_path / "o" / "fiscal_year=2024" / "part-420100.parquet")
    assert str(found.field("amount").type) == "decimal128(20, 2)"
    assert found.names[0] == "package"


def test_a_table_without_rows_has_no_copy(package: Path) -> None:
    (empty,) = [t for t in read_package(package).tables if t.empty]
    assert isinstance(empty, PrintedTable)
    assert not (package / "data" / "printed" / "government-fund.csv").exists()
