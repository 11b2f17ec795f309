"""The CSV on the Web metadata is taken by the csvw library, which reads our rows by it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from csvw import TableGroup
from yusuan.datapackage.csvw import NAME
from yusuan.datapackage.package import write_package
from yusuan.datapackage.records import RESOURCES

from .conversions import small


@pytest.fixture
def data(tmp_path: Path) -> Path:
    write_package(small(), tmp_path / "p")
    return tmp_path / "p" / "data"


def test_every_resource_is_a_table_of_the_group(data: Path) -> None:
    group = TableGroup.from_file(data / NAME)
    assert [str(table.url) for table in group.tables] == [f"{resource.name}.csv" for resource in RESOURCES]


def test_rows_are_read_by_it_with_their_types(data: Path) -> None:
    group = TableGroup.from_file(data / NAME)
    for table in group.tables:
        header = (data / str(table.url)).read_text("utf-8").splitlines()[0]
        assert header.split(",") == [column.name for column in table.tableSchema.columns]
        list(table.iterdicts(strict=True))
    rows = list(group.tabledict["observations.csv"].iterdicts())
    assert {type(row["amount"]).__name__ for row in rows} == {"Decimal"}
    assert [row["amount"] for row in rows] == [fact.amount for fact in sorted_facts(rows)]


def _csvwvalidate(metadata: Path) -> subprocess.CompletedProcess[str]:
    """The validator that comes with csvw, as strict as it can be."""
    command = [str(Path(sys.executable).with_name("csvwvalidate")), "--verbose", str(metadata)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_its_own_validator_finds_every_package_of_a_build_valid(example_build: Path) -> None:
    for metadata in sorted(example_build.glob(f"packages/*/data/{NAME}")):
        run = _csvwvalidate(metadata)
        assert (run.returncode, "OK" in run.stdout) == (0, True), run.stdout


def test_its_own_validator_finds_a_value_that_the_metadata_does_not_allow(data: Path) -> None:
    assert _csvwvalidate(data / NAME).returncode == 0
    changed = (data / "observations.csv").read_text("utf-8").replace(",expenditure-summary,", ",imagined,", 1)
    (data / "observations.csv").write_text(changed, "utf-8")
    assert _csvwvalidate(data / NAME).returncode != 0


def sorted_facts(rows: list[dict[str, object]]) -> list[object]:
    by_id = {fact.observation_id: fact for fact in small().facts}
    return [by_id[str(row["observation_id"])] for row in rows]


def test_keys_point_at_each_other_and_hold(data: Path) -> None:
    group = TableGroup.from_file(data / NAME)
    assert group.check_referential_integrity()
    path = data / "observations.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join([lines[0], *lines[2:]]), "utf-8")
    assert not TableGroup.from_file(data / NAME).check_referential_integrity(log=_Silent())


class _Silent:
    def warning(self, *_: object) -> None: ...

    warn = error = info = debug = warning
