"""A package is made again where what makes it has changed, and not where something else has."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from yusuan.building import fingerprints

ROOT = Path(fingerprints.__file__).parents[1]
#: What a document goes through on its way to a package.
ENTRANCES = (
    "converters/disclosure.py", "converters/readers/worker.py", "datapackage/accounting/proof.py",
    "datapackage/inspection/inspection.py", "datapackage/package.py", "datapackage/report.py", "ontology/rdf.py",
)  # fmt: skip


def imported(name: str) -> Iterator[str]:
    """The files of the program that the module ``name`` imports, wherever in its text."""
    package = Path(name).parent.parts
    for node in ast.walk(ast.parse((ROOT / name).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = Path(*package[: len(package) - node.level + 1], *(node.module or "").split("."))
            for path in (p for p in (base, *(base / alias.name for alias in node.names)) if p.name):
                yield from (
                    p.as_posix() for p in (path.with_suffix(".py"), path / "__init__.py") if (ROOT / p).is_file()
                )


def reached() -> set[str]:
    found: set[str] = set()
    waiting = list(ENTRANCES)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imported(name)
    return found


def test_nothing_that_a_package_is_made_by_is_left_out() -> None:
    made_by = reached()
    assert {"datapackage/model.py", "converters/privacy/redaction.py", "ontology/serialisations.py"} <= made_by
    assert not [name for name in made_by if name.startswith(fingerprints.ASIDE)]


def test_all_that_is_left_out_is_there() -> None:
    assert all((ROOT / name).exists() for name in fingerprints.ASIDE)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small program of the folders that count; hashes are worked out anew each time."""
    for name in (
        "converters/forms/f.yaml",
        "datapackage/codelists/c.csv",
        "datapackage/parquet.py",
        "catalogue/dcat.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1", "utf-8")
    monkeypatch.setattr(fingerprints, "_ROOT", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "packages", "all_of_it"),
    [
        ("converters/forms/f.yaml", True, True),
        ("datapackage/codelists/c.csv", True, True),
        ("datapackage/parquet.py", False, True),
        ("catalogue/dcat.py", False, True),
    ],
)
def test_what_a_change_makes_anew(program: Path, changed: str, packages: bool, all_of_it: bool) -> None:
    of_packages, of_program = fingerprints.of_packages.__wrapped__, fingerprints.of_program.__wrapped__
    before = of_packages(), of_program()
    (program / changed).write_text("2", "utf-8")
    assert (of_packages() != before[0], of_program() != before[1]) == (packages, all_of_it)


def test_a_new_version_alone_makes_no_package_anew(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program
    before = fingerprints.of_packages.__wrapped__()
    monkeypatch.setattr(fingerprints, "__version__", "99.0")
    assert fingerprints.of_packages.__wrapped__() == before
