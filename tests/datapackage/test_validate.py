"""A package that was touched says where."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from yusuan.datapackage.package import write_package
from yusuan.datapackage.validate import Problem, validate_package

from .conversions import small


@pytest.fixture
def package(tmp_path: Path) -> Path:
    write_package(small(), tmp_path / "p")
    return tmp_path / "p"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8", newline="")


def _rehash(package: Path, name: str) -> None:
    """Make the descriptor agree with an edited file, as someone who hides an edit would."""
    from hashlib import sha256

    path = package / "datapackage.json"
    descriptor = json.loads(path.read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"] == name:
            data = (package / name).read_bytes()
            resource |= {"bytes": len(data), "hash": f"sha256:{sha256(data).hexdigest()}"}
    path.write_text(json.dumps(descriptor), "utf-8")


def _found(package: Path) -> set[tuple[str, str]]:
    return {(p.file, p.check) for p in validate_package(package)}


def test_a_package_as_it_was_written_has_no_problem(package: Path) -> None:
    assert list(validate_package(package)) == []


def test_a_file_that_was_touched_has_another_hash(package: Path) -> None:
    _edit(package / "data" / "glossary.csv", "基本支出", "项目支出")
    assert _found(package) == {("data/glossary.csv", "hash")}


def test_an_edited_amount_is_found_by_its_id_even_where_the_hash_was_adapted(package: Path) -> None:
    _edit(package / "data" / "observations.csv", "8525300", "8525301")
    _rehash(package, "data/observations.csv")
    (problem,) = [p for p in validate_package(package) if p.check == "content-id"]
    assert (problem.file, problem.row, problem.field) == ("data/observations.csv", 2, "observation_id")
    assert str(problem).startswith("data/observations.csv 第 2 行 observation_id: 标识与本行内容不符 / ")


def _edited(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda package: _edit(package / name, old, new)


def _written(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda package: (package / name).write_bytes(data)


def _deleted(name: str) -> Callable[[Path], object]:
    return lambda package: (package / name).unlink()


FIRST, SECOND = (f.observation_id for f in small().facts[:2])
REPAIRED = small().repairs[0].observation_id
NO_ONE = "0" * 16


@pytest.mark.parametrize(
    ("damage", "file", "check"),
    [
        (_deleted("datapackage.json"), "datapackage.json", "readable"),
        (_written("datapackage.json", b"{"), "datapackage.json", "readable"),
        (_written("datapackage.json", b"3"), "datapackage.json", "readable"),
        (_written("datapackage.json", b"\xff"), "datapackage.json", "readable"),
        (_written("datapackage.json", b"{}"), "datapackage.json", "resource-listed"),
        (_written("datapackage.json", b'{"resources": 1}'), "datapackage.json", "resource-listed"),
        (_written("datapackage.json", b'{"resources": [1]}'), "datapackage.json", "resource-listed"),
        (_edited("datapackage.json", '"path": "data/units.csv"', '"path": "../units.csv"'), "datapackage.json", "path"),
        (_edited("datapackage.json", '"minimum": 0', '"minimum": -9'), "datapackage.json", "schema"),
        (_deleted("data/units.csv"), "data/units.csv", "file-present"),
        (_written("data/units.csv", b""), "data/units.csv", "source-error"),
        (_written("data/units.csv", b"\xff\xfe\x00"), "data/units.csv", "bytes"),
        (_written("extra.txt", b""), "extra.txt", "file-listed"),
        (_written("report.json", b"{}"), "report.json", "report"),
        (_deleted("report.json"), "report.json", "file-present"),
        (_edited("data/observations.csv", "approved", "agreed"), "data/observations.csv", "constraint-error"),
        (_edited("data/observations.csv", ",2\n", ",-2\n"), "data/observations.csv", "constraint-error"),
        (_edited("data/observations.csv", "8525300", "x"), "data/observations.csv", "type-error"),
        (_edited("data/observations.csv", "8525300", "8525300.0"), "data/observations.csv", "canonical"),
        (_edited("data/repairs.csv", REPAIRED, NO_ONE), "data/repairs.csv", "foreign-key"),
        (_edited("data/provenance.csv", SECOND, FIRST), "data/provenance.csv", "primary-key"),
        (_edited("data/findings.csv", FIRST, NO_ONE), "data/findings.csv", "reference"),
    ],
)
def test_what_was_broken_is_said(package: Path, damage: Callable[[Path], object], file: str, check: str) -> None:
    damage(package)
    assert (file, check) in _found(package)


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("resource", ["observations", "projects", "claims", "tables"])
def test_a_file_cut_off_anywhere_is_a_problem_of_that_file(package: Path, resource: str, keep: float) -> None:
    path = package / "data" / f"{resource}.csv"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    assert (f"data/{resource}.csv", "bytes") in _found(package)


def test_a_folder_that_is_no_package_is_one_clear_problem(tmp_path: Path) -> None:
    (problem,) = validate_package(tmp_path / "nowhere")
    assert isinstance(problem, Problem)
    assert "datapackage.json" in str(problem)


def test_the_same_row_of_another_document_is_found(package: Path, tmp_path: Path) -> None:
    given = small()
    write_package(replace(given, disclosure=replace(given.disclosure, document_id="f" * 16)), tmp_path / "q")
    assert ("data/observations.csv", "document") in _found(tmp_path / "q")
